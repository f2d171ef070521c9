"""Both phases together: `show crypto session [detail]` and `show crypto engine connections active`.

A session is what there is between an interface and a peer: the IKE SAs, and the flows that a crypto map has for
that peer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from ios_emu.features.ipsec.rri import peer_of
from ios_emu.features.ipsec.sad import Ident
from ios_emu.features.ipsec.show_sa import idents, in_order
from ios_emu.kernel import SECOND
from ios_emu.router.key_engine import UNLIMITED_KILOBYTES, IkeAssociation, ProxyIdentity, Transform
from ios_emu.router.release import ByRelease, Train
from ios_emu.router.show.durations import clock_time
from ios_emu.wire import IPv4
from ios_emu.wire.ipv4 import AH

if TYPE_CHECKING:
    from ios_emu.features.ipsec.binding import Binding
    from ios_emu.features.ipsec.instance import Ipsec

_PORT = 500
_HOST = 0xFFFFFFFF


def associations(feature: Ipsec) -> tuple[IkeAssociation, ...]:
    """The IKE SAs of the router; none where there is no IKE."""
    view = feature.router.key_engine.ike_view
    return view.associations() if view is not None else ()


# -- show crypto session -----------------------------------------------------------------------------


@dataclass(frozen=True)
class SessionFormat:
    """`show crypto session` of a release, as templates."""

    legend: str
    ike: str = "  IKE SA: local {sa.local}/{sa.local_port} remote {sa.peer}/{sa.peer_port} {state} \n"
    uptime: str = ""
    identity: str = "      Desc: (none)\n      Phase1_id: {identity}\n"


_LEGEND = (
    "Code: C - IKE Configuration mode, D - Dead Peer Detection     \n"
    "K - Keepalives, N - NAT-traversal, X - IKE Extended Authentication\n"
)
_LEGEND_15 = (
    "Code: C - IKE Configuration mode, D - Dead Peer Detection     \n"
    "K - Keepalives, N - NAT-traversal, T - cTCP encapsulation     \n"
    "X - IKE Extended Authentication, F - IKE Fragmentation\n"
)
_IDENTITY = "      Phase1_id: {identity}\n      Desc: (none)\n"
SESSION_FORMATS = ByRelease(
    {
        Train.R12_2: SessionFormat(_LEGEND),
        Train.R12_4: SessionFormat(_LEGEND, identity=_IDENTITY),
        Train.R15: SessionFormat(
            _LEGEND_15,
            ike="  Session ID: 0  \n" + SessionFormat.ike.replace("IKE SA", "IKEv1 SA"),
            uptime="Uptime: {uptime}\n",
            identity=_IDENTITY,
        ),
    }
)


@dataclass
class Session:
    """An interface and a peer, their IKE SAs, and their flows, each with whether a dynamic map made it."""

    binding: Binding
    peer: IPv4
    ike: list[IkeAssociation]
    flows: list[tuple[Ident, bool]]

    def status(self) -> str:
        """In IOS's words."""
        active = any(sa.active for sa in self.ike)
        if any(ident.pairs for ident, _ in self.flows):
            return "UP-ACTIVE     " if active else "UP-NO-IKE"
        if active:
            return "UP-IDLE"
        return "DOWN-NEGOTIATING" if any(not sa.deleted for sa in self.ike) else "DOWN"

    def port(self) -> int:
        """The peer's UDP port: 500, unless there is a NAT."""
        ports = [sa.peer_port for sa in self.ike if sa.active]
        ports += [pair.udp.peer for ident, _ in self.flows for pair in ident.pairs if pair.udp is not None]
        return ports[-1] if ports else _PORT


def sessions(feature: Ipsec) -> list[Session]:
    """All sessions, in the order of interfaces and of the map's entries."""
    ike = associations(feature)
    found: dict[tuple[str, IPv4], Session] = {}
    for binding in in_order(feature):
        local = binding.address()
        for entry, ident in idents(feature, binding):
            peer = peer_of(entry, ident)
            session = found.get((binding.interface.name, peer))
            if session is None:
                mine = [sa for sa in ike if (sa.local, sa.peer) == (local, peer)]
                session = found[binding.interface.name, peer] = Session(binding, peer, mine, [])
            session.flows.append((ident, entry.template is not None))
    return list(found.values())


def crypto_session(feature: Ipsec, *, detail: bool = False, peer: IPv4 | None = None) -> str:
    """`show crypto session [detail]`, of all peers or of one."""
    form = SESSION_FORMATS[feature.router.release]
    text = "Crypto session current status\n\n" + (f"{form.legend}\n" if detail else "")
    for session in sessions(feature):
        if peer in (None, session.peer):
            text += _session(feature, form, session, detail) + "\n"
    return text


def _session(feature: Ipsec, form: SessionFormat, session: Session, detail: bool) -> str:
    now = feature.router.kernel.now
    pairs = [pair for ident, _ in session.flows for pair in ident.pairs]
    text = f"Interface: {session.binding.interface.name}\n"
    if detail and pairs:
        text += form.uptime.format(uptime=clock_time(now - min(pair.established for pair in pairs)))
    text += f"Session status: {session.status()}\nPeer: {session.peer} port {session.port()} "
    if detail:
        identity = next((sa.identity for sa in session.ike if sa.active), "") or "(none)"
        text += "fvrf: (none) ivrf: (none)\n" + form.identity.format(identity=identity)
    else:
        text += "\n"
    for sa in session.ike:
        state = "Active" if sa.active else "Inactive"
        text += form.ike.format(sa=sa, state=state)
        if detail:
            lifetime = clock_time(sa.remaining_seconds * SECOND) if sa.active else "0"
            capabilities = sa.capabilities or "(none)"
            text += f"          Capabilities:{capabilities} connid:{sa.connection} lifetime:{lifetime}\n"
    for ident, dynamic in session.flows:
        text += _flow(ident, dynamic) + (_flow_detail(ident, now) if detail else "")
    return text


def _flow(ident: Ident, dynamic: bool) -> str:
    key = ident.key
    protocol = key.local.protocol or key.remote.protocol
    origin = "dynamic crypto map" if dynamic else "crypto map"
    count = sum(2 * len(pair.parts) for pair in ident.pairs)
    return (
        f"  IPSEC FLOW: permit {protocol or 'ip'} {_side(key.local)} {_side(key.remote)} \n"
        f"        Active SAs: {count}, origin: {origin}\n"
    )


def _side(proxy: ProxyIdentity) -> str:
    text = f"host {proxy.network}" if proxy.mask == _HOST else f"{proxy.network}/{proxy.mask}"
    return f"{text} port {proxy.port}" if proxy.port else text


def _flow_detail(ident: Ident, now: int) -> str:
    counters = ident.counters
    inbound = outbound = "0/0"
    if ident.pairs:
        pair = ident.pairs[-1]
        seconds = pair.remaining_seconds(now)
        volumes = [str(pair.remaining_kilobytes(count)) for count in (pair.bytes_in, pair.bytes_out)]
        if pair.terms.lifetime_kilobytes == UNLIMITED_KILOBYTES:
            volumes = ["KB Vol Rekey Disabled"] * 2
        inbound, outbound = (f"{volume}/{seconds}" for volume in volumes)
    return (
        f"        Inbound:  #pkts dec'ed {counters.decaps} drop {counters.recv_errors} life (KB/Sec) {inbound}\n"
        f"        Outbound: #pkts enc'ed {counters.encaps} drop {counters.send_errors} life (KB/Sec) {outbound}\n"
    )


# -- show crypto engine connections active -----------------------------------------------------------


class Algorithms(NamedTuple):
    """What an SA does: a hash, a cipher, or both."""

    hash: str
    cipher: str
    key_bits: int


@dataclass(frozen=True)
class Connection:
    """One SA as the crypto engine sees it. `last` is the last sequence number received."""

    number: int
    kind: str
    interface: str
    address: IPv4
    algorithms: Algorithms
    encrypted: int = 0
    decrypted: int = 0
    last: int = 0


def connections(feature: Ipsec) -> list[Connection]:
    """Every SA of both phases, by its connection id."""
    interfaces = {binding.endpoint: binding.interface.name for binding in feature.bindings.values()}
    found = [
        Connection(
            sa.connection,
            "IKE",
            interfaces.get(sa.local, ""),
            sa.local,
            Algorithms(sa.hash, sa.cipher, sa.key_bits),
        )
        for sa in associations(feature)
        if sa.active
    ]
    for pair in feature.database.pairs.values():
        for part in pair.parts:
            algorithms = _algorithms(pair.transform, part.protocol)
            number = feature.conn_id(part.slot)
            where = (pair.ident.key.interface, pair.local, algorithms)
            last = part.receiver.window.last
            found.append(Connection(number, "IPsec", *where, decrypted=pair.packets_in, last=last))
            found.append(Connection(number + 1, "IPsec", *where, encrypted=pair.packets_out))
    return sorted(found, key=lambda each: each.number)


def _algorithms(transform: Transform, protocol: int) -> Algorithms:
    if protocol == AH:
        return Algorithms(transform.ah, "", 0)
    return Algorithms(transform.hash, transform.cipher, transform.key_bits)


_CIPHERS_12 = {"des": "DES_56_CBC", "3des": "3DES_56_CBC", "aes": "AES_CBC", "null": "NULL", "": ""}


def _connections_12(found: list[Connection]) -> str:
    text = "\n  ID Interface            IP-Address      State  Algorithm           Encrypt  Decrypt\n"
    for each in found:
        kind, cipher, _ = each.algorithms
        words = (f"HMAC_{kind.upper()}" if kind else "", _CIPHERS_12[cipher])
        algorithm = "+".join(word for word in words if word)[:18]
        text += f"{each.number:>4} {each.interface:<20} {each.address:<15} {'set':<6} {algorithm:<18} "
        text += f"{each.encrypted:>8} {each.decrypted:>8}\n"
    return text + "\n"


def _connections_15(found: list[Connection]) -> str:
    text = "Crypto Engine Connections\n\n"
    text += "   ID  Type    Algorithm           Encrypt  Decrypt LastSeqN IP-Address\n"
    for each in found:
        kind, cipher, bits = each.algorithms
        cipher += str(bits) if cipher == "aes" and bits > 128 else ""
        words = (kind, cipher) if each.kind == "IKE" else (cipher, kind)
        algorithm = "+".join(word.upper() for word in words if word)
        text += f"{each.number:>5}  {each.kind:<7} {algorithm:<18} {each.encrypted:>8} {each.decrypted:>8} "
        text += f"{each.last:>8} {each.address}\n"
    return text + "\n"


_CONNECTIONS = ByRelease({Train.R12_2: _connections_12, Train.R15: _connections_15})


def engine_connections(feature: Ipsec) -> str:
    """`show crypto engine connections active`."""
    return _CONNECTIONS[feature.router.release](connections(feature))
