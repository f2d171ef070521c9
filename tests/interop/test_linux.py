"""The Linux kernel as a neighbour of emulated routers: it pings their virtual address, goes through them, follows them
when they fail over, and takes their ICMP errors and fragments for what they are."""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from support.outside import Place, World, device, missing, world

from ios_emu.lab.lab import Lab

pytestmark = pytest.mark.skipif(bool(missing("ping", "sysctl")), reason=missing("ping", "sysctl") or "-")

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
VIRTUAL, FAR_AWAY = "192.0.2.1", "203.0.113.9"
ASK_A_CLOSED_PORT = f"""
import socket
port = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
port.settimeout(2)
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
    lab.run(seconds=15)
    assert "State is Active" in lab["r1"].execute("show standby FastEthernet0/0")
    return lab, f"linux:{tap}"


@pytest.fixture
def here(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[tuple[World, Place]]:
    """The lab in its world, and Linux on the gateways' LAN."""
    lab, door = build(tmp_path, getattr(request, "param", ""))
    with world(lab) as all_of_it:
        yield all_of_it, all_of_it.place(door, "192.0.2.100/24", gateway=VIRTUAL)


def received(said: str) -> int:
    match = re.search(r"(\d+) received", said)
    assert match is not None, said
    return int(match[1])


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
    assert received(linux.call("ping", "-c5", "-i0.2", "-W1", VIRTUAL)) >= 4
    assert neighbour(linux, VIRTUAL) == "00:00:0c:07:ac:01"
    said = linux.call("ping", "-c5", "-i0.2", "-W1", FAR_AWAY)
    assert received(said) >= 4
    assert "ttl=254" in said


def pings_through_a_failover(world: World, linux: Place) -> tuple[list[int], str]:
    """The numbers of the answered pings (ten in a second) while the active gateway dies after a second, and all
    that was said."""
    linux.call("ping", "-c2", "-i0.2", "-W1", FAR_AWAY)
    pinging = linux.start("ping", "-n", "-c60", "-i0.1", "-W1", FAR_AWAY)
    world.pump(1)
    world.lab.power_off("r1")
    assert world.pump(10, lambda: pinging.poll() is not None)
    said = pinging.communicate()[0]
    return [int(number) for number in re.findall(r"icmp_seq=(\d+) ttl", said)], said


def test_a_failover_is_over_when_the_hold_time_is(here: tuple[World, Place]) -> None:
    whole, linux = here
    answered, said = pings_through_a_failover(whole, linux)
    assert answered[-1] == 60, said
    (gap,) = {b - a for a, b in pairwise(answered) if b - a > 5}
    assert 15 <= gap <= 40, "from two to three seconds without a hello, and some more for a busy machine"
    assert neighbour(linux, VIRTUAL) == "00:00:0c:07:ac:01"
    assert "State is Active" in whole.lab["r2"].execute("show standby FastEthernet0/0")


@pytest.mark.parametrize("here", ["standby use-bia"], indirect=True)
def test_the_gratuitous_arp_of_a_failover_is_followed(here: tuple[World, Place]) -> None:
    whole, linux = here
    linux.call("ping", "-c2", "-i0.2", "-W1", FAR_AWAY)
    first = neighbour(linux, VIRTUAL)
    assert first == str(colons(whole.lab, "r1"))
    with whole.lab.capture("near") as capture:
        answered, said = pings_through_a_failover(whole, linux)
    assert answered[-1] == 60, said
    assert neighbour(linux, VIRTUAL) == colons(whole.lab, "r2")
    asked = [
        seen for seen in capture.frames if seen.sender.startswith("linux:") and seen.frame[12:14] == b"\x08\x06"
    ]
    assert not [seen for seen in asked if seen.frame[20:22] == b"\x00\x01" and seen.frame[:1] == b"\xff"], (
        "Linux did not need to ask"
    )


def colons(lab: Lab, router: str) -> str:
    """The burned-in address of a router's first interface, as Linux writes it."""
    return lab[router].interfaces["FastEthernet0/0"].bia.hex(":")


def test_icmp_errors_reach_the_program_they_are_for(here: tuple[World, Place]) -> None:
    _, linux = here
    linux.call("ping", "-c2", "-i0.2", "-W1", FAR_AWAY)
    assert "From 192.0.2.2 icmp_seq=1 Time to live exceeded" in linux.call("ping", "-n", "-c1", "-t1", FAR_AWAY)
    assert "From 192.0.2.2 icmp_seq=1 Destination Host Unreachable" in linux.call("ping", "-n", "-c1", "10.9.9.9")
    assert "Connection refused" in linux.call("python3", "-c", ASK_A_CLOSED_PORT)
    assert counter(linux, "Icmp", "InErrors") == 0


def test_the_path_mtu_is_learnt_from_a_router(here: tuple[World, Place]) -> None:
    _, linux = here
    linux.call("ping", "-c2", "-i0.2", "-W1", FAR_AWAY)
    said = linux.call("ping", "-n", "-c1", "-W1", "-Mdo", "-s1472", FAR_AWAY)
    assert "Frag needed and DF set (mtu = 1400)" in said
    assert "mtu 1400" in linux.run("ip", "route", "get", FAR_AWAY)
    assert received(linux.call("ping", "-n", "-c1", "-W1", "-Mdo", "-s1372", FAR_AWAY)) == 1


def test_fragments_are_put_together_on_either_side(here: tuple[World, Place]) -> None:
    _, linux = here
    linux.call("ping", "-c2", "-i0.2", "-W1", FAR_AWAY)
    assert received(linux.call("ping", "-n", "-c3", "-i0.2", "-W1", "-s4000", FAR_AWAY)) == 3
    assert counter(linux, "Ip", "ReasmOKs") == 3, "the far router's fragments, cut once more to 900 bytes"
    assert counter(linux, "Ip", "ReasmFails") == 0
    assert counter(linux, "Ip", "FragOKs") == 3
    assert received(linux.call("ping", "-n", "-c2", "-i0.2", "-W1", "-s18000", VIRTUAL)) == 2
