"""Access lists: numbered ones line by line, named ones in their own sections."""

from __future__ import annotations

from ios_emu.grammar.command import Args, Command, Handler, Store
from ios_emu.grammar.grammar import Match, Mode
from ios_emu.router import facts
from ios_emu.router.acl import AccessList, Entry
from ios_emu.router.commands.acl_entry import extended_entry, remark, standard_entry
from ios_emu.router.commands.ports import ICMP_MESSAGES, PROTOCOLS
from ios_emu.router.commands.service_types import TCP_FLAGS
from ios_emu.router.context import CommandError, ConfigContext, Implied, Instead

EXTENDED_MODE, STANDARD_MODE = "ext-nacl", "std-nacl"

ACL_MODES = (
    Mode(EXTENDED_MODE, "(config-ext-nacl)#", "config"),
    Mode(STANDARD_MODE, "(config-std-nacl)#", "config"),
)


def _side(name: str) -> str:
    return f"{{any | host <{name}:A.B.C.D> | <{name}:A.B.C.D> <{name}_wildcard:WILDCARD>}}"


def _port(name: str) -> str:
    return f"[{{eq|neq}} <{name}:WORD>... | {{gt|lt}} <{name}:WORD> | range <{name}:WORD> <{name}_last:WORD>]"


_LOG = "log | log-input"
_MARKS = (
    f"{_LOG} | fragments | precedence <precedence:WORD> | dscp <dscp:WORD> | tos <tos:WORD> "
    "| ttl {eq|gt|lt|neq} <ttl:0-255> | ttl range <ttl:0-255> <ttl_last:0-255>"
)
_FLAGS = f"{'|'.join(TCP_FLAGS)} | match-all <flags:WORD>... | match-any <flags:WORD>..."
_SOURCE, _DESTINATION = _side("source"), _side("destination")
_ANY_PROTOCOL = "|".join(sorted(name for name in PROTOCOLS if name not in ("tcp", "udp", "icmp")))
_MESSAGES = "|".join(sorted(ICMP_MESSAGES))
_STANDARD = f"{{permit|deny}} {{any | host <source:A.B.C.D> | <source:A.B.C.D> [<wildcard:WILDCARD>]}} [{_LOG}]"
_EXTENDED = (
    f"{{permit|deny}} {{<protocol:0-255>|{_ANY_PROTOCOL}}} {_SOURCE} {_DESTINATION} [{_MARKS}]*",
    f"{{permit|deny}} tcp {_SOURCE} {_port('source_port')} {_DESTINATION} {_port('destination_port')} "
    f"[established | {_FLAGS} | {_MARKS}]*",
    f"{{permit|deny}} udp {_SOURCE} {_port('source_port')} {_DESTINATION} {_port('destination_port')} [{_MARKS}]*",
    f"{{permit|deny}} icmp {_SOURCE} {_DESTINATION} [{_MESSAGES} | <type:0-255> [<code:0-255>]] [{_MARKS}]*",
)


def _entry(extended: bool, sequence: int, words: tuple[str, ...], args: Args) -> Entry:
    if words[0] == "remark":
        return remark(sequence, args.text("text"))
    return (extended_entry if extended else standard_entry)(sequence, words)


# -- numbered lists ----------------------------------------------------------------------------------


def _numbered(extended: bool, ctx: ConfigContext, args: Args) -> Instead | None:
    name = str(args.int("number"))
    lists = ctx.router.acls
    words = args.words[2:]
    if args.no:
        _forget(ctx, name)
        # Whatever entry was named, a numbered list goes as a whole.
        return Instead(f"no access-list {name}") if words else None
    access_list = lists.define(name, extended=extended)
    entry = _entry(extended, access_list.next_sequence(), words, args)
    if entry.text != " ".join(words) and not entry.remark:
        return Instead(f"access-list {name} {entry.text}")
    access_list.add(entry)
    _changed(ctx, name)
    return None


def _forget(ctx: ConfigContext, name: str) -> None:
    """Remove a list, and whatever the running-config says of it: a numbered one may stand there in two ways."""
    ctx.router.acls.remove(name)
    if name.isdigit():
        for kind in ("standard", "extended"):
            ctx.router.config.remove(f"ip access-list {kind} {name}")
        for node in ctx.router.config.lines("access-list", name):
            ctx.router.config.remove(node.text)
    _changed(ctx, name)


def _changed(ctx: ConfigContext, name: str) -> None:
    ctx.router.publish(facts.AccessListChanged(name))


def _numbered_standard(ctx: ConfigContext, args: Args) -> Instead | None:
    return _numbered(False, ctx, args)


def _numbered_extended(ctx: ConfigContext, args: Args) -> Instead | None:
    return _numbered(True, ctx, args)


# -- named lists -------------------------------------------------------------------------------------


def _named(extended: bool, ctx: ConfigContext, args: Args) -> None:
    name = args.text("name")
    if args.no:
        _forget(ctx, name)
        return
    known = ctx.router.acls.get(name)
    if known is not None and known.extended != extended:
        raise CommandError("A named IP list with this name already exists\n")
    ctx.router.acls.define(name, extended=extended)


def _named_standard(ctx: ConfigContext, args: Args) -> None:
    _named(False, ctx, args)


def _named_extended(ctx: ConfigContext, args: Args) -> None:
    _named(True, ctx, args)


def _list(ctx: ConfigContext) -> AccessList:
    parent = ctx.parent
    return ctx.router.acls.define(parent.text("name"), extended="extended" in parent.words[:3])


def _hollow(args: Args) -> bool:
    """A numbered list is shown as its `access-list` lines, the section in which they were edited is not."""
    return args.text("name").isdigit()


def _shown_as_lines(ctx: ConfigContext, access_list: AccessList) -> bool:
    """Whether what is edited here is a numbered list whose lines are not kept in this section."""
    section = ctx.router.config.section(*ctx.path)
    return ctx.router.booted and access_list.name.isdigit() and (section is None or not section.nodes)


def _rewrite(ctx: ConfigContext, access_list: AccessList, before: list[Entry]) -> None:
    """Let the running-config show a list anew, in order and without numbers. `before` is what it shows."""
    config, grammar = ctx.router.config, ctx.router.catalog.grammar
    mode = EXTENDED_MODE if access_list.extended else STANDARD_MODE
    path, beginning = ctx.path, ""
    if _shown_as_lines(ctx, access_list):
        mode, path, beginning = "config", (), f"access-list {access_list.name} "
    for old in before:
        config.remove(*path, beginning + old.text)
    for entry in access_list.entries:
        match = grammar.match(mode, beginning + entry.text)
        node = config.apply(path, match) if isinstance(match, Match) else None
        if node is not None:
            config.arrange(grammar, path, node)


def _line(ctx: ConfigContext, args: Args) -> Instead | Implied | None:
    """An entry without a number: added at the end."""
    access_list = _list(ctx)
    entry = _entry(access_list.extended, access_list.next_sequence(), args.words, args)
    if entry.text != " ".join(args.words) and not entry.remark:
        return Instead(("no " if args.no else "") + entry.text)
    before = list(access_list.entries)
    if args.no:
        access_list.entries = [e for e in access_list.entries if e.text != entry.text]
    else:
        access_list.add(entry)
    _changed(ctx, access_list.name)
    if not _shown_as_lines(ctx, access_list):
        return None
    _rewrite(ctx, access_list, before)
    return Implied()


def _sequenced(ctx: ConfigContext, args: Args) -> None:
    """An entry with a number: put where it belongs. The running-config shows a list in order, without numbers."""
    access_list = _list(ctx)
    sequence = args.int("sequence")
    before = list(access_list.entries)
    if args.no:
        access_list.entries = [e for e in before if e.sequence != sequence or e.remark]
    else:
        entry = _entry(access_list.extended, sequence, args.words[1:], args)
        there = access_list.taken(sequence)
        if there is not None and there.text != entry.text and not entry.remark:
            raise CommandError("% Duplicate sequence number\n")
        if not access_list.add(entry):
            return
    _changed(ctx, access_list.name)
    _rewrite(ctx, access_list, before)


def _resequence(ctx: ConfigContext, args: Args) -> None:
    """`ip access-list resequence NAME START STEP`: new numbers, the same order."""
    access_list = ctx.router.acls.get(args.text("name"))
    if access_list is None or args.no:
        return
    start, step = args.int("start"), args.int("step")
    if start + step * (len(access_list.entries) - 1) > MAXIMUM_SEQUENCE:
        raise CommandError("Exceeded maximum sequence number.\n")
    access_list.resequence(start, step)


def _remove_sequence(ctx: ConfigContext, args: Args) -> None:
    if not args.no:
        raise CommandError("% Incomplete command.\n")
    _sequenced(ctx, args)


def _log_update(ctx: ConfigContext, args: Args) -> None:
    ctx.router.filters.threshold = 0 if args.no else args.int("packets")


_REMARK = "remark <text:LINE>"
MAXIMUM_SEQUENCE = 2147483647
_NUMBER = f"<sequence:1-{MAXIMUM_SEQUENCE}>"
_RESEQUENCE = {
    "resequence": "Resequence Access List",
    "<name>": "Access-list name or number",
    "<start>": "Starting Sequence Number",
    "<step>": "Step to increment the sequence number",
}


def _number(args: Args) -> tuple[int, ...]:
    return (args.int("number"),)


def _numbered_command(span: str, body: str, run: Handler) -> Command:
    notation = f"access-list <number:{span}> {body}"
    align = "" if body is _REMARK else "deny"
    return Command("config", notation, run, key=("number",), many=True, rank=1010, order=_number, align=align)


ACL_COMMANDS = (
    *(
        _numbered_command(span, body, _numbered_standard)
        for span in ("1-99", "1300-1999")
        for body in (_STANDARD, _REMARK)
    ),
    *(
        _numbered_command(span, body, _numbered_extended)
        for span in ("100-199", "2000-2699")
        for body in (*_EXTENDED, _REMARK)
    ),
    Command("config", "ip access-list standard <name:WORD>", _named_standard, key=("name",), enters=STANDARD_MODE,
            rank=1000, hollow=_hollow),
    Command("config", "ip access-list extended <name:WORD>", _named_extended, key=("name",), enters=EXTENDED_MODE,
            rank=1001, hollow=_hollow),
    Command("config", f"ip access-list resequence <name:WORD> <start:1-{MAXIMUM_SEQUENCE}> <step:1-{MAXIMUM_SEQUENCE}>",
            _resequence, _RESEQUENCE, Store.NEVER),
    Command(STANDARD_MODE, _STANDARD, _line, many=True, align="deny"),
    *(Command(EXTENDED_MODE, body, _line, many=True, align="deny") for body in _EXTENDED),
    *(Command(mode, _REMARK, _line, many=True) for mode in (STANDARD_MODE, EXTENDED_MODE)),
    *(Command(STANDARD_MODE, f"{_NUMBER} {body}", _sequenced, store=Store.NEVER) for body in (_STANDARD, _REMARK)),
    *(
        Command(EXTENDED_MODE, f"{_NUMBER} {body}", _sequenced, store=Store.NEVER)
        for body in (*_EXTENDED, _REMARK)
    ),
    Command(STANDARD_MODE, _NUMBER, _remove_sequence, store=Store.NEVER),
    Command(EXTENDED_MODE, _NUMBER, _remove_sequence, store=Store.NEVER),
    *(
        Command("config", f"{before}access-list log-update threshold <packets:0-2147483647>", _log_update,
                {"threshold": "Number of packets after which a flow is reported"}, rank=1009)
        for before in ("", "ip ")
    ),
)  # fmt: skip
