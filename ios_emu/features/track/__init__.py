"""Enhanced object tracking: the commands and displays of the service `router.tracking` (12.2(15)T and later).

- `commands`  `track NUMBER interface|ip route|list|rtr|ip sla ...` and its section, `show track [brief]`
- `instance`  reads the tracking service for the display
- `show`      the display

The objects themselves live in `ios_emu.router.tracking` (what they are about: `tracked`), where HSRP and others
follow them.

Gaps: `rtr` and `ip sla` objects are kept, but always down: no operations are modelled. `track timer` and `track
resolution` are kept without effect: nothing is polled, and metrics are scaled by the defaults. `carrier-delay`,
`ip vrf`, `stub-object` and applications are not there.
"""

from ios_emu.features.track.commands import COMMANDS, MODES
from ios_emu.features.track.instance import Track
from ios_emu.router.feature import FeatureSpec

FEATURE = FeatureSpec("track", Track, commands=COMMANDS, modes=MODES)

__all__ = ["FEATURE", "Track"]
