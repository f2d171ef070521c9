"""`terminal ...`, and what shows lines and terminals: `show terminal`, `show line`, `show users`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ios_emu.grammar.command import Args, Command
from ios_emu.router.show import terminal

if TYPE_CHECKING:
    from ios_emu.router.session import Session


def _length(session: Session, args: Args) -> None:
    session.settings["length"] = args.int("lines")


def _width(session: Session, args: Args) -> None:
    session.settings["width"] = args.int("columns")


def _history(session: Session, args: Args) -> None:
    if "size" in args:
        session.settings["history"] = args.int("number")
    else:
        session.settings.pop("history", None)


def _no_history(session: Session, args: Args) -> None:
    if "size" in args:
        session.settings.pop("history", None)
    else:
        session.settings["history"] = 0


def _forget(session: Session, args: Args) -> None:
    """`terminal no length`, `terminal default width`: as the line has it."""
    session.settings.pop(args.words[2], None)


def _monitor(session: Session, args: Args) -> str | None:
    if session.line_name.startswith("con"):
        return "% Console already monitors\n"
    session.monitoring = True
    return None


def _no_monitor(session: Session, args: Args) -> None:
    """On a console it has no effect."""
    session.monitoring = False


def _show_terminal(session: Session, args: Args) -> str:
    return terminal.show_terminal(session)


def _show_line(session: Session, args: Args) -> str:
    return terminal.show_line(session)


def _users(session: Session, args: Args) -> str:
    return terminal.users(session, every="all" in args)


_HELP = {
    "terminal": "Set terminal line parameters",
    "length": "Set number of lines on a screen",
    "<lines>": "Number of lines on screen (0 for no pausing)",
    "width": "Set width of the display terminal",
    "<columns>": "Number of characters on a screen line (0 for no wrapping)",
    "history": "Enable and control the command history function",
    "size": "Set history buffer size",
    "<number>": "Size of history buffer",
    "monitor": "Copy debug output to the current terminal line",
    "no": "Negate a command or set its defaults",
    "default": "Set a command to its defaults",
    "show": "Show running system information",
    "line": "TTY line information",
    "users": "Display information about terminal lines",
    "all": "Include information about inactive ports",
    "who": "List active users",
    "systat": "Display information about terminal lines",
}

TERMINAL_COMMANDS = tuple(
    Command("exec", notation, run, _HELP)
    for notation, run in (
        ("terminal length <lines:0-512>", _length),
        ("terminal width <columns:0-512>", _width),
        ("terminal history [size <number:0-256>]", _history),
        ("terminal monitor", _monitor),
        ("terminal no monitor", _no_monitor),
        ("terminal no history [size]", _no_history),
        ("terminal no {length|width}", _forget),
        ("terminal default {length|width|history}", _forget),
        ("show terminal", _show_terminal),
        ("show line", _show_line),
        ("show users [all]", _users),
        ("who [all]", _users),
        ("systat [all]", _users),
    )
)
