"""The storylines of `tests/transcripts`, run as `ios-emu run` runs them: the lab fails over and recovers by every
cause, outages last as long as the timers say, and nothing to be encrypted is seen on the links of the provider."""

import re
import subprocess
import sys
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pytest

from ios_emu.lab.capture import Captured
from ios_emu.lab.lab import Lab
from ios_emu.lab.replay import run_transcript
from ios_emu.lab.transcript import load_transcript
from ios_emu.wire import IPv4, Prefix, ethernet, ipv4

ROOT = Path(__file__).parents[1]
LAB = ROOT / "configs/ha-vpn.clab.yml"

# Seconds, as configured or by default.
HELLO, HOLD = 3, 10
"""HSRP."""
DEAD, SPF = 40, 5.5
"""OSPF: until a silent neighbour is given up; from a change to new routes (0.5 s for the LSA, 5 s for the SPF)."""
KEEPALIVE, RETRY, RETRIES = 10, 2, 5
"""IKE keepalives: their interval, that of the repetitions, and how many of those go unanswered."""
NEGOTIATION = 2
"""The echo that starts IKE is lost, and perhaps the one under way when it is done."""

OUTAGES = {
    # The standby hears the last hello up to 3 s before the failure; its first echo brings up the new tunnel.
    "storyline": (HOLD - HELLO, HOLD + SPF + NEGOTIATION),
    "cable": (HOLD - HELLO, HOLD + SPF + NEGOTIATION),
    # Nobody withdraws the dead router's routes until its neighbours miss its hellos: some destinations wait.
    "power": (HOLD - HELLO, DEAD + SPF + NEGOTIATION),
    # The next hello tells the lower priority and the standby preempts at once; the inside is as with power.
    "tracked": (0, DEAD + SPF + NEGOTIATION),
    # Nothing comes from inside, so the far side must find out by itself.
    "remote": (RETRY * RETRIES, KEEPALIVE + RETRY * RETRIES + NEGOTIATION),
}

# What access list 101 protects, as seen from the gateways.
INSIDE = (Prefix.parse("10.1.1.0/24"), Prefix.parse("99.99.99.99/32"))
REMOTE = Prefix.parse("20.1.1.0/24")


@dataclass(frozen=True)
class Story:
    """A storyline that has run."""

    text: str
    lab: Lab
    frames: list[Captured]
    """What the provider's links carried."""

    def pings(self) -> list[str]:
        """The marks of each ping, in order."""
        blocks = re.split(r"^\S+#ping .*$", self.text, flags=re.MULTILINE)[1:]
        return ["".join(re.findall(r"^[!.UQM?&]+$", block, re.MULTILINE)) for block in blocks]

    def standby(self, router: str) -> list[str]:
        """The HSRP state in each `show standby` of a router, in order."""
        shows = rf"^{re.escape(router)}\S*#(?:do )?show standby\n.*\n  State is (\w+)"
        return re.findall(shows, self.text, re.MULTILINE)


@lru_cache
def story(name: str) -> Story:
    lab = Lab.load(LAB)
    cables = [cable for cable in lab.cables if any(end.name.startswith("provider:") for end in cable.ends)]
    assert len(cables) == 2
    captures = [lab.capture(cable.ends[0].name) for cable in cables]
    text = run_transcript(lab, load_transcript(ROOT / "tests/transcripts" / f"{name}.txt"))
    return Story(text, lab, [seen for capture in captures for seen in capture.frames])


@pytest.mark.parametrize("name", OUTAGES)
def test_the_outage_lasts_as_long_as_the_timers_say(name: str) -> None:
    least, most = OUTAGES[name]
    first, during, *_ = story(name).pings()
    assert re.fullmatch(r"\.{1,2}!{3,4}", first)
    assert re.fullmatch(r"[.U]*!+", during), "one outage, and then nothing more is lost"
    assert least <= during.count(".") <= most


@pytest.mark.parametrize("name", ["storyline", "tracked", "cable", "power"])
def test_everything_is_as_before_in_the_end(name: str) -> None:
    told = story(name)
    assert told.pings()[-1].count("!") >= 4
    assert told.standby("7204VXR-1")[-1] == "Active"
    lab = told.lab
    assert "State is Standby" in lab["7204VXR-2"].execute("show standby")
    assert re.search(r" 20\.1\.1\.0 \[110/20\] via 10\.1\.1\.1,", lab["7206-1"].execute("show ip route"))
    assert "QM_IDLE" in lab["7204VXR-1"].execute("show crypto isakmp sa")


def test_each_show_tells_the_truth_of_its_moment() -> None:
    told = story("storyline")
    assert told.standby("7204VXR-1") == ["Active", "Init", "Active"]
    assert told.standby("7204VXR-2") == ["Standby", "Active", "Standby"]
    routes = re.findall(r"20\.1\.1\.0 \[110/20\] via (\S+),", told.text)
    assert routes == ["10.1.1.1", "10.1.1.2", "10.1.1.1"]
    assert story("tracked").standby("7204VXR-1") == ["Standby", "Active"]
    assert "Priority 50 (configured 200)" in story("tracked").text
    assert story("cable").standby("7204VXR-1") == ["Init", "Active"]


def protected(source: IPv4, destination: IPv4) -> bool:
    return (any(net.holds(source) for net in INSIDE) and REMOTE.holds(destination)) or (
        REMOTE.holds(source) and any(net.holds(destination) for net in INSIDE)
    )


@pytest.mark.parametrize("name", OUTAGES)
def test_nothing_protected_is_ever_seen_in_the_clear_at_the_provider(name: str) -> None:
    ends = [IPv4.parse("99.99.99.99").packed, IPv4.parse("20.1.1.1").packed]
    tunnelled = 0
    for seen in story(name).frames:
        frame = ethernet.decode(seen.frame)
        assert ends[0] + ends[1] not in seen.frame and ends[1] + ends[0] not in seen.frame
        if frame.ethertype != ethernet.ETHERTYPE_IPV4:
            continue
        header, _ = ipv4.decode(frame.payload)
        assert not protected(header.source, header.destination)
        tunnelled += header.protocol == ipv4.ESP
    assert tunnelled > 100


RUN = """
import sys
from ios_emu import Lab
from ios_emu.lab.replay import run_transcript
from ios_emu.lab.transcript import load_transcript
lab = Lab.load(sys.argv[1], seed=7)
text = run_transcript(lab, load_transcript(sys.argv[2]))
print(text)
print(lab.trace_hash())
"""


def test_the_same_seed_gives_the_same_run_under_any_hash_seed() -> None:
    arguments = [sys.executable, "-c", RUN, str(LAB), str(ROOT / "tests/transcripts/cable.txt")]
    first, second = (
        subprocess.run(arguments, env={"PYTHONHASHSEED": seed}, capture_output=True, check=True).stdout
        for seed in ("1", "2")
    )
    assert first == second


def test_another_seed_is_another_run() -> None:
    def run(seed: int) -> str:
        lab = Lab.load(LAB, seed)
        lab.run(seconds=60)
        lab["7206-1"].execute("ping 20.1.1.1 source Loopback0")
        return lab.trace_hash()

    assert run(1) == run(1)
    assert run(1) != run(2)


@pytest.mark.parametrize("moment", [0.0, 2.5, 9.5, 12.0, 25.0])
def test_a_copy_made_in_the_middle_of_the_failover_continues_like_the_original(moment: float) -> None:
    lab = Lab.load(LAB)
    lab.run(seconds=60)
    lab["7206-1"].execute("ping 20.1.1.1 source Loopback0")
    for line in ("configure terminal", "interface FastEthernet0/0", "shutdown"):
        lab["7204VXR-1"].execute(line)
    console = lab["7206-1"].console
    assert console is not None
    console.feed("ping 20.1.1.1 source Loopback0 repeat 100 timeout 1")
    lab.run(seconds=moment)
    other = lab.copy()
    assert other == lab
    for each in (lab, other):
        each.run(seconds=40)
        each["7204VXR-1"].execute("no shutdown")
        each.run(seconds=40)
    assert other.trace_hash() == lab.trace_hash()
    assert other == lab
    for name in lab.routers:
        assert other.console(name) == lab.console(name)
    assert other["7206-1"].execute("show ip route") == lab["7206-1"].execute("show ip route")
