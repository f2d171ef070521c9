"""FRR's zebra and ospfd in a namespace."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from support.outside import Place, World

ZEBRA, OSPFD = Path("/usr/lib/frr/zebra"), Path("/usr/lib/frr/ospfd")
PROGRAMS = (ZEBRA, OSPFD, "vtysh")


class Frr:
    """A router made of FRR, at a place. `ospf`: the lines of ospfd's configuration."""

    def __init__(self, world: World, place: Place, ospf: str) -> None:
        self._place = place
        # Not in pytest's folder, which each session of pytest closes to other users, such as FRR's.
        folder = self._folder = Path(place.undo.enter_context(TemporaryDirectory(prefix="ios-emu-frr-")))
        shutil.chown(folder, "frr", "frr")
        folder.chmod(0o777)
        (folder / "zebra.conf").write_text("hostname frr\n")
        (folder / "ospfd.conf").write_text(f"hostname frr\n{ospf}")
        self._start(world, ZEBRA, "zebra", "-P", "0")
        self._start(world, OSPFD, "ospfd", "-P", "0")

    def _start(self, world: World, program: Path, name: str, *options: str) -> None:
        folder = self._folder
        files = ("-f", f"{folder}/{name}.conf", "-z", f"{folder}/zserv.api", "-i", f"{folder}/{name}.pid")
        log = f"file:{folder}/{name}.log"
        process = self._place.start(
            str(program), *files, "--vty_socket", str(folder), "-A", "127.0.0.1", "--log", log, *options
        )
        started = world.wait(lambda: (folder / f"{name}.vty").exists() or process.poll() is not None)
        assert started and process.poll() is None, self._place.finish(process, 1)

    def show(self, command: str) -> str:
        """What ospfd says."""
        return self._place.call("vtysh", "--vty_socket", str(self._folder), "-d", "ospfd", "-c", command)

    def ask(self, command: str) -> Any:
        """The same as JSON."""
        said = self.show(f"{command} json")
        return json.loads(said) if said.strip() else {}

    def neighbors(self) -> dict[str, str]:
        """The state of each neighbour, as `Full/DR`, by router ID."""
        found = self.ask("show ip ospf neighbor").get("neighbors", {})
        return {
            router: entries[0].get("nbrState", entries[0].get("state", "")) for router, entries in found.items()
        }

    def state(self) -> str:
        """The state of its interface, as `DR`."""
        return str(self.ask("show ip ospf interface").get("interfaces", {}).get("eth0", {}).get("state", ""))
