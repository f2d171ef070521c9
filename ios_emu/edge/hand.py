"""The user's hand on the lab: all that is done to it from the console, written down while a session is recorded."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from ios_emu.edge.pace import Pace
from ios_emu.lab.error import LabError
from ios_emu.lab.journal import Journal
from ios_emu.lab.lab import Lab
from ios_emu.lab.scribe import Printed
from ios_emu.router.session import Session


@dataclass(frozen=True)
class Recording:
    """The new file of a recording, and the directives it begins with."""

    path: Path
    header: tuple[str, ...]


class Hand:
    """See the module."""

    def __init__(self, lab: Lab, pace: Pace) -> None:
        self._lab = lab
        self._pace = pace
        self._printed: Printed = []
        self.journal: Journal | None = None

    # -- recording -----------------------------------------------------------------------------------

    def record(self, recording: Recording) -> None:
        """Record all that is done from now on. Raises LabError."""
        if self._lab.doors:
            raise LabError("what comes in from the world outside cannot be recorded")
        self.journal = Journal(self._lab, recording.path, recording.header)
        self._printed += self.journal.printed
        self._pace.stepped = self.look

    def record_from_here(self, path: Path) -> Path:
        """Record in the new file `path` from the lab as it is now, which is saved beside it, in the file returned.
        Raises LabError."""
        if self.journal is not None:
            raise LabError(f"{self.journal.path}: is being recorded already; :record stop ends that")
        start = path.with_suffix(".lab")
        if path.exists() or start.exists():
            raise LabError(f"{path if path.exists() else start}: is there already; it is left alone")
        recording = Recording(path, (named_lab(start, path),))
        self.look()
        self._lab.save(start)
        self.record(recording)
        return start

    def stop(self) -> Path:
        """End the recording; its file. Raises LabError."""
        journal, self.journal = self.journal, None
        self._pace.stepped = None
        if journal is None:
            raise LabError("nothing is recorded")
        self._printed += journal.settle()
        journal.stop()
        return journal.path

    def close(self) -> list[str]:
        """End the recording, if there is one; what to say of it."""
        if self.journal is None:
            return []
        try:
            return [f"recorded in {self.stop()}"]
        except LabError as error:
            return [str(error)]

    def write(self) -> list[str]:
        """Bring the file up to date; what went wrong, which ends the recording."""
        if self.journal is not None:
            try:
                self.journal.write()
            except LabError as error:
                self.journal = None
                self._pace.stepped = None
                return [str(error)]
        return []

    # -- what consoles print -------------------------------------------------------------------------

    def look(self) -> None:
        """Take what consoles have printed."""
        if self.journal is not None:
            self._printed += self.journal.stepped()
            return
        for router in self._lab.routers.values():
            if router.console is not None and router.console.outbox:
                self._printed.append((router.name, router.console.drain()))

    def take(self) -> Printed:
        """What consoles have printed since the last time, router by router."""
        if self.journal is None:
            self.look()
        texts: dict[str, str] = {}
        for name, text in self._printed:
            texts[name] = texts.get(name, "") + text
        self._printed.clear()
        return list(texts.items())

    # -- what the user does --------------------------------------------------------------------------

    def feed(self, session: Session, line: str) -> None:
        """A line, an answer or a key is typed."""
        if self.journal is None:
            session.feed(line)
        else:
            self._printed += self.journal.feed(session, line)

    def help(self, session: Session, line: str) -> None:
        """`?` behind `line`."""
        if self.journal is None:
            session.show(session.help(line))
        else:
            self._printed += self.journal.help(session, line)

    def interrupt(self, session: Session) -> None:
        """Ctrl-^ or Ctrl-C."""
        if self.journal is None:
            session.interrupt()
        else:
            self._printed += self.journal.interrupt(session)

    def attach(self, session: Session) -> None:
        """The terminal is connected."""
        if self.journal is None:
            session.attach()
        else:
            self._printed += self.journal.attach(session)

    def time_out(self, session: Session) -> None:
        """No key has been touched for too long."""
        if self.journal is None:
            session.time_out()
        else:
            self._printed += self.journal.time_out(session)

    def settle(self) -> None:
        """Something is about to be done to the lab."""
        if self.journal is not None:
            self._printed += self.journal.settle()

    def did(self, directive: str) -> None:
        """What `directive` says has been done to the lab."""
        if self.journal is not None:
            self._printed += self.journal.did(directive)


def unused(path: Path) -> Path:
    """`path` or, if there is such a file already, nearly so."""
    found, number = path, 1
    while found.exists():
        number += 1
        found = path.with_stem(f"{path.stem}-{number}")
    return found


def named_lab(lab: Path, transcript: Path) -> str:
    """The directive that names the file of a lab in a transcript. Raises LabError."""
    name = os.path.relpath(lab, transcript.parent)
    if name.split() != [name]:
        raise LabError(f"{name}: a transcript cannot name a file with a blank in its name")
    return f"lab {name}"
