"""ike-scan, which fingerprints VPN gateways, sees an IKEv1 responder that repeats itself as IOS does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.isakmp_lab import CONFIG
from support.outside import LIMIT, Place, World, device, missing, world

from ios_emu.kernel import SECOND
from ios_emu.lab.lab import Lab
from ios_emu.wire import ipv4

PATTERNS = Path("/usr/share/ike-scan/ike-backoff-patterns")
pytestmark = pytest.mark.skipif(bool(missing("ike-scan", PATTERNS)), reason=missing("ike-scan", PATTERNS) or "-")

LAB = """\
name: scanned
topology:
  nodes:
    R1: {{kind: ios_emu, startup-config: r1.cfg}}
    linux: {{kind: tap}}
  links:
    - endpoints: ["R1:FastEthernet0/0", "linux:{tap}"]
"""
SPEED = 4
"""Virtual seconds in a real one."""
TRIES = 3


@pytest.fixture
def here(tmp_path: Path) -> Iterator[World]:
    (tmp_path / "r1.cfg").write_text(CONFIG.format(version="12.3", me=1, peer=2))
    (tmp_path / "lab.clab.yml").write_text(LAB.format(tap=device()))
    lab = Lab.load(tmp_path / "lab.clab.yml")
    with world(lab) as made:
        yield made


@pytest.fixture
def scanner(here: World) -> Place:
    """Where ike-scan is started: it knows the router's MAC address, and the router its."""
    place = here.place(next(iter(here.lab.doors)), "192.0.2.2/24")
    place.meet("192.0.2.1")
    return place


def scan(scanner: Place, *options: str) -> str:
    return scanner.call("ike-scan", "--nodns", "--retry=1", f"--timeout={LIMIT * 500:.0f}", *options, "192.0.2.1")


def test_the_proposal_that_is_accepted(scanner: Place) -> None:
    said = scan(scanner, "--trans=1,1,1,1")
    assert "Main Mode Handshake returned" in said
    assert "Enc=DES Hash=MD5 Auth=PSK Group=1:modp768" in said
    refused = scan(scanner, "--trans=5,2,1,2")
    assert "Notify message 14 (NO-PROPOSAL-CHOSEN)" in refused


def test_the_pattern_of_its_repetitions(here: World, scanner: Place, tmp_path: Path) -> None:
    """Six messages, ten seconds apart in the router's time: by that ike-scan, which looks at a clock that goes
    slower, knows IOS. It is asked again when this machine was too busy to keep time."""
    here.speed = SPEED
    (tmp_path / "patterns").write_text(quickened(PATTERNS.read_text()))
    for _ in range(TRIES):
        here.lost = 0
        with here.lab.capture("R1:FastEthernet0/0") as capture:

            def times() -> list[int]:
                heard = (seen for seen in capture.frames if seen.sender.startswith("R1:"))
                return [seen.time for seen in heard if seen.frame[23] == ipv4.UDP]

            said = scan(scanner, "--trans=1,1,1,1", "--showbackoff=6", f"--patterns={tmp_path}/patterns")
            assert here.wait(lambda: len(times()) >= 6)
            here.run(15)
        assert [round((time - times()[0]) / SECOND, 1) for time in times()] == [0, 10, 20, 30, 40, 50]
        if "Implementation guess: Cisco IOS 12.1, 12.2, 12.3, 12.4 or 15.0" in said:
            return
        assert here.lost > 0.5, said
    pytest.skip("this machine is too busy for ike-scan to tell what it sees")


def quickened(patterns: str) -> str:
    """ike-scan's own patterns, for gateways whose time passes `SPEED` times as fast; what follows a slash is by how
    many milliseconds a time may differ."""
    lines = []
    for line in patterns.splitlines():
        name, tab, times = line.partition("\t")
        if tab and not line.startswith("#"):
            line = (
                f"{name}\t{re.sub(r'(?<![0-9./])[0-9.]+', lambda number: f'{float(number[0]) / SPEED:g}', times)}"
            )
        lines.append(line)
    return "\n".join(lines) + "\n"


def test_the_vendor_id_of_the_nat_traversal_that_it_chooses(scanner: Place) -> None:
    drafts = ("--vendor=439b59f8ba676c4c7737ae22eab8f582", "--vendor=90cb80913ebb696e086381b5ec427b1f")
    said = scan(scanner, "--trans=1,1,1,1", *drafts)
    assert "VID=439b59f8ba676c4c7737ae22eab8f582" in said
    assert "VID=90cb80913ebb696e086381b5ec427b1f" not in said
