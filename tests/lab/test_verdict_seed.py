"""The document's outputs come out of the running lab, and would not if a timer, a state, a route or a format of it
were another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from ios_emu.features.hsrp import debug as hsrp_debug
from ios_emu.features.isakmp import alive, engine
from ios_emu.kernel import SECOND
from ios_emu.lab.lab import Lab
from ios_emu.lab.replay import run_transcript
from ios_emu.lab.topology import Topology, load_topology
from ios_emu.lab.transcript import load_transcript
from ios_emu.lab.verdict import Verdict, judge

SEED = Path(__file__).parent.parent / "transcripts" / "seed"
FILES = ("before-failover", "after-failover", "recovery")


def replayed(
    name: str, change: Callable[[Topology], Topology] = lambda topology: topology, seed: int = 0
) -> Verdict:
    transcript = load_transcript(SEED / f"{name}.txt")
    assert transcript.lab is not None
    return judge(transcript, run_transcript(Lab(change(load_topology(transcript.lab)), seed), transcript))


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("seed", [0, 7])
def test_the_document_comes_out(name: str, seed: int) -> None:
    verdict = replayed(name, seed=seed)
    differing = [(block.line, block.title, block.differences) for block in verdict.differing]
    assert not differing


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
    assert title in [block.title for block in replayed(name, change).differing]


@pytest.mark.parametrize(
    ("module", "constant", "value", "name", "title"),
    [
        (engine, "PURGE_NODE", 40 * SECOND, "after-failover", "!@ console vpn7200"),
        (alive, "ERRORS", 4, "after-failover", "!@ console vpn7200"),
        (
            hsrp_debug,
            "redundancy",
            lambda name, old, new: f"Redundancy {name} {old}",
            "recovery",
            "!@ console 7204VXR-1",
        ),
    ],
)
def test_another_program_is_noticed(
    module: object, constant: str, value: object, name: str, title: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, constant, value)
    assert title in [block.title for block in replayed(name).differing]
