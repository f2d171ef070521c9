"""ICMP in a router: answering echoes, telling of errors at IOS's rate, and waking who waits for an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from ios_emu.kernel import MILLISECOND
from ios_emu.router.release import ByRelease, Train
from ios_emu.wire import DecodeError, IPv4, icmp, ipv4

if TYPE_CHECKING:
    from ios_emu.router.interface import Interface
    from ios_emu.router.router import Router

UNREACHABLE_INTERVAL = 500 * MILLISECOND
"""`ip icmp rate-limit unreachable`: at most one unreachable in this time (timings section 5)."""

_UNREACHABLE_NAMES = {
    icmp.NET_UNREACHABLE: "net",
    icmp.HOST_UNREACHABLE: "host",
    icmp.PROTOCOL_UNREACHABLE: "protocol",
    icmp.PORT_UNREACHABLE: "port",
    icmp.FRAGMENTATION_NEEDED: "frag. needed and DF set",
    icmp.ADMINISTRATIVELY_PROHIBITED: "administratively prohibited",
}
_TOPOLOGY = ByRelease({Train.R12_2: "", Train.R15: ", topology BASE, dscp {} topoid 0"})


class Waiter(Protocol):
    """Who waits for ICMP answers: a ping or a traceroute. Plain data."""

    def on_echo_reply(self, source: IPv4, message: icmp.Icmp) -> None:
        """An echo reply with the waiter's identifier."""

    def on_icmp_error(self, source: IPv4, message: icmp.Icmp, quoted: bytes) -> None:
        """An error about a packet of the waiter's; `quoted` is that packet's header and first 8 bytes."""


class Icmp:
    """The ICMP layer of one router."""

    def __init__(self, router: Router) -> None:
        self._router = router
        self._waiters: dict[tuple[str, int], Waiter] = {}
        self._next_identifier = 0
        self._next_unreachable = 0
        self.received: dict[int, int] = {}
        self.sent: dict[int, int] = {}
        self.checksum_errors = self.format_errors = 0

    # -- waiting -------------------------------------------------------------------------------------

    def await_echo(self, waiter: Waiter) -> int:
        """Have replies to (and errors about) echoes with the returned identifier go to `waiter`."""
        self._next_identifier = self._next_identifier % 0xFFFF + 1
        self._waiters["echo", self._next_identifier] = waiter
        return self._next_identifier

    def await_udp(self, source_port: int, waiter: Waiter) -> None:
        """Have errors about UDP datagrams from `source_port` go to `waiter`."""
        self._waiters["udp", source_port] = waiter

    def forget(self, waiter: Waiter) -> None:
        """`waiter` waits no more."""
        self._waiters = {key: who for key, who in self._waiters.items() if who is not waiter}

    # -- receiving -----------------------------------------------------------------------------------

    def receive(self, interface: Interface, header: ipv4.Header, payload: bytes) -> None:
        """An ICMP message for this router."""
        try:
            message = icmp.decode(payload)
        except DecodeError:
            if len(payload) < icmp.HEADER_LENGTH:
                self.format_errors += 1
            else:
                self.checksum_errors += 1
            return
        self.received[message.type] = self.received.get(message.type, 0) + 1
        if message.type == icmp.ECHO:
            self._answer(interface, header, message)
        elif message.type == icmp.ECHO_REPLY:
            self._debug_echo("rcvd", header.source, header.destination, header.tos)
            waiter = self._waiters.get(("echo", message.identifier))
            if waiter is not None:
                waiter.on_echo_reply(header.source, message)
        elif message.is_error:
            self._error_received(header, message)

    def _answer(self, interface: Interface, header: ipv4.Header, request: icmp.Icmp) -> None:
        source = header.destination
        if interface.mac_for(header.destination) is not None:
            if interface.ip is None:
                return
            source = interface.ip
        self._debug_echo("sent", source, header.source, header.tos)
        self._send(icmp.echo_reply(request), source, header.source, tos=header.tos)

    def _debug_echo(self, what: str, source: IPv4, destination: IPv4, tos: int) -> None:
        router = self._router
        if router.debugging("ip icmp"):
            topology = _TOPOLOGY[router.release].format(tos >> 2)
            router.debug("ip icmp", f"ICMP: echo reply {what}, src {source}, dst {destination}{topology}")

    def _error_received(self, header: ipv4.Header, message: icmp.Icmp) -> None:
        router = self._router
        quoted = message.data
        if len(quoted) < 28 or quoted[0] >> 4 != 4:
            return
        if router.debugging("ip icmp"):
            subject = IPv4.unpack(quoted[16:20])
            if message.type == icmp.UNREACHABLE:
                what = _UNREACHABLE_NAMES.get(message.code, "host")
                router.debug("ip icmp", f"ICMP: dst ({subject}) {what} unreachable rcv from {header.source}")
            elif message.type == icmp.TIME_EXCEEDED:
                router.debug(
                    "ip icmp",
                    f"ICMP: time exceeded rcvd from {header.source}",
                )
            elif message.type == icmp.REDIRECT:
                router.debug(
                    "ip icmp",
                    f"ICMP: redirect rcvd from {header.source}- for {subject} use gw {message.gateway}",
                )
        start = (quoted[0] & 15) * 4
        inner = quoted[start : start + 8]
        if len(inner) < 8:
            return
        if quoted[9] == ipv4.ICMP:
            waiter = self._waiters.get(("echo", inner[4] << 8 | inner[5]))
        elif quoted[9] == ipv4.UDP:
            waiter = self._waiters.get(("udp", inner[0] << 8 | inner[1]))
        elif quoted[9] == ipv4.TCP and message.type == icmp.UNREACHABLE:
            router.tcp.unreachable(quoted)
            return
        else:
            return
        if waiter is not None:
            waiter.on_icmp_error(header.source, message, quoted)

    # -- sending -------------------------------------------------------------------------------------

    def send_echo(
        self, identifier: int, sequence: int, data: bytes, source: IPv4, destination: IPv4, *, tos: int = 0,
        dont_fragment: bool = False,
    ) -> None:  # fmt: skip
        """Send an echo request along the routing table."""
        self._send(
            icmp.echo(identifier, sequence, data), source, destination, tos=tos, dont_fragment=dont_fragment
        )

    def send_echo_everywhere(
        self, identifier: int, sequence: int, data: bytes, source: IPv4 | None, destination: IPv4, *, tos: int = 0
    ) -> None:  # fmt: skip
        """Send an echo request to a group, or to 255.255.255.255, out of every interface that can."""
        message = icmp.echo(identifier, sequence, data)
        for interface in self._router.local_interfaces():
            if interface.ip is not None and interface.line_up and not interface.hardware.virtual:
                self.sent[message.type] = self.sent.get(message.type, 0) + 1
                self._router.ip.send_on(
                    interface,
                    icmp.encode(message),
                    source=interface.ip if source is None else source,
                    destination=destination,
                    protocol=ipv4.ICMP,
                    tos=tos,
                )

    def unreachable(self, interface: Interface, packet: bytes, code: int) -> None:
        """`packet`, received on `interface`, cannot be delivered: tell its source, at most twice a second."""
        router = self._router
        if not interface.unreachables or router.kernel.now < self._next_unreachable:
            return
        if self._error(interface, packet, icmp.unreachable(code, packet)):
            self._next_unreachable = router.kernel.now + UNREACHABLE_INTERVAL
            if router.debugging("ip icmp"):
                destination, source = IPv4.unpack(packet[16:20]), IPv4.unpack(packet[12:16])
                what = _UNREACHABLE_NAMES.get(code, "host")
                router.debug("ip icmp", f"ICMP: dst ({destination}) {what} unreachable sent to {source}")

    def fragmentation_needed(self, interface: Interface, packet: bytes, mtu: int) -> None:
        """`packet` has DF set and is longer than the `mtu` ahead (RFC 1191); not rate-limited."""
        self._error(interface, packet, icmp.unreachable(icmp.FRAGMENTATION_NEEDED, packet, mtu))

    def time_exceeded(self, interface: Interface, packet: bytes, code: int = icmp.TTL_EXCEEDED) -> None:
        """The time to live of `packet` ran out here."""
        router = self._router
        if self._error(interface, packet, icmp.time_exceeded(code, packet)) and router.debugging("ip icmp"):
            destination, source = IPv4.unpack(packet[16:20]), IPv4.unpack(packet[12:16])
            router.debug(
                "ip icmp", f"ICMP: time exceeded (time to live) sent to {source} (dest was {destination})"
            )

    def redirect(self, interface: Interface, packet: bytes, gateway: IPv4) -> None:
        """The source of `packet` had better use `gateway`, which is on its own network."""
        router = self._router
        own: IPv4 | None = None
        if interface.redirector is not None:
            said = interface.redirector.redirect(gateway)
            if said is None:
                return
            own, gateway = said
        if self._error(interface, packet, icmp.redirect(icmp.REDIRECT_HOST, gateway, packet), own):
            source, destination = IPv4.unpack(packet[12:16]), IPv4.unpack(packet[16:20])
            router.debug("ip icmp", f"ICMP: redirect sent to {source} for dest {destination}, use gw {gateway}")

    def _error(self, interface: Interface, packet: bytes, message: icmp.Icmp, own: IPv4 | None = None) -> bool:
        """Send an error about `packet`, from `own` or the interface's address, unless RFC 1122 section 3.2.2
        forbids it."""
        source, destination = IPv4.unpack(packet[12:16]), IPv4.unpack(packet[16:20])
        later_fragment = (packet[6] << 8 | packet[7]) & 0x1FFF
        start = (packet[0] & 15) * 4
        about_error = packet[9] == ipv4.ICMP and packet[start : start + 1] not in (b"\x08", b"\x00")
        if later_fragment or about_error or source == 0 or interface.mac_for(source) is not None:
            return False
        if interface.mac_for(destination) is not None or interface.ip is None:
            return False
        self._send(message, own or interface.ip, source, tos=0xC0 if message.type != icmp.REDIRECT else 0)
        return True

    def _send(
        self, message: icmp.Icmp, source: IPv4, destination: IPv4, *, tos: int = 0, dont_fragment: bool = False
    ) -> None:
        self.sent[message.type] = self.sent.get(message.type, 0) + 1
        self._router.ip.send(
            icmp.encode(message),
            source=source,
            destination=destination,
            protocol=ipv4.ICMP,
            tos=tos,
            dont_fragment=dont_fragment,
        )
