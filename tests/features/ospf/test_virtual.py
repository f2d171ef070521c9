"""Virtual links: a far area is joined to the backbone through another."""

from __future__ import annotations

from support.ospf_bench import Bench, Node, ip, route

from ios_emu.features.ospf import lsa
from ios_emu.features.ospf.config import VirtualLink
from ios_emu.features.ospf.lsa import LsaKey, RouterBody

ONE = ip("0.0.0.1")
TWO = ip("0.0.0.2")


def far_area() -> tuple[Bench, list[Node]]:
    """area 0: 1 -- 2; area 1: 2 -- 5 -- 3; area 2: 3 -- 4, which has no backbone of its own."""
    bench = Bench()
    one = bench.node("1.1.1.1").plug("Fa0/0", "back", "10.0.0.1/24").plug("Lo0", "x", "99.0.0.1/32")
    two = bench.node("2.2.2.2").plug("Fa0/0", "back", "10.0.0.2/24")
    two.plug("Fa0/1", "side1", "10.1.0.2/24", area=ONE)
    five = bench.node("5.5.5.5").plug("Fa0/0", "side1", "10.1.0.5/24", area=ONE)
    five.plug("Fa0/1", "side2", "10.1.1.5/24", area=ONE)
    three = bench.node("3.3.3.3").plug("Fa0/0", "side2", "10.1.1.3/24", area=ONE)
    three.plug("Fa0/1", "far", "10.2.0.3/24", area=TWO)
    four = bench.node("4.4.4.4").plug("Fa0/0", "far", "10.2.0.4/24", area=TWO)
    four.plug("Lo0", "y", "99.0.0.4/32", area=TWO)
    bench.run(90)
    return bench, [one, two, three, four, five]


def test_a_virtual_link_joins_a_far_area() -> None:
    bench, (one, two, three, four, five) = far_area()
    assert route(four, "99.0.0.1/32") == ""
    assert route(one, "99.0.0.4/32") == ""
    two.process.config.virtual_links[ONE, ip("3.3.3.3")] = VirtualLink()
    three.process.config.virtual_links[ONE, ip("2.2.2.2")] = VirtualLink()
    two.apply()
    three.apply()
    bench.run(100)
    assert two.states()["3.3.3.3"] == "FULL"
    assert route(four, "99.0.0.1/32") == "O IA 110/5 10.2.0.3"
    assert route(one, "99.0.0.4/32") == "O IA 110/5 10.0.0.2"
    assert route(three, "99.0.0.1/32") == "O 110/4 10.1.1.5", "through the transit area, and as intra-area"
    assert route(five, "99.0.0.4/32") == "O IA 110/3 10.1.1.3"
    link = two.process.interfaces["OSPF_VL0"].settings
    assert (link.address, link.peer_address, link.cost) == (ip("10.1.0.2"), ip("10.1.1.3"), 2)
    body = two.process.areas[ONE].lsdb.entries[LsaKey(1, ip("2.2.2.2"), ip("2.2.2.2"))].body
    assert isinstance(body, RouterBody)
    assert body.flags == lsa.FLAG_V | lsa.FLAG_B
    five.change("Fa0/1", up=False)
    bench.run(60)
    assert route(one, "99.0.0.4/32") == ""
    assert "3.3.3.3" not in two.states()
    five.change("Fa0/1", up=True)
    bench.run(90)
    assert route(one, "99.0.0.4/32") == "O IA 110/5 10.0.0.2"
    two.process.config.virtual_links.clear()
    two.apply()
    bench.run(60)
    assert route(one, "99.0.0.4/32") == ""
    assert not three.process.interfaces["OSPF_VL0"].neighbors


def test_a_packet_of_the_backbone_needs_a_virtual_link() -> None:
    bench, (_, two, three, *_rest) = far_area()
    two.process.config.virtual_links[ONE, ip("3.3.3.3")] = VirtualLink()
    two.apply()
    bench.run(30)
    assert three.logs == [
        "%OSPF-4-ERRRCV: Received invalid packet: mismatch area ID, from backbone area must be virtual-link but "
        "not found from 10.1.0.2, Fa0/0"
    ]
