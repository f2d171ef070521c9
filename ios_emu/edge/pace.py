"""Pacing: how virtual time follows the wall clock.

The lab is advanced in slices of a few milliseconds of real time, between which the event loop does everything
else, so a key press is answered at once however busy the lab is.
"""

from __future__ import annotations

import asyncio
import contextlib
import math
import time
from collections.abc import Callable

from ios_emu.kernel import SECOND
from ios_emu.lab.lab import Lab

SLICE = 0.010
"""Real seconds that the lab may take before the event loop has its turn. One event may exceed it: the longest, a
Diffie-Hellman exchange, takes some milliseconds."""
NAP = 0.040
"""The longest sleep, so that what is typed takes effect soon."""
LAG = 0.5
"""Real seconds the lab may fall behind before the lost time is given up instead of being made up for: whether the
lab had too much to do or the computer stood still, real neighbours of the routers have not lived through it."""
SPEEDS = {"1": 1.0, "10": 10.0, "max": math.inf}


class Pace:
    """Runs a lab at `speed` virtual seconds in a real one; `math.inf` is as fast as the machine can."""

    def __init__(self, lab: Lab, speed: float = 1.0, clock: Callable[[], float] = time.monotonic) -> None:
        self._lab = lab
        self._clock = clock
        self._speed = speed
        self._paused = False
        self._rush_until = 0
        self._woken: asyncio.Event | None = None
        self.stepped: Callable[[], object] | None = None
        """Called after each event of the lab."""
        self._rest()

    @property
    def speed(self) -> float:
        """Virtual seconds in a real one."""
        return self._speed

    @speed.setter
    def speed(self, speed: float) -> None:
        self.advance()
        self._speed = speed
        self._rest()

    @property
    def paused(self) -> bool:
        """Whether time stands still."""
        return self._paused

    @paused.setter
    def paused(self, paused: bool) -> None:
        self.advance()
        self._paused = paused
        self._rest()

    @property
    def rushing(self) -> bool:
        """Whether a `rush` is under way."""
        return self._lab.now < self._rush_until

    def rush(self, duration: int) -> None:
        """Let `duration` ns of virtual time pass as fast as the machine can, paused or not."""
        self._rush_until = self._lab.now + duration

    def settle(self) -> None:
        """The lab was replaced by a saved one: start anew from its time."""
        self._rush_until = 0
        self._rest()

    def _rest(self) -> None:
        """Count from here and now."""
        self._since = self._clock()
        self._from = self._lab.now

    def _target(self) -> int | None:
        """The instant that virtual time should have reached; None: there is no such limit."""
        if self.rushing:
            return self._rush_until
        if self._paused:
            return self._lab.now
        if math.isinf(self._speed):
            return None
        return self._from + round((self._clock() - self._since) * self._speed * SECOND)

    def advance(self) -> bool:
        """Advance the lab for one slice at most. Whether it is where it should be, and may nap."""
        self._forgive()
        target = self._target()
        kernel = self._lab.kernel
        rushed = self.rushing
        end = self._clock() + SLICE
        while True:
            due = kernel.next_due()
            if target is not None and (due is None or due > target):
                kernel.run_until(target)
                break
            if due is None:
                return True
            kernel.step()
            if self.stepped is not None:
                self.stepped()
            now = self._clock()
            if now >= end:
                if rushed or math.isinf(self._speed):
                    self._rest()
                return False
        if rushed:
            self._rest()
        return True

    def _forgive(self) -> None:
        """Give up the time that was lost, if it was much."""
        if self.rushing or self._paused or math.isinf(self._speed):
            return
        passed = (self._lab.now - self._from) / SECOND / self._speed
        if self._clock() - self._since - passed > LAG:
            self._rest()

    async def run(self, after: Callable[[], None]) -> None:
        """Run the lab for ever, and call `after` when a slice is over."""
        woken = self._woken = asyncio.Event()
        while True:
            nap = self.advance()
            after()
            if nap:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(woken.wait(), self._nap())
                woken.clear()
            else:
                await asyncio.sleep(0)

    def wake(self) -> None:
        """Something came in from outside: sleep no longer, look what is due."""
        if self._woken is not None:
            self._woken.set()

    def _nap(self) -> float:
        """Seconds until the next event is due, within limits."""
        due = self._lab.kernel.next_due()
        if due is None or self._paused:
            return NAP
        return min(max((due - self._lab.now) / SECOND / self._speed, 0.001), NAP)
