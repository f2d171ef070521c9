"""Virtual time, timers, seeded streams, the trace and comparison by value."""

import copy
import pickle
from collections.abc import Hashable

from hypothesis import given
from hypothesis import strategies as st

from ios_emu.kernel import SECOND, Kernel, Timers, digest, seconds


class Recorder:
    """Notes what happens to it, and when."""

    def __init__(self, kernel: Kernel) -> None:
        self.kernel = kernel
        self.seen: list[tuple[int, object]] = []
        self.timers = Timers(kernel, self)

    def on_event(self, what: object) -> None:
        self.seen.append((self.kernel.now, what))

    def on_timer(self, name: Hashable) -> None:
        self.seen.append((self.kernel.now, name))


def test_events_happen_in_order_of_time_then_of_scheduling() -> None:
    kernel = Kernel()
    recorder = Recorder(kernel)
    for due, what in ((2, "c"), (1, "a"), (1, "b"), (5, "late")):
        kernel.at(due * SECOND, recorder, what)
    kernel.run_until(3 * SECOND)
    assert recorder.seen == [(SECOND, "a"), (SECOND, "b"), (2 * SECOND, "c")]
    assert kernel.now == 3 * SECOND
    assert kernel.next_due() == 5 * SECOND


def test_an_event_for_the_past_happens_now() -> None:
    kernel = Kernel()
    kernel.run_until(SECOND)
    recorder = Recorder(kernel)
    kernel.at(0, recorder, "x")
    assert kernel.step()
    assert recorder.seen == [(SECOND, "x")]
    assert not kernel.step()


def test_a_cancelled_event_never_happens() -> None:
    kernel = Kernel()
    recorder = Recorder(kernel)
    Kernel.cancel(kernel.after(SECOND, recorder, "x"))
    assert kernel.next_due() is None
    kernel.run_until(2 * SECOND)
    assert recorder.seen == []


@given(
    st.lists(
        st.tuples(
            st.sampled_from("abc"), st.sampled_from(["start", "stop"]), st.integers(0, 50), st.integers(0, 20)
        )
    )
)
def test_timers_expire_as_their_last_start_says(steps: list[tuple[str, str, int, int]]) -> None:
    """Against the obvious model: a dictionary of deadlines looked at every tick."""
    kernel = Kernel()
    recorder = Recorder(kernel)
    deadlines: dict[str, int] = {}
    expected: list[tuple[int, object]] = []
    for name, action, delay, pause in steps:
        if action == "start":
            recorder.timers.start(name, delay)
            deadlines[name] = kernel.now + delay
        else:
            recorder.timers.stop(name)
            deadlines.pop(name, None)
        until = kernel.now + pause
        for due, gone in sorted((d, n) for n, d in deadlines.items() if d <= until):
            expected.append((due, gone))
            del deadlines[gone]
        kernel.run_until(until)
        for each in "abc":
            assert recorder.timers.running(each) == (each in deadlines)
            left = recorder.timers.remaining(each)
            assert left == (deadlines[each] - kernel.now if each in deadlines else None)
    assert sorted(recorder.seen, key=repr) == sorted(expected, key=repr)


def test_streams_depend_on_seed_and_name_only() -> None:
    one, two = Kernel(7), Kernel(7)
    two.random("other").random()
    assert one.random("x").randbytes(8) == two.random("x").randbytes(8)
    assert Kernel(8).random("x").randbytes(8) != Kernel(7).random("x").randbytes(8)
    assert Kernel(7).random("x").randbytes(8) != Kernel(7).random("y").randbytes(8)


def test_the_trace_tells_order_time_and_content_apart() -> None:
    hashes = set()
    for notes in (
        [(1, "a", b"x"), (2, "a", b"y")],
        [(2, "a", b"x"), (2, "a", b"y")],
        [(1, "a", b"y"), (2, "a", b"x")],
        [(1, "b", b"x"), (2, "a", b"y")],
    ):
        kernel = Kernel()
        for note in notes:
            kernel.trace.note(*note)
        hashes.add(kernel.trace.hexdigest())
    assert len(hashes) == 4


def test_a_copy_equals_its_original_and_goes_on_alike() -> None:
    kernel = Kernel(3)
    recorder = Recorder(kernel)
    recorder.timers.start("t", seconds(1.5))
    kernel.after(SECOND, recorder, ("event", 1))
    kernel.random("r").random()
    for twin in (copy.deepcopy(recorder), pickle.loads(pickle.dumps(recorder))):
        assert digest(twin) == digest(recorder)
        twin.kernel.run_until(2 * SECOND)
        assert twin.seen == [(SECOND, ("event", 1)), (seconds(1.5), "t")]
        assert digest(twin) != digest(recorder)
    assert recorder.seen == []


def test_what_cannot_change_counts_by_value_and_what_can_by_identity() -> None:
    assert digest([(1, "a"), (1, "a")]) == digest([pair := (1, "a"), pair])
    shared: list[int] = [1]
    assert digest([shared, shared]) != digest([[1], [1]])
    assert digest({"a": 1, "b": 2}) != digest({"a": 2, "b": 1})
    assert digest({3, 1, 2}) == digest({2, 3, 1})
