"""MD5 authentication of HSRP messages: a TLV at the end of the datagram, the same in both versions.

     0                   1                   2                   3
     0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    |    Type = 4   |  Length = 28  | Algorithm = 1 |    Padding    |
    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    |             Flags             |       Sender's IP address     |
    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    |   ... Sender's IP address     |             Key ID            |
    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    |          ... Key ID           |       Digest (16 octets)  ... |
    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+

The digest is that of RFC 1828: MD5 of the key padded to a block as MD5 pads, the message with a digest of zeros,
and the key again.
"""

from __future__ import annotations

import struct
from typing import NamedTuple

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.constant_time import bytes_eq

from ios_emu.wire import IPv4

TYPE = 4
_TLV = struct.Struct("!BBBxxxII")
_DIGEST = 16
LENGTH = 28
_ALGORITHM = 1
_BLOCK = 64


class Proof(NamedTuple):
    """The MD5 TLV of a message: `covered` is what the digest is of, up to where the digest stands."""

    source: IPv4
    key_id: int
    digest: bytes
    covered: bytes

    def shows(self, key: bytes) -> bool:
        """Whether the sender knew `key`."""
        return bytes_eq(self.digest, _digest(self.covered, key))


def _digest(covered: bytes, key: bytes) -> bytes:
    fill = b"\x80" + b"\0" * ((_BLOCK - 9 - len(key)) % _BLOCK) + struct.pack("<Q", 8 * len(key))
    context = hashes.Hash(hashes.MD5())
    context.update(key + fill + covered + bytes(_DIGEST) + key)
    return context.finalize()


def sign(message: bytes, source: IPv4, key_id: int, key: bytes) -> bytes:
    """`message` with the TLV behind it."""
    covered = message + _TLV.pack(TYPE, LENGTH, _ALGORITHM, source, key_id)
    return covered + _digest(covered, key)


def proof_at(payload: bytes, offset: int, start: int = 0) -> Proof | None:
    """The TLV at `offset`, for a message that begins at `start`; None for another kind, or a cut one."""
    if len(payload) < offset + 2 + LENGTH:
        return None
    kind, length, algorithm, source, key_id = _TLV.unpack_from(payload, offset)
    if (kind, length, algorithm) != (TYPE, LENGTH, _ALGORITHM):
        return None
    end = offset + _TLV.size
    return Proof(IPv4(source), key_id, payload[end : end + _DIGEST], payload[start:end])
