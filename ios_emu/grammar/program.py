"""A command compiled: its notation as a nondeterministic automaton over words; which words name the line.

Compiling is lazy. The keywords a notation begins with are split off without parsing; the rest is parsed when a
line has got that far (`Program.machine`). A command has one program for each way a line may lead: plainly, with
`no`, with `default`, and for debug commands in exec modes with `undebug`.

The `no` and `default` programs are *loose*: they accept a line once it has said all that names it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum

from ios_emu.grammar.command import EXEC_MODES, Command, Scalar
from ios_emu.grammar.notation import (
    AnyOrder,
    Argument,
    Choice,
    Keyword,
    Leaf,
    NotationError,
    Optional,
    Part,
    Sequence,
    leaves,
    literal_prefix,
    parse_notation,
)
from ios_emu.grammar.types import INTERFACE, KIND, LINE, UNIT, ArgumentType


class Lead(IntEnum):
    """How a line may begin before its command."""

    PLAIN = 0
    NO = 1
    DEFAULT = 2
    UNDEBUG = 3


@dataclass(slots=True)
class Node:
    """A state of a machine. `empty` edges cost no word; one with a bit may be taken once in a line."""

    keywords: list[tuple[str, int, int]] = field(default_factory=list)
    """(word, leaf, target)"""
    arguments: list[tuple[ArgumentType, int, int]] = field(default_factory=list)
    """(type, leaf, target)"""
    empty: list[tuple[int, int]] = field(default_factory=list)
    """(target, bit)"""
    line: int = -1
    """The leaf of a LINE that takes every further word here, or -1."""


State = tuple[int, int]
"""A node of a machine, and the bits of the parts already taken."""


class Machine:
    """The automaton of the part of a command after its literal keywords. Starts at node 0."""

    def __init__(self, command: Command, rest: str, loose: bool) -> None:
        self.nodes: list[Node] = [Node()]
        tree = parse_notation(rest)
        self.leaves: tuple[Leaf, ...] = tuple(leaves(tree))
        self._numbers = {leaf: number for number, leaf in enumerate(self.leaves)}
        self.names, needed = naming(command, tree)
        self.omits = tuple(_omits(command, tree, self._numbers))
        self._bits = 0
        self._closures: dict[State, tuple[State, ...]] = {}
        node = 0
        self.loose: set[int] = set()
        """Where a loose program may end, whatever follows."""
        for number, part in enumerate(tree.parts):
            if loose and number == needed:
                self.loose.add(node)
            if loose and number == needed - 1 and isinstance(part, Choice):
                node = self._build_loosely(part, node)
            else:
                node = self._build(part, node)
        self.final = node
        for number, built in enumerate(self.nodes):
            if built.line >= 0 and all(reached != node for reached, _ in self.closure((number, 0))):
                raise NotationError("LINE must be the last argument")

    def argument(self, leaf: int) -> str:
        """The name of an argument."""
        found = self.leaves[leaf]
        return found.name if isinstance(found, Argument) else ""

    def closure(self, state: State) -> tuple[State, ...]:
        """The states reachable from `state` without a word, itself first."""
        found = self._closures.get(state)
        if found is None:
            seen = {state: None}
            stack = [state]
            while stack:
                node, used = stack.pop()
                for target, bit in reversed(self.nodes[node].empty):
                    after = (target, used | bit)
                    if not used & bit and after not in seen:
                        seen[after] = None
                        stack.append(after)
            found = self._closures[state] = tuple(seen)
        return found

    def _new(self) -> int:
        self.nodes.append(Node())
        return len(self.nodes) - 1

    def _build(self, part: Part, start: int) -> int:
        """Add `part` after the node `start`; the node where it ends."""
        if isinstance(part, Keyword):
            end = self._new()
            self.nodes[start].keywords.append((part.word, self._numbers[part], end))
            return end
        if isinstance(part, Argument):
            return self._build_argument(part, start)
        if isinstance(part, Sequence):
            for one in part.parts:
                start = self._build(one, start)
            return start
        if isinstance(part, Optional):
            end = self._build(part.part, start)
            self.nodes[start].empty.append((end, 0))
            return end
        if isinstance(part, Choice):
            ends = [self._build(one, start) for one in part.parts]
            end = self._new()
            for one_end in ends:
                self.nodes[one_end].empty.append((end, 0))
            return end
        hub = self._new()
        self.nodes[start].empty.append((hub, 0))
        for one in part.parts:
            first = self._new()
            self.nodes[hub].empty.append((first, self._next_bit()))
            self.nodes[self._build(one, first)].empty.append((hub, 0))
        end = self._new()
        self.nodes[hub].empty.append((end, 0))
        return end

    def _build_loosely(self, choice: Choice, start: int) -> int:
        """A choice that may end after the last word that names the line, in each of its alternatives."""
        end = self._new()
        for alternative in choice.parts:
            parts = alternative.parts if isinstance(alternative, Sequence) else (alternative,)
            last = max((n for n, part in enumerate(parts) if self._is_named(part)), default=-1)
            node = start
            for number, part in enumerate(parts):
                if number == last + 1:
                    self.loose.add(node)
                node = self._build(part, node)
            self.nodes[node].empty.append((end, 0))
        return end

    def _is_named(self, part: Part) -> bool:
        return any(self.names[self._numbers[leaf]] for leaf in leaves(part))

    def _build_argument(self, part: Argument, start: int) -> int:
        number = self._numbers[part]
        first = start
        if part.many:
            first = self._new()
            self.nodes[start].empty.append((first, 0))
        end = self._new()
        self.nodes[first].arguments.append((part.type, number, end))
        if part.type is INTERFACE:
            middle = self._new()
            self.nodes[first].arguments.append((KIND, number, middle))
            self.nodes[middle].arguments.append((UNIT, number, end))
        if part.type is LINE:
            self.nodes[end].line = number
        if part.many:
            self.nodes[end].empty.append((first, 0))
        return end

    def _next_bit(self) -> int:
        self._bits += 1
        return 1 << (self._bits - 1)


class Program:
    """One command with one lead. Its states: the literal words of `prefix`, then the nodes of its machine."""

    __slots__ = ("_machine", "_rest", "command", "lead", "prefix", "words")

    def __init__(self, command: Command, lead: Lead, literal: tuple[tuple[str, ...], str]) -> None:
        self.command = command
        self.lead = lead
        self.words, self._rest = literal
        if lead in (Lead.NO, Lead.DEFAULT):
            self.prefix: tuple[str, ...] = (lead.name.lower(), *self.words)
        elif lead is Lead.UNDEBUG:
            self.prefix = ("undebug", *self.words[1:])
        else:
            self.prefix = self.words
        self._machine: Machine | None = None

    @property
    def machine(self) -> Machine:
        """The automaton after the literal words, compiled when first asked for."""
        if self._machine is None:
            loose = self.lead in (Lead.NO, Lead.DEFAULT) and self.command.mode not in EXEC_MODES
            try:
                self._machine = Machine(self.command, self._rest, loose)
            except NotationError as error:
                raise NotationError(f"{self.command.identity}: {error}") from error
        return self._machine


def programs_of(command: Command) -> Iterator[Program]:
    """The programs of `command`: one for each way a line of it may begin."""
    literal = literal_prefix(command.notation)
    for lead in leads_of(command.mode, literal[0][0] if literal[0] else ""):
        yield Program(command, lead, literal)


def leads_of(mode: str, word: str) -> tuple[Lead, ...]:
    """How lines may begin whose command begins with `word` in `mode`."""
    if mode not in EXEC_MODES:
        return Lead.PLAIN, Lead.NO, Lead.DEFAULT
    return (Lead.PLAIN, Lead.NO, Lead.UNDEBUG) if word == "debug" else (Lead.PLAIN,)


class Family:
    """The commands of a mode that begin with one word, for one lead: programs are made when it has been typed.

    It stands in for them in a live set, like a program that has no more than that word.
    """

    __slots__ = ("_members", "_programs", "lead", "prefix")

    def __init__(self, word: str, lead: Lead, members: Callable[[], tuple[Command, ...]]) -> None:
        self.lead = lead
        if lead is Lead.PLAIN:
            self.prefix: tuple[str, ...] = (word,)
        else:
            self.prefix = ("undebug",) if lead is Lead.UNDEBUG else (lead.name.lower(), word)
        self._members = members
        self._programs: tuple[Program, ...] | None = None

    @property
    def programs(self) -> tuple[Program, ...]:
        """Those of its commands."""
        if self._programs is None:
            self._programs = tuple(
                Program(command, self.lead, literal_prefix(command.notation)) for command in self._members()
            )
        return self._programs


def naming(command: Command, tree: Sequence) -> tuple[tuple[bool, ...], int]:
    """Which leaves of `tree` name the line (see `ios_emu.grammar.command`), and how many parts `no` needs."""
    key = frozenset(command.key)
    if command.enters is not None and not key:
        key = frozenset(part.name for part in tree.parts if isinstance(part, Argument))
    if command.many:
        needed = max((n for n, part in enumerate(tree.parts, 1) if _holds(part, key)), default=len(tree.parts))
        return tuple(True for _ in leaves(tree)), needed
    named: list[bool] = []
    needed = 0
    argument_seen = False
    for number, part in enumerate(tree.parts, 1):
        last = number == len(tree.parts)
        value = (
            isinstance(part, Choice)
            and not _holds(part, key)
            and (_is_digits(part) or (last and not argument_seen))
        )
        marks = [False for _ in leaves(part)] if value else list(_marks(part, key))
        named += marks
        if any(marks) and not isinstance(part, Optional | AnyOrder):
            needed = number
        argument_seen = argument_seen or any(
            isinstance(leaf, Argument) and leaf.name not in key for leaf in leaves(part)
        )
    return tuple(named), needed


def _marks(part: Part, key: frozenset[str]) -> Iterator[bool]:
    if isinstance(part, Keyword):
        yield True
    elif isinstance(part, Argument):
        yield part.name in key
    elif isinstance(part, Optional | AnyOrder):
        for one in (part.part,) if isinstance(part, Optional) else part.parts:
            yield from _marks(one, key) if _holds(one, key) else (False for _ in leaves(one))
    else:
        for one in part.parts:
            yield from _marks(one, key)


def _holds(part: Part, key: frozenset[str]) -> bool:
    return any((leaf.word if isinstance(leaf, Keyword) else leaf.name) in key for leaf in leaves(part))


def _is_digits(choice: Choice) -> bool:
    return all(isinstance(part, Keyword) and part.word.isdigit() for part in choice.parts)


Omit = tuple[str, Scalar, frozenset[int]]
"""An argument, its default value, and the leaves to leave out when it has it."""


def _omits(command: Command, part: Part, numbers: dict[Leaf, int]) -> Iterator[Omit]:
    """The optional parts that say only one argument, and one that has a default."""
    if not command.omit or isinstance(part, Keyword | Argument):
        return
    inner = (part.part,) if isinstance(part, Optional) else part.parts
    if isinstance(part, Optional | AnyOrder):
        for one in inner:
            arguments = [leaf for leaf in leaves(one) if isinstance(leaf, Argument)]
            if len(arguments) == 1 and arguments[0].name in command.omit:
                name = arguments[0].name
                yield name, command.omit[name], frozenset(numbers[leaf] for leaf in leaves(one))
    for one in inner:
        yield from _omits(command, one, numbers)
