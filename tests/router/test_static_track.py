"""Static routes that follow a tracked object."""

from __future__ import annotations

from support.wiring import line

from ios_emu.kernel import SECOND
from ios_emu.lab.catalog import CATALOG
from ios_emu.router.router import Router
from ios_emu.wire import Prefix

CONFIG = (
    "hostname A\ntrack 5 interface FastEthernet0/1 line-protocol\n"
    "interface Loopback0\n ip address 1.1.1.1 255.255.255.255\n"
    "interface FastEthernet0/1\n ip address 10.0.1.1 255.255.255.0\n"
    "ip route 20.0.0.0 255.0.0.0 Null0 track 5\nip route 20.0.0.0 255.0.0.0 Null0 200\n"
)
OTHER = "interface FastEthernet0/0\n ip address 10.0.1.2 255.255.255.0\n"
TO = Prefix.parse("20.0.0.0/8")


def typed(router: Router, *lines: str) -> None:
    for each in ("configure terminal", *lines, "end"):
        router.execute(each)


def test_the_route_comes_and_goes_with_its_object() -> None:
    _, (left, _), _ = line(
        CONFIG.replace("Null0 track 5", "10.0.1.2 track 5").replace("Null0 200", "Null0 200 name floating"),
        OTHER,
        catalog=CATALOG,
    )
    best = left.rib.best(TO)
    assert best is not None and best.distance == 1
    assert "  Tracked by:\n    STATIC-IP-ROUTING 0\n" in left.execute("show track 5")
    typed(left, "interface FastEthernet0/1", "shutdown")
    best = left.rib.best(TO)
    assert best is not None and best.distance == 200, "at once, not at the next adjustment"
    typed(left, "interface FastEthernet0/1", "no shutdown")
    left.kernel.run_until(left.kernel.now + 5 * SECOND)
    best = left.rib.best(TO)
    assert best is not None and best.distance == 1
    assert "ip route 20.0.0.0 255.0.0.0 10.0.1.2 track 5\n" in left.execute("show running-config")


def test_an_object_that_does_not_exist_is_not_up() -> None:
    _, (left, _), _ = line("hostname A\nip route 20.0.0.0 255.0.0.0 Null0 track 5\n", OTHER, catalog=CATALOG)
    assert left.rib.best(TO) is None
    typed(left, "interface Loopback0", "track 5 interface Loopback0 line-protocol")
    assert left.rib.best(TO) is not None
    typed(left, "no ip route 20.0.0.0 255.0.0.0 Null0 track 5")
    assert left.rib.best(TO) is None and not left.tracking.objects[5].clients
