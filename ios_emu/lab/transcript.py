"""Transcripts: text as a terminal shows it, with directives of the lab between.

    ! a comment, before the first prompt
    !@ wait 60s
    7206-1#ping 20.1.1.1 source Loopback0       typed at 7206-1; the lines below are what it answered
    ...
    !@ link down 7204VXR-1:FastEthernet0/0
    !@ console 7204VXR-2                        what a console printed unasked
    ...

A line that begins with a prompt is typed at that router: `NAME>`, `NAME#`, `NAME(config...)#`, where NAME is a
hostname or node name. A line that begins with `!@` is a directive. All others up to the next of either are output.

A recorded session has directives within the output of a command, too: what was done while it ran or asked, and when.

    7206-1#ping
    !@ after 2.25s                            that long after the line before was typed, the answer below was
    Protocol [ip]:
    !@ after 1s type 10.1.1.1                 the same, where the answer cannot be read from the next line
    !@ after 7.5s interrupt                   Ctrl-^
    !@ after 7.5s leave                       the user turned away; the command went on
    !@ print 7206-1#                          a line of the output that looks like a prompt or directive
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ios_emu.lab.duration import parse_duration
from ios_emu.lab.error import LabError
from ios_emu.lab.impair import UNIMPAIRED, Impairment
from ios_emu.lab.topology import reason_of

PROMPT = re.compile(r"([A-Za-z0-9][A-Za-z0-9_.-]*)(>|#|\([A-Za-z][A-Za-z0-9-]*\)#)(.*)")
_DIRECTIVE = "!@"
_PRINT = "!@ print "
_AFTER = "!@ after "


@dataclass(frozen=True)
class Place:
    """Where in which file something stands."""

    file: str
    line: int

    def error(self, reason: str) -> LabError:
        """The error to raise for a mistake there."""
        return LabError(f"{self.file}:{self.line}: {reason}")


@dataclass(frozen=True)
class Typed:
    """A line typed at a router: the NAME and the rest of its prompt (`#`, `(config-if)#`), and what was typed.
    `output` are the recorded lines that follow."""

    place: Place
    name: str
    suffix: str
    text: str
    output: tuple[str, ...] = ()


@dataclass(frozen=True)
class After:
    """`!@ after DURATION [DEED [TEXT]]`: what was done `delay` ns after the last line was typed at a command that had
    not ended. `deed` is `type`, `interrupt`, `leave`, or `answer` when the next line of the transcript is the question
    with its answer."""

    delay: int
    deed: str
    text: str = ""


@dataclass(frozen=True)
class Directive:
    """A directive: its first word, the others, and its line as written."""

    place: Place
    verb: str
    words: tuple[str, ...]
    text: str
    duration: int = 0
    """Of `wait`, in ns."""


@dataclass(frozen=True)
class Unasked:
    """`!@ console NAME`: what that console printed unasked."""

    place: Place
    name: str
    output: tuple[str, ...] = ()


Entry = Typed | Directive | Unasked


@dataclass(frozen=True)
class Transcript:
    """A whole transcript: the comment lines before its first entry, and the entries."""

    file: str
    comments: tuple[str, ...]
    entries: tuple[Entry, ...]

    @property
    def lab(self) -> Path | None:
        """The lab file that `!@ lab` names; None when nothing does."""
        for entry in self.entries:
            if isinstance(entry, Directive) and entry.verb == "lab":
                return Path(self.file).parent / entry.words[0]
        return None

    @property
    def bridges(self) -> bool:
        """Whether it joins the lab to the world outside."""
        return any(isinstance(entry, Directive) and entry.verb == "bridge" for entry in self.entries)

    @property
    def seed(self) -> int | None:
        """What `!@ seed` says; None when nothing does."""
        seeds = (entry for entry in self.entries if isinstance(entry, Directive) and entry.verb == "seed")
        return next((int(entry.words[0]) for entry in seeds), None)


def load_transcript(path: str | Path) -> Transcript:
    """Read a transcript. Raises LabError."""
    try:
        text = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise LabError(f"{path}: cannot read the transcript: {reason_of(error)}") from None
    return parse_transcript(text, str(path))


def parse_transcript(text: str, file: str) -> Transcript:
    """The transcript in `text`; `file` is its name in messages. Raises LabError."""
    comments: list[str] = []
    entries: list[Entry] = []
    output: list[str] = []

    def close() -> None:
        if output:
            entry = entries[-1]
            if isinstance(entry, Typed):
                entries[-1] = Typed(entry.place, entry.name, entry.suffix, entry.text, tuple(output))
            elif isinstance(entry, Unasked):
                entries[-1] = Unasked(entry.place, entry.name, tuple(output))
            output.clear()

    for number, line in enumerate(text.splitlines(), 1):
        place = Place(file, number)
        prompt = PROMPT.match(line)
        if line.startswith((_PRINT, _AFTER)):
            if not entries or isinstance(entries[-1], Directive):
                raise place.error("this stands in the output of a command, and there is none")
            if line.startswith(_AFTER):
                _check_after(place, line)
            output.append(line)
        elif line.startswith(_DIRECTIVE):
            close()
            directive = _directive(place, line)
            acted = any(not isinstance(entry, Directive) or entry.verb not in DECLARATIONS for entry in entries)
            if isinstance(directive, Directive) and directive.verb in ("lab", "seed") and acted:
                raise place.error(f"the {directive.verb} is to be named before anything happens in it")
            entries.append(directive)
        elif prompt is not None:
            close()
            entries.append(Typed(place, prompt[1], prompt[2], prompt[3].lstrip()))
        elif entries and not isinstance(entries[-1], Directive):
            output.append(line)
        elif not line.strip() or line.startswith("!"):
            if not entries:
                comments.append(line)
        else:
            raise place.error(
                "this is neither a prompt with a command nor a directive (!@), and nothing printed it"
            )
    close()
    return Transcript(file, tuple(comments), tuple(entries))


_USAGE = {
    "wait": "wait DURATION, e.g. wait 30s",
    "link": "link down|up NODE:INTERFACE",
    "power": "power off|on NODE",
    "impair": "impair LINK [in|out] off, or instead of off what is wrong with it, e.g. delay 20ms loss 2%",
    "capture": "capture start LINK FILE, or capture stop [LINK]",
    "inject": "inject LINK HEX",
    "bridge": "bridge LAN tap|host DEVICE",
    "attach": "attach NODE",
    "type": "type NODE [TEXT]",
    "interrupt": "interrupt NODE",
    "timeout": "timeout NODE",
    "save": "save FILE",
    "load": "load FILE",
    "console": "console NODE",
    "lab": "lab FILE",
    "seed": "seed NUMBER",
    "whitespace": "whitespace loose",
    "timestamps": "timestamps absent",
    "watch": "watch all|none|NODE...",
    "note": "note TEXT",
}
_CHOICES = {"link": ("down", "up"), "power": ("off", "on"), "whitespace": ("loose",), "timestamps": ("absent",)}
_LENGTHS = {
    "link": (2, 2),
    "power": (2, 2),
    "watch": (1, 100),
    "note": (0, 1000),
    "impair": (2, 20),
    "inject": (2, 2),
    "bridge": (3, 3),
    "type": (1, 2),
}
"""How many words may follow, where it is not one."""
_AFTER_USAGE = "after DURATION [type TEXT|interrupt|leave]"
DECLARATIONS = ("lab", "seed", "whitespace", "timestamps", "watch", "note")
"""The directives that do nothing to the lab."""


def parse_impair(words: Sequence[str]) -> tuple[str, Impairment]:
    """What follows the link in `impair LINK [in|out] ...`: the direction and the impairment. Raises ValueError."""
    direction = words[0] if words[0] in ("in", "out") else ""
    text = " ".join(words[1:] if direction else words)
    return direction, UNIMPAIRED if text == "off" else Impairment.parse(text)


def quote(text: str) -> str:
    """`text` as a directive can hold it: as it is or, where that would not be read back, in quotes."""
    plain = text.isprintable() and text.strip() == text and not text.startswith('"')
    return text if plain else json.dumps(text)


def _unquote(text: str) -> str:
    """What `quote` made this of. Raises ValueError."""
    if not text.startswith('"'):
        return text
    read = json.loads(text)
    if not isinstance(read, str):
        raise ValueError("not a text in quotes")
    return read


def parse_after(line: str) -> After | None:
    """The `After` that `line` is; None when it is a line of output. Raises ValueError."""
    if not line.startswith(_AFTER):
        return None
    amount, _, rest = line.removeprefix(_AFTER).strip().partition(" ")
    deed, _, text = rest.strip().partition(" ")
    if deed not in ("", "type", "interrupt", "leave") or (text and deed != "type"):
        raise ValueError(f"write {_DIRECTIVE} {_AFTER_USAGE}")
    return After(parse_duration(amount), deed or "answer", _unquote(text.strip()))


def _check_after(place: Place, line: str) -> None:
    try:
        parse_after(line)
    except ValueError as error:
        raise place.error(str(error)) from None


def as_output(line: str) -> str:
    """How a transcript holds a line that was printed: one that looks like a prompt or directive is marked."""
    return f"{_PRINT}{line}" if line.startswith(_DIRECTIVE) or PROMPT.match(line) else line


def _well_formed(verb: str, words: list[str]) -> bool:
    if verb == "capture":
        return (words[:1] == ["stop"] and len(words) < 3) or (words[:1] == ["start"] and len(words) == 3)
    if verb == "seed":
        return len(words) == 1 and re.fullmatch(r"-?\d+", words[0], re.ASCII) is not None
    if verb == "inject":
        return len(words) == 2 and bool(bytes.fromhex(words[1]))
    choices = _CHOICES.get(verb)
    least, most = _LENGTHS.get(verb, (1, 1))
    return least <= len(words) <= most and (not choices or words[0] in choices)


def _directive(place: Place, line: str) -> Directive | Unasked:
    verb, *words = line.removeprefix(_DIRECTIVE).split() or [""]
    if verb not in _USAGE:
        raise place.error(f"unknown directive {verb!r}; there are {', '.join(_USAGE)}")
    duration = 0
    try:
        if verb == "type":
            words = line.removeprefix(_DIRECTIVE).split(maxsplit=2)[1:]
        if verb == "wait":
            duration = parse_duration(" ".join(words))
        elif not _well_formed(verb, words):
            raise ValueError(f"write {_DIRECTIVE} {_USAGE[verb]}")
        elif verb == "impair":
            parse_impair(words[1:])
        elif verb == "type":
            words[1:] = [_unquote(text.rstrip()) for text in words[1:]]
    except ValueError as error:
        raise place.error(str(error)) from None
    if verb == "console":
        return Unasked(place, words[0])
    return Directive(place, verb, tuple(words), line.rstrip(), duration)
