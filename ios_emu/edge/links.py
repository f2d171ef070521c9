"""What the console has at the links of the lab: captures, what passed lately, the world outside; and the commands
of the lab that concern links."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from rich.console import RenderableType

from ios_emu.edge import status
from ios_emu.edge.hand import Hand, unused
from ios_emu.edge.pace import Pace
from ios_emu.edge.tap import Outside
from ios_emu.lab.error import LabError
from ios_emu.lab.lab import Lab
from ios_emu.lab.recording import ALL, Recent, Recorder, file_name
from ios_emu.lab.transcript import parse_impair

SHOWN = 5
"""Frames that `:packets` shows unless told otherwise."""


class Links:
    """See the module. What goes wrong with one of these ends nothing else: it is told in a line."""

    def __init__(self, lab: Lab, pace: Pace, recorder: Recorder) -> None:
        self.recorder = recorder
        self.recent = Recent(lab)
        self._outside = Outside(lab, pace)

    def open(self) -> list[str]:
        """Open the doors to the world outside; what went wrong."""
        return self._outside.open()

    def carry(self) -> list[str]:
        """Carry out what waits at the doors, and write what has been captured; what went wrong."""
        self._outside.pump()
        self.recent.follow()
        return _complaints(self.recorder.write)

    def close(self) -> list[str]:
        """Shut the doors, and end the captures; what went wrong."""
        self._outside.close()
        return _complaints(self.recorder.stop)


def _complaints(what: Callable[[], object]) -> list[str]:
    try:
        what()
    except LabError as error:
        return [str(error)]
    return []


class Bench(Protocol):
    """What the commands act upon: the console."""

    lab: Lab
    links: Links
    hand: Hand


Answer = RenderableType | None


def capture(bench: Bench, verb: str, link: str = "", file: str = "") -> Answer:
    """`:capture start LINK [FILE]`, `:capture stop [LINK]`."""
    if verb == "stop" and not file:
        ended = bench.links.recorder.stop(link)
        bench.hand.did(f"capture stop {link}".rstrip())
        names = ", ".join(str(capture.target) for capture in ended if capture.target is not None)
        return status.note(f"captured in {names}" if names else "nothing was captured")
    if verb != "start" or not link:
        raise LabError("write :capture start LINK [FILE], or :capture stop [LINK]")
    path = Path(file) if file else unused(Path(file_name(link)))
    bench.links.recorder.start(link, path)
    bench.hand.did(f"capture start {link} {path}")
    return status.note(f"what passes {link} goes to {path}")


def packets(bench: Bench, *words: str) -> Answer:
    """`:packets [LINK] [N]`: the last frames, taken apart."""
    from ios_emu.edge.dissect import Keys, draw

    count = SHOWN
    if words and words[-1].isdecimal():
        count = int(words[-1])
        words = words[:-1]
    if len(words) > 1:
        raise LabError("write :packets [LINK] [N]")
    frames = bench.links.recent.of(words[0] if words else ALL)[-count:] if count else []
    if not frames:
        return status.note("no frame has passed there")
    return draw(frames, Keys(router.keylog for router in bench.lab.routers.values()))


def inject(bench: Bench, link: str, file: str) -> Answer:
    """`:inject LINK FILE.pcap`."""
    from ios_emu.edge.dissect import read_frames

    frames = read_frames(Path(file))
    for frame in frames:
        bench.lab.inject(link, frame)
        bench.hand.did(f"inject {link} {bytes(frame).hex()}")
    return status.note(f"{len(frames)} frames injected into {link}")


def bridge(bench: Bench, lan: str, kind: str, device: str) -> Answer:
    """`:bridge LAN tap|host DEVICE`."""
    if bench.hand.journal is not None:
        raise LabError("what comes in from the world outside cannot be recorded; :record stop comes first")
    bench.lab.bridge(lan, kind, device)
    return status.note("\n".join(bench.links.open()) or f"{lan} is joined to {device}")


def impair(bench: Bench, link: str, *words: str) -> Answer:
    """`:impair LINK [in|out] off`, or what is to be wrong with it; `:impair LINK` tells what is."""
    if words:
        try:
            direction, impairment = parse_impair(words)
        except ValueError as error:
            raise LabError(str(error)) from None
        bench.lab.impair(link, impairment, direction)
        bench.hand.did(f"impair {link} {' '.join(words)}")
    lines = []
    for cable in bench.lab.links(link):
        for end in cable.ends:
            bad = end.impairer.impairment if end.impairer is not None else "unimpaired"
            lines.append(f"{end.name} -> {end.other.name}: {bad}")
    return status.note("\n".join(lines))


def keys(bench: Bench, folder: str) -> Answer:
    """`:keys DIR`."""
    bench.lab.write_keys(folder)
    return status.note(f"WIRESHARK_CONFIG_DIR={folder} wireshark reads the keys")
