"""What this router says of itself (RFC 2328 sections 12.4 and 13.4).

Origination is a comparison: `reconcile` looks at what an LSA ought to say now and at what the database holds, and
originates, flushes or leaves alone. So it can be asked at any time, by anybody, for any reason.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import TYPE_CHECKING

from ios_emu.features.ospf import ageing, flooding, lsa
from ios_emu.features.ospf.config import BROADCAST
from ios_emu.features.ospf.interface import OspfInterface, Status
from ios_emu.features.ospf.lsa import (
    ASBR_SUMMARY,
    EXTERNAL,
    NETWORK,
    ROUTER,
    SUMMARY,
    ExternalBody,
    LsaKey,
    NetworkBody,
    RouterBody,
    RouterLink,
    SummaryBody,
)
from ios_emu.features.ospf.lsdb import MIN_INTERVAL, Ref, Stored
from ios_emu.features.ospf.neighbor import State
from ios_emu.kernel import MILLISECOND
from ios_emu.router.route import Route
from ios_emu.wire import ANY, IPv4, Prefix, mask_of

if TYPE_CHECKING:
    from ios_emu.features.ospf.process import Process

BUILD_DELAY = 500 * MILLISECOND
"""From an event to the router- or network-LSA that tells of it."""
DEFAULT_METRIC = 20
DEFAULT_ROUTE_METRIC = 1
DEFAULT = Prefix(ANY, 0)


# -- asking for it -----------------------------------------------------------------------------------


def touch(process: Process, ref: Ref, delay: int) -> None:
    """Have an own LSA looked at after `delay` ns at the latest."""
    name = ("lsa", ref.scope, ref.key.type, ref.key.id)
    remaining = process.remaining(*name)
    if remaining is None or remaining > delay:
        process.start(delay, *name)


def on_timer(process: Process, name: tuple[Hashable, ...]) -> None:
    """A timer that `touch` started."""
    _, scope, kind, link = name
    assert isinstance(kind, int) and isinstance(link, IPv4) and (scope is None or isinstance(scope, IPv4))
    reconcile(process, Ref(scope, LsaKey(kind, link, process.router_id)))


def touch_router(process: Process, area: IPv4) -> None:
    """Something about this router in `area` changed."""
    touch(process, Ref(area, LsaKey(ROUTER, process.router_id, process.router_id)), BUILD_DELAY)


def touch_network(process: Process, interface: OspfInterface) -> None:
    """Something about the network of `interface` changed, or about who speaks for it."""
    settings = interface.settings
    touch(process, Ref(settings.area, LsaKey(NETWORK, settings.address, process.router_id)), BUILD_DELAY)


def touch_external(process: Process, link: IPv4) -> None:
    """Another router's LSA for the same destination changed."""
    touch(process, Ref(None, LsaKey(EXTERNAL, link, process.router_id)), 0)


def reconsider_externals(process: Process) -> None:
    """Which border routers can be reached changed, and with it who has to say what several know."""
    for link, body in process.exports.items():
        if body.forwarding:
            touch_external(process, link)


def contest(process: Process, ref: Ref) -> None:
    """A newer instance came in; if it is this router's own LSA, out-date or flush it (section 13.4)."""
    if ref.key.router == process.router_id:
        reconcile(process, ref)
        return
    if ref.key.type == NETWORK and any(i.settings.address == ref.key.id for i in process.interfaces.values()):
        stored = process.lookup(ref)
        if stored is not None:
            ageing.flush(process, ref, stored)


def forget_area(process: Process, area: IPv4) -> None:
    """This router left an area: its database goes."""
    del process.areas[area]
    for ref in [ref for ref in process.maxage if ref.scope == area]:
        del process.maxage[ref]
    for other in process.areas:
        touch_router(process, other)


# -- the comparison ----------------------------------------------------------------------------------


def reconcile(process: Process, ref: Ref, *, refresh: bool = False) -> None:
    """Make the own LSA at `ref` say what it ought to; `refresh`: also when it does already."""
    if ref.scope is not None and ref.scope not in process.areas:
        return
    stored = process.lookup(ref)
    wanted = _wanted(process, ref)
    if wanted is None:
        if stored is not None:
            ageing.flush(process, ref, stored)
        return
    sequence = lsa.INITIAL_SEQUENCE
    if stored is not None:
        if stored.ours and stored.lsa.body == wanted and not refresh:
            return
        since = stored.originated_at
        if since is not None and process.now - since < MIN_INTERVAL:
            touch(process, ref, since + MIN_INTERVAL - process.now)
            return
        if stored.lsa.header.sequence == lsa.MAX_SEQUENCE:
            ageing.flush(process, ref, stored)  # `sweep` asks again when it is gone (section 12.1.6)
            return
        sequence = stored.lsa.header.sequence + 1
    _originate(process, ref, sequence, wanted)


def _originate(process: Process, ref: Ref, sequence: int, body: bytes) -> None:
    kind = ref.key.type
    if kind == ROUTER and process.debugging("adj"):
        area = flooding_area(ref)
        text = (
            f"Build router LSA for area {area}, router ID {process.router_id}, "
            f"seq 0x{sequence & 0xFFFFFFFF:08X}, process {process.pid}"
        )
        process.debug("adj", text)
    made = lsa.build(kind, ref.key.id, process.router_id, sequence, body)
    stored = Stored(made, lsa.decode_body(made), process.now, ours=True)
    flooding.install(process, ref.scope, stored)
    flooding.flood(process, ref.scope, stored)


def flooding_area(ref: Ref) -> int:
    """The number of the area an LSA belongs to."""
    return 0 if ref.scope is None else int(ref.scope)


def _wanted(process: Process, ref: Ref) -> bytes | None:
    """What the LSA at `ref` ought to say; None: it ought not to exist."""
    kind = ref.key.type
    if kind == EXTERNAL:
        body = process.exports.get(ref.key.id)
        return body.encode() if body and not _covered(process, ref.key.id, body) else None
    if ref.scope is None:
        return None
    if kind == ROUTER and ref.key.id == process.router_id:
        return router_body(process, ref.scope).encode()
    if kind == NETWORK:
        network = network_body(process, ref.scope, ref.key.id)
        return network.encode() if network else None
    if kind in (SUMMARY, ASBR_SUMMARY):
        summary = process.summaries.get((ref.scope, kind, ref.key.id))
        return summary.encode() if summary else None
    return None


# -- router-LSA and network-LSA ----------------------------------------------------------------------


def router_body(process: Process, area: IPv4) -> RouterBody:
    """Section 12.4.1."""
    flags = lsa.FLAG_E if process.is_as_border_router() else 0
    if process.is_border_router():
        flags |= lsa.FLAG_B
    links: list[RouterLink] = []
    for interface in process.interfaces_in(area):
        if interface.status is not Status.DOWN:
            links.extend(_links(interface))
    return RouterBody(flags, tuple(links))


def _links(interface: OspfInterface) -> list[RouterLink]:
    settings = interface.settings
    address, cost = settings.address, settings.cost
    stub = RouterLink(settings.prefix.network, settings.prefix.mask, lsa.STUB, cost)
    if interface.is_loopback:
        return [RouterLink(address, mask_of(32), lsa.STUB, cost)]
    if interface.is_point_to_point:
        full = interface.full_neighbors()
        links = [RouterLink(n.router_id, address, lsa.POINT_TO_POINT, cost) for n in full]
        links.append(stub)
    elif _is_transit(interface):
        links = [RouterLink(interface.designated, address, lsa.TRANSIT, cost)]
    else:
        links = [stub]
    links.extend(RouterLink(p.network, p.mask, lsa.STUB, cost) for p in settings.secondary)
    return links


def _is_transit(interface: OspfInterface) -> bool:
    """Section 12.4.1.2: fully adjacent to the DR, or the DR itself and fully adjacent to somebody."""
    if interface.status is Status.WAITING:
        return False
    if interface.status is Status.DR:
        return bool(interface.full_neighbors())
    designated = interface.neighbors.get(interface.designated)
    return designated is not None and designated.state is State.FULL


def network_body(process: Process, area: IPv4, address: IPv4) -> NetworkBody | None:
    """Section 12.4.2."""
    for interface in process.interfaces_in(area):
        if interface.settings.address == address and interface.status is Status.DR:
            full = interface.full_neighbors()
            if full:
                routers = (process.router_id, *(n.router_id for n in full))
                return NetworkBody(interface.settings.prefix.length, routers)
    return None


# -- summary-LSAs ------------------------------------------------------------------------------------


def summaries_changed(process: Process, wanted: dict[tuple[IPv4, int, Prefix], SummaryBody]) -> None:
    """These are now all the summaries that a border router originates."""
    old = process.summaries
    new: dict[tuple[IPv4, int, IPv4], SummaryBody] = {}
    for area in process.areas:
        told = [prefix for (to, kind, prefix) in wanted if to == area and kind == SUMMARY]
        for prefix, link in link_state_ids(told).items():
            new[area, SUMMARY, link] = wanted[area, SUMMARY, prefix]
        for (to, kind, prefix), body in wanted.items():
            if to == area and kind == ASBR_SUMMARY:
                new[area, ASBR_SUMMARY, prefix.network] = body
    process.summaries = new
    for area, kind, link in {**old, **new}:
        if old.get((area, kind, link)) != new.get((area, kind, link)):
            reconcile(process, Ref(area, LsaKey(kind, link, process.router_id)))


def link_state_ids(prefixes: Iterable[Prefix]) -> dict[Prefix, IPv4]:
    """Each prefix's link state ID (appendix E): its address; for a longer one with the same address, that with the
    host bits set."""
    chosen: dict[Prefix, IPv4] = {}
    taken: dict[IPv4, None] = {}
    for prefix in sorted(prefixes):
        link = prefix.network if prefix.network not in taken else prefix.broadcast
        if link not in taken:
            taken[link] = None
            chosen[prefix] = link
    return chosen


# -- AS-external-LSAs --------------------------------------------------------------------------------


def externals_changed(process: Process) -> None:
    """What is redistributed, or how, or over which interfaces, changed."""
    bodies = {
        prefix: body
        for prefix, route in process.redistributed.items()
        if (body := external_body(process, prefix, route)) is not None
    }
    default = process.config.default_originate
    if default is not None and default.always and DEFAULT not in bodies:
        metric = DEFAULT_ROUTE_METRIC if default.metric is None else default.metric
        bodies[DEFAULT] = ExternalBody(0, default.metric_type == 2, metric, ANY, process.pid)
    old = process.exports
    new = {link: bodies[prefix] for prefix, link in link_state_ids(bodies).items()}
    process.exports = new
    for link in {**old, **new}:
        if old.get(link) != new.get(link):
            reconcile(process, Ref(None, LsaKey(EXTERNAL, link, process.router_id)))


def external_body(process: Process, prefix: Prefix, route: Route) -> ExternalBody | None:
    """How a route of another source is told (section 12.4.4); None: it is not."""
    config = process.config
    if prefix == DEFAULT:
        default = config.default_originate
        if default is None:
            return None
        metric = DEFAULT_ROUTE_METRIC if default.metric is None else default.metric
        forwarding = forwarding_address(process, route)
        return ExternalBody(0, default.metric_type == 2, metric, forwarding, process.pid)
    how = config.redistribute.get(route.source)
    if how is None or not (how.subnets or prefix.length == _classful_length(prefix.network)):
        return None
    if route.source == "connected" and any(
        prefix in (i.settings.prefix, *i.settings.secondary) for i in process.interfaces.values()
    ):
        return None
    default_metric = DEFAULT_METRIC if config.default_metric is None else config.default_metric
    metric = default_metric if how.metric is None else how.metric
    forwarding = forwarding_address(process, route)
    return ExternalBody(prefix.length, how.metric_type == 2, metric, forwarding, how.tag or route.tag)


def forwarding_address(process: Process, route: Route) -> IPv4:
    """The route's next hop, if it lies on a network whose routers can all reach it themselves: one of a broadcast
    interface that OSPF runs on and is not passive. Else 0.0.0.0: through this router."""
    for hop in route.next_hops:
        if hop.address is None:
            continue
        for interface in process.interfaces.values():
            settings = interface.settings
            speaks = settings.kind == BROADCAST and not settings.passive and interface.status is not Status.DOWN
            if speaks and settings.prefix.holds(hop.address):
                return hop.address
    return ANY


def _covered(process: Process, link: IPv4, body: ExternalBody) -> bool:
    """Whether a reachable router with a higher ID says just the same (section 12.4.4.1)."""
    if not body.forwarding:
        return False
    for stored in process.external.find(EXTERNAL, link):
        router = stored.lsa.header.router
        if router > process.router_id and stored.body == body and stored.age(process.now) < lsa.MAX_AGE:
            return process.table.border_router(router) is not None
    return False


def _classful_length(network: IPv4) -> int:
    first = network >> 24
    return 8 if first < 128 else 16 if first < 192 else 24
