"""`service password-encryption`: passwords in the running-config that stand in clear text are scrambled (type 7).

Any command that is written `... [0|7] <name:WORD>` takes part, whoever's command it is. What the password does has
been settled by then; only how it is kept changes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ios_emu.grammar.config import ConfigNode
from ios_emu.grammar.grammar import Match
from ios_emu.router.secrets import LARGEST_START, scramble

if TYPE_CHECKING:
    from ios_emu.router.router import Router

_SECRET = re.compile(r"\[(?:\{?0 ?\| ?7\}?|<encryption:0-7>)\] <([\w-]+):(?:WORD|LINE)>")


def encrypting(router: Router) -> bool:
    """Whether the service is on."""
    return router.config.section("service password-encryption") is not None


def encrypt_all(router: Router) -> None:
    """The service was turned on: scramble what there is."""
    _encrypt_section(router, (), router.config.root)


def _encrypt_section(router: Router, path: tuple[str, ...], section: ConfigNode) -> None:
    for node in section.children:
        changed = encrypt(router, path, node)
        if changed.nodes:
            _encrypt_section(router, (*path, changed.text), changed)


def encrypt(router: Router, path: tuple[str, ...], node: ConfigNode) -> ConfigNode:
    """`node` of the section `path`, its password scrambled; the node that stands in its place."""
    for found in _SECRET.finditer(node.command):
        value = node.args.get(found[1])
        if node.negated or not isinstance(value, str) or "7" in node.args or node.args.get("encryption") == 7:
            continue
        words = list(node.words)
        at = len(words) - 1 - words[::-1].index(value)
        start = router.kernel.random(f"{router.name}/type 7").randint(0, LARGEST_START)
        words[at] = scramble(value, start)
        if "0" in node.args or "encryption" in node.args:
            words[at - 1] = "7"
        else:
            words.insert(at, "7")
        match = router.catalog.grammar.match(node.command.partition(":")[0], " ".join(words))
        if isinstance(match, Match) and match.command.identity == node.command:
            return router.config.apply(path, match) or node
    return node
