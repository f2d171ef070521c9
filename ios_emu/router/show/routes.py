"""`show ip route`: the table, one entry, the summary.

The order of the table differs by release. 15.x sorts by number. 12.x walks a hash of classful networks: the
bucket is the exclusive or of the nibbles of the network number (99 -> 5, 20 -> 5, 172.16 -> 7, 10 -> 10), the
larger network first within a bucket, then supernets and the default. Within one classful network, where 12.x
follows the history of its tree, routes are sorted here by address and mask, always.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ios_emu.router.release import ByRelease, Release, Train
from ios_emu.router.route import NextHop, Route, classful
from ios_emu.router.show.durations import age
from ios_emu.wire import IPv4, Prefix

_LEGEND_12 = """\
Codes: C - connected, S - static, R - RIP, M - mobile, B - BGP
       D - EIGRP, EX - EIGRP external, O - OSPF, IA - OSPF inter area\x20
       N1 - OSPF NSSA external type 1, N2 - OSPF NSSA external type 2
       E1 - OSPF external type 1, E2 - OSPF external type 2
       i - IS-IS, su - IS-IS summary, L1 - IS-IS level-1, L2 - IS-IS level-2
       ia - IS-IS inter area, * - candidate default, U - per-user static route
       o - ODR, P - periodic downloaded static route

"""
_LEGEND_15 = """\
Codes: L - local, C - connected, S - static, R - RIP, M - mobile, B - BGP
       D - EIGRP, EX - EIGRP external, O - OSPF, IA - OSPF inter area\x20
       N1 - OSPF NSSA external type 1, N2 - OSPF NSSA external type 2
       E1 - OSPF external type 1, E2 - OSPF external type 2
       i - IS-IS, su - IS-IS summary, L1 - IS-IS level-1, L2 - IS-IS level-2
       ia - IS-IS inter area, * - candidate default, U - per-user static route
       o - ODR, P - periodic downloaded static route, H - NHRP, l - LISP
       a - application route
       + - replicated route, % - next hop override

"""


def _hash_order(network: Prefix) -> tuple[int, int]:
    number, bucket = int(network.network), 0
    while number:
        bucket ^= number & 15
        number >>= 4
    return bucket, -network.network


def _numeric_order(network: Prefix) -> tuple[int, int]:
    return network.network, network.length


@dataclass(frozen=True)
class _Layout:
    """What differs between the releases: the legend, and whether it stands above the routes of one source, too;
    the columns, the order, where supernets stand."""

    legend: str
    indent: int
    order: Callable[[Prefix], tuple[int, int]]
    sorted_supernets: bool
    local: bool
    table_name: str
    legend_always: bool


_LAYOUT = ByRelease(
    {
        Train.R12_2: _Layout(
            _LEGEND_12,
            0,
            _hash_order,
            False,
            False,
            "IP routing table name is Default-IP-Routing-Table(0)\n",
            False,
        ),
        Train.R15: _Layout(
            _LEGEND_15,
            1,
            _numeric_order,
            True,
            True,
            "IP routing table name is default (0x0)\nIP routing table maximum-paths is 16\n",
            True,
        ),
    }
)


def route_table(
    routes: Iterable[Route],
    addresses: Sequence[tuple[IPv4, str]],
    now: int,
    release: Release,
    source: str = "",
    within: Prefix | None = None,
) -> str:
    """`show ip route`. `addresses` are the router's own addresses with their interfaces, which 15.x lists;
    `source`: only what this process (`ospf 1`) or kind of source (`ospf`) knows; `within`: only this network and
    its subnets."""
    layout = _LAYOUT[release]
    table = list(routes)
    if layout.local:
        table += _local_routes(table, addresses)
    head = layout.legend + gateway(table) + "\n" if not source or layout.legend_always else ""
    table = [r for r in table if source in ("", r.source, r.source.partition(" ")[0])]
    if within is not None:
        table = [r for r in table if r.prefix.length >= within.length and within.holds(r.prefix.network)]
    blocks: dict[Prefix, list[Route]] = {}
    supernets = []
    for route in sorted(table, key=lambda r: r.prefix):
        network = classful(route.prefix)
        if network is None:
            supernets.append(route)
        else:
            blocks.setdefault(network, []).append(route)
    lines = []
    if layout.sorted_supernets:
        lines += [_line(route, 5 + layout.indent, True, now) for route in supernets]
    for network in sorted(blocks, key=layout.order):
        lines += _block(network, blocks[network], layout.indent, now)
    if not layout.sorted_supernets:
        lines += [_line(route, 5, True, now) for route in reversed(supernets)]
    return head + "".join(lines)


def gateway(routes: Iterable[Route]) -> str:
    """The line about the gateway of last resort."""
    for route in routes:
        if route.prefix.length == 0:
            via = route.next_hops[0]
            hop = via.address if via.address is not None else IPv4(0)
            return f"Gateway of last resort is {hop} to network 0.0.0.0\n"
    return "Gateway of last resort is not set\n"


def host_table(default_gateway: IPv4 | None) -> str:
    """`show ip route` with `no ip routing`. Redirects are not learned, so their cache stays empty."""
    return (
        f"Default gateway is {default_gateway or 'not set'}\n\n"
        "Host               Gateway           Last Use    Total Uses  Interface\nICMP redirect cache is empty\n"
    )


def _local_routes(table: Iterable[Route], addresses: Iterable[tuple[IPv4, str]]) -> list[Route]:
    known = {route.prefix for route in table}
    return [
        Route(Prefix(ip, 32), "connected", "L", 0, 0, (NextHop(interface=interface),))
        for ip, interface in addresses
        if Prefix(ip, 32) not in known
    ]


def _block(network: Prefix, routes: list[Route], indent: int, now: int) -> list[str]:
    lengths = {route.prefix.length for route in routes}
    if lengths == {network.length}:
        return [_line(route, 5 + indent, True, now) for route in routes]
    margin = " " * (5 + indent)
    if len(lengths) == 1:
        header = f"{margin}{network.network}/{lengths.pop()} is subnetted, {len(routes)} subnets\n"
        return [header, *(_line(route, 8 + indent, False, now) for route in routes)]
    header = f"{margin}{network} is variably subnetted, {len(routes)} subnets, {len(lengths)} masks\n"
    return [header, *(_line(route, 8 + indent, True, now) for route in routes)]


def _line(route: Route, column: int, with_length: bool, now: int) -> str:
    code = route.code
    if route.prefix.length == 0:
        code = f"{code[0]}*{code[2:]}"
    start = f"{code:<{column}}{route.prefix if with_length else route.prefix.network} "
    paths = [_path(route, hop, now) for hop in route.next_hops]
    return start + ("\n" + " " * len(start)).join(paths) + "\n"


def _path(route: Route, hop: NextHop, now: int) -> str:
    if hop.address is None and route.source not in ("connected", "static"):
        return f"is a summary, {age(now - route.since)}, {hop.interface}"
    if hop.address is None:
        return f"is directly connected, {hop.interface}"
    text = f"[{route.distance}/{route.metric}] via {hop.address}"
    if route.source != "static":
        text += f", {age(now - route.since)}"
    return text + (f", {hop.interface}" if hop.interface else "")


def route_entry(route: Route, now: int, redistributing: Sequence[str] = ()) -> str:
    """`show ip route PREFIX` for the route found; `redistributing`: what 12.x says of redistribution, in lines."""
    prefix = route.prefix
    network = classful(prefix)
    lines = [f"Routing entry for {prefix}{', supernet' if network is None else ''}"]
    known = f'  Known via "{route.source}", distance {route.distance}, metric {route.metric}'
    if route.source == "connected":
        known += " (connected, via interface)"
    if prefix.length == 0:
        known += ", candidate default path"
    details = []
    if route.type:
        details.append(f"type {route.type}")
    if route.forward_metric is not None:
        details.append(f"forward metric {route.forward_metric}")
    if route.tag:
        lines += [known, "  Tag " + ", ".join([str(route.tag), *details])]
    else:
        lines.append(", ".join([known, *details]))
    lines += [f"  {line}" for line in redistributing]
    dynamic = route.source not in ("connected", "static")
    first = route.next_hops[0]
    if dynamic and first.address is not None:
        lines.append(f"  Last update from {first.address} on {first.interface}, {age(now - route.since)} ago")
    lines.append("  Routing Descriptor Blocks:")
    for index, hop in enumerate(route.next_hops):
        lines.append(f"  {'* ' if not index else '  '}{_descriptor(route, hop, now, dynamic)}")
        lines.append(f"      Route metric is {route.metric}, traffic share count is 1")
        if route.tag:
            lines.append(f"      Route tag {route.tag}")
    return "\n".join(lines) + "\n\n"


def _descriptor(route: Route, hop: NextHop, now: int, dynamic: bool) -> str:
    if hop.address is None:
        return f"directly connected, via {hop.interface}"
    if dynamic:
        origin = hop.advertiser if hop.advertiser is not None else hop.address
        return f"{hop.address}, from {origin}, {age(now - route.since)} ago, via {hop.interface}"
    return str(hop.address) + (f", via {hop.interface}" if hop.interface else "")


def network_entry(network: Prefix, routes: Sequence[Route], now: int) -> str:
    """`show ip route NETWORK` for a classful network that is subnetted: its block of the table, introduced."""
    lengths = sorted({route.prefix.length for route in routes})
    text = f"Routing entry for {network}, {len(routes)} known subnets\n"
    attached = sum(1 for route in routes if route.source == "connected")
    if attached:
        text += f"  Attached ({attached} connections)\n"
    if len(lengths) > 1:
        text += f"  Variably subnetted with {len(lengths)} masks\n"
    sources = sorted({route.source for route in routes if route.source not in ("connected", "static")})
    text += "".join(f"  Redistributing via {source}\n" for source in sources)
    ordered = sorted(routes, key=lambda route: route.prefix)
    return text + "\n" + "".join(_line(route, 8, len(lengths) > 1, now) for route in ordered)


@dataclass(frozen=True)
class _Summary:
    """Of a release: whether own addresses and replicas are counted; bytes for a route, and for a classful network
    that holds subnets."""

    local: bool
    overhead: int
    memory: int
    internal: int = 1160

    def row(self, source: str, networks: int | str, subnets: int | str, overhead: int | str, memory: int) -> str:
        """One row. Nothing is replicated: there is one table."""
        replicates = f"{'' if source == 'internal' else 0:<12}" if self.local else ""
        return f"{source:<16}{networks:<12}{subnets:<12}{replicates}{overhead:<12}{memory}\n"


_SUMMARY = ByRelease({Train.R12_2: _Summary(False, 72, 152), Train.R15: _Summary(True, 60, 172)})


def route_summary(routes: Iterable[Route], addresses: int, sources: Sequence[str], release: Release) -> str:
    """`show ip route summary`; `addresses`: how many the router has, `sources` the processes to list even when they
    have no route."""
    form = _SUMMARY[release]
    rows = {source: [0, 0] for source in ("connected", "static", *sources)}
    if form.local:
        rows["connected"][1] = addresses
    majors = set()
    kinds: dict[str, dict[str, int]] = {}
    for route in routes:
        network = classful(route.prefix)
        subnet = network is not None and network != route.prefix
        if subnet and network is not None:
            majors.add(network)
        rows.setdefault(route.source, [0, 0])[subnet] += 1
        if route.source.startswith("ospf"):
            kind = kinds.setdefault(route.source, {})
            kind[route.type] = kind.get(route.type, 0) + 1
    replicates = f"{'Replicates':<12}" if form.local else ""
    text = _LAYOUT[release].table_name
    text += f"Route Source    Networks    Subnets     {replicates}Overhead    Memory (bytes)\n"
    total = [0, 0]
    for source, (networks, subnets) in rows.items():
        total = [total[0] + networks, total[1] + subnets]
        count = networks + subnets
        text += form.row(source, networks, subnets, count * form.overhead, count * form.memory)
        if source.startswith("ospf"):
            text += _ospf_kinds(kinds.get(source, {}))
    internal = len(majors) * form.internal
    if majors:
        text += form.row("internal", len(majors), "", "", internal)
    overhead, memory = sum(total) * form.overhead, sum(total) * form.memory + internal
    return text + form.row("Total", total[0] + len(majors), total[1], overhead, memory)


def _ospf_kinds(kinds: dict[str, int]) -> str:
    def of(kind: str) -> int:
        return kinds.get(kind, 0)

    return (
        f"  Intra-area: {of('intra area')} Inter-area: {of('inter area')} "
        f"External-1: {of('extern 1')} External-2: {of('extern 2')}\n"
        f"  NSSA External-1: {of('NSSA extern 1')} NSSA External-2: {of('NSSA extern 2')}\n"
    )
