"""The seed's transcripts bite: another network, or a program with one timer, state, route or format changed, makes the
blocks listed here differ. Every family of blocks has at least one that notices."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from ios_emu.lab.lab import Lab
from ios_emu.lab.replay import run_transcript
from ios_emu.lab.topology import Topology, load_topology
from ios_emu.lab.transcript import Typed, Unasked, load_transcript
from ios_emu.lab.verdict import judge

SEED = Path(__file__).parent / "seed"
TESTS = Path(__file__).parents[1]
BEFORE, AFTER, RECOVERY = "before-failover", "after-failover", "recovery"


def in_config(node: str, old: str, new: str) -> Callable[[Topology], Topology]:
    def change(topology: Topology) -> Topology:
        (router,) = [each for each in topology.routers if each.name == node]
        assert old in router.startup_config
        changed = replace(router, startup_config=router.startup_config.replace(old, new))
        return replace(topology, routers=tuple(changed if each is router else each for each in topology.routers))

    return change


def without_forward_delay(topology: Topology) -> Topology:
    links = tuple(
        replace(link, ends=tuple(replace(e, forward_delay=0) for e in link.ends)) for link in topology.links
    )
    return replace(topology, links=links)


NO_RRI = in_config("7204VXR-1", " reverse-route\n", "")
CHANGES: list[tuple[str, str, Callable[[Topology], Topology], str]] = [
    (
        "the priority",
        "before-failover",
        in_config("7204VXR-1", "standby 1 priority 200", "standby 1 priority 201"),
        "7204VXR-1#show standby",
    ),
    (
        "the decrement",
        "before-failover",
        in_config("7204VXR-2", "track FastEthernet1/0", "track FastEthernet1/0 20"),
        "7204VXR-2#show standby",
    ),
    (
        "the hold time",
        "before-failover",
        in_config("7204VXR-1", " standby 1 preempt", " standby 1 preempt\n standby 1 timers 3 9"),
        "7204VXR-1#show standby",
    ),
    ("no injected route", "before-failover", NO_RRI, "7206-1#show ip route"),
    (
        "no redistribution",
        "before-failover",
        in_config("7204VXR-2", " redistribute static subnets\n", ""),
        "7206-1#show ip route",
    ),
    (
        "another hash",
        "before-failover",
        in_config("7204VXR-1", " hash md5\n", ""),
        "7204VXR-1#show crypto isakmp sa detail",
    ),
    (
        "another release",
        "before-failover",
        in_config("7204VXR-1", "version 12.3", "version 12.4"),
        "7204VXR-1#show crypto ipsec sa",
    ),
    (
        "the hold time of the standby router",
        "after-failover",
        in_config("7204VXR-1", " standby 1 preempt", " standby 1 preempt\n standby 1 timers 3 12"),
        "!@ console 7204VXR-2",
    ),
    (
        "the keepalive's period",
        "after-failover",
        in_config("vpn7200", "crypto isakmp keepalive 10", "crypto isakmp keepalive 12"),
        "!@ console vpn7200",
    ),
    (
        "the keepalive's retries",
        "after-failover",
        in_config("vpn7200", "crypto isakmp keepalive 10", "crypto isakmp keepalive 10 3"),
        "!@ console vpn7200",
    ),
    (
        "no keepalive",
        "after-failover",
        in_config("7204VXR-1", "crypto isakmp keepalive 10\n", ""),
        "!@ console vpn7200",
    ),
    (
        "no redundancy of the crypto map",
        "after-failover",
        in_config("7204VXR-2", "crypto map vpn redundancy VPNHA", "crypto map vpn"),
        "7204VXR-2#show crypto ipsec sa",
    ),
    ("a switch that forwards at once", "recovery", without_forward_delay, "!@ console 7204VXR-2"),
    (
        "the minimum delay",
        "recovery",
        in_config("7204VXR-1", " standby 1 preempt", " standby delay minimum 2\n standby 1 preempt"),
        "!@ console 7204VXR-1",
    ),
    (
        "a recovering router that is not better",
        "recovery",
        in_config("7204VXR-1", "standby 1 priority 200", "standby 1 priority 90"),
        "!@ console 7204VXR-2",
    ),
]


@pytest.mark.parametrize(("name", "change", "title"), [each[1:] for each in CHANGES], ids=[c[0] for c in CHANGES])
def test_another_network_is_noticed(name: str, change: Callable[[Topology], Topology], title: str) -> None:
    transcript = load_transcript(SEED / f"{name}.txt")
    assert transcript.lab is not None
    verdict = judge(transcript, run_transcript(Lab(change(load_topology(transcript.lab))), transcript))
    assert title in [block.title for block in verdict.differing]


MUTANTS: list[tuple[str, str, str, str, str]] = [
    # Timers
    (AFTER, "features.hsrp.config", "DEFAULT_HOLD = 10", "DEFAULT_HOLD = 9", "7204VXR-2#show standby"),
    (BEFORE, "features.hsrp.config", "DEFAULT_HELLO = 3", "DEFAULT_HELLO = 2", "7204VXR-1#show standby"),
    (AFTER, "features.isakmp.alive", "ERRORS = 5", "ERRORS = 4", "!@ console vpn7200"),
    (
        AFTER,
        "features.isakmp.alive",
        "period = keepalive.period",
        "period = 2 * keepalive.period",
        "!@ console vpn7200",
    ),
    (
        AFTER,
        "features.isakmp.engine",
        "PURGE_NODE = 50 * SECOND +",
        "PURGE_NODE = 50 * SECOND -",
        "!@ console vpn7200",
    ),
    (AFTER, "router.interface", "CARRIER_DELAY = 2", "CARRIER_DELAY = 8", "!@ console 7204VXR-1"),
    (RECOVERY, "router.interface", "LINE_PROTOCOL_DELAY = 1", "LINE_PROTOCOL_DELAY = 2", "!@ console 7204VXR-2"),
    # States and routes
    (BEFORE, "features.hsrp.config", "DEFAULT_DECREMENT = 10", "DEFAULT_DECREMENT = 20", "7204VXR-2#show standby"),
    (BEFORE, "features.ospf.externals", "DEFAULT_METRIC = 20", "DEFAULT_METRIC = 1", "7206-1#show ip route"),
    (
        BEFORE,
        "features.ipsec.rri",
        "entry.route_distance, 0",
        "entry.route_distance + 1, 0",
        "7204VXR-1#show ip route",
    ),
    # Formats
    (
        BEFORE,
        "router.show.routes",
        "{route.distance}/{route.metric}] via",
        "{route.distance}] via",
        "7204VXR-2#show ip route",
    ),
    (
        BEFORE,
        "router.show.cef",
        "0 dependencies, recursive",
        "1 dependencies, recursive",
        "7204VXR-1#show ip cef 20.1.1.0 detail",
    ),
    (BEFORE, "features.hsrp.show", "Active virtual MAC", "Virtual MAC", "7204VXR-1#show standby"),
    (BEFORE, "features.track.show", ", last change ", "; last change ", "7204VXR-1#show track"),
    (BEFORE, "features.isakmp.sa", '"QM_IDLE"', '"IDLE"', "vpn7200#show crypto isakmp sa"),
    (BEFORE, "features.isakmp.show", "Hash Auth DH", "Hash DH Auth", "7204VXR-1#show crypto isakmp sa detail"),
    (
        BEFORE,
        "features.ipsec.show_sa",
        "(k/sec): ({left}/{seconds})",
        "(sec): ({seconds})",
        "vpn7200#show crypto ipsec sa",
    ),
    (
        BEFORE,
        "router.commands.ping",
        "Success rate is",
        "Success rate:",
        "vpn7200#ping 99.99.99.99 source Loopback0",
    ),
    (BEFORE, "features.ipsec.debug", "VPN Route {event}", "Route {event}", "!@ console 7204VXR-1"),
    (AFTER, "features.ipsec.debug", "VPN Route {event}", "Route {event}", "!@ console 7204VXR-2"),
    (AFTER, "features.isakmp.debug", "purging node", "deleting node", "!@ console vpn7200"),
    (AFTER, "features.hsrp.group", '"STATECHANGE"', '"STATE"', "7204VXR-1(config-if)#shutdown"),
    (RECOVERY, "features.hsrp.effects", "i/Resign rcvd", "i/Resign", "!@ console 7204VXR-1"),
    (
        RECOVERY,
        "features.hsrp.port",
        "if owned else 'not an'",
        "if owned else 'no'",
        "7204VXR-1(config-if)#no shutdown",
    ),
    (RECOVERY, "features.hsrp.port", "API Hardware state change", "API state change", "!@ console 7204VXR-1"),
    (AFTER, "router.commands.debug", 'else f"{title} is on"', 'else f"{title} on"', "vpn7200#debug crypto isakmp"),
    (
        AFTER,
        "router.commands.exec_session",
        "one per line.  End",
        "one per line. Stop",
        "7204VXR-1#configure terminal",
    ),
    (AFTER, "router.session", "Configured from console by", "Configured by", "7204VXR-2(config)#end"),
]
"""Transcript, module, what is replaced in its source and by what, a block that must notice."""


@pytest.mark.parametrize(
    ("name", "module", "old", "new", "title"), MUTANTS, ids=[f"{each[1]}: {each[3]}" for each in MUTANTS]
)
def test_another_program_is_noticed(name: str, module: str, old: str, new: str, title: str) -> None:
    command = [sys.executable, "-m", "support.mutant", str(SEED / f"{name}.txt"), f"ios_emu.{module}", old, new]
    environment = {**os.environ, "PYTHONPATH": str(TESTS)}
    replay = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300)
    assert replay.returncode == 0, replay.stderr
    assert title in json.loads(replay.stdout)


def family(title: str) -> str:
    """What blocks like this one show: a command without its router and abbreviations, or a router's console."""
    if title.startswith("!@"):
        return title
    command = title.partition("#")[2].replace(" isa ", " isakmp ")
    return " ".join(word for word in command.split() if word[0].isalpha())


def test_every_family_of_blocks_has_a_mutant() -> None:
    families: dict[str, None] = {}
    for name in (BEFORE, AFTER, RECOVERY):
        for entry in load_transcript(SEED / f"{name}.txt").entries:
            if isinstance(entry, Typed) and any(line.strip() for line in entry.output):
                families[family(f"{entry.name}{entry.suffix}{entry.text}")] = None
            elif isinstance(entry, Unasked):
                families[f"!@ console {entry.name}"] = None
    noticed = {family(each[-1]) for each in [*CHANGES, *MUTANTS]}
    assert [each for each in families if each not in noticed and not each.startswith(("debug ", "undebug "))] == []
