"""The configuration language of OSPF in whole routers, what is shown of it, and its undoing."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from ios_emu.features.ospf import Ospf
from ios_emu.features.ospf.config import AreaType, ProcessConfig
from ios_emu.features.ospf.process import Process
from ios_emu.lab.lab import Lab
from ios_emu.wire import IPv4

TOPOLOGY = """\
name: chain
topology:
  nodes:
    r1: {kind: ios_emu, startup-config: r1.cfg}
    r2: {kind: ios_emu, startup-config: r2.cfg}
    r3: {kind: ios_emu, startup-config: r3.cfg}
  links:
    - endpoints: ["r1:FastEthernet0/0", "r2:FastEthernet0/0"]
    - endpoints: ["r2:FastEthernet0/1", "r3:FastEthernet0/0"]
"""
CONFIGS = {
    "r1": """\
interface Loopback0
 ip address 99.0.0.1 255.255.255.255
interface FastEthernet0/0
 ip address 10.0.0.1 255.255.255.0
router ospf 1
 redistribute static subnets
 network 0.0.0.0 255.255.255.255 area 0
ip route 20.1.1.0 255.255.255.0 Null0
ip route 20.0.0.0 255.0.0.0 Null0
""",
    "r2": """\
interface FastEthernet0/0
 ip address 10.0.0.2 255.255.255.0
interface FastEthernet0/1
 ip address 10.1.0.2 255.255.255.0
router ospf 1
 network 10.0.0.0 0.0.0.255 area 0
 network 10.1.0.0 0.0.0.255 area 1
""",
    "r3": """\
interface Loopback0
 ip address 99.0.0.3 255.255.255.255
interface FastEthernet0/0
 ip address 10.1.0.3 255.255.255.0
router ospf 1
 network 0.0.0.0 255.255.255.255 area 1
""",
}


def lab_of(folder: Path, version: str = "12.3", **extra: str) -> Lab:
    """The chain r1 -- r2 -- r3, its border router in the middle; `extra` goes into each `router ospf`."""
    for name, text in CONFIGS.items():
        text = text.replace("router ospf 1\n", "router ospf 1\n" + extra.get(name, ""))
        (folder / f"{name}.cfg").write_text(f"version {version}\nhostname {name.upper()}\n{text}end\n")
    (folder / "chain.clab.yml").write_text(TOPOLOGY)
    lab = Lab.load(folder / "chain.clab.yml")
    assert not any(router.boot_complaints for router in lab.routers.values())
    return lab


@pytest.fixture
def lab(tmp_path: Path) -> Lab:
    lab = lab_of(tmp_path)
    lab.run(seconds=90)
    return lab


def process(lab: Lab, node: str) -> Process:
    return lab[node].feature(Ospf).processes[1]


def config(lab: Lab, node: str) -> ProcessConfig:
    return lab[node].feature(Ospf).configs[1]


def configure(lab: Lab, node: str, *lines: str) -> str:
    """Type these lines in the section of the process; what they say."""
    typed = [lab[node].execute(line) for line in ("configure terminal", "router ospf 1")]
    said = [lab[node].execute(line) for line in lines]
    return "".join(said) + (typed and lab[node].execute("end")).replace(
        "%SYS-5-CONFIG_I: Configured from console by console\n", ""
    )


def section(lab: Lab, node: str) -> list[str]:
    """The lines of the process in the running-config."""
    text = lab[node].execute("show running-config | begin router ospf")
    return [line[1:] for line in text.partition("!\n")[0].splitlines()[1:]]


def routes(lab: Lab, node: str) -> list[str]:
    """The OSPF lines of `show ip route`, ages and interfaces cut."""
    lines = [" ".join(line.split()) for line in lab[node].execute("show ip route").splitlines()]
    lines = [re.sub(r", \d\d:\d\d:\d\d,.*", "", line) for line in lines if " via " in line or " summary," in line]
    return [line for line in lines if line[0] == "O" and ("[" in line or "summary" in line)]


# -- every line and its undoing --------------------------------------------------------------------------

LINES = (
    "router-id 7.7.7.7",
    "auto-cost reference-bandwidth 1000",
    "timers spf 3 9",
    "timers throttle spf 10 100 5000",
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
    "default-metric 33",
    "distance 99",
    "distance 50 99.0.0.1 0.0.0.0",
    "distance ospf external 150",
    "distance ospf intra-area 90 inter-area 95 external 150",
    "log-adjacency-changes detail",
    "max-metric router-lsa",
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
    ]
    assert first == expected


# -- areas -----------------------------------------------------------------------------------------------


def test_a_stub_area_is_configured_and_shown(lab: Lab) -> None:
    for node in ("r2", "r3"):
        configure(lab, node, "area 1 stub no-summary")
    lab.run(seconds=90)
    assert routes(lab, "r3") == ["O*IA 0.0.0.0/0 [110/2] via 10.1.0.2"]
    text = lab["r2"].execute("show ip ospf")
    assert " Number of areas in this router is 2. 1 normal 1 stub 0 nssa\n" in text
    assert (
        "        It is a stub area, no summary LSA in this area\n          generates stub default route with cost 1\n"
    ) in text
    assert "Options is 0x0\n" in lab["r2"].execute("show ip ospf neighbor 99.0.0.3")
    configure(lab, "r2", "no area 1 stub no-summary")
    assert section(lab, "r2")[0] == "area 1 stub"
    lab.run(seconds=30)
    assert "O IA 10.0.0.0 [110/2] via 10.1.0.2" in routes(lab, "r3")
    for node in ("r2", "r3"):
        configure(lab, node, "no area 1 stub")
    lab.run(seconds=90)
    assert "O E2 20.1.1.0/24 [110/20] via 10.1.0.2" in routes(lab, "r3")


def test_refusals(lab: Lab) -> None:
    said = configure(lab, "r2", "area 0 stub", "area 1 stub", "area 1 nssa", "area 0 virtual-link 1.1.1.1")
    assert "% OSPF: Backbone can not be configured as stub area\n" in said
    assert "% OSPF: Area is configured as stub area already\n" in said
    assert "% OSPF: Area 0 can not be configured as transit area for virtual link\n" in said
    said = configure(lab, "r2", "area 1 virtual-link 3.3.3.3", "area 3 virtual-link 3.3.3.3", "area 3 stub")
    assert "% OSPF: Area can not contain a virtual link as it is a stub area\n" in said
    assert "% OSPF: Area can not be stub as it contains a virtual link\n" in said
    assert "discontiguous mask" in configure(lab, "r2", "area 1 range 10.0.0.0 255.0.255.0")
    assert config(lab, "r2").area(IPv4(0)).type is AreaType.NORMAL


def test_an_nssa_is_configured_and_shown(lab: Lab) -> None:
    configure(lab, "r2", "area 1 nssa default-information-originate")
    configure(lab, "r3", "area 1 nssa", "redistribute static subnets")
    lab["r3"].execute("configure terminal")
    lab["r3"].execute("ip route 30.1.0.0 255.255.0.0 Null0")
    lab["r3"].execute("end")
    lab.run(seconds=90)
    assert "O*N2 0.0.0.0/0 [110/1] via 10.1.0.2" in routes(lab, "r3")
    assert "O E2 30.1.0.0 [110/20] via 10.0.0.2" in routes(lab, "r1")
    assert "O N2 30.1.0.0 [110/20] via 10.1.0.3" in routes(lab, "r2")
    assert "type NSSA extern 2, forward metric 2" in lab["r2"].execute("show ip route 30.1.0.0")
    text = lab["r2"].execute("show ip ospf")
    assert " It is an area border and autonomous system boundary router\n" in text
    assert "        It is a NSSA area\n        Perform type-7/type-5 LSA translation\n" in text
    text = lab["r2"].execute("show ip ospf database")
    assert "                Type-7 AS External Link States (Area 1)\n" in text
    text = lab["r2"].execute("show ip ospf database nssa-external 30.1.0.0")
    assert "  Routing Bit Set on this LSA\n" in text
    assert "  Options: (No TOS-capability, Type 7/5 translation, No DC)\n" in text
    assert "        Forward Address: 99.0.0.3\n" in text
    assert "No Type 7/5 translation" in lab["r3"].execute("show ip ospf database nssa-external 0.0.0.0")


def test_a_range_and_its_route_to_nowhere(lab: Lab) -> None:
    configure(lab, "r2", "area 1 range 99.0.0.0 255.255.0.0", "area 1 range 66.0.0.0 255.0.0.0 not-advertise")
    lab.run(seconds=10)
    assert "O IA 99.0.0.0/16 [110/3] via 10.0.0.2" in routes(lab, "r1")
    assert "O 99.0.0.0/16 is a summary" in routes(lab, "r2")
    text = lab["r2"].execute("show ip ospf")
    assert (
        "        Area ranges are\n           99.0.0.0/16 Active(2) Advertise \n"
        "           66.0.0.0/8 Passive DoNotAdvertise \n"
    ) in text
    configure(lab, "r2", "no discard-route internal")
    assert "O 99.0.0.0/16 is a summary" not in routes(lab, "r2")
    configure(lab, "r2", "no area 1 range 99.0.0.0 255.255.0.0")
    lab.run(seconds=10)
    assert "O IA 99.0.0.3 [110/3] via 10.0.0.2" in routes(lab, "r1")


def test_summary_addresses(lab: Lab) -> None:
    configure(lab, "r1", "summary-address 20.1.0.0 255.255.0.0 tag 5", "summary-address 40.0.0.0 255.0.0.0")
    lab.run(seconds=10)
    assert "O E2 20.1.0.0/16 [110/20] via 10.1.0.2" in routes(lab, "r3")
    assert lab["r1"].execute("show ip ospf summary-address") == (
        "\nOSPF Process 1, Summary-address\n\n"
        "20.1.0.0/255.255.0.0 Metric 20, Type 2, Tag 5\n40.0.0.0/255.0.0.0 Metric -1, Type 0, Tag 0\n"
    )
    assert 'Known via "ospf 1", distance 254, metric 0' in lab["r1"].execute("show ip route 20.1.0.0 255.255.0.0")
    assert "Tag 5, type extern 2" in lab["r3"].execute("show ip route 20.1.0.0 255.255.0.0")


def test_border_routers(lab: Lab) -> None:
    assert lab["r3"].execute("show ip ospf border-routers") == (
        "\nOSPF Process 1 internal Routing Table\n\nCodes: i - Intra-area route, I - Inter-area route\n\n"
        "i 10.1.0.2 [1] via 10.1.0.2, FastEthernet0/0, ABR, Area 1, SPF "
        f"{next(iter(process(lab, 'r3').areas.values())).spf_runs}\n"
        "I 99.0.0.1 [2] via 10.1.0.2, FastEthernet0/0, ASBR, Area 1, SPF "
        f"{next(iter(process(lab, 'r3').areas.values())).spf_runs}\n"
    )


def test_a_virtual_link_shows(lab: Lab) -> None:
    configure(lab, "r2", "area 1 virtual-link 99.0.0.3", "area 1 virtual-link 99.0.0.3 hello-interval 5")
    assert "area 1 virtual-link 99.0.0.3 hello-interval 5" in section(lab, "r2")
    configure(lab, "r3", "area 1 virtual-link 10.1.0.2 hello-interval 5")
    lab.run(seconds=60)
    text = lab["r2"].execute("show ip ospf virtual-links")
    assert text.startswith("Virtual Link OSPF_VL0 to router 99.0.0.3 is up\n")
    assert "  Transit area 1, via interface FastEthernet0/1, Cost of using 1\n" in text
    assert text.endswith("    Adjacency State FULL\n")
    assert re.search(
        r"99\.0\.0\.3 +0   FULL/  - .*10\.1\.0\.3 +OSPF_VL0\n", lab["r2"].execute("show ip ospf neighbor")
    )
    assert "VL0          1     0" in lab["r2"].execute("show ip ospf interface brief")
    assert "Network Type VIRTUAL_LINK, Cost: 1\n" in lab["r2"].execute("show ip ospf interface")
    assert "another" not in lab["r2"].execute("show ip ospf database router 99.0.0.3")
    assert "Link connected to: a Virtual Link\n" in lab["r1"].execute("show ip ospf database router 99.0.0.3")


def test_database_summary(lab: Lab) -> None:
    text = lab["r2"].execute("show ip ospf database database-summary")
    assert (
        "\nArea 0 database summary\n  LSA Type      Count    Delete   Maxage\n  Router        2        0" in text
    )
    assert "\n  Type-5 Ext    2        0        0\n    Prefixes redistributed in Type-5  0\n" in text


# -- distances, metrics, redistribution ------------------------------------------------------------------


def test_distances(lab: Lab) -> None:
    configure(lab, "r3", "distance ospf external 150", "distance ospf inter-area 95")
    assert "distance ospf inter-area 95 external 150" in section(lab, "r3")
    assert "O E2 20.1.1.0/24 [150/20] via 10.1.0.2" in routes(lab, "r3")
    assert "O IA 10.0.0.0 [95/2] via 10.1.0.2" in routes(lab, "r3")
    text = lab["r3"].execute("show ip protocols")
    assert text.endswith(
        "  Distance: (default is 110)\n  Distance: intra-area 110, inter-area 95, external 150\n\n"
    )
    configure(lab, "r3", "no distance ospf external 150")
    assert "distance ospf inter-area 95" in section(lab, "r3")
    configure(lab, "r3", "no distance ospf", "distance 60 10.1.0.2 0.0.0.0")
    assert "O IA 10.0.0.0 [60/2] via 10.1.0.2" in routes(lab, "r3")
    assert "O E2 20.1.1.0/24 [110/20] via 10.1.0.2" in routes(lab, "r3"), "99.0.0.1 says so"


def test_bandwidth_and_mtu_are_followed_at_once(lab: Lab) -> None:
    def on_interface(node: str, *lines: str) -> None:
        for line in ("configure terminal", "interface FastEthernet0/0", *lines, "end"):
            lab[node].execute(line)

    on_interface("r3", "bandwidth 1000")
    lab.run(seconds=20)
    assert "Network Type BROADCAST, Cost: 100\n" in lab["r3"].execute("show ip ospf interface fa0/0")
    assert "O IA 10.0.0.0 [110/101] via 10.1.0.2" in routes(lab, "r3")
    on_interface("r3", "no bandwidth", "ip mtu 1400")
    settings = process(lab, "r3").interfaces["FastEthernet0/0"].settings
    assert (settings.cost, settings.mtu) == (1, 1400)


def test_what_is_redistributed_shows_in_the_route(lab: Lab) -> None:
    text = lab["r1"].execute("show ip route 20.1.1.0")
    assert "  Redistributing via ospf 1\n  Advertised by ospf 1 subnets\n  Routing Descriptor Blocks:\n" in text
    configure(lab, "r1", "no redistribute static subnets")
    assert "  Redistributing via ospf 1\n  Routing Descriptor" in lab["r1"].execute("show ip route 20.1.1.0")
    assert "  Advertised by ospf 1\n" in lab["r1"].execute("show ip route 20.0.0.0 255.0.0.0")
    configure(lab, "r1", "no redistribute static")
    assert "Redistributing" not in lab["r1"].execute("show ip route 20.1.1.0")


def test_one_process_tells_what_another_knows(lab: Lab) -> None:
    r3 = lab["r3"]
    lines = ("interface Loopback5", "ip address 55.5.5.5 255.255.255.0", "ip ospf 2 area 0", "router ospf 2")
    for line in ("configure terminal", *lines, "redistribute ospf 1 match internal subnets", "end"):
        r3.execute(line)
    external = r3.execute("show ip ospf 2 database external self-originate")
    assert "Link State ID: 10.0.0.0" in external
    assert "Link State ID: 10.1.0.0" in external, "a connected network that process 1 runs on"
    assert "Link State ID: 20.1.1.0" not in external
    assert "  Redistributing via ospf 2\n" in r3.execute("show ip route 10.0.0.0 255.255.255.0")


def test_an_interface_in_an_area_by_its_own_word(tmp_path: Path) -> None:
    lab = lab_of(tmp_path)
    lab.run(seconds=90)
    r2 = lab["r2"]
    configure(lab, "r2", "no network 10.1.0.0 0.0.0.255 area 1")
    for line in ("configure terminal", "interface FastEthernet0/1", "ip ospf 1 area 1", "end"):
        r2.execute(line)
    lab.run(seconds=90)
    assert "O IA 99.0.0.3 [110/3] via 10.0.0.2" in routes(lab, "r1")
    text = r2.execute("show ip protocols")
    assert "  Routing on Interfaces Configured Explicitly (Area 1):\n    FastEthernet0/1\n" in text
    for line in ("configure terminal", "interface FastEthernet0/1", "ip ospf 9 area 3", "end"):
        r2.execute(line)
    assert "router ospf 9\n log-adjacency-changes\n!" in r2.execute("show running-config")
    assert list(r2.feature(Ospf).processes[9].interfaces) == ["FastEthernet0/1"]
    for line in ("configure terminal", "interface FastEthernet0/1", "no ip ospf 9 area 3", "end"):
        r2.execute(line)
    assert not r2.feature(Ospf).processes[9].interfaces


def test_interface_network_types_and_their_undoing(lab: Lab) -> None:
    before = process(lab, "r2").interfaces["FastEthernet0/1"].settings
    for words, kind, multicast, hello in (
        ("network non-broadcast", "NON_BROADCAST", False, 30),
        ("network point-to-multipoint", "POINT_TO_MULTIPOINT", True, 30),
        ("network point-to-multipoint non-broadcast", "POINT_TO_MULTIPOINT", False, 30),
        ("dead-interval minimal hello-multiplier 5", "BROADCAST", True, 0),
    ):
        for line in ("configure terminal", "interface FastEthernet0/1", f"ip ospf {words}", "end"):
            lab["r2"].execute(line)
        settings = process(lab, "r2").interfaces["FastEthernet0/1"].settings
        assert (settings.kind, settings.multicast, settings.hello) == (kind, multicast, hello)
        assert f" ip ospf {words}\n" in lab["r2"].execute("show running-config")
        for line in ("configure terminal", "interface FastEthernet0/1", f"no ip ospf {words}", "end"):
            lab["r2"].execute(line)
        assert process(lab, "r2").interfaces["FastEthernet0/1"].settings == before


# -- releases --------------------------------------------------------------------------------------------


def test_15_logs_adjacencies_without_being_told(tmp_path: Path) -> None:
    lab = lab_of(tmp_path, "15.2", r3=" log-adjacency-changes\n")
    lab.run(seconds=90)
    assert "%OSPF-5-ADJCHG" in lab.console("r3")
    assert "log-adjacency-changes" not in lab["r3"].execute("show running-config")
    configure(lab, "r3", "no log-adjacency-changes")
    assert "no log-adjacency-changes" in section(lab, "r3")
    assert not process(lab, "r3").config.log_changes
    configure(lab, "r3", "log-adjacency-changes")
    assert not [line for line in section(lab, "r3") if "log-adj" in line]
    assert (
        lab["r3"].execute("show ip protocols").startswith("*** IP Routing is NSF aware ***\n\nRouting Protocol is")
    )
    assert "\t\tBase Topology (MTID 0)\n" in lab["r3"].execute("show ip ospf border-routers")
    assert " Supports area transit capability\n" in lab["r3"].execute("show ip ospf")
