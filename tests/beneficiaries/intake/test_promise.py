"""An answer is promised within three working days; the tile of who waits is late after them, not after a weekend."""

import datetime

import pytest
from django.urls import reverse

from beneficiaries.rules.intake import answer_due
from portal.clock import now
from tests.factories.registrations import make_registration

DAY = datetime.date.fromisoformat


@pytest.mark.parametrize(
    ("sent", "due"), [("2026-03-03", "2026-03-06"), ("2026-03-05", "2026-03-10"), ("2026-12-22", "2026-12-29")]
)
def test_weekends_and_days_off_by_law_are_not_counted(sent, due):
    assert answer_due(DAY(sent)) == DAY(due)


@pytest.mark.django_db
@pytest.mark.usefixtures("accounts_speak_english")
@pytest.mark.parametrize(("days", "late"), [(12, True), (0, False)])
def test_row_of_my_day_says_that_an_answer_is_overdue_and_leads_to_the_application(
    client_of, caseworker_city, sopot, days, late
):
    sent_at = now() - datetime.timedelta(days=days)
    made = make_registration(sopot, reference="first", sent_at=sent_at)
    page = client_of(caseworker_city).get(reverse("my_day")).content.decode()
    assert ("answer overdue" in page) is late
    assert page.count(reverse("intake_registration", args=[made.pk])) == 1
