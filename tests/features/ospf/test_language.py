"""Every line of OSPF's configuration: kept as typed, with effect, undone by `no`, in its place."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from support.ospf_chain import config, configure, lab_of, section

from ios_emu.lab.lab import Lab

LINES = (
    "router-id 7.7.7.7",
    "auto-cost reference-bandwidth 1000",
    "timers spf 3 9",
    "timers throttle spf 10 100 5000",
    "timers throttle lsa all 10 20 5000",
    "timers lsa arrival 80",
    "timers pacing flood 15",
    "timers pacing retransmission 100",
    "area 1 authentication",
    "area 1 authentication message-digest",
    "area 1 stub",
    "area 1 stub no-summary",
    "area 2 nssa",
    "area 2 nssa no-redistribution default-information-originate metric 5 metric-type 1 no-summary",
    "area 2 nssa translate type7 always",
    "area 1 default-cost 20",
    "area 1 range 10.1.0.0 255.255.0.0",
    "area 1 range 10.1.0.0 255.255.0.0 not-advertise",
    "area 1 range 10.1.0.0 255.255.0.0 cost 12",
    "area 1 filter-list prefix A in",
    "area 1 filter-list prefix A out",
    "area 5 virtual-link 3.3.3.3",
    "area 5 virtual-link 3.3.3.3 authentication message-digest message-digest-key 1 md5 k hello-interval 5",
    "summary-address 30.0.0.0 255.0.0.0",
    "summary-address 30.0.0.0 255.0.0.0 not-advertise",
    "summary-address 30.0.0.0 255.0.0.0 tag 9",
    "redistribute connected",
    "redistribute connected metric 5 metric-type 1 subnets tag 8 route-map M",
    "redistribute ospf 2 match internal external 1 metric 3 subnets",
    "redistribute bgp 65000 subnets",
    "redistribute eigrp 10 subnets",
    "redistribute rip metric 7",
    "passive-interface FastEthernet0/1",
    "passive-interface default",
    "network 77.0.0.0 0.255.255.255 area 7",
    "network 77.0.0.0 0.255.255.255 area 0.0.0.7",
    "neighbor 10.0.0.9",
    "neighbor 10.0.0.9 priority 5 poll-interval 60",
    "neighbor 10.0.0.9 cost 60",
    "maximum-paths 16",
    "default-information originate",
    "default-information originate always metric 5 metric-type 1",
    "default-information originate always route-map M",
    "distribute-list 7 in",
    "distribute-list prefix A in FastEthernet0/1",
    "distribute-list route-map M in",
    "distribute-list 7 out",
    "distribute-list prefix A out static",
    "distribute-list A out ospf 2",
    "default-metric 33",
    "distance 99",
    "distance 50 99.0.0.1 0.0.0.0",
    "distance ospf external 150",
    "distance ospf intra-area 90 inter-area 95 external 150",
    "log-adjacency-changes detail",
    "max-metric router-lsa",
    "max-metric router-lsa on-startup 300",
    "shutdown",
)


def of_each(lines: tuple[str, ...]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    return pytest.mark.parametrize("line", lines, ids=[line.replace(" ", "_") for line in lines])


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Lab:
    lab = lab_of(tmp_path_factory.mktemp("chain"))
    lab.run(seconds=90)
    return lab


@of_each(LINES)
def test_a_line_is_kept_as_typed_has_effect_and_can_be_undone(shared: Lab, line: str) -> None:
    lab = shared.copy()
    before, lines = repr(config(lab, "r2")), section(lab, "r2")
    configure(lab, "r2", line)
    assert line in section(lab, "r2")
    assert repr(config(lab, "r2")) != before
    configure(lab, "r2", f"no {line}")
    words = line.split()
    if words[0] == "redistribute" and len(words) > 2:  # the line above took away the options
        configure(lab, "r2", f"no {' '.join(words[: 3 if words[2].isdigit() else 2])}")
    elif "no-summary" in words:
        configure(lab, "r2", f"no {' '.join(words[:3])}")
    assert section(lab, "r2") == lines
    after = repr(config(lab, "r2"))
    assert re.sub(r"areas=\{.*?\}, virtual", "", after) == re.sub(r"areas=\{.*?\}, virtual", "", before)
    for area in config(lab, "r2").areas.values():
        assert area == type(area)()
    lab.run(seconds=60)
    assert lab["r2"].execute("show ip ospf neighbor").count("FULL") == 2


def test_lines_that_are_only_kept(shared: Lab) -> None:
    lab = shared.copy()
    lines = [
        "timers pacing lsa-group 30",
        "distribute-list prefix X gateway Y in",
        "no capability lls",
        "mpls ldp autoconfig",
        "bfd all-interfaces",
    ]
    before = repr(config(lab, "r2"))
    assert configure(lab, "r2", *lines).count("%") == 0
    assert set(lines) <= set(section(lab, "r2"))
    assert repr(config(lab, "r2")) == before


@of_each(("no compatible rfc1583", "no discard-route internal", "no discard-route external"))
def test_a_line_that_is_on_by_default(shared: Lab, line: str) -> None:
    lab = shared.copy()
    before, lines = repr(config(lab, "r2")), section(lab, "r2")
    configure(lab, "r2", line)
    assert line in section(lab, "r2")
    assert repr(config(lab, "r2")) != before
    configure(lab, "r2", line.removeprefix("no "))
    assert section(lab, "r2") == lines
    assert repr(config(lab, "r2")) == before


def test_they_stand_in_the_order_of_ios(shared: Lab) -> None:
    lab = shared.copy()
    configure(lab, "r2", *reversed([line for line in LINES if "neighbor" not in line and "network" not in line]))
    words = [" ".join(line.split()[:3]) for line in section(lab, "r2")]
    areas = [line for line in words if line.startswith("area")]
    assert areas[0] == "area 1 authentication"
    assert areas == sorted(areas, key=lambda line: int(line.split()[1]))
    first = list(dict.fromkeys(line.split()[0] for line in words))
    expected = [
        "router-id",
        "log-adjacency-changes",
        "max-metric",
        "auto-cost",
        "area",
        "timers",
        "summary-address",
        "redistribute",
        "passive-interface",
        "network",
        "maximum-paths",
        "default-information",
        "default-metric",
        "distance",
        "distribute-list",
        "shutdown",
    ]
    assert first == expected
