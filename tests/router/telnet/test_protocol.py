"""Telnet's commands, options and line endings."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ios_emu.router.telnet.protocol import DO, DONT, ECHO, IAC, SB, SE, SUPPRESS_GO_AHEAD, WILL, WONT, Telnet


def server() -> Telnet:
    return Telnet(ours=(ECHO, SUPPRESS_GO_AHEAD), theirs=(SUPPRESS_GO_AHEAD,))


def client() -> Telnet:
    return Telnet(ours=(SUPPRESS_GO_AHEAD,), theirs=(ECHO, SUPPRESS_GO_AHEAD))


def test_the_two_sides_agree_and_fall_silent() -> None:
    a, b = server(), client()
    said = a.offer(ECHO, SUPPRESS_GO_AHEAD)
    assert said == bytes((IAC, WILL, ECHO, IAC, WILL, SUPPRESS_GO_AHEAD))
    text, answer = b.receive(said)
    assert (text, answer) == (b"", bytes((IAC, DO, ECHO, IAC, DO, SUPPRESS_GO_AHEAD)))
    assert a.receive(answer) == (b"", b"")
    assert a.performs(ECHO, ours=True) and b.performs(ECHO, ours=False)


def test_what_is_not_known_is_refused() -> None:
    assert server().receive(bytes((IAC, DO, 31, IAC, WILL, 24))) == (b"", bytes((IAC, WONT, 31, IAC, DONT, 24)))
    assert server().receive(bytes((IAC, DONT, 31, IAC, WONT, 24))) == (b"", b"")


def test_an_option_is_answered_once_and_taken_back() -> None:
    one = client()
    will = bytes((IAC, WILL, ECHO))
    assert one.receive(will)[1] == bytes((IAC, DO, ECHO)) and one.receive(will)[1] == b""
    assert one.receive(bytes((IAC, WONT, ECHO)))[1] == bytes((IAC, DONT, ECHO))
    assert not one.performs(ECHO, ours=False)


@given(st.binary(max_size=200))
def test_no_two_sides_talk_for_ever(noise: bytes) -> None:
    a, b = server(), client()
    _, said = a.receive(noise)
    for _ in range(3):
        said = b.receive(said)[1]
        said = a.receive(said)[1]
    assert said == b""


@given(st.binary(max_size=200), st.lists(st.integers(0, 200), max_size=5))
def test_text_comes_through_however_it_is_cut(text: bytes, cuts: list[int]) -> None:
    text = text.replace(b"\0", b"").replace(b"\n", b"")
    encoded = Telnet.encode(text)
    one, seen = client(), b""
    edges = [0, *sorted(min(cut, len(encoded)) for cut in cuts), len(encoded)]
    for start, end in pairwise(edges):
        seen += one.receive(encoded[start:end])[0]
    assert seen == text


def test_line_endings_and_the_octet_255() -> None:
    assert Telnet.encode(b"a\nb\r\xff") == b"a\r\nb\r\0\xff\xff"
    assert server().receive(b"a\r\nb\r\0c\rd\xff\xff")[0] == b"a\r\nb\rc\rd\xff"


def test_commands_do_what_keys_do_and_subnegotiations_are_skipped() -> None:
    assert server().receive(bytes((IAC, 244, IAC, 243)))[0] == b"\x03\x1e"
    assert server().receive(bytes((IAC, SB, 24, 0, 65, IAC, IAC, 66, IAC, SE)) + b"x") == (b"x", b"")
