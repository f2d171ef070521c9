"""`interface X` and what is configured there that belongs to no feature: addresses, state, medium."""

from __future__ import annotations

import re

from ios_emu.grammar.command import Args, Command, Store
from ios_emu.grammar.interfaces import find_interface, interface_order
from ios_emu.kernel import SECOND
from ios_emu.router import facts
from ios_emu.router.context import CommandError, ConfigContext, Range
from ios_emu.router.hardware import hardware_of
from ios_emu.router.interface import Address, Interface
from ios_emu.router.trunk import Vlan
from ios_emu.wire import Prefix
from ios_emu.wire.address import length_of

ARP_TIMEOUT = 14400


def _interface(ctx: ConfigContext, args: Args) -> str | None:
    router, name = ctx.router, args.interface("interface")
    known = router.interfaces.get(name)
    if args.no:
        return _remove(ctx, known)
    parent, is_sub, _ = name.partition(".")
    exists = known is not None or hardware_of(name).virtual or (is_sub and parent in router.interfaces)
    if not exists and router.booted:
        # At boot a saved config may name hardware that is not plugged in; nobody can type it up later.
        raise CommandError("%Invalid interface type and number\n")
    router.interface(name)
    return None


_RANGE = re.compile(r"([A-Za-z-]+) ?((?:\d+/)*)(\d+)(?: ?- ?(\d+))?", re.ASCII)
_MOST = 256
"""Interfaces in one `interface range`."""


def _range(ctx: ConfigContext, args: Args) -> Range:
    """`interface range FastEthernet0/0 - 3 , Loopback0`."""
    headers: list[str] = []
    for part in args.text("list").split(","):
        match = _RANGE.fullmatch(" ".join(part.split()))
        if match is None:
            raise CommandError(_BAD_RANGE)
        kind, slots, first, last = match.groups()
        for number in range(int(first), min(int(last or first), int(first) + _MOST) + 1):
            name = find_interface(f"{kind}{slots}{number}")
            if name is None or (name not in ctx.router.interfaces and not hardware_of(name).virtual):
                raise CommandError(_BAD_RANGE)
            headers.append(f"interface {name}")
    if not headers or len(headers) > _MOST:
        raise CommandError(_BAD_RANGE)
    return Range("interface-range", tuple(dict.fromkeys(headers)))


_BAD_RANGE = "%Command rejected: Bad interface range specification\n"


_MAY_REAPPEAR = "Not all config may be removed and may reappear after reactivating the sub-interface\n"


def _remove(ctx: ConfigContext, interface: Interface | None) -> str | None:
    router = ctx.router
    if interface is None:
        raise CommandError("%Invalid interface type and number\n")
    is_sub = "." in interface.name
    if (not interface.hardware.virtual and not is_sub) or interface.hardware.kind == "Null":
        raise CommandError("% Removal of physical interfaces is not permitted\n")
    interface.set_shutdown(True)
    interface.stop()
    interface.address, interface.secondary = None, []
    _addresses_changed(ctx, interface)
    if interface.parent is not None and interface.parent.trunk is not None:
        interface.parent.trunk.remove(interface)
    del router.interfaces[interface.name]
    if router.booted:
        router.log("LINK", 5, "CHANGED", f"Interface {interface.name}, changed state to administratively down")
    return _MAY_REAPPEAR if is_sub and router.booted else None


def _place(args: Args) -> tuple[int, ...]:
    place, kind_first, unit, kind = interface_order(args.interface("interface"))
    return place, kind_first, *unit, kind


# -- addresses ---------------------------------------------------------------------------------------


def _addresses_changed(ctx: ConfigContext, interface: Interface) -> None:
    router = ctx.router
    router.addresses_changed()
    router.arp.addresses_changed(interface)
    router.publish(facts.AddressChanged(interface.name))
    if interface.line_up:
        router.arp.interface_up(interface)


_NO_VLAN = """
% Configuring IP routing on a LAN subinterface is only allowed if that
subinterface is already configured as part of an IEEE 802.10, IEEE 802.1Q,
or ISL vLAN.

"""


def _checked(ctx: ConfigContext, args: Args) -> Address:
    """The address a line sets. Raises CommandError as IOS refuses it."""
    ip, mask = args.ip("host"), args.ip("mask")
    section = ctx.router.config.section(*ctx.path)
    if ctx.router.booted and ctx.interface.parent is not None and not (section and section.lines("encapsulation")):
        raise CommandError(_NO_VLAN)
    try:
        length = length_of(mask)
    except ValueError:
        raise CommandError(f"Bad mask 0x{int(mask):X} for address {ip}\n") from None
    if ip >> 24 in (0, 127) or ip >> 28 >= 0xE:
        raise CommandError(f"Not a valid host address - {ip}\n")
    prefix = Prefix.of(ip, length)
    if (length < 31 and ip in (prefix.network, prefix.broadcast)) or not length:
        raise CommandError(f"Bad mask /{length} for address {ip}\n")
    if ctx.router.booted and not ctx.interface.shutdown:
        _refuse_overlap(ctx, prefix, "secondary" in args)
    return Address(ip, length)


def _refuse_overlap(ctx: ConfigContext, prefix: Prefix, secondary: bool) -> None:
    here = ctx.interface
    for other in ctx.router.local_interfaces():
        if other.shutdown or (other is here and not secondary):
            continue
        for address in other.addresses:
            shorter = min(address.length, prefix.length)
            if other is here and address.prefix == prefix:
                continue
            if Prefix.of(address.ip, shorter) == Prefix.of(prefix.network, shorter):
                raise CommandError(f"% {prefix.network} overlaps with {other.name}\n")


_POINT_TO_POINT = "% Warning: use /31 mask on non point-to-point interface cautiously\n"


def _ip_address(ctx: ConfigContext, args: Args) -> str | None:
    interface = ctx.interface
    if args.no:
        if "host" in args and args.ip("host") != interface.ip:
            raise CommandError("% Invalid address\n")
        if interface.secondary and "host" in args:
            raise CommandError("Must delete secondary before deleting primary\n")
        interface.address, interface.secondary = None, []
    else:
        interface.address = _checked(ctx, args)
        _drop_secondary(ctx, interface.address)
    interface.address_method = "manual" if ctx.router.booted else "NVRAM"
    _addresses_changed(ctx, interface)
    narrow = interface.address is not None and interface.address.length == 31
    return _POINT_TO_POINT if narrow and interface.hardware.ethernet and not interface.hardware.virtual else None


def _drop_secondary(ctx: ConfigContext, primary: Address) -> None:
    """What becomes the primary address is no secondary one any more."""
    for address in ctx.interface.secondary:
        if address.ip == primary.ip:
            mask = address.prefix.mask
            ctx.router.config.remove(*ctx.path, f"ip address {address.ip} {mask} secondary")
    ctx.interface.secondary = [address for address in ctx.interface.secondary if address.ip != primary.ip]


def _secondary(ctx: ConfigContext, args: Args) -> None:
    interface = ctx.interface
    if args.no:
        kept = [address for address in interface.secondary if address.ip != args.ip("host")]
        if len(kept) == len(interface.secondary):
            raise CommandError("% Invalid address\n")
        interface.secondary = kept
    else:
        address = _checked(ctx, args)
        if address.ip == interface.ip:
            raise CommandError("Secondary can't be same as primary\n")
        interface.secondary = [*(a for a in interface.secondary if a.ip != address.ip), address]
    _addresses_changed(ctx, interface)


# -- state and medium --------------------------------------------------------------------------------


_SAME_VLAN = """\
%Configuration of multiple subinterfaces of the same main
interface with the same VID ({vlan}) is not permitted.
This VID is already configured on {name}.

"""


def _encapsulation(ctx: ConfigContext, args: Args) -> None:
    """`encapsulation dot1Q 10 [native]`, on a subinterface."""
    interface = ctx.interface
    if interface.parent is None or interface.parent.trunk is None:
        raise CommandError("% Invalid input detected at '^' marker.\n\n")
    if args.no:
        interface.set_vlan(None)
        return
    number = args.int("vlan")
    inner = args.words[-1] if "second-dot1q" in args else ""
    other = interface.parent.trunk.with_vlan(number)
    if other is not None and other is not interface and not inner:
        raise CommandError(_SAME_VLAN.format(vlan=number, name=other.name))
    interface.set_vlan(Vlan(number, "native" in args, inner))


def _shutdown(ctx: ConfigContext, args: Args) -> None:
    ctx.interface.set_shutdown(not args.no)


def _description(ctx: ConfigContext, args: Args) -> None:
    ctx.interface.description = "" if args.no else args.text("text")


def _word_after(args: Args) -> str:
    return "" if args.no else args.words[-1]


def _duplex(ctx: ConfigContext, args: Args) -> None:
    ctx.interface.duplex = _word_after(args)


def _speed(ctx: ConfigContext, args: Args) -> None:
    ctx.interface.speed = _word_after(args)


def _bandwidth(ctx: ConfigContext, args: Args) -> None:
    interface = ctx.interface
    interface.bandwidth = interface.hardware.bandwidth if args.no else args.int("kilobits")
    ctx.router.publish(facts.BandwidthChanged(interface.name))


def _delay(ctx: ConfigContext, args: Args) -> None:
    interface = ctx.interface
    interface.delay = interface.hardware.delay if args.no else args.int("tens") * 10


def _mtu(ctx: ConfigContext, args: Args) -> None:
    interface = ctx.interface
    same = interface.mtu == interface.link_mtu
    interface.link_mtu = interface.hardware.mtu if args.no else args.int("bytes")
    interface.mtu = interface.link_mtu if same else min(interface.mtu, interface.link_mtu)
    ctx.router.publish(facts.MtuChanged(interface.name))


def _ip_mtu(ctx: ConfigContext, args: Args) -> None:
    interface = ctx.interface
    if not args.no and args.int("bytes") > interface.link_mtu:
        raise CommandError(f"% Invalid MTU value: larger than the interface MTU of {interface.link_mtu} bytes\n")
    interface.mtu = interface.link_mtu if args.no else args.int("bytes")
    ctx.router.publish(facts.MtuChanged(interface.name))


def _adjust_mss(ctx: ConfigContext, args: Args) -> None:
    ctx.interface.adjust_mss = 0 if args.no else args.int("bytes")


def _directed_broadcast(ctx: ConfigContext, args: Args) -> None:
    ctx.interface.directed_broadcast = not args.no


def _proxy_arp(ctx: ConfigContext, args: Args) -> None:
    ctx.interface.proxy_arp = not args.no


def _redirects(ctx: ConfigContext, args: Args) -> None:
    ctx.interface.redirects = not args.no


def _unreachables(ctx: ConfigContext, args: Args) -> None:
    ctx.interface.unreachables = not args.no


def _access_group(ctx: ConfigContext, args: Args) -> None:
    name = None if args.no else str(args["acl"])
    if "in" in args:
        ctx.interface.acl_in = name
    else:
        ctx.interface.acl_out = name


def _policy(ctx: ConfigContext, args: Args) -> None:
    ctx.interface.policy = None if args.no else args.text("map")


def _arp_timeout(ctx: ConfigContext, args: Args) -> None:
    ctx.interface.arp_timeout = (ARP_TIMEOUT if args.no else args.int("seconds")) * SECOND


_ADDRESSES = (
    Command(
        "interface",
        "ip address <host:A.B.C.D> <mask:MASK>",
        _ip_address,
        {"<host>": "IP address", "<mask>": "IP subnet mask"},
        Store.BOTH,
        rank=200,
    ),
    Command(
        "interface",
        "ip address <host:A.B.C.D> <mask:MASK> secondary",
        _secondary,
        {"secondary": "Make this IP address a secondary address"},
        key=("host", "mask"),
        rank=199,
    ),
)

INTERFACE_COMMANDS = (
    Command(
        "config",
        "interface <interface:INTERFACE> [point-to-point|multipoint|l2transport"
        "|type {tunnel|ethernet|serial|vpls|p2p|multipoint}]",
        _interface,
        {
            "interface": "Select an interface to configure",
            "point-to-point": "Treat as a point-to-point link",
            "multipoint": "Treat as a multipoint link",
            "l2transport": "Treat as a layer 2 attachment circuit",
            "type": "Virtual-Template interface type",
        },
        key=("interface",),
        enters="interface",
        rank=700,
        order=_place,
    ),
    Command(
        "config",
        "interface range <list:LINE>",
        _range,
        {"range": "interface range command", "<list>": "Interfaces, e.g. FastEthernet0/0 - 1 , Loopback0"},
        Store.NEVER,
    ),
    *_ADDRESSES,
    Command(
        "interface",
        "encapsulation dot1Q <vlan:1-4094> [native | second-dot1q {any|<inner:WORD>}]",
        _encapsulation,
        {
            "encapsulation": "Set encapsulation type for an interface",
            "dot1Q": "IEEE 802.1Q Virtual LAN",
            "<vlan>": "IEEE 802.1Q VLAN ID",
            "native": "Make this as native vlan",
            "second-dot1q": "Configure this subinterface as a 1Q-in-1Q subinterface",
        },
        rank=107,
    ),
    Command("interface", "description <text:LINE>", _description, rank=100),
    Command("interface", "mtu <bytes:64-18000>", _mtu, rank=110),
    Command("interface", "bandwidth <kilobits:1-10000000>", _bandwidth, rank=120),
    Command("interface", "ip access-group <acl:WORD> {in|out}", _access_group, rank=210),
    Command("interface", "ip directed-broadcast [<acl:1-199>]", _directed_broadcast, rank=220),
    Command("interface", "ip redirects", _redirects, store=Store.ON, rank=221),
    Command("interface", "ip unreachables", _unreachables, store=Store.ON, rank=222),
    Command("interface", "ip proxy-arp", _proxy_arp, store=Store.ON, rank=223),
    Command("interface", "ip mtu <bytes:68-18000>", _ip_mtu, rank=224),
    Command(
        "interface",
        "ip policy route-map <map:WORD>",
        _policy,
        {"policy": "Enable policy routing", "route-map": "Policy route map", "<map>": "Route map name"},
        rank=225,
    ),
    Command("interface", "ip tcp adjust-mss <bytes:500-1460>", _adjust_mss, rank=226),
    Command("interface", "ip route-cache", store=Store.ON, rank=230),
    Command("interface", "ip route-cache cef", store=Store.ON, rank=230),
    Command("interface", "ip route-cache {flow|same-interface|policy}", key=("flow",), rank=230),
    Command("interface", "ip mroute-cache", store=Store.BOTH, rank=231, kept=True),
    Command("interface", "load-interval <seconds:30-600>", rank=300, kept=True),
    Command("interface", "carrier-delay <seconds:0-60>", rank=301, kept=True),
    Command("interface", "delay <tens:1-16777215>", _delay, rank=310),
    Command("interface", "arp timeout <seconds:0-2147483>", _arp_timeout, rank=320),
    Command(
        "interface", "shutdown", _shutdown, {"shutdown": "Shutdown the selected interface"}, Store.OFF, rank=400
    ),
    Command("interface", "duplex {full|half|auto}", _duplex, rank=410),
    Command("interface", "speed {10|100|1000|auto}", _speed, rank=420),
    Command("interface", "media-type {rj45|mii|auto-select|sfp|gbic}", rank=421, kept=True),
    Command("interface", "negotiation auto", store=Store.BOTH, rank=422, kept=True),
    Command("interface", "keepalive [<seconds:0-32767>]", store=Store.ON, rank=430),
    Command("interface", "clock rate <bps:300-8000000>", rank=431, kept=True),
    Command("interface", "cdp enable", store=Store.BOTH, rank=432, kept=True),
    Command("interface", "mop enabled", store=Store.ON, rank=433, kept=True),
    Command("interface", "mop sysid", store=Store.ON, rank=434, kept=True),
    Command("interface", "atm ilmi-keepalive [<seconds:1-65535>]", store=Store.ON, rank=440, kept=True),
)
