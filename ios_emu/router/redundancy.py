"""Redundancy groups: who of several routers is active, as a service.

Whatever elects a virtual router (HSRP) publishes the group here by name; whatever must follow it (`crypto map
NAME redundancy GROUP`) reads it here, and says that it follows. Neither knows the other.
"""

from __future__ import annotations

from dataclasses import dataclass

from ios_emu.wire import IPv4


@dataclass(frozen=True, slots=True)
class RedundancyGroup:
    """The state of one group: `state` in the words of the protocol that runs it (`Active`, `Speak`)."""

    name: str
    interface: str
    address: IPv4 | None
    state: str
    active: bool


class Redundancy:
    """The redundancy groups of one router, by name."""

    def __init__(self) -> None:
        self._groups: dict[str, RedundancyGroup] = {}
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

    def publish(self, group: RedundancyGroup) -> bool:
        """Note the group's state. True when its activity or address changed."""
        old = self._groups.get(group.name)
        self._groups[group.name] = group
        return old is None or (old.active, old.address) != (group.active, group.address)

    def withdraw(self, name: str) -> None:
        """Forget the group called `name`."""
        self._groups.pop(name, None)
