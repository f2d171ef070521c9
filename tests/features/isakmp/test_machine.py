"""The machines: every state takes every event, no input breaks them, and a copy goes on as the original does."""

from __future__ import annotations

import copy
import pickle
from contextlib import suppress
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.isakmp_bench import A, B, Bench

from ios_emu.features.isakmp import crypto, packet, phase1, protect
from ios_emu.features.isakmp.config import Keepalive, Policy
from ios_emu.features.isakmp.packet import Payload
from ios_emu.features.isakmp.proof import Refused
from ios_emu.features.isakmp.sa import NEGOTIATING, SHOWN, IkeSa, QuickState, State
from ios_emu.kernel import SECOND, digest
from ios_emu.wire import DecodeError

WAITING = (State.I_MM1, State.I_MM3, State.I_MM5, State.R_MM2, State.R_MM4)
MAIN, AGGRESSIVE = packet.MAIN_MODE, packet.AGGRESSIVE_MODE


def test_the_table_waits_in_the_right_states() -> None:
    assert {state for exchange, state in phase1.STEPS if exchange == MAIN} == {State.READY, *WAITING}
    assert {state for exchange, state in phase1.STEPS if exchange == AGGRESSIVE} == {State.READY, State.R_AM2}
    for (exchange, _), step in phase1.STEPS.items():
        assert step.through in NEGOTIATING
        if exchange == MAIN:
            assert (MAIN, step.through) not in phase1.STEPS
        assert step.then in (*WAITING, State.R_AM2, State.P1_COMPLETE)
    assert set(SHOWN) == set(State)


def recorded() -> tuple[Bench, list[bytes]]:
    bench = Bench(keepalive=Keepalive(10))
    bench.connect()
    bench.run(35)
    return bench, [message for *_, message in bench.wire.sent]


def station_in(state: State) -> tuple[Bench, IkeSa]:
    """A bench in which the SA under test is in `state`, with the wire dead."""
    bench = Bench(keepalive=Keepalive(10, periodic=True), releases=("12.3", "12.3"))
    initiator = state.value.startswith("IKE_I") or state in (State.P1_COMPLETE, State.DEST_SA)
    until = {
        State.I_MM1: 0.0005,
        State.R_MM2: 0.0015,
        State.I_MM3: 0.0025,
        State.R_MM4: 0.0035,
        State.I_MM5: 0.0045,
        State.P1_COMPLETE: 0.5,
        State.DEST_SA: 0.5,
    }[state]
    bench.connect()
    bench.until(until)
    bench.wire.cut |= {A, B}
    station = bench.a if initiator else bench.b
    sa = next(iter(station.ike.sas.values()))
    if state is State.DEST_SA:
        station.ike.clear()
    assert sa.state is state
    return bench, sa


STABLE = (*WAITING, State.P1_COMPLETE, State.DEST_SA)
TIMERS = ("phase1", "lifetime", "rekey", "keepalive", "purge", "unheard of")


@pytest.mark.parametrize("state", STABLE)
@pytest.mark.parametrize("kind", [2, 4, 5, 32, 99])
@pytest.mark.parametrize("flags", [0, 1])
def test_every_state_takes_every_kind_of_message(state: State, kind: int, flags: int) -> None:
    bench, sa = station_in(state)
    ike = (bench.a if sa.initiator else bench.b).ike
    for first in (0, 1, 4, 5, 8, 11, 12, 13, 77):
        for message_id in (0, 12345):
            for body in (b"", b"\0\0\0\x10" + bytes(12), b"\0" * 40):
                cookies = (sa.initiator_cookie, sa.responder_cookie)
                message = packet.encode_message(*cookies, first, kind, flags, message_id, body)
                ike.receive(sa.local, sa.peer, message)
    if state is not State.I_MM1:
        assert sa.state is state
    assert sa.established == (state is State.P1_COMPLETE)


@pytest.mark.parametrize("state", STABLE)
@pytest.mark.parametrize("timer", TIMERS)
def test_every_state_takes_every_timer(state: State, timer: str) -> None:
    bench, sa = station_in(state)
    ike = (bench.a if sa.initiator else bench.b).ike
    ike.host.timers.stop((timer, sa.handle))
    ike.on_timer((timer, sa.handle))
    ike.on_timer((timer, 4711))
    ike.on_timer(("node", sa.handle, 4711))
    ike.on_timer(("quick", sa.handle, 4711))
    bench.run(400)
    assert not sa.established and sa.handle not in ike.sas


@pytest.mark.parametrize("state", STABLE)
def test_every_state_takes_every_wish_of_ipsec(state: State) -> None:
    bench, sa = station_in(state)
    station = bench.a if sa.initiator else bench.b
    station.ike.request(bench.request(station))
    station.ike.deleted(sa.local, sa.peer, (1, 2))
    station.ike.local_gone(sa.local)
    assert sa.deleted and not station.ike.waiting
    bench.run(400)
    assert not station.ike.sas and not station.ike.waiting


@pytest.mark.parametrize("state", STABLE)
def test_every_state_takes_every_real_message(state: State) -> None:
    _, messages = recorded()
    bench, _ = station_in(state)
    for message in messages:
        for station, peer in ((bench.a, B), (bench.b, A)):
            station.ike.receive(station.address, peer, message)
    bench.run(1)


def test_steps_raise_only_what_the_machine_expects() -> None:
    """Each action with each set of payloads of a real negotiation, whether it fits or not."""
    _, messages = recorded()
    sets: list[dict[int, list[bytes]]] = [{}]
    for message in messages[:4]:
        header = packet.decode_header(message)
        chain, _ = packet.decode_payloads(header.next_payload, message[packet.HEADER_LENGTH :])
        sets.append({payload.kind: [payload.body] for payload in chain})
        sets.append({payload.kind: [payload.body, payload.body] for payload in chain})
        sets.append({payload.kind: [b""] for payload in chain})
    sets.append({packet.ID: [b"\x01\0\0\0abcd"], packet.HASH: [b"h" * 16]})
    for state in WAITING:
        for payloads in sets:
            bench, sa = station_in(state)
            ike = (bench.a if sa.initiator else bench.b).ike
            with suppress(DecodeError, Refused):
                phase1.STEPS[MAIN, state].take(ike, sa, payloads)


# -- fuzz ----------------------------------------------------------------------------------------------------


def small(draw: Random, message: bytes) -> bytes:
    data = bytearray(message)
    for _ in range(draw.choice((1, 1, 2, 5))):
        data[draw.randrange(len(data))] = draw.randrange(256)
    if draw.random() < 0.2:
        del data[draw.randrange(len(data)) :]
    return bytes(data)


@pytest.mark.parametrize("seed", range(8))
def test_damaged_messages_break_nothing(seed: int) -> None:
    draw = Random(seed)
    bench = Bench(keepalive=Keepalive(10), seed=seed)
    bench.connect()
    position = 0
    for _ in range(60):
        bench.run(0.0007)
        while position < len(bench.wire.sent):
            _, local, peer, message = bench.wire.sent[position]
            position += 1
            for _ in range(6):
                bench.wire.stations[peer].ike.receive(peer, local, small(draw, message))
    bench.run(300)
    for station in (bench.a, bench.b):
        assert all(sa.established or sa.deleted for sa in station.ike.sas.values())


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=200))
def test_garbage_leaves_no_state(data: bytes) -> None:
    bench = Bench()
    bench.b.ike.receive(B, A, data)
    assert not bench.b.ike.sas and not bench.wire.sent


payloads_of_any_kind = st.builds(Payload, st.sampled_from([1, 4, 5, 8, 10, 11, 12, 13]), st.binary(max_size=40))


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.builds(Payload, st.sampled_from([1, 4, 5, 8, 10, 11, 12, 13]), st.binary(max_size=40)), max_size=4)
)
def test_an_authenticated_peer_can_send_nonsense(payloads: list[Payload]) -> None:
    bench = Bench(keepalive=Keepalive(10))
    bench.connect()
    bench.run(0.5)
    sa = bench.a.ike.established((A, B))
    assert sa is not None
    for exchange in (packet.INFORMATIONAL, packet.QUICK_MODE):
        for message_id in (7, 8):
            iv = protect.exchange_iv(sa, message_id)
            seed = protect.message_id_seed(message_id)
            bench.b.ike.receive(B, A, protect.seal(sa, exchange, message_id, seed, payloads, iv))
    bench.run(120)
    assert not any(node and not node.over for sa in bench.b.ike.sas.values() for node in sa.nodes.values())


# -- values --------------------------------------------------------------------------------------------------


def trace(bench: Bench) -> list[tuple[int, int, int, bytes]]:
    return [(now, int(local), int(peer), message) for now, local, peer, message in bench.wire.sent]


@pytest.mark.parametrize("instant", [0.0005, 0.0015, 0.0025, 0.0035, 0.0045, 0.0055, 0.0065, 0.0075, 15.0, 42.0])
@pytest.mark.parametrize("how", ["deepcopy", "pickle"])
def test_a_copy_goes_on_as_the_original(instant: float, how: str) -> None:
    bench = Bench(Policy("aes", 128, "sha", "pre-share", 2), group=1, keepalive=Keepalive(10), transforms=())
    bench.transforms = bench.a.fake.transforms = bench.b.fake.transforms = Bench().transforms
    bench.wire.loss = 0.1
    bench.connect()
    bench.until(instant)
    other = copy.deepcopy(bench) if how == "deepcopy" else pickle.loads(pickle.dumps(bench))
    assert digest(other) == digest(bench)
    for each in (bench, other):
        each.run(200)
    assert trace(other) == trace(bench)
    assert digest(other) == digest(bench)


def test_the_same_seed_gives_the_same_messages_and_another_does_not() -> None:
    def run(seed: int) -> list[tuple[int, int, int, bytes]]:
        bench = Bench(keepalive=Keepalive(10), seed=seed)
        bench.connect()
        bench.run(60)
        return trace(bench)

    assert run(3) == run(3) != run(4)


def test_no_cipher_context_is_kept() -> None:
    bench, _ = recorded()
    assert b"cryptography" not in pickle.dumps(bench)


# -- the wire decrypted by hand ------------------------------------------------------------------------------


def test_an_observer_with_the_keys_can_follow_every_message() -> None:
    """What a protocol analyser does: the initiator's cookie and the encryption key open everything."""
    bench, messages = recorded()
    sa = next(iter(bench.a.ike.sas.values()))
    iv = crypto.first_iv("md5", sa.public_i, sa.public_r, 8)
    kinds = []
    chains: dict[int, bytes] = {}
    for message in messages[4:]:
        header = packet.decode_header(message)
        if header.message_id:
            start = crypto.exchange_iv("md5", sa.iv, header.message_id)
            iv = chains.get(header.message_id, start)
        plain = crypto.decrypt("des", sa.cipher_key, iv, message[packet.HEADER_LENGTH :])
        assert plain is not None
        iv = chains[header.message_id] = message[-8:]
        payloads, end = packet.decode_payloads(header.next_payload, plain)
        assert set(plain[end:]) <= {0} and len(plain) - end < 8
        kinds.append([payload.kind for payload in payloads])
    assert kinds[:5] == [
        [packet.ID, packet.HASH, packet.NOTIFY],
        [packet.ID, packet.HASH],
        [packet.HASH, packet.SA, packet.NONCE, packet.ID, packet.ID],
        [packet.HASH, packet.SA, packet.NONCE, packet.ID, packet.ID],
        [packet.HASH],
    ]
    assert kinds[5:] == [[packet.HASH, packet.NOTIFY]] * 6


def test_quick_states_only_move_forward() -> None:
    bench, _ = recorded()
    for station in (bench.a, bench.b):
        for sa in station.ike.sas.values():
            for node in sa.nodes.values():
                assert node is None or node.state is QuickState.COMPLETE
    assert bench.kernel.now == 35 * SECOND
