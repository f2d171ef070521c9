"""What real routers have sent decodes here, and encodes to the same bytes; what was made to crash tcpdump is refused
by DecodeError alone, and does a lab no harm. `captures/README.md` says where the files are from."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from scapy.utils import RawPcapReader
from support.fuzz import GROUNDS, Blow, Story, endpoints, prepared, tell

from ios_emu.features.hsrp import packet as hsrp
from ios_emu.features.isakmp import packet as isakmp
from ios_emu.features.ospf import lsa
from ios_emu.features.ospf import packet as ospf
from ios_emu.wire import DecodeError, arp, ethernet, icmp, ipv4, udp

FILES = sorted((Path(__file__).parent / "captures").glob("*.pcap*"))
HSRP = ("HSRP_coup.pcap", "HSRP_election.pcap", "HSRP_failover.pcap")
ETHERNET = 1
FRONT = {0: 4, 12: 0, 101: 0, 113: 16, 9: 4}
"""Bytes before the IP packet, by link type: loopback of BSD, raw IP, Linux cooked, PPP."""


def frames(name: str) -> list[bytes]:
    """A capture's packets, each as an Ethernet frame."""
    file = next(file for file in FILES if file.name == name)
    found = []
    with RawPcapReader(str(file)) as reader:
        for data, meta in reader:
            link = (meta.linktype if hasattr(meta, "linktype") else reader.linktype) & 0xFFFF
            found.append(data if link == ETHERNET else bytes(12) + b"\x08\x00" + data[FRONT[link] :])
    return found


def datagrams(name: str, *ports: int) -> Iterator[bytes]:
    """What its UDP datagrams for these ports carry."""
    for frame in frames(name):
        if frame[12:14] == b"\x08\x00":
            header, payload = ipv4.decode(frame[14:])
            if header.protocol == ipv4.UDP:
                datagram = udp.decode(header.source, header.destination, payload)
                if datagram.destination_port in ports:
                    yield datagram.payload


# -- real routers --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", HSRP)
def test_hsrp_decodes_and_encodes_to_the_same_bytes(name: str) -> None:
    seen = set()
    for payload in datagrams(name, 1985):
        message = hsrp.decode(payload)
        if isinstance(message, hsrp.Advertise):
            # The last four bytes are reserved; IOS leaves there what a hello had, half of `cisco`.
            again = hsrp.encode_advertise(message)[:12] + payload[12:16]
            seen.add(hsrp.Op.ADVERTISE)
        else:
            again = hsrp.encode(message)
            seen.add(message.op)
            assert (message.authentication, message.hello_time, message.hold_time) == (b"cisco\0\0\0", 3000, 10000)
        assert again == payload
    assert seen >= {hsrp.Op.HELLO, hsrp.Op.ADVERTISE}
    assert (hsrp.Op.COUP in seen) == (name == "HSRP_coup.pcap")


def ospf_packets(name: str) -> Iterator[tuple[ospf.PacketHeader, bytes]]:
    """Headers and bodies of a capture's OSPF packets."""
    for frame in frames(name):
        header, payload = ipv4.decode(frame[14:])
        assert header.protocol == ipv4.OSPF
        front = ospf.decode_header(payload)
        yield front, payload[ospf.HEADER_LENGTH : front.length]


def hello_again(body: bytes) -> bytes:
    return ospf.decode_hello(body).encode()


def description_again(body: bytes) -> bytes:
    return ospf.decode_description(body).encode()


def request_again(body: bytes) -> bytes:
    return ospf.encode_request(ospf.decode_request(body))


def update_again(body: bytes) -> bytes:
    lsas = ospf.decode_update(body)
    for each in lsas:
        lsa.decode_body(each)
        assert each.checksum_ok()
    return ospf.encode_update([each.encode() for each in lsas])


def acknowledgment_again(body: bytes) -> bytes:
    return ospf.encode_headers(ospf.decode_headers(body))


AGAIN: dict[int, Callable[[bytes], bytes]] = {
    ospf.HELLO: hello_again,
    ospf.DATABASE_DESCRIPTION: description_again,
    ospf.REQUEST: request_again,
    ospf.UPDATE: update_again,
    ospf.ACKNOWLEDGMENT: acknowledgment_again,
}


@pytest.mark.parametrize("name", ["OSPFv2_Capture_FINAL.pcapng"])
def test_ospf_decodes_and_encodes_to_the_same_bytes(name: str) -> None:
    seen = set()
    for header, body in ospf_packets(name):
        assert AGAIN[header.type](body) == body
        seen.add(header.type)
    assert seen == set(AGAIN)


def isakmp_again(message: bytes) -> bytes:
    header = isakmp.decode_header(message)
    body = message[isakmp.HEADER_LENGTH : header.length]
    if not header.flags & isakmp.FLAG_ENCRYPTED:
        payloads, end = isakmp.decode_payloads(header.next_payload, body)
        for payload in payloads:
            if payload.kind == isakmp.SA:
                assert isakmp.decode_sa(payload.body)
        body = isakmp.encode_payloads(payloads) + body[end:]
    return isakmp.encode_message(
        header.initiator_cookie,
        header.responder_cookie,
        header.next_payload,
        header.exchange,
        header.flags,
        header.message_id,
        body,
    )


def test_isakmp_decodes_and_encodes_to_the_same_bytes() -> None:
    messages = list(datagrams("ISAKMP_sa_setup.pcap", 500))
    assert [isakmp.decode_header(message).exchange for message in messages] == [isakmp.MAIN_MODE] * 6 + [
        isakmp.QUICK_MODE
    ] * 3
    for message in messages:
        assert isakmp_again(message) == message


def test_isakmp_through_a_nat_decodes_and_encodes_to_the_same_bytes() -> None:
    messages = [payload[4:] for payload in datagrams("isakmp4500.pcap", 4500) if payload[:4] == bytes(4)]
    messages += datagrams("isakmp4500.pcap", 500)
    version1 = [message for message in messages if message[17] == isakmp.VERSION]
    for message in version1:
        assert isakmp_again(message) == message
    for message in messages:
        if message[17] != isakmp.VERSION:
            with pytest.raises(DecodeError, match="version 2"):
                isakmp.decode_header(message)
    assert messages


# -- attacks -------------------------------------------------------------------------------------------------


def everything(frame: bytes) -> None:
    """Have every decoder that could be meant look at a frame."""
    header = ethernet.decode(frame)
    if header.ethertype == ethernet.ETHERTYPE_ARP:
        arp.decode(header.payload)
        return
    packet, payload = ipv4.decode(header.payload)
    if packet.protocol == ipv4.ICMP:
        icmp.decode(payload)
    elif packet.protocol == ipv4.UDP:
        datagram = udp.decode(packet.source, packet.destination, payload)
        if datagram.destination_port == 1985:
            hsrp.decode(datagram.payload)
        else:
            message = isakmp.decode_header(datagram.payload)
            isakmp.decode_payloads(message.next_payload, datagram.payload[isakmp.HEADER_LENGTH :])
    elif packet.protocol == ipv4.OSPF:
        front = ospf.decode_header(payload)
        again = AGAIN.get(front.type)
        if again is not None:
            again(payload[ospf.HEADER_LENGTH : front.length])


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_decoder_answers_or_refuses(file: Path) -> None:
    for frame in frames(file.name):
        for length in range(14, len(frame) + 1):
            try:
                everything(frame[:length])
            except (DecodeError, AssertionError):
                continue


@pytest.mark.parametrize("ground", GROUNDS, ids=lambda ground: Path(ground.file).stem)
def test_a_lab_survives_them_all(ground: object) -> None:
    """Each at every interface, addressed to it."""
    assert ground in GROUNDS
    chosen = next(each for each in GROUNDS if each == ground)
    lab, _ = prepared(chosen)
    story = Story(chosen)
    for file in FILES:
        for number, frame in enumerate(frames(file.name)):
            for endpoint in endpoints(lab)[number % 3 :: 3]:
                name, _, port = endpoint.partition(":")
                interface = lab[name].interfaces[port]
                story.blows.append(Blow(endpoint, readdressed(frame, bytes(interface.mac), interface.ip), 1))
    tell(story)


def readdressed(frame: bytes, mac: bytes, address: int | None) -> bytes:
    """A frame as if meant for an interface."""
    frame = mac + frame[6:]
    if frame[12:14] == b"\x08\x00" and len(frame) >= 34 and address is not None and frame[30] < 224:
        frame = frame[:30] + struct.pack("!I", address) + frame[34:]
        front = frame[14:24] + b"\0\0" + frame[26:34]
        frame = frame[:14] + front[:10] + struct.pack("!H", _checksum(front)) + front[12:] + frame[34:]
    return frame


def _checksum(data: bytes) -> int:
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF
