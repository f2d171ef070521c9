"""What a connection asks of its router: the effects of the events of `machine`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from ios_emu.wire.tcp import Segment


class Why(Enum):
    """How a connection came to its end."""

    CLOSED = "closed"
    REFUSED = "refused"
    RESET = "reset"
    TIMED_OUT = "timed out"
    UNREACHABLE = "unreachable"
    ABORTED = "aborted"


@dataclass(frozen=True, slots=True)
class Send:
    """Effect: a segment goes out."""

    segment: Segment


@dataclass(frozen=True, slots=True)
class Start:
    """Effect: (re)start the named timer."""

    timer: str
    delay: int


@dataclass(frozen=True, slots=True)
class Stop:
    """Effect: stop the named timer."""

    timer: str


@dataclass(frozen=True, slots=True)
class Opened:
    """Effect: the connection is established."""


@dataclass(frozen=True, slots=True)
class Deliver:
    """Effect: octets for the user, in order."""

    data: bytes


@dataclass(frozen=True, slots=True)
class PeerClosed:
    """Effect: the other side will send no more."""


@dataclass(frozen=True, slots=True)
class Gone:
    """Effect: the connection exists no more."""

    why: Why


Effect = Send | Start | Stop | Opened | Deliver | PeerClosed | Gone
