"""Named timers of one owner.

Protocols restart hold and dead timers far more often than they let them expire. So a restart to a later
instant only notes the new deadline; the event already queued looks at the deadline when it comes and goes
back to sleep if it is early.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Protocol

from ios_emu.kernel.clock import Event, Kernel


class TimerOwner(Protocol):
    """Whoever owns named timers."""

    def on_timer(self, name: Hashable) -> None:
        """The timer `name` has expired; it no longer runs."""


class Timers:
    """The named timers of one owner. Names are any hashable plain data, e.g. `("hold", "Fa0/0", 1)`."""

    def __init__(self, kernel: Kernel, owner: TimerOwner) -> None:
        self._kernel = kernel
        self.owner = owner
        self._deadlines: dict[Hashable, int] = {}
        self._events: dict[Hashable, Event] = {}

    def start(self, name: Hashable, delay: int) -> None:
        """(Re)start the timer `name` so that it expires after `delay` ns."""
        deadline = self._kernel.now + delay
        self._deadlines[name] = deadline
        event = self._events.get(name)
        if event is not None:
            if event.due <= deadline:
                return
            Kernel.cancel(event)
        self._events[name] = self._kernel.at(deadline, self, name)

    def stop(self, name: Hashable) -> None:
        """Stop the timer `name`; harmless when it does not run."""
        if self._deadlines.pop(name, None) is not None:
            Kernel.cancel(self._events.pop(name))

    def stop_all(self) -> None:
        """Stop every timer."""
        for name in list(self._deadlines):
            self.stop(name)

    def running(self, name: Hashable) -> bool:
        """Whether the timer `name` runs."""
        return name in self._deadlines

    def remaining(self, name: Hashable) -> int | None:
        """Nanoseconds until `name` expires, or None when it does not run."""
        deadline = self._deadlines.get(name)
        return None if deadline is None else deadline - self._kernel.now

    def on_event(self, what: object) -> None:
        """The queued event of a timer has come: expire it, or sleep on if the deadline has moved."""
        name: Hashable = what
        deadline = self._deadlines[name]
        if deadline > self._kernel.now:
            self._events[name] = self._kernel.at(deadline, self, name)
            return
        del self._deadlines[name], self._events[name]
        self.owner.on_timer(name)
