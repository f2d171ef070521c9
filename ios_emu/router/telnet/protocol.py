"""The network virtual terminal: what of the octets of a connection is text, and what are commands (RFC 854).

     IAC 255 | WILL 251  WONT 252  DO 253  DONT 254 | option        options: ECHO 1 (RFC 857), SGA 3 (RFC 858)
     IAC 255 | SB 250 | option ... | IAC 255 | SE 240
     IAC 255 | IAC 255                                              the octet 255
     CR NUL, CR LF                                                  the end of a line

An option is answered only if the answer changes something, so no two sides negotiate for ever (RFC 1143).
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

SE, BREAK, INTERRUPT, ERASE, ERASE_LINE, SB, WILL, WONT, DO, DONT, IAC = (
    240, 243, 244, 247, 248, 250, 251, 252, 253, 254, 255,
)  # fmt: skip
ECHO, SUPPRESS_GO_AHEAD = 1, 3
_CR, _NUL = 13, 0
_KEYS = {BREAK: 0x1E, INTERRUPT: 0x03, ERASE: 0x7F, ERASE_LINE: 0x15}
"""Commands that do what a key does: Ctrl-^, Ctrl-C, Delete, Ctrl-U."""


class _At(Enum):
    """Where in the stream the last octet was."""

    TEXT = 0
    CR = 1
    IAC = 2
    OPTION = 3
    SUB = 4
    SUB_IAC = 5


class Telnet:
    """One side of a telnet connection: `ours` are the options that this side may perform, `theirs` those that it lets
    the other perform. Text that comes in has CR LF, or CR alone, for the end of a line."""

    def __init__(self, ours: Iterable[int], theirs: Iterable[int]) -> None:
        self._may = {True: tuple(ours), False: tuple(theirs)}
        self._on: dict[tuple[bool, int], bool] = {}
        self._asked: dict[tuple[bool, int], bool] = {}
        self._at = _At.TEXT
        self._verb = 0

    def offer(self, *options: int) -> bytes:
        """Offer to perform `options`."""
        for option in options:
            self._asked[True, option] = True
        return b"".join(bytes((IAC, WILL, option)) for option in options)

    def performs(self, option: int, *, ours: bool) -> bool:
        """Whether this side (`ours`) or the other performs `option`."""
        return self._on.get((ours, option), False)

    @staticmethod
    def encode(text: bytes) -> bytes:
        """Text as it goes out: `\\n` as CR LF, `\\r` as CR NUL, and the octet 255 twice."""
        text = text.replace(b"\xff", b"\xff\xff").replace(b"\r", b"\r\0")
        return text.replace(b"\n", b"\r\n")

    def receive(self, data: bytes) -> tuple[bytes, bytes]:
        """The text in what has come in, and what is to be answered at once."""
        text, answer = bytearray(), bytearray()
        for octet in data:
            if self._at is _At.CR:
                self._at = _At.TEXT
                if octet == _NUL:
                    continue
            if self._at is _At.TEXT:
                if octet == IAC:
                    self._at = _At.IAC
                elif octet != _NUL:
                    self._at = _At.CR if octet == _CR else _At.TEXT
                    text.append(octet)
            else:
                self._command(octet, text, answer)
        return bytes(text), bytes(answer)

    def _command(self, octet: int, text: bytearray, answer: bytearray) -> None:
        at, self._at = self._at, _At.TEXT
        if at is _At.OPTION:
            answer += self._negotiate(self._verb, octet)
        elif at is _At.SUB:
            self._at = _At.SUB_IAC if octet == IAC else _At.SUB
        elif at is _At.SUB_IAC:
            self._at = _At.TEXT if octet == SE else _At.SUB
        elif octet == IAC:
            text.append(IAC)
        elif octet in (WILL, WONT, DO, DONT):
            self._verb = octet
            self._at = _At.OPTION
        elif octet == SB:
            self._at = _At.SUB
        elif octet in _KEYS:
            text.append(_KEYS[octet])

    def _negotiate(self, verb: int, option: int) -> bytes:
        ours = verb in (DO, DONT)
        wanted = verb in (DO, WILL)
        key = (ours, option)
        yes, no = (WILL, WONT) if ours else (DO, DONT)
        if option not in self._may[ours]:
            return bytes((IAC, no, option)) if wanted else b""
        asked = self._asked.pop(key, False)
        before = self._on.get(key, False)
        self._on[key] = wanted
        return b"" if asked or before == wanted else bytes((IAC, yes if wanted else no, option))
