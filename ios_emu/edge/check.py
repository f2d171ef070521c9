"""`ios-emu check`: which lines of configurations have effect, which are only kept, which are not understood.

Every line is loaded as a router would load it, and is then one of

- modelled        it has the effect it has on IOS
- kept            understood, shown in the running-config, without effect
- not understood  not taken: no command, or a command that IOS refuses; with its place and reason
- left out        a command of a section whose header is not understood, and that is left out with it
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from ios_emu.kernel import Kernel
from ios_emu.lab.catalog import CATALOG
from ios_emu.lab.error import LabError
from ios_emu.lab.topology import reason_of
from ios_emu.router.boot import Complaint
from ios_emu.router.router import Router

_CONTROLS = dict.fromkeys((*range(32), *range(127, 160)), "?") | {ord("\t"): " "}
"""What must not reach a terminal from somebody's file; one character for one, so that columns stay."""


@dataclass(frozen=True)
class Checked:
    """What became of the lines of a file. A banner or a certificate counts as one line, comments as none."""

    file: str
    modelled: int
    kept: tuple[tuple[int, str], ...]
    """Number in the file and text of the lines that are only kept."""
    wrong: tuple[Complaint, ...]
    left_out: tuple[Complaint, ...]

    @property
    def lines(self) -> int:
        """How many lines there are."""
        return self.modelled + len(self.kept) + len(self.wrong) + len(self.left_out)


def check_files(files: Sequence[str], *, as_json: bool = False, list_kept: bool = False) -> bool:
    """Check each file (`-`: standard input) and print the result; whether all lines are understood. Raises LabError,
    before anything is printed, for a file that cannot be read."""
    texts = [(file, _read(file)) for file in files]
    results = [_check(file, text) for file, text in texts]
    if as_json:
        sys.stdout.write(json.dumps(_plain(results), indent=2) + "\n")
    else:
        screen = Console(file=sys.stdout, highlight=False, markup=False, soft_wrap=True, emoji=False)
        _show(screen, results, list_kept)
    return not any(result.wrong for result in results)


def _read(file: str) -> str:
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise LabError(f"{file}: cannot read the configuration: {reason_of(error)}") from None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _check(file: str, text: str) -> Checked:
    router = Router("check", Kernel(), CATALOG, text)
    router.power_on()
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    complaints = router.boot_complaints
    return Checked(
        "<stdin>" if file == "-" else file,
        len(router.boot_modelled),
        tuple((number, lines[number - 1].strip()) for number in router.boot_kept),
        tuple(complaint for complaint in complaints if not complaint.skipped),
        tuple(complaint for complaint in complaints if complaint.skipped),
    )


# -- for people --------------------------------------------------------------------------------------------------


def _show(screen: Console, results: Sequence[Checked], list_kept: bool) -> None:
    for result in results:
        for _, style, line in sorted(_details(result, list_kept), key=lambda detail: detail[0]):
            screen.print(Text(line.translate(_CONTROLS), style=style))
        if not screen.is_terminal:
            screen.print(_summary(result))
    if screen.is_terminal:
        screen.print(_table(results))


def _details(result: Checked, list_kept: bool) -> Iterator[tuple[int, str, str]]:
    """Line number, style and text of what is told of single lines, in the order of the file."""
    if list_kept:
        for number, text in result.kept:
            yield number, "", f"{result.file}:{number}: kept, no effect"
            yield number, "dim", f"    {text}"
    for complaint in result.wrong:
        reason = " ".join(complaint.reason.split())
        yield complaint.number, "bold", f"{result.file}:{complaint.number}: {reason}"
        yield complaint.number, "", f"    {_first_line(complaint)}"
        column = _column(complaint)
        if column is not None:
            yield complaint.number, "red", f"    {' ' * column}^"
    before = 0
    for complaint in result.left_out:
        # One line for all that stand below the same header.
        if complaint.number != before + 1:
            yield complaint.number, "yellow", f"{result.file}:{complaint.number}: left out with its section"
        before = complaint.number


def _first_line(complaint: Complaint) -> str:
    return complaint.text.strip().partition("\n")[0]


def _column(complaint: Complaint) -> int | None:
    """Where in the line the `^` stands."""
    first = complaint.marker.partition("\n")[0]
    return len(first) - 1 if first.strip() == "^" else None


def _summary(result: Checked) -> str:
    left_out = f", {len(result.left_out)} left out" if result.left_out else ""
    return (
        f"{result.file}: {result.lines} lines: {result.modelled} modelled, {len(result.kept)} kept, "
        f"{len(result.wrong)} not understood{left_out}"
    )


def _table(results: Sequence[Checked]) -> Table:
    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column("configuration")
    for title in ("lines", "modelled", "kept", "not understood", "left out"):
        table.add_column(title, justify="right")
    for result in results:
        wrong = Text(str(len(result.wrong)), style="red" if result.wrong else "green")
        counts = (result.lines, result.modelled, len(result.kept))
        table.add_row(result.file.translate(_CONTROLS), *map(str, counts), wrong, str(len(result.left_out) or ""))
    return table


# -- for machines ------------------------------------------------------------------------------------------------


def _plain(results: Sequence[Checked]) -> dict[str, object]:
    return {
        "lines": sum(result.lines for result in results),
        "modelled": sum(result.modelled for result in results),
        "kept": sum(len(result.kept) for result in results),
        "not_understood": sum(len(result.wrong) for result in results),
        "left_out": sum(len(result.left_out) for result in results),
        "files": [
            {
                "file": result.file,
                "lines": result.lines,
                "modelled": result.modelled,
                "kept": [{"line": number, "text": text} for number, text in result.kept],
                "not_understood": [
                    {
                        "line": complaint.number,
                        "text": complaint.text,
                        "reason": complaint.reason,
                        "column": _column(complaint),
                    }
                    for complaint in result.wrong
                ],
                "left_out": [{"line": complaint.number, "text": complaint.text} for complaint in result.left_out],
            }
            for result in results
        ],
    }
