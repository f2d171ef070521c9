"""UDP datagrams: the pseudo header, the two zeros of the checksum, and scapy's opinion."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scapy.layers.inet import IP, UDP
from scapy.packet import Raw

from ios_emu.wire import DecodeError, IPv4, ipv4, udp

addresses = st.integers(0, 0xFFFFFFFF).map(IPv4)
ports = st.integers(0, 0xFFFF)
payloads = st.binary(max_size=120)

SOURCE, DESTINATION = IPv4.parse("10.1.1.1"), IPv4.parse("224.0.0.2")
HELLO = udp.build(SOURCE, DESTINATION, 1985, 1985, b"hello hsrp!")


@given(addresses, addresses, ports, ports, payloads, st.binary(max_size=20))
def test_round_trip_whatever_follows(
    source: IPv4, destination: IPv4, sport: int, dport: int, payload: bytes, padding: bytes
) -> None:
    segment = udp.build(source, destination, sport, dport, payload)
    assert udp.decode(source, destination, segment + padding) == (sport, dport, payload)


@given(addresses, addresses, ports, ports, payloads)
def test_scapy_builds_and_dissects_the_same_bytes(
    source: IPv4, destination: IPv4, sport: int, dport: int, payload: bytes
) -> None:
    ours = udp.build(source, destination, sport, dport, payload)
    theirs = IP(src=str(source), dst=str(destination), id=1) / UDP(sport=sport, dport=dport) / Raw(payload)
    packet = bytes(theirs)
    assert packet[20:] == ours
    assert ipv4.build(source, destination, ipv4.UDP, ours, ttl=64, identification=1) == packet
    assert udp.decode(source, destination, packet[20:]) == (sport, dport, payload)
    seen = UDP(ours)
    assert (seen.sport, seen.dport, seen.len, bytes(seen.payload)) == (sport, dport, len(ours), payload)


@given(addresses, addresses, ports, payloads)
def test_a_zero_checksum_is_sent_as_ffff(source: IPv4, destination: IPv4, port: int, payload: bytes) -> None:
    first = udp.build(source, destination, port, 0, payload)
    checksum = int.from_bytes(first[6:8], "big")
    segment = udp.build(source, destination, port, checksum, payload)  # the port now makes the sum 0xffff
    assert segment[6:8] == b"\xff\xff"
    assert udp.decode(source, destination, segment) == (port, checksum, payload)


def test_no_checksum_is_accepted() -> None:
    assert udp.decode(0, 0, HELLO[:6] + b"\0\0" + HELLO[8:]) == (1985, 1985, b"hello hsrp!")


def test_every_changed_bit_is_seen() -> None:
    for bit in range(8 * len(HELLO)):
        bad = bytearray(HELLO)
        bad[bit // 8] ^= 1 << bit % 8
        with pytest.raises(DecodeError):
            udp.decode(SOURCE, DESTINATION, bytes(bad))


def test_the_addresses_are_covered() -> None:
    with pytest.raises(DecodeError, match="checksum"):
        udp.decode(SOURCE + 1, DESTINATION, HELLO)
    with pytest.raises(DecodeError, match="checksum"):
        udp.decode(SOURCE, DESTINATION + 1, HELLO)


@pytest.mark.parametrize(
    ("segment", "reason"),
    [
        (HELLO[:7], "shorter"),
        (HELLO[:-1], "length 19 in a packet of 18"),
        (HELLO[:4] + b"\0\7" + HELLO[6:], "length 7"),
    ],
)
def test_decode_says_what_is_wrong(segment: bytes, reason: str) -> None:
    with pytest.raises(DecodeError, match=reason):
        udp.decode(SOURCE, DESTINATION, segment)
