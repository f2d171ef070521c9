"""`ip tcp adjust-mss`: the largest segment that two TCPs agree on, lowered on its way through a router.

The option stands in segments with SYN (RFC 9293 section 3.2):

    +--------+--------+---------+--------+
    |00000010|00000100|   max seg size   |
    +--------+--------+---------+--------+
"""

from __future__ import annotations

from ios_emu.wire.checksum import update_checksum
from ios_emu.wire.ipv4 import TCP

_SYN = 0x02
_END, _NO_OPERATION, _MAXIMUM_SEGMENT_SIZE = 0, 1, 2
_FLAGS, _CHECKSUM, _OPTIONS = 13, 16, 20
"""Where they stand in a TCP header."""


def clamp(packet: bytes, most: int) -> bytes:
    """The IPv4 `packet`; if it opens a TCP connection with a larger segment size than `most`, with that instead."""
    start = (packet[0] & 15) * 4
    fragment = (packet[6] << 8 | packet[7]) & 0x1FFF
    if packet[9] != TCP or fragment or len(packet) < start + _OPTIONS or not packet[start + _FLAGS] & _SYN:
        return packet
    at, end = start + _OPTIONS, min(start + (packet[start + 12] >> 4) * 4, len(packet))
    while at < end and packet[at] != _END:
        length = 1 if packet[at] == _NO_OPERATION else packet[at + 1] if at + 1 < end else 0
        if not length or at + length > end or (length == 1 and packet[at] != _NO_OPERATION):
            break
        if packet[at] == _MAXIMUM_SEGMENT_SIZE and length == 4:
            return _with_size(packet, start, at + 2, most)
        at += length
    return packet


def _with_size(packet: bytes, start: int, at: int, most: int) -> bytes:
    size = int.from_bytes(packet[at : at + 2], "big")
    if size <= most:
        return packet
    changed = bytearray(packet)
    changed[at : at + 2] = most.to_bytes(2, "big")
    checksum = int.from_bytes(packet[start + _CHECKSUM : start + _CHECKSUM + 2], "big")
    # At an odd place in the segment the two octets belong to two words, with the octets the other way round.
    swap = bool((at - start) & 1)
    old, new = (_swapped(size), _swapped(most)) if swap else (size, most)
    changed[start + _CHECKSUM : start + _CHECKSUM + 2] = update_checksum(checksum, old, new).to_bytes(2, "big")
    return bytes(changed)


def _swapped(word: int) -> int:
    return word >> 8 | (word & 0xFF) << 8
