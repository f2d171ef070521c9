"""NAT traversal, AH and dead peer detection as Wireshark sees them: nothing malformed, no complaint of an expert, and
with the keys that the lab writes everything opens, in UDP too."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.isakmp_lab import lab, ping
from support.nat_box import behind_nat
from support.tshark import TSHARK, WARNING, Frame, dissect

from ios_emu.lab.lab import Lab

pytestmark = pytest.mark.skipif(TSHARK is None, reason="tshark is not installed")

RELEASES = [("12.2", "12.2"), ("12.3", "12.3"), ("12.4", "12.3"), ("15.2", "15.2")]
HASH, IDENTIFICATION = "8", "5"


def dissected(made: Lab, folder: Path, link: str = "lan") -> list[Frame]:
    """What passes in a tunnel's life: negotiated, used, kept alive by DPD for a while, and cleared."""
    file = folder / "lan.pcapng"
    for name in ("R1", "R2"):
        for line in ("configure terminal", "crypto isakmp keepalive 10 periodic", "end"):
            made[name].execute(line)
    with made.capture(link, file):
        ping(made, 3)
        made.run(seconds=30)
        made["R1"].execute("clear crypto sa")
        made["R1"].execute("clear crypto isakmp")
        made.run(seconds=2)
    made.write_keys(folder / "lan.keys")
    return dissect(file, keys=folder / "lan.keys")


def check(frames: list[Frame]) -> None:
    for frame in frames:
        assert not frame["_ws.malformed"], frame.number
        assert not frame.experts(WARNING), (frame.number, frame.experts(WARNING))
        if frame["isakmp.flag_e"] == ("1",):
            assert frame["isakmp.typepayload"][0] in (IDENTIFICATION, HASH), frame.number
        if "esp" in frame.protocols:
            assert frame["esp.icv_good"] == ("1",), frame.number


@pytest.mark.parametrize("releases", RELEASES, ids="-".join)
def test_a_tunnel_without_a_nat(releases: tuple[str, str], tmp_path: Path) -> None:
    frames = dissected(lab(tmp_path, releases), tmp_path)
    check(frames)
    assert sum("esp" in frame.protocols for frame in frames) >= 4
    assert sum(frame["isakmp.exchangetype"] == ("5",) for frame in frames) >= 4
    assert not any("udpencap" in frame.protocols for frame in frames)


@pytest.mark.parametrize("releases", RELEASES[1:], ids="-".join)
@pytest.mark.parametrize("link", ["R1:FastEthernet0/0", "R2:FastEthernet0/0"])
def test_a_tunnel_through_a_nat(link: str, releases: tuple[str, str], tmp_path: Path) -> None:
    """As it is inside and outside."""
    made, _ = behind_nat(tmp_path, releases)
    frames = dissected(made, tmp_path, link)
    check(frames)
    in_udp = [frame for frame in frames if "udpencap" in frame.protocols]
    assert sum("esp" in frame.protocols for frame in in_udp) >= 4
    assert sum("isakmp" in frame.protocols for frame in in_udp) >= 6


def test_a_tunnel_of_ah_and_esp(tmp_path: Path) -> None:
    made = lab(tmp_path, ("15.2", "15.2"))
    for name in ("R1", "R2"):
        for line in (
            "configure terminal",
            "crypto ipsec transform-set both ah-sha-hmac esp-3des",
            "crypto map vpn 10",
            "set transform-set both",
            "end",
        ):
            made[name].execute(line)
    frames = dissected(made, tmp_path)
    for frame in frames:
        assert not frame["_ws.malformed"] and not frame.experts(WARNING), frame.number
    assert sum("ah" in frame.protocols for frame in frames) >= 4
