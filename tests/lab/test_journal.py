"""Recording a session on a lab: what the file is, entry by entry."""

from __future__ import annotations

from pathlib import Path

import pytest

from ios_emu.lab.error import LabError
from ios_emu.lab.journal import Journal
from ios_emu.lab.lab import Lab
from ios_emu.lab.replay import run_transcript
from ios_emu.lab.transcript import load_transcript, parse_transcript, quote
from ios_emu.router.session import Session

BUNDLED = Path(__file__).parents[2] / "configs" / "ha-vpn.clab.yml"


class Recorded:
    """A lab under recording."""

    def __init__(self, lab: Lab, file: Path) -> None:
        self.lab = lab
        self.file = file
        self.start = lab.copy()
        self.journal = Journal(lab, file, [])

    def console(self, name: str) -> Session:
        console = self.lab[name].console
        assert console is not None
        return console

    def type(self, name: str, line: str) -> None:
        self.journal.feed(self.console(name), line)

    def run(self, seconds: float) -> None:
        end = self.lab.now + round(seconds * 1e9)
        while (due := self.lab.kernel.next_due()) is not None and due <= end:
            self.lab.kernel.step()
            self.journal.stepped()
        self.lab.kernel.run_until(end)

    def text(self) -> str:
        """What stands in the file, which replays to the letter."""
        self.journal.write()
        text = self.file.read_text()
        assert run_transcript(self.start.copy(), load_transcript(self.file)) == text
        return text


@pytest.fixture
def recorded(pair: Lab, tmp_path: Path) -> Recorded:
    return Recorded(pair, tmp_path / "s.txt")


def test_a_command_is_followed_by_the_time_since_its_end(recorded: Recorded) -> None:
    recorded.type("n1", "ping 192.0.2.9 repeat 1")
    recorded.run(3.5)
    recorded.type("n1", "show clock")
    assert recorded.text().splitlines()[-6:] == [
        "Sending 1, 100-byte ICMP Echos to 192.0.2.9, timeout is 2 seconds:",
        ".",
        "Success rate is 0 percent (0/1)",
        "!@ wait 1.5s",
        "R1#show clock",
        "*00:00:08.500 UTC Mon Mar 1 1993",
    ]


def test_what_comes_unasked_stands_under_the_wait_it_came_in(recorded: Recorded) -> None:
    recorded.journal.settle()
    recorded.lab.link_down("n1:Fa0/0")
    recorded.journal.did("link down n1:Fa0/0")
    recorded.run(2.25)
    assert recorded.text().splitlines() == [
        "!@ link down n1:Fa0/0",
        "!@ wait 2.25s",
        "!@ console n1",
        "*Mar  1 00:00:07.000: %LINK-3-UPDOWN: Interface FastEthernet0/0, changed state to down",
    ]
    recorded.run(10)
    assert recorded.text().startswith("!@ link down n1:Fa0/0\n!@ wait 12.25s\n")


def test_a_dialog(recorded: Recorded) -> None:
    recorded.type("n1", "ping")
    for answer in ("", "192.0.2.2", "2"):
        recorded.run(0.5)
        recorded.type("n1", answer)
    text = recorded.text()
    assert "R1#ping\n!@ after 0.5s\nProtocol [ip]: \n!@ after 0.5s\nTarget IP address: 192.0.2.2\n" in text
    # As it would be if the session ended here.
    assert text.endswith("Repeat count [5]: 2\n!@ after 0s leave\n")


def test_what_is_not_shown_is_told(recorded: Recorded) -> None:
    console = recorded.console("n1")
    recorded.journal.attach(console)
    for line in ("enable", "terminal length 4", "show running-config"):
        recorded.type("n1", line)
    recorded.run(1)
    recorded.type("n1", " ")
    recorded.type("n1", "/")
    recorded.type("n1", "hostname")
    recorded.journal.interrupt(console)
    recorded.type("n1", "  show clokc")
    recorded.type("n1", "show clock?")
    recorded.journal.help(console, "show clo")
    text = recorded.text()
    assert text.startswith("!@ attach n1\nR1#enable\n")
    assert '!@ after 1s type " "\n' in text and "!@ after 0s type /\n!@ after 0s type hostname\n" in text
    assert "!@ after 0s interrupt\n" in text
    assert '!@ type n1 "  show clokc"\n!@ console n1\n' in text and "!@ type n1 show clock?\n" in text
    assert "R1#show clo?\nclock" in text


def test_output_that_looks_like_a_prompt_or_a_directive(recorded: Recorded) -> None:
    for line in ("configure terminal", "banner motd +", "R2#reload", "!@ power off n2", "+", "end"):
        recorded.type("n1", line)
    recorded.type("n1", "exit")
    text = recorded.text()
    assert "!@ print R2#reload\n!@ after 0s type !@ power off n2\n!@ print !@ power off n2\n" in text
    assert recorded.lab["n2"].powered


def test_turning_away_from_a_command(recorded: Recorded) -> None:
    recorded.type("n1", "ping 192.0.2.9 repeat 2")
    recorded.run(1)
    recorded.type("n2", "show clock")
    recorded.run(4)
    assert recorded.text().splitlines()[4:] == [
        "!@ after 1s leave",
        "R2#show clock",
        "*00:00:06.000 UTC Mon Mar 1 1993",
        "!@ wait 4s",
        "!@ console n1",
        "..",
        "Success rate is 0 percent (0/2)",
    ]


def test_what_had_been_printed_before(tmp_path: Path) -> None:
    file = tmp_path / "s.txt"
    lab = Lab.load(BUNDLED, 1)
    journal = Journal(lab, file, [f"lab {BUNDLED}", "seed 1"])
    assert {name for name, _ in journal.printed} == {"7204VXR-1", "7204VXR-2", "vpn7200"}
    journal.stop()
    assert run_transcript(Lab.load(BUNDLED, 1), load_transcript(file)) == file.read_text()


def test_much_output_becomes_several_waits(recorded: Recorded, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ios_emu.lab.journal.LONGEST", 300)
    for name in ("n1", "n2"):
        recorded.type(name, "debug ip icmp")
    recorded.type("n1", "ping 192.0.2.2 repeat 30")
    recorded.type("n2", "show clock")
    recorded.run(20)
    assert recorded.text().count("!@ wait") > 3


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("!@ after 1s", "this stands in the output of a command, and there is none"),
        ("!@ print x", "this stands in the output of a command, and there is none"),
        ("n1#ping\n!@ after soon", "not a duration: 'soon' (write e.g. 30s, 250us, 2m)"),
        ("n1#ping\n!@ after 1s jump", "write !@ after DURATION [type TEXT|interrupt|leave]"),
        ("n1#ping\n!@ after 1s leave now", "write !@ after DURATION [type TEXT|interrupt|leave]"),
        ("!@ seed one", "write !@ seed NUMBER"),
        ("!@ type", "write !@ type NODE [TEXT]"),
        ("n1#show clock\n!@ seed 3", "the seed is to be named before anything happens in it"),
    ],
)
def test_mistakes_in_a_transcript(line: str, reason: str) -> None:
    with pytest.raises(LabError) as error:
        parse_transcript(line + "\n", "t.txt")
    assert str(error.value) == f"t.txt:{line.count(chr(10)) + 1}: {reason}"


def test_a_bad_text_in_quotes_is_a_mistake() -> None:
    with pytest.raises(LabError, match=r"t\.txt:2: "):
        parse_transcript('n1#ping\n!@ after 1s type "\n', "t.txt")


@pytest.mark.parametrize("text", ["", "x", " ", ' "', "a b ", "\x1a", "?", "é"])
def test_any_text_can_be_typed(text: str) -> None:
    (entry,) = parse_transcript(f"!@ type n1 {quote(text)}".rstrip() + "\n", "t.txt").entries
    assert getattr(entry, "words")[1:] == ((text,) if text else ())  # noqa: B009


def test_the_keys_of_a_telnet_connection(recorded: Recorded) -> None:
    for line in ("configure terminal", "line vty 0 4", "no login", "end"):
        recorded.type("n2", line)
    recorded.type("n1", "telnet 192.0.2.2")
    recorded.run(3)
    for key in (*"show pri", "\t", "", "\x1e", "x"):
        recorded.type("n1", key)
        recorded.run(0.5)
    recorded.type("n1", "show sessions")
    recorded.type("n1", "")
    recorded.run(1)
    for key in (*"exit", ""):
        recorded.type("n1", key)
    recorded.run(1)
    recorded.type("n1", "show clock")
    text = recorded.text()
    assert "Current privilege level is 1\n" in text and "Conn Host" in text
    assert "[Connection to 192.0.2.2 closed by foreign host]" in text
