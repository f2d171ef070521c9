"""What the configuration commands of IPsec do. `no X` undoes X, and lines may come in any order."""

from __future__ import annotations

from dataclasses import replace

from ios_emu.features.ipsec import policy
from ios_emu.features.ipsec.instance import Ipsec
from ios_emu.features.ipsec.integrity import WINDOW
from ios_emu.features.ipsec.policy import CryptoMap, MapEntry, ReverseRoute, TransformSet
from ios_emu.grammar.command import Args
from ios_emu.router.context import CommandError, ConfigContext, Instead
from ios_emu.router.key_engine import UNLIMITED_KILOBYTES, Transform
from ios_emu.router.release import ByRelease, Train

_INCOMPLETE = "% Incomplete command.\n\n"
_NEW_MAP_NOTE = (
    "% NOTE: This new crypto map will remain disabled until a peer\n"
    "\tand a valid access list have been configured.\n"
)
_OTHER_KIND = "% Attempt to change dynamic map tag for existing crypto map is not allowed.\n"
_HELD_BY_INTERFACE = ByRelease({Train.R12_2: False, Train.R15: True})
_CIPHERS = {"esp-des": "des", "esp-3des": "3des", "esp-aes": "aes", "esp-null": "null"}
_HASHES = ("md5", "sha", "sha256", "sha384", "sha512")
_AH_HASHES = ("md5", "sha", "sha256")
PFS_GROUPS = {f"group{number}": number for number in (1, 2, 5, 14, 15, 16, *policy.UNMODELLED_GROUPS)}


def ipsec(ctx: ConfigContext) -> Ipsec:
    """The IPsec of the router that is configured."""
    return ctx.router.feature(Ipsec)


# -- transform sets ----------------------------------------------------------------------------------


def transform_set(ctx: ConfigContext, args: Args) -> None:
    """`crypto ipsec transform-set NAME TRANSFORMS`."""
    sets = ipsec(ctx).policy.transform_sets
    name = args.text("name")
    if args.no:
        sets.pop(name, None)
        return
    ciphers = [cipher for word, cipher in _CIPHERS.items() if word in args]
    hashes = [kind for kind in _HASHES if f"esp-{kind}-hmac" in args]
    ah = [kind for kind in _AH_HASHES if f"ah-{kind}-hmac" in args]
    if not (ciphers or hashes or ah or "comp-lzs" in args):
        raise CommandError(_INCOMPLETE)
    alone = not ciphers and (hashes or not ah)
    if max(map(len, (ciphers, hashes, ah))) > 1 or alone or (ciphers == ["null"] and not hashes):
        raise CommandError("ERROR: this combination of transforms is not allowed\n")
    bits = next((bits for bits in (192, 256) if str(bits) in args), 128) if ciphers == ["aes"] else 0
    old = sets.get(name)
    mode = old.transform.mode if old is not None else "tunnel"
    transform = Transform("".join(ciphers), bits, "".join(hashes), mode, "".join(ah))
    sets[name] = TransformSet(name, transform, old is not None and old.require)


def transform_mode(ctx: ConfigContext, args: Args) -> None:
    """`mode {tunnel | transport [require]}`."""
    known = ipsec(ctx).policy.transform_sets.get(ctx.parent.text("name"))
    if known is not None:
        mode = "transport" if "transport" in args and not args.no else "tunnel"
        known.transform = replace(known.transform, mode=mode)
        known.require = "require" in args and not args.no


# -- what holds for the whole router, or for one interface -------------------------------------------

_ASSOCIATION = "crypto ipsec security-association"


def global_seconds(ctx: ConfigContext, args: Args) -> Instead | None:
    """`crypto ipsec security-association lifetime seconds N`."""
    if not args.no and args.int("seconds") == policy.DEFAULT_LIFETIME_SECONDS:
        return Instead(f"no {_ASSOCIATION} lifetime seconds")
    ipsec(ctx).policy.terms.lifetime_seconds = None if args.no else args.int("seconds")
    return None


def global_kilobytes(ctx: ConfigContext, args: Args) -> Instead | None:
    """`crypto ipsec security-association lifetime kilobytes {N | disable}`."""
    kilobytes = _kilobytes(args)
    if kilobytes == policy.DEFAULT_LIFETIME_KILOBYTES:
        return Instead(f"no {_ASSOCIATION} lifetime kilobytes")
    ipsec(ctx).policy.terms.lifetime_kilobytes = kilobytes
    return None


def global_idle_time(ctx: ConfigContext, args: Args) -> None:
    """`crypto ipsec security-association idle-time N`."""
    ipsec(ctx).policy.terms.idle_seconds = None if args.no else args.int("seconds")


def global_replay(ctx: ConfigContext, args: Args) -> Instead | None:
    """`crypto ipsec security-association replay {disable | window-size N}`."""
    window = _window(args)
    if window == WINDOW:
        return Instead(f"no {_ASSOCIATION} replay")
    ipsec(ctx).policy.terms.window = window
    return None


def global_df_bit(ctx: ConfigContext, args: Args) -> Instead | None:
    """`crypto ipsec df-bit {clear | copy | set}`."""
    if not args.no and "copy" in args:
        return Instead("no crypto ipsec df-bit")
    ipsec(ctx).policy.terms.df_bit = _df_bit(args)
    return None


def interface_df_bit(ctx: ConfigContext, args: Args) -> None:
    """The same on an interface."""
    setting = _df_bit(args)
    settings = ipsec(ctx).df_bit
    settings.pop(ctx.interface.name, None)
    if setting is not None:
        settings[ctx.interface.name] = setting


def global_fragmentation(ctx: ConfigContext, args: Args) -> None:
    """`crypto ipsec fragmentation {before-encryption | after-encryption}`."""
    ipsec(ctx).policy.prefragment = None if args.no else "before-encryption" in args


def interface_fragmentation(ctx: ConfigContext, args: Args) -> None:
    """The same on an interface."""
    settings = ipsec(ctx).prefragment
    settings.pop(ctx.interface.name, None)
    if not args.no:
        settings[ctx.interface.name] = "before-encryption" in args


def _kilobytes(args: Args) -> int | None:
    if args.no:
        return None
    return UNLIMITED_KILOBYTES if "disable" in args else args.int("kilobytes")


def _window(args: Args) -> int | None:
    if args.no:
        return None
    return 0 if "disable" in args else next(size for size in (64, 128, 256, 512, 1024) if str(size) in args)


def _df_bit(args: Args) -> str | None:
    return None if args.no else next(word for word in ("clear", "copy", "set") if word in args)


# -- crypto maps and their entries -------------------------------------------------------------------


def map_entry(ctx: ConfigContext, args: Args) -> str | Instead | None:
    """`crypto map NAME SEQ ipsec-isakmp`."""
    name, sequence = args.text("name"), args.int("sequence")
    maps = ipsec(ctx).policy.maps
    entry = maps[name].entries.get(sequence) if name in maps else None
    if args.no:
        if entry is not None and entry.dynamic:
            return Instead(f"no crypto map {name} {sequence} ipsec-isakmp dynamic {entry.dynamic}")
        _remove_entry(ctx, maps, name, sequence)
        return None
    if entry is not None:
        if entry.dynamic:
            raise CommandError(_OTHER_KIND)
        return None
    maps.setdefault(name, CryptoMap(name)).entries[sequence] = MapEntry(sequence)
    return _NEW_MAP_NOTE if ctx.router.booted else None


def dynamic_entry(ctx: ConfigContext, args: Args) -> None:
    """`crypto map NAME SEQ ipsec-isakmp dynamic DYNAMIC-NAME`."""
    name, sequence = args.text("name"), args.int("sequence")
    maps = ipsec(ctx).policy.maps
    if args.no:
        _remove_entry(ctx, maps, name, sequence)
        return
    entries = maps.setdefault(name, CryptoMap(name)).entries
    if sequence in entries and entries[sequence].dynamic != args.text("dynamic"):
        raise CommandError(_OTHER_KIND)
    entries.setdefault(sequence, MapEntry(sequence, dynamic=args.text("dynamic")))
    ipsec(ctx).policy_changed()


def template(ctx: ConfigContext, args: Args) -> None:
    """`crypto dynamic-map NAME SEQ`."""
    name, sequence = args.text("name"), args.int("sequence")
    maps = ipsec(ctx).policy.dynamic_maps
    if args.no:
        _remove_entry(ctx, maps, name, sequence)
    else:
        maps.setdefault(name, CryptoMap(name)).entries.setdefault(sequence, MapEntry(sequence))


def _remove_entry(ctx: ConfigContext, maps: dict[str, CryptoMap], name: str, sequence: int) -> None:
    crypto_map = maps.get(name)
    if crypto_map is None:
        return
    if maps is ipsec(ctx).policy.maps and list(crypto_map.entries) == [sequence]:
        _refuse_in_use(ctx, name)
    crypto_map.entries.pop(sequence, None)
    ipsec(ctx).policy_changed()
    _tidy(maps, name)


def _refuse_in_use(ctx: ConfigContext, name: str) -> None:
    """The last of a map that an interface has does not go, in releases that look."""
    users = [b.interface.short for b in ipsec(ctx).bindings.values() if b.map_name == name]
    if users and name in ipsec(ctx).policy.maps and _HELD_BY_INTERFACE[ctx.router.release]:
        raise CommandError(
            f"% Crypto-map {name} is in use by interface(s): {', '.join(users)}. "
            "Please remove the crypto map from the above interface(s) first\n"
        )


def _tidy(maps: dict[str, CryptoMap], name: str) -> None:
    if not maps[name].entries and not maps[name].local_address:
        del maps[name]


def short_entry(ctx: ConfigContext, args: Args) -> Instead:
    """`crypto map NAME SEQ`, which is enough to name an entry that exists."""
    name, sequence = args.text("name"), args.int("sequence")
    crypto_map = ipsec(ctx).policy.maps.get(name)
    entry = crypto_map.entries.get(sequence) if crypto_map is not None else None
    if entry is None and not args.no:
        raise CommandError(_INCOMPLETE)
    tail = f" dynamic {entry.dynamic}" if entry is not None and entry.dynamic else ""
    return Instead(f"{'no ' if args.no else ''}crypto map {name} {sequence} ipsec-isakmp{tail}")


def remove_map(ctx: ConfigContext, args: Args) -> None:
    """`no crypto map NAME`, `no crypto dynamic-map NAME`: all of it."""
    if not args.no:
        raise CommandError(_INCOMPLETE)
    kind, name = args.words[1], args.text("name")
    if kind == "map":
        _refuse_in_use(ctx, name)
    for node in ctx.router.config.lines("crypto", kind, name):
        ctx.router.config.remove(node.text)
    maps = ipsec(ctx).policy.maps if kind == "map" else ipsec(ctx).policy.dynamic_maps
    if maps.pop(name, None) is not None:
        ipsec(ctx).policy_changed()


def local_address(ctx: ConfigContext, args: Args) -> None:
    """`crypto map NAME local-address INTERFACE`."""
    maps, name = ipsec(ctx).policy.maps, args.text("name")
    if args.no and name not in maps:
        return
    maps.setdefault(name, CryptoMap(name)).local_address = "" if args.no else args.interface("interface")
    _tidy(maps, name)
    ipsec(ctx).policy_changed()


def apply_map(ctx: ConfigContext, args: Args) -> None:
    """`crypto map NAME [redundancy GROUP]` on an interface."""
    if args.no:
        ipsec(ctx).remove(ctx.interface)
    else:
        ipsec(ctx).apply(ctx.interface, args.text("name"), args.text("group", ""))


# -- inside an entry ---------------------------------------------------------------------------------


def _entry(ctx: ConfigContext) -> MapEntry:
    """The entry of the section. Raises CommandError when it was removed while the section was open."""
    known = ipsec(ctx).policy
    maps = known.dynamic_maps if ctx.parent.words[1] == "dynamic-map" else known.maps
    crypto_map = maps.get(ctx.parent.text("name"))
    entry = crypto_map.entries.get(ctx.parent.int("sequence")) if crypto_map is not None else None
    if entry is None:
        raise CommandError("% Crypto map entry does not exist\n")
    return entry


def set_peer(ctx: ConfigContext, args: Args) -> None:
    """`set peer A.B.C.D [default]`: the default one is asked first."""
    entry, peer = _entry(ctx), args.ip("peer")
    if args.no and peer in entry.peers:
        entry.peers.remove(peer)
    elif not args.no and peer not in entry.peers:
        entry.peers.append(peer)
    if "default" in args and not args.no:
        entry.default_peer = peer
    elif entry.default_peer == peer:
        entry.default_peer = None
    ipsec(ctx).policy_changed()


def set_transform_set(ctx: ConfigContext, args: Args) -> None:
    """`set transform-set NAME...`."""
    entry, names = _entry(ctx), tuple(str(name) for name in args.all("sets"))
    unknown = [name for name in names if name not in ipsec(ctx).policy.transform_sets]
    if unknown and ctx.router.booted and not args.no:
        raise CommandError(f'ERROR: transform set with tag "{unknown[0]}" does not exist.\n')
    entry.transform_sets = () if args.no else names


def set_pfs(ctx: ConfigContext, args: Args) -> None:
    """`set pfs [GROUP]`."""
    group = next((number for word, number in PFS_GROUPS.items() if word in args), 1)
    _entry(ctx).pfs_group = 0 if args.no else group


def set_seconds(ctx: ConfigContext, args: Args) -> None:
    """`set security-association lifetime seconds N`."""
    _entry(ctx).terms.lifetime_seconds = None if args.no else args.int("seconds")


def set_kilobytes(ctx: ConfigContext, args: Args) -> None:
    """`set security-association lifetime kilobytes {N | disable}`."""
    _entry(ctx).terms.lifetime_kilobytes = _kilobytes(args)


def set_idle_time(ctx: ConfigContext, args: Args) -> None:
    """`set security-association idle-time N`."""
    _entry(ctx).terms.idle_seconds = None if args.no else args.int("seconds")


def set_replay(ctx: ConfigContext, args: Args) -> None:
    """`set security-association replay {disable | window-size N}`."""
    _entry(ctx).terms.window = _window(args)


def set_df_bit(ctx: ConfigContext, args: Args) -> None:
    """`set security-association dfbit {clear | copy | set}`."""
    _entry(ctx).terms.df_bit = _df_bit(args)


def match_address(ctx: ConfigContext, args: Args) -> None:
    """`match address ACL`."""
    _entry(ctx).access_list = "" if args.no else args.text("acl")
    ipsec(ctx).policy_changed()


def reverse_route(ctx: ConfigContext, args: Args) -> None:
    """`reverse-route [static] [tag N] [remote-peer [NEXT-HOP]]`."""
    entry = _entry(ctx)
    next_hop = args.ip("next_hop") if "next_hop" in args else None
    tag = args.int("tag") if "tag" in args else 0
    asked = ReverseRoute("static" in args, "remote-peer" in args, next_hop, tag)
    entry.reverse_route = None if args.no else asked
    ipsec(ctx).policy_changed()


def route_tag(ctx: ConfigContext, args: Args) -> None:
    """`set reverse-route tag N`."""
    _entry(ctx).route_tag = None if args.no else args.int("tag")
    ipsec(ctx).policy_changed()


def route_distance(ctx: ConfigContext, args: Args) -> None:
    """`set reverse-route distance N`."""
    _entry(ctx).route_distance = 1 if args.no else args.int("distance")
    ipsec(ctx).policy_changed()


def description(ctx: ConfigContext, args: Args) -> None:
    """`description TEXT`."""
    _entry(ctx).description = "" if args.no else args.text("text")
