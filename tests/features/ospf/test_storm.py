"""Whole labs in a storm: cables pulled, routers and switches that lose their power, frames lost, all by a seed.

Afterwards, when it has been quiet for a while, the routers that can reach one another hold the same database, and
their routing tables are what an independent calculation over the cables that are left says they should be.

`OSPF_STORMS=200` runs that many seeds.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from random import Random

import pytest
from support.ospf_storm import LANS, WEATHER, Site, Storm

from ios_emu.features.ospf import lsa, originate
from ios_emu.features.ospf.process import Process
from ios_emu.wire import IPv4, Prefix

STORMS = int(os.environ.get("OSPF_STORMS", "20"))
QUIET = 250
"""Seconds: dead interval, election, exchange, MinLSInterval, two calculations, and to spare."""


def expected(storm: Storm, root: str) -> dict[Prefix, tuple[int, frozenset[IPv4]]]:
    """Metric and next hops of every prefix not connected to `root`, by relaxation until nothing changes."""
    distance: dict[str, int] = {root: 0}
    hops: dict[str, frozenset[tuple[str, str]]] = {root: frozenset()}
    changed = True
    while changed:
        changed = False
        for router in storm.routers():
            for lan, cost in storm.attached(router).items():
                first = frozenset({("", lan)}) if router == root else hops.get(router, frozenset())
                changed |= _relax(distance, hops, router, lan, cost, first)
                via = frozenset(
                    (storm.site.address(router, lan), lan) if not address and there == lan else (address, there)
                    for address, there in hops.get(lan, frozenset())
                )
                changed |= _relax(distance, hops, lan, router, 0, via)
    found: dict[Prefix, tuple[int, frozenset[IPv4]]] = {}
    for node, cost in distance.items():
        ways = frozenset(IPv4.parse(address) for address, _ in hops[node] if address)
        if node in LANS and node not in storm.attached(root):
            found[Prefix.parse(f"10.{LANS.index(node) + 1}.0.0/24")] = cost, ways
        elif node in storm.site.ports and node != root:
            found[Prefix.parse(f"99.0.0.{node[1:]}/32")] = cost + 1, ways
            if node in storm.site.borders:
                found[Prefix.parse(f"20.0.{node[1:]}.0/24")] = 20, ways
    return found


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
        assert storm.actual(router) == expected(storm, router), (seed, router)
        for other in site.reached(router, storm.lans(), storm.broken()):
            if other not in LANS:
                for scope in (0, None):
                    assert storm.database(other, scope) == storm.database(router, scope), (seed, router, other)
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
