"""ESP in UDP (RFC 3948), as IKE asks for it when there is a NAT, and what IKE is told of unknown SPIs."""

from __future__ import annotations

from dataclasses import replace

import pytest
from scapy.layers.inet import IP, UDP
from support.ipsec_pair import (
    COOKIES,
    DES_MD5,
    HUB,
    INSIDE_HOST,
    LOOPBACK,
    REMOTE_HOST,
    SPOKE,
    Side,
    entry,
    established,
    make_pair,
    mirrored,
)

from ios_emu.features.ipsec.show_sa import ipsec_sa
from ios_emu.features.ipsec.show_session import crypto_session
from ios_emu.router.key_engine import Accepted, IkeAssociation, SaPair, UdpPorts
from ios_emu.wire import Prefix, ipv4

KEYS = bytes(range(24))


def behind_nat(release: str = "12.3") -> tuple[Side, Side]:
    """The spoke is behind a NAT that has made port 1024 of its 4500."""
    hub, spoke = make_pair(releases=(release, release))
    spoke.send(REMOTE_HOST, INSIDE_HOST)
    request = spoke.ike.requests.pop()
    for side, wanted, spis, ports in (
        (spoke, request, (0x1111, 0x2222), UdpPorts(4500, 4500)),
        (hub, mirrored(request), (0x2222, 0x1111), UdpPorts(4500, 1024)),
    ):
        engine = side.router.key_engine.ipsec
        assert engine is not None
        engine.install(SaPair(wanted, DES_MD5, *spis, KEYS, KEYS, side is spoke, COOKIES, udp=ports))
    return hub, spoke


def through_nat(side: Side, outer: bytes, port: int = 1024) -> list[bytes]:
    """An ESP-in-UDP packet arrives with this source port; what comes out of it."""
    before = len(side.injected.packets)
    header, segment = ipv4.decode(outer)
    engine = side.router.key_engine.ipsec
    assert engine is not None
    esp = segment[8:]
    engine.receive_udp(side.interface, header._replace(protocol=ipv4.ESP, total_length=20 + len(esp)), port, esp)
    return side.injected.packets[before:]


def test_esp_travels_between_the_ports_without_a_checksum() -> None:
    hub, spoke = behind_nat()
    outer = hub.send(INSIDE_HOST, REMOTE_HOST)
    assert outer is not None
    packet = IP(outer)
    assert (packet[UDP].sport, packet[UDP].dport, packet[UDP].chksum) == (4500, 1024, 0)
    assert packet[UDP].len == len(outer) - 20
    (inner,) = through_nat(spoke, outer)
    assert ipv4.decode(inner)[0].source == INSIDE_HOST
    assert hub.ipsec.database.pairs[0].ident.counters.encaps == 1


def test_a_peer_that_has_proved_to_be_at_another_port_is_answered_there() -> None:
    hub, spoke = behind_nat()
    outer = spoke.send(REMOTE_HOST, INSIDE_HOST)
    assert outer is not None
    forged = outer[:-1] + bytes((outer[-1] ^ 1,))
    assert through_nat(hub, forged, 6666) == []
    assert hub.ipsec.database.pairs[0].udp == UdpPorts(4500, 1024)
    assert len(through_nat(hub, outer, 2048)) == 1
    assert through_nat(hub, outer, 7777) == [], "a replay proves nothing"
    back = hub.send(INSIDE_HOST, REMOTE_HOST)
    assert back is not None and IP(back)[UDP].dport == 2048


def test_udp_takes_its_part_of_the_mtu() -> None:
    hub, _ = behind_nat()
    pair = hub.ipsec.database.pairs[0]
    assert pair.largest_packet(1500) == 1438
    longest = hub.send(INSIDE_HOST, REMOTE_HOST, bytes(pair.largest_packet(1500) - 20))
    assert longest is not None and 1484 < len(longest) <= 1500


def test_what_is_shown() -> None:
    hub, _ = behind_nat()
    text = ipsec_sa(hub.ipsec)
    assert text.count("        in use settings ={Tunnel UDP-Encaps, }\n") == 2
    assert "   current_peer: 172.16.172.69:1024\n" in text
    hub.ike.shown = (IkeAssociation(1, HUB, SPOKE, True, False, 100, local_port=4500, peer_port=1024),)
    text = crypto_session(hub.ipsec)
    assert "Peer: 172.16.172.69 port 1024 \n" in text
    assert "  IKE SA: local 172.16.172.53/4500 remote 172.16.172.69/1024 Active \n" in text


def test_debug_says_that_there_is_udp() -> None:
    hub, spoke = make_pair()
    hub.router.logging.debugs["crypto ipsec"] = None
    spoke.send(REMOTE_HOST, INSIDE_HOST)
    request = mirrored(spoke.ike.requests.pop())
    engine = hub.router.key_engine.ipsec
    assert engine is not None
    engine.install(SaPair(request, DES_MD5, 0x2222, 0x1111, KEYS, KEYS, False, COOKIES, udp=UdpPorts(4500, 4500)))
    assert hub.log.count("transform= esp-des esp-md5-hmac  (Tunnel-UDP), \n") == 2
    assert isinstance(engine.validate(replace(request, udp=True)), Accepted)
    assert hub.log.count("transform= esp-des esp-md5-hmac  (Tunnel-UDP), \n") == 3


@pytest.mark.parametrize(("source", "destination"), [(4500, 1024), (4500, 4500)])
def test_ike_at_its_other_port_is_never_caught(source: int, destination: int) -> None:
    hub, _ = make_pair()
    anything = Prefix.parse("0.0.0.0/0")
    hub.router.acls.lists["101"].entries = [entry(anything, anything)]
    ports = source.to_bytes(2, "big") + destination.to_bytes(2, "big")
    back = destination.to_bytes(2, "big") + source.to_bytes(2, "big")
    packet = ipv4.build(HUB, SPOKE, ipv4.UDP, ports + bytes(20))
    crypto = hub.interface.crypto
    assert crypto is not None
    assert crypto.outbound(packet) is packet
    assert crypto.admits_clear(ipv4.build(SPOKE, HUB, ipv4.UDP, back + bytes(20)))


def test_ike_is_told_of_an_unknown_spi_at_an_endpoint_of_ours_only() -> None:
    hub, _ = established()
    unknown = ipv4.build(SPOKE, HUB, ipv4.ESP, bytes.fromhex("3EA71AED") + bytes(60))
    hub.receive(unknown)
    assert hub.ike.unknown == [(HUB, SPOKE, ipv4.ESP, 0x3EA71AED)]
    hub.receive(ipv4.build(SPOKE, LOOPBACK.network, ipv4.ESP, bytes(60)))
    assert len(hub.ike.unknown) == 1
    assert hub.ipsec.complaints.no_sa == 2
