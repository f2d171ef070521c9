"""Protecting a packet: encapsulation, fragmentation around it, and the don't-fragment bit.

What happens to a packet too long for the interface once it is protected in tunnel mode (Cisco's pre-fragmentation
for IPsec VPNs; `crypto ipsec fragmentation` and `crypto ipsec df-bit`):

    df-bit   inner DF   before-encryption            after-encryption
    copy     0          cut, then protected          protected, then cut
    copy     1          dropped, sender told         dropped, sender told
    set      0          cut, then protected          dropped
    set      1          dropped, sender told         dropped, sender told
    clear    any        cut, then protected          protected, then cut

In transport mode the bit is the packet's own, and nothing is cut before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ios_emu.features.ipsec.esp import IP_IN_IP
from ios_emu.features.ipsec.integrity import SequenceExhausted
from ios_emu.features.ipsec.policy import MapEntry
from ios_emu.features.ipsec.sad import Pair
from ios_emu.router.release import ByRelease, Train
from ios_emu.wire import DecodeError, ipv4, udp

if TYPE_CHECKING:
    from ios_emu.features.ipsec.binding import Binding
    from ios_emu.features.ipsec.instance import Ipsec

OUTER_TTL = 255
_DONT_FRAGMENT = 0x40
_MOST_OVERHEAD = 160
"""More than any transform adds; a packet shorter than the MTU by this much needs no further look."""
_LONGEST = ipv4.MAXIMUM_LENGTH - _MOST_OVERHEAD

PREFRAGMENTS = ByRelease({Train.R12_2: False, Train.R12_3: True})
"""Whether long packets are cut before encryption, unless configured (12.2(13)T and later)."""


def prefragments(feature: Ipsec, binding: Binding) -> bool:
    """Whether this interface cuts before encryption."""
    configured = feature.prefragment.get(binding.interface.name, feature.policy.prefragment)
    return PREFRAGMENTS[feature.router.release] if configured is None else configured


def df_bit(feature: Ipsec, binding: Binding, entry: MapEntry) -> str:
    """`copy`, `set` or `clear`: as configured for the entry, the interface, or the router."""
    on_interface = feature.df_bit.get(binding.interface.name)
    return entry.terms.df_bit or on_interface or feature.policy.terms.df_bit or "copy"


def protect(binding: Binding, entry: MapEntry, pair: Pair, packet: bytes) -> bytes | None:
    """What is sent in the place of `packet`; None when nothing can be, or it has been sent in pieces."""
    feature = binding.feature
    own = packet[6] & _DONT_FRAGMENT
    setting = df_bit(feature, binding, entry)
    outer_df = bool(own) if setting == "copy" else setting == "set"
    if len(packet) > binding.interface.mtu - _MOST_OVERHEAD and not _fits(binding, pair, packet):
        if pair.tunnel and setting == "clear":
            own = 0
        if own:
            _tell(binding, pair, packet)
        if own or len(packet) > _LONGEST:
            pair.ident.counters.encaps_failed += 1
            return None
        if pair.tunnel and prefragments(feature, binding):
            return _in_pieces(binding, pair, packet, outer_df)
        if pair.tunnel and outer_df:
            pair.ident.counters.encaps_failed += 1
            return None
    return _encapsulate(binding, pair, packet, outer_df)


def _fits(binding: Binding, pair: Pair, packet: bytes) -> bool:
    """Whether the packet that carries `packet` is no longer than the interface's MTU."""
    return len(packet) <= longest_clear(pair, binding.interface.mtu, packet)


def longest_clear(pair: Pair, mtu: int, packet: bytes = b"E") -> int:
    """The longest packet, with a header like that of `packet`, that `mtu` bytes can carry under `pair`."""
    if pair.tunnel:
        return pair.largest_packet(mtu)
    header = (packet[0] & 15) << 2
    return header + pair.largest_packet(mtu + 20 - header)


def _tell(binding: Binding, pair: Pair, packet: bytes) -> None:
    mtu = longest_clear(pair, binding.interface.mtu, packet)
    binding.feature.router.icmp.fragmentation_needed(binding.interface, packet, mtu)


def _in_pieces(binding: Binding, pair: Pair, packet: bytes, outer_df: bool) -> bytes | None:
    try:
        pieces = ipv4.fragment(packet, pair.largest_packet(binding.interface.mtu))
    except (DecodeError, ValueError):
        pair.ident.counters.encaps_failed += 1
        return None
    for piece in pieces[:-1]:
        outer = _encapsulate(binding, pair, piece, outer_df)
        if outer is None:
            return None
        binding.feature.router.ip.send_packet(outer)
    return _encapsulate(binding, pair, pieces[-1], outer_df)


def _encapsulate(binding: Binding, pair: Pair, packet: bytes, outer_df: bool) -> bytes | None:
    counters = pair.ident.counters
    feature = binding.feature
    try:
        outer = _tunnelled(feature, pair, packet, outer_df) if pair.tunnel else _transported(pair, packet)
        if pair.ah is not None:
            outer = pair.ah.sender.seal(outer)
    except SequenceExhausted:
        counters.encaps_failed += 1
        feature.expire(pair)
        return None
    except (DecodeError, ValueError):
        counters.encaps_failed += 1
        return None
    counters.encaps += 1
    pair.packets_out += 1
    pair.bytes_out += len(outer)
    pair.used_at = feature.router.kernel.now
    if pair.bytes_out >= pair.soft_bytes:
        feature.volume_reached(pair)
    return outer


def _tunnelled(feature: Ipsec, pair: Pair, packet: bytes, outer_df: bool) -> bytes:
    """Tunnel mode: the whole packet behind a new header."""
    esp = pair.esp
    protocol, payload = IP_IN_IP, packet
    if esp is not None:
        protocol, payload = _carried(pair, esp.sender.seal(packet))
    return ipv4.build(
        pair.local,
        pair.peer,
        protocol,
        payload,
        ttl=OUTER_TTL,
        tos=packet[1],
        identification=feature.next_identification(),
        dont_fragment=outer_df,
    )


def _carried(pair: Pair, esp: bytes) -> tuple[int, bytes]:
    """What carries an ESP packet through the Internet: IP alone, or UDP without a checksum (RFC 3948)."""
    if pair.udp is None:
        return ipv4.ESP, esp
    return ipv4.UDP, udp.build_unchecked(pair.udp.local, pair.udp.peer, esp)


def _transported(pair: Pair, packet: bytes) -> bytes:
    """Transport mode (RFC 2406 section 3.1): the packet's own header, with the payload sealed. Raises ValueError
    for a fragment, which must not be (RFC 2401 appendix B.2)."""
    header, payload = ipv4.decode(packet)
    if header.is_fragment:
        raise ValueError("a fragment cannot be protected in transport mode")
    if pair.esp is None:
        return packet
    protocol, sealed = _carried(pair, pair.esp.sender.seal(payload, header.protocol))
    return ipv4.build(
        header.source,
        header.destination,
        protocol,
        sealed,
        ttl=header.ttl,
        tos=header.tos,
        identification=header.identification,
        dont_fragment=header.dont_fragment,
        options=header.options,
    )
