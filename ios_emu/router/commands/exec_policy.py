"""`show` and `clear` of prefix lists and route maps."""

from __future__ import annotations

from ios_emu.grammar.command import Args, Command
from ios_emu.grammar.config import ConfigNode
from ios_emu.router.prefix_list import PrefixList
from ios_emu.router.router import Router
from ios_emu.router.session import Session
from ios_emu.router.show import policy
from ios_emu.wire import Prefix


def _lists(router: Router, args: Args) -> list[PrefixList]:
    """The list a line names, or all by name."""
    lists = router.prefix_lists.lists
    return [lists[name] for name in sorted(lists) if args.get("name") in (None, name)]


def _references(router: Router, name: str) -> int:
    """How often the configuration asks for a prefix list, plus one for the list itself."""
    return 1 + _naming(router.config.root, name)


def _naming(section: ConfigNode, name: str) -> int:
    count = 0
    for node in section.children:
        words = node.words
        asks = any(word in ("prefix", "prefix-list") for word in words[1:]) and name in words
        count += (asks and words[:2] != ("ip", "prefix-list")) + _naming(node, name)
    return count


def _prefix_list(session: Session, args: Args) -> str:
    router = session.router
    numbered = router.prefix_lists.numbered
    return "".join(policy.prefix_list(each, numbered) for each in _lists(router, args))


def _prefix_list_summary(session: Session, args: Args) -> str:
    router = session.router
    lists, changed = _lists(router, args), router.prefix_lists.last_changed
    text = f"Prefix-list with the last deletion/insertion: {changed}\n" if changed and "name" not in args else ""
    for each in lists:
        references = _references(router, each.name)
        if "detail" in args:
            text += policy.prefix_list_detail(each, references, router.prefix_lists.numbered)
        else:
            text += policy.prefix_list_summary(each, references)
    return text


def _prefix_list_entries(session: Session, args: Args) -> str:
    """`NAME seq N`, `NAME PREFIX [longer|first-match]`."""
    router = session.router
    entries = [entry for each in _lists(router, args) for entry in each.entries]
    if "sequence" in args:
        entries = [entry for entry in entries if entry.sequence == args.int("sequence")]
    else:
        prefix = Prefix.parse(args.text("prefix"))
        if "first-match" in args:
            entries = [entry for entry in entries if entry.holds(prefix)][:1]
        elif "longer" in args:
            entries = [e for e in entries if e.prefix.length >= prefix.length and prefix.holds(e.prefix.network)]
        else:
            entries = [entry for entry in entries if entry.prefix == prefix]
    return policy.prefix_entries(entries, router.prefix_lists.numbered)


def _clear_prefix_lists(session: Session, args: Args) -> None:
    for each in _lists(session.router, args):
        for entry in each.entries:
            if "prefix" not in args or entry.prefix == Prefix.parse(args.text("prefix")):
                entry.hits = 0


def _route_map(session: Session, args: Args) -> str:
    maps, tracking = session.router.route_maps.maps, session.router.tracking
    if "name" not in args:
        return "".join(policy.route_map(name, entries, tracking) for name, entries in maps.items())
    name = args.text("name")
    return policy.route_map(name, maps[name], tracking) if name in maps else f"route-map {name} not found\n"


def _clear_route_map(session: Session, args: Args) -> None:
    for name, entries in session.router.route_maps.maps.items():
        for entry in entries if args.get("name") in (None, name) else ():
            entry.packets = entry.octets = 0


def _policies(session: Session, args: Args) -> str:
    router = session.router
    return policy.policies(router.policy.local, router.local_interfaces())


_HELP = {
    "prefix-list": "List IP prefix lists",
    "detail": "Detail of prefix lists",
    "summary": "Summary of prefix lists",
    "<name>": "Name of a prefix list",
    "seq": "sequence number of an entry",
    "<sequence>": "Sequence number",
    "<prefix>": "IP prefix <network>/<length>, e.g., 35.0.0.0/8",
    "longer": "Lookup longer prefix",
    "first-match": "First matched prefix",
    "policy": "Policy routing",
    "counters": "Clear the counters of route-maps",
}
_MAP_HELP = {"route-map": "route-map information", "<name>": "route-map name"}

POLICY_COMMANDS = (
    Command("exec", "show ip prefix-list [<name:WORD>]", _prefix_list, _HELP),
    Command("exec", "show ip prefix-list {detail|summary} [<name:WORD>]", _prefix_list_summary, _HELP),
    Command(
        "exec",
        "show ip prefix-list <name:WORD> {seq <sequence:1-4294967294>|<prefix:A.B.C.D/LEN> [longer|first-match]}",
        _prefix_list_entries,
        _HELP,
    ),
    Command("privileged", "clear ip prefix-list [<name:WORD> [<prefix:A.B.C.D/LEN>]]", _clear_prefix_lists, _HELP),
    Command("exec", "show route-map [<name:WORD>]", _route_map, _MAP_HELP),
    Command("privileged", "clear route-map counters [<name:WORD>]", _clear_route_map, _HELP | _MAP_HELP),
    Command("exec", "show ip policy", _policies, _HELP),
)
