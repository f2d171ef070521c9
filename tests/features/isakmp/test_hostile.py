"""Strangers and liars: floods, damaged chains, replays, forgeries without a key. Each test says what the router does,
and that it goes on: the honest negotiation beside it succeeds."""

from __future__ import annotations

import struct
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.isakmp_bench import HOST, A, B, Bench, Station
from support.isakmp_lab import lab

from ios_emu.features.isakmp import informational, nat, packet, protect, table
from ios_emu.features.isakmp.config import Keepalive, PresharedKey
from ios_emu.features.isakmp.engine import MAX_USED
from ios_emu.features.isakmp.packet import Delete, Notify, Payload
from ios_emu.features.isakmp.sa import IkeSa
from ios_emu.lab.lab import Lab
from ios_emu.wire import DecodeError, IPv4, ethernet, ipv4, udp

SPOOFED = IPv4.parse("203.0.113.0")


def established(bench: Bench) -> tuple[IkeSa, IkeSa]:
    a, b = bench.a.ike.established((A, B)), bench.b.ike.established((B, A))
    assert a is not None and b is not None
    return a, b


def connected(releases: tuple[str, str] = ("12.3", "12.3")) -> Bench:
    bench = Bench(releases=releases, keepalive=Keepalive(10, periodic=True))
    bench.connect()
    bench.run(1)
    bench.check_tunnel()
    return bench


def first_message(bench: Bench) -> bytes:
    """MM1 of an honest initiator."""
    other = Bench()
    other.connect()
    return other.wire.sent[0][3]


# -- floods --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("exchange", [packet.MAIN_MODE, packet.AGGRESSIVE_MODE])
def test_a_flood_from_everywhere_is_bounded_and_the_honest_get_through(exchange: int) -> None:
    bench = Bench(releases=("12.3", "12.3"))
    target, opening = bench.b, first_message(bench)
    opening = opening[:18] + bytes([exchange]) + opening[19:]
    for number in range(3000):
        cookie = struct.pack("!Q", number + 1)
        target.ike.receive(B, IPv4(SPOOFED + number % 256), cookie + opening[8:], 500, 500 + number % 1000)
    assert len(target.ike.sas) <= table.MAX_TRANSIENT
    assert len(target.logs) < 100
    bench.connect()
    bench.run(1)
    bench.check_tunnel()
    bench.run(200)
    assert len(target.ike.sas) == 1, "what the flood made is forgotten"


def test_a_flood_does_not_push_out_established_sas_nor_our_own_negotiations() -> None:
    bench = connected()
    ours = IPv4.parse("192.0.2.77")
    bench.b.config.keys[ours, HOST] = PresharedKey("cisco123", ours)
    bench.b.ike.request(replace(bench.request(bench.b), peer=ours))
    opening = first_message(bench)
    for number in range(1000):
        bench.b.ike.receive(B, SPOOFED, struct.pack("!Q", number + 1) + opening[8:])
    assert established(bench)[1].established
    assert any(sa.initiator and sa.peer == ours for sa in bench.b.ike.negotiating((B, ours)))


def test_garbage_is_logged_ten_times_a_second_at_most() -> None:
    bench = connected()
    bench.b.logs.clear()
    draw = Random(1)
    for _ in range(2000):
        bench.b.ike.receive(B, SPOOFED, draw.randbytes(draw.randrange(80)))
    assert len(bench.b.logs) == 10 and all("IKMP_BAD_MESSAGE" in line for line in bench.b.logs)
    bench.run(1)
    bench.b.ike.receive(B, SPOOFED, b"")
    assert len(bench.b.logs) == 11
    established(bench)


def test_messages_of_no_sa_make_no_state() -> None:
    bench = connected()
    size = len(bench.b.ike.sas)
    for number in range(500):
        for exchange in (packet.MAIN_MODE, packet.QUICK_MODE, packet.INFORMATIONAL, packet.AGGRESSIVE_MODE, 99):
            cookies = (struct.pack("!Q", number + 1), b"whatever")
            bench.b.ike.receive(B, A, packet.encode_message(*cookies, packet.HASH, exchange, 1, 7, b"x" * 40))
    assert len(bench.b.ike.sas) == size
    assert sum("IKMP_NO_SA" in line for line in bench.b.logs) == 1
    bench.check_tunnel()


def test_quick_modes_without_end_from_an_authenticated_peer_are_bounded() -> None:
    bench = connected()
    a, b = established(bench)
    bench.wire.cut.add(B)
    for _ in range(3000):
        bench.connect()
        bench.a.ike.purge_node(a, next(iter(a.nodes)))
    bench.wire.cut.clear()
    assert len(a.used) <= MAX_USED
    established(bench)
    assert b.established


# -- damaged chains ------------------------------------------------------------------------------------------


def chain(payloads: list[tuple[int, int, int, bytes]]) -> bytes:
    """Payloads as told: next type, reserved byte, length, body."""
    return b"".join(struct.pack("!BBH", *head) + body for *head, body in payloads)


CHAINS = {
    "a payload longer than the message": (packet.SA, chain([(0, 0, 500, b"x" * 40)])),
    "a payload shorter than its header": (packet.SA, chain([(0, 0, 3, b"")])),
    "a payload of no length": (packet.SA, chain([(packet.SA, 0, 0, b"")])),
    "a reserved byte": (packet.SA, chain([(0, 7, 20, b"x" * 16)])),
    "a chain that goes on beyond the end": (packet.SA, chain([(packet.KE, 0, 20, b"x" * 16)])),
    "bytes after the end": (packet.VENDOR_ID, chain([(0, 0, 20, b"x" * 16)]) + b"more"),
    "a thousand vendor IDs": (packet.VENDOR_ID, b"\x0d\0\0\x04" * 1000),
    "two SA payloads": (
        packet.SA,
        chain([(packet.SA, 0, 12, b"\0\0\0\1\0\0\0\1"), (0, 0, 12, b"\0\0\0\1\0\0\0\1")]),
    ),
    "an SA payload without a proposal": (packet.SA, chain([(0, 0, 12, b"\0\0\0\1\0\0\0\1")])),
    "an SA payload of another DOI": (packet.SA, chain([(0, 0, 12, b"\0\0\0\7\0\0\0\1")])),
    "no payload": (packet.NONE, b""),
    "a proposal within a proposal": (
        packet.SA,
        chain(
            [(0, 0, 28, b"\0\0\0\1\0\0\0\1" + chain([(0, 0, 16, b"\1\1\0\1" + chain([(2, 0, 8, b"\1\1\0\0")]))]))]
        ),
    ),
}


@pytest.mark.parametrize("what", CHAINS)
def test_a_damaged_first_message_is_refused_and_forgotten(what: str) -> None:
    bench = Bench(releases=("12.3", "12.3"))
    first, body = CHAINS[what]
    bench.b.ike.receive(B, A, packet.encode_message(b"cookie!!", bytes(8), first, packet.MAIN_MODE, 0, 0, body))
    assert not bench.b.ike.sas and not bench.wire.sent
    assert "IKMP_BAD_MESSAGE" in bench.b.logs[-1]
    bench.connect()
    bench.run(1)
    bench.check_tunnel()


@pytest.mark.parametrize("what", CHAINS)
@pytest.mark.parametrize("exchange", [packet.QUICK_MODE, packet.INFORMATIONAL])
def test_a_damaged_message_of_an_authenticated_peer_changes_nothing(what: str, exchange: int) -> None:
    bench = connected()
    a, b = established(bench)
    first, body = CHAINS[what]
    iv = protect.exchange_iv(a, 4711)
    bench.b.ike.receive(B, A, protect.encrypt_message(a, exchange, 4711, first, body, iv))
    assert established(bench) == (a, b) and len(bench.b.fake.pairs) == 1
    bench.connect()
    bench.run(1)
    bench.check_tunnel()


@settings(max_examples=60)
@given(st.integers(0, 11), st.integers(0, 2**32), st.integers(1, 255))
def test_a_byte_changed_on_the_way_never_brings_up_two_halves_of_a_tunnel(
    which: int, where: int, how: int
) -> None:
    bench = Bench(releases=("12.3", "12.3"))
    inner = bench.wire.send

    def damaged(local: IPv4, local_port: int, peer: IPv4, peer_port: int, message: bytes) -> None:
        if len(bench.wire.sent) == which:
            at = where % len(message)
            message = message[:at] + bytes([message[at] ^ how]) + message[at + 1 :]
        inner(local, local_port, peer, peer_port, message)

    bench.wire.send = damaged  # type: ignore[method-assign]  # the wire of this one test
    bench.connect()
    bench.run(130)
    if bench.a.fake.pairs and bench.b.fake.pairs:
        bench.check_tunnel()


# -- replays -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("later", [2, 55, 300, 3000])
def test_a_whole_recorded_session_replayed_changes_nothing(later: float) -> None:
    """Soon after, after exchanges have been forgotten, much later."""
    bench = connected()
    bench.run(60)
    recorded = list(bench.wire.sent)
    bench.run(later)
    a, b = established(bench)
    states = [(sa.state, sa.dpd_received, len(sa.nodes)) for sa in (a, b)]
    pairs, deleted = len(bench.b.fake.pairs), list(bench.b.fake.spis_deleted)
    before = len(bench.wire.sent)
    for _, local, peer, message in recorded:
        bench.wire.stations[peer].ike.receive(peer, local, message)
    assert [(sa.state, sa.dpd_received, len(sa.nodes)) for sa in (a, b)] == states
    assert len(bench.b.fake.pairs) == pairs and bench.b.fake.spis_deleted == deleted
    # MM1 opens a negotiation that goes nowhere; MM5 and QM2 are answered as before, in case our answer was lost.
    answers = bench.wire.sent[before:]
    assert len(answers) <= 4
    bench.run(70)
    established(bench)


def test_a_message_reflected_to_its_sender_has_no_effect() -> None:
    bench = connected()
    a, _ = established(bench)
    children = dict(bench.a.ike.children[A, B])
    start = len(bench.wire.sent)
    informational.send_delete_spis(bench.a.ike, a, tuple(children))
    informational.send_notify(bench.a.ike, a, packet.INITIAL_CONTACT)
    for _, local, _, message in bench.wire.sent[start:]:
        bench.a.ike.receive(local, B, message)
    assert bench.a.ike.children[A, B] == children
    assert not bench.a.fake.spis_deleted and not bench.a.fake.peers_deleted


def test_a_delete_replayed_after_a_rekey_does_not_hit_the_new_sas() -> None:
    bench = connected()
    a, _ = established(bench)
    start = len(bench.wire.sent)
    bench.a.ike.deleted(A, B, tuple(bench.a.ike.children[A, B]))
    deletion = bench.wire.sent[start][3]
    bench.run(1)
    bench.connect()
    bench.run(60)
    bench.check_tunnel()
    children = dict(bench.b.ike.children[B, A])
    bench.b.ike.receive(B, A, deletion)
    assert bench.b.ike.children[B, A] == children
    assert a.established


# -- forgeries ------------------------------------------------------------------------------------------------


def forged(sa: IkeSa, payload: Payload, flags: int = 0) -> bytes:
    """An informational message by somebody who has seen the cookies but has no key."""
    body = packet.encode_payloads([payload])
    cookies = (sa.initiator_cookie, sa.responder_cookie)
    return packet.encode_message(*cookies, payload.kind, packet.INFORMATIONAL, flags, 0x1234, body)


def delete_everything(sa: IkeSa, station: Station) -> list[Payload]:
    spis = tuple(spi.to_bytes(4, "big") for spi, _ in station.ike.children[sa.pair].values())
    cookies = sa.initiator_cookie + sa.responder_cookie
    return [
        Payload(packet.DELETE, packet.encode_delete(Delete(packet.PROTOCOL_ISAKMP, (cookies,)))),
        Payload(packet.DELETE, packet.encode_delete(Delete(packet.PROTOCOL_ESP, spis))),
        *(
            Payload(packet.NOTIFY, packet.encode_notify(Notify(protocol, cookies, kind, b"")))
            for protocol in (packet.PROTOCOL_ISAKMP, packet.PROTOCOL_ESP)
            for kind in (
                packet.INITIAL_CONTACT,
                packet.INVALID_SPI,
                packet.NO_PROPOSAL_CHOSEN,
                packet.R_U_THERE,
                packet.ITS_ALIVE,
            )
        ),
    ]


@pytest.mark.parametrize("flags", [0, packet.FLAG_ENCRYPTED])
def test_forged_deletes_and_notifies_have_no_effect(flags: int) -> None:
    bench = connected()
    a, b = established(bench)
    before = len(bench.wire.sent)
    for payload in delete_everything(b, bench.b):
        bench.b.ike.receive(B, A, forged(b, payload, flags))
    assert established(bench) == (a, b)
    assert not bench.b.fake.spis_deleted and not bench.b.fake.peers_deleted
    assert len(bench.wire.sent) == before, "nothing is answered"
    logged = (
        "IKMP_BAD_MESSAGE" if flags else "%CRYPTO-6-IKMP_MODE_FAILURE: Processing of Informational mode failed"
    )
    assert any(logged in line for line in bench.b.logs)


def test_an_unencrypted_notify_does_not_end_a_negotiation() -> None:
    bench = Bench(releases=("12.3", "12.3"))
    bench.connect()
    (sa,) = bench.a.ike.sas.values()
    for payload in (
        Payload(packet.NOTIFY, packet.encode_notify(Notify(1, b"", packet.NO_PROPOSAL_CHOSEN, b""))),
        Payload(packet.DELETE, packet.encode_delete(Delete(1, (bytes(16),)))),
    ):
        bench.a.ike.receive(A, B, forged(sa, payload))
    bench.run(1)
    bench.check_tunnel()


def test_what_should_be_encrypted_and_is_not_is_refused() -> None:
    bench = Bench(releases=("12.3", "12.3"))
    bench.connect()
    bench.until(0.0042)  # the responder waits for MM5
    (b,) = bench.b.ike.sas.values()
    cookies = (b.initiator_cookie, b.responder_cookie)
    body = packet.encode_payloads([Payload(packet.ID, bytes(8)), Payload(packet.HASH, bytes(16))])
    bench.b.ike.receive(B, A, packet.encode_message(*cookies, packet.ID, packet.MAIN_MODE, 0, 0, body))
    assert any("was not encrypted and it should've been" in line for line in bench.b.logs)
    bench.run(1)
    bench.check_tunnel()


def test_a_peer_cannot_delete_what_it_shares_with_somebody_else() -> None:
    bench = connected()
    a, _ = established(bench)
    other = (B, IPv4.parse("192.0.2.77"))
    bench.b.ike.children[other] = {0x7777: (0x8888, packet.PROTOCOL_ESP)}
    delete = Delete(packet.PROTOCOL_ESP, (struct.pack("!I", 0x8888),))
    iv, seed = protect.exchange_iv(a, 99), protect.message_id_seed(99)
    payloads = [Payload(packet.DELETE, packet.encode_delete(delete))]
    bench.b.ike.receive(B, A, protect.seal(a, packet.INFORMATIONAL, 99, seed, payloads, iv))
    assert bench.b.ike.children[other] == {0x7777: (0x8888, packet.PROTOCOL_ESP)}


@pytest.mark.parametrize("public", [bytes(96), b"\0" * 95 + b"\1", b"\xff" * 96, b"k" * 95, b"k" * 128, b""])
def test_public_values_that_give_the_secret_away_are_refused(public: bytes) -> None:
    bench = Bench(releases=("12.3", "12.3"))
    bench.wire.drop.add(2)
    bench.connect()
    bench.until(0.0035)
    (b,) = bench.b.ike.sas.values()
    cookies = (b.initiator_cookie, b.responder_cookie)
    body = packet.encode_payloads([Payload(packet.KE, public), Payload(packet.NONCE, b"n" * 20)])
    bench.b.ike.receive(B, A, packet.encode_message(*cookies, packet.KE, packet.MAIN_MODE, 0, 0, body))
    assert b.keys is None
    bench.run(15)
    bench.check_tunnel()


# -- on the wire of a whole lab -------------------------------------------------------------------------------


def inject(made: Lab, payload: bytes, source: str = "192.0.2.2", ports: tuple[int, int] = (500, 500)) -> None:
    """A datagram for R1 arrives from the LAN."""
    ends = (IPv4.parse(source), IPv4.parse("192.0.2.1"))
    segment = udp.build(*ends, *ports, payload)
    frame = ipv4.build(*ends, ipv4.UDP, segment)
    interface = made["R1"].interfaces["FastEthernet0/0"]
    interface.receive(ethernet.build(interface.mac, interface.mac, ethernet.ETHERTYPE_IPV4, frame))


def test_a_whole_router_survives_ten_thousand_strange_datagrams(tmp_path: Path) -> None:
    made = lab(tmp_path)
    made["R1"].execute("undebug all")
    made["R2"].execute("undebug all")
    assert "!!" in made["R1"].execute("ping 10.2.0.1 source Loopback0")
    draw = Random(7)
    genuine = first_message(Bench())
    for number in range(10_000):
        data = bytearray(genuine)
        data[:8] = struct.pack("!Q", number + 1)
        for _ in range(draw.randrange(4)):
            data[draw.randrange(8, len(data))] = draw.randrange(256)
        message = bytes(data[: draw.randrange(len(data) + 1)]) if draw.random() < 0.3 else bytes(data)
        source = f"192.0.2.{draw.randrange(2, 250)}"
        if draw.random() < 0.3:
            inject(made, nat.MARKER[: draw.randrange(5)] + message, source, (draw.randrange(1, 65535), 4500))
        else:
            inject(made, message, source)
    made.run(seconds=1)
    assert made["R1"].execute("ping 10.2.0.1 source Loopback0").count("!") >= 5
    assert len(made["R1"].execute("show crypto isakmp sa").splitlines()) <= table.MAX_TRANSIENT + 2
    made.run(seconds=200)
    assert len(made["R1"].execute("show crypto isakmp sa").splitlines()) == 2


def test_datagrams_on_port_4500_that_are_nothing(tmp_path: Path) -> None:
    made = lab(tmp_path)
    for payload in (b"", b"\0", b"\0\0\0\0", b"\xff", b"\xff\xff", b"\0\0\0\1", b"\0\0\1\0" * 20):
        inject(made, payload, ports=(4500, 4500))
    made.run(seconds=1)
    assert "!!" in made["R1"].execute("ping 10.2.0.1 source Loopback0")


def test_decoders_are_the_only_ones_to_complain() -> None:
    """Nothing but DecodeError comes out of the process, whatever comes in: `receive` lets nothing else through."""
    bench = Bench()
    with pytest.raises(DecodeError):
        packet.decode_header(b"")
    bench.b.ike.receive(B, A, b"")
    assert "IKMP_BAD_MESSAGE" in bench.b.logs[-1]
