"""Keys, histories, --More--, hidden answers and pasted text at the console."""

from __future__ import annotations

import pytest
from support.desk import Desk, printed, run

from ios_emu.edge.listing import command_lines
from ios_emu.router.session import Session

PASTE = "\x1b[200~{}\x1b[201~"


def session_of(desk: Desk) -> Session:
    desk.console._attach()
    session = desk.console.session
    assert session is not None
    return session


def asks(desk: Desk, question: str) -> bool:
    session = desk.console.session
    return session is not None and session.prompt == question


MORE = " --More-- "


def test_more_takes_single_keys_and_leaves_no_trace(desk: Desk) -> None:
    text = run(
        desk,
        ("show version\r", lambda: asks(desk, MORE)),
        (" ", lambda: asks(desk, "R1#")),
        ("show version\r", lambda: asks(desk, MORE)),
        ("q", lambda: asks(desk, "R1#") and desk.typed == ""),
        ("show privilege\r", lambda: "level is 15" in printed()),
    )
    assert "Configuration register is 0x2102\n" in text
    assert "--More--" not in text


def test_search_at_more(desk: Desk) -> None:
    text = run(
        desk,
        ("show version\r", lambda: asks(desk, MORE)),
        ("/", lambda: asks(desk, "/")),
        ("register\r", lambda: asks(desk, "R1#")),
    )
    assert "filtering...\nConfiguration register" in text


def test_help_of_more_than_a_screen_keeps_the_line(desk: Desk) -> None:
    text = run(
        desk,
        ("show ?", lambda: asks(desk, MORE)),
        ("q", lambda: asks(desk, "R1#") and desk.typed == "show "),
        ("privilege\r", lambda: "level is 15" in printed()),
    )
    assert "R1#show ?\n" in text


def test_a_confirmation_takes_one_key(desk: Desk) -> None:
    question = 'Clear "show interface" counters on all interfaces [confirm]'
    run(
        desk,
        ("clear counters\r", lambda: asks(desk, question)),
        ("n", lambda: asks(desk, "R1#") and desk.typed == ""),
        ("clear counters\r", lambda: asks(desk, question)),
        ("\r", lambda: "CLEAR-5-COUNTERS" in printed()),
    )


def test_passwords_are_not_shown_and_not_remembered(desk: Desk) -> None:
    session = session_of(desk)
    for line in ("configure terminal", "enable secret hush", "end", "disable"):
        session.execute(line)
    run(
        desk,
        ("enable\r", lambda: asks(desk, "Password: ")),
        ("hush", lambda: desk.typed == "hush" and desk.console._secret()),
        ("\r", lambda: asks(desk, "R1#")),
        ("\x1b[A", lambda: desk.typed == "enable"),
    )
    assert "hush" not in session.history


def test_up_recalls_the_history_of_the_mode(desk: Desk) -> None:
    def recalls(prompt: str, count: int) -> bool:
        """The prompt is there, and so many lines can be recalled."""
        buffer = desk.console._prompts["n1"].default_buffer
        return asks(desk, prompt) and len(buffer._working_lines) == count + 1

    run(
        desk,
        ("show clock\r", lambda: recalls("R1#", 1)),
        ("configure terminal\r", lambda: asks(desk, "R1(config)#")),
        ("\x1b[A", lambda: desk.typed == ""),
        ("hostname R1\r", lambda: recalls("R1(config)#", 1)),
        ("\x10", lambda: desk.typed == "hostname R1"),
        ("\x1a", lambda: recalls("R1#", 2)),
        ("\x10\x10", lambda: desk.typed == "show clock"),
        ("\x0e", lambda: desk.typed == "configure terminal"),
    )


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        ("show clock\x01do ", "do show clock"),
        ("show clock\x01\x06\x06\x04", "shw clock"),
        ("show clock\x17", "show "),
        ("show clock\x17\x19\x19", "show clockclock"),
        ("show clock\x15x", "x"),
        ("show clock\x02\x02\x0b", "show clo"),
        ("show clock\x18y", "y"),
        ("show clokc\x14", "show clock"),
        ("show clock\x1bb\x1bd", "show "),
        ("show clock\x01\x1bf\x05!", "show clock!"),
        ("what\x16?", "what?"),
        ("show clock\x12", "show clock"),
        ("show clock\x0c", "show clock"),
    ],
)
def test_editing_keys(desk: Desk, keys: str, line: str) -> None:
    run(desk, (keys, lambda: desk.typed == line))


def test_ctrl_r_shows_the_line_again(desk: Desk) -> None:
    assert "R1#show clo\n" in run(desk, ("show clo\x12", lambda: "R1#show clo\n" in printed()))


def test_pasted_lines_are_typed_one_by_one(desk: Desk) -> None:
    pasted = PASTE.format(
        "configure terminal\nbanner motd #\nhello\n#\ninterface Loopback5\n shutdown\nend\nshow cl"
    )
    run(desk, (pasted, lambda: desk.typed == "show cl"))
    router = desk.console.lab["n1"]
    assert router.interfaces["Loopback5"].shutdown
    assert "banner motd ^C\nhello\n^C\n" in router.execute("show running-config")


def test_what_is_pasted_while_a_command_runs_waits(desk: Desk) -> None:
    text = run(
        desk,
        ("ping 192.0.2.9 repeat 1\r", lambda: desk.console.busy),
        (PASTE.format("show clock\nshow privilege\n"), lambda: "level is 15" in printed()),
    )
    assert text.index("Success rate is 0") < text.index("UTC") < text.index("level is 15")


def test_a_reloaded_router_is_attached_again(desk: Desk) -> None:
    run(
        desk,
        (":power off n1\r", lambda: not desk.console.lab["n1"].powered),
        (":power on n1\r", lambda: desk.console.lab["n1"].powered and session_of(desk).interactive is True),
        ("show privilege\r", lambda: "level is 15" in printed()),
    )


def test_nobody_types_for_too_long(desk: Desk) -> None:
    def long_ago() -> bool:
        desk.console._touched["n1"] = -1_000_000.0
        return asks(desk, "Press RETURN to get started.")

    text = run(desk, ("", long_ago), ("\r", lambda: asks(desk, "R1#")))
    assert "R1 con0 is now available" in text


def test_the_whole_table_can_be_read() -> None:
    lines = list(command_lines())
    assert "exec: Router>" in lines and "interface: Router(config-if)#" in lines
    assert "  0      enable [<level:0-15>]" in lines
    at = lines.index("config: Router(config)#")
    assert "         hostname <name:WORD>" in lines[at:]
