"""The forwarding table: what the routing table comes to once recursion is followed to an interface.

Derived from the routing table on demand, per destination, and forgotten whenever a route or interface changes.
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
            paths = cache[destination] = tuple(self._resolve(IPv4(destination), 0))
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

    def _resolve(self, destination: IPv4, depth: int, through: Route | None = None) -> list[Path]:
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
