"""The state machine alone: the RFC's table, every state with every event, and playbooks of events and effects."""

from __future__ import annotations

import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ios_emu.features.hsrp.config import GroupConfig, HelloTimers, Preemption
from ios_emu.features.hsrp.effects import (
    LOCAL,
    Announce,
    Effects,
    Event,
    Happened,
    Moved,
    Role,
    Send,
    Start,
    Stop,
    Waiting,
)
from ios_emu.features.hsrp.machine import NOTHING, TABLE, Cell, Choice, Machine
from ios_emu.features.hsrp.packet import DEFAULT_AUTHENTICATION, Message, Op, State, decode, encode
from ios_emu.kernel import MILLISECOND, SECOND
from ios_emu.wire import IPv4

INIT, LEARN, LISTEN, SPEAK, STANDBY, ACTIVE = State
VIRTUAL, OWN = IPv4.parse("10.0.0.100"), IPv4.parse("10.0.0.2")
LOW, HIGH = IPv4.parse("10.0.0.1"), IPv4.parse("10.0.0.3")
PREEMPT = GroupConfig(runs=True, virtual_ip=VIRTUAL, preempt=Preemption())
PLAIN = GroupConfig(runs=True, virtual_ip=VIRTUAL)

# RFC 2281 section 5.7 as printed. `!` marks the cells in which real routers do otherwise.
RFC = """
a  AB/2|AB/3+ -      -             -             -             -
b  -          CD/1   CD/1          CD/1          CD/1          CDH/1
c  -          -      AB/4!         -             CDFI/6        -
d  -          -      B/4!          D/5!          -             -
e  -          -      -             F             F             F
f  -          -      -             B/3           B/3           -
g  -          EAB/3  EA            EA            EA            AB/4!
h  -          EAB/3  A|BGFI/6*!    A|BGFI/6*!    A|BGFI/6*!    G
i  -          -      AB/4!         A             CFI/6!        -
j  -          -      -             -             -             ABH/4!
k  -          -      B             B/3           B/3           B
l  -          -      B/4!          D/5!          -             B
"""


def machine_in(state: State, config: GroupConfig = PLAIN, priority: int = 100) -> Machine:
    """A machine that has come to `state` by the shortest way."""
    machine = Machine(config)
    machine.number = 1
    machine.address = OWN
    machine.priority = priority
    if state is INIT:
        return machine
    if state is LEARN:
        machine.config = GroupConfig(runs=True)
    machine.enable()
    if state in (SPEAK, STANDBY, ACTIVE):
        machine.expire("active")
    if state in (STANDBY, ACTIVE):
        machine.expire("standby")
    if state is ACTIVE:
        machine.expire("active")
    assert machine.state is state
    return machine


def message(op: Op, state: State, priority: int, hello: int = 3, hold: int = 10) -> Message:
    return Message(op, state, hello * 1000, hold * 1000, priority, 1, DEFAULT_AUTHENTICATION, VIRTUAL)


def hello(state: State, priority: int, **times: int) -> Message:
    return message(Op.HELLO, state, priority, **times)


def moves(effects: Effects) -> list[Moved]:
    return [effect for effect in effects if isinstance(effect, Moved)]


def sent(effects: Effects) -> list[tuple[Op, State]]:
    return [(e.message.op, e.message.state) for e in effects if isinstance(e, Send)]


def started(effects: Effects) -> dict[str, int]:
    return {e.timer: e.delay for e in effects if isinstance(e, Start)}


def stopped(effects: Effects) -> set[str]:
    return {e.timer for e in effects if isinstance(e, Stop)}


# -- the table ---------------------------------------------------------------------------------------------


def test_the_table_is_total() -> None:
    assert set(TABLE) == {(event, state) for event in Event for state in State}


def _text(entry: Cell | Choice) -> str:
    if isinstance(entry, Choice):
        return f"{_text(entry.otherwise)}|{_text(entry.then)}{entry.condition}"
    number = "" if entry.state is None else f"/{list(State).index(entry.state) + 1}"
    return (entry.actions + number) or "-"


def test_the_table_is_the_rfcs_but_for_the_marked_cells() -> None:
    for line in RFC.strip().splitlines():
        letter, *cells = line.split()
        event = next(e for e in Event if e.value.startswith(letter + "/"))
        for state, cell in zip(State, cells, strict=True):
            ours = _text(TABLE[event, state])
            if cell.endswith("!"):
                assert ours != cell[:-1], (letter, state)
                assert [part.rpartition("/")[2] for part in ours.split("|")][-1] == cell[:-1].rpartition("/")[2]
            else:
                assert ours == cell, (letter, state)


INPUTS = {
    Event.ENABLED: lambda m: m.enable(),
    Event.DISABLED: lambda m: m.disable(),
    Event.ACTIVE_TIMER: lambda m: m.expire("active"),
    Event.STANDBY_TIMER: lambda m: m.expire("standby"),
    Event.HELLO_TIMER: lambda m: m.expire("hello"),
    Event.HIGHER_SPEAK: lambda m: m.receive(hello(SPEAK, 200), HIGH),
    Event.HIGHER_ACTIVE: lambda m: m.receive(hello(ACTIVE, 200), HIGH),
    Event.LOWER_ACTIVE: lambda m: m.receive(hello(ACTIVE, 50), LOW),
    Event.RESIGN: lambda m: m.receive(message(Op.RESIGN, ACTIVE, 200), HIGH),
    Event.COUP: lambda m: m.receive(message(Op.COUP, LISTEN, 200), HIGH),
    Event.HIGHER_STANDBY: lambda m: m.receive(hello(STANDBY, 200), HIGH),
    Event.LOWER_STANDBY: lambda m: m.receive(hello(STANDBY, 50), LOW),
}


@pytest.mark.parametrize("config", [PLAIN, PREEMPT], ids=["plain", "preempt"])
@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("event", Event)
def test_every_event_in_every_state_does_what_the_table_says(
    event: Event, state: State, config: GroupConfig
) -> None:
    machine = machine_in(state, config)
    entry = TABLE[event, state]
    if isinstance(entry, Choice):
        knows = machine.virtual_ip is not None
        taken = knows if entry.condition == "+" else machine.config.preempt is not None
        entry = entry.then if taken else entry.otherwise
    effects = INPUTS[event](machine)
    assert machine.state is (state if entry.state is None else entry.state)
    assert moves(effects) == ([] if entry.state is None else [Moved(state, entry.state)])
    ops = [op for op, _ in sent(effects)]
    assert (Op.COUP in ops, Op.RESIGN in ops, Op.HELLO in ops) == tuple(
        letter in entry.actions for letter in "GHF"
    )
    assert (Announce() in effects) == ("I" in entry.actions)
    for letter, timer in (("A", "active"), ("B", "standby"), ("F", "hello")):
        if letter in entry.actions:
            assert timer in started(effects)
    for letter, timer in (("C", "active"), ("D", "standby")):
        if letter in entry.actions:
            assert timer in stopped(effects)
    if entry == NOTHING:
        assert not [e for e in effects if not isinstance(e, Happened | Role)]


@settings(max_examples=300)
@given(st.lists(st.tuples(st.sampled_from(Event), st.integers(0, 255), st.booleans()), max_size=40))
def test_whatever_happens_roles_and_state_agree(script: list[tuple[Event, int, bool]]) -> None:
    machine = Machine(PREEMPT)
    machine.address = OWN
    for event, priority, lower_priority in script:
        machine.priority = priority
        INPUTS[event](machine)
        if lower_priority:
            machine.priority = 10
        assert (machine.active == LOCAL) == (machine.state is ACTIVE)
        assert (machine.standby == LOCAL) == (machine.state is STANDBY)
        if machine.state is INIT:
            assert machine.active is None and machine.standby is None
        assert copy.deepcopy(machine).__dict__ == machine.__dict__


# -- playbooks ---------------------------------------------------------------------------------------------


def test_alone_it_walks_to_active_and_the_debug_notes_are_ioss() -> None:
    machine = machine_in(INIT)
    first = machine.enable()
    assert first == [
        Happened(Event.ENABLED, INIT, None, None),
        Start("active", 10 * SECOND),
        Start("standby", 10 * SECOND),
        Stop("hello"),
        Moved(INIT, LISTEN),
    ]
    second = machine.expire("active")
    assert second[0] == Happened(Event.ACTIVE_TIMER, LISTEN, None, None)
    assert sent(second) == [(Op.HELLO, SPEAK)] and started(second)["hello"] == 3 * SECOND
    third = machine.expire("standby")
    assert [e for e in third if not isinstance(e, Start | Stop)][:3] == [
        Happened(Event.STANDBY_TIMER, SPEAK, None, None),
        Role("Standby", LOCAL, None),
        Moved(SPEAK, STANDBY),
    ]
    fourth = machine.expire("active")
    assert [e for e in fourth if isinstance(e, Happened | Role | Moved)] == [
        Happened(Event.ACTIVE_TIMER, STANDBY, None, None),
        Role("Active", LOCAL, None),
        Role("Standby", None, LOCAL),
        Moved(STANDBY, ACTIVE),
    ]
    assert sent(fourth) == [(Op.HELLO, ACTIVE)] and fourth[-1] == Announce()


def test_an_active_timer_that_ran_out_in_speak_counts_in_standby() -> None:
    machine = machine_in(SPEAK)
    assert machine.expire("active") == []
    assert started(machine.expire("standby"))["active"] == 0


def test_the_standby_takes_over_and_knows_from_whom() -> None:
    machine = machine_in(SPEAK)
    machine.receive(hello(ACTIVE, 200), HIGH)
    machine.expire("standby")
    effects = machine.expire("active")
    assert [e for e in effects if isinstance(e, Happened | Role | Moved)] == [
        Happened(Event.ACTIVE_TIMER, STANDBY, HIGH, None),
        Role("Active", LOCAL, HIGH),
        Role("Standby", None, LOCAL),
        Moved(STANDBY, ACTIVE),
    ]


def test_a_demoted_active_resigns_and_speaks() -> None:
    machine = machine_in(ACTIVE)
    machine.receive(hello(STANDBY, 200), HIGH)
    effects = machine.receive(hello(ACTIVE, 200), HIGH)
    assert [e for e in effects if isinstance(e, Happened | Role | Moved)] == [
        Role("Active", HIGH, LOCAL),
        Role("Standby", None, HIGH),
        Happened(Event.HIGHER_ACTIVE, ACTIVE, HIGH, 200),
        Moved(ACTIVE, SPEAK),
    ]
    assert sent(effects) == [(Op.RESIGN, ACTIVE), (Op.HELLO, SPEAK)]


def test_a_coup_demotes_and_names_the_new_active_router() -> None:
    machine = machine_in(ACTIVE)
    effects = machine.receive(message(Op.COUP, LISTEN, 200), HIGH)
    assert [e for e in effects if isinstance(e, Happened | Role | Moved)] == [
        Happened(Event.COUP, ACTIVE, HIGH, 200),
        Role("Active", HIGH, LOCAL),
        Moved(ACTIVE, SPEAK),
    ]


def test_a_coup_of_lower_priority_is_not_obeyed() -> None:
    machine = machine_in(ACTIVE)
    assert machine.receive(message(Op.COUP, LISTEN, 50), LOW) == []


def test_priorities_that_are_equal_are_decided_by_address() -> None:
    assert machine_in(ACTIVE).receive(message(Op.COUP, LISTEN, 100), LOW) == []
    machine = machine_in(ACTIVE)
    machine.receive(message(Op.COUP, LISTEN, 100), HIGH)
    assert machine.state is SPEAK


@pytest.mark.parametrize("state", [LISTEN, SPEAK, STANDBY])
def test_it_preempts_a_lower_active_router_from_any_waiting_state(state: State) -> None:
    machine = machine_in(state, PREEMPT)
    effects = machine.receive(hello(ACTIVE, 50), LOW)
    assert sent(effects) == [(Op.COUP, state), (Op.HELLO, ACTIVE)]
    assert machine.state is ACTIVE and "active" in stopped(effects)


def test_without_preempt_it_leaves_a_lower_active_router_alone() -> None:
    machine = machine_in(STANDBY)
    assert sent(machine.receive(hello(ACTIVE, 50), LOW)) == []
    assert machine.state is STANDBY and machine.active == LOW


def test_a_resign_counts_only_from_the_active_router() -> None:
    machine = machine_in(SPEAK)
    machine.receive(hello(ACTIVE, 200), HIGH)
    machine.expire("standby")
    assert machine.receive(message(Op.RESIGN, ACTIVE, 50), LOW) == []
    effects = machine.receive(message(Op.RESIGN, ACTIVE, 200), HIGH)
    assert machine.state is ACTIVE and sent(effects) == [(Op.HELLO, ACTIVE)]


def test_an_active_router_notes_a_resign_and_stays() -> None:
    machine = machine_in(ACTIVE)
    effects = machine.receive(message(Op.RESIGN, ACTIVE, 100), LOW)
    assert effects == [Happened(Event.RESIGN, ACTIVE, LOW, 100)]


def test_two_actives_the_higher_reproves_the_lower() -> None:
    machine = machine_in(ACTIVE)
    effects = machine.receive(hello(ACTIVE, 50), LOW)
    assert sent(effects) == [(Op.COUP, ACTIVE)] and machine.state is ACTIVE and machine.active == LOCAL


def test_preempt_delay_waits_once_and_then_preempts() -> None:
    machine = machine_in(LISTEN, GroupConfig(runs=True, virtual_ip=VIRTUAL, preempt=Preemption(minimum=30)))
    effects = machine.receive(hello(ACTIVE, 50), LOW)
    assert Waiting(30 * SECOND) in effects and started(effects)["preempt"] == 30 * SECOND
    assert "preempt" not in started(machine.receive(hello(ACTIVE, 50), LOW))
    assert machine.expire("preempt") == [] and machine.state is LISTEN
    machine.receive(hello(ACTIVE, 50), LOW)
    assert machine.state is ACTIVE


def test_preempt_delay_reload_counts_after_a_reload_only() -> None:
    config = GroupConfig(runs=True, virtual_ip=VIRTUAL, preempt=Preemption(minimum=30, reload=90))
    for after_reload, delay in ((True, 90), (False, 30)):
        machine = machine_in(INIT, config)
        machine.enable(after_reload=after_reload)
        assert started(machine.receive(hello(ACTIVE, 50), LOW))["preempt"] == delay * SECOND


def test_a_higher_active_router_ends_the_wait() -> None:
    machine = machine_in(LISTEN, GroupConfig(runs=True, virtual_ip=VIRTUAL, preempt=Preemption(minimum=30)))
    machine.receive(hello(ACTIVE, 50), LOW)
    assert "preempt" in stopped(machine.receive(hello(ACTIVE, 200), HIGH))


def test_address_and_timers_are_learned_from_the_active_router() -> None:
    machine = machine_in(LEARN)
    assert machine.virtual_ip is None
    effects = machine.receive(hello(ACTIVE, 50, hello=5, hold=15), LOW)
    assert machine.state is LISTEN and machine.virtual_ip == VIRTUAL
    assert (machine.hello, machine.hold) == (5 * SECOND, 15 * SECOND)
    assert started(effects) == {"active": 15 * SECOND, "standby": 15 * SECOND}
    machine.disable()
    assert machine.enable() and machine.state is LEARN and machine.hello == 3 * SECOND


def test_configured_timers_are_not_overridden() -> None:
    config = GroupConfig(runs=True, virtual_ip=VIRTUAL, timers=HelloTimers(SECOND, 4 * SECOND))
    machine = machine_in(STANDBY, config)
    machine.receive(hello(ACTIVE, 200, hello=5, hold=15), HIGH)
    assert (machine.hello, machine.hold) == (SECOND, 4 * SECOND)


def test_timers_below_a_second_are_not_told() -> None:
    config = GroupConfig(runs=True, virtual_ip=VIRTUAL, timers=HelloTimers(200 * MILLISECOND, 700 * MILLISECOND))
    machine = machine_in(SPEAK, config)
    [said] = [e.message for e in machine.expire("hello") if isinstance(e, Send)]
    said = decode(encode(said))
    assert isinstance(said, Message) and (said.hello_time, said.hold_time) == (0, 0)
    other = machine_in(STANDBY)
    assert started(other.receive(said._replace(state=ACTIVE, priority=200), HIGH))["active"] == 10 * SECOND
    assert other.hello == 3 * SECOND


def test_the_standby_router_is_lost_when_it_falls_silent() -> None:
    machine = machine_in(ACTIVE)
    machine.receive(hello(STANDBY, 50), LOW)
    assert machine.standby == LOW
    assert machine.expire("standby") == [
        Happened(Event.STANDBY_TIMER, ACTIVE, LOW, None),
        Role("Standby", None, LOW),
    ]


def test_new_timers_take_effect_in_a_running_group() -> None:
    machine = machine_in(ACTIVE)
    new = GroupConfig(runs=True, virtual_ip=VIRTUAL, timers=HelloTimers(SECOND, 4 * SECOND))
    assert started(machine.configure(new)) == {"hello": SECOND}
    assert machine.hold == 4 * SECOND
