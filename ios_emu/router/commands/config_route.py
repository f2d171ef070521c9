"""`ip route`: static routes. `arp`: static neighbours. `no ip routing`: a router that is a host."""

from __future__ import annotations

from ios_emu.grammar.command import Args, Command, Store
from ios_emu.router.context import CommandError, ConfigContext
from ios_emu.router.static import StaticRoute
from ios_emu.wire import Prefix
from ios_emu.wire.address import length_of


def _prefix(args: Args) -> Prefix:
    """The destination of a line. Raises CommandError when address and mask do not agree."""
    network, mask = args.ip("prefix"), args.ip("mask")
    try:
        prefix = Prefix.of(network, length_of(mask))
    except ValueError:
        raise CommandError("%Inconsistent address and mask\n") from None
    if prefix.network != network:
        raise CommandError("%Inconsistent address and mask\n")
    return prefix


def _route(ctx: ConfigContext, args: Args) -> None:
    router = ctx.router
    prefix = _prefix(args)
    next_hop = args.ip("next_hop") if "next_hop" in args else None
    interface = args.interface("interface") if "interface" in args else None
    if args.no:
        if not router.static.remove(prefix, next_hop, interface):
            raise CommandError("%No matching route to delete\n")
        return
    if next_hop is not None and router.interface_with(next_hop) is not None and router.booted:
        raise CommandError("%Invalid next hop address (it's this router)\n")
    router.static.add(
        StaticRoute(
            prefix,
            next_hop,
            interface,
            args.int("distance", 1),
            args.int("tag", 0),
            args.text("name", ""),
            "permanent" in args,
            args.int("track") if "track" in args else None,
        )
    )


def _no_routes(ctx: ConfigContext, args: Args) -> None:
    """`no ip route PREFIX MASK`: all routes to it."""
    if not args.no:
        raise CommandError("% Incomplete command.\n\n")
    config = ctx.router.config
    for node in config.lines("ip", "route", *args.words[2:4]):
        ctx.router.static.remove(_prefix(args), None, None)
        config.remove(node.text)


def _routing(ctx: ConfigContext, args: Args) -> None:
    ctx.router.routing = not args.no
    ctx.router.fib.forget()


def _default_gateway(ctx: ConfigContext, args: Args) -> None:
    ctx.router.default_gateway = None if args.no else args.ip("gateway")
    ctx.router.fib.forget()


def _arp(ctx: ConfigContext, args: Args) -> None:
    if args.no:
        ctx.router.arp.fixed.pop(args.ip("address"), None)
    else:
        ctx.router.arp.fix(args.ip("address"), args.mac("mac"))


def _place(args: Args) -> tuple[int, ...]:
    return args.ip("prefix"), args.ip("mask")


ROUTE_COMMANDS = (
    Command(
        "config",
        "arp <address:A.B.C.D> <mac:H.H.H> ARPA",
        _arp,
        {
            "arp": "Set a static ARP entry",
            "<address>": "IP address of ARP entry",
            "<mac>": "48-bit hardware address of ARP entry",
            "ARPA": "ARP type ARPA",
        },
        key=("address",),
        rank=880,
    ),
    Command(
        "config",
        "ip route <prefix:A.B.C.D> <mask:MASK> "
        "{<next_hop:A.B.C.D> | <interface:INTERFACE> [<next_hop:A.B.C.D>]} "
        "[<distance:1-255>] "
        "[permanent | tag <tag:1-4294967295> | name <name:WORD> | track <track:1-1000>]*",
        _route,
        {
            "route": "Establish static routes",
            "<prefix>": "Destination prefix",
            "<mask>": "Destination prefix mask",
            "<next_hop>": "Forwarding router's address",
            "<distance>": "Distance metric for this route",
            "permanent": "permanent route",
            "tag": "Set tag for this route",
            "name": "Specify name of the next hop",
            "track": "Install route depending on tracked item",
            "<track>": "tracked object number",
        },
        key=("prefix", "mask", "next_hop", "interface"),
        omit={"distance": 1},
        rank=910,
        order=_place,
    ),
    Command("config", "ip route <prefix:A.B.C.D> <mask:MASK>", _no_routes, store=Store.NEVER),
    Command("config", "ip routing", _routing, {"routing": "Enable IP routing"}, Store.BOTH, rank=349),
    Command(
        "config",
        "ip default-gateway <gateway:A.B.C.D>",
        _default_gateway,
        {"<gateway>": "IP address of default gateway"},
        rank=905,
    ),
)
