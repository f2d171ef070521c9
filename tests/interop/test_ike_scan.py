"""ike-scan, which fingerprints VPN gateways, sees an IKEv1 responder that repeats itself as IOS does."""

from __future__ import annotations

import re
import shutil
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.isakmp_lab import CONFIG, LAB
from support.strongswan import Outside, missing

from ios_emu.lab.lab import Lab

_WHY = missing() if "strongSwan" not in missing() else ""
_WHY = _WHY or ("" if shutil.which("ike-scan") else "ike-scan is not installed")
pytestmark = pytest.mark.skipif(bool(_WHY), reason=_WHY or "-")
if _WHY:
    warnings.warn(f"nothing is tried with ike-scan: {_WHY}", stacklevel=1)

PATTERNS = Path("/usr/share/ike-scan/ike-backoff-patterns")
SPEED = 5
"""Virtual seconds in a real one."""


@pytest.fixture
def outside(tmp_path: Path) -> Iterator[Outside]:
    for me, peer in ((1, 2), (2, 1)):
        (tmp_path / f"r{me}.cfg").write_text(CONFIG.format(version="12.3", me=me, peer=peer))
    (tmp_path / "lab.clab.yml").write_text(LAB)
    lab = Lab.load(tmp_path / "lab.clab.yml")
    lab.power_off("R2")
    lab.run(seconds=8)
    made = Outside(lab, "lan", tmp_path, ["192.0.2.2/24"])
    made.call("ping", "-c1", "-W1", "192.0.2.1")
    yield made
    made.close()


def scan(outside: Outside, *options: str) -> str:
    return outside.call("ike-scan", "--nodns", *options, "192.0.2.1", timeout=30)[1]


def test_the_proposal_that_is_accepted(outside: Outside) -> None:
    said = scan(outside, "--trans=1,1,1,1")
    assert "Main Mode Handshake returned" in said
    assert "Enc=DES Hash=MD5 Auth=PSK Group=1:modp768" in said
    refused = scan(outside, "--trans=5,2,1,2")
    assert "Notify message 14 (NO-PROPOSAL-CHOSEN)" in refused


def test_the_pattern_of_its_repetitions(outside: Outside, tmp_path: Path) -> None:
    """Six messages, ten seconds apart, which pass in two here: by that ike-scan knows IOS."""
    outside.speed = SPEED
    (tmp_path / "patterns").write_text(quickened(PATTERNS.read_text()))
    said = scan(outside, "--trans=1,1,1,1", "--showbackoff=4", f"--patterns={tmp_path}/patterns")
    gaps = [float(gap) for gap in re.findall(r"^192\.0\.2\.1\s+\d+\s+[\d.]+\s+([\d.]+)$", said, re.MULTILINE)]
    assert [round(gap) for gap in gaps] == [0, 2, 2, 2, 2, 2]
    assert "Implementation guess: Cisco IOS 12.1, 12.2, 12.3, 12.4 or 15.0" in said


def quickened(patterns: str) -> str:
    """ike-scan's own patterns, for gateways whose time passes `SPEED` times as fast."""
    lines = []
    for line in patterns.splitlines():
        name, tab, times = line.partition("\t")
        if tab and not line.startswith("#"):
            line = f"{name}\t{re.sub(r'[0-9.]+', lambda number: f'{float(number[0]) / SPEED:g}', times)}"
        lines.append(line)
    return "\n".join(lines) + "\n"


def test_the_vendor_id_of_the_nat_traversal_that_it_chooses(outside: Outside) -> None:
    drafts = ("--vendor=439b59f8ba676c4c7737ae22eab8f582", "--vendor=90cb80913ebb696e086381b5ec427b1f")
    said = scan(outside, "--trans=1,1,1,1", *drafts)
    assert "VID=439b59f8ba676c4c7737ae22eab8f582" in said
    assert "VID=90cb80913ebb696e086381b5ec427b1f" not in said
