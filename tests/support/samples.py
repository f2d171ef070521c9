"""Lines made from the notations of the command table."""

from __future__ import annotations

from functools import cache
from random import Random

from ios_emu.grammar.command import Command
from ios_emu.grammar.grammar import Grammar
from ios_emu.grammar.notation import AnyOrder, Argument, Choice, Keyword, Optional, Part, Sequence, parse_notation

Words = list[tuple[str, bool]]
"""Words of a line, and whether each is a keyword."""


def value(draw: Random, kind: str) -> str:
    """A word of an argument type."""
    fixed = {
        "MASK": ("255.255.255.0", "255.255.255.252", "255.255.255.255"),
        "WILDCARD": ("0.0.0.255", "0.0.0.0"),
        "INTERFACE": ("FastEthernet0/0", "FastEthernet0/1", "Loopback3", "Serial1/0"),
        "H.H.H": ("0000.0c07.ac01", "00aa.bbcc.ddee"),
        "HEX": ("0x2102", "0xabcd"),
        "TIME": ("10:11:12", "23:59:59"),
        "A.B.C.D/LEN": ("10.1.2.0/24", "0.0.0.0/0"),
        "X:X:X:X::X": ("2001:DB8::1", "FE80::1"),
        "X:X:X:X::X/LEN": ("2001:DB8::/64",),
    }
    if kind in fixed:
        return draw.choice(fixed[kind])
    if kind == "A.B.C.D":
        return f"{draw.randint(1, 126)}.{draw.randint(0, 255)}.{draw.randint(0, 255)}.{draw.randint(1, 254)}"
    if kind == "WORD":
        return "z" + "".join(draw.choices("abyz019-_", k=draw.randint(1, 5)))
    if kind == "LINE":
        return " ".join(value(draw, "WORD") for _ in range(draw.randint(1, 3)))
    low, _, high = kind.partition("-")
    if not (low.isdigit() and high.isdigit()):
        return value(draw, "WORD")
    return str(draw.choice((int(low), int(high), draw.randint(int(low), int(high)))))


def sample(draw: Random, command: Command, whole: bool = True) -> Words:
    """An instance of `command`; without `whole`, its optional parts are left out."""
    return _sample(draw, parse_notation(command.notation), whole)


def _sample(draw: Random, part: Part, whole: bool) -> Words:
    if isinstance(part, Keyword):
        return [(part.word, True)]
    if isinstance(part, Argument):
        count = draw.randint(1, 2) if part.many and whole else 1
        return [(value(draw, part.type.name), False) for _ in range(count)]
    if isinstance(part, Sequence):
        return [word for one in part.parts for word in _sample(draw, one, whole)]
    if isinstance(part, Choice):
        return _sample(draw, draw.choice(part.parts), whole)
    if isinstance(part, Optional):
        return _sample(draw, part.part, whole) if whole and draw.random() < 0.5 else []
    assert isinstance(part, AnyOrder)
    count = draw.randint(0, len(part.parts)) if whole else 0
    return [word for one in draw.sample(part.parts, count) for word in _sample(draw, one, whole)]


def typed(words: Words) -> str:
    """The words as a line."""
    return " ".join(word for word, _ in words)


@cache
def way_to(grammar: Grammar, mode: str) -> tuple[str, ...]:
    """The lines that lead from global configuration to `mode`; empty for global configuration itself."""
    draw = Random(0)
    known = {
        "interface": ("interface FastEthernet0/0",),
        "line": ("line vty 0 4",),
        "interface-range": ("interface range FastEthernet0/0 - 1",),
        "track": ("track 1 interface FastEthernet0/0 line-protocol",),
        "crypto-transform": ("crypto ipsec transform-set z esp-des",),
    }
    ways: dict[str, tuple[str, ...]] = {"config": (), **known}
    pending = list(ways)
    while pending and mode not in ways:
        here = pending.pop(0)
        for command in grammar.commands.values():
            if command.mode == here and command.enters is not None and command.enters not in ways:
                ways[command.enters] = (*ways[here], typed(sample(draw, command, whole=False)))
                pending.append(command.enters)
    return ways[mode]
