"""Packet formats shared by all: bytes on the wire <-> frozen dataclasses.

- `address`    IPv4, Prefix, Mac
- `checksum`   the Internet checksum (RFC 1071) and its incremental update (RFC 1624)
- `ethernet`, `dot1q`, `arp`, `ipv4`, `icmp`, `udp`, `tcp`   one format a module, the diagram above its codec

`error`: a decoder raises `DecodeError` for anything it cannot read, and nothing else. A format that only one feature
speaks lives in that feature's folder.
"""

from ios_emu.wire.address import (
    ANY,
    BROADCAST,
    MAC_BROADCAST,
    MAC_ZERO,
    IPv4,
    Mac,
    Prefix,
    length_of,
    mask_of,
    multicast_mac,
)
from ios_emu.wire.error import DecodeError

__all__ = [
    "ANY",
    "BROADCAST",
    "MAC_BROADCAST",
    "MAC_ZERO",
    "DecodeError",
    "IPv4",
    "Mac",
    "Prefix",
    "length_of",
    "mask_of",
    "multicast_mac",
]
