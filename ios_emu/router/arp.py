"""ARP in a router (RFC 826): the cache, incomplete entries, timeout with refresh, gratuitous and proxy ARP.

A packet whose next hop is not resolved is dropped, not queued: the first echo of a ping is lost, as on IOS. The
next hops of static routes are resolved ahead of traffic, as CEF does for its adjacencies.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ios_emu.kernel import SECOND, Timers
from ios_emu.router import facts
from ios_emu.wire import MAC_BROADCAST, MAC_ZERO, DecodeError, IPv4, Mac, arp
from ios_emu.wire.ethernet import ETHERTYPE_ARP, ETHERTYPE_IPV4, build

if TYPE_CHECKING:
    from ios_emu.router.interface import Interface
    from ios_emu.router.router import Router

RETRY_INTERVAL = 2 * SECOND
"""An unanswered request is not repeated sooner than this, however many packets want it."""
INCOMPLETE_TIME = 60 * SECOND
"""How long an incomplete entry is shown after the last request."""
DEFENCE_INTERVAL = 30 * SECOND
"""Our own address is not announced again sooner than this, however often somebody else claims it."""
REFRESH_BEFORE = 60 * SECOND
"""An entry is asked for again this long before it times out."""
MAXIMUM_ENTRIES = 4096
"""A bound against floods of made-up neighbours; real entries are far fewer."""
_IPV4 = ETHERTYPE_IPV4.to_bytes(2, "big")


@dataclass(slots=True)
class Entry:
    """One neighbour. `mac` None: incomplete. `since`: when it was last confirmed (ns)."""

    interface: str
    ip: IPv4
    mac: Mac | None
    since: int
    asked: int = 0
    header: bytes | None = None
    refreshing: bool = False


class ArpCache:
    """The ARP cache of one router."""

    def __init__(self, router: Router) -> None:
        self._router = router
        self.timers = Timers(router.kernel, self)
        self._entries: dict[tuple[str, int], Entry] = {}
        self.fixed: dict[IPv4, Mac] = {}
        """Static entries, `arp A.B.C.D H.H.H ARPA`: never asked for, never aged, never overwritten."""
        self._announced: dict[tuple[str, IPv4], int] = {}
        """When an address of ours was last announced: nobody else's are in it."""
        self.requests_in = self.replies_in = self.requests_out = self.replies_out = self.proxied = 0
        self.malformed = 0

    def entries(self) -> list[Entry]:
        """All entries, by address."""
        return sorted(self._entries.values(), key=lambda e: (e.ip, e.interface))

    def fix(self, ip: IPv4, mac: Mac) -> None:
        """`arp A.B.C.D H.H.H ARPA`: a static entry takes the place of what was learned."""
        for key in [key for key in self._entries if key[1] == ip]:
            self.timers.stop(key)
            del self._entries[key]
        self.fixed[ip] = mac

    def link_header(self, interface: Interface, next_hop: IPv4) -> bytes | None:
        """The 14-byte Ethernet header towards `next_hop`; None, and a request is sent, when it is not known."""
        entry = self._entries.get((interface.name, next_hop))
        if entry is not None and entry.header is not None:
            return entry.header
        known = self.fixed.get(next_hop) or interface.mac_for(next_hop)
        if known is not None:
            return bytes(known) + interface.mac + _IPV4
        self._resolve(interface, next_hop, entry)
        return None

    def _resolve(self, interface: Interface, ip: IPv4, entry: Entry | None) -> None:
        now = self._router.kernel.now
        if not interface.line_up or not interface.hardware.ethernet or interface.hardware.virtual:
            return
        if entry is None:
            if len(self._entries) >= MAXIMUM_ENTRIES:
                return
            self._router.debug(
                "arp", f"IP ARP: creating incomplete entry for IP address: {ip} interface {interface.name}"
            )
            entry = self._entries[interface.name, ip] = Entry(interface.name, ip, None, now)
        elif now - entry.asked < RETRY_INTERVAL:
            return
        entry.asked = now
        self.timers.start((interface.name, ip), INCOMPLETE_TIME)
        self._request(interface, ip, MAC_BROADCAST)

    def _request(self, interface: Interface, ip: IPv4, to: Mac) -> None:
        source = next((a.ip for a in interface.addresses if a.prefix.holds(ip)), interface.ip)
        if source is None:
            return
        self.requests_out += 1
        self._send(interface, to, arp.Arp(arp.REQUEST, interface.mac, source, MAC_ZERO, ip))
        if self._router.debugging("arp"):
            self._router.debug(
                "arp",
                f"IP ARP: sent req src {source} {interface.mac},\n"
                f"                 dst {ip} {MAC_ZERO} {interface.name}",
            )

    def _send(self, interface: Interface, to: Mac, packet: arp.Arp) -> None:
        interface.send(build(to, packet.sender_mac, ETHERTYPE_ARP, arp.encode(packet)))

    def announce(self, interface: Interface, ip: IPv4, mac: Mac) -> None:
        """Gratuitous ARP: tell everybody on the network that `ip` is at `mac`, in the reply form IOS uses."""
        self.replies_out += 1
        self._announced[interface.name, ip] = self._router.kernel.now
        self._send(interface, MAC_BROADCAST, arp.Arp(arp.REPLY, mac, ip, MAC_BROADCAST, ip))
        if self._router.debugging("arp"):
            self._router.debug(
                "arp",
                f"IP ARP: sent rep src {ip} {mac},\n                 dst {ip} {MAC_BROADCAST} {interface.name}",
            )

    # -- receiving -----------------------------------------------------------------------------------

    def receive(self, interface: Interface, frame: bytes) -> None:
        """An ARP frame has arrived."""
        try:
            packet = arp.decode(frame[14:])
        except DecodeError:
            self.malformed += 1
            interface.counters.input_errors += 1
            return
        if packet.operation == arp.REQUEST:
            self.requests_in += 1
        elif packet.operation == arp.REPLY:
            self.replies_in += 1
        else:
            return
        if self._router.debugging("arp"):
            self._debug_received(interface, packet)
        if self._claims_ours(interface, packet):
            return
        for_us = packet.target_ip == interface.ip or self._owns(interface, packet.target_ip)
        # Who is not of this network may only be somebody we asked for, for whom a proxy answers.
        known = interface.on_link(packet.sender_ip) or (interface.name, packet.sender_ip) in self._entries
        credible = known and not packet.sender_mac.is_group
        if credible and packet.sender_ip not in self.fixed:
            self._learn(interface, packet.sender_ip, packet.sender_mac, create=for_us)
        if packet.operation == arp.REQUEST and packet.sender_ip != packet.target_ip:
            self._answer(interface, packet)

    def _debug_received(self, interface: Interface, packet: arp.Arp) -> None:
        kind = "req" if packet.operation == arp.REQUEST else "rep"
        self._router.debug(
            "arp",
            f"IP ARP: rcvd {kind} src {packet.sender_ip} {packet.sender_mac}, "
            f"dst {packet.target_ip} {interface.name}",
        )

    def _owns(self, interface: Interface, ip: IPv4) -> bool:
        return ip in interface.virtual or any(a.ip == ip for a in interface.addresses)

    def _claims_ours(self, interface: Interface, packet: arp.Arp) -> bool:
        """Somebody else says that one of our addresses is his: we say that it is ours, so that he knows, too. A
        virtual address may change hands: whose it is says what there is to say."""
        ip = packet.sender_ip
        if not self._owns(interface, ip) or packet.sender_mac in (interface.mac, interface.virtual.get(ip)):
            return False
        if ip in interface.virtual:
            self._router.publish(facts.VirtualAddressClaimed(interface.name, ip, packet.sender_mac))
        else:
            self._router.log(
                "IP", 4, "DUPADDR", f"Duplicate address {ip} on {interface.name}, sourced by {packet.sender_mac}"
            )
            last = self._announced.get((interface.name, ip))
            if last is None or self._router.kernel.now - last >= DEFENCE_INTERVAL:
                self.announce(interface, ip, interface.mac)
        return True

    def _learn(self, interface: Interface, ip: IPv4, mac: Mac, *, create: bool) -> None:
        entry = self._entries.get((interface.name, ip))
        if entry is None:
            if not create or len(self._entries) >= MAXIMUM_ENTRIES:
                return
            entry = self._entries[interface.name, ip] = Entry(interface.name, ip, None, 0)
        entry.mac = mac
        entry.since = self._router.kernel.now
        entry.refreshing = False
        entry.header = bytes(mac) + interface.mac + _IPV4
        self.timers.start((interface.name, ip), max(interface.arp_timeout - REFRESH_BEFORE, SECOND))

    def _answer(self, interface: Interface, packet: arp.Arp) -> None:
        ip = packet.target_ip
        mac: Mac | None = None
        if ip in interface.virtual:
            mac = interface.virtual[ip]
        elif self._owns(interface, ip):
            mac = interface.mac
        elif interface.proxy_arp and not interface.on_link(ip) and interface.on_link(packet.sender_ip):
            path = self._router.fib.choose(0, ip) if self._router.routing else None
            if path is not None and path.interface is not interface:
                mac = interface.mac
                self.proxied += 1
        if mac is None:
            return
        self.replies_out += 1
        self._send(interface, packet.sender_mac, arp.Arp(arp.REPLY, mac, ip, packet.sender_mac, packet.sender_ip))
        if self._router.debugging("arp"):
            self._router.debug(
                "arp",
                f"IP ARP: sent rep src {ip} {mac},\n"
                f"                 dst {packet.sender_ip} {packet.sender_mac} {interface.name}",
            )

    # -- ageing --------------------------------------------------------------------------------------

    def on_timer(self, name: Hashable) -> None:
        """An entry is due: refresh it once, unicast; the second time, or when incomplete, it goes."""
        entry = self._entries.get(name)  # type: ignore[call-overload]  # the names of these timers are keys
        if entry is None:
            return
        interface = self._router.interfaces[entry.interface]
        if entry.mac is None or entry.refreshing:
            del self._entries[entry.interface, entry.ip]
            return
        entry.refreshing = True
        self.timers.start(name, REFRESH_BEFORE)
        self._request(interface, entry.ip, entry.mac)

    def interface_up(self, interface: Interface) -> None:
        """The line protocol came up: announce our own addresses."""
        if interface.hardware.ethernet and not interface.hardware.virtual:
            for address in interface.addresses:
                self.announce(interface, address.ip, interface.mac)

    def interface_down(self, interface: Interface) -> None:
        """The line protocol went down: its neighbours are forgotten."""
        self.clear(interface.name)

    def addresses_changed(self, interface: Interface) -> None:
        """Neighbours of a network that an interface is no longer on are forgotten, and who had what is now ours."""
        for name, ip in list(self._entries):
            if name == interface.name and (not interface.on_link(IPv4(ip)) or self._owns(interface, IPv4(ip))):
                self._forget((name, ip))

    def readdressed(self, interface: Interface) -> None:
        """An interface has another MAC address: frames leave with it, and the network is told."""
        for entry in self._entries.values():
            if entry.interface == interface.name and entry.mac is not None:
                entry.header = bytes(entry.mac) + interface.mac + _IPV4
        if interface.line_up:
            self.interface_up(interface)

    def clear(self, interface: str | None = None) -> None:
        """Forget the entries of an interface, or all of them."""
        for key in [key for key in self._entries if interface is None or key[0] == interface]:
            self._forget(key)

    def _forget(self, key: tuple[str, int]) -> None:
        self.timers.stop(key)
        del self._entries[key]

    def refresh(self, only: IPv4 | None = None) -> None:
        """`clear arp-cache`, `clear ip arp A.B.C.D`: who is known is asked for again at once, and forgotten unless he
        answers; meanwhile packets reach him."""
        for key, entry in list(self._entries.items()):
            if only not in (None, entry.ip):
                continue
            if entry.mac is None:
                self._forget(key)
                continue
            entry.refreshing = True
            self.timers.start(key, RETRY_INTERVAL)
            self._request(self._router.interfaces[entry.interface], entry.ip, MAC_BROADCAST)
