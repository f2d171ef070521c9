"""What differs between two configurations, section by section, whatever the order of their lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ios_emu.grammar.document import parse_document


@dataclass
class _Node:
    text: str
    children: dict[str, _Node] = field(default_factory=dict)


@dataclass(frozen=True)
class Difference:
    """A line that only one of two configurations has: in the new one when `added`. `path` are the headers of the
    sections it stands in."""

    added: bool
    path: tuple[str, ...]
    text: str


def differences(old: str, new: str) -> list[Difference]:
    """The lines that only `new` has (in its order, section by section), and those that only `old` has."""
    return list(_compare(_tree(old), _tree(new), ()))


def _tree(text: str) -> _Node:
    root = _Node("")
    open_at: list[tuple[int, _Node]] = [(-1, root)]
    for line in parse_document(text):
        if line.text.strip() == "end" and line.depth == 0:
            break
        while open_at[-1][0] >= line.depth:
            open_at.pop()
        node = open_at[-1][1].children.setdefault(line.text.rstrip(), _Node(line.text.rstrip()))
        open_at.append((line.depth, node))
    return root


def _compare(old: _Node, new: _Node, path: tuple[str, ...]) -> Iterator[Difference]:
    for text, node in new.children.items():
        before = old.children.get(text)
        if before is not None:
            yield from _compare(before, node, (*path, text))
        else:
            yield from _whole(node, path, True)
    for text, node in old.children.items():
        if text not in new.children:
            yield from _whole(node, path, False)


def _whole(node: _Node, path: tuple[str, ...], added: bool) -> Iterator[Difference]:
    yield Difference(added, path, node.text)
    for child in node.children.values():
        yield from _whole(child, (*path, node.text), added)


def contextual(old: str, new: str) -> str:
    """The differences as `show archive config differences` prints them, the headers of sections around them."""
    text = ""
    here: tuple[str, ...] = ()
    for each in differences(old, new):
        for depth, header in enumerate(each.path):
            if here[: depth + 1] != each.path[: depth + 1]:
                text += f"{' ' * depth}{header}\n"
        text += f"{' ' * len(each.path)}{'+' if each.added else '-'}{each.text}\n"
        here = (*each.path, each.text)
    return text


def same_config(one: str, other: str) -> bool:
    """Whether two configs say the same, whatever their comments and line ends."""
    return _essence(one) == _essence(other)


def _essence(text: str) -> list[str]:
    lines = (line.rstrip() for line in text.splitlines())
    return [line for line in lines if line not in ("", "end") and not line.startswith("!")]
