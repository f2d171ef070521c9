"""OSPF version 2 (RFC 2328) as IOS runs it.

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
- `routes`      the routing table: intra-area, inter-area, external

A process at work; each function is given the `Process`
- `process`     the hub: what comes in, and to whom it goes
- `segment`     carries out both state machines; hellos out
- `hello`       hellos in
- `exchange`    database description and requests
- `flooding`    updates, acknowledgments, retransmission
- `ageing`      refresh, MaxAge, flushing
- `originate`   what this router says of itself
- `routing`     when routes are calculated, and what becomes of them
- `host`        what a process needs of the world

In a router
- `config`      the configuration as values
- `instance`    one router: its processes, interfaces, facts, timers
- `commands`, `commands_interface`, `commands_exec`   the command table
- `show`, `show_interface`, `show_database`, `debug`  what is printed

Gaps: stub and NSSA areas, area ranges, virtual links, NBMA and point-to-multipoint, opaque LSAs and link-local
signalling (neither is offered to neighbours; LSAs of other types than 1-5 are counted and dropped), LSA group
pacing (each LSA is refreshed for itself at 1800 s), incremental SPF, exponential SPF throttling, sending with two
MD5 keys at once while a key is changed.
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
