"""Captures: what is heard on a link, and the pcapng files of it, read back by scapy."""

import os
import threading
from pathlib import Path

import pytest
from scapy.layers.inet import ICMP
from scapy.packet import Packet
from scapy.utils import PcapNgReader

from ios_emu.kernel import SECOND
from ios_emu.lab.error import LabError
from ios_emu.lab.lab import Lab
from ios_emu.lab.recording import Recent, Recorder
from ios_emu.lab.replay import run_transcript
from ios_emu.lab.transcript import parse_transcript
from ios_emu.wire import MAC_BROADCAST

PING = "ping 192.0.2.2 repeat 1"
STRANGER = MAC_BROADCAST + bytes.fromhex("02000000000188b5") + bytes(46)


def read(file: Path) -> tuple[list[str], list[Packet]]:
    """The names of a capture's interfaces, and its packets."""
    with PcapNgReader(str(file)) as reader:
        packets = list(reader)
        return [interface[2]["name"].decode() for interface in reader.interfaces], packets


# -- what is heard -----------------------------------------------------------------------------------------------


def test_on_a_cable_both_ways_are_heard(pair: Lab) -> None:
    with pair.capture("n1:Fa0/0") as capture:
        pair["n1"].execute(PING)
    senders = [seen.sender for seen in capture.frames]
    assert senders == ["n1:FastEthernet0/0", "lan:1"]


@pytest.mark.parametrize("link", ["lan", "all"])
def test_in_a_lan_each_frame_is_heard_once(pair: Lab, link: str) -> None:
    with pair.capture(link) as capture:
        pair["n1"].execute(PING)
        pair["n1"].execute(PING)
    senders = [seen.sender for seen in capture.frames]
    assert senders == ["n1:FastEthernet0/0", "n2:FastEthernet0/0"] * 2


def test_the_cause_is_what_a_frame_follows_from(pair: Lab) -> None:
    with pair.capture() as capture:
        pair["n1"].execute(PING)
        pair["n1"].execute(PING)
        pair.link_down("n1:Fa0/0")
        pair.run(seconds=10)
        pair.link_up("n1:Fa0/0")
        pair.run(seconds=10)
    causes = [seen.cause for seen in capture.frames]
    assert causes[0] == causes[2] == "", "somebody typed"
    assert causes[1] == causes[3] == "upon a frame received on n2:FastEthernet0/0"
    assert causes[4] == "Interface timer line-up"


def test_many_may_listen_and_each_stops_alone(pair: Lab) -> None:
    first, second = pair.capture(), pair.capture("lan")
    pair["n1"].execute(PING)
    first.stop()
    pair["n1"].execute(PING)
    second.stop()
    pair["n1"].execute(PING)
    assert len(first.frames) == 2
    assert len(second.frames) == 4


def test_who_listens_is_no_part_of_the_lab(pair: Lab) -> None:
    other = pair.copy()
    with pair.capture() as capture:
        assert other == pair
        third = pair.copy()
        for lab in (pair, other, third):
            lab["n1"].execute(PING)
    assert len(capture.frames) == 2
    assert other == pair == third
    assert other.trace_hash() == pair.trace_hash() == third.trace_hash()


def test_links_that_are_not_there(pair: Lab) -> None:
    with pytest.raises(LabError, match="there is no link 'wan'; write NODE:INTERFACE or one of lan, all"):
        pair.capture("wan")
    with pytest.raises(LabError, match="there is no cable at 'n1:Fa9/9'"):
        pair.capture("n1:Fa9/9")


def test_the_recent_frames_of_any_link(pair: Lab) -> None:
    recent = Recent(pair)
    pair["n1"].execute(PING)
    pair.inject("lan", STRANGER)
    pair.run(seconds=1)
    assert [seen.sender for seen in recent.of("all")] == ["n1:FastEthernet0/0", "n2:FastEthernet0/0", "injected"]
    assert [seen.sender for seen in recent.of("n2:Fa0/0")] == ["lan:2", "n2:FastEthernet0/0", "lan:2"]


# -- files -------------------------------------------------------------------------------------------------------


def test_a_file_has_senders_times_and_comments(pair: Lab, tmp_path: Path) -> None:
    file = tmp_path / "lan.pcapng"
    with pair.capture("lan", file):
        pair["n1"].execute(PING)
        pair["n1"].execute("ping 192.0.2.2 repeat 1 size 101")
    names, packets = read(file)
    assert names == ["n1:FastEthernet0/0", "n2:FastEthernet0/0", "injected"]
    assert [packet.sniffed_on for packet in packets] == names[:2] * 2
    assert packets[0].time == 5
    assert [packet[ICMP].type for packet in packets if ICMP in packet] == [8, 0]
    assert len(packets[-1]) == 115
    assert packets[0].comments == [b"sent by n1:FastEthernet0/0"]
    assert packets[1].comments == [b"sent by n2:FastEthernet0/0, upon a frame received on n2:FastEthernet0/0"]


def test_each_cable_in_a_file_of_its_own(pair: Lab, tmp_path: Path) -> None:
    with Recorder(pair) as recorder:
        recorder.start_all(tmp_path / "out")
        pair["n1"].execute(PING)
        recorder.write()
        pair["n1"].execute(PING)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "keys",
        "n1-FastEthernet0_0--lan-1.pcapng",
        "n2-FastEthernet0_0--lan-2.pcapng",
    ]
    names, packets = read(tmp_path / "out" / "n1-FastEthernet0_0--lan-1.pcapng")
    assert names == ["n1:FastEthernet0/0", "lan:1", "injected"]
    assert [packet.sniffed_on for packet in packets] == names[:2] * 2


def test_a_lab_that_is_replaced_meanwhile_is_captured_on(pair: Lab, tmp_path: Path) -> None:
    pair.save(tmp_path / "lab.state")
    with pair.capture("lan", tmp_path / "lan.pcapng") as capture:
        pair.run(seconds=60)
        pair.restore(tmp_path / "lab.state")
        capture.follow()
        pair["n1"].execute(PING)
    _, packets = read(tmp_path / "lan.pcapng")
    assert packets[0].time == 5 == pair.now // SECOND - 2


def test_nothing_precious_is_overwritten(pair: Lab, tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("precious")
    with pytest.raises(LabError, match="is there already and is no capture; it is left alone"):
        pair.capture("lan", file)
    assert file.read_text() == "precious"
    for _ in range(2):
        with pair.capture("lan", tmp_path / "x.pcapng"):
            pair["n1"].execute(PING)
    assert len(read(tmp_path / "x.pcapng")[1]) == 2


def test_places_that_cannot_be_written(pair: Lab, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    recorder = Recorder(pair)
    with pytest.raises(LabError, match=r"file: cannot write the capture: "):
        recorder.start_all(tmp_path / "file")
    with pytest.raises(LabError, match=r"x.pcapng: cannot write the capture: No such file"):
        recorder.start("lan", tmp_path / "nowhere" / "x.pcapng")
    recorder.start("lan", tmp_path / "x.pcapng")
    with pytest.raises(LabError, match="is being written already"):
        recorder.start("all", tmp_path / "x.pcapng")
    with pytest.raises(LabError, match="nothing is captured on n1:Fa0/0"):
        recorder.stop("n1:Fa0/0")
    assert [capture.link for capture in recorder.stop()] == ["lan"]


def test_a_named_pipe_carries_frames_while_the_lab_runs(pair: Lab, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(LabError, match="nobody reads this pipe yet"):
        pair.capture("lan", pipe)
    copied = tmp_path / "copy.pcapng"
    reader = threading.Thread(target=lambda: copied.write_bytes(pipe.read_bytes()))
    reader.start()
    recorder = Recorder(pair)
    while not recorder.captures:
        try:
            recorder.start("lan", pipe)
        except LabError:
            continue
    pair["n1"].execute(PING)
    recorder.stop()
    reader.join(10)
    assert len(read(copied)[1]) == 2
    assert not pipe.with_suffix(".keys").exists()


def test_a_reader_that_goes_away_ends_only_its_capture(pair: Lab, tmp_path: Path) -> None:
    readable, writable = os.pipe()
    recorder = Recorder(pair)
    recorder.start_stream("lan", os.fdopen(writable, "wb"))
    recorder.start("lan", tmp_path / "x.pcapng")
    os.close(readable)
    pair["n1"].execute(PING)
    with pytest.raises(LabError, match="cannot write the capture: Broken pipe"):
        recorder.write()
    recorder.write()
    recorder.stop()
    assert len(read(tmp_path / "x.pcapng")[1]) == 2


def test_in_a_transcript(pair: Lab, tmp_path: Path) -> None:
    lines = f"n1#{PING}\n!@ capture start lan {tmp_path}/a.pcapng\nn1#{PING}\n!@ capture stop\nn1#{PING}\n"
    lines += f"!@ capture start n1:Fa0/0 {tmp_path}/b.pcapng\nn1#{PING}\n"
    run_transcript(pair, parse_transcript(lines, "t.txt"))
    assert len(read(tmp_path / "a.pcapng")[1]) == 2
    assert len(read(tmp_path / "b.pcapng")[1]) == 2


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("!@ capture", "write !@ capture start LINK FILE, or capture stop [LINK]"),
        ("!@ capture start lan", "write !@ capture start LINK FILE, or capture stop [LINK]"),
        ("!@ capture stop lan", "nothing is captured on lan"),
        ("!@ capture start wan x.pcapng", "there is no link 'wan'; write NODE:INTERFACE or one of lan, all"),
    ],
)
def test_a_mistake_in_a_transcript_has_its_place(pair: Lab, line: str, reason: str) -> None:
    with pytest.raises(LabError) as error:
        run_transcript(pair, parse_transcript(line, "t.txt"))
    assert str(error.value) == f"t.txt:1: {reason}"
