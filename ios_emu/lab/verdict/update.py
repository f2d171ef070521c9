"""A transcript's file with the output that really came in place of the recorded one."""

from __future__ import annotations

from collections.abc import Iterator

from ios_emu.lab.transcript import Transcript, Typed, Unasked
from ios_emu.lab.verdict.blocks import CONSOLE, Step, declares, steps
from ios_emu.lab.verdict.pieces import Line, strip_stamps


def updated(transcript: Transcript, text: str, run: str) -> str:
    """`text`, which was read as `transcript`, with the output that `run` gave; all else stays as it is."""
    unstamped = declares(transcript, "timestamps", "absent")
    lines = text.splitlines()
    first = transcript.entries[0].place.line if transcript.entries else len(lines) + 1
    result = lines[: first - 1]
    ends = [entry.place.line for entry in transcript.entries[1:]] + [len(lines) + 1]
    walk = iter(steps(transcript, run))
    step = next(walk)
    upcoming = next(walk, None)
    result += _console(step, unstamped)
    for entry, end in zip(transcript.entries, ends, strict=True):
        if isinstance(entry, Unasked):
            continue
        own = lines[entry.place.line - 1 : end - 1]
        acts = upcoming is not None and upcoming.entry is entry
        if acts and upcoming is not None:
            step, upcoming = upcoming, next(walk, None)
        if isinstance(entry, Typed):
            own = [own[0], *_bare(step.output, unstamped)]
        result += own
        if acts:
            result += _console(step, unstamped)
    return "".join(line + "\n" for line in result)


def _console(step: Step, unstamped: bool) -> Iterator[str]:
    """What consoles printed unasked at `step`, as far as the transcript records it."""
    speaker = ""
    for node, lines in step.console:
        if step.compares(node):
            if node != speaker:
                yield f"{CONSOLE}{node}"
            yield from _bare(lines, unstamped)
            speaker = node


def _bare(lines: list[str], unstamped: bool) -> list[str]:
    if not unstamped:
        return lines
    return [line.text for line in strip_stamps(Line(0, text) for text in lines)]
