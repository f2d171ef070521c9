"""One box: its services, its features, its power switch."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from ios_emu.grammar.config import ConfigStore
from ios_emu.kernel import SECOND, Event, Kernel
from ios_emu.router import facts, packet_debug
from ios_emu.router.acl import AccessLists
from ios_emu.router.acl_log import AccessLog
from ios_emu.router.arp import ArpCache
from ios_emu.router.boot import Complaint, load_config
from ios_emu.router.catalog import Catalog
from ios_emu.router.changes import ConfigChanges
from ios_emu.router.facts import Fact
from ios_emu.router.feature import Feature
from ios_emu.router.fib import Fib
from ios_emu.router.files import Files
from ios_emu.router.icmp import Icmp
from ios_emu.router.interface import Interface, Port
from ios_emu.router.ip import IpStack
from ios_emu.router.key_engine import KeyEngine
from ios_emu.router.keylog import KeyLog
from ios_emu.router.logging import Logging
from ios_emu.router.policy_routing import PolicyRouting
from ios_emu.router.prefix_list import PrefixLists
from ios_emu.router.redundancy import Elector, Redundancy, RedundancyGroup
from ios_emu.router.release import RELEASES, Release
from ios_emu.router.reloading import Reloading
from ios_emu.router.rib import Rib
from ios_emu.router.route_map import RouteMaps
from ios_emu.router.session import Session
from ios_emu.router.show.version import software_banner
from ios_emu.router.static import StaticRoutes
from ios_emu.router.tcp.ports import TcpPorts
from ios_emu.router.telnet.vty import Vtys
from ios_emu.router.tracking import Tracking
from ios_emu.router.udp import UdpPorts
from ios_emu.wire import IPv4, Mac

T = TypeVar("T", bound=Feature)

RELOAD_TIME = 60 * SECOND


class Router:
    """A router. Plain data: everything it is can be pickled, copied and compared.

    `name` is its node name in the lab; `hostname` what its configuration calls it. The services that features
    meet in are its attributes: `rib`, `tracking`, `redundancy`, `key_engine`, `ip`, `udp`, `arp`, `logging`.
    `startup_config` is the text of NVRAM; power on reads it.
    """

    def __init__(self, name: str, kernel: Kernel, catalog: Catalog, startup_config: str = "") -> None:
        self.name = name
        self.kernel = kernel
        self.catalog_key = catalog.key
        self.startup_config = startup_config
        self.files = Files(self)
        self.fixed_release: Release | None = None
        self.macs: dict[str, Mac] = {}
        self.ports: dict[str, Port] = {}
        self.powered = False
        self.keylog = KeyLog()
        self.console: Session | None = None
        self.reloaded = False
        self._reloading: Event | None = None
        self._reset()

    # The whole volatile state of the box, as it is when power comes.
    def _reset(self) -> None:
        kernel = self.kernel
        self.booted = False
        self.boot_time = kernel.now
        self.hostname = "Router"
        self.release = self.fixed_release or RELEASES["12.3"]
        self.config = ConfigStore()
        self.changes = ConfigChanges(self)
        self.reloading = Reloading(self)
        self.boot_complaints: list[Complaint] = []
        self.boot_modelled: list[int] = []
        self.boot_kept: list[int] = []
        self.interfaces: dict[str, Interface] = {}
        self.hosts: dict[str, IPv4] = {}
        self.routing = True
        self.default_gateway: IPv4 | None = None
        self.logging = Logging(self)
        self.rib = Rib(self)
        self.fib = Fib(self)
        self.arp = ArpCache(self)
        self.acls = AccessLists()
        self.prefix_lists = PrefixLists()
        self.route_maps = RouteMaps(self)
        self.policy = PolicyRouting(self)
        self.filters = AccessLog(self)
        self.icmp = Icmp(self)
        self.ip = IpStack(self)
        self.udp = UdpPorts(self)
        self.tcp = TcpPorts(self)
        self.vtys = Vtys(self)
        self.static = StaticRoutes(self)
        self.tracking = Tracking(self)
        self.redundancy = Redundancy()
        self.key_engine = KeyEngine()
        self.features: dict[str, Feature] = {}
        for spec in self.catalog.specs:
            self.features[spec.name] = spec.make(self)

    @property
    def catalog(self) -> Catalog:
        """The features and the command table, shared by all routers and never part of their state."""
        return Catalog.by_key(self.catalog_key)

    def feature(self, kind: type[T]) -> T:
        """This router's instance of a feature, by its class. Raises KeyError when it has none."""
        for feature in self.features.values():
            if isinstance(feature, kind):
                return feature
        raise KeyError(kind.__name__)

    # -- power ---------------------------------------------------------------------------------------

    def plug(self, name: str, mac: Mac, port: Port) -> None:
        """Fit the box with the interface `name`, cabled to `port`. To be done before power on."""
        self.macs[name] = mac
        self.ports[name] = port

    def power_on(self, *, reloaded: bool = False) -> None:
        """Boot: read the startup-config, then bring the interfaces up. `reloaded`: the power never went."""
        self._reset()
        self.reloaded = reloaded
        self.powered = True
        # Who sits at the console sees what was printed before the power went, too.
        said = self.console.outbox if self.console is not None else []
        self.console = Session(self, "con 0")
        self.console.outbox = said
        for name in self.ports:
            self.interface(name)
        load_config(self, self.startup_config)
        self.booted = True
        self.publish(facts.Booted())
        for interface in self.interfaces.values():
            interface.start()
        # At the lab's first instant the routers stand booted: nobody was there to see how they started.
        if self.kernel.now:
            self.log("SYS", 5, "RESTART", f"System restarted --\n{software_banner(self.release).rstrip()}")

    def reload(self) -> None:
        """`reload`: dark for as long as a 7200 takes to load its image, then on again."""
        self.power_off()
        self._reloading = self.kernel.after(RELOAD_TIME, self, "reload")

    def on_event(self, what: object) -> None:
        """The image is loaded."""
        self._reloading = None
        self.power_on(reloaded=True)

    def power_off(self) -> None:
        """The power is cut: nothing is saved, nothing is said."""
        if self._reloading is not None:
            Kernel.cancel(self._reloading)
            self._reloading = None
        self.powered = self.booted = False
        for interface in self.interfaces.values():
            interface.stop()
        self._stop_all()

    def _stop_all(self) -> None:
        for feature in self.features.values():
            feature.timers.stop_all()
        self.arp.timers.stop_all()
        self.static.timers.stop_all()
        self.reloading.timers.stop_all()
        self.tracking.timers.stop_all()
        self.filters.timers.stop_all()
        self.ip.stop()
        self.vtys.stop()
        self.tcp.stop()
        if self.console is not None:
            self.console.reset()

    # -- interfaces ----------------------------------------------------------------------------------

    def interface(self, name: str) -> Interface:
        """The interface with this full name; one that does not exist yet is made (a software interface, or
        hardware that the lab file does not plug in)."""
        interface = self.interfaces.get(name)
        if interface is None:
            parent = self.interfaces.get(name.partition(".")[0]) if "." in name else None
            mac = self.macs.get(name) or (parent.mac if parent is not None else self._spare_mac(name))
            interface = self.interfaces[name] = Interface(self, name, mac)
            if parent is not None and parent.hardware.ethernet and not parent.hardware.virtual:
                interface.join_trunk(parent)
            port = self.ports.get(name)
            if port is not None:
                interface.port = port
                port.attach(interface)
            if self.booted:
                interface.created()
        return interface

    def _spare_mac(self, name: str) -> Mac:
        draw = self.kernel.random(f"{self.name}/mac/{name}")
        return Mac(b"\x00\x0d\xbd" + draw.randbytes(3))

    def interface_up(self, interface: Interface) -> None:
        """Called by an interface whose line protocol came up."""
        self.addresses_changed()
        packet_debug.interface_changed(self, interface)
        self.rib.interface_up(interface)
        self.arp.interface_up(interface)
        self.publish(facts.LineProtocol(interface.name, True))
        if interface.trunk is not None:
            interface.trunk.follow()

    def interface_down(self, interface: Interface) -> None:
        """Called by an interface whose line protocol went down."""
        if interface.trunk is not None:
            interface.trunk.follow()
        packet_debug.interface_changed(self, interface)
        self.arp.interface_down(interface)
        self.rib.interface_down(interface)
        self.addresses_changed()
        self.publish(facts.LineProtocol(interface.name, False))

    def addresses_changed(self) -> None:
        """Called when what counts as a local address may have changed."""
        self.ip.forget_addresses()

    def interface_with(self, address: int) -> Interface | None:
        """The interface whose own (not virtual) address is `address`."""
        for interface in self.interfaces.values():
            if any(a.ip == address for a in interface.addresses):
                return interface
        return None

    # -- facts and messages --------------------------------------------------------------------------

    def publish(self, fact: Fact) -> None:
        """Tell every service and feature, in a fixed order, that `fact` has become true."""
        self.rib.on_fact(fact)
        self.static.on_fact(fact)
        self.tracking.on_fact(fact)
        for feature in self.features.values():
            feature.on_fact(fact)

    def publish_redundancy(self, group: RedundancyGroup, elector: Elector | None = None) -> None:
        """Note the state of a redundancy group, and tell everybody if it changed."""
        if self.redundancy.publish(group, elector):
            self.publish(facts.RedundancyChanged(group))

    def log(self, facility: str, severity: int, mnemonic: str, text: str) -> None:
        """A syslog message: `%FACILITY-SEVERITY-MNEMONIC: text`."""
        self.logging.log(f"%{facility}-{severity}-{mnemonic}: {text}", severity)

    def debugging(self, flag: str) -> bool:
        """Whether `debug FLAG` is on. Ask before building an expensive message."""
        return flag in self.logging.debugs

    def debug(self, flag: str, text: str) -> None:
        """A debug message, printed when `debug FLAG` is on."""
        if flag in self.logging.debugs:
            self.logging.log(text, 7)

    @property
    def sessions(self) -> list[Session]:
        """The console's session and those on virtual lines."""
        return [*([self.console] if self.console is not None else []), *self.vtys.sessions]

    def execute(self, line: str) -> str:
        """Type `line` at the console and let virtual time pass until the prompt is back.

        Returns what the console printed meanwhile, unasked messages included.
        """
        console = self.console
        if console is None or not self.powered:
            return ""
        return console.execute(line)

    def uptime(self) -> int:
        """Nanoseconds since power on."""
        return self.kernel.now - self.boot_time

    def local_interfaces(self) -> Iterable[Interface]:
        """The interfaces in the order IOS lists them."""
        from ios_emu.grammar.interfaces import interface_order

        return sorted(self.interfaces.values(), key=lambda i: interface_order(i.name))
