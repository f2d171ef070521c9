"""How the terminal shows help: the answer to `?`."""

from __future__ import annotations

from ios_emu.grammar.grammar import Grammar, render_help

_HEADINGS = {
    "exec": "Exec commands:",
    "privileged": "Exec commands:",
    "config": "Configure commands:",
    "interface": "Interface configuration commands:",
    "line": "Line configuration commands:",
}


def help_text(grammar: Grammar, mode: str, line: str, privilege: int) -> str:
    """What `?` prints after `line`: the words it may become, or what may come next with an explanation of each."""
    offers = grammar.help(mode, line, privilege)
    if not offers:
        return "% Unrecognized command\n"
    if line and not line[-1].isspace():
        return render_help(offers, words_only=True)
    heading = _HEADINGS.get(mode, "") if not line.strip() else ""
    return (heading + "\n" if heading else "") + render_help(offers, words_only=False)
