"""Which IOS release a router speaks, and the one way to choose a format by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Generic, TypeAlias, TypeVar

F = TypeVar("F")


class Train(IntEnum):
    """The release trains that print differently, in order of age."""

    R12_2 = 1220
    R12_3 = 1230
    R12_3T = 1235
    R12_4 = 1240
    R15 = 1500


@dataclass(frozen=True)
class Release:
    """A release: its train, and the words of `show version`; `compiled`: when, and by whom."""

    train: Train
    version: str
    image: str
    year: int
    compiled: str


RELEASES = {
    "12.2": Release(Train.R12_2, "12.2(23)", "C7200-JK9S-M", 2004, "Wed 28-Jan-04 18:13 by kellmill"),
    "12.3": Release(Train.R12_3T, "12.3(7)T1", "C7200-A3JK9S-M", 2004, "Thu 29-Apr-04 02:04 by eaarmas"),
    "12.4": Release(
        Train.R12_4, "12.4(25d)", "C7200-ADVENTERPRISEK9-M", 2010, "Thu 18-Feb-10 07:42 by prod_rel_team"
    ),
    "15": Release(Train.R15, "15.2(4)M7", "C7200-ADVENTERPRISEK9-M", 2014, "Thu 25-Sep-14 10:36 by prod_rel_team"),
}


def release_of(version_line: str) -> Release:
    """The release that a config's `version` line stands for, e.g. `12.3` -> 12.3(7)T1. The nearest older one
    that is known, when it is not itself known; 12.2 for anything older still."""
    if version_line.startswith(("15", "16", "17")):
        return RELEASES["15"]
    known = [name for name in ("12.2", "12.3", "12.4") if name <= version_line[:4]]
    return RELEASES[known[-1] if known else "12.2"]


class ByRelease(Generic[F]):
    """Formats keyed by the train that introduced them; a router uses the newest not newer than itself.

    >>> ByRelease({Train.R12_2: "old", Train.R12_4: "new"})[RELEASES["12.3"]]
    'old'
    """

    def __init__(self, formats: Mapping[Train, F]) -> None:
        self._formats = sorted(formats.items())

    def __getitem__(self, release: Release) -> F:
        chosen = self._formats[0][1]
        for train, form in self._formats:
            if train <= release.train:
                chosen = form
        return chosen


Wording: TypeAlias = str | ByRelease[str]
"""Words that are the same in all releases, or are not."""


def worded(text: Wording, release: Release) -> str:
    """The words as `release` has them."""
    return text if isinstance(text, str) else text[release]
