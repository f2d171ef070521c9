"""Policy routing: route maps on the forwarding path."""

from __future__ import annotations

import pytest
from scapy.layers.inet import IP
from scapy.layers.l2 import Ether
from support.wiring import line

from ios_emu.kernel import Kernel
from ios_emu.router.router import Router
from ios_emu.router.tracked import TrackedInterface

LEFT = """
hostname left
interface Loopback0
 ip address 7.7.7.7 255.255.255.255
interface FastEthernet0/1
 ip address 10.0.1.1 255.255.255.0
ip route 0.0.0.0 0.0.0.0 10.0.1.2
"""
MIDDLE = """
hostname middle
interface FastEthernet0/0
 ip address 10.0.1.2 255.255.255.0
 ip policy route-map PBR
interface FastEthernet0/1
 ip address 10.0.2.2 255.255.255.0
ip route 7.7.7.7 255.255.255.255 10.0.1.1
"""
RIGHT = """
hostname right
interface Loopback0
 ip address 9.9.9.9 255.255.255.255
interface FastEthernet0/0
 ip address 10.0.2.3 255.255.255.0
ip route 0.0.0.0 0.0.0.0 10.0.2.2
"""


def three(policy: str, middle: str = MIDDLE) -> tuple[Kernel, list[Router]]:
    """left -- middle -- right: the middle has no route to 9.9.9.9, which is at the right."""
    kernel, routers, _ = line(LEFT, middle + policy, RIGHT)
    return kernel, routers


def reaches(router: Router, command: str = "ping 9.9.9.9 repeat 3") -> bool:
    return "!!" in router.execute(command)


def test_without_a_policy_that_matches_the_routing_table_decides() -> None:
    _, (left, middle, _) = three(
        "route-map PBR permit 10\n match ip address 1\n set ip next-hop 10.0.2.3\naccess-list 1 deny any\n"
    )
    assert not reaches(left)
    assert "Policy routing matches: 0 packets, 0 bytes\n" in middle.execute("show route-map")


@pytest.mark.parametrize(
    "sets",
    ["ip next-hop 10.0.2.3", "ip next-hop 10.0.7.7 10.0.2.3", "ip default next-hop 10.0.2.3"],
)
def test_a_next_hop_that_is_a_neighbour_gets_the_packets(sets: str) -> None:
    _, (left, middle, _) = three(
        f"route-map PBR permit 10\n match ip address 1\n set {sets}\naccess-list 1 permit 10.0.1.1\n"
    )
    assert reaches(left)
    assert "Policy routing matches: 3 packets, 300 bytes\n" in middle.execute("show route-map PBR")
    assert not reaches(left, "ping 9.9.9.9 repeat 3 source Loopback0")


def test_the_first_entry_that_matches_decides_and_deny_means_the_routing_table() -> None:
    policy = "route-map PBR deny 5\n match length 0 200\n set ip next-hop 10.0.2.3\n"
    policy += "route-map PBR permit 10\n set ip next-hop 10.0.2.3\n"
    _, (left, middle, _) = three(policy)
    assert not reaches(left)
    assert reaches(left, "ping 9.9.9.9 repeat 3 size 400")
    middle.execute("clear route-map counters")
    assert (
        "Policy routing matches: 0 packets, 0 bytes\n" in middle.execute("show route-map").split("sequence 10")[1]
    )


def test_a_default_next_hop_yields_to_a_route() -> None:
    more = "ip route 9.9.9.9 255.255.255.255 Null0\n"
    _, (left, *_) = three(f"route-map PBR permit 10\n set ip default next-hop 10.0.2.3\n{more}")
    assert not reaches(left)
    _, (left, *_) = three(f"route-map PBR permit 10\n set ip next-hop 10.0.2.3\n{more}")
    assert reaches(left)


def test_the_default_route_is_no_route_that_a_default_next_hop_yields_to() -> None:
    more = "ip route 0.0.0.0 0.0.0.0 10.0.1.1\n"
    _, (left, *_) = three(f"route-map PBR permit 10\n set ip default next-hop 10.0.2.3\n{more}")
    assert reaches(left)


def test_an_interface_of_a_lan_is_used_where_a_route_says_that_somebody_answers() -> None:
    _, (left, middle, right) = three("route-map PBR permit 10\n set interface FastEthernet0/1\n")
    assert right.console is not None
    right.execute("debug arp")
    left.execute("ping 9.9.9.9 repeat 1")
    assert "dst 9.9.9.9" not in right.console.drain()
    for each in ("configure terminal", "ip route 9.9.9.9 255.255.255.255 10.0.1.1", "end"):
        middle.execute(each)
    left.execute("ping 9.9.9.9 repeat 1")
    assert "IP ARP: rcvd req src 10.0.2.2" in right.console.drain()


def test_a_next_hop_counts_while_its_object_is_up() -> None:
    sets = "set ip next-hop verify-availability 10.0.2.3 10 track 7"
    _, (left, middle, _) = three(f"route-map PBR permit 10\n {sets}\nip route 9.9.9.9 255.255.255.255 Null0\n")
    shown = "    ip next-hop verify-availability 10.0.2.3 10 track 7  [{}]\n"
    assert not reaches(left) and shown.format("undefined") in middle.execute("show route-map")
    middle.tracking.define(7, TrackedInterface("FastEthernet0/1", "line-protocol"))
    assert reaches(left) and shown.format("up") in middle.execute("show route-map")
    assert middle.tracking.objects[7].clients == {"ROUTE-MAP 0": 1}
    middle.tracking.define(7, TrackedInterface("Loopback9", "line-protocol"))
    assert not reaches(left) and shown.format("down") in middle.execute("show route-map")
    middle.execute("configure terminal")
    middle.execute("no route-map PBR")
    middle.execute("end")
    assert middle.tracking.objects[7].clients == {}


def test_packets_are_marked_wherever_they_go() -> None:
    policy = "route-map PBR permit 10\n set ip precedence 5\n set ip tos 8\n"
    _, (left, middle, _), cables = line(
        LEFT, MIDDLE + policy + "ip route 9.9.9.9 255.255.255.255 10.0.2.3\n", RIGHT
    )
    assert reaches(left)
    echoes = [frame for frame in cables[1][0].frames if IP in Ether(frame) and Ether(frame)[IP].src == "10.0.1.1"]
    assert {Ether(frame)[IP].tos for frame in echoes} == {0xA0 | 0x10}
    for frame in echoes:
        again = Ether(frame)[IP].copy()
        again.chksum = None
        assert IP(bytes(again)).chksum == Ether(frame)[IP].chksum
    assert "    ip precedence critical\n    ip tos min-delay\n" in middle.execute("show route-map")
    assert " set ip precedence critical\n set ip tos min-delay\n" in middle.execute("show running-config")


def test_null0_drops() -> None:
    _, (left, *_) = three(
        "route-map PBR permit 10\n set interface Null0\nip route 9.9.9.9 255.255.255.255 10.0.2.3\n"
    )
    assert not reaches(left)
    _, (left, *_) = three("ip route 9.9.9.9 255.255.255.255 10.0.2.3\n")
    assert reaches(left)


def test_own_packets_have_a_policy_of_their_own() -> None:
    bare = MIDDLE.replace(" ip policy route-map PBR\n", "")
    _, (_, middle, _) = three("route-map LOCAL permit 10\n set ip next-hop 10.0.2.3\n", bare)
    assert not reaches(middle)
    middle.execute("configure terminal")
    middle.execute("ip local policy route-map LOCAL")
    middle.execute("end")
    assert reaches(middle)
    assert middle.execute("show ip policy") == "Interface      Route map\nlocal          LOCAL\n"


def test_who_has_a_policy_is_shown_and_undone() -> None:
    _, (left, middle, _) = three("route-map PBR permit 10\n set ip next-hop 10.0.2.3\n")
    assert middle.execute("show ip policy") == "Interface      Route map\nFa0/0          PBR\n"
    assert "  Policy routing is enabled, using route map PBR\n" in middle.execute("show ip interface fa0/0")
    assert "  Policy routing is disabled\n" in middle.execute("show ip interface fa0/1")
    for each in ("configure terminal", "interface fa0/0", "no ip policy route-map PBR", "end"):
        middle.execute(each)
    assert not reaches(left)
    assert middle.execute("show ip policy") == "Interface      Route map\n"


def test_what_is_decided_is_debugged() -> None:
    _, (left, middle, _) = three(
        "version 12.4\nroute-map PBR permit 10\n match ip address 1\n set ip next-hop 10.0.2.3\n"
        "access-list 1 permit 10.0.1.1\n"
    )
    assert middle.console is not None
    assert middle.execute("debug ip policy") == "Policy routing debugging is on\n"
    reaches(left, "ping 9.9.9.9 repeat 1")
    said = middle.console.drain()
    assert "IP: s=10.0.1.1 (FastEthernet0/0), d=9.9.9.9, len 100, FIB policy match\n" in said
    assert "IP: s=10.0.1.1 (FastEthernet0/0), d=9.9.9.9, g=10.0.2.3, len 100, FIB policy routed\n" in said
    reaches(left, "ping 9.9.9.9 repeat 1 source Loopback0")
    no_match = (
        "IP: s=7.7.7.7 (FastEthernet0/0), d=9.9.9.9, len 100, FIB policy rejected(no match) - normal forwarding\n"
    )
    assert no_match in middle.console.drain()
    for each in ("configure terminal", "no ip cef", "end"):
        middle.execute(each)
    middle.console.drain()
    reaches(left, "ping 9.9.9.9 repeat 1")
    said = middle.console.drain()
    assert "IP: s=10.0.1.1 (FastEthernet0/0), d=9.9.9.9, len 100, policy match\n" in said
    assert "IP: route map PBR, item 10, permit\n" in said
    assert "IP: s=10.0.1.1 (FastEthernet0/0), d=9.9.9.9 (FastEthernet0/1), len 100, policy routed\n" in said
    assert "IP: FastEthernet0/0 to FastEthernet0/1 10.0.2.3\n" in said


def test_only_what_an_access_list_permits_is_debugged() -> None:
    policy = "route-map PBR permit 10\n set ip next-hop 10.0.2.3\naccess-list 9 permit 7.7.7.7\n"
    _, (left, middle, _) = three(policy)
    assert middle.console is not None
    assert middle.execute("debug ip policy 9") == "Policy routing debugging is on for access list 9\n"
    reaches(left)
    assert "d=9.9.9.9" not in middle.console.drain()
    reaches(left, "ping 9.9.9.9 repeat 1 source Loopback0")
    assert "s=7.7.7.7 (FastEthernet0/0), d=9.9.9.9" in middle.console.drain()
