"""Writing a transcript while it happens: which text stands where.

What a console prints belongs to the command that was typed there, until that ends or is left. What other consoles
print meanwhile is kept back until then. All else stands under `!@ console NODE`, one block for each change of speaker.
"""

from __future__ import annotations

from collections.abc import Callable

from ios_emu.lab.lab import Lab
from ios_emu.lab.transcript import as_output
from ios_emu.router.context import Job
from ios_emu.router.session import CTRL_Z, Session

Printed = list[tuple[str, str]]
"""What consoles printed: router and text, in order."""


class Scribe:
    """Gives the text of a transcript to `write`, piece by piece.

    `front` is the session whose command is under way, `speaker` the router under whose `!@ console` block the text
    stands; empty after anything else.
    """

    def __init__(self, lab: Lab, write: Callable[[str], object]) -> None:
        self._lab = lab
        self._write = write
        self.front: Session | None = None
        self.speaker = ""
        self.at_line_start = True
        self.kept_back: Printed = []

    def look(self) -> Printed:
        """Write what consoles have printed since the last look. To be called after every event of the lab."""
        printed: Printed = []
        for router in self._lab.routers.values():
            console = router.console
            if console is None or not console.outbox:
                continue
            text = console.drain()
            printed.append((router.name, text))
            if console is self.front:
                self.print(text)
            elif self.front is not None:
                self.kept_back.append((router.name, text))
            else:
                self.say(router.name, text)
        return printed

    def directive(self, line: str) -> None:
        """Write a directive."""
        self._line(line)
        self.speaker = ""

    def open(self, session: Session, line: str) -> None:
        """Write `line`, typed at `session` behind its prompt: its command is under way."""
        self._line(f"{session.prompt}{line.replace(CTRL_Z, '^Z')}")
        self.speaker = ""
        self.front = session

    def mark(self, line: str) -> None:
        """Write a directive within the output of the command under way."""
        self._line(line)

    def answered(self, job: Job, answer: str) -> str:
        """What the terminal shows of `answer` to the question of `job`: a line, nothing if the question vanishes."""
        return "" if job.vanishing else f"{job.question}{'' if job.hidden else answer.replace(CTRL_Z, '^Z')}\n"

    def close(self) -> None:
        """The command under way has ended, or is left."""
        self.end_line()
        self.front = None
        for name, text in self.kept_back:
            self.say(name, text)
        self.kept_back.clear()

    def say(self, name: str, text: str) -> None:
        """Write what the console of router `name` printed unasked."""
        if name != self.speaker:
            self._line(f"!@ console {name}")
            self.speaker = name
        self.print(text)

    def print(self, text: str) -> None:
        """Write what a console printed."""
        lines = text.split("\n")
        for number, line in enumerate(lines):
            if number or self.at_line_start:
                lines[number] = as_output(line)
        self._put("\n".join(lines))

    def end_line(self) -> None:
        """Begin a new line, unless the text stands at the beginning of one."""
        if not self.at_line_start:
            self._put("\n")

    def _line(self, line: str) -> None:
        self.end_line()
        self._put(line + "\n")

    def _put(self, text: str) -> None:
        if text:
            self.at_line_start = text.endswith("\n")
            self._write(text)
