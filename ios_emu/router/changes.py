"""When the configuration was last changed and last saved, and the comments that say so in a running-config.

12.x has something to say only once the clock is set; 15.x says it by any clock, and that nothing has changed, too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ios_emu.router.release import ByRelease, Train

if TYPE_CHECKING:
    from ios_emu.router.router import Router


@dataclass(frozen=True)
class Change:
    """When, and by which user (empty: nobody knows)."""

    when: str
    user: str

    def __str__(self) -> str:
        return self.when + (f" by {self.user}" if self.user else "")


class ConfigChanges:
    """The last change of one router's running-config, and of its NVRAM, since it booted."""

    def __init__(self, router: Router) -> None:
        self._router = router
        self.last: Change | None = None
        self.saved: Change | None = None

    def configured(self, user: str) -> None:
        """`user` has left configuration mode."""
        self.last = Change(self._now(), user)

    def written(self, user: str) -> None:
        """`user` has written the startup-config."""
        self.saved = Change(self._now(), user)

    def _now(self) -> str:
        clock = self._router.logging.clock
        return clock.text(clock.local())

    def comments(self) -> str:
        """The comments after the first `!` of a running-config."""
        if not _ANY_CLOCK[self._router.release] and not self._router.logging.clock.authoritative:
            return ""
        text = f"! Last configuration change at {self.last}\n" if self.last is not None else ""
        if self.saved is not None:
            text += f"! NVRAM config last updated at {self.saved}\n"
        return (text or "! No configuration change since last restart\n") + "!\n"


_ANY_CLOCK = ByRelease({Train.R12_2: False, Train.R15: True})
