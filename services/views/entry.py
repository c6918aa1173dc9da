"""A support entry while it is being written: who is chosen, what is typed, what it will count towards."""

import datetime
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict

from beneficiaries.models import Participation
from beneficiaries.queries.choosing import people_by_key, people_by_number, people_found
from portal.accounts.models import Organisation, User
from portal.clock import today
from portal.effects import FigureEffect, effects_of_support
from portal.policy.access import access_of
from portal.policy.gate import project_asked
from portal.programmes.models import GrantProject, ServiceType
from portal.submissions.drafts import as_query, draft_content
from services.domain.planning import plan_support
from services.enums import TALK_LANGUAGES
from services.forms.support import MOST_PEOPLE, USUAL_PLACE, SupportForm
from services.forms.talk import LONGEST_NAME, TALK
from services.queries.appointments import Meeting, meeting_to_log, people_to_log
from services.queries.support import recently_supported, same_support
from services.rules.support import is_born, is_inside
from services.tables.meant_for import not_meant_for
from services.tables.support import given_already, is_after_end, reopen_first

RIGHT, DRAFT = "record_support", "quick-log"
PEOPLE, WHO = "people", "who"
GIVEN = {"rodzaj": "kind", "dzien": "day", "minuty": "minutes", "godziny": "hours"}
"""What the address may hand over from the entry before: nothing of it says who."""
APPOINTMENT = "spotkanie"
"""What names in the address the appointment from which support is recorded."""
KEPT = ("submission", *GIVEN.values(), "note", *TALK, "protected_note", "proposed_language")
"""What is taken over from a form that is not judged yet."""
USUAL_MINUTES = "60"
RECENT, MOST_FOUND, LONGEST_NUMBER = 5, 8, 20


@dataclass
class Entry:
    """One entry of one account in one grant project; ``opened`` is the person whose record it was opened on.

    ``asked_for`` names the appointment that it is recorded from, as the address says it; blank for none.
    ``is_suggested`` tells that nobody has chosen the people yet: they come from the record or from the calendar.
    """

    account: User
    project: GrantProject
    kinds: list[ServiceType]
    opened: Participation | None = None
    asked_for: str = ""
    people: list[Participation] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    offered: list[Participation] = field(default_factory=list)
    searched: str | None = None
    kept_at: datetime.datetime | None = None
    is_suggested: bool = False
    form: SupportForm = field(init=False)

    @property
    def subject(self) -> str:
        """What a draft of this entry is about."""
        return self.opened.pk.hex if self.opened else ""

    @cached_property
    def meeting(self) -> Meeting | None:
        """The appointment that it is recorded from, as far as the account may see it; nothing of another project."""
        found = meeting_to_log(self.account, self.asked_for)
        return found if found and found.appointment.grant_project_id == self.project.pk else None

    @property
    def proposed(self) -> dict[str, str]:
        """What is known of the talk before a word is written: what the appointment says, otherwise the usual place."""
        if self.meeting is None or self.meeting.is_hidden:
            return {"place": USUAL_PLACE}
        made = self.meeting.appointment
        known = {"place": made.place_kind, "language": made.language, "interpreter": self.meeting.interpreter}
        known["interpreter"] = known["interpreter"][:LONGEST_NAME]
        return {name: value for name, value in known.items() if value}

    def begin(self, handed_over: Mapping[str, str]) -> None:
        """Begin with what was kept as a draft; without one with the person at hand, today and the usual length."""
        kept = draft_content(self.account, DRAFT, self.subject)
        if kept is None:
            waiting = people_to_log(self.account, self.project, self.asked_for)
            self.people = waiting or ([self.opened] if self.opened else [])
            self.is_suggested = bool(self.people)
            given = {name: handed_over[key] for key, name in GIVEN.items() if key in handed_over}
            initial = {"day": today(), "minutes": USUAL_MINUTES, **self.proposed, **given}
        else:
            typed, self.kept_at = as_query(kept[0]), kept[1]
            self.choose(typed.getlist(PEOPLE))
            initial = _typed(typed)
        self._propose(initial)

    def take(self, sent: QueryDict) -> None:
        """Take what was typed so far, without judging it; one person may come or go."""
        numbers = [number for number in sent.getlist(PEOPLE) if number != sent.get("remove")]
        self.choose([*numbers, *sent.getlist("add")])
        self._propose(_typed(sent))

    def judge(self, sent: QueryDict) -> bool:
        """Take what was sent to be saved; tell whether it can be."""
        self.choose(sent.getlist(PEOPLE))
        self.form = SupportForm(
            sent, kinds=self.kinds, people=len(self.people), unknown=self.unknown, known=self.proposed
        )
        return self.form.is_valid()

    def _propose(self, typed: dict[str, Any]) -> None:
        """Make the form of what was typed; a language that the writer chose stays, another follows the people."""
        before, chosen = typed.get("proposed_language", ""), typed.get("language", "")
        proposed = self._spoken(before)
        language = chosen if chosen != before and chosen != self.proposed.get("language") else proposed
        initial = {**typed, "language": language, "proposed_language": proposed}
        self.form = SupportForm(kinds=self.kinds, initial=initial, known=self.proposed)

    def _spoken(self, before: str) -> str:
        """Return the language of the talk as far as it is known: of the appointment, or of contact with the people.

        Where they speak several, the one of ``before`` stays if somebody of them speaks it.
        """
        if agreed := self.proposed.get("language"):
            return agreed
        spoken = [each.person.contact_language for each in self.people]
        known = before if before in spoken else spoken[0] if len(set(spoken)) == 1 else ""
        return known if known in TALK_LANGUAGES else ""

    def is_answered(self) -> bool:
        """Tell whether nothing unlikely is left unconfirmed.

        The same once more (Back and Save again is a mistake), support after the end: the person may have come back
        (R35), and support that is meant for others.
        """
        given = self.form.values()
        found = same_support(self.people, given["service_type"], given["delivered_on"], given["hours"])
        by_key = {each.pk: each for each in self.people}
        again = [given_already(by_key[each.participation_id], each) for each in found]
        left = [each for each in self.people if is_after_end(given["delivered_on"], each)]
        others = list(not_meant_for(given["service_type"], self.people, given["delivered_on"]))
        self.form.is_repeated = bool(again) and not (left or others)
        return self.form.is_answered([*again, *(reopen_first(each) for each in left), *others])

    def choose(self, numbers: Iterable[str]) -> None:
        """Choose the people with these numbers, each once; who is unknown or out of reach is kept apart (S6)."""
        asked = list(dict.fromkeys(clean for number in numbers if (clean := _clean(number))))[: MOST_PEOPLE + 1]
        at_hand = {self.opened.number: self.opened} if self.opened else {}
        if set(asked) <= set(at_hand):
            self.people = [at_hand[number] for number in asked]
        else:
            self.people = people_by_number(self.account, RIGHT, self.project, asked)
        known = {each.number for each in self.people}
        self.unknown = [number for number in asked if number not in known]

    def offer(self, words: str | None = None) -> None:
        """Offer people: who fits the words; for blank ones, or while nobody is chosen, who was supported last."""
        self.searched = words
        if words:
            found = people_found(self.account, RIGHT, self.project, words, MOST_FOUND + 1)
        elif words is not None or not self.people:
            recent = recently_supported(self.account, self.project, RECENT)
            found = people_by_key(self.account, RIGHT, self.project, recent) if recent else []
        else:
            return
        chosen = {each.pk for each in self.people}
        self.offered = [each for each in found if each.pk not in chosen]

    @property
    def day(self) -> datetime.date | None:
        """The day typed, if it is one."""
        with suppress(ValidationError):
            return self.form.fields["day"].clean(self.form["day"].value())
        return None

    @property
    def is_outside(self) -> bool:
        """Tell whether the day typed lies outside the project: such support is refused (R15)."""
        return self.day is not None and not is_inside(self.day, self.project.starts_on, self.project.ends_on)

    @property
    def is_to_come(self) -> bool:
        """Tell whether the day typed has not come yet: such support is refused (R30)."""
        return self.day is not None and self.day > today()

    @property
    def is_before_birth(self) -> bool:
        """Tell whether somebody chosen was not born yet on the day typed: such support is refused (R47)."""
        day = self.day
        return day is not None and not all(is_born(each.person.birth_date, day) for each in self.people)

    def effects(self) -> list[FigureEffect]:
        """Return what the entry will count towards; nothing without people or a day of the project that has come."""
        if not self.people or self.day is None or self.is_outside or self.is_to_come or self.is_before_birth:
            return []
        kind = next((each for each in self.kinds if each.code == self.form["kind"].value()), None)
        return effects_of_support(plan_support(self.project, self.people, self.kinds, kind, self.day))


def entry_for(request: HttpRequest, opened: Participation | None) -> Entry:
    """Return an empty entry: in the project of the record it was opened on, or in the one that the address names."""
    account: User = request.user  # type: ignore[assignment]
    project = opened.grant_project if opened else project_asked(request, RIGHT)
    return Entry(account, project, list(project.service_types.all()), opened, request.GET.get(APPOINTMENT, ""))


def organisation_of(account: User, project: GrantProject) -> Organisation | None:
    """Return the account's own organisation in the project; the first of several (one query)."""
    partners = set(project.partners.values_list("organisation", flat=True))
    return next((body for body in access_of(account).organisations if body.pk in partners), None)


def _typed(sent: QueryDict) -> dict[str, Any]:
    return {name: sent.get(name, "") for name in KEPT if sent.get(name)}


def _clean(number: str) -> str:
    return re.sub(r"\s", "", number.replace("\0", "")).upper()[:LONGEST_NUMBER]
