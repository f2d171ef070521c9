"""How the terminal answers `?`, Tab, and a line that is no command."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ios_emu.grammar.grammar import (
    CARRIAGE_RETURN,
    FILTERED,
    HelpLine,
    Match,
    Mismatch,
    MismatchKind,
    render_error,
    render_help,
)
from ios_emu.grammar.modifier import complete_modifier, modifier_help
from ios_emu.router.aliases import KINDS, aliases
from ios_emu.router.line import FULL

if TYPE_CHECKING:
    from ios_emu.router.router import Router

_DO = re.compile(r"\s*do\s+(?=\S|$)")
_HEADINGS = {
    "exec": "Exec commands:",
    "privileged": "Exec commands:",
    "config": "Configure commands:",
    "interface": "Interface configuration commands:",
    "interface-range": "Interface configuration commands:",
    "line": "Line configuration commands:",
    "router-ospf": "Router configuration commands:",
    "isakmp-policy": "ISAKMP commands:",
    "crypto-map": "Crypto Map configuration commands:",
    "crypto-transform": "Crypto transform configuration commands:",
}

_LISTED = ("show",)
"""Commands that are nothing without a subcommand, and say so in words of their own."""


def help_text(router: Router, mode: str, line: str, privilege: int) -> str:
    """What `?` prints after `line`: the words it may become, or what may come next with an explanation of each."""
    grammar = router.catalog.grammar
    _, mode, line = _behind_do(router, mode, line)
    if _modified(router, mode, line, privilege):
        offers = modifier_help(line)
        words_only = not line[-1].isspace() and not line.endswith("|")
        return render_help(offers, words_only) if offers else "% Unrecognized command\n"
    offers = _with_exit(router, mode, line, grammar.help(mode, line, privilege))
    partial = line.strip()
    if partial and not line[-1].isspace():
        if " " not in partial:
            known = aliases(router, KINDS.get(mode, ""))
            starred = [f"*{name}={known[name]}" for name in known if name.startswith(partial)]
            offers = [*(HelpLine(token, "") for token in starred), *offers]
        return render_help(offers, words_only=True) if offers else "% Unrecognized command\n"
    if not offers:
        return _no_help(grammar.match(mode, line, privilege))
    heading = _HEADINGS.get(mode, "") if not partial else ""
    return (heading + "\n" if heading else "") + render_help(offers, words_only=False)


_EXIT = "exit"


def _with_exit(router: Router, mode: str, line: str, offers: list[HelpLine]) -> list[HelpLine]:
    """`exit` belongs to every section, though the grammar has it once, in global configuration mode."""
    words = line.split()
    parent = router.catalog.grammar.modes[mode].parent
    if parent is None or mode == "privileged" or len(words) > 1:
        return offers
    finished = bool(words) and line[-1].isspace()
    if not finished and _EXIT.startswith("".join(words).lower()):
        heading = _HEADINGS.get(mode, "Configure").partition(" commands")[0]
        text = f"Exit from {heading if heading.isupper() else heading[:1].lower() + heading[1:]} mode"
        return sorted(
            [*offers, HelpLine(_EXIT, text)], key=lambda offer: (offer.token[0] == "<", offer.token.lower())
        )
    own = router.catalog.grammar.help(mode, words[0], FULL) if finished else []
    if finished and not offers and not own and len(words[0]) > 1 and _EXIT.startswith(words[0].lower()):
        return [CARRIAGE_RETURN]
    return offers


def _no_help(match: object) -> str:
    if isinstance(match, Mismatch) and match.kind is MismatchKind.AMBIGUOUS:
        return f'% Ambiguous command:  "{match.text}"\n'
    return "% Unrecognized command\n"


def error_text(mismatch: Mismatch, indent: int) -> str:
    """What is printed about a line of exec mode that is no command; it begins `indent` columns from the left."""
    words = mismatch.text.split()
    if mismatch.kind is MismatchKind.INCOMPLETE and len(words) == 1:
        full = next((each for each in _LISTED if each.startswith(words[0].lower())), "")
        if full:
            return f'% Type "{full} ?" for a list of subcommands\n'
    return render_error(mismatch, indent)


def complete(router: Router, mode: str, line: str, privilege: int) -> str | None:
    """What Tab makes of `line`; None when its last word is not the beginning of one word only."""
    head, mode, line = _behind_do(router, mode, line)
    if _modified(router, mode, line, privilege):
        completed = complete_modifier(line)
    else:
        completed = router.catalog.grammar.complete(mode, line, privilege)
    return None if completed is None else head + completed


def _behind_do(router: Router, mode: str, line: str) -> tuple[str, str, str]:
    """In configuration mode, `do` and what stands behind it as a line of exec mode: (`do `, `privileged`, `sh `)."""
    command = _DO.match(line)
    if command is None or mode in ("exec", "privileged"):
        return "", mode, line
    return command[0], "privileged", line[command.end() :]


def _modified(router: Router, mode: str, line: str, privilege: int) -> bool:
    """Whether `line` has come to its output modifiers."""
    if "|" not in line:
        return False
    match = router.catalog.grammar.match(mode, line.partition("|")[0], privilege)
    return isinstance(match, Match) and match.args.words[0] in FILTERED
