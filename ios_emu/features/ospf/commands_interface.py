"""`ip ospf ...` on an interface."""

from __future__ import annotations

from ios_emu.features.ospf.auth import MD5, NULL, SIMPLE
from ios_emu.features.ospf.config import BROADCAST, POINT_TO_POINT, InterfaceConfig
from ios_emu.features.ospf.instance import Ospf
from ios_emu.grammar.command import Args, Command
from ios_emu.router.context import CommandError, ConfigContext

_SCRAMBLER = b"dsfd;kfoA,.iyewrkldJKDHSUBsgvca69834ncxv9873254k;fg87"


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
    _config(ctx).dead = None if args.no else args.int("seconds")
    _apply(ctx)


def _retransmit(ctx: ConfigContext, args: Args) -> None:
    _config(ctx).retransmit = 5 if args.no else args.int("seconds")
    _apply(ctx)


def _transmit_delay(ctx: ConfigContext, args: Args) -> None:
    _config(ctx).transmit_delay = 1 if args.no else args.int("seconds")
    _apply(ctx)


def _network(ctx: ConfigContext, args: Args) -> None:
    kind = POINT_TO_POINT if "point-to-point" in args else BROADCAST
    _config(ctx).network = None if args.no else kind
    _apply(ctx)


def _mtu_ignore(ctx: ConfigContext, args: Args) -> None:
    _config(ctx).mtu_ignore = not args.no
    _apply(ctx)


def _authentication(ctx: ConfigContext, args: Args) -> None:
    kind: int | None = None
    if not args.no:
        kind = MD5 if "message-digest" in args else NULL if "null" in args else SIMPLE
    _config(ctx).authentication = kind
    _apply(ctx)


def _key(ctx: ConfigContext, args: Args) -> None:
    _config(ctx).password = "" if args.no else _secret(args)
    _apply(ctx)


def _digest_key(ctx: ConfigContext, args: Args) -> None:
    keys = _config(ctx).keys
    keys.pop(args.int("key-id"), None)
    if not args.no:
        keys[args.int("key-id")] = _secret(args)
    _apply(ctx)


def _secret(args: Args) -> str:
    """The key as typed, or (`7`) unscrambled. Raises CommandError."""
    key = args.text("key")
    if args.int("encryption", 0) != 7:
        return key
    try:
        salt, scrambled = int(key[:2]), bytes.fromhex(key[2:])
    except ValueError:
        raise CommandError("Invalid encrypted password: " + key) from None
    length = len(_SCRAMBLER)
    return bytes(byte ^ _SCRAMBLER[(salt + at) % length] for at, byte in enumerate(scrambled)).decode("latin-1")


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
    "point-to-point": "Specify OSPF point-to-point network",
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

INTERFACE_COMMANDS = tuple(
    Command("interface", f"ip ospf {notation}", run, _HELP, key=key, rank=250 + place)
    for place, (notation, run, key) in enumerate(
        (
            ("authentication [{message-digest|null}]", _authentication, ()),
            ("authentication-key [<encryption:0-7>] <key:WORD>", _key, ()),
            ("message-digest-key <key-id:1-255> md5 [<encryption:0-7>] <key:WORD>", _digest_key, ("key-id",)),
            ("network {broadcast|point-to-point}", _network, ()),
            ("cost <cost:1-65535>", _cost, ()),
            (f"hello-interval {_SECONDS}", _hello, ()),
            (f"dead-interval {_SECONDS}", _dead, ()),
            (f"retransmit-interval {_SECONDS}", _retransmit, ()),
            (f"transmit-delay {_SECONDS}", _transmit_delay, ()),
            ("priority <priority:0-255>", _priority, ()),
            ("mtu-ignore", _mtu_ignore, ()),
        )
    )
)
