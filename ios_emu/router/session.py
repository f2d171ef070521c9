"""One person's line to a router: the console, its modes, the command under way, what has been printed.

    exec (NAME>) --enable--> privileged (NAME#) --configure terminal--> config (NAME(config)#) --> sections
         ^------disable------'    ^------------exit, end, Ctrl-Z--------------------'

A session is plain data. What it prints waits in `outbox` until the edge drains it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ios_emu.grammar.filter import apply_filter
from ios_emu.grammar.grammar import Match, Mismatch, MismatchKind, render_error
from ios_emu.kernel import SECOND
from ios_emu.router.boot import TOP, Section, apply_line
from ios_emu.router.context import CommandError, Job
from ios_emu.router.release import ByRelease, Train
from ios_emu.router.terminal import help_text

if TYPE_CHECKING:
    from ios_emu.router.router import Router

CTRL_Z = "\x1a"
PROMPT_NAME = 20
"""How much of the hostname a configuration prompt shows."""
EXECUTE_LIMIT = 3600 * SECOND
"""Virtual time that `execute` gives one command."""
USER, FULL = 1, 15

_NO_SUCH_HOST = "% Unknown command or computer name, or unable to find computer address\n"
_TRANSLATION_FAILED = ByRelease(
    {
        Train.R12_2: 'Translating "{0}"{1}\n\nTranslating "{0}"{1}\n' + _NO_SUCH_HOST,
        Train.R15: 'Translating "{0}"{1}\n% Bad IP address or host name' + _NO_SUCH_HOST,
    }
)
_NAME_SERVER = "...domain server (255.255.255.255)"


class Session:
    """A session on the line `line_name`, e.g. `con 0`.

    `privilege` is 1 or 15; `sections` are those open in configuration mode, outermost first; none outside it.
    """

    def __init__(self, router: Router, line_name: str) -> None:
        self.router = router
        self.line_name = line_name
        self.privilege = FULL
        self.sections: tuple[Section, ...] = ()
        self.history: list[str] = []
        self.history_size = 10
        self.length = 24
        self.width = 80
        self.outbox: list[str] = []
        self.job: Job | None = None
        self.since = router.kernel.now
        self.last_input = router.kernel.now

    # -- what stands before the cursor ---------------------------------------------------------------

    @property
    def mode(self) -> str:
        """The grammar's name of the mode: `exec`, `privileged`, `config`, `interface`, ..."""
        if self.sections:
            return self.sections[-1].mode
        return "privileged" if self.privilege == FULL else "exec"

    @property
    def prompt(self) -> str:
        """`NAME#`, or the question of the command under way; empty while one runs."""
        if self.job is not None:
            return self.job.question
        name = self.router.hostname
        return (name[:PROMPT_NAME] if self.sections else name) + self._suffix(self.mode)

    def _suffix(self, mode: str) -> str:
        return self.router.catalog.grammar.modes[mode].prompt

    @property
    def busy(self) -> bool:
        """A command runs and wants nothing typed."""
        return self.job is not None and not self.job.question

    # -- printing ------------------------------------------------------------------------------------

    def print(self, text: str) -> None:
        """Text as it stands, line breaks included."""
        if text:
            self.outbox.append(text)

    def message(self, line: str) -> None:
        """A syslog or debug message, complete but for its line break."""
        self.outbox.append(line + "\n")

    def drain(self) -> str:
        """What has been printed since the last time."""
        text = "".join(self.outbox)
        self.outbox.clear()
        return text

    # -- typing --------------------------------------------------------------------------------------

    def feed(self, line: str) -> None:
        """A line has been typed."""
        self.last_input = self.router.kernel.now
        job = self.job
        if job is not None:
            if job.question:
                job.on_input(self, line)
            return
        if line.strip() and line != CTRL_Z:
            self.history.append(line.strip())
            del self.history[: max(len(self.history) - self.history_size, 0)]
        if line.endswith(CTRL_Z):
            if line[:-1].strip():
                self._command(line[:-1])
            self.end_configuration()
        elif line.strip() and not line.lstrip().startswith("!"):
            self._command(line)

    def _command(self, line: str) -> None:
        if self.sections:
            self._configure(line)
        else:
            self.execute_line(line, self.mode)

    def _configure(self, line: str) -> None:
        applied = apply_line(self.router, self.sections, line)
        if applied.mismatch is not None:
            self.print(render_error(applied.mismatch, len(self.prompt)))
        self.print(applied.output)
        if not applied.sections:
            self.end_configuration()
            return
        self.sections = applied.sections
        if applied.exec_line:
            self.execute_line(applied.exec_line, "privileged")

    def execute_line(self, line: str, mode: str) -> None:
        """Run an exec command in `mode`; `do` comes here from configuration mode."""
        grammar = self.router.catalog.grammar
        command, modifier = line, ""
        match = grammar.match(mode, line, self.privilege)
        if "|" in line:
            head, _, rest = line.partition("|")
            filtered = grammar.match(mode, head, self.privilege)
            if isinstance(filtered, Match) and filtered.args.words[0] in ("show", "more"):
                command, modifier, match = head, rest.strip(), filtered
        if isinstance(match, Mismatch):
            self.print(self._refusal(command, match))
            return
        if match.command.run is None:
            return
        try:
            answer = match.command.run(self, match.args)
        except CommandError as error:
            answer = _lines(str(error))
        if isinstance(answer, Job):
            self.begin(answer)
        elif isinstance(answer, str):
            self.print(apply_filter(answer, modifier) if modifier else answer)

    def _refusal(self, line: str, mismatch: Mismatch) -> str:
        word = line.strip()
        unknown = mismatch.kind is MismatchKind.INVALID and len(word.split()) == 1
        if not unknown or not word.isprintable() or self.sections:
            return render_error(mismatch, len(self.prompt))
        lookup = not any(node.negated for node in self.router.config.lines("ip", "domain", "lookup"))
        lookup = lookup and not any(node.negated for node in self.router.config.lines("ip", "domain-lookup"))
        return _TRANSLATION_FAILED[self.router.release].format(word, _NAME_SERVER if lookup else "")

    def begin(self, job: Job) -> None:
        """Start a job; the session is busy until it finishes."""
        self.job = job
        job.start(self)

    def finish(self, job: Job) -> None:
        """`job` is over: the prompt comes back."""
        if self.job is job:
            self.job = None

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
        self.feed(line)
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

    def configure(self) -> None:
        """`configure terminal`."""
        self.sections = TOP

    def end_configuration(self) -> None:
        """`end`, Ctrl-Z: back to privileged mode. Harmless elsewhere."""
        if self.sections:
            self.sections = ()
            self.router.log("SYS", 5, "CONFIG_I", "Configured from console by console")

    def enter(self, suffix: str) -> bool:
        """Move to the mode that a prompt ending in `suffix` names: `>`, `#`, `(config)#`. A section is only left,
        never entered, as its prompt does not tell which it is. False when it cannot be done."""
        if self.job is not None:
            return False
        if suffix in (">", "#"):
            self.end_configuration()
            self.privilege = USER if suffix == ">" else FULL
            return True
        if not self.sections:
            self.privilege = FULL
            self.sections = TOP
        for depth in range(len(self.sections), 0, -1):
            if self._suffix(self.sections[depth - 1].mode) == suffix:
                self.sections = self.sections[:depth]
                return True
        return False

    def secret(self) -> str | None:
        """The stored `enable secret` or `enable password`, type and text; None when there is none."""
        for kind in ("secret", "password"):
            for node in self.router.config.lines("enable", kind):
                if not node.negated:
                    return " ".join(node.words[2:])
        return None

    def ready(self) -> None:
        """The router has booted: a console that has an enable secret to ask for starts in user mode."""
        self.privilege = FULL if self.secret() is None else USER

    def hang_up(self) -> None:
        """The line goes dead: whatever ran is stopped without a word, and the next user starts afresh."""
        said = len(self.outbox)
        if self.job is not None:
            self.job.interrupt(self)
            self.job = None
        del self.outbox[said:]
        self.sections = ()
        self.ready()

    # -- help ----------------------------------------------------------------------------------------

    def help(self, line: str) -> str:
        """What `?` prints after `line`."""
        return help_text(self.router.catalog.grammar, self.mode, line, self.privilege)

    def complete(self, line: str) -> str | None:
        """What Tab makes of `line`; None when its last word is not the beginning of one word only."""
        return self.router.catalog.grammar.complete(self.mode, line, self.privilege)


def _lines(text: str) -> str:
    return text if text.endswith("\n") else text + "\n"
