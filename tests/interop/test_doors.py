"""The doors of a lab, opened on real devices of Linux."""

import asyncio
import re
import subprocess
from pathlib import Path

import pytest
from scapy.layers.inet import UDP
from scapy.layers.l2 import Ether
from support.outside import device, missing, world

from ios_emu.edge import tap
from ios_emu.edge.pace import Pace
from ios_emu.edge.tap import Device
from ios_emu.lab.lab import Lab

needs_root = pytest.mark.skipif(bool(missing("ping")), reason=missing("ping") or "-")

ROUTER = """\
version 12.4
hostname r1
interface FastEthernet0/0
 ip address 192.0.2.1 255.255.255.0
end
"""
LAB = """\
name: doors
topology:
  nodes:
    r1: {{kind: ios_emu, startup-config: r1.cfg}}
    lan: {{kind: bridge}}
    linux: {{kind: {kind}}}
  links:
    - endpoints: ["r1:FastEthernet0/0", "lan:1"]
    - endpoints: ["linux:{device}", "lan:2"]
"""
SEND = "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x' * 101, ('192.0.2.1', 9999))"


def build(folder: Path, kind: str, name: str) -> Lab:
    (folder / "r1.cfg").write_text(ROUTER)
    (folder / "doors.clab.yml").write_text(LAB.format(kind=kind, device=name))
    lab = Lab.load(folder / "doors.clab.yml")
    lab.run(seconds=5)
    return lab


def devices() -> str:
    return subprocess.run(["ip", "-o", "link"], check=True, capture_output=True, text=True).stdout


@needs_root
def test_a_tap_device_is_made_shows_the_carrier_and_goes_with_the_lab(tmp_path: Path) -> None:
    name = device()
    lab = build(tmp_path, "tap", name)
    with world(lab) as here:
        assert here.wait(lambda: re.search(rf"{re.escape(name)}: <.*\bLOWER_UP\b", devices())), devices()
        lab.link_down(f"linux:{name}")
        assert here.wait(lambda: re.search(rf"{re.escape(name)}: <NO-CARRIER\b", devices())), devices()
        lab.link_up(f"linux:{name}")
        assert here.wait(lambda: re.search(rf"{re.escape(name)}: <.*\bLOWER_UP\b", devices())), devices()
    assert f"{name}:" not in devices()
    assert lab.switches["lan"].ports["2"].state == "disabled"


@needs_root
def test_an_interface_that_is_there_is_joined_and_its_checksums_completed(tmp_path: Path) -> None:
    near, far, name = device(), device(), device()
    subprocess.run(["ip", "netns", "add", name], check=True)
    try:
        subprocess.run(["ip", "link", "add", near, "type", "veth", "peer", "name", far, "netns", name], check=True)
        inside = ["ip", "-n", name]
        for command in (
            ["ip", "link", "set", near, "up"],
            [*inside, "link", "set", far, "up"],
            [*inside, "addr", "add", "192.0.2.100/24", "dev", far],
        ):
            subprocess.run(command, check=True)
        lab = build(tmp_path, "host", near)
        with world(lab) as here:
            ping = ["ip", "netns", "exec", name, "ping", "-c1", "-i0.2", "-w60", "192.0.2.1"]
            with subprocess.Popen(ping, stdout=subprocess.PIPE, text=True) as process:
                assert here.wait(lambda: process.poll() is not None)
                assert process.returncode == 0, process.communicate()[0]
            with lab.capture("lan") as capture:
                subprocess.run(["ip", "netns", "exec", name, "python3", "-c", SEND], check=True)

                def datagrams() -> list[Ether]:
                    heard = (Ether(seen.frame) for seen in capture.frames if seen.sender == f"linux:{near}")
                    return [packet for packet in heard if UDP in packet]

                assert here.wait(datagrams)
    finally:
        subprocess.run(["ip", "netns", "del", name], check=True)
    (datagram,) = datagrams()
    sent = datagram[UDP].chksum
    del datagram[UDP].chksum
    assert Ether(bytes(datagram))[UDP].chksum == sent


@pytest.mark.parametrize(
    ("kind", "error", "complaint"),
    [
        (
            "tap",
            PermissionError(1, "Operation not permitted"),
            "cannot make the TAP device dev0: Operation not permitted",
        ),
        (
            "host",
            PermissionError(1, "Operation not permitted"),
            "cannot join the interface dev0: Operation not permitted",
        ),
        ("host", OSError(19, "No such device"), "cannot join the interface dev0: No such device"),
    ],
)
def test_without_rights_or_device_one_line_is_said_and_the_lab_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, error: OSError, complaint: str
) -> None:
    def refuse(name: str) -> Device:
        raise error

    monkeypatch.setitem(tap.KINDS, kind, refuse)
    lab = build(tmp_path, kind, "dev0")
    rights = " (it needs root or CAP_NET_ADMIN)" if isinstance(error, PermissionError) else ""

    async def attend() -> list[str]:
        outside = tap.Outside(lab, Pace(lab))
        complaints = outside.open()
        outside.pump()
        outside.close()
        return complaints

    assert asyncio.run(attend()) == [f"linux:dev0: {complaint}{rights}; the port stays dark"]
    assert lab.switches["lan"].ports["2"].state == "disabled"
    lab.run(seconds=1)


@needs_root
def test_a_lab_that_is_loaded_meanwhile_keeps_its_doors(tmp_path: Path) -> None:
    name = device()
    lab = build(tmp_path, "tap", name)
    lab.save(tmp_path / "lab.state")
    with world(lab) as here:
        place = here.place(f"linux:{name}", "192.0.2.100/24")
        place.meet("192.0.2.1")
        lab.restore(tmp_path / "lab.state")
        here.settle()
        place.meet("192.0.2.1")
