"""What IKE needs from the world: the adapter in `instance.py` offers it, and so does a test without a router."""

from __future__ import annotations

from typing import Protocol

from ios_emu.kernel import Kernel, Timers
from ios_emu.router.key_engine import IpsecSide
from ios_emu.router.release import Release
from ios_emu.wire import IPv4


class Host(Protocol):
    """The world as IKE sees it. Timers that expire come back through `Ike.on_timer`."""

    @property
    def name(self) -> str:
        """Names this router's random streams."""

    @property
    def hostname(self) -> str:
        """What `crypto isakmp identity hostname` sends."""

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
    def debugging(self) -> bool:
        """Whether `debug crypto isakmp` is on."""

    def debug(self, text: str) -> None:
        """Print a debug message."""

    def log(self, severity: int, mnemonic: str, text: str) -> None:
        """Print `%CRYPTO-severity-mnemonic: text`."""

    def listen(self, on: bool) -> None:
        """Open or close port 500."""

    def transmit(self, local: IPv4, peer: IPv4, message: bytes) -> None:
        """Send a message from port 500 of `local` to port 500 of `peer`."""
