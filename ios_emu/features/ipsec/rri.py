"""Reverse route injection (`reverse-route`): routes to what the peers protect, through the peers.

Up to 12.3(13)T the routes of a crypto map follow from its access lists and stay as long as the map is applied
(and, with a redundancy group, from this router's becoming the active one until it is settled that it is not). From
12.3(14)T on they come and go with the SAs, unless `reverse-route static` is said. The routes of a dynamic map always
do.

`remote-peer` adds a route to the peer itself, out of the map's interface or through the next hop that is named.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ios_emu.features.ipsec import debug, policy
from ios_emu.features.ipsec.proxy import remote_proxy
from ios_emu.features.ipsec.sad import Ident
from ios_emu.router.key_engine import ProxyIdentity
from ios_emu.router.release import ByRelease, Train
from ios_emu.router.route import NextHop, Route
from ios_emu.wire import IPv4, Prefix, length_of

if TYPE_CHECKING:
    from ios_emu.features.ipsec.binding import Binding
    from ios_emu.features.ipsec.instance import Ipsec
    from ios_emu.features.ipsec.policy import MapEntry

SOURCE = "static"
OWNER = "rri"

FOLLOWS_SAS = ByRelease({Train.R12_2: False, Train.R12_4: True})
"""Whether a route exists only while there are SAs."""


class ReverseRoutes:
    """The routes that RRI has put into one router's routing table, by destination."""

    def __init__(self) -> None:
        self.installed: dict[Prefix, Route] = {}

    def sync(self, feature: Ipsec) -> None:
        """Bring the routing table up to what policy and SAs ask for now."""
        router = feature.router
        wanted = _wanted(feature)
        for prefix, route in list(self.installed.items()):
            if wanted.get(prefix) != route:
                del self.installed[prefix]
                router.rib.withdraw(prefix, SOURCE, OWNER)
                _say(feature, "Removed", route)
        for prefix, route in wanted.items():
            if prefix not in self.installed:
                self.installed[prefix] = route
                router.rib.offer(route)
                _say(feature, "Added", route)


def _say(feature: Ipsec, event: str, route: Route) -> None:
    router = feature.router
    if router.debugging(debug.FLAG):
        hop = route.next_hops[0]
        via = hop.address if hop.address is not None else hop.interface or ""
        words = debug.WORDS[router.release]
        router.debug(debug.FLAG, debug.route(words, event, route.prefix, via, route.tag, route.distance))


def _wanted(feature: Ipsec) -> dict[Prefix, Route]:
    wanted: dict[Prefix, Route] = {}
    for binding in feature.bindings.values():
        crypto_map = binding.crypto_map
        if crypto_map is None or not binding.injects:
            continue
        for entry in (*crypto_map.in_order(), *crypto_map.temporary.values()):
            if entry.reverse_route is not None and entry.peers:
                for route in _routes(feature, binding, entry):
                    wanted.setdefault(route.prefix, route)
    return wanted


def _routes(feature: Ipsec, binding: Binding, entry: MapEntry) -> Iterator[Route]:
    asked = entry.reverse_route
    assert asked is not None
    for peer, proxy in _protected(feature, binding, entry):
        try:
            prefix = Prefix(proxy.network, length_of(proxy.mask))
        except ValueError:
            continue  # no route leads to a network with a discontiguous mask
        yield _route(entry, prefix, NextHop(address=peer))
        if asked.remote_peer:
            hop = NextHop(address=asked.next_hop) if asked.next_hop else NextHop(interface=binding.interface.name)
            yield _route(entry, Prefix(peer, 32), hop)


def _route(entry: MapEntry, prefix: Prefix, hop: NextHop) -> Route:
    tag = entry.reverse_route.tag if entry.route_tag is None and entry.reverse_route else entry.route_tag
    return Route(prefix, SOURCE, "S", entry.route_distance, 0, (hop,), tag=tag or 0, owner=OWNER)


def _protected(feature: Ipsec, binding: Binding, entry: MapEntry) -> Iterator[tuple[IPv4, ProxyIdentity]]:
    """What is reached through which peer: of each line of the access list, then what else there are SAs for."""
    asked = entry.reverse_route
    database = feature.database
    if entry.line is None:
        access_list = policy.usable(entry, feature.router.acls)
        follows = FOLLOWS_SAS[feature.router.release] and not (asked is not None and asked.static)
        for line in policy.permits(access_list) if access_list is not None else ():
            ident = database.idents.get(binding.ident_key(entry, line))
            if not follows or (ident is not None and ident.pairs):
                yield peer_of(entry, ident), remote_proxy(line)
    for key, ident in database.idents.items():
        mine = (key.interface, key.sequence) == (binding.interface.name, entry.sequence)
        if mine and not ident.of_acl and ident.pairs:
            yield ident.pairs[-1].peer, key.remote


def peer_of(entry: MapEntry, ident: Ident | None) -> IPv4:
    """The peer that serves `ident`, or will be asked next."""
    if ident is not None and ident.pairs:
        return ident.pairs[-1].peer
    return entry.peer(ident.peer_index if ident is not None else 0)
