"""What a command's handler is given, and what it may answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ios_emu.grammar.command import Args

if TYPE_CHECKING:
    from ios_emu.router.interface import Interface
    from ios_emu.router.router import Router
    from ios_emu.router.session import Session


class CommandError(Exception):
    """The command is refused; the text is what IOS prints. A refused config line is not kept."""


@dataclass(frozen=True)
class Instead:
    """Answered by a config command that is another way to write `line`, which is applied and kept in its place.
    `remark` is printed before what that line prints."""

    line: str
    remark: str = ""


@dataclass(frozen=True)
class Implied:
    """Answered by a config command that has said what is so by default in this place: it took effect, and the
    running-config keeps neither the line nor its opposite."""


@dataclass(frozen=True)
class Leave:
    """Answered by `exit` (one section) and `end` (`all` of configuration mode)."""

    all: bool = False


@dataclass(frozen=True)
class Exec:
    """Answered by `do`: an exec command for the session to run."""

    line: str


@dataclass(frozen=True)
class Range:
    """Answered by a config command whose section stands for several (`interface range`): the header line of each,
    e.g. `interface FastEthernet0/0`, and the mode in which lines for all of them are typed."""

    mode: str
    headers: tuple[str, ...]


@dataclass(frozen=True)
class ConfigContext:
    """Where a config command was typed.

    `path` is the canonical text of the enclosing section commands, outermost first; `parents` their arguments.
    A handler of mode `interface` finds its interface in `interface`. Handlers run after the line has been
    checked and before it is kept; `args.no` says that it was negated. Text a handler returns is printed to whoever
    typed the line.
    """

    router: Router
    path: tuple[str, ...] = ()
    parents: tuple[Args, ...] = ()

    @property
    def interface(self) -> Interface:
        """The interface whose section this is. Raises LookupError outside one."""
        return self.router.interface(self.parents[-1].interface("interface"))

    @property
    def parent(self) -> Args:
        """The arguments of the innermost enclosing section command. Raises IndexError at the top."""
        return self.parents[-1]


class Job:
    """A command that takes time or asks questions: `ping`, `copy`, a [confirm].

    A job is plain data. It prints through `session.print`, schedules its own events or timers, and ends with
    `session.finish(self)`. While it runs, the session takes no command; a typed line goes to `on_input`.

    How it wants its answer: `key`: one key is enough, without Enter (Enter is the empty answer); `hidden`: what is
    typed is not to be seen; `vanishing`: the question disappears once answered.
    """

    question: str = ""
    """What stands in place of the prompt while the job waits for an answer; empty when it wants none."""
    key: bool = False
    hidden: bool = False
    vanishing: bool = False
    raw: bool = False
    """Somebody else reads the keys, and echoes them: every key goes to `on_input`, at any time. A program types a line
    by ending it in a carriage return."""

    @property
    def waiting(self) -> bool:
        """Whether an answer is wanted now. A job that reads lines without a prompt overrides this."""
        return bool(self.question)

    def start(self, session: Session) -> None:
        """Begin. The session is the one that typed the command."""

    def on_input(self, session: Session, line: str) -> None:
        """The answer to `question`."""

    def interrupt(self, session: Session) -> None:
        """Ctrl-^ (Ctrl-Shift-6): stop now. An override must still finish."""
        session.finish(self)
