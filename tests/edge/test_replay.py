"""`ios-emu replay`: what it prints, its exit status, and the file it rewrites."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ios_emu.cli import DIFFERENT, OK, WRONG, main

LAB = """\
name: one
topology:
  nodes:
    r1: {kind: ios_emu, startup-config: r1.cfg}
    lan: {kind: bridge}
  links:
    - endpoints: ["r1:FastEthernet0/0", "lan:1"]
"""
CONFIG = """\
version 12.3
service timestamps log datetime msec
hostname R1
interface FastEthernet0/0
 ip address 10.1.1.1 255.255.255.0
end
"""
GOOD = """\
! One router.
!@ lab one.clab.yml
!@ wait 4s
!@ console r1
*Mar  1 00:09:02.000: %LINK-3-UPDOWN: Interface FastEthernet0/0, changed state to up
*Mar  1 00:09:03.000: %LINEPROTO-5-UPDOWN: Line protocol on Interface FastEthernet0/0, changed state to up
R1#show clock
*07:00:04.000 UTC Mon Mar 1 1993
R1#show arp
Protocol  Address          Age (min)  Hardware Addr   Type   Interface
Internet  10.1.1.1                -   {mac}  ARPA   FastEthernet0/0
"""


@pytest.fixture
def transcript(tmp_path: Path) -> Path:
    from ios_emu.lab.lab import Lab

    (tmp_path / "one.clab.yml").write_text(LAB)
    (tmp_path / "r1.cfg").write_text(CONFIG)
    mac = Lab.load(tmp_path / "one.clab.yml")["r1"].interface("FastEthernet0/0").mac
    file = tmp_path / "one.txt"
    file.write_text(GOOD.format(mac=mac))
    return file


def test_a_match(transcript: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["replay", str(transcript)]) == OK
    assert capsys.readouterr().out == "3 blocks: 3 match, 0 differ\n"


def test_a_difference_is_shown_in_plain_text(transcript: Path, capsys: pytest.CaptureFixture[str]) -> None:
    transcript.write_text(
        transcript.read_text().replace("LINK-3", "LINK-5").replace("Interface\nInternet", "Interfaces\nInternet")
    )
    assert main(["replay", str(transcript)]) == DIFFERENT
    output = capsys.readouterr().out
    assert output.splitlines() == [
        f"{transcript}:4: !@ console r1",
        "-      5 *Mar  1 00:09:02.000: %LINK-5-UPDOWN: Interface FastEthernet0/0, changed state to up",
        "                               ^^^^^^^^^^^^^^^",
        "+        *Mar  1 00:00:02.000: %LINK-3-UPDOWN: Interface FastEthernet0/0, changed state to up",
        "                               ^^^^^^^^^^^^^^^",
        "",
        f"{transcript}:9: R1#show arp",
        "-     10 Protocol  Address          Age (min)  Hardware Addr   Type   Interfaces",
        "                                                                      ^^^^^^^^^^",
        "+        Protocol  Address          Age (min)  Hardware Addr   Type   Interface",
        "                                                                      ^^^^^^^^^",
        "",
        "3 blocks: 1 match, 2 differ",
    ]
    assert "\x1b" not in output


def test_several_files(transcript: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = transcript.with_name("other.txt")
    other.write_text(transcript.read_text().replace("*07:", "07:"))
    assert main(["replay", str(transcript), str(other)]) == DIFFERENT
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"{transcript}: 3 blocks: 3 match, 0 differ"
    assert lines[-2:] == [f"{other}: 3 blocks: 2 match, 1 differ", "6 blocks: 5 match, 1 differ"]


def test_the_verdict_for_machines(transcript: Path, capsys: pytest.CaptureFixture[str]) -> None:
    transcript.write_text(transcript.read_text().replace("LINK-3", "LINK-5"))
    assert main(["replay", "--json", str(transcript)]) == DIFFERENT
    verdict = json.loads(capsys.readouterr().out)
    assert (verdict["blocks"], verdict["match"], verdict["differ"]) == (3, 2, 1)
    (file,) = verdict["files"]
    assert [(each["block"], each["line"], each["match"]) for each in file["verdicts"]] == [
        ("!@ console r1", 4, False),
        ("R1#show clock", 7, True),
        ("R1#show arp", 9, True),
    ]
    (difference,) = file["verdicts"][0]["differences"]
    assert difference["recorded"] == [
        {
            "line": 5,
            "text": "*Mar  1 00:09:02.000: %LINK-5-UPDOWN: Interface FastEthernet0/0, changed state to up",
            "marks": [[22, 37]],
        }
    ]


def test_update_rewrites_the_file_so_that_it_matches(transcript: Path, capsys: pytest.CaptureFixture[str]) -> None:
    transcript.write_text("! One router.\n!@ lab one.clab.yml\n!@ wait 4s\n! It is up.\nR1#show clock\nold\n")
    assert main(["replay", "--update", str(transcript)]) == OK
    text = transcript.read_text()
    assert text.startswith(
        "! One router.\n!@ lab one.clab.yml\n!@ wait 4s\n! It is up.\n!@ console r1\n*Mar  1 00:00:02.000: %L"
    )
    assert text.endswith("R1#show clock\n*00:00:04.000 UTC Mon Mar 1 1993\n")
    capsys.readouterr()
    assert main(["replay", str(transcript)]) == OK


def test_update_leaves_a_file_that_matches_alone(transcript: Path) -> None:
    before = transcript.read_text()
    assert main(["replay", "--update", str(transcript)]) == OK
    assert transcript.read_text() == before


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("R9#show clock\n", ":1: there is no router 'R9' to type at; the lab has r1\n"),
        (
            "!@ link down r1:FastEthernet0/9\n",
            ":1: there is no cable at 'r1:FastEthernet0/9'; write NODE:INTERFACE, e.g. r1:FastEthernet0/0\n",
        ),
        ("hello\n", ":1: this is neither a prompt with a command nor a directive (!@), and nothing printed it\n"),
    ],
)
def test_a_bad_file(transcript: Path, text: str, reason: str, capsys: pytest.CaptureFixture[str]) -> None:
    transcript.write_text(text)
    assert main(["replay", "--lab", str(transcript.with_name("one.clab.yml")), str(transcript)]) == WRONG
    assert capsys.readouterr().err == f"{transcript}{reason}"


def test_standard_input_cannot_be_updated(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["replay", "--update", "-"]) == WRONG
    assert capsys.readouterr().err == "<stdin>: there is no file to update\n"


def test_a_terminal_gets_colours(
    transcript: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    transcript.write_text(transcript.read_text().replace("LINK-3", "LINK-5"))
    assert main(["replay", str(transcript)]) == DIFFERENT
    output = capsys.readouterr().out
    assert "\x1b[31m" in output and "\x1b[32m" in output and "^^^" not in output


def test_update_leaves_comments_and_directives_alone(transcript: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Only what was printed is written anew: every other line stays, to the letter and in its place."""
    text = """\
! A comment.
!

!@ lab one.clab.yml
!@ whitespace   loose
!@ watch none
!@ note   What follows   is wrong.
!@ wait   4s
R1#  show   clock
wrong
!@ note another
!@ attach r1
! A comment between directives.
R1>enable
R1#ping
wrong
!@ after 1.5s
Protocol [ip]:
!@ after 1s
Target IP address: 10.1.1.1
wrong
!@ after 1s leave
!@ wait 1s
!@ console r1
wrong
!@ watch all
!@ interrupt r1
"""
    transcript.write_text(text)
    assert main(["replay", str(transcript)]) == DIFFERENT
    assert main(["replay", "--update", str(transcript)]) == OK
    after = transcript.read_text()
    assert "wrong\n" not in after and "*00:00:04.000 UTC Mon Mar 1 1993\n" in after

    def written(lines: str) -> list[str]:
        """What a person wrote."""
        own = [line.rstrip() for line in lines.splitlines() if line.startswith(("!", "R1", "Protocol", "Target"))]
        return [line for line in own if not line.startswith("!@ console")]

    assert written(after) == written(text)
    capsys.readouterr()
    assert main(["replay", str(transcript)]) == OK


def test_update_brings_a_spoiled_seed_transcript_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    seed = Path(__file__).parents[1] / "transcripts" / "seed" / "before-failover.txt"
    lab = Path(__file__).parents[2] / "configs" / "ha-vpn-document.clab.yml"
    text = seed.read_text().replace("../../../configs/ha-vpn-document.clab.yml", str(lab))
    file = tmp_path / "spoiled.txt"
    file.write_text(text.replace("[110/2]", "[110/3]").replace("State is Active", "State is Speak"))
    assert main(["replay", "--json", str(file)]) == DIFFERENT
    verdict = json.loads(capsys.readouterr().out)
    assert [each["block"] for each in verdict["files"][0]["verdicts"] if not each["match"]] == [
        "7204VXR-1#show ip route",
        "7204VXR-2#show ip route",
        "7204VXR-1#show standby",
    ]
    assert main(["replay", "--json", "--update", str(file)]) == OK
    assert json.loads(capsys.readouterr().out)["differ"] == 3
    assert main(["replay", "--json", str(file)]) == OK
    assert json.loads(capsys.readouterr().out)["differ"] == 0
    after = file.read_text()
    assert [line for line in after.splitlines() if line.startswith(("!@ n", "!@ w", "! "))] == [
        line for line in text.splitlines() if line.startswith(("!@ n", "!@ w", "! "))
    ]


def test_the_verdict_for_machines_tells_why(transcript: Path, capsys: pytest.CaptureFixture[str]) -> None:
    transcript.write_text(
        "!@ lab one.clab.yml\n!@ wait 4s\n!@ console r1\n!@ wait 1s\n!@ console r1\nHSRP: gone\n"
    )
    assert main(["replay", "--json", str(transcript)]) == DIFFERENT
    (file,) = json.loads(capsys.readouterr().out)["files"]
    first, second = file["verdicts"]
    assert first["node"] == "r1" and first["differences"][0]["reasons"] == [
        "not in the recording: messages of syslog"
    ]
    assert second["differences"][0]["recorded"][0]["text"] == "HSRP: gone" and second["line"] == 5
