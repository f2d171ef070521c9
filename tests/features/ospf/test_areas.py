"""Areas: stub, NSSA, ranges, summary addresses."""

from __future__ import annotations

import pytest
from support.ospf_bench import Bench, Node, ip, net, route

from ios_emu.features.ospf import lsa
from ios_emu.features.ospf.config import (
    AreaConfig,
    AreaType,
    DefaultOriginate,
    Range,
    SummaryAddress,
)
from ios_emu.features.ospf.lsa import ExternalBody, LsaKey, RouterBody
from ios_emu.router.route import NextHop, Route

ONE = ip("0.0.0.1")


def chain(kind: AreaType = AreaType.NORMAL, **config: object) -> tuple[Bench, Node, Node, Node]:
    """backbone router 1.1.1.1 -- border router 2.2.2.2 -- 3.3.3.3 inside area 1, which is of this kind.

    The backbone has 99.0.0.1/32 and brings in 20.1.1.0/24; area 1 has 99.0.0.3/32.
    """
    bench = Bench()

    def areas() -> dict[object, AreaConfig]:
        return {ONE: AreaConfig(type=kind, **config)}  # type: ignore[arg-type]

    one = bench.node("1.1.1.1").plug("Fa0/0", "back", "10.0.0.1/24").plug("Lo0", "x", "99.0.0.1/32")
    border = bench.node("2.2.2.2", areas=areas()).plug("Fa0/0", "back", "10.0.0.2/24")
    border.plug("Fa0/1", "side", "10.1.0.2/24", area=ONE)
    inner = bench.node("3.3.3.3", areas=areas()).plug("Fa0/0", "side", "10.1.0.3/24", area=ONE)
    inner.plug("Lo0", "y", "99.0.0.3/32", area=ONE)
    one.static(("20.1.1.0/24", "172.16.0.1"))
    bench.run(90)
    return bench, one, border, inner


def types(node: Node, area: object = ONE) -> set[int]:
    return {key.type for key in node.process.areas[area].lsdb.entries}  # type: ignore[index]


# -- stub areas ------------------------------------------------------------------------------------------


def test_a_normal_area_hears_everything() -> None:
    _, one, _, inner = chain()
    assert route(inner, "99.0.0.1/32") == "O IA 110/3 10.1.0.2"
    assert route(inner, "20.1.1.0/24") == "O E2 110/20 10.1.0.2"
    assert route(inner, "0.0.0.0/0") == ""
    assert types(inner) == {1, 2, 3, 4}
    assert route(one, "99.0.0.3/32") == "O IA 110/3 10.0.0.2"


def test_a_stub_area_has_a_default_route_for_external_ones() -> None:
    bench, one, border, inner = chain(AreaType.STUB, default_cost=7)
    assert route(inner, "99.0.0.1/32") == "O IA 110/3 10.1.0.2"
    assert route(inner, "20.1.1.0/24") == ""
    assert route(inner, "0.0.0.0/0") == "O IA 110/8 10.1.0.2"
    assert types(inner) == {1, 2, 3}
    assert inner.process.external.entries == {}
    assert route(border, "20.1.1.0/24") == "O E2 110/20 10.0.0.1"
    assert route(one, "99.0.0.3/32") == "O IA 110/3 10.0.0.2"
    assert all(s.lsa.header.options == 0 for s in inner.process.areas[ONE].lsdb.entries.values())
    border.process.config.areas[ONE].default_cost = 70
    border.process.reconfigured()
    bench.run(10)
    assert route(inner, "0.0.0.0/0") == "O IA 110/71 10.1.0.2"


def test_a_totally_stubby_area_has_nothing_but_the_default() -> None:
    bench, _, border, inner = chain(AreaType.STUB, no_summary=True)
    assert set(inner.routes) == {net("0.0.0.0/0")}
    assert [key.id for key in inner.process.areas[ONE].lsdb.entries if key.type == lsa.SUMMARY] == [ip("0.0.0.0")]
    border.process.config.areas[ONE].no_summary = False
    border.process.reconfigured()
    bench.run(10)
    assert route(inner, "99.0.0.1/32") == "O IA 110/3 10.1.0.2"


def test_an_as_border_router_within_a_stub_area_says_nothing_and_complains() -> None:
    bench, one, _, inner = chain(AreaType.STUB)
    inner.static(("30.0.0.0/8", "172.16.0.1"))
    bench.run(10)
    assert inner.process.external.entries == {}
    assert route(one, "30.0.0.0/8") == ""
    assert inner.logs == [
        "%OSPF-4-ASBR_WITHOUT_VALID_AREA: Router is currently an ASBR while having only one area which is a stub area"
    ]
    body = inner.process.areas[ONE].lsdb.entries[LsaKey(1, ip("3.3.3.3"), ip("3.3.3.3"))].body
    assert isinstance(body, RouterBody)
    assert not body.flags & lsa.FLAG_E


def test_a_process_that_ends_does_not_complain_of_the_areas_it_leaves() -> None:
    bench, _, border, _ = chain(AreaType.STUB)
    border.static(("30.0.0.0/8", "172.16.0.1"))
    bench.run(10)
    border.process.shut_down()
    assert border.logs == []


def test_routers_that_disagree_about_the_kind_of_area_are_strangers() -> None:
    bench, one, border, inner = chain()
    border.families = {"adj"}
    inner.process.config.areas[ONE].type = AreaType.STUB
    inner.process.retype_area(ONE)
    bench.run(50)
    assert border.states() == {"1.1.1.1": "FULL"}
    assert "OSPF: Hello from 10.1.0.3 with mismatched Stub/Transit area option bit" in border.debugs
    border.process.config.areas[ONE].type = AreaType.NSSA
    border.process.retype_area(ONE)
    border.debugs.clear()
    bench.run(50)
    assert border.states() == {"1.1.1.1": "FULL"}
    assert "OSPF: Hello from 10.1.0.3 with mismatched NSSA option bit" in border.debugs
    border.process.config.areas[ONE].type = AreaType.STUB
    border.process.retype_area(ONE)
    bench.run(90)
    assert border.states() == {"1.1.1.1": "FULL", "3.3.3.3": "FULL"}
    assert route(inner, "0.0.0.0/0") == "O IA 110/2 10.1.0.2"
    assert route(one, "99.0.0.3/32") == "O IA 110/3 10.0.0.2"


def test_an_area_that_becomes_stub_and_normal_again() -> None:
    bench, _, border, inner = chain()
    for node in (border, inner):
        node.process.config.areas[ONE].type = AreaType.STUB
        node.process.retype_area(ONE)
    bench.run(90)
    assert inner.process.external.entries == {}
    assert route(inner, "0.0.0.0/0") == "O IA 110/2 10.1.0.2"
    for node in (border, inner):
        node.process.config.areas[ONE].type = AreaType.NORMAL
        node.process.retype_area(ONE)
    bench.run(90)
    assert route(inner, "20.1.1.0/24") == "O E2 110/20 10.1.0.2"
    assert route(inner, "0.0.0.0/0") == ""


# -- NSSAs -----------------------------------------------------------------------------------------------


def test_an_nssa_has_its_own_external_routes_and_its_border_router_translates_them() -> None:
    bench, one, border, inner = chain(AreaType.NSSA)
    inner.static(("30.0.0.0/8", "172.16.0.1"))
    bench.run(10)
    assert route(inner, "20.1.1.0/24") == ""
    assert route(border, "30.0.0.0/8") == "O N2 110/20 10.1.0.3"
    assert border.routes[net("30.0.0.0/8")].type == "NSSA extern 2"
    assert route(one, "30.0.0.0/8") == "O E2 110/20 10.0.0.2"
    [stored] = border.process.areas[ONE].lsdb.of_type(7)
    assert stored.lsa.header.options == lsa.OPTION_NP
    assert isinstance(stored.body, ExternalBody)
    assert stored.body.forwarding == ip("99.0.0.3"), "a loopback of the area"
    [translated] = border.process.external.find(5, ip("30.0.0.0"))
    assert translated.body == stored.body
    assert translated.lsa.header.router == ip("2.2.2.2")
    assert 4 not in types(one, ip("0.0.0.0")) | types(inner), "nobody need know the way to 3.3.3.3"
    inner.static()
    bench.run(10)
    assert route(one, "30.0.0.0/8") == ""


def test_what_a_border_router_brings_in_goes_both_ways_but_is_not_translated() -> None:
    bench, one, border, inner = chain(AreaType.NSSA)
    border.static(("40.0.0.0/8", "172.16.0.1"))
    bench.run(10)
    assert route(inner, "40.0.0.0/8") == "O N2 110/20 10.1.0.2"
    assert route(one, "40.0.0.0/8") == "O E2 110/20 10.0.0.2"
    [stored] = inner.process.areas[ONE].lsdb.of_type(7)
    assert not stored.lsa.header.options & lsa.OPTION_NP
    border.process.config.areas[ONE].no_redistribution = True
    border.process.reconfigured()
    bench.run(10)
    assert route(inner, "40.0.0.0/8") == ""
    assert route(one, "40.0.0.0/8") == "O E2 110/20 10.0.0.2"


def test_the_default_of_an_nssa() -> None:
    bench, _, border, inner = chain(AreaType.NSSA)
    assert route(inner, "0.0.0.0/0") == ""
    border.process.config.areas[ONE].default_originate = DefaultOriginate(metric=5, metric_type=1)
    border.process.reconfigured()
    bench.run(10)
    assert route(inner, "0.0.0.0/0") == "O N1 110/6 10.1.0.2"
    border.process.config.areas[ONE].no_summary = True
    border.process.reconfigured()
    bench.run(10)
    assert set(inner.routes) == {net("0.0.0.0/0")}
    assert route(inner, "0.0.0.0/0") == "O IA 110/2 10.1.0.2"


def test_a_default_from_within_an_nssa_needs_one_in_the_routing_table() -> None:
    bench, _, border, inner = chain(AreaType.NSSA)
    inner.process.config.areas[ONE].default_originate = DefaultOriginate()
    inner.process.reconfigured()
    bench.run(10)
    assert route(border, "0.0.0.0/0") == ""
    default = net("0.0.0.0/0")
    inner.process.redistribute({default: Route(default, "static", "S*", 1, 0, (NextHop(ip("1.2.3.4")),))})
    bench.run(10)
    assert route(border, "0.0.0.0/0") == "O N2 110/1 10.1.0.3"


def two_borders(always: bool = False) -> tuple[Bench, list[Node]]:
    """backbone 1.1.1.1, border routers 2.2.2.2 and 4.4.4.4, inside the NSSA 3.3.3.3."""
    bench = Bench()
    nodes = []
    for number in (1, 2, 4, 3):
        node = bench.node(
            ".".join([str(number)] * 4),
            areas={ONE: AreaConfig(type=AreaType.NSSA, translate_always=always and number == 2)},
        )
        if number != 3:
            node.plug("Fa0/0", "back", f"10.0.0.{number}/24")
        if number != 1:
            node.plug("Fa0/1", "side", f"10.1.0.{number}/24", area=ONE)
        nodes.append(node)
    nodes[3].static(("30.0.0.0/8", "172.16.0.1"))
    bench.run(90)
    return bench, nodes


def test_of_two_border_routers_the_one_with_the_higher_id_translates() -> None:
    bench, (one, second, fourth, _inner) = two_borders()
    assert [s.lsa.header.router for s in one.process.external.of_type(5)] == [ip("4.4.4.4")]
    assert route(one, "30.0.0.0/8") == "O E2 110/20 10.0.0.2 10.0.0.4", "through both: it says where to go"
    assert route(second, "30.0.0.0/8") == "O N2 110/20 10.1.0.3"
    for port in ("Fa0/0", "Fa0/1"):
        fourth.change(port, up=False)
    bench.run(90)
    assert ip("2.2.2.2") in [s.lsa.header.router for s in one.process.external.of_type(5)]
    assert route(one, "30.0.0.0/8") == "O E2 110/20 10.0.0.2"


def test_one_that_always_translates_does_so_instead() -> None:
    _, (one, *_others) = two_borders(always=True)
    assert [s.lsa.header.router for s in one.process.external.of_type(5)] == [ip("2.2.2.2")]


# -- ranges and summary addresses ------------------------------------------------------------------------


def ranged(**how: object) -> tuple[Bench, Node, Node, Node]:
    bench, one, border, inner = chain()
    inner.plug("Lo1", "z1", "50.1.1.1/24", area=ONE, cost=5)
    inner.plug("Lo2", "z2", "50.1.2.1/24", area=ONE, cost=9)
    border.process.config.areas[ONE].ranges[net("50.1.0.0/16")] = Range(**how)  # type: ignore[arg-type]
    border.process.reconfigured()
    bench.run(30)
    return bench, one, border, inner


def test_a_range_is_told_as_one() -> None:
    bench, one, border, inner = ranged()
    assert route(one, "50.1.0.0/16") == "O IA 110/7 10.0.0.2", "as near as its nearest part"
    assert not [prefix for prefix in one.routes if prefix.length == 32 and prefix.network >> 24 == 50]
    assert route(one, "99.0.0.3/32") == "O IA 110/3 10.0.0.2"
    assert route(border, "50.1.0.0/16") == "O 110/6 Null0"
    border.process.config.rfc1583 = False
    border.process.reconfigured()
    bench.run(10)
    assert route(one, "50.1.0.0/16") == "O IA 110/11 10.0.0.2", "RFC 2328: as far as its farthest"
    inner.change("Lo1", up=False)
    inner.change("Lo2", up=False)
    bench.run(40)
    assert route(one, "50.1.0.0/16") == ""
    assert route(border, "50.1.0.0/16") == ""


def test_a_range_with_a_cost_and_one_that_is_not_told() -> None:
    bench, one, border, _ = ranged(cost=100)
    assert route(one, "50.1.0.0/16") == "O IA 110/101 10.0.0.2"
    border.process.config.areas[ONE].ranges[net("50.1.0.0/16")] = Range(advertise=False)
    border.process.reconfigured()
    bench.run(10)
    assert not [prefix for prefix in one.routes if prefix.network >> 24 == 50]
    assert route(border, "50.1.0.0/16") == ""
    border.process.config.areas[ONE].ranges.clear()
    border.process.reconfigured()
    bench.run(10)
    assert route(one, "50.1.1.1/32") == "O IA 110/7 10.0.0.2"


def test_summary_addresses_of_external_routes() -> None:
    bench, one, border, inner = chain()
    one.process.config.summary_addresses[net("30.0.0.0/8")] = SummaryAddress(tag=77)
    one.static(("30.1.0.0/16", "172.16.0.1"), ("30.2.0.0/16", "172.16.0.1"), ("40.0.0.0/8", "172.16.0.1"))
    bench.run(10)
    assert route(inner, "30.0.0.0/8") == "O E2 110/20 10.1.0.2"
    assert inner.routes[net("30.0.0.0/8")].tag == 77
    assert route(inner, "30.1.0.0/16") == ""
    assert route(inner, "40.0.0.0/8") == "O E2 110/20 10.1.0.2"
    assert route(one, "30.0.0.0/8") == "O 254/0 Null0"
    one.process.config.summary_addresses[net("30.0.0.0/8")] = SummaryAddress(advertise=False)
    one.process.reconfigured()
    bench.run(10)
    assert route(inner, "30.0.0.0/8") == "" == route(inner, "30.1.0.0/16")
    assert route(one, "30.0.0.0/8") == ""
    one.process.config.summary_addresses.clear()
    one.process.reconfigured()
    bench.run(10)
    assert route(border, "30.1.0.0/16") == "O E2 110/20 10.0.0.1"


def test_what_an_nssa_says_is_summarised_by_who_translates_it() -> None:
    bench, one, border, inner = chain(AreaType.NSSA)
    border.process.config.summary_addresses[net("30.0.0.0/8")] = SummaryAddress()
    inner.static(("30.1.0.0/16", "172.16.0.1"), ("30.2.0.0/16", "172.16.0.1"))
    border.process.reconfigured()
    bench.run(10)
    assert route(one, "30.0.0.0/8") == "O E2 110/20 10.0.0.2"
    assert route(one, "30.1.0.0/16") == ""
    assert route(border, "30.1.0.0/16") == "O N2 110/20 10.1.0.3"


# -- loss ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(3))
def test_areas_agree_under_loss(seed: int) -> None:
    bench, _one, border, inner = chain(AreaType.NSSA)
    bench.loss = 0.2
    bench.draw.seed(seed)
    for number in range(20):
        inner.static(*((f"30.{n}.0.0/16", "172.16.0.1") for n in range(number, number + 10)))
        bench.run(20)
    bench.loss = 0.0
    bench.run(120)
    mine, theirs = (
        {key: s.lsa.header.sequence for key, s in sorted(node.process.areas[ONE].lsdb.entries.items())}
        for node in (border, inner)
    )
    assert mine == theirs
    assert sum(key.type == 7 for key in mine) == 10
    assert sum(route.code == "O N2" for route in border.routes.values()) == 10
