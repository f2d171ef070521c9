"""Output modifiers: `show ... | include FOO`.

IOS's regular expressions are those of its CLI guide ("Regular Expressions"): `. * + ? ^ $ [ ] ( ) |`, a backslash
that makes the next character plain, and `_`, which stands for a delimiter. They are translated to Python's; what
only Python knows (`{2,3}`, `\\d`, `(?...)`) is plain text, or an error, as in IOS.
"""

from __future__ import annotations

import re
from collections.abc import Callable

BAD_PATTERN = "% Failed to compile regular expression.\n"

_DELIMITER = r"(?:^|$|[ ,{}()])"
_REPEATS = "*+?"


def translate(pattern: str) -> str:
    """An IOS regular expression in Python's syntax. Raises `re.error` when it is none."""
    out: list[str] = []
    at = 0
    starts: list[int] = []
    last = -1  # where in `out` the last repeatable item begins; -1: none
    while at < len(pattern):
        char = pattern[at]
        at += 1
        if char in _REPEATS:
            if last < 0:
                raise re.error("nothing to repeat", pattern, at - 1)
            out[last:] = [f"(?:{''.join(out[last:])}){char}"]
            continue
        before = len(out)
        if char == "\\" and at < len(pattern):
            out.append(re.escape(pattern[at]))
            at += 1
        elif char == "[":
            text, at = _bracket(pattern, at)
            out.append(text)
        elif char == "(":
            starts.append(before)
            out.append("(?:")
            before = -1
        elif char == ")":
            if not starts:
                raise re.error("unbalanced parenthesis", pattern, at - 1)
            before = starts.pop()
            out.append(")")
        elif char == "_":
            out.append(_DELIMITER)
        elif char in ".^$|":
            out.append(char)
            before = -1 if char in "^|" else before
        else:
            out.append(re.escape(char))
        last = before
    if starts:
        raise re.error("missing )", pattern, at)
    return "".join(out)


def _bracket(pattern: str, at: int) -> tuple[str, int]:
    """A `[...]` class that begins before `at`, in Python's syntax, and where it ends."""
    negated = pattern[at : at + 1] == "^"
    at += negated
    items: list[str] = []
    while at < len(pattern) and (pattern[at] != "]" or not items):
        char = pattern[at]
        if char == "\\" and at + 1 < len(pattern):
            at += 1
            char = pattern[at]
            items.append(re.escape(char))
        elif char == "-" and items and at + 1 < len(pattern) and pattern[at + 1] != "]":
            items.append("-")
        else:
            items.append("\\" + char if char in "[]^-&~|\\" else char)
        at += 1
    if at >= len(pattern):
        raise re.error("missing ]", pattern, at)
    return f"[{'^' if negated else ''}{''.join(items)}]", at + 1


def _begin(lines: list[str], found: Callable[[str], object]) -> list[str]:
    for number, line in enumerate(lines):
        if found(line):
            return lines[number:]
    return []


def _section(lines: list[str], found: Callable[[str], object], keep: bool) -> list[str]:
    """The lines that match and the deeper lines under them; or all others."""
    out: list[str] = []
    inside = -1
    for line in lines:
        depth = len(line) - len(line.lstrip(" "))
        if inside < 0 or depth <= inside:
            inside = depth if found(line) else -1
        if (inside >= 0) == keep:
            out.append(line)
    return out


SECTION_FORMS = ("include", "exclude")
MODIFIERS = ("append", "begin", "count", "exclude", "include", "redirect", "section", "tee")


def parse_modifier(modifier: str) -> tuple[str, str] | None:
    """`inc FOO` -> (`include`, `FOO`); None when the first word is no modifier, or an ambiguous one."""
    word, _, pattern = modifier.lstrip().partition(" ")
    names = [name for name in MODIFIERS if word and name.startswith(word.lower())]
    return (names[0], pattern.lstrip()) if len(names) == 1 else None


def apply_filter(text: str, modifier: str) -> str:
    """`text` through `include FOO`, `exclude FOO`, `begin FOO`, `section [include|exclude] FOO` or `count FOO`.

    Any modifier may be abbreviated. A bad pattern or an unknown modifier gives the error IOS prints. Never raises.
    """
    parsed = parse_modifier(modifier)
    if parsed is None or parsed[0] in ("append", "redirect", "tee"):
        return "% Invalid input detected at '^' marker.\n"
    name, pattern = parsed
    keep = True
    if name == "section":
        word, _, rest = pattern.partition(" ")
        if rest and len(word) > 1 and any(option.startswith(word) for option in SECTION_FORMS):
            keep, pattern = "include".startswith(word), rest.lstrip()
    if not pattern and name != "count":
        return "% Incomplete command.\n\n"
    try:
        found = re.compile(translate(pattern)).search
    except (re.error, RecursionError, OverflowError):
        return BAD_PATTERN
    lines = text.split("\n")
    if lines[-1] == "":
        lines.pop()
    if name == "count":
        return f"Number of lines which match regexp = {sum(1 for line in lines if found(line))}\n"
    if name == "include":
        lines = [line for line in lines if found(line)]
    elif name == "exclude":
        lines = [line for line in lines if not found(line)]
    elif name == "begin":
        lines = _begin(lines, found)
    else:
        lines = _section(lines, found, keep)
    return "".join(f"{line}\n" for line in lines)
