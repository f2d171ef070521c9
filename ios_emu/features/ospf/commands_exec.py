"""`show ip ospf ...` and `clear ip ospf process`."""

from __future__ import annotations

from ios_emu.features.ospf import show, show_database, show_interface, show_protocols
from ios_emu.features.ospf.instance import Ospf
from ios_emu.features.ospf.process import Process
from ios_emu.features.ospf.show_database import TYPES, Selection
from ios_emu.grammar.command import Args, Command
from ios_emu.router.context import CommandError, Job
from ios_emu.router.session import Session


def _processes(session: Session, args: Args) -> list[Process]:
    """The processes a command speaks of: one by its ID, or all."""
    running = session.router.feature(Ospf).processes
    if "process" not in args:
        return [running[pid] for pid in sorted(running)]
    pid = args.int("process")
    if pid not in running:
        raise CommandError(f"%OSPF: No process {pid} running\n")
    return [running[pid]]


def _show(session: Session, args: Args) -> str:
    release = session.router.release
    return "".join(show.process_summary(process, release) for process in _processes(session, args))


def _show_neighbor(session: Session, args: Args) -> str:
    interface = args.interface("interface", "")
    router = args.ip("id") if "id" in args else None
    detailed = "detail" in args or router is not None
    form = show.neighbor_details if detailed else show.neighbors
    return form(_processes(session, args), interface, router)


def _show_interface(session: Session, args: Args) -> str:
    processes = _processes(session, args)
    if "brief" in args:
        return show_interface.interfaces_brief(processes)
    router = session.router
    only = args.interface("port", "")
    text = show_interface.interfaces(processes, router.interfaces, router.release, only)
    return text or (f"%OSPF: OSPF not enabled on {only}\n" if only else "")


def _show_database(session: Session, args: Args) -> str:
    kind = next((number for word, number in TYPES.items() if word in args.words), 0)
    release = session.router.release
    text = ""
    for process in _processes(session, args):
        router = args.ip("router-id") if "router-id" in args else None
        if "self-originate" in args:
            router = process.router_id
        selection = Selection(kind, args.ip("id") if "id" in args else None, router)
        text += show_database.database(process, release, selection)
    return text


def _show_database_summary(session: Session, args: Args) -> str:
    return "".join(show_database.database_summary(process) for process in _processes(session, args))


def _show_border_routers(session: Session, args: Args) -> str:
    return show_protocols.border_routers(_processes(session, args), session.router.release)


def _show_summary_addresses(session: Session, args: Args) -> str:
    return show_protocols.summary_addresses(_processes(session, args))


def _show_virtual_links(session: Session, args: Args) -> str:
    return show_protocols.virtual_links(_processes(session, args))


class ClearProcess(Job):
    """`clear ip ospf [PID] process`: asks, then begins these processes anew."""

    def __init__(self, pids: list[int], every: bool) -> None:
        self.pids = pids
        self.question = "Reset ALL OSPF processes? [no]: " if every else f"Reset OSPF process {pids[0]}? [no]: "

    def on_input(self, session: Session, line: str) -> None:
        """The answer; Enter means no."""
        answer = line.strip().lower()
        if answer and not ("yes".startswith(answer) or "no".startswith(answer)):
            session.print("% Please answer 'yes' or 'no'.\n")
            return
        session.finish(self)
        if answer and "yes".startswith(answer):
            for pid in self.pids:
                session.router.feature(Ospf).restart(pid)


def _clear(session: Session, args: Args) -> Job:
    pids = [process.pid for process in _processes(session, args)]
    return ClearProcess(pids, args.words[3] == "process")


def _clear_counters(session: Session, args: Args) -> None:
    for process in _processes(session, args):
        for _, neighbor in process.neighbors():
            neighbor.changes = neighbor.retransmissions = neighbor.last_scan = neighbor.longest_scan = 0


def _clear_redistribution(session: Session, args: Args) -> None:
    for process in _processes(session, args):
        session.router.feature(Ospf).redistribution_changed(process.pid)


_HELP = {
    "ospf": "OSPF information",
    "<process>": "Process ID number",
    "neighbor": "Neighbor list",
    "detail": "detail of all neighbors",
    "interface": "Interface information",
    "<port>": "Interface name",
    "brief": "Interface status and configuration summary",
    "database": "Database summary",
    "router": "Router link states",
    "network": "Network link states",
    "summary": "Network summary link states",
    "asbr-summary": "ASBR summary link states",
    "external": "External link states",
    "self-originate": "Self-originated link states",
    "adv-router": "Advertising Router link states",
    "<router-id>": "Advertising Router (as an IP address)",
    "<id>": "Neighbor ID",
    "process": "Reset OSPF process",
    "counters": "OSPF counters",
    "redistribution": "Clear OSPF route redistribution",
    "nssa-external": "NSSA External link states",
    "database-summary": "Summary of database",
    "border-routers": "Border and Boundary Router Information",
    "summary-address": "Summary-address redistribution Information",
    "virtual-links": "Virtual link information",
}
_WHO = "[{self-originate|adv-router <router-id:A.B.C.D>}]"
_TYPES = "|".join(TYPES)
_PID = "[<process:1-65535>]"

EXEC_COMMANDS = (
    Command("exec", f"show ip ospf {_PID}", _show, _HELP),
    Command(
        "exec",
        f"show ip ospf {_PID} neighbor [<interface:INTERFACE>] [<id:A.B.C.D>] [detail]",
        _show_neighbor,
        _HELP,
    ),
    Command("exec", f"show ip ospf {_PID} interface [{{brief|<port:INTERFACE>}}]", _show_interface, _HELP),
    Command("exec", f"show ip ospf {_PID} database {_WHO}", _show_database, _HELP),
    Command(
        "exec",
        f"show ip ospf {_PID} database {{{_TYPES}}} [<id:A.B.C.D>] {_WHO}",
        _show_database,
        _HELP | {"<id>": "Link state ID (as an IP address)"},
    ),
    Command("exec", f"show ip ospf {_PID} database database-summary", _show_database_summary, _HELP),
    Command("exec", f"show ip ospf {_PID} border-routers", _show_border_routers, _HELP),
    Command("exec", f"show ip ospf {_PID} summary-address", _show_summary_addresses, _HELP),
    Command("exec", f"show ip ospf {_PID} virtual-links", _show_virtual_links, _HELP),
    Command("privileged", f"clear ip ospf {_PID} process", _clear, _HELP),
    Command("privileged", f"clear ip ospf {_PID} counters", _clear_counters, _HELP),
    Command("privileged", f"clear ip ospf {_PID} redistribution", _clear_redistribution, _HELP),
)
