"""10,000 classes and 100,000 attendances: the same number of queries and a page in its usual time (C9)."""

import datetime
import time
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.clock import now
from portal.crypto.ids import new_id
from services.enums import MeetingState
from services.models import Attendance, Enrolment, Meeting, SupportDelivery
from tests.factories.activities import HOUR, earlier_today, make_group, make_meeting, make_place
from tests.factories.beneficiaries import make_participant

LONGEST = 1.5
"""Seconds that a page may take on a slow machine that does other things, too."""
GROWTH, HICCUP = 2, 0.15
"""A page stays flat: at most so many times as long as with a hundredth of the attendances, and seconds of a busy machine."""
GROUPS, CLASSES, PEOPLE, EVERYBODY = 100, 100, 10, 200


def fill(group, people, classes):
    """Hold classes every third day back from today, everybody there."""
    start, moment = now() - HOUR, timezone.now()
    places = [Enrolment(activity=group, participation=each, state="taken", asked_at=moment) for each in people]
    Enrolment.objects.bulk_create(places)
    held = [
        Meeting(activity=group, starts_at=begins, ends_at=begins + 2 * HOUR, state=MeetingState.HELD)
        for number in range(1, classes + 1)
        for begins in [start - datetime.timedelta(days=3 * number)]
    ]
    Meeting.objects.bulk_create(held)
    facts = {(meeting.pk, place.pk): new_id() for meeting in held for place in places}
    Attendance.objects.bulk_create(
        (
            Attendance(enrolment=place, meeting=meeting, is_present=True, recorded_at=moment,
                       support_fact=facts[meeting.pk, place.pk])
            for meeting in held for place in places
        ), batch_size=2000,
    )  # fmt: skip
    SupportDelivery.objects.bulk_create(
        (
            SupportDelivery(fact_id=facts[meeting.pk, place.pk], participation=place.participation, hours=Decimal(2),
                            service_type=group.service_type, delivered_on=meeting.day, delivered_by=group.teacher,
                            recorded_at=moment)
            for meeting in held for place in places
        ), batch_size=2000,
    )  # fmt: skip


def taken(client, path):
    """Return the seconds of one page."""
    begun = time.perf_counter()
    client.get(path)
    return time.perf_counter() - begun


@pytest.mark.long
def test_pages_stay_as_they_are_with_a_hundred_thousand_attendances(client_of, sopot, city, instructor, coordinator):
    people = [make_participant(city, sopot) for _ in range(EVERYBODY)]
    own = make_group(sopot, organisation=city, teacher=instructor)
    today = make_meeting(own, earlier_today())
    fill(own, people[:PEOPLE], CLASSES)
    make_place(own, make_participant(city, sopot))
    month = f"{(now() - datetime.timedelta(days=40)).date():%Y-%m}"
    paths = {
        "/obecnosc/": instructor, f"/obecnosc/{today.pk}/": instructor, f"/godziny/?miesiac={month}": instructor,
        "/praca/": instructor, f"/obecnosc/grupa/{own.pk}/z-papieru/": instructor,
        f"/godziny/zespol/?miesiac={month}": coordinator, f"/kursy/grupa/{own.pk}/": coordinator,
        f"/kursy/grupa/{own.pk}/zaswiadczenia/": coordinator, "/kalendarz/": coordinator,
        "/kalendarz/miejsca/": coordinator, "/asystenci/": coordinator, f"/osoby/{people[0].number}/": coordinator,
    }  # fmt: skip
    clients = {account: client_of(account) for account in (instructor, coordinator)}

    def measured():
        found = {}
        for path, account in paths.items():
            clients[account].get(path)
            with CaptureQueriesContext(connection) as queries:
                assert clients[account].get(path).status_code == 200
            found[path] = (len(queries), min(taken(clients[account], path) for _ in range(3)))
        return found

    few = measured()
    for number in range(1, GROUPS):
        first = number * PEOPLE % EVERYBODY
        fill(make_group(sopot, organisation=city, teacher=coordinator), people[first : first + PEOPLE], CLASSES)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    assert Attendance.objects.count() == GROUPS * CLASSES * PEOPLE
    many = measured()
    assert {path: queries for path, (queries, _) in many.items()} == {
        path: queries for path, (queries, _) in few.items()
    }
    longer = {path: (few[path][1], seconds) for path, (_, seconds) in many.items()}
    assert all(after < min(LONGEST, before * GROWTH + HICCUP) for before, after in longer.values()), longer
