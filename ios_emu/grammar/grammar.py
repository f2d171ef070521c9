"""The grammar: which command a typed line is, what `?` and Tab offer, and how errors read."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Protocol

from ios_emu.grammar.command import EXEC_MODES, Args, Command
from ios_emu.grammar.interfaces import kinds_of
from ios_emu.grammar.lexicon import argument_help, keyword_help
from ios_emu.grammar.match import Live, Position, Reader, Walk, members, walk
from ios_emu.grammar.program import Family, Lead, leads_of, programs_of
from ios_emu.grammar.types import INTERFACE, KIND, LINE, UNIT, kind_tokens


@dataclass(frozen=True)
class Mode:
    """A mode of the command line.

    `prompt` is what follows the hostname, e.g. `(config-if)#`. A line that a config mode does not know is looked
    up in its `parent`. `privileged` includes its parent `exec`: both make one list of commands.
    """

    name: str
    prompt: str
    parent: str | None = None


@dataclass(frozen=True)
class Match:
    """The command a line is."""

    command: Command
    args: Args
    mode: str
    """Where the command was found: the mode asked for, or one of its parents."""


class MismatchKind(StrEnum):
    """Why a line is no command."""

    AMBIGUOUS = "ambiguous"
    INCOMPLETE = "incomplete"
    INVALID = "invalid"


@dataclass(frozen=True)
class Mismatch:
    """A line that is no command."""

    kind: MismatchKind
    text: str
    """The line as typed."""
    position: int
    """Offset in `text` of the first bad character."""


@dataclass(frozen=True)
class HelpLine:
    """One line of `?`: a keyword, `<0-255>`, `A.B.C.D`, `WORD`, `LINE`, `|` or `<cr>`, and its help text."""

    token: str
    text: str


CARRIAGE_RETURN = HelpLine("<cr>", "")
OUTPUT_MODIFIERS = HelpLine("|", "Output modifiers")
FILTERED = ("show", "more")
"""What commands begin with whose output may be modified, `| include FOO`."""
_FULL = 15
"""The privilege level that may do anything."""


class Shelf(Protocol):
    """Commands of config modes, made when their first word is first typed. They lose against the others."""

    def words(self, mode: str) -> Iterable[str]:
        """The words that commands of `mode` begin with; "" for those that begin with an argument or a choice."""

    def commands(self, mode: str, word: str) -> Iterable[Command]:
        """The commands of `mode` that begin with `word`."""


class Grammar:
    """The command table of all modes. Immutable, shared by all routers, never part of a lab's state.

    Raises ValueError when an entry is written twice, or an entry or mode names an unknown mode. Notations are read
    when first needed: `check` reads them all.
    """

    def __init__(self, commands: Iterable[Command], modes: Iterable[Mode], shelf: Shelf | None = None) -> None:
        self.modes: dict[str, Mode] = {mode.name: mode for mode in modes}
        for mode in self.modes.values():
            if mode.parent is not None and mode.parent not in self.modes:
                raise ValueError(f"mode {mode.name!r} is in an unknown mode {mode.parent!r}")
        self._known: dict[str, Command] = {}
        self._shelf = shelf
        self._complete = False
        self._taken: dict[tuple[str, str], tuple[Command, ...]] = {}
        self._by_mode: dict[str, dict[str, list[Command]]] = {name: {} for name in self.modes}
        for command in commands:
            if command.mode not in self._by_mode:
                raise ValueError(f"command of an unknown mode: {command.identity}")
            if command.identity in self._known:
                raise ValueError(f"command written twice: {command.identity}")
            self._known[command.identity] = command
            self._by_mode[command.mode].setdefault(_first_word(command.notation), []).append(command)
        self._layers = {name: tuple(self._layers_of(name)) for name in self.modes}
        self._roots: dict[tuple[tuple[str, ...], int], Live] = {}
        self._lives: dict[tuple[Position, ...], Live] = {}
        self._reader = Reader()

    @property
    def commands(self) -> dict[str, Command]:
        """Every command by its `identity`: also those of the shelf, so this takes a moment."""
        if not self._complete:
            for mode in self.modes:
                for word in self._words(mode):
                    self._commands(mode, word)
            self._complete = True
        return self._known

    def command(self, identity: str) -> Command | None:
        """The command of this `identity`."""
        known = self._known.get(identity)
        if known is None and self._shelf is not None:
            mode, _, notation = identity.partition(": ")
            if mode in self.modes:
                self._commands(mode, _first_word(notation))
        return known or self._known.get(identity)

    def match(self, mode: str, line: str, privilege: int = 15) -> Match | Mismatch:
        """The command that `line` is in `mode`, for a user of the given privilege level.

        A line unknown to a mode is looked up in its parents; the error is that of the mode which understood most
        of it. A word that a parent knows in full is not taken for an abbreviation of one of the mode's (`do`,
        `interface`). A tail that `no` and `default` forms ignore counts only when no mode understands more.
        """
        words = line.split()
        failure: Mismatch | None = None
        loose: tuple[Walk, Live, int, int] | None = None
        abbreviated: Match | None = None
        for layer in self._layers[mode]:
            root = self._root(layer, privilege)
            taken = walk(root, words)
            if not taken.stuck and taken.live.accepts and words:
                exact = root.begins_exactly(words)
                if abbreviated is None or exact:
                    match = self._matched(taken.live, taken, len(taken.signature), line, words)
                    if exact or layer is self._layers[mode][-1]:
                        return match
                    abbreviated = match
                continue
            failed = _mismatch(taken, line, words)
            if loose is None and taken.loose is not None:
                loose = (taken, *taken.loose, failed.position)
            if failure is None or failed.position > failure.position:
                failure = failed
        if abbreviated is not None:
            return abbreviated
        assert failure is not None
        if loose is not None and loose[3] >= failure.position:
            return self._matched(loose[1], loose[0], loose[2], line, words)
        return failure

    def help(self, mode: str, line: str, privilege: int = 15) -> list[HelpLine]:
        """What `?` shows after `line` as typed before it, in IOS's order.

        After a blank: everything that may come next. Else: the words that the last word may be the beginning of.
        Empty when there is none, or an earlier word is unknown or ambiguous (`match` says which). Parents of a
        config mode are not consulted, as in IOS.
        """
        words, partial = _split_partial(line)
        taken = walk(self._root(self._layers[mode][0], privilege), words)
        if taken.stuck:
            return []
        live = taken.live
        arguments = list(_argument_help(live, partial))
        keywords = [
            HelpLine(word, _keyword_text(word, positions))
            for lower, (word, positions) in live.keywords.items()
            if lower.startswith(partial.lower())
        ]
        lines = list({line.token: line for line in (*_sorted(arguments), *_sorted(keywords))}.values())
        if live.accepts and not partial and words:
            if any(program.words[:1] and program.words[0] in FILTERED for program, _ in live.accepts):
                lines.append(OUTPUT_MODIFIERS)
            lines.append(CARRIAGE_RETURN)
        return lines

    def complete(self, mode: str, line: str, privilege: int = 15) -> str | None:
        """What Tab makes of `line`: its last word in full and a blank; None when that is not one word."""
        words, partial = _split_partial(line)
        if not partial:
            return None
        taken = walk(self._root(self._layers[mode][0], privilege), words)
        if taken.stuck:
            return None
        names = [taken.live.keywords[lower][0] for lower in taken.live.candidates(partial.lower())]
        if INTERFACE in taken.live.arguments:
            names += [kind.name for kind in kinds_of(partial)]
        return f"{line[: -len(partial)]}{names[0]} " if len(names) == 1 else None

    def openings(self, mode: str, line: str) -> tuple[str, ...]:
        """The modes that commands open which `line` may be meant for: those of `mode` or a parent of it that begin
        with its first word."""
        first = (line.split() or [""])[0].lower()
        found: dict[str, None] = {}
        for layer in self._layers[mode]:
            for one in layer:
                for word in self._words(one):
                    if word and word.lower().startswith(first):
                        found |= dict.fromkeys(c.enters for c in self._commands(one, word) if c.enters is not None)
        return tuple(found)

    def check(self) -> None:
        """Read every notation. Raises NotationError (a ValueError) for the first bad one."""
        for command in self.commands.values():
            _ = next(programs_of(command)).machine

    def _layers_of(self, mode: str) -> Iterator[tuple[str, ...]]:
        """Where a line is looked up, one after another; each a list of modes whose commands count as one."""
        current: str | None = mode
        while current is not None:
            parent = self.modes[current].parent
            if current in EXEC_MODES and parent in EXEC_MODES:
                yield (current, parent)
                return
            yield (current,)
            current = parent

    def _words(self, mode: str) -> dict[str, None]:
        """What commands of `mode` begin with."""
        words = dict.fromkeys(self._by_mode[mode])
        if self._shelf is not None:
            words |= dict.fromkeys(self._shelf.words(mode))
        return words

    def _commands(self, mode: str, word: str) -> tuple[Command, ...]:
        """The commands of `mode` that begin with `word`, with those on the shelf."""
        taken = self._taken.get((mode, word))
        if taken is None:
            found = {command.identity: command for command in self._by_mode[mode].get(word, ())}
            if self._shelf is not None:
                for command in self._shelf.commands(mode, word):
                    found.setdefault(command.identity, command)
            self._known.update(found)
            taken = self._taken[mode, word] = tuple(found.values())
        return taken

    def _allowed(self, mode: str, word: str, privilege: int) -> tuple[Command, ...]:
        return tuple(command for command in self._commands(mode, word) if command.privilege <= privilege)

    def _root(self, layer: tuple[str, ...], privilege: int) -> Live:
        root = self._roots.get((layer, privilege))
        if root is None:
            positions: list[Position] = []
            for mode in layer:
                for word in self._words(mode):
                    positions.extend(self._starts(mode, word, privilege))
            root = self._roots[layer, privilege] = Live(positions, self._lives)
        return root

    def _starts(self, mode: str, word: str, privilege: int) -> Iterator[Position]:
        """The ways a line may begin whose command begins with `word`."""
        if not word:
            for command in self._allowed(mode, word, privilege):
                for program in programs_of(command):
                    yield program, 0, 0
        elif privilege >= _FULL or any(one.privilege <= privilege for one in self._by_mode[mode].get(word, ())):
            for lead in leads_of(mode, word):
                yield Family(word, lead, partial(self._allowed, mode, word, privilege)), 0, 0

    def _matched(self, live: Live, taken: Walk, count: int, line: str, words: list[str]) -> Match:
        program, args = self._reader.read(live, taken.signature[:count], line, words)
        return Match(program.command, args, program.command.mode)


def _first_word(notation: str) -> str:
    """The keyword a notation begins with; "" when it begins with something else."""
    word, _, _ = notation.partition(" ")
    return "" if word[0] in "<[{" else word


def _mismatch(taken: Walk, line: str, words: list[str]) -> Mismatch:
    if not taken.stuck:
        return Mismatch(MismatchKind.INCOMPLETE, line, len(line))
    word = words[len(taken.signature)]
    start = _offset(line, len(taken.signature))
    if taken.ambiguous:
        return Mismatch(MismatchKind.AMBIGUOUS, line, start + len(word))
    return Mismatch(MismatchKind.INVALID, line, start + taken.live.common(word))


def _offset(line: str, number: int) -> int:
    """Where word `number` begins; the end of the line when there is none."""
    for count, word in enumerate(re.finditer(r"\S+", line)):
        if count == number:
            return word.start()
    return len(line)


def _split_partial(line: str) -> tuple[list[str], str]:
    """The finished words of a line, and the unfinished last one."""
    words = line.split()
    partial = words.pop() if words and not line[-1].isspace() else ""
    return words, partial


def _sorted(lines: list[HelpLine]) -> list[HelpLine]:
    return sorted(lines, key=lambda line: line.token.lower())


def _keyword_text(word: str, positions: Iterable[Position]) -> str:
    for program, state, _ in members(positions):
        if isinstance(program, Family) or (program.lead is not Lead.PLAIN and state == 1):
            continue
        text = program.command.help.get(word)
        if text is not None:
            return text
    return keyword_help(word)


def _argument_help(live: Live, partial: str) -> Iterator[HelpLine]:
    for kind, owners in live.names.items():
        if kind is KIND:
            continue
        if kind is INTERFACE:
            for token, text in kind_tokens(partial):
                yield HelpLine(token, text)
            continue
        if partial and (kind.read(partial) is None or live.candidates(partial.lower())):
            continue
        texts = (
            text
            for program, name in owners
            if kind is not UNIT
            for text in (program.command.help.get(f"<{name}>"), program.command.help.get(name))
            if text is not None
        )
        name = "" if kind is UNIT else owners[0][1]
        yield HelpLine(kind.token, next(texts, None) or argument_help(name, kind.name))
    if live.rest and not partial and LINE not in live.names:
        yield HelpLine(LINE.token, "")


def render_error(mismatch: Mismatch, prompt_width: int) -> str:
    """The error as IOS prints it, newlines included. `prompt_width` is what stands before the typed line."""
    if mismatch.kind is MismatchKind.AMBIGUOUS:
        return f'% Ambiguous command:  "{mismatch.text}"\n'
    if mismatch.kind is MismatchKind.INCOMPLETE:
        return "% Incomplete command.\n\n"
    marker = " " * (prompt_width + mismatch.position)
    return f"{marker}^\n% Invalid input detected at '^' marker.\n\n"


def render_help(lines: list[HelpLine], words_only: bool, width: int = 79) -> str:
    """`?` as IOS prints it: names in columns for a word (`sh?`), else names and texts; then an empty line."""
    if not lines:
        return ""
    longest = max(len(line.token) for line in lines)
    if words_only:
        columns = max(1, (width + 2) // (longest + 2))
        tokens = [line.token for line in lines]
        rows = [tokens[at : at + columns] for at in range(0, len(tokens), columns)]
        return "".join("  ".join(f"{token:{longest}}" for token in row).rstrip() + "\n" for row in rows) + "\n"
    rendered = []
    for line in lines:
        head = f"  {line.token:{longest}}  "
        text = textwrap.wrap(line.text, max(20, width - len(head)), break_on_hyphens=False) or [""]
        rendered += [
            f"{head if number == 0 else ' ' * len(head)}{part}".rstrip() for number, part in enumerate(text)
        ]
    return "\n".join(rendered) + "\n\n"
