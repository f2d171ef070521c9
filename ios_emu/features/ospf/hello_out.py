"""Hellos out (RFC 2328 section 9.5). Where there is no multicast, to each neighbour for itself (9.5.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ios_emu.features.ospf import debug, packet
from ios_emu.features.ospf.interface import OspfInterface
from ios_emu.features.ospf.neighbor import Event, Neighbor, State
from ios_emu.features.ospf.packet import ALL_SPF_ROUTERS, Hello
from ios_emu.kernel import SECOND
from ios_emu.wire import ANY, IPv4

if TYPE_CHECKING:
    from ios_emu.features.ospf.process import Process


def send(process: Process, interface: OspfInterface) -> None:
    """Send a hello to everybody and start the timer of the next."""
    settings = interface.settings
    if settings.passive:
        return
    if settings.multicast:
        send_to(process, interface, settings.peer_address if interface.is_virtual else ALL_SPF_ROUTERS)
    else:
        for neighbor in list(interface.neighbors.values()):
            if neighbor.state > State.DOWN and greets(interface, neighbor):
                send_to(process, interface, neighbor.address)
    process.start(settings.hello_time, "hello", settings.name)


def send_to(process: Process, interface: OspfInterface, destination: IPv4) -> None:
    """Send one hello."""
    settings = interface.settings
    process.debug(
        debug.SEND_HELLO,
        settings.name,
        destination=destination,
        area=interface.area_name,
        address=settings.address,
    )
    body = Hello(
        ANY if interface.is_virtual else settings.prefix.mask,
        settings.hello,
        process.area_type(settings.area).value,
        settings.priority,
        settings.dead,
        interface.designated,
        interface.backup,
        tuple(n.router_id for n in interface.neighbors.values() if n.state >= State.INIT),
    )
    process.send(interface, packet.HELLO, body.encode(), destination)


# -- without multicast -------------------------------------------------------------------------------


def greets(interface: OspfInterface, neighbor: Neighbor) -> bool:
    """Whether hellos go to this neighbour unasked."""
    if not interface.elects or interface.leads:
        return True
    if interface.settings.priority:
        return neighbor.priority > 0
    return neighbor.address in (interface.designated, interface.backup)


def attempt(process: Process, interface: OspfInterface) -> None:
    """Make sure of the configured neighbours, and call those that are to be called and were not yet."""
    if interface.settings.multicast:
        return
    for address, static in interface.settings.neighbors:
        neighbor = interface.neighbors.get(address)
        if neighbor is None:
            neighbor = interface.neighbors[address] = Neighbor(ANY, address, interface.name, process.now)
            neighbor.priority = static.priority
        waiting = process.remaining("poll", interface.name, address) is not None
        if neighbor.state is State.DOWN and not neighbor.ignored and not waiting and greets(interface, neighbor):
            process.neighbor_event(interface, neighbor, Event.START)
            send_to(process, interface, address)


def lost(process: Process, interface: OspfInterface, neighbor: Neighbor) -> bool:
    """A neighbour is down. Whether it is kept, to be called again now and then."""
    static = interface.configured(neighbor.address)
    if static is None or interface.settings.multicast:
        return False
    process.start(static.poll * SECOND, "poll", interface.name, neighbor.address)
    return True


def poll(process: Process, interface: OspfInterface, neighbor: Neighbor) -> None:
    """The poll timer: call a neighbour that is down."""
    if neighbor.state is State.DOWN and lost(process, interface, neighbor) and greets(interface, neighbor):
        send_to(process, interface, neighbor.address)
