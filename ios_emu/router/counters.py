"""The counters of an interface, and its five-minute rates."""

from __future__ import annotations

import math

from ios_emu.kernel import SECOND

SAMPLE = 5 * SECOND
LOAD_INTERVAL = 300 * SECOND
_DECAY = math.exp(-SAMPLE / LOAD_INTERVAL)


class Counters:
    """Counts frames and bytes (Ethernet header included, no FCS), and keeps IOS's exponentially weighted rates.

    The rates are folded in steps of five seconds when a packet or a reader comes by, not by a ticking clock.
    """

    def __init__(self, now: int) -> None:
        self.clear(now)
        self.last_input: int | None = None
        self.last_output: int | None = None
        self.cleared: int | None = None

    def clear(self, now: int) -> None:
        """`clear counters`."""
        self.packets_in = self.bytes_in = self.broadcasts_in = self.multicasts_in = 0
        self.packets_out = self.bytes_out = self.output_drops = 0
        self.input_errors = self.unknown_protocol = 0
        self.resets = 0
        self.cleared = now
        self._sampled_at = now
        self._sampled = (0, 0, 0, 0)
        self._rates = (0.0, 0.0, 0.0, 0.0)

    def sent(self, now: int, size: int) -> None:
        """A frame of `size` bytes went out."""
        if now - self._sampled_at >= SAMPLE:
            self._fold(now)
        self.packets_out += 1
        self.bytes_out += size
        self.last_output = now

    def received(self, now: int, size: int, group: bool, multicast: bool = False) -> None:
        """A frame of `size` bytes came in; `group`: to a broadcast or multicast address, `multicast`: one of IP's."""
        if now - self._sampled_at >= SAMPLE:
            self._fold(now)
        self.packets_in += 1
        self.bytes_in += size
        self.last_input = now
        if group:
            self.broadcasts_in += 1
            self.multicasts_in += multicast

    def rates(self, now: int) -> tuple[int, int, int, int]:
        """Input bits/s, input packets/s, output bits/s, output packets/s, averaged over five minutes."""
        if now - self._sampled_at >= SAMPLE:
            self._fold(now)
        bytes_in, packets_in, bytes_out, packets_out = self._rates
        return round(bytes_in * 8), round(packets_in), round(bytes_out * 8), round(packets_out)

    def _fold(self, now: int) -> None:
        steps = (now - self._sampled_at) // SAMPLE
        current = (self.bytes_in, self.packets_in, self.bytes_out, self.packets_out)
        gain = (1 - _DECAY) * _DECAY ** (steps - 1) / (SAMPLE / SECOND)
        keep = _DECAY**steps
        self._rates = tuple(  # type: ignore[assignment]  # four in, four out
            rate * keep + (new - old) * gain
            for rate, new, old in zip(self._rates, current, self._sampled, strict=True)
        )
        self._sampled = current
        self._sampled_at += steps * SAMPLE
