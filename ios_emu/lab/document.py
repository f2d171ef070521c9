"""A YAML document whose every value remembers its line, so that a mistake can be pointed at."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from ios_emu.lab.error import LabError

_NULL = "tag:yaml.org,2002:null"
_MERGE = "tag:yaml.org,2002:merge"


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


class Document:
    """A YAML file, parsed but not yet understood. Raises LabError when it is not YAML."""

    def __init__(self, text: str, file: str) -> None:
        self.file = file
        try:
            self._loader = yaml.SafeLoader(text)
            self._root = self._loader.get_single_node()
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            raise self.error(mark.line + 1 if mark else 1, f"not YAML: {error.problem or error.context}") from None
        except yaml.YAMLError as error:
            raise self.error(1, f"not YAML: {str(error).splitlines()[0]}") from None
        except RecursionError:
            raise self.error(1, "nested too deeply") from None

    def error(self, line: int, reason: str) -> LabError:
        """The error to raise for a mistake in `line`."""
        return LabError(f"{self.file}:{line}: {reason}")

    def root(self) -> Table:
        """The mapping that the whole document is."""
        return self.table(self._root, "the file", 1)

    def table(self, node: yaml.Node | None, what: str, line: int) -> Table:
        """`node` as a mapping; nothing at all (in `line`) is an empty one."""
        if node is None or node.tag == _NULL:
            return Table(self, {}, line)
        line = _line(node)
        if not isinstance(node, yaml.MappingNode):
            raise self.error(line, f"{what} must be a mapping")
        own: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise self.error(_line(key), "a key must be a plain word")
            if key.value in own and key.tag != _MERGE:
                raise self.error(_line(key), f"{key.value!r} is given twice")
            own.add(key.value)
        try:
            self._loader.flatten_mapping(node)
        except (yaml.MarkedYAMLError, RecursionError):
            raise self.error(line, "this merge (<<) cannot be resolved") from None
        return Table(self, {str(key.value): (value, _line(key)) for key, value in node.value}, line)


class Table:
    """A mapping of a document. A missing key reads as empty; a value of the wrong shape raises LabError."""

    def __init__(self, document: Document, items: dict[str, tuple[yaml.Node, int]], line: int) -> None:
        self._document = document
        self._items = items
        self._line = line

    def __contains__(self, key: str) -> bool:
        return key in self._items

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def error(self, reason: str, key: str = "") -> LabError:
        """The error to raise for a mistake in this mapping, at `key` if it is there."""
        return self._document.error(self._items[key][1] if key in self._items else self._line, reason)

    def allow(self, known: tuple[str, ...]) -> None:
        """Raise LabError for a key that is not in `known`."""
        for key in self._items:
            if key not in known:
                raise self.error(f"unknown key {key!r}", key)

    def table(self, key: str) -> Table:
        """The mapping at `key`."""
        node, line = self._items.get(key, (None, self._line))
        return self._document.table(node, key, line)

    def text(self, key: str) -> str:
        """The scalar at `key` as it is written, so that 12.3 stays `12.3`."""
        node, line = self._items.get(key, (None, 0))
        if node is None or node.tag == _NULL:
            return ""
        if not isinstance(node, yaml.ScalarNode):
            raise self._document.error(line, f"{key} must be a single value")
        return str(node.value)

    def _sequence(self, key: str) -> list[yaml.Node]:
        node, line = self._items.get(key, (None, 0))
        if node is None or node.tag == _NULL:
            return []
        if not isinstance(node, yaml.SequenceNode):
            raise self._document.error(line, f"{key} must be a list")
        return list(node.value)

    def tables(self, key: str) -> list[Table]:
        """The list of mappings at `key`."""
        return [self._document.table(node, f"an entry of {key}", _line(node)) for node in self._sequence(key)]

    def texts(self, key: str) -> list[tuple[str, int]]:
        """The list of scalars at `key`, each with its line."""
        texts = []
        for node in self._sequence(key):
            if not isinstance(node, yaml.ScalarNode):
                raise self._document.error(_line(node), f"an entry of {key} must be a single value")
            texts.append((str(node.value), _line(node)))
        return texts
