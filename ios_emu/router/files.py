"""The file systems of a router: `disk0:` (also called `flash:`), `nvram:` and `system:`.

Files hold text. They outlive reloads and power cuts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from ios_emu.router.context import CommandError

if TYPE_CHECKING:
    from ios_emu.router.router import Router

DISK = "disk0:"
DISK_SIZE = 47040 * 1024
"""Bytes: the PCMCIA card of `show version`."""
CLUSTER = 4096
"""Bytes: what a file takes on the disk is a multiple of it."""
NVRAM_SIZE = 129016
"""Bytes of NVRAM for the configuration: 125K, less its bookkeeping."""
_DISKS = (DISK, "flash:", "slot0:")
_REMOTE = ("tftp:", "ftp:", "rcp:", "scp:", "http:", "https:")
STARTUP, RUNNING = "nvram:startup-config", "system:running-config"


@dataclass(frozen=True)
class File:
    """A file: its text, and when it was written by the router's clock."""

    text: str
    written: datetime

    @property
    def size(self) -> int:
        """In bytes."""
        return len(self.text.encode())


def canonical(url: str) -> str:
    """`flash:/NAME` -> `disk0:NAME`; a name alone is on the disk. Raises CommandError for what is no file here."""
    if url in ("startup-config", "nvram:/startup-config"):
        return STARTUP
    if url in ("running-config", "system:/running-config"):
        return RUNNING
    system, colon, name = url.partition(":")
    if not colon:
        return DISK + url
    if f"{system}:" in _DISKS:
        return DISK + name.lstrip("/")
    if f"{system}:" in _REMOTE:
        raise CommandError(f"%Error opening {url} (Timed out)\n")
    if url in (STARTUP, RUNNING):
        return url
    raise CommandError(f"%Error opening {url} (No such file or directory)\n")


def running_config(router: Router) -> str:
    """The running-config as it is saved: from the first `!` to `end`."""
    return "!\n" + router.changes.comments() + router.config.render(router.catalog.grammar)


class Files:
    """The files of one router. `disk` is what lies on the disk, by name."""

    def __init__(self, router: Router) -> None:
        self._router = router
        self.disk: dict[str, File] = {}

    def free(self) -> int:
        """Bytes that are free on the disk."""
        return DISK_SIZE - sum(-(-file.size // CLUSTER) * CLUSTER for file in self.disk.values())

    def read(self, url: str) -> str:
        """The text of a file, the running-config included. Raises CommandError."""
        place = canonical(url)
        if place == RUNNING:
            return running_config(self._router)
        if place == STARTUP:
            if self._router.startup_config:
                return self._router.startup_config
        elif place.removeprefix(DISK) in self.disk:
            return self.disk[place.removeprefix(DISK)].text
        raise CommandError(f"%Error opening {url} (No such file or directory)\n")

    def write(self, url: str, text: str, append: bool = False) -> None:
        """Write a file on the disk, or the startup-config. Raises CommandError."""
        place = canonical(url)
        if place == RUNNING:
            raise CommandError(f"%Error opening {url} (Permission denied)\n")
        if place == STARTUP:
            self._router.startup_config = text
            return
        name = place.removeprefix(DISK)
        if not name:
            raise CommandError(f"%Error opening {url} (Is a directory)\n")
        before = self.disk.pop(name, None)
        file = File(
            before.text + text if append and before is not None else text, self._router.logging.clock.now()
        )
        if file.size > self.free():
            if before is not None:
                self.disk[name] = before
            raise CommandError(f"%Error writing {url} (No space left on device)\n")
        self.disk[name] = file

    def delete(self, url: str) -> None:
        """Remove a file from the disk, or the startup-config. Raises CommandError."""
        place = canonical(url)
        if place == STARTUP:
            self._router.startup_config = ""
        elif self.disk.pop(place.removeprefix(DISK), None) is None:
            raise CommandError(f"%Error deleting {url} (No such file or directory)\n")
