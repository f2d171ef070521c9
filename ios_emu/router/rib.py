"""The routing table: candidates by source, the best of each prefix, and the longest match.

Each source offers its candidates; the lowest administrative distance wins, and equal candidates of one source
share the load. A route keeps its age as long as nothing about it changes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ios_emu.router import facts, packet_debug
from ios_emu.router.route import NextHop, Route, classful
from ios_emu.wire import IPv4, Prefix, mask_of

if TYPE_CHECKING:
    from ios_emu.router.interface import Interface
    from ios_emu.router.router import Router

UNBELIEVED = 255
"""The administrative distance of routes that are never used."""
MAXIMUM_PATHS = 16
"""What the table can hold for one prefix. A protocol that offers several paths has its own, lower default."""
STATIC_PATHS = 4
CONNECTED = "connected"
_MASKS = [int(mask_of(length)) for length in range(33)]


@dataclass(frozen=True, slots=True)
class Redistribution:
    """What a routing process takes in from others.

    `sources`: each source (`static`, `ospf 2`) with the options of its `redistribute` line (`metric 5 subnets`);
    `advertised`: the prefixes that it really tells its neighbours of.
    """

    sources: tuple[tuple[str, str], ...]
    advertised: frozenset[Prefix]


class Rib:
    """The routing table of one router."""

    def __init__(self, router: Router) -> None:
        self._router = router
        self._candidates: dict[Prefix, dict[tuple[str, str], Route]] = {}
        self._best: dict[int, dict[int, Route]] = {}
        self._lengths: list[int] = []
        self._majors: dict[Prefix, int] = {}
        """How many routes there are to each classful network and its subnets."""
        self.version = 0
        self.versions: dict[Prefix, int] = {}
        """The version of the table in which each route changed last."""
        self.withdrawn = self.revised = 0
        """How many prefixes have gone, and how many have had another route since they came."""
        self._redistributions: dict[str, Redistribution] = {}

    # -- asking --------------------------------------------------------------------------------------

    def lookup(self, ip: int) -> Route | None:
        """The longest match for the address `ip`."""
        for length in self._lengths:
            route = self._best[length].get(ip & _MASKS[length])
            if route is not None:
                return route
        return None

    def best(self, prefix: Prefix) -> Route | None:
        """The route to exactly `prefix`."""
        return self._best.get(prefix.length, {}).get(int(prefix.network))

    def knows_of(self, major: Prefix) -> bool:
        """Whether there is a route to the classful network `major`, or to a subnet of it."""
        return major in self._majors

    def routes(self) -> list[Route]:
        """Every route in use, in order of installation."""
        return [route for length in self._lengths for route in self._best[length].values()]

    def candidates(self, source: str) -> list[Route]:
        """What `source` offers, in use or not."""
        return [r for offers in self._candidates.values() for r in offers.values() if r.source == source]

    # -- redistribution ------------------------------------------------------------------------------

    def publish_redistribution(self, process: str, redistribution: Redistribution) -> None:
        """A routing process (`ospf 1`) says what it takes in now; with no sources, nothing."""
        if redistribution.sources:
            self._redistributions[process] = redistribution
        else:
            self._redistributions.pop(process, None)

    def redistribution(self, route: Route) -> list[tuple[str, str | None]]:
        """The processes that take `route` in, each with the options it does so by; None: it does not tell of it."""
        return [
            (process, options if route.prefix in what.advertised else None)
            for process, what in self._redistributions.items()
            for source, options in what.sources
            if source == route.source
        ]

    # -- offering ------------------------------------------------------------------------------------

    def offer(self, route: Route) -> None:
        """Offer a candidate; it replaces an earlier one of the same prefix, source and owner."""
        offers = self._candidates.setdefault(route.prefix, {})
        if offers.get((route.source, route.owner)) == route:
            return
        offers[route.source, route.owner] = route
        self._select(route.prefix)

    def withdraw(self, prefix: Prefix, source: str, owner: str = "") -> None:
        """Take a candidate back; harmless when it was not offered."""
        offers = self._candidates.get(prefix, {})
        if offers.pop((source, owner), None) is not None:
            if not offers:
                del self._candidates[prefix]
            self._select(prefix)

    def replace(self, source: str, routes: list[Route]) -> None:
        """Make `routes` all that `source` offers. Those that stay the same keep their age."""
        wanted = {(route.prefix, route.owner): route for route in routes}
        for old in self.candidates(source):
            if (old.prefix, old.owner) not in wanted:
                self.withdraw(old.prefix, source, old.owner)
        for route in wanted.values():
            self.offer(route)

    def _select(self, prefix: Prefix) -> None:
        offers = list(self._candidates.get(prefix, {}).values())
        old = self.best(prefix)
        new = self._merged(offers)
        if old is not None and new is not None and replace(new, since=old.since) == old:
            return
        if new is not None:
            new = replace(new, since=self._router.kernel.now)
            if prefix.length not in self._best:
                self._best[prefix.length] = {}
                self._lengths = sorted(self._best, reverse=True)
            self._best[prefix.length][int(prefix.network)] = new
        elif old is not None:
            networks = self._best[prefix.length]
            del networks[int(prefix.network)]
            if not networks:
                del self._best[prefix.length]
                self._lengths.remove(prefix.length)
        else:
            return
        self._count_major(prefix, (new is not None) - (old is not None))
        self.version += 1
        if new is None:
            self.withdrawn += 1
            del self.versions[prefix]
        else:
            self.revised += old is not None
            self.versions[prefix] = self.version
        self._router.fib.forget()
        packet_debug.route_changed(self._router, old, new)
        self._router.publish(facts.RouteChanged(prefix, old, new))
        if new is not None:
            self._meet(new)

    def _count_major(self, prefix: Prefix, change: int) -> None:
        major = classful(prefix)
        if major is not None and change:
            self._majors[major] = self._majors.get(major, 0) + change
            if not self._majors[major]:
                del self._majors[major]

    def _meet(self, route: Route) -> None:
        """Resolve the next hops of a route ahead of its packets, as CEF does for its adjacencies."""
        for hop in route.next_hops:
            interface = self._router.interfaces.get(hop.interface or "")
            if interface is not None and hop.address is not None:
                self._router.arp.link_header(interface, hop.address)

    @staticmethod
    def _merged(offers: list[Route]) -> Route | None:
        """The best of the candidates, with the next hops of its equals. Who is not to be believed has none."""
        offers = [route for route in offers if route.distance < UNBELIEVED]
        if not offers:
            return None
        best = min(offers, key=lambda r: (r.distance, r.metric))
        hops: list[NextHop] = []
        for route in offers:
            if (route.source, route.distance, route.metric) == (best.source, best.distance, best.metric):
                hops.extend(hop for hop in route.next_hops if hop not in hops)
        limit = STATIC_PATHS if best.source == "static" else MAXIMUM_PATHS
        return replace(best, next_hops=tuple(hops[:limit]), owner="")

    # -- connected routes ----------------------------------------------------------------------------

    def interface_up(self, interface: Interface) -> None:
        """The line protocol came up, or addresses changed: the connected networks as they are now."""
        self._sync_connected(interface, [a.prefix for a in interface.addresses] if interface.line_up else [])

    def interface_down(self, interface: Interface) -> None:
        """The line protocol went down."""
        self._sync_connected(interface, [])

    def on_fact(self, fact: facts.Fact) -> None:
        """Follow configured addresses."""
        if isinstance(fact, facts.AddressChanged):
            interface = self._router.interfaces.get(fact.interface)
            if interface is not None:
                self.interface_up(interface)

    def _sync_connected(self, interface: Interface, prefixes: list[Prefix]) -> None:
        for route in self.candidates(CONNECTED):
            if route.owner == interface.name and route.prefix not in prefixes:
                self.withdraw(route.prefix, CONNECTED, interface.name)
        for prefix in prefixes:
            self.offer(
                Route(
                    prefix,
                    CONNECTED,
                    "C",
                    0,
                    0,
                    (NextHop(interface=interface.name),),
                    owner=interface.name,
                )
            )
        self._router.fib.forget()

    def reaches(self, ip: IPv4) -> bool:
        """Whether a next hop `ip` can be resolved down to a connected network or an interface."""
        return bool(self._router.fib.paths(ip))
