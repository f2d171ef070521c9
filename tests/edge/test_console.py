"""The console, with keys from a pipe and the screen on a virtual terminal."""

import asyncio
import io
import signal
from pathlib import Path

import pytest
from rich.console import Console
from support.desk import Desk, printed, run

from ios_emu.edge import escape, status
from ios_emu.edge.screen import printable
from ios_emu.lab.error import LabError
from ios_emu.lab.lab import Lab

F1, F2 = "\x1bOP", "\x1bOQ"


def test_a_command_and_its_output(desk: Desk) -> None:
    assert "*00:00:05" in run(desk, ("show clock\r", lambda: "UTC" in printed()))


def test_the_line_waits_while_a_command_runs(desk: Desk) -> None:
    text = run(
        desk,
        ("ping 192.0.2.9 repeat 1\r", lambda: desk.console.busy),
        ("show clock\rshow privilege\rhalf a li", lambda: desk.typed == "half a li"),
        ("", lambda: "level is 15" in printed() and desk.typed == "half a li"),
    )
    assert text.index("Success rate is 0") < text.index("UTC") < text.index("level is 15")


def test_control_circumflex_stops_a_command(desk: Desk) -> None:
    run(
        desk,
        ("ping 192.0.2.9 repeat 1000\r", lambda: desk.console.busy),
        ("\x1e", lambda: not desk.console.busy),
    )
    assert desk.console.lab.now < 100_000_000_000


def test_help_comes_at_once_and_the_line_stays(desk: Desk) -> None:
    text = run(desk, ("show cl?", lambda: "clock" in printed()))
    assert "R1#show cl?\nclock" in text


def test_a_question_mark_is_plain_in_an_answer(desk: Desk) -> None:
    def asked() -> bool:
        return desk.console.session is not None and desk.console.session.job is not None

    run(desk, ("ping\r", asked), ("what?", lambda: desk.typed == "what?"), ("\x03", lambda: not asked()))


def test_tab_completes(desk: Desk) -> None:
    run(desk, ("sho\t", lambda: desk.typed == "show "), ("clo\t", lambda: desk.typed == "show clock "))


def test_control_z_ends_configuration_and_takes_the_line(desk: Desk) -> None:
    session = desk.console.session
    assert session is not None
    text = run(
        desk,
        ("configure terminal\r", lambda: session.mode == "config"),
        ("interface fa0/0\r", lambda: session.mode == "interface"),
        ("description taken\x1a", lambda: session.mode == "privileged"),
    )
    assert desk.console.lab["n1"].interfaces["FastEthernet0/0"].description == "taken"
    assert "Configured from console by console" in text


def test_control_c_clears_the_line_and_leaves_configuration(desk: Desk) -> None:
    session = desk.console.session
    assert session is not None
    run(
        desk,
        ("hello", lambda: desk.typed == "hello"),
        ("\x03", lambda: desk.typed == ""),
        ("configure terminal\r", lambda: session.mode == "config"),
        ("\x03", lambda: session.mode == "privileged"),
    )


def test_function_keys_turn_to_another_router_and_back_to_its_draft(desk: Desk) -> None:
    text = run(
        desk,
        ("half a li", lambda: desk.typed == "half a li"),
        (F2, lambda: desk.console.current == "n2" and "n2" in desk.console._prompts),
        (":link down n1:Fa0/0\r", lambda: not desk.console.lab.cables[0].plugged),
        (":wait 10s\r", lambda: "n1" in desk.console._backlog and not desk.console.pace.rushing),
        (F1, lambda: desk.console.current == "n1" and "changed state to down" in printed()),
        ("", lambda: desk.typed == "half a li"),
    )
    assert text.index("n2 ─") < text.index("n1 ─") < text.index("changed state to down")


def test_histories_are_apart(desk: Desk) -> None:
    run(
        desk,
        ("show clock\r", lambda: "UTC" in printed()),
        (F2, lambda: desk.console.current == "n2" and "n2" in desk.console._prompts),
        ("\x1b[A", lambda: desk.typed == ""),
        (F1, lambda: desk.console.current == "n1"),
        ("\x1b[A", lambda: desk.typed == "show clock"),
    )


def test_a_lab_command_from_within_a_question(desk: Desk) -> None:
    def asked() -> bool:
        return desk.console.session is not None and desk.console.session.job is not None

    run(
        desk,
        ("ping\r", asked),
        ("\x1d", lambda: desk.console._lab_prompt is not None and desk.console._lab_prompt.app.is_running),
        ("pause\r", lambda: desk.console.pace.paused),
    )
    assert asked()


def test_a_router_without_power_says_so(desk: Desk) -> None:
    text = run(
        desk,
        (":power off n1\r", lambda: not desk.console.lab["n1"].powered),
        ("show clock\r", lambda: desk.typed == ""),
    )
    assert desk.console._message() == "[n1 is switched off] "
    assert "UTC" not in text


def test_what_is_written_to_nvram_is_on_disk_at_once(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "state" / "pair" / "n1.cfg"
    run(desk, ("write memory\r", file.exists))
    assert "hostname R1" in file.read_text()


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_a_closed_terminal_ends_it_cleanly(desk: Desk, number: int) -> None:
    async def go() -> None:
        running = asyncio.create_task(desk.console.run())
        await desk.until(lambda: "n1" in desk.console._prompts)
        signal.raise_signal(number)
        await asyncio.wait_for(running, 5)

    asyncio.run(go())


def test_a_bug_in_the_lab_is_not_swallowed(desk: Desk) -> None:
    class Broken:
        def on_event(self, what: object) -> None:
            raise RuntimeError("broken")

    async def go() -> None:
        desk.console.lab.kernel.after(1, Broken(), None)
        await asyncio.wait_for(desk.console.run(), 5)

    with pytest.raises(RuntimeError, match="broken"):
        asyncio.run(go())


def test_control_characters_are_harmless() -> None:
    assert printable("a\x1b[2Jb\x07\tc\r\n\x9b\x7f") == "a^[[2Jb\x07\tc\n?^?"


# -- commands of the lab and the toolbar --------------------------------------------------------------------


def drawn(answer: escape.Answer) -> str:
    out = io.StringIO()
    Console(file=out, width=200).print(answer)
    return out.getvalue()


def test_abbreviated_lab_commands(desk: Desk) -> None:
    escape.obey(desk.console, "pau")
    assert desk.console.pace.paused
    escape.obey(desk.console, "resume")
    escape.obey(desk.console, "speed max")
    assert status.speed(desk.console.pace) == "max"
    assert "n2" in drawn(escape.obey(desk.console, "nodes"))
    assert ":wait 30s" in drawn(escape.obey(desk.console, "help"))
    assert "all its configuration has effect" in drawn(escape.obey(desk.console, "kept n2"))
    for line in ("configure terminal", "router bgp 65000", "neighbor 192.0.2.9 remote-as 1", "end"):
        desk.console.lab["n1"].execute(line)
    assert drawn(escape.obey(desk.console, "kept n1")) == "router bgp 65000\n neighbor 192.0.2.9 remote-as 1\n"


def test_save_and_load(desk: Desk, tmp_path: Path) -> None:
    lab = desk.console.lab
    escape.obey(desk.console, f"save {tmp_path}/x.state")
    lab.run(seconds=60)
    escape.obey(desk.console, f"load {tmp_path}/x.state")
    assert lab.now == 5_000_000_000


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("fly", "there is no lab command 'fly'; try :help"),
        ("p", "'p' is ambiguous"),
        ("speed", "write :speed 1|10|max"),
        ("speed 2", "'2' is none of 1, 10, max"),
        ("wait soon", "not a duration: 'soon' (write e.g. 30s, 250us, 2m)"),
        ("link cut n1:Fa0/0", "'cut' is none of down, up"),
        ("connect n9", "there is no router 'n9'; the lab has n1, n2"),
    ],
)
def test_a_mistake_is_one_line(desk: Desk, line: str, reason: str) -> None:
    with pytest.raises(LabError) as error:
        escape.obey(desk.console, line)
    assert str(error.value) == reason


def test_the_toolbar_tells_time_speed_and_health(pair: Lab) -> None:
    from ios_emu.edge.pace import Pace

    def text() -> str:
        return "".join(part[1] for part in status.toolbar(pair, Pace(pair), "n1", {"n2"}))

    assert text() == " 0:00:05 x1  | F1 n1 up | F2 n2* up | :help "
    pair.link_down("n1:Fa0/0")
    pair.power_off("n2")
    pair.run(seconds=3600)
    assert text() == " 1:00:05 x1  | F1 n1 1 down | F2 n2* off | :help "


def test_the_keys_of_a_telnet_connection_go_to_the_other_side(desk: Desk) -> None:
    for line in ("configure terminal", "line vty 0 4", "no login", "end"):
        desk.console.lab["n2"].execute(line)

    def prompt(text: str) -> bool:
        return desk.console.session is not None and desk.console.session.prompt == text

    text = run(
        desk,
        ("telnet 192.0.2.2\r", lambda: prompt("R2>")),
        ("show privx\x7f\t", lambda: prompt("R2>show privilege ")),
        ("\x15sho", lambda: prompt("R2>sho")),
        ("\x1b[A", lambda: prompt("R2>sho")),
        ("w cl?", lambda: "R2>show cl?\nclock" in printed() and prompt("R2>show cl")),
        ("\x1b[200~ock\r\x1b[201~", lambda: "UTC" in printed() and prompt("R2>")),
        ("\x1ex", lambda: prompt("R1#")),
        ("\r", lambda: prompt("R2>")),
        ("exit\r", lambda: prompt("R1#")),
    )
    assert "[Connection to 192.0.2.2 closed by foreign host]" in text
