"""A chain of three routers in a lab, r1 -- r2 -- r3, with the border of area 1 in its middle."""

from __future__ import annotations

import re
from pathlib import Path

from ios_emu.features.ospf import Ospf
from ios_emu.features.ospf.config import ProcessConfig
from ios_emu.features.ospf.process import Process
from ios_emu.lab.lab import Lab

TOPOLOGY = """\
name: chain
topology:
  nodes:
    r1: {kind: ios_emu, startup-config: r1.cfg}
    r2: {kind: ios_emu, startup-config: r2.cfg}
    r3: {kind: ios_emu, startup-config: r3.cfg}
  links:
    - endpoints: ["r1:FastEthernet0/0", "r2:FastEthernet0/0"]
    - endpoints: ["r2:FastEthernet0/1", "r3:FastEthernet0/0"]
"""
CONFIGS = {
    "r1": """\
interface Loopback0
 ip address 99.0.0.1 255.255.255.255
interface FastEthernet0/0
 ip address 10.0.0.1 255.255.255.0
router ospf 1
 redistribute static subnets
 network 0.0.0.0 255.255.255.255 area 0
ip route 20.1.1.0 255.255.255.0 Null0
ip route 20.0.0.0 255.0.0.0 Null0
""",
    "r2": """\
interface FastEthernet0/0
 ip address 10.0.0.2 255.255.255.0
interface FastEthernet0/1
 ip address 10.1.0.2 255.255.255.0
router ospf 1
 network 10.0.0.0 0.0.0.255 area 0
 network 10.1.0.0 0.0.0.255 area 1
""",
    "r3": """\
interface Loopback0
 ip address 99.0.0.3 255.255.255.255
interface FastEthernet0/0
 ip address 10.1.0.3 255.255.255.0
router ospf 1
 network 0.0.0.0 255.255.255.255 area 1
""",
}


def lab_of(folder: Path, version: str = "12.3", **extra: str) -> Lab:
    """The chain r1 -- r2 -- r3, its border router in the middle; `extra` goes into each `router ospf`."""
    for name, text in CONFIGS.items():
        text = text.replace("router ospf 1\n", "router ospf 1\n" + extra.get(name, ""))
        (folder / f"{name}.cfg").write_text(f"version {version}\nhostname {name.upper()}\n{text}end\n")
    (folder / "chain.clab.yml").write_text(TOPOLOGY)
    lab = Lab.load(folder / "chain.clab.yml")
    assert not any(router.boot_complaints for router in lab.routers.values())
    return lab


def process(lab: Lab, node: str) -> Process:
    return lab[node].feature(Ospf).processes[1]


def config(lab: Lab, node: str) -> ProcessConfig:
    return lab[node].feature(Ospf).configs[1]


def configure(lab: Lab, node: str, *lines: str) -> str:
    """Type these lines in the section of the process; what they say."""
    typed = [lab[node].execute(line) for line in ("configure terminal", "router ospf 1")]
    said = [lab[node].execute(line) for line in lines]
    return "".join(said) + (typed and lab[node].execute("end")).replace(
        "%SYS-5-CONFIG_I: Configured from console by console\n", ""
    )


def section(lab: Lab, node: str) -> list[str]:
    """The lines of the process in the running-config."""
    text = lab[node].execute("show running-config | begin router ospf")
    return [line[1:] for line in text.partition("!\n")[0].splitlines()[1:]]


def routes(lab: Lab, node: str) -> list[str]:
    """The OSPF lines of `show ip route`, ages and interfaces cut."""
    lines = [" ".join(line.split()) for line in lab[node].execute("show ip route").splitlines()]
    lines = [re.sub(r", \d\d:\d\d:\d\d,.*", "", line) for line in lines if " via " in line or " summary," in line]
    return [line for line in lines if line[0] == "O" and ("[" in line or "summary" in line)]
