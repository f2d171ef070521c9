"""One group on one interface of a router: carries out what its state machine asks for, and tells the world."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ios_emu.features.hsrp import debug, effects, packet2
from ios_emu.features.hsrp.authentication import Authentication
from ios_emu.features.hsrp.config import GroupConfig, TrackConfig
from ios_emu.features.hsrp.effects import LOCAL
from ios_emu.features.hsrp.machine import Machine
from ios_emu.features.hsrp.owned import Owned
from ios_emu.features.hsrp.packet import PORT, TOS, TTL, Message, Op, State
from ios_emu.kernel import SECOND
from ios_emu.router.redundancy import RedundancyGroup
from ios_emu.router.release import ByRelease, Train
from ios_emu.wire import IPv4, Mac

if TYPE_CHECKING:
    from ios_emu.features.hsrp.port import HsrpPort

REMINDERS = 2
"""With how many Hellos a new active router tells the group's followers again that it is."""
WARNING_INTERVAL = 30 * SECOND
"""A warning about what one router sends is not repeated sooner."""
VIA = "HSRP"
"""What implicit tracked objects and their clients are labelled with."""

_CHANGE = ByRelease({Train.R12_2: ("STANDBY", 6), Train.R12_3: ("HSRP", 6), Train.R15: ("HSRP", 5)})
_WARNING = ByRelease({Train.R12_2: "STANDBY", Train.R12_3: "HSRP"})
_DUPLICATE = ByRelease({Train.R12_2: 3, Train.R12_3: 4})
_LOGGED = ByRelease({Train.R12_2: (State.ACTIVE,), Train.R15: (State.ACTIVE, State.STANDBY)})
"""A change into or out of one of these states is logged."""
_BAD_AUTH = ByRelease(
    {
        Train.R12_2: (3, "Bad authentication from {source}"),
        Train.R12_3: (4, "Bad authentication from {source}, group {group}, remote state {state}"),
    }
)
_COUNTED = (State.STANDBY, State.ACTIVE)
"""Entering or leaving one of these is a state change that `show standby` counts."""
_SETTLED = (State.INIT, State.STANDBY, State.ACTIVE)
"""In one of these no election goes on that could make this router the active one or take that from it."""


def redundancy_word(state: State) -> str:
    """A state as followers of a redundancy group call it: a router that listens is a backup."""
    return "Backup" if state is State.LISTEN else state.word


class Group:
    """The group `number` on the interface of `port`."""

    def __init__(self, port: HsrpPort, number: int) -> None:
        self.port = port
        self.number = number
        self.config = GroupConfig()
        self.machine = Machine(self.config)
        self.machine.number = number
        self.changes = 0
        self.changed_at: int | None = None
        self._published: RedundancyGroup | None = None
        self._reminders = 0
        self._warned: dict[str, int] = {}
        name = port.interface.name
        self.timers = {timer: (timer, name, number) for timer in ("active", "standby", "hello", "preempt")}
        self.owned = Owned(self)
        self.authentication = Authentication(port.feature)

    @property
    def label(self) -> str:
        """As a client of tracked objects: `HSRP FastEthernet0/0 1`."""
        return f"{VIA} {self.port.interface.name} {self.number}"

    @property
    def name(self) -> str:
        """The redundancy group's name: configured, or the default, `hsrp-Fa0/0-1`."""
        return self.config.name or f"hsrp-{self.port.interface.short}-{self.number}"

    @property
    def mac(self) -> Mac:
        """The virtual MAC address (RFC 2281 section 6.1; version 2 has its own block), or what is configured
        in its place."""
        if self.config.mac is not None:
            return self.config.mac
        if self.port.config.use_bia:
            return self.port.interface.bia
        if self.port.config.version == packet2.VERSION:
            return Mac(b"\x00\x00\x0c\x9f" + (0xF000 | self.number).to_bytes(2, "big"))
        return Mac(b"\x00\x00\x0c\x07\xac" + bytes((self.number & 0xFF,)))

    @property
    def addresses(self) -> tuple[IPv4, ...]:
        """The virtual addresses, the primary one first."""
        primary = self.machine.virtual_ip
        return (primary, *self.config.secondary) if primary is not None else self.config.secondary

    # -- configuration and conditions ------------------------------------------------------------------

    def configure(self, config: GroupConfig) -> None:
        """The configuration is another one: let it take effect, whatever state the group is in."""
        old, self.config = self.config, config
        self.authentication.configured(old, config)
        if (old.runs, old.virtual_ip) != (config.runs, config.virtual_ip):
            self.stop()
        if old.name != config.name:
            self._withdraw()
        self._track(old.tracks, config.tracks)
        self.carry_out(self.machine.configure(config))
        self.reckon_priority()
        if self.machine.state is State.ACTIVE:
            self.owned.settle()
        self.review()
        self._publish()

    def stop(self) -> None:
        """Leave the group for now; `review` begins anew."""
        self.carry_out(self.machine.disable())

    def review(self) -> None:
        """Run if the conditions are met, stop if not (events a and b); with a new primary address start anew."""
        interface = self.port.interface
        machine = self.machine
        address = interface.ip
        if machine.state is not State.INIT and (self.obstacle() or address != machine.address):
            self.stop()
        if machine.state is State.INIT and not self.obstacle() and address is not None:
            machine.address = address
            self.carry_out(machine.enable(after_reload=self.port.after_reload))

    def obstacle(self) -> str:
        """Why the group cannot run, in the words of `show standby`; empty when it can."""
        interface = self.port.interface
        if not self.config.runs:
            return "disabled"
        if not interface.line_up or interface.ip is None:
            return "interface down"
        virtual = self.config.virtual_ip
        if virtual is not None and not interface.on_link(virtual):
            return "virtual IP in wrong subnet"
        if any(self._is_down(track) for track in self.config.tracks if track.shutdown):
            return "tracking shutdown"
        if self.number > 255 and self.port.config.version == 1:
            return "group number"
        return "" if self.port.ready else "interface down"

    def end(self) -> None:
        """The group is unconfigured altogether."""
        self.configure(GroupConfig())
        self._withdraw()
        for timer in (*self.timers.values(), self.owned.timer):
            self.port.feature.timers.stop(timer)

    # -- tracking --------------------------------------------------------------------------------------

    def _track(self, old: tuple[TrackConfig, ...], new: tuple[TrackConfig, ...]) -> None:
        tracking = self.port.router.tracking
        before, after = [t.target for t in old], [t.target for t in new]
        for target in after:
            if target not in before:
                if isinstance(target, int):
                    tracking.follow(target, self.label)
                else:
                    tracking.follow_interface(target, VIA, self.label)
        for target in before:
            if target not in after:
                if isinstance(target, int):
                    tracking.unfollow(target, self.label)
                else:
                    tracking.unfollow_interface(target, VIA, self.label)

    def tracked_changed(self, number: int, up: bool) -> None:
        """A tracked object changed; perhaps one of ours."""
        tracking = self.port.router.tracking
        for track in self.config.tracks:
            tracked = tracking.find(track.target, VIA)
            if (tracked.number if tracked is not None else track.target) == number:
                self._debug(debug.TRACK, debug.object_changed(number, up))
                self.reckon_priority()
                self.review()

    def _is_down(self, track: TrackConfig) -> bool:
        """Whether a tracked object is down; one that is not configured is not."""
        tracked = self.port.router.tracking.find(track.target, VIA)
        return tracked is not None and not tracked.up

    def reckon_priority(self) -> None:
        """The priority in effect: what is configured, less the decrements of tracked objects that are down."""
        fallen = [track.decrement for track in self.config.tracks if not track.shutdown and self._is_down(track)]
        priority = max(self.config.priority - sum(fallen), 0)
        old, self.machine.priority = self.machine.priority, priority
        if old != priority:
            self._debug(debug.TRACK, debug.priority_changed(old, priority))

    # -- input -----------------------------------------------------------------------------------------

    def receive(self, message: Message, source: IPv4) -> None:
        """A message of this group, not yet authenticated."""
        router = self.port.router
        failure = self.authentication.failure(self.config, message)
        if failure:
            self.port.count("authentication")
            self._debug(debug.ERRORS, debug.authentication_failed(message, source, failure))
            severity, text = _BAD_AUTH[router.release]
            text = text.format(source=source, group=self.number, state=message.state.word)
            self._warn("BADAUTH", severity, text)
            return
        machine = self.machine
        if message.state is State.ACTIVE and message.op is Op.HELLO:
            if self.config.virtual_ip not in (None, message.virtual_ip) and machine.state is not State.INIT:
                self._warn_of_other_address(message)
            if machine.state is State.ACTIVE and router.debugging(debug.DETAIL):
                self._debug(debug.DETAIL, self._packet_text("in", source, message, detail=True))
        if router.debugging(debug.PACKETS[message.op]):
            self._debug_packet("in", source, message)
        self.carry_out(machine.receive(message, source))

    def expire(self, timer: str) -> None:
        """A timer of this group has expired."""
        if timer == "announce":
            self.owned.announce()
            return
        if timer == "hello" and self._reminders and self.machine.state is State.ACTIVE:
            self._reminders -= 1
            if self.port.router.redundancy.followed(self.name):
                self._debug(debug.REDUNDANCY, debug.reminder(self.name, State.ACTIVE.word))
        self.carry_out(self.machine.expire(timer))

    def _warn_of_other_address(self, message: Message) -> None:
        self._warn(
            "DIFFVIP1",
            4,
            f"{self.port.interface.name} Grp {self.number} active routers virtual IP address {message.virtual_ip} "
            f"is different to the locally configured address {self.config.virtual_ip}",
        )

    def address_claimed(self, address: IPv4, mac: Mac) -> None:
        """Somebody else has our virtual address."""
        severity = _DUPLICATE[self.port.router.release]
        self._warn(
            "DUPADDR", severity, f"Duplicate address {address} on {self.port.interface.name}, sourced by {mac}"
        )

    def _warn(self, mnemonic: str, severity: int, text: str) -> None:
        now = self.port.router.kernel.now
        last = self._warned.get(mnemonic)
        if last is None or now - last >= WARNING_INTERVAL:
            self._warned[mnemonic] = now
            self.port.router.log(_WARNING[self.port.router.release], severity, mnemonic, text)

    # -- effects ---------------------------------------------------------------------------------------

    def carry_out(self, wanted: effects.Effects) -> None:
        """Do what the state machine asks for, in order."""
        timers = self.port.feature.timers
        before = next((effect.old for effect in wanted if isinstance(effect, effects.Moved)), self.machine.state)
        for effect in wanted:
            if isinstance(effect, effects.Start):
                timers.start(self.timers[effect.timer], effect.delay)
            elif isinstance(effect, effects.Send):
                self._send(effect.message)
            elif isinstance(effect, effects.Stop):
                timers.stop(self.timers[effect.timer])
            elif isinstance(effect, effects.Moved):
                self._moved(effect.old, effect.new)
            elif isinstance(effect, effects.Announce):
                self.owned.announce_first()
            elif isinstance(effect, effects.Happened):
                self._debug(debug.PROTOCOL, debug.happened(effect))
            elif isinstance(effect, effects.Role):
                self._debug(debug.PROTOCOL, debug.role(effect))
                self.port.neighbors.changed(self.number, before, effect)
            else:
                self._debug(debug.PROTOCOL, debug.preempt_waits(effect.delay // SECOND))

    def _send(self, message: Message) -> None:
        """The active router's Hellos carry the virtual MAC address, so that bridges learn where it is (RFC 2281
        section 6.2)."""
        port = self.port
        source = self.machine.address
        if not port.interface.line_up:
            return
        if port.router.debugging(debug.PACKETS[message.op]):
            self._debug_packet("out", source, message)
        message = message._replace(version=port.config.version, identifier=port.interface.mac)
        speaks_for_all = message.op is Op.HELLO and message.state is State.ACTIVE
        port.router.udp.send_on(
            port.interface,
            source,
            port.all_routers,
            PORT,
            self.authentication.seal(self.config, message, source),
            ttl=TTL,
            tos=TOS,
            mac=self.mac if speaks_for_all else None,
        )

    def _moved(self, old: State, new: State) -> None:
        port = self.port
        router = port.router
        counts = port.recount()
        if router.debugging(debug.PROTOCOL):
            suffix = debug.counts(*counts) if router.debugging(debug.DETAIL) else ""
            self._debug(debug.PROTOCOL, debug.moved(old, new) + suffix)
        if old in _COUNTED or new in _COUNTED:
            self.changes += 1
            self.changed_at = router.kernel.now
        self.owned.settle()
        logged = _LOGGED[router.release]
        if old in logged or new in logged:
            facility, severity = _CHANGE[router.release]
            text = f"{port.interface.name} Grp {self.number} state {old.word} -> {new.word}"
            if router.release.train is Train.R12_2:
                text = text.replace("Grp", "Group")
            router.log(facility, severity, "STATECHANGE", text)
        self._reminders = REMINDERS if new is State.ACTIVE else 0
        self._debug(debug.REDUNDANCY, debug.redundancy(self.name, redundancy_word(old), redundancy_word(new)))
        if debug.VERBOSE[router.release]:
            text = debug.redundancy_update(self.name, redundancy_word(old), redundancy_word(new))
            self._debug(debug.REDUNDANCY, text)
        self._publish()
        port.advertise_change(counts)

    def on_enquiry(self) -> RedundancyGroup | None:
        """A follower asks how things stand. While it is being told of a change, the record is still the old one."""
        record, router = self._published, self.port.router
        if record is not None and router.debugging(debug.REDUNDANCY):
            text = debug.enquiry(record.name)
            if router.debugging(debug.DETAIL):
                active, standby = (self._address_of(r) for r in (self.machine.active, self.machine.standby))
                text += debug.enquiry_detail(record.name, record.address, record.state, active, standby)
            self._debug(debug.REDUNDANCY, text)
        return record

    def _address_of(self, router: IPv4 | None) -> str:
        if router is None:
            return "unknown"
        return str(self.machine.address if router == LOCAL else router)

    def _publish(self) -> None:
        if not self.config.runs:
            self._withdraw()
            return
        state = self.machine.state
        group = RedundancyGroup(
            self.name,
            self.port.interface.name,
            self.machine.virtual_ip,
            redundancy_word(state),
            state is State.ACTIVE,
            state in _SETTLED,
        )
        if group != self._published:
            self.port.router.publish_redundancy(group, self)
            self._published = group

    def _withdraw(self) -> None:
        if self._published is not None:
            router = self.port.router
            published, self._published = self._published, None
            router.publish_redundancy(replace(published, state=State.INIT.word, active=False, settled=True))
            router.redundancy.withdraw(published.name)

    # -- debug -----------------------------------------------------------------------------------------

    def _debug(self, flag: str, text: str) -> None:
        router = self.port.router
        if router.debugging(flag):
            router.debug(flag, debug.group_line(router.release, self.port.interface.short, self.number, text))

    def _debug_packet(self, way: str, source: IPv4, message: Message) -> None:
        detail = self.port.router.debugging(debug.PACKETS_DETAIL)
        self._debug(debug.PACKETS[message.op], self._packet_text(way, source, message, detail=detail))

    def _packet_text(self, way: str, source: IPv4, message: Message, *, detail: bool) -> str:
        text = debug.message(self.port.router.release, way, source, message)
        if detail:
            virtual = self.mac if message.state is State.ACTIVE else None
            text += debug.message_detail(message, message.identifier or virtual)
        return text
