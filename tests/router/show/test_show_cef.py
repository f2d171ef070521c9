"""`show ip cef`: versions and counts of the table are those of what happened to the routing table."""

from __future__ import annotations

import re

from support.wiring import line

from ios_emu.wire import Prefix

ONE = "version 12.3\nhostname A\ninterface FastEthernet0/1\n ip address 10.0.1.1 255.255.255.0\n"
OTHER = "version 12.3\nhostname B\ninterface FastEthernet0/0\n ip address 10.0.1.2 255.255.255.0\n"


def numbers(text: str, pattern: str) -> tuple[int, ...]:
    found = re.search(pattern, text)
    assert found is not None, text
    return tuple(map(int, found.groups()))


def test_versions_and_counts() -> None:
    _, (router, _), _ = line(ONE, OTHER)

    def configure(*lines: str) -> None:
        for each in ("configure terminal", *lines, "end"):
            router.execute(each)

    def version(prefix: str) -> int:
        (found,) = numbers(router.execute(f"show ip cef {prefix}"), r", version (\d+), epoch 0")
        return found

    def summary() -> tuple[int, ...]:
        text = router.execute("show ip cef summary")
        table = numbers(text, r"Table Version (\d+)")
        changes = numbers(text, r" bytes, (\d+) inserts, (\d+) invalidations")
        return (*numbers(text, r"(\d+) leaves, "), *changes, *numbers(text, r"(\d+) revisions of"), *table)

    configure("ip route 20.0.0.0 255.0.0.0 10.0.1.2", "ip route 30.0.0.0 255.0.0.0 10.0.1.2")
    connected, first, second = version("10.0.1.0 255.255.255.0"), version("20.0.0.0"), version("30.0.0.0")
    assert connected < first < second
    assert version("10.0.1.1 255.255.255.255") == connected and version("0.0.0.0 255.255.255.255") == 0
    leaves, inserts, invalidations, revisions, table = summary()
    assert (inserts, invalidations, revisions, table) == (leaves, 0, 0, leaves)
    configure("ip route 20.0.0.0 255.0.0.0 10.0.1.7", "no ip route 30.0.0.0 255.0.0.0 10.0.1.2")
    assert version("20.0.0.0") > second and version("10.0.1.0 255.255.255.0") == connected
    fewer, inserts, invalidations, revisions, table = summary()
    assert (inserts, invalidations, revisions, table) == (fewer + 1, 1, 1, fewer + 2)
    assert Prefix.parse("30.0.0.0/8") not in router.rib.versions
