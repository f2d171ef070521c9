"""A short run of the fuzzer (`scripts/fuzz SECONDS` runs it for as long as given), and that it sees what it should."""

import os
from pathlib import Path

import pytest
from support.fuzz import FRAMES, GROUNDS, Blow, Fuzzer, FuzzError, Ground, Story, prepared, tell

from ios_emu.router.router import Router

STORIES = int(os.environ.get("FUZZ_STORIES", "4"))


def test_changed_frames_do_no_harm() -> None:
    fuzzer = Fuzzer(seed=1)
    for _ in range(STORIES):
        fuzzer.run()
    assert fuzzer.coverage.reached > 2000
    assert any(len(corpus) > len(prepared(ground)[1]) for ground, corpus in fuzzer.corpora.items())


def test_a_seed_tells_the_same_stories() -> None:
    assert Fuzzer(seed=5).story() == Fuzzer(seed=5).story()
    assert Fuzzer(seed=5).story() != Fuzzer(seed=6).story()


@pytest.mark.parametrize("ground", GROUNDS, ids=lambda ground: Path(ground.file).stem)
def test_a_crash_is_a_failure_that_can_be_told_again(
    ground: Ground, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    endpoint, frame = next(kept for kept in prepared(ground)[1] if kept[1][12:14] == b"\x08\x06")

    def stumble(self: object, interface: object, frame: bytes) -> None:
        raise IndexError("stumbled")

    monkeypatch.setattr("ios_emu.router.arp.ArpCache.receive", stumble)
    with pytest.raises(FuzzError, match="IndexError: stumbled") as caught:
        tell(Story(ground, [Blow(endpoint, frame, 0)] * 2))
    caught.value.story.save(tmp_path / "story.json")
    again = Story.load(tmp_path / "story.json")
    assert again == caught.value.story and len(again.blows) < FRAMES
    monkeypatch.undo()
    tell(again)


def test_a_lab_that_does_not_recover_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    def execute(self: Router, line: str) -> str:
        return "....."

    monkeypatch.setattr(Router, "execute", execute)
    with pytest.raises(FuzzError, match="does not converge"):
        tell(Story(GROUNDS[0]))
