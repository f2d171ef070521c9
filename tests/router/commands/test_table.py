"""Properties of the whole real command table, every command of every feature."""

from __future__ import annotations

from random import Random

import pytest
from support.samples import sample, typed, value, way_to

from ios_emu.grammar.command import EXEC_MODES, Command, Store
from ios_emu.grammar.grammar import Match, Mismatch, MismatchKind
from ios_emu.grammar.interfaces import KINDS
from ios_emu.kernel import Kernel
from ios_emu.lab.catalog import CATALOG
from ios_emu.router.boot import TOP, Section, apply_line
from ios_emu.router.files import running_config
from ios_emu.router.router import Router

GRAMMAR = CATALOG.grammar
MODES = [mode for mode in GRAMMAR.modes if any(command.mode == mode for command in GRAMMAR.commands.values())]
SAMPLES = 3


def commands_of(mode: str) -> list[Command]:
    return [command for command in GRAMMAR.commands.values() if command.mode == mode]


def most_of(mode: str) -> list[Command]:
    """All commands but for those kept without effect, of which there are thousands: some of them."""
    return [command for place, command in enumerate(commands_of(mode)) if not command.kept or place % 16 == 0]


def context_of(mode: str) -> str:
    """Where a command is looked up: privileged mode has the commands of both exec modes."""
    return "privileged" if mode == "exec" else mode


@pytest.mark.parametrize("mode", MODES)
def test_every_instance_is_a_command(mode: str) -> None:
    draw = Random(1)
    for command in commands_of(mode):
        for _ in range(SAMPLES):
            words = sample(draw, command)
            found = GRAMMAR.match(context_of(mode), typed(words))
            assert isinstance(found, Match), (command.identity, typed(words))
            again = GRAMMAR.match(context_of(mode), " ".join(found.args.words))
            assert isinstance(again, Match) and again.args.words == found.args.words


def words_of_parents(mode: str) -> set[str]:
    """What the modes around a config mode know in full, and so is no abbreviation in it."""
    parent = None if mode in EXEC_MODES or mode == "privileged" else GRAMMAR.modes[mode].parent
    if parent is None:
        return set()
    return {line.token.lower() for line in GRAMMAR.help(parent, "")} | words_of_parents(parent)


@pytest.mark.parametrize("mode", MODES)
def test_any_unique_abbreviation_is_the_full_command(mode: str) -> None:
    draw = Random(2)
    where = context_of(mode)
    for command in most_of(mode):
        words = sample(draw, command)
        short: list[tuple[str, bool]] = []
        for word, is_keyword in words:
            if is_keyword and not word.isdigit():
                head = typed(short) + " " if short else ""
                offered = [line.token for line in GRAMMAR.help(where, head)]
                unique = [
                    n
                    for n in range(1, len(word) + 1)
                    if sum(o.lower().startswith(word[:n].lower()) for o in offered) == 1
                    and (short or word[:n].lower() not in words_of_parents(where))
                ]
                word = word[: draw.choice(unique)] if unique else word
            short.append((word, is_keyword))
        assert GRAMMAR.match(where, typed(short)) == GRAMMAR.match(where, typed(words)), (
            typed(short),
            typed(words),
        )


KIND_NAMES = {kind.name for kind in KINDS}
TYPES = {"WORD", "LINE", "A.B.C.D", "H.H.H", "X:X:X:X::X", "<cr>", "hh:mm:ss", "A.B.C.D/nn", "Hex-data"}
SHOWN = {"<cr>": "", "hh:mm:ss": "TIME", "A.B.C.D/nn": "A.B.C.D/LEN", "Hex-data": "HEX",
         "X:X:X:X::X/<0-128>": "X:X:X:X::X/LEN"}  # fmt: skip


@pytest.mark.parametrize("mode", MODES)
def test_everything_help_offers_is_accepted(mode: str) -> None:
    draw = Random(3)
    where = context_of(mode)
    for command in most_of(mode):
        words = sample(draw, command)
        head = typed(words[: draw.randint(0, len(words))])
        head += " " if head else ""
        for line in GRAMMAR.help(where, head):
            token = line.token
            if token == "|":
                continue
            kind = SHOWN.get(token, token.strip("<>"))
            is_word = token in KIND_NAMES or (token not in TYPES and "<" not in token)
            text = token if is_word else value(draw, kind) if kind else ""
            found = GRAMMAR.match(where, head + text)
            if token == "<cr>":
                assert isinstance(found, Match), (head, token)
            else:
                good = isinstance(found, Match) or found.kind is MismatchKind.INCOMPLETE
                assert good, (head + text, token)


# -- no ----------------------------------------------------------------------------------------------


def opened(router: Router, mode: str) -> tuple[Section, ...]:
    """The sections down to `mode`, entered."""
    sections: tuple[Section, ...] = TOP
    for line in way_to(GRAMMAR, mode):
        applied = apply_line(router, sections, line)
        assert not applied.refused, (line, applied)
        sections = applied.sections
    return sections


def shown(router: Router, sections: tuple[Section, ...]) -> str:
    """The running-config, or the one section that is open."""
    path = sections[-1].path
    return router.config.render_section(GRAMMAR, *path) if path else running_config(router)


def fresh() -> Router:
    router = Router(
        "r1", Kernel(0), CATALOG, "hostname R1\ninterface FastEthernet0/0\ninterface FastEthernet0/1\n"
    )
    router.power_on()
    return router


CONFIG_MODES = [mode for mode in MODES if mode not in EXEC_MODES]


@pytest.mark.parametrize("mode", CONFIG_MODES)
def test_no_undoes_what_was_typed(mode: str) -> None:
    draw = Random(4)
    router = fresh()
    for command in commands_of(mode):
        if command.store is Store.NEVER:
            continue
        for _ in range(2):
            words = sample(draw, command)
            line = typed(words)
            found = GRAMMAR.match(mode, line)
            if isinstance(found, Mismatch) or found.command is not command:
                continue
            sections = opened(router, mode)
            bare = " ".join(found.args.stem)
            apply_line(router, sections, f"default {bare}")
            before = shown(router, sections)
            first, second = ("no ", bare) if command.store is Store.ON else ("", f"no {bare}")
            if command.store is Store.BOTH:
                second = f"default {bare}"
            undone = GRAMMAR.match(mode, second)
            keeps_no = (
                isinstance(undone, Match) and undone.command.store in (Store.BOTH, Store.ON) and undone.args.no
            )
            if keeps_no and command.store is Store.OFF:
                continue  # it is that of another command with the same first words
            if apply_line(router, sections, first + (bare if first else line)).refused:
                continue
            apply_line(router, opened(router, mode), second)
            assert shown(router, sections) == before, (line, second)
