"""Tracked objects in one router: the configuration's side of the service `router.tracking`."""

from __future__ import annotations

from ios_emu.features.track.show import TrackView
from ios_emu.router.feature import Feature
from ios_emu.router.tracked import Subject, TrackedInterface, TrackedList, TrackedProbe, TrackedRoute
from ios_emu.router.tracking import TrackedObject, described

_TITLES = {
    "line-protocol": "Line protocol",
    "ip routing": "IP routing",
    "reachability": "Reachability",
    "metric threshold": "Metric threshold",
    "state": "State",
    "boolean and": "Boolean AND",
    "boolean or": "Boolean OR",
    "threshold percentage": "Threshold Percentage",
    "threshold weight": "Threshold Weight",
}


class Track(Feature):
    """What is shown of a router's tracked objects. Their state is the tracking service's."""

    def views(self) -> list[TrackView]:
        """Every tracked object, by number."""
        objects = self.router.tracking.objects
        return [self._view(objects[number]) for number in sorted(objects)]

    def _view(self, tracked: TrackedObject) -> TrackView:
        subject = tracked.subject
        what, parameter = described(subject, self.router.release)
        return TrackView(
            number=tracked.number,
            via=tracked.via,
            what=what,
            parameter=parameter,
            heading=_heading(what, parameter, subject),
            title=_TITLES[parameter],
            up=tracked.up,
            why=self._why(tracked),
            changes=tracked.changes,
            last_change=self.router.kernel.now - tracked.changed_at,
            pending=self.router.tracking.pending(tracked.number),
            details=self._details(subject),
            delay_up=tracked.delay_up,
            delay_down=tracked.delay_down,
            clients=tuple(sorted(tracked.clients)),
        )

    def _why(self, tracked: TrackedObject) -> tuple[str, ...]:
        """What is said of the state in brackets."""
        subject = tracked.subject
        if isinstance(subject, TrackedInterface):
            return () if tracked.up else self._why_down(subject)
        if isinstance(subject, TrackedRoute):
            return (self._why_route(subject),)
        if isinstance(subject, TrackedList) and subject.kind.startswith("threshold"):
            reached = self.router.tracking.reached(subject)
            return (f"{reached}/{subject.total}" if subject.kind.endswith("weight") else f"{reached}%",)
        return ()

    def _why_down(self, subject: TrackedInterface) -> tuple[str, ...]:
        """Why an interface is down: its state, and for `ip routing` its address."""
        interface = self.router.interfaces.get(subject.interface)
        if interface is None:
            return ("hw down",)
        reasons = []
        if interface.shutdown:
            reasons.append("hw admin-down")
        elif not interface.hardware_up:
            reasons.append("hw down")
        if subject.parameter == "ip routing" and interface.ip is None:
            reasons.append("no ip addr")
        return tuple(reasons)

    def _why_route(self, subject: TrackedRoute) -> str:
        route = self.router.rib.best(subject.prefix)
        if route is None:
            return "no ip route" if subject.parameter == "reachability" else "no route"
        source = route.source.split()[0]
        name = source.upper() if source == "ospf" else source
        if subject.parameter == "reachability":
            return name
        return f"{name}/{self.router.tracking.scaled_metric(subject)}"

    def _details(self, subject: Subject) -> tuple[str, ...]:
        """The lines below the changes."""
        if isinstance(subject, TrackedList):
            return self._members(subject)
        if not isinstance(subject, TrackedRoute):
            return ()
        lines = []
        if subject.parameter == "metric threshold":
            lines.append(f"  Metric threshold down {subject.down} up {subject.up}")
        known = self.router.rib.best(subject.prefix) is not None
        path = self.router.fib.choose(0, subject.prefix.network) if known else None
        lines.append(f"  First-hop interface is {'unknown' if path is None else path.interface.name}")
        return tuple(lines)

    def _members(self, subject: TrackedList) -> tuple[str, ...]:
        tracking = self.router.tracking
        lines = []
        for member in subject.members:
            share = ""
            if subject.kind == "threshold weight":
                share = f" ({member.weight}/{subject.total})"
            elif subject.kind == "threshold percentage":
                share = f" ({100 // len(subject.members)}%)"
            state = "Up" if tracking.state_of(member.number) else "Down"
            known = state if tracking.find(member.number, "") is not None else "(unknown)"
            lines.append(f"    object {member.number} {'not ' if member.negated else ''}{known}{share}")
        limits = [
            f"{word} {value}" for word, value in (("up", subject.up), ("down", subject.down)) if value is not None
        ]
        if limits:
            lines.append(f"  {_TITLES[subject.kind]} {' '.join(limits)}")
        return tuple(lines)


def _heading(what: str, parameter: str, subject: Subject) -> str:
    """The second line: `Interface FastEthernet0/1 line-protocol`, `IP route 10.0.0.0 255.0.0.0 reachability`."""
    if isinstance(subject, TrackedRoute):
        return f"IP route {subject.prefix.network} {subject.prefix.mask} {parameter}"
    if isinstance(subject, TrackedProbe):
        kind, number = what.rsplit(" ", 1)
        name = {"rtr": "Response Time Reporter"}.get(kind, kind.upper())
        return f"{name} {number} {parameter}"
    return f"{what[0].upper()}{what[1:]} {parameter}"
