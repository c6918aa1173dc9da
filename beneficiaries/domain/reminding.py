"""What must not be forgotten about sensitive cases, each night (S26, S28): run twice, it asks for no second mail."""

import datetime

from django.db import transaction

from beneficiaries.domain.breakglass import close_what_is_over
from beneficiaries.queries.breakglass import has_late_review
from beneficiaries.queries.protection import out_of_reach
from beneficiaries.queries.undecidable import undecidable_pairs
from portal.accounts.enums import MailKind
from portal.accounts.mail import ask_for_mail
from portal.accounts.models import AccountMail, User
from portal.policy.access import access_of
from portal.policy.holders import accounts_that_may
from portal.programmes.models import GrantProject

HAND_OVER = "hand_over_protected"


@transaction.atomic
def remind_of_sensitive_cases(day: datetime.date, now: datetime.datetime) -> int:
    """Tell those who hand over what waits for them alone; return how many mails.

    A protected person out of reach, a pair that nobody may decide, a review that is late.
    """
    close_what_is_over(now)
    officers = [user for user in accounts_that_may(HAND_OVER, day) if not _is_told(user, day)]
    told = [
        user for user in officers if any(_needs_look(user, each, day) for each in access_of(user).projects(HAND_OVER))
    ]
    for user in told:
        ask_for_mail(user, MailKind.LOOK, day=day)
    return len(told)


def _needs_look(user: User, project: GrantProject, day: datetime.date) -> bool:
    unreached = any(user.pk not in each.denied for each in out_of_reach(project, day))
    return unreached or has_late_review(user, project, day) or _has_undecidable(user, project, day)


def _has_undecidable(user: User, project: GrantProject, day: datetime.date) -> bool:
    return any(user.pk not in each.denied for each in undecidable_pairs(project, day))


def _is_told(user: User, day: datetime.date) -> bool:
    return AccountMail.objects.filter(user=user, kind=MailKind.LOOK, day=day).exists()
