"""Tests against software that others wrote. They take real time, so they come last, and are skipped, with a line
that says so, where that software or the rights for it are missing."""

from pathlib import Path

import pytest

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is here as `interop`, and put it last."""
    ours = [item for item in items if HERE in item.path.parents]
    for item in ours:
        item.add_marker("interop")
    items[:] = [item for item in items if HERE not in item.path.parents] + ours
