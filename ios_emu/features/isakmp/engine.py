"""The ISAKMP process of one router: whom a message or a timer belongs to, and the IKE side of the key engine.

    request --> waiting --> phase 1 --> phase 2 (quick mode) --> install
                               ^ at most one negotiation of ours per pair of endpoints

An `Ike` holds the state; what happens in an exchange is in modules of functions that take it as their first argument.
"""

from __future__ import annotations

from collections.abc import Hashable

from ios_emu.features.isakmp import alive, children, informational, nat, packet, phase1, phase2, show
from ios_emu.features.isakmp.complaints import Complaints
from ios_emu.features.isakmp.config import IsakmpConfig
from ios_emu.features.isakmp.debug import Voice
from ios_emu.features.isakmp.engine_words import Work
from ios_emu.features.isakmp.host import Host
from ios_emu.features.isakmp.packet import Header
from ios_emu.features.isakmp.sa import NEGOTIATING, IkeSa, Pair, QuickMode, State
from ios_emu.features.isakmp.table import SaTable
from ios_emu.kernel import MILLISECOND, SECOND
from ios_emu.router.key_engine import IkeAssociation, SaRequest
from ios_emu.wire import DecodeError, IPv4

PURGE_SA = 60 * SECOND
PURGE_NODE = 50 * SECOND + 500 * MILLISECOND
"""A little more than 50 s: in the seed the node of a keepalive goes just after the fifth keepalive after it."""
MAX_NODES = 1000
"""Phase 2 exchanges remembered per SA; the peer is authenticated, but need not be sane."""
MAX_USED = 10_000
"""Message IDs remembered per SA, longer than the exchanges: more than a day's keepalives."""
REFUSED = "Phase1 SA policy proposal not accepted"
MAX_RECOVERIES = 20
RECOVERY_INTERVAL = 10 * SECOND
"""A peer is told of an SPI that we do not know at most so often."""

CLEARED = "gen_ipsec_isakmp_delete but doi isakmp"
"""The reason for a deletion that was asked for at the console."""


class Ike(SaTable):
    """See the module. `on` is whether ISAKMP listens at all."""

    def __init__(self, host: Host, config: IsakmpConfig) -> None:
        super().__init__(host)
        self.config = config
        self.voice = Voice(host)
        self.complaints = Complaints(host)
        self.on = False
        self.waiting: dict[Pair, list[SaRequest]] = {}
        self.children: dict[Pair, dict[int, tuple[int, int]]] = {}
        """Inbound SPI -> outbound SPI and protocol (as IKE numbers them)."""
        self.unknown_spis: dict[Pair, int] = {}
        """What the peer is to be told of when there is an SA with it."""
        self._in_use = False

    # -- the IKE side of the key engine --------------------------------------------------------------

    def request(self, request: SaRequest) -> None:
        """IPsec wants a pair of SAs."""
        pair = (request.local, request.peer)
        if not self.on:
            self.waiting.setdefault(pair, []).append(request)
            self.host.timers.start(("refused", *pair), 0)
            return
        self.voice.key_engine(1)
        sa = self.established(pair)
        if sa is not None:
            self.voice.new_node(0)
            if self.voice.style.outstanding:
                ends = f"local {sa.local} port {sa.local_port}, remote {sa.peer} port {sa.peer_port}"
                self.voice.say(sa, f"SA has outstanding requests  ({ends})")
            self.voice.say(sa, "sitting IDLE. Starting QM immediately (QM_IDLE      )")
            phase2.initiate(self, sa, request)
            return
        queue = self.waiting.setdefault(pair, [])
        if request not in queue:
            queue.append(request)
        budding = next((sa for sa in self.negotiating(pair) if sa.initiator), None)
        if budding is None:
            phase1.initiate(self, pair)
        else:
            text = "SA is still budding. Attached new ipsec request to it."
            self.voice.say(budding, f"{text} (local {budding.local}, remote {budding.peer})")

    def deleted(self, local: IPv4, peer: IPv4, inbound_spis: tuple[int, ...]) -> None:
        """IPsec deleted SAs of its own accord."""
        pair = (local, peer)
        sa = self.established(pair)
        if self.on:
            self.voice.key_engine(3)
        if sa is not None:
            informational.send_delete_spis(self, sa, inbound_spis)
        if sa is None and self.voice.on:
            for spi in inbound_spis:
                text = f"src {local} dst {peer} for SPI 0x{spi:X}"
                self.voice.more(None, f"ignoring request to send delete notify (no ISAKMP sa) {text}")
        children.forget(self, pair, inbound_spis)

    def clear_peer(self, local: IPv4, peer: IPv4) -> None:
        """`clear crypto session`."""
        for sa in list(self.sas.values()):
            if sa.pair == (local, peer):
                self.delete(sa, CLEARED)

    def local_gone(self, local: IPv4) -> None:
        """The endpoint `local` is another router's now: nothing may be sent from it any more."""
        for sa in list(self.sas.values()):
            if sa.local == local and not sa.deleted:
                self.voice.deleting(sa, "No reason")
                self.retire(sa)
        for pair in [pair for pair in self.waiting if pair[0] == local]:
            self.fail_waiting(pair)
        for pair in [pair for pair in self.children if pair[0] == local]:
            children.forget(self, pair, tuple(self.children[pair]))

    def invalid_spi(self, local: IPv4, peer: IPv4, protocol: int, spi: int) -> None:
        """The peer uses an SA that we do not have. With `crypto isakmp invalid-spi-recovery` it is told so, if
        need be under a phase 1 begun for that purpose."""
        pair, timer, sa = (local, peer), ("recovery", local, peer), self.established((local, peer))
        wanted = self.on and self.config.invalid_spi_recovery and not self.host.timers.running(timer)
        if not wanted or (sa is None and not self._may_recover(local, peer)):
            return
        self.host.timers.start(timer, RECOVERY_INTERVAL)
        if sa is not None:
            informational.send_invalid_spi(self, sa, spi)
            return
        self.unknown_spis[pair] = spi
        if not any(sa.initiator for sa in self.negotiating(pair)):
            phase1.initiate(self, pair)

    def _may_recover(self, local: IPv4, peer: IPv4) -> bool:
        """Whether a phase 1 may be begun for a stranger's sake: anybody can send packets in anybody's name."""
        key = self.config.search(local, peer, self.host.hosts)[-1][1]
        return key is not None and len(self.unknown_spis) < MAX_RECOVERIES

    def in_use(self, in_use: bool) -> None:
        """A crypto map is applied somewhere, or none is any more."""
        self._in_use = in_use
        self.enable()

    def enable(self) -> None:
        """`crypto isakmp enable` may have changed: ISAKMP is on when it is wanted and allowed."""
        on = self._in_use and self.config.enabled
        if on == self.on:
            if on:
                self.host.listen(True)  # NAT traversal may have been switched
            return
        if not on:
            self.clear()
        self.on = on
        self.host.listen(on)
        self.host.log(6, "ISAKMP_ON_OFF", f"ISAKMP is {'ON' if on else 'OFF'}")

    def associations(self) -> tuple[IkeAssociation, ...]:
        """Every IKE SA there is, oldest first."""
        return tuple(show.association(sa, self.host.kernel.now) for sa in self.sas.values())

    def logs_sessions(self) -> bool:
        """Whether IKE logs tunnels that come up and go down."""
        return self.config.log_sessions

    # -- making and unmaking SAs ---------------------------------------------------------------------

    def create(self, pair: Pair, initiator: bool, his_cookie: bytes = packet.NO_COOKIE) -> IkeSa:
        """A new SA; the oldest of those that only take room make way for one that we answer."""
        if not initiator:
            for old in self.surplus():
                self.retire(old)
                self.purge(old)
        return self.add(pair, initiator, his_cookie)

    def delete(self, sa: IkeSa, reason: str, tell_peer: bool = True) -> None:
        """Take an SA down. With a peer that sends keepalives the last phase 1 takes its phase 2 SAs with it."""
        if sa.deleted:
            return
        voice, established, old, shown = self.voice, sa.established, sa.state, sa.shown
        takes_children = bool(sa.keepalive) and established
        voice.paranoid(sa)
        if takes_children:
            takes_children = not any(other.established for other in self.live(sa.pair) if other is not sa)
            voice.going_away(sa, takes_children)
        voice.deleting(sa, reason)
        if takes_children:
            children.lose(self, sa.pair)
        self._detach(sa)
        machine = voice.style.machine
        if tell_peer and established:
            informational.send_delete_sa(self, sa, shown if machine else "")
        if established:
            voice.moved(sa, "IKE_MESG_INTERNAL, IKE_PHASE1_DEL", old, State.DEST_SA)
        if machine:
            voice.deleting(sa, reason, shown)
        self._finish(sa)
        if not established:
            voice.moved(sa, "IKE_MESG_INTERNAL, IKE_PHASE1_DEL", old, State.DEST_SA)
        elif not machine:
            voice.paranoid(sa)
        if takes_children and self.host.ipsec is not None:
            self.host.ipsec.delete_peer(sa.local, sa.peer)
        if self.established(sa.pair) is None and not any(self.negotiating(sa.pair)):
            self.fail_waiting(sa.pair)

    def retire(self, sa: IkeSa) -> None:
        """Mark an SA deleted: it is out of use at once, and forgotten a minute later."""
        if not sa.deleted:
            self._detach(sa)
            self._finish(sa)

    def _detach(self, sa: IkeSa) -> None:
        sa.state = State.DEST_SA
        for timer in ("phase1", "lifetime", "rekey", "keepalive", "nat"):
            self.host.timers.stop((timer, sa.handle))
        self.unlist(sa)

    def _finish(self, sa: IkeSa) -> None:
        if sa.keys is not None:
            self.voice.engine(sa, Work.DELETED)
        self.voice.closing(sa, sum(1 for _ in self.live(sa.pair)))
        for node in list(sa.nodes.values()):
            if node is not None and not node.over:
                phase2.abandon(self, sa, node, "IKE deleted", error=False)
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
                self.delete(sa, CLEARED)

    def fail_waiting(self, pair: Pair) -> None:
        """Tell IPsec that what it asked for came to nothing."""
        self.unknown_spis.pop(pair, None)
        for request in self.waiting.pop(pair, ()):
            if self.host.ipsec is not None:
                self.host.ipsec.failed(request)

    # -- messages ------------------------------------------------------------------------------------

    def send(self, sa: IkeSa, message: bytes, state: str = "") -> None:
        """The one place where messages leave."""
        self.voice.sending(sa, state or sa.shown)
        self.host.transmit(sa.local, sa.local_port, sa.peer, sa.peer_port, message)

    def receive(
        self,
        local: IPv4,
        peer: IPv4,
        data: bytes,
        local_port: int = nat.PORT,
        peer_port: int = nat.PORT,
    ) -> None:
        """The one place where messages arrive. `local` is the address the peer sent to."""
        if not self.on:
            return
        sa: IkeSa | None = None
        try:
            header = packet.decode_header(data)
            sa = self.find((local, peer), header)
            self._dispatch((local, peer), (local_port, peer_port), sa, header, data[: header.length])
        except DecodeError as error:
            self.voice.plain(f"ISAKMP: {error}")
            self.complaints.malformed(peer)
            if sa is not None and sa.state in NEGOTIATING:
                sa.errors += 1
                self.voice.counted(sa, sa.errors, "PAYLOAD_MALFORMED")

    def _dispatch(self, pair: Pair, ports: tuple[int, int], sa: IkeSa | None, header: Header, data: bytes) -> None:
        deleted = None if sa is not None else self.deleted_but_known(pair, header)
        self.voice.received(sa or deleted, pair[1], *ports)
        if deleted is not None:
            return
        if sa is None and not self._opens(header):
            self._unexpected(pair[1], header)
        elif header.exchange in phase1.EXCHANGES:
            phase1.receive(self, pair, ports, sa, header, data)
        elif sa is not None and header.exchange == packet.QUICK_MODE:
            phase2.receive(self, sa, ports, header, data)
        elif sa is not None and header.exchange == packet.INFORMATIONAL:
            informational.receive(self, sa, ports, header, data)
        else:
            raise DecodeError(f"exchange type {header.exchange}")

    def _opens(self, header: Header) -> bool:
        if header.responder_cookie != packet.NO_COOKIE:
            return False
        aggressive = header.exchange == packet.AGGRESSIVE_MODE and self.config.aggressive
        return aggressive or header.exchange == packet.MAIN_MODE

    def _unexpected(self, peer: IPv4, header: Header) -> None:
        if header.exchange == packet.AGGRESSIVE_MODE and not self.config.aggressive:
            self.complaints.aggressive_mode_disabled()
        else:
            self.complaints.no_sa(peer)

    def refuse(self, sa: IkeSa) -> None:
        """Tell the peer that what it offers for phase 1 is not acceptable."""
        voice = self.voice
        if voice.style.machine:
            voice.counted(sa, 1, "construct_fail_ag_init")
        informational.send_clear(
            self, sa, packet.Notify(packet.PROTOCOL_ISAKMP, b"", packet.NO_PROPOSAL_CHOSEN, b"")
        )
        voice.paranoid(sa)
        voice.deleting(sa, REFUSED)

    # -- exchanges of phase 2 and later --------------------------------------------------------------

    def new_message_id(self, sa: IkeSa) -> int:
        """A fresh message ID."""
        message_id = 0
        while not message_id or message_id in sa.nodes or message_id in sa.used:
            message_id = self.random.getrandbits(32)
        self._use(sa, message_id)
        return message_id

    @staticmethod
    def _use(sa: IkeSa, message_id: int) -> None:
        if len(sa.used) >= MAX_USED:
            del sa.used[next(iter(sa.used))]
        sa.used[message_id] = None

    def remember(self, sa: IkeSa, message_id: int, node: QuickMode | None) -> None:
        """Note an exchange, so that a replay of its messages is recognised."""
        if len(sa.nodes) >= MAX_NODES:
            self.purge_node(sa, next(iter(sa.nodes)))
        self._use(sa, message_id)
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
            case ("recovery", _, _):
                pass  # only that they run matters
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
            alive.on_timer(self, sa)
        elif kind == "nat":
            nat.on_timer(self, sa)
        elif kind == "rekey":
            phase1.rekey(self, sa)
        elif kind == "lifetime":
            self.delete(sa, "IKE SA Lifetime Exceeded")
        elif kind == "purge" and sa.deleted:
            self.purge(sa)
