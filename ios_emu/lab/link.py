"""Cables: two ends, a latency each way, carrier, and taps.

    Interface A --transmit--> end 0 ====latency====> end 1 --receive--> Interface B, or a SwitchPort
                                                                         '--deliver--> its other ports' cables

A frame sent to a router is one event of the kernel: the bytes, due at the far end when the latency has passed. A
switch forwards at once, with the latency so far added to that of the outgoing cable: no event of its own. Only
between two switches, and on a line that is impaired, a frame is an event at each end, so that each cable sees its
frames in order of time.

A cable is tapped where the routers are: each frame is noted when a router puts it on the cable, or when it reaches
the router behind a switch. The kernel's trace takes every such note, whether or not somebody captures.
"""

from __future__ import annotations

from typing import NamedTuple, Protocol

from ios_emu.kernel import Copied, Kernel, Timers
from ios_emu.lab.capture import INJECTED, Captured, Tap
from ios_emu.lab.impair import Impairer, Impairment
from ios_emu.lab.switch import SwitchPort


class Station(Protocol):
    """Who is plugged into an end: an interface of a router, a port of a switch, or one to the world outside."""

    def receive(self, frame: bytes) -> None:
        """A frame arrives."""

    def set_carrier(self, carrier: bool) -> None:
        """Whether somebody powered is at the other end."""


class Leaving(NamedTuple):
    """The event that a frame, forwarded by the switch at this end, gets to the impaired line."""

    frame: bytes


class Injected(NamedTuple):
    """The event that a frame, which nobody here has sent, arrives."""

    frame: bytes


class Cable:
    """A cable between two ends, named `NODE:PORT` each. `latency` is one way, in ns, for each direction."""

    def __init__(self, kernel: Kernel, names: tuple[str, str], latency: tuple[int, int]) -> None:
        self.kernel = kernel
        self.name = f"{names[0]} -- {names[1]}"
        self.plugged = True
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
        end = self.ends[direction]
        kernel.trace.note(kernel.now, end.name, frame)
        if end.taps:
            seen = Captured(kernel.now, self.name, direction, frame, end.name, _cause(kernel))
            for tap in end.taps:
                tap.frames.append(seen)

    def note_injected(self, direction: int, frame: bytes) -> None:
        """A frame that no end has sent passes the tap."""
        kernel = self.kernel
        kernel.trace.note(kernel.now, f"{self.name} {INJECTED}", frame)
        seen = Captured(kernel.now, self.name, direction, frame, INJECTED, "")
        for tap in dict.fromkeys(tap for end in self.ends for tap in end.taps or ()):
            tap.frames.append(seen)


class CableEnd(Copied):
    """One end of a cable: the `Port` of the interface that is plugged in here (`ios_emu.router.interface`).

    `impairer` is what befalls frames sent from here. `taps` keep them: who listens is no part of the lab, and is
    not copied with it.
    """

    derived = ("taps",)

    def __init__(self, cable: Cable, index: int, name: str, latency: int) -> None:
        self.cable = cable
        self.index = index
        self.name = name
        self.latency = latency
        self.powered = False
        self.station: Station | None = None
        self.in_switch = False
        self.impairer: Impairer | None = None
        self.taps: list[Tap] | None = None

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

    def impair(self, impairment: Impairment) -> None:
        """Have frames sent from here suffer from `impairment`, and from nothing else."""
        stream = f"line/{self.name}"
        self.impairer = Impairer(self.cable.kernel, impairment, stream) if str(impairment) else None

    def transmit(self, frame: bytes) -> None:
        """The station here puts a frame on the cable."""
        cable = self.cable
        if not cable.plugged:
            return
        cable.note(self.index, frame)
        other = self.other
        station = other.station
        if self.impairer is not None:
            self._suffer(self.impairer, frame)
        elif isinstance(station, SwitchPort):
            station.receive(frame, self.latency)
        else:
            cable.kernel.after(self.latency, other, frame)

    def deliver(self, frame: bytes, delay: int) -> None:
        """The switch here puts a frame on the cable, `delay` ns from now."""
        cable = self.cable
        if not cable.plugged:
            return
        if self.impairer is None:
            cable.kernel.after(delay + self.latency, self.other, frame)
        else:
            cable.kernel.after(delay, self, Leaving(frame))

    def _suffer(self, impairer: Impairer, frame: bytes) -> None:
        for passage in impairer.passages(frame):
            self.cable.kernel.after(self.latency + passage.delay, self.other, passage.frame)

    def inject(self, frame: bytes) -> None:
        """A frame that the other end has not sent arrives here in due time."""
        self.cable.kernel.after(self.other.latency, self, Injected(frame))

    def on_event(self, what: object) -> None:
        """A frame has crossed the cable and is here; or one of the switch here starts."""
        if self.station is None or not self.cable.plugged:
            return
        if isinstance(what, bytes):
            if self.other.in_switch:
                self.cable.note(1 - self.index, what)
            self.station.receive(what)
        elif isinstance(what, Injected):
            self.cable.note_injected(1 - self.index, what.frame)
            self.station.receive(what.frame)
        elif isinstance(what, Leaving):
            if self.impairer is None:
                self.cable.kernel.after(self.latency, self.other, what.frame)
            else:
                self._suffer(self.impairer, what.frame)


def _cause(kernel: Kernel) -> str:
    """What the frame that is being sent follows from; empty when somebody typed."""
    process = kernel.acting
    if isinstance(process, CableEnd):
        return f"upon a frame received on {process.name}"
    if isinstance(process, Timers):
        about = kernel.about
        words = about if isinstance(about, tuple) else (about,)
        return f"{type(process.owner).__name__} timer {' '.join(str(word) for word in words)}"
    return ""
