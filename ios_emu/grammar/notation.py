"""The notation of commands (see `ios_emu.grammar.command`), parsed by pyparsing into a small syntax tree.

    part         = argument | choice | optional | keyword
    sequence     = part+
    alternatives = sequence ("|" sequence)*
    choice       = "{" alternatives "}"
    optional     = "[" alternatives "]" | "[" alternatives "]*"

Every keyword and argument is a leaf; leaves are numbered in the order of the notation, which is also the order
of the words of a canonical line.

There are thousands of notations, so what is commonest costs pyparsing one token: a run of leaves; a choice between
plain words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

import pyparsing as pp

from ios_emu.grammar.types import ArgumentType, type_of


class NotationError(ValueError):
    """The notation of a command cannot be read: an error in the command table."""


@dataclass(frozen=True, eq=False)
class Keyword:
    """A word of the language."""

    word: str


@dataclass(frozen=True, eq=False)
class Argument:
    """`<name:TYPE>`, or `<name:TYPE>...` when `many`."""

    name: str
    type: ArgumentType
    many: bool


@dataclass(frozen=True, eq=False)
class Sequence:
    """Parts after one another."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, eq=False)
class Choice:
    """`{ a | b }`: one of the parts."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, eq=False)
class Optional:
    """`[ a ]`: the part or nothing."""

    part: Part


@dataclass(frozen=True, eq=False)
class AnyOrder:
    """`[ a | b ]*`: any of the parts, each at most once, in any order."""

    parts: tuple[Part, ...]


Leaf: TypeAlias = Keyword | Argument
Part: TypeAlias = Keyword | Argument | Sequence | Choice | Optional | AnyOrder

_SPECIAL = frozenset("<[{|")


def literal_prefix(notation: str) -> tuple[tuple[str, ...], str]:
    """The keywords a notation begins with, and the rest of it. Cheap: the rest may be parsed when needed."""
    words: list[str] = []
    rest = notation.strip()
    while rest and rest[0] not in _SPECIAL:
        word, _, rest = rest.partition(" ")
        words.append(word)
        rest = rest.lstrip()
    return tuple(words), rest


@cache
def parse_notation(notation: str) -> Sequence:
    """The syntax tree of `notation`, which may be empty. Raises NotationError."""
    if not notation:
        return Sequence(())
    try:
        return _as_sequence(_ALTERNATIVES.parse_string(notation, parse_all=True)[0])
    except (pp.ParseBaseException, ValueError, RecursionError) as error:
        raise NotationError(f"bad command notation {notation!r}: {error}") from error


def leaves(part: Part) -> Iterator[Leaf]:
    """The keywords and arguments of `part`, in the order of the notation."""
    if isinstance(part, Keyword | Argument):
        yield part
    elif isinstance(part, Optional):
        yield from leaves(part.part)
    else:
        for one in part.parts:
            yield from leaves(one)


def _as_sequence(part: Part) -> Sequence:
    return part if isinstance(part, Sequence) else Sequence((part,))


def _run(tokens: pp.ParseResults) -> list[Part]:
    """Leaves after one another."""
    return [_leaf(word) for word in str(tokens[0]).split()]


def _leaf(word: str) -> Leaf:
    if word[0] != "<":
        return Keyword(word)
    name, _, kind = word.strip("<>.").partition(":")
    return Argument(name, type_of(kind.rstrip(">.")), word.endswith("..."))


def _words(tokens: pp.ParseResults) -> Part:
    """`{a|b|c}` or `[a|b|c]`."""
    text = str(tokens[0])
    words = [Sequence(tuple(map(Keyword, one.split()))) for one in text[1:-1].split("|")]
    parts = tuple(one.parts[0] if len(one.parts) == 1 else one for one in words)
    if text[0] == "{":
        return Choice(parts)
    return Optional(parts[0] if len(parts) == 1 else Choice(parts))


def _sequence(tokens: pp.ParseResults) -> Part:
    parts: tuple[Part, ...] = tuple(tokens)
    return parts[0] if len(parts) == 1 else Sequence(parts)


def _alternatives(tokens: pp.ParseResults) -> Part:
    parts: tuple[Part, ...] = tuple(tokens)
    return parts[0] if len(parts) == 1 else Choice(parts)


def _choice(tokens: pp.ParseResults) -> Part:
    part: Part = tokens[0]
    return part if isinstance(part, Choice) else Choice((part,))


def _optional(tokens: pp.ParseResults) -> Part:
    part: Part = tokens[0]
    if tokens[1] == "]":
        return Optional(part)
    return AnyOrder(part.parts if isinstance(part, Choice) else (part,))


def _grammar() -> pp.ParserElement:
    alternatives = pp.Forward()
    keyword, argument = r"[^\s\[\]{}|<>]+", r"<[^\s:<>]+:[^\s<>]+>(?:\.\.\.)?"
    run = pp.Regex(rf"(?:{keyword}|{argument})(?:\s+(?:{keyword}|{argument}))*").set_parse_action(_run)
    some = rf"\s*{keyword}(?:\s+{keyword})*\s*"
    words = pp.Regex(rf"\{{{some}(?:\|{some})*\}}|\[{some}(?:\|{some})*\](?!\*)").set_parse_action(_words)
    choice = (pp.Suppress("{") + alternatives + pp.Suppress("}")).set_parse_action(_choice)
    optional = (pp.Suppress("[") + alternatives + pp.Regex(r"\]\*?")).set_parse_action(_optional)
    sequence = (run | words | optional | choice)[1, ...].set_parse_action(_sequence)
    alternatives <<= (sequence + (pp.Suppress("|") + sequence)[...]).set_parse_action(_alternatives)
    return alternatives


_ALTERNATIVES = _grammar()
