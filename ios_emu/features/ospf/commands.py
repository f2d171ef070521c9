"""The commands that configure OSPF."""

from __future__ import annotations

from collections.abc import Callable

from ios_emu.features.ospf.auth import MD5, NULL, SIMPLE
from ios_emu.features.ospf.config import (
    BROADCAST,
    POINT_TO_POINT,
    DefaultOriginate,
    InterfaceConfig,
    Network,
    ProcessConfig,
    Redistribution,
)
from ios_emu.features.ospf.instance import Ospf
from ios_emu.features.ospf.type7 import reveal
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
    text = f"OSPF process {pid} cannot start. There must be at least one \"up\" IP interface, for OSPF to use as router ID"
    ctx.router.log("OSPF", 4, "NORTRID", text)
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
    for other, process in ospf.processes.items():
        if other != pid and process.router_id == config.router_id:
            config.router_id = None
            raise CommandError(f"% OSPF: router-id {process.router_id} in use by ospf process {other}\n")
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
    if "default" in args:
        config.passive_default = not args.no
    else:
        name = args.interface("interface")
        config.passive[name] = not args.no
        if args.no and not config.passive_default:
            # Nothing but the default: the running-config keeps neither form.
            del config.passive[name]
            _apply(ctx)
            ctx.router.config.remove(*ctx.path, " ".join(args.words))
            raise CommandError("")
    _apply(ctx)


def _redistribute(ctx: ConfigContext, args: Args) -> str | Instead | None:
    config = _config(ctx)
    source = "static" if "static" in args else "connected"
    old = config.redistribute.get(source)
    if args.no and old is not None and args.words != args.identity:
        return Instead(_redistribute_line(source, old, args))
    if args.no:
        config.redistribute.pop(source, None)
    else:
        config.redistribute[source] = Redistribution(
            "subnets" in args,
            args.int("metric") if "metric-value" not in args and "metric" in args.words else None,
            1 if "1" in args.words[args.words.index("metric-type") + 1 :][:1] else 2,
            args.int("tag", 0),
        ) if "metric-type" in args.words else Redistribution(
            "subnets" in args, args.int("metric") if "metric" in args.words else None, 2, args.int("tag", 0)
        )
    ctx.router.feature(Ospf).redistribution_changed(_pid(ctx))
    if not args.no and "subnets" not in args and ctx.router.booted:
        return "% Only classful networks will be redistributed\n"
    return None
