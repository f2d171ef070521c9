"""The console: modes, prompts, errors, help, and what a configuration line does on its way."""

from __future__ import annotations

import copy
import pickle

import pytest
from support.wiring import BARE, line

from ios_emu.kernel import SECOND, Kernel
from ios_emu.router.router import Router
from ios_emu.router.session import Session

CONFIG = """
version 12.3
hostname R1
no ip domain lookup
interface FastEthernet0/1
 ip address 10.0.1.1 255.255.255.0
"""


def router(config: str = CONFIG) -> Router:
    made = Router("r1", Kernel(0), BARE, config)
    made.power_on()
    return made


def console(made: Router) -> Session:
    assert made.console is not None
    return made.console


def typed(made: Router, *lines: str) -> str:
    return "".join(made.execute(each) for each in lines)


def test_modes_and_prompts() -> None:
    r1 = router()
    c = console(r1)
    seen = [c.prompt]
    for each in ("disable", "enable", "conf t", "int fa0/1", "exit", "line con 0", "ip access-list ext X", "end"):
        r1.execute(each)
        seen.append(c.prompt)
    assert seen == [
        "R1#",
        "R1>",
        "R1#",
        "R1(config)#",
        "R1(config-if)#",
        "R1(config)#",
        "R1(config-line)#",
        "R1(config-ext-nacl)#",
        "R1#",
    ]


def test_config_prompt_shows_twenty_characters_of_the_name() -> None:
    r1 = router("hostname abcdefghijklmnopqrstuvwxyz\n")
    assert console(r1).prompt == "abcdefghijklmnopqrstuvwxyz#"
    r1.execute("configure terminal")
    assert console(r1).prompt == "abcdefghijklmnopqrst(config)#"


def test_configure_banner_and_config_i() -> None:
    r1 = router()
    assert r1.execute("configure terminal") == "Enter configuration commands, one per line.  End with CNTL/Z.\n"
    r1.execute("interface fa0/1")
    assert r1.execute("\x1a") == "%SYS-5-CONFIG_I: Configured from console by console\n"
    assert r1.execute("\x1a") == ""


def test_leaving_with_exit_logs_too() -> None:
    r1 = router()
    typed(r1, "conf t", "interface Loopback1")
    assert r1.execute("exit") == ""
    assert "%SYS-5-CONFIG_I" in r1.execute("exit")


def test_a_global_command_in_a_section_leaves_the_section() -> None:
    r1 = router()
    typed(r1, "conf t", "interface fa0/1", "hostname R2")
    assert console(r1).prompt == "R2(config)#"


def test_do_runs_an_exec_command_and_stays() -> None:
    r1 = router()
    typed(r1, "conf t", "interface fa0/1")
    assert "FastEthernet0/1" in r1.execute("do show ip interface brief | include Fast")
    assert console(r1).prompt == "R1(config-if)#"


def test_errors() -> None:
    r1 = router()
    assert r1.execute("show vsrion") == "         ^\n% Invalid input detected at '^' marker.\n\n"
    assert r1.execute("show ip") == "% Incomplete command.\n\n"
    assert r1.execute("sh") == '% Type "show ?" for a list of subcommands\n'
    assert r1.execute("c") == '% Ambiguous command:  "c"\n'
    r1.execute("conf t")
    assert r1.execute("do show vsrion") == "                    ^\n% Invalid input detected at '^' marker.\n\n"
    assert r1.execute("zzz") == "            ^\n% Invalid input detected at '^' marker.\n\n"


def test_an_unknown_word_is_taken_for_a_host() -> None:
    without = router()
    assert without.execute("foo") == (
        'Translating "foo"\n\nTranslating "foo"\n'
        "% Unknown command or computer name, or unable to find computer address\n"
    )
    assert "domain server (255.255.255.255)" in router("version 12.3\n").execute("foo")
    assert router("version 15.1\nno ip domain lookup\n").execute("foo") == (
        'Translating "foo"\n% Bad IP address or host name'
        "% Unknown command or computer name, or unable to find computer address\n"
    )


def test_comments_and_empty_lines_do_nothing() -> None:
    assert typed(router(), "", "   ", "! a remark", "!") == ""


def test_output_modifiers() -> None:
    r1 = router()
    assert r1.execute("show running-config | include hostname") == "hostname R1\n"
    assert "Interface" not in r1.execute("show ip interface brief | exclude Interface")
    assert r1.execute("show running-config | begin interface").startswith("interface FastEthernet0/1\n")


def test_history_keeps_the_last_ten() -> None:
    r1 = router()
    for number in range(12):
        r1.execute(f"terminal length {number}")
    shown = r1.execute("show history").splitlines()
    assert shown == [*(f"  terminal length {number}" for number in range(3, 12)), "  show history"]


def test_execute_returns_only_what_was_printed_meanwhile() -> None:
    r1 = router()
    console(r1).message("%SYS-5-TEST: earlier")
    assert "earlier" not in r1.execute("show clock")
    assert console(r1).drain() == "%SYS-5-TEST: earlier\n"


def test_unasked_messages_come_in_order() -> None:
    r1 = router()
    r1.debug("arp", "not on")
    r1.log("TEST", 3, "ONE", "first")
    r1.log("TEST", 3, "TWO", "second")
    assert console(r1).drain() == "%TEST-3-ONE: first\n%TEST-3-TWO: second\n"


def test_enter_follows_a_transcripts_prompt() -> None:
    r1 = router()
    c = console(r1)
    assert c.enter(">") and c.prompt == "R1>"
    assert c.enter("(config)#") and c.prompt == "R1(config)#"
    r1.execute("interface fa0/1")
    assert c.enter("(config-if)#") and c.prompt == "R1(config-if)#"
    assert c.enter("(config)#") and c.prompt == "R1(config)#"
    assert not c.enter("(config-if)#")
    assert c.enter("#") and c.prompt == "R1#"


def test_enable_secret_is_asked_for_and_kept_as_a_hash() -> None:
    r1 = router()
    typed(r1, "conf t", "enable secret cisco", "end")
    kept = r1.execute("show running-config | include enable")
    assert kept.startswith("enable secret 5 $1$") and "cisco" not in kept
    typed(r1, "disable", "enable")
    assert console(r1).prompt == "Password: "
    typed(r1, "wrong", "cisco")
    assert console(r1).prompt == "R1#"
    typed(r1, "disable", "enable", "a", "b")
    assert r1.execute("c") == "% Bad secrets\n\n"
    assert console(r1).prompt == "R1>"


def test_a_console_with_an_enable_secret_starts_in_user_mode() -> None:
    assert console(router("hostname R1\nenable password 7ucky\n")).prompt == "R1>"


def test_help_and_completion() -> None:
    c = console(router())
    assert "terminal" in c.help("configure ") and "<cr>" in c.help("configure ")
    assert c.help("sh").split() == ["show"]
    assert c.help("zz") == "% Unrecognized command\n"
    assert c.help("").startswith("Exec commands:\n")
    assert c.complete("sh") == "show "
    assert c.complete("c") is None


def test_interrupt_ends_a_ping_early() -> None:
    kernel, (left, _), _ = line("interface FastEthernet0/1\n ip address 10.0.1.1 255.255.255.0\n", "")
    c = console(left)
    c.feed("ping 10.0.1.9")
    assert c.busy and c.prompt == ""
    kernel.run_until(kernel.now + 3 * SECOND)
    c.feed("show clock")
    c.interrupt()
    assert not c.busy
    assert c.drain().endswith("..\nSuccess rate is 0 percent (0/2)\n")


def test_power_off_silences_a_running_command() -> None:
    kernel, (left, _), _ = line("interface FastEthernet0/1\n ip address 10.0.1.1 255.255.255.0\n", "")
    c = console(left)
    c.feed("ping 10.0.1.9")
    c.drain()
    left.power_off()
    kernel.run_until(kernel.now + 60 * SECOND)
    assert c.drain() == ""
    assert left.execute("show clock") == ""


def test_a_session_is_plain_data() -> None:
    r1 = router()
    typed(r1, "conf t", "interface fa0/1")
    other = pickle.loads(pickle.dumps(r1))
    assert console(copy.deepcopy(other)).prompt == "R1(config-if)#"
    other.execute("description elsewhere")
    assert r1.interfaces["FastEthernet0/1"].description == ""


def test_a_copied_router_finishes_the_running_ping() -> None:
    _, (left, right), _ = line("interface FastEthernet0/1\n ip address 10.0.1.1 255.255.255.0\n", "")
    console(left).feed("ping 10.0.1.1 repeat 3")
    twin = copy.deepcopy((left, right))[0]
    for each in (left, twin):
        each.kernel.run_until(each.kernel.now + SECOND)
    assert "100 percent (3/3)" in console(twin).drain()
    assert "100 percent (3/3)" in console(left).drain()


@pytest.mark.parametrize(
    "junk", ["\x00", "show \x07", "|", "show |", "no", "default", "do", "a" * 5000, "é ü", "ping |"]
)
def test_nothing_typed_crashes(junk: str) -> None:
    r1 = router()
    r1.execute(junk)
    console(r1).interrupt()
    typed(r1, "conf t", junk, "interface fa0/1", junk, "end")
    assert console(r1).prompt == "R1#"
