"""What quick mode's payloads say, and which of the peer's offers to choose (RFC 2408 section 4.2)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from ios_emu.features.isakmp import doi, groups, packet
from ios_emu.features.isakmp.doi import EspOffer
from ios_emu.features.isakmp.packet import Proposal
from ios_emu.features.isakmp.sa import IkeSa, QuickMode
from ios_emu.router.key_engine import Accepted, ProxyIdentity, SaRequest
from ios_emu.wire import DecodeError, IPv4

if TYPE_CHECKING:
    from ios_emu.features.isakmp.engine import Ike

_LOWEST_SPI = 256
"""Smaller ones are reserved (RFC 2406 section 2.1)."""

Payloads = dict[int, list[bytes]]
"""The bodies of a message's payloads by type."""


class Refused(Exception):
    """The offer is not acceptable; the text is the reason IOS gives for deleting the node."""


class Choice(NamedTuple):
    """What was chosen from an offer."""

    proposal: Proposal
    transform: packet.Transform
    offer: EspOffer
    request: SaRequest
    """The pair of SAs as agreed: one transform, the final lifetimes."""


# -- reading ----------------------------------------------------------------------------------------------------


def optional(payloads: Payloads, kind: int) -> bytes | None:
    """The body of the payload of this type, if there is one. Raises DecodeError for several."""
    bodies = payloads.get(kind, [])
    if len(bodies) > 1:
        raise DecodeError(f"quick mode with {len(bodies)} {packet.payload_name(kind)} payloads")
    return bodies[0] if bodies else None


def one(payloads: Payloads, kind: int) -> bytes:
    """The body of the one payload of this type. Raises DecodeError when there is none."""
    body = optional(payloads, kind)
    if body is None:
        raise DecodeError(f"quick mode without {packet.payload_name(kind)} payload")
    return body


def nonce(payloads: Payloads) -> bytes:
    """The nonce. Raises DecodeError for a length that RFC 2409 section 5 forbids."""
    body = one(payloads, packet.NONCE)
    if not 8 <= len(body) <= 256:
        raise DecodeError(f"nonce of {len(body)} bytes")
    return body


def proxies(sa: IkeSa, payloads: Payloads) -> tuple[ProxyIdentity, ProxyIdentity]:
    """IDci and IDcr; without them the endpoints speak for themselves alone (RFC 2409 section 5.5)."""
    bodies = payloads.get(packet.ID, [])
    if not bodies:
        host = IPv4(0xFFFFFFFF)
        return ProxyIdentity(sa.peer, host), ProxyIdentity(sa.local, host)
    if len(bodies) != 2:
        raise DecodeError(f"quick mode with {len(bodies)} ID payloads")
    return doi.proxy_of(bodies[0]), doi.proxy_of(bodies[1])


# -- choosing ---------------------------------------------------------------------------------------------------


def choose(
    ike: Ike, sa: IkeSa, proposals: tuple[Proposal, ...], request: SaRequest, his_public: bytes | None
) -> Choice:
    """The first transform, in the peer's order, that IPsec accepts. Raises Refused."""
    voice = ike.voice
    numbers = [proposal.number for proposal in proposals]
    for proposal in proposals:
        voice.say(sa, f"Checking IPSec proposal {proposal.number}")
        spi = int.from_bytes(proposal.spi, "big")
        # Two protocols under one number must both be used (RFC 2408 section 4.2); we use ESP alone.
        usable = proposal.protocol == packet.PROTOCOL_ESP and numbers.count(proposal.number) == 1
        if not usable or len(proposal.spi) != 4 or spi < _LOWEST_SPI:
            continue
        for transform in proposal.transforms:
            offer = doi.esp_offer(transform)
            voice.esp_offer(transform.number, offer)
            if offer.transform is None or not _group_fits(offer.group, his_public):
                voice.say(sa, "atts not acceptable. Next payload is 0")
                continue
            voice.say(sa, "atts are acceptable.")
            wanted = replace(
                request,
                transforms=(offer.transform,),
                lifetime_seconds=offer.seconds,
                lifetime_kilobytes=offer.kilobytes,
                pfs_group=offer.group,
            )
            answer = ike.host.ipsec.validate(wanted) if ike.host.ipsec is not None else None
            if isinstance(answer, Accepted):
                agreed = replace(
                    wanted,
                    lifetime_seconds=answer.lifetime_seconds,
                    lifetime_kilobytes=answer.lifetime_kilobytes,
                )
                return Choice(proposal, transform, offer, agreed)
            voice.say(sa, "IPSec policy invalidated proposal")
    raise Refused("quick mode rejected")


def _group_fits(group: int, his_public: bytes | None) -> bool:
    if not group:
        return True
    return group in groups.BITS and his_public is not None and len(his_public) * 8 == groups.BITS[group]


def chosen(ike: Ike, sa: IkeSa, node: QuickMode, proposals: tuple[Proposal, ...]) -> EspOffer:
    """What the responder chose, which must be one of the things we offered. Raises DecodeError."""
    if len(proposals) != 1 or len(proposals[0].transforms) != 1:
        raise DecodeError("the responder has not chosen one proposal")
    proposal = proposals[0]
    spi = int.from_bytes(proposal.spi, "big")
    if proposal.protocol != packet.PROTOCOL_ESP or len(proposal.spi) != 4 or spi < _LOWEST_SPI:
        raise DecodeError("the responder has chosen another protocol, or no SPI")
    ike.voice.say(sa, f"Checking IPSec proposal {proposal.number}")
    offer = doi.esp_offer(proposal.transforms[0])
    ike.voice.esp_offer(proposal.transforms[0].number, offer)
    if offer.transform not in node.request.transforms or offer.group != node.request.pfs_group:
        raise DecodeError("the responder has chosen what we did not offer")
    ike.voice.say(sa, "atts are acceptable.")
    return offer
