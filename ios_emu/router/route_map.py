"""Route maps: what they say of a route, and of a packet.

    route-map NAME permit 10     entries are asked in the order of their numbers; the first whose `match` clauses all
     match ...                   hold decides: permitted, with what its `set` clauses say, or denied
     set ...
     continue 30                 permitted so far, but ask on from entry 30: it may set more, or deny

A clause holds when one of its values does. No entry: denied, as is everything by a map that does not exist. Lists
that a clause names and that do not exist permit everything.

A `match` clause that is not modelled (`as-path`, `community`, ...: what routes here do not have) never holds, so its
entry is passed over; a `set` clause that is not modelled sets nothing.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from ios_emu.router.acl import AccessList
from ios_emu.router.route import NextHop, Route
from ios_emu.wire import IPv4, Prefix

if TYPE_CHECKING:
    from ios_emu.router.router import Router

HOST_LENGTH = 32
TRACKING_CLIENT = "ROUTE-MAP 0"
"""Who route maps are to a tracked object."""


@dataclass(frozen=True, slots=True)
class Sets:
    """What a map sets of a route. None: nothing. `metric_type` is that of OSPF: 1 or 2."""

    metric: int | None = None
    metric_type: int | None = None
    tag: int | None = None


NOTHING_SET = Sets()


class TrackedHop(NamedTuple):
    """`set ip next-hop verify-availability HOP SEQUENCE track NUMBER`."""

    sequence: int
    hop: IPv4
    number: int


@dataclass
class MapEntry:
    """One entry. `matches` and `sets` are its clauses by the words that name them, `ip address prefix-list`, with
    their values as written; all words of a `match` that is not modelled name it. `follow`: the number after
    `continue`, 0 for the next entry, None without it. `marks` are what `set ip precedence` and `set ip tos` do to the
    octet: which bits, and their value. `tracked` are the next hops under watch, in order. `packets` and `octets` are
    what policy routing matched."""

    sequence: int
    permit: bool
    matches: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sets: dict[str, tuple[str, ...]] = field(default_factory=dict)
    follow: int | None = None
    ordering: int | None = None
    """`ordering-seq`, which is only kept."""
    marks: dict[str, tuple[int, int]] = field(default_factory=dict)
    tracked: list[TrackedHop] = field(default_factory=list)
    packets: int = 0
    octets: int = 0


class RouteMaps:
    """The route maps of one router: by name, their entries in order."""

    def __init__(self, router: Router) -> None:
        self._router = router
        self.maps: dict[str, list[MapEntry]] = {}

    def entry(self, name: str, sequence: int) -> MapEntry | None:
        """The entry of a map with this number."""
        entries = self.maps.get(name, [])
        place = bisect_left(entries, sequence, key=_sequence)
        return entries[place] if place < len(entries) and entries[place].sequence == sequence else None

    def define(self, name: str, sequence: int, *, permit: bool) -> MapEntry:
        """That entry, made or turned into its opposite if need be."""
        entry = self.entry(name, sequence)
        if entry is None:
            entry = MapEntry(sequence, permit)
            insort(self.maps.setdefault(name, []), entry, key=_sequence)
        entry.permit = permit
        return entry

    def verify(self, entry: MapEntry, hop: TrackedHop, on: bool) -> None:
        """Add a next hop that counts while an object is up (`set ip next-hop verify-availability`), or take it out."""
        tracking = self._router.tracking
        for known in [known for known in entry.tracked if (known.sequence, known.hop) == (hop.sequence, hop.hop)]:
            tracking.unfollow(known.number, TRACKING_CLIENT)
            entry.tracked.remove(known)
        if on:
            tracking.follow(hop.number, TRACKING_CLIENT)
            insort(entry.tracked, hop)

    def remove(self, name: str, sequence: int) -> None:
        """Forget an entry, and the map with its last one."""
        for entry in self.maps.get(name, ()):
            for hop in list(entry.tracked) if entry.sequence == sequence else ():
                self.verify(entry, hop, False)
        left = [entry for entry in self.maps.get(name, ()) if entry.sequence != sequence]
        if left:
            self.maps[name] = left
        else:
            self.maps.pop(name, None)

    # -- routes --------------------------------------------------------------------------------------

    def judge(self, name: str, route: Route) -> Sets | None:
        """What the map sets of `route`; None: it denies it."""
        found: Sets | None = None
        at_least = 0
        for entry in self.maps.get(name, ()):
            if entry.sequence < at_least or not self._holds(entry, route):
                continue
            if not entry.permit:
                return None
            found = _with(found or NOTHING_SET, entry)
            if entry.follow is None:
                return found
            at_least = entry.follow
        return found

    def _holds(self, entry: MapEntry, route: Route) -> bool:
        return all(self._clause_holds(kind, values, route) for kind, values in entry.matches.items())

    def _clause_holds(self, kind: str, values: tuple[str, ...], route: Route) -> bool:
        lists, acls = self._router.prefix_lists, self._router.acls
        hops = [Prefix(hop, HOST_LENGTH) for hop in _addresses(route)]
        match kind:
            case "ip address":
                return any(permits_prefix(acls.get(name), route.prefix) for name in values)
            case "ip address prefix-list":
                return any(lists.permits(name, route.prefix) for name in values)
            case "ip next-hop":
                return any(permits_prefix(acls.get(name), hop) for name in values for hop in hops)
            case "ip next-hop prefix-list":
                return any(lists.permits(name, hop) for name in values for hop in hops)
            case "interface":
                return any(name in values for hop in route.next_hops for name in self._interfaces(hop))
            case "tag":
                return str(route.tag) in values
            case "metric":
                return str(route.metric) in values
            case "route-type":
                return any(_is_of_type(route, value) for value in values)
            case "source-protocol":
                return any(f"{route.source} ".startswith(f"{value} ") for value in values)
        return False

    def _interfaces(self, hop: NextHop) -> list[str]:
        """The interfaces that a next hop lies behind."""
        if hop.interface is not None:
            return [hop.interface]
        if hop.address is None:
            return []
        return [path.interface.name for path in self._router.fib.paths(hop.address)]

    # -- packets -------------------------------------------------------------------------------------

    def judge_packet(self, name: str, packet: bytes) -> MapEntry | None:
        """The entry of a map that decides about an IPv4 `packet`; None when none matches. Only its address by access
        lists and its length can be matched."""
        for entry in self.maps.get(name, ()):
            if all(self._packet_holds(kind, values, packet) for kind, values in entry.matches.items()):
                return entry
        return None

    def _packet_holds(self, kind: str, values: tuple[str, ...], packet: bytes) -> bool:
        if kind == "ip address":
            return any(self._router.acls.permits(name, packet) for name in values)
        if kind == "length":
            return int(values[0]) <= len(packet) <= int(values[1])
        return False


def _sequence(entry: MapEntry) -> int:
    return entry.sequence


def _addresses(route: Route) -> Iterator[IPv4]:
    return (hop.address for hop in route.next_hops if hop.address is not None)


def _with(sets: Sets, entry: MapEntry) -> Sets:
    """`sets` and what an entry sets more, or otherwise."""
    for kind, values in entry.sets.items():
        if kind == "metric" and values[0].isdigit():
            sets = replace(sets, metric=int(values[0]))
        elif kind == "metric-type" and values[0] in _METRIC_TYPES:
            sets = replace(sets, metric_type=_METRIC_TYPES[values[0]])
        elif kind == "tag" and values[0].isdigit():
            sets = replace(sets, tag=int(values[0]))
    return sets


_METRIC_TYPES = {"type-1": 1, "type-2": 2}
_TYPES = {
    "internal": ("intra area", "inter area"),
    "external": ("extern 1", "extern 2"),
    "external type-1": ("extern 1",),
    "external type-2": ("extern 2",),
    "nssa-external": ("NSSA extern 1", "NSSA extern 2"),
    "nssa-external type-1": ("NSSA extern 1",),
    "nssa-external type-2": ("NSSA extern 2",),
}
"""`match route-type`, in the words of the routing table."""


def _is_of_type(route: Route, kind: str) -> bool:
    return route.type in _TYPES.get(kind, ())


def permits_prefix(acl: AccessList | None, prefix: Prefix) -> bool:
    """Whether an access list permits a prefix: its network is the source and, in an extended list, its mask the
    destination. A list that does not exist, or is empty, permits everything."""
    if acl is None or not acl.entries:
        return True
    for entry in acl.entries:
        other_source = (prefix.network ^ entry.source) & ~entry.source_wildcard
        other_mask = acl.extended and (prefix.mask ^ entry.destination) & ~entry.destination_wildcard
        if not (entry.remark or other_source or other_mask):
            entry.matches += 1
            return entry.permit
    return False
