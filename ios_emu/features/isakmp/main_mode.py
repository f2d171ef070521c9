"""What main mode does with each message (RFC 2409 section 5): the actions of the table in `phase1.py`.

An action has the payloads by type and answers with the payloads of the reply. It raises DecodeError for a
message that cannot be what the peer meant to send (malformed, or encrypted with another key), Refused for an
offer we do not want.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ios_emu.features.isakmp import crypto, doi, groups, informational, packet
from ios_emu.features.isakmp.config import Policy
from ios_emu.features.isakmp.packet import Payload
from ios_emu.features.isakmp.sa import IkeSa
from ios_emu.wire import DecodeError

if TYPE_CHECKING:
    from ios_emu.features.isakmp.engine import Ike

NONCE_LENGTH = 20

Payloads = dict[int, list[bytes]]
"""The bodies of a message's payloads by type."""


class Refused(Exception):
    """The peer's offer is not acceptable; the text is IOS's reason for deleting the SA."""


def _one(payloads: Payloads, kind: int) -> bytes:
    bodies = payloads.get(kind, ())
    if len(bodies) != 1:
        raise DecodeError(f"main mode with {len(bodies)} {packet.payload_name(kind)} payloads")
    return bodies[0]


def _proposed(payloads: Payloads) -> packet.Proposal:
    proposals = packet.decode_sa(_one(payloads, packet.SA))
    if len(proposals) != 1 or proposals[0].protocol != packet.PROTOCOL_ISAKMP:
        raise DecodeError("phase 1 SA payload without exactly one ISAKMP proposal")
    return proposals[0]


def _match(ike: Ike, sa: IkeSa, proposal: packet.Proposal) -> tuple[packet.Transform, Policy, int]:
    """The first of our policies, in order of priority, that an offered transform matches; and the lifetime
    that both agree to, the shorter. Raises Refused."""
    voice = ike.voice
    key = ike.config.key_for(sa.peer)
    found = " : success" if key else ""
    voice.plain(f"ISAKMP: Looking for a matching key for {sa.peer} in default{found}")
    voice.say(
        sa,
        f"found peer pre-shared key matching {sa.peer}" if key else f"No pre-shared key with {sa.peer}!",
    )
    for priority, policy in ike.config.suites():
        for index, transform in enumerate(proposal.transforms):
            number = transform.number
            voice.say(sa, f"Checking ISAKMP transform {number} against priority {priority} policy")
            offer = doi.phase1_offer(transform)
            voice.offer(offer)
            why = doi.mismatch(offer, policy, key is not None)
            more = packet.TRANSFORM if index + 1 < len(proposal.transforms) else packet.NONE
            if not why and transform.transform_id == doi.KEY_IKE:
                voice.say(sa, f"atts are acceptable. Next payload is {more}")
                return transform, policy, min(offer.lifetime or policy.lifetime, policy.lifetime)
            voice.say(sa, why)
            voice.say(sa, f"atts are not acceptable. Next payload is {more}")
    voice.say(sa, "no offers accepted!")
    voice.say(sa, f"phase 1 SA policy not acceptable! (local {sa.local} remote {sa.peer})")
    raise Refused("Phase1 SA policy proposal not accepted")


def answer_offer(ike: Ike, sa: IkeSa, payloads: Payloads) -> list[Payload]:
    """R_MM1: choose from the offer."""
    sa.sa_body = _one(payloads, packet.SA)
    proposal = _proposed(payloads)
    ike.voice.processing(sa, "SA", 0)
    transform, sa.policy, sa.lifetime = _match(ike, sa, proposal)
    chosen = packet.Proposal(proposal.number, packet.PROTOCOL_ISAKMP, proposal.spi, (transform,))
    return [Payload(packet.SA, packet.encode_sa((chosen,)))]


def accept_choice(ike: Ike, sa: IkeSa, payloads: Payloads) -> list[Payload]:
    """I_MM2: see what was chosen, and send our public value."""
    proposal = _proposed(payloads)
    if len(proposal.transforms) != 1:
        raise DecodeError("the responder has not chosen one transform")
    ike.voice.processing(sa, "SA", 0)
    _, sa.policy, sa.lifetime = _match(ike, sa, proposal)
    _make_key(ike, sa)
    return _key_exchange(ike, sa, sa.public_i, sa.nonce_i)


def answer_key(ike: Ike, sa: IkeSa, payloads: Payloads) -> list[Payload]:
    """R_MM3: take the initiator's public value, send ours, and derive the keys."""
    _make_key(ike, sa)
    _take_key(ike, sa, payloads)
    return _key_exchange(ike, sa, sa.public_r, sa.nonce_r)


def accept_key(ike: Ike, sa: IkeSa, payloads: Payloads) -> list[Payload]:
    """I_MM4: take the responder's public value, derive the keys, and authenticate."""
    _take_key(ike, sa, payloads)
    reply = _identify(ike, sa)
    if ike.established(sa.pair) is None and sa.pair not in ike.children:
        ike.voice.say(sa, "Send initial contact")
        cookies = sa.initiator_cookie + sa.responder_cookie
        notify = packet.Notify(packet.PROTOCOL_ISAKMP, cookies, packet.INITIAL_CONTACT, b"")
        reply.append(Payload(packet.NOTIFY, packet.encode_notify(notify)))
    return reply


def answer_identity(ike: Ike, sa: IkeSa, payloads: Payloads) -> list[Payload]:
    """R_MM5: the initiator proves that it knows the key; so do we."""
    _authenticate(ike, sa, payloads)
    for body in payloads.get(packet.NOTIFY, ()):
        notify = packet.decode_notify(body)
        ike.voice.notify(sa, notify, 0)
        if notify.kind == packet.INITIAL_CONTACT:
            informational.initial_contact(ike, sa)
    return _identify(ike, sa)


def accept_identity(ike: Ike, sa: IkeSa, payloads: Payloads) -> list[Payload]:
    """I_MM6: the responder proves that it knows the key."""
    _authenticate(ike, sa, payloads)
    return []


# -- keys and proofs --------------------------------------------------------------------------------------------


def _make_key(ike: Ike, sa: IkeSa) -> None:
    assert sa.policy is not None
    sa.dh_private = groups.private_value(ike.random)
    public = groups.public_value(sa.policy.group, sa.dh_private)
    nonce = ike.random.randbytes(NONCE_LENGTH)
    if sa.initiator:
        sa.public_i, sa.nonce_i = public, nonce
    else:
        sa.public_r, sa.nonce_r = public, nonce


def _key_exchange(ike: Ike, sa: IkeSa, public: bytes, nonce: bytes) -> list[Payload]:
    reply = [Payload(packet.KE, public), Payload(packet.NONCE, nonce)]
    if ike.voice.style.dpd:
        reply.append(Payload(packet.VENDOR_ID, packet.VID_DPD))
    capabilities = packet.VID_IOS_KEEPALIVE if ike.config.keepalive else 0
    reply.append(Payload(packet.VENDOR_ID, packet.VID_IOS + bytes([capabilities])))
    return reply


def _take_key(ike: Ike, sa: IkeSa, payloads: Payloads) -> None:
    policy = sa.policy
    assert policy is not None
    public, nonce = _one(payloads, packet.KE), _one(payloads, packet.NONCE)
    ike.voice.processing(sa, "KE", 0)
    shared = groups.shared_secret(policy.group, sa.dh_private, public)
    if shared is None:
        raise DecodeError("public value does not belong to the group")
    ike.voice.processing(sa, "NONCE", 0)
    if not 8 <= len(nonce) <= 256:
        raise DecodeError(f"nonce of {len(nonce)} bytes")
    key = ike.config.key_for(sa.peer)
    if key is None:
        raise DecodeError(f"No pre-shared key with {sa.peer}!")
    ike.voice.say(sa, f"found peer pre-shared key matching {sa.peer}")
    if sa.initiator:
        sa.public_r, sa.nonce_r = public, nonce
    else:
        sa.public_i, sa.nonce_i = public, nonce
    sa.shared = shared
    cookies = (sa.initiator_cookie, sa.responder_cookie)
    sa.keys = crypto.derive_keys(policy.hash, key, sa.nonce_i + sa.nonce_r, shared, *cookies)
    sa.cipher_key = crypto.cipher_key(policy.hash, sa.keys.skeyid_e, policy.key_length)
    sa.iv = crypto.first_iv(policy.hash, sa.public_i, sa.public_r, policy.block)
    ike.voice.say(sa, "SKEYID state generated")
    for vendor in payloads.get(packet.VENDOR_ID, ()):
        informational.vendor_id(ike, sa, vendor)


def _proof(sa: IkeSa, of_initiator: bool, identity: bytes) -> bytes:
    """HASH_I or HASH_R (RFC 2409 section 5)."""
    assert sa.policy is not None and sa.keys is not None
    mine, his = (sa.public_i, sa.initiator_cookie), (sa.public_r, sa.responder_cookie)
    first, second = (mine, his) if of_initiator else (his, mine)
    seed = first[0] + second[0] + first[1] + second[1] + sa.sa_body + identity
    return crypto.prf(sa.policy.hash, sa.keys.skeyid, seed)


def _identify(ike: Ike, sa: IkeSa) -> list[Payload]:
    if ike.config.identity == "hostname":
        identity = packet.Identity(packet.ID_FQDN, 17, 500, ike.host.hostname.encode())
    else:
        identity = packet.Identity(packet.ID_IPV4_ADDR, 17, 500, sa.local.packed)
    body = packet.encode_identity(identity)
    ike.voice.identity(sa, body, ours=True)
    return [Payload(packet.ID, body), Payload(packet.HASH, _proof(sa, sa.initiator, body))]


def _authenticate(ike: Ike, sa: IkeSa, payloads: Payloads) -> None:
    identity, proof = _one(payloads, packet.ID), _one(payloads, packet.HASH)
    ike.voice.processing(sa, "ID", 0)
    text = doi.identity_text(identity)
    ike.voice.identity(sa, identity, ours=False)
    ike.voice.processing(sa, "HASH", 0)
    if proof != _proof(sa, not sa.initiator, identity):
        raise DecodeError("hash does not authenticate the peer")
    sa.peer_identity = text
    ike.voice.say(sa, f"SA has been authenticated with {sa.peer}")
