"""OSPF in one router: its processes, and the adapter between them and the router's services."""

from __future__ import annotations

from collections.abc import Hashable

from ios_emu.features.ospf import debug, routing
from ios_emu.features.ospf.auth import MD5, NULL, Authentication
from ios_emu.features.ospf.config import (
    BROADCAST,
    LOOPBACK,
    POINT_TO_POINT,
    InterfaceConfig,
    InterfaceSettings,
    Network,
    ProcessConfig,
)
from ios_emu.features.ospf.process import Process
from ios_emu.router import facts
from ios_emu.router.feature import Feature
from ios_emu.router.interface import Interface
from ios_emu.router.route import Route
from ios_emu.router.router import Router
from ios_emu.wire import ANY, IPv4, Prefix
from ios_emu.wire.ipv4 import OSPF, Header

TOS_INTERNETWORK_CONTROL = 0xC0
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

    def member(self, interface: str, group: IPv4, joined: bool) -> None:
        """Join or leave a multicast group."""
        port = self.router.interfaces.get(interface)
        if port is not None and joined:
            port.join(group)
        elif port is not None:
            port.leave(group)

    def install(self, pid: int, routes: list[Route]) -> None:
        """Hand a process's routes to the routing table."""
        self.router.rib.replace(f"ospf {pid}", routes)

    def log(self, severity: int, mnemonic: str, text: str) -> None:
        """A syslog message."""
        self.router.log("OSPF", severity, mnemonic, text)

    def debugging(self, family: str) -> bool:
        """Whether lines of this family are wanted."""
        return self.router.debugging(debug.SWITCHES[family])

    def debug(self, family: str, pid: int, interface: str, text: str) -> None:
        """Print a debug line, if it is wanted."""
        if not self.debugging(family):
            return
        port = self.router.interfaces.get(interface)
        line = debug.line(self.router.release, family, pid, interface, port.short if port else "", text)
        self.router.debug(debug.SWITCHES[family], line)

    # -- what happens ------------------------------------------------------------------------------------

    def on_ip(self, interface: Interface, header: Header, payload: bytes, packet: bytes) -> None:
        """An OSPF packet: for the process that runs on the interface."""
        for process in self.processes.values():
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
        if isinstance(fact, facts.LineProtocol | facts.AddressChanged | facts.SoftwareInterface | facts.Booted):
            for pid in self.configs:
                self.apply(pid)
        elif isinstance(fact, facts.RouteChanged):
            for process in self.processes.values():
                self._route_changed(process, fact)

    def _route_changed(self, process: Process, fact: facts.RouteChanged) -> None:
        if any(self._comes_in(process, route) for route in (fact.old, fact.new) if route is not None):
            routes = dict(process.redistributed)
            routes.pop(fact.prefix, None)
            if fact.new is not None and self._comes_in(process, fact.new):
                routes[fact.prefix] = fact.new
            process.redistribute(routes)

    @staticmethod
    def _comes_in(process: Process, route: Route) -> bool:
        """Whether a route of the routing table is one that the process redistributes."""
        if route.prefix == _DEFAULT:
            return process.config.default_originate is not None and route.source != f"ospf {process.pid}"
        return route.source in process.config.redistribute

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
        process = self.processes.get(pid) or self._start(pid)
        if process is not None:
            process.apply(self.settings(pid))

    def redistribution_changed(self, pid: int) -> None:
        """`redistribute` or the like was configured."""
        process = self.processes.get(pid)
        if process is not None:
            process.redistribute({r.prefix: r for r in self.router.rib.routes() if self._comes_in(process, r)})
            process.reconfigured()

    def recalculate(self, pid: int) -> None:
        """How routes are offered was configured: offer them anew."""
        process = self.processes.get(pid)
        if process is not None:
            self.install(pid, routing.offers(process))

    def _start(self, pid: int) -> Process | None:
        config = self.configs[pid]
        router_id = config.router_id or self._pick_router_id()
        if router_id is None:
            return None
        process = self.processes[pid] = Process(self, pid, router_id, config)
        process.redistributed = {r.prefix: r for r in self.router.rib.routes() if self._comes_in(process, r)}
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
            network = _match(config, interface.address.ip)
            others = (process for other, process in self.processes.items() if other != pid)
            if network is not None and not any(interface.name in process.interfaces for process in others):
                found.append(self._settings(config, network, interface))
        return found

    def _settings(self, config: ProcessConfig, network: Network, interface: Interface) -> InterfaceSettings:
        own = self.interface_configs.get(interface.name) or InterfaceConfig()
        address = interface.address
        assert address is not None
        hello = own.hello or 10
        reference = config.reference_bandwidth * 1000
        return InterfaceSettings(
            interface.name,
            interface.short,
            network.area,
            address.ip,
            address.prefix,
            own.network or _network_type(interface),
            interface.line_up,
            cost=own.cost or min(max(reference // max(interface.bandwidth, 1), 1), 0xFFFF),
            priority=own.priority,
            hello=hello,
            dead=own.dead or 4 * hello,
            retransmit=own.retransmit,
            transmit_delay=own.transmit_delay,
            mtu=interface.mtu,
            mtu_ignore=own.mtu_ignore,
            passive=config.is_passive(interface.name),
            authentication=_authentication(config, network.area, own),
            secondary=tuple(
                other.prefix
                for other in interface.secondary
                if (match := _match(config, other.ip)) is not None and match.area == network.area
            ),
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
    kind = config.area_authentication.get(area, NULL) if own.authentication is None else own.authentication
    keys = tuple((number, key.encode("latin-1", "replace")) for number, key in own.keys.items())
    password = own.password.encode("latin-1", "replace")
    return Authentication(kind, b"" if kind == MD5 else password, keys if kind == MD5 else ())
