"""Main mode with pre-shared keys (RFC 2409 section 5.4), both roles.

    initiator                                   responder
    MM1  HDR, SA                    -->
                                    <--         MM2  HDR, SA
    MM3  HDR, KE, Ni, VIDs          -->
                                    <--         MM4  HDR, KE, Nr, VIDs
    MM5  HDR*, IDii, HASH_I, [N]    -->
                                    <--         MM6  HDR*, IDir, HASH_R

The machine is the table `STEPS`: in which state a message is awaited, what is done with it, the state while
that is done and the state after. Every other message is ignored, a repeated one makes us repeat our own, and a
timer repeats it every 10 seconds: it is sent at 0, 10, 20, 30, 40 and 50 seconds, and at 60 the negotiation is
dead.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from ios_emu.features.isakmp import doi, informational, main_mode, packet, phase2, protect
from ios_emu.features.isakmp.main_mode import Payloads, Refused
from ios_emu.features.isakmp.packet import Header, Payload
from ios_emu.features.isakmp.sa import SHOWN, IkeSa, Pair, State
from ios_emu.kernel import MILLISECOND, SECOND
from ios_emu.wire import DecodeError

if TYPE_CHECKING:
    from ios_emu.features.isakmp.engine import Ike

RETRANSMIT = 10 * SECOND
RETRANSMISSIONS = 5
SKEW = 500 * MILLISECOND
"""A duplicate that arrives sooner after our last transmission crossed it on the way."""
REKEY_MARGIN = 60
"""Seconds before the end of its life at which an initiator that runs keepalives replaces an SA; a tenth of the
lifetime when that is less. The responder waits half as long again, so that only one of them does it."""


class Step(NamedTuple):
    """What is done with an awaited message."""

    action: Callable[[Ike, IkeSa, Payloads], list[Payload]]
    through: State
    then: State


STEPS: dict[State, Step] = {
    State.READY: Step(main_mode.answer_offer, State.R_MM1, State.R_MM2),
    State.R_MM2: Step(main_mode.answer_key, State.R_MM3, State.R_MM4),
    State.R_MM4: Step(main_mode.answer_identity, State.R_MM5, State.P1_COMPLETE),
    State.I_MM1: Step(main_mode.accept_choice, State.I_MM2, State.I_MM3),
    State.I_MM3: Step(main_mode.accept_key, State.I_MM4, State.I_MM5),
    State.I_MM5: Step(main_mode.accept_identity, State.I_MM6, State.P1_COMPLETE),
}
ENCRYPTING = (State.I_MM5, State.P1_COMPLETE)
"""After these our answer is encrypted, if there is one."""


# -- events -----------------------------------------------------------------------------------------------------


def initiate(ike: Ike, pair: Pair) -> None:
    """Begin a negotiation: send MM1. Without a key for the peer what waits for it fails, a moment later."""
    voice = ike.voice
    key = ike.config.key_for(pair[1])
    voice.plain(f"ISAKMP: Looking for a matching key for {pair[1]} in default" + (" : success" if key else ""))
    if key is None:
        voice.say(None, f"No pre-shared key with {pair[1]}!")
    policies = [policy for _, policy in ike.config.suites() if policy.authentication == "pre-share"]
    if key is None or not policies:
        voice.say(None, "No Cert or pre-shared address key.")
        voice.say(None, "construct_initial_message: Can not start Main mode")
        ike.host.timers.start(("refused", *pair), 0)
        return
    sa = ike.create(pair, initiator=True)
    voice.plain(f"ISAKMP: insert sa successfully sa = {sa.pointer:X}")
    voice.say(sa, "Can not start Aggressive mode, trying Main mode.")
    voice.say(sa, f"found peer pre-shared key matching {pair[1]}")
    transforms = tuple(doi.policy_transform(number, policy) for number, policy in enumerate(policies, 1))
    sa.sa_body = packet.encode_sa((packet.Proposal(1, packet.PROTOCOL_ISAKMP, b"", transforms),))
    sa.state = State.I_MM1
    voice.moved(sa, "IKE_MESG_FROM_IPSEC, IKE_SA_REQ_MM", State.READY, State.I_MM1)
    voice.say(sa, "beginning Main Mode exchange")
    _transmit(ike, sa, _clear(sa, [Payload(packet.SA, sa.sa_body)]), sa.shown)


def receive(ike: Ike, pair: Pair, sa: IkeSa | None, header: Header, data: bytes) -> None:
    """A main mode message for `sa`; None for the first of a new negotiation. Raises DecodeError."""
    if sa is not None and data == sa.last_received:
        _duplicate(ike, sa)
        return
    state = sa.state if sa is not None else State.READY
    step = STEPS.get(state)
    if step is None:
        if ike.voice.style.machine:
            ike.voice.say(sa, f"Unknown Input IKE_MESG_FROM_PEER, IKE_MM_EXCH:  state = {state.value}")
        return
    if header.message_id:
        raise DecodeError(f"main mode with message ID {header.message_id}")
    payloads = _payloads(ike, sa, header, data)
    if payloads is None:
        return
    if sa is None:
        sa = ike.create(pair, initiator=False, his_cookie=header.initiator_cookie)
    elif sa.state is State.I_MM1:
        if header.responder_cookie == packet.NO_COOKIE:
            raise DecodeError("ISAKMP responder cookie is zero")
        sa.his_cookie = header.responder_cookie
    _advance(ike, sa, step, payloads, header, data)


def on_timeout(ike: Ike, sa: IkeSa) -> None:
    """No answer for 10 seconds: once more, or never again."""
    if sa.established or sa.deleted:
        return
    ike.voice.say(sa, f"retransmitting phase 1 {sa.shown}...")
    if sa.retransmissions == RETRANSMISSIONS:
        ike.delete(sa, "death by retransmission P1")
        return
    sa.retransmissions += 1
    ike.voice.counted(sa, sa.retransmissions, "retransmit phase 1")
    _repeat(ike, sa)
    ike.host.timers.start(("phase1", sa.handle), RETRANSMIT)


def rekey(ike: Ike, sa: IkeSa) -> None:
    """The end of the SA's life is near: replace it, unless that is done or under way."""
    if any(other.handle > sa.handle for other in ike.live(sa.pair)):
        return
    initiate(ike, sa.pair)


# -- messages in and out ----------------------------------------------------------------------------------------


# The payloads by type; None when the message is refused for being, or not being, encrypted.
def _payloads(ike: Ike, sa: IkeSa | None, header: Header, data: bytes) -> Payloads | None:
    body = data[packet.HEADER_LENGTH :]
    encrypted = header.flags & packet.FLAG_ENCRYPTED
    if sa is not None and sa.keys is not None:
        if not encrypted:
            text = f"IKE packet from {sa.peer} was not encrypted and it should've been."
            ike.host.log(6, "IKMP_NOT_ENCRYPTED", text)
            return None
        body = protect.decrypt_body(sa, header, data, sa.iv)
    elif encrypted:
        raise DecodeError("ISAKMP message is encrypted before there is a key")
    chain, end = packet.decode_payloads(header.next_payload, body)
    if not encrypted and end != len(body):
        raise DecodeError("bytes after the last ISAKMP payload")
    payloads: Payloads = {}
    for payload in chain:
        payloads.setdefault(payload.kind, []).append(payload.body)
    return payloads


def _advance(ike: Ike, sa: IkeSa, step: Step, payloads: Payloads, header: Header, data: bytes) -> None:
    before, encrypted = sa.state, sa.keys is not None
    sa.state = step.through
    ike.voice.moved(sa, "IKE_MESG_FROM_PEER, IKE_MM_EXCH", before, step.through)
    try:
        reply = step.action(ike, sa, payloads)
    except DecodeError:
        sa.state = before
        if before is State.READY:
            ike.retire(sa)
            ike.purge(sa)
        else:
            if before is State.I_MM1:
                sa.his_cookie = packet.NO_COOKIE
            ike.voice.counted(sa, sa.retransmissions, "PAYLOAD_MALFORMED")
        raise
    except Refused as refused:
        _refuse(ike, sa, str(refused))
        return
    if sa.deleted:
        return
    if encrypted:
        sa.iv = protect.last_block(sa, header, data)
    sa.last_received = data
    sa.retransmissions = 0
    ike.voice.moved(sa, "IKE_MESG_INTERNAL, IKE_PROCESS_MAIN_MODE", step.through, step.through)
    if reply:
        shown = SHOWN[step.through if step.then is State.P1_COMPLETE else step.then]
        _transmit(ike, sa, _sealed(sa, reply) if step.then in ENCRYPTING else _clear(sa, reply), shown)
    sa.state = step.then
    ike.voice.moved(sa, "IKE_MESG_INTERNAL, IKE_PROCESS_COMPLETE", step.through, step.then)
    if step.then is State.P1_COMPLETE:
        _complete(ike, sa)


def _clear(sa: IkeSa, payloads: list[Payload]) -> bytes:
    cookies = (sa.initiator_cookie, sa.responder_cookie)
    return packet.encode_message(
        *cookies, payloads[0].kind, packet.MAIN_MODE, 0, 0, packet.encode_payloads(payloads)
    )


def _sealed(sa: IkeSa, payloads: list[Payload]) -> bytes:
    assert sa.policy is not None
    body = packet.encode_payloads(payloads)
    message = protect.encrypt_message(sa, packet.MAIN_MODE, 0, payloads[0].kind, body, sa.iv)
    sa.iv = message[-sa.policy.block :]
    return message


def _transmit(ike: Ike, sa: IkeSa, message: bytes, shown: str) -> None:
    sa.last_sent = message
    sa.last_sent_at = ike.host.kernel.now
    ike.send(sa, message, shown)
    ike.host.timers.start(("phase1", sa.handle), RETRANSMIT)


def _repeat(ike: Ike, sa: IkeSa) -> None:
    ike.voice.say(sa, f"retransmitting phase 1 {sa.shown}")
    sa.last_sent_at = ike.host.kernel.now
    ike.send(sa, sa.last_sent)


# A duplicate of the last message says that our answer was lost. The last message of all, MM6, has none.
def _duplicate(ike: Ike, sa: IkeSa) -> None:
    ike.voice.say(sa, "phase 1 packet is a duplicate of a previous packet.")
    if sa.deleted or (sa.established and sa.initiator) or not sa.last_sent:
        return
    since = ike.host.kernel.now - sa.last_sent_at
    if since < SKEW:
        text = f"retransmission skipped for phase 1 (time since last transmission {since // MILLISECOND})"
        ike.voice.say(sa, text)
        return
    ike.voice.say(sa, "retransmitting due to retransmit phase 1")
    _repeat(ike, sa)


def _refuse(ike: Ike, sa: IkeSa, reason: str) -> None:
    notify = packet.Notify(packet.PROTOCOL_ISAKMP, b"", packet.NO_PROPOSAL_CHOSEN, b"")
    informational.send_clear(ike, sa, notify)
    ike.mode_failure("Main", sa.peer)
    ike.delete(sa, reason)


def _complete(ike: Ike, sa: IkeSa) -> None:
    """Phase 1 is complete: start what depends on it."""
    timers = ike.host.timers
    timers.stop(("phase1", sa.handle))
    sa.established_at = ike.host.kernel.now
    sa.retransmissions = 0
    informational.start_keepalives(ike, sa)
    timers.start(("lifetime", sa.handle), sa.lifetime * SECOND)
    if sa.keepalive:
        margin = min(REKEY_MARGIN * SECOND, sa.lifetime * SECOND // 10)
        margin = margin if sa.initiator else margin // 2
        timers.start(("rekey", sa.handle), sa.lifetime * SECOND - margin)
    for request in ike.waiting.pop(sa.pair, ()):
        phase2.initiate(ike, sa, request)
    ike.voice.moved(sa, "IKE_MESG_INTERNAL, IKE_PHASE1_COMPLETE", sa.state, sa.state)
