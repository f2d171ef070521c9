"""Key chains: `key chain NAME`, `key N`, `key-string`. Among what is modelled, HSRP alone reads them."""

from __future__ import annotations

from ios_emu.features.hsrp.instance import Hsrp
from ios_emu.grammar.command import Args, Command
from ios_emu.grammar.grammar import Mode
from ios_emu.router.context import CommandError, ConfigContext
from ios_emu.router.secrets import unscramble


def key_of(args: Args) -> bytes:
    """The key a line gives, in clear or scrambled (type 7). CommandError for a scrambled one that is none."""
    text = args.text("key")
    if "7" in args.words[:-1]:
        clear = unscramble(text)
        if clear is None:
            raise CommandError("% Invalid encrypted password\n")
        text = clear
    return text.encode("utf-8", "replace")


def _chain(ctx: ConfigContext, args: Args) -> None:
    chains = ctx.router.feature(Hsrp).chains
    if args.no:
        chains.pop(args.text("name"), None)
    else:
        chains.setdefault(args.text("name"), {})


def _key(ctx: ConfigContext, args: Args) -> None:
    if args.no:
        ctx.router.feature(Hsrp).chains.get(ctx.parent.text("name"), {}).pop(args.int("number"), None)


def _key_string(ctx: ConfigContext, args: Args) -> None:
    chain, number = ctx.parents[-2].text("name"), ctx.parent.int("number")
    keys = ctx.router.feature(Hsrp).chains.setdefault(chain, {})
    if args.no:
        keys.pop(number, None)
    else:
        keys[number] = key_of(args)


_HELP = {
    "key": "Key management",
    "chain": "Key-chain management",
    "<name>": "Key-chain name",
    "<number>": "Key identifier",
    "key-string": "Set key string",
    "<key>": "The key",
    "accept-lifetime": "Set accept lifetime of key",
    "send-lifetime": "Set send lifetime of key",
}

MODES = (
    Mode("keychain", "(config-keychain)#", "config"),
    Mode("keychain-key", "(config-keychain-key)#", "keychain"),
)

COMMANDS = (
    Command("config", "key chain <name:WORD>", _chain, _HELP, key=("name",), enters="keychain", rank=420),
    Command(
        "keychain",
        "key <number:0-2147483647>",
        _key,
        _HELP,
        key=("number",),
        enters="keychain-key",
        separate=False,
    ),
    Command("keychain-key", "key-string [{0 | 7}] <key:LINE>", _key_string, _HELP),
    Command("keychain-key", "accept-lifetime <time:LINE>", None, _HELP, kept=True),
    Command("keychain-key", "send-lifetime <time:LINE>", None, _HELP, kept=True),
)
