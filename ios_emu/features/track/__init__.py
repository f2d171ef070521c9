"""Enhanced object tracking: the commands and displays of the service `router.tracking` (12.2(15)T and later).

- `commands`  `track NUMBER interface ...`, `delay`, `show track [brief]`
- `instance`  reads the tracking service for the display
- `show`      the display

The objects themselves live in `ios_emu.router.tracking`, where HSRP and others follow them.

Gaps: `track ... ip route`, `list`, `rtr` and `ip sla` objects. `track timer` is kept without effect: nothing is
polled here, an object follows its interface at once.
"""

from ios_emu.features.track.commands import COMMANDS, MODES
from ios_emu.features.track.instance import Track
from ios_emu.router.feature import FeatureSpec

FEATURE = FeatureSpec("track", Track, commands=COMMANDS, modes=MODES)

__all__ = ["FEATURE", "Track"]
