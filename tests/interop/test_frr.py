"""FRR's ospfd as a neighbour of emulated routers: full adjacency in every role, with MD5 too, the same database down to
the checksums, the same routes, and a failover followed."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from support.frr import PROGRAMS, Frr
from support.outside import Place, World, device, missing, world

from ios_emu.lab.lab import Lab

pytestmark = pytest.mark.skipif(bool(missing(*PROGRAMS)), reason=missing(*PROGRAMS) or "-")

ROOT = Path(__file__).parents[2]
ROUTER = """\
version 12.4
hostname r{number}
interface Loopback0
 ip address 10.0.0.{number} 255.255.255.255
interface FastEthernet0/0
 ip address 192.0.2.{number} 255.255.255.0
 ip ospf hello-interval 1
 ip ospf priority {priority}
 {more}
router ospf 1
 redistribute static subnets
 network 192.0.2.0 0.0.0.255 area 0
 network 10.0.0.0 0.0.0.255 area 0
ip route 203.0.113.{net} 255.255.255.240 192.0.2.77
ip route 198.51.100.{number} 255.255.255.255 Null0
end
"""
LAB = """\
name: frr
topology:
  nodes:
    lan: {{kind: bridge}}
    linux: {{kind: tap}}
{nodes}
  links:
    - endpoints: ["linux:{tap}", "lan:9"]
{links}
"""
FRR = """\
interface eth0
 ip ospf hello-interval 1
 ip ospf dead-interval 4
 ip ospf priority {priority}
 {more}
router ospf
 ospf router-id 10.0.0.9
 network 192.0.2.0/24 area 0
 redistribute connected
"""
MD5 = " ip ospf authentication message-digest\n ip ospf message-digest-key 1 md5 {key}\n"


MAX_AGE = 3600
"""Seconds; FRR still shows an LSA for a minute after it has been withdrawn by this age."""


class Setting:
    """Emulated routers of these priorities, and FRR, on one LAN."""

    def __init__(self, folder: Path, priorities: tuple[int, ...], more: str = "") -> None:
        self.folder = folder
        tap = device()
        self.door = f"linux:{tap}"
        nodes, links = [], []
        for number, priority in enumerate(priorities, 1):
            (folder / f"r{number}.cfg").write_text(
                ROUTER.format(number=number, net=16 * number, priority=priority, more=more)
            )
            nodes.append(f"    r{number}: {{kind: ios_emu, startup-config: r{number}.cfg}}")
            links.append(f'    - endpoints: ["r{number}:FastEthernet0/0", "lan:{number}"]')
        text = LAB.format(tap=tap, nodes="\n".join(nodes), links="\n".join(links))
        (folder / "frr.clab.yml").write_text(text)
        self.lab = Lab.load(folder / "frr.clab.yml")

    def frr(self, here: World, priority: int, more: str = "") -> tuple[Frr, Place]:
        place = here.place(self.door, "192.0.2.9/24", "203.0.113.99/32")
        return Frr(here, place, self.folder / "frr", FRR.format(priority=priority, more=more)), place

    def state(self, router: str, neighbor: str) -> str:
        """The state of a neighbour, as the emulated router shows it."""
        shown = self.lab[router].execute("show ip ospf neighbor")
        match = re.search(rf"^{re.escape(neighbor)} +\d+ +(\S+)", shown, re.MULTILINE)
        return match[1] if match is not None else ""


def patiently(here: World, seconds: int, what: Callable[[], object], expected: object) -> None:
    """Look once in a while until `what` gives what is expected."""
    found = what()
    for _ in range(2 * seconds):
        if found == expected:
            return
        here.pump(0.5)
        found = what()
    assert found == expected


def externals(frr: Frr) -> dict[tuple[str, str], tuple[object, ...]]:
    """FRR's AS-external LSAs that have not been withdrawn: mask, type, metric, forwarding address, sequence number,
    checksum."""
    return {
        (lsa["linkStateId"], lsa["advertisingRouter"]): (
            lsa["networkMask"],
            lsa["metricType"][:2],
            lsa["metric"],
            lsa["forwardAddress"],
            lsa["lsaSeqNumber"],
            int(lsa["checksum"], 16),
        )
        for lsa in frr.ask("show ip ospf database external").get("asExternalLinkStates", [])
        if lsa["lsaAge"] < MAX_AGE
    }


_EXTERNAL = re.compile(
    r"Link State ID: (\S+).*\s+Advertising Router: (\S+)\s+LS Seq Number: (\S+)\s+Checksum: (\S+)\s+Length: 36\s+"
    r"Network Mask: /(\d+)\s+Metric Type: (\d).*\s+TOS: 0\s+Metric: (\d+)\s+Forward Address: (\S+)"
)


def emulated_externals(lab: Lab, router: str) -> dict[tuple[str, str], tuple[object, ...]]:
    """The same of an emulated router."""
    shown = lab[router].execute("show ip ospf database external")
    return {
        (link, advertiser): (int(length), f"E{kind}", int(metric), forward, sequence, int(checksum, 16))
        for link, advertiser, sequence, checksum, length, kind, metric, forward in _EXTERNAL.findall(shown)
    }


def agree(here: World, frr: Frr, lab: Lab, router: str) -> None:
    """FRR and an emulated router have the same AS-external LSAs."""
    for _ in range(30):
        if externals(frr) == emulated_externals(lab, router):
            return
        here.pump(0.5)
    assert externals(frr) == emulated_externals(lab, router)


def test_full_with_dr_and_bdr_and_the_same_database_and_routes(tmp_path: Path) -> None:
    setting = Setting(tmp_path, (100, 50, 1))
    setting.lab.run(seconds=20)
    with world(setting.lab) as here:
        frr, linux = setting.frr(here, priority=0)
        roles = {"10.0.0.1": "Full/DR", "10.0.0.2": "Full/Backup", "10.0.0.3": "2-Way/DROther"}
        patiently(here, 15, frr.neighbors, roles)
        assert setting.state("r1", "10.0.0.9") == setting.state("r2", "10.0.0.9") == "FULL/DROTHER"
        assert setting.state("r3", "10.0.0.9") == "2WAY/DROTHER"
        patiently(here, 15, lambda: "203.0.113.48/28" in linux.run("ip", "route"), True)
        agree(here, frr, setting.lab, "r2")
        assert externals(frr)["203.0.113.16", "10.0.0.1"][:4] == (28, "E2", 20, "192.0.2.77")
        assert externals(frr)["198.51.100.3", "10.0.0.3"][:4] == (32, "E2", 20, "0.0.0.0")
        routes = linux.run("ip", "route")
        assert re.search(r"^203\.0\.113\.16/28 .*via 192\.0\.2\.77 ", routes, re.MULTILINE), (
            "to the forwarding address"
        )
        assert re.search(r"^198\.51\.100\.3 .*via 192\.0\.2\.3 ", routes, re.MULTILINE), "to the router itself"
        assert re.search(r"^10\.0\.0\.2 .*via 192\.0\.2\.2 ", routes, re.MULTILINE)
        table = setting.lab["r1"].execute("show ip route")
        assert re.search(r"^O E2 +203\.0\.113\.99(/32)? \[110/20\] via 192\.0\.2\.9", table, re.MULTILINE), table
        withdraw(setting, here, frr, linux)


def withdraw(setting: Setting, here: World, frr: Frr, linux: Place) -> None:
    """What an emulated router no longer has, FRR no longer has."""
    for line in ("configure terminal", "no ip route 198.51.100.3 255.255.255.255 Null0", "end"):
        setting.lab["r3"].execute(line)
    patiently(here, 10, lambda: "198.51.100.3" in linux.run("ip", "route"), False)
    agree(here, frr, setting.lab, "r1")
    assert ("198.51.100.3", "10.0.0.3") not in externals(frr)


def test_frr_as_dr_with_md5_has_full_adjacencies_with_bdr_and_drother(tmp_path: Path) -> None:
    setting = Setting(tmp_path, (50, 0), MD5.format(key="cisco"))
    with world(setting.lab) as here:
        frr, linux = setting.frr(here, priority=200, more=MD5.format(key="cisco"))
        patiently(here, 25, frr.neighbors, {"10.0.0.1": "Full/Backup", "10.0.0.2": "Full/DROther"})
        assert setting.state("r1", "10.0.0.9") == setting.state("r2", "10.0.0.9") == "FULL/DR"
        patiently(here, 15, lambda: "203.0.113.32/28" in linux.run("ip", "route"), True)
        agree(here, frr, setting.lab, "r1")
        assert "Type-5" in setting.lab["r2"].execute("show ip ospf database")


def test_another_key_makes_strangers(tmp_path: Path) -> None:
    setting = Setting(tmp_path, (50,), MD5.format(key="cisco"))
    with world(setting.lab) as here:
        frr, _ = setting.frr(here, priority=200, more=MD5.format(key="other"))
        here.pump(8)
        assert frr.neighbors() == {} and setting.state("r1", "10.0.0.9") == ""


INSIDE = """\
interface eth0
 ip ospf priority 0
router ospf
 ospf router-id 10.1.1.9
 network 10.1.1.0/24 area 0
"""
FIRST, SECOND = "172.16.172.52", "172.16.172.54"
"""The router IDs of the two gateways."""


def test_a_failover_of_the_seeds_gateways_is_followed(tmp_path: Path) -> None:
    tap = device()
    text = (ROOT / "configs/ha-vpn.clab.yml").read_text()
    text = text.replace("startup-config: ", f"startup-config: {ROOT}/configs/")
    text = text.replace(
        "  links:\n", f'    linux: {{kind: tap}}\n  links:\n    - endpoints: ["linux:{tap}", "inside:9"]\n'
    )
    (tmp_path / "seed.clab.yml").write_text(text)
    lab = Lab.load(tmp_path / "seed.clab.yml")
    lab.run(seconds=60)
    lab["7206-1"].execute("ping 20.1.1.1 source Loopback0")
    with world(lab) as here:
        linux = here.place(f"linux:{tap}", "10.1.1.9/24")
        frr = Frr(here, linux, tmp_path / "frr", INSIDE)

        def tunnel() -> list[str]:
            return sorted(advertiser for link, advertiser in externals(frr) if link == "20.1.1.0")

        def next_hop() -> str:
            match = re.search(r"^20\.1\.1\.0/24 .*via (\S+)", linux.run("ip", "route"), re.MULTILINE)
            return match[1] if match is not None else ""

        patiently(here, 30, tunnel, [FIRST])
        patiently(here, 20, next_hop, "10.1.1.1")
        agree(here, frr, lab, "7206-1")
        for line in ("configure terminal", "interface FastEthernet0/0", "shutdown"):
            lab["7204VXR-1"].execute(line)
        console = lab["7206-1"].console
        assert console is not None
        console.feed("ping 20.1.1.1 source Loopback0 repeat 1000 timeout 1")
        patiently(here, 10, tunnel, [])
        patiently(here, 30, tunnel, [SECOND])
        patiently(here, 15, next_hop, "10.1.1.2")
        agree(here, frr, lab, "7204VXR-2")
