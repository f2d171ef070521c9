"""Captures: what is heard on a link, kept or written to a pcapng file while the lab runs.

A link is a cable (`NODE:INTERFACE`), the LAN of a bridge (its name), or `all` of them. On a cable every frame that
passes is heard, whichever end sent it. In a LAN, and in all links, each frame is heard once, where a station sends
it. In the file each sender is an interface of its own, and each frame bears a comment: who sent it, and upon what.

A `Recorder` has many captures at a time. None of this is part of the lab's state.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, BinaryIO, Self

from ios_emu.lab import pcapng
from ios_emu.lab.capture import INJECTED, Captured, Tap
from ios_emu.lab.error import LabError
from ios_emu.lab.topology import reason_of
from ios_emu.lab.wireshark import KeyFolder

if TYPE_CHECKING:
    from ios_emu.lab.lab import Lab
    from ios_emu.lab.link import CableEnd
    from ios_emu.lab.switch import Switch

ALL = "all"
RECENT = 2000
"""Frames that `Recent` keeps."""
_UNUSABLE = re.compile(r"[^A-Za-z0-9_.-]+")


def _posts(lab: Lab, link: str) -> tuple[list[CableEnd], list[Switch]]:
    """Where to listen for what passes `link`. Raises LabError."""
    cables = lab.links(link)
    if link == ALL:
        return [end for cable in cables for end in cable.ends if not end.in_switch], list(lab.switches.values())
    switch = lab.switches.get(link)
    if switch is None:
        return [end for cable in cables for end in cable.ends], []
    own = [port.end for port in switch.ports.values()]
    return [end for cable in cables for end in cable.ends if end not in own], [switch]


class Capture:
    """Frames of a link, kept in order from now on. Raises LabError when there is no such link."""

    def __init__(self, lab: Lab, link: str = ALL, limit: int | None = None) -> None:
        self.link = link
        self._lab = lab
        self._tap = Tap(limit)
        self._posts: list[CableEnd | Switch] = []
        self._listen()

    def _where(self) -> tuple[list[CableEnd], list[Switch]]:
        return _posts(self._lab, self.link)

    def _listen(self) -> None:
        ends, switches = self._where()
        self._cables = self._lab.cables
        self._posts = [*ends, *switches]
        self.senders = [end.name for end in ends] + [INJECTED]
        for post in self._posts:
            post.taps = [*(post.taps or ()), self._tap]

    def follow(self) -> None:
        """Listen on when the lab has meanwhile become another one, as `Lab.restore` makes it."""
        if self._lab.cables is not self._cables:
            self._listen()

    @property
    def frames(self) -> list[Captured]:
        """What has been heard so far."""
        return list(self._tap.frames)

    def take(self) -> list[Captured]:
        """What has been heard since the last time; it is not kept any longer."""
        taken = list(self._tap.frames)
        self._tap.frames.clear()
        return taken

    def stop(self) -> None:
        """Listen no longer."""
        for post in self._posts:
            post.taps = [tap for tap in post.taps or () if tap is not self._tap] or None
        self._posts = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


class Recent(Capture):
    """The last frames of every link."""

    def __init__(self, lab: Lab) -> None:
        super().__init__(lab, ALL, RECENT)

    def _where(self) -> tuple[list[CableEnd], list[Switch]]:
        ends = [end for cable in self._lab.cables for end in cable.ends]
        return ends, list(self._lab.switches.values())

    def of(self, link: str) -> list[Captured]:
        """Those that a capture of `link` would have. Raises LabError."""
        self.follow()
        ends, switches = _posts(self._lab, link)
        names = {end.name for end in ends}
        links = {end.cable.name for end in ends} | {switch.name for switch in switches}
        return [
            seen
            for seen in self.frames
            if (seen.link in links if seen.sender == INJECTED else seen.sender in names)
        ]


class CaptureFile(Capture):
    """A capture that is written to a pcapng file, a named pipe, or an open stream, whenever `write` is called and
    when it stops; and the keys to what is encrypted in it, in the folder `keys`. Raises LabError when it cannot be
    written."""

    def __init__(self, lab: Lab, link: str, target: Path | BinaryIO, keys: Path | None = None) -> None:
        self.target = target if isinstance(target, Path) else None
        super().__init__(lab, link)
        try:
            self._stream = open_capture(target) if isinstance(target, Path) else target
        except LabError:
            super().stop()
            raise
        self._keys = KeyFolder(keys) if keys is not None else None
        self._number = {name: number for number, name in enumerate(self.senders)}
        self._put(pcapng.section_header() + b"".join(map(pcapng.interface_description, self.senders)))

    def write(self) -> None:
        """Write what has been heard since the last time."""
        self.follow()
        blocks = [self._block(seen) for seen in self.take()]
        if blocks:
            self._put(b"".join(blocks))
        if self._keys is not None:
            self._keys.write(router.keylog for router in self._lab.routers.values())

    def _block(self, seen: Captured) -> bytes:
        by = f"sent by {seen.sender}" if seen.sender != INJECTED else f"injected into {seen.link}"
        comment = f"{by}, {seen.cause}" if seen.cause else by
        return pcapng.enhanced_packet(self._number.get(seen.sender, 0), seen.time, seen.frame, comment)

    def _put(self, data: bytes) -> None:
        try:
            self._stream.write(data)
            self._stream.flush()
        except OSError as error:
            super().stop()
            raise LabError(f"{self.target or 'capture'}: cannot write the capture: {reason_of(error)}") from None

    def stop(self) -> None:
        """Write the rest, and close the file; a stream stays open."""
        try:
            if self._posts:
                self.write()
        finally:
            super().stop()
            if self.target is not None:
                self._stream.close()


def open_capture(path: Path) -> BinaryIO:
    """The file at `path`, to be written from its beginning. What is there and is no capture is left alone; a named
    pipe must have a reader. Raises LabError."""
    try:
        if path.exists():
            if stat.S_ISFIFO(path.stat().st_mode):
                return _open_pipe(path)
            with path.open("rb") as file:
                if file.read(4) not in (b"", pcapng.MAGIC):
                    raise LabError(f"{path}: is there already and is no capture; it is left alone")
        return path.open("wb")
    except OSError as error:
        raise LabError(f"{path}: cannot write the capture: {reason_of(error)}") from None


def _open_pipe(path: Path) -> BinaryIO:
    try:
        number = os.open(path, os.O_WRONLY | os.O_NONBLOCK)
    except OSError as error:
        if error.errno != errno.ENXIO:
            raise
        raise LabError(f"{path}: nobody reads this pipe yet; start Wireshark on it first") from None
    os.set_blocking(number, True)
    return os.fdopen(number, "wb")


def keys_beside(target: Path) -> Path | None:
    """The folder for the keys to a capture: `lan.keys` for `lan.pcapng`, none for a pipe."""
    return None if target.is_fifo() else target.with_suffix(".keys")


def file_name(link: str) -> str:
    """A name for a file with the frames of `link`."""
    return _UNUSABLE.sub("_", link.replace(" -- ", "--").replace(":", "-")) + ".pcapng"


class Recorder:
    """The captures of a lab that are under way."""

    def __init__(self, lab: Lab) -> None:
        self._lab = lab
        self.captures: list[CaptureFile] = []

    def start(self, link: str, target: Path) -> None:
        """Write what passes `link` to `target`, and the keys beside it. Raises LabError."""
        self._add(link, target, keys_beside(target))

    def start_stream(self, link: str, stream: BinaryIO) -> None:
        """Write what passes `link` to an open stream. Raises LabError."""
        self.captures.append(CaptureFile(self._lab, link, stream))

    def start_all(self, folder: Path) -> None:
        """Write each cable's frames to a file of its own in `folder`, which is made if need be, and the keys to
        `keys` in it. Raises LabError."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LabError(f"{folder}: cannot write the capture: {reason_of(error)}") from None
        keys: Path | None = folder / "keys"
        for cable in self._lab.cables:
            self._add(cable.ends[0].name, folder / file_name(cable.name), keys)
            keys = None

    def _add(self, link: str, target: Path, keys: Path | None) -> None:
        if any(capture.target == target for capture in self.captures):
            raise LabError(f"{target}: is being written already")
        self.captures.append(CaptureFile(self._lab, link, target, keys))

    def write(self) -> None:
        """Write what has been heard since the last time. Raises LabError, and then has given up what failed."""
        for capture in list(self.captures):
            try:
                capture.write()
            except LabError:
                self.captures.remove(capture)
                raise

    def stop(self, link: str = "") -> list[CaptureFile]:
        """End the captures of `link`, or all; these. Raises LabError."""
        ended = [capture for capture in self.captures if not link or capture.link == link]
        if link and not ended:
            raise LabError(f"nothing is captured on {link}")
        for capture in ended:
            self.captures.remove(capture)
            capture.stop()
        return ended

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
