"""The lab: its names, its power, its cables, and that it is a value."""

import copy
import pickle
import zlib
from pathlib import Path

import pytest

from ios_emu.kernel import MILLISECOND, SECOND
from ios_emu.lab.error import LabError
from ios_emu.lab.lab import Lab

PING = "ping 192.0.2.2 repeat 3"


def test_a_router_is_found_by_node_name_or_hostname(pair: Lab) -> None:
    assert pair["n1"] is pair["R1"]
    with pytest.raises(LabError, match="there is no router 'n3'; the lab has n1, n2"):
        pair["n3"]


def test_a_ping_crosses_the_switch_and_takes_four_cables(pair: Lab) -> None:
    assert pair["n1"].execute("ping 192.0.2.2").count("!") == 4
    assert "(5/5), round-trip min/avg/max = 1/1/1 ms" in pair["n1"].execute("ping 192.0.2.2")


def test_mac_addresses_are_stable_distinct_and_ciscos(lab_file: Path) -> None:
    def macs() -> list[str]:
        lab = Lab.load(lab_file, seed=len(seen))
        return [str(router.interfaces["FastEthernet0/0"].mac) for router in lab.routers.values()]

    seen: list[list[str]] = []
    seen.append(macs())
    seen.append(macs())
    assert seen[0] == seen[1]
    assert len(set(seen[0])) == 2
    assert all(mac.startswith("000d.bd") for mac in seen[0])


def test_run_lets_time_pass(pair: Lab) -> None:
    before = pair.now
    pair.run(seconds=1.5)
    assert pair.now - before == 1500 * MILLISECOND
    pair.run(minutes=1)
    assert pair.now - before == 61_500 * MILLISECOND


def test_a_pulled_cable_is_noticed_at_both_routers_of_a_direct_link(tmp_path: Path, lab_file: Path) -> None:
    direct = lab_file.read_text().partition("  links:")[0]
    direct += '  links:\n    - endpoints: ["n1:FastEthernet0/0", "n2:FastEthernet0/0"]\n'
    lab_file.write_text(direct)
    lab = Lab.load(lab_file)
    lab.run(seconds=5)
    assert lab["n1"].execute(PING).count("!") == 2
    lab.link_down("n2:fa0/0")
    lab.run(seconds=5)
    for name in ("n1", "n2"):
        assert "FastEthernet0/0, changed state to down" in lab.console(name)
    lab.link_up("R1:FastEthernet0/0")
    lab.run(seconds=5)
    assert lab["n1"].execute(PING).count("!") >= 2


def test_a_pulled_cable_of_a_lan_is_noticed_at_its_router_only(pair: Lab) -> None:
    pair.link_down("n1:Fa0/0")
    pair.run(seconds=5)
    assert "changed state to down" in pair.console("n1")
    assert pair.console("n2") == ""


def test_a_cable_that_is_not_there(pair: Lab) -> None:
    with pytest.raises(LabError, match=r"no cable at 'n1:Fa0/1'; write NODE:INTERFACE, e\.g\. n1:FastEthernet0/0"):
        pair.link_down("n1:Fa0/1")


def test_power(pair: Lab) -> None:
    pair["n1"].execute("ping 192.0.2.2")
    pair.power_off("n2")
    assert pair["n2"].execute("show clock") == ""
    assert "0 percent (0/3)" in pair["n1"].execute(PING)
    pair.run(seconds=60)
    assert pair.console("n2") == ""
    pair.power_on("n2")
    pair.run(seconds=5)
    assert "changed state to up" in pair.console("n2")
    assert pair["n1"].execute(PING).count("!") >= 2
    assert pair["n2"].uptime() < 30 * SECOND


def test_power_of_a_switch(pair: Lab) -> None:
    pair.power_off("lan")
    pair.run(seconds=5)
    assert "changed state to down" in pair.console("n1")
    pair.power_on("lan")
    pair.run(seconds=5)
    assert pair["n1"].execute(PING).count("!") >= 2


def test_what_a_console_said_before_its_router_went_off_is_kept(pair: Lab) -> None:
    pair.link_down("n1:Fa0/0")
    pair.run(seconds=5)
    pair.power_off("n1")
    pair.power_on("n1")
    assert "changed state to down" in pair.console("n1")


def copies(lab: Lab, tmp_path: Path) -> list[Lab]:
    lab.save(tmp_path / "lab.state")
    return [lab.copy(), copy.deepcopy(lab), pickle.loads(pickle.dumps(lab)), Lab.load(tmp_path / "lab.state")]


def test_a_lab_is_a_value(pair: Lab, tmp_path: Path) -> None:
    pair["n1"].execute("ping 192.0.2.2")
    for other in copies(pair, tmp_path):
        assert other == pair
        assert other.trace_hash() == pair.trace_hash()
        assert other["n1"] is not pair["n1"]
        assert other["n1"].interfaces["FastEthernet0/0"].router is other["n1"]


def test_a_copy_goes_its_own_way(pair: Lab) -> None:
    other = pair.copy()
    before = pair.trace_hash()
    other.power_off("n2")
    other.run(seconds=10)
    assert pair["n2"].powered and pair.trace_hash() == before
    assert other != pair


def test_a_copy_made_in_the_middle_continues_like_the_original(pair: Lab, tmp_path: Path) -> None:
    console = pair["n1"].console
    assert console is not None
    console.feed("ping 192.0.2.2 repeat 20")
    pair.run(seconds=2.001)
    assert console.busy
    for other in copies(pair, tmp_path):
        original = pair.copy()
        for lab in (original, other):
            lab.run(seconds=30)
        assert other == original
        assert other.console("n1") == original.console("n1")
    pair.run(seconds=30)
    assert "(19/20)" in pair.console("n1")


def test_different_inputs_different_trace(lab_file: Path) -> None:
    def trace(command: str) -> str:
        lab = Lab.load(lab_file)
        lab.run(seconds=5)
        lab["n1"].execute(command)
        return lab.trace_hash()

    assert trace(PING) == trace(PING)
    assert trace(PING) != trace(PING + " size 101")


def test_capture(pair: Lab) -> None:
    with pair.capture("n1:Fa0/0") as capture:
        pair["n1"].execute("ping 192.0.2.2 repeat 2")
    pair["n1"].execute("ping 192.0.2.2 repeat 2")
    frames = capture.frames
    assert {frame.link for frame in frames} == {"n1:FastEthernet0/0 -- lan:1"}
    assert [frame.direction for frame in frames] == [0, 1, 0, 1]
    request, reply = frames[0], frames[1]
    assert request.frame[12:14] == reply.frame[12:14] == b"\x08\x06"
    assert reply.time - request.time == MILLISECOND


def test_saving_overwrites_only_saved_labs(pair: Lab, tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("precious")
    with pytest.raises(LabError, match="is there already and is no saved lab"):
        pair.save(file)
    assert file.read_text() == "precious"
    pair.save(tmp_path / "lab.state")
    pair.run(seconds=1)
    pair.save(tmp_path / "lab.state")
    assert Lab.load(tmp_path / "lab.state").now == pair.now


def test_a_saved_lab_that_is_damaged_is_one_clear_line(pair: Lab, tmp_path: Path) -> None:
    good = tmp_path / "lab.state"
    pair.save(good)
    data = good.read_bytes()
    magic = data[: data.index(b"\n") + 1]
    bad = tmp_path / "bad.state"
    unpacked = zlib.decompress(data[len(magic) :])
    before = pair.digest()
    for content in (
        b"hello",
        data[: len(data) // 2],
        magic + zlib.compress(unpacked[: len(unpacked) // 2]),
        magic + zlib.compress(pickle.dumps([])),
        magic + zlib.compress(pickle.dumps([]) + pickle.dumps({})),
        magic + zlib.compress(pickle.dumps([]) + pickle.dumps([])),
        magic + zlib.compress(pickle.dumps(print)),
    ):
        bad.write_bytes(content)
        with pytest.raises(LabError, match=r"bad\.state:1: ") as error:
            pair.restore(bad)
        assert "\n" not in str(error.value)
    assert pair.digest() == before


def test_a_saved_lab_calls_no_foreign_code(pair: Lab, tmp_path: Path) -> None:
    class Evil:
        def __reduce__(self) -> tuple[object, ...]:
            return (Path.write_text, (tmp_path / "evil", "done"))

    bad = tmp_path / "bad.state"
    pair.save(bad)
    magic = bad.read_bytes().partition(b"\n")[0] + b"\n"
    for evil in (
        pickle.dumps(Evil()),
        b"cios_emu.lab.topology\nPath\n(S'x'\ntR.",
        b"cios_emu.lab.lab\nos.system\n.",
    ):
        bad.write_bytes(magic + zlib.compress(evil))
        with pytest.raises(LabError, match=r"has no place in a lab|cannot be read"):
            Lab.load(bad)
    assert not (tmp_path / "evil").exists()


def test_many_routers_in_a_row_can_be_copied(tmp_path: Path) -> None:
    (tmp_path / "r.cfg").write_text("hostname r\nend\n")
    nodes = "".join(f"    n{n}: {{kind: ios_emu, startup-config: r.cfg}}\n" for n in range(60))
    links = "".join(f'    - endpoints: ["n{n}:Fa0/0", "n{n + 1}:Fa0/1"]\n' for n in range(59))
    file = tmp_path / "row.clab.yml"
    file.write_text(f"name: row\ntopology:\n  nodes:\n{nodes}  links:\n{links}")
    lab = Lab.load(file)
    lab.run(seconds=1)
    assert lab.copy() == lab
