"""What somebody who listens on a link has heard."""

from __future__ import annotations

from collections import deque
from typing import NamedTuple

INJECTED = "injected"
"""The sender of frames that no station of the lab has sent."""


class Captured(NamedTuple):
    """A frame as a tap saw it: the instant (ns), the cable (or switch), the end it came from (0 or 1), its bytes.

    `sender` is that end, NODE:PORT, or `INJECTED`; `cause` what it follows from: a timer, another frame, or
    nothing in the lab.
    """

    time: int
    link: str
    direction: int
    frame: bytes
    sender: str
    cause: str


class Tap:
    """Somebody who listens at one or more ends of cables: the frames heard, in order; only the last `limit`."""

    def __init__(self, limit: int | None = None) -> None:
        self.frames: deque[Captured] = deque(maxlen=limit)
