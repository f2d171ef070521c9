"""The longer blocks of `debug crypto isakmp`: offers, and the SAs that come of them."""

from __future__ import annotations

from collections.abc import Iterator

from ios_emu.features.isakmp import packet
from ios_emu.features.isakmp.doi import (
    AH_TRANSFORMS,
    AUTHENTICATIONS,
    ESP_CIPHERS,
    HMACS,
    Phase1Offer,
    Phase2Offer,
    cipher_name,
    hash_name,
)
from ios_emu.features.isakmp.sa import IkeSa, QuickMode
from ios_emu.features.isakmp.wording import Style

_CIPHER_WORDS = {"des": "DES-CBC", "3des": "3DES-CBC", "aes": "AES-CBC"}
_HASH_WORDS = {"md5": "MD5", "sha": "SHA", "sha256": "SHA256", "sha384": "SHA384", "sha512": "SHA512"}
_AUTHENTICATION_WORDS = {
    AUTHENTICATIONS["pre-share"]: "pre-share",
    AUTHENTICATIONS["rsa-sig"]: "RSA sig",
    AUTHENTICATIONS["rsa-encr"]: "RSA encr",
}
_TRANSFORM_WORDS = {
    packet.PROTOCOL_ESP: {number: f"ESP_{name.upper()}" for name, number in ESP_CIPHERS.items()},
    packet.PROTOCOL_AH: {number: f"AH_{name.upper()}" for name, number in AH_TRANSFORMS.items()},
}
_HMAC_WORDS = {number: f"HMAC-{name.upper()}" for name, number in HMACS.items()}
_INDENT = "ISAKMP:      "


def duration(value: int) -> str:
    """A lifetime as the short or the long form of an attribute."""
    if value <= 0xFFFF:
        return f"(basic) of {value}"
    return "(VPI) of  " + "".join(f"0x{byte:X} " for byte in value.to_bytes(4, "big"))


def attributes(offer: Phase1Offer) -> Iterator[str]:
    """The lines about a phase 1 transform."""
    cipher, hash_algorithm = cipher_name(offer.encryption), hash_name(offer.hash)
    yield f"{_INDENT}encryption {_CIPHER_WORDS[cipher] if cipher else f'{offer.encryption}?'}"
    if offer.key_bits:
        yield f"{_INDENT}keylength of {offer.key_bits}"
    yield f"{_INDENT}hash {_HASH_WORDS[hash_algorithm] if hash_algorithm else f'{offer.hash}?'}"
    yield f"{_INDENT}default group {offer.group}"
    yield f"{_INDENT}auth {_AUTHENTICATION_WORDS.get(offer.authentication, f'{offer.authentication}?')}"
    if offer.lifetime:
        yield f"{_INDENT}life type in seconds"
        yield f"{_INDENT}life duration {duration(offer.lifetime)}"


def phase2_attributes(number: int, offer: Phase2Offer, names_mode: bool) -> Iterator[str]:
    """The lines about a phase 2 transform."""
    words = _TRANSFORM_WORDS[offer.protocol]
    yield f"ISAKMP: transform {number}, {words.get(offer.transform_id, f'{offer.transform_id}?')}"
    yield "ISAKMP:   attributes in transform:"
    mode = offer.mode_name.capitalize() or "unknown"
    named = f" ({mode}{'-UDP' if offer.udp else ''})" if names_mode else ""
    yield f"{_INDENT}encaps is {offer.mode}{named}"
    yield f"{_INDENT}SA life type in seconds"
    yield f"{_INDENT}SA life duration {duration(offer.seconds)}"
    yield f"{_INDENT}SA life type in kilobytes"
    yield f"{_INDENT}SA life duration {duration(offer.kilobytes)}"
    if offer.authentication:
        yield f"{_INDENT}authenticator is {_HMAC_WORDS.get(offer.authentication, 'unknown')}"
    if offer.key_bits:
        yield f"{_INDENT}key length is {offer.key_bits}"
    if offer.group:
        yield f"{_INDENT}group is {offer.group}"


def created(sa: IkeSa, node: QuickMode, conn_ids: list[tuple[int, int]], style: Style) -> Iterator[str]:
    """The lines about the SAs that a quick mode makes, for each protocol an inbound and an outbound one."""
    request, form = node.request, style.created
    ours, theirs = request.local_proxy.network, request.remote_proxy.network
    extra = form.pfs_flags if request.pfs_group else 0
    for inbound_spi, outbound_spi, (inbound, outbound) in zip(
        node.inbound_spis, node.outbound_spis, conn_ids, strict=True
    ):
        yield form.inbound.format(source=sa.peer, target=sa.local, ours=theirs, theirs=ours)
        spi, flags = form.inbound_spi.format(inbound_spi), form.inbound_flags + extra
        yield f"has spi {spi} and conn_id {inbound} and flags {flags:X}"
        yield from _lifetimes(node, form.tail)
        yield form.outbound.format(source=sa.local, target=sa.peer, ours=ours, theirs=theirs)
        spi, flags = form.outbound_spi.format(outbound_spi), form.outbound_flags + extra
        yield f"has spi {spi} and conn_id {outbound} and flags {flags:X}"
        yield from _lifetimes(node, form.tail)


def _lifetimes(node: QuickMode, tail: tuple[str, ...]) -> Iterator[str]:
    yield f"lifetime of {node.request.lifetime_seconds} seconds"
    yield f"lifetime of {node.request.lifetime_kilobytes} kilobytes"
    yield from tail


def nat_text(mine: bool, his: bool) -> str:
    """What the hashes found so far say of a NAT: whether mine, and the peer's, is among them."""
    if mine:
        return "No NAT Found for self or peer" if his else "His hash no match - this node outside NAT"
    return "My hash no match -  this node inside NAT" if his else "NAT found, both nodes inside NAT"
