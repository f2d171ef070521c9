"""An interface that OSPF runs on, and its state machine as a table (RFC 2328 sections 9.1-9.3)."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from ios_emu.features.ospf.config import (
    BROADCAST,
    LOOPBACK,
    NON_BROADCAST,
    POINT_TO_MULTIPOINT,
    POINT_TO_POINT,
    VIRTUAL_LINK,
    InterfaceSettings,
    StaticNeighbor,
    area_name,
)
from ios_emu.features.ospf.election import Candidate
from ios_emu.features.ospf.lsa import LsaHeader
from ios_emu.features.ospf.lsdb import Ref
from ios_emu.features.ospf.neighbor import Neighbor, State
from ios_emu.features.ospf.packet import ALL_SPF_ROUTERS
from ios_emu.wire import ANY, IPv4


class Status(Enum):
    """The states of an interface. The value is what `show ip ospf interface` prints."""

    DOWN = "DOWN"
    LOOPBACK = "LOOPBACK"
    WAITING = "WAITING"
    POINT_TO_POINT = "POINT_TO_POINT"
    POINT_TO_MULTIPOINT = "POINT_TO_MULTIPOINT"
    DROTHER = "DROTHER"
    BACKUP = "BDR"
    DR = "DR"


class Happening(Enum):
    """The events of an interface (section 9.2)."""

    INTERFACE_UP = 1
    WAIT_TIMER = 2
    BACKUP_SEEN = 3
    NEIGHBOR_CHANGE = 4
    LOOP_IND = 5
    UNLOOP_IND = 6
    INTERFACE_DOWN = 7


class Deed(Enum):
    """What a transition of an interface asks for."""

    SEND_HELLOS = 1
    WAIT = 2
    ELECT = 3
    """The election decides the state."""
    RESET = 4
    """Kill the neighbours, stop the timers, forget DR and BDR."""


class Move(NamedTuple):
    """The status to go to, and what to do."""

    status: Status
    deeds: tuple[Deed, ...] = ()


_ELECTED = (Status.DROTHER, Status.BACKUP, Status.DR)
_TABLE = {
    **{(status, Happening.NEIGHBOR_CHANGE): Move(status, (Deed.ELECT,)) for status in _ELECTED},
    (Status.WAITING, Happening.WAIT_TIMER): Move(Status.WAITING, (Deed.ELECT,)),
    (Status.WAITING, Happening.BACKUP_SEEN): Move(Status.WAITING, (Deed.ELECT,)),
    **{(status, Happening.INTERFACE_DOWN): Move(Status.DOWN, (Deed.RESET,)) for status in Status},
    **{(status, Happening.LOOP_IND): Move(Status.LOOPBACK, (Deed.RESET,)) for status in Status},
    (Status.LOOPBACK, Happening.UNLOOP_IND): Move(Status.DOWN),
}


def step(status: Status, event: Happening, settings: InterfaceSettings) -> Move:
    """The transition. Events that a status does not know change nothing."""
    if (status, event) == (Status.DOWN, Happening.INTERFACE_UP):
        if settings.kind in (POINT_TO_POINT, VIRTUAL_LINK):
            return Move(Status.POINT_TO_POINT, (Deed.SEND_HELLOS,))
        if settings.kind == POINT_TO_MULTIPOINT:
            return Move(Status.POINT_TO_MULTIPOINT, (Deed.SEND_HELLOS,))
        if settings.priority == 0:
            return Move(Status.DROTHER, (Deed.SEND_HELLOS,))
        return Move(Status.WAITING, (Deed.SEND_HELLOS, Deed.WAIT))
    return _TABLE.get((status, event), Move(status))


class OspfInterface:
    """One interface of a process: its status, the routers it knows there, and what waits to be sent."""

    def __init__(self, settings: InterfaceSettings) -> None:
        self.settings = settings
        self.status = Status.DOWN
        self.designated = ANY
        self.backup = ANY
        self.neighbors: dict[IPv4, Neighbor] = {}
        """By address."""
        self.neighbor_change = False
        """Something happened that calls for a new election; it is held when the packet has been dealt with."""
        self.delayed_acks: list[LsaHeader] = []
        self.flood_queue: dict[Ref, None] = {}
        self.last_flood = self.longest_flood = 0
        """LSAs flooded in one go: the last time, and at most."""

    @property
    def name(self) -> str:
        """The interface's full name."""
        return self.settings.name

    @property
    def area_name(self) -> str:
        """The interface's area as IOS prints it."""
        return area_name(self.settings.area)

    @property
    def is_loopback(self) -> bool:
        """Treated as a stub host."""
        return self.settings.kind == LOOPBACK

    @property
    def elects(self) -> bool:
        """A network with a Designated Router."""
        return self.settings.kind in (BROADCAST, NON_BROADCAST)

    @property
    def unnumbered(self) -> bool:
        """The two ends need not have the same network: point-to-point and virtual links."""
        return self.settings.kind in (POINT_TO_POINT, VIRTUAL_LINK)

    @property
    def is_virtual(self) -> bool:
        """A virtual link."""
        return self.settings.kind == VIRTUAL_LINK

    @property
    def leads(self) -> bool:
        """Designated or Backup Designated Router: this router listens to AllDRouters."""
        return self.status in (Status.DR, Status.BACKUP)

    def candidate(self, router_id: IPv4) -> Candidate:
        """This router as it stands in an election."""
        return Candidate(router_id, self.settings.address, self.settings.priority, self.designated, self.backup)

    def candidates(self) -> list[Candidate]:
        """The neighbours that take part: those in 2-Way or beyond."""
        return [
            Candidate(n.router_id, n.address, n.priority, n.designated, n.backup)
            for n in self.neighbors.values()
            if n.bidirectional
        ]

    def should_be_adjacent(self, neighbor: Neighbor) -> bool:
        """Section 10.4."""
        return not self.elects or self.leads or neighbor.address in (self.designated, self.backup)

    def configured(self, address: IPv4) -> StaticNeighbor | None:
        """The `neighbor` line for `address`, if there is one."""
        return dict(self.settings.neighbors).get(address)

    def cost_to(self, address: IPv4) -> int:
        """The cost of the link to a neighbour."""
        static = self.configured(address)
        return self.settings.cost if static is None or static.cost is None else static.cost

    def destination(self, neighbor: Neighbor) -> IPv4:
        """Where a packet for one neighbour goes (section 8.1)."""
        return ALL_SPF_ROUTERS if self.settings.kind == POINT_TO_POINT else neighbor.address

    def full_neighbors(self) -> list[Neighbor]:
        """The neighbours that are fully adjacent."""
        return [n for n in self.neighbors.values() if n.state is State.FULL]

    def router_id_of(self, address: IPv4, own: IPv4) -> IPv4:
        """The router ID behind an interface address on this network; 0.0.0.0 when it is not known."""
        if address == self.settings.address:
            return own
        neighbor = self.neighbors.get(address)
        return neighbor.router_id if neighbor else ANY
