"""IPsec and the real IKE: client -- hub ==== spoke, everything negotiated."""

from __future__ import annotations

import os
from random import Random

import pytest
from scapy.layers.inet import IP
from scapy.layers.l2 import Ether
from support.faults import faulty_pair
from support.wiring import End, box, line, pair

from ios_emu.features.ipsec import FEATURE, Ipsec
from ios_emu.features.isakmp import FEATURE as ISAKMP
from ios_emu.kernel import SECOND, Kernel
from ios_emu.router.catalog import Catalog
from ios_emu.router.redundancy import RedundancyGroup
from ios_emu.router.router import Router
from ios_emu.wire import IPv4, ipv4

CATALOG = Catalog("ipsec and isakmp", (ISAKMP, FEATURE))
SEEDS = int(os.environ.get("IPSEC_FAULT_SEEDS", "200")) // 10
CLIENT = """
interface FastEthernet0/1
 ip address 10.1.1.3 255.255.255.0
ip route 0.0.0.0 0.0.0.0 10.1.1.1
"""
IKE = """
version {version}
crypto isakmp policy 1
 hash md5
 authentication pre-share
crypto isakmp key cisco123 address 0.0.0.0 0.0.0.0
crypto isakmp keepalive 10 periodic
"""
HUB = """
crypto ipsec transform-set myset {transform}
{mode}
crypto map vpn 10 ipsec-isakmp
 set peer 172.16.1.2
 set transform-set myset
 match address 101
{entry}
interface FastEthernet0/0
 ip address 10.1.1.1 255.255.255.0
interface FastEthernet0/1
 ip address 172.16.1.1 255.255.255.0
 crypto map vpn
ip route 20.1.1.0 255.255.255.0 172.16.1.2
access-list 101 permit ip 10.1.1.0 0.0.0.255 20.1.1.0 0.0.0.255
access-list 101 permit ip host 172.16.1.1 host 172.16.1.2
"""
SPOKE = """
crypto ipsec transform-set myset {transform}
{mode}
crypto map vpn 10 ipsec-isakmp
 set peer 172.16.1.1
 set transform-set myset
 match address 101
{entry}
interface Loopback0
 ip address 20.1.1.1 255.255.255.0
interface FastEthernet0/0
 ip address 172.16.1.2 255.255.255.0
 crypto map vpn
ip route 10.1.1.0 255.255.255.0 172.16.1.1
access-list 101 permit ip 20.1.1.0 0.0.0.255 10.1.1.0 0.0.0.255
access-list 101 permit ip host 172.16.1.2 host 172.16.1.1
"""


def lab(
    transform: str = "esp-des esp-md5-hmac",
    *,
    mode: str = "",
    entry: str = "",
    hub: str = HUB,
    spoke: str = SPOKE,
    version: str = "12.3",
) -> tuple[Kernel, list[Router], list[tuple[End, End]]]:
    values = {"transform": transform, "mode": mode, "entry": entry}
    ike = IKE.format(version=version)
    return line(CLIENT, ike + hub.format(**values), ike + spoke.format(**values), catalog=CATALOG)


def protocols(end: End) -> set[int]:
    return {Ether(frame)[IP].proto for frame in end.frames if IP in Ether(frame)}


def pings(router: Router, command: str) -> str:
    """The rate of success of the second attempt; the first loses what it takes to bring the tunnel up."""
    router.execute(command)
    return router.execute(command).split("Success rate is ")[1].split(" percent")[0]


@pytest.mark.parametrize(
    ("transform", "protocol"),
    [
        ("esp-des esp-md5-hmac", ipv4.ESP),
        ("esp-3des esp-sha-hmac", ipv4.ESP),
        ("esp-aes 256 esp-sha256-hmac", ipv4.ESP),
        ("esp-null esp-sha-hmac", ipv4.ESP),
        ("esp-des", ipv4.ESP),
        ("ah-md5-hmac", ipv4.AH),
        ("esp-aes 192 esp-sha512-hmac", ipv4.ESP),
        ("ah-sha-hmac", ipv4.AH),
        ("ah-sha256-hmac", ipv4.AH),
        ("ah-md5-hmac esp-des", ipv4.AH),
        ("ah-sha-hmac esp-3des esp-md5-hmac", ipv4.AH),
    ],
)
def test_every_transform_can_be_negotiated(transform: str, protocol: int) -> None:
    _, (client, hub, spoke), cables = lab(transform)
    assert pings(client, "ping 20.1.1.1") == "100"
    assert protocols(cables[1][0]) == {ipv4.UDP, protocol}
    shown = hub.execute("show crypto ipsec sa").replace("esp-192-aes", "esp-aes 192")
    for words in transform.replace(" esp-des", "|esp-des").replace(" esp-3des", "|esp-3des").split("|"):
        assert shown.replace("esp-256-aes", "esp-aes 256").count(f"        transform: {words} ,\n") == 2
    for router in (hub, spoke):
        (pair,) = router.feature(Ipsec).database.pairs.values()
        assert pair.ident.counters.recv_errors == 0


def test_sas_of_a_bundle_are_renewed_and_deleted_together() -> None:
    kernel, (client, hub, spoke), _ = lab(
        "ah-sha-hmac esp-des", entry=" set security-association lifetime seconds 120"
    )
    assert pings(client, "ping 20.1.1.1") == "100"
    (first,) = hub.feature(Ipsec).database.pairs.values()
    kernel.run_until(kernel.now + 100 * SECOND)
    assert "100 percent" in client.execute("ping 20.1.1.1")
    assert len(hub.feature(Ipsec).database.pairs) == len(spoke.feature(Ipsec).database.pairs) == 2
    kernel.run_until(kernel.now + 30 * SECOND)
    assert first not in hub.feature(Ipsec).database.pairs.values()
    assert len(spoke.feature(Ipsec).database.pairs) == 1
    hub.execute("clear crypto sa")
    kernel.run_until(kernel.now + SECOND)
    assert not spoke.feature(Ipsec).database.pairs, "the peer has been told of both protocols"
    assert "100 percent" in client.execute("ping 20.1.1.1") or pings(client, "ping 20.1.1.1") == "100"


@pytest.mark.parametrize("group", ["", "group2", "group5"])
def test_perfect_forward_secrecy(group: str) -> None:
    _, (client, hub, _), _ = lab(entry=f" set pfs {group}", version="15.2")
    assert pings(client, "ping 20.1.1.1") == "100"
    assert f"PFS (Y/N): Y, DH group: {group or 'group1'}\n" in hub.execute("show crypto ipsec sa")


def test_only_the_routers_own_traffic_goes_in_transport_mode() -> None:
    _, (client, hub, _), cables = lab(mode=" mode transport")
    assert pings(client, "ping 20.1.1.1") == "100"
    assert pings(hub, "ping 172.16.1.2") == "100"
    assert [p.transform.mode for p in hub.feature(Ipsec).database.pairs.values()] == ["tunnel", "transport"]
    assert "in use settings ={Transport, }" in hub.execute("show crypto ipsec sa")
    assert protocols(cables[1][0]) == {ipv4.UDP, ipv4.ESP}


DYNAMIC_HUB = HUB.replace(
    """crypto map vpn 10 ipsec-isakmp
 set peer 172.16.1.2
 set transform-set myset
 match address 101
{entry}
""",
    """crypto dynamic-map roaming 5
 set transform-set myset
 reverse-route
crypto map vpn 10 ipsec-isakmp dynamic roaming
""",
).replace("ip route 20.1.1.0 255.255.255.0 172.16.1.2\n", "")


@pytest.mark.parametrize("transform", ["esp-des esp-md5-hmac", "ah-md5-hmac esp-des"])
def test_a_dynamic_map_serves_whoever_has_the_key(transform: str) -> None:
    kernel, (client, hub, spoke), _ = lab(transform, hub=DYNAMIC_HUB)
    assert "U.U" in client.execute("ping 20.1.1.1"), "no route yet, and nobody to ask"
    assert pings(spoke, "ping 10.1.1.3 source Loopback0") == "100"
    assert "100 percent" in client.execute("ping 20.1.1.1"), "by the route that came with the SAs"
    assert "origin: dynamic crypto map" in hub.execute("show crypto session")
    spoke.execute("clear crypto sa")
    kernel.run_until(kernel.now + SECOND)
    assert not hub.feature(Ipsec).policy.maps["vpn"].temporary
    assert not hub.rib.candidates("static")


def test_a_peer_may_ask_for_less_than_the_line() -> None:
    narrow = SPOKE.replace("permit ip 20.1.1.0 0.0.0.255 10", "permit ip host 20.1.1.1 10")
    _, (client, hub, spoke), _ = lab(spoke=narrow)
    assert pings(spoke, "ping 10.1.1.3 source Loopback0") == "100"
    assert "100 percent" in client.execute("ping 20.1.1.1")
    shown = hub.execute("show crypto ipsec sa")
    assert "remote ident (addr/mask/prot/port): (20.1.1.1/255.255.255.255/0/0)" in shown


def test_a_session_through_its_states() -> None:
    kernel, (client, hub, _), cables = lab()
    assert "Session status: DOWN\n" in hub.execute("show crypto session")
    cables[1][1].lossy = True
    client.execute("ping 20.1.1.1 repeat 1")
    assert "Session status: DOWN-NEGOTIATING\n" in hub.execute("show crypto session")
    cables[1][1].lossy = False
    kernel.run_until(kernel.now + 20 * SECOND)
    assert pings(client, "ping 20.1.1.1") == "100"
    shown = hub.execute("show crypto session detail")
    assert "Session status: UP-ACTIVE     \n" in shown
    assert "  IKE SA: local 172.16.1.1/500 remote 172.16.1.2/500 Active \n" in shown
    assert "      Phase1_id: 172.16.1.2\n" in shown and " connid:1 lifetime:23:59:" in shown
    engine = hub.execute("show crypto engine connections active").splitlines()
    assert [row.split()[0] for row in engine[2:5]] == ["1", "2000", "2001"]
    assert [row.split()[4] for row in engine[2:5]] == ["HMAC_MD5+DES_56_CB"] * 3
    hub.execute("clear crypto sa")
    assert "Session status: UP-IDLE\n" in hub.execute("show crypto session")
    pings(client, "ping 20.1.1.1")
    cables[1][0].lossy = cables[1][1].lossy = True
    kernel.run_until(kernel.now + 60 * SECOND)
    assert "Session status: DOWN\n" in hub.execute("show crypto session"), "dead by its silence"


@pytest.mark.parametrize("who", ["", " remote 172.16.1.2", " local 172.16.1.1 remote 172.16.1.2"])
def test_clearing_a_session_ends_both_phases_at_both_ends(who: str) -> None:
    kernel, (client, hub, spoke), _ = lab()
    assert pings(client, "ping 20.1.1.1") == "100"
    hub.execute("clear crypto session remote 172.16.1.9")
    hub.execute("clear crypto session local 172.16.1.2")
    assert "Session status: UP-ACTIVE" in hub.execute("show crypto session"), "another session"
    assert hub.execute(f"clear crypto session{who}") == ""
    kernel.run_until(kernel.now + SECOND)
    for router in (hub, spoke):
        assert "Session status: DOWN\n" in router.execute("show crypto session")
        assert not router.feature(Ipsec).database.pairs
        assert "QM_IDLE" not in router.execute("show crypto isakmp sa")
    assert pings(client, "ping 20.1.1.1") == "100"


def test_the_debug_of_the_crypto_engine() -> None:
    _, (client, hub, _), _ = lab()
    assert hub.execute("debug crypto engine") == "Crypto Engine debugging is on\n"
    said = client.execute("ping 20.1.1.1") + "".join(hub.console.outbox if hub.console else [])
    assert said.count("ipsec allocate flow 0\n") == 2
    assert "Cryptographic Subsystem:\n  Crypto Engine debugging is on\n" in hub.execute("show debugging")


def test_what_ike_logs_ipsec_does_not_log_again() -> None:
    kernel, (client, hub, _), _ = lab(hub=HUB.replace("{entry}", "{entry}\ncrypto logging session"))
    pings(client, "ping 20.1.1.1")
    said = hub.execute("clear crypto sa")
    kernel.run_until(kernel.now + SECOND)
    assert hub.console is not None
    said += "".join(hub.console.outbox)
    assert said.count("%CRYPTO-5-SESSION_STATUS: Crypto tunnel is UP") == 1
    assert said.count("%CRYPTO-5-SESSION_STATUS: Crypto tunnel is DOWN") == 1


@pytest.mark.parametrize("logging", ["", "crypto logging session"])
def test_a_lost_group_is_logged_once_by_the_one_or_the_other(logging: str) -> None:
    kernel, (client, hub, _), _ = lab(
        hub=HUB.replace(" crypto map vpn\n", " crypto map vpn redundancy VPNHA\n").replace("{entry}", logging),
        spoke=SPOKE.replace("set peer 172.16.1.1", "set peer 172.16.1.9"),
    )
    virtual, outside = IPv4.parse("172.16.1.9"), "FastEthernet0/1"
    hub.interfaces[outside].add_virtual(virtual, hub.interfaces[outside].mac)
    hub.publish_redundancy(RedundancyGroup("VPNHA", outside, virtual, "Active", True))
    client.execute("ping 20.1.1.1")  # the first answer of the peer's IKE waits for ARP
    assert pings(client, "ping 20.1.1.1") == "100"
    hub.interfaces[outside].remove_virtual(virtual)
    hub.publish_redundancy(RedundancyGroup("VPNHA", outside, virtual, "Speak", False, settled=False))
    kernel.run_until(kernel.now + SECOND)
    assert hub.console is not None
    said = "".join(hub.console.outbox)
    assert said.count("%CRYPTO-5-SESSION_STATUS: Crypto tunnel is DOWN.  Peer 172.16.1.2:500 Id: 172.16.1.2") == 1


@pytest.mark.parametrize("seed", range(SEEDS))
def test_a_bad_wire_leaks_nothing_and_a_good_one_heals_everything(seed: int) -> None:
    """Two minutes of faults, with SAs that live as long; then two without."""
    kernel, random = Kernel(seed), Random(seed)
    inside, outside = pair(kernel), faulty_pair(kernel, random)
    transform = random.choice(("esp-des esp-md5-hmac", "ah-sha-hmac esp-3des", "esp-aes 256 esp-sha256-hmac"))
    values = {
        "transform": transform,
        "mode": "",
        "entry": f" set security-association lifetime seconds 120\n{random.choice(('', ' set pfs group2'))}",
    }
    ike = IKE.format(version=random.choice(("12.2", "12.3", "12.4", "15.2")))
    client = box(kernel, "client", CLIENT, {"FastEthernet0/1": inside[0]}, CATALOG)
    ports = {"FastEthernet0/0": inside[1], "FastEthernet0/1": outside[0]}
    hub = box(kernel, "hub", ike + HUB.format(**values), ports, CATALOG)
    spoke = box(kernel, "spoke", ike + SPOKE.format(**values), {"FastEthernet0/0": outside[1]}, CATALOG)
    kernel.run_until(kernel.now + 5 * SECOND)
    for end in outside:
        end.faults = True
    for _ in range(8):
        router, command = random.choice(((client, "ping 20.1.1.1"), (spoke, "ping 10.1.1.3 source Loopback0")))
        router.execute(f"{command} repeat 8 size {random.choice((100, 1500, 2900))} timeout 1")
        kernel.run_until(kernel.now + random.randrange(15) * SECOND)
        if random.random() < 0.2:
            random.choice((hub, spoke)).execute("clear crypto sa")
    for end in outside:
        end.faults = False
    kernel.run_until(kernel.now + 125 * SECOND)
    client.execute("ping 20.1.1.1")
    assert "100 percent" in client.execute("ping 20.1.1.1")
    for end in outside:
        for frame in end.frames:
            layers = Ether(frame)
            assert IP not in layers or not layers[IP].src.startswith(("10.1.1.", "20.1.1."))
