"""`show tcp brief`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ios_emu.router.router import Router


def brief(router: Router) -> str:
    """The connections. For the address of its control block each has its ordinal: there is no memory here."""
    text = "TCB       Local Address               Foreign Address             (state)\n"
    for key, connection in router.tcp.connections.items():
        local, remote = f"{key.local}.{key.local_port}", f"{key.remote}.{key.remote_port}"
        text += f"{connection.number:08X}  {local:<27} {remote:<27} {connection.state.value}\n"
    return text
