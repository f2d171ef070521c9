"""A TCP connection as a state machine: playbooks, every event in every state, and a bad link."""

from __future__ import annotations

import copy
from collections.abc import Callable
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ios_emu.router.tcp import machine
from ios_emu.router.tcp.effects import Deliver, Effect, Gone, Opened, PeerClosed, Send, Start, Why
from ios_emu.router.tcp.machine import Connection, State
from ios_emu.wire.tcp import ACK, FIN, PSH, RST, SYN, Segment

CLIENT, SERVER = 11000, 23


def sent(effects: list[Effect]) -> list[Segment]:
    return [effect.segment for effect in effects if isinstance(effect, Send)]


def without_timers(effects: list[Effect]) -> list[Effect]:
    return [effect for effect in effects if not isinstance(effect, Start | machine.Stop)]


def pass_on(segments: list[Segment], to: Connection) -> list[Effect]:
    return [effect for segment in segments for effect in to.receive(segment)]


def opened(first: int = 0xFFFFFFFE, second: int = 7) -> tuple[Connection, Connection]:
    """Two ends of an established connection; the numbers of the first wrap."""
    a, b = Connection(CLIENT, SERVER, first), Connection(SERVER, CLIENT, second)
    answer = sent(b.accept(sent(a.open())[0]))
    pass_on(sent(pass_on(answer, a)), b)
    return a, b


def test_opening_takes_three_segments() -> None:
    a, b = Connection(CLIENT, SERVER, 100), Connection(SERVER, CLIENT, 300)
    (syn,) = sent(a.open())
    assert syn == Segment(CLIENT, SERVER, 100, 0, SYN, 4128, b"", 536)
    (answer,) = sent(b.accept(syn))
    assert answer == Segment(SERVER, CLIENT, 300, 101, SYN | ACK, 4128, b"", 536)
    effects = a.receive(answer)
    assert Opened() in effects and sent(effects) == [Segment(CLIENT, SERVER, 101, 301, ACK, 4128)]
    assert without_timers(b.receive(sent(effects)[0])) == [Opened()]
    assert a.state is b.state is State.ESTABLISHED


def test_simultaneous_opening() -> None:
    a, b = Connection(CLIENT, SERVER, 1), Connection(SERVER, CLIENT, 2)
    first, second = sent(a.open()), sent(b.open())
    from_a, from_b = pass_on(second, a), pass_on(first, b)
    assert a.state is b.state is State.SYN_RECEIVED
    again = sent(pass_on(sent(from_a), b)), sent(pass_on(sent(from_b), a))
    pass_on(again[0], a)
    pass_on(again[1], b)
    assert a.state is b.state is State.ESTABLISHED


def test_the_smaller_segment_size_counts() -> None:
    a = Connection(CLIENT, SERVER, 1)
    a.open()
    a.receive(Segment(SERVER, CLIENT, 9, 2, SYN | ACK, 4128, b"", 100))
    assert [len(segment.payload) for segment in sent(a.write(bytes(250)))] == [100, 100, 50]


def test_data_goes_within_the_window_and_is_pushed() -> None:
    a, b = opened()
    segments = sent(a.write(bytes(5000)))
    assert sum(len(segment.payload) for segment in segments) == 4128
    assert not any(segment.flags & PSH for segment in segments)
    effects = pass_on(segments, b)
    assert sum(len(each.data) for each in effects if isinstance(each, Deliver)) == 4128
    rest = sent(pass_on(sent(effects), a))
    assert sum(len(segment.payload) for segment in rest) == 872 and rest[-1].flags & PSH


def test_a_closed_window_is_asked_about() -> None:
    a, b = opened()
    a.receive(Segment(SERVER, CLIENT, b.nxt, a.nxt, ACK, 0))
    effects = a.write(b"hello")
    assert not sent(effects) and Start(machine.RETRANSMIT, machine.FIRST_TIMEOUT) in effects
    (probe,) = sent(a.expired(machine.RETRANSMIT))
    assert probe.payload == b"h"
    (open_again,) = sent(b.receive(probe))
    assert [segment.payload for segment in sent(a.receive(open_again))] == [b"ello"]


def test_closing_one_side_after_the_other() -> None:
    a, b = opened()
    (fin,) = sent(a.close())
    assert fin.flags == FIN | ACK and a.state is State.FIN_WAIT_1
    effects = b.receive(fin)
    assert PeerClosed() in effects and b.state is State.CLOSE_WAIT
    pass_on(sent(effects), a)
    assert a.state is State.FIN_WAIT_2
    still = pass_on(sent(b.write(b"bye")), a)
    assert Deliver(b"bye") in still
    pass_on(sent(still), b)
    last = a.receive(sent(b.close())[0])
    assert b.state is State.LAST_ACK and a.state is State.TIME_WAIT and PeerClosed() in last
    assert Gone(Why.CLOSED) in pass_on(sent(last), b)
    assert Gone(Why.CLOSED) in a.expired(machine.LINGER_TIMER)


def test_closing_both_sides_at_once() -> None:
    a, b = opened()
    first, second = sent(a.close()), sent(b.close())
    from_a, from_b = pass_on(second, a), pass_on(first, b)
    assert a.state is b.state is State.CLOSING
    pass_on(sent(from_a), b)
    pass_on(sent(from_b), a)
    assert a.state is b.state is State.TIME_WAIT


def test_a_refusal_and_an_unreachable() -> None:
    a = Connection(CLIENT, SERVER, 100)
    a.open()
    assert a.receive(Segment(SERVER, CLIENT, 0, 55, RST | ACK, 0)) == []
    assert Gone(Why.REFUSED) in a.receive(Segment(SERVER, CLIENT, 0, 101, RST | ACK, 0))
    b, _ = opened()
    assert b.unreachable() == []
    c = Connection(CLIENT, SERVER, 100)
    c.open()
    assert Gone(Why.UNREACHABLE) in c.unreachable()


def test_only_the_expected_number_resets() -> None:
    a, b = opened()
    challenge = a.receive(Segment(SERVER, CLIENT, b.nxt + 5, 0, RST, 0))
    assert [segment.flags for segment in sent(challenge)] == [ACK] and a.state is State.ESTABLISHED
    assert a.receive(Segment(SERVER, CLIENT, b.nxt + 5000, 0, RST, 0)) == []
    assert Gone(Why.RESET) in a.receive(Segment(SERVER, CLIENT, b.nxt, 0, RST, 0))


def test_an_opening_nobody_answers_is_given_up() -> None:
    a = Connection(CLIENT, SERVER, 100)
    assert Start(machine.SYN_TIMER, machine.SYN_WAIT) in a.open()
    delays = [
        effect.delay for _ in range(3) for effect in a.expired(machine.RETRANSMIT) if isinstance(effect, Start)
    ]
    assert delays == [2 * machine.FIRST_TIMEOUT, 4 * machine.FIRST_TIMEOUT, 8 * machine.FIRST_TIMEOUT]
    assert Gone(Why.TIMED_OUT) in a.expired(machine.SYN_TIMER)


def test_data_nobody_acknowledges_is_given_up() -> None:
    a, _ = opened()
    a.write(b"x")
    for _ in range(machine.TRIES):
        assert [segment.payload for segment in sent(a.expired(machine.RETRANSMIT))] == [b"x"]
    assert Gone(Why.TIMED_OUT) in a.expired(machine.RETRANSMIT)


def test_mere_acknowledgments_do_not_answer_each_other() -> None:
    a, b = opened()
    assert a.receive(Segment(SERVER, CLIENT, b.nxt - 100, a.nxt, ACK, 4128)) == []
    assert len(a.receive(Segment(SERVER, CLIENT, b.nxt - 1, a.nxt, ACK, 4128))) == 1


def test_what_waits_is_bounded() -> None:
    a, _ = opened()
    for _ in range(100):
        a.write(bytes(10_000))
    assert len(a.queue) == machine.BACKLOG and a.room == 0


def _in_state(state: State) -> Connection:
    a, b = opened()
    fin = Segment(SERVER, CLIENT, b.nxt, a.nxt, FIN | ACK, 4128)
    if state in (State.CLOSED, State.SYN_SENT, State.SYN_RECEIVED):
        a = Connection(CLIENT, SERVER, 5)
        if state is State.SYN_SENT:
            a.open()
        elif state is State.SYN_RECEIVED:
            a.accept(Segment(SERVER, CLIENT, 7, 0, SYN, 4128))
    elif state in (State.CLOSE_WAIT, State.LAST_ACK):
        a.receive(fin)
        if state is State.LAST_ACK:
            a.close()
    elif state is not State.ESTABLISHED:
        a.close()
        if state in (State.CLOSING, State.TIME_WAIT):
            a.receive(fin._replace(acknowledgment=a.una))
        if state in (State.FIN_WAIT_2, State.TIME_WAIT):
            a.receive(Segment(SERVER, CLIENT, a.receive_next, a.nxt, ACK, 4128))
    assert a.state is state
    return a


def _events() -> list[Callable[[Connection], list[Effect]]]:
    events: list[Callable[[Connection], list[Effect]]] = [
        Connection.open,
        Connection.close,
        Connection.abort,
        Connection.forget,
        Connection.unreachable,
        lambda c: c.write(b"text"),
        lambda c: c.accept(Segment(SERVER, CLIENT, 70, 0, SYN, 4128)),
        *((lambda c, timer=timer: c.expired(timer)) for timer in ("retransmit", "syn", "linger")),
    ]
    for flags in range(32):
        for ahead in (-5000, -1, 0, 1, 5000):
            for acknowledged in (-5, 0, 1, 5):
                for text in (b"", b"abc"):
                    events.append(
                        lambda c, f=flags, s=ahead, a=acknowledged, t=text: c.receive(  # type: ignore[misc]
                            Segment(SERVER, CLIENT, (c.receive_next + s) % 2**32, (c.una + a) % 2**32, f, 100, t)
                        )
                    )
    return events


@pytest.mark.parametrize("state", State)
def test_every_event_in_every_state_has_an_answer(state: State) -> None:
    ready = _in_state(state)
    for event in _events():
        made = copy.deepcopy(ready)
        effects = event(made)
        gone = [effect for effect in effects if isinstance(effect, Gone)]
        assert len(gone) == (made.state is State.CLOSED and state is not State.CLOSED)
        for segment in sent(effects):
            assert segment.source_port == CLIENT and 0 <= segment.sequence < 2**32
        if state is State.TIME_WAIT:
            assert made.state in (State.TIME_WAIT, State.CLOSED)


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 2**32),
    st.lists(st.binary(min_size=1, max_size=1500), min_size=1, max_size=6),
    st.integers(0, 2**32 - 1),
)
def test_what_is_written_arrives_once_and_in_order_over_a_bad_link(
    seed: int, texts: list[bytes], first: int
) -> None:
    draw = Random(seed)
    ends = [Connection(CLIENT, SERVER, first), Connection(SERVER, CLIENT, draw.getrandbits(32))]
    flying: list[tuple[int, Segment]] = []
    arrived: list[bytes] = [b"", b""]
    finished = [False, False]

    def carry_out(end: int, effects: list[Effect]) -> None:
        for effect in effects:
            if isinstance(effect, Send) and draw.random() < 0.8:
                flying.extend([(1 - end, effect.segment)] * draw.choice((1, 1, 2)))
            elif isinstance(effect, Deliver):
                arrived[end] += effect.data
            elif isinstance(effect, PeerClosed):
                assert not finished[end]
                finished[end] = True
                carry_out(end, ends[end].close())

    carry_out(0, ends[0].open())
    todo = list(texts)
    for _ in range(20_000):
        if all(end.state in (State.CLOSED, State.TIME_WAIT) for end in ends):
            break
        if flying:
            to, segment = flying.pop(draw.randrange(len(flying)))
            fresh = ends[to].state is State.CLOSED and segment.flags == SYN
            carry_out(to, ends[to].accept(segment) if fresh and not finished[to] else ends[to].receive(segment))
        else:
            for number in (0, 1):
                ends[number]._tries = min(ends[number]._tries, 3)  # patience without end
                carry_out(number, ends[number].expired(machine.RETRANSMIT))
        if ends[0].state is State.ESTABLISHED and draw.random() < 0.3:
            if todo:
                carry_out(0, ends[0].write(todo.pop(0)))
            else:
                carry_out(0, ends[0].close())
    assert arrived[1] == b"".join(texts) and finished[1]
