"""One access list entry between its words and its value.

    extended    {permit|deny} PROTOCOL SOURCE [PORTS] DESTINATION [PORTS] [MESSAGE] [MARKS ...]
    standard    {permit|deny} SOURCE [log]

The grammar has checked the words already and written keywords in full; this gives them meaning, and writes the
entry as IOS keeps it: `host A` for a single address, `any` for all, ports by name, no host bits under a wildcard.
"""

from __future__ import annotations

from dataclasses import dataclass

from ios_emu.router.acl import ANY_WILDCARD, Entry, FlagMatch, PortMatch
from ios_emu.router.commands.ports import ICMP_MESSAGES, PROTOCOLS, TCP_PORTS, UDP_PORTS, name_of
from ios_emu.router.commands.service_types import SERVICES, TCP_FLAGS
from ios_emu.router.context import CommandError
from ios_emu.wire import IPv4

_OPERATORS = ("eq", "neq", "gt", "lt", "range")
_HOST = IPv4(0)


@dataclass
class _Words:
    """The words of an entry, taken one by one."""

    rest: list[str]

    def take(self) -> str:
        if not self.rest:
            raise CommandError("% Incomplete command.\n")
        return self.rest.pop(0)

    def next_is(self, *words: str) -> bool:
        return bool(self.rest) and self.rest[0] in words


@dataclass(frozen=True)
class _Address:
    ip: IPv4
    wildcard: IPv4

    @property
    def text(self) -> str:
        if self.wildcard == ANY_WILDCARD:
            return "any"
        return f"host {self.ip}" if self.wildcard == _HOST else f"{self.ip} {self.wildcard}"


def remark(sequence: int, text: str) -> Entry:
    """A `remark` entry."""
    return Entry(sequence, False, f"remark {text}", remark=True)


def standard_entry(sequence: int, words: tuple[str, ...]) -> Entry:
    """The entry that the words after a standard list's name say. Raises CommandError."""
    source = _Words(list(words))
    permit = source.take() == "permit"
    address = _address(source, lone_host=True)
    text = address.text
    if address.wildcard == _HOST:
        text = str(address.ip)
    log = "log" if source.next_is("log", "log-input") else ""
    return Entry(
        sequence,
        permit,
        f"{'permit' if permit else 'deny'} {text} {log}".rstrip(),
        source=address.ip,
        source_wildcard=address.wildcard,
        log=log,
    )


def extended_entry(sequence: int, words: tuple[str, ...]) -> Entry:
    """The entry that the words after an extended list's name say. Raises CommandError."""
    rest = _Words(list(words))
    permit = rest.take() == "permit"
    name = rest.take()
    number = int(name) if name.isdigit() else PROTOCOLS[name]
    name = "ip" if number == 0 else name_of(number, PROTOCOLS)
    source = _address(rest)
    source_port, source_text = _ports(rest, name)
    destination = _address(rest)
    destination_port, destination_text = _ports(rest, name)
    message, message_text = _message(rest, name)
    marks = _marks(rest)
    return Entry(
        sequence,
        permit,
        f"{'permit' if permit else 'deny'} {name} {source.text}{source_text} "
        f"{destination.text}{destination_text}{message_text}{marks.text}",
        protocol=None if name == "ip" else number,
        source=source.ip,
        source_wildcard=source.wildcard,
        destination=destination.ip,
        destination_wildcard=destination.wildcard,
        source_port=source_port,
        destination_port=destination_port,
        icmp_type=message[0],
        icmp_code=message[1],
        flags=marks.flags,
        tos=marks.tos,
        ttl=marks.ttl,
        fragments=marks.fragments,
        log=marks.log,
    )


@dataclass
class _Marks:
    """What an entry says beyond addresses, ports and messages; `text` as it is kept."""

    text: str = ""
    flags: FlagMatch | None = None
    tos: tuple[int, int] | None = None
    ttl: PortMatch | None = None
    fragments: bool = False
    log: str = ""


def _marks(words: _Words) -> _Marks:
    marks = _Marks()
    while words.rest:
        word = words.take()
        marks.text += f" {word}"
        if word in ("log", "log-input"):
            marks.log = word
        elif word == "fragments":
            marks.fragments = True
        elif word in SERVICES:
            marks.tos, name = _service(word, words.take())
            marks.text += f" {name}"
        elif word == "ttl":
            marks.ttl = _ttl(words)
            marks.text += f" {marks.ttl.operator} {_span(marks.ttl)}"
        elif word in ("match-all", "match-any"):
            on, off, text = _flags(words)
            marks.flags = FlagMatch(on, off, word == "match-all")
            marks.text += text
        else:
            # Single flags, in the old way: any of them. `established`: an answer or a refusal.
            on = 0x14 if word == "established" else TCP_FLAGS.get(word, 0)
            if not on:
                raise CommandError("% Invalid input detected at '^' marker.\n")
            marks.flags = FlagMatch(on | (marks.flags.on if marks.flags is not None else 0))
    return marks


def _service(kind: str, word: str) -> tuple[tuple[int, int], str]:
    """The mask and value of `precedence`, `dscp` or `tos` WORD, and the word as it is kept."""
    shift, most, names = SERVICES[kind]
    value = names.get(word, int(word) if word.isdigit() else -1)
    if not 0 <= value <= most:
        raise CommandError("% Invalid input detected at '^' marker.\n")
    return (most << shift, value << shift), name_of(value, names)


def _ttl(words: _Words) -> PortMatch:
    operator, first = words.take(), int(words.take())
    if operator == "range":
        last = int(words.take())
        return PortMatch(operator, min(first, last), max(first, last))
    low, high = {"gt": (first + 1, 255), "lt": (0, first - 1)}.get(operator, (first, first))
    return PortMatch(operator, low, high)


def _span(ttl: PortMatch) -> str:
    return {"range": f"{ttl.low} {ttl.high}", "gt": f"{ttl.low - 1}", "lt": f"{ttl.high + 1}"}.get(
        ttl.operator, str(ttl.low)
    )


def _flags(words: _Words) -> tuple[int, int, str]:
    """`+syn -ack`: the flags that are to be set, those that are not, and the words."""
    on, off, text = 0, 0, ""
    while words.rest and words.rest[0][0] in "+-":
        word = words.take()
        flag = TCP_FLAGS.get(word[1:])
        if flag is None:
            break
        on, off = (on | flag, off) if word[0] == "+" else (on, off | flag)
        text += f" {word}"
    if not text:
        raise CommandError("% Invalid input detected at '^' marker.\n")
    return on, off, text


def _address(words: _Words, lone_host: bool = False) -> _Address:
    first = words.take()
    if first == "any":
        return _Address(IPv4(0), ANY_WILDCARD)
    if first == "host":
        return _Address(IPv4.parse(words.take()), _HOST)
    ip = IPv4.parse(first)
    if lone_host and not (words.rest and words.rest[0][0].isdigit()):
        return _Address(ip, _HOST)
    wildcard = IPv4.parse(words.take())
    return _Address(IPv4(ip & ~wildcard & 0xFFFFFFFF), wildcard)


def _ports(words: _Words, protocol: str) -> tuple[PortMatch | None, str]:
    if protocol not in ("tcp", "udp") or not words.next_is(*_OPERATORS):
        return None, ""
    names = TCP_PORTS if protocol == "tcp" else UDP_PORTS
    operator = words.take()
    first, first_text = _port(words.take(), names)
    if operator == "range":
        last, last_text = _port(words.take(), names)
        low, high = min(first, last), max(first, last)
        if first > last:
            first_text, last_text = last_text, first_text
        return PortMatch(operator, low, high), f" range {first_text} {last_text}"
    low, high = {"gt": (first + 1, 65535), "lt": (0, first - 1)}.get(operator, (first, first))
    others: tuple[int, ...] = ()
    while operator in ("eq", "neq") and words.rest and (words.rest[0].isdigit() or words.rest[0] in names):
        other, text = _port(words.take(), names)
        others += (other,)
        first_text += f" {text}"
    return PortMatch(operator, low, high, others), f" {operator} {first_text}"


def _port(word: str, names: dict[str, int]) -> tuple[int, str]:
    number = names.get(word, -1)
    if number < 0:
        if not word.isdigit() or int(word) > 65535:
            raise CommandError("% Invalid input detected at '^' marker.\n")
        number = int(word)
    return number, name_of(number, names)


def _message(words: _Words, protocol: str) -> tuple[tuple[int | None, int | None], str]:
    if protocol != "icmp" or not words.rest:
        return (None, None), ""
    if words.rest[0].isdigit():
        kind = words.take()
        code = words.take() if words.rest and words.rest[0].isdigit() else None
        named = next(
            (name for name, value in ICMP_MESSAGES.items() if value == (int(kind), int(code) if code else None)),
            "",
        )
        text = named or kind + (f" {code}" if code else "")
        return (int(kind), int(code) if code else None), f" {text}"
    if words.rest[0] in ICMP_MESSAGES:
        name = words.take()
        return ICMP_MESSAGES[name], f" {name}"
    return (None, None), ""
