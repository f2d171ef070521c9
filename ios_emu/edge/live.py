"""A transcript in a lab that is joined to the world outside: it runs at the pace of the wall clock, so that real
hosts and daemons are the routers' neighbours while its commands are typed."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable

from ios_emu.edge.pace import LAG, NAP
from ios_emu.edge.tap import Outside
from ios_emu.kernel import SECOND
from ios_emu.lab.lab import Lab
from ios_emu.lab.replay import Passing, perform
from ios_emu.lab.transcript import Transcript


def run_live(
    lab: Lab, transcript: Transcript, write: Callable[[str], object], complain: Callable[[str], object]
) -> None:
    """Run `transcript` in `lab`, virtual seconds as real ones. `write` gets its text as it comes to be, `complain`
    a line for each door that cannot be opened. Raises LabError, as `run_transcript` does."""
    asyncio.run(_Live(lab).run(transcript, write, complain))


class _Live:
    """Virtual time, held back until the wall clock is there. For the doors it is what `Pace` is at the console."""

    def __init__(self, lab: Lab) -> None:
        self._lab = lab
        self._outside = Outside(lab, self)
        self._woken = asyncio.Event()
        self._since, self._from = time.monotonic(), lab.now
        """A real and a virtual moment that belong together."""
        self._limit = lab.now
        """The instant that the transcript waits for; what is due then is its to carry out."""

    async def run(
        self, transcript: Transcript, write: Callable[[str], object], complain: Callable[[str], object]
    ) -> None:
        """As `run_live`."""
        try:
            for moment in perform(self._lab, transcript, write):
                for complaint in self._outside.open():
                    complain(complaint)
                if isinstance(moment, Passing):
                    await self._until(moment.until)
                self._outside.pump()
        finally:
            self._outside.close()

    async def _until(self, instant: int) -> None:
        """Let real time pass until `instant`; what comes in from outside meanwhile has its effect."""
        self._limit = instant
        while (reached := self._reached()) < instant:
            self.advance()
            self._outside.pump()
            self._woken.clear()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), min((instant - reached) / SECOND, NAP))
        await asyncio.sleep(0)

    def _reached(self) -> int:
        """The virtual instant that the wall clock has reached. Time that was lost, if it was much, is given up."""
        reached = self._from + round((time.monotonic() - self._since) * SECOND)
        if reached - self._lab.now > LAG * SECOND:
            self._since, self._from = time.monotonic(), self._lab.now
            return self._from
        return reached

    def advance(self) -> None:
        """Bring the lab up to this moment."""
        self._lab.kernel.run_until(max(min(self._reached(), self._limit - 1), self._lab.now))

    def wake(self) -> None:
        """Something came in from outside."""
        self._woken.set()
