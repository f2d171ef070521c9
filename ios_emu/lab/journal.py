"""Recording a session: what people do to a lab at its consoles, written as a transcript that replays.

Whoever serves the people tells the journal of everything they do before the lab has it, and of every event of the lab.
Replayed with the same seed, the transcript gives the same text: each thing is done at the same virtual instant, when
all that was due by then has happened and nothing that was due later.

    !@ attach R1                    a person's terminal is connected: logins and ` --More-- ` are as they were
    R1>enable                       a command stands with all that its console printed until it ended
    !@ after 2.1s type cisco        what was typed at it meanwhile, see `transcript`
    Password:
    !@ wait 12.060s                 the time since the last command ended, and
    !@ console R2                   what consoles printed in it

The file is complete at any time: what is not decided yet (how long the wait will be, that the command under way is
left) stands there as if it ended now, and is written over.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from ios_emu.lab.duration import format_duration
from ios_emu.lab.error import LabError
from ios_emu.lab.lab import Lab
from ios_emu.lab.scribe import Printed, Scribe
from ios_emu.lab.topology import reason_of
from ios_emu.lab.transcript import PROMPT, as_output, quote
from ios_emu.router.context import Job
from ios_emu.router.session import CTRL_Z, Session

LONGEST = 64_000
"""Characters of what consoles print unasked that may stand under one `wait`."""


class Journal:
    """The recording of a session on `lab` in the new file `path`, which begins with the directives `header`. Raises
    LabError when it cannot be written."""

    def __init__(self, lab: Lab, path: Path, header: Iterable[str]) -> None:
        self.path = path
        self._lab = lab
        self._out = _Out(path)
        self._scribe = Scribe(lab, self._put)
        self._waiting: list[str] | None = None
        """What has been printed in the wait that is not over; None when none has begun."""
        self._since = self._at = lab.now
        """The instant up to which time is accounted for; of the last `settle`."""
        self._passed = False
        """Whether anything has happened since."""
        for line in header:
            self._scribe.directive(f"!@ {line}")
        self.printed = self._scribe.look()
        """What consoles had printed before."""
        for router in lab.routers.values():
            if router.console is not None and router.console.interactive:
                self._scribe.directive(f"!@ attach {router.name}")
        self.write()

    # -- what the lab does ---------------------------------------------------------------------------

    def stepped(self) -> Printed:
        """An event of the lab has happened; what consoles have printed."""
        self._passed = True
        consoles = (router.console for router in self._lab.routers.values())
        if self._scribe.front is None and any(console is not None and console.outbox for console in consoles):
            self._wait()
        printed = self._look()
        if sum(map(len, self._waiting or ())) > LONGEST and not self._pending():
            self._at = self._lab.now
            self._begin()
        return printed

    def _pending(self) -> bool:
        """Whether anything is still to happen at this instant."""
        due = self._lab.kernel.next_due()
        return due is not None and due <= self._lab.now

    def settle(self) -> Printed:
        """Something is about to be done: have everything happen that is due by now; what consoles have printed."""
        kernel = self._lab.kernel
        printed: Printed = []
        while (due := kernel.next_due()) is not None and due <= kernel.now:
            kernel.step()
            printed += self.stepped()
        self._at = kernel.now
        return printed

    def _look(self) -> Printed:
        scribe = self._scribe
        printed = scribe.look()
        if scribe.front is not None and scribe.front.job is None:
            scribe.close()
            self._account()
        return printed

    # -- what people do ------------------------------------------------------------------------------

    def feed(self, session: Session, line: str) -> Printed:
        """A line, an answer or a key is typed at `session`; what consoles have printed."""
        printed = self.settle()
        job = session.job
        if job is not None and not (job.waiting or job.raw):
            return printed
        if self._scribe.front is session and job is not None:
            self._answer(job, line)
        elif job is None and _readable(self._lab, session, line):
            self._begin()
            self._scribe.open(session, line)
        else:
            self._begin()
            self._scribe.directive(f"!@ type {session.router.name} {quote(line)}".rstrip())
            if job is not None and (shown := self._scribe.answered(job, line)):
                self._scribe.say(session.router.name, shown)
        session.feed(line)
        self._account()
        return printed + self._look()

    def help(self, session: Session, line: str) -> Printed:
        """`?` is pressed behind `line`; what consoles have printed."""
        printed = self.settle()
        self._begin()
        self._scribe.open(session, f"{line.lstrip()}?")
        session.show(session.help(line))
        self._account()
        return printed + self._look()

    def _answer(self, job: Job, line: str) -> None:
        """Write the answer to the question of the command under way."""
        shown = self._scribe.answered(job, line)
        plain = shown.count("\n") == 1 and job.question.strip() and quote(line) == line and "^" not in line
        plain = plain and not job.hidden
        told = "" if plain and as_output(shown) == shown else f" type {quote(line)}".rstrip()
        self._scribe.mark(f"!@ after {format_duration(self._at - self._since)}{told}")
        self._scribe.print(shown)

    def interrupt(self, session: Session) -> Printed:
        """Ctrl-^ or Ctrl-C reaches `session`; what consoles have printed."""
        printed = self.settle()
        if self._scribe.front is session:
            self._scribe.mark(f"!@ after {format_duration(self._at - self._since)} interrupt")
        else:
            self._begin()
            self._scribe.directive(f"!@ interrupt {session.router.name}")
        session.interrupt()
        self._account()
        return printed + self._look()

    def attach(self, session: Session) -> Printed:
        """A person's terminal is connected to `session`; what consoles have printed."""
        printed = self.settle()
        session.attach()
        return printed + self.did(f"attach {session.router.name}")

    def time_out(self, session: Session) -> Printed:
        """`session` is ended, as nobody has touched a key; what consoles have printed."""
        printed = self.settle()
        session.time_out()
        return printed + self.did(f"timeout {session.router.name}")

    def did(self, directive: str) -> Printed:
        """What `directive` says has been done to the lab, just after a `settle`; what consoles have printed."""
        self._begin()
        self._scribe.directive(f"!@ {directive}")
        self._account()
        return self._look()

    # -- the entries ---------------------------------------------------------------------------------

    def _account(self) -> None:
        """Time is accounted for up to now."""
        self._since = self._lab.now
        self._passed = False

    def _wait(self) -> None:
        """What is printed from here on belongs to a wait."""
        if self._waiting is None:
            self._scribe.end_line()
            self._scribe.speaker = ""
            self._waiting = []

    def _begin(self) -> None:
        """Another entry begins: the one under way is complete."""
        if self._scribe.front is not None:
            self._scribe.mark(f"!@ after {format_duration(self._at - self._since)} leave")
            self._scribe.close()
        elif self._waiting is not None or self._passed or self._at > self._since:
            self._scribe.end_line()
            text = "".join(self._waiting or ())
            self._waiting = None
            self._out.put(f"!@ wait {format_duration(self._at - self._since)}\n{text}")
            self._scribe.speaker = ""
        self._since = self._at
        self._passed = False

    def _put(self, text: str) -> None:
        if self._waiting is None:
            self._out.put(text)
        else:
            self._waiting.append(text)

    # -- the file ------------------------------------------------------------------------------------

    def write(self) -> None:
        """Bring the file up to date. Raises LabError."""
        if not self._pending():
            self._out.write(self._rest())

    def _rest(self) -> str:
        """What would still have to be written if the session ended now."""
        elapsed = format_duration(self._lab.now - self._since)
        if self._scribe.front is None:
            return f"!@ wait {elapsed}\n{''.join(self._waiting)}" if self._waiting else ""
        pieces: list[str] = []
        draft = Scribe(self._lab, pieces.append)
        draft.at_line_start = self._scribe.at_line_start
        draft.kept_back = list(self._scribe.kept_back)
        draft.mark(f"!@ after {elapsed} leave")
        draft.close()
        return "".join(pieces)

    def stop(self) -> None:
        """The session ends here. Raises LabError."""
        self.settle()
        self._begin()
        self._scribe.end_line()
        self._out.write("")
        self._out.close()


def _readable(lab: Lab, session: Session, line: str) -> bool:
    """Whether the prompt with `line` behind it will be read back as just this line typed at just this session."""
    ends = line.endswith(CTRL_Z)
    text = line.removesuffix(CTRL_Z)
    match = PROMPT.fullmatch(session.prompt + text)
    if match is None or match[1] + match[2] != session.prompt or text != text.lstrip():
        return False
    readable = not text or (text.isprintable() and not text.endswith("?"))
    return lab.find(match[1]) is session.router and readable and (ends or not text.endswith("^Z"))


class _Out:
    """The file: what is decided, and behind it what may still change."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._file: BinaryIO = path.open("xb")
        except FileExistsError:
            raise LabError(f"{path}: is there already; it is left alone") from None
        except OSError as error:
            raise self._error(error) from None
        self._end = 0
        self._new: list[str] = []
        self._last = ""

    def _error(self, error: OSError) -> LabError:
        return LabError(f"{self._path}: cannot write the transcript: {reason_of(error)}")

    def put(self, text: str) -> None:
        """`text` is decided."""
        self._new.append(text)

    def write(self, rest: str) -> None:
        """Write what is decided and, behind it, `rest`. Raises LabError."""
        if not self._new and rest == self._last:
            return
        data = "".join(self._new).encode()
        try:
            self._file.seek(self._end)
            self._file.write(data + rest.encode())
            self._file.truncate()
            self._file.flush()
        except OSError as error:
            raise self._error(error) from None
        self._end += len(data)
        self._new.clear()
        self._last = rest

    def close(self) -> None:
        """Nothing more comes. Raises LabError."""
        try:
            self._file.close()
        except OSError as error:
            raise self._error(error) from None
