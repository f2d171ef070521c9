"""What the log says of packets that were refused. The same complaint comes at most once a minute."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ios_emu.features.ipsec import debug
from ios_emu.features.ipsec.integrity import AuthenticationError, ReplayError
from ios_emu.kernel import SECOND
from ios_emu.router.release import ByRelease, Train
from ios_emu.wire import DecodeError, IPv4, ipv4

if TYPE_CHECKING:
    from ios_emu.features.ipsec.sad import Pair
    from ios_emu.router.interface import Interface
    from ios_emu.router.router import Router

REPORT_INTERVAL = 60 * SECOND

_INPUT_INTERFACE = ByRelease({Train.R12_2: "", Train.R15: ", input interface={name}"})


class Complaints:
    """The complaints of one router, and how many packets no SA could be found for or came in the clear."""

    def __init__(self, router: Router) -> None:
        self._router = router
        self._due: dict[str, int] = {}
        self.no_sa = self.not_ipsec = 0

    def _log(self, mnemonic: str, text: str) -> None:
        """Log it, unless the last message of this kind is too short ago."""
        now = self._router.kernel.now
        if now >= self._due.get(mnemonic, 0):
            self._due[mnemonic] = now + REPORT_INTERVAL
            self._router.log("CRYPTO", 4, mnemonic, text)

    def invalid_spi(self, interface: Interface, header: ipv4.Header, spi: int) -> None:
        """A packet came under an SPI that is not, or no longer, in use."""
        self.no_sa += 1
        tail = _INPUT_INTERFACE[self._router.release].format(name=interface.name)
        self._log(
            "RECVD_PKT_INV_SPI",
            "decaps: rec'd IPSEC packet has invalid spi for\n"
            f"\tdestaddr={header.destination}, prot={header.protocol}, spi=0x{spi:X}({spi}), "
            f"srcaddr={header.source}{tail}",
        )

    def error(self, error: DecodeError, connection: int) -> None:
        """A packet could not be opened."""
        if isinstance(error, ReplayError):
            self._log("PKT_REPLAY_ERR", f"decrypt: replay check failed\n\tconnection id={connection}")
        elif isinstance(error, AuthenticationError):
            self._log("RECVD_PKT_MAC_ERR", f"decrypt: mac verify failed for connection id={connection}")

    def identity(self, inner: bytes, pair: Pair) -> None:
        """A packet came out of the tunnel that does not belong in it."""
        source, destination = IPv4.unpack(inner[12:16]), IPv4.unpack(inner[16:20])
        key = pair.ident.key
        self._log(
            "RECVD_PKT_INV_IDENTITY",
            "identity doesn't match negotiated identity\n"
            f"\t(ip) dest_addr= {destination}, src_addr= {source}, prot= {inner[9]}\n"
            f"\t(ident) local={pair.local}, remote={pair.peer}, \n"
            f"\t  local_proxy={debug.proxy_text(key.local)}, \n"
            f"\t  remote_proxy={debug.proxy_text(key.remote)}",
        )

    def in_clear(self, packet: bytes) -> None:
        """A packet came in the clear that should have been protected."""
        self.not_ipsec += 1
        source, destination = IPv4.unpack(packet[12:16]), IPv4.unpack(packet[16:20])
        self._log(
            "RECVD_PKT_NOT_IPSEC",
            "Rec'd packet not an IPSEC packet.\n"
            f"\t(ip) vrf/dest_addr= /{destination}, src_addr= {source}, prot= {packet[9]}",
        )
