"""The calendars of the invented week: whom each caseworker meets, and somebody who stays away."""

import datetime
from collections.abc import Iterator

from django.db.models import F

from beneficiaries.models import Participation
from portal.accounts.models import User
from portal.programmes.models import GrantProject
from services.domain.appointments import make_appointment, settle_appointment
from services.enums import AppointmentState, PlaceKind, Purpose
from services.models import ConsultationHours, Resource, Venue
from tryout.domain.pen import MINUTE, Pen
from tryout.domain.places import place_of
from tryout.domain.resources import add_resources, book_beside, took_longer
from tryout.rules.calendar import TODAY, WARSAW
from tryout.rules.stories import CITY, FOUNDATION
from tryout.rules.support import ADULTS, CULTURE, PUPILS, SCHOOL_AGE

SCHOOL = "SP nr 8"
OFFICES = {CITY: ("Ratusz", "ul. Kościuszki 25/27"), FOUNDATION: ("Biuro fundacji", "ul. Podjazd 3")}
ROOMS = {CITY: "pok. 12", FOUNDATION: "pok. 2"}
WEEK = (
    (0, (8, 30), 45, PlaceKind.OFFICE, "", False, 0), (0, (9, 30), 30, PlaceKind.PHONE, "", False, 0),
    (0, (11, 0), 60, PlaceKind.OFFICE, "", True, 0), (0, (13, 0), 45, PlaceKind.OUTSIDE, SCHOOL, False, 0),
    (0, (16, 0), 60, PlaceKind.ONLINE, "", False, 0), (1, (10, 0), 60, PlaceKind.OFFICE, "", False, 2),
    (2, (9, 0), 90, PlaceKind.OUTSIDE, SCHOOL, False, 0), (3, (12, 30), 30, PlaceKind.PHONE, "", False, 0),
)  # fmt: skip
"""Days from the invented day, time, minutes, where, with an interpreter, children to look after; a conversation with an
interpreter diagnoses."""
HELD_BEFORE = -6
"""Days before the invented day on which somebody was met with an interpreter, while two children were looked after."""
GROWN_UP = 18
OPEN_HOURS = ((0, datetime.time(12), datetime.time(18)), (3, datetime.time(9), datetime.time(12)))
"""Monday afternoon and Thursday morning."""
STAYED_AWAY = (-14, -7)
"""Days before the invented day on which the first person of a caseworker did not come."""


def fill_calendars(pen: Pen) -> None:
    """Give each caseworker a day and a week of appointments with people in their care, with whom and what they need."""
    resources = add_resources(pen)
    for code, account in ((code, each) for code, team in pen.staff.caseworkers.items() for each in team):
        people = list(_in_care_of(account, pen.project, len(WEEK)))
        for person, (days, time, minutes, place_kind, place, interpreted, children) in zip(people, WEEK, strict=False):
            kind = pen.kinds.get(_kind(person))
            purpose = Purpose.DIAGNOSIS if interpreted or kind is None else Purpose.SUPPORT
            starts_at = _at(days, time)
            made = make_appointment(
                [person], in_charge=account, by=account, starts_at=starts_at, ends_at=starts_at + minutes * MINUTE,
                purpose=purpose, service_type=kind if purpose == Purpose.SUPPORT else None,
                place_kind=place_kind, place=place or _room(code, place_kind), venue=_office(pen, code, place_kind),
                language=person.person.contact_language,
                needs_interpreter=interpreted, needs_childcare=bool(children),
            )  # fmt: skip
            book_beside(made, resources, children)
        if people:
            _stay_away(pen, people[0], account, code)
            _meet_with_interpreter(pen, people[-1], account, code, resources)
        _see_people(account, pen.project)


def _see_people(account: User, project: GrantProject) -> None:
    """Let the caseworker have hours in which people book a meeting by themselves."""
    ConsultationHours.objects.bulk_create(
        ConsultationHours(
            account=account, grant_project=project, weekday=weekday, begins_at=begins_at, ends_at=ends_at, minutes=45,
            is_open=True, valid_from=project.starts_on,
        )
        for weekday, begins_at, ends_at in OPEN_HOURS
    )  # fmt: skip


def _stay_away(pen: Pen, person: Participation, account: User, code: str) -> None:
    for days in STAYED_AWAY:
        starts_at = _at(days, (11, 0))
        missed = make_appointment(
            [person], in_charge=account, by=account, starts_at=starts_at, ends_at=starts_at + 60 * MINUTE,
            purpose=Purpose.OTHER, place_kind=PlaceKind.OFFICE, place=_room(code, PlaceKind.OFFICE),
            venue=_office(pen, code, PlaceKind.OFFICE),
        )  # fmt: skip
        over = starts_at + 90 * MINUTE
        settle_appointment(missed, missed.version, AppointmentState.NO_SHOW, by=account, now=over)


def _meet_with_interpreter(
    pen: Pen, person: Participation, account: User, code: str, resources: list[Resource]
) -> None:
    starts_at = _at(HELD_BEFORE, (14, 0))
    held = make_appointment(
        [person], in_charge=account, by=account, starts_at=starts_at, ends_at=starts_at + 60 * MINUTE,
        purpose=Purpose.OTHER, place_kind=PlaceKind.OFFICE, place=_room(code, PlaceKind.OFFICE),
        venue=_office(pen, code, PlaceKind.OFFICE), language=person.person.contact_language, needs_interpreter=True,
        needs_childcare=True,
    )  # fmt: skip
    took_longer(book_beside(held, resources, children=2))
    over = starts_at + 90 * MINUTE
    settle_appointment(held, held.version, AppointmentState.TOOK_PLACE, by=account, now=over)


def _room(organisation: str, place_kind: PlaceKind) -> str:
    return ROOMS.get(organisation, "") if place_kind == PlaceKind.OFFICE else ""


def _office(pen: Pen, organisation: str, place_kind: PlaceKind) -> Venue | None:
    is_there = place_kind == PlaceKind.OFFICE and organisation in OFFICES
    return place_of(pen, *OFFICES[organisation]) if is_there else None


def _kind(person: Participation) -> str:
    """Return the code of the support that suits the age."""
    age = (TODAY - person.person.birth_date).days // 365
    if age < SCHOOL_AGE:
        return CULTURE
    return PUPILS if age < GROWN_UP else ADULTS


def _in_care_of(account: User, project: GrantProject, most: int) -> Iterator[Participation]:
    """Yield people in the care of an account, those first who left last or not yet; nobody who is protected."""
    people = Participation.objects.filter(
        grant_project=project,
        person__care__caseworker=account,
        person__care__grant_project=project,
        person__is_confidential=False,
        person__denied_to__isnull=True,
        versions__superseded_at__isnull=True,
    )
    latest = people.order_by(F("versions__end_on").desc(nulls_first=True), "number")
    yield from latest.select_related("person__data_key", "grant_project")[:most]


def _at(days: int, time: tuple[int, int]) -> datetime.datetime:
    day = TODAY + datetime.timedelta(days=days)
    return datetime.datetime(day.year, day.month, day.day, *time, tzinfo=WARSAW)
