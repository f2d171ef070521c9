"""The security association database (RFC 2401 section 4.4.3).

SAs come in pairs: one inbound, found by destination address and SPI, one outbound, found by the proxy identities
it serves. An `Ident` is one pair of proxy identities: it outlives its SAs and carries the counters that `show
crypto ipsec sa` prints. From the time a successor is installed until the old pair expires, an ident has two pairs;
the newest one sends.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from ios_emu.features.ipsec.esp import Receiver, Sender
from ios_emu.kernel import SECOND
from ios_emu.router.key_engine import ProxyIdentity, Transform
from ios_emu.wire import IPv4

SOFT_SECONDS = 30
"""A successor is asked for this long before an SA expires."""
SOFT_KILOBYTES = 256
"""And when its remaining volume falls below this."""
LOWEST_SPI = 0x100
"""SPIs below are reserved by IANA (RFC 2406 section 2.1)."""
RESERVATIONS = 256
"""How many SPIs can be reserved at a time; a peer that opens negotiations without end loses the oldest."""


@dataclass
class Counters:
    """The packet counters of one pair of proxy identities."""

    encaps: int = 0
    decaps: int = 0
    send_errors: int = 0
    recv_errors: int = 0

    def clear(self) -> None:
        """`clear crypto sa counters`."""
        self.encaps = self.decaps = self.send_errors = self.recv_errors = 0


@dataclass(frozen=True)
class IdentKey:
    """What an ident is of: an entry of the crypto map on an interface, and a pair of proxy identities."""

    interface: str
    map_name: str
    sequence: int
    local: ProxyIdentity
    remote: ProxyIdentity


@dataclass(eq=False)
class Ident:
    """One pair of proxy identities and the SAs that serve it, the newest pair last.

    `pending` is the peer that a pair has been asked of, `promised` the inbound SPI announced for it (0: none);
    `peer_index` counts the failures that led to the peer in use.
    """

    key: IdentKey
    counters: Counters = field(default_factory=Counters)
    pairs: list[Pair] = field(default_factory=list)
    pending: IPv4 | None = None
    promised: int = 0
    peer_index: int = 0


class Pair:
    """An inbound and an outbound SA, negotiated together.

    Lifetimes in seconds and kilobytes; `established` is the kernel's instant (ns). `credit` is what was taken off
    the volume at the start. Connection and flow ids follow from the slot; the outbound SA's is one higher.
    `soft_bytes` and `hard_bytes` are the volume at which a successor is asked for, and at which the pair ends.
    """

    def __init__(
        self,
        ident: Ident,
        local: IPv4,
        peer: IPv4,
        receiver: Receiver,
        sender: Sender,
        *,
        slot: int,
        established: int,
        lifetime: tuple[int, int],
        initiator: bool,
        ike_cookies: bytes,
        pfs_group: int = 0,
        credit: int = 0,
    ) -> None:
        self.ident = ident
        self.local = local
        self.peer = peer
        self.receiver = receiver
        self.sender = sender
        self.slot = slot
        self.established = established
        self.lifetime_seconds, self.lifetime_kilobytes = lifetime
        self.initiator = initiator
        self.ike_cookies = ike_cookies
        self.pfs_group = pfs_group
        self.credit = credit
        self.packets_in = self.packets_out = 0
        self.bytes_in = self.bytes_out = 0
        volume = self.lifetime_kilobytes - credit
        self.hard_bytes = volume * 1024
        self.soft_bytes = max(volume - SOFT_KILOBYTES, volume // 2) * 1024

    @property
    def transform(self) -> Transform:
        """Of both SAs."""
        return self.receiver.transform

    @property
    def used(self) -> bool:
        """Whether it has carried anything."""
        return self.packets_in > 0 or self.packets_out > 0

    @property
    def soft_seconds(self) -> int:
        """The age at which a successor is asked for."""
        return max(self.lifetime_seconds - SOFT_SECONDS, self.lifetime_seconds // 2)

    @property
    def flow_id(self) -> int:
        """Of the inbound SA."""
        return 2 * self.slot + 1

    def remaining_seconds(self, now: int) -> int:
        """Until the lifetime ends."""
        return max(0, self.lifetime_seconds - (now - self.established) // SECOND)

    def remaining_kilobytes(self, count: int) -> int:
        """Left of the volume after `count` bytes."""
        return max(0, self.lifetime_kilobytes - self.credit - -(-count // 1024))


class Database:
    """All SAs of one router, the idents they serve, and the SPIs promised to negotiations under way."""

    def __init__(self) -> None:
        self.idents: dict[IdentKey, Ident] = {}
        self.pairs: dict[int, Pair] = {}
        """By slot: the lowest free one is taken, so the ids of deleted SAs come back."""
        self._inbound: dict[tuple[int, int], Pair] = {}
        self._reserved: dict[int, IPv4] = {}

    def ident(self, key: IdentKey) -> Ident:
        """The ident of `key`, made if need be."""
        ident = self.idents.get(key)
        if ident is None:
            ident = self.idents[key] = Ident(key)
        return ident

    def inbound(self, destination: int, spi: int) -> Pair | None:
        """The pair whose inbound SA this is."""
        return self._inbound.get((destination, spi))

    def reserve(self, peer: IPv4, random: Random) -> int:
        """A fresh inbound SPI."""
        taken = {spi for _, spi in self._inbound}
        while True:
            spi = random.getrandbits(32)
            if spi >= LOWEST_SPI and spi not in taken and spi not in self._reserved:
                break
        if len(self._reserved) >= RESERVATIONS:
            del self._reserved[next(iter(self._reserved))]
        self._reserved[spi] = peer
        return spi

    def release(self, peer: IPv4) -> None:
        """Free the SPIs reserved for `peer`."""
        self._reserved = {spi: whom for spi, whom in self._reserved.items() if whom != peer}

    def free_slot(self) -> int:
        """The lowest slot that no pair holds."""
        return next(n for n in range(len(self.pairs) + 1) if n not in self.pairs)

    def add(self, pair: Pair) -> None:
        """Put `pair` to use."""
        self._reserved.pop(pair.receiver.spi, None)
        self.pairs[pair.slot] = pair
        self._inbound[int(pair.local), pair.receiver.spi] = pair
        pair.ident.pairs.append(pair)

    def remove(self, pair: Pair) -> None:
        """Take `pair` out of use; harmless when it is not there any more."""
        if self.pairs.get(pair.slot) is not pair:
            return
        del self.pairs[pair.slot]
        del self._inbound[int(pair.local), pair.receiver.spi]
        pair.ident.pairs.remove(pair)

    def with_peer(self, local: IPv4, peer: IPv4) -> list[Pair]:
        """The pairs between two endpoints, oldest first."""
        return [pair for pair in self.pairs.values() if pair.local == local and pair.peer == peer]
