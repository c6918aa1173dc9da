"""Codes on paper: made for somebody who stands in front of a colleague, withdrawn by the next one."""

import datetime

from django.db import transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.own.codes import mark_of, new_slip_code
from portal.own.models import Slip

LASTS = datetime.timedelta(days=14)


@transaction.atomic
def make_slip(user: User, *, by: User | None) -> tuple[Slip, str]:
    """Make a code for paper and withdraw the earlier ones; the code is returned once and kept nowhere."""
    withdraw_slips(user)
    code = new_slip_code()
    return Slip.objects.create(user=user, mark=mark_of(code), made_by=by, expires_at=timezone.now() + LASTS), code


def withdraw_slips(user: User) -> int:
    """Let no code on paper open the account any more; return how many could have."""
    return Slip.objects.filter(user=user, used_at=None, withdrawn_at=None).update(withdrawn_at=timezone.now())


def open_slip_of(user: User) -> Slip | None:
    """Return the code on paper that still opens the account."""
    now = timezone.now()
    return Slip.objects.filter(user=user, used_at=None, withdrawn_at=None, expires_at__gt=now).first()
