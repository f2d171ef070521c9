"""What IKE needs from the world: the adapter in `instance.py` offers it, and so does a test without a router."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from ios_emu.kernel import Kernel, Timers
from ios_emu.router.key_engine import IpsecSide
from ios_emu.router.keylog import KeyLog
from ios_emu.router.release import Release
from ios_emu.wire import IPv4


class Host(Protocol):
    """The world as IKE sees it. Timers that expire come back through `Ike.on_timer`."""

    @property
    def name(self) -> str:
        """Names this router's random streams."""

    @property
    def hostname(self) -> str:
        """What `crypto isakmp identity hostname` sends: the router's name, with its domain if it has one."""

    @property
    def hosts(self) -> Mapping[str, IPv4]:
        """The addresses of known hosts by name, in lower case."""

    @property
    def kernel(self) -> Kernel:
        """The clock and the randomness."""

    @property
    def timers(self) -> Timers:
        """Timers whose owner hands what expires to `Ike.on_timer`."""

    @property
    def release(self) -> Release:
        """The release whose words and abilities these are."""

    @property
    def ipsec(self) -> IpsecSide | None:
        """The other side of the key engine."""

    @property
    def keylog(self) -> KeyLog:
        """Where keys are reported."""

    @property
    def debugging(self) -> bool:
        """Whether `debug crypto isakmp` is on."""

    def debug(self, text: str) -> None:
        """Print a debug message."""

    def debug_engine(self, text: str) -> None:
        """Print a message of `debug crypto engine`, if that is on."""

    def log(self, severity: int, mnemonic: str, text: str) -> None:
        """Print `%CRYPTO-severity-mnemonic: text`."""

    def listen(self, on: bool) -> None:
        """Open or close the ports: 500, and 4500 where NAT traversal is known and allowed."""

    def transmit(self, local: IPv4, local_port: int, peer: IPv4, peer_port: int, message: bytes) -> None:
        """Send a message, or the byte that keeps a NAT's binding alive."""
