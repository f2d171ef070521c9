"""One recorded block against the same block of the run.

The pieces of the two are aligned; a volatile one stands for any other of its kind. Where they agree, the volatile
values must also be plausible and keep the bindings: what the recording repeats, the run repeats.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from ios_emu.lab.verdict.fields import Field, Kind
from ios_emu.lab.verdict.pieces import Line, Piece, cut

_SHAPE_OF_STAMP = (
    (re.compile(r"[A-Z][a-z]{2} +\d+ "), "Mon D "),
    (re.compile(r"\d+[ywdh]"), "D"),
    (re.compile(r"\d+"), "D"),
)


@dataclass(frozen=True)
class Shown:
    """A line as a difference shows it: its number (0 for none), its text, and the columns that differ."""

    number: int
    text: str
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Difference:
    """One place where two blocks differ: the recorded lines there, those of the run, and why, as far as the lines
    do not say it."""

    recorded: tuple[Shown, ...]
    run: tuple[Shown, ...]
    reasons: tuple[str, ...] = ()


@dataclass
class Bindings:
    """Which value of the run each bound value of the recording has turned out to be, and the other way round.

    A value is known by its domain, the place within which it means the same, and its number; what it is bound to,
    by its number and how that was written.
    """

    run_of: dict[tuple[str, str, str], tuple[str, str]] = field(default_factory=dict)
    recorded_of: dict[tuple[str, str, str], tuple[str, str]] = field(default_factory=dict)
    blocks: int = 0
    """How many blocks have been compared so far."""
    elapsed: float = float("inf")
    """How many seconds the lab of the run has lasted: nothing in it is older."""

    def bind(self, kind: Kind, place: str, recorded: str, run: str) -> str:
        """Bind a pair of values, both of `kind`, given as they are written; why they cannot be, or nothing."""
        there = kind.value(recorded), recorded
        here = kind.value(run), run
        domain = kind.domain
        known = self.run_of.setdefault((domain, place, there[0]), here)
        if known[0] != here[0]:
            return f"{domain} {recorded} was {known[1]} before, here it is {run}"
        other = self.recorded_of.setdefault((domain, place, here[0]), there)
        if other[0] != there[0]:
            return f"{domain} {run} stands for {recorded} here, but stood for {other[1]} before"
        return ""


def compare(
    recorded: Sequence[Line],
    run: Sequence[Line],
    fields: Sequence[Field],
    *,
    loose: bool,
    node: str,
    bindings: Bindings,
) -> tuple[Difference, ...]:
    """Where the block of a `node` differs from its recording; nowhere, if it does not. Extends `bindings`."""
    before = cut(recorded, fields, gaps=not loose)
    after = cut(run, fields, gaps=not loose)
    faults: list[_Fault] = []
    bindings.blocks += 1
    for start, end, other_start, other_end, same in _opcodes(before, after):
        if not same:
            faults.append(
                _Fault(start, end, other_start, other_end, _strangers(before, after[other_start:other_end]))
            )
            continue
        for index, other in zip(range(start, end), range(other_start, other_end), strict=True):
            why = _disagreement(before, index, after, other, node, bindings)
            if why is not None:
                faults.append(_Fault(index, index + 1, other, other + 1, why))
    return tuple(_differences(recorded, run, before, after, faults))


@dataclass(frozen=True)
class _Fault:
    """Pieces that differ, as half-open ranges, and the reason if they do not show it."""

    start: int
    end: int
    other_start: int
    other_end: int
    reason: str


_Opcode = tuple[int, int, int, int, bool]
_TOO_MANY = 4_000_000
"""Pairs of pieces that are not held against each other any more: everything there differs."""


def _opcodes(before: Sequence[Piece], after: Sequence[Piece]) -> Iterator[_Opcode]:
    """Runs of pieces that agree or not: where in the one, where in the other, and whether."""
    left, right = _keys(before), _keys(after)
    previous: _Opcode | None = None
    for opcode in _aligned(before, after, left, right):
        start, end, other_start, other_end, same = opcode
        up = 0
        if previous is not None and previous[4] and not same:
            room = previous[1] - previous[0]
            if start == end:
                up = _slide(after, right, other_start, other_end, room)
            elif other_start == other_end:
                up = _slide(before, left, start, end, room)
            if up:
                yield previous[0], previous[1] - up, previous[2], previous[3] - up, True
                yield start - up, end - up, other_start - up, other_end - up, False
                previous = end - up, end, other_end - up, other_end, True
                continue
        if previous is not None:
            yield previous
        previous = opcode
    if previous is not None:
        yield previous


def _slide(pieces: Sequence[Piece], keys: Sequence[str], start: int, end: int, room: int) -> int:
    """How many pieces further up a stretch that only one side has may as well be said to stand: as many, at most
    `room`, as it takes for it to begin with a line."""
    for up in range(room + 1):
        if _at_line_start(pieces, start - up):
            return up
        if keys[start - up - 1] != keys[end - up - 1]:
            break
    return 0


def _aligned(
    before: Sequence[Piece], after: Sequence[Piece], left: list[str], right: list[str]
) -> Iterator[_Opcode]:
    """The same, before any stretch is moved to where it reads best: lines are aligned, then the pieces of those
    that differ."""
    head = 0
    while head < min(len(left), len(right)) and left[head] == right[head]:
        head += 1
    if head:
        yield 0, head, 0, head, True
    rows, other_rows = _by_row(before, left, head), _by_row(after, right, head)
    matcher = SequenceMatcher(None, [key for _, key in rows], [key for _, key in other_rows], autojunk=False)
    starts = [start for start, _ in rows] + [len(left)]
    other_starts = [start for start, _ in other_rows] + [len(right)]
    for tag, start, end, other_start, other_end in matcher.get_opcodes():
        piece, stop, other, other_stop = (
            starts[start],
            starts[end],
            other_starts[other_start],
            other_starts[other_end],
        )
        if tag != "replace" or (stop - piece) * (other_stop - other) > _TOO_MANY:
            yield piece, stop, other, other_stop, tag == "equal"
            continue
        inner = SequenceMatcher(None, left[piece:stop], right[other:other_stop], autojunk=False)
        for kind, i, j, k, m in inner.get_opcodes():
            yield piece + i, piece + j, other + k, other + m, kind == "equal"


def _by_row(pieces: Sequence[Piece], keys: Sequence[str], first: int) -> list[tuple[int, tuple[str, ...]]]:
    """The lines from piece `first` on: where each begins, and the keys of its pieces."""
    starts = [i for i in range(first, len(pieces)) if i == first or pieces[i].row != pieces[i - 1].row]
    ends = [*starts[1:], len(pieces)]
    return [(start, tuple(keys[start:end])) for start, end in zip(starts, ends, strict=False)]


def _keys(pieces: Sequence[Piece]) -> list[str]:
    """What each piece is aligned by. Blanks beside a volatile value pad it, and vary with its width."""
    keys = [piece.key for piece in pieces]
    for index, piece in enumerate(pieces):
        if piece.gap and _padding(pieces, index):
            keys[index] = "\1\n" if "\n" in piece.text else "\1 "
    return keys


def _padding(pieces: Sequence[Piece], index: int) -> bool:
    beside = [pieces[each] for each in (index - 1, index + 1) if 0 <= each < len(pieces)]
    return any(piece.kind is not None for piece in beside)


def _disagreement(
    before: Sequence[Piece], index: int, after: Sequence[Piece], other: int, node: str, bindings: Bindings
) -> str | None:
    """Why two pieces of the same key differ after all; empty when they show it; None when they do not differ."""
    recorded, run = before[index], after[other]
    if run.gap:
        return None if _pads_alike(before, index, after, other) else ""
    kind = run.kind
    if kind is None:
        return None
    if kind.name == "timestamp":
        shapes = _stamp_shape(recorded.text), _stamp_shape(run.text)
        return None if shapes[0] == shapes[1] else "the timestamps are of another form"
    number, known = kind.measure(run.text), kind.measure(recorded.text)
    if number is not None and known is not None:
        most = run.most if run.most is not None else max(kind.most, known)
        if not min(kind.least, known) <= number <= most:
            return f"{run.text} is not plausible ({kind.name}{f', at most {most:g}' if number > most else ''})"
        if kind.unit == "age" and number > bindings.elapsed:
            return f"{run.text} is not plausible ({kind.name}, the lab has lasted {bindings.elapsed:g} s)"
    if not kind.domain:
        return None
    place = {"lab": "", "node": node, "line": f"{bindings.blocks}:{recorded.row}"}[kind.scope]
    return bindings.bind(kind, place, recorded.text, run.text) or None


def _pads_alike(before: Sequence[Piece], index: int, after: Sequence[Piece], other: int) -> bool:
    """Whether the gaps there fill the same column, with the volatile values beside them."""
    recorded, run = before[index], after[other]
    if "\n" in recorded.text or "\n" in run.text:
        if recorded.text == run.text:
            return True
        first, _, rest = recorded.text.partition("\n")
        run_first, _, run_rest = run.text.partition("\n")
        return rest == run_rest and _reach(before, index, -1) + len(first) == _reach(after, other, -1) + len(
            run_first
        )
    if recorded.text == run.text and (run.text == " " or recorded.start == run.start):
        return True
    widths = [(_reach(pieces, at, -1), _reach(pieces, at, 1)) for pieces, at in ((before, index), (after, other))]
    blanks = len(recorded.text) - len(run.text)
    left, right = widths[0][0] - widths[1][0], widths[0][1] - widths[1][1]
    return blanks in (-left, -left - right)


def _reach(pieces: Sequence[Piece], index: int, step: int) -> int:
    """The width of the volatile value beside the gap at `index`; 0 when what stands there is literal."""
    beside = index + step
    if 0 <= beside < len(pieces) and pieces[beside].kind is not None:
        return len(pieces[beside].text)
    return 0


def _stamp_shape(text: str) -> str:
    for expression, shape in _SHAPE_OF_STAMP:
        text = expression.sub(shape, text)
    return text


def _strangers(before: Sequence[Piece], extra: Sequence[Piece]) -> str:
    """What to say of messages of families that the recorded block does not have at all."""
    known = {piece.family for piece in before}
    strange = dict.fromkeys(piece.family for piece in extra if piece.family and piece.family not in known)
    return f"not in the recording: messages of {', '.join(strange)}" if strange else ""


# -- what is shown -----------------------------------------------------------------------------------------------


def _differences(
    recorded: Sequence[Line],
    run: Sequence[Line],
    before: Sequence[Piece],
    after: Sequence[Piece],
    faults: Sequence[_Fault],
) -> Iterator[Difference]:
    """The faults, those that touch the same line together, as lines with marks."""
    group: list[_Fault] = []
    reached = (-1, -1)
    for fault in faults:
        rows = _rows(before, fault.start, fault.end), _rows(after, fault.other_start, fault.other_end)
        apart = rows[0].start > reached[0] and rows[1].start > reached[1]
        if group and apart:
            yield _difference(recorded, run, before, after, group)
            group = []
        group.append(fault)
        reached = (max(reached[0], rows[0].stop - 1), max(reached[1], rows[1].stop - 1))
    if group:
        yield _difference(recorded, run, before, after, group)


def _rows(pieces: Sequence[Piece], start: int, end: int) -> range:
    """The lines that the pieces from `start` to `end` touch; an empty range at the line they would stand in, where
    there are none."""
    if start < end:
        last = pieces[end - 1]
        # The break after a line is not worth showing the next line for, unless it is all there is.
        return range(pieces[start].row, (last.row if last.gap and end - start > 1 else last.end_row) + 1)
    row = pieces[start].row if start < len(pieces) else pieces[-1].end_row if pieces else 0
    return range(row, row)


def _difference(
    recorded: Sequence[Line],
    run: Sequence[Line],
    before: Sequence[Piece],
    after: Sequence[Piece],
    group: Sequence[_Fault],
) -> Difference:
    left = [piece for fault in group for piece in before[fault.start : fault.end]]
    right = [piece for fault in group for piece in after[fault.other_start : fault.other_end]]
    first, last = group[0], group[-1]
    return Difference(
        _shown(recorded, left, before, first.start, last.end),
        _shown(run, right, after, first.other_start, last.other_end),
        tuple(dict.fromkeys(fault.reason for fault in group if fault.reason)),
    )


def _shown(
    lines: Sequence[Line], marked: Sequence[Piece], pieces: Sequence[Piece], start: int, end: int
) -> tuple[Shown, ...]:
    if not lines:
        return ()
    rows = _rows(pieces, start, end)
    if not rows and not _at_line_start(pieces, start):
        # Something is missing within a line: the line it is missing from says where.
        rows = range(rows.start, min(rows.start + 1, len(lines)))
    shown = []
    for row in rows:
        line = lines[row]
        marks = []
        for piece in marked:
            if piece.row <= row <= piece.end_row:
                left = piece.start if row == piece.row else 0
                right = piece.end if row == piece.end_row else len(line.text)
                marks.append((left, right))
        shown.append(Shown(line.number, line.text, tuple(marks)))
    return tuple(shown)


def _at_line_start(pieces: Sequence[Piece], index: int) -> bool:
    """Whether the piece at `index` is the first of its line, or there is none."""
    if index == 0 or index >= len(pieces):
        return True
    last = pieces[index - 1]
    return pieces[index].row > (last.row if last.gap else last.end_row)
