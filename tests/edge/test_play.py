"""`ios-emu play`: what it shows, its pace, its keys; keys come from a pipe, and the real clock is the test's."""

from __future__ import annotations

import asyncio
import contextlib
import io
import math
from collections.abc import Callable
from pathlib import Path

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput
from rich.text import Text

from ios_emu.cli import OK, WRONG, main
from ios_emu.edge.play import Player, drawn, parse_speed
from ios_emu.lab.lab import Lab
from ios_emu.lab.transcript import parse_transcript

TEXT = """\
!@ note Watch R2.
!@ wait 600s
n1#show clock
old
n1#ping 192.0.2.9 repeat 2
!@ link down n2:Fa0/0
!@ wait 30s
"""


class Wall:
    """Real time, which passes only where the player sleeps."""

    def __init__(self) -> None:
        self.time = 100.0


class Cinema:
    """A player before its audience: `keys` are pressed when their condition has come true."""

    def __init__(self, lab: Lab, text: str, speed: float = 1.0, idle: float = 3.0) -> None:
        self.wall = Wall()
        self.player = Player(lab, parse_transcript(text, "t.txt"), speed, idle, lambda: self.wall.time)
        self.bars: list[str] = []
        self.typed: list[str] = []

    def show(self, *presses: tuple[Callable[[], bool], str]) -> str:
        waiting = list(presses)
        screen = io.StringIO()

        async def sleep(seconds: float) -> None:
            self.wall.time += seconds
            self.bars.append("".join(part[1] for part in self.player.bar()))
            self.typed.append("".join(part[1] for part in self.player._body()))
            if waiting and waiting[0][0]():
                before = self.state()
                keys.send_text(waiting.pop(0)[1])
                for _ in range(500):
                    await asyncio.sleep(0.01)
                    if self.state() != before:
                        break
            await asyncio.sleep(0)
            assert self.wall.time < 1000, "it does not end"

        with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
            self.player._nap = sleep
            with contextlib.redirect_stdout(screen):
                asyncio.run(asyncio.wait_for(self.player.run(), 30))
        assert not waiting
        return screen.getvalue().replace("\r", "")

    def state(self) -> tuple[object, ...]:
        """What a key changes."""
        player = self.player
        return player.paused, player.hurried, player.speed, player.done

    @property
    def took(self) -> float:
        return self.wall.time - 100


def test_it_really_runs(pair: Lab) -> None:
    cinema = Cinema(pair, TEXT)
    text = cinema.show()
    assert "Watch R2." in text and "!@ note" not in text and "old" not in text
    assert "*00:10:05.000 UTC Mon Mar 1 1993" in text and "0 percent (0/2)" in text
    assert "n2 ───" in text and "changed state to down" in text
    assert "the end: 5 of 5 steps, 0:10:39 of virtual time" in text


def test_what_is_typed_appears_key_by_key(pair: Lab) -> None:
    cinema = Cinema(pair, TEXT)
    cinema.show()
    shown = list(dict.fromkeys(line for line in cinema.typed if line.startswith("R1#s")))
    assert shown == [f"R1#{'show clock'[:length]}" for length in range(1, 11)]


def test_idle_time_is_short_and_a_running_command_takes_its_time(pair: Lab) -> None:
    cinema = Cinema(pair, TEXT, idle=2)
    cinema.show()
    # Ten minutes of nothing: 2 s; two timeouts of 2 s each; half a minute with a message at its beginning: 2 s
    # before and after it; the rest is typing.
    assert 10 < cinema.took < 18
    assert any("hurrying" in bar for bar in cinema.bars)
    slow = Cinema(pair, "!@ wait 20s\n", idle=1000)
    slow.show()
    assert slow.took == pytest.approx(20, abs=1)


def test_speed(pair: Lab) -> None:
    fast = Cinema(pair, "!@ wait 20s\n", speed=10, idle=1000)
    fast.show()
    assert fast.took == pytest.approx(2, abs=0.2)
    faster = Cinema(pair, "!@ wait 60s\n", speed=10, idle=1000)
    faster.show((lambda: faster.took > 1, "++"), (lambda: faster.took > 1.5, "-"))
    assert 2 < faster.took < 5.5
    assert any("x40" in bar for bar in faster.bars) and "x20" in faster.bars[-1]
    at_once = Cinema(pair, TEXT, speed=math.inf)
    at_once.show()
    assert at_once.took < 1


def test_pause_and_step(pair: Lab) -> None:
    cinema = Cinema(pair, TEXT)

    def at(text: str) -> Callable[[], bool]:
        return lambda: text in cinema.bars[-1]

    def paused_long() -> bool:
        return "x1 paused | 1/5 | next: n1#show clock" in cinema.bars[-1] and cinema.took > 20

    text = cinema.show(
        (lambda: cinema.took > 1, " "),
        (paused_long, "n"),
        (at("0:10:05 x1 paused | 1/5 | next: n1#show clock"), "n"),
        (at("paused | 2/5 | next: n1#ping"), "\r"),
        (at("paused | 3/5 | next: !@ link down"), "q"),
    )
    assert "0 percent (0/2)" in text and "link down" not in text
    assert "left: 3 of 5 steps" in text


def test_a_step_can_be_cut_short(pair: Lab) -> None:
    cinema = Cinema(pair, "n1#ping 192.0.2.9 repeat 50\nn1#show clock\n")
    text = cinema.show((lambda: cinema.took > 6, "n"), (lambda: "paused" in cinema.bars[-1], " "))
    assert cinema.took < 15 and "(0/50)" in text and "UTC" in text


def test_without_a_terminal_it_prints(lab_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "t.txt"
    file.write_text(f"!@ lab {lab_file.name}\n{TEXT}")
    assert main(["play", str(file)]) == OK
    assert "R1#show clock\n*00:10:00.000 UTC Mon Mar 1 1993\n" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("option", "reason"),
    [
        (["--speed", "0"], "ios-emu play: --speed 0: write a number, e.g. 2 or 0.5, or max"),
        (["--speed", "fast"], "ios-emu play: --speed fast: write a number, e.g. 2 or 0.5, or max"),
        (["--idle", "long"], "ios-emu play: not a duration: 'long' (write e.g. 30s, 250us, 2m)"),
    ],
)
def test_a_mistake_is_one_line(option: list[str], reason: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["play", "t.txt", *option]) == WRONG
    assert capsys.readouterr().err == reason + "\n"


def test_how_a_line_looks() -> None:
    def seen(line: str) -> list[str]:
        return [str(part) for part in drawn(line) if isinstance(part, Text)]

    assert seen("!@ wait 21.673581146s") == ["!@ wait 21.7s"] and seen("!@ wait 600s") == ["!@ wait 600s"]
    assert seen("!@ wait 0.5s") == seen("!@ after 2s") == seen("!@ watch all") == []
    assert seen("!@ print R1#hello") == ["R1#hello"]
    assert seen("a\x1b[2Jb") == ["a^[[2Jb"]


def test_speeds() -> None:
    assert parse_speed("max") == math.inf and parse_speed("0.5") == 0.5
