"""The Hot Standby Router Protocol, version 1 (RFC 2281 and what Cisco does beside it).

- `packet`    Hello, Coup, Resign and Advertise on the wire
- `config`    the configuration as values, with its defaults
- `effects`   what can happen to a group, and what its state machine can answer
- `machine`   the state machine: RFC 2281's table, with effects as answers; knows no router
- `group`     one group in a router: carries out the effects; tracking, virtual addresses, redundancy group
- `port`      one interface: its groups, `standby delay`, Advertise messages
- `instance`  one router: facts, timers and datagrams to where they belong
- `debug`     the debug lines and switches
- `show`      `show standby`; `view` reads the state for it
- `commands`  the command table

Gaps: version 2 (groups above 255, IPv6, 224.0.0.102), MD5 authentication, `standby track ... shutdown`,
`standby bfd`, `follow`, and the effect of the `sync` preemption delay (it is kept and shown). Advertise messages
are sent and read, but ICMP redirects do not follow them. The debug lines that 12.4T and later add are not there
(Nbr, ARP and MAC filter lines), nor is the jitter of a few percent that 15.x has on its timers.
"""

from ios_emu.features.hsrp.commands import COMMANDS
from ios_emu.features.hsrp.debug import FLAGS
from ios_emu.features.hsrp.instance import Hsrp
from ios_emu.router.feature import FeatureSpec

FEATURE = FeatureSpec("hsrp", Hsrp, commands=COMMANDS, debugs=FLAGS)

__all__ = ["FEATURE", "Hsrp"]
