"""A LAN: a transparent bridge that learns MAC addresses (IEEE 802.1D clause 7).

A port has the states of spanning tree that a station notices. With a forward delay, a port whose link came up
listens, then learns, for that long each, before it forwards (802.1D clause 8.4); without one it forwards at once.
Which it is follows from the time since the link came up, so no timer is needed. The tree itself is not computed: a
lab file has no loops of bridges.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ios_emu.kernel import SECOND, Copied, Kernel
from ios_emu.lab.capture import INJECTED, Captured, Tap

if TYPE_CHECKING:
    from ios_emu.lab.link import CableEnd

AGEING_TIME = 300 * SECOND
"""Of a learnt address that is not heard of (802.1D table 7-4)."""
TABLE_SIZE = 8192

_RESERVED = b"\x01\x80\xc2\x00\x00"
"""01-80-C2-00-00-00 to -0F are for the bridge itself and are never forwarded (802.1D table 7-9)."""


class SwitchPort:
    """One port of a switch: the station at its end of a cable."""

    def __init__(self, switch: Switch, name: str, forward_delay: int) -> None:
        self.switch = switch
        self.name = name
        self.forward_delay = forward_delay
        self.end: CableEnd | None = None
        self.up_since: int | None = None

    @property
    def state(self) -> str:
        """`disabled`, `listening`, `learning` or `forwarding`."""
        if self.up_since is None:
            return "disabled"
        age = self.switch.kernel.now - self.up_since
        if age >= 2 * self.forward_delay:
            return "forwarding"
        return "learning" if age >= self.forward_delay else "listening"

    def set_carrier(self, carrier: bool) -> None:
        """The link came up or went down; a switch without power does not see that it came up."""
        carrier = carrier and self.switch.powered
        if carrier == (self.up_since is not None):
            return
        self.up_since = self.switch.kernel.now if carrier else None
        if not carrier:
            self.switch.flush(self)

    def receive(self, frame: bytes, delay: int = 0) -> None:
        """A frame comes in; it stands here in `delay` ns (see `CableEnd.transmit`)."""
        self.switch.forward(self, frame, delay)


class Switch(Copied):
    """A MAC-learning switch with its ports by name. `taps` keep what is injected into the LAN as a whole."""

    derived = ("taps",)

    def __init__(self, name: str, kernel: Kernel) -> None:
        self.name = name
        self.kernel = kernel
        self.powered = True
        self.ports: dict[str, SwitchPort] = {}
        self.taps: list[Tap] | None = None
        self._table: dict[bytes, tuple[SwitchPort, int]] = {}

    def port(self, name: str, forward_delay: int) -> SwitchPort:
        """Make the port `name`."""
        port = self.ports[name] = SwitchPort(self, name, forward_delay)
        return port

    def power(self, on: bool) -> None:
        """The switch's own power."""
        self.powered = on
        for port in self.ports.values():
            if port.end is not None:
                port.end.power(on)
                port.end.update_carrier()

    def where(self, mac: bytes) -> str | None:
        """The name of the port behind which `mac` is known to be, or None."""
        entry = self._table.get(mac)
        if entry is None or self.kernel.now - entry[1] > AGEING_TIME:
            return None
        return entry[0].name

    def flush(self, port: SwitchPort) -> None:
        """Forget everything learnt on `port`."""
        self._table = {mac: entry for mac, entry in self._table.items() if entry[0] is not port}

    def forward(self, port: SwitchPort, frame: bytes, delay: int) -> None:
        """Learn from a frame that came in on `port`, and send it to where it belongs."""
        state = port.state
        if state in ("disabled", "listening") or len(frame) < 14:
            return
        now = self.kernel.now
        source = frame[6:12]
        if not source[0] & 1:
            self._learn(source, port, now)
        if state == "forwarding":
            self._forward(port, frame, delay)

    def inject(self, frame: bytes) -> None:
        """A frame appears in the LAN as if from a port that is not there; its source is not learnt."""
        now = self.kernel.now
        self.kernel.trace.note(now, f"{self.name} {INJECTED}", frame)
        for tap in self.taps or ():
            tap.frames.append(Captured(now, self.name, 0, frame, INJECTED, ""))
        if self.powered:
            self._forward(None, frame, 0)

    def _forward(self, port: SwitchPort | None, frame: bytes, delay: int) -> None:
        if frame[:5] == _RESERVED and frame[5] <= 0x0F:
            return
        now = self.kernel.now
        destination = frame[:6]
        entry = None if destination[0] & 1 else self._table.get(destination)
        if entry is not None and now - entry[1] <= AGEING_TIME:
            if entry[0] is not port:
                _send(entry[0], frame, delay)
            return
        for other in self.ports.values():
            if other is not port:
                _send(other, frame, delay)

    def _learn(self, source: bytes, port: SwitchPort, now: int) -> None:
        if source not in self._table and len(self._table) >= TABLE_SIZE:
            self._table = {mac: entry for mac, entry in self._table.items() if now - entry[1] <= AGEING_TIME}
            if len(self._table) >= TABLE_SIZE:
                return
        self._table[source] = (port, now)


def _send(port: SwitchPort, frame: bytes, delay: int) -> None:
    if port.end is not None and port.state == "forwarding":
        port.end.deliver(frame, delay)
