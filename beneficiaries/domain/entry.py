"""A person written down by hand: added to a grant project, corrected later (R30, R38, R105–R107)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction

from beneficiaries.domain.addresses import keep_former
from beneficiaries.domain.characteristics import DECLARED
from beneficiaries.domain.duplicates import look_again
from beneficiaries.domain.participations import differing, enrol, next_number, out_of_step
from beneficiaries.domain.people import PLAIN, SEALED, create_person, keep_changed, keep_spellings
from beneficiaries.domain.pesel_places import place_for
from beneficiaries.domain.spoken import spoken_of, write_languages
from beneficiaries.enums import AliasKind
from beneficiaries.models import Care, Participation, ParticipationVersion, Person
from portal.accounts.models import Organisation, User
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.clock import today
from portal.programmes.models import GrantProject
from portal.versions.actions import FactChanged, correct_fact

OF_PROJECT = ("country", "voivodeship", "county", "commune", "degurba")
LANGUAGES = "languages"
OWN = (*PLAIN, *SEALED, "pesel_mismatch_reason")


class AlreadyEnrolled(Exception):
    """The person takes part in this project already. Nothing was written."""


@dataclass(frozen=True)
class Entry:
    """What was written down: of the person, of the participation (declared values, group, evidence).

    ``languages`` of the person is a list of pairs: code, level.
    """

    person: Mapping[str, Any]
    participation: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def add_person(
    entry: Entry, *, grant_project: GrantProject, organisation: Organisation, caseworker: User | None, by: User
) -> Participation:
    """Create a person and bring them into the project; nothing counts before the first support (R30).

    Raises ``PeselTaken``.
    """
    _hold(grant_project)
    return _bring_in(_new_person(entry.person, by), entry.participation, grant_project, organisation, caseworker, by)


@transaction.atomic
def enrol_known(
    person: Person,
    participation: Mapping[str, Any],
    *,
    grant_project: GrantProject,
    organisation: Organisation,
    caseworker: User | None,
    by: User,
) -> Participation:
    """Bring a person who is known into one more project, with what was declared on joining that one (R30, R47).

    No second person comes into being, and nothing of the other project is read or changed. Raises
    ``AlreadyEnrolled``.
    """
    _hold(grant_project)
    if Participation.objects.filter(person=person, grant_project=grant_project).exists():
        raise AlreadyEnrolled
    return _bring_in(person, participation, grant_project, organisation, caseworker, by)


@transaction.atomic
def correct_person(
    participation: Participation, current: ParticipationVersion, seen: int, entry: Entry, *, by: User, why: str
) -> list[str]:
    """Correct a person and a participation; return the names of what changed, nothing when nothing did.

    What only follows anew from values that were there already is written with a reason alone (see ``derive_anew``).
    An entry that says nothing of the participation leaves it as it is. ``current`` and ``seen`` are the version of the
    participation and of the person that the writer saw. Raises
    ``FactChanged`` when either is no longer in force (L5), ``PeselTaken``.
    """
    changed = _correct_own(participation.person_id, seen, entry.person, by, why)  # type: ignore[attr-defined]
    groups = list(participation.grant_project.target_groups.all())
    changes = differing(current, dict(entry.participation), groups) if entry.participation else {}
    if changes and (why or changes != out_of_step(current, groups)):
        correct_fact(current, changes, by=by, why=why)
    elif not ParticipationVersion.objects.current().filter(pk=current.pk).exists():
        raise FactChanged(str(current.fact_id))
    else:
        changes = {}
    names = sorted({*changed, *changes})
    if names:
        subjects, detail = [participation.person_id], {"fields": names}  # type: ignore[attr-defined]
        record(
            Action.CHANGE, by=by, obj=participation, subjects=subjects, grant_project=participation.grant_project,
            reason=why, detail=detail,
        )  # fmt: skip
    return names


@transaction.atomic
def assign_caseworker(care: Care, caseworker: User | None, *, by: User) -> bool:
    """Put a colleague in charge of a person, or nobody; return whether that changed anything."""
    if care.caseworker_id == (caseworker.pk if caseworker else None):  # type: ignore[attr-defined]
        return False
    care.caseworker = caseworker
    care.save(update_fields=["caseworker"])
    record(
        Action.CHANGE, by=by, obj=care, subjects=[care.person_id], organisation=care.organisation,  # type: ignore[attr-defined]
        grant_project=care.grant_project, detail={"fields": ["caseworker"]},
    )  # fmt: skip
    return True


def _hold(grant_project: GrantProject) -> None:
    """Let one at a time enrol into a project: two at once would number twice."""
    GrantProject.objects.select_for_update().get(pk=grant_project.pk)


def _bring_in(
    person: Person,
    values: Mapping[str, Any],
    grant_project: GrantProject,
    organisation: Organisation,
    caseworker: User | None,
    by: User,
) -> Participation:
    known = {**dict.fromkeys(DECLARED, ""), "education_end": None, **values}
    declared = {name: known[name] for name in DECLARED}
    declared.update({name: getattr(grant_project, name) for name in OF_PROJECT})
    participation = enrol(
        person=person,
        grant_project=grant_project,
        groups=list(grant_project.target_groups.all()),
        number=next_number(grant_project),
        declared=declared,
        organisations=[organisation],
        written_group=known.get("target_group"),
        eligibility=known.get("eligibility", ""),
        eligibility_source=known.get("eligibility_source", ""),
        target_group_reason=known.get("target_group_reason", ""),
        by=by,
        why="",
    )
    Care.objects.filter(person=person, organisation=organisation, grant_project=grant_project).update(
        caseworker=caseworker
    )
    record(Action.CREATE, by=by, obj=participation, subjects=[person.pk], grant_project=grant_project)
    return participation


def _new_person(values: Mapping[str, Any], by: User) -> Person:
    place = place_for(values.get("pesel", ""), by=by)
    person = create_person({**values, "pesel_place": place}, save=False)
    person.pesel_mismatch_reason = values.get("pesel_mismatch_reason", "")
    _save(person, by)
    if values.get(LANGUAGES):
        write_languages(person, values[LANGUAGES])
    return person


def _correct_own(key: Any, seen: int, values: Mapping[str, Any], by: User, why: str) -> list[str]:
    person = Person.objects.select_related("data_key").select_for_update().get(pk=key)
    if person.version != seen:
        raise FactChanged(str(key))
    changed = [name for name in OWN if name in values and values[name] != getattr(person, name)]
    speaks_other = LANGUAGES in values and list(values[LANGUAGES]) != spoken_of(person)
    if not changed and not speaks_other:
        return []
    if "pesel" in changed:
        person.pesel_place = place_for(values["pesel"], by=by, but=person)
    former = person.list_name
    if "address" in changed:
        keep_former(person, str(person.address), today(), by=by)
    if speaks_other:
        write_languages(person, values[LANGUAGES])
    for name in changed:
        setattr(person, name, values[name])
    person.version += 1
    person._history_user, person._change_reason = by, why[:100]  # type: ignore[attr-defined]
    _save(person, by)
    if "pesel" in changed:
        look_again(person)
    if former and former != person.list_name:
        keep_spellings(person, [former], AliasKind.FORMER)
    return [*changed, *([LANGUAGES] if speaks_other else [])]


def _save(person: Person, by: User) -> None:
    """Save; of two who bring the same PESEL at once the second is weighed like one who comes later."""
    try:
        with transaction.atomic():
            keep_changed(person)
    except IntegrityError:
        person.pesel_place = place_for(str(person.pesel), by=by, but=person)
        keep_changed(person)
