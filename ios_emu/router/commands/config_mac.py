"""`mac-address`: an interface under another address than the one burnt in."""

from __future__ import annotations

from ios_emu.grammar.command import Args, Command
from ios_emu.router.context import CommandError, ConfigContext


def _mac_address(ctx: ConfigContext, args: Args) -> None:
    interface, router = ctx.interface, ctx.router
    mac = interface.bia if args.no else args.mac("mac")
    if mac.is_group:
        raise CommandError("% Invalid input detected at '^' marker.\n\n")
    for each in router.local_interfaces():
        if each is interface or each.parent is interface:
            each.mac = mac
            router.arp.readdressed(each)


MAC_COMMANDS = (
    Command(
        "interface",
        "mac-address <mac:H.H.H>",
        _mac_address,
        {"mac-address": "Manually set interface MAC address", "<mac>": "MAC address"},
        rank=106,
    ),
)
