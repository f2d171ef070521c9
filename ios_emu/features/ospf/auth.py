"""Authentication (RFC 2328 appendix D): none, a simple password, or keyed MD5.

With keyed MD5 the authentication field holds

+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
|              0                |    Key ID     | Auth Data Len |
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
|                 Cryptographic sequence number                 |
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+

and the digest follows the packet, outside its length.
"""

from __future__ import annotations

import hashlib
import hmac
import struct
from dataclasses import dataclass

from ios_emu.features.ospf.packet import HEADER, HEADER_LENGTH, VERSION, PacketHeader
from ios_emu.wire.checksum import internet_checksum

NULL, SIMPLE, MD5 = 0, 1, 2
DIGEST_LENGTH = 16
BAD_CHECKSUM = "Bad Checksum"
_CRYPTO = struct.Struct("!xxBBI")


@dataclass(frozen=True)
class Authentication:
    """How an interface authenticates: `keys` are (ID, key) in the order of configuration.

    The last key is the youngest: it signs. Any configured key is accepted, so keys can be changed one by one.
    """

    type: int = NULL
    password: bytes = b""
    keys: tuple[tuple[int, bytes], ...] = ()

    @property
    def overhead(self) -> int:
        """The bytes a digest adds to each packet."""
        return DIGEST_LENGTH if self.type == MD5 else 0

    @property
    def signing_key(self) -> tuple[int, bytes]:
        """The youngest key; key 0, empty, when none is configured, as IOS uses."""
        return self.keys[-1] if self.keys else (0, b"")


def seal(
    kind: int, router_id: int, area: int, body: bytes, authentication: Authentication, sequence: int
) -> bytes:
    """The complete packet: header, body, and digest if any. `sequence` is the cryptographic sequence number."""
    length = HEADER_LENGTH + len(body)
    if authentication.type == MD5:
        key_id, key = authentication.signing_key
        field = _CRYPTO.pack(key_id, DIGEST_LENGTH, sequence)
        packet = HEADER.pack(VERSION, kind, length, router_id, area, 0, MD5, field) + body
        return packet + _digest(packet, key)
    bare = HEADER.pack(VERSION, kind, length, router_id, area, 0, authentication.type, bytes(8))
    checksum = internet_checksum(bare[:16] + body)
    password = authentication.password if authentication.type == SIMPLE else b""
    return bare[:12] + checksum.to_bytes(2, "big") + bare[14:16] + password[:8].ljust(8, b"\0") + body


def refusal(data: bytes, header: PacketHeader, authentication: Authentication) -> str:
    """Why the packet is not to be believed, in IOS's words; empty when it is."""
    if header.auth_type != authentication.type:
        return (
            f"Mismatch Authentication type. Input packet specified type {header.auth_type}, "
            f"we use type {authentication.type}"
        )
    if header.auth_type == MD5:
        return _md5_refusal(data, header, authentication)
    if internet_checksum(data[:16] + data[HEADER_LENGTH : header.length]):
        return BAD_CHECKSUM
    if header.auth_type == SIMPLE and not hmac.compare_digest(
        header.authentication, authentication.password[:8].ljust(8, b"\0")
    ):
        return "Mismatch Authentication Key - Clear Text"
    return ""


def crypto_sequence(header: PacketHeader) -> int:
    """The cryptographic sequence number of an MD5 packet, which must not decrease from one neighbour."""
    return int(_CRYPTO.unpack(header.authentication)[2])


def _md5_refusal(data: bytes, header: PacketHeader, authentication: Authentication) -> str:
    key_id, length, _ = _CRYPTO.unpack(header.authentication)
    keys = dict(authentication.keys) or {0: b""}
    if key_id not in keys:
        return f"Mismatch Authentication Key - No message digest key {key_id} on interface"
    digest = data[header.length : header.length + DIGEST_LENGTH]
    expected = _digest(data[: header.length], keys[key_id])
    if length != DIGEST_LENGTH or not hmac.compare_digest(digest, expected):
        return f"Mismatch Authentication Key - Message Digest Key {key_id}"
    return ""


def _digest(packet: bytes, key: bytes) -> bytes:
    return hashlib.md5(packet + key[:16].ljust(16, b"\0"), usedforsecurity=False).digest()
