"""Two to four processes on simulated networks: adjacencies, roles, flooding, ageing, loss."""

from __future__ import annotations

import copy
import struct

import pytest
from support.ospf_bench import Bench, Node, ip, net

from ios_emu.features.ospf import auth, lsa, packet
from ios_emu.features.ospf.auth import MD5, SIMPLE, Authentication
from ios_emu.features.ospf.config import POINT_TO_POINT
from ios_emu.features.ospf.interface import Status
from ios_emu.features.ospf.lsa import LsaKey
from ios_emu.features.ospf.lsdb import Ref
from ios_emu.features.ospf.packet import ALL_D_ROUTERS, ALL_SPF_ROUTERS
from ios_emu.kernel import SECOND, digest
from ios_emu.wire import IPv4

BACKBONE = ip("0.0.0.0")


def lan(count: int, seed: int = 1, loss: float = 0.0, **config: object) -> tuple[Bench, list[Node]]:
    """Routers n.n.n.n at 10.1.1.n; each has a loopback 99.0.0.n."""
    bench = Bench(seed, loss)
    nodes = []
    for number in range(1, count + 1):
        node = bench.node(".".join([str(number)] * 4), log_changes=True, **config)
        node.plug("Fa0/0", "lan", f"10.1.1.{number}/24").plug("Lo0", f"lo{number}", f"99.0.0.{number}/32")
        nodes.append(node)
    return bench, nodes


def statuses(nodes: list[Node]) -> list[Status]:
    return [node.process.interfaces["Fa0/0"].status for node in nodes]


def external(node: Node, prefix: str, router: str) -> Ref:
    return Ref(None, LsaKey(lsa.EXTERNAL, net(prefix).network, ip(router)))


# -- coming up -------------------------------------------------------------------------------------------


def test_four_routers_elect_and_agree() -> None:
    bench, nodes = lan(4)
    bench.run(39)
    assert statuses(nodes) == [Status.WAITING] * 4
    assert nodes[0].states() == {"2.2.2.2": "2WAY", "3.3.3.3": "2WAY", "4.4.4.4": "2WAY"}
    bench.run(31)
    assert statuses(nodes) == [Status.DROTHER, Status.DROTHER, Status.BACKUP, Status.DR]
    assert nodes[0].states() == {"2.2.2.2": "2WAY", "3.3.3.3": "FULL", "4.4.4.4": "FULL"}
    assert nodes[3].states() == dict.fromkeys(["1.1.1.1", "2.2.2.2", "3.3.3.3"], "FULL")
    assert bench.agreed()
    assert len(bench.databases()[0]) == 5
    for node in nodes:
        for other in nodes:
            number = other.name[0]
            expected = [] if other is node else [f"10.1.1.{number}"]
            assert node.ways(f"99.0.0.{number}/32") == expected
    assert nodes[0].routes[net("99.0.0.4/32")].metric == 2
    assert "%OSPF-5-ADJCHG: Process 1, Nbr 4.4.4.4 on Fa0/0 from LOADING to FULL, Loading Done" in nodes[0].logs


def test_the_first_election_comes_with_the_wait_timer_and_routes_five_seconds_later() -> None:
    bench, (one, _two) = lan(2)
    bench.run(40.4)
    assert one.states() == {"2.2.2.2": "FULL"}
    assert one.ways("99.0.0.2/32") == []
    bench.run(5.2)
    assert one.ways("99.0.0.2/32") == ["10.1.1.2"]


def test_a_router_that_comes_later_sees_the_backup_and_changes_nobody() -> None:
    bench, nodes = lan(2)
    bench.run(60)
    late = bench.node("9.9.9.9").plug("Fa0/0", "lan", "10.1.1.9/24", priority=200)
    late.families = {"adj", "legend"}
    bench.run(12)
    assert statuses([*nodes, late]) == [Status.BACKUP, Status.DR, Status.DROTHER]
    assert "Backup seen Event before WAIT timer on Fa0/0" in late.debugs
    assert "DR: 2.2.2.2 (Id)   BDR: 1.1.1.1 (Id)" in late.debugs
    assert late.states() == {"1.1.1.1": "FULL", "2.2.2.2": "FULL"}


def test_debug_lines_of_an_adjacency() -> None:
    bench, (one, _two) = lan(2)
    one.families = {"adj"}
    bench.run(46)
    text = "\n".join(one.debugs)
    expected = [
        "Build router LSA for area 0, router ID 1.1.1.1, seq 0x80000001, process 1",
        "2 Way Communication to 2.2.2.2 on Fa0/0, state 2WAY",
        "end of Wait on interface Fa0/0",
        "DR/BDR election on Fa0/0 ",
        "Elect BDR 2.2.2.2",
        "Elect DR 2.2.2.2",
        "opt 0x2 flag 0x7 len 32",
        "NBR Negotiation Done. We are the SLAVE",
        "Exchange Done with 2.2.2.2 on Fa0/0",
        "Send LS REQ to 2.2.2.2 length 12 LSA count 1",
        "Synchronized with 2.2.2.2 on Fa0/0, state FULL",
    ]
    at = 0
    for line in expected:
        at = text.index(line, at)


def test_priority_zero_never_leads() -> None:
    bench, (one, two) = lan(2)
    two.change("Fa0/0", priority=0)
    bench.run(60)
    assert statuses([one, two]) == [Status.DR, Status.DROTHER]
    assert one.states() == {"2.2.2.2": "FULL"}
    assert one.process.interfaces["Fa0/0"].backup == ip("0.0.0.0")


def test_who_listens_to_what() -> None:
    bench, nodes = lan(3)
    bench.run(60)
    joined = [{group for (port, group), count in node.groups.items() if count} for node in nodes]
    assert joined == [{ALL_SPF_ROUTERS}, {ALL_SPF_ROUTERS, ALL_D_ROUTERS}, {ALL_SPF_ROUTERS, ALL_D_ROUTERS}]


@pytest.mark.parametrize("differing", ["hello", "dead", "area", "mask", "key", "type", "silent"])
def test_routers_that_disagree_stay_strangers(differing: str) -> None:
    bench, (one,) = lan(1)
    one.change("Fa0/0", authentication=Authentication(SIMPLE, b"secret"))
    other: dict[str, object] = {"authentication": Authentication(SIMPLE, b"secret")}
    address = "10.1.1.2/24"
    if differing == "hello":
        other["hello"] = 15
    elif differing == "dead":
        other["dead"] = 60
    elif differing == "area":
        other["area"] = ip("0.0.0.1")
    elif differing == "mask":
        address = "10.1.1.2/25"
    elif differing == "key":
        other["authentication"] = Authentication(SIMPLE, b"Secret")
    elif differing == "type":
        other["authentication"] = Authentication(MD5, keys=((1, b"secret"),))
    else:
        other["passive"] = True
    two = bench.node("2.2.2.2").plug("Fa0/0", "lan", address, **other)
    bench.run(60)
    assert one.states() == {} == two.states()


@pytest.mark.parametrize(
    "authentication", [Authentication(SIMPLE, b"secret"), Authentication(MD5, keys=((1, b"k"),))]
)
def test_authenticated_adjacency_and_no_replay(authentication: Authentication) -> None:
    bench, nodes = lan(2)
    for node in nodes:
        node.change("Fa0/0", authentication=authentication)
    bench.run(60)
    one, _two = nodes
    assert one.states() == {"2.2.2.2": "FULL"}
    old = next(data for _, name, port, _, data in bench.sent if name == "2.2.2.2" and data[15])
    before = one.process.remaining("dead", "Fa0/0", ip("10.1.1.2"))
    one.process.receive("Fa0/0", ip("10.1.1.2"), ALL_SPF_ROUTERS, old)
    if authentication.type == MD5:
        assert one.process.counters["replayed"] == 1
        assert one.process.remaining("dead", "Fa0/0", ip("10.1.1.2")) == before


def test_mtu_mismatch_stops_in_exstart() -> None:
    bench, (one, two) = lan(2)
    two.change("Fa0/0", mtu=1400)
    bench.run(60)
    assert one.states() == {"2.2.2.2": "EXSTART"} or two.states() == {"1.1.1.1": "EXSTART"}
    assert two.process.counters["mtu mismatch"] > 0
    two.change("Fa0/0", mtu_ignore=True)
    bench.run(30)
    assert two.states() == {"1.1.1.1": "FULL"}


def test_a_neighbour_that_never_answers_is_given_up_and_ignored_for_a_minute() -> None:
    bench, (_one, two) = lan(2)
    two.change("Fa0/0", mtu=1400)
    bench.run(40 + 26 * 5 + 2)
    assert any("from EXSTART to DOWN, Neighbor Down: Too many retransmissions" in line for line in two.logs)
    assert two.states() == {"1.1.1.1": "DOWN"}
    bench.run(61)
    assert any("from DOWN to DOWN, Neighbor Down: Ignore timer expired" in line for line in two.logs)


def test_point_to_point() -> None:
    bench = Bench()
    one = bench.node("1.1.1.1").plug("Se0", "wire", "10.0.0.1/30", kind=POINT_TO_POINT, cost=64)
    two = bench.node("2.2.2.2").plug("Se0", "wire", "10.0.0.2/30", kind=POINT_TO_POINT, cost=64)
    two.plug("Lo0", "lo", "99.0.0.2/32")
    bench.run(20)
    assert one.states() == {"2.2.2.2": "FULL"}
    assert one.ways("99.0.0.2/32") == ["10.0.0.2"]
    assert one.routes[net("99.0.0.2/32")].metric == 65
    assert bench.agreed()


# -- going down ------------------------------------------------------------------------------------------


def test_a_silent_neighbour_is_dead_after_forty_seconds() -> None:
    bench, nodes = lan(3)
    bench.run(60)
    one, two, _three = nodes
    bench.deaf["3.3.3.3"] = True
    bench.run(29)
    assert one.states()["3.3.3.3"] == "FULL"
    bench.run(12)
    assert "3.3.3.3" not in one.states()
    assert any("from FULL to DOWN, Neighbor Down: Dead timer expired" in line for line in one.logs)
    bench.run(20)
    assert statuses([one, two]) == [Status.BACKUP, Status.DR]
    assert one.ways("99.0.0.3/32") == []
    assert one.ways("99.0.0.2/32") == ["10.1.1.2"]


def test_an_interface_down_drops_its_neighbours_and_routes_at_once() -> None:
    bench, (one, two) = lan(2)
    bench.run(60)
    one.change("Fa0/0", up=False)
    assert one.states() == {}
    assert one.routes == {}
    assert one.logs[-1].endswith("from FULL to DOWN, Neighbor Down: Interface down or detached")
    bench.run(60)
    assert two.ways("99.0.0.1/32") == []
    one.change("Fa0/0", up=True)
    bench.run(60)
    assert two.ways("99.0.0.1/32") == ["10.1.1.1"]
    assert bench.agreed()


def test_shutting_a_process_down_tells_the_neighbours() -> None:
    bench, (one, two) = lan(2)
    one.static(("20.1.1.0/24", "172.16.0.1"))
    bench.run(60)
    assert two.ways("20.1.1.0/24") == ["10.1.1.1"]
    one.process.shut_down()
    one.settings.clear()
    bench.run(2)
    assert two.ways("20.1.1.0/24") == []
    assert not any(count for count in one.groups.values())
    bench.run(60)
    assert [key.router for key in two.process.areas[BACKBONE].lsdb.entries] == [ip("2.2.2.2")]


# -- external routes -------------------------------------------------------------------------------------


def test_static_routes_come_and_go() -> None:
    bench, (one, two, three) = lan(3)
    bench.run(60)
    one.static(("20.1.1.0/24", "172.16.172.69"), ("10.48.66.0/23", "10.1.1.2"))
    bench.run(1)
    # a first redistribution also changes the router-LSA (E), which SPF must see before the routes can be
    bench.run(11)
    route = three.routes[net("20.1.1.0/24")]
    assert (route.code, route.metric, route.forward_metric, route.type) == ("O E2", 20, 1, "extern 2")
    assert three.ways("20.1.1.0/24") == ["10.1.1.1"]
    assert three.ways("10.48.66.0/23") == ["10.1.1.2"], "the forwarding address"
    assert two.ways("10.48.66.0/23") == [], "it is two itself"
    stored = three.process.external.get(external(three, "10.48.66.0/23", "1.1.1.1").key)
    assert stored is not None
    assert stored.body.forwarding == ip("10.1.1.2")  # type: ignore[union-attr]
    one.static(("10.48.66.0/23", "10.1.1.2"))
    bench.run(1)
    assert three.ways("20.1.1.0/24") == []
    bench.run(4)
    assert bench.agreed()
    one.static(("10.48.66.0/23", "10.1.1.2"), ("20.1.1.0/24", "172.16.172.69"))
    bench.run(6)
    assert three.ways("20.1.1.0/24") == ["10.1.1.1"]


def test_two_equal_sources_share_and_one_takes_over() -> None:
    bench, (one, two, three) = lan(3)
    for node in (one, two):
        node.static(("172.16.172.64/28", "172.16.172.49"))
    bench.run(60)
    assert three.ways("172.16.172.64/28") == ["10.1.1.1", "10.1.1.2"]
    one.static()
    bench.run(1)
    assert three.ways("172.16.172.64/28") == ["10.1.1.2"]


def test_the_same_said_twice_is_said_by_the_higher_id_only() -> None:
    bench, (one, two, three) = lan(3)
    for node in (one, two):
        node.static(("10.48.66.0/23", "10.1.1.3"))
    bench.run(70)
    keys = [key.router for key in three.process.external.entries]
    assert keys == [ip("2.2.2.2")]
    two.static()
    bench.run(10)
    assert [key.router for key in three.process.external.entries] == [ip("1.1.1.1")]


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
    assert [counters[what] for what in ("bad LSA checksum", "unknown LSA type", "malformed LSA")] == [1, 1, 1]
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
