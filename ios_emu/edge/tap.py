"""The world outside: what is behind the doors of a lab, TAP devices and interfaces of Linux.

A TAP device (`kind: tap`) is made for the lab and goes with it, unless it was there before: one that the user owns
(`ip tuntap add tap0 mode tap user me`) needs no rights. Linux sees the door's carrier. An existing interface
(`kind: host`) is joined through a packet socket: the lab sees all its frames, and sends its own, beside Linux.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import fcntl
import os
import socket
import struct
import sys
from collections.abc import Callable
from typing import Protocol

from ios_emu.lab.lab import Lab
from ios_emu.lab.outside import Door

_TUN = "/dev/net/tun"
_TUNSETIFF, _TUNSETCARRIER = 0x400454CA, 0x400454E2
_IFF_TAP, _IFF_NO_PI = 0x0002, 0x1000
_SIOCGIFFLAGS, _SIOCSIFFLAGS, _IFF_UP = 0x8913, 0x8914, 0x1
_SOL_PACKET, _PACKET_ADD_MEMBERSHIP, _PACKET_VNET_HDR, _PACKET_IGNORE_OUTGOING = 263, 1, 15, 23
_MR_PROMISC = 1
_ETH_P_ALL = 3
_LONGEST = 65536
_BURST = 64
"""Frames read before the lab has its turn."""


class Device(Protocol):
    """A network device of Linux, opened."""

    def fileno(self) -> int:
        """What the event loop watches."""

    def read(self) -> bytes:
        """The next frame. Raises OSError, BlockingIOError when there is none."""

    def write(self, frame: bytes) -> None:
        """Send a frame. Raises OSError."""

    def carrier(self, on: bool) -> None:
        """Let Linux see whether there is a carrier."""

    def close(self) -> None:
        """Let go of it."""


class Clock(Protocol):
    """What lets the lab's time pass."""

    def advance(self) -> object:
        """Bring the lab up to this moment."""

    def wake(self) -> None:
        """Something came in: there may be something to do."""


class TapDevice:
    """A TAP device: Linux's end of a virtual cable. Raises OSError when it cannot be had."""

    def __init__(self, name: str) -> None:
        self._file = os.open(_TUN, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            fcntl.ioctl(self._file, _TUNSETIFF, struct.pack("16sH22x", name.encode(), _IFF_TAP | _IFF_NO_PI))
            self.carrier(False)
            _bring_up(name)
        except OSError:
            os.close(self._file)
            raise

    def fileno(self) -> int:
        """What the event loop watches."""
        return self._file

    def read(self) -> bytes:
        """The next frame that Linux sends."""
        return os.read(self._file, _LONGEST)

    def write(self, frame: bytes) -> None:
        """Have Linux receive a frame."""
        os.write(self._file, frame)

    def carrier(self, on: bool) -> None:
        """Plug Linux in or out."""
        fcntl.ioctl(self._file, _TUNSETCARRIER, struct.pack("I", on))

    def close(self) -> None:
        """Let go; Linux takes the device away if it was made for us."""
        os.close(self._file)


def _bring_up(name: str) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        request = struct.pack("16sH22x", name.encode(), 0)
        (flags,) = struct.unpack_from("H", fcntl.ioctl(any_socket, _SIOCGIFFLAGS, request), 16)
        if not flags & _IFF_UP:
            fcntl.ioctl(any_socket, _SIOCSIFFLAGS, struct.pack("16sH22x", name.encode(), flags | _IFF_UP))


class HostInterface:
    """An interface of Linux, seen through a packet socket in promiscuous mode. Raises OSError when it cannot be.

    Each frame bears a virtio header (10 bytes): by it Linux tells that a checksum has been left to the hardware.
    There is none here, so it is completed before the frame goes in.
    """

    _HEADER = struct.Struct("<BBHHHH")
    _NEEDS_CHECKSUM = 1

    def __init__(self, name: str) -> None:
        if sys.platform != "linux":
            raise OSError(errno.ENOSYS, "only Linux has packet sockets")
        self._socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW | socket.SOCK_NONBLOCK)
        try:
            self._socket.setsockopt(_SOL_PACKET, _PACKET_IGNORE_OUTGOING, 1)
            self._socket.setsockopt(_SOL_PACKET, _PACKET_VNET_HDR, 1)
            self._socket.bind((name, _ETH_P_ALL))
            membership = struct.pack("iHH8s", socket.if_nametoindex(name), _MR_PROMISC, 0, b"")
            self._socket.setsockopt(_SOL_PACKET, _PACKET_ADD_MEMBERSHIP, membership)
        except OSError:
            self._socket.close()
            raise

    def fileno(self) -> int:
        """What the event loop watches."""
        return self._socket.fileno()

    def read(self) -> bytes:
        """The next frame that the interface received."""
        data = self._socket.recv(_LONGEST)
        flags, _, _, _, start, offset = self._HEADER.unpack_from(data)
        frame = data[self._HEADER.size :]
        return _completed(frame, start, offset) if flags & self._NEEDS_CHECKSUM else frame

    def write(self, frame: bytes) -> None:
        """Send a frame out of the interface."""
        self._socket.send(bytes(self._HEADER.size) + frame)

    def carrier(self, on: bool) -> None:
        """Nothing: the interface has a carrier of its own."""

    def close(self) -> None:
        """Let go."""
        self._socket.close()


def _completed(frame: bytes, start: int, offset: int) -> bytes:
    """`frame` with the checksum at `start` + `offset` filled in, over everything from `start` (RFC 1071)."""
    data = frame[start:] + bytes(len(frame) - start & 1)
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    at = start + offset
    return frame[:at] + struct.pack("!H", ~total & 0xFFFF or 0xFFFF) + frame[at + 2 :]


KINDS: dict[str, Callable[[str], Device]] = {"tap": TapDevice, "host": HostInterface}


class Outside:
    """Keeps the doors of a lab, whose time `clock` lets pass, open to the devices behind them."""

    def __init__(self, lab: Lab, clock: Clock) -> None:
        self._lab = lab
        self._clock = clock
        self._refused: set[str] = set()
        self._devices: dict[str, Device] = {}
        self._carriers: dict[str, bool] = {}
        self._doors: dict[str, Door] = {}

    def open(self) -> list[str]:
        """Open every door that is new and whose device can be had, and watch it from the running event loop; for
        each other new door, one line that says why it stays shut."""
        complaints = []
        for name, door in self._lab.doors.items():
            if name in self._devices or name in self._refused:
                continue
            try:
                device = KINDS[door.kind](door.device)
            except OSError as error:
                complaints.append(_complaint(door, error))
                self._refused.add(name)
                continue
            self._devices[name] = device
            asyncio.get_running_loop().add_reader(device.fileno(), self._incoming, name)
        self._attend()
        return complaints

    def _attend(self) -> None:
        """Stand at the doors; they are others when the lab has been loaded anew."""
        if self._doors is self._lab.doors:
            return
        self._doors = self._lab.doors
        self._carriers.clear()
        for name, door in self._doors.items():
            if name not in self._devices:
                door.shut()
            elif not door.is_open:
                door.open()

    def pump(self) -> None:
        """Carry out what waits at the doors. To be called after each slice of the lab's time."""
        self._attend()
        for name, device in self._devices.items():
            door = self._doors.get(name)
            if door is None:
                continue
            # A device may be down, or gone: then the frame is lost, as on any cable.
            with contextlib.suppress(OSError):
                if self._carriers.get(name) != door.carrier:
                    self._carriers[name] = door.carrier
                    device.carrier(door.carrier)
            while door.outbox:
                with contextlib.suppress(OSError):
                    device.write(door.outbox.popleft())

    def _incoming(self, name: str) -> None:
        """Something can be read: bring the lab up to this moment, and let it in."""
        self._attend()
        self._clock.advance()
        door, device = self._doors.get(name), self._devices[name]
        with contextlib.suppress(OSError):
            for _ in range(_BURST):
                frame = device.read()
                if door is not None:
                    door.send(frame)
        self._clock.wake()

    def close(self) -> None:
        """Shut all doors."""
        for name, device in self._devices.items():
            asyncio.get_running_loop().remove_reader(device.fileno())
            device.close()
            door = self._doors.get(name)
            if door is not None:
                door.shut()
        self._devices.clear()


def _complaint(door: Door, error: OSError) -> str:
    what = "make the TAP device" if door.kind == "tap" else "join the interface"
    rights = " (it needs root or CAP_NET_ADMIN)" if isinstance(error, PermissionError) else ""
    return f"{door.name}: cannot {what} {door.device}: {error.strerror or error}{rights}; the port stays dark"
