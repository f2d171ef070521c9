"""Aggressive mode, which IOS answers but does not begin of its own accord (RFC 2409 section 5.4).

    initiator                                      responder
    AM1  HDR, SA, KE, Ni, IDii, VIDs   -->
                                       <--         AM2  HDR, SA, KE, Nr, IDir, HASH_R, VIDs [, NAT-D, NAT-D]
    AM3  HDR*, HASH_I [, NAT-D, NAT-D] -->

The peer says who it is before there is a key, so it may have a key of its own wherever it is; and a listener may
try keys against AM2 at leisure. The actions are of the same kind as main mode's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ios_emu.features.isakmp import nat, packet, proof, vendor
from ios_emu.features.isakmp.engine_words import Work
from ios_emu.features.isakmp.packet import Payload
from ios_emu.features.isakmp.proof import Payloads, Refused
from ios_emu.features.isakmp.sa import IkeSa

if TYPE_CHECKING:
    from ios_emu.features.isakmp.engine import Ike


def take_first(ike: Ike, sa: IkeSa, payloads: Payloads) -> None:
    """AM1: choose from the offer, and derive the keys at once."""
    sa.sa_body = proof.one(payloads, packet.SA)
    proposal = proof.proposed(payloads)
    ike.voice.processing(sa, "SA", 0)
    sa.identity_body = proof.take_identity(ike, sa, payloads)
    proof.vendor_ids(ike, sa, payloads)
    nat.choose(ike, sa, payloads.get(packet.VENDOR_ID, []))
    key = proof.find_key(ike, sa, sa.peer_identity)
    try:
        transform = proof.match(ike, sa, proposal, key)
    except Refused:
        ike.refuse(sa)
        raise
    sa.chosen = packet.encode_sa((proposal._replace(transforms=(transform,)),))
    ike.voice.engine(sa, Work.PUBLIC)
    proof.make_public(ike, sa)
    proof.take_public(ike, sa, payloads)


def answer_first(ike: Ike, sa: IkeSa) -> list[Payload]:
    """AM2: everything we have to say."""
    proof.derive(ike, sa)
    reply = [Payload(packet.SA, sa.chosen), *proof.public_payloads(sa)]
    kinds = vendor.answer(ike, sa)
    if ike.voice.style.early_identity:
        ike.voice.authentication(sa, proof.identity_of(ike, sa).kind)
    return [*reply, *proof.identify(ike, sa), *vendor.exchange(ike), *kinds, *nat.discovery(sa)]


def take_last(ike: Ike, sa: IkeSa, payloads: Payloads) -> None:
    """AM3: the initiator proves that it knows the key."""
    nat.discover(ike, sa, payloads)
    proof.check(ike, sa, payloads, sa.identity_body)
