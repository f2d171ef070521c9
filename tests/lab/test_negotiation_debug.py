"""`debug crypto isakmp` and `debug crypto ipsec` together, in the seed lab on 12.3T with perfect forward secrecy: the
order of what the two say is that of a published capture of an initiator of that release."""

from __future__ import annotations

import re
from dataclasses import replace

from support.ntc import LAB

from ios_emu.lab.lab import Lab
from ios_emu.lab.topology import load_topology

QUICK_MODE = """\
ISAKMP (0:1): beginning Quick Mode exchange, M-ID of #
ISAKMP (0:1): sending packet to 172.16.172.53 my_port 500 peer_port 500 (I) QM_IDLE
ISAKMP (0:1): Node #, Input = IKE_MESG_INTERNAL, IKE_INIT_QM
ISAKMP (0:1): Old State = IKE_QM_READY  New State = IKE_QM_I_QM1
ISAKMP (0:1): Input = IKE_MESG_INTERNAL, IKE_PHASE1_COMPLETE
ISAKMP (0:1): Old State = IKE_P1_COMPLETE  New State = IKE_P1_COMPLETE
ISAKMP (0:1): received packet from 172.16.172.53 dport 500 sport 500 Global (I) QM_IDLE
ISAKMP (0:1): processing HASH payload. message ID = #
ISAKMP (0:1): processing SA payload. message ID = #
ISAKMP (0:1): Checking IPSec proposal 1
ISAKMP: transform 1, ESP_DES
ISAKMP:   attributes in transform:
ISAKMP:      encaps is 1 (Tunnel)
ISAKMP:      SA life type in seconds
ISAKMP:      SA life duration (basic) of 3600
ISAKMP:      SA life type in kilobytes
ISAKMP:      SA life duration (VPI) of  0x0 0x46 0x50 0x0
ISAKMP:      authenticator is HMAC-MD5
ISAKMP:      group is 1
ISAKMP (0:1): atts are acceptable.
IPSEC(validate_proposal_request): proposal part #1,
spi= 0x0(0), conn_id= 0, keysize= 0, flags= 0x12
IPSEC(kei_proxy): head = vpn, map->ivrf = , kei->ivrf =
ISAKMP (0:1): processing NONCE payload. message ID = #
ISAKMP (0:1): processing KE payload. message ID = #
ISAKMP (0:1): processing ID payload. message ID = #
ISAKMP (0:1): processing ID payload. message ID = #
ISAKMP (0:1): Creating IPSec SAs
has spi 0x# and conn_id 2000 and flags 13
has spi # and conn_id 2001 and flags 1B
ISAKMP (0:1): sending packet to 172.16.172.53 my_port 500 peer_port 500 (I) QM_IDLE
ISAKMP (0:1): deleting node # error FALSE reason ""
ISAKMP (0:1): Node #, Input = IKE_MESG_FROM_PEER, IKE_QM_EXCH
ISAKMP (0:1): Old State = IKE_QM_I_QM1  New State = IKE_QM_PHASE2_COMPLETE
IPSEC(key_engine): got a queue event...
IPSEC(initialize_sas): ,
spi= 0x#(#), conn_id= 2000, keysize= 0, flags= 0x13
IPSEC(initialize_sas): ,
spi= 0x#(#), conn_id= 2001, keysize= 0, flags= 0x1B
IPSEC(kei_proxy): head = vpn, map->ivrf = , kei->ivrf =
IPSEC(crypto_ipsec_sa_find_ident_head): reconnecting with the same proxies and 172.16.172.53
IPSEC(add mtree): src 20.1.1.0, dest 99.99.99.99, dest_port 0
IPSEC(create_sa): sa created,
IPSEC(create_sa): sa created,
"""
_TOLD = re.compile(r"^(ISAKMP|IPSEC|has spi|spi= )")


def essentials(text: str) -> list[str]:
    """The lines that tell the story, without timestamps and with `#` for what is random."""
    lines = []
    for line in text.splitlines():
        line = re.sub(r"^\*Mar  1 [\d:.]+: ", "", line).strip()
        if _TOLD.match(line):
            line = re.sub(r"\b0x[0-9A-F]{5,}\b", "0x#", line)
            line = re.sub(r"(M-ID of|message ID =|Node|deleting node|has spi) -?\d+(?!\w)", r"\1 #", line)
            lines.append(re.sub(r"\(\d{5,}\)", "(#)", line))
    return lines


def test_the_initiators_quick_mode() -> None:
    topology = load_topology(LAB)
    routers = []
    for router in topology.routers:
        config = router.startup_config.replace(" match address 101\n", " set pfs group1\n match address 101\n")
        routers.append(replace(router, startup_config=config, release="12.3"))
    lab = Lab(replace(topology, routers=tuple(routers)), seed=5)
    lab.run(seconds=60)
    remote = lab["vpn7200"]
    for line in ("debug crypto isakmp", "debug crypto ipsec"):
        remote.execute(line)
    said = essentials(remote.execute("ping 99.99.99.99 source 20.1.1.1 repeat 2"))
    assert "spi= 0x#(#), conn_id= 0, keysize= 0, flags= 0x400B" in said, "what was asked for, with PFS"
    assert not [line for line in said if "spi_response" in line]
    start = next(number for number, line in enumerate(said) if "beginning Quick Mode" in line)
    assert said[start:] == QUICK_MODE.splitlines()
