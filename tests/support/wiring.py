"""A bare cable between two routers, for tests of the router room without a lab."""

from __future__ import annotations

from ios_emu.kernel import Kernel
from ios_emu.router.catalog import Catalog
from ios_emu.router.interface import Interface
from ios_emu.router.router import Router
from ios_emu.wire import Mac

BARE = Catalog("bare", ())
LATENCY = 100_000


class End:
    """One end of the cable; `frames` keeps what it sent. A `lossy` end loses everything it sends."""

    def __init__(self, kernel: Kernel) -> None:
        self.kernel = kernel
        self.peer: End | None = None
        self.interface: Interface | None = None
        self.frames: list[bytes] = []
        self.lossy = False

    def attach(self, station: Interface) -> None:
        self.interface = station

    def transmit(self, frame: bytes) -> None:
        self.frames.append(frame)
        if self.peer is not None and not self.lossy:
            self.kernel.after(LATENCY, self.peer, frame)

    def power(self, on: bool) -> None:
        if self.peer is not None and self.peer.interface is not None:
            self.peer.interface.set_carrier(on)

    def on_event(self, what: object) -> None:
        assert isinstance(what, bytes)
        if self.interface is not None:
            self.interface.receive(what)


def mac(number: int) -> Mac:
    return Mac(b"\x00\x0c\xce\x00" + number.to_bytes(2, "big"))


def pair(kernel: Kernel) -> tuple[End, End]:
    """The two ends of a new cable."""
    a, b = End(kernel), End(kernel)
    a.peer, b.peer = b, a
    return a, b


def box(kernel: Kernel, name: str, config: str, ports: dict[str, End], catalog: Catalog = BARE) -> Router:
    """A router with `config`, its interfaces plugged into `ports`, powered on."""
    router = Router(name, kernel, catalog, config)
    for number, (interface, end) in enumerate(ports.items()):
        router.plug(interface, mac(sum(name.encode()) * 8 + number), end)
    router.power_on()
    for interface, end in ports.items():
        end.interface = router.interfaces[interface]
        end.interface.set_carrier(True)
    return router


def line(
    *configs: str, catalog: Catalog = BARE, seed: int = 0
) -> tuple[Kernel, list[Router], list[tuple[End, End]]]:
    """Routers in a row, FastEthernet0/1 of each cabled to FastEthernet0/0 of the next, booted and settled."""
    kernel = Kernel(seed)
    cables = [pair(kernel) for _ in configs[1:]]
    routers = []
    for index, config in enumerate(configs):
        ports = {}
        if index > 0:
            ports["FastEthernet0/0"] = cables[index - 1][1]
        if index < len(cables):
            ports["FastEthernet0/1"] = cables[index][0]
        routers.append(box(kernel, f"r{index + 1}", config, ports, catalog))
    kernel.run_until(kernel.now + 5_000_000_000)
    return kernel, routers, cables
