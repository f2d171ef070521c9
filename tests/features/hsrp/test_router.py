"""HSRP in a router: commands and their undoing, displays from the live state, debug and syslog as in the seed."""

from __future__ import annotations

import pytest
from support.hsrp import INSIDE, OUTSIDE, Lan

from ios_emu.features.hsrp import Hsrp
from ios_emu.features.hsrp.config import GroupConfig, HelloTimers, InterfaceConfig, Preemption, TrackConfig
from ios_emu.kernel import MILLISECOND, SECOND
from ios_emu.router import facts
from ios_emu.router.feature import Feature
from ios_emu.wire import IPv4, Mac

VIRTUAL = IPv4.parse("10.0.0.100")
FIRST = f"""
standby 1 ip 10.0.0.100
standby 1 priority 200
standby 1 preempt
standby 1 name VPNHA
standby 1 track {INSIDE} 150
"""
SECOND_ROUTER = "standby 1 ip 10.0.0.100\nstandby 1 preempt\nstandby 1 name VPNHA"


def seed_lan(**options: str) -> Lan:
    """Two routers as in the seed, settled, each with a follower of the group VPNHA, as a crypto map is one."""
    lan = Lan(FIRST, SECOND_ROUTER, **options)  # type: ignore[arg-type]
    for router in lan.routers:
        router.redundancy.follow("VPNHA")
    lan.run(60.5)
    for number in (1, 2):
        lan.said(number)
    return lan


def config_of(lan: Lan, number: int = 1) -> GroupConfig:
    return lan.routers[0].feature(Hsrp).port(lan.interface(1)).group_config(number)


# -- configuration -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("standby 1 ip 10.0.0.100", "virtual_ip", VIRTUAL),
        ("standby 1 ip", "runs", True),
        ("standby 1 priority 150", "priority", 150),
        ("standby 1 preempt", "preempt", Preemption()),
        ("standby 1 preempt delay minimum 30 reload 60 sync 5", "preempt", Preemption(30, 60, 5)),
        ("standby 1 name VPNHA", "name", "VPNHA"),
        ("standby 1 timers 1 4", "timers", HelloTimers(SECOND, 4 * SECOND)),
        ("standby 1 timers msec 200 msec 700", "timers", HelloTimers(200 * MILLISECOND, 700 * MILLISECOND)),
        ("standby 1 timers msec 500 2", "timers", HelloTimers(500 * MILLISECOND, 2 * SECOND)),
        ("standby 1 authentication secret", "authentication", b"secret\0\0"),
        ("standby 1 authentication text secret", "authentication", b"secret\0\0"),
        ("standby 1 mac-address 4000.0000.0001", "mac", Mac.parse("4000.0000.0001")),
        (f"standby 1 track {INSIDE}", "tracks", (TrackConfig(INSIDE, 10),)),
        (f"standby 1 track {INSIDE} 150", "tracks", (TrackConfig(INSIDE, 150),)),
        (f"standby 1 track {INSIDE} decrement 20", "tracks", (TrackConfig(INSIDE, 20),)),
        ("standby 1 track 7 decrement 20", "tracks", (TrackConfig(7, 20),)),
    ],
)
def test_a_line_takes_effect_is_kept_and_no_undoes_it(line: str, field: str, value: object) -> None:
    lan = Lan("")
    lan.run(5)
    before = lan.show(1, "show running-config")
    assert lan.configure(1, line) == ""
    assert getattr(config_of(lan), field) == value
    assert f" {line}\n" in lan.show(1, "show running-config")
    assert lan.configure(1, f"no {line}") == ""
    assert config_of(lan) == GroupConfig() and lan.routers[0].feature(Hsrp).ports == {}
    assert lan.show(1, "show running-config") == before


def test_the_default_decrement_is_not_printed() -> None:
    lan = Lan(f"standby 1 ip 10.0.0.100\nstandby 1 track {INSIDE} 10")
    assert f" standby 1 track {INSIDE}\n" in lan.show(1, "show running-config")


def test_interface_settings_and_their_undoing() -> None:
    lan = Lan("standby delay minimum 20 reload 40\nstandby use-bia\nstandby 1 ip 10.0.0.100")
    feature = lan.routers[0].feature(Hsrp)
    assert feature.port(lan.interface(1)).config == InterfaceConfig(20, 40, use_bia=True)
    assert lan.show(1, "show standby delay").splitlines()[1] == "FastEthernet0/0    20      40"
    lan.run(70)
    assert lan.interface(1).virtual == {VIRTUAL: lan.interface(1).bia}
    lan.configure(1, "no standby use-bia", "no standby delay")
    assert lan.interface(1).virtual == {VIRTUAL: Mac.parse("0000.0c07.ac01")}
    assert feature.port(lan.interface(1)).config == InterfaceConfig()


def test_the_lines_may_come_in_any_order() -> None:
    lines = FIRST.strip().splitlines()
    forward, backward = Lan("\n".join(lines)), Lan("\n".join(reversed(lines)))
    assert config_of(forward) == config_of(backward)
    for lan in (forward, backward):
        lan.run(60)
        assert lan.states() == ["Active"]


def test_the_running_config_has_the_groups_one_after_another_in_their_order() -> None:
    lan = Lan(FIRST)
    typed = [
        "standby 2 track 1",
        "standby 1 name ONE",
        "standby 2 ip 10.0.0.200",
        "standby 1 timers 1 3",
        "standby ip 10.0.0.210",
        "standby delay minimum 5 reload 9",
        "standby 1 ip 10.0.0.110 secondary",
        "standby 1 authentication text word",
    ]
    lan.configure(1, *typed)
    shown = lan.routers[0].execute("show running-config")
    assert [line for line in shown.splitlines() if line.startswith(" standby")] == [
        " standby delay minimum 5 reload 9",
        " standby ip 10.0.0.210",
        " standby 1 ip 10.0.0.100",
        " standby 1 ip 10.0.0.110 secondary",
        " standby 1 timers 1 3",
        " standby 1 priority 200",
        " standby 1 preempt",
        " standby 1 authentication text word",
        " standby 1 name ONE",
        f" standby 1 track {INSIDE} 150",
        " standby 2 ip 10.0.0.200",
        " standby 2 track 1",
    ]


@pytest.mark.parametrize(
    ("line", "refusal"),
    [
        ("standby 1 ip 10.0.0.1", "% Address cannot equal interface IP address"),
        ("standby 1 timers 10 5", "% Holdtime must be greater than hellotime"),
        ("standby 1 authentication toolongsecret", "% Authentication string must be at most 8 characters long"),
        ("standby 256 ip 10.0.0.100", "% HSRP version 1 supports group numbers 0 to 255 only"),
        ("standby version 3", "% Invalid input detected at '^' marker."),
    ],
)
def test_what_is_refused_is_not_kept(line: str, refusal: str) -> None:
    lan = Lan("")
    lan.run(5)
    assert refusal in lan.configure(1, line)
    assert "standby" not in lan.show(1, "show running-config")


def test_an_address_of_another_subnet_is_warned_of_and_does_not_run() -> None:
    lan = Lan("")
    lan.run(5)
    assert lan.configure(1, "standby 1 ip 192.168.1.1").startswith("% Warning: address is not within a subnet")
    lan.run(60)
    assert "  State is Init (virtual IP in wrong subnet)\n" in lan.show(1, "show standby")


def test_a_new_virtual_address_moves_a_running_group_to_it() -> None:
    lan = Lan(FIRST)
    lan.run(60)
    lan.configure(1, "standby 1 ip 10.0.0.200")
    assert lan.interface(1).virtual == {} and lan.states() == ["Listen"]
    lan.run(21)
    assert list(lan.interface(1).virtual) == [IPv4.parse("10.0.0.200")]


def test_secondary_addresses_are_owned_with_the_primary() -> None:
    lan = Lan("standby 1 ip 10.0.0.100\nstandby 1 ip 10.0.0.101 secondary")
    lan.run(60)
    assert [str(ip) for ip in lan.interface(1).virtual] == ["10.0.0.100", "10.0.0.101"]
    lan.configure(1, "no standby 1 ip 10.0.0.101 secondary")
    assert [str(ip) for ip in lan.interface(1).virtual] == ["10.0.0.100"]
    assert "    Secondary" not in lan.show(1, "show standby")


# -- displays ----------------------------------------------------------------------------------------------


def test_show_standby_after_boot_and_after_the_failure() -> None:
    lan = seed_lan()
    text = lan.show(1, "show standby")
    assert "  State is Active\n    2 state changes, last state change 00:00:32\n" in text
    assert "  Standby router is 10.0.0.2, priority 100 (expires in " in text
    lan.interface(1).set_shutdown(True)
    assert "  State is Init (interface down)\n    3 state changes" in lan.show(1, "show standby")
    assert "Track interface FastEthernet0/1 state Up decrement 150" in lan.show(1, "show standby")
    lan.run(11)
    assert "  State is Active\n    2 state changes" in lan.show(2, "show standby")


def test_show_standby_is_narrowed_by_interface_and_group() -> None:
    lan = Lan("standby 1 ip 10.0.0.100\nstandby 2 ip 10.0.0.101\nstandby 3 priority 5")
    lan.run(60)
    assert lan.show(1, "show standby").count(" - Group ") == 2
    assert lan.show(1, "show standby all").count(" - Group ") == 3
    assert lan.show(1, "show standby fa0/0 2").splitlines()[0] == "FastEthernet0/0 - Group 2"
    assert lan.show(1, f"show standby {INSIDE}") == ""
    assert lan.show(1, "show standby fa0/0 1 brief").splitlines()[3].split()[3:5] == ["Active", "local"]


def test_the_redundancy_group_is_published_under_its_name() -> None:
    lan = seed_lan()
    group = lan.routers[0].redundancy.get("VPNHA")
    assert group is not None and (group.state, group.active, group.address) == ("Active", True, VIRTUAL)
    lan.configure(1, "no standby 1 name")
    assert lan.routers[0].redundancy.get("VPNHA") is None
    renamed = lan.routers[0].redundancy.get("hsrp-Fa0/0-1")
    assert renamed is not None and renamed.active
    lan.configure(1, "no standby 1 ip")
    assert lan.routers[0].redundancy.get("hsrp-Fa0/0-1") is None


class Listener(Feature):
    """Notes what it hears of redundancy groups."""

    def on_fact(self, fact: facts.Fact) -> None:
        if isinstance(fact, facts.RedundancyChanged):
            self.__dict__.setdefault("heard", []).append(f"{fact.group.name} {fact.group.state}")


def test_followers_hear_of_every_state_even_by_a_new_name() -> None:
    lan = seed_lan()
    listener = lan.routers[0].features["listener"] = Listener(lan.routers[0])
    lan.interface(1).set_shutdown(True)
    assert listener.__dict__["heard"] == ["VPNHA Init"]
    lan.interface(1).set_shutdown(False)
    lan.run(40)
    lan.configure(1, "standby 1 name OTHER")
    rise = ["VPNHA Backup", "VPNHA Speak", "VPNHA Standby", "VPNHA Active"]
    assert listener.__dict__["heard"][1:] == [*rise, "VPNHA Init", "OTHER Active"]


# -- tracking ----------------------------------------------------------------------------------------------


def test_an_object_that_is_not_configured_costs_nothing_until_it_is() -> None:
    lan = Lan("standby 1 ip 10.0.0.100\nstandby 1 track 7 decrement 30")
    lan.run(60)
    assert "    Track object 7 (unknown)\n" in lan.show(1, "show standby")
    assert lan.group(1).machine.priority == 100
    console = lan.routers[0].console
    assert console is not None
    for line in ("configure terminal", "track 7 interface FastEthernet2/0 line-protocol", "end"):
        console.execute(line)
    assert lan.group(1).machine.priority == 70
    for line in ("configure terminal", "no track 7", "end"):
        console.execute(line)
    assert lan.group(1).machine.priority == 100
    assert "    HSRP FastEthernet0/0 1\n" not in lan.show(1, "show track")


def test_decrements_add_up_and_stop_at_zero() -> None:
    track = "track 1 interface FastEthernet2/0 line-protocol\ntrack 2 interface FastEthernet2/1 line-protocol\n"
    lan = Lan("standby 1 ip 10.0.0.100\nstandby 1 track 1 decrement 60\nstandby 1 track 2 decrement 60", top=track)
    assert lan.group(1).machine.priority == 0
    lan.configure(1, "no standby 1 track 2")
    assert lan.group(1).machine.priority == 40


# -- debug and syslog, in the words and the order of the seed ----------------------------------------------


def strip(text: str) -> list[str]:
    return [line.strip() for line in text.strip().splitlines()]


def test_debug_of_the_active_routers_interface_going_down() -> None:
    lan = seed_lan()
    lan.routers[0].logging.switch("standby events", True)
    lan.interface(1).set_shutdown(True)
    lan.run(4)
    assert lan.said(1) == strip("""
        HSRP: Fa0/0 API Software interface going down
        HSRP: Fa0/0 API Software interface going down
        HSRP: Fa0/0 Interface down
        HSRP: Fa0/0 Grp 1 Active: b/HSRP disabled
        HSRP: Fa0/0 Grp 1 Active router is unknown, was local
        HSRP: Fa0/0 Grp 1 Standby router is unknown, was 10.0.0.2
        HSRP: Fa0/0 Grp 1 Active -> Init
        %HSRP-6-STATECHANGE: FastEthernet0/0 Grp 1 state Active -> Init
        HSRP: Fa0/0 Grp 1 Redundancy "VPNHA" state Active -> Init
        HSRP: Fa0/0 Grp 1 Redundancy enquiry for VPNHA succeeded
        HSRP: Fa0/0 API Add active HSRP addresses to ARP table
        %LINK-5-CHANGED: Interface FastEthernet0/0, changed state to administratively down
        HSRP: API Hardware state change
        %LINEPROTO-5-UPDOWN: Line protocol on Interface FastEthernet0/0, changed state to down
    """)


def test_debug_of_the_standby_taking_over() -> None:
    lan = seed_lan()
    lan.routers[1].logging.switch("standby events", True)
    lan.interface(1).set_shutdown(True)
    lan.run(10)
    assert lan.said(2) == strip("""
        HSRP: Fa0/0 Grp 1 Standby: c/Active timer expired (10.0.0.1)
        HSRP: Fa0/0 Grp 1 Active router is local, was 10.0.0.1
        HSRP: Fa0/0 Grp 1 Standby router is unknown, was local
        HSRP: Fa0/0 Grp 1 Standby -> Active
        %HSRP-6-STATECHANGE: FastEthernet0/0 Grp 1 state Standby -> Active
        HSRP: Fa0/0 Grp 1 Redundancy "VPNHA" state Standby -> Active
    """)


def recovery() -> Lan:
    """The seed's recovery: the switch port forwards just before the recovered router comes to Standby."""
    lan = seed_lan()
    lan.interface(1).set_shutdown(True)
    lan.run(21)
    lan.said(1), lan.said(2)
    lan.routers[0].logging.switch("standby events", True)
    lan.routers[1].logging.switch("standby events detail", True)
    lan.ports[0].blocked = True
    lan.interface(1).set_shutdown(False)
    lan.run(23.999)
    lan.ports[0].blocked = False
    lan.run(11)
    return lan


def test_debug_of_the_recovery() -> None:
    assert recovery().said(1) == strip("""
        HSRP: Fa0/0 API 10.0.0.1 is not an HSRP address
        HSRP: Fa0/0 API MAC address update
        HSRP: Fa0/0 API Software interface coming up
        %LINK-3-UPDOWN: Interface FastEthernet0/0, changed state to up
        HSRP: API Hardware state change
        HSRP: Fa0/0 API Software interface coming up
        %LINEPROTO-5-UPDOWN: Line protocol on Interface FastEthernet0/0, changed state to up
        HSRP: Fa0/0 Interface up
        HSRP: Fa0/0 Starting minimum interface delay (1 secs)
        HSRP: Fa0/0 Interface min delay expired
        HSRP: Fa0/0 Grp 1 Init: a/HSRP enabled
        HSRP: Fa0/0 Grp 1 Init -> Listen
        HSRP: Fa0/0 Grp 1 Redundancy "VPNHA" state Init -> Backup
        HSRP: Fa0/0 Grp 1 Listen: c/Active timer expired (unknown)
        HSRP: Fa0/0 Grp 1 Listen -> Speak
        HSRP: Fa0/0 Grp 1 Redundancy "VPNHA" state Backup -> Speak
        HSRP: Fa0/0 Grp 1 Speak: d/Standby timer expired (unknown)
        HSRP: Fa0/0 Grp 1 Standby router is local
        HSRP: Fa0/0 Grp 1 Speak -> Standby
        HSRP: Fa0/0 Grp 1 Redundancy "VPNHA" state Speak -> Standby
        HSRP: Fa0/0 Grp 1 Redundancy enquiry for VPNHA succeeded
        HSRP: Fa0/0 Grp 1 Standby: c/Active timer expired (unknown)
        HSRP: Fa0/0 Grp 1 Active router is local
        HSRP: Fa0/0 Grp 1 Standby router is unknown, was local
        HSRP: Fa0/0 Grp 1 Standby -> Active
        %HSRP-6-STATECHANGE: FastEthernet0/0 Grp 1 state Standby -> Active
        HSRP: Fa0/0 Grp 1 Redundancy "VPNHA" state Standby -> Active
        HSRP: Fa0/0 Grp 1 Active: i/Resign rcvd (100/10.0.0.2)
        HSRP: Fa0/0 Grp 1 Redundancy group VPNHA state Active -> Active
        HSRP: Fa0/0 Grp 1 Redundancy group VPNHA state Active -> Active
        HSRP: Fa0/0 Grp 1 Standby router is 10.0.0.2
    """)


def test_debug_of_the_demotion_in_detail() -> None:
    said = recovery().said(2)
    assert [line.strip() for line in said] == strip("""
        HSRP: Fa0/0 Grp 1 Standby router is 10.0.0.1
        HSRP: Fa0/0 Grp 1 Hello  in  10.0.0.1 Active  pri 200 vIP 10.0.0.100
        hel 3000 hol 10000 id 0000.0c07.ac01
        HSRP: Fa0/0 Grp 1 Active router is 10.0.0.1, was local
        HSRP: Fa0/0 Grp 1 Standby router is unknown, was 10.0.0.1
        HSRP: Fa0/0 Grp 1 Active: g/Hello rcvd from higher pri Active router (200/10.0.0.1)
        HSRP: Fa0/0 Grp 1 Active -> Speak (active 1->0, passive 0->1)
        %HSRP-6-STATECHANGE: FastEthernet0/0 Grp 1 state Active -> Speak
        HSRP: Fa0/0 Grp 1 Redundancy "VPNHA" state Active -> Speak
        HSRP: Fa0/0 Grp 1 Speak: d/Standby timer expired (unknown)
        HSRP: Fa0/0 Grp 1 Standby router is local
        HSRP: Fa0/0 Grp 1 Speak -> Standby (active 0, passive 1)
        HSRP: Fa0/0 Grp 1 Redundancy "VPNHA" state Speak -> Standby
        HSRP: Fa0/0 Grp 1 Redundancy enquiry for VPNHA succeeded
        addr 10.0.0.100 name VPNHA state Speak
        active 10.0.0.1 standby 10.0.0.2
    """)


def test_without_a_follower_nobody_enquires() -> None:
    lan = Lan(FIRST)
    lan.routers[0].logging.switch("standby events", True)
    lan.run(60)
    assert not [line for line in lan.said(1) if "enquiry" in line or "Redundancy group" in line]


def test_packet_debugging_prints_each_message_and_its_parts_only_theirs() -> None:
    lan = seed_lan()
    lan.show(2, "debug standby packets hello")
    lan.run(3)
    said = lan.said(2)
    assert "HSRP: Fa0/0 Grp 1 Hello  in  10.0.0.1 Active  pri 200 vIP 10.0.0.100" in said
    assert "HSRP: Fa0/0 Grp 1 Hello  out 10.0.0.2 Standby pri 100 vIP 10.0.0.100" in said
    lan.show(2, "undebug standby packets hello")
    lan.show(2, "debug standby packets coup")
    lan.run(9)
    assert lan.said(2) == []


def test_terse_leaves_hellos_out() -> None:
    lan = seed_lan()
    lan.show(2, "debug standby terse")
    lan.run(9)
    assert lan.said(2) == []
    lan.configure(1, "no standby 1 ip")
    lan.run(1)
    said = lan.said(2)
    assert said[0] == "HSRP: Fa0/0 Grp 1 Resign in  10.0.0.1 Active  pri 200 vIP 10.0.0.100"
    assert said[1] == "HSRP: Fa0/0 Grp 1 Standby: i/Resign rcvd (200/10.0.0.1)"


@pytest.mark.parametrize(
    ("release", "expected"),
    [
        ("12.2", ["%STANDBY-6-STATECHANGE: FastEthernet0/0 Group 1 state Standby -> Active"]),
        ("12.3", ["%HSRP-6-STATECHANGE: FastEthernet0/0 Grp 1 state Standby -> Active"]),
        ("12.4", ["%HSRP-6-STATECHANGE: FastEthernet0/0 Grp 1 state Standby -> Active"]),
        (
            "15",
            [
                "%HSRP-5-STATECHANGE: FastEthernet0/0 Grp 1 state Speak -> Standby",
                "%HSRP-5-STATECHANGE: FastEthernet0/0 Grp 1 state Standby -> Active",
            ],
        ),
    ],
)
def test_the_message_of_each_release(release: str, expected: list[str]) -> None:
    lan = Lan("standby 1 ip 10.0.0.100", release=release)
    lan.run(60)
    assert [line for line in lan.said(1) if "STATECHANGE" in line] == expected


def test_12_2_debugs_in_its_own_words() -> None:
    lan = Lan("standby 1 ip 10.0.0.100", release="12.2")
    lan.routers[0].logging.switch("standby", True)
    lan.run(20)
    said = lan.said(1)
    assert "SB1: Fa0/0 Init: a/HSRP enabled" in said
    assert "SB1: Fa0/0 Hello out 10.0.0.1 Speak pri 100 ip 10.0.0.100" in said


def test_an_address_change_starts_the_group_anew() -> None:
    lan = seed_lan()
    lan.configure(1, "ip address 10.0.0.7 255.255.255.0")
    assert lan.states()[0] != "Active"
    lan.run(30)
    assert lan.states() == ["Active", "Standby"] and lan.group(1).machine.address == IPv4.parse("10.0.0.7")
    lan.configure(1, "no ip address")
    assert lan.states()[0] == "Init" and OUTSIDE in lan.show(1, "show standby")
