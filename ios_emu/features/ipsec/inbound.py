"""Taking a protected packet apart: from the outermost protocol in, checks and counters, and what comes out.

A bundle must come whole: what AH protected must hold ESP when the SAs say so, and ESP that should have been within
AH is refused when it comes without.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ios_emu.features.ipsec.esp import IP_IN_IP
from ios_emu.features.ipsec.integrity import AuthenticationError, ReplayError
from ios_emu.features.ipsec.proxy import carries
from ios_emu.features.ipsec.sad import Pair
from ios_emu.wire import DecodeError, ipv4

if TYPE_CHECKING:
    from ios_emu.features.ipsec.instance import Ipsec
    from ios_emu.router.interface import Interface


class ProtocolError(DecodeError):
    """The packet is genuine, but not what its SAs are for."""


def receive(feature: Ipsec, interface: Interface, header: ipv4.Header, payload: bytes, packet: bytes) -> None:
    """An ESP or AH packet for this router."""
    at = 0 if header.protocol == ipv4.ESP else 4
    spi = int.from_bytes(payload[at : at + 4], "big")
    long_enough = len(payload) >= at + 8
    pair = feature.database.inbound(header.destination, header.protocol, spi) if long_enough else None
    if pair is None:
        feature.complaints.invalid_spi(interface, header, spi)
        ike = feature.router.key_engine.ike
        if ike is not None and any(
            binding.endpoint == header.destination for binding in feature.bindings.values()
        ):
            ike.invalid_spi(header.destination, header.source, header.protocol, spi)
        return
    counters = pair.ident.counters
    try:
        inner = _open(pair, header, payload, packet)
    except DecodeError as error:
        if isinstance(error, ReplayError):
            counters.replay_failed += 1
        elif isinstance(error, AuthenticationError):
            counters.verify_failed += 1
        elif isinstance(error, ProtocolError):
            counters.invalid_protocol += 1
        else:
            counters.decaps_failed += 1
        feature.complaints.error(error, feature.conn_id(pair.slot))
        return
    if not carries(inner, pair.ident.key.remote, pair.ident.key.local):
        counters.invalid_identity += 1
        feature.complaints.identity(inner, pair)
        return
    counters.decaps += 1
    pair.packets_in += 1
    pair.bytes_in += len(packet)
    pair.used_at = feature.router.kernel.now
    if pair.bytes_in >= pair.soft_bytes:
        feature.volume_reached(pair)
    feature.router.ip.inject(interface, inner)


def _open(pair: Pair, header: ipv4.Header, payload: bytes, packet: bytes) -> bytes:
    """The packet that was protected. Raises DecodeError, or one of its kinds."""
    if pair.ah is not None:
        if header.protocol != ipv4.AH:
            raise ProtocolError("ESP without the AH around it")
        packet = pair.ah.receiver.open(packet)
        header, payload = ipv4.decode(packet)
    if pair.esp is not None:
        if header.protocol != ipv4.ESP:
            raise ProtocolError(f"AH around protocol {header.protocol} instead of ESP")
        if pair.ah is not None and payload[:4] != pair.esp.receiver.spi.to_bytes(4, "big"):
            raise ProtocolError("AH around an ESP packet of another SA")
        plain, protocol = pair.esp.receiver.open(payload)
    else:
        plain, protocol = payload, header.protocol
    if pair.tunnel:
        if protocol != IP_IN_IP:
            raise ProtocolError(f"next header {protocol} in tunnel mode")
        inner, _ = ipv4.decode(plain)
        return plain[: inner.total_length]
    if header.source != pair.peer:
        raise ProtocolError(f"a packet in transport mode from {header.source}")
    if pair.esp is None:
        return packet
    return ipv4.build(
        header.source,
        header.destination,
        protocol,
        plain,
        ttl=header.ttl,
        tos=header.tos,
        identification=header.identification,
        dont_fragment=header.dont_fragment,
        options=header.options,
    )
