"""Attributes and what they mean: IKE's own (RFC 2409 appendix A), ESP's and AH's (RFC 2407 section 4.5, RFC 4868,
RFC 3602, RFC 3947).

An offer is what a transform's attributes say. What a number means is looked up once, here; unknown numbers stay
numbers, so that debug can print them and no comparison can match them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ios_emu.features.isakmp import nat, packet
from ios_emu.features.isakmp.config import Policy
from ios_emu.features.isakmp.packet import Attribute, Transform
from ios_emu.router.key_engine import ProxyIdentity, SaRequest
from ios_emu.router.key_engine import Transform as EspTransform
from ios_emu.wire import DecodeError, IPv4
from ios_emu.wire.ipv4 import AH, ESP

KEY_IKE = 1
"""The transform ID of phase 1."""

CIPHERS = {"des": 1, "3des": 5, "aes": 7}
HASHES = {"md5": 1, "sha": 2, "sha256": 4, "sha384": 5, "sha512": 6}
AUTHENTICATIONS = {"pre-share": 1, "rsa-sig": 3, "rsa-encr": 4}
_CIPHER_NAMES = {number: name for name, number in CIPHERS.items()}
_HASH_NAMES = {number: name for name, number in HASHES.items()}

# Attribute types of phase 1
_ENCRYPTION, _HASH, _AUTHENTICATION, _GROUP, _LIFE_TYPE, _LIFE_DURATION, _KEY_LENGTH = 1, 2, 3, 4, 11, 12, 14

# Attribute types of ESP and AH
_SA_LIFE_TYPE, _SA_LIFE_DURATION, _SA_GROUP, _ENCAPSULATION, _SA_AUTHENTICATION, _SA_KEY_LENGTH = 1, 2, 3, 4, 5, 6

SECONDS, KILOBYTES = 1, 2

ESP_CIPHERS = {"des": 2, "3des": 3, "null": 11, "aes": 12}
AH_TRANSFORMS = {"md5": 2, "sha": 3, "sha256": 5, "sha384": 6, "sha512": 7}
HMACS = {"md5": 1, "sha": 2, "sha256": 5, "sha384": 6, "sha512": 7}
"""The values of the authentication algorithm attribute."""
MODES = {"tunnel": 1, "transport": 2}
_ESP_CIPHER_NAMES = {number: name for name, number in ESP_CIPHERS.items()}
_AH_NAMES = {number: name for name, number in AH_TRANSFORMS.items()}
_HMAC_NAMES = {number: name for name, number in HMACS.items()}
_MODE_NAMES = {number: name for name, number in MODES.items()}
PROTOCOLS = {ESP: packet.PROTOCOL_ESP, AH: packet.PROTOCOL_AH}
"""What IKE calls the IP protocols it makes SAs for (RFC 2407 section 4.4.1)."""

DEFAULT_LIFE_SECONDS = 28800
"""What a phase 2 offer without a lifetime means (RFC 2407 section 4.5)."""
UNLIMITED_KILOBYTES = 0xFFFFFFFF


def _duration(value: int) -> int | bytes:
    # IOS writes what does not fit the short form as a variable-precision integer of four bytes.
    return value if value <= 0xFFFF else value.to_bytes(4, "big")


# -- phase 1 ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Phase1Offer:
    """One transform of phase 1. Numbers as on the wire; 0 where the attribute is missing."""

    encryption: int = 0
    hash: int = 0
    group: int = 0
    authentication: int = 0
    key_bits: int = 0
    lifetime: int = 0


def policy_transform(number: int, policy: Policy) -> Transform:
    """The policy as the `number`-th transform of our proposal, its attributes in IOS's order."""
    attributes = [Attribute(_ENCRYPTION, CIPHERS[policy.cipher])]
    if policy.cipher == "aes":
        attributes.append(Attribute(_KEY_LENGTH, policy.key_bits))
    attributes += [
        Attribute(_HASH, HASHES[policy.hash]),
        Attribute(_GROUP, policy.group),
        Attribute(_AUTHENTICATION, AUTHENTICATIONS[policy.authentication]),
        Attribute(_LIFE_TYPE, SECONDS),
        Attribute(_LIFE_DURATION, _duration(policy.lifetime)),
    ]
    return Transform(number, KEY_IKE, tuple(attributes))


def phase1_offer(transform: Transform) -> Phase1Offer:
    """What a transform of phase 1 says."""
    found: dict[int, int] = {}
    life = lifetime = 0
    for attribute in transform.attributes:
        if attribute.kind == _LIFE_TYPE:
            life = attribute.number
        elif attribute.kind == _LIFE_DURATION:
            lifetime = attribute.number if life == SECONDS else lifetime
        else:
            found[attribute.kind] = attribute.number
    return Phase1Offer(
        found.get(_ENCRYPTION, 0),
        found.get(_HASH, 0),
        found.get(_GROUP, 0),
        found.get(_AUTHENTICATION, 0),
        found.get(_KEY_LENGTH, 0),
        lifetime,
    )


def mismatch(offer: Phase1Offer, policy: Policy, have_key: bool) -> str:
    """Why the offer does not match the policy, in IOS's words; empty when it does."""
    if offer.encryption != CIPHERS[policy.cipher]:
        return "Encryption algorithm offered does not match policy!"
    if policy.cipher == "aes" and offer.key_bits != policy.key_bits:
        return "Proposed key length does not match policy"
    if offer.hash != HASHES[policy.hash]:
        return "Hash algorithm offered does not match policy!"
    preshared = offer.authentication == AUTHENTICATIONS["pre-share"]
    if offer.authentication != AUTHENTICATIONS[policy.authentication] or (preshared and not have_key):
        method = "Preshared authentication" if preshared else "Authentication method"
        return f"{method} offered but does not match policy!"
    if not preshared:
        # RSA methods need certificates or keys that this router does not have.
        return "Authentication method offered but does not match policy!"
    if offer.group != policy.group:
        return "Diffie-Hellman group offered does not match policy!"
    return ""


def cipher_name(number: int) -> str | None:
    """The cipher of phase 1 with this number."""
    return _CIPHER_NAMES.get(number)


def hash_name(number: int) -> str | None:
    """The hash of phase 1 with this number."""
    return _HASH_NAMES.get(number)


# -- phase 2 ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Phase2Offer:
    """One transform of an ESP or AH proposal. Numbers as on the wire; 0 where the attribute is missing.

    `known` when we know all it names. `udp`: whether its mode is one of NAT traversal's.
    """

    protocol: int
    transform_id: int
    mode: int
    authentication: int
    key_bits: int
    seconds: int
    kilobytes: int
    group: int
    known: bool

    @property
    def udp(self) -> bool:
        """Whether it is to travel in UDP."""
        return self.mode in nat.UDP_MODES

    @property
    def mode_name(self) -> str:
        """`tunnel` or `transport`; empty for neither."""
        return nat.UDP_MODES.get(self.mode) or _MODE_NAMES.get(self.mode, "")


def phase2_transform(
    number: int, protocol: int, transform: EspTransform, request: SaRequest, nat_method: str
) -> Transform:
    """`transform`, as far as it is of `protocol` (ESP or AH, as IKE numbers them), as one transform of our
    proposals, its attributes in IOS's order. `nat_method` is the kind of NAT traversal when there is a NAT."""
    is_ah = protocol == packet.PROTOCOL_AH
    modes = nat.METHODS[nat_method].modes if nat_method else MODES
    attributes = [
        Attribute(_ENCAPSULATION, modes[transform.mode]),
        Attribute(_SA_LIFE_TYPE, SECONDS),
        Attribute(_SA_LIFE_DURATION, _duration(request.lifetime_seconds)),
        Attribute(_SA_LIFE_TYPE, KILOBYTES),
        Attribute(_SA_LIFE_DURATION, _duration(request.lifetime_kilobytes)),
    ]
    hash_name = transform.ah if is_ah else transform.hash
    if hash_name:
        attributes.append(Attribute(_SA_AUTHENTICATION, HMACS[hash_name]))
    if transform.cipher == "aes" and not is_ah:
        attributes.append(Attribute(_SA_KEY_LENGTH, transform.key_bits))
    if request.pfs_group:
        attributes.append(Attribute(_SA_GROUP, request.pfs_group))
    number_of = AH_TRANSFORMS[transform.ah] if is_ah else ESP_CIPHERS[transform.cipher]
    return Transform(number, number_of, tuple(attributes))


def phase2_offer(protocol: int, transform: Transform) -> Phase2Offer:
    """What a transform of an ESP or AH proposal says."""
    found: dict[int, int] = {}
    life = 0
    lives: dict[int, int] = {}
    for attribute in transform.attributes:
        if attribute.kind == _SA_LIFE_TYPE:
            life = attribute.number
        elif attribute.kind == _SA_LIFE_DURATION:
            lives[life] = min(attribute.number, UNLIMITED_KILOBYTES)
        else:
            found[attribute.kind] = attribute.number
    mode = found.get(_ENCAPSULATION, MODES["tunnel"])
    authentication = found.get(_SA_AUTHENTICATION, 0)
    key_bits = found.get(_SA_KEY_LENGTH, 0)
    known = mode in _MODE_NAMES or mode in nat.UDP_MODES
    if protocol == packet.PROTOCOL_AH:
        # The authentication algorithm must say what the transform says (RFC 2407 section 4.4.3).
        hash_name = _AH_NAMES.get(transform.transform_id, "")
        known &= bool(hash_name) and authentication == HMACS[hash_name]
    else:
        cipher = _ESP_CIPHER_NAMES.get(transform.transform_id)
        known &= cipher is not None and (not authentication or authentication in _HMAC_NAMES)
        known &= cipher != "aes" or key_bits in (128, 192, 256)
    return Phase2Offer(
        protocol,
        transform.transform_id,
        mode,
        authentication,
        key_bits,
        lives.get(SECONDS, DEFAULT_LIFE_SECONDS),
        lives.get(KILOBYTES, UNLIMITED_KILOBYTES),
        found.get(_SA_GROUP, 0),
        known,
    )


def combined(offers: Iterable[Phase2Offer]) -> EspTransform | None:
    """The transform that offers of different protocols under one number make; None when they do not fit together
    or are not known."""
    cipher = hash_name = ah = ""
    key_bits, modes = 0, set()
    for offer in offers:
        if not offer.known:
            return None
        modes.add((offer.mode_name, offer.group, offer.udp))
        if offer.protocol == packet.PROTOCOL_AH:
            ah = _AH_NAMES[offer.transform_id]
        else:
            cipher, key_bits = _ESP_CIPHER_NAMES[offer.transform_id], offer.key_bits
            hash_name = _HMAC_NAMES.get(offer.authentication, "")
    if len(modes) != 1:
        return None
    return EspTransform(cipher, key_bits, hash_name, modes.pop()[0], ah)


# -- identities -------------------------------------------------------------------------------------------------


def proxy_payload(proxy: ProxyIdentity) -> bytes:
    """A proxy identity as the body of an ID payload."""
    host = proxy.mask == 0xFFFFFFFF
    kind = packet.ID_IPV4_ADDR if host else packet.ID_IPV4_ADDR_SUBNET
    data = proxy.network.packed if host else proxy.network.packed + proxy.mask.packed
    return packet.encode_identity(packet.Identity(kind, proxy.protocol, proxy.port, data))


def proxy_of(body: bytes) -> ProxyIdentity:
    """The proxy identity in an ID payload. Raises DecodeError also for a type that is no address or subnet."""
    identity = packet.decode_identity(body)
    if identity.kind == packet.ID_IPV4_ADDR:
        return ProxyIdentity(IPv4.unpack(identity.data), IPv4(0xFFFFFFFF), identity.protocol, identity.port)
    if identity.kind == packet.ID_IPV4_ADDR_SUBNET:
        mask = IPv4.unpack(identity.data[4:])
        return ProxyIdentity(IPv4(IPv4.unpack(identity.data[:4]) & mask), mask, identity.protocol, identity.port)
    raise DecodeError(f"proxy identity of type {identity.kind}")


def identity_text(body: bytes) -> str:
    """The identity of a phase 1 ID payload as IOS prints it."""
    identity = packet.decode_identity(body)
    if identity.kind == packet.ID_IPV4_ADDR:
        return str(IPv4.unpack(identity.data))
    return "".join(chr(byte) if 32 < byte < 127 else "." for byte in identity.data[:255])
