"""What a hello from a neighbour does (RFC 2328 section 10.5). `segment` sends them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ios_emu.features.ospf import segment
from ios_emu.features.ospf.interface import Happening, OspfInterface, Status
from ios_emu.features.ospf.lsa import OPTION_E
from ios_emu.features.ospf.neighbor import Event, Neighbor, State
from ios_emu.features.ospf.packet import Hello, PacketHeader
from ios_emu.wire import ANY, IPv4

if TYPE_CHECKING:
    from ios_emu.features.ospf.process import Process


def receive(
    process: Process, interface: OspfInterface, source: IPv4, header: PacketHeader, hello: Hello, data: bytes
) -> None:
    """A hello from `source`; `data` is the whole packet."""
    if process.debugging("hello"):
        area = segment.area_name(interface.settings.area)
        text = f"Rcv hello from {header.router_id} area {area} from {interface.name} {source}"
        process.debug("hello", text, interface.name)
    if not _agrees(process, interface, source, hello):
        return
    neighbor = _neighbor(process, interface, source, header.router_id)
    if neighbor is None:
        return
    if neighbor.ignored:
        process.debug("adj", f"Nbr {neighbor.router_id} is currently ignored", interface.name)
        return
    segment.neighbor_event(process, interface, neighbor, Event.HELLO_RECEIVED)
    before = neighbor.priority, neighbor.designated, neighbor.backup
    neighbor.options = hello.options
    neighbor.priority = hello.priority
    neighbor.designated = hello.designated
    neighbor.backup = hello.backup
    if process.router_id not in hello.neighbors:
        segment.neighbor_event(process, interface, neighbor, Event.ONE_WAY)
    else:
        if neighbor.state is State.INIT:
            _two_way(process, interface, neighbor)
        if not interface.is_point_to_point:
            _consider_roles(process, interface, neighbor, before)
    neighbor.last_hello = data
    if process.debugging("hello"):
        process.debug("hello", "End of hello processing", interface.name)


def _two_way(process: Process, interface: OspfInterface, neighbor: Neighbor) -> None:
    if process.debugging("adj"):
        text = f"2 Way Communication to {neighbor.router_id} on {interface.name}, state 2WAY"
        process.debug("adj", text, interface.name)
    segment.neighbor_event(process, interface, neighbor, Event.TWO_WAY_RECEIVED)


def _agrees(process: Process, interface: OspfInterface, source: IPv4, hello: Hello) -> bool:
    settings = interface.settings
    mask_ok = interface.is_point_to_point or hello.mask == settings.prefix.mask
    same = hello.hello_interval == settings.hello and hello.dead_interval == settings.dead
    if mask_ok and same and hello.options & OPTION_E:
        return True
    process.count("hello mismatch")
    if process.debugging("hello") or process.debugging("adj"):
        family = "adj" if process.debugging("adj") else "hello"
        if not hello.options & OPTION_E:
            text = f"Hello from {source} with mismatched Stub/Transit area option bit"
            process.debug(family, text, interface.name)
            return False
        process.debug(family, f"Mismatched hello parameters from {source}", interface.name)
        text = (
            f"Dead R {hello.dead_interval} C {settings.dead}, "
            f"Hello R {hello.hello_interval} C {settings.hello}  Mask R {hello.mask} C {settings.prefix.mask}"
        )
        process.debug(family, text, interface.name)
    return False


def _neighbor(process: Process, interface: OspfInterface, source: IPv4, router_id: IPv4) -> Neighbor | None:
    """The neighbour at `source`, made if need be. A changed router ID makes it another neighbour."""
    neighbor = interface.neighbors.get(source)
    if neighbor is not None and neighbor.router_id == router_id:
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
