"""The commands of IPsec: transform sets, crypto maps, applying them, showing and clearing SAs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ios_emu.features.ipsec import policy, show
from ios_emu.features.ipsec.instance import Ipsec
from ios_emu.features.ipsec.policy import CryptoMap, MapEntry, TransformSet
from ios_emu.grammar.command import Args, Command, Store
from ios_emu.grammar.grammar import Mode
from ios_emu.router.context import CommandError, ConfigContext, Instead
from ios_emu.router.key_engine import Transform

if TYPE_CHECKING:
    from ios_emu.router.session import Session

MODES = (
    Mode("crypto-map", "(config-crypto-map)#", "config"),
    Mode("crypto-transform", "(cfg-crypto-trans)#", "config"),
)

_INCOMPLETE = "% Incomplete command.\n\n"
_NEW_MAP_NOTE = (
    "% NOTE: This new crypto map will remain disabled until a peer\n"
    "\tand a valid access list have been configured.\n"
)
_CIPHERS = {"esp-des": "des", "esp-3des": "3des", "esp-aes": "aes", "esp-null": "null"}
_HASHES = {"esp-md5-hmac": "md5", "esp-sha-hmac": "sha", "esp-sha256-hmac": "sha256"}
_PFS_GROUPS = {"group1": 1, "group2": 2, "group5": 5, "group14": 14}


def _ipsec(ctx: ConfigContext) -> Ipsec:
    return ctx.router.feature(Ipsec)


# -- transform sets ----------------------------------------------------------------------------------


def _transform_set(ctx: ConfigContext, args: Args) -> None:
    sets = _ipsec(ctx).policy.transform_sets
    name = args.text("name")
    if args.no:
        sets.pop(name, None)
        return
    ciphers = [cipher for word, cipher in _CIPHERS.items() if word in args]
    hashes = [kind for word, kind in _HASHES.items() if word in args]
    if not ciphers and not hashes:
        raise CommandError(_INCOMPLETE)
    if len(ciphers) != 1 or len(hashes) > 1 or (ciphers == ["null"] and not hashes):
        raise CommandError("ERROR: this combination of transforms is not allowed\n")
    bits = next((bits for bits in (192, 256) if str(bits) in args), 128) if ciphers == ["aes"] else 0
    mode = sets[name].transform.mode if name in sets else "tunnel"
    sets[name] = TransformSet(name, Transform(ciphers[0], bits, hashes[0] if hashes else "", mode))


def _transform_mode(ctx: ConfigContext, args: Args) -> None:
    transform_set = _ipsec(ctx).policy.transform_sets.get(ctx.parent.text("name"))
    if transform_set is not None:
        old = transform_set.transform
        mode = "transport" if "transport" in args and not args.no else "tunnel"
        transform_set.transform = Transform(old.cipher, old.key_bits, old.hash, mode)


def _global_seconds(ctx: ConfigContext, args: Args) -> None:
    default = policy.DEFAULT_LIFETIME_SECONDS
    _ipsec(ctx).policy.lifetime_seconds = default if args.no else args.int("seconds")


def _global_kilobytes(ctx: ConfigContext, args: Args) -> None:
    default = policy.DEFAULT_LIFETIME_KILOBYTES
    _ipsec(ctx).policy.lifetime_kilobytes = default if args.no else args.int("kilobytes")


# -- crypto maps -------------------------------------------------------------------------------------


def _map(ctx: ConfigContext, name: str) -> CryptoMap:
    return _ipsec(ctx).policy.maps.setdefault(name, CryptoMap(name))


def _map_entry(ctx: ConfigContext, args: Args) -> str | None:
    ipsec = _ipsec(ctx)
    name, sequence = args.text("name"), args.int("sequence")
    if args.no:
        _remove_entry(ipsec, name, sequence)
        return None
    entries = _map(ctx, name).entries
    if sequence in entries:
        return None
    entries[sequence] = MapEntry(sequence)
    return _NEW_MAP_NOTE if ctx.router.booted else None


def _remove_entry(ipsec: Ipsec, name: str, sequence: int) -> None:
    crypto_map = ipsec.policy.maps.get(name)
    if crypto_map is None:
        return
    crypto_map.entries.pop(sequence, None)
    if not crypto_map.entries and not crypto_map.local_address:
        del ipsec.policy.maps[name]
    ipsec.policy_changed()


def _short_entry(ctx: ConfigContext, args: Args) -> Instead:
    """`crypto map NAME SEQ`, which is enough to name an entry that exists."""
    name, sequence = args.text("name"), args.int("sequence")
    crypto_map = _ipsec(ctx).policy.maps.get(name)
    if not args.no and (crypto_map is None or sequence not in crypto_map.entries):
        raise CommandError(_INCOMPLETE)
    return Instead(f"{'no ' if args.no else ''}crypto map {name} {sequence} ipsec-isakmp")


def _remove_map(ctx: ConfigContext, args: Args) -> None:
    """`no crypto map NAME`: the whole map."""
    if not args.no:
        raise CommandError(_INCOMPLETE)
    name = args.text("name")
    for node in ctx.router.config.lines("crypto", "map", name):
        ctx.router.config.remove(node.text)
    if _ipsec(ctx).policy.maps.pop(name, None) is not None:
        _ipsec(ctx).policy_changed()


def _local_address(ctx: ConfigContext, args: Args) -> None:
    ipsec = _ipsec(ctx)
    crypto_map = _map(ctx, args.text("name"))
    crypto_map.local_address = "" if args.no else args.interface("interface")
    if not crypto_map.local_address and not crypto_map.entries:
        del ipsec.policy.maps[crypto_map.name]
    ipsec.policy_changed()


def _entry(ctx: ConfigContext) -> MapEntry:
    """The entry of the section. Raises CommandError when it was removed while the section was open."""
    crypto_map = _ipsec(ctx).policy.maps.get(ctx.parent.text("name"))
    entry = crypto_map.entries.get(ctx.parent.int("sequence")) if crypto_map is not None else None
    if entry is None:
        raise CommandError("% Crypto map entry does not exist\n")
    return entry


def _set_peer(ctx: ConfigContext, args: Args) -> None:
    entry, peer = _entry(ctx), args.ip("peer")
    if peer in entry.peers:
        if args.no:
            entry.peers.remove(peer)
    elif not args.no:
        entry.peers.append(peer)
    _ipsec(ctx).policy_changed()


def _set_transform_set(ctx: ConfigContext, args: Args) -> None:
    _entry(ctx).transform_sets = () if args.no else tuple(str(name) for name in args.all("sets"))


def _set_pfs(ctx: ConfigContext, args: Args) -> None:
    group = next((number for word, number in _PFS_GROUPS.items() if word in args), 1)
    _entry(ctx).pfs_group = 0 if args.no else group


def _set_seconds(ctx: ConfigContext, args: Args) -> None:
    _entry(ctx).lifetime_seconds = None if args.no else args.int("seconds")


def _set_kilobytes(ctx: ConfigContext, args: Args) -> None:
    _entry(ctx).lifetime_kilobytes = None if args.no else args.int("kilobytes")


def _match_address(ctx: ConfigContext, args: Args) -> None:
    _entry(ctx).access_list = "" if args.no else args.text("acl")
    _ipsec(ctx).policy_changed()


def _reverse_route(ctx: ConfigContext, args: Args) -> None:
    entry = _entry(ctx)
    entry.reverse_route = not args.no
    entry.reverse_route_static = not args.no and "static" in args
    _ipsec(ctx).policy_changed()


def _description(ctx: ConfigContext, args: Args) -> None:
    _entry(ctx).description = "" if args.no else args.text("text")


def _apply_map(ctx: ConfigContext, args: Args) -> None:
    if args.no:
        _ipsec(ctx).remove(ctx.interface)
    else:
        _ipsec(ctx).apply(ctx.interface, args.text("name"), args.text("group", ""))


# -- exec --------------------------------------------------------------------------------------------


def _show_sa(session: Session, args: Args) -> str:
    peer = args.ip("peer") if "peer" in args else None
    return show.ipsec_sa(
        session.router.feature(Ipsec),
        peer=peer,
        map_name=args.text("name", ""),
        interface=args.text("interface", "") if "interface" in args else "",
    )


def _show_transform_sets(session: Session, args: Args) -> str:
    return show.transform_sets(session.router.feature(Ipsec))


def _show_maps(session: Session, args: Args) -> str:
    return show.crypto_maps(session.router.feature(Ipsec), args.text("name", ""))


def _show_lifetime(session: Session, args: Args) -> str:
    policy_ = session.router.feature(Ipsec).policy
    return (
        "Security association lifetime: "
        f"{policy_.lifetime_kilobytes} kilobytes/{policy_.lifetime_seconds} seconds\n"
    )


def _clear_sa(session: Session, args: Args) -> None:
    ipsec = session.router.feature(Ipsec)
    pairs = list(ipsec.database.pairs.values())
    if "counters" in args:
        for ident in ipsec.database.idents.values():
            ident.counters.clear()
        return
    if "peer" in args:
        pairs = [pair for pair in pairs if pair.peer == args.ip("peer")]
    elif "name" in args:
        pairs = [pair for pair in pairs if pair.ident.key.map_name == args.text("name")]
    ipsec.drop(pairs, tell=True)


_TRANSFORMS = (
    "[ esp-des | esp-3des | esp-aes [128|192|256] | esp-null | esp-md5-hmac | esp-sha-hmac | esp-sha256-hmac ]*"
)
_LIFETIME = "security-association lifetime"

COMMANDS = (
    Command("config", f"crypto ipsec {_LIFETIME} seconds <seconds:120-86400>", _global_seconds, rank=550),
    Command(
        "config", f"crypto ipsec {_LIFETIME} kilobytes <kilobytes:2560-536870912>", _global_kilobytes, rank=550
    ),
    Command(
        "config",
        f"crypto ipsec transform-set <name:WORD> {_TRANSFORMS}",
        _transform_set,
        {"transform-set": "Define transform and settings", "<name>": "Transform set tag"},
        key=("name",),
        enters="crypto-transform",
        rank=555,
        trailing_blank=True,
    ),
    Command("crypto-transform", "mode {tunnel|transport}", _transform_mode),
    Command(
        "config",
        "crypto map <name:WORD> local-address <interface:INTERFACE>",
        _local_address,
        key=("name",),
        rank=600,
    ),
    Command(
        "config",
        "crypto map <name:WORD> <sequence:1-65535> {ipsec-isakmp}",
        _map_entry,
        {
            "map": "Enter a crypto map",
            "<name>": "Crypto map tag",
            "<sequence>": "Sequence to insert into crypto map entry",
            "ipsec-isakmp": "IPSEC w/ISAKMP",
        },
        key=("name", "sequence"),
        enters="crypto-map",
        rank=605,
        trailing_blank=True,
    ),
    Command("config", "crypto map <name:WORD> <sequence:1-65535>", _short_entry, store=Store.NEVER),
    Command("config", "crypto map <name:WORD>", _remove_map, store=Store.NEVER),
    Command("crypto-map", "description <text:LINE>", _description, rank=100),
    Command("crypto-map", "set peer <peer:A.B.C.D>", _set_peer, many=True, rank=110),
    Command("crypto-map", f"set {_LIFETIME} kilobytes <kilobytes:2560-536870912>", _set_kilobytes, rank=120),
    Command("crypto-map", f"set {_LIFETIME} seconds <seconds:120-86400>", _set_seconds, rank=125),
    Command(
        "crypto-map",
        "set transform-set <sets:WORD>...",
        _set_transform_set,
        {"transform-set": "Specify list of transform sets in priority order", "<sets>": "Proposal tag"},
        rank=130,
        trailing_blank=True,
    ),
    Command("crypto-map", "set pfs [group1|group2|group5|group14]", _set_pfs, rank=140),
    Command("crypto-map", "match address <acl:WORD>", _match_address, rank=150),
    Command("crypto-map", "reverse-route [static]", _reverse_route, rank=160),
    Command("interface", "crypto map <name:WORD> [redundancy <group:WORD>]", _apply_map, rank=900),
    Command("exec", "show crypto ipsec sa", _show_sa),
    Command("exec", "show crypto ipsec sa peer <peer:A.B.C.D>", _show_sa),
    Command("exec", "show crypto ipsec sa map <name:WORD>", _show_sa),
    Command("exec", "show crypto ipsec sa interface <interface:INTERFACE>", _show_sa),
    Command("exec", "show crypto ipsec transform-set", _show_transform_sets),
    Command("exec", "show crypto ipsec security-association lifetime", _show_lifetime),
    Command("exec", "show crypto map [tag <name:WORD>]", _show_maps),
    Command("privileged", "clear crypto sa [peer <peer:A.B.C.D> | map <name:WORD> | counters]", _clear_sa),
)
