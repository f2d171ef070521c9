"""Which call a line of exec mode asks for: `telnet HOST`, or a word that is no command but the name of a host."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ios_emu.router.context import CommandError
from ios_emu.router.name_lookup import host_word, resolve
from ios_emu.router.telnet.client import MOST, Call
from ios_emu.wire import IPv4, ipv4
from ios_emu.wire.tcp import HEADER_LENGTH

if TYPE_CHECKING:
    from ios_emu.grammar.grammar import Mismatch
    from ios_emu.router.session import Session

TELNET = 23


def call(session: Session, host: str, port: int = TELNET, source: IPv4 | None = None) -> Call:
    """A connection to `host`, about to be opened. Raises UnknownHost, or CommandError when it may not be."""
    router, line = session.router, session.line
    address = resolve(router, host)
    if not line.calls_telnet:
        raise CommandError("% telnet connections not permitted from this terminal\n")
    if line.access_out:
        # `access-class out` looks for where the connection goes among the sources.
        packet = ipv4.build(address, address, ipv4.TCP, b"\0" * HEADER_LENGTH)
        if not router.acls.permits(line.access_out, packet):
            raise CommandError("% Connections to that host not permitted from this terminal\n")
    if len(session.calls) >= MOST:
        raise CommandError("% Maximum number of connections reached\n")
    return Call(router, host, address, port, source)


def call_by_name(session: Session, line: str, mismatch: Mismatch) -> Call | None:
    """For a line that is no command: the call, if it is a host that the router knows."""
    word = host_word(session, line, mismatch)
    if word is None or not session.line.calls_telnet:
        return None
    try:
        return call(session, word)
    except CommandError:
        return None
