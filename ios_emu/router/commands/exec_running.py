"""`show running-config`: all of it, an interface, or a part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ios_emu.grammar.command import Args, Command
from ios_emu.router.files import running_config

if TYPE_CHECKING:
    from ios_emu.router.session import Session

_PARTS = {
    "access-list": ("access-list", "ip access-list", "ipv6 access-list", "mac access-list"),
    "boot": ("boot",),
    "class-map": ("class-map",),
    "global-cdp": ("cdp",),
    "interface": ("interface",),
    "ip-as-path": ("ip as-path",),
    "ip-community": ("ip community-list", "ip extcommunity-list"),
    "ip-prefix-list": ("ip prefix-list",),
    "ip-static-routes": ("ip route",),
    "line": ("line",),
    "policy-map": ("policy-map",),
    "route-map": ("route-map",),
    "router": ("router",),
    "snmp": ("snmp-server",),
    "tacacs": ("tacacs-server", "tacacs"),
}
"""Part of the configuration -> what its lines begin with."""


def _headed(text: str) -> str:
    return f"Building configuration...\n\nCurrent configuration : {len(text.encode())} bytes\n{text}\n"


def show_running(session: Session, args: Args) -> str:
    """`show running-config`."""
    return _headed(running_config(session.router))


def _numbered(session: Session, args: Args) -> str:
    lines = running_config(session.router).splitlines()
    text = "".join(f"{number:6} : {line}\n" for number, line in enumerate(lines, 1))
    head, _, _ = show_running(session, args).partition("!\n")
    return f"{head}{text}\n"


def _lines(session: Session, *beginnings: str) -> str:
    router = session.router
    return router.config.render_part(router.catalog.grammar, *beginnings)


def _of_interface(session: Session, args: Args) -> str:
    router = session.router
    return router.config.render_section(router.catalog.grammar, f"interface {args.interface('interface')}")


def _interface(session: Session, args: Args) -> str:
    section = _of_interface(session, args)
    if not section:
        return "% Invalid input detected at '^' marker.\n\n"
    return _headed(f"!\n{section}end\n")


def _partitioned(name: str, text: str) -> str:
    return f"!\nConfiguration of Partition {name}\n!\n!\n{text}!\n!\nend\n"


def _partition(session: Session, args: Args) -> str:
    name = args.words[3]
    return _headed(_partitioned(name, _lines(session, *_PARTS[name])))


def _interface_partition(session: Session, args: Args) -> str:
    name = f"interface {args.interface('interface')}"
    return _headed(_partitioned(name, _of_interface(session, args)))


def _maps(session: Session, args: Args) -> str:
    """The class maps, policy maps or map classes; or one of them, whatever stands before its name."""
    kind = args.words[2]
    text = _lines(session, kind)
    if "name" in args:
        nodes = session.router.config.lines(kind)
        headers = [" ".join(node.words) for node in nodes if node.words[-1] == args.text("name")]
        text = _lines(session, *headers) if headers else ""
    return _headed(f"!\n{text}end\n")


_HELP = {
    "show": "Show running system information",
    "running-config": "Current operating configuration",
    "full": "full configuration",
    "linenum": "Display line numbers in output",
    "interface": "Show interface configuration",
    "class-map": "Show class-map information",
    "policy-map": "Show policy-map information",
    "map-class": "Show map class information",
    "<name>": "Name of the map",
    "partition": "Configuration corresponding a partition",
    "access-list": "All access-list configurations",
    "boot": "All boot configurations",
    "global-cdp": "All global cdp configurations",
    "ip-as-path": "All IP as-path configurations",
    "ip-community": "All IP community list configurations",
    "ip-prefix-list": "All ip prefix-list configurations",
    "ip-static-routes": "All IP static configurations",
    "line": "All line mode configurations",
    "route-map": "All route-map configurations",
    "router": "All routing configurations",
    "snmp": "All SNMP configurations",
    "tacacs": "All TACACS configurations",
}

RUNNING_COMMANDS = tuple(
    Command("privileged", f"show running-config{notation}", run, _HELP)
    for notation, run in (
        ("", show_running),
        (" full", show_running),
        (" linenum", _numbered),
        (" interface <interface:INTERFACE>", _interface),
        (f" partition {{{'|'.join(_PARTS)}}}", _partition),
        (" partition interface <interface:INTERFACE>", _interface_partition),
        (" {class-map|policy-map|map-class} [<name:WORD>]", _maps),
    )
)
