from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ios_emu.grammar.document import ConfigLine, parse_document

REFERENCES = Path("/work/shared/reference/configs")


def texts(text):
    return [line.text for line in parse_document(text)]


def test_lines_have_their_number_depth_and_text():
    assert parse_document("!\nhostname R1 \n!\ninterface Fa0/0\n shutdown\n\tmtu 5\n  ! no\n   x  y") == [
        ConfigLine(2, 0, "hostname R1"),
        ConfigLine(4, 0, "interface Fa0/0"),
        ConfigLine(5, 1, "shutdown"),
        ConfigLine(6, 8, "mtu 5"),
        ConfigLine(8, 3, "x  y"),
    ]


def test_the_dressing_of_show_running_config_is_dropped():
    dressed = (
        "R1#show running-config\nBuilding configuration...\n\nCurrent configuration : 1754 bytes\n!\n"
        "! Last configuration change at 1:00\nversion 12.3\nend\n\nR1#\nR1#more\n"
    )
    assert texts(dressed) == ["version 12.3"]
    assert texts("Using 1234 out of 129016 bytes\nversion 12.3") == ["version 12.3"]


def test_end_ends_only_at_the_margin_and_alone():
    assert texts(" end\nend-of\nend x\nend \nafter") == ["end", "end-of", "end x"]


def test_a_banner_is_one_line_whatever_its_delimiter():
    for mark in ("^C", "\x03", "#", "x"):
        found = parse_document(f"banner motd {mark}\n* !hi *\n end\n{mark}\nhostname R1\n")
        assert found == [ConfigLine(1, 0, "banner motd ^C\n* !hi *\n end\n^C"), ConfigLine(5, 0, "hostname R1")]
    assert texts("banner login #Hi there# \nx") == ["banner login ^CHi there^C", "x"]
    assert texts("banner exec #the ^C key#") == ["banner exec #the ^C key#"]
    assert texts("line vty 0\n vacant-message #\n a\n#\n login") == [
        "line vty 0",
        "vacant-message ^C\n a\n^C",
        "login",
    ]


def test_a_banner_that_does_not_end_swallows_nothing():
    assert texts("banner motd #hi\nhostname R1\n") == ["banner motd #hi", "hostname R1"]


def test_a_certificate_is_one_line():
    text = (
        "crypto pki certificate chain X\n certificate self-signed 01\n  30820330 3082\n  0218\n  \tquit\nip cef\n"
    )
    assert parse_document(text) == [
        ConfigLine(1, 0, "crypto pki certificate chain X"),
        ConfigLine(2, 1, "certificate self-signed 01\n  30820330 3082\n  0218\n  \tquit"),
        ConfigLine(6, 0, "ip cef"),
    ]
    assert texts(" certificate ca 01 nvram:x.cer\n quit\n") == ["certificate ca 01 nvram:x.cer", "quit"]
    assert texts("  key-string\n   305C300D\n  quit\n") == ["key-string\n   305C300D\n  quit"]


def test_line_ends_of_all_kinds():
    assert texts("a\r\nb\rc\nd") == ["a", "b", "c", "d"]
    assert texts("\ufeffa") == ["a"]
    assert parse_document("") == []
    assert parse_document("a\n\n\nb")[1].number == 4


def test_a_name_with_a_mark_is_no_comment():
    assert texts("description hey! you\nusername a password b!c") == [
        "description hey! you",
        "username a password b!c",
    ]


FRAGMENTS = st.sampled_from(
    ["banner motd ", "^C", "#", "\n", "!", " ", "\t", "end", "certificate 01", "\n  0A0B\n", "quit", "\r", "x"]
)


@given(st.one_of(st.text(), st.lists(FRAGMENTS).map("".join)))
def test_no_text_raises_and_nothing_is_made_up(text):
    for line in parse_document(text):
        assert line.text.strip() and line.text == line.text.rstrip() and not line.text.startswith("!")
        assert line.number <= text.count("\n") + text.count("\r") + 1


@given(st.lists(st.text("abc! \t#", min_size=1)))
def test_every_line_that_is_no_comment_is_kept(lines):
    kept = [line.strip() for line in lines if line.strip() and not line.strip().startswith("!")]
    kept = [line for line in kept if line != "end"]
    assert texts("\n".join(lines)) == kept


@pytest.mark.skipif(not REFERENCES.is_dir(), reason="no reference configs here")
def test_the_reference_configs_are_read_whole():
    files = sorted(REFERENCES.glob("*.cfg"))
    assert files
    for file in files:
        text = file.read_text()
        lines = parse_document(text)
        source = text.split("\n")
        for line in lines:
            assert source[line.number - 1].strip() == line.text.split("\n")[0].strip()
        # What is not in a line is a comment, dressing, or `end`.
        covered = {line.number - 1 + extra for line in lines for extra in range(line.text.count("\n") + 1)}
        for number, written in enumerate(source):
            bare = written.strip()
            if number not in covered and bare and not bare.startswith("!"):
                assert bare == "end" or bare.startswith(("Building configuration", "Current configuration"))


def test_a_macro_is_one_line() -> None:
    lines = parse_document("macro name desk\nswitchport mode access\n!\n# more\n@\nip classless\n")
    assert [(line.number, line.text) for line in lines] == [
        (1, "macro name desk\nswitchport mode access\n!\n# more\n@"),
        (6, "ip classless"),
    ]
    assert [line.text for line in parse_document("macro name desk\nno end\n")] == ["macro name desk", "no end"]


def test_the_header_of_an_old_release_is_no_line() -> None:
    assert [line.text for line in parse_document("Current configuration:\n!\nhostname r\n")] == ["hostname r"]
