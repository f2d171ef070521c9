"""Configuration lines: the one way they take effect, whether typed at a prompt or read from NVRAM.

    line -> grammar.match -> handler (may refuse) -> kept in the running-config -> the section it opened

`apply_line` is that way; a session calls it for each line typed, `load_config` for each line of a file.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ios_emu.grammar.command import Args, Store
from ios_emu.grammar.document import ConfigLine, parse_document
from ios_emu.grammar.grammar import Match, Mismatch, render_error
from ios_emu.router.context import CommandError, ConfigContext, Exec, Instead, Leave

if TYPE_CHECKING:
    from ios_emu.router.router import Router


@dataclass(frozen=True)
class Section:
    """An open section: its mode, the canonical header lines that lead to it, and their arguments."""

    mode: str
    path: tuple[str, ...] = ()
    parents: tuple[Args, ...] = ()


TOP = (Section("config"),)
"""The sections that are open right after `configure terminal`."""


@dataclass(frozen=True)
class Applied:
    """What became of a line.

    `sections` are those open after it; empty when it left configuration mode. `output` is what IOS prints.
    `refused`: it had no effect and is not kept; `mismatch` says where when it is no command at all.
    `exec_line` is the command behind `do`, left to whoever typed it.
    """

    sections: tuple[Section, ...]
    output: str = ""
    refused: bool = False
    mismatch: Mismatch | None = None
    exec_line: str = ""


@dataclass(frozen=True)
class Complaint:
    """A line of a saved configuration that was not taken. `marker` is IOS's own error, several lines."""

    number: int
    text: str
    reason: str
    marker: str = ""


def apply_line(router: Router, sections: tuple[Section, ...], line: str) -> Applied:
    """Let one line take effect in the innermost of `sections`, or in the outer one whose command it is."""
    match = router.catalog.grammar.match(sections[-1].mode, line)
    if isinstance(match, Mismatch):
        return Applied(sections, refused=True, mismatch=match)
    return _apply(router, sections, match)


def _apply(router: Router, sections: tuple[Section, ...], match: Match) -> Applied:
    command, args = match.command, match.args
    if command.store is not Store.NEVER:
        while len(sections) > 1 and sections[-1].mode != match.mode:
            sections = sections[:-1]
    here = sections[-1]
    output = ""
    if command.run is not None:
        try:
            answer = command.run(ConfigContext(router, here.path, here.parents), _explicit(match))
        except CommandError as error:
            text = str(error)
            return Applied(sections, text if text.endswith("\n") or not text else text + "\n", refused=True)
        if isinstance(answer, Instead):
            return apply_line(router, sections, answer.line)
        if isinstance(answer, Leave):
            return Applied(() if answer.all else sections[:-1])
        if isinstance(answer, Exec):
            return Applied(sections, exec_line=answer.line)
        if isinstance(answer, str):
            output = answer
    node = router.config.apply(here.path, match)
    if command.enters is not None and not args.no and not args.default:
        header = node.text if node is not None else " ".join(args.words)
        sections = (*sections, Section(command.enters, (*here.path, header), (*here.parents, args)))
    return Applied(sections, output)


def _explicit(match: Match) -> Args:
    """The arguments as the handler sees them: `default X` is `no X`, or plain `X` where that is the default."""
    args = match.args
    if not args.default:
        return args
    return replace(args, default=False, no=match.command.store is not Store.ON)


def load_config(router: Router, text: str) -> list[Complaint]:
    """Read a saved configuration into `router`. Never raises; what is not understood is left out and told.

    Indentation tells sections apart. A line at the margin that is no global command belongs to the section
    before it, so a file without indentation loads too, as it does on IOS.
    """
    complaints: list[Complaint] = []
    # The sections open at each indentation; None below a header that was not understood.
    open_at: list[tuple[int, tuple[Section, ...] | None]] = []
    last: tuple[Section, ...] = TOP
    for line in parse_document(text):
        if line.text.strip() == "end" and line.depth == 0:
            break
        while open_at and open_at[-1][0] >= line.depth:
            open_at.pop()
        sections = open_at[-1][1] if open_at else TOP
        if sections is None:
            complaints.append(Complaint(line.number, line.text, "it belongs to a section that is not understood"))
            continue
        if line.depth == 0 and isinstance(router.catalog.grammar.match("config", line.text), Mismatch):
            sections = last
        applied = apply_line(router, sections, line.text)
        if applied.refused:
            complaints.append(_complaint(line, applied))
            open_at.append((line.depth, None if applied.mismatch else sections))
            continue
        last = applied.sections or TOP
        open_at.append((line.depth, last))
    router.boot_complaints = complaints
    if router.console is not None:
        router.console.ready()
    return complaints


def _complaint(line: ConfigLine, applied: Applied) -> Complaint:
    if applied.mismatch is not None:
        return Complaint(
            line.number, line.text, f"{applied.mismatch.kind} command", render_error(applied.mismatch, 0)
        )
    return Complaint(
        line.number, line.text, applied.output.strip().removeprefix("% ") or "refused", applied.output
    )
