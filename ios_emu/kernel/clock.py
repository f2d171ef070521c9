"""Virtual time and the event queue."""

from __future__ import annotations

import hashlib
import heapq
from random import Random
from typing import Protocol

from ios_emu.kernel.trace import Trace

MICROSECOND = 1_000
MILLISECOND = 1_000_000
SECOND = 1_000_000_000


def seconds(duration: float) -> int:
    """A duration in seconds as the kernel's integer nanoseconds."""
    return round(duration * SECOND)


class Process(Protocol):
    """Whoever can be told that an event is due. Held by reference in the queue, so it must be plain data."""

    def on_event(self, what: object) -> None:
        """Take the event `what` that this process scheduled for now."""


class Event:
    """One scheduled event: whom to tell, what, and when (ns). Cancelled when `whom` is None."""

    __slots__ = ("due", "what", "whom")

    def __init__(self, due: int, whom: Process, what: object) -> None:
        self.due = due
        self.whom: Process | None = whom
        self.what = what


class Kernel:
    """The only clock and the only source of randomness of a lab.

    `now` is in nanoseconds since the lab was made. Events due at the same instant happen in the order in which
    they were scheduled, which makes a run a function of (lab, seed, inputs) alone. While one happens, `acting` is
    whom it was for and `about` what: the cause of all that follows from it.
    """

    def __init__(self, seed: int = 0) -> None:
        self.now = 0
        self.acting: Process | None = None
        self.about: object = None
        self.seed = seed
        self.trace = Trace()
        self._sequence = 0
        self._queue: list[tuple[int, int, Event]] = []
        self._streams: dict[str, Random] = {}

    def at(self, due: int, whom: Process, what: object) -> Event:
        """Tell `whom` about `what` at the instant `due` (ns; an instant already past means now)."""
        event = Event(due if due > self.now else self.now, whom, what)
        self._sequence += 1
        heapq.heappush(self._queue, (event.due, self._sequence, event))
        return event

    def after(self, delay: int, whom: Process, what: object) -> Event:
        """Tell `whom` about `what` when `delay` ns have passed."""
        return self.at(self.now + delay, whom, what)

    @staticmethod
    def cancel(event: Event) -> None:
        """Make sure `event` never happens. Harmless when it already has."""
        event.whom = None

    def random(self, stream: str) -> Random:
        """The random stream named `stream`, the same for the same seed whatever the other streams do."""
        generator = self._streams.get(stream)
        if generator is None:
            material = hashlib.sha256(f"{self.seed}/{stream}".encode()).digest()
            generator = self._streams[stream] = Random(int.from_bytes(material, "big"))
        return generator

    def next_due(self) -> int | None:
        """The instant of the next event, or None when nothing is scheduled."""
        while self._queue:
            due, _, event = self._queue[0]
            if event.whom is not None:
                return due
            heapq.heappop(self._queue)
        return None

    def step(self) -> bool:
        """Let the next event happen. False when there is none."""
        while self._queue:
            due, _, event = heapq.heappop(self._queue)
            whom = event.whom
            if whom is not None:
                self.now = due
                event.whom = None
                self.acting, self.about = whom, event.what
                whom.on_event(event.what)
                self.acting = self.about = None
                return True
        return False

    def run_until(self, instant: int) -> None:
        """Let everything happen that is due up to and including `instant`, then stand at `instant`."""
        queue = self._queue
        pop = heapq.heappop
        while queue and queue[0][0] <= instant:
            due, _, event = pop(queue)
            whom = event.whom
            if whom is not None:
                self.now = due
                event.whom = None
                self.acting, self.about = whom, event.what
                whom.on_event(event.what)
        self.acting = self.about = None
        if instant > self.now:
            self.now = instant
