"""ARP packets, and scapy's opinion."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scapy.layers.l2 import ARP

from ios_emu.wire import DecodeError, IPv4, Mac, arp

macs = st.binary(min_size=6, max_size=6).map(Mac)
addresses = st.integers(0, 0xFFFFFFFF).map(IPv4)
packets = st.builds(arp.Arp, st.integers(0, 0xFFFF), macs, addresses, macs, addresses)

REQUEST = arp.Arp(
    arp.REQUEST, Mac.parse("ca01.0000.0001"), IPv4.parse("10.0.0.1"), Mac(bytes(6)), IPv4.parse("10.0.0.2")
)


@given(packets, st.binary(max_size=18))
def test_round_trip_whatever_the_padding(packet: arp.Arp, padding: bytes) -> None:
    decoded = arp.decode(arp.encode(packet) + padding)
    assert decoded == packet
    assert [type(field) for field in decoded] == [int, Mac, IPv4, Mac, IPv4]


@given(packets)
def test_scapy_builds_and_dissects_the_same_bytes(packet: arp.Arp) -> None:
    fields = {
        "op": packet.operation,
        "hwsrc": packet.sender_mac.hex(":"),
        "psrc": str(packet.sender_ip),
        "hwdst": packet.target_mac.hex(":"),
        "pdst": str(packet.target_ip),
    }
    theirs = bytes(ARP(**fields))
    assert theirs == arp.encode(packet)
    assert arp.decode(theirs) == packet
    seen = ARP(arp.encode(packet))
    assert {name: getattr(seen, name) for name in fields} == fields


@pytest.mark.parametrize("index", range(6))
def test_only_ipv4_on_ethernet(index: int) -> None:
    data = bytearray(arp.encode(REQUEST))
    data[index] ^= 2
    with pytest.raises(DecodeError, match="ARP for hardware type"):
        arp.decode(bytes(data))


def test_truncated() -> None:
    with pytest.raises(DecodeError, match="27 bytes"):
        arp.decode(arp.encode(REQUEST)[:27])
