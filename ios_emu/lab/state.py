"""A lab as bytes: pickling that copes with a whole network and reads nothing but labs.

Every router is pickled on its own, one after the other in one stream, and is only named wherever else it is
referred to. So the depth of the recursion is that of one router, however many are cabled together.

A saved lab may come from anybody, so reading one makes objects of this package's classes and of a few harmless
standard ones, and calls nothing else.
"""

from __future__ import annotations

import io
import pickle
from typing import Any

from ios_emu.lab.error import LabError
from ios_emu.router.router import Router

_HARMLESS = {
    ("builtins", "set"),
    ("builtins", "frozenset"),
    ("builtins", "bytearray"),
    ("builtins", "range"),
    ("collections", "deque"),
    ("collections", "OrderedDict"),
    ("collections", "Counter"),
    ("datetime", "datetime"),
    ("datetime", "timedelta"),
    ("datetime", "timezone"),
    ("random", "Random"),
}
_PACKAGE = "ios_emu."
_DAMAGED = (pickle.UnpicklingError, EOFError, AttributeError, ImportError, LookupError, TypeError, ValueError)
"""What the standard library raises when it reads a pickle that is cut off or altered."""


class _Pickler(pickle.Pickler):
    def persistent_id(self, obj: object) -> str | None:
        return obj.name if isinstance(obj, Router) else None


class _Unpickler(pickle.Unpickler):
    def __init__(self, file: io.BytesIO, routers: dict[str, Router]) -> None:
        super().__init__(file)
        self._routers = routers

    def persistent_load(self, pid: str) -> Router:
        router = self._routers.get(pid)
        if router is None:
            router = self._routers[pid] = Router.__new__(Router)
        return router

    def find_class(self, module_name: str, global_name: str, /) -> Any:  # as the base class has it
        if (module_name, global_name) in _HARMLESS:
            return super().find_class(module_name, global_name)
        if module_name.startswith(_PACKAGE):
            found = super().find_class(module_name, global_name)
            if isinstance(found, type) and found.__module__.startswith(_PACKAGE):
                return found
        raise pickle.UnpicklingError(f"{module_name}.{global_name} has no place in a lab")


def freeze(state: dict[str, object], routers: dict[str, Router]) -> bytes:
    """The lab with this `state` and these `routers` as bytes."""
    out = io.BytesIO()
    pickler = _Pickler(out, protocol=5)
    pickler.dump(list(routers))
    for router in routers.values():
        pickler.dump(router.__dict__)
    pickler.dump(state)
    return out.getvalue()


def thaw(data: bytes) -> dict[str, object]:
    """The state of the lab in `data`. Raises LabError when it is not one."""
    routers: dict[str, Router] = {}
    unpickler = _Unpickler(io.BytesIO(data), routers)
    try:
        for name in unpickler.load():
            router = unpickler.persistent_load(name)
            router.__dict__.update(unpickler.load())
        state: dict[str, object] = unpickler.load()
    except _DAMAGED as error:
        raise LabError(f"the saved lab cannot be read: {error}") from None
    if not isinstance(state, dict):
        raise LabError("the saved lab cannot be read: it is something else")
    return state
