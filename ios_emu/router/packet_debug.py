"""The lines of `debug ip packet [detail] [ACL]` and `debug ip routing`, release by release.

A packet that CEF or the route cache carries through is not seen by `debug ip packet`: only what the processor
handles is, and transit traffic only where it is process-switched (`no ip cef`, `no ip route-cache`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ios_emu.router.release import ByRelease, Train
from ios_emu.router.route import classful
from ios_emu.wire import IPv4, ipv4

if TYPE_CHECKING:
    from ios_emu.router.interface import Interface
    from ios_emu.router.route import NextHop, Route
    from ios_emu.router.router import Router

FLAG = "ip packet"
_ROUTED = ByRelease({Train.R12_2: False, Train.R12_3T: True})
_SENT_TWICE = ByRelease({Train.R12_2: False, Train.R15: True})


def wanted(router: Router, packet: bytes) -> bool:
    """Whether the packet is to be shown: the debug is on, and its access list permits it."""
    if not router.debugging(FLAG):
        return False
    listed = router.logging.options.get(FLAG, {}).get("acl")
    return listed is None or router.acls.permits(str(listed), packet)


def process_switched(router: Router, interface: Interface, out: Interface) -> bool:
    """Whether the processor carries transit packets between two interfaces."""
    if any(node.negated for node in router.config.lines("ip", "cef")):
        return True
    for each in (interface, out):
        section = router.config.section(f"interface {each.name}")
        nodes = section.lines("ip", "route-cache") if section is not None else []
        if any(node.negated and len(node.words) in (2, 3) for node in nodes):
            return True
    return False


def _where(interface: Interface | None) -> str:
    return f" ({interface.name})" if interface is not None else ""


def _ends(packet: bytes, origin: Interface | None, out: Interface | None) -> str:
    source, destination = IPv4.unpack(packet[12:16]), IPv4.unpack(packet[16:20])
    return f"s={source}{_where(origin) or ' (local)'}, d={destination}{_where(out)}"


def _say(router: Router, packet: bytes, origin: Interface | None, out: Interface | None, what: str) -> None:
    text = f"IP: {_ends(packet, origin, out)}, len {len(packet)}, {what}"
    if "detail" in router.logging.options.get(FLAG, {}):
        text += _detail(packet)
    router.debug(FLAG, text)


def routed(router: Router, packet: bytes, origin: Interface | None, out: Interface, table: str) -> None:
    """The table (RIB or FIB) said where the packet goes; from 12.3T on that is a line of its own."""
    if _ROUTED[router.release]:
        router.debug(FLAG, f"IP: tableid=0, {_ends(packet, origin, out)}, routed via {table}")


def received(router: Router, packet: bytes, interface: Interface, own: Interface | None) -> None:
    """A packet for this router; `own` has the address it was sent to, None for a group or broadcast."""
    if own is None:
        broadcast = packet[16:20] == b"\xff\xff\xff\xff" or packet[16] < 224
        _say(router, packet, interface, None, f"rcvd {2 if broadcast else 0}")
        return
    routed(router, packet, interface, own, "RIB")
    _say(router, packet, interface, own, f"rcvd {3 if own is interface else 4}")
    if _SENT_TWICE[router.release]:
        _say(router, packet, interface, None, "stop process pak for forus packet")


def sent(router: Router, packet: bytes, out: Interface, grouped: bool) -> None:
    """A packet of our own leaves; `grouped`: to a group or broadcast address."""
    if not grouped:
        routed(router, packet, None, out, "FIB")
    _say(router, packet, None, out, "sending broad/multicast" if grouped else "sending")
    if _SENT_TWICE[router.release]:
        _say(router, packet, None, out, "sending full packet")


def forwarded(router: Router, packet: bytes, origin: Interface, out: Interface, next_hop: IPv4) -> None:
    """A transit packet that the processor carries."""
    routed(router, packet, origin, out, "RIB")
    text = f"IP: {_ends(packet, origin, out)}, g={next_hop}, len {len(packet)}, forward"
    if "detail" in router.logging.options.get(FLAG, {}):
        text += _detail(packet)
    router.debug(FLAG, text)


def dropped(router: Router, packet: bytes, origin: Interface | None, out: Interface | None, reason: str) -> None:
    """`unroutable`, `access denied`, `encapsulation failed`."""
    _say(router, packet, origin, out, reason)


def _detail(packet: bytes) -> str:
    """What `detail` adds: the transport header on a line of its own, or the number of any other protocol."""
    start = (packet[0] & 15) * 4
    rest = packet[start:]
    protocol = packet[9]
    if (packet[6] << 8 | packet[7]) & 0x1FFF or len(rest) < 8:
        return f", proto={protocol}"
    ports = f"src={rest[0] << 8 | rest[1]}, dst={rest[2] << 8 | rest[3]}"
    if protocol == ipv4.ICMP:
        return f"\n    ICMP type={rest[0]}, code={rest[1]}"
    if protocol == ipv4.UDP:
        return f"\n    UDP {ports}"
    if protocol == ipv4.TCP and len(rest) >= 20:
        sequence, acknowledged = (int.from_bytes(rest[at : at + 4], "big") for at in (4, 8))
        flags = "".join(f" {name}" for bit, name in _TCP_FLAGS if rest[13] & bit)
        window = rest[14] << 8 | rest[15]
        return f"\n    TCP {ports}, seq={sequence}, ack={acknowledged}, win={window}{flags}"
    return f", proto={protocol}"


_TCP_FLAGS = ((16, "ACK"), (32, "URG"), (8, "PSH"), (4, "RST"), (2, "SYN"), (1, "FIN"))


# -- debug ip routing --------------------------------------------------------------------------------

ROUTING = "ip routing"
_UPDATING = ByRelease({Train.R12_2: False, Train.R15: True})
_NET_RED = ByRelease({Train.R12_2: False, Train.R12_3: True, Train.R15: False})


def _via(hop: NextHop) -> str:
    return str(hop.address) if hop.address is not None else "0.0.0.0"


def route_changed(router: Router, old: Route | None, new: Route | None) -> None:
    """The best route to a prefix is another one, or there is none any more."""
    if not router.debugging(ROUTING):
        return
    if old is not None and new is not None and new.distance < old.distance:
        router.debug(
            ROUTING, f"RT: closer admin distance for {new.prefix.network}, flushing {len(old.next_hops)} routes"
        )
    elif old is not None:
        kept = new.next_hops if new is not None else ()
        for hop in old.next_hops:
            if hop not in kept:
                router.debug(ROUTING, f"RT: del {old.prefix.network} via {_via(hop)}, {_metric(old)}")
        if new is None:
            subnet = classful(old.prefix) not in (None, old.prefix)
            where = f"subnet route to {old.prefix}" if subnet else f"network route to {old.prefix.network}"
            router.debug(ROUTING, f"RT: delete {where}")
    if new is not None:
        if _UPDATING[router.release]:
            hops = "".join(f"\n    via {_via(hop)} {hop.interface or ' '}  0 1048578" for hop in new.next_hops)
            router.debug(ROUTING, f"RT: updating {new.source.partition(' ')[0]} {new.prefix} (0x0)  :{hops}")
        for hop in new.next_hops:
            router.debug(ROUTING, f"RT: add {new.prefix} via {_via(hop)}, {_metric(new)}")
    changed = new or old
    if _NET_RED[router.release] and changed is not None:
        router.debug(ROUTING, f"RT: NET-RED {changed.prefix}")


def _metric(route: Route) -> str:
    return f"{route.source.partition(' ')[0]} metric [{route.distance}/{route.metric}]"


def interface_changed(router: Router, interface: Interface) -> None:
    """The line protocol of an interface changed."""
    if not router.debugging(ROUTING):
        return
    up, state = int(interface.line_up), 6 if interface.shutdown else 4
    router.debug(ROUTING, f"is_up: {interface.name} {up} state: {state} sub state: 1 line: {up}")
    if interface.address is not None:
        change = "added to" if up else "removed from"
        router.debug(ROUTING, f"RT: interface {interface.name} {change} routing table")
