"""`show ip route`: the tables of the seed, the order of networks, columns by release, entries and summary."""

from __future__ import annotations

import pytest

from ios_emu.kernel import SECOND
from ios_emu.router.release import RELEASES
from ios_emu.router.route import NextHop, Route, classful
from ios_emu.router.show.routes import network_entry, route_entry, route_summary, route_table
from ios_emu.wire import IPv4, Prefix

R12, R15 = RELEASES["12.3"], RELEASES["15"]
NOW = 100 * 3600 * SECOND


def hop(address: str | None = None, interface: str | None = None, advertiser: str | None = None) -> NextHop:
    return NextHop(
        IPv4.parse(address) if address else None, interface, IPv4.parse(advertiser) if advertiser else None
    )


def connected(prefix: str, interface: str) -> Route:
    return Route(Prefix.parse(prefix), "connected", "C", 0, 0, (hop(None, interface),))


def static(prefix: str, via: str | None, interface: str | None = None) -> Route:
    return Route(Prefix.parse(prefix), "static", "S", 1, 0, (hop(via, interface),))


def ospf(prefix: str, code: str, metric: int, age: int, *hops: NextHop, kind: str = "intra area") -> Route:
    since, forward = NOW - age * SECOND, 1 if kind == "extern 2" else None
    prefix_ = Prefix.parse(prefix)
    return Route(prefix_, "ospf 1", code, 110, metric, hops, type=kind, since=since, forward_metric=forward)


VXR_1 = [
    connected("10.1.1.0/24", "FastEthernet0/1"),
    static("10.48.66.0/23", "10.1.1.2"),
    static("172.16.172.64/28", "172.16.172.49"),
    connected("172.16.172.48/28", "FastEthernet0/0"),
    ospf("99.99.99.99/32", "O", 2, 681, hop("10.1.1.3", "FastEthernet0/1")),
    static("20.1.1.0/24", "172.16.172.69"),
]


def body(routes: list[Route], release: str = "12.3") -> str:
    """The table without what stands above it."""
    return route_table(routes, [], NOW, RELEASES[release]).partition("Gateway of ")[2].partition("\n\n")[2]


def test_the_table_of_the_seeds_active_gateway() -> None:
    assert body(VXR_1) == (
        "     99.0.0.0/32 is subnetted, 1 subnets\n"
        "O       99.99.99.99 [110/2] via 10.1.1.3, 00:11:21, FastEthernet0/1\n"
        "     20.0.0.0/24 is subnetted, 1 subnets\n"
        "S       20.1.1.0 [1/0] via 172.16.172.69\n"
        "     172.16.0.0/28 is subnetted, 2 subnets\n"
        "C       172.16.172.48 is directly connected, FastEthernet0/0\n"
        "S       172.16.172.64 [1/0] via 172.16.172.49\n"
        "     10.0.0.0/8 is variably subnetted, 2 subnets, 2 masks\n"
        "C       10.1.1.0/24 is directly connected, FastEthernet0/1\n"
        "S       10.48.66.0/23 [1/0] via 10.1.1.2\n"
    )


def test_equal_paths_are_aligned_and_the_default_comes_last() -> None:
    two = (hop("10.1.1.1", "FastEthernet0/1"), hop("10.1.1.2", "FastEthernet0/1"))
    routes = [
        static("0.0.0.0/0", "10.48.66.1"),
        ospf("172.16.172.64/28", "O E2", 20, 1941, *two, kind="extern 2"),
        connected("192.168.1.0/24", "FastEthernet1/0"),
    ]
    assert body(routes) == (
        "     172.16.0.0/28 is subnetted, 1 subnets\n"
        "O E2    172.16.172.64 [110/20] via 10.1.1.1, 00:32:21, FastEthernet0/1\n"
        "                      [110/20] via 10.1.1.2, 00:32:21, FastEthernet0/1\n"
        "C    192.168.1.0/24 is directly connected, FastEthernet1/0\n"
        "S*   0.0.0.0/0 [1/0] via 10.48.66.1\n"
    )


def test_gateway_of_last_resort() -> None:
    assert "\nGateway of last resort is not set\n\n" in route_table(VXR_1, [], NOW, R12)
    routes = [static("0.0.0.0/0", "10.48.66.1")]
    assert "\nGateway of last resort is 10.48.66.1 to network 0.0.0.0\n\nS*   " in route_table(
        routes, [], NOW, R12
    )


def test_legend_of_12() -> None:
    assert route_table([], [], NOW, R12).splitlines()[:2] == [
        "Codes: C - connected, S - static, R - RIP, M - mobile, B - BGP",
        "       D - EIGRP, EX - EIGRP external, O - OSPF, IA - OSPF inter area ",
    ]


def networks(text: str) -> list[str]:
    return [row.split()[0].split(".")[0] for row in text.splitlines() if "subnetted" in row]


def test_order_of_12_is_the_nibble_hash() -> None:
    routes = [static(f"{n}.1.1.0/24", "10.0.0.1") for n in (13, 12, 23, 3, 2, 1, 10, 99, 20)]
    assert networks(body(routes)) == ["1", "2", "3", "99", "20", "23", "10", "12", "13"]


def test_order_and_columns_of_15() -> None:
    routes = [static("99.1.1.0/24", "10.1.1.9"), connected("10.1.1.0/24", "GigabitEthernet0/0"),
              static("0.0.0.0/0", "10.1.1.9")]  # fmt: skip
    own = [(IPv4.parse("10.1.1.1"), "GigabitEthernet0/0")]
    assert route_table(routes, own, NOW, R15).partition("0.0.0.0\n\n")[2] == (
        "S*    0.0.0.0/0 [1/0] via 10.1.1.9\n"
        "      10.0.0.0/8 is variably subnetted, 2 subnets, 2 masks\n"
        "C        10.1.1.0/24 is directly connected, GigabitEthernet0/0\n"
        "L        10.1.1.1/32 is directly connected, GigabitEthernet0/0\n"
        "      99.0.0.0/24 is subnetted, 1 subnets\n"
        "S        99.1.1.0 [1/0] via 10.1.1.9\n"
    )
    assert route_table([], [], NOW, R15).startswith("Codes: L - local, C - connected, S - static")


def test_static_through_an_interface() -> None:
    assert body([static("10.0.0.0/8", None, "Null0")]) == "S    10.0.0.0/8 is directly connected, Null0\n"
    assert body([static("10.0.0.0/8", "1.1.1.1", "Serial0")]) == "S    10.0.0.0/8 [1/0] via 1.1.1.1, Serial0\n"


@pytest.mark.parametrize(
    ("prefix", "network"),
    [
        ("10.1.1.0/24", "10.0.0.0/8"),
        ("172.16.0.0/12", None),
        ("192.168.1.4/30", "192.168.1.0/24"),
        ("0.0.0.0/0", None),
    ],
)
def test_classful(prefix: str, network: str | None) -> None:
    assert classful(Prefix.parse(prefix)) == (Prefix.parse(network) if network else None)


def test_entry_of_an_external_route() -> None:
    route = ospf(
        "20.1.1.0/24", "O E2", 20, 515, hop("10.1.1.2", "FastEthernet0/1", "172.16.172.54"), kind="extern 2"
    )
    assert route_entry(route, NOW) == (
        "Routing entry for 20.1.1.0/24\n"
        '  Known via "ospf 1", distance 110, metric 20, type extern 2, forward metric 1\n'
        "  Last update from 10.1.1.2 on FastEthernet0/1, 00:08:35 ago\n"
        "  Routing Descriptor Blocks:\n"
        "  * 10.1.1.2, from 172.16.172.54, 00:08:35 ago, via FastEthernet0/1\n"
        "      Route metric is 20, traffic share count is 1\n"
        "\n"
    )


def test_entry_of_a_default_and_a_connected_route() -> None:
    text = route_entry(static("0.0.0.0/0", "10.48.66.1"), NOW, ["Redistributing via ospf 1"])
    assert text == (
        "Routing entry for 0.0.0.0/0, supernet\n"
        '  Known via "static", distance 1, metric 0, candidate default path\n'
        "  Redistributing via ospf 1\n"
        "  Routing Descriptor Blocks:\n"
        "  * 10.48.66.1\n"
        "      Route metric is 0, traffic share count is 1\n"
        "\n"
    )
    assert "(connected, via interface)\n" in route_entry(VXR_1[0], NOW)


def test_entry_of_a_subnetted_network() -> None:
    text = network_entry(Prefix.parse("10.0.0.0/8"), VXR_1[:2], NOW)
    assert text.startswith(
        "Routing entry for 10.0.0.0/8, 2 known subnets\n"
        "  Attached (1 connections)\n  Variably subnetted with 2 masks\n\n"
        "C       10.1.1.0/24 is directly connected, FastEthernet0/1\n"
    )


def test_summary() -> None:
    rows = route_summary(VXR_1, 2, ["ospf 1"], R12).splitlines()
    assert rows[0] == "IP routing table name is Default-IP-Routing-Table(0)"
    assert rows[1] == "Route Source    Networks    Subnets     Overhead    Memory (bytes)"
    assert rows[2].split()[:3] == ["connected", "0", "2"]
    assert rows[3].split()[:3] == ["static", "0", "3"]
    assert rows[5] == "  Intra-area: 1 Inter-area: 0 External-1: 0 External-2: 0"
    assert rows[-1].split()[:3] == ["Total", "4", "6"]
    newer = route_summary(VXR_1, 2, ["ospf 1"], R15).splitlines()
    assert newer[:3] == [
        "IP routing table name is default (0x0)",
        "IP routing table maximum-paths is 16",
        "Route Source    Networks    Subnets     Replicates  Overhead    Memory (bytes)",
    ]
    assert newer[3] == "connected       0           4           0           240         688"
    assert newer[-1].split()[:4] == ["Total", "4", "8", "0"]
