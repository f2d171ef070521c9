"""A cable that loses, repeats, delays and damages what is put on it."""

from __future__ import annotations

from random import Random

from ios_emu.kernel import Kernel
from support.wiring import LATENCY, End


class FaultyEnd(End):
    """An end whose frames get lost, repeated, late or damaged while `faults` are on. Only IPv4 is damaged: ARP has
    no checksum, and a damaged answer to it would be believed for hours."""

    def __init__(self, kernel: Kernel, random: Random) -> None:
        super().__init__(kernel)
        self.random = random
        self.faults = False

    def transmit(self, frame: bytes) -> None:
        self.frames.append(frame)
        random, peer = self.random, self.peer
        assert peer is not None
        if not self.faults:
            self.kernel.after(LATENCY, peer, frame)
            return
        if random.random() < 0.15:
            return
        for _ in range(random.choice((1, 1, 1, 2, 3))):
            damaged = bytearray(frame)
            for _ in range(random.choice((0, 0, 0, 1, 3)) if frame[12:14] == b"\x08\0" else 0):
                damaged[random.randrange(len(frame))] ^= 1 << random.randrange(8)
            self.kernel.after(LATENCY * random.choice((1, 1, 1, 5, 40, 300)), peer, bytes(damaged))


def faulty_pair(kernel: Kernel, random: Random) -> tuple[FaultyEnd, FaultyEnd]:
    """The two ends of a new cable, good for now."""
    a, b = FaultyEnd(kernel, random), FaultyEnd(kernel, random)
    a.peer, b.peer = b, a
    return a, b
