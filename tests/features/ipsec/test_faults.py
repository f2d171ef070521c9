"""Whatever a wire and a stranger on it may do: nothing leaves in the clear, nothing forged or repeated gets in.

Two gateways on a cable that loses, repeats, delays and damages frames, and someone who repeats what has passed and
sends what has not been asked for. Each seed is another story; IPSEC_FAULT_SEEDS says how many are told.
"""

from __future__ import annotations

import os
from random import Random

import pytest
from scapy.layers.inet import IP
from scapy.layers.l2 import Ether
from support.faults import FaultyEnd, faulty_pair
from support.ipsec_pair import CATALOG, FakeIke, negotiate
from support.wiring import End, box, mac

from ios_emu.features.ipsec import Ipsec
from ios_emu.features.ipsec.policy import TransformSet
from ios_emu.kernel import MILLISECOND, SECOND, Kernel
from ios_emu.router.key_engine import Transform
from ios_emu.router.router import Router
from ios_emu.wire import IPv4, Prefix, ipv4
from ios_emu.wire.ethernet import ETHERTYPE_IPV4, build

SEEDS = int(os.environ.get("IPSEC_FAULT_SEEDS", "200"))
TRANSFORMS = (
    Transform("des", 0, "md5"),
    Transform("3des", 0, "sha"),
    Transform("aes", 256, "sha512"),
    Transform("null", 0, "sha"),
    Transform("", 0, "", ah="md5"),
    Transform("aes", 128, "", ah="sha"),
    Transform("des", 0, "md5", ah="sha256"),
)
CONFIG = """
crypto ipsec security-association lifetime seconds 120
crypto map vpn 10 ipsec-isakmp
 set peer 172.16.1.{peer}
 set transform-set myset
 match address 101
interface FastEthernet0/0
 ip address {inside}.1 255.255.255.0
interface FastEthernet0/1
 ip address 172.16.1.{own} 255.255.255.0
 crypto map vpn
ip route {other}.0 255.255.255.0 172.16.1.{peer}
arp {inside}.9 0000.0000.0009 arpa
access-list 101 permit ip {inside}.0 0.0.0.255 {other}.0 0.0.0.255
"""
NETS = (Prefix.parse("10.1.1.0/24"), Prefix.parse("20.1.1.0/24"))
HOSTS = (IPv4.parse("10.1.1.9"), IPv4.parse("20.1.1.9"))
UNKNOWN_PROTOCOL = 253
SECRET, FORGED = b"SECRET--", b"FORGED--"


class Gateway:
    """One of the two: its router, its fake IKE, its ends inside and outside."""

    def __init__(self, kernel: Kernel, name: str, config: str, inside: End, outside: FaultyEnd) -> None:
        self.kernel = kernel
        self.inside, self.outside = inside, outside
        self.router: Router = box(
            kernel, name, config, {"FastEthernet0/0": inside, "FastEthernet0/1": outside}, CATALOG
        )
        self.ike = self.router.key_engine.ike = FakeIke()
        self.ipsec = self.router.feature(Ipsec)

    def delivered(self) -> list[bytes]:
        """The datagrams that came out on the inside."""
        datagrams = [frame[14:] for frame in self.inside.frames if frame[12:14] == b"\x08\0"]
        return [packet[: int.from_bytes(packet[2:4], "big")] for packet in datagrams]


class Story:
    """What one seed makes of the two gateways."""

    def __init__(self, seed: int) -> None:
        self.random = random = Random(seed)
        kernel = self.kernel = Kernel(seed)
        outside = faulty_pair(kernel, random)
        sides = (("10.1.1", "20.1.1"), ("20.1.1", "10.1.1"))
        self.gateways = [
            Gateway(
                kernel,
                f"g{own}",
                CONFIG.format(own=own, peer=3 - own, inside=inside, other=other),
                End(kernel),
                outside[own - 1],
            )
            for own, (inside, other) in enumerate(sides, 1)
        ]
        self.transform = random.choice(TRANSFORMS)
        for gateway in self.gateways:
            policy = gateway.ipsec.policy
            policy.transform_sets["myset"] = TransformSet("myset", self.transform)
            policy.prefragment = random.choice((True, False))
            policy.terms.df_bit = random.choice(("copy", "clear", "set"))
            policy.terms.idle_seconds = random.choice((0, 60))
        self.sent: set[tuple[int, bytes]] = set()
        kernel.run_until(5 * SECOND)
        for end in outside:
            end.faults = True

    def tell(self) -> None:
        """A hundred random events."""
        acts = (self.send, self.send, self.send, self.agree, self.agree, self.wait, self.repeat, self.forge)
        rare = (self.clear, self.flap, self.sleep)
        for _ in range(100):
            self.random.choice(rare if self.random.random() < 0.05 else acts)()
        self.kernel.run_until(self.kernel.now + SECOND)

    # -- the gateways' side --------------------------------------------------------------------------

    def send(self) -> None:
        """A few packets of hosts behind one gateway to the other's."""
        which = self.random.randrange(2)
        gateway = self.gateways[which]
        for _ in range(self.random.randrange(1, 5)):
            number = len(self.sent).to_bytes(8, "big")
            payload = number + SECRET * self.random.choice((1, 5, 120, 170, 180))
            packet = ipv4.build(
                HOSTS[which],
                HOSTS[1 - which],
                UNKNOWN_PROTOCOL,
                payload,
                ttl=64,
                identification=len(self.sent) & 0xFFFF,
                dont_fragment=self.random.random() < 0.2,
            )
            self.sent.add((1 - which, payload))
            frame = build(gateway.router.interfaces["FastEthernet0/0"].mac, mac(9), ETHERTYPE_IPV4, packet)
            gateway.router.interfaces["FastEthernet0/0"].receive(frame)

    def agree(self) -> None:
        """IKE answers one of the requests; now and then it fails, or its last message is lost."""
        for one, other in (self.gateways, self.gateways[::-1]):
            if one.ike.requests:
                if self.random.random() < 0.2:
                    engine = one.router.key_engine.ipsec
                    assert engine is not None
                    engine.failed(one.ike.requests.pop(0))
                else:
                    negotiate(one, other, completely=self.random.random() < 0.9)
                return

    def wait(self) -> None:
        """Some milliseconds pass."""
        self.kernel.run_until(self.kernel.now + self.random.randrange(60) * MILLISECOND)

    def sleep(self) -> None:
        """A minute or so passes: SAs are renewed, go idle, or expire."""
        self.kernel.run_until(self.kernel.now + self.random.randrange(20, 130) * SECOND)

    def clear(self) -> None:
        """`clear crypto sa`; the peer is not told, as if the message were lost."""
        self.random.choice(self.gateways).router.execute("clear crypto sa")

    def flap(self) -> None:
        """The outside interface goes down and comes back."""
        gateway = self.random.choice(self.gateways)
        interface = gateway.router.interfaces["FastEthernet0/1"]
        interface.set_shutdown(True)
        self.send()
        self.kernel.run_until(self.kernel.now + self.random.randrange(5) * SECOND)
        interface.set_shutdown(False)
        self.kernel.run_until(self.kernel.now + 4 * SECOND)

    # -- the stranger's side -------------------------------------------------------------------------

    def repeat(self) -> None:
        """Frames that have passed are sent again."""
        which = self.random.randrange(2)
        seen = self.gateways[which].outside.frames
        receiver = self.gateways[1 - which].router.interfaces["FastEthernet0/1"]
        for _ in range(self.random.randrange(1, 6)):
            if seen:
                receiver.receive(self.random.choice(seen))

    def forge(self) -> None:
        """Somebody pretends to be the peer: in the clear, or under an SPI that is in use."""
        which = self.random.randrange(2)
        gateway = self.gateways[which]
        inner = ipv4.build(HOSTS[1 - which], HOSTS[which], UNKNOWN_PROTOCOL, FORGED * 4)
        peer, own = (IPv4.parse(f"172.16.1.{n}") for n in (2 - which, 1 + which))
        packets = [inner, ipv4.build(peer, own, 4, inner)]
        for pair in gateway.ipsec.database.pairs.values():
            for part in pair.parts:
                sequence = self.random.getrandbits(32).to_bytes(4, "big")
                front = part.receiver.spi.to_bytes(4, "big") + sequence
                if part.protocol == ipv4.AH:
                    front = b"\x04\x04\0\0" + front
                packets.append(ipv4.build(peer, own, part.protocol, front + self.random.randbytes(24) + inner))
        interface = gateway.router.interfaces["FastEthernet0/1"]
        interface.receive(build(interface.mac, mac(66), ETHERTYPE_IPV4, self.random.choice(packets)))

    # -- what must hold ------------------------------------------------------------------------------

    def nothing_left_in_the_clear(self) -> None:
        protected = (ipv4.AH,) if self.transform.ah else (ipv4.ESP,)
        for which, gateway in enumerate(self.gateways):
            own, other = NETS[which], NETS[1 - which]
            for frame in gateway.outside.frames:
                layers = Ether(frame)
                if IP not in layers:
                    continue
                packet = layers[IP]
                selected = own.holds(IPv4.parse(packet.src)) and other.holds(IPv4.parse(packet.dst))
                assert not selected
                if packet.dst == f"172.16.1.{2 - which}":
                    assert packet.proto in (*protected, ipv4.ICMP)
                if self.transform.cipher not in ("", "null"):
                    assert SECRET not in frame

    def only_what_was_sent_arrived_and_once(self) -> None:
        for which, gateway in enumerate(self.gateways):
            whole: dict[bytes, bytes] = {}
            arrived: list[tuple[int, bytes]] = []
            for packet in gateway.delivered():
                header, payload = ipv4.decode(packet)
                if header.protocol != UNKNOWN_PROTOCOL:
                    continue
                assert FORGED not in packet
                assert (header.source, header.destination) == (HOSTS[1 - which], HOSTS[which])
                if not header.is_fragment:
                    arrived.append((which, payload))
                else:
                    key = header.identification.to_bytes(2, "big") + header.fragment_offset.to_bytes(2, "big")
                    assert key not in whole, "a piece arrived twice"
                    whole[key] = payload
                    assert SECRET in payload
            assert len(set(arrived)) == len(arrived), "a packet arrived twice"
            assert set(arrived) <= self.sent
            counted = sum(i.counters.decaps for i in gateway.ipsec.database.idents.values())
            assert counted >= len(arrived)


@pytest.mark.parametrize("seed", range(SEEDS))
def test_nothing_leaks_and_nothing_gets_in(seed: int) -> None:
    story = Story(seed)
    story.tell()
    story.nothing_left_in_the_clear()
    story.only_what_was_sent_arrived_and_once()


def test_the_stories_are_about_something() -> None:
    """Over a few seeds, packets do arrive, and each kind of refusal happens."""
    arrived = 0
    totals = {"replay_failed": 0, "verify_failed": 0, "no_sa": 0, "invalid_spi": 0, "not_ipsec": 0, "encaps": 0}
    for seed in range(8):
        story = Story(seed)
        story.tell()
        for gateway in story.gateways:
            arrived += len(gateway.delivered())
            totals["invalid_spi"] += gateway.ipsec.complaints.no_sa
            totals["not_ipsec"] += gateway.ipsec.complaints.not_ipsec
            for ident in gateway.ipsec.database.idents.values():
                for name in ("replay_failed", "verify_failed", "no_sa", "encaps"):
                    totals[name] += getattr(ident.counters, name)
    assert arrived > 100
    assert all(totals.values()), totals
