"""`no ip routing`: the box is a host, with a gateway or in the care of a proxy."""

from __future__ import annotations

from support.wiring import line

HOST = "hostname H\nno ip routing\ninterface FastEthernet0/1\n ip address 10.0.1.9 255.255.255.0\n"
GATEWAY = (
    "hostname G\ninterface FastEthernet0/0\n ip address 10.0.1.1 255.255.255.0\n"
    "interface FastEthernet0/1\n ip address 10.0.2.1 255.255.255.0\n"
)
FAR = "hostname F\nno ip routing\ninterface FastEthernet0/0\n ip address 10.0.2.9 255.255.255.0\n"


def test_a_host_sends_what_is_not_on_its_network_to_its_gateway() -> None:
    _, (host, gateway, _), _ = line(HOST + "ip default-gateway 10.0.1.1\n", GATEWAY, FAR)
    assert "!!!" in host.execute("ping 10.0.2.9 repeat 10 timeout 1")
    assert "10.0.2.9" not in host.execute("show arp")
    assert host.execute("show ip route").startswith("Default gateway is 10.0.1.1\n\nHost ")
    assert gateway.ip.forwarded > 0


def test_without_a_gateway_a_proxy_answers_for_everybody() -> None:
    _, (host, gateway, _), _ = line(HOST, GATEWAY, FAR)
    assert "!!!" in host.execute("ping 10.0.2.9 repeat 10 timeout 1")
    assert f"10.0.2.9                0   {gateway.interfaces['FastEthernet0/0'].mac}" in host.execute("show arp")
    assert host.execute("show ip route").startswith("Default gateway is not set\n")


def test_a_host_forwards_nothing_and_is_nobodys_proxy() -> None:
    _, (left, middle, _), _ = line(HOST, GATEWAY + "no ip routing\n", FAR)
    assert "!" not in left.execute("ping 10.0.2.9 repeat 10 timeout 1")
    left.execute("configure terminal")
    left.execute("ip default-gateway 10.0.1.1")
    left.execute("end")
    assert "!" not in left.execute("ping 10.0.2.9 repeat 10 timeout 1")
    assert middle.ip.not_a_gateway > 0 and f"{middle.ip.not_a_gateway} not a gateway" in middle.execute(
        "show ip traffic"
    )
    assert middle.arp.proxied == 0


def test_routing_again() -> None:
    _, (host, _, _), _ = line(HOST + "ip route 0.0.0.0 0.0.0.0 10.0.1.1\n", GATEWAY, FAR)
    for typed in ("configure terminal", "ip routing", "no ip default-gateway", "end"):
        host.execute(typed)
    assert "S*   0.0.0.0/0 [1/0] via 10.0.1.1" in host.execute("show ip route")
    assert "!!!" in host.execute("ping 10.0.2.9 repeat 10 timeout 1")
    assert "ip routing\n" in host.execute("show running-config | include ^ip routing")
