"""The Internet Protocol, version 4 (RFC 791; the type of service byte as in RFC 2474 and RFC 3168).

 0                   1                   2                   3
 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
|Version|  IHL  |Type of Service|          Total Length         |
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
|         Identification        |0|D|M|     Fragment Offset     |
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
|  Time to Live |    Protocol   |         Header Checksum       |
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
|                       Source Address                          |
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
|                    Destination Address                        |
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
|                    Options                    |    Padding    |
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

from ios_emu.wire.address import IPv4
from ios_emu.wire.checksum import update_checksum, word_sum
from ios_emu.wire.error import DecodeError

ICMP = 1
TCP = 6
UDP = 17
ESP = 50
AH = 51
OSPF = 89

MINIMUM_HEADER_LENGTH = 20
MAXIMUM_LENGTH = 0xFFFF
"""The longest datagram, header and payload, whole or reassembled."""
MAXIMUM_OPTIONS_LENGTH = 40

OPTION_END = 0
OPTION_NO_OPERATION = 1


class ChecksumError(DecodeError):
    """All is well with a header but its checksum."""


_FORMAT = struct.Struct("!BBHHHBBHII")
_DONT_FRAGMENT = 0x4000
_MORE_FRAGMENTS = 0x2000
_OFFSET_MASK = 0x1FFF
_OPTION_COPIED = 0x80


class Header(NamedTuple):
    """The header of a datagram. `fragment_offset` is in bytes; `options` are padded to whole 32-bit words."""

    tos: int
    total_length: int
    identification: int
    dont_fragment: bool
    more_fragments: bool
    fragment_offset: int
    ttl: int
    protocol: int
    source: IPv4
    destination: IPv4
    options: bytes

    @property
    def header_length(self) -> int:
        """The length of the header in bytes, options counted."""
        return MINIMUM_HEADER_LENGTH + len(self.options)

    @property
    def is_fragment(self) -> bool:
        """A part of a datagram: reassemble before use."""
        return self.more_fragments or self.fragment_offset > 0


def build(
    source: int,
    destination: int,
    protocol: int,
    payload: bytes,
    *,
    ttl: int = 255,
    tos: int = 0,
    identification: int = 0,
    dont_fragment: bool = False,
    more_fragments: bool = False,
    fragment_offset: int = 0,
    options: bytes = b"",
) -> bytes:
    """A datagram with its checksum. `fragment_offset` is in bytes, a multiple of 8; `options` get zero padding.

    Raises ValueError for an impossible offset or length, and struct.error for a field that exceeds its width.
    """
    version_length = 0x45
    if options:
        options = options.ljust(len(options) + 3 & ~3, b"\0")
        version_length += len(options) >> 2
        if len(options) > MAXIMUM_OPTIONS_LENGTH:
            raise ValueError(f"{len(options)} bytes of IPv4 options")
    flags = fragment_offset >> 3
    if fragment_offset and (fragment_offset & 7 or not 0 < flags <= _OFFSET_MASK):
        raise ValueError(f"IPv4 fragment offset {fragment_offset}")
    if dont_fragment:
        flags |= _DONT_FRAGMENT
    if more_fragments:
        flags |= _MORE_FRAGMENTS
    length = MINIMUM_HEADER_LENGTH + len(options) + len(payload)
    if length > MAXIMUM_LENGTH:
        raise ValueError(f"IPv4 datagram of {length} bytes")
    total = (version_length << 8) + tos + length + identification + flags + (ttl << 8) + protocol
    total += source + destination
    if options:
        total += word_sum(options)
    header = _FORMAT.pack(
        version_length,
        tos,
        length,
        identification,
        flags,
        ttl,
        protocol,
        -total % 0xFFFF,
        source,
        destination,
    )
    return header + options + payload if options else header + payload


def decode(packet: bytes) -> tuple[Header, bytes]:
    """The header and payload of the datagram in `packet`; bytes beyond its total length are padding and are cut.

    Raises DecodeError for a wrong version or length, and for a fragment that ends beyond 65535; ChecksumError for a
    wrong checksum.
    """
    available = len(packet)
    if available < MINIMUM_HEADER_LENGTH:
        raise DecodeError(f"IPv4 packet of {available} bytes is shorter than its header")
    first, tos, total_length, identification, flags, ttl, protocol, _, source, destination = _FORMAT.unpack_from(
        packet
    )
    if first == 0x45:
        header_length = MINIMUM_HEADER_LENGTH
        options = b""
    else:
        if first >> 4 != 4:
            raise DecodeError(f"IP version {first >> 4} is not 4")
        header_length = (first & 15) << 2
        if header_length < MINIMUM_HEADER_LENGTH or header_length > available:
            raise DecodeError(f"IPv4 header length {header_length} in a packet of {available} bytes")
        options = packet[MINIMUM_HEADER_LENGTH:header_length]
    if total_length < header_length or total_length > available:
        raise DecodeError(
            f"IPv4 total length {total_length} with header length {header_length} in a packet of {available} bytes"
        )
    if int.from_bytes(packet[:header_length], "big") % 0xFFFF:
        raise ChecksumError("IPv4 header checksum is wrong")
    offset = (flags & _OFFSET_MASK) << 3
    if offset + total_length > MAXIMUM_LENGTH:
        raise DecodeError(f"IPv4 fragment at {offset} ends beyond {MAXIMUM_LENGTH}")
    header = Header(
        tos,
        total_length,
        identification,
        flags & _DONT_FRAGMENT != 0,
        flags & _MORE_FRAGMENTS != 0,
        offset,
        ttl,
        protocol,
        IPv4(source),
        IPv4(destination),
        options,
    )
    return header, packet[header_length:total_length]


def decrement_ttl(packet: bytes) -> bytes:
    """`packet` with its time to live one less and its checksum updated; the caller saw that it was above one.

    In the checksum's arithmetic (RFC 1624 equation 3) taking 0x0100 from a word adds 0x0100 to the checksum, with
    end-around carry; a sum of 0xffff is written 0.
    """
    word = int.from_bytes(packet[8:12], "big")  # time to live, protocol, checksum
    word += 0x100 - 0x1000000 if word & 0xFFFF < 0xFEFF else -0xFEFF - 0x1000000
    return packet[:8] + word.to_bytes(4, "big") + packet[12:]


def with_tos(packet: bytes, tos: int) -> bytes:
    """`packet` with another type of service (0 to 255) and its checksum updated."""
    first = packet[0] << 8
    checksum = update_checksum(packet[10] << 8 | packet[11], first | packet[1], first | tos)
    return packet[:1] + bytes((tos,)) + packet[2:10] + checksum.to_bytes(2, "big") + packet[12:]


def fragment(packet: bytes, mtu: int) -> list[bytes]:
    """`packet` cut into fragments of at most `mtu` bytes each (RFC 791 section 3.2); itself alone if it fits.

    The first fragment keeps all options, the others those with the copied flag. A fragment is cut further. Whether
    fragmentation is allowed is the caller's to look at. Raises DecodeError for a bad packet or option, and
    ValueError when `mtu` has no room for the header and 8 bytes.
    """
    header, payload = decode(packet)
    if header.total_length <= mtu:
        return [packet[: header.total_length]]
    options = header.options
    if mtu < header.header_length + 8:
        raise ValueError(f"MTU {mtu} is too small for an IPv4 header of {header.header_length} bytes")
    fragments: list[bytes] = []
    start = 0
    while start < len(payload):
        room = mtu - MINIMUM_HEADER_LENGTH - len(options)
        end = len(payload) if len(payload) - start <= room else start + (room & ~7)
        fragments.append(
            build(
                header.source,
                header.destination,
                header.protocol,
                payload[start:end],
                ttl=header.ttl,
                tos=header.tos,
                identification=header.identification,
                dont_fragment=header.dont_fragment,
                more_fragments=header.more_fragments or end < len(payload),
                fragment_offset=header.fragment_offset + start,
                options=options,
            )
        )
        if start == 0 and options:
            options = _copied_options(options)
        start = end
    return fragments


def _copied_options(options: bytes) -> bytes:
    """The options that every fragment carries, padded to whole words. Raises DecodeError for a bad length."""
    copied = b""
    position = 0
    while position < len(options) and options[position] != OPTION_END:
        if options[position] == OPTION_NO_OPERATION:
            position += 1
            continue
        length = options[position + 1] if position + 1 < len(options) else 0
        if length < 2 or position + length > len(options):
            raise DecodeError(f"IPv4 option {options[position]} has length {length}")
        if options[position] & _OPTION_COPIED:
            copied += options[position : position + length]
        position += length
    return copied.ljust(len(copied) + 3 & ~3, b"\0")


def option_types(options: bytes) -> Iterator[int]:
    """The type of each option of a header, as far as their lengths make sense."""
    position = 0
    while position < len(options):
        kind = options[position]
        yield kind
        if kind == OPTION_END:
            return
        length = 1 if kind == OPTION_NO_OPERATION else options[position + 1] if position + 1 < len(options) else 0
        if length < 1 or (length < 2 and kind != OPTION_NO_OPERATION):
            return
        position += length
