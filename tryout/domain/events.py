"""Events of the invented autumn: those that were held have the people whose support is written down already.

Being at a class is a delivery of support. Here the deliveries came first, so that the invented figures stay what they
are; attendance is made to fit them: who was given support on the day of an event was there.
"""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Sequence

from portal.clock import recording_as_if_at
from portal.versions.actions import record_fact
from services.domain.head_counts import write_head_count
from services.domain.seats import Asked, ask_for_seats
from services.enums import ActivityKind, ActivityState, EnrolmentState, MeetingState
from services.models import Activity, Attendance, Enrolment, EnrolmentChange, Meeting, SupportDelivery
from tryout.domain.calendars import OFFICES
from tryout.domain.courses import grown_ups, in_languages
from tryout.domain.pen import Pen
from tryout.domain.places import place_of
from tryout.rules.calendar import DAY, TODAY, WARSAW
from tryout.rules.stories import CITY, FOUNDATION
from tryout.rules.support import CULTURE

AUTUMN = DAY(2026, 9, 14)
FEWEST, MOST_HELD = 5, 8
TITLES = (
    ("Spacer po Sopocie", "Прогулянка Сопотом"), ("Wspólne gotowanie", "Готуємо разом"),
    ("Wieczór gier", "Вечір ігор"), ("Śpiewamy po polsku", "Співаємо польською"),
    ("Wizyta w muzeum", "Відвідини музею"), ("Warsztaty rękodzieła", "Майстерня рукоділля"),
)  # fmt: skip
"""Polish and Ukrainian, in turn."""
CAROLS = {
    "pl": "Kolędy na wiele głosów", "uk": "Колядки на багато голосів", "be": "Калядкі на шмат галасоў",
    "ru": "Колядки на много голосов", "en": "Carols in many voices",
}  # fmt: skip
PICNIC = {
    "pl": "Piknik na molo", "uk": "Пікнік на молу", "be": "Пікнік на моле", "ru": "Пикник на молу",
    "en": "Picnic on the pier",
}  # fmt: skip
FILMS = {
    "pl": "Filmy z napisami", "uk": "Фільми з субтитрами", "be": "Фільмы з субтытрамі", "ru": "Фильмы с субтитрами",
    "en": "Films with subtitles",
}  # fmt: skip


def hold_events(pen: Pen) -> int:
    """Write the events of the autumn, one to come and two open ones; return how many."""
    by = pen.staff.coordinator
    if by is None:
        return 0
    groups = sorted(_given_together(pen).items(), key=lambda each: each[0])[-MOST_HELD:]
    for place, ((day, _hours, _teacher), deliveries) in enumerate(groups):
        _hold(pen, TITLES[place % len(TITLES)], day, deliveries)
    coming = _event(pen, CAROLS, CITY, capacity=12, venue=place_of(pen, *OFFICES[CITY]))
    _meeting(coming, DAY(2026, 12, 19), datetime.time(16), 120)
    asked = [Asked(each) for _n, each in zip(range(14), grown_ups(pen), strict=False)]
    ask_for_seats(coming, asked, by=by, now=datetime.datetime(2026, 12, 3, 10, tzinfo=WARSAW))
    picnic = _event(pen, PICNIC, CITY, kind=ActivityKind.OPEN)
    held = _meeting(picnic, DAY(2026, 9, 19), datetime.time(12), 240, head_count=340, state=MeetingState.HELD)
    with recording_as_if_at(min(held.ends_at, pen.ledger.latest)):
        write_head_count(held, 340, by=by)
    films = _event(pen, FILMS, FOUNDATION, kind=ActivityKind.OPEN, venue=place_of(pen, *OFFICES[FOUNDATION]))
    _meeting(films, DAY(2027, 1, 16), datetime.time(18), 120)
    return len(groups) + 3


def _given_together(pen: Pen) -> dict[tuple, list[SupportDelivery]]:
    """Return support of culture and integration that several people were given on one day by one person."""
    rows = SupportDelivery.objects.current().filter(  # type: ignore[attr-defined]
        participation__grant_project=pen.project, service_type=pen.kinds[CULTURE], delivered_on__gte=AUTUMN,
        delivered_on__lte=TODAY, hours__isnull=False,
    ).select_related("participation", "organisation", "delivered_by", "service_type", "recorded_by")  # fmt: skip
    found: dict[tuple, list[SupportDelivery]] = defaultdict(list)
    for each in rows.order_by("delivered_on", "participation__number"):
        teacher = f"{each.organisation_id}-{each.delivered_by_id or each.provider}"
        found[(each.delivered_on, each.hours, teacher)].append(each)
    return {
        key: rows for key, rows in found.items() if len({each.participation_id for each in rows}) == len(rows) >= FEWEST
    }


def _hold(pen: Pen, titles: tuple[str, str], day: datetime.date, deliveries: Sequence[SupportDelivery]) -> None:
    first = deliveries[0]
    event = Activity.objects.create(
        grant_project=pen.project, kind=ActivityKind.EVENT, service_type=first.service_type, title_pl=titles[0],
        title_uk=titles[1], organisation=first.organisation, teacher=first.delivered_by, teacher_name=first.provider,
        is_volunteer=not first.delivered_by, capacity=len(deliveries) + 4, state=ActivityState.ENDED,
    )  # fmt: skip
    meeting = _meeting(event, day, datetime.time(16), int(first.hours * 60), state=MeetingState.HELD)  # type: ignore[operator]
    asked = meeting.starts_at - datetime.timedelta(days=5)
    for each in deliveries:
        place = Enrolment.objects.create(
            activity=event, participation=each.participation, state=EnrolmentState.TAKEN, asked_at=asked,
            settled_at=asked,
        )  # fmt: skip
        EnrolmentChange.objects.create(enrolment=place, at=asked, by=each.recorded_by, kind="given")
        with recording_as_if_at(each.recorded_at):
            _mark(place, meeting, each.fact_id, each)


def _mark(place: Enrolment, meeting: Meeting, fact: uuid.UUID, delivery: SupportDelivery) -> None:
    late = delivery.recorded_at.astimezone(WARSAW).date() > meeting.day
    entry = Attendance(enrolment=place, meeting=meeting, is_present=True, is_late=late, support_fact=fact)
    record_fact(entry, by=delivery.recorded_by)


def _event(pen: Pen, titles: dict[str, str], body: str, kind: str = ActivityKind.EVENT, **values: object) -> Activity:
    support = pen.kinds[CULTURE] if kind == ActivityKind.EVENT else None
    return Activity.objects.create(
        grant_project=pen.project, kind=kind, service_type=support, state=ActivityState.OPEN,
        organisation=pen.staff.organisations.get(body), **in_languages(titles), **values,
    )  # fmt: skip


def _meeting(event: Activity, day: datetime.date, time: datetime.time, minutes: int, **values: object) -> Meeting:
    starts_at = datetime.datetime.combine(day, time, WARSAW)
    ends_at = starts_at + datetime.timedelta(minutes=minutes)
    return Meeting.objects.create(activity=event, starts_at=starts_at, ends_at=ends_at, **values)
