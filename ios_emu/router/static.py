"""Static routes: which of the configured ones are in the routing table.

One through an interface follows that interface at once. One through a next hop is put in as soon as its next
hop is reachable; when that no longer holds, it goes at the next adjustment, once a minute (`ip route static
adjust-time`, default 60 s). That minute is in the seed: a gateway whose outside is down still advertises the
route through it for some 40 s. One that follows a tracked object comes and goes with it, at once.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ios_emu.kernel import SECOND, Timers
from ios_emu.router import facts
from ios_emu.router.release import ByRelease, Train
from ios_emu.router.route import NextHop, Route, classful
from ios_emu.wire import IPv4, Prefix

if TYPE_CHECKING:
    from ios_emu.router.router import Router

ADJUST_TIME = 60 * SECOND
_CLASSFUL = ByRelease({Train.R12_2: True, Train.R15: False})
"""Whether next hops are looked up as if `ip classless` did not exist: a network of which a subnet is known is known
to the last subnet, and no supernet or default leads to the others."""
_CLIENT = "STATIC-IP-ROUTING 0"
"""How `show track` names us."""


@dataclass(frozen=True, slots=True)
class StaticRoute:
    """One `ip route` line. At least one of `next_hop` and `interface` is there."""

    prefix: Prefix
    next_hop: IPv4 | None = None
    interface: str | None = None
    distance: int = 1
    tag: int = 0
    name: str = ""
    permanent: bool = False
    track: int | None = None
    """The tracked object that has to be up."""

    @property
    def owner(self) -> str:
        """What tells this route from others to the same prefix."""
        return f"{self.interface or ''} {self.next_hop if self.next_hop is not None else ''}".strip()

    def route(self) -> Route:
        """The candidate for the routing table."""
        hop = NextHop(self.next_hop, self.interface)
        return Route(self.prefix, "static", "S", self.distance, 0, (hop,), tag=self.tag, owner=self.owner)


class StaticRoutes:
    """The static routes of one router."""

    def __init__(self, router: Router) -> None:
        self._router = router
        self.timers = Timers(router.kernel, self)
        self._routes: dict[tuple[Prefix, str], StaticRoute] = {}

    def add(self, route: StaticRoute) -> None:
        """`ip route ...`; the same destination and next hop again replaces."""
        self._follow(self._routes.get((route.prefix, route.owner)), route)
        self._routes[route.prefix, route.owner] = route
        if self._router.booted:
            self._adjust(remove=True)

    def remove(self, prefix: Prefix, next_hop: IPv4 | None, interface: str | None) -> bool:
        """`no ip route ...`; without next hop and interface, every route to the prefix. False if there is none."""
        matching = [
            route
            for route in self._routes.values()
            if route.prefix == prefix
            and (next_hop is None or route.next_hop == next_hop)
            and (interface is None or route.interface == interface)
        ]
        for route in matching:
            self._follow(route, None)
            del self._routes[route.prefix, route.owner]
            self._router.rib.withdraw(route.prefix, "static", route.owner)
        return bool(matching)

    def _follow(self, old: StaticRoute | None, new: StaticRoute | None) -> None:
        tracking = self._router.tracking
        if old is not None and old.track is not None:
            tracking.unfollow(old.track, _CLIENT)
        if new is not None and new.track is not None:
            tracking.follow(new.track, _CLIENT)

    def on_fact(self, fact: facts.Fact) -> None:
        """Interfaces, routes and tracked objects come and go."""
        if isinstance(fact, facts.TrackChanged) and any(r.track == fact.number for r in self._routes.values()):
            self._adjust(remove=False)
        if isinstance(fact, facts.LineProtocol | facts.AddressChanged | facts.Booted):
            self._adjust(remove=False)
        if isinstance(fact, facts.LineProtocol | facts.RouteChanged) and self._routes:
            self._schedule()

    def _schedule(self) -> None:
        if not self.timers.running("adjust"):
            self.timers.start("adjust", ADJUST_TIME - self._router.uptime() % ADJUST_TIME)

    def on_timer(self, name: Hashable) -> None:
        """A minute's adjustment."""
        self._adjust(remove=True)

    def _adjust(self, *, remove: bool) -> None:
        """Bring the routing table in line; with `remove`, recursive routes without a way are taken out too.

        A route may resolve through another static one, so this goes round until nothing changes.
        """
        rib = self._router.rib
        for _ in range(len(self._routes) + 1):
            before = rib.version
            for route in list(self._routes.values()):
                if self._viable(route):
                    rib.offer(route.route())
                elif not route.permanent and (
                    remove or route.interface is not None or not self._tracked_up(route)
                ):
                    rib.withdraw(route.prefix, "static", route.owner)
            if rib.version == before:
                break
        for route in self._routes.values():
            if route.next_hop is not None:
                for path in self._router.fib.paths(route.next_hop):
                    self._router.arp.link_header(path.interface, path.next_hop)

    def _tracked_up(self, route: StaticRoute) -> bool:
        return route.track is None or self._router.tracking.state_of(route.track)

    def _viable(self, route: StaticRoute) -> bool:
        if not self._tracked_up(route):
            return False
        if route.interface is not None:
            interface = self._router.interfaces.get(route.interface)
            return route.interface == "Null0" or (interface is not None and interface.line_up)
        # The way to the next hop must not be this route itself.
        found = self._router.rib.lookup(route.next_hop or 0)
        if found is None or (found.source == "static" and found.prefix == route.prefix):
            return False
        if _CLASSFUL[self._router.release] and self._subnet_missing(route.next_hop or IPv4(0), found.prefix):
            return False
        return route.next_hop is not None and self._router.rib.reaches(route.next_hop)

    def _subnet_missing(self, next_hop: IPv4, found: Prefix) -> bool:
        major = classful(Prefix(next_hop, 32))
        if major is None or found.length >= major.length:
            return False
        return self._router.rib.knows_of(major)
