"""The world outside a lab, for tests: Linux namespaces behind its TAP doors, and time that passes in both alike.

Needs root. Everything is undone by the name of a namespace and the number of a process.
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import os
import signal
import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from ios_emu.edge.pace import Pace
from ios_emu.edge.tap import Outside
from ios_emu.lab.lab import Lab

_numbers = iter(range(1, 1000))


def missing(*programs: str | Path) -> str:
    """Why this machine cannot do it; empty when it can."""
    if os.geteuid() != 0:
        return "needs root for network namespaces and TAP devices"
    if not Path("/dev/net/tun").exists():
        return "needs /dev/net/tun"
    absent = [str(program) for program in ("ip", *programs) if not _found(program)]
    return f"{', '.join(absent)} not installed" if absent else ""


def _found(program: str | Path) -> bool:
    if isinstance(program, Path):
        return program.exists()
    return any((Path(folder) / program).exists() for folder in [*os.get_exec_path(), "/usr/sbin", "/sbin"])


def device() -> str:
    """A name for a TAP device that nobody else uses."""
    return f"ix{os.getpid()}.{next(_numbers)}"


class World:
    """A lab paced to the clock, all its doors open. Time passes only while `pump` or `call` waits, `speed` virtual
    seconds in a real one."""

    def __init__(self, lab: Lab, speed: float) -> None:
        self.lab = lab
        self._loop = asyncio.new_event_loop()
        self._pace = Pace(lab, speed)
        self._pace.paused = True
        self._outside = Outside(lab, self._pace)
        self._places: list[Place] = []

        async def start() -> None:
            complaints = self._outside.open()
            assert not complaints, complaints
            self._pacing = asyncio.create_task(self._pace.run(self._outside.pump))

        self._loop.run_until_complete(start())

    def place(self, door: str, *addresses: str, gateway: str = "") -> Place:
        """A namespace of its own behind a door: `eth0` with these addresses (a /32 goes on the loopback)."""
        place = Place(self, self.lab.doors[door].device, addresses, gateway)
        self._places.append(place)
        return place

    def pump(self, seconds: float, until: Callable[[], object] | None = None) -> bool:
        """Let time pass here and in the lab, until `until` holds: whether it did."""
        loop = self._loop

        async def wait() -> bool:
            deadline = loop.time() + seconds
            while loop.time() < deadline:
                if until is not None and until():
                    return True
                await asyncio.sleep(0.02)
            return until is None

        self._pace.paused = False
        try:
            return loop.run_until_complete(wait())
        finally:
            self._pace.paused = True

    def settle(self) -> None:
        """The lab has become another one."""
        self._pace.settle()

    def close(self) -> None:
        """Undo everything."""
        for place in self._places:
            place.close()

        async def stop() -> None:
            self._pacing.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._pacing
            self._outside.close()

        self._loop.run_until_complete(stop())
        self._loop.close()


@contextlib.contextmanager
def world(lab: Lab, speed: float = 1) -> Iterator[World]:
    """A world that ends with the test."""
    here = World(lab, speed)
    try:
        yield here
    finally:
        here.close()


class Place:
    """A network namespace; its interface `eth0` is the other end of a door."""

    def __init__(self, world: World, device: str, addresses: Sequence[str], gateway: str) -> None:
        self._world = world
        self.name = f"ix{os.getpid()}-{next(_numbers)}"
        self._processes: list[subprocess.Popen[str]] = []
        subprocess.run(["ip", "netns", "add", self.name], check=True)
        subprocess.run(["ip", "link", "set", device, "netns", self.name], check=True)
        self.run("sysctl", "-qw", "net.ipv6.conf.all.disable_ipv6=1")
        self.run("ip", "link", "set", device, "name", "eth0")
        for line in ("link set lo up", "link set eth0 up"):
            self.run("ip", *line.split())
        for address in addresses:
            self.run("ip", "addr", "add", address, "dev", "lo" if address.endswith("/32") else "eth0")
        if gateway:
            self.run("ip", "route", "add", "default", "via", gateway)

    def run(self, *command: str) -> str:
        """Run a command at once, while the lab stands still; what it printed."""
        inside = ["ip", "netns", "exec", self.name, *command]
        return subprocess.run(inside, check=True, capture_output=True, text=True).stdout

    def start(self, *command: str, environment: dict[str, str] | None = None) -> subprocess.Popen[str]:
        """Start a process that ends with the place, or with us."""
        process = subprocess.Popen(
            ["ip", "netns", "exec", self.name, *command],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=os.environ | (environment or {}),
            preexec_fn=_die_with_parent,
        )
        self._processes.append(process)
        return process

    def call(self, *command: str, timeout: float = 30) -> str:
        """Run a command while time passes; what it printed."""
        process = self.start(*command)
        if not self._world.pump(timeout, lambda: process.poll() is not None):
            process.kill()
        return process.communicate()[0]

    def close(self) -> None:
        """End what was started here, and take the namespace away."""
        for process in self._processes:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for process in self._processes:
            try:
                process.communicate(timeout=5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()
        subprocess.run(["ip", "netns", "del", self.name], check=True)


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG
