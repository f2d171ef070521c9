"""The configured policy: transform sets, crypto maps, and which traffic they select (RFC 2401 section 4.4.1).

A crypto map is a list of entries by sequence number. An entry names the peers, the transform sets to offer, and an
access list, each permit line of which is one pair of proxy identities. A packet is put to the entries in order:
the first line of an entry's list that matches it decides, a permit for protection by that entry, a deny for the
next entry; what no entry protects goes in the clear. An entry without a peer or an access list is disabled.

Nothing here refers to its parts but by name, so a transform set or an access list may be defined before or after
the map that uses it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ios_emu.router.acl import AccessList, AccessLists, Entry, PortMatch
from ios_emu.router.key_engine import ProxyIdentity, Transform
from ios_emu.wire import IPv4
from ios_emu.wire.ipv4 import ESP, TCP, UDP

DEFAULT_LIFETIME_SECONDS = 3600
DEFAULT_LIFETIME_KILOBYTES = 4_608_000
_ISAKMP_PORT = b"\x01\xf4"


def local_proxy(line: Entry) -> ProxyIdentity:
    """This side's proxy identity of a permit line of a crypto access list."""
    return _proxy(line.source, line.source_wildcard, line.protocol, line.source_port)


def remote_proxy(line: Entry) -> ProxyIdentity:
    """The peer's."""
    return _proxy(line.destination, line.destination_wildcard, line.protocol, line.destination_port)


def _proxy(address: int, wildcard: int, protocol: int | None, port: PortMatch | None) -> ProxyIdentity:
    mask = ~wildcard & 0xFFFFFFFF
    # IKE can name one port or all (RFC 2407 section 4.6.2), so any other condition asks for all.
    number = port.low if port is not None and port.operator == "eq" else 0
    return ProxyIdentity(IPv4(address & mask), IPv4(mask), protocol or 0, number)


def carries(packet: bytes, source: ProxyIdentity, destination: ProxyIdentity) -> bool:
    """Whether the IPv4 `packet`, whose header has been checked, goes from `source` to `destination`."""
    if int.from_bytes(packet[12:16], "big") & source.mask != source.network:
        return False
    if int.from_bytes(packet[16:20], "big") & destination.mask != destination.network:
        return False
    if source.protocol and packet[9] != source.protocol:
        return False
    if not (source.port or destination.port) or (packet[6] << 8 | packet[7]) & 0x1FFF:
        return True  # a later fragment has no ports
    start = (packet[0] & 15) << 2
    ports = packet[start : start + 4]
    return (
        len(ports) == 4
        and source.port in (0, ports[0] << 8 | ports[1])
        and destination.port in (0, ports[2] << 8 | ports[3])
    )


def mirrored(packet: bytes) -> bytes:
    """`packet` with source and destination exchanged, to ask an access list about the way back."""
    start = (packet[0] & 15) << 2
    head = packet[:12] + packet[16:20] + packet[12:16] + packet[20:start]
    if packet[9] not in (TCP, UDP) or len(packet) < start + 4 or (packet[6] << 8 | packet[7]) & 0x1FFF:
        return head + packet[start:]
    return head + packet[start + 2 : start + 4] + packet[start : start + 2] + packet[start + 4 :]


@dataclass
class TransformSet:
    """`crypto ipsec transform-set`: one ESP transform under a name."""

    name: str
    transform: Transform


@dataclass
class MapEntry:
    """One sequence number of a crypto map. Lifetimes None: as configured for the router."""

    sequence: int
    peers: list[IPv4] = field(default_factory=list)
    transform_sets: tuple[str, ...] = ()
    access_list: str = ""
    pfs_group: int = 0
    lifetime_seconds: int | None = None
    lifetime_kilobytes: int | None = None
    reverse_route: bool = False
    reverse_route_static: bool = False
    description: str = ""


@dataclass
class CryptoMap:
    """`crypto map NAME`: its entries by sequence number. `local_address`: the interface that lends its address."""

    name: str
    entries: dict[int, MapEntry] = field(default_factory=dict)
    local_address: str = ""

    def in_order(self) -> list[MapEntry]:
        """The entries, lowest sequence number first."""
        return [self.entries[sequence] for sequence in sorted(self.entries)]


@dataclass
class Policy:
    """The IPsec configuration of one router."""

    transform_sets: dict[str, TransformSet] = field(default_factory=dict)
    maps: dict[str, CryptoMap] = field(default_factory=dict)
    lifetime_seconds: int = DEFAULT_LIFETIME_SECONDS
    lifetime_kilobytes: int = DEFAULT_LIFETIME_KILOBYTES

    def lifetimes(self, entry: MapEntry) -> tuple[int, int]:
        """The lifetimes that `entry` asks for: seconds and kilobytes."""
        seconds = self.lifetime_seconds if entry.lifetime_seconds is None else entry.lifetime_seconds
        kilobytes = self.lifetime_kilobytes if entry.lifetime_kilobytes is None else entry.lifetime_kilobytes
        return seconds, kilobytes

    def transforms(self, entry: MapEntry) -> tuple[Transform, ...]:
        """What `entry` offers, in order of preference; sets that are not defined are passed over."""
        return tuple(self.transform_sets[n].transform for n in entry.transform_sets if n in self.transform_sets)


def enabled(crypto_map: CryptoMap, acls: AccessLists) -> Iterator[tuple[MapEntry, AccessList]]:
    """The entries that are complete enough to work, in order, each with its access list."""
    for entry in crypto_map.in_order():
        access_list = acls.get(entry.access_list) if entry.peers else None
        if access_list is not None and access_list.entries:
            yield entry, access_list


def permits(access_list: AccessList) -> list[Entry]:
    """The lines of a crypto access list that ask for protection."""
    return [line for line in access_list.entries if line.permit and not line.remark]


def select(crypto_map: CryptoMap, acls: AccessLists, packet: bytes) -> tuple[MapEntry, Entry] | None:
    """What protects the outbound `packet`: the map's entry and its access list's line, whose match is counted."""
    for entry, access_list in enabled(crypto_map, acls):
        line = access_list.match(packet)
        if line is not None and line.permit:
            return entry, line
    return None


def protects(crypto_map: CryptoMap, acls: AccessLists, packet: bytes) -> MapEntry | None:
    """The entry that would protect `packet` if it were outbound; nothing is counted."""
    for entry, access_list in enabled(crypto_map, acls):
        line = next((line for line in access_list.entries if line.holds(packet)), None)
        if line is not None and line.permit:
            return entry
    return None


def is_tunnel(packet: bytes, source: int, destination: int) -> bool:
    """Whether `packet`, if between these endpoints, is what a tunnel itself consists of: ESP or ISAKMP."""
    if int.from_bytes(packet[12:16], "big") != source or int.from_bytes(packet[16:20], "big") != destination:
        return False
    if packet[9] == UDP:
        start = (packet[0] & 15) << 2
        # The later fragments of a long ISAKMP message have no port to tell them by.
        later = (packet[6] << 8 | packet[7]) & 0x1FFF
        return bool(later) or packet[start + 2 : start + 4] == _ISAKMP_PORT
    return packet[9] == ESP
