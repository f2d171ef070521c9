"""What an OSPF process needs of the world around it. A router's adapter offers it, and so does a test."""

from __future__ import annotations

from typing import Protocol

from ios_emu.kernel import Kernel, Timers
from ios_emu.router.route import Route
from ios_emu.wire import IPv4


class Host(Protocol):
    """The world of a process. Timers are started under `(process ID, kind, ...)`."""

    name: str
    """Names the random stream."""
    kernel: Kernel
    timers: Timers

    def transmit(self, interface: str, destination: IPv4, payload: bytes) -> None:
        """Send an OSPF packet out of an interface."""

    def member(self, interface: str, group: IPv4, joined: bool) -> None:
        """Join or leave a multicast group on an interface."""

    def install(self, pid: int, routes: list[Route]) -> None:
        """These are now all the routes of process `pid`."""

    def log(self, severity: int, mnemonic: str, text: str) -> None:
        """A syslog message of facility OSPF."""

    def debugging(self, family: str) -> bool:
        """Whether lines of this family (`adj`, `hello`, `spf`, `flood`) are wanted."""

    def debug(self, family: str, pid: int, interface: str, text: str) -> None:
        """One debug line, without its prefix; `interface` in full, or empty."""
