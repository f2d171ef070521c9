"""OSPF in whole routers: configuration, show, debug, syslog, the routing table."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ios_emu.features.ospf import Ospf
from ios_emu.lab.lab import Lab

TOPOLOGY = """\
name: trio
topology:
  nodes:
    r1: {kind: ios_emu, startup-config: r1.cfg}
    r2: {kind: ios_emu, startup-config: r2.cfg}
    r3: {kind: ios_emu, startup-config: r3.cfg}
    lan: {kind: bridge}
  links:
    - endpoints: ["r1:FastEthernet0/0", "lan:1"]
    - endpoints: ["r2:FastEthernet0/0", "lan:2"]
    - endpoints: ["r3:FastEthernet0/0", "lan:3"]
"""
CONFIG = """\
version {version}
hostname R{n}
interface Loopback0
 ip address 99.0.0.{n} 255.255.255.255
interface FastEthernet0/0
 ip address 10.1.1.{n} 255.255.255.0
{interface}router ospf 1
 log-adjacency-changes
{ospf} passive-interface Loopback0
 network 10.1.1.0 0.0.0.255 area 0
 network 99.0.0.0 0.0.0.255 area 0
{rest}end
"""


def lab_of(folder: Path, version: str = "12.3", **parts: str) -> Lab:
    for n in (1, 2, 3):
        own = {key: parts.get(f"{key}{n}", "") for key in ("interface", "ospf", "rest")}
        (folder / f"r{n}.cfg").write_text(CONFIG.format(n=n, version=version, **own))
    (folder / "trio.clab.yml").write_text(TOPOLOGY)
    lab = Lab.load(folder / "trio.clab.yml")
    assert not any(router.boot_complaints for router in lab.routers.values())
    return lab


@pytest.fixture
def lab(tmp_path: Path) -> Lab:
    lab = lab_of(
        tmp_path,
        ospf1=" redistribute static subnets\n",
        rest1="ip route 20.1.1.0 255.255.255.0 Null0\nip route 10.48.66.0 255.255.254.0 10.1.1.2\n",
    )
    lab.run(seconds=90)
    return lab


def configure(lab: Lab, node: str, *lines: str) -> str:
    return "".join(lab[node].execute(line) for line in ("configure terminal", *lines, "end"))


def routes(lab: Lab, node: str) -> list[str]:
    """The OSPF lines of `show ip route`, ages cut."""
    text = str(lab[node].execute("show ip route"))
    lines = [line for line in text.splitlines() if " via " in line]
    return [re.sub(r", \d\d:\d\d:\d\d,", ",", " ".join(line.split())) for line in lines]


def test_routes_reach_the_routing_table(lab: Lab) -> None:
    assert sorted(line for line in routes(lab, "r3") if line.startswith("O")) == [
        "O 99.0.0.1 [110/2] via 10.1.1.1, FastEthernet0/0",
        "O 99.0.0.2 [110/2] via 10.1.1.2, FastEthernet0/0",
        "O E2 10.48.66.0/23 [110/20] via 10.1.1.2, FastEthernet0/0",
        "O E2 20.1.1.0 [110/20] via 10.1.1.1, FastEthernet0/0",
    ]
    text = str(lab["r3"].execute("show ip route 20.1.1.0"))
    assert 'Known via "ospf 1", distance 110, metric 20, type extern 2, forward metric 1' in text
    assert "10.1.1.1, from 99.0.0.1," in text


def test_what_leaves_is_ttl_1_and_internetwork_control(lab: Lab) -> None:
    frames: list[bytes] = []
    port = lab["r1"].interface("FastEthernet0/0").port
    assert port is not None
    original = type(port).transmit

    def transmit(self: object, frame: bytes) -> None:
        frames.append(frame)
        original(self, frame)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(port), "transmit", transmit)
        lab.run(seconds=11)
    ospf = [frame for frame in frames if frame[23] == 89]
    assert ospf
    for frame in ospf:
        assert (frame[15], frame[22]) == (0xC0, 1)
        assert frame[:6] == bytes.fromhex("01005e000005")


def test_neighbor_table(lab: Lab) -> None:
    text = str(lab["r1"].execute("show ip ospf neighbor"))
    assert re.fullmatch(
        r"""
Neighbor ID     Pri   State           Dead Time   Address         Interface
99\.0\.0\.2          1   FULL/BDR        00:00:3\d    10\.1\.1\.2        FastEthernet0/0
99\.0\.0\.3          1   FULL/DR         00:00:3\d    10\.1\.1\.3        FastEthernet0/0
""",
        text,
    )
    detail = str(lab["r1"].execute("show ip ospf neighbor 99.0.0.3"))
    assert " Neighbor 99.0.0.3, interface address 10.1.1.3\n" in detail
    assert "    Neighbor priority is 1, State is FULL, 6 state changes\n" in detail
    assert "    DR is 10.1.1.3 BDR is 10.1.1.2\n    Options is 0x2\n" in detail
    assert "99.0.0.2," not in detail


def test_database(lab: Lab) -> None:
    text = str(lab["r2"].execute("show ip ospf database"))
    text = re.sub(r"(?m)^(\S+ +\S+ +)\d+ +0x8000000\d 0x00[0-9A-F]{4}", r"\1#", text)
    assert text == (
        "\n            OSPF Router with ID (99.0.0.2) (Process ID 1)\n"
        "\n                Router Link States (Area 0)\n\n"
        "Link ID         ADV Router      Age         Seq#       Checksum Link count\n"
        "99.0.0.1        99.0.0.1        # 2\n"
        "99.0.0.2        99.0.0.2        # 2\n"
        "99.0.0.3        99.0.0.3        # 2\n"
        "\n                Net Link States (Area 0)\n\n"
        "Link ID         ADV Router      Age         Seq#       Checksum\n"
        "10.1.1.3        99.0.0.3        #\n"
        "\n                Type-5 AS External Link States\n\n"
        "Link ID         ADV Router      Age         Seq#       Checksum Tag\n"
        "10.48.66.0      99.0.0.1        # 0\n"
        "20.1.1.0        99.0.0.1        # 0\n\n"
    )


def test_database_in_full(lab: Lab) -> None:
    text = str(lab["r2"].execute("show ip ospf database external 10.48.66.0"))
    assert "  Routing Bit Set on this LSA\n" not in text, "the forwarding address is r2 itself"
    assert "  Link State ID: 10.48.66.0 (External Network Number )\n" in text
    assert (
        "        Metric Type: 2 (Larger than any link state path)\n        TOS: 0 \n        Metric: 20 \n" in text
    )
    assert "        Forward Address: 10.1.1.2\n" in text
    assert "20.1.1.0" not in text
    text = str(lab["r2"].execute("show ip ospf database router self-originate"))
    assert text.count("LS Type: Router Links") == 1
    assert "     (Link ID) Designated Router address: 10.1.1.3\n" in text
    assert "      Number of TOS metrics: 0\n       TOS 0 Metrics: 1\n" in text
    text = str(lab["r2"].execute("show ip ospf database network"))
    assert "  Routing Bit Set on this LSA\n" in text
    assert "  Network Mask: /24\n        Attached Router: 99.0.0.3\n" in text
    assert "  AS Boundary Router\n" in str(lab["r2"].execute("show ip ospf database router 99.0.0.1"))


def test_interfaces(lab: Lab) -> None:
    text = str(lab["r2"].execute("show ip ospf interface FastEthernet0/0"))
    assert "  Internet Address 10.1.1.2/24, Area 0 \n" in text
    assert "  Process ID 1, Router ID 99.0.0.2, Network Type BROADCAST, Cost: 1\n" in text
    assert "  Transmit Delay is 1 sec, State BDR, Priority 1 \n" in text
    assert "  Designated Router (ID) 99.0.0.3, Interface address 10.1.1.3\n" in text
    assert "  Timer intervals configured, Hello 10, Dead 40, Wait 40, Retransmit 5\n" in text
    assert "    Adjacent with neighbor 99.0.0.3  (Designated Router)\n" in text
    assert "oob-resync" not in text
    text = str(lab["r2"].execute("show ip ospf interface Loopback0"))
    assert text.endswith("  Loopback interface is treated as a stub Host\n")
    brief = str(lab["r2"].execute("show ip ospf interface brief")).splitlines()
    assert brief[0] == "Interface    PID   Area            IP Address/Mask    Cost  State Nbrs F/C"
    assert "Fa0/0        1     0               10.1.1.2/24        1     BDR   2/2" in brief


def test_process_and_protocols(lab: Lab) -> None:
    text = str(lab["r1"].execute("show ip ospf"))
    assert text.startswith(' Routing Process "ospf 1" with ID 99.0.0.1\n')
    assert " It is an autonomous system boundary router\n Redistributing External Routes from,\n" in text
    assert "    static, includes subnets in redistribution\n" in text
    assert " Initial SPF schedule delay 5000 msecs\n" in text
    assert "        Number of LSA 4. Checksum Sum 0x" in text
    text = str(lab["r1"].execute("show ip protocols"))
    assert "  Passive Interface(s):\n    Loopback0\n" in text
    assert re.search(r"(?m)^    99\.0\.0\.2              110      00:0", text)


def test_formats_by_release(tmp_path: Path) -> None:
    old = lab_of(tmp_path, version="12.2")
    old.run(seconds=60)
    assert " SPF schedule delay 5 secs, Hold time between two SPFs 10 secs\n" in str(
        old["r1"].execute("show ip ospf")
    )
    new = lab_of(
        tmp_path,
        version="15.2",
        ospf1=" redistribute static subnets\n",
        rest1="ip route 7.0.0.0 255.0.0.0 Null0\n",
    )
    new["r1"].execute("debug ip ospf adj")
    new.run(seconds=60)
    text = str(new["r2"].execute("show ip ospf database external"))
    assert "  Routing Bit Set on this LSA in topology Base with MTID 0\n" in text
    assert "        MTID: 0 \n" in text
    console = new["r1"].console
    assert console is not None
    printed = console.drain()
    assert "OSPF-1 ADJ   Fa0/0: 2 Way Communication to 99.0.0.2, state 2WAY\n" in printed
    assert "  Supports Link-local Signaling (LLS)\n" in str(new["r1"].execute("show ip ospf interface"))


def test_syslog_and_debug(lab: Lab) -> None:
    lab["r1"].execute("debug ip ospf adj")
    console = lab["r1"].console
    assert console is not None
    console.drain()
    lab["r3"].power_off()
    lab.run(seconds=45)
    printed = console.drain()
    assert (
        "%OSPF-5-ADJCHG: Process 1, Nbr 99.0.0.3 on FastEthernet0/0 from FULL to DOWN, "
        "Neighbor Down: Dead timer expired\n" in printed
    )
    assert "OSPF: 99.0.0.3 address 10.1.1.3 on FastEthernet0/0 is dead, state DOWN\n" in printed
    assert "OSPF: DR/BDR election on FastEthernet0/0 \n" in printed
    assert "       DR: 99.0.0.2 (Id)   BDR: 99.0.0.1 (Id)\n" in printed
    shown = str(lab["r1"].execute("show debugging"))
    assert shown == "IP routing:\n  OSPF adjacency events debugging is on\n"


def test_a_shut_interface_takes_its_routes_at_once(lab: Lab) -> None:
    configure(lab, "r3", "interface FastEthernet0/0", "shutdown")
    assert not any(line.startswith("O") for line in routes(lab, "r3"))
    configure(lab, "r3", "interface FastEthernet0/0", "no shutdown")
    lab.run(seconds=60)
    assert len([line for line in routes(lab, "r3") if line.startswith("O")]) == 4


def test_redistribution_follows_the_routing_table(lab: Lab) -> None:
    configure(lab, "r1", "no ip route 20.1.1.0 255.255.255.0 Null0", "ip route 30.0.0.0 255.0.0.0 Null0")
    lab.run(seconds=2)
    assert any("30.0.0.0" in line for line in routes(lab, "r2"))
    assert not any("20.1.1.0" in line for line in routes(lab, "r2"))
    assert "Only classful" in configure(lab, "r1", "router ospf 1", "no redistribute static subnets")
    lab.run(seconds=10)
    assert not any("10.48.66.0" in line for line in routes(lab, "r3"))
    configure(lab, "r1", "router ospf 1", "redistribute static subnets", "redistribute static metric 7")
    configure(lab, "r1", "router ospf 1", "redistribute static metric-type 1 tag 9")
    lab.run(seconds=10)
    assert "O E1 30.0.0.0/8 [110/8] via 10.1.1.1, FastEthernet0/0" in routes(lab, "r3")
    assert "redistribute static metric 7 metric-type 1 subnets tag 9" in str(
        lab["r1"].execute("show running-config")
    )
    configure(lab, "r1", "router ospf 1", "no redistribute static subnets")
    assert " redistribute static metric 7 metric-type 1 tag 9\n" in str(lab["r1"].execute("show running-config"))
    configure(lab, "r1", "router ospf 1", "no redistribute static")
    lab.run(seconds=10)
    assert not any("E1" in line or "E2" in line for line in routes(lab, "r3"))


def test_connected_and_default(lab: Lab) -> None:
    configure(lab, "r2", "interface Loopback7", "ip address 77.7.7.7 255.255.255.0")
    configure(lab, "r2", "router ospf 1", "redistribute connected subnets", "default-information originate always")
    lab.run(seconds=20)
    found = routes(lab, "r3")
    assert "O E2 77.7.7.0 [110/20] via 10.1.1.2, FastEthernet0/0" in found
    assert "O*E2 0.0.0.0/0 [110/1] via 10.1.1.2, FastEthernet0/0" in found
    text = str(lab["r2"].execute("show ip ospf database external self-originate"))
    assert "Link State ID: 99.0.0.2" not in text, "what OSPF runs on is not external"
    configure(lab, "r2", "no interface Loopback7", "router ospf 1", "no default-information originate")
    lab.run(seconds=10)
    assert not any("E2" in line and "10.1.1.2" in line and "10.48" not in line for line in routes(lab, "r3"))


def test_interface_commands_and_their_undoing(lab: Lab) -> None:
    process = lab["r1"].feature(Ospf).processes[1]
    before = process.interfaces["FastEthernet0/0"].settings
    lines = (
        "ip ospf cost 50",
        "ip ospf priority 9",
        "ip ospf hello-interval 5",
        "ip ospf dead-interval 15",
        "ip ospf retransmit-interval 7",
        "ip ospf transmit-delay 2",
        "ip ospf network point-to-point",
        "ip ospf mtu-ignore",
        "ip ospf authentication message-digest",
        "ip ospf message-digest-key 3 md5 secret",
    )
    configure(lab, "r1", "interface FastEthernet0/0", *lines)
    settings = process.interfaces["FastEthernet0/0"].settings
    assert (settings.cost, settings.priority, settings.hello, settings.dead) == (50, 9, 5, 15)
    assert (settings.retransmit, settings.transmit_delay, settings.kind) == (7, 2, "POINT_TO_POINT")
    assert settings.authentication.keys == ((3, b"secret"),)
    assert settings.mtu_ignore
    configure(lab, "r1", "interface FastEthernet0/0", *(f"no {line}" for line in lines))
    assert process.interfaces["FastEthernet0/0"].settings == before
    assert "ip ospf" not in str(lab["r1"].execute("show running-config"))


def test_type_7_keys_are_read(lab: Lab) -> None:
    configure(lab, "r1", "interface FastEthernet0/0", "ip ospf authentication-key 7 060506324F41")
    assert lab["r1"].feature(Ospf).interface_configs["FastEthernet0/0"].password == "cisco"


def test_area_authentication(lab: Lab) -> None:
    for node in ("r1", "r2"):
        configure(lab, node, "interface FastEthernet0/0", "ip ospf message-digest-key 1 md5 k")
        configure(lab, node, "router ospf 1", "area 0 authentication message-digest")
    lab.run(seconds=60)
    text = str(lab["r1"].execute("show ip ospf neighbor"))
    assert "99.0.0.2" in text
    assert "99.0.0.3" not in text
    assert "    Youngest key id is 1\n" in str(lab["r1"].execute("show ip ospf interface FastEthernet0/0"))


def test_router_id(lab: Lab) -> None:
    said = configure(lab, "r1", "router ospf 1", "router-id 5.5.5.5")
    assert 'Reload or use "clear ip ospf process" command, for this to take effect\n' in said
    router = lab["r1"]
    assert router.feature(Ospf).processes[1].router_id.packed == bytes([99, 0, 0, 1])
    console = router.console
    assert console is not None
    console.feed("clear ip ospf process")
    assert console.prompt == "Reset ALL OSPF processes? [no]: "
    console.feed("")
    assert router.feature(Ospf).processes[1].router_id.packed == bytes([99, 0, 0, 1])
    console.feed("clear ip ospf process")
    console.feed("yes")
    assert router.feature(Ospf).processes[1].router_id.packed == bytes([5, 5, 5, 5])
    lab.run(seconds=60)
    assert "5.5.5.5" in str(lab["r2"].execute("show ip ospf neighbor"))
    database = str(lab["r2"].execute("show ip ospf database"))
    assert "99.0.0.1 " not in database, "what the old ID said was flushed"


def test_counters_are_cleared(lab: Lab) -> None:
    assert ", 6 state changes\n" in str(lab["r1"].execute("show ip ospf neighbor 99.0.0.3"))
    assert lab["r1"].execute("clear ip ospf 1 counters") == ""
    assert ", 0 state changes\n" in str(lab["r1"].execute("show ip ospf neighbor 99.0.0.3"))
    assert lab["r1"].execute("clear ip ospf redistribution") == ""
    assert any("20.1.1.0" in line for line in routes(lab, "r3"))


def test_no_router_ospf_and_back(lab: Lab) -> None:
    configure(lab, "r1", "no router ospf 1")
    assert str(lab["r1"].execute("show ip ospf neighbor")) == ""
    assert not any(line.startswith("O") for line in routes(lab, "r1"))
    lab.run(seconds=1)
    assert not any("via 10.1.1.1" in line for line in routes(lab, "r3") if "E2" in line)
    configure(lab, "r1", "router ospf 1", "network 10.1.1.77 0.0.0.255 area 0")
    section = str(lab["r1"].execute("show running-config | begin router ospf"))
    assert section.startswith("router ospf 1\n log-adjacency-changes\n network 10.1.1.0 0.0.0.255 area 0\n!"), (
        section
    )
    lab.run(seconds=60)
    assert any(line.startswith("O 99.0.0.3") for line in routes(lab, "r1"))


def test_passive_interfaces(lab: Lab) -> None:
    configure(lab, "r1", "router ospf 1", "passive-interface default")
    lab.run(seconds=50)
    assert "99.0.0.1" not in str(lab["r2"].execute("show ip ospf neighbor"))
    assert "    No Hellos (Passive interface) \n" in str(lab["r1"].execute("show ip ospf interface fa0/0"))
    configure(lab, "r1", "router ospf 1", "no passive-interface FastEthernet0/0")
    assert " no passive-interface FastEthernet0/0\n" in str(lab["r1"].execute("show running-config"))
    lab.run(seconds=60)
    assert "99.0.0.1" in str(lab["r2"].execute("show ip ospf neighbor"))
    configure(lab, "r1", "router ospf 1", "no passive-interface default", "no passive-interface Loopback0")
    assert "passive-interface" not in str(lab["r1"].execute("show running-config | include passive"))


def test_seed_lab_router_ids_and_a_copied_lab() -> None:
    lab = Lab.load(Path(__file__).parents[3] / "configs" / "ha-vpn.clab.yml", seed=3)
    lab.run(seconds=43)
    ids = {
        name: str(lab[name].feature(Ospf).processes[1].router_id) for name in ("7204VXR-1", "7204VXR-2", "7206-1")
    }
    assert ids == {"7204VXR-1": "172.16.172.52", "7204VXR-2": "172.16.172.54", "7206-1": "99.99.99.99"}
    twin = lab.copy()
    for one in (lab, twin):
        one.run(seconds=60)
    show = "show ip ospf database"
    assert str(lab["7206-1"].execute(show)) == str(twin["7206-1"].execute(show))
    assert "172.16.172.64" in str(twin["7206-1"].execute(show))
