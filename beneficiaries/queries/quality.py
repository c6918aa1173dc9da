"""What may be wrong with a participation and its characteristics (R14–R21, R25, R27, R32; contracts §3)."""

import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from beneficiaries.enums import Answer, CitizenshipClass, Eligibility, LabourDetail, LabourStatus, Sex
from beneficiaries.models import Person
from beneficiaries.queries.pairs import has_possible_duplicate, seen_by_all
from beneficiaries.rules.age import is_by_hand
from portal.programmes.models import GrantProject
from portal.quality import Level, QualityCheck, Words

STARTED = Q(in_force__start_on__isnull=False)
ENDED_WITHOUT_SITUATION = (
    STARTED
    & Q(in_force__end_on__isnull=False)
    & (Q(in_force__exit_situation="") | Q(in_force__path_completed__isnull=True))
)
"""Who ended and lacks the situation after leaving, or whether they left as planned (R21)."""


def _ends_before_start(project: GrantProject, day: datetime.date) -> Q:
    return Q(in_force__end_on__lt=F("in_force__start_on"))


def _starts_outside(project: GrantProject, day: datetime.date) -> Q:
    return Q(in_force__start_on__lt=project.starts_on) | Q(in_force__start_on__gt=project.ends_on)


def _third_country_without_origin(project: GrantProject, day: datetime.date) -> Q:
    return Q(in_force__third_country=True, in_force__foreign_background=False)


def _class_without_third_country(project: GrantProject, day: datetime.date) -> Q:
    return Q(in_force__citizenship_class=CitizenshipClass.THIRD_COUNTRY) & (
        Q(in_force__third_country=False) | Q(in_force__foreign_background=False)
    )


def _class_without_origin(project: GrantProject, day: datetime.date) -> Q:
    return Q(in_force__citizenship_class=CitizenshipClass.EU, in_force__foreign_background=False)


def _polish_and_third_country(project: GrantProject, day: datetime.date) -> Q:
    return Q(in_force__citizenship_class=CitizenshipClass.POLISH, in_force__third_country=True)


def _same_pesel(project: GrantProject, day: datetime.date) -> Q:
    """Two records of one PESEL, both open to whoever works here: of hidden people a note says nothing (S26, S27)."""
    same = Person.objects.filter(pesel_index=OuterRef("person__pesel_index"), pk__in=seen_by_all(project))
    return Q(person__pesel_index__isnull=False, person__in=seen_by_all(project)) & Q(
        Exists(same.exclude(pk=OuterRef("person")))
    )


def _is_incomplete(project: GrantProject, day: datetime.date) -> Q:
    return Q(in_force__missing__gt="")


def _may_be_twice(project: GrantProject, day: datetime.date) -> Q:
    return has_possible_duplicate(project)


def _has_no_support(project: GrantProject, day: datetime.date) -> Q:
    return Q(in_force__start_on__isnull=True)


def _written_start_differs(project: GrantProject, day: datetime.date) -> Q:
    return STARTED & Q(in_force__written_start__isnull=False) & ~Q(in_force__written_start=F("in_force__start_on"))


def _ends_after_project(project: GrantProject, day: datetime.date) -> Q:
    return Q(in_force__end_on__gt=project.ends_on)


def _group_contradicts_age(project: GrantProject, day: datetime.date) -> Q:
    """A group that a person wrote and that is not the one the rules propose; a reason settles it (R2).

    Proposed is the first group whose rule fits, as ``propose_group`` says; one that is chosen by hand is never wrong.
    """
    contradicts = proposed_before = Q(pk__in=[])
    for group in project.target_groups.all():
        if is_by_hand(group):
            continue
        fits = _fits(group.rule)
        contradicts |= Q(in_force__target_group=group.pk) & (proposed_before | ~fits)
        proposed_before |= fits
    return STARTED & Q(in_force__target_group_written=True, in_force__target_group_reason="") & contradicts


def _fits(rule: dict) -> Q:
    """Return the condition of those whom a rule fits; an empty one fits everybody."""
    fits = Q(pk__in=[])
    if not rule:
        return ~fits
    if "under_age" in rule:
        fits |= Q(in_force__age_at_start__lt=rule["under_age"])
    for sex, name in ((Sex.WOMAN, "from_age_women"), (Sex.MAN, "from_age_men")):
        if name in rule:
            fits |= Q(in_force__sex=sex, in_force__age_at_start__gte=rule[name])
    if rule.get("labour_details"):
        fits |= Q(in_force__labour_detail__in=rule["labour_details"])
    return fits


def _exit_without_situation(project: GrantProject, day: datetime.date) -> Q:
    return ENDED_WITHOUT_SITUATION


def _answer_is_blank(project: GrantProject, day: datetime.date) -> Q:
    """A question that nobody has answered; about homelessness a refusal is no answer (D8)."""
    homelessness = Q(in_force__homelessness__in=("", Answer.REFUSED))
    return STARTED & (Q(in_force__disability="") | homelessness | Q(in_force__minority=""))


def _education_ends_before_start(project: GrantProject, day: datetime.date) -> Q:
    return Q(
        in_force__labour_status=LabourStatus.INACTIVE,
        in_force__labour_detail=LabourDetail.IN_EDUCATION,
        in_force__education_end__lt=F("in_force__start_on"),
    )


def _outside_target_population(project: GrantProject, day: datetime.date) -> Q:
    return STARTED & Q(in_force__in_target_population=False)


def _eligibility_not_seen(project: GrantProject, day: datetime.date) -> Q:
    return STARTED & Q(in_force__eligibility="")


def _eligibility_asserted(project: GrantProject, day: datetime.date) -> Q:
    return STARTED & Q(in_force__eligibility=Eligibility.ASSERTED)


def edit_at(place: str, label: Words) -> dict[str, Any]:
    """Mend it on the form of the person, at a card of it."""
    return {"fix": "person_edit", "fix_label": label, "fix_action": "edit_person", "fix_at": place}


def end_form(label: Words) -> dict[str, Any]:
    """Mend it on the form of the end."""
    return {"fix": "end_participation", "fix_label": label, "fix_action": "end_participation"}


SEEN: dict[str, Any] = {
    "fix": "eligibility", "fix_label": _("Note the documents seen"), "fix_action": "edit_person",
}  # fmt: skip
"""Mend it on the screen of what was shown."""

CHECKS = (
    QualityCheck(
        "end-before-start", 10, Level.BLOCKING, _("The end lies before the start"),
        _("Participation cannot end before the first support."), _ends_before_start, "R14",
        **end_form(_("Correct the end")),
    ),
    QualityCheck(
        "start-outside-project", 20, Level.BLOCKING, _("The start lies outside the project"),
        _("The first support is dated before the project began or after it ended."), _starts_outside, "R15",
    ),
    QualityCheck(
        "third-country-without-origin", 30, Level.BLOCKING, _("Third-country national without a foreign background"),
        _("Whoever is a third-country national has a foreign background."), _third_country_without_origin, "R16",
        **edit_at("derived", _("Correct the citizenship")),
    ),
    QualityCheck(
        "class-without-third-country", 40, Level.BLOCKING, _("Citizenship and third country disagree"),
        _("Citizens of non-EU countries and stateless people are third-country nationals."),
        _class_without_third_country, "R17",
        **edit_at("derived", _("Correct the citizenship")),
    ),
    QualityCheck(
        "class-without-origin", 50, Level.BLOCKING, _("Citizenship and foreign background disagree"),
        _("Whoever has no Polish citizenship has a foreign background."), _class_without_origin, "R18",
        **edit_at("derived", _("Correct the citizenship")),
    ),
    QualityCheck(
        "polish-and-third-country", 60, Level.BLOCKING, _("Polish citizen and third-country national at once"),
        _("One of the two must be wrong."), _polish_and_third_country, "R19",
        **edit_at("derived", _("Correct the citizenship")),
    ),
    QualityCheck(
        "same-pesel", 70, Level.BLOCKING, _("The same PESEL number twice"),
        _("A person counts once in a project, whoever gave the support."), _same_pesel, "R27",
        fix="person_duplicates", fix_label=_("Compare the records"), fix_action="decide_duplicates",
    ),
    QualityCheck(
        "incomplete", 110, Level.NOTE, _("Required data are missing"),
        _("These people are not counted until the data are complete."), _is_incomplete, "R32",
        **edit_at("needed", _("Complete")),
    ),
    QualityCheck(
        "no-support", 120, Level.NOTE, _("No support has been recorded"),
        _("Participation starts with the first support; until then nobody counts."), _has_no_support, "R30",
    ),
    QualityCheck(
        "eligibility-not-seen", 130, Level.NOTE, _("Legal stay and residence have not been shown"),
        _("These people are not counted until somebody has seen the documents."), _eligibility_not_seen, "R99",
        **SEEN,
    ),
    QualityCheck(
        "outside-target-population", 140, Level.NOTE, _("Outside the target group of the project"),
        _("The citizenship does not belong to the people for whom the project is meant."),
        _outside_target_population, "R53",
        **edit_at("needed", _("Correct the citizenship")),
    ),
    QualityCheck(
        "written-start-differs", 210, Level.NOTE, _("The written start is not the day of the first support"),
        _("The first support decides; the written day is kept beside it."), _written_start_differs, "R30",
        **edit_at("needed", _("Settle the start")),
    ),
    QualityCheck(
        "end-after-project", 220, Level.NOTE, _("The end lies after the end of the project"),
        _("The day is kept; correct it if it is a mistake."), _ends_after_project, "R36",
        **end_form(_("Correct the end")),
    ),
    QualityCheck(
        "group-contradicts-age", 230, Level.NOTE, _("The written group does not fit the age"),
        _("The written group counts; give the reason or correct it."), _group_contradicts_age, "R2",
        **edit_at("group", _("Settle the group")),
    ),
    QualityCheck(
        "answer-blank", 310, Level.NOTE, _("A question about disability, homelessness or minority is open"),
        _(
            "The person counts, but cannot be entered in SM EFS. A refusal is an answer, but not about homelessness: "
            "there SM EFS takes yes or no."
        ),
        _answer_is_blank, "R52",
        **edit_at("answers", _("Write down the answer")),
    ),
    QualityCheck(
        "exit-without-situation", 320, Level.NOTE, _("Ended without the situation at the end"),
        _("SM EFS needs the situation and whether the path was completed."), _exit_without_situation, "R21",
        **end_form(_("Add the situation")), fix_many="exit_situations", fix_many_label=_("Fill in for several at once"),
    ),
    QualityCheck(
        "education-ends-before-start", 330, Level.NOTE, _("The planned end of education lies before the start"),
        _("SM EFS refuses a pupil whose school ended before the start."), _education_ends_before_start, "R25",
        **edit_at("needed", _("Correct the end of education")),
    ),
    QualityCheck(
        "eligibility-asserted", 340, Level.NOTE, _("Legal stay is asserted by a list only"),
        _("The person counts. A controller may ask who has seen the document."), _eligibility_asserted, "R99",
        **SEEN,
    ),
    QualityCheck(
        "possible-duplicate", 350, Level.NOTE, _("Somebody else may be the same person"),
        _("A person counts once. Compare the two records and say whether it is one person."), _may_be_twice, "R109",
        fix="person_duplicates", fix_label=_("Compare the records"), fix_action="decide_duplicates",
    ),
)  # fmt: skip
