"""OSPF version 2 (RFC 2328, RFC 3101) as IOS runs it.

On the wire
- `lsa`         link state advertisements: headers, bodies, Fletcher checksum, which instance is newer
- `packet`      Hello, Database Description, Request, Update, Acknowledgment
- `auth`        null, simple password, keyed MD5

State machines and algorithms, pure
- `neighbor`    the neighbour and its state machine as a table
- `interface`   the interface and its state machine as a table
- `election`    Designated Router and backup
- `lsdb`        the database, and what in it is due when
- `spf`         the shortest path tree of an area
- `routes`      the routing table: intra-area, inter-area, transit areas
- `external_routes`  ... and external: types 5 and 7
- `border`      what an area border router tells each area: summaries, ranges, defaults; who translates an NSSA

A process at work; each function is given the `Process`
- `process`     the hub: what comes in, and to whom it goes
- `reception`   whether a packet is to be believed
- `segment`     carries out both state machines
- `hello`, `hello_out`  hellos in and out, neighbours without multicast
- `exchange`    database description and requests
- `updates`, `flooding`  flooding in and out, acknowledgments, retransmission
- `ageing`      refresh, MaxAge, flushing
- `originate`   what this router says of itself
- `externals`   ... and of other routing protocols
- `routing`     when routes are calculated, and what becomes of them
- `virtual`     virtual links
- `host`        what a process needs of the world

In a router
- `config`      the configuration as values
- `instance`    one router: its processes, interfaces, facts, timers
- `policy`      route maps and lists that decide what is told and believed
- `commands`, `commands_area`, `commands_redistribute`, `commands_interface`, `commands_exec`, `secret`
                the command table
- `show`, `show_interface`, `show_database`, `show_protocols`  what is shown
- `debug`       every debug line, by release

Kept without effect: what `ios_emu.router.kept.ospf` lists; `database-filter` of a
`neighbor`; `include-stub`, `summary-lsa` and `external-lsa` of `max-metric`.

Gaps: opaque LSAs and link-local signalling (neither is offered to neighbours; opaque LSAs are refused), each LSA is
refreshed for itself at 1800 s, sending with two MD5 keys at once while a key is changed, the stability interval of an
NSSA translator that is no longer elected.
"""

from ios_emu.features.ospf.commands import CONFIG_COMMANDS, MODES
from ios_emu.features.ospf.commands_exec import EXEC_COMMANDS
from ios_emu.features.ospf.commands_interface import INTERFACE_COMMANDS
from ios_emu.features.ospf.debug import DEBUGS
from ios_emu.features.ospf.instance import Ospf
from ios_emu.router.feature import FeatureSpec

FEATURE = FeatureSpec(
    "ospf",
    Ospf,
    commands=(*CONFIG_COMMANDS, *INTERFACE_COMMANDS, *EXEC_COMMANDS),
    modes=MODES,
    debugs=DEBUGS,
)

__all__ = ["FEATURE", "Ospf"]
