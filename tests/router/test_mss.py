"""`ip tcp adjust-mss`, against scapy's checksums."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from scapy.layers.inet import IP, TCP, UDP
from scapy.packet import Raw

from ios_emu.router.mss import clamp

options = st.permutations([("MSS", 1460), ("NOP", None), ("WScale", 7), ("SAckOK", b"")])


def segment(flags: str, chosen: list[tuple[str, object]], payload: bytes = b"") -> bytes:
    return bytes(IP(src="10.0.0.1", dst="10.0.0.2") / TCP(flags=flags, options=chosen) / Raw(payload))


@given(options, st.sampled_from(["S", "SA"]), st.binary(max_size=9))
def test_the_option_is_lowered_wherever_it_stands(
    chosen: list[tuple[str, object]], flags: str, payload: bytes
) -> None:
    lowered = segment(flags, [(name, 1360 if name == "MSS" else value) for name, value in chosen], payload)
    assert clamp(segment(flags, chosen, payload), 1360) == lowered
    assert clamp(segment(flags, chosen, payload), 1460) == segment(flags, chosen, payload)


def test_nothing_else_is_touched() -> None:
    size = [("MSS", 1460)]
    fragment = bytes(IP(frag=10) / TCP(flags="S", options=size))
    for packet in (segment("A", size), segment("S", []), fragment, bytes(IP() / UDP() / (b"\x02" * 40))):
        assert clamp(packet, 500) is packet


@given(st.binary(max_size=60))
def test_any_bytes_for_options(tail: bytes) -> None:
    head = bytearray(bytes(IP(len=20 + 20 + len(tail)) / TCP(flags="S", dataofs=15)))
    packet = bytes(head) + tail
    assert len(clamp(packet, 536)) == len(packet)
