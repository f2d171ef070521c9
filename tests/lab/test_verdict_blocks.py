"""A recording and its run, paired into blocks: what counts as one, what is bound, what order means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ios_emu.lab.transcript import parse_transcript
from ios_emu.lab.verdict import Verdict, judge, updated

IPSEC = """\
!@ wait 1s
7204VXR-1#show crypto ipsec sa
     current outbound spi: 44E0B22B
     inbound esp sas:
      spi: 0x5B23F22E(1529082414)
        slot: 0, conn id: 2000, flow_id: 1, crypto map: vpn
        ike_cookies: B57A9DC9 FA2D627B F70FEDF6 FAAF9E34
vpn7200#show crypto ipsec sa
     current outbound spi: 5B23F22E
      spi: 0x44E0B22B(1155576363)
        slot: 0, conn id: 2000, flow_id: 1, crypto map: vpn
!@ wait 1s
!@ console vpn7200
*Mar  1 00:00:01.000: IPSEC(delete_sa): deleting SA,
  (sa) sa_dest= 172.16.172.69, sa_prot= 50,
    sa_spi= 0x44E0B22B(1155576363),
    sa_trans= esp-des esp-md5-hmac , sa_conn_id= 2000
*Mar  1 00:00:01.000: ISAKMP (0:1): processing HASH payload. message ID = 1585108592
*Mar  1 00:00:01.000: ISAKMP (0:1): purging node -1484552386
*Mar  1 00:00:01.004: ISAKMP (0:1): deleting node 1585108592 error FALSE reason "x"
"""


def verdict_of(recorded: str, run: str) -> Verdict:
    return judge(parse_transcript(recorded, "t.txt"), run)


def differing(recorded: str, run: str) -> list[str]:
    return [block.title for block in verdict_of(recorded, run).differing]


def test_a_run_as_recorded_matches() -> None:
    verdict = verdict_of(IPSEC, IPSEC)
    assert verdict.matches
    assert [(block.node, block.title, block.line) for block in verdict.blocks] == [
        ("7204VXR-1", "7204VXR-1#show crypto ipsec sa", 2),
        ("vpn7200", "vpn7200#show crypto ipsec sa", 8),
        ("vpn7200", "!@ console vpn7200", 13),
    ]


def test_bound_values_may_all_change_together() -> None:
    run = IPSEC.replace("44E0B22B", "FFFFFFFF").replace("1155576363", "4294967295")
    run = run.replace("1585108592", "-7").replace("-1484552386", "7").replace("FAAF9E34", "00000001")
    run = run.replace("5B23F22E", "1000").replace("1529082414", "4096")
    assert verdict_of(IPSEC, run).matches


@pytest.mark.parametrize(
    ("old", "new", "block", "reason"),
    [
        (
            "outbound spi: 5B23F22E",
            "outbound spi: 5B23F22F",
            "vpn7200#show crypto ipsec sa",
            "SPI 5B23F22E was 0x5B23F22E before, here it is 5B23F22F",
        ),
        (
            "sa_spi= 0x44E0B22B(1155576363)",
            "sa_spi= 0x44E0B22B(1155576364)",
            "!@ console vpn7200",
            "SPI 1155576363 was 44E0B22B before, here it is 1155576364",
        ),
        (
            "outbound spi: 44E0B22B",
            "outbound spi: 5B23F22E",
            "7204VXR-1#show crypto ipsec sa",
            "SPI 0x5B23F22E stands for 0x5B23F22E here, but stood for 44E0B22B before",
        ),
        (
            "deleting node 1585108592",
            "deleting node 1585108593",
            "!@ console vpn7200",
            "message ID 1585108592 was 1585108592 before, here it is 1585108593",
        ),
        (
            "purging node -1484552386",
            "purging node 1585108592",
            "!@ console vpn7200",
            "message ID 1585108592 stands for -1484552386 here, but stood for 1585108592 before",
        ),
        (
            "sa_conn_id= 2000",
            "sa_conn_id= 2001",
            "!@ console vpn7200",
            "IPsec conn-id 2000 was 2000 before, here it is 2001",
        ),
    ],
)
def test_a_broken_binding_is_found(old: str, new: str, block: str, reason: str) -> None:
    verdict = verdict_of(IPSEC, IPSEC.replace(old, new))
    found = [(each.title, difference.reasons) for each in verdict.differing for difference in each.differences]
    assert (block, reason) in [(title, reasons[0]) for title, reasons in found]


def test_swapped_spis_are_found() -> None:
    """Both routers show the same two SPIs, but one of them the inbound as outbound."""
    other = IPSEC[IPSEC.index("vpn7200#") :]
    swapped = other.replace("spi: 5B23F22E", "spi: 44E0B22B").replace(
        "0x44E0B22B(1155576363)", "0x5B23F22E(1529082414)", 1
    )
    assert differing(IPSEC, IPSEC.replace(other, swapped)) == ["vpn7200#show crypto ipsec sa"]


@pytest.mark.parametrize(
    ("age", "seconds"), [("00:03:20", 200), ("2d03h", 51 * 3600), ("1w2d", 9 * 86400), ("1y02w", 379 * 86400)]
)
def test_nothing_is_older_than_the_lab(age: str, seconds: int) -> None:
    recorded = "R1#show ip route\nO       99.99.99.99 [110/2] via 10.1.1.3, 02:11:21, FastEthernet0/1\n"
    run = recorded.replace("02:11:21", age)
    assert judge(parse_transcript(recorded, "t.txt"), run, seconds).matches
    (block,) = judge(parse_transcript(recorded, "t.txt"), run, seconds - 1).differing
    assert block.differences[0].reasons == (f"{age} is not plausible (age, the lab has lasted {seconds - 1:g} s)",)


def test_what_a_command_prints_after_it_was_left_is_its_output() -> None:
    recorded = "R1#show ip route\nx\n!@ after 1s leave\n!@ wait 1s\n!@ console R1\nvia 1.1.1.3, 00:11:21\n"
    run = recorded.replace("00:11:21", "00:00:07")
    assert not differing(recorded, run)
    assert differing(recorded.replace("!@ after 1s leave\n", ""), run.replace("!@ after 1s leave\n", "")) == [
        "!@ console R1"
    ]


def test_conn_ids_are_each_routers_own() -> None:
    run = IPSEC.replace("conn id: 2000", "conn id: 2007", 1)
    assert verdict_of(IPSEC, run).matches


DEBUG = """\
!@ wait 1s
!@ console R1
*Mar  1 00:00:01.000: HSRP: Fa0/0 Grp 1 Standby -> Active
*Mar  1 00:00:01.000: HSRP: Fa0/0 Grp 1 Redundancy "VPNHA" state Standby -> Active
!@ console R2
*Mar  1 00:00:01.000: HSRP: Fa0/0 Grp 1 Active -> Speak
"""


def test_order_counts_within_a_node() -> None:
    lines = DEBUG.splitlines(keepends=True)
    swapped = "".join([*lines[:2], lines[3], lines[2], *lines[4:]])
    assert differing(DEBUG, swapped) == ["!@ console R1"]


def test_order_does_not_count_between_nodes() -> None:
    lines = DEBUG.splitlines(keepends=True)
    assert verdict_of(DEBUG, "".join([lines[0], *lines[4:], *lines[1:4]])).matches
    interleaved = "".join([*lines[:3], *lines[4:], "!@ console R1\n", lines[3]])
    assert verdict_of(DEBUG, interleaved).matches


def test_a_line_of_another_family_is_reported() -> None:
    lines = DEBUG.splitlines(keepends=True)
    stranger = "*Mar  1 00:00:01.000: OSPF: Send hello to 224.0.0.5 area 0 on FastEthernet0/0 from 10.1.1.1\n"
    (block,) = verdict_of(DEBUG, "".join([*lines[:3], stranger, *lines[3:]])).differing
    (difference,) = block.differences
    assert difference.recorded == ()
    assert [line.text for line in difference.run] == [stranger.rstrip()]
    assert difference.reasons == ("not in the recording: messages of debug ip ospf",)


def test_a_missing_line_is_shown_as_one() -> None:
    lines = DEBUG.splitlines(keepends=True)
    (block,) = verdict_of(DEBUG, "".join([*lines[:2], *lines[3:]])).differing
    (difference,) = block.differences
    assert [(line.number, line.text) for line in difference.recorded] == [(3, lines[2].rstrip())]
    assert difference.run == ()


def test_a_console_that_speaks_although_nothing_is_recorded_of_it() -> None:
    run = DEBUG + "!@ console R3\n*Mar  1 00:00:01.000: %SYS-5-CONFIG_I: Configured from console by console\n"
    assert differing(DEBUG, run) == ["!@ console R3"]
    assert differing("!@ watch R1 R2\n" + DEBUG, "!@ watch R1 R2\n" + run) == []
    assert differing("!@ watch none\n" + DEBUG, "!@ watch none\n" + run) == []
    again = "!@ watch none\n!@ wait 1s\n!@ watch all\n"
    assert differing(again + DEBUG, again + run) == ["!@ console R3"]


def test_a_console_that_stays_silent_although_something_is_recorded_of_it() -> None:
    run = "".join(DEBUG.splitlines(keepends=True)[:4])
    assert differing(DEBUG, run) == ["!@ console R2"]
    assert differing("!@ watch none\n" + DEBUG, "!@ watch none\n" + run) == ["!@ console R2"]


def test_when_a_message_comes_counts() -> None:
    recorded = "!@ wait 1s\n!@ console R1\nHSRP: a\n!@ wait 1s\n"
    late = "!@ wait 1s\n!@ wait 1s\n!@ console R1\nHSRP: a\n"
    assert differing(recorded, late) == ["!@ console R1", "!@ console R1"]


def test_a_remark_does_not_divide_a_stretch() -> None:
    recorded = "!@ wait 1s\n!@ console R1\nHSRP: a\n!@ note now b\n!@ console R1\nHSRP: b\n"
    assert verdict_of(recorded, "!@ wait 1s\n!@ console R1\nHSRP: a\nHSRP: b\n!@ note now b\n").matches


def test_timestamps_must_have_the_recorded_form() -> None:
    assert verdict_of(DEBUG, DEBUG.replace("*Mar  1 00:00:01.000", "*Dec 31 23:59:59.999")).matches
    assert not verdict_of(DEBUG, DEBUG.replace("*Mar  1 00:00:01.000: ", "Mar  1 00:00:01.000: ")).matches
    assert not verdict_of(DEBUG, DEBUG.replace("00:00:01.000", "00:00:01")).matches
    assert not verdict_of(DEBUG, DEBUG.replace("*Mar  1 00:00:01.000: ", "")).matches


def test_a_recording_may_be_without_timestamps() -> None:
    recorded = "!@ timestamps absent\n" + DEBUG.replace("*Mar  1 00:00:01.000: ", "")
    assert verdict_of(recorded, "!@ timestamps absent\n" + DEBUG).matches
    assert not verdict_of(recorded, "!@ timestamps absent\n" + DEBUG.replace("Standby ->", "Speak ->")).matches


TABLE = """\
R1#show ip route
     20.0.0.0/24 is subnetted, 1 subnets
O E2    20.1.1.0 [110/20] via 10.1.1.2, 00:08:35, FastEthernet0/1

C    192.168.1.0/24 is directly connected, FastEthernet1/0
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("     20", "    20"),
        ("O E2    ", "O E2   "),
        ("\n\n", "\n"),
        ("1 subnets\n", "1 subnets \n"),
        (", Fast", ",  Fast"),
    ],
)
def test_blanks_count_unless_they_are_declared_loose(old: str, new: str) -> None:
    assert not verdict_of(TABLE, TABLE.replace(old, new, 1)).matches
    loose = "!@ whitespace loose\n"
    assert verdict_of(loose + TABLE, loose + TABLE.replace(old, new, 1)).matches


def test_loose_lines_may_be_wrapped_but_not_joined_into_words() -> None:
    loose = "!@ whitespace loose\n"
    assert verdict_of(loose + TABLE, loose + TABLE.replace(" via ", "\nvia\n")).matches
    assert not verdict_of(loose + TABLE, loose + TABLE.replace("via 10", "via10")).matches


def test_columns_beside_a_volatile_value_keep_their_place() -> None:
    row = "R1#show ip ospf database\n1.1.1.1         2.2.2.2         14          0x80000206 0x008A21 4\n"
    assert verdict_of(row, row.replace("14          ", "1400        ")).matches
    assert not verdict_of(row, row.replace("14          ", "1400          ")).matches
    right = "R1#show arp\nInternet  10.1.1.3                3   0014.c240.a576  ARPA   FastEthernet0/1\n"
    assert verdict_of(right, right.replace("  3 ", "133 ")).matches
    assert not verdict_of(right, right.replace("  3 ", " 3  ")).matches


def test_what_a_command_printed_is_not_taken_for_a_prompt() -> None:
    recorded = "R1#show banner\nR2#show clock is what you type\nR1#show users\nnobody\n"
    transcript = parse_transcript("R1#show banner\nx\nR1#show users\nnobody\n", "t.txt")
    verdict = judge(transcript, recorded)
    assert [block.title for block in verdict.differing] == ["R1#show banner"]


LINES = st.lists(st.sampled_from(["a b", "a  b", "a", "", " b", "HSRP: a", "c a b a", "a b "]), max_size=12)


@given(LINES, LINES)
def test_texts_match_when_they_are_equal_and_only_then(recorded: list[str], run: list[str]) -> None:
    def block(lines: list[str]) -> str:
        return "R1#show clock\n" + "".join(line + "\n" for line in lines)

    assert verdict_of(block(recorded), block(run)).matches == (recorded == run)
    loose = "!@ whitespace loose\n"
    words = [" ".join(lines).split() for lines in (recorded, run)]
    assert verdict_of(loose + block(recorded), loose + block(run)).matches == (words[0] == words[1])


def test_update_writes_what_came_and_keeps_the_rest() -> None:
    recorded = (
        "! A storyline.\n\n!@ watch R1\n!@ wait 1s\n! why\n!@ console R1\nold\n!@ note x\n"
        "R1#show clock\nold\nolder\nR1#show users\n!@ wait 2s\n!@ console R1\nold\n"
    )
    run = (
        "!@ watch R1\n!@ wait 1s\n!@ console R2\nunwatched\n!@ console R1\nnew\n!@ console R2\nmore\n"
        "!@ console R1\nnewer\n!@ note x\nR1#show clock\nnow\nR1#show users\n!@ wait 2s\n"
    )
    transcript = parse_transcript(recorded, "t.txt")
    after = updated(transcript, recorded, run)
    assert after == (
        "! A storyline.\n\n!@ watch R1\n!@ wait 1s\n! why\n!@ console R1\nnew\nnewer\n!@ note x\n"
        "R1#show clock\nnow\nR1#show users\n!@ wait 2s\n"
    )
    assert judge(parse_transcript(after, "t.txt"), run).matches


def test_update_leaves_out_the_timestamps_of_a_recording_without() -> None:
    recorded = "!@ timestamps absent\n!@ wait 1s\n"
    run = "!@ timestamps absent\n!@ wait 1s\n!@ console R1\n*Mar  1 00:00:01.000: HSRP: a\n"
    assert updated(parse_transcript(recorded, "t.txt"), recorded, run) == recorded + "!@ console R1\nHSRP: a\n"
