"""Access lists: entries matched on raw packets, in order, with their counters."""

from __future__ import annotations

from dataclasses import dataclass, field

from ios_emu.wire import IPv4
from ios_emu.wire.ipv4 import ICMP, TCP, UDP

ANY_WILDCARD = IPv4(0xFFFFFFFF)


@dataclass(frozen=True, slots=True)
class PortMatch:
    """A condition on a port (or a time to live): between `low` and `high`, both included, or one of `others`; the
    opposite for `neq`."""

    operator: str
    low: int
    high: int
    others: tuple[int, ...] = ()

    def holds(self, port: int) -> bool:
        """Whether `port` satisfies it."""
        return (self.low <= port <= self.high or port in self.others) != (self.operator == "neq")


@dataclass(frozen=True, slots=True)
class FlagMatch:
    """A condition on the TCP flags: those in `on` set, those in `off` not; `every` one of them, or any."""

    on: int
    off: int = 0
    every: bool = False

    def holds(self, flags: int) -> bool:
        """Whether `flags` satisfy it."""
        if self.every:
            return not (~flags & self.on or flags & self.off)
        return bool(flags & self.on or ~flags & self.off)


@dataclass(slots=True)
class Entry:
    """One entry. `protocol` None is `ip`; addresses match where the wildcard's bits are zero.

    `text` is the entry as configured after the list's name, e.g. `permit ip host 1.1.1.1 any`; a `remark` entry
    has only that. `icmp_type` and `icmp_code` None: any. `tos`: a mask over the type of service, and the value
    under it. `fragments`: only fragments but the first match. `log`: empty, `log` or `log-input`.
    """

    sequence: int
    permit: bool
    text: str
    protocol: int | None = None
    source: IPv4 = field(default=IPv4(0))
    source_wildcard: IPv4 = ANY_WILDCARD
    destination: IPv4 = field(default=IPv4(0))
    destination_wildcard: IPv4 = ANY_WILDCARD
    source_port: PortMatch | None = None
    destination_port: PortMatch | None = None
    flags: FlagMatch | None = None
    icmp_type: int | None = None
    icmp_code: int | None = None
    tos: tuple[int, int] | None = None
    ttl: PortMatch | None = None
    fragments: bool = False
    log: str = ""
    remark: bool = False
    matches: int = 0

    def holds(self, packet: bytes) -> bool:
        """Whether the IPv4 `packet` matches this entry."""
        if (int.from_bytes(packet[12:16], "big") ^ self.source) & ~self.source_wildcard:
            return False
        if (int.from_bytes(packet[16:20], "big") ^ self.destination) & ~self.destination_wildcard:
            return False
        if (self.protocol is not None and packet[9] != self.protocol) or self.remark:
            return False
        if self.tos is not None and packet[1] & self.tos[0] != self.tos[1]:
            return False
        if self.ttl is not None and not self.ttl.holds(packet[8]):
            return False
        if self.fragments:
            return bool((packet[6] << 8 | packet[7]) & 0x1FFF)
        return not self.reads_transport or self._transport_holds(packet)

    @property
    def reads_transport(self) -> bool:
        """Whether it looks beyond the IP header."""
        return bool(self.source_port or self.destination_port or self.flags or self.icmp_type is not None)

    def _transport_holds(self, packet: bytes) -> bool:
        # A later fragment has no ports to look at: it is let through by what it may belong to (RFC 1858's remark
        # applies; IOS without the `fragments` keyword permits on the network part alone).
        if (packet[6] << 8 | packet[7]) & 0x1FFF:
            return self.permit
        start = (packet[0] & 15) * 4
        if self.protocol == ICMP:
            if len(packet) < start + 2:
                return False
            return packet[start] == self.icmp_type and self.icmp_code in (None, packet[start + 1])
        if self.protocol not in (TCP, UDP) or len(packet) < start + 4:
            return False
        source, destination = (
            int.from_bytes(packet[start : start + 2], "big"),
            int.from_bytes(packet[start + 2 : start + 4], "big"),
        )
        if self.source_port is not None and not self.source_port.holds(source):
            return False
        if self.destination_port is not None and not self.destination_port.holds(destination):
            return False
        if self.flags is not None:
            return len(packet) > start + 13 and self.flags.holds(packet[start + 13])
        return True


@dataclass
class AccessList:
    """One list: `name` is its number or name."""

    name: str
    extended: bool
    entries: list[Entry] = field(default_factory=list)
    _texts: dict[str, None] = field(default_factory=dict, compare=False)
    """What the first `_noted` entries say: long lists are read line by line. Remarks may be there twice."""
    _noted: int = field(default=0, compare=False)

    def add(self, entry: Entry) -> bool:
        """Put an entry at its sequence number, which no other has; a remark stands before the entry of its number.
        False when the same entry is there already."""
        if self._noted != len(self.entries):
            self._texts = {e.text: None for e in self.entries}
        if not entry.remark and entry.text in self._texts:
            return False
        self._texts[entry.text] = None
        between = bool(self.entries) and self.entries[-1].sequence > entry.sequence
        self.entries.append(entry)
        if between:
            self.entries.sort(key=lambda e: (e.sequence, not e.remark))
        self._noted = len(self.entries)
        return True

    def next_sequence(self) -> int:
        """The number of an entry added at the end: ten more than the last. Remarks take none of their own."""
        if not self.entries:
            return 10
        last = self.entries[-1]
        return last.sequence if last.remark else last.sequence + 10

    def taken(self, sequence: int) -> Entry | None:
        """The entry that has this number."""
        return next((e for e in self.entries if e.sequence == sequence and not e.remark), None)

    def resequence(self, start: int, step: int) -> None:
        """New numbers, the same order."""
        number = start
        for entry in self.entries:
            entry.sequence = number
            if not entry.remark:
                number += step

    def match(self, packet: bytes, *, count: bool = True) -> Entry | None:
        """The first entry that matches, counted if `count` says so; None for the implicit deny."""
        for entry in self.entries:
            if entry.holds(packet):
                entry.matches += count
                return entry
        return None


class AccessLists:
    """The access lists of one router, by name."""

    def __init__(self) -> None:
        self.lists: dict[str, AccessList] = {}

    def get(self, name: str) -> AccessList | None:
        """The list called `name`, or None."""
        return self.lists.get(name)

    def define(self, name: str, *, extended: bool) -> AccessList:
        """The list called `name`, made if need be."""
        if name not in self.lists:
            self.lists[name] = AccessList(name, extended)
        return self.lists[name]

    def remove(self, name: str) -> None:
        """Forget the list called `name`."""
        self.lists.pop(name, None)

    def permits(self, name: str, packet: bytes, *, count: bool = True) -> bool:
        """Whether the list permits `packet`. A list that does not exist, or is empty, permits everything."""
        found = self.lists.get(name)
        if found is None or not found.entries:
            return True
        entry = found.match(packet, count=count)
        return entry is not None and entry.permit
