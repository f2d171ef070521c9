"""A lab: routers and switches, cabled, on one clock."""

from __future__ import annotations

import hashlib
import os
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import SupportsBytes

from ios_emu.grammar.interfaces import find_interface, interface_order
from ios_emu.kernel import Kernel, digest, seconds
from ios_emu.lab.catalog import CATALOG
from ios_emu.lab.error import LabError
from ios_emu.lab.impair import UNIMPAIRED, Impairment
from ios_emu.lab.link import Cable, CableEnd
from ios_emu.lab.outside import Door
from ios_emu.lab.recording import ALL, Capture, CaptureFile, keys_beside
from ios_emu.lab.state import freeze, thaw
from ios_emu.lab.switch import Switch
from ios_emu.lab.topology import DEFAULT_LATENCY, OUTSIDE_KINDS, Topology, load_topology, reason_of
from ios_emu.lab.wireshark import KeyFolder
from ios_emu.router.release import RELEASES
from ios_emu.router.router import Router
from ios_emu.wire import Mac

_MAGIC = b"ios-emu lab 1\n"
_CISCO = b"\x00\x0d\xbd"


class Lab:
    """Many boxes. A lab is a value: copy it, compare it, pickle it.

    `routers` and `switches` are by node name, `doors` to the world outside by NODE:DEVICE; `cables` in the order
    of the lab file. Every router is powered on when the lab is made; time stands still until `run` or a command
    lets it pass.
    """

    def __init__(self, topology: Topology, seed: int = 0) -> None:
        self.name = topology.name
        self.kernel = Kernel(seed)
        self.routers: dict[str, Router] = {}
        self.switches: dict[str, Switch] = {}
        self.doors: dict[str, Door] = {}
        self.cables: list[Cable] = []
        for bridge in topology.bridges:
            self.switches[bridge.name] = Switch(bridge.name, self.kernel)
        for node in topology.routers:
            router = self.routers[node.name] = Router(node.name, self.kernel, CATALOG, node.startup_config)
            if node.release:
                router.fixed_release = RELEASES[node.release]
        self._cable(topology)
        for router in self.routers.values():
            router.power_on()

    def _cable(self, topology: Topology) -> None:
        macs = _hardware_addresses(topology)
        kinds = {door.name: door.kind for door in topology.doors}
        for link in topology.links:
            first, second = link.ends
            cable = Cable(self.kernel, (str(first), str(second)), (link.latency, link.latency))
            self.cables.append(cable)
            for end, spec in zip(cable.ends, link.ends, strict=True):
                end.impair(link.impairment)
                if spec.node in self.routers:
                    self.routers[spec.node].plug(spec.port, macs[spec.node, spec.port], end)
                elif spec.node in kinds:
                    self.doors[end.name] = Door(end.name, kinds[spec.node], spec.port, end)
                else:
                    _into_switch(end, self.switches[spec.node], spec.port, spec.forward_delay)

    # -- reading and writing -------------------------------------------------------------------------

    @classmethod
    def load(cls, path: str | Path, seed: int = 0) -> Lab:
        """The lab in a lab file, booting; or the one that `save` wrote to `path`, as it was. Raises LabError."""
        path = Path(path)
        if not is_saved_lab(path):
            return cls(load_topology(path), seed)
        lab = cls.__new__(cls)
        lab.restore(path)
        return lab

    def save(self, path: str | Path) -> None:
        """Write the whole lab, the virtual time included, to `path`. Raises LabError."""
        path = Path(path)
        if path.exists() and not is_saved_lab(path):
            raise LabError(f"{path}: is there already and is no saved lab; it is left alone")
        temporary = path.with_name(f".{path.name}.part")
        try:
            with temporary.open("wb") as file:
                file.write(_MAGIC + zlib.compress(self._frozen()))
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        except OSError as error:
            raise LabError(f"{path}: cannot save the lab: {reason_of(error)}") from None

    def restore(self, path: str | Path) -> None:
        """Become the lab that `save` wrote to `path`. Raises LabError, and then stays as it was."""
        path = Path(path)
        try:
            data = path.read_bytes()
        except OSError as error:
            raise LabError(f"{path}: cannot read the saved lab: {reason_of(error)}") from None
        if not data.startswith(_MAGIC):
            raise LabError(f"{path}:1: this is not a saved lab")
        try:
            state = thaw(zlib.decompress(data[len(_MAGIC) :]))
        except zlib.error:
            raise LabError(f"{path}:1: the saved lab is damaged") from None
        except LabError as error:
            raise LabError(f"{path}:1: {error}") from None
        if not {"name", "kernel", "routers", "switches", "doors", "cables"} <= state.keys():
            raise LabError(f"{path}:1: the saved lab is incomplete")
        self.__dict__.clear()
        self.__dict__.update(state)

    def _frozen(self) -> bytes:
        return freeze(self.__dict__, self.routers)

    def __reduce__(self) -> tuple[Callable[[bytes], Lab], tuple[bytes]]:
        return _thawed, (self._frozen(),)

    def copy(self) -> Lab:
        """Another lab, equal to this one, that shares nothing with it."""
        return _thawed(self._frozen())

    def __deepcopy__(self, memo: object) -> Lab:
        return self.copy()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Lab):
            return NotImplemented
        return self.digest() == other.digest()

    __hash__ = None  # type: ignore[assignment]  # a lab changes

    def digest(self) -> str:
        """A hash of the whole state; equal for equal labs."""
        return digest(self.__dict__)

    # -- time ----------------------------------------------------------------------------------------

    @property
    def now(self) -> int:
        """The virtual time since the lab was made, in ns."""
        return self.kernel.now

    def run(self, seconds: float = 0, *, minutes: float = 0) -> None:
        """Let virtual time pass."""
        self.kernel.run_until(self.kernel.now + _duration(seconds, minutes))

    def trace_hash(self) -> str:
        """The hash of every frame on every cable so far, with its time and place."""
        return self.kernel.trace.hexdigest()

    # -- routers -------------------------------------------------------------------------------------

    def __getitem__(self, name: str) -> Router:
        return self.router(name)

    def router(self, name: str) -> Router:
        """The router with this node name or, failing that, hostname. Raises LabError."""
        found = self.find(name)
        if found is None:
            raise LabError(f"there is no router {name!r}; the lab has {', '.join(self.routers)}")
        return found

    def find(self, name: str) -> Router | None:
        """The router with this node name or, failing that, hostname; None when there is none."""
        router = self.routers.get(name)
        if router is not None:
            return router
        return next((router for router in self.routers.values() if router.hostname == name), None)

    def console(self, name: str) -> str:
        """What the console of a router printed unasked since the last time. Raises LabError."""
        console = self.router(name).console
        return console.drain() if console is not None else ""

    def power_off(self, name: str) -> None:
        """Cut the power of a router or switch. Raises LabError."""
        switch = self.switches.get(name)
        if switch is not None:
            switch.power(False)
            return
        router = self.router(name)
        if router.powered:
            router.power_off()

    def power_on(self, name: str) -> None:
        """Give a router or switch power: a router boots from its startup-config. Raises LabError."""
        switch = self.switches.get(name)
        if switch is not None:
            switch.power(True)
            return
        router = self.router(name)
        if not router.powered:
            unread = router.console.drain() if router.console is not None else ""
            router.power_on()
            if unread and router.console is not None:
                router.console.outbox.insert(0, unread)

    # -- cables --------------------------------------------------------------------------------------

    def cable(self, endpoint: str) -> Cable:
        """The cable at `NODE:INTERFACE`. Raises LabError."""
        node, _, port = endpoint.partition(":")
        router = self.find(node)
        if router is not None:
            node, port = router.name, find_interface(port) or port
        name = f"{node}:{port}"
        for cable in self.cables:
            if any(end.name == name for end in cable.ends):
                return cable
        example = f", e.g. {self.cables[0].ends[0].name}" if self.cables else ""
        raise LabError(f"there is no cable at {endpoint!r}; write NODE:INTERFACE{example}")

    def link_down(self, endpoint: str) -> None:
        """Pull the cable at `NODE:INTERFACE`. Raises LabError."""
        self.cable(endpoint).pull()

    def link_up(self, endpoint: str) -> None:
        """Plug the cable at `NODE:INTERFACE` in again. Raises LabError."""
        self.cable(endpoint).plug()

    def links(self, link: str) -> list[Cable]:
        """The cable at `NODE:INTERFACE`, those of a bridge, or `all`. Raises LabError."""
        if link == ALL:
            return list(self.cables)
        switch = self.switches.get(link)
        if switch is not None:
            return [port.end.cable for port in switch.ports.values() if port.end is not None]
        if ":" not in link:
            lans = ", ".join([*self.switches, ALL])
            raise LabError(f"there is no link {link!r}; write NODE:INTERFACE or one of {lans}")
        return [self.cable(link)]

    def end(self, endpoint: str) -> CableEnd:
        """The end of a cable at `NODE:INTERFACE`. Raises LabError."""
        cable = self.cable(endpoint)
        node, _, port = endpoint.partition(":")
        router = self.find(node)
        name = f"{router.name}:{find_interface(port) or port}" if router is not None else endpoint
        return cable.ends[0] if cable.ends[0].name == name else cable.ends[1]

    def impair(self, link: str, impairment: Impairment | str, direction: str = "") -> None:
        """Have a link suffer (`ios_emu.lab.impair`), and from nothing else; from nothing at all when that is
        empty. `direction` restricts it to what goes `out` of `NODE:INTERFACE`, or comes `in`. Raises LabError."""
        if isinstance(impairment, str):
            try:
                impairment = Impairment.parse(impairment) if impairment else UNIMPAIRED
            except ValueError as error:
                raise LabError(str(error)) from None
        if direction not in ("", "in", "out"):
            raise LabError(f"{direction!r} is neither in nor out")
        ends = [end for cable in self.links(link) for end in cable.ends]
        if direction:
            end = self.end(link)
            ends = [end if direction == "out" else end.other]
        for end in ends:
            end.impair(impairment)

    def inject(self, link: str, frame: SupportsBytes) -> None:
        """Put an Ethernet frame (bytes, or a scapy packet) on a link: at `NODE:INTERFACE` it comes in there, in
        the LAN of a bridge it goes where it is addressed. Raises LabError."""
        data = bytes(frame)
        if len(data) < 14:
            raise LabError(f"{len(data)} bytes are no Ethernet frame")
        switch = self.switches.get(link)
        if switch is not None:
            switch.inject(data)
        else:
            self.end(link).inject(data)

    def bridge(self, lan: str, kind: str, device: str) -> None:
        """Join the LAN of a bridge to the world outside, as a node of `kind` `tap` or `host` in the lab file does:
        by a door for the Linux device of that name, which whoever runs the lab opens. Raises LabError."""
        switch = self.switches.get(lan)
        if switch is None:
            raise LabError(f"there is no bridge {lan!r} in this lab")
        if kind not in OUTSIDE_KINDS:
            raise LabError(f"{kind!r} is none of {', '.join(OUTSIDE_KINDS)}")
        if device in switch.ports or any(door.device == device for door in self.doors.values()):
            raise LabError(f"{device} is joined to the lab already")
        cable = Cable(self.kernel, (f"{device}:{device}", f"{lan}:{device}"), (DEFAULT_LATENCY, DEFAULT_LATENCY))
        self.cables.append(cable)
        _into_switch(cable.ends[1], switch, device, 0)
        self.doors = {**self.doors, cable.ends[0].name: Door(cable.ends[0].name, kind, device, cable.ends[0])}

    def capture(self, link: str = ALL, file: str | Path | None = None) -> Capture:
        """Keep what passes a link from now on, or write it to a pcapng `file`, until the capture's `stop`; it is a
        context manager, too. Raises LabError."""
        if file is None:
            return Capture(self, link)
        path = Path(file)
        return CaptureFile(self, link, path, keys_beside(path))

    def write_keys(self, folder: str | Path) -> None:
        """Write all keys of IKE and ESP so far to a folder that Wireshark takes (`ios_emu.lab.wireshark`). Raises
        LabError."""
        KeyFolder(Path(folder)).write(router.keylog for router in self.routers.values())


def is_saved_lab(path: Path) -> bool:
    """Whether `path` is a file that `Lab.save` wrote."""
    try:
        with path.open("rb") as file:
            return file.read(len(_MAGIC)) == _MAGIC
    except OSError:
        return False


def _duration(in_seconds: float, minutes: float) -> int:
    return seconds(in_seconds + 60 * minutes)


def _thawed(data: bytes) -> Lab:
    lab = Lab.__new__(Lab)
    lab.__dict__.update(thaw(data))
    return lab


def _into_switch(end: CableEnd, switch: Switch, name: str, forward_delay: int) -> None:
    """Plug a cable into a new port of a switch."""
    port = switch.port(name, forward_delay)
    port.end = end
    end.attach(port)
    end.power(True)


def _hardware_addresses(topology: Topology) -> dict[tuple[str, str], Mac]:
    """A MAC address for every cabled interface, as a chassis numbers them: one block of addresses for each router,
    drawn from its name, and in it the interfaces in order. No two routers share a block."""
    macs: dict[tuple[str, str], Mac] = {}
    blocks: set[int] = set()
    for node in topology.routers:
        block = int.from_bytes(hashlib.sha256(node.name.encode()).digest()[:2], "big")
        while block in blocks:
            block = (block + 1) & 0xFFFF
        blocks.add(block)
        ports = [end.port for link in topology.links for end in link.ends if end.node == node.name]
        for number, port in enumerate(sorted(ports, key=interface_order)):
            macs[node.name, port] = Mac(_CISCO + block.to_bytes(2, "big") + bytes([number & 0xFF]))
    return macs
