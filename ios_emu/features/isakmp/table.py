"""The table of one router's IKE SAs: making them, finding them, and never having too many."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from random import Random

from ios_emu.features.isakmp import crypto, packet
from ios_emu.features.isakmp.host import Host
from ios_emu.features.isakmp.packet import Header
from ios_emu.features.isakmp.sa import NEGOTIATING, IkeSa, Pair
from ios_emu.router.release import ByRelease, Train

MAX_TRANSIENT = 200
"""SAs that are being answered or are deleted: a flood of first messages pushes out the oldest."""
FIRST_CONN_ID = ByRelease({Train.R12_2: 1, Train.R15: 1001})
_REUSED = ByRelease({Train.R12_2: True, Train.R15: False})
"""Whether the number of a deleted SA is given to the next."""
NUMBERED_LATE = ByRelease({Train.R12_2: False, Train.R12_4: True})
"""Whether an SA has number 0 until it has keys."""


class SaTable:
    """SAs by handle, by our cookie, and by how a negotiation that we answer was opened."""

    def __init__(self, host: Host) -> None:
        self.host = host
        self.sas: dict[int, IkeSa] = {}
        self._cookies: dict[bytes, IkeSa] = {}
        self._openings: dict[tuple[Pair, bytes], IkeSa] = {}
        self._handles = 0
        self._last_conn_id = 0
        self._secret = b""

    @property
    def random(self) -> Random:
        """IKE's random stream on this router."""
        return self.host.kernel.random(f"{self.host.name}/isakmp")

    # -- finding -------------------------------------------------------------------------------------

    def live(self, pair: Pair) -> Iterator[IkeSa]:
        """The SAs between two endpoints that are not deleted, oldest first."""
        return (sa for sa in self.sas.values() if sa.pair == pair and not sa.deleted)

    def negotiating(self, pair: Pair) -> Iterator[IkeSa]:
        """Those whose phase 1 is not complete yet."""
        return (sa for sa in self.live(pair) if sa.state in NEGOTIATING)

    def established(self, pair: Pair) -> IkeSa | None:
        """The newest complete one."""
        found = None
        for sa in self.live(pair):
            if sa.established and (found is None or sa.established_at >= found.established_at):
                found = sa
        return found

    def find(self, pair: Pair, header: Header) -> IkeSa | None:
        """The SA that a message belongs to."""
        sa = self._cookies.get(header.initiator_cookie)
        if sa is not None and sa.initiator and sa.pair == pair:
            return sa if sa.his_cookie in (packet.NO_COOKIE, header.responder_cookie) else None
        if header.responder_cookie == packet.NO_COOKIE:
            return self._openings.get((pair, header.initiator_cookie))
        sa = self._cookies.get(header.responder_cookie)
        if sa is not None and not sa.initiator and sa.pair == pair and sa.his_cookie == header.initiator_cookie:
            return sa
        return None

    def deleted_but_known(self, pair: Pair, header: Header) -> IkeSa | None:
        """The deleted SA, not purged yet, that a message belonged to: both ends may delete it at the same time."""
        cookies = (header.initiator_cookie, header.responder_cookie)
        for sa in self.sas.values():
            if sa.deleted and sa.pair == pair and (sa.initiator_cookie, sa.responder_cookie) == cookies:
                return sa
        return None

    # -- making and forgetting -----------------------------------------------------------------------

    def add(self, pair: Pair, initiator: bool, his_cookie: bytes) -> IkeSa:
        """A new SA."""
        self._handles += 1
        pointer = self._pointer()
        known = next((sa.peer_pointer for sa in self.live(pair)), 0)
        peer_pointer = known or self._pointer()
        cookie = self._new_cookie(pair)
        conn_id = 0 if NUMBERED_LATE[self.host.release] else self.free_conn_id()
        sa = IkeSa(self._handles, conn_id, pointer, peer_pointer, *pair, initiator, cookie)
        sa.his_cookie = his_cookie
        self.sas[sa.handle] = sa
        self._cookies[sa.my_cookie] = sa
        if not initiator:
            self._openings[pair, his_cookie] = sa
        return sa

    def unlist(self, sa: IkeSa) -> None:
        """Messages no longer find it."""
        self._cookies.pop(sa.my_cookie, None)
        if not sa.initiator:
            self._openings.pop((sa.pair, sa.his_cookie), None)

    def surplus(self) -> list[IkeSa]:
        """The oldest of those SAs that only take room, when one more would be too many."""
        transient = [
            sa for sa in self.sas.values() if sa.deleted or (not sa.initiator and sa.state in NEGOTIATING)
        ]
        return transient[: max(len(transient) - MAX_TRANSIENT + 1, 0)]

    def _pointer(self) -> int:
        return 0x61000000 | self.random.getrandbits(22) << 2

    def free_conn_id(self) -> int:
        """The number that IOS shows of the next SA."""
        first = FIRST_CONN_ID[self.host.release]
        if _REUSED[self.host.release]:
            taken = {sa.conn_id for sa in self.sas.values() if not sa.deleted}
            return next(conn_id for conn_id in count(first) if conn_id not in taken)
        self._last_conn_id = max(self._last_conn_id + 1, first)
        return self._last_conn_id

    # The first word depends on the pair alone, as on real routers; only the second is fresh.
    def _new_cookie(self, pair: Pair) -> bytes:
        if not self._secret:
            self._secret = self.random.randbytes(16)
        stable = crypto.digest("sha", self._secret + pair[0].packed + pair[1].packed)[:4]
        cookie = stable + self.random.randbytes(4)
        while cookie in self._cookies:
            cookie = stable + self.random.randbytes(4)
        return cookie
