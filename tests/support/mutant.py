"""A replay by another program: `python -m support.mutant TRANSCRIPT MODULE OLD NEW` replays with OLD, which stands once
in the source of MODULE, replaced by NEW, and prints the titles of the blocks that differ, as JSON."""

from __future__ import annotations

import importlib.util
import json
import sys
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import CodeType


class Mutation(MetaPathFinder):
    """Finds one module, changed."""

    def __init__(self, module: str, old: str, new: str) -> None:
        self.module, self.old, self.new = module, old, new

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if name != self.module:
            return None
        found = PathFinder.find_spec(name, path)
        return importlib.util.spec_from_file_location(name, found.origin, loader=Loader(name, found.origin, self))


class Loader(SourceFileLoader):
    """Compiles the changed source; no byte code is read or kept."""

    def __init__(self, name: str, path: str, mutation: Mutation) -> None:
        super().__init__(name, path)
        self.mutation = mutation

    def get_code(self, fullname: str) -> CodeType:
        source = self.get_data(self.path).decode()
        count = source.count(self.mutation.old)
        assert count == 1, f"{self.mutation.old!r} stands {count} times in {fullname}"
        return compile(source.replace(self.mutation.old, self.mutation.new), self.path, "exec")


def main(file: str, module: str, old: str, new: str) -> None:
    sys.meta_path.insert(0, Mutation(module, old, new))
    from ios_emu.lab.lab import Lab
    from ios_emu.lab.replay import run_transcript
    from ios_emu.lab.transcript import load_transcript
    from ios_emu.lab.verdict import judge

    transcript = load_transcript(file)
    assert transcript.lab is not None
    verdict = judge(transcript, run_transcript(Lab.load(transcript.lab), transcript))
    assert module in sys.modules
    print(json.dumps([block.title for block in verdict.differing]))


if __name__ == "__main__":
    main(*sys.argv[1:])
