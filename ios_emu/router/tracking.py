"""Tracked objects, as a service: something that is up or down, and the clients that follow it.

`standby 1 track FastEthernet0/1 150` makes an implicit object that follows the interface's line protocol;
`track 1 ...` makes an explicit one, of an interface, a route or a list of other objects. HSRP is one client, the
display another; neither knows the other. Nothing is polled: an object follows what it tracks at once.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ios_emu.grammar.interfaces import short_interface
from ios_emu.kernel import Timers
from ios_emu.router import facts
from ios_emu.router.release import ByRelease, Release, Train
from ios_emu.router.tracked import Subject, TrackedInterface, TrackedList, TrackedProbe, TrackedRoute

if TYPE_CHECKING:
    from ios_emu.router.router import Router

_CHANGED = ByRelease({Train.R12_2: ("TRACKING", 5, "->"), Train.R15: ("TRACK", 6, " -> ")})
"""The message of a change: facility, severity, and what stands between the states."""
PROBE = ByRelease({Train.R12_2: "rtr", Train.R15: "ip sla"})
"""What an IP SLA operation is called."""
_RESOLUTION = {"static": 10, "ospf": 1}
"""By what the metric of a source is divided (`track resolution`)."""
_LARGEST = 255


@dataclass
class TrackedObject:
    """One tracked object: something about `subject`.

    `via` names the client an implicit object was made for, e.g. `HSRP`; empty for an explicit one.
    `clients` maps a client's label (`HSRP FastEthernet0/0 1`) to how often it tracks the object.
    `delay_up` and `delay_down` are how long (ns) a change must last before clients hear of it.
    """

    number: int
    subject: Subject
    via: str = ""
    up: bool = False
    changes: int = 0
    changed_at: int = 0
    clients: dict[str, int] = field(default_factory=dict)
    delay_up: int = 0
    delay_down: int = 0


class Tracking:
    """The tracked objects of one router, by number."""

    def __init__(self, router: Router) -> None:
        self._router = router
        self.timers = Timers(router.kernel, self)
        self.objects: dict[int, TrackedObject] = {}
        self._awaited: dict[int, dict[str, int]] = {}

    def define(self, number: int, subject: Subject) -> TrackedObject:
        """`track NUMBER ...`. Clients that followed the number already follow this."""
        tracked = self.find(number, "")
        if tracked is not None and tracked.subject == subject:
            return tracked
        if tracked is None and number in self.objects:
            self._renumber(self.objects[number])
        clients = tracked.clients if tracked else self._awaited.pop(number, {})
        self.timers.stop(number)
        tracked = self._add(TrackedObject(number, subject, clients=clients))
        if not tracked.up:
            self._router.publish(facts.TrackChanged(number, False))
        return tracked

    def refine(self, number: int, subject: Subject) -> None:
        """The subject of an object was configured further; the object stays the one it is."""
        tracked = self.objects.get(number)
        if tracked is not None and tracked.subject != subject:
            tracked.subject = subject
            self.timers.stop(number)
            self._evaluate(tracked)

    def contains(self, number: int, wanted: int) -> bool:
        """Whether the object `number` is `wanted`, or a list that contains it, however deep."""
        seen, ahead = set[int](), [number]
        while ahead:
            this = ahead.pop()
            if this == wanted:
                return True
            tracked = self.objects.get(this)
            if this not in seen and tracked is not None and isinstance(tracked.subject, TrackedList):
                seen.add(this)
                ahead += [member.number for member in tracked.subject.members]
        return False

    def _renumber(self, tracked: TrackedObject) -> None:
        """Give an implicit object another number: somebody wants to define its own."""
        del self.objects[tracked.number]
        tracked.number = self._free_number(tracked.number)
        self.objects[tracked.number] = tracked

    def _free_number(self, taken: int = 0) -> int:
        return next(n for n in range(1, len(self.objects) + 3) if n not in self.objects and n != taken)

    def remove(self, number: int) -> None:
        """`no track NUMBER`. Its clients wait for another of that number."""
        tracked = self.find(number, "")
        if tracked is not None:
            del self.objects[number]
            self.timers.stop(number)
            if tracked.clients:
                self._awaited[number] = tracked.clients
            self._router.publish(facts.TrackChanged(number, False))
            self._tell_lists(number)

    def follow_interface(self, interface: str, via: str, client: str) -> TrackedObject:
        """The implicit object for an interface's line protocol, made if need be, with `client` added to it."""
        tracked = self.find(interface, via)
        if tracked is None:
            tracked = self._add(TrackedObject(self._free_number(), _line_protocol(interface), via))
        tracked.clients[client] = tracked.clients.get(client, 0) + 1
        return tracked

    def follow(self, number: int, client: str) -> TrackedObject | None:
        """Add `client` to the explicit object `number`; None when it is not configured (yet): then the client
        follows it from the moment it is, and hears of it by TrackChanged."""
        tracked = self.find(number, "")
        clients = tracked.clients if tracked is not None else self._awaited.setdefault(number, {})
        clients[client] = clients.get(client, 0) + 1
        return tracked

    def unfollow(self, number: int, client: str) -> None:
        """`client` no longer follows the explicit object `number`."""
        tracked = self.find(number, "")
        if tracked is not None:
            _drop(tracked.clients, client)
        elif number in self._awaited:
            _drop(self._awaited[number], client)
            if not self._awaited[number]:
                del self._awaited[number]

    def unfollow_interface(self, interface: str, via: str, client: str) -> None:
        """`client` no longer follows the implicit object of `interface`, which goes when it has no client left."""
        tracked = self.find(interface, via)
        if tracked is not None:
            _drop(tracked.clients, client)
            if not tracked.clients:
                del self.objects[tracked.number]

    def find(self, target: int | str, via: str) -> TrackedObject | None:
        """The explicit object of a number, or the implicit one that `via` made for an interface; None for none."""
        if isinstance(target, int):
            tracked = self.objects.get(target)
            return tracked if tracked is not None and not tracked.via else None
        return next(
            (t for t in self.objects.values() if t.via == via and t.subject == _line_protocol(target)), None
        )

    def set_delay(self, number: int, up: int, down: int) -> None:
        """`delay up`, `delay down` (ns) of the object `number`; a change under way starts anew."""
        tracked = self.objects.get(number)
        if tracked is not None:
            tracked.delay_up, tracked.delay_down = up, down
            self.timers.stop(number)
            self._evaluate(tracked)

    def pending(self, number: int) -> int | None:
        """Nanoseconds until a delayed change of the object takes effect; None when none is under way."""
        return self.timers.remaining(number)

    def _add(self, tracked: TrackedObject) -> TrackedObject:
        self.objects[tracked.number] = tracked
        tracked.changed_at = self._router.kernel.now
        self._evaluate(tracked)
        self._tell_lists(tracked.number)
        return tracked

    def on_fact(self, fact: facts.Fact) -> None:
        """Follow what interfaces and routes do."""
        if isinstance(fact, facts.LineProtocol | facts.AddressChanged):
            for tracked in list(self.objects.values()):
                if isinstance(tracked.subject, TrackedInterface) and tracked.subject.interface == fact.interface:
                    self._evaluate(tracked)
        elif isinstance(fact, facts.RouteChanged):
            for tracked in list(self.objects.values()):
                if isinstance(tracked.subject, TrackedRoute) and tracked.subject.prefix == fact.prefix:
                    self._evaluate(tracked)

    def _tell_lists(self, number: int) -> None:
        for tracked in list(self.objects.values()):
            subject = tracked.subject
            if isinstance(subject, TrackedList) and any(member.number == number for member in subject.members):
                self._evaluate(tracked)

    def on_timer(self, name: Hashable) -> None:
        """A change has lasted as long as its delay asks."""
        for tracked in list(self.objects.values()):
            if tracked.number == name and self._measure(tracked) != tracked.up:
                self._change(tracked)

    # -- measuring -------------------------------------------------------------------------------------

    def _measure(self, tracked: TrackedObject) -> bool:
        subject = tracked.subject
        if isinstance(subject, TrackedInterface):
            interface = self._router.interfaces.get(subject.interface)
            if interface is None or not interface.line_up:
                return False
            return subject.parameter != "ip routing" or interface.ip is not None
        if isinstance(subject, TrackedRoute):
            return self._measure_route(subject, tracked.up)
        return isinstance(subject, TrackedList) and self._measure_list(subject, tracked.up)

    def _measure_route(self, subject: TrackedRoute, up: bool) -> bool:
        metric = self.scaled_metric(subject)
        if metric is None or subject.parameter == "reachability":
            return metric is not None
        return metric < subject.down if up else metric <= subject.up

    def scaled_metric(self, subject: TrackedRoute) -> int | None:
        """The metric of the route, 0 (connected) to 255 (far); None when there is no such route."""
        route = self._router.rib.best(subject.prefix)
        if route is None:
            return None
        return min(route.metric // _RESOLUTION.get(route.source.split()[0], 1), _LARGEST)

    def _measure_list(self, subject: TrackedList, up: bool) -> bool:
        states = [self.state_of(member.number) is not member.negated for member in subject.members]
        if subject.kind == "boolean and":
            return bool(states) and all(states)
        if subject.kind == "boolean or":
            return any(states)
        if subject.up is None:
            return False
        reached = self.reached(subject)
        down = subject.up - 1 if subject.down is None else subject.down
        return reached > down if up else reached >= subject.up

    def state_of(self, number: int) -> bool:
        """Whether a member of a list is up. One that is not configured is down."""
        tracked = self.find(number, "")
        return tracked is not None and tracked.up

    def reached(self, subject: TrackedList) -> int:
        """How far a threshold list has come: percent of its objects that are up, or the sum of their weights."""
        alive = [member for member in subject.members if self.state_of(member.number)]
        if subject.kind == "threshold weight":
            return sum(member.weight for member in alive)
        return 100 * len(alive) // len(subject.members) if subject.members else 0

    def _evaluate(self, tracked: TrackedObject) -> None:
        up = self._measure(tracked)
        if up == tracked.up:
            self.timers.stop(tracked.number)
            return
        delay = tracked.delay_up if up else tracked.delay_down
        if not delay:
            self._change(tracked)
        elif not self.timers.running(tracked.number):
            self.timers.start(tracked.number, delay)

    def _change(self, tracked: TrackedObject) -> None:
        tracked.up = not tracked.up
        tracked.changes += 1
        tracked.changed_at = self._router.kernel.now
        router = self._router
        old, new = ("Down", "Up") if tracked.up else ("Up", "Down")
        what, parameter = described(tracked.subject, router.release, short=True)
        if router.debugging("track"):
            change = f"{tracked.number} Change #{tracked.changes}"
            router.debug("track", f"Track: {change} {what}, {parameter} {old}->{new}")
        if not tracked.via:
            facility, severity, arrow = _CHANGED[router.release]
            text = f"{tracked.number} {what} {parameter} {old}{arrow}{new}"
            router.log(facility, severity, "STATE", text)
        router.publish(facts.TrackChanged(tracked.number, tracked.up))
        self._tell_lists(tracked.number)


def described(subject: Subject, release: Release, *, short: bool = False) -> tuple[str, str]:
    """What is tracked, and what about it: `interface FastEthernet0/1`, `line-protocol`; `short`: as in logs."""
    if isinstance(subject, TrackedInterface):
        name = short_interface(subject.interface) if short else subject.interface
        return f"interface {name}", subject.parameter
    if isinstance(subject, TrackedRoute):
        return f"ip route {subject.prefix}", subject.parameter
    if isinstance(subject, TrackedProbe):
        return f"{PROBE[release]} {subject.operation}", subject.parameter
    return "list", subject.kind


def _line_protocol(interface: str) -> TrackedInterface:
    return TrackedInterface(interface, "line-protocol")


def _drop(clients: dict[str, int], client: str) -> None:
    if client in clients:
        clients[client] -= 1
        if not clients[client]:
            del clients[client]
