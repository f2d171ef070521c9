"""Fragmentation: the pieces fit, join to the original, carry the right options, and equal scapy's."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scapy.layers.inet import IP
from scapy.layers.inet import fragment as scapy_fragment

from ios_emu.wire import DecodeError, IPv4, ipv4

EXPERIMENT = 253
SOURCE, DESTINATION = IPv4.parse("10.1.1.1"), IPv4.parse("10.2.2.2")

RECORD_ROUTE = b"\x07\x07\x04\0\0\0\0"  # not copied
ROUTER_ALERT = b"\x94\x04\0\0"  # copied
STRICT_ROUTE = b"\x89\x07\x04\x0a\0\0\1"  # copied
NO_OPERATION = b"\x01"


def numbered(length: int) -> bytes:
    """Bytes that tell their place. (st.binary would be shorter than an MTU nearly always.)"""
    return b"".join(index.to_bytes(2, "big") for index in range(length // 2 + 1))[:length]


option_lists = st.lists(st.sampled_from([RECORD_ROUTE, ROUTER_ALERT, STRICT_ROUTE, NO_OPERATION]), max_size=5)


def datagram(payload: bytes, options: bytes = b"", offset: int = 0, more: bool = False) -> bytes:
    return ipv4.build(
        SOURCE,
        DESTINATION,
        EXPERIMENT,
        payload,
        ttl=17,
        tos=0xB8,
        identification=4711,
        options=options,
        fragment_offset=offset,
        more_fragments=more,
    )


def join(packets: list[bytes]) -> bytes:
    payload = b""
    for packet in packets:
        header, data = ipv4.decode(packet)
        assert header.fragment_offset == len(payload)
        payload += data
    return payload


@given(st.integers(0, 600).map(numbered), option_lists, st.integers(68, 400), st.binary(max_size=9))
def test_fragments_join_to_the_original(payload: bytes, chosen: list[bytes], mtu: int, padding: bytes) -> None:
    options = b"".join(chosen)
    packet = datagram(payload, options)
    whole, _ = ipv4.decode(packet)
    pieces = ipv4.fragment(packet + padding, mtu)
    if len(packet) <= mtu:
        assert pieces == [packet]
        return
    assert join(pieces) == payload
    assert all(len(piece) <= mtu for piece in pieces)
    copied = b"".join(option for option in chosen if option[0] & 0x80)
    copied += bytes(-len(copied) % 4)
    for number, piece in enumerate(pieces):
        header, data = ipv4.decode(piece)
        last = number == len(pieces) - 1
        assert header.more_fragments == (not last)
        assert last or (len(data) % 8 == 0 and len(piece) > mtu - 8)  # as full as it can be
        assert header.options == (copied if number else whole.options)
        assert header._replace(total_length=0, more_fragments=False, fragment_offset=0, options=b"") == (
            whole._replace(total_length=0, options=b"")
        )


@given(st.integers(300, 700).map(numbered), st.integers(68, 300))
@example(numbered(167), 107)  # the last takes what would not be a multiple of 8
def test_equals_scapy(payload: bytes, mtu: int) -> None:
    packet = datagram(payload)
    assert ipv4.fragment(packet, mtu) == [bytes(piece) for piece in scapy_fragment(IP(packet), mtu - 20)]


@given(st.integers(200, 600).map(numbered), st.integers(100, 200), st.integers(68, 99), option_lists)
def test_cutting_twice_still_joins(payload: bytes, first: int, second: int, chosen: list[bytes]) -> None:
    pieces = ipv4.fragment(datagram(payload, b"".join(chosen)), first)
    smaller = [part for piece in pieces for part in ipv4.fragment(piece, second)]
    assert join(smaller) == payload
    assert [ipv4.decode(part)[0].more_fragments for part in smaller] == [True] * (len(smaller) - 1) + [False]


def test_all_fields_are_carried() -> None:
    for flag in (False, True):
        packet = ipv4.build(1, 2, 3, numbered(100), ttl=4, tos=5, identification=6, dont_fragment=flag)
        for piece in ipv4.fragment(packet, 68):
            header, _ = ipv4.decode(piece)
            assert (header.source, header.destination, header.protocol) == (1, 2, 3)
            assert (header.ttl, header.tos, header.identification, header.dont_fragment) == (4, 5, 6, flag)


def test_a_middle_fragment_stays_one() -> None:
    pieces = ipv4.fragment(datagram(bytes(160), offset=800, more=True), 100)
    headers = [ipv4.decode(piece)[0] for piece in pieces]
    assert [(header.fragment_offset, header.more_fragments) for header in headers] == [(800, True), (880, True)]


def test_options_end_at_the_end_option() -> None:
    options = NO_OPERATION + b"\0" + ROUTER_ALERT + b"\0\0"
    second = ipv4.fragment(datagram(bytes(100), options), 68)[1]
    assert ipv4.decode(second)[0].options == b""


@pytest.mark.parametrize("options", [b"\x94\x00\0\0", b"\x94\x01\0\0", b"\x94\x05\0\0", b"\x01\x01\x01\x94"])
def test_bad_option_lengths(options: bytes) -> None:
    with pytest.raises(DecodeError, match="option 148"):
        ipv4.fragment(datagram(bytes(100), options), 68)


@pytest.mark.parametrize(("options", "mtu"), [(b"", 27), (ROUTER_ALERT, 31)])
def test_mtu_without_room(options: bytes, mtu: int) -> None:
    packet = datagram(bytes(100), options)
    with pytest.raises(ValueError, match="too small"):
        ipv4.fragment(packet, mtu)
    assert join(ipv4.fragment(packet, mtu + 1)) == bytes(100)
