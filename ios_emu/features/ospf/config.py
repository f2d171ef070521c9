"""What is configured, with the defaults IOS documents. Durations in seconds unless said otherwise."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from ios_emu.features.ospf.auth import NULL, Authentication
from ios_emu.features.ospf.lsa import OPTION_E, OPTION_NP
from ios_emu.kernel import SECOND
from ios_emu.wire import ANY, IPv4, Prefix

BROADCAST, NON_BROADCAST = "BROADCAST", "NON_BROADCAST"
POINT_TO_POINT, POINT_TO_MULTIPOINT = "POINT_TO_POINT", "POINT_TO_MULTIPOINT"
LOOPBACK, VIRTUAL_LINK = "LOOPBACK", "VIRTUAL_LINK"
SLOW_HELLOS = (NON_BROADCAST, POINT_TO_MULTIPOINT)
"""The network types with hellos every 30 s."""


def area_name(area: IPv4) -> str:
    """An area as IOS prints it: a number when it was surely meant as one, else dotted."""
    return str(int(area)) if area < 1 << 24 else str(area)


@dataclass
class InterfaceConfig:
    """The `ip ospf ...` commands of one interface; None: not configured.

    `multiplier` is the hellos a second of `dead-interval minimal`, 0: not configured; `network` the network type;
    `multicast` False in `point-to-multipoint non-broadcast`; `enabled` the process and area of `ip ospf N area A`.
    """

    cost: int | None = None
    priority: int = 1
    hello: int | None = None
    dead: int | None = None
    multiplier: int = 0
    retransmit: int = 5
    transmit_delay: int = 1
    network: str | None = None
    multicast: bool = True
    mtu_ignore: bool = False
    database_filter: bool = False
    authentication: int | None = None
    password: str = ""
    keys: dict[int, str] = field(default_factory=dict)
    enabled: tuple[int, IPv4] | None = None


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
    """`redistribute SOURCE ...`; a metric of None is the default metric, else 20. `match` are the kinds of OSPF
    route that are taken (`internal`, `external 1`, ...; empty: internal ones)."""

    subnets: bool = False
    metric: int | None = None
    metric_type: int = 2
    tag: int = 0
    match: tuple[str, ...] = ()
    route_map: str = ""

    @property
    def words(self) -> str:
        """The options as the line has them."""
        words = [f"match {' '.join(self.match)}"] if self.match else []
        if self.metric is not None:
            words.append(f"metric {self.metric}")
        if self.metric_type == 1:
            words.append("metric-type 1")
        if self.subnets:
            words.append("subnets")
        if self.tag:
            words.append(f"tag {self.tag}")
        if self.route_map:
            words.append(f"route-map {self.route_map}")
        return " ".join(words)

    def matches(self, kind: str) -> bool:
        """Whether a route of this type, in the words of the routing table, is taken."""
        if kind in ("", "intra area", "inter area"):
            return not self.match or "internal" in self.match
        words = kind.replace("NSSA extern", "nssa-external").replace("extern ", "external ")
        return any(f"{words} ".startswith(f"{one} ") for one in self.match)


@dataclass(frozen=True)
class DefaultOriginate:
    """`default-information originate ...`."""

    always: bool = False
    metric: int | None = None
    metric_type: int = 2
    route_map: str = ""


class PolicyKind(Enum):
    """What a `distribute-list` goes by. The value is how `show ip protocols` writes it before the name."""

    ACCESS_LIST = ""
    PREFIX_LIST = "(prefix-list) "
    ROUTE_MAP = "(route-map) "


@dataclass(frozen=True)
class Policy:
    """The list or map of a `distribute-list`."""

    kind: PolicyKind
    name: str

    def __str__(self) -> str:
        return f"{self.kind.value}{self.name}"


@dataclass(frozen=True)
class SummaryAddress:
    """`summary-address PREFIX ...`: external routes within told as one, or not at all."""

    advertise: bool = True
    tag: int = 0


@dataclass(frozen=True)
class Range:
    """`area AREA range PREFIX ...`: routes of the area within told to other areas as one, or not at all."""

    advertise: bool = True
    cost: int | None = None


class AreaType(Enum):
    """What external routes are in an area: all, none, those of the area itself. The value is the options that
    routers there agree on (RFC 2328 section A.2, RFC 3101 section 2.4)."""

    NORMAL = OPTION_E
    STUB = 0
    NSSA = OPTION_NP

    @property
    def lsa_options(self) -> int:
        """The options of LSAs and descriptions there; the N bit is for hellos only."""
        return self.value & OPTION_E


@dataclass
class AreaConfig:
    """The `area AREA ...` lines of one area. What concerns an NSSA only stands at the end."""

    type: AreaType = AreaType.NORMAL
    no_summary: bool = False
    default_cost: int = 1
    authentication: int = NULL
    ranges: dict[Prefix, Range] = field(default_factory=dict)
    filter_in: Policy | None = None
    """The prefix list on summary-LSAs into this area, and that on those for other areas about this one."""
    filter_out: Policy | None = None
    no_redistribution: bool = False
    default_originate: DefaultOriginate | None = None
    translate_always: bool = False


@dataclass(frozen=True)
class VirtualLink:
    """`area AREA virtual-link ROUTER ...`; `authentication` None: as configured for the backbone."""

    hello: int = 10
    dead: int = 40
    retransmit: int = 5
    transmit_delay: int = 1
    authentication: int | None = None
    password: str = ""
    keys: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class StaticNeighbor:
    """`neighbor ADDRESS ...`, where there is no multicast to find neighbours by. `cost`: of the way to this one
    (point-to-multipoint); None: the interface's."""

    priority: int = 0
    poll: int = 120
    cost: int | None = None


@dataclass(frozen=True)
class LsaThrottle:
    """`timers throttle lsa`, in milliseconds: from an event to the router- or network-LSA that tells of it; from an own
    LSA to its next instance; and how long that becomes at most, doubling whenever an instance had to wait for it."""

    start: int
    hold: int
    maximum: int


DISCARD_DISTANCE = 254
"""Of the route to Null0 that stands for a `summary-address`."""


@dataclass
class ProcessConfig:
    """A `router ospf` section. The throttling of SPF and of LSAs is in milliseconds."""

    router_id: IPv4 | None = None
    networks: list[Network] = field(default_factory=list)
    neighbors: dict[IPv4, StaticNeighbor] = field(default_factory=dict)
    passive_default: bool = False
    passive: dict[str, bool] = field(default_factory=dict)
    """By interface: passive, or (False) not passive in spite of the default."""
    redistribute: dict[str, Redistribution] = field(default_factory=dict)
    summary_addresses: dict[Prefix, SummaryAddress] = field(default_factory=dict)
    default_originate: DefaultOriginate | None = None
    default_metric: int | None = None
    filters_in: dict[str, Policy] = field(default_factory=dict)
    """`distribute-list ... in`, by interface ("": all)."""
    filters_out: dict[str, Policy] = field(default_factory=dict)
    """`distribute-list ... out`, by source ("": all)."""
    log_changes: bool = False
    log_detail: bool = False
    spf_start: int = 5000
    spf_hold: int = 10_000
    spf_maximum: int = 10_000
    lsa_throttle: LsaThrottle | None = None
    """None: half a second, and five seconds."""
    lsa_arrival: int = 1000
    flood_pacing: int = 33
    retransmission_pacing: int = 66
    rfc1583: bool = True
    """Paths to an AS boundary router are compared by cost alone, and a range costs what its nearest part does."""
    reference_bandwidth: int = 100
    """Mbit/s."""
    areas: dict[IPv4, AreaConfig] = field(default_factory=dict)
    virtual_links: dict[tuple[IPv4, IPv4], VirtualLink] = field(default_factory=dict)
    """By transit area and router ID of the other end."""
    maximum_paths: int = 4
    distance: int = 110
    distances: dict[str, int] = field(default_factory=dict)
    """`distance ospf`: by `intra-area`, `inter-area`, `external`."""
    source_distances: dict[tuple[IPv4, IPv4], tuple[int, Policy | None]] = field(default_factory=dict)
    """`distance N ADDRESS WILDCARD [ACL]`: of the routes (that the list permits) that such routers, by their IDs,
    advertise."""
    maximum_metric: bool = False
    """`max-metric router-lsa`: be the last choice on the way elsewhere."""
    maximum_metric_time: int = 0
    """For so many seconds after the process began; 0: always."""
    shutdown: bool = False
    discard_internal: bool = True
    discard_internal_distance: int | None = None
    """None: that of intra-area routes."""
    discard_external: bool = True
    discard_external_distance: int = DISCARD_DISTANCE

    def is_passive(self, interface: str) -> bool:
        """Whether the interface keeps silent."""
        return self.passive.get(interface, self.passive_default)

    def area(self, area: IPv4) -> AreaConfig:
        """The configuration of an area, to read; the defaults when there is none."""
        return self.areas.get(area, _DEFAULT_AREA)

    def distance_of(self, kind: str) -> int:
        """The administrative distance of `intra-area`, `inter-area` or `external` routes, whoever advertises them."""
        return self.distances.get(kind, self.distance)


_DEFAULT_AREA = AreaConfig()
_NO_AUTHENTICATION = Authentication()


@dataclass(frozen=True)
class InterfaceSettings:
    """All that a process needs to know of an interface it runs on, configuration and hardware together.

    `name` in full, `prefix` its network, `mtu` in bytes, `kind` one of the network types above. Hellos that are
    faster than one a second have `hello` 0 and `multiplier` of them a second. `multicast`: the network carries it;
    `neighbors` are those configured here, by address.

    A virtual link has as `peer` the router ID of its other end, as `peer_address` where that is reached now, and in
    `transit` the area it goes through.
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
    multiplier: int = 0
    retransmit: int = 5
    transmit_delay: int = 1
    mtu: int = 1500
    mtu_ignore: bool = False
    passive: bool = False
    database_filter: bool = False
    """`ip ospf database-filter all out`: no LSA leaves here."""
    authentication: Authentication = _NO_AUTHENTICATION
    secondary: tuple[Prefix, ...] = ()
    explicit: bool = False
    """It runs here by `ip ospf N area A`."""
    multicast: bool = True
    neighbors: tuple[tuple[IPv4, StaticNeighbor], ...] = ()
    peer: IPv4 = ANY
    peer_address: IPv4 = ANY
    transit: IPv4 = ANY

    @property
    def hello_time(self) -> int:
        """Nanoseconds between two hellos."""
        return SECOND // self.multiplier if self.multiplier else self.hello * SECOND

    @property
    def identity(self) -> tuple[object, ...]:
        """What cannot change without the interface leaving the process and joining it anew."""
        return (
            *(self.area, self.address, self.prefix, self.kind),
            *(self.passive, self.multicast, self.database_filter),
        )
