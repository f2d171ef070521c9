"""`clear`: caches, counters, the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ios_emu.grammar.command import Args, Command
from ios_emu.router.commands.questions import Confirm
from ios_emu.router.context import Job
from ios_emu.router.route import Route

if TYPE_CHECKING:
    from ios_emu.router.router import Router
    from ios_emu.router.session import Session


def _arp_cache(session: Session, args: Args) -> None:
    router = session.router
    router.arp.refresh()
    for interface in router.interfaces.values():
        if interface.line_up:
            router.arp.interface_up(interface)


def _arp_entry(session: Session, args: Args) -> None:
    session.router.arp.refresh(args.ip("address"))


class ClearCounters(Confirm):
    """`clear counters [X]`."""

    def __init__(self, interface: str | None) -> None:
        where = "this interface" if interface else "all interfaces"
        super().__init__(f'Clear "show interface" counters on {where} ')
        self._interface = interface

    def confirmed(self, session: Session) -> None:
        """Clear them."""
        router = session.router
        for interface in router.interfaces.values():
            if self._interface in (None, interface.name):
                interface.counters.clear(router.kernel.now)
        where = f"interface {self._interface}" if self._interface else "all interfaces"
        router.log("CLEAR", 5, "COUNTERS", f"Clear counter on {where} by console")


def _counters(session: Session, args: Args) -> Job:
    name = args.get("interface")
    return ClearCounters(name if isinstance(name, str) else None)


class ClearLogging(Confirm):
    """`clear logging`."""

    def __init__(self) -> None:
        super().__init__("Clear logging buffer ")

    def confirmed(self, session: Session) -> None:
        """Empty the buffer."""
        session.router.logging.buffer.clear()


def _logging(session: Session, args: Args) -> Job:
    return ClearLogging()


def _again(router: Router, route: Route) -> None:
    """Have every candidate for the prefix of `route` leave the table and come back."""
    for source in {route.source: None, "connected": None, "static": None}:
        for candidate in router.rib.candidates(source):
            if candidate.prefix == route.prefix:
                router.rib.withdraw(candidate.prefix, candidate.source, candidate.owner)
                router.rib.offer(candidate)


def _routes(session: Session, args: Args) -> None:
    router = session.router
    for route in router.rib.routes():
        if "prefix" not in args or route.prefix.network == args.ip("prefix"):
            _again(router, route)


def _access_list_counters(session: Session, args: Args) -> None:
    for access_list in session.router.acls.lists.values():
        if args.get("acl") in (None, access_list.name):
            for entry in access_list.entries:
                entry.matches = 0


_HELP = {"clear": "Reset functions"}

CLEAR_COMMANDS = (
    Command("privileged", "clear arp-cache", _arp_cache, {**_HELP, "arp-cache": "Clear the entire ARP cache"}),
    Command("privileged", "clear ip arp <address:A.B.C.D>", _arp_entry, {**_HELP, "arp": "Clear ARP cache"}),
    Command(
        "privileged",
        "clear counters [<interface:INTERFACE>]",
        _counters,
        {**_HELP, "counters": "Clear counters on one or all interfaces"},
    ),
    Command("privileged", "clear logging", _logging, {**_HELP, "logging": "Clear logging buffer"}),
    Command("privileged", "clear ip route {* | <prefix:A.B.C.D>}", _routes, _HELP),
    Command("privileged", "clear access-list counters [<acl:WORD>]", _access_list_counters, _HELP),
    Command("privileged", "clear ip access-list counters [<acl:WORD>]", _access_list_counters, _HELP),
)
