"""`ip ospf ...` on an interface."""

from __future__ import annotations

from ios_emu.features.ospf.auth import MD5, NULL, SIMPLE
from ios_emu.features.ospf.commands_area import AREA, area_of
from ios_emu.features.ospf.config import (
    BROADCAST,
    NON_BROADCAST,
    POINT_TO_MULTIPOINT,
    POINT_TO_POINT,
    InterfaceConfig,
)
from ios_emu.features.ospf.instance import Ospf
from ios_emu.features.ospf.secret import secret
from ios_emu.grammar.command import Args, Command, Handler, Store
from ios_emu.router.boot import TOP, apply_line
from ios_emu.router.context import ConfigContext


def _config(ctx: ConfigContext) -> InterfaceConfig:
    return ctx.router.feature(Ospf).interface_config(ctx.interface.name)


def _apply(ctx: ConfigContext) -> None:
    ctx.router.feature(Ospf).apply_all()


def _cost(ctx: ConfigContext, args: Args) -> None:
    _config(ctx).cost = None if args.no else args.int("cost")
    _apply(ctx)


def _priority(ctx: ConfigContext, args: Args) -> None:
    _config(ctx).priority = 1 if args.no else args.int("priority")
    _apply(ctx)


def _hello(ctx: ConfigContext, args: Args) -> None:
    _config(ctx).hello = None if args.no else args.int("seconds")
    _apply(ctx)


def _dead(ctx: ConfigContext, args: Args) -> None:
    config = _config(ctx)
    config.dead = args.int("seconds") if "seconds" in args and not args.no else None
    config.multiplier = args.int("multiplier") if "multiplier" in args and not args.no else 0
    _apply(ctx)


def _retransmit(ctx: ConfigContext, args: Args) -> None:
    _config(ctx).retransmit = 5 if args.no else args.int("seconds")
    _apply(ctx)


def _transmit_delay(ctx: ConfigContext, args: Args) -> None:
    _config(ctx).transmit_delay = 1 if args.no else args.int("seconds")
    _apply(ctx)


_NETWORKS = {
    "broadcast": BROADCAST,
    "non-broadcast": NON_BROADCAST,
    "point-to-point": POINT_TO_POINT,
    "point-to-multipoint": POINT_TO_MULTIPOINT,
}


def _network(ctx: ConfigContext, args: Args) -> None:
    config = _config(ctx)
    config.network = None if args.no else _NETWORKS[args.words[3]]
    config.multicast = args.no or "non-broadcast" not in args.words
    _apply(ctx)


def _area(ctx: ConfigContext, args: Args) -> None:
    """`ip ospf N area A`. A process that does not exist yet comes to be."""
    pid = args.int("process")
    config = _config(ctx)
    config.enabled = None if args.no else (pid, area_of(args))
    if not args.no and pid not in ctx.router.feature(Ospf).configs:
        apply_line(ctx.router, TOP, f"router ospf {pid}")
    _apply(ctx)


def _mtu_ignore(ctx: ConfigContext, args: Args) -> None:
    _config(ctx).mtu_ignore = not args.no
    _apply(ctx)


def _database_filter(ctx: ConfigContext, args: Args) -> None:
    _config(ctx).database_filter = not args.no and "disable" not in args
    _apply(ctx)


def _authentication(ctx: ConfigContext, args: Args) -> None:
    kind: int | None = None
    if not args.no:
        kind = MD5 if "message-digest" in args else NULL if "null" in args else SIMPLE
    _config(ctx).authentication = kind
    _apply(ctx)


def _key(ctx: ConfigContext, args: Args) -> None:
    _config(ctx).password = "" if args.no else secret(args.text("key"), args.int("encryption", 0))
    _apply(ctx)


def _digest_key(ctx: ConfigContext, args: Args) -> None:
    keys = _config(ctx).keys
    keys.pop(args.int("key-id"), None)
    if not args.no:
        keys[args.int("key-id")] = secret(args.text("key"), args.int("encryption", 0))
    _apply(ctx)


_HELP = {
    "ospf": "OSPF interface commands",
    "cost": "Interface cost",
    "<cost>": "Cost",
    "priority": "Router priority",
    "<priority>": "Priority",
    "hello-interval": "Time between HELLO packets",
    "dead-interval": "Interval after which a neighbor is declared dead",
    "retransmit-interval": "Time between retransmitting lost link state advertisements",
    "transmit-delay": "Link state transmit delay",
    "network": "Network type",
    "broadcast": "Specify OSPF broadcast multi-access network",
    "non-broadcast": "Specify OSPF NBMA network",
    "point-to-multipoint": "Specify OSPF point-to-multipoint network",
    "minimal": "Set to 1 second",
    "hello-multiplier": "Set multiplier for Hellos",
    "<multiplier>": "Number of Hellos sent within 1 second",
    "<process>": "Process ID",
    "area": "Set the OSPF area ID",
    "<area>": "OSPF area ID as a decimal value",
    "<area-id>": "OSPF area ID in IP address format",
    "secondaries": "Include or exclude secondary IP addresses",
    "point-to-point": "Specify OSPF point-to-point network",
    "database-filter": "Filter OSPF LSA during synchronization and flooding",
    "all": "Filter all LSA",
    "out": "Outgoing LSA",
    "disable": "Disable LSA filter",
    "mtu-ignore": "Ignores the MTU in DBD packets",
    "authentication": "Enable authentication",
    "authentication-key": "Authentication password (key)",
    "message-digest": "Use message-digest authentication",
    "message-digest-key": "Message digest authentication password (key)",
    "null": "Use no authentication",
    "md5": "Use MD5 algorithm",
    "<key-id>": "Key ID",
    "<key>": "The OSPF password (key)",
    "<encryption>": "Encryption type (0 for not yet encrypted, 7 for proprietary)",
}
_SECONDS = "<seconds:1-65535>"
_NETWORK = "{broadcast|non-broadcast|point-to-point|point-to-multipoint [non-broadcast]}"


def _command(place: int, notation: str, run: Handler, *key: str) -> Command:
    return Command("interface", f"ip ospf {notation}", run, _HELP, Store.OFF, key, rank=250 + place)


INTERFACE_COMMANDS = (
    _command(0, "authentication [{message-digest|null}]", _authentication),
    _command(1, "authentication-key [<encryption:0-7>] <key:WORD>", _key),
    _command(2, "message-digest-key <key-id:1-255> md5 [<encryption:0-7>] <key:WORD>", _digest_key, "key-id"),
    _command(3, f"network {_NETWORK}", _network),
    _command(4, "cost <cost:1-65535>", _cost),
    _command(5, f"hello-interval {_SECONDS}", _hello),
    _command(6, f"dead-interval {{{_SECONDS}|minimal hello-multiplier <multiplier:3-20>}}", _dead),
    _command(7, f"retransmit-interval {_SECONDS}", _retransmit),
    _command(8, f"transmit-delay {_SECONDS}", _transmit_delay),
    _command(9, "priority <priority:0-255>", _priority),
    _command(10, "mtu-ignore", _mtu_ignore),
    _command(12, "database-filter all out [disable]", _database_filter),
    _command(11, f"<process:1-65535> area {AREA} [secondaries none]", _area),
)
