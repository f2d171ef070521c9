"""What `show standby` prints: functions from views of groups to text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ios_emu.features.hsrp.config import Preemption
from ios_emu.features.hsrp.packet import State
from ios_emu.kernel import MILLISECOND, SECOND
from ios_emu.router.release import ByRelease, Release, Train
from ios_emu.router.show.durations import age
from ios_emu.wire import IPv4, Mac

_TICK = ByRelease({Train.R12_2: 4, Train.R15: 16})
"""The granularity of timers in ms, as remaining times show it."""


@dataclass(frozen=True)
class RoleView:
    """The router in a role: this one, or `address` (None: unknown) its priority, and the ns until it is lost."""

    local: bool = False
    address: IPv4 | None = None
    priority: int = 0
    expires: int | None = None

    @property
    def word(self) -> str:
        """As the brief table has it."""
        return "local" if self.local else "unknown" if self.address is None else str(self.address)


@dataclass(frozen=True)
class TrackView:
    """One tracked object of a group: its number or interface; `up` None: not configured."""

    target: int | str
    up: bool | None
    decrement: int
    shutdown: bool = False


@dataclass(frozen=True)
class AuthenticationView:
    """How messages are proved: by a `text`, by the key `chain`, or by a key with its timeout in seconds."""

    text: str = ""
    chain: str = ""
    key_timeout: int = 0


@dataclass(frozen=True)
class GroupView:
    """All that is shown of a group. Durations in ns; `reason`: why it is in Init; `disabled`: no `standby ip`."""

    interface: str
    short: str
    number: int
    state: State
    reason: str
    disabled: bool
    changes: int
    last_change: int | None
    virtual_ip: IPv4 | None
    configured_ip: bool
    secondary: tuple[IPv4, ...]
    mac: Mac
    mac_origin: str
    hello: int
    hold: int
    next_hello: int | None
    authentication: AuthenticationView | None
    preempt: Preemption | None
    active: RoleView
    standby: RoleView
    priority: int
    configured_priority: int
    default_priority: bool
    tracks: tuple[TrackView, ...]
    name: str
    default_name: bool
    version: int = 1

    @property
    def state_word(self) -> str:
        """`Active`, or `Disabled` without `standby ip`."""
        return "Disabled" if self.disabled else self.state.word

    @property
    def title(self) -> str:
        """The first line."""
        return f"{self.interface} - Group {self.number}" + (" (version 2)" if self.version == 2 else "")


# -- show standby ----------------------------------------------------------------------------------------


def standby(release: Release, groups: Sequence[GroupView]) -> str:
    """`show standby`."""
    form = _FORMS[release]
    return "".join(line + "\n" for view in groups for line in form(release, view))


def _lines_12_2(release: Release, view: GroupView) -> list[str]:
    preempt = ", may preempt" if view.preempt is not None else ""
    lines = [
        view.title,
        f"  Local state is {view.state_word}, priority {view.priority}{preempt}",
        f"  Hellotime {_time(view.hello)}, holdtime {_time(view.hold)}",
    ]
    if view.next_hello is not None:
        lines.append(f"  Next hello sent in {_fraction(release, view.next_hello)}")
    how = "configured" if view.configured_ip else "learned"
    lines.append(f"  Virtual IP address is {view.virtual_ip} {how}" if view.virtual_ip else _UNKNOWN_ADDRESS)
    lines += [f"    Secondary virtual IP address {address}" for address in view.secondary]
    for role, who in (("Active", view.active), ("Standby", view.standby)):
        expires = "" if who.expires is None else f" expires in {_fraction(release, who.expires)}"
        lines.append(f"  {role} router is {who.word}{expires}")
    lines.append(f"  Virtual mac address is {view.mac}")
    lines.append(f"  {_changes(view)}")
    lines.append(f'  IP redundancy name is "{view.name}" ({_origin(view)})')
    if view.tracks:
        up = sum(track.up is not False for track in view.tracks)
        plural = "" if len(view.tracks) == 1 else "s"
        lines.append(f"  Priority tracking {len(view.tracks)} interface{plural}, {up} up:")
        lines.append("    Interface                 Decrement  State")
        for track in view.tracks:
            state = "Down" if track.up is False else "Up"
            lines.append(f"    {track.target!s:<25} {track.decrement:>5}      {state}")
    return lines


_UNKNOWN_ADDRESS = "  Virtual IP address is unknown"


def _lines_12_3(release: Release, view: GroupView) -> list[str]:
    words = _WORDS[release]
    reason = f" ({view.reason})" if view.state is State.INIT and not view.disabled and view.reason else ""
    active_mac = "unknown" if view.active.word == "unknown" else str(view.mac)
    if words.mac_in_use and active_mac != "unknown":
        active_mac += " (MAC In Use)" if view.active.local else " (MAC Not In Use)"
    lines = [
        view.title,
        f"  State is {view.state_word}{reason}",
        *(f"    {_track(track)}" for track in view.tracks if track.shutdown),
        f"    {_changes(view)}",
        f"  Virtual IP address is {view.virtual_ip}" if view.virtual_ip else _UNKNOWN_ADDRESS,
        *(f"    Secondary virtual IP address {address}" for address in view.secondary),
        f"  Active virtual MAC address is {active_mac}",
        f"    Local virtual MAC address is {view.mac} ({view.mac_origin})",
        f"  Hello time {_time(view.hello)}, hold time {_time(view.hold)}",
    ]
    if view.next_hello is not None:
        lines.append(f"    Next hello sent in {_fraction(release, view.next_hello)} secs")
    if view.authentication is not None:
        lines.append(_authentication(words, view.authentication))
    lines.append(f"  {_preemption(view.preempt)}")
    lines.append(f"  Active router is {_role(release, view.active)}")
    lines.append(f"  Standby router is {_role(release, view.standby)}")
    origin = "default" if view.default_priority else "configured"
    lines.append(f"  Priority {view.priority} ({origin} {view.configured_priority})")
    lines += [f"    {_track(track)}" for track in view.tracks if not track.shutdown]
    lines.append(f'  {words.name} is "{view.name}" ({_origin(view)})')
    if words.mac_in_use:
        lines.append(f"  FLAGS: {int(view.active.local)}/1")
    return lines


@dataclass(frozen=True)
class _Words:
    name: str = "IP redundancy name"
    authentication: str = '  Authentication text "{}"'
    mac_in_use: bool = False


_FORMS: ByRelease[Callable[[Release, GroupView], list[str]]] = ByRelease(
    {Train.R12_2: _lines_12_2, Train.R12_3: _lines_12_3}
)
_WORDS = ByRelease(
    {
        Train.R12_2: _Words(),
        Train.R15: _Words("Group name", "  Authentication text, string hidden", mac_in_use=True),
    }
)
DEFAULT_MAC = ByRelease({Train.R12_2: "default", Train.R12_3T: "v1 default"})
"""Where a virtual MAC address comes from when nothing is configured."""


def _origin(view: GroupView) -> str:
    return "default" if view.default_name else "cfgd"


def _changes(view: GroupView) -> str:
    plural = "" if view.changes == 1 else "s"
    last = "never" if view.last_change is None else age(view.last_change)
    return f"{view.changes} state change{plural}, last state change {last}"


def _time(duration: int) -> str:
    if duration % SECOND:
        return f"{duration // MILLISECOND} msec"
    return f"{duration // SECOND} sec"


def _fraction(release: Release, duration: int) -> str:
    tick = _TICK[release]
    msec = duration // MILLISECOND // tick * tick
    return f"{msec // 1000}.{msec % 1000:03}"


def _role(release: Release, who: RoleView) -> str:
    if who.local or who.address is None:
        return who.word
    expires = "" if who.expires is None else f" (expires in {_fraction(release, who.expires)} sec)"
    return f"{who.address}, priority {who.priority}{expires}"


def _authentication(words: _Words, how: AuthenticationView) -> str:
    if how.text:
        return words.authentication.format(how.text)
    if how.chain:
        return f'  Authentication MD5, key-chain "{how.chain}"'
    timeout = f", timeout {how.key_timeout} secs" if how.key_timeout else ""
    return f"  Authentication MD5, key-string{timeout}"


def _preemption(preempt: Preemption | None) -> str:
    if preempt is None:
        return "Preemption disabled"
    delays = [
        f"{word} {seconds} secs"
        for word, seconds in (("min", preempt.minimum), ("reload", preempt.reload), ("sync", preempt.sync))
        if seconds
    ]
    return "Preemption enabled" + (f", delay {', '.join(delays)}" if delays else "")


def _track(track: TrackView) -> str:
    kind = "object" if isinstance(track.target, int) else "interface"
    if track.up is None:
        return f"Track {kind} {track.target} (unknown)"
    cost = "" if track.shutdown else f" decrement {track.decrement}"
    return f"Track {kind} {track.target} state {'Up' if track.up else 'Down'}{cost}"


# -- show standby brief ----------------------------------------------------------------------------------

_LEGEND = "                     P indicates configured to preempt.\n                     |\n"


def _row_12_3(view: GroupView) -> str:
    return f"{view.short:<12}{view.number:<4}{view.priority:<5}{_p(view)} {view.state_word:<9}{_peers(view)}"


def _row_12_4(view: GroupView) -> str:
    return f"{view.short:<12}{view.number:<5}{view.priority:<4}{_p(view)} {view.state_word:<8}{_peers(view)}"


def _p(view: GroupView) -> str:
    return " " if view.preempt is None else "P"


def _peers(view: GroupView) -> str:
    return f"{view.active.word:<16}{view.standby.word:<16}{view.virtual_ip or 'unknown'}"


_BRIEF: ByRelease[tuple[str, Callable[[GroupView], str]]] = ByRelease(
    {
        Train.R12_2: (
            "Interface   Grp Prio P State    Active addr     Standby addr    Group addr\n",
            _row_12_3,
        ),
        Train.R12_4: ("Interface   Grp  Pri P State   Active          Standby         Virtual IP\n", _row_12_4),
    }
)


def brief(release: Release, groups: Sequence[GroupView]) -> str:
    """`show standby brief`."""
    header, row = _BRIEF[release]
    return _LEGEND + header + "".join(row(view) + "\n" for view in groups)


# -- show standby delay ----------------------------------------------------------------------------------


def delay(interfaces: Sequence[tuple[str, int, int]]) -> str:
    """`show standby delay`: interface, minimum and reload delay in seconds."""
    rows = [f"{name:<18} {minimum:<7} {reload}\n" for name, minimum, reload in interfaces]
    return "Interface          Minimum Reload \n" + "".join(rows)
