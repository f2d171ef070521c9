"""The lines of a block cut into pieces: words, the volatile fields in them, and the blanks between.

Volatile fields are looked for in the text with every run of blanks and line breaks made one blank, so a line that
was wrapped is still recognised.

    "S       20.1.1.0 [1/0] via 10.1.1.1, 00:11:06"
     word gap word    gap..            word,gap volatile(age)
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ios_emu.lab.verdict.fields import FAMILIES, KINDS, LOOSE_STAMP, STAMP, Field, Kind, family_of

_WORD = re.compile(r"\S+")


@dataclass(frozen=True)
class Line:
    """A line of a block, with its number in its file (0 for none)."""

    number: int
    text: str


@dataclass(frozen=True)
class Piece:
    """A piece of a block.

    `kind` is that of a volatile field; None for a literal one. `gap` marks blanks. It stands in the block from
    line `row`, column `start` to line `end_row`, column `end`. `family` is that of the message it belongs to.
    `most` is what a countdown may be at most, where the block says so.
    """

    text: str
    row: int
    start: int
    end_row: int
    end: int
    kind: Kind | None = None
    gap: bool = False
    family: str = ""
    most: float | None = None

    @property
    def key(self) -> str:
        """What two pieces must share to be held against each other."""
        if self.kind is not None:
            return f"\0{self.kind.name}"
        return f"\1{self.text}" if self.gap else self.text


@dataclass(frozen=True)
class _Word:
    text: str
    row: int
    column: int
    offset: int
    """In the collapsed text."""
    family: str
    stamp: bool = False

    @property
    def end(self) -> int:
        return self.offset + len(self.text)


def strip_stamps(lines: Iterable[Line]) -> list[Line]:
    """The lines without their service timestamps."""
    return [Line(line.number, LOOSE_STAMP.sub("", line.text, count=1)) for line in lines]


def cut(lines: Sequence[Line], fields: Sequence[Field], *, gaps: bool) -> list[Piece]:
    """The pieces of a block in whose text `fields` may stand; with `gaps`, the blanks between words too."""
    words = _words(lines, STAMP if gaps else LOOSE_STAMP)
    text = " ".join(word.text for word in words)
    pieces = _cut_words(words, _spans(text, words, fields))
    return _with_gaps(lines, pieces) if gaps else pieces


def _words(lines: Sequence[Line], stamps: re.Pattern[str]) -> list[_Word]:
    words: list[_Word] = []
    offset = 0
    family = ""
    for row, line in enumerate(lines):
        stamp = stamps.match(line.text)
        start = 0
        if stamp is not None:
            shown = stamp[0].rstrip()
            family = family_of(line.text[stamp.end() :])
            words.append(_Word(shown, row, 0, offset, family, stamp=True))
            offset += len(shown) + 1
            start = stamp.end()
        else:
            family = family_of(line.text) or family
        for match in _WORD.finditer(line.text, start):
            words.append(_Word(match[0], row, match.start(), offset, family))
            offset += len(match[0]) + 1
    return words


@dataclass(frozen=True)
class _Span:
    start: int
    end: int
    kind: Kind
    most: float | None


def _spans(text: str, words: Sequence[_Word], fields: Sequence[Field]) -> list[_Span]:
    """The volatile values in `text`, from left to right. Where fields overlap, the one declared first counts."""
    offsets = [word.offset for word in words]
    families = {word.family for word in words}
    found: list[_Span] = []
    taken = bytearray(len(text))
    for word in words:
        if word.stamp:
            found.append(_Span(word.offset, word.end, KINDS["timestamp"], None))
            taken[word.offset : word.end] = b"\1" * len(word.text)
    for field in fields:
        if field.where in FAMILIES and field.where not in families:
            continue
        for start, end, kind in field.find(text):
            elsewhere = field.where in FAMILIES and words[bisect_right(offsets, start) - 1].family != field.where
            if not elsewhere and end > start and not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                found.append(_Span(start, end, kind, field.most(text, end)))
    return sorted(found, key=lambda span: span.start)


def _cut_words(words: Sequence[_Word], spans: Sequence[_Span]) -> list[Piece]:
    pieces: list[Piece] = []
    queue = list(reversed(spans))
    at = 0
    for index, word in enumerate(words):
        at = max(at, word.offset)
        while at < word.end:
            span = queue[-1] if queue and queue[-1].start < word.end else None
            column = word.column + at - word.offset
            if span is None or span.start > at:
                end = word.end if span is None else span.start
                text = word.text[at - word.offset : end - word.offset]
                last = column + len(text)
                pieces.append(Piece(text, word.row, column, word.row, last, family=word.family))
            else:
                queue.pop()
                end = span.end
                pieces.append(_volatile(words[index:], at, span))
            at = end
    return pieces


def _volatile(words: Sequence[_Word], start: int, span: _Span) -> Piece:
    """The volatile value that begins at `start`, in the first of `words`, and may go on in the next."""
    parts = []
    last = words[0]
    for word in words:
        if word.offset >= span.end:
            break
        parts.append(word.text[max(start - word.offset, 0) : span.end - word.offset])
        last = word
    first = words[0]
    column = first.column + start - first.offset
    end = last.column + span.end - last.offset
    text = " ".join(parts)
    return Piece(text, first.row, column, last.row, end, span.kind, family=first.family, most=span.most)


def _with_gaps(lines: Sequence[Line], pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with the blanks and line breaks between them, those at the beginning and the end included."""
    result: list[Piece] = []
    row, column = 0, 0
    for piece in pieces:
        gap = _gap(lines, row, column, piece.row, piece.start)
        if gap:
            result.append(Piece(gap, row, column, piece.row, piece.start, gap=True))
        result.append(piece)
        row, column = piece.end_row, piece.end
    if lines:
        last = len(lines) - 1
        gap = _gap(lines, row, column, last, len(lines[last].text)) + "\n"
        result.append(Piece(gap, row, column, last, len(lines[last].text), gap=True))
    return result


def _gap(lines: Sequence[Line], row: int, column: int, to_row: int, to_column: int) -> str:
    if row == to_row:
        return lines[row].text[column:to_column]
    between = (line.text for line in lines[row + 1 : to_row])
    return "\n".join([lines[row].text[column:], *between, lines[to_row].text[:to_column]])
