"""`debug`, `undebug`, `no debug` and `show debugging`, all made from the debug flags of a catalog."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ios_emu.grammar.command import Args, Command
from ios_emu.router.commands.questions import Confirm
from ios_emu.router.context import Job
from ios_emu.router.feature import DebugFlag

if TYPE_CHECKING:
    from ios_emu.router.router import Router
    from ios_emu.router.session import Session

ROUTER_DEBUGS = (
    DebugFlag("arp", "ARP", "ARP packet debugging"),
    DebugFlag("ip icmp", "Generic IP", "ICMP packet debugging"),
    DebugFlag("ip packet", "Generic IP", "IP packet debugging"),
    DebugFlag("ip packet detail", "Generic IP", "IP packet debugging is on (detailed)", ("ip packet",)),
    DebugFlag("ip routing", "IP routing", "IP routing debugging"),
    DebugFlag("track", "Track", "Track debugging"),
)


def statement(flag: DebugFlag, on: bool) -> str:
    """`ICMP packet debugging is on`."""
    title = flag.title if " is on" in flag.title else f"{flag.title} is on"
    return title if on else title.replace(" is on", " is off", 1)


def _switch(session: Session, args: Args) -> str:
    router = session.router
    flag = router.catalog.debugs[" ".join(args.words[1:])]
    router.logging.switch(flag.name, not args.no)
    return statement(flag, not args.no) + "\n"


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
    """`show debugging`: what is on, by subsystem. A flag that only stands for others is shown as those others;
    one that says more than another in its place."""
    flags = router.catalog.debugs
    on = {name for name in flags if name in router.logging.debugs}
    hidden: set[str] = set()
    for name in on:
        for included in flags[name].includes:
            hidden.add(name if included.startswith(name) else included)
    groups: dict[str, list[str]] = {}
    for name, flag in flags.items():
        if name in on and name not in hidden:
            groups.setdefault(flag.heading, []).append(f"  {statement(flag, True)}\n")
    return "".join(f"{heading}:\n{''.join(lines)}" for heading, lines in groups.items())


def _show_debugging(session: Session, args: Args) -> str:
    return show_debugging(session.router)


def debug_commands(flags: Mapping[str, DebugFlag]) -> list[Command]:
    """The commands that the flags of a catalog make."""
    switches = [Command("privileged", f"debug {name}", _switch) for name in flags]
    return [
        *switches,
        Command("privileged", "debug all", _all, {"all": "Enable all debugging"}),
        Command("exec", "show debugging", _show_debugging, {"debugging": "State of each debugging option"}),
    ]
