"""A command of the IOS language, written once, and what a matched line said.

One `Command` entry serves config load, config mode, `no` and `default`, abbreviations, `?`, completion, the `^`
marker and the running-config.

Notation (the notation of Cisco's command references):

    standby [<group:0-255>] track <interface:INTERFACE> [<decrement:1-255>]

- a bare word is a keyword; `<name:TYPE>` an argument; `<name:TYPE>...` one or more of them (the value is a tuple)
- `[ ... ]` may be left out; `{ a | b }` is a choice, `[ a | b ]` a choice that may be left out; all nest
- `[ a | b | c ]*` any of the parts, each at most once, in any order

TYPE          accepts                                value       canonical text
lo-hi         an integer in the range                int         without leading zeros
A.B.C.D       an IPv4 address                        IPv4        as read
MASK          a dotted mask (not checked further)    IPv4        as read
WILDCARD      a dotted wildcard mask                 IPv4        as read
A.B.C.D/LEN   an IPv4 prefix                         str         as read
X:X:X:X::X    an IPv6 address                        str         upper case
X:X:X:X::X/LEN  an IPv6 prefix                       str         upper case
WORD          any word                               str         as typed
LINE          the rest of the line                   str         as typed, inner blanks kept
INTERFACE     fa0/0, FastEthernet 0/0, Gi1/0.10      str         FastEthernet0/0
H.H.H         a MAC address                          Mac         0000.0c07.ac01
HEX           0x2102, 2102                           int         0x2102
TIME          hh:mm or hh:mm:ss                      str         as typed

Which words name a line, and which are its value
------------------------------------------------
The running-config must know when a second line replaces the first (`duplex half` after `duplex full`) and when
both stand (`transport output` after `transport input`). The words that *name* a line are:

- its keywords outside brackets and braces;
- the arguments named in `key` (and the keywords beside them in the same brackets);
- the keywords of a choice `{ a | b }`, unless the choice is where the value stands: it is the last part of the
  command and no argument outside `key` came before it (`duplex {full|half}`), or it is of digits only (`password
  {0|7} ...`). So `ip access-group <acl:WORD> {in|out}` and `service timestamps {debug|log} [...]` each make two
  lines; and braces round a single last word, `{ipsec-isakmp}`, make it a value.
- a keyword named in `key` (with all of its choice): `redistribute {connected|static}`, key=("connected",).

Optional parts are values unless they hold something named in `key`. A command that `enters` a section and has no
`key` is named by all arguments outside brackets. `no` and `default` need a line up to its last naming word, and
ignore what follows if it is not as the notation says.
"""

from __future__ import annotations

import builtins
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TypeAlias

from ios_emu.wire import IPv4, Mac

Scalar: TypeAlias = int | str | IPv4 | Mac
Value: TypeAlias = Scalar | tuple[Scalar, ...]
Handler: TypeAlias = Callable[..., object]
"""exec: `handler(session, args)`; config: `handler(context, args)`."""


class NotSaid(KeyError):
    """A line did not say what is asked of it: `no` forms may leave arguments out."""


@dataclass(frozen=True, slots=True)
class Args:
    """What a matched line said; behaves as a read-only mapping of argument name to value.

    A keyword that was typed is in the mapping too, with the value True, unless an argument has the same name.
    """

    no: bool
    default: bool
    words: tuple[str, ...]
    """The canonical words, keywords in full, in the order of the notation, without a leading `no` or `default`."""
    identity: tuple[str, ...] = ()
    """Those of `words` that name the line (see the module's docstring)."""
    stem: tuple[str, ...] = ()
    """`words` up to the last that names the line: what `no` must say at least."""
    values: Mapping[str, Value] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Value:
        value = self.values.get(name)
        if value is None:
            raise NotSaid(name)
        return value

    def __contains__(self, name: object) -> bool:
        return name in self.values

    def __iter__(self) -> Iterator[str]:
        return iter(self.values)

    def __len__(self) -> builtins.int:
        return len(self.values)

    def get(self, name: str, default: Value | None = None) -> Value | None:
        """The value of `name`, or `default` when the line did not say it."""
        return self.values.get(name, default)

    def int(self, name: str, default: builtins.int | None = None) -> builtins.int:
        """An integer argument. KeyError when it was not said and has no default; TypeError if it is no integer."""
        value = self._value(name, default)
        if not isinstance(value, builtins.int):
            raise TypeError(f"argument {name!r} is not an integer")
        return value

    def ip(self, name: str, default: IPv4 | None = None) -> IPv4:
        """An address, mask or wildcard argument. KeyError, TypeError as `int`."""
        value = self._value(name, default)
        if not isinstance(value, IPv4):
            raise TypeError(f"argument {name!r} is not an IPv4 address")
        return value

    def mac(self, name: str, default: Mac | None = None) -> Mac:
        """A MAC address argument. KeyError, TypeError as `int`."""
        value = self._value(name, default)
        if not isinstance(value, Mac):
            raise TypeError(f"argument {name!r} is not a MAC address")
        return value

    def text(self, name: str, default: str | None = None) -> str:
        """A WORD, LINE, TIME or other textual argument. KeyError, TypeError as `int`."""
        value = self._value(name, default)
        if not isinstance(value, str):
            raise TypeError(f"argument {name!r} is not text")
        return value

    def interface(self, name: str, default: str | None = None) -> str:
        """An INTERFACE argument in canonical form, `FastEthernet0/0`. KeyError, TypeError as `int`."""
        return self.text(name, default)

    def all(self, name: str) -> tuple[Scalar, ...]:
        """Every value of a `<name:TYPE>...` argument; empty when the line did not say it."""
        value = self.values.get(name, ())
        return value if isinstance(value, tuple) else (value,)

    def _value(self, name: str, default: Value | None) -> Value:
        value = self.values.get(name, default)
        if value is None:
            raise NotSaid(name)
        return value


class Store(Enum):
    """How the running-config keeps a config line."""

    OFF = "off"
    """Off by default: the positive line is stored, `no` removes it."""
    ON = "on"
    """On by default: `no X` is stored, a bare `X` removes it (an `X` with values is stored)."""
    BOTH = "both"
    """Whichever was typed last is stored and shown; `default X` removes it."""
    NEVER = "never"
    """Has effect, is not stored (`exit`, `do`)."""


EXEC_MODES = ("exec", "privileged")


@dataclass(frozen=True, eq=False)
class Command:
    """One entry of the command table. Immutable and shared; a lab's state has only its `identity`."""

    mode: str
    """`exec` (level 1), `privileged`, `config`, `interface`, `router-ospf`, ..."""
    notation: str
    run: Handler | None = None
    """None on a config command: it is stored, and no more; somebody may read it there, unless it is `kept`."""
    help: Mapping[str, str] = field(default_factory=dict)
    """keyword or `<argument>` -> help text; looked up here first, then in `ios_emu.grammar.lexicon`."""
    store: Store = Store.OFF
    key: tuple[str, ...] = ()
    """Names of arguments (or keywords) that name the line; see the module's docstring."""
    many: bool = False
    """Every distinct line stands. With `key`, `no` needs the line only up to its last key argument, and removes
    all lines that begin with what was typed."""
    enters: str | None = None
    """The submode this config command opens: its stored node gets children."""
    rank: int = 500
    """Place in its section of the running-config; equal ranks keep insertion order. Globally, `!` separates the
    hundreds."""
    privilege: int = -1
    """Least privilege level; 1 in exec mode, 15 elsewhere, unless given."""
    trailing_blank: bool = False
    """The running-config shows the line with a blank at its end, as IOS does for some."""
    omit: Mapping[str, Scalar] = field(default_factory=dict)
    """argument -> default value: an optional part that says only this is left out of the canonical line."""
    spelled: Mapping[str, str] = field(default_factory=dict)
    """keyword -> how the running-config writes it, where IOS keeps an abbreviation: `encr` for `encryption`."""
    separate: bool = True
    """A `!` stands before this section when another line of its hundred precedes it. False e.g. for `line`."""
    indent: int = 1
    """Blanks before the children of this section."""
    order: Callable[[Args], tuple[int, ...]] | None = None
    """What sorts the lines of this rank, e.g. interfaces by slot and port; without it they stay as typed."""
    kept: bool = False
    """Understood and kept, without effect. Any other command that a line may be comes first."""
    align: str = ""
    """A word after which the running-config leaves two more blanks, as IOS does after `deny` in access lists."""
    closing: str = ""
    """A line printed after the children, as `exit-address-family`."""
    hollow: Callable[[Args], bool] | None = None
    """Whether this section is left out while it has no lines; without it, it never is."""

    def __post_init__(self) -> None:
        if self.privilege < 0:
            object.__setattr__(self, "privilege", 1 if self.mode == "exec" else 15)

    @property
    def identity(self) -> str:
        """What stands for this command in a lab's state."""
        return f"{self.mode}: {self.notation}"
