"""Of two who take the same time at the same moment the second is told, on both databases (L4)."""

import datetime
from functools import partial

import pytest

from portal.clock import now
from services.domain import meetings, slots
from services.domain.appointments import change_appointment, make_appointment
from services.domain.times import TimeTaken, hold_time
from services.enums import PlaceKind, Purpose
from services.models import Appointment, ConsultationHours, Meeting
from services.queries.clashes import occupied_colleagues, occupied_people
from services.queries.class_clashes import clashes_of
from services.rules.semester import Planned
from tests.factories.activities import make_group, make_venue
from tests.factories.appointments import START
from tests.factories.appointments import make_appointment as made_before
from tests.factories.beneficiaries import make_participant
from tests.services.domain.test_seats import at_once, with_connections  # noqa: F401 - a fixture

HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
SPAN = (START, START + HOUR)
CLIENTS, ROUNDS = 6, 5


def free_for(staff, people, venue, by):
    """Ask as the page does: nothing was in the way when it was shown."""
    return not (
        occupied_colleagues(staff, SPAN, None)
        or occupied_people(by, people, SPAN, None)
        or (venue and clashes_of([SPAN], None, venue))
    )


def make(person, keeper, venue, told):
    values = {"starts_at": SPAN[0], "ends_at": SPAN[1], "purpose": Purpose.OTHER, "place_kind": PlaceKind.OFFICE}
    try:
        make_appointment(
            [person], in_charge=keeper, by=keeper, venue=venue,
            still_free=lambda: free_for([keeper], [person], venue, keeper), **values,
        )  # fmt: skip
    except TimeTaken:
        told.append(person)


def teach(group, told):
    values = {"starts_at": SPAN[0], "ends_at": SPAN[1]}
    try:
        meetings.add_meeting(
            group, values, tell=False, by=None, still_free=lambda: not clashes_of([SPAN], group.teacher, group.venue)
        )
    except TimeTaken:
        told.append(group)


def race(request, acts, told):
    """Let everybody act at the same moment: one goes through, all others are told, nothing else goes wrong."""
    run = request.getfixturevalue("with_connections")

    def everybody():
        assert at_once(acts) == []
        assert len(told) == len(acts) - 1
        assert Appointment.objects.filter(starts_at=START).count() + Meeting.objects.count() == 1
        Appointment.objects.all().delete()
        Meeting.objects.all().delete()
        told.clear()

    for _round in range(ROUNDS):
        assert run([everybody]) == []


@pytest.mark.django_db(transaction=True)
def test_one_colleague_is_taken_once(city, sopot, caseworker_city, request):
    told: list = []
    people = [make_participant(city, sopot) for _ in range(CLIENTS)]
    race(request, [partial(make, each, caseworker_city, None, told) for each in people], told)


@pytest.mark.django_db(transaction=True)
def test_one_person_is_met_by_one_of_several_colleagues(city, sopot, caseworker_city, coordinator, request):
    told: list = []
    person = make_participant(city, sopot)
    keepers = [caseworker_city, coordinator] * (CLIENTS // 2)
    race(request, [partial(make, person, each, None, told) for each in keepers], told)


@pytest.mark.django_db(transaction=True)
def test_one_place_is_given_to_one_class(sopot, request):
    told: list = []
    venue = make_venue(sopot)
    groups = [make_group(sopot, venue=venue) for _ in range(CLIENTS)]
    race(request, [partial(teach, each, told) for each in groups], told)


def plan(group, told):
    """Plan a semester whose second class is in the hour of the others, in sight of a free preview."""
    planned = [Planned((start := START + day * DAY).date(), start, start + HOUR) for day in (-1, 0, 1)]
    spans = [(each.starts_at, each.ends_at) for each in planned]
    try:
        meetings.plan_meetings(
            group, planned, by=None, seen="",
            still_free=lambda: not clashes_of(spans, group.teacher, group.venue, own=group),
        )  # fmt: skip
    except TimeTaken:
        told.append(group)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("shared", ["teacher", "venue"])
def test_one_teacher_and_one_place_are_given_to_one_semester(sopot, instructor, request, shared):
    told: list = []
    given = {"teacher": instructor} if shared == "teacher" else {"venue": make_venue(sopot)}
    groups = [make_group(sopot, **given) for _ in range(CLIENTS)]

    def everybody():
        assert at_once([partial(plan, each, told) for each in groups]) == []
        assert (len(told), Meeting.objects.count()) == (CLIENTS - 1, 3)
        Meeting.objects.all().delete()
        told.clear()

    for _round in range(ROUNDS):
        assert request.getfixturevalue("with_connections")([everybody]) == []


def book(person, keeper, starts_at, told):
    try:
        slots.book(person, keeper, starts_at, by=keeper, now=now())
    except slots.BookingRefused:
        told.append(person)


def make_there(person, keeper, starts_at, told):
    span = (starts_at, starts_at + HOUR)
    try:
        make_appointment(
            [person], in_charge=keeper, by=keeper, starts_at=span[0], ends_at=span[1], purpose=Purpose.OTHER,
            place_kind=PlaceKind.OFFICE, still_free=lambda: not occupied_colleagues([keeper], span, None),
        )  # fmt: skip
    except TimeTaken:
        told.append(person)


@pytest.mark.django_db(transaction=True)
def test_person_who_books_alone_and_a_colleague_who_writes_share_nothing(city, sopot, caseworker_city, request):
    for weekday in range(5):
        ConsultationHours.objects.create(
            account=caseworker_city, grant_project=sopot, weekday=weekday, begins_at=datetime.time(9),
            ends_at=datetime.time(12), is_open=True, valid_from=datetime.date(2025, 1, 1),
        )  # fmt: skip
    people = [make_participant(city, sopot) for _ in range(CLIENTS)]
    free = slots.slots_of(caseworker_city, sopot, now().date() + DAY, after=now(), open_only=True)[0].starts_at
    told: list = []
    acts = [partial(act, each, caseworker_city, free, told) for each, act in
            zip(people, [book, make_there] * (CLIENTS // 2), strict=True)]  # fmt: skip

    def everybody():
        assert at_once(acts) == []
        assert (len(told), Appointment.objects.count()) == (CLIENTS - 1, 1)

    assert request.getfixturevalue("with_connections")([everybody]) == []


def test_what_was_confirmed_is_written(city, sopot, caseworker_city):
    """A colleague may double-book on purpose: only what nobody was asked about is refused."""
    made_before(make_participant(city, sopot), in_charge=caseworker_city)
    hold_time([caseworker_city], still_free=lambda: True)
    made_before(make_participant(city, sopot), in_charge=caseworker_city)
    assert Appointment.objects.count() == 2


def test_moving_asks_again_under_the_lock(city, sopot, caseworker_city):
    person = make_participant(city, sopot)
    planned = made_before(person, in_charge=caseworker_city)
    values = {"starts_at": START + DAY, "ends_at": START + DAY + HOUR, "in_charge": caseworker_city}
    with pytest.raises(TimeTaken):
        change_appointment(
            planned, planned.version, values, colleagues=[], by=caseworker_city, still_free=lambda: False
        )  # fmt: skip
    planned.refresh_from_db()
    assert planned.starts_at == START
