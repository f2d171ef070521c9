"""A crypto map applied to an interface: it stands in the path of the interface's clear packets.

Outbound, what policy selects leaves as ESP or not at all; inbound, what policy says should have come as ESP is
refused. With `redundancy GROUP` the group's virtual address is the endpoint while this router is the group's
active one; while it is not there is no endpoint, no SA, and selected packets are dropped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ios_emu.features.ipsec import policy
from ios_emu.features.ipsec.esp import SequenceExhausted, largest_payload
from ios_emu.features.ipsec.policy import CryptoMap, MapEntry
from ios_emu.features.ipsec.sad import Ident, IdentKey, Pair
from ios_emu.router.acl import Entry
from ios_emu.router.key_engine import SaRequest
from ios_emu.wire import IPv4, ipv4

if TYPE_CHECKING:
    from ios_emu.features.ipsec.instance import Ipsec
    from ios_emu.router.interface import Interface

OUTER_TTL = 255
_DONT_FRAGMENT = 0x40


class Binding:
    """The crypto map `map_name` on `interface`; `group` is the redundancy group it follows, or empty.

    It is the interface's `PacketFilter`. `endpoint` is the local address of its SAs, None while there is none.
    """

    def __init__(self, feature: Ipsec, interface: Interface, map_name: str, group: str) -> None:
        self.feature = feature
        self.interface = interface
        self.map_name = map_name
        self.group = group
        self.endpoint: IPv4 | None = None
        self._idents: dict[tuple[int, str], Ident] = {}
        """A look-up of idents by map entry and text of the access list's line."""

    # -- what it stands for --------------------------------------------------------------------------

    @property
    def crypto_map(self) -> CryptoMap | None:
        """The map, or None while no map of this name is configured."""
        return self.feature.policy.maps.get(self.map_name)

    @property
    def active(self) -> bool:
        """Whether it may own SAs and routes: always, but for a redundancy group that is not active here."""
        group = self.feature.router.redundancy.get(self.group) if self.group else None
        return not self.group or (group is not None and group.active)

    def address(self) -> IPv4 | None:
        """The address the endpoint has, or would have if the redundancy group were active."""
        router = self.feature.router
        if self.group:
            group = router.redundancy.get(self.group)
            return group.address if group is not None else None
        crypto_map = self.crypto_map
        lender = router.interfaces.get(crypto_map.local_address) if crypto_map else None
        return (lender or self.interface).ip

    def ident_key(self, entry: MapEntry, line: Entry) -> IdentKey:
        """What a line of `entry`'s access list stands for."""
        return IdentKey(
            self.interface.name, self.map_name, entry.sequence, policy.local_proxy(line), policy.remote_proxy(line)
        )

    def ident(self, entry: MapEntry, line: Entry) -> Ident:
        """The ident of a line of `entry`'s access list."""
        known = self._idents.get((entry.sequence, line.text))
        if known is None:
            known = self.feature.database.ident(self.ident_key(entry, line))
            self._idents[entry.sequence, line.text] = known
        return known

    def forget_idents(self) -> None:
        """Policy changed."""
        self._idents.clear()

    def home_of(self, request: SaRequest) -> tuple[MapEntry, Entry] | None:
        """The entry and line that a request's proxy identities belong to, with a peer that the entry names."""
        crypto_map = self.crypto_map
        if crypto_map is None or self.endpoint is None or self.endpoint != request.local:
            return None
        for entry, access_list in policy.enabled(crypto_map, self.feature.router.acls):
            if request.peer not in entry.peers:
                continue
            for line in policy.permits(access_list):
                if (policy.local_proxy(line), policy.remote_proxy(line)) == (
                    request.local_proxy,
                    request.remote_proxy,
                ):
                    return entry, line
        return None

    # -- the packet filter ---------------------------------------------------------------------------

    def outbound(self, packet: bytes) -> bytes | None:
        """The packet itself if policy does not select it; else the ESP packet, or None when it cannot be sent."""
        crypto_map = self.crypto_map
        if crypto_map is None or self._tunnels(crypto_map, packet):
            return packet
        selected = policy.select(crypto_map, self.feature.router.acls, packet)
        if selected is None:
            return packet
        ident = self.ident(*selected)
        pair = ident.pairs[-1] if ident.pairs else None
        if pair is not None and pair.local == self.endpoint:
            return self._protect(ident, pair, packet)
        ident.counters.send_errors += 1
        if self.endpoint is not None:
            self.feature.request(selected[0], ident, self.endpoint)
        return None

    def _tunnels(self, crypto_map: CryptoMap, packet: bytes) -> bool:
        endpoint = self.endpoint
        if endpoint is None or packet[9] not in (ipv4.ESP, ipv4.UDP):
            return False
        return any(
            policy.is_tunnel(packet, endpoint, peer)
            for entry in crypto_map.entries.values()
            for peer in entry.peers
        )

    def admits_clear(self, packet: bytes) -> bool:
        """Whether a packet that came unprotected may pass: not if policy selects the way back of its traffic."""
        crypto_map = self.crypto_map
        if crypto_map is None:
            return True
        reverse = policy.mirrored(packet)
        if self._tunnels(crypto_map, reverse):
            return True
        entry = policy.protects(crypto_map, self.feature.router.acls, reverse)
        if entry is None:
            return True
        self.feature.report_clear(packet)
        return False

    # -- sending -------------------------------------------------------------------------------------

    def _protect(self, ident: Ident, pair: Pair, packet: bytes) -> bytes | None:
        flags = packet[6] & _DONT_FRAGMENT
        if (flags or len(packet) > 0xFF00) and self._too_long(pair, packet, flags):
            ident.counters.send_errors += 1
            return None
        try:
            if pair.transform.mode == "tunnel":
                sealed = pair.sender.seal(packet)
                outer = ipv4.build(
                    pair.local,
                    pair.peer,
                    ipv4.ESP,
                    sealed,
                    ttl=OUTER_TTL,
                    tos=packet[1],
                    identification=self.feature.next_identification(),
                    dont_fragment=flags != 0,
                )
            else:
                outer = self._transport(pair, packet)
        except SequenceExhausted:
            ident.counters.send_errors += 1
            self.feature.expire(pair)
            return None
        ident.counters.encaps += 1
        pair.packets_out += 1
        pair.bytes_out += len(outer)
        if pair.bytes_out >= pair.soft_bytes:
            self.feature.volume_reached(pair)
        return outer

    def _too_long(self, pair: Pair, packet: bytes, flags: int) -> bool:
        """Whether `packet` may not be sent for its length; if it must not be fragmented its sender is told."""
        room = self.interface.mtu if flags else ipv4.MAXIMUM_LENGTH
        header = 20 if pair.transform.mode == "tunnel" else (packet[0] & 15) << 2
        largest = largest_payload(pair.transform, room - header)
        if header + largest >= len(packet) if pair.transform.mode == "transport" else largest >= len(packet):
            return False
        if flags:
            mtu = largest if pair.transform.mode == "tunnel" else largest + header
            self.feature.router.icmp.fragmentation_needed(self.interface, packet, mtu)
        return True

    @staticmethod
    def _transport(pair: Pair, packet: bytes) -> bytes:
        """Transport mode (RFC 2406 section 3.1): the packet's own header, with the payload sealed."""
        header, payload = ipv4.decode(packet)
        return ipv4.build(
            header.source,
            header.destination,
            ipv4.ESP,
            pair.sender.seal(payload, header.protocol),
            ttl=header.ttl,
            tos=header.tos,
            identification=header.identification,
            dont_fragment=header.dont_fragment,
            options=header.options,
        )
