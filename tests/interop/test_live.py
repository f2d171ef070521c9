"""A transcript that joins its lab to Linux, and runs at the pace of the wall clock."""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.outside import LIMIT, device, missing

needs_root = pytest.mark.skipif(bool(missing()), reason=missing() or "-")

LAB = """\
name: live
topology:
  nodes:
    r1: {kind: ios_emu, startup-config: r1.cfg}
    lan: {kind: bridge}
  links:
    - endpoints: ["r1:FastEthernet0/0", "lan:1"]
"""
ROUTER = "hostname R1\ninterface FastEthernet0/0\n ip address 192.0.2.1 255.255.255.0\nend\n"


@pytest.fixture
def lab_file(tmp_path: Path) -> Path:
    (tmp_path / "r1.cfg").write_text(ROUTER)
    (tmp_path / "live.clab.yml").write_text(LAB)
    return tmp_path / "live.clab.yml"


@contextlib.contextmanager
def running(lab_file: Path, transcript: str) -> Iterator[subprocess.Popen[str]]:
    file = lab_file.with_name("t.txt")
    file.write_text(transcript)
    command = [sys.executable, "-m", "ios_emu", "run", "--lab", str(lab_file), str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def ip(words: str, check: bool = True) -> int:
    return subprocess.run(["ip", *words.split()], check=check, capture_output=True).returncode


@needs_root
def test_a_transcript_joins_a_lan_to_linux(lab_file: Path) -> None:
    tap, space = device(), f"ix{os.getpid()}-900"
    # Replies pass in no time; it is the wait for Linux to be ready that takes some of them.
    ping = "R1#ping 192.0.2.9 repeat 100 timeout 1\n"
    try:
        with running(lab_file, f"!@ bridge lan tap {tap}\n!@ wait 4s\n{ping}") as process:
            deadline = time.monotonic() + LIMIT
            while ip(f"link show {tap}", check=False):
                assert time.monotonic() < deadline
                time.sleep(0.1)
            ip(f"netns add {space}")
            ip(f"link set {tap} netns {space}")
            ip(f"-n {space} addr add 192.0.2.9/24 dev {tap}")
            ip(f"-n {space} link set {tap} up")
            out, errors = process.communicate(timeout=LIMIT)
    finally:
        ip(f"netns del {space}", check=False)
    assert "!!!" in out and errors == ""


def test_a_device_that_cannot_be_had_is_one_line_and_the_transcript_goes_on(lab_file: Path) -> None:
    with running(lab_file, "!@ bridge lan host no-such-device\nR1#show clock\n") as process:
        out, errors = process.communicate(timeout=LIMIT)
    assert process.returncode == 0
    assert errors.startswith("no-such-device:no-such-device: cannot join the interface no-such-device: ")
    assert errors.count("\n") == 1
    assert out.startswith("!@ bridge lan host no-such-device\nR1#show clock\n*")
