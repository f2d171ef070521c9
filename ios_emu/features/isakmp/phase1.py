"""Phase 1 with pre-shared keys (RFC 2409 section 5.4): main mode in both roles, and aggressive mode answered.

    initiator                                   responder
    MM1  HDR, SA, VIDs              -->
                                    <--         MM2  HDR, SA, VID
    MM3  HDR, KE, Ni, VIDs, NAT-Ds  -->
                                    <--         MM4  HDR, KE, Nr, VIDs, NAT-Ds
    MM5  HDR*, IDii, HASH_I, [N]    -->
                                    <--         MM6  HDR*, IDir, HASH_R

The machine is the table `STEPS`: in which state a message is awaited, what is done with it, how it is answered,
the state while that is done and the state after. Every other message is ignored, a repeated one makes us repeat
our own, and a timer repeats it every 10 seconds: it is sent at 0, 10, 20, 30, 40 and 50 seconds, and at 60 the
negotiation is dead. What is done is in `main_mode` and `aggressive`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from ios_emu.features.isakmp import (
    aggressive,
    alive,
    doi,
    informational,
    main_mode,
    nat,
    packet,
    phase2,
    proof,
    protect,
    vendor,
)
from ios_emu.features.isakmp.engine_words import Work
from ios_emu.features.isakmp.packet import Header, Payload
from ios_emu.features.isakmp.proof import Payloads, Refused
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
MAIN, AGGRESSIVE = packet.MAIN_MODE, packet.AGGRESSIVE_MODE
EXCHANGES = {MAIN: "Main", AGGRESSIVE: "Aggressive"}
_EVENTS = {MAIN: "IKE_MESG_FROM_PEER, IKE_MM_EXCH", AGGRESSIVE: "IKE_MESG_FROM_PEER, IKE_AM_EXCH"}


class Step(NamedTuple):
    """What is done with an awaited message: `take` it, `answer` it. `late`: the machine says that it has moved
    only when the message has been taken."""

    take: Callable[[Ike, IkeSa, Payloads], None]
    answer: Callable[[Ike, IkeSa], list[Payload]] | None
    through: State
    then: State
    late: bool = False


STEPS: dict[tuple[int, State], Step] = {
    (MAIN, State.READY): Step(main_mode.take_offer, main_mode.choose, State.R_MM1, State.R_MM2),
    (MAIN, State.R_MM2): Step(main_mode.take_public, main_mode.send_public, State.R_MM3, State.R_MM4),
    (MAIN, State.R_MM4): Step(main_mode.take_identity, main_mode.send_identity, State.R_MM5, State.P1_COMPLETE),
    (MAIN, State.I_MM1): Step(main_mode.take_choice, main_mode.send_public, State.I_MM2, State.I_MM3),
    (MAIN, State.I_MM3): Step(main_mode.take_public, main_mode.send_identity, State.I_MM4, State.I_MM5),
    (MAIN, State.I_MM5): Step(main_mode.take_identity, None, State.I_MM6, State.P1_COMPLETE, late=True),
    (AGGRESSIVE, State.READY): Step(aggressive.take_first, aggressive.answer_first, State.READY, State.R_AM2),
    (AGGRESSIVE, State.R_AM2): Step(aggressive.take_last, None, State.R_AM2, State.P1_COMPLETE),
}
ENCRYPTING = (State.I_MM5, State.P1_COMPLETE)
"""After these our answer is encrypted, if there is one."""


# -- events -----------------------------------------------------------------------------------------------------


def initiate(ike: Ike, pair: Pair) -> None:
    """Begin a main mode: send MM1. Without a key for the peer what waits for it fails, a moment later."""
    voice = ike.voice
    others = sum(1 for _ in ike.live(pair))
    duplicate = any(sa.pair == pair for sa in ike.sas.values())
    sa = ike.create(pair, initiator=True)
    voice.opening(sa, others, duplicate)
    voice.more(sa, "Can not start Aggressive mode, trying Main mode.")
    key = proof.find_key(ike, sa)
    policies = [policy for _, policy in ike.config.suites() if policy.authentication == "pre-share"]
    if key is None or not policies:
        voice.say(sa, " No Cert or pre-shared address key.")
        voice.say(sa, " construct_initial_message: Can not start Main mode")
        ike.retire(sa)
        ike.purge(sa)
        ike.host.timers.start(("refused", *pair), 0)
        return
    transforms = tuple(doi.policy_transform(number, policy) for number, policy in enumerate(policies, 1))
    sa.sa_body = packet.encode_sa((packet.Proposal(1, packet.PROTOCOL_ISAKMP, b"", transforms),))
    message = _clear(sa, [Payload(packet.SA, sa.sa_body), *vendor.opening(ike, sa)])
    sa.state = State.I_MM1
    voice.moved(sa, "IKE_MESG_FROM_IPSEC, IKE_SA_REQ_MM", State.READY, State.I_MM1)
    voice.say(sa, " beginning Main Mode exchange")
    _transmit(ike, sa, message, sa.shown)


def receive(ike: Ike, pair: Pair, ports: tuple[int, int], sa: IkeSa | None, header: Header, data: bytes) -> None:
    """A phase 1 message for `sa`; None for the first of a new negotiation. Raises DecodeError."""
    if sa is not None and data == sa.last_received:
        _duplicate(ike, sa)
        return
    exchange = header.exchange
    step = STEPS.get((exchange, sa.state if sa is not None else State.READY))
    if step is None or (sa is not None and sa.exchange != exchange):
        if sa is not None:
            ike.voice.unknown_input(sa, _EVENTS[exchange])
        return
    if header.message_id:
        raise DecodeError(f"phase 1 with message ID {header.message_id}")
    payloads = _payloads(ike, sa, header, data)
    if payloads is None:
        return
    if sa is None:
        others = sum(1 for _ in ike.live(pair))
        duplicate = any(sa.pair == pair for sa in ike.sas.values())
        sa = ike.create(pair, initiator=False, his_cookie=header.initiator_cookie)
        sa.exchange = exchange
        sa.local_port, sa.peer_port = ports
        ike.voice.opening(sa, others, duplicate)
    elif sa.state is State.I_MM1:
        if header.responder_cookie == packet.NO_COOKIE:
            raise DecodeError("ISAKMP responder cookie is zero")
        sa.his_cookie = header.responder_cookie
    _advance(ike, sa, step, payloads, header, data, ports)


def on_timeout(ike: Ike, sa: IkeSa) -> None:
    """No answer for 10 seconds: once more, or never again."""
    if sa.established or sa.deleted:
        return
    ike.voice.say(sa, f" retransmitting phase 1 {sa.shown}...")
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
        # The last message of aggressive mode need not be encrypted.
        if not encrypted and sa.state is not State.R_AM2:
            ike.complaints.not_encrypted(sa.peer)
            return None
        if encrypted:
            body = protect.decrypt_body(sa, header, data, sa.iv)
            ike.voice.engine(sa, Work.DECRYPT)
    elif encrypted:
        raise DecodeError("ISAKMP message is encrypted before there is a key")
    chain, end = packet.decode_payloads(header.next_payload, body)
    if not encrypted and end != len(body):
        raise DecodeError("bytes after the last ISAKMP payload")
    payloads: Payloads = {}
    for payload in chain:
        payloads.setdefault(payload.kind, []).append(payload.body)
    return payloads


def _advance(
    ike: Ike,
    sa: IkeSa,
    step: Step,
    payloads: Payloads,
    header: Header,
    data: bytes,
    ports: tuple[int, int],
) -> None:
    before, event, voice = sa.state, _EVENTS[sa.exchange], ike.voice
    main = sa.exchange == MAIN
    sa.state = step.through
    if main and not step.late:
        voice.moved(sa, event, before, step.through)
    try:
        step.take(ike, sa, payloads)
    except DecodeError:
        _reject(ike, sa, before)
        raise
    except Refused as refused:
        _refuse(ike, sa, step, str(refused))
        return
    if sa.deleted:
        return
    if header.flags & packet.FLAG_ENCRYPTED:
        sa.iv = protect.last_block(sa, header, data)
    sa.last_received = data
    sa.retransmissions = 0
    nat.follow(ike, sa, *ports)
    if main and step.late:
        voice.moved(sa, event, before, step.through)
    if main:
        voice.moved(sa, "IKE_MESG_INTERNAL, IKE_PROCESS_MAIN_MODE", step.through, step.through)
    if step.answer is not None:
        reply = step.answer(ike, sa)
        shown = SHOWN[step.through if step.then is State.P1_COMPLETE else step.then]
        _transmit(ike, sa, _sealed(ike, sa, reply) if step.then in ENCRYPTING else _clear(sa, reply), shown)
    sa.state = step.then
    if main:
        voice.moved(sa, "IKE_MESG_INTERNAL, IKE_PROCESS_COMPLETE", step.through, step.then)
    else:
        voice.moved(sa, event, before, step.then)
    if step.then is State.P1_COMPLETE:
        _complete(ike, sa)


def _reject(ike: Ike, sa: IkeSa, before: State) -> None:
    """A message that could not be taken changes nothing; a negotiation that begins so does not begin."""
    sa.state = before
    if before is State.READY:
        ike.retire(sa)
        ike.purge(sa)
        return
    if before is State.I_MM1:
        sa.his_cookie = packet.NO_COOKIE


def _clear(sa: IkeSa, payloads: list[Payload]) -> bytes:
    cookies = (sa.initiator_cookie, sa.responder_cookie)
    return packet.encode_message(*cookies, payloads[0].kind, sa.exchange, 0, 0, packet.encode_payloads(payloads))


def _sealed(ike: Ike, sa: IkeSa, payloads: list[Payload]) -> bytes:
    assert sa.policy is not None
    body = packet.encode_payloads(payloads)
    message = protect.encrypt_message(sa, sa.exchange, 0, payloads[0].kind, body, sa.iv)
    sa.iv = message[-sa.policy.block :]
    ike.voice.engine(sa, Work.ENCRYPT)
    return message


def _transmit(ike: Ike, sa: IkeSa, message: bytes, shown: str) -> None:
    sa.last_sent = message
    sa.last_sent_at = ike.host.kernel.now
    ike.send(sa, message, shown)
    ike.host.timers.start(("phase1", sa.handle), RETRANSMIT)


def _repeat(ike: Ike, sa: IkeSa) -> None:
    ike.voice.say(sa, f" retransmitting phase 1 {sa.shown}")
    sa.last_sent_at = ike.host.kernel.now
    ike.send(sa, sa.last_sent)


# A duplicate of the last message says that our answer was lost. The last message of all, MM6, has none.
def _duplicate(ike: Ike, sa: IkeSa) -> None:
    ike.voice.say(sa, " phase 1 packet is a duplicate of a previous packet.")
    if sa.deleted or (sa.established and sa.initiator) or not sa.last_sent:
        return
    since = ike.host.kernel.now - sa.last_sent_at
    if since < SKEW:
        text = f" retransmission skipped for phase 1 (time since last transmission {since // MILLISECOND})"
        ike.voice.say(sa, text)
        return
    ike.voice.say(sa, " retransmitting due to retransmit phase 1")
    _repeat(ike, sa)


def _refuse(ike: Ike, sa: IkeSa, step: Step, reason: str) -> None:
    """An offer that we do not want. The peer has been told (`Ike.refuse`)."""
    voice = ike.voice
    voice.action_failed(sa)
    if sa.exchange == MAIN:
        voice.moved(sa, "IKE_MESG_INTERNAL, IKE_PROCESS_MAIN_MODE", step.through, step.through)
    ike.complaints.mode_failure(EXCHANGES[sa.exchange], sa.peer)
    if voice.style.machine:
        voice.deleting(sa, reason)
    ike.retire(sa)
    voice.moved(sa, _EVENTS[sa.exchange], step.through, State.DEST_SA)
    if ike.established(sa.pair) is None and not any(ike.negotiating(sa.pair)):
        ike.fail_waiting(sa.pair)


def _complete(ike: Ike, sa: IkeSa) -> None:
    """Phase 1 is complete: start what depends on it."""
    timers = ike.host.timers
    timers.stop(("phase1", sa.handle))
    sa.established_at = ike.host.kernel.now
    sa.retransmissions = sa.errors = 0
    ike.voice.engine(sa, Work.ESTABLISHED)
    alive.start(ike, sa)
    nat.start_keepalives(ike, sa)
    timers.start(("lifetime", sa.handle), sa.lifetime * SECOND)
    if sa.keepalive:
        margin = min(REKEY_MARGIN * SECOND, sa.lifetime * SECOND // 10)
        margin = margin if sa.initiator else margin // 2
        timers.start(("rekey", sa.handle), sa.lifetime * SECOND - margin)
    spi = ike.unknown_spis.pop(sa.pair, None)
    if spi is not None:
        informational.send_invalid_spi(ike, sa, spi)
    for request in ike.waiting.pop(sa.pair, ()):
        phase2.initiate(ike, sa, request)
    ike.voice.moved(sa, "IKE_MESG_INTERNAL, IKE_PHASE1_COMPLETE", sa.state, sa.state)
