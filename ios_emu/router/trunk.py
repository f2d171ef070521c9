"""Subinterfaces: `interface FastEthernet0/0.10` with `encapsulation dot1Q 10`, a VLAN of the interface they are on.

    subinterface --send--> SubPort --(tagged, unless its VLAN is the native one)--> the interface's own port
    the interface's frames --> Trunk.receive --(by VLAN, without the tag)--> the subinterface

A subinterface has no hardware of its own: it is up when its interface is, and has a VLAN.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ios_emu.wire import DecodeError
from ios_emu.wire.dot1q import is_tagged, tag, untag

if TYPE_CHECKING:
    from ios_emu.router.interface import Interface


@dataclass(frozen=True, slots=True)
class Vlan:
    """What `encapsulation dot1Q 10 [native | second-dot1q 20]` says: frames of a native VLAN carry no tag. An
    `inner` tag is understood and kept only: such a subinterface carries nothing."""

    number: int
    native: bool = False
    inner: str = ""


class SubPort:
    """What a subinterface is plugged into: the interface it is on."""

    def __init__(self, parent: Interface, subinterface: Interface) -> None:
        self._parent = parent
        self._subinterface = subinterface

    def attach(self, station: Interface) -> None:
        """Nothing to do: the carrier is the interface's."""

    def transmit(self, frame: bytes) -> None:
        """Send a frame in this VLAN."""
        vlan = self._subinterface.vlan
        if vlan is not None:
            self._parent.send(frame if vlan.native else tag(frame, vlan.number))

    def power(self, on: bool) -> None:
        """Nothing to do: the transmitter is the interface's."""


class Trunk:
    """The subinterfaces of one interface."""

    def __init__(self, parent: Interface) -> None:
        self._parent = parent
        self._members: dict[str, Interface] = {}

    def add(self, subinterface: Interface) -> None:
        """`subinterface` is on this interface."""
        self._members[subinterface.name] = subinterface
        subinterface.port = SubPort(self._parent, subinterface)

    def remove(self, subinterface: Interface) -> None:
        """`subinterface` is no more."""
        self._members.pop(subinterface.name, None)

    def with_vlan(self, number: int) -> Interface | None:
        """The subinterface of a VLAN."""
        carried = (each for each in self._members.values() if each.vlan is not None and not each.vlan.inner)
        return next((each for each in carried if each.vlan is not None and each.vlan.number == number), None)

    def members(self) -> list[Interface]:
        """The subinterfaces, in the order they were made."""
        return list(self._members.values())

    def follow(self) -> None:
        """The interface came up or went down: so do its subinterfaces."""
        for member in self.members():
            member.follow()

    def receive(self, frame: bytes) -> bool:
        """Hand a frame to the subinterface of its VLAN. False when it has no tag and no VLAN is native: it is the
        interface's own."""
        parent = self._parent
        number, size = 0, len(frame)
        if is_tagged(frame):
            try:
                number, frame = untag(frame)
            except DecodeError:
                parent.counters.input_errors += 1
                return True
        member = self.with_vlan(number) if number else self._native()
        if member is None and not number and not is_tagged(frame):
            return False
        if member is None or not member.line_up:
            parent.counters.unknown_protocol += 1
        elif member.hears(frame[:6]):
            parent.counters.received(parent.router.kernel.now, size, bool(frame[0] & 1))
            member.receive(frame)
        return True

    def _native(self) -> Interface | None:
        return next((each for each in self._members.values() if each.vlan and each.vlan.native), None)
