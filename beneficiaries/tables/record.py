"""The head of a record: who this is, how to reach them, what is missing, and the timeline's own events."""

import datetime
import re
from collections.abc import Iterable, Sequence

from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from beneficiaries.models import Care, Participation, ParticipationVersion
from beneficiaries.rules.age import completed_years, contradicts_age
from beneficiaries.tables.people import Status, status_of
from beneficiaries.tables.words import LANGUAGES, missing_in_words
from portal.records import Words, alert_sources, may
from portal.ui.formatting import number, short_date
from portal.ui.parts import Fact

HIDDEN = gettext_lazy("hidden")


def initials(participation: Participation) -> str:
    """Return two letters for the avatar."""
    person = participation.person
    names = (person.given_names, person.surname)
    return "".join(name[0] for name in names if name).upper() or (person.original_name or participation.number)[:1]


def status_line(participation: Participation, day: datetime.date) -> Status:
    """Return where the participation stands, with the day that says so."""
    version = _version(participation)
    if version is None:
        return Status(_("not started"), "line")
    status = status_of(version.start_on, version.end_on, day)
    words = {"start": short_date(version.start_on), "end": short_date(version.end_on)}
    if version.start_on is None:
        return status
    if status.tone == "ok":
        return Status(_("in the project since %(start)s") % words, "ok")
    return Status(_("in the project from %(start)s to %(end)s") % words, "")


def identity_facts(participation: Participation, care: Sequence[Care], day: datetime.date) -> list[Fact]:
    """Return age, group, language, phone, e-mail and who is in charge."""
    person, version = participation.person, _version(participation)
    age = completed_years(person.birth_date, day)
    group = version.target_group if version else None
    return [
        Fact(_("Age"), ngettext("%(age)s year", "%(age)s years", age) % {"age": number(age)}),
        Fact(_("Group"), group.name if group else ""),
        Fact(_("Language for contact"), LANGUAGES.get(person.contact_language, ""), lang=person.contact_language),
        *_contact(participation),
        Fact(_("In charge"), _in_charge(care)),
    ]


def _contact(participation: Participation) -> list[Fact]:
    if not may(participation, "view_person_contact"):
        return [Fact(_("Phone"), HIDDEN), Fact(_("E-mail"), HIDDEN)]
    phone, email = participation.person.phone, participation.person.email
    dialled = re.sub(r"[^0-9+]", "", phone)
    return [
        Fact(_("Phone"), phone, url=f"tel:{dialled}" if dialled else ""),
        Fact(_("E-mail"), email, url=f"mailto:{email}" if "@" in email else ""),
    ]


def _in_charge(care: Sequence[Care]) -> str:
    named = [each for each in care if each.caseworker]
    if len(named) == 1:
        return named[0].caseworker.name  # type: ignore[union-attr]
    return ", ".join(
        f"{each.caseworker.name} ({each.organisation.short_name or each.organisation.name})"  # type: ignore[union-attr]
        for each in named
    )


def alert_lines(participation: Participation) -> SafeString | str:
    """Return every gap and deadline that the apps know of, one line each; blank when there is none."""
    lines = [str(line) for source in alert_sources() for line in source.alerts(participation)]
    return format_html_join(SafeString("<br>"), "{}", ((line,) for line in lines))


def alerts(participation: Participation) -> Iterable[Words]:
    """Say what the record itself lacks or contradicts (contracts §3: kept, and listed as a gap)."""
    version = _version(participation)
    if version is None:
        return
    if version.missing:
        yield _("To complete before the person counts: %(data)s.") % {"data": missing_in_words(version.missing)}
    if version.start_on is None:
        yield _("No support has been given yet, so the person does not take part and does not count.")
    yield from _contradictions(version, participation)


def _contradictions(version: ParticipationVersion, participation: Participation) -> Iterable[Words]:
    project, start, end = participation.grant_project, version.start_on, version.end_on
    words = {
        "start": short_date(start), "end": short_date(end), "written": short_date(version.written_start),
        "last": short_date(project.ends_on),
    }  # fmt: skip
    if start and version.written_start and version.written_start != start:
        yield _("The list says the start was %(written)s, but the first support was on %(start)s.") % words
    if start and end and end < start:
        yield _("The end (%(end)s) is before the first support (%(start)s).") % words
    if end and end > project.ends_on:
        yield _("The end (%(end)s) is after the end of the project (%(last)s).") % words
    if not version.in_target_population:
        yield _("The person is outside the target population of the project, so nothing counts.")
    if _group_contradicts(version):
        group = {"group": version.target_group.name, "age": number(version.age_at_start)}  # type: ignore[union-attr]
        yield _("The written group “%(group)s” does not fit the age at the start (%(age)s).") % group


def _group_contradicts(version: ParticipationVersion) -> bool:
    group = version.target_group
    if group is None or not version.target_group_written or version.age_at_start is None:
        return False
    return contradicts_age(group.rule, age=version.age_at_start, sex=version.sex, labour_detail=version.labour_detail)


def _version(participation: Participation) -> ParticipationVersion | None:
    return participation.in_force  # type: ignore[attr-defined]
