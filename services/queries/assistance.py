"""Reads about assistance: who assists whom within reach, and the hours of a month (deliveries of support, R30)."""

import datetime
import uuid
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet

from beneficiaries.models import HouseholdMember, Participation
from portal.programmes.models import GrantProject
from portal.reads import ahead
from services.enums import AssistanceKind
from services.models import Assistance, SupportDelivery
from services.queries.statements import Month
from services.rules.work import Work, same_visit

if TYPE_CHECKING:
    from portal.accounts.models import User

VIEW, ASSIGN, SUPPORT, LOG = "view_assistance", "assign_assistance", "view_support", "record_support"
KIND_OF_SUPPORT = "personal-assistant"
"""The kind of support in which assistants give their hours, going along to an office among them, where nobody wrote
down in which assistance."""
MOST_LOGGED = 50


def assistance_within(user: "User", grant_project: GrantProject, day: datetime.date | None) -> list[Assistance]:
    """Return who is assisted within reach, with ``day`` only what is not over by then (one query)."""
    found = with_names(user, Assistance.objects.visible_to(user, VIEW))
    found = found.filter(participation__grant_project=grant_project)
    if day is not None:
        found = found.filter(pk__in=Assistance.objects.on(day).values("pk"))
    return list(found.order_by("participation__sort_key", "-starts_on", "pk"))


def assistance_about(user: "User", participation: Participation, day: datetime.date) -> list[Assistance]:
    """Return what goes on about a person within reach (one query), the latest first.

    Who assists them, also as the family assistant of somebody with whom they live, and with whom they learn as a tutor:
    of pairs only those of which ``user`` sees the other, too.
    """
    return list(ahead(participation, assistance_rows, user, day))


def assistance_rows(participation: Participation, user: "User", day: datetime.date) -> QuerySet[Assistance]:
    """Return the rows of ``assistance_about``."""
    homes = HouseholdMember.objects.present().filter(person=participation.person_id).values("household")
    family = HouseholdMember.objects.present().filter(household__in=homes).values("person")
    shared = Q(
        kind=AssistanceKind.FAMILY, participation__person__in=family,
        participation__grant_project=participation.grant_project_id,
    )  # fmt: skip
    about = Assistance.objects.visible_to(user, VIEW).on(day)
    found = about.filter(Q(participation=participation) | Q(tutor=participation) | shared)
    return with_names(user, found).order_by("-starts_on", "pk")


def home_rows(participation: Participation) -> QuerySet:
    """Return who lives with a person now, and where: those for whom an assistant of the family is there, too."""
    own = HouseholdMember.objects.present().filter(person=participation.person_id).values("household")
    return HouseholdMember.objects.present().filter(household__in=own).values_list("person", "household")


def given_in(
    user: "User", found: Iterable[Assistance], month: Month, participation: Participation | None = None
) -> dict[uuid.UUID, Work]:
    """Return what each assistant gave in a month within the reach of ``user`` (three queries, none for nobody).

    Hours that were written down with the assistance or pair are its own. Of any others those count that the assistant
    gave to whom they are there for: a family assistant gives to everybody who lives with the person, and a visit to
    several of them is work once, as in the statement of the month. With the ``participation`` that all of it is about,
    who lives there may have been read ahead.
    """
    rows = list(found)
    if not rows:
        return {}
    covered = _covered(rows, dict(ahead(participation, home_rows) if participation else _homes(rows)))
    wanted = {each for people in covered.values() for each in people}
    seen = Participation.objects.visible_to(user, SUPPORT).filter(person__in=wanted)
    given = SupportDelivery.objects.current().filter(  # type: ignore[attr-defined]
        Q(assistance__in=[each.pk for each in rows]) | Q(assistance=None, service_type__code=KIND_OF_SUPPORT),
        participation__in=seen.values("pk"), delivered_on__gte=month.first, delivered_on__lt=month.after,
    ).values_list(
        "participation__person", "participation__grant_project", "delivered_by", "provider", "hours",
        "travel_minutes", "assistance", "visit", "delivered_on", "service_type",
    )  # fmt: skip
    totals = {each.pk: Work() for each in rows}
    for person, project, account, provider, hours, travel, linked, *visit in given:
        same = same_visit(*visit)
        if linked:
            totals[linked].add(hours, travel, same)
            continue
        for each in rows:
            is_theirs = account == each.assistant_id if each.assistant_id else provider == each.assistant_name
            is_same = project == each.participation.grant_project_id and not each.tutor_id
            if is_theirs and is_same and person in covered[each.pk]:
                totals[each.pk].add(hours, travel, same)
    return totals


def logged_in(found: Assistance) -> list[SupportDelivery]:
    """Return the hours that were written down with an assistance or pair, the latest first (one query).

    Whoever may record support of the person may read them.
    """
    rows = SupportDelivery.objects.current().filter(assistance=found.pk).select_related("service_type")  # type: ignore[attr-defined]
    return list(rows.order_by("-delivered_on", "-fact_id")[:MOST_LOGGED])


def _homes(rows: list[Assistance]) -> QuerySet:
    families = [each.participation.person_id for each in rows if each.kind == AssistanceKind.FAMILY]
    homes = HouseholdMember.objects.present().filter(person__in=families).values("household")
    return HouseholdMember.objects.present().filter(household__in=homes).values_list("person", "household")


def _covered(rows: list[Assistance], lives: Mapping[uuid.UUID, uuid.UUID]) -> dict[uuid.UUID, set]:
    """Return whom each assistant is there for, by person; ``lives``: who lives where."""
    covered = {}
    for each in rows:
        person = each.participation.person_id
        with_them = {who for who, home in lives.items() if home == lives.get(person)}
        covered[each.pk] = {person, *(with_them if each.kind == AssistanceKind.FAMILY and person in lives else ())}
    return covered


def with_names(user: "User", rows: QuerySet) -> QuerySet:
    """Return rows of assistance with the names, and whether the tutor is seen (``is_tutor_seen``)."""
    tutors = Participation.objects.visible_to(user, VIEW).filter(pk=OuterRef("tutor"))
    related = ("participation__person", "tutor__person", "assistant", "changed_by")
    return rows.select_related(*related).annotate(is_tutor_seen=Exists(tutors))
