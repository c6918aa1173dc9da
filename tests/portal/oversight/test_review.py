"""Every week somebody looks at unusual readings, and it shows when nobody did (S36)."""

import datetime

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from portal.accounts.enums import Role
from portal.audit.models import AppendOnly, AuditEvent
from portal.holidays import is_working_day
from portal.oversight import review
from portal.oversight.models import ReadReview
from tests.factories.accounts import make_member
from tests.factories.beneficiaries import make_participant
from tests.factories.programmes import make_project
from tests.portal.audit.sealed import make_events

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("accounts_speak_english")]
DAY = datetime.timedelta(days=1)


@pytest.fixture
def monday():
    """The Monday three weeks ago, earlier where that week has a day off by law: its review is overdue."""
    today = timezone.localdate()
    monday = today - today.weekday() * DAY - 21 * DAY
    while not all(is_working_day(monday + number * DAY) for number in range(5)):
        monday -= 7 * DAY
    return monday


@pytest.fixture
def client(client_of, dpo):
    return client_of(dpo)


def at(monday, days, hour):
    return timezone.make_aware(datetime.datetime.combine(monday + days * DAY, datetime.time(hour)))


@pytest.fixture
def reads(monday, caseworker_city, sopot):
    """Usual readings on Tuesday at noon, the first of the trail."""
    return make_events(3, start=at(monday, 1, 12), actor=caseworker_city, grant_project=sopot)


def signs(dpo, monday):
    return [(each.account, each.sign, each.count) for each in review.unusual_reads(dpo, monday)]


@pytest.mark.usefixtures("reads")
class TestUnusual:
    """What is unusual."""

    def test_usual_readings_are_not(self, dpo, monday):
        assert signs(dpo, monday) == []

    @pytest.mark.parametrize(("days", "hour"), [(2, 5), (2, 21), (5, 12), (6, 12)])
    def test_out_of_hours(self, dpo, monday, coordinator, sopot, days, hour):
        make_events(2, start=at(monday, days, hour), actor=coordinator, grant_project=sopot)
        assert signs(dpo, monday) == [(coordinator.pk, "out-of-hours", 2)]

    def test_day_off_by_law_is_out_of_hours(self, dpo, caseworker_city, sopot):
        monday = datetime.date(2026, 5, 11)
        make_events(1, start=at(monday, 1, 12), actor=caseworker_city, grant_project=sopot)
        make_events(2, start=at(monday + 21 * DAY, 3, 12), actor=caseworker_city, grant_project=sopot)
        assert signs(dpo, monday) == []
        assert signs(dpo, monday + 21 * DAY) == [(caseworker_city.pk, "out-of-hours", 2)]  # Corpus Christi

    @pytest.mark.parametrize(("days", "hour"), [(0, 6), (4, 20)])
    def test_edges_of_the_day_are_usual(self, dpo, monday, coordinator, sopot, days, hour):
        make_events(2, start=at(monday, days, hour), actor=coordinator, grant_project=sopot)
        assert signs(dpo, monday) == []

    def test_many_people_within_an_hour(self, dpo, monday, coordinator, sopot):
        for number in range(5):
            people = [f"{number}-{each}" for each in range(21 if number else 17)]
            make_events(1, start=at(monday, 2, 9) + number * 10 * DAY / 1440, actor=coordinator,
                        grant_project=sopot, subjects=people)  # fmt: skip
        assert signs(dpo, monday) == [(coordinator.pk, "many", 101)]

    def test_hundred_are_not_many_and_neither_are_they_over_two_hours(self, dpo, monday, coordinator, sopot):
        for hour in (9, 10):
            people = [f"{hour}-{each}" for each in range(100)]
            make_events(2, start=at(monday, 2, hour), actor=coordinator, grant_project=sopot, subjects=people)
        assert signs(dpo, monday) == []

    @pytest.mark.parametrize(("times", "found"), [(4, []), (5, ["refused"])])
    def test_refusals(self, dpo, monday, coordinator, sopot, times, found):
        make_events(times, start=at(monday, 2, 9), actor=coordinator, action="refuse", subjects=[])
        assert [sign for _, sign, _ in signs(dpo, monday)] == found

    def test_protected_record_is_unusual_for_who_is_not_in_charge(
        self, dpo, monday, city, sopot, caseworker_city, coordinator
    ):
        one = make_participant(city, sopot, caseworker=caseworker_city, is_confidential=True)
        for reader in (caseworker_city, coordinator):
            make_events(2, start=at(monday, 2, 9), actor=reader, grant_project=sopot, subjects=[str(one.person_id)])
        assert signs(dpo, monday) == [(coordinator.pk, "protected", 2)]
        one.person.denied_to.add(dpo)
        assert signs(dpo, monday) == []

    @pytest.mark.parametrize(
        ("surname", "found"), [("Zieliński", True), ("Зелинская", True), ("Zielona", False), ("", False)]
    )
    def test_own_surname_in_any_form(self, dpo, monday, city, sopot, caseworker_city, surname, found):
        one = make_participant(city, sopot, caseworker=caseworker_city, surname=surname)
        type(one.person).objects.update(surname=surname)
        make_events(
            1, start=at(monday, 2, 9), actor=caseworker_city, grant_project=sopot, subjects=[str(one.person_id)]
        )
        assert signs(dpo, monday) == ([(caseworker_city.pk, "namesake", 1)] if found else [])

    @pytest.mark.parametrize(("people", "found"), [(10, False), (11, True)])
    def test_records_of_many_of_whom_a_colleague_is_in_charge(
        self, dpo, monday, city, sopot, caseworker_city, coordinator, people, found
    ):
        colleague = make_member(Role.CASEWORKER, city, sopot, "Alina Nowak")
        for _number in range(people):
            one = make_participant(city, sopot, caseworker=colleague)
            for reader in (caseworker_city, coordinator, colleague):
                make_events(1, start=at(monday, 2, 9), actor=reader, grant_project=sopot, subjects=[str(one.person_id)])
        assert signs(dpo, monday) == ([(caseworker_city.pk, "not-in-charge", people)] if found else [])

    def test_emergency_access_also_to_nobody_but_not_to_who_is_hidden_from_the_reader(
        self, dpo, monday, city, sopot, caseworker_foundation
    ):
        one = make_participant(city, sopot)
        for subjects in ([str(one.person_id)], []):
            make_events(
                1, start=at(monday, 2, 9), actor=caseworker_foundation, grant_project=sopot, subjects=subjects,
                action="create", object_type="emergencyaccess",
            )  # fmt: skip
        assert signs(dpo, monday) == [(caseworker_foundation.pk, "emergency", 2)]
        one.person.denied_to.add(dpo)
        assert signs(dpo, monday) == [(caseworker_foundation.pk, "emergency", 1)]

    def test_another_project_is_out_of_reach(self, dpo, monday, city):
        other = make_project()
        account = make_member(Role.CASEWORKER, city, other)
        make_events(5, start=at(monday, 6, 3), actor=account, grant_project=other)
        assert signs(dpo, monday) == []


@pytest.mark.usefixtures("reads")
class TestPage:
    """The page."""

    def test_oldest_that_waits_is_shown_and_the_log_says_that_it_is_overdue(self, client, monday):
        answer = client.get(reverse("audit_review"))
        assert answer.context["week"].monday == monday
        overdue = (timezone.localdate() - monday).days // 7 - 1
        assert [each.is_overdue for each, _, _ in answer.context["weeks"]] == [False, *[True] * overdue]
        said = f"{overdue} weekly reviews of readings are overdue"
        assert overdue > 1 and said in client.get(reverse("audit_log")).content.decode()

    def test_review_is_kept_once_with_its_outcome(self, client, dpo, monday, sopot):
        sent = {"tydzien": monday.isoformat(), "outcome": "Talked to the caseworker; a late appointment."}
        client.post(reverse("audit_review"), sent)
        client.post(reverse("audit_review"), {**sent, "outcome": "another"})
        (kept,) = ReadReview.objects.all()
        assert (kept.week, kept.reviewed_by, kept.outcome) == (monday, dpo, sent["outcome"])
        assert AuditEvent.objects.filter(object_type="readreview", actor=dpo, grant_project=sopot).count() == 1
        answer = client.get(reverse("audit_review"), {"tydzien": monday.isoformat()})
        assert sent["outcome"] in answer.content.decode()
        assert client.get(reverse("audit_review")).context["week"].monday == monday + 7 * DAY

    @pytest.mark.parametrize("week", ["", "x", "2026-13-45", "1999-01-04"])
    def test_nothing_is_kept_without_an_outcome_or_for_no_week(self, client, monday, week):
        answer = client.post(reverse("audit_review"), {"tydzien": monday.isoformat(), "outcome": " "})
        assert answer.context["form"].errors
        assert client.get(reverse("audit_review"), {"tydzien": week}).status_code == 200
        assert not ReadReview.objects.exists()

    def test_what_was_unusual_leads_to_the_events(self, client, monday, coordinator, sopot):
        make_events(2, start=at(monday, 6, 12), actor=coordinator, grant_project=sopot)
        ((account, words, _each, url),) = client.get(reverse("audit_review")).context["lines"]
        assert (account, words) == (coordinator, "2 readings out of hours")
        assert len(client.get(url).context["lines"]) == 2

    def test_queries_do_not_depend_on_the_number_of_rows(self, client, monday, city, sopot, django_assert_num_queries):
        client.get(reverse("audit_review"))
        make_events(2, start=at(monday, 6, 12), actor=make_member(Role.COORDINATOR, city, sopot), grant_project=sopot)
        with django_assert_num_queries(7):
            client.get(reverse("audit_review"))
        for _ in range(3):
            make_events(
                2, start=at(monday, 6, 12), actor=make_member(Role.COORDINATOR, city, sopot), grant_project=sopot
            )
        with django_assert_num_queries(7):
            client.get(reverse("audit_review"))


def test_week_before_the_trail_began_is_not_asked_for(client):
    assert client.get(reverse("audit_review")).context["week"] is None


def test_review_is_never_changed(dpo, sopot, monday):
    kept = ReadReview.objects.create(grant_project=sopot, week=monday, reviewed_by=dpo, outcome="x")
    with pytest.raises(AppendOnly):
        ReadReview.objects.all().delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        ReadReview.objects.create(grant_project=sopot, week=monday, reviewed_by=dpo, outcome="y")
    assert kept.outcome == "x"
