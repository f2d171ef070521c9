"""Tracked objects, as a service: something that is up or down, and the clients that follow it.

`standby 1 track FastEthernet0/1 150` makes an implicit object that follows the interface's line protocol;
`track 1 interface ...` makes an explicit one. HSRP is one client, the display another; neither knows the other.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ios_emu.router import facts

if TYPE_CHECKING:
    from ios_emu.router.router import Router


@dataclass
class TrackedObject:
    """One tracked object: an interface's `line-protocol` or `ip routing` (`parameter`).

    `via` names the client an implicit object was made for, e.g. `HSRP`; empty for an explicit one.
    `clients` maps a client's label (`HSRP FastEthernet0/0 1`) to how often it tracks the object.
    """

    number: int
    interface: str
    parameter: str
    via: str = ""
    up: bool = False
    changes: int = 0
    changed_at: int = 0
    clients: dict[str, int] = field(default_factory=dict)


class Tracking:
    """The tracked objects of one router, by number."""

    def __init__(self, router: Router) -> None:
        self._router = router
        self.objects: dict[int, TrackedObject] = {}

    def define(self, number: int, interface: str, parameter: str) -> TrackedObject:
        """`track NUMBER interface INTERFACE PARAMETER`."""
        tracked = self.objects.get(number)
        if tracked is None or (tracked.interface, tracked.parameter) != (interface, parameter):
            clients = tracked.clients if tracked else {}
            tracked = self._add(TrackedObject(number, interface, parameter, clients=clients))
        return tracked

    def remove(self, number: int) -> None:
        """`no track NUMBER`."""
        if self.objects.pop(number, None) is not None:
            self._router.publish(facts.TrackChanged(number, False))

    def follow_interface(self, interface: str, via: str, client: str) -> TrackedObject:
        """The implicit object for an interface's line protocol, made if need be, with `client` added to it."""
        for tracked in self.objects.values():
            if tracked.via == via and tracked.interface == interface:
                break
        else:
            number = next(n for n in range(1, len(self.objects) + 2) if n not in self.objects)
            tracked = self._add(TrackedObject(number, interface, "line-protocol", via))
        tracked.clients[client] = tracked.clients.get(client, 0) + 1
        return tracked

    def follow(self, number: int, client: str) -> TrackedObject | None:
        """Add `client` to the explicit object `number`; None when it is not configured (yet)."""
        tracked = self.objects.get(number)
        if tracked is not None:
            tracked.clients[client] = tracked.clients.get(client, 0) + 1
        return tracked

    def unfollow(self, number: int, client: str) -> None:
        """`client` no longer follows; an implicit object without clients goes."""
        tracked = self.objects.get(number)
        if tracked is None or client not in tracked.clients:
            return
        tracked.clients[client] -= 1
        if not tracked.clients[client]:
            del tracked.clients[client]
        if tracked.via and not tracked.clients:
            del self.objects[number]

    def _add(self, tracked: TrackedObject) -> TrackedObject:
        self.objects[tracked.number] = tracked
        tracked.changed_at = self._router.kernel.now
        self._evaluate(tracked)
        return tracked

    def on_fact(self, fact: facts.Fact) -> None:
        """Follow what interfaces do."""
        if isinstance(fact, facts.LineProtocol | facts.AddressChanged):
            for tracked in list(self.objects.values()):
                if tracked.interface == fact.interface:
                    self._evaluate(tracked)

    def _evaluate(self, tracked: TrackedObject) -> None:
        interface = self._router.interfaces.get(tracked.interface)
        up = interface is not None and interface.line_up
        if tracked.parameter == "ip routing":
            up = up and interface is not None and interface.ip is not None
        if up == tracked.up:
            return
        old, new = ("Down", "Up") if up else ("Up", "Down")
        tracked.up = up
        tracked.changes += 1
        tracked.changed_at = self._router.kernel.now
        if self._router.debugging("track"):
            self._router.debug(
                "track",
                f"Track: {tracked.number} Change #{tracked.changes} interface "
                f"{interface.short if interface else tracked.interface}, {tracked.parameter} {old}->{new}",
            )
        if not tracked.via and interface is not None:
            self._router.log(
                "TRACKING",
                5,
                "STATE",
                f"{tracked.number} interface {interface.short} {tracked.parameter} {old}->{new}",
            )
        self._router.publish(facts.TrackChanged(tracked.number, up))
