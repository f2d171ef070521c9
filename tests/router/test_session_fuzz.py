"""A user who types anything: random bytes, random words, beginnings of real commands, answers to questions.

`IOS_EMU_FUZZ=100000 pytest tests/router/test_session_fuzz.py` types that many lines; `IOS_EMU_FUZZ_SEED` begins
elsewhere. A failure names the seed and the line, which replay it.
"""

from __future__ import annotations

import os
import pickle
from pathlib import Path
from random import Random

import pytest
from support.samples import sample, typed, value

from ios_emu.grammar.command import Command
from ios_emu.kernel import SECOND, Kernel
from ios_emu.lab.catalog import CATALOG
from ios_emu.router.boot import merge_config
from ios_emu.router.files import running_config
from ios_emu.router.router import Router

CONFIG = (Path(__file__).parents[2] / "configs" / "7204VXR-1.cfg").read_text()
COMMANDS = tuple(CATALOG.grammar.commands.values())
BY_MODE = {mode: tuple(one for one in COMMANDS if one.mode == mode) for mode in CATALOG.grammar.modes}
MODELLED = {mode: tuple(one for one in own if one.run is not None) for mode, own in BY_MODE.items()}
WORDS = sorted({word for command in COMMANDS for word in command.notation.split() if word.isalpha()})
LINES = int(os.environ.get("IOS_EMU_FUZZ", "1500"))
SEED = int(os.environ.get("IOS_EMU_FUZZ_SEED", "0"))
MODIFIERS = ("include", "exclude", "begin", "section", "count", "redirect", "tee", "append", "zap", "")


def a_command(draw: Random, mode: str) -> Command:
    """One that a user in `mode` may well type: of that mode, of one it falls back on, or any."""
    modes = [mode]
    while (parent := CATALOG.grammar.modes[modes[-1]].parent) is not None:
        modes.append(parent)
    for table, chance in ((MODELLED, 0.6), (BY_MODE, 0.7)):
        own = table[draw.choice(modes)]
        if own and draw.random() < chance:
            return draw.choice(own)
    return draw.choice(COMMANDS)


def a_line(draw: Random, mode: str) -> str:
    """Something to type."""
    kind = draw.random()
    if kind < 0.1:
        size = draw.randint(0, 60)
        return "".join(chr(draw.choice((draw.randint(0, 255), draw.randint(32, 126)))) for _ in range(size))
    if kind < 0.2:
        size = draw.randint(0, 9)
        return " ".join(draw.choice((draw.choice(WORDS), value(draw, "WORD"), "|", "?")) for _ in range(size))
    words = sample(draw, a_command(draw, mode))
    if kind < 0.3:
        words = words[: draw.randint(0, len(words))]
    line = typed(
        [(word[: draw.randint(1, len(word))] if draw.random() < 0.2 else word, key) for word, key in words]
    )
    if kind < 0.45:
        line = draw.choice(("no ", "default ", "do ", "undebug ", "  ")) + line
    if kind > 0.9 or (line.startswith("show") and draw.random() < 0.3):
        line += f" | {draw.choice(MODIFIERS)} {draw.choice(('a', '[', '(a|b)*', '', 'disk0:x', '_'))}"
    if draw.random() < 0.05:
        line += "\x1a"
    return line


class Typist:
    """Types at one router, and keeps it reachable."""

    def __init__(self, seed: int, interactive: bool) -> None:
        self.draw = Random(seed)
        self.line = ""
        """What was typed last."""
        self.interactive = interactive
        self.router = Router("r1", Kernel(seed), CATALOG, CONFIG)
        self.router.power_on()

    def step(self) -> None:
        """Type one thing."""
        draw, router = self.draw, self.router
        console = router.console
        assert console is not None
        if not router.powered:
            router.kernel.run_until(router.kernel.now + 120 * SECOND)
            if not router.powered:
                router.power_on()
            return
        if self.interactive:
            console.attach()
        if draw.random() < 0.12 and console.job is None:
            console.enter(draw.choice((">", "#", "#", "(config)#", "(config)#")))
        line = a_line(draw, console.mode)
        if console.job is not None and draw.random() < 0.7:
            line = draw.choice(("", "y", "n", " ", "q", "/", "10.0.0.1", "yes", "no", "x", "\x1a"))
        self.line = line
        action = draw.random()
        if action < 0.1:
            console.help(line)
            console.complete(line)
            return
        if action < 0.15:
            console.interrupt()
            return
        console.feed(line)
        router.kernel.run_until(router.kernel.now + draw.randint(0, 2 * SECOND))
        assert "\n" not in console.prompt
        assert len(console.drain()) < 1_000_000


@pytest.mark.parametrize("interactive", [False, True])
def test_nothing_typed_ever_crashes(interactive: bool) -> None:
    typist = Typist(SEED + interactive, interactive)
    for number in range(LINES // 2):
        try:
            typist.step()
        except Exception as error:
            raise AssertionError(f"seed {SEED}, line {number}: {typist.line!r}: {error!r}") from error
    router = typist.router
    if not router.powered:
        router.power_on()
    # Whatever it is now, it is still a value, and its configuration can be written and read.
    pickle.loads(pickle.dumps(router))
    other = Router("r2", Kernel(0), CATALOG, running_config(router))
    other.power_on()
    assert merge_config(other, running_config(other)) == other.boot_complaints
