"""ICMP messages: echoes, errors with what they quote, and scapy's opinion."""

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scapy.layers.inet import ICMP
from scapy.packet import Raw

from ios_emu.wire import DecodeError, IPv4, icmp, ipv4, udp

bytes8 = st.integers(0, 255)
words = st.integers(0, 0xFFFF)
messages = st.builds(icmp.Icmp, bytes8, bytes8, st.integers(0, 0xFFFFFFFF), st.binary(max_size=120))

SOURCE, DESTINATION = IPv4.parse("192.168.1.1"), IPv4.parse("10.9.8.7")
OFFENDING = ipv4.build(
    SOURCE, DESTINATION, ipv4.UDP, udp.build(SOURCE, DESTINATION, 49000, 33434, b"trace"), ttl=1
)


@given(messages)
@example(icmp.Icmp(0, 0, 0, b""))
@example(icmp.Icmp(0, 0, 0xFFFF, b""))
@example(icmp.Icmp(0, 0, 0, bytes(7)))
def test_round_trip(message: icmp.Icmp) -> None:
    assert icmp.decode(icmp.encode(message)) == message


@given(st.sampled_from([icmp.ECHO, icmp.ECHO_REPLY]), words, words, st.binary(max_size=100))
@example(icmp.ECHO_REPLY, 0, 0, bytes(3))
def test_scapy_echo(kind: int, identifier: int, sequence: int, data: bytes) -> None:
    theirs = bytes(ICMP(type=kind, id=identifier, seq=sequence) / Raw(data))
    request = icmp.echo(identifier, sequence, data)
    message = request if kind == icmp.ECHO else icmp.echo_reply(request)
    assert icmp.encode(message) == theirs
    assert icmp.decode(theirs) == message
    assert (message.identifier, message.sequence, message.data) == (identifier, sequence, data)
    seen = ICMP(theirs)
    assert (seen.type, seen.code, seen.id, seen.seq, bytes(seen.payload)) == (kind, 0, identifier, sequence, data)


ERRORS: list[tuple[icmp.Icmp, dict[str, Any]]] = [
    *(
        (icmp.unreachable(code, OFFENDING), {"type": 3, "code": code})
        for code in (
            icmp.NET_UNREACHABLE,
            icmp.HOST_UNREACHABLE,
            icmp.PROTOCOL_UNREACHABLE,
            icmp.PORT_UNREACHABLE,
            icmp.SOURCE_ROUTE_FAILED,
            icmp.ADMINISTRATIVELY_PROHIBITED,
        )
    ),
    (
        icmp.unreachable(icmp.FRAGMENTATION_NEEDED, OFFENDING, mtu=1420),
        {"type": "dest-unreach", "code": "fragmentation-needed", "nexthopmtu": 1420},
    ),
    (
        icmp.redirect(icmp.REDIRECT_HOST, IPv4.parse("10.0.0.254"), OFFENDING),
        {"type": "redirect", "code": "host-redirect", "gw": "10.0.0.254"},
    ),
    (
        icmp.time_exceeded(icmp.TTL_EXCEEDED, OFFENDING),
        {"type": "time-exceeded", "code": "ttl-zero-during-transit"},
    ),
    (
        icmp.time_exceeded(icmp.REASSEMBLY_TIME_EXCEEDED, OFFENDING),
        {"type": "time-exceeded", "code": "ttl-zero-during-reassembly"},
    ),
    (icmp.parameter_problem(20, OFFENDING), {"type": "parameter-problem", "ptr": 20}),
]


@pytest.mark.parametrize(("message", "fields"), ERRORS)
def test_scapy_errors(message: icmp.Icmp, fields: dict[str, Any]) -> None:
    theirs = bytes(ICMP(**fields) / Raw(OFFENDING[:28]))
    assert icmp.encode(message) == theirs
    assert icmp.decode(theirs) == message
    assert message.is_error
    quoted = ICMP(theirs).payload
    assert (quoted.src, quoted.dst, quoted.ttl, quoted.payload.dport) == (str(SOURCE), str(DESTINATION), 1, 33434)


def test_rest_by_type() -> None:
    assert icmp.unreachable(icmp.FRAGMENTATION_NEEDED, OFFENDING, mtu=1420).mtu == 1420
    assert str(icmp.redirect(icmp.REDIRECT_NET, IPv4.parse("10.0.0.254"), OFFENDING).gateway) == "10.0.0.254"
    assert icmp.parameter_problem(21, OFFENDING).pointer == 21
    assert not icmp.echo(1, 2, b"").is_error
    assert not icmp.echo_reply(icmp.echo(1, 2, b"")).is_error


def test_quote_takes_header_options_and_eight_bytes() -> None:
    packet = ipv4.build(1, 2, 6, bytes(range(100)), options=b"\x94\x04\0\0")
    assert icmp.quote(packet) == packet[:32]
    short = ipv4.build(1, 2, 6, b"abc")
    assert icmp.quote(short + b"padding") == short


def test_every_changed_bit_is_seen() -> None:
    good = icmp.encode(icmp.echo(1, 2, b"abc"))
    for bit in range(8 * len(good)):
        bad = bytearray(good)
        bad[bit // 8] ^= 1 << bit % 8
        with pytest.raises(DecodeError, match="checksum"):
            icmp.decode(bytes(bad))


@pytest.mark.parametrize("data", [b"", bytes(7), bytes(8)], ids=["empty", "short", "zeros"])
def test_bad_messages(data: bytes) -> None:
    with pytest.raises(DecodeError):
        icmp.decode(data)
