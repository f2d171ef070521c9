"""The language behind `|`: what may be typed there, what `?` and Tab make of it, and where it is wrong.

    show ... | {begin | exclude | include} REGEXP        section [include | exclude] REGEXP        count [REGEXP]
    show ... | {redirect | append} URL                   tee [/append] URL

`ios_emu.grammar.filter` does what they say.
"""

from __future__ import annotations

from ios_emu.grammar.filter import MODIFIERS, SECTION_FORMS
from ios_emu.grammar.grammar import HelpLine, Mismatch, MismatchKind

_TEXTS = {
    "append": "Append redirected output to URL (URLs supporting append operation only)",
    "begin": "Begin with the line that matches",
    "count": "Count number of lines which match regexp",
    "exclude": "Exclude lines that match",
    "include": "Include lines that match",
    "redirect": "Redirect output to URL",
    "section": "Filter a section of output",
    "tee": "Copy output to URL",
}
_REGEXP = HelpLine("LINE", "Regular Expression")
_SECTION = {"exclude": "Exclude section(s) of output", "include": "Include section(s) of output"}
_TO_FILES = ("append", "redirect", "tee")
_URL = (
    HelpLine("disk0:", "Uniform Resource Locator"),
    HelpLine("flash:", "Uniform Resource Locator"),
    HelpLine("nvram:", "Uniform Resource Locator"),
)


def modifier_mismatch(line: str) -> Mismatch | None:
    """What is wrong with what stands behind the `|` of `line`; None when nothing is."""
    start = line.index("|") + 1
    words = line[start:].split()
    if not words:
        return Mismatch(MismatchKind.INCOMPLETE, line, len(line))
    name = _modifier(words[0])
    if name is None:
        at = line.index(words[0], start)
        return Mismatch(MismatchKind.INVALID, line, at + _common(words[0]))
    rest = words[1:]
    if name == "section" and len(rest) > 1 and _form(rest[0]):
        del rest[0]
    if name == "tee" and rest[:1] == ["/append"]:
        del rest[0]
    if not rest and name != "count":
        return Mismatch(MismatchKind.INCOMPLETE, line, len(line))
    if name in _TO_FILES and len(rest) > 1:
        return Mismatch(MismatchKind.INVALID, line, line.rindex(rest[1]))
    return None


def modifier_help(line: str) -> list[HelpLine]:
    """What `?` lists after `line`, which has a `|` in it."""
    words = line[line.index("|") + 1 :].split()
    partial = words.pop() if words and not line[-1].isspace() else ""
    if not words:
        return [HelpLine(name, _TEXTS[name]) for name in MODIFIERS if name.startswith(partial.lower())]
    name = _modifier(words[0])
    if name is None:
        return []
    if name in _TO_FILES:
        offers = [*((HelpLine("/append", "Append redirected output to URL"),) if name == "tee" else ()), *_URL]
        return [each for each in offers if each.token.startswith(partial)] if len(words) == 1 else []
    forms = _SECTION if name == "section" and len(words) == 1 else {}
    offers = [HelpLine(form, text) for form, text in forms.items() if form.startswith(partial.lower())]
    return offers if partial else [_REGEXP, *offers]


def complete_modifier(line: str) -> str | None:
    """What Tab makes of `line`, which has a `|` in it; None when its last word is not the beginning of one word."""
    if line[-1].isspace() or line.endswith("|"):
        return None
    names = [each.token for each in modifier_help(line)]
    partial = line[line.index("|") + 1 :].split()[-1]
    return f"{line[: -len(partial)]}{names[0]} " if len(names) == 1 else None


def _modifier(word: str) -> str | None:
    names = [name for name in MODIFIERS if name.startswith(word.lower())]
    return names[0] if len(names) == 1 else None


def _form(word: str) -> bool:
    return len(word) > 1 and any(form.startswith(word) for form in SECTION_FORMS)


def _common(word: str) -> int:
    """How many characters of a word are right."""
    count = 0
    while any(name.startswith(word[: count + 1].lower()) for name in MODIFIERS) and count < len(word):
        count += 1
    return count
