"""How IOS writes spans of time. All arguments are nanoseconds."""

from __future__ import annotations

from ios_emu.kernel import SECOND
from ios_emu.router.logging import uptime_text as age

__all__ = ["age", "clock_time", "since", "uptime"]

_MINUTE = 60
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR
_WEEK = 7 * _DAY
_YEAR = 365 * _DAY


def clock_time(duration: int) -> str:
    """`hh:mm:ss`, however long."""
    total = duration // SECOND
    return f"{total // _HOUR:02}:{total // _MINUTE % 60:02}:{total % 60:02}"


def since(now: int, then: int | None) -> str:
    """The age of the instant `then`; `never` when there was none."""
    return "never" if then is None else age(now - then)


def uptime(duration: int) -> str:
    """`1 week, 2 days, 4 hours, 1 minute`, as `show version` says it: nothing below a minute."""
    rest = duration // SECOND
    parts = []
    for size, word in ((_YEAR, "year"), (_WEEK, "week"), (_DAY, "day"), (_HOUR, "hour"), (_MINUTE, "minute")):
        count, rest = divmod(rest, size)
        if count or (word == "minute"):
            parts.append(f"{count} {word}{'' if count == 1 else 's'}")
    return ", ".join(parts)
