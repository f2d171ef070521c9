"""The kernel: virtual time, events that are data, seeded randomness, the trace.

- `clock`   durations in integer nanoseconds; `Kernel`, the event queue that is the only clock below the edge
- `timers`  named timers of one owner, cheap to restart
- `trace`   a running hash of everything that happened, to prove that two runs were the same
- `value`   a digest of any plain object graph, so that two labs can be compared

Nothing here knows what a router is. Nothing above here (below `edge`) reads another clock or draws other
randomness, so the same lab, seed and inputs give the same trace, byte for byte.
"""

from ios_emu.kernel.clock import MICROSECOND, MILLISECOND, SECOND, Event, Kernel, Process, seconds
from ios_emu.kernel.timers import TimerOwner, Timers
from ios_emu.kernel.trace import Trace
from ios_emu.kernel.value import Copied, digest

__all__ = [
    "MICROSECOND",
    "MILLISECOND",
    "SECOND",
    "Copied",
    "Event",
    "Kernel",
    "Process",
    "TimerOwner",
    "Timers",
    "Trace",
    "digest",
    "seconds",
]
