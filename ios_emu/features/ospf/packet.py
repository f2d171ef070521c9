"""OSPF packets (RFC 2328 appendix A.3): header, Hello, Database Description, Request, Update, Acknowledgment.

 0                   1                   2                   3
 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
|   Version #   |     Type      |         Packet length         |
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
|                          Router ID                            |
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
|                           Area ID                             |
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
|           Checksum            |             AuType            |
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
|                       Authentication                          |
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
|                       Authentication                          |
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+

Who may have written a packet is the business of `auth`, which also puts the header in front of a body.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ios_emu.features.ospf import lsa
from ios_emu.features.ospf.lsa import Lsa, LsaHeader, LsaKey
from ios_emu.wire import DecodeError, IPv4

HELLO, DATABASE_DESCRIPTION, REQUEST, UPDATE, ACKNOWLEDGMENT = 1, 2, 3, 4, 5
ALL_SPF_ROUTERS = IPv4.parse("224.0.0.5")
ALL_D_ROUTERS = IPv4.parse("224.0.0.6")
VERSION = 2
HEADER = struct.Struct("!BBHIIHH8s")
HEADER_LENGTH = 24


class PacketHeader(NamedTuple):
    """The common header; `length` without an appended digest, `authentication` as it stands (8 bytes)."""

    type: int
    length: int
    router_id: IPv4
    area: IPv4
    checksum: int
    auth_type: int
    authentication: bytes


def decode_header(data: bytes) -> PacketHeader:
    """The header of the packet `data`. Bytes beyond its length are a digest or link-local signalling.

    Raises DecodeError. The checksum is checked with the authentication, on which it depends.
    """
    if len(data) < HEADER_LENGTH:
        raise DecodeError(f"OSPF packet of {len(data)} bytes is shorter than its header")
    version, kind, length, router, area, checksum, auth_type, authentication = HEADER.unpack_from(data)
    if version != VERSION:
        raise DecodeError(f"OSPF version {version} is not 2")
    if length < HEADER_LENGTH or length > len(data):
        raise DecodeError(f"OSPF length {length} in a packet of {len(data)} bytes")
    return PacketHeader(kind, length, IPv4(router), IPv4(area), checksum, auth_type, authentication)


# Hello                                                           A.3.2
# +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
# |                        Network Mask                           |
# +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
# |         HelloInterval         |    Options    |    Rtr Pri    |
# +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
# |                     RouterDeadInterval                        |
# +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
# |                      Designated Router                        |
# +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
# |                   Backup Designated Router                    |
# +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
# |                          Neighbor ...                         |

_HELLO = struct.Struct("!IHBBIII")


@dataclass(frozen=True, slots=True)
class Hello:
    """A Hello. Intervals in seconds; DR and BDR are interface addresses, neighbours are router IDs."""

    mask: IPv4
    hello_interval: int
    options: int
    priority: int
    dead_interval: int
    designated: IPv4
    backup: IPv4
    neighbors: tuple[IPv4, ...] = ()

    def encode(self) -> bytes:
        """The body's bytes."""
        fixed = _HELLO.pack(
            self.mask,
            self.hello_interval,
            self.options,
            self.priority,
            self.dead_interval,
            self.designated,
            self.backup,
        )
        return fixed + struct.pack(f"!{len(self.neighbors)}I", *self.neighbors)


def decode_hello(body: bytes) -> Hello:
    """Raises DecodeError."""
    if len(body) < 20 or len(body) % 4:
        raise DecodeError(f"OSPF hello body of {len(body)} bytes")
    mask, interval, options, priority, dead, designated, backup = _HELLO.unpack_from(body)
    neighbors = struct.unpack_from(f"!{(len(body) - 20) // 4}I", body, 20)
    return Hello(
        IPv4(mask),
        interval,
        options,
        priority,
        dead,
        IPv4(designated),
        IPv4(backup),
        tuple(IPv4(neighbor) for neighbor in neighbors),
    )


# Database Description                                            A.3.3
# +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
# |         Interface MTU         |    Options    |0|0|0|0|0|I|M|MS
# +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
# |                     DD sequence number                        |
# +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
# |                      LSA headers ...                          |

FLAG_MASTER, FLAG_MORE, FLAG_INIT = 1, 2, 4
_DESCRIPTION = struct.Struct("!HBBI")


@dataclass(frozen=True, slots=True)
class DatabaseDescription:
    """A Database Description packet."""

    mtu: int
    options: int
    flags: int
    sequence: int
    headers: tuple[LsaHeader, ...] = ()

    def encode(self) -> bytes:
        """The body's bytes."""
        fixed = _DESCRIPTION.pack(self.mtu, self.options, self.flags, self.sequence)
        return fixed + encode_headers(self.headers)


def decode_description(body: bytes) -> DatabaseDescription:
    """Raises DecodeError."""
    if len(body) < 8:
        raise DecodeError(f"database description body of {len(body)} bytes")
    mtu, options, flags, sequence = _DESCRIPTION.unpack_from(body)
    return DatabaseDescription(mtu, options, flags & 7, sequence, decode_headers(body, 8))


def encode_headers(headers: Sequence[LsaHeader]) -> bytes:
    """LSA headers in a row, as a Link State Acknowledgment's body has them (A.3.6)."""
    return b"".join(header.encode() for header in headers)


def decode_headers(body: bytes, offset: int = 0) -> tuple[LsaHeader, ...]:
    """The LSA headers from `offset` to the end. Raises DecodeError."""
    if (len(body) - offset) % lsa.HEADER_LENGTH:
        raise DecodeError(f"{len(body) - offset} bytes are not a whole number of LSA headers")
    return tuple(lsa.decode_header(body, at) for at in range(offset, len(body), lsa.HEADER_LENGTH))


# Link State Request: LS type, Link State ID, Advertising Router, repeated (A.3.4)


def encode_request(keys: Sequence[LsaKey]) -> bytes:
    """The body of a Link State Request."""
    return b"".join(struct.pack("!III", *key) for key in keys)


def decode_request(body: bytes) -> tuple[LsaKey, ...]:
    """Raises DecodeError."""
    if len(body) % 12:
        raise DecodeError(f"link state request body of {len(body)} bytes")
    return tuple(LsaKey(kind, IPv4(link), IPv4(router)) for kind, link, router in struct.iter_unpack("!III", body))


# Link State Update: number of LSAs, then the LSAs (A.3.5)


def encode_update(lsas: Sequence[bytes]) -> bytes:
    """The body of a Link State Update with these encoded LSAs."""
    return len(lsas).to_bytes(4, "big") + b"".join(lsas)


def decode_update(body: bytes) -> list[Lsa]:
    """Raises DecodeError, also when the count and the contents disagree."""
    if len(body) < 4:
        raise DecodeError("link state update without a count")
    count = int.from_bytes(body[:4], "big")
    found: list[Lsa] = []
    at = 4
    while at < len(body) and len(found) < count:
        one = lsa.decode(body, at)
        found.append(one)
        at += one.header.length
    if len(found) != count or at != len(body):
        raise DecodeError(f"link state update of {count} LSAs holds {len(found)}")
    return found
