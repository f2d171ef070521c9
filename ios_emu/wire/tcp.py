"""The Transmission Control Protocol (RFC 9293 section 3.1).

     0                   1                   2                   3
     0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    |          Source Port          |       Destination Port        |
    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    |                        Sequence Number                        |
    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    |                    Acknowledgment Number                      |
    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    | Offset| Rsrvd |C|E|U|A|P|R|S|F|            Window             |
    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    |           Checksum            |         Urgent Pointer        |
    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    |     Options, padded with zeros to a multiple of 4 octets ...  |
    +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+

The checksum also covers a pseudo header: source and destination address, protocol 6, and the length of the segment.
Of the options only the maximum segment size is read; the others are passed over.
"""

from __future__ import annotations

import struct
from typing import NamedTuple

from ios_emu.wire.checksum import word_sum
from ios_emu.wire.error import DecodeError

FIN, SYN, RST, PSH, ACK = 0x01, 0x02, 0x04, 0x08, 0x10
HEADER_LENGTH = 20

_FORMAT = struct.Struct("!HHIIBBHHH")
_PROTOCOL = 6
_END, _NO_OPERATION, _MAXIMUM_SEGMENT_SIZE = 0, 1, 2


class Segment(NamedTuple):
    """A TCP segment. `mss` is the maximum segment size that its options announce, None when they do not."""

    source_port: int
    destination_port: int
    sequence: int
    acknowledgment: int
    flags: int
    window: int
    payload: bytes = b""
    mss: int | None = None

    @property
    def length(self) -> int:
        """How many sequence numbers the segment takes: its octets, SYN and FIN."""
        return len(self.payload) + bool(self.flags & SYN) + bool(self.flags & FIN)


def build(source_ip: int, destination_ip: int, segment: Segment) -> bytes:
    """The segment as bytes, with its checksum. Raises struct.error for a field that exceeds its width."""
    options = b"" if segment.mss is None else struct.pack("!BBH", _MAXIMUM_SEGMENT_SIZE, 4, segment.mss)
    offset = HEADER_LENGTH + len(options)
    header = _FORMAT.pack(
        segment.source_port,
        segment.destination_port,
        segment.sequence,
        segment.acknowledgment,
        offset << 2,
        segment.flags,
        segment.window,
        0,
        0,
    )
    plain = header + options + segment.payload
    checksum = -(source_ip + destination_ip + _PROTOCOL + len(plain) + word_sum(plain)) % 0xFFFF
    return plain[:16] + checksum.to_bytes(2, "big") + plain[18:]


def decode(source_ip: int, destination_ip: int, data: bytes) -> Segment:
    """The segment that the IPv4 payload `data` is. Raises DecodeError for a wrong length, checksum or option."""
    if len(data) < HEADER_LENGTH:
        raise DecodeError(f"TCP segment of {len(data)} bytes is shorter than its header")
    source, destination, sequence, acknowledgment, offset, flags, window, _, _ = _FORMAT.unpack_from(data)
    start = (offset >> 4) * 4
    if not HEADER_LENGTH <= start <= len(data):
        raise DecodeError(f"TCP header of {start} bytes in a segment of {len(data)} bytes")
    if (source_ip + destination_ip + _PROTOCOL + len(data) + word_sum(data)) % 0xFFFF:
        raise DecodeError("TCP checksum is wrong")
    mss = _mss(data[HEADER_LENGTH:start])
    return Segment(source, destination, sequence, acknowledgment, flags, window, data[start:], mss)


def _mss(options: bytes) -> int | None:
    at, found = 0, None
    while at < len(options) and options[at] != _END:
        if options[at] == _NO_OPERATION:
            at += 1
            continue
        length = options[at + 1] if at + 1 < len(options) else 0
        if length < 2 or at + length > len(options):
            raise DecodeError(f"TCP option {options[at]} of {length} bytes")
        if options[at] == _MAXIMUM_SEGMENT_SIZE:
            if length != 4:
                raise DecodeError(f"TCP maximum segment size of {length} bytes")
            found = options[at + 2] << 8 | options[at + 3]
        at += length
    return found
