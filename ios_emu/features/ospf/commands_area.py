"""`area ...`, `summary-address` and `discard-route` in `router ospf`."""

from __future__ import annotations

from dataclasses import replace

from ios_emu.features.ospf.auth import MD5, NULL, SIMPLE
from ios_emu.features.ospf.config import (
    DISCARD_DISTANCE,
    AreaConfig,
    AreaType,
    DefaultOriginate,
    Policy,
    PolicyKind,
    ProcessConfig,
    Range,
    SummaryAddress,
    VirtualLink,
)
from ios_emu.features.ospf.instance import Ospf
from ios_emu.features.ospf.secret import secret
from ios_emu.grammar.command import Args, Command, Handler, Store
from ios_emu.router.context import CommandError, ConfigContext, Instead
from ios_emu.wire import IPv4, Prefix
from ios_emu.wire.address import length_of

MODE = "router-ospf"
AREA = "{<area:0-4294967295>|<area-id:A.B.C.D>}"
AREA_KEY = ("area", "area-id")
_BOTH = {AreaType.STUB: "stub", AreaType.NSSA: "nssa"}


def process_of(ctx: ConfigContext) -> int:
    """The process whose section this is."""
    return ctx.parents[0].int("process")


def config_of(ctx: ConfigContext) -> ProcessConfig:
    """Its configuration, to change."""
    return ctx.router.feature(Ospf).configs[process_of(ctx)]


def area_of(args: Args) -> IPv4:
    """The area a line names."""
    return args.ip("area-id") if "area-id" in args else IPv4(args.int("area"))


def _area_config(ctx: ConfigContext, args: Args) -> AreaConfig:
    return config_of(ctx).areas.setdefault(area_of(args), AreaConfig())


def _reconfigured(ctx: ConfigContext) -> None:
    ctx.router.feature(Ospf).reconfigured(process_of(ctx))


def _authentication(ctx: ConfigContext, args: Args) -> None:
    kind = NULL if args.no else MD5 if "message-digest" in args else SIMPLE
    _area_config(ctx, args).authentication = kind
    ctx.router.feature(Ospf).apply(process_of(ctx))


# -- stub areas and NSSAs --------------------------------------------------------------------------------


def _retype(ctx: ConfigContext, args: Args, kind: AreaType) -> None:
    """Make the area stub or an NSSA, or (`no`) normal. Raises CommandError."""
    config, area = config_of(ctx), area_of(args)
    settings = _area_config(ctx, args)
    if not args.no:
        if not area:
            raise CommandError(f"% OSPF: Backbone can not be configured as {_BOTH[kind]} area\n")
        if any(transit == area for transit, _ in config.virtual_links):
            raise CommandError(f"% OSPF: Area can not be {_BOTH[kind]} as it contains a virtual link\n")
        if settings.type not in (kind, AreaType.NORMAL):
            raise CommandError(f"% OSPF: Area is configured as {_BOTH[settings.type]} area already\n")
    wanted = AreaType.NORMAL if args.no else kind
    if settings.type is not wanted:
        settings.type = wanted
        ctx.router.feature(Ospf).retype_area(process_of(ctx), area)


def _stub(ctx: ConfigContext, args: Args) -> Instead | None:
    if args.no and "no-summary" in args:
        return Instead(f"area {args.words[1]} stub")
    _retype(ctx, args, AreaType.STUB)
    _area_config(ctx, args).no_summary = "no-summary" in args and not args.no
    _reconfigured(ctx)
    return None


def _nssa(ctx: ConfigContext, args: Args) -> Instead | None:
    if args.no and len(args.words) > len(args.identity):
        return Instead(_without(_area_config(ctx, args), args))
    _retype(ctx, args, AreaType.NSSA)
    settings = _area_config(ctx, args)
    settings.no_summary = "no-summary" in args and not args.no
    settings.no_redistribution = "no-redistribution" in args and not args.no
    settings.default_originate = None
    if "default-information-originate" in args and not args.no:
        metric = args.int("metric") if "metric" in args else None
        settings.default_originate = DefaultOriginate(metric=metric, metric_type=args.int("type", 2))
    ctx.router.feature(Ospf).redistribution_changed(process_of(ctx))
    return None


def _without(settings: AreaConfig, args: Args) -> str:
    """`no area 1 nssa no-summary` takes away the option only: what is left of the line."""
    line = f"area {args.words[1]} nssa"
    if settings.no_redistribution and "no-redistribution" not in args:
        line += " no-redistribution"
    default = settings.default_originate
    if default is not None and "default-information-originate" not in args:
        line += " default-information-originate"
        line += f" metric {default.metric}" if default.metric is not None else ""
        line += " metric-type 1" if default.metric_type == 1 else ""
    return line + (" no-summary" if settings.no_summary and "no-summary" not in args else "")


def _translate(ctx: ConfigContext, args: Args) -> None:
    _area_config(ctx, args).translate_always = not args.no
    _reconfigured(ctx)


def _default_cost(ctx: ConfigContext, args: Args) -> None:
    _area_config(ctx, args).default_cost = 1 if args.no else args.int("cost")
    _reconfigured(ctx)


# -- one for many ----------------------------------------------------------------------------------------


def _block(args: Args) -> Prefix:
    try:
        length = length_of(args.ip("mask"))
    except ValueError:
        raise CommandError("% OSPF: Invalid address/mask combination (discontiguous mask)\n") from None
    return Prefix.of(args.ip("address"), length)


def _masked(args: Args, block: Prefix) -> str | None:
    """The line with the address as its mask leaves it, if it is another."""
    if block.network == args.ip("address"):
        return None
    words = [str(block.network) if word == str(args.ip("address")) else word for word in args.words]
    return ("no " if args.no else "") + " ".join(words)


def _range(ctx: ConfigContext, args: Args) -> Instead | None:
    block = _block(args)
    line = _masked(args, block)
    if line is not None:
        return Instead(line)
    if "advertise" in args and not args.no:
        return Instead(" ".join(word for word in args.words if word != "advertise"))
    ranges = _area_config(ctx, args).ranges
    if args.no:
        ranges.pop(block, None)
    else:
        cost = args.int("cost") if "cost" in args else None
        ranges[block] = Range("not-advertise" not in args, cost)
    _reconfigured(ctx)
    return None


def _filter_list(ctx: ConfigContext, args: Args) -> None:
    settings = _area_config(ctx, args)
    policy = None if args.no else Policy(PolicyKind.PREFIX_LIST, args.text("name"))
    if "in" in args:
        settings.filter_in = policy
    else:
        settings.filter_out = policy
    _reconfigured(ctx)


def _summary_address(ctx: ConfigContext, args: Args) -> Instead | None:
    block = _block(args)
    line = _masked(args, block)
    if line is not None:
        return Instead(line)
    summaries = config_of(ctx).summary_addresses
    if args.no:
        summaries.pop(block, None)
    else:
        summaries[block] = SummaryAddress("not-advertise" not in args, args.int("tag", 0))
    _reconfigured(ctx)
    return None


def _discard_route(ctx: ConfigContext, args: Args) -> None:
    config = config_of(ctx)
    if "internal" in args.words:
        config.discard_internal = not args.no
        config.discard_internal_distance = args.int("distance") if "distance" in args else None
    else:
        config.discard_external = not args.no
        config.discard_external_distance = args.int("distance", DISCARD_DISTANCE)
    ctx.router.feature(Ospf).recalculate(process_of(ctx))


# -- virtual links ---------------------------------------------------------------------------------------


def _virtual_link(ctx: ConfigContext, args: Args) -> Instead | None:
    config, area = config_of(ctx), area_of(args)
    name = area, args.ip("peer")
    if args.no:
        config.virtual_links.pop(name, None)
        ctx.router.feature(Ospf).apply(process_of(ctx))
        return None
    if not area:
        raise CommandError("% OSPF: Area 0 can not be configured as transit area for virtual link\n")
    kind = config.area(area).type
    if kind is not AreaType.NORMAL:
        raise CommandError(f"% OSPF: Area can not contain a virtual link as it is a {_BOTH[kind]} area\n")
    link = _changed(config.virtual_links.get(name, VirtualLink()), args)
    line = f"area {args.words[1]} virtual-link {args.ip('peer')}{_options(link)}"
    if "7" not in args and line != " ".join(args.words):
        return Instead(line)
    config.virtual_links[name] = link
    ctx.router.feature(Ospf).apply(process_of(ctx))
    return None


def _changed(link: VirtualLink, args: Args) -> VirtualLink:
    """The link with what a line says of it."""
    link = replace(
        link,
        hello=args.int("hello", link.hello),
        dead=args.int("dead", link.dead),
        retransmit=args.int("retransmit", link.retransmit),
        transmit_delay=args.int("delay", link.transmit_delay),
    )
    if "authentication" in args:
        kind = MD5 if "message-digest" in args else NULL if "null" in args else SIMPLE
        link = replace(link, authentication=kind)
    encryption = 7 if "7" in args else 0
    if "password" in args:
        link = replace(link, password=secret(args.text("password"), encryption))
    if "key-id" in args:
        others = tuple(key for key in link.keys if key[0] != args.int("key-id"))
        link = replace(link, keys=(*others, (args.int("key-id"), secret(args.text("key"), encryption))))
    return link


def _options(link: VirtualLink) -> str:
    default = VirtualLink()
    words = {
        None: "",
        SIMPLE: " authentication",
        MD5: " authentication message-digest",
        NULL: " authentication null",
    }
    text = words[link.authentication]
    text += f" authentication-key {link.password}" if link.password else ""
    text += "".join(f" message-digest-key {number} md5 {key}" for number, key in link.keys)
    for word, value, usual in (
        ("hello-interval", link.hello, default.hello),
        ("dead-interval", link.dead, default.dead),
        ("retransmit-interval", link.retransmit, default.retransmit),
        ("transmit-delay", link.transmit_delay, default.transmit_delay),
    ):
        text += f" {word} {value}" if value != usual else ""
    return text


# -- the table -------------------------------------------------------------------------------------------

_HELP = {
    "<area>": "OSPF area ID as a decimal value",
    "<area-id>": "OSPF area ID in IP address format",
    "authentication": "Enable authentication",
    "message-digest": "Use message-digest authentication",
    "stub": "Specify a stub area",
    "no-summary": "Do not send summary LSA into this area",
    "nssa": "Specify a NSSA area",
    "no-redistribution": "No redistribution into this NSSA area",
    "default-information-originate": "Originate Type 7 default into NSSA area",
    "translate": "Translate LSA",
    "type7": "Translate from Type 7 to Type 5",
    "always": "Always translate LSAs on this ABR",
    "default-cost": "Set the summary default-cost of a NSSA/stub area",
    "range": "Summarize routes matching address/mask (border routers only)",
    "advertise": "Advertise this range (default)",
    "not-advertise": "DoNotAdvertise this range",
    "filter-list": "Filter networks between OSPF areas",
    "prefix": "Filter prefixes between OSPF areas",
    "<name>": "Name of an IP prefix-list",
    "in": "Filter networks sent to this area",
    "out": "Filter networks sent from this area",
    "virtual-link": "Define a virtual link and its parameters",
    "<peer>": "ID (IP addr) associated with virtual link neighbor",
    "summary-address": "Configure IP address summaries",
    "discard-route": "Enable or disable discard-route installation",
    "internal": "Set administrative distance for internal discard-route",
    "external": "Set administrative distance for external discard-route",
}
_METRICS = "metric <metric:0-16777214> | metric-type <type:1-2>"
_LINK = (
    "authentication [{message-digest|null}] | authentication-key [0|7] <password:WORD> | "
    "message-digest-key <key-id:1-255> md5 [0|7] <key:WORD> | hello-interval <hello:1-65535> | "
    "dead-interval <dead:1-65535> | retransmit-interval <retransmit:1-65535> | transmit-delay <delay:1-65535>"
)


def _area(notation: str, run: Handler, place: int, *key: str) -> Command:
    """A line about one area. They stand area by area."""

    def order(args: Args) -> tuple[int, ...]:
        return int(area_of(args)), place

    return Command(MODE, f"area {AREA} {notation}", run, _HELP, key=(*AREA_KEY, *key), rank=130, order=order)


AREA_COMMANDS = (
    _area("authentication [message-digest]", _authentication, 0),
    _area("stub [no-summary]", _stub, 1),
    _area(f"nssa [no-redistribution | default-information-originate [{_METRICS}]* | no-summary]*", _nssa, 2),
    _area("nssa translate type7 always", _translate, 3),
    _area("default-cost <cost:0-16777215>", _default_cost, 4),
    _area(
        "range <address:A.B.C.D> <mask:MASK> [{advertise|not-advertise}] [cost <cost:0-16777215>]",
        _range,
        5,
        "address",
        "mask",
    ),
    _area("filter-list prefix <name:WORD> {in|out}", _filter_list, 7, "in"),
    _area(f"virtual-link <peer:A.B.C.D> [{_LINK}]*", _virtual_link, 6, "peer"),
    Command(
        MODE,
        "summary-address <address:A.B.C.D> <mask:MASK> [{not-advertise|tag <tag:0-4294967295>}]",
        _summary_address,
        _HELP,
        key=("address", "mask"),
        rank=145,
    ),
    Command(
        MODE,
        "discard-route {internal|external} [<distance:1-254>]",
        _discard_route,
        _HELP,
        Store.ON,
        key=("internal",),
        rank=146,
    ),
)
