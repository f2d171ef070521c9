"""Aliases: those IOS is born with, and `alias MODE NAME COMMAND`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ios_emu.router.router import Router

BORN = {
    "h": "help",
    "lo": "logout",
    "p": "ping",
    "r": "resume",
    "s": "show",
    "u": "undebug",
    "un": "undebug",
    "w": "where",
}
"""In exec mode."""
KINDS = {
    "exec": "exec",
    "privileged": "exec",
    "config": "configure",
    "interface": "interface",
    "interface-range": "interface",
    "line": "line",
    "router-ospf": "router",
}
"""Mode of the grammar -> what `alias` calls it."""


def aliases(router: Router, kind: str) -> dict[str, str]:
    """The aliases of a kind of mode, those it was born with first."""
    known = dict(BORN) if kind == "exec" else {}
    for node in router.config.lines("alias", kind):
        if not node.negated:
            known[node.args.text("name")] = node.args.text("command")
    return known


def expand(router: Router, mode: str, line: str) -> str:
    """`line` with its first word, if it is an alias, replaced by what it stands for."""
    words = line.split(None, 1)
    meaning = aliases(router, KINDS.get(mode, "")).get(words[0]) if words else None
    return line if meaning is None else " ".join((meaning, *words[1:]))


def show_aliases(router: Router) -> str:
    """`show aliases`."""
    text = ""
    for kind, title in (("exec", "Exec"), ("configure", "Configuration"), ("interface", "Interface configuration"),
                        ("line", "Line configuration"), ("router", "Router configuration")):  # fmt: skip
        known = aliases(router, kind)
        if known:
            text += f"{title} mode aliases:\n" + "".join(f"  {name:<21} {known[name]}\n" for name in known) + "\n"
    return text
