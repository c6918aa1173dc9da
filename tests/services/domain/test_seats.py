"""Nobody gets a place that is not there, and nobody overtakes (C9, L4)."""

import datetime
import random
import threading
from functools import partial

import pytest
from django.db import connection

from portal.clock import local_day, now
from portal.messages.models import OutgoingMessage
from services.domain import seats
from services.domain.seats import Asked, SeatRefused
from services.enums import SEATED, ActivityState, EnrolmentState, Priority
from services.models import Activity, Enrolment, EnrolmentChange
from tests.factories.activities import START, make_activity, make_meeting, make_sign_up
from tests.factories.beneficiaries import make_participant

BEFORE = START - datetime.timedelta(days=30)
HOUR = datetime.timedelta(hours=1)
ROUNDS = 15
"""Of each race in every run; two hundred take minutes and were run when the actions were written."""
TAKEN, WAITING, OFFERED = EnrolmentState.TAKEN, EnrolmentState.WAITING, EnrolmentState.OFFERED


@pytest.fixture
def people(db, city, sopot):
    return [make_participant(city, sopot, given_names=f"Osoba {n}") for n in range(5)]


def ask(activity, person, *, at=0, by=None, **said):
    (row,) = seats.ask_for_seats(activity, [Asked(person, **said)], by=by, now=BEFORE + at * HOUR)
    return row


def states(*rows):
    return [Enrolment.objects.get(pk=row.pk).state for row in rows]


def test_places_go_to_the_first_and_the_others_wait_in_turn(people, sopot):
    activity = make_activity(sopot)
    rows = [ask(activity, person, at=n) for n, person in enumerate(people)]
    assert states(*rows) == [TAKEN, TAKEN, WAITING, WAITING, WAITING]
    assert [seats.turn_of(row) for row in rows] == [0, 0, 1, 2, 3]


def test_free_place_is_offered_to_the_first_who_waits_and_told_neutrally(people, sopot):
    activity = make_activity(sopot)
    rows = [ask(activity, person, at=n) for n, person in enumerate(people)]
    seats.give_up_seat(rows[0], by=None, now=BEFORE + 9 * HOUR)
    assert states(*rows) == ["cancelled", TAKEN, OFFERED, WAITING, WAITING]
    rows[2].refresh_from_db()
    assert rows[2].offered_until == BEFORE + 9 * HOUR + 48 * HOUR
    message = OutgoingMessage.objects.get()
    assert (message.kind, message.recipient_id) == ("place-offered", str(people[2].person_id))


def test_who_waits_by_a_plan_is_asked_before_who_came_first(people, sopot):
    activity = make_activity(sopot, capacity=1)
    first, usual, planned = (
        ask(activity, people[0]),
        ask(activity, people[1], at=1),
        ask(activity, people[2], at=2, priority=Priority.PLAN),
    )
    seats.give_up_seat(first, by=None, now=BEFORE + 3 * HOUR)
    assert states(usual, planned) == [WAITING, OFFERED]


def test_offer_passes_on_when_nobody_answers_and_who_lapsed_may_ask_again(people, sopot):
    activity = make_activity(sopot, capacity=1)
    rows = [ask(activity, person, at=n) for n, person in enumerate(people[:3])]
    seats.give_up_seat(rows[0], by=None, now=BEFORE + 3 * HOUR)
    assert seats.pass_on_all(BEFORE + 50 * HOUR) == 0
    assert seats.pass_on_all(BEFORE + 51 * HOUR) == 1
    assert states(*rows) == ["cancelled", "lapsed", OFFERED]
    with pytest.raises(SeatRefused, match="gone"):
        seats.accept_seat(rows[1], by=None, now=BEFORE + 51 * HOUR)
    assert ask(activity, people[1], at=52).state == WAITING
    assert seats.accept_seat(rows[2], by=None, now=BEFORE + 52 * HOUR).state == TAKEN
    assert list(EnrolmentChange.objects.filter(enrolment=rows[1]).order_by("at").values_list("kind", flat=True)) == [
        "asked", "offered", "lapsed", "asked",
    ]  # fmt: skip


def test_offer_ends_with_the_next_meeting_and_nobody_is_asked_after_the_last(people, sopot):
    activity = make_activity(sopot, capacity=1)
    rows = [ask(activity, person, at=n) for n, person in enumerate(people[:3])]
    seats.give_up_seat(rows[0], by=None, now=START - HOUR)
    rows[1].refresh_from_db()
    assert rows[1].offered_until == START
    assert seats.pass_on(activity, now=START + HOUR) == 0
    assert states(*rows[1:]) == ["lapsed", WAITING]


def test_asking_twice_is_asking_once(people, sopot):
    activity = make_activity(sopot)
    assert ask(activity, people[0]).pk == ask(activity, people[0], at=5).pk
    assert EnrolmentChange.objects.count() == 1


def test_family_of_a_sign_up_gets_what_is_there_and_waits_for_the_rest(people, sopot):
    activity = make_activity(sopot)
    ask(activity, people[0])
    sign_up = make_sign_up(activity)
    family = [Asked(sign_up=sign_up, name=name, birth_year="2018", is_child=True) for name in ("Софія", "Данило")]
    rows = seats.ask_for_seats(activity, family, by=None, now=BEFORE)
    assert states(*rows) == [TAKEN, WAITING]
    assert [str(row.name) for row in Enrolment.objects.filter(sign_up=sign_up).order_by("asked_at", "pk")] == [
        "Софія", "Данило",
    ]  # fmt: skip
    seats.give_up_seat(rows[0], by=None, now=BEFORE)
    assert OutgoingMessage.objects.get().recipient_kind == "sign-up"


def test_move_takes_the_place_along_and_passes_the_old_one_on(people, sopot, coordinator):
    here, there = make_activity(sopot, capacity=1), make_activity(sopot, capacity=1, title="Druga grupa")
    moving, waiting = ask(here, people[0]), ask(here, people[1], at=1)
    assert seats.move_seat(moving, there, by=coordinator, now=BEFORE + 2 * HOUR).state == TAKEN
    assert states(moving, waiting) == ["moved", OFFERED]
    assert seats.move_seat(waiting, there, by=coordinator, now=BEFORE + 3 * HOUR).state == WAITING


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"kind": "open"}, "not-by-name"),
        ({"state": ActivityState.CLOSED}, "not-open"),
        ({"state": ActivityState.DRAFT}, "not-open"),
        ({"sign_up_to": BEFORE}, "not-now"),
        ({"sign_up_from": BEFORE + HOUR}, "not-now"),
    ],
)
def test_public_cannot_sign_up_where_it_is_not_time(people, sopot, values, reason):
    activity = make_activity(sopot, **values)
    with pytest.raises(SeatRefused, match=reason):
        ask(activity, people[0])
    assert not Enrolment.objects.exists()


def test_time_of_signing_up_is_that_of_the_day_which_the_pages_show(people, sopot):
    """The try-out may stand on a day of its own."""
    activity = make_activity(sopot, sign_up_from=now() - HOUR, sign_up_to=now() + HOUR)
    seats.ask_for_seats(activity, [Asked(people[0])], by=None)
    assert local_day(Enrolment.objects.get().asked_at) == now().date()


def test_colleague_gives_a_free_place_out_of_turn_and_says_why(people, sopot, coordinator):
    activity = make_activity(sopot, capacity=1)
    rows = [ask(activity, person, at=n) for n, person in enumerate(people[:3])]
    with pytest.raises(SeatRefused, match="gone"):
        seats.give_seat(rows[2], by=coordinator, why="pilne", now=BEFORE)
    Activity.objects.filter(pk=activity.pk).update(capacity=2)
    assert seats.give_seat(rows[2], by=coordinator, why="pilne", now=BEFORE).state == TAKEN
    assert EnrolmentChange.objects.get(enrolment=rows[2], kind="given").why == "pilne"


def at_once(acts) -> list[Exception]:
    """Do everything at the same moment, each in a connection of its own; return what went wrong."""
    wrong: list[Exception] = []
    gate = threading.Barrier(len(acts))

    def run(act) -> None:
        try:
            gate.wait()
            act()
        except Exception as error:  # noqa: BLE001 - told to the test
            wrong.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong


@pytest.fixture
def with_connections(transactional_db, tmp_path):
    """Something that runs an act where clients have connections of their own: on SQLite in a file, as in the try-out."""
    if connection.vendor != "sqlite":
        yield at_once
        return
    settings, memory = connection.settings_dict, connection.settings_dict["NAME"]
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(tmp_path / "race.sqlite3")])
    settings["NAME"] = str(tmp_path / "race.sqlite3")
    yield at_once
    settings["NAME"] = memory


def sign_up(activity, person, changes_mind: bool) -> None:
    row = seats.ask_for_seat(activity, Asked(person), by=None)
    if changes_mind:
        seats.give_up_seat(row, by=None)


def in_queue(activity) -> list[Enrolment]:
    return list(Enrolment.objects.filter(activity=activity).order_by("priority", "asked_at", "pk"))


def one_round(project, people, places: int, undecided) -> None:
    """Everybody signs up at the same moment for an activity of its own, who is undecided gives up at once."""
    activity = make_activity(project, capacity=places, meetings=0)
    make_meeting(activity, starts_at=START + datetime.timedelta(days=900))
    assert at_once([partial(sign_up, activity, person, person in undecided) for person in people]) == []
    rows = in_queue(activity)
    active = [row.state in SEATED for row in rows if row.state in SEATED or row.state == WAITING]
    assert len(rows) == len(people)
    assert sum(active) == min(places, len(active))
    assert active == sorted(active, reverse=True), "somebody overtook"


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("clients", "places"), [(50, 1), (20, 5)])
def test_race_never_gives_more_places_than_there_are(city, sopot, request, clients, places):
    people = [make_participant(city, sopot, given_names=f"Osoba {n}") for n in range(clients)]
    chance, run = random.Random(places), request.getfixturevalue("with_connections")
    for _round in range(ROUNDS):
        undecided = set(chance.sample(people, clients // 3))
        assert run([partial(one_round, sopot, people, places, undecided)]) == []
