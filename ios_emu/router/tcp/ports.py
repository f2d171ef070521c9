"""The TCP layer of one router: ports that listen, connections, and resets for what is for nobody."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, NamedTuple, Protocol

from ios_emu.kernel import Timers
from ios_emu.router.tcp.effects import Effect, Opened, Send, Start, Stop
from ios_emu.router.tcp.machine import Connection, State
from ios_emu.wire import DecodeError, IPv4, tcp
from ios_emu.wire.ipv4 import TCP, Header
from ios_emu.wire.tcp import ACK, RST, SYN, Segment

if TYPE_CHECKING:
    from ios_emu.router.interface import Interface
    from ios_emu.router.router import Router

HALF_OPEN = 32
"""Connections that others are opening; one more, and the oldest is forgotten."""
CONNECTIONS = 128
"""All there may be; one more, and the oldest in TIME-WAIT makes room, or the new one is refused."""
_TOS = 0xC0
"""Telnet goes as internetwork control (`ip telnet tos`)."""
_FIRST_PORT, _LAST_PORT = 11000, 64999


class Key(NamedTuple):
    """Which connection: both ends."""

    local: IPv4
    local_port: int
    remote: IPv4
    remote_port: int


class User(Protocol):
    """Who uses a connection. Plain data."""

    def on_tcp(self, key: Key, effect: Effect) -> None:
        """`Opened`, `Deliver`, `PeerClosed` or `Gone` has happened to the connection."""


class Listener(Protocol):
    """Who listens on a port. Plain data."""

    def admits(self, packet: bytes) -> bool:
        """Whether the sender of `packet`, a SYN, may connect now; else he is refused."""

    def connected(self, key: Key) -> User | None:
        """The connection is established: who uses it from now on; None breaks it."""


class TcpPorts:
    """The TCP layer of one router."""

    def __init__(self, router: Router) -> None:
        self._router = router
        self.connections: dict[Key, Connection] = {}
        self._users: dict[Key, User] = {}
        self._listeners: dict[int, Listener] = {}
        self.timers = Timers(router.kernel, self)
        self._made = 0
        self.received = self.checksum_errors = self.no_port = self.sent = 0

    def listen(self, port: int, listener: Listener) -> None:
        """Let `listener` have the connections that others open to `port`."""
        self._listeners[port] = listener

    # -- for users -----------------------------------------------------------------------------------

    def connect(self, user: User, local: IPv4, remote: IPv4, port: int) -> Key | None:
        """Open a connection to `port` of `remote`; `user` hears how it goes. None when there are too many."""
        if not self._room():
            return None
        draw = self._router.kernel.random(f"{self._router.name}/tcp")
        while True:
            key = Key(local, draw.randint(_FIRST_PORT, _LAST_PORT), remote, port)
            if key not in self.connections:
                break
        connection = self._make(key)
        self._users[key] = user
        self._carry_out(key, connection, connection.open())
        return key

    def write(self, key: Key, data: bytes) -> None:
        """Send `data`; what there is no `room` for is lost. Harmless when the connection is gone."""
        connection = self.connections.get(key)
        if connection is not None:
            self._carry_out(key, connection, connection.write(data))

    def room(self, key: Key) -> int:
        """How many octets `write` takes."""
        connection = self.connections.get(key)
        return connection.room if connection is not None else 0

    def close(self, key: Key) -> None:
        """Send no more, and hear no more of the connection."""
        self._users.pop(key, None)
        connection = self.connections.get(key)
        if connection is not None:
            self._carry_out(key, connection, connection.close())

    def abort(self, key: Key) -> None:
        """Break the connection, and hear no more of it."""
        self._users.pop(key, None)
        connection = self.connections.get(key)
        if connection is not None:
            self._carry_out(key, connection, connection.abort())

    # -- what arrives --------------------------------------------------------------------------------

    def receive(self, interface: Interface, header: Header, payload: bytes, packet: bytes) -> None:
        """A TCP segment for this router."""
        try:
            segment = tcp.decode(header.source, header.destination, payload)
        except DecodeError:
            self.checksum_errors += 1
            return
        self.received += 1
        local, remote = header.destination, header.source
        if int(local) not in self._router.ip.local() or remote.is_multicast or not remote:
            return
        key = Key(local, segment.destination_port, remote, segment.source_port)
        connection = self.connections.get(key)
        if connection is None:
            self._knock(key, segment, packet)
            return
        self._carry_out(key, connection, connection.receive(segment))

    def _knock(self, key: Key, segment: Segment, packet: bytes) -> None:
        """A segment of no connection: a SYN to a port that listens opens one, anything else is reset."""
        if segment.flags & RST:
            return
        listener = self._listeners.get(key.local_port)
        opening = segment.flags & (SYN | ACK) == SYN
        if listener is None or not opening or not listener.admits(packet) or not self._room():
            self.no_port += 1
            self._refuse(key, segment)
            return
        half_open = [each for each, one in self.connections.items() if one.state is State.SYN_RECEIVED]
        if len(half_open) >= HALF_OPEN:
            self._forget(half_open[0])
        connection = self._make(key)
        self._carry_out(key, connection, connection.accept(segment))

    def _refuse(self, key: Key, segment: Segment) -> None:
        """Answer with a reset (RFC 9293 section 3.10.7.1)."""
        if segment.flags & ACK:
            answer = Segment(key.local_port, key.remote_port, segment.acknowledgment, 0, RST, 0)
        else:
            behind = (segment.sequence + segment.length) & 0xFFFFFFFF
            answer = Segment(key.local_port, key.remote_port, 0, behind, RST | ACK, 0)
        self._send(key, answer)

    def unreachable(self, quoted: bytes) -> None:
        """ICMP says that the packet that begins with `quoted` did not come through."""
        start = (quoted[0] & 15) * 4
        ports = quoted[start : start + 4]
        local, remote = IPv4.unpack(quoted[12:16]), IPv4.unpack(quoted[16:20])
        key = Key(local, int.from_bytes(ports[:2], "big"), remote, int.from_bytes(ports[2:], "big"))
        connection = self.connections.get(key)
        if connection is not None:
            self._carry_out(key, connection, connection.unreachable())

    def on_timer(self, name: Hashable) -> None:
        """A timer of a connection has expired."""
        if isinstance(name, tuple):
            key, timer = name
            connection = self.connections.get(key)
            if connection is not None:
                self._carry_out(key, connection, connection.expired(timer))

    def stop(self) -> None:
        """The power goes: nobody hears of it."""
        self.timers.stop_all()
        self.connections.clear()
        self._users.clear()

    # -- what follows --------------------------------------------------------------------------------

    def _carry_out(self, key: Key, connection: Connection, effects: list[Effect]) -> None:
        if connection.state is State.CLOSED and self.connections.get(key) is connection:
            del self.connections[key]
        for effect in effects:
            if isinstance(effect, Send):
                self._send(key, effect.segment)
            elif isinstance(effect, Start):
                self.timers.start((key, effect.timer), effect.delay)
            elif isinstance(effect, Stop):
                self.timers.stop((key, effect.timer))
        # What the user does upon the news comes after what the connection itself has to say.
        for effect in effects:
            if not isinstance(effect, Send | Start | Stop):
                self._tell(key, effect)
        if connection.state is State.CLOSED and key not in self.connections:
            self._users.pop(key, None)

    def _tell(self, key: Key, effect: Effect) -> None:
        if isinstance(effect, Opened) and key not in self._users:
            listener = self._listeners.get(key.local_port)
            taker = listener.connected(key) if listener is not None else None
            if taker is None:
                self.abort(key)
                return
            self._users[key] = taker
        user = self._users.get(key)
        if user is not None:
            user.on_tcp(key, effect)

    def _send(self, key: Key, segment: Segment) -> None:
        self.sent += 1
        data = tcp.build(key.local, key.remote, segment)
        self._router.ip.send(data, source=key.local, destination=key.remote, protocol=TCP, tos=_TOS)

    def _make(self, key: Key) -> Connection:
        initial = self._router.kernel.random(f"{self._router.name}/tcp").getrandbits(32)
        self._made += 1
        connection = self.connections[key] = Connection(key.local_port, key.remote_port, initial, self._made)
        return connection

    def _room(self) -> bool:
        """Whether there may be one more connection; TIME-WAIT makes room."""
        if len(self.connections) < CONNECTIONS:
            return True
        waiting = next((key for key, one in self.connections.items() if one.state is State.TIME_WAIT), None)
        if waiting is not None:
            self._forget(waiting)
        return waiting is not None

    def _forget(self, key: Key) -> None:
        """Drop a connection without a word."""
        self._carry_out(key, self.connections[key], self.connections[key].forget())
