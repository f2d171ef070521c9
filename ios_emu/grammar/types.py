"""Argument types of the notation: which words they accept, the value and the canonical text of a word.

An INTERFACE may be written as one word (`fa0/0`) or two (`fa 0/0`), so it also has two halves, KIND and UNIT,
which occur only inside compiled commands.
"""

from __future__ import annotations

import re
from functools import cache
from typing import ClassVar

from ios_emu.grammar.command import Scalar
from ios_emu.grammar.interfaces import KINDS, canonical_unit, find_interface, is_unit, kinds_of
from ios_emu.wire import IPv4, Mac

Read = tuple[Scalar, str]
"""The value of a word and its canonical text."""


class ArgumentType:
    """One type of argument. The types are interned: compare them with `is`."""

    order: ClassVar[int] = 2
    """When several types accept a word, the one of least order is what the word is."""

    def __init__(self, name: str, token: str = "") -> None:
        self.name = name
        """As the notation writes it."""
        self.token = token or name
        """As `?` shows it."""

    def __repr__(self) -> str:
        return f"<{self.name}>"

    def read(self, word: str) -> Read | None:
        """What `word` says, or None when it is not of this type."""
        raise NotImplementedError


class _Range(ArgumentType):
    order = 1

    def __init__(self, low: int, high: int) -> None:
        super().__init__(f"{low}-{high}", f"<{low}-{high}>")
        self.low = low
        self.high = high

    def read(self, word: str) -> Read | None:
        if not (word.isascii() and word.isdigit() and len(word) <= 20):
            return None
        value = int(word)
        return (value, str(value)) if self.low <= value <= self.high else None


class _Address(ArgumentType):
    """A.B.C.D, MASK, WILDCARD."""

    def read(self, word: str) -> Read | None:
        try:
            address = IPv4.parse(word)
        except ValueError:
            return None
        return address, str(address)


class _Prefix(ArgumentType):
    def read(self, word: str) -> Read | None:
        address, slash, length = word.partition("/")
        if not (slash and length.isascii() and length.isdigit() and len(length) <= 2 and int(length) <= 32):
            return None
        try:
            text = f"{IPv4.parse(address)}/{int(length)}"
        except ValueError:
            return None
        return text, text


_GROUP = re.compile(r"[0-9a-fA-F]{1,4}\Z", re.ASCII)


def _is_ipv6(word: str) -> bool:
    """Whether `word` is an IPv6 address (RFC 4291 section 2.2)."""
    head, gap, tail = word.partition("::")
    if "::" in tail:
        return False
    groups = [group for half in (head, tail) if half for group in half.split(":")]
    room = 8
    if groups and "." in groups[-1]:
        try:
            IPv4.parse(groups.pop())
        except ValueError:
            return False
        room = 6
    return all(map(_GROUP.match, groups)) and (len(groups) < room if gap else len(groups) == room)


class _IPv6(ArgumentType):
    def read(self, word: str) -> Read | None:
        return (word.upper(), word.upper()) if _is_ipv6(word) else None


class _IPv6Prefix(ArgumentType):
    def read(self, word: str) -> Read | None:
        address, slash, length = word.partition("/")
        if not (slash and length.isascii() and length.isdigit() and len(length) <= 3 and int(length) <= 128):
            return None
        return (word.upper(), word.upper()) if _is_ipv6(address) else None


class _Mac(ArgumentType):
    PATTERN = re.compile(r"[0-9a-fA-F]{1,4}\.[0-9a-fA-F]{1,4}\.[0-9a-fA-F]{1,4}\Z", re.ASCII)

    def read(self, word: str) -> Read | None:
        if self.PATTERN.match(word) is None:
            return None
        mac = Mac(bytes.fromhex("".join(part.zfill(4) for part in word.split("."))))
        return mac, str(mac)


class _Hex(ArgumentType):
    PATTERN = re.compile(r"(?:0[xX])?([0-9a-fA-F]{1,32})\Z", re.ASCII)

    order = 3

    def read(self, word: str) -> Read | None:
        match = self.PATTERN.match(word)
        return None if match is None else (int(match[1], 16), f"0x{match[1]}")


class _Time(ArgumentType):
    PATTERN = re.compile(r"([01]?\d|2[0-3]):[0-5]?\d(:[0-5]?\d)?\Z", re.ASCII)

    def read(self, word: str) -> Read | None:
        return (word, word) if self.PATTERN.match(word) else None


class _Interface(ArgumentType):
    order = 3

    def read(self, word: str) -> Read | None:
        name = find_interface(word)
        return None if name is None else (name, name)


class _Kind(ArgumentType):
    """The first word of `FastEthernet 0/0`."""

    order = 3

    def read(self, word: str) -> Read | None:
        kinds = kinds_of(word)
        return (kinds[0].name, kinds[0].name) if len(kinds) == 1 else None


class _Unit(ArgumentType):
    """The second word of `FastEthernet 0/0`."""

    order = 3

    def read(self, word: str) -> Read | None:
        if not is_unit(word):
            return None
        unit = canonical_unit(word)
        return unit, unit


class _Word(ArgumentType):
    order = 10

    def read(self, word: str) -> Read | None:
        return word, word


class _Line(ArgumentType):
    order = 20

    def read(self, word: str) -> Read | None:
        return word, word


WORD = _Word("WORD")
LINE = _Line("LINE")
INTERFACE = _Interface("INTERFACE")
KIND = _Kind("KIND")
UNIT = _Unit("UNIT", "<0-4294967295>")

_NAMED: dict[str, ArgumentType] = {
    one.name: one
    for one in (
        *(_Address(name, "A.B.C.D") for name in ("A.B.C.D", "MASK", "WILDCARD")),
        _Prefix("A.B.C.D/LEN", "A.B.C.D/nn"),
        _IPv6("X:X:X:X::X"),
        _IPv6Prefix("X:X:X:X::X/LEN", "X:X:X:X::X/<0-128>"),
        _Mac("H.H.H"),
        _Hex("HEX", "Hex-data"),
        _Time("TIME", "hh:mm:ss"),
        WORD,
        LINE,
        INTERFACE,
    )
}
_RANGE = re.compile(r"(\d+)-(\d+)\Z", re.ASCII)


@cache
def type_of(name: str) -> ArgumentType:
    """The type that the notation calls `name`. Raises ValueError for an unknown one."""
    found = _NAMED.get(name)
    if found is not None:
        return found
    match = _RANGE.match(name)
    if match is None or int(match[1]) > int(match[2]):
        raise ValueError(f"unknown argument type {name!r}")
    return _Range(int(match[1]), int(match[2]))


def kind_tokens(partial: str) -> list[tuple[str, str]]:
    """The interface kinds that begin with `partial`, with their help texts."""
    lower = partial.lower()
    return [(kind.name, kind.help) for kind in KINDS if kind.name.lower().startswith(lower)]
