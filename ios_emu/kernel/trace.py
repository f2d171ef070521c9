"""The trace: a running hash over everything that happened, in order."""

from __future__ import annotations

import hashlib


class Trace:
    """A chain of hashes: each note is hashed together with the digest so far, so the value is plain bytes
    (a hashlib object could be neither pickled nor compared)."""

    __slots__ = ("count", "head")

    def __init__(self) -> None:
        self.head = b""
        self.count = 0

    def note(self, now: int, who: str, data: bytes) -> None:
        """Add that `data` happened at `who` at the instant `now` (ns)."""
        self.head = hashlib.blake2b(b"%b|%d|%b|%b" % (self.head, now, who.encode(), data), digest_size=16).digest()
        self.count += 1

    def hexdigest(self) -> str:
        """The hash of all notes so far."""
        return self.head.hex()
