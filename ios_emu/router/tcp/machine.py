"""One TCP connection, as RFC 9293 draws it (section 3.3.2):

    CLOSED --open--> SYN-SENT --SYN,ACK--> ESTABLISHED <--ACK-- SYN-RECEIVED <--SYN-- (LISTEN)
                                             |     |
                               close: send FIN     FIN comes
                                             v     v
        FIN-WAIT-2 <--ACK-- FIN-WAIT-1             CLOSE-WAIT --close: send FIN--> LAST-ACK --ACK--> CLOSED
            |   FIN            |   FIN
            v                  v
        TIME-WAIT <---ACK--- CLOSING           TIME-WAIT --60 s--> CLOSED

LISTEN is not a state of a connection here: a port that listens makes one for each SYN, in SYN-RECEIVED. Every method
is an event and returns its effects; the machine sends nothing itself and owns no clock.
"""

from __future__ import annotations

from enum import Enum

from ios_emu.kernel import SECOND
from ios_emu.router.tcp.effects import Deliver, Effect, Gone, Opened, PeerClosed, Send, Start, Stop, Why
from ios_emu.wire.tcp import ACK, FIN, PSH, RST, SYN, Segment

WINDOW = 4128
SEGMENT_SIZE = 536
SYN_WAIT = 30 * SECOND
"""`ip tcp synwait-time`: how long an opening may take."""
FIRST_TIMEOUT, LAST_TIMEOUT = 2 * SECOND, 60 * SECOND
"""The retransmission timer: it doubles each time."""
TRIES = 10
"""How often the same octet is sent again before the connection is given up."""
LINGER = 60 * SECOND
"""How long TIME-WAIT lasts, and FIN-WAIT-2 waits for the other side."""
BACKLOG = 65536
"""Octets that may wait to be sent; `room` says how many more."""


class State(Enum):
    """The states of a connection; the value is the name in `show tcp brief`."""

    CLOSED = "CLOSED"
    SYN_SENT = "SYNSENT"
    SYN_RECEIVED = "SYNRCVD"
    ESTABLISHED = "ESTAB"
    FIN_WAIT_1 = "FINWAIT1"
    FIN_WAIT_2 = "FINWAIT2"
    CLOSE_WAIT = "CLOSEWAIT"
    CLOSING = "CLOSING"
    LAST_ACK = "LASTACK"
    TIME_WAIT = "TIMEWAIT"


OPENING = (State.SYN_SENT, State.SYN_RECEIVED)
_SENDING = (State.ESTABLISHED, State.CLOSE_WAIT, State.FIN_WAIT_1, State.CLOSING, State.LAST_ACK)
"""States in which something may still have to be sent, data or FIN."""
_RECEIVING = (State.ESTABLISHED, State.FIN_WAIT_1, State.FIN_WAIT_2)


RETRANSMIT, SYN_TIMER, LINGER_TIMER = "retransmit", "syn", "linger"
_MODULUS = 1 << 32


def distance(start: int, end: int) -> int:
    """How far `end` is ahead of `start`, from -2^31 to 2^31 - 1 (RFC 9293 section 3.4)."""
    return (end - start + 0x80000000) % _MODULUS - 0x80000000


class Connection:
    """A connection between `local_port` and `remote_port`; `initial` is its first sequence number, `number`
    the ordinal by which people tell it from others."""

    def __init__(self, local_port: int, remote_port: int, initial: int, number: int = 0) -> None:
        self.number = number
        self.local_port = local_port
        self.remote_port = remote_port
        self.state = State.CLOSED
        self.una = self.nxt = self.highest = initial
        """Sent: the oldest not acknowledged, the next to send, one above the last ever sent."""
        self.queue = b""
        """What has been written and is not acknowledged, from `una` (from behind SYN) on."""
        self.closing = False
        """FIN is to follow the last of the queue."""
        self.send_window = 0
        self._window_at = (0, 0)
        self.receive_next = 0
        self.mss = SEGMENT_SIZE
        self._tries = 0
        self._active = False

    # -- what the user wants -------------------------------------------------------------------------

    @property
    def room(self) -> int:
        """How many octets `write` takes."""
        return max(BACKLOG - len(self.queue), 0)

    def open(self) -> list[Effect]:
        """Open to the other side; only for a connection that is CLOSED."""
        if self.state is not State.CLOSED:
            return []
        self.state = State.SYN_SENT
        self._active = True
        self.highest = self.nxt = (self.una + 1) % _MODULUS
        return [self._syn(), Start(RETRANSMIT, FIRST_TIMEOUT), Start(SYN_TIMER, SYN_WAIT)]

    def accept(self, syn: Segment) -> list[Effect]:
        """A SYN has come to a port that listens; only for a connection that is CLOSED."""
        if self.state is not State.CLOSED:
            return []
        self.state = State.SYN_RECEIVED
        self._learn(syn)
        self.highest = self.nxt = (self.una + 1) % _MODULUS
        return [self._syn(), Start(RETRANSMIT, FIRST_TIMEOUT), Start(SYN_TIMER, SYN_WAIT)]

    def write(self, data: bytes) -> list[Effect]:
        """Send `data`, as soon as it can go; what there is no `room` for, or comes after `close`, is lost."""
        if self.closing or self.state not in (*OPENING, State.ESTABLISHED, State.CLOSE_WAIT):
            return []
        self.queue += data[: self.room]
        return self._output()

    def close(self) -> list[Effect]:
        """Send no more; what has been written still goes out."""
        if self.state is State.SYN_SENT:
            return self._gone(Why.CLOSED)
        if self.closing or self.state not in (State.SYN_RECEIVED, State.ESTABLISHED, State.CLOSE_WAIT):
            return []
        self.closing = True
        if self.state is State.ESTABLISHED:
            self.state = State.FIN_WAIT_1
        elif self.state is State.CLOSE_WAIT:
            self.state = State.LAST_ACK
        return self._output()

    def abort(self) -> list[Effect]:
        """Give the connection up at once, and tell the other side."""
        if self.state is State.CLOSED:
            return []
        silent = self.state in (State.SYN_SENT, State.TIME_WAIT)
        reset: list[Effect] = [] if silent else [Send(self._segment(RST | ACK, self.nxt))]
        return reset + self._gone(Why.ABORTED)

    def forget(self) -> list[Effect]:
        """Give the connection up without a word."""
        return self._gone(Why.ABORTED) if self.state is not State.CLOSED else []

    def unreachable(self) -> list[Effect]:
        """ICMP says that there is no way to the other side: that counts while the connection is being opened."""
        return self._gone(Why.UNREACHABLE) if self.state is State.SYN_SENT else []

    # -- time ----------------------------------------------------------------------------------------

    def expired(self, timer: str) -> list[Effect]:
        """A timer has come to its end."""
        if self.state is State.CLOSED:
            return []
        if timer == SYN_TIMER:
            return self._gone(Why.TIMED_OUT) if self.state in OPENING else []
        if timer == LINGER_TIMER:
            lingering = self.state in (State.TIME_WAIT, State.FIN_WAIT_2)
            return self._gone(Why.CLOSED) if lingering else []
        if timer != RETRANSMIT:
            return []
        self._tries += 1
        if self.state in OPENING:
            return [self._syn(), self._retry()]
        if self.state not in _SENDING or not self._outstanding():
            return []
        if self._tries > TRIES:
            return [Send(self._segment(RST | ACK, self.una)), *self._gone(Why.TIMED_OUT)]
        # From the oldest on again: what followed it was dropped by a receiver that keeps nothing out of order.
        self.nxt = self.una
        size = min(self.mss, max(self.send_window, 1))
        return [*self._send_next(size), self._retry()]

    def _retry(self) -> Start:
        return Start(RETRANSMIT, min(FIRST_TIMEOUT << self._tries, LAST_TIMEOUT))

    # -- segments (RFC 9293 section 3.10.7) ----------------------------------------------------------

    def receive(self, segment: Segment) -> list[Effect]:
        """A segment of this connection has come."""
        if self.state is State.CLOSED:
            return []
        if self.state is State.SYN_SENT:
            return self._in_syn_sent(segment)
        if not self._acceptable(segment):
            return self._not_acceptable(segment)
        if segment.flags & RST:
            return self._reset(segment)
        if segment.flags & SYN:
            return [self._acknowledge()]
        if not segment.flags & ACK:
            return []
        if self.state is State.SYN_RECEIVED and segment.acknowledgment != self.highest:
            return [Send(Segment(self.local_port, self.remote_port, segment.acknowledgment, 0, RST, 0))]
        effects = self._acknowledged(segment)
        if effects is None:
            return [self._acknowledge()]
        answer = self._text(segment, effects)
        sent = self._output()
        effects += sent
        if answer and not any(isinstance(effect, Send) for effect in sent):
            effects.append(self._acknowledge())
        return effects

    def _in_syn_sent(self, segment: Segment) -> list[Effect]:
        good = bool(segment.flags & ACK) and segment.acknowledgment == self.highest
        if segment.flags & ACK and not good:
            if segment.flags & RST:
                return []
            return [Send(Segment(self.local_port, self.remote_port, segment.acknowledgment, 0, RST, 0))]
        if segment.flags & RST:
            return self._gone(Why.REFUSED) if good else []
        if not segment.flags & SYN:
            return []
        self._learn(segment)
        if not good:
            self.state = State.SYN_RECEIVED
            return [self._syn()]
        self.una = self.nxt = self.highest
        return [*self._established(), self._acknowledge(), *self._output()]

    def _acceptable(self, segment: Segment) -> bool:
        """RFC 9293 section 3.4, table 5. The window is never zero: what arrives is delivered at once."""
        first = distance(self.receive_next, segment.sequence)
        if not segment.length:
            return 0 <= first < WINDOW
        return 0 <= first < WINDOW or 0 <= first + segment.length - 1 < WINDOW

    def _not_acceptable(self, segment: Segment) -> list[Effect]:
        """Say what is expected; but not to a mere acknowledgment, or two could answer each other forever. One that is
        a single number behind is a keepalive, and wants its answer."""
        if segment.flags & RST or not (segment.length or distance(segment.sequence, self.receive_next) == 1):
            return []
        again = self.state is State.TIME_WAIT and segment.flags & FIN
        return [self._acknowledge(), *([Start(LINGER_TIMER, LINGER)] if again else [])]

    def _reset(self, segment: Segment) -> list[Effect]:
        # Only the number that is expected next resets; others in the window are asked about (RFC 5961 section 3.2).
        if segment.sequence != self.receive_next:
            return [self._acknowledge()]
        refused = self.state is State.SYN_RECEIVED and self._active
        return self._gone(Why.REFUSED if refused else Why.RESET)

    def _acknowledged(self, segment: Segment) -> list[Effect] | None:
        """What the acknowledgment and the window of a segment change; None for one of what was never sent."""
        ahead = distance(self.una, segment.acknowledgment)
        if ahead > distance(self.una, self.highest):
            return None
        effects: list[Effect] = []
        if self.state is State.SYN_RECEIVED:
            self.una = self.nxt = self.highest
            effects += self._established()
        elif ahead > 0:
            effects += self._advance(ahead, segment.acknowledgment)
        at = (segment.sequence, segment.acknowledgment)
        newer = distance(self._window_at[0], at[0])
        if ahead >= 0 and (newer > 0 or (newer == 0 and distance(self._window_at[1], at[1]) >= 0)):
            self.send_window = segment.window
            self._window_at = at
        return effects

    def _advance(self, octets: int, acknowledgment: int) -> list[Effect]:
        all_data, closed = octets >= len(self.queue), octets > len(self.queue)
        self.queue = self.queue[octets:]
        self.una = acknowledgment
        if distance(self.nxt, acknowledgment) > 0:
            self.nxt = acknowledgment
        self._tries = 0
        outstanding = not all_data or self.una != self.highest
        effects: list[Effect] = [Start(RETRANSMIT, FIRST_TIMEOUT) if outstanding else Stop(RETRANSMIT)]
        if closed:
            if self.state is State.FIN_WAIT_1:
                self.state = State.FIN_WAIT_2
                effects.append(Start(LINGER_TIMER, LINGER))
            elif self.state is State.CLOSING:
                effects += self._time_wait()
            elif self.state is State.LAST_ACK:
                effects += self._gone(Why.CLOSED)
        return effects

    def _text(self, segment: Segment, effects: list[Effect]) -> bool:
        """Take what is new of a segment's octets, and its FIN; whether it wants an answer."""
        if not segment.payload and not segment.flags & FIN:
            return False
        seen = -distance(self.receive_next, segment.sequence)
        if self.state is State.CLOSED:
            return False
        if seen < 0 or self.state not in _RECEIVING:
            return True
        fresh = segment.payload[seen:][:WINDOW]
        if fresh:
            self.receive_next = (self.receive_next + len(fresh)) % _MODULUS
            effects.append(Deliver(fresh))
        if segment.flags & FIN and seen + len(fresh) == len(segment.payload):
            self.receive_next = (self.receive_next + 1) % _MODULUS
            effects.append(PeerClosed())
            if self.state is State.ESTABLISHED:
                self.state = State.CLOSE_WAIT
            elif self.state is State.FIN_WAIT_1:
                self.state = State.CLOSING
            else:
                effects += self._time_wait()
        return True

    # -- the parts -----------------------------------------------------------------------------------

    def _learn(self, syn: Segment) -> None:
        self.receive_next = (syn.sequence + 1) % _MODULUS
        self.send_window = syn.window
        self._window_at = (syn.sequence, syn.acknowledgment)
        self.mss = max(min(syn.mss or SEGMENT_SIZE, SEGMENT_SIZE), 1)

    def _established(self) -> list[Effect]:
        self.state = State.FIN_WAIT_1 if self.closing else State.ESTABLISHED
        self._tries = 0
        return [Stop(RETRANSMIT), Stop(SYN_TIMER), Opened()]

    def _time_wait(self) -> list[Effect]:
        self.state = State.TIME_WAIT
        return [Stop(RETRANSMIT), Start(LINGER_TIMER, LINGER)]

    def _gone(self, why: Why) -> list[Effect]:
        self.state = State.CLOSED
        self.queue = b""
        return [Stop(RETRANSMIT), Stop(SYN_TIMER), Stop(LINGER_TIMER), Gone(why)]

    def _outstanding(self) -> bool:
        """Whether anything is not acknowledged, or waits to be sent."""
        return bool(self.queue) or self.una != self.highest or self.closing

    def _output(self) -> list[Effect]:
        """Send what the other side's window takes."""
        if self.state not in _SENDING:
            return []
        effects: list[Effect] = []
        idle = self.una == self.nxt
        while True:
            sent = distance(self.una, self.nxt)
            more = self._send_next(min(self.mss, self.send_window - sent))
            if not more:
                break
            effects += more
        # With a window of zero the timer sends one octet now and then, to hear of a better one.
        if idle and self._outstanding() and (effects or not self._tries):
            effects.append(Start(RETRANSMIT, FIRST_TIMEOUT))
        return effects

    def _send_next(self, room: int) -> list[Effect]:
        """The next segment, of up to `room` octets; nothing when there is none."""
        sent = distance(self.una, self.nxt)
        if sent > len(self.queue):
            return []
        text = self.queue[sent : sent + max(room, 0)]
        last = sent + len(text) == len(self.queue)
        fin = FIN if self.closing and last else 0
        if not text and not fin:
            return []
        sequence = self.nxt
        self.nxt = (self.nxt + len(text) + bool(fin)) % _MODULUS
        if distance(self.highest, self.nxt) > 0:
            self.highest = self.nxt
        return [Send(self._segment(ACK | fin | (PSH if text and last else 0), sequence, text))]

    def _segment(self, flags: int, sequence: int, text: bytes = b"") -> Segment:
        return Segment(self.local_port, self.remote_port, sequence, self.receive_next, flags, WINDOW, text)

    def _acknowledge(self) -> Send:
        return Send(self._segment(ACK, self.highest))

    def _syn(self) -> Send:
        answering = self.state is State.SYN_RECEIVED
        acknowledgment = self.receive_next if answering else 0
        flags = SYN | ACK if answering else SYN
        return Send(
            Segment(self.local_port, self.remote_port, self.una, acknowledgment, flags, WINDOW, b"", SEGMENT_SIZE)
        )
