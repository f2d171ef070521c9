import pickle

import pytest
from grammar.table import GRAMMAR, MODES, failure, matched

from ios_emu.grammar.command import Args, Command
from ios_emu.grammar.grammar import Grammar, Match, MismatchKind, Mode, render_error
from ios_emu.grammar.notation import NotationError
from ios_emu.wire import IPv4


def refusal(mode, line):
    """What IOS prints after `line` typed at the prompt `R1` of the mode."""
    return render_error(failure(mode, line), len("R1" + GRAMMAR.modes[mode].prompt))


# -- abbreviation and ambiguity


def test_keywords_may_be_abbreviated_and_case_does_not_matter():
    assert matched("exec", "sh IP ro 10.0.0.0").args.words == ("show", "ip", "route", "10.0.0.0")


def test_an_exact_keyword_beats_longer_ones():
    assert matched("exec", "show ip route").command.notation.startswith("show ip route")


def test_an_ambiguous_word_prints_the_whole_line():
    assert refusal("exec", "sh i ro") == '% Ambiguous command:  "sh i ro"\n'


def test_privileged_mode_includes_exec_mode_as_one_list():
    assert failure("privileged", "dis").kind is MismatchKind.AMBIGUOUS
    assert matched("privileged", "disa").mode == "exec"
    assert failure("exec", "configure terminal").kind is MismatchKind.INVALID


def test_a_keyword_beats_a_word_argument():
    assert matched("exec", "ping ip 1.1.1.1").command.notation == "ping ip <target:WORD>"
    assert failure("exec", "ping ip").kind is MismatchKind.INCOMPLETE
    assert matched("exec", "ping ipx").args.text("target") == "ipx"


def test_digits_do_not_abbreviate_a_keyword_of_digits():
    grammar = Grammar([Command("line", "speed {10|100|auto | <rate:1-9>}")], [Mode("line", "(config-line)#")])
    found = grammar.match("line", "speed 1")
    assert isinstance(found, Match) and found.args.int("rate") == 1


# -- errors


@pytest.mark.parametrize(
    ("mode", "line", "column"),
    [
        # The marker stands under the first character that no keyword continues.
        ("exec", "show ip rouet", len("show ip rou")),
        ("config", "hostnane S1", len("hostna")),
        ("interface", "dupleks full", len("duple")),
        ("exec", "xyz", 0),
        ("exec", "show ip route 10.0.0.0 255.0.0.0 x", len("show ip route 10.0.0.0 255.0.0.0 ")),
        ("exec", "show ip route 10.0.0.256", len("show ip route ")),
        ("interface", "standby 256 ip", len("standby ")),
        ("interface", "interface FastEthernett0/0", len("interface FastEthernet")),
        ("exec", "  show   ip  rouet", len("  show   ip  rou")),
        # No keyword of the inner mode goes as far as the outer mode's command does.
        ("interface", "ip host zed 1.2.3", len("ip host zed ")),
    ],
)
def test_the_marker_stands_under_the_first_bad_character(mode, line, column):
    found = failure(mode, line)
    assert (found.kind, found.position) == (MismatchKind.INVALID, column)


def test_errors_read_as_ios_prints_them():
    assert refusal("exec", "show ipp") == " " * 10 + "^\n% Invalid input detected at '^' marker.\n\n"
    assert refusal("config", "hostname") == "% Incomplete command.\n\n"
    assert refusal("config", "") == "% Incomplete command.\n\n"
    assert refusal("config", "interface t0") == '% Ambiguous command:  "interface t0"\n'


# -- arguments


def test_arguments_have_values_of_their_types():
    args = matched("config", "ip route 10.0.0.0 255.0.0.0 1.2.3.4 5 name zed").args
    assert args.ip("prefix") == IPv4.parse("10.0.0.0") and args.int("distance") == 5 and args.text("name") == "zed"
    assert "name" in args and "route" in args and "nothing" not in args
    assert args.get("nothing") is None and args.int("nothing", 7) == 7
    with pytest.raises(KeyError):
        args.int("nothing")
    with pytest.raises(TypeError):
        args.int("name")
    with pytest.raises(TypeError):
        args.ip("name")


def test_an_optional_keyword_can_be_tested():
    assert "brief" in matched("exec", "show standby brief").args
    assert "brief" not in matched("exec", "show standby").args


@pytest.mark.parametrize("typed", ["fa0/0", "FastEthernet 0/0", "f 0/0", "FASTETHERNET0/0"])
def test_an_interface_is_one_word_or_two(typed):
    args = matched("exec", f"show standby {typed} 5 brief").args
    assert args.words == ("show", "standby", "FastEthernet0/0", "5", "brief")
    assert args.interface("interface") == "FastEthernet0/0"


def test_a_line_argument_is_verbatim():
    args = matched("interface", "desc  to   the Core,  (no shut) ").args
    assert args.words == ("description", "to   the Core,  (no shut)")
    assert matched("config", "banner motd ^Ca\n  b^C").args.text("text") == "^Ca\n  b^C"


def test_words_inside_a_line_argument_are_not_keywords():
    grammar = Grammar(
        [Command("line", "a <x:LINE>"), Command("line", "a <x:WORD> stop")], [Mode("line", "(config-line)#")]
    )
    assert grammar.match("line", "a b stop now").args.text("x") == "b stop now"
    assert grammar.match("line", "a b stop").command.notation == "a <x:WORD> stop"


def test_a_repeated_argument_is_a_tuple():
    args = matched("config", "ip name-server 1.1.1.1 2.2.2.2").args
    assert args.all("servers") == (IPv4.parse("1.1.1.1"), IPv4.parse("2.2.2.2"))
    assert matched("exec", "ping zed").args.all("source") == ()


def test_parts_in_any_order_come_back_in_the_order_of_the_notation():
    args = matched("exec", "ping zed size 100 source 1.1.1.1 repeat 5").args
    assert args.words == ("ping", "zed", "source", "1.1.1.1", "repeat", "5", "size", "100")
    assert (args.int("size"), args.int("count"), args.text("source")) == (100, 5, "1.1.1.1")
    assert failure("exec", "ping zed size 100 size 200").position == len("ping zed size 100 s")


def test_the_most_specific_reading_wins_whatever_the_order_of_the_table():
    commands = [
        Command("line", "a <x:WORD>"),
        Command("line", "a <x:A.B.C.D>"),
        Command("line", "a <x:0-9>"),
        Command("line", "a <x:LINE>"),
    ]
    for table in (commands, commands[::-1]):
        grammar = Grammar(table, [Mode("line", "(config-line)#")])
        found = [
            grammar.match("line", f"a {word}").command.notation[5:-1] for word in ("7", "1.2.3.4", "q", "q r")
        ]
        assert found == ["0-9", "A.B.C.D", "WORD", "LINE"]


def test_a_default_that_is_said_is_not_kept():
    args = matched("interface", "standby 0 track fa0/1 10").args
    assert args.words == ("standby", "track", "FastEthernet0/1")
    assert args.identity == ("standby", "track", "FastEthernet0/1")
    assert (args.int("group"), args.int("decrement")) == (0, 10)
    assert matched("interface", "standby 1 track fa0/1 20").args.words[-1] == "20"


# -- no, default, undebug


@pytest.mark.parametrize(
    ("mode", "line", "words"),
    [
        ("interface", "no standby 1 priority", "standby 1 priority"),
        ("interface", "no standby 1 priority 200", "standby 1 priority 200"),
        ("interface", "no ip address", "ip address"),
        ("interface", "no ip address 10.1.1.1 255.0.0.0", "ip address 10.1.1.1 255.0.0.0"),
        ("interface", "no ip address dhcp and more", "ip address"),
        ("interface", "no duplex", "duplex"),
        ("interface", "no duplex half", "duplex half"),
        ("config", "no hostname", "hostname"),
        ("config", "no ip host zed", "ip host zed"),
        ("config", "no access-list 101", "access-list 101"),
        ("config", "no interface lo0", "interface Loopback0"),
        ("line", "no exec-timeout", "exec-timeout"),
        ("line", "no transport input", "transport input"),
        # Only the outer mode knows the whole line.
        ("interface", "no ip route 10.0.0.0 255.0.0.0 1.1.1.1", "ip route 10.0.0.0 255.0.0.0 1.1.1.1"),
    ],
)
def test_no_needs_only_what_names_the_line(mode, line, words):
    args = matched(mode, line).args
    assert args.no and not args.default and " ".join(args.words) == words
    default = matched(mode, line.replace("no ", "default ", 1)).args
    assert default.default and not default.no and default.words == args.words


@pytest.mark.parametrize(
    ("mode", "line", "kind"),
    [
        ("config", "no ip host", MismatchKind.INCOMPLETE),
        ("config", "no ip route 10.0.0.0", MismatchKind.INCOMPLETE),
        ("config", "no", MismatchKind.INCOMPLETE),
        ("interface", "no shutdown now", MismatchKind.INVALID),
        ("interface", "no ip route 10.0.0.0 255.0.0.0", MismatchKind.INCOMPLETE),
        ("exec", "no show ip route", MismatchKind.INVALID),
    ],
)
def test_no_with_less_or_with_rubbish_is_refused(mode, line, kind):
    assert failure(mode, line).kind is kind


def test_debug_commands_are_undone_in_exec_mode():
    for line in ("no debug standby events", "undebug standby events", "und st ev"):
        args = matched("privileged", line).args
        assert args.no and args.words == ("debug", "standby", "events")
    assert failure("privileged", "undebug standby eventful").kind is MismatchKind.INVALID


# -- modes, privilege, the table


def test_a_global_command_is_found_from_a_section():
    found = matched("interface", "router ospf 1")
    assert found.mode == "config"
    assert matched("interface", "crypto map zed").mode == "interface"
    assert matched("interface", "crypto map zed 10").mode == "config"
    assert matched("family", "passive-interface default").mode == "router"


def test_commands_above_the_privilege_level_are_unknown():
    grammar = Grammar([Command("exec", "show users", privilege=5), Command("exec", "show clock")], [MODES[0]])
    assert isinstance(grammar.match("exec", "show u", 5), Match)
    assert grammar.match("exec", "show users", 4).kind is MismatchKind.INVALID
    assert [line.token for line in grammar.help("exec", "show ", 1)] == ["clock"]


def test_a_bad_table_is_told():
    twice = Command("exec", "show clock")
    with pytest.raises(ValueError, match="written twice"):
        Grammar([twice, Command("exec", "show clock")], [MODES[0]])
    with pytest.raises(ValueError, match="unknown mode"):
        Grammar([twice], [MODES[2]])
    with pytest.raises(ValueError, match="'sub' is in an unknown mode 'top'"):
        Grammar([], [Mode("sub", "(config-sub)#", "top")])
    with pytest.raises(NotationError, match="exec: show <x:WHAT>"):
        Grammar([Command("exec", "show <x:WHAT>")], [MODES[0]]).check()
    with pytest.raises(NotationError, match="LINE must be the last"):
        Grammar([Command("exec", "show <x:LINE> more")], [MODES[0]]).check()


def test_every_notation_of_the_table_can_be_read():
    GRAMMAR.check()


def test_args_are_plain_data():
    args = matched("config", "ip route 10.0.0.0 255.0.0.0 1.2.3.4").args
    assert pickle.loads(pickle.dumps(args)) == args
    assert isinstance(args, Args) and dict(args.values)["hop"] == IPv4.parse("1.2.3.4")
