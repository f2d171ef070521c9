"""The router itself, as ntc-templates reads it: access lists, logs, processes, files, users; and what there are
templates for and we do not have."""

from __future__ import annotations

import pytest
from support.ntc import MOMENTS, RELEASES, clock, known, lab_at, parse, taken

from ios_emu.router.router import Router
from ios_emu.router.show.processes import processes

every_state = pytest.mark.parametrize("moment", MOMENTS)
every_release = pytest.mark.parametrize("release", RELEASES)

TESTED = """
    show access-list, show aliases, show arp, show clock, show crypto ipsec sa detail, show crypto session detail,
    show interfaces, show interfaces description, show ip access-lists, show ip arp, show ip cef, show ip cef detail,
    show ip interface, show ip interface brief, show ip ospf database, show ip ospf database network,
    show ip ospf database router, show ip ospf interface brief, show ip ospf neighbor, show ip ospf neighbor detail,
    show ip prefix-list, show ip route, show ip route summary, show logging, show processes cpu, show route-map,
    show running-config partition access-list, show running-config partition route-map, show standby,
    show standby brief, show users, show version, show vlans
"""
EMPTY = """
    show cdp neighbors, show cdp neighbors detail, show ip bgp, show ip bgp summary, show ip nat translations,
    show vlan, show vrrp brief
"""
"""Accepted, as what is off: a line that says so, or nothing. `show vlan` is `show vlans` cut short."""


def names(text: str) -> set[str]:
    return {name.strip() for name in text.split(",")}


def offered(router: Router, command: str) -> bool:
    line = command if command != "show access-list" else "show access-lists"
    text = router.execute(line)
    return "% Invalid input" not in text and "% Incomplete command" not in text


def test_every_command_that_both_know_is_tested() -> None:
    router = lab_at("document", "converged").copy()["7204VXR-1"]
    shows = [command for command in known() if command.startswith("show ")]
    assert {command for command in shows if offered(router, command)} == names(TESTED) | names(EMPTY)
    for command in names(EMPTY):
        assert parse(command, router.execute(command)) == []


@every_state
@pytest.mark.parametrize("command", ["show access-lists", "show ip access-lists"])
def test_access_lists(command: str, moment: str) -> None:
    """On 15: without the numbers that 12.2 has not, the template reads no entry."""
    for router, rows in taken(command, "15", moment, template="show ip access-lists"):
        shown = [
            (row["acl_name"], row["line_num"], row["action"], row["protocol"], row["matches"] or "0")
            for row in rows
            if row["line_num"]
        ]
        expected = []
        for access_list in router.acls.lists.values():
            for entry in access_list.entries:
                action = "permit" if entry.permit else "deny"
                expected.append((access_list.name, str(entry.sequence), action, "ip", str(entry.matches)))
        assert shown == expected


@every_release
@every_state
def test_processes(release: str, moment: str) -> None:
    for router, rows in taken("show processes cpu", release, moment):
        shown = {row["process_name"]: int(row["process_invoked"]) for row in rows}
        assert shown == dict(processes(router))


@every_state
def test_logging(moment: str) -> None:
    """On 15, where the buffer is on."""
    for router, rows in taken("show logging", "15", moment):
        shown = [(row["facility"], row["severity"], row["mnemonic"], "\n".join(row["message"])) for row in rows]
        said = [text.split(": ", 2)[1:] for text in router.logging.buffer]
        expected = []
        for head, text in said:
            facility, severity, mnemonic = head.removeprefix("%").split("-", 2)
            expected.append((facility, severity, mnemonic, text))
        assert shown == expected and rows


@every_release
@every_state
def test_clock_version_users(release: str, moment: str) -> None:
    for router, (row,) in taken("show version", release, moment):
        assert (row["hostname"], row["version"]) == (router.hostname, router.release.version)
        assert row["software_image"] == router.release.image
        assert int(row["uptime_minutes"] or 0) == router.uptime() // 60_000_000_000
        assert row["reload_reason"] == "power-on"
    for router, (row,) in taken("show clock", release, moment):
        assert clock(row["time"].split(".")[0]) == router.kernel.now // 1_000_000_000
    for _, rows in taken("show users", release, moment):
        assert [row["line"] for row in rows] == ["*  0 con 0"]


@every_release
def test_aliases_and_directories(release: str) -> None:
    for _, rows in taken("show aliases", release, "converged"):
        shown = {row["alias"]: row["command"] for row in rows}
        assert (shown["p"], shown["s"], shown["un"]) == ("ping", "show", "undebug")
    for router, rows in taken("dir", release, "converged"):
        assert rows[0]["file_system"] and router.powered


POLICY = """
configure terminal
ip prefix-list P seq 5 permit 10.0.0.0/8 ge 16 le 24
ip prefix-list P seq 10 deny 0.0.0.0/0
route-map M permit 10
match ip address prefix-list P
route-map M permit 20
interface FastEthernet0/1.7
encapsulation dot1Q 7
ip address 10.7.0.1 255.255.255.0
end
"""


@every_release
def test_what_is_set_up_live(release: str) -> None:
    router = lab_at(release, "converged").copy()["7204VXR-1"]
    for line in POLICY.split("\n")[1:-1]:
        router.execute(line)

    def rows(command: str) -> list[dict[str, str]]:
        return parse(command, router.execute(command))

    prefixes = [
        (row["name"], int(row["seq"]), row["action"], f"{row['network']}/{row['netmask']}")
        for row in rows("show ip prefix-list")
    ]
    (known_list,) = router.prefix_lists.lists.values()
    words = {True: "permit", False: "deny"}
    assert prefixes == [("P", e.sequence, words[e.permit], str(e.prefix)) for e in known_list.entries]
    entries = [("M", e.sequence, words[e.permit]) for e in router.route_maps.maps["M"]]
    assert [(row["name"], int(row["seq"]), row["action"]) for row in rows("show route-map")] == entries
    lines = rows("show running-config partition route-map")  # of the entries that permit, as it knows no other
    assert [(row["route_map_name"], int(row["sequence"]), "permit") for row in lines] == entries
    (vlan,) = rows("show vlans")
    assert (vlan["vlan_id"], vlan["interfaces"]) == ("7", ["FastEthernet0/1.7"])
    lines = rows("show running-config partition access-list")
    assert len(lines) == len(router.acls.lists["101"].entries)
    assert all(row["action"] == "permit" and row["protocol"] == "ip" for row in lines)
