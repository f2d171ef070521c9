"""How the lab itself looks: its toolbar, its tables, its messages. Never what a router prints."""

from __future__ import annotations

import math

from prompt_toolkit.formatted_text import StyleAndTextTuples
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from ios_emu.edge.pace import Pace
from ios_emu.kernel import SECOND
from ios_emu.lab.lab import Lab
from ios_emu.router.router import Router


def clock(now: int) -> str:
    """Virtual time as `h:mm:ss`."""
    total = now // SECOND
    return f"{total // 3600}:{total // 60 % 60:02d}:{total % 60:02d}"


def speed(pace: Pace) -> str:
    """How fast time passes."""
    if pace.rushing:
        return "waiting"
    if pace.paused:
        return "paused"
    return "max" if math.isinf(pace.speed) else f"x{pace.speed:g}"


def interfaces(router: Router) -> tuple[int, int]:
    """How many cabled interfaces should be up, and how many of them are."""
    wanted = [i for i in router.interfaces.values() if i.port is not None and i.admin_up]
    return len(wanted), sum(i.line_up for i in wanted)


def health(router: Router) -> str:
    """`off`, `up`, or how many of the interfaces that should be up are down."""
    if not router.powered:
        return "off"
    wanted, up = interfaces(router)
    return "up" if up == wanted else f"{wanted - up} down"


def toolbar(lab: Lab, pace: Pace, current: str, unread: set[str], recording: bool = False) -> StyleAndTextTuples:
    """Virtual time, speed, and each router with the function key that leads to it; `*`: something is unread."""
    parts: StyleAndTextTuples = [("bold", f" {clock(lab.now)} {speed(pace)} ")]
    if recording:
        parts.append(("bold fg:ansired", "rec "))
    for number, (name, router) in enumerate(lab.routers.items(), 1):
        state = health(router)
        style = {"up": "fg:ansigreen", "off": "fg:ansibrightblack"}.get(state, "fg:ansired")
        key = f"F{number} " if number <= 12 else ""
        parts.append(("", " | "))
        parts.append(("reverse" if name == current else "", f"{key}{name}{'*' if name in unread else ''}"))
        parts.append((style, f" {state}"))
    parts.append(("", " | :help "))
    return parts


def nodes(lab: Lab) -> RenderableType:
    """The table of `:nodes`."""
    table = Table(box=None, header_style="bold", pad_edge=False)
    for title in ("node", "hostname", "power", "interfaces", "cables"):
        table.add_column(title)
    for name, router in lab.routers.items():
        wanted, up = interfaces(router)
        ends = [(cable, end) for cable in lab.cables for end in cable.ends if end.name.startswith(f"{name}:")]
        cables = ", ".join(
            f"{end.name.partition(':')[2]}{'' if cable.plugged else ' (pulled)'}" for cable, end in ends
        )
        powered = "on" if router.powered else "off"
        table.add_row(name, router.hostname, powered, f"{up} of {wanted} up", cables)
    for name, switch in lab.switches.items():
        ports = ", ".join(f"{port.name} {port.state}" for port in switch.ports.values())
        table.add_row(name, "", "on" if switch.powered else "off", "", ports)
    return table


def help_table(usages: dict[str, str]) -> RenderableType:
    """The table of `:help`."""
    table = Table(box=None, show_header=False, pad_edge=False)
    for usage, meaning in usages.items():
        table.add_row(Text(usage, style="bold"), meaning)
    return table


def note(text: str) -> RenderableType:
    """A message of the lab."""
    return Text(text, style="cyan")


def complaint(text: str) -> RenderableType:
    """What the lab could not do."""
    return Text(text, style="red")
