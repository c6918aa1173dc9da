"""Registrations that wait for staff to read them, as people sent them in their languages."""

import datetime

from django.utils import timezone

from beneficiaries.domain.registration import Beginning, begin, doubt, send
from beneficiaries.models import Registration
from beneficiaries.queries.consents import current_consents, current_notices
from beneficiaries.rules.codes import CODE, REFERENCE, grouped, with_check
from portal.programmes.models import GrantProject
from tryout.rules.applicants import Applicant, applicants

AN_HOUR = datetime.timedelta(hours=1)
TALK = datetime.timedelta(minutes=9)
"""From the first answer to the last."""


def add_registrations(project: GrantProject) -> int:
    """Write the registrations of the try-out; the same each time but for the day. Return how many."""
    told = applicants()
    for place, each in enumerate(told):
        _write(project, place, each)
    return len(told)


def _write(project: GrantProject, place: int, applicant: Applicant) -> None:
    moment = timezone.now() - applicant.hours * AN_HOUR
    row, _secret = begin(project, applicant.language, applicant.said, Beginning(f"try-out {place}", b""))
    row.reference, row.code = grouped(_code(place, REFERENCE)), grouped(_code(place, CODE))
    doubt(row, *applicant.doubts)
    row.browser = row.seen_at = None
    row.created_at = moment - TALK
    row.save()
    if not applicant.is_draft:
        notices = tuple(str(each.pk) for each in current_notices(project, applicant.language))
        decided = {str(each.pk): place % 2 == 0 for each in current_consents(project, applicant.language)}
        said = row.application.decided(notices, decided)
        send(row, said, applicant.language)
        Registration.objects.filter(pk=row.pk).update(sent_at=moment)
    Registration.objects.filter(pk=row.pk).update(changed_at=moment)


def _code(place: int, length: int) -> str:
    return with_check([(place * (length - 3) + at * at * 3 + at + length) % 32 for at in range(length)])
