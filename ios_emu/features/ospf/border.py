"""What an area border router tells each area of the others (RFC 2328 sections 12.4.3 and 3.6, RFC 3101). Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from ios_emu.features.ospf import lsa
from ios_emu.features.ospf.config import AreaType, Policy, ProcessConfig, Range
from ios_emu.features.ospf.lsa import LS_INFINITY, SummaryBody
from ios_emu.features.ospf.routes import BACKBONE, Kind, Path, Table
from ios_emu.wire import ANY, IPv4, Prefix

DEFAULT = Prefix(ANY, 0)


@dataclass(frozen=True)
class ActiveRange:
    """An `area range` with routes in it: what it costs, and whether a route to just this prefix is among them."""

    cost: int
    advertise: bool
    exact: bool


def active_ranges(table: Table, config: ProcessConfig) -> dict[tuple[IPv4, Prefix], ActiveRange]:
    """The ranges that hold an intra-area route of their area, by area and prefix."""
    parts: dict[tuple[IPv4, Prefix], list[tuple[Prefix, int]]] = {}
    for prefix, path in table.paths.items():
        if path.kind is Kind.INTRA and path.area is not None:
            block = _covering(prefix, config.area(path.area).ranges)
            if block is not None:
                parts.setdefault((path.area, block), []).append((prefix, path.cost))
    active: dict[tuple[IPv4, Prefix], ActiveRange] = {}
    for (area, block), members in parts.items():
        how = config.area(area).ranges[block]
        costs = [cost for _, cost in members]
        cost = how.cost if how.cost is not None else min(costs) if config.rfc1583 else max(costs)
        exact = any(prefix == block for prefix, _ in members)
        active[area, block] = ActiveRange(cost, how.advertise, exact)
    return active


def _covering(prefix: Prefix, ranges: Mapping[Prefix, Range]) -> Prefix | None:
    holding = [b for b in ranges if b.length <= prefix.length and b.holds(prefix.network)]
    return max(holding, key=_length) if holding else None


def _length(prefix: Prefix) -> int:
    return prefix.length


def summaries(
    table: Table,
    areas: Iterable[IPv4],
    root: IPv4,
    config: ProcessConfig,
    permits: Callable[[Policy, Prefix], bool],
) -> dict[tuple[IPv4, int, Prefix], SummaryBody]:
    """The summary-LSAs for each area, by area, type and destination; `permits` says what a list does.
    The default into a stub area is the router's own, and passes any `filter-list`."""
    wanted: dict[tuple[IPv4, int, Prefix], SummaryBody] = {}
    ranges = active_ranges(table, config)
    for area in areas:
        settings = config.area(area)
        if not settings.no_summary:
            told = {prefix: (path.area, path.cost) for prefix, path in _networks(table, area, config).items()}
            for (source, block), active in ranges.items():
                if source != area and active.advertise and active.cost < LS_INFINITY:
                    told[block] = source, active.cost
            for prefix, (origin, cost) in told.items():
                filters = settings.filter_in, config.area(origin or BACKBONE).filter_out
                if all(permits(each, prefix) for each in filters if each is not None):
                    wanted[area, lsa.SUMMARY, prefix] = SummaryBody(prefix.length, cost)
        if settings.type is AreaType.STUB or (settings.type is AreaType.NSSA and settings.no_summary):
            wanted[area, lsa.SUMMARY, DEFAULT] = SummaryBody(0, settings.default_cost)
        if settings.type is AreaType.NORMAL:
            for router, cost in _as_border_routers(table, area, root, config).items():
                wanted[area, lsa.ASBR_SUMMARY, router] = SummaryBody(0, cost)
    return wanted


def _networks(table: Table, area: IPv4, config: ProcessConfig) -> dict[Prefix, Path]:
    """The networks outside of any range that an area is told of."""
    return {
        prefix: path
        for prefix, path in table.paths.items()
        if path.kind <= Kind.INTER
        and _told(path.kind, path.area, area)
        and path.cost < LS_INFINITY
        and not _in_range(prefix, path, config)
    }


def _in_range(prefix: Prefix, path: Path, config: ProcessConfig) -> bool:
    return (
        path.kind is Kind.INTRA
        and path.area is not None
        and _covering(prefix, config.area(path.area).ranges) is not None
    )


def _as_border_routers(table: Table, area: IPv4, root: IPv4, config: ProcessConfig) -> dict[Prefix, int]:
    found = {}
    for router in table.routers:
        way = table.border_router(router, config.rfc1583)
        if way is not None and router != root and _told(way.kind, way.area, area) and way.cost < LS_INFINITY:
            found[Prefix.of(router, 32)] = way.cost
    return found


def _told(kind: Kind, source: IPv4 | None, area: IPv4) -> bool:
    """Inter-area routes go into areas other than the backbone only; nothing goes back where it is from."""
    return source != area and (kind is Kind.INTRA or area != BACKBONE)


def translates(table: Table, area: IPv4, root: IPv4, config: ProcessConfig) -> bool:
    """Whether this border router translates the type 7 LSAs of an NSSA: because it always does, or because no
    other of its border routers does so always or has a higher ID (RFC 3101 section 3.1)."""
    if config.area(area).translate_always:
        return True
    tree = table.areas.get(area)
    others = tree.routers if tree is not None else {}
    return not any(
        way.flags & lsa.FLAG_B and (way.flags & lsa.FLAG_NT or router > root) for router, way in others.items()
    )
