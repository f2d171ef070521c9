"""`ios-emu commands`: the whole command table, mode by mode, in the notation of the command references."""

from __future__ import annotations

from collections.abc import Iterator

from ios_emu.lab.catalog import CATALOG
from ios_emu.lab.error import LabError

_FIRST = ("exec", "privileged", "config")


def command_lines(only: str | None = None, *, modelled: bool = False) -> Iterator[str]:
    """For each mode its name and prompt, then its commands in alphabetical order. Before a command stand the privilege
    level it needs, when it is not the mode's own, and `kept` when it is understood but has no effect.

    `only`: the mode of this name; `modelled`: not those that are only kept. Raises LabError for a mode that is none.
    """
    grammar = CATALOG.grammar
    if only is not None and only not in grammar.modes:
        raise LabError(f"--mode {only}: the modes are {', '.join(sorted(grammar.modes))}")
    for mode in sorted(grammar.modes.values(), key=lambda one: (one.name not in _FIRST, one.name)):
        own = [
            command
            for command in grammar.commands.values()
            if command.mode == mode.name and only in (None, mode.name) and not (modelled and command.kept)
        ]
        if not own:
            continue
        usual = 1 if mode.name == "exec" else 15
        yield f"{mode.name}: Router{mode.prompt}"
        for command in sorted(own, key=lambda one: one.notation.lower()):
            level = str(command.privilege) if command.privilege != usual else ""
            yield f"{level:>3} {'kept' if command.kept else '':<5}{command.notation}"
