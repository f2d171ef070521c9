"""Network types other than broadcast: non-broadcast, point-to-multipoint; fast hellos."""

from __future__ import annotations

from support.ospf_bench import Bench, Node, ip, net

from ios_emu.features.ospf import packet
from ios_emu.features.ospf.config import NON_BROADCAST, POINT_TO_MULTIPOINT, StaticNeighbor
from ios_emu.features.ospf.interface import Status
from ios_emu.features.ospf.lsa import LsaKey, RouterBody
from ios_emu.features.ospf.packet import ALL_SPF_ROUTERS

BACKBONE = ip("0.0.0.0")
SLOW = {"hello": 30, "dead": 120}


def frame_relay(count: int, kind: str, *, multicast: bool, **neighbors: dict[int, StaticNeighbor]) -> list[Node]:
    """Routers 1.1.1.1 and on at 10.1.1.n; `n1` and on are the neighbours configured at each, by number."""
    bench = Bench()
    nodes = []
    for number in range(1, count + 1):
        known = neighbors.get(f"n{number}", {})
        node = bench.node(".".join([str(number)] * 4), log_changes=True)
        node.plug(
            "Se0",
            "cloud",
            f"10.1.1.{number}/24",
            kind=kind,
            multicast=multicast,
            neighbors=tuple((ip(f"10.1.1.{other}"), how) for other, how in known.items()),
            **SLOW,
        )
        node.plug("Lo0", f"lo{number}", f"99.0.0.{number}/32")
        nodes.append(node)
    return nodes


# -- non-broadcast ---------------------------------------------------------------------------------------


def test_neighbours_are_called_one_by_one() -> None:
    """The hub calls the spokes, which may not lead; they answer, and everything is unicast."""
    hub, *spokes = nodes = frame_relay(
        3, NON_BROADCAST, multicast=False, n1={2: StaticNeighbor(), 3: StaticNeighbor(), 4: StaticNeighbor(1)}
    )
    for spoke in spokes:
        spoke.change("Se0", priority=0)
    hub.bench.run(20)
    assert hub.process.interfaces["Se0"].status is Status.WAITING
    assert hub.states() == {"0.0.0.0": "ATTEMPT"}, "only 10.1.1.4 may lead, so only it is called yet"
    hub.bench.run(110)
    assert hub.process.interfaces["Se0"].status is Status.DR
    hub.bench.run(60)
    assert hub.states() == {"2.2.2.2": "FULL", "3.3.3.3": "FULL", "0.0.0.0": "DOWN"}
    for spoke in spokes:
        assert spoke.states()["1.1.1.1"] == "FULL"
        assert spoke.process.interfaces["Se0"].status is Status.DROTHER
    assert hub.bench.agreed()
    assert spokes[0].ways("99.0.0.3/32") == ["10.1.1.3"]
    assert not [to for _, _, port, to, _ in hub.bench.sent if port == "Se0" and to.is_multicast]
    assert len(nodes) == 3


def test_a_neighbour_that_is_down_is_polled() -> None:
    hub, spoke = frame_relay(
        2, NON_BROADCAST, multicast=False, n1={2: StaticNeighbor(1, poll=200)}, n2={1: StaticNeighbor(1)}
    )
    bench = hub.bench
    bench.deaf["2.2.2.2"] = True
    bench.run(121)
    assert hub.states() == {"2.2.2.2": "DOWN"}
    bench.sent.clear()
    bench.run(500)
    calls = [now for now, who, _, to, _ in bench.sent if who == "1.1.1.1" and to == ip("10.1.1.2")]
    assert len(calls) == 2
    bench.deaf.clear()
    bench.run(200)
    assert hub.states() == {"2.2.2.2": "FULL"}
    hub.change("Se0", neighbors=())
    assert hub.states() == {}
    assert spoke.process.interfaces["Se0"].neighbors


def test_without_a_neighbour_line_nobody_is_found() -> None:
    one, two = frame_relay(2, NON_BROADCAST, multicast=False)
    one.bench.run(400)
    assert one.states() == two.states() == {}
    one.change("Se0", neighbors=((ip("10.1.1.2"), StaticNeighbor(1)),))
    one.bench.run(100)
    assert one.states() == {"2.2.2.2": "FULL"}


# -- point-to-multipoint ---------------------------------------------------------------------------------


def test_point_to_multipoint() -> None:
    one, two, three = frame_relay(3, POINT_TO_MULTIPOINT, multicast=True)
    one.bench.run(80)
    assert one.states() == {"2.2.2.2": "FULL", "3.3.3.3": "FULL"}
    assert one.process.interfaces["Se0"].status is Status.POINT_TO_MULTIPOINT
    body = one.process.areas[BACKBONE].lsdb.entries[LsaKey(1, ip("1.1.1.1"), ip("1.1.1.1"))].body
    assert isinstance(body, RouterBody)
    assert [(str(link.id), str(link.data), link.type, link.metric) for link in body.links] == [
        ("2.2.2.2", "10.1.1.1", 1, 1),
        ("3.3.3.3", "10.1.1.1", 1, 1),
        ("10.1.1.1", "255.255.255.255", 3, 0),
        ("99.0.0.1", "255.255.255.255", 3, 1),
    ]
    assert one.routes[net("10.1.1.2/32")].metric == 1
    assert two.ways("99.0.0.3/32") == ["10.1.1.3"]
    unicast = [
        to for _, _, port, to, data in one.bench.sent if port == "Se0" and data[1] == packet.DATABASE_DESCRIPTION
    ]
    assert unicast
    assert ALL_SPF_ROUTERS not in unicast
    assert three.bench.agreed()


def test_point_to_multipoint_where_the_ends_cannot_hear_each_other() -> None:
    """The hub alone is called, at a cost of its own: the way between the spokes leads through it."""
    hub, left, right = frame_relay(
        3,
        POINT_TO_MULTIPOINT,
        multicast=False,
        n1={2: StaticNeighbor(cost=7), 3: StaticNeighbor()},
        n2={1: StaticNeighbor()},
        n3={1: StaticNeighbor()},
    )
    hub.bench.run(100)
    assert left.states() == {"1.1.1.1": "FULL"}
    route = left.routes[net("99.0.0.3/32")]
    assert [hop.address for hop in route.next_hops] == [ip("10.1.1.1")]
    assert route.metric == 3
    assert hub.routes[net("99.0.0.2/32")].metric == 8
    assert right.routes[net("99.0.0.2/32")].metric == 9
    assert not [to for _, _, port, to, _ in hub.bench.sent if port == "Se0" and to.is_multicast]


# -- fast hellos -----------------------------------------------------------------------------------------


def test_fast_hellos_find_a_death_within_a_second() -> None:
    bench = Bench()
    one, _two = (
        bench.node(f"{n}.{n}.{n}.{n}").plug("Fa0/0", "lan", f"10.1.1.{n}/24", hello=0, dead=1, multiplier=4)
        for n in (1, 2)
    )
    bench.run(10)
    assert one.states() == {"2.2.2.2": "FULL"}
    bench.sent.clear()
    bench.run(1)
    assert sum(who == "1.1.1.1" for _, who, *_ in bench.sent) == 4
    bench.deaf["2.2.2.2"] = True
    bench.run(1.1)
    assert one.states() == {}
