"""Which command a line is: a walk over sets of live states, built when first reached and kept.

A `Live` set holds every state that the words so far may have led to, of all commands of a mode. It knows the
keywords and argument types that may come next, and which commands may end here; so it answers abbreviation,
ambiguity, the `^` marker and `?`. Its successors are found by keyword, or by the set of argument types that
accept a word.

A keyword beats an argument: when a word is or abbreviates a keyword, arguments are not considered.

The walk says which commands a line is, not what its words mean to them. A `Plan` does: for a program and the
kinds of the words (the signature), which leaf each word is. Plans are kept too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ios_emu.grammar.command import Args, Scalar, Value
from ios_emu.grammar.interfaces import kinds_of
from ios_emu.grammar.notation import Keyword
from ios_emu.grammar.program import Family, Lead, Machine, Program, State
from ios_emu.grammar.types import INTERFACE, KIND, LINE, UNIT, ArgumentType

Position = tuple[Program | Family, int, int]
"""A program, its state (see `Program`), the bits of the parts taken; or a family, and how much of its prefix."""

Signature = tuple[str | tuple[ArgumentType, ...], ...]
"""For each word of a line: the keyword it is, or the types that accept it; `()` for a further word of a LINE."""

_LEADS = (Lead.NO.name.lower(), Lead.DEFAULT.name.lower())
_PLANS_KEPT = 4096
_PLAN_WORDS = 64


def members(positions: Iterable[Position]) -> Iterator[Position]:
    """`positions`, with the programs of a family in its place when its words have been typed."""
    for position in positions:
        family, state, used = position
        if isinstance(family, Family) and state == len(family.prefix):
            for program in family.programs:
                yield program, state, used
        else:
            yield position


class Live:
    """The set of states that a line's words may have led to."""

    __slots__ = (
        "_abbreviations",
        "_by_keyword",
        "_by_types",
        "_firsts",
        "_table",
        "accepts",
        "arguments",
        "keywords",
        "names",
        "rest",
    )

    def __init__(self, positions: Iterable[Position], table: dict[tuple[Position, ...], Live]) -> None:
        self._table = table
        """All live sets of a grammar, so that each is built once."""
        self.keywords: dict[str, tuple[str, dict[Position, None]]] = {}
        """lower case -> (the keyword, where it leads)"""
        self.arguments: dict[ArgumentType, list[Position]] = {}
        self.names: dict[ArgumentType, list[tuple[Program, str]]] = {}
        """The arguments of each type: whose, and called what."""
        self.rest: dict[Position, None] = {}
        """Where any further word leads: inside a LINE."""
        self.accepts: list[tuple[Program, bool]] = []
        """The programs that may end here, and whether they would ignore a tail (see `Program`)."""
        self._by_keyword: dict[str, Live] = {}
        self._by_types: dict[tuple[ArgumentType, ...], Live] = {}
        self._abbreviations: dict[str, str] = {}
        for program, state, used in members(positions):
            literal = len(program.prefix)
            if state < literal:
                self._add_keyword(program.prefix[state], (program, state + 1, used))
            elif isinstance(program, Program):
                self._add_machine(program, literal, (state - literal, used))
        self._firsts = frozenset(word[0] for word in self.keywords)

    def _add_keyword(self, word: str, target: Position) -> None:
        found = self.keywords.get(word.lower())
        if found is None:
            self.keywords[word.lower()] = (word, {target: None})
        else:
            found[1][target] = None

    def _add_machine(self, program: Program, literal: int, start: State) -> None:
        machine = program.machine
        accepted = False
        for number, used in machine.closure(start):
            node = machine.nodes[number]
            for word, _, target in node.keywords:
                self._add_keyword(word, (program, literal + target, used))
            for kind, leaf, target in node.arguments:
                self.arguments.setdefault(kind, []).append((program, literal + target, used))
                self.names.setdefault(kind, []).append((program, machine.argument(leaf)))
            if node.line >= 0:
                self.rest[program, literal + number, used] = None
            accepted = accepted or number == machine.final or number in machine.loose
        if accepted and all(program is not one for one, _ in self.accepts):
            self.accepts.append((program, bool(machine.loose)))

    @property
    def only_line(self) -> bool:
        """Whether nothing but more words of a LINE may follow."""
        return bool(self.rest) and not self.keywords and not self.arguments

    def candidates(self, lower: str) -> list[str]:
        """The keywords (lower case) that `lower` is or abbreviates; only itself when it is one."""
        if lower in self.keywords:
            return [lower]
        known = self._abbreviations.get(lower)
        if known is not None:
            return [known]
        if lower[:1] not in self._firsts:
            return []
        digits = lower.isdigit()
        found = [word for word in self.keywords if word.startswith(lower) and not (digits and word.isdigit())]
        if len(found) == 1:
            self._abbreviations[lower] = found[0]
        return found

    def after_keyword(self, lower: str) -> Live:
        """The live set after a keyword of this one."""
        found = self._by_keyword.get(lower)
        if found is None:
            found = self._by_keyword[lower] = self._reach(self.keywords[lower][1] | self.rest)
        return found

    def types_of(self, word: str) -> tuple[ArgumentType, ...]:
        """The argument types here that accept `word`."""
        return tuple([kind for kind in self.arguments if kind.read(word) is not None])

    def after_types(self, kinds: tuple[ArgumentType, ...]) -> Live:
        """The live set after a word that is of these types."""
        found = self._by_types.get(kinds)
        if found is None:
            positions = dict.fromkeys(position for kind in kinds for position in self.arguments[kind])
            positions |= self.rest
            found = self._by_types[kinds] = self._reach(positions)
        return found

    def _reach(self, positions: dict[Position, None]) -> Live:
        key = tuple(positions)
        found = self._table.get(key)
        if found is None:
            found = self._table[key] = Live(key, self._table)
        return found

    def begins_exactly(self, words: list[str]) -> bool:
        """Whether the first word of a line, or that after `no` or `default`, is a keyword here in full."""
        live = self
        if words[0].lower() in _LEADS and words[0].lower() in self.keywords and len(words) > 1:
            live, words = self.after_keyword(words[0].lower()), words[1:]
        return words[0].lower() in live.keywords or not live.candidates(words[0].lower())

    def common(self, word: str) -> int:
        """How many characters of `word` some keyword or interface kind here begins with."""
        names = list(self.keywords)
        lower = word.lower()
        best = max((_common(lower, name) for name in names), default=0)
        if INTERFACE in self.arguments:
            while best < len(lower) and kinds_of(lower[: best + 1]):
                best += 1
        return best

    def is_ambiguous_interface(self, word: str) -> bool:
        """Whether `word` fails here because it abbreviates several kinds of interface."""
        return INTERFACE in self.arguments and len(kinds_of(word.rstrip("0123456789/.:"))) > 1


def _common(one: str, other: str) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


@dataclass(frozen=True, slots=True)
class Walk:
    """How far a line's words led."""

    live: Live
    """The set after the words taken."""
    signature: Signature
    """Of the words taken."""
    stuck: bool
    """Whether a word was left that nothing here accepts."""
    ambiguous: bool
    loose: tuple[Live, int] | None
    """The last set with a program that ignores a tail, and how many words led there."""


def walk(live: Live, words: list[str]) -> Walk:
    """Follow `words` from `live` as far as they lead."""
    taken: list[str | tuple[ArgumentType, ...]] = []
    loose: tuple[Live, int] | None = None
    for word in words:
        if live.only_line and taken[-1] == ():
            break  # all further words are taken alike
        found = live.candidates(word.lower())
        if len(found) == 1:
            taken.append(found[0])
            live = live.after_keyword(found[0])
        elif found:
            return Walk(live, tuple(taken), True, True, loose)
        else:
            kinds = live.types_of(word)
            if not kinds and not live.rest:
                return Walk(live, tuple(taken), True, live.is_ambiguous_interface(word), loose)
            taken.append(kinds)
            live = live.after_types(kinds)
        for _, ignores_tail in live.accepts:
            if ignores_tail:
                loose = (live, len(taken))
                break
    return Walk(live, tuple(taken), False, False, loose)


@dataclass(frozen=True, slots=True)
class Step:
    """What one word of a line is to a program."""

    leaf: int
    keyword: str
    """"" for an argument."""
    argument: str
    type: ArgumentType
    many: bool
    names: bool
    word: int
    """Which word of the line, from 0."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What the words of a line are to a program, in the order of its notation."""

    steps: tuple[Step, ...]
    cost: tuple[int, ...]
    """Compares readings of a line: the order of the types its words were taken for."""


class Reader:
    """Makes `Args` of lines, and keeps the plans."""

    def __init__(self) -> None:
        self._plans: dict[tuple[Program, Signature], Plan] = {}

    def read(self, live: Live, signature: Signature, line: str, words: list[str]) -> tuple[Program, Args]:
        """The best reading of a line among the programs that may end at `live`, which must have one."""
        if len(live.accepts) == 1:
            program = live.accepts[0][0]
            plan = self._plan(program, signature)
        else:
            plans = [(self._plan(program, signature), program) for program, _ in live.accepts]
            plan, program = min(plans, key=_preference)
        return program, _args(program, plan, line, words)

    def _plan(self, program: Program, signature: Signature) -> Plan:
        if len(signature) > _PLAN_WORDS:
            return _make_plan(program, signature)
        plan = self._plans.get((program, signature))
        if plan is None:
            if len(self._plans) >= _PLANS_KEPT:
                self._plans.clear()
            plan = self._plans[program, signature] = _make_plan(program, signature)
        return plan


def _preference(reading: tuple[Plan, Program]) -> tuple[bool, tuple[int, ...]]:
    plan, program = reading
    return program.command.kept, plan.cost


Trail = tuple[int, ArgumentType | None, "Trail | None"]
"""A word's leaf and type (None for a keyword), and the trail of the words before."""


def _make_plan(program: Program, signature: Signature) -> Plan:
    literal = len(program.prefix)
    lead = literal - len(program.words)
    steps = [Step(-1, word, "", LINE, False, True, lead + n) for n, word in enumerate(program.words)]
    cost = [0] * len(steps)
    machine = program.machine
    found: list[tuple[int, ArgumentType | None]] = []
    trail = _trail(machine, signature[literal:])
    while trail is not None:
        found.append(trail[:2])
        trail = trail[2]
    rest: list[Step] = []
    for number, (leaf_number, kind) in enumerate(reversed(found), literal):
        leaf = machine.leaves[leaf_number]
        names = machine.names[leaf_number]
        if isinstance(leaf, Keyword):
            rest.append(Step(leaf_number, leaf.word, "", LINE, False, names, number))
            cost.append(0)
        elif kind is not None:
            rest.append(Step(leaf_number, "", leaf.name, kind, leaf.many, names, number))
            cost.append(kind.order)
        else:
            cost.append(LINE.order)
    rest.sort(key=lambda step: step.leaf)
    return Plan((*steps, *rest), tuple(cost))


def _trail(machine: Machine, signature: Signature) -> Trail | None:
    """The leaves that the words of `signature` are; the earliest alternative of the notation wins."""
    frontier: dict[State, Trail | None] = {(0, 0): None}
    for kinds in signature:
        after: dict[State, Trail | None] = {}
        for start, trail in frontier.items():
            for number, used in machine.closure(start):
                node = machine.nodes[number]
                if isinstance(kinds, str):
                    for word, leaf, target in node.keywords:
                        if word.lower() == kinds:
                            after.setdefault((target, used), (leaf, None, trail))
                else:
                    for kind, leaf, target in sorted(node.arguments, key=_edge_order):
                        if kind in kinds:
                            after.setdefault((target, used), (leaf, kind, trail))
                if node.line >= 0:
                    after.setdefault((number, used), (node.line, None, trail))
        frontier = after
    accepting = {machine.final, *machine.loose}
    for start, trail in frontier.items():
        if any(number in accepting for number, _ in machine.closure(start)):
            return trail
    raise AssertionError("a live set accepted a line that its program does not")


def _edge_order(edge: tuple[ArgumentType, int, int]) -> int:
    return edge[0].order


def _args(program: Program, plan: Plan, line: str, words: list[str]) -> Args:
    values: dict[str, Value] = {}
    said: list[tuple[str, Step]] = []
    kind_name = ""
    for step in plan.steps:
        text = step.keyword
        if text:
            values.setdefault(text, True)
            text = program.command.spelled.get(text, text)
        else:
            value, text = _read(step, line, words)
            if step.type is KIND:
                kind_name = text
                continue
            if step.type is UNIT:
                value = text = kind_name + text
            if step.many:
                before = values.get(step.argument, ())
                values[step.argument] = (*before, value) if isinstance(before, tuple) else (value,)
            else:
                values[step.argument] = value
        said.append((text, step))
    if program.command.omit:
        said = _without_defaults(program.machine, values, said)
    all_words = tuple([text for text, _ in said])
    identity = tuple([text for text, step in said if step.names])
    stem = all_words
    for count in range(len(said), 0, -1):
        if said[count - 1][1].names:
            stem = all_words[:count]
            break
    lead = program.lead
    return Args(lead in (Lead.NO, Lead.UNDEBUG), lead is Lead.DEFAULT, all_words, identity, stem, values)


def _read(step: Step, line: str, words: list[str]) -> tuple[Scalar, str]:
    if step.type is LINE:
        text = line.split(None, step.word)[step.word].rstrip()
        before = line[: len(line) - len(text)] if line.endswith(text) else ""
        if "\n" in before[len(before.rstrip()) :]:
            text = "\n" + before.rpartition("\n")[2] + text  # a block that begins on the next line
        return text, text
    read = step.type.read(words[step.word])
    assert read is not None
    return read


def _without_defaults(
    machine: Machine, values: dict[str, Value], said: list[tuple[str, Step]]
) -> list[tuple[str, Step]]:
    """The words of a line, less the optional parts that only say a default."""
    dropped = {leaf for name, default, leaves in machine.omits if values.get(name) == default for leaf in leaves}
    return [(text, step) for text, step in said if step.leaf not in dropped]
