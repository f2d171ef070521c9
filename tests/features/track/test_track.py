"""Tracked objects: what is shown of them, delays, and `no`."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.hsrp import INSIDE, Lan

from ios_emu.features.track import show
from ios_emu.features.track.show import TrackView
from ios_emu.kernel import SECOND
from ios_emu.router.release import RELEASES

SEED = TrackView(
    number=1,
    via="HSRP",
    what="interface FastEthernet0/1",
    parameter="line-protocol",
    heading="Interface FastEthernet0/1 line-protocol",
    title="Line protocol",
    up=True,
    why=(),
    changes=1,
    last_change=(3 * 3600 + 18 * 60 + 22) * SECOND,
    pending=None,
    delay_up=0,
    delay_down=0,
    clients=("HSRP FastEthernet0/0 1",),
)
OBJECT = f"track 1 interface {INSIDE} line-protocol\n"


def typed(lan: Lan, *lines: str) -> str:
    console = lan.routers[0].console
    assert console is not None
    console.drain()
    said = [console.execute(line) for line in ("configure terminal", *lines)]
    console.execute("end")
    return "".join(said[1:])


def test_the_seeds_object() -> None:
    assert show.track([SEED]) == (
        "Track 1 (via HSRP)\n"
        "  Interface FastEthernet0/1 line-protocol\n"
        "  Line protocol is Up\n"
        "    1 change, last change 03:18:22\n"
        "  Tracked by:\n"
        "    HSRP FastEthernet0/0 1\n"
    )


def test_another_state() -> None:
    view = replace(
        SEED, via="", parameter="ip routing", title="IP routing", up=False,
        why=("hw admin-down", "no ip addr"), changes=2, clients=(),
        pending=1500_000_000, delay_up=20 * SECOND, delay_down=10 * SECOND,
    )  # fmt: skip
    assert show.track([view]).splitlines()[2:] == [
        "  IP routing is Down, delayed Up (2 secs remaining) (hw admin-down, no ip addr)",
        "    2 changes, last change 03:18:22",
        "  Delay up 20 secs, down 10 secs",
    ]


def test_brief_by_release() -> None:
    assert show.brief(RELEASES["12.3"], [SEED]) == (
        "Track   Object                         Parameter        Value\n"
        "1       interface FastEthernet0/1      line-protocol    Up\n"
    )
    assert show.brief(RELEASES["15"], [SEED]).splitlines()[1].split() == [
        "1", "interface", "FastEthernet0/1", "line-protocol", "Up", "03:18:22",
    ]  # fmt: skip


def test_an_explicit_object_lives_logs_and_goes() -> None:
    lan = Lan("standby 1 ip 10.0.0.100\nstandby 1 track 1 decrement 30", top=OBJECT)
    lan.run(10)
    assert lan.show(1, "show track 1").splitlines()[:3] == [
        "Track 1",
        f"  Interface {INSIDE} line-protocol",
        "  Line protocol is Up",
    ]
    lan.said(1)
    lan.interface(1, INSIDE).set_shutdown(True)
    assert "%TRACKING-5-STATE: 1 interface Fa0/1 line-protocol Up->Down" in lan.said(1)
    assert "  Line protocol is Down (hw admin-down)\n" in lan.show(1, "show track")
    assert lan.group(1).machine.priority == 70
    typed(lan, "no track 1")
    assert lan.show(1, "show track") == "" and lan.group(1).machine.priority == 100
    typed(lan, OBJECT.strip())
    assert lan.group(1).machine.priority == 70
    assert "    HSRP FastEthernet0/0 1\n" in lan.show(1, "show track")


def test_the_message_of_15() -> None:
    lan = Lan("", top=OBJECT, release="15")
    lan.run(5)
    assert "%TRACK-6-STATE: 1 interface Fa0/1 line-protocol Down -> Up" in lan.said(1)


def test_ip_routing_needs_an_address() -> None:
    lan = Lan("", top=f"track 1 interface {INSIDE} ip routing\n")
    lan.run(5)
    assert "  IP routing is Up\n" in lan.show(1, "show track")
    lan.configure(1, "no ip address", interface=INSIDE)
    assert "  IP routing is Down (no ip addr)\n" in lan.show(1, "show track")


def test_a_delayed_change_waits_and_a_short_one_is_not_told() -> None:
    lan = Lan("", top=OBJECT + " delay up 5 down 10\n")
    lan.run(8.5)
    tracked = lan.routers[0].tracking.objects[1]
    assert tracked.up and tracked.changed_at == 8 * SECOND
    lan.interface(1, INSIDE).set_shutdown(True)
    lan.run(3)
    assert "  Line protocol is Up, delayed Down (7 secs remaining)" in lan.show(1, "show track")
    lan.interface(1, INSIDE).set_shutdown(False)
    lan.run(20)
    assert tracked.up and tracked.changes == 1
    lan.interface(1, INSIDE).set_shutdown(True)
    lan.run(10)
    assert not tracked.up
    assert " delay up 5 down 10\n" in lan.show(1, "show running-config")


def test_power_off_stops_a_delay() -> None:
    lan = Lan("", top=OBJECT + " delay up 60\n")
    lan.run(10)
    tracking = lan.routers[0].tracking
    assert tracking.pending(1) is not None
    lan.routers[0].power_off()
    lan.run(100)
    assert not tracking.objects[1].up


def test_an_implicit_object_makes_room_for_an_explicit_number_and_goes_with_its_client() -> None:
    lan = Lan(f"standby 1 ip 10.0.0.100\nstandby 1 track {INSIDE} 40")
    lan.run(10)
    typed(lan, "track 1 interface FastEthernet2/0 line-protocol")
    assert lan.show(1, "show track brief").splitlines()[1:] == [
        "1       interface FastEthernet2/0      line-protocol    Down",
        "2       interface FastEthernet0/1      line-protocol    Up",
    ]
    assert lan.group(1).machine.priority == 100
    lan.interface(1, INSIDE).set_shutdown(True)
    assert lan.group(1).machine.priority == 60
    lan.configure(1, f"no standby 1 track {INSIDE}")
    assert [t.number for t in lan.routers[0].tracking.objects.values()] == [1]


def test_an_unknown_number_is_answered() -> None:
    assert Lan("").show(1, "show track 9") == "% Track object 9 is not configured\n"


# -- routes and lists --------------------------------------------------------------------------------------


def test_a_route_is_followed_by_its_reachability() -> None:
    lan = Lan("", top="track 5 ip route 10.9.0.0 255.255.0.0 reachability\n")
    lan.run(10)
    assert lan.show(1, "show track 5").splitlines()[:3] == [
        "Track 5",
        "  IP route 10.9.0.0 255.255.0.0 reachability",
        "  Reachability is Down (no ip route)",
    ]
    assert "  First-hop interface is unknown\n" in lan.show(1, "show track")
    printed = typed(lan, "ip route 10.9.0.0 255.255.0.0 10.0.0.9") + "\n".join(lan.said(1))
    assert "%TRACKING-5-STATE: 5 ip route 10.9.0.0/16 reachability Down->Up" in printed
    assert "  Reachability is Up (static)\n" in lan.show(1, "show track")
    assert "  First-hop interface is FastEthernet0/0\n" in lan.show(1, "show track")
    lan.interface(1).set_shutdown(True)
    lan.run(60)
    assert "  Reachability is Down (no ip route)\n" in lan.show(1, "show track")
    assert lan.show(1, "show track brief").splitlines()[1].split() == [
        "5", "ip", "route", "10.9.0.0/16", "reachability", "Down",
    ]  # fmt: skip


def test_a_metric_threshold() -> None:
    lan = Lan("", top="track 5 ip route 10.1.1.0/24 metric threshold\n threshold metric up 0 down 1\n")
    assert "  Metric threshold is Down (no route)\n" in lan.show(1, "show track")
    lan.run(10)
    text = lan.show(1, "show track")
    assert "  Metric threshold is Up (connected/0)\n" in text and "  Metric threshold down 1 up 0\n" in text
    assert "track 5 ip route 10.1.1.0/24 metric threshold\n threshold metric up 0 down 1\n" in lan.show(
        1, "show run"
    )


MEMBERS = OBJECT + "track 2 interface FastEthernet0/0 line-protocol\n"


def state(lan: Lan, number: int) -> bool:
    return lan.routers[0].tracking.objects[number].up


def test_boolean_lists_follow_their_objects() -> None:
    top = (
        MEMBERS + "track 3 list boolean and\n object 1\n object 2\n"
        "track 4 list boolean or\n object 1\n object 2 not\ntrack 5 list boolean and\n object 3 not\n"
    )
    lan = Lan("", top=top)
    lan.run(10)
    assert [state(lan, number) for number in (3, 4, 5)] == [True, True, False]
    lan.said(1)
    lan.interface(1, INSIDE).set_shutdown(True)
    assert [state(lan, number) for number in (3, 4, 5)] == [False, False, True]
    assert "%TRACKING-5-STATE: 3 list boolean and Up->Down" in lan.said(1)
    assert lan.show(1, "show track 3") == (
        "Track 3\n"
        "  List boolean and\n"
        "  Boolean AND is Down\n"
        "    2 changes, last change 00:00:00\n"
        "    object 1 Down\n"
        "    object 2 Up\n"
        "  Tracked by:\n"
        "    Track-list 5\n"
    )
    assert "    object 2 not Up\n" in lan.show(1, "show track 4")
    lan.interface(1, INSIDE).set_shutdown(False)
    lan.run(5)
    assert [state(lan, number) for number in (3, 4, 5)] == [True, True, False]
    typed(lan, "no track 1")
    assert not state(lan, 3) and "    object 1 (unknown)\n" in lan.show(1, "show track 3")


def test_a_list_tracked_by_hsrp_shuts_its_group() -> None:
    top = MEMBERS + "track 3 list boolean and\n object 1\n object 2\n"
    lan = Lan("standby 1 ip 10.0.0.100\nstandby 1 track 3 decrement 40", top=top)
    lan.run(60)
    assert lan.group(1).machine.priority == 100
    lan.interface(1, INSIDE).set_shutdown(True)
    assert lan.group(1).machine.priority == 60


def test_threshold_lists_have_hysteresis() -> None:
    top = (
        MEMBERS + "track 3 list threshold weight\n object 1 weight 20\n object 2 weight 10\n"
        " threshold weight up 30 down 10\n"
        "track 4 list threshold percentage\n object 1\n object 2\n threshold percentage up 60 down 20\n"
    )
    lan = Lan("", top=top)
    lan.run(10)
    assert "  Threshold Weight is Up (30/30)\n" in lan.show(1, "show track 3")
    assert "    object 1 Up (20/30)\n" in lan.show(1, "show track 3")
    assert "  Threshold Weight up 30 down 10\n" in lan.show(1, "show track 3")
    lan.interface(1, INSIDE).set_shutdown(True)
    assert not state(lan, 3) and state(lan, 4)
    assert "  Threshold Percentage is Up (50%)\n" in lan.show(1, "show track 4")
    lan.interface(1).set_shutdown(True)
    assert not state(lan, 4)


def test_a_list_never_contains_itself() -> None:
    lan = Lan("", top="track 3 list boolean and\n object 4\n")
    assert "% A list cannot contain itself" in typed(lan, "track 3 list boolean and", "object 3")
    assert "% A list cannot contain itself" in typed(lan, "track 4 list boolean or", "object 3")
    assert "object 3" not in lan.show(1, "show running-config")


def test_what_does_not_fit_the_object_is_refused() -> None:
    lan = Lan("", top=OBJECT + "track 3 list boolean and\n")
    for lines in (
        ("track 1", "object 2"),
        ("track 3", "threshold weight up 5 down 2"),
        ("track 3", "threshold metric up 1"),
    ):
        assert "% This track object is of another type" in typed(lan, *lines)


@pytest.mark.parametrize(
    ("release", "line", "heading"),
    [
        ("12.4", "track 7 rtr 3 reachability", "  Response Time Reporter 3 reachability"),
        ("15", "track 7 ip sla 3", "  IP SLA 3 state"),
    ],
)
def test_probes_are_kept_and_down(release: str, line: str, heading: str) -> None:
    lan = Lan("", top=line + "\n", release=release)
    lan.run(5)
    assert lan.show(1, "show track").splitlines()[1] == heading
    assert not state(lan, 7) and f"{line}\n" in lan.show(1, "show running-config")
