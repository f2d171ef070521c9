"""`show arp`, `show ip arp`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ios_emu.kernel import SECOND
from ios_emu.router.arp import Entry
from ios_emu.router.interface import Interface
from ios_emu.wire import IPv4, Mac

HEADER = "Protocol  Address          Age (min)  Hardware Addr   Type   Interface\n"


def arp_table(
    entries: Iterable[Entry],
    fixed: Mapping[IPv4, Mac],
    interfaces: Iterable[Interface],
    now: int,
    only: str = "",
    about: IPv4 | None = None,
) -> str:
    """The ARP table: learnt entries, static ones, and our own addresses on interfaces that are up. `only`: one
    interface; static entries belong to none. `about`: one address."""
    rows: list[tuple[IPv4, str]] = []
    if not only:
        rows.extend((ip, _row(ip, "-", str(mac), "")) for ip, mac in fixed.items())
    for entry in entries:
        if only in ("", entry.interface):
            minutes = (now - entry.since) // (60 * SECOND) if entry.mac is not None else 0
            where = entry.interface if entry.mac is not None else ""
            rows.append((entry.ip, _row(entry.ip, str(minutes), str(entry.mac or "Incomplete"), where)))
    for interface in interfaces:
        if not interface.line_up or not interface.hardware.ethernet or interface.hardware.virtual:
            continue
        if only in ("", interface.name):
            own = [(address.ip, interface.mac) for address in interface.addresses]
            for ip, mac in [*own, *interface.virtual.items()]:
                rows.append((ip, _row(ip, "-", str(mac), interface.name)))
    rows = [row for row in rows if about in (None, row[0])]
    if (only or about is not None) and not rows:
        return ""
    return HEADER + "".join(text for _, text in sorted(rows))


def _row(ip: IPv4, age: str, mac: str, interface: str) -> str:
    return f"Internet  {ip!s:<15}{age:>10}   {mac:<14}  ARPA   {interface}\n"
