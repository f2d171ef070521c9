"""What a hello from a neighbour does (RFC 2328 section 10.5). `hello_out` sends them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ios_emu.features.ospf import debug, hello_out, segment
from ios_emu.features.ospf.interface import Happening, OspfInterface, Status
from ios_emu.features.ospf.lsa import OPTION_E, OPTION_NP
from ios_emu.features.ospf.neighbor import Event, Neighbor, State
from ios_emu.features.ospf.packet import Hello, PacketHeader
from ios_emu.wire import ANY, IPv4

if TYPE_CHECKING:
    from ios_emu.features.ospf.process import Process


def receive(
    process: Process, interface: OspfInterface, source: IPv4, header: PacketHeader, hello: Hello, data: bytes
) -> None:
    """A hello from `source`; `data` is the whole packet."""
    process.debug(
        debug.RECEIVE_HELLO, interface.name, neighbor=header.router_id, area=interface.area_name, source=source
    )
    if not _agrees(process, interface, source, hello):
        return
    neighbor = _neighbor(process, interface, source, header.router_id)
    if neighbor is None:
        return
    if neighbor.ignored:
        process.debug(debug.IGNORED, interface.name, neighbor=neighbor.router_id)
        return
    segment.neighbor_event(process, interface, neighbor, Event.HELLO_RECEIVED)
    before = neighbor.priority, neighbor.designated, neighbor.backup
    neighbor.options = hello.options
    neighbor.priority = hello.priority
    neighbor.designated = hello.designated
    neighbor.backup = hello.backup
    asked = interface.settings.multicast or hello_out.greets(interface, neighbor)
    if not asked:
        hello_out.send_to(process, interface, source)
    if process.router_id not in hello.neighbors:
        process.debug(debug.NOT_SEEN, interface.name, neighbor=neighbor.router_id)
        segment.neighbor_event(process, interface, neighbor, Event.ONE_WAY)
    else:
        if neighbor.state is State.INIT:
            process.debug(debug.TWO_WAY, interface.name, neighbor=neighbor.router_id)
            segment.neighbor_event(process, interface, neighbor, Event.TWO_WAY_RECEIVED)
        if interface.elects:
            _consider_roles(process, interface, neighbor, before)
    neighbor.last_hello = data if asked else None
    process.debug(debug.END_OF_HELLO, interface.name)


def _agrees(process: Process, interface: OspfInterface, source: IPv4, hello: Hello) -> bool:
    settings, name = interface.settings, interface.name
    differing = hello.options ^ process.area_type(settings.area).value
    mask_ok = interface.unnumbered or hello.mask == settings.prefix.mask
    same = hello.hello_interval == settings.hello and hello.dead_interval == settings.dead
    if mask_ok and same and not differing & (OPTION_E | OPTION_NP):
        return True
    process.count("hello mismatch")
    if differing & OPTION_E:
        process.debug(debug.STUB_MISMATCH, name, source=source)
    elif differing & OPTION_NP:
        process.debug(debug.NSSA_MISMATCH, name, source=source)
    else:
        process.debug(debug.MISMATCHED, name, source=source)
        process.debug(
            debug.PARAMETERS,
            name,
            their_dead=hello.dead_interval,
            dead=settings.dead,
            their_hello=hello.hello_interval,
            hello=settings.hello,
            their_mask=hello.mask,
            mask=settings.prefix.mask,
        )
    return False


def _neighbor(process: Process, interface: OspfInterface, source: IPv4, router_id: IPv4) -> Neighbor | None:
    """The neighbour at `source`, made if need be. A changed router ID makes it another neighbour."""
    neighbor = interface.neighbors.get(source)
    if neighbor is not None and neighbor.router_id in (router_id, ANY):
        neighbor.router_id = router_id
        return neighbor
    if neighbor is not None:
        segment.neighbor_event(process, interface, neighbor, Event.KILL)
    if len(interface.neighbors) >= segment.MAX_NEIGHBORS:
        process.count("too many neighbors")
        return None
    neighbor = Neighbor(router_id, source, interface.name, process.now)
    interface.neighbors[source] = neighbor
    return neighbor


def _consider_roles(
    process: Process, interface: OspfInterface, neighbor: Neighbor, before: tuple[int, IPv4, IPv4]
) -> None:
    """The end of section 10.5: what the neighbour declares may end the wait, or call for an election."""
    priority, designated, backup = before
    address = neighbor.address
    is_designated, is_backup = neighbor.designated == address, neighbor.backup == address
    if priority != neighbor.priority:
        interface.neighbor_change = True
    if interface.status is Status.WAITING and ((is_designated and neighbor.backup == ANY) or is_backup):
        segment.happen(process, interface, Happening.BACKUP_SEEN)
        return
    if is_designated != (designated == address) or is_backup != (backup == address):
        interface.neighbor_change = True
