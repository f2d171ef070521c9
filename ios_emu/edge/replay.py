"""`ios-emu replay`: run transcripts, show where they went otherwise than recorded.

A terminal gets colours; anything else gets plain text, with a row of `^` under what differs in a line.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.text import Text

from ios_emu.kernel import SECOND
from ios_emu.lab.error import LabError
from ios_emu.lab.lab import Lab
from ios_emu.lab.replay import run_transcript
from ios_emu.lab.topology import reason_of
from ios_emu.lab.transcript import Transcript
from ios_emu.lab.verdict import BlockVerdict, Difference, Shown, Verdict, judge, updated

_TAB = 8


@dataclass(frozen=True)
class Sides:
    """How one side of a difference looks: the sign before its lines, their style, that of what differs in them."""

    sign: str
    style: str
    mark: str


RECORDED = Sides("-", "red", "bold reverse red")
RUN = Sides("+", "green", "bold reverse green")


def replay_files(
    transcripts: Sequence[Transcript],
    load_lab: Callable[[Transcript], Lab],
    *,
    as_json: bool = False,
    update: bool = False,
) -> bool:
    """Replay each transcript in the lab that `load_lab` makes for it, and say how it went; whether all is well.

    With `update`, the files that differ are rewritten with what really came, and then all is well. Raises
    LabError.
    """
    screen = Console(file=sys.stdout, highlight=False, markup=False, soft_wrap=True, emoji=False)
    verdicts: list[Verdict] = []
    for transcript in transcripts:
        lab = load_lab(transcript)
        run = run_transcript(lab, transcript)
        verdict = judge(transcript, run, lab.now / SECOND)
        verdicts.append(verdict)
        if not as_json:
            _show(screen, verdict, alone=len(transcripts) == 1)
        if update and not verdict.matches:
            _rewrite(transcript, run)
            if not as_json:
                screen.print(f"{transcript.file}: rewritten with what came")
    if as_json:
        sys.stdout.write(json.dumps(_plain(verdicts), indent=2) + "\n")
    else:
        blocks = sum(len(verdict.blocks) for verdict in verdicts)
        screen.print(_summary(blocks, sum(len(verdict.differing) for verdict in verdicts)))
    return update or all(verdict.matches for verdict in verdicts)


def _summary(blocks: int, differing: int) -> str:
    return f"{blocks} blocks: {blocks - differing} match, {differing} differ"


def _rewrite(transcript: Transcript, run: str) -> None:
    path = Path(transcript.file)
    temporary = path.with_name(f".{path.name}.part")
    try:
        temporary.write_text(updated(transcript, path.read_text(encoding="utf-8"), run), encoding="utf-8")
        temporary.chmod(path.stat().st_mode)
        temporary.replace(path)
    except OSError as error:
        raise LabError(f"{path}: cannot rewrite the transcript: {reason_of(error)}") from None


# -- for people --------------------------------------------------------------------------------------------------


def _show(screen: Console, verdict: Verdict, *, alone: bool) -> None:
    for block in verdict.differing:
        screen.print(Text(f"{verdict.file}:{block.line}: {block.title}", style="bold"))
        for difference in block.differences:
            for line in _lines(difference, plain=not screen.is_terminal):
                screen.print(line)
        screen.print()
    if not alone:
        screen.print(f"{verdict.file}: {_summary(len(verdict.blocks), len(verdict.differing))}")


def _lines(difference: Difference, *, plain: bool) -> Iterator[Text]:
    for side, shown in ((RECORDED, difference.recorded), (RUN, difference.run)):
        for line in shown:
            yield _line(side, line)
            carets = _carets(line) if plain else ""
            if carets:
                yield Text(f"  {'':6} {carets}")
    for reason in difference.reasons:
        yield Text(f"  {'':6} ! {reason}", style="yellow")


def _line(side: Sides, line: Shown) -> Text:
    number = str(line.number) if line.number else ""
    text = Text(f"{side.sign} {number:>6} ", style=side.style)
    at = 0
    for start, end in line.marks:
        text.append(line.text[at:start])
        text.append(line.text[start:end], style=side.mark)
        at = max(at, end)
    text.append(line.text[at:])
    text.expand_tabs(_TAB)
    return text


def _carets(line: Shown) -> str:
    """A row of `^` under the marks of a line; nothing when they are all of it."""
    width = len(line.text)
    under = [" "] * (width + 1)
    for start, end in line.marks:
        # A mark of nothing but the end of the line still is one character wide.
        for column in range(start, max(end, start + 1)):
            if column <= width:
                under[column] = "^"
    whole = all(mark == "^" for mark, letter in zip(under, line.text, strict=False) if letter != " ")
    return "" if whole else "".join(under).rstrip()


# -- for machines ------------------------------------------------------------------------------------------------


def _plain(verdicts: Sequence[Verdict]) -> dict[str, object]:
    blocks = sum(len(verdict.blocks) for verdict in verdicts)
    differing = sum(len(verdict.differing) for verdict in verdicts)
    return {
        "blocks": blocks,
        "match": blocks - differing,
        "differ": differing,
        "files": [
            {
                "file": verdict.file,
                "blocks": len(verdict.blocks),
                "match": len(verdict.blocks) - len(verdict.differing),
                "differ": len(verdict.differing),
                "verdicts": [_plain_block(block) for block in verdict.blocks],
            }
            for verdict in verdicts
        ],
    }


def _plain_block(block: BlockVerdict) -> dict[str, object]:
    return {
        "block": block.title,
        "node": block.node,
        "line": block.line,
        "match": not block.differences,
        "differences": [
            {
                "recorded": [_plain_line(line) for line in difference.recorded],
                "run": [_plain_line(line) for line in difference.run],
                "reasons": list(difference.reasons),
            }
            for difference in block.differences
        ],
    }


def _plain_line(line: Shown) -> dict[str, object]:
    return {"line": line.number or None, "text": line.text, "marks": [list(mark) for mark in line.marks]}
