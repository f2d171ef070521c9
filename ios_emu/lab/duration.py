"""Durations as people write them."""

from __future__ import annotations

import re
from decimal import Decimal

from ios_emu.kernel import MICROSECOND, MILLISECOND, SECOND

_UNITS = {
    "ns": 1,
    "us": MICROSECOND,
    "ms": MILLISECOND,
    "s": SECOND,
    "": SECOND,
    "m": 60 * SECOND,
    "h": 3600 * SECOND,
}
_DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*(ns|us|ms|s|m|h|)", re.ASCII)


def parse_duration(text: str) -> int:
    """A duration such as `30s`, `1.5 ms`, `2m` or a bare number of seconds, as nanoseconds. Raises ValueError."""
    match = _DURATION.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"not a duration: {text!r} (write e.g. 30s, 250us, 2m)")
    return round(Decimal(match[1]) * _UNITS[match[2]])


def format_duration(duration: int) -> str:
    """A duration (ns) in seconds, exactly: `30s`, `0.0125s`."""
    whole, rest = divmod(duration, SECOND)
    return f"{whole}.{rest:09d}".rstrip("0").rstrip(".") + "s"
