"""What is left of records that were merged into a person goes with the person's data (GDPR 17)."""

import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from beneficiaries.domain.erasing import PLAIN_WAYS, SEALED_WAYS
from beneficiaries.models import (
    HouseholdMember,
    NameAlias,
    Participation,
    Person,
    PersonAddress,
    PersonLanguage,
    PersonMerge,
)
from beneficiaries.rules.merging import UNDO_DAYS
from portal.rights import ErasurePart

LEFT_BEHIND = (PersonAddress, NameAlias, PersonLanguage, HouseholdMember)


def merged_records(participation: Participation) -> int:
    """Return how many records were merged into the person."""
    return Person.objects.filter(merged_into=participation.person_id).count()  # type: ignore[misc]


@transaction.atomic
def erase_merged(participation: Participation) -> int:
    """Destroy ways of contact of merged records and the logs that would bring them back: no undo is left."""
    records = list(Person.objects.select_related("data_key").filter(merged_into=participation.person_id))  # type: ignore[misc]
    for record in records:
        for name, value in (*((name, "") for name in SEALED_WAYS), *PLAIN_WAYS.items()):
            setattr(record, name, value)
        record.save(update_fields=[*SEALED_WAYS, "phone_index", "email_index", *PLAIN_WAYS])
        Person.history.filter(id=record.pk).update(**PLAIN_WAYS)  # type: ignore[attr-defined]
    for model in LEFT_BEHIND:
        model.objects.filter(person__in=records).delete()  # type: ignore[attr-defined]
    forget_logs(PersonMerge.objects.filter(kept=participation.person_id))
    return len(records)


def forget_logs(merges) -> int:  # noqa: ANN001 - any queryset of merges
    """Destroy what would lead back from merges; return how many had it."""
    held = list(merges.exclude(log=None).select_related("data_key"))
    for merge in held:
        merge.log = ""
        merge.save(update_fields=["log"])
    return len(held)


def old_logs(day: datetime.date) -> QuerySet[PersonMerge]:
    """Return merges that can be undone no more, and those undone, whose log is there."""
    over = Q(on__lt=day - datetime.timedelta(days=UNDO_DAYS)) | Q(undone_at__isnull=False)
    return PersonMerge.objects.filter(over).exclude(log=None)


@transaction.atomic
def forget_old_logs(day: datetime.date, most: int = 500) -> int:
    """Destroy what would lead back from such merges, at most so many; return how many."""
    return forget_logs(PersonMerge.objects.filter(pk__in=list(old_logs(day).values_list("pk", flat=True)[:most])))


PART = ErasurePart(
    "merged-records", 45, _("Earlier records that were merged with this one"), merged_records, erase=erase_merged
)
