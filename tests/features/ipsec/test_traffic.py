"""What the crypto map does with packets: protect, refuse, leave alone."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.ipsec_pair import (
    HUB,
    HUB_NET,
    INSIDE_HOST,
    LOOPBACK,
    REMOTE_HOST,
    SPOKE,
    SPOKE_NET,
    Side,
    entry,
    established,
    make_pair,
    negotiate,
)

from ios_emu.features.ipsec.policy import MapEntry
from ios_emu.features.ipsec.proxy import carries, mirrored
from ios_emu.kernel import SECOND, Kernel
from ios_emu.router.key_engine import Accepted, ProxyIdentity, Transform
from ios_emu.wire import IPv4, Prefix, ipv4
from ios_emu.wire.ipv4 import ESP, TCP, UDP

ELSEWHERE = IPv4.parse("192.0.2.1")


def ports(source: int, destination: int) -> bytes:
    return source.to_bytes(2, "big") + destination.to_bytes(2, "big") + bytes(16)


def test_a_packet_crosses_the_tunnel_unchanged() -> None:
    hub, spoke = established()
    outer = hub.send(INSIDE_HOST, REMOTE_HOST, b"hello" * 16)
    assert outer is not None
    header, _ = ipv4.decode(outer)
    assert (header.source, header.destination, header.protocol, header.ttl) == (HUB, SPOKE, ESP, 255)
    assert b"hello" not in outer
    (inner,) = spoke.receive(outer)
    assert ipv4.decode(inner)[1] == b"hello" * 16
    back = spoke.send(REMOTE_HOST, INSIDE_HOST)
    assert back is not None and len(hub.receive(back)) == 1


@pytest.mark.parametrize("dont_fragment", [False, True])
def test_the_outer_header_takes_tos_and_df_from_the_inner(dont_fragment: bool) -> None:
    hub, _ = established()
    outer = hub.send(INSIDE_HOST, REMOTE_HOST, tos=0xB8, dont_fragment=dont_fragment)
    assert outer is not None
    header, _ = ipv4.decode(outer)
    assert (header.tos, header.dont_fragment) == (0xB8, dont_fragment)


def test_outer_headers_are_numbered() -> None:
    hub, _ = established()
    outers = [hub.send(INSIDE_HOST, REMOTE_HOST) for _ in range(5)]
    assert len({ipv4.decode(outer or b"")[0].identification for outer in outers}) == 5


def test_what_no_line_permits_goes_in_the_clear_as_it_is() -> None:
    hub, _ = make_pair()
    packet = ipv4.build(INSIDE_HOST, ELSEWHERE, 1, b"x")
    assert hub.interface.crypto is not None
    assert hub.interface.crypto.outbound(packet) is packet
    assert not hub.ike.requests


def test_without_an_sa_the_packet_is_dropped_and_one_request_made() -> None:
    hub, _ = make_pair()
    for _ in range(3):
        assert hub.send(INSIDE_HOST, REMOTE_HOST) is None
    (request,) = hub.ike.requests
    assert (request.local, request.peer) == (HUB, SPOKE)
    assert request.local_proxy == ProxyIdentity(HUB_NET.network, HUB_NET.mask)
    assert request.remote_proxy == ProxyIdentity(SPOKE_NET.network, SPOKE_NET.mask)
    assert (request.lifetime_seconds, request.lifetime_kilobytes) == (3600, 4_608_000)
    (ident,) = hub.ipsec.database.idents.values()
    assert (ident.counters.no_sa, ident.counters.encaps) == (3, 0)


def test_each_line_of_the_list_is_a_tunnel_of_its_own() -> None:
    hub, spoke = established()
    assert hub.send(LOOPBACK.network, REMOTE_HOST) is None
    assert isinstance(negotiate(hub, spoke), Accepted)
    first, second = hub.send(INSIDE_HOST, REMOTE_HOST), hub.send(LOOPBACK.network, REMOTE_HOST)
    assert first is not None and second is not None
    assert first[20:24] != second[20:24]


def test_after_failure_only_new_traffic_asks_again_and_asks_the_next_peer() -> None:
    hub, _ = make_pair()
    other = IPv4.parse("172.16.172.70")
    hub.ipsec.policy.maps["vpn"].entries[10].peers.append(other)
    engine = hub.router.key_engine.ipsec
    assert engine is not None
    asked = []
    for _ in range(3):
        hub.send(INSIDE_HOST, REMOTE_HOST)
        (request,) = hub.ike.requests
        asked.append(request.peer)
        hub.ike.requests.clear()
        engine.failed(request)
        assert not hub.ike.requests
    assert asked == [SPOKE, other, SPOKE]


@pytest.mark.parametrize(
    ("protocol", "payload"),
    [(ESP, bytes(40)), (UDP, ports(500, 500)), (UDP, ports(1024, 500))],
)
def test_ike_and_esp_between_the_endpoints_are_never_caught(protocol: int, payload: bytes) -> None:
    hub, _ = make_pair()
    anything = Prefix.parse("0.0.0.0/0")
    hub.router.acls.lists["101"].entries = [entry(anything, anything)]
    packet = ipv4.build(HUB, SPOKE, protocol, payload)
    crypto = hub.interface.crypto
    assert crypto is not None
    assert crypto.outbound(packet) is packet
    assert crypto.admits_clear(mirrored(packet))
    stranger = ipv4.build(INSIDE_HOST, SPOKE, protocol, payload)
    assert crypto.outbound(stranger) is None
    assert not crypto.admits_clear(ipv4.build(HUB, SPOKE, TCP, ports(500, 500)))


def test_a_deny_leaves_the_packet_to_the_next_entry() -> None:
    hub, _ = make_pair()
    acl = hub.router.acls.lists["101"]
    host = Prefix(INSIDE_HOST, 32)
    acl.entries.insert(0, entry(host, SPOKE_NET, permit=False, sequence=5))
    assert hub.send(INSIDE_HOST, REMOTE_HOST) is not None, "denied: clear"
    assert hub.send(IPv4(INSIDE_HOST + 1), REMOTE_HOST) is None, "permitted: protected"
    second = hub.router.acls.define("102", extended=True)
    second.add(entry(host, SPOKE_NET))
    other = IPv4.parse("172.16.172.70")
    hub.ipsec.policy.maps["vpn"].entries[20] = MapEntry(20, [other], transform_sets=("myset",), access_list="102")
    hub.ike.requests.clear()
    assert hub.send(INSIDE_HOST, REMOTE_HOST) is None
    assert [request.peer for request in hub.ike.requests] == [other]


def test_the_lists_matches_are_counted() -> None:
    hub, _ = established()
    hub.send(INSIDE_HOST, REMOTE_HOST)
    hub.send(INSIDE_HOST, ELSEWHERE)
    assert [line.matches for line in hub.router.acls.lists["101"].entries] == [2, 0]


@given(st.data())
def test_never_in_the_clear(data: st.DataObject) -> None:
    hub, spoke = make_pair(Kernel(3))
    if data.draw(st.booleans()):
        hub.send(INSIDE_HOST, REMOTE_HOST)
        negotiate(hub, spoke)
    if data.draw(st.booleans()):
        hub.ipsec.policy.transform_sets.clear()
    source = IPv4(HUB_NET.network | data.draw(st.integers(0, 255)))
    destination = IPv4(SPOKE_NET.network | data.draw(st.integers(0, 255)))
    packet = ipv4.build(
        source,
        destination,
        data.draw(st.integers(0, 255)),
        data.draw(st.binary(max_size=100)),
        ttl=data.draw(st.integers(1, 255)),
        tos=data.draw(st.integers(0, 255)),
        dont_fragment=data.draw(st.booleans()),
        more_fragments=data.draw(st.booleans()),
        fragment_offset=8 * data.draw(st.integers(0, 100)),
        options=data.draw(st.binary(max_size=40)),
    )
    crypto = hub.interface.crypto
    assert crypto is not None
    result = crypto.outbound(packet)
    assert result != packet
    if result is not None:
        assert ipv4.decode(result)[0].protocol == ESP
        assert spoke.receive(result) == [packet]
    assert not crypto.admits_clear(mirrored(packet))


def test_clear_traffic_that_should_be_protected_is_refused_and_reported_once_a_minute() -> None:
    hub, _ = established()
    crypto = hub.interface.crypto
    assert crypto is not None
    bad = ipv4.build(REMOTE_HOST, INSIDE_HOST, 1, b"x")
    assert not crypto.admits_clear(bad) and not crypto.admits_clear(bad)
    assert crypto.admits_clear(ipv4.build(ELSEWHERE, INSIDE_HOST, 1, b"x"))
    assert (
        hub.log.count("%CRYPTO-4-RECVD_PKT_NOT_IPSEC: Rec'd packet not an IPSEC packet.\n\t(ip) vrf/dest_addr=")
        == 1
    )
    hub.kernel.run_until(hub.kernel.now + 61 * SECOND)
    crypto.admits_clear(bad)
    assert hub.log.count("RECVD_PKT_NOT_IPSEC") == 2


def test_an_unknown_spi_is_reported_once_a_minute() -> None:
    hub, _ = established()
    packet = ipv4.build(SPOKE, HUB, ESP, bytes.fromhex("3EA71AED") + bytes(60))
    for _ in range(3):
        assert hub.receive(packet) == []
    line = (
        "%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for\n"
        "\tdestaddr=172.16.172.53, prot=50, spi=0x3EA71AED(1051138797), srcaddr=172.16.172.69"
    )
    assert hub.log.count(line) == 1
    assert hub.ipsec.complaints.no_sa == 3
    hub.kernel.run_until(hub.kernel.now + 60 * SECOND)
    hub.receive(packet)
    assert hub.log.count(line) == 2


def test_what_comes_out_of_the_tunnel_must_belong_in_it() -> None:
    hub, spoke = established()
    (pair,) = spoke.ipsec.database.pairs.values()
    smuggled = pair.esp.sender.seal(ipv4.build(ELSEWHERE, INSIDE_HOST, 1, b"x"))
    assert hub.receive(ipv4.build(SPOKE, HUB, ESP, smuggled)) == []
    (ident,) = hub.ipsec.database.idents.values()
    assert (ident.counters.recv_errors, ident.counters.decaps) == (1, 0)
    assert "%CRYPTO-4-RECVD_PKT_INV_IDENTITY" in hub.log


@pytest.mark.parametrize("next_header", [0, 1, 41, 59])
def test_a_tunnel_carries_ipv4_only(next_header: int) -> None:
    hub, spoke = established()
    (pair,) = spoke.ipsec.database.pairs.values()
    inner = ipv4.build(REMOTE_HOST, INSIDE_HOST, 1, b"x")
    assert hub.receive(ipv4.build(SPOKE, HUB, ESP, pair.esp.sender.seal(inner, next_header))) == []
    assert hub.receive(ipv4.build(SPOKE, HUB, ESP, pair.esp.sender.seal(inner[:10]))) == []
    assert hub.ipsec.database.pairs[0].ident.counters.recv_errors == 2


def test_replayed_and_forged_packets_are_counted_and_reported() -> None:
    hub, spoke = established()
    outer = spoke.send(REMOTE_HOST, INSIDE_HOST)
    assert outer is not None
    assert len(hub.receive(outer)) == 1
    assert hub.receive(outer) == []
    fresh = spoke.send(REMOTE_HOST, INSIDE_HOST)
    assert fresh is not None
    forged = fresh[:-1] + bytes((fresh[-1] ^ 1,))
    assert hub.receive(forged) == []
    counters = hub.ipsec.database.pairs[0].ident.counters
    assert (counters.decaps, counters.recv_errors) == (1, 2)
    assert "%CRYPTO-4-PKT_REPLAY_ERR: decrypt: replay check failed\n\tconnection id=2000" in hub.log
    assert "%CRYPTO-4-RECVD_PKT_MAC_ERR: decrypt: mac verify failed for connection id=2000" in hub.log


class Told:
    """Stands in for `router.icmp.fragmentation_needed`."""

    def __init__(self) -> None:
        self.mtus: list[int] = []

    def __call__(self, interface: object, packet: bytes, mtu: int) -> None:
        self.mtus.append(mtu)


@pytest.mark.parametrize("transform", [Transform("des", 0, "md5"), Transform("aes", 256, "sha256")])
def test_a_packet_that_may_not_be_fragmented_is_told_the_mtu_that_fits(transform: Transform) -> None:
    hub, spoke = established(transform=transform)
    told = hub.router.icmp.fragmentation_needed = Told()  # type: ignore[method-assign]
    assert hub.send(INSIDE_HOST, REMOTE_HOST, bytes(1480), dont_fragment=True) is None
    (mtu,) = told.mtus
    fits = hub.send(INSIDE_HOST, REMOTE_HOST, bytes(mtu - 20), dont_fragment=True)
    assert fits is not None and len(fits) <= 1500
    assert len(spoke.receive(fits)) == 1
    assert hub.send(INSIDE_HOST, REMOTE_HOST, bytes(mtu - 19), dont_fragment=True) is None
    assert len(told.mtus) == 2


def test_a_packet_of_the_greatest_length_is_dropped() -> None:
    hub, _ = established()
    assert hub.send(INSIDE_HOST, REMOTE_HOST, bytes(65_515)) is None


def test_transport_mode_keeps_the_header() -> None:
    transform = Transform("aes", 128, "sha", "transport")
    kernel = Kernel(1)
    line = [(Prefix(HUB, 32), Prefix(SPOKE, 32))]
    hub = Side(kernel, "hub", HUB, SPOKE, line, transform=transform)
    spoke = Side(kernel, "spoke", SPOKE, HUB, [(b, a) for a, b in line], transform=transform)
    assert hub.send(HUB, SPOKE) is None
    assert hub.ike.requests[0].transforms[0].mode == "transport"
    assert isinstance(negotiate(hub, spoke), Accepted)
    packet = ipv4.build(HUB, SPOKE, 47, b"gre" * 20, identification=77, ttl=9)
    assert hub.interface.crypto is not None
    outer = hub.interface.crypto.outbound(packet)
    assert outer is not None
    header, _ = ipv4.decode(outer)
    assert (header.protocol, header.identification, header.ttl) == (ESP, 77, 9)
    assert spoke.receive(outer) == [packet]


def test_a_transport_set_tunnels_the_traffic_of_others() -> None:
    hub, _ = make_pair(transform=Transform("des", 0, "md5", "transport"))
    hub.send(INSIDE_HOST, REMOTE_HOST)
    assert hub.ike.requests[0].transforms[0].mode == "tunnel"


@given(st.binary(max_size=300))
def test_no_esp_payload_does_harm(payload: bytes) -> None:
    hub, _ = established()
    spi = hub.ipsec.database.pairs[0].esp.receiver.spi.to_bytes(4, "big")
    for data in (payload, spi + payload):
        assert hub.receive(ipv4.build(SPOKE, HUB, ESP, data)) == []


def test_no_authentic_junk_does_harm() -> None:
    hub, spoke = established()
    sender = spoke.ipsec.database.pairs[0].esp.sender
    random = Random(5)
    for _ in range(300):
        junk = sender.seal(random.randbytes(random.randrange(120)), random.choice((4, 17, random.randrange(256))))
        assert hub.receive(ipv4.build(SPOKE, HUB, ESP, junk)) == []


def test_ports_limit_what_an_sa_carries() -> None:
    web = ProxyIdentity(IPv4(0), IPv4(0), TCP, 80)
    anyone = ProxyIdentity(IPv4(0), IPv4(0), TCP)
    assert carries(ipv4.build(HUB, SPOKE, TCP, ports(1024, 80)), anyone, web)
    assert not carries(ipv4.build(HUB, SPOKE, TCP, ports(1024, 81)), anyone, web)
    assert not carries(ipv4.build(HUB, SPOKE, UDP, ports(1024, 80)), anyone, web)
    assert not carries(ipv4.build(HUB, SPOKE, TCP, b""), anyone, web)


def test_the_later_fragments_of_an_ike_message_are_let_in() -> None:
    hub, _ = make_pair()
    anything = Prefix.parse("0.0.0.0/0")
    hub.router.acls.lists["101"].entries = [entry(anything, anything)]
    crypto = hub.interface.crypto
    assert crypto is not None
    assert crypto.admits_clear(ipv4.build(SPOKE, HUB, UDP, bytes(600), fragment_offset=1480))
    assert not crypto.admits_clear(ipv4.build(SPOKE, HUB, TCP, bytes(600), fragment_offset=1480))


def test_an_entry_without_a_peer_is_disabled_and_one_without_a_transform_set_is_not() -> None:
    hub, _ = make_pair()
    crypto_map = hub.ipsec.policy.maps["vpn"]
    crypto_map.entries[10].transform_sets = ()
    assert hub.send(INSIDE_HOST, REMOTE_HOST) is None
    assert not hub.ike.requests
    crypto_map.entries[10].peers.clear()
    assert hub.send(INSIDE_HOST, REMOTE_HOST) is not None
