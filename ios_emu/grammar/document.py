"""A saved config, or the output of `show running-config`, as its lines.

pyparsing takes the text apart into units:

- blank lines and comments (`!`), which are dropped
- noise, also dropped: `Building configuration...`, `Current configuration : N bytes`, `Using N out of M bytes`, a
  prompt with the `show` command that printed the config
- `end`, after which nothing is read
- banners, over any number of lines: `banner KIND ^Ctext^C` with any delimiter; so `menu`, `vacant-message`, ...
- blocks: `certificate ...` or `key-string`, then lines of hexadecimal, then `quit`; `macro name NAME` to `@`
- lines: all else
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

import pyparsing as pp

ETX = "^C"
"""How IOS prints the delimiter of a banner, whatever was typed."""

_LONGEST_BANNER = 20_000
"""Characters. What does not end within them is no banner but a line."""


@dataclass(frozen=True, slots=True)
class ConfigLine:
    """One configuration line.

    A banner is one line, `banner motd ^C...^C`, whose text holds newlines; its delimiter is `^C` whatever it was
    in the file, unless `^C` stands in its text. A certificate is one line too.
    """

    number: int
    """Line number in the file, from 1."""
    depth: int
    """Blanks before it (tabs count to the next multiple of 8)."""
    text: str
    """Without indentation and trailing blanks."""


_Piece = tuple[int, str]
"""Where a line begins in the text, and its text with its indentation."""


def parse_document(text: str) -> list[ConfigLine]:
    """The configuration lines of `text`. Never raises, whatever the text."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff") + "\n"
    starts = [0, *(newline.end() for newline in re.finditer("\n", text))]
    pieces: list[_Piece] = list(_DOCUMENT.parse_string(text))
    lines = []
    for offset, piece in pieces:
        body = piece.lstrip(" \t")
        depth = len(piece[: len(piece) - len(body)].expandtabs(8))
        lines.append(ConfigLine(bisect_right(starts, offset), depth, body))
    return lines


def is_written_by_ios(text: str) -> bool:
    """Whether `text` is a running-config as IOS writes it: it begins with `version` and ends with `end`."""
    lines = (line for line in text.splitlines() if _UNTOLD.match(line + "\n") is None)
    first = next(lines, "")
    return first.startswith(("version ", "upgrade fpd ")) and _LAST.search(text) is not None


def banner_line(head: str, delimiter: str, body: str) -> str:
    """A banner as one line: `head` (`banner motd `), then its text between delimiters."""
    mark = delimiter if ETX in body else ETX
    return f"{head}{mark}{body}{mark}"


def _line(text: str, offset: int, tokens: pp.ParseResults) -> _Piece:
    return offset, str(tokens[0]).rstrip()


def _banner(text: str, offset: int, tokens: pp.ParseResults) -> _Piece:
    return offset, banner_line(str(tokens["head"]), str(tokens["delimiter"]), str(tokens["body"]))


def _block(text: str, offset: int, tokens: pp.ParseResults) -> _Piece:
    return offset, "\n".join(line.rstrip() for line in str(tokens[0]).rstrip().split("\n"))


_BLANK = r"[^\S\n]*(?:![^\n]*)?\n"
_NOISE = (
    r"(?:Building configuration\.\.\.|Current configuration *:(?: *\d+ bytes)?|Using \d+ out of \d+ bytes"
    r"|[^\s#>]+[#>] ?(?:sh|sho|show|more|wr|write)(?: [^\n]*)?)[^\n]*\n"
)
_END = r"end[^\S\n]*\n[\s\S]*"
_BANNER = (
    r"(?P<head>[ \t]*"
    r"(?:banner[ \t]+\S+|menu[ \t]+\S+[ \t]+title|aaa[ \t]+authentication[ \t]+(?:banner|fail-message)"
    r"|vacant-message|refuse-message)[ \t]+)"
    r"(?P<delimiter>\^C|\S)"
    rf"(?P<body>[\s\S]{{0,{_LONGEST_BANNER}}}?)(?P=delimiter)[^\n]*\n"
)
_BLOCK = (
    r"(?:[ \t]*(?:certificate[ \t][^\n]*|key-string[ \t]*)\n"
    r"(?:[ \t]*[0-9A-Fa-f][0-9A-Fa-f \t]*\n)+[ \t]*quit[ \t]*\n"
    r"|macro[ \t]+name[ \t]+\S+[ \t]*\n(?:(?!@)[^\n]*\n){0,500}@[ \t]*\n)"
)
_LINE = r"[^\n]*\n"


def _grammar() -> pp.ParserElement:
    dropped = pp.Regex(f"{_BLANK}|{_NOISE}|{_END}").suppress()
    banner = pp.Regex(_BANNER).set_parse_action(_banner)
    block = pp.Regex(_BLOCK).set_parse_action(_block)
    line = pp.Regex(_LINE).set_parse_action(_line)
    document: pp.ParserElement = (dropped | banner | block | line)[...]
    return document.leave_whitespace(recursive=True).parse_with_tabs()


_DOCUMENT = _grammar()
_UNTOLD = re.compile(f"{_BLANK}|{_NOISE}")
_LAST = re.compile(r"^end[^\S\n]*$", re.MULTILINE)
