"""OSPF in one router: its processes, and the adapter between them and the router's services."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import replace

from ios_emu.features.ospf import debug, policy, routing, show_protocols
from ios_emu.features.ospf.auth import MD5, Authentication
from ios_emu.features.ospf.config import (
    BROADCAST,
    LOOPBACK,
    POINT_TO_MULTIPOINT,
    POINT_TO_POINT,
    SLOW_HELLOS,
    AreaType,
    InterfaceConfig,
    InterfaceSettings,
    Network,
    Policy,
    ProcessConfig,
)
from ios_emu.features.ospf.process import Process
from ios_emu.router import facts
from ios_emu.router.feature import Feature
from ios_emu.router.interface import Interface
from ios_emu.router.rib import Redistribution
from ios_emu.router.route import Route
from ios_emu.router.route_map import Sets
from ios_emu.router.router import Router
from ios_emu.wire import ANY, IPv4, Prefix
from ios_emu.wire.ipv4 import OSPF, Header

TOS_INTERNETWORK_CONTROL = 0xC0
_INTERFACE_FACTS = (
    facts.LineProtocol
    | facts.AddressChanged
    | facts.SoftwareInterface
    | facts.BandwidthChanged
    | facts.MtuChanged
    | facts.Booted
)
_POLICY_FACTS = facts.AccessListChanged | facts.PrefixListChanged | facts.RouteMapChanged
_DEFAULT = Prefix(ANY, 0)


class Ospf(Feature):
    """The OSPF feature of a router. A process without a router ID is configured but does not run."""

    def __init__(self, router: Router) -> None:
        super().__init__(router)
        self.name = router.name
        self.kernel = router.kernel
        self.configs: dict[int, ProcessConfig] = {}
        self.processes: dict[int, Process] = {}
        self.interface_configs: dict[str, InterfaceConfig] = {}
        router.ip.listen(OSPF, self)

    # -- the host of the processes -----------------------------------------------------------------------

    def transmit(self, interface: str, destination: IPv4, payload: bytes) -> None:
        """Send an OSPF packet: TTL 1, precedence internetwork control."""
        port = self.router.interfaces.get(interface)
        if port is None or port.ip is None or port.hardware.virtual:
            return
        self.router.ip.send_on(
            port,
            payload,
            source=port.ip,
            destination=destination,
            protocol=OSPF,
            ttl=1,
            tos=TOS_INTERNETWORK_CONTROL,
        )

    def send_far(self, source: IPv4, destination: IPv4, payload: bytes) -> None:
        """Send an OSPF packet along the routing table."""
        self.router.ip.send(
            payload, source=source, destination=destination, protocol=OSPF, tos=TOS_INTERNETWORK_CONTROL
        )

    def member(self, interface: str, group: IPv4, joined: bool) -> None:
        """Join or leave a multicast group."""
        port = self.router.interfaces.get(interface)
        if port is not None and joined:
            port.join(group)
        elif port is not None:
            port.leave(group)

    def install(self, pid: int, routes: list[Route]) -> None:
        """Hand a process's routes to the routing table."""
        config = self.configs.get(pid)
        admitted = policy.incoming(self.router, config, routes) if config is not None else routes
        self.router.rib.replace(f"ospf {pid}", admitted)

    def judge(self, pid: int, route: Route) -> Sets | None:
        """What policy sets of a route that process `pid` redistributes."""
        return policy.outgoing(self.router, self.processes[pid].config, route)

    def judge_default(self, pid: int) -> Sets | None:
        """What policy sets of the default route."""
        return policy.default(self.router, self.processes[pid].config, f"ospf {pid}")

    def permits(self, which: Policy, prefix: Prefix) -> bool:
        """Whether an access list or prefix list permits `prefix`."""
        return policy.list_permits(self.router, which, prefix)

    def advertises(self, pid: int, prefixes: Iterable[Prefix]) -> None:
        """Let the routing table know what a process takes in from it."""
        config = self.configs.get(pid)
        sources = tuple((source, how.words) for source, how in config.redistribute.items()) if config else ()
        self.router.rib.publish_redistribution(f"ospf {pid}", Redistribution(sources, frozenset(prefixes)))

    def log(self, severity: int, mnemonic: str, text: str) -> None:
        """A syslog message."""
        self.router.log("OSPF", severity, mnemonic, text)

    def debugging(self, kind: str) -> bool:
        """Whether lines of this kind are wanted."""
        return self.router.debugging(f"ip ospf {kind}")

    def debug(self, message: debug.Message, values: Mapping[str, object]) -> None:
        """Print a debug line as this release writes it."""
        port = self.router.interfaces.get(str(values["interface"]))
        short = port.short if port is not None else values["interface"]
        line = debug.line(self.router.release, message, {"short": short, **values})
        if line:
            flag = next(f"ip ospf {kind}" for kind in message.kinds if self.debugging(kind))
            self.router.debug(flag, line)

    def traffic_statistics(self) -> str:
        """OSPF in `show ip traffic`."""
        return show_protocols.statistics(self.processes.values()) if self.processes else ""

    def routing_protocols(self) -> str:
        """OSPF in `show ip protocols`."""
        rib, release = self.router.rib, self.router.release
        processes = (self.processes[pid] for pid in sorted(self.processes))
        return "".join(show_protocols.protocols(process, rib, release) for process in processes)

    # -- what happens ------------------------------------------------------------------------------------

    def on_ip(self, interface: Interface, header: Header, payload: bytes, packet: bytes) -> None:
        """An OSPF packet: for the process that runs on the interface."""
        for process in list(self.processes.values()):
            if interface.name in process.interfaces:
                process.receive(interface.name, header.source, header.destination, payload)
                return

    def on_timer(self, name: Hashable) -> None:
        """A timer of one of the processes."""
        assert isinstance(name, tuple)
        process = self.processes.get(name[0])
        if process is not None:
            process.on_timer(name[1:])

    def on_fact(self, fact: facts.Fact) -> None:
        """Interfaces and routes come and go."""
        if isinstance(fact, _INTERFACE_FACTS):
            self.apply_all()
        elif isinstance(fact, facts.RouteChanged):
            for process in self.processes.values():
                self._route_changed(process, fact)
        elif isinstance(fact, _POLICY_FACTS):
            self._policy_changed()

    def _policy_changed(self) -> None:
        """A route map or a list is another one now."""
        for pid, process in self.processes.items():
            if policy.governs(process.config):
                process.reconfigured()
                self.recalculate(pid)

    def _route_changed(self, process: Process, fact: facts.RouteChanged) -> None:
        new = self._taken(process, fact.new) if fact.new is not None else None
        if new is not None or fact.prefix in process.redistributed:
            process.route_changed(fact.prefix, new)
        elif policy.governs(process.config):
            process.reconsider_externals()

    def _taken(self, process: Process, route: Route) -> Route | None:
        """A route of the routing table as the process redistributes it; None: it does not."""
        config, own = process.config, f"ospf {process.pid}"
        if route.source == own:
            return None
        if route.prefix == _DEFAULT:
            nssa = any(
                area.type is AreaType.NSSA and area.default_originate is not None for area in config.areas.values()
            )
            return route if nssa or config.default_originate is not None else None
        how = config.redistribute.get(route.source)
        if how is None and route.source == "connected":
            return self._network_of_another(config, route)
        return route if how is not None and how.matches(route.type) else None

    def _network_of_another(self, config: ProcessConfig, route: Route) -> Route | None:
        """A connected network on which another process runs comes in with that one's routes."""
        for pid, other in self.processes.items():
            how = config.redistribute.get(f"ospf {pid}")
            if (
                how is not None
                and how.matches("")
                and any(route.prefix == interface.settings.prefix for interface in other.interfaces.values())
            ):
                return replace(route, source=f"ospf {pid}")
        return None

    def _all_taken(self, process: Process) -> dict[Prefix, Route]:
        found = (self._taken(process, route) for route in self.router.rib.routes())
        return {route.prefix: route for route in found if route is not None}

    # -- configuration -----------------------------------------------------------------------------------

    def interface_config(self, interface: str) -> InterfaceConfig:
        """What is configured with `ip ospf ...` on an interface, to read and to change."""
        return self.interface_configs.setdefault(interface, InterfaceConfig())

    def apply_all(self) -> None:
        """Something changed that any process may depend on."""
        for pid in self.configs:
            self.apply(pid)

    def apply(self, pid: int) -> None:
        """Make process `pid` run as configured, if the router has booted and an ID can be found for it."""
        if not self.router.booted:
            return
        if self.configs[pid].shutdown:
            self._stop(pid)
            return
        process = self.processes.get(pid) or self._start(pid)
        if process is None:
            return
        process.apply(self.settings(pid))
        for other, config in self.configs.items():
            if f"ospf {pid}" in config.redistribute:
                self.redistribution_changed(other)

    def redistribution_changed(self, pid: int) -> None:
        """`redistribute` or the like was configured."""
        process = self.processes.get(pid)
        if process is not None:
            process.redistribute(self._all_taken(process))
            process.reconfigured()

    def recalculate(self, pid: int) -> None:
        """How routes are offered was configured: offer them anew."""
        process = self.processes.get(pid)
        if process is not None:
            self.install(pid, routing.offers(process))

    def reconfigured(self, pid: int) -> None:
        """What the process tells others was configured."""
        process = self.processes.get(pid)
        if process is not None:
            process.reconfigured()

    def retype_area(self, pid: int, area: IPv4) -> None:
        """An area became stub, NSSA or normal."""
        process = self.processes.get(pid)
        if process is not None:
            process.retype_area(area)
            self.redistribution_changed(pid)

    def _start(self, pid: int) -> Process | None:
        config = self.configs[pid]
        router_id = config.router_id or self._pick_router_id()
        if router_id is None:
            return None
        process = self.processes[pid] = Process(self, pid, router_id, config)
        process.reconfigured()
        process.redistributed = self._all_taken(process)
        return process

    def _pick_router_id(self) -> IPv4 | None:
        """The highest address of a loopback, else of any interface that is up (or, as the router boots, not shut
        down); none that another process has."""
        taken = [process.router_id for process in self.processes.values()]
        booting = self.router.kernel.now == self.router.boot_time
        candidates = [
            (interface.hardware.kind == "Loopback", interface.ip)
            for interface in self.router.interfaces.values()
            if interface.ip is not None
            and interface.ip not in taken
            and (interface.line_up or (booting and interface.admin_up))
        ]
        return max(candidates)[1] if candidates else None

    def remove(self, pid: int) -> None:
        """`no router ospf`."""
        self.configs.pop(pid, None)
        self._stop(pid)

    def restart(self, pid: int) -> None:
        """`clear ip ospf process`: begin anew, with a router ID chosen anew."""
        self._stop(pid)
        self.apply(pid)

    def _stop(self, pid: int) -> None:
        process = self.processes.get(pid)
        if process is not None:
            process.shut_down()
            del self.processes[pid]

    # -- which interfaces, and how -------------------------------------------------------------------------

    def settings(self, pid: int) -> list[InterfaceSettings]:
        """The interfaces that process `pid` is to run on. One that another process has is not among them."""
        config = self.configs[pid]
        found = []
        for interface in self.router.local_interfaces():
            if interface.address is None or interface.hardware.kind == "Null":
                continue
            area = self._area(pid, interface)
            others = (process for other, process in self.processes.items() if other != pid)
            if area is not None and not any(interface.name in process.interfaces for process in others):
                found.append(self._settings(config, area, interface))
        return found

    def _area(self, pid: int, interface: Interface) -> IPv4 | None:
        """The area that an interface is in for a process, by `ip ospf N area A` or by a `network` line."""
        own = self.interface_configs.get(interface.name)
        if own is not None and own.enabled is not None:
            return own.enabled[1] if own.enabled[0] == pid else None
        network = _match(self.configs[pid], interface.ip or ANY)
        return network.area if network is not None else None

    def _settings(self, config: ProcessConfig, area: IPv4, interface: Interface) -> InterfaceSettings:
        own = self.interface_configs.get(interface.name) or InterfaceConfig()
        address = interface.address
        assert address is not None
        kind = own.network or _network_type(interface)
        hello = 0 if own.multiplier else own.hello or (30 if kind in SLOW_HELLOS else 10)
        reference = config.reference_bandwidth * 1000
        return InterfaceSettings(
            interface.name,
            interface.short,
            area,
            address.ip,
            address.prefix,
            kind,
            interface.line_up,
            cost=own.cost or min(max(reference // max(interface.bandwidth, 1), 1), 0xFFFF),
            priority=own.priority,
            hello=hello,
            dead=1 if own.multiplier else own.dead or 4 * hello,
            multiplier=own.multiplier,
            retransmit=own.retransmit,
            transmit_delay=own.transmit_delay,
            mtu=interface.mtu,
            mtu_ignore=own.mtu_ignore,
            passive=config.is_passive(interface.name),
            database_filter=own.database_filter,
            authentication=_authentication(config, area, own),
            secondary=tuple(
                other.prefix
                for other in interface.secondary
                if own.enabled is not None
                or ((match := _match(config, other.ip)) is not None and match.area == area)
            ),
            explicit=own.enabled is not None,
            multicast=kind in (BROADCAST, POINT_TO_POINT, POINT_TO_MULTIPOINT) and own.multicast,
            neighbors=tuple((a, n) for a, n in config.neighbors.items() if address.prefix.holds(a)),
        )


def _match(config: ProcessConfig, address: IPv4) -> Network | None:
    """The `network` statement that takes an interface: the most specific one."""
    matching = [network for network in config.networks if network.matches(address)]
    return min(matching, key=_breadth) if matching else None


def _breadth(network: Network) -> int:
    return int(network.wildcard)


def _network_type(interface: Interface) -> str:
    if interface.hardware.kind == "Loopback":
        return LOOPBACK
    return BROADCAST if interface.hardware.ethernet else POINT_TO_POINT


def _authentication(config: ProcessConfig, area: IPv4, own: InterfaceConfig) -> Authentication:
    kind = config.area(area).authentication if own.authentication is None else own.authentication
    keys = tuple((number, key.encode("latin-1", "replace")) for number, key in own.keys.items())
    password = own.password.encode("latin-1", "replace")
    return Authentication(kind, b"" if kind == MD5 else password, keys if kind == MD5 else ())
