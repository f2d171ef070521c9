"""Configuration that is understood and kept, without effect: what reasonable IOS configs say beyond what is modelled.

One module per theme; each is a text in the language of `table`. Whatever a line is that a feature or the router room
models comes before what it is here.

- `system`      services, platform, boot, clock, memory, licence, redundancy, banners
- `automation`  archive, EEM, kron, call-home, telemetry, hosted applications, templates
- `aaa`         AAA, RADIUS, TACACS+, users, views, login policy, 802.1X, key chains
- `manage`      logging, SNMP, NTP, CDP, HTTP, SSH, names, IP SLA, tracking, flow export
- `interface`   on interfaces: addresses, IP and IPv6, tunnels, MPLS, first-hop redundancy
- `media`       on interfaces: encapsulation, clocks, queues, PPP, frame relay, ISDN, radio, xconnects
- `wan`         controllers, ATM, VPDN, pseudowires, lines, old protocols
- `switching`   VLANs, switch ports, spanning tree, port security, snooping, bridging
- `policy`      prefix lists, route maps, VRFs, MPLS, multicast, IPv6, static routes
- `bgp`, `igp`, `ospf`   routing protocols
- `nat`         with DHCP
- `qos`         class maps, policy maps, map classes
- `crypto`      client groups, IKEv2, GDOI, PKI, EzVPN
- `security`    zones, inspection, object groups, time ranges
- `voice`       dial peers, ports, CallManager Express

`table` is the language they are written in, and makes commands of them; `listing` finds the lines of a router that
have no effect.
"""

from __future__ import annotations

from ios_emu.router.kept import (
    aaa,
    automation,
    bgp,
    crypto,
    igp,
    interface,
    manage,
    media,
    nat,
    ospf,
    policy,
    qos,
    security,
    switching,
    system,
    voice,
    wan,
)
from ios_emu.router.kept.table import Tables

_THEMES = (
    system,
    automation,
    aaa,
    manage,
    interface,
    media,
    wan,
    switching,
    policy,
    bgp,
    igp,
    ospf,
    nat,
    qos,
    crypto,
    security,
    voice,
)

KEPT = Tables(theme.TEXT for theme in _THEMES)
"""What is kept without effect."""
