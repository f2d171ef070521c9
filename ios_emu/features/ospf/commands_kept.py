"""Lines of OSPF's language that are understood and kept, and have no effect here."""

from __future__ import annotations

from ios_emu.features.ospf.commands_area import AREA, AREA_KEY, MODE
from ios_emu.grammar.command import Command, Store

_HELP = {
    "ispf": "Enable incremental SPF computation",
    "nsf": "Non-stop forwarding",
    "nsr": "Enable NSR",
    "max-lsa": "Maximum number of non self-generated LSAs to accept",
    "capability": "Enable specific OSPF feature",
    "mpls": "Configure MPLS routing protocol parameters",
    "bfd": "BFD configuration commands",
    "domain-id": "OSPF domain-id",
    "domain-tag": "OSPF domain-tag",
    "limit": "Limit a specific OSPF feature",
    "ignore": "Do not complain about specific event",
    "traffic-share": "How to compute traffic share over alternate paths",
    "ttl-security": "TTL security check",
    "prefix-suppression": "Enable prefix suppression",
    "queue-depth": "Hello/Router process queue depth",
    "adjacency": "Control adjacency formation",
    "event-log": "Event Logging",
    "demand-circuit": "OSPF demand circuit",
    "flood-reduction": "OSPF Flood Reduction",
    "resync-timeout": "Interval after which adjacency is reset if oob-resync is not started",
    "lls": "Link-local Signaling (LLS) support",
}

_PROCESS = (
    ("ispf", 105),
    ("nsf [{cisco [{helper [disable]|enforce global}]|ietf [{helper [{disable|strict-lsa-checking}]|"
     "restart-interval <seconds:1-1800>}]}]", 114),
    ("nsr", 114),
    ("max-lsa <number:1-4294967294> [<threshold:1-100>] [{warning-only|ignore-time <minutes:1-1073741>}]", 116),
    ("prefix-suppression", 117),
    ("ttl-security all-interfaces [hops <hops:1-254>]", 118),
    ("adjacency stagger {<initial:1-1000>|none} [<simultaneous:1-1000>]", 118),
    ("domain-id <id:A.B.C.D> [secondary]", 119),
    ("domain-tag <tag:1-4294967295>", 119),
    ("timers throttle lsa [all] <start:0-600000> <hold:1-600000> <maximum:1-600000>", 141),
    ("timers pacing lsa-group <seconds:10-1800>", 143),
    ("timers lsa-group-pacing <seconds:10-1800>", 143),
    ("redistribute maximum-prefix <number:1-4294967295> [<threshold:1-100>] [warning-only]", 149),
    ("limit retransmissions {dc|non-dc} {<number:1-255>|disable}", 176),
    ("ignore lsa mospf", 177),
    ("queue-depth {hello|update} {<number:1-2147483647>|unlimited}", 178),
    ("event-log [{one-shot|pause|size <number:1-65534>}]", 178),
    ("traffic-share min across-interfaces", 181),
    ("mpls traffic-eng router-id <interface:INTERFACE>", 197),
    (f"mpls traffic-eng area {AREA}", 197),
    ("mpls ldp autoconfig [area <number:0-4294967295>]", 197),
    ("mpls ldp sync", 197),
    ("bfd all-interfaces", 198),
)  # fmt: skip
_SEVERAL = (
    ("distribute-list gateway <what:LINE>", 195),
    ("distribute-list prefix <list:WORD> gateway <what:LINE>", 195),
    ("fast-reroute <what:LINE>", 199),
    ("snmp <what:LINE>", 199),
)
_INTERFACE = (
    "demand-circuit [ignore]",
    "flood-reduction [disable]",
    "resync-timeout <seconds:1-65535>",
    "lls [disable]",
    "bfd [disable]",
    "prefix-suppression [disable]",
    "ttl-security [{hops <hops:1-254>|disable}]",
    "fast-reroute per-prefix <what:LINE>",
)

KEPT_COMMANDS = (
    *(Command(MODE, notation, help=_HELP, rank=rank) for notation, rank in _PROCESS),
    *(Command(MODE, notation, help=_HELP, rank=rank, many=True) for notation, rank in _SEVERAL),
    Command(
        MODE,
        "capability {transit|lls|opaque|vrf-lite}",
        help=_HELP,
        store=Store.BOTH,
        key=("transit",),
        rank=125,
    ),
    Command(
        MODE,
        f"area {AREA} sham-link <source:A.B.C.D> <destination:A.B.C.D> [cost <cost:1-65535>]",
        help=_HELP,
        key=(*AREA_KEY, "source", "destination"),
        rank=131,
    ),
    Command(MODE, f"area {AREA} capability default-exclusion", help=_HELP, key=AREA_KEY, rank=131),
    *(
        Command("interface", f"ip ospf {notation}", help=_HELP, rank=262 + place)
        for place, notation in enumerate(_INTERFACE)
    ),
    Command("config", "ip ospf name-lookup", help=_HELP, rank=358),
)
