"""The commands of tracked objects."""

from __future__ import annotations

from ios_emu.features.track import show
from ios_emu.features.track.instance import Track
from ios_emu.grammar.command import Args, Command
from ios_emu.grammar.grammar import Mode
from ios_emu.kernel import SECOND
from ios_emu.router.context import CommandError, ConfigContext
from ios_emu.router.session import Session


def _track(ctx: ConfigContext, args: Args) -> None:
    number = args.int("number")
    tracking = ctx.router.tracking
    if args.no:
        tracking.remove(number)
    elif "interface" not in args:
        raise CommandError("% Incomplete command.\n")
    else:
        parameter = "line-protocol" if "line-protocol" in args else "ip routing"
        tracking.define(number, args.interface("interface"), parameter)


def _delay(ctx: ConfigContext, args: Args) -> None:
    up = down = 0
    if not args.no:
        up, down = args.int("up_seconds", 0) * SECOND, args.int("down_seconds", 0) * SECOND
        if not up and not down:
            raise CommandError("% Incomplete command.\n")
    ctx.router.tracking.set_delay(ctx.parent.int("number"), up, down)


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
    "delay": "Tracking delay",
    "up": "Delay up change notification",
    "down": "Delay down change notification",
    "brief": "Brief output",
}

MODES = (Mode("track", "(config-track)#", "config"),)

COMMANDS = (
    Command(
        "config",
        "track <number:1-500> [interface <interface:INTERFACE> {line-protocol | ip routing}]",
        _track,
        _HELP,
        key=("number",),
        enters="track",
        rank=450,
    ),
    Command("config", "track timer interface <seconds:1-3000>", None, _HELP, rank=450),
    Command("track", "delay [up <up_seconds:0-180> | down <down_seconds:0-180>]*", _delay, _HELP),
    Command("exec", "show track [<number:1-500>] [brief]", _show, {**_HELP, "track": "Tracking information"}),
)
