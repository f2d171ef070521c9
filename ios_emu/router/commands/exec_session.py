"""Exec commands about the session itself: coming, going, privilege levels, `send`, `setup`, the clock."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from ios_emu.grammar.command import Args, Command
from ios_emu.router.aliases import show_aliases
from ios_emu.router.commands.questions import Confirm
from ios_emu.router.context import CommandError, Job
from ios_emu.router.line import FULL, USER, enable_secret
from ios_emu.router.login import EnablePassword, Login
from ios_emu.router.show.terminal import lines

if TYPE_CHECKING:
    from ios_emu.router.session import Session

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
CTRL_Z = "\x1a"


# -- privilege levels --------------------------------------------------------------------------------


def _enable(session: Session, args: Args) -> Job | str | None:
    level = args.int("level", FULL)
    stored = enable_secret(session.router, level)
    if level <= session.privilege or (stored is None and session.line_name.startswith("con")):
        session.privilege = level
        return None
    return "% No password set\n" if stored is None else EnablePassword(stored, level)


def _disable(session: Session, args: Args) -> str | None:
    level = args.int("level", USER)
    if level > session.privilege:
        return "% New privilege level must be less than current privilege level\n"
    session.privilege = level
    return None


def _login(session: Session, args: Args) -> Job:
    return Login("local")


class LogOut(Confirm):
    """`exit` with connections to other hosts."""

    def __init__(self) -> None:
        super().__init__("You have open connections ")

    def confirmed(self, session: Session) -> None:
        """Close them, and leave."""
        session.hang_up()


def _log_out(session: Session, args: Args) -> Job | None:
    if session.calls:
        return LogOut()
    session.hang_up()
    return None


def _configure(session: Session, args: Args) -> str:
    session.configure()
    return "Enter configuration commands, one per line.  End with CNTL/Z.\n"


def _privilege(session: Session, args: Args) -> str:
    return f"Current privilege level is {session.privilege}\n"


def _history(session: Session, args: Args) -> str:
    return "".join(f"  {line}\n" for line in session.history)


def _aliases(session: Session, args: Args) -> str:
    return show_aliases(session.router)


_HELP_TEXT = """\
Help may be requested at any point in a command by entering
a question mark '?'.  If nothing matches, the help list will
be empty and you must backup until entering a '?' shows the
available options.
Two styles of help are provided:
1. Full help is available when you are ready to enter a
   command argument (e.g. 'show ?') and describes each possible
   argument.
2. Partial help is provided when an abbreviated argument is entered
   and you want to know what arguments match the input
   (e.g. 'show pr?'.)

"""


def _help(session: Session, args: Args) -> str:
    return _HELP_TEXT


# -- send, setup -------------------------------------------------------------------------------------


class Deliver(Confirm):
    """`Send message? [confirm]`."""

    def __init__(self, text: str, to: str) -> None:
        super().__init__("Send message? ")
        self._text = text
        self._to = to

    def confirmed(self, session: Session) -> None:
        """Print it on the terminals it is for."""
        numbers = {name: number for number, name in lines(session.router)}
        to = f"tty{numbers.get(self._to, 0)}" if self._to else "all terminals"
        sender = numbers.get(session.line_name, 0)
        for each in session.router.sessions:
            if self._to in ("", each.line_name):
                each.print(f"\n\n***\n***\n*** Message from tty{sender} to {to}:\n***\n{self._text}\n")


class SendMessage(Job):
    """`send`: takes the lines of a message until Ctrl-Z."""

    waiting = True

    def __init__(self, to: str) -> None:
        self._to = to
        self._lines: list[str] = []

    def start(self, session: Session) -> None:
        """Say how it ends."""
        session.print("Enter message, end with CTRL/Z; abort with CTRL/C:\n")

    def on_input(self, session: Session, line: str) -> None:
        """A line of the message."""
        self._lines.append(line.rstrip(CTRL_Z))
        if line.endswith(CTRL_Z):
            session.finish(self)
            session.begin(Deliver("\n".join(self._lines), self._to))


def _send(session: Session, args: Args) -> Job:
    return SendMessage("" if "*" in args else f"vty {args.int('number')}" if "vty" in args else "con 0")


class Setup(Job):
    """`setup`: the dialog is offered, as on a real router, and not held."""

    question = "Continue with configuration dialog? [yes/no]: "

    def start(self, session: Session) -> None:
        """Print the heading of the dialog."""
        session.print("\n\n         --- System Configuration Dialog ---\n\n")

    def on_input(self, session: Session, line: str) -> None:
        """Yes or no."""
        answer = line.strip().lower()
        if answer not in ("y", "yes", "n", "no"):
            session.print("% Please answer 'yes' or 'no'.\n")
            return
        session.finish(self)
        if answer.startswith("y"):
            session.print('% The dialog is not held here. Please use "configure terminal" instead.\n')


def _setup(session: Session, args: Args) -> Job:
    return Setup()


# -- the clock ---------------------------------------------------------------------------------------


def _clock_set(session: Session, args: Args) -> None:
    month = next(i for i, name in enumerate(_MONTHS.split("|"), 1) if name in args)
    hour, minute, second = [*(int(part) for part in args.text("time").split(":")), 0][:3]
    try:
        when = datetime(args.int("year"), month, args.int("day"), hour, minute, second)
    except ValueError:
        raise CommandError("% Invalid input detected at '^' marker.\n") from None
    clock = session.router.logging.clock
    before = clock.text(clock.local())
    clock.set(when)
    clock.updated(before, session.place)


_OUT = {"exit": "Exit from the EXEC", "logout": "Exit from the EXEC", "quit": "Exit from the EXEC"}
_SHOW = {
    "show": "Show running system information",
    "history": "Display the session command history",
    "privilege": "Show current privilege level",
    "aliases": "Display alias commands",
}

SESSION_COMMANDS = (
    Command(
        "exec",
        "enable [<level:0-15>]",
        _enable,
        {"enable": "Turn on privileged commands", "<level>": "Enable level"},
        privilege=0,
    ),
    Command(
        "exec",
        "disable [<level:0-15>]",
        _disable,
        {"disable": "Turn off privileged commands", "<level>": "Privilege level to go to"},
        privilege=0,
    ),
    Command("exec", "exit", _log_out, _OUT, privilege=0),
    Command("exec", "logout", _log_out, _OUT, privilege=0),
    Command("exec", "quit", _log_out, _OUT, privilege=0),
    Command("exec", "help", _help, {"help": "Description of the interactive help system"}, privilege=0),
    Command("exec", "login", _login, {"login": "Log in as a particular user"}),
    Command(
        "privileged",
        "configure [terminal]",
        _configure,
        {"configure": "Enter configuration mode", "terminal": "Configure from the terminal"},
    ),
    Command("exec", "show history", _history, _SHOW),
    Command("exec", "show privilege", _privilege, _SHOW),
    Command("exec", "show aliases", _aliases, _SHOW),
    Command(
        "privileged",
        "send {*|console 0|vty <number:0-988>}",
        _send,
        {
            "send": "Send a message to other tty lines",
            "*": "All tty lines",
            "console": "Primary terminal line",
            "vty": "Virtual terminal",
        },
    ),
    Command("privileged", "setup", _setup, {"setup": "Run the SETUP command facility"}),
    Command(
        "privileged",
        f"clock set <time:TIME> {{<day:1-31> {{{_MONTHS}}} | {{{_MONTHS}}} <day:1-31>}} <year:1993-2035>",
        _clock_set,
        {"clock": "Manage the system clock", "set": "Set the time and date"},
    ),
)
