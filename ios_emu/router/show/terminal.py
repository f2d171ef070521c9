"""`show terminal`, `show line`, `show users`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ios_emu.kernel import SECOND
from ios_emu.router.line import line_settings, virtual_lines
from ios_emu.router.release import ByRelease, Train
from ios_emu.router.show.durations import clock_time

if TYPE_CHECKING:
    from ios_emu.router.router import Router
    from ios_emu.router.session import Session

_USERS_SECOND = ByRelease(
    {
        Train.R12_2: "  Interface  User        Mode                     Idle     Peer Address\n",
        Train.R15: "  Interface    User               Mode         Idle     Peer Address\n",
    }
)
_AUX = 1
FIRST_VTY = 2
"""The lines of a 7200: the console is 0, the auxiliary port 1, and then come the virtual ones."""


def lines(router: Router) -> list[tuple[int, str]]:
    """Every line: its absolute number and its name, e.g. (2, `vty 0`). There are five virtual ones at least."""
    return [(0, "con 0"), (_AUX, "aux 0"), *((FIRST_VTY + n, f"vty {n}") for n in range(virtual_lines(router)))]


def users(session: Session, every: bool) -> str:
    """`show users [all]`: the lines somebody is at, or all of them; `*` marks the one that asks."""
    router = session.router
    text = "    Line       User       Host(s)              Idle       Location\n"
    there = {each.line_name: each for each in router.sessions if each is session or each.in_use}
    for number, name in lines(router):
        one = there.get(name)
        if one is not None:
            idle = clock_time(router.kernel.now - one.last_input)
            hosts = [call.host for call in one.calls] or ["idle"]
            mark = "*" if one is session else " "
            text += f"{mark}{number:3} {name:<10}{one.user:<11}{hosts[0]:<21}{idle:<11}{one.location}\n"
            text += "".join(f"{'':26}{host}\n" for host in hosts[1:])
        elif every:
            text += f" {number:3} {name:<10}{'':<32}{clock_time(0):<11}\n"
    return text + f"\n{_USERS_SECOND[router.release]}\n"


def show_line(session: Session) -> str:
    """`show line`."""
    text = "   Tty Typ     Tx/Rx    A Modem  Roty AccO AccI   Uses   Noise  Overruns   Int\n"
    there = [each.line_name for each in session.router.sessions if each is session or each.in_use]
    for number, name in lines(session.router):
        here = name in there
        kind = {"con": "CTY", "aux": "AUX"}.get(name[:3], "VTY")
        rate = "9600/9600" if kind == "AUX" else ""
        settings = line_settings(session.router, name)
        access_in, access_out = settings.access_in or "-", settings.access_out or "-"
        text += (
            f"{'*' if here else ' '} {number:4} {kind:<5} {rate:>9}  -{'-':>5}{'-':>7}{access_out:>5}{access_in:>5}"
            f"{int(here):7}{0:8}{'0/0':>8}{'-':>8}\n"
        )
    return text + "\n"


def show_terminal(session: Session) -> str:
    """`show terminal`."""
    router = session.router
    number = next((number for number, name in lines(router) if name == session.line_name), 0)
    timeout = session.line.exec_timeout
    size = session.history_size
    history = f"History is enabled, history size is {size}." if size else "History is disabled, history size is 0."
    since = clock_time((router.kernel.now - session.since) // SECOND * SECOND)
    return (
        f'Line {number}, Location: "", Type: ""\n'
        f"Length: {session.length} lines, Width: {session.width} columns\n"
        "Status: PSI Enabled, Ready, Active, Automore On\n"
        "Capabilities: none\n"
        "Modem state: Ready\n"
        "Special Chars: Escape  Hold  Stop  Start  Disconnect  Activation\n"
        "                ^^x    none   -     -       none         \n"
        "Timeouts:      Idle EXEC    Idle Session   Modem Answer  Session   Dispatch\n"
        f"               {clock_time(timeout * SECOND) if timeout else 'never':<13}"
        "never                        none     not set\n"
        "                            Idle Session Disconnect Warning\n"
        "                              never \n"
        "                            Login-sequence User Response\n"
        "                             00:00:30\n"
        "                            Autoselect Initial Wait\n"
        "                              not set \n"
        "Modem type is unknown.\n"
        "Session limit is not set.\n"
        f"Time since activation: {since}\n"
        "Editing is enabled.\n"
        f"{history}\n"
        "DNS resolution in show commands is enabled\n"
        "Full user help is disabled\n"
        "Allowed input transports are none.\n"
        "Allowed output transports are none.\n"
        "Preferred transport is none.\n"
        "No output characters are padded\n"
        "No special data dispatching characters\n"
    )
