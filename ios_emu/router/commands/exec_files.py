"""Files: `copy`, `dir`, `show flash:`, `more`, `delete`, `rename`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ios_emu.grammar.command import Args, Command
from ios_emu.kernel import MILLISECOND, SECOND
from ios_emu.router.commands.exec_config import merge, save
from ios_emu.router.commands.questions import Confirm
from ios_emu.router.context import CommandError, Job
from ios_emu.router.files import DISK, DISK_SIZE, NVRAM_SIZE, RUNNING, STARTUP, canonical

if TYPE_CHECKING:
    from ios_emu.router.router import Router
    from ios_emu.router.session import Session

_SETUP_TIME = 200 * MILLISECOND
_RATE = 8192
"""Bytes per second that a copy makes, about what a 7200's flash card does with a configuration."""


class Copy(Job):
    """`copy SOURCE DESTINATION`: asks for the destination's name, and before it writes over another file."""

    def __init__(self, source: str, text: str, destination: str) -> None:
        self._source = source
        self._text = text
        self._destination = destination
        self._overwriting = False
        self._session: Session | None = None
        name = destination.partition(":")[2] or source.partition(":")[2]
        self.question = f"Destination filename [{name}]? "
        self._default = name

    def on_input(self, session: Session, line: str) -> None:
        """The name, or whether to overwrite."""
        answer = line.strip()
        if self._overwriting:
            if answer.lower() not in ("", "y", "yes"):
                session.finish(self)
                return
        elif not self._named(session, answer or self._default):
            return
        self._begin(session)

    def _named(self, session: Session, name: str) -> bool:
        """The file has a name. Whether it can be written without another question."""
        system = self._destination.partition(":")[0]
        place = f"{system}:{name}" if ":" not in name else name
        try:
            self._destination = canonical(place)
        except CommandError as error:
            session.finish(self)
            session.print(str(error).replace("No such file or directory", "Invalid argument"))
            return False
        if self._destination.removeprefix(DISK) in session.router.files.disk:
            session.print("%Warning:There is a file already existing with this name \n")
            self._overwriting = self.key = True
            self.question = "Do you want to over write? [confirm]"
            return False
        return True

    def _begin(self, session: Session) -> None:
        if (self._source, self._destination) == (RUNNING, STARTUP):
            session.finish(self)
            session.print(save(session.router, session.user))
            return
        self.question = ""
        self._session = session
        size = len(self._text.encode())
        session.router.kernel.after(_SETUP_TIME + size * SECOND // _RATE, self, "copied")

    def on_event(self, what: object) -> None:
        """All of it has been copied."""
        session = self._session
        if session is None or session.job is not self:
            return
        session.finish(self)
        try:
            if self._destination == RUNNING:
                session.print(merge(session, self._text))
            else:
                session.router.files.write(self._destination, self._text)
                if self._destination == STARTUP:
                    session.router.changes.written(session.user)
                    session.print("[OK]\n")
        except CommandError as error:
            session.print(str(error))
            return
        size = len(self._text.encode())
        took = _SETUP_TIME + size * SECOND // _RATE
        session.print(f"{size} bytes copied in {took / SECOND:.3f} secs ({size * SECOND // took} bytes/sec)\n\n")


def _end_of(args: Args, words: tuple[str, ...], name: str) -> str:
    return args.text(name) if name in args else next(word for word in words if word.endswith("-config"))


def _copy(session: Session, args: Args) -> Job:
    source = _end_of(args, args.words[1:2], "source")
    destination = _end_of(args, args.words[2:3], "destination")
    text = session.router.files.read(source)
    where = destination if destination.endswith(":") else canonical(destination)
    if canonical(where) == canonical(source):
        raise CommandError("%Error: Source and destination are the same\n")
    return Copy(canonical(source), text, canonical(where))


# -- the disk ----------------------------------------------------------------------------------------


def _listing(router: Router, only: str = "") -> str:
    rows = ""
    for number, (name, file) in enumerate(router.files.disk.items(), 1):
        if only in ("", name):
            when = f"{file.written:%b} {file.written.day:2} {file.written:%Y %H:%M:%S} +00:00"
            rows += f"{number:5}  -rw-  {file.size:10}  {when:>27}  {name}\n"
    return rows


def _directory(session: Session, args: Args) -> str:
    router = session.router
    url = str(args.get("file", DISK))
    if url in ("nvram:", "nvram:/"):
        size = len(router.startup_config.encode())
        row = f"{1:5}  -rw-  {size:10}  {'<no date>':>27}  startup-config\n" if size else "No files in directory\n"
        return f"Directory of nvram:/\n\n{row}\n{NVRAM_SIZE} bytes total ({NVRAM_SIZE - size} bytes free)\n"
    name = canonical(url if ":" in url else DISK + url).removeprefix(DISK)
    rows = _listing(router, name)
    if name and not rows:
        raise CommandError(f"%Error opening {DISK}/{name} (File not found)\n")
    return (
        f"Directory of {DISK}/{name}\n\n{rows or 'No files in directory'}\n"
        f"{'' if rows else chr(10)}{DISK_SIZE} bytes total ({router.files.free()} bytes free)\n"
    )


def _show_disk(session: Session, args: Args) -> str:
    router = session.router
    text = "-#- --length-- -----date/time------ path\n"
    for number, (name, file) in enumerate(router.files.disk.items(), 1):
        when = f"{file.written:%b} {file.written.day} {file.written:%Y %H:%M:%S} +00:00"
        text += f"{number:<3} {file.size:10} {when} {name}\n"
    return f"{text}\n{router.files.free()} bytes available ({DISK_SIZE - router.files.free()} bytes used)\n\n"


def _more(session: Session, args: Args) -> str:
    text = session.router.files.read(args.text("file"))
    return text if text.endswith("\n") else text + "\n"


class Delete(Job):
    """`delete FILE`: asks for the name, then whether to."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.question = f"Delete filename [{name}]? "

    def on_input(self, session: Session, line: str) -> None:
        """The name."""
        session.finish(self)
        session.begin(ReallyDelete(line.strip() or self._name))


class ReallyDelete(Confirm):
    """`Delete disk0:FILE? [confirm]`."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Delete {DISK}{name}? ")
        self._name = name

    def confirmed(self, session: Session) -> None:
        """Delete it."""
        try:
            session.router.files.delete(DISK + self._name)
        except CommandError as error:
            session.print(str(error))


def _delete(session: Session, args: Args) -> Job | None:
    place = canonical(args.text("file"))
    if place in (STARTUP, RUNNING):
        raise CommandError(f"%Error deleting {place} (Operation not supported)\n")
    if "/force" in args:
        session.router.files.delete(place)
        return None
    return Delete(place.removeprefix(DISK))


def _rename(session: Session, args: Args) -> None:
    files = session.router.files
    old, new = (canonical(args.text(each)).removeprefix(DISK) for each in ("file", "name"))
    if old not in files.disk or not new or ":" in new:
        raise CommandError(f"%Error renaming {DISK}{old} (No such file or directory)\n")
    if new in files.disk:
        raise CommandError(f"%Error renaming {DISK}{old} (File exists)\n")
    files.disk[new] = files.disk.pop(old)


_HELP = {
    "copy": "Copy from one file to another",
    "running-config": "Current system configuration",
    "startup-config": "Startup configuration",
    "<source>": "Source file: disk0:NAME, flash:NAME, nvram:startup-config",
    "<destination>": "Destination file: disk0:NAME, flash:NAME, nvram:startup-config",
    "dir": "List files on a filesystem",
    "<file>": "File: disk0:NAME, flash:NAME, nvram:startup-config, system:running-config",
    "show": "Show running system information",
    "flash:": "Display information about flash: file system",
    "disk0:": "Display information about disk0: file system",
    "more": "Display the contents of a file",
    "delete": "Delete a file",
    "/force": "Force delete",
    "rename": "Rename a file",
    "<name>": "Destination file name",
}
_CONFIG = "running-config|startup-config"

FILE_COMMANDS = tuple(
    Command("privileged", notation, run, _HELP)
    for notation, run in (
        (f"copy {{{_CONFIG}|<source:WORD>}} {{{_CONFIG}|<destination:WORD>}}", _copy),
        ("dir [<file:WORD>]", _directory),
        ("show {flash:|disk0:}", _show_disk),
        ("more <file:WORD>", _more),
        ("delete [/force] <file:WORD>", _delete),
        ("rename <file:WORD> <name:WORD>", _rename),
    )
)
