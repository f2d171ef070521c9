"""One OSPF process: its interfaces, areas and databases, and the way from what happens to who deals with it.

Everything enters through `receive`, `on_timer`, `apply` and `redistribute`, and each of these ends with
`settle`, which holds the elections that became due, moves the exchanges on and forgets LSAs that are gone.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass

from ios_emu.features.ospf import ageing, auth, exchange, flooding, hello, originate, packet, routing, segment
from ios_emu.features.ospf.config import InterfaceSettings, ProcessConfig
from ios_emu.features.ospf.host import Host
from ios_emu.features.ospf.interface import OspfInterface, Status
from ios_emu.features.ospf.lsa import EXTERNAL, OPAQUE_AS, ExternalBody, LsaKey, SummaryBody
from ios_emu.features.ospf.lsdb import Ager, Area, Lsdb, Ref, Stored
from ios_emu.features.ospf.neighbor import Event, Neighbor, State
from ios_emu.features.ospf.packet import PacketHeader
from ios_emu.features.ospf.routes import BACKBONE, Table
from ios_emu.kernel import SECOND
from ios_emu.router.route import Route
from ios_emu.wire import DecodeError, IPv4, Prefix

MAX_LSAS = 20_000
"""Other routers' LSAs a process takes in; more are dropped and counted, so a flood of them ends."""
MAX_LSA_OCTETS = 16 << 20


@dataclass
class Schedule:
    """When the routing table was last calculated (ns)."""

    last: int | None = None


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
        self.exports: dict[IPv4, ExternalBody] = {}
        """The AS-external-LSAs this router ought to originate, by link state ID."""
        self.summaries: dict[tuple[IPv4, int, IPv4], SummaryBody] = {}
        """The summary-LSAs it ought to originate, by area, type and link state ID."""
        self.table = Table()
        self.schedule = Schedule()
        self.counters: dict[str, int] = {}
        self.duplicate_logged_at: int | None = None

    # -- small services --------------------------------------------------------------------------------

    @property
    def now(self) -> int:
        """Kernel time (ns)."""
        return self.host.kernel.now

    def count(self, what: str) -> None:
        """Count something odd that was dropped."""
        self.counters[what] = self.counters.get(what, 0) + 1

    def start(self, delay: int, *name: Hashable) -> None:
        """(Re)start one of this process's timers; `delay` in ns."""
        self.host.timers.start((self.pid, *name), delay)

    def stop(self, *name: Hashable) -> None:
        """Stop one of this process's timers."""
        self.host.timers.stop((self.pid, *name))

    def remaining(self, *name: Hashable) -> int | None:
        """Nanoseconds left on a timer, or None."""
        return self.host.timers.remaining((self.pid, *name))

    def debugging(self, family: str) -> bool:
        """Whether debug lines of this family are wanted."""
        return self.host.debugging(family)

    def debug(self, family: str, text: str, interface: str = "") -> None:
        """One debug line."""
        self.host.debug(family, self.pid, interface, text)

    # -- the databases ---------------------------------------------------------------------------------

    def lsdb(self, scope: IPv4 | None) -> Lsdb:
        """The database of an area, or of the AS. Raises KeyError for an area this router is not in."""
        return self.external if scope is None else self.areas[scope].lsdb

    def ref(self, area: IPv4, key: LsaKey) -> Ref:
        """The place of an LSA heard of in `area`."""
        return Ref(None if key.type in (EXTERNAL, OPAQUE_AS) else area, key)

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

    def interfaces_in(self, scope: IPv4 | None) -> list[OspfInterface]:
        """The interfaces that LSAs of this scope are flooded on."""
        return [i for i in self.interfaces.values() if scope is None or i.settings.area == scope]

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
        """Brings in routes from outside."""
        return bool(self.config.redistribute) or self.config.default_originate is not None

    # -- configuration ---------------------------------------------------------------------------------

    def apply(self, wanted: list[InterfaceSettings]) -> None:
        """Run on these interfaces, so configured, and on no others."""
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

    def redistribute(self, routes: dict[Prefix, Route]) -> None:
        """These are now all the routes that come in from other sources."""
        self.redistributed = routes
        originate.externals_changed(self)
        self.settle()

    def reconfigured(self) -> None:
        """Something in `config` changed that LSAs or routes depend on."""
        for area in self.areas:
            originate.touch_router(self, area)
        originate.externals_changed(self)
        self.settle()

    def shut_down(self) -> None:
        """Withdraw what this router originated, tell the neighbours at once, and stop everything."""
        ageing.flush_own(self)
        for interface in self.interfaces.values():
            flooding.send_queue(self, interface)
        for interface in list(self.interfaces.values()):
            segment.leave(self, interface)
        self.interfaces.clear()
        ageing.forget(self)
        self.host.install(self.pid, [])

    # -- what happens ----------------------------------------------------------------------------------

    def receive(self, name: str, source: IPv4, destination: IPv4, data: bytes) -> None:
        """An OSPF packet came in on the interface `name` (section 8.2)."""
        interface = self.interfaces.get(name)
        if interface is None:
            return
        neighbor = interface.neighbors.get(source)
        if neighbor is not None and data == neighbor.last_hello and not self.debugging("hello"):
            self.start(interface.settings.dead * SECOND, "dead", name, source)
            return
        if interface.settings.passive or interface.status in (Status.DOWN, Status.LOOPBACK):
            return
        try:
            header = packet.decode_header(data)
            if self._admits(interface, source, destination, data, header):
                self._dispatch(interface, source, header, data)
        except DecodeError as error:
            self.count("malformed")
            if self.debugging("events"):
                self.debug("events", f"Rcv pkt from {source}, {name} : {error}", name)
        self.settle()

    def _admits(
        self, interface: OspfInterface, source: IPv4, destination: IPv4, data: bytes, header: PacketHeader
    ) -> bool:
        settings = interface.settings
        refusal = ""
        if header.area != settings.area:
            refusal = f"mismatch area {header.area} in the header"
        elif not interface.is_point_to_point and not settings.prefix.holds(source):
            refusal = "src not on the same network"
        elif source == settings.address or header.router_id == self.router_id:
            self._own_packet(interface, source, header)
            return False
        elif destination == packet.ALL_D_ROUTERS and not interface.leads:
            return False
        elif reason := auth.refusal(data, header, settings.authentication):
            self.count("authentication")
            if self.debugging("adj"):
                self.debug("adj", f"Rcv pkt from {source}, {settings.name} : {reason}", settings.name)
            return False
        if not refusal:
            return True
        self.count("refused")
        if self.debugging("adj"):
            text = f"Rcv pkt from {source}, {settings.name}, area {settings.area} : {refusal}"
            self.debug("adj", text, settings.name)
        return False

    def _own_packet(self, interface: OspfInterface, source: IPv4, header: PacketHeader) -> None:
        """A packet that says it is from this very router: an echo, or another router with the same ID."""
        self.count("duplicate router ID")
        if source == interface.settings.address or header.type != packet.HELLO:
            return
        if self.duplicate_logged_at is None or self.now - self.duplicate_logged_at >= 60 * SECOND:
            self.duplicate_logged_at = self.now
            text = (
                f"OSPF detected duplicate router-id {self.router_id} from {source} on interface {interface.name}"
            )
            self.host.log(4, "DUP_RTRID_NBR", text)

    def _dispatch(self, interface: OspfInterface, source: IPv4, header: PacketHeader, data: bytes) -> None:
        body = data[packet.HEADER_LENGTH : header.length]
        neighbor = interface.neighbors.get(source)
        if neighbor is not None and header.auth_type == auth.MD5:
            sequence = auth.crypto_sequence(header)
            if sequence < neighbor.crypto_sequence:
                self.count("replayed")
                return
            neighbor.crypto_sequence = sequence
        if header.type == packet.HELLO:
            hello.receive(self, interface, source, header, packet.decode_hello(body), data)
            return
        if neighbor is None or neighbor.router_id != header.router_id:
            self.count("no neighbor")
            return
        if header.type == packet.DATABASE_DESCRIPTION:
            exchange.receive_description(self, interface, neighbor, packet.decode_description(body))
        elif header.type == packet.REQUEST:
            exchange.receive_request(self, interface, neighbor, packet.decode_request(body))
        elif header.type == packet.UPDATE:
            flooding.receive_update(self, interface, neighbor, packet.decode_update(body))
        elif header.type == packet.ACKNOWLEDGMENT:
            flooding.receive_acknowledgment(self, interface, neighbor, packet.decode_headers(body))
        else:
            self.count("unknown type")

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

    def routing_changed(self, stored: Stored) -> None:
        """An LSA changed in a way that routes may depend on."""
        routing.schedule(self, stored)

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
        """Send one packet out of an interface."""
        settings = interface.settings
        if settings.passive or interface.status in (Status.DOWN, Status.LOOPBACK):
            return
        sealed = auth.seal(
            kind, self.router_id, settings.area, body, settings.authentication, self.now // SECOND + 1
        )
        self.host.transmit(settings.name, destination, sealed)


def _silent(process: Process, interface: OspfInterface, neighbor: Neighbor) -> None:
    process.neighbor_event(interface, neighbor, Event.INACTIVITY)


_AT_LARGE: dict[Hashable, Callable[[Process], None]] = {
    "age": ageing.on_due,
    "spf": routing.run,
    "partial": routing.run_partial,
}
_OF_INTERFACE: dict[Hashable, Callable[[Process, OspfInterface], None]] = {
    "hello": segment.send_hello,
    "wait": segment.wait_over,
    "acks": flooding.send_delayed_acks,
    "flood": flooding.send_queue,
}
_OF_NEIGHBOR: dict[Hashable, Callable[[Process, OspfInterface, Neighbor], None]] = {
    "dead": _silent,
    "dbd": exchange.repeat_description,
    "request": exchange.repeat_request,
    "retransmit": flooding.retransmit,
    "ignore": segment.ignore_over,
}
