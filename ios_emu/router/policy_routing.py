"""Policy routing (`ip policy route-map`): a route map, not the routing table, says where a packet goes.

no entry matches, or one that denies     the routing table
an entry that permits, by what it sets   1. ip next-hop: the first that is a neighbour on a network that is up;
                                         before all, those with verify-availability whose object is up
                                         2. interface: the first that is up; out of a LAN only with a route
                                         3. ip default next-hop, default interface: the same, if no other route
                                            than the default leads to the destination
                                         4. nothing of it can be: the routing table
                                         and it is marked (ip precedence, ip tos), wherever it goes
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ios_emu.router.fib import Path
from ios_emu.router.interface import Interface
from ios_emu.router.packet_debug import process_switched
from ios_emu.router.release import ByRelease, Train
from ios_emu.router.route_map import MapEntry
from ios_emu.wire import MAC_ZERO, IPv4, ipv4

if TYPE_CHECKING:
    from ios_emu.router.router import Router

FLAG = "ip policy"
DISCARD = "Null0"
_COUNTED = ByRelease({Train.R12_2: False, Train.R15: True})


class PolicyRouting:
    """The policies of one router. `local` is the map of `ip local policy route-map`."""

    def __init__(self, router: Router) -> None:
        self._router = router
        self.local: str | None = None

    def judge(self, name: str, packet: bytes, origin: Interface | None) -> tuple[bytes, Path | None]:
        """What the map `name` makes of a packet that came in on `origin` (None: our own), and where it sends it;
        None: where the routing table does."""
        entry = self._router.route_maps.judge_packet(name, packet)
        path = None
        if entry is not None and entry.permit:
            entry.packets += 1
            entry.octets += len(packet)
            path = self._chosen(entry, IPv4.unpack(packet[16:20]))
            packet = _marked(entry, packet)
        if self._router.debugging(FLAG):
            self._tell(name, packet, origin, entry, path)
        return packet, path

    def _chosen(self, entry: MapEntry, destination: IPv4) -> Path | None:
        for tracked in entry.tracked:
            path = self._neighbor(tracked.hop) if self._router.tracking.state_of(tracked.number) else None
            if path is not None:
                return path
        for hop in entry.sets.get("ip next-hop", ()):
            path = self._neighbor(IPv4.parse(hop))
            if path is not None:
                return path
        found = self._router.rib.lookup(destination)
        known = found is not None and found.prefix.length > 0
        for name in entry.sets.get("interface", ()):
            path = self._out_of(name, destination, known)
            if path is not None:
                return path
        if known:
            return None
        for hop in entry.sets.get("ip default next-hop", ()):
            path = self._neighbor(IPv4.parse(hop))
            if path is not None:
                return path
        for name in entry.sets.get("default interface", ()):
            path = self._out_of(name, destination, known)
            if path is not None:
                return path
        return None

    def _neighbor(self, hop: IPv4) -> Path | None:
        """The way to a next hop that lies on a connected network."""
        for path in self._router.fib.paths(hop):
            if path.next_hop == hop and not path.interface.hardware.virtual and path.interface.on_link(hop):
                return path
        return None

    def _out_of(self, name: str, destination: IPv4, known: bool) -> Path | None:
        """The way out of an interface. On a LAN somebody must answer for the destination: there is a route, then.
        Null0 is there without being configured, and drops what is sent there."""
        interface = self._router.interfaces.get(name)
        if interface is None and name == DISCARD:
            return Path(Interface(self._router, DISCARD, MAC_ZERO), destination)
        if interface is None or not interface.line_up or (_is_lan(interface) and not known):
            return None
        return Path(interface, destination)

    # -- debug ---------------------------------------------------------------------------------------

    def _tell(
        self, name: str, packet: bytes, origin: Interface | None, entry: MapEntry | None, path: Path | None
    ) -> None:
        router = self._router
        listed = router.logging.options.get(FLAG, {}).get("acl")
        if listed is not None and not router.acls.permits(str(listed), packet):
            return
        source, destination = IPv4.unpack(packet[12:16]), IPv4.unpack(packet[16:20])
        came = origin.name if origin is not None else "local"
        head, length = f"IP: s={source} ({came}), d={destination}", f"len {len(packet)}"
        out = path.interface if path is not None else None
        if origin is not None and not process_switched(router, origin, out or origin):
            if entry is None:
                router.debug(FLAG, f"{head}, {length}, FIB policy rejected(no match) - normal forwarding")
                return
            router.debug(FLAG, f"{head}, {length}, FIB policy match")
            if _COUNTED[router.release] and entry.permit:
                router.debug(FLAG, f"{head}, {length}, PBR Counted")
            if path is not None:
                router.debug(FLAG, f"{head}, g={path.next_hop}, {length}, FIB policy routed")
            else:
                router.debug(FLAG, f"{head}, {length}, FIB policy rejected - normal forwarding")
            return
        if entry is not None:
            verdict = "permit" if entry.permit else "deny"
            router.debug(FLAG, f"{head}, {length}, policy match")
            router.debug(FLAG, f"IP: route map {name}, item {entry.sequence}, {verdict}")
        if path is None:
            router.debug(FLAG, f"{head}, {length}, policy rejected -- normal forwarding")
        else:
            router.debug(FLAG, f"{head} ({path.interface.name}), {length}, policy routed")
            router.debug(FLAG, f"IP: {came} to {path.interface.name} {path.next_hop}")


def _is_lan(interface: Interface) -> bool:
    return interface.hardware.ethernet and not interface.hardware.virtual


def _marked(entry: MapEntry, packet: bytes) -> bytes:
    """The packet with the precedence and type of service that the entry sets."""
    tos = packet[1]
    for mask, value in entry.marks.values():
        tos = tos & ~mask | value
    return packet if tos == packet[1] else ipv4.with_tos(packet, tos)
