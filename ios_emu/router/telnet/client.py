"""`telnet HOST`: a job that hands every key to the other side and shows what comes back.

    connecting --SYN,ACK--> open <--resume-- suspended        Ctrl-^ x suspends; Enter at an empty prompt resumes
         |                   |   --Ctrl-^ x->    |
         v                   v                   v            the other side closes, `disconnect`, or the line ends
     "% Connection refused" ...      closed

The line on which the other side's cursor stands is the job's question, so its prompt stands where prompts stand.
A person's terminal hands over single keys, which come back as echo. A program or a transcript types whole lines that
end in a carriage return (or `?` and Ctrl-U, for help); it shows them itself, so their echo is taken out.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING

from ios_emu.kernel import MILLISECOND, SECOND, Timers
from ios_emu.router.context import Job
from ios_emu.router.tcp.effects import Deliver, Effect, Gone, Opened, PeerClosed, Why
from ios_emu.router.telnet.protocol import ECHO, SUPPRESS_GO_AHEAD, Telnet

if TYPE_CHECKING:
    from ios_emu.router.router import Router
    from ios_emu.router.session import Session
    from ios_emu.router.tcp.ports import Key
    from ios_emu.wire import IPv4

MOST = 16
"""Connections that one session may have."""
_ESCAPE, _RUB_OUT = "\x1e", "\x15"
_QUIET, _SILENT = "quiet", "silent"
_SETTLES = 300 * MILLISECOND
"""How long nothing comes before what looks like a prompt is one."""
_PATIENCE = 60 * SECOND
"""How long a program waits for a prompt."""
_PROMPTS = (">", "#", ": ", "]", "? ", "-- ")
_LONGEST = 512
"""Characters of one line that are kept together."""
_TYPED_AHEAD = 256
"""Characters that may be typed before the connection is open."""
_HELD = 16384
"""Octets kept of what comes while the connection is suspended, the latest."""
_REASONS = {
    Why.REFUSED: "% Connection refused by remote host\n",
    Why.TIMED_OUT: "% Connection timed out; remote host not responding\n",
    Why.UNREACHABLE: "% Destination unreachable; gateway or host down\n",
}


def _typed(line: str) -> str:
    """What goes out for what `on_input` is given."""
    if line.endswith("\x1a\r"):
        return line[:-1]
    whole = len(line) == 1 or line.startswith("\x1b") or line.endswith(("\r", "\x1a", _RUB_OUT))
    return line if whole else line + "\r"


class _Screen:
    """The line on which the other side's cursor stands."""

    def __init__(self) -> None:
        self._text = ""
        self._column = self._end = 0

    @property
    def line(self) -> str:
        """What stands there, without what has been rubbed out behind the cursor."""
        end = max(self._column, self._end)
        return self._text[:end] + self._text[end:].rstrip()

    def show(self, text: str) -> str:
        """Write `text` there; the lines that are complete now."""
        done = ""
        for character in text:
            if character == "\n" or len(self._text) >= _LONGEST:
                done += self.line + "\n"
                self._text, self._column, self._end = "", 0, 0
            if character == "\r":
                self._column, self._end = 0, self._column
            elif character == "\b":
                self._column = max(self._column - 1, 0)
            elif character.isprintable():
                self._text = self._text[: self._column] + character + self._text[self._column + 1 :]
                self._column, self._end = self._column + 1, 0
        return done


class Call(Job):
    """A telnet connection of a session. `host` is what was typed for `address`."""

    key = True
    vanishing = True
    raw = True

    def __init__(self, router: Router, host: str, address: IPv4, port: int, source: IPv4 | None) -> None:
        self.host = host
        self.address = address
        self.port = port
        self.since = router.kernel.now
        """When something was last typed or came."""
        self._router = router
        self._source = source
        self._timers = Timers(router.kernel, self)
        self._telnet = Telnet(ours=(SUPPRESS_GO_AHEAD,), theirs=(ECHO, SUPPRESS_GO_AHEAD))
        self._screen = _Screen()
        self._key: Key | None = None
        self._session: Session | None = None
        self._connected = False
        self._settled = False
        self._escaped = False
        self._shown: str | None = None
        self._held = b""
        self._ahead = ""

    # -- the session's side --------------------------------------------------------------------------

    @property
    def question(self) -> str:  # type: ignore[override]  # a job's question changes; this one is read where it stands
        """The line on which the other side's cursor stands."""
        return self._screen.line

    @property
    def waiting(self) -> bool:
        """Whether the other side seems to have answered and to wait."""
        return self._connected and self._settled

    def start(self, session: Session) -> None:
        """Connect, or come back to the connection."""
        self._session = session
        if self._connected:
            session.print(f"[Resuming connection {session.calls.index(self) + 1} to {self.host} ... ]\n")
            held, self._held = self._held, b""
            self._stir()
            self._arrived(held)
            return
        name = self.address if self.host == str(self.address) else f"{self.host} ({self.address})"
        port = f", {self.port}" if self.port != 23 else ""
        space = "" if self.host != str(self.address) else " "
        session.print(f"Trying {name}{port}{space}... ")
        own = self.address in self._router.ip.local()
        source = self._source or (self.address if own else self._router.ip.source_for(self.address))
        if source is None:
            self._failed(_REASONS[Why.UNREACHABLE])
            return
        self._key = self._router.tcp.connect(self, source, self.address, self.port)
        if self._key is None:
            self._failed("% Out of resources\n")

    def on_input(self, session: Session, line: str) -> None:
        """A key (nothing is Enter; one that sends several characters begins with escape), or a line."""
        if line == _ESCAPE and not self._connected:
            session.print("\n")
            self.interrupt(session)
        elif not self._connected:
            self._ahead = (self._ahead + _typed(line))[:_TYPED_AHEAD]
        elif self._escaped:
            self._escaped = False
            if line in ("x", "X"):
                session.print("\n")
                self.interrupt(session)
            elif line == _ESCAPE:
                self._send(line)
        elif line == _ESCAPE:
            self._escaped = True
        else:
            if line.endswith("\r") or (len(line) > 1 and line.endswith(_RUB_OUT)):
                self._shown = self.question
            self._send(_typed(line))

    def interrupt(self, session: Session) -> None:
        """Ctrl-^ x: back to the local prompt; the connection stays. While it is being opened, it is given up."""
        if not self._connected and self._key is not None:
            self._router.tcp.close(self._key)
        self._timers.stop_all()
        self._session = None
        session.finish(self)

    def disconnect(self, session: Session) -> None:
        """Close the connection."""
        self._timers.stop_all()
        if self in session.calls:
            session.calls.remove(self)
        if self._key is not None:
            self._router.tcp.close(self._key)

    def _send(self, text: str) -> None:
        assert self._key is not None
        self._router.tcp.write(self._key, self._telnet.encode(text.encode("latin-1", "replace")))
        self.since = self._router.kernel.now
        self._stir()

    def _stir(self) -> None:
        """The other side is about to answer, or is answering."""
        self._settled = False
        self._timers.start(_SILENT, _PATIENCE)
        if self._session is not None:
            self._session.prompt_changed()

    # -- the other side ------------------------------------------------------------------------------

    def on_tcp(self, key: Key, effect: Effect) -> None:
        """Something has happened to the connection."""
        session = self._session
        if isinstance(effect, Opened) and session is not None:
            self._connected = True
            session.calls.append(self)
            session.print("Open\n\n")
            ahead, self._ahead = self._ahead, ""
            self._send(ahead)
        elif isinstance(effect, Deliver):
            text, answer = self._telnet.receive(effect.data)
            if answer:
                self._router.tcp.write(key, answer)
            self.since = self._router.kernel.now
            if self._session is None:
                self._held = (self._held + text)[-_HELD:]
            else:
                self._arrived(text)
        elif isinstance(effect, PeerClosed | Gone):
            self._ended(key, effect)

    def _arrived(self, text: bytes) -> None:
        done = self._screen.show(text.decode("latin-1"))
        if done and self._shown is not None:
            first, _, rest = done.partition("\n")
            done = rest if first.startswith(self._shown) else done
            self._shown = None
        if self._session is not None:
            self._session.print(done)
        self._stir()
        if self._screen.line.endswith(_PROMPTS):
            self._timers.start(_QUIET, _SETTLES)
        else:
            self._timers.stop(_QUIET)

    def on_timer(self, name: Hashable) -> None:
        """Nothing has come for a while."""
        self._settled = True

    def _ended(self, key: Key, effect: Effect) -> None:
        if not self._connected:
            why = effect.why if isinstance(effect, Gone) else Why.RESET
            self._failed(_REASONS.get(why, "% Connection closed by foreign host\n"))
            return
        self._router.tcp.close(key)
        self._connected = False
        self._timers.stop_all()
        owner = self._session or next((each for each in self._router.sessions if self in each.calls), None)
        if owner is None:
            return
        owner.calls.remove(self)
        line = self._screen.line
        owner.print((line + "\n" if line and self._session is not None else "")
                    + f"\n[Connection to {self.host} closed by foreign host]\n")  # fmt: skip
        if self._session is not None:
            self._failed("")

    def _failed(self, said: str) -> None:
        session, self._session = self._session, None
        self._timers.stop_all()
        if session is not None:
            session.print(f"\n{said}" if said else "")
            session.finish(self)
