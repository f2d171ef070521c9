"""Which lines of a router's running-config are kept without effect."""

from __future__ import annotations

from collections.abc import Iterator

from ios_emu.grammar.config import ConfigNode
from ios_emu.grammar.grammar import Grammar
from ios_emu.router.router import Router


def kept_lines(router: Router) -> list[str]:
    """The lines that are kept without effect, in the order of the running-config, indented below their sections."""
    return [line for line, kept in _lines(router.catalog.grammar, router.config.root, "") if kept]


def _lines(grammar: Grammar, section: ConfigNode, indent: str) -> Iterator[tuple[str, bool]]:
    """Each line, and whether it is to be told: if it is kept, or stands above one that is."""
    for node in section.children:
        command = grammar.command(node.command)
        below = list(_lines(grammar, node, indent + " "))
        kept = command is not None and command.kept
        yield indent + node.text.partition("\n")[0], kept or any(told for _, told in below)
        yield from below
