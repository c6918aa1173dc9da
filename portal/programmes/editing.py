"""What can happen to an entry of a dictionary: it is corrected, changes from a day on, is added, ends (R102)."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.programmes.dictionaries import LANGUAGES, OF_LAW
from portal.programmes.models import DictionaryEntry

NAMES = tuple(f"name_{language}" for language in LANGUAGES)
CHANGEABLE = (*NAMES, "value", "valid_to", *OF_LAW)
KEPT = ("dictionary", "code", "parent", "position", "wordings")
TOO_EARLY, TWICE, CHANGED = "too-early", "twice", "changed"


class EntryRefused(ValueError):
    """Something that cannot be; the reason is one of the codes of this module."""


@transaction.atomic
def change_entry(
    current: DictionaryEntry, values: Mapping[str, Any], *, since: datetime.date, seen: datetime.datetime, by: User
) -> DictionaryEntry:
    """Write what holds from ``since`` on; on the first day of ``current`` that is a correction of it.

    What held before stays as it was until the day before. Raises ``EntryRefused``: ``TOO_EARLY`` for a day before
    ``current`` began, ``CHANGED`` when somebody wrote it meanwhile (L5).
    """
    held = DictionaryEntry.objects.select_for_update().get(pk=current.pk)
    if held.changed_at != seen:
        raise EntryRefused(CHANGED)
    if since < held.valid_from:
        raise EntryRefused(TOO_EARLY)
    entry = held
    if since > held.valid_from:
        held.valid_to, held.changed_by = since - datetime.timedelta(days=1), by
        held.save(update_fields=["valid_to", "changed_by", "changed_at"])
        entry = DictionaryEntry(valid_from=since, **{name: getattr(held, name) for name in KEPT})
    _write(entry, values, by, Action.CHANGE)
    return entry


@transaction.atomic
def add_entry(dictionary: str, code: str, values: Mapping[str, Any], *, since: datetime.date, by: User) -> None:
    """Add an entry at the end of a dictionary. Raises ``EntryRefused``: ``TWICE`` for a code that is there."""
    rows = DictionaryEntry.objects.filter(dictionary=dictionary)
    if rows.filter(code=code).exists():
        raise EntryRefused(TWICE)
    last = rows.order_by("-position").values_list("position", flat=True).first()
    entry = DictionaryEntry(
        dictionary=dictionary, code=code, valid_from=since, position=0 if last is None else last + 1
    )
    _write(entry, values, by, Action.CREATE)


def _write(entry: DictionaryEntry, values: Mapping[str, Any], by: User, action: Action) -> None:
    for name in CHANGEABLE:
        setattr(entry, name, values[name])
    entry.changed_by = by
    entry.save()
    record(action, by=by, obj=entry, detail={"dictionary": entry.dictionary, "code": entry.code})
