"""Two routers' IPsec with no wire and no IKE between them: a fake IKE that answers when it is told to."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from ios_emu.features.ipsec import FEATURE, Ipsec
from ios_emu.features.ipsec.policy import CryptoMap, MapEntry, ReverseRoute, TransformSet
from ios_emu.kernel import Kernel
from ios_emu.router.acl import Entry
from ios_emu.router.catalog import Catalog
from ios_emu.router.interface import Address, Interface
from ios_emu.router.key_engine import Accepted, AhKeys, IkeAssociation, Refused, SaPair, SaRequest, Transform
from ios_emu.router.redundancy import RedundancyGroup
from ios_emu.router.release import RELEASES
from ios_emu.router.router import Router
from ios_emu.wire import IPv4, Prefix, ipv4

CATALOG = Catalog("ipsec alone", (FEATURE,))
DES_MD5 = Transform("des", 0, "md5")
OUTSIDE = "FastEthernet0/0"
HUB, SPOKE = IPv4.parse("172.16.172.53"), IPv4.parse("172.16.172.69")
HUB_NET, SPOKE_NET = Prefix.parse("10.1.1.0/24"), Prefix.parse("20.1.1.0/24")
INSIDE_HOST, REMOTE_HOST = IPv4.parse("10.1.1.3"), IPv4.parse("20.1.1.1")
LOOPBACK = Prefix.parse("99.99.99.99/32")
COOKIES = bytes.fromhex("B57A9DC9FA2D627BF70FEDF6FAAF9E34")


class FakeIke:
    """Records what IPsec wants; as a view, it shows what it is told to."""

    def __init__(self) -> None:
        self.shown: tuple[IkeAssociation, ...] = ()
        self.logging = False
        self.requests: list[SaRequest] = []
        self.deletions: list[tuple[IPv4, IPv4, tuple[int, ...]]] = []
        self.gone: list[IPv4] = []
        self.unknown: list[tuple[IPv4, IPv4, int, int]] = []
        self.on = False

    def request(self, request: SaRequest) -> None:
        self.requests.append(request)

    def deleted(self, local: IPv4, peer: IPv4, inbound_spis: tuple[int, ...]) -> None:
        self.deletions.append((local, peer, inbound_spis))

    def clear_peer(self, local: IPv4, peer: IPv4) -> None:
        raise AssertionError("there is no console here")

    def local_gone(self, local: IPv4) -> None:
        self.gone.append(local)

    def invalid_spi(self, local: IPv4, peer: IPv4, protocol: int, spi: int) -> None:
        self.unknown.append((local, peer, protocol, spi))

    def in_use(self, in_use: bool) -> None:
        self.on = in_use

    def associations(self) -> tuple[IkeAssociation, ...]:
        return self.shown

    def logs_sessions(self) -> bool:
        return self.logging


class Injected:
    """Stands in for `router.ip.inject`."""

    def __init__(self) -> None:
        self.packets: list[bytes] = []

    def __call__(self, interface: Interface, packet: bytes) -> None:
        self.packets.append(packet)


def entry(source: Prefix, destination: Prefix, *, permit: bool = True, sequence: int = 10) -> Entry:
    """A line of an access list."""

    def side(prefix: Prefix) -> str:
        return f"host {prefix.network}" if prefix.length == 32 else f"{prefix.network} {prefix.wildcard}"

    verb = "permit" if permit else "deny"
    return Entry(
        sequence,
        permit,
        f"{verb} ip {side(source)} {side(destination)}",
        source=source.network,
        source_wildcard=source.wildcard,
        destination=destination.network,
        destination_wildcard=destination.wildcard,
    )


class Side:
    """One router with a crypto map on its outside interface."""

    def __init__(
        self,
        kernel: Kernel,
        name: str,
        address: IPv4,
        peer: IPv4,
        selectors: list[tuple[Prefix, Prefix]],
        *,
        release: str = "12.3",
        group: str = "",
        reverse_route: bool = False,
        transform: Transform = DES_MD5,
    ) -> None:
        self.kernel = kernel
        self.router = Router(name, kernel, CATALOG)
        self.router.release = RELEASES[release]
        self.router.powered = True
        self.router.logging.buffer_level = 7
        self.router.logging.buffer_size = 1_000_000
        self.ike = self.router.key_engine.ike = self.router.key_engine.ike_view = FakeIke()
        self.injected = self.router.ip.inject = Injected()  # type: ignore[method-assign]
        self.interface = self.router.interface(OUTSIDE)
        own = IPv4(address - 1) if group else address
        self.interface.address = Address(own, 28)
        self.address = address
        self.group = group
        self.ipsec = self.router.feature(Ipsec)
        policy = self.ipsec.policy
        policy.transform_sets["myset"] = TransformSet("myset", transform)
        crypto_map = policy.maps["vpn"] = CryptoMap("vpn")
        crypto_map.entries[10] = MapEntry(10, [peer], transform_sets=("myset",), access_list="101")
        crypto_map.entries[10].reverse_route = ReverseRoute() if reverse_route else None
        acl = self.router.acls.define("101", extended=True)
        for number, (source, destination) in enumerate(selectors):
            acl.add(entry(source, destination, sequence=10 * number + 10))
        self.ipsec.apply(self.interface, "vpn", group)
        self.router.booted = True
        self.ipsec.policy_changed()

    def redundancy(self, active: bool, *, settled: bool = True) -> None:
        """The redundancy group changes: this router is active, or in an election, or next in line."""
        state = "Active" if active else "Standby" if settled else "Speak"
        group = RedundancyGroup(self.group, OUTSIDE, self.address, state, active, settled)
        self.router.publish_redundancy(group, self)

    def on_enquiry(self) -> None:
        """The crypto map enquires after the group."""
        self.router.debug("crypto ipsec", "an enquiry")

    def send(self, source: IPv4, destination: IPv4, payload: bytes = b"x" * 80, **header: object) -> bytes | None:
        """A clear packet meets the crypto map."""
        packet = ipv4.build(source, destination, 1, payload, **header)  # type: ignore[arg-type]
        assert self.interface.crypto is not None
        return self.interface.crypto.outbound(packet)

    def receive(self, packet: bytes) -> list[bytes]:
        """An ESP packet arrives; what comes out of it."""
        before = len(self.injected.packets)
        header, payload = ipv4.decode(packet)
        self.ipsec.on_ip(self.interface, header, payload, packet)
        return self.injected.packets[before:]

    @property
    def log(self) -> str:
        """Everything that was logged."""
        return "\n".join(self.router.logging.buffer)


def make_pair(
    kernel: Kernel | None = None,
    *,
    transform: Transform = DES_MD5,
    releases: tuple[str, str] = ("12.3", "12.2"),
    group: str = "",
    reverse_route: bool = False,
) -> tuple[Side, Side]:
    """The hub (whose traffic is two lines) and the spoke, configured for each other."""
    kernel = kernel or Kernel(7)
    forth = [(HUB_NET, SPOKE_NET), (LOOPBACK, SPOKE_NET)]
    back = [(b, a) for a, b in forth]
    hub = Side(
        kernel, "hub", HUB, SPOKE, forth, release=releases[0], group=group, reverse_route=reverse_route,
        transform=transform,
    )  # fmt: skip
    spoke = Side(kernel, "spoke", SPOKE, HUB, back, release=releases[1], transform=transform)
    return hub, spoke


def mirrored(request: SaRequest) -> SaRequest:
    """The request as the peer sees it."""
    return replace(
        request,
        local=request.peer,
        peer=request.local,
        local_proxy=request.remote_proxy,
        remote_proxy=request.local_proxy,
    )


class Gateway(Protocol):
    """A router with a fake IKE."""

    kernel: Kernel
    router: Router
    ike: FakeIke


def negotiate(initiator: Gateway, responder: Gateway, *, completely: bool = True) -> Accepted | Refused:
    """Play IKE for the initiator's oldest request; keys come from the kernel's randomness. Not `completely`: the
    last message is lost, and the responder has nothing."""
    request = initiator.ike.requests.pop(0)
    theirs = mirrored(request)
    engine, other = initiator.router.key_engine.ipsec, responder.router.key_engine.ipsec
    assert engine is not None and other is not None
    verdict = other.validate(theirs)
    if isinstance(verdict, Refused):
        engine.failed(request)
        return verdict
    transform = request.transforms[verdict.index]
    agreed = replace(
        request,
        lifetime_seconds=verdict.lifetime_seconds,
        lifetime_kilobytes=verdict.lifetime_kilobytes,
    )
    draw = initiator.kernel.random("keys")
    mine = theirs_ah = None
    if transform.ah:
        spi, other_spi = (
            engine.allocate_spi(request.local, request.peer),
            other.allocate_spi(theirs.local, theirs.peer),
        )
        inward, outward = draw.randbytes(transform.ah_key_length), draw.randbytes(transform.ah_key_length)
        mine, theirs_ah = AhKeys(spi, other_spi, inward, outward), AhKeys(other_spi, spi, outward, inward)
    spi = other_spi = 0
    if transform.cipher:
        spi, other_spi = (
            engine.allocate_spi(request.local, request.peer),
            other.allocate_spi(theirs.local, theirs.peer),
        )
    length = transform.cipher_key_length + transform.hash_key_length
    inward, outward = draw.randbytes(length), draw.randbytes(length)
    ours = SaPair(agreed, transform, spi, other_spi, inward, outward, True, COOKIES, mine)
    his = SaPair(mirrored(agreed), transform, other_spi, spi, outward, inward, False, COOKIES, theirs_ah)
    if completely:
        other.install(his)
    engine.install(ours)
    return verdict


def established(**options: object) -> tuple[Side, Side]:
    """A pair with SAs for the hub's first line, asked for by a packet of the hub's that was lost."""
    hub, spoke = make_pair(**options)  # type: ignore[arg-type]
    if hub.group:
        hub.redundancy(True)
    assert hub.send(INSIDE_HOST, REMOTE_HOST) is None
    assert isinstance(negotiate(hub, spoke), Accepted)
    return hub, spoke
