"""The configuration of HSRP, as values with Cisco's documented defaults."""

from __future__ import annotations

from dataclasses import dataclass

from ios_emu.features.hsrp.packet import DEFAULT_AUTHENTICATION
from ios_emu.kernel import SECOND
from ios_emu.wire import IPv4, Mac

DEFAULT_PRIORITY = 100
DEFAULT_DECREMENT = 10
DEFAULT_HELLO = 3 * SECOND
DEFAULT_HOLD = 10 * SECOND
"""RFC 2281 section 5.1 recommends hello 3 s, hold 10 s."""


@dataclass(frozen=True)
class Preemption:
    """`standby preempt [delay ...]`; delays in seconds, 0 for none."""

    minimum: int = 0
    reload: int = 0
    sync: int = 0


@dataclass(frozen=True)
class HelloTimers:
    """`standby timers HELLO HOLD`, in nanoseconds."""

    hello: int
    hold: int


@dataclass(frozen=True)
class TrackConfig:
    """`standby track ...`: the object (a number, or an interface for an implicit one) and what its fall costs.
    `shutdown`: not priority, but the group itself, which is in Init while the object is down."""

    target: int | str
    decrement: int = DEFAULT_DECREMENT
    shutdown: bool = False


@dataclass(frozen=True)
class Md5Key:
    """`standby authentication md5 key-string`; `timeout`: seconds for which the key before is still accepted."""

    key: bytes
    timeout: int = 0


@dataclass(frozen=True)
class Md5Chain:
    """`standby authentication md5 key-chain`."""

    name: str


@dataclass(frozen=True)
class GroupConfig:
    """One group on one interface.

    `runs`: `standby ip` was given; `virtual_ip` None with it: the address is to be learned from the active
    router. `preempt` None: off. `timers` None: learned, or the defaults. `name` empty: the default name.
    `md5` None: the plain text `authentication` counts.
    """

    runs: bool = False
    virtual_ip: IPv4 | None = None
    secondary: tuple[IPv4, ...] = ()
    priority: int = DEFAULT_PRIORITY
    preempt: Preemption | None = None
    timers: HelloTimers | None = None
    authentication: bytes = DEFAULT_AUTHENTICATION
    md5: Md5Key | Md5Chain | None = None
    name: str = ""
    mac: Mac | None = None
    tracks: tuple[TrackConfig, ...] = ()

    @property
    def is_default(self) -> bool:
        """Nothing is configured: the group may go."""
        return self == _NOTHING


_NOTHING = GroupConfig()


@dataclass(frozen=True)
class InterfaceConfig:
    """What concerns all groups of an interface; delays in seconds (`standby delay minimum 1 reload 5`)."""

    delay_minimum: int = 1
    delay_reload: int = 5
    use_bia: bool = False
    redirects: bool = True
    version: int = 1

    @property
    def shows_delay(self) -> bool:
        """Whether a delay was configured: only then `show standby delay` lists it."""
        return (self.delay_minimum, self.delay_reload) != (1, 5)
