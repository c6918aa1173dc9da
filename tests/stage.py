"""The stage of the access tests: people in every relation to the cast, each with words found nowhere else.

What may be seen is worked out here from the matrix file's words alone, by other code than the portal's, so
that a mistake in the portal does not hide itself.
"""

import datetime
import json
import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count

from django.utils import timezone

from beneficiaries.models import NameAlias, Participation
from portal.accounts.enums import Role
from portal.accounts.models import Organisation, User
from portal.imports.contents import kept
from portal.imports.enums import RowState
from portal.imports.run import Report
from portal.jobs.enums import State
from portal.jobs.models import Job, hash_of
from portal.policy.matrix import matrix
from portal.programmes.models import GrantProject
from reporting.domain.editions import draft_edition
from reporting.enums import FILES
from reporting.rules import Period
from tests.factories.accounts import make_member, make_user
from tests.factories.beneficiaries import make_care, make_participation, make_person, make_pesel
from tests.factories.cases import make_diagnosis, make_exit_event, make_finding
from tests.factories.services import make_support
from tests.portal.imports.rows import make_batch, make_row, make_upload

CAST: Mapping[str, tuple[str, str]] = {
    "caseworker_city": (Role.CASEWORKER, "sopot"),
    "caseworker_foundation": (Role.CASEWORKER, "fsb"),
    "instructor": (Role.INSTRUCTOR, "sopot"),
    "coordinator": (Role.COORDINATOR, "sopot"),
    "coordinator_foundation": (Role.COORDINATOR, "fsb"),
    "auditor": (Role.AUDITOR, "sopot"),
    "dpo": (Role.DATA_PROTECTION_OFFICER, "sopot"),
    "technical_admin": (Role.TECHNICAL_ADMINISTRATOR, "sopot"),
    "participant": (Role.PARTICIPANT, "sopot"),
    "nobody": ("", ""),
}
LEADER = "sopot"

NAME_ACTIONS = ("list_people", "search_people", "view_person", "view_indicator_people", "view_explanation")
#: Which right opens which planted word; any of the actions is enough.
OPENED_BY: Mapping[str, tuple[str, ...]] = {
    "given_names": NAME_ACTIONS,
    "surname": NAME_ACTIONS,
    "original_name": NAME_ACTIONS,
    "preferred_name": NAME_ACTIONS,
    "alias": NAME_ACTIONS,
    "number": NAME_ACTIONS,
    "pesel": ("view_person_contact",),
    "phone": ("view_person_contact",),
    "email": ("view_person_contact",),
    "address": ("view_person_contact",),
    "pesel_mismatch_reason": ("view_person",),
    "place": ("view_person",),
    "labour_detail_text": ("view_person",),
    "eligibility_source": ("view_person", "view_explanation"),
    "target_group_reason": ("view_person", "view_explanation"),
    "exit_situation": ("view_person", "view_finding"),
    "why": ("view_history", "view_support", "view_finding"),
    "provider": ("view_support",),
    "note": ("view_support",),
    "diagnosis_note": ("view_diagnosis",),
    "diagnosis_assessor": ("view_diagnosis",),
    "finding_categories": ("view_finding",),
    "finding_reason": ("view_finding",),
    "assessor": ("view_finding",),
    "imported_row": ("decide_held_row",),
}
BY_NUMBER_TOO = frozenset({"number", "eligibility_source"})
"""What pseudonymous readers may see: the number, and which evidence was seen by whom and when."""

EDITION_ID = uuid.UUID("018f0000-0000-7000-8000-0000000000ed")
"""The frozen report of the stage."""
JOB_ID = uuid.UUID("018f0000-0000-7000-8000-00000000000b")
JOB_OF = "coordinator"
"""The job of the stage, and who asked for it."""

BATCH_ID, UPLOAD_ID = (
    uuid.UUID("018f0000-0000-7000-8000-0000000000ba"),
    uuid.UUID("018f0000-0000-7000-8000-0000000000bb"),
)
"""An import whose report speaks of everybody on stage, and a list that the coordinator sent with the same report."""

_serials = count(1)


@dataclass(frozen=True)
class Target:
    """One person of the stage, or nobody (``participation`` is ``None``: the key of no row)."""

    label: str
    organisation: str = ""
    caseworker: str = ""
    hidden: bool = False
    participation: Participation | None = None
    canaries: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.label


def may(member: str, action: str, target: Target | None = None, *, names: bool = False) -> bool:
    """Say by the matrix whether ``member`` may ``action`` (to ``target``); with ``names``, not as numbers only."""
    role, organisation = CAST[member]
    right = matrix().actions[action].rights.get(role)
    if right is None or (names and right.pseudonymous):
        return False
    words, leads = str(right.reach), organisation == LEADER
    if words == "leader_only" and not leads:
        return False
    if target is None:
        return True
    if target.hidden or target.participation is None:
        return False
    if words in ("project", "leader_only") or (words == "project_if_leader" and leads):
        return True
    return target.organisation == organisation and (words != "own" or target.caseworker == member)


def may_read(member: str, planted: str, target: Target) -> bool:
    """Say whether a planted word of ``target`` may reach ``member`` on any page."""
    return any(may(member, action, target, names=planted not in BY_NUMBER_TOO) for action in OPENED_BY[planted])


def make_cast(project: GrantProject) -> dict[str, User]:
    """Create an account for everybody of the cast."""
    bodies = {organisation.code: organisation for organisation in project.organisations.all()}
    return {
        name: make_member(role, bodies[organisation], project) if role else make_user()
        for name, (role, organisation) in CAST.items()
    }


def build_stage(project: GrantProject, cast: Mapping[str, User]) -> list[Target]:
    """Put the people on stage; everybody of the cast is on the deny list of the denied one."""
    bodies = {organisation.code: organisation for organisation in project.organisations.all()}
    people = [
        Target("own of the city's caseworker", "sopot", "caseworker_city"),
        Target("of the city", "sopot"),
        Target("own of the foundation's caseworker", "fsb", "caseworker_foundation"),
        Target("of the foundation", "fsb"),
        Target("confidential", "sopot", "caseworker_city", hidden=True),
        Target("denied", "sopot", "caseworker_city", hidden=True),
    ]
    staged = [_enter(target, project, bodies[target.organisation], cast.get(target.caseworker)) for target in people]
    for target in staged:
        if target.label == "denied" and target.participation:
            target.participation.person.denied_to.set(cast.values())
    _freeze_a_report(project)
    _import_lists(project, staged, cast)
    _ask_for_a_job(project, cast[JOB_OF])
    return [*staged, Target("nonexistent")]


def _freeze_a_report(project: GrantProject) -> None:
    edition = draft_edition(project, Period(datetime.date(2026, 1, 1), datetime.date(2026, 6, 30)), by=None).edition
    edition.id = EDITION_ID
    edition.save(force_insert=True)


def _ask_for_a_job(project: GrantProject, by: User) -> None:
    params = {"edition": str(EDITION_ID)}
    Job.objects.create(
        pk=JOB_ID, kind=FILES, params=params, params_hash=hash_of(FILES, project, params), grant_project=project,
        requested_by=by, language="pl", requested_at=timezone.now(), state=State.FAILED, finished_at=timezone.now(),
    )  # fmt: skip


def _import_lists(project: GrantProject, staged: list[Target], cast: Mapping[str, User]) -> None:
    """Let a list say something else of everybody: a row that waits, and the same in the report of the import."""
    batch = make_batch(project, id=BATCH_ID, imported_by=cast.get("coordinator"))
    changes = []
    for number, target in enumerate(staged, start=4):
        word, subject = target.canaries["imported_row"], target.participation.pk  # type: ignore[union-attr]
        make_row(
            project, batch=batch, seen_in=batch, row_number=number, state=RowState.CHANGED, subject=subject,
            payload=kept({"lp": number, "nazwisko": word, "imie": "Maryna", "data urodzenia": "1985-03-09"}),
        )  # fmt: skip
        where = {"sheet": "Uczestnicy", "row": number, "lp": number}
        changes.append({**where, "subject": str(subject), "values": [["surname", "–", word]]})
    report = json.dumps({"report": Report().as_json(), "changes": changes, "merges": [], "new_rows": len(changes)})
    batch.report = report
    batch.save(update_fields=["report"])
    if "coordinator" in cast:
        make_upload(project, cast["coordinator"], id=UPLOAD_ID, preview=report)


def _enter(target: Target, project: GrantProject, organisation: Organisation, caseworker: User | None) -> Target:
    born = datetime.date(1985, 3, 9)
    words = {planted: _word() for planted in OPENED_BY if planted not in ("number", "pesel", "phone", "email")}
    words.update(
        number=f"{project.number_prefix}-{secrets.randbelow(9000) + 1000}{next(_serials)}",
        pesel=make_pesel(born, serial=500 + next(_serials)),
        phone=f"+48 5{secrets.randbelow(10**8):08}",
        email=f"{_word()}@example.test",
    )
    person = make_person(
        given_names=words["given_names"].title(),
        surname=words["surname"].title(),
        birth_date=born,
        is_confidential=target.label == "confidential",
        **{name: words[name] for name in (
            "original_name", "preferred_name", "pesel", "phone", "email", "address", "pesel_mismatch_reason")},
    )  # fmt: skip
    NameAlias.objects.create(person=person, name=words["alias"])
    make_care(person, organisation, project, caseworker)
    participation = make_participation(
        person, project, end_on=datetime.date(2026, 6, 29),
        **{name: words[name] for name in (
            "number", "place", "labour_detail_text", "eligibility_source", "target_group_reason", "exit_situation")},
    )  # fmt: skip
    support = make_support(participation, provider=words["provider"], note=words["note"])
    type(support).objects.filter(pk=support.pk).update(why=words["why"])
    make_diagnosis(participation, assessor=words["diagnosis_assessor"], note=words["diagnosis_note"])
    make_exit_event(participation)
    make_finding(
        participation,
        categories=words["finding_categories"], reason=words["finding_reason"], assessor=words["assessor"],
    )  # fmt: skip
    return Target(target.label, target.organisation, target.caseworker, target.hidden, participation, words)


def _word() -> str:
    return "".join(secrets.choice("bcdfghjklmnpqrstvwxz") for _ in range(11))
