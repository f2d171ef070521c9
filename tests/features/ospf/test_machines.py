"""The state machines of neighbour and interface as tables."""

from __future__ import annotations

import itertools

import pytest

from ios_emu.features.ospf.config import POINT_TO_POINT, InterfaceSettings
from ios_emu.features.ospf.interface import Deed, Happening, Status
from ios_emu.features.ospf.interface import step as interface_step
from ios_emu.features.ospf.neighbor import DECISIONS, TABLE, Action, Event, State, step
from ios_emu.wire import IPv4, Prefix

SETTINGS = InterfaceSettings(
    "Fa0/0", "Fa0/0", IPv4(0), IPv4.parse("10.0.0.1"), Prefix.parse("10.0.0.0/24"), "BROADCAST", True
)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("event", Event)
def test_every_state_knows_what_to_do_with_every_event(state: State, event: Event) -> None:
    for adjacent, requests in itertools.product((True, False), repeat=2):
        new, actions = step(state, event, adjacent=adjacent, requests=requests)
        assert isinstance(new, State)
        known = (state, event) in TABLE or (state, event) in DECISIONS
        if not known and (state, event) != (State.EXCHANGE, Event.EXCHANGE_DONE):
            assert (new, actions) == (state, ())
        # invariants of RFC 2328
        if (new is State.EXSTART) and state is not State.EXSTART:
            assert Action.NEGOTIATE in actions
        if new < State.EXSTART <= state:
            assert Action.CLEAR in actions
        if new is State.EXCHANGE and state is not State.EXCHANGE:
            assert Action.SUMMARISE in actions
        if event in (Event.KILL, Event.LINK_DOWN, Event.INACTIVITY, Event.TOO_MANY_RETRANSMISSIONS):
            assert new is State.DOWN
        if new > state:
            assert new - state <= 3 or state is State.DOWN


PLAYBOOK = [
    # event, adjacent, requests, state after, actions
    (Event.HELLO_RECEIVED, False, False, State.INIT, (Action.RESTART_INACTIVITY,)),
    (Event.ONE_WAY, False, False, State.INIT, ()),
    (Event.TWO_WAY_RECEIVED, False, False, State.TWO_WAY, ()),
    (Event.ADJ_OK, False, False, State.TWO_WAY, ()),
    (Event.ADJ_OK, True, False, State.EXSTART, (Action.NEGOTIATE,)),
    (Event.LOADING_DONE, True, False, State.EXSTART, ()),
    (Event.NEGOTIATION_DONE, True, False, State.EXCHANGE, (Action.SUMMARISE,)),
    (Event.SEQUENCE_MISMATCH, True, False, State.EXSTART, (Action.CLEAR, Action.NEGOTIATE)),
    (Event.NEGOTIATION_DONE, True, False, State.EXCHANGE, (Action.SUMMARISE,)),
    (Event.EXCHANGE_DONE, True, True, State.LOADING, ()),
    (Event.BAD_LS_REQUEST, True, True, State.EXSTART, (Action.CLEAR, Action.NEGOTIATE)),
    (Event.NEGOTIATION_DONE, True, False, State.EXCHANGE, (Action.SUMMARISE,)),
    (Event.EXCHANGE_DONE, True, False, State.FULL, ()),
    (Event.HELLO_RECEIVED, True, False, State.FULL, (Action.RESTART_INACTIVITY,)),
    (Event.ADJ_OK, True, False, State.FULL, ()),
    (Event.ADJ_OK, False, False, State.TWO_WAY, (Action.CLEAR,)),
    (Event.ONE_WAY, False, False, State.INIT, (Action.CLEAR,)),
    (Event.TWO_WAY_RECEIVED, True, False, State.EXSTART, (Action.NEGOTIATE,)),
    (Event.INACTIVITY, True, False, State.DOWN, (Action.CLEAR,)),
    (Event.ADJ_OK, True, False, State.DOWN, ()),
]


def test_a_neighbours_life() -> None:
    state = State.DOWN
    for event, adjacent, requests, after, actions in PLAYBOOK:
        state, done = step(state, event, adjacent=adjacent, requests=requests)
        assert (state, done) == (after, actions), event


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("event", Happening)
def test_every_status_knows_what_to_do_with_every_event(status: Status, event: Happening) -> None:
    move = interface_step(status, event, SETTINGS)
    if event is Happening.INTERFACE_DOWN:
        assert move == (Status.DOWN, (Deed.RESET,))
    elif event is Happening.LOOP_IND:
        assert move == (Status.LOOPBACK, (Deed.RESET,))
    elif event is Happening.NEIGHBOR_CHANGE:
        elected = status in (Status.DR, Status.BACKUP, Status.DROTHER)
        assert move == (status, (Deed.ELECT,) if elected else ())
    elif event in (Happening.WAIT_TIMER, Happening.BACKUP_SEEN):
        assert move == (status, (Deed.ELECT,) if status is Status.WAITING else ())
    elif status is not Status.DOWN and (status, event) != (Status.LOOPBACK, Happening.UNLOOP_IND):
        assert move == (status, ())


def test_coming_up() -> None:
    from dataclasses import replace

    def up(settings: InterfaceSettings) -> Status:
        return interface_step(Status.DOWN, Happening.INTERFACE_UP, settings).status

    assert up(SETTINGS) is Status.WAITING
    assert up(replace(SETTINGS, priority=0)) is Status.DROTHER
    assert up(replace(SETTINGS, kind=POINT_TO_POINT)) is Status.POINT_TO_POINT
