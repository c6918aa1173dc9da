"""What a needs diagnosis is made with: areas, and a sentence for each level of each area (R93–R94).

A scale is one version of an instrument in one language. Its version never changes: a better sentence is a new
version, and what was assessed before keeps the words it was assessed with.
"""

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cases.rules.results import LEVELS

Key = tuple[str, int]
"""Code and version of an instrument."""
FIVE_AREAS: Key = ("five-areas", 1)
"""What everything assessed before instruments were data was made with."""
AREA_CODE = re.compile(r"[a-z]{2,20}")
TAKEN = frozenset({"stage", "assessor", "note", "why", "version", "submission", "instrument", "confirmed"})
"""Codes that no area has, because the form has fields of these names."""


@dataclass(frozen=True)
class AreaOfScale:
    """One area; ``sentences`` maps a level to what is true then. A protected one has a lock of its own (R84–R85)."""

    code: str
    name: str
    short_name: str
    hint: str
    is_protected: bool
    sentences: Mapping[int, str]

    def sentence(self, level: int | None) -> str:
        """Return what a level says; blank for none."""
        return self.sentences.get(level, "") if level is not None else ""


@dataclass(frozen=True)
class Scale:
    """One version of an instrument, its areas in their order."""

    key: Key
    name: str
    areas: Sequence[AreaOfScale]

    @property
    def mark(self) -> str:
        """The version as one word of an address or a hidden field."""
        return "{}/{}".format(*self.key)

    def open_areas(self, *, with_protected: bool) -> list[AreaOfScale]:
        """Return the areas that a reader may see."""
        return [area for area in self.areas if with_protected or not area.is_protected]

    def area(self, code: str) -> AreaOfScale | None:
        """Return the area of a code."""
        return next((area for area in self.areas if area.code == code), None)


def version_on(versions: Iterable[tuple[int, datetime.date]], day: datetime.date) -> int:
    """Return which of some versions is valid on a day: the latest that has begun, else the first.

    Raises ``ValueError`` when there is none at all.
    """
    known = sorted(versions)
    begun = [version for version, begins in known if begins <= day]
    return max(begun) if begun else min(version for version, _begins in known)


def faults_of(areas: Sequence[tuple[str, Mapping[str, Sequence[str]]]], languages: Sequence[str]) -> list[str]:
    """Return what is wrong with the areas of an instrument, each a code and its sentences by language."""
    codes = [code for code, _sentences in areas]
    found = [] if areas else ["no areas"]
    if len(set(codes)) != len(codes):
        found.append("an area twice")
    for code, sentences in areas:
        if not AREA_CODE.fullmatch(code) or code in TAKEN:
            found.append(f"{code[:20]} cannot be the code of an area")
        for language in languages:
            said = [text for text in sentences.get(language, ()) if text.strip()]
            if len(said) != len(LEVELS):
                found.append(f"{code}: {language} has {len(said)} sentences, not {len(LEVELS)}")
    return found


@dataclass(frozen=True)
class Former:
    """The assessment before this one: its day, its levels by area, and the scale they were chosen from."""

    on: datetime.date
    levels: Mapping[str, int]
    scale: Scale

    def sentence(self, code: str) -> str:
        """Return what was said of an area; blank when it was not assessed."""
        area = self.scale.area(code)
        return area.sentence(self.levels.get(code)) if area else ""
