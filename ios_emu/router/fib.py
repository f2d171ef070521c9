"""The forwarding table: what the routing table comes to once recursion is followed to an interface.

Derived from the routing table on demand, per destination, and forgotten whenever a route or interface changes.
With `no ip routing` the box is a host: it knows its own networks and perhaps a default gateway, nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ios_emu.kernel import Copied
from ios_emu.router.route import Route
from ios_emu.wire import IPv4

if TYPE_CHECKING:
    from ios_emu.router.interface import Interface
    from ios_emu.router.router import Router

MAXIMUM_DEPTH = 8
"""How deep a next hop may be resolved through other routes."""
MAXIMUM_CACHE = 8192


class Path(NamedTuple):
    """Out of `interface`, to the neighbour `next_hop`."""

    interface: Interface
    next_hop: IPv4


class Fib(Copied):
    """The forwarding table of one router."""

    derived = ("_cache",)

    def __init__(self, router: Router) -> None:
        self._router = router
        self._cache: dict[int, tuple[Path, ...]] | None = {}

    def forget(self) -> None:
        """Routes or interfaces changed."""
        self._cache = None

    def paths(self, destination: int) -> tuple[Path, ...]:
        """All equal paths to `destination`; empty when there is none."""
        cache = self._cache
        if cache is None or len(cache) > MAXIMUM_CACHE:
            cache = self._cache = {}
        paths = cache.get(destination)
        if paths is None:
            way = self._resolve if self._router.routing else self._as_host
            paths = cache[destination] = tuple(way(IPv4(destination)))
        return paths

    def choose(self, source: int, destination: int) -> Path | None:
        """The path for one packet. Several paths are shared per pair of source and destination."""
        paths = self.paths(destination)
        if len(paths) == 1:
            return paths[0]
        if not paths:
            return None
        mixed = (source * 0x9E3779B1 ^ destination * 0x85EBCA77) & 0xFFFFFFFF
        return paths[(mixed ^ mixed >> 15) % len(paths)]

    def _as_host(self, destination: IPv4) -> list[Path]:
        """A host's way (RFC 1122 section 3.3.1.1): its own networks, then the gateway. One without a gateway asks
        for everybody by ARP, in the hope of a router that answers as proxy."""
        up = [interface for interface in self._router.interfaces.values() if interface.line_up]
        gateway = self._router.default_gateway
        ways = [Path(interface, destination) for interface in up if interface.on_link(destination)]
        if gateway is not None:
            ways += [Path(interface, gateway) for interface in up if interface.on_link(gateway)]
        else:
            ways += [Path(i, destination) for i in up if i.ip is not None and not i.hardware.virtual]
        return ways[:1]

    def _resolve(self, destination: IPv4, depth: int = 0, through: Route | None = None) -> list[Path]:
        route = self._router.rib.lookup(destination)
        # A route whose next hop lies in the route itself leads nowhere.
        if route is None or route == through or depth > MAXIMUM_DEPTH:
            return []
        paths: list[Path] = []
        for hop in route.next_hops:
            if hop.interface is not None:
                interface = self._router.interfaces.get(hop.interface)
                if interface is not None and interface.line_up:
                    found = [Path(interface, hop.address if hop.address is not None else destination)]
                else:
                    found = []
            elif hop.address is not None:
                found = self._resolve(hop.address, depth + 1, route)
            else:
                found = []
            paths.extend(path for path in found if path not in paths)
        return paths
