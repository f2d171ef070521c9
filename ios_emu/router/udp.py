"""UDP ports: who listens, and sending."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ios_emu.router.feature import Feature
from ios_emu.wire import DecodeError, IPv4, Mac, udp
from ios_emu.wire.icmp import PORT_UNREACHABLE
from ios_emu.wire.ipv4 import UDP, Header

if TYPE_CHECKING:
    from ios_emu.router.interface import Interface
    from ios_emu.router.router import Router


class UdpPorts:
    """The UDP layer of one router."""

    def __init__(self, router: Router) -> None:
        self._router = router
        self._listeners: dict[int, Feature] = {}
        self.received = self.no_port = self.checksum_errors = self.sent = 0

    def listen(self, port: int, feature: Feature) -> None:
        """Deliver datagrams to `port` to `feature.on_udp`."""
        self._listeners[port] = feature

    def close(self, port: int) -> None:
        """Stop listening on `port`; harmless when nobody listens."""
        self._listeners.pop(port, None)

    def listening(self, port: int) -> bool:
        """Whether somebody listens on `port`."""
        return port in self._listeners

    def send(
        self,
        source: IPv4,
        destination: IPv4,
        source_port: int,
        destination_port: int,
        payload: bytes,
        *,
        ttl: int = 255,
        tos: int = 0,
    ) -> None:
        """Send a datagram along the routing table."""
        self.sent += 1
        segment = udp.build(source, destination, source_port, destination_port, payload)
        self._router.ip.send(segment, source=source, destination=destination, protocol=UDP, ttl=ttl, tos=tos)

    def send_on(
        self,
        interface: Interface,
        source: IPv4,
        destination: IPv4,
        port: int,
        payload: bytes,
        *,
        ttl: int,
        tos: int = 0,
        mac: Mac | None = None,
    ) -> None:
        """Send a datagram from `port` to the same port of a neighbour or group out of `interface`; `mac` is the source
        MAC address when it is not the interface's own."""
        self.sent += 1
        segment = udp.build(source, destination, port, port, payload)
        self._router.ip.send_on(
            interface, segment, source=source, destination=destination, protocol=UDP, ttl=ttl, tos=tos, mac=mac
        )

    def receive(self, interface: Interface, header: Header, payload: bytes, packet: bytes) -> None:
        """A UDP segment for this router: hand it to its listener, or answer port unreachable (RFC 1122)."""
        try:
            datagram = udp.decode(header.source, header.destination, payload)
        except DecodeError:
            self.checksum_errors += 1
            return
        listener = self._listeners.get(datagram.destination_port)
        if listener is None:
            self.no_port += 1
            self._router.icmp.unreachable(interface, packet, PORT_UNREACHABLE)
            return
        self.received += 1
        listener.on_udp(interface, header.source, header.destination, datagram)
