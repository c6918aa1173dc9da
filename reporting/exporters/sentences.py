"""Explanations in words, in the active language."""

import datetime
from typing import Any

from babel import Locale
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from beneficiaries.enums import Answer, Education, LabourDetail, LabourStatus
from reporting.queries.people import Check

MISSING_WORDS = {
    "sex": _("sex"),
    "birth_date": _("date of birth"),
    "citizenship": _("citizenship"),
    "education": _("education"),
    "labour_status": _("status on the labour market"),
    "place": _("place of residence"),
    "postcode": _("postcode"),
    "education_end": _("planned end of education"),
}
_CITIZENSHIPS = {
    "XS": _("stateless"),
    "XU": _("undetermined"),
    "XE": _("an EU country"),
    "XT": _("a non-EU country"),
}
_CHOICES = {
    "labour_status": LabourStatus,
    "labour_detail": LabourDetail,
    "education": Education,
    "disability": Answer,
    "homelessness": Answer,
    "minority": Answer,
}


def sentence(check: Check) -> str:
    """Return the sentence that says why a person fulfils a rule or does not."""
    words = check.rule.passed if check.passed else check.rule.failed
    return str(words) % {"fact": fact_in_words(check.rule.fact, check.fact)}


def fact_in_words(name: str, value: Any) -> str:
    """Return a fact as people read it: dates, labels of choices, names of countries."""
    if value in (None, ""):
        return str(_("not recorded"))
    if isinstance(value, (datetime.date, datetime.datetime)):
        return date_format(value, "SHORT_DATE_FORMAT")
    if name == "missing":
        return ", ".join(str(MISSING_WORDS.get(word, word)) for word in str(value).split())
    if name == "citizenships":
        return ", ".join(country_name(code) for code in str(value).split())
    if name in _CHOICES and value in _CHOICES[name].values:
        return str(_CHOICES[name](value).label)
    return str(value)


def country_name(code: str) -> str:
    """Return the name of a country in the active language."""
    if code in _CITIZENSHIPS:
        return str(_CITIZENSHIPS[code])
    return Locale(get_language() or "pl").territories.get(code, code)
