"""The `ios-emu` command."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from scapy.utils import PcapNgReader

from ios_emu.cli import main


def test_run_prints_the_transcript_as_it_went(
    lab_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "t.txt").write_text("!@ wait 5s\nn1#show clock\n")
    assert main(["run", str(tmp_path / "t.txt"), "--lab", str(lab_file)]) == 0
    assert capsys.readouterr().out.endswith("R1#show clock\n*00:00:05.000 UTC Mon Mar 1 1993\n")


def test_run_reads_standard_input(
    lab_file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("n1#show clock\n"))
    assert main(["run", "--lab", str(lab_file)]) == 0
    assert capsys.readouterr().out.startswith("R1#show clock\n")


def test_each_transcript_has_a_lab_and_captures_of_its_own(
    lab_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [str(tmp_path / name) for name in ("a.txt", "b.txt")]
    for file in files:
        Path(file).write_text("!@ wait 5s\nn1#ping 192.0.2.2 repeat 1\n")
    assert main(["run", *files, "--lab", str(lab_file), "--pcap", str(tmp_path / "out")]) == 0
    first, second = capsys.readouterr().out.split("\n\n!@ wait 5s\n")
    assert first.endswith(second.rstrip())
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a", "b"]
    assert len(list((tmp_path / "out" / "a").glob("*.pcapng"))) == 2


def run_with_capture(lab_file: Path, tmp_path: Path, target: str) -> "subprocess.Popen[bytes]":
    (tmp_path / "t.txt").write_text("!@ wait 5s\nn1#ping 192.0.2.2 repeat 2\n")
    command = [
        sys.executable,
        "-m",
        "ios_emu",
        "run",
        f"{tmp_path}/t.txt",
        "--lab",
        str(lab_file),
        "--pcap",
        target,
    ]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def test_frames_to_standard_output_and_the_text_to_standard_error(lab_file: Path, tmp_path: Path) -> None:
    out, errors = run_with_capture(lab_file, tmp_path, "-").communicate()
    (tmp_path / "x.pcapng").write_bytes(out)
    with PcapNgReader(f"{tmp_path}/x.pcapng") as reader:
        assert [packet.sniffed_on.partition(":")[0] for packet in reader][-4:] == ["n1", "n2"] * 2
    assert b"!!\n" in errors or b".!\n" in errors


def test_frames_to_a_named_pipe_wait_for_its_reader(lab_file: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    running = run_with_capture(lab_file, tmp_path, f"{tmp_path}/pipe")
    assert running.stderr is not None
    assert running.stderr.readline() == f"{tmp_path}/pipe: waiting until somebody reads it\n".encode()
    (tmp_path / "x.pcapng").write_bytes((tmp_path / "pipe").read_bytes())
    out, errors = running.communicate()
    assert b"Success rate is" in out and errors == b""
    with PcapNgReader(f"{tmp_path}/x.pcapng") as reader:
        assert len(list(reader)) > 4


def test_frames_are_not_thrown_at_a_terminal(lab_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert main(["run", "--lab", str(lab_file), "--pcap", "-", "/dev/null"]) == 2


def test_check_points_at_what_is_not_understood(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = tmp_path / "r.cfg"
    config.write_text(
        "hostname r\nip adress 1.2.3.4\ninterface FastEthernet0/0\n ip address 1.2.3.4 255.255.255.0\n"
    )
    assert main(["check", str(config)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines == [
        f"{config}:2: invalid command",
        "    ip adress 1.2.3.4",
        "         ^",
        f"{config}: 4 lines: 3 modelled, 0 kept, 1 not understood",
    ]
    config.write_text("hostname r\n")
    assert main(["check", str(config)]) == 0
    assert capsys.readouterr().out == f"{config}: 1 lines: 1 modelled, 0 kept, 0 not understood\n"


MIXED = """\
hostname r
interface Ge0/0
 ip address 192.0.2.1 255.255.255.0
 shutdown
 foo
ip slb probe p http
banner motd ^C
\x1b[31mred
^C
ip route 10.0.0.0 255.0.0.1 Null0
"""


def test_check_tells_modelled_kept_wrong_and_left_out_apart(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "r.cfg"
    config.write_text(MIXED)
    assert main(["check", str(config), "--json"]) == 1
    result = json.loads(capsys.readouterr().out)
    assert {name: value for name, value in result.items() if name != "files"} == {
        "lines": 8,
        "modelled": 2,
        "kept": 1,
        "not_understood": 3,
        "left_out": 2,
    }
    (file,) = result["files"]
    assert file["kept"] == [{"line": 6, "text": "ip slb probe p http"}]
    assert [(each["line"], each["column"]) for each in file["not_understood"]] == [(2, 11), (5, None), (10, None)]
    assert [each["line"] for each in file["left_out"]] == [3, 4]

    assert main(["check", str(config), "--kept"]) == 1
    out = capsys.readouterr().out
    assert f"{config}:6: kept, no effect\n    ip slb probe p http\n" in out
    assert f"{config}:3: left out with its section\n{config}:5:" in out
    assert out.endswith(f"{config}: 8 lines: 2 modelled, 1 kept, 3 not understood, 2 left out\n")


def test_check_reads_standard_input_and_any_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"hostname r\n\x1b\xff\x00 x\n")))
    assert main(["check", "-"]) == 1
    assert "\x1b" not in (out := capsys.readouterr().out) and out.startswith("<stdin>:2: ")


def test_the_bundled_configurations_are_understood(capsys: pytest.CaptureFixture[str]) -> None:
    configs = sorted(str(path) for path in (Path(__file__).parents[1] / "configs").glob("*.cfg"))
    assert len(configs) == 5
    assert main(["check", *configs]) == 0, capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["run", "/nowhere.txt"], "/nowhere.txt: cannot read the transcript: No such file or directory"),
        (
            ["run", "--lab", "/nowhere.yml", "-"],
            "/nowhere.yml: cannot read the lab file: No such file or directory",
        ),
        (["check", "/nowhere.cfg"], "/nowhere.cfg: cannot read the configuration: No such file or directory"),
        (["lab", "/nowhere.yml"], "/nowhere.yml: cannot read the lab file: No such file or directory"),
    ],
)
def test_a_bad_file_is_one_line_and_status_2(
    arguments: list[str], reason: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    assert main(arguments) == 2
    assert capsys.readouterr().err == reason + "\n"


def test_a_bad_option_is_one_line_and_status_2(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as leave:
        main(["run", "--sped", "1"])
    assert leave.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_run_loads_nothing_of_the_edge(lab_file: Path, tmp_path: Path) -> None:
    (tmp_path / "t.txt").write_text("n1#show clock\n")
    code = (
        "import sys; from ios_emu.cli import main; "
        f"main(['run', {str(tmp_path / 't.txt')!r}, '--lab', {str(lab_file)!r}]); "
        "print([m for m in ('prompt_toolkit', 'rich', 'scapy', 'asyncio') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("\n[]\n")


def test_a_reader_that_goes_away_is_no_error(lab_file: Path, tmp_path: Path) -> None:
    (tmp_path / "t.txt").write_text("n1#show clock\n" * 2000)
    command = f"{sys.executable} -m ios_emu run {tmp_path}/t.txt --lab {lab_file} | head -1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr, done.stdout) == (0, "", "R1#show clock\n")


def test_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["commands", "--mode", "line"]) == 0
    text = capsys.readouterr().out
    assert text.startswith("line: Router(config-line)#\n") and "interface" not in text.split("\n")[0]
    assert "         exec-timeout <minutes:0-35791> [<seconds:0-2147483>]\n" in text and "    kept " in text
    assert main(["commands", "--modelled"]) == 0
    text = capsys.readouterr().out
    assert "    kept " not in text and text.startswith("config: Router(config)#\n")
    assert "\n  0      enable [<level:0-15>]\n" in text and "\ninterface: Router(config-if)#\n" in text
    assert main(["commands", "--mode", "nowhere"]) == 2
    assert "--mode nowhere: the modes are" in capsys.readouterr().err
