"""Messages and payloads: both ways, against scapy, and against garbage."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scapy.layers.isakmp import (
    ISAKMP,
    ISAKMP_payload_Hash,
    ISAKMP_payload_ID,
    ISAKMP_payload_KE,
    ISAKMP_payload_Nonce,
    ISAKMP_payload_SA,
    ISAKMP_payload_VendorID,
)

from ios_emu.features.isakmp import doi, nat, packet, vendor
from ios_emu.features.isakmp.config import Policy
from ios_emu.features.isakmp.packet import Attribute, Delete, Identity, Notify, Payload, Proposal, Transform
from ios_emu.router.key_engine import ProxyIdentity, SaRequest
from ios_emu.router.key_engine import Transform as EspTransform
from ios_emu.wire import DecodeError, IPv4

COOKIES = (b"initiatr", b"respondr")

attributes = st.builds(Attribute, st.integers(0, 0x7FFF), st.integers(0, 0xFFFF) | st.binary(max_size=40))
transforms = st.builds(
    Transform, st.integers(0, 255), st.integers(0, 255), st.lists(attributes, max_size=6).map(tuple)
)
proposals = st.builds(
    Proposal,
    st.integers(0, 255),
    st.integers(0, 255),
    st.binary(max_size=20),
    st.lists(transforms, max_size=4).map(tuple),
)


def message(payloads: list[Payload], exchange: int = packet.MAIN_MODE, message_id: int = 0) -> bytes:
    first = payloads[0].kind if payloads else packet.NONE
    return packet.encode_message(*COOKIES, first, exchange, 0, message_id, packet.encode_payloads(payloads))


@given(st.lists(proposals, min_size=1, max_size=5).map(tuple))
def test_an_sa_payload_comes_back(offered: tuple[Proposal, ...]) -> None:
    assert packet.decode_sa(packet.encode_sa(offered)) == offered


@given(st.lists(st.builds(Payload, st.integers(1, 255), st.binary(max_size=60)), min_size=1, max_size=10))
def test_a_chain_of_payloads_comes_back(payloads: list[Payload]) -> None:
    data = message(payloads)
    header = packet.decode_header(data)
    assert header.length == len(data)
    body = data[packet.HEADER_LENGTH :]
    assert packet.decode_payloads(header.next_payload, body + b"\0" * 7) == (payloads, len(body))


@given(st.integers(0, 255), st.binary(max_size=16), st.integers(0, 65535), st.binary(max_size=16))
def test_a_notification_comes_back(protocol: int, spi: bytes, kind: int, data: bytes) -> None:
    notify = Notify(protocol, spi, kind, data)
    assert packet.decode_notify(packet.encode_notify(notify)) == notify


@given(st.integers(0, 255), st.integers(1, 16), st.integers(1, 9))
def test_a_delete_comes_back(protocol: int, size: int, count: int) -> None:
    delete = Delete(protocol, tuple(bytes([n]) * size for n in range(count)))
    assert packet.decode_delete(packet.encode_delete(delete)) == delete


@given(st.integers(0, 255), st.integers(0, 65535), st.binary(min_size=4, max_size=4))
def test_an_identity_comes_back(protocol: int, port: int, address: bytes) -> None:
    identity = Identity(packet.ID_IPV4_ADDR, protocol, port, address)
    assert packet.decode_identity(packet.encode_identity(identity)) == identity


# -- a second opinion --------------------------------------------------------------------------------------


def main_mode_1() -> bytes:
    policies = (Policy(hash="md5", authentication="pre-share"), Policy(cipher="aes", key_bits=256, group=14))
    offered = tuple(doi.policy_transform(number, policy) for number, policy in enumerate(policies, 1))
    body = packet.encode_sa((Proposal(1, packet.PROTOCOL_ISAKMP, b"", offered),))
    return message([Payload(packet.SA, body)])


def test_scapy_reads_our_first_message() -> None:
    data = main_mode_1()
    theirs = ISAKMP(data)
    assert (theirs.init_cookie, theirs.resp_cookie) == COOKIES
    assert (theirs.exch_type, theirs.length, theirs.version) == (2, len(data), 0x10)
    sa = theirs[ISAKMP_payload_SA]
    assert (sa.doi, sa.situation) == (1, 1)
    proposal = sa.prop
    assert (proposal.proposal, proposal.proto, proposal.trans_nb) == (1, 1, 2)
    first, second = proposal.trans, proposal.trans.payload
    assert dict(first.transforms) == {
        "Encryption": "DES-CBC",
        "Hash": "MD5",
        "GroupDesc": "768MODPgr",
        "Authentication": "PSK",
        "LifeType": "Seconds",
        "LifeDuration": 86400,
    }
    assert dict(second.transforms)["KeyLength"] == 256
    assert dict(second.transforms)["GroupDesc"] == "2048MODPgr"


def test_scapy_reads_our_other_payloads() -> None:
    identity = Identity(packet.ID_IPV4_ADDR, 17, 500, IPv4.parse("172.16.172.53").packed)
    payloads = [
        Payload(packet.KE, b"k" * 96),
        Payload(packet.NONCE, b"n" * 20),
        Payload(packet.VENDOR_ID, vendor.DPD),
        Payload(packet.ID, packet.encode_identity(identity)),
        Payload(packet.HASH, b"h" * 16),
    ]
    theirs = ISAKMP(message(payloads))
    # scapy calls the body of each of these by the class's own field name
    assert bytes(theirs[ISAKMP_payload_KE].ke) == b"k" * 96
    assert bytes(theirs[ISAKMP_payload_Nonce].nonce) == b"n" * 20
    assert bytes(theirs[ISAKMP_payload_VendorID].VendorID) == vendor.DPD
    their_id = theirs[ISAKMP_payload_ID]
    assert (their_id.IDtype, their_id.ProtoID, their_id.Port, their_id.IdentData) == (1, 17, 500, "172.16.172.53")
    assert bytes(theirs[ISAKMP_payload_Hash].hash) == b"h" * 16


def test_we_read_what_scapy_builds() -> None:
    theirs = (
        ISAKMP(init_cookie=COOKIES[0], resp_cookie=COOKIES[1], exch_type=2)
        / ISAKMP_payload_KE(ke=b"k" * 96)
        / ISAKMP_payload_Nonce(nonce=b"n" * 20)
        / ISAKMP_payload_ID(IDtype=1, ProtoID=17, Port=500, IdentData="10.1.2.3")
    )
    data = bytes(theirs)
    header = packet.decode_header(data)
    assert (header.initiator_cookie, header.responder_cookie) == COOKIES
    payloads, end = packet.decode_payloads(header.next_payload, data[packet.HEADER_LENGTH :])
    assert end == len(data) - packet.HEADER_LENGTH
    assert payloads[0] == (packet.KE, b"k" * 96)
    assert payloads[1] == (packet.NONCE, b"n" * 20)
    assert packet.decode_identity(payloads[2].body) == (1, 17, 500, bytes((10, 1, 2, 3)))


def test_scapy_and_we_agree_on_a_proposal_built_by_scapy() -> None:
    ours = main_mode_1()
    rebuilt = ISAKMP(ours)
    rebuilt.length = None
    assert bytes(ISAKMP(bytes(rebuilt))) == ours


# -- what attributes mean ----------------------------------------------------------------------------------


@pytest.mark.parametrize("cipher", ["des", "3des", "aes"])
@pytest.mark.parametrize("hash_name", ["md5", "sha", "sha256"])
@pytest.mark.parametrize("group", [1, 2, 5, 14])
@pytest.mark.parametrize("lifetime", [60, 65535, 65536, 86400])
def test_a_policy_matches_what_is_made_of_it_and_nothing_else(
    cipher: str, hash_name: str, group: int, lifetime: int
) -> None:
    policy = Policy(cipher, 192, hash_name, "pre-share", group, lifetime)
    offer = doi.phase1_offer(doi.policy_transform(1, policy))
    assert offer.lifetime == lifetime
    assert doi.mismatch(offer, policy, have_key=True) == ""
    assert "Preshared" in doi.mismatch(offer, policy, have_key=False)
    for other, word in (
        (Policy("3des" if cipher == "des" else "des", 192, hash_name, "pre-share", group), "Encryption"),
        (Policy(cipher, 192, "sha" if hash_name == "md5" else "md5", "pre-share", group), "Hash"),
        (Policy(cipher, 192, hash_name, "pre-share", 2 if group == 1 else 1), "Diffie-Hellman"),
        (Policy(cipher, 192, hash_name, "rsa-sig", group), "authentication"),
    ):
        assert word in doi.mismatch(offer, other, have_key=True)
    if cipher == "aes":
        other = Policy(cipher, 256, hash_name, "pre-share", group)
        assert doi.mismatch(offer, other, have_key=True) == "Proposed key length does not match policy"


@pytest.mark.parametrize("cipher", ["des", "3des", "aes", "null"])
@pytest.mark.parametrize("hash_name", ["", "md5", "sha", "sha256"])
@pytest.mark.parametrize("mode", ["tunnel", "transport"])
@pytest.mark.parametrize("group", [0, 2])
def test_an_esp_transform_comes_back(cipher: str, hash_name: str, mode: str, group: int) -> None:
    transform = EspTransform(cipher, 256 if cipher == "aes" else 0, hash_name, mode)
    ends = (IPv4(1), IPv4(2), ProxyIdentity(IPv4(0), IPv4(0)), ProxyIdentity(IPv4(0), IPv4(0)))
    request = SaRequest(*ends, (transform,), 3600, 4608000, group)
    esp = packet.PROTOCOL_ESP
    offer = doi.phase2_offer(esp, doi.phase2_transform(1, esp, transform, request, ""))
    assert doi.combined([offer]) == transform and not offer.udp
    for method in nat.METHODS:
        udp = doi.phase2_offer(esp, doi.phase2_transform(1, esp, transform, request, method))
        assert udp.udp and udp.mode > 2 and doi.combined([udp]) == transform
    assert (offer.seconds, offer.kilobytes, offer.group) == (3600, 4608000, group)


def test_a_transform_of_unknown_algorithms_is_no_transform() -> None:
    for transform in (
        Transform(1, 99, ()),
        Transform(1, doi.ESP_CIPHERS["aes"], ()),
        Transform(1, doi.ESP_CIPHERS["des"], (Attribute(5, 77),)),
        Transform(1, doi.ESP_CIPHERS["des"], (Attribute(4, 9),)),
    ):
        assert doi.combined([doi.phase2_offer(packet.PROTOCOL_ESP, transform)]) is None


@pytest.mark.parametrize("ah", ["md5", "sha", "sha256"])
@pytest.mark.parametrize("cipher", ["", "des"])
def test_ah_comes_back_alone_and_around_esp(ah: str, cipher: str) -> None:
    transform = EspTransform(cipher, 0, "sha" if cipher else "", "tunnel", ah)
    ends = (IPv4(1), IPv4(2), ProxyIdentity(IPv4(0), IPv4(0)), ProxyIdentity(IPv4(0), IPv4(0)))
    request = SaRequest(*ends, (transform,), 3600, 4608000)
    offers = [
        doi.phase2_offer(protocol, doi.phase2_transform(1, protocol, transform, request, ""))
        for protocol in (doi.PROTOCOLS[number] for number in transform.protocols)
    ]
    assert doi.combined(offers) == transform
    wrong = Transform(1, doi.AH_TRANSFORMS[ah], (Attribute(5, 77),))
    assert doi.combined([doi.phase2_offer(packet.PROTOCOL_AH, wrong)]) is None


def test_proxy_identities() -> None:
    host = ProxyIdentity(IPv4.parse("99.99.99.99"), IPv4(0xFFFFFFFF))
    net = ProxyIdentity(IPv4.parse("20.1.1.0"), IPv4.parse("255.255.255.0"), 6, 80)
    for proxy in (host, net):
        assert doi.proxy_of(doi.proxy_payload(proxy)) == proxy
    assert doi.proxy_payload(host)[0] == packet.ID_IPV4_ADDR
    assert doi.proxy_payload(net)[0] == packet.ID_IPV4_ADDR_SUBNET
    with pytest.raises(DecodeError):
        doi.proxy_of(packet.encode_identity(Identity(7, 0, 0, bytes(8))))


# -- garbage -----------------------------------------------------------------------------------------------

DECODERS = (
    packet.decode_header,
    packet.decode_sa,
    packet.decode_identity,
    packet.decode_notify,
    packet.decode_delete,
    doi.proxy_of,
    doi.identity_text,
)


@given(st.binary(max_size=120))
def test_decoders_raise_nothing_but_decode_errors(data: bytes) -> None:
    for decode in DECODERS:
        with suppress(DecodeError):
            decode(data)
    for kind in range(15):
        with suppress(DecodeError):
            packet.decode_payloads(kind, data)


@given(st.data())
def test_a_damaged_message_raises_nothing_but_decode_errors(draw: st.DataObject) -> None:
    data = bytearray(main_mode_1())
    for _ in range(draw.draw(st.integers(1, 4))):
        data[draw.draw(st.integers(0, len(data) - 1))] = draw.draw(st.integers(0, 255))
    data = data[: draw.draw(st.integers(0, len(data)))]
    with suppress(DecodeError):
        header = packet.decode_header(bytes(data))
        payloads, _ = packet.decode_payloads(header.next_payload, bytes(data[packet.HEADER_LENGTH :]))
        for payload in payloads:
            for transform in (t for p in packet.decode_sa(payload.body) for t in p.transforms):
                doi.phase1_offer(transform)
                doi.phase2_offer(packet.PROTOCOL_ESP, transform)
                doi.phase2_offer(packet.PROTOCOL_AH, transform)


@pytest.mark.parametrize(
    ("damage", "why"),
    [
        (lambda data: data[:20], "shorter than its header"),
        (lambda data: data[:17] + b"\x20" + data[18:], "version 2.0"),
        (lambda data: data[:24] + b"\0\0\xff\xff" + data[28:], "length"),
        (lambda data: bytes(8) + data[8:], "cookie"),
    ],
)
def test_a_bad_header_is_refused(damage: object, why: str) -> None:
    assert callable(damage)
    with pytest.raises(DecodeError, match=why):
        packet.decode_header(damage(main_mode_1()))


def test_an_endless_chain_is_cut() -> None:
    with pytest.raises(DecodeError, match="more than 64"):
        packet.decode_payloads(packet.VENDOR_ID, b"\x0d\0\0\x04" * 100)
