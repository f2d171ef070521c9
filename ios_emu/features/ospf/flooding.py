"""Flooding out (RFC 2328 sections 13.2, 13.3 and 13.6): installing, sending on, retransmission.

What is flooded waits 33 ms in its interface's queue, so that LSAs that change together travel together (IOS's
flood pacing). What is retransmitted goes a packet at a time, 66 ms apart (retransmission pacing).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ios_emu.features.ospf import debug, lsa, packet
from ios_emu.features.ospf.interface import OspfInterface, Status
from ios_emu.features.ospf.lsa import Lsa, LsaHeader
from ios_emu.features.ospf.lsdb import Ref, Stored
from ios_emu.features.ospf.neighbor import Awaiting, Neighbor, State
from ios_emu.features.ospf.packet import ALL_D_ROUTERS, ALL_SPF_ROUTERS
from ios_emu.kernel import MILLISECOND, SECOND
from ios_emu.wire import IPv4

if TYPE_CHECKING:
    from ios_emu.features.ospf.process import Process

_OVERHEAD = 20 + packet.HEADER_LENGTH


# -- installing --------------------------------------------------------------------------------------


def install(process: Process, scope: IPv4 | None, new: Stored) -> None:
    """Put an instance into its database in place of the one before (section 13.2)."""
    lsdb = process.lsdb(scope)
    ref = Ref(scope, new.lsa.key)
    old = lsdb.get(ref.key)
    if old is not None and new.originated_at is None:
        new.originated_at = old.originated_at
    lsdb.put(new)
    for interface in process.interfaces_in(scope):
        for neighbor in interface.neighbors.values():
            neighbor.retransmit.pop(ref, None)
    dead = new.lsa.header.age >= lsa.MAX_AGE
    if dead:
        process.maxage[ref] = None
    else:
        process.maxage.pop(ref, None)
        _watch_age(process, ref, new)
    if old is None or _differs(old.lsa, new.lsa):
        process.routing_changed(scope, new)


def _watch_age(process: Process, ref: Ref, new: Stored) -> None:
    due = new.due()
    process.ager.add(due, ref)
    remaining = process.remaining("age")
    if remaining is None or remaining > due - process.now:
        process.start(max(due - process.now, 0), "age")


def _differs(old: Lsa, new: Lsa) -> bool:
    """Whether a new instance says something else (the end of section 13.2)."""
    return (
        old.body != new.body
        or old.header.options != new.header.options
        or (old.header.age >= lsa.MAX_AGE) != (new.header.age >= lsa.MAX_AGE)
    )


# -- flooding out ------------------------------------------------------------------------------------


def flood(process: Process, scope: IPv4 | None, stored: Stored, source: Neighbor | None = None) -> bool:
    """Send an LSA on (section 13.3); `source` is the neighbour it came from.

    Returns whether it goes back out of the interface it came in on.
    """
    back = False
    for interface in process.interfaces_in(scope):
        if interface.status in (Status.DOWN, Status.LOOPBACK):
            continue
        came_in_here = source is not None and source.interface == interface.name
        if _flood_on(process, interface, scope, stored, source, came_in_here) and came_in_here:
            back = True
    return back


def _flood_on(
    process: Process,
    interface: OspfInterface,
    scope: IPv4 | None,
    stored: Stored,
    source: Neighbor | None,
    came_in_here: bool,
) -> bool:
    if interface.settings.database_filter:
        return False
    ref = Ref(scope, stored.lsa.key)
    wanted = False
    for neighbor in interface.neighbors.values():
        if neighbor.state < State.EXCHANGE:
            continue
        asked = neighbor.requests.get(ref.key)
        if asked is not None:
            newer = lsa.compare(stored.lsa.header, asked)
            if newer >= 0:
                del neighbor.requests[ref.key]
            if newer <= 0:
                continue
        if neighbor is source:
            continue
        await_acknowledgment(process, interface, neighbor, ref, stored)
        wanted = True
    if not wanted:
        return False
    if came_in_here and source is not None:
        if source.address in (interface.designated, interface.backup):
            return False
        if interface.status is Status.BACKUP:
            return False
    interface.flood_queue[ref] = None
    tell(process, debug.TO_FLOOD, interface, stored.lsa.header)
    if process.remaining("flood", interface.name) is None:
        process.debug(debug.START_PACING, interface.name)
        process.start(process.config.flood_pacing * MILLISECOND, "flood", interface.name)
    return True


def tell(
    process: Process, message: debug.Message, interface: OspfInterface, header: LsaHeader, **more: object
) -> None:
    """A debug line about one LSA."""
    if process.debugging(debug.FLOOD):
        values = header._asdict() | more
        values["sequence"] = header.sequence & 0xFFFFFFFF
        process.debug(message, interface.name, **values)


def send_queue(process: Process, interface: OspfInterface) -> None:
    """The pacing timer: send what waits to be flooded."""
    refs = list(interface.flood_queue)
    interface.flood_queue.clear()
    interface.last_flood = len(refs)
    interface.longest_flood = max(interface.longest_flood, len(refs))
    send_update(process, interface, group(interface), refs)
    if process.debugging(debug.FLOOD):
        for ref in refs:
            stored = process.lookup(ref)
            if stored is not None:
                tell(process, debug.FLOODED, interface, stored.lsa.header)
        process.debug(debug.STOP_FLOOD, interface.name)


def room(interface: OspfInterface) -> int:
    """The bytes of OSPF body that fit one IP packet on the interface."""
    settings = interface.settings
    return max(settings.mtu - _OVERHEAD - settings.authentication.overhead, 64)


def group(interface: OspfInterface) -> IPv4:
    """To whom flooded updates and delayed acknowledgments go."""
    return ALL_D_ROUTERS if interface.elects and not interface.leads else ALL_SPF_ROUTERS


def send_update(
    process: Process,
    interface: OspfInterface,
    destination: IPv4,
    refs: Sequence[Ref],
    neighbor: Neighbor | None = None,
) -> None:
    """Send the LSAs at `refs` as they are now, in as many packets as it takes; `neighbor`: to it alone."""
    settings = interface.settings
    limit = room(interface) - 4
    batch: list[Lsa] = []
    size = 0
    for ref in refs:
        stored = process.lookup(ref)
        if stored is None:
            continue
        length = stored.lsa.header.length
        if batch and size + length > limit:
            _send_batch(process, interface, destination, batch, neighbor)
            batch, size = [], 0
        batch.append(stored.lsa.at_age(min(stored.age(process.now) + settings.transmit_delay, lsa.MAX_AGE)))
        size += length
    if batch:
        _send_batch(process, interface, destination, batch, neighbor)


def _send_batch(
    process: Process, interface: OspfInterface, destination: IPv4, batch: list[Lsa], neighbor: Neighbor | None
) -> None:
    body = packet.encode_update([one.encode() for one in batch])
    if neighbor is not None:
        length, count = len(body) - 4, len(batch)
        process.debug(debug.SEND_UPDATE, interface.name, address=destination, length=length, count=count)
    if process.debugging(debug.FLOOD):
        message = debug.FLOODING if neighbor is None else debug.SENDING
        process.debug(message, interface.name, address=destination, area=interface.area_name)
        for place, one in enumerate(batch):
            tell(process, debug.LSA_SENT, interface, one.header, place=place)
    process.send(interface, packet.UPDATE, body, destination)


# -- retransmission ----------------------------------------------------------------------------------


def await_acknowledgment(
    process: Process, interface: OspfInterface, neighbor: Neighbor, ref: Ref, stored: Stored
) -> None:
    """Put an LSA on a neighbour's retransmission list."""
    delay = interface.settings.retransmit * SECOND
    neighbor.retransmit[ref] = Awaiting(stored, process.now + delay)
    tell(process, debug.TO_RETRANSMIT, interface, stored.lsa.header, neighbor=neighbor.router_id)
    if process.remaining("retransmit", interface.name, neighbor.address) is None:
        process.debug(debug.START_RETRANSMIT, interface.name, neighbor=neighbor.router_id)
        process.start(delay, "retransmit", interface.name, neighbor.address)


def retransmit(process: Process, interface: OspfInterface, neighbor: Neighbor) -> None:
    """Send again what has not been acknowledged for RxmtInterval, a packet's worth."""
    now = process.now
    interval = interface.settings.retransmit * SECOND
    left = room(interface) - 4
    again: list[Ref] = []
    for ref, awaiting in neighbor.retransmit.items():
        if awaiting.due > now:
            continue
        left -= awaiting.stored.lsa.header.length
        if again and left < 0:
            break
        again.append(ref)
        awaiting.due = now + interval
    if again:
        neighbor.retransmissions += len(again)
        neighbor.last_scan = len(again)
        neighbor.longest_scan = max(neighbor.longest_scan, len(again))
        process.debug(debug.RETRANSMITTING, interface.name, neighbor=neighbor.router_id, count=len(again))
        send_update(process, interface, interface.destination(neighbor), again, neighbor)
    if neighbor.retransmit:
        due = min(awaiting.due for awaiting in neighbor.retransmit.values())
        delay = max(due - now, process.config.retransmission_pacing * MILLISECOND)
        process.start(delay, "retransmit", interface.name, neighbor.address)


def neighbor_gone(process: Process, interface: OspfInterface) -> None:
    """A neighbour left: when it was the last, nothing waits to be said."""
    if not any(n.state >= State.EXCHANGE for n in interface.neighbors.values()):
        interface.flood_queue.clear()
        interface.delayed_acks.clear()
