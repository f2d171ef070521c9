"""What `show track` prints: functions from views of tracked objects to text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ios_emu.kernel import SECOND
from ios_emu.router.release import ByRelease, Release, Train
from ios_emu.router.show.durations import age


@dataclass(frozen=True)
class TrackView:
    """All that is shown of a tracked object. Durations in ns.

    `what` and `parameter` as in the brief table (`interface FastEthernet0/1`, `line-protocol`), `heading` and
    `title` as in the long form. `why`: what stands in brackets behind the state; `details`: further whole lines;
    `pending`: until a delayed change takes effect, or None.
    """

    number: int
    via: str
    what: str
    parameter: str
    heading: str
    title: str
    up: bool
    why: tuple[str, ...]
    changes: int
    last_change: int
    pending: int | None
    delay_up: int
    delay_down: int
    clients: tuple[str, ...]
    details: tuple[str, ...] = ()


def track(objects: Sequence[TrackView]) -> str:
    """`show track`."""
    return "".join(line + "\n" for view in objects for line in _lines(view))


def _lines(view: TrackView) -> list[str]:
    via = f" (via {view.via})" if view.via else ""
    lines = [f"Track {view.number}{via}", f"  {view.heading}", f"  {_state(view)}"]
    plural = "" if view.changes == 1 else "s"
    lines.append(f"    {view.changes} change{plural}, last change {age(view.last_change)}")
    lines += view.details
    delays = [
        f"{word} {delay // SECOND} secs"
        for word, delay in (("up", view.delay_up), ("down", view.delay_down))
        if delay
    ]
    if delays:
        lines.append(f"  Delay {', '.join(delays)}")
    if view.clients:
        lines.append("  Tracked by:")
        lines += [f"    {client}" for client in view.clients]
    return lines


def _state(view: TrackView) -> str:
    reasons = f" ({', '.join(view.why)})" if view.why else ""
    if view.pending is None:
        return f"{view.title} is {_word(view.up)}{reasons}"
    seconds = -(-view.pending // SECOND)
    delayed = f", delayed {_word(not view.up)} ({seconds} sec{'' if seconds == 1 else 's'} remaining)"
    return f"{view.title} is {_word(view.up)}{delayed}{reasons}"


def _word(up: bool) -> str:
    return "Up" if up else "Down"


def _row_12(view: TrackView) -> str:
    return f"{view.number:<7} {view.what:<30} {view.parameter:<16} {_word(view.up)}"


def _row_15(view: TrackView) -> str:
    kind, _, instance = view.what.rpartition(" ")
    if not kind:
        kind, instance = instance, ""
    return (
        f"{view.number:<5} {kind:<11} {instance:<26} {view.parameter:<16} "
        f"{_word(view.up):<5} {age(view.last_change)}"
    )


_BRIEF: ByRelease[tuple[str, Callable[[TrackView], str]]] = ByRelease(
    {
        Train.R12_2: ("Track   Object                         Parameter        Value\n", _row_12),
        Train.R15: ("Track Type        Instance                   Parameter        State Last Change\n", _row_15),
    }
)


def brief(release: Release, objects: Sequence[TrackView]) -> str:
    """`show track brief`."""
    header, row = _BRIEF[release]
    return header + "".join(row(view) + "\n" for view in objects)
