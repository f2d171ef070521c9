"""When the routing table is calculated, and what becomes of it.

A change of the topology (router- and network-LSAs) waits for `timers throttle spf`: a delay, and a hold time
between two calculations that doubles, up to its maximum, while changes keep coming (`timers spf` is the same with a
hold time that does not grow). A change of a summary or external LSA is worked in at once (RFC 2328 sections 16.5 and
16.6), as IOS's "partial processing" does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ios_emu.features.ospf import border, debug, external_routes, externals, lsa, originate, routes, virtual
from ios_emu.features.ospf.config import AreaType, area_name
from ios_emu.features.ospf.interface import OspfInterface, Status
from ios_emu.features.ospf.lsdb import Area, Ref, Stored
from ios_emu.features.ospf.routes import BACKBONE, Kind, Path
from ios_emu.features.ospf.spf import Attachment, Trace
from ios_emu.kernel import MILLISECOND
from ios_emu.router.route import NextHop, Route
from ios_emu.wire import IPv4, Prefix

if TYPE_CHECKING:
    from ios_emu.features.ospf.process import Process

CODES = {Kind.INTRA: "O", Kind.INTER: "O IA", Kind.EXTERNAL_1: "O E1", Kind.EXTERNAL_2: "O E2"}
TYPES = {
    Kind.INTRA: "intra area",
    Kind.INTER: "inter area",
    Kind.EXTERNAL_1: "extern 1",
    Kind.EXTERNAL_2: "extern 2",
}
DISTANCES = {Kind.INTRA: "intra-area", Kind.INTER: "inter-area"}


def schedule(process: Process, scope: IPv4 | None, stored: Stored) -> None:
    """An LSA appeared, changed or died."""
    header = stored.lsa.header
    if process.debugging(debug.SPF):
        area = 0 if scope is None else area_name(scope)
        process.debug(debug.CHANGE, type=header.type, id=header.id, router=header.router, area=area)
    if header.type in (lsa.ROUTER, lsa.NETWORK):
        schedule_full(process, scope)
    elif header.router != process.router_id and process.schedule.last is not None:
        process.debug(debug.SCHEDULE_PARTIAL, type=header.type, id=header.id, router=header.router)
        if process.remaining("partial") is None:
            process.start(0, "partial")
        ref = Ref(scope, header.key._replace(router=process.router_id))
        if ref in process.exports:
            originate.touch(process, ref, 0)


def schedule_full(process: Process, scope: IPv4 | None = None) -> None:
    """Calculate everything after the delay, or when the hold time is over."""
    if process.remaining("spf") is not None:
        return
    config, schedule = process.config, process.schedule
    delay = config.spf_start * MILLISECOND
    if schedule.last is not None:
        held = schedule.last + schedule.hold - process.now
        longest = config.spf_maximum * MILLISECOND
        schedule.hold = min(2 * schedule.hold, longest) if held > 0 else config.spf_hold * MILLISECOND
        delay = max(delay, held)
    else:
        schedule.hold = config.spf_hold * MILLISECOND
    time, wait = process.now // MILLISECOND, delay // MILLISECOND
    process.debug(debug.SCHEDULE, time=time, wait=wait, area=area_name(scope or BACKBONE))
    process.start(delay, "spf")


def run(process: Process) -> None:
    """Calculate the shortest path trees of all areas, and the table from them. The backbone comes last: its
    virtual links take their next hops from the other areas."""
    now = process.now
    process.schedule.last = now
    process.table.areas = {}
    process.debug(debug.BEGIN, time=now // MILLISECOND)
    for area in sorted(process.areas.values(), key=_backbone_last):
        process.debug(debug.RUNNING, area=area_name(area.id))
        process.debug(debug.INITIALIZING)
        area.spf_runs += 1
        trace = _trace(process)
        tree = routes.area_tree(
            area.id, area.lsdb.entries.values(), now, process.router_id, attachments(process, area.id), trace
        )
        tree.type = process.area_type(area.id)
        process.table.areas[area.id] = tree
        _tell(process, trace)
    run_partial(process)
    process.debug(debug.END, time=now // MILLISECOND)
    originate.reconsider_externals(process)
    virtual.update(process)


def _backbone_last(area: Area) -> bool:
    return area.id == BACKBONE


def _trace(process: Process) -> Trace | None:
    return [] if process.debugging(debug.SPF) else None


def _tell(process: Process, trace: Trace | None) -> None:
    for message, values in trace or ():
        process.debug(message, **values)


def attachments(process: Process, area: IPv4) -> list[Attachment]:
    """This router's interfaces in an area."""
    found = []
    for interface in process.interfaces_in(area):
        settings = interface.settings
        if interface.status is Status.DOWN:
            continue
        prefix = Prefix.of(settings.address, 32) if interface.is_loopback else settings.prefix
        hops = virtual.next_hops(process, settings) if interface.is_virtual else ()
        found.append(Attachment(settings.name, settings.address, prefix, hops))
        found.extend(Attachment(settings.name, prefix.network, prefix) for prefix in settings.secondary)
    return found


def run_partial(process: Process) -> None:
    """Calculate inter-area and external routes anew on the trees there are, and hand out the table."""
    process.stop("partial")
    now, root, config = process.now, process.router_id, process.config
    trees = {area: tree for area, tree in process.table.areas.items() if area in process.areas}
    table = routes.begin(trees)
    is_border = process.is_border_router()
    trace = _trace(process)
    ranges = {prefix: None for _, prefix in border.active_ranges(table, config)} if is_border else {}
    for area in trees:
        if not is_border or area == BACKBONE:
            if trace is not None:
                trace.append((debug.INTER_AREA, {"area": area_name(area)}))
            entries = process.areas[area].lsdb.entries.values()
            routes.add_inter_area(table, area, entries, now, root, ranges, trace)
    for area, tree in trees.items():
        if is_border and tree.transit and area != BACKBONE:
            routes.shorten_through(table, area, process.areas[area].lsdb.entries.values(), now, root)
    external_routes.add_externals(
        table,
        process.external.entries.values(),
        now,
        root,
        frozenset(interface.settings.address for interface in process.interfaces.values()),
        nssas={a: process.areas[a].lsdb.entries.values() for a, t in trees.items() if t.type is AreaType.NSSA},
        border=is_border,
        rfc1583=config.rfc1583,
        trace=trace,
    )
    _tell(process, trace)
    process.table = table
    wanted = border.summaries(table, list(process.areas), root, config, process.host.permits) if is_border else {}
    originate.summaries_changed(process, wanted)
    _translate(process)
    process.host.install(process.pid, offers(process))


def _translate(process: Process) -> None:
    """What this router tells the AS for the NSSAs whose border it is (RFC 3101 section 3.2)."""
    found: dict[Prefix, lsa.ExternalBody] = {}
    for area, tree in process.table.areas.items():
        if tree.type is not AreaType.NSSA or not process.is_border_router():
            continue
        if not border.translates(process.table, area, process.router_id, process.config):
            continue
        for stored in process.areas[area].lsdb.of_type(lsa.NSSA_EXTERNAL):
            header, body = stored.lsa.header, stored.body
            if not isinstance(body, lsa.ExternalBody) or not header.options & lsa.OPTION_NP or not body.forwarding:
                continue
            prefix = Prefix.of(header.id, body.length)
            path = process.table.paths.get(prefix)
            if path is not None and path.nssa and any(hop.advertiser == header.router for hop in path.hops):
                found[prefix] = body
    if found != process.translated:
        process.translated = found
        externals.changed(process)


# -- the routing table -------------------------------------------------------------------------------


def offers(process: Process) -> list[Route]:
    """The routes for the routing table: those through a neighbour, over interfaces that are up; and one to Null0
    for each block that is told as one, so that what is not in it goes nowhere."""
    up = {name: None for name, i in process.interfaces.items() if i.status is not Status.DOWN}
    found = {}
    for prefix, path in process.table.paths.items():
        hops = tuple(hop for hop in path.hops if hop.address is not None and hop.interface in up)
        if hops:
            found[prefix] = _route(process, prefix, path, hops)
    for route in _discards(process):
        found.setdefault(route.prefix, route)
    return list(found.values())


def _discards(process: Process) -> list[Route]:
    config, source = process.config, f"ospf {process.pid}"
    hop = (NextHop(None, "Null0"),)
    found = []
    if config.discard_internal and process.is_border_router():
        distance = config.discard_internal_distance or config.distance_of("intra-area")
        for (_, prefix), active in border.active_ranges(process.table, config).items():
            if active.advertise and not active.exact:
                found.append(Route(prefix, source, "O", distance, active.cost, hop, TYPES[Kind.INTRA]))
    if config.discard_external:
        for prefix in externals.active_summaries(process):
            found.append(Route(prefix, source, "O", config.discard_external_distance, 0, hop, TYPES[Kind.INTRA]))
    return found


def interface_down(process: Process, interface: OspfInterface) -> None:
    """Routes over an interface that went down are withdrawn at once; where else they lead, the next SPF says."""
    leads_there = any(hop.interface == interface.name for p in process.table.paths.values() for hop in p.hops)
    if leads_there:
        process.host.install(process.pid, offers(process))


def _route(process: Process, prefix: Prefix, path: Path, hops: tuple[NextHop, ...]) -> Route:
    """A path as the routing table takes it."""
    code, kind = CODES[path.kind], TYPES[path.kind]
    if path.nssa:
        code, kind = code.replace("E", "N"), f"NSSA {kind}"
    return Route(
        prefix,
        f"ospf {process.pid}",
        code,
        _distance(process, prefix, path, hops[0].advertiser),
        path.cost,
        hops[: process.config.maximum_paths],
        kind,
        path.tag,
        path.forward if path.kind >= Kind.EXTERNAL_1 else None,
    )


def _distance(process: Process, prefix: Prefix, path: Path, advertiser: IPv4 | None) -> int:
    """How far a path is to be believed: as one from that router, or as one of its kind."""
    for (address, wildcard), (distance, acl) in process.config.source_distances.items():
        if advertiser is None or (advertiser ^ address) & (wildcard ^ 0xFFFFFFFF):
            continue
        if acl is None or process.host.permits(acl, prefix):
            return distance
    return process.config.distance_of(DISTANCES.get(path.kind, "external"))
