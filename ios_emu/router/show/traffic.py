"""`show ip traffic`: what IP, ICMP, UDP, ARP and the features on top of IP have counted.

What cannot happen here is zero for that reason: options are forwarded and never acted upon, so none is bad; there is
no security, no unicast RPF, no reverse ARP; and the packets that wait for an adjacency are dropped and counted as
failed encapsulations.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ios_emu.router.release import ByRelease, Train
from ios_emu.wire import icmp

if TYPE_CHECKING:
    from ios_emu.router.router import Router

_MASK_REQUEST, _MASK_REPLY, _TIMESTAMP, _INFO_REQUEST, _INFO_REPLY = 17, 18, 13, 15, 16
_ADVERTISEMENT, _SOLICITATION = 9, 10

Row = tuple[tuple[int, str], ...]
_RECEIVED: tuple[Row, ...] = (
    ((icmp.REDIRECT, "redirects"), (icmp.UNREACHABLE, "unreachable")),
    (
        (icmp.ECHO, "echo"),
        (icmp.ECHO_REPLY, "echo reply"),
        (_MASK_REQUEST, "mask requests"),
        (_MASK_REPLY, "mask replies"),
        (icmp.SOURCE_QUENCH, "quench"),
    ),
    ((icmp.PARAMETER_PROBLEM, "parameter"), (_TIMESTAMP, "timestamp"), (_INFO_REQUEST, "info request")),
    ((_SOLICITATION, "irdp solicitations"), (_ADVERTISEMENT, "irdp advertisements")),
)
_MORE: ByRelease[tuple[Row, ...]] = ByRelease(
    {Train.R12_2: (), Train.R12_4: (((icmp.TIME_EXCEEDED, "time exceeded"), (_INFO_REPLY, "info replies")),)}
)
_SENT: tuple[Row, ...] = (
    (
        (icmp.REDIRECT, "redirects"),
        (icmp.UNREACHABLE, "unreachable"),
        (icmp.ECHO, "echo"),
        (icmp.ECHO_REPLY, "echo reply"),
    ),
    (
        (_MASK_REQUEST, "mask requests"),
        (_MASK_REPLY, "mask replies"),
        (icmp.SOURCE_QUENCH, "quench"),
        (_TIMESTAMP, "timestamp"),
    ),
    (
        (_INFO_REPLY, "info reply"),
        (icmp.TIME_EXCEEDED, "time exceeded"),
        (icmp.PARAMETER_PROBLEM, "parameter problem"),
    ),
    ((_SOLICITATION, "irdp solicitations"), (_ADVERTISEMENT, "irdp advertisements")),
)
_OPTIONS: tuple[Row, ...] = (
    ((0, "end"), (1, "nop"), (130, "basic security"), (131, "loose source route")),
    ((68, "timestamp"), (133, "extended security"), (7, "record route")),
    ((136, "stream ID"), (137, "strict source route"), (148, "alert"), (134, "cipso"), (152, "ump")),
)


def _counts(rows: Iterable[Row], seen: dict[int, int]) -> list[str]:
    """Each row in words."""
    return [", ".join(f"{seen.get(kind, 0)} {name}" for kind, name in row) for row in rows]


def _others(rows: Iterable[Row], seen: dict[int, int]) -> int:
    """How many are of no kind that has a name."""
    named = {kind for row in rows for kind, _ in row}
    return sum(count for kind, count in seen.items() if kind not in named)


def ip_traffic(router: Router) -> str:
    """`show ip traffic`."""
    text = _ip(router) + "\n" + _icmp(router) + "\n" + _udp(router) + "\n"
    for feature in router.features.values():
        statistics = feature.traffic_statistics()
        text += f"{statistics}\n" if statistics else ""
    return text + _arp(router)


def _ip(router: Router) -> str:
    ip = router.ip
    options = "\n         ".join(_counts(_OPTIONS, ip.options))
    return (
        "IP statistics:\n"
        f"  Rcvd:  {ip.received} total, {ip.delivered} local destination\n"
        f"         {ip.header_errors - ip.checksum_errors} format errors, {ip.checksum_errors} checksum errors, "
        f"{ip.bad_hops} bad hop count\n"
        f"         {ip.unknown_protocol} unknown protocol, {ip.not_a_gateway} not a gateway\n"
        f"         0 security failures, 0 bad options, {ip.with_options} with options\n"
        f"  Opts:  {options}\n"
        f"         {_others(_OPTIONS, ip.options)} other\n"
        f"  Frags: {ip.reassembly.reassembled} reassembled, {ip.reassembly.timeouts} timeouts, "
        f"{ip.reassembly.failures} couldn't reassemble\n"
        f"         {ip.fragmented} fragmented, {ip.cannot_fragment} couldn't fragment\n"
        f"  Bcast: {ip.broadcasts_in} received, {ip.broadcasts_out} sent\n"
        f"  Mcast: {ip.multicasts_in} received, {ip.multicasts_out} sent\n"
        f"  Sent:  {ip.sent} generated, {ip.forwarded} forwarded\n"
        f"  Drop:  {ip.encapsulation_failed} encapsulation failed, 0 unresolved, 0 no adjacency\n"
        f"         {ip.no_route} no route, 0 unicast RPF, 0 forced drop\n"
    )


def _icmp(router: Router) -> str:
    state = router.icmp
    more = _MORE[router.release]
    first, echo, rest, irdp = _counts(_RECEIVED, state.received)
    other = _others((*_RECEIVED, *more), state.received)
    received = (first, echo, f"{rest}, {other} other", irdp, *_counts(more, state.received))
    return (
        "ICMP statistics:\n"
        f"  Rcvd: {state.format_errors} format errors, {state.checksum_errors} checksum errors, "
        + "\n        ".join(received)
        + "\n  Sent: "
        + "\n        ".join(_counts(_SENT, state.sent))
        + "\n"
    )


def _udp(router: Router) -> str:
    udp = router.udp
    return (
        "UDP statistics:\n"
        f"  Rcvd: {udp.received + udp.no_port} total, {udp.checksum_errors} checksum errors, "
        f"{udp.no_port} no port\n"
        f"  Sent: {udp.sent} total, 0 forwarded broadcasts\n"
    )


def _arp(router: Router) -> str:
    arp = router.arp
    return (
        "ARP statistics:\n"
        f"  Rcvd: {arp.requests_in} requests, {arp.replies_in} replies, 0 reverse, {arp.malformed} other\n"
        f"  Sent: {arp.requests_out} requests, {arp.replies_out} replies ({arp.proxied} proxy), 0 reverse\n"
    )
