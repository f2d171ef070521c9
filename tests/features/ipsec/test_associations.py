"""The life of SAs: negotiation, lifetimes, renewal, deletion, their ids, and what debug says of it."""

from __future__ import annotations

import copy
import pickle
from dataclasses import replace

import pytest
from support.ipsec_pair import (
    COOKIES,
    DES_MD5,
    HUB,
    INSIDE_HOST,
    LOOPBACK,
    REMOTE_HOST,
    SPOKE,
    Side,
    established,
    make_pair,
    mirrored,
    negotiate,
)

from ios_emu.features.ipsec.sad import RESERVATIONS
from ios_emu.kernel import SECOND, digest
from ios_emu.router import facts
from ios_emu.router.interface import Address
from ios_emu.router.key_engine import Accepted, Refused, SaPair, SaRequest, Transform
from ios_emu.wire import IPv4

ELSEWHERE = IPv4.parse("192.0.2.1")
AES_SHA = Transform("aes", 128, "sha")


def run(side: Side, seconds: float) -> None:
    side.kernel.run_until(side.kernel.now + int(seconds * SECOND))


def offer(hub: Side) -> SaRequest:
    """What the spoke would be asked by the hub."""
    hub.send(INSIDE_HOST, REMOTE_HOST)
    return mirrored(hub.ike.requests.pop(0))


# -- validate ----------------------------------------------------------------------------------------


def test_lifetimes_are_the_smaller_of_both_wishes() -> None:
    hub, spoke = make_pair()
    engine = spoke.router.key_engine.ipsec
    assert engine is not None
    request = replace(offer(hub), lifetime_seconds=900, lifetime_kilobytes=9_000_000)
    assert engine.validate(request) == Accepted(0, 900, 4_608_000)
    spoke.ipsec.policy.maps["vpn"].entries[10].terms.lifetime_seconds = 600
    spoke.ipsec.policy.terms.lifetime_kilobytes = 5000
    assert engine.validate(request) == Accepted(0, 600, 5000)
    assert engine.validate(replace(request, lifetime_seconds=0, lifetime_kilobytes=0)) == Accepted(0, 600, 5000)


def test_the_first_offered_transform_that_suits_is_taken() -> None:
    hub, spoke = make_pair()
    engine = spoke.router.key_engine.ipsec
    assert engine is not None
    verdict = engine.validate(replace(offer(hub), transforms=(AES_SHA, Transform("des", 0, "sha"), DES_MD5)))
    assert isinstance(verdict, Accepted) and verdict.index == 2


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"transforms": (AES_SHA,)}, "transform proposal not supported for identity: {esp-aes esp-sha-hmac }"),
        ({"local": ELSEWHERE}, "invalid local address 192.0.2.1"),
        ({"peer": ELSEWHERE}, "peer address 192.0.2.1 not found"),
        ({"swap": True}, "proxy identities not supported"),
        ({"transforms": ()}, "transform proposal not supported for identity: { }"),
    ],
)
def test_refusals(change: dict[str, object], reason: str) -> None:
    hub, spoke = make_pair()
    request = offer(hub)
    if change.pop("swap", False):
        change = {"local_proxy": request.remote_proxy, "remote_proxy": request.local_proxy}
    engine = spoke.router.key_engine.ipsec
    assert engine is not None
    assert engine.validate(replace(request, **change)) == Refused(reason)  # type: ignore[arg-type]


def test_pfs_must_be_offered_when_it_is_asked_for() -> None:
    hub, spoke = make_pair()
    engine = spoke.router.key_engine.ipsec
    assert engine is not None
    request = offer(hub)
    assert isinstance(engine.validate(replace(request, pfs_group=2)), Accepted)
    spoke.ipsec.policy.maps["vpn"].entries[10].pfs_group = 2
    assert isinstance(engine.validate(request), Refused)
    assert isinstance(engine.validate(replace(request, pfs_group=2)), Accepted)


def test_spis_are_distinct_and_reservations_bounded() -> None:
    hub, _ = make_pair()
    engine = hub.router.key_engine.ipsec
    assert engine is not None
    spis = [engine.allocate_spi(HUB, SPOKE) for _ in range(2 * RESERVATIONS)]
    assert len(set(spis)) == len(spis) and min(spis) >= 0x100
    assert len(hub.ipsec.database._reserved) == RESERVATIONS


# -- lifetimes ---------------------------------------------------------------------------------------


def test_the_initiator_renews_30_seconds_before_the_end_and_traffic_never_stops() -> None:
    hub, spoke = established()
    assert hub.send(INSIDE_HOST, REMOTE_HOST) is not None
    run(hub, 3569)
    assert not hub.ike.requests
    run(hub, 1)
    assert len(hub.ike.requests) == 1 and not spoke.ike.requests
    old = hub.ipsec.database.pairs[0]
    in_flight = spoke.send(REMOTE_HOST, INSIDE_HOST)
    assert isinstance(negotiate(hub, spoke), Accepted)
    assert len(hub.ipsec.database.pairs) == 2
    outer = hub.send(INSIDE_HOST, REMOTE_HOST)
    assert outer is not None and outer[20:24] != old.esp.sender.spi.to_bytes(4, "big"), "the newest pair sends"
    assert len(spoke.receive(outer)) == 1
    assert in_flight is not None and len(hub.receive(in_flight)) == 1, "the old pair still receives"
    run(hub, 30)
    assert [pair.slot for pair in hub.ipsec.database.pairs.values()] == [1]
    assert hub.ike.deletions == [(HUB, SPOKE, (old.esp.receiver.spi,))]
    assert len(spoke.ipsec.database.pairs) == 1
    assert hub.send(INSIDE_HOST, REMOTE_HOST) is not None
    assert not hub.ike.requests


def test_an_unused_pair_just_ends() -> None:
    hub, spoke = established()
    run(hub, 3599)
    assert hub.ipsec.database.pairs and not hub.ike.requests
    run(hub, 1)
    assert not hub.ipsec.database.pairs and not spoke.ipsec.database.pairs
    assert not hub.ike.requests


def test_volume_renews_and_ends_a_pair() -> None:
    hub, spoke = make_pair(releases=("12.2", "12.2"))
    for side in (hub, spoke):
        side.ipsec.policy.terms.lifetime_kilobytes = 2560
    hub.send(INSIDE_HOST, REMOTE_HOST)
    negotiate(hub, spoke)
    size = len(hub.send(INSIDE_HOST, REMOTE_HOST, bytes(1380)) or b"")
    sent = 1
    while not hub.ike.requests:
        assert hub.send(INSIDE_HOST, REMOTE_HOST, bytes(1380)) is not None
        sent += 1
    assert (sent - 1) * size < (2560 - 256) * 1024 <= sent * size
    while hub.ipsec.database.pairs:
        assert hub.send(INSIDE_HOST, REMOTE_HOST, bytes(1380)) is not None
        sent += 1
    assert (sent - 1) * size < 2560 * 1024 <= sent * size
    assert len(hub.ike.requests) == 1
    assert hub.send(INSIDE_HOST, REMOTE_HOST) is None


def test_no_sequence_number_is_used_twice() -> None:
    hub, _ = established()
    hub.ipsec.database.pairs[0].esp.sender.sequence = 0xFFFFFFFE
    assert hub.send(INSIDE_HOST, REMOTE_HOST) is not None
    assert hub.send(INSIDE_HOST, REMOTE_HOST) is None
    assert not hub.ipsec.database.pairs and hub.ike.deletions


# -- deletion and ids --------------------------------------------------------------------------------


def test_connection_and_flow_ids_come_in_pairs_and_come_back() -> None:
    hub, spoke = established()
    engine = hub.router.key_engine.ipsec
    assert engine is not None
    assert engine.next_conn_ids() == (2002, 2003)
    hub.send(LOOPBACK.network, REMOTE_HOST)
    negotiate(hub, spoke)
    ids = [hub.ipsec.conn_id(pair.slot) for pair in hub.ipsec.database.pairs.values()]
    assert ids == [2000, 2002]
    hub.ipsec.drop([hub.ipsec.database.pairs[0]], tell=False)
    assert engine.next_conn_ids() == (2000, 2001)
    hub.send(INSIDE_HOST, REMOTE_HOST)
    negotiate(hub, spoke)
    assert sorted(hub.ipsec.conn_id(pair.slot) for pair in hub.ipsec.database.pairs.values()) == [2000, 2002]


def test_a_lost_peer_takes_its_sas_but_not_the_counters() -> None:
    hub, spoke = established()
    hub.send(INSIDE_HOST, REMOTE_HOST)
    engine = hub.router.key_engine.ipsec
    assert engine is not None
    assert engine.traffic(HUB, SPOKE) == (1, 0)
    engine.delete_peer(HUB, ELSEWHERE)
    assert hub.ipsec.database.pairs
    engine.delete_peer(HUB, SPOKE)
    assert not hub.ipsec.database.pairs and not hub.ike.deletions
    assert hub.send(INSIDE_HOST, REMOTE_HOST) is None
    negotiate(hub, spoke)
    hub.send(INSIDE_HOST, REMOTE_HOST)
    (ident,) = hub.ipsec.database.idents.values()
    assert (ident.counters.encaps, ident.counters.send_errors) == (2, 2)
    assert hub.kernel.next_due() is not None
    run(hub, 4000)  # timers of the deleted pair do no harm


def test_the_peers_delete_names_our_outbound_spi() -> None:
    hub, spoke = established()
    engine = hub.router.key_engine.ipsec
    assert engine is not None
    pair = hub.ipsec.database.pairs[0]
    engine.delete_spis(HUB, SPOKE, (pair.esp.receiver.spi,))
    assert hub.ipsec.database.pairs
    engine.delete_spis(HUB, SPOKE, (1, spoke.ipsec.database.pairs[0].esp.receiver.spi))
    assert not hub.ipsec.database.pairs and not hub.ike.deletions


def test_a_pair_that_policy_has_no_place_for_is_given_back() -> None:
    hub, _ = make_pair()
    hub.send(INSIDE_HOST, REMOTE_HOST)
    request = hub.ike.requests[0]
    hub.ipsec.policy.maps.clear()
    hub.ipsec.policy_changed()
    engine = hub.router.key_engine.ipsec
    assert engine is not None
    engine.install(SaPair(request, DES_MD5, 0x1000, 0x2000, bytes(24), bytes(24), True, COOKIES))
    assert not hub.ipsec.database.pairs
    assert hub.ike.deletions == [(HUB, SPOKE, (0x1000,))]


# -- configuration while applied ---------------------------------------------------------------------


def test_taking_the_map_off_tells_the_peer_and_clears_the_way() -> None:
    hub, _ = established()
    assert hub.ike.on
    hub.ipsec.remove(hub.interface)
    assert hub.interface.crypto is None and not hub.ipsec.database.pairs and not hub.ipsec.database.idents
    assert len(hub.ike.deletions) == 1 and not hub.ike.on


@pytest.mark.parametrize("edit", ["peer", "acl", "entry", "map", "list"])
def test_sas_go_when_policy_no_longer_says_them(edit: str) -> None:
    hub, _ = established()
    maps = hub.ipsec.policy.maps
    if edit == "peer":
        maps["vpn"].entries[10].peers[:] = [ELSEWHERE]
    elif edit == "acl":
        hub.router.acls.lists["101"].entries.pop(0)
    elif edit == "entry":
        del maps["vpn"].entries[10]
    elif edit == "map":
        del maps["vpn"]
    else:
        hub.router.acls.remove("101")
    if edit in ("acl", "list"):
        hub.router.publish(facts.AccessListChanged("101"))
    else:
        hub.ipsec.policy_changed()
    assert not hub.ipsec.database.pairs
    assert len(hub.ike.deletions) == 1


def test_an_edit_that_changes_nothing_for_an_sa_leaves_it() -> None:
    hub, _ = established()
    hub.router.acls.lists["101"].entries.pop(1)
    hub.ipsec.policy.maps["vpn"].entries[10].peers.append(ELSEWHERE)
    hub.router.publish(facts.AccessListChanged("101"))
    assert hub.ipsec.database.pairs and not hub.ike.deletions
    assert hub.send(INSIDE_HOST, REMOTE_HOST) is not None


def test_a_new_address_is_a_new_endpoint() -> None:
    hub, _ = established()
    new = IPv4(HUB + 1)
    hub.interface.address = Address(new, 28)
    hub.router.publish(facts.AddressChanged(hub.interface.name))
    assert not hub.ipsec.database.pairs and hub.ike.gone == [HUB]
    hub.send(INSIDE_HOST, REMOTE_HOST)
    assert hub.ike.requests[-1].local == new


def test_the_endpoint_can_be_lent_by_another_interface() -> None:
    hub, _ = make_pair()
    loopback = hub.router.interface("Loopback0")
    loopback.address = Address(LOOPBACK.network, 32)
    hub.ipsec.policy.maps["vpn"].local_address = "Loopback0"
    hub.ipsec.policy_changed()
    hub.send(INSIDE_HOST, REMOTE_HOST)
    assert hub.ike.requests[0].local == LOOPBACK.network


# -- debug -------------------------------------------------------------------------------------------


def test_debug_of_a_lost_peer_as_in_the_seed() -> None:
    _, spoke = established()
    spoke.router.logging.debugs["crypto ipsec"] = None
    engine = spoke.router.key_engine.ipsec
    assert engine is not None
    pair = spoke.ipsec.database.pairs[0]
    inbound, outbound = pair.esp.receiver.spi, pair.esp.sender.spi
    engine.delete_peer(SPOKE, HUB)
    assert spoke.log.split("\n") == [
        "IPSEC(key_engine): got a queue event...",
        "IPSEC(key_engine_delete_sas): rec'd delete notify from ISAKMP",
        "IPSEC(key_engine_delete_sas): delete all SAs shared with 172.16.172.53",
        "IPSEC(delete_sa): deleting SA,",
        "  (sa) sa_dest= 172.16.172.69, sa_prot= 50, ",
        f"    sa_spi= 0x{inbound:X}({inbound}), ",
        "    sa_trans= esp-des esp-md5-hmac , sa_conn_id= 2000",
        "IPSEC(delete_sa): deleting SA,",
        "  (sa) sa_dest= 172.16.172.53, sa_prot= 50, ",
        f"    sa_spi= 0x{outbound:X}({outbound}), ",
        "    sa_trans= esp-des esp-md5-hmac , sa_conn_id= 2001",
    ]


def test_debug_of_a_negotiation() -> None:
    hub, spoke = make_pair()
    hub.router.logging.debugs["crypto ipsec"] = None
    spoke.router.logging.debugs["crypto ipsec"] = None
    hub.send(INSIDE_HOST, REMOTE_HOST)
    negotiate(hub, spoke)
    pair = hub.ipsec.database.pairs[0]
    spi = pair.esp.receiver.spi
    assert hub.log.startswith(
        "IPSEC(sa_request): ,\n"
        "  (key eng. msg.) OUTBOUND local= 172.16.172.53, remote= 172.16.172.69, \n"
        "    local_proxy= 10.1.1.0/255.255.255.0/0/0 (type=4), \n"
        "    remote_proxy= 20.1.1.0/255.255.255.0/0/0 (type=4), \n"
        "    protocol= ESP, transform= esp-des esp-md5-hmac  (Tunnel), \n"
        "    lifedur= 3600s and 4608000kb, \n"
        f"    spi= 0x{spi:X}({spi}), conn_id= 0, keysize= 0, flags= 0x400A\n"
    ), "and the SPI announced is the SPI used"
    assert "spi_response" not in hub.log, "what was announced with the request need not be asked for"
    assert f"spi= 0x{spi:X}({spi}), conn_id= 2000, keysize= 0, flags= 0x2\n" in hub.log
    assert (
        f"spi= 0x{pair.esp.sender.spi:X}({pair.esp.sender.spi}), conn_id= 2001, keysize= 0, flags= 0xA" in hub.log
    )
    peer = f"IPSEC(spi_response): getting spi {pair.esp.sender.spi} for SA \n\tfrom 172.16.172.69 to 172.16.172.53"
    assert f"{peer} for prot 3\n" in spoke.log
    assert hub.log.count("IPSEC(initialize_sas): ,\n") == 2
    # As in a capture of 12.3T.
    assert (
        "IPSEC(kei_proxy): head = vpn, map->ivrf = , kei->ivrf = \n"
        "IPSEC(crypto_ipsec_sa_find_ident_head): reconnecting with the same proxies and 172.16.172.69\n"
        "IPSEC(add mtree): src 10.1.1.0, dest 20.1.1.0, dest_port 0\n"
        "IPSEC(create_sa): sa created,\n"
    ) in hub.log
    assert "kei_proxy" not in spoke.log, "12.2 is silent about it"
    assert hub.log.count("IPSEC(create_sa): sa created,\n") == 2
    assert "IPSEC(validate_proposal_request): proposal part #1,\n" in spoke.log
    assert "lifedur= 0s and 0kb, \n    spi= 0x0(0), conn_id= 0, keysize= 0, flags= 0x4\n" in spoke.log


def test_debug_with_perfect_forward_secrecy() -> None:
    hub, spoke = make_pair(releases=("12.3", "12.3"))
    for side in (hub, spoke):
        side.router.logging.debugs["crypto ipsec"] = None
        side.ipsec.policy.maps["vpn"].entries[10].pfs_group = 2
    hub.send(INSIDE_HOST, REMOTE_HOST)
    negotiate(hub, spoke)
    assert "conn_id= 0, keysize= 0, flags= 0x400B\n" in hub.log
    proposal = "spi= 0x0(0), conn_id= 0, keysize= 0, flags= 0x12\n"
    assert proposal + "IPSEC(kei_proxy): head = vpn, map->ivrf = , kei->ivrf = \n" in spoke.log
    for side in (hub, spoke):
        assert "conn_id= 2000, keysize= 0, flags= 0x13\n" in side.log
        assert "conn_id= 2001, keysize= 0, flags= 0x1B\n" in side.log


# -- a lab is a value --------------------------------------------------------------------------------


@pytest.mark.parametrize("clone", [copy.deepcopy, lambda x: pickle.loads(pickle.dumps(x))])
def test_a_copy_with_live_sas_goes_on_identically(clone: object) -> None:
    assert callable(clone)
    original = established(group="VPNHA", reverse_route=True)
    original[1].receive(original[0].send(INSIDE_HOST, REMOTE_HOST) or b"")
    twin = clone(original)
    assert digest(original) == digest(twin)
    stories = []
    for hub, spoke in (original, twin):
        story: list[object] = []
        for number in range(5):
            outer = hub.send(INSIDE_HOST, REMOTE_HOST, bytes((number,)) * 90)
            assert outer is not None
            story += [outer, spoke.receive(outer)]
        run(hub, 3570)
        story.append(negotiate(hub, spoke))
        story.append(hub.send(INSIDE_HOST, REMOTE_HOST))
        hub.redundancy(False)
        story += [hub.log, spoke.log, digest((hub, spoke))]
        stories.append(story)
    assert stories[0] == stories[1]
