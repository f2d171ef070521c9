"""Two to four processes on simulated networks: ageing, attacks and accidents, loss, flooding's finer points."""

from __future__ import annotations

import copy
import struct
from itertools import pairwise
from random import Random

import pytest
from support.ospf_bench import Bench, Node, ip, lan, net

from ios_emu.features.ospf import auth, lsa, packet
from ios_emu.features.ospf.auth import Authentication
from ios_emu.features.ospf.lsa import LsaKey
from ios_emu.features.ospf.lsdb import Ref
from ios_emu.features.ospf.packet import ALL_D_ROUTERS, ALL_SPF_ROUTERS
from ios_emu.kernel import SECOND, digest
from ios_emu.wire import IPv4

BACKBONE = ip("0.0.0.0")


def external(node: Node, prefix: str, router: str) -> Ref:
    return Ref(None, LsaKey(lsa.EXTERNAL, net(prefix).network, ip(router)))


# -- ageing ----------------------------------------------------------------------------------------------


def test_own_lsas_are_refreshed_after_half_an_hour_and_nothing_else_moves() -> None:
    bench, (one, _two) = lan(2)
    one.static(("20.1.1.0/24", "172.16.0.1"))
    bench.run(100)
    before, installs = bench.databases()[0], one.installs
    bench.run(1690)
    assert bench.databases()[0] == before
    bench.run(60)
    after = bench.databases()[0]
    assert {key: number + 1 for key, (number, _) in before.items()} == {k: n for k, (n, _) in after.items()}
    assert one.installs == installs, "a refresh changes no route"
    assert bench.agreed()


def test_an_orphan_ages_out_after_an_hour() -> None:
    bench, (one, two) = lan(2)
    one.static(("20.1.1.0/24", "172.16.0.1"))
    bench.run(100)
    bench.deaf["1.1.1.1"] = True
    bench.run(3400)
    assert external(two, "20.1.1.0/24", "1.1.1.1").key in two.process.external.entries
    assert two.ways("20.1.1.0/24") == []
    bench.run(300)
    assert two.process.external.entries == {}


def test_min_ls_interval() -> None:
    bench, (one, _two) = lan(2)
    bench.run(60)
    lsdb = one.process.areas[BACKBONE].lsdb
    key = LsaKey(lsa.ROUTER, ip("1.1.1.1"), ip("1.1.1.1"))
    start = lsdb.entries[key].lsa.header.sequence
    for cost in range(2, 12):
        one.change("Fa0/0", cost=cost)
        bench.run(1)
    assert lsdb.entries[key].lsa.header.sequence - start <= 3
    bench.run(25)
    assert bench.agreed()
    assert one.routes[net("99.0.0.2/32")].metric == 12


# -- attacks and accidents -------------------------------------------------------------------------------


def update(node: Node, victim: Node, *lsas: lsa.Lsa) -> None:
    """An update as `node` would send it to `victim`."""
    body = packet.encode_update([one.encode() for one in lsas])
    data = auth.seal(packet.UPDATE, node.process.router_id, 0, body, Authentication(), 1)
    victim.process.receive("Fa0/0", node.addresses["Fa0/0"], ALL_SPF_ROUTERS, data)


def test_an_old_life_of_a_router_is_outdated() -> None:
    """An LSA of this router with a higher sequence number goes round: it originates beyond it (13.4)."""
    bench, (one, two) = lan(2)
    bench.run(60)
    forged = lsa.build(1, ip("1.1.1.1"), ip("1.1.1.1"), 100, lsa.RouterBody(0, ()).encode())
    update(two, one, forged)
    bench.run(8)
    key = LsaKey(1, ip("1.1.1.1"), ip("1.1.1.1"))
    stored = one.process.areas[BACKBONE].lsdb.entries[key]
    assert stored.lsa.header.sequence == 101
    assert len(stored.body.links) == 2  # type: ignore[union-attr,arg-type]
    assert bench.agreed()
    ghost = lsa.build(5, ip("66.0.0.0"), ip("1.1.1.1"), 7, lsa.ExternalBody(8, True, 1, ip("0.0.0.0"), 0).encode())
    update(two, one, ghost)
    bench.run(8)
    assert one.process.external.entries == {} == two.process.external.entries


def test_the_last_sequence_number_is_flushed_before_the_first() -> None:
    bench, (one, two) = lan(2)
    bench.run(60)
    last = lsa.build(1, ip("1.1.1.1"), ip("1.1.1.1"), lsa.MAX_SEQUENCE, lsa.RouterBody(0, ()).encode())
    update(two, one, last)
    bench.run(20)
    key = LsaKey(1, ip("1.1.1.1"), ip("1.1.1.1"))
    for node in (one, two):
        assert node.process.areas[BACKBONE].lsdb.entries[key].lsa.header.sequence == lsa.INITIAL_SEQUENCE
    bench.run(15)
    assert two.ways("99.0.0.1/32") == ["10.1.1.1"]


def test_a_forged_death_is_survived() -> None:
    bench, (one, two) = lan(2)
    bench.run(60)
    key = LsaKey(1, ip("1.1.1.1"), ip("1.1.1.1"))
    dead = one.process.areas[BACKBONE].lsdb.entries[key].lsa.at_age(lsa.MAX_AGE)
    update(two, one, dead)
    bench.run(30)
    assert bench.agreed()
    assert two.ways("99.0.0.1/32") == ["10.1.1.1"]


def test_what_is_odd_is_counted_and_dropped() -> None:
    bench, (one, two) = lan(2)
    bench.run(60)
    good = lsa.build(5, 1 << 24, ip("2.2.2.2"), 1, lsa.ExternalBody(8, True, 1, IPv4(0), 0).encode())
    bad_sum = lsa.Lsa(good.header._replace(checksum=good.header.checksum ^ 1), good.body)
    opaque = lsa.build(10, 1, ip("2.2.2.2"), 1, b"abcd")
    mangled = lsa.build(1, ip("7.7.7.7"), ip("7.7.7.7"), 1, b"\0\0\0\5")
    update(two, one, bad_sum, opaque, mangled, good)
    counters = one.process.counters
    assert [counters[what] for what in ("wrong LSA checksum", "Bad LSA type", "malformed LSA")] == [1, 1, 1]
    assert list(one.process.external.entries) == [good.key]
    for data in (b"", b"\x02", bytes(24), bytes(100), good.encode() * 3):
        one.process.receive("Fa0/0", ip("10.1.1.2"), ALL_SPF_ROUTERS, data)
    unknown = auth.seal(9, ip("2.2.2.2"), 0, b"", Authentication(), 1)
    one.process.receive("Fa0/0", ip("10.1.1.2"), ALL_SPF_ROUTERS, unknown)
    assert counters["malformed"] == 5
    assert counters["unknown type"] == 1
    assert one.states() == {"2.2.2.2": "FULL"}


def test_an_empty_packet_does_not_keep_a_neighbour_alive() -> None:
    bench, (one, _two) = lan(2)
    bench.run(60)
    bench.deaf["2.2.2.2"] = True
    for _ in range(50):
        bench.run(1)
        one.process.receive("Fa0/0", ip("10.1.1.2"), ALL_SPF_ROUTERS, b"")
    assert one.states() == {}


def test_the_database_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ios_emu.features.ospf.process.MAX_LSAS", 50)
    bench, (one, two) = lan(2)
    bench.run(60)
    body = lsa.ExternalBody(24, True, 1, IPv4(0), 0).encode()
    for number in range(100):
        update(two, one, lsa.build(5, number << 8, ip("8.8.8.8"), 1, body))
    assert one.process.lsa_count() == 50
    assert one.process.counters["database full"] > 0
    assert one.states() == {"2.2.2.2": "FULL"}


def test_neighbours_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ios_emu.features.ospf.segment.MAX_NEIGHBORS", 20)
    _bench, (one,) = lan(1)
    hello = packet.Hello(ip("255.255.255.0"), 10, 2, 1, 40, IPv4(0), IPv4(0))
    for number in range(2, 100):
        data = auth.seal(packet.HELLO, number, 0, hello.encode(), Authentication(), 1)
        one.process.receive("Fa0/0", IPv4(0x0A010100 + number), ALL_SPF_ROUTERS, data)
    assert len(one.process.interfaces["Fa0/0"].neighbors) == 20


def test_a_second_router_with_this_id_is_reported_once_a_minute() -> None:
    bench, (one,) = lan(1)
    bench.node("1.1.1.1").plug("Fa0/0", "lan", "10.1.1.7/24")
    bench.run(55)
    reports = [line for line in one.logs if "DUP_RTRID" in line]
    assert reports == [
        "%OSPF-4-DUP_RTRID_NBR: OSPF detected duplicate router-id 1.1.1.1 from 10.1.1.7 on interface Fa0/0"
    ]


def test_a_neighbour_that_changes_its_id_is_another_neighbour() -> None:
    bench, (one, _two) = lan(2)
    bench.run(60)
    hello = packet.Hello(ip("255.255.255.0"), 10, 2, 1, 40, IPv4(0), IPv4(0))
    data = auth.seal(packet.HELLO, ip("7.7.7.7"), 0, hello.encode(), Authentication(), 1)
    one.process.receive("Fa0/0", ip("10.1.1.2"), ALL_SPF_ROUTERS, data)
    assert one.states() == {"7.7.7.7": "INIT"}


def test_bad_request_and_out_of_sequence_description_start_the_exchange_anew() -> None:
    bench, (one, _two) = lan(2)
    bench.run(60)
    one.process.config.log_detail = True
    request = struct.pack("!III", 1, ip("5.5.5.5"), ip("5.5.5.5"))
    data = auth.seal(packet.REQUEST, ip("2.2.2.2"), 0, request, Authentication(), 1)
    one.process.receive("Fa0/0", ip("10.1.1.2"), ip("10.1.1.1"), data)
    assert one.states() == {"2.2.2.2": "EXSTART"}
    assert one.logs[-1].endswith("from FULL to EXSTART, BadLSReq")
    bench.run(20)
    assert one.states() == {"2.2.2.2": "FULL"}
    description = packet.DatabaseDescription(1500, 2, 0, 12345)
    data = auth.seal(packet.DATABASE_DESCRIPTION, ip("2.2.2.2"), 0, description.encode(), Authentication(), 1)
    one.process.receive("Fa0/0", ip("10.1.1.2"), ip("10.1.1.1"), data)
    assert one.logs[-1].endswith("from FULL to EXSTART, SeqNumberMismatch")
    bench.run(20)
    assert one.states() == {"2.2.2.2": "FULL"}


# -- loss, order, values ---------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(6))
def test_a_lossy_network_converges(seed: int) -> None:
    bench, nodes = lan(4, seed=seed, loss=0.2)
    for number, node in enumerate(nodes):
        node.static(*((f"20.{number}.{third}.0/24", "172.16.0.1") for third in range(30)))
    bench.run(300)
    bench.loss = 0.0
    bench.run(120)
    assert bench.agreed()
    assert len(nodes[0].process.external.entries) == 120
    for node in nodes:
        assert sum(route.code == "O E2" for route in node.routes.values()) == 90
        assert all(not n.retransmit for _, n in node.process.neighbors())


def test_a_large_database_goes_over_in_parts() -> None:
    bench, (one, two) = lan(2)
    one.static(*((f"20.{n >> 8}.{n & 255}.0/24", "172.16.0.1") for n in range(500)))
    bench.run(60)
    assert sum(route.code == "O E2" for route in two.routes.values()) == 500
    assert max(len(data) for *_, data in bench.sent) <= 1480
    assert bench.agreed()


def test_two_runs_are_the_same_and_a_copy_goes_on_alike() -> None:
    def run() -> Bench:
        bench, nodes = lan(3, seed=5, loss=0.1)
        nodes[0].static(("20.1.1.0/24", "172.16.0.1"))
        bench.run(47)
        return bench

    first, second = run(), run()
    assert first.sent == second.sent
    twin = copy.deepcopy(first)
    for bench in (first, twin):
        bench.run(100)
    assert first.sent == twin.sent
    assert digest(first.nodes) == digest(twin.nodes)


def test_areas_and_their_border() -> None:
    bench = Bench()
    one = bench.node("1.1.1.1").plug("Fa0/0", "back", "10.0.0.1/24").plug("Lo0", "x", "99.0.0.1/32")
    border = bench.node("2.2.2.2").plug("Fa0/0", "back", "10.0.0.2/24")
    border.plug("Fa0/1", "side", "10.1.0.2/24", area=ip("0.0.0.1"), cost=10)
    inner = bench.node("3.3.3.3").plug("Fa0/0", "side", "10.1.0.3/24", area=ip("0.0.0.1"), cost=10)
    inner.plug("Lo0", "y", "99.0.0.3/32", area=ip("0.0.0.1"))
    one.static(("20.1.1.0/24", "172.16.0.1"))
    bench.run(80)
    route = inner.routes[net("99.0.0.1/32")]
    assert (route.code, route.metric, route.type) == ("O IA", 12, "inter area")
    assert one.ways("99.0.0.3/32") == ["10.0.0.2"]
    assert one.routes[net("10.1.0.0/24")].code == "O IA"
    assert inner.ways("20.1.1.0/24") == ["10.1.0.2"]
    assert inner.routes[net("20.1.1.0/24")].forward_metric == 11
    one.change("Lo0", up=False)
    bench.run(30)
    assert inner.ways("99.0.0.1/32") == []


def test_a_hello_that_says_nothing_new_takes_the_short_way() -> None:
    bench, (one, _two) = lan(2)
    bench.run(100)
    neighbor = one.process.interfaces["Fa0/0"].neighbors[ip("10.1.1.2")]
    hello = neighbor.last_hello
    assert hello is not None
    bench.run(3)
    one.process.receive("Fa0/0", ip("10.1.1.2"), ALL_SPF_ROUTERS, hello)
    assert one.process.remaining("dead", "Fa0/0", ip("10.1.1.2")) == 40 * SECOND


@pytest.mark.parametrize("seed", range(4))
def test_mangled_packets_never_crash(seed: int) -> None:
    """Every packet of a real conversation, bent in places and sealed again, at every stage of it."""
    draw = Random(seed)
    bench, nodes = lan(3, seed=seed)
    nodes[0].static(*((f"20.1.{third}.0/24", "172.16.0.1") for third in range(5)))
    for node in nodes:
        node.families = {"adj", "hello", "spf", "flood", "events", "legend"}
    for _ in range(120):
        bench.run(1)
        for _, sender, _, destination, data in draw.sample(bench.sent, min(len(bench.sent), 8)):
            body = bytearray(data[24:])
            for _ in range(draw.randrange(1, 4)):
                if body:
                    body[draw.randrange(len(body))] = draw.choice((0, 1, 2, 7, 127, 128, 255))
            if draw.random() < 0.2:
                del body[draw.randrange(len(body) + 1) :]
            kind = data[1] if draw.random() < 0.9 else draw.randrange(8)
            bent = auth.seal(kind, ip(sender), 0, bytes(body), Authentication(), 1)
            for node in nodes:
                if node.name != sender:
                    node.process.receive("Fa0/0", bench.nodes[sender].addresses["Fa0/0"], destination, bent)
    bench.run(4000)  # whatever was believed has aged out
    for number, node in enumerate(nodes, 1):
        assert len(node.states()) == 2
        assert node.process.lsa_count() == 9
        for other in range(1, 4):
            assert other == number or node.ways(f"99.0.0.{other}/32") == [f"10.1.1.{other}"]
    assert bench.agreed()


def test_only_the_designated_router_floods_back() -> None:
    bench, nodes = lan(4)
    bench.run(60)
    start = len(bench.sent)
    nodes[0].change("Lo0", cost=7)
    bench.run(4)
    updates = [(name, to) for _, name, _, to, data in bench.sent[start:] if data[1] == packet.UPDATE]
    assert updates == [("1.1.1.1", ALL_D_ROUTERS), ("4.4.4.4", ALL_SPF_ROUTERS)]
    acknowledged = [(name, to) for _, name, _, to, data in bench.sent[start:] if data[1] == packet.ACKNOWLEDGMENT]
    # the DR's flooding is its own acknowledgment to 1.1.1.1; the backup and 2.2.2.2 acknowledge that, delayed
    assert sorted(acknowledged) == [("2.2.2.2", ALL_D_ROUTERS), ("3.3.3.3", ALL_SPF_ROUTERS)]


def test_min_ls_arrival() -> None:
    bench, (one, two) = lan(2)
    bench.run(60)
    bodies = [lsa.ExternalBody(8, True, metric, IPv4(0), 0).encode() for metric in (1, 2, 3)]
    first, second, third = (lsa.build(5, 1 << 24, ip("8.8.8.8"), n, body) for n, body in enumerate(bodies, 1))
    update(two, one, first)
    bench.run(0.9)
    update(two, one, second)
    assert one.process.external.entries[first.key].lsa.header.sequence == 1
    assert one.process.counters["MinLSArrival"] == 1
    bench.run(0.2)
    update(two, one, third)
    assert one.process.external.entries[first.key].lsa.header.sequence == 3


def test_ten_seconds_between_two_calculations() -> None:
    bench, (one, two) = lan(2)
    bench.run(100)
    runs: list[int] = []
    count = one.process.areas[BACKBONE].spf_runs
    for second in range(40):
        two.change("Lo0", cost=2 + second)
        bench.run(1)
        if one.process.areas[BACKBONE].spf_runs != count:
            count = one.process.areas[BACKBONE].spf_runs
            runs.append(second)
    # 5 s after the first change (told within half a second), then every 10 s
    assert runs[0] == 5
    assert {later - earlier for earlier, later in pairwise(runs)} == {10}
