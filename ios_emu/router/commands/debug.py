"""`debug`, `undebug`, `no debug` and `show debugging`, all made from the debug flags of a catalog."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ios_emu.grammar.command import Args, Command
from ios_emu.router.commands.questions import Confirm
from ios_emu.router.context import Job
from ios_emu.router.feature import DebugFlag
from ios_emu.router.release import Release, worded

if TYPE_CHECKING:
    from ios_emu.router.router import Router
    from ios_emu.router.session import Session

ROUTER_DEBUGS = (
    DebugFlag("arp", "ARP", "ARP packet debugging"),
    DebugFlag("ip icmp", "Generic IP", "ICMP packet debugging"),
    DebugFlag("ip packet", "Generic IP", "IP packet debugging", options="[detail | <acl:1-2699>]*"),
    DebugFlag("ip policy", "Generic IP", "Policy routing debugging", options="[<acl:1-199>]"),
    DebugFlag("ip routing", "IP routing", "IP routing debugging"),
    DebugFlag("track", "Track", "Track debugging"),
)


def statement(flag: DebugFlag, on: bool, options: Mapping[str, str], release: Release) -> str:
    """`ICMP packet debugging is on`, `IP packet debugging is on (detailed) for access list 101`."""
    title = worded(flag.title, release)
    title = title if " is on" in title else f"{title} is on"
    title = title if on else title.replace(" is on", " is off", 1)
    detailed = " (detailed)" if "detail" in options else ""
    return title + detailed + (f" for access list {options['acl']}" if "acl" in options else "")


def _switch(session: Session, args: Args) -> str:
    router = session.router
    said = " ".join(args.words[1:])
    name = max((name for name in router.catalog.debugs if f"{said} ".startswith(f"{name} ")), key=len)
    options = {key: "" if args[key] is True else str(args[key]) for key in ("detail", "acl") if key in args}
    if name.endswith("detail"):
        options.pop("detail", None)
    logging = router.logging
    logging.switch(name, not args.no)
    logging.options.pop(name, None)
    if options and not args.no:
        logging.options[name] = options
    return statement(router.catalog.debugs[name], not args.no, options, router.release) + "\n"


class DebugEverything(Confirm):
    """`debug all`."""

    def __init__(self) -> None:
        super().__init__("This may severely impact network performance. Continue? ")

    def confirmed(self, session: Session) -> None:
        """Turn everything on."""
        for name in session.router.catalog.debugs:
            session.router.logging.switch(name, True)
        session.print("All possible debugging has been turned on\n")


def _all(session: Session, args: Args) -> str | Job:
    if not args.no:
        return DebugEverything()
    session.router.logging.all_off()
    return "All possible debugging has been turned off\n"


def show_debugging(router: Router) -> str:
    """`show debugging`: what is on, by subsystem. A switch with parts tells which of them are on, unless all are;
    one that only stands for others is shown as those others, one that says more than another in its place; and one
    that another includes only if it was asked for itself."""
    flags = router.catalog.debugs
    on = [name for name in flags if name in router.logging.debugs]
    parts: dict[str, list[DebugFlag]] = {}
    for name, flag in flags.items():
        if flag.part:
            parts.setdefault(name.rpartition(" ")[0], []).append(flag)
    umbrellas = [
        name for name in on if name not in parts and any(flags[each].part for each in flags[name].includes)
    ]
    asked = set(router.logging.switched)
    hidden = {
        included
        for name in on
        if name not in umbrellas
        for included in flags[name].includes
        if included not in asked or name.startswith(f"{included} ")
    }
    groups: dict[str, list[str]] = {}
    for name, flag in flags.items():
        own_parts = parts.get(name, [])
        active = [part.part for part in own_parts if part.name in on]
        if flag.part or name in umbrellas or (name in hidden and not own_parts) or not (name in on or active):
            continue
        lines = groups.setdefault(worded(flag.heading, router.release), [])
        lines.append(f"  {statement(flag, True, router.logging.options.get(name, {}), router.release)}\n")
        if active and len(active) < len(own_parts):
            lines.append(f"    ({', '.join(active)})\n")
    return "".join(f"{heading}:\n{''.join(lines)}" for heading, lines in groups.items())


def _show_debugging(session: Session, args: Args) -> str:
    return show_debugging(session.router)


_HELP = {
    "debug": "Debugging functions (see also 'undebug')",
    "undebug": "Disable debugging functions (see also 'debug')",
    "all": "Enable all debugging",
    "detail": "Print more debugging detail",
    "<acl>": "Access list",
    "packet": "General IP debugging and IPSO security transactions",
    "icmp": "ICMP transactions",
    "routing": "Routing table events",
    "policy": "Policy routing",
    "arp": "IP ARP and HP Probe transactions",
}


def debug_commands(flags: Mapping[str, DebugFlag]) -> list[Command]:
    """The commands that the flags of a catalog make."""
    switches = [
        Command("privileged", f"debug {name} {flag.options}".rstrip(), _switch, _HELP)
        for name, flag in flags.items()
    ]
    return [
        *switches,
        Command("privileged", "debug all", _all, _HELP),
        Command("exec", "show debugging", _show_debugging, {"debugging": "State of each debugging option"}),
    ]
