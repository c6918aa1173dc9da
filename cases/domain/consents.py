"""Referrals that rest on consent end at once when it is taken back (S29, S63)."""

from django.db.models import Q
from django.utils.translation import gettext as _

from beneficiaries.models import Person
from cases.domain.referrals import take_step
from cases.enums import Basis, Step
from cases.models import Referral
from cases.rules.referrals import OPEN, StepRefused
from portal.accounts.models import User


def withdraw_referrals(person: Person, by: User | None) -> None:
    """Withdraw every referral of a person that rests on consent and is open or lets somebody look after the person."""
    rows = Referral.objects.filter(participation__person=person, basis=Basis.CONSENT)
    for referral in rows.filter(Q(state__in=sorted(OPEN)) | Q(care_given=True)).select_related(
        "participation__person__data_key", "participation__grant_project", "to_organisation"
    ):
        try:
            take_step(referral, Step.WITHDRAW, by=by, words=_("The person took the consent back."))  # type: ignore[arg-type]
        except StepRefused:  # its last day is over: nobody sees it any more
            continue
