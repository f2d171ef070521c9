"""How each release words `debug crypto isakmp`: what a Voice (see `debug`) looks up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from ios_emu.router.release import ByRelease, Train


@dataclass(frozen=True)
class Created:
    """How the IPsec SAs of a quick mode are described. `pfs_flags` come on top with perfect forward secrecy."""

    inbound: str = "inbound SA from {source} to {target}\n        (proxy {ours} to {theirs})"
    outbound: str = "outbound SA from {source} to {target} (proxy {ours} to {theirs})"
    inbound_spi: str = "0x{:X}"
    outbound_spi: str = "{}"
    inbound_flags: int = 0x4
    outbound_flags: int = 0x4
    pfs_flags: int = 0
    tail: tuple[str, ...] = ()


@dataclass(frozen=True)
class Style:
    """The wording of one release. In templates `conn` is the conn-id, `fast` what fast paths print for it."""

    prefix: str = "ISAKMP (0:{conn}):"
    unnumbered: str = "ISAKMP (0:0):"
    """The prefix of what concerns no SA, or one whose number is not said yet."""
    packet_prefix: str = "ISAKMP (0:{conn}): "
    total: str = "ISAKMP ({conn}): Total payload length: {length}"
    received: str = "received packet from {peer} ({role}) {state}"
    sending: str = "sending packet to {peer} ({role}) {state}"
    sent: str = ""
    """What is said after a message has been sent."""
    error_counter: str = "incrementing error counter on sa: {why}"
    deleting: str = 'deleting SA reason "{reason}" state ({role}) {state} (peer {peer}) input queue 0'
    pointer: str = "{:X}"
    inserted: str = "ISAKMP: insert sa successfully sa = {:X}"
    received_nat_d: str = ""
    locked: str = ""
    """The peer that an SA refers to is locked; empty: releases that have no such thing."""
    local_key: str = ""
    matches_none: str = "ISAKMP (0:{conn}): peer matches *none* of the profiles"
    unacceptable: str = " phase {phase} SA policy not acceptable! (local {local} remote {remote})"
    created: Created = Created()
    invalidated: str = " IPSec policy invalidated proposal"
    reasons: Mapping[str, str] = field(default_factory=dict)
    """Reasons for deleting things, where they read otherwise than in 12.2."""

    # What a release can do, or says at all
    aligned: bool = True
    """Every text stands one blank after the prefix; in later releases some stand right at it."""
    machine: bool = True
    """The state machine reports its transitions."""
    dpd: bool = True
    """Dead peer detection."""
    looking: bool = False
    """Keyrings are named while a key is looked for."""
    key_engine: bool = True
    """Messages from the key engine are announced."""
    skeyid: bool = True
    early_identity: bool = False
    """The kind of authentication is said before the public values are sent, not with the identity."""
    profile_first: bool = False
    """Profiles are matched before the hash is checked."""
    nat_hashes: bool = False
    """Each NAT-D payload is commented on."""
    outstanding: bool = False
    lifetimes: bool = False
    """How the lifetime of phase 1 comes about is explained."""
    install_state: bool = False
    """The responder of a quick mode waits in a state of its own for IPsec to install the SAs."""


_12_2 = Style(machine=False, dpd=False, early_identity=True, unacceptable=" phase {phase} SA not acceptable!")
_PORTS = " my_port {my_port} peer_port {peer_port}"
_12_3T = Style(
    received="received packet from {peer} dport {my_port} sport {peer_port} Global ({role}) {state}",
    sending="sending packet to {peer}" + _PORTS + " ({role}) {state}",
    local_key="ISAKMP (0:{conn}) local preshared key found",
    created=Created(
        inbound="inbound SA from {source} to {target} (f/i)  0/ 0\n        (proxy {ours} to {theirs})",
        outbound="outbound SA from {source:<15} to {target:<15} (f/i)  0/ 0 (proxy {ours:<15} to {theirs:<15})",
        inbound_flags=0x2,
        outbound_flags=0xA,
        pfs_flags=0x11,
        tail=("has client flags 0x0",),
    ),
    looking=True,
)
_12_4 = replace(
    _12_3T,
    prefix="ISAKMP:(0:{conn}:SW:1):",
    unnumbered="ISAKMP:(0:0:N/A:0):",
    packet_prefix="ISAKMP (0:{fast}): ",
    total="{prefix}Total payload length: {length}",
    error_counter="incrementing error counter on sa, attempt {count} of 5: {why}",
    deleting='deleting SA reason "{reason}" state ({role}) {state} (peer {peer}) ',
    inserted="insert sa successfully sa = {:X}",
    received_nat_d="ISAKMP:received payload type 20",
    locked="ISAKMP: Locking peer struct 0x{:X}, IKE refcount {} for {}",
    local_key="{prefix} local preshared key found",
    matches_none="{unnumbered}: peer matches *none* of the profiles",
    created=replace(
        _12_3T.created,
        outbound="outbound SA from {source} to {target} (f/i) 0/0\n        (proxy {ours} to {theirs})",
        outbound_spi=" 0x{:X}",
    ),
    reasons={
        "death by retransmission P1": "Death by retransmission P1",
        "death by retransmission P2": "Death by retransmission P2",
    },
    aligned=False,
    looking=False,
    profile_first=True,
    outstanding=True,
)
_15 = replace(
    _12_4,
    prefix="ISAKMP:({conn}):",
    unnumbered="ISAKMP:(0):",
    packet_prefix="ISAKMP ({conn}): ",
    sent="Sending an IKE IPv4 Packet.",
    pointer="0x{:X}",
    received_nat_d="ISAKMP ({conn}): received payload type 20",
    locked="ISAKMP: Locking peer struct 0x{:X}, refcount {} for {}",
    invalidated=" IPSec policy invalidated proposal with error {error}",
    reasons={
        **_12_4.reasons,
        "informational (in) state 1": "Informational (in) state 1",
        "quick mode done (await)": "QM done (await)",
        "": "No Error",
        "quick mode rejected": "QM rejected",
        "delete_larval": "Delete Larval",
    },
    key_engine=False,
    skeyid=False,
    nat_hashes=True,
    lifetimes=True,
    install_state=True,
)
STYLES = ByRelease({Train.R12_2: _12_2, Train.R12_3T: _12_3T, Train.R12_4: _12_4, Train.R15: _15})
