"""What configuration lines do, and that `no` undoes it."""

from __future__ import annotations

import pytest
from support.dialog import dialog
from support.wiring import BARE, line

from ios_emu.kernel import SECOND, Kernel
from ios_emu.router.catalog import Catalog
from ios_emu.router.facts import BandwidthChanged, Fact
from ios_emu.router.feature import Feature, FeatureSpec
from ios_emu.router.router import Router
from ios_emu.wire import IPv4, Prefix

ONE = "interface FastEthernet0/1\n ip address 10.0.1.1 255.255.255.0\n"
OTHER = "interface FastEthernet0/0\n ip address 10.0.1.2 255.255.255.0\n"


def router(config: str = "hostname R1\n") -> Router:
    made = Router("r1", Kernel(0), BARE, config)
    made.power_on()
    return made


def configured(made: Router, *lines: str) -> str:
    made.execute("configure terminal")
    said = "".join(made.execute(each) for each in lines)
    assert made.console is not None
    made.console.enter("#")
    made.console.drain()
    return said


def shown(made: Router) -> list[str]:
    return made.execute("show running-config").splitlines()


# -- interfaces --------------------------------------------------------------------------------------


def test_an_address_typed_live_makes_its_network_connected() -> None:
    _, (left, _), _ = line(ONE, OTHER)
    configured(left, "interface fa0/1", "ip address 10.7.0.1 255.255.0.0")
    assert left.rib.best(Prefix.parse("10.0.1.0/24")) is None
    assert left.rib.best(Prefix.parse("10.7.0.0/16")) is not None
    assert "10.7.0.1        YES manual up                    up" in left.execute("show ip interface brief")
    configured(left, "interface fa0/1", "no ip address")
    assert left.rib.routes() == []
    assert "unassigned      YES manual up" in left.execute("show ip interface brief")
    assert " no ip address" in shown(left)


def test_secondary_addresses() -> None:
    _, (left, _), _ = line(ONE, OTHER)
    assert configured(left, "interface fa0/1", "ip address 10.8.0.1 255.255.255.0 secondary") == ""
    assert left.rib.best(Prefix.parse("10.8.0.0/24")) is not None
    assert " ip address 10.8.0.1 255.255.255.0 secondary" in shown(left)
    refused = configured(left, "interface fa0/1", "no ip address 10.0.1.1 255.255.255.0")
    assert refused == "Must delete secondary before deleting primary\n"
    configured(left, "interface fa0/1", "no ip address 10.8.0.1 255.255.255.0 secondary")
    assert left.rib.best(Prefix.parse("10.8.0.0/24")) is None
    assert not [each for each in shown(left) if "secondary" in each]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("10.0.0.0 255.255.255.0", "Bad mask /24 for address 10.0.0.0\n"),
        ("10.0.0.255 255.255.255.0", "Bad mask /24 for address 10.0.0.255\n"),
        ("10.0.0.1 255.0.255.0", "Bad mask 0xFF00FF00 for address 10.0.0.1\n"),
        ("224.0.0.1 255.255.255.0", "Not a valid host address - 224.0.0.1\n"),
        ("10.0.1.77 255.255.255.0", "% 10.0.1.0 overlaps with FastEthernet0/1\n"),
    ],
)
def test_bad_addresses_are_refused(address: str, said: str) -> None:
    made = router(ONE)
    assert configured(made, "interface Loopback0", f"ip address {address}") == said
    assert made.interfaces["Loopback0"].ip is None
    assert not [each for each in shown(made) if address in each]


def test_a_31_has_no_network_and_broadcast_address() -> None:
    assert configured(router(), "interface Loopback0", "ip address 10.0.0.0 255.255.255.254") == ""


def test_shutdown_and_back() -> None:
    kernel, (left, right), _ = line(ONE, OTHER)
    configured(left, "interface fa0/1", "shutdown")
    assert "administratively down down" in left.execute("show ip interface brief")
    kernel.run_until(kernel.now + 5 * SECOND)
    assert left.console is not None
    said = left.console.drain()
    assert "%LINK-5-CHANGED: Interface FastEthernet0/1, changed state to administratively down\n" in said
    assert not right.interfaces["FastEthernet0/0"].line_up
    configured(left, "interface fa0/1", "no shutdown")
    kernel.run_until(kernel.now + 10 * SECOND)
    assert left.interfaces["FastEthernet0/1"].line_up and " shutdown" not in shown(left)


def test_every_interface_line_can_be_taken_back() -> None:
    made = router("interface FastEthernet0/1\n shutdown\n")
    before = shown(made)
    interface = made.interfaces["FastEthernet0/1"]
    start = {name: value for name, value in vars(interface).items() if isinstance(value, (int, str, type(None)))}
    lines = (
        "description to the left",
        "mtu 1400",
        "ip mtu 1300",
        "bandwidth 5000",
        "delay 77",
        "ip access-group 101 in",
        "ip access-group FILTER out",
        "ip directed-broadcast",
        "arp timeout 60",
        "duplex full",
        "speed 100",
    )
    negated = ("no ip proxy-arp", "no ip redirects", "no ip unreachables")
    assert configured(made, "interface fa0/1", *lines, *negated) == ""
    assert (interface.link_mtu, interface.mtu, interface.bandwidth, interface.delay) == (1400, 1300, 5000, 770)
    assert (interface.acl_in, interface.acl_out) == ("101", "FILTER")
    assert not interface.proxy_arp and not interface.redirects and not interface.unreachables
    assert all(f" {each}" in shown(made) for each in (*lines, *negated))
    undone = (*(f"no {each}" for each in reversed(lines)), *(each.removeprefix("no ") for each in negated))
    assert configured(made, "interface fa0/1", *undone) == ""
    assert {name: getattr(interface, name) for name in start} == start
    assert shown(made)[3:] == before[3:]


def test_a_loopback_can_be_removed_a_port_cannot() -> None:
    made = router(ONE + "interface Loopback0\n ip address 1.1.1.1 255.255.255.255\n")
    assert made.rib.lookup(IPv4.parse("1.1.1.1")) is not None
    configured(made, "no interface Loopback0")
    assert "Loopback0" not in made.interfaces and made.rib.lookup(IPv4.parse("1.1.1.1")) is None
    assert "interface Loopback0" not in shown(made)
    assert configured(made, "no interface fa0/1") == "% Removal of physical interfaces is not permitted\n"
    assert "interface FastEthernet0/1" in shown(made)


def test_default_puts_things_back() -> None:
    made = router(ONE)
    configured(made, "interface fa0/1", "no ip proxy-arp", "speed 10", "default ip proxy-arp", "default speed")
    assert made.interfaces["FastEthernet0/1"].proxy_arp and made.interfaces["FastEthernet0/1"].speed == ""


# -- routes ------------------------------------------------------------------------------------------


def test_static_routes_come_and_go() -> None:
    _, (left, _), _ = line(ONE, OTHER)
    configured(left, "ip route 10.9.0.0 255.255.0.0 10.0.1.2 20 name far")
    assert "S       10.9.0.0/16 [20/0] via 10.0.1.2\n" in left.execute("show ip route")
    assert "ip route 10.9.0.0 255.255.0.0 10.0.1.2 20 name far" in shown(left)
    configured(left, "ip route 10.9.0.0 255.255.0.0 10.0.1.2")
    assert [each for each in shown(left) if each.startswith("ip route")] == [
        "ip route 10.9.0.0 255.255.0.0 10.0.1.2"
    ]
    configured(left, "no ip route 10.9.0.0 255.255.0.0 10.0.1.2")
    assert left.rib.best(Prefix.parse("10.9.0.0/16")) is None
    assert configured(left, "no ip route 10.9.0.0 255.255.0.0 10.0.1.2") == "%No matching route to delete\n"


def test_routes_that_cannot_be() -> None:
    made = router(ONE)
    assert configured(made, "ip route 10.9.0.1 255.255.0.0 10.0.1.2") == "%Inconsistent address and mask\n"
    assert configured(made, "ip route 10.9.0.0 255.255.0.0 10.0.1.1").startswith("%Invalid next hop address")


# -- access lists ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (
            "101 permit ip 10.1.1.77 0.0.0.255 20.1.1.0 0.0.0.255",
            "101 permit ip 10.1.1.0 0.0.0.255 20.1.1.0 0.0.0.255",
        ),
        ("101 permit ip 99.99.99.99 0.0.0.0 any", "101 permit ip host 99.99.99.99 any"),
        ("101 deny tcp any 0.0.0.0 255.255.255.255 eq 80 log", "101 deny   tcp any any eq www log"),
        (
            "101 permit udp any range 500 100 host 1.1.1.1 eq 500",
            "101 permit udp any range 100 isakmp host 1.1.1.1 eq isakmp",
        ),
        ("101 permit tcp any any established", "101 permit tcp any any established"),
        ("101 permit icmp any any 8", "101 permit icmp any any echo"),
        ("101 permit icmp any any echo-reply", "101 permit icmp any any echo-reply"),
        ("101 permit 50 any any", "101 permit esp any any"),
        ("101 remark to the other site", "101 remark to the other site"),
        ("10 permit 10.0.0.0 0.255.255.255", "10 permit 10.0.0.0 0.255.255.255"),
        ("10 permit host 10.1.1.1 log", "10 permit 10.1.1.1 log"),
        ("2000 permit ip any any", "2000 permit ip any any"),
    ],
)
def test_entries_are_kept_as_ios_writes_them(typed: str, kept: str) -> None:
    made = router()
    assert configured(made, f"access-list {typed}") == ""
    assert [each for each in shown(made) if each.startswith("access-list")] == [f"access-list {kept}"]
    again = router("\n".join(shown(made)[3:]))
    assert again.boot_complaints == [] and shown(again)[3:] == shown(made)[3:]
    configured(made, f"no access-list {kept}")
    assert made.acls.lists == {} and not [each for each in shown(made) if each.startswith("access-list")]


def test_show_access_lists() -> None:
    made = router(
        "version 12.3\naccess-list 99 permit 172.16.191.199\naccess-list 99 permit 10.0.10.0 0.0.255.255\n"
        "access-list 101 remark not shown\naccess-list 101 permit ip host 99.99.99.99 20.1.1.0 0.0.0.255\n"
    )
    made.acls.lists["99"].entries[1].matches = 20
    made.acls.lists["101"].entries[1].matches = 1
    assert made.execute("show access-lists") == (
        "Standard IP access list 99\n"
        "    10 permit 172.16.191.199\n"
        "    20 permit 10.0.0.0, wildcard bits 0.0.255.255 (20 matches)\n"
        "Extended IP access list 101\n"
        "    10 permit ip host 99.99.99.99 20.1.1.0 0.0.0.255 (1 match)\n"
    )
    made.execute("clear access-list counters 99")
    assert made.acls.lists["99"].entries[1].matches == 0 and made.acls.lists["101"].entries[1].matches == 1


def test_old_releases_do_not_number_entries() -> None:
    made = router("version 12.2\naccess-list 1 permit any\n")
    assert made.execute("show access-lists") == "Standard IP access list 1\n    permit any\n"


def test_a_named_list_is_kept_in_sequence() -> None:
    made = router()
    said = configured(
        made,
        "ip access-list extended WEB",
        "permit tcp any any eq www",
        "deny ip any any",
        "15 permit icmp any any",
        "no 20",
        "remark the end",
    )
    assert said == ""
    assert made.execute("show access-lists WEB") == (
        "Extended IP access list WEB\n    10 permit tcp any any eq www\n    15 permit icmp any any\n"
    )
    rows = shown(made)
    at = rows.index("ip access-list extended WEB")
    assert rows[at + 1 : at + 4] == [" permit tcp any any eq www", " permit icmp any any", " remark the end"]
    configured(made, "no ip access-list extended WEB")
    assert made.acls.get("WEB") is None


def test_lines_stand_in_order_whenever_they_were_typed() -> None:
    made = router("interface FastEthernet1/0\ninterface FastEthernet0/1\n")
    configured(
        made,
        "access-list 101 permit ip any any",
        "access-list 7 permit any",
        "ip route 30.0.0.0 255.0.0.0 Null0",
        "ip route 4.0.0.0 255.0.0.0 Null0",
        "interface Loopback0",
    )
    rows = [each for each in shown(made) if each.startswith(("interface", "ip route", "access"))]
    assert rows == [
        "interface Loopback0",
        "interface FastEthernet0/1",
        "interface FastEthernet1/0",
        "ip route 4.0.0.0 255.0.0.0 Null0",
        "ip route 30.0.0.0 255.0.0.0 Null0",
        "access-list 7 permit any",
        "access-list 101 permit ip any any",
    ]


# -- global ------------------------------------------------------------------------------------------


def test_hostname_logging_and_timestamps() -> None:
    made = router()
    configured(made, "hostname R7", "logging buffered 8192 notifications", "service timestamps log datetime msec")
    made.log("TEST", 5, "WORD", "kept")
    made.log("TEST", 6, "WORD", "too minor")
    text = made.execute("show logging")
    assert "Log Buffer (8192 bytes):\n\n*Mar  1 00:00:00.000: %TEST-5-WORD: kept\n" in text.replace(
        "%SYS-5-CONFIG_I: Configured from console by console\n*Mar  1 00:00:00.000: ", ""
    )
    assert "too minor" not in text
    configured(made, "no hostname", "no logging console", "no logging buffered")
    made.log("TEST", 3, "WORD", "unheard")
    assert made.console is not None and made.console.drain() == ""
    assert made.hostname == "Router" and "Console logging: disabled" in made.execute("show logging")


def test_hosts() -> None:
    made = router("ip host rund 10.48.92.61\n")
    assert "rund                      None  (perm, OK)  0   IP    10.48.92.61\n" in made.execute("show hosts")
    configured(made, "no ip host rund")
    assert made.hosts == {}


def test_line_console_is_line_con() -> None:
    made = router()
    configured(made, "line console 0", "exec-timeout 0 0", "line vty 0 4", "login local")
    rows = shown(made)
    at = rows.index("line con 0")
    assert rows[at : at + 4] == ["line con 0", " exec-timeout 0 0", "line vty 0 4", " login local"]


def test_username_secrets() -> None:
    made = router()
    configured(made, "username a password cisco", "username b privilege 15 secret cisco")
    users = [each for each in shown(made) if each.startswith("username")]
    assert users[0] == "username a password 0 cisco"
    assert users[1].startswith("username b privilege 15 secret 5 $1$")


# -- several interfaces at once, parts of one, defaults -------------------------------------------------


def test_interface_range() -> None:
    made = router("hostname R1\ninterface FastEthernet0/0\ninterface FastEthernet0/1\n")
    dialog(
        made,
        """
        R1#configure terminal
        Enter configuration commands, one per line.  End with CNTL/Z.
        R1(config)#interface range fa0/0 - 1 , Loopback4
        R1(config-if-range)#description many
        R1(config-if-range)#shutdown
        R1(config-if-range)#bandwith 5
                                  ^
        % Invalid input detected at '^' marker.

        R1(config-if-range)#no shutdown
        R1(config-if-range)#exit
        R1(config)#interface range fa0/0 - 2
        %Command rejected: Bad interface range specification
        R1(config)#interface range fa0/0 to 1
        %Command rejected: Bad interface range specification
        R1(config)#interface range fa0/0 - 1
        R1(config-if-range)#hostname R2
        R2(config)#end
        %SYS-5-CONFIG_I: Configured from console by console
        R2#
        """,
    )
    rows = shown(made)
    assert rows.count(" description many") == 3 and " shutdown" not in rows
    assert made.interfaces["Loopback4"].description == "many"


def test_default_interface() -> None:
    made = router(
        ONE + " description x\n ip address 10.9.9.9 255.255.255.0 secondary\n no ip redirects\n shutdown\n"
    )
    said = configured(made, "default interface fa0/1")
    assert said == "Building configuration...\n\nInterface FastEthernet0/1 set to default configuration\n"
    at = shown(made).index("interface FastEthernet0/1")
    assert shown(made)[at + 1] == "!"
    interface = made.interfaces["FastEthernet0/1"]
    assert (interface.description, interface.ip, interface.redirects, interface.shutdown) == (
        "",
        None,
        True,
        False,
    )
    assert "% Invalid input" in configured(made, "default interface fa9/9")


def test_subinterfaces_are_made_and_removed() -> None:
    made = router("hostname R1\ninterface FastEthernet0/0\n")
    assert configured(made, "interface fa0/0.10", "description vlan") == ""
    assert "interface FastEthernet0/0.10" in shown(made)
    assert "%Invalid interface" in configured(made, "interface fa7/0.10")
    assert "may reappear" in configured(made, "no interface fa0/0.10")
    assert "FastEthernet0/0.10" not in made.interfaces and "interface FastEthernet0/0.10" not in shown(made)


def test_a_network_can_lose_all_its_routes_at_once() -> None:
    _, (left, _), _ = line(ONE, OTHER)
    configured(left, "ip route 20.0.0.0 255.0.0.0 10.0.1.2", "ip route 20.0.0.0 255.0.0.0 10.0.1.3 5")
    assert configured(left, "ip route 20.0.0.0 255.0.0.0") == "% Incomplete command.\n\n"
    assert configured(left, "no ip route 20.0.0.0 255.0.0.0") == ""
    assert not [each for each in shown(left) if each.startswith("ip route")]
    assert left.rib.best(Prefix.parse("20.0.0.0/8")) is None


def test_bandwidth_is_told_to_whom_it_concerns() -> None:
    made = Router("r1", Kernel(0), WITH_LISTENER, "interface FastEthernet0/1\n")
    made.power_on()
    heard = made.feature(Listener).heard
    configured(made, "interface fa0/1", "bandwidth 5000", "no bandwidth")
    assert heard == [BandwidthChanged("FastEthernet0/1")] * 2


class Listener(Feature):
    """Notes what is told of bandwidths."""

    def __init__(self, router: Router) -> None:
        super().__init__(router)
        self.heard: list[Fact] = []

    def on_fact(self, fact: Fact) -> None:
        if isinstance(fact, BandwidthChanged):
            self.heard.append(fact)


WITH_LISTENER = Catalog("with a listener", (FeatureSpec("listener", Listener),))
