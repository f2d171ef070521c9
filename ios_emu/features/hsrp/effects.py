"""What happens to an HSRP group, and the effects with which its state machine answers."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from ios_emu.features.hsrp.packet import Message, State
from ios_emu.wire import ANY, IPv4

LOCAL = ANY
"""As the address of the active or standby router: this router itself."""


class Event(Enum):
    """What may happen to a group (RFC 2281 section 5.5); the value is its letter and what IOS's debug calls it."""

    ENABLED = "a/HSRP enabled"
    DISABLED = "b/HSRP disabled"
    ACTIVE_TIMER = "c/Active timer expired"
    STANDBY_TIMER = "d/Standby timer expired"
    HELLO_TIMER = "e/Hello timer expired"
    HIGHER_SPEAK = "f/Hello rcvd from higher pri Speak router"
    HIGHER_ACTIVE = "g/Hello rcvd from higher pri Active router"
    LOWER_ACTIVE = "h/Hello rcvd from lower pri Active router"
    RESIGN = "i/Resign rcvd"
    COUP = "j/Coup rcvd from higher pri router"
    HIGHER_STANDBY = "k/Hello rcvd from higher pri Standby router"
    LOWER_STANDBY = "l/Hello rcvd from lower pri Standby router"


class Start(NamedTuple):
    """(Re)start one of this group's timers: `active`, `standby`, `hello`, `preempt`. `delay` in ns."""

    timer: str
    delay: int


class Stop(NamedTuple):
    """Stop one of this group's timers."""

    timer: str


class Send(NamedTuple):
    """Send a message."""

    message: Message


class Announce(NamedTuple):
    """Send gratuitous ARP for the virtual addresses."""


class Happened(NamedTuple):
    """An event worth a line of debug; `peer` is the router it concerns, None for none or an unknown one."""

    event: Event
    state: State
    peer: IPv4 | None
    priority: int | None


class Role(NamedTuple):
    """The active or standby router (`role` in those words) is another one; LOCAL is this one, None unknown."""

    role: str
    new: IPv4 | None
    old: IPv4 | None


class Moved(NamedTuple):
    """The group changed its state."""

    old: State
    new: State


class Waiting(NamedTuple):
    """Preemption is due, but `standby preempt delay` asks to wait `delay` ns."""

    delay: int


Effect = Start | Stop | Send | Announce | Happened | Role | Moved | Waiting
Effects = list[Effect]
