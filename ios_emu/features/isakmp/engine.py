"""The ISAKMP process of one router: its SAs, whom a message or a timer belongs to, and the IKE side of the key
engine.

    request --> waiting --> phase 1 (main mode) --> phase 2 (quick mode) --> install
                               ^ at most one negotiation of ours per pair of endpoints

`children` remembers which IPsec SAs live under which pair of endpoints, so that IKE knows whether a main mode
is the first with a peer (INITIAL-CONTACT), and when a tunnel comes up or goes down.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from random import Random

from ios_emu.features.isakmp import crypto, informational, packet, phase1, phase2
from ios_emu.features.isakmp.config import IsakmpConfig
from ios_emu.features.isakmp.debug import Voice
from ios_emu.features.isakmp.host import Host
from ios_emu.features.isakmp.packet import Header
from ios_emu.features.isakmp.sa import NEGOTIATING, IkeSa, Pair, QuickMode, State
from ios_emu.kernel import SECOND
from ios_emu.router.key_engine import SaRequest
from ios_emu.router.release import ByRelease, Train
from ios_emu.wire import DecodeError, IPv4

PORT = 500
PURGE_SA = 60 * SECOND
PURGE_NODE = 50 * SECOND
MAX_TRANSIENT = 200
"""SAs that are being answered or are deleted: a flood of first messages pushes out the oldest."""
MAX_NODES = 1000
"""Phase 2 exchanges remembered per SA; the peer is authenticated, but need not be sane."""
SPIS_PER_DELETE = 100
FIRST_CONN_ID = ByRelease({Train.R12_2: 1, Train.R15: 1001})


class Ike:
    """See the module. `on` is whether ISAKMP listens at all."""

    def __init__(self, host: Host, config: IsakmpConfig) -> None:
        self.host = host
        self.config = config
        self.voice = Voice(host)
        self.on = False
        self.sas: dict[int, IkeSa] = {}
        self.waiting: dict[Pair, list[SaRequest]] = {}
        self.children: dict[Pair, dict[int, int]] = {}
        self._cookies: dict[bytes, IkeSa] = {}
        self._openings: dict[tuple[Pair, bytes], IkeSa] = {}
        self._handles = 0
        self._in_use = False
        self._secret = b""

    @property
    def random(self) -> Random:
        """IKE's random stream on this router."""
        return self.host.kernel.random(f"{self.host.name}/isakmp")

    # -- the IKE side of the key engine --------------------------------------------------------------

    def request(self, request: SaRequest) -> None:
        """IPsec wants a pair of SAs."""
        pair = (request.local, request.peer)
        if not self.on:
            self.waiting.setdefault(pair, []).append(request)
            self.host.timers.start(("refused", *pair), 0)
            return
        self.voice.plain("ISAKMP: received ke message (1/1)")
        sa = self.established(pair)
        if sa is not None:
            phase2.initiate(self, sa, request)
            return
        queue = self.waiting.setdefault(pair, [])
        if request not in queue:
            queue.append(request)
        if not any(sa.initiator for sa in self.negotiating(pair)):
            phase1.initiate(self, pair)

    def deleted(self, local: IPv4, peer: IPv4, inbound_spis: tuple[int, ...]) -> None:
        """IPsec deleted SAs of its own accord."""
        pair = (local, peer)
        sa = self.established(pair)
        for at in range(0, len(inbound_spis), SPIS_PER_DELETE):
            if sa is not None:
                informational.send_delete_spis(self, sa, inbound_spis[at : at + SPIS_PER_DELETE])
        self._forget_children(pair, inbound_spis)

    def local_gone(self, local: IPv4) -> None:
        """The endpoint `local` is another router's now: nothing may be sent from it any more."""
        for sa in list(self.sas.values()):
            if sa.local == local and not sa.deleted:
                self.voice.deleting(sa, "No reason")
                self.retire(sa)
        for pair in [pair for pair in self.waiting if pair[0] == local]:
            self.fail_waiting(pair)
        for pair in [pair for pair in self.children if pair[0] == local]:
            self._forget_children(pair, tuple(self.children[pair]))

    def in_use(self, in_use: bool) -> None:
        """A crypto map is applied somewhere, or none is any more."""
        self._in_use = in_use
        self.enable()

    def enable(self) -> None:
        """`crypto isakmp enable` may have changed: ISAKMP is on when it is wanted and allowed."""
        on = self._in_use and self.config.enabled
        if on == self.on:
            return
        if not on:
            self.clear()
        self.on = on
        self.host.listen(on)
        self.host.log(6, "ISAKMP_ON_OFF", f"ISAKMP is {'ON' if on else 'OFF'}")

    # -- finding SAs ---------------------------------------------------------------------------------

    def live(self, pair: Pair) -> Iterator[IkeSa]:
        """The SAs between two endpoints that are not deleted, oldest first."""
        return (sa for sa in self.sas.values() if sa.pair == pair and not sa.deleted)

    def negotiating(self, pair: Pair) -> Iterator[IkeSa]:
        """Those whose phase 1 is not complete yet."""
        return (sa for sa in self.live(pair) if sa.state in NEGOTIATING)

    def established(self, pair: Pair) -> IkeSa | None:
        """The newest complete one."""
        found = None
        for sa in self.live(pair):
            if sa.established and (found is None or sa.established_at >= found.established_at):
                found = sa
        return found

    def _find(self, pair: Pair, header: Header) -> IkeSa | None:
        sa = self._cookies.get(header.initiator_cookie)
        if sa is not None and sa.initiator and sa.pair == pair:
            return sa if sa.his_cookie in (packet.NO_COOKIE, header.responder_cookie) else None
        if header.responder_cookie == packet.NO_COOKIE:
            return self._openings.get((pair, header.initiator_cookie))
        sa = self._cookies.get(header.responder_cookie)
        if sa is not None and not sa.initiator and sa.pair == pair and sa.his_cookie == header.initiator_cookie:
            return sa
        return None

    # -- making and unmaking SAs ---------------------------------------------------------------------

    def create(self, pair: Pair, initiator: bool, his_cookie: bytes = packet.NO_COOKIE) -> IkeSa:
        """A new SA; the oldest of those that only take room makes way."""
        if not initiator:
            self._make_room()
        self._handles += 1
        pointer = 0x61000000 | self.random.getrandbits(22) << 2
        sa = IkeSa(self._handles, self._free_conn_id(), pointer, *pair, initiator, self._new_cookie(pair))
        sa.his_cookie = his_cookie
        self.sas[sa.handle] = sa
        self._cookies[sa.my_cookie] = sa
        if not initiator:
            self._openings[pair, his_cookie] = sa
        return sa

    def _make_room(self) -> None:
        transient = [
            sa for sa in self.sas.values() if sa.deleted or (not sa.initiator and sa.state in NEGOTIATING)
        ]
        for sa in transient[: max(len(transient) - MAX_TRANSIENT + 1, 0)]:
            self.retire(sa)
            self.purge(sa)

    def _free_conn_id(self) -> int:
        taken = {sa.conn_id for sa in self.sas.values() if not sa.deleted}
        conn_id = FIRST_CONN_ID[self.host.release]
        while conn_id in taken:
            conn_id += 1
        return conn_id

    # The first word depends on the pair alone, as on real routers; only the second is fresh.
    def _new_cookie(self, pair: Pair) -> bytes:
        if not self._secret:
            self._secret = self.random.randbytes(16)
        stable = crypto.digest("sha", self._secret + pair[0].packed + pair[1].packed)[:4]
        cookie = stable + self.random.randbytes(4)
        while cookie in self._cookies:
            cookie = stable + self.random.randbytes(4)
        return cookie

    def delete(self, sa: IkeSa, reason: str, tell_peer: bool = True) -> None:
        """Take an SA down. With a peer that sends keepalives the last phase 1 takes its phase 2 SAs with it."""
        if sa.deleted:
            return
        was_established = sa.established
        takes_children = bool(sa.keepalive) and was_established
        self.voice.paranoid(sa)
        if takes_children:
            takes_children = not any(other.established for other in self.live(sa.pair) if other is not sa)
            self.voice.going_away(sa, takes_children)
        self.voice.deleting(sa, reason)
        if takes_children:
            self.lose_children(sa.pair)
        old = sa.state
        self.retire(sa)
        if tell_peer and was_established:
            informational.send_delete_sa(self, sa)
        if self.voice.style.machine:
            self.voice.moved(sa, "IKE_MESG_INTERNAL, IKE_PHASE1_DEL", old, State.DEST_SA)
        if was_established:
            self.voice.paranoid(sa)
        if takes_children and self.host.ipsec is not None:
            self.host.ipsec.delete_peer(sa.local, sa.peer)
        if self.established(sa.pair) is None and not any(self.negotiating(sa.pair)):
            self.fail_waiting(sa.pair)

    def retire(self, sa: IkeSa) -> None:
        """Mark an SA deleted: it is out of use at once, and forgotten a minute later."""
        if sa.deleted:
            return
        sa.state = State.DEST_SA
        for timer in ("phase1", "lifetime", "rekey", "keepalive"):
            self.host.timers.stop((timer, sa.handle))
        self._cookies.pop(sa.my_cookie, None)
        if not sa.initiator:
            self._openings.pop((sa.pair, sa.his_cookie), None)
        for node in list(sa.nodes.values()):
            if node is not None and not node.over:
                phase2.abandon(self, sa, node, "IKE deleted")
        self.host.timers.start(("purge", sa.handle), PURGE_SA)

    def purge(self, sa: IkeSa) -> None:
        """Forget a deleted SA and its exchanges."""
        self.voice.say(sa, f"purging SA., sa={sa.pointer:X}, delme={sa.pointer:X}")
        self.host.timers.stop(("purge", sa.handle))
        for message_id in list(sa.nodes):
            self.purge_node(sa, message_id)
        del self.sas[sa.handle]

    def clear(self, conn_id: int | None = None) -> None:
        """`clear crypto isakmp [conn-id]`."""
        for sa in list(self.sas.values()):
            if conn_id in (None, sa.conn_id) and not sa.deleted:
                self.delete(sa, "gen_ipsec_isakmp_delete but doi isakmp")

    def fail_waiting(self, pair: Pair) -> None:
        """Tell IPsec that what it asked for came to nothing."""
        for request in self.waiting.pop(pair, ()):
            if self.host.ipsec is not None:
                self.host.ipsec.failed(request)

    # -- the IPsec SAs below -------------------------------------------------------------------------

    def installed(self, sa: IkeSa, inbound_spi: int, outbound_spi: int) -> None:
        """A pair of IPsec SAs has come up."""
        children = self.children.setdefault(sa.pair, {})
        if not children:
            self._session(sa.pair, "UP  ", sa.peer_identity)
        children[inbound_spi] = outbound_spi

    def lose_children(self, pair: Pair) -> None:
        """IPsec must delete everything it shares with the peer."""
        if self.host.ipsec is not None:
            self.host.ipsec.delete_peer(*pair)
        self._forget_children(pair, tuple(self.children.get(pair, ())))

    def peer_deleted(self, pair: Pair, spis: tuple[int, ...]) -> None:
        """The peer deleted its inbound SAs `spis`."""
        if self.host.ipsec is not None:
            self.host.ipsec.delete_spis(*pair, spis)
        children = self.children.get(pair, {})
        self._forget_children(pair, tuple(mine for mine, his in children.items() if his in spis))

    def _forget_children(self, pair: Pair, inbound_spis: tuple[int, ...]) -> None:
        children = self.children.get(pair)
        if children is None:
            return
        for spi in inbound_spis:
            children.pop(spi, None)
        if not children:
            del self.children[pair]
            sa = self.established(pair)
            self._session(pair, "DOWN", sa.peer_identity if sa else str(pair[1]))

    def _session(self, pair: Pair, status: str, identity: str) -> None:
        if self.config.log_sessions:
            text = f"Crypto tunnel is {status}.  Peer {pair[1]}:{PORT} Id: {identity or pair[1]}"
            self.host.log(5, "SESSION_STATUS", text)

    # -- messages ------------------------------------------------------------------------------------

    def send(self, sa: IkeSa, message: bytes, state: str = "") -> None:
        """The one place where messages leave."""
        self.voice.sending(sa, state or sa.shown)
        self.host.transmit(sa.local, sa.peer, message)

    def receive(self, local: IPv4, peer: IPv4, data: bytes) -> None:
        """The one place where messages arrive. `local` is the address the peer sent to."""
        if not self.on:
            return
        try:
            self._dispatch((local, peer), data)
        except DecodeError as error:
            self.malformed(peer, str(error))

    def _dispatch(self, pair: Pair, data: bytes) -> None:
        header = packet.decode_header(data)
        data = data[: header.length]
        sa = self._find(pair, header)
        if self.voice.on:
            self.voice.received(sa, pair[1])
        if sa is None and (header.exchange != packet.MAIN_MODE or header.responder_cookie != packet.NO_COOKIE):
            self._unexpected(pair[1], header)
        elif header.exchange == packet.MAIN_MODE:
            phase1.receive(self, pair, sa, header, data)
        elif sa is not None and header.exchange == packet.QUICK_MODE:
            phase2.receive(self, sa, header, data)
        elif sa is not None and header.exchange == packet.INFORMATIONAL:
            informational.receive(self, sa, header, data)
        else:
            raise DecodeError(f"exchange type {header.exchange}")

    def _unexpected(self, peer: IPv4, header: Header) -> None:
        if header.exchange == packet.AGGRESSIVE_MODE:
            self.mode_failure("Aggressive", peer)
        elif not self.host.timers.running("no sa"):
            # Said once a minute at most: a peer that has not noticed yet would fill the console.
            self.host.timers.start("no sa", 60 * SECOND)
            self.host.log(
                4, "IKMP_NO_SA", f"IKE message from {peer:<15} has no SA and is not an initialization offer"
            )

    def malformed(self, peer: IPv4, why: str) -> None:
        """A message that cannot be read, or that the wrong key has encrypted."""
        self.voice.plain(f"ISAKMP: {why}")
        self.host.log(
            4, "IKMP_BAD_MESSAGE", f"IKE message from {peer:<15} failed its sanity check or is malformed"
        )

    def mode_failure(self, mode: str, peer: IPv4) -> None:
        """An exchange that was refused."""
        self.host.log(6, "IKMP_MODE_FAILURE", f"Processing of {mode} mode failed with peer at {peer}")

    # -- exchanges of phase 2 and later --------------------------------------------------------------

    def new_message_id(self, sa: IkeSa) -> int:
        """A fresh message ID."""
        message_id = 0
        while not message_id or message_id in sa.nodes:
            message_id = self.random.getrandbits(32)
        return message_id

    def remember(self, sa: IkeSa, message_id: int, node: QuickMode | None) -> None:
        """Note an exchange, so that a replay of its messages is recognised."""
        if len(sa.nodes) >= MAX_NODES:
            self.purge_node(sa, next(iter(sa.nodes)))
        sa.nodes[message_id] = node

    def finish_node(self, sa: IkeSa, message_id: int, error: bool, reason: str) -> None:
        """An exchange is over: it is forgotten after a while."""
        self.voice.deleting_node(sa, message_id, error, reason)
        node = sa.nodes.get(message_id)
        if node is not None:
            node.over = True
            self.host.timers.stop(("quick", sa.handle, message_id))
        self.host.timers.start(("node", sa.handle, message_id), PURGE_NODE)

    def purge_node(self, sa: IkeSa, message_id: int) -> None:
        """Forget an exchange."""
        node = sa.nodes.pop(message_id)
        self.host.timers.stop(("node", sa.handle, message_id))
        self.voice.purging_node(sa, message_id)
        if node is not None and not node.over:
            phase2.abandon(self, sa, node, "")

    # -- timers --------------------------------------------------------------------------------------

    def on_timer(self, name: Hashable) -> None:
        """A timer expired: hand it to whom it belongs to."""
        match name:
            case ("refused", IPv4() as local, IPv4() as peer):
                self.fail_waiting((local, peer))
            case (str(kind), int(handle)) if handle in self.sas:
                self._sa_timer(kind, self.sas[handle])
            case (str(kind), int(handle), int(message_id)) if handle in self.sas:
                sa = self.sas[handle]
                node = sa.nodes.get(message_id)
                if kind == "node" and message_id in sa.nodes:
                    self.purge_node(sa, message_id)
                elif kind == "quick" and node is not None:
                    phase2.on_timeout(self, sa, node)

    def _sa_timer(self, kind: str, sa: IkeSa) -> None:
        if kind == "phase1":
            phase1.on_timeout(self, sa)
        elif kind == "keepalive":
            informational.on_keepalive_timer(self, sa)
        elif kind == "rekey":
            phase1.rekey(self, sa)
        elif kind == "lifetime":
            self.delete(sa, "IKE SA Lifetime Exceeded")
        elif kind == "purge" and sa.deleted:
            self.purge(sa)
