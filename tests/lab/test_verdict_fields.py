"""The volatile fields: what each may be, and that all else counts. Driven by samples of what IOS prints."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ios_emu.lab.transcript import parse_transcript
from ios_emu.lab.verdict import judge
from ios_emu.lab.verdict.fields import FAMILIES, FIELDS, KINDS, Kind, family_of, fields_of
from ios_emu.lab.verdict.pieces import Line, cut

SAMPLES: list[tuple[str, str]] = [
    ("show clock", "*18:57:38.347 UTC Mon Oct 19 2015"),
    (
        "show version",
        """\
7204VXR-1 uptime is 3 hours, 21 minutes
System returned to ROM by power-on
System restarted at 13:54:51 CET Sun Apr 15 2007
125K bytes of non-volatile configuration memory.""",
    ),
    ("show users", "*  0 con 0                idle                 00:00:00   "),
    (
        "show standby",
        """\
FastEthernet0/0 - Group 1
  State is Active
    2 state changes, last state change 03:21:20
  Active virtual MAC address is 0000.0c07.ac01
  Hello time 3 sec, hold time 10 sec
    Next hello sent in 0.172 secs
  Standby router is 172.16.172.54, priority 100 (expires in 7.220 sec)
FastEthernet0/1 - Group 2
    1 state change, last state change 1d02h
  Hello time 200 msec, hold time 700 msec
    Next hello sent in 0.172 secs
  Active router is 10.1.1.1, priority 200 (expires in 0.600 sec)""",
    ),
    (
        "show track",
        """\
Track 1 (via HSRP)
  Line protocol is Up
    1 change, last change 03:18:22
Track 2
  Reachability is Down, delayed Up (1 sec remaining) (connected)""",
    ),
    (
        "show ip route",
        """\
O       99.99.99.99 [110/2] via 10.1.1.3, 00:11:21, FastEthernet0/1
S       20.1.1.0 [1/0] via 172.16.172.69
C       172.16.172.48 is directly connected, FastEthernet0/0
O       10.0.0.0/8 is a summary, 1w2d, Null0
O E2    172.16.172.64 [110/20] via 10.1.1.1, 00:32:21, FastEthernet0/1
                      [110/20] via 10.1.1.2, 3y37w, FastEthernet0/1""",
    ),
    (
        "show ip route 20.1.1.0",
        """\
  Last update from 10.1.1.2 on FastEthernet0/1, 00:08:35 ago
  * 10.1.1.2, from 172.16.172.54, 00:08:35 ago, via FastEthernet0/1""",
    ),
    ("show ip protocols", "    99.99.99.99          110      00:12:01"),
    (
        "show ip cef 20.1.1.0 detail",
        """\
IP CEF with switching (Table Version 49101), flags=0x0
20.1.1.0/24, version 66, epoch 0, cached adjacency 172.16.172.49
0 packets, 0 bytes
  via 172.16.172.69, 0 dependencies, recursive""",
    ),
    (
        "show arp",
        """\
Internet  10.1.1.1                -   0000.0c07.ac01  ARPA   FastEthernet0/0
Internet  10.1.1.3                3   0014.c240.a576  ARPA   FastEthernet0/1""",
    ),
    ("show ip arp", "Internet  10.1.1.3              120   0014.c240.a576  ARPA   FastEthernet0/1"),
    (
        "show ip ospf neighbor",
        """\
4.4.4.4           0   FULL/  -        00:00:32    10.1.2.2        Serial1/0
1.1.1.1          10   FULL/DR         00:00:38    10.1.1.1        FastEthernet0/0
2.2.2.2           1   2WAY/DROTHER    00:00:38    10.1.1.2        FastEthernet0/0""",
    ),
    (
        "show ip ospf neighbor detail",
        """\
    Neighbor priority is 1, State is FULL, 6 state changes
    Dead timer due in 00:00:39
    Neighbor is up for 00:03:15""",
    ),
    ("show ip ospf interface", "    Hello due in 00:00:04"),
    (
        "show ip ospf database",
        """\
Link ID         ADV Router      Age         Seq#       Checksum Link count
100.1.1.1       100.1.1.1       14          0x80000206 0x008A21 4
192.168.2.1     100.1.1.1       1500        0x80000224 0x004B27
  LS age: 14
  LS Seq Number: 80000206
  Checksum: 0x8A21
  Length: 36""",
    ),
    (
        "show ip ospf",
        """\
 Number of external LSA 3. Checksum Sum 0x0200c6
        SPF algorithm last executed 00:01:27.308 ago""",
    ),
    (
        "show crypto isakmp sa",
        """\
dst             src             state          conn-id slot
172.16.172.53   172.16.172.69   QM_IDLE              1    0""",
    ),
    (
        "show crypto isakmp sa detail",
        """\
C-id  Local           Remote          I-VRF    Encr Hash Auth DH Lifetime Cap.
1     172.16.172.53   172.16.172.69            des  md5  psk  1  23:49:52 K  \x20
       Connection-id:Engine-id =  1:1(software)
7     172.16.172.53   172.16.172.70            des  md5  psk  1  23:49:52 K  \x20
       Engine-id:Conn-id =  SW:74""",
    ),
    (
        "show crypto ipsec sa",
        """\
   current_peer: 172.16.172.69:500
    #pkts encaps: 5, #pkts encrypt: 5, #pkts digest: 5
    #pkts decaps: 15, #pkts decrypt: 15, #pkts verify 15
    #pkts compressed: 0, #pkts decompressed: 0
    #send errors 3, #recv errors 0
     current outbound spi: 44E0B22B
      spi: 0x5B23F22E(1529082414)
        slot: 0, conn id: 2000, flow_id: 1, crypto map: vpn
        slot: 0, conn id: 2001, flow_id: SW:7, crypto map: vpn
        sa timing: remaining key lifetime (k/sec): (4504144/2949)
        sa timing: remaining key lifetime (sec): 2949
        ike_cookies: B57A9DC9 FA2D627B F70FEDF6 FAAF9E34
        IV size: 8 bytes""",
    ),
    (
        "show crypto session detail",
        """\
          Capabilities:K connid:1 lifetime:23:49:52
        Inbound:  #pkts dec'ed 5 drop 0 life (KB/Sec) 4504144/2949""",
    ),
    (
        "show crypto engine connections active",
        "2000 FastEthernet0/0      172.16.172.53   set    HMAC_MD5+DES_56_CB        0        5",
    ),
    ("show access-lists", "    10 permit ip 10.1.1.0 0.0.0.255 20.1.1.0 0.0.0.255 (9 matches)"),
    ("show ip access-lists", "    20 permit ip host 99.99.99.99 20.1.1.0 0.0.0.255 (1 match)"),
    (
        "show interfaces",
        """\
     reliability 255/255, txload 1/255, rxload 1/255
  Last input 00:00:55, output 00:00:00, output hang never
  Last clearing of "show interface" counters 00:10:00
  Input queue: 0/75/0/0 (size/max/drops/flushes); Total output drops: 0
  5 minute input rate 3 bits/sec, 0 packets/sec
     106 packets input, 37948 bytes
     Received 106 broadcasts, 0 runts, 0 giants, 0 throttles""",
    ),
    ("show ip traffic", "  Rcvd:  106 total, 105 local destination"),
    ("show logging", "    Console logging: level debugging, 734 messages logged, xml disabled,"),
    (
        "",
        """\
*Mar  1 00:55:40.767: ISAKMP (0:1): received packet from 172.16.172.53 (I) QM_IDLE
*Mar  1 00:55:40.767: ISAKMP (0:1): processing HASH payload. message ID = 1585108592
*Mar  1 00:55:40.767: ISAKMP (0:1): processing NOTIFY ITS_ALIVE protocol 1
        spi 0, message ID = 1585108592, sa = 61C3E754
*Mar  1 00:55:40.771: ISAKMP (0:1): deleting node 1585108592 error FALSE reason "informational (in) state 1"
*Mar  1 00:55:40.775: ISAKMP (0:1): purging node -1484552386
*Mar  1 00:55:40.779: ISAKMP (0:1): beginning Quick Mode exchange, M-ID of -523181212
*Mar  1 00:55:40.783: ISAKMP:      has spi 0x44E0B22B and conn_id 2029 and flags 4
*Mar  1 00:55:40.787: ISAKMP (0:1): DPD/R_U_THERE received from peer 10.0.0.1, sequence 0x1F3A
*Mar  1 00:55:40.791: ISAKMP: Created a peer struct for 0x64F0BC88, peer port 500
*Mar  1 00:56:40.791: ISAKMP (0:1): purging SA., sa=62E3C24C, delme=62E3C24C""",
    ),
    (
        "",
        """\
00:27:07: IPSEC(delete_sa): deleting SA,
  (sa) sa_dest= 172.16.172.69, sa_prot= 50,\x20
    sa_spi= 0x44E0B22B(1155576363),\x20
    sa_trans= esp-des esp-md5-hmac , sa_conn_id= 2029
00:27:08: IPSEC(spi_response): getting spi 0x3EA71AED(1051138797) for SA
00:27:09: %CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for
        destaddr=10.0.0.1, prot=50, spi=0x3EA71AED(1051138797), srcaddr=10.0.0.2""",
    ),
    (
        "",
        """\
*Mar  1 00:00:01.000: CryptoEngine0: generate alg parameter
*Mar  1 00:00:01.000: CRYPTO_ENGINE: Dh phase 1 status: 0
*Mar  1 00:00:01.000: CryptoEngine0: create ISAKMP SKEYID for conn id 1
*Mar  1 00:00:01.000: CryptoEngine0: delete connection 1
*Mar  1 00:00:01.000: crypto engine: deleting IKE SA SW:1
*Mar  1 00:00:01.000: crypto engine: deleting IPSec SA SW:2
*Mar  1 00:00:01.000: validate proposal request 0
*Mar  1 00:00:01.000: ipsec allocate flow 0""",
    ),
    ("", "*Mar  1 00:00:54.503: OSPF: Build router LSA for area 0, router ID 2.2.2.2, seq 0x80000001, process 1"),
]
IDS = [f"{number} {command or 'messages'}" for number, (command, _) in enumerate(SAMPLES)]


def transcript_of(command: str, body: str, *, loose: bool = False) -> str:
    head = "!@ whitespace loose\n" if loose else ""
    return head + (f"R1#{command}\n" if command else "!@ wait 1s\n!@ console R1\n") + body + "\n"


def matches(command: str, recorded: str, run: str, *, loose: bool = False) -> bool:
    transcript = parse_transcript(transcript_of(command, recorded, loose=loose), "t.txt")
    verdict = judge(transcript, transcript_of(command, run, loose=loose))
    assert len(verdict.blocks) == 1
    return verdict.matches


def volatile(command: str, body: str) -> list[tuple[int, int, int, Kind]]:
    """Line, columns and kind of every volatile value in a sample."""
    lines = [Line(0, text) for text in body.splitlines()]
    pieces = cut(lines, fields_of(command), gaps=False)
    return [(piece.row, piece.start, piece.end, piece.kind) for piece in pieces if piece.kind is not None]


def replace(body: str, row: int, start: int, end: int, text: str) -> str:
    lines = body.split("\n")
    lines[row] = lines[row][:start] + text + lines[row][end:]
    return "\n".join(lines)


def test_every_field_has_a_sample() -> None:
    for field in FIELDS:
        found = False
        for command, body in SAMPLES:
            text = " ".join(body.split())
            found = found or (field in fields_of(command) and any(field.find(text)))
        assert found, field
    used = {kind.name for command, body in SAMPLES for _, _, _, kind in volatile(command, body)}
    assert used == {kind.name for kind in KINDS.values()}


@pytest.mark.parametrize(("command", "body"), SAMPLES, ids=IDS)
def test_a_sample_matches_itself(command: str, body: str) -> None:
    assert matches(command, body, body)
    assert matches(command, body, body, loose=True)
    wrapped = re.sub(r", (?=\w)", ",\n", re.sub(" +", " ", body))
    assert matches(command, wrapped, body, loose=True)


@pytest.mark.parametrize(("command", "body"), SAMPLES, ids=IDS)
@given(data=st.data())
def test_any_other_change_is_a_difference(command: str, body: str, data: st.DataObject) -> None:
    """Change one character that is no part of a volatile value."""
    spans = volatile(command, body)
    row = data.draw(st.integers(0, len(body.split("\n")) - 1))
    line = body.split("\n")[row]
    column = data.draw(st.integers(0, len(line) - 1))
    if any(row == at and start <= column < end for at, start, end, _ in spans):
        return
    other = data.draw(st.sampled_from("aZ09:.-/ ").filter(lambda each: each != line[column]))
    beside = [end for at, start, end, _ in spans if at == row and column in (start - 1, end)]
    if beside and (other.isalnum() or other in "-. :") and line[column] in ' ,.:()/=-"':
        return  # what stands beside a volatile value could lengthen it, or pad it
    changed = replace(body, row, column, column + 1, other)
    assert not matches(command, body, changed)


@pytest.mark.parametrize(("command", "body"), SAMPLES, ids=IDS)
@given(data=st.data())
def test_a_word_more_or_less_is_a_difference(command: str, body: str, data: st.DataObject) -> None:
    words = body.split()
    at = data.draw(st.integers(0, len(words) - 1))
    assert not matches(command, body, " ".join([*words[:at], *words[at + 1 :]]), loose=True)
    assert not matches(command, body, " ".join([*words[:at], "stranger", *words[at:]]), loose=True)


def other_value(kind: Kind) -> st.SearchStrategy[str]:
    """Another plausible text of a kind."""
    if kind.form and kind.unit in ("", "age"):
        return st.from_regex(re.compile(kind.form, re.ASCII), fullmatch=True)
    numbers = st.integers(max(int(kind.least), 1), int(min(kind.most, 2**31)))
    return numbers.map(lambda number: f"{number:X}" if kind.unit == "hex" else str(number))


@pytest.mark.parametrize(("command", "body"), SAMPLES, ids=IDS)
@given(data=st.data())
def test_a_plausible_change_of_a_volatile_value_is_none(command: str, body: str, data: st.DataObject) -> None:
    """Change every volatile value that is bound to no other; the columns move with it."""
    row, start, end, kind = data.draw(st.sampled_from(volatile(command, body)))
    text = body.split("\n")[row][start:end]
    if kind.unit == "duration":
        new = data.draw(st.sampled_from(["00:00:01", "11:59:59"])) + (".123" if "." in text else "")
    elif kind.name == "seconds":
        new = data.draw(st.integers(0, 200).map(lambda number: f"0.{number:03}"))
    elif kind.name == "timestamp":
        new = re.sub(r"\d(?=:|\.|$)", str(data.draw(st.integers(0, 9))), text)
    elif kind.domain:
        return
    else:
        new = data.draw(other_value(kind))
        if kind.unit == "hex":
            new = ("0x" if text.startswith("0x") else "") + new.zfill(len(text.removeprefix("0x")))
    changed = replace(body, row, start, end, new)
    assert matches(command, body, changed, loose=True), changed
    if len(new) == len(text):
        assert matches(command, body, changed), changed


@pytest.mark.parametrize(
    ("command", "old", "new"),
    [
        ("show standby", "in 0.172 secs\n  Standby", "in 3.900 secs\n  Standby"),
        ("show standby", "expires in 7.220", "expires in 12.500"),
        ("show standby", "expires in 0.600", "expires in 0.900"),
        ("show standby", "03:21:20", "25:21:20"),
        ("show standby", "03:21:20", "never"),
        ("show standby", "7.220", "7"),
        ("show ip route", "00:11:21", "00:61:21"),
        ("show ip ospf database", "1500", "3601"),
        ("show crypto isakmp sa detail", "23:49:52", "24:49:52"),
        ("show crypto isakmp sa", "QM_IDLE              1 ", "QM_IDLE              0 "),
        ("show crypto ipsec sa", "4504144", "4608001"),
        ("show crypto ipsec sa", "/2949", "/3601"),
        ("show crypto ipsec sa", "44E0B22B", "0"),
        ("show crypto ipsec sa", "44E0B22B", "FF"),
        ("show crypto ipsec sa", "44E0B22B", "44e0b22b"),
        ("show crypto ipsec sa", "digest: 5", "digest: 6"),
        ("show crypto ipsec sa", "FAAF9E34", "FAAF9E3"),
        ("show arp", "  3 ", "  - "),
    ],
)
def test_an_implausible_value_is_a_difference(command: str, old: str, new: str) -> None:
    body = next(body for each, body in SAMPLES if each == command)
    assert old in body
    assert not matches(command, body, body.replace(old, new), loose=True)


@pytest.mark.parametrize(
    ("typed", "where"),
    [
        ("sh ip ro", "show ip route"),
        ("do show ip route ospf", "show ip route"),
        ("show crypto isa sa", "show crypto isakmp sa"),
        ("show ip route | include via", "show ip route"),
    ],
)
def test_commands_may_be_abbreviated(typed: str, where: str) -> None:
    assert {field.where for field in fields_of(typed)} - set(FAMILIES) == {where}


def test_fields_of_other_commands_are_not_volatile() -> None:
    body = next(body for each, body in SAMPLES if each == "show standby")
    assert not matches("show run", body, body.replace("03:21:20", "03:21:21"))


def test_families() -> None:
    assert family_of("HSRP: Fa0/0 API MAC address update") == "debug standby"
    assert family_of("%HSRP-6-STATECHANGE: FastEthernet0/0") == "syslog"
    assert family_of("ISAKMP:      encryption DES-CBC") == "debug crypto isakmp"
    assert family_of("IPSEC(rte_mgr): VPN") == "debug crypto ipsec"
    for line in (
        "CryptoEngine0: generate alg parameter",
        "CRYPTO_ENGINE: Dh phase 1 status: 0",
        "crypto_engine: Create DH",
        "crypto engine: deleting IKE SA SW:1",
        "validate proposal 0",
        "ipsec allocate flow 0",
    ):
        assert family_of(line) == "debug crypto engine"
    assert family_of("Building configuration...") == ""
