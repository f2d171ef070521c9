"""Global configuration: identity, services, names, logging; and the ways out of configuration mode."""

from __future__ import annotations

from datetime import timedelta

from ios_emu.grammar.command import Args, Command, Store
from ios_emu.router.context import CommandError, ConfigContext, Exec, Instead, Leave
from ios_emu.router.logging import DEBUGGING, INFORMATIONAL
from ios_emu.router.release import release_of
from ios_emu.router.show.system import LEVELS

_SEVERITY = "{<severity:0-7>|" + "|".join(LEVELS) + "}"


def severity_of(args: Args, default: int) -> int:
    """The severity that a line names by number or by word."""
    if "severity" in args:
        return args.int("severity")
    return next((number for number, word in enumerate(LEVELS) if word in args), default)


def _version(ctx: ConfigContext, args: Args) -> None:
    if ctx.router.fixed_release is None and not args.no:
        ctx.router.release = release_of(args.text("version"))


def _hostname(ctx: ConfigContext, args: Args) -> None:
    name = "Router" if args.no else args.text("name")
    if not name[0].isalpha() and not name[0].isdigit():
        raise CommandError("% Hostname contains one or more illegal characters.\n")
    ctx.router.hostname = name


def _timestamps(ctx: ConfigContext, args: Args) -> None:
    kinds = [kind for kind in ("debug", "log") if kind in args] or ["debug", "log"]
    for kind in kinds:
        stamps = ctx.router.logging.timestamps[kind]
        if args.no:
            stamps.style = ""
            stamps.msec = stamps.show_timezone = stamps.localtime = False
        else:
            stamps.style = "datetime" if "datetime" in args else "uptime"
            stamps.msec = "msec" in args
            stamps.show_timezone = "show-timezone" in args
            stamps.localtime = "localtime" in args


def _sequence_numbers(ctx: ConfigContext, args: Args) -> None:
    ctx.router.logging.sequence_numbers = not args.no


def _timezone(ctx: ConfigContext, args: Args) -> None:
    clock = ctx.router.logging.clock
    before, zone, shift = clock.text(clock.local()), "UTC", timedelta()
    if not args.no:
        hours = args.text("hours")
        if not hours.lstrip("-").isdecimal() or not -23 <= int(hours) <= 23:
            raise CommandError("% Invalid input detected at '^' marker.\n\n")
        minutes = args.int("minutes", 0)
        zone, shift = (
            args.text("zone"),
            timedelta(hours=int(hours), minutes=-minutes if hours[0] == "-" else minutes),
        )
    clock.zone, clock.shift = zone, shift
    if ctx.router.booted:
        clock.updated(before, "console")


def _host(ctx: ConfigContext, args: Args) -> None:
    name = args.text("name").lower()
    if args.no:
        ctx.router.hosts.pop(name, None)
    else:
        ctx.router.hosts[name] = args.ip("address")


def _logging_on(ctx: ConfigContext, args: Args) -> None:
    ctx.router.logging.enabled = not args.no


def _in_words(args: Args) -> Instead | None:
    """A severity given by number is kept by its name."""
    if args.no or "severity" not in args:
        return None
    return Instead(" ".join((*args.words[:-1], LEVELS[args.int("severity")])))


def _logging_console(ctx: ConfigContext, args: Args) -> Instead | None:
    ctx.router.logging.console_level = None if args.no else severity_of(args, DEBUGGING)
    return _in_words(args)


def _logging_monitor(ctx: ConfigContext, args: Args) -> Instead | None:
    ctx.router.logging.monitor_level = None if args.no else severity_of(args, DEBUGGING)
    return _in_words(args)


def _logging_trap(ctx: ConfigContext, args: Args) -> Instead | None:
    ctx.router.logging.trap_level = None if args.no else severity_of(args, INFORMATIONAL)
    return _in_words(args)


def _logging_buffered(ctx: ConfigContext, args: Args) -> Instead | None:
    logging = ctx.router.logging
    if args.no:
        logging.buffer_level = None
        logging.buffer.clear()
        return None
    logging.buffer_level = severity_of(args, DEBUGGING)
    logging.buffer_size = args.int("size", 4096)
    return _in_words(args)


def _exit(ctx: ConfigContext, args: Args) -> Leave:
    return Leave()


def _end(ctx: ConfigContext, args: Args) -> Leave:
    return Leave(all=True)


def _do(ctx: ConfigContext, args: Args) -> Exec:
    return Exec(args.text("command"))


def _service(name: str, store: Store, rank: int, kept: bool = True) -> Command:
    return Command("config", f"service {name}", store=store, rank=rank, kept=kept)


_STAMP = "[{uptime | datetime [msec | localtime | show-timezone | year]*}]"

_WAYS_OUT = (
    Command("config", "exit", _exit, {"exit": "Exit from configure mode"}, Store.NEVER, privilege=1),
    Command("config", "end", _end, {"end": "Exit from configure mode"}, Store.NEVER, privilege=1),
    Command(
        "config", "do <command:LINE>", _do, {"do": "To run exec commands in config mode"}, Store.NEVER, privilege=1
    ),
)

_SERVICES = (
    Command("config", "version <version:WORD>", _version, {"version": "IOS version"}, rank=0),
    _service("nagle", Store.OFF, 9),
    _service("pad", Store.ON, 10),
    _service("tcp-keepalives-in", Store.OFF, 11),
    _service("tcp-keepalives-out", Store.OFF, 12),
    Command("config", f"service timestamps debug {_STAMP}", _timestamps, store=Store.BOTH, rank=20),
    Command("config", f"service timestamps log {_STAMP}", _timestamps, store=Store.BOTH, rank=21),
    _service("compress-config", Store.OFF, 31, kept=False),
    _service("config", Store.BOTH, 32),
    _service("linenumber", Store.OFF, 32),
    Command("config", "service sequence-numbers", _sequence_numbers, rank=33),
    _service("internal", Store.OFF, 34),
    _service("udp-small-servers", Store.OFF, 35),
    _service("tcp-small-servers", Store.OFF, 36),
    _service("dhcp", Store.ON, 37),
    _service("finger", Store.OFF, 38),
    _service("call-home", Store.BOTH, 39),
)

_IDENTITY = (
    Command(
        "config",
        "hostname <name:WORD>",
        _hostname,
        {"hostname": "Set system's network name", "<name>": "This system's network name"},
        rank=100,
    ),
    Command("config", "boot-start-marker", rank=200, kept=True),
    Command("config", "boot system <image:LINE>", rank=201, many=True),
    Command("config", "boot-end-marker", rank=202, kept=True),
    Command("config", "config-register <value:HEX>", rank=203),
)

_LOGGING = (
    Command("config", "logging on", _logging_on, store=Store.ON, rank=300),
    Command("config", f"logging buffered [<size:4096-2147483647>] [{_SEVERITY}]", _logging_buffered, rank=301),
    Command("config", f"logging console [{_SEVERITY}]", _logging_console, store=Store.ON, rank=302),
    Command("config", f"logging monitor [{_SEVERITY}]", _logging_monitor, store=Store.ON, rank=303),
    Command("config", f"logging trap [{_SEVERITY}]", _logging_trap, store=Store.ON, rank=304),
    Command("config", "logging facility <facility:WORD>", rank=305, kept=True),
    Command("config", "logging source-interface <interface:INTERFACE>", rank=306, kept=True),
    Command("config", "logging <host:A.B.C.D>", rank=307, many=True, kept=True),
    Command("config", "logging rate-limit <rate:1-10000>", rank=308, kept=True),
)

_ACCESS = (
    Command("config", "aaa new-model", store=Store.BOTH, rank=320),
    Command("config", "aaa session-id {common|unique}", rank=321, kept=True),
    Command("config", "memory-size iomem <percent:5-50>", rank=330, kept=True),
    Command("config", "clock timezone <zone:WORD> <hours:WORD> [<minutes:0-59>]", _timezone, rank=331),
)  # fmt: skip


_IP = (
    Command("config", "ip subnet-zero", store=Store.BOTH, rank=350, kept=True),
    Command("config", "ip source-route", store=Store.BOTH, rank=351, kept=True),
    Command("config", "ip finger", rank=352, kept=True),
    Command("config", "ip gratuitous-arps", store=Store.BOTH, rank=352, kept=True),
    Command("config", "ip domain lookup", store=Store.ON, rank=355),
    Command("config", "ip domain-lookup", store=Store.ON, rank=355),
    Command("config", "ip domain name <name:WORD>", rank=356),
    Command("config", "ip domain-name <name:WORD>", rank=356),
    Command("config", "ip host <name:WORD> <address:A.B.C.D>", _host, key=("name",), rank=357),
    Command("config", "ip name-server <server:A.B.C.D>...", rank=358, many=True, kept=True),
    Command("config", "ip tcp synwait-time <seconds:5-300>", rank=360, kept=True),
    Command("config", "ip ssh version {1|2}", rank=361, kept=True),
    Command("config", "ip bootp server", store=Store.ON, rank=359, kept=True),
    Command("config", "ip cef", store=Store.BOTH, rank=400),
    Command("config", "ipv6 cef", store=Store.BOTH, rank=401, kept=True),
    Command("config", "ip classless", store=Store.BOTH, rank=900, kept=True),
    Command("config", "ip forward-protocol nd", store=Store.BOTH, rank=901, kept=True),
    Command("config", "ip http server", store=Store.BOTH, rank=980, kept=True),
    Command("config", "ip http secure-server", store=Store.BOTH, rank=981, kept=True),
    Command("config", "ip http access-class <number:1-99>", rank=982, kept=True),
    Command("config", "ip http timeout-policy idle <idle:1-600> life <life:1-86400> requests <requests:1-86400>",
            rank=983, kept=True),
    Command("config", "cdp run", store=Store.BOTH, rank=1050, kept=True),
    Command("config", "scheduler allocate <interrupt:400-60000> <process:100-4000>", store=Store.BOTH, rank=1300,
            kept=True),
    Command("config", "scheduler max-task-time <milliseconds:0-65535>", rank=1301, kept=True),
)  # fmt: skip

GLOBAL_COMMANDS = (*_WAYS_OUT, *_SERVICES, *_IDENTITY, *_LOGGING, *_ACCESS, *_IP)
