"""Flooding in (RFC 2328 sections 13, 13.5 and 13.7): updates and acknowledgments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ios_emu.features.ospf import debug, flooding, lsa, packet
from ios_emu.features.ospf.interface import OspfInterface, Status
from ios_emu.features.ospf.lsa import Lsa, LsaHeader
from ios_emu.features.ospf.lsdb import Ref, Stored
from ios_emu.features.ospf.neighbor import Event, Neighbor, State
from ios_emu.kernel import MILLISECOND
from ios_emu.wire import DecodeError

if TYPE_CHECKING:
    from ios_emu.features.ospf.process import Process

ACK_DELAY = 2500 * MILLISECOND
MAX_DELAYED_ACKS = 70


# -- updates in --------------------------------------------------------------------------------------


def receive_update(process: Process, interface: OspfInterface, neighbor: Neighbor, lsas: Sequence[Lsa]) -> None:
    """An update came in (section 13)."""
    if neighbor.state < State.EXCHANGE:
        return
    if neighbor.state < State.FULL and process.debugging(debug.ADJ):
        length = packet.HEADER_LENGTH + 4 + sum(one.header.length for one in lsas)
        process.debug(
            debug.RECEIVE_UPDATE, interface.name, neighbor=neighbor.router_id, length=length, count=len(lsas)
        )
    process.debug(debug.UPDATE_RECEIVED, interface.name, neighbor=neighbor.router_id)
    direct: list[LsaHeader] = []
    for one in lsas:
        _tell_received(process, interface, one)
        refusal = "wrong LSA checksum" if not one.checksum_ok() else ""
        if not refusal and not process.admits(interface, one.header.type):
            refusal = "Bad LSA type"
        if refusal:
            _refuse(process, interface, neighbor, one.header, refusal)
            continue
        if not _take(process, interface, neighbor, one, direct):
            break
    if direct:
        _tell_acks(process, interface, debug.SEND_DIRECT_ACK, direct)
        to = interface.destination(neighbor)
        process.send(interface, packet.ACKNOWLEDGMENT, packet.encode_headers(direct), to)


def _refuse(
    process: Process, interface: OspfInterface, neighbor: Neighbor, header: LsaHeader, reason: str
) -> None:
    """An LSA that cannot be taken."""
    process.count(reason)
    what = f"{reason} Type {header.type}, LSID {header.id} from {header.router}"
    process.complain("BADLSATYPE", f"Invalid lsa: {what}, {neighbor.address}, {interface.name}")


def _tell_received(process: Process, interface: OspfInterface, one: Lsa) -> None:
    flooding.tell(process, debug.LSA_RECEIVED, interface, one.header)
    if one.header.type > lsa.ROUTER and process.debugging(debug.FLOOD):
        mask = int.from_bytes(one.body[:4], "big")
        process.debug(debug.LSA_MASK, interface.name, length=mask.bit_count())


def _tell_acks(
    process: Process, interface: OspfInterface, message: debug.Message, headers: Sequence[LsaHeader]
) -> None:
    process.debug(message, interface.name)
    for header in headers:
        flooding.tell(process, debug.ACK_FOR, interface, header)


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
        process.debug(debug.SAME_LSA, interface.name)
        if neighbor.retransmit.pop(ref, None) is None:
            direct.append(one.header)
        elif interface.status is Status.BACKUP and neighbor.address == interface.designated:
            _acknowledge_later(process, interface, one.header)
        else:
            process.debug(debug.ACKNOWLEDGED, interface.name)
        return True
    header = stored.lsa.header
    if stored.age(now) >= lsa.MAX_AGE and header.sequence == lsa.MAX_SEQUENCE:
        return True
    last = neighbor.sent_directly.get(ref)
    if last is None or now - last >= process.config.lsa_arrival * MILLISECOND:
        neighbor.sent_directly[ref] = now
        flooding.send_update(process, interface, interface.destination(neighbor), [ref], neighbor)
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
    least = process.config.lsa_arrival * MILLISECOND
    if stored is not None and stored.flooded and now - stored.installed_at < least:
        process.count("MinLSArrival")
        return
    if stored is None and process.full():
        process.count("database full")
        return
    try:
        body = lsa.decode_body(one)
    except DecodeError:
        _refuse(process, interface, neighbor, one.header, "malformed LSA")
        return
    if one.header.age > lsa.MAX_AGE:
        one = one.at_age(lsa.MAX_AGE)
    new = Stored(one, body, now, flooded=ref.key not in neighbor.requests)
    neighbor.sent_directly.pop(ref, None)
    flooding.install(process, ref.scope, new)
    back = flooding.flood(process, ref.scope, new, neighbor)
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
    each = flooding.room(interface) // lsa.HEADER_LENGTH
    headers = interface.delayed_acks
    interface.delayed_acks = []
    _tell_acks(process, interface, debug.SEND_DELAYED_ACK, headers)
    for at in range(0, len(headers), each):
        body = packet.encode_headers(headers[at : at + each])
        process.send(interface, packet.ACKNOWLEDGMENT, body, flooding.group(interface))


def receive_acknowledgment(
    process: Process, interface: OspfInterface, neighbor: Neighbor, headers: Sequence[LsaHeader]
) -> None:
    """Acknowledgments came in (section 13.7): what they name need not be sent again."""
    if neighbor.state < State.EXCHANGE:
        return
    process.debug(debug.ACK_RECEIVED, interface.name, neighbor=neighbor.router_id)
    for header in headers:
        flooding.tell(process, debug.ACK_OF, interface, header)
        ref = process.ref(interface.settings.area, header.key)
        awaiting = neighbor.retransmit.get(ref)
        if awaiting is not None and lsa.compare(header, awaiting.stored.header(process.now)) == 0:
            del neighbor.retransmit[ref]
            process.debug(debug.ACKNOWLEDGED, interface.name)
