"""Prefix lists (`ip prefix-list`): entries matched on prefixes, in the order of their numbers, with their counters."""

from __future__ import annotations

from bisect import insort
from dataclasses import dataclass, field
from typing import TypeAlias

from ios_emu.wire import Prefix

Saying: TypeAlias = tuple[bool, Prefix, int | None, int | None]
"""What an entry says: permit or not, the prefix, `ge` and `le`."""
STEP = 5
"""From the number of the last entry to that of one added at the end."""


@dataclass(slots=True)
class PrefixEntry:
    """`seq SEQUENCE {permit|deny} PREFIX [ge N] [le N]`: a prefix within `prefix`, of a length from `ge` (None: its
    own, or with `le` alone anything from it on) to `le`."""

    sequence: int
    permit: bool
    prefix: Prefix
    ge: int | None = None
    le: int | None = None
    hits: int = 0

    @property
    def says(self) -> Saying:
        """What it says, wherever it stands."""
        return self.permit, self.prefix, self.ge, self.le

    @property
    def text(self) -> str:
        """The entry as configured, without its number."""
        text = f"{'permit' if self.permit else 'deny'} {self.prefix}"
        text += f" ge {self.ge}" if self.ge is not None else ""
        return text + (f" le {self.le}" if self.le is not None else "")

    def holds(self, prefix: Prefix) -> bool:
        """Whether `prefix` matches."""
        if self.ge is None and self.le is None:
            return prefix == self.prefix
        low = self.prefix.length if self.ge is None else self.ge
        high = 32 if self.le is None else self.le
        return low <= prefix.length <= high and self.prefix.holds(prefix.network)


@dataclass
class PrefixList:
    """One list: its entries in order, and found by their numbers and by what they say."""

    name: str
    description: str = ""
    entries: list[PrefixEntry] = field(default_factory=list)
    numbers: dict[int, PrefixEntry] = field(default_factory=dict)
    sayings: dict[Saying, PrefixEntry] = field(default_factory=dict)

    def next_sequence(self) -> int:
        """The number of an entry added at the end: the next multiple of five."""
        last = self.entries[-1].sequence if self.entries else 0
        return (last // STEP + 1) * STEP

    def add(self, entry: PrefixEntry) -> None:
        """Put in an entry whose number is free, and what it says, too."""
        insort(self.entries, entry, key=_sequence)
        self.numbers[entry.sequence] = self.sayings[entry.says] = entry

    def remove(self, entry: PrefixEntry) -> None:
        """Take an entry out."""
        self.entries.remove(entry)
        del self.numbers[entry.sequence], self.sayings[entry.says]

    def match(self, prefix: Prefix) -> PrefixEntry | None:
        """The first entry that matches, counted; None for the implicit deny."""
        for entry in self.entries:
            if entry.holds(prefix):
                entry.hits += 1
                return entry
        return None


def _sequence(entry: PrefixEntry) -> int:
    return entry.sequence


class PrefixLists:
    """The prefix lists of one router, by name."""

    def __init__(self) -> None:
        self.lists: dict[str, PrefixList] = {}
        self.numbered = True
        """`ip prefix-list sequence-number`: the numbers are shown."""
        self.last_changed = ""
        """The list of the last insertion or deletion."""

    def get(self, name: str) -> PrefixList | None:
        """The list called `name`, or None."""
        return self.lists.get(name)

    def define(self, name: str) -> PrefixList:
        """The list called `name`, made if need be."""
        return self.lists.setdefault(name, PrefixList(name))

    def permits(self, name: str, prefix: Prefix) -> bool:
        """Whether the list permits `prefix`. A list that does not exist, or is empty, permits everything."""
        found = self.lists.get(name)
        if found is None or not found.entries:
            return True
        entry = found.match(prefix)
        return entry is not None and entry.permit
