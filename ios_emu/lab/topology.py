"""Lab files: containerlab's topology schema, read into plain values.

    name: demo
    topology:
      nodes:
        r1: {kind: ios_emu, startup-config: r1.cfg}
        r2: {kind: ios_emu, startup-config: r2.cfg, labels: {ios-emu.release: "12.4"}}
        lan: {kind: bridge, labels: {ios-emu.forward-delay: 15s}}
      links:
        - endpoints: ["r1:FastEthernet0/0", "lan:1"]
        - endpoints: ["r2:FastEthernet0/0", "lan:2"]
          labels: {ios-emu.latency: 5ms, ios-emu.forward-delay: 0s, ios-emu.impair: loss 2% rate 2mbit}
          mtu: 1500

What containerlab has no word for stands in `labels`, which it passes through, under names that begin with
`ios-emu.`. `ios-emu.overlay` names a file of configuration lines to be read after the startup-config;
`ios-emu.impair` says what befalls frames on a link (`ios_emu.lab.impair`). Keys that containerlab knows and that
mean nothing here (`image`, `mgmt`, ...) are accepted and ignored; any other unknown key is a mistake. Every
mistake is one `LabError` line: file, line, reason.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from ios_emu.grammar.interfaces import find_interface
from ios_emu.kernel import MICROSECOND
from ios_emu.lab.document import Document, Table
from ios_emu.lab.duration import parse_duration
from ios_emu.lab.error import LabError
from ios_emu.lab.impair import UNIMPAIRED, Impairment
from ios_emu.router.hardware import hardware_of
from ios_emu.router.release import RELEASES

ROUTER_KINDS = ("ios_emu", "cisco_ios", "cisco_iol", "cisco_vios")
BRIDGE_KINDS = ("bridge", "ovs-bridge")
OUTSIDE_KINDS = ("tap", "host")
"""A door to the computer that runs the lab: a TAP device made for it, or an interface that is there already. The
port in an endpoint is the device's name: `["laptop:tap0", "lan:3"]`."""

DEFAULT_LATENCY = 250 * MICROSECOND
"""One way through one cable, forwarding behind it included. A ping through a LAN crosses four cables, so it takes
about 1 ms, and one through the whole seed lab a few: what IOS reports for such a network."""

_TOP_KEYS = ("name", "prefix", "mgmt", "settings", "debug", "topology")
_TOPOLOGY_KEYS = ("defaults", "kinds", "groups", "nodes", "links")
_NODE_KEYS = (
    *("kind", "group", "startup-config", "labels", "image", "image-pull-policy", "type", "license", "position"),
    *("startup-delay", "enforce-startup-config", "suppress-startup-config", "restart-policy", "auto-remove"),
    *("config", "env", "env-files", "binds", "devices", "cap-add", "ports", "user", "entrypoint", "cmd", "exec"),
    *("mgmt-ipv4", "mgmt-ipv6", "network-mode", "dns", "certificate", "healthcheck", "aliases", "stages"),
    *("runtime", "cpu", "cpu-set", "memory", "sandbox", "kernel", "shm-size", "sysctls", "extras", "components"),
)
_LINK_KEYS = ("endpoints", "labels", "vars", "mtu", "type")
_PREFIX = "ios-emu."
_DEVICE = re.compile(r"[A-Za-z0-9_.@-]{1,15}")
"""What Linux takes as the name of a network device, bar the exotic."""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")


@dataclass(frozen=True)
class RouterNode:
    """A router: its startup-config as text, the file that came from, the release it is fixed to ("" for none)."""

    name: str
    startup_config: str
    config_file: str
    release: str = ""


@dataclass(frozen=True)
class BridgeNode:
    """A LAN: a MAC-learning switch."""

    name: str


@dataclass(frozen=True)
class OutsideNode:
    """A door to the computer that runs the lab; `kind` is one of `OUTSIDE_KINDS`."""

    name: str
    kind: str


@dataclass(frozen=True)
class Endpoint:
    """One end of a cable: a router's interface by its full name, a switch's port, or a network device of Linux.
    `forward_delay` in ns."""

    node: str
    port: str
    forward_delay: int = 0

    def __str__(self) -> str:
        return f"{self.node}:{self.port}"


@dataclass(frozen=True)
class LinkSpec:
    """A cable, its one-way latency in ns, and what else befalls frames on it, either way."""

    ends: tuple[Endpoint, Endpoint]
    latency: int = DEFAULT_LATENCY
    impairment: Impairment = UNIMPAIRED


@dataclass(frozen=True)
class Topology:
    """A whole lab file."""

    name: str
    file: str
    routers: tuple[RouterNode, ...]
    bridges: tuple[BridgeNode, ...]
    links: tuple[LinkSpec, ...]
    doors: tuple[OutsideNode, ...] = ()


def load_topology(path: str | Path) -> Topology:
    """Read a lab file and the startup-configs it names. Raises LabError."""
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise LabError(f"{path}: cannot read the lab file: {reason_of(error)}") from None
    return parse_topology(text, path)


def reason_of(error: Exception) -> str:
    """What went wrong with a file, in a few words."""
    return error.strerror or str(error) if isinstance(error, OSError) else "it is not UTF-8 text"


def parse_topology(text: str, path: Path) -> Topology:
    """The lab in `text`; `path` is its file: relative startup-configs are looked up beside it. Raises LabError."""
    return _Reader(Document(text, str(path)), path).topology()


def _overlaid(config: str, overlay: str) -> str:
    """A configuration with further lines before its `end`."""
    body = config.rstrip().removesuffix("\nend")
    return f"{body}\n{overlay.rstrip().removesuffix(chr(10) + 'end')}\nend\n"


class _Reader:
    def __init__(self, document: Document, path: Path) -> None:
        self.path = path
        self.document = document
        self.routers: dict[str, RouterNode] = {}
        self.bridges: dict[str, BridgeNode] = {}
        self.doors: dict[str, OutsideNode] = {}
        self.forward_delay: dict[str, int] = {}
        self.taken: dict[tuple[str, str], int] = {}

    def topology(self) -> Topology:
        top = self.document.root()
        top.allow(_TOP_KEYS)
        if "topology" not in top:
            raise top.error("there is no topology")
        topology = top.table("topology")
        topology.allow(_TOPOLOGY_KEYS)
        nodes = topology.table("nodes")
        for name in nodes:
            if not _NAME.fullmatch(name):
                raise nodes.error(f"{name!r} is not a usable node name", name)
            self._node(name, nodes.table(name), topology)
        if not self.routers:
            raise topology.error("the lab has no router", "nodes")
        links = tuple(self._link(link) for link in topology.tables("links"))
        name = top.text("name") or self.path.name.split(".")[0]
        return Topology(
            name,
            str(self.path),
            tuple(self.routers.values()),
            tuple(self.bridges.values()),
            links,
            tuple(self.doors.values()),
        )

    def _node(self, name: str, node: Table, topology: Table) -> None:
        """Values come from the node, its group, its kind and the defaults, nearest first, as in containerlab."""
        levels = [node]
        defaults = topology.table("defaults")
        group = node.text("group")
        if group:
            groups = topology.table("groups")
            if group not in groups:
                raise node.error(f"node {name}: there is no group {group!r}", "group")
            levels.append(groups.table(group))
        kind = next((text for level in [*levels, defaults] if (text := level.text("kind"))), "")
        if not kind:
            raise node.error(f"node {name} has no kind")
        levels += [topology.table("kinds").table(kind), defaults]
        for level in levels:
            level.allow(_NODE_KEYS)
        labels = [level.table("labels") for level in levels]
        if kind in ROUTER_KINDS:
            self._router(name, levels, labels)
        elif kind in BRIDGE_KINDS:
            self._labels(labels, ("forward-delay",))
            self.bridges[name] = BridgeNode(name)
            self.forward_delay[name] = self._duration(labels, "forward-delay", 0)
        elif kind in OUTSIDE_KINDS:
            self._labels(labels, ())
            self.doors[name] = OutsideNode(name, kind)
        else:
            known = ", ".join((*ROUTER_KINDS, *BRIDGE_KINDS, *OUTSIDE_KINDS))
            raise node.error(f"node {name} is of kind {kind!r}; this lab knows {known}", "kind")

    def _router(self, name: str, levels: list[Table], labels: list[Table]) -> None:
        self._labels(labels, ("release", "overlay"))
        release = ""
        for table in labels:
            release = release or table.text(f"{_PREFIX}release")
            if release and release not in RELEASES:
                raise table.error(f"release {release!r} is not one of {', '.join(RELEASES)}", f"{_PREFIX}release")
        found = self._config(name, levels, "startup-config")
        if found is None:
            raise levels[0].error(f"node {name} has no startup-config")
        path, config = found
        overlay = self._config(name, labels, f"{_PREFIX}overlay")
        if overlay is not None:
            config = _overlaid(config, overlay[1])
        self.routers[name] = RouterNode(name, config, str(path), release)

    def _config(self, name: str, levels: list[Table], key: str) -> tuple[Path, str] | None:
        """The configuration file that the nearest of `levels` names under `key`, and what stands in it."""
        for level in levels:
            file = level.text(key)
            if file:
                path = self.path.parent / file.replace("__clabNodeName__", name)
                try:
                    return path, path.read_text(encoding="utf-8")
                except (OSError, UnicodeDecodeError) as error:
                    what = key.removeprefix(_PREFIX)
                    raise level.error(f"node {name}: {what} {path}: {reason_of(error)}", key) from None
        return None

    def _link(self, link: Table) -> LinkSpec:
        link.allow(_LINK_KEYS)
        if link.text("type") not in ("", "veth"):
            raise link.error(f"links of type {link.text('type')!r} are not modelled", "type")
        labels = [link.table("labels")]
        self._labels(labels, ("latency", "forward-delay", "impair"))
        written = link.texts("endpoints")
        if len(written) != 2:
            raise link.error(f"a link has two endpoints, not {len(written)}", "endpoints")
        first, second = (self._endpoint(text, line, labels) for text, line in written)
        latency = self._duration(labels, "latency", DEFAULT_LATENCY)
        return LinkSpec((first, second), latency, self._impairment(link, labels[0]))

    def _impairment(self, link: Table, labels: Table) -> Impairment:
        key = f"{_PREFIX}impair"
        mtu, text = link.text("mtu"), labels.text(key)
        try:
            limit = Impairment.parse(f"mtu {mtu}") if mtu else UNIMPAIRED
        except ValueError as error:
            raise link.error(str(error), "mtu") from None
        try:
            bad = Impairment.parse(text) if text else UNIMPAIRED
        except ValueError as error:
            raise labels.error(str(error), key) from None
        return bad if bad.mtu else replace(bad, mtu=limit.mtu)

    def _endpoint(self, text: str, line: int, labels: list[Table]) -> Endpoint:
        node, colon, port = text.partition(":")
        if not colon or not port:
            raise self.document.error(line, f"endpoint {text!r} is not NODE:INTERFACE")
        delay = 0
        if node in self.routers:
            name = find_interface(port)
            if name is None or not hardware_of(name).kind:
                raise self.document.error(
                    line, f"{port!r} is not the name of an interface that this emulator has ({text})"
                )
            hardware = hardware_of(name)
            if hardware.virtual or not hardware.ethernet or "." in name:
                raise self.document.error(
                    line, f"{name} is no physical Ethernet port and cannot be cabled ({text})"
                )
            port = name
        elif node in self.bridges:
            delay = self._duration(labels, "forward-delay", self.forward_delay[node])
        elif node in self.doors:
            if not _DEVICE.fullmatch(port):
                raise self.document.error(line, f"{port!r} is not the name of a network device ({text})")
        else:
            raise self.document.error(line, f"endpoint {text!r}: there is no node {node!r}")
        if (node, port) in self.taken:
            raise self.document.error(line, f"{node}:{port} is already cabled in line {self.taken[node, port]}")
        self.taken[node, port] = line
        return Endpoint(node, port, delay)

    def _labels(self, tables: list[Table], known: tuple[str, ...]) -> None:
        for table in tables:
            for key in table:
                if key.startswith(_PREFIX) and key.removeprefix(_PREFIX) not in known:
                    names = ", ".join(_PREFIX + name for name in known) or "none"
                    raise table.error(f"unknown label {key!r}; here may stand {names}", key)

    def _duration(self, tables: list[Table], name: str, default: int) -> int:
        for table in tables:
            text = table.text(_PREFIX + name)
            if text:
                try:
                    return parse_duration(text)
                except ValueError as error:
                    raise table.error(str(error), _PREFIX + name) from None
        return default
