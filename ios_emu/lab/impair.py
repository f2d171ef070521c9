"""What a bad line does to frames: delay, jitter, loss, duplication, reordering, corruption, a rate, an MTU.

    delay 20ms jitter 5ms loss 2% duplicate 1% reorder 1% corrupt 0.1% rate 2mbit mtu 1400

Each direction of a cable has an `Impairer` of its own. In the order of a frame's way through it:

    mtu        a frame with more payload than this is dropped, as by a switch that was set up for less
    loss       dropped at random
    corrupt    one bit, anywhere in the frame, is flipped
    duplicate  sent twice
    rate       waits until those before it are through; when too much waits already it is dropped
    delay      on top of the cable's own latency; `jitter` varies it by up to so much either way, in order
    reorder    held back for `HOLD_BACK`, so that those behind it overtake

All chance is drawn from one stream of the kernel per direction.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from typing import NamedTuple

from ios_emu.kernel import MILLISECOND, SECOND, Kernel
from ios_emu.lab.duration import parse_duration

HOLD_BACK = 20 * MILLISECOND
QUEUE = 100_000
"""Bytes that may wait for a slow line."""
_HEADER = 14
"""Of Ethernet: what the MTU does not count."""

USAGE = "delay 20ms, jitter 5ms, loss 2%, duplicate 1%, reorder 1%, corrupt 1%, rate 2mbit, mtu 1400"
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)%")
_RATE = re.compile(r"(\d+(?:\.\d+)?)(bit|kbit|mbit|gbit)")
_BITS = {"bit": 1, "kbit": 1_000, "mbit": 1_000_000, "gbit": 1_000_000_000}


@dataclass(frozen=True)
class Impairment:
    """How bad a line is. Times in ns, chances from 0 to 1, `rate` in bit/s and `mtu` in bytes (0: no limit)."""

    delay: int = 0
    jitter: int = 0
    loss: float = 0
    duplicate: float = 0
    reorder: float = 0
    corrupt: float = 0
    rate: int = 0
    mtu: int = 0

    @classmethod
    def parse(cls, text: str) -> Impairment:
        """Read e.g. `delay 20ms loss 2%`. Raises ValueError."""
        words = text.split()
        if not words or len(words) % 2:
            raise ValueError(f"write pairs of a name and a value, of {USAGE}")
        values = {name: _value(name, text) for name, text in zip(words[::2], words[1::2], strict=True)}
        return cls(
            delay=int(values.get("delay", 0)),
            jitter=int(values.get("jitter", 0)),
            loss=values.get("loss", 0),
            duplicate=values.get("duplicate", 0),
            reorder=values.get("reorder", 0),
            corrupt=values.get("corrupt", 0),
            rate=int(values.get("rate", 0)),
            mtu=int(values.get("mtu", 0)),
        )

    def __str__(self) -> str:
        """As `parse` reads it; empty when nothing is impaired."""
        words = []
        for field in fields(self):
            value = getattr(self, field.name)
            if value:
                words.append(f"{field.name} {_text(field.name, value)}")
        return " ".join(words)


UNIMPAIRED = Impairment()


def _value(name: str, text: str) -> float:
    if name in ("delay", "jitter"):
        return parse_duration(text)
    if name in ("loss", "duplicate", "reorder", "corrupt"):
        match = _PERCENT.fullmatch(text)
        if match is None or float(match[1]) > 100:
            raise ValueError(f"{name} {text!r} is not from 0% to 100%")
        return float(match[1]) / 100
    if name == "rate":
        match = _RATE.fullmatch(text)
        if match is None or not float(match[1]):
            raise ValueError(f"rate {text!r} is not e.g. 64kbit or 2mbit")
        return round(float(match[1]) * _BITS[match[2]])
    if name == "mtu":
        if not text.isdecimal() or int(text) < 68:
            raise ValueError(f"mtu {text!r} is not a number of bytes, 68 at least")
        return int(text)
    raise ValueError(f"{name!r} is not one of {USAGE}")


def _text(name: str, value: float) -> str:
    if name in ("delay", "jitter"):
        return f"{value / MILLISECOND:g}ms"
    if name == "rate":
        unit, bits = next((u, b) for u, b in reversed(_BITS.items()) if value >= b)
        return f"{value / bits:g}{unit}"
    return f"{value:g}" if name == "mtu" else f"{value * 100:g}%"


class Passage(NamedTuple):
    """A frame that comes through, in `delay` ns."""

    delay: int
    frame: bytes


class Impairer:
    """One direction of a bad line, and what is on it."""

    def __init__(self, kernel: Kernel, impairment: Impairment, stream: str) -> None:
        self.impairment = impairment
        self._kernel = kernel
        self._stream = stream
        self._busy_until = 0
        self._last_due = 0

    def passages(self, frame: bytes) -> list[Passage]:
        """What becomes of a frame that is sent now."""
        bad = self.impairment
        if bad.mtu and len(frame) > bad.mtu + _HEADER:
            return []
        if self._happens(bad.loss):
            return []
        if self._happens(bad.corrupt):
            frame = self._corrupted(frame)
        copies = 2 if self._happens(bad.duplicate) else 1
        return [passage for _ in range(copies) if (passage := self._pass(frame)) is not None]

    def _happens(self, chance: float) -> bool:
        return chance > 0 and self._kernel.random(self._stream).random() < chance

    def _corrupted(self, frame: bytes) -> bytes:
        bit = self._kernel.random(self._stream).randrange(8 * len(frame))
        altered = bytearray(frame)
        altered[bit // 8] ^= 1 << bit % 8
        return bytes(altered)

    def _pass(self, frame: bytes) -> Passage | None:
        bad, now = self.impairment, self._kernel.now
        due = now
        if bad.rate:
            start = max(self._busy_until, now)
            if (start - now) * bad.rate > QUEUE * 8 * SECOND:
                return None
            due = self._busy_until = start + len(frame) * 8 * SECOND // bad.rate
        due += bad.delay
        if bad.jitter:
            due += self._kernel.random(self._stream).randint(-bad.jitter, bad.jitter)
        if self._happens(bad.reorder):
            return Passage(max(due, now) + HOLD_BACK - now, frame)
        self._last_due = max(due, now, self._last_due)
        return Passage(self._last_due - now, frame)
