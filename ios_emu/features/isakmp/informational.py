"""The informational exchange (RFC 2409 section 5.7): DELETE, NOTIFY, INITIAL-CONTACT, and both kinds of keepalive.

    HDR*, HASH(1), N or D        HASH(1) = prf(SKEYID_a, message ID | N or D)

Each message is an exchange of its own, so a keepalive and its answer have different message IDs.

Signs of life. Whatever the peer proves to have sent restarts a period of N seconds; if it passes, we ask. Who
began the last exchange leaves the next to the other by waiting half a second longer, so that questions do not
cross: two routers with the same period therefore take turns. An unanswered question is repeated every `retry`
seconds:

    N s      retry     retry     retry     retry     retry
    --> ask   1: ask    2: ask    3: ask    4: ask    5: the peer is dead

Cisco's own keepalives (`K`) are always periodic. Dead peer detection (`D`, RFC 3706) asks periodically, or on
demand: only when packets have gone out to the peer and none has come back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ios_emu.features.isakmp import packet, phase2, protect
from ios_emu.features.isakmp.packet import Delete, Header, Notify, Payload
from ios_emu.features.isakmp.sa import IkeSa
from ios_emu.kernel import MILLISECOND, SECOND
from ios_emu.wire import DecodeError

if TYPE_CHECKING:
    from ios_emu.features.isakmp.engine import Ike

ERRORS = 5
"""Unanswered questions after which a peer is dead."""
TURN = 500 * MILLISECOND
"""How much longer the one waits who began the last exchange."""
ALIVE_TIMER = "PEERS_ALIVE_TIMER"


# -- sending ----------------------------------------------------------------------------------------------------


def _send(ike: Ike, sa: IkeSa, payload: Payload) -> None:
    message_id = ike.new_message_id(sa)
    seed = protect.message_id_seed(message_id)
    iv = protect.exchange_iv(sa, message_id)
    ike.send(sa, protect.seal(sa, packet.INFORMATIONAL, message_id, seed, [payload], iv))
    # Nobody answers in this exchange, so it is over already.
    ike.voice.purging_node(sa, message_id)


def _send_notify(ike: Ike, sa: IkeSa, kind: int, data: bytes = b"") -> None:
    cookies = sa.initiator_cookie + sa.responder_cookie
    notify = Notify(packet.PROTOCOL_ISAKMP, cookies, kind, data)
    _send(ike, sa, Payload(packet.NOTIFY, packet.encode_notify(notify)))


def send_esp_notify(ike: Ike, sa: IkeSa, kind: int, spi: bytes) -> None:
    """Tell the peer why its quick mode is refused."""
    notify = Notify(packet.PROTOCOL_ESP, spi, kind, b"")
    _send(ike, sa, Payload(packet.NOTIFY, packet.encode_notify(notify)))


def send_clear(ike: Ike, sa: IkeSa, notify: Notify) -> None:
    """A notification before there is a key: nobody can trust it, but a debug at the far end shows it."""
    body = packet.encode_payloads([Payload(packet.NOTIFY, packet.encode_notify(notify))])
    cookies = (sa.initiator_cookie, sa.responder_cookie)
    message_id = ike.new_message_id(sa)
    exchange = packet.INFORMATIONAL
    ike.send(sa, packet.encode_message(*cookies, packet.NOTIFY, exchange, 0, message_id, body), "MM_NO_STATE")


def send_delete_sa(ike: Ike, sa: IkeSa) -> None:
    """Tell the peer that this IKE SA is gone."""
    delete = Delete(packet.PROTOCOL_ISAKMP, (sa.initiator_cookie + sa.responder_cookie,))
    _send(ike, sa, Payload(packet.DELETE, packet.encode_delete(delete)))


def send_delete_spis(ike: Ike, sa: IkeSa, inbound_spis: tuple[int, ...]) -> None:
    """Tell the peer that these SAs of ours receive no more."""
    delete = Delete(packet.PROTOCOL_ESP, tuple(spi.to_bytes(4, "big") for spi in inbound_spis))
    _send(ike, sa, Payload(packet.DELETE, packet.encode_delete(delete)))


# -- receiving --------------------------------------------------------------------------------------------------


def receive(ike: Ike, sa: IkeSa, header: Header, data: bytes) -> None:
    """An informational message under `sa`. Only what is authenticated has an effect. Raises DecodeError."""
    if not header.flags & packet.FLAG_ENCRYPTED:
        packet.decode_payloads(header.next_payload, data[packet.HEADER_LENGTH :])
        ike.voice.say(sa, "Notify has no hash. Rejected.")
        ike.mode_failure("Informational", sa.peer)
        return
    message_id = header.message_id
    if not message_id:
        raise DecodeError("informational exchange without a message ID")
    if not sa.established or message_id in sa.nodes:
        return
    iv = protect.exchange_iv(sa, message_id)
    payloads = protect.unseal(sa, header, data, protect.message_id_seed(message_id), iv)
    if payloads is None:
        raise DecodeError("hash of an informational exchange is wrong")
    ike.remember(sa, message_id, None)
    ike.voice.processing(sa, "HASH", message_id)
    alive = True
    for payload in payloads:
        if payload.kind == packet.NOTIFY:
            notify = packet.decode_notify(payload.body)
            ike.voice.notify(sa, notify, message_id)
            alive &= _notified(ike, sa, notify)
        elif payload.kind == packet.DELETE:
            ike.voice.processing(sa, "DELETE", message_id)
            _deleted(ike, sa, packet.decode_delete(payload.body))
    if sa.deleted:
        return
    ike.finish_node(sa, message_id, False, "informational (in) state 1")
    if alive:
        sign_of_life(ike, sa, sa.awaiting)


# Whether it proves that the peer is alive now: a repeated sequence number does not.
def _notified(ike: Ike, sa: IkeSa, notify: Notify) -> bool:
    if notify.kind == packet.ITS_ALIVE:
        ike.voice.moved(sa, "IKE_MESG_FROM_PEER, IKE_MESG_KEEP_ALIVE", sa.state, sa.state)
        _send_notify(ike, sa, packet.ITS_ALIVE_ACK)
    elif notify.kind == packet.R_U_THERE:
        return _r_u_there(ike, sa, notify)
    elif notify.kind == packet.R_U_THERE_ACK:
        return sa.awaiting and notify.data == sa.dpd_sent.to_bytes(4, "big")
    elif notify.kind == packet.INITIAL_CONTACT:
        initial_contact(ike, sa)
    elif notify.protocol == packet.PROTOCOL_ESP and notify.kind < 16384:
        phase2.refused_by_peer(ike, sa, notify.spi)
    return True


def _r_u_there(ike: Ike, sa: IkeSa, notify: Notify) -> bool:
    sequence = int.from_bytes(notify.data[:4], "big")
    if ike.voice.on:
        ike.voice.say(sa, f"DPD/R_U_THERE received from peer {sa.peer}, sequence 0x{sequence:X}")
    if len(notify.data) != 4 or (sa.dpd_received and sequence <= sa.dpd_received) or not ike.voice.style.dpd:
        return False
    sa.dpd_received = sequence
    ike.voice.say(sa, "sending NOTIFY DPD/R_U_THERE_ACK protocol 1")
    _send_notify(ike, sa, packet.R_U_THERE_ACK, notify.data)
    return True


def _deleted(ike: Ike, sa: IkeSa, delete: Delete) -> None:
    if delete.protocol == packet.PROTOCOL_ISAKMP:
        for other in list(ike.live(sa.pair)):
            if other.initiator_cookie + other.responder_cookie in delete.spis:
                ike.delete(other, "P1 delete notify (in)", tell_peer=False)
    elif delete.protocol == packet.PROTOCOL_ESP:
        spis = tuple(int.from_bytes(spi, "big") for spi in delete.spis if len(spi) == 4)
        ike.peer_deleted(sa.pair, spis)


def initial_contact(ike: Ike, sa: IkeSa) -> None:
    """The peer says that it knows of no other SA with us (RFC 2407 section 4.6.3.3): ours are remnants."""
    if ike.voice.style.machine:
        text = f"bring down existing phase 1 and 2 SA's with local {sa.local} remote {sa.peer} remote port 500"
        ike.voice.say(sa, f"Process initial contact,\n{text}")
    for other in list(ike.live(sa.pair)):
        if other is not sa and other.established:
            ike.voice.deleting(other, "Receive initial contact")
            ike.retire(other)
    if sa.pair in ike.children:
        ike.lose_children(sa.pair)


def vendor_id(ike: Ike, sa: IkeSa, vendor: bytes) -> None:
    """A vendor ID payload: what can the peer do?"""
    ike.voice.say(sa, "processing vendor id payload")
    if vendor == packet.VID_DPD:
        sa.peer_dpd = True
        if ike.voice.style.dpd:
            ike.voice.say(sa, "vendor ID is DPD")
    elif vendor[:-1] == packet.VID_IOS:
        sa.peer_is_ios = True
        sa.peer_keepalive = bool(vendor[-1] & packet.VID_IOS_KEEPALIVE)
        ike.voice.say(sa, "speaking to another IOS box!")


# -- signs of life ----------------------------------------------------------------------------------------------


def start_keepalives(ike: Ike, sa: IkeSa) -> None:
    """Phase 1 is complete: agree on how to watch each other, if we are to."""
    keepalive = ike.config.keepalive
    if keepalive is None:
        return
    if sa.peer_dpd and ike.voice.style.dpd:
        sa.keepalive = "D"
    elif sa.peer_keepalive:
        sa.keepalive = "K"
    sign_of_life(ike, sa, sa.initiator)


def sign_of_life(ike: Ike, sa: IkeSa, we_began: bool) -> None:
    """The peer has proved that it is there, in an exchange that it or we began."""
    keepalive = ike.config.keepalive
    if sa.keepalive and keepalive is not None:
        sa.awaiting = False
        sa.errors = 0
        period = keepalive.period * SECOND + (TURN if we_began else 0)
        ike.host.timers.start(("keepalive", sa.handle), period)


def on_keepalive_timer(ike: Ike, sa: IkeSa) -> None:
    """A period has passed without a sign of life, or a question without an answer."""
    keepalive = ike.config.keepalive
    if keepalive is None or not sa.established:
        return
    timer = ("keepalive", sa.handle)
    if not sa.awaiting:
        if sa.keepalive == "D" and not keepalive.periodic and not _owes_a_sign(ike, sa):
            ike.host.timers.start(timer, keepalive.period * SECOND)
            return
        sa.awaiting = True
    else:
        sa.errors += 1
        if sa.keepalive == "D":
            ike.voice.say(sa, f"DPD incrementing error counter ({sa.errors}/{ERRORS})")
        else:
            ike.voice.counted(sa, sa.errors, ALIVE_TIMER)
        if sa.errors == ERRORS:
            ike.voice.say(sa, "peer not responding!")
            ike.delete(sa, f"P1 errcounter exceeded ({ALIVE_TIMER})")
            return
    _ask(ike, sa)
    ike.host.timers.start(timer, keepalive.retry * SECOND)


def _owes_a_sign(ike: Ike, sa: IkeSa) -> bool:
    ipsec = ike.host.ipsec
    if ipsec is None:
        return False
    sent, received = ipsec.traffic(sa.local, sa.peer)
    owes = sent != sa.packets_sent and received == sa.packets_received
    sa.packets_sent, sa.packets_received = sent, received
    return owes


def _ask(ike: Ike, sa: IkeSa) -> None:
    if sa.keepalive == "K":
        _send_notify(ike, sa, packet.ITS_ALIVE)
        return
    # The first sequence number is random, without its highest bit (RFC 3706 section 6.1).
    sa.dpd_sent = (sa.dpd_sent + 1 if sa.dpd_sent else ike.random.getrandbits(31) | 1) & 0xFFFFFFFF
    if ike.voice.on:
        ike.voice.say(sa, f"DPD/R_U_THERE sent to peer {sa.peer}, sequence 0x{sa.dpd_sent:X}")
    _send_notify(ike, sa, packet.R_U_THERE, sa.dpd_sent.to_bytes(4, "big"))
