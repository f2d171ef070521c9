"""The exec commands of ISAKMP: showing and clearing."""

from __future__ import annotations

from ios_emu.features.isakmp import show
from ios_emu.features.isakmp.instance import Isakmp
from ios_emu.grammar.command import Args, Command
from ios_emu.router.context import CommandError
from ios_emu.router.session import Session


def _show_sa(session: Session, args: Args) -> str:
    router = session.router
    sas = list(router.feature(Isakmp).ike.sas.values())
    if "detail" in args:
        return show.sa_detail(router.release, sas, router.kernel.now)
    return show.sa_table(router.release, sas)


def _show_policy(session: Session, args: Args) -> str:
    return show.policies(session.router.release, session.router.feature(Isakmp).config)


def _show_key(session: Session, args: Args) -> str:
    return show.keys(session.router.release, session.router.feature(Isakmp).config)


def _show_profile(session: Session, args: Args) -> str:
    return show.profiles(session.router.feature(Isakmp).config)


def _clear(session: Session, args: Args) -> str:
    ike = session.router.feature(Isakmp).ike
    if "connection" not in args:
        ike.clear()
        return ""
    connection = args.int("connection")
    if not any(sa.conn_id == connection and not sa.deleted for sa in ike.sas.values()):
        raise CommandError(f"% No IKE SA with connection id {connection}\n")
    ike.clear(connection)
    return ""


_SHOW_HELP = {
    "crypto": "Encryption module",
    "isakmp": "Show ISAKMP",
    "sa": "Show ISAKMP Security Associations",
    "detail": "Show ISAKMP SA Detail",
    "policy": "Show ISAKMP protection suite policy",
    "key": "Show ISAKMP preshared keys",
    "profile": "Show ISAKMP profiles",
}
_CLEAR_HELP = {
    "crypto": "Encryption subsystem",
    "isakmp": "Flush the ISAKMP database",
    "<connection>": "connection id of SA",
}

EXEC_COMMANDS = (
    Command("exec", "show crypto isakmp sa [detail]", _show_sa, _SHOW_HELP),
    Command("exec", "show crypto isakmp policy", _show_policy, _SHOW_HELP),
    Command("exec", "show crypto isakmp profile", _show_profile, _SHOW_HELP),
    Command("privileged", "show crypto isakmp key", _show_key, _SHOW_HELP),
    Command("privileged", "clear crypto isakmp [<connection:0-32766>]", _clear, _CLEAR_HELP),
)
