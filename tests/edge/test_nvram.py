"""NVRAM files."""

import os
import signal
import time
from pathlib import Path

import pytest

from ios_emu.edge.nvram import Nvram, state_directory
from ios_emu.lab.error import LabError
from ios_emu.lab.lab import Lab


def test_what_is_written_is_booted_from_next_time(lab_file: Path, tmp_path: Path) -> None:
    lab = Lab.load(lab_file)
    nvram = Nvram(lab.name, tmp_path)
    nvram.watch(lab)
    nvram.write(lab)
    assert not (tmp_path / "pair").exists()
    lab["n1"].startup_config = "hostname changed\nend\n"
    nvram.write(lab)
    assert [path.name for path in (tmp_path / "pair").iterdir()] == ["n1.cfg"]

    later = Lab.load(lab_file)
    nvram = Nvram(later.name, tmp_path)
    nvram.insert(later)
    assert nvram.booted_from == ["n1"]
    assert (later["n1"].hostname, later["n2"].hostname) == ("changed", "R2")


def test_a_failed_write_leaves_the_old_file(
    lab_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lab = Lab.load(lab_file)
    nvram = Nvram(lab.name, tmp_path)
    lab["n1"].startup_config = "hostname good\nend\n"
    nvram.write(lab)

    def full(number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    lab["n1"].startup_config = "hostname better\nend\n"
    with pytest.raises(LabError, match=r"n1\.cfg: cannot save the configuration: No space left on device"):
        nvram.write(lab)
    assert nvram.file("n1").read_text() == "hostname good\nend\n"


def test_where_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", "/somewhere")
    assert state_directory() == Path("/somewhere/ios-emu")
    monkeypatch.setenv("XDG_STATE_HOME", "relative")
    monkeypatch.setenv("HOME", "/home/me")
    assert state_directory() == Path("/home/me/.local/state/ios-emu")
    assert Nvram("../../etc", Path("/base")).directory == Path("/base/_.._etc")


def test_a_process_killed_at_any_instant_leaves_a_whole_file(lab_file: Path, tmp_path: Path) -> None:
    lab = Lab.load(lab_file)
    nvram = Nvram(lab.name, tmp_path)
    nvram.watch(lab)
    whole = {word: f"hostname {word}\n" + f"! {word}\n" * 20000 + "end\n" for word in ("old", "new")}
    lab["n1"].startup_config = whole["old"]
    nvram.write(lab)
    for number in range(25):
        child = os.fork()
        if child == 0:
            while True:
                for text in whole.values():
                    lab["n1"].startup_config = text
                    nvram.write(lab)
        time.sleep(number / 2000)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        assert nvram.file("n1").read_text() in whole.values()
        later = Lab.load(lab_file)
        Nvram(later.name, tmp_path).insert(later)
        assert later["n1"].hostname in whole
    # What a killed process left half-written is in nobody's way.
    lab["n1"].startup_config = "hostname last\nend\n"
    nvram.write(lab)
    assert [path.name for path in (tmp_path / "pair").iterdir()] == ["n1.cfg"]


def test_written_back_to_the_lab(lab_file: Path, tmp_path: Path) -> None:
    lab = Lab.load(lab_file)
    before = {path.name: path.read_text() for path in lab_file.parent.glob("*.cfg")}
    nvram = Nvram(lab.name, tmp_path)
    nvram.watch(lab)
    nvram.write_back(lab_file)
    lab["n1"].execute("write memory")
    nvram.write(lab)
    changed = [name for name, text in before.items() if (lab_file.parent / name).read_text() != text]
    assert changed == ["r1.cfg"]
    assert nvram.file("n1").read_text() == lab["n1"].startup_config == (lab_file.parent / changed[0]).read_text()
    assert Lab.load(lab_file)["n1"].startup_config == lab["n1"].startup_config


def test_what_cannot_be_written_back(lab_file: Path, tmp_path: Path) -> None:
    text = lab_file.read_text()
    (lab_file.parent / "more.cfg").write_text("interface Loopback9\n")
    overlaid = text.replace(
        "startup-config: r1.cfg", "startup-config: r1.cfg, labels: {ios-emu.overlay: more.cfg}"
    )
    shared = text.replace("startup-config: r2.cfg", "startup-config: r1.cfg")
    for changed, reason in ((overlaid, "n1 reads an overlay, too"), (shared, "several routers boot from it")):
        assert changed != text
        lab_file.write_text(changed)
        with pytest.raises(LabError, match=rf"r1\.cfg: cannot be written back: {reason}"):
            Nvram("pair", tmp_path).write_back(lab_file)
    saved = tmp_path / "saved.lab"
    Lab.load(lab_file).save(saved)
    with pytest.raises(LabError, match="a saved lab"):
        Nvram("pair", tmp_path).write_back(saved)
