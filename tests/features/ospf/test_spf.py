"""Shortest paths and the routing table on graphs made by hand."""

from __future__ import annotations

from ios_emu.features.ospf import external_routes, lsa, routes
from ios_emu.features.ospf.lsa import ExternalBody, NetworkBody, RouterBody, RouterLink, SummaryBody
from ios_emu.features.ospf.lsdb import Stored
from ios_emu.features.ospf.originate import link_state_ids
from ios_emu.features.ospf.routes import AreaTree, Kind, Path, Table
from ios_emu.features.ospf.spf import Attachment, Vertex
from ios_emu.kernel import SECOND
from ios_emu.wire import IPv4, Prefix

ip = IPv4.parse
net = Prefix.parse
BACKBONE = ip("0.0.0.0")
NOBODY: frozenset[IPv4] = frozenset()


def stored(kind: int, link: str, router: str, body: lsa.Body, age: int = 0) -> Stored:
    assert not isinstance(body, bytes)
    return Stored(lsa.build(kind, ip(link), ip(router), 1, body.encode(), age=age), body, 0)


def router(name: str, *links: tuple[str, str, str, int], flags: int = 0, age: int = 0) -> Stored:
    """A router-LSA; links are (kind, id, data, metric) with kind p2p, net or stub."""
    kinds = {"p2p": 1, "net": 2, "stub": 3}
    made = tuple(RouterLink(ip(link), ip(data), kinds[kind], metric) for kind, link, data, metric in links)
    return stored(lsa.ROUTER, name, name, RouterBody(flags, made), age)


def network(designated: str, by: str, *routers: str, length: int = 24) -> Stored:
    return stored(lsa.NETWORK, designated, by, NetworkBody(length, tuple(ip(r) for r in routers)))


def external(prefix: str, by: str, metric: int = 20, *, type2: bool = True, via: str = "0.0.0.0") -> Stored:
    body = ExternalBody(net(prefix).length, type2, metric, ip(via), 0)
    return stored(lsa.EXTERNAL, str(net(prefix).network), by, body)


def tree(root: str, attachments: list[tuple[str, str, str]], *lsas: Stored, now: int = 0) -> AreaTree:
    """Attachments are (interface, address, prefix)."""
    known = [Attachment(name, ip(address), net(prefix)) for name, address, prefix in attachments]
    return routes.area_tree(BACKBONE, lsas, now, ip(root), known)


def ways(path: Path) -> list[str]:
    return [f"{hop.address} {hop.interface}" for hop in path.hops]


# Root 1 has two links (10.1 and 10.2) to 2 and 3, which both reach 4, behind which is 99.0.0.4.
DIAMOND = (
    router("1.1.1.1", ("p2p", "2.2.2.2", "10.1.0.1", 1), ("p2p", "3.3.3.3", "10.2.0.1", 1)),
    router("2.2.2.2", ("p2p", "1.1.1.1", "10.1.0.2", 1), ("p2p", "4.4.4.4", "10.3.0.2", 5)),
    router("3.3.3.3", ("p2p", "1.1.1.1", "10.2.0.2", 1), ("p2p", "4.4.4.4", "10.4.0.2", 5)),
    router(
        "4.4.4.4",
        ("p2p", "2.2.2.2", "10.3.0.4", 1),
        ("p2p", "3.3.3.3", "10.4.0.4", 1),
        ("stub", "99.0.0.4", "255.255.255.255", 1),
    ),
)
DIAMOND_PORTS = [("Se0", "10.1.0.1", "10.1.0.0/30"), ("Se1", "10.2.0.1", "10.2.0.0/30")]


def test_equal_paths_are_both_kept() -> None:
    found = tree("1.1.1.1", DIAMOND_PORTS, *DIAMOND)
    path = found.paths[net("99.0.0.4/32")]
    assert (path.kind, path.cost) == (Kind.INTRA, 7)
    assert ways(path) == ["10.1.0.2 Se0", "10.2.0.2 Se1"]
    assert {hop.advertiser for hop in path.hops} == {ip("4.4.4.4")}


def test_the_cheaper_path_wins() -> None:
    dearer = router("3.3.3.3", ("p2p", "1.1.1.1", "10.2.0.2", 1), ("p2p", "4.4.4.4", "10.4.0.2", 6))
    found = tree("1.1.1.1", DIAMOND_PORTS, DIAMOND[0], DIAMOND[1], dearer, DIAMOND[3])
    assert ways(found.paths[net("99.0.0.4/32")]) == ["10.1.0.2 Se0"]


def test_a_link_counts_only_when_both_ends_know_it() -> None:
    one_way = router("4.4.4.4", ("p2p", "3.3.3.3", "10.4.0.4", 1), ("stub", "99.0.0.4", "255.255.255.255", 1))
    found = tree("1.1.1.1", DIAMOND_PORTS, *DIAMOND[:3], one_way)
    assert ways(found.paths[net("99.0.0.4/32")]) == ["10.2.0.2 Se1"]


def test_what_is_at_maxage_is_not_there() -> None:
    dead = router("3.3.3.3", ("p2p", "1.1.1.1", "10.2.0.2", 1), ("p2p", "4.4.4.4", "10.4.0.2", 5), age=3600)
    found = tree("1.1.1.1", DIAMOND_PORTS, DIAMOND[0], DIAMOND[1], dead, DIAMOND[3])
    assert ways(found.paths[net("99.0.0.4/32")]) == ["10.1.0.2 Se0"]
    later = tree("1.1.1.1", DIAMOND_PORTS, *DIAMOND, now=3600 * SECOND)
    assert later.paths == {}


def lan_of(*numbers: int, stub: int = 0) -> list[Stored]:
    """Routers n on 10.0.0.0/24, router 1 the DR; `stub`: who has 99.0.0.0/24 behind it."""
    lsas = [network("10.0.0.1", "1.1.1.1", *(f"{n}.{n}.{n}.{n}" for n in numbers))]
    for n in numbers:
        links = [("net", "10.0.0.1", f"10.0.0.{n}", 10)]
        if n == stub:
            links.append(("stub", "99.0.0.0", "255.255.255.0", 3))
        lsas.append(router(f"{n}.{n}.{n}.{n}", *links, flags=lsa.FLAG_E))
    return lsas


LAN_PORT = [("Fa0", "10.0.0.2", "10.0.0.0/24")]


def test_across_a_network() -> None:
    found = tree("2.2.2.2", LAN_PORT, *lan_of(1, 2, 3, stub=3))
    assert found.nodes[Vertex(lsa.NETWORK, ip("10.0.0.1"))].cost == 10
    path = found.paths[net("99.0.0.0/24")]
    assert (path.cost, ways(path)) == (13, ["10.0.0.3 Fa0"])
    own = found.paths[net("10.0.0.0/24")]
    assert (own.cost, ways(own)) == (10, ["None Fa0"])


def test_of_two_descriptions_of_a_network_the_drs_counts() -> None:
    stale = network("10.0.0.1", "3.3.3.3", "2.2.2.2", "3.3.3.3")
    found = tree("2.2.2.2", LAN_PORT, stale, *lan_of(1, 2, 3, stub=3))
    assert found.paths[net("99.0.0.0/24")].cost == 13
    assert found.nodes[Vertex(lsa.ROUTER, ip("1.1.1.1"))].cost == 10


def test_a_router_behind_another_and_a_bad_stub_mask() -> None:
    lsas = lan_of(1, 2, 3)
    far = router("3.3.3.3", ("net", "10.0.0.1", "10.0.0.3", 10), ("p2p", "5.5.5.5", "10.9.0.1", 4))
    five = router("5.5.5.5", ("p2p", "3.3.3.3", "10.9.0.2", 4), ("stub", "50.0.0.0", "255.0.255.0", 1))
    found = tree("2.2.2.2", LAN_PORT, *lsas[:-1], far, five)
    assert found.nodes[Vertex(lsa.ROUTER, ip("5.5.5.5"))].cost == 14
    assert [str(h.address) for h in found.nodes[Vertex(lsa.ROUTER, ip("5.5.5.5"))].hops] == ["10.0.0.3"]
    assert set(found.paths) == {net("10.0.0.0/24")}


def table_of(found: AreaTree) -> Table:
    return routes.begin({BACKBONE: found})


def lan_table(*lsas: Stored, own: frozenset[IPv4] = NOBODY) -> Table:
    table = table_of(tree("2.2.2.2", LAN_PORT, *lan_of(1, 2, 3, 4, stub=3)))
    external_routes.add_externals(table, lsas, 0, ip("2.2.2.2"), own)
    return table


PREFIX = net("20.1.1.0/24")


def test_external_through_its_border_router() -> None:
    path = lan_table(external("20.1.1.0/24", "3.3.3.3")).paths[PREFIX]
    assert (path.kind, path.cost, path.forward) == (Kind.EXTERNAL_2, 20, 10)
    assert ways(path) == ["10.0.0.3 Fa0"]
    assert path.hops[0].advertiser == ip("3.3.3.3")


def test_forwarding_address_on_the_link() -> None:
    path = lan_table(external("20.1.1.0/24", "3.3.3.3", via="10.0.0.77")).paths[PREFIX]
    assert (ways(path), path.forward) == (["10.0.0.77 Fa0"], 10)
    assert path.hops[0].advertiser == ip("3.3.3.3")


def test_forwarding_address_further_off_and_nowhere_and_here() -> None:
    path = lan_table(external("20.1.1.0/24", "4.4.4.4", via="99.0.0.9")).paths[PREFIX]
    assert (ways(path), path.forward) == (["10.0.0.3 Fa0"], 13)
    assert PREFIX not in lan_table(external("20.1.1.0/24", "4.4.4.4", via="88.0.0.9")).paths
    own = frozenset([ip("10.0.0.2")])
    assert PREFIX not in lan_table(external("20.1.1.0/24", "4.4.4.4", via="10.0.0.2"), own=own).paths


def test_equal_externals_share_and_better_ones_win() -> None:
    def two(first: Stored, second: Stored) -> list[str]:
        return ways(lan_table(first, second).paths[PREFIX])

    here, there = external("20.1.1.0/24", "3.3.3.3"), external("20.1.1.0/24", "4.4.4.4")
    assert two(here, there) == ["10.0.0.3 Fa0", "10.0.0.4 Fa0"]
    assert two(here, external("20.1.1.0/24", "4.4.4.4", 19)) == ["10.0.0.4 Fa0"]
    assert two(here, external("20.1.1.0/24", "4.4.4.4", 500, type2=False)) == ["10.0.0.4 Fa0"]
    # equal type 2 metrics: the nearer exit
    assert two(external("20.1.1.0/24", "3.3.3.3", via="99.0.0.9"), there) == ["10.0.0.4 Fa0"]


def test_type_1_adds_up_and_internal_routes_are_preferred() -> None:
    path = lan_table(external("20.1.1.0/24", "3.3.3.3", 5, type2=False)).paths[PREFIX]
    assert (path.kind, path.cost) == (Kind.EXTERNAL_1, 15)
    assert lan_table(external("99.0.0.0/24", "4.4.4.4", 1)).paths[net("99.0.0.0/24")].kind is Kind.INTRA


def test_unreachable_infinite_or_own_externals_are_not_used() -> None:
    table = lan_table(
        external("20.1.1.0/24", "9.9.9.9"),
        external("20.1.2.0/24", "3.3.3.3", lsa.LS_INFINITY),
        external("20.1.3.0/24", "2.2.2.2"),
    )
    assert all(path.kind is Kind.INTRA for path in table.paths.values())


def test_inter_area_needs_a_border_router() -> None:
    lsas = [one for one in lan_of(1, 2, 3) if one.lsa.header.router != ip("3.3.3.3")]
    border = router("3.3.3.3", ("net", "10.0.0.1", "10.0.0.3", 10), flags=lsa.FLAG_B)
    table = table_of(tree("2.2.2.2", LAN_PORT, *lsas, border))
    summaries = [
        stored(lsa.SUMMARY, "40.0.0.0", "3.3.3.3", SummaryBody(8, 7)),
        stored(lsa.SUMMARY, "41.0.0.0", "1.1.1.1", SummaryBody(8, 7)),
        stored(lsa.SUMMARY, "42.0.0.0", "3.3.3.3", SummaryBody(8, lsa.LS_INFINITY)),
        stored(lsa.ASBR_SUMMARY, "7.7.7.7", "3.3.3.3", SummaryBody(0, 5)),
    ]
    routes.add_inter_area(table, BACKBONE, summaries, 0, ip("2.2.2.2"))
    assert table.paths[net("40.0.0.0/8")].cost == 17
    assert net("41.0.0.0/8") not in table.paths
    assert net("42.0.0.0/8") not in table.paths
    external_routes.add_externals(table, [external("20.1.1.0/24", "7.7.7.7")], 0, ip("2.2.2.2"), NOBODY)
    assert (table.paths[PREFIX].forward, ways(table.paths[PREFIX])) == (15, ["10.0.0.3 Fa0"])


def test_link_state_ids_of_nested_prefixes() -> None:
    chosen = link_state_ids([net("10.0.0.0/16"), net("10.0.0.0/8"), net("20.0.0.0/8")])
    assert chosen == {
        net("10.0.0.0/8"): ip("10.0.0.0"),
        net("10.0.0.0/16"): ip("10.0.255.255"),
        net("20.0.0.0/8"): ip("20.0.0.0"),
    }
