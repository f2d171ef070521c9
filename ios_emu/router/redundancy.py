"""Redundancy groups: who of several routers is active, as a service.

Whatever elects a virtual router (HSRP) publishes the group here by name; whatever must follow it (`crypto map
NAME redundancy GROUP`) reads it here, and says that it follows. Neither knows the other.

A follower is told of every change (`facts.RedundancyChanged`), and may enquire how things stand; whoever elects the
group answers, from its record of what followers were told last.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from ios_emu.wire import IPv4


@dataclass(frozen=True, slots=True)
class RedundancyGroup:
    """The state of one group: `state` in the words of the protocol that runs it (`Active`, `Speak`).

    `settled`: this router's place is decided. It is active, or next in line, or takes no part; not in an election.
    """

    name: str
    interface: str
    address: IPv4 | None
    state: str
    active: bool
    settled: bool = True


class Elector(Protocol):
    """Whatever elects a group."""

    def on_enquiry(self) -> RedundancyGroup | None:
        """A follower asks: the group as followers were told last, or None when it is no more."""


class Redundancy:
    """The redundancy groups of one router, by name."""

    def __init__(self) -> None:
        self._groups: dict[str, RedundancyGroup] = {}
        self._electors: dict[str, Elector] = {}
        self._followers: dict[str, int] = {}

    def follow(self, name: str) -> None:
        """Somebody follows the group called `name` from now on, whether or not it exists yet."""
        self._followers[name] = self._followers.get(name, 0) + 1

    def unfollow(self, name: str) -> None:
        """Undo one `follow`."""
        count = self._followers.get(name, 0)
        if count > 1:
            self._followers[name] = count - 1
        else:
            self._followers.pop(name, None)

    def followed(self, name: str) -> bool:
        """Whether anybody follows the group called `name`."""
        return name in self._followers

    def get(self, name: str) -> RedundancyGroup | None:
        """The group called `name`, or None when nothing publishes it."""
        return self._groups.get(name)

    def enquire(self, name: str) -> RedundancyGroup | None:
        """Ask whoever elects the group called `name`; None when nobody does."""
        elector = self._electors.get(name)
        return elector.on_enquiry() if elector is not None else None

    def publish(self, group: RedundancyGroup, elector: Elector | None = None) -> bool:
        """Note the group's state, and who answers for it. True when it changed."""
        old = self._groups.get(group.name)
        self._groups[group.name] = group
        if elector is not None:
            self._electors[group.name] = elector
        return old != group

    def withdraw(self, name: str) -> None:
        """Forget the group called `name`."""
        self._groups.pop(name, None)
        self._electors.pop(name, None)
