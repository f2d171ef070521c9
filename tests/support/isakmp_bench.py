"""Two ISAKMP processes on a wire that keeps every message and loses what it is told to. No router."""

from __future__ import annotations

from collections.abc import Hashable

from ios_emu.features.isakmp.config import IsakmpConfig, Keepalive, Policy, PresharedKey
from ios_emu.features.isakmp.engine import Ike
from ios_emu.features.isakmp.nat import KEEPALIVE
from ios_emu.kernel import MILLISECOND, SECOND, Kernel, Timers
from ios_emu.router.key_engine import Accepted, ProxyIdentity, Refused, SaPair, SaRequest, Transform
from ios_emu.router.keylog import KeyLog
from ios_emu.router.release import RELEASES, Release
from ios_emu.wire import IPv4

A = IPv4.parse("172.16.172.69")
B = IPv4.parse("172.16.172.53")
HOST = IPv4(0xFFFFFFFF)
NET_A = ProxyIdentity(IPv4.parse("20.1.1.0"), IPv4.parse("255.255.255.0"))
NET_B = ProxyIdentity(IPv4.parse("99.99.99.99"), HOST)
DES_MD5 = Transform("des", 0, "md5")
DELAY = MILLISECOND


class Wire:
    """Carries messages between stations by address; `drop` holds the ordinals of messages to lose."""

    def __init__(self, kernel: Kernel) -> None:
        self.kernel = kernel
        self.stations: dict[IPv4, Station] = {}
        self.sent: list[tuple[int, IPv4, IPv4, bytes]] = []
        self.ports: list[tuple[int, int]] = []
        """Of each message sent: from and to."""
        self.nat: dict[IPv4, tuple[IPv4, int]] = {}
        """Who is behind a NAT -> the address the others see, and how much higher its ports become."""
        self.drop: set[int] = set()
        self.loss = 0.0
        self.cut: set[IPv4] = set()

    def send(self, local: IPv4, local_port: int, peer: IPv4, peer_port: int, message: bytes) -> None:
        self.sent.append((self.kernel.now, local, peer, message))
        self.ports.append((local_port, peer_port))
        lost = len(self.sent) - 1 in self.drop or local in self.cut or peer in self.cut
        if self.loss and self.kernel.random("wire").random() < self.loss:
            lost = True
        if not lost:
            self.kernel.after(DELAY, self, (local, local_port, peer, peer_port, message))

    def on_event(self, what: object) -> None:
        local, local_port, peer, peer_port, message = what  # type: ignore[misc]  # what send() scheduled
        if local in self.cut or peer in self.cut:
            return
        if local in self.nat:
            outer, shift = self.nat[local]
            local, local_port = outer, local_port + shift
        for inner, (outer, shift) in self.nat.items():
            if outer == peer:
                peer, peer_port = inner, peer_port - shift
                break
        station = self.stations.get(peer)
        if station is not None and message != KEEPALIVE and peer_port in (500, 4500):
            station.ike.receive(peer, local, message, peer_port, local_port)

    def times(self, local: IPv4) -> list[float]:
        return [round(now / SECOND, 3) for now, source, _, _ in self.sent if source == local]


class FakeIpsec:
    """An IPsec side that takes what it is configured to take and writes down what it is told."""

    def __init__(self, transforms: tuple[Transform, ...], group: int, spi: int) -> None:
        self.transforms = transforms
        self.group = group
        self.pairs: list[SaPair] = []
        self.failures: list[SaRequest] = []
        self.asked: list[SaRequest] = []
        self.peers_silent: list[tuple[IPv4, IPv4]] = []
        self.peers_deleted: list[tuple[IPv4, IPv4]] = []
        self.spis_deleted: list[tuple[int, ...]] = []
        self.spi = spi
        self.counts = (0, 0)
        self.refuse = ""

    def validate(self, request: SaRequest) -> Accepted | Refused:
        self.asked.append(request)
        if self.refuse:
            return Refused(self.refuse)
        (offered,) = request.transforms
        if offered not in self.transforms or request.pfs_group != self.group:
            return Refused("transform proposal not supported for identity")
        return Accepted(0, min(request.lifetime_seconds, 3600), min(request.lifetime_kilobytes, 4608000))

    def allocate_spi(self, local: IPv4, peer: IPv4, protocol: int = 50) -> int:
        self.spi += 1
        return self.spi

    def install(self, pair: SaPair) -> None:
        self.pairs.append(pair)

    def failed(self, request: SaRequest) -> None:
        self.failures.append(request)

    def next_conn_ids(self, index: int = 0) -> tuple[int, int]:
        return 2000 + 2 * index, 2001 + 2 * index

    def receive_udp(self, interface: object, header: object, source_port: int, esp: bytes) -> None:
        raise AssertionError("no ESP here")

    def traffic(self, local: IPv4, peer: IPv4) -> tuple[int, int]:
        return self.counts

    def turn_from(self, local: IPv4, peer: IPv4) -> None:
        self.peers_silent.append((local, peer))

    def delete_peer(self, local: IPv4, peer: IPv4) -> None:
        self.peers_deleted.append((local, peer))

    def delete_spis(self, local: IPv4, peer: IPv4, spis: tuple[int, ...]) -> None:
        self.spis_deleted.append(spis)


class Station:
    """A host for one process."""

    def __init__(self, name: str, address: IPv4, wire: Wire, ipsec: FakeIpsec, release: str) -> None:
        self.name = self.hostname = name
        self.hosts: dict[str, IPv4] = {}
        self.address = address
        self.wire = wire
        self.kernel = wire.kernel
        self.timers = Timers(wire.kernel, self)
        self.release: Release = RELEASES[release]
        self.ipsec: FakeIpsec | None = ipsec
        self.fake = ipsec
        self.keylog = KeyLog()
        self.debugging = False
        self.debugs: list[str] = []
        self.engine_debugs: list[str] = []
        self.logs: list[str] = []
        self.listening = False
        self.config = IsakmpConfig()
        self.ike = Ike(self, self.config)
        wire.stations[address] = self
        self.ike.in_use(True)

    def on_timer(self, name: Hashable) -> None:
        self.ike.on_timer(name)

    def debug(self, text: str) -> None:
        self.debugs.append(text)

    def debug_engine(self, text: str) -> None:
        self.engine_debugs.append(text)

    def log(self, severity: int, mnemonic: str, text: str) -> None:
        self.logs.append(f"%CRYPTO-{severity}-{mnemonic}: {text}")

    def listen(self, on: bool) -> None:
        self.listening = on

    def transmit(self, local: IPv4, local_port: int, peer: IPv4, peer_port: int, message: bytes) -> None:
        self.wire.send(local, local_port, peer, peer_port, message)


class Bench:
    """Two stations with the same policy and key: `a` initiates."""

    def __init__(
        self,
        policy: Policy | None = None,
        *,
        transforms: tuple[Transform, ...] = (DES_MD5,),
        group: int = 0,
        releases: tuple[str, str] = ("12.2", "12.3"),
        keepalive: Keepalive | None = None,
        seed: int = 1,
    ) -> None:
        policy = policy or Policy(hash="md5", authentication="pre-share")
        self.kernel = Kernel(seed)
        self.wire = Wire(self.kernel)
        self.transforms = transforms
        self.group = group
        self.a = Station("a", A, self.wire, FakeIpsec(transforms, group, 0x1000), releases[0])
        self.b = Station("b", B, self.wire, FakeIpsec(transforms, group, 0x2000), releases[1])
        for station, peer in ((self.a, B), (self.b, A)):
            station.config.policies[1] = policy
            station.config.keys[peer, HOST] = PresharedKey("cisco123", peer)
            station.config.keepalive = keepalive

    def run(self, seconds: float) -> None:
        self.kernel.run_until(self.kernel.now + round(seconds * SECOND))

    def until(self, seconds: float) -> None:
        self.kernel.run_until(round(seconds * SECOND))

    def request(self, station: Station | None = None) -> SaRequest:
        """What `station` asks for: the traffic between its net and the other's."""
        from_a = station in (None, self.a)
        ends = (A, B, NET_A, NET_B) if from_a else (B, A, NET_B, NET_A)
        return SaRequest(*ends, self.transforms, 3600, 4608000, self.group)

    def connect(self, station: Station | None = None) -> None:
        station = station or self.a
        station.ike.request(self.request(station))

    def check_tunnel(self) -> None:
        """Both ends hold the same newest pair of SAs, mirrored."""
        one, other = self.a.fake.pairs[-1], self.b.fake.pairs[-1]
        assert (one.inbound_spi, one.outbound_spi) == (other.outbound_spi, other.inbound_spi)
        assert (one.inbound_keys, one.outbound_keys) == (other.outbound_keys, other.inbound_keys)
        assert not one.transform.cipher or one.inbound_keys != one.outbound_keys
        if one.ah is not None:
            mine, his = one.ah, other.ah
            assert his is not None and (mine.inbound_spi, mine.outbound_spi) == (his.outbound_spi, his.inbound_spi)
            assert (mine.inbound_key, mine.outbound_key) == (his.outbound_key, his.inbound_key)
            assert len(mine.inbound_key) == one.transform.ah_key_length and mine.inbound_key != mine.outbound_key
        if not one.transform.cipher:
            return
        length = one.transform.cipher_key_length + one.transform.hash_key_length
        assert len(one.inbound_keys) == len(one.outbound_keys) == length
        assert one.transform == other.transform
        assert one.initiator is not other.initiator
        assert one.ike_cookies == other.ike_cookies[8:] + other.ike_cookies[:8]
        assert (one.request.local_proxy, one.request.remote_proxy) == (
            other.request.remote_proxy,
            other.request.local_proxy,
        )
