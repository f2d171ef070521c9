"""TCP segments: the pseudo header, the option, and scapy's opinion."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scapy.layers.inet import IP, TCP
from scapy.packet import Raw

from ios_emu.wire import DecodeError, IPv4, tcp
from ios_emu.wire.tcp import ACK, SYN, Segment

addresses = st.integers(0, 0xFFFFFFFF).map(IPv4)
words = st.integers(0, 0xFFFF)
longs = st.integers(0, 0xFFFFFFFF)
segments = st.builds(
    Segment, words, words, longs, longs, st.integers(0, 255), words, st.binary(max_size=80), st.none() | words
)
SOURCE, DESTINATION = IPv4.parse("10.1.1.1"), IPv4.parse("10.1.1.2")
HELLO = tcp.build(SOURCE, DESTINATION, Segment(11000, 23, 1, 0, SYN, 4128, b"", 536))


@given(addresses, addresses, segments)
def test_round_trip(source: IPv4, destination: IPv4, segment: Segment) -> None:
    assert tcp.decode(source, destination, tcp.build(source, destination, segment)) == segment


@given(addresses, addresses, segments)
def test_scapy_builds_the_same_bytes(source: IPv4, destination: IPv4, segment: Segment) -> None:
    theirs = IP(src=str(source), dst=str(destination)) / TCP(
        sport=segment.source_port,
        dport=segment.destination_port,
        seq=segment.sequence,
        ack=segment.acknowledgment,
        flags=segment.flags,
        window=segment.window,
        options=[] if segment.mss is None else [("MSS", segment.mss)],
    )
    assert bytes(theirs / Raw(segment.payload))[20:] == tcp.build(source, destination, segment)


@given(st.binary(max_size=60))
def test_only_decode_errors_escape(data: bytes) -> None:
    fixed = bytearray(data)
    if len(data) >= 20:
        fixed[16:18] = b"\0\0"
        total = (
            int(SOURCE) + int(DESTINATION) + 6 + len(data) + int.from_bytes(fixed + b"\0" * (len(data) & 1), "big")
        )
        fixed[16:18] = (-total % 0xFFFF).to_bytes(2, "big")
    try:
        segment = tcp.decode(SOURCE, DESTINATION, bytes(fixed))
    except DecodeError:
        return
    assert tcp.decode(SOURCE, DESTINATION, tcp.build(SOURCE, DESTINATION, segment)) == segment


def test_every_changed_bit_is_seen() -> None:
    for bit in range(8 * len(HELLO)):
        bad = bytearray(HELLO)
        bad[bit // 8] ^= 1 << bit % 8
        with pytest.raises(DecodeError):
            tcp.decode(SOURCE, DESTINATION, bytes(bad))


def test_other_options_are_passed_over() -> None:
    theirs = IP(src=str(SOURCE), dst=str(DESTINATION)) / TCP(
        flags="S", options=[("NOP", None), ("WScale", 7), ("SAckOK", b""), ("MSS", 1460), ("Timestamp", (1, 2))]
    )
    assert tcp.decode(SOURCE, DESTINATION, bytes(theirs)[20:]).mss == 1460


def test_length_counts_syn_and_fin() -> None:
    assert Segment(1, 2, 0, 0, SYN | ACK | tcp.FIN, 0, b"abc").length == 5
