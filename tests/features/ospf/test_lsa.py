"""LSAs: the codec against scapy, the checksum, which instance is newer, and what is not to be decoded."""

from __future__ import annotations

import contextlib
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scapy.contrib.ospf import (
    OSPF_External_LSA,
    OSPF_Link,
    OSPF_LSA_Hdr,
    OSPF_Network_LSA,
    OSPF_Router_LSA,
    OSPF_SummaryIP_LSA,
    ospf_lsa_checksum,
)

from ios_emu.features.ospf import lsa
from ios_emu.features.ospf.lsa import (
    ExternalBody,
    Lsa,
    LsaHeader,
    NetworkBody,
    RouterBody,
    RouterLink,
    SummaryBody,
    build,
    compare,
    decode_body,
)
from ios_emu.wire import DecodeError, IPv4

ip = IPv4.parse
addresses = st.integers(0, 0xFFFFFFFF).map(IPv4)
links = st.builds(RouterLink, addresses, addresses, st.integers(1, 4), st.integers(0, 0xFFFF))
bodies = st.one_of(
    st.tuples(st.just(1), st.builds(RouterBody, st.integers(0, 7), st.lists(links, max_size=9).map(tuple))),
    st.tuples(
        st.just(2),
        st.builds(NetworkBody, st.integers(0, 32), st.lists(addresses, min_size=1, max_size=9).map(tuple)),
    ),
    st.tuples(st.sampled_from((3, 4)), st.builds(SummaryBody, st.integers(0, 32), st.integers(0, 0xFFFFFF))),
    st.tuples(
        st.just(5),
        st.builds(
            ExternalBody,
            st.integers(0, 32),
            st.booleans(),
            st.integers(0, 0xFFFFFF),
            addresses,
            st.integers(0, 0xFFFFFFFF),
        ),
    ),
)


@given(bodies, addresses, addresses, st.integers(-0x7FFFFFFF, 0x7FFFFFFF), st.integers(0, 3600))
def test_every_lsa_survives_the_wire(
    typed: tuple[int, RouterBody | NetworkBody | SummaryBody | ExternalBody],
    link: IPv4,
    router: IPv4,
    sequence: int,
    age: int,
) -> None:
    kind, body = typed
    made = build(kind, link, router, sequence, body.encode(), age=age)
    read = lsa.decode(b"xx" + made.encode() + b"more", 2)
    assert read == made
    assert decode_body(read) == body
    assert read.checksum_ok()
    assert ospf_lsa_checksum(made.encode()) == made.header.checksum.to_bytes(2, "big")
    assert read.at_age(3600).checksum_ok()


@given(bodies, st.integers(0, 10_000), st.integers(1, 255))
def test_a_changed_octet_spoils_the_checksum(
    typed: tuple[int, RouterBody | NetworkBody | SummaryBody | ExternalBody], at: int, change: int
) -> None:
    data = bytearray(build(typed[0], 1, 2, 3, typed[1].encode()).encode())
    at = 2 + at % (len(data) - 2)
    if at in (18, 19) or (data[at] ^ change in (0, 255) and data[at] in (0, 255)):
        return  # the length, which framing checks; 0 and 255 are the same to a sum modulo 255
    data[at] ^= change
    header = LsaHeader(*struct.unpack("!HBBIIiHH", data[:20]))
    assert not Lsa(header, bytes(data[20:])).checksum_ok()


def test_a_zero_checksum_is_wrong() -> None:
    made = build(5, 1, 2, 3, ExternalBody(24, True, 20, ip("0.0.0.0"), 0).encode())
    assert not Lsa(made.header._replace(checksum=0), made.body).checksum_ok()


def test_scapy_reads_ours() -> None:
    body = RouterBody(3, (RouterLink(ip("10.1.1.2"), ip("10.1.1.1"), 2, 1),))
    read = OSPF_Router_LSA(build(1, ip("1.1.1.1"), ip("1.1.1.1"), -5, body.encode(), age=7).encode())
    assert (read.age, read.id, read.adrouter, read.seq, read.flags) == (7, "1.1.1.1", "1.1.1.1", 0xFFFFFFFB, 3)
    assert [(one.id, one.data, one.type, one.metric) for one in read.linklist] == [("10.1.1.2", "10.1.1.1", 2, 1)]
    external = ExternalBody(23, True, 20, ip("10.1.1.2"), 9)
    read = OSPF_External_LSA(build(5, ip("10.48.66.0"), ip("1.1.1.1"), 1, external.encode()).encode())
    assert (read.mask, read.ebit, read.metric, read.fwdaddr, read.tag) == ("255.255.254.0", 1, 20, "10.1.1.2", 9)


def test_we_read_scapys() -> None:
    made = OSPF_Router_LSA(
        id="2.2.2.2",
        adrouter="2.2.2.2",
        flags=1,
        linklist=[OSPF_Link(id="3.3.3.3", data="10.0.0.1", type=1, metric=64)],
    )
    read = lsa.decode(bytes(made))
    assert read.checksum_ok()
    assert decode_body(read) == RouterBody(1, (RouterLink(ip("3.3.3.3"), ip("10.0.0.1"), 1, 64),))
    network = lsa.decode(
        bytes(OSPF_Network_LSA(id="10.1.1.2", mask="255.255.255.0", routerlist=["1.1.1.1", "2.2.2.2"]))
    )
    assert decode_body(network) == NetworkBody(24, (ip("1.1.1.1"), ip("2.2.2.2")))
    summary = lsa.decode(bytes(OSPF_SummaryIP_LSA(id="10.2.0.0", mask="255.255.0.0", metric=12)))
    assert decode_body(summary) == SummaryBody(16, 12)
    assert lsa.decode_header(bytes(OSPF_LSA_Hdr(type=5, id="9.9.9.9", seq=0x80000001))).sequence == -0x7FFFFFFF


def test_types_that_are_only_carried_keep_their_bytes() -> None:
    for kind in (6, 9, 10, 11, 99):
        assert decode_body(build(kind, 1, 2, 3, b"whatever")) == b"whatever"


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (1, b""),
        (1, b"\0\0\0\1"),
        (1, b"\0\0\0\0extra"),
        (1, b"\0\0\0\1" + struct.pack("!IIBBH", 1, 1, 3, 255, 1)),
        (2, b"\xff\xff\xff\0"),
        (2, b"\xff\0\xff\0\1\1\1\1"),
        (3, b"\xff\xff\xff\0"),
        (5, bytes(12)),
        (5, bytes(17)),
    ],
)
def test_malformed_bodies(kind: int, body: bytes) -> None:
    with pytest.raises(DecodeError):
        decode_body(build(kind, 1, 2, 3, body))


@given(st.binary(max_size=80))
def test_rubbish_raises_only_decode_errors(data: bytes) -> None:
    with contextlib.suppress(DecodeError):
        decode_body(lsa.decode(data))


def test_time_of_service_metrics_are_passed_over() -> None:
    body = struct.pack("!BxHIIBBHI", 0, 1, 1, 2, 3, 1, 5, 0xAABBCCDD)
    assert decode_body(build(1, 1, 1, 1, body)) == RouterBody(0, (RouterLink(IPv4(1), IPv4(2), 3, 5),))


@pytest.mark.parametrize(
    ("a", "b", "newer"),
    [
        ({"sequence": 2}, {"sequence": 1}, 1),
        ({"sequence": -0x7FFFFFFF}, {"sequence": 0x7FFFFFFF}, -1),
        ({"sequence": 2, "checksum": 1}, {"sequence": 1, "checksum": 2}, 1),
        ({"checksum": 2}, {"checksum": 1, "age": 3600}, 1),
        ({"age": 3600}, {"age": 10}, 1),
        ({"age": 10}, {"age": 3600}, -1),
        ({"age": 10}, {"age": 911}, 1),
        ({"age": 10}, {"age": 910}, 0),
        ({}, {}, 0),
    ],
)
def test_which_instance_is_newer(a: dict[str, int], b: dict[str, int], newer: int) -> None:
    header = LsaHeader(1, 2, 1, IPv4(1), IPv4(1), 1, 5, 24)
    one, other = header._replace(**a), header._replace(**b)
    assert compare(one, other) == newer
    assert compare(other, one) == -newer
