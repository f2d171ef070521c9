"""The blocks of a pcapng file (draft-ietf-opsawg-pcapng), little endian, times in nanoseconds.

 0                   1                   2                   3
 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
|                          Block Type                           |
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
|                      Block Total Length                       |
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
|                  Block Body, padded to 32 bits                |
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
|                      Block Total Length                       |
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
"""

from __future__ import annotations

import struct

MAGIC = b"\x0a\x0d\x0d\x0a"
"""How every file begins."""
_SECTION_HEADER = 0x0A0D0D0A
_INTERFACE_DESCRIPTION = 1
_ENHANCED_PACKET = 6
_BYTE_ORDER_MAGIC = 0x1A2B3C4D
_LINKTYPE_ETHERNET = 1
_OPTION_END, _COMMENT, _IF_NAME, _IF_TSRESOL, _SHB_USERAPPL = 0, 1, 2, 9, 4
_NANOSECONDS = b"\x09"
"""The resolution of timestamps: 10^-9 s."""


def section_header() -> bytes:
    """The block that opens a file."""
    body = struct.pack("<IHHq", _BYTE_ORDER_MAGIC, 1, 0, -1)
    return _block(_SECTION_HEADER, body + _options((_SHB_USERAPPL, b"ios-emu")))


def interface_description(name: str) -> bytes:
    """The block of an Ethernet interface; packets refer to these by their order."""
    body = struct.pack("<HHI", _LINKTYPE_ETHERNET, 0, 0)
    return _block(_INTERFACE_DESCRIPTION, body + _options((_IF_NAME, name.encode()), (_IF_TSRESOL, _NANOSECONDS)))


def enhanced_packet(interface: int, time: int, frame: bytes, comment: str = "") -> bytes:
    """The block of one frame, seen `time` ns after the lab began."""
    head = struct.pack("<IIIII", interface, time >> 32, time & 0xFFFFFFFF, len(frame), len(frame))
    options = _options((_COMMENT, comment.encode())) if comment else b""
    return _block(_ENHANCED_PACKET, head + _padded(frame) + options)


def _block(kind: int, body: bytes) -> bytes:
    length = 12 + len(body)
    return struct.pack("<II", kind, length) + body + struct.pack("<I", length)


def _options(*options: tuple[int, bytes]) -> bytes:
    written = (struct.pack("<HH", code, len(value)) + _padded(value) for code, value in options)
    return b"".join(written) + struct.pack("<HH", _OPTION_END, 0)


def _padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % 4)
