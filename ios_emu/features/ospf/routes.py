"""The routing table of a process (RFC 2328 sections 11 and 16.1-16.3). Pure. `external_routes` has the rest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import IntEnum

from ios_emu.features.ospf import debug, lsa
from ios_emu.features.ospf.config import AreaType
from ios_emu.features.ospf.lsa import LS_INFINITY, ROUTER, SummaryBody
from ios_emu.features.ospf.lsdb import Stored
from ios_emu.features.ospf.spf import (
    Attachment,
    Node,
    Topology,
    Trace,
    Vertex,
    advertised,
    destinations,
    merge,
    shortest_paths,
)
from ios_emu.router.route import NextHop
from ios_emu.wire import IPv4, Prefix, mask_of

BACKBONE = IPv4(0)


class Kind(IntEnum):
    """The kinds of path; the smaller is preferred."""

    INTRA = 0
    INTER = 1
    EXTERNAL_1 = 2
    EXTERNAL_2 = 3


@dataclass(frozen=True, slots=True)
class Path:
    """The way to a network. `cost` is the metric; `forward` the distance within the AS of an external path, and
    `preference` what of several LSAs that say the same counts (RFC 3101 section 2.5): type 7 to be translated 0,
    type 5 1, other type 7 2. `nssa`: it is of type 7."""

    kind: Kind
    cost: int
    hops: tuple[NextHop, ...]
    area: IPv4 | None = None
    forward: int = 0
    tag: int = 0
    preference: int = 0
    nssa: bool = False

    @property
    def rank(self) -> tuple[int, int, int, int]:
        """The smallest is the best."""
        return self.kind, self.cost, self.forward if self.kind is Kind.EXTERNAL_2 else 0, self.preference


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
    """What section 16.1 made of one area. `transit`: virtual links go through it."""

    type: AreaType = AreaType.NORMAL
    transit: bool = False
    nodes: dict[Vertex, Node] = field(default_factory=dict)
    paths: dict[Prefix, Path] = field(default_factory=dict)
    routers: dict[IPv4, RouterPath] = field(default_factory=dict)


@dataclass
class Table:
    """The paths to networks, and to border routers through areas that carry LSAs of type 5."""

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

    def border_router(self, router: IPv4, rfc1583: bool = True) -> RouterPath | None:
        """The best path to an AS boundary router: the cheapest or, without `rfc1583`, first one within an area
        other than the backbone (section 16.4.1)."""
        paths = [path for path in self.routers.get(router, ()) if path.flags & lsa.FLAG_E]
        return min(paths, key=_by_cost if rfc1583 else _by_area) if paths else None


def _by_cost(path: RouterPath) -> tuple[int, int]:
    return path.cost, path.kind


def _by_area(path: RouterPath) -> tuple[bool, int]:
    return path.kind is not Kind.INTRA or path.area == BACKBONE, path.cost


def area_tree(
    area: IPv4,
    entries: Iterable[Stored],
    now: int,
    root: IPv4,
    attachments: list[Attachment],
    trace: Trace | None = None,
) -> AreaTree:
    """Section 16.1 for one area. What is done goes to `trace` as debug messages, if there is one."""
    topology = Topology.of(entries, now)
    tree = AreaTree(nodes=shortest_paths(topology, root, attachments, trace))
    for vertex, node in tree.nodes.items():
        if vertex.type == ROUTER:
            flags = topology.routers[vertex.id].flags
            tree.transit = tree.transit or bool(flags & lsa.FLAG_V)
            if vertex.id != root and flags & (lsa.FLAG_B | lsa.FLAG_E):
                tree.routers[vertex.id] = RouterPath(Kind.INTRA, node.cost, node.hops, area, flags)
    for prefix, cost, hops in destinations(topology, tree.nodes, root, attachments):
        offer(tree.paths, prefix, Path(Kind.INTRA, cost, hops, area))
    if trace is not None:
        trace.append((debug.STUB_NETS, {}))
        for prefix, path in tree.paths.items():
            values = {"id": prefix.network, "length": prefix.length, "cost": path.cost}
            trace += [(debug.ADD_NETWORK, {**values, "hop": hop.address}) for hop in path.hops if hop.address]
    return tree


def offer(paths: dict[Prefix, Path], prefix: Prefix, path: Path) -> None:
    """Keep the better path to `prefix`, or both ways when they are equally good."""
    known = paths.get(prefix)
    if known is None or path.rank < known.rank:
        paths[prefix] = path
    elif path.rank == known.rank:
        hops = merge(known.hops, path.hops)
        paths[prefix] = replace(known, hops=hops)


def begin(trees: dict[IPv4, AreaTree]) -> Table:
    """The intra-area part of the table."""
    table = Table(trees)
    for tree in trees.values():
        for prefix, path in tree.paths.items():
            offer(table.paths, prefix, path)
        for router, way in tree.routers.items() if tree.type is AreaType.NORMAL else ():
            table.routers.setdefault(router, []).append(way)
    return table


def add_inter_area(
    table: Table,
    area: IPv4,
    entries: Iterable[Stored],
    now: int,
    root: IPv4,
    own_ranges: Iterable[Prefix] = (),
    trace: Trace | None = None,
) -> None:
    """Section 16.2 for one area: the backbone in a border router, any area in another router. What it says of the
    router's `own_ranges` is passed over."""
    tree = table.areas[area]
    passed_over = dict.fromkeys(own_ranges)
    for stored in entries:
        body, header = stored.body, stored.lsa.header
        if not isinstance(body, SummaryBody) or header.router == root:
            continue
        if trace is not None:
            values = {**header._asdict(), "age": stored.age(now), "mask": mask_of(body.length), "area": int(area)}
            trace.append((debug.SUMMARY_LSA, {**values, "sequence": header.sequence & 0xFFFFFFFF}))
        border = tree.routers.get(header.router)
        unusable = body.metric >= LS_INFINITY or stored.age(now) >= lsa.MAX_AGE
        if unusable or border is None or not border.flags & lsa.FLAG_B:
            continue
        cost = border.cost + body.metric
        hops = advertised(border.hops, header.router)
        if header.type == lsa.SUMMARY:
            prefix = Prefix.of(header.id, body.length)
            if prefix in passed_over:
                continue
            offer(table.paths, prefix, Path(Kind.INTER, cost, hops, area))
            if trace is not None:
                values = {"id": prefix.network, "mask": mask_of(prefix.length), "cost": cost}
                trace.append((debug.ADD_SUMMARY, {**values, "hop": hops[0].address if hops else None}))
        elif header.id != root:
            way = RouterPath(Kind.INTER, cost, hops, area, lsa.FLAG_E)
            table.routers.setdefault(header.id, []).append(way)


def shorten_through(table: Table, area: IPv4, entries: Iterable[Stored], now: int, root: IPv4) -> None:
    """Section 16.3: a transit area's summary-LSAs may show ways of the backbone that are better, or are real next
    hops where a virtual link is only a name."""
    tree = table.areas[area]
    for stored in entries:
        body, header = stored.body, stored.lsa.header
        if not isinstance(body, SummaryBody) or header.router == root:
            continue
        border = tree.routers.get(header.router)
        unusable = body.metric >= LS_INFINITY or stored.age(now) >= lsa.MAX_AGE
        if unusable or border is None or not border.flags & lsa.FLAG_B:
            continue
        cost, hops = border.cost + body.metric, advertised(border.hops, header.router)
        if header.type == lsa.SUMMARY:
            prefix = Prefix.of(header.id, body.length)
            known = table.paths.get(prefix)
            if known is not None and known.area == BACKBONE and known.kind <= Kind.INTER and cost <= known.cost:
                table.paths[prefix] = replace(known, cost=cost, hops=hops)
        else:
            ways = table.routers.get(header.id, [])
            for place, way in enumerate(ways):
                if way.area == BACKBONE and cost <= way.cost:
                    ways[place] = replace(way, cost=cost, hops=hops)
