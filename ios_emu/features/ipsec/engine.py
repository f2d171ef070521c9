"""IPsec's side of the key engine: what IKE asks of it and tells it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from ios_emu.features.ipsec import ah, debug, esp, inbound
from ios_emu.features.ipsec.policy import MapEntry
from ios_emu.features.ipsec.proxy import line_for
from ios_emu.features.ipsec.rri import peer_of
from ios_emu.features.ipsec.sad import Agreed, AhSas, EspSas, Ident, Pair
from ios_emu.router.key_engine import ENGINE_FLAG, Accepted, Refused, SaPair, SaRequest, Transform
from ios_emu.router.release import ByRelease, Train
from ios_emu.wire import IPv4, ipv4
from ios_emu.wire.ipv4 import Header

if TYPE_CHECKING:
    from ios_emu.features.ipsec.binding import Binding
    from ios_emu.features.ipsec.instance import Ipsec
    from ios_emu.router.interface import Interface

MAXIMUM_PAIRS = 2000
"""How many pairs of SAs a router takes part in. A peer is authenticated, but need not be sane."""
VOLUME_JITTER = ByRelease({Train.R12_2: 0.0, Train.R12_3T: 0.05, Train.R12_4: 0.1})
"""By up to what part the volume of an SA starts below the one negotiated, lest both ends renew at once."""


class IpsecEngine:
    """The `IpsecSide` of one router."""

    def __init__(self, feature: Ipsec) -> None:
        self._feature = feature

    def _say(self, *texts: str) -> None:
        for text in texts:
            self._feature.router.debug(debug.FLAG, text)

    def _work(self, *texts: str) -> None:
        for text in texts:
            self._feature.router.debug(ENGINE_FLAG, text)

    def _homes(self, request: SaRequest) -> Iterator[tuple[Binding, MapEntry, str]]:
        for binding in self._feature.bindings.values():
            for entry, dynamic in binding.homes(request):
                yield binding, entry, dynamic

    # -- negotiation ---------------------------------------------------------------------------------

    def validate(self, request: SaRequest) -> Accepted | Refused:
        """Would the policy accept this? Identities are as seen from here; transforms as the peer offers them."""
        feature = self._feature
        words = debug.WORDS[feature.router.release]
        if request.transforms:
            self._say(*debug.validate_proposal(words, request, request.transforms[0]))
        if words.head:
            heads = (b.map_name for b in feature.bindings.values() if b.endpoint == request.local)
            self._say(*(words.head.format(map=name) for name in heads))
        self._work(*words.validate)
        if len(feature.database.pairs) >= MAXIMUM_PAIRS:
            return self._refuse("maximum number of SAs reached")
        reason = ""
        for _, entry, _ in self._homes(request):
            if not _group_fits(entry.pfs_group, request.pfs_group):
                reason = reason or "PFS group not supported"
                continue
            index = next((n for n, t in enumerate(request.transforms) if self._suits(entry, t, request)), None)
            if index is None:
                first = debug.transform_words(request.transforms[0]) if request.transforms else ""
                reason = reason or f"transform proposal not supported for identity: \n    {{{first} }}"
                continue
            seconds, kilobytes = feature.policy.lifetimes(entry)
            return Accepted(
                index,
                min(seconds, request.lifetime_seconds or seconds),
                min(kilobytes, request.lifetime_kilobytes or kilobytes),
            )
        return self._refuse(reason or self._why_homeless(request))

    def _suits(self, entry: MapEntry, offered: Transform, request: SaRequest) -> bool:
        return any(known.accepts(offered, request) for known in self._feature.policy.sets(entry))

    def _why_homeless(self, request: SaRequest) -> str:
        here = [b for b in self._feature.bindings.values() if b.endpoint == request.local]
        if not here:
            return f"invalid local address {request.local}"
        entries = [e for b in here if b.crypto_map is not None for e in b.crypto_map.entries.values()]
        templates = [t for e in entries for t in self._feature.policy.templates(e)]
        known = any(request.peer in e.peers for e in entries)
        if not known and not any(request.peer in (t.peers or [request.peer]) for t in templates):
            return f"peer address {request.peer} not found"
        return "proxy identities not supported"

    def _refuse(self, reason: str) -> Refused:
        self._say(f"IPSEC(validate_transform_proposal): {reason}")
        return Refused(" ".join(reason.split()))

    def allocate_spi(self, local: IPv4, peer: IPv4, protocol: int = ipv4.ESP) -> int:
        """An inbound SPI, reserved until `install` or `failed`: the one promised with the request, or a fresh one."""
        feature = self._feature
        waiting = next((i for i in feature.database.idents.values() if i.pending == peer and i.promised), None)
        if waiting is not None:
            spi, *rest = waiting.promised
            waiting.promised = tuple(rest)
            return spi
        spi = feature.database.reserve(peer, feature.random("spi"))
        words = debug.WORDS[feature.router.release]
        self._say(words.queue_event, debug.spi_response(spi, local, peer, protocol))
        return spi

    def install(self, pair: SaPair) -> None:
        """Put a negotiated pair to use. One that policy has no place for any more is given back to the peer."""
        feature = self._feature
        request = pair.request
        spis = ((pair.ah.inbound_spi,) if pair.ah else ()) + ((pair.inbound_spi,) if pair.inbound_spi else ())
        if any(feature.database.holds(request.local, spi) for spi in spis):
            return
        for binding, entry, dynamic in self._homes(request):
            fits = _group_fits(entry.pfs_group, request.pfs_group)
            if not fits or not self._suits(entry, pair.transform, request):
                continue
            crypto_map = binding.crypto_map
            if dynamic and crypto_map is not None:
                line = line_for(request.local_proxy, request.remote_proxy)
                entry = crypto_map.add_temporary(entry, dynamic, request.peer, line)
            ident = binding.ident_for(entry, request)
            new = self._make(pair, ident, entry)
            ident.pending = None
            ident.promised = ()
            feature.adopt(new, request)
            return
        if feature.router.key_engine.ike is not None:
            feature.router.key_engine.ike.deleted(request.local, request.peer, spis)

    def _make(self, pair: SaPair, ident: Ident, entry: MapEntry) -> Pair:
        feature = self._feature
        request, transform = pair.request, pair.transform
        seconds, kilobytes = feature.policy.lifetimes(entry)
        seconds = request.lifetime_seconds or seconds
        kilobytes = request.lifetime_kilobytes or kilobytes
        jitter = VOLUME_JITTER[feature.router.release]
        window = feature.policy.window(entry)
        slots = feature.database.free_slots(len(transform.protocols))
        ah_sas = esp_sas = None
        if pair.ah is not None:
            keys = pair.ah
            receiver = ah.Receiver(keys.inbound_spi, transform.ah, keys.inbound_key, window)
            ah_sas = AhSas(receiver, ah.Sender(keys.outbound_spi, transform.ah, keys.outbound_key), slots[0])
        if transform.cipher:
            esp_sas = EspSas(
                esp.Receiver(pair.inbound_spi, transform, pair.inbound_keys, window),
                esp.Sender(pair.outbound_spi, transform, pair.outbound_keys, feature.random("iv")),
                slots[-1],
            )
        terms = Agreed(
            transform,
            seconds,
            kilobytes,
            pair.initiator,
            pair.ike_cookies,
            request.pfs_group,
            int(kilobytes * jitter * feature.random("jitter").random()) if jitter else 0,
            feature.policy.idle_seconds(entry),
            pair.udp,
        )
        self._work(*debug.WORDS[feature.router.release].allocate * (2 * len(slots)))
        now = feature.router.kernel.now
        return Pair(ident, request.local, request.peer, esp=esp_sas, ah=ah_sas, terms=terms, established=now)

    def failed(self, request: SaRequest) -> None:
        """The negotiation that was asked for came to nothing: new traffic tries again, with the next peer."""
        feature = self._feature
        for ident in feature.database.idents.values():
            wanted = (ident.key.local, ident.key.remote) == (request.local_proxy, request.remote_proxy)
            if wanted and ident.pending == request.peer:
                ident.pending = None
                ident.promised = ()
                ident.peer_index += 1
        feature.database.release(request.peer)
        feature.routes.sync(feature)

    def next_conn_ids(self, index: int = 0) -> tuple[int, int]:
        """The conn-ids, inbound and outbound, that the `index`-th protocol of the pair installed next will get."""
        inbound = self._feature.conn_id(self._feature.database.free_slots(index + 1)[index])
        return inbound, inbound + 1

    def traffic(self, local: IPv4, peer: IPv4) -> tuple[int, int]:
        """Packets so far encrypted to and decrypted from the peer, by the SAs there are."""
        pairs = self._feature.database.with_peer(local, peer)
        return sum(pair.packets_out for pair in pairs), sum(pair.packets_in for pair in pairs)

    def receive_udp(self, interface: Interface, header: Header, source_port: int, esp: bytes) -> None:
        """An ESP packet came in UDP. A peer that has proved to be at another port now is answered there."""
        pair = self._feature.database.inbound(header.destination, ipv4.ESP, int.from_bytes(esp[:4], "big"))
        before = pair.packets_in if pair is not None else 0
        inbound.receive(self._feature, interface, header, esp, esp)
        if pair is not None and pair.udp is not None and pair.packets_in != before:
            pair.udp = replace(pair.udp, peer=source_port)

    # -- deletion ------------------------------------------------------------------------------------

    def turn_from(self, local: IPv4, peer: IPv4) -> None:
        """The peer has fallen silent: what it served goes to the default peer next, without one to the next in the
        list."""
        for ident in self._feature.database.idents.values():
            binding = self._feature.bindings.get(ident.key.interface)
            entry = binding.entry_of(ident) if binding is not None and binding.endpoint == local else None
            if entry is not None and peer in entry.peers and peer_of(entry, ident) == peer:
                ident.peer_index = entry.after(peer)

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
        pairs = []
        self._say(words.queue_event, "IPSEC(key_engine_delete_sas): rec'd delete notify from ISAKMP")
        for spi in spis:
            pair = next((p for p in feature.database.with_peer(local, peer) if spi in p.outbound_spis), None)
            protocol = pair.parts[pair.outbound_spis.index(spi)].protocol if pair is not None else 50
            text = words.delete_spi.format(spi=spi, protocol=protocol, peer=peer)
            self._say(f"IPSEC(key_engine_delete_sas): {text}")
            if pair is not None and pair not in pairs:
                pairs.append(pair)
        feature.drop(pairs, tell=False)


def _group_fits(wanted: int, offered: int) -> bool:
    """Whether a peer's group for perfect forward secrecy will do: any when none is asked for, and instead of
    group 1 also group 2."""
    return not wanted or offered == wanted or (wanted == 1 and offered == 2)
