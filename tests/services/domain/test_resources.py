"""Interpreters and childcare are booked, never beyond what there is, and given back (C7, S4-11; L4)."""

import datetime
from functools import partial

import pytest

from portal.clock import now
from services.domain import meetings, slots
from services.domain.appointments import change_appointment, settle_appointment
from services.domain.courses import keep_group
from services.domain.events import cancel_meeting, settle_event
from services.domain.resources import ResourceRefused, book_resource, note_used, release_booking
from services.enums import ActivityState, AppointmentState
from services.models import ConsultationHours, ResourceAway, ResourceBooking, ResourceHours
from services.queries.resources import bookings_of, offered_for
from services.rules.resources import NoDays, days_in_words, most_at_once, parse_days
from tests.factories.activities import make_activity, make_group, make_meeting
from tests.factories.appointments import START, make_appointment
from tests.factories.beneficiaries import make_participant
from tests.factories.resources import make_childcare, make_interpreter
from tests.services.domain.test_seats import at_once, with_connections  # noqa: F401 - a fixture

HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)


@pytest.fixture
def person(city, sopot):
    return make_participant(city, sopot)


@pytest.fixture
def planned(person, caseworker_city):
    return make_appointment(person, in_charge=caseworker_city)


@pytest.fixture
def nina(sopot):
    return make_interpreter(sopot)


def moved(appointment, by, starts_at):
    values = {"starts_at": starts_at, "ends_at": starts_at + HOUR, "in_charge": appointment.in_charge}
    assert change_appointment(appointment, appointment.version, values, colleagues=[], by=by)


def names(thing):
    return [each.resource.name for each in bookings_of(thing)]


def test_interpreter_is_booked_once_at_a_time_and_touching_is_not_sharing(city, sopot, planned, nina, caseworker_city):
    book_resource(planned, nina, 1, by=caseworker_city)
    later = make_appointment(make_participant(city, sopot), in_charge=caseworker_city, starts_at=START + HOUR)
    half = make_appointment(make_participant(city, sopot), in_charge=caseworker_city, starts_at=START + HOUR / 2)
    book_resource(later, nina, 1, by=caseworker_city)
    with pytest.raises(ResourceRefused, match="full"):
        book_resource(half, nina, 1, by=caseworker_city)
    assert (names(planned), names(later), names(half)) == (["Nina R."], ["Nina R."], [])


def test_class_and_appointment_share_one_interpreter_and_childcare(sopot, planned, nina, caseworker_city):
    childcare = make_childcare(sopot)
    klass = make_meeting(make_group(sopot), starts_at=START, minutes=60)
    book_resource(klass, nina, 1, by=caseworker_city)
    book_resource(klass, childcare, 2, by=caseworker_city)
    with pytest.raises(ResourceRefused, match="full"):
        book_resource(planned, nina, 1, by=caseworker_city)
    with pytest.raises(ResourceRefused, match="full"):
        book_resource(planned, childcare, 2, by=caseworker_city)
    book_resource(planned, childcare, 1, by=caseworker_city)
    assert [each.free for each in offered_for(planned, sopot)] == [0, 0]


def test_booked_again_the_number_of_places_is_changed(sopot, planned, caseworker_city):
    childcare = make_childcare(sopot)
    for places in (2, 3):
        book_resource(planned, childcare, places, by=caseworker_city)
    assert [each.places for each in bookings_of(planned)] == [3]
    with pytest.raises(ResourceRefused, match="full"):
        book_resource(planned, childcare, 4, by=caseworker_city)


@pytest.mark.parametrize(
    ("weekday", "begins", "ends", "refused"), [(1, 8, 16, ""), (1, 8, 11, "closed"), (2, 8, 16, "closed")]
)
def test_hours_of_the_interpreter_hold_the_whole_time(planned, nina, caseworker_city, weekday, begins, ends, refused):
    ResourceHours.objects.create(
        resource=nina, weekday=weekday, begins_at=datetime.time(begins), ends_at=datetime.time(ends)
    )
    if refused:
        with pytest.raises(ResourceRefused, match=refused):
            book_resource(planned, nina, 1, by=caseworker_city)
    else:
        book_resource(planned, nina, 1, by=caseworker_city)


def test_days_away_retired_and_other_projects_are_refused(planned, nina, caseworker_city):
    ResourceAway.objects.create(resource=nina, first_on=START.date() - DAY, last_on=START.date())
    with pytest.raises(ResourceRefused, match="away"):
        book_resource(planned, nina, 1, by=caseworker_city)
    nina.is_retired = True
    nina.save()
    with pytest.raises(ResourceRefused, match="retired"):
        book_resource(planned, nina, 1, by=caseworker_city)


def test_cancelled_appointment_gives_back_and_is_not_booked_for(planned, nina, caseworker_city):
    book_resource(planned, nina, 1, by=caseworker_city)
    settle_appointment(planned, planned.version, AppointmentState.CANCELLED, by=caseworker_city, now=now(), why="chora")
    assert names(planned) == []
    with pytest.raises(ResourceRefused, match="cancelled"):
        book_resource(planned, nina, 1, by=caseworker_city)


def test_moved_appointment_takes_along_what_is_free_and_gives_back_what_is_not(
    city, sopot, planned, nina, caseworker_city
):
    childcare = make_childcare(sopot)
    other = make_appointment(make_participant(city, sopot), in_charge=caseworker_city, starts_at=START + 3 * HOUR)
    book_resource(other, nina, 1, by=caseworker_city)
    book_resource(planned, nina, 1, by=caseworker_city)
    book_resource(planned, childcare, 3, by=caseworker_city)
    moved(planned, caseworker_city, START + 3 * HOUR)
    assert names(planned) == [childcare.name]
    assert [each.starts_at for each in bookings_of(planned)] == [START + 3 * HOUR]
    assert names(other) == [nina.name]
    third = make_appointment(make_participant(city, sopot), in_charge=caseworker_city)
    book_resource(third, nina, 1, by=caseworker_city)


def test_person_who_moves_the_meeting_alone_takes_the_interpreter_along(sopot, person, nina, caseworker_city):
    ConsultationHours.objects.create(
        account=caseworker_city, grant_project=sopot, weekday=3, begins_at=datetime.time(9), ends_at=datetime.time(12),
        is_open=True, valid_from=datetime.date(2025, 1, 1),
    )  # fmt: skip
    planned = make_appointment(person, in_charge=caseworker_city, starts_at=START + DAY)
    book_resource(planned, nina, 1, by=caseworker_city)
    thursday = datetime.datetime(2026, 9, 17, 8, tzinfo=datetime.UTC)
    slots.move(planned, person, thursday, by=caseworker_city, now=START - 3 * DAY)
    assert [each.starts_at for each in bookings_of(planned)] == [thursday]


def test_class_that_is_moved_or_cancelled_does_the_same(sopot, nina, coordinator):
    klass = make_meeting(make_group(sopot), starts_at=START, minutes=60)
    book_resource(klass, nina, 1, by=coordinator)
    values = {"starts_at": START + DAY, "ends_at": START + DAY + HOUR}
    meetings.change_meeting(klass, klass.version, values, tell=False, by=coordinator)
    assert [each.starts_at for each in bookings_of(klass)] == [START + DAY]
    meetings.cancel_meeting(klass, klass.version, "chora", tell=False, by=coordinator)
    assert names(klass) == []


@pytest.mark.parametrize("what", ["meeting", "event", "group"])
def test_cancelled_event_meeting_and_group_give_back_what_is_to_come(sopot, nina, coordinator, what):
    activity = make_group(sopot) if what == "group" else make_activity(sopot, meetings=0)
    klass = make_meeting(activity, starts_at=now() + DAY)
    book_resource(klass, nina, 1, by=coordinator)
    if what == "meeting":
        cancel_meeting(klass, klass.version, by=coordinator, why="deszcz")
    elif what == "event":
        settle_event(activity, activity.version, ActivityState.CANCELLED, by=coordinator)
    else:
        keep_group(activity, activity.version, {"state": ActivityState.CANCELLED}, by=coordinator)
    assert names(klass) == []


def test_released_once_and_used_is_written_down(planned, nina, caseworker_city):
    booking = book_resource(planned, nina, 1, by=caseworker_city)
    note_used(booking, 90, by=caseworker_city)
    with pytest.raises(ResourceRefused):
        note_used(booking, 5000, by=caseworker_city)
    for _ in range(2):
        release_booking(booking, by=caseworker_city)
    booking.refresh_from_db()
    assert (booking.used_minutes, booking.released_at is not None) == (90, True)


def test_fullest_moment_decides_not_the_sum():
    def at(begin, end, places):
        return START + begin * HOUR, START + end * HOUR, places

    assert most_at_once([at(0, 1, 2), at(1, 2, 2)], START, START + 2 * HOUR) == 2
    assert most_at_once([at(0, 2, 2), at(1, 3, 1), at(5, 6, 9)], START, START + 4 * HOUR) == 3
    assert most_at_once([], START, START + HOUR) == 0


def test_days_away_are_read_as_they_are_written():
    words = "6.01.2027\n24.12.2026–2.01.2027"
    assert days_in_words(parse_days(f"\n{words}\n")) == "24.12.2026–2.01.2027\n6.01.2027"
    for wrong in ("x", "31.02.2027", "2.01.2027–1.01.2027", "1.01.2027 – ", "9" * 50, "99.99.9999"):
        with pytest.raises(NoDays):
            parse_days(wrong)


def tried(appointment, resource, places, by, refused):
    try:
        book_resource(appointment, resource, places, by=by)
    except ResourceRefused as reason:
        refused.append(str(reason))


def everybody_books(wanted, resource, places, by):
    refused: list[str] = []
    assert at_once([partial(tried, each, resource, places, by, refused) for each in wanted]) == []
    room = resource.capacity // places
    assert refused == ["full"] * (len(wanted) - room)
    assert sum(each.places for each in ResourceBooking.objects.live()) == room * places


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("clients", "room", "places"), [(8, 1, 1), (8, 5, 2)])
def test_many_at_once_never_get_more_than_there_is(city, sopot, caseworker_city, request, clients, room, places):
    """On SQLite the transaction is the lock, on PostgreSQL the row of the resource."""
    resource = make_childcare(sopot, capacity=room)
    wanted = [make_appointment(make_participant(city, sopot), in_charge=caseworker_city) for _ in range(clients)]
    run = request.getfixturevalue("with_connections")
    assert run([partial(everybody_books, wanted, resource, places, caseworker_city)]) == []


def move_and_book(first, second, resource, by):
    book_resource(first, resource, 1, by=by)
    refused: list[str] = []
    acts = [partial(moved, first, by, START + DAY), partial(tried, second, resource, 1, by, refused)]
    assert at_once(acts) == []
    assert len(names(first) + names(second)) == 1


@pytest.mark.django_db(transaction=True)
def test_moving_and_booking_at_once_never_share_the_interpreter(city, sopot, caseworker_city, request):
    """One appointment moves with its interpreter to the hour for which another books the same one."""
    nina = make_interpreter(sopot)
    first = make_appointment(make_participant(city, sopot), in_charge=caseworker_city)
    second = make_appointment(make_participant(city, sopot), in_charge=caseworker_city, starts_at=START + DAY)
    run = request.getfixturevalue("with_connections")
    assert run([partial(move_and_book, first, second, nina, caseworker_city)]) == []
