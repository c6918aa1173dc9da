"""Two records that both have a place in one activity: one place and one delivery a class, and two again (R34)."""

import datetime
from decimal import Decimal

import pytest
from django.db.models import F

from beneficiaries.domain.merging import merge_people, trial, undo_merge
from cases.models import Task
from portal.clock import today
from portal.crypto.ids import new_id
from services.domain import attendance as acts
from services.domain.attendance import Mark, mark_meeting
from services.domain.seats import give_up_seat, pass_on
from services.enums import EnrolmentState
from services.models import Activity, Assistance, Attendance, Certificate, Enrolment, SupportDelivery
from services.queries.assistance import assistance_about, assistance_within
from services.queries.attendance import roll_of
from services.queries.statements import Month, statement_of, totals_of
from services.queries.workers import tutor_of
from tests.factories.activities import HOUR, START, make_group, make_meeting, make_place
from tests.factories.beneficiaries import make_participant
from tests.factories.services import make_assistance, make_protected_note, make_support
from tests.merging import figures, photograph, two_records

WEEK = datetime.timedelta(weeks=1)


@pytest.fixture(autouse=True)
def a_day_in_autumn(monkeypatch):
    monkeypatch.setattr(acts, "today", START.date)
    monkeypatch.setattr("services.domain.support.today", lambda: datetime.date(2026, 12, 1))


@pytest.fixture
def both(sopot, city):
    return two_records(sopot, city)


@pytest.fixture
def group(sopot, city, instructor):
    return make_group(sopot, organisation=city, teacher=instructor, capacity=2)


@pytest.fixture
def places(group, both):
    return [make_place(group, each) for each in both]


@pytest.fixture
def lessons(group):
    return [make_meeting(group, starts_at=START + week * WEEK) for week in range(4)]


def mark(lesson, place, is_present, absence=""):
    entry = Attendance.objects.current().filter(enrolment=place, meeting=lesson).first()
    said = Mark(place, is_present, entry.pk if entry else None, absence)
    mark_meeting(lesson, [said], by=None, now=START + 5 * WEEK, why="paper")


def everything_marked(places, lessons):
    """Both there; the later record alone; the later there and the earlier not; only the later has an entry."""
    kept, gone = places
    for lesson, on_kept, on_gone in zip(lessons, [True, False, False, None], [True, False, True, True], strict=True):
        if on_kept is not None:
            mark(lesson, kept, on_kept, "" if on_kept else "other")
        mark(lesson, gone, on_gone)


def given():
    courses = SupportDelivery.objects.current().filter(service_type__code="polish-course")
    return sorted(courses.values_list("delivered_on", flat=True))


def test_who_was_at_a_class_on_both_records_was_there_once(both, group, places, lessons, caseworker_city, sopot):
    everything_marked(places, lessons)
    assert len(given()) == 4

    merge_people(both[0].person, both[1].person, by=caseworker_city)

    assert given() == [lesson.day for lesson in (lessons[0], lessons[2], lessons[3])]
    entries = Attendance.objects.current().filter(meeting__in=lessons)
    assert {each.enrolment_id for each in entries} == {places[0].pk}
    assert [each.is_present for each in entries.order_by("meeting__starts_at")] == [True, False, True, True]
    facts = SupportDelivery.objects.current().filter(
        fact_id__in=entries.exclude(support_fact=None).values("support_fact")
    )
    assert sum(each.hours for each in facts) == Decimal(6)
    line = next(each for each in figures(sopot).support if each.code == "polish-course")
    assert (line.persons, line.deliveries, line.hours) == (1, 3, Decimal(6))
    assert [each.enrolment.pk for each in roll_of(caseworker_city, lessons[0])] == [places[0].pk]


def test_an_undo_gives_both_records_their_places_and_entries_back(both, places, lessons, caseworker_city, sopot):
    everything_marked(places, lessons)
    before, counted = photograph(), figures(sopot)

    merge = merge_people(both[0].person, both[1].person, by=caseworker_city)
    undo_merge(merge, by=caseworker_city, day=today())

    after = photograph()
    assert {name: rows for name, rows in after.items() if rows != before[name]} == {}
    assert figures(sopot) == counted


def test_a_trial_changes_nothing(both, places, lessons, caseworker_city):
    everything_marked(places, lessons)
    before = photograph()
    with trial(both[0].person, both[1].person, (), by=caseworker_city):
        assert len(given()) == 3
    assert photograph() == before


@pytest.mark.parametrize(
    ("of_kept", "of_gone", "better"),
    [("waiting", "taken", "taken"), ("taken", "waiting", "taken"), ("cancelled", "waiting", "waiting"),
     ("moved", "cancelled", "moved"), ("lapsed", "offered", "offered")],
)  # fmt: skip
def test_the_better_of_two_places_is_the_place(both, group, caseworker_city, of_kept, of_gone, better):
    kept, gone = (make_place(group, each, state=state) for each, state in zip(both, (of_kept, of_gone), strict=True))
    before = photograph()

    merge = merge_people(both[0].person, both[1].person, by=caseworker_city)

    assert Enrolment.objects.get(pk=kept.pk).state == better
    assert Enrolment.objects.get(pk=gone.pk).state not in ("taken", "offered", "waiting")
    undo_merge(merge, by=caseworker_city, day=today())
    assert photograph() == before or _differences(before, photograph()) == {}


def _differences(before, after):
    return {name: rows for name, rows in after.items() if rows != before[name]}


def test_a_place_that_becomes_free_is_for_who_waits(both, group, places, lessons, caseworker_city, city, sopot):
    waits = make_place(group, state=EnrolmentState.WAITING, name="Olha")
    merge_people(both[0].person, both[1].person, by=caseworker_city)

    assert pass_on(group, now=START - HOUR) == 1
    assert Enrolment.objects.get(pk=waits.pk).state == EnrolmentState.OFFERED


def test_a_certificate_of_the_record_that_goes_stands_with_the_place(both, group, places, caseworker_city):
    paper = Certificate.objects.create(
        enrolment=places[1], number="S/2026/0001", code="AAAA-BBBB-CCCC", given_on=START.date(),
        given_by=caseworker_city, hours=2, attended=1, held=1,
    )  # fmt: skip
    merge = merge_people(both[0].person, both[1].person, by=caseworker_city)
    assert Certificate.objects.get(pk=paper.pk).enrolment_id == places[0].pk
    undo_merge(merge, by=caseworker_city, day=today())
    assert Certificate.objects.get(pk=paper.pk).enrolment_id == places[1].pk


def test_the_delivery_with_a_protected_note_is_the_one_that_stands(both, places, lessons, caseworker_city):
    for place in places:
        mark(lessons[0], place, True)
    noted = SupportDelivery.objects.current().get(participation=both[1], service_type__code="polish-course")
    make_protected_note(noted, "Afraid of her husband")
    before = photograph()

    merge = merge_people(both[0].person, both[1].person, by=caseworker_city)

    assert SupportDelivery.objects.current().get(service_type__code="polish-course").fact_id == noted.fact_id
    assert Attendance.objects.current().get().support_fact == noted.fact_id
    undo_merge(merge, by=caseworker_city, day=today())
    assert _differences(before, photograph()) == {}


def test_what_is_corrected_after_the_merge_stays_corrected_after_the_undo(both, places, lessons, caseworker_city):
    mark(lessons[0], places[0], False)
    mark(lessons[0], places[1], True)
    merge = merge_people(both[0].person, both[1].person, by=caseworker_city)
    mark(lessons[0], places[0], False, "excused")
    mark(lessons[1], places[0], True)

    undo_merge(merge, by=caseworker_city, day=today())

    assert given() == [lessons[1].day]
    own, other = (Attendance.objects.current().get(meeting=lessons[0], enrolment=place) for place in places)
    assert (own.is_present, own.absence, other.is_present, other.support_fact) == (False, "excused", False, None)


def test_places_in_different_activities_go_over(both, sopot, group, caseworker_city):
    other = make_group(sopot, edition=group.edition, title="Polish A2")
    make_place(group, both[0])
    place = make_place(other, both[1], id=new_id())
    merge = merge_people(both[0].person, both[1].person, by=caseworker_city)
    assert Enrolment.objects.get(pk=place.pk).participation_id == both[0].pk
    undo_merge(merge, by=caseworker_city, day=today())
    assert Enrolment.objects.get(pk=place.pk).participation_id == both[1].pk


def full_again(group, both, caseworker_city, monkeypatch, state="taken"):
    """Merge; the place that became free is given to somebody; undo. Return the places of the two and the third."""
    monkeypatch.setattr("services.domain.merging_places.now", lambda: START - HOUR)
    places = [make_place(group, each) for each in both]
    merge = merge_people(both[0].person, both[1].person, by=caseworker_city)
    third = make_place(group, state=state, name="Olha")
    undo_merge(merge, by=caseworker_city, day=today())
    return [Enrolment.objects.get(pk=each.pk) for each in (*places, third)]


def test_an_undo_never_leaves_a_group_over_its_capacity(both, group, lessons, caseworker_city, monkeypatch):
    own, given, third = full_again(group, both, caseworker_city, monkeypatch)
    assert [own.state, given.state, third.state] == ["taken", "waiting", "taken"]
    assert given.changes.get(kind="divided").by == caseworker_city
    assert group.capacity == Enrolment.objects.filter(activity=group).seated().count()
    task = Task.objects.get(participation=both[1])
    assert (task.assigned_to, task.due_on) == (caseworker_city, today())
    assert group.title in str(task.text)
    assert both[1].person.surname not in str(task.text)


def test_who_waits_after_an_undo_is_asked_first(both, group, lessons, caseworker_city, monkeypatch):
    later = make_place(group, state=EnrolmentState.WAITING, name="Iryna")
    Enrolment.objects.filter(pk=later.pk).update(asked_at=START)
    _own, given, third = full_again(group, both, caseworker_city, monkeypatch)
    give_up_seat(third, by=None, now=START - HOUR)
    given.refresh_from_db()
    assert (given.state, Enrolment.objects.get(pk=later.pk).state) == ("offered", "waiting")


@pytest.mark.parametrize("how", ["room", "no-limit", "over", "ended"])
def test_an_undo_gives_the_place_back_where_that_takes_nothing_from_anybody(
    both, group, lessons, caseworker_city, monkeypatch, how
):
    if how == "over":
        monkeypatch.setattr("services.domain.merging_places.now", lambda: START + 90 * WEEK)
    Activity.objects.filter(pk=group.pk).update(
        capacity={"room": 3, "no-limit": None}.get(how, 2), state="ended" if how == "ended" else group.state
    )
    places = [make_place(group, each) for each in both]
    merge = merge_people(both[0].person, both[1].person, by=caseworker_city)
    make_place(group, name="Olha")
    undo_merge(merge, by=caseworker_city, day=today())
    assert {Enrolment.objects.get(pk=each.pk).state for each in places} == {"taken"}
    assert not Task.objects.exists()


@pytest.mark.parametrize("pupil", [0, 1])
def test_pair_of_two_records_of_one_person_is_no_pair_until_they_are_two_again(
    both, caseworker_city, coordinator, city, sopot, pupil
):
    other = make_participant(city, sopot)
    pair = make_assistance(both[pupil], kind="tutor", tutor=both[1 - pupil])
    real = make_assistance(other, kind="tutor", tutor=both[1])
    make_support(both[pupil], "culture-integration", assistance=pair.pk, delivered_on=START.date())
    before = photograph()

    merge = merge_people(both[0].person, both[1].person, by=caseworker_city)

    assert not Assistance.objects.filter(tutor=F("participation")).exists()
    shown = assistance_within(caseworker_city, sopot, None)
    assert [(each.pk, each.tutor) for each in shown] == [(real.pk, both[0])]
    assert assistance_about(caseworker_city, both[0], START.date()) == [real]
    september = Month(START.date().replace(day=1))
    assert statement_of(tutor_of(both[0]), sopot, september).is_empty
    assert [each.hours for each in totals_of(coordinator, sopot, september) if each.worker.tutor] == []
    undo_merge(merge, by=caseworker_city, day=today())
    assert _differences(before, photograph()) == {}
    assert len(assistance_within(caseworker_city, sopot, None)) == 2
