"""What a tracked object is about: an interface, a route, a probe, or a list of other objects. Values."""

from __future__ import annotations

from dataclasses import dataclass

from ios_emu.wire import Prefix

METRIC_UP, METRIC_DOWN = 254, 255
"""The thresholds of a scaled metric (0 to 255) unless configured."""


@dataclass(frozen=True)
class TrackedInterface:
    """An interface's `line-protocol` or `ip routing` (`parameter`)."""

    interface: str
    parameter: str


@dataclass(frozen=True)
class TrackedRoute:
    """An IP route: its `reachability`, or its `metric threshold` (`parameter`): up at a scaled metric of at most
    `up`, down at `down` or more."""

    prefix: Prefix
    parameter: str
    up: int = METRIC_UP
    down: int = METRIC_DOWN


@dataclass(frozen=True)
class TrackedProbe:
    """The `reachability` or `state` of an IP SLA operation, which are not modelled: always down."""

    operation: int
    parameter: str


@dataclass(frozen=True)
class Member:
    """An object of a list: inverted by `negated`, counted as `weight`."""

    number: int
    negated: bool = False
    weight: int = 10


@dataclass(frozen=True)
class TrackedList:
    """A list of objects: `kind` is `boolean and`, `boolean or`, `threshold percentage` or `threshold weight`.
    A threshold list is up from `up` on, down from `down` on (percent, or the sum of weights)."""

    kind: str
    members: tuple[Member, ...] = ()
    up: int | None = None
    down: int | None = None

    @property
    def total(self) -> int:
        """The sum of all weights."""
        return sum(member.weight for member in self.members)


Subject = TrackedInterface | TrackedRoute | TrackedProbe | TrackedList
