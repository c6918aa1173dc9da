"""The head of a record: who this is, how to reach them, what is missing, and the timeline's own events."""

import datetime
from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from beneficiaries.models import Care, Participation, ParticipationVersion
from beneficiaries.queries.record import groups_of, may_contradict
from beneficiaries.rules.age import completed_years, contradicts_proposal
from beneficiaries.tables.contact import contact_in_short, ways_of_contact
from beneficiaries.tables.people import Status, status_of
from beneficiaries.tables.spoken import language_facts
from beneficiaries.tables.words import missing_in_words
from portal.quality import find_check
from portal.records import Alert, Words, alert_sources, may
from portal.ui.formatting import number, short_date
from portal.ui.parts import Fact
from portal.ui.templatetags.components import cautious_tag, tag

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
        *language_facts(participation),
        *_contact(participation),
        Fact(_("In charge"), in_charge(care)),
    ]


def _contact(participation: Participation) -> list[Fact]:
    if not may(participation, "view_person_contact"):
        return [Fact(_("Phone"), HIDDEN), Fact(_("E-mail"), HIDDEN)]
    if participation.person.is_cautious:
        return [
            Fact(_("Contact"), _("read first what is safe"), url=reverse("person_contact", args=[participation.number]))
        ]
    phone, email, _address = ways_of_contact(participation.person)
    short = contact_in_short(participation.person)
    return [phone, *([email] if email.value else []), *([Fact(_("Contact"), short)] if short else [])]


def head_marks(participation: Participation, status: Status) -> SafeString:
    """Return the tags beside the name: protected, contact with care, where the participation stands."""
    person = participation.person
    confidential = tag(_("confidential person"), tone="danger", icon_name="lock") if person.is_confidential else ""
    marks = (confidential, cautious_tag(person.is_cautious), tag(status.text, tone=status.tone))
    return format_html_join(SafeString(" "), "{}", ((mark,) for mark in marks if mark))


def in_charge(care: Sequence[Care]) -> str:
    """Return who is in charge; of several, each with the organisation."""
    named = [each for each in care if each.caseworker]
    if len(named) == 1:
        return named[0].caseworker.name  # type: ignore[union-attr]
    return ", ".join(
        f"{each.caseworker.name} ({each.organisation.short_name or each.organisation.name})"  # type: ignore[union-attr]
        for each in named
    )


def alert_lines(participation: Participation) -> SafeString | str:
    """Return every gap and deadline that the apps know of, one line each; blank when there is none.

    A gap whose form is open to the one who asks ends with the way to it.
    """
    found = [line for source in alert_sources() for line in source.alerts(participation)]
    return format_html_join(SafeString("<br>"), "{}", ((_alert_line(line, participation),) for line in found))


def _alert_line(line: Words | Alert, participation: Participation) -> SafeString | str:
    if not isinstance(line, Alert):
        return str(line)
    url, label, check = line.url, line.label, find_check(line.check)
    if check is not None and may(participation, check.fix_action):
        url, label = check.fix_url(participation.number), check.fix_label
    if not url:
        return str(line.text)
    return format_html('{} <a class="nowrap" href="{}">{}</a>', line.text, url, label)


def alerts(participation: Participation) -> Iterable[Words | Alert]:
    """Say what the record itself lacks or contradicts (contracts §3: kept, and listed as a gap)."""
    version = _version(participation)
    if version is None:
        return
    if version.missing:
        words = _("To complete before the person counts: %(data)s.") % {"data": missing_in_words(version.missing)}
        yield Alert(words, "incomplete")
    if version.start_on is None:
        words = _("No support has been given yet, so the person does not take part and does not count.")
        yield Alert(words, "no-support")
    if not version.eligibility:
        yield Alert(
            _("Nobody has seen yet that the stay is legal, so the person does not count."), "eligibility-not-seen"
        )
    yield from _contradictions(version, participation)


def _contradictions(version: ParticipationVersion, participation: Participation) -> Iterable[Alert]:
    project, start, end = participation.grant_project, version.start_on, version.end_on
    words = {
        "start": short_date(start), "end": short_date(end), "written": short_date(version.written_start),
        "last": short_date(project.ends_on),
    }  # fmt: skip
    if start and version.written_start and version.written_start != start:
        said = _("The list says the start was %(written)s, but the first support was on %(start)s.") % words
        yield Alert(said, "written-start-differs")
    if start and end and end < start:
        said = _("The end (%(end)s) is before the first support (%(start)s).") % words
        yield Alert(said, "end-before-start")
    if end and end > project.ends_on:
        said = _("The end (%(end)s) is after the end of the project (%(last)s).") % words
        yield Alert(said, "end-after-project")
    if not version.in_target_population:
        said = _("The person is outside the target population of the project, so nothing counts.")
        yield Alert(said, "outside-target-population")
    if _group_contradicts(version, participation):
        group = {"group": version.target_group.name, "age": number(version.age_at_start)}  # type: ignore[union-attr]
        said = _("The written group “%(group)s” does not fit the age at the start (%(age)s).") % group
        yield Alert(said, "group-contradicts-age")


def _group_contradicts(version: ParticipationVersion, participation: Participation) -> bool:
    """Tell whether a person wrote another group than the rules propose, without a reason; as the check of it does."""
    if not may_contradict(participation) or version.age_at_start is None:
        return False
    written = version.target_group.code  # type: ignore[union-attr]
    return contradicts_proposal(
        groups_of(participation),
        written,
        age=version.age_at_start,
        sex=version.sex,
        labour_detail=version.labour_detail,
    )


def _version(participation: Participation) -> ParticipationVersion | None:
    return participation.in_force  # type: ignore[attr-defined]


def words_of_end(participation: Participation) -> Words:
    """Return the words of the button to the end: none before the start, those of a correction after the end."""
    version = participation.in_force  # type: ignore[attr-defined]
    if version is None or (version.start_on is None and version.end_on is None):
        return ""
    return _("Correct the end") if version.end_on else _("End of participation")


def words_of_enrolling(participation: Participation) -> str:
    """Offer another project only to whoever may add people to one that goes on."""
    return _("Enrol in another project") if participation.other_projects else ""  # type: ignore[attr-defined]
