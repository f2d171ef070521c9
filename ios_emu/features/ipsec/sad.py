"""The security association database (RFC 2401 section 4.4.3).

SAs come in pairs: one inbound, found by destination address, protocol and SPI, one outbound, found by the proxy
identities it serves. A pair of a transform with both AH and ESP is two such pairs, one around the other: a bundle.
An `Ident` is one pair of proxy identities: it outlives its SAs and carries the counters that `show crypto ipsec
sa` prints. From the time a successor is installed until the old pair expires, an ident has two pairs; the newest
one sends.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import ClassVar

from ios_emu.features.ipsec import ah, esp
from ios_emu.kernel import SECOND
from ios_emu.router.key_engine import UNLIMITED_KILOBYTES, ProxyIdentity, Transform, UdpPorts
from ios_emu.wire import IPv4, ipv4, udp

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
    """The packet counters of one pair of proxy identities, what was dropped by reason.

    Sent: `no_sa` while there was none, `encaps_failed` too long or numbers used up. Received: `verify_failed`
    check value, `replay_failed`, `invalid_identity` not of these proxies, `invalid_protocol` not in the SA's mode
    or bundle, `decaps_failed` malformed.
    """

    encaps: int = 0
    decaps: int = 0
    no_sa: int = 0
    encaps_failed: int = 0
    verify_failed: int = 0
    replay_failed: int = 0
    invalid_identity: int = 0
    invalid_protocol: int = 0
    decaps_failed: int = 0

    @property
    def send_errors(self) -> int:
        """Everything that should have been sent and was not."""
        return self.no_sa + self.encaps_failed

    @property
    def recv_errors(self) -> int:
        """Everything that was received under one of the SAs and dropped."""
        refused = self.verify_failed + self.replay_failed + self.invalid_identity
        return refused + self.invalid_protocol + self.decaps_failed

    def clear(self) -> None:
        """`clear crypto sa counters`."""
        self.encaps = self.decaps = self.no_sa = self.encaps_failed = self.verify_failed = 0
        self.replay_failed = self.invalid_identity = self.invalid_protocol = self.decaps_failed = 0


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

    `of_acl`: the proxies are those of a line of an access list; other idents, which a peer has asked for, live as
    long as their SAs. `pending` is the peer that a pair has been asked of, `promised` the inbound SPIs announced
    for it; `peer_index` counts the failures that led to the peer in use.
    """

    key: IdentKey
    of_acl: bool = True
    counters: Counters = field(default_factory=Counters)
    pairs: list[Pair] = field(default_factory=list)
    pending: IPv4 | None = None
    promised: tuple[int, ...] = ()
    peer_index: int = 0


@dataclass(frozen=True, eq=False)
class EspSas:
    """The ESP SAs of a pair. Connection and flow ids follow from the slot."""

    protocol: ClassVar[int] = ipv4.ESP
    receiver: esp.Receiver
    sender: esp.Sender
    slot: int


@dataclass(frozen=True, eq=False)
class AhSas:
    """The AH SAs of a pair."""

    protocol: ClassVar[int] = ipv4.AH
    receiver: ah.Receiver
    sender: ah.Sender
    slot: int


@dataclass(frozen=True)
class Agreed:
    """What a pair of SAs was agreed on.

    Lifetimes in seconds and kilobytes; `credit` is what was taken off the volume at the start. `idle_seconds`: how
    long it may go unused, 0 for ever. `initiator`: this side asked for it. `udp`: ESP travels in UDP (RFC 3948).
    """

    transform: Transform
    lifetime_seconds: int
    lifetime_kilobytes: int
    initiator: bool
    ike_cookies: bytes
    pfs_group: int = 0
    credit: int = 0
    idle_seconds: int = 0
    udp: UdpPorts | None = None


class Pair:
    """An inbound and an outbound SA, or bundle, negotiated together.

    `established` and `used_at` (the last packet either way) are the kernel's instants (ns). `slot` names the pair
    in the database and is that of its first protocol. `soft_bytes` and `hard_bytes` are the volume at which a
    successor is asked for, and at which the pair ends.
    """

    def __init__(
        self,
        ident: Ident,
        local: IPv4,
        peer: IPv4,
        *,
        esp: EspSas | None,
        ah: AhSas | None,
        terms: Agreed,
        established: int,
    ) -> None:
        self.ident = ident
        self.local = local
        self.peer = peer
        self.esp = esp
        self.ah = ah
        self.terms = terms
        self.udp = terms.udp
        """The ports now: those of a peer behind a NAT may change."""
        self.tunnel = terms.transform.mode == "tunnel"
        self.established = self.used_at = established
        self.packets_in = self.packets_out = 0
        self.bytes_in = self.bytes_out = 0
        volume = terms.lifetime_kilobytes - terms.credit
        if terms.lifetime_kilobytes == UNLIMITED_KILOBYTES:
            volume <<= 32
        self.hard_bytes = volume * 1024
        self.soft_bytes = max(volume - SOFT_KILOBYTES, volume // 2) * 1024

    @property
    def parts(self) -> tuple[AhSas | EspSas, ...]:
        """The SAs of each protocol, the outermost first."""
        return tuple(part for part in (self.ah, self.esp) if part is not None)

    @property
    def slot(self) -> int:
        """The slot of its first protocol."""
        return self.parts[0].slot

    @property
    def inbound_spis(self) -> tuple[int, ...]:
        """Its SPIs here, the outermost first."""
        return tuple(part.receiver.spi for part in self.parts)

    @property
    def outbound_spis(self) -> tuple[int, ...]:
        """Its SPIs at the peer."""
        return tuple(part.sender.spi for part in self.parts)

    @property
    def transform(self) -> Transform:
        """Of all its SAs."""
        return self.terms.transform

    @property
    def used(self) -> bool:
        """Whether it has carried anything."""
        return self.packets_in > 0 or self.packets_out > 0

    @property
    def soft_seconds(self) -> int:
        """The age at which a successor is asked for."""
        lifetime = self.terms.lifetime_seconds
        return max(lifetime - SOFT_SECONDS, lifetime // 2)

    def remaining_seconds(self, now: int) -> int:
        """Until the lifetime ends."""
        return max(0, self.terms.lifetime_seconds - (now - self.established) // SECOND)

    def remaining_kilobytes(self, count: int) -> int:
        """Left of the volume after `count` bytes."""
        return max(0, self.terms.lifetime_kilobytes - self.terms.credit - -(-count // 1024))

    def largest_packet(self, mtu: int) -> int:
        """The longest packet that fits into `mtu` bytes once protected in tunnel mode; in transport mode the
        longest payload behind the packet's own header of 20 bytes."""
        room = mtu - 20 - ah.length(self.transform.ah) - (udp.HEADER_LENGTH if self.udp is not None else 0)
        return esp.largest_payload(self.transform, room) if self.esp is not None else room


class Database:
    """All SAs of one router, the idents they serve, and the SPIs promised to negotiations under way."""

    def __init__(self) -> None:
        self.idents: dict[IdentKey, Ident] = {}
        self.pairs: dict[int, Pair] = {}
        """By slot: the lowest free ones are taken, so the ids of deleted SAs come back."""
        self._inbound: dict[tuple[int, int, int], Pair] = {}
        self._reserved: dict[int, IPv4] = {}

    def ident(self, key: IdentKey, *, of_acl: bool = True) -> Ident:
        """The ident of `key`, made if need be."""
        ident = self.idents.get(key)
        if ident is None:
            ident = self.idents[key] = Ident(key, of_acl)
        return ident

    def inbound(self, destination: int, protocol: int, spi: int) -> Pair | None:
        """The pair whose inbound SA this is."""
        return self._inbound.get((destination, protocol, spi))

    def holds(self, destination: int, spi: int) -> bool:
        """Whether an inbound SA of either protocol has this SPI."""
        return any((destination, protocol, spi) in self._inbound for protocol in (ipv4.AH, ipv4.ESP))

    def reserve(self, peer: IPv4, random: Random) -> int:
        """A fresh inbound SPI."""
        taken = {spi for _, _, spi in self._inbound}
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

    def free_slots(self, count: int) -> list[int]:
        """The `count` lowest slots that no SAs hold."""
        taken = {part.slot for pair in self.pairs.values() for part in pair.parts}
        return [n for n in range(len(taken) + count) if n not in taken][:count]

    def add(self, pair: Pair) -> None:
        """Put `pair` to use."""
        self.pairs[pair.slot] = pair
        for part in pair.parts:
            self._reserved.pop(part.receiver.spi, None)
            self._inbound[int(pair.local), part.protocol, part.receiver.spi] = pair
        pair.ident.pairs.append(pair)

    def remove(self, pair: Pair) -> None:
        """Take `pair` out of use; harmless when it is not there any more."""
        if self.pairs.get(pair.slot) is not pair:
            return
        del self.pairs[pair.slot]
        for part in pair.parts:
            del self._inbound[int(pair.local), part.protocol, part.receiver.spi]
        pair.ident.pairs.remove(pair)

    def with_peer(self, local: IPv4, peer: IPv4) -> list[Pair]:
        """The pairs between two endpoints, oldest first."""
        return [pair for pair in self.pairs.values() if pair.local == local and pair.peer == peer]
