"""`ip prefix-list`. The running-config has every entry with its number, or, after `no ip prefix-list
sequence-number`, without."""

from __future__ import annotations

from ios_emu.grammar.command import Args, Command, Store
from ios_emu.router import facts
from ios_emu.router.boot import TOP, apply_line
from ios_emu.router.context import CommandError, ConfigContext, Instead
from ios_emu.router.prefix_list import PrefixEntry, PrefixList
from ios_emu.router.router import Router
from ios_emu.wire import Prefix

RANK = 1008


def _said(args: Args) -> PrefixEntry:
    """The entry that a line says, as IOS keeps it; without a number, 0. Raises CommandError."""
    text = args.text("prefix")
    prefix = Prefix.parse(text)
    ge = args.int("ge") if "ge" in args else None
    le = args.int("le") if "le" in args else None
    low = prefix.length + 1 if ge is None else ge
    if low <= prefix.length or (le is not None and not low <= le):
        raise CommandError(f"% Invalid prefix range for {text}, make sure: len < ge-value <= le-value\n")
    if ge is not None and le == 32:
        le = None
    return PrefixEntry(args.int("sequence", 0), "permit" in args, prefix, ge, le)


def _line(entries: PrefixList, entry: PrefixEntry, numbered: bool) -> str:
    number = f"seq {entry.sequence} " if numbered else ""
    return f"ip prefix-list {entries.name} {number}{entry.text}"


def _insert(entries: PrefixList, entry: PrefixEntry) -> bool:
    """Put an entry into its list; whether it is new. Raises CommandError when the number, or what the entry says, is
    taken."""
    there = entries.numbers.get(entry.sequence) or entries.sayings.get(entry.says)
    if there is None:
        entries.add(entry)
        return True
    if (there.sequence, *there.says) != (entry.sequence, *entry.says):
        raise CommandError(
            f"%Insertion failed - prefix-list entry exists:\n   seq {there.sequence} {there.text}\n"
        )
    return False


def _changed(router: Router, entries: PrefixList) -> None:
    router.prefix_lists.last_changed = entries.name
    router.publish(facts.PrefixListChanged(entries.name))


def _entry(ctx: ConfigContext, args: Args) -> Instead | None:
    """An entry, with or without its number."""
    router, lists = ctx.router, ctx.router.prefix_lists
    numbered = "sequence" in args
    if args.no:
        _delete(ctx, args.text("name"), _meant(ctx, args))
        return None
    entry = _said(args)
    entries = lists.define(args.text("name"))
    known = entries.sayings.get(entry.says)
    if not numbered and known is not None:
        entry = known
    elif not numbered:
        entry.sequence = entries.next_sequence()
    if _insert(entries, entry):
        _changed(router, entries)
        if not lists.numbered and entry is not entries.entries[-1]:
            _rewrite(router, entries)
    line = _line(entries, entry, lists.numbered)
    return Instead(line) if line != " ".join(args.words) else None


def _meant(ctx: ConfigContext, args: Args) -> list[PrefixEntry]:
    """The entries that a `no` line means, which may leave things out."""
    found = ctx.router.prefix_lists.get(args.text("name"))
    entries = found.entries if found is not None else []
    if "sequence" in args:
        entries = [entry for entry in entries if entry.sequence == args.int("sequence")]
    if "permit" in args or "deny" in args:
        entries = [entry for entry in entries if entry.permit == ("permit" in args)]
    if "prefix" in args:
        entries = [entry for entry in entries if entry.says == _said(args).says]
    return list(entries)


def _delete(ctx: ConfigContext, name: str, gone: list[PrefixEntry]) -> None:
    """Take entries out of their list."""
    entries = ctx.router.prefix_lists.get(name)
    if entries is None or not gone:
        return
    for entry in gone:
        entries.remove(entry)
        ctx.router.config.remove(_line(entries, entry, ctx.router.prefix_lists.numbered))
    _forget_empty(ctx.router, entries)
    _changed(ctx.router, entries)


def _forget_empty(router: Router, entries: PrefixList) -> None:
    if not entries.entries and not entries.description:
        router.prefix_lists.lists.pop(entries.name, None)


def _rewrite(router: Router, entries: PrefixList) -> None:
    """Show the entries of a list in the running-config anew, in their order."""
    for entry in entries.entries:
        for numbered in (True, False):
            router.config.remove(_line(entries, entry, numbered))
    for entry in list(entries.entries):
        apply_line(router, TOP, _line(entries, entry, router.prefix_lists.numbered))


def _number_removed(ctx: ConfigContext, args: Args) -> None:
    """`no ip prefix-list NAME seq N`."""
    if not args.no:
        raise CommandError("% Incomplete command.\n\n")
    _delete(ctx, args.text("name"), _meant(ctx, args))


def _list_removed(ctx: ConfigContext, args: Args) -> None:
    """`no ip prefix-list NAME`."""
    if not args.no:
        raise CommandError("% Incomplete command.\n\n")
    router, name = ctx.router, args.text("name")
    entries = router.prefix_lists.lists.pop(name, None)
    for node in router.config.lines("ip", "prefix-list", name):
        router.config.remove(node.text)
    if entries is not None:
        _changed(router, entries)


def _description(ctx: ConfigContext, args: Args) -> None:
    entries = ctx.router.prefix_lists.define(args.text("name"))
    entries.description = "" if args.no else args.text("text")
    _forget_empty(ctx.router, entries)


def _numbers(ctx: ConfigContext, args: Args) -> None:
    lists = ctx.router.prefix_lists
    lists.numbered = not args.no
    for entries in list(lists.lists.values()):
        _rewrite(ctx.router, entries)


def _by_name(args: Args) -> tuple[int, ...]:
    """Lists stand by name, the entries of one by number."""
    described = 0 if "text" in args else 1
    return (*args.text("name").encode(), -1, described, args.int("sequence", 0))


_HELP = {
    "prefix-list": "Build a prefix list",
    "<name>": "Name of a prefix list",
    "seq": "sequence number of an entry",
    "<sequence>": "Sequence number",
    "permit": "Specify packets to forward",
    "deny": "Specify packets to reject",
    "<prefix>": "IP prefix <network>/<length>, e.g., 35.0.0.0/8",
    "ge": "Minimum prefix length to be matched",
    "<ge>": "Minimum prefix length",
    "le": "Maximum prefix length to be matched",
    "<le>": "Maximum prefix length",
    "description": "Prefix-list specific description",
    "<text>": "Up to 80 characters describing this prefix-list",
    "sequence-number": "Include/exclude sequence numbers in NVGEN",
}
_NAME, _SEQUENCE = "ip prefix-list <name:WORD>", "seq <sequence:1-4294967294>"
_SAYS = "{permit|deny} <prefix:A.B.C.D/LEN> [ge <ge:1-32>] [le <le:1-32>]"

PREFIX_LIST_COMMANDS = (
    Command(
        "config",
        f"{_NAME} {_SEQUENCE} {_SAYS}",
        _entry,
        _HELP,
        key=("name", "sequence"),
        rank=RANK,
        order=_by_name,
    ),
    Command("config", f"{_NAME} {_SAYS}", _entry, _HELP, many=True, rank=RANK, order=_by_name),
    Command("config", f"{_NAME} {_SEQUENCE}", _number_removed, _HELP, Store.NEVER),
    Command("config", _NAME, _list_removed, _HELP, Store.NEVER),
    Command(
        "config", f"{_NAME} description <text:LINE>", _description, _HELP, key=("name",), rank=RANK, order=_by_name
    ),
    Command("config", "ip prefix-list sequence-number", _numbers, _HELP, Store.ON, rank=347),
)
