"""`ios-emu play`: a transcript runs on the screen, at a pace that people can follow.

The lab really runs; what is shown is what comes. Virtual time passes at the chosen speed, but where nothing is printed
for a while it hurries on. What is typed appears key by key, while virtual time stands still.

The screen scrolls like any terminal; at its bottom stand the line that is not complete yet and a bar with the state.
"""

from __future__ import annotations

import asyncio
import contextlib
import math
import sys
import time
from collections.abc import Awaitable, Callable

from prompt_toolkit.application import Application, create_app_session
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.input import create_input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.layout import FormattedTextControl, HSplit, Layout, Window
from rich.console import Console
from rich.rule import Rule
from rich.text import Text

from ios_emu.edge import status
from ios_emu.edge.pace import SLICE
from ios_emu.edge.screen import printable
from ios_emu.kernel import SECOND
from ios_emu.lab.duration import parse_duration
from ios_emu.lab.lab import Lab
from ios_emu.lab.replay import Beginning, Passing, Typing, perform
from ios_emu.lab.transcript import DECLARATIONS, PROMPT, Directive, Entry, Transcript, Typed, parse_after

SLOWEST, FASTEST = 1 / 16, 1024.0
KEYSTROKE = 0.07
"""Real seconds between two keys, at speed 1."""
GLANCE = 0.5
"""Real seconds between a prompt and what is typed there, at speed 1."""
TICK = 0.05
"""The longest sleep, so that a key takes effect soon."""
BLINK = 0.001
"""Real seconds that nobody notices."""
KEYS = "space pause  n step  +/- speed  q quit"


def parse_speed(text: str) -> float:
    """The speed that `text` says: a number, or `max`. Raises ValueError."""
    try:
        speed = math.inf if text == "max" else float(text)
    except ValueError:
        speed = math.nan
    if not speed > 0:
        raise ValueError(f"--speed {text}: write a number, e.g. 2 or 0.5, or max")
    return speed


def play(lab: Lab, transcript: Transcript, speed: float, idle: float) -> None:
    """Play `transcript` in `lab` on this terminal; nothing to see for at most `idle` real seconds. Raises LabError,
    as running it does."""
    # Standard input may be where the transcript came from.
    with create_app_session(input=create_input(always_prefer_tty=True)):
        asyncio.run(Player(lab, transcript, speed, idle).run())


class Player:
    """Plays a transcript in real time, which `clock` tells and `nap` lets pass."""

    def __init__(
        self,
        lab: Lab,
        transcript: Transcript,
        speed: float,
        idle: float,
        clock: Callable[[], float] = time.monotonic,
        nap: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.lab = lab
        self.transcript = transcript
        self.speed = speed
        self.idle = idle
        self.paused = False
        self.hurried = False
        """The step under way is to be over at once."""
        self.done = False
        self._complete = False
        self._clock = clock
        self._nap = nap
        self._single = False
        """Only this step is played, then there is a pause."""
        self._steps = [entry for entry in transcript.entries if _is_step(entry)]
        self._number = 0
        """How many steps have begun."""
        self._partial = ""
        self._typing: str | None = None
        """What is shown in place of the line that is not complete, while somebody types."""
        self._seen = clock()
        """When something was last seen to happen."""
        self._anchor = (clock(), lab.now)
        """A real and a virtual moment that belong together."""
        self._turn = clock()
        self._rich = Console(highlight=False, markup=False, emoji=False)
        self._app: Application[None] | None = None

    # -- the play ------------------------------------------------------------------------------------

    async def run(self) -> None:
        """Play to the end, or until the user leaves. Raises LabError."""
        self._app = app = self._application()
        showing = asyncio.create_task(app.run_async())
        try:
            await asyncio.sleep(0)
            await self._perform(showing)
        finally:
            if self._partial:
                self._write_line(self._partial)
                self._partial = ""
            self._typing = None
            self.done = True
            if not showing.done():
                app.exit()
            with contextlib.suppress(EOFError, KeyboardInterrupt):
                await showing
        self._rich.print(Text(self.summary(), style="cyan"))

    async def _perform(self, showing: asyncio.Task[None]) -> None:
        for moment in perform(self.lab, self.transcript, self.write):
            if isinstance(moment, Beginning):
                if _is_step(moment.entry):
                    await self._begin()
            elif isinstance(moment, Typing):
                await self._type(moment)
            else:
                await self._pass(moment)
            if self.done or showing.done():
                self.done = True
                return
        self._complete = True

    def summary(self) -> str:
        """How far it came."""
        end = "the end" if self._complete else "left"
        return f"{end}: {self._number} of {len(self._steps)} steps, {status.clock(self.lab.now)} of virtual time"

    async def _begin(self) -> None:
        """The next step is about to be played."""
        self.hurried = False
        if self._single:
            self._single = False
            self.paused = True
        await self._hold()
        self._number += not self.done

    async def _hold(self) -> None:
        """Wait while there is a pause."""
        held = self.paused
        while self.paused and not self.done:
            await self._sleep(TICK)
        if held:
            self._rest()

    async def _type(self, typing: Typing) -> None:
        """Show how it is typed."""
        prompt = printable(typing.prompt.rpartition("\n")[2])
        text = "" if typing.hidden else printable(typing.text)
        pauses = [GLANCE, *(KEYSTROKE * (2 if key in " -." else 1) for key in text)]
        for shown, pause in enumerate(pauses):
            self._typing = prompt + text[:shown]
            await self._rest_for(pause)
        await self._rest_for(GLANCE / 2)
        self._typing = None
        self._rest()

    async def _rest_for(self, seconds: float) -> None:
        """Let real time pass, as long as `seconds` are at this speed."""
        while seconds > BLINK and not (self.hurried or self.done or math.isinf(self.speed)):
            await self._hold()
            before = self._clock()
            await self._sleep(min(TICK, seconds / self.speed))
            seconds -= (self._clock() - before) * self.speed

    async def _pass(self, passing: Passing) -> None:
        """Wait until virtual time may go on to that instant."""
        while not self.done:
            await self._hold()
            now = self._clock()
            real, virtual = self._anchor
            left = real + (passing.until - virtual) / SECOND / self.speed - now
            if left < BLINK or self.hurrying:
                break
            await self._sleep(min(left, TICK))
        if self.hurrying:
            self._rest()
        if self._clock() - self._turn > SLICE:
            await self._sleep(0)

    @property
    def hurrying(self) -> bool:
        """Whether virtual time passes as fast as the machine can."""
        return self.hurried or math.isinf(self.speed) or self._clock() - self._seen > self.idle

    async def _sleep(self, seconds: float) -> None:
        if self._app is not None:
            self._app.invalidate()
        await self._nap(seconds)
        self._turn = self._clock()

    def _rest(self) -> None:
        """Count from here and now."""
        self._anchor = (self._clock(), self.lab.now)

    # -- what the user does --------------------------------------------------------------------------

    def pause(self) -> None:
        """Pause, or go on."""
        self.paused = not self.paused
        self._single = False

    def step(self) -> None:
        """Play one step, then pause; if one is being played, be done with it at once."""
        if self.paused:
            self.paused = False
        else:
            self.hurried = True
        self._single = True

    def change_speed(self, factor: float) -> None:
        """Faster, or slower."""
        if not math.isinf(self.speed):
            self.speed = min(max(self.speed * factor, SLOWEST), FASTEST)
        elif factor < 1:
            self.speed = FASTEST
        self._rest()

    def quit(self) -> None:
        """Leave."""
        self.done = True

    # -- the screen ----------------------------------------------------------------------------------

    def write(self, text: str) -> None:
        """The transcript goes on with `text`."""
        *lines, self._partial = (self._partial + text).split("\n")
        for line in lines:
            self._write_line(line)
        if not self.hurrying or self._clock() - self._seen > self.idle:
            self._rest()
        self._seen = self._clock()

    def _write_line(self, line: str) -> None:
        app = self._app
        running = app is not None and app.is_running
        if app is not None and running:
            app.renderer.erase()
        with self._rich.capture() as captured:
            for part in drawn(line):
                self._rich.print(part, soft_wrap=not isinstance(part, Rule))
        sys.stdout.write(captured.get().replace("\n", "\r\n") if running else captured.get())
        sys.stdout.flush()
        if app is not None and running:
            app.renderer.request_absolute_cursor_position()
            app.invalidate()

    def _application(self) -> Application[None]:
        keys = KeyBindings()

        def bind(act: Callable[[], None], *names: str) -> None:
            def pressed(event: KeyPressEvent) -> None:
                act()

            for name in names:
                keys.add(name)(pressed)

        bind(self.pause, " ", "p")
        bind(self.step, "n", "enter", "right")
        bind(lambda: self.change_speed(2), "+", "=", "up")
        bind(lambda: self.change_speed(0.5), "-", "down")
        bind(self.quit, "q", "c-c", "c-d")
        body = FormattedTextControl(self._body, show_cursor=True, focusable=True)
        bar = Window(FormattedTextControl(self.bar), height=1, style="reverse")
        return Application(
            Layout(HSplit([Window(body, wrap_lines=True, dont_extend_height=True), bar])),
            key_bindings=keys,
            erase_when_done=True,
        )

    def _body(self) -> StyleAndTextTuples:
        line = printable(self._partial) if self._typing is None else self._typing
        cursor = ("[SetCursorPosition]", "")
        prompt = PROMPT.match(line)
        if self._typing is not None and prompt is not None:
            return [("", line[: prompt.start(3)]), ("bold", line[prompt.start(3) :]), cursor]
        return [("", line), cursor]

    def bar(self) -> StyleAndTextTuples:
        """Virtual time, speed, what comes next, and the keys."""
        speed = "max" if math.isinf(self.speed) else f"x{self.speed:g}"
        state = (
            "paused" if self.paused else "hurrying" if self.hurrying and not math.isinf(self.speed) else "playing"
        )
        upcoming = self._steps[self._number] if self._number < len(self._steps) else None
        steps = f"{self._number}/{len(self._steps)}"
        text = f" {status.clock(self.lab.now)} {speed} {state} | {steps} | next: {_named(upcoming)} | "
        return [("", text), ("bold", KEYS + " ")]


def _is_step(entry: Entry) -> bool:
    return isinstance(entry, Typed) or (isinstance(entry, Directive) and entry.verb not in DECLARATIONS)


def _named(entry: Entry | None) -> str:
    if isinstance(entry, Typed):
        return f"{entry.name}{entry.suffix}{entry.text}"
    return entry.text if isinstance(entry, Directive) else "the end"


def drawn(line: str) -> list[Text | Rule]:
    """How a line of a transcript looks: what is typed is bold, what the lab says is in colours."""
    if line.startswith("!@ note"):
        return [Text(line.removeprefix("!@ note").strip(), style="italic yellow")]
    if line.startswith("!@ console "):
        return [Rule(Text(line.removeprefix("!@ console "), style="bold"), align="left", style="dim")]
    if line.startswith("!@ print "):
        return [Text(printable(line.removeprefix("!@ print ")))]
    if line.startswith("!@ wait "):
        duration = parse_duration(line.removeprefix("!@ wait "))
        return [Text(f"!@ wait {round(duration / SECOND, 1):g}s", style="cyan")] if duration >= SECOND else []
    if line.startswith("!@"):
        silent = parse_after(line) is not None or line.split()[1] in DECLARATIONS
        return [] if silent else [Text(line, style="cyan")]
    text = Text(printable(line))
    prompt = PROMPT.match(line)
    if prompt is not None:
        text.stylize("bold", prompt.start(3))
    return [text]
