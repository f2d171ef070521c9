"""Somebody hostile on the LANs of the bundled lab. Each test says what a router does with his frames, which counter
tells, and that the lab goes on: the tunnel still carries pings."""

from __future__ import annotations

import re
import struct

import pytest
from scapy.layers.hsrp import HSRP, HSRPmd5
from scapy.layers.inet import ICMP, IP, UDP, Ether
from scapy.layers.l2 import ARP
from scapy.packet import Packet
from support.fuzz import GROUNDS, prepared

from ios_emu.features.ospf import Ospf, lsa, packet
from ios_emu.features.ospf.lsa import LsaHeader
from ios_emu.lab.lab import Lab
from ios_emu.lab.switch import TABLE_SIZE
from ios_emu.router import reassembly
from ios_emu.router.arp import MAXIMUM_ENTRIES
from ios_emu.wire import IPv4, Prefix
from ios_emu.wire.checksum import internet_checksum

GATEWAY, STANDBY, INSIDE, REMOTE = "7204VXR-1", "7204VXR-2", "7206-1", "vpn7200"
OUTSIDE_PORT, INSIDE_PORT = f"{GATEWAY}:FastEthernet0/0", f"{GATEWAY}:FastEthernet0/1"
STRANGER = "02:00:00:00:00:66"
MAX_SEQUENCE = 0x7FFFFFFF


@pytest.fixture
def lab() -> Lab:
    """The bundled lab, its tunnel up, quiet."""
    copy = prepared(GROUNDS[0])[0].copy()
    for name in copy.routers:
        copy.console(name)
    return copy


def goes_on(lab: Lab) -> None:
    """The tunnel still carries pings, the first of which may be lost to ARP or IKE."""
    said = [lab[INSIDE].execute("ping 20.1.1.1 source Loopback0") for _ in range(2)]
    assert "!!!!!" in said[-1], said


def counter(lab: Lab, name: str, router: str = GATEWAY) -> int:
    """The number before a word of `show ip traffic`, the first time."""
    match = re.search(rf"(\d+) {re.escape(name)}", lab[router].execute("show ip traffic"))
    assert match is not None, name
    return int(match[1])


def to(lab: Lab, port: str) -> Packet:
    """The beginning of a frame for the router at a port, from the stranger."""
    router, _, interface = port.partition(":")
    return Ether(src=STRANGER, dst=lab[router].interfaces[interface].mac.hex(":"))


def own(lab: Lab, port: str) -> str:
    """The address of a port."""
    router, _, interface = port.partition(":")
    return str(lab[router].interfaces[interface].ip)


def ip(lab: Lab, **fields: object) -> Packet:
    """An IPv4 header from the stranger's address on the outside LAN to the gateway."""
    return IP(**{"src": "172.16.172.60", "dst": own(lab, OUTSIDE_PORT), **fields})


# -- IPv4 ----------------------------------------------------------------------------------------------------


def test_wrong_checksums_and_lengths_are_counted(lab: Lab) -> None:
    errors, checksums = counter(lab, "format errors"), counter(lab, "checksum errors")
    echo = bytes(ip(lab) / ICMP())
    front = bytes(to(lab, OUTSIDE_PORT))[:12] + b"\x08\x00"
    wrong_checksum = echo[:10] + b"\x12\x34" + echo[12:]
    shorter, longer, no_header, no_version = (
        bytes(ip(lab, **{field: value}) / ICMP())
        for field, value in (("len", 19), ("len", 2000), ("ihl", 4), ("version", 5))
    )
    for damaged in (wrong_checksum, shorter, longer, no_header, no_version, echo[:15], b""):
        lab.inject(OUTSIDE_PORT, front + damaged)
    lab.run(seconds=1)
    assert counter(lab, "checksum errors") == checksums + 1
    assert counter(lab, "format errors") == errors + 6
    shown = lab[GATEWAY].execute("show interfaces FastEthernet0/0")
    assert "7 input errors" in shown
    goes_on(lab)


def fragments(lab: Lab, *pieces: tuple[int, bytes, bool], number: int = 1) -> None:
    """Send fragments: offset in bytes, data, whether more follow."""
    for offset, data, more in pieces:
        piece = ip(lab, id=number, proto=1, frag=offset // 8, flags="MF" if more else 0) / data
        lab.inject(OUTSIDE_PORT, to(lab, OUTSIDE_PORT) / piece)
    lab.run(seconds=0.1)


@pytest.mark.parametrize(
    "pieces",
    [
        [(0, b"\x08" + bytes(35), True), (24, bytes(4), False)],  # teardrop: the last lies within the first
        [(0, b"\x08" + bytes(31), True), (16, bytes(32), True)],
        [(0, b"\x08" + bytes(7), True), (32, bytes(8), False), (16, bytes(8), False)],  # two ends
        [(64, bytes(8), True), (32, bytes(8), False)],  # something beyond the end
        [(0, b"\x08" + bytes(12), True)],  # not a multiple of eight
    ],
    ids=["teardrop", "overlap", "two-ends", "beyond", "odd"],
)
def test_fragments_that_do_not_fit_are_dropped(lab: Lab, pieces: list[tuple[int, bytes, bool]]) -> None:
    failures, replies = counter(lab, "couldn't reassemble"), lab[GATEWAY].icmp.sent.copy()
    fragments(lab, *pieces)
    assert counter(lab, "couldn't reassemble") == failures + 1
    lab.run(seconds=20)
    assert lab[GATEWAY].icmp.sent == replies
    goes_on(lab)


def test_the_ping_of_death_is_a_format_error(lab: Lab) -> None:
    errors = counter(lab, "format errors")
    pieces = [(offset, bytes(1480), True) for offset in range(0, 65120, 1480)]
    fragments(lab, *pieces, (65528, bytes(400), False))
    assert counter(lab, "format errors") == errors + 1
    goes_on(lab)


def test_a_flood_of_fragments_keeps_a_bounded_number(lab: Lab) -> None:
    failures, timeouts = counter(lab, "couldn't reassemble"), counter(lab, "timeouts")
    for number in range(1000):
        fragments(lab, (8, bytes(8), True), number=number)
    assert len(lab[GATEWAY].ip.reassembly._datagrams) <= reassembly.MAXIMUM_DATAGRAMS
    lab.run(seconds=20)
    dropped = counter(lab, "couldn't reassemble") - failures
    assert dropped >= 1000 - 10 * 15 - reassembly.MAXIMUM_DATAGRAMS
    assert dropped + counter(lab, "timeouts") - timeouts == 1000
    goes_on(lab)


def test_tiny_fragments_are_put_together_all_the_same(lab: Lab) -> None:
    echo = bytes(ICMP(id=1, seq=1) / bytes(56))
    before = counter(lab, "reassembled")
    fragments(lab, *((at, echo[at : at + 8], at + 8 < len(echo)) for at in range(0, len(echo), 8)))
    assert counter(lab, "reassembled") == before + 1


# -- ARP, and the switch -------------------------------------------------------------------------------------


def test_a_forged_arp_reply_is_believed_until_the_cache_is_cleared(lab: Lab) -> None:
    """As by a real router: ARP has no authentication."""
    port = lab[GATEWAY].interfaces["FastEthernet0/0"]
    known = next(entry for entry in lab[GATEWAY].arp.entries() if entry.interface == port.name and entry.mac)
    forged = ARP(op=2, hwsrc=STRANGER, psrc=str(known.ip), hwdst=port.mac.hex(":"), pdst=str(port.ip))
    lab.inject(OUTSIDE_PORT, to(lab, OUTSIDE_PORT) / forged)
    lab.run(seconds=1)
    assert re.search(rf"{known.ip} .*0200\.0000\.0066", lab[GATEWAY].execute("show arp"))
    lab[GATEWAY].execute("clear arp-cache")
    lab.run(seconds=1)
    assert "0200.0000.0066" not in lab[GATEWAY].execute("show arp")
    goes_on(lab)


def test_an_arp_reply_for_the_routers_own_address_is_not_believed(lab: Lab) -> None:
    address = own(lab, OUTSIDE_PORT)
    forged = ARP(op=2, hwsrc=STRANGER, psrc=address, hwdst="ff:ff:ff:ff:ff:ff", pdst=address)
    lab.inject(OUTSIDE_PORT, to(lab, OUTSIDE_PORT) / forged)
    lab.run(seconds=1)
    assert "0200.0000.0066" not in lab[GATEWAY].execute("show arp")
    assert "Duplicate address" in lab.console(GATEWAY)
    goes_on(lab)


def test_a_scan_makes_a_bounded_number_of_incomplete_entries(lab: Lab) -> None:
    """Packets for neighbours that are not there; what is asked for and not answered is forgotten."""
    for number in range(MAXIMUM_ENTRIES + 500):
        target = f"10.1.1.{number % 254 + 1}"
        lab.inject(
            OUTSIDE_PORT, to(lab, OUTSIDE_PORT) / IP(src=f"172.16.{number >> 8}.{number & 255}", dst=target)
        )
        if number % 500 == 0:
            lab.run(seconds=0.01)
    lab.run(seconds=1)
    assert len(lab[GATEWAY].arp.entries()) <= 300
    lab.run(seconds=300)
    assert len(lab[GATEWAY].arp.entries()) < 20
    goes_on(lab)


def test_a_flood_of_mac_addresses_fills_a_bounded_table_and_the_lan_becomes_a_hub(lab: Lab) -> None:
    switch = lab.switches["outside"]
    port = switch.ports[next(iter(switch.ports))]
    for number in range(TABLE_SIZE + 1000):
        source = struct.pack("!HI", 0x0266, number)
        switch.forward(port, b"\xff" * 6 + source + b"\x88\xb5" + bytes(46), 0)
    lab.run(seconds=1)
    assert len(switch._table) <= TABLE_SIZE
    goes_on(lab)
    lab.run(seconds=400)
    goes_on(lab)
    assert switch.where(struct.pack("!HI", 0x0266, 7)) is None, "what is not heard of is forgotten"


# -- HSRP ----------------------------------------------------------------------------------------------------


def standby(lab: Lab, **fields: object) -> Packet:
    """A hello of an active router of the highest priority, from the stranger."""
    said = {"group": 1, "priority": 255, "state": 16, "virtualIP": "172.16.172.53", **fields}
    return UDP(sport=1985, dport=1985) / HSRP(**said)


def hello(lab: Lab, payload: Packet, **header: object) -> None:
    """Send a hello, each three seconds, for some time."""
    frame = Ether(src=STRANGER, dst="01:00:5e:00:00:02")
    for _ in range(5):
        lab.inject(
            "outside", frame / IP(**{"src": "172.16.172.60", "dst": "224.0.0.2", "ttl": 1, **header}) / payload
        )
        lab.run(seconds=1)


def test_a_stranger_of_higher_priority_is_believed_where_there_is_no_secret(lab: Lab) -> None:
    """It is what HSRP's clear text default, `cisco`, is worth. When he falls silent, the routers take over again."""
    hello(lab, standby(lab))
    shown = lab[GATEWAY].execute("show standby FastEthernet0/0")
    assert "State is Active" not in shown
    lab.run(seconds=60)
    assert "State is Active" in lab[GATEWAY].execute("show standby FastEthernet0/0") or "State is Active" in lab[
        STANDBY
    ].execute("show standby FastEthernet0/0")
    goes_on(lab)


@pytest.mark.parametrize(
    ("fields", "header"),
    [
        ({"auth": b"stranger"}, {}),
        ({"group": 77}, {}),
        ({"version": 3}, {}),
        ({"state": 3}, {}),
        ({"opcode": 9}, {}),
        ({}, {"dst": "224.0.0.102"}),
        ({}, {"src": "0.0.0.0"}),
    ],
    ids=["secret", "group", "version", "state", "op", "version-2-group", "no-source"],
)
def test_a_stranger_whose_hello_is_not_right_changes_nothing(
    lab: Lab, fields: dict[str, object], header: dict[str, object]
) -> None:
    before = lab[GATEWAY].execute("show standby brief")
    hello(lab, standby(lab, **fields), **header)
    assert lab[GATEWAY].execute("show standby brief") == before
    goes_on(lab)


def test_a_stranger_on_another_port_changes_nothing(lab: Lab) -> None:
    before = lab[GATEWAY].execute("show standby brief")
    hello(lab, UDP(sport=1985, dport=1986) / HSRP(group=1, priority=255, state=16, virtualIP="172.16.172.53"))
    assert lab[GATEWAY].execute("show standby brief") == before


def test_with_md5_neither_a_forged_nor_a_replayed_hello_counts(lab: Lab) -> None:
    for name in (GATEWAY, STANDBY):
        for line in (
            "configure terminal",
            "interface FastEthernet0/0",
            "standby 1 authentication md5 key-string s3",
        ):
            lab[name].execute(line)
        lab[name].execute("end")
    lab.run(seconds=30)
    assert "State is Active" in lab[GATEWAY].execute("show standby FastEthernet0/0")
    hello(lab, standby(lab))
    hello(lab, standby(lab) / HSRPmd5(sourceip="172.16.172.60", authdigest=b"0123456789abcdef"))
    assert "State is Active" in lab[GATEWAY].execute("show standby FastEthernet0/0")
    assert "%HSRP-4-BADAUTH" in lab.console(GATEWAY)
    goes_on(lab)


# -- OSPF ----------------------------------------------------------------------------------------------------


def ospf(lab: Lab, kind: int, body: bytes, source: str = "10.1.1.66", router: str = "66.66.66.66") -> None:
    """Send an OSPF packet of area 0 without authentication to all its routers inside."""
    length = packet.HEADER_LENGTH + len(body)
    front = struct.pack("!BBH4s4sHH8x", 2, kind, length, IPv4.parse(router).packed, bytes(4), 0, 0)
    checksum = internet_checksum(front[:16] + body)
    message = front[:12] + struct.pack("!H", checksum) + front[14:] + body
    frame = Ether(src=STRANGER, dst="01:00:5e:00:00:05")
    lab.inject("inside", frame / IP(src=source, dst="224.0.0.5", ttl=1, proto=89) / message)
    lab.run(seconds=0.1)


def count(lab: Lab, what: str, name: str = INSIDE) -> int:
    """How often a router's OSPF has refused something."""
    return sum(process.counters.get(what, 0) for process in lab[name].feature(Ospf).processes.values())


@pytest.mark.parametrize(
    ("mask", "hello_interval", "options", "dead"),
    [
        ("255.255.0.0", 10, 2, 40),
        ("255.255.255.0", 5, 2, 40),
        ("255.255.255.0", 10, 0, 40),
        ("255.255.255.0", 10, 2, 20),
    ],
    ids=["mask", "hello", "stub", "dead"],
)
def test_hellos_that_do_not_match_are_counted(
    lab: Lab, mask: str, hello_interval: int, options: int, dead: int
) -> None:
    before = count(lab, "hello mismatch")
    body = IPv4.parse(mask).packed + struct.pack("!HBBI8x", hello_interval, options, 1, dead)
    for _ in range(5):
        ospf(lab, packet.HELLO, body)
    assert count(lab, "hello mismatch") == before + 5
    assert "66.66.66.66" not in lab[INSIDE].execute("show ip ospf neighbor")
    goes_on(lab)


def test_a_flood_of_neighbours_and_descriptions_is_bounded(lab: Lab) -> None:
    body = IPv4.parse("255.255.255.0").packed + struct.pack("!HBBI8x", 10, 2, 0, 40)
    for number in range(2, 250):
        ospf(lab, packet.HELLO, body, f"10.1.1.{number}", f"66.66.66.{number}")
    for number in range(500):
        headers = b"".join(
            struct.pack("!HBB4s4sIHH", 1, 2, 5, struct.pack("!I", number * 50 + at), b"BBBB", 0x80000001, 1, 36)
            for at in range(50)
        )
        ospf(lab, packet.DATABASE_DESCRIPTION, struct.pack("!HBBI", 1500, 2, 3, number) + headers)
    lab.run(seconds=1)
    assert len(lab._frozen()) < 3_000_000
    lab.run(seconds=120)
    assert "66.66.66" not in lab[INSIDE].execute("show ip ospf neighbor"), "they have fallen silent"
    goes_on(lab)


def forged(original: LsaHeader, body: bytes, **changes: int) -> bytes:
    """An LSA update with this LSA changed, its checksum right."""
    header = original._replace(**changes, checksum=0)
    bare = header.encode()[2:] + body
    checksum = lsa.fletcher(bare, 14)
    encoded = header._replace(checksum=checksum).encode() + body
    return struct.pack("!I", 1) + encoded


@pytest.mark.parametrize(
    "changes", [{"sequence": MAX_SEQUENCE}, {"age": 3600}, {"age": 3600, "sequence": MAX_SEQUENCE}]
)
def test_a_forged_lsa_of_a_living_router_is_fought_back(lab: Lab, changes: dict[str, int]) -> None:
    """RFC 2328 section 13.4: the router that it pretends to be from says something newer, and flushes it first where
    there is nothing newer than MaxSequenceNumber."""
    (process,) = lab[GATEWAY].feature(Ospf).processes.values()
    (database,) = (area.lsdb.entries for area in process.areas.values())
    key = next(key for key in database if key.router == process.router_id and key.type == lsa.ROUTER)
    entry = database[key].lsa
    sequence = entry.header.sequence + 1 if "sequence" not in changes else MAX_SEQUENCE
    inside = Prefix.parse("10.1.1.0/24")
    liar = next(port.ip for port in lab[STANDBY].interfaces.values() if port.ip and inside.holds(port.ip))
    (other,) = lab[STANDBY].feature(Ospf).processes.values()
    update = forged(entry.header, entry.body, **{"age": 1, **changes, "sequence": sequence})
    ospf(lab, packet.UPDATE, update, str(liar), str(other.router_id))
    lab.run(seconds=60)
    shown = lab[INSIDE].execute("show ip ospf database")
    assert str(process.router_id) in shown
    assert "7FFFFFFF" not in shown.upper()
    goes_on(lab)
