"""What `line con 0` and its kind say of a session: read from the running-config whenever it is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ios_emu.router.release import ByRelease, Train

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ios_emu.grammar.config import ConfigNode
    from ios_emu.router.router import Router

USER, FULL = 1, 15
"""The privilege levels of user and privileged exec."""
_HISTORY = ByRelease({Train.R12_2: 10, Train.R15: 20})


@dataclass(frozen=True)
class Line:
    """The settings of one line. `exec_timeout` in seconds, 0 for never; `password` as stored, e.g. `7 0822...`.

    `login` is how a user proves who he is: `` (not at all), `line` (the line's password), `local` (a username),
    `enable` (the enable secret). `takes_hosts`: a word that is no command is taken for a host to connect to.
    `takes_telnet`, `calls_telnet`: what `transport input` and `output` let in and out; `access_in`, `access_out`: the
    access lists of `access-class`, empty for none.
    """

    exec_timeout: int = 600
    length: int = 24
    width: int = 80
    history_size: int = 10
    privilege: int = USER
    login: str = ""
    password: str = ""
    synchronous: bool = False
    exec: bool = True
    motd_banner: bool = True
    exec_banner: bool = True
    takes_hosts: bool = True
    takes_telnet: bool = True
    calls_telnet: bool = True
    access_in: str = ""
    access_out: str = ""


def line_settings(router: Router, name: str) -> Line:
    """The settings of the line `name`, e.g. `con 0`, `vty 3`."""
    nodes = [] if (section := _section(router, name)) is None else section.children
    console = name.startswith("con")
    said = {" ".join(node.words[:2]): node for node in nodes} | {node.words[0]: node for node in nodes}
    timeout = said.get("exec-timeout")
    seconds = 600
    if timeout is not None:
        seconds = timeout.args.int("minutes") * 60 + timeout.args.int("seconds", 0) if not timeout.negated else 0
    password = said.get("password")
    return Line(
        exec_timeout=seconds,
        length=_number(said, "length", "lines", 24),
        width=_number(said, "width", "columns", 80),
        history_size=_number(said, "history size", "size", _HISTORY[router.release]),
        privilege=_number(said, "privilege level", "level", USER),
        login=_login(router, said.get("login"), console),
        password=" ".join(password.words[1:]) if password is not None and not password.negated else "",
        synchronous=_on(said, "logging synchronous", False),
        exec=_on(said, "exec", True),
        motd_banner=_on(said, "motd-banner", True),
        exec_banner=_on(said, "exec-banner", True),
        takes_hosts="none" not in said["transport preferred"].words if "transport preferred" in said else True,
        takes_telnet=_telnet(said, "transport input"),
        calls_telnet=_telnet(said, "transport output"),
        access_in=_access(nodes, "in"),
        access_out=_access(nodes, "out"),
    )


def virtual_lines(router: Router) -> int:
    """How many `line vty` there are, five at least."""
    vty = router.config.lines("line", "vty")
    return max([4, *(node.args.int("last", node.args.int("first", 0)) for node in vty)]) + 1


def _telnet(said: dict[str, ConfigNode], name: str) -> bool:
    node = said.get(name)
    return node is None or (not node.negated and any(word in ("all", "telnet") for word in node.words[2:]))


def _access(nodes: Iterable[ConfigNode], way: str) -> str:
    classes = (node for node in nodes if node.words[0] == "access-class" and not node.negated)
    return next((node.words[1] for node in classes if way in node.words[2:]), "")


def _section(router: Router, name: str) -> ConfigNode | None:
    kind, _, number = name.partition(" ")
    for node in router.config.lines("line", kind):
        first = node.args.int("first", 0)
        if first <= int(number) <= node.args.int("last", first):
            return node
    return None


def _on(said: dict[str, ConfigNode], name: str, default: bool) -> bool:
    node = said.get(name)
    return default if node is None else not node.negated


def _number(said: dict[str, ConfigNode], name: str, argument: str, default: int) -> int:
    node = said.get(name)
    return default if node is None or node.negated else node.args.int(argument, default)


def _login(router: Router, node: ConfigNode | None, console: bool) -> str:
    if _aaa(router):
        wanted = "default" if node is None or "list" not in node.args else node.args.text("list")
        return _aaa_login(router, wanted, console)
    if node is None:
        return "" if console else "line"
    if node.negated:
        return ""
    return "local" if "local" in node.words else "line"


def _aaa(router: Router) -> bool:
    return any(not node.negated for node in router.config.lines("aaa", "new-model"))


_AAA_METHODS = {"local": "local", "local-case": "local", "enable": "enable", "line": "line", "none": ""}


def _aaa_login(router: Router, wanted: str, console: bool) -> str:
    """The first method of a list that needs no server: no server of any group answers here."""
    for node in router.config.lines("aaa", "authentication", "login"):
        words = " ".join(node.words[3:]).split()
        if words[:1] == [wanted] and not node.negated:
            return next((_AAA_METHODS[word] for word in words[1:] if word in _AAA_METHODS), "enable")
    return "" if console else "local"


# -- who may come in ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class User:
    """A `username`: its stored password or secret (`0 text`, `5 $1$...`, `7 ...`), empty for none; its privilege
    level, None when that is the line's."""

    name: str
    stored: str
    privilege: int | None


def find_user(router: Router, name: str) -> User | None:
    """The user called `name`; None when there is none. A secret counts before a password."""
    nodes = [n for n in router.config.lines("username") if not n.negated and n.args.text("name") == name]
    if not nodes:
        return None
    level = next((n.args.int("level") for n in nodes if "level" in n.args), None)
    nodes.sort(key=lambda n: "secret" not in n.words[2:-1])
    return User(name, _stored(nodes), level)


def _stored(nodes: Iterable[ConfigNode]) -> str:
    for node in nodes:
        for kind in ("secret", "password"):
            if kind in node.words[2:-1]:
                return " ".join(node.words[node.words.index(kind, 2) + 1 :])
    return ""


def enable_secret(router: Router, level: int = FULL) -> str | None:
    """The stored `enable secret` or else `enable password` of a level, type and text; None for none."""
    for kind in ("secret", "password"):
        for node in router.config.lines("enable", kind):
            if not node.negated and node.args.int("level", FULL) == level:
                start = 4 if "level" in node.args else 2
                return " ".join(node.words[start:])
    return None
