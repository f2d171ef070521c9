"""Names of hosts: those of `ip host`, and the domain servers, which are asked for the others and never answer here.

Translating "foo"...domain server (255.255.255.255)      each server is waited for, [ip domain timeout] seconds
                                                         for each of 1 + [ip domain retry] queries
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ios_emu.grammar.grammar import Mismatch, MismatchKind
from ios_emu.kernel import SECOND, Event, Kernel
from ios_emu.router.context import CommandError, Job
from ios_emu.router.release import ByRelease, Train
from ios_emu.wire import IPv4

if TYPE_CHECKING:
    from ios_emu.router.router import Router
    from ios_emu.router.session import Session

_TIMEOUT, _RETRIES = 3, 2
_ANYBODY = "255.255.255.255"
_NO_SUCH_COMMAND = "% Unknown command or computer name, or unable to find computer address\n"
_NO_SUCH_HOST = "% Unrecognized host or address, or protocol not running.\n\n"
_COMMAND_ROUNDS = ByRelease({Train.R12_2: 2, Train.R15: 1})
_COMMAND_ENDING = ByRelease(
    {Train.R12_2: _NO_SUCH_COMMAND, Train.R15: "% Bad IP address or host name" + _NO_SUCH_COMMAND}
)


class UnknownHost(CommandError):
    """No host is called `name`, as far as the router knows by itself."""

    def __init__(self, name: str) -> None:
        super().__init__(f'Translating "{name}"\n{_NO_SUCH_HOST}')
        self.name = name


def resolve(router: Router, name: str) -> IPv4:
    """The address that `name` writes or stands for (`ip host`). Raises UnknownHost."""
    try:
        return IPv4.parse(name)
    except ValueError:
        known = router.hosts.get(name.lower())
        if known is None:
            raise UnknownHost(name) from None
        return known


def servers(router: Router) -> list[str]:
    """The domain servers that are asked; none with `no ip domain lookup`, everybody when none is configured."""
    config = router.config
    switches = [*config.lines("ip", "domain", "lookup"), *config.lines("ip", "domain-lookup")]
    if any(node.negated for node in switches):
        return []
    named = [word for node in config.lines("ip", "name-server") if not node.negated for word in node.words[2:]]
    return [word for word in named if word.count(".") == 3] or [_ANYBODY]


class Lookup(Job):
    """Asks the domain servers `rounds` times over, in vain, and says `ending`."""

    def __init__(self, router: Router, name: str, rounds: int, ending: str) -> None:
        asked = servers(router)
        # What is printed, and how long (ns) nothing happens after it.
        self._steps: list[tuple[str, int]] = []
        for each in range(rounds):
            gap = "\n\n" if each else ""
            self._steps.append((f'{gap}Translating "{name}"' + ("...domain server" if asked else ""), 0))
            self._steps += [(f" ({server})", _patience(router)) for server in asked]
        self._ending = f"\n{ending}"
        self._session: Session | None = None
        self._wait: Event | None = None

    def start(self, session: Session) -> None:
        """Ask the first server."""
        self._session = session
        self._go_on(session)

    def _go_on(self, session: Session) -> None:
        while self._steps:
            text, wait = self._steps.pop(0)
            session.print(text)
            if wait:
                self._wait = session.router.kernel.after(wait, self, None)
                return
        self._end(session)

    def on_event(self, what: object) -> None:
        """A server has not answered."""
        if self._session is not None:
            self._go_on(self._session)

    def interrupt(self, session: Session) -> None:
        """Ask nobody else."""
        if self._wait is not None:
            Kernel.cancel(self._wait)
        self._end(session)

    def _end(self, session: Session) -> None:
        self._session = None
        session.print(self._ending)
        session.finish(self)


def _patience(router: Router) -> int:
    """How long (ns) one server is waited for."""
    timeout = _said(router, "timeout", _TIMEOUT)
    return timeout * (1 + _said(router, "retry", _RETRIES)) * SECOND


def _said(router: Router, word: str, default: int) -> int:
    for node in router.config.lines("ip", "domain", word):
        if not node.negated and node.words[-1].isdecimal():
            return int(node.words[-1])
    return default


def host_lookup(router: Router, name: str) -> Lookup:
    """For a command that wants the address of `name`."""
    return Lookup(router, name, 1, _NO_SUCH_HOST)


def host_word(session: Session, line: str, mismatch: Mismatch) -> str | None:
    """The word that `line`, which is no command, would have taken for a host to connect to. None when it is
    something else, or the line of the session takes no hosts."""
    word = line.strip()
    if mismatch.kind is not MismatchKind.INVALID or len(word.split()) != 1 or not word.isprintable():
        return None
    return word if not session.sections and session.line.takes_hosts else None


def command_lookup(session: Session, line: str, mismatch: Mismatch) -> Lookup | None:
    """For a single unknown word typed in exec mode, which is taken for a host to connect to. None when the line is
    something else."""
    word = host_word(session, line, mismatch)
    if word is None:
        return None
    release = session.router.release
    return Lookup(session.router, word, _COMMAND_ROUNDS[release], _COMMAND_ENDING[release])
