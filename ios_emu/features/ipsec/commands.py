"""The commands of IPsec: transform sets, crypto maps, applying them, showing and clearing SAs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ios_emu.features.ipsec import configure, policy, show_map, show_sa, show_session
from ios_emu.features.ipsec.instance import Ipsec
from ios_emu.grammar.command import Args, Command, Store
from ios_emu.grammar.grammar import Mode
from ios_emu.router.key_engine import UNLIMITED_KILOBYTES

if TYPE_CHECKING:
    from ios_emu.router.session import Session

MODES = (
    Mode("crypto-map", "(config-crypto-map)#", "config"),
    Mode("crypto-transform", "(cfg-crypto-trans)#", "config"),
)


# -- exec --------------------------------------------------------------------------------------------


def _show_sa(session: Session, args: Args) -> str:
    return show_sa.ipsec_sa(
        session.router.feature(Ipsec),
        peer=args.ip("peer") if "peer" in args else None,
        map_name=args.text("name", ""),
        interface=args.text("interface", "") if "interface" in args else "",
        detail="detail" in args,
    )


def _show_transform_sets(session: Session, args: Args) -> str:
    return show_map.transform_sets(session.router.feature(Ipsec), args.text("name", ""))


def _show_maps(session: Session, args: Args) -> str:
    interface = args.text("interface", "") if "interface" in args else ""
    return show_map.crypto_maps(session.router.feature(Ipsec), tag=args.text("name", ""), interface=interface)


def _show_dynamic_maps(session: Session, args: Args) -> str:
    return show_map.dynamic_maps(session.router.feature(Ipsec), args.text("name", ""))


def _show_session(session: Session, args: Args) -> str:
    peer = args.ip("peer") if "peer" in args else None
    return show_session.crypto_session(session.router.feature(Ipsec), detail="detail" in args, peer=peer)


def _show_connections(session: Session, args: Args) -> str:
    return show_session.engine_connections(session.router.feature(Ipsec))


def _show_lifetime(session: Session, args: Args) -> str:
    seconds, kilobytes = session.router.feature(Ipsec).policy.lifetimes(policy.MapEntry(0))
    volume = "disabled" if kilobytes == UNLIMITED_KILOBYTES else f"{kilobytes} kilobytes"
    return f"Security association lifetime: {volume}/{seconds} seconds\n"


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


def _clear_session(session: Session, args: Args) -> None:
    """IPsec first, so that IKE can still tell the peer; then IKE."""
    ipsec = session.router.feature(Ipsec)
    ike, view = session.router.key_engine.ike, session.router.key_engine.ike_view
    ends = dict.fromkeys((pair.local, pair.peer) for pair in ipsec.database.pairs.values())
    ends |= dict.fromkeys((sa.local, sa.peer) for sa in (view.associations() if view is not None else ()))
    wanted = tuple(args.ip(side) if side in args else None for side in ("mine", "peer"))
    for local, peer in ends:
        if wanted[0] in (None, local) and wanted[1] in (None, peer):
            ipsec.drop(ipsec.database.with_peer(local, peer), tell=True)
            if ike is not None:
                ike.clear_peer(local, peer)


# -- the table ---------------------------------------------------------------------------------------

_HELP = {
    "ipsec": "Configure IPSEC policy",
    "security-association": "Security association parameters",
    "lifetime": "security association lifetime",
    "seconds": "Time-based key duration",
    "<seconds>": "Security association duration in seconds",
    "kilobytes": "Volume-based key duration",
    "<kilobytes>": "Security association duration in kilobytes encrypted",
    "disable": "Disable it",
    "idle-time": "Automatically delete IPSec SAs after a given idle period.",
    "replay": "Set replay checking.",
    "window-size": "Set replay window size.",
    "transform-set": "Define transform and settings",
    "<name>": "Transform set tag",
    "ah-md5-hmac": "AH-HMAC-MD5 transform",
    "ah-sha-hmac": "AH-HMAC-SHA transform",
    "ah-sha256-hmac": "AH-HMAC-SHA256 transform",
    "comp-lzs": "IP Compression using the LZS compression algorithm",
    "esp-3des": "ESP transform using 3DES(EDE) cipher (168 bits)",
    "esp-aes": "ESP transform using AES cipher",
    "esp-des": "ESP transform using DES cipher (56 bits)",
    "esp-md5-hmac": "ESP transform using HMAC-MD5 auth",
    "esp-null": "ESP transform w/o cipher",
    "esp-sha-hmac": "ESP transform using HMAC-SHA auth",
    "esp-sha256-hmac": "ESP transform using HMAC-SHA256 auth",
    "esp-sha384-hmac": "ESP transform using HMAC-SHA384 auth",
    "esp-sha512-hmac": "ESP transform using HMAC-SHA512 auth",
    "128": "128 bit keys.",
    "192": "192 bit keys.",
    "256": "256 bit keys.",
    "df-bit": "Handling of encapsulated DF bit.",
    "clear": "Clear DF bit",
    "copy": "Copy DF bit from inner header",
    "set": "Set DF bit",
    "fragmentation": "Handling of fragmentation of near-MTU sized packets",
    "before-encryption": "Perform fragmentation before encryption",
    "after-encryption": "Perform fragmentation after encryption",
    "tunnel": "tunnel (datagram encapsulation) mode",
    "transport": "transport (payload encapsulation) mode",
    "require": "Do not fall back to tunnel mode",
}
_MAP_HELP = {
    "map": "Enter a crypto map",
    "dynamic-map": "Specify a dynamic crypto map template",
    "<name>": "Crypto map tag",
    "<sequence>": "Sequence to insert into crypto map entry",
    "ipsec-isakmp": "IPSEC w/ISAKMP",
    "dynamic": "Enable dynamic crypto map support",
    "<dynamic>": "Name of dynamic crypto map template",
    "local-address": "Interface to use for local address for this crypto map",
    "redundancy": "Redundancy options",
    "<group>": "Redundancy group name",
}
_ENTRY_HELP = {
    **_HELP,
    "set": "Set values for encryption/decryption",
    "peer": "Allowed Encryption/Decryption peer.",
    "<peer>": "IP address of peer",
    "default": "Make this peer the default",
    "transform-set": "Specify list of transform sets in priority order",
    "<sets>": "Proposal tag",
    "pfs": "Specify pfs settings",
    "group1": "D-H Group1 (768-bit modp)",
    "group2": "D-H Group2 (1024-bit modp)",
    "group5": "D-H Group5 (1536-bit modp)",
    "group14": "D-H Group14 (2048-bit modp)",
    "group15": "D-H Group15 (3072-bit modp)",
    "group16": "D-H Group16 (4096-bit modp)",
    "group19": "D-H Group19 (256-bit ecp)",
    "group20": "D-H Group20 (384-bit ecp)",
    "group21": "D-H Group21 (521-bit ecp)",
    "group24": "D-H Group24 (2048-bit modp, 256 bit subgroup)",
    "dfbit": "Handling of encapsulated DF bit.",
    "match": "Match values.",
    "address": "Match address of packets to encrypt.",
    "<acl>": "IP access-list number or name",
    "reverse-route": "Reverse Route Injection.",
    "static": "Create routes based on static ACLs permanently",
    "remote-peer": "Create route in route table for remote tunnel endpoint",
    "<next_hop>": "Next hop for the route to the remote tunnel endpoint",
    "tag": "Set tag",
    "<tag>": "Tag value",
    "distance": "Set distance",
    "<distance>": "Distance value",
    "description": "Description of the crypto map statement policy",
    "<text>": "Up to 80 characters describing this crypto map",
}
_SHOW_HELP = {
    "ipsec": "Show IPSEC policy",
    "sa": "IPSEC SA table",
    "session": "Show crypto sessions (tunnels)",
    "remote": "Show sessions with a remote endpoint",
    "engine": "Show Crypto Engine Info",
    "connections": "Show connection information",
    "active": "Show all active crypto engine connections",
    "map": "Crypto maps",
    "dynamic-map": "Crypto map templates",
    "tag": "Crypto map tag",
    "detail": "Show counter detail",
    "peer": "Show a peer's IPSEC SAs",
    "transform-set": "Crypto transform sets",
}

_AH = "ah-md5-hmac | ah-sha-hmac | ah-sha256-hmac"
_ESP = "esp-des | esp-3des | esp-aes [128|192|256] | esp-null"
_ESP_HASH = "esp-md5-hmac | esp-sha-hmac | esp-sha256-hmac | esp-sha384-hmac | esp-sha512-hmac"
_SECONDS = "lifetime seconds <seconds:120-2592000>"
_KILOBYTES = "lifetime kilobytes {<kilobytes:2560-4294967294> | disable}"
_IDLE = "idle-time <seconds:60-86400>"
_REPLAY = "replay {disable | window-size {64|128|256|512|1024}}"
_GLOBAL = "crypto ipsec security-association"
_DF_BIT = "crypto ipsec df-bit {clear|copy|set}"
_FRAGMENTATION = "crypto ipsec fragmentation {before-encryption|after-encryption}"

_CONFIG = (
    Command("config", f"{_GLOBAL} {_SECONDS}", configure.global_seconds, _HELP, rank=550),
    Command("config", f"{_GLOBAL} {_KILOBYTES}", configure.global_kilobytes, _HELP, rank=550),
    Command("config", f"{_GLOBAL} {_IDLE}", configure.global_idle_time, _HELP, rank=551),
    Command("config", f"{_GLOBAL} {_REPLAY}", configure.global_replay, _HELP, rank=552),
    Command(
        "config",
        f"crypto ipsec transform-set <name:WORD> [ {_AH} | {_ESP} | {_ESP_HASH} | comp-lzs ]*",
        configure.transform_set,
        _HELP,
        key=("name",),
        enters="crypto-transform",
        rank=555,
        trailing_blank=True,
    ),
    Command("crypto-transform", "mode {tunnel | transport [require]}", configure.transform_mode, _HELP),
    Command("config", _FRAGMENTATION, configure.global_fragmentation, _HELP, rank=557),
    Command("config", _DF_BIT, configure.global_df_bit, _HELP, rank=558),
    Command(
        "config",
        "crypto dynamic-map <name:WORD> <sequence:1-65535>",
        configure.template,
        _MAP_HELP,
        key=("name", "sequence"),
        enters="crypto-map",
        rank=590,
        trailing_blank=True,
    ),
    Command("config", "crypto dynamic-map <name:WORD>", configure.remove_map, _MAP_HELP, store=Store.NEVER),
    Command(
        "config",
        "crypto map <name:WORD> local-address <interface:INTERFACE>",
        configure.local_address,
        _MAP_HELP,
        key=("name",),
        rank=600,
    ),
    Command(
        "config",
        "crypto map <name:WORD> <sequence:1-65535> {ipsec-isakmp}",
        configure.map_entry,
        _MAP_HELP,
        key=("name", "sequence"),
        enters="crypto-map",
        rank=605,
        trailing_blank=True,
    ),
    Command(
        "config",
        "crypto map <name:WORD> <sequence:1-65535> ipsec-isakmp dynamic <dynamic:WORD>",
        configure.dynamic_entry,
        _MAP_HELP,
        key=("name", "sequence"),
        rank=605,
        trailing_blank=True,
    ),
    Command(
        "config",
        "crypto map <name:WORD> <sequence:1-65535>",
        configure.short_entry,
        _MAP_HELP,
        store=Store.NEVER,
    ),
    Command("config", "crypto map <name:WORD>", configure.remove_map, _MAP_HELP, store=Store.NEVER),
    Command(
        "interface",
        "crypto map <name:WORD> [redundancy <group:WORD>]",
        configure.apply_map,
        _MAP_HELP,
        rank=900,
    ),
    Command("interface", _FRAGMENTATION, configure.interface_fragmentation, _HELP, rank=905),
    Command("interface", _DF_BIT, configure.interface_df_bit, _HELP, rank=906),
)

_ASSOCIATION = "set security-association"
_ENTRY = (
    Command("crypto-map", "description <text:LINE>", configure.description, _ENTRY_HELP, rank=100),
    Command(
        "crypto-map",
        "set peer <peer:A.B.C.D> [default]",
        configure.set_peer,
        _ENTRY_HELP,
        key=("peer",),
        rank=110,
    ),
    Command("crypto-map", f"{_ASSOCIATION} {_KILOBYTES}", configure.set_kilobytes, _ENTRY_HELP, rank=120),
    Command("crypto-map", f"{_ASSOCIATION} {_SECONDS}", configure.set_seconds, _ENTRY_HELP, rank=125),
    Command("crypto-map", f"{_ASSOCIATION} {_IDLE}", configure.set_idle_time, _ENTRY_HELP, rank=126),
    Command("crypto-map", f"{_ASSOCIATION} {_REPLAY}", configure.set_replay, _ENTRY_HELP, rank=127),
    Command("crypto-map", f"{_ASSOCIATION} dfbit {{clear|copy|set}}", configure.set_df_bit, _ENTRY_HELP, rank=128),
    Command(
        "crypto-map",
        "set transform-set <sets:WORD>...",
        configure.set_transform_set,
        _ENTRY_HELP,
        rank=130,
        trailing_blank=True,
    ),
    Command("crypto-map", f"set pfs [{'|'.join(configure.PFS_GROUPS)}]", configure.set_pfs, _ENTRY_HELP, rank=140),
    Command(
        "crypto-map",
        "set reverse-route distance <distance:1-255>",
        configure.route_distance,
        _ENTRY_HELP,
        rank=142,
    ),
    Command("crypto-map", "set reverse-route tag <tag:1-4294967295>", configure.route_tag, _ENTRY_HELP, rank=143),
    Command("crypto-map", "match address <acl:WORD>", configure.match_address, _ENTRY_HELP, rank=150),
    Command(
        "crypto-map",
        "reverse-route [tag <tag:1-4294967295>] [remote-peer [<next_hop:A.B.C.D>]] [static]",
        configure.reverse_route,
        _ENTRY_HELP,
        rank=160,
    ),
)

_EXEC = (
    Command("exec", "show crypto ipsec sa [detail]", _show_sa, _SHOW_HELP),
    Command("exec", "show crypto ipsec sa peer <peer:A.B.C.D> [detail]", _show_sa, _SHOW_HELP),
    Command("exec", "show crypto ipsec sa map <name:WORD> [detail]", _show_sa, _SHOW_HELP),
    Command("exec", "show crypto ipsec sa interface <interface:INTERFACE> [detail]", _show_sa, _SHOW_HELP),
    Command("exec", "show crypto ipsec transform-set [tag <name:WORD>]", _show_transform_sets, _SHOW_HELP),
    Command("exec", "show crypto ipsec security-association lifetime", _show_lifetime, _SHOW_HELP),
    Command("exec", "show crypto map [tag <name:WORD> | interface <interface:INTERFACE>]", _show_maps, _SHOW_HELP),
    Command("exec", "show crypto dynamic-map [tag <name:WORD>]", _show_dynamic_maps, _SHOW_HELP),
    Command("exec", "show crypto session [remote <peer:A.B.C.D>] [detail]", _show_session, _SHOW_HELP),
    Command("exec", "show crypto engine connections active", _show_connections, _SHOW_HELP),
    Command(
        "privileged",
        "clear crypto sa [peer <peer:A.B.C.D> | map <name:WORD> | counters]",
        _clear_sa,
        {"sa": "Clear all crypto SAs", "counters": "Reset the SA counters"},
    ),
    Command(
        "privileged",
        "clear crypto session [local <mine:A.B.C.D>] [remote <peer:A.B.C.D>]",
        _clear_session,
        {
            "session": "Clear crypto sessions (tunnels)",
            "local": "Clear sessions for a local crypto endpoint",
            "remote": "Clear sessions for a remote IKE peer",
        },
    ),
)

COMMANDS = (*_CONFIG, *_ENTRY, *_EXEC)
