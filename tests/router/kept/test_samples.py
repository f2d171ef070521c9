"""Configurations of every theme: all understood, a fixed point, and in IOS's own form line for line."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest

from ios_emu.grammar.document import parse_document
from ios_emu.kernel import Kernel
from ios_emu.lab.catalog import CATALOG
from ios_emu.router.kept.listing import kept_lines
from ios_emu.router.router import Router

HERE = Path(__file__).parent
SAMPLES = sorted((HERE / "samples").glob("*.cfg"))
CANONICAL = sorted((HERE / "canonical").glob("*.cfg"))
REFERENCE = sorted((HERE.parents[3] / "shared" / "reference" / "configs").glob("*.cfg"))
"""Configurations of others, where they are at hand."""


def booted(text: str) -> Router:
    router = Router("r1", Kernel(), CATALOG, text)
    router.power_on()
    return router


def shown(router: Router) -> str:
    return router.config.render(router.catalog.grammar)


def lines_of(text: str) -> list[str]:
    """The lines of a config that say something, with their indentation, less the blanks at their ends."""
    return [
        ("" if number else " " * line.depth) + part.rstrip()
        for line in parse_document(text)
        for number, part in enumerate(line.text.split("\n"))
    ]


@pytest.mark.parametrize("path", [*SAMPLES, *CANONICAL], ids=lambda path: str(path.stem))
def test_every_line_is_understood(path: Path) -> None:
    assert booted(path.read_text()).boot_complaints == []


@pytest.mark.parametrize("path", [*SAMPLES, *CANONICAL, *REFERENCE], ids=lambda path: str(path.stem))
def test_what_is_shown_loads_to_the_same(path: Path) -> None:
    once = shown(booted(path.read_text(errors="replace")))
    again = booted(once)
    assert again.boot_complaints == []
    assert shown(again) == once


@pytest.mark.parametrize("path", CANONICAL, ids=lambda path: str(path.stem))
def test_what_ios_wrote_comes_back_line_for_line(path: Path) -> None:
    text = path.read_text()
    assert "\n".join(difflib.unified_diff(lines_of(text), lines_of(shown(booted(text))), lineterm="")) == ""


def test_what_is_kept_is_listed_below_its_section() -> None:
    router = booted(
        "hostname r1\nservice pad to-xot\ninterface Loopback0\n ip address 10.0.0.1 255.255.255.255\n"
        " ip nat inside\nrouter bgp 1\n neighbor 10.0.0.2 remote-as 2\n"
    )
    assert kept_lines(router) == [
        "service pad to-xot",
        "interface Loopback0",
        " ip nat inside",
        "router bgp 1",
        " neighbor 10.0.0.2 remote-as 2",
    ]
