from grammar.table import GRAMMAR

from ios_emu.grammar.grammar import HelpLine, render_help


def tokens(mode, line):
    return [line.token for line in GRAMMAR.help(mode, line)]


def test_after_a_blank_everything_that_may_follow():
    assert tokens("exec", "show ip route ") == ["A.B.C.D", "ospf", "|", "<cr>"]
    assert tokens("interface", "standby ") == ["<0-255>", "ip", "priority", "track"]
    assert tokens("exec", "ping zed repeat 5 ") == ["size", "source", "<cr>"]
    assert tokens("config", "hostname ") == ["WORD"]
    assert tokens("privileged", "send 1 ") == ["LINE"]
    assert tokens("privileged", "send 1 hello ") == ["LINE", "<cr>"]
    assert tokens("line", "exec-timeout ") == ["<0-35791>"]


def test_in_a_word_what_it_may_become():
    assert tokens("exec", "dis") == ["disable", "disconnect"]
    assert tokens("exec", "show ip") == ["ip", "ipv6"]
    assert tokens("interface", "standby 1") == ["<0-255>"]
    assert tokens("config", "interface Fast") == ["FastEthernet"]
    assert tokens("config", "interface fa ") == ["<0-4294967295>"]


def test_nothing_after_a_word_that_is_unknown_or_ambiguous():
    assert tokens("exec", "bogus ") == []
    assert tokens("exec", "sh i ") == []


def test_sections_list_their_own_commands_and_the_ways_to_undo_them():
    found = tokens("line", "")
    assert found == ["default", "exec-timeout", "login", "no", "password", "transport"]
    assert tokens("line", "no ") == ["exec-timeout", "login", "password", "transport"]
    assert tokens("line", "no exec-timeout ") == ["<0-35791>", "<cr>"]


def test_texts_come_from_the_command_then_the_lexicon():
    lines = {line.token: line.text for line in GRAMMAR.help("exec", "show ip route ")}
    assert lines["A.B.C.D"] == "Network to display"
    assert lines["ospf"] == "Open Shortest Path First (OSPF)"
    assert HelpLine("no", "Negate a command or set its defaults") in GRAMMAR.help("config", "")


def test_tab_completes_a_word_that_is_unique():
    assert GRAMMAR.complete("exec", "sh") == "show "
    assert GRAMMAR.complete("exec", "sho ip ro") == "sho ip route "
    assert (
        GRAMMAR.complete("config", "int fa") is None or GRAMMAR.complete("config", "int fa") == "int FastEthernet "
    )
    assert GRAMMAR.complete("exec", "dis") is None
    assert GRAMMAR.complete("exec", "show ") is None
    assert GRAMMAR.complete("exec", "bogus w") is None
    assert GRAMMAR.complete("config", "hostname z") is None


def test_help_is_printed_in_columns():
    lines = [HelpLine("<0-255>", "group number"), HelpLine("ip", "Enable HSRP"), HelpLine("<cr>", "")]
    assert render_help(lines, words_only=False) == "  <0-255>  group number\n  ip       Enable HSRP\n  <cr>\n\n"
    words = [HelpLine(word, "") for word in ("configure", "connect", "copy")]
    assert render_help(words, words_only=True) == "configure  connect    copy\n\n"
    assert render_help(words, words_only=True, width=24) == "configure  connect\ncopy\n\n"
    assert render_help([], words_only=False) == ""


def test_a_long_help_text_is_wrapped_under_itself():
    text = render_help([HelpLine("word", "x " * 60)], words_only=False)
    first, second, *_ = text.split("\n")
    assert first.startswith("  word  x") and second.startswith("        x") and len(first) <= 79
