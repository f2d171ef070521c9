"""Recording at the console: what is typed and done there, and the transcript that replays it."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.desk import Desk, printed, run

from ios_emu.cli import OK, WRONG, main
from ios_emu.edge import escape
from ios_emu.edge.hand import Recording
from ios_emu.lab.error import LabError
from ios_emu.lab.lab import Lab

F1, F2 = "\x1bOP", "\x1bOQ"


def asked(desk: Desk, question: str = "") -> bool:
    session = desk.console.session
    job = session.job if session is not None else None
    return job is not None and job.waiting and question in job.question


def replays(file: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """The transcript, which all matches."""
    capsys.readouterr()
    assert main(["replay", str(file)]) == OK, capsys.readouterr().out
    summary = capsys.readouterr().out.split()
    assert summary[0] == summary[2] != "0"
    return file.read_text()


def test_a_session_from_now_on(desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "s.txt"
    run(
        desk,
        (f":record start {file}\r", file.exists),
        ("ping\r", lambda: asked(desk)),
        ("\r", lambda: asked(desk, "Target IP address")),
        ("192.0.2.9\r100\r\r\r\r\r", lambda: desk.console.busy),
        (F2, lambda: desk.console.current == "n2" and "n2" in desk.console._prompts),
        (":link down n1:Fa0/0\r", lambda: not desk.console.lab.cables[0].plugged),
        (":wait 10s\r", lambda: desk.console.lab.now > 12_000_000_000),
        ("show clock\r", lambda: "UTC" in printed()),
        (F1, lambda: desk.console.current == "n1"),
        ("\x1e", lambda: not desk.console.busy),
        (":record stop\r", lambda: desk.console.hand.journal is None),
        ("show privilege\r", lambda: "level is 15" in printed()),
    )
    text = replays(file, capsys)
    assert text.startswith("!@ lab s.lab\n!@ attach n1\n")
    assert "Target IP address: 192.0.2.9\n" in text and "!@ interrupt n1\n" in text
    assert " leave\n!@ attach n2\n" in text and "!@ link down n1:Fa0/0\n" in text
    assert "R2#show clock\n" in text and "show privilege" not in text


def test_pages_passwords_and_help(desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "s.txt"
    desk.console.lab["n1"].execute("configure terminal")
    desk.console.lab["n1"].execute("enable secret fox")
    desk.console.lab["n1"].execute("end")
    run(
        desk,
        (f":record start {file}\r", file.exists),
        ("disable\r", lambda: desk.console.session is not None and desk.console.session.prompt == "R1>"),
        ("enable\r", lambda: asked(desk)),
        ("hen\r", lambda: asked(desk)),
        ("fox\r", lambda: not asked(desk)),
        ("terminal length 5\rshow running-config\r", lambda: asked(desk, "More")),
        ("\r", lambda: "version 12.3" in printed()),
        (" ", lambda: "hostname R1" in printed()),
        ("x", lambda: not asked(desk)),
        ("?", lambda: asked(desk)),
        ("q", lambda: not asked(desk)),
    )
    text = replays(file, capsys)
    assert " type hen\nPassword: \n" in text and ' type " "\n' in text and "R1#?\n" in text


def test_the_file_is_usable_at_any_time(desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "s.txt"
    copies: list[Path] = []

    def copied() -> bool:
        copies.append(file.with_name(f"copy{len(copies)}.txt"))
        copies[-1].write_text(file.read_text())
        return True

    run(
        desk,
        (f":record start {file}\r", file.exists),
        ("ping 192.0.2.9 repeat 1000\r", lambda: desk.console.busy),
        ("\x1d", lambda: desk.console._lab_prompt is not None and desk.console._lab_prompt.app.is_running),
        ("wait 20s\r", lambda: desk.console.lab.now > 20_000_000_000 and copied()),
        ("\x1e", lambda: not desk.console.busy),
        ("reload\r", lambda: asked(desk)),
        ("", copied),
        ("n", lambda: not asked(desk) and copied()),
        (":power off n2\r", lambda: not desk.console.lab["n2"].powered and copied()),
    )
    assert len(copies) == 4
    for copy in copies:
        replays(copy, capsys)


def test_from_the_beginning_of_a_lab(
    desk: Desk, lab_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "s.txt"
    lab = Lab.load(lab_file, 5)
    fresh = Desk(lab, desk.keys, tmp_path / "state")
    fresh.console.hand.record(Recording(file, (f"lab {lab_file.name}", "seed 5")))
    run(
        fresh,
        (":wait 20s\r", lambda: lab.now > 20_000_000_000),
        ("ping 192.0.2.2\r", lambda: "Success" in printed()),
        (":impair lan loss 50%\r", lambda: "loss" in printed()),
        ("ping 192.0.2.2 repeat 40 timeout 0\r", lambda: printed().count("Success") == 2),
        (f":capture start lan {tmp_path}/c.pcapng\r", lambda: (tmp_path / "c.pcapng").exists()),
        (":capture stop\r", lambda: not fresh.console.links.recorder.captures),
        (":inject n1:Fa0/0 nowhere.pcap\r", lambda: "nowhere.pcap" in printed()),
        (":link down n9:Fa0/0\r", lambda: "no cable" in printed()),
    )
    text = replays(file, capsys)
    assert text.startswith(f"!@ lab {lab_file.name}\n!@ seed 5\n!@ attach n1\n")
    assert "!@ impair lan loss 50%\n" in text and f"!@ capture start lan {tmp_path}/c.pcapng\n" in text
    assert "nowhere" not in text and "n9" not in text


def test_mistakes(desk: Desk, tmp_path: Path) -> None:
    def said(line: str) -> str:
        with pytest.raises(LabError) as error:
            escape.obey(desk.console, line)
        return str(error.value)

    there = tmp_path / "there.txt"
    there.write_text("mine\n")
    assert said("record stop") == "nothing is recorded"
    assert said("record") == "write :record start FILE, or stop"
    assert said(f"record start {there}") == f"{there}: is there already; it is left alone"
    assert said(f"record start {tmp_path}/no/s.txt").startswith(f"{tmp_path}/no/s.lab: cannot save the lab")
    escape.obey(desk.console, f"record start {tmp_path}/s.txt")
    assert said(f"record start {tmp_path}/t.txt").startswith(f"{tmp_path}/s.txt: is being recorded already")
    assert there.read_text() == "mine\n"


def test_a_file_that_is_there_is_left_alone(
    lab_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    there = tmp_path / "there.txt"
    there.write_text("mine\n")
    assert main(["record", str(lab_file), "-o", str(there)]) == WRONG
    assert capsys.readouterr().err == f"{there}: is there already; it is left alone\n"
    assert there.read_text() == "mine\n"
