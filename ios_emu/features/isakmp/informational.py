"""The informational exchange (RFC 2409 section 5.7): DELETE, NOTIFY, INITIAL-CONTACT.

    HDR*, HASH(1), N or D        HASH(1) = prf(SKEYID_a, message ID | N or D)

Each message is an exchange of its own, so a keepalive and its answer have different message IDs. Only what is
encrypted and authenticated has an effect; anybody can send the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ios_emu.features.isakmp import alive, children, nat, packet, phase2, protect
from ios_emu.features.isakmp.engine_words import Work
from ios_emu.features.isakmp.packet import Delete, Header, Notify, Payload
from ios_emu.features.isakmp.sa import IkeSa
from ios_emu.wire import DecodeError

if TYPE_CHECKING:
    from ios_emu.features.isakmp.engine import Ike

SPIS_PER_DELETE = 100
_DPD = (packet.R_U_THERE, packet.R_U_THERE_ACK)
_SIGNS = (packet.ITS_ALIVE, packet.ITS_ALIVE_ACK, *_DPD)
_ERRORS = range(1, 16384)
"""Notify types that refuse something (RFC 2408 section 3.14.1)."""
_INFO_EVENT = "IKE_MESG_FROM_PEER, IKE_INFO_NOTIFY"


# -- sending ----------------------------------------------------------------------------------------------------


def _send(ike: Ike, sa: IkeSa, message_id: int, payload: Payload, state: str = "") -> None:
    seed = protect.message_id_seed(message_id)
    iv = protect.exchange_iv(sa, message_id)
    message = protect.seal(sa, packet.INFORMATIONAL, message_id, seed, [payload], iv)
    ike.voice.engine(sa, Work.HASH, Work.ENCRYPT)
    ike.send(sa, message, state)
    # Nobody answers in this exchange, so it is over already.
    ike.voice.purging_node(sa, message_id)


def _new_id(ike: Ike, sa: IkeSa) -> int:
    message_id = ike.new_message_id(sa)
    ike.voice.new_node(message_id)
    return message_id


def send_notify(ike: Ike, sa: IkeSa, kind: int, data: bytes = b"") -> None:
    """Tell the peer something about this IKE SA."""
    message_id = _new_id(ike, sa)
    if kind in _DPD:
        name = "R_U_THERE" if kind == packet.R_U_THERE else "R_U_THERE_ACK"
        ike.voice.notifying(sa, f"DPD/{name}", packet.PROTOCOL_ISAKMP, message_id)
        ike.voice.say(sa, f" seq. no 0x{int.from_bytes(data, 'big'):X}")
    notify = Notify(packet.PROTOCOL_ISAKMP, sa.initiator_cookie + sa.responder_cookie, kind, data)
    _send(ike, sa, message_id, Payload(packet.NOTIFY, packet.encode_notify(notify)))


def send_refusal(ike: Ike, sa: IkeSa, protocol: int, spi: bytes) -> None:
    """Tell the peer that what it proposes in a quick mode is not acceptable."""
    message_id = _new_id(ike, sa)
    ike.voice.notifying(sa, "PROPOSAL_NOT_CHOSEN", protocol, message_id)
    notify = Notify(protocol, spi, packet.NO_PROPOSAL_CHOSEN, b"")
    _send(ike, sa, message_id, Payload(packet.NOTIFY, packet.encode_notify(notify)))


def send_invalid_spi(ike: Ike, sa: IkeSa, spi: int) -> None:
    """Tell the peer that it uses an SA which is not there."""
    message_id = _new_id(ike, sa)
    ike.voice.notifying(sa, "INVALID_SPI", packet.PROTOCOL_ESP, message_id)
    notify = Notify(packet.PROTOCOL_ESP, spi.to_bytes(4, "big"), packet.INVALID_SPI, b"")
    _send(ike, sa, message_id, Payload(packet.NOTIFY, packet.encode_notify(notify)))


def send_clear(ike: Ike, sa: IkeSa, notify: Notify) -> None:
    """A notification before there is a key: nobody can trust it, but a debug at the far end shows it."""
    body = packet.encode_payloads([Payload(packet.NOTIFY, packet.encode_notify(notify))])
    cookies = (sa.initiator_cookie, sa.responder_cookie)
    message_id = ike.new_message_id(sa)
    exchange = packet.INFORMATIONAL
    ike.send(sa, packet.encode_message(*cookies, packet.NOTIFY, exchange, 0, message_id, body), "MM_NO_STATE")


def send_delete_sa(ike: Ike, sa: IkeSa, state: str) -> None:
    """Tell the peer that this IKE SA is gone."""
    delete = Delete(packet.PROTOCOL_ISAKMP, (sa.initiator_cookie + sa.responder_cookie,))
    _send(ike, sa, _new_id(ike, sa), Payload(packet.DELETE, packet.encode_delete(delete)), state)


def send_delete_spis(ike: Ike, sa: IkeSa, inbound_spis: tuple[int, ...]) -> None:
    """Tell the peer that these SAs of ours receive no more."""
    known = ike.children.get(sa.pair, {})
    for protocol in (packet.PROTOCOL_ESP, packet.PROTOCOL_AH):
        # What has never come up was of ESP, for all the peer knows.
        gone = [spi for spi in inbound_spis if known.get(spi, (0, packet.PROTOCOL_ESP))[1] == protocol]
        for at in range(0, len(gone), SPIS_PER_DELETE):
            spis = tuple(spi.to_bytes(4, "big") for spi in gone[at : at + SPIS_PER_DELETE])
            delete = packet.encode_delete(Delete(protocol, spis))
            _send(ike, sa, _new_id(ike, sa), Payload(packet.DELETE, delete))


# -- receiving --------------------------------------------------------------------------------------------------


def receive(ike: Ike, sa: IkeSa, ports: tuple[int, int], header: Header, data: bytes) -> None:
    """An informational message under `sa`. Raises DecodeError."""
    message_id, voice = header.message_id, ike.voice
    if not header.flags & packet.FLAG_ENCRYPTED:
        packet.decode_payloads(header.next_payload, data[packet.HEADER_LENGTH :])
        voice.say(sa, "Notify has no hash. Rejected.")
        voice.unknown_input(sa, _INFO_EVENT)
        voice.moved(sa, _INFO_EVENT, sa.state, sa.state)
        ike.complaints.mode_failure("Informational", sa.peer)
        return
    if not message_id:
        raise DecodeError("informational exchange without a message ID")
    if not sa.established or message_id in sa.nodes or message_id in sa.used:
        return
    iv = protect.exchange_iv(sa, message_id)
    payloads = protect.unseal(sa, header, data, protect.message_id_seed(message_id), iv)
    voice.engine(sa, Work.DECRYPT, Work.HASH)
    if payloads is None:
        raise DecodeError("hash of an informational exchange is wrong")
    nat.follow(ike, sa, *ports)
    ike.remember(sa, message_id, None)
    voice.new_node(message_id)
    voice.processing(sa, "HASH", message_id)
    proves, event = True, ""
    for payload in payloads:
        if payload.kind == packet.NOTIFY:
            notify = packet.decode_notify(payload.body)
            voice.notify(sa, notify, message_id)
            proves &= _notified(ike, sa, notify)
            event = "IKE_MESG_FROM_PEER, IKE_MESG_KEEP_ALIVE" if notify.kind in _SIGNS else _INFO_EVENT
        elif payload.kind == packet.DELETE:
            voice.processing(sa, "DELETE", message_id)
            _deleted(ike, sa, packet.decode_delete(payload.body))
    if sa.deleted:
        return
    ike.finish_node(sa, message_id, False, "informational (in) state 1")
    if event:
        voice.moved(sa, event, sa.state, sa.state)
    if proves:
        alive.sign(ike, sa, sa.awaiting)


# Whether it proves that the peer is alive now.
def _notified(ike: Ike, sa: IkeSa, notify: Notify) -> bool:
    if notify.kind in _SIGNS:
        return alive.notified(ike, sa, notify)
    if notify.kind == packet.INITIAL_CONTACT:
        initial_contact(ike, sa)
    elif notify.protocol in (packet.PROTOCOL_ESP, packet.PROTOCOL_AH) and notify.kind in _ERRORS:
        if notify.kind == packet.INVALID_SPI and len(notify.spi) == 4:
            children.peer_deleted(ike, sa.pair, (int.from_bytes(notify.spi, "big"),))
        else:
            phase2.refused_by_peer(ike, sa, notify.spi)
    return True


def _deleted(ike: Ike, sa: IkeSa, delete: Delete) -> None:
    if delete.protocol == packet.PROTOCOL_ISAKMP:
        for other in list(ike.live(sa.pair)):
            if other.initiator_cookie + other.responder_cookie in delete.spis:
                ike.delete(other, "P1 delete notify (in)", tell_peer=False)
    elif delete.protocol in (packet.PROTOCOL_ESP, packet.PROTOCOL_AH):
        ike.voice.paranoid(sa)
        spis = tuple(int.from_bytes(spi, "big") for spi in delete.spis if len(spi) == 4)
        children.peer_deleted(ike, sa.pair, spis)


def initial_contact(ike: Ike, sa: IkeSa) -> None:
    """The peer says that it knows of no other SA with us (RFC 2407 section 4.6.3.3): ours are remnants."""
    text = f"bring down existing phase 1 and 2 SA's with local {sa.local} remote {sa.peer}"
    ike.voice.more(sa, f" Process initial contact,\n{text} remote port {sa.peer_port}")
    for other in list(ike.live(sa.pair)):
        if other is not sa and other.established:
            ike.voice.deleting(other, "Receive initial contact")
            ike.retire(other)
    if sa.pair in ike.children:
        children.lose(ike, sa.pair)
