"""Activities in the words of the public: when, where, for whom, in which language, how many places are free."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext, pgettext_lazy

from beneficiaries.enums import LANGUAGES
from portal.clock import now
from portal.ui.formatting import clock, current_language, duration, full_date, moment, number
from services.enums import ActivityKind, MeetingState
from services.models import Activity, Course, Meeting, Venue
from services.queries.catalogue import Offer, offers, sign_up_span
from services.rules.catalogue import BANDS, SIGNS_UP, Door, ages_meet

LANGUAGE, TOWN, AGE, KIND = "jezyk", "miasto", "wiek", "rodzaj"
ONLINE = "online"
LAST_SEATS = 3
MOST_DRAWN = 30
MINUTES_OF_HOUR = 60
KINDS = {
    "kurs": (pgettext_lazy("kind of class", "Courses"), {ActivityKind.COURSE}),
    "wydarzenie": (pgettext_lazy("kind of class", "Events"), {ActivityKind.EVENT, ActivityKind.OPEN}),
}
BAND_WORDS = {
    "dzieci": pgettext_lazy("for whom a class is", "Children up to 17"),
    "dorosli": pgettext_lazy("for whom a class is", "Adults"),
    "seniorzy": pgettext_lazy("for whom a class is", "People over 60"),
}


@dataclass(frozen=True)
class Entry:
    """One activity in the list; ``seats`` says honestly what there is, ``drawn`` are its places as marks.

    ``course`` is of which course a group is, blank where its own name says so already.
    """

    title: str
    title_lang: str
    course: str
    course_lang: str
    words: str
    words_lang: str
    url: str
    sign_up: str
    door: Door
    day: datetime.date | None
    at: str
    length: str
    more: str
    where: str
    ages: str
    language: str
    language_code: str
    level: str
    tags: Sequence[tuple[str, str]]
    seats: str
    drawn: Sequence[bool] = ()


@dataclass(frozen=True)
class Choice:
    """One value of a filter."""

    value: str
    label: Any
    is_chosen: bool
    lang: str = ""


@dataclass(frozen=True)
class Filters:
    """The filters of the page with what can be chosen; ``any`` tells that one of them is set."""

    languages: Sequence[Choice] = ()
    towns: Sequence[Choice] = ()
    ages: Sequence[Choice] = ()
    kinds: Sequence[Choice] = ()
    any: bool = False


@dataclass(frozen=True)
class Catalogue:
    """What the page of classes shows: entries by day, how many there are in all, the filters."""

    days: Sequence[tuple[datetime.date | None, Sequence[Entry]]] = ()
    shown: int = 0
    total: int = 0
    filters: Filters = field(default_factory=Filters)


def listed(asked: Mapping[str, str]) -> dict[str, Any]:
    """Return what the page of classes shows below its title."""
    return {"catalogue": catalogue(asked)}


def catalogue(asked: Mapping[str, str]) -> Catalogue:
    """Return what is on offer, narrowed by what the address asks for; words it does not know narrow nothing."""
    found = offers(now())
    filters = _filters(found, asked)
    entries = [entry_of(each) for each in found if _fits(each, filters)]
    days = [(day, list(rows)) for day, rows in groupby(entries, key=lambda each: each.day)]
    return Catalogue(days, len(entries), len(found), filters)


def entry_of(offer: Offer) -> Entry:
    """Return an activity as the list shows it."""
    activity, following = offer.activity, offer.following
    course, title = _course(activity), str(activity)
    told = activity if activity.description or course is None else course
    is_named = course is not None and str(course) != title
    return Entry(
        title=title,
        title_lang=lang_of(activity, "title"),
        course=str(course) if is_named else "",
        course_lang=lang_of(course, "title") if course is not None and is_named else "",
        words=short(str(told.description)),
        words_lang=lang_of(told, "description"),
        url=reverse("class_page", kwargs={"page": str(activity.pk)}),
        sign_up=reverse("class_page", kwargs={"page": f"{activity.pk}/zapis"}) if offer.door in SIGNS_UP else "",
        door=offer.door,
        day=following.day if following else None,
        at=clock(following.starts_at) if following else "",
        length=length_of(following) if following else "",
        more=_more(offer),
        where=where_of(activity, following),
        ages=ages_of(activity),
        language=LANGUAGES.get(activity.language, ""),
        language_code=activity.language,
        level=activity.level,
        tags=tags_of(offer),
        seats=seats_in_words(offer),
        drawn=_drawn(offer),
    )


def where_of(activity: Activity, meeting: Meeting | None) -> str:
    """Return where it is: the place with its town, or that it is online."""
    venue = (meeting.venue if meeting else None) or activity.venue
    if venue is None:
        return pgettext("where a class is", "online") if activity.online_link else ""
    return f"{venue.name}, {venue.town}" if venue.town else venue.name


def ages_of(activity: Activity) -> str:
    """Return for whom it is, in years."""
    first, last = activity.age_from, activity.age_to
    if first and last is not None:
        return _("ages %(first)s–%(last)s") % {"first": first, "last": last}
    if first:
        return ngettext("from %(first)s year of age", "from %(first)s years of age", first) % {"first": first}
    if last is not None:
        return ngettext("up to %(last)s year of age", "up to %(last)s years of age", last) % {"last": last}
    return ""


def length_of(meeting: Meeting) -> str:
    """Return how long a meeting takes."""
    return duration(Decimal(meeting.minutes) / MINUTES_OF_HOUR)


def seats_in_words(offer: Offer) -> str:
    """Say honestly what somebody new finds: free places, the waiting list, or nothing to sign up for."""
    seats, door = offer.seats, offer.door
    if door == Door.COME:
        return _("Come without signing up.")
    if door == Door.LATER:
        return _("You can sign up from %(moment)s.") % {"moment": moment(_begins(offer.activity))}
    if door not in SIGNS_UP:
        return {Door.CANCELLED: _("Cancelled"), Door.OVER: _("This is over.")}.get(door, _("Sign-up is closed."))
    if door == Door.QUEUE:
        return _("No free place. We write when one is free.")
    if seats.free is None:
        return _("There is a place for everybody.")
    words = ngettext("%(free)s of %(all)s places free", "%(free)s of %(all)s places free", seats.free)
    return words % {"free": number(seats.free), "all": number(seats.capacity)}


def tags_of(offer: Offer) -> list[tuple[str, str]]:
    """Return the short words beside an activity, each with its tone."""
    activity, seats = offer.activity, offer.seats
    venue = (offer.following.venue if offer.following else None) or activity.venue
    found = [
        (pgettext("at a class", "online"), "line") if activity.online_link and venue else None,
        (pgettext("at a class", "care for small children"), "line") if activity.has_childcare else None,
        (pgettext("at a class", "with a parent or guardian"), "line") if activity.with_guardian else None,
        (_("waiting list: %(many)s") % {"many": number(seats.waiting)}, "") if offer.door == Door.QUEUE else None,
        (_last(seats.free), "warn") if offer.door == Door.FREE and seats.free and seats.free <= LAST_SEATS else None,
        (_("helps in: %(language)s") % {"language": LANGUAGES[activity.helper_language]}, "line")
        if activity.helper_language in LANGUAGES and activity.helper_language != activity.language else None,
    ]  # fmt: skip
    return [each for each in found if each]


def lang_of(told: Activity | Course | Venue, name: str) -> str:
    """Return the language of a text where it is not that of the page: nobody has translated it yet."""
    page = current_language()
    if getattr(told, f"{name}_{page}", ""):
        return ""
    return next((code for code in ("pl", "en") if getattr(told, f"{name}_{code}", "")), "")


def short(words: str, most: int = 180) -> str:
    """Return the beginning of a text, whole words of it."""
    line = " ".join(words.split())
    return line if len(line) <= most else f"{line[:most].rsplit(' ', 1)[0]}…"


def when_of(meeting: Meeting) -> str:
    """Return day and hours of a meeting."""
    local = timezone.localtime(meeting.starts_at)
    hours = f"{clock(meeting.starts_at)}–{clock(meeting.ends_at)}"
    return _("%(day)s, %(time)s") % {"day": full_date(local.date()), "time": hours}


def _last(free: int) -> str:
    return ngettext("last %(free)s place", "last %(free)s places", free) % {"free": number(free)}


def _begins(activity: Activity) -> datetime.datetime | None:
    return sign_up_span(activity)[0]


def _more(offer: Offer) -> str:
    others = offer.left - 1
    if others < 1:
        return ""
    return ngettext("and %(others)s more time", "and %(others)s more times", others) % {"others": number(others)}


def _drawn(offer: Offer) -> list[bool]:
    """Return a mark for each place, taken ones first; none where there are too many to draw."""
    seats = offer.seats
    if offer.door != Door.FREE or seats.capacity is None or seats.capacity > MOST_DRAWN:
        return []
    return [place < seats.seated for place in range(seats.capacity)]


def _course(activity: Activity) -> Course | None:
    return activity.edition.course if activity.edition else None


def _town(offer: Offer) -> str:
    venue = (offer.following.venue if offer.following else None) or offer.activity.venue
    return venue.town if venue else ""


def _filters(found: Sequence[Offer], asked: Mapping[str, str]) -> Filters:
    languages = [code for code in LANGUAGES if any(each.activity.language == code for each in found)]
    towns = sorted({_town(each) for each in found} - {""})
    places = [(each, each) for each in towns]
    if any(each.activity.online_link for each in found):
        places.append((ONLINE, pgettext("where a class is", "online")))
    chosen = (
        [Choice(code, LANGUAGES[code], asked.get(LANGUAGE) == code, code) for code in languages],
        [Choice(value, label, asked.get(TOWN) == value) for value, label in places],
        [Choice(word, BAND_WORDS[word], asked.get(AGE) == word) for word in BANDS],
        [Choice(word, label, asked.get(KIND) == word) for word, (label, _kinds) in KINDS.items()],
    )
    return Filters(*chosen, any=any(each.is_chosen for choices in chosen for each in choices))


def _fits(offer: Offer, filters: Filters) -> bool:
    activity = offer.activity
    language, town, age, kind = (
        next((each.value for each in choices if each.is_chosen), "")
        for choices in (filters.languages, filters.towns, filters.ages, filters.kinds)
    )
    is_there = bool(activity.online_link) if town == ONLINE else town in ("", _town(offer))
    return (
        language in ("", activity.language)
        and is_there
        and (not age or ages_meet(activity.age_from, activity.age_to, age))
        and (not kind or activity.kind in KINDS[kind][1])
    )


@dataclass(frozen=True)
class Time:
    """One meeting on the page of an activity."""

    words: str
    where: str
    is_off: bool
    calendar: str


def activity_page(offer: Offer, meetings: Sequence[Meeting]) -> dict[str, Any]:
    """Return what the page of one activity shows: words, facts, all meetings to come and those that are off."""
    activity, at = offer.activity, now()
    calendar = reverse("class_page", kwargs={"page": f"{activity.pk}/kalendarz"})
    coming = [each for each in meetings if each.ends_at > at]
    return {
        "entry": entry_of(offer),
        "texts": _texts(activity),
        "facts": _facts(offer),
        "times": [_time(activity, each, calendar) for each in coming or meetings],
        "is_over": bool(meetings) and not coming,
        "calendar": calendar,
    }


def _time(activity: Activity, meeting: Meeting, calendar: str) -> Time:
    where = where_of(activity, meeting) if meeting.venue else ""
    words = f"{when_of(meeting)} · {meeting.topic}" if meeting.topic else when_of(meeting)
    return Time(words, where, meeting.state == MeetingState.CANCELLED, f"{calendar}?termin={meeting.pk}")


def _texts(activity: Activity) -> list[tuple[str, str]]:
    found = [(str(activity.description), lang_of(activity, "description"))]
    if not activity.description and activity.edition:
        found = [(str(activity.edition.course.description), lang_of(activity.edition.course, "description"))]
    return [each for each in found if each[0]]


def _facts(offer: Offer) -> list[tuple[Any, str, str]]:
    """Return lines of label, value and the language of the value where it is another."""
    activity = offer.activity
    venue = (offer.following.venue if offer.following else None) or activity.venue
    address = ", ".join(filter(None, [venue.address, venue.town])) if venue else ""
    found = [
        (pgettext("filter of classes", "Where"), venue.name if venue else where_of(activity, None), ""),
        (_("Address"), address, ""),
        (_("How to get in"), str(venue.access) if venue else "", lang_of(venue, "access") if venue else ""),
        (pgettext("filter of classes", "For whom"), ages_of(activity), ""),
        (_("Language of the class"), LANGUAGES.get(activity.language, ""), activity.language),
        (_("Level"), activity.level, ""),
        (_("What to bring, materials"), str(activity.materials), lang_of(activity, "materials")),
    ]  # fmt: skip
    return [each for each in found if each[1]]
