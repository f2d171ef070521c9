"""For the edge: a console on the small lab."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput
from support.desk import Desk

from ios_emu.lab.lab import Lab


@pytest.fixture
def desk(pair: Lab, tmp_path: Path) -> Iterator[Desk]:
    """A console on the small lab."""
    with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
        yield Desk(pair, keys, tmp_path / "state")
