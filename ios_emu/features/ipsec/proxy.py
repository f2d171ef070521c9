"""Proxy identities: what a line of a crypto access list stands for, and which packets and proxies it covers."""

from __future__ import annotations

from ios_emu.router.acl import Entry, PortMatch
from ios_emu.router.key_engine import ProxyIdentity
from ios_emu.wire import IPv4
from ios_emu.wire.ipv4 import AH, ESP, TCP, UDP

_ISAKMP_PORTS = (b"\x01\xf4", b"\x11\x94")
"""500, and 4500 when there is a NAT (RFC 3947); of one end, since a NAT may change the other's."""
_HOST = 0xFFFFFFFF


def local_proxy(line: Entry) -> ProxyIdentity:
    """This side's proxy identity of a permit line of a crypto access list."""
    return _proxy(line.source, line.source_wildcard, line.protocol, line.source_port)


def remote_proxy(line: Entry) -> ProxyIdentity:
    """The peer's."""
    return _proxy(line.destination, line.destination_wildcard, line.protocol, line.destination_port)


def _proxy(address: int, wildcard: int, protocol: int | None, port: PortMatch | None) -> ProxyIdentity:
    mask = ~wildcard & 0xFFFFFFFF
    # IKE can name one port or all (RFC 2407 section 4.6.2), so any other condition asks for all.
    number = port.low if port is not None and port.operator == "eq" else 0
    return ProxyIdentity(IPv4(address & mask), IPv4(mask), protocol or 0, number)


def line_for(local: ProxyIdentity, remote: ProxyIdentity) -> Entry:
    """The permit line that stands for a pair of proxies which a peer has asked for."""
    protocol = local.protocol or remote.protocol
    words = ["permit", str(protocol) if protocol else "ip"]
    for proxy in (local, remote):
        words.append(f"host {proxy.network}" if proxy.mask == _HOST else f"{proxy.network} {_wildcard(proxy)}")
        if proxy.port:
            words.append(f"eq {proxy.port}")
    return Entry(
        10,
        True,
        " ".join(words),
        protocol=protocol or None,
        source=local.network,
        source_wildcard=_wildcard(local),
        destination=remote.network,
        destination_wildcard=_wildcard(remote),
        source_port=_port(local),
        destination_port=_port(remote),
    )


def _wildcard(proxy: ProxyIdentity) -> IPv4:
    return IPv4(~proxy.mask & 0xFFFFFFFF)


def _port(proxy: ProxyIdentity) -> PortMatch | None:
    return PortMatch("eq", proxy.port, proxy.port) if proxy.port else None


def contains(outer: ProxyIdentity, inner: ProxyIdentity) -> bool:
    """Whether everything that `inner` means is meant by `outer` too."""
    return (
        outer.mask & inner.mask == outer.mask
        and inner.network & outer.mask == outer.network
        and outer.protocol in (0, inner.protocol)
        and outer.port in (0, inner.port)
    )


def overlap(one: ProxyIdentity, other: ProxyIdentity) -> bool:
    """Whether there is anything that both mean."""
    return (
        not (one.network ^ other.network) & one.mask & other.mask
        and (one.protocol == other.protocol or not (one.protocol and other.protocol))
        and (one.port == other.port or not (one.port and other.port))
    )


def carries(packet: bytes, source: ProxyIdentity, destination: ProxyIdentity) -> bool:
    """Whether the IPv4 `packet`, whose header has been checked, goes from `source` to `destination`."""
    if int.from_bytes(packet[12:16], "big") & source.mask != source.network:
        return False
    if int.from_bytes(packet[16:20], "big") & destination.mask != destination.network:
        return False
    if source.protocol and packet[9] != source.protocol:
        return False
    if not (source.port or destination.port) or (packet[6] << 8 | packet[7]) & 0x1FFF:
        return True  # a later fragment has no ports
    start = (packet[0] & 15) << 2
    ports = packet[start : start + 4]
    return (
        len(ports) == 4
        and source.port in (0, ports[0] << 8 | ports[1])
        and destination.port in (0, ports[2] << 8 | ports[3])
    )


def mirrored(packet: bytes) -> bytes:
    """`packet` with source and destination exchanged, to ask an access list about the way back."""
    start = (packet[0] & 15) << 2
    head = packet[:12] + packet[16:20] + packet[12:16] + packet[20:start]
    if packet[9] not in (TCP, UDP) or len(packet) < start + 4 or (packet[6] << 8 | packet[7]) & 0x1FFF:
        return head + packet[start:]
    return head + packet[start + 2 : start + 4] + packet[start : start + 2] + packet[start + 4 :]


def is_tunnel(packet: bytes, source: int, destination: int) -> bool:
    """Whether `packet`, if between these endpoints, is what a tunnel itself consists of: ESP, AH or ISAKMP."""
    if int.from_bytes(packet[12:16], "big") != source or int.from_bytes(packet[16:20], "big") != destination:
        return False
    if packet[9] == UDP:
        start = (packet[0] & 15) << 2
        # The later fragments of a long ISAKMP message have no port to tell them by.
        later = (packet[6] << 8 | packet[7]) & 0x1FFF
        ports = (packet[start : start + 2], packet[start + 2 : start + 4])
        return bool(later) or any(port in _ISAKMP_PORTS for port in ports)
    return packet[9] in (ESP, AH)
