"""A line as it is typed from far away: character by character, each echoed.

Backspace, Ctrl-H   deletes the character before; Ctrl-W the word, Ctrl-U and Ctrl-X the line
Ctrl-P, Up          the line before in the history; Ctrl-N, Down the one after
Ctrl-R, Ctrl-L      shows the line again
Ctrl-V              takes the next character as it is

The cursor stays at the end of the line.
"""

from __future__ import annotations

from collections.abc import Sequence

LIMIT = 254
"""Characters that a line holds; the bell rings for more."""
_BELL = "\a"
_ESCAPE = "\x1b"


class LineEditor:
    """The line under way. `line` is what has been typed of it."""

    def __init__(self) -> None:
        self.line = ""
        self._back = 0
        self._quoted = False
        self._sequence = ""

    @property
    def takes_all(self) -> bool:
        """Whether the next character belongs to a sequence, or is quoted: it is no command."""
        return self._quoted or bool(self._sequence)

    def clear(self) -> str:
        """The line is done; what it was."""
        line, self.line, self._back = self.line, "", 0
        return line

    def replace(self, line: str) -> str:
        """Have `line` instead; what to echo."""
        shown = "\b \b" * len(self.line) + line
        self.line = line
        return shown

    def type(self, key: str, history: Sequence[str], prompt: str) -> str:
        """A character has been typed; what to echo. `history` has the oldest line first; `prompt` stands before
        the line."""
        if self._quoted:
            self._quoted = False
            return self._insert(key) if key.isprintable() else _BELL
        if self._sequence or key == _ESCAPE:
            return self._arrow(key, history)
        if key in ("\b", "\x7f"):
            return self._erase(min(len(self.line), 1))
        if key == "\x17":
            return self._erase(len(self.line) - self.line.rstrip().rfind(" ") - 1)
        if key in ("\x15", "\x18"):
            return self._erase(len(self.line))
        if key in ("\x12", "\x0c"):
            return f"\n{prompt}{self.line}"
        if key == "\x16":
            self._quoted = True
            return ""
        if key in ("\x10", "\x0e"):
            return self._recall(1 if key == "\x10" else -1, history)
        return self._insert(key) if key.isprintable() else ""

    def _insert(self, key: str) -> str:
        if len(self.line) >= LIMIT:
            return _BELL
        self.line += key
        return key

    def _erase(self, count: int) -> str:
        self.line = self.line[: len(self.line) - count]
        return "\b \b" * count

    def _recall(self, step: int, history: Sequence[str]) -> str:
        back = self._back + step
        if not 0 <= back <= len(history):
            return _BELL
        self._back = back
        return self.replace(history[-back] if back else "")

    def _arrow(self, key: str, history: Sequence[str]) -> str:
        self._sequence += key
        if self._sequence in (_ESCAPE, _ESCAPE + "[", _ESCAPE + "O"):
            return ""
        sequence, self._sequence = self._sequence, ""
        return self._recall(1 if sequence[-1] == "A" else -1, history) if sequence[-1] in "AB" else ""
