"""The database exchange: description, request, and what is retransmitted of them (RFC 2328 sections 10.6-10.9).

Requests are sent in Loading only, when the descriptions are through (section 10.9 leaves that free).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ios_emu.features.ospf import debug, flooding, lsa, packet
from ios_emu.features.ospf.interface import OspfInterface
from ios_emu.features.ospf.lsa import LsaHeader, LsaKey
from ios_emu.features.ospf.lsdb import Ref
from ios_emu.features.ospf.neighbor import Event, Neighbor, State
from ios_emu.features.ospf.packet import (
    FLAG_INIT,
    FLAG_MASTER,
    FLAG_MORE,
    DatabaseDescription,
)
from ios_emu.kernel import SECOND

if TYPE_CHECKING:
    from ios_emu.features.ospf.process import Process

MAX_DESCRIPTION_TRIES = 25


# -- database description ----------------------------------------------------------------------------


def negotiate(process: Process, interface: OspfInterface, neighbor: Neighbor) -> None:
    """Enter ExStart: claim to be the master."""
    if not neighbor.dd_sequence:
        neighbor.dd_sequence = process.host.kernel.random(f"{process.host.name}/ospf/dd").randrange(1, 0x2FFF)
    neighbor.dd_sequence = neighbor.dd_sequence + 1 & 0xFFFFFFFF
    neighbor.master = True
    neighbor.more_to_send = True
    neighbor.description_tries = 0
    process.debug(debug.PREPARE, interface.name, neighbor=neighbor.router_id)
    _send_description(process, interface, neighbor, FLAG_INIT | FLAG_MORE | FLAG_MASTER, ())


def summarise(process: Process, interface: OspfInterface, neighbor: Neighbor) -> None:
    """Enter Exchange: list the database, unless it is filtered. What is at MaxAge goes on the retransmission list
    instead."""
    now = process.now
    scopes = (
        (interface.settings.area, None) if process.admits(interface, lsa.EXTERNAL) else (interface.settings.area,)
    )
    for scope in scopes if not interface.settings.database_filter else ():
        for key, stored in process.lsdb(scope).entries.items():
            ref = Ref(scope, key)
            if stored.age(now) >= lsa.MAX_AGE:
                flooding.await_acknowledgment(process, interface, neighbor, ref, stored)
            else:
                neighbor.summary.append(ref)
    neighbor.summary.reverse()
    process.debug(debug.SUMMARISED, interface.name, neighbor=neighbor.router_id, count=len(neighbor.summary))


def _send_description(
    process: Process, interface: OspfInterface, neighbor: Neighbor, flags: int, headers: tuple[LsaHeader, ...]
) -> None:
    settings = interface.settings
    mtu = 0 if interface.is_virtual else settings.mtu
    options = process.area_type(settings.area).lsa_options
    description = DatabaseDescription(mtu, options, flags, neighbor.dd_sequence, headers)
    neighbor.last_description = description.encode()
    _transmit_description(process, interface, neighbor)


def _transmit_description(process: Process, interface: OspfInterface, neighbor: Neighbor) -> None:
    body = neighbor.last_description
    process.debug(
        debug.SEND_DESCRIPTION,
        interface.name,
        neighbor=neighbor.router_id,
        sequence=int.from_bytes(body[4:8], "big"),
        options=body[2],
        flags=body[3],
        length=packet.HEADER_LENGTH + len(body),
    )
    process.send(interface, packet.DATABASE_DESCRIPTION, body, interface.destination(neighbor))
    if neighbor.master:
        delay = interface.settings.retransmit * SECOND
        process.start(delay, "dbd", interface.name, neighbor.address)


def repeat_description(process: Process, interface: OspfInterface, neighbor: Neighbor) -> None:
    """No answer came: send the description again, up to 25 times."""
    if not neighbor.last_description:
        return
    neighbor.description_tries += 1
    if neighbor.description_tries > MAX_DESCRIPTION_TRIES:
        process.debug(debug.KILLING, interface.name, neighbor=neighbor.router_id, tries=MAX_DESCRIPTION_TRIES)
        process.neighbor_event(interface, neighbor, Event.TOO_MANY_RETRANSMISSIONS)
        return
    tries = neighbor.description_tries
    process.debug(debug.REPEAT_DESCRIPTION, interface.name, neighbor=neighbor.router_id, tries=tries)
    _transmit_description(process, interface, neighbor)


def _send_next(process: Process, interface: OspfInterface, neighbor: Neighbor) -> None:
    """Describe the next part of the database."""
    limit = (flooding.room(interface) - 8) // lsa.HEADER_LENGTH
    headers: list[LsaHeader] = []
    while neighbor.summary and len(headers) < limit:
        stored = process.lookup(neighbor.summary.pop())
        if stored is not None:
            headers.append(stored.header(process.now))
    neighbor.more_to_send = bool(neighbor.summary)
    flags = FLAG_MORE if neighbor.more_to_send else 0
    if neighbor.master:
        flags |= FLAG_MASTER
    neighbor.description_tries = 0
    _send_description(process, interface, neighbor, flags, tuple(headers))


def receive_description(
    process: Process, interface: OspfInterface, neighbor: Neighbor, description: DatabaseDescription
) -> None:
    """A description came in (section 10.6)."""
    process.debug(
        debug.RECEIVE_DESCRIPTION,
        interface.name,
        neighbor=neighbor.router_id,
        sequence=description.sequence,
        options=description.options,
        flags=description.flags,
        length=packet.HEADER_LENGTH + 8 + lsa.HEADER_LENGTH * len(description.headers),
        mtu=description.mtu,
        state=neighbor.state.label,
    )
    if description.mtu > interface.settings.mtu and not interface.settings.mtu_ignore:
        process.count("mtu mismatch")
        process.debug(debug.LARGER_MTU, interface.name, neighbor=neighbor.router_id)
        return
    if 0 < description.mtu < interface.settings.mtu and not interface.settings.mtu_ignore:
        process.debug(debug.SMALLER_MTU, interface.name, neighbor=neighbor.router_id)
    if neighbor.state is State.INIT:
        process.neighbor_event(interface, neighbor, Event.TWO_WAY_RECEIVED)
    if neighbor.state is State.EXSTART:
        _negotiated(process, interface, neighbor, description)
    elif neighbor.state is State.EXCHANGE:
        _exchange(process, interface, neighbor, description)
    elif neighbor.state > State.EXCHANGE:
        _after_exchange(process, interface, neighbor, description)


def _negotiated(
    process: Process, interface: OspfInterface, neighbor: Neighbor, description: DatabaseDescription
) -> None:
    opening = description.flags == FLAG_INIT | FLAG_MORE | FLAG_MASTER and not description.headers
    if opening and neighbor.router_id > process.router_id:
        neighbor.master = False
        neighbor.dd_sequence = description.sequence
        process.stop("dbd", interface.name, neighbor.address)
        role = "SLAVE"
    elif (
        not description.flags & (FLAG_INIT | FLAG_MASTER)
        and description.sequence == neighbor.dd_sequence
        and neighbor.router_id < process.router_id
    ):
        role = "MASTER"
    else:
        if opening:
            process.debug(debug.NOT_SLAVE, interface.name)
        return
    neighbor.options = description.options
    process.debug(debug.NEGOTIATED, interface.name, role=role)
    process.neighbor_event(interface, neighbor, Event.NEGOTIATION_DONE)
    _accept(process, interface, neighbor, description)


def _signature(description: DatabaseDescription) -> tuple[int, int, int]:
    return description.flags, description.options, description.sequence


def _exchange(
    process: Process, interface: OspfInterface, neighbor: Neighbor, description: DatabaseDescription
) -> None:
    if _signature(description) == neighbor.received:
        if not neighbor.master:
            _transmit_description(process, interface, neighbor)
        return
    expected = neighbor.dd_sequence if neighbor.master else neighbor.dd_sequence + 1 & 0xFFFFFFFF
    in_order = (
        bool(description.flags & FLAG_MASTER) != neighbor.master
        and not description.flags & FLAG_INIT
        and (neighbor.received is None or description.options == neighbor.received[1])
        and description.sequence == expected
    )
    if in_order:
        _accept(process, interface, neighbor, description)
    else:
        process.neighbor_event(interface, neighbor, Event.SEQUENCE_MISMATCH)


def _after_exchange(
    process: Process, interface: OspfInterface, neighbor: Neighbor, description: DatabaseDescription
) -> None:
    """In Loading and Full only a duplicate is in order; the slave answers it for as long as the dead interval."""
    if _signature(description) != neighbor.received:
        process.neighbor_event(interface, neighbor, Event.SEQUENCE_MISMATCH)
    elif not neighbor.master:
        if process.now - neighbor.exchanged_at <= interface.settings.dead * SECOND:
            _transmit_description(process, interface, neighbor)
        else:
            process.neighbor_event(interface, neighbor, Event.SEQUENCE_MISMATCH)


def _accept(
    process: Process, interface: OspfInterface, neighbor: Neighbor, description: DatabaseDescription
) -> None:
    """The description is the next in sequence: note what is new in it and answer."""
    neighbor.received = _signature(description)
    for header in description.headers:
        if not process.admits(interface, header.type):
            process.neighbor_event(interface, neighbor, Event.SEQUENCE_MISMATCH)
            return
        stored = process.lookup(process.ref(interface.settings.area, header.key))
        if stored is not None and lsa.compare(header, stored.header(process.now)) <= 0:
            continue
        if stored is None and process.full():
            process.count("database full")
            continue
        neighbor.requests[header.key] = header
    more_to_come = bool(description.flags & FLAG_MORE)
    if neighbor.master:
        neighbor.dd_sequence = neighbor.dd_sequence + 1 & 0xFFFFFFFF
        if neighbor.more_to_send or more_to_come:
            _send_next(process, interface, neighbor)
            return
        process.stop("dbd", interface.name, neighbor.address)
    else:
        neighbor.dd_sequence = description.sequence
        _send_next(process, interface, neighbor)
        if neighbor.more_to_send or more_to_come:
            return
    neighbor.exchanged_at = process.now
    process.debug(debug.EXCHANGE_DONE, interface.name, neighbor=neighbor.router_id)
    process.neighbor_event(interface, neighbor, Event.EXCHANGE_DONE)
    if neighbor.state is State.FULL:
        process.debug(debug.SYNCHRONIZED, interface.name, neighbor=neighbor.router_id)


# -- link state requests -----------------------------------------------------------------------------


def move_on(process: Process, interface: OspfInterface, neighbor: Neighbor) -> None:
    """In Loading: ask for more when what was asked for has come, and be Full when there is no more (10.9)."""
    if not neighbor.requests:
        process.stop("request", interface.name, neighbor.address)
        process.neighbor_event(interface, neighbor, Event.LOADING_DONE)
        process.debug(debug.SYNCHRONIZED, interface.name, neighbor=neighbor.router_id)
    elif not any(key in neighbor.requests for key in neighbor.outstanding):
        limit = flooding.room(interface) // 12
        neighbor.outstanding = tuple(neighbor.requests)[:limit]
        _send_request(process, interface, neighbor, neighbor.outstanding)


def repeat_request(process: Process, interface: OspfInterface, neighbor: Neighbor) -> None:
    """No answer, or not all of it: ask again for what is missing."""
    missing = tuple(key for key in neighbor.outstanding if key in neighbor.requests)
    if neighbor.state is State.LOADING and missing:
        _send_request(process, interface, neighbor, missing)


def _send_request(
    process: Process, interface: OspfInterface, neighbor: Neighbor, keys: tuple[LsaKey, ...]
) -> None:
    who, count = neighbor.router_id, len(keys)
    process.debug(debug.SEND_REQUEST, interface.name, neighbor=who, length=12 * count, count=count)
    process.send(interface, packet.REQUEST, packet.encode_request(keys), interface.destination(neighbor))
    process.start(interface.settings.retransmit * SECOND, "request", interface.name, neighbor.address)


def receive_request(
    process: Process, interface: OspfInterface, neighbor: Neighbor, keys: tuple[LsaKey, ...]
) -> None:
    """The neighbour asks for LSAs (section 10.7)."""
    if neighbor.state < State.EXCHANGE:
        return
    length = packet.HEADER_LENGTH + 12 * len(keys)
    process.debug(
        debug.RECEIVE_REQUEST, interface.name, neighbor=neighbor.router_id, length=length, count=len(keys)
    )
    asked: dict[Ref, None] = {process.ref(interface.settings.area, key): None for key in keys}
    if any(process.lookup(ref) is None or not process.admits(interface, ref.key.type) for ref in asked):
        process.neighbor_event(interface, neighbor, Event.BAD_LS_REQUEST)
        return
    flooding.send_update(process, interface, interface.destination(neighbor), list(asked), neighbor)
