"""Messages: syslog and debug, their timestamps, where they go, and the buffer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from ios_emu.kernel import SECOND

if TYPE_CHECKING:
    from ios_emu.router.router import Router

EPOCH = datetime(1993, 3, 1)
"""Where the clock of a 12.x router without a time source starts: `*Mar  1 00:00:00`."""
INFORMATIONAL, DEBUGGING = 6, 7


class Clock:
    """The time of day a router believes in: the epoch plus its uptime, until somebody sets it."""

    def __init__(self, router: Router) -> None:
        self._router = router
        self._offset = timedelta()
        self.authoritative = False
        self.zone = "UTC"
        self.shift = timedelta()
        """`clock timezone`: how the local time is called, and what it is ahead of UTC."""

    def now(self) -> datetime:
        """The time of day, UTC."""
        return EPOCH + self._offset + timedelta(microseconds=self._router.uptime() // 1000)

    def local(self) -> datetime:
        """The time of day here."""
        return self.now() + self.shift

    def text(self, when: datetime) -> str:
        """A local time as IOS writes it, to the second."""
        return f"{when:%H:%M:%S} {self.zone} {when:%a %b} {when.day} {when.year}"

    def at(self, instant: int) -> datetime:
        """What the time of day here was (or will be) at an instant of the kernel (ns)."""
        return self.local() + timedelta(microseconds=(instant - self._router.kernel.now) // 1000)

    def set(self, when: datetime) -> None:
        """`clock set`, in local time."""
        self._offset += when - self.local()
        self.authoritative = True

    def updated(self, before: str, place: str) -> None:
        """Say that the time here was `before`, and is another now."""
        self._router.log(
            "SYS",
            6,
            "CLOCKUPDATE",
            f"System clock has been updated from {before} to {self.text(self.local())}, "
            f"configured from console by {place}.",
        )

    @property
    def mark(self) -> str:
        """`*` before a time that nobody vouches for."""
        return "" if self.authoritative else "*"


class Timestamps:
    """`service timestamps {debug | log} {uptime | datetime [msec]}`; `style` empty for none."""

    def __init__(self) -> None:
        self.style = ""
        self.msec = False
        self.show_timezone = self.localtime = False


class Logging:
    """The logging of one router. `debugs` holds every debug switch that is on, directly or through another."""

    def __init__(self, router: Router) -> None:
        self._router = router
        self.clock = Clock(router)
        self.timestamps = {"debug": Timestamps(), "log": Timestamps()}
        self.debugs: dict[str, None] = {}
        self._switched: dict[str, None] = {}
        self.options: dict[str, dict[str, str]] = {}
        """What was said after a switch: `debug ip packet detail 101` -> {"detail": "", "acl": "101"}."""
        self.console_level: int | None = DEBUGGING
        self.monitor_level: int | None = DEBUGGING
        self.trap_level: int | None = INFORMATIONAL
        self.buffer_level: int | None = None
        self.buffer_size = 4096
        self.buffer: list[str] = []
        self.enabled = True
        self.sequence_numbers = False
        self.console_count = self.monitor_count = self.buffer_count = self.trap_count = 0
        self._sequence = 0

    # -- switches ------------------------------------------------------------------------------------

    @property
    def switched(self) -> Iterable[str]:
        """The debug switches somebody turned on, in that order."""
        return self._switched

    def switch(self, name: str, on: bool) -> None:
        """Turn the debug switch `name` on or off; those it includes follow."""
        if on:
            self._switched[name] = None
        else:
            self._switched.pop(name, None)
        known = self._router.catalog.debugs
        self.debugs = {}
        for each in self._switched:
            self.debugs[each] = None
            for included in known[each].includes:
                self.debugs[included] = None

    def all_off(self) -> None:
        """`undebug all`."""
        self._switched = {}
        self.debugs = {}
        self.options = {}

    # -- messages ------------------------------------------------------------------------------------

    def log(self, text: str, severity: int) -> None:
        """One message (it may have several lines), to wherever its severity is wanted."""
        line = self._stamp(severity) + text
        if not self.enabled:
            self._to_console(line)
            return
        if self.console_level is not None and severity <= self.console_level:
            self.console_count += 1
            self._to_console(line)
        if self.monitor_level is not None and severity <= self.monitor_level:
            self._to_monitors(line)
        if self.buffer_level is not None and severity <= self.buffer_level:
            self.buffer_count += 1
            self.buffer.append(line)
            while sum(map(len, self.buffer)) + len(self.buffer) > self.buffer_size and len(self.buffer) > 1:
                del self.buffer[0]
        if self.trap_level is not None and severity <= self.trap_level:
            self.trap_count += 1

    def _to_console(self, line: str) -> None:
        if self._router.console is not None:
            self._router.console.message(line)

    def _to_monitors(self, line: str) -> None:
        for session in self._router.vtys.sessions:
            if session.monitoring:
                self.monitor_count += 1
                session.message(line)

    def _stamp(self, severity: int) -> str:
        stamps = self.timestamps["debug" if severity == DEBUGGING else "log"]
        number = ""
        if self.sequence_numbers:
            self._sequence += 1
            number = f"{self._sequence:06d}: "
        if stamps.style == "datetime":
            now = self.clock.local() if stamps.localtime else self.clock.now()
            text = f"{now:%b} {now.day:2d} {now:%H:%M:%S}"
            if stamps.msec:
                text += f".{now.microsecond // 1000:03d}"
            if stamps.show_timezone:
                text += f" {self.clock.zone if stamps.localtime else 'UTC'}"
            return f"{number}{self.clock.mark}{text}: "
        if stamps.style == "uptime":
            return f"{number}{uptime_text(self._router.uptime())}: "
        return number


def uptime_text(duration: int) -> str:
    """A duration (ns) as IOS prints ages: `00:27:07`, `1d02h`, `10w3d`, `3y37w`."""
    total = duration // SECOND
    days = total // 86400
    if days < 1:
        return f"{total // 3600:02d}:{total // 60 % 60:02d}:{total % 60:02d}"
    if days < 7:
        return f"{days}d{total // 3600 % 24:02d}h"
    if days < 365:
        return f"{days // 7}w{days % 7}d"
    return f"{days // 365}y{days % 365 // 7}w"
