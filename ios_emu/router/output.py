"""What becomes of a command's output: output modifiers that write files, and ` --More-- `, a screen at a time.

Space shows the next screen, Enter the next line; `/` asks for a regular expression and goes on at the first line
that matches, `+` with the matching lines only, `-` with the others only. Any other key ends the output.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ios_emu.grammar.filter import apply_filter, parse_modifier
from ios_emu.router.context import CommandError, Job

if TYPE_CHECKING:
    from ios_emu.router.router import Router
    from ios_emu.router.session import Session

_MORE = " --More-- "
_FILTERS = {"/": "begin", "+": "include", "-": "exclude"}


def rows(line: str, width: int) -> int:
    """How many rows of a terminal `line` takes; `width` 0 is without end."""
    return 1 if not width else max(1, -(-len(line) // width))


def fills(text: str, length: int, width: int) -> bool:
    """Whether `text` fills a screen of `length` rows, 0 for no end."""
    return bool(length) and sum(rows(line, width) for line in text.splitlines()) >= length


class More(Job):
    """The rest of an output, a screen at a time."""

    key = True
    vanishing = True

    def __init__(self, text: str) -> None:
        self._lines = text.splitlines(keepends=True)
        self._filter = ""

    def start(self, session: Session) -> None:
        """Show the first screen."""
        self._show(session, session.length - 1)

    def _show(self, session: Session, room: int) -> None:
        """Print as many lines as `room` rows hold, at least one; then ask, if any are left."""
        count = 0
        while count < len(self._lines):
            room -= rows(self._lines[count].rstrip("\n"), session.width)
            if room < 0 and count:
                break
            count += 1
        shown, self._lines = self._lines[:count], self._lines[count:]
        session.print("".join(shown))
        self.question = _MORE
        if not self._lines:
            session.finish(self)

    def on_input(self, session: Session, line: str) -> None:
        """A key, or the regular expression that was asked for."""
        if self._filter:
            self._seek(session, line)
        elif line in _FILTERS:
            self._filter = line
            self.question = line
            self.key = False
        elif line in ("", " "):
            self._show(session, 1 if not line else session.length - 1)
        else:
            session.finish(self)

    def _seek(self, session: Session, pattern: str) -> None:
        if pattern:
            session.print("filtering...\n")
            self._lines = apply_filter("".join(self._lines), f"{_FILTERS[self._filter]} {pattern}").splitlines(
                True
            )
        self._filter = ""
        self.key = True
        self._show(session, session.length - 1)

    def interrupt(self, session: Session) -> None:
        """Show no more."""
        session.finish(self)


def modified(router: Router, text: str, modifier: str) -> str:
    """`text` through an output modifier, e.g. `include FOO`, `redirect disk0:FILE`; what of it is to be shown.

    `ios_emu.grammar.modifier.modifier_mismatch` has found nothing wrong with it."""
    parsed = parse_modifier(modifier)
    if parsed is None or parsed[0] not in ("redirect", "append", "tee"):
        return apply_filter(text, modifier)
    name, target = parsed
    words = target.split()
    append = name == "append" or (name == "tee" and words[:1] == ["/append"])
    try:
        router.files.write(words[-1], text, append=append)
    except CommandError as error:
        return str(error)
    return text if name == "tee" else ""
