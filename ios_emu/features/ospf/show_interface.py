"""`show ip ospf interface` and its brief form."""

from __future__ import annotations

from collections.abc import Iterable

from ios_emu.features.ospf import auth
from ios_emu.features.ospf.interface import OspfInterface, Status
from ios_emu.features.ospf.process import Process
from ios_emu.kernel import MILLISECOND
from ios_emu.router.interface import Interface
from ios_emu.router.release import ByRelease, Release, Train
from ios_emu.router.show.durations import clock_time
from ios_emu.wire import IPv4

_TOPOLOGIES = ByRelease({Train.R12_2: False, Train.R15: True})
_SIGNALLING = ByRelease({Train.R12_2: False, Train.R12_4: True})


def interfaces(processes: Iterable[Process], ports: dict[str, Interface], release: Release, only: str = "") -> str:
    """`show ip ospf interface [INTERFACE]`."""
    text = ""
    for process in processes:
        for interface in process.interfaces.values():
            if only in ("", interface.name):
                text += _interface(process, interface, ports.get(interface.name), release)
    return text


def _interface(process: Process, interface: OspfInterface, port: Interface | None, release: Release) -> str:
    """One interface; `port` is None for a virtual link, which has none."""
    settings = interface.settings
    up = settings.up if port is None else port.hardware_up
    status = "administratively down" if port is not None and not port.admin_up else "up" if up else "down"
    attached = ""
    if _TOPOLOGIES[release] and port is not None:
        attached = f", Attached via {'Interface Enable' if settings.explicit else 'Network Statement'}"
    text = (
        f"{interface.name} is {status}, line protocol is {'up' if settings.up else 'down'} \n"
        f"  Internet Address {settings.address}/{settings.prefix.length}, Area {interface.area_name}{attached or ' '}\n"
        f"  Process ID {process.pid}, Router ID {process.router_id}, "
        f"Network Type {settings.kind}, Cost: {settings.cost}\n"
    )
    if _TOPOLOGIES[release]:
        text += (
            "  Topology-MTID    Cost    Disabled    Shutdown      Topology Name\n"
            f"        0           {settings.cost:<10}no          no            Base\n"
        )
    if settings.explicit and not interface.is_loopback:
        text += "  Enabled by interface config, including secondary ip addresses\n"
    if interface.status is Status.LOOPBACK:
        return text + "  Loopback interface is treated as a stub Host\n"
    priority = f" Priority {settings.priority} " if interface.elects else ""
    text += f"  Transmit Delay is {settings.transmit_delay} sec, State {interface.status.value},{priority}\n"
    if interface.elects:
        text += _designated(process, interface)
    dead = settings.dead
    hello = f"{settings.hello_time // MILLISECOND} msec" if settings.multiplier else str(settings.hello)
    text += f"  Timer intervals configured, Hello {hello}, Dead {dead}, Wait {dead}, Retransmit {settings.retransmit}\n"
    if _SIGNALLING[release]:
        text += f"    oob-resync timeout {dead}\n"
    if interface.status is Status.DOWN:
        return text
    if settings.passive:
        text += "    No Hellos (Passive interface) \n"
    else:
        text += f"    Hello due in {clock_time(process.remaining('hello', interface.name) or 0)}\n"
    waiting = process.remaining("wait", interface.name)
    if waiting is not None:
        text += f"    Wait time before Designated router selection {clock_time(waiting)}\n"
    if _SIGNALLING[release]:
        text += "  Supports Link-local Signaling (LLS)\n"
    return text + _adjacencies(process, interface)


def _designated(process: Process, interface: OspfInterface) -> str:
    text = ""
    for word, end, address in (
        ("Designated Router", "designated router", interface.designated),
        ("Backup Designated router", "backup designated router", interface.backup),
    ):
        if address:
            router = interface.router_id_of(address, process.router_id)
            text += f"  {word} (ID) {router}, Interface address {address}\n"
        else:
            text += f"  No {end} on this network\n"
    return text


def _adjacencies(process: Process, interface: OspfInterface) -> str:
    full = interface.full_neighbors()
    everywhere = list(process.interfaces.values())
    in_area = [each for each in everywhere if each.settings.area == interface.settings.area]
    index = f"{in_area.index(interface) + 1}/{everywhere.index(interface) + 1}"
    text = (
        f"  Index {index}, flood queue length {len(interface.flood_queue)}\n"
        "  Next 0x0(0)/0x0(0)\n"
        f"  Last flood scan length is {interface.last_flood}, maximum is {interface.longest_flood}\n"
        "  Last flood scan time is 0 msec, maximum is 0 msec\n"
        f"  Neighbor Count is {len(interface.neighbors)}, Adjacent neighbor count is {len(full)} \n"
    )
    for neighbor in full:
        text += f"    Adjacent with neighbor {neighbor.router_id}{_title(interface, neighbor.address)}\n"
    text += "  Suppress hello for 0 neighbor(s)\n"
    authentication = interface.settings.authentication
    if authentication.type == auth.SIMPLE:
        text += "  Simple password authentication enabled\n"
    elif authentication.type == auth.MD5:
        text += "  Message digest authentication enabled\n"
        if authentication.keys:
            text += f"    Youngest key id is {authentication.keys[-1][0]}\n"
        else:
            text += "      No key configured, using default key id 0\n"
    return text


def _title(interface: OspfInterface, address: IPv4) -> str:
    if address == interface.designated:
        return "  (Designated Router)"
    return "  (Backup Designated Router)" if address == interface.backup else ""


_BRIEF_STATES = {
    Status.DOWN: "DOWN",
    Status.LOOPBACK: "LOOP",
    Status.WAITING: "WAIT",
    Status.POINT_TO_POINT: "P2P",
    Status.POINT_TO_MULTIPOINT: "P2MP",
    Status.DROTHER: "DROTH",
    Status.BACKUP: "BDR",
    Status.DR: "DR",
}


def interfaces_brief(processes: Iterable[Process]) -> str:
    """`show ip ospf interface brief`."""
    text = "Interface    PID   Area            IP Address/Mask    Cost  State Nbrs F/C\n"
    for process in processes:
        for interface in process.interfaces.values():
            settings = interface.settings
            address = f"{settings.address}/{settings.prefix.length}"
            adjacent = f"{len(interface.full_neighbors())}/{len(interface.neighbors)}"
            text += (
                f"{settings.short.removeprefix('OSPF_'):<13}{process.pid:<6}{interface.area_name:<16}{address:<19}"
                f"{settings.cost:<6}{_BRIEF_STATES[interface.status]:<6}{adjacent}\n"
            )
    return text
