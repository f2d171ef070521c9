"""The tables of kept commands: their language, and what must hold of every entry."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from support.samples import way_to

from ios_emu.grammar.command import Command, Store
from ios_emu.grammar.grammar import Match
from ios_emu.lab.catalog import CATALOG
from ios_emu.router.kept import _THEMES, KEPT
from ios_emu.router.kept.table import Tables

GRAMMAR = CATALOG.grammar


def commands_of(text: str, mode: str = "config") -> list[Command]:
    tables = Tables([text])
    return [command for word in tables.words(mode) for command in tables.commands(mode, word)]


def test_a_line_says_rank_key_submode_and_attributes() -> None:
    (command,) = commands_of(
        "% box (config-box)# config\n@ config\n320 box <name!:WORD> [big] => box (blank flat)\n"
    )
    assert (command.notation, command.rank, command.key) == ("box <name:WORD> [big]", 320, ("name",))
    assert (command.enters, command.trailing_blank, command.separate, command.kept) == ("box", True, False, True)


def test_one_line_is_several_commands() -> None:
    found = commands_of("@ config\nip // foo // bar <n:1-9>\n  // baz (both)\n")
    assert [command.notation for command in found] == ["ip foo", "ip bar <n:1-9>", "ip baz"]
    assert {command.store for command in found} == {Store.BOTH}


def test_the_rest_of_a_line_stands_line_by_line() -> None:
    assert [command.many for command in commands_of("@ config\na <rest:LINE>\nb <n!:WORD> <rest:LINE>\n")] == [
        True,
        False,
    ]


def test_of_equal_lines_the_later_counts() -> None:
    (command,) = commands_of("@ config\n10 a\n20 a\n")
    assert command.rank == 20


@pytest.mark.parametrize("line", ["a $nothing", "a (nonsense)"])
def test_a_bad_line_is_an_error(line: str) -> None:
    with pytest.raises(ValueError, match="unknown"):
        commands_of(f"@ config\n{line}\n")


def test_every_notation_can_be_read() -> None:
    GRAMMAR.check()


@pytest.mark.parametrize("mode", sorted(KEPT.described))
def test_every_mode_can_be_reached(mode: str) -> None:
    assert mode in GRAMMAR.modes
    assert mode == "config" or way_to(GRAMMAR, mode)


def test_every_declared_mode_has_commands() -> None:
    assert [mode for mode in KEPT.modes if mode not in KEPT.described] == []


def test_no_section_is_written_as_another_theme_s() -> None:
    declared = Counter(name for theme in _THEMES for name in re.findall(r"^% (\S+)", theme.TEXT, re.MULTILINE))
    assert [name for name, count in declared.items() if count > 1] == []


@pytest.mark.parametrize(
    ("mode", "line"),
    [
        ("interface", "shutdown"),
        ("config", "logging on"),
        ("interface", "ip mtu 1400"),
        ("line", "exec-timeout 5 0"),
    ],
)
def test_nothing_kept_takes_the_place_of_what_is_modelled(mode: str, line: str) -> None:
    word = line.split()[0]
    shelved = {one.identity for one in KEPT.commands(mode, word)}
    match = GRAMMAR.match(mode, line)
    assert isinstance(match, Match)
    assert match.command.identity in shelved and not match.command.kept
