"""Ethernet frames: padding, 802.3 lengths, and scapy's opinion."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scapy.layers.l2 import LLC, Dot3, Ether
from scapy.packet import Raw

from ios_emu.wire import DecodeError, Mac, ethernet

macs = st.binary(min_size=6, max_size=6).map(Mac)
types = st.integers(0x600, 0xFFFF)

HOST = Mac.parse("ca01.0000.0001")
ROUTER = Mac.parse("0000.0c07.ac01")


def colons(mac: Mac) -> str:
    return mac.hex(":")


@given(macs, macs, types, st.binary(max_size=1500))
def test_round_trip_and_padding(destination: Mac, source: Mac, ethertype: int, payload: bytes) -> None:
    data = ethernet.encode(ethernet.Frame(destination, source, ethertype, payload))
    assert data == ethernet.build(destination, source, ethertype, payload)
    assert len(data) == max(60, 14 + len(payload))
    assert ethernet.decode(data) == (destination, source, ethertype, payload.ljust(46, b"\0"))


@given(macs, macs, st.binary(max_size=1500))
def test_an_802_3_length_cuts_the_padding(destination: Mac, source: Mac, payload: bytes) -> None:
    frame = ethernet.Frame(destination, source, min(len(payload), 0x5FF), payload)
    assert ethernet.decode(ethernet.encode(frame)) == frame


@given(macs, macs, st.binary(min_size=46, max_size=200))
def test_scapy_builds_and_dissects_the_same_bytes(destination: Mac, source: Mac, payload: bytes) -> None:
    ours = ethernet.build(destination, source, 0x88B5, payload)
    theirs = Ether(dst=colons(destination), src=colons(source), type=0x88B5) / Raw(payload)
    assert bytes(theirs) == ours
    seen = Ether(ours)
    assert (seen.dst, seen.src, seen.type, bytes(seen.payload)) == (
        colons(destination),
        colons(source),
        0x88B5,
        payload,
    )


def test_scapy_802_3_frame() -> None:
    theirs = bytes(Dot3(dst=colons(HOST), src=colons(ROUTER)) / LLC(dsap=0x42, ssap=0x42, ctrl=3) / Raw(b"bpdu"))
    assert ethernet.decode(theirs.ljust(60, b"\0")) == (HOST, ROUTER, 7, b"\x42\x42\x03bpdu")


def test_addresses_decode_as_macs() -> None:
    frame = ethernet.decode(ethernet.build(HOST, ROUTER, ethernet.ETHERTYPE_ARP, b""))
    assert (str(frame.destination), str(frame.source)) == ("ca01.0000.0001", "0000.0c07.ac01")


@pytest.mark.parametrize("data", [b"", bytes(13), bytes(12) + b"\x00\x03ab"], ids=["empty", "short", "length"])
def test_bad_frames(data: bytes) -> None:
    with pytest.raises(DecodeError):
        ethernet.decode(data)
