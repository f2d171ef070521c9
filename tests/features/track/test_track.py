"""Tracked objects: what is shown of them, delays, and `no`."""

from __future__ import annotations

from dataclasses import replace

from support.hsrp import INSIDE, Lan

from ios_emu.features.track import show
from ios_emu.features.track.show import TrackView
from ios_emu.kernel import SECOND
from ios_emu.router.release import RELEASES

SEED = TrackView(
    number=1,
    via="HSRP",
    interface="FastEthernet0/1",
    parameter="line-protocol",
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
        SEED, via="", parameter="ip routing", up=False, why=("hw admin-down", "no ip addr"), changes=2, clients=(),
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
