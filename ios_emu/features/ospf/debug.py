"""The debug switches of OSPF, and how a release prefixes its lines.

12.x writes `OSPF: ... on FastEthernet0/0`; 15.x moves process, family and interface to the front.
"""

from __future__ import annotations

from ios_emu.router.feature import DebugFlag
from ios_emu.router.release import ByRelease, Release, Train

ADJACENCY, EVENTS = "ip ospf adj", "ip ospf events"
HELLO, SPF, FLOOD = "ip ospf hello", "ip ospf spf", "ip ospf flood"
SWITCHES = {"adj": ADJACENCY, "legend": ADJACENCY, "events": EVENTS, "hello": HELLO, "spf": SPF, "flood": FLOOD}
"""Family of lines -> the switch that turns it on. `legend` is the line that ends an election."""

DEBUGS = (
    DebugFlag(ADJACENCY, "IP routing", "OSPF adjacency events debugging"),
    DebugFlag(EVENTS, "IP routing", "OSPF events debugging", (ADJACENCY, HELLO)),
    DebugFlag(HELLO, "IP routing", "OSPF hello events debugging"),
    DebugFlag(SPF, "IP routing", "OSPF spf events debugging"),
    DebugFlag(FLOOD, "IP routing", "OSPF flooding debugging"),
)


def _line_12(family: str, pid: int, name: str, short: str, text: str) -> str:
    return f"       {text}" if family == "legend" else f"OSPF: {text}"


def _line_15(family: str, pid: int, name: str, short: str, text: str) -> str:
    word = "ADJ" if family == "legend" else family.upper()
    if not name:
        return f"OSPF-{pid} {word:<5}: {text}"
    text = (
        text.replace(f" on interface {name}", "")
        .replace(f" on {name}", "")
        .replace(f"Interface {name}", "Interface")
    )
    return f"OSPF-{pid} {word:<5} {short}: {text}"


_LINE = ByRelease({Train.R12_2: _line_12, Train.R15: _line_15})


def line(release: Release, family: str, pid: int, name: str, short: str, text: str) -> str:
    """A debug line as `release` writes it; `name` and `short` of the interface, or both empty."""
    return _LINE[release](family, pid, name, short, text)
