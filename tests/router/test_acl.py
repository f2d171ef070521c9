"""Access lists against scapy's packets."""

from __future__ import annotations

from scapy.layers.inet import ICMP, IP, TCP, UDP

from ios_emu.router.acl import AccessList, AccessLists, Entry, FlagMatch, PortMatch
from ios_emu.router.commands.acl_entry import extended_entry
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
    made.add(entry(20, True, protocol=6, flags=FlagMatch(0x14)))
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


def extended(words: str) -> Entry:
    return extended_entry(10, tuple(words.split()))


def test_type_of_service_time_to_live_and_fragments() -> None:
    for words, fields, held in (
        ("permit ip any any precedence critical", {"tos": 0xA5}, True),
        ("permit ip any any precedence 5", {"tos": 0x85}, False),
        ("permit ip any any dscp ef", {"tos": 0xB8 | 1}, True),
        ("permit ip any any dscp 10", {"tos": 0x28}, True),
        ("permit ip any any tos max-throughput", {"tos": 0xE8}, True),
        ("permit ip any any ttl lt 2", {"ttl": 1}, True),
        ("permit ip any any ttl range 5 2", {"ttl": 6}, False),
        ("permit udp any any fragments", {"frag": 3, "proto": 17}, True),
        ("permit udp any any fragments", {"frag": 0, "proto": 17}, False),
        ("permit tcp any any eq 80 fragments", {"frag": 3, "proto": 6}, True),
    ):
        assert extended(words).holds(bytes(IP(src="1.1.1.1", dst="2.2.2.2", **fields))) is held, words
    assert extended("permit ip any any dscp 46").text == "permit ip any any dscp ef"
    assert extended("permit ip any any ttl range 5 2 log").text == "permit ip any any ttl range 2 5 log"


def test_tcp_flags_and_several_ports() -> None:
    for words, flags, held in (
        ("permit tcp any any established", "S", False),
        ("permit tcp any any established", "R", True),
        ("permit tcp any any syn fin", "F", True),
        ("permit tcp any any match-all +syn -ack", "S", True),
        ("permit tcp any any match-all +syn -ack", "SA", False),
        ("permit tcp any any match-any +syn -ack", "SA", True),
        ("permit tcp any any match-any +syn -ack", "A", False),
        ("permit tcp any any eq www 443 syn", "S", True),
        ("permit tcp any neq 1024 any", "S", False),
        ("permit tcp any neq 80 1023 any", "S", True),
    ):
        packet = bytes(IP(src="1.1.1.1", dst="2.2.2.2") / TCP(sport=1024, dport=443, flags=flags))
        assert extended(words).holds(packet) is held, words
    assert extended("permit tcp any any eq 80 443 match-all -ack +syn log").text == (
        "permit tcp any any eq www 443 match-all -ack +syn log"
    )
