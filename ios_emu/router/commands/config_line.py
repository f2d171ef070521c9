"""`line con 0` and its kind. `ios_emu.router.line` reads what is set there, for the console and for virtual lines."""

from __future__ import annotations

from ios_emu.grammar.command import Args, Command, Handler, Store
from ios_emu.router.context import CommandError, ConfigContext, Instead
from ios_emu.router.secrets import unscramble

_PROTOCOLS = "{all | none | [lat | pad | telnet | rlogin | nasi | lapb-ta | mop | udptn | v120 | ssh]*}"


def _long_name(ctx: ConfigContext, args: Args) -> Instead:
    """`line console 0` is kept as `line con 0`."""
    return Instead(f"{'no ' if args.no else ''}line con {args.int('first')}")


def _password(ctx: ConfigContext, args: Args) -> Instead | None:
    if args.no:
        return None
    text = args.text("password")
    if "7" in args and unscramble(text) is None:
        raise CommandError(f"Invalid encrypted password: {text}\n")
    return Instead(f"password {text}") if "0" in args else None


def _login(ctx: ConfigContext, args: Args) -> str | None:
    """A line whose password is asked for must have one."""
    router = ctx.router
    section = router.config.section(*ctx.path)
    if args.no or len(args.words) > 1 or not router.booted or section is None or section.lines("password"):
        return None
    start = {"con": 0, "aux": 1}.get(ctx.parent.words[1], 2)
    first = ctx.parent.int("first")
    numbers = range(start + first, start + ctx.parent.int("last", first) + 1)
    return "".join(f"% Login disabled on line {number}, until 'password' is set\n" for number in numbers)


_HELP = {
    "exec-timeout": "Set the EXEC timeout",
    "password": "Set a password",
    "login": "Enable password checking",
    "local": "Local password checking",
    "logging": "Modify message logging facilities",
    "synchronous": "Synchronized message output",
    "privilege": "Change privilege level for line",
    "level": "Assign default privilege level for line",
    "length": "Set number of lines on a screen",
    "width": "Set width of the display terminal",
    "history": "Enable and control the command history function",
    "size": "Set history buffer size",
    "motd-banner": "Enable the display of the MOTD banner",
    "exec-banner": "Enable the display of the EXEC banner",
    "transport": "Define transport protocols for line",
    "preferred": "Specify the preferred protocol to use",
    "<minutes>": "Timeout in minutes",
    "<seconds>": "Timeout in seconds",
    "<level>": "Default privilege level for line",
    "<password>": "The UNENCRYPTED (cleartext) line password",
}


def _line_command(notation: str, rank: int, store: Store = Store.OFF, run: Handler | None = None) -> Command:
    return Command("line", notation, run, _HELP, store, rank=rank)


def _kept(notation: str, rank: int, store: Store = Store.OFF) -> Command:
    return Command("line", notation, help=_HELP, store=store, rank=rank, kept=True)


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
    _line_command("exec-timeout <minutes:0-35791> [<seconds:0-2147483>]", 110, Store.BOTH),
    _kept("session-timeout <minutes:0-35791>", 111),
    _line_command("privilege level <level:0-15>", 120),
    _line_command("password [0|7] <password:LINE>", 130, run=_password),
    _line_command("logging synchronous [level {<severity:0-7>|all}] [limit <messages:0-2147483647>]", 140),
    _line_command("login [local|authentication <list:WORD>]", 150, Store.BOTH, _login),
    _line_command("history size <size:0-256>", 160),
    _line_command("length <lines:0-512>", 170),
    _line_command("width <columns:0-512>", 171),
    _line_command("exec", 180, Store.ON),
    _line_command("motd-banner", 181, Store.ON),
    _line_command("exec-banner", 182, Store.ON),
    _kept("modem InOut", 185),
    _line_command(f"transport preferred {_PROTOCOLS}", 200, Store.BOTH),
    _line_command(f"transport input {_PROTOCOLS}", 201, Store.BOTH),
    _line_command(f"transport output {_PROTOCOLS}", 202, Store.BOTH),
    _kept("stopbits {1|1.5|2}", 210),
    _kept("databits {5|6|7|8}", 211),
    _kept("flowcontrol {none|software|hardware}", 212),
    _kept("speed <bps:0-115200>", 213),
)
