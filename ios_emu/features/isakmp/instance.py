"""IKE's place in a router: the adapter between the ISAKMP process and the router's services."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING

from ios_emu.features.isakmp import nat
from ios_emu.features.isakmp.config import IsakmpConfig
from ios_emu.features.isakmp.debug import FLAG
from ios_emu.features.isakmp.engine import Ike
from ios_emu.kernel import Kernel
from ios_emu.router.feature import Feature
from ios_emu.router.key_engine import ENGINE_FLAG, IpsecSide
from ios_emu.router.keylog import KeyLog
from ios_emu.router.release import Release
from ios_emu.wire import IPv4
from ios_emu.wire.ipv4 import ESP, Header
from ios_emu.wire.udp import Datagram

if TYPE_CHECKING:
    from ios_emu.router.interface import Interface
    from ios_emu.router.router import Router


class Isakmp(Feature):
    """ISAKMP on one router. It is the `Host` of its process, which is what IPsec meets in the key engine."""

    def __init__(self, router: Router) -> None:
        super().__init__(router)
        self.config = IsakmpConfig()
        self.ike = Ike(self, self.config)
        router.key_engine.ike = router.key_engine.ike_view = self.ike

    # -- from the router -----------------------------------------------------------------------------

    def on_udp(self, interface: Interface, source: IPv4, destination: IPv4, datagram: Datagram) -> None:
        """A message. The endpoint it is for is the address it was sent to, which may be a virtual one."""
        data, ports = datagram.payload, (datagram.destination_port, datagram.source_port)
        if datagram.destination_port == nat.FLOATED_PORT:
            if data == nat.KEEPALIVE:
                return
            if not data.startswith(nat.MARKER):
                if self.ipsec is not None:
                    header = _esp_header(source, destination, data)
                    self.ipsec.receive_udp(interface, header, datagram.source_port, data)
                return
            data = data[len(nat.MARKER) :]
        self.ike.receive(destination, source, data, *ports)

    def on_timer(self, name: Hashable) -> None:
        """A timer of the process."""
        self.ike.on_timer(name)

    # -- what the process asks for -------------------------------------------------------------------

    @property
    def name(self) -> str:
        """The router's name in the lab."""
        return self.router.name

    @property
    def hostname(self) -> str:
        """The router's name in its configuration, with its domain if it has one."""
        config = self.router.config
        nodes = [*config.lines("ip", "domain-name"), *config.lines("ip", "domain", "name")]
        domain = f".{nodes[0].words[-1]}" if nodes else ""
        return self.router.hostname + domain

    @property
    def hosts(self) -> Mapping[str, IPv4]:
        """The hosts of `ip host`."""
        return self.router.hosts

    @property
    def kernel(self) -> Kernel:
        """The lab's kernel."""
        return self.router.kernel

    @property
    def release(self) -> Release:
        """The router's release."""
        return self.router.release

    @property
    def ipsec(self) -> IpsecSide | None:
        """The other side of the key engine."""
        return self.router.key_engine.ipsec

    @property
    def keylog(self) -> KeyLog:
        """Where keys are reported."""
        return self.router.keylog

    @property
    def debugging(self) -> bool:
        """Whether `debug crypto isakmp` is on."""
        return self.router.debugging(FLAG.name)

    def debug(self, text: str) -> None:
        """Print a debug message."""
        self.router.debug(FLAG.name, text)

    def debug_engine(self, text: str) -> None:
        """Print a message of `debug crypto engine`."""
        self.router.debug(ENGINE_FLAG, text)

    def log(self, severity: int, mnemonic: str, text: str) -> None:
        """Print a syslog message."""
        self.router.log("CRYPTO", severity, mnemonic, text)

    def listen(self, on: bool) -> None:
        """Open or close the ports."""
        floated = on and bool(nat.known(self.ike))
        for port, wanted in ((nat.PORT, on), (nat.FLOATED_PORT, floated)):
            if wanted:
                self.router.udp.listen(port, self)
            else:
                self.router.udp.close(port)

    def transmit(self, local: IPv4, local_port: int, peer: IPv4, peer_port: int, message: bytes) -> None:
        """Send a message along the routing table."""
        marked = local_port == nat.FLOATED_PORT and message != nat.KEEPALIVE
        data = nat.MARKER + message if marked else message
        self.router.udp.send(local, peer, local_port, peer_port, data)


def _esp_header(source: IPv4, destination: IPv4, esp: bytes) -> Header:
    """The header of the ESP packet that came in UDP. What else the outer header said is of no use to anybody."""
    return Header(0, 20 + len(esp), 0, False, False, 0, 255, ESP, source, destination, b"")
