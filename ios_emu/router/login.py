"""Coming in: banners, `Username:` and `Password:`, and the `Password:` of `enable`.

idle --RETURN--> banners --[login]--> Username: / Password: --> exec
  ^                                      | three failures         | exit, exec-timeout
  +--------------------------------------+------------------------+
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ios_emu.router.context import Job
from ios_emu.router.line import FULL, enable_secret, find_user, line_settings
from ios_emu.router.secrets import secret_matches

if TYPE_CHECKING:
    from ios_emu.router.router import Router
    from ios_emu.router.session import Session

TRIES = 3
_VERIFICATION = "\nUser Access Verification\n\n"


def banner(router: Router, kind: str, line_name: str) -> str:
    """The text of `banner KIND` as the terminal shows it; empty when there is none."""
    for node in router.config.lines("banner", kind):
        if node.negated:
            continue
        text = node.words[-1]
        mark = "^C" if text.startswith("^C") else text[:1]
        body = text[len(mark) :].partition(mark)[0]
        tokens = {
            "$(hostname)": router.hostname,
            "$(line)": line_name.rpartition(" ")[2],
            "$(line-desc)": "",
            "$(domain)": _domain(router),
        }
        for token, value in tokens.items():
            body = body.replace(token, value)
        return "\n" + (body if body.endswith("\n") else body + "\n")
    return ""


def _domain(router: Router) -> str:
    nodes = [*router.config.lines("ip", "domain-name"), *router.config.lines("ip", "domain", "name")]
    return next((node.args.text("name") for node in nodes if not node.negated), "")


def enter_line(session: Session) -> None:
    """Somebody has connected to the line: greet him and, if the line wants it, ask who he is."""
    line = line_settings(session.router, session.line_name)
    if line.motd_banner:
        session.print(banner(session.router, "motd", session.line_name))
    if not line.login:
        log_in(session, "", line.privilege)
        return
    session.print(banner(session.router, "login", session.line_name))
    if line.login == "line" and not line.password:
        session.print("\nPassword required, but none set\n")
        session.hang_up()
        return
    session.print(_VERIFICATION)
    session.begin(Login(line.login))


def log_in(session: Session, user: str, privilege: int) -> None:
    """He may come in, as `user`."""
    session.user = user
    session.privilege = privilege
    if line_settings(session.router, session.line_name).exec_banner:
        session.print(banner(session.router, "exec", session.line_name))


class PressReturn(Job):
    """The line is idle."""

    question = "Press RETURN to get started."

    def on_input(self, session: Session, line: str) -> None:
        """Somebody pressed RETURN."""
        session.finish(self)
        enter_line(session)

    def interrupt(self, session: Session) -> None:
        """There is nothing to stop."""


class Login(Job):
    """Asks for a username and its password (`local`), or for a password only."""

    def __init__(self, method: str) -> None:
        self._method = method
        self._name = ""
        self._failures = 0
        self._ask()

    def _ask(self) -> None:
        self.hidden = self._method != "local"
        self.question = "Password: " if self.hidden else "Username: "

    def on_input(self, session: Session, line: str) -> None:
        """A name, or a try at its password."""
        if not self.hidden:
            self._name = line.strip()
            if self._name:
                self.hidden = True
                self.question = "Password: "
            return
        router = session.router
        privilege = line_settings(router, session.line_name).privilege
        if self._method == "local":
            user = find_user(router, self._name)
            good = user is not None and secret_matches(line, user.stored)
            if user is not None and user.privilege is not None:
                privilege = user.privilege
        elif self._method == "enable":
            good = secret_matches(line, enable_secret(router) or "")
        else:
            good = secret_matches(line, line_settings(router, session.line_name).password)
        if good:
            session.finish(self)
            log_in(session, self._name, privilege)
        else:
            self._failed(session)

    def _failed(self, session: Session) -> None:
        self._failures += 1
        if self._method == "local":
            session.print("% Login invalid\n\n")
        if self._failures < TRIES:
            self._ask()
            return
        session.finish(self)
        if self._method != "local":
            session.print("% Bad passwords\n")
        session.hang_up()

    def interrupt(self, session: Session) -> None:
        """Ctrl-C is one more wrong answer."""
        self._failed(session)


class EnablePassword(Job):
    """Asks for the enable secret of a level, three times at most."""

    question = "Password: "
    hidden = True

    def __init__(self, stored: str, level: int = FULL) -> None:
        self._stored = stored
        self._level = level
        self._tries = 0

    def on_input(self, session: Session, line: str) -> None:
        """A try."""
        if secret_matches(line, self._stored):
            session.finish(self)
            session.privilege = self._level
            return
        self._tries += 1
        if self._tries == TRIES:
            session.finish(self)
            hashed = self._stored.startswith("5 ")
            session.print("% Bad secrets\n\n" if hashed else "% Bad passwords\n\n")
