"""HSRP version 2 and MD5 authentication: the codec, and routers that speak them."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scapy.layers.hsrp import HSRPmd5, HSRPv2, HSRPv2TextAuth
from support.hsrp import INSIDE, Lan

from ios_emu.features.hsrp import Hsrp, packet, packet2
from ios_emu.features.hsrp.config import InterfaceConfig
from ios_emu.features.hsrp.instance import decode_any
from ios_emu.features.hsrp.md5 import LENGTH, sign
from ios_emu.features.hsrp.packet import (
    DEFAULT_AUTHENTICATION,
    NO_AUTHENTICATION,
    Advertise,
    Message,
    Op,
    Redirect,
    State,
)
from ios_emu.kernel import digest
from ios_emu.wire import DecodeError, IPv4, Mac
from ios_emu.wire.udp import Datagram

VIRTUAL = IPv4.parse("10.0.0.100")
SENDER = IPv4.parse("10.0.0.1")
word = st.integers(0, 0xFFFFFFFF)
messages = st.builds(
    Message,
    st.sampled_from([Op.HELLO, Op.COUP, Op.RESIGN]),
    st.sampled_from(State),
    word,
    word,
    word,
    st.integers(0, packet2.MAXIMUM_GROUP),
    st.binary(min_size=8, max_size=8),
    word.map(IPv4),
    st.just(2),
    st.binary(min_size=6, max_size=6).map(Mac),
    st.none(),
)
keys = st.binary(min_size=1, max_size=100)
HELLO = Message(
    Op.HELLO, State.ACTIVE, 3000, 10000, 200, 50, DEFAULT_AUTHENTICATION, VIRTUAL, 2, Mac.parse("000d.bd00.0100")
)


def test_a_hello_byte_for_byte() -> None:
    assert packet2.encode(HELLO).hex() == (
        "0128020010040032000dbd000100000000c800000bb8000027100a000064" + "00" * 12 + "0308636973636f000000"
    )


@given(messages)
def test_decode_undoes_encode(message: Message) -> None:
    assert packet2.decode(packet2.encode(message)) == (message,)


@given(messages)
def test_scapy_reads_what_we_write(message: Message) -> None:
    theirs = HSRPv2(packet2.encode(message._replace(authentication=DEFAULT_AUTHENTICATION)))
    assert (theirs.version, theirs.opcode, theirs.state, theirs.ipVer) == (2, message.op, message.state, 4)
    assert (theirs.hellotime, theirs.holdtime) == (message.hello_time, message.hold_time)
    assert (theirs.priority, theirs.group) == (message.priority, message.group)
    assert Mac.parse(theirs.identifier) == message.identifier and theirs.virtualIP == str(message.virtual_ip)
    assert theirs[HSRPv2TextAuth].auth == DEFAULT_AUTHENTICATION


@given(messages, keys, word)
def test_scapy_reads_our_md5(message: Message, key: bytes, key_id: int) -> None:
    plain = packet2.encode(message._replace(authentication=NO_AUTHENTICATION))
    theirs = HSRPv2(sign(plain, SENDER, key_id, key))[HSRPmd5]
    assert (theirs.type, theirs.len, theirs.algo, theirs.flags) == (4, LENGTH, 1, 0)
    assert (theirs.sourceip, theirs.keyid) == (str(SENDER), key_id)
    [ours] = packet2.decode(sign(plain, SENDER, key_id, key))
    assert isinstance(ours, Message) and ours.proof is not None
    assert ours.proof.digest == theirs.authdigest
    assert ours.proof.shows(key) and not ours.proof.shows(key + b"x")


@pytest.mark.parametrize(
    ("signed", "digest", "key"),
    [
        (
            "000004030a64010000000000000000000a000064041c010000000a00001400000000",
            "52e1db09d18d695b8fefb3730ff8d9d6",
            b"password12345",
        ),
        (
            "000004030a5a01000000000000000000ac102801041c01000000ac10281400000000",
            "f15dfa631a0679e0801f8e6b0c0c17ac",
            b"openwall",
        ),
    ],
)
def test_md5_of_real_routers(signed: str, digest: str, key: bytes) -> None:
    """Messages of real routers, published as known answers with the password recovery tool John the Ripper."""
    [message] = decode_any(bytes.fromhex(signed + digest))
    assert isinstance(message, Message) and message.proof is not None
    assert message.proof.shows(key) and not message.proof.shows(b"cisco")
    plain = packet.encode(message)
    assert sign(plain, message.proof.source, 0, key).hex() == signed + digest


@given(st.integers(0, 0xFFFF), st.integers(0, 0xFFFF))
def test_the_interface_state(active: int, passive: int) -> None:
    advertise = Advertise(Redirect.of(active, passive), active, passive)
    assert packet2.decode(packet2.encode_advertise(advertise)) == (advertise,)


def test_a_datagram_says_several_things_and_what_is_unknown_is_passed_over() -> None:
    other = HELLO._replace(group=7, authentication=NO_AUTHENTICATION)
    advertise = Advertise(Redirect.ACTIVE, 2, 1)
    data = (
        packet2.encode(HELLO) + b"\x63\x02ab" + packet2.encode(other) + packet2.encode_advertise(advertise)
        + b"\x03\x08nothing!"
    )  # fmt: skip
    assert decode_any(data) == (HELLO, other, advertise)
    ipv6 = bytearray(packet2.encode(HELLO))
    ipv6[5] = 6
    assert decode_any(bytes(ipv6)) == ()


@pytest.mark.parametrize("length", [*range(1, 42), 43, 51])
def test_a_cut_message_is_refused(length: int) -> None:
    with pytest.raises(DecodeError):
        packet2.decode(packet2.encode(HELLO)[:length])


@pytest.mark.parametrize(("offset", "value"), [(1, 39), (2, 1), (3, 3), (3, 9), (4, 5), (6, 0x10)])
def test_a_wrong_field_is_refused(offset: int, value: int) -> None:
    bad = bytearray(packet2.encode(HELLO))
    bad[offset] = value
    with pytest.raises(DecodeError):
        packet2.decode(bytes(bad))


@given(st.binary(max_size=120) | st.builds(bytes.__add__, messages.map(packet2.encode), st.binary(max_size=40)))
def test_any_bytes_are_messages_or_an_error(data: bytes) -> None:
    try:
        said = decode_any(data)
    except DecodeError:
        return
    assert len(said) <= len(data)


@given(messages, st.integers(0, 41), st.integers(0, 255))
def test_a_router_survives_a_flipped_byte(message: Message, offset: int, value: int) -> None:
    data = bytearray(packet2.encode(message))
    data[offset] = value
    lan = _SURVIVOR
    feature = lan.routers[0].feature(Hsrp)
    source = IPv4.parse("10.0.0.9")
    feature.on_udp(lan.interface(1), source, packet2.ALL_ROUTERS, Datagram(1985, 1985, bytes(data)))
    lan.run(1)
    assert "FastEthernet0/0 - Group 50 (version 2)" in lan.show(1, "show standby")


V2 = "standby version 2\nstandby 50 ip 10.0.0.100\nstandby 50 preempt\n"
_SURVIVOR = Lan(V2)


# -- routers -----------------------------------------------------------------------------------------------


def test_two_routers_of_version_2_elect_and_show_it() -> None:
    lan = Lan(V2 + "standby 50 priority 150", V2)
    lan.run(60)
    assert [lan.group(number, 50).machine.state.word for number in (1, 2)] == ["Active", "Standby"]
    text = lan.show(1, "show standby")
    assert text.startswith("FastEthernet0/0 - Group 50 (version 2)\n  State is Active\n")
    assert "    Local virtual MAC address is 0000.0c9f.f032 (v2 default)\n" in text
    assert packet2.ALL_ROUTERS in lan.interface(1).groups and packet.ALL_ROUTERS not in lan.interface(1).groups
    spoken = [
        (mac, header, said) for _, mac, header, said in lan.messages(55 * 10**9) if isinstance(said, Message)
    ]
    assert {header.destination for _, header, _ in spoken} == {packet2.ALL_ROUTERS}
    assert {header.ttl for _, header, _ in spoken} == {1}
    active = next((mac, said) for mac, _, said in spoken if said.state is State.ACTIVE)
    assert active[0] == Mac.parse("0000.0c9f.f032") and active[1].identifier == lan.interface(1).mac


def test_msec_timers_are_learned_in_version_2() -> None:
    lan = Lan(V2 + "standby 50 priority 150\nstandby 50 timers msec 250 msec 800", V2)
    lan.run(60)
    assert "  Hello time 250 msec, hold time 800 msec\n" in lan.show(2, "show standby")


def test_large_groups_need_version_2_and_hold_it() -> None:
    lan = Lan("")
    lan.run(5)
    assert "version 1 supports group numbers 0 to 255 only" in lan.configure(1, "standby 4095 ip 10.0.0.100")
    assert lan.configure(1, "standby version 2", "standby 4095 ip 10.0.0.100") == ""
    assert " standby version 2\n standby 4095 ip 10.0.0.100\n" in lan.show(1, "show running-config")
    for line in ("standby version 1", "no standby version"):
        assert "0 to 255 only: remove the others first" in lan.configure(1, line)
    lan.run(30)
    assert "0000.0c9f.ffff (v2 default)" in lan.show(1, "show standby")
    lan.configure(1, "no standby 4095 ip", "standby version 1")
    assert "standby" not in lan.show(1, "show running-config") and lan.routers[0].feature(Hsrp).ports == {}
    assert packet2.ALL_ROUTERS not in lan.interface(1).groups


def test_a_startup_config_may_name_the_version_last() -> None:
    lan = Lan("standby 300 ip 10.0.0.100\nstandby version 2")
    lan.run(60)
    assert lan.group(1, 300).machine.state is State.ACTIVE


def test_a_change_of_version_starts_the_groups_anew() -> None:
    lan = Lan("standby 1 ip 10.0.0.100")
    lan.run(60)
    lan.configure(1, "standby version 2")
    assert lan.states() == ["Listen"] and lan.interface(1).virtual == {}
    lan.run(21)
    assert lan.interface(1).virtual == {VIRTUAL: Mac.parse("0000.0c9f.f001")}
    lan.configure(1, "standby version 1")
    lan.run(21)
    assert lan.interface(1).virtual == {VIRTUAL: Mac.parse("0000.0c07.ac01")}
    assert lan.routers[0].feature(Hsrp).port(lan.interface(1)).config == InterfaceConfig()


# -- authentication ----------------------------------------------------------------------------------------

V1 = "standby 1 ip 10.0.0.100\nstandby 1 authentication md5 "


@pytest.mark.parametrize("version", ["", "standby version 2\n"])
def test_routers_with_the_same_key_hear_each_other_and_others_are_logged(version: str) -> None:
    lan = Lan(*(version + V1 + f"key-string {key}" for key in ("secret", "secret", "wrong")))
    lan.run(60)
    assert sorted(lan.states()) == ["Active", "Active", "Standby"]
    assert any(
        line.startswith("%HSRP-4-BADAUTH: Bad authentication from 10.0.0.3, group 1, remote state ")
        for line in lan.said(1)
    )
    assert "  Authentication MD5, key-string\n" in lan.show(1, "show standby")
    lan.said(1)
    lan.show(1, "debug standby errors")
    lan.run(3)
    assert "HSRP: Fa0/0 Grp 1 Auth failed for Hello pkt from 10.0.0.3, MD5 confirmation failed" in lan.said(1)


def test_text_and_md5_do_not_understand_each_other() -> None:
    lan = Lan(V1 + "key-string secret", "standby 1 ip 10.0.0.100\nstandby 1 authentication secret")
    lan.run(60)
    assert lan.states() == ["Active", "Active"]


def test_the_former_key_is_accepted_for_its_timeout() -> None:
    lan = Lan(*[V1 + "key-string one\nstandby 1 preempt"] * 2)
    lan.run(60)
    lan.configure(2, "standby 1 authentication md5 key-string two timeout 30")
    assert "  Authentication MD5, key-string, timeout 30 secs\n" in lan.show(2, "show standby")
    lan.run(29)
    assert lan.port_errors(2) == 0
    lan.run(10)
    assert lan.port_errors(2) > 0


@pytest.mark.parametrize(
    "line",
    [
        "standby 1 authentication md5 key-string secret",
        "standby 1 authentication md5 key-string 7 02050D480809",
        "standby 1 authentication md5 key-string secret timeout 60",
        "standby 1 authentication md5 key-chain KEYS",
    ],
)
def test_a_line_is_kept_replaces_the_other_and_is_undone(line: str) -> None:
    lan = Lan("standby 1 ip 10.0.0.100\nstandby 1 authentication other")
    lan.run(5)
    assert lan.configure(1, line) == ""
    shown = lan.show(1, "show running-config")
    assert f" {line}\n" in shown and shown.count("standby 1 authentication") == 1
    assert lan.group(1).config.md5 is not None
    lan.configure(1, "no standby 1 authentication")
    assert lan.group(1).config.md5 is None and "authentication" not in lan.show(1, "show running-config")


def test_a_scrambled_key_is_the_key() -> None:
    lan = Lan(V1 + "key-string cisco", V1 + "key-string 7 02050D480809")
    lan.run(60)
    assert lan.states() == ["Standby", "Active"]
    assert "% Invalid encrypted password" in lan.configure(1, "standby 1 authentication md5 key-string 7 zz")


def test_a_key_chain_serves_its_keys() -> None:
    top = "key chain KEYS\n key 1\n  key-string old\n key 2\n  key-string new\n"
    lan = Lan(*[V1 + "key-chain KEYS"] * 2, top=top)
    lan.run(60)
    assert sorted(lan.states()) == ["Active", "Standby"]
    assert '  Authentication MD5, key-chain "KEYS"\n' in lan.show(1, "show standby")
    assert top in lan.show(1, "show running-config")
    console = lan.routers[0].console
    assert console is not None
    for line in ("configure terminal", "key chain KEYS", "no key 1", "end"):
        console.execute(line)
    lan.run(5)
    assert [m.proof.key_id for _, _, h, m in lan.messages(62 * 10**9) if isinstance(m, Message) and m.proof] != []
    assert lan.routers[0].feature(Hsrp).chains == {"KEYS": {2: b"new"}}
    assert lan.port_errors(1) > 0 and lan.port_errors(2) == 0


# -- track shutdown, and what 12.4 tells in debug ----------------------------------------------------------


def test_a_tracked_object_shuts_the_group_down_and_up() -> None:
    top = f"track 1 interface {INSIDE} line-protocol\n"
    lan = Lan("standby 1 ip 10.0.0.100\nstandby 1 track 1 shutdown", top=top)
    lan.run(60)
    assert "  State is Active\n    Track object 1 state Up\n    2 state changes" in lan.show(1, "show standby")
    lan.interface(1, INSIDE).set_shutdown(True)
    text = lan.show(1, "show standby")
    assert "  State is Init (tracking shutdown)\n    Track object 1 state Down\n" in text
    assert "decrement" not in text
    assert "  Priority 100 (default 100)\n" in text and lan.interface(1).virtual == {}
    lan.interface(1, INSIDE).set_shutdown(False)
    lan.run(30)
    assert lan.states() == ["Active"]
    assert " standby 1 track 1 shutdown\n" in lan.show(1, "show running-config")


@pytest.mark.parametrize(("release", "told"), [("12.3", False), ("12.4", True)])
def test_neighbors_and_arp_are_told_by_12_4(release: str, told: bool) -> None:
    lan = Lan("standby 1 ip 10.0.0.100\nstandby 1 priority 150", "standby 1 ip 10.0.0.100", release=release)
    lan.run(15)
    lan.said(2)
    for number in (1, 2):
        lan.show(number, "debug standby events")
    lan.run(45)
    lan.interface(1).set_shutdown(True)
    lan.run(200)
    said = [line for number in (1, 2) for line in lan.said(number)]
    expected = [
        "HSRP: Fa0/0 Nbr 10.0.0.1 created",
        "HSRP: Fa0/0 Nbr 10.0.0.1 active for group 1",
        "HSRP: Fa0/0 Nbr 10.0.0.1 no longer active for group 1 (Standby)",
        "HSRP: Fa0/0 Nbr 10.0.0.1 Was active or standby - start passive holddown",
        "HSRP: Fa0/0 Nbr 10.0.0.1 destroyed",
        "HSRP: Fa0/0 Grp 1 Added 10.0.0.100 to ARP (0000.0c07.ac01)",
        "HSRP: Fa0/0 Grp 1 Activating MAC 0000.0c07.ac01",
        "HSRP: Fa0/0 Grp 1 Adding 0000.0c07.ac01 to MAC address filter",
        "HSRP: Fa0/0 Grp 1 Removed 10.0.0.100 from ARP",
        'HSRP: Fa0/0 Grp 1 IP Redundancy "hsrp-Fa0/0-1" update, Standby -> Active',
    ]
    assert [line in said for line in expected] == [told] * len(expected)


def test_a_lan_with_all_of_it_is_a_value() -> None:
    top = "key chain KEYS\n key 1\n  key-string old\ntrack 1 list boolean or\n object 2\n"
    lines = "standby version 2\nstandby 1 ip 10.0.0.100\nstandby 1 authentication md5 key-chain KEYS\n"
    lan = Lan(*[lines + "standby 1 track 1 decrement 5"] * 2, top=top, release="15")
    lan.run(30)
    other = pickle.loads(pickle.dumps(lan))
    assert digest(other) == digest(lan)
    lan.interface(1).set_shutdown(True)
    lan.run(40)
    other.interface(1).set_shutdown(True)
    other.run(40)
    assert digest(other) == digest(lan) and other.states() == ["Init", "Active"]
    text = other.show(2, "show standby")
    assert "Active virtual MAC address is 0000.0c9f.f001 (MAC In Use)" in text and "  FLAGS: 1/1" in text
    assert "  Priority 95 (default 100)\n    Track object 1 state Down decrement 5\n" in text


def test_show_debugging_names_the_parts() -> None:
    lan = Lan("standby 1 ip 10.0.0.100")
    lan.show(1, "debug standby terse")
    assert lan.show(1, "show debugging") == (
        "HSRP:\n"
        "  HSRP Errors debugging is on\n"
        "  HSRP Events debugging is on\n"
        "    (protocol, neighbor, redundancy, track, arp, interface)\n"
        "  HSRP Packets debugging is on\n"
        "    (Coup, Resign)\n"
    )
