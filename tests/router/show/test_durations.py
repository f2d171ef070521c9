"""Spans of time as IOS writes them."""

from __future__ import annotations

import pytest

from ios_emu.kernel import SECOND
from ios_emu.router.show.durations import age, clock_time, since, uptime

HOUR, DAY, WEEK, YEAR = 3600, 86400, 7 * 86400, 365 * 86400


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "00:00:00"),
        (12080, "03:21:20"),
        (DAY - 1, "23:59:59"),
        (DAY + 2 * HOUR, "1d02h"),
        (10 * WEEK + 3 * DAY, "10w3d"),
        (3 * YEAR + 37 * WEEK, "3y37w"),
    ],
)
def test_age(seconds: int, text: str) -> None:
    assert age(seconds * SECOND + SECOND // 2) == text


def test_never_and_long_clock_times() -> None:
    assert since(10 * SECOND, None) == "never"
    assert since(10 * SECOND, 3 * SECOND) == "00:00:07"
    assert clock_time(100 * HOUR * SECOND) == "100:00:00"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (59, "0 minutes"),
        (3 * HOUR + 21 * 60, "3 hours, 21 minutes"),
        (YEAR + 2 * WEEK + DAY + 4 * HOUR + 60, "1 year, 2 weeks, 1 day, 4 hours, 1 minute"),
        (HOUR, "1 hour, 0 minutes"),
    ],
)
def test_uptime(seconds: int, text: str) -> None:
    assert uptime(seconds * SECOND) == text
