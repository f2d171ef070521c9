"""The debug lines of HSRP, one function per message, and the switches that turn them on.

`debug standby events` has parts, and so have `packets`; each line belongs to one part. What `detail` adds: the
Hello that demotes an active router, the answer to a redundancy enquiry, and how many groups of the interface a
change leaves active and passive.

12.2 writes `SB1: Fa0/0 ...`, later releases `HSRP: Fa0/0 Grp 1 ...`.
"""

from __future__ import annotations

from ios_emu.features.hsrp.effects import LOCAL, Event, Happened, Role
from ios_emu.features.hsrp.packet import Advertise, Message, Op, State
from ios_emu.router.feature import DebugFlag
from ios_emu.router.release import ByRelease, Release, Train
from ios_emu.wire import IPv4, Mac

ERRORS = "standby errors"
PROTOCOL = "standby events protocol"
REDUNDANCY = "standby events redundancy"
TRACK = "standby events track"
INTERFACE = "standby events interface"
NEIGHBOR = "standby events neighbor"
ARP = "standby events arp"
DETAIL = "standby events detail"
PACKETS = {op: f"standby packets {op.word.lower()}" for op in Op}
PACKETS_DETAIL = "standby packets detail"

_EVENTS = (PROTOCOL, NEIGHBOR, REDUNDANCY, TRACK, ARP, INTERFACE)
_ALL_PACKETS = tuple(PACKETS.values())


def _flag(name: str, title: str, *includes: str) -> DebugFlag:
    return DebugFlag(name, "HSRP", title, includes)


def _part(name: str, title: str, word: str, *includes: str) -> DebugFlag:
    return DebugFlag(name, "HSRP", f"{title} ({word})", includes, part=word)


FLAGS = (
    _flag("standby", "HSRP debugging", ERRORS, *_EVENTS, *_ALL_PACKETS),
    _flag("standby terse", "HSRP debugging", ERRORS, *_EVENTS, PACKETS[Op.COUP], PACKETS[Op.RESIGN]),
    _flag(ERRORS, "HSRP Errors debugging"),
    _flag("standby events", "HSRP Events debugging", *_EVENTS),
    _part(DETAIL, "HSRP Events debugging", "detail", *_EVENTS),
    *(_part(name, "HSRP Events debugging", name.split()[-1]) for name in _EVENTS),
    _flag("standby packets", "HSRP Packets debugging", *_ALL_PACKETS),
    _part(PACKETS_DETAIL, "HSRP Packets debugging", "detail", *_ALL_PACKETS),
    *(_part(name, "HSRP Packets debugging", name.split()[-1].capitalize()) for name in _ALL_PACKETS),
)

_GROUP = ByRelease({Train.R12_2: "SB{number}: {short} {text}", Train.R12_3: "HSRP: {short} Grp {number} {text}"})
_PORT = ByRelease({Train.R12_2: "SB: {short} {text}", Train.R12_3: "HSRP: {short} {text}"})
_GENERAL = ByRelease({Train.R12_2: "SB: {text}", Train.R12_3: "HSRP: {text}"})
_MESSAGE = ByRelease(
    {
        Train.R12_2: "{op} {way} {source} {state} pri {priority} ip {virtual_ip}",
        Train.R12_3: "{op:<6} {way:<3} {source} {state:<7} pri {priority} vIP {virtual_ip}",
    }
)
VERBOSE = ByRelease({Train.R12_2: False, Train.R12_4: True})
"""Whether neighbors, ARP and MAC filter are told of."""
_DELAY_STARTS = ByRelease(
    {
        Train.R12_2: "Starting {kind} interface delay ({seconds} secs)",
        Train.R12_4: "Starting {kind} intf delay ({seconds} secs) - uptime {uptime}",
    }
)
_DELAY_ENDS = ByRelease(
    {Train.R12_2: "Interface {kind} delay expired", Train.R12_4: "Intf {kind} delay expired - uptime {uptime}"}
)


def group_line(release: Release, short: str, number: int, text: str) -> str:
    """A line about the group `number` on the interface `short`."""
    return _GROUP[release].format(short=short, number=number, text=text)


def interface_line(release: Release, short: str, text: str) -> str:
    """A line about an interface."""
    return _PORT[release].format(short=short, text=text)


def general_line(release: Release, text: str) -> str:
    """A line about neither."""
    return _GENERAL[release].format(text=text)


def peer(address: IPv4 | None) -> str:
    """A router in a role: `local`, its address, or `unknown`."""
    if address is None:
        return "unknown"
    return "local" if address == LOCAL else str(address)


def happened(effect: Happened) -> str:
    """`Standby: c/Active timer expired (172.16.172.52)`."""
    event = effect.event
    about = ""
    if event in (Event.ACTIVE_TIMER, Event.STANDBY_TIMER):
        about = f" ({peer(effect.peer)})"
    elif effect.priority is not None:
        about = f" ({effect.priority}/{effect.peer})"
    return f"{effect.state.word}: {event.value}{about}"


def role(effect: Role) -> str:
    """`Active router is local, was 172.16.172.52`."""
    was = "" if effect.old is None else f", was {peer(effect.old)}"
    return f"{effect.role} router is {peer(effect.new)}{was}"


def moved(old: State, new: State) -> str:
    """`Standby -> Active`."""
    return f"{old.word} -> {new.word}"


def counts(active: tuple[int, int], passive: tuple[int, int]) -> str:
    """How many groups of the interface were and are active and passive: ` (active 0->1, passive 1->0)`."""
    said = [
        f"{word} {old}->{new}" if old != new else f"{word} {new}"
        for word, (old, new) in (("active", active), ("passive", passive))
    ]
    return f" ({', '.join(said)})"


def redundancy(name: str, old: str, new: str) -> str:
    """The group's clients were told of a change."""
    return f'Redundancy "{name}" state {old} -> {new}'


def reminder(name: str, state: str) -> str:
    """The group's clients were told again."""
    return f"Redundancy group {name} state {state} -> {state}"


def enquiry(name: str) -> str:
    """A client asked how the group stands."""
    return f"Redundancy enquiry for {name} succeeded"


def enquiry_detail(name: str, address: IPv4 | None, state: str, active: str, standby: str) -> str:
    """What the client was told."""
    return f"\n        addr {address} name {name} state {state}\n        active {active} standby {standby}"


def message(release: Release, way: str, source: IPv4, said: Message) -> str:
    """`Hello  in  10.10.10.3 Active  pri 150 vIP 10.10.10.1`; `way` is in or out."""
    return _MESSAGE[release].format(
        op=said.op.word,
        way=way,
        source=source,
        state=said.state.word,
        priority=said.priority,
        virtual_ip=said.virtual_ip,
    )


def message_detail(said: Message, mac: Mac | None) -> str:
    """The second line of a message: its times in ms, and the MAC address its sender uses."""
    identifier = "" if mac is None else f" id {mac}"
    return f"\n        hel {said.hello_time} hol {said.hold_time}{identifier}"


def advertise_out(said: Advertise) -> str:
    """An Advertise was sent."""
    state = said.state.name.capitalize()
    return f"Redirect adv out, {state}, active {said.active_groups} passive {said.passive_groups}"


def advertise_in(said: Advertise, source: IPv4) -> str:
    """An Advertise was received."""
    return (
        f"REDIRECT adv in, {said.state.name.capitalize()}, active {said.active_groups}, "
        f"passive {said.passive_groups}, from {source}"
    )


def authentication_failed(said: Message, source: IPv4, why: str) -> str:
    """A message with another authentication string or key than ours."""
    return f"Auth failed for {said.op.word} pkt from {source}, {why}"


def neighbor(address: IPv4, text: str) -> str:
    """Something about a router beside us (12.4 and later)."""
    return f"Nbr {address} {text}"


def added_to_arp(address: IPv4, mac: Mac) -> str:
    """This router answers for a virtual address from now on."""
    return f"Added {address} to ARP ({mac})"


def removed_from_arp(address: IPv4) -> str:
    """It no longer does."""
    return f"Removed {address} from ARP"


def redundancy_update(name: str, old: str, new: str) -> str:
    """The clients of the group have been told (12.4 and later)."""
    return f'IP Redundancy "{name}" update, {old} -> {new}'


def delay_starts(release: Release, kind: str, seconds: int, uptime: int) -> str:
    """`standby delay` runs; `kind` is minimum or reload, `uptime` in seconds."""
    return _DELAY_STARTS[release].format(kind=kind, seconds=seconds, uptime=uptime)


def delay_ends(release: Release, kind: str, uptime: int) -> str:
    """`standby delay` is over."""
    return _DELAY_ENDS[release].format(kind={"minimum": "min"}.get(kind, kind), uptime=uptime)


def object_changed(number: int, up: bool) -> str:
    """A tracked object changed."""
    old, new = ("Down", "Up") if up else ("Up", "Down")
    return f"Track {number} object changed, state {old} -> {new}"


def priority_changed(old: int, new: int) -> str:
    """The priority followed."""
    return f"Priority {old} -> {new}"


def preempt_waits(seconds: int) -> str:
    """A higher priority would preempt, but for `preempt delay`."""
    return f"Starting preempt delay ({seconds} secs)"
