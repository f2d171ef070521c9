"""Every frame of every storyline, as Wireshark sees it: nothing malformed, no wrong checksum, no complaint of an
expert; and with the keys that the lab writes beside a capture, everything encrypted opens and is genuine."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from support.tshark import GOOD, TSHARK, UNVERIFIED, WARNING, Frame, dissect

from ios_emu.kernel import SECOND
from ios_emu.lab.capture import Captured
from ios_emu.lab.lab import Lab
from ios_emu.lab.recording import Recorder
from ios_emu.lab.replay import run_transcript
from ios_emu.lab.transcript import load_transcript

pytestmark = pytest.mark.skipif(TSHARK is None, reason="tshark is not installed")

ROOT = Path(__file__).parents[2]
LAB = ROOT / "configs/ha-vpn.clab.yml"
STORIES = sorted(path.relative_to(ROOT) for path in (ROOT / "tests/transcripts").rglob("*.txt"))
STORIES += sorted(path.relative_to(ROOT) for path in Path(__file__).parent.glob("*.txt"))

FOLDERS: list[TemporaryDirectory[str]] = []
"""What the captures stand in; they go when the tests end."""

ECHO_REPLY, ECHO = "0", "8"
IDENTIFICATION, HASH = "5", "8"
"""The first payload of an encrypted message: of main mode, and of all later exchanges."""


@cache
def captures(story: Path) -> tuple[dict[str, list[Captured]], Path]:
    """What each LAN of the lab carried in a storyline; the folder with a capture file of each, and the keys."""
    FOLDERS.append(TemporaryDirectory(prefix="ios-emu-"))
    folder = Path(FOLDERS[-1].name)
    transcript = load_transcript(ROOT / story)
    lab = Lab.load(transcript.lab or LAB)
    heard = {name: lab.capture(name) for name in lab.switches}
    with Recorder(lab) as recorder:
        for name in heard:
            recorder.start(name, folder / f"{name}.pcapng")
        run_transcript(lab, transcript)
    lab.write_keys(folder / "keys")
    return {name: capture.frames for name, capture in heard.items()}, folder


@cache
def seen(story: Path, lan: str) -> list[Frame]:
    """A LAN's frames as Wireshark sees them, decrypted."""
    _, folder = captures(story)
    return dissect(folder / f"{lan}.pcapng", keys=folder / "keys")


@cache
def all_seen(story: Path) -> list[Frame]:
    return [frame for lan in captures(story)[0] for frame in seen(story, lan)]


@pytest.fixture(params=STORIES, ids=str)
def story(request: pytest.FixtureRequest) -> Path:
    """Each storyline."""
    path: Path = request.param
    return path


def test_each_frame_is_there_with_its_sender_and_time(story: Path) -> None:
    heard, _ = captures(story)
    assert sum(len(frames) for frames in heard.values()) > 100
    for lan, frames in heard.items():
        assert [
            (round(float(f["frame.time_epoch"][0]) * SECOND), f["frame.interface_name"][0])
            for f in seen(story, lan)
        ] == [(pytest.approx(frame.time, abs=200), frame.sender) for frame in frames]


def test_nothing_is_malformed_and_no_expert_complains(story: Path) -> None:
    for frame in all_seen(story):
        assert not frame["_ws.malformed"], f"frame {frame.number} of {story}"
        assert not frame.experts(WARNING), f"frame {frame.number} of {story}"


def test_every_checksum_is_right(story: Path) -> None:
    checked = 0
    for frame in all_seen(story):
        in_error = bool(set(frame["icmp.type"]) - {ECHO, ECHO_REPLY})
        for protocol in ("ip", "udp", "icmp"):
            statuses = frame[f"{protocol}.checksum.status"]
            # Only the beginning of a packet is quoted in an ICMP error.
            quoted = frame.protocols.count(protocol) > 1 or protocol == "udp"
            allowed = {GOOD, UNVERIFIED} if in_error and quoted else {GOOD}
            assert set(statuses) <= allowed, f"{protocol} in frame {frame.number} of {story}"
            checked += len(statuses)
    assert checked > 100


def test_with_the_keys_every_esp_packet_opens_and_is_genuine(story: Path) -> None:
    for frame in esp_packets(story):
        # Within AH, ESP may do without an authentication of its own.
        genuine = frame["esp.icv_good"] == ("1",) or (not frame["esp.icv_good"] and "ah" in frame.protocols)
        assert genuine, f"frame {frame.number} of {story}"
        inner = frame.protocols[frame.protocols.index("esp") + 1 :]
        assert inner[:1] == ["ip"], f"frame {frame.number} of {story}: {inner}"


def test_with_the_keys_every_isakmp_message_opens(story: Path) -> None:
    for frame in encrypted_messages(story):
        assert frame["isakmp.typepayload"][0] in (IDENTIFICATION, HASH), f"frame {frame.number} of {story}"


def test_there_was_something_to_open() -> None:
    story = Path("tests/transcripts/storyline.txt")
    assert len(esp_packets(story)) > 1000
    assert len(encrypted_messages(story)) > 50


def esp_packets(story: Path) -> list[Frame]:
    return [frame for frame in all_seen(story) if "esp" in frame.protocols]


def encrypted_messages(story: Path) -> list[Frame]:
    return [frame for frame in all_seen(story) if frame["isakmp.flag_e"] == ("1",)]


def echo(frame: Frame) -> tuple[str, ...]:
    """What tells one echo, or reply, from any other, down to its data."""
    return tuple(
        frame[name][-1] for name in ("ip.src", "ip.dst", "icmp.type", "icmp.ident", "icmp.seq", "data.data")
    )


def echoes(story: Path, lan: str, *, tunnelled: bool) -> set[tuple[str, ...]]:
    """The echoes and replies that a LAN carried, in the clear or in ESP."""
    frames = (frame for frame in seen(story, lan) if ("esp" in frame.protocols) == tunnelled)
    return {
        echo(frame) for frame in frames if set(frame["icmp.type"]) <= {ECHO, ECHO_REPLY} and frame["icmp.type"]
    }


@pytest.mark.parametrize(
    "story", [story for story in STORIES if story.parent == Path("tests/transcripts")], ids=str
)
def test_inside_esp_is_the_icmp_that_goes_in_and_comes_out(story: Path) -> None:
    inside, outside = echoes(story, "inside", tunnelled=False), echoes(story, "outside", tunnelled=True)
    remote = "20.1.1.1"
    going = {each for each in outside if each[1] == remote}
    coming = {each for each in inside if each[0] == remote}
    assert going and going <= inside
    assert coming and coming <= outside
