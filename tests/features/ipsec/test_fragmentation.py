"""Packets too long once they are protected: cut before or after encryption, dropped, or their sender told."""

from __future__ import annotations

import pytest
from support.ipsec_pair import INSIDE_HOST, REMOTE_HOST, Side, established

from ios_emu.features.ipsec import outbound
from ios_emu.router.key_engine import Transform
from ios_emu.wire import ipv4

LONG = bytes(1480)


class Told:
    """Stands in for `router.icmp.fragmentation_needed`."""

    def __init__(self) -> None:
        self.mtus: list[int] = []

    def __call__(self, interface: object, packet: bytes, mtu: int) -> None:
        self.mtus.append(mtu)


class Sent:
    """Stands in for `router.ip.send_packet`."""

    def __init__(self) -> None:
        self.packets: list[bytes] = []

    def __call__(self, packet: bytes) -> None:
        self.packets.append(packet)


def offer(hub: Side, dont_fragment: bool, payload: bytes = LONG) -> tuple[list[bytes], list[int]]:
    """All that a long packet makes the hub send, and what its sender is told."""
    told = hub.router.icmp.fragmentation_needed = Told()  # type: ignore[method-assign]
    sent = hub.router.ip.send_packet = Sent()  # type: ignore[method-assign]
    last = hub.send(INSIDE_HOST, REMOTE_HOST, payload, dont_fragment=dont_fragment)
    return sent.packets + ([last] if last is not None else []), told.mtus


@pytest.mark.parametrize(
    ("setting", "inner_df", "before", "expected", "outer_df"),
    [
        ("copy", False, True, "pieces", False),
        ("copy", True, True, "told", False),
        ("set", False, True, "pieces", True),
        ("set", True, True, "told", False),
        ("clear", False, True, "pieces", False),
        ("clear", True, True, "pieces", False),
        ("copy", False, False, "whole", False),
        ("copy", True, False, "told", False),
        ("set", False, False, "dropped", False),
        ("set", True, False, "told", False),
        ("clear", False, False, "whole", False),
        ("clear", True, False, "whole", False),
    ],
)
def test_the_table(setting: str, inner_df: bool, before: bool, expected: str, outer_df: bool) -> None:
    hub, spoke = established()
    hub.ipsec.policy.terms.df_bit = setting
    hub.ipsec.policy.prefragment = before
    packets, told = offer(hub, inner_df)
    counters = hub.ipsec.database.pairs[0].ident.counters
    assert (len(told) == 1) == (expected == "told")
    assert counters.encaps == len(packets) and counters.encaps_failed == (not packets)
    assert len(packets) == {"pieces": 2, "whole": 1}.get(expected, 0)
    assert all(ipv4.decode(packet)[0].dont_fragment == outer_df for packet in packets)
    if expected == "pieces":
        assert all(len(packet) <= 1500 for packet in packets)
        inner = [ipv4.decode(spoke.receive(packet)[0]) for packet in packets]
        assert [header.more_fragments for header, _ in inner] == [True, False]
        assert b"".join(payload for _, payload in inner) == LONG
    elif expected == "whole":
        assert len(packets[0]) > 1500
        assert ipv4.decode(spoke.receive(packets[0])[0])[1] == LONG


@pytest.mark.parametrize(("release", "pieces"), [("12.2", 1), ("12.3", 2), ("12.4", 2), ("15", 2)])
def test_releases_differ_in_what_they_do_unless_configured(release: str, pieces: int) -> None:
    hub, _ = established(releases=(release, "12.3"))
    packets, _ = offer(hub, False)
    assert len(packets) == pieces


def test_the_entry_goes_before_the_interface_and_that_before_the_router() -> None:
    hub, _ = established()
    ipsec, entry = hub.ipsec, hub.ipsec.policy.maps["vpn"].entries[10]
    binding = ipsec.bindings[hub.interface.name]
    assert outbound.df_bit(ipsec, binding, entry) == "copy"
    ipsec.policy.terms.df_bit = "clear"
    assert outbound.df_bit(ipsec, binding, entry) == "clear"
    ipsec.df_bit[hub.interface.name] = "set"
    assert outbound.df_bit(ipsec, binding, entry) == "set"
    entry.terms.df_bit = "copy"
    assert outbound.df_bit(ipsec, binding, entry) == "copy"
    ipsec.policy.prefragment = False
    assert not outbound.prefragments(ipsec, binding)
    ipsec.prefragment[hub.interface.name] = True
    assert outbound.prefragments(ipsec, binding)


@pytest.mark.parametrize("setting", ["copy", "set", "clear"])
def test_a_short_packet_only_gets_the_bit(setting: str) -> None:
    hub, _ = established()
    hub.ipsec.policy.terms.df_bit = setting
    for inner_df in (False, True):
        packets, told = offer(hub, inner_df, b"x" * 60)
        assert len(packets) == 1 and not told
        expected = inner_df if setting == "copy" else setting == "set"
        assert ipv4.decode(packets[0])[0].dont_fragment == expected


@pytest.mark.parametrize(
    "transform",
    [Transform("des", 0, "md5"), Transform("aes", 256, "sha512"), Transform("", 0, "", ah="sha")],
)
@pytest.mark.parametrize("mtu", [576, 1500])
def test_no_piece_is_longer_than_the_mtu_and_the_longest_uncut_packet_fits(transform: Transform, mtu: int) -> None:
    hub, spoke = established(transform=transform)
    hub.interface.mtu = mtu
    pair = hub.ipsec.database.pairs[0]
    for length in range(mtu - 150, mtu + 10):
        packets, _ = offer(hub, False, bytes(length - 20))
        assert all(len(packet) <= mtu for packet in packets)
        assert (len(packets) == 1) == (length <= pair.largest_packet(mtu))
        assert all(len(spoke.receive(packet)) == 1 for packet in packets)


def test_a_fragment_is_cut_further() -> None:
    hub, spoke = established()
    sent = hub.router.ip.send_packet = Sent()  # type: ignore[method-assign]
    last = hub.send(INSIDE_HOST, REMOTE_HOST, LONG, more_fragments=True, fragment_offset=800)
    assert last is not None
    inner = [ipv4.decode(spoke.receive(packet)[0])[0] for packet in (*sent.packets, last)]
    assert [header.more_fragments for header in inner] == [True, True]
    assert inner[0].fragment_offset == 800 and inner[1].fragment_offset > 800


def test_where_nothing_fits_nothing_is_sent() -> None:
    hub, _ = established()
    hub.interface.mtu = 68
    packets, _ = offer(hub, False)
    assert not packets and hub.ipsec.database.pairs[0].ident.counters.encaps_failed == 1
