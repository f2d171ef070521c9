"""`show interfaces`: one interface in full."""

from __future__ import annotations

from ios_emu.router.interface import Interface
from ios_emu.router.release import ByRelease, Release, Train
from ios_emu.router.show.durations import age, clock_time, since

_BANDWIDTH_UNIT = ByRelease({Train.R12_2: "Kbit", Train.R15: "Kbit/sec"})
_UNKNOWN_DROPS = ByRelease({Train.R12_2: "", Train.R15: "     {count} unknown protocol drops\n"})
_MULTICASTS = ByRelease({Train.R12_2: "", Train.R15: " ({count} IP multicasts)"})
_LAST_CLEARING = '  Last clearing of "show interface" counters {}'
_MEDIA = {"GigabitEthernet": "RJ45", "FastEthernet": "100BaseTX/FX", "Ethernet": "10BaseT"}


def status(interface: Interface) -> str:
    """`up`, `down` or `administratively down`, which a subinterface also is by its interface."""
    if interface.shutdown or (interface.parent is not None and interface.parent.shutdown):
        return "administratively down"
    return "up" if interface.hardware_up else "down"


def protocol(interface: Interface) -> str:
    """`up` or `down`."""
    return "up" if interface.line_up else "down"


def state_line(interface: Interface) -> str:
    """`FastEthernet0/0 is up, line protocol is up`."""
    return f"{interface.name} is {status(interface)}, line protocol is {protocol(interface)}"


def interface_text(interface: Interface, now: int, release: Release, keepalive: int | None) -> str:
    """`show interfaces X`; `keepalive` in seconds, None when it is off."""
    ethernet = interface.hardware.ethernet and not interface.hardware.virtual
    lines = [state_line(interface) + " ", f"  Hardware is {interface.hardware.title}"]
    if ethernet:
        lines[1] += f", address is {interface.mac} (bia {interface.bia})"
    if interface.description:
        lines.append(f"  Description: {interface.description}")
    if interface.address is not None:
        lines.append(f"  Internet address is {interface.address.ip}/{interface.address.length}")
    lines += _medium(interface, now, release)
    if interface.parent is not None:
        lines.append(f"  ARP type: ARPA, ARP Timeout {clock_time(interface.arp_timeout)}")
        lines.append(_LAST_CLEARING.format(_cleared(interface, now)))
        return "\n".join(lines) + "\n"
    if ethernet:
        lines.append(f"  Keepalive set ({keepalive} sec)" if keepalive else "  Keepalive not set")
        lines.append(f"  {_duplex(interface)}, {_speed(interface)}, {_MEDIA.get(interface.hardware.kind, 'RJ45')}")
        lines.append(f"  ARP type: ARPA, ARP Timeout {clock_time(interface.arp_timeout)}")
    elif not interface.hardware.virtual and keepalive:
        lines.append(f"  Keepalive set ({keepalive} sec)")
    return "\n".join(lines) + "\n" + _traffic(interface, now, release)


def _medium(interface: Interface, now: int, release: Release) -> list[str]:
    bits_in, _, bits_out, _ = interface.counters.rates(now)
    bandwidth = interface.bandwidth * 1000
    out, into = (min(max(bits * 255 // bandwidth, 1), 255) for bits in (bits_out, bits_in))
    return [
        f"  MTU {interface.link_mtu} bytes, BW {interface.bandwidth} {_BANDWIDTH_UNIT[release]}, "
        f"DLY {interface.delay} usec, ",
        f"     reliability 255/255, txload {out}/255, rxload {into}/255",
        f"  Encapsulation {_encapsulation(interface)}",
    ]


def _encapsulation(interface: Interface) -> str:
    if interface.vlan is not None:
        return f"802.1Q Virtual LAN, Vlan ID  {interface.vlan.number}."
    return f"{interface.hardware.encapsulation}, loopback not set"


def _cleared(interface: Interface, now: int) -> str:
    cleared = interface.counters.cleared
    return age(now - cleared) if cleared is not None else "never"


def _duplex(interface: Interface) -> str:
    # Gigabit Ethernet negotiates, and finds full duplex on every cable of a lab; the others are half unless told.
    negotiates = interface.hardware.bandwidth >= 1_000_000
    default = "Full-duplex" if negotiates else "Half-duplex"
    words = {"full": "Full-duplex", "half": "Half-duplex", "auto": default if negotiates else "Auto-duplex"}
    return words.get(interface.duplex, default)


def _speed(interface: Interface) -> str:
    if interface.speed == "auto":
        return "Auto Speed"
    return f"{interface.speed or interface.hardware.bandwidth // 1000}Mb/s"


def _thousands(bits: int) -> int:
    """A rate as IOS shows it: whole thousands."""
    return (bits + 500) // 1000 * 1000


def _traffic(interface: Interface, now: int, release: Release) -> str:
    counters = interface.counters
    hardware_buffer, aborts = (", 0 no buffer", ", 0 abort") if interface.hardware.virtual else ("", "")
    bits_in, packets_in, bits_out, packets_out = counters.rates(now)
    virtual = interface.hardware.virtual
    text = (
        f"  Last input {since(now, counters.last_input)}, output {since(now, counters.last_output)}, "
        "output hang never\n"
        f"{_LAST_CLEARING.format(_cleared(interface, now))}\n"
        "  Input queue: 0/75/0/0 (size/max/drops/flushes); "
        f"Total output drops: {counters.output_drops}\n"
        "  Queueing strategy: fifo\n"
        f"  Output queue: 0/{0 if virtual else 40} (size/max)\n"
        f"  5 minute input rate {_thousands(bits_in)} bits/sec, {packets_in} packets/sec\n"
        f"  5 minute output rate {_thousands(bits_out)} bits/sec, {packets_out} packets/sec\n"
        f"     {counters.packets_in} packets input, {counters.bytes_in} bytes{hardware_buffer}\n"
        f"     Received {counters.broadcasts_in} broadcasts"
        f"{_MULTICASTS[release].format(count=counters.multicasts_in)}, "
        "0 runts, 0 giants, 0 throttles\n"
        f"     {counters.input_errors} input errors, 0 CRC, 0 frame, 0 overrun, 0 ignored"
        f"{aborts}\n"
    )
    ethernet = interface.hardware.ethernet and not virtual
    if ethernet:
        text += "     0 watchdog\n     0 input packets with dribble condition detected\n"
    text += (
        f"     {counters.packets_out} packets output, {counters.bytes_out} bytes, 0 underruns\n"
        f"     0 output errors, 0 collisions, {counters.resets} interface resets\n"
    )
    if ethernet:
        text += (
            _UNKNOWN_DROPS[release].format(count=counters.unknown_protocol)
            + "     0 babbles, 0 late collision, 0 deferred\n     0 lost carrier, 0 no carrier\n"
        )
    return text + "     0 output buffer failures, 0 output buffers swapped out\n"


DEFAULT_KEEPALIVE = 10
"""Seconds between keepalives of a medium that has them."""
