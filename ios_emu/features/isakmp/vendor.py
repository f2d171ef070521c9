"""Vendor IDs (RFC 2408 section 3.16): what a router says of itself in them, and what it learns of the peer.

What an IOS says so that another may tell "speaking to another IOS box!", and whether it wants Cisco's keepalives,
was never published: 15 bytes of ours, then one byte of capabilities. All the others are what everybody sends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ios_emu.features.isakmp import nat, packet
from ios_emu.features.isakmp.packet import Payload
from ios_emu.features.isakmp.sa import IkeSa
from ios_emu.router.release import ByRelease, Train

if TYPE_CHECKING:
    from ios_emu.features.isakmp.engine import Ike

DPD = bytes.fromhex("afcad71368a1f1c96b8696fc77570100")
UNITY = bytes.fromhex("12f5f28c457168a9702d9fe274cc0100")
XAUTH = bytes.fromhex("09002689dfd6b712")
IOS = b"ios-emu keepali"
IOS_KEEPALIVE = 0x01
"""The bit of the last byte that wants Cisco's keepalives."""

_ANNOUNCED = ByRelease({Train.R12_2: (), Train.R12_3T: (UNITY, DPD)})
"""What goes with the public values, besides the one that says IOS."""
_MAJOR = 14
"""Where Unity's and DPD's have a version: the 14 bytes before it are a hash of their names."""


def opening(ike: Ike, sa: IkeSa) -> list[Payload]:
    """The vendor IDs of the initiator's first message: the kinds of NAT traversal that it can do."""
    return [_constructed(ike, sa, name) for name in nat.known(ike)]


def answer(ike: Ike, sa: IkeSa) -> list[Payload]:
    """The responder's: the one kind of NAT traversal that it has chosen."""
    return [_constructed(ike, sa, sa.nat.method)] if sa.nat.method else []


def _constructed(ike: Ike, sa: IkeSa, name: str) -> Payload:
    ike.voice.say(sa, f" constructed NAT-T vendor-{name} ID")
    return Payload(packet.VENDOR_ID, nat.METHODS[name].vendor_ids[0])


def exchange(ike: Ike) -> list[Payload]:
    """The vendor IDs that go with our public value."""
    capabilities = IOS_KEEPALIVE if ike.config.keepalive else 0
    bodies = (*_ANNOUNCED[ike.host.release], IOS + bytes([capabilities]))
    return [Payload(packet.VENDOR_ID, body) for body in bodies]


def examine(ike: Ike, sa: IkeSa, body: bytes) -> None:
    """A vendor ID of the peer."""
    voice = ike.voice
    voice.say(sa, " processing vendor id payload")
    if body[:-1] == IOS:
        sa.peer_is_ios = True
        sa.peer_keepalive = bool(body[-1] & IOS_KEEPALIVE)
        voice.say(sa, " speaking to another IOS box!")
        return
    sa.peer_dpd |= body == DPD
    if not voice.style.machine:
        return
    if body in (DPD, UNITY):
        voice.say(sa, f" vendor ID is {'DPD' if body == DPD else 'Unity'}")
        return
    if len(body) > _MAJOR:
        mismatch = "hash" if body[_MAJOR] == 1 else f"major {body[_MAJOR]}"
        voice.say(sa, f" vendor ID seems Unity/DPD but {mismatch} mismatch")
    if body == XAUTH:
        voice.say(sa, " vendor ID is XAUTH")
    method = nat.method_of(body)
    if method:
        voice.say(sa, f" vendor ID is NAT-T {nat.METHODS[method].title}")
