"""What the authority's own tool asks of a list of participants, beyond the rules of counting (R20–R26, R29)."""

import datetime

from django.db.models import DateField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from beneficiaries.enums import CitizenshipClass, LabourDetail, LabourStatus
from beneficiaries.models import ParticipationVersion
from beneficiaries.queries.quality import STARTED, edit_at, end_form
from portal.programmes.models import GrantProject
from portal.quality import Level, QualityCheck

OLDEST_PUPIL, LONGEST_YEARS = 30, 4
HOME = "PL"


def _polish_with_origin(project: GrantProject, day: datetime.date) -> Q:
    return STARTED & Q(
        in_force__citizenship_class=CitizenshipClass.POLISH,
        in_force__foreign_background=True,
        in_force__third_country=False,
    )


def _situation_without_end(project: GrantProject, day: datetime.date) -> Q:
    said = Q(in_force__exit_situation__gt="") | Q(in_force__path_completed__isnull=False)
    return Q(in_force__end_on__isnull=True) & said


def situation_late(project: GrantProject, day: datetime.date) -> Q:
    """Nobody had written the situation of this exit by the last day of its window; a list says itself when it knew.

    What was written before the person took part again is about another exit (R35): before participation was open, or
    when an end stood there that lies more than a window before this one. A day that is corrected is the same exit. What
    was written in a record that was merged into this one was written in time as well.
    """
    window = datetime.timedelta(days=project.result_window_days)
    ends_on = OuterRef("in_force__end_on")
    reopened = ParticipationVersion.objects.filter(
        participation=OuterRef("participation"), end_on__isnull=True, recorded_at__gt=OuterRef("recorded_at")
    )
    in_time = ParticipationVersion.objects.filter(
        ~Exists(reopened),
        exit_situation__gt="",
        end_on__gte=ExpressionWrapper(ends_on - window, DateField()),
        recorded_at__date__lte=ExpressionWrapper(ends_on + window, DateField()),
    )
    here = in_time.filter(participation=OuterRef("pk"))
    merged = in_time.filter(grant_project=project, participation__person__merged_into=OuterRef("person"))
    first_day = ExpressionWrapper(F("in_force__end_on") - window, DateField())
    by_hand = Q(in_force__written_end__isnull=True) | Q(in_force__written_end__lt=first_day)
    ended = Q(in_force__exit_situation__gt="", in_force__end_on__isnull=False)
    return STARTED & ended & by_hand & ~Q(Exists(here)) & ~Q(Exists(merged))


def _no_degurba(project: GrantProject, day: datetime.date) -> Q:
    return STARTED & Q(in_force__degurba="")


def _pupil_over_thirty(project: GrantProject, day: datetime.date) -> Q:
    return STARTED & Q(
        in_force__labour_status=LabourStatus.INACTIVE,
        in_force__labour_detail=LabourDetail.IN_EDUCATION,
        in_force__age_at_start__gt=OLDEST_PUPIL,
    )


def _takes_part_for_years(project: GrantProject, day: datetime.date) -> Q:
    longest = datetime.timedelta(days=LONGEST_YEARS * 365 + 1)
    left = Q(in_force__end_on__gt=ExpressionWrapper(F("in_force__start_on") + longest, DateField()))
    return left | Q(in_force__end_on__isnull=True, in_force__start_on__lt=day - longest)


def _country_is_not_poland(project: GrantProject, day: datetime.date) -> Q:
    return STARTED & ~Q(in_force__country__in=("", HOME))


def _pesel_disagrees(project: GrantProject, day: datetime.date) -> Q:
    """A reason was written why the number stays, or the list has another birth date or sex than the record."""
    differs = ~Q(in_force__birth_date=F("person__birth_date")) | ~Q(in_force__sex=F("person__sex"))
    return STARTED & Q(person__pesel_index__isnull=False) & (Q(person__pesel_mismatch_reason__gt="") | differs)


SMEFS_CHECKS = (
    QualityCheck(
        "polish-with-origin", 360, Level.NOTE, _("Polish citizen with a foreign background"),
        _("So it is for the second generation and the like; be ready to say why."), _polish_with_origin, "R20",
        **edit_at("derived", _("Correct the citizenship")),
    ),
    QualityCheck(
        "situation-without-end", 370, Level.NOTE, _("The situation at the end is there, the end is not"),
        _("SM EFS takes the situation only together with the day of the end."), _situation_without_end, "R22",
        **end_form(_("Record the end")),
    ),
    QualityCheck(
        "situation-late", 375, Level.NOTE, _("The situation at the end was recorded after the window"),
        _("It speaks of the days within the window; a controller may ask how it was known."), situation_late, "R23",
        **end_form(_("See the end")),
    ),
    QualityCheck(
        "no-degurba", 380, Level.NOTE, _("The kind of area (DEGURBA) is missing"),
        _("SM EFS refuses the row without it."), _no_degurba, "R24",
        **edit_at("needed", _("Correct the address")),
    ),
    QualityCheck(
        "pupil-over-thirty", 385, Level.NOTE, _("In education at more than 30 years of age"),
        _("It may be right; the authority asks for a word why."), _pupil_over_thirty, "R26",
        **edit_at("needed", _("Check the status")),
    ),
    QualityCheck(
        "takes-part-for-years", 390, Level.NOTE, _("Takes part for more than four years"),
        _("It may be right; the authority asks for a word why."), _takes_part_for_years, "R26",
        **end_form(_("Check the end")),
    ),
    QualityCheck(
        "country-not-poland", 395, Level.NOTE, _("Lives in another country than Poland"),
        _("Participants live where the project works; the authority asks for a word why."), _country_is_not_poland,
        "R26",
        **edit_at("needed", _("Correct the address")),
    ),
    QualityCheck(
        "pesel-disagrees", 400, Level.NOTE, _("The PESEL number says another sex or birth date"),
        _("The number was accepted with a reason, or the list differs from the record. SM EFS compares them."),
        _pesel_disagrees, "R29",
        **edit_at("identity", _("Compare with the PESEL number")),
    ),
)  # fmt: skip
