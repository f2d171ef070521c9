"""`router ospf` and its section."""

from __future__ import annotations

from ios_emu.features.ospf.auth import MD5, SIMPLE
from ios_emu.features.ospf.config import DefaultOriginate, Network, ProcessConfig, Redistribution
from ios_emu.features.ospf.instance import Ospf
from ios_emu.grammar.command import Args, Command, Store
from ios_emu.grammar.grammar import Match, Mode
from ios_emu.router.boot import TOP, Section, apply_line
from ios_emu.router.context import CommandError, ConfigContext, Instead
from ios_emu.wire import IPv4
from ios_emu.wire.address import length_of

MODE = "router-ospf"
MODES = (Mode(MODE, "(config-router)#", "config"),)
_AREA = "{<area:0-4294967295>|<area-id:A.B.C.D>}"


# -- router ospf -----------------------------------------------------------------------------------------


def _router_ospf(ctx: ConfigContext, args: Args) -> str | None:
    ospf, pid = ctx.router.feature(Ospf), args.int("process")
    if args.no:
        ospf.remove(pid)
        return None
    if pid in ospf.configs:
        return None
    ospf.configs[pid] = ProcessConfig()
    ospf.apply(pid)
    if not ctx.router.booted:
        return None
    _log_by_default(ctx, args)
    if pid in ospf.processes:
        return None
    reason = 'There must be at least one "up" IP interface, for OSPF to use as router ID'
    ctx.router.log("OSPF", 4, "NORTRID", f"OSPF process {pid} cannot start. {reason}")
    return None


def _log_by_default(ctx: ConfigContext, args: Args) -> None:
    """A process made at the prompt logs its adjacencies: the line appears in its section by itself."""
    header = " ".join(args.words)
    match = ctx.router.catalog.grammar.match("config", header)
    if isinstance(match, Match):
        ctx.router.config.apply(ctx.path, match)
        section = Section(MODE, (*ctx.path, header), (*ctx.parents, args))
        apply_line(ctx.router, (*TOP, section), "log-adjacency-changes")


def _pid(ctx: ConfigContext) -> int:
    return ctx.parent.int("process")


def _config(ctx: ConfigContext) -> ProcessConfig:
    return ctx.router.feature(Ospf).configs[_pid(ctx)]


def _apply(ctx: ConfigContext) -> None:
    ctx.router.feature(Ospf).apply(_pid(ctx))


def _area(args: Args) -> IPv4:
    return args.ip("area-id") if "area-id" in args else IPv4(args.int("area"))


def _router_id(ctx: ConfigContext, args: Args) -> str | None:
    ospf, pid = ctx.router.feature(Ospf), _pid(ctx)
    config = _config(ctx)
    config.router_id = None if args.no else args.ip("id")
    for other, running in ospf.processes.items():
        if other != pid and running.router_id == config.router_id:
            config.router_id = None
            raise CommandError(f"% OSPF: router-id {running.router_id} in use by ospf process {other}\n")
    process = ospf.processes.get(pid)
    if process is None:
        ospf.apply(pid)
    elif config.router_id != process.router_id:
        if any(True for _ in process.neighbors()):
            return 'Reload or use "clear ip ospf process" command, for this to take effect\n'
        ospf.restart(pid)
    return None


def _network(ctx: ConfigContext, args: Args) -> Instead | None:
    address, wildcard, area = args.ip("address"), args.ip("wildcard"), _area(args)
    if wildcard >> 24 == 255 and wildcard != 0xFFFFFFFF and _is_mask(wildcard):
        wildcard = IPv4(wildcard ^ 0xFFFFFFFF)  # a netmask was typed: IOS turns it round
    masked = IPv4(address & (wildcard ^ 0xFFFFFFFF))
    if (masked, wildcard) != (address, args.ip("wildcard")):
        words = "no " if args.no else ""
        return Instead(f"{words}network {masked} {wildcard} area {args.words[-1]}")
    config = _config(ctx)
    config.networks = [n for n in config.networks if (n.address, n.wildcard) != (masked, wildcard)]
    if not args.no:
        config.networks.append(Network(masked, wildcard, area))
    _apply(ctx)
    return None


def _is_mask(mask: IPv4) -> bool:
    try:
        length_of(mask)
    except ValueError:
        return False
    return True


def _passive(ctx: ConfigContext, args: Args) -> None:
    config = _config(ctx)
    stale = [f"passive-interface {args.words[-1]}"]
    if "default" in args:
        config.passive_default = not args.no
        if args.no:
            stale += [f"no passive-interface {name}" for name, passive in config.passive.items() if not passive]
            config.passive = {name: True for name, passive in config.passive.items() if passive}
    else:
        config.passive[args.interface("interface")] = not args.no
        if args.no and not config.passive_default:
            del config.passive[args.interface("interface")]
    _apply(ctx)
    if args.no and not config.passive_default:
        # This is how it is anyway: the running-config keeps neither the line nor its `no` form.
        for line in stale:
            ctx.router.config.remove(*ctx.path, line)
        raise CommandError("")


def _redistribute(ctx: ConfigContext, args: Args) -> str | Instead | None:
    config = _config(ctx)
    source = "static" if "static" in args else "connected"
    old = config.redistribute.get(source)
    if args.no and old is not None and args.words != args.identity:
        return Instead(_without(source, old, args))
    if args.no:
        config.redistribute.pop(source, None)
    else:
        metric = args.int("metric") if "metric" in args else None
        config.redistribute[source] = Redistribution(
            "subnets" in args, metric, args.int("type", 2), args.int("tag", 0)
        )
    ctx.router.feature(Ospf).redistribution_changed(_pid(ctx))
    if not args.no and "subnets" not in args and ctx.router.booted:
        return "% Only classful networks will be redistributed\n"
    return None


def _without(source: str, old: Redistribution, args: Args) -> str:
    """`no redistribute static subnets` takes away the option only: what is left of the line."""
    line = f"redistribute {source}"
    if old.metric is not None and "metric" not in args:
        line += f" metric {old.metric}"
    if old.metric_type == 1 and "type" not in args:
        line += " metric-type 1"
    if old.subnets and "subnets" not in args:
        line += " subnets"
    if old.tag and "tag" not in args:
        line += f" tag {old.tag}"
    return line


def _default_originate(ctx: ConfigContext, args: Args) -> None:
    originate = None
    if not args.no:
        metric = args.int("metric") if "metric" in args else None
        originate = DefaultOriginate("always" in args, metric, args.int("type", 2))
    _config(ctx).default_originate = originate
    ctx.router.feature(Ospf).redistribution_changed(_pid(ctx))


def _default_metric(ctx: ConfigContext, args: Args) -> None:
    _config(ctx).default_metric = None if args.no else args.int("metric")
    ctx.router.feature(Ospf).redistribution_changed(_pid(ctx))


def _log_changes(ctx: ConfigContext, args: Args) -> None:
    config = _config(ctx)
    config.log_changes = not args.no
    config.log_detail = "detail" in args and not args.no


def _timers_spf(ctx: ConfigContext, args: Args) -> None:
    config, default = _config(ctx), ProcessConfig()
    config.spf_delay = default.spf_delay if args.no else args.int("delay")
    config.spf_hold = default.spf_hold if args.no else args.int("hold")


def _reference_bandwidth(ctx: ConfigContext, args: Args) -> str | None:
    _config(ctx).reference_bandwidth = 100 if args.no else args.int("mbps")
    _apply(ctx)
    if not ctx.router.booted:
        return None
    return (
        "% OSPF: Reference bandwidth is changed. \n"
        "        Please ensure reference bandwidth is consistent across all routers.\n"
    )


def _area_authentication(ctx: ConfigContext, args: Args) -> None:
    areas = _config(ctx).area_authentication
    if args.no:
        areas.pop(_area(args), None)
    else:
        areas[_area(args)] = MD5 if "message-digest" in args else SIMPLE
    _apply(ctx)


def _maximum_paths(ctx: ConfigContext, args: Args) -> None:
    _config(ctx).maximum_paths = 4 if args.no else args.int("paths")
    ctx.router.feature(Ospf).recalculate(_pid(ctx))


def _distance(ctx: ConfigContext, args: Args) -> None:
    _config(ctx).distance = 110 if args.no else args.int("distance")
    ctx.router.feature(Ospf).recalculate(_pid(ctx))


_METRICS = "metric <metric:0-16777214> | metric-type <type:1-2>"
_HELP = {
    "<process>": "Process ID",
    "<type>": "OSPF exterior metric type",
    "always": "Always advertise default route",
    "detail": "Log all state changes",
    "default": "Suppress routing updates on all interfaces",
    "spf": "OSPF SPF timers",
    "<delay>": "Delay between receiving a change to SPF calculation",
    "<hold>": "Hold time between consecutive SPF calculations",
    "reference-bandwidth": "Use reference bandwidth method to assign OSPF cost",
    "<mbps>": "The reference bandwidth in terms of Mbits per second",
    "message-digest": "Use message-digest authentication",
    "<paths>": "Number of paths",
    "<distance>": "Administrative distance",
}

CONFIG_COMMANDS = (
    Command(
        "config",
        "router ospf <process:1-65535>",
        _router_ospf,
        _HELP,
        key=("process",),
        enters=MODE,
        rank=800,
    ),
    Command(MODE, "router-id <id:A.B.C.D>", _router_id, {"<id>": "OSPF router-id in IP address format"}, rank=100),
    Command(MODE, "log-adjacency-changes [detail]", _log_changes, _HELP, rank=110),
    Command(MODE, "auto-cost reference-bandwidth <mbps:1-4294967>", _reference_bandwidth, _HELP, rank=120),
    Command(
        MODE,
        f"area {_AREA} authentication [message-digest]",
        _area_authentication,
        _HELP,
        key=("area", "area-id"),
        rank=130,
    ),
    Command(MODE, "timers spf <delay:0-4294967> <hold:0-4294967>", _timers_spf, _HELP, rank=140),
    Command(
        MODE,
        f"redistribute {{connected|static}} [{_METRICS} | subnets | tag <tag:0-4294967295>]*",
        _redistribute,
        _HELP,
        key=("connected",),
        rank=150,
    ),
    Command(
        MODE,
        "passive-interface {default|<interface:INTERFACE>}",
        _passive,
        _HELP,
        Store.BOTH,
        key=("default", "interface"),
        rank=160,
    ),
    Command(
        MODE,
        f"network <address:A.B.C.D> <wildcard:WILDCARD> area {_AREA}",
        _network,
        _HELP,
        key=("address", "wildcard"),
        rank=170,
    ),
    Command(MODE, "maximum-paths <paths:1-16>", _maximum_paths, _HELP, rank=180),
    Command(MODE, f"default-information originate [always | {_METRICS}]*", _default_originate, _HELP, rank=190),
    Command(MODE, "default-metric <metric:1-16777214>", _default_metric, _HELP, rank=191),
    Command(MODE, "distance <distance:1-255>", _distance, _HELP, rank=192),
)
