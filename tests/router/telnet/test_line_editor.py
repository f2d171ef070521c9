"""A line typed from far away, and what its typist sees of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ios_emu.router.telnet.client import _Screen
from ios_emu.router.telnet.line_editor import LIMIT, LineEditor

HISTORY = ("show clock", "show version")


def typed(keys: str, history: tuple[str, ...] = HISTORY) -> LineEditor:
    editor = LineEditor()
    for key in keys:
        editor.type(key, history, "R1#")
    return editor


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        ("shoe\x7fw", "show"),
        ("\x08a", "a"),
        ("show  ver\x17", "show  "),
        ("show ver \x17x", "show x"),
        ("abc\x15d", "d"),
        ("abc\x18d", "d"),
        ("\x10", "show version"),
        ("\x10\x10", "show clock"),
        ("\x10\x10\x10\x0e", "show version"),
        ("\x1b[A\x1b[A\x1b[B", "show version"),
        ("abc\x1b[C\x1b[Dd", "abcd"),
        ("a\x16?b", "a?b"),
        ("a\x00\x01\x05b", "ab"),
        ("x" * 300, "x" * LIMIT),
    ],
)
def test_keys(keys: str, line: str) -> None:
    assert typed(keys).line == line


@given(st.text(st.sampled_from("ab c\x08\x7f\x17\x15\x18\x10\x0e\x1b[AB\x16\x0c\x12"), max_size=60))
def test_the_echo_shows_the_line(keys: str) -> None:
    editor, screen = LineEditor(), _Screen()
    screen.show("R1#")
    for key in keys:
        screen.show(editor.type(key, HISTORY, "R1#").replace("\n", "\r\n"))
        assert screen.line.rstrip() == f"R1#{editor.line}".rstrip()
