"""Route maps and lists on what OSPF tells and believes, in whole routers."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.ospf_chain import configure, lab_of, process, routes, section

from ios_emu.lab.lab import Lab
from ios_emu.wire import IPv4


@pytest.fixture
def lab(tmp_path: Path) -> Lab:
    lab = lab_of(tmp_path)
    lab.run(seconds=90)
    return lab


def typed(lab: Lab, node: str, *lines: str) -> None:
    """Configure globally, and let the change go round."""
    for line in ("configure terminal", *lines, "end"):
        lab[node].execute(line)
    lab.run(seconds=20)


def told(lab: Lab, node: str = "r3") -> list[str]:
    """Code, prefix and metric of the routes that r1 brings in from outside, as a router has them."""
    found = [route for route in lab[node].rib.routes() if route.source == "ospf 1" and " " in route.code]
    outside = [route for route in found if route.prefix.network >> 24 in (0, 20)]
    return [f"{route.code} {route.prefix} {route.metric}" for route in sorted(outside, key=lambda r: r.prefix)]


# -- redistribute ... route-map ------------------------------------------------------------------------

MAP = (
    "ip prefix-list NARROW permit 20.0.0.0/8 ge 9",
    "route-map M permit 10",
    "match ip address prefix-list NARROW",
    "set metric 77",
    "set metric-type type-1",
    "set tag 1234",
)


def test_a_map_chooses_and_sets(lab: Lab) -> None:
    assert told(lab) == ["O E2 20.0.0.0/8 20", "O E2 20.1.1.0/24 20"]
    typed(lab, "r1", *MAP)
    configure(lab, "r1", "redistribute static subnets route-map M")
    lab.run(seconds=20)
    assert told(lab) == ["O E1 20.1.1.0/24 79"]
    assert "  Tag 1234, type extern 1" in lab["r3"].execute("show ip route 20.1.1.0")
    external = lab["r1"].execute("show ip ospf database external self-originate")
    assert "Metric: 77" in external and "External Route Tag: 1234" in external and "Metric Type: 1 " in external
    advertised = lab["r1"].execute("show ip route 20.1.1.0")
    assert "  Advertised by ospf 1 subnets route-map M\n" in advertised
    assert "Advertised" not in lab["r1"].execute("show ip route 20.0.0.0 255.0.0.0")
    assert lab.copy() == lab


def test_a_map_that_does_not_exist_tells_nothing_until_it_does(lab: Lab) -> None:
    configure(lab, "r1", "redistribute static subnets route-map M")
    lab.run(seconds=20)
    assert told(lab) == []
    typed(lab, "r1", "route-map M permit 10")
    assert len(told(lab)) == 2
    typed(lab, "r1", "no route-map M")
    assert told(lab) == []


def test_what_a_map_asks_is_asked_again_when_it_changes(lab: Lab) -> None:
    typed(lab, "r1", *MAP)
    configure(lab, "r1", "redistribute static subnets route-map M")
    typed(lab, "r1", "ip prefix-list NARROW permit 20.0.0.0/8")
    assert told(lab) == ["O E1 20.0.0.0/8 79", "O E1 20.1.1.0/24 79"]
    typed(lab, "r1", "route-map M permit 10", "set metric 7", "no set metric-type")
    assert told(lab)[0] == "O E2 20.0.0.0/8 7"
    typed(lab, "r1", "route-map M permit 10", "no match ip address prefix-list", "match ip address 5")
    assert len(told(lab)) == 2
    typed(lab, "r1", "access-list 5 permit 20.1.0.0 0.0.255.255")
    assert told(lab) == ["O E2 20.1.1.0/24 7"]
    assert "(1 match)" in lab["r1"].execute("show access-lists 5")
    typed(lab, "r1", "ip route 20.1.2.0 255.255.255.0 Null0")
    assert len(told(lab)) == 2


@pytest.mark.parametrize(
    ("clauses", "prefixes"),
    [
        (("match tag 9",), ["20.3.0.0/16"]),
        (("match tag 0 9",), ["20.0.0.0/8", "20.1.1.0/24", "20.3.0.0/16"]),
        (("match interface FastEthernet0/0",), ["20.3.0.0/16"]),
        (("match ip next-hop 5",), ["20.3.0.0/16"]),
        (("match ip next-hop prefix-list HOP",), ["20.3.0.0/16"]),
        (("match metric 0",), ["20.0.0.0/8", "20.1.1.0/24", "20.3.0.0/16"]),
        (("match metric 1",), []),
        (("match source-protocol static",), ["20.0.0.0/8", "20.1.1.0/24", "20.3.0.0/16"]),
        (("match source-protocol connected ospf 1",), []),
        (("match route-type external",), []),
        (("match community 1",), []),
        (("match ip address 105",), ["20.1.1.0/24"]),
    ],
)
def test_what_a_clause_matches(lab: Lab, clauses: tuple[str, ...], prefixes: list[str]) -> None:
    lists = ("access-list 5 permit 10.0.0.2", "ip prefix-list HOP permit 10.0.0.0/24 ge 32")
    lists = (*lists, "access-list 105 permit ip 20.0.0.0 0.255.255.255 host 255.255.255.0")
    typed(lab, "r1", *lists, "ip route 20.3.0.0 255.255.0.0 10.0.0.2 tag 9", "route-map M permit 10", *clauses)
    configure(lab, "r1", "redistribute static subnets route-map M")
    lab.run(seconds=20)
    assert [line.split()[2] for line in told(lab)] == prefixes


def test_routes_of_another_process_by_their_kind(lab: Lab) -> None:
    lines = ("interface Loopback5", "ip address 55.5.5.5 255.255.255.0", "ip ospf 2 area 0")
    typed(lab, "r3", "route-map M permit 10", "match route-type external type-2", "set tag 6", *lines)
    for line in (
        "configure terminal",
        "router ospf 2",
        "redistribute ospf 1 match internal external 2 subnets route-map M",
        "end",
    ):
        lab["r3"].execute(line)
    lab.run(seconds=20)
    external = lab["r3"].execute("show ip ospf 2 database external self-originate")
    assert "Link State ID: 20.1.1.0" in external and "Link State ID: 10.0.0.0" not in external
    typed(lab, "r3", "route-map M permit 10", "no match route-type", "match route-type internal")
    external = lab["r3"].execute("show ip ospf 2 database external self-originate")
    assert "Link State ID: 20.1.1.0" not in external and "Link State ID: 10.0.0.0" in external


def test_continue_goes_on_with_what_is_set_so_far(lab: Lab) -> None:
    typed(lab, "r1", "route-map M permit 10", "set metric 5", "set tag 5", "continue 30")
    typed(
        lab,
        "r1",
        "route-map M deny 20",
        "route-map M permit 30",
        "match ip address prefix-list NARROW",
        "set tag 7",
    )
    typed(lab, "r1", MAP[0])
    configure(lab, "r1", "redistribute static subnets route-map M")
    lab.run(seconds=20)
    assert told(lab) == ["O E2 20.0.0.0/8 5", "O E2 20.1.1.0/24 5"]
    assert "  Tag 5," in lab["r3"].execute("show ip route 20.0.0.0 255.0.0.0")
    assert "  Tag 7," in lab["r3"].execute("show ip route 20.1.1.0")
    typed(lab, "r1", "route-map M deny 30")
    assert told(lab) == ["O E2 20.0.0.0/8 5"]


# -- default-information originate route-map -----------------------------------------------------------


def test_the_default_is_told_while_the_map_permits_some_route(lab: Lab) -> None:
    typed(
        lab,
        "r1",
        "ip prefix-list WATCHED permit 30.0.0.0/8",
        "route-map D permit 10",
        "match ip address prefix-list WATCHED",
        "set metric 9",
    )
    configure(lab, "r1", "default-information originate always route-map D")
    lab.run(seconds=20)
    assert [line for line in told(lab) if " 0.0.0.0/0 " in line] == []
    typed(lab, "r1", "interface Loopback3", "ip address 30.0.0.1 255.0.0.0")
    assert told(lab)[0] == "O E2 0.0.0.0/0 9"
    typed(lab, "r1", "interface Loopback3", "shutdown")
    assert [line for line in told(lab) if " 0.0.0.0/0 " in line] == []


# -- distribute-list -----------------------------------------------------------------------------------


@pytest.mark.parametrize("policy", ["prefix P", "5", "route-map R"])
def test_what_comes_in_is_kept_out_of_the_table_but_passed_on(lab: Lab, policy: str) -> None:
    typed(lab, "r2", "ip prefix-list P deny 20.1.1.0/24", "ip prefix-list P permit 0.0.0.0/0 le 32")
    typed(lab, "r2", "access-list 5 deny 20.1.1.0 0.0.0.255", "access-list 5 permit any")
    typed(lab, "r2", "route-map R deny 10", "match ip address prefix-list N", "route-map R permit 20")
    typed(lab, "r2", "ip prefix-list N permit 20.1.1.0/24")
    configure(lab, "r2", f"distribute-list {policy} in")
    assert told(lab, "r2") == ["O E2 20.0.0.0/8 20"]
    assert len(told(lab)) == 2, "the neighbour has the LSA all the same"
    name = {"prefix P": "(prefix-list) P", "5": "5", "route-map R": "(route-map) R"}[policy]
    assert f"  Incoming update filter list for all interfaces is {name}\n" in lab["r2"].execute(
        "show ip protocols"
    )
    configure(lab, "r2", f"no distribute-list {policy} in")
    assert len(told(lab, "r2")) == 2


def test_a_list_may_be_for_one_interface_and_follows_its_changes(lab: Lab) -> None:
    configure(lab, "r2", "distribute-list prefix P in FastEthernet0/1")
    typed(lab, "r2", "ip prefix-list P deny 0.0.0.0/0 le 32")
    left = [line.split(" via ")[1] for line in routes(lab, "r2")]
    assert set(left) == {"10.0.0.1"}
    text = lab["r2"].execute("show ip protocols")
    assert "    FastEthernet0/1 filtered by (prefix-list) P (per-user), default is not set\n" in text
    typed(lab, "r2", "no ip prefix-list P")
    assert "O 99.0.0.3 [110/2] via 10.1.0.3" in routes(lab, "r2")


def test_what_stands_for_a_range_is_the_routers_own(lab: Lab) -> None:
    configure(lab, "r2", "area 1 range 10.1.0.0 255.255.0.0", "distribute-list prefix P in")
    typed(lab, "r2", "ip prefix-list P deny 0.0.0.0/0 le 32")
    assert [route.next_hops[0].interface for route in lab["r2"].rib.candidates("ospf 1")] == ["Null0"]


def test_one_list_takes_the_place_of_another(lab: Lab) -> None:
    configure(lab, "r2", "distribute-list 5 in", "distribute-list prefix P in", "distribute-list prefix Q in")
    assert [line for line in section(lab, "r2") if "distribute" in line] == ["distribute-list prefix Q in"]


def test_what_goes_out_is_filtered_for_all_sources_or_for_one(lab: Lab) -> None:
    typed(lab, "r1", "access-list 5 permit 20.1.1.0 0.0.0.255")
    configure(lab, "r1", "distribute-list 5 out connected")
    lab.run(seconds=20)
    assert len(told(lab)) == 2
    configure(lab, "r1", "distribute-list 5 out static")
    lab.run(seconds=20)
    assert told(lab) == ["O E2 20.1.1.0/24 20"]
    assert "    Redistributed static filtered by 5\n" in lab["r1"].execute("show ip protocols")
    configure(lab, "r1", "no distribute-list 5 out static", "distribute-list prefix NONE out")
    typed(lab, "r1", "ip prefix-list NONE deny 0.0.0.0/0 le 32")
    assert told(lab) == []
    assert "interfaces is (prefix-list) NONE\n" in lab["r1"].execute("show ip protocols")


def test_a_distance_is_for_the_routes_that_its_list_permits(lab: Lab) -> None:
    configure(lab, "r2", "distance 99 99.0.0.1 0.0.0.0 5")
    typed(lab, "r2", "access-list 5 permit 20.1.1.0")
    assert {str(r.prefix): r.distance for r in lab["r2"].rib.routes() if "20." in str(r.prefix)[:3]} == {
        "20.0.0.0/8": 110,
        "20.1.1.0/24": 99,
    }
    typed(lab, "r2", "no access-list 5")
    assert {r.distance for r in lab["r2"].rib.routes() if r.code == "O E2"} == {99}


# -- between areas and on an interface -----------------------------------------------------------------


def test_prefix_lists_between_areas(lab: Lab) -> None:
    typed(lab, "r2", "ip prefix-list P deny 99.0.0.0/8 le 32", "ip prefix-list P permit 0.0.0.0/0 le 32")
    configure(lab, "r2", "area 1 filter-list prefix P in")
    lab.run(seconds=20)
    assert "99.0.0.1" not in " ".join(routes(lab, "r3")) and "99.0.0.3" in " ".join(routes(lab, "r1"))
    configure(lab, "r2", "no area 1 filter-list prefix P in", "area 1 filter-list prefix P out")
    lab.run(seconds=20)
    assert "99.0.0.1" in " ".join(routes(lab, "r3")) and "99.0.0.3" not in " ".join(routes(lab, "r1"))
    assert "        Area-filter P out\n" in lab["r2"].execute("show ip ospf")
    typed(lab, "r2", "no ip prefix-list P")
    assert "O IA 99.0.0.3 [110/3] via 10.0.0.2" in routes(lab, "r1")


def test_a_range_is_filtered_as_one(lab: Lab) -> None:
    configure(lab, "r2", "area 1 range 10.1.0.0 255.255.0.0", "area 1 filter-list prefix P out")
    typed(lab, "r2", "ip prefix-list P deny 10.1.0.0/16", "ip prefix-list P permit 0.0.0.0/0 le 32")
    assert not [line for line in routes(lab, "r1") if "10.1." in line]
    assert "99.0.0.3" in " ".join(routes(lab, "r1"))


def test_no_lsa_leaves_where_the_database_is_filtered(lab: Lab) -> None:
    typed(lab, "r2", "interface FastEthernet0/1", "ip ospf database-filter all out")
    lab.power_off("r3")
    lab.power_on("r3")
    lab.run(seconds=120)
    assert process(lab, "r2").interfaces["FastEthernet0/1"].full_neighbors(), "adjacent all the same"
    assert {key.router for key in process(lab, "r3").areas[IPv4(1)].lsdb.entries} == {IPv4.parse("99.0.0.3")}
    assert routes(lab, "r3") == [] and "O 99.0.0.3 [110/2] via 10.1.0.3" in routes(lab, "r2")
    typed(lab, "r2", "interface FastEthernet0/1", "no ip ospf database-filter all out")
    lab.run(seconds=120)
    assert "O IA 99.0.0.1 [110/3] via 10.1.0.2" in routes(lab, "r3")
