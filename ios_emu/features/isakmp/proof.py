"""What main mode and aggressive mode have in common: the pre-shared key, the public values, the keys that come of
them, and the proof of knowing the key (RFC 2409 section 5).

Everything raises DecodeError for a message that cannot be what the peer meant to send: malformed, or made with
another key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ios_emu.features.isakmp import crypto, doi, groups, informational, nat, packet, vendor
from ios_emu.features.isakmp.config import PresharedKey
from ios_emu.features.isakmp.engine_words import Work
from ios_emu.features.isakmp.packet import Identity, Payload
from ios_emu.features.isakmp.sa import IkeSa
from ios_emu.wire import DecodeError

if TYPE_CHECKING:
    from ios_emu.features.isakmp.engine import Ike

NONCE_LENGTH = 20
UDP = 17

Payloads = dict[int, list[bytes]]
"""The bodies of a message's payloads by type."""


class Refused(Exception):
    """The peer's offer is not acceptable; the text is IOS's reason for deleting the SA."""


def one(payloads: Payloads, kind: int) -> bytes:
    """The body of the one payload of this type. Raises DecodeError."""
    bodies = payloads.get(kind, ())
    if len(bodies) != 1:
        raise DecodeError(f"phase 1 with {len(bodies)} {packet.payload_name(kind)} payloads")
    return bodies[0]


# -- the key and the policy -------------------------------------------------------------------------------------


def find_key(ike: Ike, sa: IkeSa, hostname: str = "") -> PresharedKey | None:
    """The pre-shared key for the peer, which may have told its name already."""
    looked = ike.config.search(sa.local, sa.peer, ike.host.hosts, hostname)
    for keyring, found in looked:
        ike.voice.looked(sa, keyring, found is not None)
    key = looked[-1][1]
    said = f"found peer pre-shared key matching {sa.peer}" if key else f"No pre-shared key with {sa.peer}!"
    ike.voice.say(sa, said)
    return key


def proposed(payloads: Payloads) -> packet.Proposal:
    """The one proposal of phase 1."""
    proposals = packet.decode_sa(one(payloads, packet.SA))
    if len(proposals) != 1 or proposals[0].protocol != packet.PROTOCOL_ISAKMP:
        raise DecodeError("phase 1 SA payload without exactly one ISAKMP proposal")
    return proposals[0]


def match(ike: Ike, sa: IkeSa, proposal: packet.Proposal, key: PresharedKey | None) -> packet.Transform:
    """Choose the first of our policies, in order of priority, that an offered transform matches; and the shorter
    of both lifetimes. Raises Refused."""
    voice = ike.voice
    if key is not None:
        voice.local_key(sa)
        sa.key = key.text.encode()
    for priority, policy in ike.config.suites():
        for index, transform in enumerate(proposal.transforms):
            voice.say(sa, f"Checking ISAKMP transform {transform.number} against priority {priority} policy")
            offer = doi.phase1_offer(transform)
            voice.offer(offer)
            why = doi.mismatch(offer, policy, key is not None)
            more = packet.TRANSFORM if index + 1 < len(proposal.transforms) else packet.NONE
            if not why and transform.transform_id == doi.KEY_IKE:
                voice.say(sa, f"atts are acceptable. Next payload is {more}")
                sa.policy, sa.lifetime = policy, min(offer.lifetime or policy.lifetime, policy.lifetime)
                voice.lifetime(sa)
                return transform
            voice.say(sa, why or "Transform ID offered does not match policy!")
            voice.say(sa, f"atts are not acceptable. Next payload is {more}")
    voice.say(sa, "no offers accepted!")
    voice.say(sa, voice.style.unacceptable.format(phase=1, local=sa.local, remote=sa.peer))
    raise Refused("Phase1 SA policy proposal not accepted")


# -- the public values and the keys -----------------------------------------------------------------------------


def make_public(ike: Ike, sa: IkeSa) -> None:
    """Draw our private value and our nonce."""
    assert sa.policy is not None
    sa.dh_private = groups.private_value(ike.random)
    public = groups.public_value(sa.policy.group, sa.dh_private)
    nonce = ike.random.randbytes(NONCE_LENGTH)
    if sa.initiator:
        sa.public_i, sa.nonce_i = public, nonce
    else:
        sa.public_r, sa.nonce_r = public, nonce


def public_payloads(sa: IkeSa) -> list[Payload]:
    """Our public value and nonce."""
    public, nonce = (sa.public_i, sa.nonce_i) if sa.initiator else (sa.public_r, sa.nonce_r)
    return [Payload(packet.KE, public), Payload(packet.NONCE, nonce)]


def take_public(ike: Ike, sa: IkeSa, payloads: Payloads) -> None:
    """The peer's public value and nonce."""
    policy, voice = sa.policy, ike.voice
    assert policy is not None
    public, nonce = one(payloads, packet.KE), one(payloads, packet.NONCE)
    voice.processing(sa, "KE", 0)
    shared = groups.shared_secret(policy.group, sa.dh_private, public)
    if shared is None:
        raise DecodeError("public value does not belong to the group")
    voice.engine(sa, Work.SECRET)
    voice.processing(sa, "NONCE", 0)
    if not 8 <= len(nonce) <= 256:
        raise DecodeError(f"nonce of {len(nonce)} bytes")
    sa.shared = shared
    if sa.initiator:
        sa.public_r, sa.nonce_r = public, nonce
    else:
        sa.public_i, sa.nonce_i = public, nonce


def derive(ike: Ike, sa: IkeSa) -> None:
    """The keys, from both public values, both nonces and the pre-shared key."""
    policy = sa.policy
    assert policy is not None
    cookies = (sa.initiator_cookie, sa.responder_cookie)
    sa.conn_id = sa.conn_id or ike.free_conn_id()
    sa.keys = crypto.derive_keys(policy.hash, sa.key, sa.nonce_i + sa.nonce_r, sa.shared, *cookies)
    sa.cipher_key = crypto.cipher_key(policy.hash, sa.keys.skeyid_e, policy.key_length)
    ike.host.keylog.add_phase1(sa.initiator_cookie, sa.cipher_key)
    sa.iv = crypto.first_iv(policy.hash, sa.public_i, sa.public_r, policy.block)
    ike.voice.engine(sa, Work.KEYS)
    if ike.voice.style.skeyid:
        ike.voice.say(sa, "SKEYID state generated")


def vendor_ids(ike: Ike, sa: IkeSa, payloads: Payloads) -> None:
    """The vendor IDs of a message."""
    for body in payloads.get(packet.VENDOR_ID, ()):
        vendor.examine(ike, sa, body)


# -- identities and proofs --------------------------------------------------------------------------------------


def _proof(sa: IkeSa, of_initiator: bool, identity: bytes) -> bytes:
    """HASH_I or HASH_R (RFC 2409 section 5)."""
    assert sa.policy is not None and sa.keys is not None
    mine, his = (sa.public_i, sa.initiator_cookie), (sa.public_r, sa.responder_cookie)
    first, second = (mine, his) if of_initiator else (his, mine)
    seed = first[0] + second[0] + first[1] + second[1] + sa.sa_body + identity
    return crypto.prf(sa.policy.hash, sa.keys.skeyid, seed)


def identity_of(ike: Ike, sa: IkeSa) -> Identity:
    """How we call ourselves: by address, by name, or as the profile of the peer says."""
    profile = ike.config.profiles.get(sa.profile)
    way = (profile.self_identity if profile else "") or ike.config.identity
    # Behind a NAT no port can be promised (RFC 3947 section 4).
    port = 0 if sa.nat.found else nat.PORT
    if way == "address":
        return Identity(packet.ID_IPV4_ADDR, UDP, port, sa.local.packed)
    if "@" in way:
        return Identity(packet.ID_USER_FQDN, UDP, port, way.encode())
    return Identity(packet.ID_FQDN, UDP, port, ike.host.hostname.encode())


def identify(ike: Ike, sa: IkeSa) -> list[Payload]:
    """Our identity, and the proof that we know the key."""
    identity = identity_of(ike, sa)
    body = packet.encode_identity(identity)
    if not ike.voice.style.early_identity:
        ike.voice.authentication(sa, identity.kind)
    ike.voice.identity(sa, body, ours=True)
    ike.voice.engine(sa, Work.HASH)
    return [Payload(packet.ID, body), Payload(packet.HASH, _proof(sa, sa.initiator, body))]


def take_identity(ike: Ike, sa: IkeSa, payloads: Payloads) -> bytes:
    """The peer's identity, and the profile for it; the body of its payload."""
    body = one(payloads, packet.ID)
    ike.voice.processing(sa, "ID", 0)
    sa.peer_identity = doi.identity_text(body)
    ike.voice.identity(sa, body, ours=False)
    profile = ike.config.profile_of(packet.decode_identity(body))
    sa.profile = profile.name if profile else ""
    ike.voice.profile(sa, first=True)
    return body


def check(ike: Ike, sa: IkeSa, payloads: Payloads, identity: bytes) -> None:
    """The peer's proof that it knows the key, and what else came with it. Raises DecodeError."""
    ike.voice.processing(sa, "HASH", 0)
    ike.voice.engine(sa, Work.HASH)
    if one(payloads, packet.HASH) != _proof(sa, not sa.initiator, identity) or not _profile_allows(ike, sa):
        raise DecodeError("hash does not authenticate the peer")
    contact = False
    for body in payloads.get(packet.NOTIFY, ()):
        notify = packet.decode_notify(body)
        ike.voice.notify(sa, notify, 0)
        contact |= notify.kind == packet.INITIAL_CONTACT
    if contact:
        informational.initial_contact(ike, sa)
    ike.voice.authenticated(sa)
    ike.voice.profile(sa, first=False)


def _profile_allows(ike: Ike, sa: IkeSa) -> bool:
    """Whether the key in use is one of the profile's keyrings, if it names any."""
    profile = ike.config.profiles.get(sa.profile)
    if profile is None or not profile.keyrings:
        return True
    for name in profile.keyrings:
        keyring = ike.config.keyrings.get(name)
        key = keyring and (keyring.for_address(sa.peer, ike.host.hosts) or keyring.for_hostname(sa.peer_identity))
        if key and key.text.encode() == sa.key:
            return True
    return False


def initial_contact(ike: Ike, sa: IkeSa) -> list[Payload]:
    """The announcement that we know of no other SA with the peer, if we do not (RFC 2407 section 4.6.3.3)."""
    if ike.established(sa.pair) is not None or sa.pair in ike.children:
        return []
    notify = packet.Notify(
        packet.PROTOCOL_ISAKMP, sa.initiator_cookie + sa.responder_cookie, packet.INITIAL_CONTACT, b""
    )
    return [Payload(packet.NOTIFY, packet.encode_notify(notify))]
