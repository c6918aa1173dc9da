"""Dictionaries in words: which there are, what each is for, and how long an entry holds."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.programmes import dictionaries as known
from portal.programmes.models import DictionaryEntry
from portal.records import Words
from portal.ui.formatting import short_date

EDIT_DICTIONARIES = "edit_dictionaries"
LABELS: dict[str, Words] = {
    known.TITLES: gettext_lazy("Residence titles"),
    known.CITIZENSHIP: gettext_lazy("Citizenship (SM EFS, D1)"),
    known.PARTICIPANT: gettext_lazy("Kind of participant (SM EFS, D2)"),
    known.EDUCATION: gettext_lazy("Education (SM EFS, D3)"),
    known.DEGURBA: gettext_lazy("Degree of urbanisation (SM EFS, D4)"),
    known.STATUS: gettext_lazy("Work situation (SM EFS, D5)"),
    known.STATUS_DETAIL: gettext_lazy("Work situation in detail (SM EFS, D5)"),
    known.EXIT: gettext_lazy("Situation after leaving (SM EFS, D6)"),
    known.SUPPORT: gettext_lazy("Kind of support (SM EFS, D7)"),
    known.SUPPORT_DETAIL: gettext_lazy("Kind of support in detail (SM EFS, D7)"),
    known.ANSWER: gettext_lazy("Yes, no, refusal (SM EFS, D8)"),
    known.KINDS: gettext_lazy("Legalisation: what is applied for"),
    known.DOCUMENTS: gettext_lazy("Legalisation: documents needed"),
    known.OFFICES: gettext_lazy("Legalisation: offices"),
}
"""Every dictionary that can be changed, in the order of the page."""


@dataclass(frozen=True)
class DictionaryRow:
    """One dictionary of the list."""

    label: Words
    count: int
    url: str


@dataclass(frozen=True)
class EntryRow:
    """One entry as it reads now or will: its name, what an export writes, how long it holds, what law prolongs."""

    name: str
    value: str
    holds: str
    law: str
    is_over: bool
    url: str


def dictionary_rows(counts: dict[str, int]) -> list[DictionaryRow]:
    """Return the dictionaries with the number of their entries."""
    return [
        DictionaryRow(label, counts.get(code, 0), reverse("dictionary", args=[code])) for code, label in LABELS.items()
    ]


def entry_rows(entries: Iterable[DictionaryEntry], day: datetime.date) -> list[EntryRow]:
    """Return entries in words."""
    return [
        EntryRow(
            name=str(each.name),
            value=each.value if each.dictionary.startswith("smefs") else "",
            holds=holds(each, day),
            law=_("by law until %(day)s") % {"day": short_date(each.prolonged_until)} if each.prolonged_until else "",
            is_over=each.valid_to is not None and each.valid_to < day,
            url=reverse("change_entry", args=[each.dictionary, each.code]),
        )
        for each in entries
    ]


def holds(entry: DictionaryEntry, day: datetime.date) -> str:
    """Say between which days an entry holds; blank for one that always did and does."""
    days = {"first": short_date(entry.valid_from), "last": short_date(entry.valid_to)}
    always = entry.valid_from.year == ALWAYS
    if entry.valid_to is not None:
        return _("until %(last)s") % days if always else _("%(first)s–%(last)s") % days
    if always:
        return ""
    return _("since %(first)s") % days if entry.valid_from <= day else _("from %(first)s") % days


ALWAYS = 1900
"""The year in which entries begin of which nobody wrote since when they hold."""
