"""A reload that is yet to come: `reload in 5`, its warnings, `reload cancel`."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import timedelta
from typing import TYPE_CHECKING

from ios_emu.kernel import SECOND, Timers

if TYPE_CHECKING:
    from ios_emu.router.router import Router

_WARNINGS = tuple(minutes * 60 * SECOND for minutes in (60, 30, 5, 1))
"""How long before the reload everybody is warned."""


def in_words(duration: int) -> str:
    """`2 hours and 25 minutes`, `4 minutes and 36 seconds`: the two largest units of a duration (ns)."""
    total = duration // SECOND
    counts = ((total // 3600, "hour"), (total // 60 % 60, "minute"), (total % 60, "second"))
    said = [f"{count} {unit}{'' if count == 1 else 's'}" for count, unit in counts if count]
    return " and ".join(said[:2]) or "0 seconds"


class Reloading:
    """The scheduled reload of one router, if any."""

    def __init__(self, router: Router) -> None:
        self._router = router
        self.timers = Timers(router.kernel, self)
        self._by = ""
        self._reason = ""

    def announcement(self, delay: int, by: str, reason: str) -> str:
        """What `reload in` says before it asks for a confirmation."""
        clock = self._router.logging.clock
        text = f"in {in_words(delay)}"
        if clock.authoritative:
            due = clock.local() + timedelta(microseconds=delay // 1000)
            text = f"for {clock.text(due)} ({text})"
        return f"Reload scheduled {text} by {by}\n" + (f"Reload reason: {reason}\n" if reason else "")

    def schedule(self, delay: int, by: str, reason: str) -> None:
        """Reload `delay` ns from now; an earlier plan is given up."""
        self.timers.stop_all()
        self._by, self._reason = by, reason
        self.timers.start("reload", delay)
        self._warn(delay)
        for warning in _WARNINGS:
            if warning < delay:
                self.timers.start(("warn", warning), delay - warning)

    def cancel(self) -> bool:
        """`reload cancel`; whether there was anything to cancel."""
        planned = self.timers.running("reload")
        self.timers.stop_all()
        return planned

    def status(self) -> str:
        """`show reload`."""
        left = self.timers.remaining("reload")
        return "No reload is scheduled.\n" if left is None else self.announcement(left, self._by, self._reason)

    def on_timer(self, name: Hashable) -> None:
        """A warning is due, or the reload itself."""
        if isinstance(name, tuple):
            self._warn(name[1])
            return
        self._router.log("SYS", 5, "RELOAD", f"Reload requested by {self._by}.")
        self._router.reload()

    def _warn(self, left: int) -> None:
        total = left // SECOND
        when = f"{total // 3600}:{total // 60 % 60:02}:{total % 60:02}"
        if self._router.console is not None:
            self._router.console.message(f"\n\n***\n*** --- SHUTDOWN in {when} ---\n***\n")
