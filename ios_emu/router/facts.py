"""Facts: what one part of a router tells the others, as values.

A feature never calls another. It publishes what has become true, and whoever cares reads it in `on_fact`.
"""

from __future__ import annotations

from dataclasses import dataclass

from ios_emu.router.redundancy import RedundancyGroup
from ios_emu.router.route import Route
from ios_emu.wire import IPv4, Mac, Prefix


@dataclass(frozen=True, slots=True)
class Booted:
    """The startup-config has been read; interfaces come up from here on."""


@dataclass(frozen=True, slots=True)
class SoftwareInterface:
    """The administrative state changed (`shutdown`, `no shutdown`). Going down, nothing can be sent any more
    by the time this is told; the line protocol's own fact follows."""

    interface: str
    up: bool


@dataclass(frozen=True, slots=True)
class HardwareInterface:
    """The hardware state (carrier) changed, as %LINK reports it."""

    interface: str
    up: bool


@dataclass(frozen=True, slots=True)
class LineProtocol:
    """The line protocol changed: the interface can, or can no longer, carry packets."""

    interface: str
    up: bool


@dataclass(frozen=True, slots=True)
class AddressChanged:
    """The IP addresses of an interface changed by configuration."""

    interface: str


@dataclass(frozen=True, slots=True)
class VirtualAddressClaimed:
    """Somebody else says by ARP that a virtual address we own is at his MAC address."""

    interface: str
    address: IPv4
    mac: Mac


@dataclass(frozen=True, slots=True)
class BandwidthChanged:
    """The bandwidth of an interface was configured; metrics that follow from it are to be computed anew."""

    interface: str


@dataclass(frozen=True, slots=True)
class MtuChanged:
    """The MTU of an interface, or that of IP on it, was configured."""

    interface: str


@dataclass(frozen=True, slots=True)
class RouteChanged:
    """The best route to a prefix changed. None: there was none, or there is none any more."""

    prefix: Prefix
    old: Route | None
    new: Route | None


@dataclass(frozen=True, slots=True)
class TrackChanged:
    """A tracked object changed state."""

    number: int
    up: bool


@dataclass(frozen=True, slots=True)
class RedundancyChanged:
    """A redundancy group (an HSRP group's name) changed state."""

    group: RedundancyGroup


@dataclass(frozen=True, slots=True)
class AccessListChanged:
    """An access list was defined, edited or removed."""

    name: str


@dataclass(frozen=True, slots=True)
class PrefixListChanged:
    """A prefix list was defined, edited or removed."""

    name: str


@dataclass(frozen=True, slots=True)
class RouteMapChanged:
    """A route map was defined, edited or removed."""

    name: str


Fact = (
    Booted
    | SoftwareInterface
    | HardwareInterface
    | LineProtocol
    | AddressChanged
    | VirtualAddressClaimed
    | BandwidthChanged
    | MtuChanged
    | RouteChanged
    | TrackChanged
    | RedundancyChanged
    | AccessListChanged
    | PrefixListChanged
    | RouteMapChanged
)
