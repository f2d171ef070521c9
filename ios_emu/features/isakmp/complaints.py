"""What the log says of messages that were refused. Strangers can cause most of it, so there is never much."""

from __future__ import annotations

from ios_emu.features.isakmp.host import Host
from ios_emu.kernel import SECOND
from ios_emu.wire import IPv4

PER_SECOND = 10
"""Messages of one kind that are logged in a second."""
NO_SA_INTERVAL = 60
"""Seconds between two complaints of messages that belong to no SA: a peer that has lost its tunnel and has not
noticed yet would fill the console."""


class Complaints:
    """The complaints of one router."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._seconds: dict[str, tuple[int, int]] = {}
        self._no_sa_due = 0

    def _log(self, severity: int, mnemonic: str, text: str) -> None:
        second = self._host.kernel.now // SECOND
        since, count = self._seconds.get(mnemonic, (second, 0))
        count = count + 1 if since == second else 1
        self._seconds[mnemonic] = (second, count)
        if count <= PER_SECOND:
            self._host.log(severity, mnemonic, text)

    def no_sa(self, peer: IPv4) -> None:
        """A message that belongs to no SA and begins none."""
        second = self._host.kernel.now // SECOND
        if second >= self._no_sa_due:
            self._no_sa_due = second + NO_SA_INTERVAL
            text = f"IKE message from {peer:<15} has no SA and is not an initialization offer"
            self._host.log(4, "IKMP_NO_SA", text)

    def malformed(self, peer: IPv4) -> None:
        """A message that cannot be read, or that the wrong key has encrypted."""
        text = f"IKE message from {peer:<15} failed its sanity check or is malformed"
        self._log(4, "IKMP_BAD_MESSAGE", text)

    def not_encrypted(self, peer: IPv4) -> None:
        """A message that should have been encrypted."""
        text = f"IKE packet from {peer:<15} was not encrypted and it should've been."
        self._log(6, "IKMP_NOT_ENCRYPTED", text)

    def aggressive_mode_disabled(self) -> None:
        """An aggressive mode with `crypto isakmp aggressive-mode disable`."""
        text = "Unable to initiate or respond to Aggressive Mode while disabled"
        self._log(5, "IKMP_AG_MODE_DISABLED", text)

    def mode_failure(self, mode: str, peer: IPv4) -> None:
        """An exchange that was refused."""
        self._log(6, "IKMP_MODE_FAILURE", f"Processing of {mode} mode failed with peer at {peer}")
