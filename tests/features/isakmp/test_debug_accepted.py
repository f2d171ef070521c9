"""`debug crypto isakmp` of a whole negotiation between two whole routers, both sides, in the words of each release.

The expected texts are files in `transcripts/`; random numbers have names there (see `support.isakmp_lab`). Where
published captures of real routers exist (12.3T initiator, 12.4T, XE responder) the texts agree with them line by line.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from support.isakmp_lab import lab, ping, said, type_in

TRANSCRIPTS = Path(__file__).parent / "transcripts"


@pytest.mark.parametrize("releases", [("12.2", "12.2"), ("12.3", "12.3"), ("12.4", "12.4"), ("15.2", "15.2")])
def test_a_negotiation_that_succeeds(releases: tuple[str, str], tmp_path: Path) -> None:
    made = lab(tmp_path, releases)
    ping(made)
    text = "".join(f"=== {name}\n" + "".join(f"{line}\n" for line in said(made, name)) for name in ("R1", "R2"))
    assert text == (TRANSCRIPTS / f"accepted-{releases[0]}.txt").read_text()


def test_the_vxr_of_the_seed_and_its_12_2_peer(tmp_path: Path) -> None:
    made = lab(tmp_path, ("12.3", "12.2"))
    ping(made)
    newer, older = said(made, "R1"), said(made, "R2")
    # The older router does not know NAT traversal, and nothing more is said of it.
    assert sum("constructed NAT-T" in line for line in newer) == 3
    assert not any("vendor ID is NAT-T" in line for line in newer)
    assert not any("NAT" in line or "State" in line or "vendor ID" in line for line in older)
    assert older.count("ISAKMP (0:1): processing vendor id payload") == 6
    assert older.count("ISAKMP (0:1): speaking to another IOS box!") == 1
    # Published captures of 12.3T show these two only when there is something to say.
    assert "ISAKMP (0:1): vendor ID is DPD" not in newer
    assert newer.count("ISAKMP (0:1): speaking to another IOS box!") == 1


def test_blanks_at_the_end_of_lines_are_those_of_real_routers(tmp_path: Path) -> None:
    made = lab(tmp_path)
    ping(made)
    text = made.console("R1")
    assert "New State = IKE_I_MM1 \n\n" in text
    assert "ISAKMP: set new node 0 to QM_IDLE      \n" in text
    assert "(I) QM_IDLE      \n" in text
    assert (
        "ISAKMP (0:1): ID payload \n\tnext-payload : 8\n\ttype         : 1 \n\taddress      : 192.0.2.1 \n" in text
    )
    assert "life duration (VPI) of  0x0 0x1 0x51 0x80 \n" in text
    assert (
        "        outbound SA from 192.0.2.1       to 192.0.2.2       (f/i)  0/ 0 "
        "(proxy 10.1.0.0        to 10.2.0.0       )\n" in text
    )


def test_a_second_request_finds_the_sa_idle(tmp_path: Path) -> None:
    made = lab(tmp_path, ("12.3", "12.3"))
    ping(made)
    said(made, "R1")
    type_in(made, "R1", "clear crypto sa")
    lines = said(made, "R1")
    assert lines[0] == "ISAKMP: received ke message (3/1)"
    assert lines[1] == "ISAKMP: set new node NODE1 to QM_IDLE"
    assert lines[2] == "ISAKMP (0:1): sending packet to 192.0.2.2 my_port 500 peer_port 500 (I) QM_IDLE"
    assert lines[3] == "ISAKMP (0:1): purging node NODE1"
    ping(made)
    assert said(made, "R1")[:5] == [
        "ISAKMP: received ke message (1/1)",
        "ISAKMP: set new node 0 to QM_IDLE",
        "ISAKMP (0:1): sitting IDLE. Starting QM immediately (QM_IDLE      )",
        "ISAKMP (0:1): beginning Quick Mode exchange, M-ID of NODE1",
        "ISAKMP (0:1): sending packet to 192.0.2.2 my_port 500 peer_port 500 (I) QM_IDLE",
    ]


def test_deleting_an_sa_on_both_sides(tmp_path: Path) -> None:
    made = lab(tmp_path, ("12.3", "12.3"))
    ping(made)
    for name in ("R1", "R2"):
        said(made, name)
    type_in(made, "R1", "clear crypto isakmp")
    assert said(made, "R1") == (TRANSCRIPTS / "deleted-here.txt").read_text().splitlines()
    assert said(made, "R2") == (TRANSCRIPTS / "deleted-there.txt").read_text().splitlines()


@pytest.mark.parametrize(("release", "name"), [("12.3", "R_U_THERE"), ("15.2", "R_U_THERE")])
def test_dead_peer_detection(release: str, name: str, tmp_path: Path) -> None:
    keepalive = ("crypto ipsec", "crypto isakmp keepalive 10 periodic\ncrypto ipsec")
    edit = {"R1": keepalive, "R2": ("crypto ipsec", "crypto isakmp keepalive 600\ncrypto ipsec")}
    made = lab(tmp_path, (release, release), edit)
    ping(made)
    for router in ("R1", "R2"):
        said(made, router)
    made.run(seconds=8)
    asked, answered = "\n".join(said(made, "R1")), "\n".join(said(made, "R2"))
    assert f"Sending NOTIFY DPD/{name} protocol 1\n" in asked
    assert "Input = IKE_MESG_FROM_TIMER, IKE_TIMER_PEERS_ALIVE" in asked
    assert f"processing NOTIFY {name} protocol 1\n" in answered
    assert f"DPD/{name} received from peer 192.0.2.1, sequence 0x" in answered
    assert f"Sending NOTIFY DPD/{name}_ACK protocol 1\n" in answered
    assert "Input = IKE_MESG_FROM_PEER, IKE_MESG_KEEP_ALIVE" in answered
    assert f"DPD/{name}_ACK received from peer 192.0.2.2, sequence 0x" in asked
