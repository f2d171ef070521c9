"""IPsec in one router: its state, and its adapter to the router's services."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

from ios_emu.features.ipsec import debug, inbound, policy
from ios_emu.features.ipsec.binding import Binding
from ios_emu.features.ipsec.complaints import Complaints
from ios_emu.features.ipsec.engine import IpsecEngine
from ios_emu.features.ipsec.policy import MapEntry, Policy
from ios_emu.features.ipsec.proxy import contains, local_proxy, remote_proxy
from ios_emu.features.ipsec.rri import ReverseRoutes
from ios_emu.features.ipsec.sad import Database, Ident, Pair
from ios_emu.kernel import SECOND
from ios_emu.router import facts
from ios_emu.router.facts import Fact
from ios_emu.router.feature import Feature
from ios_emu.router.key_engine import ENGINE_FLAG, SaRequest
from ios_emu.router.release import ByRelease, Train
from ios_emu.wire import IPv4, ipv4

if TYPE_CHECKING:
    from ios_emu.router.interface import Interface
    from ios_emu.router.router import Router

FIRST_CONNECTION = ByRelease({Train.R12_2: 2000, Train.R12_4: 2001})
"""The connection id of the first SA."""


class Ipsec(Feature):
    """The IPsec of one router: policy, applied crypto maps, SAs."""

    def __init__(self, router: Router) -> None:
        super().__init__(router)
        self.policy = Policy()
        self.database = Database()
        self.routes = ReverseRoutes()
        self.complaints = Complaints(router)
        self.bindings: dict[str, Binding] = {}
        """By the interface's name, as are the next two, which hold what is configured on interfaces."""
        self.df_bit: dict[str, str] = {}
        self.prefragment: dict[str, bool] = {}
        self._identification = 0
        router.key_engine.ipsec = IpsecEngine(self)
        router.ip.listen(ipv4.ESP, self)
        router.ip.listen(ipv4.AH, self)

    def random(self, stream: str) -> Random:
        """A random stream of this router's IPsec."""
        return self.router.kernel.random(f"{self.router.name}/ipsec/{stream}")

    def next_identification(self) -> int:
        """For the outer header of a packet."""
        self._identification = self._identification + 1 & 0xFFFF
        return self._identification

    def conn_id(self, slot: int) -> int:
        """The connection id of the inbound SA in `slot`; the outbound one's is one higher."""
        return FIRST_CONNECTION[self.router.release] + 2 * slot

    # -- applying maps -------------------------------------------------------------------------------

    def apply(self, interface: Interface, map_name: str, group: str) -> None:
        """`crypto map NAME [redundancy GROUP]` on an interface."""
        old = self.bindings.get(interface.name)
        if old is not None and (old.map_name, old.group) == (map_name, group):
            return
        if old is not None:
            self._unbind(old)
        binding = self.bindings[interface.name] = Binding(self, interface, map_name, group)
        interface.crypto = binding
        if group:
            self.router.redundancy.follow(group)
        if len(self.bindings) == 1 and old is None:
            self._in_use(True)
        self._settle(binding)

    def remove(self, interface: Interface) -> None:
        """`no crypto map` on an interface."""
        binding = self.bindings.get(interface.name)
        if binding is None:
            return
        self._unbind(binding)
        if not self.bindings:
            self._in_use(False)

    def _in_use(self, in_use: bool) -> None:
        ike = self.router.key_engine.ike
        if ike is not None:
            ike.in_use(in_use)

    def _unbind(self, binding: Binding) -> None:
        name = binding.interface.name
        self._discard([ident for key, ident in self.database.idents.items() if key.interface == name])
        del self.bindings[name]
        binding.interface.crypto = None
        if binding.group:
            self.router.redundancy.unfollow(binding.group)
        if self.router.booted:
            self.routes.sync(self)

    def policy_changed(self) -> None:
        """The configuration of maps, or an access list, changed: what it no longer says goes."""
        for binding in self.bindings.values():
            binding.forget_idents()
            self._settle(binding)
        self._discard([ident for ident in self.database.idents.values() if not self._stands(ident)])
        for ident in list(self.database.idents.values()):
            entry = self.bindings[ident.key.interface].entry_of(ident)
            peers = entry.peers if entry is not None else []
            self.drop([pair for pair in ident.pairs if pair.peer not in peers], tell=True)
        if self.router.booted:
            self.routes.sync(self)

    def _stands(self, ident: Ident) -> bool:
        """Whether policy still says what `ident` is for."""
        binding = self.bindings[ident.key.interface]
        entry = binding.entry_of(ident)
        if entry is None:
            return False
        if entry.line is None:
            access_list = policy.usable(entry, self.router.acls)
        else:
            template, crypto_map = self.policy.template_of(entry), binding.crypto_map
            entries = crypto_map.entries.values() if crypto_map is not None else ()
            if template is None or not any(e.dynamic == (entry.template or ("",))[0] for e in entries):
                return False
            if template.peers and entry.peers[0] not in template.peers:
                return False
            if not template.access_list:
                return True
            access_list = policy.usable(template, self.router.acls)
        lines = policy.permits(access_list) if access_list is not None else []
        key = ident.key
        if ident.of_acl:
            return any(binding.ident_key(entry, line) == key for line in lines)
        return any(
            contains(local_proxy(line), key.local) and contains(remote_proxy(line), key.remote) for line in lines
        )

    def _discard(self, idents: list[Ident]) -> None:
        self.drop([pair for ident in idents for pair in ident.pairs], tell=True)
        for ident in idents:
            self.database.idents.pop(ident.key, None)

    # -- endpoints -----------------------------------------------------------------------------------

    def on_fact(self, fact: Fact) -> None:
        """Follow redundancy groups, addresses and access lists."""
        if isinstance(fact, facts.RedundancyChanged):
            for binding in list(self.bindings.values()):
                if binding.group == fact.group.name:
                    self._settle(binding)
                    if fact.group.settled and not binding.active:
                        self._yield_routes(binding)
        elif isinstance(fact, facts.AddressChanged):
            for binding in list(self.bindings.values()):
                self._settle(binding)
        elif isinstance(fact, facts.AccessListChanged | facts.Booted):
            self.policy_changed()

    def _settle(self, binding: Binding) -> None:
        """Bring the endpoint of `binding` up to what interface and redundancy group say now."""
        new = binding.address() if binding.active else None
        old = binding.endpoint
        if new != old:
            binding.endpoint = new
            if old is not None:
                self._endpoint_gone(binding, old)
        binding.injects = binding.injects or binding.active
        if self.router.booted:
            self.routes.sync(self)

    def _yield_routes(self, binding: Binding) -> None:
        """The group of `binding` rests, and not as active. Before the routes go, the group itself is asked."""
        self.router.redundancy.enquire(binding.group)
        binding.injects = False
        if self.router.booted:
            self.routes.sync(self)

    def _endpoint_gone(self, binding: Binding, old: IPv4) -> None:
        """Nobody can be told: the address is no longer ours to send from."""
        idents = [i for key, i in self.database.idents.items() if key.interface == binding.interface.name]
        for ident in idents:
            ident.pending = None
            ident.promised = ()
        pairs = [pair for ident in idents for pair in ident.pairs if pair.local == old]
        self.drop(pairs, tell=False, announce=bool(binding.group))
        ike = self.router.key_engine.ike
        if ike is not None and not any(other.endpoint == old for other in self.bindings.values()):
            ike.local_gone(old)

    # -- the life of an SA ---------------------------------------------------------------------------

    def request(self, entry: MapEntry, ident: Ident, endpoint: IPv4) -> None:
        """Ask IKE for a pair of SAs, unless that has been done and not been answered."""
        ike = self.router.key_engine.ike
        transforms = [known.transform for known in self.policy.sets(entry)]
        if ident.pending is not None or ike is None or not transforms:
            return
        if entry.pfs_group in policy.UNMODELLED_GROUPS:
            return
        peer = entry.peer(ident.peer_index)
        request = SaRequest(
            endpoint,
            peer,
            ident.key.local,
            ident.key.remote,
            tuple(transforms),
            *self.policy.lifetimes(entry),
            entry.pfs_group,
        )
        request = replace(request, transforms=tuple(policy.in_mode(t, request) for t in transforms))
        ident.pending = peer
        if self.router.debugging(debug.FLAG):
            words = debug.WORDS[self.router.release]
            if words.request_spi:
                count = len(request.transforms[0].protocols)
                ident.promised = tuple(self.database.reserve(peer, self.random("spi")) for _ in range(count))
            for text in debug.sa_request(words, request, ident.promised):
                self.router.debug(debug.FLAG, text)
        ike.request(request)

    def adopt(self, pair: Pair, request: SaRequest) -> None:
        """Put a new pair to use."""
        self.database.add(pair)
        self.timers.start(("hard", pair.slot), pair.terms.lifetime_seconds * SECOND)
        if pair.terms.initiator:
            self.timers.start(("soft", pair.slot), pair.soft_seconds * SECOND)
        if pair.terms.idle_seconds:
            self.timers.start(("idle", pair.slot), pair.terms.idle_seconds * SECOND)
        router = self.router
        if router.debugging(debug.FLAG):
            words = debug.WORDS[router.release]
            router.debug(debug.FLAG, words.queue_event)
            ident = pair.ident
            known = ident.of_acl or len(ident.pairs) > 1
            for text in (
                *debug.initialize_sas(words, request, pair, self.conn_id),
                *debug.found_ident(words, request, ident.key.map_name, known),
                *debug.each_sa("IPSEC(create_sa): sa created,", pair, self.conn_id),
            ):
                router.debug(debug.FLAG, text)
        self.routes.sync(self)

    def drop(self, pairs: Iterable[Pair], *, tell: bool, announce: bool = False) -> None:
        """Delete SAs. `tell`: have IKE tell the peers; `announce`: log the sessions that end, unless IKE does."""
        sessions: dict[tuple[IPv4, IPv4], list[int]] = {}
        engine = self.router.key_engine
        for pair in list(pairs):
            self._delete(pair)
            sessions.setdefault((pair.local, pair.peer), []).extend(pair.inbound_spis)
        announce = announce and not (engine.ike_view is not None and engine.ike_view.logs_sessions())
        for (local, peer), spis in sessions.items():
            if announce and not self.database.with_peer(local, peer):
                text = f"Crypto tunnel is DOWN.  Peer {peer}:500 Id: {peer}"
                self.router.log("CRYPTO", 5, "SESSION_STATUS", text)
            if tell and engine.ike is not None:
                engine.ike.deleted(local, peer, tuple(spis))
        if sessions and self.router.booted:
            self.routes.sync(self)

    def _delete(self, pair: Pair) -> None:
        router = self.router
        for kind in ("hard", "soft", "idle"):
            self.timers.stop((kind, pair.slot))
        self.database.remove(pair)
        if router.debugging(debug.FLAG):
            for text in debug.each_sa("IPSEC(delete_sa): deleting SA,", pair, self.conn_id):
                router.debug(debug.FLAG, text)
        if router.debugging(ENGINE_FLAG):
            for part in pair.parts:
                for text in debug.WORDS[router.release].deleting(part.slot):
                    router.debug(ENGINE_FLAG, text)
        ident = pair.ident
        if not ident.pairs and not ident.of_acl:
            self._forget(ident)

    def _forget(self, ident: Ident) -> None:
        """An ident that a peer asked for has lost its last SAs: it goes, and so does its temporary entry."""
        key = ident.key
        self.database.idents.pop(key, None)
        binding = self.bindings.get(key.interface)
        if binding is not None:
            binding.forget_idents()
        crypto_map = self.policy.maps.get(key.map_name)
        others = ((other.map_name, other.sequence) for other in self.database.idents)
        if crypto_map is not None and (key.map_name, key.sequence) not in others:
            crypto_map.temporary.pop(key.sequence, None)

    def expire(self, pair: Pair) -> None:
        """A lifetime has ended."""
        self.drop([pair], tell=True)

    def renew(self, pair: Pair) -> None:
        """A lifetime is about to end: ask for a successor, if the pair was used and is still the newest."""
        ident = pair.ident
        binding = self.bindings.get(ident.key.interface)
        entry = binding.entry_of(ident) if binding is not None else None
        newest = bool(ident.pairs) and ident.pairs[-1] is pair
        if entry is None or binding is None or binding.endpoint != pair.local or not newest or not pair.used:
            return
        if self.router.debugging(debug.FLAG):
            heading = debug.WORDS[self.router.release].aging
            for text in debug.each_sa(heading, pair, self.conn_id):
                self.router.debug(debug.FLAG, text)
        self.request(entry, ident, pair.local)

    def volume_reached(self, pair: Pair) -> None:
        """The volume for a successor, or the last of it, has been carried."""
        if max(pair.bytes_in, pair.bytes_out) >= pair.hard_bytes:
            self.expire(pair)
        elif pair.terms.initiator and pair.ident.pending is None:
            self.renew(pair)

    def on_timer(self, name: Hashable) -> None:
        """A lifetime in seconds, or a time without traffic."""
        match name:
            case (str(kind), int(slot)) if slot in self.database.pairs:
                pair = self.database.pairs[slot]
                if kind == "hard":
                    self.expire(pair)
                elif kind == "soft":
                    self.renew(pair)
                else:
                    self._look_idle(pair)

    def _look_idle(self, pair: Pair) -> None:
        left = pair.used_at + pair.terms.idle_seconds * SECOND - self.router.kernel.now
        if left > 0:
            self.timers.start(("idle", pair.slot), left)
        else:
            self.expire(pair)

    # -- receiving -----------------------------------------------------------------------------------

    def on_ip(self, interface: Interface, header: ipv4.Header, payload: bytes, packet: bytes) -> None:
        """An ESP or AH packet for this router."""
        inbound.receive(self, interface, header, payload, packet)
