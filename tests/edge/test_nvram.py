"""NVRAM files."""

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
