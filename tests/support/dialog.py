"""Tests written as a terminal shows them."""

from __future__ import annotations

import difflib
import textwrap

from ios_emu.kernel import Kernel
from ios_emu.router.catalog import Catalog
from ios_emu.router.router import Router
from support.wiring import BARE


def booted(config: str = "hostname R1\n", catalog: Catalog = BARE) -> Router:
    """A router on its own, booted with `config`."""
    made = Router("r1", Kernel(0), catalog, config)
    made.power_on()
    return made


def dialog(made: Router, text: str) -> None:
    """Type at the console of `made` what stands behind its prompts in `text`, and compare all of it.

    A line that begins with the prompt (or question) of the moment is typed; `^Z` at its end is Ctrl-Z. The other
    lines are what the router is expected to print.
    """
    expected = textwrap.dedent(text).strip("\n").split("\n")
    assert made.console is not None
    shown: list[str] = []
    waiting = list(expected)
    while waiting:
        line = waiting.pop(0)
        console = made.console
        prompt = console.prompt
        if not (console.job.waiting if console.job is not None else True) or not f"{line} ".startswith(prompt):
            continue
        typed = line[len(prompt) :]
        shown.append(line)
        said = made.execute(typed.replace("^Z", "\x1a"))
        shown += [each.rstrip() for each in (said + console.drain()).split("\n")[:-1]]
        if console.prompt == "" and not console.busy:
            # A job that reads lines without a prompt: what it printed is not to be typed at it.
            del waiting[: len(said.split("\n")) - 1]
    wanted = "\n".join(each.rstrip() for each in expected)
    if "\n".join(shown) != wanted:
        raise AssertionError("\n".join(difflib.ndiff(wanted.split("\n"), shown)))
