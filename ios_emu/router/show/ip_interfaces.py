"""`show ip interface [brief]` and `show protocols`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ios_emu.router.interface import Interface
from ios_emu.router.release import ByRelease, Release, Train
from ios_emu.router.show.interfaces import protocol, state_line, status

_METHODS = {"NVRAM": "non-volatile memory", "manual": "setup command", "unset": "non-volatile memory"}


def brief(interfaces: Iterable[Interface]) -> str:
    """`show ip interface brief`."""
    text = "Interface                  IP-Address      OK? Method Status                Protocol\n"
    for interface in interfaces:
        address = str(interface.ip) if interface.ip is not None else "unassigned"
        text += (
            f"{interface.name:<26} {address:<15} YES {interface.address_method:<6} "
            f"{status(interface):<21} {protocol(interface):<8}\n"
        )
    return text


def protocols(interfaces: Iterable[Interface]) -> str:
    """`show protocols`."""
    text = "Global values:\n  Internet Protocol routing is enabled\n"
    for interface in interfaces:
        text += state_line(interface) + "\n"
        text += "".join(f"  Internet address is {a.ip}/{a.length}\n" for a in interface.addresses)
    return text


def _on(flag: bool) -> str:
    return "enabled" if flag else "disabled"


def _always(flag: bool) -> str:
    return "always" if flag else "never"


@dataclass(frozen=True)
class Switching:
    """How an interface switches packets: by CEF, by a cache of routes, and if out of where they came in, too."""

    cef: bool
    fast: bool
    same_interface: bool


def ip_interface(interface: Interface, release: Release, switching: Switching) -> str:
    """`show ip interface X`."""
    head = state_line(interface) + "\n"
    if interface.address is None:
        return head + "  Internet protocol processing disabled\n"
    address = interface.address
    groups = " ".join(str(group) for group in interface.groups)
    lines = [
        f"Internet address is {address.ip}/{address.length}",
        "Broadcast address is 255.255.255.255",
        f"Address determined by {_METHODS[interface.address_method]}",
        f"MTU is {interface.mtu} bytes",
        "Helper address is not set",
        f"Directed broadcast forwarding is {_on(interface.directed_broadcast)}",
    ]
    lines += [f"Secondary address {other.ip}/{other.length}" for other in interface.secondary]
    if groups:
        lines.append(f"Multicast reserved groups joined: {groups}")
    lines += [
        f"Outgoing access list is {interface.acl_out or 'not set'}",
        f"Inbound  access list is {interface.acl_in or 'not set'}",
        f"Proxy ARP is {_on(interface.proxy_arp)}",
        *_LOCAL_PROXY_ARP[release],
        "Security level is default",
        "Split horizon is enabled",
        f"ICMP redirects are {_always(interface.redirects)} sent",
        f"ICMP unreachables are {_always(interface.unreachables)} sent",
        "ICMP mask replies are never sent",
        f"IP fast switching is {_on(switching.fast)}",
        f"IP fast switching on the same interface is {_on(switching.same_interface)}",
        "IP Flow switching is disabled",
        f"IP CEF switching is {_on(switching.cef)}",
        f"IP {'CEF ' if switching.cef else ''}Fast switching turbo vector",
        "IP multicast fast switching is enabled",
        "IP multicast distributed fast switching is disabled",
        f"IP route-cache flags are {_cache_flags(switching)}",
        "Router Discovery is disabled",
        "IP output packet accounting is disabled",
        "IP access violation accounting is disabled",
        "TCP/IP header compression is disabled",
        "RTP/IP header compression is disabled",
        f"Policy routing is {f'enabled, using route map {interface.policy}' if interface.policy else 'disabled'}",
        "Network address translation is disabled",
        "WCCP Redirect outbound is disabled",
        "WCCP Redirect inbound is disabled",
        "WCCP Redirect exclude is disabled",
        "BGP Policy Mapping is disabled",
    ]
    return head + "".join(f"  {line}\n" for line in lines)


def _cache_flags(switching: Switching) -> str:
    flags = [name for name, on in (("Fast", switching.fast), ("CEF", switching.cef)) if on]
    return ", ".join(flags) or "None"


_LOCAL_PROXY_ARP: ByRelease[tuple[str, ...]] = ByRelease(
    {Train.R12_2: (), Train.R12_3: ("Local Proxy ARP is disabled",)}
)
