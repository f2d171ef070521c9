"""HSRP in one router: the adapter between its interfaces and groups and the services of the router."""

from __future__ import annotations

from collections.abc import Hashable

from ios_emu.features.hsrp import packet2
from ios_emu.features.hsrp.authentication import KeyChains
from ios_emu.features.hsrp.config import GroupConfig, InterfaceConfig
from ios_emu.features.hsrp.group import Group
from ios_emu.features.hsrp.packet import PORT, Advertise, Message, decode
from ios_emu.features.hsrp.port import HsrpPort
from ios_emu.router import facts
from ios_emu.router.feature import Feature
from ios_emu.router.interface import Interface
from ios_emu.router.router import Router
from ios_emu.wire import DecodeError, IPv4
from ios_emu.wire.udp import Datagram


class Hsrp(Feature):
    """HSRP of one router. `ports` holds the interfaces it is configured on, by name."""

    def __init__(self, router: Router) -> None:
        super().__init__(router)
        self.ports: dict[str, HsrpPort] = {}
        self.chains: KeyChains = {}

    # -- configuration ---------------------------------------------------------------------------------

    def port(self, interface: Interface) -> HsrpPort:
        """HSRP on `interface`, whether or not anything is configured there."""
        return self.ports.get(interface.name) or HsrpPort(self, interface)

    def configure_group(self, interface: Interface, number: int, config: GroupConfig) -> None:
        """The configuration of a group is another one."""
        port = self._keep(interface)
        port.configure_group(number, config)
        self._tidy(port)

    def configure_interface(self, interface: Interface, config: InterfaceConfig) -> None:
        """The configuration of HSRP on an interface is another one."""
        port = self._keep(interface)
        port.configure(config)
        self._tidy(port)

    def _keep(self, interface: Interface) -> HsrpPort:
        port = self.ports[interface.name] = self.port(interface)
        self.router.udp.listen(PORT, self)
        return port

    def _tidy(self, port: HsrpPort) -> None:
        if port.idle:
            del self.ports[port.interface.name]
        if not self.ports:
            self.router.udp.close(PORT)

    def groups(self) -> list[Group]:
        """All groups, in the order IOS lists them."""
        ports = self.ports
        return [
            group
            for interface in self.router.local_interfaces()
            if interface.name in ports
            for group in ports[interface.name].groups.values()
        ]

    # -- the world -------------------------------------------------------------------------------------

    def on_fact(self, fact: facts.Fact) -> None:
        """Interfaces come and go, tracked objects change."""
        if isinstance(fact, facts.TrackChanged):
            for group in self.groups():
                if group.config.tracks:
                    group.tracked_changed(fact.number, fact.up)
        elif isinstance(fact, facts.VirtualAddressClaimed):
            for group in self.groups():
                if group.port.interface.name == fact.interface and fact.address in group.addresses:
                    group.address_claimed(fact.address, fact.mac)
        elif isinstance(
            fact, facts.LineProtocol | facts.SoftwareInterface | facts.HardwareInterface | facts.AddressChanged
        ):
            port = self.ports.get(fact.interface)
            if port is not None:
                self._interface_changed(port, fact)

    def _interface_changed(
        self,
        port: HsrpPort,
        fact: facts.LineProtocol | facts.SoftwareInterface | facts.HardwareInterface | facts.AddressChanged,
    ) -> None:
        if isinstance(fact, facts.AddressChanged):
            port.review()
        elif isinstance(fact, facts.SoftwareInterface):
            port.software_changed(fact.up)
        elif isinstance(fact, facts.HardwareInterface):
            port.hardware_changed(fact.up)
        elif fact.up:
            port.line_up()
        else:
            port.line_down()

    def on_timer(self, name: Hashable) -> None:
        """A timer of an interface (`(kind, interface, -1)`), of a group (`(kind, interface, number)`) or of a
        neighbor (`("neighbor", interface, address)`)."""
        if not isinstance(name, tuple):
            return
        kind, interface, number = name
        port = self.ports.get(interface)
        if port is None:
            return
        if kind == "neighbor":
            port.neighbors.expire(number)
        elif number < 0:
            port.expire(kind)
        elif number in port.groups:
            port.groups[number].expire(kind)

    def on_udp(self, interface: Interface, source: IPv4, destination: IPv4, datagram: Datagram) -> None:
        """A datagram to port 1985."""
        port = self.ports.get(interface.name)
        if port is None:
            return
        try:
            said = decode_any(datagram.payload)
        except DecodeError as error:
            port.count("malformed")
            port.error(f"Bad pkt from {source}: {error}")
            return
        for message in said:
            port.receive(message, source)


def decode_any(payload: bytes) -> tuple[Message | Advertise, ...]:
    """What a datagram of either version says: version 1 begins with an octet of 0. Raises DecodeError."""
    if payload[:1] == b"\0" or not payload:
        return (decode(payload),)
    return packet2.decode(payload)
