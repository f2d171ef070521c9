"""After the negotiation: keepalives, DELETE, INITIAL-CONTACT, lifetimes, lost addresses, sessions."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.isakmp_bench import A, B, Bench

from ios_emu.features.isakmp import informational, packet
from ios_emu.features.isakmp.config import Keepalive, Policy
from ios_emu.features.isakmp.engine import MAX_NODES
from ios_emu.features.isakmp.sa import IkeSa

PRESHARED = Policy(hash="md5", authentication="pre-share")
OLD = ("12.2", "12.3")
NEW = ("12.3", "12.3")


def connected(
    keepalive: Keepalive | None = None, releases: tuple[str, str] = OLD, policy: Policy = PRESHARED
) -> Bench:
    bench = Bench(policy, keepalive=keepalive, releases=releases)
    bench.connect()
    bench.run(0.5)
    bench.check_tunnel()
    return bench


def sa_of(bench: Bench) -> tuple[IkeSa, IkeSa]:
    a, b = bench.a.ike.established((A, B)), bench.b.ike.established((B, A))
    assert a is not None and b is not None
    return a, b


# -- which keepalive -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("releases", "at_a", "at_b", "expected"),
    [
        (("12.2", "12.3"), True, True, ("K", "K")),
        (("12.2", "12.2"), True, True, ("K", "K")),
        (("12.3", "12.3"), True, True, ("D", "D")),
        (("12.4", "15"), True, True, ("D", "D")),
        (("12.2", "12.3"), True, False, ("", "")),
        (("12.3", "12.3"), True, False, ("D", "")),
        (("12.3", "12.3"), False, False, ("", "")),
    ],
)
def test_which_keepalive_is_agreed(
    releases: tuple[str, str], at_a: bool, at_b: bool, expected: tuple[str, str]
) -> None:
    bench = Bench(releases=releases)
    bench.a.config.keepalive = Keepalive(10) if at_a else None
    bench.b.config.keepalive = Keepalive(10) if at_b else None
    bench.connect()
    bench.run(1)
    assert tuple(sa.keepalive for sa in sa_of(bench)) == expected


def test_nothing_is_sent_without_keepalives() -> None:
    bench = connected()
    before = len(bench.wire.sent)
    bench.run(3600)
    assert len(bench.wire.sent) == before


# -- Cisco's keepalives --------------------------------------------------------------------------------------


def test_the_two_take_turns_every_period() -> None:
    bench = connected(Keepalive(10))
    start = len(bench.wire.sent)
    bench.run(100)
    exchanges = bench.wire.sent[start:]
    askers = [source for _, source, _, _ in exchanges[::2]]
    assert len(exchanges) == 20
    assert askers == [B, A] * 5
    bench.a.debugging = True
    bench.run(20)
    assert any("processing NOTIFY ITS_ALIVE protocol 1\n\tspi 0, message ID = " in text for text in bench.a.debugs)


@pytest.mark.parametrize("retry", [2, 7])
def test_death_takes_five_unanswered_repetitions(retry: int) -> None:
    bench = connected(Keepalive(10, retry))
    bench.run(15)  # B has asked once, at 10 s; A is next, ten seconds after it answered.
    bench.wire.cut.add(B)
    bench.a.debugging = True
    start = len(bench.wire.sent)
    bench.run(10 + 6 * retry)
    base = 20.0
    times = bench.wire.times(A)[-6:]
    first = times[0]
    assert first == pytest.approx(base, abs=0.1)
    assert [round(t - first, 3) for t in times[:5]] == [0, retry, 2 * retry, 3 * retry, 4 * retry]
    assert round(times[5] - first, 3) == 5 * retry  # the DELETE
    assert len([source for _, source, _, _ in bench.wire.sent[start:] if source == A]) == 6
    said = [line for text in bench.a.debugs for line in text.split("\n") if "purging" not in line]
    sending = "ISAKMP (0:1): sending packet to 172.16.172.53 (I) QM_IDLE      "
    counting = "ISAKMP (0:1): incrementing error counter on sa: PEERS_ALIVE_TIMER"
    assert said == [
        sending,
        *[counting, sending] * 4,
        counting,
        "ISAKMP (0:1): peer not responding!",
        "ISAKMP (0:1): peer does paranoid keepalives.",
        "",
        "ISAKMP (0:1): phase 1 going away; let's be paranoid.",
        "ISAKMP (0:1): Bring down phase 2's",
        "ISAKMP (0:1): That phase 1 was the last one of its kind. Taking phase 2's with us.",
        "ISAKMP (0:1): peer does paranoid keepalives.",
        "",
        'ISAKMP (0:1): deleting SA reason "P1 errcounter exceeded (PEERS_ALIVE_TIMER)" state (I) QM_IDLE      '
        " (peer 172.16.172.53) input queue 0",
        "ISAKMP (0:1): sending packet to 172.16.172.53 (I) MM_NO_STATE",
        "ISAKMP (0:1): peer does paranoid keepalives.",
        "",
    ]
    assert bench.a.fake.peers_deleted == [(A, B), (A, B)]
    assert bench.a.fake.peers_silent == [(A, B)]
    assert bench.a.ike.established((A, B)) is None


def test_an_answer_resets_the_error_counter() -> None:
    bench = connected(Keepalive(10))
    bench.wire.cut.add(B)
    bench.run(16.5)
    a, _ = sa_of(bench)
    assert a.errors == 3
    bench.wire.cut.clear()
    bench.run(2)
    assert a.errors == 0 and not a.awaiting
    bench.run(300)
    assert a.established


def test_nodes_are_purged_after_50_seconds() -> None:
    bench = connected(Keepalive(10))
    bench.run(205)
    a, b = sa_of(bench)
    assert len(a.nodes) == len(b.nodes) == 5


def test_a_keepalive_exchange_never_reuses_a_message_id() -> None:
    bench = connected(Keepalive(10))
    bench.run(1000)
    ids = [packet.decode_header(message).message_id for *_, message in bench.wire.sent[9:]]
    assert len(ids) == len(set(ids)) and 0 not in ids


# -- dead peer detection -------------------------------------------------------------------------------------


def test_periodic_dpd_asks_with_growing_sequence_numbers() -> None:
    bench = connected(Keepalive(10, periodic=True), NEW)
    bench.a.debugging = True
    bench.run(100)
    a, b = sa_of(bench)
    assert a.established and a.dpd_sent and b.dpd_received == a.dpd_sent
    said = [t for t in bench.a.debugs if "seq. no" in t or "Sending NOTIFY" in t]
    asked = [
        int(no.rsplit("0x", 1)[1], 16)
        for what, no in zip(said[::2], said[1::2], strict=True)
        if "_ACK" not in what
    ]
    assert asked == list(range(asked[0], asked[0] + len(asked))) and len(asked) == 5
    bench.wire.cut.add(B)
    bench.run(21)
    assert a.deleted
    assert [t for t in bench.a.debugs if "DPD incrementing error counter" in t] == [
        f"ISAKMP (0:1): DPD incrementing error counter ({n}/5)" for n in range(1, 6)
    ]


def test_dpd_on_demand_asks_only_when_the_peer_owes_a_sign() -> None:
    bench = connected(Keepalive(10), NEW)
    before = len(bench.wire.sent)
    bench.run(60)
    bench.a.fake.counts = (5, 5)  # traffic both ways: no question
    bench.run(20)
    assert len(bench.wire.sent) == before
    bench.a.fake.counts = (9, 5)  # we sent, nothing came back
    bench.run(12)
    assert [source for _, source, _, _ in bench.wire.sent[before:]] == [A, B]
    bench.run(60)
    assert len(bench.wire.sent) == before + 2
    bench.wire.cut.add(B)
    bench.a.fake.counts = (10, 5)
    bench.run(21)
    assert bench.a.ike.established((A, B)) is None


def test_dpd_ignores_an_old_sequence_number_and_a_wrong_answer() -> None:
    bench = connected(Keepalive(10, periodic=True), NEW)
    a, b = sa_of(bench)
    b.dpd_received = 100
    bench.run(0.1)
    before = len(bench.wire.sent)
    for data in (b"\0\0\0\x64", b"\0\0\0\x32", b"\0", b""):
        informational.send_notify(bench.a.ike, a, packet.R_U_THERE, data)
    bench.run(0.1)
    assert len(bench.wire.sent) == before + 4 and b.dpd_received == 100
    b.awaiting, b.dpd_sent = True, 77
    informational.send_notify(bench.a.ike, a, packet.R_U_THERE_ACK, b"\0\0\0\x4c")
    bench.run(0.1)
    assert b.awaiting
    informational.send_notify(bench.a.ike, a, packet.R_U_THERE_ACK, b"\0\0\0\x4d")
    bench.run(0.1)
    assert not b.awaiting


def test_a_peer_without_keepalives_still_answers_dpd() -> None:
    bench = Bench(releases=NEW)
    bench.a.config.keepalive = Keepalive(10, periodic=True)
    bench.connect()
    bench.run(500)
    assert sa_of(bench)[0].established


# -- DELETE --------------------------------------------------------------------------------------------------


def test_deleted_spis_reach_the_peer() -> None:
    bench = connected()
    pair = bench.a.fake.pairs[0]
    bench.a.ike.deleted(A, B, (pair.inbound_spi,))
    bench.run(1)
    assert bench.b.fake.spis_deleted == [(pair.inbound_spi,)]
    assert not bench.a.ike.children and not bench.b.ike.children
    assert sa_of(bench)


def test_many_deleted_spis_come_in_several_messages() -> None:
    bench = connected()
    bench.a.ike.deleted(A, B, tuple(range(1000, 1250)))
    bench.run(1)
    assert [len(spis) for spis in bench.b.fake.spis_deleted] == [100, 100, 50]


def test_clear_reaches_the_peer_and_leaves_phase_2_alone() -> None:
    bench = connected()
    bench.b.debugging = True
    bench.a.ike.clear(99)
    assert bench.a.ike.established((A, B))
    bench.a.ike.clear(1)
    bench.run(1)
    assert bench.a.ike.established((A, B)) is None and bench.b.ike.established((B, A)) is None
    assert any('deleting SA reason "P1 delete notify (in)" state (R) QM_IDLE' in t for t in bench.b.debugs)
    assert not bench.a.fake.peers_deleted and not bench.b.fake.peers_deleted
    assert bench.a.ike.children and bench.b.ike.children


def test_with_keepalives_the_last_phase_1_takes_phase_2_along() -> None:
    bench = connected(Keepalive(10))
    bench.a.ike.clear()
    bench.run(1)
    assert bench.a.fake.peers_deleted == [(A, B)] * 2 and bench.b.fake.peers_deleted == [(B, A)] * 2
    assert not bench.a.ike.children and not bench.b.ike.children


def test_a_forged_delete_has_no_effect() -> None:
    bench = connected()
    a, b = sa_of(bench)
    body = packet.encode_delete(packet.Delete(1, (a.my_cookie + a.his_cookie,)))
    chain = packet.encode_payloads([packet.Payload(packet.DELETE, body)])
    for flags in (0, packet.FLAG_ENCRYPTED):
        forged = packet.encode_message(
            a.my_cookie,
            a.his_cookie,
            packet.DELETE,
            packet.INFORMATIONAL,
            flags,
            5,
            chain + bytes(-len(chain) % 8),
        )
        bench.b.ike.receive(B, A, forged)
    assert b.established


def test_a_deleted_sa_is_shown_for_a_minute() -> None:
    bench = connected()
    bench.a.ike.clear()
    (sa,) = bench.a.ike.sas.values()
    assert sa.shown == "MM_NO_STATE" and sa.deleted
    bench.run(59.9)
    assert bench.a.ike.sas
    bench.a.debugging = True
    bench.run(0.2)
    assert not bench.a.ike.sas
    assert bench.a.debugs[0] == f"ISAKMP (0:1): purging SA., sa={sa.pointer:X}, delme={sa.pointer:X}"


# -- INITIAL-CONTACT and lost addresses ----------------------------------------------------------------------


def test_initial_contact_clears_remnants() -> None:
    bench = connected(Keepalive(10))
    old_a, _ = sa_of(bench)
    bench.b.ike.local_gone(B)  # B forgets without a word, as a standby router does
    assert bench.b.ike.established((B, A)) is None and not bench.b.ike.children
    before = len(bench.wire.sent)
    bench.connect(bench.b)
    bench.run(1)
    assert old_a.deleted
    assert bench.a.fake.peers_deleted == [(A, B)]
    _, new_b = sa_of(bench)
    assert new_b.initiator and len(bench.a.ike.children[A, B]) == 1
    bench.check_tunnel()
    assert all(source in (A, B) for _, source, _, _ in bench.wire.sent[before:])


def test_initial_contact_is_sent_only_to_a_peer_we_have_nothing_with() -> None:
    bench = connected()
    bench.a.ike.clear()
    bench.run(1)
    assert bench.a.ike.children
    bench.a.debugging = True
    bench.connect()
    bench.run(1)
    assert not any("Send initial contact" in text for text in bench.a.debugs)
    assert len(bench.b.ike.children[B, A]) == 2 and not bench.b.fake.peers_deleted


def test_a_lost_address_says_nothing() -> None:
    bench = connected(Keepalive(10))
    bench.connect(bench.b)
    before = len(bench.wire.sent)
    waiting = replace(bench.request(bench.b), peer=A + 0)
    bench.b.ike.local_gone(B)
    assert len(bench.wire.sent) == before
    assert bench.b.fake.failures == [waiting]
    bench.run(5)
    assert all(source != B for _, source, _, _ in bench.wire.sent[before:])
    bench.run(56)
    assert not bench.b.ike.sas
    assert not bench.b.ike.waiting


# -- lifetimes -----------------------------------------------------------------------------------------------


def test_phase_1_expires_and_phase_2_lives_on() -> None:
    bench = connected(policy=replace(PRESHARED, lifetime=600))
    a, b = sa_of(bench)
    bench.run(598)
    assert a.established and b.established
    bench.run(2)
    assert a.deleted and b.deleted
    assert bench.a.ike.children and not bench.a.fake.peers_deleted
    bench.connect()
    bench.run(1)
    assert len(bench.a.fake.pairs) == 2
    bench.check_tunnel()


@pytest.mark.parametrize("lifetime", [60, 600, 3600])
def test_with_keepalives_phase_1_is_replaced_in_time(lifetime: int) -> None:
    bench = connected(Keepalive(10), policy=replace(PRESHARED, lifetime=lifetime))
    for _ in range(5 * 20):
        bench.run(lifetime / 20)
        assert sa_of(bench)
        assert len(list(bench.a.ike.live((A, B)))) <= 2
    assert not bench.a.fake.peers_deleted and not bench.b.fake.peers_deleted
    assert len(bench.a.fake.pairs) == 1
    bench.connect()
    bench.run(1)
    bench.check_tunnel()


def test_the_side_with_the_shorter_lifetime_replaces_it_too() -> None:
    bench = Bench(keepalive=Keepalive(10))
    bench.a.config.policies[1] = replace(PRESHARED, lifetime=86400)
    bench.b.config.policies[1] = replace(PRESHARED, lifetime=600)
    bench.connect()
    for _ in range(300):
        bench.run(10)
        assert sa_of(bench)
    assert not bench.a.fake.peers_deleted


# -- sessions ------------------------------------------------------------------------------------------------


def test_sessions_are_logged_when_asked() -> None:
    bench = Bench(keepalive=Keepalive(10))
    bench.b.config.log_sessions = True
    bench.connect()
    bench.run(1)
    line = "%CRYPTO-5-SESSION_STATUS: Crypto tunnel is {}.  Peer 172.16.172.69:500 Id: 172.16.172.69"
    assert bench.b.logs[1:] == [line.format("UP  ")]
    bench.connect()
    bench.run(1)
    assert len(bench.b.logs) == 2
    bench.b.ike.local_gone(B)
    assert bench.b.logs[2:] == [line.format("DOWN")]
    assert not any("SESSION" in text for text in bench.a.logs)


def test_exchanges_remembered_are_bounded() -> None:
    bench = connected()
    _, b = sa_of(bench)
    for n in range(MAX_NODES + 200):
        bench.a.ike.deleted(A, B, (n + 1,))
        if n % 50 == 0:
            bench.run(0.01)
    bench.run(1)
    assert len(b.nodes) == MAX_NODES
    bench.run(60)
    assert not b.nodes
