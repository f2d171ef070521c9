"""`show vlans`: the VLANs of the subinterfaces."""

from __future__ import annotations

from collections.abc import Iterable

from ios_emu.router.interface import Interface


def vlans(interfaces: Iterable[Interface]) -> str:
    """Every VLAN that has a subinterface, in the order of their numbers."""
    by_vlan: dict[int, list[Interface]] = {}
    for interface in interfaces:
        if interface.vlan is not None:
            by_vlan.setdefault(interface.vlan.number, []).append(interface)
    return "".join(_vlan(number, by_vlan[number]) for number in sorted(by_vlan))


def _vlan(number: int, members: list[Interface]) -> str:
    text = f"\nVirtual LAN ID:  {number} (IEEE 802.1Q Encapsulation)\n"
    text += "\n".join(
        f"\n{'   vLAN Trunk Interface:' if not at else '':24}   {member.name}" for at, member in enumerate(members)
    )
    native = [member for member in members if member.vlan is not None and member.vlan.native]
    text += "".join(
        f"\n\n This is configured as native Vlan for the following interface(s) :\n{member.name.partition('.')[0]}"
        for member in native
    )
    text += "\n\n   Protocols Configured:   Address:              Received:        Transmitted:\n"
    for member in members:
        if member.ip is not None:
            counters = member.counters
            text += f"           IP              {member.ip!s:<16}{counters.packets_in:>16}{counters.packets_out:>20}\n"
    return text
