"""Proxies that a peer asks for: within a line of an access list, and by way of dynamic maps."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from support.ipsec_pair import (
    CATALOG,
    COOKIES,
    DES_MD5,
    HUB,
    HUB_NET,
    INSIDE_HOST,
    REMOTE_HOST,
    SPOKE,
    SPOKE_NET,
    Side,
    entry,
    established,
    make_pair,
    mirrored,
    negotiate,
)

from ios_emu.features.ipsec import engine as engine_module
from ios_emu.features.ipsec.policy import FIRST_TEMPORARY, CryptoMap, MapEntry, ReverseRoute
from ios_emu.features.ipsec.proxy import contains, overlap
from ios_emu.features.ipsec.show_map import crypto_maps, dynamic_maps
from ios_emu.features.ipsec.show_sa import ipsec_sa
from ios_emu.features.ipsec.show_session import crypto_session
from ios_emu.kernel import SECOND, Kernel, digest
from ios_emu.router import facts
from ios_emu.router.key_engine import Accepted, ProxyIdentity, Refused, SaPair, SaRequest
from ios_emu.router.router import Router
from ios_emu.wire import IPv4, Prefix, ipv4

HOST = IPv4(0xFFFFFFFF)
OTHER = IPv4.parse("172.16.172.70")
NOBODY = IPv4.parse("10.1.1.77")


def proxy(prefix: Prefix | IPv4, protocol: int = 0, port: int = 0) -> ProxyIdentity:
    if isinstance(prefix, IPv4):
        return ProxyIdentity(prefix, HOST, protocol, port)
    return ProxyIdentity(prefix.network, prefix.mask, protocol, port)


def asks(local: ProxyIdentity, remote: ProxyIdentity, peer: IPv4 = SPOKE) -> SaRequest:
    """What the hub is asked for."""
    return SaRequest(HUB, peer, local, remote, (DES_MD5,), 3600, 4_608_000)


HOSTS = asks(proxy(INSIDE_HOST), proxy(REMOTE_HOST))


def install(side: Side, request: SaRequest, spi: int = 0x2000, keys: bytes = bytes(24)) -> None:
    engine = side.router.key_engine.ipsec
    assert engine is not None
    mine = engine.allocate_spi(request.local, request.peer)
    engine.install(SaPair(request, DES_MD5, mine, spi, keys, keys, False, COOKIES))


def verdict(side: Side, request: SaRequest) -> Accepted | Refused:
    engine = side.router.key_engine.ipsec
    assert engine is not None
    return engine.validate(request)


# -- within a line -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("request_", "accepted"),
    [
        (HOSTS, True),
        (asks(proxy(HUB_NET), proxy(REMOTE_HOST)), True),
        (asks(proxy(HUB_NET, 6), proxy(SPOKE_NET, 6, 80)), True),
        (asks(proxy(HUB_NET), proxy(Prefix.parse("20.1.0.0/16"))), False),
        (asks(proxy(NOBODY), proxy(IPv4.parse("30.1.1.1"))), False),
    ],
)
def test_a_peer_may_ask_for_less_than_a_line_but_not_for_more(request_: SaRequest, accepted: bool) -> None:
    hub, _ = make_pair()
    answer = verdict(hub, request_)
    assert isinstance(answer, Accepted) == accepted
    if not accepted:
        assert answer == Refused("proxy identities not supported")


def test_a_line_with_ports_allows_only_its_ports() -> None:
    wide, web = proxy(HUB_NET, 6), proxy(SPOKE_NET, 6, 80)
    assert contains(web, proxy(REMOTE_HOST, 6, 80)) and not contains(web, proxy(REMOTE_HOST, 6, 81))
    assert not contains(web, proxy(REMOTE_HOST)) and contains(wide, wide)
    assert overlap(web, proxy(REMOTE_HOST)) and not overlap(web, proxy(REMOTE_HOST, 17))
    assert not overlap(web, proxy(HUB_NET)) and not overlap(web, proxy(SPOKE_NET, 6, 81))


def test_a_deny_that_touches_what_is_asked_for_refuses_it() -> None:
    hub, _ = make_pair()
    hub.router.acls.lists["101"].entries.insert(0, entry(Prefix(NOBODY, 32), SPOKE_NET, permit=False, sequence=5))
    hub.router.publish(facts.AccessListChanged("101"))
    assert isinstance(verdict(hub, HOSTS), Accepted)
    assert isinstance(verdict(hub, asks(proxy(HUB_NET), proxy(SPOKE_NET))), Accepted), "a line said just so"
    assert isinstance(verdict(hub, asks(proxy(HUB_NET), proxy(REMOTE_HOST))), Refused)
    assert isinstance(verdict(hub, asks(proxy(NOBODY), proxy(REMOTE_HOST))), Refused)


def test_the_narrow_sa_carries_what_it_is_for_and_the_line_the_rest() -> None:
    hub, _ = established()
    install(hub, HOSTS)
    (wide, narrow) = hub.ipsec.database.pairs.values()
    assert not narrow.ident.of_acl
    through = {}
    for source in (INSIDE_HOST, NOBODY):
        outer = hub.send(source, REMOTE_HOST)
        assert outer is not None
        through[source] = int.from_bytes(outer[20:24], "big")
    assert wide.esp is not None
    assert through == {INSIDE_HOST: 0x2000, NOBODY: wide.esp.sender.spi}
    assert "PERMIT, flags={}\n" in ipsec_sa(hub.ipsec)


def test_what_comes_through_the_narrow_sa_must_belong_there() -> None:
    hub, _ = make_pair()
    spoke = Side(Kernel(2), "spoke", SPOKE, HUB, [(Prefix(REMOTE_HOST, 32), Prefix(INSIDE_HOST, 32))])
    assert spoke.send(REMOTE_HOST, INSIDE_HOST) is None
    assert isinstance(negotiate(spoke, hub), Accepted)
    inside = spoke.send(REMOTE_HOST, INSIDE_HOST)
    assert inside is not None and len(hub.receive(inside)) == 1
    (pair,) = spoke.ipsec.database.pairs.values()
    assert pair.esp is not None
    smuggled = pair.esp.sender.seal(ipv4.build(IPv4(REMOTE_HOST + 1), INSIDE_HOST, 1, b"x"))
    assert hub.receive(ipv4.build(SPOKE, HUB, ipv4.ESP, smuggled)) == []
    assert hub.ipsec.database.pairs[0].ident.counters.invalid_identity == 1


def test_the_narrow_ident_lives_as_long_as_its_sas_and_survives_their_renewal() -> None:
    hub, _ = make_pair()
    install(hub, HOSTS)
    install(hub, HOSTS, 0x2001)
    (ident,) = (i for i in hub.ipsec.database.idents.values() if not i.of_acl)
    first, second = ident.pairs
    hub.ipsec.drop([first], tell=False)
    assert hub.send(INSIDE_HOST, REMOTE_HOST) is not None
    hub.ipsec.drop([second], tell=False)
    assert ident.key not in hub.ipsec.database.idents
    assert hub.send(INSIDE_HOST, REMOTE_HOST) is None
    assert hub.ike.requests[-1].local_proxy == proxy(HUB_NET), "asked for again as the line says"


def test_the_narrow_sa_goes_when_the_line_does() -> None:
    hub, _ = make_pair()
    install(hub, HOSTS)
    hub.router.acls.lists["101"].entries.pop(0)
    hub.router.publish(facts.AccessListChanged("101"))
    assert not hub.ipsec.database.pairs and len(hub.ike.deletions) == 1


def test_the_next_entry_may_accept_what_the_first_does_not() -> None:
    hub, _ = make_pair()
    crypto_map = hub.ipsec.policy.maps["vpn"]
    crypto_map.entries[10].pfs_group = 5
    assert verdict(hub, HOSTS) == Refused("PFS group not supported")
    crypto_map.entries[20] = MapEntry(20, [SPOKE], transform_sets=("myset",), access_list="101")
    assert isinstance(verdict(hub, HOSTS), Accepted)
    install(hub, HOSTS)
    (pair,) = hub.ipsec.database.pairs.values()
    assert pair.ident.key.sequence == 20


# -- dynamic maps ------------------------------------------------------------------------------------


def dynamic_hub(*, acl: bool = False, reverse_route: bool = False, release: str = "12.3", seed: int = 7) -> Side:
    """A hub whose map has nothing but a dynamic map in it."""
    hub, _ = make_pair(Kernel(seed), releases=(release, "12.2"))
    policy = hub.ipsec.policy
    template = MapEntry(5, transform_sets=("myset",), access_list="101" if acl else "")
    template.reverse_route = ReverseRoute() if reverse_route else None
    policy.dynamic_maps["dyn"] = CryptoMap("dyn", {5: template})
    policy.maps["vpn"].entries = {100: MapEntry(100, dynamic="dyn")}
    hub.ipsec.policy_changed()
    return hub


def test_a_dynamic_map_takes_any_peer_and_any_proxies() -> None:
    hub = dynamic_hub()
    assert hub.send(INSIDE_HOST, REMOTE_HOST) is not None, "no access list, nobody there: clear"
    assert isinstance(verdict(hub, asks(proxy(HUB_NET), proxy(REMOTE_HOST), OTHER)), Accepted)
    install(hub, asks(proxy(HUB_NET), proxy(REMOTE_HOST), OTHER))
    outer = hub.send(INSIDE_HOST, REMOTE_HOST)
    assert outer is not None
    header, _ = ipv4.decode(outer)
    assert (header.destination, header.protocol) == (OTHER, ipv4.ESP)
    crypto = hub.interface.crypto
    assert crypto is not None
    assert not crypto.admits_clear(ipv4.build(REMOTE_HOST, INSIDE_HOST, 1, b"x"))
    assert crypto.admits_clear(ipv4.build(IPv4(REMOTE_HOST + 1), INSIDE_HOST, 1, b"x"))
    assert not hub.ike.requests


def test_its_access_list_limits_peers_and_drops_what_nobody_has_asked_for() -> None:
    hub = dynamic_hub(acl=True)
    assert hub.send(INSIDE_HOST, REMOTE_HOST) is None, "selected, but there is nobody to ask"
    assert not hub.ike.requests
    crypto = hub.interface.crypto
    assert crypto is not None and not crypto.admits_clear(ipv4.build(REMOTE_HOST, INSIDE_HOST, 1, b"x"))
    assert hub.send(INSIDE_HOST, IPv4.parse("192.0.2.1")) is not None
    assert isinstance(verdict(hub, HOSTS), Accepted)
    elsewhere = asks(proxy(INSIDE_HOST), proxy(IPv4.parse("192.0.2.1")))
    assert verdict(hub, elsewhere) == Refused("proxy identities not supported")
    install(hub, HOSTS)
    assert hub.send(INSIDE_HOST, REMOTE_HOST) is not None
    assert hub.send(NOBODY, REMOTE_HOST) is None
    hub.router.acls.remove("101")
    hub.router.publish(facts.AccessListChanged("101"))
    assert not hub.ipsec.database.pairs, "its access list does not exist any more"
    assert isinstance(verdict(hub, HOSTS), Refused)


def test_its_peers_limit_who_may_ask() -> None:
    hub = dynamic_hub()
    hub.ipsec.policy.dynamic_maps["dyn"].entries[5].peers.append(OTHER)
    assert verdict(hub, HOSTS) == Refused("peer address 172.16.172.69 not found")
    assert isinstance(verdict(hub, replace(HOSTS, peer=OTHER)), Accepted)


def test_isakmp_with_anybody_is_never_caught() -> None:
    hub = dynamic_hub(acl=True)
    anything = Prefix.parse("0.0.0.0/0")
    hub.router.acls.lists["101"].entries = [entry(anything, anything)]
    packet = ipv4.build(HUB, OTHER, ipv4.UDP, b"\x01\xf4\x01\xf4" + bytes(20))
    assert hub.interface.crypto is not None
    assert hub.interface.crypto.outbound(packet) is packet
    assert hub.send(INSIDE_HOST, OTHER) is None


def test_a_temporary_entry_lives_as_long_as_its_sas() -> None:
    hub = dynamic_hub()
    crypto_map = hub.ipsec.policy.maps["vpn"]
    install(hub, HOSTS)
    install(hub, HOSTS, 0x2001)
    install(hub, replace(HOSTS, peer=OTHER), 0x2002)
    assert list(crypto_map.temporary) == [FIRST_TEMPORARY, FIRST_TEMPORARY + 1]
    first = hub.ipsec.database.with_peer(HUB, SPOKE)
    hub.ipsec.drop(first[:1], tell=False)
    assert FIRST_TEMPORARY in crypto_map.temporary
    hub.ipsec.drop(first[1:], tell=False)
    assert list(crypto_map.temporary) == [FIRST_TEMPORARY + 1]
    hub.kernel.run_until(hub.kernel.now + 3600 * SECOND)
    assert not crypto_map.temporary and not hub.ipsec.database.idents


def test_a_peer_that_comes_back_with_another_address_is_served_there() -> None:
    hub = dynamic_hub()
    install(hub, HOSTS)
    install(hub, replace(HOSTS, peer=OTHER), 0x2002)
    outer = hub.send(INSIDE_HOST, REMOTE_HOST)
    assert outer is not None and ipv4.decode(outer)[0].destination == OTHER


@pytest.mark.parametrize("edit", ["template", "map", "entry", "all"])
def test_nothing_is_left_of_what_is_not_configured_any_more(edit: str) -> None:
    hub = dynamic_hub()
    policy = hub.ipsec.policy
    install(hub, HOSTS)
    if edit == "template":
        del policy.dynamic_maps["dyn"].entries[5]
    elif edit == "map":
        del policy.dynamic_maps["dyn"]
    elif edit == "entry":
        del policy.maps["vpn"].entries[100]
    else:
        hub.ipsec.remove(hub.interface)
    hub.ipsec.policy_changed()
    assert not hub.ipsec.database.pairs and not hub.ipsec.database.idents
    assert not policy.maps["vpn"].temporary
    assert len(hub.ike.deletions) == 1


@pytest.mark.parametrize("release", ["12.2", "12.3", "12.4", "15"])
def test_its_routes_come_and_go_with_the_sas_in_every_release(release: str) -> None:
    hub = dynamic_hub(reverse_route=True, release=release)
    assert not hub.router.rib.candidates("static")
    install(hub, asks(proxy(HUB_NET), proxy(SPOKE_NET)))
    (route,) = hub.router.rib.candidates("static")
    assert (route.prefix, route.next_hops[0].address) == (SPOKE_NET, SPOKE)
    hub.ipsec.drop(list(hub.ipsec.database.pairs.values()), tell=False)
    assert not hub.router.rib.candidates("static")


def test_what_is_shown() -> None:
    hub = dynamic_hub(acl=True)
    install(hub, HOSTS)
    assert crypto_maps(hub.ipsec) == (
        'Crypto Map "vpn" 100 ipsec-isakmp\n'
        "\tDynamic map template tag: dyn\n"
        "\n"
        'Crypto Map "vpn" 65536 ipsec-isakmp\n'
        "\tPeer = 172.16.172.69\n"
        "\tExtended IP access list \n"
        "\t    access-list  permit ip host 10.1.1.3 host 20.1.1.1\n"
        "\t    dynamic (created from dynamic map dyn/5)\n"
        "\tCurrent peer: 172.16.172.69\n"
        "\tSecurity association lifetime: 4608000 kilobytes/3600 seconds\n"
        "\tPFS (Y/N): N\n"
        "\tTransform sets={ \n"
        "\t\tmyset, \n"
        "\t}\n"
        "\tInterfaces using crypto map vpn:\n"
        "\t\tFastEthernet0/0\n"
        "\n"
    )
    assert dynamic_maps(hub.ipsec).startswith(
        'Crypto Map Template"dyn" 5\n\tExtended IP access list 101\n\t    access-list 101 permit ip'
    )
    text = ipsec_sa(hub.ipsec)
    assert text.count("local  ident") == 1
    assert "PERMIT, flags={}\n" in text and "current_peer: 172.16.172.69:500\n" in text
    assert (
        "Session status: UP-NO-IKE\n"
        "Peer: 172.16.172.69 port 500 \n"
        "  IPSEC FLOW: permit ip host 10.1.1.3 host 20.1.1.1 \n"
        "        Active SAs: 2, origin: dynamic crypto map\n"
    ) in crypto_session(hub.ipsec)


def test_two_routers_meet_over_a_dynamic_map() -> None:
    hub = dynamic_hub()
    spoke = Side(hub.kernel, "spoke", SPOKE, HUB, [(SPOKE_NET, HUB_NET)])
    assert spoke.send(REMOTE_HOST, INSIDE_HOST) is None
    assert isinstance(negotiate(spoke, hub), Accepted)
    forth = spoke.send(REMOTE_HOST, INSIDE_HOST)
    assert forth is not None and len(hub.receive(forth)) == 1
    back = hub.send(INSIDE_HOST, REMOTE_HOST)
    assert back is not None and len(spoke.receive(back)) == 1
    spoke.kernel.run_until(spoke.kernel.now + 3571 * SECOND)
    (renewal,) = spoke.ike.requests
    assert not hub.ike.requests, "who answered does not renew"
    assert mirrored(renewal).local_proxy == proxy(HUB_NET)


def test_the_same_requests_make_the_same_state() -> None:
    states = []
    for _ in range(2):
        hub = dynamic_hub(seed=3)
        install(hub, HOSTS)
        install(hub, replace(HOSTS, peer=OTHER), 0x2002)
        hub.send(INSIDE_HOST, REMOTE_HOST)
        states.append(digest(hub))
    assert states[0] == states[1]


def test_a_peer_cannot_have_sas_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_module, "MAXIMUM_PAIRS", 2)
    hub = dynamic_hub()
    install(hub, HOSTS)
    assert isinstance(verdict(hub, HOSTS), Accepted)
    install(hub, replace(HOSTS, peer=OTHER), 0x2002)
    assert verdict(hub, HOSTS) == Refused("maximum number of SAs reached")


SECTIONS = (
    "crypto ipsec transform-set myset esp-des esp-md5-hmac\n",
    "crypto dynamic-map dyn 5\n set transform-set myset\n match address 101\n",
    "crypto map vpn 100 ipsec-isakmp dynamic dyn\n",
    "interface Loopback1\n ip address 172.16.172.53 255.255.255.255\n crypto map vpn\n",
    "access-list 101 permit ip 10.1.1.0 0.0.0.255 20.1.1.0 0.0.0.255\n",
)


@pytest.mark.parametrize("order", list(itertools.permutations(range(5)))[::3])
def test_the_order_of_the_configuration_does_not_matter(order: tuple[int, ...]) -> None:
    router = Router("r", Kernel(), CATALOG, "".join(SECTIONS[n] for n in order) + "end\n")
    router.power_on()
    router.kernel.run_until(5 * SECOND)
    assert not router.boot_complaints
    engine, crypto = router.key_engine.ipsec, router.interface("Loopback1").crypto
    assert engine is not None and crypto is not None
    assert isinstance(engine.validate(HOSTS), Accepted)
    assert crypto.outbound(ipv4.build(INSIDE_HOST, REMOTE_HOST, 1, b"x")) is None
