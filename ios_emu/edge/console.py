"""The console: a terminal at one router at a time, and the lab running behind it.

Three parties share one asyncio loop and nothing else: prompt_toolkit edits the line, `Pace` advances the lab in
short slices, and after each slice `_flush` writes what the routers have printed, above the line being edited.
A line that is not complete yet (`!!!!` of a ping) stands where the prompt will be.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import os
import signal
import sys
import time
from collections import deque

from prompt_toolkit import PromptSession
from prompt_toolkit.application import get_app_or_none, get_app_session
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.layout.processors import ConditionalProcessor
from rich.console import Console, RenderableType

from ios_emu.edge import escape, status
from ios_emu.edge.editing import Hidden, RouterHistory
from ios_emu.edge.hand import Hand, Recording
from ios_emu.edge.keys import HELP, KEY, LAB_COMMAND, RESUME, key_bindings
from ios_emu.edge.links import Links
from ios_emu.edge.nvram import Nvram
from ios_emu.edge.pace import SPEEDS, Pace
from ios_emu.edge.screen import printable
from ios_emu.lab.error import LabError
from ios_emu.lab.lab import Lab
from ios_emu.lab.recording import Recorder
from ios_emu.router.router import Router
from ios_emu.router.session import Session

BACKLOG = 1000
"""Lines kept of what a router prints while another one has the terminal."""
REFRESH = 0.25
"""Seconds between two drawings of the toolbar."""


def open_console(lab: Lab, speed: str, nvram: Nvram, recorder: Recorder, record: Recording | None = None) -> int:
    """Run the console until the user leaves; the exit status. The captures of `recorder` end with it. With `record`,
    the session is recorded. Raises LabError when it cannot be."""
    console = LabConsole(lab, SPEEDS[speed], nvram, recorder)
    if record is not None:
        console.hand.record(record)
    try:
        asyncio.run(console.run())
    except KeyboardInterrupt:
        pass
    except OSError as error:
        if error.errno != errno.EIO:
            raise
        # The terminal is gone; what Python still wants to write to it at exit goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


class LabConsole:
    """The console of `lab`. `current` is the name of the router that has the terminal."""

    def __init__(self, lab: Lab, speed: float, nvram: Nvram, recorder: Recorder) -> None:
        self.lab = lab
        self.pace = Pace(lab, speed)
        self.nvram = nvram
        self.links = Links(lab, self.pace, recorder)
        self.hand = Hand(lab, self.pace)
        self.current = next(iter(lab.routers))
        self.done = False
        self._partial = ""
        self._backlog: dict[str, deque[str]] = {}
        self._lines: list[str] = []
        self._prompts: dict[str, PromptSession[str]] = {}
        self._drafts: dict[str, str] = {}
        self._waiting: deque[str] = deque()
        self._entering = False
        self._touched: dict[str, float] = {}
        self._lab_prompt: PromptSession[str] | None = None
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
            for complaint in self.links.open():
                self._say(status.complaint(complaint))
            # Raw all the time, not only while a line is edited: a key pressed in between waits for the next line.
            with get_app_session().input.raw_mode():
                while not self.done:
                    await self._serve()
        finally:
            pacing.cancel()
            try:
                with contextlib.suppress(asyncio.CancelledError):
                    await pacing
            finally:
                self._keep()
                self._lines += self.links.close() + self.hand.close()
                self._print_lines()

    def _pacing_ended(self, task: asyncio.Task[None]) -> None:
        """The lab stopped by itself: leave, so that `run` can tell why."""
        if not task.cancelled():
            self.quit()

    def quit(self) -> None:
        """End the session."""
        self.done = True
        app = get_app_or_none()
        if app is not None and app.future is not None and not app.future.done():
            app.future.set_result("")

    async def _serve(self) -> None:
        """Let the user edit one line and do what it says."""
        self._flush()
        name = self.current
        prompt = self._prompt(name)
        prompt.app.erase_when_done = False
        typed = self._next_waiting()
        try:
            if typed is None:
                draft = "" if self._wants_key() else self._drafts.pop(name, "")
                line = await prompt.prompt_async(default=draft)
            else:
                self._entering = "\n" in typed
                line = await prompt.prompt_async(default=typed.rstrip("\n"), accept_default=self._entering)
        except EOFError:
            self.done = True
        self._entering = False
        if self.done:
            return
        if (line.startswith(LAB_COMMAND) or prompt.app.erase_when_done) and prompt.default_buffer.text:
            self._drafts[name] = prompt.default_buffer.text
        if line.startswith(LAB_COMMAND):
            await self._lab_command(line.removeprefix(LAB_COMMAND))
        elif line.startswith(KEY):
            self._feed_keys(line.removeprefix(KEY))
        elif line.startswith(HELP):
            self.help(line.removeprefix(HELP))
        elif line == RESUME:
            pass
        elif line.lstrip().startswith(":") and not self._asking():
            await self._lab_command(line.strip()[1:])
        else:
            self.feed(line)
        self._print_lines()

    def _wants_key(self) -> bool:
        return (session := self.session) is not None and session.job is not None and session.job.key

    def _asking(self) -> bool:
        session = self.session
        return session is not None and session.job is not None

    def _prompt(self, name: str) -> PromptSession[str]:
        prompt = self._prompts.get(name)
        if prompt is None:
            prompt = self._prompts[name] = PromptSession(
                message=self._message,
                history=RouterHistory(lambda: self.session),
                input_processors=[ConditionalProcessor(Hidden(), Condition(self._secret))],
                key_bindings=key_bindings(self),
                bottom_toolbar=self._toolbar,
                refresh_interval=REFRESH,
                enable_suspend=False,
                complete_while_typing=False,
            )
            prompt.app.key_processor.before_key_press += self._key_pressed
        return prompt

    def _secret(self) -> bool:
        return (session := self.session) is not None and session.job is not None and session.job.hidden

    def help(self, line: str) -> None:
        """Write the help on `line`, below it."""
        session = self.session
        if session is not None:
            self._flush()
            self._lines.append(f"{printable(session.prompt)}{line}?")
            self.hand.help(session, line)
            self._flush()

    # -- what waits, and how long nobody has typed ----------------------------------------------------

    def wait(self, text: str) -> None:
        """Keep what is to be typed as soon as the router reads again."""
        self._waiting.extend(text.splitlines(keepends=True))

    def _reads(self) -> bool:
        """Whether the router reads lines."""
        job = self.session.job if self.session is not None else None
        return job is None or (job.waiting and not job.key)

    def _next_waiting(self) -> str | None:
        """The next line that waits, if the router reads; it ends in a line break if Enter was pressed."""
        return self._waiting.popleft() if self._waiting and self._reads() else None

    def _resume(self) -> None:
        """Type what waits, as soon as the router reads, unless a line is just being entered."""
        app = get_app_or_none()
        if app is None or app.future is None or app.future.done() or self._entering:
            return
        if self._waiting and self._reads():
            app.erase_when_done = True
            app.exit(result=RESUME)

    def _key_pressed(self, sender: object) -> None:
        self._touched[self.current] = time.monotonic()

    def _attach(self) -> None:
        """Whoever sits here is at the current router's console."""
        session = self.session
        if session is not None and not session.interactive:
            self._touched[self.current] = time.monotonic()
            self.hand.attach(session)

    def _throw_out(self, name: str, session: Session) -> None:
        """End the session of who has typed nothing for too long."""
        limit = session.idle_limit
        if limit and time.monotonic() - self._touched.get(name, 0.0) > limit:
            self.hand.time_out(session)

    def _message(self) -> str:
        router, session = self.router, self.session
        if session is None or not router.powered:
            return f"[{router.name} is switched off] "
        return self._partial + printable(session.prompt)

    def _toolbar(self) -> StyleAndTextTuples:
        unread = set(self._backlog)
        return status.toolbar(self.lab, self.pace, self.current, unread, self.hand.journal is not None)

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
        self.hand.feed(session, line)
        self._flush()
        self._keep()

    def _feed_keys(self, keys: str) -> None:
        """A key, or what was pasted into a telnet connection."""
        pasted = len(keys) > 1 and not keys.startswith("\x1b")
        for key in keys.replace("\r\n", "\r") if pasted else (keys,):
            self.feed("" if key in ("\r", "\n") else key)

    def interrupt(self) -> None:
        """Ctrl-^ or Ctrl-C reaches the router."""
        if self.session is not None:
            self.hand.interrupt(self.session)
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
        self.hand.settle()
        try:
            answer = escape.obey(self, line.strip().removeprefix(":"))
        except LabError as error:
            answer = status.complaint(str(error))
        if self.current != before:
            self._print_lines()
            self._rich.rule(f"[bold]{self.current}[/]", align="left", style="cyan")
            *lines, self._partial = self._backlog.pop(self.current, ("",))
            self._lines.extend(lines)
        self._flush()
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
        self._lines += self.links.carry()
        self._attach()
        for name, router in self.lab.routers.items():
            if router.console is not None:
                self._throw_out(name, router.console)
        for name, text in self.hand.take():
            if name == self.current:
                *lines, self._partial = (self._partial + printable(text)).split("\n")
                self._lines.extend(lines)
            else:
                backlog = self._backlog.setdefault(name, deque([""], BACKLOG))
                first, *more = printable(text).split("\n")
                backlog[-1] += first
                backlog.extend(more)
        if self._partial and (self.session is None or self.session.job is None):
            self._lines.append(self._partial)
            self._partial = ""
        self._resume()
        self._lines += self.hand.write()
        if self._lines:
            self._print_lines()
        elif self._partial or (self._asking() and not self.busy):
            app = get_app_or_none()
            if app is not None:
                app.invalidate()

    def _print_lines(self) -> None:
        """Write the complete lines that wait. The line being edited is taken away and drawn again below them; the
        terminal stays in raw mode, so nothing typed meanwhile is lost."""
        lines, self._lines = self._lines, []
        if not lines:
            return
        app = get_app_or_none()
        editing = app is not None and app.is_running
        if app is not None and editing:
            app.renderer.erase()
        sys.stdout.write("\n".join(lines) + "\n")
        sys.stdout.flush()
        if app is not None and editing:
            app.renderer.request_absolute_cursor_position()
            app.invalidate()

    def show(self, text: str) -> None:
        """Write `text` above the line being edited: the answer to `?`."""
        self._lines.extend(printable(text).split("\n")[:-1])
        self._flush()
