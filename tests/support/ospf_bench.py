"""A segment of OSPF processes with no routers around them: a fake wire on the real kernel."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from random import Random

from ios_emu.features.ospf.config import (
    BROADCAST,
    LOOPBACK,
    InterfaceSettings,
    Policy,
    ProcessConfig,
    Redistribution,
)
from ios_emu.features.ospf.debug import Message
from ios_emu.features.ospf.lsa import LsaKey
from ios_emu.features.ospf.process import Process
from ios_emu.kernel import MILLISECOND, SECOND, Kernel, Timers
from ios_emu.router.route import NextHop, Route
from ios_emu.router.route_map import NOTHING_SET, Sets
from ios_emu.wire import IPv4, Prefix

ip = IPv4.parse
net = Prefix.parse


class Bench:
    """Networks are names; everything sent on one reaches all others there after a millisecond, unless lost."""

    def __init__(self, seed: int = 1, loss: float = 0.0) -> None:
        self.kernel = Kernel(seed)
        self.loss = loss
        self.draw = Random(seed)
        self.ports: dict[str, list[tuple[Node, str]]] = {}
        self.nodes: dict[str, Node] = {}
        self.sent: list[tuple[int, str, str, IPv4, bytes]] = []
        self.deaf: dict[str, bool] = {}

    def node(self, router_id: str, **config: object) -> Node:
        node = Node(self, router_id, ProcessConfig(**config))  # type: ignore[arg-type]  # test shorthand
        self.nodes[router_id] = node
        return node

    def carry(self, sender: Node, interface: str, destination: IPv4, payload: bytes) -> None:
        self.sent.append((self.kernel.now, sender.name, interface, destination, payload))
        network = sender.cables[interface]
        source = sender.addresses[interface]
        if self.deaf.get(sender.name):
            return
        for node, port in self.ports[network]:
            if node is sender or self.deaf.get(node.name) or self.draw.random() < self.loss:
                continue
            if destination.is_multicast:
                if not node.groups.get((port, destination)):
                    continue
            elif node.addresses[port] != destination:
                continue
            self.kernel.after(MILLISECOND, self, (node, port, source, destination, payload))

    def carry_far(self, source: IPv4, destination: IPv4, payload: bytes) -> None:
        """Something the routing tables deliver: to whoever has the address."""
        for node in self.nodes.values():
            for port, address in node.addresses.items():
                if address == destination and not self.deaf.get(node.name):
                    self.kernel.after(MILLISECOND, self, (node, port, source, destination, payload))

    def on_event(self, what: object) -> None:
        assert isinstance(what, tuple)
        node, port, source, destination, payload = what
        node.process.receive(port, source, destination, payload)

    def run(self, seconds: float) -> None:
        self.kernel.run_until(self.kernel.now + round(seconds * SECOND))

    def databases(self) -> list[dict[LsaKey, tuple[int, int]]]:
        """Each node's database of area 0 and the AS, ages aside."""
        return [
            {
                key: (stored.lsa.header.sequence, stored.lsa.header.checksum)
                for lsdb in (node.process.areas[ip("0.0.0.0")].lsdb, node.process.external)
                for key, stored in sorted(lsdb.entries.items())
            }
            for node in self.nodes.values()
        ]

    def agreed(self) -> bool:
        databases = self.databases()
        return all(database == databases[0] for database in databases)


class Node:
    """One router's OSPF process and the little it needs of a router."""

    def __init__(self, bench: Bench, router_id: str, config: ProcessConfig) -> None:
        self.name = router_id
        self.bench = bench
        self.kernel = bench.kernel
        self.timers = Timers(bench.kernel, self)
        self.cables: dict[str, str] = {}
        self.addresses: dict[str, IPv4] = {}
        self.groups: dict[tuple[str, IPv4], int] = {}
        self.settings: dict[str, InterfaceSettings] = {}
        self.routes: dict[Prefix, Route] = {}
        self.installs = 0
        self.logs: list[str] = []
        self.debugs: list[str] = []
        self.advertised: list[Prefix] = []
        self.families: set[str] = set()
        self.process = Process(self, 1, ip(router_id), config)

    # -- Host
    def transmit(self, interface: str, destination: IPv4, payload: bytes) -> None:
        self.bench.carry(self, interface, destination, payload)

    def send_far(self, source: IPv4, destination: IPv4, payload: bytes) -> None:
        self.bench.carry_far(source, destination, payload)

    def member(self, interface: str, group: IPv4, joined: bool) -> None:
        self.groups[interface, group] = self.groups.get((interface, group), 0) + (1 if joined else -1)
        assert self.groups[interface, group] in (0, 1)

    def install(self, pid: int, routes: list[Route]) -> None:
        self.installs += 1
        self.routes = {route.prefix: route for route in routes}

    def advertises(self, pid: int, prefixes: Iterable[Prefix]) -> None:
        self.advertised = sorted(prefixes)

    def judge(self, pid: int, route: Route) -> Sets | None:
        return NOTHING_SET

    def judge_default(self, pid: int) -> Sets | None:
        return NOTHING_SET

    def permits(self, policy: Policy, prefix: Prefix) -> bool:
        return True

    def log(self, severity: int, mnemonic: str, text: str) -> None:
        self.logs.append(f"%OSPF-{severity}-{mnemonic}: {text}")

    def debugging(self, kind: str) -> bool:
        return kind in self.families

    def debug(self, message: Message, values: Mapping[str, object]) -> None:
        if message.old:
            self.debugs.append(message.old.format(**values))

    def on_timer(self, name: object) -> None:
        assert isinstance(name, tuple)
        self.process.on_timer(name[1:])

    # -- driving it
    def plug(self, interface: str, network: str, address: str, **more: object) -> Node:
        host, _, length = address.partition("/")
        prefix = Prefix.of(ip(host), int(length))
        kind = more.pop("kind", LOOPBACK if interface.startswith("Lo") else BROADCAST)
        area = more.pop("area", ip("0.0.0.0"))
        up = more.pop("up", True)
        self.cables[interface] = network
        self.addresses[interface] = ip(host)
        self.bench.ports.setdefault(network, []).append((self, interface))
        settings = InterfaceSettings(interface, interface, area, ip(host), prefix, kind, up, **more)  # type: ignore[arg-type]
        self.settings[interface] = settings
        self.apply()
        return self

    def change(self, interface: str, **more: object) -> None:
        self.settings[interface] = replace(self.settings[interface], **more)  # type: ignore[arg-type]
        self.apply()

    def apply(self) -> None:
        self.process.apply(list(self.settings.values()))

    def static(self, *routes: tuple[str, str]) -> None:
        """These are now the static routes: (prefix, next hop)."""
        self.process.config.redistribute.setdefault("static", Redistribution(subnets=True))
        self.process.redistribute(
            {net(prefix): Route(net(prefix), "static", "S", 1, 0, (NextHop(ip(hop)),)) for prefix, hop in routes}
        )
        self.process.reconfigured()

    def states(self) -> dict[str, str]:
        return {str(n.router_id): n.state.label for _, n in self.process.neighbors()}

    def ways(self, prefix: str) -> list[str]:
        route = self.routes.get(net(prefix))
        return [str(hop.address) for hop in route.next_hops] if route else []


def lan(count: int, seed: int = 1, loss: float = 0.0, **config: object) -> tuple[Bench, list[Node]]:
    """Routers n.n.n.n at 10.1.1.n; each has a loopback 99.0.0.n."""
    bench = Bench(seed, loss)
    nodes = []
    for number in range(1, count + 1):
        node = bench.node(".".join([str(number)] * 4), log_changes=True, **config)
        node.plug("Fa0/0", "lan", f"10.1.1.{number}/24").plug("Lo0", f"lo{number}", f"99.0.0.{number}/32")
        nodes.append(node)
    return bench, nodes


def route(node: Node, prefix: str) -> str:
    """Code, distance, metric and next hops of a route; empty when there is none."""
    found = node.routes.get(net(prefix))
    if found is None:
        return ""
    hops = " ".join(str(hop.address or hop.interface) for hop in found.next_hops)
    return f"{found.code} {found.distance}/{found.metric} {hops}"
