"""Transcripts: what is read from the text, and the one line each mistake gives."""

from pathlib import Path

import pytest

from ios_emu.kernel import SECOND
from ios_emu.lab.catalog import CATALOG
from ios_emu.lab.error import LabError
from ios_emu.lab.transcript import PROMPT, Directive, Place, Typed, Unasked, load_transcript, parse_transcript

TEXT = """\
! The storyline.

!@ wait 1m
! between directives a comment is a comment too
7206-1>enable
7206-1#ping 20.1.1.1
!!!!!
Success rate is 100 percent (5/5)

7204VXR-1(config-if)# shutdown
!@ link down 7204VXR-1:FastEthernet0/0
!@ console 7204VXR-1
*Mar  1 00:01:02.000: %SYS-5-CONFIG_I: Configured from console by console
!@ save lab.state
R-2(config-crypto-trans)#exit
R-2(cfg-crypto-trans)#^Z
"""


VERBS = (
    "wait, link, power, impair, capture, inject, bridge, attach, type, interrupt, timeout, save, load, console, lab, "
    "seed, whitespace, timestamps, watch, note"
)


def test_a_transcript() -> None:
    transcript = parse_transcript(TEXT, "t.txt")
    assert transcript.comments == ("! The storyline.", "")
    assert transcript.entries == (
        Directive(Place("t.txt", 3), "wait", ("1m",), "!@ wait 1m", 60 * SECOND),
        Typed(Place("t.txt", 5), "7206-1", ">", "enable"),
        Typed(
            Place("t.txt", 6),
            "7206-1",
            "#",
            "ping 20.1.1.1",
            ("!!!!!", "Success rate is 100 percent (5/5)", ""),
        ),
        Typed(Place("t.txt", 10), "7204VXR-1", "(config-if)#", "shutdown"),
        Directive(
            Place("t.txt", 11),
            "link",
            ("down", "7204VXR-1:FastEthernet0/0"),
            "!@ link down 7204VXR-1:FastEthernet0/0",
        ),
        Unasked(
            Place("t.txt", 12),
            "7204VXR-1",
            ("*Mar  1 00:01:02.000: %SYS-5-CONFIG_I: Configured from console by console",),
        ),
        Directive(Place("t.txt", 14), "save", ("lab.state",), "!@ save lab.state"),
        Typed(Place("t.txt", 15), "R-2", "(config-crypto-trans)#", "exit"),
        Typed(Place("t.txt", 16), "R-2", "(cfg-crypto-trans)#", "^Z"),
    )


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("!@ wait", "not a duration: '' (write e.g. 30s, 250us, 2m)"),
        ("!@ wait long", "not a duration: 'long' (write e.g. 30s, 250us, 2m)"),
        ("!@ link cut a:b", "write !@ link down|up NODE:INTERFACE"),
        ("!@ link down", "write !@ link down|up NODE:INTERFACE"),
        ("!@ power off", "write !@ power off|on NODE"),
        ("!@ save", "write !@ save FILE"),
        ("!@ console", "write !@ console NODE"),
        ("!@ jump", f"unknown directive 'jump'; there are {VERBS}"),
        ("!@", f"unknown directive ''; there are {VERBS}"),
        ("!@ whitespace tight", "write !@ whitespace loose"),
        ("!@ timestamps", "write !@ timestamps absent"),
        ("!@ watch", "write !@ watch all|none|NODE..."),
        ("!@ lab", "write !@ lab FILE"),
        ("!@ lab late.clab.yml", "the lab is to be named before anything happens in it"),
        ("hello", "this is neither a prompt with a command nor a directive (!@), and nothing printed it"),
    ],
)
def test_a_mistake_is_one_line_with_its_place(line: str, reason: str) -> None:
    with pytest.raises(LabError) as error:
        parse_transcript(f"! comment\n!@ wait 1\n{line}\n", "t.txt")
    assert str(error.value) == f"t.txt:3: {reason}"


def test_the_lab_of_a_transcript_stands_beside_it() -> None:
    transcript = parse_transcript("!@ note whose\n!@ lab ../x.clab.yml\n!@ wait 1\n", "here/t.txt")
    assert transcript.lab == Path("here/../x.clab.yml")
    assert parse_transcript("!@ wait 1\n", "here/t.txt").lab is None


def test_a_file_that_is_not_text(tmp_path: Path) -> None:
    file = tmp_path / "t.txt"
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(LabError, match="cannot read the transcript: it is not UTF-8 text"):
        load_transcript(file)


def test_the_prompt_of_every_mode_is_one() -> None:
    for mode in CATALOG.grammar.modes.values():
        match = PROMPT.fullmatch(f"R1{mode.prompt}show clock")
        assert match is not None and match[2] == mode.prompt and match[3] == "show clock"
