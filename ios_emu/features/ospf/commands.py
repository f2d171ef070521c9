"""`router ospf` and its section, apart from areas and redistribution."""

from __future__ import annotations

from ios_emu.features.ospf.commands_area import AREA, AREA_COMMANDS, MODE, area_of, config_of, process_of
from ios_emu.features.ospf.commands_redistribute import REDISTRIBUTE_COMMANDS
from ios_emu.features.ospf.config import LsaThrottle, Network, Policy, PolicyKind, ProcessConfig, StaticNeighbor
from ios_emu.features.ospf.instance import Ospf
from ios_emu.grammar.command import Args, Command, Handler, Store
from ios_emu.grammar.grammar import Match, Mode
from ios_emu.router.boot import TOP, Section, apply_line
from ios_emu.router.context import CommandError, ConfigContext, Implied, Instead
from ios_emu.router.release import ByRelease, Train
from ios_emu.wire import IPv4
from ios_emu.wire.address import length_of

MODES = (Mode(MODE, "(config-router)#", "config"),)
WAIT_FOR_BGP = 600
"""Seconds that `max-metric router-lsa on-startup wait-for-bgp` waits at most; no BGP will ever say it is there."""
_LOGS_BY_DEFAULT = ByRelease({Train.R12_2: False, Train.R15: True})


# -- router ospf -----------------------------------------------------------------------------------------


def _router_ospf(ctx: ConfigContext, args: Args) -> str | None:
    ospf, pid = ctx.router.feature(Ospf), args.int("process")
    if args.no:
        ospf.remove(pid)
        return None
    if pid in ospf.configs:
        return None
    logs = _LOGS_BY_DEFAULT[ctx.router.release]
    ospf.configs[pid] = ProcessConfig(log_changes=logs)
    ospf.apply(pid)
    if not ctx.router.booted:
        return None
    if not logs:
        _log_from_now_on(ctx, args)
    if pid in ospf.processes:
        return None
    reason = 'There must be at least one "up" IP interface, for OSPF to use as router ID'
    ctx.router.log("OSPF", 4, "NORTRID", f"OSPF process {pid} cannot start. {reason}")
    return None


def _log_from_now_on(ctx: ConfigContext, args: Args) -> None:
    """In 12.x a process made at the prompt logs its adjacencies: the line appears in its section by itself."""
    header = " ".join(args.words)
    match = ctx.router.catalog.grammar.match("config", header)
    if isinstance(match, Match):
        ctx.router.config.apply(ctx.path, match)
        section = Section(MODE, (*ctx.path, header), (*ctx.parents, args))
        apply_line(ctx.router, (*TOP, section), "log-adjacency-changes")


def _apply(ctx: ConfigContext) -> None:
    ctx.router.feature(Ospf).apply(process_of(ctx))


def _router_id(ctx: ConfigContext, args: Args) -> str | None:
    ospf, pid = ctx.router.feature(Ospf), process_of(ctx)
    config = config_of(ctx)
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


def _log_changes(ctx: ConfigContext, args: Args) -> Implied | None:
    config = config_of(ctx)
    config.log_changes = not args.no
    config.log_detail = "detail" in args and not args.no
    logs = _LOGS_BY_DEFAULT[ctx.router.release]
    # A 15.0 shows its default as 12.4 does: in a config that IOS wrote, the line is there because it is shown.
    shown = ctx.router.config.as_written and not ctx.router.booted
    return Implied() if config.log_changes == logs and not config.log_detail and not shown else None


# -- interfaces and neighbours ---------------------------------------------------------------------------


def _network(ctx: ConfigContext, args: Args) -> Instead | None:
    address, wildcard, area = args.ip("address"), args.ip("wildcard"), area_of(args)
    if wildcard >> 24 == 255 and wildcard != 0xFFFFFFFF and _is_mask(wildcard):
        wildcard = IPv4(wildcard ^ 0xFFFFFFFF)  # a netmask was typed: IOS turns it round
    masked = IPv4(address & (wildcard ^ 0xFFFFFFFF))
    if (masked, wildcard) != (address, args.ip("wildcard")):
        words = "no " if args.no else ""
        return Instead(f"{words}network {masked} {wildcard} area {args.words[-1]}")
    config = config_of(ctx)
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


def _passive(ctx: ConfigContext, args: Args) -> Implied | None:
    config = config_of(ctx)
    if "default" in args:
        config.passive_default = not args.no
        if args.no:
            for name, passive in config.passive.items():
                if not passive:
                    ctx.router.config.remove(*ctx.path, f"no passive-interface {name}")
            config.passive = {name: True for name, passive in config.passive.items() if passive}
    else:
        config.passive[args.interface("interface")] = not args.no
        if args.no and not config.passive_default:
            del config.passive[args.interface("interface")]
    _apply(ctx)
    return Implied() if args.no and not config.passive_default else None


def _neighbor(ctx: ConfigContext, args: Args) -> None:
    neighbors = config_of(ctx).neighbors
    if args.no:
        neighbors.pop(args.ip("address"), None)
    else:
        cost = args.int("cost") if "cost" in args else None
        neighbors[args.ip("address")] = StaticNeighbor(args.int("priority", 0), args.int("poll", 120), cost)
    _apply(ctx)


# -- timers and metrics ----------------------------------------------------------------------------------


def _timers_spf(ctx: ConfigContext, args: Args) -> None:
    _throttle(ctx, args, 1000 * args.int("delay", 0), 1000 * args.int("hold", 0), 1000 * args.int("hold", 0))


def _throttle_spf(ctx: ConfigContext, args: Args) -> None:
    _throttle(ctx, args, args.int("start", 0), args.int("hold", 0), args.int("maximum", 0))


def _throttle(ctx: ConfigContext, args: Args, start: int, hold: int, maximum: int) -> None:
    config, default = config_of(ctx), ProcessConfig()
    if args.no:
        start, hold, maximum = default.spf_start, default.spf_hold, default.spf_maximum
    config.spf_start, config.spf_hold, config.spf_maximum = start, hold, max(hold, maximum)


def _throttle_lsa(ctx: ConfigContext, args: Args) -> None:
    throttle = None if args.no else LsaThrottle(args.int("start"), args.int("hold"), args.int("maximum"))
    config_of(ctx).lsa_throttle = throttle


def _arrival(ctx: ConfigContext, args: Args) -> None:
    config_of(ctx).lsa_arrival = ProcessConfig.lsa_arrival if args.no else args.int("ms")


def _pacing(ctx: ConfigContext, args: Args) -> None:
    config = config_of(ctx)
    if "flood" in args:
        config.flood_pacing = ProcessConfig.flood_pacing if args.no else args.int("ms")
    else:
        config.retransmission_pacing = ProcessConfig.retransmission_pacing if args.no else args.int("ms")


def _reference_bandwidth(ctx: ConfigContext, args: Args) -> str | None:
    config_of(ctx).reference_bandwidth = 100 if args.no else args.int("mbps")
    _apply(ctx)
    if not ctx.router.booted:
        return None
    return (
        "% OSPF: Reference bandwidth is changed. \n"
        "        Please ensure reference bandwidth is consistent across all routers.\n"
    )


def _maximum_metric(ctx: ConfigContext, args: Args) -> None:
    config = config_of(ctx)
    config.maximum_metric = not args.no
    config.maximum_metric_time = 0
    if "on-startup" in args and not args.no:
        config.maximum_metric_time = args.int("seconds", WAIT_FOR_BGP)
    ctx.router.feature(Ospf).reconfigured(process_of(ctx))


def _shutdown(ctx: ConfigContext, args: Args) -> None:
    config_of(ctx).shutdown = not args.no
    _apply(ctx)


def _maximum_paths(ctx: ConfigContext, args: Args) -> None:
    config_of(ctx).maximum_paths = 4 if args.no else args.int("paths")
    ctx.router.feature(Ospf).recalculate(process_of(ctx))


def _rfc1583(ctx: ConfigContext, args: Args) -> None:
    config_of(ctx).rfc1583 = not args.no
    ctx.router.feature(Ospf).reconfigured(process_of(ctx))


def _distance(ctx: ConfigContext, args: Args) -> None:
    config_of(ctx).distance = 110 if args.no else args.int("distance")
    ctx.router.feature(Ospf).recalculate(process_of(ctx))


def _distance_of_source(ctx: ConfigContext, args: Args) -> None:
    distances = config_of(ctx).source_distances
    name = args.ip("address"), args.ip("wildcard")
    distances.pop(name, None)
    if not args.no:
        acl = Policy(PolicyKind.ACCESS_LIST, args.text("acl")) if "acl" in args else None
        distances[name] = args.int("distance"), acl
    ctx.router.feature(Ospf).recalculate(process_of(ctx))


_KINDS = {"intra-area": "intra", "inter-area": "inter", "external": "external"}


def _distance_ospf(ctx: ConfigContext, args: Args) -> Instead | None:
    config = config_of(ctx)
    said = {kind: args.int(name) for kind, name in _KINDS.items() if name in args}
    if not args.no:
        wanted = {**config.distances, **said}
    else:
        wanted = {kind: value for kind, value in config.distances.items() if said and kind not in said}
    config.distances = wanted
    ctx.router.feature(Ospf).recalculate(process_of(ctx))
    if not wanted or (wanted == said and not args.no):
        return None
    return Instead("distance ospf " + " ".join(f"{kind} {wanted[kind]}" for kind in _KINDS if kind in wanted))


_HELP = {
    "<process>": "Process ID",
    "detail": "Log all state changes",
    "default": "Suppress routing updates on all interfaces",
    "timers": "Adjust routing timers",
    "throttle": "OSPF throttle timers",
    "spf": "OSPF SPF timers",
    "<delay>": "Delay between receiving a change to SPF calculation",
    "<hold>": "Hold time between consecutive SPF calculations",
    "<start>": "Delay between receiving a change to SPF calculation in milliseconds",
    "<maximum>": "Maximum wait time in milliseconds for SPF calculations",
    "lsa": "OSPF LSA timers",
    "arrival": "OSPF minimum arrival interval between accepting LSA",
    "pacing": "OSPF pacing timers",
    "<ms>": "Milliseconds",
    "reference-bandwidth": "Use reference bandwidth method to assign OSPF cost",
    "<mbps>": "The reference bandwidth in terms of Mbits per second",
    "<paths>": "Number of paths",
    "<distance>": "Administrative distance",
    "intra-area": "Distance for intra-area routes",
    "inter-area": "Distance for inter-area routes",
    "external": "Distance for external type 5 and type 7 routes",
    "compatible": "OSPF compatibility list",
    "rfc1583": "compatible with RFC 1583",
    "neighbor": "Specify a neighbor router",
    "priority": "OSPF priority of non-broadcast neighbor",
    "poll-interval": "OSPF dead-router polling interval",
    "cost": "OSPF cost for point-to-multipoint neighbor",
    "max-metric": "Set maximum metric",
    "on-startup": "Set maximum metric temporarily after reboot",
    "wait-for-bgp": "Let BGP decide when to originate router-LSA with normal metric",
    "include-stub": "Set maximum metric for stub links in router-LSAs",
    "shutdown": "Shutdown the router process",
    "router-lsa": "Maximum metric in self-originated router-LSAs",
}


_METRIC_OPTIONS = (
    "on-startup {<seconds:5-86400>|wait-for-bgp} | include-stub | summary-lsa [<summary:1-16777215>] | "
    "external-lsa [<external:1-16777215>]"
)


def _command(
    notation: str, run: Handler, rank: int, store: Store = Store.OFF, key: tuple[str, ...] = ()
) -> Command:
    return Command(MODE, notation, run, _HELP, store, key, rank=rank)


_PROCESS_COMMANDS = (
    _command("router-id <id:A.B.C.D>", _router_id, 100),
    _command("log-adjacency-changes [detail]", _log_changes, 110, Store.BOTH),
    _command("compatible rfc1583", _rfc1583, 112, Store.ON),
    _command(f"max-metric router-lsa [{_METRIC_OPTIONS}]*", _maximum_metric, 115),
    _command("shutdown", _shutdown, 200),
    _command("auto-cost reference-bandwidth <mbps:1-4294967>", _reference_bandwidth, 120),
    _command("timers spf <delay:0-4294967> <hold:0-4294967>", _timers_spf, 140),
    _command("timers throttle spf <start:1-600000> <hold:1-600000> <maximum:1-600000>", _throttle_spf, 140),
    _command("timers throttle lsa [all] <start:0-600000> <hold:1-600000> <maximum:1-600000>", _throttle_lsa, 141),
    _command("timers lsa arrival <ms:0-600000>", _arrival, 142),
    _command("timers pacing {flood|retransmission} <ms:5-200>", _pacing, 143, key=("flood",)),
    _command(
        "passive-interface {default|<interface:INTERFACE>}", _passive, 160, Store.BOTH, ("default", "interface")
    ),
    _command(
        f"network <address:A.B.C.D> <wildcard:WILDCARD> area {AREA}", _network, 170, key=("address", "wildcard")
    ),
    _command(
        "neighbor <address:A.B.C.D> [priority <priority:0-255> | poll-interval <poll:0-4294967295> | "
        "cost <cost:1-65535> | database-filter all out]*",
        _neighbor,
        175,
        key=("address",),
    ),
    _command("maximum-paths <paths:1-32>", _maximum_paths, 180),
    _command("distance <distance:1-255>", _distance, 192),
    _command(
        "distance <distance:1-255> <address:A.B.C.D> <wildcard:WILDCARD> [<acl:WORD>]",
        _distance_of_source,
        192,
        key=("address", "wildcard"),
    ),
    _command(
        "distance ospf [intra-area <intra:1-255> | inter-area <inter:1-255> | external <external:1-255>]*",
        _distance_ospf,
        193,
    ),
)

CONFIG_COMMANDS = (
    Command(
        "config", "router ospf <process:1-65535>", _router_ospf, _HELP, key=("process",), enters=MODE, rank=800
    ),
    *_PROCESS_COMMANDS,
    *AREA_COMMANDS,
    *REDISTRIBUTE_COMMANDS,
)
