"""Tracked objects in one router: the configuration's side of the service `router.tracking`."""

from __future__ import annotations

from ios_emu.features.track.show import TrackView
from ios_emu.router.feature import Feature
from ios_emu.router.tracking import TrackedObject


class Track(Feature):
    """What is shown of a router's tracked objects. Their state is the tracking service's."""

    def views(self) -> list[TrackView]:
        """Every tracked object, by number."""
        objects = self.router.tracking.objects
        return [self._view(objects[number]) for number in sorted(objects)]

    def _view(self, tracked: TrackedObject) -> TrackView:
        return TrackView(
            number=tracked.number,
            via=tracked.via,
            interface=tracked.interface,
            parameter=tracked.parameter,
            up=tracked.up,
            why=() if tracked.up else self._why(tracked),
            changes=tracked.changes,
            last_change=self.router.kernel.now - tracked.changed_at,
            pending=self.router.tracking.pending(tracked.number),
            delay_up=tracked.delay_up,
            delay_down=tracked.delay_down,
            clients=tuple(sorted(tracked.clients)),
        )

    def _why(self, tracked: TrackedObject) -> tuple[str, ...]:
        """Why it is down: the interface's state, and for `ip routing` its address."""
        interface = self.router.interfaces.get(tracked.interface)
        if interface is None:
            return ("hw down",)
        reasons = []
        if interface.shutdown:
            reasons.append("hw admin-down")
        elif not interface.hardware_up:
            reasons.append("hw down")
        if tracked.parameter == "ip routing" and interface.ip is None:
            reasons.append("no ip addr")
        return tuple(reasons)
