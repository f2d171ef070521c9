"""Putting fragments of packets for this router together (RFC 791 section 3.2), with a bound on what it keeps."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING

from ios_emu.kernel import SECOND, Timers
from ios_emu.wire import icmp, ipv4

if TYPE_CHECKING:
    from ios_emu.router.interface import Interface
    from ios_emu.router.router import Router

TIMEOUT = 15 * SECOND
MAXIMUM_DATAGRAMS = 64
"""How many datagrams may be incomplete at once; the oldest gives way."""


class _Datagram:
    __slots__ = ("first", "interface", "last", "pieces")

    def __init__(self, interface: Interface) -> None:
        self.interface = interface
        self.pieces: dict[int, bytes] = {}
        self.first: bytes | None = None
        self.last: int | None = None


class Reassembly:
    """The datagrams that are not whole yet."""

    def __init__(self, router: Router) -> None:
        self._router = router
        self.timers = Timers(router.kernel, self)
        self._datagrams: dict[Hashable, _Datagram] = {}
        self.reassembled = self.timeouts = self.failures = 0

    def add(self, interface: Interface, packet: bytes, header: ipv4.Header, payload: bytes) -> bytes | None:
        """Add a fragment; the whole packet if it was the last one missing.

        A fragment that overlaps another, or lies beyond the end, spoils the datagram: all of it is dropped.
        """
        key = (header.source, header.destination, header.protocol, header.identification)
        datagram = self._datagrams.get(key)
        if datagram is None:
            if len(self._datagrams) >= MAXIMUM_DATAGRAMS:
                self._drop(next(iter(self._datagrams)))
                self.failures += 1
            datagram = self._datagrams[key] = _Datagram(interface)
            self.timers.start(key, TIMEOUT)
        offset = header.fragment_offset
        if datagram.pieces.get(offset) == payload:
            return None
        end = offset + len(payload)
        overlaps = any(offset < at + len(piece) and at < end for at, piece in datagram.pieces.items())
        beyond = datagram.last is not None and (end > datagram.last or not header.more_fragments)
        if not header.more_fragments:
            beyond = beyond or any(at >= end for at in datagram.pieces)
        if overlaps or beyond or (header.more_fragments and len(payload) % 8) or not payload:
            self._drop(key)
            self.failures += 1
            return None
        datagram.pieces[offset] = payload
        if offset == 0:
            datagram.first = packet[: header.header_length]
        if not header.more_fragments:
            datagram.last = end
        return self._whole(key, datagram)

    def _whole(self, key: Hashable, datagram: _Datagram) -> bytes | None:
        if datagram.first is None or datagram.last is None:
            return None
        at, parts = 0, []
        while at < datagram.last:
            piece = datagram.pieces.get(at)
            if piece is None:
                return None
            parts.append(piece)
            at += len(piece)
        self._drop(key)
        head, _ = ipv4.decode(_with_length(datagram.first, 0))
        try:
            whole = ipv4.build(
                head.source,
                head.destination,
                head.protocol,
                b"".join(parts),
                ttl=head.ttl,
                tos=head.tos,
                identification=head.identification,
                options=head.options,
            )
        except ValueError:
            self.failures += 1
            return None
        self.reassembled += 1
        return whole

    def _drop(self, key: Hashable) -> None:
        self.timers.stop(key)
        self._datagrams.pop(key, None)

    def on_timer(self, name: Hashable) -> None:
        """A datagram stayed incomplete: time exceeded, if its first fragment came (RFC 1122 section 3.3.2)."""
        datagram = self._datagrams.pop(name)
        self.timeouts += 1
        if datagram.first is not None and 0 in datagram.pieces:
            packet = _with_length(datagram.first, 8) + datagram.pieces[0][:8].ljust(8, b"\0")
            self._router.icmp.time_exceeded(datagram.interface, packet, icmp.REASSEMBLY_TIME_EXCEEDED)


def _with_length(header: bytes, payload: int) -> bytes:
    """`header` as if it stood before `payload` bytes and were no fragment, its checksum right."""
    from ios_emu.wire.checksum import internet_checksum

    bare = header[:2] + (len(header) + payload).to_bytes(2, "big") + header[4:6] + b"\0\0" + header[8:10]
    bare += b"\0\0" + header[12:]
    return bare[:10] + internet_checksum(bare).to_bytes(2, "big") + bare[12:]
