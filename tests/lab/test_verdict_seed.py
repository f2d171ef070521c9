"""The document's outputs come out of the running lab. That they would not if it were another: see
`tests/transcripts/test_mutations.py`."""

from __future__ import annotations

from pathlib import Path

import pytest

from ios_emu.lab.lab import Lab
from ios_emu.lab.replay import run_transcript
from ios_emu.lab.transcript import load_transcript
from ios_emu.lab.verdict import Verdict, judge

SEED = Path(__file__).parent.parent / "transcripts" / "seed"
FILES = ("before-failover", "after-failover", "recovery")


def replayed(name: str, seed: int) -> Verdict:
    transcript = load_transcript(SEED / f"{name}.txt")
    assert transcript.lab is not None
    return judge(transcript, run_transcript(Lab.load(transcript.lab, seed), transcript))


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("seed", [0, 7])
def test_the_document_comes_out(name: str, seed: int) -> None:
    verdict = replayed(name, seed)
    differing = [(block.line, block.title, block.differences) for block in verdict.differing]
    assert not differing
