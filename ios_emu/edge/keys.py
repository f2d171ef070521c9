"""What the keys do at the console, as on a terminal at a router.

Enter           ends the line; while a command runs, the line waits for its end
any key         answers a question that wants only one: --More--, [confirm]
?               help, at once; an ordinary character in the answer to a question
Tab             completes the word
Ctrl-Z          ends configuration mode, taking the line along
Ctrl-C          stops the command, leaves configuration mode, clears the line: whichever is under way
Ctrl-^          stops the command (Ctrl-Shift-6)
Ctrl-]          a command of the lab
(in a telnet connection, the other side gets every key but Ctrl-] and F1 ...)
F1 ... F12      turn to another router
"""

from __future__ import annotations

from typing import Protocol

from prompt_toolkit.filters import Condition
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys

from ios_emu.edge.editing import add_editing_keys
from ios_emu.lab.lab import Lab
from ios_emu.router.session import CTRL_Z, Session

LAB_COMMAND = "\x1d"
"""What a line begins with that is a command of the lab, Ctrl-] itself."""
KEY = "\x10"
"""What a line begins with that is one key, answering a question; then comes the key, nothing for Enter."""
HELP = "\x08"
"""What a line begins with that wants help of more than a screen; then comes the line up to the cursor."""
RESUME = "\x11"
"""The line that says only that the router reads again, and what waited may be typed."""


_LETTERS = "abcdefghklnopqrstuvwxyz"
"""Ctrl-I, J and M are Tab and Enter."""
_PASSED_ON = ("c-^", "escape", "up", "down", "left", "right", "delete", Keys.BracketedPaste)


class Terminal(Protocol):
    """What the keys act upon: the console."""

    lab: Lab

    @property
    def session(self) -> Session | None:
        """The router's side of the line; None without power."""

    @property
    def busy(self) -> bool:
        """Whether the router works on a command and reads nothing."""

    def interrupt(self) -> None:
        """Stop the command under way."""

    def help(self, line: str) -> None:
        """Write the help on `line`."""

    def wait(self, text: str) -> None:
        """Keep what is to be typed as soon as the router reads again."""

    def show(self, text: str) -> None:
        """Write `text` above the line being edited."""


def key_bindings(terminal: Terminal) -> KeyBindings:
    """The bindings of a router's prompt."""
    keys = KeyBindings()
    _add_line_keys(keys, terminal)
    _add_control_keys(keys, terminal)
    add_editing_keys(keys, terminal.show, lambda: terminal.session)
    _add_answer_keys(keys, terminal)
    for number, name in enumerate(list(terminal.lab.routers)[:12], 1):
        _add_router_key(keys, f"f{number}", name)
    return keys


def _add_line_keys(keys: KeyBindings, terminal: Terminal) -> None:
    @Condition
    def commanding() -> bool:
        return terminal.session is not None and terminal.session.job is None

    @keys.add("enter", filter=Condition(lambda: terminal.busy))
    def _wait(event: KeyPressEvent) -> None:
        terminal.wait(event.current_buffer.text + "\n")
        event.current_buffer.reset()

    @keys.add(Keys.BracketedPaste)
    def _paste(event: KeyPressEvent) -> None:
        first, newline, more = event.data.replace("\r\n", "\n").replace("\r", "\n").partition("\n")
        buffer = event.current_buffer
        buffer.insert_text(first)
        if newline and terminal.busy:
            terminal.wait(f"{buffer.text}\n{more}")
            buffer.reset()
        elif newline:
            terminal.wait(more)
            buffer.validate_and_handle()

    @keys.add("?", filter=commanding)
    def _help(event: KeyPressEvent) -> None:
        session = terminal.session
        if session is not None:
            line = event.current_buffer.document.text_before_cursor
            if session.needs_pages(session.help(line)):
                event.app.erase_when_done = True
                event.app.exit(result=HELP + line)
            else:
                terminal.help(line)

    @keys.add("tab", filter=commanding)
    def _complete(event: KeyPressEvent) -> None:
        session = terminal.session
        buffer = event.current_buffer
        completed = session.complete(buffer.document.text_before_cursor) if session is not None else None
        if completed is not None:
            buffer.text = completed + buffer.document.text_after_cursor
            buffer.cursor_position = len(completed)


def _add_control_keys(keys: KeyBindings, terminal: Terminal) -> None:
    @keys.add("c-z")
    def _end(event: KeyPressEvent) -> None:
        if not terminal.busy:
            line = event.current_buffer.text
            event.current_buffer.cursor_position = len(line)
            event.current_buffer.insert_text("^Z")
            event.app.exit(result=line + CTRL_Z)

    @keys.add("c-c")
    def _interrupt(event: KeyPressEvent) -> None:
        session = terminal.session
        if session is not None and (session.job is not None or session.sections):
            terminal.interrupt()
        event.current_buffer.reset()

    @keys.add("c-^")
    def _stop(event: KeyPressEvent) -> None:
        if terminal.session is not None and terminal.session.job is not None:
            terminal.interrupt()

    @keys.add("c-]")
    def _lab(event: KeyPressEvent) -> None:
        event.app.exit(result=LAB_COMMAND)


def _add_answer_keys(keys: KeyBindings, terminal: Terminal) -> None:
    @Condition
    def one_key() -> bool:
        session = terminal.session
        return session is not None and session.job is not None and session.job.key

    def answer(event: KeyPressEvent, key: str) -> None:
        session = terminal.session
        if session is not None and session.job is not None and session.job.vanishing:
            event.app.erase_when_done = True
        elif key.isprintable():
            event.current_buffer.text = key
        event.app.exit(result=KEY + key)

    @keys.add(Keys.Any, filter=one_key)
    @keys.add("?", filter=one_key)
    @keys.add("tab", filter=one_key)
    @keys.add("c-z", filter=one_key)
    def _key(event: KeyPressEvent) -> None:
        answer(event, event.data[:1] or " ")

    @keys.add("enter", filter=one_key)
    def _enter(event: KeyPressEvent) -> None:
        answer(event, "")

    @Condition
    def raw() -> bool:
        session = terminal.session
        return session is not None and session.job is not None and session.job.raw

    def _pass_on(event: KeyPressEvent) -> None:
        answer(event, event.data)

    for key in (*(f"c-{letter}" for letter in _LETTERS), *_PASSED_ON):
        keys.add(key, filter=raw, eager=True)(_pass_on)


def _add_router_key(keys: KeyBindings, key: str, name: str) -> None:
    @keys.add(key)
    def _connect(event: KeyPressEvent) -> None:
        event.app.exit(result=f"{LAB_COMMAND}connect {name}")
