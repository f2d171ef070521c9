"""Who may come in, and how far: logins, enable secrets, privilege levels, banners."""

from __future__ import annotations

import pytest
from support.dialog import booted, dialog

from ios_emu.router.router import Router
from ios_emu.router.session import Session


def attached(config: str) -> tuple[Router, Session]:
    """A router with a person's terminal at its console."""
    made = booted(config)
    assert made.console is not None
    made.console.attach()
    return made, made.console


def test_a_person_starts_in_user_mode_a_program_in_privileged_mode() -> None:
    made = booted("hostname R1\n")
    assert made.console is not None and made.console.prompt == "R1#"
    made.console.attach()
    assert made.console.prompt == "R1>"
    dialog(
        made,
        """
        R1>configure terminal
           ^
        % Invalid input detected at '^' marker.

        R1>enable
        R1#disable
        R1>
        """,
    )


def test_attaching_again_throws_nobody_out() -> None:
    _, console = attached("hostname R1\n")
    console.execute("enable")
    console.attach()
    assert console.prompt == "R1#"


def test_a_copy_of_a_lab_has_nobody_at_its_consoles() -> None:
    import copy

    made, console = attached("hostname R1\n")
    console.execute("enable")
    twin = copy.deepcopy(made)
    assert twin.console is not None
    assert not twin.console.interactive and twin.console.prompt == "R1#"
    assert twin.execute("show running-config").count("\n") > 5


def test_login_local() -> None:
    made, console = attached(
        "hostname R1\nusername ann privilege 15 password 7 0822455D0A16\nusername bob secret 5 "
        "$1$abcd$2hDGYdE0UrwK2pqoiF6BB1\nline con 0\n login local\n"
    )
    assert console.drain() == "\nUser Access Verification\n\n"
    dialog(
        made,
        """
        Username:
        Username: bob
        Password: wrong
        % Login invalid

        Username: bob
        Password: cisco
        R1>show users
            Line       User       Host(s)              Idle       Location
        *  0 con 0     bob        idle                 00:00:00

          Interface  User        Mode                     Idle     Peer Address

        R1>exit





        R1 con0 is now available





        Press RETURN to get started.

        User Access Verification

        Username: ann
        Password: cisco
        R1#configure terminal
        Enter configuration commands, one per line.  End with CNTL/Z.
        R1(config)#end
        %SYS-5-CONFIG_I: Configured from console by ann on console
        R1#
        """,
    )


def test_three_wrong_passwords_end_it() -> None:
    made, console = attached("hostname R1\nline con 0\n password secret words\n login\n")
    assert console.prompt == "Password: " and console.job is not None and console.job.hidden
    console.drain()
    assert console.execute("secret") == console.execute("secret words ") == ""
    assert console.execute("").startswith("% Bad passwords\n")
    assert console.prompt == "Press RETURN to get started."
    made.execute("")
    made.execute("secret words")
    assert console.prompt == "R1>"


def test_a_line_that_wants_a_password_and_has_none() -> None:
    _, console = attached("hostname R1\nline con 0\n login\n")
    assert "Password required, but none set\n" in console.drain()
    assert console.prompt == "Press RETURN to get started."


def test_aaa_chooses_the_first_method_that_needs_no_server() -> None:
    config = "hostname R1\nenable secret 5 $1$abcd$2hDGYdE0UrwK2pqoiF6BB1\naaa new-model\n"
    from ios_emu.router.line import line_settings

    assert line_settings(booted(config), "con 0").login == ""
    assert line_settings(booted(config), "vty 0").login == "local"
    assert line_settings(booted("hostname R1\n"), "vty 0").login == "line"


def test_the_line_gives_a_privilege_level_and_the_user_another() -> None:
    assert attached("hostname R1\nline con 0\n privilege level 15\n")[1].prompt == "R1#"
    made, console = attached(
        "hostname R1\nusername op privilege 7 password op\nline con 0\n privilege level 15\n login local\n"
    )
    console.drain()
    dialog(
        made,
        """
        Username: op
        Password: op
        R1#show privilege
        Current privilege level is 7
        R1#show running-config
                 ^
        % Invalid input detected at '^' marker.

        R1#
        """,
    )


def test_enable_by_levels() -> None:
    made = booted("hostname R1\n")
    dialog(
        made,
        """
        R1#configure terminal
        Enter configuration commands, one per line.  End with CNTL/Z.
        R1(config)#enable password level 7 seven
        R1(config)#enable password cisco
        R1(config)#enable secret cisco
        The enable secret you have chosen is the same as your enable password.
        This is not recommended.  Re-enter the enable secret.
        R1(config)#enable secret 5 cisco
        ERROR: The secret you entered is not a valid encrypted secret.
        To enter an UNENCRYPTED secret, do not specify type 5 encryption.
        When you properly enter an UNENCRYPTED secret, it will be encrypted.
        R1(config)#end
        %SYS-5-CONFIG_I: Configured from console by console
        R1#disable
        R1>enable 7
        Password: cisco
        Password: seven
        R1#show privilege
        Current privilege level is 7
        R1#disable 9
        % New privilege level must be less than current privilege level
        R1#enable
        Password: a
        Password: b
        Password: c
        % Bad secrets

        R1#enable
        Password: cisco
        R1#show privilege
        Current privilege level is 15
        R1#
        """,
    )


def test_commands_of_another_level() -> None:
    made = booted("hostname R1\n")
    dialog(
        made,
        """
        R1#configure terminal
        Enter configuration commands, one per line.  End with CNTL/Z.
        R1(config)#privilege exec level 7 configure terminal
        R1(config)#privilege configure level 7 hostname
        R1(config)#privilege exec level 15 ping
        R1(config)#end
        %SYS-5-CONFIG_I: Configured from console by console
        R1#disable 7
        R1#ping 10.0.0.1
           ^
        % Invalid input detected at '^' marker.

        R1#conf t
        Enter configuration commands, one per line.  End with CNTL/Z.
        R1(config)#hostname R2
        R2(config)#interface Loopback0
                   ^
        % Invalid input detected at '^' marker.

        R2(config)#exit
        %SYS-5-CONFIG_I: Configured from console by console
        R2#
        """,
    )


def test_banners_greet_in_order() -> None:
    _, console = attached(
        "hostname R1\nip domain-name example.net\nbanner motd ^C\nmotd of $(hostname).$(domain)\n^C\n"
        "banner login #login#\nbanner exec ^Cline $(line)^C\nusername a password a\nline con 0\n login local\n"
    )
    assert console.drain() == "\n\nmotd of R1.example.net\n\nlogin\n\nUser Access Verification\n\n"
    console.execute("a")
    assert console.execute("a") == "\nline 0\n"


@pytest.mark.parametrize("delimiter", ["#", "^", "x", "^C", "\x03", '"'])
def test_a_banner_with_any_delimiter_in_one_line(delimiter: str) -> None:
    made = booted("hostname R1\n")
    for line in ("configure terminal", f"banner motd {delimiter} no entry {delimiter}", "end"):
        made.execute(line)
    assert "banner motd ^C no entry ^C\n" in made.execute("show running-config")
    assert made.console is not None
    made.console.ready()
    made.console.attach()
    assert "\n no entry \n" in made.console.drain()


def test_a_banner_typed_line_by_line() -> None:
    made = booted("hostname R1\n")
    dialog(
        made,
        """
        R1#configure terminal
        Enter configuration commands, one per line.  End with CNTL/Z.
        R1(config)#banner motd #
        Enter TEXT message.  End with the character '#'.
        First.
          Second? show clock
        # what follows is ignored
        R1(config)#do show running-config | begin banner
        banner motd ^C
        First.
          Second? show clock
        ^C
        !
        end

        R1(config)#no banner motd
        R1(config)#do show running-config | include banner
        R1(config)#
        """,
    )


def test_a_banner_that_never_ends_is_bounded() -> None:
    made = booted("hostname R1\n")
    made.execute("configure terminal")
    made.execute("banner motd #")
    for _ in range(200):
        made.execute("x" * 100)
    assert made.console is not None and made.console.prompt == "R1(config)#"


def test_exec_timeout_ends_a_session_of_a_person_only() -> None:
    config = "hostname R1\nline con 0\n exec-timeout 2 30\n"
    made, console = attached(config)
    assert console.idle_limit == 150
    console.time_out()
    assert console.prompt == "Press RETURN to get started." and console.idle_limit == 0
    made.execute("")
    assert console.prompt == "R1>"
    assert attached("line con 0\n exec-timeout 0 0\n")[1].idle_limit == 0
    assert attached("line con 0\n no exec-timeout\n")[1].idle_limit == 0
    assert attached("hostname R1\n")[1].idle_limit == 600
    program = booted(config).console
    assert program is not None and program.idle_limit == 0


def test_reload_logs_the_person_out() -> None:
    made, console = attached("hostname R1\n")
    made.execute("enable")
    made.power_off()
    made.power_on()
    assert made.console is not None and made.console is not console and not made.console.interactive
