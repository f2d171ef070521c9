"""What the configuration of OSPF does in whole routers, and how it shows."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from support.ospf_chain import config, configure, lab_of, process, routes, section

from ios_emu.features.ospf import Ospf
from ios_emu.features.ospf.config import AreaType
from ios_emu.features.ospf.lsa import ROUTER, LsaKey
from ios_emu.features.ospf.lsdb import Ref
from ios_emu.kernel import MILLISECOND
from ios_emu.lab.lab import Lab
from ios_emu.wire import IPv4


@pytest.fixture
def lab(tmp_path: Path) -> Lab:
    lab = lab_of(tmp_path)
    lab.run(seconds=90)
    return lab


def test_indices_are_of_the_area_and_of_all(lab: Lab) -> None:
    router = lab["r2"]
    for shown in ("show ip ospf neighbor detail", "show ip ospf neighbor 99.0.0.3"):
        last = router.execute(shown).partition(" Neighbor 99.0.0.3, interface address 10.1.0.3\n")[2]
        assert "    Index 1/2, retransmission queue" in last
    assert "  Index 1/2, flood queue length 0\n" in router.execute("show ip ospf interface FastEthernet0/1")
    assert "  Index 1/1, flood queue length 0\n" in router.execute("show ip ospf interface FastEthernet0/0")
    configure(
        lab, "r2", "interface FastEthernet0/1", "ip ospf priority 0", "interface FastEthernet0/1", "shutdown"
    )
    lab.run(seconds=5)
    assert "    Index 1/1, retransmission queue" in router.execute("show ip ospf neighbor detail")


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


def test_the_last_choice_for_a_while(lab: Lab) -> None:
    configure(lab, "r2", "max-metric router-lsa on-startup 200")
    lab.run(seconds=20)
    assert "Condition: on start-up for 200 seconds, State: active\n" in lab["r2"].execute("show ip ospf")
    metrics = lab["r1"].execute("show ip ospf database router 10.1.0.2")
    assert "TOS 0 Metrics: 65535\n" in metrics
    lab.run(seconds=110)
    assert ", State: inactive\n" in lab["r2"].execute("show ip ospf")
    assert "TOS 0 Metrics: 1\n" in lab["r1"].execute("show ip ospf database router 10.1.0.2")


def test_a_process_is_shut_down_and_comes_back(lab: Lab) -> None:
    configure(lab, "r2", "shutdown")
    assert lab["r2"].execute("show ip ospf neighbor") == ""
    lab.run(seconds=50)
    assert routes(lab, "r1") == []
    configure(lab, "r2", "no shutdown")
    lab.run(seconds=90)
    assert "O IA 99.0.0.3 [110/3] via 10.0.0.2" in routes(lab, "r1")


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


def test_an_lsa_that_changes_all_the_time_waits_longer_and_longer(lab: Lab) -> None:
    configure(lab, "r1", "timers throttle lsa 10 200 1000")
    text = lab["r1"].execute("show ip ospf")
    assert " Initial LSA throttle delay 10 msecs\n Minimum hold time for LSA throttle 200 msecs\n" in text
    assert " Maximum wait time for LSA throttle 1000 msecs\n Minimum LSA arrival 1000 msecs\n" in text
    own = Ref(IPv4(0), LsaKey(ROUTER, IPv4.parse("99.0.0.1"), IPv4.parse("99.0.0.1")))
    times = []
    for cost in range(100, 180):
        lab["r1"].feature(Ospf).interface_config("FastEthernet0/0").cost = cost
        lab["r1"].feature(Ospf).apply(1)
        lab.run(seconds=0.05)
        stored = process(lab, "r1").lookup(own)
        assert stored is not None and stored.originated_at is not None
        times.append(stored.originated_at // MILLISECOND)
    instants = list(dict.fromkeys(times))
    assert [later - before for before, later in pairwise(instants)] == [200, 400, 800, 1000, 1000]
    lab.run(seconds=10)
    lab["r1"].feature(Ospf).interface_config("FastEthernet0/0").cost = 7
    lab["r1"].feature(Ospf).apply(1)
    lab.run(seconds=0.05)
    assert not process(lab, "r1").holds, "calm: the next one has to wait no longer than at first"
    configure(lab, "r1", "no timers throttle lsa")
    assert " Minimum LSA interval 5 secs\n" in lab["r1"].execute("show ip ospf")


# -- releases --------------------------------------------------------------------------------------------


def test_15_logs_adjacencies_without_being_told(tmp_path: Path) -> None:
    lab = lab_of(tmp_path, "15.2")
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
