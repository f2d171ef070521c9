"""A LAN of routers that speak HSRP: real adapters, bare wires, every frame kept."""

from __future__ import annotations

from ios_emu.features.hsrp import FEATURE, Hsrp
from ios_emu.features.hsrp.group import Group
from ios_emu.features.hsrp.instance import decode_any
from ios_emu.features.hsrp.packet import Advertise, Message
from ios_emu.features.track import FEATURE as TRACK
from ios_emu.kernel import MICROSECOND, SECOND, Kernel
from ios_emu.router import facts
from ios_emu.router.catalog import Catalog
from ios_emu.router.feature import Feature, FeatureSpec
from ios_emu.router.interface import Interface
from ios_emu.router.release import RELEASES
from ios_emu.router.router import Router
from ios_emu.wire import Mac, ipv4, udp


class Follower(Feature):
    """Enquires after the groups that are followed, as a crypto map does."""

    def on_fact(self, fact: facts.Fact) -> None:
        if isinstance(fact, facts.RedundancyChanged):
            group, redundancy = fact.group, self.router.redundancy
            if redundancy.followed(group.name) and group.settled and not group.active:
                redundancy.enquire(group.name)


CATALOG = Catalog("hsrp alone", (TRACK, FEATURE, FeatureSpec("follower", Follower)))
OUTSIDE, INSIDE = "FastEthernet0/0", "FastEthernet0/1"
LATENCY = 100 * MICROSECOND


class Port:
    """A router's plug in the LAN. A port that is `blocked` passes nothing, as a switch port before it forwards."""

    def __init__(self, lan: Lan) -> None:
        self.lan = lan
        self.interface: Interface | None = None
        self.on = False
        self.blocked = False
        lan.ports.append(self)

    def attach(self, interface: Interface) -> None:
        self.interface = interface

    def power(self, on: bool) -> None:
        self.on = on
        if self.interface is not None:
            self.interface.set_carrier(on)

    def transmit(self, frame: bytes) -> None:
        self.lan.frames.append((self.lan.kernel.now, frame))
        if self.on and not self.blocked:
            for port in self.lan.ports:
                if port is not self and port.on and not port.blocked:
                    self.lan.kernel.after(LATENCY, port, frame)

    def on_event(self, what: object) -> None:
        assert isinstance(what, bytes)
        if self.interface is not None and self.on and not self.blocked:
            self.interface.receive(what)


class Lan:
    """Routers `r1`, `r2`, ... with FastEthernet0/0 on one LAN, and FastEthernet0/1 on nothing but a carrier.

    `configs` are the lines of their FastEthernet0/0 but for the address, which is 10.0.0.1, 10.0.0.2, ...
    """

    def __init__(self, *configs: str, top: str = "", release: str = "12.3", seed: int = 1) -> None:
        self.kernel = Kernel(seed)
        self.ports: list[Port] = []
        self.frames: list[tuple[int, bytes]] = []
        self.routers: list[Router] = []
        inside = Lan.__new__(Lan)
        inside.kernel, inside.ports, inside.frames = self.kernel, [], []
        for number, lines in enumerate(configs, 1):
            text = f"version 12.3\nhostname r{number}\n{top}"
            text += f"interface {OUTSIDE}\n ip address 10.0.0.{number} 255.255.255.0\n"
            text += "".join(f" {line.strip()}\n" for line in lines.splitlines() if line.strip())
            text += f"interface {INSIDE}\n ip address 10.1.{number}.1 255.255.255.0\n"
            router = Router(f"r{number}", self.kernel, CATALOG, text)
            router.fixed_release = RELEASES[release]
            for index, (name, lan) in enumerate(((OUTSIDE, self), (INSIDE, inside))):
                router.plug(name, Mac(bytes((0, 13, 189, 0, number, index))), Port(lan))
            router.power_on()
            assert not router.boot_complaints, router.boot_complaints
            self.routers.append(router)

    def run(self, seconds: float) -> None:
        """Let virtual time pass."""
        self.kernel.run_until(self.kernel.now + round(seconds * SECOND))

    def group(self, router: int, number: int = 1) -> Group:
        """The group of router `router` (from 1)."""
        return self.routers[router - 1].feature(Hsrp).ports[OUTSIDE].groups[number]

    def interface(self, router: int, name: str = OUTSIDE) -> Interface:
        """An interface of router `router` (from 1)."""
        return self.routers[router - 1].interfaces[name]

    def port_errors(self, router: int) -> int:
        """How many messages failed to authenticate at a router."""
        return self.routers[router - 1].feature(Hsrp).ports[OUTSIDE].errors.get("authentication", 0)

    def states(self) -> list[str]:
        """The state of group 1 of every router that is on and has it."""
        return [self.group(number).machine.state.word for number in range(1, len(self.routers) + 1)]

    def configure(self, router: int, *lines: str, interface: str = OUTSIDE) -> str:
        """Type lines into an interface; what was printed."""
        console = self.routers[router - 1].console
        assert console is not None
        console.drain()
        said = [console.execute(line) for line in ("configure terminal", f"interface {interface}", *lines)]
        console.execute("end")
        return "".join(said[2:])

    def show(self, router: int, command: str) -> str:
        """The answer to an exec command."""
        console = self.routers[router - 1].console
        assert console is not None
        console.drain()
        return console.execute(command)

    def said(self, router: int) -> list[str]:
        """The console's lines since the last time, without timestamps."""
        console = self.routers[router - 1].console
        assert console is not None
        lines = console.drain().splitlines()
        return [line.split(": ", 1)[1] if line.startswith("*") else line for line in lines]

    def messages(self, since: int = 0) -> list[tuple[int, Mac, ipv4.Header, Message | Advertise]]:
        """The HSRP messages on the wire: when, source MAC, IP header, message."""
        found = []
        for when, frame in self.frames:
            if when >= since and frame[12:14] == b"\x08\x00":
                header, payload = ipv4.decode(frame[14:])
                datagram = udp.decode(header.source, header.destination, payload)
                mac = Mac(frame[6:12])
                found += [(when, mac, header, message) for message in decode_any(datagram.payload)]
        return found
