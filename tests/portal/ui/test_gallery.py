"""The gallery leaves nothing out: every declared component, with every argument and every tone."""

import inspect
import re
from pathlib import Path

import pytest

from portal.ui.templatetags import charts, components

SOURCE = (Path(__file__).parent / "gallery.html").read_text(encoding="utf-8")
TAGS = sorted(name for name in components.register.tags if not name.startswith("end"))
TONES = {
    "tag": components.TAG_TONES,
    "notice": set(components.NOTICE_TONES) - {"info"},
    "button": components.BUTTON_TONES,
    "timeline_entry": components.TIMELINE_TONES,
}


def uses(tag: str) -> list[str]:
    """Return every use of a tag in the gallery, as it is written."""
    return re.findall(rf"{{% {tag} .*?%}}", SOURCE)


@pytest.mark.parametrize("tag", TAGS)
def test_component_is_in_the_gallery_with_every_argument(tag):
    used = " ".join(uses(tag)) or f"{{% {tag} %}}" * (f"{{% {tag} %}}" in SOURCE)
    assert used
    declared = inspect.signature(getattr(components, tag, None) or getattr(charts, tag)).parameters.values()
    asked = [given.name for given in declared if given.kind is inspect.Parameter.KEYWORD_ONLY]
    assert [name for name in asked if f" {name}=" not in used] == []


@pytest.mark.parametrize(("tag", "tones"), TONES.items())
def test_every_tone_is_in_the_gallery(tag, tones):
    used = set(re.findall(r' tone="(\w+)"', " ".join(uses(tag))))
    assert set(filter(None, tones)) <= used


def test_every_filter_that_writes_a_number_or_day_is_in_the_gallery_or_in_its_tags():
    by_tag = {"short_date", "long_date", "full_date", "day_month", "weekday_name", "nbsp", "number", "moment"}
    assert [name for name in components.register.filters if name not in by_tag and f"|{name}" not in SOURCE] == []


def test_gallery_has_long_names_a_big_family_and_every_kind_of_emptiness():
    from tests.portal.ui.gallery import CHILDREN, LONG

    assert len(CHILDREN) == 12
    assert max(map(len, LONG.split())) >= 40
    assert len(uses("empty")) >= 3
