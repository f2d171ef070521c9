"""The codec alone: fields, scapy as a second opinion, hostile bytes."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scapy.layers.hsrp import HSRP

from ios_emu.features.hsrp.packet import (
    DEFAULT_AUTHENTICATION,
    Advertise,
    Message,
    Op,
    Redirect,
    State,
    decode,
    encode,
    encode_advertise,
)
from ios_emu.wire import DecodeError, IPv4

octet = st.integers(0, 255)
seconds = st.integers(1, 255).map(lambda number: number * 1000)
messages = st.builds(
    Message,
    st.sampled_from([Op.HELLO, Op.COUP, Op.RESIGN]),
    st.sampled_from(State),
    seconds,
    seconds,
    octet,
    octet,
    st.binary(min_size=8, max_size=8),
    st.integers(0, 0xFFFFFFFF).map(IPv4),
    st.just(1),
    st.none(),
    st.none(),
)
advertises = st.builds(Advertise, st.sampled_from(Redirect), st.integers(0, 0xFFFF), st.integers(0, 0xFFFF))
VIRTUAL = IPv4.parse("172.16.172.53")
HELLO = Message(Op.HELLO, State.ACTIVE, 3000, 10000, 200, 1, DEFAULT_AUTHENTICATION, VIRTUAL)


def test_a_hello_byte_for_byte() -> None:
    assert encode(HELLO).hex() == "000010030ac80100636973636f000000ac10ac35"


def test_an_advertise_byte_for_byte() -> None:
    assert encode_advertise(Advertise(Redirect.PASSIVE, 0, 1)).hex() == "00030001000e02000000000100000000"
    from_a_real_router = bytes.fromhex("00030001000e0200000000016f000000")
    assert decode(from_a_real_router) == Advertise(Redirect.PASSIVE, 0, 1), "what is reserved may hold anything"


@given(messages)
def test_decode_undoes_encode(message: Message) -> None:
    assert decode(encode(message)) == message
    assert decode(encode(message) + b"options to come") == message


@given(advertises)
def test_decode_undoes_encode_advertise(advertise: Advertise) -> None:
    assert decode(encode_advertise(advertise)) == advertise


@given(messages)
def test_scapy_reads_what_we_write(message: Message) -> None:
    theirs = HSRP(encode(message))
    assert (theirs.version, theirs.opcode, theirs.state) == (0, message.op, message.state)
    assert (theirs.hellotime * 1000, theirs.holdtime * 1000) == (message.hello_time, message.hold_time)
    assert (theirs.priority, theirs.group) == (message.priority, message.group)
    assert theirs.auth == message.authentication
    assert theirs.virtualIP == str(message.virtual_ip)


@given(messages)
def test_we_read_what_scapy_writes(message: Message) -> None:
    theirs = HSRP(
        version=0,
        opcode=int(message.op),
        state=int(message.state),
        hellotime=message.hello_time // 1000,
        holdtime=message.hold_time // 1000,
        priority=message.priority,
        group=message.group,
        auth=message.authentication,
        virtualIP=str(message.virtual_ip),
    )
    assert decode(bytes(theirs)) == message


@pytest.mark.parametrize("length", range(20))
def test_a_cut_message_is_refused(length: int) -> None:
    with pytest.raises(DecodeError):
        decode(encode(HELLO)[:length])


@pytest.mark.parametrize(("offset", "value"), [(0, 1), (1, 4), (1, 255), (2, 3), (2, 32)])
def test_a_wrong_version_op_or_state_is_refused(offset: int, value: int) -> None:
    bad = bytearray(encode(HELLO))
    bad[offset] = value
    with pytest.raises(DecodeError):
        decode(bytes(bad))


@given(st.binary(max_size=64))
def test_any_bytes_are_a_message_or_an_error(data: bytes) -> None:
    try:
        message = decode(data)
    except DecodeError:
        return
    again = encode(message) if isinstance(message, Message) else encode_advertise(message)
    expected = message._replace(proof=None) if isinstance(message, Message) else message
    assert decode(again) == expected


@given(messages, st.integers(0, 19), octet)
def test_a_flipped_byte_is_a_message_or_an_error(message: Message, offset: int, value: int) -> None:
    data = bytearray(encode(message))
    data[offset] = value
    with suppress(DecodeError):
        decode(bytes(data))
