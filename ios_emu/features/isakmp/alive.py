"""Signs of life: Cisco's own keepalives, and dead peer detection (RFC 3706).

Whatever the peer proves to have sent restarts a period of N seconds; if it passes, we ask. Who began the last
exchange leaves the next to the other by waiting half a second longer, so that questions do not cross: two routers
with the same period therefore take turns. An unanswered question is repeated every `retry` seconds:

    N s      retry     retry     retry     retry     retry
    --> ask   1: ask    2: ask    3: ask    4: ask    5: the peer is dead

Cisco's own keepalives (`K`) are always periodic. Dead peer detection (`D`) asks periodically, or on demand: only
when packets have gone out to the peer and none has come back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ios_emu.features.isakmp import informational, packet
from ios_emu.features.isakmp.config import Keepalive
from ios_emu.features.isakmp.packet import Notify
from ios_emu.features.isakmp.sa import IkeSa
from ios_emu.kernel import MILLISECOND, SECOND

if TYPE_CHECKING:
    from ios_emu.features.isakmp.engine import Ike

ERRORS = 5
"""Unanswered questions after which a peer is dead."""
TURN = 500 * MILLISECOND
"""How much longer the one waits who began the last exchange."""
ALIVE_TIMER = "PEERS_ALIVE_TIMER"


def _config(ike: Ike, sa: IkeSa) -> Keepalive | None:
    profile = ike.config.profiles.get(sa.profile)
    return profile.keepalive if profile is not None and profile.keepalive else ike.config.keepalive


def start(ike: Ike, sa: IkeSa) -> None:
    """Phase 1 is complete: agree on how to watch each other, if we are to."""
    if _config(ike, sa) is None:
        return
    if sa.peer_dpd and ike.voice.style.dpd:
        sa.keepalive = "D"
    elif sa.peer_keepalive:
        sa.keepalive = "K"
    sign(ike, sa, sa.initiator)


def sign(ike: Ike, sa: IkeSa, we_began: bool) -> None:
    """The peer has proved that it is there, in an exchange that it or we began."""
    keepalive = _config(ike, sa)
    if sa.keepalive and keepalive is not None:
        sa.awaiting = False
        sa.errors = 0
        period = keepalive.period * SECOND + (TURN if we_began else 0)
        ike.host.timers.start(("keepalive", sa.handle), period)


def on_timer(ike: Ike, sa: IkeSa) -> None:
    """A period has passed without a sign of life, or a question without an answer."""
    keepalive = _config(ike, sa)
    if keepalive is None or not sa.established:
        return
    timer, voice = ("keepalive", sa.handle), ike.voice
    detecting = sa.keepalive == "D"
    if not sa.awaiting:
        if detecting and not keepalive.periodic and not _owes_a_sign(ike, sa):
            ike.host.timers.start(timer, keepalive.period * SECOND)
            return
        sa.awaiting = True
    else:
        sa.errors += 1
        if detecting:
            voice.say(sa, f"DPD incrementing error counter ({sa.errors}/{ERRORS})")
        else:
            voice.counted(sa, sa.errors, ALIVE_TIMER)
        if sa.errors == ERRORS:
            voice.say(sa, f"peer {sa.peer} not responding!" if detecting else "peer not responding!")
            if ike.host.ipsec is not None:
                ike.host.ipsec.turn_from(sa.local, sa.peer)
            ike.delete(sa, f"P1 errcounter exceeded ({ALIVE_TIMER})")
            return
    _ask(ike, sa)
    voice.moved(sa, "IKE_MESG_FROM_TIMER, IKE_TIMER_PEERS_ALIVE", sa.state, sa.state)
    ike.host.timers.start(timer, keepalive.retry * SECOND)


def _owes_a_sign(ike: Ike, sa: IkeSa) -> bool:
    ipsec = ike.host.ipsec
    if ipsec is None:
        return False
    sent, received = ipsec.traffic(sa.local, sa.peer)
    owes = sent != sa.packets_sent and received == sa.packets_received
    sa.packets_sent, sa.packets_received = sent, received
    return owes


def _ask(ike: Ike, sa: IkeSa) -> None:
    if sa.keepalive == "K":
        informational.send_notify(ike, sa, packet.ITS_ALIVE)
        return
    # The first sequence number is random, without its highest bit (RFC 3706 section 6.1).
    sa.dpd_sent = (sa.dpd_sent + 1 if sa.dpd_sent else ike.random.getrandbits(31) | 1) & 0xFFFFFFFF
    informational.send_notify(ike, sa, packet.R_U_THERE, sa.dpd_sent.to_bytes(4, "big"))


def notified(ike: Ike, sa: IkeSa, notify: Notify) -> bool:
    """The peer asks, or answers. Whether that proves it to be alive now: a repeated sequence number does not."""
    if notify.kind == packet.ITS_ALIVE:
        informational.send_notify(ike, sa, packet.ITS_ALIVE_ACK)
    elif notify.kind in (packet.R_U_THERE, packet.R_U_THERE_ACK):
        sequence = int.from_bytes(notify.data[:4], "big")
        name = "R_U_THERE" if notify.kind == packet.R_U_THERE else "R_U_THERE_ACK"
        ike.voice.more(sa, f" DPD/{name} received from peer {sa.peer}, sequence 0x{sequence:X}")
        if notify.kind == packet.R_U_THERE_ACK:
            return sa.awaiting and notify.data == sa.dpd_sent.to_bytes(4, "big")
        seen = sa.dpd_received and sequence <= sa.dpd_received
        if len(notify.data) != 4 or seen or not ike.voice.style.dpd:
            return False
        sa.dpd_received = sequence
        informational.send_notify(ike, sa, packet.R_U_THERE_ACK, notify.data)
    return True
