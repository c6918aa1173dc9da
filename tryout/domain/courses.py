"""Two courses of the invented winter: groups, classes from the invented day on, people with places, a waiting list."""

import datetime
from collections.abc import Iterator, Sequence

from django.db.models import Q

from beneficiaries.models import Participation
from portal.accounts.models import User
from services.domain.courses import keep_skill
from services.domain.meetings import plan_meetings
from services.domain.seats import Asked, ask_for_seats
from services.enums import ActivityKind, ActivityState, Level
from services.models import Activity, Course, CourseEdition
from services.queries.staffing import days_off
from services.rules.semester import Rhythm, plan_semester
from tryout.domain.pen import Pen
from tryout.domain.places import place_of
from tryout.rules.calendar import DAY, TODAY, WARSAW
from tryout.rules.stories import CITY, FOUNDATION

LAST = DAY(2027, 3, 31)
GROWN_UP_SINCE = DAY(2006, 1, 1)
WORDS = {
    "first": {
        "pl": "Polski od podstaw", "uk": "Польська з нуля", "be": "Польская з нуля", "ru": "Польский с нуля",
        "en": "Polish from the beginning",
    },
    "talk": {
        "pl": "Rozmowy po polsku", "uk": "Розмови польською", "be": "Размовы па-польску", "ru": "Разговоры по-польски",
        "en": "Conversations in Polish",
    },
}  # fmt: skip
ABOUT = {
    "first": {
        "pl": "Od liter i pierwszych zdań. Dajemy podręcznik.", "uk": "Від літер і перших речень. Підручник даємо.",
        "be": "Ад літар і першых сказаў. Падручнік даём.", "ru": "С букв и первых предложений. Учебник даём.",
        "en": "From letters and first sentences. We give you the book.",
    },
    "talk": {
        "pl": "Luźna rozmowa przy herbacie, bez ocen.", "uk": "Невимушена розмова за чаєм, без оцінок.",
        "be": "Нязмушаная размова за гарбатай, без адзнак.", "ru": "Непринуждённый разговор за чаем, без оценок.",
        "en": "Relaxed talk over tea, no marks.",
    },
}  # fmt: skip
TITLES = {
    "evening": {
        "pl": "A1 wieczorem", "uk": "A1 увечері", "be": "A1 увечары", "ru": "A1 вечером", "en": "A1 in the evening",
    },
    "morning": {"pl": "A1 rano", "uk": "A1 уранці", "be": "A1 раніцай", "ru": "A1 утром", "en": "A1 in the morning"},
    "saturday": {
        "pl": "B1 w sobotę", "uk": "B1 у суботу", "be": "B1 у суботу", "ru": "B1 в субботу", "en": "B1 on Saturday",
    },
}  # fmt: skip
GROUPS = (
    ("first", "evening", Level.A1, (1, 3), datetime.time(17), "uk", 9, 11, CITY),
    ("first", "morning", Level.A1, (0, 2), datetime.time(10), "ru", 10, 4, CITY),
    ("talk", "saturday", Level.B1, (5,), datetime.time(11), "", 8, 2, FOUNDATION),
)  # fmt: skip
"""Course, which title, level, weekdays, time, language of help, places, how many ask for one, who holds it."""
PLACES = (("Biblioteka Sopocka", "ul. Obrońców Westerplatte 16"), ("Biuro fundacji", "ul. Podjazd 3"))


def hold_courses(pen: Pen) -> int:
    """Set up both courses; return how many groups there are. No support is given: nobody has come yet."""
    by = pen.staff.coordinator
    if by is None:
        return 0
    venues = [place_of(pen, *each) for each in PLACES]
    runs = {code: _run(pen, words, ABOUT[code]) for code, words in WORDS.items()}
    if pen.staff.instructor is not None:
        polish = [pen.kinds["polish-course"]]
        keep_skill(pen.staff.instructor, polish, ["pl", "uk", "ru"], by=by, grant_project=pen.project)
    people = grown_ups(pen)
    for place, (code, title, level, weekdays, time, helps, seats, asking, holder) in enumerate(GROUPS):
        group = Activity.objects.create(
            grant_project=pen.project, kind=ActivityKind.COURSE, edition=runs[code], level=level,
            service_type=runs[code].course.service_type, language="pl", helper_language=helps, capacity=seats,
            age_from=16, venue=venues[place == len(GROUPS) - 1], state=ActivityState.OPEN,
            organisation=pen.staff.organisations.get(holder), teacher=pen.staff.instructor,
            **in_languages(TITLES[title]),
        )  # fmt: skip
        _plan(pen, group, weekdays, time, by)
        _ask(group, [each for _n, each in zip(range(asking), people, strict=False)], by)
    return len(GROUPS)


def in_languages(titles: dict[str, str]) -> dict[str, str]:
    """Return a title as its columns are called, one for each language."""
    return {f"title_{language}": title for language, title in titles.items()}


def _run(pen: Pen, words: dict[str, str], about: dict[str, str]) -> CourseEdition:
    said = in_languages(words)
    said |= {f"description_{language}": text for language, text in about.items()}
    course = Course.objects.create(grant_project=pen.project, service_type=pen.kinds["polish-course"], **said)
    opens, closes = (datetime.datetime(2026, 12, day, 8, tzinfo=WARSAW) for day in (1, 31))
    return CourseEdition.objects.create(
        course=course, name="zima 2027", starts_on=TODAY, ends_on=LAST, sign_up_from=opens, sign_up_to=closes
    )


def _plan(pen: Pen, group: Activity, weekdays: Sequence[int], time: datetime.time, by: User) -> None:
    rhythm = Rhythm(weekdays, time, 90, TODAY, last=LAST)
    planned, _skipped = plan_semester(rhythm, days_off(pen.project, school=True), WARSAW)
    plan_meetings(group, planned, by=by)


def _ask(group: Activity, people: Sequence[Participation], by: User) -> None:
    moment = datetime.datetime(2026, 12, 2, 12, tzinfo=WARSAW)
    asked = [Asked(each, level=group.level) for each in people]
    ask_for_seats(group, asked, by=by, now=moment)


def grown_ups(pen: Pen) -> Iterator[Participation]:
    """Yield adults who have not left, by number; nobody who is protected."""
    found = Participation.objects.filter(
        Q(versions__end_on__isnull=True) | Q(versions__end_on__gt=LAST), versions__superseded_at__isnull=True,
        grant_project=pen.project, person__birth_date__lt=GROWN_UP_SINCE, person__is_confidential=False,
        person__denied_to__isnull=True,
    )  # fmt: skip
    yield from found.select_related("person", "grant_project").order_by("number").distinct()
