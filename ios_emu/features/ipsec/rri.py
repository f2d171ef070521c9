"""Reverse route injection (`reverse-route`): routes to what the peers protect, through the peers.

Up to 12.3(13)T the routes of a crypto map follow from its access lists and stay as long as the map is applied
(and, with a redundancy group, as long as this router is the active one). From 12.3(14)T on they come and go with
the SAs, unless `reverse-route static` is said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ios_emu.features.ipsec import debug, policy
from ios_emu.router.release import ByRelease, Train
from ios_emu.router.route import NextHop, Route
from ios_emu.wire import IPv4, Prefix, length_of

if TYPE_CHECKING:
    from ios_emu.features.ipsec.binding import Binding
    from ios_emu.features.ipsec.instance import Ipsec
    from ios_emu.features.ipsec.policy import MapEntry
    from ios_emu.router.acl import AccessList

SOURCE = "static"
OWNER = "rri"

FOLLOWS_SAS = ByRelease({Train.R12_2: False, Train.R12_4: True})
"""Whether a route exists only while there are SAs."""


class ReverseRoutes:
    """The routes that RRI has put into one router's routing table: destination network -> peer."""

    def __init__(self) -> None:
        self.installed: dict[Prefix, IPv4] = {}

    def sync(self, feature: Ipsec) -> None:
        """Bring the routing table up to what policy and SAs ask for now."""
        router = feature.router
        wanted = _wanted(feature)
        words = debug.WORDS[router.release]
        for prefix, peer in list(self.installed.items()):
            if wanted.get(prefix) != peer:
                del self.installed[prefix]
                router.rib.withdraw(prefix, SOURCE, OWNER)
                router.debug(debug.FLAG, debug.route(words, "Removed", prefix, peer))
        for prefix, peer in wanted.items():
            if prefix not in self.installed:
                self.installed[prefix] = peer
                router.rib.offer(Route(prefix, SOURCE, "S", 1, 0, (NextHop(address=peer),), owner=OWNER))
                router.debug(debug.FLAG, debug.route(words, "Added", prefix, peer))


def _wanted(feature: Ipsec) -> dict[Prefix, IPv4]:
    wanted: dict[Prefix, IPv4] = {}
    for binding in feature.bindings.values():
        crypto_map = binding.crypto_map
        if crypto_map is None or not binding.active:
            continue
        for entry, access_list in policy.enabled(crypto_map, feature.router.acls):
            if entry.reverse_route:
                for prefix, peer in _routes(feature, binding, entry, access_list):
                    wanted.setdefault(prefix, peer)
    return wanted


def _routes(
    feature: Ipsec, binding: Binding, entry: MapEntry, access_list: AccessList
) -> list[tuple[Prefix, IPv4]]:
    follows = FOLLOWS_SAS[feature.router.release] and not entry.reverse_route_static
    routes: list[tuple[Prefix, IPv4]] = []
    for line in policy.permits(access_list):
        ident = feature.database.idents.get(binding.ident_key(entry, line))
        pair = ident.pairs[-1] if ident is not None and ident.pairs else None
        if pair is None and follows:
            continue
        proxy = policy.remote_proxy(line)
        try:
            prefix = Prefix(proxy.network, length_of(proxy.mask))
        except ValueError:
            continue  # no route leads to a network with a discontiguous mask
        index = ident.peer_index if ident is not None else 0
        routes.append((prefix, pair.peer if pair is not None else entry.peers[index % len(entry.peers)]))
    return routes
