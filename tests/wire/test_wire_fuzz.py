"""Hostile bytes: whatever arrives, a decoder answers with a value or DecodeError and with nothing else."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ios_emu.wire import DecodeError, IPv4, Mac, arp, ethernet, icmp, ipv4, udp
from ios_emu.wire.checksum import internet_checksum

SOURCE, DESTINATION = IPv4.parse("10.1.1.1"), IPv4.parse("10.2.2.2")
HOST, ROUTER = Mac.parse("ca01.0000.0001"), Mac.parse("0000.0c07.ac01")
OPTIONS = b"\x94\x04\0\0\x07\x07\x04\0\0\0\0"
DATAGRAM = ipv4.build(SOURCE, DESTINATION, ipv4.UDP, bytes(range(120)), options=OPTIONS)
ECHO = icmp.encode(icmp.echo(1, 2, b"data"))
SEGMENT = udp.build(SOURCE, DESTINATION, 500, 500, b"data")


def with_header_checksum(packet: bytes) -> bytes:
    """Bytes that get past the checksum, to reach what lies behind it."""
    if len(packet) < 20:
        return packet
    zeroed = packet[:10] + b"\0\0" + packet[12:]
    return packet[:10] + internet_checksum(zeroed[: (packet[0] & 15) * 4]).to_bytes(2, "big") + packet[12:]


def decode_icmp_past_checksum(data: bytes) -> object:
    zeroed = data[:2] + b"\0\0" + data[4:]
    return icmp.decode(data[:2] + internet_checksum(zeroed).to_bytes(2, "big") + data[4:])


def decode_udp(data: bytes) -> object:
    return udp.decode(SOURCE, DESTINATION, data)


def decode_udp_past_checksum(data: bytes) -> object:
    return decode_udp(data[:6] + b"\0\0" + data[8:])


def decode_ipv4_past_checksum(data: bytes) -> object:
    return ipv4.decode(with_header_checksum(data))


def fragment_past_checksum(data: bytes) -> object:
    return ipv4.fragment(with_header_checksum(data), 68)


DECODERS = [
    (ethernet.decode, ethernet.build(HOST, ROUTER, 46, b"802.3")),
    (arp.decode, arp.encode(arp.Arp(arp.REPLY, HOST, SOURCE, ROUTER, DESTINATION))),
    (ipv4.decode, DATAGRAM),
    (decode_ipv4_past_checksum, DATAGRAM),
    (fragment_past_checksum, DATAGRAM),
    (icmp.decode, ECHO),
    (decode_icmp_past_checksum, ECHO),
    (decode_udp, SEGMENT),
    (decode_udp_past_checksum, SEGMENT),
]

edits = st.lists(st.tuples(st.integers(0, 200), st.integers(0, 255)), min_size=1, max_size=4)


def attempt(decode: Callable[[bytes], object], data: bytes) -> None:
    try:
        decode(data)
    except DecodeError as error:
        assert str(error)


@pytest.mark.parametrize(("decode", "valid"), DECODERS)
@given(data=st.binary(max_size=200))
def test_random_bytes(decode: Callable[[bytes], object], valid: bytes, data: bytes) -> None:
    attempt(decode, data)


@pytest.mark.parametrize(("decode", "valid"), DECODERS)
@given(changes=edits, cut=st.integers(0, 200), tail=st.binary(max_size=8))
def test_mutated_packets(
    decode: Callable[[bytes], object], valid: bytes, changes: list[tuple[int, int]], cut: int, tail: bytes
) -> None:
    data = bytearray(valid)
    for position, value in changes:
        data[position % len(data)] = value
    attempt(decode, bytes(data))
    attempt(decode, bytes(data[:cut]) + tail)


@pytest.mark.parametrize(("decode", "valid"), DECODERS)
def test_every_truncation_of_a_valid_packet(decode: Callable[[bytes], object], valid: bytes) -> None:
    decode(valid)
    for length in range(len(valid)):
        attempt(decode, valid[:length])


@pytest.mark.parametrize(("decode", "valid"), DECODERS)
def test_every_value_of_every_byte(decode: Callable[[bytes], object], valid: bytes) -> None:
    for position in range(min(len(valid), 40)):
        for value in range(256):
            attempt(decode, valid[:position] + bytes([value]) + valid[position + 1 :])
