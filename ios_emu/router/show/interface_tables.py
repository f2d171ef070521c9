"""`show interfaces summary` and `show interfaces description`: one line for each interface."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ios_emu.router.interface import Interface
from ios_emu.router.release import ByRelease, Release, Train
from ios_emu.router.show.interfaces import protocol, status

_LEGEND = """
 *: interface is up
 IHQ: pkts in input hold queue     IQD: pkts dropped from input queue
 OHQ: pkts in output hold queue    OQD: pkts dropped from output queue
 RXBS: rx rate (bits/sec)          RXPS: rx rate (pkts/sec)
 TXBS: tx rate (bits/sec)          TXPS: tx rate (pkts/sec)
 TRTL: throttle count

"""
_NOTE = """\
NOTE:No separate counters are maintained for subinterfaces
     Hence Details of subinterface are not shown
"""
_NAMES = ("IHQ", "IQD", "OHQ", "OQD", "RXBS", "RXPS", "TXBS", "TXPS", "TRTL")


@dataclass(frozen=True)
class _Widths:
    """Of the column of names, of each count, and of the rule below the heading."""

    name: int
    counts: tuple[int, ...]
    note: str

    @property
    def rule(self) -> str:
        return "-" * (self.name + sum(self.counts))


_WIDTHS = ByRelease(
    {
        Train.R12_2: _Widths(22, (6, 6, 5, 6, 6, 5, 6, 5, 5), _NOTE),
        Train.R15: _Widths(25, (10, 10, 10, 10, 10, 10, 10, 10, 10), ""),
    }
)


def summary(interfaces: Iterable[Interface], now: int, release: Release) -> str:
    """`show interfaces summary`."""
    widths = _WIDTHS[release]

    def row(mark: str, name: str, values: Iterable[object]) -> str:
        cells = "".join(f"{value!s:>{width}}" for value, width in zip(values, widths.counts, strict=True))
        return f"{mark} {name:<{widths.name - 2}}{cells}\n"

    text = _LEGEND + row(" ", "Interface", _NAMES) + widths.rule + "\n"
    for interface in interfaces:
        if "." in interface.name:
            continue
        bits_in, packets_in, bits_out, packets_out = interface.counters.rates(now)
        drops = interface.counters.output_drops
        values = (0, 0, 0, drops, bits_in, packets_in, bits_out, packets_out, 0)
        text += row("*" if interface.line_up else " ", interface.name, values)
    return text + widths.note


def description(interfaces: Iterable[Interface]) -> str:
    """`show interfaces description`."""
    text = f"{'Interface':<31}{'Status':<15}{'Protocol':<9}Description\n"
    for interface in interfaces:
        state = status(interface).replace("administratively", "admin")
        text += f"{interface.short:<31}{state:<15}{protocol(interface):<9}{interface.description}\n"
    return text
