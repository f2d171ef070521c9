"""What this router says of itself (RFC 2328 sections 12.4 and 13.4).

Origination is a comparison: `reconcile` looks at what an LSA ought to say now and at what the database holds, and
originates, flushes or leaves alone. So it can be asked at any time, by anybody, for any reason.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import TYPE_CHECKING, NamedTuple

from ios_emu.features.ospf import ageing, debug, externals, flooding, lsa
from ios_emu.features.ospf.config import POINT_TO_MULTIPOINT, VIRTUAL_LINK, AreaType, area_name
from ios_emu.features.ospf.interface import OspfInterface, Status
from ios_emu.features.ospf.lsa import (
    ASBR_SUMMARY,
    EXTERNALS,
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
from ios_emu.features.ospf.lsdb import MIN_INTERVAL, Lsdb, Ref, Stored
from ios_emu.features.ospf.neighbor import State
from ios_emu.kernel import MILLISECOND, SECOND
from ios_emu.wire import ANY, IPv4, Prefix, mask_of

if TYPE_CHECKING:
    from ios_emu.features.ospf.process import Process

BUILD_DELAY = 500 * MILLISECOND
"""From an event to the router- or network-LSA that tells of it."""
MAXIMUM_METRIC = 0xFFFF
"""Of links nobody should use who has others (RFC 6987)."""
WAR = 3
"""Times within `WAR_TIME` that another router says something in this one's name, until it is told of."""
WAR_TIME = 60 * SECOND


class Contest(NamedTuple):
    """Another router originates an LSA in this one's name: how often it was seen, and since when (ns)."""

    times: int
    since: int


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
    touch(process, Ref(area, LsaKey(ROUTER, process.router_id, process.router_id)), _build_delay(process))


def touch_network(process: Process, interface: OspfInterface) -> None:
    """Something about the network of `interface` changed, or about who speaks for it."""
    settings = interface.settings
    ref = Ref(settings.area, LsaKey(NETWORK, settings.address, process.router_id))
    touch(process, ref, _build_delay(process))


def _build_delay(process: Process) -> int:
    throttle = process.config.lsa_throttle
    return BUILD_DELAY if throttle is None else throttle.start * MILLISECOND


def reconsider_externals(process: Process) -> None:
    """Which border routers can be reached changed, and with it who has to say what several know."""
    for ref, export in process.exports.items():
        if export.body.forwarding:
            touch(process, ref, 0)


def contest(process: Process, ref: Ref) -> None:
    """A newer instance came in; if it is this router's own LSA, out-date or flush it (section 13.4)."""
    if ref.key.router == process.router_id:
        _count_contest(process, ref)
        reconcile(process, ref)
        return
    if ref.key.type == NETWORK and any(i.settings.address == ref.key.id for i in process.interfaces.values()):
        stored = process.lookup(ref)
        if stored is not None:
            ageing.flush(process, ref, stored)


def _count_contest(process: Process, ref: Ref) -> None:
    """Once or twice it is an earlier life of this router that is heard of; after that there is another router."""
    known = process.contests.get(ref)
    now = process.now
    if known is None or now - known.since > WAR_TIME:
        known = Contest(0, now)
    process.contests[ref] = Contest(known.times + 1, known.since)
    if known.times + 1 < WAR:
        return
    key, area = ref.key, area_name(ref.scope or ANY)
    if key.type == ROUTER:
        process.complain("DUP_RTRID1", f"Detected router with duplicate router ID {key.router} in area {area}")
    else:
        what = f"LSA ID {key.id} type-{key.type} adv-rtr {key.router} in area {area}"
        process.complain("FLOOD_WAR", f"Process {process.pid} re-originates {what}")


def forget_area(process: Process, area: IPv4) -> None:
    """This router left an area: its database goes, and that of the AS with the last area that has one."""
    del process.areas[area]
    gone = [area, None] if not any(process.area_type(a) is AreaType.NORMAL for a in process.areas) else [area]
    if None in gone:
        process.external = Lsdb(None)
    process.maxage = {ref: None for ref in process.maxage if ref.scope not in gone}
    process.summaries = {ref: body for ref, body in process.summaries.items() if ref.scope not in gone}
    process.exports = {ref: export for ref, export in process.exports.items() if ref.scope not in gone}
    process.holds = {ref: hold for ref, hold in process.holds.items() if ref.scope not in gone}
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
        process.holds.pop(ref, None)
        if stored is not None:
            ageing.flush(process, ref, stored)
            _tell(process, ref.scope, process.lookup(ref) or stored)
        return
    sequence = lsa.INITIAL_SEQUENCE
    if stored is not None:
        same = stored.lsa.body == wanted.body and stored.lsa.header.options == wanted.options
        if stored.ours and same and not refresh:
            return
        since = stored.originated_at
        interval = _interval(process, ref)
        if since is not None and process.now - since < interval:
            touch(process, ref, since + interval - process.now)
            return
        if stored.lsa.header.sequence == lsa.MAX_SEQUENCE:
            ageing.flush(process, ref, stored)  # `sweep` asks again when it is gone (section 12.1.6)
            return
        sequence = stored.lsa.header.sequence + 1
        _throttle(process, ref, held=since is not None and process.now - since == interval)
    _originate(process, ref, sequence, wanted)


def _interval(process: Process, ref: Ref) -> int:
    """The least time (ns) between two instances of an own LSA."""
    throttle = process.config.lsa_throttle
    return MIN_INTERVAL if throttle is None else process.holds.get(ref, throttle.hold * MILLISECOND)


def _throttle(process: Process, ref: Ref, *, held: bool) -> None:
    """A further instance goes out; `held`: it had to wait."""
    throttle = process.config.lsa_throttle
    if throttle is None or not held:
        process.holds.pop(ref, None)
    else:
        longest = max(throttle.hold, throttle.maximum) * MILLISECOND
        process.holds[ref] = min(2 * _interval(process, ref), longest)


class Wanted(NamedTuple):
    """What an LSA ought to say: the options in its header, and its body."""

    options: int
    body: bytes


def _originate(process: Process, ref: Ref, sequence: int, wanted: Wanted) -> None:
    made = lsa.build(ref.key.type, ref.key.id, process.router_id, sequence, wanted.body, options=wanted.options)
    stored = Stored(made, lsa.decode_body(made), process.now, ours=True)
    _tell(process, ref.scope, stored)
    flooding.install(process, ref.scope, stored)
    flooding.flood(process, ref.scope, stored)


def _tell(process: Process, scope: IPv4 | None, stored: Stored) -> None:
    """The debug lines about an own LSA that is originated or flushed."""
    header, body = stored.lsa.header, stored.body
    values: dict[str, object] = {
        **header._asdict(),
        "sequence": header.sequence & 0xFFFFFFFF,
        "area": area_name(scope or ANY),
    }
    if isinstance(body, RouterBody):
        process.debug(debug.BUILD_ROUTER_LSA, **values)
        process.debug(debug.GENERATE_ROUTER, **values)
    elif isinstance(body, SummaryBody) and process.debugging(debug.GENERATION):
        path = process.table.paths.get(Prefix.of(header.id, body.length))
        values["source"] = "inter-area" if path is not None and path.kind else "intra-area"
        values["metric"] = lsa.LS_INFINITY if header.age >= lsa.MAX_AGE else body.metric
        process.debug(debug.GENERATE_SUMMARY, mask=mask_of(body.length), **values)
    elif isinstance(body, ExternalBody):
        values["metric"] = lsa.LS_INFINITY if header.age >= lsa.MAX_AGE else body.metric
        kind = 2 if body.type2 else 1
        process.debug(debug.GENERATE_EXTERNAL, mask=mask_of(body.length), tag=body.tag, kind=kind, **values)


def _wanted(process: Process, ref: Ref) -> Wanted | None:
    """What the LSA at `ref` ought to say; None: it ought not to exist."""
    kind = ref.key.type
    if kind in EXTERNALS:
        export = process.exports.get(ref)
        if export is None or externals.covered(process, ref, export):
            return None
        return Wanted(export.options, export.body.encode())
    if ref.scope is None:
        return None
    body: RouterBody | NetworkBody | SummaryBody | None = None
    if kind == ROUTER and ref.key.id == process.router_id:
        body = router_body(process, ref.scope)
    elif kind == NETWORK:
        body = network_body(process, ref.scope, ref.key.id)
    elif kind in (SUMMARY, ASBR_SUMMARY):
        body = process.summaries.get(ref)
    return Wanted(process.area_type(ref.scope).lsa_options, body.encode()) if body is not None else None


# -- router-LSA and network-LSA ----------------------------------------------------------------------


def router_body(process: Process, area: IPv4) -> RouterBody:
    """Section 12.4.1."""
    config, flags = process.config.area(area), 0
    if config.type is not AreaType.STUB and process.is_as_border_router():
        flags |= lsa.FLAG_E
    if process.is_border_router():
        flags |= lsa.FLAG_B
        flags |= lsa.FLAG_NT if config.type is AreaType.NSSA and config.translate_always else 0
    links: list[RouterLink] = []
    for interface in process.interfaces.values():
        if interface.is_virtual and interface.settings.transit == area and interface.full_neighbors():
            flags |= lsa.FLAG_V
        if interface.settings.area == area and interface.status is not Status.DOWN:
            links.extend(_links(interface))
    if process.says_maximum_metric():
        links = [link if link.type == lsa.STUB else link._replace(metric=MAXIMUM_METRIC) for link in links]
    return RouterBody(flags, tuple(links))


def _links(interface: OspfInterface) -> list[RouterLink]:
    settings = interface.settings
    address, cost = settings.address, settings.cost
    stub = RouterLink(settings.prefix.network, settings.prefix.mask, lsa.STUB, cost)
    if interface.is_loopback:
        return [RouterLink(address, mask_of(32), lsa.STUB, cost)]
    if settings.kind == VIRTUAL_LINK:
        return [RouterLink(n.router_id, address, lsa.VIRTUAL, cost) for n in interface.full_neighbors()]
    if not interface.elects:
        links = [
            RouterLink(n.router_id, address, lsa.POINT_TO_POINT, interface.cost_to(n.address))
            for n in interface.full_neighbors()
        ]
        if settings.kind == POINT_TO_MULTIPOINT:
            stub = RouterLink(address, mask_of(32), lsa.STUB, 0)
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
    """These are now all the summaries that a border router originates, by area, type and destination."""
    new: dict[Ref, SummaryBody] = {}
    for area in process.areas:
        told = [prefix for (to, kind, prefix) in wanted if to == area and kind == SUMMARY]
        for prefix, link in link_state_ids(told).items():
            new[Ref(area, LsaKey(SUMMARY, link, process.router_id))] = wanted[area, SUMMARY, prefix]
        for (to, kind, prefix), body in wanted.items():
            if to == area and kind == ASBR_SUMMARY:
                new[Ref(area, LsaKey(ASBR_SUMMARY, prefix.network, process.router_id))] = body
    old, process.summaries = process.summaries, new
    for ref in {**old, **new}:
        if old.get(ref) != new.get(ref):
            reconcile(process, ref)


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
