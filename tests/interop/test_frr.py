"""FRR's ospfd as a neighbour of emulated routers: full adjacency in every role, with MD5 too, the same database down to
the checksums, the same routes, and a failover followed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support.frr import PROGRAMS, Frr
from support.outside import Place, World, device, missing, seed_lab, world

from ios_emu.lab.lab import Lab
from ios_emu.wire import ipv4

pytestmark = pytest.mark.skipif(bool(missing(*PROGRAMS)), reason=missing(*PROGRAMS) or "-")

ROUTER = """\
version 12.4
hostname r{number}
interface Loopback0
 ip address 10.0.0.{number} 255.255.255.255
interface FastEthernet0/0
 ip address 192.0.2.{number} 255.255.255.0
 ip ospf hello-interval 1
 ip ospf dead-interval {dead}
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
 ip ospf dead-interval {dead}
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

    def __init__(self, folder: Path, priorities: tuple[int, ...], more: str = "", dead: int = 40) -> None:
        self.dead = dead
        tap = device()
        self.door = f"linux:{tap}"
        nodes, links = [], []
        for number, priority in enumerate(priorities, 1):
            (folder / f"r{number}.cfg").write_text(
                ROUTER.format(number=number, net=16 * number, priority=priority, more=more, dead=dead)
            )
            nodes.append(f"    r{number}: {{kind: ios_emu, startup-config: r{number}.cfg}}")
            links.append(f'    - endpoints: ["r{number}:FastEthernet0/0", "lan:{number}"]')
        text = LAB.format(tap=tap, nodes="\n".join(nodes), links="\n".join(links))
        (folder / "frr.clab.yml").write_text(text)
        self.lab = Lab.load(folder / "frr.clab.yml")

    def frr(self, here: World, priority: int, more: str = "") -> tuple[Frr, Place]:
        place = here.place(self.door, "192.0.2.9/24", "203.0.113.99/32")
        return Frr(here, place, FRR.format(priority=priority, more=more, dead=self.dead)), place

    def state(self, router: str, neighbor: str) -> str:
        """The state of a neighbour, as the emulated router shows it."""
        shown = self.lab[router].execute("show ip ospf neighbor")
        match = re.search(rf"^{re.escape(neighbor)} +\d+ +(\S+)", shown, re.MULTILINE)
        return match[1] if match is not None else ""


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

    def difference() -> tuple[object, object]:
        theirs, ours = externals(frr), emulated_externals(lab, router)
        return (theirs, ours) if theirs != ours else ({}, {})

    here.patiently(difference, ({}, {}))


def next_hop(linux: Place, prefix: str) -> str:
    """Where FRR has told Linux to send what is for a prefix; "" if it has not."""
    match = re.search(rf"^{re.escape(prefix)} .*via (\S+)", linux.run("ip", "route"), re.MULTILINE)
    return match[1] if match is not None else ""


def test_full_with_dr_and_bdr_and_the_same_database_and_routes(tmp_path: Path) -> None:
    setting = Setting(tmp_path, (100, 50, 1))
    setting.lab.run(seconds=90)
    with world(setting.lab) as here:
        frr, linux = setting.frr(here, priority=0)
        roles = {"10.0.0.1": "Full/DR", "10.0.0.2": "Full/Backup", "10.0.0.3": "2-Way/DROther"}
        here.patiently(frr.neighbors, roles)
        seen = {"r1": "FULL/DROTHER", "r2": "FULL/DROTHER", "r3": "2WAY/DROTHER"}
        here.patiently(lambda: {router: setting.state(router, "10.0.0.9") for router in seen}, seen)
        agree(here, frr, setting.lab, "r2")
        assert externals(frr)["203.0.113.16", "10.0.0.1"][:4] == (28, "E2", 20, "192.0.2.77")
        assert externals(frr)["198.51.100.3", "10.0.0.3"][:4] == (32, "E2", 20, "0.0.0.0")
        hops = {
            "203.0.113.16/28": "192.0.2.77",  # to the forwarding address
            "198.51.100.3": "192.0.2.3",  # to the router itself
            "10.0.0.2": "192.0.2.2",
        }
        here.patiently(lambda: {prefix: next_hop(linux, prefix) for prefix in hops}, hops)
        route = re.compile(r"^O E2 +203\.0\.113\.99(/32)? \[110/20\] via 192\.0\.2\.9", re.MULTILINE)
        assert here.wait(lambda: route.search(setting.lab["r1"].execute("show ip route")))
        withdraw(setting, here, frr, linux)


def withdraw(setting: Setting, here: World, frr: Frr, linux: Place) -> None:
    """What an emulated router no longer has, FRR no longer has."""
    for line in ("configure terminal", "no ip route 198.51.100.3 255.255.255.255 Null0", "end"):
        setting.lab["r3"].execute(line)
    here.patiently(lambda: next_hop(linux, "198.51.100.3"), "")
    agree(here, frr, setting.lab, "r1")
    assert ("198.51.100.3", "10.0.0.3") not in externals(frr)


POLICY = (
    "ip prefix-list HOSTS permit 198.51.100.0/24 ge 32",
    "route-map M permit 10",
    "match ip address prefix-list HOSTS",
    "set metric 77",
    "set metric-type type-1",
    "set tag 1234",
)


def test_what_a_route_map_chooses_and_sets_is_what_frr_hears(tmp_path: Path) -> None:
    setting = Setting(tmp_path, (100,))
    setting.lab.run(seconds=90)
    with world(setting.lab) as here:
        frr, _ = setting.frr(here, priority=0)

        def heard() -> dict[str, tuple[object, ...]]:
            lsas = frr.ask("show ip ospf database external").get("asExternalLinkStates", [])
            ours = [lsa for lsa in lsas if lsa["advertisingRouter"] == "10.0.0.1" and lsa["lsaAge"] < MAX_AGE]
            return {
                one["linkStateId"]: (one["metricType"][:2], one["metric"], one["externalRouteTag"]) for one in ours
            }

        plain = ("E2", 20, 0)
        here.patiently(heard, {"198.51.100.1": plain, "203.0.113.16": plain})
        typed(setting.lab, *POLICY, "router ospf 1", "redistribute static subnets route-map M")
        here.patiently(heard, {"198.51.100.1": ("E1", 77, 1234)})
        typed(setting.lab, "ip prefix-list HOSTS permit 203.0.113.16/28", "route-map M", "set tag 9")
        here.patiently(heard, {"198.51.100.1": ("E1", 77, 9), "203.0.113.16": ("E1", 77, 9)})
        typed(setting.lab, "route-map M deny 10")
        here.patiently(heard, {})
        agree(here, frr, setting.lab, "r1")


def typed(lab: Lab, *lines: str) -> None:
    """Configure r1."""
    for line in ("configure terminal", *lines, "end"):
        lab["r1"].execute(line)


def test_frr_as_dr_with_md5_has_full_adjacencies_with_bdr_and_drother(tmp_path: Path) -> None:
    setting = Setting(tmp_path, (50, 0), MD5.format(key="cisco"), dead=12)
    with world(setting.lab, speed=0) as here:
        frr, linux = setting.frr(here, priority=200, more=MD5.format(key="cisco"))
        here.patiently(frr.state, "DR")
        here.speed = 1
        here.patiently(frr.neighbors, {"10.0.0.1": "Full/Backup", "10.0.0.2": "Full/DROther"})
        assert here.wait(lambda: setting.state("r1", "10.0.0.9") == setting.state("r2", "10.0.0.9") == "FULL/DR")
        here.patiently(lambda: next_hop(linux, "203.0.113.32/28"), "192.0.2.77")
        agree(here, frr, setting.lab, "r1")
        assert "Type-5" in setting.lab["r2"].execute("show ip ospf database")


def test_another_key_makes_strangers(tmp_path: Path) -> None:
    setting = Setting(tmp_path, (50,), MD5.format(key="cisco"))
    with world(setting.lab) as here:
        frr, _ = setting.frr(here, priority=200, more=MD5.format(key="other"))
        with setting.lab.capture("lan") as heard:

            def hellos(sender: str) -> int:
                return sum(seen.sender.startswith(sender) and seen.frame[23] == ipv4.OSPF for seen in heard.frames)

            assert here.wait(lambda: hellos("linux:") > 5 and hellos("r1:") > 5)
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
    lab, door = seed_lab(tmp_path, "inside")
    lab["7206-1"].execute("ping 20.1.1.1 source Loopback0")
    with world(lab) as here:
        linux = here.place(door, "10.1.1.9/24")
        frr = Frr(here, linux, INSIDE)

        def tunnel() -> list[str]:
            return sorted(advertiser for link, advertiser in externals(frr) if link == "20.1.1.0")

        here.patiently(tunnel, [FIRST])
        here.patiently(lambda: next_hop(linux, "20.1.1.0/24"), "10.1.1.1")
        agree(here, frr, lab, "7206-1")
        for line in ("configure terminal", "interface FastEthernet0/0", "shutdown"):
            lab["7204VXR-1"].execute(line)
        console = lab["7206-1"].console
        assert console is not None
        console.feed("ping 20.1.1.1 source Loopback0 repeat 1000 timeout 1")
        here.patiently(tunnel, [])
        here.patiently(tunnel, [SECOND])
        here.patiently(lambda: next_hop(linux, "20.1.1.0/24"), "10.1.1.2")
        agree(here, frr, lab, "7204VXR-2")
