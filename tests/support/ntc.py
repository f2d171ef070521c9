"""Outputs as ntc-templates reads them: the same templates that network automation trusts with real routers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path

from textfsm import TextFSM  # type: ignore[import-untyped]  # it brings no types

from ios_emu.kernel import SECOND
from ios_emu.lab.lab import Lab
from ios_emu.lab.topology import Topology, load_topology
from ios_emu.router.router import Router

Row = dict[str, str]

_FOLDER = files("ntc_templates") / "templates"
_PREFIX = "cisco_ios_"


def known() -> list[str]:
    """The commands there are templates for."""
    names = sorted(file.name for file in _FOLDER.iterdir() if file.name.startswith(_PREFIX))
    return [name.removeprefix(_PREFIX).removesuffix(".textfsm").replace("_", " ") for name in names]


def parse(command: str, text: str) -> list[Row]:
    """What the template of `command` makes of `text`. Raises what textfsm raises when a line is not known to it."""
    with (_FOLDER / f"{_PREFIX}{command.replace(' ', '_')}.textfsm").open(encoding="utf-8") as file:
        machine = TextFSM(file)
    rows = machine.ParseText(text)
    return [dict(zip((name.lower() for name in machine.header), row, strict=True)) for row in rows]


LAB = Path(__file__).parents[2] / "configs" / "ha-vpn.clab.yml"
MOMENTS = ("converged", "failed over")
RELEASES = ("document", "15")


def seed_lab(release: str) -> Topology:
    """The seed lab. On 15, one pair of networks per map and buffered logging: what the templates can read."""
    topology = load_topology(LAB)
    if release == "document":
        return topology
    routers = []
    for router in topology.routers:
        config = router.startup_config.replace("hostname ", "logging buffered 100000\nhostname ", 1)
        lines = (line for line in config.splitlines(keepends=True) if "host 99.99.99.99" not in line)
        routers.append(replace(router, startup_config="".join(lines), release=release))
    return replace(topology, routers=tuple(routers))


@cache
def lab_at(release: str, moment: str) -> Lab:
    """A lab at a moment, with traffic in the tunnel. Take a copy before you let its time pass."""
    if moment == "converged":
        lab = Lab(seed_lab(release), seed=3)
        lab.run(seconds=75)
    else:
        lab = lab_at(release, "converged").copy()
        for line in ("configure terminal", "interface FastEthernet0/0", "shutdown", "end"):
            lab["7204VXR-1"].execute(line)
        lab.run(seconds=90)
    while "!!!!!" not in lab["vpn7200"].execute("ping 10.1.1.3 source 20.1.1.1"):
        lab.run(seconds=5)
        assert lab.now < 300 * SECOND, "the tunnel does not come up"
    return lab


Taken = tuple[Router, list[Row]]


def taken(command: str, release: str, moment: str, *, template: str = "", unknown: str = "") -> Iterator[Taken]:
    """Every router, and what the template reads in its output but for the lines that are `unknown` to it."""
    lab = lab_at(release, moment).copy()
    for router in lab.routers.values():
        now = router.kernel.now
        lines = router.execute(command).splitlines(keepends=True)
        text = "".join(line for line in lines if not (unknown and re.fullmatch(unknown, line.rstrip("\n"))))
        assert router.kernel.now == now, "a show command takes no time, so the state is that of its output"
        yield router, parse(template or command, text)


def clock(text: str) -> int:
    """Seconds of hh:mm:ss."""
    hours, minutes, seconds = map(int, text.split(":"))
    return (hours * 60 + minutes) * 60 + seconds
