"""One OSPF process: its interfaces, areas and databases, and the way from what happens to who deals with it.

Everything enters through `receive`, `on_timer`, `apply` and `redistribute`, and each of these ends with
`settle`, which holds the elections that became due, moves the exchanges on and forgets LSAs that are gone.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass

from ios_emu.features.ospf import (
    ageing,
    auth,
    exchange,
    externals,
    flooding,
    hello_out,
    originate,
    reception,
    routing,
    segment,
    updates,
    virtual,
)
from ios_emu.features.ospf.config import VIRTUAL_LINK, AreaType, InterfaceSettings, ProcessConfig
from ios_emu.features.ospf.debug import Message
from ios_emu.features.ospf.host import Host
from ios_emu.features.ospf.interface import OspfInterface, Status
from ios_emu.features.ospf.lsa import EXTERNAL, NSSA_EXTERNAL, ExternalBody, LsaKey, SummaryBody
from ios_emu.features.ospf.lsdb import Ager, Area, Lsdb, Ref, Stored
from ios_emu.features.ospf.neighbor import Event, Neighbor, State
from ios_emu.features.ospf.routes import BACKBONE, Table
from ios_emu.kernel import SECOND
from ios_emu.router.route import Route
from ios_emu.wire import IPv4, Prefix

MAX_LSAS = 20_000
"""Other routers' LSAs a process takes in; more are dropped and counted, so a flood of them ends."""
MAX_LSA_OCTETS = 16 << 20
COMPLAINT_INTERVAL = 60 * SECOND
"""A complaint about the same thing is logged no more often."""
MAX_COMPLAINTS = 256


@dataclass
class Schedule:
    """When the routing table was last calculated (ns), and how long (ns) the next calculation is held off."""

    last: int | None = None
    hold: int = 0


class Process:
    """One `router ospf PID`."""

    def __init__(self, host: Host, pid: int, router_id: IPv4, config: ProcessConfig) -> None:
        self.host = host
        self.pid = pid
        self.router_id = router_id
        self.config = config
        self.started_at = host.kernel.now
        self.interfaces: dict[str, OspfInterface] = {}
        self.areas: dict[IPv4, Area] = {}
        self.external = Lsdb(None)
        self.ager = Ager()
        self.maxage: dict[Ref, None] = {}
        """LSAs at MaxAge that wait until every neighbour has acknowledged them (section 14)."""
        self.redistributed: dict[Prefix, Route] = {}
        self.translated: dict[Prefix, ExternalBody] = {}
        """Routes of NSSAs that this router translates for the rest of the AS."""
        self.exports: dict[Ref, externals.Export] = {}
        """The LSAs of types 5 and 7 this router ought to originate."""
        self.summaries: dict[Ref, SummaryBody] = {}
        """The summary-LSAs it ought to originate."""
        self.table = Table()
        self.schedule = Schedule()
        self.counters: dict[str, int] = {}
        self.packets_in: dict[int, int] = {}
        """By type, as they came in."""
        self.packets_out = 0
        self.complaints: dict[str, int] = {}
        """When (ns) each complaint was last logged."""
        self.holds: dict[Ref, int] = {}
        """How long (ns) the next instance of own LSAs is held off, where that has grown."""
        self.contests: dict[Ref, originate.Contest] = {}
        """Who else originates this router's LSAs."""

    # -- small services --------------------------------------------------------------------------------

    @property
    def now(self) -> int:
        """Kernel time (ns)."""
        return self.host.kernel.now

    def count(self, what: str) -> None:
        """Count something odd that was dropped."""
        self.counters[what] = self.counters.get(what, 0) + 1

    def complain(self, mnemonic: str, text: str) -> None:
        """Log a warning, the same one at most once a minute."""
        now, complaints = self.now, self.complaints
        last = complaints.get(text)
        if last is not None and now - last < COMPLAINT_INTERVAL:
            return
        complaints[text] = now
        if len(complaints) > MAX_COMPLAINTS:
            del complaints[next(iter(complaints))]
        self.host.log(4, mnemonic, text)

    def start(self, delay: int, *name: Hashable) -> None:
        """(Re)start one of this process's timers; `delay` in ns."""
        self.host.timers.start((self.pid, *name), delay)

    def stop(self, *name: Hashable) -> None:
        """Stop one of this process's timers."""
        self.host.timers.stop((self.pid, *name))

    def remaining(self, *name: Hashable) -> int | None:
        """Nanoseconds left on a timer, or None."""
        return self.host.timers.remaining((self.pid, *name))

    def debugging(self, kind: str) -> bool:
        """Whether debug lines of this kind are wanted."""
        return self.host.debugging(kind)

    def debug(self, message: Message, interface: str = "", /, **values: object) -> None:
        """One debug line, if it is wanted; ask `debugging` before, where its values are dear."""
        if any(self.host.debugging(kind) for kind in message.kinds):
            self.host.debug(message, {"pid": self.pid, "interface": interface, **values})

    # -- the databases ---------------------------------------------------------------------------------

    def lsdb(self, scope: IPv4 | None) -> Lsdb:
        """The database of an area, or of the AS. Raises KeyError for an area this router is not in."""
        return self.external if scope is None else self.areas[scope].lsdb

    def ref(self, area: IPv4, key: LsaKey) -> Ref:
        """The place of an LSA heard of in `area`."""
        return Ref(None if key.type == EXTERNAL else area, key)

    def lookup(self, ref: Ref) -> Stored | None:
        """The instance there, or None."""
        if ref.scope is None:
            return self.external.get(ref.key)
        area = self.areas.get(ref.scope)
        return area.lsdb.get(ref.key) if area else None

    def lsa_count(self) -> int:
        """How many LSAs there are in all databases."""
        return len(self.external.entries) + sum(len(area.lsdb.entries) for area in self.areas.values())

    def full(self) -> bool:
        """Whether the databases can take no further LSA of another router."""
        octets = self.external.octets + sum(area.lsdb.octets for area in self.areas.values())
        return self.lsa_count() >= MAX_LSAS or octets >= MAX_LSA_OCTETS

    def area_type(self, area: IPv4) -> AreaType:
        """Normal, stub or NSSA; the backbone is always normal."""
        return self.config.area(area).type

    def admits(self, interface: OspfInterface, kind: int) -> bool:
        """Whether LSAs of a type have a place on an interface. Opaque LSAs have none: the option is not offered."""
        settings = interface.settings
        if kind == EXTERNAL:
            return settings.kind != VIRTUAL_LINK and self.area_type(settings.area) is AreaType.NORMAL
        if kind == NSSA_EXTERNAL:
            return self.area_type(settings.area) is AreaType.NSSA
        return 0 < kind < EXTERNAL

    def interfaces_in(self, scope: IPv4 | None) -> list[OspfInterface]:
        """The interfaces that LSAs of this scope are flooded on."""
        if scope is None:
            return [i for i in self.interfaces.values() if self.admits(i, EXTERNAL)]
        return [i for i in self.interfaces.values() if i.settings.area == scope]

    def neighbors(self) -> Iterator[tuple[OspfInterface, Neighbor]]:
        """All neighbours, with their interfaces."""
        for interface in self.interfaces.values():
            for neighbor in list(interface.neighbors.values()):
                yield interface, neighbor

    def exchanging(self) -> bool:
        """Whether some neighbour is in Exchange or Loading."""
        return any(State.EXCHANGE <= n.state <= State.LOADING for _, n in self.neighbors())

    def is_border_router(self) -> bool:
        """Attached to the backbone and another area (section 3.3, and IOS's reading of it: RFC 3509)."""
        areas = {i.settings.area for i in self.interfaces.values() if i.status is not Status.DOWN}
        return len(areas) > 1 and BACKBONE in areas

    def is_as_border_router(self) -> bool:
        """Brings in routes from outside, or those of an NSSA into the rest (RFC 3101 section 3.1)."""
        if self.config.redistribute or self.config.default_originate is not None:
            return True
        nssas = [area for area in self.areas if self.area_type(area) is AreaType.NSSA]
        originates = any(self.config.area(area).default_originate is not None for area in nssas)
        return originates or (bool(nssas) and self.is_border_router())

    def says_maximum_metric(self) -> bool:
        """Whether this router wants to be the last choice now (`max-metric router-lsa`)."""
        config = self.config
        until = self.started_at + config.maximum_metric_time * SECOND
        return config.maximum_metric and (not config.maximum_metric_time or self.now < until)

    # -- configuration ---------------------------------------------------------------------------------

    def apply(self, wanted: list[InterfaceSettings]) -> None:
        """Run on these interfaces, so configured, and on no others."""
        wanted = [*wanted, *virtual.settings(self)]
        by_name = {settings.name: settings for settings in wanted}
        for name, interface in list(self.interfaces.items()):
            settings = by_name.get(name)
            if settings is None or settings.identity != interface.settings.identity:
                segment.leave(self, interface)
        for settings in wanted:
            known = self.interfaces.get(settings.name)
            if known is None:
                segment.join(self, settings)
            elif known.settings != settings:
                segment.reconfigure(self, known, settings)
        self.interfaces = {s.name: self.interfaces[s.name] for s in wanted}
        self.settle()

    def retype_area(self, area: IPv4) -> None:
        """An area became stub, NSSA or normal: everything in it begins anew."""
        order, members = list(self.interfaces), self.interfaces_in(area)
        for interface in members:
            for neighbor in list(interface.neighbors.values()):
                segment.neighbor_event(self, interface, neighbor, Event.RESET)
            segment.leave(self, interface)
        for interface in members:
            segment.join(self, interface.settings)
        self.interfaces = {name: self.interfaces[name] for name in order}
        self.reconfigured()

    def redistribute(self, routes: dict[Prefix, Route]) -> None:
        """These are now all the routes that come in from other sources."""
        self.redistributed = routes
        externals.changed(self)
        self.settle()

    def route_changed(self, prefix: Prefix, route: Route | None) -> None:
        """A route that comes in from another source changed, or (None) went. Many do so at once, so what follows
        is done when they all have."""
        if route is None:
            self.redistributed.pop(prefix, None)
        else:
            self.redistributed[prefix] = route
        self.reconsider_externals()

    def reconsider_externals(self) -> None:
        """What is told of other sources may have changed: see to it when everything has that changes now."""
        if self.remaining("externals") is None:
            self.start(0, "externals")

    def reconfigured(self) -> None:
        """Something in `config` changed that LSAs or routes depend on, or has had its time."""
        if self.config.maximum_metric_time and self.says_maximum_metric():
            self.start(self.started_at + self.config.maximum_metric_time * SECOND - self.now, "reconfigured")
        for area in self.areas:
            originate.touch_router(self, area)
        externals.changed(self)
        if self.schedule.last is not None:
            routing.run_partial(self)
        self.settle()

    def shut_down(self) -> None:
        """Withdraw what this router originated, tell the neighbours at once, and stop everything."""
        ageing.flush_own(self)
        self.redistributed = {}
        for interface in self.interfaces.values():
            flooding.send_queue(self, interface)
        for interface in list(self.interfaces.values()):
            segment.leave(self, interface)
        self.interfaces.clear()
        ageing.forget(self)
        self.host.install(self.pid, [])
        self.host.advertises(self.pid, ())

    # -- what happens ----------------------------------------------------------------------------------

    def receive(self, name: str, source: IPv4, destination: IPv4, data: bytes) -> None:
        """An OSPF packet came in on the interface `name`."""
        kind = data[1] if len(data) > 1 else 0
        self.packets_in[kind] = self.packets_in.get(kind, 0) + 1
        if reception.receive(self, name, source, destination, data):
            self.settle()

    def on_timer(self, name: tuple[Hashable, ...]) -> None:
        """One of this process's timers, its name without the process ID, has expired."""
        handler = _AT_LARGE.get(name[0])
        if handler is not None:
            handler(self)
        elif name[0] == "lsa":
            originate.on_timer(self, name)
        else:
            self._interface_timer(name)
        self.settle()

    def _interface_timer(self, name: tuple[Hashable, ...]) -> None:
        interface = self.interfaces.get(str(name[1]))
        if interface is None:
            return
        if len(name) == 2:
            _OF_INTERFACE[name[0]](self, interface)
            return
        neighbor = interface.neighbors.get(name[2]) if isinstance(name[2], IPv4) else None
        if neighbor is not None:
            _OF_NEIGHBOR[name[0]](self, interface, neighbor)

    def neighbor_event(self, interface: OspfInterface, neighbor: Neighbor, event: Event) -> None:
        """Let `event` happen to a neighbour."""
        segment.neighbor_event(self, interface, neighbor, event)

    def contested(self, ref: Ref) -> None:
        """A neighbour holds a newer instance of an LSA that is this router's own (section 13.4)."""
        originate.contest(self, ref)

    def refresh(self, ref: Ref) -> None:
        """Originate an own LSA anew, if it ought to exist."""
        if ref.key.router == self.router_id:
            originate.reconcile(self, ref, refresh=True)

    def routing_changed(self, scope: IPv4 | None, stored: Stored) -> None:
        """An LSA changed in a way that routes may depend on."""
        routing.schedule(self, scope, stored)

    def interface_down(self, interface: OspfInterface) -> None:
        """An interface went down: what leads over it cannot wait for the next calculation."""
        routing.interface_down(self, interface)

    def settle(self) -> None:
        """Do what became due while something was dealt with."""
        for interface in self.interfaces.values():
            while interface.neighbor_change:
                interface.neighbor_change = False
                segment.neighbor_change(self, interface)
        for interface, neighbor in self.neighbors():
            if neighbor.state is State.LOADING:
                exchange.move_on(self, interface, neighbor)
        if self.maxage:
            ageing.sweep(self)

    # -- sending ---------------------------------------------------------------------------------------

    def send(self, interface: OspfInterface, kind: int, body: bytes, destination: IPv4) -> None:
        """Send one packet out of an interface; without multicast, one for a group goes to each neighbour."""
        settings = interface.settings
        if settings.passive or interface.status in (Status.DOWN, Status.LOOPBACK):
            return
        self.packets_out += 1
        sealed = auth.seal(
            kind, self.router_id, settings.area, body, settings.authentication, self.now // SECOND + 1
        )
        if settings.kind == VIRTUAL_LINK:
            self.host.send_far(settings.address, settings.peer_address, sealed)
        elif destination.is_multicast and not settings.multicast:
            for neighbor in interface.neighbors.values():
                if neighbor.state >= State.EXCHANGE:
                    self.host.transmit(settings.name, neighbor.address, sealed)
        else:
            self.host.transmit(settings.name, destination, sealed)


def _silent(process: Process, interface: OspfInterface, neighbor: Neighbor) -> None:
    process.neighbor_event(interface, neighbor, Event.INACTIVITY)


_AT_LARGE: dict[Hashable, Callable[[Process], None]] = {
    "age": ageing.on_due,
    "externals": externals.changed,
    "reconfigured": Process.reconfigured,
    "spf": routing.run,
    "partial": routing.run_partial,
}
_OF_INTERFACE: dict[Hashable, Callable[[Process, OspfInterface], None]] = {
    "hello": hello_out.send,
    "wait": segment.wait_over,
    "acks": updates.send_delayed_acks,
    "flood": flooding.send_queue,
}
_OF_NEIGHBOR: dict[Hashable, Callable[[Process, OspfInterface, Neighbor], None]] = {
    "dead": _silent,
    "dbd": exchange.repeat_description,
    "request": exchange.repeat_request,
    "retransmit": flooding.retransmit,
    "ignore": segment.ignore_over,
    "poll": hello_out.poll,
}
