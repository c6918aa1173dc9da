"""What is asked before an appointment is saved: it is unlikely, not wrong."""

import uuid
from collections.abc import Callable, Collection, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beneficiaries.models import Participation
from beneficiaries.queries.walls import walls_of
from portal.accounts.models import User
from portal.clock import local_day, now
from portal.programmes.models import GrantProject
from portal.submissions.once import once
from portal.ui.formatting import clock, full_date
from services.domain.times import StillFree, TimeTaken
from services.enums import MeetingState
from services.forms.appointments import AppointmentForm, ChangeForm
from services.models import Activity, Meeting, Venue
from services.queries.clashes import Span, occupied_colleagues, occupied_people, teaching_colleagues
from services.queries.class_clashes import Clash, clashes_of
from services.queries.closed import away_on, closed_then, day_off_on
from services.tables.appointments import colleague_is_occupied, person_is_occupied, place_is_taken
from services.tables.meant_for import not_meant_for

MOST_CLASHES = 12
WHEN_AND_WHERE = {"day", "time", "minutes", "in_charge", "colleagues", "venue", "place_kind"}
"""Fields of an appointment whose change makes one ask again whether somebody is there."""


def is_for_all_of_the_staff(form: AppointmentForm | ChangeForm, people: Collection[Participation]) -> bool:
    """Tell whether everybody chosen may know these people; say on the form who does not (S26, S27)."""
    staff, walls = form.staff, walls_of([each.person_id for each in people])  # type: ignore[attr-defined]
    kept = [one for one in staff if not all(walls.let_through(one.pk, each.person_id) for each in people)]  # type: ignore[attr-defined]
    for one in kept:
        field = "in_charge" if one is staff[0] else "colleagues"
        form.add_error(field, _("This colleague does not work with this person. Choose somebody else."))
    return not kept


def questions_about(
    account: User,
    form: AppointmentForm | ChangeForm,
    people: Collection[Participation],
    but: uuid.UUID | None = None,
) -> list[str]:
    """Return what to ask about a valid form: who is occupied then (apart from ``but``), for whom it is not meant, when
    nobody is there, and a time that is over.
    """
    asked = what_is_taken(account, form.staff, people, form.span, form.at, but)
    asked += not_meant_for(form.kind, people, local_day(form.span[0]))
    if form.span[0] >= now() and (but is None or WHEN_AND_WHERE & set(form.changed_data)):
        asked += when_nobody_is_there(form.project, form.staff, form.at, form.span)
    if form.span[0] < now() and but is None:
        asked.append(_("This time is over already: the appointment is written down afterwards."))
    return asked


def when_nobody_is_there(project: GrantProject, staff: Collection[User], venue: Venue | None, span: Span) -> list[str]:
    """Say that it is a day off, which colleagues are away that day, and that the place is closed (three queries)."""
    day = local_day(span[0])
    words = {"day": full_date(day)}
    off, hours = day_off_on(project, day), closed_then(venue, span) if venue else None
    asked = [_("%(day)s is a day off: %(name)s.") % {**words, "name": off}] if off else []
    asked += [_("%(name)s is away on %(day)s.") % {**words, "name": each.name} for each in away_on(staff, day)]
    if venue and hours:
        asked.append(
            _("%(place)s is open on %(day)s only at: %(hours)s.") % {**words, "place": venue.name, "hours": hours}
        )
    elif venue and hours is not None:
        asked.append(_("%(place)s is closed on %(day)s.") % {**words, "place": venue.name})
    return asked


def what_is_taken(
    account: User, staff: Collection[User], people: Collection[Participation], span: Span, venue: Venue | None,
    but: uuid.UUID | None = None,
) -> list[str]:  # fmt: skip
    """Say which colleagues, people and place are taken in that time by something else than ``but``."""
    return [
        *(colleague_is_occupied(*each) for each in occupied_colleagues(staff, span, but)),
        *(colleague_is_occupied(*each) for each in teaching_colleagues(staff, span)),
        *(person_is_occupied(*each) for each in occupied_people(account, people, span, but)),
        *(place_is_taken(each) for each in (clashes_of([span], None, venue) if venue else ())),
    ]


def once_while_free(
    request: HttpRequest, form: Any, ask: Callable[[], Sequence[str]], act: Callable[[StillFree], str]
) -> HttpResponseRedirect | None:
    """Do ``act`` once, when all that is in the way was confirmed; ``None`` when the valid form has to come back.

    ``act`` asks again under its lock: who was second of two at the same moment reads what the first one took.
    """

    def still_free() -> bool:
        return bool(form.is_answered(ask()))

    if not still_free():
        return None
    try:
        return once(request, form.token, lambda: act(still_free))
    except TimeTaken:
        form.add_error(
            None, _("Somebody took this time at the same moment. Nothing is saved yet, and what you wrote is kept.")
        )
        return None


def what_is_in_the_way(
    span: Span, teacher: User | None, venue: Venue | None, own: Activity | None, meeting: Meeting | None = None
) -> list[str]:  # fmt: skip
    """Say what takes teacher, place or ``own`` itself at the time of a class, apart from ``meeting``."""
    found = clashes_of([span], teacher, venue, but=meeting, own=own)
    return _in_words(found)


def _in_words(found: Sequence[Clash]) -> list[str]:
    more = len(found) - MOST_CLASHES
    said = [clash_in_words(each) for each in found[:MOST_CLASHES]]
    if more > 0:
        said.append(ngettext("and %(more)s more", "and %(more)s more", more) % {"more": more})
    return said


def clash_in_words(clash: Clash) -> str:
    """Say what is in the way of a class."""
    said = {"day": full_date(timezone.localdate(clash.starts_at)), "what": clash.what,
            "hours": f"{clock(clash.starts_at)}–{clock(clash.ends_at)}"}  # fmt: skip
    if clash.is_away:
        return _("Who teaches is away on %(day)s.") % said
    if clash.is_own:
        return _("The group has a class on %(day)s, %(hours)s.") % said
    if not clash.is_teacher:
        return _("The place is taken on %(day)s, %(hours)s: %(what)s.") % said
    if clash.what:
        return _("Who teaches has another class on %(day)s, %(hours)s: %(what)s.") % said
    return _("Who teaches has an appointment on %(day)s, %(hours)s.") % said


def what_a_change_is_in_the_way_of(group: Activity, teacher: User | None, venue: Venue | None) -> list[str]:
    """Say what takes another teacher or place of a group at the time of its classes to come (seven queries)."""
    coming = list(group.meetings.filter(state=MeetingState.PLANNED, ends_at__gt=now()))  # type: ignore[attr-defined]
    taught = [(each.starts_at, each.ends_at) for each in coming if each.teacher_id is None]
    held = [(each.starts_at, each.ends_at) for each in coming if each.venue_id is None]
    found = [
        *(clashes_of(taught, teacher, None, own=group) if teacher not in (None, group.teacher) else ()),
        *(clashes_of(held, None, venue, own=group) if venue not in (None, group.venue) else ()),
    ]
    return _in_words([each for each in found if not each.is_own])
