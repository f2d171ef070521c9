"""The Address Resolution Protocol for IPv4 on Ethernet (RFC 826).

 0                   1                   2                   3
 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
|       Hardware Type = 1       |    Protocol Type = 0x0800     |
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
| HW Length = 6 |Proto Length=4 |           Operation           |
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
|                    Sender Hardware Address                    |
+                               +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
|                               |    Sender Protocol Address    |
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
|  Sender Protocol Address (2)  |                               |
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+                               +
|                    Target Hardware Address                    |
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
|                    Target Protocol Address                    |
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
"""

from __future__ import annotations

import struct
from typing import NamedTuple

from ios_emu.wire.address import IPv4, Mac
from ios_emu.wire.error import DecodeError

REQUEST = 1
REPLY = 2

_FORMAT = struct.Struct("!8s6sI6sI")
_FIXED = bytes.fromhex("0001 0800 06 04")  # Ethernet, IPv4, and the lengths of their addresses


class Arp(NamedTuple):
    """An ARP packet; `operation` is REQUEST, REPLY or any other number seen on the wire."""

    operation: int
    sender_mac: Mac
    sender_ip: IPv4
    target_mac: Mac
    target_ip: IPv4


def encode(arp: Arp) -> bytes:
    """The 28 bytes of `arp`."""
    operation, sender_mac, sender_ip, target_mac, target_ip = arp
    return _FORMAT.pack(_FIXED + operation.to_bytes(2, "big"), sender_mac, sender_ip, target_mac, target_ip)


def decode(data: bytes) -> Arp:
    """The packet in `data`; what follows it is padding. Raises DecodeError unless it is for IPv4 on Ethernet."""
    if len(data) < _FORMAT.size:
        raise DecodeError(f"ARP packet of {len(data)} bytes is shorter than {_FORMAT.size}")
    head, sender_mac, sender_ip, target_mac, target_ip = _FORMAT.unpack_from(data)
    if head[:6] != _FIXED:
        hardware, protocol, hardware_length, protocol_length = struct.unpack_from("!HHBB", head)
        raise DecodeError(
            f"ARP for hardware type {hardware} (length {hardware_length}), "
            f"protocol type {protocol:#06x} (length {protocol_length})"
        )
    operation = head[6] << 8 | head[7]
    return Arp(operation, Mac(sender_mac), IPv4(sender_ip), Mac(target_mac), IPv4(target_ip))
