"""One interface of a router: its state, its addresses, its counters, and the port it sends through.

    admin (`shutdown`)   carrier            hardware            line protocol
    -----------------    ----------------   -----------------   -------------------------------
    up                   appears            up after 2 s        up 1 s after the hardware
    up                   is lost            down after 2 s      down with it; message 1 s later
    goes down            (any)              down after 2 s      down at once; messages after 2 and 3 s

A subinterface (`parent` is the interface it is on) follows its parent at once, and without a word.

Source: the seed's transcripts and the reference timings; `carrier-delay` defaults to 2 s.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from ios_emu.grammar.interfaces import short_interface
from ios_emu.kernel import SECOND, Timers
from ios_emu.router import facts
from ios_emu.router.counters import Counters
from ios_emu.router.hardware import Hardware, hardware_of
from ios_emu.router.trunk import Trunk, Vlan
from ios_emu.wire import MAC_BROADCAST, IPv4, Mac, Prefix, multicast_mac
from ios_emu.wire.ethernet import ETHERTYPE_ARP, ETHERTYPE_IPV4

if TYPE_CHECKING:
    from ios_emu.router.router import Router

CARRIER_DELAY = 2 * SECOND
LINE_PROTOCOL_DELAY = 1 * SECOND
_IP_MULTICAST = b"\x01\x00\x5e"
_IPV4 = ETHERTYPE_IPV4.to_bytes(2, "big")
_ARP = ETHERTYPE_ARP.to_bytes(2, "big")


class Port(Protocol):
    """What an interface is plugged into."""

    def attach(self, station: Interface) -> None:
        """`station` is plugged in; it is told at once whether there is a carrier."""

    def transmit(self, frame: bytes) -> None:
        """Carry a complete Ethernet frame to whoever is at the other end."""

    def power(self, on: bool) -> None:
        """This end's transmitter went on or off; the other end's carrier follows."""


class Redirector(Protocol):
    """Whoever knows that an address on the interface's network should not be named in an ICMP redirect."""

    def redirect(self, gateway: IPv4) -> tuple[IPv4 | None, IPv4] | None:
        """What to say instead of `gateway`: a source address (None: the interface's own) and a gateway; None for
        nothing at all."""


class PacketFilter(Protocol):
    """What decides on the clear packets of an interface: a crypto map applied to it."""

    def outbound(self, packet: bytes) -> bytes | None:
        """The packet itself: send it on. Other bytes: a packet to route in its place. None: it is dropped."""

    def admits_clear(self, packet: bytes) -> bool:
        """Whether a packet that arrived unprotected may pass."""


@dataclass(frozen=True, slots=True)
class Address:
    """An IP address of an interface with its prefix length."""

    ip: IPv4
    length: int

    @property
    def prefix(self) -> Prefix:
        """The connected network."""
        return Prefix.of(self.ip, self.length)


class Interface:
    """One interface. `name` in full (`FastEthernet0/0`), `short` as logs write it (`Fa0/0`).

    `mtu` is that of IP, `link_mtu` that of the medium; `adjust_mss` the largest segment that TCP connections through
    here may agree on, 0 for any; `address_method` is where the address came from, in the
    words of `show ip interface brief` (`NVRAM`, `manual`, `unset`).
    """

    def __init__(self, router: Router, name: str, mac: Mac) -> None:
        self.router = router
        self.name = name
        self.short = short_interface(name)
        self.hardware: Hardware = hardware_of(name)
        self.bia = mac
        self.mac = mac
        self.link_mtu = self.hardware.mtu
        self.mtu = self.link_mtu
        self.adjust_mss = 0
        self.bandwidth = self.hardware.bandwidth
        self.delay = self.hardware.delay
        self.description = ""
        self.duplex = ""
        self.speed = ""
        self.address: Address | None = None
        self.address_method = "unset"
        self.secondary: list[Address] = []
        self.virtual: dict[IPv4, Mac] = {}
        self.groups: dict[IPv4, int] = {}
        self.shutdown = False
        self.carrier = self.hardware.virtual
        self.hardware_up = False
        self.line_up = False
        self.port: Port | None = None
        self.crypto: PacketFilter | None = None
        self.redirector: Redirector | None = None
        self.acl_in: str | None = None
        self.acl_out: str | None = None
        self.policy: str | None = None
        self.proxy_arp = True
        self.redirects = True
        self.unreachables = True
        self.directed_broadcast = False
        self.arp_timeout = 4 * 3600 * SECOND
        self.counters = Counters(router.kernel.now)
        self.parent: Interface | None = None
        self.trunk: Trunk | None = None
        self.vlan: Vlan | None = None
        self._macs: dict[bytes, int] = {}
        self._timers = Timers(router.kernel, self)

    # -- state ---------------------------------------------------------------------------------------

    @property
    def admin_up(self) -> bool:
        """Not shut down."""
        return not self.shutdown

    def set_shutdown(self, shutdown: bool) -> None:
        """`shutdown` or `no shutdown`."""
        if shutdown == self.shutdown:
            return
        self.shutdown = shutdown
        if not self.router.booted:
            return
        if shutdown:
            was_up, self.line_up = self.line_up, False
            self.router.publish(facts.SoftwareInterface(self.name, False))
            if was_up:
                self.router.interface_down(self)
            self._timers.stop_all()
            self._timers.start("admin-down", CARRIER_DELAY)
        else:
            self._timers.stop_all()
            # Also when the shutdown was not yet noticed by the hardware: the carrier is sought anew.
            self.hardware_up = False
            self.router.publish(facts.SoftwareInterface(self.name, True))
            self._seek_carrier()
            if self._is_loopback:
                self._timers.start("loopback-up", CARRIER_DELAY)
        if self.port is not None:
            self.port.power(not shutdown)

    @property
    def _is_loopback(self) -> bool:
        return self.hardware.kind == "Loopback"

    def created(self) -> None:
        """Somebody has just made this interface by its name: what is always up says so."""
        self.start()
        if self._is_loopback:
            self._timers.start("line-said", LINE_PROTOCOL_DELAY)

    def start(self) -> None:
        """The router has booted: come up as configured."""
        if self.port is not None:
            self.port.power(not self.shutdown)
        if not self.shutdown:
            self._seek_carrier()

    def stop(self) -> None:
        """The router loses its power: nothing is said, everything stops."""
        self._timers.stop_all()
        self.hardware_up = self.line_up = False
        if self.port is not None:
            self.port.power(False)

    def set_carrier(self, carrier: bool) -> None:
        """The cable: whether somebody powered is at the other end."""
        if carrier == self.carrier:
            return
        self.carrier = carrier
        if self.shutdown or not self.router.booted:
            return
        if carrier:
            self._timers.stop("carrier-lost")
            self._seek_carrier()
        elif self.hardware_up:
            self._timers.start("carrier-lost", CARRIER_DELAY)
        else:
            self._timers.stop("carrier-found")

    def _seek_carrier(self) -> None:
        if self.parent is not None:
            self.follow()
        elif self.hardware.virtual:
            self.hardware_up = True
            self._line_protocol_up()
        elif self.carrier and not self.hardware_up:
            self._timers.start("carrier-found", CARRIER_DELAY)

    def on_timer(self, name: Hashable) -> None:
        """One of the delays of the table above is over."""
        router = self.router
        if name == "carrier-found":
            self._set_hardware(True)
            router.log("LINK", 3, "UPDOWN", f"Interface {self.name}, changed state to up")
            router.publish(facts.HardwareInterface(self.name, True))
            self._timers.start("line-up", LINE_PROTOCOL_DELAY)
        elif name == "loopback-up":
            router.log("LINK", 3, "UPDOWN", f"Interface {self.name}, changed state to up")
            self._timers.start("line-said", LINE_PROTOCOL_DELAY)
        elif name == "line-said":
            self._log_line_protocol("up")
        elif name == "line-up":
            self._log_line_protocol("up")
            self._line_protocol_up()
        elif name == "carrier-lost":
            self._set_hardware(False)
            self._timers.stop("line-up")
            router.log("LINK", 3, "UPDOWN", f"Interface {self.name}, changed state to down")
            was_up = self.line_up
            self._line_protocol_down()
            router.publish(facts.HardwareInterface(self.name, False))
            if was_up:
                self._timers.start("line-down", LINE_PROTOCOL_DELAY)
        elif name == "admin-down":
            was_up = self.hardware_up
            self._set_hardware(False)
            router.log("LINK", 5, "CHANGED", f"Interface {self.name}, changed state to administratively down")
            router.publish(facts.HardwareInterface(self.name, False))
            if was_up and (self._is_loopback or not self.hardware.virtual) and self.parent is None:
                self._timers.start("line-down", LINE_PROTOCOL_DELAY)
        elif name == "line-down":
            self._log_line_protocol("down")

    def _set_hardware(self, up: bool) -> None:
        self.hardware_up = up
        if self.trunk is not None:
            self.trunk.follow()

    def _log_line_protocol(self, state: str) -> None:
        self.router.log(
            "LINEPROTO", 5, "UPDOWN", f"Line protocol on Interface {self.name}, changed state to {state}"
        )

    def _line_protocol_up(self) -> None:
        if self.line_up:
            return
        self.line_up = True
        self.router.interface_up(self)

    def _line_protocol_down(self) -> None:
        if not self.line_up:
            return
        self.line_up = False
        self.router.interface_down(self)

    # -- subinterfaces -------------------------------------------------------------------------------

    def join_trunk(self, parent: Interface) -> None:
        """Be a subinterface of `parent`."""
        self.parent = parent
        if parent.trunk is None:
            parent.trunk = Trunk(parent)
        parent.trunk.add(self)

    def set_vlan(self, vlan: Vlan | None) -> None:
        """`encapsulation dot1Q`: the VLAN of a subinterface, None for none."""
        if vlan != self.vlan:
            self.vlan = None
            self.follow()
            self.vlan = vlan
            self.follow()

    def follow(self) -> None:
        """A subinterface is as its parent is, unless it is shut down or has no VLAN."""
        parent = self.parent
        if parent is None or not self.router.booted:
            return
        self.hardware_up = parent.hardware_up and not self.shutdown
        if parent.line_up and self.hardware_up and self.vlan is not None and not self.vlan.inner:
            self._line_protocol_up()
        else:
            self._line_protocol_down()

    # -- addresses -----------------------------------------------------------------------------------

    @property
    def ip(self) -> IPv4 | None:
        """The primary address, or None."""
        return self.address.ip if self.address else None

    @property
    def addresses(self) -> tuple[Address, ...]:
        """Primary first, then the secondary ones."""
        return (self.address, *self.secondary) if self.address else ()

    def on_link(self, ip: int) -> bool:
        """Whether `ip` lies in a network connected here."""
        return any(a.prefix.holds(ip) for a in self.addresses)

    def add_virtual(self, ip: IPv4, mac: Mac) -> None:
        """Own the virtual address `ip`, answering for it with `mac`, until `remove_virtual`."""
        self.virtual[ip] = mac
        self._macs[bytes(mac)] = self._macs.get(bytes(mac), 0) + 1
        self.router.addresses_changed()

    def remove_virtual(self, ip: IPv4) -> None:
        """Stop owning the virtual address `ip`; harmless when it is not owned."""
        mac = self.virtual.pop(ip, None)
        if mac is None:
            return
        self._macs[bytes(mac)] -= 1
        if not self._macs[bytes(mac)]:
            del self._macs[bytes(mac)]
        self.router.addresses_changed()

    def join(self, group: IPv4) -> None:
        """Receive the multicast group; counted, so leave as often as you join."""
        self.groups[group] = self.groups.get(group, 0) + 1

    def leave(self, group: IPv4) -> None:
        """Undo one `join`."""
        count = self.groups.get(group, 0)
        if count > 1:
            self.groups[group] = count - 1
        else:
            self.groups.pop(group, None)

    # -- frames --------------------------------------------------------------------------------------

    def send(self, frame: bytes) -> None:
        """Put a complete Ethernet frame on the wire; dropped and counted when the line protocol is down."""
        counters = self.counters
        if not self.line_up or self.port is None:
            counters.output_drops += 1
            return
        counters.sent(self.router.kernel.now, len(frame))
        self.port.transmit(frame)

    def receive(self, frame: bytes) -> None:
        """A frame arrives from the wire."""
        if not self.line_up or (self.trunk is not None and self.trunk.receive(frame)):
            return
        destination = frame[:6]
        group = destination[0] & 1 if destination else 0
        if destination != self.mac and not group and destination not in self._macs:
            return
        self.counters.received(
            self.router.kernel.now, len(frame), bool(group), destination.startswith(_IP_MULTICAST)
        )
        ethertype = frame[12:14]
        if ethertype == _IPV4:
            self.router.ip.receive(self, frame)
        elif ethertype == _ARP:
            self.router.arp.receive(self, frame)
        else:
            self.counters.unknown_protocol += 1

    def hears(self, destination: bytes) -> bool:
        """Whether a frame to this Ethernet address is for this station."""
        return destination == self.mac or destination in self._macs or bool(destination and destination[0] & 1)

    def mac_for(self, destination: IPv4) -> Mac | None:
        """The Ethernet address for a group or broadcast destination; None for a unicast one (ask ARP)."""
        if destination.is_multicast:
            return multicast_mac(destination)
        if destination == 0xFFFFFFFF or any(destination == a.prefix.broadcast for a in self.addresses):
            return MAC_BROADCAST
        return None
