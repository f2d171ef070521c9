"""What is shown, against the seed's blocks from the same state, and in the other releases' forms."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.ipsec_pair import HUB, LOOPBACK, REMOTE_HOST, SPOKE, SPOKE_NET, Side

from ios_emu.features.ipsec.policy import ReverseRoute
from ios_emu.features.ipsec.show_map import crypto_maps, transform_sets
from ios_emu.features.ipsec.show_sa import NO_SAS, ipsec_sa
from ios_emu.kernel import SECOND, Kernel
from ios_emu.router.key_engine import SaPair, SaRequest, Transform
from ios_emu.wire import IPv4

SEED_HUB = """
interface: FastEthernet0/0
    Crypto map tag: vpn, local addr. 172.16.172.53

   protected vrf:\x20
   local  ident (addr/mask/prot/port): (99.99.99.99/255.255.255.255/0/0)
   remote ident (addr/mask/prot/port): (20.1.1.0/255.255.255.0/0/0)
   current_peer: 172.16.172.69:500
     PERMIT, flags={origin_is_acl,}
    #pkts encaps: 5, #pkts encrypt: 5, #pkts digest: 5
    #pkts decaps: 5, #pkts decrypt: 5, #pkts verify: 5
    #pkts compressed: 0, #pkts decompressed: 0
    #pkts not compressed: 0, #pkts compr. failed: 0
    #pkts not decompressed: 0, #pkts decompress failed: 0
    #send errors 0, #recv errors 0

     local crypto endpt.: 172.16.172.53, remote crypto endpt.: 172.16.172.69
     path mtu 1500, media mtu 1500
     current outbound spi: 44E0B22B

     inbound esp sas:
      spi: 0x5B23F22E(1529082414)
        transform: esp-des esp-md5-hmac ,
        in use settings ={Tunnel, }
        slot: 0, conn id: 2000, flow_id: 1, crypto map: vpn
        crypto engine type: Software, engine_id: 1
        sa timing: remaining key lifetime (k/sec): (4504144/2949)
        ike_cookies: B57A9DC9 FA2D627B F70FEDF6 FAAF9E34
        IV size: 8 bytes
        replay detection support: Y

     inbound ah sas:

     inbound pcp sas:

     outbound esp sas:
      spi: 0x44E0B22B(1155576363)
        transform: esp-des esp-md5-hmac ,
        in use settings ={Tunnel, }
        slot: 0, conn id: 2001, flow_id: 2, crypto map: vpn
        crypto engine type: Software, engine_id: 1
        sa timing: remaining key lifetime (k/sec): (4504145/2949)
        ike_cookies: B57A9DC9 FA2D627B F70FEDF6 FAAF9E34
        IV size: 8 bytes
        replay detection support: Y

     outbound ah sas:

     outbound pcp sas:

"""

SEED_SPOKE = """
interface: FastEthernet0/0
    Crypto map tag: vpn, local addr. 172.16.172.69

   local  ident (addr/mask/prot/port): (20.1.1.0/255.255.255.0/0/0)
   remote ident (addr/mask/prot/port): (99.99.99.99/255.255.255.255/0/0)
   current_peer: 172.16.172.53
     PERMIT, flags={origin_is_acl,}
    #pkts encaps: 10, #pkts encrypt: 10, #pkts digest 10
    #pkts decaps: 10, #pkts decrypt: 10, #pkts verify 10
    #pkts compressed: 0, #pkts decompressed: 0
    #pkts not compressed: 0, #pkts compr. failed: 0, #pkts decompress failed: 0
    #send errors 5, #recv errors 0

     local crypto endpt.: 172.16.172.69, remote crypto endpt.: 172.16.172.53
     path mtu 1500, ip mtu 1500
     current outbound spi: 5B23F22E

     inbound esp sas:
      spi: 0x44E0B22B(1155576363)
        transform: esp-des esp-md5-hmac ,
        in use settings ={Tunnel, }
        slot: 0, conn id: 2000, flow_id: 1, crypto map: vpn
        sa timing: remaining key lifetime (k/sec): (4607997/2824)
        IV size: 8 bytes
        replay detection support: Y

     inbound ah sas:

     inbound pcp sas:

     outbound esp sas:
      spi: 0x5B23F22E(1529082414)
        transform: esp-des esp-md5-hmac ,
        in use settings ={Tunnel, }
        slot: 0, conn id: 2001, flow_id: 2, crypto map: vpn
        sa timing: remaining key lifetime (k/sec): (4607998/2824)
        IV size: 8 bytes
        replay detection support: Y

     outbound ah sas:

     outbound pcp sas:

"""


def side(
    release: str, *, hub: bool = True, group: str = "", sas: bool = True, count: int = 5, age: int = 651
) -> Side:
    """One router in the seed's state."""
    local, peer = (HUB, SPOKE) if hub else (SPOKE, HUB)
    ends = (LOOPBACK, SPOKE_NET) if hub else (SPOKE_NET, LOOPBACK)
    made = Side(Kernel(1), "r", local, peer, [ends], release=release, group=group)
    if group:
        made.redundancy(True)
    if not sas:
        return made
    hosts = (LOOPBACK.network, REMOTE_HOST) if hub else (REMOTE_HOST, LOOPBACK.network)
    made.send(*hosts)
    request: SaRequest = made.ike.requests.pop()
    spis = (0x5B23F22E, 0x44E0B22B) if hub else (0x44E0B22B, 0x5B23F22E)
    cookies = bytes.fromhex("B57A9DC9FA2D627BF70FEDF6FAAF9E34")
    engine = made.router.key_engine.ipsec
    assert engine is not None
    engine.install(SaPair(request, Transform("des", 0, "md5"), *spis, bytes(24), bytes(24), not hub, cookies))
    made.kernel.run_until(made.kernel.now + age * SECOND)
    (ident,) = made.ipsec.database.idents.values()
    ident.counters.encaps = ident.counters.decaps = count
    ident.counters.no_sa = 0 if hub else 5
    (pair,) = ident.pairs
    pair.bytes_in, pair.bytes_out = (2 * 1024, 1024) if hub else (3 * 1024, 2 * 1024)
    pair.terms = replace(pair.terms, credit=4_608_000 - 4_504_146 if hub else 0)
    return made


def test_the_hub_of_the_seed() -> None:
    assert ipsec_sa(side("12.3", group="VPNHA").ipsec) == SEED_HUB


def test_the_spoke_of_the_seed() -> None:
    assert ipsec_sa(side("12.2", hub=False, count=10, age=776).ipsec) == SEED_SPOKE


HUB_12_4 = """
interface: FastEthernet0/0
    Crypto map tag: vpn, local addr 172.16.172.53

   protected vrf: (none)
   local  ident (addr/mask/prot/port): (99.99.99.99/255.255.255.255/0/0)
   remote ident (addr/mask/prot/port): (20.1.1.0/255.255.255.0/0/0)
   current_peer 172.16.172.69 port 500
     PERMIT, flags={origin_is_acl,}
    #pkts encaps: 5, #pkts encrypt: 5, #pkts digest: 5
    #pkts decaps: 5, #pkts decrypt: 5, #pkts verify: 5
    #pkts compressed: 0, #pkts decompressed: 0
    #pkts not compressed: 0, #pkts compr. failed: 0
    #pkts not decompressed: 0, #pkts decompress failed: 0
    #send errors 0, #recv errors 0

     local crypto endpt.: 172.16.172.53, remote crypto endpt.: 172.16.172.69
     path mtu 1500, ip mtu 1500
     current outbound spi: 0x44E0B22B(1155576363)

     inbound esp sas:
      spi: 0x5B23F22E(1529082414)
        transform: esp-des esp-md5-hmac ,
        in use settings ={Tunnel, }
        conn id: 2001, flow_id: 1, crypto map: vpn
        sa timing: remaining key lifetime (k/sec): (4504144/2949)
        IV size: 8 bytes
        replay detection support: Y
        Status: ACTIVE

     inbound ah sas:

     inbound pcp sas:

     outbound esp sas:
      spi: 0x44E0B22B(1155576363)
        transform: esp-des esp-md5-hmac ,
        in use settings ={Tunnel, }
        conn id: 2002, flow_id: 2, crypto map: vpn
        sa timing: remaining key lifetime (k/sec): (4504145/2949)
        IV size: 8 bytes
        replay detection support: Y
        Status: ACTIVE

     outbound ah sas:

     outbound pcp sas:

"""

HUB_15 = """
interface: FastEthernet0/0
    Crypto map tag: vpn, local addr 172.16.172.53

   protected vrf: (none)
   local  ident (addr/mask/prot/port): (99.99.99.99/255.255.255.255/0/0)
   remote ident (addr/mask/prot/port): (20.1.1.0/255.255.255.0/0/0)
   current_peer 172.16.172.69 port 500
     PERMIT, flags={origin_is_acl,}
    #pkts encaps: 5, #pkts encrypt: 5, #pkts digest: 5
    #pkts decaps: 5, #pkts decrypt: 5, #pkts verify: 5
    #pkts compressed: 0, #pkts decompressed: 0
    #pkts not compressed: 0, #pkts compr. failed: 0
    #pkts not decompressed: 0, #pkts decompress failed: 0
    #send errors 0, #recv errors 0

     local crypto endpt.: 172.16.172.53, remote crypto endpt.: 172.16.172.69
     plaintext mtu 1446, path mtu 1500, ip mtu 1500, ip mtu idb FastEthernet0/0
     current outbound spi: 0x44E0B22B(1155576363)
     PFS (Y/N): N, DH group: none

     inbound esp sas:
      spi: 0x5B23F22E(1529082414)
        transform: esp-des esp-md5-hmac ,
        in use settings ={Tunnel, }
        conn id: 2001, flow_id: SW:1, sibling_flags 80000046, crypto map: vpn
        sa timing: remaining key lifetime (k/sec): (4504144/2949)
        IV size: 8 bytes
        replay detection support: Y
        Status: ACTIVE(ACTIVE)

     inbound ah sas:

     inbound pcp sas:

     outbound esp sas:
      spi: 0x44E0B22B(1155576363)
        transform: esp-des esp-md5-hmac ,
        in use settings ={Tunnel, }
        conn id: 2002, flow_id: SW:2, sibling_flags 80000046, crypto map: vpn
        sa timing: remaining key lifetime (k/sec): (4504145/2949)
        IV size: 8 bytes
        replay detection support: Y
        Status: ACTIVE(ACTIVE)

     outbound ah sas:

     outbound pcp sas:

"""


@pytest.mark.parametrize(("release", "expected"), [("12.4", HUB_12_4), ("15", HUB_15)])
def test_the_hub_of_the_seed_in_later_releases(release: str, expected: str) -> None:
    assert ipsec_sa(side(release, group="VPNHA").ipsec) == expected


def test_detail_tells_the_reasons_apart() -> None:
    made = side("15")
    (ident,) = made.ipsec.database.idents.values()
    counters = ident.counters
    counters.no_sa, counters.encaps_failed = 1, 2
    counters.verify_failed, counters.replay_failed, counters.decaps_failed = 3, 4, 5
    counters.invalid_identity, counters.invalid_protocol = 6, 7
    assert (counters.send_errors, counters.recv_errors) == (3, 25)
    assert "    #send errors 3, #recv errors 25\n" in ipsec_sa(made.ipsec)
    text = ipsec_sa(made.ipsec, detail=True)
    assert "#send errors" not in text
    assert (
        "    #pkts no sa (send) 1, #pkts invalid sa (rcv) 0\n"
        "    #pkts encaps failed (send) 2, #pkts decaps failed (rcv) 5\n"
        "    #pkts invalid prot (recv) 7, #pkts verify failed: 3\n"
        "    #pkts invalid identity (recv) 6, #pkts invalid len (rcv) 0\n"
        "    #pkts replay rollover (send): 0, #pkts replay rollover (rcv) 0\n"
        "    ##pkts replay failed (rcv): 4\n"
        "    #pkts internal err (send): 0, #pkts internal err (recv) 0\n"
    ) in text


@pytest.mark.parametrize(
    ("transform", "words"),
    [
        (Transform("aes", 128, "sha"), "esp-aes esp-sha-hmac"),
        (Transform("aes", 256, "sha256"), "esp-256-aes esp-sha256-hmac"),
        (Transform("des", 0, ""), "esp-des"),
        (Transform("des", 0, "", ah="sha"), "ah-sha-hmac esp-des"),
        (Transform("", 0, "", ah="md5"), "ah-md5-hmac"),
    ],
)
def test_the_words_of_a_transform(transform: Transform, words: str) -> None:
    made = side("12.3", sas=False)
    made.ipsec.policy.transform_sets["myset"].transform = transform
    assert f"Transform set myset: {{ {words}  }} \n" in transform_sets(made.ipsec)


@pytest.mark.parametrize("release", ["12.2", "12.3", "12.4", "15"])
def test_an_ident_without_sas_is_shown_empty(release: str) -> None:
    made = side(release, sas=False)
    text = ipsec_sa(made.ipsec)
    assert "flags={origin_is_acl,}" in text
    assert "#pkts encaps: 0, #pkts encrypt: 0, #pkts digest" in text
    zero = "0x0(0)" if release in ("12.4", "15") else "0"
    assert f"current outbound spi: {zero}\n" in text
    assert "     inbound esp sas:\n\n     inbound ah sas:\n\n" in text
    made.send(LOOPBACK.network, REMOTE_HOST)
    assert "flags={origin_is_acl,ipsec_sa_request_sent}" in ipsec_sa(made.ipsec)


def test_filters() -> None:
    ipsec = side("12.3").ipsec
    whole = ipsec_sa(ipsec)
    assert ipsec_sa(ipsec, peer=SPOKE, map_name="vpn", interface="FastEthernet0/0") == whole
    for other in ({"peer": IPv4(1)}, {"map_name": "x"}, {"interface": "Ethernet0"}):
        assert ipsec_sa(ipsec, **other) == NO_SAS


def test_crypto_map() -> None:
    made = side("12.3", group="VPNHA")
    made.ipsec.policy.maps["vpn"].entries[10].reverse_route = ReverseRoute()
    assert crypto_maps(made.ipsec) == (
        'Crypto Map "vpn" 10 ipsec-isakmp\n'
        "\tPeer = 172.16.172.69\n"
        "\tExtended IP access list 101\n"
        "\t    access-list 101 permit ip host 99.99.99.99 20.1.1.0 0.0.0.255\n"
        "\tCurrent peer: 172.16.172.69\n"
        "\tSecurity association lifetime: 4608000 kilobytes/3600 seconds\n"
        "\tPFS (Y/N): N\n"
        "\tTransform sets={ \n"
        "\t\tmyset, \n"
        "\t}\n"
        "\tReverse Route Injection Enabled\n"
        "\tInterfaces using crypto map vpn:\n"
        "\t\tFastEthernet0/0\n"
        "\t\tusing crypto map vpn redundancy VPNHA\n"
        "\n"
    )
    assert "\t\tmyset:  { esp-des esp-md5-hmac  } , \n" in crypto_maps(side("15").ipsec)


def test_a_map_that_lacks_something_says_so() -> None:
    made = side("12.3")
    warning = (
        'Crypto Map "vpn" 10 ipsec-isakmp\n'
        "\tWARNING: This crypto map is in an incomplete state!\n"
        "\t\t(missing peer or access-list definitions)\n"
    )
    assert "WARNING" not in crypto_maps(made.ipsec)
    entry = made.ipsec.policy.maps["vpn"].entries[10]
    peers, entry.peers = entry.peers, []
    assert crypto_maps(made.ipsec).startswith(warning)
    entry.peers, entry.access_list = peers, "199"
    assert crypto_maps(made.ipsec).startswith(warning)
    assert "\tNo matching address list set.\n" in crypto_maps(made.ipsec)


def test_transform_sets() -> None:
    assert transform_sets(side("12.3").ipsec) == (
        "Transform set myset: { esp-des esp-md5-hmac  } \n   will negotiate = { Tunnel,  }, \n   \n"
    )
