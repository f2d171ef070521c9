"""NAT traversal (RFC 3947, RFC 3948): found where there is a NAT, not where there is none, in every combination of what
the two ends can do; a tunnel through it, kept alive, and through a binding that changes."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from support.isakmp_bench import HOST, A, B, Bench
from support.isakmp_lab import lab, ping, said
from support.nat_box import behind_nat

from ios_emu.features.isakmp import nat, packet
from ios_emu.features.isakmp.config import Keepalive, PresharedKey
from ios_emu.router.key_engine import UdpPorts
from ios_emu.wire import IPv4, ipv4

OUTER = IPv4.parse("198.51.100.9")


def bench_with_nat(releases: tuple[str, str], behind: str, *, shift: int = 1000) -> Bench:
    """A bench where `a` or `b` is behind a NAT; the other has a key for the outer address."""
    bench = Bench(releases=releases)
    inside, outside = (A, bench.b) if behind == "a" else (B, bench.a)
    bench.wire.nat[inside] = (OUTER, shift if behind == "a" else 0)
    outside.config.keys[OUTER, HOST] = PresharedKey("cisco123", OUTER)
    return bench


def begin(bench: Bench, behind: str) -> None:
    request = bench.request()
    bench.a.ike.request(replace(request, peer=OUTER) if behind == "b" else request)
    bench.run(1)


@pytest.mark.parametrize(
    ("releases", "method"),
    [
        (("12.3", "12.3"), "07"),
        (("12.3", "15"), "07"),
        (("15", "12.3"), "07"),
        (("15", "15"), "rfc3947"),
        (("12.4", "15"), "rfc3947"),
        (("12.2", "15"), ""),
        (("15", "12.2"), ""),
    ],
)
def test_which_kind_is_agreed_on(releases: tuple[str, str], method: str) -> None:
    bench = Bench(releases=releases)
    bench.connect()
    bench.run(1)
    bench.check_tunnel()
    for station in (bench.a, bench.b):
        (sa,) = station.ike.sas.values()
        assert sa.nat.method == method and not sa.nat.found
        assert station.fake.pairs[0].udp is None
    assert set(bench.wire.ports) == {(500, 500)}


@pytest.mark.parametrize("kind", ["03", "02"])
def test_the_drafts_are_understood(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A peer that knows nothing newer than a draft."""
    monkeypatch.setattr(
        nat, "known", lambda ike: ("rfc3947", "07", "03", "02") if ike.host.name == "b" else (kind,)
    )
    bench = bench_with_nat(("15", "15"), "a")
    begin(bench, "a")
    (sa,) = bench.b.ike.sas.values()
    assert sa.nat.method == kind and sa.nat.peer_behind
    assert bench.b.fake.pairs[0].udp == UdpPorts(4500, 5500)
    chain = packet.decode_payloads(packet.KE, bench.wire.sent[2][3][packet.HEADER_LENGTH :])[0]
    assert [payload.kind for payload in chain].count(packet.NAT_D_DRAFT) == 2


@pytest.mark.parametrize("releases", [("12.3", "12.3"), ("15", "15"), ("12.3", "15")])
@pytest.mark.parametrize("behind", ["a", "b"])
def test_a_nat_is_found_and_both_move(releases: tuple[str, str], behind: str) -> None:
    bench = bench_with_nat(releases, behind)
    begin(bench, behind)
    (a,), (b,) = bench.a.ike.sas.values(), bench.b.ike.sas.values()
    assert (a.nat.local_behind, a.nat.peer_behind) == (behind == "a", behind == "b")
    assert (b.nat.local_behind, b.nat.peer_behind) == (behind == "b", behind == "a")
    assert a.capabilities == b.capabilities == "N"
    port = 5500 if behind == "a" else 4500
    assert bench.a.fake.pairs[0].udp == UdpPorts(4500, 4500)
    assert bench.b.fake.pairs[0].udp == UdpPorts(4500, port)
    assert next(ports for ports in bench.wire.ports if 4500 in ports) == (4500, 4500)
    assert bench.wire.ports[:4].count((500, 500)) >= 2 and bench.wire.ports[4:].count((500, 500)) == 0


@pytest.mark.parametrize("old", ["a", "b"])
def test_without_nat_traversal_at_one_end_nothing_moves(old: str) -> None:
    releases = ("12.2", "15") if old == "a" else ("15", "12.2")
    bench = bench_with_nat(releases, "a")
    begin(bench, "a")
    assert bench.a.fake.pairs[0].udp is None
    assert not any(4500 in ports for ports in bench.wire.ports)


def test_it_can_be_switched_off() -> None:
    bench = bench_with_nat(("15", "15"), "a")
    bench.b.config.nat_traversal = False
    begin(bench, "a")
    assert bench.a.fake.pairs[0].udp is None
    (sa,) = bench.b.ike.sas.values()
    assert sa.nat.method == ""


def test_an_offer_in_the_wrong_encapsulation_is_refused() -> None:
    """Where there is a NAT plain ESP would not arrive; where there is none UDP is not wanted."""
    bench = bench_with_nat(("15", "15"), "a")
    begin(bench, "a")
    (sa,) = bench.a.ike.sas.values()
    sa.nat.local_behind = False  # the initiator forgets
    bench.connect()
    bench.run(1)
    assert bench.a.fake.failures and len(bench.b.fake.pairs) == 1


@pytest.mark.parametrize("behind", ["a", "b"])
def test_who_is_behind_the_nat_keeps_its_binding_alive(behind: str) -> None:
    bench = bench_with_nat(("15", "15"), behind)
    for station in (bench.a, bench.b):
        station.config.nat_keepalive = 20
    begin(bench, behind)
    before = len(bench.wire.sent)
    bench.run(61)
    sent = bench.wire.sent[before:]
    assert [message for *_, message in sent] == [nat.KEEPALIVE] * 3
    assert {local for _, local, _, _ in sent} == {A if behind == "a" else B}
    # Traffic of the tunnel keeps it as well.
    station = bench.a if behind == "a" else bench.b
    station.fake.counts = (5, 0)
    bench.run(20)
    assert len(bench.wire.sent) == before + 3
    bench.run(20)
    assert len(bench.wire.sent) == before + 4
    station.ike.clear()
    bench.run(100)
    assert [message for *_, message in bench.wire.sent[before + 4 :]].count(nat.KEEPALIVE) == 0


def test_a_binding_that_changes_is_followed() -> None:
    bench = bench_with_nat(("15", "15"), "a")
    bench.a.config.keepalive = bench.b.config.keepalive = Keepalive(10, periodic=True)
    begin(bench, "a")
    (b,) = bench.b.ike.sas.values()
    assert b.peer_port == 5500
    bench.wire.nat[A] = (OUTER, 2000)
    bench.run(60)
    assert b.peer_port == 6500 and b.established
    assert len(bench.b.ike.sas) == 1


def test_a_forged_message_does_not_move_the_peer() -> None:
    bench = bench_with_nat(("15", "15"), "a")
    begin(bench, "a")
    (b,) = bench.b.ike.sas.values()
    for exchange in (packet.MAIN_MODE, packet.QUICK_MODE, packet.INFORMATIONAL):
        for flags in (0, packet.FLAG_ENCRYPTED):
            cookies = (b.initiator_cookie, b.responder_cookie)
            forged = packet.encode_message(*cookies, packet.HASH, exchange, flags, 77, b"\0" * 64)
            bench.b.ike.receive(B, OUTER, forged, 4500, 666)
    assert b.peer_port == 5500


# -- whole routers, a NAT on the cable -------------------------------------------------------------------------


@pytest.mark.parametrize("releases", [("12.3", "12.3"), ("15.2", "15.2")])
def test_pings_pass_a_tunnel_through_a_nat(releases: tuple[str, str], tmp_path: Path) -> None:
    made, box = behind_nat(tmp_path, releases)
    ping(made, 8)
    assert "in use settings ={Tunnel UDP-Encaps, }" in made["R1"].execute("show crypto ipsec sa")
    shown = made["R2"].execute("show crypto ipsec sa")
    assert re.search(r"current_peer:? 192\.0\.2\.101(:| port )61001", shown)
    assert re.search(r"#pkts decaps: [5-8],", shown)
    for name in ("R1", "R2"):
        assert re.search(r" N *$", made[name].execute("show crypto isakmp sa detail"), re.MULTILINE)
    assert ipv4.ESP not in box.protocols
    assert {datagram.source_port for datagram in box.datagrams} == {61000, 61001}
    # From the outside in.
    assert "!!!!!" in made["R2"].execute("ping 10.1.0.1 source Loopback0")
    # The NAT forgets, and gives other ports: the next packet from inside tells the other end.
    box.forget()
    ping(made, 2)
    assert "!!!!!" in made["R2"].execute("ping 10.1.0.1 source Loopback0")
    assert "62001" in made["R2"].execute("show crypto ipsec sa")


def test_long_packets_fit_with_the_udp_header(tmp_path: Path) -> None:
    made, _ = behind_nat(tmp_path, ("15.2", "15.2"))
    heard = made.capture()
    for size in (1400, 1430, 1436, 1440, 1446, 1500, 3000):
        assert "!!" in made["R1"].execute(f"ping 10.2.0.1 source Loopback0 size {size} repeat 3"), size
    assert max(len(seen.frame) for seen in heard.frames) <= 1514


def test_a_router_without_nat_traversal_has_no_port_4500(tmp_path: Path) -> None:
    made = lab(tmp_path, ("12.2", "12.3"))
    assert not made["R1"].udp.listening(4500) and made["R2"].udp.listening(4500)
    made["R2"].execute("configure terminal")
    made["R2"].execute("no crypto ipsec nat-transparency udp-encaps")
    assert not made["R2"].udp.listening(4500)
    assert "no crypto ipsec nat-transparency udp-encapsulation" in made["R2"].execute("do show running-config")
    made["R2"].execute("crypto ipsec nat-transparency udp-encapsulation")
    assert made["R2"].udp.listening(4500)
    assert "nat-transparency" not in made["R2"].execute("do show running-config")


def test_the_debug_of_the_side_behind_the_nat(tmp_path: Path) -> None:
    made, _ = behind_nat(tmp_path, ("15.2", "15.2"))
    for name in ("R1", "R2"):
        said(made, name)
    ping(made)
    inside, outside = said(made, "R1"), said(made, "R2")
    # As in published captures of both sides.
    assert [line for line in inside if "hash no match" in line or "NAT found" in line] == [
        "ISAKMP (1001): NAT found, both nodes inside NAT",
        "ISAKMP (1001): My hash no match -  this node inside NAT",
    ]
    assert [line for line in outside if "hash no match" in line] == [
        "ISAKMP (1001): His hash no match - this node outside NAT"
    ] * 2
    assert "ISAKMP:(1001):Detected port floating to port = 61001" in outside
    assert "ISAKMP:      encaps is 3 (Tunnel-UDP)" in outside
    assert any(
        "sending packet to 192.0.2.2 my_port 4500 peer_port 4500 (I) MM_KEY_EXCH" in line for line in inside
    )
