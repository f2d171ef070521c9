"""AH against scapy's, what the receiver must refuse, and AH together with ESP."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scapy.layers.inet import ICMP, IP, IPOption_Router_Alert, IPOption_RR
from scapy.layers.ipsec import AH as ScapyAH
from scapy.layers.ipsec import SecurityAssociation
from scapy.packet import Raw
from support.ipsec_pair import (
    HUB,
    INSIDE_HOST,
    REMOTE_HOST,
    SPOKE,
    Side,
    established,
    make_pair,
    negotiate,
)

from ios_emu.features.ipsec import ah
from ios_emu.features.ipsec.integrity import MAXIMUM_SEQUENCE, AuthenticationError, ReplayError, SequenceExhausted
from ios_emu.features.ipsec.show_sa import ipsec_sa
from ios_emu.kernel import Kernel
from ios_emu.router.key_engine import HASH_KEY_LENGTH, Accepted, Transform
from ios_emu.wire import DecodeError, Prefix, ipv4

SPI = 0x1A2B3C4D
NAMES = {"md5": "HMAC-MD5-96", "sha": "HMAC-SHA1-96", "sha256": "SHA2-256-128"}
AH_ALONE = Transform("", 0, "", ah="md5")
BUNDLE = Transform("des", 0, "", ah="sha")


def both(kind: str = "md5") -> tuple[ah.Sender, ah.Receiver]:
    key = Random(1).randbytes(HASH_KEY_LENGTH[kind])
    return ah.Sender(SPI, kind, key), ah.Receiver(SPI, kind, key)


def datagram(**header: object) -> bytes:
    return ipv4.build(HUB, SPOKE, 1, b"payload" * 9, ttl=200, tos=0x10, identification=5, **header)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", list(NAMES))
@pytest.mark.parametrize("options", [[], [IPOption_Router_Alert()], [IPOption_RR(routers=["1.2.3.4"])]])
def test_scapy_opens_what_we_seal_and_we_open_what_scapy_seals(kind: str, options: list[object]) -> None:
    sender, receiver = both(kind)
    key = Random(1).randbytes(HASH_KEY_LENGTH[kind])
    theirs = SecurityAssociation(ScapyAH, spi=SPI, auth_algo=NAMES[kind], auth_key=key)
    packet = IP(src=str(HUB), dst=str(SPOKE), ttl=63, tos=8, id=7, options=options) / ICMP() / Raw(b"x" * 50)
    sealed = sender.seal(bytes(packet))
    assert len(sealed) == len(packet) + ah.length(kind)
    opened = theirs.decrypt(IP(sealed))
    assert bytes(opened).endswith(bytes(IP(bytes(packet))[ICMP])) and opened.proto == 1
    assert receiver.open(bytes(theirs.encrypt(IP(bytes(packet))))) == bytes(packet)


def test_the_header_comes_back_as_it_was() -> None:
    sender, receiver = both()
    assert receiver.open(sender.seal(datagram(dont_fragment=True))) == datagram(dont_fragment=True)


def test_what_changes_on_the_way_is_not_covered_and_everything_else_is() -> None:
    sender, _ = both("sha")
    sealed = sender.seal(datagram())
    for byte in range(len(sealed)):
        _, receiver = both("sha")
        changed = bytearray(sealed)
        changed[byte] ^= 0x04
        covered = byte not in (1, 6, 7, 8, 10, 11)
        try:
            receiver.open(_checksummed(bytes(changed[:10]) + bytes(2) + bytes(changed[12:])))
            assert not covered, byte
        except DecodeError:
            assert covered, byte


def _checksummed(packet: bytes) -> bytes:
    """`packet` with the checksum its header should have, as a forger would send it."""
    length = (packet[0] & 15) << 2
    total = -int.from_bytes(packet[:length], "big") % 0xFFFF
    return packet[:10] + total.to_bytes(2, "big") + packet[12:]


def test_replays_are_refused_and_numbers_are_not_used_twice() -> None:
    sender, receiver = both()
    first = sender.seal(datagram())
    late = sender.seal(datagram())
    receiver.open(first)
    with pytest.raises(ReplayError):
        receiver.open(first)
    for _ in range(64):
        receiver.open(sender.seal(datagram()))
    with pytest.raises(ReplayError):
        receiver.open(late)
    sender.sequence = MAXIMUM_SEQUENCE
    with pytest.raises(SequenceExhausted):
        sender.seal(datagram())


@given(st.binary(max_size=80))
def test_junk_is_refused(payload: bytes) -> None:
    _, receiver = both()
    with pytest.raises(DecodeError):
        receiver.open(ipv4.build(HUB, SPOKE, ipv4.AH, payload))


def test_a_wrong_key_is_refused() -> None:
    sender, _ = both()
    with pytest.raises(AuthenticationError):
        ah.Receiver(SPI, "md5", bytes(16)).open(sender.seal(datagram()))
    with pytest.raises(ValueError, match="key"):
        ah.Sender(SPI, "md5", bytes(15))


# -- under a crypto map ------------------------------------------------------------------------------


def end_to_end(kernel: Kernel, transform: Transform) -> tuple[Side, Side]:
    """Two routers whose own traffic is protected, so that transport mode applies."""
    lines = [(Prefix(HUB, 32), Prefix(SPOKE, 32))]
    hub = Side(kernel, "hub", HUB, SPOKE, lines, transform=transform)
    spoke = Side(kernel, "spoke", SPOKE, HUB, [(b, a) for a, b in lines], transform=transform)
    hub.send(HUB, SPOKE)
    assert isinstance(negotiate(hub, spoke), Accepted)
    return hub, spoke


@pytest.mark.parametrize("transform", [AH_ALONE, BUNDLE, Transform("aes", 128, "sha", ah="sha256")])
def test_packets_cross_in_tunnel_mode(transform: Transform) -> None:
    hub, spoke = established(transform=transform)
    for number in range(3):
        outer = hub.send(INSIDE_HOST, REMOTE_HOST, b"hello" * 20, tos=number)
        assert outer is not None
        header, payload = ipv4.decode(outer)
        assert (header.source, header.destination, header.protocol) == (HUB, SPOKE, ipv4.AH)
        assert payload[0] == (ipv4.ESP if transform.cipher else 4)
        assert (b"hello" in outer) == (not transform.cipher)
        (inner,) = spoke.receive(outer)
        assert ipv4.decode(inner)[1] == b"hello" * 20
    back = spoke.send(REMOTE_HOST, INSIDE_HOST)
    assert back is not None and len(hub.receive(back)) == 1


@pytest.mark.parametrize("cipher", ["", "3des"])
def test_packets_cross_in_transport_mode(cipher: str) -> None:
    hub, spoke = end_to_end(Kernel(1), Transform(cipher, 0, "", "transport", ah="md5"))
    assert hub.interface.crypto is not None
    packet = ipv4.build(HUB, SPOKE, 47, b"gre" * 20, identification=77, ttl=9, tos=3)
    outer = hub.interface.crypto.outbound(packet)
    assert outer is not None
    header, payload = ipv4.decode(outer)
    assert (header.protocol, header.identification, payload[0]) == (ipv4.AH, 77, ipv4.ESP if cipher else 47)
    assert spoke.receive(outer) == [packet]


def test_a_fragment_cannot_be_protected_in_transport_mode() -> None:
    hub, _ = end_to_end(Kernel(1), Transform("", 0, "", "transport", ah="md5"))
    assert hub.send(HUB, SPOKE, more_fragments=True) is None
    assert hub.ipsec.database.pairs[0].ident.counters.encaps_failed == 1


def test_a_bundle_must_come_whole() -> None:
    hub, spoke = established(transform=BUNDLE)
    pair = spoke.ipsec.database.pairs[0]
    inner = ipv4.build(REMOTE_HOST, INSIDE_HOST, 1, b"x" * 40)
    assert pair.esp is not None and pair.ah is not None
    without_ah = ipv4.build(SPOKE, HUB, ipv4.ESP, pair.esp.sender.seal(inner))
    without_esp = pair.ah.sender.seal(ipv4.build(SPOKE, HUB, 4, inner))
    stranger = pair.ah.sender.seal(ipv4.build(SPOKE, HUB, ipv4.ESP, b"\x12\x34\x56\x78" + bytes(60)))
    for packet in (without_ah, without_esp, stranger):
        assert hub.receive(packet) == []
    counters = hub.ipsec.database.pairs[0].ident.counters
    assert (counters.invalid_protocol, counters.recv_errors, counters.decaps) == (3, 3, 0)
    whole = spoke.send(REMOTE_HOST, INSIDE_HOST)
    assert whole is not None and len(hub.receive(whole)) == 1


def test_a_bundle_takes_two_spis_and_two_slots_each_way() -> None:
    hub, spoke = established(transform=BUNDLE)
    (pair,) = hub.ipsec.database.pairs.values()
    (other,) = spoke.ipsec.database.pairs.values()
    assert pair.inbound_spis == other.outbound_spis and pair.outbound_spis == other.inbound_spis
    assert len({*pair.inbound_spis, *pair.outbound_spis}) == 4
    engine = hub.router.key_engine.ipsec
    assert engine is not None
    assert [part.slot for part in pair.parts] == [0, 1]
    assert (engine.next_conn_ids(), engine.next_conn_ids(1)) == ((2004, 2005), (2006, 2007))
    engine.delete_spis(HUB, SPOKE, (pair.outbound_spis[1],))
    assert not hub.ipsec.database.pairs, "one half of a bundle is of no use"
    spoke.ipsec.drop([other], tell=True)
    assert spoke.ike.deletions == [(SPOKE, HUB, pair.outbound_spis)]


def test_replays_and_forgeries_are_counted() -> None:
    hub, spoke = established(transform=AH_ALONE)
    outer = spoke.send(REMOTE_HOST, INSIDE_HOST)
    assert outer is not None
    hub.receive(outer)
    assert hub.receive(outer) == []
    fresh = spoke.send(REMOTE_HOST, INSIDE_HOST)
    assert fresh is not None
    assert hub.receive(fresh[:-1] + bytes((fresh[-1] ^ 1,))) == []
    counters = hub.ipsec.database.pairs[0].ident.counters
    assert (counters.decaps, counters.replay_failed, counters.verify_failed) == (1, 1, 1)
    unknown = ipv4.build(SPOKE, HUB, ipv4.AH, b"\x04\x04\0\0" + bytes(60))
    assert hub.receive(unknown) == []
    assert "destaddr=172.16.172.53, prot=51, spi=0x0(0)" in hub.log


def test_ah_between_the_endpoints_is_never_caught() -> None:
    hub, _ = make_pair()
    packet = ipv4.build(HUB, SPOKE, ipv4.AH, bytes(60))
    assert hub.interface.crypto is not None
    assert hub.interface.crypto.outbound(packet) is packet


def test_the_sa_lists() -> None:
    hub, _ = established(transform=BUNDLE, releases=("15", "15"))
    (pair,) = hub.ipsec.database.pairs.values()
    text = ipsec_sa(hub.ipsec)
    assert pair.ah is not None and pair.esp is not None
    spi = pair.ah.receiver.spi
    remaining = text.split("remaining key lifetime (k/sec): (")[1].split(")")[0]
    assert (
        "     inbound ah sas:\n"
        f"      spi: 0x{spi:X}({spi})\n"
        "        transform: ah-sha-hmac ,\n"
        "        in use settings ={Tunnel, }\n"
        "        conn id: 2001, flow_id: SW:1, sibling_flags 80000041, crypto map: vpn\n"
        f"        sa timing: remaining key lifetime (k/sec): ({remaining})\n"
        "        replay detection support: Y\n"
        "        Status: ACTIVE(ACTIVE)\n"
        "\n"
        "     inbound pcp sas:\n"
    ) in text
    assert "        transform: esp-des ,\n" in text and "conn id: 2004, flow_id: SW:4," in text
    spi = pair.esp.sender.spi
    assert f"     current outbound spi: 0x{spi:X}({spi})\n" in text


def test_debug_names_each_protocol() -> None:
    hub, spoke = make_pair(transform=BUNDLE)
    for side in (hub, spoke):
        side.router.logging.debugs["crypto ipsec"] = None
    hub.send(INSIDE_HOST, REMOTE_HOST)
    negotiate(hub, spoke)
    pair = hub.ipsec.database.pairs[0]
    first, second = pair.inbound_spis
    assert "protocol= AH, transform= ah-sha-hmac  (Tunnel), \n    lifedur= 3600s and 4608000kb, \n" in hub.log
    assert f"spi= 0x{first:X}({first}), conn_id= 0, keysize= 0, flags= 0x400A" in hub.log
    assert f"spi= 0x{second:X}({second}), conn_id= 0, keysize= 0, flags= 0x400A" in hub.log, "as announced"
    assert "proposal part #2,\n  (key eng. msg.) INBOUND" in spoke.log
    assert hub.log.count("IPSEC(initialize_sas): ,\n") == hub.log.count("IPSEC(create_sa): sa created,\n") == 4
    assert (
        f"sa_prot= 51, \n    sa_spi= 0x{first:X}({first}), \n    sa_trans= ah-sha-hmac , sa_conn_id= 2000"
        in hub.log
    )
    assert f"sa_spi= 0x{second:X}({second}), \n    sa_trans= esp-des , sa_conn_id= 2002" in hub.log


def test_the_mtu_allows_for_both_headers() -> None:
    hub, spoke = established(transform=Transform("aes", 256, "sha256", ah="sha256"))
    pair = hub.ipsec.database.pairs[0]
    longest = pair.largest_packet(1500)
    fits = hub.send(INSIDE_HOST, REMOTE_HOST, bytes(longest - 20))
    assert fits is not None and 1500 - 16 < len(fits) <= 1500
    assert len(spoke.receive(fits)) == 1
    assert hub.send(INSIDE_HOST, REMOTE_HOST, bytes(longest - 19), dont_fragment=True) is None
