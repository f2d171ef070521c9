"""What can be agreed and configured about SAs: lifetimes, idle time, replay window, PFS, transport mode, peers."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.ipsec_pair import (
    HUB,
    INSIDE_HOST,
    REMOTE_HOST,
    SPOKE,
    Side,
    established,
    make_pair,
    mirrored,
    negotiate,
)

from ios_emu.features.ipsec.policy import ReverseRoute
from ios_emu.features.ipsec.show_map import crypto_maps
from ios_emu.features.ipsec.show_sa import ipsec_sa
from ios_emu.features.ipsec.show_session import crypto_session
from ios_emu.kernel import SECOND, Kernel
from ios_emu.router.key_engine import UNLIMITED_KILOBYTES, Accepted, Refused, SaRequest, Transform
from ios_emu.wire import IPv4, Prefix

OTHER = IPv4.parse("172.16.172.70")


def run(side: Side, seconds: int) -> None:
    side.kernel.run_until(side.kernel.now + seconds * SECOND)


def request_of(hub: Side) -> SaRequest:
    """What the spoke would be asked by the hub."""
    hub.send(INSIDE_HOST, REMOTE_HOST)
    return mirrored(hub.ike.requests.pop(0))


def verdict(side: Side, request: SaRequest) -> Accepted | Refused:
    engine = side.router.key_engine.ipsec
    assert engine is not None
    return engine.validate(request)


# -- volume and idle time ----------------------------------------------------------------------------


def test_without_a_volume_no_traffic_ends_an_sa() -> None:
    hub, spoke = make_pair()
    for side in (hub, spoke):
        side.ipsec.policy.terms.lifetime_kilobytes = UNLIMITED_KILOBYTES
    hub.send(INSIDE_HOST, REMOTE_HOST)
    assert hub.ike.requests[0].lifetime_kilobytes == UNLIMITED_KILOBYTES
    negotiate(hub, spoke)
    pair = hub.ipsec.database.pairs[0]
    pair.bytes_out = 1 << 50
    assert hub.send(INSIDE_HOST, REMOTE_HOST) is not None
    assert hub.ipsec.database.pairs and not hub.ike.requests
    text = ipsec_sa(hub.ipsec)
    assert "remaining key lifetime (sec): 3600\n        Kilobyte Volume Rekey has been disabled\n" in text
    assert "life (KB/Sec) KB Vol Rekey Disabled/3600\n" in crypto_session(hub.ipsec, detail=True)


def test_who_has_no_volume_takes_the_peers() -> None:
    hub, spoke = make_pair()
    spoke.ipsec.policy.maps["vpn"].entries[10].terms.lifetime_kilobytes = UNLIMITED_KILOBYTES
    assert verdict(spoke, request_of(hub)) == Accepted(0, 3600, 4_608_000)


@pytest.mark.parametrize("where", ["router", "entry"])
def test_an_idle_sa_goes_and_a_used_one_stays(where: str) -> None:
    hub, spoke = make_pair()
    policy = hub.ipsec.policy
    terms = policy.terms if where == "router" else policy.maps["vpn"].entries[10].terms
    terms.idle_seconds = 120
    hub.send(INSIDE_HOST, REMOTE_HOST)
    negotiate(hub, spoke)
    run(hub, 100)
    hub.receive(spoke.send(REMOTE_HOST, INSIDE_HOST) or b"")
    run(hub, 110)
    assert hub.send(INSIDE_HOST, REMOTE_HOST) is not None, "received 110 s ago"
    run(hub, 119)
    assert hub.ipsec.database.pairs and not hub.ike.deletions
    run(hub, 1)
    assert not hub.ipsec.database.pairs and len(hub.ike.deletions) == 1
    assert spoke.ipsec.database.pairs, "the peer does not care, unless told"
    assert hub.send(INSIDE_HOST, REMOTE_HOST) is None and len(hub.ike.requests) == 1
    assert "\tSecurity association idletime: 120 seconds\n" in crypto_maps(hub.ipsec)


def test_without_an_idle_time_sas_live_out_their_lives() -> None:
    hub, _ = established()
    run(hub, 3599)
    assert hub.ipsec.database.pairs


# -- the anti-replay window --------------------------------------------------------------------------


def late_packet(window: int | None, behind: int) -> bool:
    """Whether a packet that arrives after `behind` later ones gets through a window of this size."""
    hub, spoke = make_pair()
    hub.ipsec.policy.maps["vpn"].entries[10].terms.window = window
    hub.send(INSIDE_HOST, REMOTE_HOST)
    negotiate(hub, spoke)
    packets = [spoke.send(REMOTE_HOST, INSIDE_HOST) or b"" for _ in range(behind + 1)]
    for packet in packets[1:]:
        assert len(hub.receive(packet)) == 1
    through = len(hub.receive(packets[0])) == 1
    counters = hub.ipsec.database.pairs[0].ident.counters
    assert counters.replay_failed == (not through)
    if through and window != 0:
        assert hub.receive(packets[0]) == [], "but only once"
    return through


@pytest.mark.parametrize(
    ("window", "behind", "through"),
    [(None, 63, True), (None, 64, False), (128, 127, True), (128, 128, False), (0, 300, True)],
)
def test_the_window(window: int | None, behind: int, through: bool) -> None:
    assert late_packet(window, behind) == through


def test_replay_protection_that_is_off_is_shown_so() -> None:
    hub, spoke = make_pair()
    hub.ipsec.policy.terms.window = 0
    hub.send(INSIDE_HOST, REMOTE_HOST)
    negotiate(hub, spoke)
    assert ipsec_sa(hub.ipsec).count("replay detection support: N") == 2


# -- perfect forward secrecy -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "offered", "accepted"),
    [
        (0, 0, True),
        (0, 5, True),
        (1, 1, True),
        (1, 2, True),
        (1, 5, False),
        (2, 2, True),
        (2, 1, False),
        (5, 0, False),
    ],
)
def test_the_group(wanted: int, offered: int, accepted: bool) -> None:
    hub, spoke = make_pair()
    spoke.ipsec.policy.maps["vpn"].entries[10].pfs_group = wanted
    request = replace(request_of(hub), pfs_group=offered)
    assert isinstance(verdict(spoke, request), Accepted) == accepted


def test_a_group_that_ike_cannot_do_is_never_asked_for_and_nothing_leaves_in_the_clear() -> None:
    hub, _ = make_pair()
    hub.ipsec.policy.maps["vpn"].entries[10].pfs_group = 19
    assert hub.send(INSIDE_HOST, REMOTE_HOST) is None
    assert not hub.ike.requests


def test_the_group_is_asked_for_and_shown() -> None:
    hub, spoke = make_pair(releases=("15", "15"))
    for side in (hub, spoke):
        side.ipsec.policy.maps["vpn"].entries[10].pfs_group = 5
    hub.send(INSIDE_HOST, REMOTE_HOST)
    assert hub.ike.requests[0].pfs_group == 5
    assert isinstance(negotiate(hub, spoke), Accepted)
    assert "     PFS (Y/N): Y, DH group: group5\n" in ipsec_sa(spoke.ipsec)
    assert "\tPFS (Y/N): Y\n\tDH group:  group5\n" in crypto_maps(hub.ipsec)


# -- transport mode ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ours", "require", "offered", "accepted"),
    [
        ("tunnel", False, "tunnel", True),
        ("tunnel", False, "transport", False),
        ("transport", False, "transport", True),
        ("transport", False, "tunnel", True),
        ("transport", True, "transport", True),
        ("transport", True, "tunnel", False),
    ],
)
def test_transport_mode_is_a_wish_unless_required(ours: str, require: bool, offered: str, accepted: bool) -> None:
    line = [(Prefix(HUB, 32), Prefix(SPOKE, 32))]
    hub = Side(Kernel(1), "hub", HUB, SPOKE, line, transform=Transform("des", 0, "md5", ours))
    hub.ipsec.policy.transform_sets["myset"].require = require
    hub.send(HUB, SPOKE)
    request = replace(hub.ike.requests[0], transforms=(Transform("des", 0, "md5", offered),))
    assert isinstance(verdict(hub, request), Accepted) == accepted


# -- peers -------------------------------------------------------------------------------------------


def test_the_default_peer_is_asked_first() -> None:
    hub, _ = make_pair()
    entry = hub.ipsec.policy.maps["vpn"].entries[10]
    entry.peers.append(OTHER)
    entry.default_peer = OTHER
    engine = hub.router.key_engine.ipsec
    assert engine is not None
    asked = []
    for _ in range(3):
        hub.send(INSIDE_HOST, REMOTE_HOST)
        request = hub.ike.requests.pop()
        asked.append(request.peer)
        engine.failed(request)
    assert asked == [OTHER, SPOKE, OTHER]


@pytest.mark.parametrize(("default", "then"), [(None, OTHER), (SPOKE, SPOKE)])
def test_what_a_silent_peer_served_goes_to_the_next_or_to_the_default(default: IPv4 | None, then: IPv4) -> None:
    hub, _ = established()
    entry = hub.ipsec.policy.maps["vpn"].entries[10]
    entry.peers.append(OTHER)
    entry.default_peer = default
    engine = hub.router.key_engine.ipsec
    assert engine is not None
    engine.turn_from(HUB, OTHER)
    assert {entry.peer(ident.peer_index) for ident in hub.ipsec.database.idents.values()} == {SPOKE}
    engine.turn_from(HUB, SPOKE)
    engine.delete_peer(HUB, SPOKE)
    assert {entry.peer(ident.peer_index) for ident in hub.ipsec.database.idents.values()} == {then}
    hub.send(INSIDE_HOST, REMOTE_HOST)
    assert [request.peer for request in hub.ike.requests] == [then]


# -- reverse routes ----------------------------------------------------------------------------------


def routes(side: Side) -> list[tuple[str, str, int, int]]:
    return [
        (
            str(route.prefix),
            str(route.next_hops[0].address or route.next_hops[0].interface),
            route.distance,
            route.tag,
        )
        for route in side.router.rib.candidates("static")
    ]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (ReverseRoute(), [("20.1.1.0/24", "172.16.172.69", 1, 0)]),
        (ReverseRoute(tag=7), [("20.1.1.0/24", "172.16.172.69", 1, 7)]),
        (
            ReverseRoute(remote_peer=True),
            [("20.1.1.0/24", "172.16.172.69", 1, 0), ("172.16.172.69/32", "FastEthernet0/0", 1, 0)],
        ),
        (
            ReverseRoute(remote_peer=True, next_hop=OTHER),
            [("20.1.1.0/24", "172.16.172.69", 1, 0), ("172.16.172.69/32", "172.16.172.70", 1, 0)],
        ),
    ],
)
def test_reverse_routes(asked: ReverseRoute, expected: list[tuple[str, str, int, int]]) -> None:
    hub, _ = make_pair()
    entry = hub.ipsec.policy.maps["vpn"].entries[10]
    entry.reverse_route = asked
    hub.ipsec.policy_changed()
    assert routes(hub) == expected
    entry.route_tag, entry.route_distance = 99, 5
    hub.ipsec.policy_changed()
    assert [route[2:] for route in routes(hub)] == [(5, 99)] * len(expected)
    entry.reverse_route = None
    hub.ipsec.policy_changed()
    assert not routes(hub)


def test_in_15_the_debug_names_tag_and_distance() -> None:
    hub, _ = make_pair(releases=("15", "12.2"))
    hub.router.logging.debugs["crypto ipsec"] = None
    entry = hub.ipsec.policy.maps["vpn"].entries[10]
    entry.reverse_route, entry.route_distance = ReverseRoute(static=True, tag=7), 5
    hub.ipsec.policy_changed()
    assert hub.log == (
        "IPSEC(rte_mgr): VPN Route Added 20.1.1.0 255.255.255.0 via 172.16.172.69"
        " in IP DEFAULT TABLE with tag 7 distance 5"
    )
