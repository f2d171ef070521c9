"""The ARP cache when addresses change, two stations have one address, and somebody clears it."""

from __future__ import annotations

from support.wiring import line

from ios_emu.kernel import SECOND, Kernel
from ios_emu.router.router import Router

ONE = "interface FastEthernet0/1\n ip address 10.0.1.1 255.255.255.0\n"
OTHER = "interface FastEthernet0/0\n ip address 10.0.1.2 255.255.255.0\n"


def configured(made: Router, *lines: str) -> str:
    said = "".join(made.execute(each) for each in ("configure terminal", *lines))
    made.execute("end")
    return said.partition("End with CNTL/Z.\n")[2]


def met() -> tuple[Kernel, Router, Router]:
    kernel, (one, other), _ = line(ONE, OTHER)
    one.execute("ping 10.0.1.2")
    kernel.run_until(kernel.now + 300 * SECOND)
    return kernel, one, other


def ages(made: Router) -> dict[str, str]:
    rows = [row.split() for row in made.execute("show arp").splitlines()[1:]]
    return {row[1]: row[2] for row in rows}


def test_clearing_asks_again_and_loses_nothing() -> None:
    kernel, one, other = met()
    before = other.arp.requests_in
    one.execute("clear arp-cache")
    assert "!!!!!" in one.execute("ping 10.0.1.2")
    assert ages(one)["10.0.1.2"] == "0" and other.arp.requests_in == before + 1
    kernel.run_until(kernel.now + 120 * SECOND)
    one.execute("clear ip arp 10.0.1.2")
    kernel.run_until(kernel.now + SECOND)
    assert ages(one)["10.0.1.2"] == "0"


def test_who_does_not_answer_when_it_is_cleared_is_forgotten() -> None:
    kernel, one, other = met()
    other.interfaces["FastEthernet0/0"].address = None
    one.execute("clear arp-cache")
    kernel.run_until(kernel.now + 5 * SECOND)
    assert "10.0.1.2" not in ages(one)


def test_neighbours_go_with_the_network_they_were_on() -> None:
    _, one, _ = met()
    configured(one, "interface FastEthernet0/1", "ip address 10.0.1.9 255.255.255.0")
    assert ages(one) == {"10.0.1.2": "5", "10.0.1.9": "-"}
    configured(one, "interface FastEthernet0/1", "ip address 10.0.7.1 255.255.255.0")
    assert ages(one) == {"10.0.7.1": "-"}


def test_both_hear_of_an_address_that_two_have() -> None:
    kernel, one, other = met()
    other.logging.buffer.clear()
    for made in (one, other):
        configured(made, "logging buffered 4096")
    configured(one, "interface FastEthernet0/1", "ip address 10.0.1.2 255.255.255.0")
    kernel.run_until(kernel.now + 5 * SECOND)
    for made in (one, other):
        assert made.execute("show logging").count("%IP-4-DUPADDR: Duplicate address 10.0.1.2") == 1


def test_a_secondary_address_is_not_the_primary_one() -> None:
    _, one, _ = met()
    refused = configured(one, "interface FastEthernet0/1", "ip address 10.0.1.1 255.255.255.0 secondary")
    assert refused == "Secondary can't be same as primary\n"
    configured(
        one,
        "interface FastEthernet0/1",
        "ip address 10.0.8.1 255.255.255.0 secondary",
        "ip address 10.0.8.1 255.255.255.0",
    )
    assert "secondary" not in one.execute("show running-config")
    assert one.interfaces["FastEthernet0/1"].secondary == []


def test_a_long_mask_is_warned_of_on_a_lan_only() -> None:
    _, one, _ = met()
    warned = configured(one, "interface FastEthernet0/1", "ip address 10.0.9.0 255.255.255.254")
    assert warned == "% Warning: use /31 mask on non point-to-point interface cautiously\n"
    assert configured(one, "interface Loopback1", "ip address 10.0.9.4 255.255.255.254") == ""


def test_one_row_of_the_table() -> None:
    _, one, other = met()
    header = "Protocol  Address          Age (min)  Hardware Addr   Type   Interface\n"
    mac = other.interfaces["FastEthernet0/0"].mac
    row = f"Internet  10.0.1.2                5   {mac}  ARPA   FastEthernet0/1\n"
    assert one.execute("show ip arp 10.0.1.2") == header + row
    assert one.execute("show ip arp 10.0.1.77") == ""


def test_a_mac_address_of_ones_own() -> None:
    kernel, one, other = met()
    burnt_in = one.interfaces["FastEthernet0/1"].bia
    configured(one, "interface FastEthernet0/1", "mac-address 0000.1111.2222")
    assert f"address is 0000.1111.2222 (bia {burnt_in})" in one.execute("show interfaces FastEthernet0/1")
    assert " mac-address 0000.1111.2222\n" in one.execute("show running-config")
    kernel.run_until(kernel.now + SECOND)
    assert "!!!!!" in other.execute("ping 10.0.1.1")
    assert "0000.1111.2222" in other.execute("show arp") and str(burnt_in) not in other.execute("show arp")
    refused = configured(one, "interface FastEthernet0/1", "mac-address 0100.1111.2222")
    assert refused.startswith("% Invalid input")
    configured(one, "interface FastEthernet0/1", "no mac-address")
    kernel.run_until(kernel.now + SECOND)
    assert "!!!!!" in other.execute("ping 10.0.1.1") and str(burnt_in) in other.execute("show arp")
