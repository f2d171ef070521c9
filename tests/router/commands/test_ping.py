"""`ping` and `traceroute` between routers on cables."""

from __future__ import annotations

import pytest
from scapy.layers.inet import ICMP, IP
from scapy.layers.l2 import Ether
from support.wiring import End, line

from ios_emu.kernel import Kernel
from ios_emu.router.router import Router

LEFT = """
hostname left
no ip domain lookup
ip host right 10.0.2.3
interface Loopback0
 ip address 1.1.1.1 255.255.255.255
interface FastEthernet0/1
 ip address 10.0.1.1 255.255.255.0
ip route 0.0.0.0 0.0.0.0 10.0.1.2
"""
MIDDLE = """
hostname middle
interface FastEthernet0/0
 ip address 10.0.1.2 255.255.255.0
interface FastEthernet0/1
 ip address 10.0.2.2 255.255.255.0
ip route 1.1.1.1 255.255.255.255 10.0.1.1
"""
RIGHT = """
hostname right
interface FastEthernet0/0
 ip address 10.0.2.3 255.255.255.0
ip route 0.0.0.0 0.0.0.0 10.0.2.2
"""
HEAD = "\nType escape sequence to abort.\nSending 5, 100-byte ICMP Echos to "


def three(middle: str = MIDDLE) -> tuple[Kernel, list[Router], list[tuple[End, End]]]:
    return line(LEFT, middle, RIGHT)


def test_the_first_echo_waits_for_arp() -> None:
    _, (left, _), _ = line(
        "interface FastEthernet0/1\n ip address 10.0.1.1 255.255.255.0\n",
        "interface FastEthernet0/0\n ip address 10.0.1.2 255.255.255.0\n",
    )
    left.arp.clear()
    first = left.execute("ping 10.0.1.2")
    assert first == (
        f"{HEAD}10.0.1.2, timeout is 2 seconds:\n.!!!!\n"
        "Success rate is 80 percent (4/5), round-trip min/avg/max = 1/1/1 ms\n"
    )
    again = left.execute("ping 10.0.1.2")
    assert "!!!!!\nSuccess rate is 100 percent (5/5)" in again


def test_source_by_interface_and_by_address() -> None:
    _, (left, _, _), cables = three()
    left.execute("ping 10.0.2.3")
    text = left.execute("ping 10.0.2.3 source Loopback0")
    assert "timeout is 2 seconds:\nPacket sent with a source address of 1.1.1.1 \n!!!!!\n" in text
    assert "source address of 1.1.1.1" in left.execute("ping 10.0.2.3 source 1.1.1.1 repeat 1")
    assert left.execute("ping 10.0.2.3 source 9.9.9.9").startswith("% Invalid source address")
    assert left.execute("ping 10.0.2.3 source FastEthernet0/0").startswith("% Invalid source interface")
    echo = cables[0][0].frames[-1]
    assert echo[26:30] == bytes([1, 1, 1, 1])


def test_options() -> None:
    _, (left, _, _), cables = three()
    left.execute("ping 10.0.2.3")
    text = left.execute("ping right repeat 71 size 200 timeout 1 df-bit data 1234")
    assert "Sending 71, 200-byte ICMP Echos to 10.0.2.3, timeout is 1 second:\n" in text
    assert "Packet sent with the DF bit set\n" in text
    assert "!" * 70 + "\n!\nSuccess rate is 100 percent (71/71)" in text
    frame = cables[0][0].frames[-1]
    assert int.from_bytes(frame[16:18], "big") == 200 and frame[20] & 0x40
    assert frame[42:].startswith(b"\x12\x34" * 10)


def test_unreachable_is_rate_limited() -> None:
    _, (left, _, _), _ = three()
    left.execute("ping 10.0.2.3")
    assert "U.U.U\nSuccess rate is 0 percent (0/5)\n" in left.execute("ping 77.7.7.7")


def test_too_big_to_pass_unfragmented() -> None:
    small = MIDDLE.replace("10.0.2.2 255.255.255.0", "10.0.2.2 255.255.255.0\n ip mtu 500")
    _, (left, _, _), _ = three(small)
    left.execute("ping 10.0.2.3")
    assert "M.M.M\n" in left.execute("ping 10.0.2.3 size 600 df-bit") or "MMMMM\n" in left.execute(
        "ping 10.0.2.3 size 600 df-bit"
    )
    assert "!!!!!\n" in left.execute("ping 10.0.2.3 size 600")


def test_administratively_prohibited() -> None:
    filtered = MIDDLE.replace("10.0.1.2 255.255.255.0", "10.0.1.2 255.255.255.0\n ip access-group 101 in") + (
        "access-list 101 deny icmp any host 10.0.2.3\naccess-list 101 permit ip any any\n"
    )
    _, (left, middle, _), _ = three(filtered)
    left.execute("ping 10.0.1.2")
    assert left.execute("ping 10.0.2.3 repeat 1").endswith("U\nSuccess rate is 0 percent (0/1)\n")
    assert "10 deny icmp any host 10.0.2.3 (1 match)\n" in middle.execute("show access-lists")


def test_no_route_is_a_row_of_timeouts() -> None:
    _, (_, middle, _), _ = three()
    assert ".....\nSuccess rate is 0 percent (0/5)\n" in middle.execute("ping 99.9.9.9")


def test_an_unknown_name() -> None:
    _, (left, _, _), _ = three()
    assert left.execute("ping nobody").endswith("% Unrecognized host or address, or protocol not running.\n\n")


def test_the_dialog() -> None:
    _, (left, _, _), _ = three()
    left.execute("ping 10.0.2.3")
    questions = []
    left.execute("ping")
    console = left.console
    assert console is not None
    text = ""
    for answer in ("", "10.0.2.3", "3", "", "", "y", "Loopback0", "", "", "", "", "", ""):
        questions.append(console.prompt)
        text += left.execute(answer)
    assert questions == [
        "Protocol [ip]: ",
        "Target IP address: ",
        "Repeat count [5]: ",
        "Datagram size [100]: ",
        "Timeout in seconds [2]: ",
        "Extended commands [n]: ",
        "Source address or interface: ",
        "Type of service [0]: ",
        "Set DF bit in IP header? [no]: ",
        "Validate reply data? [no]: ",
        "Data pattern [0xABCD]: ",
        "Loose, Strict, Record, Timestamp, Verbose[none]: ",
        "Sweep range of sizes [n]: ",
    ]
    assert "!!!\nSuccess rate is 100 percent (3/3)" in text
    assert console.prompt == "left#"


def test_the_dialog_asks_again_for_what_is_out_of_range() -> None:
    _, (left, _, _), _ = three()
    for each in ("ping", "", "10.0.2.3", ""):
        left.execute(each)
    for wrong in ("1000000000", "zzz", "35"):
        assert left.execute(wrong) == "% A decimal number between 36 and 18024.\n"
        assert left.console is not None and left.console.prompt == "Datagram size [100]: "
    for each in ("", "", "n", "y", "100"):
        left.execute(each)
    assert left.execute("99") == "% A decimal number between 100 and 18024.\n"


def test_a_sweep_goes_through_the_sizes() -> None:
    _, (left, _, _), cables = three()
    left.execute("ping 10.0.2.3")
    cables[0][0].frames.clear()
    for each in ("ping", "", "10.0.2.3", "2", "", "", "", "y", "100", "150"):
        left.execute(each)
    text = left.execute("25")
    assert "\nSending 6, [100..150]-byte ICMP Echos to 10.0.2.3, timeout is 2 seconds:\n!!!!!!\n" in text
    sizes = [frame[IP].len for frame in map(Ether, cables[0][0].frames) if ICMP in frame]
    assert sizes == [100, 125, 150] * 2


def test_a_line_for_each_echo() -> None:
    _, (left, _, _), _ = three()
    left.execute("ping 10.0.2.3")
    for each in ("ping", "", "10.0.2.3", "2", "", "", "y", "", "", "", "", "", "v"):
        left.execute(each)
    text = left.execute("")
    assert "\nReply to request 0 (1 ms)\nReply to request 1 (1 ms)\nSuccess rate is 100 percent (2/2)" in text


def test_the_dialog_gives_up_on_a_bad_address() -> None:
    _, (left, _, _), _ = three()
    left.execute("ping")
    left.execute("")
    assert left.execute("") == "% Bad IP address\n"


def test_traceroute() -> None:
    _, (left, _, _), _ = three()
    left.execute("ping 10.0.2.3")
    assert left.execute("traceroute 10.0.2.3") == (
        "\nType escape sequence to abort.\nTracing the route to 10.0.2.3\n\n"
        "  1 10.0.1.2 1 msec 1 msec 1 msec\n"
        "  2 10.0.2.3 1 msec *  1 msec\n"
    )


def test_traceroute_into_the_void() -> None:
    _, (left, _, _), _ = three()
    left.execute("ping 10.0.1.2")
    text = left.execute("traceroute 99.9.9.9 probe 2")
    assert "  1 10.0.1.2 1 msec 1 msec\n  2 10.0.1.2 !H  * \n" in text
    text = left.execute("traceroute 10.0.1.77 ttl 1 2 timeout 1")
    assert text.endswith("  1  *  *  * \n  2  *  *  * \n")


@pytest.mark.parametrize("command", ["ping 1.1.1.1", "ping 10.0.1.1"])
def test_own_addresses_answer(command: str) -> None:
    _, (left, _, _), _ = three()
    assert "!!!!!" in left.execute(command)


def test_everybody_on_a_network_answers_a_ping_of_all() -> None:
    _, (left, _), _ = line(
        "interface FastEthernet0/1\n ip address 10.0.1.1 255.255.255.0\n",
        "interface FastEthernet0/0\n ip address 10.0.1.2 255.255.255.0\n",
    )
    left.execute("ping 10.0.1.2")
    for target in ("10.0.1.255", "255.255.255.255"):
        assert left.execute(f"ping {target} repeat 2").split("seconds:\n")[1] == (
            "\nReply to request 0 from 10.0.1.2, 1 ms\nReply to request 1 from 10.0.1.2, 1 ms\n"
        )
    once = left.execute("ping 224.0.0.1")
    assert "Sending 1, 100-byte" in once and once.endswith(":\n\nReply to request 0 from 10.0.1.2, 1 ms\n")


def test_a_ping_of_all_that_nobody_answers() -> None:
    _, (left, right), _ = line(
        "interface FastEthernet0/1\n ip address 10.0.1.1 255.255.255.0\n",
        "interface FastEthernet0/0\n ip address 10.0.1.2 255.255.255.0\n",
    )
    right.interfaces["FastEthernet0/0"].address = None
    assert left.execute("ping 10.0.1.255 repeat 3").endswith("timeout is 2 seconds:\n...\n")
