"""`traceroute`: a job that sends UDP probes with a growing time to live and prints who objects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ios_emu.kernel import SECOND, Event, Kernel
from ios_emu.router.commands.ping import milliseconds
from ios_emu.router.context import Job
from ios_emu.router.release import ByRelease, Train
from ios_emu.wire import IPv4, icmp

if TYPE_CHECKING:
    from ios_emu.router.session import Session

_SOURCE_PORTS = 49152
_PAYLOAD = bytes(8)
_BEFORE_HOPS = ByRelease({Train.R12_2: "\n", Train.R15: "VRF info: (vrf in name/id, vrf out name/id)\n"})
_REASONS = {
    icmp.NET_UNREACHABLE: "!N",
    icmp.PROTOCOL_UNREACHABLE: "!P",
    icmp.ADMINISTRATIVELY_PROHIBITED: "!A",
}


@dataclass(frozen=True)
class TracerouteOptions:
    """What to send. `timeout` in seconds; `port` is that of the first probe, each next one adds one."""

    destination: IPv4
    source: IPv4 | None = None
    timeout: int = 3
    probes: int = 3
    minimum_ttl: int = 1
    maximum_ttl: int = 30
    port: int = 33434


class Traceroute(Job):
    """One running traceroute."""

    def __init__(self, options: TracerouteOptions) -> None:
        self.options = options
        self._session: Session | None = None
        self._source_port = 0
        self._ttl = options.minimum_ttl
        self._probe = 0
        self._sent = 0
        self._sent_at = 0
        self._speaker: IPv4 | None = None
        self._arrived = False
        self._timeout: Event | None = None

    def start(self, session: Session) -> None:
        """Print the heading and send the first probe."""
        self._session = session
        icmp_layer = session.router.icmp
        self._source_port = _SOURCE_PORTS + icmp_layer.await_echo(self) % 8192
        icmp_layer.await_udp(self._source_port, self)
        session.print(
            f"\nType escape sequence to abort.\nTracing the route to {self.options.destination}\n"
            f"{_BEFORE_HOPS[session.router.release]}{self._ttl:3} "
        )
        self._send()

    def _send(self) -> None:
        session, options = self._session, self.options
        assert session is not None
        router = session.router
        self._sent_at = router.kernel.now
        self._timeout = router.kernel.after(options.timeout * SECOND, self, self._sent)
        source = options.source
        if source is None:
            own = options.destination in router.ip.local()
            source = options.destination if own else router.ip.source_for(options.destination)
        if source is not None:
            port = options.port + self._sent & 0xFFFF
            router.udp.send(source, options.destination, self._source_port, port, _PAYLOAD, ttl=self._ttl)

    def on_echo_reply(self, source: IPv4, message: icmp.Icmp) -> None:
        """A traceroute sends no echoes."""

    def on_icmp_error(self, source: IPv4, message: icmp.Icmp, quoted: bytes) -> None:
        """Somebody objects to a probe."""
        session = self._session
        start = (quoted[0] & 15) * 4
        port = int.from_bytes(quoted[start + 2 : start + 4], "big")
        if session is None or port != self.options.port + self._sent & 0xFFFF:
            return
        took = f" {milliseconds(session.router.kernel.now - self._sent_at)} msec"
        if message.type == icmp.TIME_EXCEEDED:
            self._became(session, took, source)
        elif message.type == icmp.UNREACHABLE:
            self._arrived = True
            port_closed = message.code == icmp.PORT_UNREACHABLE
            self._became(session, took if port_closed else f" {_REASONS.get(message.code, '!H')} ", source)

    def on_event(self, what: object) -> None:
        """The timeout of a probe has come."""
        if self._session is not None and what == self._sent:
            self._became(self._session, " * ", None)

    def _became(self, session: Session, said: str, speaker: IPv4 | None) -> None:
        if self._timeout is not None:
            Kernel.cancel(self._timeout)
        if speaker is not None and speaker != self._speaker:
            said = (f"\n    {speaker}" if self._speaker is not None else str(speaker)) + said
            self._speaker = speaker
        session.print(said)
        self._sent += 1
        self._probe += 1
        if self._probe == self.options.probes:
            session.print("\n")
            if self._arrived or self._ttl >= self.options.maximum_ttl:
                self._end(session)
                return
            self._ttl += 1
            self._probe = 0
            self._speaker = None
            session.print(f"{self._ttl:3} ")
        self._send()

    def interrupt(self, session: Session) -> None:
        """Stop where it is."""
        if self._timeout is not None:
            Kernel.cancel(self._timeout)
        session.print("\n")
        self._end(session)

    def _end(self, session: Session) -> None:
        session.router.icmp.forget(self)
        self._session = None
        session.finish(self)
