"""Which packets an interface's access lists see beside a crypto map, by release."""

from __future__ import annotations

import pytest
from support.wiring import line

from ios_emu.lab.catalog import CATALOG

GATEWAY = """\
version {release}
hostname {name}
crypto isakmp policy 1
 authentication pre-share
crypto isakmp key k address 10.0.0.{peer}
crypto ipsec transform-set T esp-des esp-md5-hmac
crypto map M 1 ipsec-isakmp
 set peer 10.0.0.{peer}
 set transform-set T
 match address 100
interface Loopback0
 ip address 20.{own}.0.1 255.255.255.0
interface FastEthernet0/{port}
 ip address 10.0.0.{own} 255.255.255.0
 crypto map M
 {filters}
ip route 20.{peer}.0.0 255.255.255.0 10.0.0.{peer}
access-list 100 permit ip 20.{own}.0.0 0.0.0.255 20.{peer}.0.0 0.0.0.255
ip access-list extended CARRIED
 permit udp any any eq isakmp
 permit esp any any
ip access-list extended INSIDE
 permit udp any any eq isakmp
 permit esp any any
 permit icmp 20.0.0.0 0.255.255.255 any
"""


def pinged(release: str, filters: str) -> bool:
    one = GATEWAY.format(release=release, name="A", own=1, peer=2, port=1, filters="")
    two = GATEWAY.format(release=release, name="B", own=2, peer=1, port=0, filters=filters)
    _, (left, _), _ = line(one, two, catalog=CATALOG)
    return "!!!" in left.execute("ping 20.2.0.1 source Loopback0")


@pytest.mark.parametrize(
    ("release", "filters", "passes"),
    [
        ("12.3", "ip access-group INSIDE in", True),
        ("12.3", "ip access-group CARRIED in", False),
        ("12.4", "ip access-group CARRIED in", True),
        ("15.2", "ip access-group CARRIED in", True),
    ],
)
def test_what_comes_out_of_the_tunnel_was_checked_again_before_12_3_8_t(
    release: str, filters: str, passes: bool
) -> None:
    assert pinged(release, filters) is passes


@pytest.mark.parametrize(("release", "passes"), [("12.3", True), ("12.4", False)])
def test_going_out_12_3_looks_at_the_packet_and_later_releases_at_what_carries_it(
    release: str, passes: bool
) -> None:
    """A third router sends through the gateway that has the list: its own packets are never looked at."""
    one = GATEWAY.format(release=release, name="A", own=1, peer=2, port=1, filters="ip access-group CLEAR out")
    one += "ip access-list extended CLEAR\n permit icmp 20.0.0.0 0.255.255.255 any\n"
    one += "interface FastEthernet0/0\n ip address 20.1.0.129 255.255.255.128\n"
    one = one.replace("20.1.0.1 255.255.255.0", "20.1.0.1 255.255.255.128")
    host = (
        "interface FastEthernet0/1\n ip address 20.1.0.130 255.255.255.128\nip route 0.0.0.0 0.0.0.0 20.1.0.129\n"
    )
    two = GATEWAY.format(release=release, name="B", own=2, peer=1, port=0, filters="")
    _, (pc, gateway, _), _ = line(host, one, two, catalog=CATALOG)
    assert ("!!!" in pc.execute("ping 20.2.0.1 repeat 8")) is passes
    assert bool(gateway.ip.denied) is not passes
