"""Virtual links (RFC 2328 section 15): point-to-point links of the backbone through another area.

One is an interface of the process, named `OSPF_VL0` and on; it is up while the router at its other end can be
reached within the transit area. What that costs, and from which address to which its packets go, follows from the
area's shortest path tree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ios_emu.features.ospf import lsa
from ios_emu.features.ospf.auth import MD5, Authentication
from ios_emu.features.ospf.config import VIRTUAL_LINK, AreaType, InterfaceSettings, VirtualLink
from ios_emu.features.ospf.lsa import RouterBody
from ios_emu.features.ospf.routes import BACKBONE
from ios_emu.features.ospf.spf import Node, Vertex
from ios_emu.router.route import NextHop
from ios_emu.wire import ANY, IPv4, Prefix

if TYPE_CHECKING:
    from ios_emu.features.ospf.process import Process


def settings(process: Process) -> list[InterfaceSettings]:
    """The virtual links that are configured, as interfaces."""
    links = process.config.virtual_links
    return [
        _settings(process, number, transit, peer, link)
        for number, ((transit, peer), link) in enumerate(links.items())
    ]


def update(process: Process) -> None:
    """The shortest path trees changed, and with them where virtual links lead."""
    if process.config.virtual_links:
        process.apply([i.settings for i in process.interfaces.values() if not i.is_virtual])


def next_hops(process: Process, link: InterfaceSettings) -> tuple[NextHop, ...]:
    """How packets get to the other end of a virtual link."""
    node = _node(process, link.transit, link.peer)
    return node.hops if node is not None else ()


def _node(process: Process, transit: IPv4, peer: IPv4) -> Node | None:
    tree = process.table.areas.get(transit)
    return tree.nodes.get(Vertex(lsa.ROUTER, peer)) if tree is not None else None


def _settings(process: Process, number: int, transit: IPv4, peer: IPv4, link: VirtualLink) -> InterfaceSettings:
    name = f"OSPF_VL{number}"
    node = _node(process, transit, peer)
    own, theirs = _ends(process, transit, peer, node) if node is not None else (ANY, ANY)
    usable = process.area_type(transit) is AreaType.NORMAL and bool(own and theirs)
    known = process.interfaces.get(name)
    if not usable and known is not None:
        own = known.settings.address  # it keeps its address while it is down
    return InterfaceSettings(
        name,
        name,
        BACKBONE,
        own,
        Prefix.of(own, 32),
        VIRTUAL_LINK,
        usable,
        cost=node.cost if node is not None else 65535,
        hello=link.hello,
        dead=link.dead,
        retransmit=link.retransmit,
        transmit_delay=link.transmit_delay,
        authentication=_authentication(process, link),
        peer=peer,
        peer_address=theirs,
        transit=transit,
    )


def _authentication(process: Process, link: VirtualLink) -> Authentication:
    kind = process.config.area(BACKBONE).authentication if link.authentication is None else link.authentication
    keys = tuple((number, key.encode("latin-1", "replace")) for number, key in link.keys)
    password = link.password.encode("latin-1", "replace")
    return Authentication(kind, b"" if kind == MD5 else password, keys if kind == MD5 else ())


def _ends(process: Process, transit: IPv4, peer: IPv4, node: Node) -> tuple[IPv4, IPv4]:
    """The address of this router on the way to `peer`, and that of `peer` on the way back: the first of its
    addresses on a network that the shortest path comes through."""
    interface = process.interfaces.get(node.hops[0].interface or "") if node.hops else None
    stored = process.areas[transit].lsdb.get(lsa.LsaKey(lsa.ROUTER, peer, peer))
    if interface is None or stored is None or not isinstance(stored.body, RouterBody):
        return ANY, ANY
    nodes = process.table.areas[transit].nodes
    near: list[tuple[int, IPv4]] = []
    for link in stored.body.links:
        if link.type in (lsa.POINT_TO_POINT, lsa.TRANSIT):
            vertex = Vertex(lsa.NETWORK if link.type == lsa.TRANSIT else lsa.ROUTER, link.id)
            if vertex in nodes:
                near.append((nodes[vertex].cost, link.data))
    return interface.settings.address, min(near)[1] if near else ANY
