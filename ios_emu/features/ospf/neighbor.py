"""A neighbour, and its state machine as a table (RFC 2328 sections 10.1-10.3).

`step` is pure: (state, event, two facts) -> (state, actions). `adjacency` carries the actions out.
"""

from __future__ import annotations

from enum import Enum, IntEnum
from typing import NamedTuple

from ios_emu.features.ospf.lsa import LsaHeader, LsaKey
from ios_emu.features.ospf.lsdb import Ref, Stored
from ios_emu.wire import ANY, IPv4


class State(IntEnum):
    """The states of a neighbour, in order: a greater state is further along."""

    DOWN = 0
    ATTEMPT = 1
    INIT = 2
    TWO_WAY = 3
    EXSTART = 4
    EXCHANGE = 5
    LOADING = 6
    FULL = 7

    @property
    def label(self) -> str:
        """The state as IOS writes it."""
        return "2WAY" if self is State.TWO_WAY else self.name


class Event(Enum):
    """What can happen to a neighbour. The value is the reason `log-adjacency-changes` gives."""

    HELLO_RECEIVED = "Received Hello"
    START = "Start"
    TWO_WAY_RECEIVED = "2-Way Received"
    NEGOTIATION_DONE = "Negotiation Done"
    EXCHANGE_DONE = "Exchange Done"
    BAD_LS_REQUEST = "BadLSReq"
    LOADING_DONE = "Loading Done"
    ADJ_OK = "AdjOK?"
    SEQUENCE_MISMATCH = "SeqNumberMismatch"
    ONE_WAY = "1-Way"
    KILL = "Neighbor Down: Interface down or detached"
    RESET = "Neighbor Down: Adjacency forced to reset"
    """Not in the RFC: what its area is has changed."""
    INACTIVITY = "Neighbor Down: Dead timer expired"
    LINK_DOWN = "Neighbor Down: Link down"
    TOO_MANY_RETRANSMISSIONS = "Neighbor Down: Too many retransmissions"


class Action(Enum):
    """What a transition asks for."""

    RESTART_INACTIVITY = 1
    STOP_INACTIVITY = 2
    NEGOTIATE = 3
    """Begin ExStart: raise the DD sequence number, claim to be master, send an empty description."""
    SUMMARISE = 4
    """List the database for the exchange."""
    CLEAR = 5
    """Empty the retransmission, summary and request lists."""


class Step(NamedTuple):
    """The state to go to, and what to do on the way."""

    state: State
    actions: tuple[Action, ...] = ()


_ALL = tuple(State)
_BIDIRECTIONAL = tuple(s for s in State if s >= State.TWO_WAY)
_ADJACENT = tuple(s for s in State if s >= State.EXSTART)
_EXCHANGED = tuple(s for s in State if s >= State.EXCHANGE)
_HEARD = (Action.RESTART_INACTIVITY,)
_BEGIN = (Action.NEGOTIATE,)
_AGAIN = (Action.CLEAR, Action.NEGOTIATE)
_GONE = (Action.CLEAR, Action.STOP_INACTIVITY)

# (states, event, new state, actions). None: the state stays.
_ROWS: tuple[tuple[tuple[State, ...], Event, State | None, tuple[Action, ...]], ...] = (
    ((State.DOWN,), Event.START, State.ATTEMPT, _HEARD),
    ((State.DOWN, State.ATTEMPT), Event.HELLO_RECEIVED, State.INIT, _HEARD),
    ((State.INIT, *_BIDIRECTIONAL), Event.HELLO_RECEIVED, None, _HEARD),
    ((State.EXSTART,), Event.NEGOTIATION_DONE, State.EXCHANGE, (Action.SUMMARISE,)),
    ((State.LOADING,), Event.LOADING_DONE, State.FULL, ()),
    (_EXCHANGED, Event.SEQUENCE_MISMATCH, State.EXSTART, _AGAIN),
    (_EXCHANGED, Event.BAD_LS_REQUEST, State.EXSTART, _AGAIN),
    (_BIDIRECTIONAL, Event.ONE_WAY, State.INIT, (Action.CLEAR,)),
    (_ALL, Event.KILL, State.DOWN, _GONE),
    (_ALL, Event.RESET, State.DOWN, _GONE),
    (_ALL, Event.LINK_DOWN, State.DOWN, _GONE),
    (_ALL, Event.TOO_MANY_RETRANSMISSIONS, State.DOWN, _GONE),
    (_ALL, Event.INACTIVITY, State.DOWN, (Action.CLEAR,)),
)
TABLE = {
    (state, event): Step(state if target is None else target, actions)
    for states, event, target, actions in _ROWS
    for state in states
}
# What depends on whether the routers should be adjacent (section 10.4): (if so, if not).
DECISIONS = {
    (State.INIT, Event.TWO_WAY_RECEIVED): (Step(State.EXSTART, _BEGIN), Step(State.TWO_WAY)),
    (State.TWO_WAY, Event.ADJ_OK): (Step(State.EXSTART, _BEGIN), Step(State.TWO_WAY)),
    **{(state, Event.ADJ_OK): (Step(state), Step(State.TWO_WAY, (Action.CLEAR,))) for state in _ADJACENT},
}


def step(state: State, event: Event, *, adjacent: bool, requests: bool) -> Step:
    """The transition. `adjacent`: the two routers should be; `requests`: the request list is not empty.

    An event that a state does not know changes nothing.
    """
    decision = DECISIONS.get((state, event))
    if decision is not None:
        return decision[0] if adjacent else decision[1]
    if (state, event) == (State.EXCHANGE, Event.EXCHANGE_DONE):
        return Step(State.LOADING if requests else State.FULL)
    return TABLE.get((state, event), Step(state))


class Awaiting:
    """An LSA on a retransmission list: the instance sent, and when (ns) to send it again."""

    __slots__ = ("due", "stored")

    def __init__(self, stored: Stored, due: int) -> None:
        self.stored = stored
        self.due = due


class Neighbor:
    """One neighbour as a conversation (section 10): what it said of itself, and the lists of the exchange.

    `dd_sequence` is the current DD sequence number; `master`: this router leads the exchange. Instants are ns.
    """

    def __init__(self, router_id: IPv4, address: IPv4, interface: str, now: int) -> None:
        self.router_id = router_id
        self.address = address
        self.interface = interface
        self.state = State.DOWN
        self.priority = 0
        self.options = 0
        self.designated = ANY
        self.backup = ANY
        self.changes = 0
        self.changed_at = now
        self.crypto_sequence = 0
        self.last_hello: bytes | None = None
        """The last hello as it came, if one just like it would change nothing but the inactivity timer."""
        # database exchange
        self.master = True
        self.dd_sequence = 0
        self.received: tuple[int, int, int] | None = None
        """Flags, options and sequence number of the last description accepted, to tell duplicates."""
        self.last_description = b""
        self.more_to_send = False
        self.exchanged_at = now
        self.description_tries = 0
        self.ignored = False
        # lists
        self.summary: list[Ref] = []
        self.requests: dict[LsaKey, LsaHeader] = {}
        self.outstanding: tuple[LsaKey, ...] = ()
        self.retransmit: dict[Ref, Awaiting] = {}
        self.sent_directly: dict[Ref, int] = {}
        """When an instance of ours that is newer was last sent to correct this neighbour."""
        self.retransmissions = 0
        self.last_scan = self.longest_scan = 0
        """LSAs sent again in one go: the last time, and at most."""

    @property
    def bidirectional(self) -> bool:
        """2-Way or beyond."""
        return self.state >= State.TWO_WAY

    def clear_lists(self) -> None:
        """Forget what the exchange and flooding noted."""
        self.summary.clear()
        self.requests.clear()
        self.retransmit.clear()
        self.sent_directly.clear()
        self.outstanding = ()
        self.received = None
        self.last_description = b""
