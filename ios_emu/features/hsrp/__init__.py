"""The Hot Standby Router Protocol, versions 1 and 2 (RFC 2281 and what Cisco does beside it).

- `packet`    Hello, Coup, Resign and Advertise on the wire; `packet2` the same as version 2's TLVs
- `md5`       the MD5 authentication TLV of both; `authentication` what a group sends and believes
- `config`    the configuration as values, with its defaults
- `effects`   what can happen to a group, and what its state machine can answer
- `machine`   the state machine: RFC 2281's table, with effects as answers; knows no router
- `group`     one group in a router: carries out the effects; tracking, redundancy group
- `owned`     the virtual addresses of an active group: ARP, MAC filter
- `port`      one interface: its groups, `standby delay`, Advertise messages; `neighbors` the routers beside us
- `instance`  one router: facts, timers and datagrams to where they belong
- `debug`     the debug lines and switches
- `show`      `show standby`; `view` reads the state for it
- `commands`  the command table; `keychain` that of key chains

Gaps: IPv6 groups, `standby bfd`, `follow`, the lifetimes of keys in a key chain, and the effect of the `sync`
preemption delay (it is kept and shown: followers of a group here are ready at once, so there is nothing to wait
for). ICMP redirects name virtual addresses, by what hellos say of who is active and standby; Advertise messages are
sent and read, but nothing is known of who only listens. There is no jitter of a few percent, which 15.x has on its
timers. The wording of refusals that concern versions is not IOS's own.
"""

from ios_emu.features.hsrp.commands import COMMANDS
from ios_emu.features.hsrp.debug import FLAGS
from ios_emu.features.hsrp.instance import Hsrp
from ios_emu.features.hsrp.keychain import MODES
from ios_emu.router.feature import FeatureSpec

FEATURE = FeatureSpec("hsrp", Hsrp, commands=COMMANDS, modes=MODES, debugs=FLAGS)

__all__ = ["FEATURE", "Hsrp"]
