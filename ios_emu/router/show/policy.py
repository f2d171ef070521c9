"""`show ip prefix-list`, `show route-map` and `show ip policy`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ios_emu.router.interface import Interface
from ios_emu.router.prefix_list import PrefixEntry, PrefixList
from ios_emu.router.route_map import MapEntry
from ios_emu.router.tracking import Tracking

# -- prefix lists ------------------------------------------------------------------------------------


def prefix_list(entries: PrefixList, numbered: bool) -> str:
    """A list and its entries."""
    text = f"ip prefix-list {entries.name}: {len(entries.entries)} entries\n{_description(entries)}"
    return text + "".join(f"   {_entry(entry, numbered)}\n" for entry in entries.entries)


def prefix_list_summary(entries: PrefixList, references: int) -> str:
    """What there is in a list. `references`: how many lines of the configuration name it."""
    ranges = sum(entry.ge is not None or entry.le is not None for entry in entries.entries)
    first, last = (entries.entries[place].sequence if entries.entries else 0 for place in (0, -1))
    return (
        f"ip prefix-list {entries.name}:\n{_description(entries)}"
        f"   count: {len(entries.entries)}, range entries: {ranges}, sequences: {first} - {last}, "
        f"refcount: {references}\n"
    )


def prefix_list_detail(entries: PrefixList, references: int, numbered: bool) -> str:
    """The same, and the entries with their counters."""
    return prefix_list_summary(entries, references) + prefix_entries(entries.entries, numbered)


def prefix_entries(entries: Iterable[PrefixEntry], numbered: bool) -> str:
    """Entries with their counters."""
    return "".join(f"   {_entry(e, numbered)} (hit count: {e.hits}, refcount: 1)\n" for e in entries)


def _description(entries: PrefixList) -> str:
    return f"   Description: {entries.description}\n" if entries.description else ""


def _entry(entry: PrefixEntry, numbered: bool) -> str:
    return f"seq {entry.sequence} {entry.text}" if numbered else entry.text


# -- route maps --------------------------------------------------------------------------------------

_LABELS = {
    "ip address": "ip address (access-lists):",
    "ip address prefix-list": "ip address prefix-lists:",
    "ip next-hop": "ip next-hop (access-lists):",
    "ip next-hop prefix-list": "ip next-hop prefix-lists:",
}


def route_map(name: str, entries: Iterable[MapEntry], tracking: Tracking) -> str:
    """A route map, entry by entry."""
    text, before = "", ""
    for entry in reversed(list(entries)):
        text = _map_entry(name, entry, before, tracking) + text
        before = f" {entry.sequence}"
    return text


def _map_entry(name: str, entry: MapEntry, following: str, tracking: Tracking) -> str:
    text = f"route-map {name}, {'permit' if entry.permit else 'deny'}, sequence {entry.sequence}\n"
    text += "  Match clauses:\n"
    for kind, values in entry.matches.items():
        text += f"    {' '.join((_LABELS.get(kind, kind), *values))} \n"
    if entry.follow is not None:
        text += f"  Continue: {f'sequence {entry.follow}' if entry.follow else f'to next entry{following}'}\n"
    text += "  Set clauses:\n"
    for hop in entry.tracked:
        tracked = tracking.find(hop.number, "")
        state = "undefined" if tracked is None else "up" if tracked.up else "down"
        text += f"    ip next-hop verify-availability {hop.hop} {hop.sequence} track {hop.number}  [{state}]\n"
    for kind, values in entry.sets.items():
        text += f"    {' '.join((kind, *values))}\n"
    return f"{text}  Policy routing matches: {entry.packets} packets, {entry.octets} bytes\n"


# -- policy routing ----------------------------------------------------------------------------------


def policies(local: str | None, interfaces: Iterable[Interface]) -> str:
    """`show ip policy`."""
    users: Mapping[str, str | None] = {"local": local, **{each.short: each.policy for each in interfaces}}
    lines = (f"{user:<15}{name}\n" for user, name in users.items() if name is not None)
    return "Interface      Route map\n" + "".join(lines)
