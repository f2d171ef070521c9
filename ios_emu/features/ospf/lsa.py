"""Link state advertisements: headers, bodies, the Fletcher checksum, and which instance is newer.

RFC 2328 appendix A.4 (types 1-5) and section 13.1, RFC 3101 (type 7).

 0                   1                   2                   3
 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
|            LS age             |    Options    |    LS type    |
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
|                        Link State ID                          |
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
|                     Advertising Router                        |
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
|                     LS sequence number                        |
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
|         LS checksum           |             length            |
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from ios_emu.wire import DecodeError, IPv4, Prefix, length_of

ROUTER, NETWORK, SUMMARY, ASBR_SUMMARY, EXTERNAL = 1, 2, 3, 4, 5
NSSA_EXTERNAL = 7
EXTERNALS = (EXTERNAL, NSSA_EXTERNAL)

OPTION_E = 0x02
OPTION_NP = 0x08
"""In hellos N: this is an NSSA; in a type 7 LSA P: to be translated into type 5 (RFC 3101 section 2.4)."""
OPTION_DC = 0x20
MAX_AGE = 3600
MAX_AGE_DIFF = 900
INITIAL_SEQUENCE = -0x7FFFFFFF
MAX_SEQUENCE = 0x7FFFFFFF
LS_INFINITY = 0xFFFFFF
HEADER_LENGTH = 20

_HEADER = struct.Struct("!HBBIIiHH")
_CHECKSUM_AT = 14  # in the LSA without its age field


class LsaKey(NamedTuple):
    """What names an LSA, whatever its instance (section 12.1)."""

    type: int
    id: IPv4
    router: IPv4


class LsaHeader(NamedTuple):
    """The header; `age` in seconds, `sequence` signed, `length` with the header."""

    age: int
    options: int
    type: int
    id: IPv4
    router: IPv4
    sequence: int
    checksum: int
    length: int

    @property
    def key(self) -> LsaKey:
        """What names this LSA."""
        return LsaKey(self.type, self.id, self.router)

    def encode(self) -> bytes:
        """The twenty bytes."""
        return _HEADER.pack(*self)


def decode_header(data: bytes, offset: int = 0) -> LsaHeader:
    """The LSA header at `offset`. Raises DecodeError."""
    if len(data) - offset < HEADER_LENGTH:
        raise DecodeError(f"LSA header cut off after {len(data) - offset} bytes")
    age, options, kind, link, router, sequence, checksum, length = _HEADER.unpack_from(data, offset)
    if length < HEADER_LENGTH:
        raise DecodeError(f"LSA length {length} is shorter than its header")
    return LsaHeader(age, options, kind, IPv4(link), IPv4(router), sequence, checksum, length)


def fletcher(data: bytes, offset: int) -> int:
    """The checksum to put at `offset` of `data`, where `data` has zeros (ISO 8473 annex C, RFC 905 annex B)."""
    c0 = sum(data)
    c1 = sum(accumulate(data))
    x = ((len(data) - offset - 1) * c0 - c1) % 255 or 255
    y = (510 - c0 % 255 - x) % 255 or 255
    return x << 8 | y


def fletcher_ok(data: bytes) -> bool:
    """Whether the checksum within `data` is right. An all-zero checksum never is."""
    return not (sum(data) % 255 or sum(accumulate(data)) % 255)


@dataclass(frozen=True, slots=True)
class Lsa:
    """One instance of an LSA: its header and its body as bytes."""

    header: LsaHeader
    body: bytes

    @property
    def key(self) -> LsaKey:
        """What names this LSA."""
        return self.header.key

    def encode(self, age: int | None = None) -> bytes:
        """The bytes, with `age` in place of the header's. The checksum does not cover the age."""
        header = self.header if age is None else self.header._replace(age=age)
        return header.encode() + self.body

    def checksum_ok(self) -> bool:
        """Whether the header's checksum is right."""
        return self.header.checksum != 0 and fletcher_ok(self.encode()[2:])

    def at_age(self, age: int) -> Lsa:
        """The same instance at another age."""
        return Lsa(self.header._replace(age=age), self.body)


def decode(data: bytes, offset: int = 0) -> Lsa:
    """The LSA at `offset`; the next one begins `header.length` bytes on. Raises DecodeError."""
    header = decode_header(data, offset)
    if header.length > len(data) - offset:
        raise DecodeError(f"LSA of length {header.length} in {len(data) - offset} bytes")
    return Lsa(header, data[offset + HEADER_LENGTH : offset + header.length])


def build(
    kind: int, link: int, router: int, sequence: int, body: bytes, *, options: int = OPTION_E, age: int = 0
) -> Lsa:
    """An LSA with its length and checksum."""
    length = HEADER_LENGTH + len(body)
    header = LsaHeader(age, options, kind, IPv4(link), IPv4(router), sequence, 0, length)
    checksum = fletcher(header.encode()[2:] + body, _CHECKSUM_AT)
    return Lsa(header._replace(checksum=checksum), body)


def compare(a: LsaHeader, b: LsaHeader) -> int:
    """1: instance `a` is the newer one, -1: `b` is, 0: they are the same instance (section 13.1)."""
    if a.sequence != b.sequence:
        return 1 if a.sequence > b.sequence else -1
    if a.checksum != b.checksum:
        return 1 if a.checksum > b.checksum else -1
    if (a.age >= MAX_AGE) != (b.age >= MAX_AGE):
        return 1 if a.age >= MAX_AGE else -1
    if abs(a.age - b.age) > MAX_AGE_DIFF:
        return 1 if a.age < b.age else -1
    return 0


# Router-LSA body                            A.4.2, RFC 3101 appendix B
# +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
# |  0  |Nt|W|V|E|B|       0      |            # links            |
# +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
# |                          Link ID                              |
# +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
# |                         Link Data                             |
# +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
# |     Type      |     # TOS     |            metric             |
# +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
# |                              ...                              |

POINT_TO_POINT, TRANSIT, STUB, VIRTUAL = 1, 2, 3, 4
FLAG_B, FLAG_E, FLAG_V, FLAG_NT = 1, 2, 4, 16
_LINK = struct.Struct("!IIBBH")


class RouterLink(NamedTuple):
    """One link of a router-LSA."""

    id: IPv4
    data: IPv4
    type: int
    metric: int


@dataclass(frozen=True, slots=True)
class RouterBody:
    """A router-LSA's body: `flags` are Nt, V, E and B."""

    flags: int
    links: tuple[RouterLink, ...]

    def encode(self) -> bytes:
        """The bytes."""
        links = b"".join(_LINK.pack(link.id, link.data, link.type, 0, link.metric) for link in self.links)
        return struct.pack("!BxH", self.flags, len(self.links)) + links


def _decode_router(body: bytes) -> RouterBody:
    if len(body) < 4:
        raise DecodeError("router-LSA without a body")
    flags, count = struct.unpack_from("!BxH", body)
    links = []
    at = 4
    for _ in range(count):
        if at + 12 > len(body):
            raise DecodeError(f"router-LSA of {len(body)} bytes with {count} links")
        link, data, kind, tos, metric = _LINK.unpack_from(body, at)
        links.append(RouterLink(IPv4(link), IPv4(data), kind, metric))
        at += 12 + 4 * tos
    if at != len(body):
        raise DecodeError(f"router-LSA of {len(body)} bytes with {at} bytes of links")
    return RouterBody(flags, tuple(links))


# Network-LSA body                                                A.4.3
# +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
# |                         Network Mask                          |
# +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
# |                        Attached Router                        |
# +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
# |                              ...                              |


@dataclass(frozen=True, slots=True)
class NetworkBody:
    """A network-LSA's body: the mask's `length` and the routers fully adjacent to the DR, itself among them."""

    length: int
    routers: tuple[IPv4, ...]

    def encode(self) -> bytes:
        """The bytes."""
        mask = Prefix.of(0, self.length).mask
        return struct.pack(f"!{1 + len(self.routers)}I", mask, *self.routers)


def _decode_network(body: bytes) -> NetworkBody:
    if len(body) < 8 or len(body) % 4:
        raise DecodeError(f"network-LSA body of {len(body)} bytes")
    mask, *routers = struct.unpack(f"!{len(body) // 4}I", body)
    return NetworkBody(_length(mask), tuple(IPv4(router) for router in routers))


# Summary-LSA body (types 3 and 4)                                A.4.4
# +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
# |                         Network Mask                          |
# +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
# |      0        |                  metric                       |
# +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+


@dataclass(frozen=True, slots=True)
class SummaryBody:
    """A summary-LSA's body: the mask's `length` (0 in type 4) and the metric."""

    length: int
    metric: int

    def encode(self) -> bytes:
        """The bytes."""
        return struct.pack("!II", Prefix.of(0, self.length).mask, self.metric)


def _decode_summary(body: bytes) -> SummaryBody:
    if len(body) < 8 or len(body) % 4:
        raise DecodeError(f"summary-LSA body of {len(body)} bytes")
    mask, metric = struct.unpack_from("!II", body)
    return SummaryBody(_length(mask), metric & LS_INFINITY)


# AS-external-LSA body (types 5 and 7)                            A.4.5
# +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
# |                         Network Mask                          |
# +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
# |E|     0       |                  metric                       |
# +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
# |                      Forwarding address                       |
# +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
# |                      External Route Tag                       |
# +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+


@dataclass(frozen=True, slots=True)
class ExternalBody:
    """An AS-external-LSA's body; `type2`: the metric is larger than any link state path."""

    length: int
    type2: bool
    metric: int
    forwarding: IPv4
    tag: int

    def encode(self) -> bytes:
        """The bytes."""
        metric = self.metric | (self.type2 << 31)
        return struct.pack("!IIII", Prefix.of(0, self.length).mask, metric, self.forwarding, self.tag)


def _decode_external(body: bytes) -> ExternalBody:
    if len(body) < 16 or (len(body) - 4) % 12:
        raise DecodeError(f"AS-external-LSA body of {len(body)} bytes")
    mask, metric, forwarding, tag = struct.unpack_from("!IIII", body)
    return ExternalBody(_length(mask), bool(metric >> 31), metric & LS_INFINITY, IPv4(forwarding), tag)


Body = RouterBody | NetworkBody | SummaryBody | ExternalBody | bytes


def decode_body(lsa: Lsa) -> Body:
    """What the body says; the bytes themselves for a type that is only carried. Raises DecodeError."""
    kind = lsa.header.type
    if kind == ROUTER:
        return _decode_router(lsa.body)
    if kind == NETWORK:
        return _decode_network(lsa.body)
    if kind in (SUMMARY, ASBR_SUMMARY):
        return _decode_summary(lsa.body)
    if kind in EXTERNALS:
        return _decode_external(lsa.body)
    return lsa.body


def _length(mask: int) -> int:
    try:
        return length_of(mask)
    except ValueError as error:
        raise DecodeError(str(error)) from None
