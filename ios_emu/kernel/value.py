"""Labs are values: this compares them.

`digest` walks an object graph in a canonical order (fields by name, dict items in insertion order, sets
sorted) and hashes what it finds. A reference to an object seen before is the ordinal of its first visit,
so two graphs of the same shape and content have the same digest whatever their addresses in memory. What cannot
change (tuples, frozen dataclasses, enumerations) counts by value: whether it is shared makes no difference.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from enum import Enum
from random import Random


class Copied:
    """A mixin for objects with derived members: the names in `derived` are left out of copies and comparisons.

    A class that uses it must rebuild a missing member on demand (a cipher context, a compiled look-up).
    """

    derived: tuple[str, ...] = ()

    def __getstate__(self) -> dict[str, object]:
        state = dict(self.__dict__)
        for name in self.derived:
            state[name] = None
        return state


def digest(root: object) -> str:
    """The hash of everything reachable from `root`; equal for equal values."""
    seen: dict[int, int] = {}
    keep: list[object] = []
    out = hashlib.blake2b(digest_size=16)
    stack: list[object] = [root]
    while stack:
        item = stack.pop()
        if item is None or isinstance(item, bool | int | float | str | bytes):
            out.update(f"{type(item).__name__}:{item!r};".encode())
            continue
        if isinstance(item, type):
            out.update(f"type {item.__module__}.{item.__qualname__};".encode())
            continue
        if isinstance(item, Enum):
            out.update(f"{type(item).__qualname__}.{item.name};".encode())
            continue
        if not _immutable(item):
            ordinal = seen.get(id(item))
            if ordinal is not None:
                out.update(f"@{ordinal};".encode())
                continue
            seen[id(item)] = len(seen)
            keep.append(item)
        out.update(f"{type(item).__name__}(".encode())
        stack.extend(reversed(list(_parts(item))))
    return out.hexdigest()


def _immutable(item: object) -> bool:
    if isinstance(item, tuple | frozenset):
        return True
    parameters = getattr(type(item), "__dataclass_params__", None)
    return parameters is not None and bool(parameters.frozen)


def _parts(item: object) -> Iterator[object]:
    if isinstance(item, dict):
        for key, value in item.items():
            yield key
            yield value
    elif isinstance(item, set | frozenset):
        yield from sorted(item, key=repr)
    elif isinstance(item, list | tuple):
        yield len(item)
        yield from item
    elif isinstance(item, bytearray):
        yield bytes(item)
    elif isinstance(item, Random):
        yield item.getstate()
    elif callable(item) and hasattr(item, "__qualname__"):
        yield f"{item.__module__}.{item.__qualname__}"
    elif hasattr(item, "__iter__") and not hasattr(item, "__dict__"):
        yield from item
    else:
        state = _state(item)
        for name in sorted(state):
            yield name
            yield state[name]


def _state(item: object) -> dict[str, object]:
    if isinstance(item, Copied):
        return item.__getstate__()
    state: dict[str, object] = dict(getattr(item, "__dict__", {}))
    for owner in type(item).__mro__:
        slots = owner.__dict__.get("__slots__", ())
        for name in (slots,) if isinstance(slots, str) else slots:
            if hasattr(item, name):
                state[name] = getattr(item, name)
    return state
