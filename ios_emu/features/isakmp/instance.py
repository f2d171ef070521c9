"""IKE's place in a router: the adapter between the ISAKMP process and the router's services."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING

from ios_emu.features.isakmp.config import IsakmpConfig
from ios_emu.features.isakmp.debug import FLAG
from ios_emu.features.isakmp.engine import PORT, Ike
from ios_emu.kernel import Kernel
from ios_emu.router.feature import Feature
from ios_emu.router.key_engine import IpsecSide
from ios_emu.router.release import Release
from ios_emu.wire import IPv4
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
        router.key_engine.ike = self.ike

    # -- from the router -----------------------------------------------------------------------------

    def on_udp(self, interface: Interface, source: IPv4, destination: IPv4, datagram: Datagram) -> None:
        """A message. The endpoint it is for is the address it was sent to, which may be a virtual one."""
        self.ike.receive(destination, source, datagram.payload)

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
        """The router's name in its configuration."""
        return self.router.hostname

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
    def debugging(self) -> bool:
        """Whether `debug crypto isakmp` is on."""
        return self.router.debugging(FLAG.name)

    def debug(self, text: str) -> None:
        """Print a debug message."""
        self.router.debug(FLAG.name, text)

    def log(self, severity: int, mnemonic: str, text: str) -> None:
        """Print a syslog message."""
        self.router.log("CRYPTO", severity, mnemonic, text)

    def listen(self, on: bool) -> None:
        """Open or close port 500."""
        if on:
            self.router.udp.listen(PORT, self)
        else:
            self.router.udp.close(PORT)

    def transmit(self, local: IPv4, peer: IPv4, message: bytes) -> None:
        """Send a message along the routing table."""
        self.router.udp.send(local, peer, PORT, PORT, message)
