"""Frames that no station has sent."""

import pytest
from scapy.layers.l2 import ARP, Ether

from ios_emu.lab.error import LabError
from ios_emu.lab.lab import Lab
from ios_emu.wire import IPv4

STRANGER = "02:00:00:00:00:01"


def claim(address: str) -> Ether:
    """ARP: `address` is at the stranger's."""
    answer = ARP(op=2, hwsrc=STRANGER, psrc=address, hwdst="ff:ff:ff:ff:ff:ff", pdst=address)
    return Ether(dst="ff:ff:ff:ff:ff:ff", src=STRANGER) / answer


def arp(lab: Lab, name: str) -> str:
    return lab[name].execute("show ip arp")


def test_at_an_interface_the_frame_comes_in_there_alone(pair: Lab) -> None:
    pair["n1"].execute("ping 192.0.2.2 repeat 1")
    with pair.capture("n1:Fa0/0") as heard, pair.capture("n2:Fa0/0") as elsewhere:
        pair.inject("n1:Fa0/0", claim("192.0.2.2"))
        pair.run(seconds=1)
    assert "0200.0000.0001" in arp(pair, "n1")
    assert [(seen.sender, seen.frame) for seen in heard.frames] == [("injected", bytes(claim("192.0.2.2")))]
    assert elsewhere.frames == []


def test_in_a_lan_it_goes_where_it_is_addressed(pair: Lab) -> None:
    request = ARP(op=1, hwsrc=STRANGER, psrc="192.0.2.9", pdst="192.0.2.2")
    with pair.capture("lan") as heard:
        pair.inject("lan", Ether(dst="ff:ff:ff:ff:ff:ff", src=STRANGER) / request)
        pair.run(seconds=1)
    assert [seen.sender for seen in heard.frames] == ["injected", "n2:FastEthernet0/0"]
    reply = ARP(heard.frames[1].frame[14:])
    assert (reply.op, reply.psrc, reply.hwdst) == (2, "192.0.2.2", STRANGER)
    assert pair.switches["lan"].where(bytes.fromhex("020000000001")) is None, "it is not there to be found"


def test_an_injection_is_in_the_trace(pair: Lab) -> None:
    other = pair.copy()
    for lab in (pair, other):
        lab.inject("lan", claim("192.0.2.7"))
        lab.run(seconds=1)
    assert other.trace_hash() == pair.trace_hash()
    other.inject("lan", claim("192.0.2.7"))
    pair.run(seconds=1)
    other.run(seconds=1)
    assert other.trace_hash() != pair.trace_hash()


def test_a_pulled_cable_carries_nothing_and_a_dark_switch_neither(pair: Lab) -> None:
    pair.link_down("n1:Fa0/0")
    pair.inject("n1:Fa0/0", claim("192.0.2.2"))
    pair.power_off("lan")
    pair.inject("lan", claim("192.0.2.1"))
    pair.run(seconds=1)
    assert all(IPv4.parse("192.0.2.1") != entry for entry in pair["n2"].interfaces)
    assert "0200.0000.0001" not in arp(pair, "n1") + arp(pair, "n2")


def test_what_is_no_frame_is_refused(pair: Lab) -> None:
    with pytest.raises(LabError, match="13 bytes are no Ethernet frame"):
        pair.inject("lan", bytes(13))
    with pytest.raises(LabError, match="there is no cable at 'wan'"):
        pair.inject("wan", bytes(60))
