"""What the shows of the seed lab say follows what happens: before a failover one thing, after it another."""

from __future__ import annotations

from functools import cache

import pytest
from support.ntc import lab_at

VXR_1, VXR_2, REMOTE, INSIDE = "7204VXR-1", "7204VXR-2", "vpn7200", "7206-1"
DOWN = " is administratively down, line protocol is down"

Facts = dict[str, tuple[str, str]]
"""By command: what is said before the failover and not after it, and the other way round; empty for nothing."""

FACTS: dict[str, Facts] = {
    VXR_1: {
        "show standby": ("  State is Active\n", "  State is Init (interface down)\n"),
        "show standby all": ("  Active router is local\n", "  Active virtual MAC address is unknown\n"),
        "show standby brief": (
            "Fa0/0       1   200  P Active   local           172.16.172.54   172.16.172.53\n",
            "Fa0/0       1   200  P Init     unknown         unknown         172.16.172.53\n",
        ),
        "show ip route static": ("S       20.1.1.0 [1/0] via 172.16.172.69\n", ""),
        "show ip route connected": ("C       172.16.172.48 is directly connected, FastEthernet0/0\n", ""),
        "show ip route ospf": ("", "O E2    20.1.1.0 [110/20] via 10.1.1.2, "),
        "show ip route 20.1.1.0": ('  Known via "static", dist', "metric 20, type extern 2, forward metric 1\n"),
        "show ip route summary": ("static          0           2  ", "static          0           0  "),
        "show ip cef": (
            "172.16.172.53/32    receive\n",
            "20.1.1.0/24         10.1.1.2             FastEthernet0/1\n",
        ),
        "show ip cef 20.1.1.0 detail": (
            "  via 172.16.172.69, 0 dependencies, recursive\n",
            "    next hop 10.1.1.2, FastEthernet0/1\n",
        ),
        "show ip ospf": (" Number of external LSA 3. ", " Number of external LSA 2. "),
        "show ip ospf database self-originate": ("20.1.1.0        172.16.172.52 ", ""),
        "show crypto isakmp sa": ("172.16.172.53   172.16.172.69   QM_IDLE              1    0\n", ""),
        "show crypto session": ("Session status: UP-ACTIVE     \n", "Session status: DOWN\n"),
        "show crypto engine connections active": ("\n2000 FastEthernet0/0      172.16.172.53   set ", ""),
        "show interfaces summary": ("* FastEthernet0/0 ", "  FastEthernet0/0 "),
        "show interfaces description": (
            "Fa0/0                          up ",
            "Fa0/0                          admin down ",
        ),
        "show interfaces FastEthernet0/0": (" is up, line protocol is up \n", DOWN),
        "show ip interface FastEthernet0/0": (" is up, line protocol is up\n", DOWN),
        "show ip interface brief": (
            "172.52   YES NVRAM  up  ",
            "172.52   YES NVRAM  administratively down down    \n",
        ),
        "show protocols": ("FastEthernet0/0 is up, line", f"FastEthernet0/0{DOWN}\n"),
        "show arp": ("172.16.172.53           -   0000.0c07.ac01  ARPA   FastEthernet0/0\n", ""),
        "show ip arp FastEthernet0/0": ("172.16.172.52           -   ", ""),
        "show history": ("", "  configure terminal\n  show history\n"),
        "show running-config": ("", " ip address 172.16.172.52 255.255.255.240\n shutdown\n"),
        "show tech-support": ("FastEthernet0/0 is up, line protocol is up ", f"FastEthernet0/0{DOWN}"),
    },
    VXR_2: {
        "show standby brief": (
            "Fa0/0       1   100  P Standby  172.16.172.52   local           172.16.172.53\n",
            "Fa0/0       1   100  P Active   local           unknown         172.16.172.53\n",
        ),
        "show ip route static": ("", "S       20.1.1.0 [1/0] via 172.16.172.69\n"),
        "show crypto isakmp sa detail": ("", "1     172.16.172.53   172.16.172.69            des  md5  psk  1  2"),
        "show crypto ipsec sa": ("", "        slot: 0, conn id: 2000, flow_id: 1, crypto map: vpn\n"),
        "show crypto session detail": (
            "Session status: DOWN\n",
            "          Capabilities:K connid:1 lifetime:23:59:",
        ),
        "show crypto engine connections active": ("", "\n2001 FastEthernet0/0      172.16.172.53   set "),
        "show arp": ("", "172.16.172.53           -   0000.0c07.ac01  ARPA   FastEthernet0/0\n"),
    },
    REMOTE: {"show access-lists": (" permit ip 20.1.1.0 0.0.0.255 10.1.1.0 0.0.0.255 (10 matches)\n", "")},
    INSIDE: {
        "show ip cef 20.1.1.0": ("  via 10.1.1.1, FastEthernet0/1", "  via 10.1.1.2, FastEthernet0/1"),
        "show ip protocols": ("    172.16.172.52        ", ""),
        "show ip ospf database external": ("  Advertising Router: 172.16.172.52\n", ""),
    },
}


@cache
def said(moment: str, node: str, command: str) -> str:
    return lab_at("document", moment).copy()[node].execute(command)


@pytest.mark.parametrize(("node", "command"), [(node, each) for node, facts in FACTS.items() for each in facts])
def test_a_show_follows(node: str, command: str) -> None:
    before, after = FACTS[node][command]
    first, second = said("converged", node, command), said("failed over", node, command)
    assert before in first and (not before or before not in second)
    assert after in second and (not after or after not in first)
