"""`show` commands of the router room: each finds the state and hands it to a function of `ios_emu.router.show`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ios_emu.grammar.command import Args, Command
from ios_emu.router.context import CommandError
from ios_emu.router.name_lookup import resolve
from ios_emu.router.release import ByRelease, Train
from ios_emu.router.route import Route, classful
from ios_emu.router.show import (
    access_lists,
    arp,
    cef,
    interface_tables,
    interfaces,
    ip_interfaces,
    processes,
    routes,
    system,
    traffic,
    version,
    vlans,
)
from ios_emu.wire import IPv4, Prefix
from ios_emu.wire.address import length_of

if TYPE_CHECKING:
    from ios_emu.router.interface import Interface
    from ios_emu.router.router import Router
    from ios_emu.router.session import Session

_NO_INTERFACE = "% Invalid input detected at '^' marker.\n\n"


def _version(session: Session, args: Args) -> str:
    return version.version(session.router)


def _clock(session: Session, args: Args) -> str:
    return system.clock(session.router, "detail" in args)


def _logging(session: Session, args: Args) -> str:
    return system.logging(session.router)


def _processes(session: Session, args: Args) -> str:
    return processes.processes_cpu(session.router)


def _hosts(session: Session, args: Args) -> str:
    return system.hosts(session.router)


def _traffic(session: Session, args: Args) -> str:
    return traffic.ip_traffic(session.router)


def _vlans(session: Session, args: Args) -> str:
    return vlans.vlans(session.router.local_interfaces())


# -- interfaces --------------------------------------------------------------------------------------


def _chosen(session: Session, args: Args) -> list[Interface]:
    """The interface a line names, or all of them. Raises CommandError when there is no such interface."""
    router = session.router
    name = args.get("interface")
    if not isinstance(name, str):
        return list(router.local_interfaces())
    interface = router.interfaces.get(name)
    if interface is None:
        raise CommandError(_NO_INTERFACE)
    return [interface]


def _keepalive(router: Router, interface: Interface) -> int | None:
    """The configured seconds between keepalives; None when they are off."""
    section = router.config.section(f"interface {interface.name}")
    for node in section.lines("keepalive") if section is not None else ():
        if node.negated:
            return None
        return node.args.int("seconds", interfaces.DEFAULT_KEEPALIVE)
    return interfaces.DEFAULT_KEEPALIVE


def _interfaces(session: Session, args: Args) -> str:
    router = session.router
    return "".join(
        interfaces.interface_text(each, router.kernel.now, router.release, _keepalive(router, each))
        for each in _chosen(session, args)
    )


def _interface_summary(session: Session, args: Args) -> str:
    router = session.router
    return interface_tables.summary(_chosen(session, args), router.kernel.now, router.release)


def _interface_description(session: Session, args: Args) -> str:
    return interface_tables.description(_chosen(session, args))


def _brief(session: Session, args: Args) -> str:
    return ip_interfaces.brief(_chosen(session, args))


def _ip_interface(session: Session, args: Args) -> str:
    router = session.router
    return "".join(
        ip_interfaces.ip_interface(each, router.release, _switching(router, each))
        for each in _chosen(session, args)
    )


def _switching(router: Router, interface: Interface) -> ip_interfaces.Switching:
    """What `ip cef` and `ip route-cache` say of an interface."""
    section = router.config.section(f"interface {interface.name}")
    said = {node.words[2:3]: not node.negated for node in section.lines("ip", "route-cache")} if section else {}
    fast = said.get((), True)
    cef = fast and not _cef_off(router) and said.get(("cef",), True)
    return ip_interfaces.Switching(cef, fast, said.get(("same-interface",), False))


def _protocols(session: Session, args: Args) -> str:
    return ip_interfaces.protocols(session.router.local_interfaces())


_NSF_AWARE = ByRelease({Train.R12_2: "", Train.R15: "*** IP Routing is NSF aware ***\n\n"})


def _ip_protocols(session: Session, args: Args) -> str:
    router = session.router
    return _NSF_AWARE[router.release] + "".join(f.routing_protocols() for f in router.features.values())


def _arp(session: Session, args: Args) -> str:
    router = session.router
    only = args.interface("interface") if isinstance(args.get("interface"), str) else ""
    cache, about = router.arp, args.ip("address") if "address" in args else None
    return arp.arp_table(cache.entries(), cache.fixed, router.interfaces.values(), router.kernel.now, only, about)


# -- routes ------------------------------------------------------------------------------------------


def _route_table(session: Session, args: Args) -> str:
    router = session.router
    if not router.routing:
        return routes.host_table(router.default_gateway)
    return routes.route_table(router.rib.routes(), _own(router), router.kernel.now, router.release)


def _longer_prefixes(session: Session, args: Args) -> str:
    router = session.router
    within = _prefix(args.ip("prefix"), args.ip("mask"))
    return routes.route_table(router.rib.routes(), _own(router), router.kernel.now, router.release, within=within)


def _own(router: Router) -> list[tuple[IPv4, str]]:
    """The addresses that are routes of their own in 15.x, and their interfaces."""
    interfaces = (interface for interface in router.local_interfaces() if interface.line_up)
    return [(address.ip, i.name) for i in interfaces for address in i.addresses if address.length < 32]


def _route_table_of(session: Session, args: Args) -> str:
    router = session.router
    source = args.words[3]
    if "process" in args:
        source += f" {args.int('process')}"
    return routes.route_table(router.rib.routes(), _own(router), router.kernel.now, router.release, source)


def _route_summary(session: Session, args: Args) -> str:
    router = session.router
    processes = [" ".join(node.words[1:3]) for node in router.config.lines("router") if not node.negated]
    return routes.route_summary(router.rib.routes(), len(_own(router)), processes, router.release)


def _route_entry(session: Session, args: Args) -> str:
    router = session.router
    address = resolve(router, args.text("prefix"))
    table = router.rib.routes()
    if "mask" in args:
        found = router.rib.best(_prefix(address, args.ip("mask")))
    else:
        major = classful(Prefix(address, 32))
        inside = [r for r in table if major is not None and classful(r.prefix) == major]
        exact = [r for r in inside if r.prefix.network == address]
        if major is not None and address == major.network and not exact and inside:
            return routes.network_entry(major, inside, router.kernel.now)
        found = max(exact, key=lambda r: r.prefix.length) if exact else _longest(router, address)
    if found is None:
        return _not_in_table(table, address)
    return routes.route_entry(found, router.kernel.now, _redistribution(router, found))


def _longest(router: Router, address: IPv4) -> Route | None:
    """The longest match, as the command has it: the default route is only shown when asked for by name."""
    found = router.rib.lookup(address)
    return found if found is not None and (found.prefix.length or not address) else None


def _not_in_table(table: list[Route], address: IPv4) -> str:
    major = classful(Prefix(address, 32))
    known = any(major is not None and classful(r.prefix) == major for r in table)
    return "% Subnet not in table\n" if known else "% Network not in table\n"


def _prefix(address: IPv4, mask: IPv4) -> Prefix:
    try:
        return Prefix.of(address, length_of(mask))
    except ValueError:
        raise CommandError("% Invalid input detected at '^' marker.\n\n") from None


def _redistribution(router: Router, route: Route) -> list[str]:
    """Which routing processes take the route in, and which tell of it."""
    lines = []
    for process, options in router.rib.redistribution(route):
        lines.append(f"Redistributing via {process}")
        if options is not None:
            lines.append(f"Advertised by {process} {options}".rstrip())
    return lines


# -- forwarding and access lists ---------------------------------------------------------------------


_CEF_OFF = ByRelease({Train.R12_2: "%CEF not running\n", Train.R12_4: "%IPv4 CEF not running\n"})


def _cef_off(router: Router) -> bool:
    return any(node.negated for node in router.config.lines("ip", "cef"))


def _cef_table(session: Session, args: Args) -> str:
    return _CEF_OFF[session.router.release] if _cef_off(session.router) else cef.cef_table(session.router)


def _cef_summary(session: Session, args: Args) -> str:
    return _CEF_OFF[session.router.release] if _cef_off(session.router) else cef.cef_summary(session.router)


def _cef_detail(session: Session, args: Args) -> str:
    return _CEF_OFF[session.router.release] if _cef_off(session.router) else cef.cef_detail(session.router)


def _cef_entry(session: Session, args: Args) -> str:
    router = session.router
    if _cef_off(router):
        return _CEF_OFF[router.release]
    address = resolve(router, args.text("prefix"))
    length = _prefix(address, args.ip("mask")).length if "mask" in args else None
    entry = cef.cef_find(router, address, length)
    return "%Prefix not found\n" if entry is None else cef.cef_entry(router, entry, "detail" in args)


_EXACT = ByRelease(
    {
        Train.R12_2: "{source:<15} -> {destination:<15}: {interface} (next hop {hop})\n",
        Train.R15: "{source} -> {destination} => IP adj out of {interface}, addr {hop}\n",
    }
)


def _cef_exact_route(session: Session, args: Args) -> str:
    router = session.router
    if _cef_off(router):
        return _CEF_OFF[router.release]
    source, destination = args.ip("source"), args.ip("destination")
    path = router.fib.choose(source, destination)
    if path is None:
        return "%Prefix not found\n"
    return _EXACT[router.release].format(
        source=str(source), destination=str(destination), interface=path.interface.name, hop=path.next_hop
    )


def _access_lists(session: Session, args: Args) -> str:
    router = session.router
    name = args.get("acl")
    if name is None:
        return access_lists.access_lists(router.acls.lists.values(), router.release)
    found = router.acls.get(str(name))
    return access_lists.access_list(found, router.release) if found is not None else ""


_INTERFACE = "[<interface:INTERFACE>]"
_HELP = {
    "show": "Show running system information",
    "ip": "IP information",
    "<interface>": "Interface",
    "version": "System hardware and software status",
    "arp": "ARP table",
    "route": "IP routing table",
    "cef": "Cisco Express Forwarding",
    "vlans": "Virtual LANs Information",
    "access-lists": "List access lists",
    "interfaces": "Interface status and configuration",
    "history": "Display the session command history",
    "users": "Display information about terminal lines",
    "clock": "Display the system clock",
    "logging": "Show the contents of logging buffers",
    "protocols": "Active network routing protocols",
    "hosts": "IP domain-name, lookup style, nameservers, and host table",
    "traffic": "IP protocol statistics",
    "brief": "Brief summary of IP status and configuration",
}

SHOW_COMMANDS = tuple(
    Command("exec", f"show {notation}", run, _HELP)
    for notation, run in (
        ("version", _version),
        ("clock [detail]", _clock),
        ("hosts", _hosts),
        ("protocols", _protocols),
        ("logging", _logging),
        ("processes cpu", _processes),
        (f"interfaces {_INTERFACE}", _interfaces),
        (f"interfaces {_INTERFACE} summary", _interface_summary),
        (f"interfaces {_INTERFACE} description", _interface_description),
        (f"ip interface {_INTERFACE}", _ip_interface),
        (f"ip interface brief {_INTERFACE}", _brief),
        (f"arp {_INTERFACE}", _arp),
        (f"ip arp {_INTERFACE}", _arp),
        ("ip arp <address:A.B.C.D>", _arp),
        ("ip route", _route_table),
        ("ip route {connected|static|ospf [<process:1-65535>]}", _route_table_of),
        ("ip route summary", _route_summary),
        ("ip route <prefix:WORD> [<mask:MASK>]", _route_entry),
        ("ip route <prefix:A.B.C.D> <mask:MASK> longer-prefixes", _longer_prefixes),
        ("ip cef", _cef_table),
        ("ip cef summary", _cef_summary),
        ("ip cef detail", _cef_detail),
        ("ip cef exact-route <source:A.B.C.D> <destination:A.B.C.D>", _cef_exact_route),
        ("ip cef <prefix:WORD> [<mask:MASK>] [detail]", _cef_entry),
        ("access-lists [<acl:WORD>]", _access_lists),
        ("ip access-lists [<acl:WORD>]", _access_lists),
        ("ip traffic", _traffic),
        ("ip protocols", _ip_protocols),
        ("vlans", _vlans),
    )
)
