"""The terminal: --More--, length and width, histories, aliases, output modifiers, messages between."""

from __future__ import annotations

import pytest
from support.dialog import booted, dialog

from ios_emu.kernel import SECOND
from ios_emu.router.output import rows
from ios_emu.router.router import Router
from ios_emu.router.session import Session


def attached(config: str = "") -> tuple[Router, Session]:
    made = booted(f"hostname R1\nline con 0\n privilege level 15\n{config}")
    assert made.console is not None
    made.console.attach()
    made.console.drain()
    return made, made.console


MORE = " --More-- "


def test_a_person_gets_a_screen_at_a_time() -> None:
    made, console = attached(" length 5\n width 0\n")
    whole = booted().execute("show version").splitlines()
    assert made.execute("show version").splitlines() == whole[:4]
    assert console.prompt == MORE and console.job is not None and console.job.key and not console.busy
    assert made.execute("").splitlines() == whole[4:5]
    assert made.execute(" ").splitlines() == whole[5:9]
    assert made.execute("q") == "" and console.prompt == "R1#"


def test_all_of_it_comes_in_the_end() -> None:
    made, console = attached(" length 7\n")
    shown = made.execute("show interfaces summary")
    for _ in range(100):
        if console.prompt != MORE:
            break
        shown += made.execute(" ")
    assert shown == booted().execute("show interfaces summary")


def test_a_program_gets_it_in_one_piece() -> None:
    made = booted("hostname R1\nline con 0\n length 3\n")
    assert made.execute("show version").count("\n") > 20


def test_terminal_length_and_width() -> None:
    made, console = attached()
    for line in ("terminal length 4", "terminal width 40"):
        assert made.execute(line) == ""
    assert made.execute("show privilege") == "Current privilege level is 15\n"
    # Each line of the notice takes two rows of 40 columns.
    assert made.execute("show version").count("\n") == 1
    console.interrupt()
    assert console.prompt == "R1#"
    made.execute("terminal length 0")
    assert "Length: 0 lines, Width: 40 columns\n" in made.execute("show terminal")
    made.execute("terminal default length")
    made.execute("terminal no width")
    assert (console.length, console.width) == (24, 80)
    made.execute("q")
    made.execute("exit")
    made.execute("")
    assert (console.length, console.width) == (24, 80)


def test_rows() -> None:
    assert [rows("x" * count, 10) for count in (0, 1, 10, 11, 30, 31)] == [1, 1, 1, 2, 3, 4]
    assert rows("x" * 1000, 0) == 1


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("/", "filtering...\n b\nc\nb\n"),
        ("+", "filtering...\n b\nb\n"),
        ("-", "filtering...\nc\n"),
    ],
)
def test_search_at_more(key: str, expected: str) -> None:
    made, console = attached(" length 4\n")
    console.show("1\n2\n3\n b\nc\nb\n")
    console.drain()
    made.execute(key)
    assert console.prompt == key and console.job is not None and not console.job.key
    assert made.execute("b") == expected and console.prompt == "R1#"


def test_a_bad_search_is_said_and_no_search_goes_on() -> None:
    made, console = attached(" length 4\n")
    console.show("1\n2\n3\n4\n5\n6\n7\n8\n")
    console.drain()
    made.execute("/")
    assert made.execute("") == "4\n5\n6\n"
    made.execute("/")
    assert "% Failed to compile regular expression." in made.execute("[")


def test_help_of_more_than_a_screen_needs_pages() -> None:
    _, console = attached()
    assert console.needs_pages(console.help(""))
    assert not console.needs_pages(console.help("sh"))
    assert console.help("") == "" or console.help("").startswith("Exec commands:\n")


# -- histories ---------------------------------------------------------------------------------------


def test_each_kind_of_mode_has_its_history() -> None:
    dialog(
        booted(),
        """
        R1#show privilege
        Current privilege level is 15
        R1#show privilege
        Current privilege level is 15
        R1#configure terminal
        Enter configuration commands, one per line.  End with CNTL/Z.
        R1(config)#hostname R1
        R1(config)#do show history
          hostname R1
          do show history
        R1(config)#end
        %SYS-5-CONFIG_I: Configured from console by console
        R1#show history
          show privilege
          configure terminal
          show history
        R1#terminal history size 2
        R1#show history
          terminal history size 2
          show history
        R1#terminal no history
        R1#show history
        R1#
        """,
    )


def test_the_line_has_a_history_size() -> None:
    made = booted("hostname R1\nline con 0\n history size 3\n")
    for number in range(5):
        made.execute(f"terminal length {number}")
    assert made.execute("show history") == "  terminal length 3\n  terminal length 4\n  show history\n"


# -- aliases -----------------------------------------------------------------------------------------


def test_aliases() -> None:
    made = booted()
    dialog(
        made,
        """
        R1#configure terminal
        Enter configuration commands, one per line.  End with CNTL/Z.
        R1(config)#alias exec pv show privilege
        R1(config)#alias configure h hostname
        R1(config)#alias interface ns no shutdown
        R1(config)#h R2
        R2(config)#do pv
        Current privilege level is 15
        R2(config)#interface Loopback0
        R2(config-if)#shutdown
        R2(config-if)#ns
        R2(config-if)#end
        %SYS-5-CONFIG_I: Configured from console by console
        R2#pv
        Current privilege level is 15
        R2#s privilege | include level
        Current privilege level is 15
        R2#show aliases
        Exec mode aliases:
          h                     help
          lo                    logout
          p                     ping
          r                     resume
          s                     show
          u                     undebug
          un                    undebug
          w                     where
          pv                    show privilege

        Configuration mode aliases:
          h                     hostname

        Interface configuration mode aliases:
          ns                    no shutdown

        R2#
        """,
    )
    assert not made.interfaces["Loopback0"].shutdown
    assert made.console is not None and made.console.help("p").split() == [
        "*p=ping",
        "*pv=show",
        "privilege",
        "ping",
    ]
    made.execute("configure terminal")
    made.execute("no alias exec pv")
    made.execute("end")
    assert "% Invalid" in made.execute("pv x")


# -- modifiers ---------------------------------------------------------------------------------------


def test_output_goes_to_files() -> None:
    made = booted()
    dialog(
        made,
        """
        R1#show privilege | redirect flash:a
        R1#show privilege | append disk0:a
        R1#show privilege | tee b
        Current privilege level is 15
        R1#show privilege | tee /append b
        Current privilege level is 15
        R1#more flash:a
        Current privilege level is 15
        Current privilege level is 15
        R1#more b | count level
        Number of lines which match regexp = 2
        R1#show privilege | redirect tftp://10.0.0.1/x
        %Error opening tftp://10.0.0.1/x (Timed out)
        R1#show privilege | redirect
        % Incomplete command.

        R1#show privilege |
        % Incomplete command.

        R1#show privilege | include
        % Incomplete command.

        R1#show privilege | frobnicate x
                            ^
        % Invalid input detected at '^' marker.

        R1#show privilege | include a|level
        Current privilege level is 15
        R1#show running-config | section line
        R1#
        """,
    )


# -- messages ----------------------------------------------------------------------------------------


def test_logging_synchronous_keeps_messages_out_of_an_output() -> None:
    made, console = attached(" logging synchronous\n length 4\n")
    console.show("1\n2\n3\n4\n5\n")
    console.drain()
    made.log("TEST", 3, "ONE", "first")
    assert console.drain() == ""
    assert made.execute(" ") == "4\n5\n%TEST-3-ONE: first\n"
    made.log("TEST", 3, "TWO", "second")
    assert console.drain() == "%TEST-3-TWO: second\n"


def test_logging_synchronous_loses_what_is_too_much() -> None:
    made, console = attached(" logging synchronous\n length 4\n")
    console.show("1\n2\n3\n4\n5\n")
    console.drain()
    for number in range(25):
        made.log("TEST", 3, "N", str(number))
    text = made.execute("q")
    assert text.count("%TEST-3-N") == 20
    assert text.endswith("%SYS-3-MSGLOST: 5 messages lost because of queue overflow\n")


def test_without_it_they_come_at_once() -> None:
    made, console = attached(" length 4\n")
    console.show("1\n2\n3\n4\n5\n")
    console.drain()
    made.log("TEST", 3, "ONE", "first")
    assert console.drain() == "%TEST-3-ONE: first\n"


def test_a_message_begins_a_line_of_its_own_while_a_ping_prints_its_marks() -> None:
    made, console = attached()
    made.console.feed("ping 10.0.0.1")
    made.kernel.run_until(made.kernel.now + 3 * SECOND)
    assert console.drain().endswith("timeout is 2 seconds:\n.")
    made.log("TEST", 3, "ONE", "first")
    made.log("TEST", 3, "TWO", "second")
    made.kernel.run_until(made.kernel.now + 2 * SECOND)
    assert console.drain() == "\n%TEST-3-ONE: first\n%TEST-3-TWO: second\n."


def test_a_question_lets_messages_through() -> None:
    made, console = attached(" logging synchronous\n")
    made.execute("reload")
    made.log("TEST", 3, "ONE", "first")
    assert "first" in console.drain()


def test_send() -> None:
    dialog(
        booted(),
        """
        R1#send *
        Enter message, end with CTRL/Z; abort with CTRL/C:
        hello
        there^Z
        Send message? [confirm]


        ***
        ***
        *** Message from tty0 to all terminals:
        ***
        hello
        there
        R1#
        """,
    )


def test_setup_is_refused_politely() -> None:
    dialog(
        booted(),
        """
        R1#setup


                 --- System Configuration Dialog ---

        Continue with configuration dialog? [yes/no]: maybe
        % Please answer 'yes' or 'no'.
        Continue with configuration dialog? [yes/no]: yes
        % The dialog is not held here. Please use "configure terminal" instead.
        R1#
        """,
    )


def test_idle_time_and_lines() -> None:
    made = booted("hostname R1\nline vty 0 6\n access-class 7 in\n")
    made.execute("show privilege")
    made.kernel.run_until(made.kernel.now + 75 * SECOND)
    # Whoever asks has just typed.
    assert (
        made.execute("show users")
        .splitlines()[1]
        .startswith("*  0 con 0                idle                 00:00:00")
    )
    rows_shown = made.execute("show line").splitlines()
    assert len(rows_shown) == 1 + 9 + 1
    assert rows_shown[3].split() == ["2", "VTY", "-", "-", "-", "-", "7", "0", "0", "0/0", "-"]
    assert made.execute("who all").count("vty") == 7


def test_help_in_words() -> None:
    assert "a question mark '?'" in booted().execute("help")
    console = booted().console
    assert console is not None
    assert console.help("show zz ") == "% Unrecognized command\n"
    assert console.help("c t ") == '% Ambiguous command:  "c t "\n'


def test_a_name_is_no_host_when_the_line_prefers_nothing() -> None:
    made = booted("hostname R1\nline con 0\n transport preferred none\n")
    assert made.execute("xyzzy") == "   ^\n% Invalid input detected at '^' marker.\n\n"


# -- help --------------------------------------------------------------------------------------------


def test_help_in_a_section_knows_exit() -> None:
    made = booted("hostname R1\ninterface FastEthernet0/0\n")
    assert made.console is not None
    assert "  exit" not in made.console.help("ip ")
    for line in ("configure terminal", "interface fa0/0"):
        made.execute(line)
    lines = made.console.help("").splitlines()
    assert any(line.split() == ["exit", "Exit", "from", "interface", "configuration", "mode"] for line in lines)
    words = [line.split()[0] for line in lines[1:] if line[:2] == "  " and line[2:3].strip()]
    assert words == sorted(words, key=str.lower)
    assert made.console.help("exi") == "exit\n\n"
    assert made.console.help("exit ") == "  <cr>\n\n"
    assert made.console.help("description ") == "  LINE  Text\n\n"


def test_help_and_tab_behind_do_and_behind_the_bar() -> None:
    made = booted("hostname R1\n")
    assert made.console is not None
    made.execute("configure terminal")
    assert made.console.help("do sh") == "show\n\n"
    assert made.console.complete("do sh") == "do show "
    assert "  section   Filter a section of output\n" in made.console.help("do show version | ")
    assert made.console.complete("do show version | inc") == "do show version | include "
    assert made.console.help("do show version | i ") == "  LINE  Regular Expression\n\n"
