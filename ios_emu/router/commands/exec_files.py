"""NVRAM and the running-config: `show running-config`, `copy`, `write`, `erase`, `reload`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ios_emu.grammar.command import Args, Command
from ios_emu.router.commands.questions import Confirm
from ios_emu.router.context import Job
from ios_emu.router.release import ByRelease, Train

if TYPE_CHECKING:
    from ios_emu.router.router import Router
    from ios_emu.router.session import Session

NVRAM_SIZE = 129016
"""Bytes of NVRAM for the configuration: 125K, less its bookkeeping."""


def running_config(router: Router) -> str:
    """The running-config as it is saved: from the first `!` to `end`."""
    return "!\n" + router.config.render(router.catalog.grammar)


def _headed(text: str) -> str:
    return f"Building configuration...\n\nCurrent configuration : {len(text.encode())} bytes\n{text}\n"


def _show_running(session: Session, args: Args) -> str:
    return _headed(running_config(session.router))


def _show_running_interface(session: Session, args: Args) -> str:
    router = session.router
    section = router.config.render_section(router.catalog.grammar, f"interface {args.interface('interface')}")
    if not section:
        return "% Invalid input detected at '^' marker.\n\n"
    return _headed(f"!\n{section}end\n")


def _show_startup(session: Session, args: Args) -> str:
    text = session.router.startup_config
    if not text.strip():
        return "startup-config is not present\n"
    return f"Using {len(text.encode())} out of {NVRAM_SIZE} bytes\n{text}\n"


def save(router: Router) -> str:
    """Write the running-config to NVRAM."""
    router.startup_config = running_config(router)
    return "Building configuration...\n[OK]\n"


class SaveAs(Job):
    """`copy running-config startup-config` asks for a name that is always the same."""

    question = "Destination filename [startup-config]? "

    def on_input(self, session: Session, line: str) -> None:
        """The name."""
        session.finish(self)
        if line.strip() in ("", "startup-config"):
            session.print(save(session.router))
        else:
            session.print(f"%Error opening nvram:{line.strip()} (Invalid argument)\n")


def _copy(session: Session, args: Args) -> Job:
    return SaveAs()


def _write(session: Session, args: Args) -> str:
    return save(session.router)


class EraseStartup(Confirm):
    """`write erase`, `erase startup-config`."""

    def __init__(self) -> None:
        super().__init__("Erasing the nvram filesystem will remove all configuration files! Continue? ")

    def confirmed(self, session: Session) -> None:
        """Erase it."""
        session.router.startup_config = ""
        session.print("[OK]\nErase of nvram: complete\n")
        session.router.log("SYS", 7, "NV_BLOCK_INIT", "Initialized the geometry of nvram")


def _erase(session: Session, args: Args) -> Job:
    return EraseStartup()


_RELOAD_REASON = ByRelease({Train.R12_2: "", Train.R12_4: " Reload Reason: Reload Command."})


class Reload(Job):
    """`reload`: offers to save a changed configuration, asks again, then goes."""

    def __init__(self, modified: bool) -> None:
        self._saving = modified
        self._ask()

    def _ask(self) -> None:
        self.question = (
            "System configuration has been modified. Save? [yes/no]: "
            if self._saving
            else "Proceed with reload? [confirm]"
        )

    def on_input(self, session: Session, line: str) -> None:
        """The answer to either question."""
        answer = line.strip().lower()
        if self._saving:
            if answer not in ("y", "yes", "n", "no"):
                session.print("% Please answer 'yes' or 'no'.\n")
                return
            if answer.startswith("y"):
                session.print(save(session.router))
            self._saving = False
            self._ask()
            return
        session.finish(self)
        if answer in ("", "y", "yes"):
            router = session.router
            reason = _RELOAD_REASON[router.release]
            router.log("SYS", 5, "RELOAD", f"Reload requested by console.{reason}")
            router.reload()


def _reload(session: Session, args: Args) -> Job:
    return Reload(not same_config(session.router.startup_config, running_config(session.router)))


def same_config(one: str, other: str) -> bool:
    """Whether two configs say the same, whatever their comments and line ends."""
    return _essence(one) == _essence(other)


def _essence(text: str) -> list[str]:
    lines = (line.rstrip() for line in text.splitlines())
    return [line for line in lines if line not in ("", "end") and not line.startswith("!")]


_SHOW_HELP = {
    "running-config": "Current operating configuration",
    "startup-config": "Contents of startup configuration",
}

FILE_COMMANDS = (
    Command("privileged", "show running-config", _show_running, _SHOW_HELP),
    Command(
        "privileged", "show running-config interface <interface:INTERFACE>", _show_running_interface, _SHOW_HELP
    ),
    Command("privileged", "show startup-config", _show_startup, _SHOW_HELP),
    Command(
        "privileged", "show configuration", _show_startup, {"configuration": "Contents of Non-Volatile memory"}
    ),
    Command("privileged", "copy running-config startup-config", _copy, {"copy": "Copy from one file to another"}),
    Command(
        "privileged", "write [memory]", _write, {"write": "Write running configuration to memory or terminal"}
    ),
    Command("privileged", "write terminal", _show_running),
    Command("privileged", "write erase", _erase),
    Command("privileged", "erase {startup-config|nvram:}", _erase, {"erase": "Erase a filesystem"}),
    Command("privileged", "reload", _reload, {"reload": "Halt and perform a cold restart"}),
)
