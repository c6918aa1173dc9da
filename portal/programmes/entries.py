"""Reads of dictionaries: what holds on a day, what law prolongs, and the history of an entry (R100, R102)."""

import datetime
from collections.abc import Iterable

from django.db.models import OuterRef, Q, QuerySet

from portal.programmes.dictionaries import TITLES
from portal.programmes.models import DictionaryEntry


def on(day: datetime.date) -> Q:
    """Return the condition for entries that hold on a day."""
    return Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))


def entries_on(dictionaries: str | Iterable[str], day: datetime.date) -> list[DictionaryEntry]:
    """Return what these dictionaries hold on a day, in order (one query)."""
    wanted = [dictionaries] if isinstance(dictionaries, str) else list(dictionaries)
    return list(DictionaryEntry.objects.filter(on(day), dictionary__in=wanted).order_by("dictionary", "position"))


def official(dictionary: str, code: str, day: datetime.date) -> str:
    """Return what an export writes for a code, byte for byte; blank for a code that does not hold on that day."""
    found = DictionaryEntry.objects.filter(on(day), dictionary=dictionary, code=code)
    return found.values_list("value", flat=True).first() or ""


def prolonged_by_law(day: datetime.date, title: str = "title", printed: str = "valid_to") -> QuerySet:
    """Return, as a subquery, until when law of a day prolongs a title whose printed day stands in ``printed``."""
    held = DictionaryEntry.objects.filter(on(day), dictionary=TITLES, code=OuterRef(title))
    from_day = Q(prolonged_from__isnull=True) | Q(prolonged_from__lte=OuterRef(printed))
    return held.filter(from_day, prolonged_until__isnull=False).order_by("-valid_from").values("prolonged_until")[:1]


def confirmed_by_law(day: datetime.date, title: str = "title") -> QuerySet:
    """Return, as a subquery, until when law of a day wants a title confirmed, given without a passport (R101)."""
    held = DictionaryEntry.objects.filter(on(day), dictionary=TITLES, code=OuterRef(title), confirm_by__isnull=False)
    return held.order_by("-valid_from").values("confirm_by")[:1]


def days_abroad_by_law(day: datetime.date, title: str = "title") -> QuerySet:
    """Return, as a subquery, how many days abroad in a row law of a day allows to who holds a title (R101)."""
    held = DictionaryEntry.objects.filter(on(day), dictionary=TITLES, code=OuterRef(title), abroad_days__isnull=False)
    return held.order_by("-valid_from").values("abroad_days")[:1]


def versions_of(dictionary: str, code: str) -> list[DictionaryEntry]:
    """Return every version of an entry, the latest first (one query)."""
    rows = DictionaryEntry.objects.filter(dictionary=dictionary, code=code)
    return list(rows.select_related("changed_by").order_by("-valid_from"))
