"""Frames as people read them: scapy takes them apart, rich draws them. What is inside ESP is shown, too, when a
router of the lab has the key. Scapy also reads the lab's pcap files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from rich.console import Group, RenderableType
from rich.text import Text
from rich.tree import Tree
from scapy.contrib import ospf
from scapy.error import Scapy_Exception
from scapy.layers import hsrp, isakmp
from scapy.layers.inet import IP
from scapy.layers.ipsec import ESP
from scapy.layers.l2 import Ether
from scapy.packet import Packet, Padding, Raw
from scapy.utils import rdpcap

from ios_emu.features.ipsec.esp import IP_IN_IP, Receiver
from ios_emu.kernel import MILLISECOND, SECOND
from ios_emu.lab.capture import Captured
from ios_emu.lab.error import LabError
from ios_emu.lab.topology import reason_of
from ios_emu.router.keylog import EspKey, KeyLog
from ios_emu.wire import DecodeError, IPv4

PROTOCOLS = (hsrp, isakmp, ospf)
"""Which scapy takes apart once they are imported."""
_SHOWN = 64
"""Bytes of unknown content that are shown."""


class Keys:
    """The keys of ESP by destination and SPI."""

    def __init__(self, logs: Iterable[KeyLog]) -> None:
        self._keys: dict[tuple[IPv4, int], EspKey] = {
            (key.destination, key.spi): key for log in logs for key in log.esp
        }

    def open(self, packet: Packet) -> Packet | None:
        """The packet inside an ESP packet; None without its key, or when it is not genuine."""
        spi = int(packet[ESP].spi)
        key = self._keys.get((IPv4.parse(packet[IP].dst), spi))
        if key is None:
            return None
        try:
            plain, next_header = Receiver(spi, key.transform, key.keys).open(bytes(packet[ESP]))
        except DecodeError:
            return None
        return IP(plain) if next_header == IP_IN_IP else Raw(plain)


def draw(frames: Iterable[Captured], keys: Keys) -> RenderableType:
    """The frames, each with its time, sender and cause, and a line for every layer."""
    return Group(*(_tree(seen, keys) for seen in frames))


def _tree(seen: Captured, keys: Keys) -> Tree:
    packet = Ether(seen.frame)
    title = Text(_clock(seen.time), style="cyan")
    title.append(f" {seen.sender}", style="bold")
    if seen.cause:
        title.append(f", {seen.cause}", style="dim")
    tree = Tree(title, guide_style="dim")
    _branch(tree, packet)
    if ESP in packet:
        inside = keys.open(packet)
        if inside is not None:
            _branch(tree.add(Text("decrypted", style="green")), inside)
    return tree


def _clock(time: int) -> str:
    total, rest = divmod(time, SECOND)
    return f"{total // 3600}:{total // 60 % 60:02d}:{total % 60:02d}.{rest // MILLISECOND:03d}"


def _branch(tree: Tree, packet: Packet) -> None:
    for layer in _layers(packet):
        if isinstance(layer, Padding):
            continue
        line = Text(f"{layer.name} ", style="bold")
        line.append(" ".join(_fields(layer)), style="default")
        node = tree.add(line)
        for inner in _inner(layer):
            _branch(node, inner)


def _layers(packet: Packet) -> Iterator[Packet]:
    layer = packet
    while layer.name != "NoPayload":
        yield layer
        layer = layer.payload


def _fields(layer: Packet) -> Iterator[str]:
    for field in layer.fields_desc:
        if isinstance(layer, ESP) and field.name == "data":
            yield f"{len(layer.data)} bytes"
            continue
        value = layer.getfieldval(field.name)
        if isinstance(value, bytes):
            more = "..." if len(value) > _SHOWN else ""
            yield f"{field.name}={value[:_SHOWN].hex()}{more}"
        elif not isinstance(value, Packet) and not _packets(value) and value not in (None, []):
            yield f"{field.name}={field.i2repr(layer, value)}"


def _packets(value: object) -> list[Packet]:
    return [item for item in value if isinstance(item, Packet)] if isinstance(value, list) else []


def _inner(layer: Packet) -> Iterator[Packet]:
    for field in layer.fields_desc:
        value = layer.getfieldval(field.name)
        if isinstance(value, Packet):
            yield value
        yield from _packets(value)


def read_frames(path: Path) -> list[bytes]:
    """The frames of a pcap or pcapng file. Raises LabError."""
    try:
        return [bytes(packet) for packet in rdpcap(str(path))]
    except OSError as error:
        raise LabError(f"{path}: cannot read the capture: {reason_of(error)}") from None
    except (Scapy_Exception, EOFError) as error:
        raise LabError(f"{path}: cannot read the capture: {error}") from None
