"""The commands of tracked objects."""

from __future__ import annotations

from dataclasses import replace

from ios_emu.features.track import show
from ios_emu.features.track.instance import Track
from ios_emu.grammar.command import Args, Command
from ios_emu.grammar.grammar import Mode
from ios_emu.kernel import SECOND
from ios_emu.router.context import CommandError, ConfigContext
from ios_emu.router.session import Session
from ios_emu.router.tracked import (
    METRIC_DOWN,
    METRIC_UP,
    Member,
    Subject,
    TrackedInterface,
    TrackedList,
    TrackedProbe,
    TrackedRoute,
)
from ios_emu.wire import IPv4, Prefix

_WRONG_OBJECT = "% This track object is of another type\n"


def _track(ctx: ConfigContext, args: Args) -> None:
    number = args.int("number")
    tracking = ctx.router.tracking
    if args.no:
        tracking.remove(number)
        return
    old = tracking.find(number, "")
    if len(args.words) == 2:
        if old is None:
            raise CommandError("% Incomplete command.\n")
        return
    new = _subject(args)
    if old is None or not _same(old.subject, new):
        tracking.define(number, new)


def _same(old: Subject, new: Subject) -> bool:
    """Whether the line names what is tracked already, with whatever its section says beside."""
    if isinstance(old, TrackedList) and isinstance(new, TrackedList):
        return old.kind == new.kind
    if isinstance(old, TrackedRoute) and isinstance(new, TrackedRoute):
        return (old.prefix, old.parameter) == (new.prefix, new.parameter)
    return old == new


def _subject(args: Args) -> Subject:
    words = args.words
    if "interface" in args:
        parameter = "line-protocol" if "line-protocol" in args else "ip routing"
        return TrackedInterface(args.interface("interface"), parameter)
    if "list" in args:
        return TrackedList(" ".join(words[3:]))
    if "operation" in args:
        return TrackedProbe(args.int("operation"), "reachability" if "reachability" in args else "state")
    return TrackedRoute(_prefix(args), "reachability" if "reachability" in args else "metric threshold")


def _prefix(args: Args) -> Prefix:
    if "prefix" in args:
        network, bits = args.text("prefix").split("/")
        return Prefix.of(IPv4.parse(network), int(bits))
    mask = int(args.ip("mask"))
    length = mask.bit_count()
    if mask != (0xFFFFFFFF << (32 - length)) & 0xFFFFFFFF:
        raise CommandError("% Inconsistent address and mask\n")
    return Prefix.of(args.ip("address"), length)


def _delay(ctx: ConfigContext, args: Args) -> None:
    up = down = 0
    if not args.no:
        up, down = args.int("up_seconds", 0) * SECOND, args.int("down_seconds", 0) * SECOND
        if not up and not down:
            raise CommandError("% Incomplete command.\n")
    ctx.router.tracking.set_delay(ctx.parent.int("number"), up, down)


def _list(ctx: ConfigContext) -> TrackedList:
    tracked = ctx.router.tracking.find(ctx.parent.int("number"), "")
    if tracked is None or not isinstance(tracked.subject, TrackedList):
        raise CommandError(_WRONG_OBJECT)
    return tracked.subject


def _object(ctx: ConfigContext, args: Args) -> None:
    number, tracking, subject = ctx.parent.int("number"), ctx.router.tracking, _list(ctx)
    member = Member(args.int("object"), "not" in args, args.int("weight", 10))
    if not args.no:
        if tracking.contains(member.number, number):
            raise CommandError("% A list cannot contain itself\n")
        if member.negated and not subject.kind.startswith("boolean"):
            raise CommandError(_WRONG_OBJECT)
    members = [other for other in subject.members if other.number != member.number]
    if not args.no:
        members.append(member)
    client = f"Track-list {number}"
    if not args.no and not any(other.number == member.number for other in subject.members):
        tracking.follow(member.number, client)
    elif args.no and len(members) < len(subject.members):
        tracking.unfollow(member.number, client)
    tracking.refine(number, replace(subject, members=tuple(sorted(members, key=lambda each: each.number))))


def _threshold(ctx: ConfigContext, args: Args) -> None:
    subject = _list(ctx)
    if subject.kind != " ".join(args.words[:2]):
        raise CommandError(_WRONG_OBJECT)
    up, down = (None, None) if args.no else (_value(args, "up_value"), _value(args, "down_value"))
    if up is not None and down is not None and down >= up:
        raise CommandError("% Down threshold must be less than up threshold\n")
    ctx.router.tracking.refine(ctx.parent.int("number"), replace(subject, up=up, down=down))


def _metric(ctx: ConfigContext, args: Args) -> None:
    number = ctx.parent.int("number")
    tracked = ctx.router.tracking.find(number, "")
    if tracked is None or not isinstance(tracked.subject, TrackedRoute):
        raise CommandError(_WRONG_OBJECT)
    up, down = (_value(args, "up_value"), _value(args, "down_value")) if not args.no else (None, None)
    subject = replace(
        tracked.subject, up=METRIC_UP if up is None else up, down=METRIC_DOWN if down is None else down
    )
    if subject.up >= subject.down:
        raise CommandError("% Up threshold must be less than down threshold\n")
    ctx.router.tracking.refine(number, subject)


def _value(args: Args, name: str) -> int | None:
    return args.int(name) if name in args else None


def _show(session: Session, args: Args) -> str:
    router = session.router
    views = router.feature(Track).views()
    if "number" in args:
        views = [view for view in views if view.number == args.int("number")]
        if not views:
            raise CommandError(f"% Track object {args.int('number')} is not configured\n")
    return show.brief(router.release, views) if "brief" in args else show.track(views)


_HELP = {
    "track": "Object tracking configuration commands",
    "<number>": "Tracked object",
    "interface": "Select an interface to track",
    "line-protocol": "Track interface line-protocol",
    "ip": "IP parameter",
    "routing": "Track interface IP routing capability",
    "route": "IP route",
    "reachability": "Track reachability",
    "metric": "Track route metric",
    "list": "Group objects in a list",
    "boolean": "Use boolean operations",
    "and": "Boolean AND operation",
    "or": "Boolean OR operation",
    "threshold": "Use threshold operations",
    "percentage": "Threshold percentage",
    "weight": "Threshold weight",
    "rtr": "Response Time Reporter (RTR) entry",
    "sla": "IP Service Level Agreement",
    "state": "Track the state",
    "object": "Object to be tracked by list",
    "not": "Boolean NOT operation",
    "delay": "Tracking delay",
    "up": "Delay up change notification",
    "down": "Delay down change notification",
    "brief": "Brief output",
}

MODES = (Mode("track", "(config-track)#", "config"),)

_WHAT = " | ".join(
    (
        "interface <interface:INTERFACE> {line-protocol | ip routing}",
        "ip route <address:A.B.C.D> <mask:MASK> {reachability | metric threshold}",
        "ip route <prefix:A.B.C.D/LEN> {reachability | metric threshold}",
        "ip sla <operation:1-2147483647> [reachability | state]",
        "rtr <operation:1-2147483647> [reachability | state]",
        "list boolean {and | or}",
        "list threshold {percentage | weight}",
    )
)
_UP_DOWN = "[up <up_value:0-255> | down <down_value:0-255>]*"

COMMANDS = (
    Command("config", f"track <number:1-500> [{_WHAT}]", _track, _HELP, key=("number",), enters="track", rank=450),
    Command("config", "track timer {interface | ip route} <seconds:1-3000>", None, _HELP, rank=450, kept=True),
    Command(
        "config",
        "track resolution ip route {ospf | static} <factor:1-4294967294>",
        help=_HELP,
        rank=450,
        kept=True,
    ),
    Command("track", "delay [up <up_seconds:0-180> | down <down_seconds:0-180>]*", _delay, _HELP),
    Command("track", "object <object:1-500> [not] [weight <weight:1-255>]", _object, _HELP, key=("object",)),
    Command("track", f"threshold percentage {_UP_DOWN}", _threshold, _HELP),
    Command("track", f"threshold weight {_UP_DOWN}", _threshold, _HELP),
    Command("track", f"threshold metric {_UP_DOWN}", _metric, _HELP),
    Command("exec", "show track [<number:1-500>] [brief]", _show, {**_HELP, "track": "Tracking information"}),
)
