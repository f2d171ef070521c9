"""Flooding (RFC 2328 section 13): updates in and out, acknowledgments, retransmission.

What is flooded waits 33 ms in its interface's queue, so that LSAs that change together travel together (IOS's
flood pacing). What is retransmitted goes a packet at a time, 66 ms apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ios_emu.features.ospf import lsa, packet
from ios_emu.features.ospf.interface import OspfInterface, Status
from ios_emu.features.ospf.lsa import Lsa, LsaHeader
from ios_emu.features.ospf.lsdb import MIN_ARRIVAL, Ref, Stored
from ios_emu.features.ospf.neighbor import Awaiting, Event, Neighbor, State
from ios_emu.features.ospf.packet import ALL_D_ROUTERS, ALL_SPF_ROUTERS
from ios_emu.kernel import MILLISECOND, SECOND
from ios_emu.wire import DecodeError, IPv4

if TYPE_CHECKING:
    from ios_emu.features.ospf.process import Process

FLOOD_PACING = 33 * MILLISECOND
RETRANSMISSION_PACING = 66 * MILLISECOND
ACK_DELAY = 2500 * MILLISECOND
MAX_DELAYED_ACKS = 70
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
        process.routing_changed(new)


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
    if process.remaining("flood", interface.name) is None:
        process.start(FLOOD_PACING, "flood", interface.name)
    return True


def send_queue(process: Process, interface: OspfInterface) -> None:
    """The pacing timer: send what waits to be flooded."""
    refs = list(interface.flood_queue)
    interface.flood_queue.clear()
    interface.last_flood = len(refs)
    interface.longest_flood = max(interface.longest_flood, len(refs))
    send_update(process, interface, _group(interface), refs)


def _group(interface: OspfInterface) -> IPv4:
    """To whom flooded updates and delayed acknowledgments go."""
    return ALL_SPF_ROUTERS if interface.leads or interface.is_point_to_point else ALL_D_ROUTERS


def send_update(
    process: Process,
    interface: OspfInterface,
    destination: IPv4,
    refs: Sequence[Ref],
    neighbor: Neighbor | None = None,
) -> None:
    """Send the LSAs at `refs` as they are now, in as many packets as it takes; `neighbor`: to it alone."""
    settings = interface.settings
    limit = settings.mtu - _OVERHEAD - 4 - settings.authentication.overhead
    batch: list[bytes] = []
    size = 0
    for ref in refs:
        stored = process.lookup(ref)
        if stored is None:
            continue
        encoded = stored.encode(process.now, settings.transmit_delay)
        if batch and size + len(encoded) > limit:
            _send_batch(process, interface, destination, batch, neighbor)
            batch, size = [], 0
        batch.append(encoded)
        size += len(encoded)
    if batch:
        _send_batch(process, interface, destination, batch, neighbor)


def _send_batch(
    process: Process, interface: OspfInterface, destination: IPv4, batch: list[bytes], neighbor: Neighbor | None
) -> None:
    body = packet.encode_update(batch)
    family = "adj" if neighbor is not None else "flood"
    if process.debugging(family):
        text = f"Send UPD to {destination} on {interface.name} length {len(body) - 4} LSA count {len(batch)}"
        process.debug(family, text, interface.name)
    process.send(interface, packet.UPDATE, body, destination)


# -- retransmission ----------------------------------------------------------------------------------


def await_acknowledgment(
    process: Process, interface: OspfInterface, neighbor: Neighbor, ref: Ref, stored: Stored
) -> None:
    """Put an LSA on a neighbour's retransmission list."""
    delay = interface.settings.retransmit * SECOND
    neighbor.retransmit[ref] = Awaiting(stored, process.now + delay)
    if process.remaining("retransmit", interface.name, neighbor.address) is None:
        process.start(delay, "retransmit", interface.name, neighbor.address)


def retransmit(process: Process, interface: OspfInterface, neighbor: Neighbor) -> None:
    """Send again what has not been acknowledged for RxmtInterval, a packet's worth."""
    now = process.now
    interval = interface.settings.retransmit * SECOND
    room = interface.settings.mtu - _OVERHEAD - 4 - interface.settings.authentication.overhead
    again: list[Ref] = []
    for ref, awaiting in neighbor.retransmit.items():
        if awaiting.due > now:
            continue
        room -= awaiting.stored.lsa.header.length
        if again and room < 0:
            break
        again.append(ref)
        awaiting.due = now + interval
    if again:
        neighbor.retransmissions += len(again)
        neighbor.last_scan = len(again)
        neighbor.longest_scan = max(neighbor.longest_scan, len(again))
        to = ALL_SPF_ROUTERS if interface.is_point_to_point else neighbor.address
        if process.debugging("flood"):
            text = f"Retransmitting update to {neighbor.router_id} on {interface.name}, {len(again)} LSAs"
            process.debug("flood", text, interface.name)
        send_update(process, interface, to, again, neighbor)
    if neighbor.retransmit:
        due = min(awaiting.due for awaiting in neighbor.retransmit.values())
        delay = max(due - now, RETRANSMISSION_PACING)
        process.start(delay, "retransmit", interface.name, neighbor.address)


def neighbor_gone(process: Process, interface: OspfInterface) -> None:
    """A neighbour left: when it was the last, nothing waits to be said."""
    if not any(n.state >= State.EXCHANGE for n in interface.neighbors.values()):
        interface.flood_queue.clear()
        interface.delayed_acks.clear()


# -- updates in --------------------------------------------------------------------------------------


def receive_update(process: Process, interface: OspfInterface, neighbor: Neighbor, lsas: Sequence[Lsa]) -> None:
    """An update came in (section 13)."""
    if neighbor.state < State.EXCHANGE:
        return
    family = "flood" if neighbor.state is State.FULL else "adj"
    if process.debugging(family):
        length = packet.HEADER_LENGTH + 4 + sum(one.header.length for one in lsas)
        text = f"Rcv LS UPD from {neighbor.router_id} on {interface.name} length {length} LSA count {len(lsas)}"
        process.debug(family, text, interface.name)
    direct: list[LsaHeader] = []
    for one in lsas:
        if not one.checksum_ok():
            process.count("bad LSA checksum")
            continue
        if one.header.type not in lsa.KNOWN_TYPES:
            process.count("unknown LSA type")
            continue
        if not _take(process, interface, neighbor, one, direct):
            break
    if direct:
        to = ALL_SPF_ROUTERS if interface.is_point_to_point else neighbor.address
        process.send(interface, packet.ACKNOWLEDGMENT, packet.encode_headers(direct), to)


def _take(
    process: Process, interface: OspfInterface, neighbor: Neighbor, one: Lsa, direct: list[LsaHeader]
) -> bool:
    """Steps 4 to 8 for one LSA. False: stop with this packet. Headers to acknowledge at once go to `direct`."""
    now = process.now
    ref = process.ref(interface.settings.area, one.key)
    stored = process.lookup(ref)
    if one.header.age >= lsa.MAX_AGE and stored is None and not process.exchanging():
        direct.append(one.header)
        return True
    newer = 1 if stored is None else lsa.compare(one.header, stored.header(now))
    if newer > 0:
        _take_newer(process, interface, neighbor, one, ref, stored)
        return True
    assert stored is not None
    if ref.key in neighbor.requests:
        process.neighbor_event(interface, neighbor, Event.BAD_LS_REQUEST)
        return False
    if newer == 0:
        if neighbor.retransmit.pop(ref, None) is None:
            direct.append(one.header)
        elif interface.status is Status.BACKUP and neighbor.address == interface.designated:
            _acknowledge_later(process, interface, one.header)
        return True
    header = stored.lsa.header
    if stored.age(now) >= lsa.MAX_AGE and header.sequence == lsa.MAX_SEQUENCE:
        return True
    last = neighbor.sent_directly.get(ref)
    if last is None or now - last >= MIN_ARRIVAL:
        neighbor.sent_directly[ref] = now
        to = ALL_SPF_ROUTERS if interface.is_point_to_point else neighbor.address
        send_update(process, interface, to, [ref], neighbor)
    return True


def _take_newer(
    process: Process,
    interface: OspfInterface,
    neighbor: Neighbor,
    one: Lsa,
    ref: Ref,
    stored: Stored | None,
) -> None:
    """Step 5: the LSA is news."""
    now = process.now
    if stored is not None and stored.flooded and now - stored.installed_at < MIN_ARRIVAL:
        process.count("MinLSArrival")
        return
    if stored is None and process.full():
        process.count("database full")
        return
    try:
        body = lsa.decode_body(one)
    except DecodeError:
        process.count("malformed LSA")
        return
    if one.header.age > lsa.MAX_AGE:
        one = one.at_age(lsa.MAX_AGE)
    new = Stored(one, body, now, flooded=ref.key not in neighbor.requests)
    neighbor.sent_directly.pop(ref, None)
    install(process, ref.scope, new)
    back = flood(process, ref.scope, new, neighbor)
    if not back and (interface.status is not Status.BACKUP or neighbor.address == interface.designated):
        _acknowledge_later(process, interface, one.header)
    process.contested(ref)


# -- acknowledgments ---------------------------------------------------------------------------------


def _acknowledge_later(process: Process, interface: OspfInterface, header: LsaHeader) -> None:
    """A delayed acknowledgment (section 13.5)."""
    interface.delayed_acks.append(header)
    if len(interface.delayed_acks) >= MAX_DELAYED_ACKS:
        send_delayed_acks(process, interface)
    elif len(interface.delayed_acks) == 1:
        process.start(ACK_DELAY, "acks", interface.name)


def send_delayed_acks(process: Process, interface: OspfInterface) -> None:
    """Send the acknowledgments that wait."""
    process.stop("acks", interface.name)
    room = interface.settings.mtu - _OVERHEAD - interface.settings.authentication.overhead
    each = max(room // lsa.HEADER_LENGTH, 1)
    headers = interface.delayed_acks
    interface.delayed_acks = []
    for at in range(0, len(headers), each):
        body = packet.encode_headers(headers[at : at + each])
        process.send(interface, packet.ACKNOWLEDGMENT, body, _group(interface))


def receive_acknowledgment(
    process: Process, interface: OspfInterface, neighbor: Neighbor, headers: Sequence[LsaHeader]
) -> None:
    """Acknowledgments came in (section 13.7): what they name need not be sent again."""
    if neighbor.state < State.EXCHANGE:
        return
    for header in headers:
        ref = process.ref(interface.settings.area, header.key)
        awaiting = neighbor.retransmit.get(ref)
        if awaiting is not None and lsa.compare(header, awaiting.stored.header(process.now)) == 0:
            del neighbor.retransmit[ref]
