"""What access lists say of packets (`log`), and which side of a crypto map they look at."""

from __future__ import annotations

from scapy.layers.inet import ICMP, IP, TCP
from support.wiring import line

from ios_emu.kernel import SECOND, Kernel
from ios_emu.router.router import Router

ONE = "hostname A\ninterface FastEthernet0/1\n ip address 10.0.1.1 255.255.255.0\n"
OTHER = "hostname B\ninterface FastEthernet0/0\n ip address 10.0.1.2 255.255.255.0\n ip access-group {} in\n"


def guarded(access_list: str) -> tuple[Kernel, Router, Router]:
    name = access_list.split("\n")[0].split()[3 if access_list.startswith("ip") else 1]
    kernel, (left, right), _ = line(ONE, OTHER.format(name) + access_list)
    right.execute("")
    return kernel, left, right


def said(router: Router) -> list[str]:
    console = router.console
    assert console is not None
    return [text.partition("%SEC-6-")[2] for text in console.drain().splitlines() if "%SEC-6-" in text]


def test_the_first_packet_at_once_and_the_others_every_five_minutes() -> None:
    kernel, left, right = guarded("ip access-list extended IN\n deny icmp any any log\n permit ip any any\n")
    left.execute("ping 10.0.1.2 repeat 4 timeout 1")
    flow = "IPACCESSLOGDP: list IN denied icmp 10.0.1.1 -> 10.0.1.2 (8/0),"
    assert said(right) == [f"{flow} 1 packet"]
    kernel.run_until(kernel.now + 301 * SECOND)
    assert said(right) == [f"{flow} 2 packets"]
    kernel.run_until(kernel.now + 301 * SECOND)
    assert said(right) == []
    left.execute("ping 10.0.1.2 repeat 1 timeout 1")
    assert said(right) == [f"{flow} 1 packet"], "after five quiet minutes a flow is new again"


def test_a_threshold_reports_sooner() -> None:
    _, left, right = guarded("access-list 1 deny any log\nip access-list log-update threshold 2\n")
    left.execute("ping 10.0.1.2 repeat 6 timeout 1")
    flow = "IPACCESSLOGS: list 1 denied 10.0.1.1"
    assert said(right) == [f"{flow} 1 packet", f"{flow} 2 packets", f"{flow} 2 packets"]


def test_ports_are_told_when_the_list_looks_at_any() -> None:
    packet = bytes(IP(src="10.0.1.1", dst="10.0.1.2") / TCP(sport=1024, dport=23))
    for entries, ports in (
        (" permit ip any any log\n", "(0) -> 10.0.1.2(0)"),
        (" deny tcp any any eq www\n permit ip any any log\n", "(1024) -> 10.0.1.2(23)"),
    ):
        _, _, right = guarded(f"ip access-list extended IN\n{entries}")
        interface = right.interfaces["FastEthernet0/0"]
        assert right.filters.permits("IN", packet, interface)
        assert said(right) == [f"IPACCESSLOGP: list IN permitted tcp 10.0.1.1{ports}, 1 packet"]


def test_other_protocols_and_where_it_came_in() -> None:
    _, _, right = guarded("access-list 101 permit 50 any any log-input\naccess-list 101 permit icmp any any log\n")
    interface = right.interfaces["FastEthernet0/0"]
    frame = bytes(6) + bytes.fromhex("00000c07ac01") + bytes(2)
    esp = bytes(IP(src="1.1.1.1", dst="2.2.2.2", proto=50) / b"12345678")
    assert right.filters.permits("101", esp, interface, frame)
    fragment = bytes(IP(src="1.1.1.1", dst="2.2.2.2", frag=9) / ICMP())
    assert right.filters.permits("101", fragment, interface, frame)
    where = "(FastEthernet0/0 0000.0c07.ac01)"
    assert said(right) == [
        f"IPACCESSLOGNP: list 101 permitted 50 1.1.1.1 {where} -> 2.2.2.2, 1 packet",
        "IPACCESSLOGDP: list 101 permitted icmp 1.1.1.1 -> 2.2.2.2, 1 packet",
    ]


def test_a_flood_of_flows_takes_no_more_room_than_there_is() -> None:
    _, _, right = guarded("access-list 101 permit ip any any log\n")
    interface = right.interfaces["FastEthernet0/0"]
    for number in range(2000):
        packet = bytes.fromhex("45000014000000004032") + bytes(2) + number.to_bytes(4, "big") + bytes(4)
        assert right.filters.permits("101", packet, interface)
    assert len(said(right)) == 1024
