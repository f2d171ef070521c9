"""The virtual addresses that a group owns while it is active: ARP, the MAC address filter, gratuitous ARP."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ios_emu.features.hsrp import debug
from ios_emu.features.hsrp.packet import State
from ios_emu.kernel import SECOND
from ios_emu.wire import IPv4, Mac

if TYPE_CHECKING:
    from ios_emu.features.hsrp.group import Group

GRATUITOUS_ARPS = 3
GRATUITOUS_INTERVAL = 2 * SECOND
"""On becoming active IOS announces the virtual address at once and twice more."""


class Owned:
    """What `group` owns now."""

    def __init__(self, group: Group) -> None:
        self._group = group
        self._addresses: tuple[IPv4, ...] = ()
        self._filtered: Mac | None = None
        self._announcements = 0
        self.timer = ("announce", group.port.interface.name, group.number)

    def settle(self) -> None:
        """Own the virtual addresses while active, and only then."""
        group = self._group
        interface = group.port.interface
        mac = group.mac
        active = group.machine.state is State.ACTIVE
        wanted = group.addresses if active else ()
        for address in self._addresses:
            if address not in wanted or interface.virtual.get(address) != mac:
                interface.remove_virtual(address)
                self._tell(debug.removed_from_arp(address))
        self._filter(mac if active else None)
        for address in wanted:
            if address not in interface.virtual:
                interface.add_virtual(address, mac)
                self._tell(debug.added_to_arp(address, mac))
        self._addresses = wanted

    def _filter(self, mac: Mac | None) -> None:
        """What is told of the address filter. The burned-in address is in it anyway."""
        if mac == self._filtered:
            return
        old, self._filtered = self._filtered, mac
        bia = self._group.port.interface.bia
        if old is not None and old != bia:
            self._tell(f"Deactivating MAC {old}")
            self._tell(f"Removing {old} from MAC address filter")
        if mac is not None and mac != bia:
            self._tell(f"Activating MAC {mac}")
            self._tell(f"Adding {mac} to MAC address filter")

    def announce_first(self) -> None:
        """The group became active."""
        self._announcements = GRATUITOUS_ARPS
        self.announce()

    def announce(self) -> None:
        """Send gratuitous ARP, and see to it that it is sent again as often as IOS does."""
        group = self._group
        if group.machine.state is not State.ACTIVE:
            return
        self._announcements -= 1
        for address in self._addresses:
            group.port.router.arp.announce(group.port.interface, address, group.mac)
        if self._announcements:
            group.port.feature.timers.start(self.timer, GRATUITOUS_INTERVAL)

    def _tell(self, text: str) -> None:
        group = self._group
        router = group.port.router
        if debug.VERBOSE[router.release] and router.debugging(debug.ARP):
            short = group.port.interface.short
            router.debug(debug.ARP, debug.group_line(router.release, short, group.number, text))
