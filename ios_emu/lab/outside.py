"""A door to the world outside: a cable's end whose frames go to, and come from, whoever runs the lab.

The lab knows no device, only two piles of bytes. Somebody at the edge opens the door, takes what lies in `outbox`,
and has what he brings sent on. While nobody does, the door is shut: no carrier at the other end, frames are lost.
"""

from __future__ import annotations

from collections import deque

from ios_emu.lab.link import CableEnd

WAITING = 1000
"""Frames that may wait for somebody to take them; the oldest are lost."""


class Door:
    """The door at one end of a cable. `kind` and `device` tell the edge what is behind it (`lab.topology`)."""

    def __init__(self, name: str, kind: str, device: str, end: CableEnd) -> None:
        self.name = name
        self.kind = kind
        self.device = device
        self.end = end
        self.carrier = False
        self.outbox: deque[bytes] = deque(maxlen=WAITING)
        end.attach(self)

    @property
    def is_open(self) -> bool:
        """Whether somebody is there."""
        return self.end.powered

    def open(self) -> None:
        """Somebody is there: the other end has a carrier."""
        self.outbox.clear()
        self.end.power(True)

    def shut(self) -> None:
        """Nobody is there any more."""
        self.end.power(False)
        self.outbox.clear()

    def send(self, frame: bytes) -> None:
        """A frame comes in from outside."""
        if self.is_open and self.carrier:
            self.end.transmit(frame)

    def receive(self, frame: bytes) -> None:
        """A frame goes out."""
        if self.is_open:
            self.outbox.append(frame)

    def set_carrier(self, carrier: bool) -> None:
        """Whether somebody powered is at the other end of the cable."""
        self.carrier = carrier
