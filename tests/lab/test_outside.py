"""Doors to the world outside, with nothing but bytes behind them."""

from pathlib import Path

import pytest
from scapy.layers.inet import ICMP, IP
from scapy.layers.l2 import ARP, Ether

from ios_emu.lab.error import LabError
from ios_emu.lab.lab import Lab
from ios_emu.lab.outside import WAITING

HOST = "02:00:00:00:00:09"


@pytest.fixture
def lab(lab_file: Path) -> Lab:
    """The pair, and a computer on the LAN."""
    text = lab_file.read_text()
    text = text.replace("    lan: {kind: bridge}", "    lan: {kind: bridge}\n    laptop: {kind: tap}")
    lab_file.write_text(f'{text}    - endpoints: ["laptop:tap7", "lan:3"]\n')
    lab = Lab.load(lab_file)
    lab.run(seconds=5)
    return lab


def ask(lab: Lab) -> None:
    """The computer asks who is 192.0.2.1."""
    request = ARP(op=1, hwsrc=HOST, psrc="192.0.2.9", pdst="192.0.2.1")
    lab.doors["laptop:tap7"].send(bytes(Ether(dst="ff:ff:ff:ff:ff:ff", src=HOST) / request))
    lab.run(seconds=1)


def test_a_neighbour_from_outside(lab: Lab) -> None:
    door = lab.doors["laptop:tap7"]
    assert (door.kind, door.device, door.carrier) == ("tap", "tap7", True)
    door.open()
    ask(lab)
    (answer,) = (Ether(frame) for frame in door.outbox)
    assert answer[ARP].psrc == "192.0.2.1" and answer.dst == HOST
    door.outbox.clear()
    echo = Ether(dst=answer[ARP].hwsrc, src=HOST) / IP(src="192.0.2.9", dst="192.0.2.1") / ICMP() / b"data"
    door.send(bytes(echo))
    lab.run(seconds=1)
    (reply,) = (Ether(frame) for frame in door.outbox)
    assert reply[ICMP].type == 0 and bytes(reply[ICMP].payload)[:4] == b"data"


def test_a_shut_door_is_a_dark_port(lab: Lab) -> None:
    ask(lab)
    door = lab.doors["laptop:tap7"]
    assert not door.is_open and not door.outbox
    assert lab.switches["lan"].ports["3"].state == "disabled"
    door.open()
    assert lab.switches["lan"].ports["3"].state == "forwarding"
    door.shut()
    assert lab.switches["lan"].ports["3"].state == "disabled"


def test_the_carrier_follows_the_cable_and_the_switch(lab: Lab) -> None:
    door = lab.doors["laptop:tap7"]
    door.open()
    lab.link_down("laptop:tap7")
    assert not door.carrier
    ask(lab)
    assert not door.outbox
    lab.link_up("laptop:tap7")
    lab.power_off("lan")
    assert not door.carrier
    lab.power_on("lan")
    assert door.carrier


def test_what_nobody_takes_away_does_not_pile_up(lab: Lab) -> None:
    door = lab.doors["laptop:tap7"]
    door.open()
    for _ in range(WAITING + 10):
        door.receive(bytes(60))
    assert len(door.outbox) == WAITING


def test_a_lab_with_doors_is_a_value(lab: Lab, tmp_path: Path) -> None:
    lab.doors["laptop:tap7"].open()
    other = lab.copy()
    for each in (lab, other):
        ask(each)
    assert other == lab and list(other.doors["laptop:tap7"].outbox) == list(lab.doors["laptop:tap7"].outbox)
    lab.save(tmp_path / "x")
    assert Lab.load(tmp_path / "x") == lab


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("laptop:tap7", "laptop:a b", 11, "'a b' is not the name of a network device (laptop:a b)"),
        (
            "laptop:tap7",
            "laptop:averylongdevicename",
            11,
            "'averylongdevicename' is not the name of a network device",
        ),
        ("{kind: tap}", "{kind: tap, labels: {ios-emu.release: '12.4'}}", 7, "unknown label 'ios-emu.release'"),
    ],
)
def test_a_mistake_has_its_place(lab: Lab, lab_file: Path, old: str, new: str, line: int, reason: str) -> None:
    lab_file.write_text(lab_file.read_text().replace(old, new))
    with pytest.raises(LabError) as error:
        Lab.load(lab_file)
    assert str(error.value).startswith(f"{lab_file}:{line}: {reason}")


def test_a_lan_is_joined_while_the_lab_runs(lab: Lab) -> None:
    lab.bridge("lan", "host", "eth7")
    door = lab.doors["eth7:eth7"]
    assert (door.kind, door.device, door.carrier) == ("host", "eth7", True)
    door.open()
    lab.doors["laptop:tap7"].open()
    ask(lab)
    assert len(door.outbox) == 1, "the question, which is for everybody"
    assert lab.copy() == lab


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("wan", "tap", "tap8"), "there is no bridge 'wan'"),
        (("lan", "tub", "tap8"), "'tub' is none of tap, host"),
        (("lan", "tap", "tap7"), "tap7 is joined to the lab already"),
    ],
)
def test_what_cannot_be_joined(lab: Lab, words: tuple[str, str, str], reason: str) -> None:
    with pytest.raises(LabError, match=reason):
        lab.bridge(*words)
