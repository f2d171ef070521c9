"""What an OSPF process needs of the world around it. A router's adapter offers it, and so does a test."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from ios_emu.features.ospf.config import Policy
from ios_emu.features.ospf.debug import Message
from ios_emu.kernel import Kernel, Timers
from ios_emu.router.route import Route
from ios_emu.router.route_map import Sets
from ios_emu.wire import IPv4, Prefix


class Host(Protocol):
    """The world of a process. Timers are started under `(process ID, kind, ...)`."""

    name: str
    """Names the random stream."""
    kernel: Kernel
    timers: Timers

    def transmit(self, interface: str, destination: IPv4, payload: bytes) -> None:
        """Send an OSPF packet out of an interface."""

    def send_far(self, source: IPv4, destination: IPv4, payload: bytes) -> None:
        """Send an OSPF packet along the routing table, as a virtual link's packets go."""

    def member(self, interface: str, group: IPv4, joined: bool) -> None:
        """Join or leave a multicast group on an interface."""

    def install(self, pid: int, routes: list[Route]) -> None:
        """These are now all the routes of process `pid`."""

    def advertises(self, pid: int, prefixes: Iterable[Prefix]) -> None:
        """These are now the prefixes that process `pid` tells its neighbours of for other sources."""

    def judge(self, pid: int, route: Route) -> Sets | None:
        """What policy sets of a route that process `pid` redistributes; None: it is not to be told."""

    def judge_default(self, pid: int) -> Sets | None:
        """What policy sets of the default route; None: it is not to be told."""

    def permits(self, policy: Policy, prefix: Prefix) -> bool:
        """Whether an access list or prefix list permits `prefix`."""

    def log(self, severity: int, mnemonic: str, text: str) -> None:
        """A syslog message of facility OSPF."""

    def debugging(self, kind: str) -> bool:
        """Whether lines of this kind (`adj`, `hello`, ... of `debug`) are wanted."""

    def debug(self, message: Message, values: Mapping[str, object]) -> None:
        """One debug line that is wanted. Besides its own, `values` has `pid` and `interface` (in full, or empty)."""
