"""A route, as the routing protocols offer it and `show ip route` prints it."""

from __future__ import annotations

from dataclasses import dataclass

from ios_emu.wire import IPv4, Prefix


@dataclass(frozen=True, slots=True)
class NextHop:
    """Where a route leads: through a neighbour, out of an interface, or both.

    `address` alone is resolved recursively. `interface` is the interface's full name, `Null0` to discard.
    `advertiser` is the router (its ID) that an IGP learnt this path from, for `show ip route PREFIX`.
    """

    address: IPv4 | None = None
    interface: str | None = None
    advertiser: IPv4 | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """One candidate route to a prefix.

    `source` names the process that owns it (`connected`, `static`, `ospf 1`); `code` is the letter field of
    `show ip route` (`C`, `S`, `O`, `O E2`); `type` the words of `Known via` (`extern 2`, `intra area`).
    `since` is the kernel's instant (ns) of installation, which the routing table fills in.
    """

    prefix: Prefix
    source: str
    code: str
    distance: int
    metric: int
    next_hops: tuple[NextHop, ...]
    type: str = ""
    tag: int = 0
    forward_metric: int | None = None
    since: int = 0
    owner: str = ""
    """Distinguishes several candidates of one source, e.g. a static route and one that RRI injected."""


def classful(prefix: Prefix) -> Prefix | None:
    """The class A, B or C network that holds `prefix` (RFC 791 section 3.2); None for a supernet."""
    first = prefix.network >> 24
    length = 8 if first < 128 else 16 if first < 192 else 24
    return Prefix.of(prefix.network, length) if prefix.length >= length else None
