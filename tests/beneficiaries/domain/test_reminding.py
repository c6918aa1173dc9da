"""Each night who must look is told, once a day: a protected person out of reach, a review that is late."""

import datetime

import pytest
from django.utils import timezone

from beneficiaries.domain import breakglass
from beneficiaries.domain.reminding import remind_of_sensitive_cases
from beneficiaries.enums import GlassCategory
from portal.accounts.models import AccountMail
from portal.clock import today
from tests.factories.beneficiaries import make_participant

pytestmark = pytest.mark.django_db


def remind(days: int = 0) -> int:
    now = timezone.now() + datetime.timedelta(days=days)
    return remind_of_sensitive_cases(today() + datetime.timedelta(days=days), now)


def test_nothing_to_say_is_not_said(dpo):
    assert remind() == 0


def test_protected_person_out_of_reach_is_told_once_a_day_to_who_can_help(dpo, coordinator, city, sopot):
    make_participant(city, sopot, is_confidential=True)
    assert [remind(), remind(), remind(1)] == [1, 0, 1]
    assert set(AccountMail.objects.values_list("user", flat=True)) == {dpo.pk}


def test_officer_who_is_kept_from_the_person_is_not_told(dpo, city, sopot):
    make_participant(city, sopot, is_confidential=True).person.denied_to.add(dpo)
    assert remind() == 0


def test_late_review_is_told(dpo, city, sopot, caseworker_foundation):
    asking = breakglass.Asking(make_participant(city, sopot).number, GlassCategory.LIFE, "x" * 20)
    breakglass.ask(caseworker_foundation, asking, grant_project=sopot, now=timezone.now(), origin="")
    assert [remind(), remind(8)] == [0, 1]
