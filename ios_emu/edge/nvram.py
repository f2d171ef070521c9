"""NVRAM that outlives the process: one startup-config file for each router, under the user's state directory.

    $XDG_STATE_HOME (or ~/.local/state)/ios-emu/LAB/ROUTER.cfg

Only the console uses it: what `copy running-config startup-config` wrote is there again in the next session.
Headless runs always boot from the lab's own files, so that they are reproducible. Those are never written, unless
the user says so (`--write-back`).
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from ios_emu.lab.error import LabError
from ios_emu.lab.lab import Lab, is_saved_lab
from ios_emu.lab.topology import load_topology, reason_of

_UNUSABLE = re.compile(r"[^A-Za-z0-9_.-]")


def state_directory() -> Path:
    """Where this user's programs keep their state (XDG base directory specification)."""
    configured = os.environ.get("XDG_STATE_HOME", "")
    base = Path(configured) if configured.startswith("/") else Path.home() / ".local" / "state"
    return base / "ios-emu"


class Nvram:
    """The NVRAM files of the lab called `lab_name`."""

    def __init__(self, lab_name: str, directory: Path | None = None) -> None:
        self.directory = (directory or state_directory()) / _UNUSABLE.sub("_", lab_name).lstrip(".")
        self._known: dict[str, str] = {}
        self._sources: dict[str, Path] = {}
        self.booted_from: list[str] = []
        """The routers that `insert` booted from here."""

    def file(self, router: str) -> Path:
        """The file of a router's NVRAM."""
        return self.directory / f"{_UNUSABLE.sub('_', router)}.cfg"

    def write_back(self, lab_file: Path) -> None:
        """From here on, write what a router saves to its startup-config in the lab as well. Raises LabError when a
        router's configuration is not that of one file of its own."""
        if is_saved_lab(lab_file):
            raise LabError(f"{lab_file}: a saved lab has no startup-configs to write back to")
        for node in load_topology(lab_file).routers:
            file = Path(node.config_file)
            if file.resolve() in (other.resolve() for other in self._sources.values()):
                raise LabError(f"{file}: cannot be written back: several routers boot from it")
            if file.read_text(encoding="utf-8") != node.startup_config:
                raise LabError(f"{file}: cannot be written back: {node.name} reads an overlay, too")
            self._sources[node.name] = file

    def insert(self, lab: Lab) -> None:
        """Give the routers their saved configurations and boot those that have one.
        Raises LabError for a file that cannot be read."""
        for name, router in lab.routers.items():
            file = self.file(name)
            try:
                text = file.read_text(encoding="utf-8")
            except FileNotFoundError:
                continue
            except (OSError, UnicodeDecodeError) as error:
                raise LabError(f"{file}: cannot read the saved configuration: {reason_of(error)}") from None
            if text != router.startup_config:
                router.power_off()
                router.startup_config = text
                router.power_on()
                self.booted_from.append(name)

    def watch(self, lab: Lab) -> None:
        """Take what the routers' NVRAM holds now as known: it need not be written."""
        self._known = {name: router.startup_config for name, router in lab.routers.items()}

    def write(self, lab: Lab) -> None:
        """Write the configurations that have changed since `watch` or the last `write`. Raises LabError."""
        for name, router in lab.routers.items():
            if self._known.get(name) != router.startup_config:
                for file in (self.file(name), *filter(None, [self._sources.get(name)])):
                    self._write(file, router.startup_config)
                self._known[name] = router.startup_config

    def _write(self, file: Path, text: str) -> None:
        """Either the whole file is written, or the old one stays."""
        temporary = file.with_name(f".{file.name}.part")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            with temporary.open("w", encoding="utf-8") as out:
                out.write(text)
                out.flush()
                os.fsync(out.fileno())
            temporary.replace(file)
        except OSError as error:
            raise LabError(f"{file}: cannot save the configuration: {reason_of(error)}") from None
