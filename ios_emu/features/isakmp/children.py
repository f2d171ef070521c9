"""The IPsec SAs that live under a pair of endpoints: IKE remembers which there are, so that it knows whether a phase 1
is the first with a peer (INITIAL-CONTACT), which protocol an SPI is of, and when a tunnel comes up or goes down.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ios_emu.features.isakmp import nat
from ios_emu.features.isakmp.sa import IkeSa, Pair

if TYPE_CHECKING:
    from ios_emu.features.isakmp.engine import Ike


def installed(ike: Ike, sa: IkeSa, protocol: int, inbound_spi: int, outbound_spi: int) -> None:
    """A pair of IPsec SAs has come up; `protocol` as IKE numbers it."""
    children = ike.children.setdefault(sa.pair, {})
    if not children:
        _session(ike, sa.pair, "UP  ", sa.peer_identity)
    children[inbound_spi] = (outbound_spi, protocol)


def lose(ike: Ike, pair: Pair) -> None:
    """IPsec must delete everything it shares with the peer."""
    if ike.host.ipsec is not None:
        ike.host.ipsec.delete_peer(*pair)
    forget(ike, pair, tuple(ike.children.get(pair, ())))


def peer_deleted(ike: Ike, pair: Pair, spis: tuple[int, ...]) -> None:
    """The peer deleted its inbound SAs `spis`."""
    if ike.host.ipsec is not None:
        ike.host.ipsec.delete_spis(*pair, spis)
    children = ike.children.get(pair, {})
    forget(ike, pair, tuple(mine for mine, (his, _) in children.items() if his in spis))


def forget(ike: Ike, pair: Pair, inbound_spis: tuple[int, ...]) -> None:
    """These SAs are no more."""
    children = ike.children.get(pair)
    if children is None:
        return
    for spi in inbound_spis:
        children.pop(spi, None)
    if not children:
        del ike.children[pair]
        sa = ike.established(pair)
        _session(ike, pair, "DOWN", sa.peer_identity if sa else str(pair[1]))


def _session(ike: Ike, pair: Pair, status: str, identity: str) -> None:
    if ike.config.log_sessions:
        text = f"Crypto tunnel is {status}.  Peer {pair[1]}:{nat.PORT} Id: {identity or pair[1]}"
        ike.host.log(5, "SESSION_STATUS", text)
