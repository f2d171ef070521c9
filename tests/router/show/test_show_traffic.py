"""`show ip traffic`: every count is of something that happened."""

from __future__ import annotations

import pytest
from scapy.layers.inet import ICMP, IP, UDP, IPOption_NOP, IPOption_RR
from scapy.layers.l2 import ARP, Ether
from support.hsrp import Lan

from ios_emu.lab.lab import Lab

HOST, MAC = "10.0.0.50", "02:00:00:00:00:50"


def told(lan: Lan, *packets: IP) -> list[str]:
    """What router 1 says after these have come in."""
    lan.run(5)
    interface = lan.interface(1)
    router = Ether(src=MAC, dst=":".join(f"{byte:02x}" for byte in interface.mac))
    interface.receive(bytes(Ether(src=MAC, dst="ff:ff:ff:ff:ff:ff") / ARP(hwsrc=MAC, psrc=HOST, pdst="10.0.0.1")))
    for packet in packets:
        interface.receive(bytes(router / packet))
    return lan.show(1, "show ip traffic").splitlines()


def to(address: str, **fields: object) -> IP:
    return IP(src=HOST, dst=address, **fields)


def test_an_idle_router() -> None:
    rows = told(Lan(""))
    assert rows[:3] == [
        "IP statistics:",
        "  Rcvd:  0 total, 0 local destination",
        "         0 format errors, 0 checksum errors, 0 bad hop count",
    ]
    assert rows[-2:] == [
        "  Rcvd: 1 requests, 0 replies, 0 reverse, 0 other",
        "  Sent: 0 requests, 3 replies (0 proxy), 0 reverse",
    ]


def test_what_came_in() -> None:
    lan = Lan("")
    rows = told(
        lan,
        to("10.0.0.1") / ICMP(),
        to("10.0.0.1", options=[IPOption_NOP(), IPOption_RR(routers=["0.0.0.0"])]) / ICMP(),
        to("10.0.0.1", chksum=0x1234) / ICMP(),
        to("10.0.0.1", len=9) / ICMP(),
        to("10.0.0.1") / ICMP(type=17),
        to("10.0.0.1") / ICMP(type=11) / bytes(28),
        to("10.0.0.1") / ICMP(chksum=0x1234),
        to("10.0.0.1", proto=1) / b"\x08\x00\x00",
        to("10.0.0.255") / UDP(dport=9),
        to("9.9.9.9", ttl=1) / ICMP(),
    )
    text = "\n".join(rows)
    assert "  Rcvd:  10 total, 7 local destination" in text
    assert "         1 format errors, 1 checksum errors, 1 bad hop count" in text
    assert "bad options, 1 with options\n  Opts:  0 end, 1 nop, 0 basic" in text
    assert ", 1 record route\n" in text and "0 ump\n         0 other\n" in text
    assert "  Bcast: 1 received, 0 sent\n  Mcast: 0 received, " in text
    assert "  Rcvd: 1 format errors, 1 checksum errors, 0 redirects, 0 unreachable\n" in text
    assert "        2 echo, 0 echo reply, 1 mask requests, 0 mask replies, 0 quench\n" in text
    assert "0 info request, 1 other\n        0 irdp solicitations, 0 irdp advertisements\n  Sent: 0 red" in text


def test_from_12_4_on_expired_packets_have_a_name() -> None:
    rows = told(Lan("", release="12.4"), to("10.0.0.1") / ICMP(type=11) / bytes(28))
    assert "        1 time exceeded, 0 info replies" in rows
    assert any(row.endswith("0 info request, 0 other") for row in rows)


@pytest.mark.parametrize("seconds", [30, 120])
def test_ospf_has_its_part(seconds: int) -> None:
    lab = Lab.load("configs/ha-vpn.clab.yml")
    lab.run(seconds=seconds)
    inside = lab["7206-1"]
    rows = inside.execute("show ip traffic").splitlines()
    start = rows.index("OSPF statistics:")
    (process,) = inside.features["ospf"].processes.values()  # type: ignore[attr-defined]
    heard = process.packets_in
    assert rows[start + 1] == f"  Rcvd: {sum(heard.values())} total, 0 checksum errors"
    assert rows[start + 2].startswith(f"        {heard[1]} hello, ")
    assert rows[start + 5] == f"  Sent: {process.packets_out} total" and heard[1] >= seconds // 10
    assert "OSPF statistics:" not in lab["vpn7200"].execute("show ip traffic")
    assert f"  Mcast: {inside.ip.multicasts_in} received, {inside.ip.multicasts_out} sent" in rows


def test_interfaces_tell_multicasts_from_broadcasts_on_15() -> None:
    lan = Lan("", "standby 1 ip 10.0.0.100", release="15")
    told(lan)
    lan.run(30)
    counters = lan.interface(1).counters
    assert 0 < counters.multicasts_in < counters.broadcasts_in
    shown = lan.show(1, "show interfaces FastEthernet0/0")
    assert (
        f"Received {counters.broadcasts_in} broadcasts ({counters.multicasts_in} IP multicasts), 0 runts" in shown
    )


def test_hellos_are_datagrams_sent() -> None:
    lan = Lan("standby 1 ip 10.0.0.100", "standby 1 ip 10.0.0.100")
    lan.run(60)
    first, second = (router.udp for router in lan.routers)
    assert first.sent > 10 and abs(first.sent - second.received) <= 1
    assert f"  Sent: {first.sent} total, 0 forwarded broadcasts" in lan.show(1, "show ip traffic").splitlines()
