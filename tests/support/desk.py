"""A console without a terminal: keys come from a pipe, and what is printed is kept."""

from __future__ import annotations

import asyncio
import contextlib
import io
import sys
from collections.abc import Callable
from pathlib import Path

from prompt_toolkit.input import PipeInput

from ios_emu.edge.console import LabConsole
from ios_emu.edge.nvram import Nvram
from ios_emu.lab.lab import Lab
from ios_emu.lab.recording import Recorder


class Desk:
    """A console whose keys come from a pipe."""

    def __init__(self, lab: Lab, keys: PipeInput, directory: Path) -> None:
        self.console = LabConsole(lab, 1.0, Nvram(lab.name, directory), Recorder(lab))
        self.keys = keys

    @property
    def typed(self) -> str:
        """The line being edited."""
        return self.console._prompts[self.console.current].default_buffer.text

    async def until(self, true: Callable[[], bool]) -> None:
        """Wait for something to become true."""
        for _ in range(500):
            if true():
                return
            await asyncio.sleep(0.01)
        raise AssertionError("it did not come true")


def printed() -> str:
    """What has been printed so far, while a test's steps run."""
    assert isinstance(sys.stdout, io.StringIO)
    return sys.stdout.getvalue()


def run(desk: Desk, *steps: tuple[str, Callable[[], bool]]) -> str:
    """Send each step's keys and wait for its condition; then leave. What was printed."""

    async def go() -> None:
        running = asyncio.create_task(desk.console.run())
        await desk.until(lambda: desk.console.current in desk.console._prompts)
        for keys, condition in steps:
            desk.keys.send_text(keys)
            try:
                await desk.until(condition)
            except AssertionError:
                raise AssertionError(f"{keys!r} had no effect; printed:\n{printed()}") from None
        desk.keys.send_text("\x05\x15\x04")
        await asyncio.wait_for(running, 5)

    with contextlib.redirect_stdout(io.StringIO()):
        asyncio.run(go())
        return printed()
