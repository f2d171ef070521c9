"""`show ip cef`: the forwarding table as old CEF (12.x) and as the rewritten one (15.x) print it."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ios_emu.router.release import ByRelease, Train
from ios_emu.router.route import NextHop, Route
from ios_emu.wire import Prefix

if TYPE_CHECKING:
    from ios_emu.router.fib import Path
    from ios_emu.router.router import Router


@dataclass(frozen=True)
class CefEntry:
    """One prefix: `kind` is `receive`, `drop`, `no route`, `attached`, `adjacent` (a neighbour) or `route`."""

    prefix: Prefix
    kind: str
    interface: str = ""
    route: Route | None = None


def _special(kinds: dict[str, tuple[str, ...]]) -> tuple[CefEntry, ...]:
    return tuple(CefEntry(Prefix.parse(prefix), kind) for kind, prefixes in kinds.items() for prefix in prefixes)


_RECEIVED = ("0.0.0.0/32", "224.0.0.0/24", "255.255.255.255/32")
_SPECIAL = ByRelease(
    {
        Train.R12_2: _special({"receive": _RECEIVED, "drop": ("0.0.0.0/0", "224.0.0.0/4")}),
        Train.R15: _special(
            {
                "receive": _RECEIVED,
                "no route": ("0.0.0.0/0",),
                "drop": ("0.0.0.0/8", "127.0.0.0/8", "224.0.0.0/4", "240.0.0.0/4"),
            }
        ),
    }
)
"""What is in every table: addresses that no packet may be forwarded to, and those this router listens to."""
_UNFORWARDED = ("receive", "drop", "no route")


def cef_entries(router: Router) -> list[CefEntry]:
    """The whole table, sorted."""
    table = {entry.prefix: entry for entry in _SPECIAL[router.release]}
    for route in router.rib.routes():
        connected = route.source == "connected"
        name = route.next_hops[0].interface or ""
        table[route.prefix] = CefEntry(route.prefix, "attached" if connected else "route", name, route)
    for neighbour in router.arp.entries():
        if neighbour.mac is not None:
            host = Prefix(neighbour.ip, 32)
            table[host] = CefEntry(host, "adjacent", neighbour.interface)
    for interface in router.interfaces.values():
        if interface.line_up:
            for address in interface.addresses:
                ends = (address.prefix.network, address.prefix.broadcast) if address.length < 31 else ()
                for ip in (address.ip, *ends):
                    table[Prefix(ip, 32)] = CefEntry(Prefix(ip, 32), "receive")
            for virtual in interface.virtual:
                table[Prefix(virtual, 32)] = CefEntry(Prefix(virtual, 32), "receive")
    return sorted(table.values(), key=lambda entry: entry.prefix)


def cef_table(router: Router) -> str:
    """`show ip cef`."""
    width = _WIDTH[router.release]
    text = f"{'Prefix':<{width}}{'Next Hop':<21}Interface\n"
    for entry in cef_entries(router):
        rows = _rows(router, entry)
        for number, (hop, interface) in enumerate(rows):
            name = str(entry.prefix) if not number else ""
            text += f"{name:<{width}}{hop:<21}{interface}".rstrip() + "\n"
    return text


_WIDTH = ByRelease({Train.R12_2: 20, Train.R15: 21})


def _rows(router: Router, entry: CefEntry) -> list[tuple[str, str]]:
    if entry.kind in _UNFORWARDED:
        return [(entry.kind, "")]
    if entry.kind == "attached":
        return [("attached", entry.interface)]
    if entry.kind == "adjacent":
        return [(str(entry.prefix.network), entry.interface)]
    assert entry.route is not None
    rows = []
    for hop in entry.route.next_hops:
        if hop.interface is not None and hop.address is None:
            rows.append(("attached", hop.interface))
            continue
        paths = _paths(router, hop)
        shown = str(hop.address if hop.interface else paths[0].next_hop if paths else hop.address)
        rows.append((shown, paths[0].interface.name if paths else ""))
    return rows


def cef_find(router: Router, address: int, length: int | None) -> CefEntry | None:
    """The entry for a prefix, or the longest that holds an address when `length` is None."""
    entries = cef_entries(router)
    if length is not None:
        wanted = Prefix.of(address, length)
        return next((entry for entry in entries if entry.prefix == wanted), None)
    holding = [entry for entry in entries if entry.prefix.holds(address)]
    # An address that is a network number means that network, as long as it is there.
    named = [entry for entry in holding if entry.prefix.network == address and entry.prefix.length < 32]
    return max(named or holding, key=lambda entry: entry.prefix.length, default=None)


def _paths(router: Router, hop: NextHop) -> tuple[Path, ...]:
    """Where a next hop leads in the end."""
    return router.fib.paths(hop.address) if hop.address is not None else ()


def _adjacent(router: Router, path: Path) -> bool:
    return any(
        entry.ip == path.next_hop and entry.interface == path.interface.name and entry.mac is not None
        for entry in router.arp.entries()
    )


def _version(router: Router, entry: CefEntry) -> int:
    """When the entry came, or the route that it belongs to: an address or a neighbour to its network. What has always
    been there has none."""
    if entry.route is None and entry.prefix in {special.prefix for special in _SPECIAL[router.release]}:
        return 0
    route = entry.route or router.rib.lookup(entry.prefix.network)
    return router.rib.versions[route.prefix] if route is not None else 0


def _old_entry(router: Router, entry: CefEntry) -> str:
    """12.x: version, epoch, adjacency, then each path with what it resolves to."""
    head = f"{entry.prefix}, version {_version(router, entry)}, epoch 0"
    if entry.kind == "receive":
        return f"{head}, connected, receive\n"
    if entry.kind == "drop":
        return f"{head}, drop\n0 packets, 0 bytes\n"
    counts = "0 packets, 0 bytes\n"
    if entry.kind == "attached":
        kind = "punt" if router.interfaces[entry.interface].hardware.virtual else "glean"
        path = f"  via {entry.interface}, 0 dependencies\n    valid {kind} adjacency\n"
        return f"{head}, attached, connected\n{counts}{path}"
    hops = (NextHop(entry.prefix.network, entry.interface),) if entry.route is None else entry.route.next_hops
    if entry.kind == "adjacent":
        head += ", connected"
    if len(hops) > 1:
        head += ", per-destination sharing"
    else:
        paths = _hop_paths(router, hops[0])
        if paths and _adjacent(router, paths[0]):
            head += f", cached adjacency {paths[0].next_hop}"
    body = "".join(_old_path(router, hop, shared=len(hops) > 1) for hop in hops)
    tail = "  0 packets, 0 bytes switched through the prefix\n" if len(hops) > 1 else ""
    return f"{head}\n{counts}{body}{tail}"


def _hop_paths(router: Router, hop: NextHop) -> tuple[Path, ...]:
    if hop.address is None:
        return ()
    paths = router.fib.paths(hop.address)
    return tuple(path for path in paths if hop.interface in (None, path.interface.name))


def _old_path(router: Router, hop: NextHop, *, shared: bool) -> str:
    share = "    traffic share 1\n" if shared else ""
    if hop.address is None:
        kind = "null" if hop.interface == "Null0" else "glean"
        return f"  via {hop.interface}, 0 dependencies\n{share}    valid {kind} adjacency\n"
    paths = _hop_paths(router, hop)
    if hop.interface is not None:
        text = (
            f"  via {hop.address}, {hop.interface}, 0 dependencies\n{share}"
            f"    next hop {hop.address}, {hop.interface}\n"
        )
    else:
        text = f"  via {hop.address}, 0 dependencies, recursive\n{share}"
        if paths:
            through = _resolving(router, hop, paths[0])
            text += f"    next hop {paths[0].next_hop}, {paths[0].interface.name} via {through}\n"
    if not paths:
        return text + "    unresolved\n"
    return text + ("    valid cached adjacency\n" if _adjacent(router, paths[0]) else "    invalid adjacency\n")


def _resolving(router: Router, hop: NextHop, path: Path) -> Prefix:
    """The prefix through which old CEF says a recursive next hop is reached: the neighbour's own /32 when the
    next hop is that neighbour, else the route."""
    assert hop.address is not None
    through = router.rib.lookup(hop.address)
    if through is None or (path.next_hop == hop.address and _adjacent(router, path)):
        return Prefix(hop.address, 32)
    return through.prefix


def _new_entry(router: Router, entry: CefEntry) -> str:
    """15.x: one line per level of resolution, without versions and adjacencies."""
    if entry.kind in _UNFORWARDED:
        return f"{entry.prefix}\n  {entry.kind}\n"
    if entry.kind == "attached":
        return f"{entry.prefix}\n  attached to {entry.interface}\n"
    if entry.route is None:
        return f"{entry.prefix}\n  attached to {entry.interface}\n"
    text = f"{entry.prefix}\n"
    for hop in entry.route.next_hops:
        if hop.address is None:
            text += f"  attached to {hop.interface}\n"
            continue
        paths = _hop_paths(router, hop)
        where = f"{paths[0].next_hop} {paths[0].interface.name}" if paths else f"{hop.address} unresolved"
        text += f"  nexthop {where}\n"
    return text


def _new_detail(router: Router, entry: CefEntry) -> str:
    first, _, rest = _new_entry(router, entry).partition("\n")
    if entry.route is None or entry.kind != "route" or entry.route.next_hops[0].interface is not None:
        return f"{first}, epoch 0\n{rest}"
    text = f"{first}, epoch 0\n"
    for hop in entry.route.next_hops:
        paths = _hop_paths(router, hop)
        text += f"  recursive via {hop.address}\n"
        if hop.address is not None and paths:
            through = router.rib.lookup(hop.address)
            if through is not None and through.source != "connected":
                text += f"    recursive via {through.prefix}\n"
                text += f"      nexthop {paths[0].next_hop} {paths[0].interface.name}\n"
            else:
                text += f"    attached to {paths[0].interface.name}\n"
    return text


# -- the table as a whole ----------------------------------------------------------------------------

_LEAF, _NODE = 152, 1040
"""Bytes of memory that old CEF takes for a prefix, and for a node of its 8-8-8-8 trie."""


def _nodes(entries: list[CefEntry]) -> int:
    """Nodes of the trie: the root, and one for every octet that some prefix goes beyond."""
    inner = {
        (octets, entry.prefix.network >> (32 - 8 * octets))
        for entry in entries
        for octets in range(1, 4)
        if entry.prefix.length > 8 * octets
    }
    return 1 + len(inner)


def _old_summary(router: Router, entries: list[CefEntry]) -> str:
    leaves, nodes = len(entries), _nodes(entries)
    inserts = leaves + router.rib.withdrawn
    shared = [e for e in entries if e.route is not None and len(e.route.next_hops) > 1]
    identity = zlib.crc32(f"{router.kernel.seed}/{router.name}".encode())
    slots = (nodes + 1) * 256
    return (
        f"IP CEF with switching (Table Version {inserts + router.rib.revised}), flags=0x0\n"
        f"  {leaves} routes, 0 reresolve, 0 unresolved (0 old, 0 new), peak 0\n"
        f"  {leaves} leaves, {nodes} nodes, {leaves * _LEAF + nodes * _NODE} bytes, "
        f"{inserts} inserts, {router.rib.withdrawn} invalidations\n"
        f"  {len(shared)} load sharing elements, {len(shared) * 336} bytes, {len(shared)} references\n"
        f"  universal per-destination load sharing algorithm, id {identity:08X}\n"
        f"  1(0) CEF resets, {router.rib.revised} revisions of existing leaves\n"
        "  Resolution Timer: Exponential (currently 1s, peak 1s)\n"
        "  0 in-place/0 aborted modifications\n"
        f"  refcounts:  {slots + leaves} leaf, {slots} node\n\n"
        f"  Table epoch: 0 ({leaves} entries at this epoch)\n\n"
        f"Adjacency Table has {sum(entry.kind == 'adjacent' for entry in entries)} adjacencies\n"
    )


def _new_summary(router: Router, entries: list[CefEntry]) -> str:
    identity = zlib.crc32(f"{router.kernel.seed}/{router.name}".encode())
    return (
        "IPv4 CEF is enabled and running\n"
        "VRF Default\n"
        f" {len(entries)} prefixes ({len(entries)}/0 fwd/non-fwd)\n"
        " Table id 0x0\n"
        f" Database epoch:        0 ({len(entries)} entries at this epoch)\n"
        f" universal per-destination load sharing algorithm, id {identity:08X}\n"
    )


_SUMMARY: ByRelease[Callable[[Router, list[CefEntry]], str]] = ByRelease(
    {Train.R12_2: _old_summary, Train.R15: _new_summary}
)


def cef_summary(router: Router) -> str:
    """`show ip cef summary`."""
    return _SUMMARY[router.release](router, cef_entries(router))


def cef_detail(router: Router) -> str:
    """`show ip cef detail`: the summary, then every entry in full."""
    entries = cef_entries(router)
    return _SUMMARY[router.release](router, entries) + "".join(
        cef_entry(router, entry, detail=True) for entry in entries
    )


_ENTRY: ByRelease[Callable[[Router, CefEntry], str]] = ByRelease({Train.R12_2: _old_entry, Train.R15: _new_entry})
_DETAIL: ByRelease[Callable[[Router, CefEntry], str]] = ByRelease(
    {Train.R12_2: _old_entry, Train.R15: _new_detail}
)


def cef_entry(router: Router, entry: CefEntry, detail: bool) -> str:
    """`show ip cef PREFIX [detail]`."""
    return (_DETAIL if detail else _ENTRY)[router.release](router, entry)
