"""`redistribute`, `default-information originate`, `default-metric` and `distribute-list` in `router ospf`."""

from __future__ import annotations

from dataclasses import replace

from ios_emu.features.ospf.commands_area import MODE, config_of, process_of
from ios_emu.features.ospf.config import DefaultOriginate, Policy, PolicyKind, Redistribution
from ios_emu.features.ospf.instance import Ospf
from ios_emu.grammar.command import Args, Command
from ios_emu.router.context import ConfigContext, Instead


def _source(args: Args) -> str:
    """The source as the routing table names it: `static`, `ospf 2`."""
    kind = args.words[1]
    number = next((str(args[name]) for name in ("process", "as", "eigrp-as", "tag-name") if name in args), "")
    return f"{kind} {number}".rstrip()


def _changed(old: Redistribution, args: Args) -> Redistribution:
    """What a line with these options says, in addition to what stands already."""
    return replace(
        old,
        subnets=old.subnets or "subnets" in args,
        metric=args.int("metric") if "metric" in args else old.metric,
        metric_type=args.int("type", old.metric_type),
        tag=args.int("tag", old.tag),
        match=_match(args) or old.match,
        route_map=args.text("map", old.route_map),
    )


def _match(args: Args) -> tuple[str, ...]:
    """The kinds of route behind `match`: `internal`, `external`, `external 1`, ..."""
    if "match" not in args.words:
        return ()
    found: list[str] = []
    for word in args.words[args.words.index("match") + 1 :]:
        if word in ("internal", "external", "nssa-external"):
            found.append(word)
        elif word in ("1", "2") and found and found[-1].partition(" ")[0] != "internal":
            found[-1] = f"{found[-1].partition(' ')[0]} {word}"
        else:
            break
    return tuple(found)


def _less(old: Redistribution, args: Args) -> Redistribution:
    """What is left when a `no` line names some options."""
    return Redistribution(
        old.subnets and "subnets" not in args,
        None if "metric" in args.words else old.metric,
        2 if "metric-type" in args.words else old.metric_type,
        0 if "tag" in args.words else old.tag,
        () if "match" in args.words else old.match,
        "" if "route-map" in args.words else old.route_map,
    )


def _redistribute(ctx: ConfigContext, args: Args) -> str | Instead | None:
    config, source = config_of(ctx), _source(args)
    old = config.redistribute.get(source)
    if args.no and old is not None and args.words != args.identity:
        left = _less(old, args)
        config.redistribute[source] = left
        return Instead(f"redistribute {source} {left.words}".rstrip())
    if args.no:
        config.redistribute.pop(source, None)
    else:
        how = _changed(old or Redistribution(), args)
        if how.words != _changed(Redistribution(), args).words:
            return Instead(f"redistribute {source} {how.words}")
        config.redistribute[source] = how
    ctx.router.feature(Ospf).redistribution_changed(process_of(ctx))
    if not args.no and not config.redistribute[source].subnets and ctx.router.booted:
        return "% Only classful networks will be redistributed\n"
    return None


def _default_originate(ctx: ConfigContext, args: Args) -> None:
    originate = None
    if not args.no:
        metric = args.int("metric") if "metric" in args else None
        originate = DefaultOriginate("always" in args, metric, args.int("type", 2), args.text("map", ""))
    config_of(ctx).default_originate = originate
    ctx.router.feature(Ospf).redistribution_changed(process_of(ctx))


def _default_metric(ctx: ConfigContext, args: Args) -> None:
    config_of(ctx).default_metric = None if args.no else args.int("metric")
    ctx.router.feature(Ospf).redistribution_changed(process_of(ctx))


# -- distribute-list -------------------------------------------------------------------------------------

_WORDS = {PolicyKind.ACCESS_LIST: "", PolicyKind.PREFIX_LIST: "prefix ", PolicyKind.ROUTE_MAP: "route-map "}


def _policy(args: Args) -> Policy:
    for argument, kind in (("list", PolicyKind.PREFIX_LIST), ("map", PolicyKind.ROUTE_MAP)):
        if argument in args:
            return Policy(kind, args.text(argument))
    return Policy(PolicyKind.ACCESS_LIST, args.text("acl"))


def _distribute_list(ctx: ConfigContext, args: Args) -> None:
    """One list or map for each place: another takes its place, of whatever kind."""
    config, policy = config_of(ctx), _policy(args)
    direction = 2 if policy.kind is PolicyKind.ACCESS_LIST else 3
    place = " ".join(args.words[direction + 1 :])
    filters = config.filters_in if "in" in args else config.filters_out
    before = filters.pop(place, None)
    if before is not None and before.kind is not policy.kind:
        line = f"distribute-list {_WORDS[before.kind]}{before.name} {' '.join(args.words[direction:])}"
        ctx.router.config.remove(*ctx.path, line)
    if not args.no:
        filters[place] = policy
    if "in" in args:
        ctx.router.feature(Ospf).recalculate(process_of(ctx))
    else:
        ctx.router.feature(Ospf).redistribution_changed(process_of(ctx))


_HELP = {
    "distribute-list": "Filter networks in routing updates",
    "<acl>": "IP access list number or name",
    "prefix": "Filter prefixes in routing updates",
    "<list>": "Name of an IP prefix-list",
    "in": "Filter incoming routing updates",
    "out": "Filter outgoing routing updates",
    "<interface>": "Interface name",
    "redistribute": "Redistribute information from another routing protocol",
    "connected": "Connected",
    "static": "Static routes",
    "rip": "Routing Information Protocol (RIP)",
    "odr": "On Demand stub Routes",
    "ospf": "Open Shortest Path First (OSPF)",
    "bgp": "Border Gateway Protocol (BGP)",
    "eigrp": "Enhanced Interior Gateway Routing Protocol (EIGRP)",
    "isis": "ISO IS-IS",
    "<process>": "Process ID",
    "<as>": "Autonomous system number",
    "<eigrp-as>": "Autonomous system number",
    "match": "Redistribution of OSPF routes",
    "internal": "Redistribute OSPF internal routes",
    "external": "Redistribute OSPF external routes",
    "nssa-external": "Redistribute OSPF NSSA external routes",
    "metric": "Metric for redistributed routes",
    "metric-type": "OSPF/IS-IS exterior metric type for redistributed routes",
    "<type>": "OSPF exterior metric type",
    "subnets": "Consider subnets for redistribution into OSPF",
    "tag": "Set tag for routes redistributed into OSPF",
    "route-map": "Route map reference",
    "always": "Always advertise default route",
}
_METRICS = "metric <metric:0-16777214> | metric-type <type:1-2>"
_MATCH = (
    "match [internal] [{external 1 external 2|external 1|external 2|external}] "
    "[{nssa-external 1 nssa-external 2|nssa-external 1|nssa-external 2|nssa-external}]"
)
_OPTIONS = f"[{_MATCH} | {_METRICS} | subnets | tag <tag:0-4294967295> | route-map <map:WORD>]*"
_SOURCES = (
    "connected|static|rip|odr|ospf <process:1-65535>|bgp <as:1-65535>|eigrp <eigrp-as:1-65535>|"
    "isis <tag-name:WORD>"
)
_SOURCE_KEY = ("connected", "process", "as", "eigrp-as", "tag-name")

REDISTRIBUTE_COMMANDS = (
    Command(
        MODE,
        f"redistribute {{{_SOURCES}}} {_OPTIONS}",
        _redistribute,
        _HELP,
        key=_SOURCE_KEY,
        rank=150,
    ),
    Command(
        MODE,
        f"default-information originate [always | {_METRICS} | route-map <map:WORD>]*",
        _default_originate,
        _HELP,
        rank=190,
    ),
    Command(
        MODE,
        "distribute-list {<acl:WORD>|prefix <list:WORD>|route-map <map:WORD>} in [<interface:INTERFACE>]",
        _distribute_list,
        _HELP,
        key=("interface",),
        rank=195,
    ),
    Command(
        MODE,
        f"distribute-list {{<acl:WORD>|prefix <list:WORD>}} out [{_SOURCES}]",
        _distribute_list,
        _HELP,
        key=_SOURCE_KEY,
        rank=195,
    ),
    Command(MODE, "default-metric <metric:1-16777214>", _default_metric, _HELP, rank=191),
)
