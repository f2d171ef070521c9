"""The commands of the lab that concern links."""

import io
import os
from pathlib import Path

import pytest
from rich.console import Console
from scapy.layers.inet import ICMP
from scapy.layers.l2 import ARP, Ether
from scapy.utils import PcapNgReader, wrpcap

from ios_emu.edge import links
from ios_emu.edge.hand import Hand
from ios_emu.edge.links import Links
from ios_emu.edge.pace import Pace
from ios_emu.lab.error import LabError
from ios_emu.lab.lab import Lab
from ios_emu.lab.recording import Recorder

ROOT = Path(__file__).parents[2]
PING = "ping 192.0.2.2 repeat 1"


class Bench:
    def __init__(self, lab: Lab) -> None:
        self.lab = lab
        self.links = Links(lab, Pace(lab), Recorder(lab))
        self.hand = Hand(lab, Pace(lab))


@pytest.fixture
def bench(pair: Lab) -> Bench:
    """The small lab, listened to."""
    return Bench(pair)


def drawn(answer: links.Answer) -> str:
    out = io.StringIO()
    Console(file=out, width=300).print(answer)
    return out.getvalue()


def packets_in(file: Path) -> list[Ether]:
    with PcapNgReader(str(file)) as reader:
        return list(reader)


def test_capture(bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for _ in range(2):
        links.capture(bench, "start", "lan")
    links.capture(bench, "start", "n1:Fa0/0", "mine.pcapng")
    bench.lab["n1"].execute(PING)
    bench.lab["n1"].execute(PING)
    assert bench.links.carry() == []
    assert len(packets_in(tmp_path / "mine.pcapng")) == 4, "it is there while the capture goes on"
    assert drawn(links.capture(bench, "stop", "lan")) == "captured in lan.pcapng, lan-2.pcapng\n"
    bench.lab["n1"].execute(PING)
    assert drawn(links.capture(bench, "stop")) == "captured in mine.pcapng\n"
    assert drawn(links.capture(bench, "stop")) == "nothing was captured\n"
    assert [len(packets_in(tmp_path / name)) for name in ("lan.pcapng", "lan-2.pcapng", "mine.pcapng")] == [
        4,
        4,
        6,
    ]


@pytest.mark.parametrize("words", [("start",), ("stop", "lan", "x"), ("begin", "lan")])
def test_capture_says_what_to_write(bench: Bench, words: tuple[str, ...]) -> None:
    with pytest.raises(LabError, match=r"write :capture start LINK \[FILE\], or :capture stop \[LINK\]"):
        links.capture(bench, *words)


def test_a_reader_that_goes_away_is_told_of_once(bench: Bench) -> None:
    readable, writable = os.pipe()
    bench.links.recorder.start_stream("lan", os.fdopen(writable, "wb"))
    os.close(readable)
    bench.lab["n1"].execute(PING)
    assert bench.links.carry() == ["capture: cannot write the capture: Broken pipe"]
    assert bench.links.carry() == [] == bench.links.close()


def test_packets_are_taken_apart(bench: Bench) -> None:
    bench.lab["n1"].execute(PING)
    bench.lab["n1"].execute(PING)
    shown = drawn(links.packets(bench, "lan", "2"))
    first, second = shown.split("n2:FastEthernet0/0, upon a frame received on n2:FastEthernet0/0\n")
    assert first.startswith("0:00:07.000 n1:FastEthernet0/0\n")
    assert "IP version=4" in first and "src=192.0.2.1 dst=192.0.2.2" in first and "ttl=255" in first
    assert "ICMP type=echo-request" in first and "ICMP type=echo-reply" in second
    assert drawn(links.packets(bench)).count("Ethernet dst=") == 4
    assert drawn(links.packets(bench, "3")).count("Ethernet dst=") == 3
    with pytest.raises(LabError, match=r"write :packets \[LINK\] \[N\]"):
        links.packets(bench, "lan", "lan")
    with pytest.raises(LabError, match="there is no link 'wan'"):
        links.packets(bench, "wan")


def test_no_packets(bench: Bench) -> None:
    assert drawn(links.packets(bench)) == "no frame has passed there\n"


def test_every_protocol_of_the_seed_is_taken_apart_and_esp_opened() -> None:
    bench = Bench(Lab.load(ROOT / "configs/ha-vpn.clab.yml"))
    bench.lab.run(seconds=60)
    bench.lab["7206-1"].execute("ping 20.1.1.1 source Loopback0")
    outside, inside = (drawn(links.packets(bench, link, "300")) for link in ("outside", "inside"))
    for name in ("HSRPv1 version=0", "ISAKMP init_cookie=", "ESP spi=", "ARP hwtype="):
        assert name in outside
    assert "OSPF Hello mask=255.255.255.0" in inside and "OSPF Router LSA age=" in inside
    opened = outside.partition("ESP spi=")[2].partition("Ethernet dst=")[0]
    assert "decrypted" in opened and "src=99.99.99.99 dst=20.1.1.1" in opened and "echo-request" in opened


def test_inject_a_file(bench: Bench, tmp_path: Path) -> None:
    claim = ARP(op=2, hwsrc="02:00:00:00:00:01", psrc="192.0.2.7", hwdst="ff:ff:ff:ff:ff:ff", pdst="192.0.2.7")
    wrpcap(str(tmp_path / "x.pcap"), [Ether(dst="ff:ff:ff:ff:ff:ff", src="02:00:00:00:00:01") / claim] * 3)
    with bench.lab.capture("lan") as capture:
        assert drawn(links.inject(bench, "lan", f"{tmp_path}/x.pcap")) == "3 frames injected into lan\n"
    assert len(capture.frames) == 3
    (tmp_path / "y.pcap").write_text("no capture")
    with pytest.raises(LabError, match=r"y.pcap: cannot read the capture: "):
        links.inject(bench, "lan", f"{tmp_path}/y.pcap")
    with pytest.raises(LabError, match=r"z.pcap: cannot read the capture: No such file"):
        links.inject(bench, "lan", f"{tmp_path}/z.pcap")


def test_what_was_captured_can_be_injected(bench: Bench, tmp_path: Path) -> None:
    bench.lab["n1"].execute(PING)
    with bench.lab.capture("lan", tmp_path / "x.pcapng"):
        bench.lab["n1"].execute(PING)
    with bench.lab.capture("lan") as capture:
        links.inject(bench, "lan", f"{tmp_path}/x.pcapng")
        bench.lab.run(seconds=1)
    types = [Ether(seen.frame)[ICMP].type for seen in capture.frames]
    assert types == [8, 0, 0], "the request is answered once more"


def test_impair(bench: Bench) -> None:
    assert drawn(links.impair(bench, "n1:Fa0/0")).splitlines() == [
        "n1:FastEthernet0/0 -> lan:1: unimpaired",
        "lan:1 -> n1:FastEthernet0/0: unimpaired",
    ]
    links.impair(bench, "lan", "loss", "2%")
    assert drawn(links.impair(bench, "n1:Fa0/0", "in", "delay", "20ms")).splitlines() == [
        "n1:FastEthernet0/0 -> lan:1: loss 2%",
        "lan:1 -> n1:FastEthernet0/0: delay 20ms",
    ]
    links.impair(bench, "all", "off")
    assert drawn(links.impair(bench, "all")).count("unimpaired") == 4
    with pytest.raises(LabError, match="loss 'all' is not from 0% to 100%"):
        links.impair(bench, "lan", "loss", "all")


def test_keys(bench: Bench, tmp_path: Path) -> None:
    answer = drawn(links.keys(bench, f"{tmp_path}/k"))
    assert answer == f"WIRESHARK_CONFIG_DIR={tmp_path}/k wireshark reads the keys\n"
    assert {path.name for path in (tmp_path / "k").iterdir()} == {
        "preferences",
        "esp_sa",
        "ikev1_decryption_table",
    }
