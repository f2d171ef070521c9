"""What access lists on interfaces let through, and what they say of it: `log` and `log-input`.

The first packet of a flow is reported at once; those that follow are counted, and reported every five minutes (or
after as many as `ip access-list log-update threshold` says), until five minutes pass without one.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ios_emu.kernel import SECOND, Timers
from ios_emu.router.acl import AccessList, Entry
from ios_emu.wire import IPv4, Mac
from ios_emu.wire.ipv4 import ICMP, TCP, UDP

if TYPE_CHECKING:
    from ios_emu.router.interface import Interface
    from ios_emu.router.router import Router

INTERVAL = 300 * SECOND
MAXIMUM_FLOWS = 1024
"""Flows remembered at once; one beyond is not reported, as a flood is not."""


@dataclass(frozen=True, slots=True)
class Flow:
    """What one message is about. `mnemonic` and `what` are its words."""

    mnemonic: str
    what: str


class AccessLog:
    """The filters of one router's interfaces."""

    def __init__(self, router: Router) -> None:
        self._router = router
        self.timers = Timers(router.kernel, self)
        self._counts: dict[Flow, int] = {}
        self.threshold = 0
        """Packets after which a flow is reported before its time; 0: none."""

    def permits(self, name: str, packet: bytes, interface: Interface, frame: bytes = b"") -> bool:
        """Whether the list `name` on `interface` lets `packet` pass. `frame`: what it came in, if it came in now."""
        found = self._router.acls.get(name)
        if found is None or not found.entries:
            return True
        entry = found.match(packet)
        if entry is None:
            return False
        if entry.log:
            self._note(_flow(found, entry, packet, interface, frame))
        return entry.permit

    def _note(self, flow: Flow) -> None:
        count = self._counts.get(flow)
        if count is None:
            if len(self._counts) >= MAXIMUM_FLOWS:
                return
            self._report(flow, 1)
            self.timers.start(flow, INTERVAL)
        elif self.threshold and count + 1 >= self.threshold:
            self._report(flow, count + 1)
        else:
            self._counts[flow] = count + 1

    def _report(self, flow: Flow, count: int) -> None:
        self._counts[flow] = 0
        self._router.log("SEC", 6, flow.mnemonic, f"{flow.what} {count} packet{'s' if count > 1 else ''}")

    def on_timer(self, name: Hashable) -> None:
        """Five minutes of a flow have passed."""
        if not isinstance(name, Flow):
            return
        if count := self._counts[name]:
            self._report(name, count)
            self.timers.start(name, INTERVAL)
        else:
            del self._counts[name]


def _flow(access_list: AccessList, entry: Entry, packet: bytes, interface: Interface, frame: bytes) -> Flow:
    source, destination = (IPv4.unpack(packet[at : at + 4]) for at in (12, 16))
    said = f"list {access_list.name} {'permitted' if entry.permit else 'denied'}"
    if not access_list.extended:
        return Flow("IPACCESSLOGS", f"{said} {source}")
    came = f" ({interface.name} {Mac(frame[6:12])})" if entry.log == "log-input" and frame else ""
    protocol, start = packet[9], (packet[0] & 15) * 4
    first = not (packet[6] << 8 | packet[7]) & 0x1FFF
    if protocol in (TCP, UDP):
        # Ports are only looked at when some entry up to this one asks for what is beyond the IP header.
        seen = access_list.entries[: access_list.entries.index(entry) + 1]
        known = first and len(packet) >= start + 4 and any(one.reads_transport for one in seen)
        ports = packet[start : start + 4] if known else bytes(4)
        name = "tcp" if protocol == TCP else "udp"
        left, right = int.from_bytes(ports[:2], "big"), int.from_bytes(ports[2:], "big")
        return Flow("IPACCESSLOGP", f"{said} {name} {source}({left}){came} -> {destination}({right}),")
    if protocol == ICMP:
        kind = f" ({packet[start]}/{packet[start + 1]})" if first and len(packet) >= start + 2 else ""
        return Flow("IPACCESSLOGDP", f"{said} icmp {source}{came} -> {destination}{kind},")
    return Flow("IPACCESSLOGNP", f"{said} {protocol} {source}{came} -> {destination},")
