"""What main mode does with each message (RFC 2409 section 5): the actions of the table in `phase1.py`.

The first action of a step takes the payloads of the peer's message; the second makes those of our answer. They
raise DecodeError for a message that cannot be what the peer meant to send, Refused for an offer we do not want.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ios_emu.features.isakmp import nat, packet, proof, vendor
from ios_emu.features.isakmp.engine_words import Work
from ios_emu.features.isakmp.packet import Payload
from ios_emu.features.isakmp.proof import Payloads, Refused
from ios_emu.features.isakmp.sa import IkeSa
from ios_emu.wire import DecodeError

if TYPE_CHECKING:
    from ios_emu.features.isakmp.engine import Ike


def _ready(ike: Ike, sa: IkeSa) -> None:
    """It is agreed how to go on."""
    ike.voice.engine(sa, Work.PUBLIC)
    if ike.voice.style.early_identity:
        ike.voice.authentication(sa, proof.identity_of(ike, sa).kind)


def _take_offer(ike: Ike, sa: IkeSa, payloads: Payloads) -> packet.Proposal:
    """Choose from the proposal; what is left of it is what was chosen."""
    proposal = proof.proposed(payloads)
    ike.voice.processing(sa, "SA", 0)
    proof.vendor_ids(ike, sa, payloads)
    nat.choose(ike, sa, payloads.get(packet.VENDOR_ID, []))
    key = proof.find_key(ike, sa)
    try:
        transform = proof.match(ike, sa, proposal, key)
    except Refused:
        ike.refuse(sa)
        proof.vendor_ids(ike, sa, payloads)
        raise
    # IOS looks at the vendor IDs once more when it has a policy.
    if ike.voice.style.machine:
        proof.vendor_ids(ike, sa, payloads)
    return proposal._replace(transforms=(transform,))


# -- messages 1 and 2 -------------------------------------------------------------------------------------------


def take_offer(ike: Ike, sa: IkeSa, payloads: Payloads) -> None:
    """R_MM1: choose from the offer."""
    sa.sa_body = proof.one(payloads, packet.SA)
    sa.chosen = packet.encode_sa((_take_offer(ike, sa, payloads),))


def choose(ike: Ike, sa: IkeSa) -> list[Payload]:
    """R_MM1: what was chosen."""
    answer = [Payload(packet.SA, sa.chosen), *vendor.answer(ike, sa)]
    _ready(ike, sa)
    return answer


def take_choice(ike: Ike, sa: IkeSa, payloads: Payloads) -> None:
    """I_MM2: see what was chosen."""
    if len(proof.proposed(payloads).transforms) != 1:
        raise DecodeError("the responder has not chosen one transform")
    _take_offer(ike, sa, payloads)
    _ready(ike, sa)


# -- messages 3 and 4 -------------------------------------------------------------------------------------------


def send_public(ike: Ike, sa: IkeSa) -> list[Payload]:
    """I_MM2, R_MM3: our public value."""
    if sa.initiator:
        proof.make_public(ike, sa)
    return [*proof.public_payloads(sa), *vendor.exchange(ike), *nat.discovery(sa)]


def take_public(ike: Ike, sa: IkeSa, payloads: Payloads) -> None:
    """R_MM3, I_MM4: take the peer's public value and derive the keys."""
    if not sa.initiator:
        proof.make_public(ike, sa)
    proof.take_public(ike, sa, payloads)
    if proof.find_key(ike, sa) is None:
        raise DecodeError(f"No pre-shared key with {sa.peer}!")
    proof.derive(ike, sa)
    proof.vendor_ids(ike, sa, payloads)
    nat.discover(ike, sa, payloads)


# -- messages 5 and 6 -------------------------------------------------------------------------------------------


def send_identity(ike: Ike, sa: IkeSa) -> list[Payload]:
    """I_MM4, R_MM5: who we are."""
    if not sa.initiator:
        return proof.identify(ike, sa)
    nat.float_ports(sa)
    contact = proof.initial_contact(ike, sa)
    if contact:
        ike.voice.more(sa, "Send initial contact")
    return proof.identify(ike, sa) + contact


def take_identity(ike: Ike, sa: IkeSa, payloads: Payloads) -> None:
    """R_MM5, I_MM6: the peer proves that it knows the key."""
    identity = proof.take_identity(ike, sa, payloads)
    proof.check(ike, sa, payloads, identity)
