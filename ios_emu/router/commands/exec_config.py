"""The running-config and the startup-config: shown, saved, erased, compared, replaced."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from ios_emu.grammar.command import Args, Command
from ios_emu.router.boot import TOP, Complaint, Section, apply_line, merge_config
from ios_emu.router.commands.exec_running import show_running
from ios_emu.router.commands.questions import Confirm
from ios_emu.router.config_diff import contextual, differences
from ios_emu.router.context import CommandError, Job
from ios_emu.router.files import NVRAM_SIZE, running_config
from ios_emu.router.release import ByRelease, Train

if TYPE_CHECKING:
    from ios_emu.router.router import Router
    from ios_emu.router.session import Session


def _show_startup(session: Session, args: Args) -> str:
    text = session.router.startup_config
    if not text.strip():
        return "startup-config is not present\n"
    return f"Using {len(text.encode())} out of {NVRAM_SIZE} bytes\n{text}\n"


def save(router: Router, user: str) -> str:
    """Write the running-config to NVRAM; what is printed about it."""
    router.changes.written(user)
    text = router.startup_config = running_config(router)
    if not any(not node.negated for node in router.config.lines("service", "compress-config")):
        return "Building configuration...\n[OK]\n"
    size, compressed = len(text.encode()), len(zlib.compress(text.encode()))
    return f"Building configuration...\n  Compressed configuration from {size} bytes to {compressed} bytes[OK]\n"


def _write(session: Session, args: Args) -> str:
    return save(session.router, session.user)


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


# -- comparing and replacing -------------------------------------------------------------------------


_DIFFERENCES = ByRelease({Train.R12_2: "Contextual Config Diffs:\n", Train.R15: "!Contextual Config Diffs:\n"})


def _show_differences(session: Session, args: Args) -> str:
    files = session.router.files
    old = files.read(str(args.get("old", "nvram:startup-config")))
    new = files.read(str(args.get("new", "system:running-config")))
    return _DIFFERENCES[session.router.release] + (contextual(old, new) or "!No changes were found\n")


def complaints_text(complaints: list[Complaint]) -> str:
    """What a terminal shows of the lines of a file that were not taken."""
    return "".join(f"{each.text}\n{each.marker}" for each in complaints)


def merge(session: Session, text: str) -> str:
    """Add a configuration to the running one; what is printed about it."""
    complaints = merge_config(session.router, text)
    session.router.changes.configured(session.user)
    session.router.log("SYS", 5, "CONFIG_I", f"Configured from memory by {session.place}")
    return complaints_text(complaints)


def _configure_memory(session: Session, args: Args) -> str:
    return merge(session, session.router.files.read("nvram:startup-config"))


_REPLACE = """\
This will apply all necessary additions and deletions
to replace the current running configuration with the
contents of the specified configuration file, which is
assumed to be a complete configuration, not a partial
configuration. Enter Y if you are sure you want to proceed. ? [no]: """
_PASSES = 5


class Replace(Job):
    """`configure replace FILE`: what is not in the file goes, what is only there comes."""

    def __init__(self, text: str, listed: bool) -> None:
        self._text = text
        self._listed = listed

    def start(self, session: Session) -> None:
        """Say what is about to happen."""
        *lines, self.question = _REPLACE.split("\n")
        session.print("\n".join(lines) + "\n")

    def on_input(self, session: Session, line: str) -> None:
        """Yes or no."""
        session.finish(self)
        if line.strip().lower() in ("y", "yes"):
            session.print(replace(session, self._text, self._listed))


def replace(session: Session, text: str, listed: bool) -> str:
    """Make the running-config that of `text`, in as many passes as lines that stand on others need."""
    router = session.router
    applied: list[str] = []
    passes = 0
    while passes < _PASSES:
        changes = differences(running_config(router), text)
        if not changes:
            break
        passes += 1
        before = running_config(router)
        # What goes, goes first; within a section and of sections, the last line first.
        for each in [*reversed([c for c in changes if not c.added]), *(c for c in changes if c.added)]:
            line = each.text if each.added else _negated(each.text)
            sections = _open(router, each.path)
            if sections is not None and not apply_line(router, sections, line).refused:
                applied += [*each.path, line] if listed else []
        if running_config(router) == before:
            break
    router.changes.configured(session.user)
    router.log("SYS", 5, "CONFIG_I", f"Configured from memory by {session.place}")
    shown = "!List of Commands:\n" + "".join(f"{line}\n" for line in applied) + "end\n\n" if listed else ""
    return f"{shown}Total number of passes: {max(passes, 1)}\nRollback Done\n\n"


def _negated(line: str) -> str:
    return line.removeprefix("no ") if line.startswith("no ") else f"no {line}"


def _open(router: Router, path: tuple[str, ...]) -> tuple[Section, ...] | None:
    sections: tuple[Section, ...] = TOP
    for header in path:
        applied = apply_line(router, sections, header)
        if applied.refused or len(applied.sections) <= len(sections):
            return None
        sections = applied.sections
    return sections


def _replace(session: Session, args: Args) -> Job | str:
    text = session.router.files.read(args.text("file"))
    if not text.rstrip().endswith("end"):
        raise CommandError("%The input file is not a valid config file.\n")
    return replace(session, text, "list" in args) if "force" in args else Replace(text, "list" in args)


_HELP = {
    "show": "Show running system information",
    "running-config": "Current operating configuration",
    "startup-config": "Contents of startup configuration",
    "configuration": "Contents of Non-Volatile memory",
    "archive": "Archive functions",
    "config": "Archive of config information",
    "differences": "Display differences between two config files",
    "write": "Write running configuration to memory, network, or terminal",
    "memory": "Write to NV memory",
    "terminal": "Write to terminal",
    "erase": "Erase NV memory",
    "configure": "Enter configuration mode",
    "replace": "Replace the running-config with a new config file",
    "list": "List the commands that were applied",
    "force": "Forcibly replace without prompting for user input",
}

CONFIG_COMMANDS = tuple(
    Command("privileged", notation, run, _HELP)
    for notation, run in (
        ("show startup-config", _show_startup),
        ("show configuration", _show_startup),
        ("show archive config differences [<old:WORD> [<new:WORD>]]", _show_differences),
        ("write [memory]", _write),
        ("write terminal", show_running),
        ("write erase", _erase),
        ("erase {startup-config|nvram:}", _erase),
        ("configure memory", _configure_memory),
        ("configure replace <file:WORD> [list | force]*", _replace),
    )
)
