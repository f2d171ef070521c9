"""One person's line to a router: the console, its modes, the command under way, what has been printed.

    exec (NAME>) --enable--> privileged (NAME#) --configure terminal--> config (NAME(config)#) --> sections
         ^------disable------'    ^------------exit, end, Ctrl-Z--------------------'

A session is plain data. What it prints waits in `outbox` until the edge drains it.

A session is *interactive* while a person's terminal is attached to it: then a user logs in as the line's
configuration wants it, and long output stops at ` --More-- `. A program that calls `execute`, or a transcript, is at
once where it wants to be and gets all output in one piece.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ios_emu.grammar.grammar import FILTERED, Match, Mismatch, render_error
from ios_emu.grammar.modifier import modifier_mismatch
from ios_emu.kernel import SECOND, Copied
from ios_emu.router import login
from ios_emu.router.aliases import expand
from ios_emu.router.boot import TOP, Section, apply_line
from ios_emu.router.context import CommandError, Job
from ios_emu.router.line import FULL, USER, Line, enable_secret, line_settings
from ios_emu.router.name_lookup import UnknownHost, command_lookup, host_lookup
from ios_emu.router.output import More, fills, modified
from ios_emu.router.privileges import match_for
from ios_emu.router.telnet.dial import call_by_name
from ios_emu.router.terminal import complete, error_text, help_text

if TYPE_CHECKING:
    from ios_emu.router.router import Router
    from ios_emu.router.telnet.client import Call

CTRL_Z = "\x1a"
SUBINTERFACE = "(config-subif)#"
PROMPT_NAME = 20
"""How much of the hostname a configuration prompt shows."""
EXECUTE_LIMIT = 3600 * SECOND
"""Virtual time that `execute` gives one command."""
HELD = 20
"""How many messages `logging synchronous` keeps back; what comes on top is lost."""


class Session(Copied):
    """A session on the line `line_name`, e.g. `con 0`.

    `privilege` is the level, 0 to 15; `user` the name given at the login, if any; `sections` are those open in
    configuration mode, outermost first, none outside it; `settings` what `terminal ...` has set.
    """

    derived: tuple[str, ...] = ("interactive",)
    location = ""
    """Where the terminal is; empty for beside the router."""

    def __init__(self, router: Router, line_name: str) -> None:
        self.router = router
        self.line_name = line_name
        self.interactive: bool | None = False
        self.privilege = FULL
        self.user = ""
        self.sections: tuple[Section, ...] = ()
        self.histories: dict[str, list[str]] = {"exec": [], "config": []}
        self.settings: dict[str, int] = {}
        self.outbox: list[str] = []
        self.job: Job | None = None
        self.calls: list[Call] = []
        self.monitoring = False
        self.since = router.kernel.now
        self.last_input = router.kernel.now
        self._held: list[str] = []
        self._lost = 0
        self._midline = False
        self._fresh = True

    # -- what stands before the cursor ---------------------------------------------------------------

    @property
    def line(self) -> Line:
        """The settings of the line."""
        return line_settings(self.router, self.line_name)

    @property
    def mode(self) -> str:
        """The grammar's name of the mode: `exec`, `privileged`, `config`, `interface`, ..."""
        if self.sections:
            return self.sections[-1].mode
        return "privileged" if self.privilege > USER else "exec"

    @property
    def prompt(self) -> str:
        """`NAME#`, or the question of the command under way; empty while one runs."""
        if self.job is not None:
            return self.job.question
        name = self.router.hostname
        if self.sections:
            return name[:PROMPT_NAME] + self._suffix(self.sections[-1])
        return name + self.router.catalog.grammar.modes[self.mode].prompt

    def _suffix(self, section: Section) -> str:
        return SUBINTERFACE if section.is_subinterface else self.router.catalog.grammar.modes[section.mode].prompt

    @property
    def busy(self) -> bool:
        """A command runs and wants nothing typed."""
        return self.job is not None and not self.job.waiting

    # -- the terminal --------------------------------------------------------------------------------

    @property
    def length(self) -> int:
        """Rows of the screen; 0 for no end."""
        return self.settings.get("length", self.line.length)

    @property
    def width(self) -> int:
        """Columns of the screen; 0 for no end."""
        return self.settings.get("width", self.line.width)

    @property
    def history_size(self) -> int:
        """How many lines the history keeps, for exec and for configuration mode each."""
        return self.settings.get("history", self.line.history_size)

    @property
    def history(self) -> list[str]:
        """The lines typed in this kind of mode, the oldest first."""
        return self.histories["config" if self.sections else "exec"]

    @property
    def idle_limit(self) -> int:
        """Seconds without a key after which `time_out` is due; 0 for never."""
        asleep = isinstance(self.job, login.PressReturn) or (self.job is not None and self.job.raw)
        return 0 if asleep or not self.interactive else self.line.exec_timeout

    @property
    def in_use(self) -> bool:
        """Whether somebody is here."""
        return not self._fresh and not isinstance(self.job, login.PressReturn)

    def attach(self) -> None:
        """A person's terminal is connected. Whoever was here before is still here; a fresh line wants a login."""
        if self.interactive:
            return
        self.interactive = True
        if self._fresh:
            self._fresh = False
            login.enter_line(self)

    # -- printing ------------------------------------------------------------------------------------

    def print(self, text: str) -> None:
        """Text as it stands, line breaks included."""
        if text:
            self.outbox.append(text)
            self._midline = not text.endswith("\n")

    def show(self, text: str) -> None:
        """The output of a command, a screen at a time if a person reads it."""
        if self.needs_pages(text):
            self.begin(More(text))
        else:
            self.print(text)

    def needs_pages(self, text: str) -> bool:
        """Whether `text` is more than the screen of a person holds."""
        return bool(self.interactive) and fills(text, self.length, self.width)

    def message(self, line: str) -> None:
        """A syslog or debug message, complete but for its line break. While output is under way, `logging
        synchronous` keeps it back. Else it begins a line of its own."""
        if self.job is not None and (self.busy or self.job.vanishing) and self.line.synchronous:
            if len(self._held) < HELD:
                self._held.append(line + "\n")
            else:
                self._lost += 1
            return
        self.outbox.append(f"\n{line}\n" if self._midline else f"{line}\n")
        self._midline = False

    def drain(self) -> str:
        """What has been printed since the last time."""
        text = "".join(self.outbox)
        self.outbox.clear()
        return text

    # -- typing --------------------------------------------------------------------------------------

    def feed(self, line: str) -> None:
        """A line has been typed (or a key, if the job under way wants one)."""
        self.last_input = self.router.kernel.now
        self._fresh = False
        job = self.job
        if job is not None:
            if job.waiting or job.raw:
                job.on_input(self, line)
            return
        if not line and self.calls and not self.sections:
            self.begin(self.calls[-1])
            return
        self._remember(line.strip().rstrip(CTRL_Z))
        if line.endswith(CTRL_Z):
            if line[:-1].strip():
                self._command(line[:-1])
            # A command that asks for more, as `banner`, is not done with the configuration yet.
            if self.job is None:
                self.end_configuration()
        elif line.strip() and not line.lstrip().startswith("!"):
            self._command(line)

    def _remember(self, line: str) -> None:
        history = self.history
        if line and (not history or history[-1] != line):
            history.append(line)
        del history[: max(len(history) - self.history_size, 0)]

    def _command(self, line: str) -> None:
        line = expand(self.router, self.mode, line)
        if self.sections:
            self.type_configuration(line)
        else:
            self.execute_line(line, self.mode)

    def type_configuration(self, line: str) -> None:
        """A line in configuration mode: typed, or put together by a job."""
        if self.privilege < FULL:
            match = match_for(self.router, self.mode, line, self.privilege)
            if isinstance(match, Mismatch):
                return self.print(render_error(match, len(self.prompt)))
        applied = apply_line(self.router, self.sections, line)
        if applied.mismatch is not None:
            self.print(render_error(applied.mismatch, len(self.prompt)))
        self.print(applied.output)
        if not applied.sections:
            return self.end_configuration()
        self.sections = applied.sections
        if applied.exec_line:
            command = applied.exec_line
            indent = len(line) - len(command) if line.endswith(command) else 0
            self.execute_line(expand(self.router, "exec", command), "privileged", indent)
        elif applied.job is not None:
            self.begin(applied.job)

    def execute_line(self, line: str, mode: str, indent: int = 0) -> None:
        """Run an exec command in `mode`; `do` comes here from configuration mode. `indent`: how much was typed
        before it."""
        command, modifier = line, None
        match = match_for(self.router, mode, line, self.privilege)
        if "|" in line:
            head, _, rest = line.partition("|")
            filtered = match_for(self.router, mode, head, self.privilege)
            if isinstance(filtered, Match) and filtered.args.words[0] in FILTERED:
                command, modifier = head, rest.strip()
                match = modifier_mismatch(line) or filtered
        if isinstance(match, Mismatch):
            lookup = call_by_name(self, command, match) or command_lookup(self, command, match)
            if lookup is not None:
                return self.begin(lookup)
            return self.print(error_text(match, len(self.prompt) + indent))
        if match.command.run is None:
            return
        try:
            answer = match.command.run(self, match.args)
        except UnknownHost as error:
            answer = host_lookup(self.router, error.name)
        except CommandError as error:
            answer = str(error).removesuffix("\n") + "\n"
        if isinstance(answer, Job):
            self.begin(answer)
        elif isinstance(answer, str):
            self.show(answer if modifier is None else modified(self.router, answer, modifier))

    def prompt_changed(self) -> None:
        """The question of the job under way is another; for terminals that have to be told."""

    def begin(self, job: Job) -> None:
        """Start a job; the session is busy until it finishes."""
        self.job = job
        job.start(self)

    def finish(self, job: Job) -> None:
        """`job` is over: the prompt comes back."""
        if self.job is not job:
            return
        self.job = None
        self.outbox.extend(self._held)
        self._held.clear()
        if self._lost:
            lost, self._lost = self._lost, 0
            self.router.log("SYS", 3, "MSGLOST", f"{lost} messages lost because of queue overflow")

    def interrupt(self) -> None:
        """Ctrl-Shift-6, or Ctrl-C: stop the command under way, or leave configuration mode."""
        if self.job is not None:
            self.job.interrupt(self)
        else:
            self.end_configuration()

    def execute(self, line: str) -> str:
        """Type `line` and let virtual time pass until the prompt, or a question, is there.

        Returns what was printed meanwhile; what was printed before stays in the outbox.
        """
        kernel = self.router.kernel
        already = len(self.outbox)
        self.feed(line + "\r" if self.job is not None and self.job.raw else line)
        deadline = kernel.now + EXECUTE_LIMIT
        while self.busy:
            due = kernel.next_due()
            if due is None or due > deadline:
                break
            kernel.step()
        text = "".join(self.outbox[already:])
        del self.outbox[already:]
        return text

    # -- modes ---------------------------------------------------------------------------------------

    @property
    def place(self) -> str:
        """Who configures from where, as messages say it: `console`, `cisco on console`."""
        where = "console" if self.line_name.startswith("con") else self.line_name.replace(" ", "")
        return f"{self.user} on {where}" if self.user else where

    def configure(self) -> None:
        """`configure terminal`."""
        self.sections = TOP

    def end_configuration(self) -> None:
        """`end`, Ctrl-Z: back to privileged mode. Harmless elsewhere."""
        if self.sections:
            self.sections = ()
            self.router.changes.configured(self.user)
            self.router.log("SYS", 5, "CONFIG_I", f"Configured from console by {self.place}")

    def enter(self, suffix: str) -> bool:
        """Move to the mode that a prompt ending in `suffix` names: `>`, `#`, `(config)#`. A section is only left,
        never entered, as its prompt does not tell which it is. False when it cannot be done."""
        if self.job is not None and self.job.raw:
            self.job.interrupt(self)  # whoever types at this prompt has left the other side before
        if self.job is not None:
            return False
        self._fresh = False
        if suffix in (">", "#"):
            self.end_configuration()
            self.privilege = USER if suffix == ">" else FULL
            return True
        if not self.sections:
            self.privilege = FULL
            self.sections = TOP
        for depth in range(len(self.sections), 0, -1):
            if self._suffix(self.sections[depth - 1]) == suffix:
                self.sections = self.sections[:depth]
                return True
        return False

    def ready(self) -> None:
        """The line is free, and who comes next starts afresh: in user mode when there is an enable secret to ask
        for, else in privileged mode. A person's terminal logs in instead, see `attach`."""
        self.privilege = FULL if enable_secret(self.router) is None else USER
        self.user = ""
        self.settings.clear()
        self._fresh = True

    def hang_up(self) -> None:
        """The user leaves, or is thrown out: a person finds the line idle, the next program starts afresh."""
        self.reset()
        self.print(
            f"\n\n\n\n\n{self.router.hostname} {self.line_name.replace(' ', '')} is now available\n\n\n\n\n\n"
        )
        if self.interactive:
            self.begin(login.PressReturn())

    def time_out(self) -> None:
        """`exec-timeout` has passed without a key."""
        self.hang_up()

    def reset(self) -> None:
        """The line goes dead: whatever ran is stopped without a word."""
        said = len(self.outbox)
        if self.job is not None:
            self.job.interrupt(self)
            self.job = None
        for call in list(self.calls):
            call.disconnect(self)
        del self.outbox[said:]
        self.sections = ()
        self.ready()

    # -- help ----------------------------------------------------------------------------------------

    def help(self, line: str) -> str:
        """What `?` prints after `line`."""
        return help_text(self.router, self.mode, line, self.privilege)

    def complete(self, line: str) -> str | None:
        """What Tab makes of `line`; None when its last word is not the beginning of one word only."""
        return complete(self.router, self.mode, line, self.privilege)
