"""Interface kinds, their abbreviations and their order.

A name is a kind and a unit: `FastEthernet` + `0/0.10`. Users write `fa0/0`, `FastEthernet 0/0`, `f 0/0`; IOS shows
`FastEthernet0/0` (canonical) and `Fa0/0` (short).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True)
class InterfaceKind:
    """A kind of interface. `least` is the shortest abbreviation; `place` groups kinds in the running-config."""

    name: str
    short: str
    least: str
    help: str
    place: int = 1


_VIRTUAL_FIRST, _PHYSICAL, _VIRTUAL_LAST = 0, 1, 2

KINDS: tuple[InterfaceKind, ...] = (
    InterfaceKind("Loopback", "Lo", "l", "Loopback interface", _VIRTUAL_FIRST),
    InterfaceKind("Port-channel", "Po", "po", "Ethernet Channel of interfaces", _VIRTUAL_FIRST),
    InterfaceKind("Multilink", "Mu", "m", "Multilink-group interface", _VIRTUAL_FIRST),
    InterfaceKind("Tunnel", "Tu", "tu", "Tunnel interface", _VIRTUAL_FIRST),
    InterfaceKind("Null", "Nu", "n", "Null interface", _VIRTUAL_FIRST),
    InterfaceKind("Auto-Template", "AU", "au", "Auto-Template interface", _VIRTUAL_FIRST),
    InterfaceKind("MFR", "MF", "mf", "Multilink Frame Relay bundle interface", _VIRTUAL_FIRST),
    InterfaceKind("LISP", "LI", "li", "Locator/ID Separation Protocol Virtual Interface", _VIRTUAL_FIRST),
    InterfaceKind("pseudowire", "ps", "ps", "Pseudowire interface", _VIRTUAL_FIRST),
    InterfaceKind("VirtualPortGroup", "VP", "virtualp", "Virtual Port Group", _VIRTUAL_FIRST),
    InterfaceKind("vasileft", "vasil", "vasil", "VasiLeft interface", _VIRTUAL_FIRST),
    InterfaceKind("vasiright", "vasir", "vasir", "VasiRight interface", _VIRTUAL_FIRST),
    InterfaceKind("Embedded-Service-Engine", "Em", "em", "Embedded service engine module"),
    InterfaceKind("AppGigabitEthernet", "Ap", "ap", "App-Hosting Gigabit Ethernet"),
    InterfaceKind("ATM", "AT", "at", "ATM interface"),
    InterfaceKind("BRI", "BR", "br", "ISDN Basic Rate Interface"),
    InterfaceKind("Cellular", "Ce", "ce", "Cellular WAN Interface"),
    InterfaceKind("CEM", "CE", "cem", "Circuit Emulation interface"),
    InterfaceKind("Content-Engine", "Co", "co", "Content Engine module"),
    InterfaceKind("Dot11Radio", "Do", "do", "Dot11 interface"),
    InterfaceKind("Ethernet", "Et", "e", "IEEE 802.3"),
    InterfaceKind("Ethernet-Internal", "Ei", "ethernet-", "Ethernet-Internal interface"),
    InterfaceKind("FastEthernet", "Fa", "f", "FastEthernet IEEE 802.3"),
    InterfaceKind("Fddi", "Fd", "fd", "ANSI X3T9.5"),
    InterfaceKind("FiveGigabitEthernet", "Fi", "fi", "Five Gigabit Ethernet"),
    InterfaceKind("FortyGigabitEthernet", "Fo", "fo", "Forty GigabitEthernet IEEE 802.3"),
    InterfaceKind("FourHundredGigE", "FH", "fou", "Four Hundred Gigabit Ethernet"),
    InterfaceKind("GigabitEthernet", "Gi", "g", "GigabitEthernet IEEE 802.3z"),
    InterfaceKind("GMPLS", "GM", "gm", "MPLS interface"),
    InterfaceKind("Hssi", "Hs", "hs", "High Speed Serial Interface"),
    InterfaceKind("HundredGigE", "Hu", "hu", "Hundred GigabitEthernet IEEE 802.3"),
    InterfaceKind("Integrated-Service-Engine", "In", "i", "Integrated Service Engine module"),
    InterfaceKind("POS", "PO", "pos", "Packet over Sonet"),
    InterfaceKind("Serial", "Se", "s", "Serial"),
    InterfaceKind("Service-Engine", "SE", "service-e", "Service Engine module"),
    InterfaceKind("SM", "SM", "sm", "Service module"),
    InterfaceKind("TenGigabitEthernet", "Te", "te", "Ten Gigabit Ethernet"),
    InterfaceKind("TokenRing", "To", "to", "IEEE 802.5"),
    InterfaceKind("TwentyFiveGigE", "Twe", "twe", "Twenty Five GigabitEthernet IEEE 802.3"),
    InterfaceKind("TwoGigabitEthernet", "Tw", "two", "Two Gigabit Ethernet"),
    InterfaceKind("Wlan-GigabitEthernet", "Wl", "wlan-g", "WLAN GigabitEthernet"),
    InterfaceKind("wlan-ap", "wl", "wlan-a", "WLAN access point interface"),
    InterfaceKind("ucse", "uc", "uc", "UCS-E module"),
    InterfaceKind("Async", "As", "as", "Async interface", _VIRTUAL_LAST),
    InterfaceKind("Group-Async", "Gr", "gr", "Async Group interface", _VIRTUAL_LAST),
    InterfaceKind("Virtual-Template", "Vt", "virtual-te", "Virtual Template interface", _VIRTUAL_LAST),
    InterfaceKind("Virtual-Access", "Vi", "virtual-a", "Virtual Access interface", _VIRTUAL_LAST),
    InterfaceKind("Virtual-PPP", "Vp", "virtual-p", "Virtual PPP interface", _VIRTUAL_LAST),
    InterfaceKind("Virtual-TokenRing", "VT", "virtual-to", "Virtual TokenRing", _VIRTUAL_LAST),
    InterfaceKind("vmi", "vm", "vm", "Virtual Multipoint Interface", _VIRTUAL_LAST),
    InterfaceKind("Dialer", "Di", "d", "Dialer interface", _VIRTUAL_LAST),
    InterfaceKind("BVI", "BV", "bv", "Bridge-Group Virtual Interface", _VIRTUAL_LAST),
    InterfaceKind("Vlan", "Vl", "vl", "Catalyst Vlans", _VIRTUAL_LAST),
    InterfaceKind("BDI", "BD", "bd", "Bridge-Domain interface", _VIRTUAL_LAST),
    InterfaceKind("NVI", "NV", "nvi", "NAT Virtual Interface", _VIRTUAL_LAST),
    InterfaceKind("nve", "nve", "nve", "Network virtualization endpoint interface", _VIRTUAL_LAST),
)

_BY_NAME = {kind.name: kind for kind in KINDS}
_BY_LOWER = {kind.short.lower(): kind for kind in reversed(KINDS)} | {kind.name.lower(): kind for kind in KINDS}
_BY_LOWER["po"] = _BY_NAME["Port-channel"]
_PLACE = {kind.name: number for number, kind in enumerate(KINDS)}
_UNIT = re.compile(r"\d{1,5}(?:/\d{1,5}){0,3}(?::\d{1,5})?(?:\.\d{1,10})?(?::\d{1,5})?\Z", re.ASCII)
_NAME = re.compile(r"((?i:dot11r(?:a(?:d(?:io?)?)?)?)|[A-Za-z][A-Za-z-]*)[ \t]*(\d[\d/.:]*)\Z", re.ASCII)
_DIGITS = re.compile(r"\d+", re.ASCII)
_LAST_UNIT = re.compile(r"\d[\d/.:]*\Z", re.ASCII)


@lru_cache(maxsize=4096)
def kinds_of(word: str) -> tuple[InterfaceKind, ...]:
    """The kinds that `word` may abbreviate: one when it is unique, several when it is ambiguous."""
    lower = word.lower()
    exact = _BY_LOWER.get(lower)
    if exact is not None:
        return (exact,)
    return tuple(k for k in KINDS if k.name.lower().startswith(lower) and lower.startswith(k.least)) or tuple(
        k for k in KINDS if lower and k.name.lower().startswith(lower)
    )


def is_unit(word: str) -> bool:
    """Whether `word` is the number part of an interface name: `0`, `0/0`, `1/0.10`, `0/0:15`."""
    return _UNIT.match(word) is not None


def canonical_unit(word: str) -> str:
    """A unit without leading zeros."""
    return _DIGITS.sub(lambda digits: str(int(digits[0])), word)


@lru_cache(maxsize=4096)
def find_interface(text: str) -> str | None:
    """The canonical name of the interface that `text` writes, or None."""
    match = _NAME.match(text)
    if match is None or not is_unit(match[2]):
        return None
    kinds = kinds_of(match[1])
    return kinds[0].name + canonical_unit(match[2]) if len(kinds) == 1 else None


def canonical_interface(text: str) -> str:
    """`fa 0/0` -> `FastEthernet0/0`. Raises ValueError when it is no interface name, or an ambiguous one."""
    name = find_interface(text.strip())
    if name is None:
        raise ValueError(f"not an interface name: {text!r}")
    return name


def split_interface(name: str) -> tuple[str, str]:
    """`FastEthernet0/0.10` -> (`FastEthernet`, `0/0.10`)."""
    unit = _LAST_UNIT.search(name)
    return (name, "") if unit is None else (name[: unit.start()], name[unit.start() :])


def short_interface(name: str) -> str:
    """`FastEthernet0/0` -> `Fa0/0`. A name of an unknown kind is returned as it is."""
    kind, unit = split_interface(name)
    found = _BY_NAME.get(kind)
    return name if found is None else found.short + unit


def interface_order(name: str) -> tuple[int, int, tuple[int, ...], int]:
    """Sort key: the order of interfaces in the running-config of a router.

    Loopbacks, channels and tunnels first; then the hardware by slot and port whatever its kind; then the rest.
    """
    kind, unit = split_interface(name)
    found = _BY_NAME.get(kind)
    place = _PHYSICAL if found is None else found.place
    number = _PLACE.get(kind, len(KINDS))
    return place, 0 if place == _PHYSICAL else number, tuple(int(d) for d in _DIGITS.findall(unit)), number
