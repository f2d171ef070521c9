"""What a feature is to a router."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ios_emu.grammar.command import Command
from ios_emu.grammar.grammar import Mode
from ios_emu.kernel import Timers
from ios_emu.router.facts import Fact
from ios_emu.router.release import Wording
from ios_emu.wire import IPv4
from ios_emu.wire.ipv4 import Header
from ios_emu.wire.udp import Datagram

if TYPE_CHECKING:
    from ios_emu.router.interface import Interface
    from ios_emu.router.router import Router


@dataclass(frozen=True)
class DebugFlag:
    """One switch of `debug`. From it come `debug NAME`, `undebug NAME`, `no debug NAME`, the line that
    acknowledges them and the line in `show debugging`.

    `name` is the command after the word debug (`crypto isakmp`); `heading` the group in `show debugging`
    (`Cryptographic Subsystem`); `title` what is said of it (`Crypto ISAKMP debugging`). A flag listed in
    `includes` is on whenever this one is (`standby` includes `standby events`).
    """

    name: str
    heading: Wording
    title: Wording
    includes: tuple[str, ...] = ()
    part: str = ""
    """What this is a part of is the switch named before the last word; that is how `show debugging` calls it there."""
    options: str = ""
    """What may follow the name, in the notation of commands; `Logging.options` has what was said."""


@dataclass(frozen=True)
class FeatureSpec:
    """A feature as its folder offers it: `make` builds the part that lives in each router."""

    name: str
    make: Callable[[Router], Feature]
    commands: tuple[Command, ...] = ()
    modes: tuple[Mode, ...] = ()
    debugs: tuple[DebugFlag, ...] = ()


class Feature:
    """The part of a feature that lives in one router: its state and its adapter to the router's services.

    Plain data. It hears of the world through the `on_...` methods and acts through `self.router`.
    """

    def __init__(self, router: Router) -> None:
        self.router = router
        self.timers = Timers(router.kernel, self)

    def on_timer(self, name: Hashable) -> None:
        """A timer of `self.timers` has expired."""

    def on_fact(self, fact: Fact) -> None:
        """Something that another part published has become true."""

    def on_udp(self, interface: Interface, source: IPv4, destination: IPv4, datagram: Datagram) -> None:
        """A datagram arrived on a port that `router.udp.listen` bound to this feature."""

    def on_ip(self, interface: Interface, header: Header, payload: bytes, packet: bytes) -> None:
        """A packet arrived for this router, of a protocol that `router.ip.listen` bound to this feature."""

    def traffic_statistics(self) -> str:
        """What this feature has to say in `show ip traffic`, or nothing."""
        return ""

    def routing_protocols(self) -> str:
        """What this feature has to say in `show ip protocols`: a section for each of its routing processes."""
        return ""
