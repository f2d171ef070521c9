"""What ESP and AH share: integrity check values, and protection against replay.

HMAC-MD5-96 (RFC 2403), HMAC-SHA-1-96 (RFC 2404), HMAC-SHA-256-128, -384-192 and -512-256 (RFC 4868).

The keyed inner and outer hashes of RFC 2104 are made once per SA and copied for each packet. They are derived:
a copy of an SA makes its own.
"""

from __future__ import annotations

import hashlib
from hmac import compare_digest
from typing import Protocol

from ios_emu.kernel import Copied
from ios_emu.wire import DecodeError

MAXIMUM_SEQUENCE = 0xFFFFFFFF
WINDOW = 64
"""Anti-replay window, in packets, unless configured."""
ICV_LENGTH = {"": 0, "md5": 12, "sha": 12, "sha256": 16, "sha384": 24, "sha512": 32}

_HASHES = {
    "md5": hashlib.md5,
    "sha": hashlib.sha1,
    "sha256": hashlib.sha256,
    "sha384": hashlib.sha384,
    "sha512": hashlib.sha512,
}
_BLOCK_LENGTH = {"md5": 64, "sha": 64, "sha256": 64, "sha384": 128, "sha512": 128}
_IPAD = bytes(n ^ 0x36 for n in range(256))
_OPAD = bytes(n ^ 0x5C for n in range(256))


class AuthenticationError(DecodeError):
    """The integrity check value is wrong."""


class ReplayError(DecodeError):
    """The sequence number has been seen, or lies before the anti-replay window."""


class SequenceExhausted(Exception):
    """All 2**32 - 1 sequence numbers are used; the SA must not send again (RFC 2406 section 3.3.3)."""


class Hash(Protocol):
    """A hashlib object."""

    def copy(self) -> Hash:
        """A hash that goes on from here."""

    def update(self, data: bytes, /) -> None:
        """Hash `data`."""

    def digest(self) -> bytes:
        """The hash so far."""


class Authenticator(Copied):
    """An HMAC under one key. `kind`: md5, sha, sha256, sha384, sha512, or "" when nothing is authenticated."""

    derived: tuple[str, ...] = ("_inner", "_outer")

    def __init__(self, kind: str, key: bytes) -> None:
        self.icv_length = ICV_LENGTH[kind]
        self._kind = kind
        self._key = key
        self._inner: Hash | None = None
        self._outer: Hash | None = None

    def _key_hashes(self) -> tuple[Hash, Hash]:
        make = _HASHES[self._kind]
        key = self._key.ljust(_BLOCK_LENGTH[self._kind], b"\0")
        self._inner = make(key.translate(_IPAD))
        self._outer = make(key.translate(_OPAD))
        return self._inner, self._outer

    def icv(self, data: bytes) -> bytes:
        """The integrity check value of `data`."""
        inner, outer = self._inner, self._outer
        if inner is None or outer is None:
            inner, outer = self._key_hashes()
        first = inner.copy()
        first.update(data)
        second = outer.copy()
        second.update(first.digest())
        return second.digest()[: self.icv_length]

    def verify(self, data: bytes, icv: bytes) -> None:
        """Raises AuthenticationError when `icv` is not that of `data`."""
        if not compare_digest(self.icv(data), icv):
            raise AuthenticationError("integrity check value is wrong")


class ReplayWindow:
    """The sliding window of RFC 2406 section 3.4.3: bit 0 of `seen` stands for `last`, bit n for `last - n`.

    `size` in packets; 0 admits every number (`replay disable`).
    """

    __slots__ = ("last", "seen", "size")

    def __init__(self, size: int = WINDOW) -> None:
        self.size = size
        self.last = 0
        self.seen = 0

    def check(self, sequence: int) -> None:
        """Raises ReplayError when a packet of this number cannot be new."""
        if not self.admits(sequence):
            raise ReplayError(f"sequence number {sequence} is a replay")

    def admits(self, sequence: int) -> bool:
        """Whether a packet of this number may still be new."""
        if sequence > self.last or not self.size:
            return True
        behind = self.last - sequence
        return sequence > 0 and behind < self.size and not self.seen >> behind & 1

    def note(self, sequence: int) -> None:
        """A packet of this number, which the window admits, has proved genuine."""
        ahead = sequence - self.last
        if ahead > 0:
            self.seen = (self.seen << ahead | 1) & (1 << self.size) - 1 if ahead < self.size else 1
            self.last = sequence
        elif self.size:
            self.seen |= 1 << -ahead
