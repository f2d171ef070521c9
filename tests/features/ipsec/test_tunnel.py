"""Whole routers on wires: client -- hub ==== spoke, with the fake IKE between the gateways."""

from __future__ import annotations

import pytest
from scapy.layers.inet import ICMP, IP
from scapy.layers.l2 import Ether
from support.ipsec_pair import CATALOG, DES_MD5, FakeIke, mirrored
from support.wiring import End, line

from ios_emu.features.ipsec import Ipsec
from ios_emu.features.ipsec.esp import Receiver
from ios_emu.kernel import SECOND, Kernel
from ios_emu.router.key_engine import SaPair
from ios_emu.router.router import Router
from ios_emu.wire.ipv4 import ESP

CLIENT = """
interface FastEthernet0/1
 ip address 10.1.1.3 255.255.255.0
ip route 0.0.0.0 0.0.0.0 10.1.1.1
"""
HUB = """
crypto ipsec transform-set myset esp-des esp-md5-hmac
crypto map vpn 10 ipsec-isakmp
 set peer 172.16.1.2
 set transform-set myset
 match address 101
 reverse-route
interface FastEthernet0/0
 ip address 10.1.1.1 255.255.255.0
interface FastEthernet0/1
 ip address 172.16.1.1 255.255.255.0
 crypto map vpn
access-list 101 permit ip 10.1.1.0 0.0.0.255 20.1.1.0 0.0.0.255
"""
SPOKE = """
crypto ipsec transform-set myset esp-des esp-md5-hmac
crypto map vpn 10 ipsec-isakmp
 set peer 172.16.1.1
 set transform-set myset
 match address 101
interface Loopback0
 ip address 20.1.1.1 255.255.255.0
interface FastEthernet0/0
 ip address 172.16.1.2 255.255.255.0
 crypto map vpn
ip route 10.1.1.0 255.255.255.0 172.16.1.1
access-list 101 permit ip 20.1.1.0 0.0.0.255 10.1.1.0 0.0.0.255
"""
KEYS = bytes(range(24))


def three() -> tuple[Kernel, list[Router], list[tuple[End, End]]]:
    return line(CLIENT, HUB, SPOKE, catalog=CATALOG)


def connect(hub: Router, spoke: Router) -> None:
    """Give both gateways the SAs that the hub's traffic has asked for."""
    ike = hub.key_engine.ike
    assert isinstance(ike, FakeIke)
    request = ike.requests.pop(0)
    ours, theirs = hub.key_engine.ipsec, spoke.key_engine.ipsec
    assert ours is not None and theirs is not None
    ours.install(SaPair(request, DES_MD5, 0x1111, 0x2222, KEYS, KEYS, True, bytes(16)))
    theirs.install(SaPair(mirrored(request), DES_MD5, 0x2222, 0x1111, KEYS, KEYS, False, bytes(16)))


def ready() -> tuple[Kernel, list[Router], list[tuple[End, End]]]:
    kernel, routers, cables = three()
    routers[1].key_engine.ike = FakeIke()
    routers[0].execute("ping 172.16.1.2")  # fills the ARP caches; the answers come in the clear, no line has them
    routers[0].execute("ping 20.1.1.1")
    connect(routers[1], routers[2])
    return kernel, routers, cables


def test_pings_pass_and_nothing_crosses_in_the_clear() -> None:
    _, (client, hub, spoke), cables = ready()
    assert "Success rate is 100 percent (5/5)" in client.execute("ping 20.1.1.1")
    outside = [Ether(frame) for end in cables[1] for frame in end.frames]
    inner = [frame for frame in outside if IP in frame and {frame[IP].src, frame[IP].dst} & {"20.1.1.1"}]
    assert not inner
    assert sum(frame[IP].proto == ESP for frame in outside if IP in frame) == 10
    (pair,) = hub.feature(Ipsec).database.pairs.values()
    assert (pair.ident.counters.encaps, pair.ident.counters.decaps, pair.ident.counters.send_errors) == (5, 5, 5)
    assert "permit ip 10.1.1.0 0.0.0.255 20.1.1.0 0.0.0.255 (10 matches)" in hub.execute("show access-lists")
    assert "(5 matches)" in spoke.execute("show access-lists")


def test_the_gateway_is_a_hop() -> None:
    _, (client, *_), cables = ready()
    client.execute("ping 20.1.1.1")
    receiver = Receiver(0x2222, DES_MD5, KEYS)
    packets = [Ether(frame)[IP] for frame in cables[1][0].frames if IP in Ether(frame)]
    sealed = [bytes(packet.payload) for packet in packets if packet.proto == ESP]
    assert {IP(receiver.open(packet)[0]).ttl for packet in sealed} == {254}


@pytest.mark.parametrize("after", [False, True])
def test_a_long_packet_is_cut_before_or_after_encryption_and_arrives(after: bool) -> None:
    _, (client, hub, spoke), cables = ready()
    for router in (hub, spoke) if after else ():
        for typed in ("configure terminal", "crypto ipsec fragmentation after-encryption", "end"):
            router.execute(typed)
    start = len(cables[1][0].frames)
    assert "Success rate is 100 percent" in client.execute("ping 20.1.1.1 size 1500")
    sent = [Ether(frame)[IP] for frame in cables[1][0].frames[start:] if IP in Ether(frame)]
    assert any(packet.flags.MF for packet in sent) == after
    assert len(sent) == 10 and all(packet.proto == ESP and packet.len <= 1500 for packet in sent)


def test_a_long_packet_with_df_is_told_the_mtu() -> None:
    _, (client, *_), cables = ready()
    output = client.execute("ping 20.1.1.1 size 1500 df-bit")
    assert "Success rate is 0 percent" in output and "M" in output
    told = [Ether(frame)[ICMP] for frame in cables[0][1].frames if ICMP in Ether(frame)]
    assert {message.nexthopmtu for message in told if message.type == 3} == {1446}
    assert "Success rate is 100 percent" in client.execute("ping 20.1.1.1 size 1446 df-bit")


def test_what_is_injected_in_the_clear_is_refused() -> None:
    kernel, (_, hub, _), cables = ready()
    end = cables[1][0]
    assert end.interface is not None
    before = len(cables[0][1].frames)
    packet = bytes(IP(src="20.1.1.1", dst="10.1.1.3") / ICMP())
    end.interface.receive(bytes(end.interface.mac) + b"\x02\0\0\0\0\1\x08\0" + packet)
    kernel.run_until(kernel.now + SECOND)
    assert len(cables[0][1].frames) == before
    assert hub.feature(Ipsec).complaints.not_ipsec == 1
