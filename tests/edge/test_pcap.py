"""Capture files, read back by scapy."""

from pathlib import Path

import pytest
from scapy.layers.inet import ICMP
from scapy.utils import PcapNgReader

from ios_emu.edge.pcap import PcapFiles
from ios_emu.kernel import SECOND
from ios_emu.lab.error import LabError
from ios_emu.lab.lab import Lab


def test_every_frame_with_its_time_and_sender(pair: Lab, tmp_path: Path) -> None:
    with PcapFiles(pair, tmp_path / "out") as pcap:
        pair["n1"].execute("ping 192.0.2.2 repeat 2")
        pcap.write()
        pair["n1"].execute("ping 192.0.2.2 repeat 1 size 101")
    files = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert files == ["n1-FastEthernet0_0--lan-1.pcapng", "n2-FastEthernet0_0--lan-2.pcapng"]
    with PcapNgReader(str(tmp_path / "out" / files[0])) as reader:
        packets = list(reader)
        names = [interface[2]["name"] for interface in reader.interfaces]
    assert names == [b"n1:FastEthernet0/0", b"lan:1"]
    assert [packet.sniffed_on for packet in packets] == ["n1:FastEthernet0/0", "lan:1"] * 3
    assert [packet[ICMP].type for packet in packets if ICMP in packet] == [8, 0, 8, 0]
    times = [packet.time for packet in packets]
    assert times == sorted(times) and times[0] == 5
    assert len(packets[-1]) == 115


def test_closing_ends_the_capture(pair: Lab, tmp_path: Path) -> None:
    PcapFiles(pair, tmp_path).close()
    assert all(cable.captured is None for cable in pair.cables)


def test_a_directory_that_cannot_be(pair: Lab, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(LabError, match="cannot write the capture"):
        PcapFiles(pair, tmp_path / "file")


def test_a_lab_that_is_replaced_meanwhile_is_captured_on(pair: Lab, tmp_path: Path) -> None:
    pair.save(tmp_path / "lab.state")
    with PcapFiles(pair, tmp_path / "out") as pcap:
        pair.run(seconds=60)
        pair.restore(tmp_path / "lab.state")
        pcap.write()
        pair["n1"].execute("ping 192.0.2.2 repeat 1")
    with PcapNgReader(str(next((tmp_path / "out").glob("n1*")))) as reader:
        assert next(packet.time for packet in reader) == 5 == pair.now // SECOND - 2
