"""strongSwan as a neighbour of emulated routers: a charon in a network namespace of its own, on a TAP that is one
more port of the lab's switch. Needs root and Debian's strongswan-charon, strongswan-swanctl and
libcharon-extra-plugins."""

from __future__ import annotations

import ctypes
import fcntl
import os
import select
import shutil
import struct
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from ios_emu.kernel import SECOND
from ios_emu.lab.lab import Lab

CHARON = Path("/usr/lib/ipsec/charon")
_TUNSETIFF, _IFF_TAP, _IFF_NO_PI = 0x400454CA, 0x0002, 0x1000


def missing() -> str:
    """Why this machine cannot do it; empty when it can."""
    if os.geteuid() != 0:
        return "needs root for a network namespace and a TAP"
    if not Path("/dev/net/tun").exists():
        return "needs /dev/net/tun"
    if not CHARON.exists() or shutil.which("swanctl") is None:
        return "strongSwan is not installed (strongswan-charon, strongswan-swanctl, libcharon-extra-plugins)"
    return ""


def run(*command: str) -> str:
    """Run a command that must succeed."""
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


class TapPort:
    """The far end of a switch port: what the switch sends there goes into the TAP."""

    def __init__(self, fd: int) -> None:
        self.fd = fd

    def deliver(self, frame: bytes, delay: int) -> None:
        os.write(self.fd, frame)

    def power(self, on: bool) -> None:
        pass

    def update_carrier(self) -> None:
        pass


class Outside:
    """A namespace with one interface, a port of `switch` in `lab`; time in the lab is paced to the clock.

    `speed`: how many seconds pass in the lab in one second.
    """

    def __init__(self, lab: Lab, switch: str, folder: Path, addresses: Sequence[str]) -> None:
        self.lab = lab
        self.folder = folder
        self.speed = 1.0
        self.name = f"swan{os.getpid()}x{id(self) & 0xFFFF:x}"
        self.processes: list[subprocess.Popen[bytes]] = []
        self.frames: list[bytes] = []
        """What came out of the namespace."""
        self.port = lab.switches[switch].port("outside", 0)
        run("ip", "netns", "add", self.name)
        self.fd = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
        tap = f"t{os.getpid() & 0xFFFFF:x}{id(self) & 0xFFF:x}"[:15]
        fcntl.ioctl(self.fd, _TUNSETIFF, struct.pack("16sH22x", tap.encode(), _IFF_TAP | _IFF_NO_PI))
        run("ip", "link", "set", tap, "netns", self.name)
        self.inside("ip", "link", "set", tap, "name", "eth0")
        for line in ("link set lo up", "link set eth0 up"):
            self.inside("ip", *line.split())
        for address in addresses:
            on = "lo" if address.endswith("/32") else "eth0"
            self.inside("ip", "addr", "add", address, "dev", on)
        self.port.end = TapPort(self.fd)  # type: ignore[assignment]  # all that a switch asks of a cable's end
        self.port.set_carrier(True)

    def inside(self, *command: str) -> str:
        """Run a command in the namespace."""
        return run("ip", "netns", "exec", self.name, *command)

    def close(self) -> None:
        """End what was started, by its id."""
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            process.wait(10)
        os.close(self.fd)
        run("ip", "netns", "del", self.name)

    # -- time ----------------------------------------------------------------------------------------

    def pump(self, seconds: float, until: Callable[[], bool] | None = None) -> bool:
        """Let time pass here and in the lab, until `until` holds: whether it did."""
        kernel = self.lab.kernel
        start, base = time.monotonic(), kernel.now
        while True:
            passed = time.monotonic() - start
            kernel.run_until(base + round(passed * self.speed * SECOND))
            if until is not None and until():
                return True
            if passed >= seconds:
                return until is None
            if select.select([self.fd], [], [], 0.002)[0]:
                self._read()

    def _read(self) -> None:
        for _ in range(100):
            try:
                frame = os.read(self.fd, 65536)
            except BlockingIOError:
                return
            self.frames.append(frame)
            self.port.receive(frame)

    def call(self, *command: str, timeout: float = 20) -> tuple[int, str]:
        """Run a command in the namespace while time passes: its status and what it printed."""
        process = subprocess.Popen(
            ["ip", "netns", "exec", self.name, *command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        if not self.pump(timeout, lambda: process.poll() is not None):
            process.kill()
        output = process.communicate()[0].decode()
        return process.returncode, output

    # -- charon --------------------------------------------------------------------------------------

    def start_charon(self, config: str) -> None:
        """Start the daemon and load `config`, a swanctl.conf."""
        folder = self.folder
        (folder / "swanctl.conf").write_text(config)
        (folder / "strongswan.conf").write_text(_STRONGSWAN.format(folder=folder, plugins=_PLUGINS))
        shell = f"mount -t tmpfs tmpfs /run; exec {CHARON}"
        command = ["ip", "netns", "exec", self.name, "unshare", "-m", "bash", "-c", shell]
        environment = {**os.environ, "STRONGSWAN_CONF": str(folder / "strongswan.conf")}
        with (folder / "charon.out").open("wb") as out:
            self.processes.append(
                subprocess.Popen(command, env=environment, stdout=out, stderr=out, preexec_fn=_die_with_parent)
            )
        assert self.pump(10, (folder / "vici").exists), "charon does not start"
        deadline = time.monotonic() + 10
        while True:
            status, said = self.swanctl("--load-all", "--file", str(folder / "swanctl.conf"))
            if status == 0 and "successfully loaded" in said:
                return
            assert time.monotonic() < deadline, said

    def swanctl(self, *arguments: str, timeout: float = 20) -> tuple[int, str]:
        """Run swanctl while time passes."""
        return self.call("swanctl", *arguments, "--uri", f"unix://{self.folder}/vici", timeout=timeout)

    def initiate(self, child: str = "c", timeout: float = 20) -> tuple[int, str]:
        """Have strongSwan bring a tunnel up."""
        return self.swanctl("--initiate", "--child", child, "--timeout", str(int(timeout)), timeout=timeout + 2)

    def sas(self) -> str:
        """`swanctl --list-sas`."""
        return self.swanctl("--list-sas")[1]

    def log(self) -> str:
        """What charon has logged."""
        return (self.folder / "charon.log").read_text()


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(1, 15)  # PR_SET_PDEATHSIG, SIGTERM


_PLUGINS = (
    "random nonce aes sha1 sha2 md5 hmac kdf gmp openssl kernel-libipsec kernel-netlink socket-default updown vici"
)
_STRONGSWAN = """\
charon {{
  load = {plugins}
  retransmit_timeout = 1.0
  retransmit_base = 1.2
  retransmit_tries = 3
  install_virtual_ip = no
  filelog {{
    f {{
      path = {folder}/charon.log
      default = 1
      ike = 2
      enc = 1
      cfg = 2
      flush_line = yes
    }}
  }}
  plugins {{
    openssl {{
      load_legacy = yes
    }}
    vici {{
      socket = unix://{folder}/vici
    }}
    kernel-libipsec {{
      load = yes
      allow_peer_ts = yes
    }}
  }}
}}
"""
