"""`reload`, now or later, and `show reload`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ios_emu.grammar.command import Args, Command
from ios_emu.kernel import SECOND
from ios_emu.router.commands.exec_config import save
from ios_emu.router.config_diff import same_config
from ios_emu.router.context import CommandError, Job
from ios_emu.router.files import running_config
from ios_emu.router.release import ByRelease, Train

if TYPE_CHECKING:
    from ios_emu.router.session import Session

_MINUTE = 60 * SECOND
_DELAY = re.compile(r"(?:(\d{1,3}):)?(\d{1,3})", re.ASCII)
_REASON = ByRelease({Train.R12_2: "", Train.R12_4: " Reload Reason: {}."})


class Reload(Job):
    """`reload`: offers to save a changed configuration, asks again, then goes, or goes `delay` ns later."""

    def __init__(self, modified: bool, delay: int | None, reason: str) -> None:
        self._saving = modified
        self._delay = delay
        self._reason = reason

    def start(self, session: Session) -> None:
        """Ask the first question."""
        self._ask(session)

    def _ask(self, session: Session) -> None:
        self.key = not self._saving
        if self._saving:
            self.question = "System configuration has been modified. Save? [yes/no]: "
            return
        if self._delay is not None:
            session.print(session.router.reloading.announcement(self._delay, session.place, self._reason))
        self.question = "Proceed with reload? [confirm]"

    def on_input(self, session: Session, line: str) -> None:
        """The answer to either question."""
        answer = line.strip().lower()
        if self._saving:
            if answer not in ("y", "yes", "n", "no"):
                session.print("% Please answer 'yes' or 'no'.\n")
                return
            if answer.startswith("y"):
                session.print(save(session.router, session.user))
            self._saving = False
            self._ask(session)
            return
        session.finish(self)
        if answer not in ("", "y", "yes"):
            return
        router = session.router
        if self._delay is not None:
            router.reloading.schedule(self._delay, session.place, self._reason)
            return
        reason = _REASON[router.release].format(self._reason or "Reload Command")
        router.log("SYS", 5, "RELOAD", f"Reload requested by {session.place}.{reason}")
        router.reload()


def _reload(session: Session, args: Args) -> Job:
    router = session.router
    delay = None
    if "in" in args:
        match = _DELAY.fullmatch(args.text("delay"))
        if match is None:
            raise CommandError("% Invalid input detected at '^' marker.\n\n")
        delay = (int(match[1] or 0) * 60 + int(match[2])) * _MINUTE
    modified = not same_config(router.startup_config, running_config(router))
    return Reload(modified, delay, str(args.get("reason", "")))


def _cancel(session: Session, args: Args) -> str:
    if not session.router.reloading.cancel():
        return "%No reload is scheduled.\n"
    return "\n\n***\n*** --- SHUTDOWN ABORTED ---\n***\n\n"


def _show_reload(session: Session, args: Args) -> str:
    return session.router.reloading.status()


_HELP = {
    "reload": "Halt and perform a cold restart",
    "in": "Reload after a time interval",
    "<delay>": "Delay before reload (mmm or hhh:mm)",
    "cancel": "Cancel pending reload",
    "<reason>": "Reason for reload",
    "show": "Show running system information",
}

RELOAD_COMMANDS = (
    Command("privileged", "reload [<reason:LINE>]", _reload, _HELP),
    Command("privileged", "reload in <delay:WORD> [<reason:LINE>]", _reload, _HELP),
    Command("privileged", "reload cancel", _cancel, _HELP),
    Command("exec", "show reload", _show_reload, {**_HELP, "reload": "Scheduled reload information"}),
)
