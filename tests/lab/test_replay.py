"""Running transcripts: what is typed where, what is written, and the one line each mistake gives."""

from pathlib import Path

import pytest

from ios_emu.lab.error import LabError
from ios_emu.lab.lab import Lab
from ios_emu.lab.replay import run_transcript
from ios_emu.lab.transcript import parse_transcript
from ios_emu.router.release import RELEASES
from ios_emu.router.show.version import software_banner

LINK = "%LINK-3-UPDOWN: Interface FastEthernet0/0, changed state to"
PROTOCOL = "%LINEPROTO-5-UPDOWN: Line protocol on Interface FastEthernet0/0, changed state to"


def run(lab: Lab, text: str) -> str:
    return run_transcript(lab, parse_transcript(text, "t.txt"))


def test_a_command_with_its_prompt_and_output(pair: Lab) -> None:
    assert run(pair, "n1#show clock\nold output\nR1# show clock\n") == (
        "R1#show clock\n*00:00:05.000 UTC Mon Mar 1 1993\nR1#show clock\n*00:00:05.000 UTC Mon Mar 1 1993\n"
    )


def test_the_prompt_decides_the_mode(pair: Lab) -> None:
    text = run(pair, "R1>show clock\nR1(config)#interface fa0/0\nR1(config-if)#description x\nR1(config)#^Z\n")
    lines = [line for line in text.splitlines() if not line.startswith("*")]
    assert lines[:4] == [
        "R1>show clock",
        "R1(config)#interface fa0/0",
        "R1(config-if)#description x",
        "R1(config)#^Z",
    ]
    assert "%SYS-5-CONFIG_I: Configured from console by console" in text
    console = pair["n1"].console
    assert console is not None and console.prompt == "R1#"


def test_unasked_output_stands_under_its_speaker_in_order(pair: Lab) -> None:
    text = run(
        pair,
        "!@ link down n1:Fa0/0\n!@ wait 1s\n!@ power off n2\n!@ power on n2\n!@ wait 5s\n!@ link up n1:Fa0/0\n",
    )
    assert text.splitlines() == [
        "!@ link down n1:Fa0/0",
        "!@ wait 1s",
        "!@ power off n2",
        "!@ power on n2",
        "!@ console n2",
        "*Mar  1 00:00:00.000: %SYS-5-RESTART: System restarted --",
        *software_banner(RELEASES["12.3"]).splitlines(),
        "!@ wait 5s",
        "!@ console n1",
        f"*Mar  1 00:00:07.000: {LINK} down",
        "!@ console n2",
        f"*Mar  1 00:00:02.000: {LINK} up",
        "!@ console n1",
        f"*Mar  1 00:00:08.000: {PROTOCOL} down",
        "!@ console n2",
        f"*Mar  1 00:00:03.000: {PROTOCOL} up",
        "!@ link up n1:Fa0/0",
    ]


def test_what_others_say_during_a_command_comes_after_it(pair: Lab) -> None:
    text = run(pair, "!@ link down n2:Fa0/0\nn1#ping 192.0.2.2 repeat 3\nn1#show clock\n")
    blocks = [line for line in text.splitlines() if line.startswith(("R1#", "!@", "...", "Success"))]
    assert blocks == [
        "!@ link down n2:Fa0/0",
        "R1#ping 192.0.2.2 repeat 3",
        "...",
        "Success rate is 0 percent (0/3)",
        "!@ console n2",
        "R1#show clock",
    ]


def test_a_question_is_answered_from_the_recording(pair: Lab) -> None:
    recorded = "R1#ping\nProtocol [ip]: \nTarget IP address: 192.0.2.2\nRepeat count [5]: 3\n"
    text = run(pair, recorded)
    assert "Target IP address: 192.0.2.2\nRepeat count [5]: 3\nDatagram size [100]: \n" in text
    assert "Success rate is 66 percent (2/3)" in text


def test_a_transcript_as_it_went_runs_again(lab_file: Path) -> None:
    first = run(
        Lab.load(lab_file), "!@ wait 10s\nn1#ping 192.0.2.2\n!@ link down n2:Fa0/0\n!@ wait 5s\nR2#show clock\n"
    )
    assert run(Lab.load(lab_file), first) == first


def test_the_text_comes_piece_by_piece(pair: Lab) -> None:
    pieces: list[str] = []
    text = run_transcript(pair, parse_transcript("n1#ping 192.0.2.2\n", "t.txt"), pieces.append)
    assert "".join(pieces) == text
    assert "!" in pieces and "." in pieces


def test_save_and_load(pair: Lab, tmp_path: Path) -> None:
    text = run(
        pair,
        f"!@ save {tmp_path}/x.state\n!@ wait 60s\nn1#show clock\n!@ load {tmp_path}/x.state\nn1#show clock\n",
    )
    assert "*00:01:05.000" in text and "*00:00:05.000" in text
    assert text.index("*00:01:05.000") < text.index("*00:00:05.000")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("n9#show clock", "there is no router 'n9' to type at; the lab has n1, n2"),
        (
            "!@ link down n9:Fa0/0",
            "there is no cable at 'n9:Fa0/0'; write NODE:INTERFACE, e.g. n1:FastEthernet0/0",
        ),
        ("!@ power off n9", "there is no router 'n9'; the lab has n1, n2"),
        ("!@ load /nowhere", "/nowhere: cannot read the saved lab: No such file or directory"),
        ("R1(config-if)#shutdown", "n1 stands at 'R1(config)#'; (config-if)# cannot be reached from it"),
    ],
)
def test_a_mistake_is_one_line_with_its_place(pair: Lab, text: str, reason: str) -> None:
    with pytest.raises(LabError) as error:
        run(pair, f"!@ wait 1s\n{text}\n")
    assert str(error.value) == f"t.txt:2: {reason}"


def test_nobody_types_at_a_router_without_power(pair: Lab) -> None:
    with pytest.raises(LabError, match=r"t\.txt:2: n1 is switched off"):
        run(pair, "!@ power off n1\nn1#show clock\n")


def test_lines_that_are_read_without_a_prompt(pair: Lab) -> None:
    text = (
        "R1#configure terminal\n"
        "Enter configuration commands, one per line.  End with CNTL/Z.\n"
        "R1(config)#banner motd #\n"
        "Enter TEXT message.  End with the character '#'.\n"
        "First\n"
        "  Enter TEXT, second\n"
        "#\n"
        "R1(config)#end\n"
        "R1#send *\n"
        "Enter message, end with CTRL/Z; abort with CTRL/C:\n"
        "hello^Z\n"
        "Send message? [confirm]\n"
    )
    shown = run(pair, text)
    assert shown.startswith(text[: text.index("R1#send")].rstrip("\n"))
    assert "*** Message from tty0 to all terminals:\n***\nhello\n" in shown
    assert "banner motd ^C\nFirst\n  Enter TEXT, second\n^C\n" in pair["n1"].execute("show running-config")
    with pytest.raises(LabError, match="wants an answer"):
        run(pair, "R1#configure terminal\nR1(config)#banner motd #\n")


TELNET = """\
R2#configure terminal
R2(config)#line vty 0 4
R2(config-line)#password foo
R2(config-line)#login
R2(config-line)#end
R1#telnet 192.0.2.2
Password: foo
R2>show privilege
R2>show pri?
R2>show users
R1#show sessions
R1#resume
R2>exit
R1#show privilege
R2#show users
"""


def test_a_prompt_of_another_router_is_typed_where_telnet_shows_it(pair: Lab) -> None:
    text = run(pair, TELNET)
    assert text[text.index("R1#telnet") :] == (
        "R1#telnet 192.0.2.2\nTrying 192.0.2.2 ... Open\n\n\nUser Access Verification\n\nPassword: foo\n"
        "R2>show privilege\nCurrent privilege level is 1\n"
        "R2>show pri?\nprivilege\n\n"
        "R2>show users\n"
        "    Line       User       Host(s)              Idle       Location\n"
        "   0 con 0                idle                 00:00:03   \n"
        "*  2 vty 0                idle                 00:00:00   192.0.2.1\n\n"
        "  Interface  User        Mode                     Idle     Peer Address\n\n"
        "R1#show sessions\n"
        "Conn Host                Address             Byte  Idle Conn Name\n"
        "*  1 192.0.2.2           192.0.2.2              0     0 192.0.2.2\n\n"
        "R1#resume\n[Resuming connection 1 to 192.0.2.2 ... ]\n"
        "R2>exit\n\n[Connection to 192.0.2.2 closed by foreign host]\n"
        "R1#show privilege\nCurrent privilege level is 15\n"
        "R2#show users\n"
        "    Line       User       Host(s)              Idle       Location\n"
        "*  0 con 0                idle                 00:00:00   \n\n"
        "  Interface  User        Mode                     Idle     Peer Address\n\n"
    )
    assert pair["n2"].execute("show privilege") == "Current privilege level is 15\n"


def test_a_transcript_with_telnet_runs_again_as_it_went(lab_file: Path) -> None:
    first, again = Lab.load(lab_file), Lab.load(lab_file)
    text = run(first, TELNET)
    assert run(again, text) == text
