"""Jobs that ask before they act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ios_emu.router.context import Job

if TYPE_CHECKING:
    from ios_emu.router.session import Session


class Confirm(Job):
    """`... [confirm]`: Enter or `y` goes ahead, anything else does not."""

    key = True

    def __init__(self, text: str) -> None:
        self.question = f"{text}[confirm]"

    def on_input(self, session: Session, line: str) -> None:
        """The answer."""
        session.finish(self)
        if line.strip().lower() in ("", "y", "yes"):
            self.confirmed(session)

    def confirmed(self, session: Session) -> None:
        """Go ahead."""
