"""IPsec's side of the key engine: what IKE asks of it and tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ios_emu.features.ipsec import debug
from ios_emu.features.ipsec.esp import Receiver, Sender
from ios_emu.features.ipsec.policy import MapEntry
from ios_emu.features.ipsec.sad import Ident, Pair
from ios_emu.router.acl import Entry
from ios_emu.router.key_engine import Accepted, Refused, SaPair, SaRequest, Transform
from ios_emu.router.release import ByRelease, Train
from ios_emu.wire import ANY, IPv4

if TYPE_CHECKING:
    from ios_emu.features.ipsec.binding import Binding
    from ios_emu.features.ipsec.instance import Ipsec

VOLUME_JITTER = ByRelease({Train.R12_2: 0.0, Train.R12_3T: 0.05, Train.R15: 0.0})
"""By up to what part the volume of an SA starts below the one negotiated, lest both ends renew at once."""


class IpsecEngine:
    """The `IpsecSide` of one router."""

    def __init__(self, feature: Ipsec) -> None:
        self._feature = feature

    def _say(self, *texts: str) -> None:
        for text in texts:
            self._feature.router.debug(debug.FLAG, text)

    def _home(self, request: SaRequest) -> tuple[Binding, MapEntry, Entry] | None:
        for binding in self._feature.bindings.values():
            found = binding.home_of(request)
            if found is not None:
                return binding, *found
        return None

    # -- negotiation ---------------------------------------------------------------------------------

    def validate(self, request: SaRequest) -> Accepted | Refused:
        """Would the policy accept this? Identities are as seen from here; transforms as the peer offers them."""
        feature = self._feature
        words = debug.WORDS[feature.router.release]
        if request.transforms:
            self._say(debug.validate_proposal(words, request, request.transforms[0]))
        home = self._home(request)
        if home is None:
            return self._refuse(self._why_homeless(request))
        _, entry, _ = home
        if entry.pfs_group and entry.pfs_group != request.pfs_group:
            return self._refuse("PFS group not supported")
        offered = [in_mode(t, request) for t in request.transforms]
        acceptable = [in_mode(t, request) for t in feature.policy.transforms(entry)]
        index = next((n for n, transform in enumerate(offered) if transform in acceptable), None)
        if index is None:
            first = debug.transform_words(request.transforms[0]) if request.transforms else ""
            return self._refuse(f"transform proposal not supported for identity: \n    {{{first} }}")
        seconds, kilobytes = feature.policy.lifetimes(entry)
        return Accepted(
            index,
            min(seconds, request.lifetime_seconds or seconds),
            min(kilobytes, request.lifetime_kilobytes or kilobytes),
        )

    def _why_homeless(self, request: SaRequest) -> str:
        here = [b for b in self._feature.bindings.values() if b.endpoint == request.local]
        if not here:
            return f"invalid local address {request.local}"
        maps = [b.crypto_map for b in here]
        if not any(request.peer in e.peers for m in maps if m is not None for e in m.entries.values()):
            return f"peer address {request.peer} not found"
        return "proxy identities not supported"

    def _refuse(self, reason: str) -> Refused:
        self._say(f"IPSEC(validate_transform_proposal): {reason}")
        return Refused(" ".join(reason.split()))

    def allocate_spi(self, peer: IPv4) -> int:
        """A fresh inbound SPI, reserved until `install` or `failed`."""
        feature = self._feature
        waiting = next((i for i in feature.database.idents.values() if i.pending == peer and i.promised), None)
        if waiting is not None:
            spi, waiting.promised = waiting.promised, 0
        else:
            spi = feature.database.reserve(peer, feature.random("spi"))
        if feature.router.debugging(debug.FLAG):
            local = next((b.endpoint for b in feature.bindings.values() if b.endpoint is not None), ANY)
            self._say(debug.WORDS[feature.router.release].queue_event, debug.spi_response(spi, local, peer))
        return spi

    def install(self, pair: SaPair) -> None:
        """Put a negotiated pair to use. One that policy has no place for any more is given back to the peer."""
        feature = self._feature
        request = pair.request
        home = self._home(request)
        if home is None or feature.database.inbound(request.local, pair.inbound_spi) is not None:
            if feature.router.key_engine.ike is not None and home is None:
                feature.router.key_engine.ike.deleted(request.local, request.peer, (pair.inbound_spi,))
            return
        binding, entry, line = home
        ident = binding.ident(entry, line)
        new = self._make(pair, ident, entry)
        ident.pending = None
        ident.promised = 0
        feature.adopt(new, request)

    def _make(self, pair: SaPair, ident: Ident, entry: MapEntry) -> Pair:
        feature = self._feature
        request = pair.request
        seconds, kilobytes = feature.policy.lifetimes(entry)
        seconds = request.lifetime_seconds or seconds
        kilobytes = request.lifetime_kilobytes or kilobytes
        jitter = VOLUME_JITTER[feature.router.release]
        return Pair(
            ident,
            request.local,
            request.peer,
            Receiver(pair.inbound_spi, pair.transform, pair.inbound_keys),
            Sender(pair.outbound_spi, pair.transform, pair.outbound_keys, feature.random("iv")),
            slot=feature.database.free_slot(),
            established=feature.router.kernel.now,
            lifetime=(seconds, kilobytes),
            initiator=pair.initiator,
            ike_cookies=pair.ike_cookies,
            pfs_group=request.pfs_group,
            credit=int(kilobytes * jitter * feature.random("jitter").random()) if jitter else 0,
        )

    def failed(self, request: SaRequest) -> None:
        """The negotiation that was asked for came to nothing: new traffic tries again, with the next peer."""
        feature = self._feature
        for ident in feature.database.idents.values():
            wanted = (ident.key.local, ident.key.remote) == (request.local_proxy, request.remote_proxy)
            if wanted and ident.pending == request.peer:
                ident.pending = None
                ident.promised = 0
                ident.peer_index += 1
        feature.database.release(request.peer)
        feature.routes.sync(feature)

    def next_conn_ids(self) -> tuple[int, int]:
        """The conn-ids, inbound and outbound, that the pair installed next will get."""
        inbound = self._feature.conn_id_of(self._feature.database.free_slot())
        return inbound, inbound + 1

    def traffic(self, local: IPv4, peer: IPv4) -> tuple[int, int]:
        """Packets so far encrypted to and decrypted from the peer, by the SAs there are."""
        pairs = self._feature.database.with_peer(local, peer)
        return sum(pair.packets_out for pair in pairs), sum(pair.packets_in for pair in pairs)

    # -- deletion ------------------------------------------------------------------------------------

    def delete_peer(self, local: IPv4, peer: IPv4) -> None:
        """IKE has lost the peer: delete all SAs shared with it, without telling the peer."""
        feature = self._feature
        words = debug.WORDS[feature.router.release]
        self._say(
            words.queue_event,
            "IPSEC(key_engine_delete_sas): rec'd delete notify from ISAKMP",
            f"IPSEC(key_engine_delete_sas): {words.shared.format(peer=peer)}",
        )
        feature.drop(feature.database.with_peer(local, peer), tell=False)

    def delete_spis(self, local: IPv4, peer: IPv4, spis: tuple[int, ...]) -> None:
        """The peer deleted its inbound SAs `spis` (ours outbound): delete those pairs."""
        feature = self._feature
        words = debug.WORDS[feature.router.release]
        self._say(words.queue_event, "IPSEC(key_engine_delete_sas): rec'd delete notify from ISAKMP")
        for spi in spis:
            self._say(f"IPSEC(key_engine_delete_sas): {words.delete_spi.format(spi=spi, peer=peer)}")
        pairs = [pair for pair in feature.database.with_peer(local, peer) if pair.sender.spi in spis]
        feature.drop(pairs, tell=False)


def in_mode(transform: Transform, request: SaRequest) -> Transform:
    """Transport mode is for traffic of the endpoints themselves; any other is tunnelled, as IOS does."""
    host = 0xFFFFFFFF
    own = (request.local_proxy.network, request.remote_proxy.network) == (request.local, request.peer)
    if own and request.local_proxy.mask == host and request.remote_proxy.mask == host:
        return transform
    return Transform(transform.cipher, transform.key_bits, transform.hash)
