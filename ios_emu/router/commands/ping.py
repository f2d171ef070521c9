"""`ping`: a job that sends ICMP echoes one at a time and prints a character for what became of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ios_emu.kernel import MILLISECOND, SECOND, Event, Kernel
from ios_emu.router.context import Job
from ios_emu.wire import IPv4, icmp

if TYPE_CHECKING:
    from ios_emu.router.router import Router
    from ios_emu.router.session import Session

ROW = 70
HEADERS = 28
"""An IP header and an ICMP header: `size` counts them, the echo's data does not."""
_UNREACHABLE = {
    icmp.NET_UNREACHABLE: "N",
    icmp.PROTOCOL_UNREACHABLE: "P",
    icmp.FRAGMENTATION_NEEDED: "M",
}


def milliseconds(duration: int) -> int:
    """A round trip (ns) as whole milliseconds, rounded up: nothing takes no time."""
    return -(-duration // MILLISECOND)


@dataclass(frozen=True)
class PingOptions:
    """What to send. `size` is the IP packet's in bytes, `timeout` in seconds. With a `sweep` (least size, greatest,
    step), each repetition goes through these sizes. `verbose`: a line instead of a mark for each echo."""

    destination: IPv4
    source: IPv4 | None = None
    repeat: int = 5
    size: int = 100
    timeout: int = 2
    tos: int = 0
    dont_fragment: bool = False
    pattern: int = 0xABCD
    sweep: tuple[int, int, int] | None = None
    verbose: bool = False

    @property
    def sizes(self) -> range:
        """The sizes of one repetition."""
        if self.sweep is None:
            return range(self.size, self.size + 1)
        least, greatest, step = self.sweep
        return range(least, greatest + 1, step)

    @property
    def total(self) -> int:
        """How many echoes there are to send."""
        return self.repeat * len(self.sizes)


def _size_text(options: PingOptions) -> str:
    return str(options.size) if options.sweep is None else f"[{options.sweep[0]}..{options.sweep[1]}]"


def _any(router: Router) -> IPv4 | None:
    """An address to send from when there is no way to the destination; the packet comes no further than that."""
    return next((i.ip for i in router.local_interfaces() if i.line_up and i.ip is not None), None)


class Ping(Job):
    """One running ping."""

    def __init__(self, options: PingOptions) -> None:
        self.options = options
        self._session: Session | None = None
        self._identifier = 0
        self._sequence = 0
        self._sent_at = 0
        self._timeout: Event | None = None
        self._times: list[int] = []
        self._printed = 0
        self._refused_by: IPv4 | None = None

    def start(self, session: Session) -> None:
        """Print the heading and send the first echo."""
        options = self.options
        self._session = session
        self._identifier = session.router.icmp.await_echo(self)
        unit = "second" if options.timeout == 1 else "seconds"
        session.print(
            "\nType escape sequence to abort.\n"
            f"Sending {options.total}, {_size_text(options)}-byte ICMP Echos to {options.destination}, "
            f"timeout is {options.timeout} {unit}:\n"
        )
        if options.source is not None:
            session.print(f"Packet sent with a source address of {options.source} \n")
        if options.dont_fragment:
            session.print("Packet sent with the DF bit set\n")
        self._send()

    def _send(self) -> None:
        session, options = self._session, self.options
        assert session is not None
        router = session.router
        self._sent_at = router.kernel.now
        self._timeout = router.kernel.after(options.timeout * SECOND, self, self._sequence)
        length = max(self._size() - HEADERS, 0)
        pattern = options.pattern.to_bytes(2, "big")
        self._emit(router, (pattern * (length // 2 + 1))[:length])

    def _emit(self, router: Router, data: bytes) -> None:
        options = self.options
        source = options.source
        if source is None:
            own = options.destination in router.ip.local()
            source = options.destination if own else router.ip.source_for(options.destination) or _any(router)
        if source is None:
            return
        router.icmp.send_echo(
            self._identifier,
            self._sequence & 0xFFFF,
            data,
            source,
            options.destination,
            tos=options.tos,
            dont_fragment=options.dont_fragment,
        )

    def _size(self) -> int:
        sizes = self.options.sizes
        return sizes[self._sequence % len(sizes)]

    def _line(self, mark: str) -> str:
        """What became of an echo, in words."""
        size = f" (size {self._size()})" if self.options.sweep is not None else ""
        if mark == "!":
            return f"Reply to request {self._sequence} ({self._times[-1]} ms){size}\n"
        if mark == ".":
            return f"Request {self._sequence} timed out{size}\n"
        return f"Unreachable from {self._refused_by}\n" if mark in ("U", *_UNREACHABLE.values()) else f"{mark}\n"

    def on_echo_reply(self, source: IPv4, message: icmp.Icmp) -> None:
        """An answer; one that comes after its timeout no longer counts."""
        if self._session is not None and message.sequence == self._sequence & 0xFFFF:
            self._times.append(milliseconds(self._session.router.kernel.now - self._sent_at))
            self._became("!")

    def on_icmp_error(self, source: IPv4, message: icmp.Icmp, quoted: bytes) -> None:
        """An error about one of our echoes."""
        start = (quoted[0] & 15) * 4
        if int.from_bytes(quoted[start + 6 : start + 8], "big") != self._sequence & 0xFFFF:
            return
        self._refused_by = source
        if message.type == icmp.UNREACHABLE:
            self._became(_UNREACHABLE.get(message.code, "U"))
        elif message.type == icmp.TIME_EXCEEDED:
            self._became("&")
        elif message.type == icmp.SOURCE_QUENCH:
            self._became("Q")
        elif message.type == icmp.PARAMETER_PROBLEM:
            self._became("?")

    def on_event(self, what: object) -> None:
        """The timeout of an echo has come."""
        if what == self._sequence:
            self._became(".")

    def _became(self, mark: str) -> None:
        session = self._session
        if session is None:
            return
        if self._timeout is not None:
            Kernel.cancel(self._timeout)
            self._timeout = None
        self._tell(session, mark)
        self._sequence += 1
        if self._sequence >= self.options.total:
            self._end(session)
        else:
            self._send()

    def _tell(self, session: Session, mark: str) -> None:
        if self.options.verbose:
            session.print(self._line(mark))
        else:
            self._printed += 1
            session.print(mark if self._printed % ROW else mark + "\n")

    def interrupt(self, session: Session) -> None:
        """Stop; the echo under way counts as sent."""
        if self._timeout is not None:
            Kernel.cancel(self._timeout)
            self._timeout = None
            if not self.options.verbose:
                session.print(".")
                self._printed += 1
            self._sequence += 1
        self._end(session)

    def _end(self, session: Session) -> None:
        if self._printed % ROW:
            session.print("\n")
        session.print(self._summary())
        session.router.icmp.forget(self)
        self._session = None
        session.finish(self)

    def _summary(self) -> str:
        good, sent = len(self._times), self._sequence
        text = f"Success rate is {good * 100 // sent if sent else 0} percent ({good}/{sent})"
        if good:
            average = sum(self._times) // good
            text += f", round-trip min/avg/max = {min(self._times)}/{average}/{max(self._times)} ms"
        return text + "\n"


class GroupPing(Ping):
    """A ping of a group or of all on a network: whoever answers gets a line, until the timeout; nothing is summed
    up."""

    def __init__(self, options: PingOptions) -> None:
        super().__init__(options)
        self._answered = -1
        self._in_lines = False

    def _emit(self, router: Router, data: bytes) -> None:
        """What no route leads to goes everywhere."""
        options = self.options
        if options.destination >> 28 < 0xE:
            super()._emit(router, data)
            return
        router.icmp.send_echo_everywhere(
            self._identifier, self._sequence & 0xFFFF, data, options.source, options.destination, tos=options.tos
        )

    def on_echo_reply(self, source: IPv4, message: icmp.Icmp) -> None:
        """One of the answers."""
        session = self._session
        if session is None or message.sequence != self._sequence & 0xFFFF:
            return
        took = milliseconds(session.router.kernel.now - self._sent_at)
        begin = "" if self._in_lines else "\n"
        session.print(f"{begin}Reply to request {self._sequence} from {source}, {took} ms\n")
        self._answered, self._in_lines, self._printed = self._sequence, True, 0

    def _tell(self, session: Session, mark: str) -> None:
        if self._answered != self._sequence:
            self._in_lines = False
            super()._tell(session, mark)

    def _summary(self) -> str:
        return ""


def ping(router: Router, options: PingOptions) -> Ping:
    """The ping that suits the destination."""
    everybody = options.destination >> 28 >= 0xE or router.ip.broadcast_on(options.destination) is not None
    return (GroupPing if everybody else Ping)(options)
