"""How a line is edited: IOS's keys, its histories, and answers that are not to be seen.

Most of IOS's keys are those of Emacs, which prompt_toolkit has: Ctrl-A B D E F K N P T W Y, Esc-b d f, the arrows.
Here stand those that differ from Emacs.

Ctrl-U, Ctrl-X   deletes to the beginning of the line
Ctrl-R, Ctrl-L   shows the line again
Ctrl-V, Esc-q    takes the next key as it is: `?` in a password
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Iterable

from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.history import History
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.key_binding.bindings.named_commands import get_by_name
from prompt_toolkit.layout.processors import Processor, Transformation, TransformationInput

from ios_emu.router.session import Session


class RouterHistory(History):
    """What the router remembers of the lines typed in its mode; nothing while it asks something."""

    def __init__(self, session: Callable[[], Session | None]) -> None:
        super().__init__()
        self._session = session

    async def load(self) -> AsyncGenerator[str, None]:
        """The lines, the latest first, anew for each line edited."""
        for line in self.load_history_strings():
            yield line

    def load_history_strings(self) -> Iterable[str]:
        """The lines, the latest first."""
        session = self._session()
        asked = session is None or (session.job is not None and session.job.waiting)
        return [] if session is None or asked else session.history[::-1]

    def get_strings(self) -> list[str]:
        """The lines, the oldest first."""
        return list(self.load_history_strings())[::-1]

    def append_string(self, string: str) -> None:
        """The router itself remembers what it is given."""

    def store_string(self, string: str) -> None:
        """The router itself remembers what it is given."""


class Hidden(Processor):
    """Shows nothing of the line: a password is being typed."""

    def apply_transformation(self, transformation_input: TransformationInput) -> Transformation:
        """An empty line, the cursor at its beginning."""
        nothing: StyleAndTextTuples = []
        return Transformation(nothing, source_to_display=lambda at: 0, display_to_source=lambda at: 0)


def add_editing_keys(
    keys: KeyBindings, show: Callable[[str], None], session: Callable[[], Session | None]
) -> None:
    """Bind the keys that differ from Emacs. `show` writes a text above the line being edited."""
    for key in ("c-u", "c-x"):
        keys.add(key, eager=True)(get_by_name("unix-line-discard"))
    for combination in (("c-v",), ("escape", "q")):
        keys.add(*combination)(get_by_name("quoted-insert"))

    @keys.add("c-r")
    @keys.add("c-l")
    def _again(event: KeyPressEvent) -> None:
        asked = session()
        if asked is not None and not (asked.job is not None and asked.job.hidden):
            show(f"{asked.prompt}{event.current_buffer.text}\n")

    @keys.add("c-s")
    @keys.add("c-q")
    @keys.add("c-o")
    def _nothing(event: KeyPressEvent) -> None:
        """Emacs searches, quotes and more with these; a router does not."""
