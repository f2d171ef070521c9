"""How the terminal answers `?`, and a word that is no command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ios_emu.grammar.grammar import (
    HelpLine,
    Mismatch,
    MismatchKind,
    render_help,
)
from ios_emu.router.aliases import KINDS, aliases
from ios_emu.router.release import ByRelease, Train

if TYPE_CHECKING:
    from ios_emu.router.router import Router
    from ios_emu.router.session import Session

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

_NO_SUCH_HOST = "% Unknown command or computer name, or unable to find computer address\n"
_TRANSLATION_FAILED = ByRelease(
    {
        Train.R12_2: 'Translating "{0}"{1}\n\nTranslating "{0}"{1}\n' + _NO_SUCH_HOST,
        Train.R15: 'Translating "{0}"{1}\n% Bad IP address or host name' + _NO_SUCH_HOST,
    }
)
_NAME_SERVER = "...domain server (255.255.255.255)"


def help_text(router: Router, mode: str, line: str, privilege: int) -> str:
    """What `?` prints after `line`: the words it may become, or what may come next with an explanation of each."""
    grammar = router.catalog.grammar
    offers = grammar.help(mode, line, privilege)
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


def _no_help(match: object) -> str:
    if isinstance(match, Mismatch) and match.kind is MismatchKind.AMBIGUOUS:
        return f'% Ambiguous command:  "{match.text}"\n'
    return "% Unrecognized command\n"


def unknown_word(session: Session, line: str, mismatch: Mismatch) -> str:
    """A single unknown word typed in exec mode is taken for a host to connect to: what is printed when there is
    none. Empty when the line is something else."""
    word = line.strip()
    if mismatch.kind is not MismatchKind.INVALID or len(word.split()) != 1 or not word.isprintable():
        return ""
    if session.sections or not session.line.takes_hosts:
        return ""
    config = session.router.config
    switches = [*config.lines("ip", "domain", "lookup"), *config.lines("ip", "domain-lookup")]
    server = "" if any(node.negated for node in switches) else _NAME_SERVER
    return _TRANSLATION_FAILED[session.router.release].format(word, server)
