"""Main mode and quick mode between two processes: what they agree on, and what they do when they cannot."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from support.isakmp_bench import DES_MD5, HOST, NET_B, A, B, Bench

from ios_emu.features.isakmp import packet, table
from ios_emu.features.isakmp.config import Keepalive, Policy, PresharedKey
from ios_emu.features.isakmp.sa import State
from ios_emu.kernel import SECOND
from ios_emu.router.key_engine import Transform
from ios_emu.wire import IPv4

PRESHARED = Policy(hash="md5", authentication="pre-share")
AES_SHA = Transform("aes", 256, "sha")
MAIN_MODE_TIMES = [0.0, 10.0, 20.0, 30.0, 40.0, 50.0]


def agree(bench: Bench) -> None:
    bench.connect()
    bench.run(1)
    bench.check_tunnel()


# -- what they agree on --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cipher", "hash_name", "group"),
    list(itertools.product(("des", "3des", "aes"), ("md5", "sha", "sha256"), (1, 2, 5, 14))),
)
def test_every_suite(cipher: str, hash_name: str, group: int) -> None:
    policy = Policy(cipher, 256, hash_name, "pre-share", group)
    bench = Bench(policy, transforms=(Transform("aes", 128, hash_name),), group=group)
    agree(bench)
    a, b = bench.a.ike.established((A, B)), bench.b.ike.established((B, A))
    assert a is not None and b is not None
    assert a.keys == b.keys and a.policy == b.policy == policy
    assert (a.my_cookie, a.his_cookie) == (b.his_cookie, b.my_cookie)
    assert a.shown == b.shown == "QM_IDLE"
    assert len(bench.wire.sent) == 9


@pytest.mark.parametrize("cipher", ["des", "3des", "aes", "null"])
@pytest.mark.parametrize("hash_name", ["", "md5", "sha", "sha256"])
def test_every_esp_transform(cipher: str, hash_name: str) -> None:
    if (cipher, hash_name) == ("null", ""):
        pytest.skip("ESP without either is forbidden (RFC 2406 section 5)")
    transform = Transform(cipher, 192 if cipher == "aes" else 0, hash_name, "transport")
    bench = Bench(transforms=(transform,))
    agree(bench)
    assert bench.a.fake.pairs[0].transform == transform


@pytest.mark.parametrize("cipher", ["", "des", "null", "aes"])
@pytest.mark.parametrize("ah", ["md5", "sha", "sha256"])
@pytest.mark.parametrize("group", [0, 1])
def test_ah_alone_and_around_esp(cipher: str, ah: str, group: int) -> None:
    transform = Transform(cipher, 128 if cipher == "aes" else 0, "sha" if cipher == "null" else "", "tunnel", ah)
    bench = Bench(transforms=(transform,), group=group)
    agree(bench)
    one, other = bench.a.fake.pairs[0], bench.b.fake.pairs[0]
    assert one.transform == other.transform == transform and one.ah is not None
    spis = {one.ah.inbound_spi, one.ah.outbound_spi, one.inbound_spi, one.outbound_spi}
    assert len(spis) == (4 if cipher else 3)
    assert len(bench.a.ike.children[A, B]) == (2 if cipher else 1)
    # A deletion names the SPIs of each protocol in a message of its own.
    bench.a.ike.deleted(A, B, tuple(bench.a.ike.children[A, B]))
    bench.run(1)
    assert len(bench.b.fake.spis_deleted) == (2 if cipher else 1)
    assert not bench.a.ike.children and not bench.b.ike.children


def test_the_first_acceptable_of_ah_and_esp_is_chosen() -> None:
    both, plain = Transform("des", 0, "md5", "tunnel", "sha"), DES_MD5
    bench = Bench(transforms=(both, plain))
    bench.b.fake.transforms = (plain,)
    agree(bench)
    assert bench.a.fake.pairs[0].transform == plain and bench.a.fake.pairs[0].ah is None
    second = Bench(transforms=(both, plain))
    agree(second)
    assert second.b.fake.pairs[0].transform == both


def test_the_responders_priority_decides() -> None:
    bench = Bench()
    strong, weak = replace(PRESHARED, cipher="aes"), PRESHARED
    bench.a.config.policies = {1: weak, 2: strong}
    bench.b.config.policies = {20: weak, 10: strong}
    agree(bench)
    sa = bench.a.ike.established((A, B))
    assert sa is not None and sa.policy == strong


def test_the_shorter_lifetime_counts() -> None:
    bench = Bench()
    bench.a.config.policies[1] = replace(PRESHARED, lifetime=3600)
    bench.b.config.policies[1] = replace(PRESHARED, lifetime=600)
    agree(bench)
    a, b = bench.a.ike.established((A, B)), bench.b.ike.established((B, A))
    assert a is not None and b is not None
    assert (a.lifetime, b.lifetime) == (3600, 600)
    bench.connect(bench.b)
    bench.run(1)
    bench.check_tunnel()
    bench.run(600)
    assert b.deleted and a.deleted


def test_rsa_policies_are_not_offered() -> None:
    bench = Bench()
    for station in (bench.a, bench.b):
        station.config.policies = {1: Policy(), 5: PRESHARED}
    agree(bench)
    sa = bench.a.ike.established((A, B))
    assert sa is not None and sa.policy == PRESHARED


def test_the_peers_order_of_transforms_counts() -> None:
    bench = Bench(transforms=(AES_SHA, DES_MD5))
    bench.b.fake.transforms = (DES_MD5, AES_SHA)
    agree(bench)
    assert bench.a.fake.pairs[0].transform == AES_SHA
    assert [request.transforms for request in bench.b.fake.asked] == [(AES_SHA,)]
    second = Bench(transforms=(AES_SHA, DES_MD5))
    second.b.fake.transforms = (DES_MD5,)
    agree(second)
    assert second.a.fake.pairs[0].transform == DES_MD5


def test_ipsec_sees_the_proxies_from_its_own_side() -> None:
    bench = Bench()
    agree(bench)
    (asked,) = bench.b.fake.asked
    assert (asked.local, asked.peer, asked.local_proxy) == (B, A, NET_B)
    assert (asked.lifetime_seconds, asked.lifetime_kilobytes) == (3600, 4608000)


def test_a_second_request_uses_the_same_phase_1() -> None:
    bench = Bench()
    agree(bench)
    sent = len(bench.wire.sent)
    bench.connect(bench.b)
    bench.run(1)
    bench.check_tunnel()
    assert len(bench.wire.sent) - sent == 3
    assert bench.b.fake.pairs[1].initiator
    assert len(bench.a.ike.sas) == 1


def test_perfect_forward_secrecy_gives_other_keys() -> None:
    plain, pfs = Bench(), Bench(group=2)
    agree(plain)
    agree(pfs)
    sizes = [len(message) for _, _, _, message in pfs.wire.sent]
    assert sizes[6] > [len(message) for _, _, _, message in plain.wire.sent][6] + 128


def test_requests_wait_for_one_main_mode() -> None:
    bench = Bench()
    first = bench.request()
    second = replace(first, remote_proxy=replace(NET_B, network=IPv4.parse("10.1.1.0"), mask=HOST))
    for request in (first, second, first):
        bench.a.ike.request(request)
    assert len(bench.a.ike.sas) == 1
    bench.run(1)
    assert [pair.request.remote_proxy for pair in bench.a.fake.pairs] == [first.remote_proxy, second.remote_proxy]
    assert len(bench.b.ike.sas) == 1


def test_both_may_begin_at_once() -> None:
    bench = Bench(keepalive=Keepalive(10))
    bench.connect(bench.a)
    bench.connect(bench.b)
    bench.run(2)
    mine = {(pair.inbound_spi, pair.outbound_spi) for pair in bench.a.fake.pairs}
    his = {(pair.outbound_spi, pair.inbound_spi) for pair in bench.b.fake.pairs}
    assert len(mine) == 2 and mine == his
    assert not bench.a.fake.failures and not bench.b.fake.failures


def test_cookies_begin_alike_for_one_peer_only() -> None:
    bench = Bench()
    one, two = bench.a.ike.create((A, B), True), bench.a.ike.create((A, B), True)
    other = bench.a.ike.create((A, IPv4(1)), True)
    assert one.my_cookie[:4] == two.my_cookie[:4] != other.my_cookie[:4]
    assert one.my_cookie[4:] != two.my_cookie[4:]


def test_wildcard_keys_and_the_longest_mask() -> None:
    bench = Bench()
    any_peer, net = IPv4(0), IPv4.parse("172.16.0.0")
    bench.b.config.keyrings["default"].addresses = {
        (any_peer, any_peer): PresharedKey("wrong", any_peer, any_peer),
        (net, IPv4.parse("255.255.0.0")): PresharedKey("cisco123", net, IPv4.parse("255.255.0.0")),
    }
    agree(bench)
    assert bench.b.config.key_for(IPv4.parse("10.0.0.1")) == b"wrong"


def test_identity_by_hostname() -> None:
    bench = Bench()
    bench.a.config.identity = "hostname"
    agree(bench)
    sa = bench.b.ike.established((B, A))
    assert sa is not None and sa.peer_identity == "a"


def test_everything_is_encrypted_once_there_are_keys() -> None:
    bench = Bench()
    agree(bench)
    for _, _, _, message in bench.wire.sent[4:]:
        header = packet.decode_header(message)
        assert header.flags == packet.FLAG_ENCRYPTED
        assert (len(message) - packet.HEADER_LENGTH) % 8 == 0
        assert A.packed not in message[packet.HEADER_LENGTH :]


# -- what they cannot agree on -------------------------------------------------------------------------------


def test_no_policy_in_common() -> None:
    bench = Bench()
    bench.b.config.policies[1] = replace(PRESHARED, cipher="3des")
    bench.b.debugging = bench.a.debugging = True
    bench.connect()
    bench.run(5)
    assert "ISAKMP (0:1): Encryption algorithm offered does not match policy!" in bench.b.debugs
    assert "ISAKMP (0:1): no offers accepted!" in bench.b.debugs
    assert any("Checking ISAKMP transform 1 against priority 65535 policy" in text for text in bench.b.debugs)
    assert "%CRYPTO-6-IKMP_MODE_FAILURE: Processing of Main mode failed with peer at 172.16.172.69" in bench.b.logs
    assert "ISAKMP (0:1): Notify has no hash. Rejected." in bench.a.debugs
    (refused,) = bench.b.ike.sas.values()
    assert refused.deleted
    # Nobody believes the notification: the initiator goes on until its minute is over.
    bench.until(59.9)
    assert bench.wire.times(A) == MAIN_MODE_TIMES
    assert not bench.a.fake.failures
    bench.until(60)
    assert bench.a.fake.failures == [bench.request()]


def test_no_key_for_the_peer_at_the_responder() -> None:
    bench = Bench()
    bench.b.config.keys.clear()
    bench.b.debugging = True
    bench.connect()
    bench.run(1)
    assert "ISAKMP (0:1): No pre-shared key with 172.16.172.69!" in bench.b.debugs
    assert "ISAKMP (0:1): Preshared authentication offered but does not match policy!" in bench.b.debugs
    refusal = packet.decode_header(bench.wire.sent[1][3])
    assert refusal.exchange == packet.INFORMATIONAL
    assert bench.wire.sent[1][3][-2:] == packet.NO_PROPOSAL_CHOSEN.to_bytes(2, "big")


@pytest.mark.parametrize("lack", ["key", "policy", "type 6"])
def test_the_initiator_cannot_begin(lack: str) -> None:
    bench = Bench()
    if lack == "key":
        bench.a.config.keys.clear()
    elif lack == "policy":
        bench.a.config.policies.clear()
    else:
        bench.a.config.keys[B, HOST] = PresharedKey("gibberish", B, encrypted=True)
    bench.a.debugging = True
    bench.connect()
    assert not bench.a.fake.failures, "IPsec must not be told before its call is over"
    bench.run(1)
    assert bench.a.fake.failures == [bench.request()]
    assert not bench.wire.sent and not bench.a.ike.sas
    assert "ISAKMP (0:1): construct_initial_message: Can not start Main mode" in bench.a.debugs


@pytest.mark.parametrize("cipher", ["des", "3des", "aes"])
def test_the_wrong_key(cipher: str) -> None:
    bench = Bench(replace(PRESHARED, cipher=cipher))
    bench.b.config.keys[A, HOST] = PresharedKey("cisco124", A)
    bench.connect()
    bench.run(5)
    (a,), (b,) = bench.a.ike.sas.values(), bench.b.ike.sas.values()
    assert (a.state, b.state) == (State.I_MM5, State.R_MM4)
    assert a.shown == b.shown == "MM_KEY_EXCH"
    bad = "%CRYPTO-4-IKMP_BAD_MESSAGE: IKE message from 172.16.172.69   failed its sanity check or is malformed"
    assert bad in bench.b.logs
    bench.run(60)
    assert a.deleted and b.deleted
    assert bench.a.fake.failures == [bench.request()]
    bench.run(61)
    assert not bench.a.ike.sas and not bench.b.ike.sas


def test_quick_mode_refused() -> None:
    bench = Bench()
    bench.b.fake.refuse = "proxy identities not supported"
    bench.a.debugging = bench.b.debugging = True
    bench.connect()
    bench.run(1)
    assert bench.a.fake.failures == [bench.request()]
    assert not bench.a.fake.pairs and not bench.b.fake.pairs
    said = "\n".join(bench.b.debugs)
    assert "IPSec policy invalidated proposal" in said
    assert "phase 2 SA policy not acceptable! (local 172.16.172.53 remote 172.16.172.69)" in said
    assert (
        "%CRYPTO-6-IKMP_MODE_FAILURE: Processing of Quick mode failed with peer at 172.16.172.69" in bench.b.logs
    )
    assert any('reason "delete_larval"' in text for text in bench.a.debugs)
    # Phase 1 is as good as before.
    bench.b.fake.refuse = ""
    agree(bench)
    assert len(bench.a.ike.sas) == 1


def test_pfs_in_only_one_place_is_refused() -> None:
    bench = Bench(group=2)
    bench.b.fake.group = 0
    bench.connect()
    bench.run(1)
    assert bench.a.fake.failures


# -- silence, loss, duplicates -------------------------------------------------------------------------------


def test_no_response() -> None:
    bench = Bench()
    bench.wire.cut.add(B)
    bench.a.debugging = True
    bench.connect()
    bench.until(59.999)
    assert bench.wire.times(A) == MAIN_MODE_TIMES
    assert len({message for *_, message in bench.wire.sent}) == 1
    (sa,) = bench.a.ike.sas.values()
    assert not sa.deleted and not bench.a.fake.failures
    bench.until(60)
    assert sa.deleted and sa.shown == "MM_NO_STATE"
    assert bench.a.fake.failures == [bench.request()]
    assert any(
        'deleting SA reason "death by retransmission P1" state (I) MM_NO_STATE' in t for t in bench.a.debugs
    )
    assert bench.a.debugs.count("ISAKMP (0:1): incrementing error counter on sa: retransmit phase 1") == 5
    bench.until(119.999)
    assert bench.a.ike.sas
    bench.until(120)
    assert not bench.a.ike.sas
    assert bench.wire.times(A) == MAIN_MODE_TIMES


def test_the_responder_repeats_itself_too() -> None:
    bench = Bench()
    bench.wire.drop.update(range(1, 100))
    bench.connect()
    bench.until(9)
    bench.wire.cut.add(A)
    bench.until(200)
    assert bench.wire.times(B) == [round(0.001 + t, 3) for t in MAIN_MODE_TIMES]
    assert not bench.b.ike.sas


def test_no_response_to_quick_mode_takes_phase_1_down() -> None:
    bench = Bench()
    bench.connect()
    bench.run(0.0065)
    bench.wire.cut.add(B)
    bench.run(100)
    times = bench.wire.times(A)
    assert [round(t - times[3], 3) for t in times[3:9]] == MAIN_MODE_TIMES
    assert bench.a.fake.failures == [bench.request()]
    assert all(sa.deleted for sa in bench.a.ike.sas.values())


@pytest.mark.parametrize("lost", range(9))
def test_any_one_message_may_be_lost(lost: int) -> None:
    bench = Bench()
    bench.wire.drop.add(lost)
    bench.connect()
    bench.run(25)
    bench.check_tunnel()
    assert len(bench.a.fake.pairs) == len(bench.b.fake.pairs) == 1
    assert len(bench.a.ike.sas) == len(bench.b.ike.sas) == 1
    before = len(bench.wire.sent)
    bench.run(100)
    assert len(bench.wire.sent) == before, "nobody may go on repeating itself"


@pytest.mark.parametrize("seed", range(25))
def test_heavy_loss_ends_in_a_tunnel_or_in_failure(seed: int) -> None:
    bench = Bench(seed=seed)
    bench.wire.loss = 0.4
    bench.connect()
    bench.run(400)
    asker = bench.a.fake
    assert len(asker.pairs) + len(asker.failures) == 1
    if asker.pairs and bench.b.fake.pairs:
        bench.check_tunnel()
    before = len(bench.wire.sent)
    bench.run(1000)
    assert len(bench.wire.sent) == before
    for station in (bench.a, bench.b):
        assert all(sa.established and not sa.nodes for sa in station.ike.sas.values())


@pytest.mark.parametrize("ordinal", range(9))
def test_duplicates_change_nothing(ordinal: int) -> None:
    bench = Bench()
    agree(bench)
    _, local, peer, message = bench.wire.sent[ordinal]
    sas = len(bench.a.ike.sas) + len(bench.b.ike.sas)
    before = len(bench.wire.sent)
    for _ in range(5):
        bench.wire.send(local, 500, peer, 500, message)
        bench.run(1)
    assert len(bench.a.fake.pairs) == len(bench.b.fake.pairs) == 1
    assert len(bench.a.ike.sas) + len(bench.b.ike.sas) == sas
    # MM5 and QM2 are answered each time, in case the answer was lost; the rest is not.
    assert len(bench.wire.sent) - before == (10 if ordinal in (4, 7) else 5)


def test_a_duplicate_is_answered_at_once_but_not_twice_in_a_row() -> None:
    bench = Bench()
    bench.b.debugging = True
    bench.wire.drop.update(range(2, 100))
    bench.connect()
    bench.run(1)
    first = bench.wire.sent[0][3]
    bench.b.ike.receive(B, A, first)
    assert bench.wire.times(B) == [0.001, 1.0]
    bench.b.ike.receive(B, A, first)
    assert bench.wire.times(B) == [0.001, 1.0]
    assert "ISAKMP (0:1): phase 1 packet is a duplicate of a previous packet." in bench.b.debugs
    assert "ISAKMP (0:1): retransmitting due to retransmit phase 1" in bench.b.debugs
    assert any("retransmission skipped" in text for text in bench.b.debugs)


# -- strangers -----------------------------------------------------------------------------------------------


def test_a_flood_of_first_messages_is_bounded() -> None:
    bench = Bench()
    bench.connect()
    first = bench.wire.sent[0][3]
    for n in range(1, 1000):
        bench.b.ike.receive(B, A, n.to_bytes(8, "big") + first[8:])
        assert len(bench.b.ike.sas) <= table.MAX_TRANSIENT
    bench.run(1)
    bench.check_tunnel()
    bench.run(200)
    assert len(bench.b.ike.sas) == 1


def test_a_message_of_no_sa_is_logged_once_a_minute() -> None:
    bench = Bench()
    agree(bench)
    bench.b.ike.local_gone(B)
    bench.b.logs.clear()
    bench.a.ike.deleted(A, B, (1,))
    bench.run(70)
    assert not bench.b.logs, "an SA is known until it is purged"
    for _ in range(10):
        bench.a.ike.deleted(A, B, (1,))
        bench.run(1)
    line = "%CRYPTO-4-IKMP_NO_SA: IKE message from 172.16.172.69   has no SA and is not an initialization offer"
    assert bench.b.logs == [line]


def test_an_off_path_answer_does_not_spoil_the_negotiation() -> None:
    bench = Bench()
    bench.connect()
    cookie = bench.wire.sent[0][3][:8]
    spoof = packet.encode_message(cookie, b"evilevil", packet.SA, packet.MAIN_MODE, 0, 0, b"\0\0\0\x08abcd")
    bench.a.ike.receive(A, B, spoof)
    bench.run(1)
    bench.check_tunnel()


def test_off_means_deaf() -> None:
    bench = Bench()
    assert bench.b.listening and bench.b.logs == ["%CRYPTO-6-ISAKMP_ON_OFF: ISAKMP is ON"]
    agree(bench)
    bench.b.config.enabled = False
    bench.b.ike.enable()
    assert not bench.b.listening and bench.b.logs[-1] == "%CRYPTO-6-ISAKMP_ON_OFF: ISAKMP is OFF"
    bench.run(61)
    assert not bench.b.ike.sas and not bench.a.ike.sas
    bench.connect(bench.b)
    bench.run(1)
    assert bench.b.fake.failures == [bench.request(bench.b)]
    bench.connect(bench.a)
    bench.run(61)
    assert bench.a.fake.failures == [bench.request()]
    bench.b.config.enabled = True
    bench.b.ike.enable()
    agree(bench)


# -- conn-ids ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("release", "conn_ids"),
    [("12.2", [1, 1, 1]), ("12.3", [1, 1, 1]), ("12.4", [1, 1, 1]), ("15", [1001, 1002, 1003])],
)
def test_conn_ids_are_reused_after_deletion_before_15(release: str, conn_ids: list[int]) -> None:
    bench = Bench(releases=(release, release))
    for conn_id in conn_ids:
        agree(bench)
        sa = bench.a.ike.established((A, B))
        assert sa is not None and sa.conn_id == conn_id
        bench.a.ike.clear()
        bench.run(1)
    assert [sa.conn_id for sa in bench.a.ike.sas.values()] == conn_ids
    assert all(sa.established_at < bench.kernel.now - SECOND // 2 for sa in bench.a.ike.sas.values())
