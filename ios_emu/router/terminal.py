"""How the terminal shows help: the answer to `?`."""

from __future__ import annotations

from ios_emu.grammar.grammar import Grammar, HelpLine

_HEADINGS = {
    "exec": "Exec commands:",
    "privileged": "Exec commands:",
    "config": "Configure commands:",
    "interface": "Interface configuration commands:",
    "line": "Line configuration commands:",
}
WIDTH = 80


def help_text(grammar: Grammar, mode: str, line: str, privilege: int) -> str:
    """What `?` prints after `line`: the words it may become, or what may come next with an explanation of each."""
    offers = grammar.help(mode, line, privilege)
    if not offers:
        return "% Unrecognized command\n"
    if line and not line[-1].isspace() and line[-1] != "|":
        return _words(offers)
    heading = _HEADINGS.get(mode, "") if not line.strip() else ""
    column = max(len(offer.token) for offer in offers) + 2
    rows = "".join(f"  {offer.token:<{column}}{offer.text}".rstrip() + "\n" for offer in offers)
    return (heading + "\n" if heading else "") + rows + "\n"


def _words(offers: list[HelpLine]) -> str:
    """The words a beginning may become, in columns without explanations."""
    column = max(len(offer.token) for offer in offers) + 2
    per_row = max(WIDTH // column, 1)
    rows = [offers[start : start + per_row] for start in range(0, len(offers), per_row)]
    return "".join("".join(f"{offer.token:<{column}}" for offer in row).rstrip() + "\n" for row in rows) + "\n"
