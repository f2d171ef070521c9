"""A recorded transcript and the text of its run, paired into blocks and judged.

Commands and directives are in both in the same order, so they divide both into the same steps. What belongs to a
step is the output of its command, and, for each node, all that its console printed unasked meanwhile: between
nodes order does not count.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ios_emu.lab.transcript import DECLARATIONS, PROMPT, Directive, Transcript, Typed, Unasked, parse_after
from ios_emu.lab.verdict.compare import Bindings, Difference, compare
from ios_emu.lab.verdict.fields import fields_of
from ios_emu.lab.verdict.pieces import Line, strip_stamps

CONSOLE = "!@ console "


@dataclass(frozen=True)
class BlockVerdict:
    """The verdict on one block: the node, what was typed there (with its prompt; empty for a stretch of what its
    console printed unasked), the line of the file where it begins, the differences."""

    node: str
    typed: str
    line: int
    differences: tuple[Difference, ...]

    @property
    def title(self) -> str:
        """What the block is, as the transcript has it."""
        return self.typed or f"{CONSOLE}{self.node}"


@dataclass(frozen=True)
class Verdict:
    """The verdict on a transcript."""

    file: str
    blocks: tuple[BlockVerdict, ...]

    @property
    def differing(self) -> tuple[BlockVerdict, ...]:
        """The blocks that differ."""
        return tuple(block for block in self.blocks if block.differences)

    @property
    def matches(self) -> bool:
        """Whether all blocks match."""
        return not self.differing


@dataclass
class Step:
    """One command or acting directive, or what comes before the first, with what is recorded and what came.

    `watched` are the nodes whose consoles are recorded here; None for all.
    """

    entry: Typed | Directive | None
    watched: tuple[str, ...] | None
    recorded: list[Unasked] = field(default_factory=list)
    output: list[str] = field(default_factory=list)
    console: list[tuple[str, list[str]]] = field(default_factory=list)
    """What consoles printed unasked in the run, in order: node and lines."""

    def compares(self, node: str) -> bool:
        """Whether what the console of `node` printed here is to be held against the recording."""
        watched = self.watched is None or node in self.watched
        return watched or any(unasked.name == node for unasked in self.recorded)


def declares(transcript: Transcript, verb: str, word: str) -> bool:
    """Whether the transcript has the directive `verb word`."""
    return any(
        isinstance(entry, Directive) and entry.verb == verb and entry.words == (word,)
        for entry in transcript.entries
    )


def judge(transcript: Transcript, run: str, elapsed: float = float("inf")) -> Verdict:
    """Compare `transcript` with `run`, the text that running it gave in a lab that has lasted `elapsed` seconds."""
    bindings = Bindings(elapsed=elapsed)
    blocks: list[BlockVerdict] = []
    loose = declares(transcript, "whitespace", "loose")
    unstamped = declares(transcript, "timestamps", "absent")

    def add(node: str, typed: str, line: int, recorded: Sequence[Line], came: Sequence[str], command: str) -> None:
        run_lines = [Line(0, text) for text in came]
        if unstamped:
            recorded, run_lines = strip_stamps(recorded), strip_stamps(run_lines)
        differences = compare(recorded, run_lines, fields_of(command), loose=loose, node=node, bindings=bindings)
        blocks.append(BlockVerdict(node, typed, line, differences))

    left: dict[str, str] = {}
    for step in steps(transcript, run):
        entry = step.entry
        if isinstance(entry, Typed):
            # What a command prints after it was left stands under the console of its node.
            left[entry.name] = entry.text if any(_leaves(line) for line in entry.output) else ""
            prompt = f"{entry.name}{entry.suffix}{entry.text}"
            add(entry.name, prompt, entry.place.line, _output(entry), step.output, entry.text)
        for node in dict.fromkeys([*(each.name for each in step.recorded), *(name for name, _ in step.console)]):
            if step.compares(node):
                recorded = [each for each in step.recorded if each.name == node]
                place = recorded[0].place if recorded else entry.place if entry is not None else None
                lines = [line for each in recorded for line in _output(each)]
                came = [line for name, texts in step.console if name == node for line in texts]
                add(node, "", place.line if place is not None else 1, lines, came, left.get(node, ""))
    return Verdict(transcript.file, tuple(blocks))


def _leaves(line: str) -> bool:
    after = parse_after(line)
    return after is not None and after.deed == "leave"


def _output(entry: Typed | Unasked) -> list[Line]:
    return [Line(number, text) for number, text in enumerate(entry.output, entry.place.line + 1)]


def steps(transcript: Transcript, run: str) -> list[Step]:
    """The steps of a transcript, with what came of each in `run`."""
    found = [Step(None, None)]
    by_entry: list[Step] = []
    watched: tuple[str, ...] | None = None
    for entry in transcript.entries:
        if isinstance(entry, Unasked):
            found[-1].recorded.append(entry)
            continue
        if isinstance(entry, Typed) or entry.verb not in DECLARATIONS:
            found.append(Step(entry, watched))
        elif entry.verb == "watch":
            watched = None if entry.words == ("all",) else () if entry.words == ("none",) else entry.words
            if len(found) == 1:
                found[0].watched = watched
        by_entry.append(found[-1])
    _fill(found[0], by_entry, transcript, run)
    return found


def _fill(step: Step, by_entry: Sequence[Step], transcript: Transcript, run: str) -> None:
    """Give every step what it has in the text of the run; `step` is the one before the first entry."""
    entries = [entry for entry in transcript.entries if not isinstance(entry, Unasked)]
    position = 0
    lines = step.output
    for text in run.splitlines():
        if position < len(entries) and _begins(text, entries[position]):
            step = by_entry[position]
            lines = step.output
            position += 1
        elif text.startswith(CONSOLE):
            lines = []
            step.console.append((text.removeprefix(CONSOLE).strip(), lines))
        else:
            lines.append(text)


def _begins(text: str, entry: Typed | Directive) -> bool:
    """Whether the line `text` of a run is where `entry` begins."""
    if isinstance(entry, Directive):
        return text == entry.text
    prompt = PROMPT.match(text)
    return prompt is not None and prompt[2] == entry.suffix and prompt[3].strip() == entry.text.strip()
