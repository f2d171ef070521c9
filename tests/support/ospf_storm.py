"""A site of a few routers on three LANs, drawn from a seed, and a storm over it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from ios_emu.features.ospf import Ospf
from ios_emu.features.ospf.process import Process
from ios_emu.lab.lab import Lab
from ios_emu.wire import IPv4, Prefix

LANS = ("a", "b", "c")
WEATHER = (
    "",
    "loss 5%",
    "loss 20% jitter 30ms",
    "loss 10% duplicate 10% reorder 10% delay 40ms jitter 20ms",
    "loss 2% corrupt 5%",
)


@dataclass
class Site:
    """What is drawn from a seed: which router is on which LAN, at what cost; who brings in a static route."""

    ports: dict[str, dict[str, tuple[int, int]]]
    """Router -> LAN -> (port number, cost)."""
    borders: list[str]
    areas: dict[str, int] = field(default_factory=dict)
    """LAN -> area; a router's loopback is in the area of its first LAN."""
    kinds: dict[int, str] = field(default_factory=dict)
    """Area -> `stub`, `nssa`; normal otherwise."""

    @classmethod
    def drawn(cls, draw: Random) -> Site:
        """Four to six routers, each on one LAN or more, all connected."""
        names = [f"r{number}" for number in range(1, draw.randint(4, 6) + 1)]
        while True:
            ports = {}
            for name in names:
                lans = draw.sample(LANS, draw.choice((1, 2, 2, 3)))
                ports[name] = {lan: (port, draw.choice((1, 1, 5, 10))) for port, lan in enumerate(lans)}
            site = cls(ports, draw.sample(names, 2))
            if len(site.reached(names[0], dict.fromkeys(LANS), {})) == len(names) + len(LANS):
                return site

    def reached(self, start: str, lans: dict[str, None], cut: dict[tuple[str, str], None]) -> dict[str, None]:
        """The routers and LANs that a router is connected with, itself included."""
        found, todo = {start: None}, [start]
        while todo:
            name = todo.pop()
            ends = self.ports[name] if name in self.ports else [r for r in self.ports if name in self.ports[r]]
            for other in ends:
                router, lan = (name, other) if name in self.ports else (other, name)
                if lan in lans and (router, lan) not in cut and other not in found:
                    found[other] = None
                    todo.append(other)
        return found

    def home(self, router: str) -> int:
        """The area of a router's loopback."""
        return self.areas.get(next(iter(self.ports[router])), 0)

    def address(self, router: str, lan: str) -> str:
        """A router's address on a LAN."""
        return f"10.{LANS.index(lan) + 1}.0.{router[1:]}"

    def config(self, router: str) -> str:
        """A router's startup-config."""
        number = router[1:]
        text = (
            f"version 12.3\nhostname {router}\ninterface Loopback0\n ip address 99.0.0.{number} 255.255.255.255\n"
        )
        for lan, (port, cost) in self.ports[router].items():
            text += f"interface FastEthernet{port}/0\n ip address {self.address(router, lan)} 255.255.255.0\n"
            text += f" ip ospf cost {cost}\n"
        text += "router ospf 1\n maximum-paths 16\n"
        for lan in LANS:
            text += f" network 10.{LANS.index(lan) + 1}.0.0 0.0.0.255 area {self.areas.get(lan, 0)}\n"
        text += f" network 99.0.0.0 0.0.0.255 area {self.home(router)}\n"
        text += "".join(f" area {area} {kind}\n" for area, kind in self.kinds.items())
        if router in self.borders:
            text += f" redistribute static subnets\nip route 20.0.{number}.0 255.255.255.0 Null0\n"
        return f"{text}end\n"

    def lab(self, folder: Path, seed: int) -> Lab:
        """The lab, booting."""
        nodes = "".join(f"    {lan}: {{kind: bridge}}\n" for lan in LANS)
        links = ""
        for router, ports in self.ports.items():
            (folder / f"{router}.cfg").write_text(self.config(router))
            nodes += f"    {router}: {{kind: ios_emu, startup-config: {router}.cfg}}\n"
            for lan, (port, _) in ports.items():
                links += f'    - endpoints: ["{router}:FastEthernet{port}/0", "{lan}:{router[1:]}"]\n'
        path = folder / "storm.clab.yml"
        path.write_text(f"name: storm\ntopology:\n  nodes:\n{nodes}  links:\n{links}")
        return Lab.load(path, seed=seed)


class Storm:
    """A lab and what is broken in it."""

    def __init__(self, site: Site, lab: Lab, draw: Random) -> None:
        self.site = site
        self.lab = lab
        self.draw = draw
        self.dark: dict[str, None] = {}
        self.cut: dict[tuple[str, str], None] = {}

    def strike(self) -> None:
        """Break something, or mend it."""
        what = self.draw.random()
        if what < 0.6:
            router = self.draw.choice(list(self.site.ports))
            lan = self.draw.choice(list(self.site.ports[router]))
            port = f"{router}:FastEthernet{self.site.ports[router][lan][0]}/0"
            if (router, lan) in self.cut:
                del self.cut[router, lan]
                self.lab.link_up(port)
            else:
                self.cut[router, lan] = None
                self.lab.link_down(port)
        else:
            node = self.draw.choice([*self.site.ports, *LANS] if what > 0.9 else list(self.site.ports))
            if node in self.dark:
                del self.dark[node]
                self.lab.power_on(node)
            else:
                self.dark[node] = None
                self.lab.power_off(node)

    def lans(self) -> dict[str, None]:
        """The LANs whose switch has power."""
        return {lan: None for lan in LANS if lan not in self.dark}

    def broken(self) -> dict[tuple[str, str], None]:
        """The cables that carry nothing, by router and LAN: cut, or with a router behind them that is dark."""
        return self.cut | {(r, lan): None for r in self.dark if r in self.site.ports for lan in self.site.ports[r]}

    def routers(self) -> list[str]:
        """The routers that have power."""
        return [router for router in self.site.ports if router not in self.dark]

    def attached(self, router: str) -> dict[str, int]:
        """The LANs a router is on now, with the costs."""
        if router in self.dark:
            return {}
        return {
            lan: cost
            for lan, (_, cost) in self.site.ports[router].items()
            if lan in self.lans() and (router, lan) not in self.cut
        }

    def process(self, router: str) -> Process:
        """The OSPF process of a router."""
        return self.lab[router].feature(Ospf).processes[1]

    def actual(self, router: str) -> dict[Prefix, tuple[int, frozenset[IPv4]]]:
        """The same of the routing table."""
        return {
            route.prefix: (
                route.metric,
                frozenset(hop.address for hop in route.next_hops if hop.address is not None),
            )
            for route in self.lab[router].rib.routes()
            if route.source == "ospf 1"
        }

    def database(self, router: str, area: int | None) -> dict[object, tuple[int, int]]:
        """A router's database of an area, or (None) of the AS, ages aside."""
        lsdb = self.process(router).lsdb(None if area is None else IPv4(area))
        return {
            key: (stored.lsa.header.sequence, stored.lsa.header.checksum)
            for key, stored in sorted(lsdb.entries.items())
        }
