"""What this router tells of other routing protocols (RFC 2328 section 12.4.4, RFC 3101): LSAs of types 5 and 7.

redistributed routes --+                      +--> type 5, for the AS
(the routing table)    +--> summary-address --+
type 7 LSAs of NSSAs --+                      +--> type 7, for each NSSA
this router translates
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ios_emu.features.ospf import lsa, originate
from ios_emu.features.ospf.config import BROADCAST, AreaConfig, AreaType, DefaultOriginate, SummaryAddress
from ios_emu.features.ospf.interface import OspfInterface, Status
from ios_emu.features.ospf.lsa import EXTERNAL, NSSA_EXTERNAL, OPTION_E, OPTION_NP, ExternalBody, LsaKey
from ios_emu.features.ospf.lsdb import Ref
from ios_emu.features.ospf.originate import link_state_ids
from ios_emu.router.route import Route
from ios_emu.router.route_map import NOTHING_SET, Sets
from ios_emu.wire import ANY, IPv4, Prefix

if TYPE_CHECKING:
    from ios_emu.features.ospf.process import Process

DEFAULT_METRIC = 20
DEFAULT_ROUTE_METRIC = 1
DEFAULT = Prefix(ANY, 0)


class Export(NamedTuple):
    """An external route as this router tells it: the options of its LSA, and the LSA's body."""

    options: int
    body: ExternalBody


def changed(process: Process) -> None:
    """What is redistributed or translated, or how, or over which interfaces, changed."""
    own = {
        prefix: body
        for prefix, route in process.redistributed.items()
        if (body := external_body(process, prefix, route)) is not None
    }
    default = process.config.default_originate
    if default is not None and default.always and DEFAULT not in own:
        sets = process.host.judge_default(process.pid)
        if sets is not None:
            own[DEFAULT] = default_body(process, default, ANY, sets)
    new: dict[Ref, Export] = {}
    normal = [area for area in process.areas if process.area_type(area) is AreaType.NORMAL]
    if normal:
        bodies = summarised({**process.translated, **own}, process.config.summary_addresses)
        for prefix, link in link_state_ids(bodies).items():
            new[Ref(None, LsaKey(EXTERNAL, link, process.router_id))] = Export(OPTION_E, bodies[prefix])
    elif own and process.areas and all(process.area_type(area) is AreaType.STUB for area in process.areas):
        process.complain(
            "ASBR_WITHOUT_VALID_AREA",
            "Router is currently an ASBR while having only one area which is a stub area",
        )
    for area in process.areas:
        if process.area_type(area) is AreaType.NSSA:
            new.update(_for_nssa(process, area, own))
    old, process.exports = process.exports, new
    for ref in {**old, **new}:
        if old.get(ref) != new.get(ref):
            originate.reconcile(process, ref)
    process.host.advertises(process.pid, own)


def external_body(process: Process, prefix: Prefix, route: Route) -> ExternalBody | None:
    """How a route of another source is told (section 12.4.4); None: it is not."""
    config = process.config
    if prefix == DEFAULT:
        default = config.default_originate
        sets = process.host.judge_default(process.pid) if default is not None else None
        if default is None or sets is None:
            return None
        return default_body(process, default, forwarding_address(process, route), sets)
    how = config.redistribute.get(route.source)
    if how is None or not (how.subnets or prefix.length == _classful_length(prefix.network)):
        return None
    if route.source == "connected" and any(
        prefix in (i.settings.prefix, *i.settings.secondary) for i in process.interfaces.values()
    ):
        return None
    sets = process.host.judge(process.pid, route)
    if sets is None:
        return None
    # Between processes of OSPF the metric goes along; the network of an interface has none.
    along = route.metric if route.source.startswith("ospf ") and route.metric else DEFAULT_METRIC
    metrics = (sets.metric, how.metric, config.default_metric, along)
    return ExternalBody(
        prefix.length,
        (sets.metric_type or how.metric_type) == 2,
        min(next(metric for metric in metrics if metric is not None), lsa.LS_INFINITY),
        forwarding_address(process, route),
        (how.tag or route.tag) if sets.tag is None else sets.tag,
    )


def default_body(
    process: Process, default: DefaultOriginate, forwarding: IPv4, sets: Sets = NOTHING_SET
) -> ExternalBody:
    """The default route. Its tag is the process, as IOS has it, unless a route map says otherwise."""
    metrics = (sets.metric, default.metric, DEFAULT_ROUTE_METRIC)
    return ExternalBody(
        0,
        (sets.metric_type or default.metric_type) == 2,
        min(next(metric for metric in metrics if metric is not None), lsa.LS_INFINITY),
        forwarding,
        process.pid if sets.tag is None else sets.tag,
    )


def summarised(
    bodies: dict[Prefix, ExternalBody], summaries: dict[Prefix, SummaryAddress]
) -> dict[Prefix, ExternalBody]:
    """`bodies` with those within a `summary-address` told as one: of the lowest metric, of type 2 if one of them
    is (RFC 3101 section 3.2)."""
    told: dict[Prefix, ExternalBody] = {}
    parts: dict[Prefix, list[ExternalBody]] = {}
    for prefix, body in bodies.items():
        summary = covering(prefix, summaries)
        if summary is None or prefix == DEFAULT:
            told[prefix] = body
        elif summaries[summary].advertise:
            parts.setdefault(summary, []).append(body)
    for summary, members in parts.items():
        type2 = any(body.type2 for body in members)
        metric = min(body.metric for body in members if body.type2 == type2)
        told[summary] = ExternalBody(summary.length, type2, metric, ANY, summaries[summary].tag)
    return told


def covering(prefix: Prefix, blocks: dict[Prefix, SummaryAddress]) -> Prefix | None:
    """The narrowest of `blocks` that holds `prefix`."""
    holding = [b for b in blocks if b.length <= prefix.length and b.holds(prefix.network)]
    return max(holding, key=_length) if holding else None


def _length(prefix: Prefix) -> int:
    return prefix.length


def active_summaries(process: Process) -> list[Prefix]:
    """The `summary-address` blocks that are told now, of which more than the block itself is known."""
    blocks = process.config.summary_addresses
    known = {prefix for prefix in (*process.translated, *process.redistributed) if prefix in blocks}
    exported = {Prefix.of(ref.key.id, export.body.length): None for ref, export in process.exports.items()}
    return [prefix for prefix in exported if prefix in blocks and blocks[prefix].advertise and prefix not in known]


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


def _classful_length(network: IPv4) -> int:
    first = network >> 24
    return 8 if first < 128 else 16 if first < 192 else 24


def covered(process: Process, ref: Ref, export: Export) -> bool:
    """Whether a reachable router with a higher ID says just the same (section 12.4.4.1)."""
    if not export.body.forwarding:
        return False
    for stored in process.lsdb(ref.scope).find(ref.key.type, ref.key.id):
        header = stored.lsa.header
        same = stored.body == export.body and header.options & OPTION_NP == export.options & OPTION_NP
        if header.router > process.router_id and same and stored.age(process.now) < lsa.MAX_AGE:
            return process.table.border_router(header.router, process.config.rfc1583) is not None
    return False


# -- NSSAs -------------------------------------------------------------------------------------------


def _for_nssa(process: Process, area: IPv4, own: dict[Prefix, ExternalBody]) -> dict[Ref, Export]:
    """The type 7 LSAs for one NSSA. Those of a border router are not translated: it tells them as type 5 too."""
    config, border = process.config.area(area), process.is_border_router()
    members = process.interfaces_in(area)
    options = 0 if border else OPTION_NP
    bodies: dict[Prefix, ExternalBody] = {}
    if not (border and config.no_redistribution):
        inside = {prefix: body for prefix, body in own.items() if prefix != DEFAULT}
        for prefix, body in summarised(inside, process.config.summary_addresses).items():
            forwarding = body.forwarding if any(_reaches(i, body.forwarding) for i in members) else ANY
            if not forwarding and not border:
                forwarding = _own_address(members)
            bodies[prefix] = ExternalBody(body.length, body.type2, body.metric, forwarding, body.tag)
    default = _nssa_default(process, config, border)
    if default is not None:
        bodies[DEFAULT] = default_body(process, default, ANY if border else _own_address(members))
    return {
        Ref(area, LsaKey(NSSA_EXTERNAL, link, process.router_id)): Export(options, bodies[prefix])
        for prefix, link in link_state_ids(bodies).items()
    }


def _reaches(interface: OspfInterface, address: IPv4) -> bool:
    return interface.status is not Status.DOWN and interface.settings.prefix.holds(address)


def _own_address(members: list[OspfInterface]) -> IPv4:
    """The forwarding address of an NSSA's AS boundary router: a loopback in the area, else another interface."""
    up = [i for i in members if i.status is not Status.DOWN]
    chosen = [i for i in up if i.is_loopback] or up
    return max((i.settings.address for i in chosen), default=ANY)


def _nssa_default(process: Process, config: AreaConfig, border: bool) -> DefaultOriginate | None:
    """`area N nssa default-information-originate`: a border router always has a way out, another must know one.
    With `no-summary`, a border router tells the default in a summary-LSA."""
    if config.default_originate is None or (border and config.no_summary):
        return None
    return config.default_originate if border or DEFAULT in process.redistributed else None
