"""Captures as pcapng files (draft-ietf-opsawg-pcapng): one file for each cable, virtual time as the timestamps.

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

Each file has one section and two interfaces, the cable's ends: a frame belongs to the end that sent it.
"""

from __future__ import annotations

import re
import struct
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from ios_emu.lab.error import LabError
from ios_emu.lab.lab import Lab
from ios_emu.lab.link import Cable
from ios_emu.lab.topology import reason_of

_SECTION_HEADER = 0x0A0D0D0A
_INTERFACE_DESCRIPTION = 1
_ENHANCED_PACKET = 6
_BYTE_ORDER_MAGIC = 0x1A2B3C4D
_LINKTYPE_ETHERNET = 1
_OPTION_END, _IF_NAME, _IF_TSRESOL, _SHB_USERAPPL = 0, 2, 9, 4
_NANOSECONDS = b"\x09"
"""The resolution of timestamps: 10^-9 s."""
_UNUSABLE = re.compile(r"[^A-Za-z0-9_.-]+")


def section_header() -> bytes:
    """The block that opens a file."""
    body = struct.pack("<IHHq", _BYTE_ORDER_MAGIC, 1, 0, -1)
    return _block(_SECTION_HEADER, body + _options((_SHB_USERAPPL, b"ios-emu")))


def interface_description(name: str) -> bytes:
    """The block of an Ethernet interface; packets refer to these by their order."""
    body = struct.pack("<HHI", _LINKTYPE_ETHERNET, 0, 0)
    return _block(_INTERFACE_DESCRIPTION, body + _options((_IF_NAME, name.encode()), (_IF_TSRESOL, _NANOSECONDS)))


def enhanced_packet(interface: int, time: int, frame: bytes) -> bytes:
    """The block of one frame, seen `time` ns after the lab began."""
    head = struct.pack("<IIIII", interface, time >> 32, time & 0xFFFFFFFF, len(frame), len(frame))
    return _block(_ENHANCED_PACKET, head + _padded(frame))


def _block(kind: int, body: bytes) -> bytes:
    length = 12 + len(body)
    return struct.pack("<II", kind, length) + body + struct.pack("<I", length)


def _options(*options: tuple[int, bytes]) -> bytes:
    written = (struct.pack("<HH", code, len(value)) + _padded(value) for code, value in options)
    return b"".join(written) + struct.pack("<HH", _OPTION_END, 0)


def _padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % 4)


class PcapFiles:
    """The capture files of a lab, in a directory that is made if need be. Frames are taken from the lab's cables,
    and kept by them no longer, whenever `write` is called. Raises LabError when a file cannot be written."""

    def __init__(self, lab: Lab, directory: Path) -> None:
        self._lab = lab
        self._directory = directory
        self._files: dict[str, BinaryIO] = {}
        try:
            directory.mkdir(parents=True, exist_ok=True)
            for cable in lab.cables:
                self._open(cable)
        except OSError as error:
            self._failed(error)

    def _open(self, cable: Cable) -> BinaryIO:
        name = _UNUSABLE.sub("_", cable.name.replace(" -- ", "--").replace(":", "-"))
        file = self._files[cable.name] = (self._directory / f"{name}.pcapng").open("wb")
        file.write(section_header() + b"".join(interface_description(end.name) for end in cable.ends))
        cable.captured = []
        return file

    def write(self) -> None:
        """Write the frames that have been captured since the last time."""
        try:
            for cable in self._lab.cables:
                file = self._files.get(cable.name)
                if file is None or cable.captured is None:
                    # The lab has been loaded from a file meanwhile.
                    file = file or self._open(cable)
                    cable.captured = []
                for seen in cable.captured:
                    file.write(enhanced_packet(seen.direction, seen.time, seen.frame))
                cable.captured.clear()
        except OSError as error:
            self._failed(error)

    def _failed(self, error: OSError) -> None:
        raise LabError(
            f"{error.filename or self._directory}: cannot write the capture: {reason_of(error)}"
        ) from None

    def close(self) -> None:
        """Write what is left and close the files."""
        try:
            self.write()
        finally:
            for file in self._files.values():
                file.close()
            for cable in self._lab.cables:
                cable.captured = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
