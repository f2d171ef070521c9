"""The configured policy: transform sets, crypto maps, and which traffic they select (RFC 2401 section 4.4.1).

A crypto map is a list of entries by sequence number. An entry names the peers, the transform sets to offer, and an
access list, each permit line of which is one pair of proxy identities. A packet is put to the entries in order:
the first line of an entry's list that matches it decides, a permit for protection by that entry, a deny for the
next entry; what no entry protects goes in the clear. An entry without a peer or an access list is disabled.

An entry may instead stand for a dynamic map, a list of templates that need neither peer nor access list. A peer
that asks for something which a template allows makes a temporary entry from it, with its own address and the
proxies it asked for, which lives as long as its SAs. Traffic that a template's access list selects, and for which
there is no temporary entry, is dropped: there is nobody to ask.

Nothing here refers to its parts but by name, so a transform set or an access list may be defined before or after
the map that uses it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from ios_emu.features.ipsec.integrity import WINDOW
from ios_emu.features.ipsec.proxy import contains, local_proxy, overlap, remote_proxy
from ios_emu.router.acl import AccessList, AccessLists, Entry
from ios_emu.router.key_engine import SaRequest, Transform
from ios_emu.wire import IPv4

DEFAULT_LIFETIME_SECONDS = 3600
DEFAULT_LIFETIME_KILOBYTES = 4_608_000
UNMODELLED_GROUPS = (19, 20, 21, 24)
"""Groups for perfect forward secrecy that may be configured, but that IKE cannot do here."""
FIRST_TEMPORARY = 65536
"""The sequence number of the first temporary entry of a map."""


@dataclass
class TransformSet:
    """`crypto ipsec transform-set`: one transform under a name. `require`: transport mode and no other."""

    name: str
    transform: Transform
    require: bool = False

    def accepts(self, offered: Transform, request: SaRequest) -> bool:
        """Whether a peer may choose `offered` for `request`. Transport mode is a wish that may be declined."""
        wanted = in_mode(self.transform, request)
        if in_mode(offered, request) == wanted:
            return True
        return wanted.mode == "transport" and not self.require and offered == replace(wanted, mode="tunnel")


@dataclass(frozen=True)
class ReverseRoute:
    """`reverse-route`. `static`: also while there are no SAs; `remote_peer`: a route to the peer, too, by way of
    `next_hop` or else of the map's interface."""

    static: bool = False
    remote_peer: bool = False
    next_hop: IPv4 | None = None
    tag: int = 0


@dataclass
class Terms:
    """What may be configured for the router and again for an entry; None: not configured here.

    Lifetimes in seconds and kilobytes; `idle_seconds` after which unused SAs go, 0 never; `window` of anti-replay
    in packets, 0 none; `df_bit` of the outer header: copy, set or clear.
    """

    lifetime_seconds: int | None = None
    lifetime_kilobytes: int | None = None
    idle_seconds: int | None = None
    window: int | None = None
    df_bit: str | None = None


@dataclass
class MapEntry:
    """One sequence number of a crypto map or a dynamic map.

    `route_tag` and `route_distance` are those of `set reverse-route`. `dynamic` names the dynamic map that the
    entry stands for. A temporary entry has `line`, the proxies that its peer asked for, in place of an access
    list, and `template`, the dynamic map's name and sequence number.
    """

    sequence: int
    peers: list[IPv4] = field(default_factory=list)
    default_peer: IPv4 | None = None
    transform_sets: tuple[str, ...] = ()
    access_list: str = ""
    pfs_group: int = 0
    terms: Terms = field(default_factory=Terms)
    reverse_route: ReverseRoute | None = None
    route_tag: int | None = None
    route_distance: int = 1
    description: str = ""
    dynamic: str = ""
    line: Entry | None = None
    template: tuple[str, int] | None = None

    def peer(self, failures: int) -> IPv4:
        """The peer to ask after so many failures: the default one first, then the others as configured."""
        order = self._order()
        return order[failures % len(order)]

    def after(self, silent: IPv4) -> int:
        """The failures that lead to the peer to ask when one that has served fell silent: the default one, without
        one the next in the list (Cisco's IPsec Preferred Peer)."""
        return 0 if self.default_peer is not None else self.peers.index(silent) + 1

    def _order(self) -> list[IPv4]:
        return sorted(self.peers, key=lambda peer: peer != self.default_peer)


@dataclass
class CryptoMap:
    """`crypto map NAME` or `crypto dynamic-map NAME`: its entries by sequence number. `local_address`: the
    interface that lends its address. `temporary`: entries made for peers, in the order they were made."""

    name: str
    entries: dict[int, MapEntry] = field(default_factory=dict)
    local_address: str = ""
    temporary: dict[int, MapEntry] = field(default_factory=dict)

    def in_order(self) -> list[MapEntry]:
        """The configured entries, lowest sequence number first."""
        return [self.entries[sequence] for sequence in sorted(self.entries)]

    def entry(self, sequence: int) -> MapEntry | None:
        """The entry of this number, configured or temporary."""
        return self.entries.get(sequence) or self.temporary.get(sequence)

    def made_from(self, dynamic: str) -> list[MapEntry]:
        """The temporary entries made from a dynamic map, the newest first: a peer that comes back with another
        address is served at the new one."""
        made = [entry for entry in self.temporary.values() if entry.template and entry.template[0] == dynamic]
        return made[::-1]

    def add_temporary(self, template: MapEntry, dynamic: str, peer: IPv4, line: Entry) -> MapEntry:
        """The temporary entry for a peer and the proxies it has asked for, made if need be."""
        origin = (dynamic, template.sequence)
        for entry in self.temporary.values():
            same = entry.line is not None and entry.line.text == line.text
            if same and entry.template == origin and entry.peers == [peer]:
                return entry
        sequence = FIRST_TEMPORARY
        while sequence in self.temporary:
            sequence += 1
        made = replace(template, sequence=sequence, peers=[peer], access_list="", line=line, template=origin)
        self.temporary[sequence] = made
        return made


@dataclass
class Policy:
    """The IPsec configuration of one router. `prefragment` None: as the release has it."""

    transform_sets: dict[str, TransformSet] = field(default_factory=dict)
    maps: dict[str, CryptoMap] = field(default_factory=dict)
    dynamic_maps: dict[str, CryptoMap] = field(default_factory=dict)
    terms: Terms = field(default_factory=Terms)
    prefragment: bool | None = None

    def lifetimes(self, entry: MapEntry) -> tuple[int, int]:
        """The lifetimes that `entry` asks for: seconds and kilobytes."""
        seconds = first(entry.terms.lifetime_seconds, self.terms.lifetime_seconds, DEFAULT_LIFETIME_SECONDS)
        own, common = entry.terms.lifetime_kilobytes, self.terms.lifetime_kilobytes
        return seconds, first(own, common, DEFAULT_LIFETIME_KILOBYTES)

    def idle_seconds(self, entry: MapEntry) -> int:
        """How long SAs of `entry` may go unused; 0 for ever."""
        return first(entry.terms.idle_seconds, self.terms.idle_seconds, 0)

    def window(self, entry: MapEntry) -> int:
        """The anti-replay window of `entry`."""
        return first(entry.terms.window, self.terms.window, WINDOW)

    def sets(self, entry: MapEntry) -> list[TransformSet]:
        """The transform sets of `entry`, in order of preference; sets that are not defined are passed over."""
        return [self.transform_sets[name] for name in entry.transform_sets if name in self.transform_sets]

    def templates(self, entry: MapEntry) -> list[MapEntry]:
        """The templates of the dynamic map that `entry` stands for, in order."""
        dynamic = self.dynamic_maps.get(entry.dynamic)
        return dynamic.in_order() if dynamic is not None else []

    def template_of(self, entry: MapEntry) -> MapEntry | None:
        """The template that a temporary entry was made from, if it is still there."""
        name, sequence = entry.template or ("", 0)
        dynamic = self.dynamic_maps.get(name)
        return dynamic.entries.get(sequence) if dynamic is not None else None


def first(*values: int | None) -> int:
    """The first that is configured; the last is the default."""
    return next(value for value in values if value is not None)


def in_mode(transform: Transform, request: SaRequest) -> Transform:
    """Transport mode is for traffic of the endpoints themselves; any other is tunnelled, as IOS does."""
    host = 0xFFFFFFFF
    own = (request.local_proxy.network, request.remote_proxy.network) == (request.local, request.peer)
    if transform.mode == "tunnel" or (own and request.local_proxy.mask == request.remote_proxy.mask == host):
        return transform
    return replace(transform, mode="tunnel")


def permits(access_list: AccessList) -> list[Entry]:
    """The lines of a crypto access list that ask for protection."""
    return [line for line in access_list.entries if line.permit and not line.remark]


def usable(entry: MapEntry, acls: AccessLists) -> AccessList | None:
    """The access list of a configured entry if there is one and it has lines."""
    access_list = acls.get(entry.access_list)
    return access_list if access_list is not None and access_list.entries else None


def line_containing(access_list: AccessList, request: SaRequest) -> Entry | None:
    """The permit line that allows the proxies of `request`: a line that says just them, or else the first that has
    anything to do with them if it is a permit for more."""
    local, remote = request.local_proxy, request.remote_proxy
    lines = [line for line in access_list.entries if not line.remark]
    for line in lines:
        if line.permit and (local_proxy(line), remote_proxy(line)) == (local, remote):
            return line
    for line in lines:
        ours, theirs = local_proxy(line), remote_proxy(line)
        if overlap(ours, local) and overlap(theirs, remote):
            return line if line.permit and contains(ours, local) and contains(theirs, remote) else None
    return None


def rules(policy: Policy, crypto_map: CryptoMap, acls: AccessLists) -> Iterator[tuple[MapEntry, AccessList]]:
    """Everything in a map that selects traffic, in the order in which packets are put to it."""
    for entry in crypto_map.in_order():
        if entry.dynamic:
            for made in crypto_map.made_from(entry.dynamic):
                if made.line is not None:
                    yield made, AccessList("", True, [made.line])
            for template in policy.templates(entry):
                access_list = usable(template, acls)
                if access_list is not None:
                    yield template, access_list
        elif entry.peers:
            access_list = usable(entry, acls)
            if access_list is not None:
                yield entry, access_list


def select(
    policy: Policy, crypto_map: CryptoMap, acls: AccessLists, packet: bytes
) -> tuple[MapEntry, Entry] | None:
    """What protects the outbound `packet`: the map's entry and its access list's line, whose match is counted."""
    for entry, access_list in rules(policy, crypto_map, acls):
        line = access_list.match(packet)
        if line is not None and line.permit:
            return entry, line
    return None


def protects(policy: Policy, crypto_map: CryptoMap, acls: AccessLists, packet: bytes) -> MapEntry | None:
    """The entry that would protect `packet` if it were outbound; nothing is counted."""
    for entry, access_list in rules(policy, crypto_map, acls):
        line = next((line for line in access_list.entries if line.holds(packet)), None)
        if line is not None and line.permit:
            return entry
    return None
