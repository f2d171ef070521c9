"""`show ip ospf` and `show ip ospf neighbor [detail]`."""

from __future__ import annotations

from collections.abc import Iterable

from ios_emu.features.ospf import auth, border
from ios_emu.features.ospf.config import AreaType, ProcessConfig, area_name
from ios_emu.features.ospf.interface import OspfInterface, Status
from ios_emu.features.ospf.lsdb import Area, Lsdb
from ios_emu.features.ospf.neighbor import Neighbor, State
from ios_emu.features.ospf.process import Process
from ios_emu.kernel import MILLISECOND, SECOND
from ios_emu.router.release import ByRelease, Release, Train
from ios_emu.router.show.durations import clock_time
from ios_emu.wire import IPv4

# -- show ip ospf ----------------------------------------------------------------------------------------


def _spf_timers_old(config: ProcessConfig) -> str:
    delay, hold = config.spf_start // 1000, config.spf_hold // 1000
    return (
        f" SPF schedule delay {delay} secs, Hold time between two SPFs {hold} secs\n"
        f" Minimum LSA interval 5 secs. Minimum LSA arrival {config.lsa_arrival // 1000} secs\n"
    )


def _spf_timers_throttled(config: ProcessConfig) -> str:
    return (
        f" Initial SPF schedule delay {config.spf_start} msecs\n"
        f" Minimum hold time between two consecutive SPFs {config.spf_hold} msecs\n"
        f" Maximum wait time between two consecutive SPFs {config.spf_maximum} msecs\n"
        " Incremental-SPF disabled\n"
        f"{_lsa_interval(config)}"
        f" Minimum LSA arrival {config.lsa_arrival} msecs\n"
        " LSA group pacing timer 240 secs\n"
        f" Interface flood pacing timer {config.flood_pacing} msecs\n"
        f" Retransmission pacing timer {config.retransmission_pacing} msecs\n"
    )


def _lsa_interval(config: ProcessConfig) -> str:
    throttle = config.lsa_throttle
    if throttle is None:
        return " Minimum LSA interval 5 secs\n"
    return (
        f" Initial LSA throttle delay {throttle.start} msecs\n"
        f" Minimum hold time for LSA throttle {throttle.hold} msecs\n"
        f" Maximum wait time for LSA throttle {throttle.maximum} msecs\n"
    )


_SPF_TIMERS = ByRelease({Train.R12_2: _spf_timers_old, Train.R12_3T: _spf_timers_throttled})
_LAST_SPF = ByRelease({Train.R12_2: False, Train.R12_3T: True})
_TRANSIT = ByRelease({Train.R12_2: False, Train.R12_4: True})
"""Whether this release knows of transit areas by name, and tells loopbacks apart."""


def process_summary(process: Process, release: Release) -> str:
    """`show ip ospf`."""
    external = process.external
    count = len(external.entries)
    text = (
        f' Routing Process "ospf {process.pid}" with ID {process.router_id}\n'
        " Supports only single TOS(TOS0) routes\n"
        " Supports opaque LSA\n"
    )
    if _TRANSIT[release]:
        text += " Supports Link-local Signaling (LLS)\n Supports area transit capability\n"
    text += border_words(process, " ")
    if process.config.maximum_metric:
        seconds = process.config.maximum_metric_time
        condition = f"on start-up for {seconds} seconds" if seconds else "always"
        state = "active" if process.says_maximum_metric() else "inactive"
        text += f" Originating router-LSAs with maximum metric\n    Condition: {condition}, State: {state}\n"
    text += _SPF_TIMERS[release](process.config)
    text += (
        f" Number of external LSA {count}. Checksum Sum 0x{external.checksum_sum():06x}\n"
        " Number of opaque AS LSA 0. Checksum Sum 0x000000\n"
        f" Number of DCbitless external and opaque AS LSA {_without_dc(external)}\n"
        " Number of DoNotAge external and opaque AS LSA 0\n"
        f" {area_count(process)}"
    )
    if _TRANSIT[release]:
        transit = sum(tree.transit for tree in process.table.areas.values())
        text += f" Number of areas transit capable is {transit}\n"
    text += f" External flood list length {_queued(process, None)}\n"
    for area in process.areas.values():
        text += _area_summary(process, area, release)
    return text + "\n"


def area_count(process: Process) -> str:
    """How many areas there are, and of what kind."""
    types = [process.area_type(area) for area in process.areas]
    kinds = " ".join(
        f"{types.count(kind)} {word}"
        for kind, word in ((AreaType.NORMAL, "normal"), (AreaType.STUB, "stub"), (AreaType.NSSA, "nssa"))
    )
    return f"Number of areas in this router is {len(types)}. {kinds}\n"


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
        words = f"    {source}"
        if how.metric is not None:
            words += f" with metric mapped to {how.metric}"
        text += f"{words}{', includes subnets in redistribution' if how.subnets else ''}\n"
    return text


def _queued(process: Process, scope: IPv4 | None) -> int:
    """The LSAs of a scope that wait to be flooded."""
    return sum(ref.scope == scope for interface in process.interfaces.values() for ref in interface.flood_queue)


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
    loopbacks = sum(interface.is_loopback for interface in interfaces)
    counted = f" ({loopbacks} loopback)" if loopbacks and _TRANSIT[release] else ""
    kind = process.config.area(area.id).authentication
    last = ""
    if _LAST_SPF[release] and process.schedule.last is not None:
        elapsed = process.now - process.schedule.last
        last = (
            f"        SPF algorithm last executed {clock_time(elapsed)}.{elapsed % SECOND // MILLISECOND:03} ago\n"
        )
    return (
        f"    Area {name}{inactive}\n"
        f"        Number of interfaces in this area is {len(interfaces)}{counted}\n"
        f"{_kind_of_area(process, area.id)}"
        f"        Area has {_AUTHENTICATION[kind]}\n"
        f"{last}"
        f"        SPF algorithm executed {area.spf_runs} times\n"
        "        Area ranges are\n"
        f"{_ranges(process, area.id)}"
        f"        Number of LSA {len(area.lsdb.entries)}. Checksum Sum 0x{area.lsdb.checksum_sum():06x}\n"
        "        Number of opaque link LSA 0. Checksum Sum 0x000000\n"
        f"        Number of DCbitless LSA {_without_dc(area.lsdb)}\n"
        "        Number of indication LSA 0\n"
        "        Number of DoNotAge LSA 0\n"
        f"        Flood list length {_queued(process, area.id)}\n"
    )


def _kind_of_area(process: Process, area: IPv4) -> str:
    config, border_router = process.config.area(area), process.is_border_router()
    alone = ", no summary LSA in this area" if config.no_summary else ""
    if config.type is AreaType.STUB:
        text = f"        It is a stub area{alone}\n"
    elif config.type is AreaType.NSSA:
        text = f"        It is a NSSA area{alone}\n"
        if border_router and border.translates(process.table, area, process.router_id, process.config):
            text += "        Perform type-7/type-5 LSA translation\n"
    else:
        return ""
    if border_router and (config.type is AreaType.STUB or config.no_summary):
        text += f"          generates stub default route with cost {config.default_cost}\n"
    elif config.default_originate is not None:
        metric = config.default_originate.metric
        text += f"          generates NSSA default route with cost {1 if metric is None else metric}\n"
    return text


def _ranges(process: Process, area: IPv4) -> str:
    active = border.active_ranges(process.table, process.config)
    text = ""
    for block, how in process.config.area(area).ranges.items():
        found = active.get((area, block))
        state = f"Active({found.cost})" if found is not None else "Passive"
        text += f"           {block} {state} {'Advertise' if how.advertise else 'DoNotAdvertise'} \n"
    config = process.config.area(area)
    for policy, way in ((config.filter_in, "in"), (config.filter_out, "out")):
        text += f"        Area-filter {policy.name} {way}\n" if policy is not None else ""
    return text


# -- show ip ospf neighbor -------------------------------------------------------------------------------

_NEIGHBOR_HEADER = "\nNeighbor ID     Pri   State           Dead Time   Address         Interface\n"


def neighbors(processes: Iterable[Process], interface: str = "", router: IPv4 | None = None) -> str:
    """`show ip ospf neighbor [INTERFACE] [ROUTER]`. With no process, nothing."""
    text = ""
    for process in processes:
        text += _NEIGHBOR_HEADER
        for where, neighbor in _chosen(process, interface, router):
            state = f"{neighbor.state.label}/{role(where, neighbor)}"
            identity = str(neighbor.router_id) if neighbor.router_id else "N/A"
            text += (
                f"{identity:<15}{_priority(where, neighbor):>4}   {state:<16}"
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
    if not interface.elects:
        return "  -"
    if neighbor.address == interface.designated:
        return "DR"
    return "BDR" if neighbor.address == interface.backup else "DROTHER"


def _priority(interface: OspfInterface, neighbor: Neighbor) -> int:
    """The neighbour's priority; 0 where nobody is elected."""
    return neighbor.priority if interface.elects else 0


def _dead_time(process: Process, interface: OspfInterface, neighbor: Neighbor) -> str:
    remaining = process.remaining("dead", interface.name, neighbor.address)
    return clock_time(remaining) if remaining is not None else "   -"


def neighbor_details(processes: Iterable[Process], interface: str = "", router: IPv4 | None = None) -> str:
    """`show ip ospf neighbor detail`."""
    text = ""
    for process in processes:
        for where, neighbor in _chosen(process, interface, router):
            text += _neighbor_detail(process, where, neighbor)
    return text


def _index(process: Process, interface: OspfInterface, neighbor: Neighbor) -> str:
    """Its place among those that take part in flooding, in its area and in all; 0 for one that does not."""
    taking_part = [(where, who) for where, who in process.neighbors() if who.state >= State.EXCHANGE]
    everywhere = [who for _, who in taking_part]
    in_area = [who for where, who in taking_part if where.settings.area == interface.settings.area]
    return f"{in_area.index(neighbor) + 1}/{everywhere.index(neighbor) + 1}" if neighbor in everywhere else "0/0"


def _neighbor_detail(process: Process, interface: OspfInterface, neighbor: Neighbor) -> str:
    state = f"{neighbor.state.label}, {neighbor.changes} state changes"
    dead = _dead_time(process, interface, neighbor)
    return (
        f" Neighbor {neighbor.router_id}, interface address {neighbor.address}\n"
        f"    In the area {area_name(interface.settings.area)} via interface {interface.name}\n"
        f"    Neighbor priority is {_priority(interface, neighbor)}, State is {state}\n"
        f"    DR is {neighbor.designated} BDR is {neighbor.backup}\n"
        f"    Options is 0x{neighbor.options:X}\n"
        f"    Dead timer due in {dead}\n"
        f"    Neighbor is up for {clock_time(process.now - neighbor.changed_at)}\n"
        f"    Index {_index(process, interface, neighbor)}, retransmission queue length {len(neighbor.retransmit)}, "
        f"number of retransmission {neighbor.retransmissions}\n"
        "    First 0x0(0)/0x0(0) Next 0x0(0)/0x0(0)\n"
        f"    Last retransmission scan length is {neighbor.last_scan}, maximum is {neighbor.longest_scan}\n"
        "    Last retransmission scan time is 0 msec, maximum is 0 msec\n"
    )
