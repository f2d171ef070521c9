"""The four configs of the seed: every line is understood, and shown again in the same order."""

from __future__ import annotations

from pathlib import Path

import pytest

from ios_emu.kernel import SECOND, Kernel
from ios_emu.router.router import Router

CONFIGS = Path(__file__).parents[3] / "configs"
NAMES = ("7204VXR-1", "7204VXR-2", "7206-1", "vpn7200")


def booted(name: str) -> Router:
    from ios_emu.lab.catalog import CATALOG

    router = Router(name, Kernel(0), CATALOG, (CONFIGS / f"{name}.cfg").read_text())
    router.power_on()
    router.kernel.run_until(router.kernel.now + SECOND)
    return router


def essence(text: str) -> list[str]:
    return [each for each in text.splitlines() if each.strip() not in ("", "!")]


@pytest.mark.parametrize("name", NAMES)
def test_no_complaint(name: str) -> None:
    assert booted(name).boot_complaints == []


@pytest.mark.parametrize("name", NAMES)
def test_running_config_gives_every_line_back(name: str) -> None:
    shown = booted(name).execute("show running-config")
    head, _, body = shown.partition("bytes\n")
    assert head.startswith("Building configuration...\n\nCurrent configuration : ")
    assert essence(body) == essence((CONFIGS / f"{name}.cfg").read_text())
    assert int(head.split()[-1]) == len(body[:-1].encode())


@pytest.mark.parametrize("name", NAMES)
def test_the_startup_config_is_not_modified_by_loading_it(name: str) -> None:
    router = booted(name)
    router.execute("reload")
    assert router.console is not None
    assert router.console.prompt == "Proceed with reload? [confirm]"
