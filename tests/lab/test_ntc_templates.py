"""ntc-templates reads our outputs as it reads a real router's, and what it reads there is the router's own state.

Each command is taken on every router of the seed lab, as the document has it and with every router on 15, once
converged and once after a failover. Lines that real routers print and a template does not know are named here.
"""

from __future__ import annotations

import pytest
from support.ntc import MOMENTS, RELEASES, clock, lab_at, parse, taken

from ios_emu.features.hsrp import Hsrp
from ios_emu.features.hsrp.view import view_of
from ios_emu.features.ipsec import Ipsec
from ios_emu.features.isakmp import Isakmp
from ios_emu.features.ospf import Ospf
from ios_emu.features.ospf.interface import OspfInterface
from ios_emu.features.ospf.lsa import RouterBody
from ios_emu.features.ospf.lsdb import Stored
from ios_emu.features.ospf.neighbor import Neighbor
from ios_emu.features.ospf.process import Process
from ios_emu.kernel import SECOND
from ios_emu.router.router import Router
from ios_emu.router.show.cef import cef_entries

every_state = pytest.mark.parametrize("moment", MOMENTS)
every_release = pytest.mark.parametrize("release", RELEASES)


def status_of(router: Router, name: str, admin: str = "administratively down") -> tuple[str, str]:
    interface = router.interfaces[name]
    line = "up" if interface.line_up else "down"
    return (admin if interface.shutdown else "up" if interface.hardware_up else "down"), line


# -- interfaces and addresses ------------------------------------------------------------------------


@every_release
@every_state
def test_show_interfaces(release: str, moment: str) -> None:
    for router, rows in taken("show interfaces", release, moment):
        assert [row["interface"] for row in rows] == [each.name for each in router.local_interfaces()]
        for row in rows:
            interface = router.interfaces[row["interface"]]
            assert (row["link_status"], row["protocol_status"]) == status_of(router, interface.name)
            address = interface.address
            shown = (row["ip_address"], row["prefix_length"])
            assert shown == ((str(address.ip), str(address.length)) if address else ("", ""))
            assert (row["mtu"], row["bandwidth"]) == (str(interface.mtu), f"{interface.bandwidth} Kbit")
            if not interface.hardware.virtual and row["mac_address"]:
                assert (row["mac_address"], row["bia"]) == (str(interface.mac), str(interface.bia))
            counters = interface.counters
            assert row["output_packets"] == str(counters.packets_out)
            assert row["input_errors"] == str(counters.input_errors)
            assert row["queue_output_drops"] == str(counters.output_drops)
            rates = (row["input_rate"], row["input_pps"], row["output_rate"], row["output_pps"])
            bits_in, packets_in, bits_out, packets_out = counters.rates(router.kernel.now)
            whole = (round(bits_in, -3), packets_in, round(bits_out, -3), packets_out)
            assert rates == tuple(map(str, whole)), "bits are shown by the thousand"
            assert (row["last_output"] == "never") == (counters.last_output is None)


@every_release
@every_state
def test_show_interfaces_description(release: str, moment: str) -> None:
    for router, rows in taken("show interfaces description", release, moment):
        for row, interface in zip(rows, router.local_interfaces(), strict=True):
            states = status_of(router, interface.name, "admin down")
            assert (row["port"], row["status"], row["protocol"]) == (interface.short, *states)
            assert row["description"] == interface.description


@every_release
@every_state
def test_show_ip_interface_and_its_brief_table(release: str, moment: str) -> None:
    for router, rows in taken("show ip interface brief", release, moment):
        for row, interface in zip(rows, router.local_interfaces(), strict=True):
            address = str(interface.address.ip) if interface.address else "unassigned"
            states = status_of(router, interface.name)
            assert (row["interface"], row["ip_address"]) == (interface.name, address)
            assert (row["status"], row["proto"]) == states
    for router, rows in taken("show ip interface", release, moment):
        for row, interface in zip(rows, router.local_interfaces(), strict=True):
            assert (row["link_status"], row["protocol_status"]) == status_of(router, interface.name)
            assert row["ip_address"] == [str(a.ip) for a in interface.addresses]
            assert row["prefix_length"] == [str(a.length) for a in interface.addresses]


@every_release
@every_state
@pytest.mark.parametrize("command", ["show arp", "show ip arp"])
def test_show_arp(command: str, release: str, moment: str) -> None:
    for router, rows in taken(command, release, moment):
        shown = {
            (row.get("address") or row["ip_address"]): (
                row.get("hardware_address") or row["mac_address"],
                row["interface"],
                row.get("age_min") or row["age"],
            )
            for row in rows
        }
        expected = {str(ip): (str(mac), "", "-") for ip, mac in router.arp.fixed.items()}
        for entry in router.arp.entries():
            age = 0 if entry.mac is None else (router.kernel.now - entry.since) // (60 * SECOND)
            expected[str(entry.ip)] = (str(entry.mac or "Incomplete"), entry.interface, str(age))
        for interface in router.interfaces.values():
            if interface.line_up and not interface.hardware.virtual:
                own = {address.ip: interface.mac for address in interface.addresses} | interface.virtual
                for ip, mac in own.items():
                    expected[str(ip)] = (str(mac), interface.name, "-")
        assert shown == expected


# -- routes ------------------------------------------------------------------------------------------


@every_release
@every_state
def test_show_ip_route(release: str, moment: str) -> None:
    for router, rows in taken("show ip route", release, moment):
        rows = [row for row in rows if row["protocol"] != "L"]
        expected = set()
        for route in router.rib.routes():
            for hop in route.next_hops:
                dynamic = route.source.startswith("ospf")
                costs = ("", "") if route.source == "connected" else (str(route.distance), str(route.metric))
                age = (router.kernel.now - route.since) // SECOND if dynamic else None
                address = str(hop.address) if hop.address is not None else ""
                expected.add((str(route.prefix), route.code[0], *costs, address, hop.interface or "", age))
        shown = {
            (
                f"{row['network']}/{row['prefix_length']}",
                row["protocol"],
                row["distance"],
                row["metric"],
                row["nexthop_ip"],
                row["nexthop_if"],
                clock(row["uptime"]) if row["uptime"] else None,
            )
            for row in rows
        }
        assert shown == expected


@every_release
@every_state
def test_show_ip_route_summary(release: str, moment: str) -> None:
    for router, rows in taken("show ip route summary", release, moment):
        routes = router.rib.routes()
        own = (a for i in router.interfaces.values() if i.line_up for a in i.addresses if a.length < 32)
        local = len(list(own)) if release == "15" else 0
        counted = {
            row["route_source"].lower(): int(row["networks"]) + int(row["subnets"] or 0) for row in rows[:-1]
        }
        for source in {route.source for route in routes}:
            of_source = sum(route.source == source for route in routes)
            assert counted[source] == of_source + (local if source == "connected" else 0), source


@every_release
@every_state
def test_show_ip_cef(release: str, moment: str) -> None:
    for router, rows in taken("show ip cef", release, moment):
        entries = cef_entries(router)
        assert [f"{row['ip_address']}/{row['prefix_length']}" for row in rows] == [str(e.prefix) for e in entries]
        for row, entry in zip(rows, entries, strict=True):
            if entry.route is None or entry.kind != "route":
                continue
            paths = [path for hop in entry.route.next_hops for path in router.fib.paths(hop.address or 0)]
            if entry.route.next_hops[0].address is not None:
                assert row["nexthop"] == [str(path.next_hop) for path in paths]
                assert row["interface"] == [path.interface.name for path in paths]


@every_state
def test_show_ip_cef_detail(moment: str) -> None:
    """On 12.x: of 15's recursion the template knows one level only."""
    shared = "    traffic share 1|  0 packets, 0 bytes switched through the prefix"
    for router, rows in taken("show ip cef detail", "document", moment, unknown=shared):
        entries = cef_entries(router)
        assert [f"{row['ip_address']}/{row['prefix_length']}" for row in rows] == [str(e.prefix) for e in entries]


# -- HSRP --------------------------------------------------------------------------------------------


@every_release
@every_state
def test_show_standby(release: str, moment: str) -> None:
    words = set()
    for router, rows in taken("show standby", release, moment):
        for row, group in zip(rows, router.feature(Hsrp).groups(), strict=True):
            view, machine = view_of(group), group.machine
            words.add(row["state"])
            assert (row["interface"], row["group"]) == (group.port.interface.name, str(group.number))
            assert (row["state"].split()[0], row["state_changes"]) == (machine.state.word, str(group.changes))
            assert group.changed_at is not None
            assert clock(row["state_last_change"]) == (router.kernel.now - group.changed_at) // SECOND
            assert (row["virtual_ip"], row["priority"]) == (str(machine.virtual_ip), str(machine.priority))
            assert (row["active_router"], row["standby_router"]) == (view.active.word, view.standby.word)
            assert (row["hello_time"], row["hold_time"]) == ("3", "10")
            assert row["group_name"] == group.name == "VPNHA"
            (track,) = view.tracks
            tracked = (row["track_item"], row["track_state"], row["track_decrement_time"])
            assert tracked == (track.target, "Up" if track.up else "Down", str(track.decrement))
    assert words == ({"Active", "Standby"} if moment == "converged" else {"Init", "Active"})


@every_state
def test_show_standby_brief(moment: str) -> None:
    """On 15: the template does not know 12.3's heading."""
    for router, rows in taken("show standby brief", "15", moment):
        for row, group in zip(rows, router.feature(Hsrp).groups(), strict=True):
            view = view_of(group)
            assert (row["interface"], row["group"]) == (view.short, str(group.number))
            assert (row["priority"], row["preempt"]) == (str(view.priority), "P" if view.preempt else " ")
            assert row["state"] == view.state.word
            assert (row["active"], row["standby"]) == (view.active.word, view.standby.word)
            assert row["virtual_ip_address"] == str(view.virtual_ip)


# -- OSPF --------------------------------------------------------------------------------------------

ROUTING_BIT = r"  Routing Bit Set on this LSA( in topology Base with MTID 0)?"


def processes(router: Router) -> list[Process]:
    return list(router.feature(Ospf).processes.values())


def neighbors(router: Router) -> list[tuple[OspfInterface, Neighbor]]:
    return [pair for process in processes(router) for pair in process.neighbors()]


def of_type(process: Process, kind: int) -> list[Stored]:
    return [stored for area in process.areas.values() for stored in area.lsdb.of_type(kind)]


@every_release
@every_state
def test_show_ip_ospf_neighbor(release: str, moment: str) -> None:
    for router, rows in taken("show ip ospf neighbor", release, moment):
        shown = {row["neighbor_id"]: row for row in rows}
        assert len(rows) == len(neighbors(router))
        for interface, neighbor in neighbors(router):
            row = shown[str(neighbor.router_id)]
            assert (row["ip_address"], row["interface"]) == (str(neighbor.address), interface.name)
            assert (row["priority"], row["state"].split("/")[0]) == (str(neighbor.priority), neighbor.state.label)
            roles = {interface.designated: "DR", interface.backup: "BDR"}
            assert row["state"].split("/")[1].strip() == roles.get(neighbor.address, "DROTHER")
    for router, rows in taken("show ip ospf neighbor detail", release, moment):
        shown = {row["neighbor_id"]: row for row in rows}
        for interface, neighbor in neighbors(router):
            row = shown[str(neighbor.router_id)]
            assert (row["dr"], row["bdr"]) == (str(neighbor.designated), str(neighbor.backup))
            assert (row["state"], row["state_changes"]) == (neighbor.state.label, str(neighbor.changes))
            assert int(row["options"], 16) == neighbor.options
            assert clock(row["up_time"]) == (router.kernel.now - neighbor.changed_at) // SECOND
            assert row["rq_length"] == str(len(neighbor.retransmit)) and interface.name == row["interface"]


@every_release
@every_state
def test_show_ip_ospf_interface_brief(release: str, moment: str) -> None:
    for router, rows in taken("show ip ospf interface brief", release, moment):
        shown = {row["interface"]: row for row in rows}
        for process in processes(router):
            assert len(rows) == len(process.interfaces)
            for interface in process.interfaces.values():
                row = shown[router.interfaces[interface.name].short]
                address = router.interfaces[interface.name].address
                assert address is not None and row["ip_address"] == str(address.ip)
                assert (row["process"], row["area"]) == (str(process.pid), "0")
                assert row["cost"] == str(interface.settings.cost)
                assert row["neighbors_fc"] == f"{len(interface.full_neighbors())}/{len(interface.neighbors)}"


@every_release
@every_state
def test_show_ip_ospf_database(release: str, moment: str) -> None:
    for router, rows in taken("show ip ospf database", release, moment):
        expected = []
        for process in processes(router):
            for stored in (*of_type(process, 1), *of_type(process, 2), *process.lsdb(None).of_type(5)):
                header = stored.header(router.kernel.now)
                links = str(len(stored.body.links)) if isinstance(stored.body, RouterBody) else ""
                expected.append((str(header.id), str(header.router), str(header.age), links))
        found = [(row["link_id"], row["adv_router"], row["age"], row["link_count"]) for row in rows]
        assert found == expected


@every_state
def test_show_ip_ospf_database_router_and_network(moment: str) -> None:
    """On 15: the template knows its metrics only."""
    for kind, name in ((1, "router"), (2, "network")):
        command = f"show ip ospf database {name}"
        for router, rows in taken(command, "15", moment, unknown=ROUTING_BIT):
            shown = {(row["lsa_id"], row["lsa_adv_router"], row["lsa_age"], row["lsa_seq_number"]) for row in rows}
            expected = set()
            for process in processes(router):
                for stored in of_type(process, kind):
                    header = stored.header(router.kernel.now)
                    sequence = f"{header.sequence & 0xFFFFFFFF:08X}"
                    who = (str(header.id), str(header.router))
                    expected.add((*who, str(header.age), sequence))
            assert shown == expected


# -- IPsec -------------------------------------------------------------------------------------------


@every_state
def test_show_crypto_ipsec_sa_detail(moment: str) -> None:
    """On 15: the template knows no other release's, and says nothing of a router without SAs."""
    seen = 0
    for router in lab_at("15", moment).copy().routers.values():
        database = router.feature(Ipsec).database
        if not database.pairs:
            continue
        command = "show crypto ipsec sa detail"
        rows = parse(command, router.execute(command))
        (ident,) = database.idents.values()
        assert [row["sa_orientation"] for row in rows] == ["inbound", "outbound"] * len(ident.pairs)
        for row, pair in zip(rows, [pair for pair in ident.pairs for _ in (0, 1)], strict=True):
            assert pair.esp is not None
            inbound = row["sa_orientation"] == "inbound"
            spi = pair.esp.receiver.spi if inbound else pair.esp.sender.spi
            assert (int(row["sa_spi_hex"], 16), int(row["sa_spi_dec"])) == (spi, spi)
            assert (row["local_crypto_endpt"], row["remote_crypto_endpt"]) == (str(pair.local), str(pair.peer))
            assert int(row["pkts_encaps"]) == ident.counters.encaps
            assert int(row["pkts_decaps"]) == ident.counters.decaps
            assert int(row["pkts_no_sa"]) == ident.counters.no_sa
            assert int(row["sa_lifetime_sec"]) == pair.remaining_seconds(router.kernel.now)
            assert row["sa_replay_window_size"] == str(pair.esp.receiver.window.size)
            seen += 1
    assert seen == 4


@every_state
def test_show_crypto_session_detail(moment: str) -> None:
    for router, rows in taken("show crypto session detail", "15", moment):
        pairs, ike = router.feature(Ipsec).database.pairs, router.feature(Isakmp).ike
        for row in rows:
            assert row["session_status"] == ("UP-ACTIVE" if pairs else "DOWN")
            assert row["active_sa"] == str(2 * len(pairs))
            for pair in pairs.values():
                sa = ike.established((pair.local, pair.peer))
                assert sa is not None and row["conn_id"] == str(sa.conn_id)
                assert (row["local_ip"], row["remote_ip"]) == (str(sa.local), str(sa.peer))
                end = sa.established_at + sa.lifetime * SECOND
                assert clock(row["lifetime"]) == (end - router.kernel.now) // SECOND
