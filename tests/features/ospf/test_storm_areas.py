"""Storms (`test_storm`) over sites of several areas, some of them stub or NSSA: what each router knows of the inside
of the AS is compared with the rules of areas, applied anew to the cables that are left.

`OSPF_STORMS=200` runs that many seeds.
"""

from __future__ import annotations

import os
from functools import cached_property
from pathlib import Path
from random import Random

import pytest
from support.ospf_storm import LANS, WEATHER, Site, Storm

from ios_emu.wire import Prefix

STORMS = int(os.environ.get("OSPF_STORMS", "20"))
QUIET = 300
PLANS = ({"a": 0, "b": 1, "c": 2}, {"a": 0, "b": 0, "c": 1}, {"a": 0, "b": 1, "c": 1})


class World:
    """A site as it is now, and what follows from it (RFC 2328 sections 3 and 16, RFC 3509)."""

    def __init__(self, storm: Storm) -> None:
        self.site = storm.site
        self.lans = {router: storm.attached(router) for router in storm.routers()}

    def areas(self, router: str) -> set[int]:
        """The areas it has an interface in that is up; a loopback always is."""
        return {self.site.areas[lan] for lan in self.lans[router]} | {self.site.home(router)}

    def is_border(self, router: str) -> bool:
        return len(self.areas(router)) > 1 and 0 in self.areas(router)

    def distances(self, root: str, area: int) -> dict[str, int]:
        """How far the routers and LANs of an area are from a router, within the area."""
        distance = {root: 0}
        for _ in range(2 * len(self.lans) + len(LANS)):
            for router, lans in self.lans.items():
                for lan, cost in lans.items():
                    if self.site.areas[lan] != area:
                        continue
                    if router in distance:
                        distance[lan] = min(distance.get(lan, 1 << 30), distance[router] + cost)
                    if lan in distance:
                        distance[router] = min(distance.get(router, 1 << 30), distance[lan])
        return distance

    @cached_property
    def within(self) -> dict[str, dict[int, dict[Prefix, int]]]:
        """Router -> area -> what it knows of the inside of the area, and at what cost."""
        found: dict[str, dict[int, dict[Prefix, int]]] = {}
        for root in self.lans:
            for area in self.areas(root):
                known = found.setdefault(root, {})[area] = {}
                for node, distance in self.distances(root, area).items():
                    if node in LANS:
                        known[Prefix.parse(f"10.{LANS.index(node) + 1}.0.0/24")] = distance
                    elif self.site.home(node) == area:
                        known[Prefix.parse(f"99.0.0.{node[1:]}/32")] = distance + 1
        return found

    def intra(self, router: str) -> dict[Prefix, tuple[int, int]]:
        """Cost and area of each network within a router's areas."""
        best: dict[Prefix, tuple[int, int]] = {}
        for area, known in self.within[router].items():
            for prefix, cost in known.items():
                best[prefix] = min((cost, area), best.get(prefix, (1 << 30, 0)))
        return best

    def told(self, router: str, area: int) -> dict[Prefix, int]:
        """What a border router tells an area of the others."""
        known = self.table(router) if area else {prefix: cost for prefix, (cost, _) in self.intra(router).items()}
        inside = self.intra(router)
        return {
            prefix: cost for prefix, cost in known.items() if prefix not in inside or inside[prefix][1] != area
        }

    def table(self, router: str) -> dict[Prefix, int]:
        """The cost of every network of the AS."""
        found = {prefix: cost for prefix, (cost, _) in self.intra(router).items()}
        inside = dict(found)
        for area in [0] if self.is_border(router) else self.areas(router):
            for other, distance in self.distances(router, area).items():
                if other in LANS or other == router or not self.is_border(other) or area not in self.areas(other):
                    continue
                for prefix, cost in self.told(other, area).items():
                    if prefix not in inside:
                        found[prefix] = min(found.get(prefix, 1 << 30), distance + cost)
        return found


@pytest.mark.parametrize("seed", range(STORMS))
def test_after_a_storm_every_area_is_whole(tmp_path: Path, seed: int) -> None:
    draw = Random(seed)
    site = Site.drawn(draw)
    site.areas = draw.choice(PLANS)
    site.kinds = {area: kind for area in (1, 2) if (kind := draw.choice(("", "stub", "nssa")))}
    storm = Storm(site, site.lab(tmp_path, seed), draw)
    storm.lab.impair("all", draw.choice(WEATHER))
    storm.lab.run(seconds=draw.randint(1, 100))
    for _ in range(draw.randint(10, 30)):
        storm.strike()
        storm.lab.run(seconds=draw.choice((0.1, 1, 3, 10, 45)))
    storm.lab.impair("all", "")
    storm.lab.run(seconds=QUIET)
    world = World(storm)
    for router in storm.routers():
        connected = {route.prefix for route in storm.lab[router].rib.routes() if route.source == "connected"}
        expected = {prefix: cost for prefix, cost in world.table(router).items() if prefix not in connected}
        known = {prefix: metric for prefix, (metric, _) in storm.actual(router).items()}
        inside = {p: metric for p, metric in known.items() if p.length and p.network >> 24 != 20}
        assert inside == expected, (seed, router)
        assert not storm.process(router).maxage
        for lan in world.lans[router]:
            for other in storm.routers():
                if lan in world.lans[other]:
                    area = site.areas[lan]
                    assert storm.database(other, area) == storm.database(router, area), (seed, router, other)
                    if area not in site.kinds:
                        assert storm.database(other, None) == storm.database(router, None), (seed, router, other)
