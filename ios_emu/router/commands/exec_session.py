"""Exec commands about the session itself: modes, the terminal, the clock."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from ios_emu.grammar.command import Args, Command
from ios_emu.router.commands.secrets import secret_matches
from ios_emu.router.context import CommandError, Job

if TYPE_CHECKING:
    from ios_emu.router.session import Session

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_TRIES = 3


class EnablePassword(Job):
    """Asks for the enable secret, three times at most."""

    question = "Password: "

    def __init__(self, stored: str) -> None:
        self._stored = stored
        self._tries = 0

    def on_input(self, session: Session, line: str) -> None:
        """A try."""
        if secret_matches(line.strip(), self._stored):
            session.finish(self)
            session.privilege = 15
            return
        self._tries += 1
        if self._tries == _TRIES:
            session.finish(self)
            session.print("% Bad secrets\n\n")


def _enable(session: Session, args: Args) -> Job | None:
    stored = session.secret()
    if session.privilege == 15 or stored is None:
        session.privilege = 15
        return None
    return EnablePassword(stored)


def _disable(session: Session, args: Args) -> None:
    session.privilege = 1


def _log_out(session: Session, args: Args) -> str:
    session.hang_up()
    return f"\n\n\n{session.router.hostname} {session.line_name.replace(' ', '')} is now available\n\n\n"


def _configure(session: Session, args: Args) -> str:
    session.configure()
    return "Enter configuration commands, one per line.  End with CNTL/Z.\n"


def _length(session: Session, args: Args) -> None:
    session.length = args.int("lines")


def _width(session: Session, args: Args) -> None:
    session.width = args.int("columns")


def _history_size(session: Session, args: Args) -> None:
    session.history_size = args.int("size")


def _monitor(session: Session, args: Args) -> str:
    return "% Console already monitors\n" if session.line_name.startswith("con") else ""


def _clock_set(session: Session, args: Args) -> None:
    month = next(i for i, name in enumerate(_MONTHS.split("|"), 1) if name in args)
    hour, minute, second = [*(int(part) for part in args.text("time").split(":")), 0][:3]
    try:
        when = datetime(args.int("year"), month, args.int("day"), hour, minute, second)
    except ValueError:
        raise CommandError("% Invalid input detected at '^' marker.\n") from None
    clock = session.router.logging.clock
    before = clock.now()
    clock.set(when)
    session.router.log(
        "SYS",
        6,
        "CLOCKUPDATE",
        f"System clock has been updated from {_moment(before)} to {_moment(when)}, "
        "configured from console by console.",
    )


def _moment(when: datetime) -> str:
    return f"{when:%H:%M:%S} UTC {when:%a %b} {when.day} {when.year}"


def _nothing(session: Session, args: Args) -> None:
    """`terminal no monitor` on a console: it goes on monitoring."""


_OUT = {"exit": "Exit from the EXEC", "logout": "Exit from the EXEC", "quit": "Exit from the EXEC"}

SESSION_COMMANDS = (
    Command("exec", "enable", _enable, {"enable": "Turn on privileged commands"}),
    Command("exec", "disable", _disable, {"disable": "Turn off privileged commands"}),
    Command("exec", "exit", _log_out, _OUT),
    Command("exec", "logout", _log_out, _OUT),
    Command("exec", "quit", _log_out, _OUT),
    Command(
        "privileged",
        "configure [terminal]",
        _configure,
        {"configure": "Enter configuration mode", "terminal": "Configure from the terminal"},
    ),
    Command("exec", "terminal length <lines:0-512>", _length),
    Command("exec", "terminal width <columns:0-512>", _width),
    Command("exec", "terminal history size <size:0-256>", _history_size),
    Command("exec", "terminal monitor", _monitor),
    Command("exec", "terminal no monitor", _nothing),
    Command(
        "privileged",
        f"clock set <time:TIME> {{<day:1-31> {{{_MONTHS}}} | {{{_MONTHS}}} <day:1-31>}} <year:1993-2035>",
        _clock_set,
        {"clock": "Manage the system clock", "set": "Set the time and date"},
    ),
)
