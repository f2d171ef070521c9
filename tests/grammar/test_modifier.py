"""The language behind `|`."""

from __future__ import annotations

import pytest

from ios_emu.grammar.grammar import MismatchKind
from ios_emu.grammar.modifier import complete_modifier, modifier_help, modifier_mismatch


@pytest.mark.parametrize(
    "line",
    [
        "show x | i foo",
        "show x |inc a|b",
        "show x | sec include foo",
        "show x | count",
        "show x | tee /append disk0:x",
        "show x | redirect disk0:x",
    ],
)
def test_what_is_right(line: str) -> None:
    assert modifier_mismatch(line) is None


@pytest.mark.parametrize(
    ("line", "kind", "marked"),
    [
        ("show x |", MismatchKind.INCOMPLETE, ""),
        ("show x | include", MismatchKind.INCOMPLETE, ""),
        ("show x | tee /append", MismatchKind.INCOMPLETE, ""),
        ("show x | zzz", MismatchKind.INVALID, "zzz"),
        ("show x | inclode x", MismatchKind.INVALID, "ode x"),
        ("show x | redirect disk0:x y", MismatchKind.INVALID, "y"),
    ],
)
def test_what_is_wrong_and_where(line: str, kind: MismatchKind, marked: str) -> None:
    found = modifier_mismatch(line)
    assert found is not None and found.kind is kind and line[found.position :] == marked


@pytest.mark.parametrize(
    ("line", "tokens"),
    [
        ("show x | ", "append begin count exclude include redirect section tee"),
        ("show x | s", "section"),
        ("show x | i ", "LINE"),
        ("show x | section ", "LINE exclude include"),
        ("show x | section ex", "exclude"),
        ("show x | tee ", "/append disk0: flash: nvram:"),
        ("show x | redirect n", "nvram:"),
        ("show x | zzz ", ""),
    ],
)
def test_help(line: str, tokens: str) -> None:
    assert [each.token for each in modifier_help(line)] == tokens.split()


@pytest.mark.parametrize("line", ["show x | ", "show x | section "])
def test_what_help_offers_is_right(line: str) -> None:
    for each in modifier_help(line):
        wrong = modifier_mismatch(f"{line}{each.token} disk0:x")
        assert wrong is None, each


def test_tab() -> None:
    assert complete_modifier("show x | inc") == "show x | include "
    assert complete_modifier("show x | section i") == "show x | section include "
    assert complete_modifier("show x | include foo") is None
    assert complete_modifier("show x |") is None
