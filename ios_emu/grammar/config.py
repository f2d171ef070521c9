"""The running-config as a value: what was typed and stands, section by section.

A line is kept under the words that name it (`Args.identity`), so that `duplex half` replaces `duplex full` where
it stood. Only plain data is kept; the command of a node is found again by its identity in the `Grammar`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from ios_emu.grammar.command import Args, Command, Store
from ios_emu.grammar.grammar import Grammar, Match

_GROUP = 100
"""Ranks of one hundred stand together in the running-config."""
_DEFAULT_RANK = 500
_INDENTS = (1, 2, 3)
"""Blanks that one release or another indents sections by."""


@dataclass(slots=True)
class ConfigNode:
    """One stored line, and the lines of the section it opens."""

    words: tuple[str, ...]
    """Canonical words, without `no`."""
    negated: bool
    command: str
    """`Command.identity`."""
    args: Args
    nodes: dict[str, ConfigNode] = field(default_factory=dict)
    """The lines of this section by their naming words, in the order they were first typed."""
    headers: dict[str, str] = field(default_factory=dict)
    """Canonical line -> key in `nodes`."""
    indent: int = 0
    """Blanks before the lines of this section, if not as many as usual: releases differ in some."""

    @property
    def text(self) -> str:
        """The canonical line."""
        line = " ".join(self.words).replace(" \n", "\n")
        return f"no {line}" if self.negated else line

    @property
    def children(self) -> list[ConfigNode]:
        """The lines of this section, in the order they were first typed."""
        return list(self.nodes.values())

    def lines(self, *prefix: str) -> list[ConfigNode]:
        """The lines of this section whose words begin with `prefix`."""
        return [node for node in self.nodes.values() if node.words[: len(prefix)] == prefix]

    def child(self, line: str) -> ConfigNode | None:
        """The line of this section whose canonical text is `line`."""
        key = self.headers.get(line)
        return None if key is None else self.nodes[key]

    def put(self, key: str, node: ConfigNode) -> None:
        """Keep `node` under `key`, in the place of what stood there."""
        before = self.nodes.get(key)
        if before is not None:
            self.headers.pop(before.text, None)
        self.nodes[key] = node
        self.headers[node.text] = key

    def drop(self, key: str) -> bool:
        """Remove what is kept under `key`; whether there was anything."""
        node = self.nodes.pop(key, None)
        if node is None:
            return False
        self.headers.pop(node.text, None)
        return True


_ROOT = Args(False, False, ())


class ConfigStore:
    """The running-config of one router: plain data."""

    def __init__(self) -> None:
        self.root = ConfigNode((), False, "", _ROOT)
        self.as_written = False
        """Whether lines stand in the order they were kept in, not in that of their ranks. So it is with what an IOS
        wrote, which is in the order of its release."""

    def arrange(self, grammar: Grammar, path: tuple[str, ...], node: ConfigNode) -> None:
        """Put the line that was kept last in `path` where its rank fits best, if lines stand as written."""
        section = self.section(*path)
        if not self.as_written or section is None or next(reversed(section.nodes.values()), None) is not node:
            return
        keys = list(section.nodes)
        places = [_place((grammar.command(one.command), one)) for one in section.nodes.values()]
        *others, mine = places
        # At each gap: how many lines of a higher rank stand before it, and of a lower one after it.
        wrong = least = sum(place < mine for place in others)
        gap = 0
        for number, place in enumerate(others, 1):
            wrong += (place > mine) - (place < mine)
            if wrong <= least:
                least, gap = wrong, number
        keys.insert(gap, keys.pop())
        section.nodes = {key: section.nodes[key] for key in keys}

    def to_end(self, path: tuple[str, ...], node: ConfigNode) -> None:
        """Let a section come after the lines of `path` kept so far, if lines stand as written: it may have come to be
        by another line than its own (`ip ospf 1 area 0`)."""
        section = self.section(*path)
        if self.as_written and section is not None:
            key = section.headers[node.text]
            section.nodes[key] = section.nodes.pop(key)

    def stand_by(self, line: str, other: str, *, after: bool) -> None:
        """Let the global line `line` stand right after, or before, the global line `other`."""
        key, beside = self.root.headers[line], self.root.headers[other]
        if after and list(islice(reversed(self.root.nodes), 2)) == [key, beside]:
            return
        keys = [each for each in self.root.nodes if each != key]
        keys.insert(keys.index(beside) + after, key)
        self.root.nodes = {each: self.root.nodes[each] for each in keys}

    def apply(self, path: tuple[str, ...], match: Match) -> ConfigNode | None:
        """Keep, replace or remove what was typed in the section `path` (canonical lines of the enclosing headers).

        Returns the node that now stands for the line, None when nothing does. KeyError when there is no such
        section.
        """
        section = self._at(path)
        command, args = match.command, match.args
        if command.store is Store.NEVER:
            return None
        key = _key(command, args)
        plain = args.words == args.identity
        on = command.store is Store.ON
        if args.default or (args.no and command.store is Store.OFF) or (on and not args.no and plain):
            self._remove(section, key, command, args)
            return None
        node = ConfigNode(args.words, args.no, command.identity, args)
        if args.no:
            node.words = args.stem
        before = section.nodes.get(key)
        if before is not None and not args.no and command.enters is not None:
            if all(word in before.words for word in node.words):
                return before
            node.nodes, node.headers, node.indent = before.nodes, before.headers, before.indent
        section.put(key, node)
        return node

    def indented(self, path: tuple[str, ...], blanks: int) -> None:
        """The first line of the section `path` stood that many blanks to the right of its header. What an IOS wrote
        is shown so again."""
        section = self.section(*path) if self.as_written and blanks in _INDENTS else None
        if section is not None and len(section.nodes) == 1:
            section.indent = blanks

    def section(self, *path: str) -> ConfigNode | None:
        """The node of a canonical line, e.g. `section("interface FastEthernet0/0")`."""
        node: ConfigNode | None = self.root
        for line in path:
            node = None if node is None else node.child(line)
        return node

    def lines(self, *prefix: str) -> list[ConfigNode]:
        """The global lines whose words begin with `prefix`: `lines("ip", "route")`."""
        return self.root.lines(*prefix)

    def remove(self, *path: str) -> bool:
        """Remove the line at `path` (canonical lines) with its section; whether it was there."""
        section = self.section(*path[:-1])
        key = section.headers.get(path[-1]) if section is not None else None
        return section is not None and key is not None and section.drop(key)

    def render(self, grammar: Grammar) -> str:
        """The body of the running-config in IOS's order and indentation, from its first line to `end`."""
        lines = list(_render(grammar, self.root, "", self.as_written))
        return "\n".join([*lines, "!", "end", ""])

    def render_section(self, grammar: Grammar, *path: str) -> str:
        """One section with its header, e.g. for `show running-config interface`; empty when there is none."""
        node = self.section(*path)
        if node is None:
            return ""
        command = grammar.command(node.command)
        return "".join(f"{line}\n" for line in _render_node(command, grammar, node, "", self.as_written))

    def render_part(self, grammar: Grammar, *beginnings: str) -> str:
        """The global lines, with their sections, that begin with one of `beginnings`, e.g. for `show running-config
        partition`: words in full, `no` not counted."""
        part = ConfigNode((), False, "", _ROOT)
        for key, node in self.root.nodes.items():
            line = " ".join(node.words) + " "
            if any(line.startswith(f"{beginning} ") for beginning in beginnings):
                part.put(key, node)
        return "".join(f"{line}\n" for line in _render(grammar, part, "", self.as_written))

    def _at(self, path: tuple[str, ...]) -> ConfigNode:
        node = self.section(*path)
        if node is None:
            raise KeyError(f"no such section in the running-config: {path}")
        return node

    def _remove(self, section: ConfigNode, key: str, command: Command, args: Args) -> None:
        """Remove the line; of a command with many lines, all that begin with what was typed."""
        if not section.drop(key) and command.many:
            for other, node in list(section.nodes.items()):
                if node.words[: len(args.words)] == args.words:
                    section.drop(other)


def _key(command: Command, args: Args) -> str:
    return "\0".join(args.words if command.many else args.identity)


def _rank(command: Command | None) -> int:
    return _DEFAULT_RANK if command is None else command.rank


def _place(line: tuple[Command | None, ConfigNode]) -> tuple[int, tuple[int, ...]]:
    """Where a line stands in its section: by rank, then by what its command sorts by."""
    command, node = line
    return _rank(command), () if command is None or command.order is None else command.order(node.args)


def _render(grammar: Grammar, section: ConfigNode, indent: str, as_written: bool) -> Iterator[str]:
    """The lines of a section, by rank unless `as_written`; `!` between groups of ranks and before subsections."""
    ranked = [(grammar.command(node.command), node) for node in section.nodes.values()]
    if not as_written:
        ranked.sort(key=_place)
    group: int | None = None
    for command, node in ranked:
        if command is not None and command.hollow is not None and not node.nodes and command.hollow(node.args):
            continue
        this_group = _rank(command) // _GROUP if not indent else 0
        separate = command is not None and command.enters is not None and command.separate
        if group is not None and (separate or this_group != group):
            yield f"{indent}!"
        group = this_group
        yield from _render_node(command, grammar, node, indent, as_written)


def _render_node(
    command: Command | None, grammar: Grammar, node: ConfigNode, indent: str, as_written: bool
) -> Iterator[str]:
    trailing = " " if command is not None and command.trailing_blank and not node.negated else ""
    text = node.text
    if command is not None and command.align:
        text = text.replace(f"{command.align} ", f"{command.align}   ", 1)
    yield f"{indent}{text}{trailing}"
    if node.nodes:
        inner = indent + " " * (node.indent or (command.indent if command is not None else 1))
        yield from _render(grammar, node, inner, as_written)
    if command is not None and command.closing and not node.negated:
        yield f"{indent}{command.closing}"
