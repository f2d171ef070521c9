"""Access lists against scapy's packets."""

from __future__ import annotations

from scapy.layers.inet import ICMP, IP, TCP, UDP

from ios_emu.router.acl import AccessList, AccessLists, Entry, PortMatch
from ios_emu.wire import IPv4


def entry(sequence: int, permit: bool, **fields: object) -> Entry:
    addresses = {k: IPv4.parse(v) if isinstance(v, str) else v for k, v in fields.items()}
    return Entry(sequence, permit, f"entry {sequence}", **addresses)  # type: ignore[arg-type]  # typed by the keys


def packet(src: str, dst: str, payload: object = None) -> bytes:
    return bytes(IP(src=src, dst=dst) / payload if payload is not None else IP(src=src, dst=dst))


def test_wildcards_order_and_the_implicit_deny() -> None:
    lists = AccessLists()
    made = lists.define("101", extended=True)
    made.add(entry(20, True, source="10.1.1.0", source_wildcard="0.0.0.255"))
    made.add(entry(10, False, source="10.1.1.7", source_wildcard="0.0.0.0"))
    assert not lists.permits("101", packet("10.1.1.7", "20.1.1.1"))
    assert lists.permits("101", packet("10.1.1.8", "20.1.1.1"))
    assert not lists.permits("101", packet("10.1.2.8", "20.1.1.1"))
    assert [e.matches for e in made.entries] == [1, 1]
    assert lists.permits("102", packet("1.1.1.1", "2.2.2.2"))


def test_ports_types_and_established() -> None:
    made = AccessList("x", extended=True)
    made.add(entry(10, True, protocol=17, destination_port=PortMatch("range", 500, 510)))
    made.add(entry(20, True, protocol=6, established=True))
    made.add(entry(30, True, protocol=1, icmp_type=8))
    made.add(
        entry(40, True, protocol=6, source_port=PortMatch("neq", 23, 23), destination_port=PortMatch("eq", 80, 80))
    )
    for payload, expected in (
        (UDP(dport=505), 10),
        (UDP(dport=511), None),
        (TCP(flags="S", sport=23, dport=80), None),
        (TCP(flags="S", sport=24, dport=80), 40),
        (TCP(flags="SA", sport=23, dport=80), 20),
        (ICMP(type=8), 30),
        (ICMP(type=0), None),
    ):
        found = made.match(packet("1.1.1.1", "2.2.2.2", payload))
        assert (found.sequence if found else None) == expected, payload


def test_truncated_transport_headers_match_nothing() -> None:
    made = AccessList("x", extended=True)
    made.add(entry(10, True, protocol=17, destination_port=PortMatch("eq", 500, 500)))
    assert made.match(packet("1.1.1.1", "2.2.2.2", UDP(dport=500))[:23]) is None
