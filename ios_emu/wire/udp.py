"""The User Datagram Protocol (RFC 768).

     0                   1                   2                   3
     0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    |          Source Port          |       Destination Port        |
    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    |            Length             |           Checksum            |
    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    |                          Payload ...
    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+

The checksum also covers a pseudo header: source and destination address, protocol 17, and the length once more.
"""

from __future__ import annotations

import struct
from typing import NamedTuple

from ios_emu.wire.checksum import word_sum
from ios_emu.wire.error import DecodeError

HEADER_LENGTH = 8

_FORMAT = struct.Struct("!HHHH")
_PROTOCOL = 17


class Datagram(NamedTuple):
    """A UDP datagram."""

    source_port: int
    destination_port: int
    payload: bytes


def build(source_ip: int, destination_ip: int, source_port: int, destination_port: int, payload: bytes) -> bytes:
    """A datagram with its checksum. Raises struct.error for a field that exceeds its width."""
    length = HEADER_LENGTH + len(payload)
    total = (
        source_ip + destination_ip + _PROTOCOL + 2 * length + source_port + destination_port + word_sum(payload)
    )
    # A checksum that comes out as zero is sent as its other form, since zero says that there is none.
    return _FORMAT.pack(source_port, destination_port, length, -total % 0xFFFF or 0xFFFF) + payload


def build_unchecked(source_port: int, destination_port: int, payload: bytes) -> bytes:
    """A datagram without a checksum."""
    return _FORMAT.pack(source_port, destination_port, HEADER_LENGTH + len(payload), 0) + payload


def decode(source_ip: int, destination_ip: int, segment: bytes) -> Datagram:
    """The datagram in the IPv4 payload `segment`; bytes beyond its length are cut.

    Raises DecodeError for a wrong length, or a wrong checksum unless it is zero, which means none.
    """
    available = len(segment)
    if available < HEADER_LENGTH:
        raise DecodeError(f"UDP datagram of {available} bytes is shorter than its header")
    source_port, destination_port, length, checksum = _FORMAT.unpack_from(segment)
    if length < HEADER_LENGTH or length > available:
        raise DecodeError(f"UDP length {length} in a packet of {available} bytes")
    if length < available:
        segment = segment[:length]
    if checksum and (source_ip + destination_ip + _PROTOCOL + length + word_sum(segment)) % 0xFFFF:
        raise DecodeError("UDP checksum is wrong")
    return Datagram(source_port, destination_port, segment[HEADER_LENGTH:])
