"""HSRP on one interface: its groups, the delay before they start, and the Advertise messages.

An interface that comes up waits for `standby delay` before its groups do anything: `minimum`, or `reload` the
first time after the router started.

Advertise messages (Cisco's extension for ICMP redirects) tell the other routers how many groups of this interface
are active and passive: at every change, and every 30 s while none is active.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ios_emu.features.hsrp import debug, packet, packet2
from ios_emu.features.hsrp.config import GroupConfig, InterfaceConfig
from ios_emu.features.hsrp.group import Group
from ios_emu.features.hsrp.neighbors import Neighbors
from ios_emu.features.hsrp.packet import (
    PORT,
    TOS,
    TTL,
    Advertise,
    Message,
    Op,
    Redirect,
    State,
)
from ios_emu.kernel import SECOND
from ios_emu.router.interface import Interface
from ios_emu.wire import IPv4

if TYPE_CHECKING:
    from ios_emu.features.hsrp.instance import Hsrp

ADVERTISE_INTERVAL = 30 * SECOND
_PASSIVE = (State.LEARN, State.LISTEN, State.SPEAK, State.STANDBY)

Counts = tuple[tuple[int, int], tuple[int, int]]
"""How many groups were and are active, and were and are passive."""


class HsrpPort:
    """HSRP on `interface`. `ready`: it is up and its delay is over."""

    def __init__(self, feature: Hsrp, interface: Interface) -> None:
        self.feature = feature
        self.router = feature.router
        self.interface = interface
        self.config = InterfaceConfig()
        self.groups: dict[int, Group] = {}
        self.ready = interface.line_up
        self.after_reload = not self.router.booted
        self.errors: dict[str, int] = {}
        self._delaying = ""
        self._counts = (0, 0)
        self._joined = False
        self.neighbors = Neighbors(self)

    # -- configuration ---------------------------------------------------------------------------------

    def group_config(self, number: int) -> GroupConfig:
        """What is configured for a group; the defaults when nothing is."""
        group = self.groups.get(number)
        return group.config if group is not None else GroupConfig()

    def configure_group(self, number: int, config: GroupConfig) -> None:
        """A group's configuration is another one; the group comes and goes with it."""
        group = self.groups.get(number)
        if group is None:
            if config.is_default:
                return
            group = self.groups[number] = Group(self, number)
            self.groups = dict(sorted(self.groups.items()))
        if config.is_default:
            group.end()
            del self.groups[number]
        else:
            group.configure(config)
        self._listen()

    def configure(self, config: InterfaceConfig) -> None:
        """The configuration of the interface is another one. Other virtual MAC addresses take effect at once."""
        version_changed = config.version != self.config.version
        if version_changed:
            for group in self.groups.values():
                group.stop()
            self._leave()
        renamed = version_changed or config.use_bia != self.config.use_bia
        self.config = config
        self._listen()
        if renamed:
            for group in self.groups.values():
                group.configure(group.config)

    @property
    def all_routers(self) -> IPv4:
        """The multicast group that the configured version speaks to."""
        return packet2.ALL_ROUTERS if self.config.version == packet2.VERSION else packet.ALL_ROUTERS

    @property
    def idle(self) -> bool:
        """Nothing is configured here."""
        return not self.groups and self.config == InterfaceConfig()

    def _listen(self) -> None:
        """Be a member of all-routers while a group wants to run."""
        wanted = any(group.config.runs for group in self.groups.values())
        if wanted and not self._joined:
            self._joined = True
            self.interface.redirector = self
            self.interface.join(self.all_routers)
        elif not wanted:
            self._leave()

    def _leave(self) -> None:
        if self._joined:
            self._joined = False
            self.interface.redirector = None
            self.interface.leave(self.all_routers)
            self._stop_advertising()
            self.neighbors.end()

    # -- up and down -----------------------------------------------------------------------------------

    def line_up(self) -> None:
        """The line protocol came up: wait, then start the groups."""
        if not self._joined:
            self.ready = True
            self.after_reload = False
            return
        self._debug("Interface up")
        kind = "reload" if self.after_reload and self.config.delay_reload else "minimum"
        delay = self.config.delay_reload if kind == "reload" else self.config.delay_minimum
        if not delay:
            self._start()
            return
        self._debug(debug.delay_starts(self.router.release, kind, delay, self._uptime()))
        self._delaying = kind
        self.feature.timers.start(("delay", self.interface.name, -1), delay * SECOND)

    def line_down(self) -> None:
        """The line protocol went down: so do the groups. ARP, whose table is cleared, asks for their addresses."""
        self.ready = False
        self.feature.timers.stop(("delay", self.interface.name, -1))
        if not self._joined:
            return
        self._debug("API Software interface going down")
        self._debug("Interface down")
        self.review()
        self._stop_advertising()
        self._debug("API Add active HSRP addresses to ARP table")

    def _start(self) -> None:
        self.ready = True
        self.review()
        self.after_reload = False

    def expire(self, timer: str) -> None:
        """The delay is over, or it is time for an Advertise."""
        if timer == "delay":
            self._debug(debug.delay_ends(self.router.release, self._delaying, self._uptime()))
            self._start()
        elif timer == "advertise":
            self._advertise()

    def review(self) -> None:
        """Something that groups depend on changed."""
        for group in self.groups.values():
            group.review()

    def software_changed(self, up: bool) -> None:
        """`shutdown` or `no shutdown`. Coming up, IP asks whose addresses these are, and the driver is told the
        MAC addresses to listen to."""
        if not self._joined:
            return
        if not up:
            self._debug("API Software interface going down")
            return
        for address in self.interface.addresses:
            owned = any(address.ip in group.addresses for group in self.groups.values())
            self._debug(f"API {address.ip} is {'an' if owned else 'not an'} HSRP address")
        self._debug("API MAC address update")
        self._debug("API Software interface coming up")

    def hardware_changed(self, up: bool) -> None:
        """The carrier came or went."""
        if not self._joined:
            return
        if self.router.debugging(debug.INTERFACE):
            self.router.debug(
                debug.INTERFACE, debug.general_line(self.router.release, "API Hardware state change")
            )
        if up:
            self._debug("API Software interface coming up")

    def _uptime(self) -> int:
        return self.router.uptime() // SECOND

    # -- messages --------------------------------------------------------------------------------------

    def receive(self, message: Message | Advertise, source: IPv4) -> None:
        """A message arrived on this interface."""
        if source == self.interface.ip:
            self.count("own address")
        elif not self.interface.on_link(source):
            self.count("other subnet")
            self.error(f"Pkt from {source} is from another subnet")
        elif isinstance(message, Advertise):
            if self.router.debugging(debug.PACKETS[Op.ADVERTISE]):
                self._debug(debug.advertise_in(message, source), debug.PACKETS[Op.ADVERTISE])
        elif message.version != self.config.version:
            self.count("other version")
            self.error(f"{message.op.word} pkt from {source} is of version {message.version}")
        else:
            group = self.groups.get(message.group)
            if group is None or not group.config.runs:
                self.count("unknown group")
                self.error(f"{message.op.word} pkt from {source} for unknown group {message.group}")
            else:
                group.receive(message, source)

    def count(self, error: str) -> None:
        """A message was ignored, and why."""
        self.errors[error] = self.errors.get(error, 0) + 1

    def error(self, text: str) -> None:
        """A line of `debug standby errors`."""
        self._debug(text, debug.ERRORS)

    # -- ICMP redirects --------------------------------------------------------------------------------

    def redirect(self, gateway: IPv4) -> tuple[IPv4 | None, IPv4] | None:
        """Hosts are to learn virtual addresses only: a redirect comes from one of ours if we are active, and names
        that of a group in which `gateway` is active. To a router that is only standby there is no redirect."""
        if not self.config.redirects:
            return None, gateway
        active = (g.machine.virtual_ip for g in self.groups.values() if g.machine.state is State.ACTIVE)
        own = next(active, None)
        roles = self.neighbors.roles.get(gateway)
        if not roles:
            return own, gateway
        for number, role in roles:
            group = self.groups.get(number)
            if role == "Active" and group is not None and group.machine.virtual_ip is not None:
                return own, group.machine.virtual_ip
        return None

    # -- Advertise -------------------------------------------------------------------------------------

    def recount(self) -> Counts:
        """Count the active and passive groups again."""
        states = [group.machine.state for group in self.groups.values()]
        old = self._counts
        self._counts = (states.count(State.ACTIVE), sum(state in _PASSIVE for state in states))
        return (old[0], self._counts[0]), (old[1], self._counts[1])

    def advertise_change(self, counts: Counts) -> None:
        """Tell the other routers if the counts changed."""
        if any(old != new for old, new in counts) and self.config.redirects:
            self._advertise()

    def _advertise(self) -> None:
        active, passive = self._counts
        interface = self.interface
        source = interface.ip
        if not interface.line_up or source is None or not self.config.redirects:
            return
        said = Advertise(Redirect.of(active, passive), active, passive)
        encode = packet2.encode_advertise if self.config.version == packet2.VERSION else packet.encode_advertise
        if self.router.debugging(debug.PACKETS[Op.ADVERTISE]):
            self._debug(debug.advertise_out(said), debug.PACKETS[Op.ADVERTISE])
        self.router.udp.send_on(interface, source, self.all_routers, PORT, encode(said), ttl=TTL, tos=TOS)
        if said.state is Redirect.PASSIVE:
            self.feature.timers.start(("advertise", interface.name, -1), ADVERTISE_INTERVAL)
        else:
            self._stop_advertising()

    def _stop_advertising(self) -> None:
        self.feature.timers.stop(("advertise", self.interface.name, -1))

    def _debug(self, text: str, flag: str = debug.INTERFACE) -> None:
        if self.router.debugging(flag):
            self.router.debug(flag, debug.interface_line(self.router.release, self.interface.short, text))
