"""`debug crypto isakmp`: what is said, and when; `wording` has the words of each release.

Every method asks first whether anybody listens, so that a silent router pays next to nothing. A text that begins
with a blank does so in releases whose prefix ends with a bare colon; in older ones all texts stand one blank off.
"""

from __future__ import annotations

from ios_emu.features.isakmp import packet
from ios_emu.features.isakmp.debug_words import attributes, created, nat_text, phase2_attributes
from ios_emu.features.isakmp.doi import Phase1Offer, Phase2Offer
from ios_emu.features.isakmp.engine_words import ENGINE_WORDS, Work
from ios_emu.features.isakmp.host import Host
from ios_emu.features.isakmp.sa import IkeSa, QuickMode, QuickState, State
from ios_emu.features.isakmp.wording import STYLES, Style
from ios_emu.router.feature import DebugFlag
from ios_emu.wire import IPv4

FLAG = DebugFlag("crypto isakmp", "Cryptographic Subsystem", "Crypto ISAKMP debugging")

_FAST_ENGINE = 1 << 27
_NOTIFY_NAMES = {
    packet.INVALID_SPI: "INVALID_SPI",
    packet.NO_PROPOSAL_CHOSEN: "PROPOSAL_NOT_CHOSEN",
    packet.PAYLOAD_MALFORMED: "PAYLOAD_MALFORMED",
    packet.INVALID_ID_INFORMATION: "INVALID_ID_INFO",
    packet.RESPONDER_LIFETIME: "RESPONDER_LIFETIME",
    packet.REPLAY_STATUS: "REPLAY_STATUS",
    packet.INITIAL_CONTACT: "INITIAL_CONTACT",
    packet.ITS_ALIVE: "ITS_ALIVE",
    packet.ITS_ALIVE_ACK: "ITS_ALIVE_ACK",
    packet.R_U_THERE: "R_U_THERE",
    packet.R_U_THERE_ACK: "R_U_THERE_ACK",
}
_ID_NAMES = {
    packet.ID_IPV4_ADDR: "ID_IPV4_ADDR",
    packet.ID_FQDN: "ID_FQDN",
    packet.ID_USER_FQDN: "ID_USER_FQDN",
}


def signed(message_id: int) -> int:
    """A message ID as IOS prints it: a signed 32-bit number."""
    return message_id - (message_id >> 31 << 32)


def shown(state: str) -> str:
    """The state's name as packets are logged with it: QM_IDLE has a fixed width, the others have not."""
    return f"{state:<13}" if state == "QM_IDLE" else state


def notify_name(kind: int) -> str:
    """What IOS calls a notify type."""
    return _NOTIFY_NAMES.get(kind, str(kind))


class Voice:
    """What IKE on one router says under debug."""

    def __init__(self, host: Host) -> None:
        self._host = host

    @property
    def style(self) -> Style:
        """The wording of this router's release."""
        return STYLES[self._host.release]

    @property
    def on(self) -> bool:
        """Whether anybody listens. Ask before building an expensive message."""
        return self._host.debugging

    def plain(self, text: str) -> None:
        """A message that is of no SA."""
        if self._host.debugging:
            self._host.debug(text)

    def say(self, sa: IkeSa | None, text: str) -> None:
        """A message about an SA; None for one that does not exist yet."""
        if self._host.debugging:
            style = self.style
            self._host.debug(self._prefix(sa) + (f" {text.lstrip(' ')}" if style.aligned else text))

    def more(self, sa: IkeSa | None, text: str) -> None:
        """What only releases say that tell of their state machine."""
        if self.style.machine:
            self.say(sa, text)

    def more_plain(self, text: str) -> None:
        """The same, of no SA."""
        if self.style.machine:
            self.plain(text)

    def _number(self, sa: IkeSa | None) -> int:
        return 0 if sa is None else sa.conn_id

    def _prefix(self, sa: IkeSa | None) -> str:
        conn = self._number(sa)
        return self.style.prefix.format(conn=conn) if conn else self.style.unnumbered

    def _packet(self, sa: IkeSa | None, text: str) -> None:
        conn = self._number(sa)
        prefix = self.style.packet_prefix.format(conn=conn, fast=_FAST_ENGINE | conn if conn else 0)
        self._host.debug(prefix + text)

    def engine(self, sa: IkeSa, *works: Work) -> None:
        """The crypto engine has worked for us."""
        for work in works:
            for text in ENGINE_WORDS[self._host.release][work]:
                self._host.debug_engine(text.format(conn=sa.conn_id))

    # -- packets -------------------------------------------------------------------------------------

    def received(self, sa: IkeSa | None, peer: IPv4, my_port: int, peer_port: int) -> None:
        """A message came in."""
        if self._host.debugging:
            role, state = (sa.role, shown(sa.shown)) if sa else ("N", "NEW SA")
            ports = {"my_port": my_port, "peer_port": peer_port}
            self._packet(sa, self.style.received.format(peer=peer, role=role, state=state, **ports))

    def sending(self, sa: IkeSa, state: str) -> None:
        """A message goes out."""
        if self._host.debugging:
            style, ports = self.style, {"my_port": sa.local_port, "peer_port": sa.peer_port}
            text = style.sending.format(peer=sa.peer, role=sa.role, state=shown(state), **ports)
            self.say(sa, f" {text}")
            if style.sent:
                self.say(sa, style.sent)

    def processing(self, sa: IkeSa, payload: str, message_id: int) -> None:
        """A payload is looked at."""
        if self._host.debugging:
            self.say(sa, f" processing {payload} payload. message ID = {signed(message_id)}")

    def notify(self, sa: IkeSa, notify: packet.Notify, message_id: int) -> None:
        """A notification is looked at."""
        if self._host.debugging:
            spi = int.from_bytes(notify.spi, "big") if len(notify.spi) == 4 else 0
            pointer = self.style.pointer.format(sa.pointer)
            self.say(
                sa,
                f" processing NOTIFY {notify_name(notify.kind)} protocol {notify.protocol}\n"
                f"\tspi {spi}, message ID = {signed(message_id)}, sa = {pointer}",
            )

    def notifying(self, sa: IkeSa, name: str, protocol: int, message_id: int) -> None:
        """A notification is about to be sent. What IOS prints as its SPI is the address of its SA."""
        if self._host.debugging:
            text = f"\tspi {sa.pointer}, message ID = {signed(message_id)}"
            self.say(sa, f"Sending NOTIFY {name} protocol {protocol}\n{text}")

    # -- the machines --------------------------------------------------------------------------------

    def moved(self, sa: IkeSa, event: str, old: State, new: State) -> None:
        """The phase 1 machine took an event; IOS leaves an empty line after it."""
        if self._host.debugging and self.style.machine:
            self.say(sa, f"Input = {event}")
            self.say(sa, f"Old State = {old.value}  New State = {new.value} \n")

    def node_moved(self, sa: IkeSa, message_id: int, event: str, old: QuickState, new: QuickState) -> None:
        """The phase 2 machine took an event."""
        if self._host.debugging and self.style.machine:
            self.say(sa, f"Node {signed(message_id)}, Input = {event}")
            self.say(sa, f"Old State = {old.value}  New State = {new.value}")

    def unknown_input(self, sa: IkeSa, event: str) -> None:
        """A message that the phase 1 machine does not await."""
        if self._host.debugging and self.style.machine:
            self._packet(sa, f"Unknown Input {event}:  state = {sa.state.value}")

    # -- beginnings ----------------------------------------------------------------------------------

    def key_engine(self, kind: int) -> None:
        """IPsec wants something: 1 an SA, 2 (it has chosen an SPI), 3 that the peer be told of a deletion."""
        if self.style.key_engine:
            self.plain(f"ISAKMP: received ke message ({kind}/1)")

    def opening(self, sa: IkeSa, others: int, duplicate: bool) -> None:
        """An SA begins; `others` live ones refer to the same peer, `duplicate` says whether any is remembered."""
        if not self._host.debugging:
            return
        style = self.style
        if sa.initiator:
            self.more(None, " SA request profile is (NULL)")
        if style.locked:
            if not others:
                self.plain(f"ISAKMP: Created a peer struct for {sa.peer}, peer port {sa.peer_port}")
                handle = 0x80000000 | (sa.handle + 1)
                self.plain(f"ISAKMP: New peer created peer = 0x{sa.peer_pointer:X} peer_handle = 0x{handle:X}")
            why = "isakmp_initiator" if sa.initiator else "crypto_isakmp_process_block"
            self.plain(style.locked.format(sa.peer_pointer, others + 1, why))
        self.plain(f"ISAKMP: local port {sa.local_port}, remote port {sa.peer_port}")
        if not style.machine:
            return
        if sa.initiator:
            self.new_node(0)
        pointer = f"{sa.pointer:X}"
        found = f"ISAKMP: Find a dup sa in the avl tree during calling isadb_insert sa = {pointer}"
        self.plain(found if duplicate else style.inserted.format(sa.pointer))

    def closing(self, sa: IkeSa, others: int) -> None:
        """An SA has lost its hold on its peer; `others` live ones have theirs."""
        if self._host.debugging and self.style.locked:
            pointer = sa.peer_pointer
            self.plain(f"ISAKMP: Unlocking peer struct 0x{pointer:X} for isadb_mark_sa_deleted(), count {others}")
            if not others:
                self.plain(f"ISAKMP: Deleting peer node by peer_reap for {sa.peer}: {pointer:X}")

    def new_node(self, message_id: int) -> None:
        """A node for a phase 2 exchange is made; 0 while it has no ID yet."""
        if self._host.debugging and self.style.machine:
            self._host.debug(f"ISAKMP: set new node {signed(message_id)} to {shown('QM_IDLE')}")

    def looked(self, sa: IkeSa, keyring: str, found: bool) -> None:
        """A keyring was searched for the key of the peer."""
        if self._host.debugging and self.style.looking:
            tail = " : success" if found else ""
            self._host.debug(f"ISAKMP: Looking for a matching key for {sa.peer} in {keyring}{tail}")

    def local_key(self, sa: IkeSa) -> None:
        """There is a key for the peer, and no extended authentication that it would be for."""
        style = self.style
        if self._host.debugging and style.local_key:
            self._host.debug(style.local_key.format(conn=self._number(sa), prefix=self._prefix(sa)))
            self._host.debug("ISAKMP : Scanning profiles for xauth ...")

    # -- proposals and identities --------------------------------------------------------------------

    def offer(self, offer: Phase1Offer) -> None:
        """The attributes of a phase 1 transform."""
        if self._host.debugging:
            for line in attributes(offer):
                self._host.debug(line)

    def phase2_offer(self, number: int, offer: Phase2Offer) -> None:
        """The attributes of a phase 2 transform."""
        if self._host.debugging:
            for line in phase2_attributes(number, offer, self.style.machine):
                self._host.debug(line)

    def lifetime(self, sa: IkeSa) -> None:
        """The lifetime of phase 1, of which later releases make many words."""
        if not self._host.debugging or not self.style.lifetimes:
            return
        self.say(sa, "Acceptable atts:actual life: 0")
        self.say(sa, "Acceptable atts:life: 0")
        if sa.lifetime > 0xFFFF:
            self.say(sa, "Fill atts in sa vpi_length:4")
            self.say(sa, f"Fill atts in sa life_in_seconds:{sa.lifetime}")
        else:
            self.say(sa, f"Basic life_in_seconds:{sa.lifetime}")
        self.say(sa, f"Returning Actual lifetime: {sa.lifetime}")
        self.say(sa, f":Started lifetime timer: {sa.lifetime}.\n")

    def authentication(self, sa: IkeSa, kind: int) -> None:
        """How we are going to prove who we are."""
        name = _ID_NAMES.get(kind, str(kind))
        self.say(sa, f"SA is doing pre-shared key authentication using id type {name}")

    def identity(self, sa: IkeSa, body: bytes, ours: bool) -> None:
        """An ID payload of phase 1."""
        style = self.style
        if not self._host.debugging or not (ours or style.machine):
            return
        identity, conn = packet.decode_identity(body), self._number(sa)
        lines = ["next-payload : 8", f"type         : {identity.kind} "]
        if style.machine:
            text = identity.data.decode("ascii", "replace")
            if identity.kind == packet.ID_IPV4_ADDR:
                lines.append(f"address      : {IPv4.unpack(identity.data)} ")
            else:
                lines.append(f"{'FQDN' if identity.kind == packet.ID_FQDN else 'USER FQDN'} name    : {text} ")
        lines += [f"protocol     : {identity.protocol} ", f"port         : {identity.port} "]
        # Up to 12.2 the length is that of the payload's body.
        lines.append(f"length       : {len(body) + (4 if style.machine else 0)}")
        block = "ID payload \n\t" + "\n\t".join(lines)
        if style.machine:
            self._packet(sa, block)
        else:
            self._host.debug(f"ISAKMP ({conn}): {block}")
        if ours:
            total = style.total.format(conn=conn, length=len(body) + 4, prefix=self._prefix(sa))
            self._host.debug(total)

    def profile(self, sa: IkeSa, first: bool) -> None:
        """Whether the peer's identity matches a profile; releases differ in when they look."""
        style = self.style
        if not self._host.debugging or not style.machine or first is not style.profile_first:
            return
        if sa.profile:
            self.say(None if first else sa, f" peer matches {sa.profile} profile")
        else:
            self._host.debug(style.matches_none.format(conn=self._number(sa), unnumbered=style.unnumbered))

    def authenticated(self, sa: IkeSa) -> None:
        """The peer has proved who it is."""
        self.more(sa, "SA authentication status:\n\tauthenticated")
        self.say(sa, f"SA has been authenticated with {sa.peer}")
        if self.style.locked:
            pair = f"{sa.local}/{sa.peer}/{sa.peer_port}/"
            self.plain(f"ISAKMP: Trying to insert a peer {pair},  and inserted successfully {sa.peer_pointer:X}.")

    # -- NAT -----------------------------------------------------------------------------------------

    def discovery(self, sa: IkeSa, mine: bool, his: bool) -> None:
        """A NAT-D payload was looked at: whether my hash, and the peer's, has been found by now."""
        style = self.style
        if not self._host.debugging or not style.received_nat_d:
            return
        self._host.debug(style.received_nat_d.format(conn=self._number(sa)))
        if style.nat_hashes:
            self._packet(sa, nat_text(mine, his))

    def discovered(self, sa: IkeSa) -> None:
        """All NAT-D payloads were looked at."""
        if self._host.debugging and sa.nat.found and not self.style.nat_hashes:
            self.say(sa, nat_text(not sa.nat.local_behind, not sa.nat.peer_behind))

    def floated(self, sa: IkeSa, peer_port: int) -> None:
        """The peer sends from another port now."""
        self.more(sa, f"Detected port floating to port = {peer_port}")

    # -- errors and endings --------------------------------------------------------------------------

    def counted(self, sa: IkeSa, count: int, why: str) -> None:
        """The error counter of an SA went up."""
        if self._host.debugging:
            self._packet(sa, self.style.error_counter.format(why=why, count=count))

    def action_failed(self, sa: IkeSa) -> None:
        """What the machine did with a message failed."""
        if self._host.debugging and self.style.machine:
            self._packet(sa, "FSM action returned error: 2")

    def paranoid(self, sa: IkeSa) -> None:
        """Whether the peer sends keepalives: said whenever an SA is taken down; an empty line follows."""
        if self._host.debugging:
            self.say(sa, f"peer {'does' if sa.keepalive else 'does not do'} paranoid keepalives.\n")

    def going_away(self, sa: IkeSa, last: bool) -> None:
        """An SA with a peer that sends keepalives is taken down; `last`: it takes its phase 2 SAs with it."""
        self.say(sa, "phase 1 going away; let's be paranoid.")
        self.say(sa, "Bring down phase 2's")
        if last:
            self.say(sa, "That phase 1 was the last one of its kind. Taking phase 2's with us.")
        self.paranoid(sa)

    def deleting(self, sa: IkeSa, reason: str, state: str = "") -> None:
        """An SA is being deleted."""
        if self._host.debugging:
            style = self.style
            reason, state = style.reasons.get(reason, reason), shown(state or sa.shown)
            self.say(sa, style.deleting.format(reason=reason, role=sa.role, state=state, peer=sa.peer))

    def deleting_node(self, sa: IkeSa, message_id: int, error: bool, reason: str) -> None:
        """A phase 2 exchange is over."""
        if self._host.debugging:
            reason = self.style.reasons.get(reason, reason)
            self.say(sa, f'deleting node {signed(message_id)} error {str(error).upper()} reason "{reason}"')

    def purging_node(self, sa: IkeSa, message_id: int) -> None:
        """A phase 2 exchange is forgotten."""
        if self._host.debugging:
            self.say(sa, f"purging node {signed(message_id)}")

    def creating(self, sa: IkeSa, node: QuickMode, conn_ids: list[tuple[int, int]]) -> None:
        """The IPsec SAs of a quick mode are about to be made; `conn_ids` of each protocol: inbound, outbound."""
        if self._host.debugging:
            self.say(sa, " Creating IPSec SAs")
            for line in created(sa, node, conn_ids, self.style):
                self._host.debug(f"        {line}")
