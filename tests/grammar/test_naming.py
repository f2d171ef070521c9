"""Which words name a line: whether a second line replaces the first, or both stand."""

import pytest

from ios_emu.grammar.command import Command
from ios_emu.grammar.grammar import Grammar, Match, Mode


def identity(notation, line, **options):
    grammar = Grammar([Command("m", notation, **options)], [Mode("m", "(m)#")])
    found = grammar.match("m", line)
    assert isinstance(found, Match)
    return " ".join(found.args.identity)


@pytest.mark.parametrize(
    ("notation", "key", "line", "name"),
    [
        ("hostname <name:WORD>", (), "hostname zed", "hostname"),
        ("ip host <name:WORD> <address:A.B.C.D>", ("name",), "ip host zed 1.1.1.1", "ip host zed"),
        ("standby [<group:0-255>] ip <address:A.B.C.D>", ("group",), "standby 1 ip 1.1.1.1", "standby 1 ip"),
        ("standby [<group:0-255>] ip <address:A.B.C.D>", ("group",), "standby ip 1.1.1.1", "standby ip"),
        ("ip route [vrf <vrf:WORD>] <to:A.B.C.D>", ("vrf",), "ip route vrf red 1.1.1.1", "ip route vrf red"),
        ("ip cef [distributed]", (), "ip cef distributed", "ip cef"),
        # A choice at the end is the value,
        ("duplex {full|half}", (), "duplex half", "duplex"),
        ("encr {des | aes [128|256]}", (), "encr aes 256", "encr"),
        ("crypto map <n:WORD> {ipsec-isakmp}", ("n",), "crypto map vpn ipsec-isakmp", "crypto map vpn"),
        # but not when the value came before,
        ("ip access-group <acl:WORD> {in|out}", (), "ip access-group 101 in", "ip access-group in"),
        # or comes after,
        ("transport {input|output} {all|none}", (), "transport input all", "transport input"),
        ("service timestamps {debug|log} [uptime]", (), "service timestamps log uptime", "service timestamps log"),
        # or when the key says so.
        ("redistribute {static|connected}", ("static",), "redistribute connected", "redistribute connected"),
        ("passive {default | <i:INTERFACE>}", ("i",), "passive lo0", "passive Loopback0"),
        ("passive {default | <i:INTERFACE>}", ("i",), "passive default", "passive default"),
        # Digits say how a value is written.
        ("password {0|7} <secret:WORD>", (), "password 7 0123", "password"),
        ("f <a:WORD> [x <x:0-9> | y <y:0-9>]*", ("a", "y"), "f zed y 1 x 2", "f zed y 1"),
    ],
)  # fmt: skip
def test_words_that_name_a_line(notation, key, line, name):
    assert identity(notation, line, key=key) == name


def test_a_section_is_named_by_its_arguments():
    assert identity("line {con|vty} <a:0-9> [<b:0-9>]", "line vty 0 4", enters="m") == "line vty 0"
    assert identity("set <name:WORD> <value:WORD>", "set a b", enters="m", key=("name",)) == "set a"


def test_every_word_names_one_of_many_lines():
    assert identity("acl <n:1-99> {permit|deny} [log]", "acl 1 permit log", many=True) == "acl 1 permit log"
