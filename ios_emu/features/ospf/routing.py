"""When the routing table is calculated, and what becomes of it.

A change of the topology (router- and network-LSAs) waits for `timers spf`: a delay, and a hold time between two
calculations. A change of a summary or external LSA is worked in at once (RFC 2328 sections 16.5 and 16.6), as
IOS's "partial processing" does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ios_emu.features.ospf import lsa, originate, routes
from ios_emu.features.ospf.interface import OspfInterface, Status
from ios_emu.features.ospf.lsdb import Stored
from ios_emu.features.ospf.routes import BACKBONE, Kind, Path
from ios_emu.features.ospf.segment import area_name
from ios_emu.features.ospf.spf import Attachment
from ios_emu.kernel import SECOND
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


def schedule(process: Process, stored: Stored) -> None:
    """An LSA appeared, changed or died."""
    header = stored.lsa.header
    if process.debugging("spf"):
        text = f"Detect change in LSA type {header.type}, LSID {header.id}, from {header.router}"
        process.debug("spf", text)
    if header.type in (lsa.ROUTER, lsa.NETWORK):
        schedule_full(process)
    elif header.router != process.router_id and process.schedule.last is not None:
        if process.remaining("partial") is None:
            process.start(0, "partial")
        if header.type == lsa.EXTERNAL and header.id in process.exports:
            originate.touch_external(process, header.id)


def schedule_full(process: Process) -> None:
    """Calculate everything after the delay, or when the hold time is over."""
    if process.remaining("spf") is not None:
        return
    delay = process.config.spf_delay * SECOND
    last = process.schedule.last
    if last is not None:
        delay = max(delay, last + process.config.spf_hold * SECOND - process.now)
    if process.debugging("spf"):
        text = f"schedule SPF: spf_time {process.now // 1_000_000}ms wait_interval {delay // SECOND}s"
        process.debug("spf", text)
    process.start(delay, "spf")


def run(process: Process) -> None:
    """Calculate the shortest path trees of all areas, and the table from them."""
    now = process.now
    process.schedule.last = now
    process.table.areas = {}
    for area in process.areas.values():
        if process.debugging("spf"):
            process.debug("spf", f"running SPF for area {area_name(area.id)}")
        area.spf_runs += 1
        entries = area.lsdb.entries.values()
        process.table.areas[area.id] = routes.area_tree(
            area.id, entries, now, process.router_id, attachments(process, area.id)
        )
    run_partial(process)
    originate.reconsider_externals(process)


def attachments(process: Process, area: IPv4) -> list[Attachment]:
    """This router's interfaces in an area."""
    found = []
    for interface in process.interfaces_in(area):
        settings = interface.settings
        if interface.status is not Status.DOWN:
            prefix = Prefix.of(settings.address, 32) if interface.is_loopback else settings.prefix
            found.append(Attachment(settings.name, settings.address, prefix))
            found.extend(Attachment(settings.name, prefix.network, prefix) for prefix in settings.secondary)
    return found


def run_partial(process: Process) -> None:
    """Calculate inter-area and external routes anew on the trees there are, and hand out the table."""
    process.stop("partial")
    now, root = process.now, process.router_id
    trees = {area: tree for area, tree in process.table.areas.items() if area in process.areas}
    table = routes.begin(trees)
    border = process.is_border_router()
    for area in trees:
        if not border or area == BACKBONE:
            entries = process.areas[area].lsdb.entries.values()
            routes.add_inter_area(table, area, entries, now, root)
    own = frozenset(interface.settings.address for interface in process.interfaces.values())
    routes.add_externals(table, process.external.entries.values(), now, root, own)
    if process.debugging("spf"):
        process.debug("spf", f"{len(table.paths)} paths calculated, {len(table.routers)} border routers")
    process.table = table
    process.host.install(process.pid, offers(process))
    wanted = routes.summaries(table, list(process.areas), root) if border else {}
    originate.summaries_changed(process, wanted)


def offers(process: Process) -> list[Route]:
    """The routes for the routing table: those through a neighbour, over interfaces that are up."""
    up = {name: None for name, i in process.interfaces.items() if i.status is not Status.DOWN}
    found = []
    for prefix, path in process.table.paths.items():
        hops = tuple(hop for hop in path.hops if hop.address is not None and hop.interface in up)
        if hops:
            found.append(_route(process, prefix, path, hops))
    return found


def interface_down(process: Process, interface: OspfInterface) -> None:
    """Routes over an interface that went down are withdrawn at once; where else they lead, the next SPF says."""
    leads_there = any(hop.interface == interface.name for p in process.table.paths.values() for hop in p.hops)
    if leads_there:
        process.host.install(process.pid, offers(process))


def _route(process: Process, prefix: Prefix, path: Path, hops: tuple[NextHop, ...]) -> Route:
    """A path as the routing table takes it."""
    return Route(
        prefix,
        f"ospf {process.pid}",
        CODES[path.kind],
        process.config.distance,
        path.cost,
        hops[: process.config.maximum_paths],
        TYPES[path.kind],
        path.tag,
        path.forward if path.kind >= Kind.EXTERNAL_1 else None,
    )
