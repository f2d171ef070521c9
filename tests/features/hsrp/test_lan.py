"""Two and three routers on one LAN: election, failover at the hold time, preemption, two actives, the wire."""

from __future__ import annotations

import copy
from itertools import pairwise

import pytest
from support.hsrp import INSIDE, Lan

from ios_emu.features.hsrp import Hsrp
from ios_emu.features.hsrp.packet import ALL_ROUTERS, DEFAULT_AUTHENTICATION, Advertise, Message, Op, State, encode
from ios_emu.kernel import SECOND, digest
from ios_emu.wire import IPv4, Mac, arp, udp
from ios_emu.wire.udp import Datagram

VIRTUAL = IPv4.parse("10.0.0.100")
VIRTUAL_MAC = Mac.parse("0000.0c07.ac01")
FIRST = "standby 1 ip 10.0.0.100\nstandby 1 priority 200\nstandby 1 preempt"
SECOND_ROUTER = "standby 1 ip 10.0.0.100\nstandby 1 preempt"


def settled(*configs: str, **options: str) -> Lan:
    lan = Lan(*configs, **options)  # type: ignore[arg-type]
    lan.run(60)
    return lan


def test_the_higher_priority_becomes_active_the_other_standby() -> None:
    lan = settled(FIRST, SECOND_ROUTER)
    assert lan.states() == ["Active", "Standby"]
    assert lan.group(1).changes == 2 and lan.group(2).changes == 1


def test_equal_priorities_are_decided_by_address() -> None:
    plain = "standby 1 ip 10.0.0.100"
    assert settled(plain, plain, plain).states() == ["Listen", "Standby", "Active"]


def test_the_first_start_takes_reload_delay_and_twice_the_hold_time() -> None:
    lan = Lan("standby 1 ip 10.0.0.100")
    times = {}
    while lan.kernel.now < 40 * SECOND and lan.kernel.step():
        times.setdefault(lan.states()[0], lan.kernel.now / SECOND)
    # Line protocol at 3 s, reload delay 5 s, then hold time twice; Standby passes within the last instant.
    assert times == {"Init": 0, "Listen": 8, "Speak": 18, "Standby": 28, "Active": 28} or times == {
        "Init": 2,
        "Listen": 8,
        "Speak": 18,
        "Standby": 28,
        "Active": 28,
    }


def test_messages_are_as_on_a_real_wire() -> None:
    lan = settled(FIRST, SECOND_ROUTER)
    hellos = [m for m in lan.messages(50 * SECOND) if isinstance(m[3], Message)]
    assert {m[3].state for m in hellos} == {State.ACTIVE, State.STANDBY}  # type: ignore[union-attr]
    for _, mac, header, message in hellos:
        assert isinstance(message, Message)
        assert (header.destination, header.ttl, header.protocol) == (ALL_ROUTERS, 1, 17)
        assert (message.hello_time, message.hold_time, message.group) == (3000, 10000, 1)
        assert message.authentication == DEFAULT_AUTHENTICATION and message.virtual_ip == VIRTUAL
        active = message.state is State.ACTIVE
        assert mac == (VIRTUAL_MAC if active else lan.interface(2).bia)
        assert message.priority == (200 if active else 100)
    times = [when for when, mac, _, _ in hellos if mac == VIRTUAL_MAC]
    assert {later - earlier for earlier, later in pairwise(times)} == {3 * SECOND}


@pytest.mark.parametrize(("release", "code"), [("12.2", "STANDBY-3"), ("12.4", "HSRP-4")])
def test_who_has_the_virtual_address_without_being_of_the_group_is_logged(release: str, code: str) -> None:
    lan = Lan("standby 1 ip 10.0.0.100", "", release=release)
    lan.run(60)
    lan.configure(2, "ip address 10.0.0.100 255.255.255.0")
    lan.run(5)
    own = lan.interface(2).mac
    text = f"Duplicate address 10.0.0.100 on FastEthernet0/0, sourced by {own}"
    said = lan.said(1)
    assert [line for line in said if "DUPADDR" in line] == [f"%{code}-DUPADDR: {text}"], said
    assert lan.group(1).machine.state is State.ACTIVE


def test_three_gratuitous_arps_at_two_seconds() -> None:
    lan = settled(FIRST)
    announcements = []
    for when, frame in lan.frames:
        if frame[12:14] == b"\x08\x06":
            packet = arp.decode(frame[14:])
            if packet.sender_ip == VIRTUAL:
                assert packet.sender_mac == VIRTUAL_MAC and frame[:6] == b"\xff" * 6
                announcements.append(when // SECOND)
    assert announcements == [28, 30, 32]


def test_only_the_active_router_owns_the_virtual_address() -> None:
    lan = settled(FIRST, SECOND_ROUTER)
    assert lan.interface(1).virtual == {VIRTUAL: VIRTUAL_MAC} and lan.interface(2).virtual == {}
    lan.interface(1).set_shutdown(True)
    assert lan.interface(1).virtual == {}
    lan.run(11)
    assert lan.interface(2).virtual == {VIRTUAL: VIRTUAL_MAC}


def test_the_standby_takes_over_exactly_at_the_hold_time() -> None:
    lan = settled(FIRST, SECOND_ROUTER)
    last = max(when for when, mac, _, m in lan.messages() if mac == VIRTUAL_MAC and isinstance(m, Message))
    lan.run((last + 3 * SECOND - lan.kernel.now) / SECOND - 0.5)
    lan.interface(1).set_shutdown(True)
    heard = last + 100_000
    lan.kernel.run_until(heard + 10 * SECOND - 1)
    assert lan.states() == ["Init", "Standby"]
    lan.kernel.run_until(heard + 10 * SECOND)
    assert lan.states() == ["Init", "Active"]
    assert (lan.group(1).changes, lan.group(2).changes) == (3, 2)


@pytest.mark.parametrize("cause", ["cable", "power"])
def test_a_silent_death_is_noticed_as_well(cause: str) -> None:
    lan = settled(FIRST, SECOND_ROUTER)
    if cause == "cable":
        lan.ports[0].power(False)
    else:
        lan.routers[0].power_off()
    lan.run(11)
    assert lan.group(2).machine.state is State.ACTIVE


def test_unconfiguring_the_active_router_resigns_at_once() -> None:
    lan = settled(FIRST, SECOND_ROUTER)
    now = lan.kernel.now
    lan.configure(1, "no standby 1 ip")
    lan.run(0.01)
    assert lan.states() == ["Init", "Active"]
    assert next(m.op for _, _, _, m in lan.messages(now) if isinstance(m, Message)) is Op.RESIGN


def test_a_recovered_router_preempts_with_a_coup_and_the_other_resigns() -> None:
    lan = settled(FIRST, SECOND_ROUTER)
    lan.interface(1).set_shutdown(True)
    lan.run(20)
    lan.interface(1).set_shutdown(False)
    start = lan.kernel.now
    lan.run(40)
    assert lan.states() == ["Active", "Standby"]
    ops = [m.op for _, _, _, m in lan.messages(start) if isinstance(m, Message) and m.op is not Op.HELLO]
    assert ops == [Op.COUP, Op.RESIGN]


def test_without_preempt_the_recovered_router_waits() -> None:
    lan = settled(FIRST.replace("standby 1 preempt", ""), SECOND_ROUTER.replace("standby 1 preempt", ""))
    assert lan.states() == ["Active", "Standby"]
    lan.interface(1).set_shutdown(True)
    lan.run(20)
    lan.interface(1).set_shutdown(False)
    lan.run(60)
    assert lan.states() == ["Standby", "Active"]


def test_a_blocked_port_makes_two_actives_and_one_of_them_yields() -> None:
    lan = settled(FIRST, SECOND_ROUTER)
    lan.interface(1).set_shutdown(True)
    lan.run(20.5)
    lan.ports[0].blocked = True
    lan.interface(1).set_shutdown(False)
    lan.run(26)
    assert lan.states() == ["Active", "Active"]
    lan.ports[0].blocked = False
    lan.run(3.5)
    assert lan.group(1).machine.state is State.ACTIVE and lan.group(2).machine.state is State.SPEAK
    lan.run(10)
    assert lan.states() == ["Active", "Standby"]


def test_the_tracked_interface_moves_the_role_to_a_preempting_peer_only() -> None:
    track = FIRST + f"\nstandby 1 track {INSIDE} 150"
    lan = settled(track, SECOND_ROUTER)
    lan.interface(1, INSIDE).set_shutdown(True)
    assert lan.group(1).machine.priority == 50
    lan.run(4)
    assert lan.states() == ["Speak", "Active"]
    lan.interface(1, INSIDE).set_shutdown(False)
    lan.run(20)
    assert lan.states() == ["Active", "Standby"]

    timid = settled(track, "standby 1 ip 10.0.0.100")
    timid.interface(1, INSIDE).set_shutdown(True)
    timid.run(30)
    assert timid.states() == ["Active", "Standby"]


def test_an_address_is_learned_by_a_router_that_has_none() -> None:
    lan = settled(FIRST, "standby 1 ip")
    assert lan.states() == ["Active", "Standby"]
    lan.routers[0].power_off()
    lan.run(11)
    assert lan.interface(2).virtual == {VIRTUAL: VIRTUAL_MAC}


def test_learn_is_where_it_waits_for_the_address() -> None:
    assert settled("standby 1 ip").states() == ["Learn"]


def test_timers_are_learned_too() -> None:
    lan = settled(FIRST + "\nstandby 1 timers 1 4", SECOND_ROUTER)
    lan.routers[0].power_off()
    lan.run(4.1)
    assert lan.group(2).machine.hello == SECOND and lan.group(2).machine.state is State.ACTIVE


def test_two_groups_share_the_load() -> None:
    other = FIRST.replace("1 ip 10.0.0.100", "2 ip 10.0.0.101").replace("standby 1", "standby 2")
    lan = settled(FIRST + "\nstandby 2 ip 10.0.0.101", "standby 1 ip 10.0.0.100\n" + other)
    assert lan.states() == ["Active", "Standby"]
    assert [lan.group(n, 2).machine.state for n in (1, 2)] == [State.STANDBY, State.ACTIVE]
    assert lan.interface(2).virtual == {IPv4.parse("10.0.0.101"): Mac.parse("0000.0c07.ac02")}


def test_advertise_tells_the_groups_and_a_passive_interface_repeats_it() -> None:
    lan = settled(FIRST, SECOND_ROUTER)
    own = lan.interface(2).bia
    said = [(when, m) for when, mac, _, m in lan.messages() if mac == own and isinstance(m, Advertise)]
    assert {(m.active_groups, m.passive_groups) for _, m in said} == {(0, 1)}
    assert [when // SECOND for when, _ in said] == [8, 38]


def test_a_copied_lan_goes_on_as_the_original_does() -> None:
    lan = settled(FIRST, SECOND_ROUTER)
    lan.interface(1).set_shutdown(True)
    lan.run(5)
    twin = copy.deepcopy(lan)
    assert digest(twin) == digest(lan)
    for each in (lan, twin):
        each.run(30)
    assert digest(twin) == digest(lan) and twin.states() == ["Init", "Active"]


# -- hostile neighbours ------------------------------------------------------------------------------------


def _deliver(lan: Lan, payload: bytes, source: str = "10.0.0.9", router: int = 2) -> None:
    feature = lan.routers[router - 1].feature(Hsrp)
    feature.on_udp(lan.interface(router), IPv4.parse(source), ALL_ROUTERS, Datagram(1985, 1985, payload))


HELLO = Message(Op.HELLO, State.ACTIVE, 3000, 10000, 255, 1, DEFAULT_AUTHENTICATION, VIRTUAL)


@pytest.mark.parametrize(
    ("payload", "source", "counted"),
    [
        (b"", "10.0.0.9", "malformed"),
        (b"\xff" * 100, "10.0.0.9", "malformed"),
        (encode(HELLO._replace(group=77)), "10.0.0.9", "unknown group"),
        (encode(HELLO._replace(authentication=b"wrong\0\0\0")), "10.0.0.9", "authentication"),
        (encode(HELLO), "192.168.1.1", "other subnet"),
        (encode(HELLO), "10.0.0.2", "own address"),
    ],
)
def test_what_is_not_to_be_believed_is_counted_and_ignored(payload: bytes, source: str, counted: str) -> None:
    lan = settled(FIRST, SECOND_ROUTER)
    before = lan.group(2).machine.active
    _deliver(lan, payload, source)
    assert lan.group(2).machine.active == before
    assert lan.routers[1].feature(Hsrp).ports["FastEthernet0/0"].errors == {counted: 1}


def test_bad_authentication_is_logged_but_not_a_thousand_times() -> None:
    lan = settled(FIRST, SECOND_ROUTER)
    lan.said(2)
    for _ in range(1000):
        _deliver(lan, encode(HELLO._replace(authentication=b"wrong\0\0\0")))
    assert lan.said(2) == ["%HSRP-4-BADAUTH: Bad authentication from 10.0.0.9, group 1, remote state Active"]
    lan.run(31)
    _deliver(lan, encode(HELLO._replace(authentication=b"wrong\0\0\0")))
    assert len(lan.said(2)) == 1


def test_another_virtual_address_is_logged() -> None:
    lan = settled(FIRST, SECOND_ROUTER)
    lan.said(2)
    _deliver(lan, encode(HELLO._replace(virtual_ip=IPv4.parse("10.0.0.200"))))
    assert lan.said(2)[0] == (
        "%HSRP-4-DIFFVIP1: FastEthernet0/0 Grp 1 active routers virtual IP address 10.0.0.200 "
        "is different to the locally configured address 10.0.0.100"
    )


def test_the_port_and_the_multicast_group_are_open_only_while_hsrp_is_configured() -> None:
    lan = Lan("")
    router, interface = lan.routers[0], lan.interface(1)
    assert not router.udp.listening(1985) and ALL_ROUTERS not in interface.groups
    lan.run(5)
    lan.configure(1, "standby 1 ip 10.0.0.100")
    assert router.udp.listening(1985) and ALL_ROUTERS in interface.groups
    lan.configure(1, "no standby 1 ip")
    assert not router.udp.listening(1985) and ALL_ROUTERS not in interface.groups
    assert router.feature(Hsrp).ports == {}


def test_a_datagram_on_the_wire_is_well_formed_udp() -> None:
    lan = settled(FIRST)
    frame = next(frame for _, frame in lan.frames if frame[12:14] == b"\x08\x00")
    source, destination = IPv4.unpack(frame[26:30]), IPv4.unpack(frame[30:34])
    datagram = udp.decode(source, destination, frame[34:])
    assert (datagram.source_port, datagram.destination_port) == (1985, 1985)
