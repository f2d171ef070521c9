"""NAT traversal: how IKE finds a NAT between the peers and moves out of its way (RFC 3947), and keeps it open.

Both sides name in vendor IDs the kinds of NAT traversal they can do, the RFC's or a draft's. With the public
values each sends a hash of the peer's address and port as it knows them, and one of its own; whose hash does not
come out right has been translated. Then everything moves to UDP port 4500, where an ISAKMP message begins with
four zero bytes and anything else is ESP (RFC 3948):

    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    |        Source Port            |      Destination Port         |
    |           Length              |           Checksum            |
    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    |  0: the non-ESP marker, then an ISAKMP message; else ESP's SPI|
    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+

A single byte 0xFF keeps the NAT's binding alive and says nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ios_emu.features.isakmp import crypto, packet
from ios_emu.features.isakmp.packet import Payload
from ios_emu.features.isakmp.sa import IkeSa
from ios_emu.kernel import SECOND
from ios_emu.router.release import ByRelease, Train
from ios_emu.wire import IPv4

if TYPE_CHECKING:
    from ios_emu.features.isakmp.engine import Ike

PORT = 500
FLOATED_PORT = 4500
MARKER = bytes(4)
KEEPALIVE = b"\xff"
MAX_ADDRESSES = 16
"""NAT-D payloads looked at: a host with several addresses sends a hash for each."""


class Method(NamedTuple):
    """One kind of NAT traversal. `vendor_ids`: the first is ours, the others mean the same."""

    title: str
    vendor_ids: tuple[bytes, ...]
    payload: int
    """The type of its NAT-D payload."""
    modes: dict[str, int]
    """What its encapsulation modes are called in a quick mode."""


_RFC_MODES = {"tunnel": 3, "transport": 4}
_DRAFT_MODES = {"tunnel": 61443, "transport": 61444}
METHODS = {
    "rfc3947": Method("RFC 3947", (bytes.fromhex("4a131c81070358455c5728f20e95452f"),), packet.NAT_D, _RFC_MODES),
    "07": Method("v7", (bytes.fromhex("439b59f8ba676c4c7737ae22eab8f582"),), packet.NAT_D, _RFC_MODES),
    "03": Method("v3", (bytes.fromhex("7d9419a65310ca6f2c179d9215529d56"),), packet.NAT_D_DRAFT, _DRAFT_MODES),
    "02": Method(
        "v2",
        # The hash of the draft's name with a newline after it, and the one without.
        tuple(map(bytes.fromhex, ("90cb80913ebb696e086381b5ec427b1f", "cd60464335df21f87cfdb2fc68b6a448"))),
        packet.NAT_D_DRAFT,
        _DRAFT_MODES,
    ),
}
UDP_MODES = {number: mode for method in METHODS.values() for mode, number in method.modes.items()}
"""Every encapsulation mode in UDP by its number."""

_KNOWN: ByRelease[tuple[str, ...]] = ByRelease(
    {Train.R12_2: (), Train.R12_3T: ("07", "03", "02"), Train.R12_4: ("rfc3947", "07", "03", "02")}
)


def known(ike: Ike) -> tuple[str, ...]:
    """The kinds of NAT traversal this router can do and is allowed to, the best first."""
    return _KNOWN[ike.host.release] if ike.config.nat_traversal else ()


def method_of(vendor_id: bytes) -> str:
    """The kind of NAT traversal a vendor ID stands for; empty for any other."""
    return next((name for name, method in METHODS.items() if vendor_id in method.vendor_ids), "")


def choose(ike: Ike, sa: IkeSa, vendor_ids: list[bytes]) -> None:
    """Take the best kind that both sides can do."""
    offered = {method_of(body): None for body in vendor_ids}
    sa.nat.method = next((name for name in known(ike) if name in offered), "")


# -- discovery --------------------------------------------------------------------------------------------------


def _hash(sa: IkeSa, address: IPv4, port: int) -> bytes:
    """HASH(CKY-I | CKY-R | address | port) (RFC 3947 section 3.2)."""
    assert sa.policy is not None
    cookies = sa.initiator_cookie + sa.responder_cookie
    return crypto.digest(sa.policy.hash, cookies + address.packed + port.to_bytes(2, "big"))


def discovery(sa: IkeSa) -> list[Payload]:
    """The NAT-D payloads to send: of the peer, of ourselves. None without a kind that both can do."""
    if not sa.nat.method:
        return []
    kind = METHODS[sa.nat.method].payload
    hashes = (_hash(sa, sa.peer, sa.peer_port), _hash(sa, sa.local, sa.local_port))
    return [Payload(kind, value) for value in hashes]


def discover(ike: Ike, sa: IkeSa, payloads: dict[int, list[bytes]]) -> None:
    """The peer's NAT-D payloads: the first is of this side as the peer sees it, the others of the peer."""
    if not sa.nat.method:
        return
    bodies = payloads.get(METHODS[sa.nat.method].payload, [])[:MAX_ADDRESSES]
    if len(bodies) < 2:
        return
    mine, his = _hash(sa, sa.local, sa.local_port), _hash(sa, sa.peer, sa.peer_port)
    mine_found = his_found = False
    for body in bodies:
        mine_found |= body == mine
        his_found |= body == his
        ike.voice.discovery(sa, mine_found, his_found)
    sa.nat.local_behind, sa.nat.peer_behind = not mine_found, not his_found
    ike.voice.discovered(sa)


def float_ports(sa: IkeSa) -> None:
    """The initiator moves to port 4500 when there is a NAT (RFC 3947 section 4)."""
    if sa.nat.found and sa.local_port != FLOATED_PORT:
        sa.local_port = sa.peer_port = FLOATED_PORT


def follow(ike: Ike, sa: IkeSa, local_port: int, peer_port: int) -> None:
    """The peer has proved to be at this port now: answer there."""
    if (local_port, peer_port) != (sa.local_port, sa.peer_port):
        if local_port == FLOATED_PORT:
            ike.voice.floated(sa, peer_port)
        sa.local_port, sa.peer_port = local_port, peer_port


# -- keeping the binding ----------------------------------------------------------------------------------------


def start_keepalives(ike: Ike, sa: IkeSa) -> None:
    """Whoever is behind the NAT keeps its binding open, if it is configured to."""
    if sa.nat.local_behind and ike.config.nat_keepalive and sa.established:
        ike.host.timers.start(("nat", sa.handle), ike.config.nat_keepalive * SECOND)


def on_timer(ike: Ike, sa: IkeSa) -> None:
    """A period has passed: say something, unless ESP has."""
    ipsec = ike.host.ipsec
    sent = ipsec.traffic(sa.local, sa.peer)[0] if ipsec is not None else 0
    if sent == sa.nat.packets_sent:
        ike.host.transmit(sa.local, sa.local_port, sa.peer, sa.peer_port, KEEPALIVE)
    sa.nat.packets_sent = sent
    start_keepalives(ike, sa)
