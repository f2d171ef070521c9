"""`ios-emu commands`: the whole command table, mode by mode, in the notation of the command references."""

from __future__ import annotations

from collections.abc import Iterator

from ios_emu.lab.catalog import CATALOG


def command_lines() -> Iterator[str]:
    """For each mode its name and prompt, then its commands in alphabetical order, indented; `N` before a command is
    the privilege level it needs when it is not the mode's own."""
    grammar = CATALOG.grammar
    for mode in grammar.modes.values():
        own = [command for command in grammar.commands.values() if command.mode == mode.name]
        if not own:
            continue
        usual = 1 if mode.name == "exec" else 15
        yield f"{mode.name}: Router{mode.prompt}"
        for command in sorted(own, key=lambda one: one.notation.lower()):
            level = f"{command.privilege} " if command.privilege != usual else ""
            yield f"    {level}{command.notation}"
