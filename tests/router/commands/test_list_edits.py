"""Access lists edited live: numbers, remarks, duplicates, and what the running-config says of them."""

from __future__ import annotations

import pytest
from support.wiring import BARE

from ios_emu.kernel import Kernel
from ios_emu.router.router import Router

LIST = """version 12.4
access-list 101 remark the first
access-list 101 permit tcp any any established
access-list 101 permit icmp any any echo
access-list 101 remark the last
access-list 101 deny ip any any log
"""
FROM_SECTION = """version 12.4
ip access-list extended 101
 permit icmp any any echo
 deny ip any any log
"""


def edited(config: str, *lines: str) -> tuple[Router, list[str]]:
    made = Router("r1", Kernel(0), BARE, config)
    made.power_on()
    made.execute("configure terminal")
    return made, [made.execute(line) for line in lines]


def shown(made: Router) -> list[str]:
    return made.execute("do show access-lists 101").splitlines()[1:]


def kept(made: Router) -> list[str]:
    return made.execute("do show running-config partition access-list").splitlines()


def test_remarks_take_no_number() -> None:
    made, _ = edited(LIST)
    assert [line.split()[0] for line in shown(made)] == ["10", "20", "30"]
    made.execute("ip access-list resequence 101 100 5")
    assert [line.split()[0] for line in shown(made)] == ["100", "105", "110"]


def test_a_number_is_taken_once() -> None:
    made, said = edited(
        LIST, "ip access-list extended 101", "20 permit udp any any", "20 permit icmp any any echo"
    )
    assert said[1:] == ["% Duplicate sequence number\n", ""]
    assert "udp" not in "".join(shown(made))


def test_a_numbered_list_edited_in_its_section_is_shown_as_its_lines_in_order() -> None:
    made, said = edited(
        LIST,
        "ip access-list extended 101",
        "15 permit udp any any",
        "no 10",
        "permit ip any any",
        "no deny ip any any log",
    )
    assert "".join(said) == ""
    assert shown(made) == [
        "    15 permit udp any any",
        "    20 permit icmp any any echo",
        "    40 permit ip any any",
    ]
    lines = [line for line in kept(made) if line.startswith("access-list")]
    assert lines == [
        "access-list 101 remark the first",
        "access-list 101 permit udp any any",
        "access-list 101 permit icmp any any echo",
        "access-list 101 remark the last",
        "access-list 101 permit ip any any",
    ]


@pytest.mark.parametrize("config", [LIST, FROM_SECTION])
@pytest.mark.parametrize("gone", ["no access-list 101", "no ip access-list extended 101"])
def test_a_numbered_list_goes_however_it_came(config: str, gone: str) -> None:
    made, _ = edited(config, "ip access-list extended 101", "5 permit ospf any any", "exit", gone)
    assert made.acls.lists == {}
    assert not [line for line in kept(made) if "101" in line or "permit" in line]


def test_a_list_that_was_read_as_a_section_stays_one() -> None:
    made, _ = edited(FROM_SECTION, "ip access-list extended 101", "5 permit ospf any any")
    assert [line for line in kept(made) if line.startswith((" ", "ip access"))] == [
        "ip access-list extended 101",
        " permit ospf any any",
        " permit icmp any any echo",
        " deny   ip any any log",
    ]
