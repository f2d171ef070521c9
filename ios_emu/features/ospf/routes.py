"""The routing table of a process (RFC 2328 sections 11 and 16.1-16.4). Pure.

Preference among paths to one ASBR or forwarding address is by cost alone, as `compatible rfc1583` (the default)
has it. Virtual links, and so section 16.3, are not there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum

from ios_emu.features.ospf import lsa
from ios_emu.features.ospf.lsa import LS_INFINITY, ROUTER, ExternalBody, SummaryBody
from ios_emu.features.ospf.lsdb import Stored
from ios_emu.features.ospf.spf import (
    Attachment,
    Node,
    Topology,
    Vertex,
    advertised,
    destinations,
    merge,
    shortest_paths,
)
from ios_emu.router.route import NextHop
from ios_emu.wire import IPv4, Prefix

BACKBONE = IPv4(0)


class Kind(IntEnum):
    """The kinds of path; the smaller is preferred."""

    INTRA = 0
    INTER = 1
    EXTERNAL_1 = 2
    EXTERNAL_2 = 3


@dataclass(frozen=True, slots=True)
class Path:
    """The way to a network. `cost` is the metric; `forward` the distance within the AS of an external path."""

    kind: Kind
    cost: int
    hops: tuple[NextHop, ...]
    area: IPv4 | None = None
    forward: int = 0
    tag: int = 0

    @property
    def rank(self) -> tuple[int, int, int]:
        """The smallest is the best."""
        return self.kind, self.cost, self.forward if self.kind is Kind.EXTERNAL_2 else 0


@dataclass(frozen=True, slots=True)
class RouterPath:
    """The way to an area border or AS boundary router."""

    kind: Kind
    cost: int
    hops: tuple[NextHop, ...]
    area: IPv4
    flags: int


@dataclass
class AreaTree:
    """What section 16.1 made of one area."""

    nodes: dict[Vertex, Node] = field(default_factory=dict)
    paths: dict[Prefix, Path] = field(default_factory=dict)
    routers: dict[IPv4, RouterPath] = field(default_factory=dict)


@dataclass
class Table:
    """The paths to networks and to border routers."""

    areas: dict[IPv4, AreaTree] = field(default_factory=dict)
    paths: dict[Prefix, Path] = field(default_factory=dict)
    routers: dict[IPv4, list[RouterPath]] = field(default_factory=dict)

    def lookup(self, address: IPv4) -> Path | None:
        """The internal path to the longest prefix that holds `address`."""
        for length in range(32, -1, -1):
            path = self.paths.get(Prefix.of(address, length))
            if path is not None and path.kind <= Kind.INTER:
                return path
        return None

    def border_router(self, router: IPv4) -> RouterPath | None:
        """The cheapest path to an AS boundary router."""
        paths = [path for path in self.routers.get(router, ()) if path.flags & lsa.FLAG_E]
        return min(paths, key=_router_rank) if paths else None


def _router_rank(path: RouterPath) -> tuple[int, int]:
    return path.cost, path.kind


def area_tree(
    area: IPv4, entries: Iterable[Stored], now: int, root: IPv4, attachments: list[Attachment]
) -> AreaTree:
    """Section 16.1 for one area."""
    topology = Topology.of(entries, now)
    tree = AreaTree(shortest_paths(topology, root, attachments))
    for vertex, node in tree.nodes.items():
        if vertex.type == ROUTER and vertex.id != root:
            flags = topology.routers[vertex.id].flags
            if flags & (lsa.FLAG_B | lsa.FLAG_E):
                tree.routers[vertex.id] = RouterPath(Kind.INTRA, node.cost, node.hops, area, flags)
    for prefix, cost, hops in destinations(topology, tree.nodes, root, attachments):
        _offer(tree.paths, prefix, Path(Kind.INTRA, cost, hops, area))
    return tree


def _offer(paths: dict[Prefix, Path], prefix: Prefix, path: Path) -> None:
    """Keep the better path to `prefix`, or both ways when they are equally good."""
    known = paths.get(prefix)
    if known is None or path.rank < known.rank:
        paths[prefix] = path
    elif path.rank == known.rank:
        hops = merge(known.hops, path.hops)
        paths[prefix] = Path(known.kind, known.cost, hops, known.area, known.forward, known.tag)


def begin(trees: dict[IPv4, AreaTree]) -> Table:
    """The intra-area part of the table."""
    table = Table(trees)
    for tree in trees.values():
        for prefix, path in tree.paths.items():
            _offer(table.paths, prefix, path)
        for router, way in tree.routers.items():
            table.routers.setdefault(router, []).append(way)
    return table


def add_inter_area(table: Table, area: IPv4, entries: Iterable[Stored], now: int, root: IPv4) -> None:
    """Section 16.2 for one area: the backbone in a border router, any area in another router."""
    tree = table.areas[area]
    for stored in entries:
        body, header = stored.body, stored.lsa.header
        if not isinstance(body, SummaryBody) or header.router == root:
            continue
        border = tree.routers.get(header.router)
        unusable = body.metric >= LS_INFINITY or stored.age(now) >= lsa.MAX_AGE
        if unusable or border is None or not border.flags & lsa.FLAG_B:
            continue
        cost = border.cost + body.metric
        hops = advertised(border.hops, header.router)
        if header.type == lsa.SUMMARY:
            _offer(table.paths, Prefix.of(header.id, body.length), Path(Kind.INTER, cost, hops, area))
        elif header.id != root:
            way = RouterPath(Kind.INTER, cost, hops, area, lsa.FLAG_E)
            table.routers.setdefault(header.id, []).append(way)


def add_externals(table: Table, entries: Iterable[Stored], now: int, root: IPv4, own: frozenset[IPv4]) -> None:
    """Section 16.4; `own` are this router's addresses, to which no forwarding address may point."""
    found: dict[Prefix, Path] = {}
    for stored in entries:
        body, header = stored.body, stored.lsa.header
        if not isinstance(body, ExternalBody) or header.router == root:
            continue
        if body.metric >= LS_INFINITY or stored.age(now) >= lsa.MAX_AGE:
            continue
        way = _way_out(table, header.router, body.forwarding, own)
        if way is None:
            continue
        distance, hops = way
        kind = Kind.EXTERNAL_2 if body.type2 else Kind.EXTERNAL_1
        cost = body.metric if body.type2 else body.metric + distance
        path = Path(kind, cost, advertised(hops, header.router), None, distance, body.tag)
        _offer(found, Prefix.of(header.id, body.length), path)
    for prefix, path in found.items():
        _offer(table.paths, prefix, path)


def _way_out(
    table: Table, router: IPv4, forwarding: IPv4, own: frozenset[IPv4]
) -> tuple[int, tuple[NextHop, ...]] | None:
    """The distance and next hops to where an external route leaves the AS."""
    border = table.border_router(router)
    if border is None:
        return None
    if not forwarding:
        return border.cost, border.hops
    path = table.lookup(forwarding)
    if path is None or forwarding in own:
        return None
    hops = tuple(hop if hop.address is not None else NextHop(forwarding, hop.interface) for hop in path.hops)
    return path.cost, hops


def summaries(table: Table, areas: Iterable[IPv4], root: IPv4) -> dict[tuple[IPv4, int, Prefix], SummaryBody]:
    """What an area border router tells each area of the others (section 12.4.3), by (area, type, destination)."""
    wanted: dict[tuple[IPv4, int, Prefix], SummaryBody] = {}
    for area in areas:
        for prefix, path in table.paths.items():
            if path.kind <= Kind.INTER and _told(path.kind, path.area, area) and path.cost < LS_INFINITY:
                wanted[area, lsa.SUMMARY, prefix] = SummaryBody(prefix.length, path.cost)
        for router in table.routers:
            way = table.border_router(router)
            if way is not None and router != root and _told(way.kind, way.area, area) and way.cost < LS_INFINITY:
                wanted[area, lsa.ASBR_SUMMARY, Prefix.of(router, 32)] = SummaryBody(0, way.cost)
    return wanted


def _told(kind: Kind, source: IPv4 | None, area: IPv4) -> bool:
    """Inter-area routes go into areas other than the backbone only; nothing goes back where it is from."""
    return source != area and (kind is Kind.INTRA or area != BACKBONE)
