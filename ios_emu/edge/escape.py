"""The commands of the lab itself, typed after `:` or Ctrl-]. IOS has no command that begins with a colon."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from rich.console import RenderableType
from rich.text import Text

from ios_emu.edge import links, status
from ios_emu.edge.hand import Hand
from ios_emu.edge.pace import SPEEDS, Pace
from ios_emu.lab.duration import parse_duration
from ios_emu.lab.error import LabError
from ios_emu.lab.impair import USAGE
from ios_emu.lab.lab import Lab
from ios_emu.router.kept.listing import kept_lines


class Desk(Protocol):
    """What the commands act upon: the console."""

    lab: Lab
    pace: Pace
    links: links.Links
    hand: Hand
    current: str

    def connect(self, name: str) -> None:
        """Turn to the router `name`. Raises LabError."""

    def quit(self) -> None:
        """End the session."""


Answer = RenderableType | None
USAGES = {
    ":connect NODE": "turn to another router (or press its function key)",
    ":nodes": "every router and switch, its power, interfaces and cables",
    ":kept [NODE]": "configuration of a router (this one) that is kept without effect",
    ":speed 1|10|max": "how many virtual seconds pass in a real one",
    ":pause, :resume": "stop time and let it go on",
    ":wait 30s": "let this much virtual time pass, as fast as the machine can",
    ":link down|up NODE:INTERFACE": "pull a cable, plug it in again",
    ":power off|on NODE": "cut the power of a router or switch, give it power again",
    ":impair LINK [in|out] loss 2%...": f"spoil a link: {USAGE}; off heals it",
    ":packets [LINK] [N]": "the last frames, taken apart; LINK is NODE:INTERFACE, a bridge, or all",
    ":capture start LINK [FILE]": "write what passes to a pcapng file or named pipe, the keys beside it",
    ":capture stop [LINK]": "end that, or all captures",
    ":inject LINK FILE": "put the frames of a pcap file on a link",
    ":bridge LAN tap|host DEVICE": "join a bridge's LAN to a TAP device or interface of this computer",
    ":keys DIR": "write the keys of IKE and ESP for Wireshark",
    ":record start FILE": "write what is typed and done from here on as a transcript that replays",
    ":record stop": "end that",
    ":save FILE, :load FILE": "keep the whole lab in a file, go back to it",
    ":help": "this",
    ":quit": "leave (so does Ctrl-D on an empty line)",
    "Ctrl-]": "a lab command from anywhere, even while a router asks something",
    "Ctrl-^ (Ctrl-Shift-6), Ctrl-C": "stop the command under way",
}


def obey(desk: Desk, line: str) -> Answer:
    """Do what `line` (without the colon) says; what to show for it. Raises LabError."""
    verb, *words = line.split() or ["help"]
    matches = [name for name in _COMMANDS if name.startswith(verb)]
    if verb not in _COMMANDS and len(matches) != 1:
        raise LabError(f"there is no lab command {verb!r}; try :help" if not matches else f"{verb!r} is ambiguous")
    name = verb if verb in _COMMANDS else matches[0]
    least, most, usage, run = _COMMANDS[name]
    if not least <= len(words) <= most:
        raise LabError(f"write :{name}{usage}")
    return run(desk, *words)


def _choose(word: str, *choices: str) -> str:
    if word not in choices:
        raise LabError(f"{word!r} is none of {', '.join(choices)}")
    return word


def _connect(desk: Desk, name: str) -> Answer:
    desk.connect(name)
    return None


def _nodes(desk: Desk) -> Answer:
    return status.nodes(desk.lab)


def _kept(desk: Desk, name: str | None = None) -> Answer:
    router = desk.lab.router(name or desk.current)
    lines = kept_lines(router)
    return Text("\n".join(lines)) if lines else status.note(f"{router.name}: all its configuration has effect")


def _speed(desk: Desk, word: str) -> Answer:
    desk.pace.speed = SPEEDS[_choose(word, *SPEEDS)]
    return None


def _pause(desk: Desk) -> Answer:
    desk.pace.paused = True
    return None


def _resume(desk: Desk) -> Answer:
    desk.pace.paused = False
    return None


def _wait(desk: Desk, text: str) -> Answer:
    try:
        desk.pace.rush(parse_duration(text))
    except ValueError as error:
        raise LabError(str(error)) from None
    return None


def _link(desk: Desk, state: str, endpoint: str) -> Answer:
    down = _choose(state, "down", "up") == "down"
    (desk.lab.link_down if down else desk.lab.link_up)(endpoint)
    desk.hand.did(f"link {state} {endpoint}")
    return status.note(f"{desk.lab.cable(endpoint).name}: {'pulled' if down else 'plugged in'}")


def _power(desk: Desk, state: str, name: str) -> Answer:
    off = _choose(state, "off", "on") == "off"
    (desk.lab.power_off if off else desk.lab.power_on)(name)
    desk.hand.did(f"power {state} {name}")
    return status.note(f"{name}: {state}")


def _save(desk: Desk, file: str) -> Answer:
    desk.lab.save(file)
    desk.hand.did(f"save {file}")
    return status.note(f"the lab at {status.clock(desk.lab.now)} is kept in {file}")


def _load(desk: Desk, file: str) -> Answer:
    desk.lab.restore(file)
    desk.pace.settle()
    desk.hand.did(f"load {file}")
    return status.note(f"the lab is that of {file}, at {status.clock(desk.lab.now)}")


def _record(desk: Desk, verb: str, file: str = "") -> Answer:
    if verb == "stop" and not file:
        return status.note(f"recorded in {desk.hand.stop()}")
    if verb != "start" or not file:
        raise LabError("write :record start FILE, or :record stop")
    start = desk.hand.record_from_here(Path(file))
    return status.note(f"what is done goes to {file}; {start} is the lab it begins with")


def _help(desk: Desk) -> Answer:
    return status.help_table(USAGES)


def _quit(desk: Desk) -> Answer:
    desk.quit()
    return None


_COMMANDS: dict[str, tuple[int, int, str, Callable[..., Answer]]] = {
    "connect": (1, 1, " NODE", _connect),
    "nodes": (0, 0, "", _nodes),
    "kept": (0, 1, " [NODE]", _kept),
    "speed": (1, 1, " 1|10|max", _speed),
    "pause": (0, 0, "", _pause),
    "resume": (0, 0, "", _resume),
    "wait": (1, 1, " DURATION, e.g. 30s", _wait),
    "link": (2, 2, " down|up NODE:INTERFACE", _link),
    "power": (2, 2, " off|on NODE", _power),
    "impair": (1, 20, " LINK [in|out] off, or e.g. delay 20ms loss 2%", links.impair),
    "packets": (0, 2, " [LINK] [N]", links.packets),
    "capture": (1, 3, " start LINK [FILE], or stop [LINK]", links.capture),
    "inject": (2, 2, " LINK FILE", links.inject),
    "bridge": (3, 3, " LAN tap|host DEVICE", links.bridge),
    "keys": (1, 1, " DIR", links.keys),
    "record": (1, 2, " start FILE, or stop", _record),
    "save": (1, 1, " FILE", _save),
    "load": (1, 1, " FILE", _load),
    "help": (0, 0, "", _help),
    "quit": (0, 0, "", _quit),
}
"""How many words each takes, what they are, and who obeys."""
