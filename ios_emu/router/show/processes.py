"""`show processes cpu`: what runs in the router room, and how often each part of it was called upon.

Virtual time stands still while a packet is worked on, so no process ever uses any: all run times are zero, and so is
the load. How often a process was invoked is counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ios_emu.router.release import ByRelease, Train

if TYPE_CHECKING:
    from ios_emu.router.router import Router

_HEADING = ByRelease(
    {
        Train.R12_2: " PID Runtime(ms)   Invoked      uSecs   5Sec   1Min   5Min TTY Process \n",
        Train.R15: " PID Runtime(ms)     Invoked      uSecs   5Sec   1Min   5Min TTY Process \n",
    }
)
_INVOKED = ByRelease({Train.R12_2: 10, Train.R15: 12})


def processes(router: Router) -> Iterator[tuple[str, int]]:
    """The processes, and how often each was invoked."""
    ip, arp, icmp, udp = router.ip, router.arp, router.icmp, router.udp
    yield "Exec", sum(len(history) for history in router.console.histories.values()) if router.console else 0
    yield "ARP Input", arp.requests_in + arp.replies_in
    yield "IP Input", ip.received
    yield "ICMP event handler", sum(icmp.received.values())
    yield "UDP Input", udp.received
    yield "IP Background", router.rib.version
    yield "Logger", router.logging.console_count + router.logging.buffer_count


def processes_cpu(router: Router) -> str:
    """`show processes cpu`."""
    width = _INVOKED[router.release]
    text = "CPU utilization for five seconds: 0%/0%; one minute: 0%; five minutes: 0%\n" + _HEADING[router.release]
    for number, (name, invoked) in enumerate(processes(router), 1):
        text += f"{number:4}{0:12}{invoked:{width}}{0:11}  0.00%  0.00%  0.00%   0 {name} \n"
    return text
