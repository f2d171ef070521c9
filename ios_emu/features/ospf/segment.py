"""The interface on its network: carries out the interface state machine and the neighbours' events.

`happen` is the one way an interface changes status, `neighbor_event` the one way a neighbour changes state.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ios_emu.features.ospf import debug, exchange, externals, flooding, hello_out, originate
from ios_emu.features.ospf.config import InterfaceSettings
from ios_emu.features.ospf.election import elect
from ios_emu.features.ospf.interface import Deed, Happening, OspfInterface, Status
from ios_emu.features.ospf.interface import step as interface_step
from ios_emu.features.ospf.lsdb import Area
from ios_emu.features.ospf.neighbor import Action, Event, Neighbor, State
from ios_emu.features.ospf.neighbor import step as neighbor_step
from ios_emu.features.ospf.packet import ALL_D_ROUTERS, ALL_SPF_ROUTERS
from ios_emu.kernel import SECOND
from ios_emu.wire import ANY, IPv4

if TYPE_CHECKING:
    from ios_emu.features.ospf.process import Process

MAX_NEIGHBORS = 1000
"""Neighbours an interface can have; hellos of more are dropped and counted."""
IGNORE = 60 * SECOND
"""How long a neighbour is ignored that did not answer 25 descriptions."""
_NEIGHBOR_TIMERS = ("dead", "dbd", "request", "retransmit", "ignore", "poll")
_INTERFACE_TIMERS = ("hello", "wait", "acks", "flood")


# -- joining and leaving -----------------------------------------------------------------------------


def join(process: Process, settings: InterfaceSettings) -> None:
    """Run on an interface from now on."""
    interface = process.interfaces[settings.name] = OspfInterface(settings)
    if settings.area not in process.areas:
        process.areas[settings.area] = Area(settings.area)
    if settings.up:
        bring_up(process, interface)


def leave(process: Process, interface: OspfInterface) -> None:
    """Stop running on an interface. An area with no interface left goes, database and all."""
    if interface.status is not Status.DOWN:
        happen(process, interface, Happening.INTERFACE_DOWN)
    del process.interfaces[interface.name]
    area = interface.settings.area
    if not process.interfaces_in(area):
        originate.forget_area(process, area)


def reconfigure(process: Process, interface: OspfInterface, settings: InterfaceSettings) -> None:
    """Settings changed that leave the interface in its place."""
    old, interface.settings = interface.settings, settings
    if settings.up != old.up:
        if settings.up:
            bring_up(process, interface)
        else:
            happen(process, interface, Happening.INTERFACE_DOWN)
        return
    if not settings.up or interface.is_loopback:
        originate.touch_router(process, settings.area)
        return
    for neighbor in list(interface.neighbors.values()):
        neighbor.last_hello = None
        if dict(old.neighbors).get(neighbor.address) and not interface.configured(neighbor.address):
            neighbor_event(process, interface, neighbor, Event.KILL)
            interface.neighbors.pop(neighbor.address, None)
    hello_out.attempt(process, interface)
    if settings.hello_time != old.hello_time:
        hello_out.send(process, interface)
    if settings.priority != old.priority:
        interface.neighbor_change = True
    originate.touch_router(process, settings.area)


def bring_up(process: Process, interface: OspfInterface) -> None:
    """The interface can carry packets."""
    process.debug(debug.GOING_UP, interface.name)
    if interface.is_loopback:
        happen(process, interface, Happening.LOOP_IND)
        return
    if not (interface.settings.passive or interface.is_virtual):
        process.host.member(interface.name, ALL_SPF_ROUTERS, True)
    happen(process, interface, Happening.INTERFACE_UP)


# -- the interface state machine ---------------------------------------------------------------------


def happen(process: Process, interface: OspfInterface, event: Happening) -> None:
    """Let `event` happen to the interface."""
    was = interface.status
    move = interface_step(was, event, interface.settings)
    if Deed.RESET in move.deeds:
        _reset(process, interface)
    _enter(process, interface, move.status)
    if was is not move.status:
        _tell_status(process, interface)
        for area in process.areas:  # what kind of border router this is shows in all of them
            originate.touch_router(process, area)
        externals.changed(process)
        if move.status is Status.DOWN:
            process.interface_down(interface)
    if Deed.SEND_HELLOS in move.deeds:
        hello_out.attempt(process, interface)
        hello_out.send(process, interface)
    if Deed.WAIT in move.deeds:
        process.start(interface.settings.dead * SECOND, "wait", interface.name)
    if Deed.ELECT in move.deeds:
        if event is Happening.BACKUP_SEEN:
            process.debug(debug.BACKUP_SEEN, interface.name)
        hold_election(process, interface)


def _tell_status(process: Process, interface: OspfInterface) -> None:
    status = interface.status
    state = "DOWN" if status is Status.DOWN else "UP"
    name = {Status.WAITING: "WAIT", Status.POINT_TO_POINT: "P2P", Status.POINT_TO_MULTIPOINT: "P2MP"}.get(status)
    process.debug(debug.STATE_CHANGE, interface.name, state=state, status=name or status.value)


def wait_over(process: Process, interface: OspfInterface) -> None:
    """The wait timer has expired."""
    process.debug(debug.END_OF_WAIT, interface.name)
    happen(process, interface, Happening.WAIT_TIMER)


def neighbor_change(process: Process, interface: OspfInterface) -> None:
    """What is known of the neighbours changed so that another election is due."""
    if interface.status in (Status.DR, Status.BACKUP, Status.DROTHER):
        process.debug(debug.NEIGHBOR_CHANGE, interface.name)
    happen(process, interface, Happening.NEIGHBOR_CHANGE)


def hold_election(process: Process, interface: OspfInterface) -> None:
    """Section 9.4, and what follows from its outcome."""
    process.stop("wait", interface.name)
    before = interface.designated, interface.backup
    outcome = elect(interface.candidate(process.router_id), interface.candidates())
    interface.designated, interface.backup = outcome.designated, outcome.backup
    if process.debugging(debug.ADJ):
        _tell_election(process, interface, outcome.passes)
    own = interface.settings.address
    if own == interface.designated:
        _enter(process, interface, Status.DR)
    elif own == interface.backup:
        _enter(process, interface, Status.BACKUP)
    else:
        _enter(process, interface, Status.DROTHER)
    if before != (interface.designated, interface.backup):
        for neighbor in list(interface.neighbors.values()):
            if neighbor.bidirectional:
                neighbor_event(process, interface, neighbor, Event.ADJ_OK)
        hello_out.attempt(process, interface)
    originate.touch_router(process, interface.settings.area)
    originate.touch_network(process, interface)


def _tell_election(process: Process, interface: OspfInterface, passes: tuple[tuple[IPv4, IPv4], ...]) -> None:
    name = interface.name
    process.debug(debug.ELECTION, name)
    identities = ("none", "none")
    for designated, backup in passes:
        dr = interface.router_id_of(designated, process.router_id)
        bdr = interface.router_id_of(backup, process.router_id)
        process.debug(debug.ELECT_BDR, name, router=bdr)
        process.debug(debug.ELECT_DR, name, router=dr)
        identities = (f"{dr} (Id)" if dr else "none", f"{bdr} (Id)" if bdr else "none")
    process.debug(debug.ELECTED, name, designated=identities[0], backup=identities[1])


def _enter(process: Process, interface: OspfInterface, status: Status) -> None:
    led = interface.leads
    interface.status = status
    if interface.leads != led and not interface.settings.passive:
        process.host.member(interface.name, ALL_D_ROUTERS, interface.leads)


def _reset(process: Process, interface: OspfInterface) -> None:
    """Section 9.3: the interface's variables are reset, its neighbours killed."""
    for neighbor in list(interface.neighbors.values()):
        neighbor_event(process, interface, neighbor, Event.KILL)
        process.stop("poll", interface.name, neighbor.address)
    interface.neighbors.clear()
    for timer in _INTERFACE_TIMERS:
        process.stop(timer, interface.name)
    interface.delayed_acks.clear()
    interface.flood_queue.clear()
    interface.neighbor_change = False
    was_dr = interface.status is Status.DR
    listens = interface.status not in (Status.DOWN, Status.LOOPBACK) and not interface.is_virtual
    if listens and not interface.settings.passive:
        process.host.member(interface.name, ALL_SPF_ROUTERS, False)
    interface.designated = interface.backup = ANY
    if was_dr:
        originate.touch_network(process, interface)


# -- the neighbour state machine ---------------------------------------------------------------------


def neighbor_event(process: Process, interface: OspfInterface, neighbor: Neighbor, event: Event) -> None:
    """Let `event` happen to the neighbour."""
    old = neighbor.state
    adjacent = interface.should_be_adjacent(neighbor)
    new, actions = neighbor_step(old, event, adjacent=adjacent, requests=bool(neighbor.requests))
    if Action.RESTART_INACTIVITY in actions:
        process.start(interface.settings.dead * SECOND, "dead", interface.name, neighbor.address)
    if Action.CLEAR in actions:
        neighbor.clear_lists()
        for timer in ("dbd", "request", "retransmit"):
            process.stop(timer, interface.name, neighbor.address)
    if new is not old:
        _neighbor_changed(process, interface, neighbor, old, new, event)
    if Action.SUMMARISE in actions:
        exchange.summarise(process, interface, neighbor)
    if Action.NEGOTIATE in actions:
        exchange.negotiate(process, interface, neighbor)


def _neighbor_changed(
    process: Process, interface: OspfInterface, neighbor: Neighbor, old: State, new: State, event: Event
) -> None:
    neighbor.state = new
    neighbor.changes += 1
    neighbor.changed_at = process.now
    neighbor.last_hello = None
    _log_change(process, interface, neighbor, old, new, event.value)
    if (old >= State.TWO_WAY) != (new >= State.TWO_WAY):
        interface.neighbor_change = True
    if State.FULL in (old, new):
        originate.touch_router(process, interface.settings.area)
        if interface.is_virtual:
            originate.touch_router(process, interface.settings.transit)
        if interface.status is Status.DR:
            originate.touch_network(process, interface)
    if new is State.DOWN:
        for timer in _NEIGHBOR_TIMERS:
            process.stop(timer, interface.name, neighbor.address)
        if event is Event.TOO_MANY_RETRANSMISSIONS:
            neighbor.ignored = True
            process.start(IGNORE, "ignore", interface.name, neighbor.address)
        elif not hello_out.lost(process, interface, neighbor):
            interface.neighbors.pop(neighbor.address, None)
        flooding.neighbor_gone(process, interface)


def ignore_over(process: Process, interface: OspfInterface, neighbor: Neighbor) -> None:
    """The neighbour that was given up is a stranger again."""
    neighbor.ignored = False
    if not hello_out.lost(process, interface, neighbor):
        interface.neighbors.pop(neighbor.address, None)
    _log_change(process, interface, neighbor, State.DOWN, State.DOWN, "Neighbor Down: Ignore timer expired")


def _log_change(
    process: Process, interface: OspfInterface, neighbor: Neighbor, old: State, new: State, reason: str
) -> None:
    if new is State.DOWN:
        process.debug(debug.DEAD, interface.name, neighbor=neighbor.router_id, address=neighbor.address)
    config = process.config
    notable = new in (State.DOWN, State.FULL) or old is State.FULL
    if config.log_detail or (config.log_changes and notable):
        change = f"from {old.label} to {new.label}, {reason}"
        text = f"Process {process.pid}, Nbr {neighbor.router_id} on {interface.name} {change}"
        process.host.log(5, "ADJCHG", text)
