"""A small command table for the tests of the grammar, a loader, and generated instances of notations."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from hypothesis import strategies as st

from ios_emu.grammar.command import Command, Store
from ios_emu.grammar.config import ConfigStore
from ios_emu.grammar.document import parse_document
from ios_emu.grammar.grammar import Grammar, Match, Mismatch, Mode
from ios_emu.grammar.interfaces import KINDS
from ios_emu.grammar.notation import AnyOrder, Argument, Choice, Keyword, Optional, Part, parse_notation

MODES = (
    Mode("exec", ">"),
    Mode("privileged", "#", "exec"),
    Mode("config", "(config)#"),
    Mode("interface", "(config-if)#", "config"),
    Mode("router", "(config-router)#", "config"),
    Mode("family", "(config-router-af)#", "router"),
    Mode("crypto-map", "(config-crypto-map)#", "config"),
    Mode("line", "(config-line)#", "config"),
)

EXEC = (
    Command("exec", "show ip route [<prefix:A.B.C.D> [<mask:MASK>]]", help={"<prefix>": "Network to display"}),
    Command("exec", "show ip route ospf [<process:1-65535>]"),
    Command("exec", "show ip interface [brief | <interface:INTERFACE>]"),
    Command("exec", "show interfaces [<interface:INTERFACE>]"),
    Command("exec", "show ipv6 route"),
    Command("exec", "show standby [<interface:INTERFACE> [<group:0-255>]] [brief]"),
    Command("exec", "ping <target:WORD> [source <source:WORD> | repeat <count:1-99> | size <size:36-18024>]*"),
    Command("exec", "ping ip <target:WORD>"),
    Command("exec", "enable [<level:0-15>]"),
    Command("exec", "disable"),
    Command("exec", "disconnect [<session:1-20>]"),
    Command("privileged", "configure terminal"),
    Command("privileged", "clock set <time:TIME> <day:1-31> <month:WORD> <year:1993-2035>"),
    Command("privileged", "debug standby [events | packets [detail]]"),
    Command("privileged", "debug all"),
    Command("privileged", "test mac <mac:H.H.H> value <value:HEX> [prefix <prefix:A.B.C.D/LEN>]"),
    Command("privileged", "send <line:0-5> <text:LINE>"),
)

CONFIG = (
    Command("config", "version <version:WORD>", rank=100),
    Command("config", "service timestamps {debug|log} [datetime [msec] | uptime]", store=Store.BOTH, rank=110),
    Command("config", "service password-encryption", store=Store.BOTH, rank=115),
    Command("config", "service pad", store=Store.ON, rank=105),
    Command("config", "hostname <name:WORD>", rank=200),
    Command("config", "ip domain lookup", store=Store.ON, rank=300),
    Command("config", "ip host <name:WORD> <address:A.B.C.D>", key=("name",), rank=310),
    Command("config", "ip name-server <servers:A.B.C.D>...", rank=311),
    Command("config", "crypto map <name:WORD> <sequence:1-65535> [ipsec-isakmp]", key=("name", "sequence"),
            enters="crypto-map", rank=400, trailing_blank=True),
    Command("config", "interface <interface:INTERFACE> [point-to-point]", enters="interface", rank=500),
    Command("config", "router {ospf|eigrp} <process:1-65535>", enters="router", rank=600),
    Command("config", "ip route <prefix:A.B.C.D> <mask:MASK> <hop:A.B.C.D> [<distance:1-255>] [name <name:WORD>]",
            key=("prefix", "mask", "hop"), omit={"distance": 1}, rank=700),
    Command("config", "access-list <number:1-199> {permit|deny} {any | host <host:A.B.C.D>} [log]",
            key=("number",), many=True, rank=800),
    Command("config", "access-list <number:1-199> remark <text:LINE>", key=("number",), many=True, rank=800),
    Command("config", "banner motd <text:LINE>", rank=850),
    Command("config", "line {console|vty} <first:0-15> [<last:1-15>]", enters="line", rank=900, separate=False),
    Command("config", "exit", store=Store.NEVER),
)  # fmt: skip

SECTIONS = (
    Command("interface", "ip address <address:A.B.C.D> <mask:MASK>", rank=100),
    Command("interface", "ip address <address:A.B.C.D> <mask:MASK> secondary", key=("address", "mask"), rank=101),
    Command("interface", "ip access-group <acl:WORD> {in|out}", rank=110),
    Command("interface", "ip redirects", store=Store.ON, rank=115),
    Command("interface", "ip route-cache [flow]", rank=120),
    Command("interface", "shutdown", rank=200),
    Command("interface", "description <text:LINE>", rank=50),
    Command("interface", "duplex {full|half|auto}", rank=210),
    Command("interface", "keepalive [<seconds:0-32767>]", store=Store.ON, rank=215),
    Command("interface", "standby [<group:0-255>] ip [<address:A.B.C.D>]", key=("group",), omit={"group": 0},
            rank=300),
    Command("interface", "standby [<group:0-255>] priority <priority:0-255>", key=("group",), omit={"group": 0},
            rank=301),
    Command("interface", "standby [<group:0-255>] track <interface:INTERFACE> [<decrement:1-255>]",
            key=("group", "interface"), omit={"group": 0, "decrement": 10}, rank=302),
    Command("interface", "crypto map <name:WORD> [redundancy <group:WORD>]", rank=400),
    Command("router", "network <network:A.B.C.D> <wildcard:WILDCARD> area <area:0-4294967295>",
            key=("network", "wildcard"), rank=300),
    Command("router", "redistribute {static|connected} [metric <metric:0-16777214> | subnets]*", rank=200),
    Command("router", "passive-interface {default | <interface:INTERFACE>}", key=("interface",), rank=250),
    Command("router", "address-family {ipv4|ipv6}", enters="family", rank=900, key=("ipv4",),
            closing="exit-address-family"),
    Command("family", "maximum-paths <paths:1-16>"),
    Command("router", "exit-address-family", store=Store.NEVER),
    Command("crypto-map", "set peer <peer:A.B.C.D>", many=True),
    Command("crypto-map", "set transform-set <sets:WORD>...", trailing_blank=True),
    Command("crypto-map", "match address <acl:WORD>"),
    Command("line", "exec-timeout <minutes:0-35791> [<seconds:0-2147483>]"),
    Command("line", "transport {input|output} {all|none|telnet}"),
    Command("line", "login [local]"),
    Command("line", "password [0|7] <password:LINE>"),
)  # fmt: skip

COMMANDS = EXEC + CONFIG + SECTIONS
GRAMMAR = Grammar(COMMANDS, MODES)


def matched(mode: str, line: str) -> Match:
    """The match of a line that must be a command."""
    found = GRAMMAR.match(mode, line)
    assert isinstance(found, Match), found
    return found


def load(text: str) -> ConfigStore:
    """A config document applied line by line; indentation tells sections apart."""
    store = ConfigStore()
    open_sections: list[tuple[int, str, str]] = []
    for line in parse_document(text):
        while open_sections and open_sections[-1][0] >= line.depth:
            open_sections.pop()
        mode = open_sections[-1][1] if open_sections else "config"
        found = matched(mode, line.text)
        node = store.apply(tuple(header for _, _, header in open_sections), found)
        if found.command.enters is not None and node is not None:
            open_sections.append((line.depth, found.command.enters, node.text))
    return store


def failure(mode: str, line: str) -> Mismatch:
    """The mismatch of a line that must be none."""
    found = GRAMMAR.match(mode, line)
    assert isinstance(found, Mismatch), found
    return found


ADDRESSES = st.tuples(*[st.integers(0, 255)] * 4).map(lambda octets: ".".join(map(str, octets)))
UNITS = st.lists(st.integers(0, 20), min_size=1, max_size=3).map(lambda numbers: "/".join(map(str, numbers)))
# No keyword of the table begins with z, so these words abbreviate none.
WORDS = st.text("abcz019-_", max_size=6).map(lambda tail: "z" + tail)


def values(type_name: str) -> st.SearchStrategy[str]:
    """Words of an argument type, in canonical form."""
    if type_name in ("A.B.C.D", "MASK", "WILDCARD"):
        return ADDRESSES
    if type_name == "INTERFACE":
        return st.tuples(st.sampled_from([kind.name for kind in KINDS]), UNITS).map("".join)
    if type_name == "LINE":
        return st.lists(WORDS, min_size=1, max_size=4).map("  ".join)
    if type_name == "WORD":
        return WORDS
    if type_name == "H.H.H":
        return st.binary(min_size=6, max_size=6).map(bytes.hex).map(lambda h: f"{h[:4]}.{h[4:8]}.{h[8:]}")
    if type_name == "HEX":
        return st.integers(0, 2**32).map("0x{:x}".format)
    if type_name == "TIME":
        return st.tuples(st.integers(0, 23), st.integers(0, 59)).map(lambda t: f"{t[0]:02}:{t[1]:02}:00")
    if type_name == "A.B.C.D/LEN":
        return st.tuples(ADDRESSES, st.integers(0, 32)).map(lambda p: f"{p[0]}/{p[1]}")
    low, high = type_name.split("-")
    return st.integers(int(low), int(high)).map(str)


Words = list[tuple[str, bool]]
"""Typed words, and whether each is a keyword."""


def _joined(parts: Iterable[Words]) -> Words:
    return list(chain.from_iterable(parts))


def instances(part: Part) -> st.SearchStrategy[Words]:
    """The ways to type a notation."""
    if isinstance(part, Keyword):
        return st.just([(part.word, True)])
    if isinstance(part, Argument):
        one = values(part.type.name).map(lambda word: [(word, False)])
        return st.lists(one, min_size=1, max_size=3).map(_joined) if part.many else one
    if isinstance(part, Optional):
        return st.one_of(st.just([]), instances(part.part))
    if isinstance(part, Choice):
        return st.one_of([instances(one) for one in part.parts])
    if isinstance(part, AnyOrder):
        chosen = st.lists(st.sampled_from(part.parts), unique_by=id)
        return chosen.flatmap(lambda parts: st.tuples(*map(instances, parts))).map(_joined)
    return st.tuples(*map(instances, part.parts)).map(_joined)


def lines_of(commands: tuple[Command, ...]) -> st.SearchStrategy[tuple[Command, Words]]:
    """Commands of the table, typed."""
    return st.sampled_from(commands).flatmap(
        lambda command: st.tuples(st.just(command), instances(parse_notation(command.notation)))
    )


def typed(words: Words) -> str:
    """Words as a line."""
    return " ".join(word for word, _ in words)
