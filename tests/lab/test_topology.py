"""Lab files: what is read from them, and the one line each mistake gives."""

from pathlib import Path

import pytest

from ios_emu.kernel import MICROSECOND, MILLISECOND, SECOND
from ios_emu.lab.duration import parse_duration
from ios_emu.lab.error import LabError
from ios_emu.lab.topology import DEFAULT_LATENCY, Endpoint, Topology, load_topology

KINDS = "ios_emu, cisco_ios, cisco_iol, cisco_vios, bridge, ovs-bridge, tap, host"
LABELS = "ios-emu.latency, ios-emu.forward-delay, ios-emu.impair"
ROOT = Path(__file__).parents[2]

GOOD = """\
name: demo
topology:
  defaults: {kind: ios_emu}
  kinds:
    ios_emu: {startup-config: r.cfg, image: ignored}
  groups:
    old: {labels: {ios-emu.release: "12.2"}}
  nodes:
    r1: {}
    r2: {group: old, labels: {owner: me}}
    lan: {kind: bridge, labels: {ios-emu.forward-delay: 15s}}
  links:
    - endpoints: ["r1:fa0/0", "lan:1"]
      labels: {ios-emu.latency: 5ms}
    - endpoints: ["r2:FastEthernet 0/0", "lan:2"]
      labels: {ios-emu.forward-delay: 0s}
    - endpoints: ["r1:Gi0/1", "r2:Gi0/1"]
"""


def read(tmp_path: Path, text: str, config: str = "hostname r\n") -> Topology:
    (tmp_path / "r.cfg").write_text(config)
    file = tmp_path / "lab.clab.yml"
    file.write_text(text)
    return load_topology(file)


def test_a_lab_file(tmp_path: Path) -> None:
    topology = read(tmp_path, GOOD)
    assert topology.name == "demo"
    assert [(node.name, node.release) for node in topology.routers] == [("r1", ""), ("r2", "12.2")]
    assert topology.routers[0].startup_config == "hostname r\n"
    assert [node.name for node in topology.bridges] == ["lan"]
    first, second, third = topology.links
    assert first.ends == (Endpoint("r1", "FastEthernet0/0"), Endpoint("lan", "1", 15 * SECOND))
    assert first.latency == 5 * MILLISECOND
    assert second.ends == (Endpoint("r2", "FastEthernet0/0"), Endpoint("lan", "2", 0))
    assert third.latency == DEFAULT_LATENCY


def test_the_bundled_lab() -> None:
    topology = load_topology(ROOT / "configs/ha-vpn.clab.yml")
    assert [node.name for node in topology.routers] == ["7204VXR-1", "7204VXR-2", "7206-1", "vpn7200", "provider"]
    assert [node.name for node in topology.bridges] == ["outside", "inside", "remote", "management"]
    assert len(topology.links) == 10


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("lan:1", "wan:1", 13, "endpoint 'wan:1': there is no node 'wan'"),
        ("lan:2", "lan:1", 15, "lan:1 is already cabled in line 13"),
        ("r2:Gi0/1", "r1:GigabitEthernet0/1", 17, "r1:GigabitEthernet0/1 is already cabled in line 17"),
        ("r1:fa0/0", "r1:wan1", 13, "'wan1' is not the name of an interface that this emulator has (r1:wan1)"),
        ("r1:fa0/0", "r1:Lo0", 13, "Loopback0 is no physical Ethernet port and cannot be cabled (r1:Lo0)"),
        ("r1:fa0/0", "r1:Se0/0", 13, "Serial0/0 is no physical Ethernet port and cannot be cabled (r1:Se0/0)"),
        ("r1:fa0/0", "r1", 13, "endpoint 'r1' is not NODE:INTERFACE"),
        ('"r1:fa0/0", ', "", 13, "a link has two endpoints, not 1"),
        ("startup-config: r.cfg, ", "", 9, "node r1 has no startup-config"),
        ("config: r.cfg", "config: no.cfg", 5, "node r1: startup-config {dir}/no.cfg: No such file or directory"),
        ("kind: bridge", "kind: linux", 11, f"node lan is of kind 'linux'; this lab knows {KINDS}"),
        ("{kind: ios_emu}", "{}", 9, "node r1 has no kind"),
        ("image: ignored", "colour: red", 5, "unknown key 'colour'"),
        ("labels: {owner: me}", "lables: {}", 10, "unknown key 'lables'"),
        ("group: old", "group: new", 10, "node r2: there is no group 'new'"),
        ('"12.2"', "13.1", 7, "release '13.1' is not one of 12.2, 12.3, 12.4, 15"),
        ("15s}", "soon}", 11, "not a duration: 'soon' (write e.g. 30s, 250us, 2m)"),
        ("ios-emu.latency: 5ms", "ios-emu.spd: 1", 14, f"unknown label 'ios-emu.spd'; here may stand {LABELS}"),
        ("r1: {}", "r1: {}\n    r1: {}", 10, "'r1' is given twice"),
        ("r1: {}", "r1: router", 9, "r1 must be a mapping"),
        ("r1: {}", "'a b': {}", 9, "'a b' is not a usable node name"),
        ("name: demo", "name: [demo]", 1, "name must be a single value"),
        ("topology:", "topologie:", 2, "unknown key 'topologie'"),
        ("name: demo", "name: demo: 2", 1, "not YAML: mapping values are not allowed here"),
        ("name: demo", "name: *nobody", 1, "not YAML: found undefined alias 'nobody'"),
    ],
)  # fmt: skip
def test_a_mistake_is_one_line_with_its_place(tmp_path: Path, old: str, new: str, line: int, reason: str) -> None:
    assert old in GOOD
    with pytest.raises(LabError) as error:
        read(tmp_path, GOOD.replace(old, new, 1))
    assert str(error.value) == f"{tmp_path}/lab.clab.yml:{line}: {reason.format(dir=tmp_path)}"


@pytest.mark.parametrize(
    "text",
    ["", "[]", "name: x", "topology: {nodes: {}}", "[" * 5000, "&a {topology: {<<: *a}}", "\0", "? [a]\n: b"],
)
def test_any_other_text_is_a_lab_error(tmp_path: Path, text: str) -> None:
    with pytest.raises(LabError, match=r"lab\.clab\.yml:1: "):
        read(tmp_path, text)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(LabError, match="cannot read the lab file: No such file"):
        load_topology(tmp_path / "nowhere.yml")


def test_durations() -> None:
    assert parse_duration("30s") == 30 * SECOND
    assert parse_duration("1.5 ms") == 1500 * MICROSECOND
    assert parse_duration("2m") == 120 * SECOND
    assert parse_duration("7") == 7 * SECOND
    for text in ("", "s", "-1s", "1d", "1s 2s", "1e3s"):
        with pytest.raises(ValueError, match="not a duration"):
            parse_duration(text)


def test_an_overlay_is_read_after_the_startup_config(tmp_path: Path) -> None:
    (tmp_path / "more.cfg").write_text("! more\nip route 0.0.0.0 0.0.0.0 10.0.0.1\n")
    text = GOOD.replace("r1: {}", "r1: {labels: {ios-emu.overlay: more.cfg}}")
    with_end, without_end = "hostname a\nend\n", "hostname a\n"
    for config in (with_end, without_end):
        topology = read(tmp_path, text, config)
        first, second = topology.routers[:2]
        assert first.startup_config == "hostname a\n! more\nip route 0.0.0.0 0.0.0.0 10.0.0.1\nend\n"
        assert second.startup_config == config


def test_an_overlay_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(LabError) as error:
        read(tmp_path, GOOD.replace("r1: {}", "r1: {labels: {ios-emu.overlay: no.cfg}}"))
    assert str(error.value).endswith(f":9: node r1: overlay {tmp_path}/no.cfg: No such file or directory")
