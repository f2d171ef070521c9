"""Subinterfaces: VLANs on one cable, told apart by 802.1Q tags that scapy reads too."""

from __future__ import annotations

import copy

import pytest
from scapy.layers.inet import ICMP
from scapy.layers.l2 import ARP, Dot1Q, Ether
from support.dialog import booted, dialog
from support.wiring import line

from ios_emu.kernel import SECOND, Kernel
from ios_emu.lab.catalog import CATALOG
from ios_emu.router.router import Router
from ios_emu.wire import DecodeError
from ios_emu.wire.dot1q import is_tagged, tag, untag

ROUTER = """
hostname R{own}
interface FastEthernet0/{port}
 ip address 10.0.0.{own} 255.255.255.0
interface FastEthernet0/{port}.10
 encapsulation dot1Q 10
 ip address 10.0.10.{own} 255.255.255.0
interface FastEthernet0/{port}.20
 encapsulation dot1Q {vlan}
 ip address 10.0.20.{own} 255.255.255.0
"""


def two(vlan: str = "20", config: str = ROUTER):
    return line(config.format(own=1, port=1, vlan="20"), config.format(own=2, port=0, vlan=vlan), catalog=CATALOG)


def vlans(frames: list[bytes], kind: type) -> set[int]:
    """The VLANs of the frames of a kind; 0 for no tag."""
    read = [frame for frame in map(Ether, frames) if kind in frame]
    return {frame[Dot1Q].vlan if Dot1Q in frame else 0 for frame in read}


@pytest.mark.parametrize(("network", "vlan"), [("10.0.0", 0), ("10.0.10", 10), ("10.0.20", 20)])
def test_each_network_has_its_own_tag(network: str, vlan: int) -> None:
    _, (one, other), cables = two()
    for end in cables[0]:
        end.frames.clear()
    assert "!!!!" in one.execute(f"ping {network}.2")
    for end in cables[0]:
        assert vlans(end.frames, ICMP) == vlans(end.frames, ARP) == {vlan}
        assert min(map(len, end.frames)) == (64 if vlan else 60)
    assert f"{network}.2" in one.execute("show arp") and f"{network}.1" in other.execute("show arp")


def test_traffic_is_routed_between_vlans() -> None:
    kernel, (one, other), cables = two()
    other.execute("configure terminal")
    for typed in ("interface Loopback0", "ip address 10.9.9.9 255.255.255.255", "end"):
        other.execute(typed)
    for typed in ("configure terminal", "ip route 10.9.9.9 255.255.255.255 10.0.20.2", "end"):
        one.execute(typed)
    kernel.run_until(kernel.now + SECOND)
    cables[0][0].frames.clear()
    assert "!!!" in one.execute("ping 10.9.9.9 source 10.0.10.1")
    assert vlans(cables[0][0].frames, ICMP) == {20}


def test_a_vlan_nobody_has_is_dropped_and_counted() -> None:
    _, (one, other), _ = two("30")
    before = other.interfaces["FastEthernet0/0"].counters.unknown_protocol
    assert "Success rate is 0 percent" in one.execute("ping 10.0.20.2")
    assert other.interfaces["FastEthernet0/0"].counters.unknown_protocol > before
    assert other.interfaces["FastEthernet0/0.20"].counters.packets_in == 0


def test_the_native_vlan_has_no_tag() -> None:
    config = ROUTER.replace(" ip address 10.0.0.{own} 255.255.255.0\n", "").replace("dot1Q 10", "dot1Q 10 native")
    _, (one, _), cables = two(config=config)
    cables[0][0].frames.clear()
    assert "!!!!" in one.execute("ping 10.0.10.2")
    assert vlans(cables[0][0].frames, ICMP) == {0}


def test_it_is_up_when_its_interface_is() -> None:
    kernel, (one, _), _ = two()
    sub, parent = one.interfaces["FastEthernet0/1.10"], one.interfaces["FastEthernet0/1"]

    def typed(*lines: str) -> None:
        for each in ("configure terminal", *lines, "end"):
            one.execute(each)
        kernel.run_until(kernel.now + 5 * SECOND)

    assert sub.line_up
    typed("interface fa0/1", "shutdown")
    assert not sub.line_up and not sub.hardware_up and "10.0.10.0" not in one.execute("show ip route")
    assert "FastEthernet0/1.10 is administratively down, line protocol is down" in one.execute("show interfaces")
    typed("interface fa0/1", "no shutdown")
    assert sub.line_up and "FastEthernet0/1.10" in one.execute("show ip route")
    typed("interface fa0/1.10", "shutdown")
    assert not sub.line_up and parent.line_up
    typed("interface fa0/1.10", "no shutdown", "no encapsulation dot1Q 10")
    assert not sub.line_up
    typed("interface fa0/1.10", "encapsulation dot1Q 10")
    assert sub.line_up
    typed("no interface fa0/1.10")
    assert parent.trunk is not None and parent.trunk.with_vlan(10) is None


def test_hsrp_and_ospf_run_on_it() -> None:
    config = ROUTER + (
        "interface FastEthernet0/{port}.10\n standby 1 ip 10.0.10.100\n"
        "router ospf 1\n network 10.0.20.0 0.0.0.255 area 0\n"
    )
    kernel, (one, other), _ = two(config=config)
    kernel.run_until(kernel.now + 90 * SECOND)
    states = sorted(router.execute("show standby").split("State is ")[1].split()[0] for router in (one, other))
    assert states == ["Active", "Standby"]
    assert "FULL" in one.execute("show ip ospf neighbor") and "FULL" in other.execute("show ip ospf neighbor")
    assert "!!!!" in one.execute("ping 10.0.10.100")
    assert "!!!!" in other.execute("ping 10.0.10.100")


def test_what_is_typed_wrong() -> None:
    made = booted("hostname R1\ninterface FastEthernet0/0\n no shutdown\n")
    dialog(
        made,
        """
        R1#configure terminal
        Enter configuration commands, one per line.  End with CNTL/Z.
        R1(config)#interface fa0/0.10
        R1(config-subif)#ip address 10.0.0.1 255.255.255.0

        % Configuring IP routing on a LAN subinterface is only allowed if that
        subinterface is already configured as part of an IEEE 802.10, IEEE 802.1Q,
        or ISL vLAN.

        R1(config-subif)#encapsulation dot1q 10
        R1(config-subif)#ip address 10.0.0.1 255.255.255.0
        R1(config-subif)#interface fa0/0.11
        R1(config-subif)#encapsulation dot1q 10
        %Configuration of multiple subinterfaces of the same main
        interface with the same VID (10) is not permitted.
        This VID is already configured on FastEthernet0/0.10.

        R1(config-subif)#encapsulation dot1q 11
        R1(config-subif)#do show running-config interface fa0/0.11 | include dot1Q
         encapsulation dot1Q 11
        R1(config-subif)#
        """,
    )


def test_what_is_shown() -> None:
    _, (one, _), _ = two()
    text = one.execute("show interfaces FastEthernet0/1.10")
    assert "FastEthernet0/1.10 is up, line protocol is up" in text
    assert "  Encapsulation 802.1Q Virtual LAN, Vlan ID  10.\n" in text and "Keepalive" not in text
    text = one.execute("show vlans")
    assert text.startswith(
        "\nVirtual LAN ID:  10 (IEEE 802.1Q Encapsulation)\n\n   vLAN Trunk Interface:   FastEthernet0/1.10\n"
    )
    assert "10.0.20.1" in text


def test_a_router_with_vlans_is_a_value() -> None:
    kernel, routers, _ = two()
    twin, twins = copy.deepcopy((kernel, routers))
    assert twins[0].execute("ping 10.0.10.2") == routers[0].execute("ping 10.0.10.2")
    assert isinstance(twin, Kernel) and isinstance(twins[0], Router)


def test_the_tag() -> None:
    frame = bytes(range(12)) + b"\x08\x00" + b"payload"
    assert untag(tag(frame, 10)) == (10, frame) and is_tagged(tag(frame, 10)) and not is_tagged(frame)
    assert bytes(Ether(frame[:12] + b"\x81\x00\x00\x0a" + frame[12:])) == tag(frame, 10)
    with pytest.raises(DecodeError):
        untag(tag(frame, 10)[:17])
