"""Fuzzes whole labs (tests/support/fuzz.py). Run by `scripts/fuzz`."""

from __future__ import annotations

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from support.fuzz import Fuzzer, FuzzError, Story, tell

MOST_FAILURES = 20


def main() -> int:
    """Exit status 1 if something was found."""
    if len(sys.argv) not in (2, 3) or not (sys.argv[1].isdigit() or Path(sys.argv[1]).exists()):
        print("usage: fuzz SECONDS [SEED] | fuzz STORY.json", file=sys.stderr)
        return 2
    if not sys.argv[1].isdigit():
        tell(Story.load(Path(sys.argv[1])))
        return 0
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    end, said, failures = time.monotonic() + int(sys.argv[1]), 0.0, 0
    fuzzer = Fuzzer(seed)
    while time.monotonic() < end and failures < MOST_FAILURES:
        try:
            fuzzer.run()
        except FuzzError as error:
            failures += 1
            file = Path(f"fuzz-{seed}-{fuzzer.stories}.json")
            error.story.save(file)
            print(f"story {fuzzer.stories}: {error}\n  again: scripts/fuzz {file}", flush=True)
        if time.monotonic() > said + 10:
            said = time.monotonic()
            print(f"{fuzzer.stories} stories, {fuzzer.coverage.reached} lines reached", flush=True)
    print(f"seed {seed}: {fuzzer.stories} stories, {failures} failed")
    return failures > 0


sys.exit(main())
