"""Two whole routers on a LAN with a tunnel between their loopbacks, and what they say under debug: numbers that are
drawn at random are replaced by names, so that a transcript can be compared word for word."""

from __future__ import annotations

import re
from pathlib import Path

from ios_emu.lab.lab import Lab

LAB = """\
name: isakmp
topology:
  nodes:
    R1: {kind: ios_emu, startup-config: r1.cfg}
    R2: {kind: ios_emu, startup-config: r2.cfg}
    lan: {kind: bridge}
  links:
    - endpoints: ["R1:FastEthernet0/0", "lan:1"]
    - endpoints: ["R2:FastEthernet0/0", "lan:2"]
"""
CONFIG = """\
version {version}
service timestamps debug datetime msec
service timestamps log datetime msec
hostname R{me}
crypto isakmp policy 1
 hash md5
 authentication pre-share
crypto isakmp key cisco123 address 192.0.2.{peer}
crypto ipsec transform-set myset esp-des esp-md5-hmac
crypto map vpn 10 ipsec-isakmp
 set peer 192.0.2.{peer}
 set transform-set myset
 match address 101
interface Loopback0
 ip address 10.{me}.0.1 255.255.255.0
interface FastEthernet0/0
 ip address 192.0.2.{me} 255.255.255.0
 crypto map vpn
ip route 10.{peer}.0.0 255.255.255.0 192.0.2.{peer}
access-list 101 permit ip 10.{me}.0.0 0.0.0.255 10.{peer}.0.0 0.0.0.255
end
"""
_NAMED = (
    ("SA", r"(?:\bsa ?= ?|delme=|peer = |peer struct |successfully |: )(?:0x)?(6[0-9A-F]{7})\b"),
    ("HANDLE", r"peer_handle = (0x8[0-9A-F]{7})"),
    ("NODE", r"(?:message ID = |M-ID of |[Nn]ode |phase 2 (?:QM_IDLE +)?)(-?\d{4,10})\b"),
    ("SPI", r"(?:spi[ =] ?|getting spi |spis? )(0x[0-9A-F]{3,8}|\d{4,10})\b"),
)


_PING = re.compile(
    r"^\n?(?:Type escape sequence.*|Sending \d.*|Packet sent with.*|Success rate.*)\n|^[!.U]+\n?", re.MULTILINE
)


def lab(
    folder: Path, releases: tuple[str, str] = ("12.3", "12.3"), edit: dict[str, tuple[str, str]] | None = None
) -> Lab:
    """R1 and R2 of these releases, their interfaces up and each other's MAC address known. `edit`: router -> a text
    of its configuration and what to have in its place."""
    for me, peer, version in ((1, 2, releases[0]), (2, 1, releases[1])):
        text = CONFIG.format(version=version, me=me, peer=peer)
        old, new = (edit or {}).get(f"R{me}", ("", ""))
        assert old in text
        (folder / f"r{me}.cfg").write_text(text.replace(old, new) if old else text)
    file = folder / "isakmp.clab.yml"
    file.write_text(LAB)
    made = Lab.load(file)
    made.run(seconds=5)
    made["R1"].execute("ping 192.0.2.2")
    made["R2"].execute("ping 192.0.2.1")
    for name in ("R1", "R2"):
        made.console(name)
        made[name].execute("debug crypto isakmp")
    return made


def type_in(made: Lab, name: str, line: str) -> None:
    """Type a line at a router's console and let a second pass; what it prints is among what the router says."""
    console = made[name].console
    assert console is not None
    console.feed(line)
    made.run(seconds=1)


def ping(made: Lab, count: int = 2) -> None:
    """R1 sends pings through the tunnel, or would."""
    type_in(made, "R1", f"ping 10.2.0.1 source Loopback0 repeat {count} timeout 1")
    made.run(seconds=count)


def said(made: Lab, name: str) -> list[str]:
    """What a router has said since the last time, line by line, without timestamps and with names for numbers: SA1,
    NODE1, ... in the order of their appearance at this router."""
    text = _PING.sub("", made.console(name))
    text = re.sub(r"^\*?\w+ +\d+ [\d:.]+: ", "", text, flags=re.MULTILINE)
    names: dict[tuple[str, str], str] = {}
    counts: dict[str, int] = {}

    def named(kind: str, number: str) -> str:
        if (kind, number) not in names:
            counts[kind] = counts.get(kind, 0) + 1
            names[kind, number] = f"{kind}{counts[kind]}"
        return names[kind, number]

    lines = []
    for line in text.splitlines():
        for kind, pattern in _NAMED:
            line = re.sub(
                pattern,
                lambda match, kind=kind: match[0].replace(match[1], named(kind, match[1])),  # type: ignore[misc]
                line,
            )
        lines.append(line.rstrip())
    return lines
