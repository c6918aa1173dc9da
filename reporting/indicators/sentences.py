"""Explanations in words, in the active language."""

from typing import Any

from django.utils.translation import gettext as _

from beneficiaries.tables.words import in_words
from reporting.queries.people import Check


def sentence(check: Check) -> str:
    """Return the sentence that says why a person fulfils a rule or does not."""
    words = check.rule.passed if check.passed else check.rule.failed
    if check.rule.unknown and check.fact in (None, ""):
        words = check.rule.unknown
    return str(words) % {"fact": _fact_of(check)}


def _fact_of(check: Check) -> str:
    if check.rule.read is not None and check.fact not in (None, ""):
        return check.rule.read(check.fact)
    return fact_in_words(check.rule.fact, check.fact)


def fact_in_words(name: str, value: Any) -> str:
    """Return a fact as people read it: dates, labels of choices, names of countries."""
    return _("not recorded") if value in (None, "") else in_words(name, value)
