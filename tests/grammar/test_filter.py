import pytest
from hypothesis import given
from hypothesis import strategies as st

from ios_emu.grammar.filter import BAD_PATTERN, apply_filter, parse_modifier

CONFIG = """\
hostname R1
!
interface FastEthernet0/0
 ip address 10.1.1.1 255.255.255.0
 ip ospf cost 10
!
router ospf 1
 network 10.1.1.0 0.0.0.255 area 0
!
end
"""


@pytest.mark.parametrize(
    ("modifier", "expected"),
    [
        ("include hostname", "hostname R1\n"),
        ("inc ^ ip", " ip address 10.1.1.1 255.255.255.0\n ip ospf cost 10\n"),
        ("i Ethernet|^router", "interface FastEthernet0/0\nrouter ospf 1\n"),
        ("include HOSTNAME", ""),
        ("begin router", "router ospf 1\n network 10.1.1.0 0.0.0.255 area 0\n!\nend\n"),
        ("exclude ^ |!", "hostname R1\ninterface FastEthernet0/0\nrouter ospf 1\nend\n"),
        ("count ^!", "Number of lines which match regexp = 3\n"),
        ("count", "Number of lines which match regexp = 10\n"),
        ("section router", "router ospf 1\n network 10.1.1.0 0.0.0.255 area 0\n"),
        ("sec ospf", " ip ospf cost 10\nrouter ospf 1\n network 10.1.1.0 0.0.0.255 area 0\n"),
        ("section include hostname", "hostname R1\n"),
        ("section exclude interface|router|!", "hostname R1\nend\n"),
    ],
)
def test_modifiers(modifier, expected):
    assert apply_filter(CONFIG, modifier) == expected


@pytest.mark.parametrize(
    ("pattern", "line", "found"),
    [
        ("_1_", "permit 1", True),
        ("_1_", "permit 10", False),
        ("_1_", "1,2", True),
        ("^65_", "65 66", True),
        ("a.c", "abc", True),
        (r"a\.c", "abc", False),
        (r"a\.c", "a.c", True),
        ("[Oo]utput", "Output", True),
        ("[^a-c]x", "ax", False),
        ("[^a-c]x", "dx", True),
        ("[]x]", "]", True),
        ("(ab)+c", "ababc", True),
        ("ab?c", "ac", True),
        ("fast|gig", "gig0", True),
        # Python's own language is plain text here.
        (r"\d", "5", False),
        (r"\d", "d", True),
        ("a{2}", "aa", False),
        ("a{2}", "a{2}", True),
        ("a**", "aaa", True),
        ("x(a*)*y", "xaay", True),
    ],
)
def test_the_regular_expressions_of_ios(pattern, line, found):
    assert (apply_filter(line + "\n", f"include {pattern}") != "") == found


@pytest.mark.parametrize("pattern", ["*", "+a", "(", ")", "[a", "(?:x)", "[b-a]"])
def test_a_bad_pattern_is_told(pattern):
    assert apply_filter(CONFIG, f"include {pattern}") == BAD_PATTERN


def test_what_is_no_modifier_is_refused():
    assert apply_filter(CONFIG, "grep x").startswith("% Invalid input")
    assert apply_filter(CONFIG, "include") == "% Incomplete command.\n\n"
    assert parse_modifier("s x") == ("section", "x") and parse_modifier("") is None


@given(st.text(max_size=30), st.text(r"ab_.^$[]()|\-{}?", max_size=12))
def test_no_pattern_raises(text, pattern):
    for name in ("include", "exclude", "begin", "section", "count"):
        apply_filter(text, f"{name} {pattern}")
