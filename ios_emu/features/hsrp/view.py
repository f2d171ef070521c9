"""From the state of groups to what `show` is given of them."""

from __future__ import annotations

from ios_emu.features.hsrp import show
from ios_emu.features.hsrp.config import DEFAULT_PRIORITY, GroupConfig, Md5Chain
from ios_emu.features.hsrp.effects import LOCAL
from ios_emu.features.hsrp.group import VIA, Group
from ios_emu.features.hsrp.packet import DEFAULT_AUTHENTICATION, State
from ios_emu.wire import IPv4


def view_of(group: Group) -> show.GroupView:
    """What is shown of `group` at this instant."""
    config, machine, port = group.config, group.machine, group.port
    timers = port.feature.timers
    return show.GroupView(
        interface=port.interface.name,
        short=port.interface.short,
        number=group.number,
        version=port.config.version,
        state=machine.state,
        reason=group.obstacle(),
        disabled=not config.runs,
        changes=group.changes,
        last_change=None if group.changed_at is None else port.router.kernel.now - group.changed_at,
        virtual_ip=machine.virtual_ip,
        configured_ip=config.virtual_ip is not None,
        secondary=config.secondary,
        mac=group.mac,
        mac_origin=_mac_origin(group),
        hello=machine.hello,
        hold=machine.hold,
        next_hello=timers.remaining(group.timers["hello"]),
        authentication=_authentication(config),
        preempt=config.preempt,
        active=_role(group, machine.active, machine.active_priority, "active"),
        standby=_role(group, machine.standby, machine.standby_priority, "standby"),
        priority=machine.priority,
        configured_priority=config.priority,
        default_priority=config.priority == DEFAULT_PRIORITY,
        tracks=_tracks(group),
        name=group.name,
        default_name=not config.name,
    )


def _authentication(config: GroupConfig) -> show.AuthenticationView | None:
    md5 = config.md5
    if isinstance(md5, Md5Chain):
        return show.AuthenticationView(chain=md5.name)
    if md5 is not None:
        return show.AuthenticationView(key_timeout=md5.timeout)
    if config.authentication == DEFAULT_AUTHENTICATION:
        return None
    return show.AuthenticationView(text=config.authentication.rstrip(b"\0").decode("ascii", "replace"))


def _mac_origin(group: Group) -> str:
    if group.config.mac is not None:
        return "cfgd"
    if group.port.config.use_bia:
        return "bia"
    return "v2 default" if group.port.config.version == 2 else show.DEFAULT_MAC[group.port.router.release]


def _role(group: Group, address: IPv4 | None, priority: int, timer: str) -> show.RoleView:
    if address is None:
        return show.RoleView()
    if address == LOCAL:
        return show.RoleView(local=group.machine.state is not State.INIT)
    return show.RoleView(False, address, priority, group.port.feature.timers.remaining(group.timers[timer]))


def _tracks(group: Group) -> tuple[show.TrackView, ...]:
    tracking = group.port.router.tracking
    views = []
    for track in group.config.tracks:
        tracked = tracking.find(track.target, VIA)
        up = None if tracked is None else tracked.up
        views.append(show.TrackView(track.target, up, track.decrement, track.shutdown))
    return tuple(views)
