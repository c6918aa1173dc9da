"""Values of a participation as people read them: choices, countries, days, what is missing."""

import datetime
import re
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beneficiaries.enums import Answer, CitizenshipClass, Education, Eligibility, LabourDetail, LabourStatus, Sex
from beneficiaries.rules.countries import country_name
from portal.programmes.models import TargetGroup
from portal.ui.formatting import DASH, number, short_date

MISSING = {
    "sex": gettext_lazy("sex"),
    "birth_date": gettext_lazy("date of birth"),
    "citizenship": gettext_lazy("citizenship"),
    "education": gettext_lazy("education"),
    "labour_status": gettext_lazy("status on the labour market"),
    "place": gettext_lazy("place of residence"),
    "postcode": gettext_lazy("postcode"),
    "education_end": gettext_lazy("planned end of education"),
}
CHOICES: dict[str, Any] = {
    "sex": Sex,
    "education": Education,
    "labour_status": LabourStatus,
    "labour_detail": LabourDetail,
    "citizenship_class": CitizenshipClass,
    "disability": Answer,
    "homelessness": Answer,
    "minority": Answer,
    "eligibility": Eligibility,
}
_ISO_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")


def in_words(name: str, value: Any) -> str:
    """Return the value of a field of a participation in the language of the page; a dash for nothing."""
    if name in CHOICES and value in CHOICES[name].values:
        return str(CHOICES[name](value).label) or DASH
    if value is None or value == "":
        return DASH
    if name in _WRITERS:
        return _WRITERS[name](value)
    return next((write(value) for kind, write in _BY_TYPE if isinstance(value, kind)), str(value))


def missing_in_words(missing: str) -> str:
    """Return the names of missing data, as in „sex, postcode”."""
    return ", ".join(str(MISSING.get(name, name)) for name in missing.split())


def _countries(codes: str) -> str:
    return ", ".join(country_name(code) for code in codes.split())


def _with_days(text: str) -> str:
    """Write the days in a stored text as the page writes days; what looks like a day and is none stays."""
    return _ISO_DAY.sub(_as_day, text)


def _as_day(found: re.Match[str]) -> str:
    try:
        return short_date(datetime.date.fromisoformat(found[0]))
    except ValueError:
        return found[0]


def _yes_or_no(value: bool) -> str:
    return str(_("yes") if value else _("no"))


_WRITERS: dict[str, Callable[[Any], str]] = {
    "citizenships": _countries,
    "country": _countries,
    "missing": missing_in_words,
    "eligibility_source": _with_days,
}
_BY_TYPE: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (bool, _yes_or_no),
    (datetime.date, short_date),
    (TargetGroup, str),
    (int, number),
)
