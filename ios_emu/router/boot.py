"""Configuration lines: the one way they take effect, whether typed at a prompt or read from a file.

    line -> grammar.match -> handler (may refuse) -> kept in the running-config -> the section it opened

`apply_line` is that way; a session calls it for each line typed, `load_config` for each line of a file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ios_emu.grammar.command import Args, Command, NotSaid, Store
from ios_emu.grammar.document import ConfigLine, is_written_by_ios, parse_document
from ios_emu.grammar.grammar import Match, Mismatch, MismatchKind, render_error
from ios_emu.router.context import CommandError, ConfigContext, Exec, Implied, Instead, Job, Leave, Range
from ios_emu.router.encryption import encrypt, encrypt_all, encrypting

if TYPE_CHECKING:
    from ios_emu.router.router import Router


@dataclass(frozen=True)
class Section:
    """An open section: its mode, the canonical header lines that lead to it, and their arguments.

    One with `members` stands for several, which take each of its lines in turn (`interface range`).
    """

    mode: str
    path: tuple[str, ...] = ()
    parents: tuple[Args, ...] = ()
    members: tuple[Section, ...] = ()

    @property
    def is_subinterface(self) -> bool:
        """Whether it is that of `interface FastEthernet0/0.10`."""
        return self.mode == "interface" and bool(self.parents) and "." in self.parents[-1].interface("interface")


TOP = (Section("config"),)
"""The sections that are open right after `configure terminal`."""


@dataclass(frozen=True)
class Applied:
    """What became of a line.

    `sections` are those open after it; empty when it left configuration mode. `output` is what IOS prints.
    `refused`: it had no effect and is not kept; `mismatch` says where when it is no command at all, `orphan` that it
    stands below a header that is not understood, `skipped` that it would be a command there. `command` is what it is
    otherwise.
    `exec_line` is the command behind `do`, `job` what more is to be asked: both left to whoever typed it.
    """

    sections: tuple[Section, ...]
    output: str = ""
    refused: bool = False
    mismatch: Mismatch | None = None
    orphan: bool = False
    skipped: bool = False
    command: Command | None = None
    exec_line: str = ""
    job: Job | None = None


@dataclass(frozen=True)
class Complaint:
    """A line of a saved configuration that was not taken. `marker` is IOS's own error, several lines.

    `skipped`: there is nothing wrong with the line itself, but its section was not taken.
    """

    number: int
    text: str
    reason: str
    marker: str = ""
    skipped: bool = False


def apply_line(router: Router, sections: tuple[Section, ...], line: str) -> Applied:
    """Let one line take effect in the innermost of `sections`, or in the outer one whose command it is."""
    match = router.catalog.grammar.match(sections[-1].mode, line)
    if isinstance(match, Mismatch):
        return Applied(sections, refused=True, mismatch=match)
    return _apply(router, sections, match)


def _apply(router: Router, sections: tuple[Section, ...], match: Match) -> Applied:
    command, args, opened = match.command, match.args, sections
    if command.store is not Store.NEVER or match.mode != "config":
        while len(sections) > 1 and sections[-1].mode != match.mode and not sections[-1].members:
            sections = sections[:-1]
        if sections[-1].members and match.mode == "config":
            sections = TOP
    if sections[-1].mode != match.mode and not sections[-1].members and match.mode != "config":
        # A mode that knows what interfaces know, say, may be entered outside an interface.
        return Applied(opened, refused=True, mismatch=Mismatch(MismatchKind.INVALID, " ".join(args.words), 0))
    here = sections[-1]
    if here.path and router.config.section(*here.path) is None:
        return Applied(TOP, "% This section has been removed\n", refused=True)
    if here.members and match.mode != "config":
        return _apply_to_each(router, sections, match)
    if args.default and command.enters is not None:
        return _empty_section(router, sections, match)
    output = ""
    if command.run is not None:
        try:
            answer = command.run(ConfigContext(router, here.path, here.parents), _explicit(match))
        except NotSaid:
            return Applied(sections, "% Incomplete command.\n\n", refused=True)
        except CommandError as error:
            text = str(error)
            return Applied(sections, text if text.endswith("\n") or not text else text + "\n", refused=True)
        if isinstance(answer, Instead) and _same(router, sections, match, answer.line):
            answer = answer.remark or None
        special = _special(router, sections, answer)
        if special is not None:
            return replace(special, command=special.command or command)
        if isinstance(answer, Implied):
            match = replace(match, args=replace(args, default=True))
        if isinstance(answer, str):
            output = answer
    node = router.config.apply(here.path, match)
    if node is not None and router.booted:
        router.config.arrange(router.catalog.grammar, here.path, node)
    elif node is not None and command.enters is not None:
        router.config.to_end(here.path, node)
    if node is not None and encrypting(router):
        node = encrypt(router, here.path, node)
        if command.notation == "service password-encryption":
            encrypt_all(router)
    if command.enters is not None and not args.no and not args.default:
        header = node.text if node is not None else " ".join(args.words)
        sections = (*sections, Section(command.enters, (*here.path, header), (*here.parents, args)))
    return Applied(sections, output, command=command)


def _same(router: Router, sections: tuple[Section, ...], match: Match, line: str) -> bool:
    """Whether `line` says just what was matched: a handler that answers with it has nothing more to say."""
    other = router.catalog.grammar.match(sections[-1].mode, line)
    return isinstance(other, Match) and (other.args.words, other.args.no) == (match.args.words, match.args.no)


def _special(router: Router, sections: tuple[Section, ...], answer: object) -> Applied | None:
    """What follows from a handler's answer that is more than text; None when it is not."""
    if isinstance(answer, Instead):
        applied = apply_line(router, sections, answer.line)
        return replace(applied, output=answer.remark + applied.output)
    if isinstance(answer, Leave):
        return Applied(() if answer.all else sections[:-1])
    if isinstance(answer, Exec):
        return Applied(sections, exec_line=answer.line)
    if isinstance(answer, Job):
        return Applied(sections, job=answer)
    if isinstance(answer, Range):
        members = []
        for header in answer.headers:
            applied = apply_line(router, TOP, header)
            if applied.refused:
                return Applied(sections, applied.output, refused=True)
            members.append(applied.sections[-1])
        return Applied((*TOP, Section(answer.mode, members=tuple(members))))
    return None


def _apply_to_each(router: Router, sections: tuple[Section, ...], match: Match) -> Applied:
    """A line for all members of a section."""
    said: list[str] = []
    for member in sections[-1].members:
        output = _apply(router, (*TOP, member), match).output
        if output not in said:
            said.append(output)
    return Applied(sections, "".join(said))


def _empty_section(router: Router, sections: tuple[Section, ...], match: Match) -> Applied:
    """`default interface X`: every line of the section to its default. The section itself stays."""
    here, header = sections[-1], " ".join(match.args.words)
    section = router.config.section(*here.path, header)
    if section is None or match.command.enters is None:
        return Applied(sections, "% Invalid input detected at '^' marker.\n\n", refused=True)
    inside = (*sections, Section(match.command.enters, (*here.path, header), (*here.parents, section.args)))
    # Some lines stand on others (a secondary address on a primary one): the last typed goes first.
    for node in reversed(section.children):
        apply_line(router, inside, f"default {' '.join(node.words)}")
    return Applied(
        sections, f"Building configuration...\n\n{header[0].upper()}{header[1:]} set to default configuration\n"
    )


def _explicit(match: Match) -> Args:
    """The arguments as the handler sees them: `default X` is `no X`, or plain `X` where that is the default."""
    args = match.args
    if not args.default:
        return args
    return replace(args, default=False, no=match.command.store is not Store.ON)


def load_config(router: Router, text: str) -> list[Complaint]:
    """Boot `router` with a saved configuration. The lines that had effect and those that are only kept are noted by
    their numbers in `boot_modelled` and `boot_kept`."""
    router.config.as_written = is_written_by_ios(text)
    for line, applied in read_config(router, text):
        if applied.refused:
            router.boot_complaints.append(_complaint(line, applied))
        else:
            kept = applied.command is not None and applied.command.kept
            (router.boot_kept if kept else router.boot_modelled).append(line.number)
    if router.console is not None:
        router.console.ready()
    return router.boot_complaints


def merge_config(router: Router, text: str) -> list[Complaint]:
    """Add the lines of a configuration. Never raises; what is not understood is left out and told."""
    return [_complaint(line, applied) for line, applied in read_config(router, text) if applied.refused]


def read_config(router: Router, text: str) -> Iterator[tuple[ConfigLine, Applied]]:
    """Let the lines of a saved configuration take effect one by one; each, and what became of it. Never raises.

    Indentation tells sections apart: a line belongs to the nearest line before it that is indented less. As on IOS
    it may also belong to a section that is still open:

    - a line that its section does not know is tried in the innermost open one, so that a file without indentation
      loads too
    - in such a file, and in a section that IOS ends with a word of its own (`exit-address-family`) and that old
      releases did not indent, the open section comes first
    - `exit` leaves the innermost open section
    """
    lines = parse_document(text)
    unindented = all(line.depth == 0 for line in lines)
    # The sections open at each indentation; below a header that was not understood, the modes it may have meant.
    open_at: list[tuple[int, tuple[Section, ...] | _Lost]] = []
    last: tuple[Section, ...] = TOP
    self_ended: tuple[Section, ...] | None = None
    for line in lines:
        if line.text.strip() == "end" and line.depth == 0:
            break
        before: tuple[Section, ...] | _Lost | None = None
        while open_at and open_at[-1][0] >= line.depth:
            before = open_at.pop()[1]
        sections = open_at[-1][1] if open_at else TOP
        if isinstance(sections, _Lost):
            command = sections.command(router, line.text)
            below = command.enters if command is not None else None
            open_at.append((line.depth, _Lost(modes=() if below is None else (below,))))
            yield line, Applied(last, refused=True, orphan=True, skipped=command is not None)
            continue
        if sections is self_ended:
            self_ended = None  # its lines are indented after all
        stays = unindented or (self_ended is not None and before is self_ended)
        sections, match = _home(router, sections, last, line.text, stays)
        applied = _taken(router, sections, match)
        yield line, applied
        if applied.refused:
            open_at.append((line.depth, _Lost(sections[-1].mode, line.text) if applied.mismatch else sections))
            continue
        last = applied.sections or TOP
        if open_at:
            router.config.indented(sections[-1].path, line.depth - open_at[-1][0])
        if applied.command is not None and applied.command.closing and len(last) > len(sections):
            self_ended = last
        open_at.append((line.depth, last))


@dataclass
class _Lost:
    """A section whose `header` in `mode` was not understood, or one below it. `modes`: what it may have been."""

    mode: str = ""
    header: str = ""
    modes: tuple[str, ...] | None = None

    def command(self, router: Router, line: str) -> Command | None:
        """What `line` would be in this section."""
        grammar = router.catalog.grammar
        if self.modes is None:
            self.modes = grammar.openings(self.mode, self.header)
        for mode in self.modes:
            match = grammar.match(mode, line)
            if isinstance(match, Match) and match.mode == mode:
                return match.command
        return None


def _taken(router: Router, sections: tuple[Section, ...], match: Match | Mismatch) -> Applied:
    """What becomes of a line of a file. Nobody is there to be asked."""
    if isinstance(match, Mismatch):
        return Applied(sections, refused=True, mismatch=match)
    applied = _apply(router, sections, match)
    if applied.job is not None:
        return replace(applied, output="% Incomplete command.\n", refused=True, job=None)
    return applied


def _home(
    router: Router, outer: tuple[Section, ...], inner: tuple[Section, ...], line: str, stay_first: bool
) -> tuple[tuple[Section, ...], Match | Mismatch]:
    """Which of two open sections a line belongs to, and what it is there."""
    grammar = router.catalog.grammar
    if stay_first and inner[-1].mode != outer[-1].mode:
        match = grammar.match(inner[-1].mode, line)
        if isinstance(match, Match) and match.mode == inner[-1].mode:
            return inner, match
    match = grammar.match(outer[-1].mode, line)
    if isinstance(match, Match):
        leaves = match.mode == "config" and match.command.store is Store.NEVER
        return inner if leaves else outer, match
    if inner[-1] != outer[-1]:
        other = grammar.match(inner[-1].mode, line)
        if isinstance(other, Match):
            return inner, other
    return outer, match


def _complaint(line: ConfigLine, applied: Applied) -> Complaint:
    if applied.orphan:
        reason = "it belongs to a section that is not understood"
        return Complaint(line.number, line.text, reason, skipped=applied.skipped)
    if applied.mismatch is not None:
        return Complaint(
            line.number, line.text, f"{applied.mismatch.kind} command", render_error(applied.mismatch, 0)
        )
    return Complaint(
        line.number, line.text, applied.output.strip().removeprefix("% ") or "refused", applied.output
    )
