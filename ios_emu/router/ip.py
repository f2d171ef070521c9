"""IPv4 in a router: the fast path that forwards raw bytes, and the slow path that delivers.

    wire -> receive -> _input --(not for us)--> _route -> [crypto map] -> [fragment] -> _emit -> wire
                         |                        ^
                         +--(for us)--> _deliver  +-- send (our own packets)

Transit packets are never decoded: destination and time to live are read in place, the checksum is updated
incrementally, and the link header comes ready-made from ARP.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ios_emu.kernel import MILLISECOND, Copied
from ios_emu.router import packet_debug
from ios_emu.router.feature import Feature
from ios_emu.router.fib import Path
from ios_emu.router.mss import clamp
from ios_emu.router.reassembly import Reassembly
from ios_emu.router.release import ByRelease, Train
from ios_emu.wire import BROADCAST, DecodeError, IPv4, Mac, icmp, ipv4, multicast_mac
from ios_emu.wire.ethernet import ETHERTYPE_IPV4, MINIMUM_LENGTH, build

if TYPE_CHECKING:
    from ios_emu.router.interface import Interface
    from ios_emu.router.router import Router

ALL_SYSTEMS = IPv4.parse("224.0.0.1")
_CHECKS_CLEAR = ByRelease({Train.R12_2: True, Train.R12_4: False})
"""Which side of a crypto map the access lists of its interface look at: what is in the tunnel, and coming in what
carries it as well; or only what carries it (Crypto Access Check on Clear-Text Packets, 12.3(8)T)."""
LOOPBACK_DELAY = 1 * MILLISECOND
"""How long a packet to one of the router's own addresses takes through the process path."""


class IpStack(Copied):
    """The IPv4 layer of one router. The counters are those of `show ip traffic`."""

    derived = ("_local", "_broadcasts")

    def __init__(self, router: Router) -> None:
        self._router = router
        self._listeners: dict[int, Feature] = {}
        self._local: dict[int, Interface] | None = None
        self._broadcasts: dict[int, Interface] | None = None
        self._identification = 0
        self.reassembly = Reassembly(router)
        self.received = self.delivered = self.forwarded = self.sent = 0
        self.header_errors = self.no_route = self.encapsulation_failed = self.bad_hops = 0
        self.unknown_protocol = self.fragmented = self.fragments_made = self.cannot_fragment = 0
        self.denied = self.not_a_gateway = self.checksum_errors = self.with_options = 0
        self.broadcasts_in = self.broadcasts_out = self.multicasts_in = self.multicasts_out = 0
        self.options: dict[int, int] = {}
        """How many options of each type have come in."""

    def listen(self, protocol: int, feature: Feature) -> None:
        """Deliver packets of IP protocol number `protocol` to `feature.on_ip`."""
        self._listeners[protocol] = feature

    # -- local addresses -----------------------------------------------------------------------------

    def forget_addresses(self) -> None:
        """Interfaces or their addresses changed."""
        self._local = None

    def local(self) -> dict[int, Interface]:
        """Every address this router answers to now, virtual ones included, and its interface."""
        local = self._local
        if local is None:
            local = self._local = {}
            broadcasts = self._broadcasts = {}
            for interface in self._router.interfaces.values():
                if interface.line_up:
                    for address in interface.addresses:
                        local[int(address.ip)] = interface
                        if address.length < 31:
                            broadcasts[int(address.prefix.broadcast)] = interface
                    for virtual in interface.virtual:
                        local[int(virtual)] = interface
        return local

    def source_for(self, destination: IPv4) -> IPv4 | None:
        """The address a packet to `destination` gets when nobody says otherwise: the outgoing interface's."""
        path = self._router.fib.choose(0, destination)
        return path.interface.ip if path is not None else None

    # -- receiving -----------------------------------------------------------------------------------

    def receive(self, interface: Interface, frame: bytes) -> None:
        """An IPv4 frame has arrived."""
        self.received += 1
        packet = frame[14 : 14 + (frame[16] << 8 | frame[17])] if len(frame) >= 34 else b""
        # The common case, checked without decoding: no options, checksum right, no fragment from far behind.
        if (
            len(packet) < 20
            or packet[0] != 0x45
            or packet[6] & 0x1F
            or int.from_bytes(packet[:20], "big") % 0xFFFF
        ):
            try:
                header, _ = ipv4.decode(frame[14:])
            except DecodeError as error:
                self.header_errors += 1
                self.checksum_errors += isinstance(error, ipv4.ChecksumError)
                interface.counters.input_errors += 1
                return
            packet = frame[14 : 14 + header.total_length]
            self.with_options += bool(header.options)
            for option in ipv4.option_types(header.options):
                self.options[option] = self.options.get(option, 0) + 1
        elif len(packet) != packet[2] << 8 | packet[3]:
            self.header_errors += 1
            interface.counters.input_errors += 1
            return
        self._input(interface, packet, frame)

    def inject(self, interface: Interface, packet: bytes) -> None:
        """A packet taken out of a tunnel: it enters as if it had come in on `interface`, past its crypto map."""
        try:
            header, _ = ipv4.decode(packet)
        except DecodeError:
            self.header_errors += 1
            return
        self._input(interface, packet[: header.total_length], b"")

    def _input(self, interface: Interface, packet: bytes, frame: bytes) -> None:
        """`frame`: what the packet came in; empty for one that comes out of a tunnel."""
        acl = interface.acl_in if frame or _CHECKS_CLEAR[self._router.release] else None
        if acl is not None and not self._router.filters.permits(acl, packet, interface, frame):
            self.denied += 1
            self._debug_drop(packet, interface, None, "access denied")
            self._router.icmp.unreachable(interface, packet, icmp.ADMINISTRATIVELY_PROHIBITED)
            return
        if frame and interface.crypto is not None and not interface.crypto.admits_clear(packet):
            return
        destination = int.from_bytes(packet[16:20], "big")
        local = self._local if self._local is not None else self.local()
        if destination in local or destination >= 0xE0000000 or self.broadcast_on(destination) is interface:
            self._deliver(interface, packet)
        elif packet[8] <= 1:
            self.bad_hops += 1
            self._router.icmp.time_exceeded(interface, packet)
        elif packet[16] in (0, 127) or packet[12] == 127:
            self.no_route += 1
        elif self._router.routing:
            path = None
            if interface.policy is not None:
                packet, path = self._router.policy.judge(interface.policy, packet, interface)
            self._route(ipv4.decrement_ttl(packet), interface, True, path)
        else:
            self.not_a_gateway += 1

    def broadcast_on(self, destination: int) -> Interface | None:
        """The interface whose directed broadcast address `destination` is."""
        if self._broadcasts is None:
            self.forget_addresses()
            self.local()
        return self._broadcasts.get(destination) if self._broadcasts is not None else None

    def _deliver(self, interface: Interface, packet: bytes) -> None:
        header, payload = ipv4.decode(packet)
        destination = header.destination
        if destination.is_multicast and destination not in interface.groups and destination != ALL_SYSTEMS:
            return
        if header.is_fragment:
            whole = self.reassembly.add(interface, packet, header, payload)
            if whole is None:
                return
            packet = whole
            header, payload = ipv4.decode(packet)
        router = self._router
        if router.debugging(packet_debug.FLAG) and packet_debug.wanted(router, packet):
            packet_debug.received(router, packet, interface, self.local().get(int(destination)))
        self.delivered += 1
        if destination.is_multicast:
            self.multicasts_in += 1
        elif int(destination) not in self.local():
            self.broadcasts_in += 1
        protocol = header.protocol
        if protocol == ipv4.ICMP:
            router.icmp.receive(interface, header, payload)
        elif protocol == ipv4.UDP:
            router.udp.receive(interface, header, payload, packet)
        elif protocol == ipv4.TCP:
            router.tcp.receive(interface, header, payload, packet)
        elif protocol in self._listeners:
            self._listeners[protocol].on_ip(interface, header, payload, packet)
        else:
            self.unknown_protocol += 1
            router.icmp.unreachable(interface, packet, icmp.PROTOCOL_UNREACHABLE)

    # -- forwarding ----------------------------------------------------------------------------------

    def _route(self, packet: bytes, origin: Interface | None, clear: bool, path: Path | None = None) -> None:
        """Send `packet`, its time to live already decremented, towards its destination.

        `origin`: where it came in, None for our own. `clear`: it may still have to be encrypted. `path`: where a
        policy sends it, in place of the routing table.
        """
        router = self._router
        source = int.from_bytes(packet[12:16], "big")
        destination = int.from_bytes(packet[16:20], "big")
        path = path or router.fib.choose(source, destination)
        # A virtual interface here is Null0, or the unassigned rest of a loopback's network.
        if path is None or path.interface.hardware.virtual:
            self.no_route += 1
            self._debug_drop(packet, origin, None, "unroutable")
            if origin is not None:
                router.icmp.unreachable(origin, packet, icmp.HOST_UNREACHABLE)
            return
        out, next_hop = path
        if origin is not None and (origin.adjust_mss or out.adjust_mss):
            packet = clamp(packet, min(origin.adjust_mss or out.adjust_mss, out.adjust_mss or origin.adjust_mss))
        checks_clear = out.crypto is None or _CHECKS_CLEAR[router.release]
        if checks_clear and origin is not None and self._stopped(packet, origin, out, next_hop, destination):
            return
        if clear and out.crypto is not None:
            result = out.crypto.outbound(packet)
            if result is not packet:
                if origin is not None:
                    self.forwarded += 1
                if result is not None:
                    self._carry(result, origin, out)
                return
        if origin is not None:
            if not checks_clear and self._stopped(packet, origin, out, next_hop, destination):
                return
            self.forwarded += 1
            if origin is out and out.redirects and next_hop != destination and origin.on_link(source):
                router.icmp.redirect(origin, packet, next_hop)
        if router.debugging(packet_debug.FLAG) and packet_debug.wanted(router, packet):
            if origin is None:
                packet_debug.sent(router, packet, out, False)
            elif packet_debug.process_switched(router, origin, out):
                packet_debug.forwarded(router, packet, origin, out, next_hop)
        if len(packet) > out.mtu:
            self._fragment(packet, origin, out, next_hop)
        else:
            self._emit(out, next_hop, packet)

    def _carry(self, packet: bytes, origin: Interface | None, out: Interface) -> None:
        """Send what carries a packet through a tunnel. A transit packet's is looked at as it leaves."""
        acl = None if origin is None or _CHECKS_CLEAR[self._router.release] else out.acl_out
        if acl is not None and not self._router.filters.permits(acl, packet, out):
            self.denied += 1
        else:
            self._route(packet, None, False)

    def _stopped(self, packet: bytes, origin: Interface, out: Interface, next_hop: IPv4, destination: int) -> bool:
        """Whether the outgoing interface refuses a transit packet: by its access list, or as a broadcast."""
        if out.acl_out is not None and not self._router.filters.permits(out.acl_out, packet, out):
            self.denied += 1
            self._debug_drop(packet, origin, out, "access denied")
            self._router.icmp.unreachable(origin, packet, icmp.ADMINISTRATIVELY_PROHIBITED)
            return True
        return next_hop == destination and not out.directed_broadcast and self.broadcast_on(destination) is out

    def _fragment(self, packet: bytes, origin: Interface | None, out: Interface, next_hop: IPv4) -> None:
        if packet[6] & 0x40:
            self.cannot_fragment += 1
            # Our own packet that may not be cut tells its sender, which is us, by the address it leaves with.
            self._router.icmp.fragmentation_needed(origin or out, packet, out.mtu)
            return
        try:
            pieces = ipv4.fragment(packet, out.mtu)
        except (DecodeError, ValueError):
            self.cannot_fragment += 1
            return
        self.fragmented += 1
        self.fragments_made += len(pieces)
        for piece in pieces:
            self._emit(out, next_hop, piece)

    def _emit(self, out: Interface, next_hop: IPv4, packet: bytes) -> None:
        header = self._router.arp.link_header(out, next_hop)
        if header is None:
            self.encapsulation_failed += 1
            if int.from_bytes(packet[12:16], "big") in self.local():
                self._debug_drop(packet, None, out, "encapsulation failed")
            return
        frame = header + packet
        out.send(frame if len(frame) >= MINIMUM_LENGTH else frame.ljust(MINIMUM_LENGTH, b"\0"))

    # -- sending -------------------------------------------------------------------------------------

    def send(
        self,
        payload: bytes,
        *,
        source: IPv4,
        destination: IPv4,
        protocol: int,
        ttl: int = 255,
        tos: int = 0,
        dont_fragment: bool = False,
    ) -> None:
        """Send a packet of our own along the routing table. One to ourselves comes back a moment later."""
        packet = self._build(payload, source, destination, protocol, ttl, tos, dont_fragment)
        if destination in self.local():
            self._router.kernel.after(LOOPBACK_DELAY, self, packet)
        else:
            path, local = None, self._router.policy.local
            if local is not None:
                packet, path = self._router.policy.judge(local, packet, None)
            self._route(packet, None, True, path)

    def send_packet(self, packet: bytes) -> None:
        """Send a complete packet of our own, with its header, along the routing table; never encrypted."""
        self._route(packet, None, False)

    def send_on(
        self,
        interface: Interface,
        payload: bytes,
        *,
        source: IPv4,
        destination: IPv4,
        protocol: int,
        ttl: int = 255,
        tos: int = 0,
        mac: Mac | None = None,
        next_hop: IPv4 | None = None,
    ) -> None:
        """Send a packet out of `interface`, past the routing table: to a group or a neighbour on that network.

        `mac` is the source MAC address when it is not the interface's own.
        """
        packet = self._build(payload, source, destination, protocol, ttl, tos, False)
        if destination.is_multicast:
            to: Mac | None = multicast_mac(destination)
        else:
            to = interface.mac_for(destination)
        if self._router.debugging(packet_debug.FLAG) and packet_debug.wanted(self._router, packet):
            packet_debug.sent(self._router, packet, interface, to is not None)
        for piece in ipv4.fragment(packet, interface.mtu) if len(packet) > interface.mtu else (packet,):
            if to is None:
                self._emit(interface, next_hop or destination, piece)
            else:
                interface.send(build(to, mac or interface.mac, ETHERTYPE_IPV4, piece))

    def _build(
        self,
        payload: bytes,
        source: IPv4,
        destination: IPv4,
        protocol: int,
        ttl: int,
        tos: int,
        dont_fragment: bool,
    ) -> bytes:
        self.sent += 1
        if destination.is_multicast:
            self.multicasts_out += 1
        elif destination == BROADCAST or self.broadcast_on(destination) is not None:
            self.broadcasts_out += 1
        self._identification = self._identification + 1 & 0xFFFF
        return ipv4.build(
            source,
            destination,
            protocol,
            payload,
            ttl=ttl,
            tos=tos,
            identification=self._identification,
            dont_fragment=dont_fragment,
        )

    def on_event(self, what: object) -> None:
        """A packet to ourselves has come round."""
        if isinstance(what, bytes):
            interface = self.local().get(int.from_bytes(what[16:20], "big"))
            if interface is not None:
                self._deliver(interface, what)

    def stop(self) -> None:
        """The power goes: what waits for fragments is forgotten."""
        self.reassembly.timers.stop_all()

    def _debug_drop(self, packet: bytes, origin: Interface | None, out: Interface | None, reason: str) -> None:
        if self._router.debugging(packet_debug.FLAG) and packet_debug.wanted(self._router, packet):
            packet_debug.dropped(self._router, packet, origin, out, reason)
