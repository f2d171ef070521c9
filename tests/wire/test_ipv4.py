"""IPv4 datagrams: the codec, the time to live, and scapy's opinion. Fragments have their own file."""

from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scapy.layers.inet import IP
from scapy.packet import Raw

from ios_emu.wire import DecodeError, IPv4, ipv4
from ios_emu.wire.checksum import internet_checksum, update_checksum

EXPERIMENT = 253  # a protocol (RFC 3692) that scapy does not dissect

addresses = st.integers(0, 0xFFFFFFFF).map(IPv4)
bytes8 = st.integers(0, 255)
payloads = st.binary(max_size=120)
options = st.integers(0, 10).flatmap(lambda words: st.binary(min_size=4 * words, max_size=4 * words))
fields = st.fixed_dictionaries(
    {
        "source": addresses,
        "destination": addresses,
        "protocol": bytes8,
        "ttl": bytes8,
        "tos": bytes8,
        "identification": st.integers(0, 0xFFFF),
        "dont_fragment": st.booleans(),
        "more_fragments": st.booleans(),
        "fragment_offset": st.integers(0, 8000).map(lambda units: units * 8),
        "options": options,
    }
)


@given(fields, payloads, st.binary(max_size=30))
def test_round_trip_whatever_the_padding(values: dict[str, Any], payload: bytes, padding: bytes) -> None:
    packet = ipv4.build(**values, payload=payload)
    header, data = ipv4.decode(packet + padding)
    assert data == payload
    assert header._asdict() == {**values, "total_length": len(packet)}
    assert header.header_length == 20 + len(values["options"]) == len(packet) - len(payload)
    assert header.is_fragment == (values["more_fragments"] or values["fragment_offset"] > 0)
    assert isinstance(header.source, IPv4) and isinstance(header.destination, IPv4)


@given(fields, payloads)
def test_scapy_builds_and_dissects_the_same_bytes(values: dict[str, Any], payload: bytes) -> None:
    values |= {"protocol": EXPERIMENT, "options": b""}
    theirs = {
        "src": str(values["source"]),
        "dst": str(values["destination"]),
        "proto": EXPERIMENT,
        "ttl": values["ttl"],
        "tos": values["tos"],
        "id": values["identification"],
        "flags": 2 * values["dont_fragment"] + values["more_fragments"],
        "frag": values["fragment_offset"] // 8,
    }
    ours = ipv4.build(**values, payload=payload)
    built = bytes(IP(**theirs) / Raw(payload))
    assert built == ours
    seen = IP(ours)
    assert {name: getattr(seen, name) for name in theirs} == theirs
    assert (seen.version, seen.ihl, seen.len, bytes(seen.payload)) == (4, 5, len(ours), payload)
    header, data = ipv4.decode(built)
    assert ipv4.build(**{name: getattr(header, name) for name in values}, payload=data) == built


def test_options_as_scapy_sees_them() -> None:
    router_alert = b"\x94\x04\0\0"
    packet = ipv4.build(1, 2, EXPERIMENT, b"data", options=router_alert + b"\x01")
    seen = IP(packet)
    assert seen.ihl == 7
    assert [option.option for option in seen.options] == [20, 1, 0, 0, 0]
    seen.chksum = seen.len = None
    assert bytes(seen) == packet
    assert ipv4.decode(packet)[0].options == router_alert + b"\x01\0\0\0"


@pytest.mark.parametrize("offset", [1, 7, 12, 65536, -8])
def test_build_refuses_an_impossible_offset(offset: int) -> None:
    with pytest.raises(ValueError, match="fragment offset"):
        ipv4.build(1, 2, 6, b"", fragment_offset=offset)


def test_build_refuses_impossible_lengths() -> None:
    with pytest.raises(ValueError, match="options"):
        ipv4.build(1, 2, 6, b"", options=bytes(41))
    with pytest.raises(ValueError, match="65536 bytes"):
        ipv4.build(1, 2, 6, bytes(65516))
    assert len(ipv4.build(1, 2, 6, bytes(65515))) == 65535


def with_checksum(packet: bytes) -> bytes:
    length = (packet[0] & 15) * 4
    zeroed = packet[:10] + b"\0\0" + packet[12:]
    return packet[:10] + internet_checksum(zeroed[:length]).to_bytes(2, "big") + packet[12:]


@pytest.mark.parametrize(
    ("position", "value", "reason"),
    [
        (0, b"\x65", "version 6"),
        (0, b"\x44", "header length 16"),
        (0, b"\x4f", "header length 60"),
        (2, b"\x00\x13", "total length 19"),
        (2, b"\x00\x1d", "total length 29"),
        (6, b"\x1f\xff", "beyond 65535"),
    ],
)
def test_decode_says_what_is_wrong(position: int, value: bytes, reason: str) -> None:
    good = ipv4.build(1, 2, 6, b"12345678")
    bad = good[:position] + value + good[position + len(value) :]
    with pytest.raises(DecodeError, match=reason):
        ipv4.decode(with_checksum(bad))


def test_every_changed_header_bit_is_seen() -> None:
    good = ipv4.build(IPv4.parse("10.1.1.1"), IPv4.parse("10.1.1.2"), 6, b"12345678")
    for bit in range(160):
        bad = bytearray(good)
        bad[bit // 8] ^= 1 << bit % 8
        with pytest.raises(DecodeError):
            ipv4.decode(bytes(bad))


@given(fields, payloads)
def test_decrement_ttl_equals_building_anew(values: dict[str, Any], payload: bytes) -> None:
    values["ttl"] = max(values["ttl"], 1)
    less = values | {"ttl": values["ttl"] - 1}
    assert ipv4.decrement_ttl(ipv4.build(**values, payload=payload)) == ipv4.build(**less, payload=payload)


def test_decrement_ttl_for_every_checksum() -> None:
    # The identification sweeps the checksum through all its values, so the end-around carry too.
    for identification in range(0x10000):
        packet = ipv4.build(0x0A000001, 0x0A000002, 6, b"", ttl=64, identification=identification)
        less = ipv4.decrement_ttl(packet)
        old = int.from_bytes(packet[10:12], "big")
        assert int.from_bytes(less[10:12], "big") == update_checksum(old, 0x4006, 0x3F06)
        assert internet_checksum(less) == 0


def test_another_type_of_service_updates_the_checksum() -> None:
    draw = Random(3)
    for _ in range(3000):
        old, new = draw.randrange(256), draw.randrange(256)
        packet = ipv4.build(
            draw.getrandbits(32), draw.getrandbits(32), 1, b"x", tos=old, identification=draw.getrandbits(16)
        )
        changed = ipv4.with_tos(packet, new)
        assert changed == with_checksum(packet[:1] + bytes((new,)) + packet[2:])
