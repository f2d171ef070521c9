"""What quick mode's payloads say, and which of the peer's offers to choose (RFC 2408 section 4.2).

Proposals with the same number stand for protocols that are all wanted: AH around ESP. Of each protocol one
transform is to be chosen.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from ios_emu.features.isakmp import doi, groups, packet
from ios_emu.features.isakmp.doi import Phase2Offer
from ios_emu.features.isakmp.packet import Proposal
from ios_emu.features.isakmp.sa import IkeSa, QuickMode
from ios_emu.router.key_engine import Accepted, ProxyIdentity, SaRequest
from ios_emu.wire import DecodeError, IPv4

if TYPE_CHECKING:
    from ios_emu.features.isakmp.engine import Ike

_LOWEST_SPI = 256
"""Smaller ones are reserved (RFC 2406 section 2.1)."""
_MAX_CHOICES = 256
"""Combinations of transforms looked at under one number."""
_PROXIES_ERROR, _TRANSFORM_ERROR = 32, 256
"""The errors that later releases print for a proposal that IPsec refuses."""

Payloads = dict[int, list[bytes]]
"""The bodies of a message's payloads by type."""


class Refused(Exception):
    """The offer is not acceptable; the text is the reason IOS gives for deleting the node."""


class Choice(NamedTuple):
    """What was chosen from an offer: of each protocol, the outermost first, its proposal with one transform."""

    proposals: tuple[Proposal, ...]
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


def spi_of(proposal: Proposal) -> int:
    """The SPI of a proposal; 0 when it is none."""
    spi = int.from_bytes(proposal.spi, "big") if len(proposal.spi) == 4 else 0
    return spi if spi >= _LOWEST_SPI else 0


# -- offering ---------------------------------------------------------------------------------------------------


def offer(sa: IkeSa, node: QuickMode) -> tuple[Proposal, ...]:
    """Our proposals: one for each transform that IPsec wants, or two under one number when it is AH around ESP."""
    request = node.request
    method = sa.nat.method if sa.nat.found else ""
    proposals = []
    for number, transform in enumerate(request.transforms, 1):
        for protocol, spi in zip(transform.protocols, node.inbound_spis, strict=False):
            ike_protocol = doi.PROTOCOLS[protocol]
            offered = doi.phase2_transform(1, ike_protocol, transform, request, method)
            proposals.append(Proposal(number, ike_protocol, spi.to_bytes(4, "big"), (offered,)))
    return tuple(proposals)


# -- choosing ---------------------------------------------------------------------------------------------------


def _groups(proposals: tuple[Proposal, ...]) -> Iterator[list[Proposal]]:
    """The proposals that we could take, those of one number together, AH first."""
    for number in dict.fromkeys(proposal.number for proposal in proposals):
        found = [proposal for proposal in proposals if proposal.number == number]
        protocols = [proposal.protocol for proposal in found]
        known = set(protocols) <= set(doi.PROTOCOLS.values()) and len(set(protocols)) == len(protocols)
        if known and all(spi_of(proposal) and proposal.transforms for proposal in found):
            yield sorted(found, key=lambda proposal: proposal.protocol)


def choose(
    ike: Ike, sa: IkeSa, proposals: tuple[Proposal, ...], request: SaRequest, his_public: bytes | None
) -> Choice:
    """The first transforms, in the peer's order, that IPsec accepts. Raises Refused."""
    voice = ike.voice
    for group in _groups(proposals):
        voice.say(sa, f"Checking IPSec proposal {group[0].number}")
        combinations = product(*(proposal.transforms for proposal in group))
        for _, transforms in zip(range(_MAX_CHOICES), combinations, strict=False):
            offers = []
            for proposal, transform in zip(group, transforms, strict=True):
                offers.append(doi.phase2_offer(proposal.protocol, transform))
                voice.phase2_offer(transform.number, offers[-1])
            wanted = doi.combined(offers)
            usable = offers[0].udp == sa.nat.found and _group_fits(offers[0].group, his_public)
            if wanted is None or not usable:
                voice.say(sa, "atts not acceptable. Next payload is 0")
                continue
            voice.say(sa, "atts are acceptable.")
            agreed = _ask(ike, sa, replace(request, transforms=(wanted,)), offers[0])
            if agreed is not None:
                pairs = zip(group, transforms, strict=True)
                return Choice(tuple(proposal._replace(transforms=(one,)) for proposal, one in pairs), agreed)
    raise Refused("quick mode rejected")


def _ask(ike: Ike, sa: IkeSa, request: SaRequest, offer: Phase2Offer) -> SaRequest | None:
    """Put an offer to IPsec: what is agreed, or None."""
    wanted = replace(
        request,
        lifetime_seconds=offer.seconds,
        lifetime_kilobytes=offer.kilobytes,
        pfs_group=offer.group,
        udp=offer.udp,
    )
    answer = ike.host.ipsec.validate(wanted) if ike.host.ipsec is not None else None
    if isinstance(answer, Accepted):
        return replace(
            wanted, lifetime_seconds=answer.lifetime_seconds, lifetime_kilobytes=answer.lifetime_kilobytes
        )
    about_transform = answer is not None and answer.reason.startswith("transform")
    error = _TRANSFORM_ERROR if about_transform else _PROXIES_ERROR
    ike.voice.say(sa, ike.voice.style.invalidated.format(error=error))
    return None


def _group_fits(group: int, his_public: bytes | None) -> bool:
    if not group:
        return True
    return group in groups.BITS and his_public is not None and len(his_public) * 8 == groups.BITS[group]


def chosen(ike: Ike, sa: IkeSa, node: QuickMode, proposals: tuple[Proposal, ...]) -> Choice:
    """What the responder chose, which must be one of the things we offered. Raises DecodeError."""
    group = next(_groups(proposals), [])
    if not group or len(group) != len(proposals) or any(len(one.transforms) != 1 for one in group):
        raise DecodeError("the responder has not chosen one proposal")
    ike.voice.say(sa, f"Checking IPSec proposal {group[0].number}")
    offers = []
    for proposal in group:
        transform = proposal.transforms[0]
        offers.append(doi.phase2_offer(proposal.protocol, transform))
        ike.voice.phase2_offer(transform.number, offers[-1])
    wanted, group_number = doi.combined(offers), offers[0].group
    if wanted is None or wanted not in node.request.transforms or group_number != node.request.pfs_group:
        raise DecodeError("the responder has chosen what we did not offer")
    if offers[0].udp != sa.nat.found:
        raise DecodeError("the responder has chosen another encapsulation")
    ike.voice.say(sa, "atts are acceptable.")
    agreed = _ask(ike, sa, replace(node.request, transforms=(wanted,)), offers[0])
    if agreed is None:
        raise DecodeError("IPsec does not want any more what it asked for")
    return Choice(tuple(group), agreed)
