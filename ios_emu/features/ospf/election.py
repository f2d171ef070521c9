"""The election of the Designated Router and its backup (RFC 2328 section 9.4). Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ios_emu.wire import ANY, IPv4


class Candidate(NamedTuple):
    """A router on the network: what it is and whom it declares, as interface addresses (0.0.0.0: nobody)."""

    router_id: IPv4
    address: IPv4
    priority: int
    designated: IPv4
    backup: IPv4

    @property
    def rank(self) -> tuple[int, IPv4]:
        """The greater wins."""
        return self.priority, self.router_id


class Outcome(NamedTuple):
    """Who was elected, as interface addresses, in each pass; the last pass counts.

    There are two passes when this router's own role changed in the first (step 4).
    """

    passes: tuple[tuple[IPv4, IPv4], ...]

    @property
    def designated(self) -> IPv4:
        """The Designated Router's address."""
        return self.passes[-1][0]

    @property
    def backup(self) -> IPv4:
        """The Backup Designated Router's address."""
        return self.passes[-1][1]


def elect(me: Candidate, others: Iterable[Candidate]) -> Outcome:
    """Hold the election among this router and its bidirectional neighbours `others`."""
    neighbors = [other for other in others if other.priority > 0]
    before = _role(me, me.designated, me.backup)
    first = _ballot(_eligible(me, neighbors))
    if _role(me, *first) == before:
        return Outcome((first,))
    declared = me._replace(designated=first[0], backup=first[1])
    return Outcome((first, _ballot(_eligible(declared, neighbors))))


def _eligible(me: Candidate, neighbors: list[Candidate]) -> list[Candidate]:
    return [me, *neighbors] if me.priority > 0 else neighbors


def _role(me: Candidate, designated: IPv4, backup: IPv4) -> str:
    if me.address == designated:
        return "DR"
    return "BDR" if me.address == backup else ""


def _ballot(eligible: list[Candidate]) -> tuple[IPv4, IPv4]:
    """Steps 2 and 3: (DR, BDR)."""
    humble = [c for c in eligible if c.designated != c.address]
    declared = [c for c in humble if c.backup == c.address]
    backup = _best(declared or humble)
    designated = _best([c for c in eligible if c.designated == c.address])
    return designated or backup, backup


def _best(candidates: list[Candidate]) -> IPv4:
    return max(candidates, key=_rank).address if candidates else ANY


def _rank(candidate: Candidate) -> tuple[int, IPv4]:
    return candidate.rank
