"""One person's record: what its pages need, in as few queries as they need (performance goal 10)."""

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import get_language

from beneficiaries.models import Care, Participation, ParticipationVersion, PersonMerge
from beneficiaries.queries.people import in_force
from beneficiaries.queries.spoken import spoken_places
from beneficiaries.querysets import opened_in_emergency
from beneficiaries.rules.breakglass import OPEN_IN_EMERGENCY
from portal.clock import today
from portal.policy.access import Scope, access_of, stand_in_for
from portal.policy.gate import Refused, get_visible_or_404
from portal.programmes.models import TargetGroup
from portal.reads import ahead
from portal.statements import READER, WORD, prepared

if TYPE_CHECKING:
    from portal.accounts.models import User

VIEW = "view_person"
ADD = "add_person"
RIGHTS = (
    ADD,
    "view_person",
    "view_person_contact",
    "view_history",
    "view_support",
    "view_calendar",
    "view_diagnosis",
    "view_health_area",
    "view_finding",
    "view_plan",
    "view_explanation",
    "view_numbers",
    "view_documents",
    "view_document_scans",
    "add_document",
    "edit_person",
    "assign_caseworker",
    "end_participation",
    "protect_person",
    "record_support",
    "make_appointment",
    "view_protected_note",
    "view_courses",
    "enrol_people",
    "view_legalisation",
    "view_assistance",
    "assign_assistance",
    "record_legalisation",
    "record_diagnosis",
    "record_finding",
    "confirm_finding",
    "record_plan",
    "view_referral",
    "make_referral",
    "keep_tasks",
    "view_household",
    "edit_household",
    "merge_people",
    "view_consents",
    "record_consents",
    "handle_rights_request",
    "give_own_space",
    "view_sent_files",
)
"""The rights that parts of a record ask about, weighed together with the record itself."""


def record_of(user: "User", action: str, number: str) -> Participation:
    """Return the participation ``number`` that ``user`` may ``action``, with its person and version in force.

    ``participation.rights`` maps each of ``RIGHTS`` to whether the account has it for this very person; the
    walls of confidentiality are passed by then. The languages come with it (``queries/spoken.py``). ``in_emergency``:
    the record is open through an emergency access, for reading alone (S28). ``other_projects`` are those that go on
    into which the account may add people. Hidden and absent are the same ``Refused`` (one query).
    """
    access = access_of(user)
    scopes = {action: access.scope(action) for action in RIGHTS}
    reaches = {scope: f"reach_{number_}" for number_, scope in enumerate(dict.fromkeys(scopes.values()))}
    if any(opened_in_emergency(user, each) for each in (action, VIEW)):
        participation = get_visible_or_404(_source(reaches, user), user, action, number=number)
    else:
        participation = _found(reaches, user, action, number)
    participation.rights = {each: getattr(participation, reaches[scope]) for each, scope in scopes.items()}
    participation.in_emergency = any(participation.pk == each for each, _person in opened_in_emergency(user, VIEW))
    if participation.in_emergency:
        participation.rights = {each: each in OPEN_IN_EMERGENCY for each in RIGHTS}
    participation.other_projects = [
        each for each in access.projects(ADD) if each.pk != participation.grant_project_id and each.ends_on >= today()
    ]
    return participation


def _source(reaches: Mapping[Scope, str], user: "User") -> QuerySet:
    return (
        Participation.objects.annotate(
            in_force=in_force(),
            has_merges=Exists(_merges()),
            **spoken_places(),
            **{name: _reached(scope, user) for scope, name in reaches.items()},
        )
        .select_related("person__data_key", "grant_project", "in_force__target_group")
        .defer("person__search_key", "person__sort_key")
    )


def _found(reaches: Mapping[Scope, str], user: "User", action: str, number: str) -> Any:
    """Return the row by a statement that is built once for all accounts with the same rights."""

    def build() -> QuerySet:
        other = stand_in_for(user)
        return _source(reaches, other).visible_to(other, action).filter(number=WORD)  # type: ignore[attr-defined]

    statement = prepared((_found, action, access_of(user).key, get_language()), build)
    rows = statement.read({READER: user.pk, WORD: number}) if "\0" not in number else []
    if not rows:
        raise Refused(action, "participation", number[:64])
    return rows[0]


def care_of(participation: Participation) -> list[Care]:
    """Return who looks after the person in this project: organisations and the caseworkers in charge."""
    return list(ahead(participation, care_rows))


def care_rows(participation: Participation) -> QuerySet[Care]:
    """Return the rows of ``care_of``."""
    care = Care.objects.filter(person=participation.person_id, grant_project=participation.grant_project_id)
    return care.select_related("organisation", "caseworker").order_by("organisation__name")


def groups_of(participation: Participation) -> list[TargetGroup]:
    """Return the target groups of the grant project, in the order in which the rules ask (one query)."""
    return list(ahead(participation, group_rows))


def group_rows(participation: Participation) -> QuerySet[TargetGroup]:
    """Return the rows of ``groups_of``."""
    return TargetGroup.objects.filter(grant_project=participation.grant_project_id).order_by("position")  # type: ignore[attr-defined,misc]


def may_contradict(participation: Participation) -> bool:
    """Tell whether a person wrote the group and gave no reason: only then it is compared with the proposed one (R2)."""
    version = participation.in_force  # type: ignore[attr-defined]
    if version is None or version.target_group_id is None or version.target_group_reason:
        return False
    return bool(version.target_group_written)


def history_of(participation: Participation, first: int, most: int) -> list[ParticipationVersion]:
    """Return versions of the participation, the latest first, from the ``first`` on, at most ``most``."""
    versions: QuerySet = participation.versions.select_related("recorded_by", "target_group")  # type: ignore[attr-defined]
    return list(versions.order_by("-recorded_at", "-id")[first : first + most])


def _merges() -> QuerySet:
    return PersonMerge.objects.in_force().filter(kept=OuterRef("person"))  # type: ignore[attr-defined]


def _reached(scope: Scope, user: "User") -> Exists:
    care = Care.objects.filter(person=OuterRef("person"), grant_project=OuterRef("grant_project"))
    return Exists(care.filter(scope.as_q(user)) if scope else care.none())


def last_change_of(participation: Participation) -> tuple[str, datetime.datetime]:
    """Return who changed the person or the participation last, and when (one query)."""
    version = participation.in_force  # type: ignore[attr-defined]
    own = participation.person.history.select_related("history_user").order_by("-history_date").first()  # type: ignore[attr-defined]
    if own is not None and own.history_date > version.recorded_at:
        return own.history_user.name if own.history_user else "", own.history_date
    return version.recorded_by.name if version.recorded_by else "", version.recorded_at
