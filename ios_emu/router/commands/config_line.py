"""`line con 0` and its kind. What is set there is kept and shown; there is one console and nobody dials in yet."""

from __future__ import annotations

from ios_emu.grammar.command import Args, Command, Store
from ios_emu.router.context import ConfigContext, Instead

_PROTOCOLS = "{all | none | [telnet | ssh | lat | pad | udptn | v120 | mop | nasi | rlogin]*}"


def _long_name(ctx: ConfigContext, args: Args) -> Instead:
    """`line console 0` is kept as `line con 0`."""
    return Instead(f"{'no ' if args.no else ''}line con {args.int('first')}")


def _line_command(notation: str, rank: int, store: Store = Store.OFF, **help_text: str) -> Command:
    return Command("line", notation, None, help_text, store, rank=rank)


def _first(args: Args) -> tuple[int, ...]:
    return (args.int("first"),)


LINE_COMMANDS = (
    Command("config", "line con <first:0-0>", key=("first",), enters="line", rank=1200, separate=False),
    Command("config", "line console <first:0-0>", _long_name, store=Store.NEVER),
    Command("config", "line aux <first:0-0>", key=("first",), enters="line", rank=1201, separate=False),
    Command(
        "config",
        "line vty <first:0-988> [<last:1-988>]",
        key=("first",),
        enters="line",
        rank=1202,
        order=_first,
        separate=False,
    ),
    _line_command("access-class <acl:WORD> {in|out}", 100),
    _line_command("exec-timeout <minutes:0-35791> [<seconds:0-2147483>]", 110),
    _line_command("session-timeout <minutes:0-35791>", 111),
    _line_command("privilege level <level:0-15>", 120),
    _line_command("password [0|7] <password:LINE>", 130),
    _line_command("logging synchronous [level {<level:0-7>|all}]", 140),
    _line_command("login [local|authentication <list:WORD>]", 150, Store.BOTH),
    _line_command("history size <size:0-256>", 160),
    _line_command("length <lines:0-512>", 170),
    _line_command("width <columns:0-512>", 171),
    _line_command("exec", 180, Store.ON),
    _line_command("modem InOut", 185),
    _line_command(f"transport preferred {_PROTOCOLS}", 200, Store.BOTH),
    _line_command(f"transport input {_PROTOCOLS}", 201, Store.BOTH),
    _line_command(f"transport output {_PROTOCOLS}", 202, Store.BOTH),
    _line_command("stopbits {1|1.5|2}", 210),
    _line_command("databits {5|6|7|8}", 211),
    _line_command("flowcontrol {none|software|hardware}", 212),
    _line_command("speed <bps:0-115200>", 213),
)
