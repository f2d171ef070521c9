"""The link state database of one area, or of the AS (RFC 2328 sections 12 and 14).

No LSA ticks. Its age is what it was when it was installed plus the time since, and `Ager` holds the instants
at which one is due: an own LSA for its refresh, another's for its MaxAge.
"""

from __future__ import annotations

import heapq
from typing import NamedTuple

from ios_emu.features.ospf.lsa import HEADER_LENGTH, MAX_AGE, Body, Lsa, LsaHeader, LsaKey
from ios_emu.kernel import SECOND
from ios_emu.wire import IPv4

REFRESH = 1800 * SECOND
MIN_INTERVAL = 5 * SECOND


class Ref(NamedTuple):
    """An LSA's place: the area (None: AS scope) and its key."""

    scope: IPv4 | None
    key: LsaKey


class Stored:
    """An instance in the database. Instants are kernel time (ns).

    `originated_at` is when this router last originated an instance of this LSA, `ours` whether this very
    instance is one it originated (and not one that an earlier life of it left behind).
    """

    __slots__ = ("body", "flooded", "installed_at", "lsa", "originated_at", "ours")

    def __init__(self, lsa: Lsa, body: Body, now: int, *, ours: bool = False, flooded: bool = False) -> None:
        self.lsa = lsa
        self.body = body
        self.installed_at = now
        self.ours = ours
        self.originated_at: int | None = now if ours else None
        self.flooded = flooded
        """It came by flooding, so MinLSArrival holds for the next instance."""

    def age(self, now: int) -> int:
        """Seconds, never more than MaxAge."""
        age = self.lsa.header.age + (now - self.installed_at) // SECOND
        return age if age < MAX_AGE else MAX_AGE

    def header(self, now: int) -> LsaHeader:
        """The header with the age of this instant."""
        return self.lsa.header._replace(age=self.age(now))

    def due(self) -> int:
        """The instant (ns) at which something must be done about its age."""
        lifetime = (MAX_AGE - self.lsa.header.age) * SECOND
        return self.installed_at + (min(REFRESH, lifetime) if self.ours else lifetime)


class Lsdb:
    """The LSAs of one scope."""

    def __init__(self, scope: IPv4 | None) -> None:
        self.scope = scope
        self.entries: dict[LsaKey, Stored] = {}
        self.octets = 0

    def get(self, key: LsaKey) -> Stored | None:
        """The instance under `key`, or None."""
        return self.entries.get(key)

    def put(self, stored: Stored) -> None:
        """Store an instance in place of any other under its key."""
        self.remove(stored.lsa.key)
        self.entries[stored.lsa.key] = stored
        self.octets += HEADER_LENGTH + len(stored.lsa.body)

    def remove(self, key: LsaKey) -> None:
        """Forget the instance under `key`, if any."""
        old = self.entries.pop(key, None)
        if old is not None:
            self.octets -= HEADER_LENGTH + len(old.lsa.body)

    def of_type(self, kind: int) -> list[Stored]:
        """The LSAs of a type, by link state ID and advertising router."""
        found = [stored for key, stored in self.entries.items() if key.type == kind]
        return sorted(found, key=_order)

    def find(self, kind: int, link: IPv4) -> list[Stored]:
        """The LSAs of a type with this link state ID, by advertising router."""
        found = [stored for key, stored in self.entries.items() if key.type == kind and key.id == link]
        return sorted(found, key=_order)

    def checksum_sum(self, *kinds: int) -> int:
        """The sum of the checksums, of these types or of all, as `show ip ospf` gives it."""
        return sum(s.lsa.header.checksum for k, s in self.entries.items() if not kinds or k.type in kinds)


class Area:
    """An area this router has an interface in."""

    def __init__(self, area_id: IPv4) -> None:
        self.id = area_id
        self.lsdb = Lsdb(area_id)
        self.spf_runs = 0


def _order(stored: Stored) -> tuple[IPv4, IPv4]:
    return stored.lsa.header.id, stored.lsa.header.router


class Ager:
    """What is due when. An entry whose LSA has changed since is passed over when it comes up."""

    def __init__(self) -> None:
        self._heap: list[tuple[int, tuple[int, int, int, int]]] = []

    def __len__(self) -> int:
        return len(self._heap)

    def add(self, due: int, ref: Ref) -> None:
        """Note that the LSA at `ref` is due."""
        scope = -1 if ref.scope is None else int(ref.scope)
        heapq.heappush(self._heap, (due, (scope, ref.key.type, int(ref.key.id), int(ref.key.router))))

    def next_due(self) -> int | None:
        """The next instant, or None."""
        return self._heap[0][0] if self._heap else None

    def pop(self, now: int) -> Ref | None:
        """One LSA that is due, or None."""
        if not self._heap or self._heap[0][0] > now:
            return None
        scope, kind, link, router = heapq.heappop(self._heap)[1]
        return Ref(None if scope < 0 else IPv4(scope), LsaKey(kind, IPv4(link), IPv4(router)))

    def clear(self) -> None:
        """Forget everything."""
        self._heap.clear()
