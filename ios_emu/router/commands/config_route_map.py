"""`route-map` and its section. A clause with several values takes those of a further line in, as IOS does; clauses
that are not modelled are recorded word by word."""

from __future__ import annotations

from bisect import bisect_left

from ios_emu.grammar.command import Args, Command
from ios_emu.grammar.grammar import Match, Mode
from ios_emu.router import facts
from ios_emu.router.commands.ports import name_of
from ios_emu.router.commands.service_types import SERVICES
from ios_emu.router.context import CommandError, ConfigContext, Instead
from ios_emu.router.route_map import MapEntry, TrackedHop
from ios_emu.router.router import Router

MODE = "route-map"
ROUTE_MAP_MODES = (Mode(MODE, "(config-route-map)#", "config"),)
DEFAULT_SEQUENCE = 10
_MARKS = {"ip precedence": "precedence", "ip tos": "tos"}
_SINGLE = ("metric", "metric-type", "tag", "length", *_MARKS)
"""The clauses with one value, which a further line replaces."""


# -- route-map NAME {permit|deny} N ----------------------------------------------------------------------


def _header(name: str, entry: MapEntry) -> str:
    """The line that opens the entry, as it is kept."""
    line = f"route-map {name} {'permit' if entry.permit else 'deny'} {entry.sequence}"
    return line if entry.ordering is None else f"{line} ordering-seq {entry.ordering}"


def _route_map(ctx: ConfigContext, args: Args) -> None:
    router, maps = ctx.router, ctx.router.route_maps
    name, sequence = args.text("name"), args.int("sequence")
    known = maps.entry(name, sequence)
    if args.no:
        if known is not None:
            maps.remove(name, sequence)
            router.config.remove(_header(name, known))
            router.publish(facts.RouteMapChanged(name))
        return
    before = _header(name, known) if known is not None else ""
    permitted = known.permit if known is not None else None
    entry = maps.define(name, sequence, permit="permit" in args)
    if "order" in args:
        entry.ordering = args.int("order")
    line = _header(name, entry)
    if known is None:
        _store(router, line)
        _put_in_order(router, name, sequence)
    elif permitted != entry.permit:
        _rename(router, before, line)
    if permitted != entry.permit:
        router.publish(facts.RouteMapChanged(name))


def _store(router: Router, line: str) -> None:
    match = router.catalog.grammar.match("config", line)
    if isinstance(match, Match):
        router.config.apply((), match)


def _put_in_order(router: Router, name: str, sequence: int) -> None:
    """The entries of a map stand together in the running-config, in the order of their numbers."""
    entries = router.route_maps.maps[name]
    place = bisect_left([entry.sequence for entry in entries], sequence)
    line = _header(name, entries[place])
    if place:
        router.config.stand_by(line, _header(name, entries[place - 1]), after=True)
    elif len(entries) > 1:
        router.config.stand_by(line, _header(name, entries[1]), after=False)


def _rename(router: Router, old: str, new: str) -> None:
    """`permit` became `deny`, or the other way round: the section stays what it is otherwise, where it is."""
    section = router.config.section(old)
    if section is None:
        return
    _store(router, new)
    router.config.stand_by(new, old, after=True)
    router.config.remove(old)
    made = router.config.section(new)
    if made is not None:
        made.nodes, made.headers = section.nodes, section.headers


def _unnumbered(ctx: ConfigContext, args: Args) -> Instead | None:
    """`route-map NAME [permit|deny]`: the only entry, or 10; `no`: the whole map."""
    router, name = ctx.router, args.text("name")
    entries = list(router.route_maps.maps.get(name, ()))
    if args.no:
        for entry in entries:
            router.route_maps.remove(name, entry.sequence)
            router.config.remove(_header(name, entry))
        router.publish(facts.RouteMapChanged(name))
        return None
    if len(entries) > 1:
        raise CommandError("% Please specify the entry by its sequence\n")
    sequence = entries[0].sequence if entries else DEFAULT_SEQUENCE
    said = next((word for word in ("permit", "deny") if word in args), "")
    permit = entries[0].permit if entries and not said else said != "deny"
    return Instead(f"route-map {name} {'permit' if permit else 'deny'} {sequence}")


# -- the section -----------------------------------------------------------------------------------------


def _entry(ctx: ConfigContext) -> MapEntry | None:
    """The entry whose section this is. A policy list has the same clauses and is none."""
    parent = ctx.parent
    if parent.words[0] != "route-map":
        return None
    return ctx.router.route_maps.entry(parent.text("name"), parent.int("sequence"))


def _changed(ctx: ConfigContext) -> None:
    ctx.router.publish(facts.RouteMapChanged(ctx.parent.text("name")))


def _clause(ctx: ConfigContext, args: Args) -> Instead | None:
    """`match ...` or `set ...`."""
    entry = _entry(ctx)
    if entry is None:
        return None
    verb, kind = args.identity[0], " ".join(args.identity[1:])
    clauses = entry.matches if verb == "match" else entry.sets
    said = _values(kind, args.words[len(args.identity) :])
    known = clauses.get(kind, ())
    if args.no:
        wanted = () if kind in _SINGLE or not said else tuple(value for value in known if value not in said)
    else:
        if not said:
            raise CommandError("% Incomplete command.\n\n")
        wanted = said if kind in _SINGLE else (*known, *(value for value in said if value not in known))
    clauses[kind] = wanted
    entry.marks.pop(kind, None)
    if not wanted:
        del clauses[kind]
    elif kind in _MARKS:
        shift, most, names = SERVICES[_MARKS[kind]]
        value = names[wanted[0]] if wanted[0] in names else int(wanted[0])
        entry.marks[kind] = most << shift, value << shift
    _changed(ctx)
    line = f"{verb} {kind} {' '.join(wanted)}"
    return Instead(line) if wanted and (args.no or line != " ".join(args.words)) else None


def _verified_hop(ctx: ConfigContext, args: Args) -> None:
    """`set ip next-hop verify-availability`."""
    entry = _entry(ctx)
    if entry is not None:
        hop = TrackedHop(args.int("sequence"), args.ip("hop"), args.int("object", 0))
        ctx.router.route_maps.verify(entry, hop, not args.no)
        _changed(ctx)


_PAIRED = {"route-type": ("type-1", "type-2"), "source-protocol": ()}
"""The clauses with values of more than one word, and the words that only go with the one before; a number does."""


def _values(kind: str, words: tuple[str, ...]) -> tuple[str, ...]:
    if kind == "length":
        return words
    if kind in _MARKS:
        names = SERVICES[_MARKS[kind]][2]
        return tuple(name_of(int(word), names) if word.isdigit() else word for word in words)
    found: list[str] = []
    for word in words:
        if kind in _PAIRED and found and (word in _PAIRED[kind] or word.isdigit()):
            found[-1] += f" {word}"
        else:
            found.append(word)
    return tuple(dict.fromkeys(found))


def _continue(ctx: ConfigContext, args: Args) -> None:
    entry = _entry(ctx)
    if entry is not None:
        entry.follow = None if args.no else args.int("sequence", 0)
        _changed(ctx)


def _local_policy(ctx: ConfigContext, args: Args) -> None:
    ctx.router.policy.local = None if args.no else args.text("map")


def kept_clause(ctx: ConfigContext, args: Args) -> None:
    """A `match` or `set` clause that is kept without being modelled."""
    entry = _entry(ctx)
    if entry is None:
        return
    name = args.words if args.words[0] == "match" else args.identity  # several of `match` stand beside each other
    clauses, kind = entry.matches if args.words[0] == "match" else entry.sets, " ".join(name[1:])
    if not args.no:
        clauses[kind] = args.words[len(name) :]
    for known in [known for known in clauses if args.no and f"{known} ".startswith(f"{kind} ")]:
        del clauses[known]
    _changed(ctx)


_HELP = {
    "route-map": "Create route-map or enter route-map command mode",
    "<name>": "Route map tag",
    "permit": "Route map permits set operations",
    "deny": "Route map denies set operations",
    "<sequence>": "Sequence to insert to/delete from existing route-map entry",
    "ordering-seq": "Ordering sequence",
    "match": "Match values from routing table",
    "set": "Set values in destination routing protocol",
    "continue": "Continue on a different entry within the route-map",
    "description": "Route-map comment",
    "ip": "IP specific information",
    "address": "Match address of route or match packet",
    "next-hop": "Next hop address",
    "prefix-list": "Match entries of prefix-lists",
    "<acls>": "IP access-list name or number",
    "<lists>": "IP prefix-list name",
    "interface": "First hop interface of route",
    "tag": "Tag of route",
    "<tags>": "Tag value",
    "metric": "Metric of route",
    "<metrics>": "Metric value",
    "route-type": "Route-type of route",
    "internal": "internal route (including OSPF intra/inter area)",
    "local": "locally generated route",
    "external": "external route (BGP, EIGRP and OSPF type 1/2)",
    "nssa-external": "nssa-external route (OSPF type 1/2)",
    "level-1": "IS-IS level-1 route",
    "level-2": "IS-IS level-2 route",
    "type-1": "OSPF external type 1 route",
    "type-2": "OSPF external type 2 route",
    "source-protocol": "Match source-protocol of route",
    "verify-availability": "Verify if nexthop is reachable",
    "<hop>": "IP address of next hop",
    "track": "Set the next hop depending on the state of a tracked object",
    "<object>": "Tracked object number",
    "length": "Packet length",
    "<min>": "Minimum packet length",
    "<max>": "Maximum packet length",
    "metric-type": "Type of metric for destination routing protocol",
    "default": "Set default information",
    "policy": "Enable policy routing",
    "<map>": "Route map name",
}
_SET_HELP = _HELP | {
    "interface": "Output interface",
    "<ports>": "Output interface",
    "metric": "Metric value for destination routing protocol",
    "tag": "Tag value for destination routing protocol",
    "next-hop": "Next hop address",
    "<hops>": "IP address of next hop",
    "<value>": "Value",
}
_KINDS = "local | internal | external [type-1 | type-2] | nssa-external [type-1 | type-2] | level-1 | level-2"

ROUTE_MAP_COMMANDS = (
    Command(
        "config",
        "route-map <name:WORD> {permit|deny} <sequence:0-65535> [ordering-seq <order:1-65535>]",
        _route_map,
        _HELP,
        key=("name", "sequence"),
        enters=MODE,
        rank=1035,
    ),
    Command("config", "route-map <name:WORD> [permit|deny]", _unnumbered, _HELP, key=("name",), enters=MODE),
    *(
        Command(MODE, f"match {notation}", _clause, _HELP, rank=510)
        for notation in (
            "ip address <acls:WORD>...",
            "ip address prefix-list <lists:WORD>...",
            "ip next-hop <acls:WORD>...",
            "ip next-hop prefix-list <lists:WORD>...",
            "interface <ports:INTERFACE>...",
            "tag <tags:0-4294967295>...",
            "metric <metrics:0-4294967295>...",
            f"route-type [{_KINDS}]*",
            "source-protocol <protocols:WORD>...",
            "length <min:0-2147483647> <max:0-2147483647>",
        )
    ),
    *(
        Command(MODE, f"set {notation}", _clause, _SET_HELP, rank=520)
        for notation in (
            "metric <value:0-4294967295>",
            "metric-type {type-1|type-2}",
            "tag <value:0-4294967295>",
            "ip next-hop <hops:A.B.C.D>...",
            "ip default next-hop <hops:A.B.C.D>...",
            "interface <ports:INTERFACE>...",
            "default interface <ports:INTERFACE>...",
            f"ip precedence {{<value:0-7>|{'|'.join(SERVICES['precedence'][2])}}}",
            f"ip tos {{<value:0-15>|{'|'.join(SERVICES['tos'][2])}}}",
        )
    ),
    Command(
        MODE,
        "set ip next-hop verify-availability <hop:A.B.C.D> <sequence:1-65535> track <object:1-1000>",
        _verified_hop,
        _SET_HELP,
        key=("hop", "sequence"),
        rank=520,
    ),
    Command("config", "ip local policy route-map <map:WORD>", _local_policy, _HELP, rank=905),
    Command(MODE, "continue [<sequence:1-65535>]", _continue, _HELP, rank=515),
    Command(MODE, "description <text:LINE>", help=_HELP, rank=500),
)
