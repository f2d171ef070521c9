"""External routes (RFC 2328 section 16.4, RFC 3101 section 2.5). Pure.

The order of RFC 3101 among LSAs that say the same is kept among all external routes to a prefix: equal ones of
types 5 and 7 do not share the load.
"""

from __future__ import annotations

from collections.abc import Iterable

from ios_emu.features.ospf import debug, lsa
from ios_emu.features.ospf.lsa import LS_INFINITY, ExternalBody, LsaHeader
from ios_emu.features.ospf.lsdb import Stored
from ios_emu.features.ospf.routes import AreaTree, Kind, Path, Table, offer
from ios_emu.features.ospf.spf import Trace, advertised
from ios_emu.router.route import NextHop
from ios_emu.wire import IPv4, Prefix, mask_of

Way = tuple[int, tuple[NextHop, ...]]
"""The distance and next hops to where a route leaves the AS."""


def add_externals(
    table: Table,
    entries: Iterable[Stored],
    now: int,
    root: IPv4,
    own: frozenset[IPv4],
    *,
    nssas: dict[IPv4, Iterable[Stored]] | None = None,
    border: bool = False,
    rfc1583: bool = True,
    trace: Trace | None = None,
) -> None:
    """Work in the LSAs of type 5 in `entries` and, by area, those of type 7 in `nssas`. `own` are this router's
    addresses, to which no forwarding address may point; `border`: it is an area border router."""
    found: dict[Prefix, Path] = {}
    if trace is not None:
        trace.append((debug.EXTERNAL_ROUTES, {"type": 5}))
    for stored in _usable(entries, lsa.EXTERNAL, now, root, trace):
        header, body = stored.lsa.header, stored.body
        assert isinstance(body, ExternalBody)
        way = _way_out(table, header.router, body.forwarding, own, rfc1583)
        _add(found, header, body, way, 1, trace)
    for area, lsas in (nssas or {}).items():
        if trace is not None:
            trace.append((debug.EXTERNAL_ROUTES, {"type": 7}))
        for stored in _usable(lsas, lsa.NSSA_EXTERNAL, now, root, trace):
            header, body = stored.lsa.header, stored.body
            assert isinstance(body, ExternalBody)
            translatable = bool(header.options & lsa.OPTION_NP)
            if border and not body.length and not translatable:
                continue  # another border router's default: it is not a way out of the AS
            way = _way_out_of_nssa(table.areas[area], header.router, body.forwarding, own)
            _add(found, header, body, way, 0 if translatable else 2, trace)
    for prefix, path in found.items():
        offer(table.paths, prefix, path)


def _usable(entries: Iterable[Stored], kind: int, now: int, root: IPv4, trace: Trace | None) -> Iterable[Stored]:
    for stored in entries:
        body, header = stored.body, stored.lsa.header
        if not isinstance(body, ExternalBody) or header.type != kind or header.router == root:
            continue
        age = stored.age(now)
        if trace is not None:
            values = {**header._asdict(), "age": age, "sequence": header.sequence & 0xFFFFFFFF}
            more = {"mask": mask_of(body.length), "metric": body.metric, "kind": 2 if body.type2 else 1}
            trace.append((debug.EXTERNAL_LSA, {**values, **more}))
        if body.metric < LS_INFINITY and age < lsa.MAX_AGE:
            yield stored


def _add(
    found: dict[Prefix, Path],
    header: LsaHeader,
    body: ExternalBody,
    way: Way | None,
    preference: int,
    trace: Trace | None,
) -> None:
    if way is None:
        if trace is not None:
            trace.append((debug.NO_ASBR, {"router": header.router}))
        return
    distance, hops = way
    kind = Kind.EXTERNAL_2 if body.type2 else Kind.EXTERNAL_1
    cost = body.metric if body.type2 else body.metric + distance
    nssa = header.type == lsa.NSSA_EXTERNAL
    path = Path(kind, cost, advertised(hops, header.router), None, distance, body.tag, preference, nssa)
    prefix = Prefix.of(header.id, body.length)
    offer(found, prefix, path)
    if trace is not None:
        hop = path.hops[0].address if path.hops else None
        trace.append((debug.ADD_EXTERNAL, {"id": prefix.network, "cost": cost, "hop": hop}))


def _way_out(table: Table, router: IPv4, forwarding: IPv4, own: frozenset[IPv4], rfc1583: bool) -> Way | None:
    border = table.border_router(router, rfc1583)
    if border is None:
        return None
    if not forwarding:
        return border.cost, border.hops
    return _to(table.lookup(forwarding), forwarding, own)


def _way_out_of_nssa(tree: AreaTree, router: IPv4, forwarding: IPv4, own: frozenset[IPv4]) -> Way | None:
    """The way stays within the area."""
    border = tree.routers.get(router)
    if border is None or not border.flags & lsa.FLAG_E:
        return None
    if not forwarding:
        return border.cost, border.hops
    holding = [prefix for prefix in tree.paths if prefix.holds(forwarding)]
    path = tree.paths[max(holding, key=_length)] if holding else None
    return _to(path, forwarding, own)


def _length(prefix: Prefix) -> int:
    return prefix.length


def _to(path: Path | None, forwarding: IPv4, own: frozenset[IPv4]) -> Way | None:
    if path is None or forwarding in own:
        return None
    hops = tuple(hop if hop.address is not None else NextHop(forwarding, hop.interface) for hop in path.hops)
    return path.cost, hops
