"""`debug ip packet [detail] [ACL]`, `debug ip routing`, `debug ip icmp`, `show debugging`, release by release."""

from __future__ import annotations

import pytest
from support.dialog import booted, dialog
from support.wiring import line

from ios_emu.features.hsrp import FEATURE as HSRP
from ios_emu.kernel import SECOND
from ios_emu.router.catalog import Catalog
from ios_emu.router.router import Router

WITH_HSRP = Catalog("with hsrp", (HSRP,))


def row(version: str) -> list[Router]:
    """A, B and C in a row; B lies between 10.0.1.0/24 and 10.0.2.0/24."""
    _, routers, _ = line(
        f"version {version}\nhostname A\ninterface FastEthernet0/1\n ip address 10.0.1.1 255.255.255.0\n"
        "ip route 10.0.2.0 255.255.255.0 10.0.1.2\nip route 9.9.9.9 255.255.255.255 10.0.1.2\n",
        f"version {version}\nhostname B\ninterface Loopback0\n ip address 9.9.9.9 255.255.255.255\n"
        "interface FastEthernet0/0\n ip address 10.0.1.2 255.255.255.0\n"
        "interface FastEthernet0/1\n ip address 10.0.2.2 255.255.255.0\n"
        "access-list 101 permit icmp any host 10.0.2.3\n",
        f"version {version}\nhostname C\ninterface FastEthernet0/0\n ip address 10.0.2.3 255.255.255.0\n"
        "ip route 0.0.0.0 0.0.0.0 10.0.2.2\n",
    )
    routers[0].execute("ping 10.0.2.3 repeat 2")
    for router in routers:
        seen(router)
    return routers


def seen(router: Router) -> list[str]:
    assert router.console is not None
    return router.console.drain().splitlines()


def configure(router: Router, *lines: str) -> None:
    for each in ("configure terminal", *lines, "end"):
        router.execute(each)
    seen(router)


HERE = "s=10.0.1.1 (FastEthernet0/0), d=10.0.1.2 (FastEthernet0/0)"
BACK = "s=10.0.1.2 (local), d=10.0.1.1 (FastEthernet0/0)"


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("12.2", [f"IP: {HERE}, len 100, rcvd 3", f"IP: {BACK}, len 100, sending"]),
        (
            "12.3",
            [
                f"IP: tableid=0, {HERE}, routed via RIB",
                f"IP: {HERE}, len 100, rcvd 3",
                f"IP: tableid=0, {BACK}, routed via FIB",
                f"IP: {BACK}, len 100, sending",
            ],
        ),
        (
            "15.2",
            [
                f"IP: tableid=0, {HERE}, routed via RIB",
                f"IP: {HERE}, len 100, rcvd 3",
                "IP: s=10.0.1.1 (FastEthernet0/0), d=10.0.1.2, len 100, stop process pak for forus packet",
                f"IP: tableid=0, {BACK}, routed via FIB",
                f"IP: {BACK}, len 100, sending",
                f"IP: {BACK}, len 100, sending full packet",
            ],
        ),
    ],
)
def test_a_ping_to_the_router(version: str, expected: list[str]) -> None:
    a, b, _ = row(version)
    b.execute("debug ip packet")
    a.execute("ping 10.0.1.2 repeat 1")
    assert seen(b) == expected


def test_an_address_of_another_interface_is_rcvd_4() -> None:
    a, b, _ = row("12.2")
    b.execute("debug ip packet")
    a.execute("ping 9.9.9.9 repeat 1")
    assert seen(b)[0] == "IP: s=10.0.1.1 (FastEthernet0/0), d=9.9.9.9 (Loopback0), len 100, rcvd 4"


def test_transit_is_seen_only_where_the_processor_carries_it() -> None:
    a, b, _ = row("12.2")
    b.execute("debug ip packet")
    a.execute("ping 10.0.2.3 repeat 1")
    assert seen(b) == []
    forward = "IP: s=10.0.1.1 (FastEthernet0/0), d=10.0.2.3 (FastEthernet0/1), g=10.0.2.3, len 100, forward"
    configure(b, "no ip cef")
    a.execute("ping 10.0.2.3 repeat 1")
    assert seen(b)[0] == forward
    configure(b, "ip cef", "interface FastEthernet0/1", "no ip route-cache")
    a.execute("ping 10.0.2.3 repeat 1")
    assert seen(b)[0] == forward
    configure(b, "interface FastEthernet0/1", "ip route-cache")
    a.execute("ping 10.0.2.3 repeat 1")
    assert seen(b) == []


def test_detail_and_an_access_list() -> None:
    a, b, _ = row("12.2")
    configure(b, "no ip cef")
    assert b.execute("debug ip packet 101 detail") == "IP packet debugging is on (detailed) for access list 101\n"
    assert b.execute("show debugging") == (
        "Generic IP:\n  IP packet debugging is on (detailed) for access list 101\n"
    )
    a.execute("ping 10.0.1.2 repeat 1")
    assert seen(b) == []
    a.execute("ping 10.0.2.3 repeat 1")
    assert seen(b) == [
        "IP: s=10.0.1.1 (FastEthernet0/0), d=10.0.2.3 (FastEthernet0/1), g=10.0.2.3, len 100, forward",
        "    ICMP type=8, code=0",
    ]
    b.execute("debug ip packet detail")
    a.execute("traceroute 10.0.1.2 probe 1")
    assert "    UDP src=49" in "\n".join(seen(b))
    assert b.execute("undebug ip packet") == "IP packet debugging is off\n"
    assert b.execute("show debugging") == ""


def test_what_is_dropped() -> None:
    a, b, _ = row("12.2")
    a.execute("debug ip packet")
    assert "IP: s=10.0.1.1 (local), d=77.0.0.1, len 100, unroutable\n" in a.execute("ping 77.0.0.1 repeat 1")
    assert "(FastEthernet0/1), len 100, encapsulation failed\n" in a.execute("ping 10.0.1.77 repeat 1")
    configure(b, "access-list 7 deny any", "interface FastEthernet0/0", "ip access-group 7 in")
    b.execute("debug ip packet")
    a.execute("ping 10.0.1.2 repeat 1")
    assert "IP: s=10.0.1.1 (FastEthernet0/0), d=10.0.1.2, len 100, access denied" in seen(b)


def test_groups_and_broadcasts() -> None:
    standby = "interface FastEthernet0/1\n ip address 10.0.1.1 255.255.255.0\n standby 1 ip 10.0.1.254\n"
    kernel, (left, right), _ = line(
        f"version 12.3\n{standby}",
        "version 12.3\ninterface FastEthernet0/0\n ip address 10.0.1.2 255.255.255.0\n standby 1 ip\n",
        catalog=WITH_HSRP,
    )
    for each in (left, right):
        each.execute("debug ip packet detail")
        seen(each)
    kernel.run_until(kernel.now + 30 * SECOND)
    head = "IP: s=10.0.1.1 (local), d=224.0.0.2 (FastEthernet0/1), len "
    sent = [each for each in seen(left) if each.startswith(head)]
    assert sent and all(each.endswith(", sending broad/multicast") for each in sent)
    got = seen(right)
    head = "IP: s=10.0.1.1 (FastEthernet0/0), d=224.0.0.2, len "
    at = next(n for n, each in enumerate(got) if each.startswith(head))
    assert got[at].endswith(", rcvd 0") and got[at + 1] == "    UDP src=1985, dst=1985"


# -- routing and icmp --------------------------------------------------------------------------------


def test_routes_come_and_go_under_debug_ip_routing() -> None:
    _, b, _ = row("12.3")
    b.execute("debug ip routing")
    said = b.execute("configure terminal") and b.execute("interface FastEthernet0/1") + b.execute("shutdown")
    assert said == (
        "is_up: FastEthernet0/1 0 state: 6 sub state: 1 line: 0\n"
        "RT: interface FastEthernet0/1 removed from routing table\n"
        "RT: del 10.0.2.0 via 0.0.0.0, connected metric [0/0]\n"
        "RT: delete subnet route to 10.0.2.0/24\n"
        "RT: NET-RED 10.0.2.0/24\n"
    )
    b.execute("no shutdown")
    b.kernel.run_until(b.kernel.now + 5 * SECOND)
    said = "\n".join(seen(b))
    assert "is_up: FastEthernet0/1 1 state: 4 sub state: 1 line: 1\n" in said
    assert "RT: add 10.0.2.0/24 via 0.0.0.0, connected metric [0/0]\nRT: NET-RED 10.0.2.0/24" in said


def test_a_better_source_flushes() -> None:
    made = booted("version 12.3\ninterface Loopback0\n ip address 10.0.0.1 255.255.255.0\n")
    for each in ("debug ip routing", "configure terminal", "ip route 20.0.0.0 255.0.0.0 Null0 200"):
        made.execute(each)
    said = made.execute("ip route 20.0.0.0 255.0.0.0 10.0.0.9")
    assert said.startswith(
        "RT: closer admin distance for 20.0.0.0, flushing 1 routes\nRT: add 20.0.0.0/8 via 10.0.0.9,"
    )
    assert "RT: delete network route to 20.0.0.0\n" in made.execute("no ip route 20.0.0.0 255.0.0.0")


def test_routing_of_15_and_of_12_2() -> None:
    route = ("debug ip routing", "configure terminal", "ip route 20.0.0.0 255.0.0.0 Null0")
    new, old = booted("version 15.2\n"), booted("version 12.2\n")
    assert [new.execute(each) for each in route][-1] == (
        "RT: updating static 20.0.0.0/8 (0x0)  :\n    via 0.0.0.0 Null0  0 1048578\n"
        "RT: add 20.0.0.0/8 via 0.0.0.0, static metric [1/0]\n"
    )
    assert [old.execute(each) for each in route][-1] == "RT: add 20.0.0.0/8 via 0.0.0.0, static metric [1/0]\n"


def test_icmp_by_release() -> None:
    for version, tail in (("12.3", ""), ("15.2", ", topology BASE, dscp 0 topoid 0")):
        a, b, _ = row(version)
        b.execute("debug ip icmp")
        a.execute("ping 10.0.1.2 repeat 1")
        assert seen(b) == [f"ICMP: echo reply sent, src 10.0.1.2, dst 10.0.1.1{tail}"]


# -- show debugging ----------------------------------------------------------------------------------


def test_parts_of_a_switch_are_listed() -> None:
    dialog(
        booted("hostname R1\n", WITH_HSRP),
        """
        R1#debug standby terse
        HSRP debugging is on
        R1#show debugging
        HSRP:
          HSRP Errors debugging is on
          HSRP Events debugging is on
            (protocol, neighbor, redundancy, track, arp, interface)
          HSRP Packets debugging is on
            (Coup, Resign)
        R1#undebug all
        All possible debugging has been turned off
        R1#debug standby events track
        HSRP Events debugging (track) is on
        R1#debug arp
        ARP packet debugging is on
        R1#show debugging
        ARP:
          ARP packet debugging is on
        HSRP:
          HSRP Events debugging is on
            (track)
        R1#
        """,
    )
