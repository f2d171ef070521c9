"""A coverage-guided fuzzer of whole labs: frames that a lab really carried, changed at random, are thrown at the
routers of a running copy of it; what reaches code that was not reached before is kept, and changed further.

Nothing may raise, take unbounded work or memory, and when an operator has cleared tables and processes (a forged ARP
reply or LSA lives on in a real router, too), the lab must converge again. Everything follows from a seed; what fails
is a story, a list of frames, that can be told again.
"""

from __future__ import annotations

import json
import random
import struct
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

from ios_emu.features.ospf import lsa as ospf_lsa
from ios_emu.kernel import MILLISECOND
from ios_emu.lab.lab import Lab
from ios_emu.wire import ethernet, ipv4
from ios_emu.wire.checksum import internet_checksum

ROOT = Path(__file__).parents[2]
PACKAGE = str(ROOT / "ios_emu")

FRAMES = 60
"""Frames in a story."""
CORPUS = 3000
"""Frames that are kept to be changed; the oldest found are given up."""
PAUSES = (0, 0, 0, 1, 5, 100, 1000, 11_000)
"""Virtual milliseconds after a frame."""
MOST_WORK = 200_000
"""Frames on all cables that a story may cause. An idle lab has some thousand in that time."""
MOST_GROWTH = 4_000_000
"""Bytes by which the state of a lab may grow."""


@dataclass(frozen=True)
class Ground:
    """A lab to fuzz: its file; who pings whom, to show that all is well, and to have something to change."""

    file: str
    router: str
    ping: str


GROUNDS = (
    Ground("configs/ha-vpn.clab.yml", "7206-1", "ping 20.1.1.1 source Loopback0"),
    Ground("tests/interop/variety/variety.clab.yml", "r1", "ping 10.9.3.3 source Loopback0"),
)


@dataclass
class Blow:
    """A frame for a router's interface, and the pause after it."""

    endpoint: str
    frame: bytes
    pause: int


@dataclass
class Story:
    """What is done to a copy of a lab."""

    ground: Ground
    blows: list[Blow] = field(default_factory=list)

    def save(self, file: Path) -> None:
        """Keep it, to be told again."""
        blows = [(blow.endpoint, blow.frame.hex(), blow.pause) for blow in self.blows]
        file.write_text(json.dumps({"lab": self.ground.file, "blows": blows}, indent=0))

    @classmethod
    def load(cls, file: Path) -> Story:
        """A story that was kept."""
        kept = json.loads(file.read_text())
        ground = next(ground for ground in GROUNDS if ground.file == kept["lab"])
        return cls(ground, [Blow(endpoint, bytes.fromhex(data), pause) for endpoint, data, pause in kept["blows"]])


class FuzzError(Exception):
    """What must hold did not; `story` is what was done."""

    def __init__(self, story: Story, what: str) -> None:
        super().__init__(what)
        self.story = story


@cache
def prepared(ground: Ground) -> tuple[Lab, list[tuple[str, bytes]]]:
    """The lab with all adjacencies and tunnels up, and what came in where until then."""
    lab = Lab.load(ROOT / ground.file)
    heard = {endpoint: lab.capture(endpoint) for endpoint in endpoints(lab)}
    lab.run(seconds=90)
    for _ in range(2):
        said = lab[ground.router].execute(ground.ping)
    assert "!!!!!" in said, said
    lab.run(seconds=30)
    frames = []
    for endpoint, capture in heard.items():
        frames += [(endpoint, seen.frame) for seen in capture.frames if seen.sender != endpoint]
        capture.stop()
    return lab, list(dict.fromkeys(frames))


def endpoints(lab: Lab) -> list[str]:
    """Every interface of a router that has a cable."""
    ends = [end.name for cable in lab.cables for end in cable.ends]
    return [name for name in ends if lab.find(name.partition(":")[0]) is not None]


def tell(
    story: Story, before: Callable[[], None] = lambda: None, after: Callable[[Blow], None] = lambda _: None
) -> None:
    """Do to a copy of the lab what a story says, and see that it goes on. Raises FuzzError."""
    original, _ = prepared(story.ground)
    lab = original.copy()
    size, work = len(lab._frozen()), lab.kernel.trace.count
    try:
        for blow in story.blows:
            before()
            lab.end(blow.endpoint).inject(blow.frame)
            lab.kernel.run_until(lab.now + (blow.pause + 1) * MILLISECOND)
            after(blow)
            if lab.kernel.trace.count - work > MOST_WORK:
                raise FuzzError(story, "work without end")
        lab.run(seconds=60)
        if len(lab._frozen()) - size > MOST_GROWTH:
            raise FuzzError(story, f"{len(lab._frozen()) - size} bytes more state")
        heal(lab)
    except FuzzError:
        raise
    except Exception as error:
        raise FuzzError(story, f"{type(error).__name__}: {error}") from error
    said = [lab[story.ground.router].execute(story.ground.ping) for _ in range(3)]
    if not any("!!!!!" in one for one in said):
        raise FuzzError(story, f"the lab does not converge again:\n{said[-1]}")


def heal(lab: Lab) -> None:
    """What an operator does whom somebody has lied to."""
    for name, router in lab.routers.items():
        for line in ("clear arp-cache", "clear crypto sa", "clear crypto isakmp"):
            router.execute(line)
        router.execute("clear ip ospf process")
        if router.console is not None and router.console.prompt.endswith("[no]: "):
            router.execute("yes")
        lab.console(name)
    lab.run(seconds=150)


class Fuzzer:
    """Makes stories, and learns from each which frames reach something new."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.coverage = Coverage()
        self.stories = 0
        self.corpora = {ground: list(prepared(ground)[1]) for ground in GROUNDS}

    def story(self) -> Story:
        """A new one."""
        ground = self.random.choice(GROUNDS)
        story = Story(ground)
        for _ in range(FRAMES):
            endpoint, frame = self.pick(ground)
            for _ in range(self.random.choice((0, 1, 1, 1, 2, 4, 8))):
                frame = self.change(frame, ground)
            if self.random.random() < 0.85:
                frame = repaired(frame, self.random)
            story.blows.append(Blow(endpoint, frame, self.random.choice(PAUSES)))
        return story

    def pick(self, ground: Ground) -> tuple[str, bytes]:
        """A frame to begin with, often one of those that were found last."""
        corpus = self.corpora[ground]
        if self.random.random() < 0.3:
            return self.random.choice(corpus[-50:])
        return self.random.choice(corpus)

    def run(self) -> None:
        """Tell one story. Raises FuzzError."""
        story = self.story()
        self.stories += 1
        corpus = self.corpora[story.ground]
        learned: list[tuple[str, bytes]] = []

        def after(blow: Blow) -> None:
            if self.coverage.stop():
                learned.append((blow.endpoint, blow.frame))

        try:
            tell(story, self.coverage.start, after)
        finally:
            self.coverage.stop()
        corpus += learned
        del corpus[:-CORPUS]

    def change(self, frame: bytes, ground: Ground) -> bytes:
        """A frame with one thing changed."""
        draw = self.random
        data = bytearray(frame)
        if not data:
            return draw.randbytes(60)
        at = (
            draw.randrange(min(14, len(data) - 1), len(data))
            if draw.random() < 0.95
            else draw.randrange(len(data))
        )
        kind = draw.randrange(9)
        if kind == 0:
            data[at] ^= 1 << draw.randrange(8)
        elif kind == 1:
            data[at] = draw.choice((0, 1, 2, 3, 4, 5, 127, 128, 254, 255, draw.randrange(256)))
        elif kind == 2:
            data[at : at + 2] = struct.pack("!H", draw.choice((0, 1, 4, 8, 28, 0x7FFF, 0x8000, 0xFFFF, len(data))))
        elif kind == 3:
            data[at : at + 4] = struct.pack("!I", draw.choice((0, 1, 0x7FFFFFFF, 0x80000001, 0xFFFFFFFF)))
        elif kind == 4:
            del data[at:]
        elif kind == 5:
            del data[at : at + draw.choice((1, 2, 4, 8, 20))]
        elif kind == 6:
            piece = data[at : at + draw.choice((4, 8, 12, 20, 36))]
            data[at:at] = piece * draw.choice((1, 1, 2, 40))
        elif kind == 7:
            data += draw.randbytes(draw.choice((1, 4, 100, 1000)))
        else:
            other = self.pick(ground)[1]
            data[at:] = other[at:]
        return bytes(data[:65535])


def repaired(frame: bytes, draw: random.Random) -> bytes:
    """A frame whose lengths and checksums fit what is in it, so that it gets past them; mostly."""
    if len(frame) < 34 or frame[12:14] != b"\x08\x00":
        return frame
    packet = bytearray(frame[14:])
    header = (packet[0] & 15) * 4
    if header < 20 or len(packet) < header:
        packet[0], header = 0x45, 20
    if draw.random() < 0.8:
        packet[2:4] = struct.pack("!H", min(len(packet), 65535))
    if not int.from_bytes(packet[6:8], "big") & 0x3FFF:
        packet[header:] = _REPAIR.get(packet[9], _nothing)(packet[header:], draw)
    packet[10:12] = b"\0\0"
    packet[10:12] = struct.pack("!H", internet_checksum(bytes(packet[:header])))
    return frame[:14] + bytes(packet)


def _nothing(payload: bytearray, draw: random.Random) -> bytearray:
    return payload


def _udp(payload: bytearray, draw: random.Random) -> bytearray:
    if len(payload) >= 8:
        if draw.random() < 0.8:
            payload[4:6] = struct.pack("!H", min(len(payload), 65535))
        payload[6:8] = b"\0\0"  # there is none
        if payload[2:4] == b"\x01\xf4" and len(payload) >= 36 and draw.random() < 0.8:
            payload[32:36] = struct.pack("!I", len(payload) - 8)
    return payload


def _icmp(payload: bytearray, draw: random.Random) -> bytearray:
    if len(payload) >= 4:
        payload[2:4] = b"\0\0"
        payload[2:4] = struct.pack("!H", internet_checksum(bytes(payload)))
    return payload


def _ospf(payload: bytearray, draw: random.Random) -> bytearray:
    if len(payload) < 24 or payload[14:16] == b"\0\2":
        return payload
    if draw.random() < 0.8:
        payload[2:4] = struct.pack("!H", min(len(payload), 65535))
    at = 28
    while payload[1] == 4 and at + 20 <= len(payload):
        length = int.from_bytes(payload[at + 18 : at + 20], "big")
        if length < 20 or at + length > len(payload):
            break
        checksum = ospf_lsa.fletcher(
            bytes(payload[at + 2 : at + 16]) + b"\0\0" + bytes(payload[at + 18 : at + length]), 14
        )
        payload[at + 16 : at + 18] = struct.pack("!H", checksum)
        at += length
    payload[12:14] = b"\0\0"
    payload[12:14] = struct.pack("!H", internet_checksum(bytes(payload[:16] + payload[24:])))
    return payload


_REPAIR = {ipv4.UDP: _udp, ipv4.ICMP: _icmp, ipv4.OSPF: _ospf}
assert ethernet.ETHERTYPE_IPV4 == 0x0800


class Coverage:
    """Which lines of the package have been reached. A function all of whose lines have is not watched any more, so
    that watching costs less and less."""

    def __init__(self) -> None:
        self._left: dict[CodeType, set[int]] = {}
        self._new = 0

    @property
    def reached(self) -> int:
        """Lines in functions that were called."""
        return self._new

    def start(self) -> None:
        """Watch."""
        self._before = self._new
        sys.settrace(self._called)

    def stop(self) -> bool:
        """Stop watching: whether a line was reached for the first time."""
        sys.settrace(None)
        return self._new > self._before

    def _called(self, frame: FrameType, event: str, argument: object) -> Any:
        code = frame.f_code
        left = self._left.get(code)
        if left is None:
            ours = code.co_filename.startswith(PACKAGE)
            left = self._left[code] = {line for *_, line in code.co_lines() if line} if ours else set()
        return self._line if left else None

    def _line(self, frame: FrameType, event: str, argument: object) -> Any:
        left = self._left[frame.f_code]
        if frame.f_lineno in left:
            left.remove(frame.f_lineno)
            self._new += 1
        return self._line if left else None
