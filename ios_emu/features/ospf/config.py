"""What is configured, with the defaults IOS documents. Durations in seconds unless said otherwise."""

from __future__ import annotations

from dataclasses import dataclass, field

from ios_emu.features.ospf.auth import Authentication
from ios_emu.wire import IPv4, Prefix

BROADCAST, POINT_TO_POINT, LOOPBACK = "BROADCAST", "POINT_TO_POINT", "LOOPBACK"


@dataclass
class InterfaceConfig:
    """The `ip ospf ...` commands of one interface; None: not configured."""

    cost: int | None = None
    priority: int = 1
    hello: int | None = None
    dead: int | None = None
    retransmit: int = 5
    transmit_delay: int = 1
    network: str | None = None
    mtu_ignore: bool = False
    authentication: int | None = None
    password: str = ""
    keys: dict[int, str] = field(default_factory=dict)


@dataclass
class Network:
    """`network ADDRESS WILDCARD area AREA`."""

    address: IPv4
    wildcard: IPv4
    area: IPv4

    def matches(self, address: int) -> bool:
        """Whether an interface with this address runs in the area."""
        care = self.wildcard ^ 0xFFFFFFFF
        return address & care == self.address & care


@dataclass(frozen=True)
class Redistribution:
    """`redistribute SOURCE ...`; a metric of None is the default metric, else 20."""

    subnets: bool = False
    metric: int | None = None
    metric_type: int = 2
    tag: int = 0


@dataclass(frozen=True)
class DefaultOriginate:
    """`default-information originate ...`."""

    always: bool = False
    metric: int | None = None
    metric_type: int = 2


@dataclass
class ProcessConfig:
    """A `router ospf` section."""

    router_id: IPv4 | None = None
    networks: list[Network] = field(default_factory=list)
    passive_default: bool = False
    passive: dict[str, bool] = field(default_factory=dict)
    """By interface: passive, or (False) not passive in spite of the default."""
    redistribute: dict[str, Redistribution] = field(default_factory=dict)
    default_originate: DefaultOriginate | None = None
    default_metric: int | None = None
    log_changes: bool = False
    log_detail: bool = False
    spf_delay: int = 5
    spf_hold: int = 10
    reference_bandwidth: int = 100
    """Mbit/s."""
    area_authentication: dict[IPv4, int] = field(default_factory=dict)
    maximum_paths: int = 4
    distance: int = 110

    def is_passive(self, interface: str) -> bool:
        """Whether the interface keeps silent."""
        return self.passive.get(interface, self.passive_default)


_NO_AUTHENTICATION = Authentication()


@dataclass(frozen=True)
class InterfaceSettings:
    """All that a process needs to know of an interface it runs on, configuration and hardware together.

    `name` in full, `prefix` its network, `mtu` in bytes, `kind` one of the three network types above.
    """

    name: str
    short: str
    area: IPv4
    address: IPv4
    prefix: Prefix
    kind: str
    up: bool
    cost: int = 1
    priority: int = 1
    hello: int = 10
    dead: int = 40
    retransmit: int = 5
    transmit_delay: int = 1
    mtu: int = 1500
    mtu_ignore: bool = False
    passive: bool = False
    authentication: Authentication = _NO_AUTHENTICATION
    secondary: tuple[Prefix, ...] = ()

    @property
    def identity(self) -> tuple[object, ...]:
        """What cannot change without the interface leaving the process and joining it anew."""
        return self.area, self.address, self.prefix, self.kind, self.passive
