"""Cables: two ends, a latency each way, carrier, and taps.

    Interface A --transmit--> end 0 ====latency====> end 1 --receive--> Interface B, or a SwitchPort
                                                                         '--deliver--> its other ports' cables

A frame sent to a router is one event of the kernel: the bytes, due at the far end when the latency has passed. A
switch forwards at once, with the latency so far added to that of the outgoing cable: no event of its own. Only
between two switches a frame is an event again, so that each cable sees its frames in order of time.

A cable is tapped where the routers are: each frame is noted when a router puts it on the cable, or when it reaches
the router behind a switch. The kernel's trace takes every such note, whether or not somebody captures.
"""

from __future__ import annotations

from typing import NamedTuple, Protocol

from ios_emu.kernel import Kernel
from ios_emu.lab.switch import SwitchPort


class Station(Protocol):
    """Who is plugged into an end: an interface of a router, or a port of a switch."""

    def receive(self, frame: bytes) -> None:
        """A frame arrives."""

    def set_carrier(self, carrier: bool) -> None:
        """Whether somebody powered is at the other end."""


class Captured(NamedTuple):
    """A frame as a tap saw it: the instant (ns), the cable, the end it came from (0 or 1), its bytes."""

    time: int
    link: str
    direction: int
    frame: bytes


class Cable:
    """A cable between two ends, named `NODE:PORT` each. `latency` is one way, in ns, for each direction."""

    def __init__(self, kernel: Kernel, names: tuple[str, str], latency: tuple[int, int]) -> None:
        self.kernel = kernel
        self.name = f"{names[0]} -- {names[1]}"
        self.plugged = True
        self.captured: list[Captured] | None = None
        self.ends = (CableEnd(self, 0, names[0], latency[0]), CableEnd(self, 1, names[1], latency[1]))

    def pull(self) -> None:
        """Pull the cable out; what is in flight is lost."""
        self.plugged = False
        self._carry()

    def plug(self) -> None:
        """Plug it in again."""
        self.plugged = True
        self._carry()

    def _carry(self) -> None:
        for end in self.ends:
            end.update_carrier()

    def note(self, direction: int, frame: bytes) -> None:
        """A frame passes the tap."""
        kernel = self.kernel
        kernel.trace.note(kernel.now, self.ends[direction].name, frame)
        if self.captured is not None:
            self.captured.append(Captured(kernel.now, self.name, direction, frame))


class CableEnd:
    """One end of a cable: the `Port` of the interface that is plugged in here (`ios_emu.router.interface`)."""

    def __init__(self, cable: Cable, index: int, name: str, latency: int) -> None:
        self.cable = cable
        self.index = index
        self.name = name
        self.latency = latency
        self.powered = False
        self.station: Station | None = None
        self.in_switch = False

    @property
    def other(self) -> CableEnd:
        """The far end."""
        return self.cable.ends[1 - self.index]

    def attach(self, station: Station) -> None:
        """`station` is plugged in here; it learns at once whether there is a carrier."""
        self.station = station
        self.in_switch = isinstance(station, SwitchPort)
        self.update_carrier()

    def power(self, on: bool) -> None:
        """This end's transmitter went on or off."""
        if on != self.powered:
            self.powered = on
            self.other.update_carrier()

    def update_carrier(self) -> None:
        """Tell the station here whether there is a carrier."""
        if self.station is not None:
            self.station.set_carrier(self.cable.plugged and self.other.powered)

    def transmit(self, frame: bytes) -> None:
        """The router here puts a frame on the cable."""
        cable = self.cable
        if not cable.plugged:
            return
        cable.note(self.index, frame)
        other = self.other
        station = other.station
        if isinstance(station, SwitchPort):
            station.receive(frame, self.latency)
        else:
            cable.kernel.after(self.latency, other, frame)

    def deliver(self, frame: bytes, delay: int) -> None:
        """The switch here puts a frame on the cable, `delay` ns from now."""
        if self.cable.plugged:
            self.cable.kernel.after(delay + self.latency, self.other, frame)

    def on_event(self, what: object) -> None:
        """A frame has crossed the cable and is here."""
        frame = what
        if self.station is None or not isinstance(frame, bytes) or not self.cable.plugged:
            return
        if self.other.in_switch:
            self.cable.note(1 - self.index, frame)
        self.station.receive(frame)
