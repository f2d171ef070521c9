"""Whatever people do at consoles, the transcript of it replays to the letter.

`IOS_EMU_SESSIONS=200 pytest tests/lab/test_journal_property.py` tries that many sessions.
"""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

import pytest
from support.samples import sample

from ios_emu.kernel import SECOND
from ios_emu.lab.catalog import CATALOG
from ios_emu.lab.journal import Journal
from ios_emu.lab.lab import Lab
from ios_emu.lab.replay import run_transcript
from ios_emu.lab.transcript import load_transcript
from ios_emu.lab.verdict import judge
from ios_emu.router.session import Session

SESSIONS = int(os.environ.get("IOS_EMU_SESSIONS", "12"))
COMMANDS = [each for each in CATALOG.grammar.commands.values() if each.mode in ("exec", "privileged", "config")]
FAVOURITES = """\
ping|ping 192.0.2.2|ping 192.0.2.9 repeat 20|traceroute 192.0.2.2|show running-config|show interfaces|show clock
show ip route|show ip arp|show logging|show users|show history|terminal length 5|terminal length 0|clear counters
configure terminal|interface FastEthernet0/0|shutdown|no shutdown|exit|end|banner motd #|hostname other|reload
debug arp|debug ip icmp|undebug all|send *|write memory|enable|disable|enable secret fox|line con 0|login local
username fox secret hen|write erase|copy running-config startup-config|no enable secret|do show clock
logging synchronous
  show clokc|description what?|show ip |description ^Z|clear line 0
line vty 0 4|no login|telnet 192.0.2.2|192.0.2.1|resume|show version | begin uptime""".replace("\n", "|")
ANSWERS = (
    "",
    "",
    " ",
    " ",
    "y",
    "n",
    "q",
    "/",
    "ip",
    "192.0.2.2",
    "fox",
    "hen",
    "yes",
    "no",
    "3",
    "#",
    "a line",
    "\x1a",
    "\x1e",
    "x",
)


class People:
    """Who do things at random at the consoles of a lab, and to its cables."""

    def __init__(self, seed: int, lab: Lab, journal: Journal, folder: Path) -> None:
        self.draw = Random(seed)
        self.lab = lab
        self.journal = journal
        self.folder = folder
        self.at = "n1"

    def pass_time(self) -> None:
        """A few events, perhaps in the middle of an instant; or a stretch of time that ends anywhere."""
        kernel = self.lab.kernel
        if self.draw.random() < 0.3:
            for _ in range(self.draw.randint(0, 3)):
                if (kernel.next_due() or 0) < kernel.now + SECOND:
                    kernel.step()
                    self.journal.stepped()
            return
        end = kernel.now + int(self.draw.expovariate(1) * SECOND)
        while (due := kernel.next_due()) is not None and due <= end:
            kernel.step()
            self.journal.stepped()
        kernel.run_until(end)

    def act(self) -> None:
        """One thing."""
        chance = self.draw.random()
        if chance < 0.08:
            self.at = self.draw.choice(("n1", "n2"))
        if chance > 0.92:
            self.do_to_the_lab()
        router = self.lab[self.at]
        session = router.console
        if session is None or not router.powered:
            self.journal.settle()
            self.lab.power_on(self.at)
            self.journal.did(f"power on {self.at}")
        elif not session.interactive:
            self.journal.attach(session)
        elif 0.08 < chance < 0.14:
            self.journal.interrupt(session)
        elif 0.14 < chance < 0.15:
            self.journal.time_out(session)
        elif 0.15 < chance < 0.18 and session.job is None:
            self.journal.help(session, self.draw.choice(("", "show ", "show ip ro")))
        elif not session.busy:
            self.journal.feed(session, self.a_line(session))

    def a_line(self, session: Session) -> str:
        if session.job is not None:
            return self.draw.choice(ANSWERS)
        if self.draw.random() < 0.8:
            favourite = self.draw.choice(FAVOURITES.split("|"))
            return favourite + ("\x1a" if self.draw.random() < 0.05 else "")
        words = [word for word, _ in sample(self.draw, self.draw.choice(COMMANDS))]
        return " ".join(words)

    def do_to_the_lab(self) -> None:
        self.journal.settle()
        lab, state = self.lab, self.folder / "state.lab"
        which = self.draw.randint(0, 6)
        if which == 0:
            lab.link_down("n1:Fa0/0")
            self.journal.did("link down n1:Fa0/0")
        elif which == 1:
            lab.link_up("n1:Fa0/0")
            self.journal.did("link up n1:Fa0/0")
        elif which == 2:
            lab.power_off("n2")
            self.journal.did("power off n2")
        elif which == 3:
            lab.impair("lan", "loss 30%")
            self.journal.did("impair lan loss 30%")
        elif which == 4:
            lab.save(state)
            self.journal.did(f"save {state}")
        elif which == 5 and state.exists():
            lab.restore(state)
            self.journal.did(f"load {state}")
        else:
            lab.inject("n1:Fa0/0", b"\xff" * 60)
            self.journal.did(f"inject n1:Fa0/0 {'ff' * 60}")


@pytest.mark.parametrize("seed", range(SESSIONS))
def test_a_recorded_session_replays_to_the_letter(seed: int, lab_file: Path, tmp_path: Path) -> None:
    file = tmp_path / "session.txt"
    lab = Lab.load(lab_file, seed)
    journal = Journal(lab, file, [f"lab {lab_file.name}", f"seed {seed}"])
    people = People(seed, lab, journal, tmp_path)
    for _ in range(60):
        people.act()
        people.pass_time()
        journal.write()
    # As a kill would leave it, and as it ends.
    for stop in (False, True):
        if stop:
            journal.stop()
        recorded = file.read_text()
        transcript = load_transcript(file)
        assert transcript.lab is not None and transcript.seed == seed
        (tmp_path / "state.lab").unlink(missing_ok=True)
        replayed = run_transcript(Lab.load(transcript.lab, seed), transcript)
        assert replayed == recorded if stop else replayed.startswith(recorded.rstrip("\n")), f"seed {seed}"
        assert judge(transcript, replayed).matches
