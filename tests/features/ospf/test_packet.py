"""OSPF packets: the codec against scapy both ways, authentication, and hostile input."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scapy.contrib.ospf import (
    OSPF_DBDesc,
    OSPF_Hdr,
    OSPF_Hello,
    OSPF_LSAck,
    OSPF_LSReq,
    OSPF_LSReq_Item,
    OSPF_LSUpd,
)

from ios_emu.features.ospf import auth, lsa, packet
from ios_emu.features.ospf.auth import MD5, NULL, SIMPLE, Authentication, crypto_sequence, refusal, seal
from ios_emu.features.ospf.lsa import ExternalBody, LsaHeader, LsaKey
from ios_emu.features.ospf.packet import DatabaseDescription, Hello
from ios_emu.wire import DecodeError, IPv4

ip = IPv4.parse
addresses = st.integers(0, 0xFFFFFFFF).map(IPv4)
HELLO = Hello(ip("255.255.255.0"), 10, 2, 1, 40, ip("10.1.1.2"), ip("10.1.1.1"), (ip("1.1.1.1"), ip("2.2.2.2")))
PLAIN = Authentication()
hellos = st.builds(
    Hello,
    addresses,
    st.integers(0, 0xFFFF),
    st.integers(0, 255),
    st.integers(0, 255),
    st.integers(0, 0xFFFFFFFF),
    addresses,
    addresses,
    st.lists(addresses, max_size=20).map(tuple),
)
headers = st.builds(
    LsaHeader,
    st.integers(0, 0xFFFF),
    st.integers(0, 255),
    st.integers(0, 255),
    addresses,
    addresses,
    st.integers(-(2**31), 2**31 - 1),
    st.integers(0, 0xFFFF),
    st.integers(20, 0xFFFF),
)


def sealed(kind: int, body: bytes, authentication: Authentication = PLAIN) -> bytes:
    return seal(kind, ip("3.3.3.3"), ip("0.0.0.0"), body, authentication, 77)


@given(hellos)
def test_hello_round_trip(hello: Hello) -> None:
    assert packet.decode_hello(hello.encode()) == hello


@given(
    st.integers(0, 0xFFFF), st.integers(0, 255), st.integers(0, 7), st.integers(0, 2**32 - 1), st.lists(headers)
)
def test_description_round_trip(
    mtu: int, options: int, flags: int, sequence: int, described: list[LsaHeader]
) -> None:
    description = DatabaseDescription(mtu, options, flags, sequence, tuple(described))
    assert packet.decode_description(description.encode()) == description


@given(st.lists(st.builds(LsaKey, st.integers(0, 2**32 - 1), addresses, addresses)))
def test_request_round_trip(keys: list[LsaKey]) -> None:
    assert packet.decode_request(packet.encode_request(keys)) == tuple(keys)


def test_scapy_reads_our_hello() -> None:
    read = OSPF_Hdr(sealed(packet.HELLO, HELLO.encode()))
    assert (read.type, read.src, read.area, read.len) == (1, "3.3.3.3", "0.0.0.0", 52)
    hello = read[OSPF_Hello]
    assert (hello.mask, hello.hellointerval, hello.prio, hello.deadinterval) == ("255.255.255.0", 10, 1, 40)
    assert (hello.router, hello.backup, hello.neighbors) == ("10.1.1.2", "10.1.1.1", ["1.1.1.1", "2.2.2.2"])
    del read.chksum
    assert bytes(read) == sealed(packet.HELLO, HELLO.encode())


def test_we_read_scapys_packets() -> None:
    made = OSPF_Hdr(src="3.3.3.3", area="0.0.0.0") / OSPF_Hello(
        mask="255.255.255.0",
        hellointerval=10,
        options=2,
        prio=1,
        deadinterval=40,
        router="10.1.1.2",
        backup="10.1.1.1",
        neighbors=["1.1.1.1", "2.2.2.2"],
    )
    data = bytes(made)
    header = packet.decode_header(data)
    assert refusal(data, header, PLAIN) == ""
    assert packet.decode_hello(data[24 : header.length]) == HELLO
    data = bytes(OSPF_Hdr() / OSPF_DBDesc(mtu=1500, options=2, dbdescr=7, ddseq=0x18BA))
    assert packet.decode_description(data[24:]) == DatabaseDescription(1500, 2, 7, 0x18BA)
    data = bytes(OSPF_Hdr() / OSPF_LSReq(requests=[OSPF_LSReq_Item(type=1, id="1.1.1.1", adrouter="1.1.1.1")]))
    assert packet.decode_request(data[24:]) == (LsaKey(1, ip("1.1.1.1"), ip("1.1.1.1")),)


def test_scapy_reads_our_update_and_acknowledgment() -> None:
    one = lsa.build(5, ip("20.1.1.0"), ip("1.1.1.1"), 1, ExternalBody(24, True, 20, IPv4(0), 0).encode())
    two = lsa.build(5, ip("20.1.2.0"), ip("1.1.1.1"), 1, ExternalBody(24, False, 5, IPv4(0), 0).encode())
    body = packet.encode_update([one.encode(), two.encode()])
    read = OSPF_Hdr(sealed(packet.UPDATE, body))[OSPF_LSUpd]
    assert [each.id for each in read.lsalist] == ["20.1.1.0", "20.1.2.0"]
    assert packet.decode_update(body) == [one, two]
    body = packet.encode_headers([one.header, two.header])
    read = OSPF_Hdr(sealed(packet.ACKNOWLEDGMENT, body))[OSPF_LSAck]
    assert [each.id for each in read.lsaheaders] == ["20.1.1.0", "20.1.2.0"]


@pytest.mark.parametrize(
    "authentication",
    [PLAIN, Authentication(SIMPLE, b"secret"), Authentication(MD5, keys=((1, b"old"), (5, b"young")))],
)
def test_what_is_sealed_is_believed_and_nothing_else(authentication: Authentication) -> None:
    data = sealed(packet.HELLO, HELLO.encode(), authentication)
    header = packet.decode_header(data)
    assert refusal(data, header, authentication) == ""
    for at in range(4, len(data)):
        if authentication.type == NULL and 16 <= at < 24:
            continue  # the authentication field is not looked at
        changed = bytearray(data)
        changed[at] ^= 0x40
        try:
            again = packet.decode_header(bytes(changed))
        except DecodeError:
            continue
        assert refusal(bytes(changed), again, authentication) != "", at


def test_passwords_keys_and_types_must_agree() -> None:
    def verdict(theirs: Authentication, ours: Authentication) -> str:
        data = sealed(packet.HELLO, HELLO.encode(), theirs)
        return refusal(data, packet.decode_header(data), ours)

    assert "Clear Text" in verdict(Authentication(SIMPLE, b"a"), Authentication(SIMPLE, b"b"))
    assert "type 0, we use type 2" in verdict(PLAIN, Authentication(MD5))
    assert "Digest Key 1" in verdict(
        Authentication(MD5, keys=((1, b"a"),)), Authentication(MD5, keys=((1, b"b"),))
    )
    assert "No message digest key 2" in verdict(
        Authentication(MD5, keys=((2, b"a"),)), Authentication(MD5, keys=((1, b"a"),))
    )
    rollover = Authentication(MD5, keys=((1, b"a"), (2, b"b")))
    assert verdict(Authentication(MD5, keys=((1, b"a"),)), rollover) == ""
    assert verdict(Authentication(MD5, keys=((2, b"b"),)), rollover) == ""


def test_md5_layout() -> None:
    data = sealed(packet.HELLO, HELLO.encode(), Authentication(MD5, keys=((5, b"young"),)))
    header = packet.decode_header(data)
    assert len(data) == header.length + 16
    assert header.checksum == 0
    assert header.authentication == bytes([0, 0, 5, 16, 0, 0, 0, 77])
    assert crypto_sequence(header) == 77
    assert auth.Authentication(MD5).overhead == 16


def test_a_password_counts_eight_characters() -> None:
    long, short = Authentication(SIMPLE, b"12345678abc"), Authentication(SIMPLE, b"12345678")
    data = sealed(packet.HELLO, HELLO.encode(), long)
    assert refusal(data, packet.decode_header(data), short) == ""


@pytest.mark.parametrize(
    "data", [b"", bytes(23), b"\x03" + bytes(23), b"\x02\x01\x00\x17" + bytes(30), b"\x02\x01\x01\x00" + bytes(30)]
)
def test_bad_headers(data: bytes) -> None:
    with pytest.raises(DecodeError):
        packet.decode_header(data)


@pytest.mark.parametrize("body", [b"\0\0\0\1", b"\0\0\0\0x", b"\xff\xff\xff\xff" + bytes(40), b"\0\0"])
def test_bad_updates(body: bytes) -> None:
    with pytest.raises(DecodeError):
        packet.decode_update(body)


@given(st.binary(max_size=100))
def test_rubbish_raises_only_decode_errors(data: bytes) -> None:
    for decode in (
        packet.decode_header,
        packet.decode_hello,
        packet.decode_description,
        packet.decode_request,
        packet.decode_update,
        packet.decode_headers,
    ):
        with contextlib.suppress(DecodeError):
            decode(data)
