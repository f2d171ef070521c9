"""A crypto map applied to an interface: it stands in the path of the interface's clear packets.

Outbound, what policy selects leaves as ESP or AH or not at all; inbound, what policy says should have come
protected is refused. With `redundancy GROUP` the group's virtual address is the endpoint while this router is the
group's active one; while it is not there is no endpoint, no SA, and selected packets are dropped. The routes of RRI
outlast the SAs: an election that this router may yet win does not take them from the table, its outcome does.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ios_emu.features.ipsec import outbound, policy
from ios_emu.features.ipsec.policy import CryptoMap, MapEntry
from ios_emu.features.ipsec.proxy import carries, contains, is_tunnel, local_proxy, mirrored, remote_proxy
from ios_emu.features.ipsec.sad import Ident, IdentKey
from ios_emu.router.acl import Entry
from ios_emu.router.key_engine import SaRequest
from ios_emu.wire import IPv4, ipv4

if TYPE_CHECKING:
    from ios_emu.features.ipsec.instance import Ipsec
    from ios_emu.router.interface import Interface


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
        self.injects = not group
        """Whether RRI may put routes into the table for it."""
        self._idents: dict[tuple[int, str], list[Ident]] = {}
        """A look-up by map entry and text of the access list's line: the line's own ident, then those that peers
        have asked for within it."""

    # -- what it stands for --------------------------------------------------------------------------

    @property
    def crypto_map(self) -> CryptoMap | None:
        """The map, or None while no map of this name is configured."""
        return self.feature.policy.maps.get(self.map_name)

    @property
    def active(self) -> bool:
        """Whether it may own SAs: always, but for a redundancy group that is not active here."""
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

    def entry_of(self, ident: Ident) -> MapEntry | None:
        """The map's entry that `ident` belongs to."""
        crypto_map = self.crypto_map
        return crypto_map.entry(ident.key.sequence) if crypto_map is not None else None

    # -- idents --------------------------------------------------------------------------------------

    def ident_key(self, entry: MapEntry, line: Entry) -> IdentKey:
        """What a line of `entry`'s access list stands for."""
        return IdentKey(self.interface.name, self.map_name, entry.sequence, local_proxy(line), remote_proxy(line))

    def idents(self, entry: MapEntry, line: Entry) -> list[Ident]:
        """The ident of a line of `entry`'s access list, and after it those of proxies within that line."""
        known = self._idents.get((entry.sequence, line.text))
        if known is None:
            key = self.ident_key(entry, line)
            own = self.feature.database.ident(key, of_acl=entry.line is None)
            known = self._idents[entry.sequence, line.text] = [own, *self._within(key)]
        return known

    def _within(self, key: IdentKey) -> Iterator[Ident]:
        for other, ident in self.feature.database.idents.items():
            same_entry = (other.interface, other.sequence) == (key.interface, key.sequence)
            within = contains(key.local, other.local) and contains(key.remote, other.remote)
            if same_entry and within and not ident.of_acl and other != key:
                yield ident

    def ident_for(self, entry: MapEntry, request: SaRequest) -> Ident:
        """The ident of the proxies of `request`, which a line of `entry` allows; made if need be."""
        key = IdentKey(
            self.interface.name, self.map_name, entry.sequence, request.local_proxy, request.remote_proxy
        )
        known = self.feature.database.idents.get(key)
        if known is not None:
            return known
        access_list = policy.usable(entry, self.feature.router.acls) if entry.line is None else None
        lines = policy.permits(access_list) if access_list is not None else []
        of_acl = any(self.ident_key(entry, line) == key for line in lines)
        self.forget_idents()
        return self.feature.database.ident(key, of_acl=of_acl)

    def forget_idents(self) -> None:
        """Policy changed, or the idents within a line."""
        self._idents.clear()

    def homes(self, request: SaRequest) -> Iterator[tuple[MapEntry, str]]:
        """The entries that allow the proxies of `request` for its peer, in order. A template of a dynamic map
        comes with that map's name."""
        crypto_map = self.crypto_map
        if crypto_map is None or self.endpoint is None or self.endpoint != request.local:
            return
        feature = self.feature
        acls = feature.router.acls
        for entry in crypto_map.in_order():
            for template in feature.policy.templates(entry) if entry.dynamic else ():
                if request.peer in (template.peers or [request.peer]):
                    access_list = policy.usable(template, acls)
                    anything = not template.access_list
                    if anything or (access_list is not None and policy.line_containing(access_list, request)):
                        yield template, entry.dynamic
            if request.peer in entry.peers and not entry.dynamic:
                access_list = policy.usable(entry, acls)
                if access_list is not None and policy.line_containing(access_list, request) is not None:
                    yield entry, ""

    # -- the packet filter ---------------------------------------------------------------------------

    def outbound(self, packet: bytes) -> bytes | None:
        """The packet itself if policy does not select it; else what carries it, or None when it cannot be sent."""
        crypto_map = self.crypto_map
        if crypto_map is None or self._tunnels(crypto_map, packet):
            return packet
        feature = self.feature
        selected = policy.select(feature.policy, crypto_map, feature.router.acls, packet)
        if selected is None:
            return packet
        entry, line = selected
        if crypto_map.entry(entry.sequence) is not entry:
            return None  # a template: only a peer can ask for SAs
        idents = self.idents(entry, line)
        ident = idents[0]
        for within in idents[1:]:
            if within.pairs and carries(packet, within.key.local, within.key.remote):
                ident = within
                break
        pair = ident.pairs[-1] if ident.pairs else None
        if pair is not None and pair.local == self.endpoint:
            return outbound.protect(self, entry, pair, packet)
        ident.counters.no_sa += 1
        if self.endpoint is not None:
            feature.request(entry, ident, self.endpoint)
        return None

    def _tunnels(self, crypto_map: CryptoMap, packet: bytes) -> bool:
        endpoint = self.endpoint
        if endpoint is None or packet[9] not in (ipv4.ESP, ipv4.UDP, ipv4.AH):
            return False
        destination = int.from_bytes(packet[16:20], "big")
        return is_tunnel(packet, endpoint, destination) and self._is_peer(crypto_map, destination)

    def _is_peer(self, crypto_map: CryptoMap, address: int) -> bool:
        """Whether a tunnel may lead to `address`. To a template without peers anybody may be one."""
        for entry in (*crypto_map.entries.values(), *crypto_map.temporary.values()):
            if address in entry.peers:
                return True
            for template in self.feature.policy.templates(entry) if entry.dynamic else ():
                if not template.peers or address in template.peers:
                    return True
        return False

    def admits_clear(self, packet: bytes) -> bool:
        """Whether a packet that came unprotected may pass: not if policy selects the way back of its traffic."""
        crypto_map = self.crypto_map
        if crypto_map is None:
            return True
        reverse = mirrored(packet)
        if self._tunnels(crypto_map, reverse):
            return True
        feature = self.feature
        entry = policy.protects(feature.policy, crypto_map, feature.router.acls, reverse)
        if entry is None:
            return True
        feature.complaints.in_clear(packet)
        return False
