"""ISAKMP messages (RFC 2408 section 3) and the payloads of IKEv1 (RFC 2409 section 5, RFC 2407 section 4.6).

     0                   1                   2                   3
     0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    |                       Initiator Cookie (8)                    |
    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    |                       Responder Cookie (8)                    |
    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    | Next Payload  | MjVer | MnVer | Exchange Type |     Flags     |
    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    |                          Message ID                           |
    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    |                            Length                             |
    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+

Then follow payloads, each begun by the generic header, whose first byte tells the type of the payload after it:

    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    | Next Payload  |   RESERVED    |         Payload Length        |
    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+

The chain is decoded without looking into the payloads (a hash covers them as they came); `decode_sa` and its
siblings read one payload's body. Everything here raises DecodeError only.
"""

from __future__ import annotations

import struct
from typing import NamedTuple

from ios_emu.wire import DecodeError

HEADER_LENGTH = 28
COOKIE_LENGTH = 8
NO_COOKIE = bytes(COOKIE_LENGTH)
VERSION = 0x10
FLAG_ENCRYPTED = 0x01
MAX_PAYLOADS = 64
"""More than any real message has; bounds the work that a hostile one can cause."""

# Exchange types (RFC 2408 section 3.1, RFC 2409 section 5)
MAIN_MODE = 2
AGGRESSIVE_MODE = 4
INFORMATIONAL = 5
QUICK_MODE = 32

# Payload types (RFC 2408 section 3.1)
NONE, SA, PROPOSAL, TRANSFORM, KE, ID = 0, 1, 2, 3, 4, 5
HASH, NONCE, NOTIFY, DELETE, VENDOR_ID = 8, 10, 11, 12, 13
# NAT discovery (RFC 3947 section 3.2), and the same in draft-ietf-ipsec-nat-t-ike-02 and -03
NAT_D, NAT_D_DRAFT = 20, 130

# Protocols (RFC 2407 section 4.4.1)
PROTOCOL_ISAKMP = 1
PROTOCOL_AH = 2
PROTOCOL_ESP = 3

# Identification types (RFC 2407 section 4.6.2.1)
ID_IPV4_ADDR = 1
ID_FQDN = 2
ID_USER_FQDN = 3
ID_IPV4_ADDR_SUBNET = 4

# Notify message types (RFC 2408 section 3.14.1, RFC 2407 section 4.6.3, RFC 3706 section 5.2)
INVALID_SPI = 11
NO_PROPOSAL_CHOSEN = 14
PAYLOAD_MALFORMED = 16
INVALID_ID_INFORMATION = 18
RESPONDER_LIFETIME = 24576
REPLAY_STATUS = 24577
INITIAL_CONTACT = 24578
R_U_THERE = 36136
R_U_THERE_ACK = 36137
# Cisco's keepalive before DPD. Cisco never published the numbers; free implementations agree on them.
ITS_ALIVE = 32768
ITS_ALIVE_ACK = 32769

DOI_IPSEC = 1
SIT_IDENTITY_ONLY = 1

_HEADER = struct.Struct("!8s8sBBBBII")
_GENERIC = struct.Struct("!BBH")
_WORD = struct.Struct("!I")
_PAIR = struct.Struct("!HH")
_FOUR = struct.Struct("!BBBB")
_NOTIFY = struct.Struct("!IBBH")
_ID = struct.Struct("!BBH")


class Header(NamedTuple):
    """The fixed header. `length` counts itself and all that follows."""

    initiator_cookie: bytes
    responder_cookie: bytes
    next_payload: int
    version: int
    exchange: int
    flags: int
    message_id: int
    length: int


class Payload(NamedTuple):
    """One payload: its type and what stands after its generic header."""

    kind: int
    body: bytes


class Attribute(NamedTuple):
    """A data attribute (RFC 2408 section 3.3): an int in the short form (TV), bytes in the long one (TLV)."""

    kind: int
    value: int | bytes

    @property
    def number(self) -> int:
        """The value as a number, whichever form it came in."""
        return self.value if isinstance(self.value, int) else int.from_bytes(self.value, "big")


class Transform(NamedTuple):
    """A transform payload."""

    number: int
    transform_id: int
    attributes: tuple[Attribute, ...]


class Proposal(NamedTuple):
    """A proposal payload with its transforms."""

    number: int
    protocol: int
    spi: bytes
    transforms: tuple[Transform, ...]


class Identity(NamedTuple):
    """An identification payload of the IPsec DOI (RFC 2407 section 4.6.2)."""

    kind: int
    protocol: int
    port: int
    data: bytes


class Notify(NamedTuple):
    """A notification payload."""

    protocol: int
    spi: bytes
    kind: int
    data: bytes


class Delete(NamedTuple):
    """A delete payload."""

    protocol: int
    spis: tuple[bytes, ...]


# -- header and chain -------------------------------------------------------------------------------------------


def decode_header(data: bytes) -> Header:
    """The header of the message `data`. Raises DecodeError for a wrong length or version."""
    if len(data) < HEADER_LENGTH:
        raise DecodeError(f"ISAKMP message of {len(data)} bytes is shorter than its header")
    header = Header._make(_HEADER.unpack_from(data))
    if not HEADER_LENGTH <= header.length <= len(data):
        raise DecodeError(f"ISAKMP length {header.length} in a datagram of {len(data)} bytes")
    if header.version >> 4 != VERSION >> 4:
        raise DecodeError(f"ISAKMP version {header.version >> 4}.{header.version & 15}")
    if header.initiator_cookie == NO_COOKIE:
        raise DecodeError("ISAKMP initiator cookie is zero")
    return header


def encode_message(
    initiator_cookie: bytes,
    responder_cookie: bytes,
    next_payload: int,
    exchange: int,
    flags: int,
    message_id: int,
    body: bytes,
) -> bytes:
    """A whole message: the header and `body`, payloads already encoded and perhaps encrypted."""
    cookies = (initiator_cookie, responder_cookie)
    length = HEADER_LENGTH + len(body)
    return _HEADER.pack(*cookies, next_payload, VERSION, exchange, flags, message_id, length) + body


def decode_payloads(first: int, data: bytes) -> tuple[list[Payload], int]:
    """The payloads of `data`, the first of type `first`, and where they end: what stands after is padding."""
    payloads: list[Payload] = []
    offset, kind = 0, first
    while kind:
        if len(payloads) == MAX_PAYLOADS:
            raise DecodeError(f"more than {MAX_PAYLOADS} ISAKMP payloads")
        if len(data) - offset < _GENERIC.size:
            raise DecodeError(f"ISAKMP payload of type {kind} begins beyond the end")
        following, reserved, length = _GENERIC.unpack_from(data, offset)
        if reserved:
            raise DecodeError(f"reserved not zero on {payload_name(kind)} payload!")
        if not _GENERIC.size <= length <= len(data) - offset:
            raise DecodeError(f"ISAKMP payload of type {kind} has length {length}")
        payloads.append(Payload(kind, data[offset + _GENERIC.size : offset + length]))
        offset += length
        kind = following
    return payloads, offset


def encode_payloads(payloads: list[Payload]) -> bytes:
    """The chain of `payloads`; the header before it must name the type of the first."""
    out = bytearray()
    last = len(payloads) - 1
    for index, (_, body) in enumerate(payloads):
        following = payloads[index + 1].kind if index < last else NONE
        out += _GENERIC.pack(following, 0, _GENERIC.size + len(body))
        out += body
    return bytes(out)


_NAMES = {SA: "SA", KE: "KE", ID: "ID", HASH: "HASH", NONCE: "NONCE", NOTIFY: "NOTIFY", DELETE: "DELETE"}


def payload_name(kind: int) -> str:
    """What IOS's debug calls a payload type."""
    return _NAMES.get(kind, "VID" if kind == VENDOR_ID else str(kind))


# -- security association ---------------------------------------------------------------------------------------
#
#    Security association (after the generic header)
#    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
#    |                Domain of Interpretation (1: IPsec)            |
#    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
#    |                Situation (1: identity only)                   |
#    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
#    |                Proposal payloads ...
#
#    Proposal
#    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
#    |  Proposal #   |  Protocol-Id  |    SPI Size   |# of Transforms|
#    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
#    |  SPI ...   then Transform payloads ...
#
#    Transform
#    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
#    |  Transform #  |  Transform-Id |           RESERVED2           |
#    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
#    |A|  Attribute Type             |  AF=0: Length, AF=1: Value    |  ... then Value when AF=0


def decode_sa(body: bytes) -> tuple[Proposal, ...]:
    """The proposals of an SA payload. Raises DecodeError also for another DOI or situation."""
    if len(body) < 8:
        raise DecodeError(f"SA payload of {len(body)} bytes")
    doi, situation = struct.unpack_from("!II", body)
    if doi != DOI_IPSEC or situation != SIT_IDENTITY_ONLY:
        raise DecodeError(f"SA payload of DOI {doi}, situation {situation}")
    payloads, end = decode_payloads(PROPOSAL, body[8:])
    if end != len(body) - 8:
        raise DecodeError("bytes after the last proposal of an SA payload")
    return tuple(_decode_proposal(payload) for payload in payloads)


def _decode_proposal(payload: Payload) -> Proposal:
    body = payload.body
    if payload.kind != PROPOSAL or len(body) < _FOUR.size:
        raise DecodeError(f"payload of type {payload.kind} and {len(body)} bytes where a proposal should be")
    number, protocol, spi_size, count = _FOUR.unpack_from(body)
    start = _FOUR.size + spi_size
    if len(body) < start:
        raise DecodeError(f"SPI of {spi_size} bytes in a proposal of {len(body)}")
    transforms, end = decode_payloads(TRANSFORM if count else NONE, body[start:])
    if end != len(body) - start or len(transforms) != count:
        raise DecodeError(f"proposal announces {count} transforms, has {len(transforms)}")
    return Proposal(number, protocol, body[_FOUR.size : start], tuple(map(_decode_transform, transforms)))


def _decode_transform(payload: Payload) -> Transform:
    body = payload.body
    if payload.kind != TRANSFORM or len(body) < _FOUR.size:
        raise DecodeError(f"payload of type {payload.kind} and {len(body)} bytes where a transform should be")
    attributes: list[Attribute] = []
    offset = _FOUR.size
    while offset < len(body):
        if len(body) - offset < _PAIR.size:
            raise DecodeError("attribute is cut off")
        kind, value = _PAIR.unpack_from(body, offset)
        offset += _PAIR.size
        if kind & 0x8000:
            attributes.append(Attribute(kind & 0x7FFF, value))
            continue
        if len(body) - offset < value:
            raise DecodeError(f"attribute {kind} has length {value}")
        attributes.append(Attribute(kind, body[offset : offset + value]))
        offset += value
    return Transform(body[0], body[1], tuple(attributes))


def encode_sa(proposals: tuple[Proposal, ...]) -> bytes:
    """The body of an SA payload."""
    chain = [Payload(PROPOSAL, _encode_proposal(proposal)) for proposal in proposals]
    return struct.pack("!II", DOI_IPSEC, SIT_IDENTITY_ONLY) + encode_payloads(chain)


def _encode_proposal(proposal: Proposal) -> bytes:
    chain = [Payload(TRANSFORM, _encode_transform(transform)) for transform in proposal.transforms]
    head = _FOUR.pack(proposal.number, proposal.protocol, len(proposal.spi), len(chain))
    return head + proposal.spi + encode_payloads(chain)


def _encode_transform(transform: Transform) -> bytes:
    out = bytearray(_FOUR.pack(transform.number, transform.transform_id, 0, 0))
    for kind, value in transform.attributes:
        if isinstance(value, int):
            out += _PAIR.pack(kind | 0x8000, value)
        else:
            out += _PAIR.pack(kind, len(value)) + value
    return bytes(out)


# -- identification, notification, delete -----------------------------------------------------------------------
#
#    Identification
#    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
#    |   ID Type     |  Protocol ID  |             Port              |  then the identity
#    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
#
#    Notification
#    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
#    |                Domain of Interpretation                       |
#    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
#    |  Protocol-ID  |   SPI Size    |      Notify Message Type      |  then SPI, then data
#    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
#
#    Delete
#    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
#    |                Domain of Interpretation                       |
#    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
#    |  Protocol-Id  |   SPI Size    |           # of SPIs           |  then the SPIs
#    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+


def decode_identity(body: bytes) -> Identity:
    """An identification payload; an address has its right length."""
    if len(body) < _ID.size:
        raise DecodeError(f"ID payload of {len(body)} bytes")
    kind, protocol, port = _ID.unpack_from(body)
    data = body[_ID.size :]
    wanted = {ID_IPV4_ADDR: 4, ID_IPV4_ADDR_SUBNET: 8}.get(kind, len(data))
    if len(data) != wanted:
        raise DecodeError(f"ID payload of type {kind} with {len(data)} bytes of data")
    return Identity(kind, protocol, port, data)


def encode_identity(identity: Identity) -> bytes:
    """The body of an identification payload."""
    return _ID.pack(identity.kind, identity.protocol, identity.port) + identity.data


def decode_notify(body: bytes) -> Notify:
    """A notification payload, whatever its DOI."""
    if len(body) < _NOTIFY.size:
        raise DecodeError(f"NOTIFY payload of {len(body)} bytes")
    _, protocol, spi_size, kind = _NOTIFY.unpack_from(body)
    start = _NOTIFY.size + spi_size
    if len(body) < start:
        raise DecodeError(f"SPI of {spi_size} bytes in a NOTIFY payload of {len(body)}")
    return Notify(protocol, body[_NOTIFY.size : start], kind, body[start:])


def encode_notify(notify: Notify) -> bytes:
    """The body of a notification payload."""
    return _NOTIFY.pack(DOI_IPSEC, notify.protocol, len(notify.spi), notify.kind) + notify.spi + notify.data


def decode_delete(body: bytes) -> Delete:
    """A delete payload."""
    if len(body) < _NOTIFY.size:
        raise DecodeError(f"DELETE payload of {len(body)} bytes")
    _, protocol, size, count = _NOTIFY.unpack_from(body)
    if not size or len(body) != _NOTIFY.size + size * count:
        raise DecodeError(f"DELETE payload of {len(body)} bytes for {count} SPIs of {size}")
    return Delete(protocol, tuple(body[at : at + size] for at in range(_NOTIFY.size, len(body), size)))


def encode_delete(delete: Delete) -> bytes:
    """The body of a delete payload; its SPIs are all of one size. Raises IndexError when there are none."""
    size = len(delete.spis[0])
    return _NOTIFY.pack(DOI_IPSEC, delete.protocol, size, len(delete.spis)) + b"".join(delete.spis)
