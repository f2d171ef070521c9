"""The state machine of one HSRP group: RFC 2281 section 5, with what Cisco does beside it.

`Machine` knows no router. It is told what happens (`enable`, `disable`, `expire`, `receive`) and answers with
effects, in the order in which they are to be carried out: timers to start and stop, messages to send, and notes of
what it saw, learned and became, from which debug, syslog and the world's view of the group are made.

The table below is that of RFC 2281 section 5.7. A cell is `actions/next state`; `x|y` offers two cells, of which
the second is taken

    +  when the virtual address is known (else Learn, to hear it from the active router)
    *  when this router may preempt

Actions: A start the active timer, B start the standby timer, C stop the active timer, D stop the standby timer,
E learn parameters, F send a Hello (and start the hello timer), G send a Coup, H send a Resign, I gratuitous ARP.

Where the table differs from the RFC's, real routers do:

- Speak, and Standby, are announced by a Hello at once (F in c3, d3, d4, g6, i3, j6, l3, l4).
- A router demoted by a Hello (g6) resigns, as the RFC has it do when demoted by a Coup (j6).
- One that preempts stops the active timer (C in h); one that takes over on a Resign awaits a standby (B in i5).
- Parameters are learned from any active router that is obeyed, also from one of lower priority (E in h).
- The active timer may run out in Speak (c4), where it moves nothing; then it counts on reaching Standby. So a
  router alone goes from Speak through Standby to Active in one instant: IOS shows d and c back to back.
"""

from __future__ import annotations

from typing import NamedTuple

from ios_emu.features.hsrp.config import DEFAULT_HELLO, DEFAULT_HOLD, GroupConfig
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
from ios_emu.features.hsrp.packet import Message, Op, State
from ios_emu.kernel import MILLISECOND, SECOND
from ios_emu.wire import ANY, IPv4

INIT, LEARN, LISTEN, SPEAK, STANDBY, ACTIVE = State


class Cell(NamedTuple):
    """One cell of the table: what to do and what to become (None: stay)."""

    actions: str
    state: State | None


class Choice(NamedTuple):
    """A cell that offers two, of which `then` is taken under the `condition` (`+` or `*`)."""

    otherwise: Cell
    then: Cell
    condition: str


NOTHING = Cell("", None)

_TABLE = """
      Init       Learn   Listen       Speak        Standby      Active
 a    AB/2|AB/3+ -       -            -            -            -
 b    -         CD/1     CD/1         CD/1         CD/1         CDH/1
 c    -         -        ABF/4        -            CDFI/6       -
 d    -         -        BF/4         DF/5         -            -
 e    -         -        -            F            F            F
 f    -         -        -            B/3          B/3          -
 g    -         EAB/3    EA           EA           EA           ABHF/4
 h    -         EAB/3    EA|CBGFI/6*  EA|CBGFI/6*  EA|CBGFI/6*  G
 i    -         -        ABF/4        A            CBFI/6       -
 j    -         -        -            -            -            ABHF/4
 k    -         -        B            B/3          B/3          B
 l    -         -        BF/4         DF/5         -            B
"""


def _cell(text: str) -> Cell:
    actions, _, number = text.partition("/")
    return Cell(actions, tuple(State)[int(number) - 1] if number else None)


def _entry(text: str) -> Cell | Choice:
    if text == "-":
        return NOTHING
    first, bar, second = text.partition("|")
    return Choice(_cell(first), _cell(second[:-1]), second[-1]) if bar else _cell(first)


def _read(table: str) -> dict[tuple[Event, State], Cell | Choice]:
    header, *rows = [line.split() for line in table.strip().splitlines()]
    states = [State[word.upper()] for word in header]
    events = {event.value[0]: event for event in Event}
    return {
        (events[row[0]], state): _entry(cell) for row in rows for state, cell in zip(states, row[1:], strict=True)
    }


TABLE = _read(_TABLE)


_TIMERS = ("active", "standby", "hello", "preempt")


class Machine:
    """One group. `address` is the interface's primary address, `priority` the one in effect now (tracking).

    `active` and `standby` are the routers in these roles: None unknown, LOCAL this one; beside them, priorities.
    """

    def __init__(self, config: GroupConfig) -> None:
        self.config = config
        self.state = INIT
        self.address = ANY
        self.priority = config.priority
        self.number = 0
        self.active: IPv4 | None = None
        self.standby: IPv4 | None = None
        self.active_priority = self.standby_priority = 0
        self._ripe = False
        self._waiting = False
        self._fresh = False
        self._active_runs = False
        self._forget_learned()

    def _forget_learned(self) -> None:
        self.virtual_ip = self.config.virtual_ip
        timers = self.config.timers
        self.hello = timers.hello if timers else DEFAULT_HELLO
        self.hold = timers.hold if timers else DEFAULT_HOLD

    # -- what happens ----------------------------------------------------------------------------------

    def configure(self, config: GroupConfig) -> Effects:
        """The configuration is another one. It takes effect at once, but a running group keeps what it learned,
        and a change of address while it runs is the caller's to wrap into `disable` and `enable`."""
        effects: Effects = []
        old, self.config = self.config, config
        if self.state is INIT:
            self._forget_learned()
        elif config.timers != old.timers:
            if config.timers:
                self.hello, self.hold = config.timers.hello, config.timers.hold
            else:
                self.hello, self.hold = DEFAULT_HELLO, DEFAULT_HOLD
            if self.state in (SPEAK, STANDBY, ACTIVE):
                effects.append(Start("hello", self.hello))
        return effects

    def enable(self, *, after_reload: bool = False) -> Effects:
        """Event a: the interface is up, and `standby ip` is configured. `after_reload`: for the first time since
        the router started, so that `preempt delay reload` counts."""
        effects: Effects = []
        if self.state is INIT:
            self._fresh = after_reload
            self._forget_learned()
            self._happen(Event.ENABLED, effects)
        return effects

    def disable(self) -> Effects:
        """Event b: the interface went down, or the group was unconfigured."""
        effects: Effects = []
        if self.state is not INIT:
            self._happen(Event.DISABLED, effects)
        return effects

    def expire(self, timer: str) -> Effects:
        """One of the timers that `Start` asked for has expired."""
        effects: Effects = []
        if timer == "hello":
            self._happen(Event.HELLO_TIMER, effects)
        elif timer == "active":
            self._active_runs = False
            self._happen(Event.ACTIVE_TIMER, effects, peer=self.active)
        elif timer == "standby":
            self._happen(Event.STANDBY_TIMER, effects, peer=self.standby)
        elif timer == "preempt":
            self._waiting = False
            self._ripe = True
        return effects

    def receive(self, message: Message, source: IPv4) -> Effects:
        """A message of this group arrived, authenticated, from the router `source`."""
        effects: Effects = []
        state = self.state
        if state is INIT:
            return effects
        higher = (message.priority, source) > (self.priority, self.address)
        event: Event | None = None
        if message.op is Op.HELLO:
            event = self._hear(message, source, higher, effects)
        elif message.op is Op.COUP:
            if higher and state is ACTIVE:
                event = Event.COUP
        elif message.op is Op.RESIGN and (state is ACTIVE or self.active in (source, None)):
            event = Event.RESIGN
        if event is not None:
            self._happen(event, effects, message, source, message.priority)
        return effects

    def _hear(self, message: Message, source: IPv4, higher: bool, effects: Effects) -> Event | None:
        """Learn from a Hello who is active and standby; which event it is."""
        state = self.state
        said = message.state
        if said is ACTIVE:
            if state is not ACTIVE or higher:
                self.active_priority = message.priority
                if self.active != source:
                    self._role("Active", source, effects)
                if self.standby == source:
                    self._role("Standby", None, effects)
            return Event.HIGHER_ACTIVE if higher else Event.LOWER_ACTIVE
        if said is STANDBY:
            if state is not STANDBY or higher:
                self.standby_priority = message.priority
                if self.standby != source:
                    self._role("Standby", source, effects)
            return Event.HIGHER_STANDBY if higher else Event.LOWER_STANDBY
        return Event.HIGHER_SPEAK if said is SPEAK and higher else None

    # -- the table -------------------------------------------------------------------------------------

    def _happen(
        self,
        event: Event,
        effects: Effects,
        message: Message | None = None,
        peer: IPv4 | None = None,
        priority: int | None = None,
    ) -> None:
        actions, target = self._choose(TABLE[event, self.state], effects)
        if event is Event.HIGHER_ACTIVE and (self._waiting or self._ripe):
            self._stop_waiting(effects)
        if target is not None or self._notable(event, peer):
            effects.append(Happened(event, self.state, peer, priority))
        self._reassign(event, target, peer, priority, effects)
        for action in actions:
            if action not in "FI":
                self._act(action, message, effects)
        if target is not None:
            self._become(target, effects)
        if "F" in actions:
            self._say(Op.HELLO, effects)
            effects.append(Start("hello", self.hello))
        if "I" in actions:
            effects.append(Announce())
        if target is STANDBY and not self._active_runs:
            self._active_runs = True
            effects.append(Start("active", 0))

    def _notable(self, event: Event, peer: IPv4 | None) -> bool:
        """Whether an event that moves nothing is still worth a line."""
        if event in (Event.ACTIVE_TIMER, Event.STANDBY_TIMER):
            return peer is not None
        return event is Event.RESIGN or (event is Event.LOWER_ACTIVE and self.state is ACTIVE)

    def _choose(self, entry: Cell | Choice, effects: Effects) -> Cell:
        if isinstance(entry, Cell):
            return entry
        taken = self.virtual_ip is not None if entry.condition == "+" else self._preempts(effects)
        return entry.then if taken else entry.otherwise

    def _preempts(self, effects: Effects) -> bool:
        """Whether the router may preempt now; starts the delay when there is one and it has not begun."""
        preempt = self.config.preempt
        if preempt is None:
            return False
        delay = preempt.reload if self._fresh and preempt.reload else preempt.minimum
        if not delay or self._ripe:
            return True
        if not self._waiting:
            self._waiting = True
            effects.append(Waiting(delay * SECOND))
            effects.append(Start("preempt", delay * SECOND))
        return False

    def _stop_waiting(self, effects: Effects) -> None:
        self._ripe = False
        if self._waiting:
            self._waiting = False
            effects.append(Stop("preempt"))

    def _reassign(
        self, event: Event, target: State | None, peer: IPv4 | None, priority: int | None, effects: Effects
    ) -> None:
        """Who is active and standby now, as far as the event itself says (a Hello has been heard already)."""
        active, standby = self.active, self.standby
        if target is INIT:
            active = standby = None
        elif target is ACTIVE:
            active = LOCAL
        elif event in (Event.ACTIVE_TIMER, Event.RESIGN) and self.state is not ACTIVE:
            active = None
        elif event is Event.COUP and self.state is ACTIVE:
            active = peer
            self.active_priority = priority or 0
            if standby == peer:
                standby = None
        if target is STANDBY:
            standby = LOCAL
        elif standby == LOCAL:
            standby = LOCAL if target is None else None
        elif event is Event.STANDBY_TIMER:
            standby = None
        if active != self.active:
            self._role("Active", active, effects)
        if standby != self.standby:
            self._role("Standby", standby, effects)

    def _role(self, role: str, new: IPv4 | None, effects: Effects) -> None:
        if role == "Active":
            effects.append(Role(role, new, self.active))
            self.active = new
        else:
            effects.append(Role(role, new, self.standby))
            self.standby = new

    def _act(self, action: str, message: Message | None, effects: Effects) -> None:
        if action in "AB":
            # RFC 2281 section 5.6: the time is the Hello's when a Hello is the cause; 0 in it says nothing.
            hold = message.hold_time * MILLISECOND if message and message.op is Op.HELLO else 0
            if action == "A":
                self._active_runs = True
            effects.append(Start("active" if action == "A" else "standby", hold or self.hold))
        elif action == "C":
            self._active_runs = False
            effects.append(Stop("active"))
        elif action == "D":
            effects.append(Stop("standby"))
        elif action == "E" and message is not None:
            self._learn(message)
        elif action == "G":
            self._say(Op.COUP, effects)
        elif action == "H":
            self._say(Op.RESIGN, effects)

    def _learn(self, message: Message) -> None:
        """Action E. Timers of less than a second are not in a Hello of version 1, and so not learned."""
        if self.config.timers is None and 0 < message.hello_time < message.hold_time:
            self.hello, self.hold = message.hello_time * MILLISECOND, message.hold_time * MILLISECOND
        if self.config.virtual_ip is None and message.virtual_ip:
            self.virtual_ip = message.virtual_ip

    def _become(self, state: State, effects: Effects) -> None:
        old, self.state = self.state, state
        if state in (INIT, ACTIVE):
            self._stop_waiting(effects)
        if state is ACTIVE:
            self._fresh = False
        if state is INIT:
            self._active_runs = False
            effects.extend(Stop(timer) for timer in _TIMERS)
        elif state is LISTEN:
            effects.append(Stop("hello"))
        effects.append(Moved(old, state))

    def _say(self, op: Op, effects: Effects) -> None:
        effects.append(
            Send(
                Message(
                    op,
                    self.state,
                    self.hello // MILLISECOND,
                    self.hold // MILLISECOND,
                    self.priority,
                    self.number,
                    self.config.authentication,
                    self.virtual_ip or ANY,
                )
            )
        )
