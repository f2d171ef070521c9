"""Connections to other hosts and from them: `telnet`, `show sessions`, `resume`, `disconnect`, `show tcp brief`,
`clear line`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ios_emu.grammar.command import Args, Command
from ios_emu.kernel import SECOND
from ios_emu.router.commands.questions import Confirm
from ios_emu.router.context import CommandError, Job
from ios_emu.router.show.tcp import brief
from ios_emu.router.show.terminal import FIRST_VTY
from ios_emu.router.telnet.client import Call
from ios_emu.router.telnet.dial import TELNET, call

if TYPE_CHECKING:
    from ios_emu.router.session import Session

_NONE_OPEN = "% No connections open\n"


def _telnet(session: Session, args: Args) -> Job:
    source = None
    if "interface" in args:
        interface = session.router.interfaces.get(args.interface("interface"))
        source = interface.ip if interface is not None and interface.line_up else None
        if source is None:
            raise CommandError("% Invalid source interface - IP not enabled or interface is down\n")
    return call(session, args.text("host"), args.int("port", TELNET), source)


def _show_sessions(session: Session, args: Args) -> str:
    if not session.calls:
        return _NONE_OPEN
    text = "Conn Host                Address             Byte  Idle Conn Name\n"
    for number, one in enumerate(session.calls, 1):
        mark = "*" if one is session.calls[-1] else " "
        idle = (session.router.kernel.now - one.since) // (60 * SECOND)
        text += f"{mark}{number:3} {one.host:<19} {one.address!s:<19} {0:4} {idle:5} {one.host}\n"
    return text + "\n"


def _which(session: Session, args: Args) -> Call:
    number = args.int("number", len(session.calls))
    if not session.calls:
        raise CommandError(_NONE_OPEN)
    if not 1 <= number <= len(session.calls):
        raise CommandError(f"% {number} is not an open connection\n")
    return session.calls[number - 1]


def _resume(session: Session, args: Args) -> Job:
    return _which(session, args)


class Disconnect(Confirm):
    """`Closing connection to HOST [confirm]`."""

    def __init__(self, connection: Call) -> None:
        super().__init__(f"Closing connection to {connection.host} ")
        self._connection = connection

    def confirmed(self, session: Session) -> None:
        """Close it."""
        self._connection.disconnect(session)


def _disconnect(session: Session, args: Args) -> Job:
    return Disconnect(_which(session, args))


def _show_tcp_brief(session: Session, args: Args) -> str:
    return brief(session.router)


class ClearLine(Confirm):
    """`clear line`."""

    def __init__(self, number: int) -> None:
        super().__init__("")
        self._number = number

    def confirmed(self, session: Session) -> None:
        """Throw out whoever is on the line."""
        session.print(" [OK]\n")
        router = session.router
        if self._number >= FIRST_VTY:
            router.vtys.clear(self._number - FIRST_VTY)
        elif self._number == 0 and router.console is not None:
            router.console.hang_up()


def _clear_line(session: Session, args: Args) -> Job:
    number = args.int("number")
    return ClearLine(number + FIRST_VTY if "vty" in args else number)


_HELP = {
    "telnet": "Open a telnet connection",
    "<host>": "IP address or hostname of a remote system",
    "<port>": "Port number",
    "/source-interface": "Specify source interface",
    "show": "Show running system information",
    "sessions": "Information about Telnet connections",
    "tcp": "Status of TCP connections",
    "brief": "Brief display",
    "where": "List active connections",
    "resume": "Resume an active network connection",
    "disconnect": "Disconnect an existing network connection",
    "<number>": "The number of a connection or of a line",
    "clear": "Reset functions",
    "line": "Reset a terminal line",
    "vty": "Virtual terminal",
}

TELNET_COMMANDS = (
    Command(
        "exec", "telnet <host:WORD> [<port:1-65535> | /source-interface <interface:INTERFACE>]*", _telnet, _HELP
    ),
    Command("exec", "show sessions", _show_sessions, _HELP),
    Command("exec", "where", _show_sessions, _HELP),
    Command("exec", "resume [<number:1-16>]", _resume, _HELP),
    Command("exec", "disconnect [<number:1-16>]", _disconnect, _HELP),
    Command("exec", "show tcp brief", _show_tcp_brief, _HELP),
    Command("privileged", "clear line {<number:0-990> | vty <number:0-988>}", _clear_line, _HELP),
)
