"""Redundancy groups and reverse routes: who owns the tunnel, and who says where it leads."""

from __future__ import annotations

import pytest
from support.ipsec_pair import HUB, INSIDE_HOST, REMOTE_HOST, SPOKE, Side, established, make_pair, negotiate

from ios_emu.features.ipsec.policy import ReverseRoute
from ios_emu.router import facts
from ios_emu.wire import Prefix

# -- redundancy --------------------------------------------------------------------------------------


def test_a_group_that_is_not_active_owns_nothing_and_leaks_nothing() -> None:
    hub, _ = make_pair(group="VPNHA")
    assert hub.send(INSIDE_HOST, REMOTE_HOST) is None
    hub.redundancy(False)
    assert hub.send(INSIDE_HOST, REMOTE_HOST) is None
    assert not hub.ike.requests
    hub.redundancy(True)
    assert hub.send(INSIDE_HOST, REMOTE_HOST) is None
    assert [request.local for request in hub.ike.requests] == [HUB]


def test_leaving_active_forgets_everything_without_a_word_to_the_peer() -> None:
    hub, spoke = established(group="VPNHA", reverse_route=True)
    spi = hub.ipsec.database.pairs[0].esp.receiver.spi
    outer = spoke.send(REMOTE_HOST, INSIDE_HOST)
    hub.redundancy(False)
    assert not hub.ipsec.database.pairs and not hub.ike.deletions and hub.ike.gone == [HUB]
    text = "%CRYPTO-5-SESSION_STATUS: Crypto tunnel is DOWN.  Peer 172.16.172.69:500 Id: 172.16.172.69"
    assert hub.log.count(text) == 1
    assert outer is not None and hub.receive(outer) == [] and f"0x{spi:X}" in hub.log
    assert hub.send(INSIDE_HOST, REMOTE_HOST) is None
    hub.redundancy(True)
    assert hub.send(INSIDE_HOST, REMOTE_HOST) is None and len(hub.ike.requests) == 1


def test_a_request_under_way_when_active_is_lost_does_not_block_the_next() -> None:
    hub, _ = make_pair(group="VPNHA")
    hub.redundancy(True)
    hub.send(INSIDE_HOST, REMOTE_HOST)
    hub.redundancy(False)
    hub.redundancy(True)
    hub.send(INSIDE_HOST, REMOTE_HOST)
    assert len(hub.ike.requests) == 2


def test_without_sas_no_session_goes_down() -> None:
    hub, _ = make_pair(group="VPNHA")
    hub.redundancy(True)
    hub.redundancy(False)
    assert "SESSION_STATUS" not in hub.log


# -- reverse routes ----------------------------------------------------------------------------------

ROUTE = Prefix.parse("20.1.1.0/24")


def has_route(side: Side) -> bool:
    route = side.router.rib.best(ROUTE)
    if route is None:
        return False
    assert (route.source, route.code, route.distance, route.metric) == ("static", "S", 1, 0)
    assert [hop.address for hop in route.next_hops] == [SPOKE]
    return True


@pytest.mark.parametrize("release", ["12.2", "12.3"])
def test_until_12_3_the_route_is_there_while_the_map_is(release: str) -> None:
    hub, _ = make_pair(releases=(release, "12.2"), reverse_route=True)
    assert has_route(hub)
    assert len(hub.router.rib.candidates("static")) == 1, "one route for two lines with one destination"
    hub.router.acls.remove("101")
    hub.router.publish(facts.AccessListChanged("101"))
    assert not has_route(hub)


@pytest.mark.parametrize("release", ["12.4", "15"])
def test_from_12_4_on_the_route_is_there_while_the_sas_are(release: str) -> None:
    hub, spoke = make_pair(releases=(release, "12.2"), reverse_route=True)
    assert not has_route(hub)
    hub.send(INSIDE_HOST, REMOTE_HOST)
    negotiate(hub, spoke)
    assert has_route(hub)
    hub.ipsec.drop(list(hub.ipsec.database.pairs.values()), tell=True)
    assert not has_route(hub)
    hub.ipsec.policy.maps["vpn"].entries[10].reverse_route = ReverseRoute(static=True)
    hub.ipsec.policy_changed()
    assert has_route(hub)


def test_the_route_follows_the_redundancy_group() -> None:
    hub, _ = make_pair(group="VPNHA", reverse_route=True)
    hub.router.logging.debugs["crypto ipsec"] = None
    assert not has_route(hub)
    hub.redundancy(True)
    assert has_route(hub)
    end = "20.1.1.0 255.255.255.0 via 172.16.172.69 in IP DEFAULT TABLE"
    added, removed = f"IPSEC(rte_mgr): VPN Route Added {end}", f"IPSEC(rte_mgr): VPN Route Removed {end}"
    assert hub.log == added
    hub.redundancy(False, settled=False)
    assert has_route(hub) and hub.log == added, "an election that it may yet win"
    hub.redundancy(False)
    assert not has_route(hub)
    assert hub.log.splitlines()[1:] == ["an enquiry", removed]


def test_an_election_that_is_won_again_leaves_the_route_alone() -> None:
    hub, _ = established(group="VPNHA", reverse_route=True)
    route = hub.router.rib.best(ROUTE)
    hub.redundancy(False, settled=False)
    assert not hub.ipsec.database.pairs and hub.send(INSIDE_HOST, REMOTE_HOST) is None
    hub.redundancy(True)
    assert has_route(hub) and hub.router.rib.best(ROUTE) is route


def test_sas_that_carry_the_route_take_it_with_them_into_an_election() -> None:
    hub, _ = established(group="VPNHA", reverse_route=True, releases=("12.4", "12.2"))
    assert has_route(hub)
    hub.redundancy(False, settled=False)
    assert not has_route(hub)


def test_taking_the_map_off_takes_the_route() -> None:
    hub, _ = make_pair(reverse_route=True)
    hub.ipsec.remove(hub.interface)
    assert not has_route(hub)
