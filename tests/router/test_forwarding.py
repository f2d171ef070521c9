"""IPv4 between real routers on bare cables: forwarding, ARP, errors, fragments, as bytes that scapy reads too."""

from __future__ import annotations

import pickle
import random

from scapy.layers.inet import ICMP, IP, UDP
from scapy.layers.l2 import ARP, Ether
from support.wiring import End, line

from ios_emu.kernel import SECOND, Kernel
from ios_emu.router.router import Router
from ios_emu.wire import IPv4

LEFT = """
hostname left
interface FastEthernet0/1
 ip address 10.0.1.1 255.255.255.0
ip route 10.0.2.0 255.255.255.0 10.0.1.2
ip route 10.9.0.0 255.255.0.0 10.0.1.2
"""
MIDDLE = """
hostname middle
interface FastEthernet0/0
 ip address 10.0.1.2 255.255.255.0
interface FastEthernet0/1
 ip address 10.0.2.2 255.255.255.0
"""
RIGHT = """
hostname right
interface FastEthernet0/0
 ip address 10.0.2.3 255.255.255.0
ip route 10.0.1.0 255.255.255.0 10.0.2.2
"""


def three() -> tuple[Kernel, list[Router], list[tuple[End, End]]]:
    return line(LEFT, MIDDLE, RIGHT)


def sent(end: End, kind: type) -> list[Ether]:
    return [frame for frame in map(Ether, end.frames) if kind in frame]


def test_the_first_echo_to_a_neighbour_is_lost_to_arp() -> None:
    bare = "interface FastEthernet0/{0}\n ip address 10.0.0.{1} 255.255.255.0\n"
    _, (one, _), _ = line(bare.format(1, 1), bare.format(0, 2))
    assert "\n.!!!!\nSuccess rate is 80 percent (4/5)" in one.execute("ping 10.0.0.2")
    assert "\n!!!!!\nSuccess rate is 100 percent (5/5)" in one.execute("ping 10.0.0.2")


def test_the_next_hops_of_static_routes_are_resolved_ahead_of_traffic() -> None:
    _, (left, *_), _ = three()
    assert "\n!!!!!\nSuccess rate is 100 percent (5/5)" in left.execute("ping 10.0.2.3")


def test_a_static_arp_entry_is_used_and_never_overwritten() -> None:
    kernel, (left, middle, _), cables = three()
    left.execute("ping 10.0.1.2")
    middle.execute("configure terminal")
    middle.execute("arp 10.0.1.1 0000.1111.2222 ARPA")
    middle.execute("end")
    middle.execute("ping 10.0.1.1")
    assert sent(cables[0][1], ICMP)[-1].dst == "00:00:11:11:22:22"
    assert "Internet  10.0.1.1                -   0000.1111.2222  ARPA   \n" in middle.execute("show arp")
    kernel.run_until(kernel.now + 4 * 3600 * SECOND)
    middle.execute("ping 10.0.1.1")
    assert sent(cables[0][1], ICMP)[-1].dst == "00:00:11:11:22:22"


def test_a_hop_takes_one_from_the_ttl_and_leaves_the_rest_alone() -> None:
    _, (left, *_), cables = three()
    left.execute("ping 10.0.2.3")
    left.execute("ping 10.0.2.3")
    before, after = sent(cables[0][0], ICMP)[-1], sent(cables[1][0], ICMP)[-1]
    assert (before.src, before.dst) != (after.src, after.dst)
    expected = before[IP].copy()
    expected.ttl -= 1
    del expected.chksum
    assert bytes(after[IP]) == bytes(IP(bytes(expected)))


def test_every_frame_has_the_lengths_and_checksums_scapy_would_write() -> None:
    _, (left, *_), cables = three()
    left.execute("ping 10.0.2.3 size 2000")
    left.execute("traceroute 10.0.2.3")
    frames = [frame for pair in cables for end in pair for frame in end.frames]
    assert len(frames) > 20
    for raw in frames:
        assert len(raw) >= 60
        packet = Ether(raw)
        if IP in packet and packet[IP].frag == 0 and not packet[IP].flags.MF:
            again = IP(raw[14 : 14 + packet[IP].len])
            for layer in (IP, UDP, ICMP):
                if layer in again:
                    del again[layer].chksum
            assert bytes(again) == raw[14 : 14 + packet[IP].len]


def test_ttl_expiry_and_no_route_are_told_to_the_source() -> None:
    kernel, (left, middle, _), cables = three()
    left.execute("ping 10.0.1.2")
    assert "U" in left.execute("ping 10.9.9.9")
    unreachable = sent(cables[0][1], ICMP)[-1]
    assert (unreachable[ICMP].type, unreachable[ICMP].code) == (3, 1)
    assert unreachable[IP].src == "10.0.1.2"
    interface = middle.interfaces["FastEthernet0/0"]
    kernel.run_until(kernel.now + SECOND)
    dying = bytes(IP(src="10.0.1.1", dst="10.0.2.3", ttl=1) / ICMP())
    interface.receive(bytes(interface.mac) + bytes(6) + b"\x08\x00" + dying)
    exceeded = sent(cables[0][1], ICMP)[-1]
    assert exceeded[ICMP].type == 11
    # An error tells the header and eight bytes of what it is about; what follows is the frame's padding.
    assert bytes(exceeded[ICMP].payload)[:28] == dying[:28]


def test_unreachables_are_limited_to_two_a_second() -> None:
    kernel, (left, middle, _), cables = three()
    left.execute("ping 10.0.1.2")
    interface = middle.interfaces["FastEthernet0/0"]
    before = len(sent(cables[0][1], ICMP))
    packet = bytes(interface.mac) + bytes(6) + b"\x08\x00" + bytes(IP(src="10.0.1.1", dst="10.9.9.9") / ICMP())
    for _ in range(100):
        interface.receive(packet)
        kernel.run_until(kernel.now + SECOND // 50)
    assert len(sent(cables[0][1], ICMP)) - before == 4


def test_a_packet_too_long_is_cut_and_put_together_again() -> None:
    _, (left, *_), cables = three()
    left.execute("ping 10.0.2.3")
    assert "!!!!!" in left.execute("ping 10.0.2.3 size 4000")
    cut = [frame[IP] for frame in sent(cables[0][0], IP) if frame[IP].flags.MF]
    assert cut and all(packet.len <= 1500 for packet in cut)


def test_overlapping_fragments_are_dropped_and_counted() -> None:
    kernel, (_, middle, _), cables = three()
    interface = middle.interfaces["FastEthernet0/0"]
    whole = bytes(IP(src="10.0.1.1", dst="10.0.1.2") / ICMP() / (b"x" * 64))
    replies = len(sent(cables[0][1], ICMP))
    for offset, data, more in ((0, whole[20:52], True), (2, whole[36:68], True), (6, whole[68:], False)):
        piece = IP(src="10.0.1.1", dst="10.0.1.2", id=7, proto=1, frag=offset, flags="MF" if more else 0) / data
        interface.receive(bytes(interface.mac) + bytes(6) + b"\x08\x00" + bytes(piece))
    kernel.run_until(kernel.now + SECOND)
    assert len(sent(cables[0][1], ICMP)) == replies


def test_arp_answers_for_its_own_and_by_proxy_but_not_for_strangers() -> None:
    kernel, (_, middle, _), cables = three()
    interface = middle.interfaces["FastEthernet0/0"]

    def ask(target: str) -> list[Ether]:
        before = len(cables[0][1].frames)
        request = Ether(src="02:00:00:00:00:01", dst="ff:ff:ff:ff:ff:ff") / ARP(
            op=1, hwsrc="02:00:00:00:00:01", psrc="10.0.1.77", pdst=target
        )
        interface.receive(bytes(request))
        kernel.run_until(kernel.now + SECOND)
        return [Ether(frame) for frame in cables[0][1].frames[before:]]

    (own,) = ask("10.0.1.2")
    assert own[ARP].op == 2 and own[ARP].hwsrc == own.src
    (proxy,) = ask("10.0.2.9")
    assert proxy[ARP].psrc == "10.0.2.9" and proxy[ARP].hwsrc == own[ARP].hwsrc
    assert ask("10.0.1.55") == []
    assert ask("10.77.0.1") == []


def test_an_entry_is_refreshed_before_it_times_out_and_goes_without_an_answer() -> None:
    kernel, (left, *_), cables = three()
    left.execute("ping 10.0.1.2")
    (entry,) = [e for e in left.arp.entries() if e.ip == IPv4.parse("10.0.1.2")]
    confirmed = entry.since
    kernel.run_until(kernel.now + 4 * 3600 * SECOND)
    (entry,) = [e for e in left.arp.entries() if e.ip == IPv4.parse("10.0.1.2")]
    assert entry.since > confirmed
    cables[0][1].lossy = True
    kernel.run_until(kernel.now + 5 * 3600 * SECOND)
    assert left.arp.entries() == []


def test_hostile_frames_are_counted_and_nothing_breaks() -> None:
    kernel, (left, middle, _), cables = three()
    left.execute("ping 10.0.2.3")
    interface = middle.interfaces["FastEthernet0/0"]
    draw = random.Random(1)
    good = list(cables[0][0].frames)
    for _ in range(3000):
        frame = bytearray(draw.choice(good))
        for _ in range(draw.randrange(4)):
            frame[draw.randrange(12, len(frame))] = draw.randrange(256)
        interface.receive(bytes(frame[: draw.randrange(len(frame) + 1)]))
        interface.receive(bytes(interface.mac) + draw.randbytes(draw.randrange(80)))
    kernel.run_until(kernel.now + 60 * SECOND)
    assert middle.ip.header_errors > 1000
    middle.arp.clear()  # a forged ARP reply poisons a router for as long as it poisons a real one
    left.execute("ping 10.0.2.3")
    assert "!!!!!" in left.execute("ping 10.0.2.3")


def test_a_router_is_a_value() -> None:
    kernel, routers, _ = three()
    routers[0].execute("ping 10.0.2.3")
    twin_kernel, twins = pickle.loads(pickle.dumps((kernel, routers)))
    assert twins[0].execute("ping 10.0.2.3") == routers[0].execute("ping 10.0.2.3")
    assert twin_kernel.now == kernel.now


def test_a_directed_broadcast_crosses_only_where_it_is_asked_to() -> None:
    kernel, (_, middle, _), cables = three()
    interface = middle.interfaces["FastEthernet0/0"]
    packet = bytes(interface.mac) + bytes(6) + b"\x08\x00" + bytes(IP(src="10.0.1.1", dst="10.0.2.255") / ICMP())
    before = len(cables[1][0].frames)
    interface.receive(packet)
    assert len(cables[1][0].frames) == before
    middle.interfaces["FastEthernet0/1"].directed_broadcast = True
    interface.receive(packet)
    assert Ether(cables[1][0].frames[-1]).dst == "ff:ff:ff:ff:ff:ff"
    kernel.run_until(kernel.now + SECOND)


def test_access_lists_stop_what_they_deny_in_both_directions() -> None:
    for applied in ("FastEthernet0/0\n ip access-group 101 in\n", "FastEthernet0/1\n ip access-group 101 out\n"):
        deny = "access-list 101 deny icmp any host 10.0.2.3\naccess-list 101 permit ip any any\n"
        _, (left, middle, _), _ = line(LEFT, MIDDLE + "interface " + applied + deny, RIGHT)
        assert "U.U" in left.execute("ping 10.0.2.3")
        assert middle.ip.denied > 0
        assert "!" in left.execute("ping 10.0.1.2")
