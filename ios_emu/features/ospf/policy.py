"""Routing policy at the borders of a process: route maps and lists that decide what it tells, and what it believes.

redistribute ... route-map       the route map, then
distribute-list ... out          the list for all sources and that for this one: told by the process, or not
default-information originate    the default is told while the map permits some route of the table
 route-map
area ... filter-list             summary-LSAs into and out of an area (`border`)
distribute-list ... in           what of the process's routes gets into the routing table; its LSAs stay as they are
"""

from __future__ import annotations

from dataclasses import replace

from ios_emu.features.ospf.config import Policy, PolicyKind, ProcessConfig
from ios_emu.router.route import NextHop, Route
from ios_emu.router.route_map import NOTHING_SET, Sets, permits_prefix
from ios_emu.router.router import Router
from ios_emu.wire import Prefix


def governs(config: ProcessConfig) -> bool:
    """Whether the process depends on any route map or list."""
    default = config.default_originate
    return bool(
        any(how.route_map for how in config.redistribute.values())
        or config.filters_in
        or config.filters_out
        or (default is not None and default.route_map)
        or any(area.filter_in or area.filter_out for area in config.areas.values())
        or any(acl for _, acl in config.source_distances.values())
    )


def list_permits(router: Router, policy: Policy, prefix: Prefix) -> bool:
    """Whether an access list or prefix list lets a prefix pass."""
    if policy.kind is PolicyKind.PREFIX_LIST:
        return router.prefix_lists.permits(policy.name, prefix)
    return permits_prefix(router.acls.get(policy.name), prefix)


def permits(router: Router, policy: Policy, route: Route) -> bool:
    """Whether a list or map lets a route pass."""
    if policy.kind is PolicyKind.ROUTE_MAP:
        return router.route_maps.judge(policy.name, route) is not None
    return list_permits(router, policy, route.prefix)


def outgoing(router: Router, config: ProcessConfig, route: Route) -> Sets | None:
    """What is set of a route of another source as it is told; None: it is not told."""
    how = config.redistribute.get(route.source)
    sets: Sets | None = NOTHING_SET
    if how is not None and how.route_map:
        sets = router.route_maps.judge(how.route_map, route)
    for source in ("", route.source):
        filtered = config.filters_out.get(source)
        if filtered is not None and not permits(router, filtered, route):
            return None
    return sets


def default(router: Router, config: ProcessConfig, own: str) -> Sets | None:
    """What is set of the default route; None: it is not told now. `own` is the source whose routes do not count."""
    name = config.default_originate.route_map if config.default_originate is not None else ""
    if not name:
        return NOTHING_SET
    judged = (router.route_maps.judge(name, route) for route in router.rib.routes() if route.source != own)
    return next((sets for sets in judged if sets is not None), None)


def incoming(router: Router, config: ProcessConfig, routes: list[Route]) -> list[Route]:
    """The process's routes with the ways that the routing table may have. What goes to Null0 is the router's own."""
    if not config.filters_in:
        return routes
    found = []
    for route in routes:
        hops = tuple(hop for hop in route.next_hops if _admitted(router, config, route, hop))
        if hops:
            found.append(replace(route, next_hops=hops))
    return found


def _admitted(router: Router, config: ProcessConfig, route: Route, hop: NextHop) -> bool:
    if hop.interface == "Null0":
        return True
    this_way = replace(route, next_hops=(hop,))
    lists = (config.filters_in.get(interface) for interface in ("", hop.interface or ""))
    return all(permits(router, each, this_way) for each in lists if each is not None)
