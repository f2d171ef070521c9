"""The routing table, recursion, sharing, and static routes with their minute."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from support.wiring import line

from ios_emu.kernel import SECOND, Kernel
from ios_emu.router.rib import Redistribution
from ios_emu.router.route import NextHop, Route, classful
from ios_emu.router.router import Router
from ios_emu.wire import IPv4, Prefix

ONE = """
interface FastEthernet0/1
 ip address 10.0.0.1 255.255.255.0
ip route 172.16.0.0 255.255.0.0 10.0.0.2
ip route 20.0.0.0 255.0.0.0 172.16.3.4
ip route 30.0.0.0 255.0.0.0 10.0.0.2
ip route 30.0.0.0 255.0.0.0 10.0.0.3
ip route 40.0.0.0 255.0.0.0 10.0.0.2 200
"""


def one() -> tuple[Kernel, Router]:
    kernel, (router, _), _ = line(ONE, "hostname other\n")
    return kernel, router


def route(prefix: str, distance: int, via: str, source: str = "ospf 1") -> Route:
    return Route(Prefix.parse(prefix), source, "O", distance, 1, (NextHop(IPv4.parse(via), "FastEthernet0/1"),))


def test_a_recursive_route_resolves_to_the_last_neighbour() -> None:
    _, router = one()
    (path,) = router.fib.paths(IPv4.parse("20.1.1.1"))
    assert (path.interface.name, str(path.next_hop)) == ("FastEthernet0/1", "10.0.0.2")


def test_two_lines_to_one_prefix_share_by_pair_of_addresses() -> None:
    _, router = one()
    assert len(router.fib.paths(IPv4.parse("30.1.1.1"))) == 2
    chosen = {
        (source, destination): router.fib.choose(source, destination)
        for source in range(16)
        for destination in range(0x1E000001, 0x1E000011)
    }
    assert {str(path.next_hop) for path in chosen.values() if path} == {"10.0.0.2", "10.0.0.3"}
    assert all(router.fib.choose(*key) == path for key, path in chosen.items())


def test_the_lower_distance_wins_and_the_other_waits() -> None:
    _, router = one()
    router.rib.offer(route("40.0.0.0/8", 110, "10.0.0.9"))
    best = router.rib.best(Prefix.parse("40.0.0.0/8"))
    assert best is not None and best.source == "ospf 1"
    router.rib.withdraw(Prefix.parse("40.0.0.0/8"), "ospf 1")
    best = router.rib.best(Prefix.parse("40.0.0.0/8"))
    assert best is not None and best.source == "static"


def test_a_route_that_stays_the_same_keeps_its_age() -> None:
    kernel, router = one()
    router.rib.replace("ospf 1", [route("50.0.0.0/8", 110, "10.0.0.9"), route("51.0.0.0/8", 110, "10.0.0.9")])
    kernel.run_until(kernel.now + 10 * SECOND)
    router.rib.replace("ospf 1", [route("50.0.0.0/8", 110, "10.0.0.9"), route("51.0.0.0/8", 110, "10.0.0.8")])
    same, changed = (router.rib.best(Prefix.parse(p)) for p in ("50.0.0.0/8", "51.0.0.0/8"))
    assert same and changed and changed.since - same.since == 10 * SECOND
    router.rib.replace("ospf 1", [])
    assert router.rib.candidates("ospf 1") == []


def test_recursive_statics_go_at_the_next_minute_and_come_back_at_once() -> None:
    kernel, router = one()
    interface = router.interfaces["FastEthernet0/1"]
    interface.set_shutdown(True)
    prefix = Prefix.parse("172.16.0.0/16")
    assert router.rib.best(prefix) is not None
    assert router.fib.paths(IPv4.parse("172.16.1.1")) == ()
    kernel.run_until(60 * SECOND - 1)
    assert router.rib.best(prefix) is not None
    kernel.run_until(60 * SECOND)
    assert router.rib.routes() == []
    interface.set_shutdown(False)
    kernel.run_until(kernel.now + 3 * SECOND)
    assert router.rib.best(prefix) is not None
    assert router.rib.best(Prefix.parse("20.0.0.0/8")) is not None


def test_a_route_through_itself_leads_nowhere() -> None:
    _, router = one()
    router.rib.offer(Route(Prefix.parse("60.0.0.0/8"), "static", "S", 1, 0, (NextHop(IPv4.parse("60.0.0.1")),)))
    assert router.fib.paths(IPv4.parse("60.0.0.7")) == ()


@given(
    st.lists(st.tuples(st.integers(0, 0xFFFFFFFF), st.integers(0, 32)), max_size=30), st.integers(0, 0xFFFFFFFF)
)
def test_the_longest_match_is_the_longest(prefixes: list[tuple[int, int]], address: int) -> None:
    _, router = one()
    router.rib.replace("ospf 1", [route(str(Prefix.of(a, length)), 250, "10.0.0.9") for a, length in prefixes])
    everything = [r.prefix for r in router.rib.routes()]
    matching = [prefix for prefix in everything if prefix.holds(address)]
    found = router.rib.lookup(address)
    assert (found.prefix if found else None) == max(matching, key=lambda p: p.length, default=None)


def test_a_protocol_may_offer_sixteen_paths_and_statics_share_four() -> None:
    _, router = one()
    prefix = Prefix.parse("70.0.0.0/8")
    hops = tuple(NextHop(IPv4.parse(f"10.1.1.{n}"), "FastEthernet0/1") for n in range(10, 40))
    router.rib.offer(Route(prefix, "ospf 1", "O", 110, 5, hops))
    best = router.rib.best(prefix)
    assert best is not None
    assert best.next_hops == hops[:16]
    for number, hop in enumerate(hops):
        router.rib.offer(Route(prefix, "static", "S", 1, 0, (hop,), owner=str(number)))
    best = router.rib.best(prefix)
    assert best is not None
    assert best.next_hops == hops[:4]


def test_who_takes_a_route_in_is_known() -> None:
    _, router = one()
    told, kept = (Route(Prefix.parse(p), "static", "S", 1, 0, ()) for p in ("70.0.0.0/8", "71.1.0.0/16"))
    router.rib.publish_redistribution(
        "ospf 1", Redistribution((("static", "subnets"), ("connected", "")), frozenset([told.prefix]))
    )
    assert router.rib.redistribution(told) == [("ospf 1", "subnets")]
    assert router.rib.redistribution(kept) == [("ospf 1", None)]
    router.rib.publish_redistribution("ospf 1", Redistribution((), frozenset()))
    assert router.rib.redistribution(told) == []


CLASSFUL = """
interface FastEthernet0/1
 ip address 10.0.0.1 255.255.255.0
ip route 0.0.0.0 0.0.0.0 10.0.0.2
ip route 50.0.0.0 255.0.0.0 10.9.9.9
ip route 60.0.0.0 255.0.0.0 11.9.9.9
"""


def test_next_hops_are_looked_up_classfully_in_12() -> None:
    for version, lost in (("12.4", True), ("15.2", False)):
        _, (router, _), _ = line(f"version {version}{CLASSFUL}", "hostname other\n")
        assert (router.rib.best(Prefix.parse("50.0.0.0/8")) is None) is lost
        assert router.rib.best(Prefix.parse("60.0.0.0/8")) is not None


def test_longer_prefixes_and_the_exact_route() -> None:
    _, router = one()
    table = router.execute("show ip route 172.16.0.0 255.240.0.0 longer-prefixes")
    assert table.startswith("Codes: ") and table.endswith("\nS    172.16.0.0/16 [1/0] via 10.0.0.2\n")
    assert "20.0.0.0" not in table and "is directly connected" not in table
    exact = router.execute("show ip cef exact-route 10.0.0.1 30.1.1.1")
    path = router.fib.choose(IPv4.parse("10.0.0.1"), IPv4.parse("30.1.1.1"))
    assert path is not None
    assert exact == f"10.0.0.1        -> 30.1.1.1       : FastEthernet0/1 (next hop {path.next_hop})\n"


def test_a_distance_of_255_keeps_a_route_out() -> None:
    _, router = one()
    for each in ("configure terminal", "ip route 90.0.0.0 255.0.0.0 10.0.0.2 255", "end"):
        router.execute(each)
    assert router.rib.best(Prefix.parse("90.0.0.0/8")) is None
    router.rib.offer(route("40.0.0.0/8", 255, "10.0.0.9"))
    best = router.rib.best(Prefix.parse("40.0.0.0/8"))
    assert best is not None and best.source == "static"
    for each in ("configure terminal", "ip route 90.0.0.0 255.0.0.0 10.0.0.2 254", "end"):
        router.execute(each)
    assert router.rib.best(Prefix.parse("90.0.0.0/8")) is not None


@given(st.lists(st.tuples(st.integers(0, 40), st.sampled_from([0, 6, 8, 10, 24, 25, 32]), st.booleans())))
def test_which_classful_networks_are_known_is_what_the_table_holds(
    steps: list[tuple[int, int, bool]],
) -> None:
    rib = one()[1].rib
    for number, length, there in steps:
        prefix = Prefix.of(number << 22 | (0xC0000000 if number & 1 else 0), length)
        if there:
            rib.offer(Route(prefix, "ospf 1", "O", 110, 0, (NextHop(IPv4.parse("10.0.0.2")),)))
        else:
            rib.withdraw(prefix, "ospf 1")
    majors = {classful(known.prefix) for known in rib.routes()}
    for number in range(41):
        for major in (Prefix.of(number << 22, 8), Prefix.of(number << 22 | 0xC0000000, 24)):
            assert rib.knows_of(major) == (major in majors)
