"""The commands of ISAKMP; those of exec mode, and those of keyrings and profiles, have modules of their own."""

from __future__ import annotations

from dataclasses import replace

from ios_emu.features.isakmp.commands_exec import EXEC_COMMANDS
from ios_emu.features.isakmp.commands_keyring import KEYRING_COMMANDS
from ios_emu.features.isakmp.config import (
    DEFAULT_KEYRING,
    HOST_MASK,
    IsakmpConfig,
    Keepalive,
    Policy,
    PresharedKey,
)
from ios_emu.features.isakmp.instance import Isakmp
from ios_emu.grammar.command import Args, Command, Store
from ios_emu.grammar.grammar import Mode
from ios_emu.router.context import CommandError, ConfigContext, Instead
from ios_emu.wire import IPv4

_HASHES = ("md5", "sha256", "sha384", "sha512")
POLICY_MODE = Mode("isakmp-policy", "(config-isakmp)#", "config")

# -- configuration -----------------------------------------------------------------------------------------


def _isakmp(ctx: ConfigContext) -> Isakmp:
    return ctx.router.feature(Isakmp)


def _config(ctx: ConfigContext) -> IsakmpConfig:
    return _isakmp(ctx).config


def _policy(ctx: ConfigContext, args: Args) -> None:
    policies = _config(ctx).policies
    if args.no:
        policies.pop(args.int("priority"), None)
    else:
        policies.setdefault(args.int("priority"), Policy())


def _by_priority(args: Args) -> tuple[int, ...]:
    return (args.int("priority"),)


def _suite(ctx: ConfigContext) -> Policy:
    return _config(ctx).policies[ctx.parent.int("priority")]


def _change(ctx: ConfigContext, policy: Policy) -> None:
    _config(ctx).policies[ctx.parent.int("priority")] = policy


# A value that is the default is not kept in the running-config: typing it undoes the line that said otherwise.


def _encryption(ctx: ConfigContext, args: Args) -> Instead | None:
    default = Policy()
    if args.no:
        _change(ctx, replace(_suite(ctx), cipher=default.cipher, key_bits=default.key_bits))
        return None
    cipher = next(word for word in ("3des", "des", "aes") if word in args)
    if cipher == default.cipher:
        return Instead("no encryption")
    bits = next((int(word) for word in ("192", "256") if word in args), default.key_bits)
    if "128" in args:
        return Instead("encryption aes")
    _change(ctx, replace(_suite(ctx), cipher=cipher, key_bits=bits))
    return None


def _hash(ctx: ConfigContext, args: Args) -> Instead | None:
    default = Policy().hash
    if args.no:
        _change(ctx, replace(_suite(ctx), hash=default))
        return None
    if default in args:
        return Instead("no hash")
    _change(ctx, replace(_suite(ctx), hash=next(word for word in _HASHES if word in args)))
    return None


def _authentication(ctx: ConfigContext, args: Args) -> Instead | None:
    default = Policy().authentication
    if args.no:
        _change(ctx, replace(_suite(ctx), authentication=default))
        return None
    if default in args:
        return Instead("no authentication")
    _change(ctx, replace(_suite(ctx), authentication="pre-share" if "pre-share" in args else "rsa-encr"))
    return None


def _group(ctx: ConfigContext, args: Args) -> Instead | None:
    if args.no:
        _change(ctx, replace(_suite(ctx), group=Policy().group))
        return None
    if "1" in args:
        return Instead("no group")
    _change(
        ctx, replace(_suite(ctx), group=next(int(word) for word in ("2", "5", "14", "15", "16") if word in args))
    )
    return None


def _lifetime(ctx: ConfigContext, args: Args) -> Instead | None:
    default = Policy().lifetime
    if args.no:
        _change(ctx, replace(_suite(ctx), lifetime=default))
        return None
    if args.int("seconds") == default:
        return Instead("no lifetime")
    _change(ctx, replace(_suite(ctx), lifetime=args.int("seconds")))
    return None


def _key(ctx: ConfigContext, args: Args) -> Instead | None:
    if args.words[3] == "0" and args.words[4] == args.text("key"):
        return Instead(" ".join(("no",) * args.no + (*args.words[:3], *args.words[4:])))
    # `address 0.0.0.0` alone is everybody.
    mask = args.ip("mask", HOST_MASK if args.ip("address") else IPv4(0))
    address = IPv4(args.ip("address") & mask)
    keys = _config(ctx).keys
    if args.no:
        keys.pop((address, mask), None)
        return None
    known = keys.get((address, mask))
    if known is not None and known.text != args.text("key") and ctx.router.booted:
        raise CommandError(f"A pre-shared key for address mask {address} {mask} already exists!\n")
    encrypted = args.words[3] == "6" and args.words[4] == args.text("key")
    keys[address, mask] = PresharedKey(args.text("key"), address, mask, encrypted)
    return None


def _key_by_hostname(ctx: ConfigContext, args: Args) -> Instead | None:
    if args.words[3] == "0" and args.words[4] == args.text("key"):
        return Instead(" ".join(("no",) * args.no + (*args.words[:3], *args.words[4:])))
    keys, name = _config(ctx).keyrings[DEFAULT_KEYRING].hostnames, args.text("name")
    if args.no:
        keys.pop(name, None)
        return None
    encrypted = args.words[3] == "6" and args.words[4] == args.text("key")
    keys[name] = PresharedKey(args.text("key"), encrypted=encrypted, hostname=name)
    return None


def _keepalive(ctx: ConfigContext, args: Args) -> Instead | None:
    if args.no:
        _config(ctx).keepalive = None
        return None
    if "on-demand" in args:
        return Instead(" ".join(word for word in args.words if word != "on-demand"))
    _config(ctx).keepalive = Keepalive(args.int("seconds"), args.int("retry", 2), "periodic" in args)
    return None


def _identity(ctx: ConfigContext, args: Args) -> Instead | None:
    if not args.no and "address" in args:
        return Instead("no crypto isakmp identity")
    # A distinguished name needs a certificate; without one IOS falls back to the address.
    _config(ctx).identity = "hostname" if "hostname" in args and not args.no else "address"
    return None


def _aggressive(ctx: ConfigContext, args: Args) -> None:
    _config(ctx).aggressive = args.no


def _invalid_spi_recovery(ctx: ConfigContext, args: Args) -> None:
    _config(ctx).invalid_spi_recovery = not args.no


def _nat_keepalive(ctx: ConfigContext, args: Args) -> None:
    _config(ctx).nat_keepalive = 0 if args.no else args.int("seconds")


def _nat_transparency(ctx: ConfigContext, args: Args) -> None:
    _config(ctx).nat_traversal = not args.no
    _isakmp(ctx).ike.enable()


def _enable(ctx: ConfigContext, args: Args) -> None:
    _config(ctx).enabled = not args.no
    _isakmp(ctx).ike.enable()


def _logging(ctx: ConfigContext, args: Args) -> None:
    _config(ctx).log_sessions = not args.no


_SUITE_HELP = {
    "encryption": "Set encryption algorithm for protection suite",
    "des": "DES - Data Encryption Standard (56 bit keys).",
    "3des": "Three key triple DES",
    "aes": "AES - Advanced Encryption Standard.",
    "128": "128 bit keys.",
    "192": "192 bit keys.",
    "256": "256 bit keys.",
    "hash": "Set hash algorithm for protection suite",
    "md5": "Message Digest 5",
    "sha": "Secure Hash Standard",
    "sha256": "Secure Hash Standard 2 (256 bit)",
    "sha384": "Secure Hash Standard 2 (384 bit)",
    "sha512": "Secure Hash Standard 2 (512 bit)",
    "authentication": "Set authentication method for protection suite",
    "pre-share": "Pre-Shared Key",
    "rsa-sig": "Rivest-Shamir-Adleman Signature",
    "rsa-encr": "Rivest-Shamir-Adleman Encryption",
    "group": "Set the Diffie-Hellman group",
    "1": "Diffie-Hellman group 1",
    "2": "Diffie-Hellman group 2",
    "5": "Diffie-Hellman group 5",
    "14": "Diffie-Hellman group 14",
    "15": "Diffie-Hellman group 15",
    "16": "Diffie-Hellman group 16",
    "lifetime": "Set lifetime for ISAKMP security association",
    "<seconds>": "lifetime in seconds",
}
_HELP = {
    "crypto": "Encryption related commands",
    "isakmp": "Configure ISAKMP policy",
    "policy": "Set policy for an ISAKMP protection suite",
    "<priority>": "Priority of protection suite",
    "key": "Set pre-shared key for remote peer",
    "0": "Specifies an UNENCRYPTED password will follow",
    "6": "Specifies an ENCRYPTED password will follow",
    "<key>": "pre-shared key",
    "address": "Define shared key with IP address",
    "<address>": "Peer IP address",
    "<mask>": "Peer IP subnet mask",
    "no-xauth": "Bypasses XAuth for this peer",
    "keepalive": "Set a keepalive interval for use with IOS peers",
    "<seconds>": "Number of seconds between keep alives",
    "<retry>": "Number of seconds between retries if keepalive fails",
    "periodic": "send DPDs regularly",
    "on-demand": "send DPDs only on demand (default)",
    "identity": "Set the identity which ISAKMP will use",
    "hostname": "Use the hostname of the router for the identity",
    "dn": "Use the distinguished name of the router cert for the identity",
    "<name>": "Peer hostname",
    "invalid-spi-recovery": "Initiate IKE and send Invalid SPI Notify",
    "nat": "Set a nat keepalive interval for use with IOS peers",
    "aggressive-mode": "Disable ISAKMP aggressive mode",
    "disable": "Disable ISAKMP aggressive mode",
    "ipsec": "Configure IPSEC policy",
    "nat-transparency": "IPsec NAT transparency model",
    "udp-encapsulation": "UDP encapsulation of IPsec protocols",
    "enable": "Enable ISAKMP",
    "logging": "logging messages",
    "session": "logging up/down session",
}
_IDENTITY_HELP = {**_HELP, "address": "Use the IP address of the interface for the identity"}

COMMANDS = (
    Command(
        "config",
        "crypto isakmp policy <priority:1-10000>",
        _policy,
        _HELP,
        key=("priority",),
        enters=POLICY_MODE.name,
        rank=500,
        order=_by_priority,
    ),
    Command(
        POLICY_MODE.name,
        "encryption {des | 3des | aes [128 | 192 | 256]}",
        _encryption,
        _SUITE_HELP,
        rank=500,
        spelled={"encryption": "encr"},
    ),
    Command(POLICY_MODE.name, "hash {md5 | sha | sha256 | sha384 | sha512}", _hash, _SUITE_HELP, rank=510),
    Command(
        POLICY_MODE.name,
        "authentication {pre-share | rsa-sig | rsa-encr}",
        _authentication,
        _SUITE_HELP,
        rank=520,
    ),
    Command(POLICY_MODE.name, "group {1 | 2 | 5 | 14 | 15 | 16}", _group, _SUITE_HELP, rank=530),
    Command(POLICY_MODE.name, "lifetime <seconds:60-86400>", _lifetime, _SUITE_HELP, rank=540),
    Command(
        "config",
        "crypto isakmp key [0 | 6] <key:WORD> address <address:A.B.C.D> [<mask:MASK>] [no-xauth]",
        _key,
        _HELP,
        key=("address", "mask"),
        rank=510,
        omit={"mask": HOST_MASK},
    ),
    Command(
        "config",
        "crypto isakmp keepalive <seconds:10-3600> [<retry:2-60>] [periodic | on-demand]",
        _keepalive,
        _HELP,
        rank=520,
        omit={"retry": 2},
    ),
    Command(
        "config",
        "crypto isakmp key [0 | 6] <key:WORD> hostname <name:WORD> [no-xauth]",
        _key_by_hostname,
        {**_HELP, "hostname": "Define shared key with hostname"},
        key=("name",),
        rank=510,
    ),
    Command("config", "crypto isakmp identity {address | hostname | dn}", _identity, _IDENTITY_HELP, rank=515),
    Command("config", "crypto isakmp invalid-spi-recovery", _invalid_spi_recovery, _HELP, rank=518),
    Command("config", "crypto isakmp nat keepalive <seconds:5-3600>", _nat_keepalive, _HELP, rank=525),
    Command("config", "crypto isakmp aggressive-mode disable", _aggressive, _HELP, rank=527),
    Command(
        "config",
        "crypto ipsec nat-transparency udp-encapsulation",
        _nat_transparency,
        _HELP,
        store=Store.ON,
        rank=560,
    ),
    Command("config", "crypto isakmp enable", _enable, _HELP, store=Store.ON, rank=505),
    Command("config", "crypto logging session", _logging, _HELP, rank=530),
    *KEYRING_COMMANDS,
    *EXEC_COMMANDS,
)
