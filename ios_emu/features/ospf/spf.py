"""The shortest path tree of one area (RFC 2328 section 16.1). Pure: LSA bodies in, distances and next hops out."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from ios_emu.features.ospf import debug, lsa
from ios_emu.features.ospf.lsa import NETWORK, ROUTER, NetworkBody, RouterBody, RouterLink
from ios_emu.features.ospf.lsdb import Stored
from ios_emu.router.route import NextHop
from ios_emu.wire import IPv4, Prefix, length_of

Trace: TypeAlias = list[tuple[debug.Message, dict[str, object]]]
"""What a calculation does, as debug messages with their values."""


class Vertex(NamedTuple):
    """A router (by its ID) or a transit network (by its Designated Router's address)."""

    type: int
    id: IPv4


class Attachment(NamedTuple):
    """One of this router's own interfaces in the area. A virtual link has the next hops of its transit area."""

    interface: str
    address: IPv4
    prefix: Prefix
    hops: tuple[NextHop, ...] = ()


@dataclass(frozen=True, slots=True)
class Node:
    """How far a vertex is, and through which next hops. A hop without an address: it is on the link itself."""

    cost: int
    hops: tuple[NextHop, ...]


@dataclass
class Topology:
    """The router- and network-LSAs of an area; each network with the router that describes it."""

    routers: dict[IPv4, RouterBody] = field(default_factory=dict)
    networks: dict[IPv4, tuple[IPv4, NetworkBody]] = field(default_factory=dict)

    @classmethod
    def of(cls, entries: Iterable[Stored], now: int) -> Topology:
        """From a database, without what has reached MaxAge.

        Of two LSAs for one network the one counts whose router says that it is the Designated Router there.
        """
        topology = cls()
        networks: list[tuple[IPv4, IPv4, NetworkBody]] = []
        for stored in entries:
            header, body = stored.lsa.header, stored.body
            if stored.age(now) >= lsa.MAX_AGE:
                continue
            if isinstance(body, RouterBody) and header.id == header.router:
                topology.routers[header.router] = body
            elif isinstance(body, NetworkBody):
                networks.append((header.id, header.router, body))
        for link, router, network in networks:
            described = topology.routers.get(router)
            if described and any(_transit(one, link) and one.data == link for one in described.links):
                topology.networks[link] = (router, network)
        return topology

    def edges(self, vertex: Vertex) -> Iterator[tuple[Vertex, int, RouterLink | None]]:
        """Where links lead from `vertex`: the other end, the cost, and the router's description of the link."""
        if vertex.type == NETWORK:
            for router in self.networks[vertex.id][1].routers:
                yield Vertex(ROUTER, router), 0, None
            return
        for link in self.routers[vertex.id].links:
            if link.type in (lsa.POINT_TO_POINT, lsa.VIRTUAL):
                yield Vertex(ROUTER, link.id), link.metric, link
            elif link.type == lsa.TRANSIT:
                yield Vertex(NETWORK, link.id), link.metric, link

    def links_back(self, vertex: Vertex, to: Vertex) -> bool:
        """Whether `vertex` exists and has a link to `to`: a link counts when both ends know it."""
        if vertex.type == NETWORK:
            network = self.networks.get(vertex.id)
            return network is not None and to.id in network[1].routers
        return bool(self.back_links(vertex.id, to))

    def back_links(self, router: IPv4, to: Vertex) -> list[RouterLink]:
        """The links of `router` that lead to `to`."""
        body = self.routers.get(router)
        kinds = (lsa.TRANSIT,) if to.type == NETWORK else (lsa.POINT_TO_POINT, lsa.VIRTUAL)
        return [one for one in body.links if one.type in kinds and one.id == to.id] if body else []


def _transit(link: RouterLink, network: IPv4) -> bool:
    return link.type == lsa.TRANSIT and link.id == network


def shortest_paths(
    topology: Topology, root: IPv4, attachments: Sequence[Attachment], trace: Trace | None = None
) -> dict[Vertex, Node]:
    """Every vertex that can be reached from the router `root`, itself included. Equal paths are all kept."""
    start = Vertex(ROUTER, root)
    if root not in topology.routers:
        return {}
    nodes = {start: Node(0, ())}
    done: dict[Vertex, None] = {}
    heap: list[tuple[int, int, IPv4]] = [(0, 1, root)]
    while heap:
        cost, is_router, link_id = heapq.heappop(heap)
        vertex = Vertex(ROUTER if is_router else NETWORK, link_id)
        if vertex in done:
            continue
        done[vertex] = None
        if trace is not None:
            _tell_vertex(trace, topology, vertex)
        for other, metric, link in topology.edges(vertex):
            if other in done or not topology.links_back(other, vertex):
                continue
            hops = _next_hops(topology, start, vertex, other, link, nodes[vertex].hops, attachments)
            if not hops:
                continue
            total = cost + metric
            known = nodes.get(other)
            if trace is not None and (known is None or total <= known.cost):
                _tell_path(trace, other, total, hops)
            if known is None or total < known.cost:
                nodes[other] = Node(total, hops)
                heapq.heappush(heap, (total, int(other.type == ROUTER), other.id))
            elif total == known.cost:
                nodes[other] = Node(total, merge(known.hops, hops))
    return {vertex: nodes[vertex] for vertex in done}


def _tell_vertex(trace: Trace, topology: Topology, vertex: Vertex) -> None:
    if vertex.type == NETWORK:
        routers = topology.networks[vertex.id][1].routers
        trace.append((debug.NETWORK_LSA, {"id": vertex.id, "count": len(routers)}))
        trace += [(debug.ATTACHED, {"id": router}) for router in routers]
        return
    links = topology.routers[vertex.id].links
    trace.append((debug.ROUTER_LSA, {"id": vertex.id, "count": len(links)}))
    trace += [(debug.LINK, {"place": place, **link._asdict()}) for place, link in enumerate(links)]


def _tell_path(trace: Trace, vertex: Vertex, cost: int, hops: tuple[NextHop, ...]) -> None:
    for hop in hops:
        gateway = hop.address if hop.address is not None else IPv4(0)
        trace.append((debug.BETTER_PATH, {"id": vertex.id, "gateway": gateway, "cost": cost}))
        trace.append((debug.ADD_PATH, {"hop": gateway, "through": hop.interface}))


def _next_hops(
    topology: Topology,
    root: Vertex,
    parent: Vertex,
    vertex: Vertex,
    link: RouterLink | None,
    inherited: tuple[NextHop, ...],
    attachments: Sequence[Attachment],
) -> tuple[NextHop, ...]:
    """Section 16.1.1."""
    if parent == root and link is not None:
        virtual = link.type == lsa.VIRTUAL
        own = next((a for a in attachments if a.address == link.data and bool(a.hops) == virtual), None)
        if own is None:
            return ()
        if virtual:
            return own.hops
        if vertex.type == NETWORK:
            return (NextHop(None, own.interface),)
        back = topology.back_links(vertex.id, root)
        far = next((b.data for b in back if own.prefix.holds(b.data)), back[0].data)
        return (NextHop(far, own.interface),)
    hops: list[NextHop] = []
    for hop in inherited:
        if hop.address is not None:
            hops.append(hop)
        elif vertex.type == ROUTER:
            back = topology.back_links(vertex.id, parent)
            hops.extend(NextHop(b.data, hop.interface) for b in back)
    return tuple(hops)


def merge(some: tuple[NextHop, ...], more: tuple[NextHop, ...]) -> tuple[NextHop, ...]:
    """Both sets of next hops, each way once, in the order of their addresses."""
    ways = {(hop.address, hop.interface): hop for hop in (*more, *some)}
    return tuple(sorted(ways.values(), key=_hop_order))


def _hop_order(hop: NextHop) -> tuple[int, str]:
    return hop.address or 0, hop.interface or ""


class Destination(NamedTuple):
    """A network the area holds: its distance and next hops, each with the router that advertises it."""

    prefix: Prefix
    cost: int
    hops: tuple[NextHop, ...]


def destinations(
    topology: Topology, nodes: dict[Vertex, Node], root: IPv4, attachments: Sequence[Attachment]
) -> Iterator[Destination]:
    """The transit networks of the tree, then the stub networks hanging off its routers."""
    for vertex, node in nodes.items():
        if vertex.type == NETWORK:
            router, body = topology.networks[vertex.id]
            yield Destination(Prefix.of(vertex.id, body.length), node.cost, advertised(node.hops, router))
    for vertex, node in nodes.items():
        if vertex.type != ROUTER:
            continue
        for link in topology.routers[vertex.id].links:
            if link.type != lsa.STUB:
                continue
            try:
                prefix = Prefix.of(link.id, length_of(link.data))
            except ValueError:
                continue
            hops = node.hops
            if vertex.id == root:
                hops = tuple(NextHop(None, a.interface) for a in attachments if a.prefix.holds(link.id))[:1]
            yield Destination(prefix, node.cost + link.metric, advertised(hops, vertex.id))


def advertised(hops: tuple[NextHop, ...], router: IPv4) -> tuple[NextHop, ...]:
    """The next hops with `router` as who advertises the destination."""
    return tuple(NextHop(hop.address, hop.interface, router) for hop in hops)
