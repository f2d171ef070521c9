"""The Linux kernel as a neighbour of emulated routers: it pings their virtual address, goes through them, follows them
when they fail over, and takes their ICMP errors and fragments for what they are."""

import re
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from scapy.layers.inet import ICMP
from scapy.layers.l2 import Ether
from support.outside import Place, World, device, missing, world

from ios_emu.kernel import SECOND
from ios_emu.lab.capture import Captured
from ios_emu.lab.lab import Lab

pytestmark = pytest.mark.skipif(bool(missing("ping")), reason=missing("ping") or "-")

GATEWAY = """\
version 12.4
hostname {name}
interface FastEthernet0/0
 ip address 192.0.2.{number} 255.255.255.0
 ip mtu 900
 standby 1 ip 192.0.2.1
 standby 1 timers 1 3
 standby 1 priority {priority}
 {more}
interface FastEthernet0/1
 ip address 198.51.100.{number} 255.255.255.0
 ip mtu 1400
 standby 2 ip 198.51.100.1
 standby 2 timers 1 3
 standby 2 priority {priority}
ip route 203.0.113.0 255.255.255.0 198.51.100.9
end
"""
FAR = """\
version 12.4
hostname far
interface Loopback0
 ip address 203.0.113.9 255.255.255.0
interface FastEthernet0/0
 ip address 198.51.100.9 255.255.255.0
ip route 192.0.2.0 255.255.255.0 198.51.100.1
end
"""
LAB = """\
name: linux
topology:
  nodes:
    r1: {{kind: ios_emu, startup-config: r1.cfg}}
    r2: {{kind: ios_emu, startup-config: r2.cfg}}
    far: {{kind: ios_emu, startup-config: far.cfg}}
    near: {{kind: bridge}}
    core: {{kind: bridge}}
    linux: {{kind: tap}}
  links:
    - endpoints: ["r1:FastEthernet0/0", "near:1"]
    - endpoints: ["r2:FastEthernet0/0", "near:2"]
    - endpoints: ["linux:{tap}", "near:3"]
    - endpoints: ["r1:FastEthernet0/1", "core:1"]
    - endpoints: ["r2:FastEthernet0/1", "core:2"]
    - endpoints: ["far:FastEthernet0/0", "core:3"]
"""
ECHO_REPLY, ECHO = 0, 8
VIRTUAL, FAR_AWAY = "192.0.2.1", "203.0.113.9"
ASK_A_CLOSED_PORT = f"""
import socket
port = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
port.settimeout(60)
port.connect(({FAR_AWAY!r}, 9999))
port.send(b"x")
port.recv(1)
"""


def build(folder: Path, more: str = "") -> tuple[Lab, str]:
    """The lab, its first gateway active, and the door's name."""
    tap = device()
    for name, number, priority in (("r1", 2, 110), ("r2", 3, 100)):
        config = GATEWAY.format(name=name, number=number, priority=priority, more=more)
        (folder / f"{name}.cfg").write_text(config)
    (folder / "far.cfg").write_text(FAR)
    (folder / "linux.clab.yml").write_text(LAB.format(tap=tap))
    lab = Lab.load(folder / "linux.clab.yml")
    lab.run(seconds=30)
    for name, state in (("r1", "Active"), ("r2", "Standby")):
        assert f"State is {state}" in lab[name].execute("show standby FastEthernet0/0")
    return lab, f"linux:{tap}"


@pytest.fixture
def here(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[tuple[World, Place]]:
    """The lab in its world, and Linux on the gateways' LAN."""
    lab, door = build(tmp_path, getattr(request, "param", ""))
    with world(lab) as all_of_it:
        yield all_of_it, all_of_it.place(door, "192.0.2.100/24", gateway=VIRTUAL)


def neighbour(linux: Place, address: str) -> str:
    """The Ethernet address that Linux has for an IP address."""
    match = re.search(r"lladdr (\S+)", linux.run("ip", "neigh", "show", address))
    return match[1] if match is not None else ""


def counter(linux: Place, protocol: str, name: str) -> int:
    """One of the kernel's counters."""
    names, values = (
        line.split()
        for line in linux.run("cat", "/proc/net/snmp").splitlines()
        if line.startswith(f"{protocol}: ")
    )
    return int(values[names.index(name)])


def test_the_virtual_address_and_what_is_behind_it(here: tuple[World, Place]) -> None:
    _, linux = here
    linux.meet(VIRTUAL)
    assert linux.ping(VIRTUAL) == 3
    assert neighbour(linux, VIRTUAL) == "00:00:0c:07:ac:01"
    linux.meet(FAR_AWAY)
    assert "ttl=254" in linux.call("ping", "-n", "-c1", "-W30", FAR_AWAY)


Echoes = dict[int, int]
"""When an ICMP echo of this sequence number passed, in the lab's time."""


def echoes(frames: list[Captured], kind: int, after: int) -> Echoes:
    """The echoes (8) or replies (0) of a capture that passed after an instant."""
    found: Echoes = {}
    for seen in frames:
        packet = Ether(seen.frame)
        if seen.time > after and ICMP in packet and packet[ICMP].type == kind:
            found.setdefault(packet[ICMP].seq, seen.time)
    return found


def fail_over(world: World, linux: Place) -> tuple[list[Captured], int]:
    """Linux pings ten times in a second, the active gateway dies, and in the end there are answers again: what the
    LAN carried, and when the gateway died."""
    linux.meet(FAR_AWAY)
    with world.lab.capture("near") as capture:
        pinging = linux.start("ping", "-n", "-i0.1", FAR_AWAY)
        assert world.wait(lambda: len(echoes(capture.frames, ECHO_REPLY, 0)) >= 5)
        died = world.lab.now
        world.lab.power_off("r1")
        world.run(4)
        enough = world.lab.now
        assert world.wait(lambda: len(echoes(capture.frames, ECHO_REPLY, enough)) >= 5)
        pinging.send_signal(signal.SIGINT)
        linux.finish(pinging)
        world.run(0.5)  # for what is still under way
    return capture.frames, died


def test_a_failover_is_over_when_the_hold_time_is(here: tuple[World, Place]) -> None:
    whole, linux = here
    frames, died = fail_over(whole, linux)
    answered = echoes(frames, ECHO_REPLY, died)
    asked = {number: (time - died) / SECOND for number, time in echoes(frames, ECHO, died).items()}
    # The hold time is three seconds, and the last hello was one second ago at most.
    early = [number for number, since in asked.items() if since < 1.9]
    late = [number for number, since in asked.items() if since > 3.1]
    assert early and not set(early) & answered.keys()
    # The first reply may be lost while the new gateway asks for Linux's MAC address.
    assert late and set(late[1:]) <= answered.keys(), (late, sorted(answered))
    assert neighbour(linux, VIRTUAL) == "00:00:0c:07:ac:01"
    assert "State is Active" in whole.lab["r2"].execute("show standby FastEthernet0/0")


@pytest.mark.parametrize("here", ["standby use-bia"], indirect=True)
def test_the_gratuitous_arp_of_a_failover_is_followed(here: tuple[World, Place]) -> None:
    whole, linux = here
    # However long the test takes: Linux does not doubt what it has learnt.
    linux.run(*["ip", "ntable", "change", "name", "arp_cache", "dev", "eth0", "base_reachable", "3600000"])
    linux.meet(FAR_AWAY)
    assert neighbour(linux, VIRTUAL) == colons(whole.lab, "r1")
    frames, _ = fail_over(whole, linux)
    assert neighbour(linux, VIRTUAL) == colons(whole.lab, "r2")
    asked = [
        seen.frame for seen in frames if seen.sender.startswith("linux:") and seen.frame[12:14] == b"\x08\x06"
    ]
    assert not [frame for frame in asked if frame[20:22] == b"\x00\x01" and frame[:1] == b"\xff"], (
        "Linux did not need to ask"
    )


def colons(lab: Lab, router: str) -> str:
    """The burned-in address of a router's first interface, as Linux writes it."""
    return lab[router].interfaces["FastEthernet0/0"].bia.hex(":")


def test_icmp_errors_reach_the_program_they_are_for(here: tuple[World, Place]) -> None:
    _, linux = here
    linux.meet(FAR_AWAY)
    assert "From 192.0.2.2 icmp_seq=1 Time to live exceeded" in linux.call(
        "ping", "-n", "-c1", "-W30", "-t1", FAR_AWAY
    )
    assert "From 192.0.2.2 icmp_seq=1 Destination Host Unreachable" in linux.call(
        "ping", "-n", "-c1", "-W30", "10.9.9.9"
    )
    assert "Connection refused" in linux.call("python3", "-c", ASK_A_CLOSED_PORT)
    assert counter(linux, "Icmp", "InErrors") == 0


def test_the_path_mtu_is_learnt_from_a_router(here: tuple[World, Place]) -> None:
    _, linux = here
    linux.meet(FAR_AWAY)
    said = linux.call("ping", "-n", "-c1", "-W30", "-Mdo", "-s1472", FAR_AWAY)
    assert "Frag needed and DF set (mtu = 1400)" in said
    assert "mtu 1400" in linux.run("ip", "route", "get", FAR_AWAY)
    assert linux.ping(FAR_AWAY, "-Mdo", "-s1372") == 3


def test_fragments_are_put_together_on_either_side(here: tuple[World, Place]) -> None:
    _, linux = here
    linux.meet(FAR_AWAY)
    assert linux.ping(FAR_AWAY, "-s4000") == 3
    assert counter(linux, "Ip", "ReasmOKs") == 3, "the far router's fragments, cut once more to 900 bytes"
    assert counter(linux, "Ip", "ReasmFails") == 0
    assert counter(linux, "Ip", "FragOKs") == 3
    assert linux.ping(VIRTUAL, "-s18000", count=2) == 2
