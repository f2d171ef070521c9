"""Privilege levels of commands: those they are born with, and `privilege exec level 7 show running-config`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ios_emu.grammar.grammar import Match, Mismatch, MismatchKind
from ios_emu.router.aliases import KINDS

if TYPE_CHECKING:
    from ios_emu.router.router import Router


def level_of(router: Router, match: Match) -> int:
    """The privilege level that a matched command needs: that of the longest `privilege` line which names its
    beginning, words abbreviated or not; else its own."""
    level, longest = match.command.privilege, 0
    kind = KINDS.get(match.mode, "")
    for node in router.config.lines("privilege", kind):
        words = node.args.text("command").split()
        named = len(words) <= len(match.args.words) and all(
            full.startswith(word) for word, full in zip(words, match.args.words, strict=False)
        )
        if named and not node.negated and len(words) > longest:
            level, longest = node.args.int("level"), len(words)
    return level


def match_for(router: Router, mode: str, line: str, privilege: int) -> Match | Mismatch:
    """What `line` is to a user of this privilege level."""
    grammar = router.catalog.grammar
    if not router.config.lines("privilege"):
        return grammar.match(mode, line, privilege)
    found = grammar.match("privileged" if mode == "exec" else mode, line)
    if isinstance(found, Mismatch) or level_of(router, found) <= privilege:
        return found
    refused = grammar.match(mode, line, privilege)
    return refused if isinstance(refused, Mismatch) else Mismatch(MismatchKind.INVALID, line, 0)
