"""For all tests: Hypothesis without a deadline, since the machine may be busy. For the lab and edge floors: two
routers on a LAN, nothing but IP."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from ios_emu.lab.lab import Lab

settings.register_profile("tests", max_examples=100, deadline=None)
settings.load_profile("tests")

CONFIG = """\
version 12.3
service timestamps log datetime msec
hostname {name}
interface FastEthernet0/0
 ip address 192.0.2.{number} 255.255.255.0
line con 0
 privilege level 15
end
"""
LAB = """\
name: pair
topology:
  nodes:
    n1: {kind: ios_emu, startup-config: r1.cfg}
    n2: {kind: ios_emu, startup-config: r2.cfg}
    lan: {kind: bridge}
  links:
    - endpoints: ["n1:FastEthernet0/0", "lan:1"]
    - endpoints: ["n2:FastEthernet0/0", "lan:2"]
"""


@pytest.fixture
def lab_file(tmp_path: Path) -> Path:
    """The lab's file."""
    for number in (1, 2):
        (tmp_path / f"r{number}.cfg").write_text(CONFIG.format(name=f"R{number}", number=number))
    file = tmp_path / "pair.clab.yml"
    file.write_text(LAB)
    return file


@pytest.fixture
def pair(lab_file: Path) -> Lab:
    """The lab, its interfaces up."""
    from ios_emu.lab.lab import Lab

    lab = Lab.load(lab_file)
    lab.run(seconds=5)
    for name in ("n1", "n2"):
        lab.console(name)
    return lab
