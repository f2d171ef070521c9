"""Keyrings and ISAKMP profiles: `crypto keyring`, `crypto isakmp profile` and what stands in their sections."""

from __future__ import annotations

from ios_emu.features.isakmp.config import (
    DEFAULT_KEYRING,
    HOST_MASK,
    IdentityMatch,
    Keepalive,
    Keyring,
    PresharedKey,
    Profile,
)
from ios_emu.features.isakmp.instance import Isakmp
from ios_emu.grammar.command import Args, Command
from ios_emu.grammar.grammar import Mode
from ios_emu.router.context import CommandError, ConfigContext
from ios_emu.wire import IPv4

KEYRING_MODE = Mode("keyring", "(conf-keyring)#", "config")
PROFILE_MODE = Mode("isakmp-profile", "(conf-isa-prof)#", "config")


# -- keyrings ----------------------------------------------------------------------------------------------


def _keyring(ctx: ConfigContext, args: Args) -> None:
    keyrings, name = ctx.router.feature(Isakmp).config.keyrings, args.text("name")
    if name == DEFAULT_KEYRING:
        raise CommandError("% The keyring name 'default' is reserved\n")
    if args.no:
        keyrings.pop(name, None)
    else:
        keyrings.setdefault(name, Keyring(name))


def _parent_keyring(ctx: ConfigContext) -> Keyring:
    return ctx.router.feature(Isakmp).config.keyrings[ctx.parent.text("name")]


def _encrypted(args: Args) -> bool:
    """Whether a 6 stands before the key."""
    return args.words[-2:-1] == ("6",)


def _key_by_address(ctx: ConfigContext, args: Args) -> None:
    # `address 0.0.0.0` alone is everybody.
    keys, mask = _parent_keyring(ctx).addresses, args.ip("mask", HOST_MASK if args.ip("address") else IPv4(0))
    address = IPv4(args.ip("address") & mask)
    if args.no:
        keys.pop((address, mask), None)
    else:
        keys[address, mask] = PresharedKey(args.text("key"), address, mask, _encrypted(args))


def _key_by_hostname(ctx: ConfigContext, args: Args) -> None:
    keys, name = _parent_keyring(ctx).hostnames, args.text("name")
    if args.no:
        keys.pop(name, None)
    else:
        keys[name] = PresharedKey(args.text("key"), encrypted=_encrypted(args), hostname=name)


def _local_address(ctx: ConfigContext, args: Args) -> None:
    _parent_keyring(ctx).local = None if args.no else args.ip("address")


# -- profiles ----------------------------------------------------------------------------------------------


def _profile(ctx: ConfigContext, args: Args) -> str | None:
    profiles, name = ctx.router.feature(Isakmp).config.profiles, args.text("name")
    if args.no:
        profiles.pop(name, None)
        return None
    new = name not in profiles
    profiles.setdefault(name, Profile(name))
    note = "% A profile is deemed incomplete until it has match identity statements\n"
    return note if new and ctx.router.booted else None


def _parent_profile(ctx: ConfigContext) -> Profile:
    return ctx.router.feature(Isakmp).config.profiles[ctx.parent.text("name")]


def _match(ctx: ConfigContext, args: Args) -> None:
    if "address" in args:
        wanted = IdentityMatch("address", "", args.ip("address"), args.ip("mask", HOST_MASK))
    else:
        kind = next(word for word in ("host", "user", "group") if word in args)
        kind += " domain" if "domain" in args else ""
        wanted = IdentityMatch(kind, args.text("name"))
    matches = _parent_profile(ctx).matches
    if args.no:
        matches.pop(wanted, None)
    else:
        matches[wanted] = None


def _use_keyring(ctx: ConfigContext, args: Args) -> None:
    keyrings = _parent_profile(ctx).keyrings
    if args.no:
        keyrings.pop(args.text("name"), None)
    else:
        keyrings[args.text("name")] = None


def _self_identity(ctx: ConfigContext, args: Args) -> None:
    way = "address" if "address" in args else "fqdn"
    if "user-fqdn" in args:
        way = args.text("name")
    _parent_profile(ctx).self_identity = "" if args.no else way


def _keepalive(ctx: ConfigContext, args: Args) -> None:
    keepalive = None if args.no else Keepalive(args.int("seconds"), args.int("retry"))
    _parent_profile(ctx).keepalive = keepalive


_HELP = {
    "crypto": "Encryption related commands",
    "keyring": "Key ring commands",
    "<name>": "Name",
    "isakmp": "Configure ISAKMP policy",
    "profile": "Define ISAKMP Profiles",
    "pre-shared-key": "Specify a pre-shared key to be used",
    "key": "specify key",
    "0": "Specifies an UNENCRYPTED password will follow",
    "6": "Specifies an ENCRYPTED password will follow",
    "<key>": "pre-shared key",
    "address": "IP address",
    "<address>": "IP address",
    "<mask>": "IP address mask",
    "hostname": "define shared key with hostname",
    "local-address": "Specify local address to bind the keyring to",
    "description": "Specify a description",
    "match": "Match values",
    "identity": "Match the peer's identity",
    "host": "match FQDN",
    "user": "match user FQDN",
    "domain": "match a domain",
    "group": "match Group",
    "self-identity": "Specify Identity to use",
    "fqdn": "Fully Qualified Domain Name",
    "user-fqdn": "User Fully Qualified Domain Name",
    "keepalive": "Set a keepalive interval for use with IOS peers",
    "retry": "Number of seconds between retries if keepalive fails",
}
_RING, _PROF = KEYRING_MODE.name, PROFILE_MODE.name

KEYRING_COMMANDS = (
    Command(
        "config",
        "crypto keyring <name:WORD> [vrf <vrf:WORD>]",
        _keyring,
        _HELP,
        key=("name",),
        enters=_RING,
        rank=495,
        separate=False,
        indent=2,
    ),
    Command(_RING, "description <text:LINE>", None, _HELP, rank=500),
    Command(_RING, "local-address <address:A.B.C.D>", _local_address, _HELP, rank=505),
    Command(
        _RING,
        "pre-shared-key address <address:A.B.C.D> [<mask:MASK>] key [0 | 6] <key:WORD>",
        _key_by_address,
        _HELP,
        key=("address", "mask"),
        rank=510,
        omit={"mask": HOST_MASK},
    ),
    Command(
        _RING,
        "pre-shared-key hostname <name:WORD> key [0 | 6] <key:WORD>",
        _key_by_hostname,
        _HELP,
        key=("name",),
        rank=510,
    ),
    Command(
        "config",
        "crypto isakmp profile <name:WORD> [accounting <list:WORD>]",
        _profile,
        _HELP,
        key=("name",),
        enters=_PROF,
        rank=530,
        separate=False,
        indent=3,
    ),
    Command(_PROF, "description <text:LINE>", None, _HELP, rank=500),
    Command(_PROF, "vrf <vrf:WORD>", None, _HELP, rank=505, kept=True),
    Command(_PROF, "keyring <name:WORD>", _use_keyring, _HELP, many=True, rank=510),
    Command(_PROF, "self-identity {address | fqdn | user-fqdn <name:WORD>}", _self_identity, _HELP, rank=515),
    Command(_PROF, "ca trust-point <name:WORD>", None, _HELP, many=True, rank=518, kept=True),
    Command(
        _PROF,
        "match identity address <address:A.B.C.D> [<mask:MASK>] [<vrf:WORD>]",
        _match,
        _HELP,
        many=True,
        rank=520,
    ),
    Command(_PROF, "match identity {host | user} [domain] <name:WORD>", _match, _HELP, many=True, rank=520),
    Command(_PROF, "match identity group <name:WORD>", _match, _HELP, many=True, rank=520),
    Command(_PROF, "keepalive <seconds:10-3600> retry <retry:2-60>", _keepalive, _HELP, rank=540),
    Command(_PROF, "initiate mode aggressive", None, _HELP, rank=545, kept=True),
    Command(_PROF, "local-address <address:A.B.C.D>", None, _HELP, rank=546, kept=True),
)
