"""The Internet Control Message Protocol (RFC 792; codes of RFC 1812; the next-hop MTU of RFC 1191).

 0                   1                   2                   3
 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
|     Type      |     Code      |          Checksum             |
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
|            Rest of Header, by type (see below)                |
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
|     Data: of echoes, anything; of errors, the offending       |
|     packet's IP header and 8 more bytes ...                   |
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+

Echo, echo reply     |          Identifier           |        Sequence Number        |
Unreachable, code 4  |            unused             |         Next-Hop MTU          |
Redirect             |                    Gateway Internet Address                   |
Parameter problem    |    Pointer    |                    unused                     |
Others               |                            unused                             |
"""

from __future__ import annotations

import struct
from typing import NamedTuple

from ios_emu.wire.address import IPv4
from ios_emu.wire.checksum import word_sum
from ios_emu.wire.error import DecodeError

ECHO_REPLY = 0
UNREACHABLE = 3
SOURCE_QUENCH = 4
REDIRECT = 5
ECHO = 8
TIME_EXCEEDED = 11
PARAMETER_PROBLEM = 12

# Codes of UNREACHABLE.
NET_UNREACHABLE = 0
HOST_UNREACHABLE = 1
PROTOCOL_UNREACHABLE = 2
PORT_UNREACHABLE = 3
FRAGMENTATION_NEEDED = 4
SOURCE_ROUTE_FAILED = 5
ADMINISTRATIVELY_PROHIBITED = 13

# Codes of REDIRECT.
REDIRECT_NET = 0
REDIRECT_HOST = 1

# Codes of TIME_EXCEEDED.
TTL_EXCEEDED = 0
REASSEMBLY_TIME_EXCEEDED = 1

HEADER_LENGTH = 8
_FORMAT = struct.Struct("!BBHI")
_ERRORS = (UNREACHABLE, SOURCE_QUENCH, REDIRECT, TIME_EXCEEDED, PARAMETER_PROBLEM)
_QUOTED_PAYLOAD = 8


class Icmp(NamedTuple):
    """An ICMP message; `rest` is the second 32-bit word of its header, which the properties read by type."""

    type: int
    code: int
    rest: int = 0
    data: bytes = b""

    @property
    def is_error(self) -> bool:
        """A message about another packet; none is ever sent about it (RFC 1122 section 3.2.2)."""
        return self.type in _ERRORS

    @property
    def identifier(self) -> int:
        """Of an echo or echo reply."""
        return self.rest >> 16

    @property
    def sequence(self) -> int:
        """Of an echo or echo reply."""
        return self.rest & 0xFFFF

    @property
    def mtu(self) -> int:
        """Of fragmentation needed: the MTU of the next hop in bytes, 0 when the sender does not tell it."""
        return self.rest & 0xFFFF

    @property
    def gateway(self) -> IPv4:
        """Of a redirect: the router to use."""
        return IPv4(self.rest)

    @property
    def pointer(self) -> int:
        """Of a parameter problem: the offset of the offending byte."""
        return self.rest >> 24


def encode(message: Icmp) -> bytes:
    """The bytes of `message` with its checksum. Raises struct.error for a field that exceeds its width."""
    type_, code, rest, data = message
    total = (type_ << 8) + code + rest + word_sum(data)
    return _FORMAT.pack(type_, code, -total % 0xFFFF if total else 0xFFFF, rest) + data


def decode(data: bytes) -> Icmp:
    """The message in `data`. Raises DecodeError when it is shorter than its header or its checksum is wrong."""
    if len(data) < _FORMAT.size:
        raise DecodeError(f"ICMP message of {len(data)} bytes is shorter than its header")
    total = word_sum(data)
    if total % 0xFFFF or not total:
        raise DecodeError("ICMP checksum is wrong")
    type_, code, _, rest = _FORMAT.unpack_from(data)
    return Icmp(type_, code, rest, data[8:])


def echo(identifier: int, sequence: int, data: bytes) -> Icmp:
    """An echo request."""
    return Icmp(ECHO, 0, identifier << 16 | sequence, data)


def echo_reply(request: Icmp) -> Icmp:
    """The answer to an echo request: the same identifier, sequence and data."""
    return Icmp(ECHO_REPLY, 0, request.rest, request.data)


def unreachable(code: int, packet: bytes, mtu: int = 0) -> Icmp:
    """Destination unreachable, about the IPv4 `packet`; `mtu` is the next hop's, with FRAGMENTATION_NEEDED."""
    return Icmp(UNREACHABLE, code, mtu, quote(packet))


def redirect(code: int, gateway: int, packet: bytes) -> Icmp:
    """A redirect to `gateway` for the destination of the IPv4 `packet`."""
    return Icmp(REDIRECT, code, int(gateway), quote(packet))


def time_exceeded(code: int, packet: bytes) -> Icmp:
    """Time exceeded, in transit or in reassembly, for the IPv4 `packet`."""
    return Icmp(TIME_EXCEEDED, code, 0, quote(packet))


def parameter_problem(pointer: int, packet: bytes) -> Icmp:
    """A parameter problem at byte `pointer` of the IPv4 `packet`."""
    return Icmp(PARAMETER_PROBLEM, 0, pointer << 24, quote(packet))


def quote(packet: bytes) -> bytes:
    """What an error tells of the IPv4 `packet`: its header and the first 8 bytes of its payload (RFC 792)."""
    header_length = (packet[0] & 15) << 2
    total_length = packet[2] << 8 | packet[3]
    return packet[: min(header_length + _QUOTED_PAYLOAD, total_length)]
