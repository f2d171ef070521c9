"""Tests against software that others wrote. They take real time, so they come last, and are skipped, with a line
that says so, where that software or the rights for it are missing. What fails is tried twice more, with a line that
says so: those daemons run by clocks of their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support import outside

HERE = Path(__file__).parent
REAL = ("test_doors", "test_frr", "test_ike_scan", "test_linux", "test_strongswan")
"""Those in which somebody else runs at the same time as the lab."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is here as `interop`, and put it last."""
    ours = [item for item in items if HERE in item.path.parents]
    for item in ours:
        item.add_marker("interop")
        if item.path.stem in REAL:
            item.add_marker(pytest.mark.flaky(reruns=2))
    items[:] = [item for item in items if HERE not in item.path.parents] + ours


@pytest.fixture(scope="session", autouse=True)
def clean_machine() -> Iterator[None]:
    """No namespace or daemon is left of a run that was killed, nor of this one."""
    outside.sweep()
    yield
    left = outside.sweep(ours=True)
    assert not left, f"these namespaces were left behind: {left}"
