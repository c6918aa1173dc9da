"""Reads of instruments: the scale an assessment was made with, and the one in use now, in the language of the page."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence

from cases.enums import LEVEL_WORDS, PROTECTED, Area
from cases.models import Instrument, InstrumentArea, InstrumentInUse
from cases.models.instruments import SENTENCES
from cases.rules.instruments import FIVE_AREAS, AreaOfScale, Key, Scale, version_on
from cases.rules.results import LEVELS
from portal.programmes.models import GrantProject

Scales = dict[Key, Scale]


def scales_of(keys: Iterable[Key]) -> Scales:
    """Return the scales of some versions, in the active language (one query).

    A version that is not loaded is read with the plain names of areas and levels, so that nothing is hidden.
    """
    wanted = set(keys)
    rows: dict[Key, list[InstrumentArea]] = defaultdict(list)
    codes = {code for code, _version in wanted}
    for area in InstrumentArea.objects.filter(instrument__code__in=codes).select_related("instrument"):
        rows[area.instrument.key].append(area)
    return {key: _scale(rows[key]) if rows[key] else _plain(key) for key in wanted}


def key_on(project: GrantProject, day: datetime.date) -> Key:
    """Return the version with which a grant project assesses on a day (two queries)."""
    used = InstrumentInUse.objects.filter(grant_project=project).values_list("code", flat=True).first()
    return _on(used or FIVE_AREAS[0], day)


def five_areas_on(day: datetime.date) -> Key:
    """Return the version of the five areas of a day: a list names no other areas (contracts §4; one query)."""
    return _on(FIVE_AREAS[0], day)


def scale_to_assess(project: GrantProject, day: datetime.date, mark: str) -> Scale:
    """Return the scale of a new assessment: that of ``mark`` if the project has it, else the one in use on ``day``.

    A form that was opened before a new version began keeps the sentences that were chosen from (three queries).
    """
    key = key_on(project, day)
    code, _slash, version = mark.partition("/")
    asked = (code, int(version)) if code == key[0] and version.isdecimal() and len(version) <= 4 else key  # noqa: PLR2004
    if asked != key and not Instrument.objects.filter(code=code, version=asked[1]).exists():
        asked = key
    return scales_of([asked])[asked]


def _on(code: str, day: datetime.date) -> Key:
    versions = Instrument.objects.filter(code=code).values_list("version", "valid_from")
    known = list(versions)
    return (code, version_on(known, day)) if known else FIVE_AREAS


def _scale(areas: Sequence[InstrumentArea]) -> Scale:
    instrument = areas[0].instrument
    return Scale(instrument.key, instrument.name, [_area(area) for area in areas])


def _area(area: InstrumentArea) -> AreaOfScale:
    sentences = {level: getattr(area, name) for level, name in zip(LEVELS, SENTENCES, strict=True)}
    return AreaOfScale(area.code, area.name, area.short_name, area.hint, area.is_protected, sentences)


def _plain(key: Key) -> Scale:
    words = {level: str(word) for level, word in LEVEL_WORDS.items()}
    names = [(each.value, str(each.label), each in PROTECTED) for each in Area]
    return Scale(key, "", [AreaOfScale(code, name, name, "", locked, words) for code, name, locked in names])
