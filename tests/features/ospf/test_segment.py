"""Two to four processes on simulated networks: adjacencies, roles, going down, external routes."""

from __future__ import annotations

import pytest
from support.ospf_bench import Bench, Node, ip, lan, net

from ios_emu.features.ospf import lsa
from ios_emu.features.ospf.auth import MD5, SIMPLE, Authentication
from ios_emu.features.ospf.config import POINT_TO_POINT
from ios_emu.features.ospf.interface import Status
from ios_emu.features.ospf.lsa import LsaKey
from ios_emu.features.ospf.lsdb import Ref
from ios_emu.features.ospf.packet import ALL_D_ROUTERS, ALL_SPF_ROUTERS

BACKBONE = ip("0.0.0.0")


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
    late.families = {"adj"}
    bench.run(12)
    assert statuses([*nodes, late]) == [Status.BACKUP, Status.DR, Status.DROTHER]
    assert "OSPF: Backup seen Event before WAIT timer on Fa0/0" in late.debugs
    assert "       DR: 2.2.2.2 (Id)   BDR: 1.1.1.1 (Id)" in late.debugs
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
