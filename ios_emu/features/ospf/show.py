"""`show ip ospf`, `show ip ospf neighbor [detail]` and OSPF's part of `show ip protocols`."""

from __future__ import annotations

from collections.abc import Iterable

from ios_emu.features.ospf import auth
from ios_emu.features.ospf.interface import OspfInterface, Status
from ios_emu.features.ospf.lsdb import Area, Lsdb
from ios_emu.features.ospf.neighbor import Neighbor
from ios_emu.features.ospf.process import Process
from ios_emu.features.ospf.segment import area_name
from ios_emu.kernel import MILLISECOND, SECOND
from ios_emu.router.release import ByRelease, Release, Train
from ios_emu.router.rib import Rib
from ios_emu.router.show.durations import age, clock_time
from ios_emu.wire import IPv4

# -- show ip ospf ----------------------------------------------------------------------------------------


def _spf_timers_old(process: Process) -> str:
    config = process.config
    return (
        f" SPF schedule delay {config.spf_delay} secs, Hold time between two SPFs {config.spf_hold} secs\n"
        " Minimum LSA interval 5 secs. Minimum LSA arrival 1 secs\n"
    )


def _spf_timers_throttled(process: Process) -> str:
    delay, hold = process.config.spf_delay * 1000, process.config.spf_hold * 1000
    return (
        f" Initial SPF schedule delay {delay} msecs\n"
        f" Minimum hold time between two consecutive SPFs {hold} msecs\n"
        f" Maximum wait time between two consecutive SPFs {hold} msecs\n"
        " Incremental-SPF disabled\n"
        " Minimum LSA interval 5 secs\n"
        " Minimum LSA arrival 1000 msecs\n"
        " LSA group pacing timer 240 secs\n"
        " Interface flood pacing timer 33 msecs\n"
        " Retransmission pacing timer 66 msecs\n"
    )


_SPF_TIMERS = ByRelease({Train.R12_2: _spf_timers_old, Train.R12_3T: _spf_timers_throttled})
_LAST_SPF = ByRelease({Train.R12_2: False, Train.R12_3T: True})


def process_summary(process: Process, release: Release) -> str:
    """`show ip ospf`."""
    external = process.external
    count = len(external.entries)
    areas = len(process.areas)
    text = (
        f' Routing Process "ospf {process.pid}" with ID {process.router_id}\n'
        " Supports only single TOS(TOS0) routes\n"
        " Supports opaque LSA\n"
    )
    text += border_words(process, " ")
    text += _SPF_TIMERS[release](process)
    text += (
        f" Number of external LSA {count}. Checksum Sum 0x{external.checksum_sum():06x}\n"
        " Number of opaque AS LSA 0. Checksum Sum 0x000000\n"
        f" Number of DCbitless external and opaque AS LSA {_without_dc(external)}\n"
        " Number of DoNotAge external and opaque AS LSA 0\n"
        f" Number of areas in this router is {areas}. {areas} normal 0 stub 0 nssa\n"
        " External flood list length 0\n"
    )
    for area in process.areas.values():
        text += _area_summary(process, area, release)
    return text + "\n"


def border_words(process: Process, indent: str) -> str:
    """The lines that say what kind of border router this is, and what it redistributes."""
    roles = []
    if process.is_border_router():
        roles.append("area border")
    if process.is_as_border_router():
        roles.append("autonomous system boundary")
    text = f"{indent}It is an {' and '.join(roles)} router\n" if roles else ""
    if process.config.redistribute:
        text += f"{indent}Redistributing External Routes from,\n"
    for source, how in process.config.redistribute.items():
        words = f"{indent}   {source}"
        if how.metric is not None:
            words += f" with metric mapped to {how.metric}"
        text += f"{words}{', includes subnets in redistribution' if how.subnets else ''}\n"
    return text


def _without_dc(lsdb: Lsdb) -> int:
    return sum(not stored.lsa.header.options & 0x20 for stored in lsdb.entries.values())


_AUTHENTICATION = {
    auth.NULL: "no authentication",
    auth.SIMPLE: "simple password authentication",
    auth.MD5: "message digest authentication",
}


def _area_summary(process: Process, area: Area, release: Release) -> str:
    interfaces = process.interfaces_in(area.id)
    inactive = "" if any(i.status is not Status.DOWN for i in interfaces) else " (Inactive)"
    name = "BACKBONE(0)" if not area.id else area_name(area.id)
    kind = process.config.area_authentication.get(area.id, auth.NULL)
    last = ""
    if _LAST_SPF[release] and process.schedule.last is not None:
        elapsed = process.now - process.schedule.last
        last = (
            f"        SPF algorithm last executed {clock_time(elapsed)}.{elapsed % SECOND // MILLISECOND:03} ago\n"
        )
    return (
        f"    Area {name}{inactive}\n"
        f"        Number of interfaces in this area is {len(interfaces)}\n"
        f"        Area has {_AUTHENTICATION[kind]}\n"
        f"{last}"
        f"        SPF algorithm executed {area.spf_runs} times\n"
        "        Area ranges are\n"
        f"        Number of LSA {len(area.lsdb.entries)}. Checksum Sum 0x{area.lsdb.checksum_sum():06x}\n"
        "        Number of opaque link LSA 0. Checksum Sum 0x000000\n"
        f"        Number of DCbitless LSA {_without_dc(area.lsdb)}\n"
        "        Number of indication LSA 0\n"
        "        Number of DoNotAge LSA 0\n"
        f"        Flood list length {sum(len(i.flood_queue) for i in interfaces)}\n"
    )


# -- show ip ospf neighbor -------------------------------------------------------------------------------

_NEIGHBOR_HEADER = "\nNeighbor ID     Pri   State           Dead Time   Address         Interface\n"


def neighbors(processes: Iterable[Process], interface: str = "", router: IPv4 | None = None) -> str:
    """`show ip ospf neighbor [INTERFACE] [ROUTER]`. With no process, nothing."""
    text = ""
    for process in processes:
        text += _NEIGHBOR_HEADER
        for where, neighbor in _chosen(process, interface, router):
            state = f"{neighbor.state.label}/{role(where, neighbor)}"
            text += (
                f"{neighbor.router_id!s:<15}{neighbor.priority:>4}   {state:<16}"
                f"{_dead_time(process, where, neighbor):<12}{neighbor.address!s:<16}{where.name}\n"
            )
    return text


def _chosen(process: Process, interface: str, router: IPv4 | None) -> list[tuple[OspfInterface, Neighbor]]:
    return [
        (where, neighbor)
        for where, neighbor in process.neighbors()
        if interface in ("", where.name) and router in (None, neighbor.router_id)
    ]


def role(interface: OspfInterface, neighbor: Neighbor) -> str:
    """What the neighbour is on the network: DR, BDR, DROTHER; `  -` where there is none."""
    if interface.is_point_to_point:
        return "  -"
    if neighbor.address == interface.designated:
        return "DR"
    return "BDR" if neighbor.address == interface.backup else "DROTHER"


def _dead_time(process: Process, interface: OspfInterface, neighbor: Neighbor) -> str:
    remaining = process.remaining("dead", interface.name, neighbor.address)
    return clock_time(remaining) if remaining is not None else "   -"


def neighbor_details(processes: Iterable[Process], interface: str = "", router: IPv4 | None = None) -> str:
    """`show ip ospf neighbor detail`."""
    text = ""
    for process in processes:
        for number, (where, neighbor) in enumerate(_chosen(process, interface, router), 1):
            text += _neighbor_detail(process, where, neighbor, number)
    return text


def _neighbor_detail(process: Process, interface: OspfInterface, neighbor: Neighbor, number: int) -> str:
    count = neighbor.changes
    dead = _dead_time(process, interface, neighbor)
    return (
        f" Neighbor {neighbor.router_id}, interface address {neighbor.address}\n"
        f"    In the area {area_name(interface.settings.area)} via interface {interface.name}\n"
        f"    Neighbor priority is {neighbor.priority}, State is {neighbor.state.label}, {count} state changes\n"
        f"    DR is {neighbor.designated} BDR is {neighbor.backup}\n"
        f"    Options is 0x{neighbor.options:X}\n"
        f"    Dead timer due in {dead}\n"
        f"    Neighbor is up for {clock_time(process.now - neighbor.changed_at)}\n"
        f"    Index {number}/{number}, retransmission queue length {len(neighbor.retransmit)}, "
        f"number of retransmission {neighbor.retransmissions}\n"
        "    First 0x0(0)/0x0(0) Next 0x0(0)/0x0(0)\n"
        f"    Last retransmission scan length is {neighbor.last_scan}, maximum is {neighbor.longest_scan}\n"
        "    Last retransmission scan time is 0 msec, maximum is 0 msec\n"
    )


# -- show ip protocols -----------------------------------------------------------------------------------

_BANDWIDTH_LINE = ByRelease({Train.R12_2: False, Train.R12_4: True})


def protocols(process: Process, rib: Rib, release: Release) -> str:
    """OSPF's part of `show ip protocols`."""
    config = process.config
    areas = len(process.areas)
    text = (
        f'Routing Protocol is "ospf {process.pid}"\n'
        "  Outgoing update filter list for all interfaces is not set\n"
        "  Incoming update filter list for all interfaces is not set\n"
        f"  Router ID {process.router_id}\n"
    )
    text += border_words(process, "  ")
    text += f"  Number of areas in this router is {areas}. {areas} normal 0 stub 0 nssa\n"
    text += f"  Maximum path: {config.maximum_paths}\n"
    text += "  Routing for Networks:\n"
    for network in config.networks:
        text += f"    {network.address} {network.wildcard} area {area_name(network.area)}\n"
    if _BANDWIDTH_LINE[release]:
        text += f" Reference bandwidth unit is {config.reference_bandwidth} mbps\n"
    passive = [name for name, i in process.interfaces.items() if i.settings.passive]
    if passive:
        text += "  Passive Interface(s):\n" + "".join(f"    {name}\n" for name in passive)
    text += "  Routing Information Sources:\n    Gateway         Distance      Last Update\n"
    for gateway, since in _sources(process, rib).items():
        text += f"    {gateway!s:<15}{config.distance:>10}      {age(process.now - since)}\n"
    return text + f"  Distance: (default is {config.distance})\n\n"


def _sources(process: Process, rib: Rib) -> dict[IPv4, int]:
    """The routers whose advertisements routes in use come from, and when the last of these was installed."""
    sources: dict[IPv4, int] = {}
    for route in rib.routes():
        if route.source != f"ospf {process.pid}":
            continue
        for hop in route.next_hops:
            if hop.advertiser is not None:
                sources[hop.advertiser] = max(route.since, sources.get(hop.advertiser, 0))
    return sources
