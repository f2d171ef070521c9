"""Ethernet II and IEEE 802.3 frames, without preamble and FCS (RFC 894, IEEE 802.3 clause 3).

     0                   1                   2                   3
     0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    |                      Destination Address                      |
    +                               +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    |                               |                               |
    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+                               +
    |                         Source Address                        |
    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    |       Type or Length          |  Payload, padded to 46 bytes ...
    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+

From 0x600 up the third field is a type; below, it is the length of an 802.3 (LLC) payload.
"""

from __future__ import annotations

from typing import NamedTuple

from ios_emu.wire.address import Mac
from ios_emu.wire.error import DecodeError

ETHERTYPE_IPV4 = 0x0800
ETHERTYPE_ARP = 0x0806
ETHERTYPE_MINIMUM = 0x0600
"""Smaller values of the type field are 802.3 lengths."""

HEADER_LENGTH = 14
MINIMUM_LENGTH = 60
"""The shortest frame a station may send, FCS not counted."""


class Frame(NamedTuple):
    """An Ethernet frame. After decoding `payload` still holds the padding, unless `ethertype` is a length."""

    destination: Mac
    source: Mac
    ethertype: int
    payload: bytes


def build(destination: bytes, source: bytes, ethertype: int, payload: bytes) -> bytes:
    """The bytes of a frame, padded with zeros to the 60-byte minimum. `ethertype` below 0x600 is the 802.3 length.

    The addresses must have six bytes each. Raises OverflowError when `ethertype` needs more than 16 bits.
    """
    frame = destination + source + ethertype.to_bytes(2, "big") + payload
    return frame if len(frame) >= MINIMUM_LENGTH else frame.ljust(MINIMUM_LENGTH, b"\0")


def encode(frame: Frame) -> bytes:
    """The bytes of `frame`, padded to the 60-byte minimum."""
    return build(*frame)


def decode(data: bytes) -> Frame:
    """The frame in `data`. Raises DecodeError when it is shorter than its header or than its 802.3 length."""
    if len(data) < HEADER_LENGTH:
        raise DecodeError(f"Ethernet frame of {len(data)} bytes is shorter than its header")
    ethertype = data[12] << 8 | data[13]
    payload = data[14:]
    if ethertype < ETHERTYPE_MINIMUM:
        if ethertype > len(payload):
            raise DecodeError(f"802.3 length {ethertype} exceeds the {len(payload)} bytes received")
        payload = payload[:ethertype]
    return Frame(Mac(data[:6]), Mac(data[6:12]), ethertype, payload)
