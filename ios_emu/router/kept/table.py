"""Tables of kept commands: text that reads like a command reference, and becomes commands when it is needed.

    % aaa-group (config-sg)# config     declares a mode: its name, prompt and parent
    @ config                            what follows are commands of this mode, or of each of several
    320 aaa group server radius <name!:WORD> => aaa-group
    aaa new-model (both)

A line is a notation (see `ios_emu.grammar.command`), with these additions:

- a number before it is its rank, and that of the lines after it
- `<name!:TYPE>`: the argument names the line (`Command.key`)
- `$word`: a part of notation that many commands have (`MACROS`)
- ` => mode` after it: the submode it enters
- ` (word ...)` at its end: `on`, `both`, `never` (`Store`); `leave`: it leaves the section; `many`; `key=a,b`;
  `clause`: a clause of a route map, which has to know of it;
  `close=word` (`Command.closing`); `blank`: shown with a blank at its end; `flat`: no `!` before the section;
  `sort`: shown in the order of the first number it says; `indent=N`
- `begin // one // other` is two lines, `begin one` and `begin other`; the additions at the end are for both
- `<rest:LINE>` stands for what is not told apart: without a key, every distinct line stands (`many`)
- of two lines with the same notation the later counts
- a line that begins with a blank continues the one before

Nothing is made of a line before someone types its first word, so thousands of them cost a start nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ios_emu.grammar.command import Args, Command, Store
from ios_emu.grammar.grammar import Mode
from ios_emu.router.commands.config_route_map import kept_clause
from ios_emu.router.commands.ports import ICMP_MESSAGES, PROTOCOLS
from ios_emu.router.context import ConfigContext, Leave
from ios_emu.wire import IPv4

_SIDE = "{any | host <%s:WORD> | object-group <%s_group:WORD> | <%s:A.B.C.D> <%s_wildcard:WILDCARD>}"
_PORTS = "[{eq|neq} <%s:WORD>... | {gt|lt} <%s:WORD> | range <%s:WORD> <%s_last:WORD>]"

MACROS = {
    "marks": "[log [<log_tag:WORD>] | log-input [<log_tag:WORD>] | fragments | precedence <precedence:WORD>"
    " | dscp <dscp:WORD> | tos <tos:WORD> | time-range <range:WORD>"
    " | reflect <reflexive:WORD> [timeout <timeout:1-2147483>]"
    " | option <option:WORD> | ttl {eq|gt|lt|neq} <ttl:0-255> | ttl range <ttl:0-255> <ttl_last:0-255>"
    " | match-all <flags:WORD>... | match-any <flags:WORD>... | established | ack | fin | psh | rst | syn | urg]*",
    "message": "|".join(sorted(ICMP_MESSAGES)),
    "protocol": "|".join(sorted(name for name in PROTOCOLS if name not in ("tcp", "udp", "icmp"))),
    "source": _SIDE.replace("%s", "source"),
    "destination": _SIDE.replace("%s", "destination"),
    "sports": _PORTS.replace("%s", "source_port"),
    "dports": _PORTS.replace("%s", "destination_port"),
    "if": "<interface:INTERFACE>",
    "level": "{emergencies|alerts|critical|errors|warnings|notifications|informational|debugging|<severity:0-7>}",
    "password": "[<type:0-9>] <password:LINE>",
    "prec": "{<value:0-7>|critical|flash|flash-override|immediate|internet|network|priority|routine}",
    "proto": "{bgp <asn!:WORD>|connected|eigrp <process!:WORD>|isis [<tag!:WORD>]|lisp|mobile|odr"
    "|ospf <process!:WORD> [vrf <process_vrf!:WORD>]"
    "|ospfv3 <process!:WORD>|rip [<rip!:WORD>]|static [<clns!:WORD>]|nd|nhrp|application|vrf <source!:WORD>}",
    "redist": "[match <types:WORD>... | level-1 | level-2 | level-1-2 | weight <weight:0-65535>"
    " | metric <metric:WORD> [<delay:0-4294967295> <reliability:0-255> <load:1-255> <mtu:1-65535>]"
    " | metric-type {1|2|internal|external|rib-metric-as-internal|rib-metric-as-external} | subnets | nssa-only"
    " | tag <tag:WORD> | route-map <map:WORD> | include-connected]*",
    "secret": "[<type:0-9>] <secret:WORD>",
}
_MACRO = re.compile(r"\$([a-z]+)")
_KEY = re.compile(r"<([^\s:<>!]+)!:")
_NUMBER = re.compile(r"\d+", re.ASCII)
_STORES = {"on": Store.ON, "both": Store.BOTH, "never": Store.NEVER, "leave": Store.NEVER}


class Tables:
    """The kept commands: a `Shelf` of the grammar. Raises ValueError for a table that cannot be read."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.modes: dict[str, Mode] = {}
        self._texts: dict[str, list[str]] = {}
        """Mode -> its lines, unread."""
        self._lines: dict[str, dict[str, list[tuple[int, str]]]] = {}
        """Mode -> first word -> ranks and lines."""
        for text in texts:
            self._divide(text)

    @property
    def described(self) -> frozenset[str]:
        """The modes that have commands here."""
        return frozenset(self._texts)

    def words(self, mode: str) -> Iterable[str]:
        """The words that kept commands of `mode` begin with; "" for those that begin with no keyword."""
        lines = self._lines.get(mode)
        if lines is None:
            lines = self._lines[mode] = {}
            for text in self._texts.get(mode, ()):
                for rank, line in _ranked(text):
                    word = line.partition(" ")[0]
                    lines.setdefault("" if word[0] in "<[{$" else word, []).append((rank, line))
        return lines

    def commands(self, mode: str, word: str) -> Iterable[Command]:
        """The kept commands of `mode` that begin with `word`."""
        self.words(mode)
        lines = self._lines[mode].get(word, ())
        commands = {one.identity: one for rank, line in lines for one in _commands(mode, rank, line)}
        return commands.values()

    def _divide(self, text: str) -> None:
        declarations, *parts = re.split(r"^@ ", text, flags=re.MULTILINE)
        for line in declarations.split("\n"):
            if not line:
                continue
            name, prompt, parent = line.removeprefix("% ").split()
            if name in self.modes:
                raise ValueError(f"mode declared twice: {name}")
            self.modes[name] = Mode(name, prompt, parent)
        for part in parts:
            head, _, body = part.partition("\n")
            for mode in head.split():
                self._texts.setdefault(mode, []).append(body)


def _ranked(text: str) -> Iterator[tuple[int, str]]:
    """The lines of one mode, and their ranks."""
    rank = 500
    for line in re.sub(r"\n[ \t]+", " ", text).split("\n"):
        number, _, rest = line.partition(" ")
        if number.isdigit():
            rank, line = int(number), rest
        if line:
            yield rank, line


def _commands(mode: str, rank: int, line: str) -> Iterator[Command]:
    """What a line of a table says. Raises ValueError."""
    line = _MACRO.sub(_macro, line)
    attributes: list[str] = []
    if line.endswith(")"):
        line, _, tail = line[:-1].rpartition(" (")
        attributes = tail.split()
    line, _, enters = line.partition(" => ")
    settings = dict(attribute.partition("=")[::2] for attribute in attributes)
    if unknown := settings.keys() - _STORES.keys() - _ATTRIBUTES:
        raise ValueError(f"unknown attributes {sorted(unknown)} of {line!r}")
    store = next((_STORES[word] for word in settings if word in _STORES), Store.OFF)
    keys = [word for word in settings.get("key", "").split(",") if word]
    begin, *tails = line.split(" // ")
    for notation in [f"{begin} {tail}" for tail in tails] or [begin]:
        key = tuple(dict.fromkeys((*_KEY.findall(notation), *keys)))
        yield Command(
            mode,
            _KEY.sub(r"<\1:", notation),
            _leave if "leave" in settings else kept_clause if "clause" in settings else None,
            store=store,
            key=key,
            kept=True,
            many="many" in settings or ("<rest:LINE>" in notation and not key),
            enters=enters or None,
            rank=rank,
            trailing_blank="blank" in settings,
            separate="flat" not in settings,
            indent=int(settings.get("indent", 1)),
            order=_by_number if "sort" in settings else None,
            closing=settings.get("close", ""),
        )


_ATTRIBUTES = {"clause", "many", "key", "blank", "flat", "indent", "sort", "close"}


def _leave(ctx: ConfigContext, args: Args) -> Leave:
    return Leave()


def _macro(match: re.Match[str]) -> str:
    if match[1] not in MACROS:
        raise ValueError(f"unknown macro {match[0]}")
    return _MACRO.sub(_macro, MACROS[match[1]])


def _by_number(args: Args) -> tuple[int, ...]:
    """The first number a line says."""
    for value in args.values.values():
        if isinstance(value, int) and not isinstance(value, bool | IPv4):
            return (value,)
        if isinstance(value, str) and (number := _NUMBER.match(value)):
            return (int(number[0]),)
    return (0,)
