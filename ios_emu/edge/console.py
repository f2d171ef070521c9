"""The console: a terminal at one router at a time, and the lab running behind it.

Three parties share one asyncio loop and nothing else: prompt_toolkit edits the line, `Pace` advances the lab in
short slices, and after each slice `_flush` writes what the routers have printed above the line being edited.
A line that is not complete yet (`!!!!` of a ping) stands where the prompt will be.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
from collections import deque
from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.application import run_in_terminal
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.history import InMemoryHistory
from rich.console import Console, RenderableType

from ios_emu.edge import escape, status
from ios_emu.edge.keys import LAB_COMMAND, key_bindings
from ios_emu.edge.nvram import Nvram
from ios_emu.edge.pace import SPEEDS, Pace
from ios_emu.edge.pcap import PcapFiles
from ios_emu.lab.error import LabError
from ios_emu.lab.lab import Lab
from ios_emu.router.router import Router
from ios_emu.router.session import Session

BACKLOG = 1000
"""Lines kept of what a router prints while another one has the terminal."""
REFRESH = 0.25
"""Seconds between two drawings of the toolbar."""


def open_console(lab: Lab, speed: str, nvram: Nvram, pcap: Path | None) -> int:
    """Run the console until the user leaves; the exit status."""
    console = LabConsole(lab, SPEEDS[speed], nvram)
    if pcap is not None:
        console.pcap = PcapFiles(lab, pcap)
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(console.run())
    return 0


class LabConsole:
    """The console of `lab`. `current` is the name of the router that has the terminal."""

    def __init__(self, lab: Lab, speed: float, nvram: Nvram) -> None:
        self.lab = lab
        self.pace = Pace(lab, speed)
        self.nvram = nvram
        self.pcap: PcapFiles | None = None
        self.current = next(iter(lab.routers))
        self.done = False
        self._partial = ""
        self._backlog: dict[str, deque[str]] = {}
        self._lines: list[str] = []
        self._prompts: dict[str, PromptSession[str]] = {}
        self._drafts: dict[str, str] = {}
        self._lab_prompt: PromptSession[str] | None = None
        self._writer: asyncio.Task[None] | None = None
        self._rich = Console(highlight=False)

    # -- the loop ------------------------------------------------------------------------------------

    async def run(self) -> None:
        """Serve the user until `quit`, Ctrl-D or the terminal's end."""
        self.nvram.watch(self.lab)
        loop = asyncio.get_running_loop()
        for number in (signal.SIGHUP, signal.SIGTERM):
            loop.add_signal_handler(number, self.quit)
        pacing = asyncio.create_task(self.pace.run(self._flush))
        pacing.add_done_callback(self._pacing_ended)
        try:
            self._welcome()
            while not self.done:
                await self._serve()
        finally:
            pacing.cancel()
            try:
                with contextlib.suppress(asyncio.CancelledError):
                    await pacing
            finally:
                self._keep()
                self._print_lines()
                if self.pcap is not None:
                    self.pcap.close()

    def _pacing_ended(self, task: asyncio.Task[None]) -> None:
        """The lab stopped by itself: leave, so that `run` can tell why."""
        if not task.cancelled():
            self.quit()

    def quit(self) -> None:
        """End the session."""
        self.done = True
        for prompt in (*self._prompts.values(), self._lab_prompt):
            if prompt is not None and prompt.app.is_running:
                prompt.app.exit(exception=EOFError)

    async def _serve(self) -> None:
        """Let the user edit one line and do what it says."""
        name = self.current
        prompt = self._prompt(name)
        try:
            line = await prompt.prompt_async(default=self._drafts.pop(name, ""))
        except EOFError:
            self.done = True
            return
        if line.startswith(LAB_COMMAND):
            self._drafts[name] = prompt.default_buffer.text
            await self._lab_command(line.removeprefix(LAB_COMMAND))
        elif line.lstrip().startswith(":") and not self._asking():
            await self._lab_command(line.strip()[1:])
        else:
            self.feed(line)
        await self._drain()

    def _asking(self) -> bool:
        session = self.session
        return session is not None and session.job is not None

    def _prompt(self, name: str) -> PromptSession[str]:
        prompt = self._prompts.get(name)
        if prompt is None:
            prompt = self._prompts[name] = PromptSession(
                message=self._message,
                history=InMemoryHistory(),
                key_bindings=key_bindings(self),
                bottom_toolbar=self._toolbar,
                refresh_interval=REFRESH,
                enable_suspend=False,
                complete_while_typing=False,
            )
        return prompt

    def _message(self) -> str:
        router, session = self.router, self.session
        if session is None or not router.powered:
            return f"[{router.name} is switched off] "
        return self._partial + printable(session.prompt)

    def _toolbar(self) -> StyleAndTextTuples:
        unread = {name for name, lines in self._backlog.items() if lines}
        return status.toolbar(self.lab, self.pace, self.current, unread)

    # -- routers -------------------------------------------------------------------------------------

    @property
    def router(self) -> Router:
        """The router that has the terminal."""
        return self.lab.routers.get(self.current) or next(iter(self.lab.routers.values()))

    @property
    def session(self) -> Session | None:
        """Its console, if it has power."""
        return self.router.console if self.router.powered else None

    @property
    def busy(self) -> bool:
        """Whether the router works on a command and reads nothing."""
        session = self.session
        return session is not None and session.busy

    def feed(self, line: str) -> None:
        """The line has been typed at the router."""
        self.pace.advance()
        session = self.session
        if session is None:
            return
        session.feed(line)
        self._flush()
        self._keep()

    def interrupt(self) -> None:
        """Ctrl-^ or Ctrl-C reaches the router."""
        if self.session is not None:
            self.session.interrupt()
            self._flush()

    def connect(self, name: str) -> None:
        """Turn to the router `name`. Raises LabError."""
        router = self.lab.router(name)
        self._flush()
        if self._partial:
            self._lines.append(self._partial)
            self._partial = ""
        self.current = router.name

    # -- the lab -------------------------------------------------------------------------------------

    async def _lab_command(self, line: str) -> None:
        if not line.strip():
            line = await self._ask_lab_command()
            if not line.strip():
                return
        before = self.current
        try:
            answer = escape.obey(self, line.strip().removeprefix(":"))
        except LabError as error:
            answer = status.complaint(str(error))
        if self.current != before:
            await self._drain()
            self._rich.rule(f"[bold]{self.current}[/]", align="left", style="cyan")
            self._lines.extend(self._backlog.pop(self.current, ()))
        self._flush()
        await self._drain()
        if answer is not None:
            self._rich.print(answer)

    async def _ask_lab_command(self) -> str:
        if self._lab_prompt is None:
            self._lab_prompt = PromptSession(
                message="lab> ", bottom_toolbar=self._toolbar, refresh_interval=REFRESH, enable_suspend=False
            )
        try:
            return await self._lab_prompt.prompt_async()
        except (EOFError, KeyboardInterrupt):
            return ""

    def _welcome(self) -> None:
        keys = f"F1-F{min(len(self.lab.routers), 12)}"
        self._say(
            status.note(f"{self.lab.name}: {len(self.lab.routers)} routers. {keys} turn to another one, :help.")
        )
        for name, router in self.lab.routers.items():
            if name in self.nvram.booted_from:
                self._say(
                    status.note(f"{name} booted from its NVRAM, {self.nvram.file(name)} (--fresh ignores it)")
                )
            for complaint in router.boot_complaints[:3]:
                where = f"{name}: line {complaint.number} of its startup-config"
                self._say(status.complaint(f"{where}: {complaint.reason}: {complaint.text.strip()}"))

    def _say(self, text: RenderableType) -> None:
        self._rich.print(text)

    def _keep(self) -> None:
        """Write NVRAM that changed; a disk that is full ends nothing."""
        try:
            self.nvram.write(self.lab)
        except LabError as error:
            self._lines.append(str(error))

    # -- output --------------------------------------------------------------------------------------

    def _flush(self) -> None:
        """Take what the routers have printed, and have it written above the line being edited."""
        if self.pcap is not None:
            self.pcap.write()
        for name, router in self.lab.routers.items():
            if router.console is None or not router.console.outbox:
                continue
            text = printable(router.console.drain())
            if name == self.current:
                *lines, self._partial = (self._partial + text).split("\n")
                self._lines.extend(lines)
            else:
                self._backlog.setdefault(name, deque(maxlen=BACKLOG)).extend(text.splitlines())
        if self._partial and (self.session is None or self.session.job is None):
            self._lines.append(self._partial)
            self._partial = ""
        if self._lines and self._writer is None:
            self._writer = asyncio.ensure_future(self._write())
            self._writer.add_done_callback(self._written)
        elif self._partial:
            self._redraw()

    def _written(self, task: asyncio.Task[None]) -> None:
        self._writer = None
        if not task.cancelled():
            task.result()

    async def _write(self) -> None:
        """Write the complete lines that wait; prompt_toolkit takes its line away meanwhile."""
        prompt = self._prompts.get(self.current)
        if prompt is not None and prompt.app.is_running:
            await run_in_terminal(self._print_lines)
        else:
            self._print_lines()

    def _print_lines(self) -> None:
        lines, self._lines = self._lines, []
        if lines:
            sys.stdout.write("\n".join(lines) + "\n")
            sys.stdout.flush()

    async def _drain(self) -> None:
        """Wait until everything complete has been written."""
        if self._writer is not None:
            await asyncio.wait([self._writer])
        self._print_lines()

    def _redraw(self) -> None:
        prompt = self._prompts.get(self.current)
        if prompt is not None and prompt.app.is_running:
            prompt.app.invalidate()

    def show(self, text: str) -> None:
        """Write `text` above the line being edited: the answer to `?`."""
        self._lines.extend(printable(text).split("\n")[:-1])
        self._flush()


_VISIBLE = {code: f"^{chr(code + 64)}" for code in range(32) if chr(code) not in "\n\t\a"} | {13: None, 127: "^?"}
_VISIBLE |= dict.fromkeys(range(128, 160), "?")
"""Control characters made harmless: a banner in somebody's lab must not steer this terminal."""


def printable(text: str) -> str:
    """`text` as it may go to the terminal."""
    return text.translate(_VISIBLE)
