"""The world outside a lab, for tests: Linux namespaces behind its TAP doors, and time that passes in both.

A slow or busy machine makes these tests slower, never wrong:

- The lab's time stands still while any process out there has something to do and has not been given the processor
  (`_busy`), and while a frame is on its way between the two. So a daemon that starves is not taken for dead.
- The lab's time never makes up for what was lost: it advances by `GRAIN` real seconds at most, then looks outside.
- A test waits for what it expects (`wait`, `patiently`), or lets virtual time pass (`run`). How much real time that
  takes means nothing; `LIMIT` only ends a wait for what never comes.

Needs root. Everything is undone by the name of a namespace and the number of a process.
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import functools
import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from ios_emu.edge.pace import Pace
from ios_emu.edge.tap import Outside, TapDevice
from ios_emu.kernel import SECOND
from ios_emu.lab.lab import Lab

T = TypeVar("T")

CONFIGS = Path(__file__).parents[2] / "configs"
LIMIT = 300.0
"""Real seconds until a test no longer believes that what it waits for will happen."""
GRAIN = 0.1
"""Real seconds, the most that the lab is given at once."""
BUSY = 10.0
"""Real seconds until a process that never rests is no longer waited for."""

_numbers = iter(range(1, 100_000))
_NAMESPACE = re.compile(r"^ix(\d+)-\d+\b", re.MULTILINE)


def missing(*programs: str | Path) -> str:
    """Why this machine cannot do it; empty when it can."""
    if os.geteuid() != 0:
        return "needs root for network namespaces and TAP devices"
    if not Path("/dev/net/tun").exists():
        return "needs /dev/net/tun"
    absent = [str(program) for program in ("ip", *programs) if not _found(program)]
    return f"{', '.join(absent)} not installed" if absent else _forbidden()


def _found(program: str | Path) -> bool:
    return program.exists() if isinstance(program, Path) else shutil.which(program) is not None


@functools.cache
def _forbidden() -> str:
    """Why root may not do it here, as in a container without the capabilities; found by trying."""
    name, tap = f"ix{os.getpid()}-0", device()
    try:
        subprocess.run(["ip", "netns", "add", name], check=True, capture_output=True, text=True)
        try:
            probe = TapDevice(tap)
            try:
                subprocess.run(
                    ["ip", "link", "set", tap, "netns", name], check=True, capture_output=True, text=True
                )
                isolated = ["ip", "netns", "exec", name, "unshare", "-m", "mount", "-t", "tmpfs", "tmpfs", "/run"]
                subprocess.run(isolated, check=True, capture_output=True, text=True)
            finally:
                probe.close()
        finally:
            subprocess.run(["ip", "netns", "del", name], capture_output=True, check=False)
    except OSError as error:
        return f"no right to make a TAP device ({error.strerror})"
    except subprocess.CalledProcessError as error:
        return f"no right to use network namespaces ({str(error.stderr).strip().splitlines()[-1]})"
    return ""


def device() -> str:
    """A name for a TAP device that nobody else uses."""
    return f"ix{os.getpid()}.{next(_numbers)}"


def seed_lab(folder: Path, switch: str) -> tuple[Lab, str]:
    """The bundled lab with a door on one of its switches, booted a minute ago; the door's name."""
    text, tap = (CONFIGS / "ha-vpn.clab.yml").read_text(), device()
    text = text.replace("startup-config: ", f"startup-config: {CONFIGS}/")
    text = text.replace(
        "  links:\n", f'    linux: {{kind: tap}}\n  links:\n    - endpoints: ["linux:{tap}", "{switch}:9"]\n'
    )
    (folder / "seed.clab.yml").write_text(text)
    lab = Lab.load(folder / "seed.clab.yml")
    lab.run(seconds=60)
    return lab, f"linux:{tap}"


def sweep(ours: bool = False) -> list[str]:
    """Take away the namespaces that runs of these tests have left, with what still runs in them: those of processes
    that are no more, or our own. Their names."""
    if os.geteuid() != 0 or not _found("ip"):
        return []
    listed = subprocess.run(["ip", "netns", "list"], capture_output=True, text=True, check=False).stdout
    left = []
    for match in _NAMESPACE.finditer(listed):
        owner = int(match[1])
        if owner == os.getpid() if ours else not Path(f"/proc/{owner}").exists():
            _remove(match[0])
            left.append(match[0])
    return left


def _remove(namespace: str) -> None:
    """Take a namespace away, and end, by its number, each process in it."""
    pids = subprocess.run(["ip", "netns", "pids", namespace], capture_output=True, text=True, check=False).stdout
    for pid in pids.split():
        with contextlib.suppress(ProcessLookupError):
            os.kill(int(pid), signal.SIGKILL)
    subprocess.run(["ip", "netns", "del", namespace], capture_output=True, check=False)


class World:
    """A lab, all its doors open. Time passes only while `run`, `wait` or `call` waits, `speed` virtual seconds in
    a real one."""

    def __init__(self, lab: Lab, speed: float = 1) -> None:
        self.lab = lab
        self.speed = speed
        self.lost = 0.0
        """Real seconds in which the lab's time has stood still while a test waited."""
        self._loop = asyncio.new_event_loop()
        self._pace = Pace(lab)
        self._pace.paused = True  # `_step` lets time pass
        self._outside = Outside(lab, self._pace)
        self._places: list[Place] = []

        async def start() -> list[str]:
            return self._outside.open()

        complaints = self._loop.run_until_complete(start())
        if complaints:
            self.close()
            raise AssertionError(complaints)

    def place(self, door: str, *addresses: str, gateway: str = "") -> Place:
        """A namespace of its own behind a door: `eth0` with these addresses (a /32 goes on the loopback)."""
        place = Place(self)
        self._places.append(place)
        place.settle(self.lab.doors[door].device, addresses, gateway)
        return place

    def run(self, seconds: float) -> None:
        """Let virtual time pass, here and there."""
        end = self.lab.now + round(seconds * SECOND)
        assert self.wait(lambda: self.lab.now >= end, LIMIT + 10 * seconds / self.speed)

    def wait(self, until: Callable[[], object], limit: float = LIMIT) -> bool:
        """Let time pass until `until` holds: whether it does. It is asked often."""
        deadline = time.monotonic() + limit
        self._last = self._rested = time.monotonic()
        while not until():
            if time.monotonic() > deadline:
                return False
            self._step()
        return True

    def patiently(self, what: Callable[[], T], expected: T, limit: float = LIMIT) -> None:
        """Let time pass until `what`, which may take time itself, is as expected."""
        deadline = time.monotonic() + limit
        while (found := what()) != expected and time.monotonic() < deadline:
            self.wait(lambda: False, 0.2)
        assert found == expected

    def _step(self) -> None:
        """Let in what has come from outside; if all is quiet there, let time pass, until something goes out."""
        self._loop.run_until_complete(asyncio.sleep(0.002))
        now = time.monotonic()
        passed, self._last = now - self._last, now
        if self._busy() and now - self._rested < BUSY:
            self.lost += passed
            return
        self._rested = now
        granted = min(passed, GRAIN)
        self.lost += passed - granted
        kernel = self.lab.kernel
        target = kernel.now + round(granted * self.speed * SECOND)
        while (due := kernel.next_due()) is not None and due <= target:
            kernel.step()
            if any(door.outbox for door in self.lab.doors.values()):
                break
        else:
            kernel.run_until(target)
        self._outside.pump()

    def _busy(self) -> bool:
        """Whether a process out there is running, or would if it could."""
        return any(busy(process.pid) for place in self._places for process in place.processes)

    def settle(self) -> None:
        """The lab has become another one."""
        self._pace.settle()

    def close(self) -> None:
        """Undo everything."""

        async def stop() -> None:
            self._outside.close()

        with contextlib.ExitStack() as undo:
            undo.callback(self._loop.close)
            undo.callback(lambda: self._loop.run_until_complete(stop()))
            for place in self._places:
                undo.callback(place.close)


def busy(pid: int) -> bool:
    """Whether a thread of a process is running, waits for its turn, or for the disk (proc(5), stat, third field)."""
    for thread in Path(f"/proc/{pid}/task").glob("*/stat"):
        with contextlib.suppress(OSError):
            if thread.read_text().rpartition(") ")[2][:1] in ("R", "D"):
                return True
    return False


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

    def __init__(self, world: World) -> None:
        self.name = f"ix{os.getpid()}-{next(_numbers)}"
        self.processes: list[subprocess.Popen[str]] = []
        self.undo = contextlib.ExitStack()
        """What else ends with the place."""
        self._world = world

    def settle(self, device: str, addresses: Sequence[str], gateway: str) -> None:
        """Make it."""
        for command in (["netns", "add", self.name], ["link", "set", device, "netns", self.name]):
            subprocess.run(["ip", *command], check=True)
        self.run("ip", "link", "set", device, "name", "eth0")
        # Without an address of IPv6, Linux says nothing unasked.
        for line in ("link set eth0 addrgenmode none", "link set lo up", "link set eth0 up"):
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
        self.processes.append(process)
        return process

    def call(self, *command: str, timeout: float = LIMIT) -> str:
        """Run a command while time passes; what it printed."""
        return self.finish(self.start(*command), timeout)

    def finish(self, process: subprocess.Popen[str], timeout: float = LIMIT) -> str:
        """Let time pass until a process ends; what it printed."""
        if not self._world.wait(lambda: process.poll() is not None, timeout):
            process.kill()
        self.processes.remove(process)
        return process.communicate()[0]

    def ping(self, address: str, *options: str, count: int = 3) -> int:
        """How many of so many pings, one after the other, are answered, however late."""
        answers = (self.call("ping", "-n", "-c1", "-W30", *options, address) for _ in range(count))
        return sum(" 1 received" in answer for answer in answers)

    def meet(self, address: str, *options: str) -> None:
        """Ping until there is an answer: from now on each knows the other's address."""
        ask = ("ping", "-n", "-c1", "-W2", *options, address)
        self._world.patiently(lambda: " 1 received" in self.call(*ask), True)

    def close(self) -> None:
        """End what was started here, and take the namespace away."""
        for process in self.processes:
            if process.poll() is None:
                process.send_signal(signal.SIGCONT)
                process.send_signal(signal.SIGTERM)
        for process in self.processes:
            try:
                process.communicate(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()
        _remove(self.name)
        self.undo.close()


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG
