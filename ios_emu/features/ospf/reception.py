"""What comes in: whether a packet is to be believed, and who deals with it (RFC 2328 section 8.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ios_emu.features.ospf import auth, debug, exchange, hello, packet, updates
from ios_emu.features.ospf.config import VIRTUAL_LINK
from ios_emu.features.ospf.interface import OspfInterface, Status
from ios_emu.features.ospf.packet import PacketHeader
from ios_emu.features.ospf.routes import BACKBONE
from ios_emu.kernel import SECOND
from ios_emu.wire import DecodeError, IPv4

if TYPE_CHECKING:
    from ios_emu.features.ospf.process import Process

_KINDS = {packet.DATABASE_DESCRIPTION: "database description", packet.REQUEST: "link state request"}
"""What is only ever sent to one who is known."""
_MISSING_LINK = "mismatch area ID, from backbone area must be virtual-link but not found"


def receive(process: Process, name: str, source: IPv4, destination: IPv4, data: bytes) -> bool:
    """An OSPF packet came in on the interface `name`; whether it may have changed more than a timer."""
    interface = process.interfaces.get(name)
    if interface is None:
        return False
    neighbor = interface.neighbors.get(source)
    if neighbor is not None and data == neighbor.last_hello and not process.debugging(debug.HELLO):
        process.start(interface.settings.dead * SECOND, "dead", name, source)
        return False
    if interface.settings.passive or interface.status in (Status.DOWN, Status.LOOPBACK):
        return False
    try:
        header = packet.decode_header(data)
    except DecodeError as error:
        process.count("malformed")
        process.complain("ERRRCV", f"Received invalid packet: {error} from {source}, {name}")
        return True
    if process.debugging(debug.PACKET):
        _tell(process, name, header)
    interface = _interface_of(process, interface, header)
    if _admits(process, interface, source, destination, data, header):
        try:
            _dispatch(process, interface, source, header, data)
        except DecodeError:
            process.count("malformed")
            whose = f"from {source} (ID {header.router_id}), {interface.name}"
            process.complain(
                "BADLENGTH", f"Invalid length {header.length} in OSPF packet type {header.type} {whose}"
            )
    return True


def _tell(process: Process, name: str, header: PacketHeader) -> None:
    proof = "auk:"
    if header.auth_type == auth.MD5:
        proof = f"keyid:{header.authentication[2]} seq:0x{auth.crypto_sequence(header):X}"
    process.debug(
        debug.RECEIVED,
        name,
        type=header.type,
        length=header.length,
        router=header.router_id,
        area=header.area,
        checksum=header.checksum,
        authentication=header.auth_type,
        proof=proof,
    )


def _interface_of(process: Process, interface: OspfInterface, header: PacketHeader) -> OspfInterface:
    """The virtual link that a packet of the backbone came over, else the interface itself."""
    if header.area == BACKBONE and interface.settings.area != BACKBONE:
        for other in process.interfaces.values():
            settings = other.settings
            over = settings.kind == VIRTUAL_LINK and settings.transit == interface.settings.area
            if over and settings.peer == header.router_id and other.status is not Status.DOWN:
                return other
    return interface


def _admits(
    process: Process, interface: OspfInterface, source: IPv4, destination: IPv4, data: bytes, header: PacketHeader
) -> bool:
    settings = interface.settings
    name = settings.name
    if header.area != settings.area:
        process.count("refused")
        process.debug(debug.AREA_MISMATCH, name, source=source, area=settings.area, theirs=header.area)
        if header.area == BACKBONE:
            process.complain("ERRRCV", f"Received invalid packet: {_MISSING_LINK} from {source}, {name}")
        return False
    if not interface.unnumbered and not settings.prefix.holds(source):
        process.count("refused")
        process.debug(debug.REFUSED, name, source=source, area=settings.area, reason="src not on the same network")
        return False
    if destination == packet.ALL_D_ROUTERS and not interface.leads:
        return False
    reason = auth.refusal(data, header, settings.authentication)
    if reason:
        process.count("authentication")
        process.debug(debug.UNBELIEVED, name, source=source, reason=reason)
        if reason == auth.BAD_CHECKSUM:
            process.count("checksum")
            process.complain("ERRRCV", f"Received invalid packet: {reason} from {source}, {name}")
        return False
    if source == settings.address or header.router_id == process.router_id:
        _own_packet(process, interface, source, header)
        return False
    return True


def _own_packet(process: Process, interface: OspfInterface, source: IPv4, header: PacketHeader) -> None:
    """A packet that says it is from this very router: an echo, or another router with the same ID."""
    process.count("duplicate router ID")
    if source != interface.settings.address and header.type == packet.HELLO:
        where = f"from {source} on interface {interface.name}"
        process.complain("DUP_RTRID_NBR", f"OSPF detected duplicate router-id {process.router_id} {where}")


def _dispatch(process: Process, interface: OspfInterface, source: IPv4, header: PacketHeader, data: bytes) -> None:
    body = data[packet.HEADER_LENGTH : header.length]
    neighbor = interface.neighbors.get(source)
    if neighbor is not None and header.auth_type == auth.MD5:
        sequence = auth.crypto_sequence(header)
        if sequence < neighbor.crypto_sequence:
            process.count("replayed")
            return
        neighbor.crypto_sequence = sequence
    if header.type == packet.HELLO:
        hello.receive(process, interface, source, header, packet.decode_hello(body), data)
        return
    if header.type not in (*_KINDS, packet.UPDATE, packet.ACKNOWLEDGMENT):
        process.count("unknown type")
        return
    if neighbor is None or neighbor.router_id != header.router_id:
        process.count("no neighbor")
        if header.type in _KINDS:
            process.complain("NONEIGHBOR", f"Received {_KINDS[header.type]} from unknown neighbor {source}")
        return
    if header.type == packet.DATABASE_DESCRIPTION:
        exchange.receive_description(process, interface, neighbor, packet.decode_description(body))
    elif header.type == packet.REQUEST:
        exchange.receive_request(process, interface, neighbor, packet.decode_request(body))
    elif header.type == packet.UPDATE:
        updates.receive_update(process, interface, neighbor, packet.decode_update(body))
    else:
        updates.receive_acknowledgment(process, interface, neighbor, packet.decode_headers(body))
