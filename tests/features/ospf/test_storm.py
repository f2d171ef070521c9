"""Whole labs in a storm: cables pulled, routers and switches that lose their power, frames lost, all by a seed.

Afterwards, when it has been quiet for a while, the routers that can reach one another hold the same database, and
their routing tables are what an independent calculation over the cables that are left says they should be.

`OSPF_STORMS=200` runs that many seeds.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from ios_emu.features.ospf import Ospf, lsa, originate
from ios_emu.features.ospf.process import Process
from ios_emu.lab.lab import Lab
from ios_emu.wire import IPv4, Prefix

STORMS = int(os.environ.get("OSPF_STORMS", "20"))
QUIET = 250
"""Seconds: dead interval, election, exchange, MinLSInterval, two calculations, and to spare."""
LANS = ("a", "b", "c")


@dataclass
class Site:
    """What is drawn from a seed: which router is on which LAN, at what cost; who brings in a static route."""

    ports: dict[str, dict[str, tuple[int, int]]]
    """Router -> LAN -> (port number, cost)."""
    borders: list[str]

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
        text += "router ospf 1\n maximum-paths 16\n network 0.0.0.0 255.255.255.255 area 0\n"
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

    # -- what should be ------------------------------------------------------------------------------

    def expected(self, root: str) -> dict[Prefix, tuple[int, frozenset[IPv4]]]:
        """Metric and next hops of every prefix not connected to `root`, by relaxation until nothing changes."""
        distance: dict[str, int] = {root: 0}
        hops: dict[str, frozenset[tuple[str, str]]] = {root: frozenset()}
        changed = True
        while changed:
            changed = False
            for router in self.routers():
                for lan, cost in self.attached(router).items():
                    first = frozenset({("", lan)}) if router == root else hops.get(router, frozenset())
                    changed |= _relax(distance, hops, router, lan, cost, first)
                    via = frozenset(
                        (self.site.address(router, lan), lan) if not address and there == lan else (address, there)
                        for address, there in hops.get(lan, frozenset())
                    )
                    changed |= _relax(distance, hops, lan, router, 0, via)
        found: dict[Prefix, tuple[int, frozenset[IPv4]]] = {}
        for node, cost in distance.items():
            ways = frozenset(IPv4.parse(address) for address, _ in hops[node] if address)
            if node in LANS and node not in self.attached(root):
                found[Prefix.parse(f"10.{LANS.index(node) + 1}.0.0/24")] = cost, ways
            elif node in self.site.ports and node != root:
                found[Prefix.parse(f"99.0.0.{node[1:]}/32")] = cost + 1, ways
                if node in self.site.borders:
                    found[Prefix.parse(f"20.0.{node[1:]}.0/24")] = 20, ways
        return found

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

    def database(self, router: str) -> dict[object, tuple[int, int]]:
        """A router's database, ages aside."""
        process = self.process(router)
        lsdbs = [area.lsdb for area in process.areas.values()] + [process.external]
        return {
            key: (stored.lsa.header.sequence, stored.lsa.header.checksum)
            for lsdb in lsdbs
            for key, stored in sorted(lsdb.entries.items())
        }


def _relax(
    distance: dict[str, int],
    hops: dict[str, frozenset[tuple[str, str]]],
    start: str,
    end: str,
    cost: int,
    ways: frozenset[tuple[str, str]],
) -> bool:
    if start not in distance:
        return False
    total = distance[start] + cost
    if end not in distance or total < distance[end]:
        distance[end], hops[end] = total, ways
        return True
    if total == distance[end] and not ways <= hops[end]:
        hops[end] |= ways
        return True
    return False


WEATHER = (
    "",
    "loss 5%",
    "loss 20% jitter 30ms",
    "loss 10% duplicate 10% reorder 10% delay 40ms jitter 20ms",
    "loss 2% corrupt 5%",
)


@pytest.mark.parametrize("seed", range(STORMS))
def test_after_a_storm_everybody_knows_the_way(tmp_path: Path, seed: int) -> None:
    draw = Random(seed)
    site = Site.drawn(draw)
    storm = Storm(site, site.lab(tmp_path, seed), draw)
    storm.lab.impair("all", draw.choice(WEATHER))
    storm.lab.run(seconds=draw.randint(1, 100))
    for _ in range(draw.randint(10, 30)):
        storm.strike()
        storm.lab.run(seconds=draw.choice((0.1, 1, 3, 10, 45)))
    storm.lab.impair("all", "")
    storm.lab.run(seconds=QUIET)
    for router in storm.routers():
        assert storm.actual(router) == storm.expected(router), (seed, router)
        for other in site.reached(router, storm.lans(), storm.broken()):
            if other not in LANS:
                assert storm.database(other) == storm.database(router), (seed, router, other)
        says_what_is(storm.process(router))
        neighbors = storm.process(router).neighbors()
        assert {n.state.label for _, n in neighbors} <= {"FULL", "2WAY"}
        assert not any(n.retransmit for _, n in storm.process(router).neighbors())
        console = storm.lab.console(router)
        assert not re.search("%OSPF-4-(?!NONEIGHBOR|ERRRCV)", console), console


def says_what_is(process: Process) -> None:
    """What stands in the database in this router's name is true, and nothing there is dying."""
    assert not process.maxage
    [area] = process.areas.values()
    for key, stored in area.lsdb.entries.items():
        if key.router == process.router_id and key.type == lsa.ROUTER:
            assert stored.body == originate.router_body(process, area.id)
        elif key.router == process.router_id:
            assert stored.body == originate.network_body(process, area.id, key.id)
    own = {key.id for key in process.external.entries if key.router == process.router_id}
    assert own == {ref.key.id for ref in process.exports}


def test_the_same_storm_blows_the_same_way(tmp_path: Path) -> None:
    hashes = []
    for _ in range(2):
        draw = Random(3)
        site = Site.drawn(draw)
        storm = Storm(site, site.lab(tmp_path, 3), draw)
        for _ in range(8):
            storm.strike()
            storm.lab.run(seconds=7)
        hashes.append(storm.lab.trace_hash())
    assert hashes[0] == hashes[1]
