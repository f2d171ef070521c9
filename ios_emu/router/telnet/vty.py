"""The virtual lines of a router: telnet's port 23, who may come in, and the sessions there.

    TCP --octets--> Telnet --characters--> Vty: echo, line editing, `?`, Tab, keys --lines--> VtySession
    TCP <--octets-- Telnet <--text, prompts-- Vty <--what the session prints--------------------'

What a session prints goes out at the end of the instant, with the prompt behind it if the session reads again.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING

from ios_emu.kernel import SECOND, Timers
from ios_emu.router.line import line_settings, virtual_lines
from ios_emu.router.login import enter_line
from ios_emu.router.session import CTRL_Z, Session
from ios_emu.router.tcp.effects import Deliver, Effect, Gone, PeerClosed
from ios_emu.router.telnet.line_editor import LineEditor
from ios_emu.router.telnet.protocol import ECHO, SUPPRESS_GO_AHEAD, Telnet
from ios_emu.wire import ipv4
from ios_emu.wire.tcp import HEADER_LENGTH

if TYPE_CHECKING:
    from ios_emu.router.context import Job
    from ios_emu.router.router import Router
    from ios_emu.router.tcp.ports import Key, User

PORT = 23
TYPED_AHEAD = 1024
"""Characters that may wait while a command runs; more are lost."""
ENOUGH = 32768
"""Octets on their way to somebody who does not read them: messages are no longer added, and nothing is read."""
_INTERRUPTS = "\x1e\x03"
_FLUSH, _IDLE = "flush", "idle"


class VtySession(Session):
    """A session on a virtual line; always a person's."""

    derived: tuple[str, ...] = ()

    def __init__(self, router: Router, line_name: str, vty: Vty) -> None:
        super().__init__(router, line_name)
        self.interactive = True
        self.location = str(vty.key.remote)
        self._vty = vty

    @property
    def place(self) -> str:
        """Who configures from where: `cisco on vty0 (10.1.1.1)`."""
        where = f"{self.line_name.replace(' ', '')} ({self.location})"
        return f"{self.user} on {where}" if self.user else where

    def print(self, text: str) -> None:
        """Text as it stands."""
        super().print(text)
        self._vty.stir()

    def message(self, line: str) -> None:
        """A syslog or debug message; lost if there is too much on its way already."""
        if self._vty.flowing:
            super().message(line)
            self._vty.stir()

    def finish(self, job: Job) -> None:
        """The job is over: the prompt is due."""
        super().finish(job)
        self._vty.stir()

    def attach(self) -> None:
        """Somebody has connected: he is greeted, and asked who he is."""
        self._fresh = False
        enter_line(self)

    def prompt_changed(self) -> None:
        """The question of the job under way is another."""
        self._vty.stir()

    def hang_up(self) -> None:
        """The connection ends, when all that was printed is on its way."""
        self.reset()
        self._vty.end()


class Vty:
    """One virtual line in use: the far end of a connection, and the session it is for."""

    def __init__(self, router: Router, number: int, key: Key) -> None:
        self.router = router
        self.number = number
        self.key = key
        self.session = VtySession(router, f"vty {number}", self)
        self._timers = Timers(router.kernel, self)
        self._telnet = Telnet(ours=(ECHO, SUPPRESS_GO_AHEAD), theirs=(SUPPRESS_GO_AHEAD,))
        self._editor = LineEditor()
        self._out = b""
        self._typed = ""
        self._after_return = False
        self._prompted = False
        self._shown = ""
        self._ending = False

    def start(self) -> None:
        """Somebody has connected."""
        self.router.tcp.write(self.key, self._telnet.offer(ECHO, SUPPRESS_GO_AHEAD))
        self.session.attach()
        self._timers.start(_FLUSH, 0)
        self._touch()

    # -- what happens to it --------------------------------------------------------------------------

    def on_tcp(self, key: Key, effect: Effect) -> None:
        """Something has happened to the connection."""
        if isinstance(effect, Deliver):
            text, answer = self._telnet.receive(effect.data)
            if answer:
                self.router.tcp.write(self.key, answer)
            self._touch()
            self._take(text.decode("latin-1"))
        elif isinstance(effect, PeerClosed | Gone):
            self.router.tcp.close(self.key)
            self._leave()

    def on_timer(self, name: Hashable) -> None:
        """Something has been printed, or nobody has typed for as long as `exec-timeout` says."""
        if name == _FLUSH:
            self._flush()
        elif self.session.busy:
            self._touch()
        else:
            self.session.time_out()

    def stir(self) -> None:
        """The session has printed something, or may read again."""
        if not self._timers.running(_FLUSH):
            self._timers.start(_FLUSH, 0)

    def end(self) -> None:
        """The session is over."""
        self._ending = True
        self.stir()

    def stop(self) -> None:
        """The power goes."""
        self.session.reset()
        self._timers.stop_all()

    def _leave(self) -> None:
        self.stop()
        self.router.vtys.free(self)

    def _touch(self) -> None:
        limit = self.session.idle_limit
        if limit:
            self._timers.start(_IDLE, limit * SECOND)
        else:
            self._timers.stop(_IDLE)

    @property
    def flowing(self) -> bool:
        """Whether the other end takes what is sent."""
        return self.router.tcp.room(self.key) > ENOUGH

    # -- what is printed -----------------------------------------------------------------------------

    def _send(self, text: str) -> None:
        """Have `text` go out at the end of the instant."""
        self._out += self._telnet.encode(text.encode("latin-1", "replace"))
        self.stir()

    def _flush(self) -> None:
        session = self.session
        text = session.drain()
        raw = session.job is not None and session.job.raw
        if self._prompted and raw and (text or session.prompt != self._shown):
            # Somebody goes on from here by telnet: what the other end shows on its line takes the place of the line.
            self._send("\b \b" * len(self._shown))
            self._prompted = False
        if text:
            # What nobody asked for begins a line of its own, and the line under way is shown again below it.
            self._send(("\n" if self._prompted else "") + text)
            self._prompted = False
        if not self._ending and not self._prompted and (raw or not session.busy):
            self._prompted = True
            self._shown = session.prompt
            unseen = session.job is not None and (session.job.hidden or session.job.key)
            self._send(session.prompt + ("" if unseen else self._editor.line))
        out, self._out = self._out, b""
        if out:
            self.router.tcp.write(self.key, out)
        if self._ending:
            self.router.tcp.close(self.key)
            self._leave()
        else:
            self._take("")

    # -- what is typed -------------------------------------------------------------------------------

    def _take(self, text: str) -> None:
        """Have `text` typed, as far as the session reads."""
        for key in text:
            if key in _INTERRUPTS and self.session.job is not None and not self.session.job.raw:
                self._typed = ""
                self._interrupt()
            else:
                self._typed = (self._typed + key)[:TYPED_AHEAD]
        while self._typed and self._prompted and self.flowing and not self._ending:
            key, self._typed = self._typed[0], self._typed[1:]
            if key == "\n" and self._after_return:
                self._after_return = False
                continue
            self._after_return = key == "\r"
            self._key("\r" if key == "\n" else key)

    def _interrupt(self) -> None:
        self._editor.clear()
        self._send("\n" if self._prompted else "")
        self._prompted = False
        self.session.interrupt()
        self.stir()

    def _key(self, key: str) -> None:
        session, job = self.session, self.session.job
        if job is not None and job.key:
            self._answer("" if key == "\r" else key, job.vanishing, session.prompt)
        elif self._editor.takes_all:
            self._edit(key)
        elif key == "\r":
            self._send("\n")
            self._feed(self._editor.clear())
        elif key == CTRL_Z:
            self._send("^Z\n")
            self._feed(self._editor.clear() + CTRL_Z)
        elif key == "\x03":
            self._interrupt()
        elif key in "?\t" and job is None:
            self._help() if key == "?" else self._complete()
        else:
            self._edit(key)

    def _edit(self, key: str) -> None:
        session = self.session
        job = session.job
        echo = self._editor.type(key, session.history if job is None else (), session.prompt)
        if job is None or not job.hidden:
            self._send(echo)

    def _answer(self, key: str, vanishing: bool, question: str) -> None:
        if self.session.job is not None and self.session.job.raw:
            self.session.feed(key)
            return
        if vanishing:
            self._send("\b \b" * len(question))
        else:
            self._send((key if key.isprintable() else "") + "\n")
        self._feed(key)

    def _feed(self, line: str) -> None:
        self._prompted = False
        self.session.feed(line)
        self.stir()

    def _help(self) -> None:
        self._send("?\n")
        self._prompted = False
        self.session.show(self.session.help(self._editor.line))
        self.stir()

    def _complete(self) -> None:
        completed = self.session.complete(self._editor.line)
        if completed is not None:
            self._send(self._editor.replace(completed))


class Vtys:
    """The virtual lines of one router; it listens to telnet's port."""

    def __init__(self, router: Router) -> None:
        self._router = router
        self.used: dict[int, Vty] = {}
        router.tcp.listen(PORT, self)

    @property
    def sessions(self) -> list[VtySession]:
        """The sessions on virtual lines, in their order."""
        return [self.used[number].session for number in sorted(self.used)]

    def admits(self, packet: bytes) -> bool:
        """Whether there is a line for who sends this SYN."""
        return self._free(packet, count=True) is not None

    def _free(self, packet: bytes, *, count: bool) -> int | None:
        """The first line that is free and takes telnet, and whose access list lets `packet` in; `count`: as a match
        of the list."""
        router = self._router
        answers: dict[str, bool] = {"": True}
        for number in range(virtual_lines(router)):
            line = line_settings(router, f"vty {number}")
            if number in self.used or not line.exec or not line.takes_telnet:
                continue
            if line.access_in not in answers:
                answers[line.access_in] = router.acls.permits(line.access_in, packet, count=count)
            if answers[line.access_in]:
                return number
        return None

    def connected(self, key: Key) -> User | None:
        """A connection is open: the first free line has it."""
        ports = key.remote_port.to_bytes(2, "big") + key.local_port.to_bytes(2, "big")
        packet = ipv4.build(key.remote, key.local, ipv4.TCP, ports.ljust(HEADER_LENGTH, b"\0"))
        number = self._free(packet, count=False)
        if number is None:
            return None
        vty = self.used[number] = Vty(self._router, number, key)
        vty.start()
        return vty

    def free(self, vty: Vty) -> None:
        """Nobody is on this line any more."""
        if self.used.get(vty.number) is vty:
            del self.used[vty.number]

    def clear(self, number: int) -> None:
        """`clear line`: throw out whoever is there."""
        vty = self.used.get(number)
        if vty is not None:
            vty.session.hang_up()

    def stop(self) -> None:
        """The power goes."""
        for vty in list(self.used.values()):
            vty.stop()
        self.used.clear()
