"""Debug lines and warnings where the real thing happens, in the words of each release."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from support.ospf_bench import Bench, Node, ip, lan

from ios_emu.features.ospf import auth, debug, lsa, packet
from ios_emu.features.ospf.auth import MD5, Authentication
from ios_emu.features.ospf.debug import Message
from ios_emu.features.ospf.packet import ALL_SPF_ROUTERS
from ios_emu.lab.lab import Lab
from ios_emu.router.release import RELEASES

MESSAGES = {name: value for name, value in vars(debug).items() if isinstance(value, Message)}


def in_order(text: str, *expected: str) -> None:
    at = 0
    for line in expected:
        found = text.find(line, at)
        assert found >= 0, f"{line!r} does not follow in:\n{text[at:]}"
        at = found + len(line)


# -- the words -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", MESSAGES)
def test_both_wordings_ask_for_the_same_values(name: str) -> None:
    message = MESSAGES[name]
    old, new = (set(re.findall(r"\{(\w+)", text)) for text in (message.old, message.new))
    assert message.old or message.new
    if message.old and message.new:
        assert new - old <= {"area"}
        assert old - new <= {"interface", "count", "place", "time", "pid"}
    assert message.kinds


def test_the_prefix_of_a_release() -> None:
    values = {"pid": 7, "interface": "FastEthernet0/0", "short": "Fa0/0", "neighbor": ip("3.3.3.3")}
    assert debug.line(RELEASES["12.3"], debug.TWO_WAY, values) == (
        "OSPF: 2 Way Communication to 3.3.3.3 on FastEthernet0/0, state 2WAY"
    )
    assert debug.line(RELEASES["15"], debug.TWO_WAY, values) == (
        "OSPF-7 ADJ   Fa0/0: 2 Way Communication to 3.3.3.3, state 2WAY"
    )
    assert debug.line(RELEASES["12.3"], debug.PREPARE, values) == "", "12.x does not say it"
    values = {"pid": 7, "interface": "", "short": "", "area": 0}
    assert (
        debug.line(RELEASES["15"], debug.RUNNING, values) == "OSPF-7 INTRA: Running SPF for area 0, SPF-type Full"
    )


# -- flooding and shortest paths -------------------------------------------------------------------------


def test_an_lsa_is_followed_through_flooding() -> None:
    bench, (one, two, _three) = lan(3)
    bench.run(90)
    one.families = two.families = {"flood"}
    one.static(("20.1.1.0/24", "172.16.0.1"))
    bench.run(6)
    named = "Type 5 LSA ID 20.1.1.0 Adv rtr 1.1.1.1 Seq 80000001"
    described = "Type 5, LSID 20.1.1.0, Adv rtr 1.1.1.1, age"
    in_order(
        "\n".join(one.debugs),
        f"OSPF: Add {named} to Fa0/0 2.2.2.2 retransmission list",
        "OSPF: Start Fa0/0 2.2.2.2 retrans timer",
        f"OSPF: Add {named} to Fa0/0 3.3.3.3 retransmission list",
        f"OSPF: Add {named} to Fa0/0 flood list",
        "OSPF: Start Fa0/0 pacing timer",
        "OSPF: Flooding update on Fa0/0 to 224.0.0.6 Area 0",
        f"OSPF: Send {described} 1, seq 0x80000001  (",
        f"OSPF: Remove {named} from Fa0/0 flood list",
        "OSPF: Stop Fa0/0 flood timer",
        f"OSPF: Rcv Ack {described}",
        "Remove LSA from retransmission list",
    )
    in_order(
        "\n".join(two.debugs),
        "OSPF: received update from 1.1.1.1, Fa0/0",
        f"OSPF: Rcv Update {described} 1, seq 0x80000001",
        "      Mask /24",
        "OSPF: Sending delayed ACK on Fa0/0",
        f"OSPF: Ack {described}",
    )


def test_what_is_not_acknowledged_is_sent_again_and_known_when_it_comes_twice() -> None:
    bench, (one, two) = lan(2)
    bench.run(60)
    one.families = two.families = {"flood"}
    bench.deaf["2.2.2.2"] = True
    one.static(("20.1.1.0/24", "172.16.0.1"))
    bench.run(4)
    bench.deaf.clear()
    bench.run(2)
    text = "\n".join(one.debugs)
    in_order(
        text,
        "OSPF: Retransmitting update to 2.2.2.2 on Fa0/0, ",
        "OSPF: Sending update on Fa0/0 to 10.1.1.2 Area 0",
    )
    stored = two.process.external.find(5, ip("20.1.1.0"))[0]
    two.debugs.clear()
    update(one, two, stored.lsa)
    in_order(
        "\n".join(two.debugs), "OSPF: Received same lsa", "OSPF: Sending direct ACK on Fa0/0", "OSPF: Ack Type 5"
    )


def test_a_calculation_shows_its_steps() -> None:
    bench, (one, two) = lan(2)
    bench.run(90)
    two.static(("20.1.1.0/24", "172.16.0.1"))
    bench.run(30)
    one.families = {"spf"}
    two.change("Lo0", cost=5)
    bench.run(12)
    in_order(
        "\n".join(one.debugs),
        "OSPF: Detect change in LSA type 1, LSID 2.2.2.2, from 2.2.2.2 area 0",
        "OSPF: schedule SPF: spf_time ",
        "wait_interval 5000ms",
        "OSPF: begin SPF at ",
        "OSPF: running SPF for area 0",
        "OSPF: Initializing to run spf",
        " It is a router LSA 1.1.1.1. Link Count 2",
        "  Processing link 0, id 10.1.1.2, link data 10.1.1.1, type 2",
        "   Add better path to LSA ID 10.1.1.2, gateway 0.0.0.0, dist 1",
        " It is a network LSA 10.1.1.2. Router Count 2",
        "   Add path: next-hop 10.1.1.2, interface Fa0/0",
        "OSPF: Adding Stub nets",
        "OSPF: Add Network Route to 99.0.0.2 Mask /32. Metric: 6, Next Hop: 10.1.1.2",
        "OSPF: Started Building Type 5 External Routes",
        "OSPF: Start processing Type 5 External LSA 20.1.1.0, mask 255.255.255.0, adv 2.2.2.2, age ",
        "metric 20, metric-type 2",
        "   Add External Route to 20.1.1.0. Metric: 20, Next Hop: 10.1.1.2",
        "OSPF: end SPF at ",
    )


def test_generation_of_external_lsas() -> None:
    bench, (one, _two) = lan(2)
    bench.run(60)
    one.families = {"lsa-generation"}
    one.static(("20.1.1.0/24", "172.16.0.1"))
    one.static()
    assert one.debugs == [
        "OSPF: Generate external LSA 20.1.1.0, mask 255.255.255.0, type 5, age 0, metric 20, tag 0, metric-type 2, "
        "seq 0x80000001",
        "OSPF: Generate external LSA 20.1.1.0, mask 255.255.255.0, type 5, age 3600, metric 16777215, tag 0, "
        "metric-type 2, seq 0x80000001",
    ]


def test_packets_as_they_come_in() -> None:
    key = Authentication(MD5, keys=((9, b"k"),))
    bench, (one, two) = lan(2)
    one.families = {"packet"}
    two.change("Fa0/0", hello=5)
    bench.run(1)
    line = one.debugs[-1]
    assert re.fullmatch(
        r"OSPF: rcv\. v:2 t:1 l:44 rid:2\.2\.2\.2\n      aid:0\.0\.0\.0 chk:[0-9A-F]+ aut:0 auk: from Fa0/0", line
    )
    two.change("Fa0/0", hello=10, authentication=key)
    bench.run(1)
    assert re.search(r"chk:0 aut:2 keyid:9 seq:0x\d+ from Fa0/0$", one.debugs[-1])


# -- calculations are held off ---------------------------------------------------------------------------


def test_spf_is_throttled_and_the_hold_time_doubles() -> None:
    bench, (one, two) = lan(2, spf_start=100, spf_hold=1000, spf_maximum=3000)
    bench.run(90)
    runs: list[int] = []
    area = one.process.areas[ip("0.0.0.0")]
    for step in range(400):
        two.process.config.lsa_arrival = 0
        if step % 50 == 0 and step < 350:
            two.change("Lo0", cost=2 + step)
        before = area.spf_runs
        bench.run(0.1)
        if area.spf_runs > before:
            runs.append(step)
    gaps = [b - a for a, b in pairwise(runs)]
    assert all(gap >= 10 for gap in gaps)
    assert one.process.schedule.hold in (1_000_000_000, 2_000_000_000, 3_000_000_000)
    assert one.routes[next(p for p in one.routes if str(p) == "99.0.0.2/32")].metric == 303


def test_changes_that_keep_coming_are_held_off_longer_and_longer() -> None:
    bench, (one, _two) = lan(2, spf_start=10, spf_hold=1000, spf_maximum=4000)
    bench.run(90)
    key = lsa.LsaKey(lsa.ROUTER, ip("2.2.2.2"), ip("2.2.2.2"))
    stored = one.process.areas[ip("0.0.0.0")].lsdb.entries[key]
    runs: list[int] = []
    for _ in range(1500):
        one.process.routing_changed(ip("0.0.0.0"), stored)
        before = one.process.schedule.last
        bench.run(0.01)
        if one.process.schedule.last != before:
            runs.append(one.process.schedule.last or 0)
    gaps = [(b - a) // 1_000_000 for a, b in pairwise(runs)]
    assert gaps[:4] == [1000, 2000, 4000, 4000]


# -- warnings --------------------------------------------------------------------------------------------


def update(node: Node, victim: Node, *lsas: lsa.Lsa) -> None:
    """An update as `node` would send it to `victim`."""
    body = packet.encode_update([one.encode() for one in lsas])
    send(node, victim, packet.UPDATE, body)


def send(node: Node, victim: Node, kind: int, body: bytes, source: str = "", area: int = 0) -> None:
    data = auth.seal(kind, node.process.router_id, area, body, Authentication(), 1)
    victim.process.receive("Fa0/0", ip(source) if source else node.addresses["Fa0/0"], ALL_SPF_ROUTERS, data)


def warnings(node: Node) -> list[str]:
    return [line for line in node.logs if line.startswith("%OSPF-4-")]


def test_invalid_packets_are_complained_of_once_a_minute() -> None:
    bench, (one, two) = lan(2)
    bench.run(60)
    good = auth.seal(packet.HELLO, ip("2.2.2.2"), 0, bytes(20), Authentication(), 1)
    for _ in range(3):
        one.process.receive("Fa0/0", ip("10.1.1.2"), ALL_SPF_ROUTERS, good[:12] + b"\1\2" + good[14:])
        one.process.receive("Fa0/0", ip("10.1.1.2"), ALL_SPF_ROUTERS, b"\2\1\0")
        send(two, one, packet.DATABASE_DESCRIPTION, b"\0\0\0")
        send(two, one, packet.REQUEST, bytes(12), "10.1.1.77")
    update(two, one, lsa.build(10, 1, ip("2.2.2.2"), 1, b"abcd"))
    expected = [
        "%OSPF-4-ERRRCV: Received invalid packet: Bad Checksum from 10.1.1.2, Fa0/0",
        "%OSPF-4-ERRRCV: Received invalid packet: OSPF packet of 3 bytes is shorter than its header "
        "from 10.1.1.2, Fa0/0",
        "%OSPF-4-BADLENGTH: Invalid length 27 in OSPF packet type 2 from 10.1.1.2 (ID 2.2.2.2), Fa0/0",
        "%OSPF-4-NONEIGHBOR: Received link state request from unknown neighbor 10.1.1.77",
        "%OSPF-4-BADLSATYPE: Invalid lsa: Bad LSA type Type 10, LSID 0.0.0.1 from 2.2.2.2, 10.1.1.2, Fa0/0",
    ]
    assert warnings(one) == expected
    bench.run(61)
    one.process.receive("Fa0/0", ip("10.1.1.2"), ALL_SPF_ROUTERS, b"\2\1\0")
    assert warnings(one) == [*expected, expected[1]]


def test_complaints_are_bounded() -> None:
    _bench, (one,) = lan(1)
    for number in range(2000):
        one.process.complain("ERRRCV", str(number))
    assert len(one.process.complaints) <= 256


def test_a_packet_for_another_area() -> None:
    bench, (one, two) = lan(2)
    one.families = {"adj"}
    bench.run(5)
    send(two, one, packet.HELLO, bytes(20), area=3)
    assert "OSPF: Rcv pkt from 10.1.1.2, Fa0/0, area 0.0.0.0 mismatch area 0.0.0.3 in the header" in one.debugs
    send(two, one, packet.HELLO, bytes(20), "10.9.9.9")
    assert "OSPF: Rcv pkt from 10.9.9.9, Fa0/0, area 0.0.0.0 : src not on the same network" in one.debugs
    assert warnings(one) == []


def test_two_far_routers_of_one_id_are_found_by_their_fight() -> None:
    bench = Bench()
    left = bench.node("1.1.1.1").plug("Fa0/0", "a", "10.1.0.1/24")
    bench.node("2.2.2.2").plug("Fa0/0", "a", "10.1.0.2/24").plug("Fa0/1", "b", "10.2.0.2/24")
    right = bench.node("1.1.1.1").plug("Fa0/0", "b", "10.2.0.1/24")
    bench.run(120)
    for node in (left, right):
        assert warnings(node)
        assert set(warnings(node)) == {
            "%OSPF-4-DUP_RTRID1: Detected router with duplicate router ID 1.1.1.1 in area 0"
        }


def test_an_earlier_life_is_no_other_router() -> None:
    bench, (one, two) = lan(2)
    bench.run(60)
    one.static(("20.1.1.0/24", "172.16.0.1"))
    one.process.shut_down()
    one.process = type(one.process)(one, 1, ip("1.1.1.1"), one.process.config)
    one.apply()
    one.static(("20.1.1.0/24", "172.16.0.1"))
    bench.run(120)
    assert bench.agreed()
    assert warnings(one) == warnings(two) == []


# -- in a router -----------------------------------------------------------------------------------------

ALONE = """\
name: alone
topology:
  nodes: {r1: {kind: ios_emu, startup-config: r1.cfg}}
"""


@pytest.mark.parametrize(
    ("version", "acknowledged", "shown"),
    [
        (
            "12.3",
            {
                "adj": "OSPF adjacency events",
                "events": "OSPF events",
                "flood": "OSPF flooding",
                "hello": "OSPF hello events",
                "lsa-generation": "OSPF summary lsa generation",
                "packet": "OSPF packet",
                "spf": "OSPF spf events",
            },
            "IP routing:\n",
        ),
        (
            "15.2",
            {
                "adj": "OSPF adjacency",
                "events": "OSPF events",
                "flood": "OSPF flooding",
                "hello": "OSPF hello",
                "lsa-generation": "OSPF LSA generation",
                "packet": "OSPF packet",
                "spf": "OSPF SPF",
            },
            "OSPF:\n",
        ),
    ],
)
def test_switches(tmp_path: Path, version: str, acknowledged: dict[str, str], shown: str) -> None:
    (tmp_path / "r1.cfg").write_text(f"version {version}\nend\n")
    (tmp_path / "alone.clab.yml").write_text(ALONE)
    router = Lab.load(tmp_path / "alone.clab.yml")["r1"]
    for kind, words in acknowledged.items():
        assert router.execute(f"debug ip ospf {kind}") == f"{words} debugging is on\n"
        assert router.execute("show debugging") == f"{shown}  {words} debugging is on\n"
        assert router.execute(f"no debug ip ospf {kind}") == f"{words} debugging is off\n"
    router.execute("debug ip ospf events")
    assert router.debugging("ip ospf adj")
    assert router.debugging("ip ospf hello")
    assert router.execute("show debugging") == f"{shown}  {acknowledged['events']} debugging is on\n"
    router.execute("debug ip ospf adj")
    both = f"  {acknowledged['adj']} debugging is on\n  {acknowledged['events']} debugging is on\n"
    assert router.execute("show debugging") == shown + both, "what was asked for itself is told of"
