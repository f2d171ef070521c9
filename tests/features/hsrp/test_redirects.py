"""ICMP redirects on an interface with HSRP: hosts learn virtual addresses only."""

from __future__ import annotations

import pytest
from scapy.layers.inet import ICMP, IP
from scapy.layers.l2 import ARP, Ether
from support.hsrp import Lan

HOST, HOST_MAC = "10.0.0.50", "02:00:00:00:00:50"
ACTIVE_IN_1 = "standby 1 ip 10.0.0.100\nstandby 1 priority 150\nstandby 2 ip 10.0.0.101"
ACTIVE_IN_2 = "standby 1 ip 10.0.0.100\nstandby 2 ip 10.0.0.101\nstandby 2 priority 150"
STANDBY = "standby 1 ip 10.0.0.100"


def redirects(lan: Lan, gateway: str) -> list[tuple[str, str]]:
    """A host sends to a network behind `gateway` by way of router 1: the sources and gateways of what it is told."""
    lan.configure(1, "exit", f"ip route 5.5.5.0 255.255.255.0 {gateway}")
    interface = lan.interface(1)
    router_mac = ":".join(f"{byte:02x}" for byte in interface.mac)
    source = Ether(src=HOST_MAC, dst=router_mac)
    asks = ARP(op=1, hwsrc=HOST_MAC, psrc=HOST, hwdst="00:00:00:00:00:00", pdst="10.0.0.1")
    interface.receive(bytes(Ether(src=HOST_MAC, dst="ff:ff:ff:ff:ff:ff") / asks))
    before = len(lan.frames)
    interface.receive(bytes(source / IP(src=HOST, dst="5.5.5.5") / ICMP()))
    lan.run(1)
    heard = (Ether(frame) for _, frame in lan.frames[before:])
    return [(each[IP].src, each[ICMP].gw) for each in heard if ICMP in each and each[ICMP].type == 5]


@pytest.mark.parametrize(
    ("first", "second", "gateway", "expected"),
    [
        (ACTIVE_IN_1, ACTIVE_IN_2, "10.0.0.2", [("10.0.0.100", "10.0.0.101")]),
        (ACTIVE_IN_1, ACTIVE_IN_2, "10.0.0.9", [("10.0.0.100", "10.0.0.9")]),
        (ACTIVE_IN_1 + "\nno standby redirects", ACTIVE_IN_2, "10.0.0.2", [("10.0.0.1", "10.0.0.2")]),
        ("standby 1 ip 10.0.0.100\nstandby 1 priority 150", STANDBY, "10.0.0.2", []),
        (STANDBY, "standby 1 ip 10.0.0.100\nstandby 1 priority 150", "10.0.0.2", [("10.0.0.1", "10.0.0.100")]),
        ("", STANDBY, "10.0.0.2", [("10.0.0.1", "10.0.0.2")]),
    ],
)
def test_who_is_named(first: str, second: str, gateway: str, expected: list[tuple[str, str]]) -> None:
    lan = Lan(first, second)
    lan.run(60)
    assert redirects(lan, gateway) == expected
