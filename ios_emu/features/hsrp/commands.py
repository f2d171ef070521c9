"""The commands of HSRP."""

from __future__ import annotations

from dataclasses import replace

from ios_emu.features.hsrp import show
from ios_emu.features.hsrp.config import (
    DEFAULT_DECREMENT,
    DEFAULT_PRIORITY,
    GroupConfig,
    HelloTimers,
    InterfaceConfig,
    Md5Chain,
    Md5Key,
    Preemption,
    TrackConfig,
)
from ios_emu.features.hsrp.instance import Hsrp
from ios_emu.features.hsrp.keychain import COMMANDS as KEY_CHAIN_COMMANDS
from ios_emu.features.hsrp.keychain import key_of
from ios_emu.features.hsrp.packet import AUTHENTICATION_LENGTH, DEFAULT_AUTHENTICATION
from ios_emu.features.hsrp.view import view_of
from ios_emu.grammar.command import Args, Command, Handler, Store
from ios_emu.kernel import MILLISECOND, SECOND
from ios_emu.router.context import CommandError, ConfigContext, Instead
from ios_emu.router.session import Session

V1_GROUPS = 255
"""The highest group of version 1."""

# -- configuration ---------------------------------------------------------------------------------------


def _config(ctx: ConfigContext, args: Args) -> GroupConfig:
    return ctx.router.feature(Hsrp).port(ctx.interface).group_config(args.int("group", 0))


def _change(ctx: ConfigContext, args: Args, config: GroupConfig) -> None:
    """Give the group this configuration. In a startup-config the version may still follow."""
    version = _interface_config(ctx).version
    if args.int("group", 0) > V1_GROUPS and version == 1 and ctx.router.booted and not args.no:
        raise CommandError("% HSRP version 1 supports group numbers 0 to 255 only\n")
    ctx.router.feature(Hsrp).configure_group(ctx.interface, args.int("group", 0), config)


def _change_interface(ctx: ConfigContext, config: InterfaceConfig) -> None:
    ctx.router.feature(Hsrp).configure_interface(ctx.interface, config)


def _interface_config(ctx: ConfigContext) -> InterfaceConfig:
    return ctx.router.feature(Hsrp).port(ctx.interface).config


def _ip(ctx: ConfigContext, args: Args) -> str | None:
    config = _config(ctx, args)
    if args.no:
        _change(ctx, args, replace(config, runs=False, virtual_ip=None, secondary=()))
        return None
    address = args.ip("address") if "address" in args else None
    interface = ctx.interface
    if address is not None and any(own.ip == address for own in interface.addresses):
        raise CommandError("% Address cannot equal interface IP address\n")
    _change(ctx, args, replace(config, runs=True, virtual_ip=address))
    if address is not None and ctx.router.booted and interface.addresses and not interface.on_link(address):
        return "% Warning: address is not within a subnet on this interface\n"
    return None


def _secondary(ctx: ConfigContext, args: Args) -> None:
    config = _config(ctx, args)
    address = args.ip("address")
    others = tuple(other for other in config.secondary if other != address)
    if not args.no and config.virtual_ip is None:
        raise CommandError("% Primary virtual IP address must be configured first\n")
    _change(ctx, args, replace(config, secondary=others if args.no else (*others, address)))


def _priority(ctx: ConfigContext, args: Args) -> None:
    priority = DEFAULT_PRIORITY if args.no else args.int("priority")
    _change(ctx, args, replace(_config(ctx, args), priority=priority))


def _preempt(ctx: ConfigContext, args: Args) -> None:
    preempt = None
    if not args.no:
        preempt = Preemption(args.int("minimum", 0), args.int("reload", 0), args.int("sync", 0))
    _change(ctx, args, replace(_config(ctx, args), preempt=preempt))


def _name(ctx: ConfigContext, args: Args) -> None:
    _change(ctx, args, replace(_config(ctx, args), name="" if args.no else args.text("name")))


def _timers(ctx: ConfigContext, args: Args) -> None:
    timers = None
    if not args.no:
        values: list[int] = []
        unit = SECOND
        for word in args.words[args.words.index("timers") + 1 :]:
            if word == "msec":
                unit = MILLISECOND
            else:
                values.append(int(word) * unit)
                unit = SECOND
        hello, hold = values
        if max(hello, hold) % SECOND == 0 and (hello > 254 * SECOND or hold > 255 * SECOND):
            raise CommandError("% Hello time must be 1 to 254 seconds, hold time up to 255 seconds\n")
        if hold <= hello:
            raise CommandError("% Holdtime must be greater than hellotime\n")
        timers = HelloTimers(hello, hold)
    _change(ctx, args, replace(_config(ctx, args), timers=timers))


def _authentication(ctx: ConfigContext, args: Args) -> None:
    text, md5 = DEFAULT_AUTHENTICATION, None
    if args.no:
        pass
    elif "md5" in args:
        md5 = Md5Chain(args.text("chain")) if "chain" in args else Md5Key(key_of(args), args.int("timeout", 0))
    else:
        text = args.text("string").encode("ascii", "replace")
        if len(text) > AUTHENTICATION_LENGTH:
            raise CommandError("% Authentication string must be at most 8 characters long\n")
        text = text.ljust(AUTHENTICATION_LENGTH, b"\0")
    _change(ctx, args, replace(_config(ctx, args), authentication=text, md5=md5))


def _track(ctx: ConfigContext, args: Args) -> None:
    config = _config(ctx, args)
    target: int | str = args.int("object") if "object" in args else args.interface("interface")
    tracks = tuple(track for track in config.tracks if track.target != target)
    if not args.no:
        tracks = (*tracks, TrackConfig(target, args.int("amount", DEFAULT_DECREMENT), "shutdown" in args))
    _change(ctx, args, replace(config, tracks=tracks))


def _mac_address(ctx: ConfigContext, args: Args) -> None:
    mac = None if args.no else args.mac("mac")
    if mac is not None and mac.is_group:
        raise CommandError("% Multicast MAC address is not allowed\n")
    _change(ctx, args, replace(_config(ctx, args), mac=mac))


def _delay(ctx: ConfigContext, args: Args) -> None:
    default = InterfaceConfig()
    minimum, reload = default.delay_minimum, default.delay_reload
    if not args.no:
        minimum, reload = args.int("minimum", minimum), args.int("reload", reload)
    _change_interface(ctx, replace(_interface_config(ctx), delay_minimum=minimum, delay_reload=reload))


def _use_bia(ctx: ConfigContext, args: Args) -> None:
    _change_interface(ctx, replace(_interface_config(ctx), use_bia=not args.no))


def _version(ctx: ConfigContext, args: Args) -> Instead | None:
    version = 1 if args.no else args.int("version")
    groups = ctx.router.feature(Hsrp).port(ctx.interface).groups
    if version == 1 and any(number > V1_GROUPS for number in groups):
        raise CommandError("% HSRP version 1 supports group numbers 0 to 255 only: remove the others first\n")
    if version == 1 and not args.no:
        return Instead("no standby version")
    _change_interface(ctx, replace(_interface_config(ctx), version=version))
    return None


def _redirects(ctx: ConfigContext, args: Args) -> None:
    _change_interface(ctx, replace(_interface_config(ctx), redirects=not args.no))


# -- show ------------------------------------------------------------------------------------------------


def _show(session: Session, args: Args) -> str:
    router = session.router
    groups = router.feature(Hsrp).groups()
    if "interface" in args:
        groups = [group for group in groups if group.port.interface.name == args.interface("interface")]
    if "group" in args:
        groups = [group for group in groups if group.number == args.int("group")]
    if "all" not in args:
        groups = [group for group in groups if group.config.runs]
    views = [view_of(group) for group in groups]
    form = show.brief if "brief" in args else show.standby
    return form(router.release, views)


def _show_delay(session: Session, args: Args) -> str:
    ports = session.router.feature(Hsrp).ports
    return show.delay(
        [
            (interface.name, config.delay_minimum, config.delay_reload)
            for interface in session.router.local_interfaces()
            if interface.name in ports and (config := ports[interface.name].config).shows_delay
        ]
    )


# -- the table -------------------------------------------------------------------------------------------

_HELP = {
    "standby": "HSRP interface configuration commands",
    "<group>": "group number",
    "ip": "Enable HSRP and set the virtual IP address",
    "secondary": "Make this IP address a secondary virtual IP address",
    "priority": "Priority level",
    "preempt": "Overthrow lower priority Active routers",
    "delay": "Wait before preempting",
    "minimum": "Delay at least this long",
    "reload": "Delay after reload",
    "sync": "Wait for IP redundancy clients",
    "name": "Redundancy name string",
    "<name>": "name string",
    "timers": "Hello and hold timers",
    "msec": "Specify interval in milliseconds",
    "<hello>": "Hello interval in seconds",
    "<hold>": "Hold time in seconds",
    "authentication": "Authentication",
    "text": "Plain text authentication",
    "<string>": "Plain text authentication string (8 chars max)",
    "track": "Priority tracking",
    "<object>": "Track object number",
    "decrement": "Priority decrement",
    "<amount>": "Decrement value",
    "mac-address": "Virtual MAC address",
    "use-bia": "HSRP uses interface's burned in address",
    "scope": "Specify the scope of use-bia",
    "interface": "Use-bia applies to all groups on this interface",
    "redirects": "Configure sending of ICMP Redirect messages with an HSRP virtual IP address as the gateway",
    "version": "HSRP version",
    "md5": "Use MD5 authentication",
    "key-string": "Set key string",
    "key-chain": "Set key chain",
    "<key>": "Key string",
    "<chain>": "Name of key-chain",
    "timeout": "Set authentication timeout",
    "shutdown": "Shutdown group",
}
_SHOW_HELP = {
    "standby": "Hot Standby Router Protocol (HSRP) information",
    "<group>": "group number",
    "all": "Include groups in the disabled state",
    "brief": "Brief output",
    "delay": "Group initialisation delay",
}
_GROUP = "standby [<group:0-4095>]"
_AMOUNT = "[[decrement] <amount:1-255> | shutdown]"
_RANK = 500
_PLACES = ("ip", "timers", "priority", "preempt", "authentication", "name", "mac-address", "track")
"""The lines of a group in the order of the running-config."""


def _in_order(args: Args) -> tuple[int, ...]:
    """Group by group, as every release writes them; what is of the interface comes first."""
    words = args.words[1:]
    numbered = bool(words) and words[0].isdigit()
    rest = words[numbered:]
    if not rest or rest[0] not in _PLACES:
        return (-1,)
    return int(words[0]) if numbered else 0, _PLACES.index(rest[0]), rest[-1] == "secondary"


def _setting(
    notation: str, run: Handler, key: tuple[str, ...] = ("group",), omit: dict[str, int] | None = None
) -> Command:
    return Command("interface", notation, run, _HELP, key=key, omit=omit or {}, rank=_RANK, order=_in_order)


COMMANDS = (
    *KEY_CHAIN_COMMANDS,
    _setting("standby delay [minimum <minimum:0-10000> | reload <reload:0-10000>]*", _delay, ()),
    _setting("standby use-bia [scope interface]", _use_bia, ()),
    Command("interface", "standby redirects", _redirects, _HELP, store=Store.ON, rank=_RANK),
    Command("interface", "standby version <version:1-2>", _version, _HELP, rank=_RANK - 1),
    _setting(f"{_GROUP} ip [<address:A.B.C.D>]", _ip),
    _setting(f"{_GROUP} ip <address:A.B.C.D> secondary", _secondary, ("group", "address")),
    _setting(f"{_GROUP} timers [msec] <hello:1-999> [msec] <hold:1-3000>", _timers),
    _setting(f"{_GROUP} priority <priority:0-255>", _priority),
    _setting(
        f"{_GROUP} preempt [delay [minimum <minimum:0-3600> | reload <reload:0-3600> | sync <sync:0-3600>]*]",
        _preempt,
    ),
    _setting(
        f"{_GROUP} authentication {{md5 key-string [{{0 | 7}}] <key:WORD> [timeout <timeout:0-32767>]"
        " | md5 key-chain <chain:WORD> | text <string:WORD> | <string:WORD>}",
        _authentication,
    ),
    _setting(f"{_GROUP} name <name:WORD>", _name),
    _setting(f"{_GROUP} mac-address <mac:H.H.H>", _mac_address),
    _setting(
        f"{_GROUP} track <object:1-500> {_AMOUNT}", _track, ("group", "object"), {"amount": DEFAULT_DECREMENT}
    ),
    _setting(
        f"{_GROUP} track <interface:INTERFACE> {_AMOUNT}",
        _track,
        ("group", "interface"),
        {"amount": DEFAULT_DECREMENT},
    ),
    Command("exec", "show standby [<interface:INTERFACE> [<group:0-4095>]] [brief | all]", _show, _SHOW_HELP),
    Command("exec", "show standby delay", _show_delay, _SHOW_HELP),
)
