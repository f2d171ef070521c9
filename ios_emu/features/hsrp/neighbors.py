"""The routers beside us on an interface, as 12.4 and later tell of them in debug: active, standby, or passive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ios_emu.features.hsrp import debug
from ios_emu.features.hsrp.effects import LOCAL, Role
from ios_emu.features.hsrp.packet import State
from ios_emu.kernel import SECOND
from ios_emu.wire import IPv4

if TYPE_CHECKING:
    from ios_emu.features.hsrp.port import HsrpPort

PASSIVE_HOLD = 180 * SECOND
"""How long a neighbor without a role is remembered (the hold time of Advertise messages)."""
MAXIMUM_NEIGHBORS = 256


class Neighbors:
    """The neighbors on the interface of `port`, each with the roles it has: (group, `Active` or `Standby`)."""

    def __init__(self, port: HsrpPort) -> None:
        self._port = port
        self.roles: dict[IPv4, dict[tuple[int, str], None]] = {}

    def changed(self, group: int, state: State, role: Role) -> None:
        """In `group`, whose own state was `state`, another router has a role now."""
        old, new, kind = role.old, role.new, (group, role.role)
        if old is not None and old != LOCAL and kind in self.roles.get(old, {}):
            del self.roles[old][kind]
            self._tell(old, f"no longer {role.role.lower()} for group {group} ({state.word})")
            if not self.roles[old]:
                self._tell(old, "Was active or standby - start passive holddown")
                self._port.feature.timers.start(self._timer(old), PASSIVE_HOLD)
        if new is not None and new != LOCAL:
            if new not in self.roles:
                if len(self.roles) >= MAXIMUM_NEIGHBORS:
                    return
                self.roles[new] = {}
                self._tell(new, "created")
            self._port.feature.timers.stop(self._timer(new))
            self.roles[new][kind] = None
            self._tell(new, f"{role.role.lower()} for group {group}")

    def expire(self, address: IPv4) -> None:
        """A neighbor has been without a role for long."""
        if address in self.roles and not self.roles[address]:
            del self.roles[address]
            self._tell(address, "destroyed")

    def end(self) -> None:
        """HSRP leaves the interface."""
        for address in self.roles:
            self._port.feature.timers.stop(self._timer(address))
        self.roles = {}

    def _timer(self, address: IPv4) -> tuple[str, str, IPv4]:
        return ("neighbor", self._port.interface.name, address)

    def _tell(self, address: IPv4, text: str) -> None:
        router = self._port.router
        if debug.VERBOSE[router.release] and router.debugging(debug.NEIGHBOR):
            line = debug.interface_line(router.release, self._port.interface.short, debug.neighbor(address, text))
            router.debug(debug.NEIGHBOR, line)
