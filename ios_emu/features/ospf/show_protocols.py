"""OSPF's part of `show ip protocols`, and the small tables: border routers, summary addresses, virtual links."""

from __future__ import annotations

from collections.abc import Iterable

from ios_emu.features.ospf import lsa, packet, virtual
from ios_emu.features.ospf.config import ProcessConfig, area_name
from ios_emu.features.ospf.process import Process
from ios_emu.features.ospf.routes import Kind, RouterPath
from ios_emu.features.ospf.show import area_count, border_words
from ios_emu.router.release import ByRelease, Release, Train
from ios_emu.router.rib import Rib
from ios_emu.router.show.durations import age, clock_time
from ios_emu.wire import IPv4, mask_of

_BANDWIDTH_LINE = ByRelease({Train.R12_2: False, Train.R12_4: True, Train.R15: False})


def statistics(processes: Iterable[Process]) -> str:
    """OSPF's part of `show ip traffic`, all processes together."""
    together = list(processes)

    def of(*kinds: int) -> int:
        return sum(process.packets_in.get(kind, 0) for process in together for kind in kinds)

    total = sum(sum(process.packets_in.values()) for process in together)
    checksums = sum(process.counters.get("checksum", 0) for process in together)
    return (
        "OSPF statistics:\n"
        f"  Rcvd: {total} total, {checksums} checksum errors\n"
        f"        {of(packet.HELLO)} hello, {of(packet.DATABASE_DESCRIPTION)} database desc, "
        f"{of(packet.REQUEST)} link state req\n"
        f"        {of(packet.UPDATE)} link state updates, {of(packet.ACKNOWLEDGMENT)} link state acks\n\n"
        f"  Sent: {sum(process.packets_out for process in together)} total\n"
    )


def protocols(process: Process, rib: Rib, release: Release) -> str:
    """OSPF's part of `show ip protocols`."""
    config = process.config
    text = (
        f'Routing Protocol is "ospf {process.pid}"\n'
        f"  Outgoing update filter list for all interfaces is {config.filters_out.get('') or 'not set'}\n"
        f"{_filtered_sources(config)}"
        f"  Incoming update filter list for all interfaces is {config.filters_in.get('') or 'not set'}\n"
        f"{_filtered_interfaces(config)}"
        f"  Router ID {process.router_id}\n"
    )
    text += border_words(process, "  ")
    text += f"  {area_count(process)}"
    text += f"  Maximum path: {config.maximum_paths}\n"
    text += "  Routing for Networks:\n"
    for network in config.networks:
        text += f"    {network.address} {network.wildcard} area {area_name(network.area)}\n"
    text += _explicit(process)
    if _BANDWIDTH_LINE[release]:
        text += f" Reference bandwidth unit is {config.reference_bandwidth} mbps\n"
    passive = [name for name, i in process.interfaces.items() if i.settings.passive]
    if passive:
        text += "  Passive Interface(s):\n" + "".join(f"    {name}\n" for name in passive)
    text += "  Routing Information Sources:\n    Gateway         Distance      Last Update\n"
    for gateway, (distance, since) in _sources(process, rib).items():
        text += f"    {gateway!s:<15}{distance:>10}      {age(process.now - since)}\n"
    return f"{text}  Distance: (default is {config.distance}){_distances(process)}\n\n"


def _filtered_sources(config: ProcessConfig) -> str:
    lists = ((source, name) for source, name in config.filters_out.items() if source)
    return "".join(f"    Redistributed {source} filtered by {name}\n" for source, name in lists)


def _filtered_interfaces(config: ProcessConfig) -> str:
    default = config.filters_in.get("") or "not set"
    lists = ((interface, name) for interface, name in config.filters_in.items() if interface)
    return "".join(f"    {port} filtered by {name} (per-user), default is {default}\n" for port, name in lists)


def _explicit(process: Process) -> str:
    """The interfaces with `ip ospf N area A`, area by area."""
    areas: dict[str, list[str]] = {}
    for interface in process.interfaces.values():
        if interface.settings.explicit:
            areas.setdefault(interface.area_name, []).append(interface.name)
    text = ""
    for area, names in areas.items():
        text += f"  Routing on Interfaces Configured Explicitly (Area {area}):\n"
        text += "".join(f"    {name}\n" for name in names)
    return text


def _distances(process: Process) -> str:
    config = process.config
    if not config.distances:
        return ""
    kinds = ("intra-area", "inter-area", "external")
    return "\n  Distance: " + ", ".join(f"{kind} {config.distance_of(kind)}" for kind in kinds)


def _sources(process: Process, rib: Rib) -> dict[IPv4, tuple[int, int]]:
    """The routers whose advertisements routes in use come from: their distance, and when the last was installed."""
    sources: dict[IPv4, tuple[int, int]] = {}
    for route in rib.routes():
        if route.source != f"ospf {process.pid}":
            continue
        for hop in route.next_hops:
            if hop.advertiser is not None:
                since = max(route.since, sources.get(hop.advertiser, (0, 0))[1])
                sources[hop.advertiser] = route.distance, since
    return sources


# -- show ip ospf border-routers -------------------------------------------------------------------------


def _heading_12(process: Process) -> str:
    return (
        f"\nOSPF Process {process.pid} internal Routing Table\n\n"
        "Codes: i - Intra-area route, I - Inter-area route\n\n"
    )


def _heading_15(process: Process) -> str:
    return (
        f"\n            OSPF Router with ID ({process.router_id}) (Process ID {process.pid})\n\n\n"
        "\t\tBase Topology (MTID 0)\n\nInternal Router Routing Table\n"
        "Codes: i - Intra-area route, I - Inter-area route\n\n"
    )


_HEADING = ByRelease({Train.R12_2: _heading_12, Train.R15: _heading_15})


def border_routers(processes: Iterable[Process], release: Release) -> str:
    """`show ip ospf border-routers`."""
    text = ""
    for process in processes:
        text += _HEADING[release](process)
        for router, way in _ways(process):
            runs = process.areas[way.area].spf_runs if way.area in process.areas else 0
            code = "i" if way.kind is Kind.INTRA else "I"
            roles = "/".join(w for w, flag in (("ABR", lsa.FLAG_B), ("ASBR", lsa.FLAG_E)) if way.flags & flag)
            for hop in way.hops:
                text += f"{code} {router} [{way.cost}] via {hop.address}, {hop.interface}, {roles}, "
                text += f"Area {area_name(way.area)}, SPF {runs}\n"
    return text


def _ways(process: Process) -> list[tuple[IPv4, RouterPath]]:
    """The ways to border routers: within every area, and between areas the best."""
    ways = [(router, way) for tree in process.table.areas.values() for router, way in tree.routers.items()]
    within = dict(ways)
    for router in process.table.routers:
        best = process.table.border_router(router, process.config.rfc1583)
        if best is not None and best.kind is Kind.INTER and router not in within:
            ways.append((router, best))
    return ways


# -- show ip ospf summary-address ------------------------------------------------------------------------


def summary_addresses(processes: Iterable[Process]) -> str:
    """`show ip ospf summary-address`."""
    text = ""
    for process in processes:
        text += f"\nOSPF Process {process.pid}, Summary-address\n\n"
        told = {(ref.key.id, export.body.length): export.body for ref, export in process.exports.items()}
        for block, how in process.config.summary_addresses.items():
            name = f"{block.network}/{mask_of(block.length)}"
            body = told.get((block.network, block.length))
            if not how.advertise:
                text += f"{name} Metric -1, Type 0, Tag 0, Not Advertised\n"
            elif body is None:
                text += f"{name} Metric -1, Type 0, Tag {how.tag}\n"
            else:
                text += f"{name} Metric {body.metric}, Type {2 if body.type2 else 1}, Tag {body.tag}\n"
    return text


# -- show ip ospf virtual-links --------------------------------------------------------------------------


def virtual_links(processes: Iterable[Process]) -> str:
    """`show ip ospf virtual-links`."""
    text = ""
    for process in processes:
        for interface in process.interfaces.values():
            if not interface.is_virtual:
                continue
            settings = interface.settings
            state = "up" if settings.up else "down"
            text += f"Virtual Link {settings.name} to router {settings.peer} is {state}\n"
            hops = virtual.next_hops(process, settings)
            through = f", via interface {hops[0].interface}" if hops else ""
            text += f"  Transit area {area_name(settings.transit)}{through}, Cost of using {settings.cost}\n"
            text += f"  Transmit Delay is {settings.transmit_delay} sec, State {interface.status.value},\n"
            text += (
                f"  Timer intervals configured, Hello {settings.hello}, Dead {settings.dead}, "
                f"Wait {settings.dead}, Retransmit {settings.retransmit}\n"
            )
            if settings.up:
                text += f"    Hello due in {clock_time(process.remaining('hello', settings.name) or 0)}\n"
            for neighbor in interface.neighbors.values():
                text += f"    Adjacency State {neighbor.state.label}\n"
    return text
