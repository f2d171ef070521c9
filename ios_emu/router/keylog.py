"""Every key that IKE and IPsec use, for those who teach with a capture beside it.

IKE reports the key of each phase 1, and those of each pair of security associations, when they come to be. The lab
writes them down in the form Wireshark reads (`ios_emu.lab.wireshark`). Both ends of a tunnel report the same keys.
"""

from __future__ import annotations

from collections import deque
from typing import NamedTuple

from ios_emu.router.key_engine import SaPair, Transform
from ios_emu.wire import IPv4

KEPT = 1000
"""Of either kind; the oldest go."""


class IkeKey(NamedTuple):
    """What the messages of a phase 1 SA, and of the exchanges under it, are encrypted with."""

    initiator_cookie: bytes
    key: bytes


class EspKey(NamedTuple):
    """One direction of a pair of ESP security associations. `keys`: the cipher's, followed by the HMAC's."""

    source: IPv4
    destination: IPv4
    spi: int
    transform: Transform
    keys: bytes


class KeyLog:
    """The keys of one router, in order. Like a capture, they outlive its power."""

    def __init__(self) -> None:
        self.ike: deque[IkeKey] = deque(maxlen=KEPT)
        self.esp: deque[EspKey] = deque(maxlen=KEPT)

    def add_phase1(self, initiator_cookie: bytes, key: bytes) -> None:
        """A phase 1 encrypts its messages with `key` from here on."""
        self.ike.append(IkeKey(initiator_cookie, key))

    def add_pair(self, pair: SaPair) -> None:
        """A pair of security associations is negotiated. What only authenticates (AH) hides nothing."""
        if pair.transform.cipher:
            local, peer = pair.request.local, pair.request.peer
            self.esp.append(EspKey(peer, local, pair.inbound_spi, pair.transform, pair.inbound_keys))
            self.esp.append(EspKey(local, peer, pair.outbound_spi, pair.transform, pair.outbound_keys))
