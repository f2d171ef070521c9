"""Who may do what, and how he is greeted: enable secrets, usernames, banners, aliases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ios_emu.grammar.command import Args, Command, Store
from ios_emu.grammar.document import ETX, banner_line
from ios_emu.router.context import CommandError, ConfigContext, Instead, Job
from ios_emu.router.line import FULL
from ios_emu.router.secrets import SALT_ALPHABET, is_hash, md5_crypt, secret_matches, unscramble

if TYPE_CHECKING:
    from ios_emu.router.session import Session

_NOT_HASHED = """\
ERROR: The secret you entered is not a valid encrypted secret.
To enter an UNENCRYPTED secret, do not specify type 5 encryption.
When you properly enter an UNENCRYPTED secret, it will be encrypted.
"""
_SAME = """\
The enable {0} you have chosen is the same as your enable {1}.
This is not recommended.  Re-enter the enable {0}.
"""


def _hashed(ctx: ConfigContext, secret: str) -> str:
    draw = ctx.router.kernel.random(f"{ctx.router.name}/secret")
    return md5_crypt(secret, "".join(draw.choices(SALT_ALPHABET, k=4)))


def _check(kind: str, text: str) -> None:
    """Refuse what is no hash (5) or no scrambled password (7), as typed. Raises CommandError."""
    if kind == "5" and not is_hash(text):
        raise CommandError(_NOT_HASHED)
    if kind == "7" and unscramble(text) is None:
        raise CommandError(f"Invalid encrypted password: {text}\n")


def _kind(args: Args) -> str:
    """How a password was given: 0, 5 or 7."""
    return next((kind for kind in "057" if kind in args), "0")


def _remark_same(ctx: ConfigContext, args: Args, kind: str, other: str) -> str | None:
    """What is said when the enable secret is the enable password, too."""
    level = args.int("level", FULL)
    nodes = [n for n in ctx.router.config.lines("enable", other) if n.args.int("level", FULL) == level]
    if nodes and not nodes[0].negated:
        stored = " ".join(nodes[0].words[4 if "level" in nodes[0].args else 2 :])
        if ctx.router.booted and secret_matches(args.text("secret"), stored):
            return _SAME.format(kind, other)
    return None


def _level(args: Args) -> str:
    return f" level {args.int('level')}" if args.int("level", FULL) != FULL else ""


def _enable_secret(ctx: ConfigContext, args: Args) -> Instead | None:
    """A secret in clear text is kept as its hash."""
    if args.no:
        return _without_level(args)
    _check(_kind(args), args.text("secret"))
    if "5" in args:
        return None
    remark = _remark_same(ctx, args, "secret", "password") or ""
    return Instead(f"enable secret{_level(args)} 5 {_hashed(ctx, args.text('secret'))}", remark)


def _without_level(args: Args) -> Instead | None:
    """`no enable secret level 15` is `no enable secret`."""
    return Instead(f"no {' '.join(args.words[:2])}") if args.get("level") == FULL else None


def _enable_password(ctx: ConfigContext, args: Args) -> Instead | str | None:
    if args.no:
        return _without_level(args)
    _check(_kind(args), args.text("secret"))
    remark = None if "7" in args else _remark_same(ctx, args, "password", "secret")
    kept = f"enable password{_level(args)} {'7 ' if '7' in args else ''}{args.text('secret')}"
    return remark if kept == " ".join(args.words) else Instead(kept, remark or "")


def _username(ctx: ConfigContext, args: Args) -> Instead | None:
    """A line adds to what is known of the user; a password in clear text is marked so, a secret is hashed."""
    if args.no:
        return None
    name, words = args.text("name"), list(args.words[2:])
    before = [node for node in ctx.router.config.lines("username", name) if not node.negated]
    if before:
        words = _merged(list(before[0].words[2:]), words)
    at = next((words.index(part) for part in ("password", "secret") if part in words[:-1]), None)
    if at is not None:
        words[at:] = _stored(ctx, words[at], words[at + 1 :])
    line = " ".join(("username", name, *words))
    return None if line == " ".join(args.words) else Instead(line)


def _merged(old: list[str], new: list[str]) -> list[str]:
    """What is known of a user after one more line: its level, then how he proves who he is."""
    level: list[str] = []
    proof: list[str] = []
    for words in (old, new):
        if words[:1] == ["privilege"]:
            level, words = words[:2], words[2:]
        proof = words or proof
    return [*level, *proof]


def _stored(ctx: ConfigContext, part: str, words: list[str]) -> list[str]:
    """`password cisco` -> `password 0 cisco`; `secret cisco` -> `secret 5 $1$...`."""
    kind, text = (words[0], words[-1]) if len(words) > 1 else ("0", words[-1])
    if part == "password":
        _check(kind, text)
        return [part, kind, text]
    if kind != "0":
        _check(kind, text)
        return [part, kind, text]
    return [part, "5", _hashed(ctx, text)]


# -- banners -----------------------------------------------------------------------------------------


class BannerText(Job):
    """Takes the lines of a banner until one has the delimiter."""

    waiting = True

    def __init__(self, kind: str, delimiter: str, first: str) -> None:
        self._kind = kind
        self._delimiter = delimiter
        self._lines = [first] if first else []

    def start(self, session: Session) -> None:
        """Say how it ends."""
        session.print(f"Enter TEXT message.  End with the character '{self._delimiter}'.\n")

    def on_input(self, session: Session, line: str) -> None:
        """A line of the banner."""
        text, end, _ = line.partition(self._delimiter)
        self._lines.append(text)
        if end or sum(map(len, self._lines)) > LONGEST:
            session.finish(self)
            body = "\n".join(["", *self._lines])
            session.type_configuration(banner_line(f"banner {self._kind} ", self._delimiter, body))


LONGEST = 10_000
"""Characters of a banner typed line by line."""


def _banner(ctx: ConfigContext, args: Args) -> Instead | Job | None:
    """`banner motd #text#` is kept between `^C`; without the second delimiter, more lines follow."""
    if args.no or args.default:
        return None
    kind, text = args.words[1], args.text("text")
    delimiter = ETX if text.startswith(ETX) else text[0]
    body, end, _ = text[len(delimiter) :].partition(delimiter)
    if not end:
        return BannerText(kind, delimiter, body)
    line = banner_line(f"banner {kind} ", delimiter, body)
    return None if line == " ".join(args.words) else Instead(line)


_LEVEL = {"level": "Set exec level password", "<level>": "Level number"}
_SECRET = {
    "enable": "Modify enable password parameters",
    "secret": "Assign the privileged level secret",
    "password": "Assign the privileged level password",
    "0": "Specifies an UNENCRYPTED password will follow",
    "5": "Specifies an ENCRYPTED secret will follow",
    "7": "Specifies a HIDDEN password will follow",
    "<secret>": "The UNENCRYPTED (cleartext) 'enable' secret",
    **_LEVEL,
}
_USER = {
    "username": "Establish User Name Authentication",
    "<name>": "User name",
    "privilege": "Set user privilege level",
    "<level>": "User privilege level",
    "password": "Specify the password for the user",
    "secret": "Specify the secret for the user",
    "nopassword": "No password is required for the user to log in",
    "0": "Specifies an UNENCRYPTED password will follow",
    "5": "Specifies a HIDDEN SECRET will follow",
    "7": "Specifies a HIDDEN password will follow",
    "<word>": "The UNENCRYPTED (cleartext) user password",
    "<secret>": "The UNENCRYPTED (cleartext) user secret",
}
_BANNER = {
    "banner": "Define a login banner",
    "motd": "Set Message of the Day banner",
    "login": "Set login banner",
    "exec": "Set EXEC process creation banner",
    "incoming": "Set incoming terminal line banner",
    "<text>": "c banner-text c, where 'c' is a delimiting character",
}
_ALIAS = {
    "alias": "Create command alias",
    "exec": "Exec mode",
    "configure": "Global configuration mode",
    "interface": "Interface configuration mode",
    "line": "Line configuration mode",
    "router": "Router configuration mode",
    "<name>": "Alias name",
    "<command>": "Alias body",
}
_PRIVILEGE = {
    "privilege": "Command privilege parameters",
    "exec": "Exec mode",
    "configure": "Global configuration mode",
    "interface": "Interface configuration mode",
    "line": "Line configuration mode",
    "router": "Router configuration mode",
    "level": "Set privilege level of command",
    "<level>": "Privilege level",
    "<command>": "Command, as it begins",
}

ACCESS_COMMANDS = (
    Command("config", "enable secret [0|5] <secret:LINE>", _enable_secret, _SECRET, rank=310),
    Command(
        "config",
        "enable secret level <level:1-15> [0|5] <secret:LINE>",
        _enable_secret,
        _SECRET,
        key=("level",),
        rank=310,
    ),
    Command("config", "enable password [0|7] <secret:LINE>", _enable_password, _SECRET, rank=311),
    Command(
        "config",
        "enable password level <level:1-15> [0|7] <secret:LINE>",
        _enable_password,
        _SECRET,
        key=("level",),
        rank=311,
    ),
    Command(
        "config",
        "username <name:WORD> [privilege <level:0-15>] "
        "[password [0|7] <word:LINE> | secret [0|4|5|8|9] <secret:LINE> | nopassword]",
        _username,
        _USER,
        key=("name",),
        rank=315,
    ),
    Command(
        "config",
        "service password-encryption",
        None,
        {"password-encryption": "Encrypt system passwords"},
        Store.BOTH,
        rank=30,
    ),
    Command("config", "banner {motd|login|exec|incoming} <text:LINE>", _banner, _BANNER, rank=1100),
    Command(
        "config",
        "alias {exec|configure|interface|line|router} <name:WORD> <command:LINE>",
        None,
        _ALIAS,
        key=("name",),
        rank=1150,
    ),
    Command(
        "config",
        "privilege {exec|configure|interface|line|router} level <level:0-15> <command:LINE>",
        None,
        _PRIVILEGE,
        key=("command",),
        rank=1160,
    ),
)
