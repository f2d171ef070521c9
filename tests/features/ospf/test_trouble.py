"""What a router says when parameters of two neighbours do not agree, and when an area becomes another kind."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.ospf_chain import configure, lab_of

from ios_emu.lab.lab import Lab


def typed(lab: Lab, node: str, *lines: str) -> str:
    return "".join(lab[node].execute(line) for line in ("configure terminal", *lines, "end"))


def test_an_area_of_another_kind_resets_its_adjacencies(tmp_path: Path) -> None:
    lab = lab_of(tmp_path, r2=" log-adjacency-changes\n")
    lab.run(seconds=60)
    lab.console("r2")
    said = configure(lab, "r2", "area 1 stub") + lab.console("r2")
    assert said.count("on FastEthernet0/1 from FULL to DOWN, Neighbor Down: Adjacency forced to reset") == 1
    assert "FastEthernet0/0" not in said and "detached" not in said


def test_both_ends_of_a_link_see_that_its_mtus_differ(tmp_path: Path) -> None:
    lab = lab_of(tmp_path)
    typed(lab, "r1", "interface FastEthernet0/0", "ip mtu 1400")
    for node in ("r1", "r2"):
        lab[node].execute("debug ip ospf adj")
    lab.run(seconds=60)
    assert "has larger interface MTU" in lab.console("r1")
    assert "has smaller interface MTU" in lab.console("r2")
    assert "EXSTART" in lab["r1"].execute("show ip ospf neighbor")
    assert "EXCHANGE" in lab["r2"].execute("show ip ospf neighbor")


@pytest.mark.parametrize("version", ["12.4", "15.2"])
def test_how_an_interface_came_to_its_area(tmp_path: Path, version: str) -> None:
    lab = lab_of(tmp_path, version)
    typed(
        lab,
        "r3",
        "interface Loopback7",
        "ip address 7.7.7.7 255.255.255.255",
        "ip ospf 1 area 1",
        "ip ospf cost 12",
    )
    lab.run(seconds=5)
    first, of_loopback = (
        lab["r3"].execute(f"show ip ospf interface {name}").splitlines() for name in ("fa0/0", "Loopback7")
    )
    if version == "12.4":
        assert first[1] == "  Internet Address 10.1.0.3/24, Area 1 "
        assert " Reference bandwidth unit is" in lab["r3"].execute("show ip protocols")
        return
    assert first[1] == "  Internet Address 10.1.0.3/24, Area 1, Attached via Network Statement"
    assert of_loopback[1] == "  Internet Address 7.7.7.7/32, Area 1, Attached via Interface Enable"
    assert of_loopback[3:5] == [
        "  Topology-MTID    Cost    Disabled    Shutdown      Topology Name",
        "        0           12        no          no            Base",
    ]
    assert "Reference bandwidth" not in lab["r3"].execute("show ip protocols")
