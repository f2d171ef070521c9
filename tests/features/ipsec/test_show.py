"""What is shown, against the seed's blocks from the same state, and in the other releases' forms."""

from __future__ import annotations

import pytest
from support.ipsec_pair import HUB, LOOPBACK, REMOTE_HOST, SPOKE, SPOKE_NET, Side

from ios_emu.features.ipsec import show
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
    ident.counters.send_errors = 0 if hub else 5
    (pair,) = ident.pairs
    pair.bytes_in, pair.bytes_out = (2 * 1024, 1024) if hub else (3 * 1024, 2 * 1024)
    pair.credit = 4_608_000 - 4_504_146 if hub else 0
    return made


def test_the_hub_of_the_seed() -> None:
    assert show.ipsec_sa(side("12.3", group="VPNHA").ipsec) == SEED_HUB


def test_the_spoke_of_the_seed() -> None:
    assert show.ipsec_sa(side("12.2", hub=False, count=10, age=776).ipsec) == SEED_SPOKE


def test_12_4() -> None:
    text = show.ipsec_sa(side("12.4").ipsec)
    for line in (
        "    Crypto map tag: vpn, local addr 172.16.172.53\n\n   protected vrf: (none)\n   local  ident",
        "   current_peer 172.16.172.69 port 500\n",
        "     path mtu 1500, ip mtu 1500\n     current outbound spi: 0x44E0B22B(1155576363)\n\n     inbound esp",
        "        conn id: 2001, flow_id: 1, crypto map: vpn\n        sa timing: remaining key lifetime (k/sec): (",
        "        replay detection support: Y\n        Status: ACTIVE\n\n     inbound ah sas:\n",
    ):
        assert line in text
    assert "slot:" not in text and "ike_cookies" not in text


def test_15() -> None:
    text = show.ipsec_sa(side("15").ipsec)
    for line in (
        "     plaintext mtu 1446, path mtu 1500, ip mtu 1500, ip mtu idb FastEthernet0/0\n",
        "     current outbound spi: 0x44E0B22B(1155576363)\n     PFS (Y/N): N, DH group: none\n",
        "        conn id: 2001, flow_id: SW:1, sibling_flags 80000046, crypto map: vpn\n",
        "        Status: ACTIVE(ACTIVE)\n",
    ):
        assert line in text


@pytest.mark.parametrize("release", ["12.2", "12.3", "12.4", "15"])
def test_an_ident_without_sas_is_shown_empty(release: str) -> None:
    made = side(release, sas=False)
    text = show.ipsec_sa(made.ipsec)
    assert "flags={origin_is_acl,}" in text
    assert "#pkts encaps: 0, #pkts encrypt: 0, #pkts digest" in text
    zero = "0x0(0)" if release in ("12.4", "15") else "0"
    assert f"current outbound spi: {zero}\n" in text
    assert "     inbound esp sas:\n\n     inbound ah sas:\n\n" in text
    made.send(LOOPBACK.network, REMOTE_HOST)
    assert "flags={origin_is_acl,ipsec_sa_request_sent}" in show.ipsec_sa(made.ipsec)


def test_filters() -> None:
    ipsec = side("12.3").ipsec
    whole = show.ipsec_sa(ipsec)
    assert show.ipsec_sa(ipsec, peer=SPOKE, map_name="vpn", interface="FastEthernet0/0") == whole
    for other in ({"peer": IPv4(1)}, {"map_name": "x"}, {"interface": "Ethernet0"}):
        assert show.ipsec_sa(ipsec, **other) == show.NO_SAS


def test_crypto_map() -> None:
    made = side("12.3", group="VPNHA")
    made.ipsec.policy.maps["vpn"].entries[10].reverse_route = True
    assert show.crypto_maps(made.ipsec) == (
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
    assert "\t\tmyset:  { esp-des esp-md5-hmac  } , \n" in show.crypto_maps(side("15").ipsec)


def test_transform_sets() -> None:
    assert show.transform_sets(side("12.3").ipsec) == (
        "Transform set myset: { esp-des esp-md5-hmac  } \n   will negotiate = { Tunnel,  }, \n   \n"
    )
