"""IPsec in one router: its state, and its adapter to the router's services."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

from ios_emu.features.ipsec import debug, policy
from ios_emu.features.ipsec.binding import Binding
from ios_emu.features.ipsec.engine import IpsecEngine, in_mode
from ios_emu.features.ipsec.esp import IP_IN_IP, AuthenticationError, ReplayError
from ios_emu.features.ipsec.policy import MapEntry, Policy
from ios_emu.features.ipsec.rri import ReverseRoutes
from ios_emu.features.ipsec.sad import Database, Ident, IdentKey, Pair
from ios_emu.kernel import SECOND
from ios_emu.router import facts
from ios_emu.router.facts import Fact
from ios_emu.router.feature import Feature
from ios_emu.router.key_engine import SaRequest
from ios_emu.router.release import ByRelease, Train
from ios_emu.wire import DecodeError, IPv4, ipv4

if TYPE_CHECKING:
    from ios_emu.router.interface import Interface
    from ios_emu.router.router import Router

REPORT_INTERVAL = 60 * SECOND
"""The same complaint about received packets is logged at most this often."""

FIRST_CONNECTION = ByRelease({Train.R12_2: 2000, Train.R12_4: 2001})
"""The connection id of the first SA."""


class Ipsec(Feature):
    """The IPsec of one router: policy, applied crypto maps, SAs."""

    def __init__(self, router: Router) -> None:
        super().__init__(router)
        self.policy = Policy()
        self.database = Database()
        self.routes = ReverseRoutes()
        self.bindings: dict[str, Binding] = {}
        """By the interface's name."""
        self._identification = 0
        self._reported: dict[str, int] = {}
        self.invalid_spi = self.not_ipsec = 0
        router.key_engine.ipsec = IpsecEngine(self)
        router.ip.listen(ipv4.ESP, self)

    def random(self, stream: str) -> Random:
        """A random stream of this router's IPsec."""
        return self.router.kernel.random(f"{self.router.name}/ipsec/{stream}")

    def next_identification(self) -> int:
        """For the outer header of a packet."""
        self._identification = self._identification + 1 & 0xFFFF
        return self._identification

    def conn_id(self, pair: Pair) -> int:
        """The connection id of the inbound SA of `pair`; the outbound one's is one higher."""
        return self.conn_id_of(pair.slot)

    def conn_id_of(self, slot: int) -> int:
        """The same, of the pair that holds `slot`."""
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
        valid: dict[IdentKey, MapEntry] = {}
        for binding in self.bindings.values():
            binding.forget_idents()
            self._settle(binding)
            crypto_map = binding.crypto_map
            for entry, access_list in policy.enabled(crypto_map, self.router.acls) if crypto_map else ():
                for line in policy.permits(access_list):
                    valid[binding.ident_key(entry, line)] = entry
        self._discard([ident for key, ident in self.database.idents.items() if key not in valid])
        for key, ident in list(self.database.idents.items()):
            self.drop([pair for pair in ident.pairs if pair.peer not in valid[key].peers], tell=True)
        if self.router.booted:
            self.routes.sync(self)

    def _discard(self, idents: list[Ident]) -> None:
        self.drop([pair for ident in idents for pair in ident.pairs], tell=True)
        for ident in idents:
            del self.database.idents[ident.key]

    # -- endpoints -----------------------------------------------------------------------------------

    def on_fact(self, fact: Fact) -> None:
        """Follow redundancy groups, addresses and access lists."""
        if isinstance(fact, facts.RedundancyChanged):
            for binding in list(self.bindings.values()):
                if binding.group == fact.name:
                    self._settle(binding)
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
        if self.router.booted:
            self.routes.sync(self)

    def _endpoint_gone(self, binding: Binding, old: IPv4) -> None:
        """Nobody can be told: the address is no longer ours to send from."""
        idents = [i for key, i in self.database.idents.items() if key.interface == binding.interface.name]
        for ident in idents:
            ident.pending = None
            ident.promised = 0
        pairs = [pair for ident in idents for pair in ident.pairs if pair.local == old]
        self.drop(pairs, tell=False, announce=bool(binding.group))
        ike = self.router.key_engine.ike
        if ike is not None and not any(other.endpoint == old for other in self.bindings.values()):
            ike.local_gone(old)

    # -- the life of an SA ---------------------------------------------------------------------------

    def request(self, entry: MapEntry, ident: Ident, endpoint: IPv4) -> None:
        """Ask IKE for a pair of SAs, unless that has been done and not been answered."""
        ike = self.router.key_engine.ike
        transforms = self.policy.transforms(entry)
        if ident.pending is not None or ike is None or not transforms:
            return
        peer = entry.peers[ident.peer_index % len(entry.peers)]
        request = SaRequest(
            endpoint,
            peer,
            ident.key.local,
            ident.key.remote,
            transforms,
            *self.policy.lifetimes(entry),
            entry.pfs_group,
        )
        request = replace(request, transforms=tuple(in_mode(transform, request) for transform in transforms))
        ident.pending = peer
        if self.router.debugging(debug.FLAG):
            words = debug.WORDS[self.router.release]
            if words.request_spi:
                ident.promised = self.database.reserve(peer, self.random("spi"))
            self.router.debug(debug.FLAG, debug.sa_request(words, request, ident.promised))
        ike.request(request)

    def adopt(self, pair: Pair, request: SaRequest) -> None:
        """Put a new pair to use."""
        self.database.add(pair)
        self.timers.start(("hard", pair.slot), pair.lifetime_seconds * SECOND)
        if pair.initiator:
            self.timers.start(("soft", pair.slot), pair.soft_seconds * SECOND)
        router = self.router
        if router.debugging(debug.FLAG):
            words = debug.WORDS[router.release]
            number = self.conn_id(pair)
            router.debug(debug.FLAG, words.queue_event)
            for text in (
                *debug.initialize_sas(words, request, pair, number),
                *debug.each_sa("IPSEC(create_sa): sa created,", pair, number),
            ):
                router.debug(debug.FLAG, text)
        self.routes.sync(self)

    def drop(self, pairs: Iterable[Pair], *, tell: bool, announce: bool = False) -> None:
        """Delete SAs. `tell`: have IKE tell the peers; `announce`: log the sessions that end."""
        sessions: dict[tuple[IPv4, IPv4], list[int]] = {}
        router = self.router
        for pair in list(pairs):
            self.timers.stop(("hard", pair.slot))
            self.timers.stop(("soft", pair.slot))
            self.database.remove(pair)
            sessions.setdefault((pair.local, pair.peer), []).append(pair.receiver.spi)
            if router.debugging(debug.FLAG):
                for text in debug.each_sa("IPSEC(delete_sa): deleting SA,", pair, self.conn_id(pair)):
                    router.debug(debug.FLAG, text)
        for (local, peer), spis in sessions.items():
            if announce and not self.database.with_peer(local, peer):
                text = f"Crypto tunnel is DOWN.  Peer {peer}:500 Id: {peer}"
                router.log("CRYPTO", 5, "SESSION_STATUS", text)
            ike = router.key_engine.ike
            if tell and ike is not None:
                ike.deleted(local, peer, tuple(spis))
        if sessions and router.booted:
            self.routes.sync(self)

    def expire(self, pair: Pair) -> None:
        """A lifetime has ended."""
        self.drop([pair], tell=True)

    def renew(self, pair: Pair) -> None:
        """A lifetime is about to end: ask for a successor, if the pair was used and is still the newest."""
        ident = pair.ident
        binding = self.bindings.get(ident.key.interface)
        crypto_map = binding.crypto_map if binding is not None else None
        entry = crypto_map.entries.get(ident.key.sequence) if crypto_map is not None else None
        newest = bool(ident.pairs) and ident.pairs[-1] is pair
        if entry is None or binding is None or binding.endpoint != pair.local or not newest or not pair.used:
            return
        if self.router.debugging(debug.FLAG):
            heading = debug.WORDS[self.router.release].aging
            for text in debug.each_sa(heading, pair, self.conn_id(pair)):
                self.router.debug(debug.FLAG, text)
        self.request(entry, ident, pair.local)

    def volume_reached(self, pair: Pair) -> None:
        """The volume for a successor, or the last of it, has been carried."""
        if max(pair.bytes_in, pair.bytes_out) >= pair.hard_bytes:
            self.expire(pair)
        elif pair.initiator and pair.ident.pending is None:
            self.renew(pair)

    def on_timer(self, name: Hashable) -> None:
        """A lifetime in seconds."""
        if isinstance(name, tuple) and isinstance(name[1], int):
            pair = self.database.pairs.get(name[1])
            if pair is not None:
                if name[0] == "hard":
                    self.expire(pair)
                else:
                    self.renew(pair)

    # -- receiving -----------------------------------------------------------------------------------

    def on_ip(self, interface: Interface, header: ipv4.Header, payload: bytes, packet: bytes) -> None:
        """An ESP packet for this router."""
        spi = int.from_bytes(payload[:4], "big")
        pair = self.database.inbound(header.destination, spi) if len(payload) >= 8 else None
        if pair is None:
            self._invalid_spi(interface, header, spi)
            return
        counters = pair.ident.counters
        try:
            plain, next_header = pair.receiver.open(payload)
            inner = self._inner(header, plain, next_header, pair)
        except DecodeError as error:
            counters.recv_errors += 1
            self._report_error(error, pair)
            return
        if not policy.carries(inner, pair.ident.key.remote, pair.ident.key.local):
            counters.recv_errors += 1
            self._report_identity(inner, pair)
            return
        counters.decaps += 1
        pair.packets_in += 1
        pair.bytes_in += len(packet)
        if pair.bytes_in >= pair.soft_bytes:
            self.volume_reached(pair)
        self.router.ip.inject(interface, inner)

    @staticmethod
    def _inner(header: ipv4.Header, plain: bytes, next_header: int, pair: Pair) -> bytes:
        """The packet that was protected. Raises DecodeError when it is none, or not in the SA's mode."""
        if pair.transform.mode == "tunnel":
            if next_header != IP_IN_IP:
                raise DecodeError(f"ESP next header {next_header} in tunnel mode")
            inner, _ = ipv4.decode(plain)
            return plain[: inner.total_length]
        if header.source != pair.peer:
            raise DecodeError(f"ESP in transport mode from {header.source}")
        return ipv4.build(
            header.source,
            header.destination,
            next_header,
            plain,
            ttl=header.ttl,
            tos=header.tos,
            identification=header.identification,
            dont_fragment=header.dont_fragment,
            options=header.options,
        )

    # -- complaints ----------------------------------------------------------------------------------

    def _may_report(self, mnemonic: str) -> bool:
        """Whether the last message of this kind is long enough ago; if so this one counts as sent."""
        now = self.router.kernel.now
        if now < self._reported.get(mnemonic, 0):
            return False
        self._reported[mnemonic] = now + REPORT_INTERVAL
        return True

    def _invalid_spi(self, interface: Interface, header: ipv4.Header, spi: int) -> None:
        self.invalid_spi += 1
        if self._may_report("RECVD_PKT_INV_SPI"):
            tail = f", input interface={interface.name}" if self.router.release.train >= Train.R15 else ""
            self.router.log(
                "CRYPTO",
                4,
                "RECVD_PKT_INV_SPI",
                "decaps: rec'd IPSEC packet has invalid spi for\n"
                f"\tdestaddr={header.destination}, prot=50, spi=0x{spi:X}({spi}), srcaddr={header.source}{tail}",
            )

    def _report_error(self, error: DecodeError, pair: Pair) -> None:
        number = self.conn_id(pair)
        if isinstance(error, ReplayError) and self._may_report("PKT_REPLAY_ERR"):
            text = f"decrypt: replay check failed\n\tconnection id={number}"
            self.router.log("CRYPTO", 4, "PKT_REPLAY_ERR", text)
        elif isinstance(error, AuthenticationError) and self._may_report("RECVD_PKT_MAC_ERR"):
            text = f"decrypt: mac verify failed for connection id={number}"
            self.router.log("CRYPTO", 4, "RECVD_PKT_MAC_ERR", text)

    def _report_identity(self, inner: bytes, pair: Pair) -> None:
        if not self._may_report("RECVD_PKT_INV_IDENTITY"):
            return
        source, destination = IPv4.unpack(inner[12:16]), IPv4.unpack(inner[16:20])
        key = pair.ident.key
        self.router.log(
            "CRYPTO",
            4,
            "RECVD_PKT_INV_IDENTITY",
            "identity doesn't match negotiated identity\n"
            f"\t(ip) dest_addr= {destination}, src_addr= {source}, prot= {inner[9]}\n"
            f"\t(ident) local={pair.local}, remote={pair.peer}, \n"
            f"\t  local_proxy={debug.proxy_text(key.local)}, \n"
            f"\t  remote_proxy={debug.proxy_text(key.remote)}",
        )

    def report_clear(self, packet: bytes) -> None:
        """A packet came in the clear that should have been protected."""
        self.not_ipsec += 1
        if self._may_report("RECVD_PKT_NOT_IPSEC"):
            source, destination = IPv4.unpack(packet[12:16]), IPv4.unpack(packet[16:20])
            self.router.log(
                "CRYPTO",
                4,
                "RECVD_PKT_NOT_IPSEC",
                "Rec'd packet not an IPSEC packet.\n"
                f"\t(ip) vrf/dest_addr= /{destination}, src_addr= {source}, prot= {packet[9]}",
            )
