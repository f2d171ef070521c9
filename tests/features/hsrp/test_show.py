"""`show standby` from constructed views, against the seed's blocks and each release's form."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ios_emu.features.hsrp import show
from ios_emu.features.hsrp.config import Preemption
from ios_emu.features.hsrp.packet import State
from ios_emu.features.hsrp.show import AuthenticationView, GroupView, RoleView, TrackView
from ios_emu.kernel import MILLISECOND, SECOND
from ios_emu.router.release import RELEASES
from ios_emu.wire import IPv4, Mac

MINUTE = 60 * SECOND
OTHER = IPv4.parse("172.16.172.54")
ACTIVE = GroupView(
    interface="FastEthernet0/0",
    short="Fa0/0",
    number=1,
    state=State.ACTIVE,
    reason="",
    disabled=False,
    changes=2,
    last_change=201 * MINUTE + 20 * SECOND,
    virtual_ip=IPv4.parse("172.16.172.53"),
    configured_ip=True,
    secondary=(),
    mac=Mac.parse("0000.0c07.ac01"),
    mac_origin="v1 default",
    hello=3 * SECOND,
    hold=10 * SECOND,
    next_hello=174 * MILLISECOND,
    authentication=None,
    preempt=Preemption(),
    active=RoleView(local=True),
    standby=RoleView(False, OTHER, 100, 7223 * MILLISECOND),
    priority=200,
    configured_priority=200,
    default_priority=False,
    tracks=(TrackView("FastEthernet0/1", True, 150),),
    name="VPNHA",
    default_name=False,
)
INIT = replace(
    ACTIVE,
    state=State.INIT,
    reason="interface down",
    changes=3,
    last_change=7 * MINUTE + 29 * SECOND,
    next_hello=None,
    active=RoleView(),
    standby=RoleView(),
)
STANDBY = replace(
    ACTIVE,
    state=State.STANDBY,
    changes=1,
    last_change=142 * MINUTE + 30 * SECOND,
    next_hello=96 * MILLISECOND,
    active=RoleView(False, IPv4.parse("172.16.172.52"), 200, 7040 * MILLISECOND),
    standby=RoleView(local=True),
    priority=100,
    configured_priority=100,
    default_priority=True,
    tracks=(TrackView("FastEthernet1/0", True, 10),),
)
R12_2, R12_3, R12_4, R15 = (RELEASES[name] for name in ("12.2", "12.3", "12.4", "15"))


def test_the_seeds_active_router() -> None:
    assert show.standby(R12_3, [ACTIVE]) == (
        "FastEthernet0/0 - Group 1\n"
        "  State is Active\n"
        "    2 state changes, last state change 03:21:20\n"
        "  Virtual IP address is 172.16.172.53\n"
        "  Active virtual MAC address is 0000.0c07.ac01\n"
        "    Local virtual MAC address is 0000.0c07.ac01 (v1 default)\n"
        "  Hello time 3 sec, hold time 10 sec\n"
        "    Next hello sent in 0.172 secs\n"
        "  Preemption enabled\n"
        "  Active router is local\n"
        "  Standby router is 172.16.172.54, priority 100 (expires in 7.220 sec)\n"
        "  Priority 200 (configured 200)\n"
        "    Track interface FastEthernet0/1 state Up decrement 150\n"
        '  IP redundancy name is "VPNHA" (cfgd)\n'
    )


def test_the_seeds_standby_router() -> None:
    text = show.standby(R12_3, [STANDBY])
    assert "    1 state change, last state change 02:22:30\n" in text
    assert "    Next hello sent in 0.096 secs\n" in text
    assert (
        "  Active router is 172.16.172.52, priority 200 (expires in 7.040 sec)\n"
        "  Standby router is local\n"
        "  Priority 100 (default 100)\n"
        "    Track interface FastEthernet1/0 state Up decrement 10\n"
    ) in text


def test_the_seeds_router_whose_interface_is_down() -> None:
    assert show.standby(R12_3, [INIT]) == (
        "FastEthernet0/0 - Group 1\n"
        "  State is Init (interface down)\n"
        "    3 state changes, last state change 00:07:29\n"
        "  Virtual IP address is 172.16.172.53\n"
        "  Active virtual MAC address is unknown\n"
        "    Local virtual MAC address is 0000.0c07.ac01 (v1 default)\n"
        "  Hello time 3 sec, hold time 10 sec\n"
        "  Preemption enabled\n"
        "  Active router is unknown\n"
        "  Standby router is unknown\n"
        "  Priority 200 (configured 200)\n"
        "    Track interface FastEthernet0/1 state Up decrement 150\n"
        '  IP redundancy name is "VPNHA" (cfgd)\n'
    )


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({"preempt": None}, "  Preemption disabled\n"),
        (
            {"preempt": Preemption(180, 300, 20)},
            "  Preemption enabled, delay min 180 secs, reload 300 secs, sync 20 secs\n",
        ),
        ({"hello": 100 * MILLISECOND, "hold": 300 * MILLISECOND}, "  Hello time 100 msec, hold time 300 msec\n"),
        ({"priority": 90, "configured_priority": 150}, "  Priority 90 (configured 150)\n"),
        ({"tracks": (TrackView(7, None, 10),)}, "    Track object 7 (unknown)\n"),
        ({"tracks": (TrackView(7, False, 20),)}, "    Track object 7 state Down decrement 20\n"),
        ({"name": "hsrp-Fa0/0-1", "default_name": True}, '  IP redundancy name is "hsrp-Fa0/0-1" (default)\n'),
        (
            {"authentication": AuthenticationView("secret")},
            '    Next hello sent in 0.172 secs\n  Authentication text "secret"\n  Preem',
        ),
        ({"secondary": (OTHER,)}, "    Secondary virtual IP address 172.16.172.54\n"),
        ({"virtual_ip": None}, "  Virtual IP address is unknown\n"),
        ({"state": State.INIT, "disabled": True}, "  State is Disabled\n"),
        ({"changes": 0, "last_change": None}, "    0 state changes, last state change never\n"),
        ({"last_change": 26 * 60 * MINUTE}, "last state change 1d02h\n"),
    ],
)
def test_a_line_in_another_state(change: dict[str, object], line: str) -> None:
    assert line in show.standby(R12_3, [replace(ACTIVE, **change)])  # type: ignore[arg-type]


def test_12_2_has_its_own_form() -> None:
    text = show.standby(R12_2, [ACTIVE])
    assert "  Local state is Active, priority 200, may preempt\n  Hellotime 3 sec, holdtime 10 sec\n" in text
    assert "  Virtual IP address is 172.16.172.53 configured\n" in text
    assert "  Standby router is 172.16.172.54 expires in 7.220\n" in text


def test_15_renames_and_adds() -> None:
    text = show.standby(R15, [ACTIVE])
    assert "  Active virtual MAC address is 0000.0c07.ac01 (MAC In Use)\n" in text
    assert '  Group name is "VPNHA" (cfgd)\n  FLAGS: 1/1\n' in text
    assert "    Next hello sent in 0.160 secs\n" in text
    assert "(MAC Not In Use)" in show.standby(R15, [STANDBY])


def test_brief() -> None:
    assert show.brief(R12_4, [ACTIVE, INIT]) == (
        "                     P indicates configured to preempt.\n"
        "                     |\n"
        "Interface   Grp  Pri P State   Active          Standby         Virtual IP\n"
        "Fa0/0       1    200 P Active  local           172.16.172.54   172.16.172.53\n"
        "Fa0/0       1    200 P Init    unknown         unknown         172.16.172.53\n"
    )
    assert show.brief(R12_3, [STANDBY]).splitlines()[2:] == [
        "Interface   Grp Prio P State    Active addr     Standby addr    Group addr",
        "Fa0/0       1   100  P Standby  172.16.172.52   local           172.16.172.53",
    ]


def test_delay() -> None:
    assert show.delay([("FastEthernet0/0", 1, 5)]) == (
        "Interface          Minimum Reload \nFastEthernet0/0    1       5\n"
    )
