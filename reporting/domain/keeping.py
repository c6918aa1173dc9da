"""What of inspections goes when no project must be accounted for any more; frozen editions stay (S65)."""

import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from portal.clock import local_day
from portal.programmes.archive import past_archive
from reporting.models import InspectionSample, RecordReview, ReviewAnswer


def worded_samples(now: datetime.datetime) -> QuerySet[InspectionSample]:
    """Return samples past the archive date of the project in which auditors or the project still say something."""
    over = InspectionSample.objects.filter(edition__grant_project__in=past_archive(local_day(now)))
    said = RecordReview.objects.filter(note__isnull=False).values("record__sample")
    answered = ReviewAnswer.objects.filter(text__isnull=False).values("review__record__sample")
    return over.filter(Q(pk__in=said) | Q(pk__in=answered))


@transaction.atomic
def end_inspections(now: datetime.datetime, most: int) -> int:
    """Blank the words of such samples, at most so many, and destroy their keys; return how many."""
    samples = list(worded_samples(now).select_related("data_key").order_by("pk")[:most])
    QuerySet(RecordReview).filter(record__sample__in=samples, note__isnull=False).update(note=None)
    QuerySet(ReviewAnswer).filter(review__record__sample__in=samples, text__isnull=False).update(text=None)
    for sample in samples:
        sample.data_key.destroy()
    return len(samples)
