"""`show access-lists`."""

from __future__ import annotations

from collections.abc import Iterable

from ios_emu.router.acl import AccessList, Entry
from ios_emu.router.release import ByRelease, Release, Train

_NUMBERED = ByRelease({Train.R12_2: False, Train.R12_3T: True})


def access_list(entry_list: AccessList, release: Release) -> str:
    """One access list with its match counters. Sequence numbers exist from 12.3(2)T on."""
    text = f"{'Extended' if entry_list.extended else 'Standard'} IP access list {entry_list.name}\n"
    for entry in entry_list.entries:
        if not entry.remark:
            number = f"{entry.sequence} " if _NUMBERED[release] else ""
            text += f"    {number}{_words(entry, entry_list.extended)}{_matches(entry)}\n"
    return text


def access_lists(lists: Iterable[AccessList], release: Release) -> str:
    """All lists, standard ones first, numbered before named."""
    ordered = sorted(
        lists, key=lambda a: (a.extended, not a.name.isdigit(), int(a.name) if a.name.isdigit() else 0)
    )
    return "".join(access_list(each, release) for each in ordered)


def _words(entry: Entry, extended: bool) -> str:
    if extended or not entry.source_wildcard or entry.source_wildcard == 0xFFFFFFFF:
        return entry.text
    verb, _, rest = entry.text.partition(" ")
    log = " log" if rest.endswith(" log") else ""
    return f"{verb} {entry.source}, wildcard bits {entry.source_wildcard}{log}"


def _matches(entry: Entry) -> str:
    if not entry.matches:
        return ""
    return f" ({entry.matches} match{'' if entry.matches == 1 else 'es'})"
