import pytest

from ios_emu.grammar.notation import (
    AnyOrder,
    Argument,
    Choice,
    Keyword,
    NotationError,
    Optional,
    Sequence,
    leaves,
    literal_prefix,
    parse_notation,
)


def test_the_literal_words_are_split_off_without_parsing():
    assert literal_prefix("show ip route [<prefix:A.B.C.D>]") == (("show", "ip", "route"), "[<prefix:A.B.C.D>]")
    assert literal_prefix("shutdown") == (("shutdown",), "")
    assert literal_prefix("{permit|deny} any") == ((), "{permit|deny} any")


def test_a_notation_becomes_a_tree():
    tree = parse_notation("a <x:0-255> [b <y:WORD>...] {c | d <z:LINE>} [e | f]* [g]")
    keyword, argument, optional, choice, any_order, last = tree.parts
    assert isinstance(keyword, Keyword) and keyword.word == "a"
    assert isinstance(argument, Argument) and (argument.name, argument.type.name) == ("x", "0-255")
    assert isinstance(optional, Optional) and isinstance(optional.part, Sequence)
    inner = optional.part.parts[1]
    assert isinstance(inner, Argument) and inner.many
    assert isinstance(choice, Choice) and len(choice.parts) == 2
    assert isinstance(any_order, AnyOrder) and len(any_order.parts) == 2
    assert isinstance(last, Optional)
    assert [leaf.word if isinstance(leaf, Keyword) else leaf.name for leaf in leaves(tree)] == list("axbycdzefg")


@pytest.mark.parametrize("bad", ["<x:NOTHING>", "<x:9-1>", "[a", "{a|}", "a ]", "<x>", "{}", "a | b |"])
def test_a_bad_notation_is_told(bad):
    with pytest.raises(NotationError):
        parse_notation(bad)
