"""The `ios-emu` command on a real terminal."""

import os
import pty
import select
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

PATIENCE = 60
"""Seconds after which the test gives up; nothing takes nearly that long."""


class Terminal:
    """The command on a pseudo-terminal."""

    def __init__(self, lab_file: Path, home: Path) -> None:
        self.errors = home / "errors"
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ.update(TERM="xterm", XDG_STATE_HOME=str(home))
            os.dup2(os.open(self.errors, os.O_WRONLY | os.O_CREAT), 2)
            os.execv(sys.executable, [sys.executable, "-m", "ios_emu", "lab", str(lab_file)])
        self.seen = b""

    def until(self, text: bytes) -> None:
        """Read until `text` has been printed."""
        deadline = time.monotonic() + PATIENCE
        while text not in self.seen:
            assert time.monotonic() < deadline, (self.seen, self.errors.read_text())
            self._read()

    def _read(self) -> None:
        """Read what there is: a program that restores the terminal waits until somebody has."""
        try:
            if select.select([self.fd], [], [], 0.1)[0]:
                self.seen += os.read(self.fd, 65536)
        except OSError:
            time.sleep(0.05)

    def status(self) -> int:
        """Wait for the end; the exit status."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            done, status = os.waitpid(self.pid, os.WNOHANG)
            if done:
                return os.waitstatus_to_exitcode(status)
            self._read()
        os.kill(self.pid, signal.SIGKILL)
        raise AssertionError(f"it did not end: {self.seen!r}")


ENDS: dict[str, Callable[[Terminal], object]] = {
    "Ctrl-D": lambda terminal: os.write(terminal.fd, b"\x04"),
    "quit": lambda terminal: os.write(terminal.fd, b":quit\r"),
    "terminal closed": lambda terminal: os.close(terminal.fd),
    "SIGHUP": lambda terminal: os.kill(terminal.pid, signal.SIGHUP),
    "SIGTERM": lambda terminal: os.kill(terminal.pid, signal.SIGTERM),
}


@pytest.mark.parametrize("end", ENDS)
def test_every_end_is_a_clean_one(lab_file: Path, tmp_path: Path, end: str) -> None:
    terminal = Terminal(lab_file, tmp_path)
    terminal.until(b"R1#")
    os.write(terminal.fd, b"write memory\r")
    terminal.until(b"[OK]")
    ENDS[end](terminal)
    assert terminal.status() == 0
    assert terminal.errors.read_text() == ""
    assert "hostname R1" in (tmp_path / "ios-emu" / "pair" / "n1.cfg").read_text()
