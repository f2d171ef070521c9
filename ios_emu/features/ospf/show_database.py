"""`show ip ospf database` and the forms that print LSAs whole."""

from __future__ import annotations

from dataclasses import dataclass

from ios_emu.features.ospf import lsa
from ios_emu.features.ospf.config import area_name
from ios_emu.features.ospf.lsa import ExternalBody, NetworkBody, RouterBody, RouterLink, SummaryBody
from ios_emu.features.ospf.lsdb import Lsdb, Stored
from ios_emu.features.ospf.process import Process
from ios_emu.features.ospf.spf import Vertex
from ios_emu.router.release import ByRelease, Release, Train
from ios_emu.wire import IPv4, Prefix

TYPES = {
    "router": lsa.ROUTER,
    "network": lsa.NETWORK,
    "summary": lsa.SUMMARY,
    "asbr-summary": lsa.ASBR_SUMMARY,
    "nssa-external": lsa.NSSA_EXTERNAL,
    "external": lsa.EXTERNAL,
}
_TITLES = {
    lsa.ROUTER: "Router Link States",
    lsa.NETWORK: "Net Link States",
    lsa.SUMMARY: "Summary Net Link States",
    lsa.ASBR_SUMMARY: "Summary ASB Link States",
    lsa.NSSA_EXTERNAL: "Type-7 AS External Link States",
    lsa.EXTERNAL: "Type-5 AS External Link States",
}
_TOS = ByRelease({Train.R12_2: "TOS", Train.R15: "MTID"})
_USED = ByRelease(
    {
        Train.R12_2: "Routing Bit Set on this LSA",
        Train.R15: "Routing Bit Set on this LSA in topology Base with MTID 0",
    }
)


@dataclass(frozen=True)
class Selection:
    """What is asked for: `type` 0 for the summary of all types; None: any."""

    type: int = 0
    id: IPv4 | None = None
    router: IPv4 | None = None

    def takes(self, stored: Stored) -> bool:
        """Whether an LSA is among what is asked for."""
        header = stored.lsa.header
        return self.id in (None, header.id) and self.router in (None, header.router)


def database(process: Process, release: Release, selection: Selection) -> str:
    """The database, area by area, the external LSAs last."""
    text = f"\n            OSPF Router with ID ({process.router_id}) (Process ID {process.pid})\n"
    lsdbs = [*(area.lsdb for area in process.areas.values()), process.external]
    for lsdb in lsdbs:
        for kind in [selection.type] if selection.type else list(_TITLES):
            found = [stored for stored in lsdb.of_type(kind) if selection.takes(stored)]
            if not found:
                continue
            text += f"\n                {_title(kind, lsdb)}\n\n"
            if selection.type:
                text += "".join(_whole(process, release, lsdb, stored) for stored in found)
            else:
                text += _rows(process, kind, found)
    return text + "\n" if not selection.type else text


def _title(kind: int, lsdb: Lsdb) -> str:
    return _TITLES[kind] if lsdb.scope is None else f"{_TITLES[kind]} (Area {area_name(lsdb.scope)})"


# -- one line each ---------------------------------------------------------------------------------------


def _rows(process: Process, kind: int, found: list[Stored]) -> str:
    extra = " Link count" if kind == lsa.ROUTER else " Tag" if kind in lsa.EXTERNALS else ""
    text = f"Link ID         ADV Router      Age         Seq#       Checksum{extra}\n"
    for stored in found:
        header, body = stored.lsa.header, stored.body
        text += (
            f"{header.id!s:<16}{header.router!s:<16}{stored.age(process.now):<12}"
            f"0x{header.sequence & 0xFFFFFFFF:08X} 0x{header.checksum:06X}"
        )
        if isinstance(body, RouterBody):
            text += f" {len(body.links)}"
        elif isinstance(body, ExternalBody):
            text += f" {body.tag}"
        text += "\n"
    return text


# -- whole -----------------------------------------------------------------------------------------------


def _whole(process: Process, release: Release, lsdb: Lsdb, stored: Stored) -> str:
    header = stored.lsa.header
    kind, link_note = _KINDS[header.type]
    used = f"  {_USED[release]}\n" if _is_used(process, lsdb, stored) else ""
    demand = "DC" if header.options & lsa.OPTION_DC else "No DC"
    if header.type == lsa.NSSA_EXTERNAL:
        demand = f"{'Type' if header.options & lsa.OPTION_NP else 'No Type'} 7/5 translation, {demand}"
    text = (
        f"{used}  LS age: {_age(process, stored)}\n"
        f"  Options: (No TOS-capability, {demand})\n"
        f"  LS Type: {kind}\n"
        f"  Link State ID: {header.id}{link_note}\n"
        f"  Advertising Router: {header.router}\n"
        f"  LS Seq Number: {header.sequence & 0xFFFFFFFF:08X}\n"
        f"  Checksum: 0x{header.checksum:X}\n"
        f"  Length: {header.length}\n"
    )
    body = stored.body
    if isinstance(body, RouterBody):
        return text + _router(body, release)
    if isinstance(body, NetworkBody):
        attached = "".join(f"        Attached Router: {router}\n" for router in body.routers)
        return f"{text}  Network Mask: /{body.length}\n{attached}\n"
    if isinstance(body, SummaryBody):
        return f"{text}  Network Mask: /{body.length}\n        {_TOS[release]}: 0  Metric: {body.metric} \n\n"
    if isinstance(body, ExternalBody):
        return text + _external(body, release)
    return text + "\n"


_KINDS = {
    lsa.ROUTER: ("Router Links", ""),
    lsa.NETWORK: ("Network Links", " (address of Designated Router)"),
    lsa.SUMMARY: ("Summary Links(Network)", " (summary Network Number)"),
    lsa.ASBR_SUMMARY: ("Summary Links(AS Boundary Router)", " (AS Boundary Router address)"),
    lsa.EXTERNAL: ("AS External Link", " (External Network Number )"),
    lsa.NSSA_EXTERNAL: ("AS External Link", " (External Network Number )"),
}


def _age(process: Process, stored: Stored) -> str:
    age = stored.age(process.now)
    return f"MAXAGE({age})" if age >= lsa.MAX_AGE else str(age)


def _is_used(process: Process, lsdb: Lsdb, stored: Stored) -> bool:
    """Whether the routing table has been calculated with this LSA: its router or network was reached."""
    header, body = stored.lsa.header, stored.body
    if header.router == process.router_id:
        return False
    if isinstance(body, RouterBody | NetworkBody):
        tree = process.table.areas.get(lsdb.scope) if lsdb.scope is not None else None
        return tree is not None and Vertex(header.type, header.id) in tree.nodes
    if header.type == lsa.ASBR_SUMMARY:
        return header.id in process.table.routers
    if isinstance(body, SummaryBody | ExternalBody):
        path = process.table.paths.get(Prefix.of(header.id, body.length))
        nssa = header.type == lsa.NSSA_EXTERNAL
        return path is not None and path.nssa == nssa and any(h.advertiser == header.router for h in path.hops)
    return False


_Words = tuple[str, str, str]
_LINKS: dict[int, _Words] = {
    lsa.POINT_TO_POINT: (
        "another Router (point-to-point)",
        "(Link ID) Neighboring Router ID",
        "(Link Data) Router Interface address",
    ),
    lsa.TRANSIT: (
        "a Transit Network",
        "(Link ID) Designated Router address",
        "(Link Data) Router Interface address",
    ),
    lsa.STUB: (
        "a Stub Network",
        "(Link ID) Network/subnet number",
        "(Link Data) Network Mask",
    ),
    lsa.VIRTUAL: (
        "a Virtual Link",
        "(Link ID) Neighboring Router ID",
        "(Link Data) Router Interface address",
    ),
}


def _router(body: RouterBody, release: Release) -> str:
    text = "  Area Border Router\n" if body.flags & lsa.FLAG_B else ""
    text += "  AS Boundary Router\n" if body.flags & lsa.FLAG_E else ""
    text += f"  Number of Links: {len(body.links)}\n\n"
    return text + "".join(_link(link, release) for link in body.links) + "\n"


def _link(link: RouterLink, release: Release) -> str:
    words = _LINKS.get(link.type, ("an unknown link", "(Link ID)", "(Link Data)"))
    return (
        f"    Link connected to: {words[0]}\n"
        f"     {words[1]}: {link.id}\n"
        f"     {words[2]}: {link.data}\n"
        f"      Number of {_TOS[release]} metrics: 0\n"
        f"       TOS 0 Metrics: {link.metric}\n\n"
    )


def _external(body: ExternalBody, release: Release) -> str:
    kind = "2 (Larger than any link state path)" if body.type2 else "1 (Comparable directly to link state metric)"
    return (
        f"  Network Mask: /{body.length}\n"
        f"        Metric Type: {kind}\n"
        f"        {_TOS[release]}: 0 \n"
        f"        Metric: {body.metric} \n"
        f"        Forward Address: {body.forwarding}\n"
        f"        External Route Tag: {body.tag}\n\n"
    )


# -- counted ---------------------------------------------------------------------------------------------

_COUNTED = {
    "Router": lsa.ROUTER,
    "Network": lsa.NETWORK,
    "Summary Net": lsa.SUMMARY,
    "Summary ASBR": lsa.ASBR_SUMMARY,
    "Type-7 Ext": lsa.NSSA_EXTERNAL,
}
_COLUMNS = "  LSA Type      Count    Delete   Maxage\n"


def database_summary(process: Process) -> str:
    """`show ip ospf database database-summary`: how many LSAs there are of each type."""
    text = f"\n            OSPF Router with ID ({process.router_id}) (Process ID {process.pid})\n"
    total: dict[str, tuple[int, int]] = {}
    for area in process.areas.values():
        counts = {name: _count(process, area.lsdb, kind) for name, kind in _COUNTED.items()}
        exported = sum(ref.scope == area.id for ref in process.exports)
        text += f"\nArea {area_name(area.id)} database summary\n" + _table(counts, "7", exported, area=True)
        total = {name: _plus(total.get(name, (0, 0)), counts[name]) for name in counts}
    total["Type-5 Ext"] = _count(process, process.external, lsa.EXTERNAL)
    exported = sum(ref.scope is None for ref in process.exports)
    return f"{text}\nProcess {process.pid} database summary\n{_table(total, '5', exported, area=False)}"


def _count(process: Process, lsdb: Lsdb, kind: int) -> tuple[int, int]:
    """How many there are, and how many of these have reached MaxAge."""
    ages = [stored.age(process.now) for key, stored in lsdb.entries.items() if key.type == kind]
    return len(ages), sum(age >= lsa.MAX_AGE for age in ages)


def _plus(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    return one[0] + other[0], one[1] + other[1]


def _table(counts: dict[str, tuple[int, int]], kind: str, exported: int, *, area: bool) -> str:
    text = _COLUMNS
    for name, (count, old) in counts.items():
        text += f"  {name:<14}{count:<9}{old:<9}{old:<9}".rstrip() + "\n"
        if name == f"Type-{kind} Ext":
            text += f"    Prefixes redistributed in Type-{kind}  {exported}\n"
    for name in ("Opaque Link", "Opaque Area", *(() if area else ("Opaque AS",))):
        text += f"  {name:<14}{0:<9}{0:<9}0\n"
    count, old = sum(c for c, _ in counts.values()), sum(o for _, o in counts.values())
    return f"{text}  {'Subtotal' if area else 'Total':<14}{count:<9}{old:<9}{old}\n"
