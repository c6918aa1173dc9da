"""The stage of the access tests: people in every relation to the cast, each with words found nowhere else.

What may be seen is worked out here from the matrix file's words alone, by other code than the portal's, so
that a mistake in the portal does not hide itself.
"""

import datetime
import json
import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import count

from django.utils import timezone

from beneficiaries.domain.consents import Way, give, hand_notice
from beneficiaries.domain.rights import ask
from beneficiaries.enums import (
    GlassCategory,
    GlassState,
    IdentityCheck,
    ProtectionAct,
    RightChannel,
    RightKind,
    TextChannel,
)
from beneficiaries.models import (
    EmergencyAccess,
    NameAlias,
    ParticipantAccount,
    Participation,
    Person,
    PersonMerge,
    Protection,
    RightsPackage,
)
from beneficiaries.queries.consents import current_consents, current_notices
from cases.rules.evidence import written
from portal.accounts.enums import Role
from portal.accounts.models import Invitation, Organisation, User
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.crypto.models import DataKey
from portal.imports.contents import kept
from portal.imports.enums import RowState
from portal.imports.run import Report
from portal.jobs.enums import State
from portal.jobs.models import Job, hash_of
from portal.policy.matrix import matrix
from portal.programmes.models import GrantProject
from reporting.domain.editions import draft_edition
from reporting.enums import FILES
from reporting.models import BuiltReport, EvidenceRow, InspectedRecord, InspectionSample, RecordReview
from reporting.rules import Period
from reporting.smefs.domain.exports import order_export
from reporting.smefs.domain.layouts import keep_layout
from reporting.smefs.models import ReturnedListing, SmefsExport
from reporting.smefs.queries.layouts import shipped_layouts
from services.domain.resources import book_resource
from services.enums import ActivityKind, EnrolmentState, EnrolmentStep
from services.models import Certificate, Course, CourseEdition, DayOff, Enrolment, EnrolmentChange, Training
from tests.factories.accounts import make_member, make_membership, make_user
from tests.factories.activities import make_activity, make_group, make_meeting, make_place, make_sign_up, make_venue
from tests.factories.appointments import make_appointment
from tests.factories.beneficiaries import make_care, make_participation, make_person, make_pesel
from tests.factories.beyond import make_trained
from tests.factories.cases import (
    make_checklist_line,
    make_diagnosis,
    make_exit_event,
    make_finding,
    make_legalisation,
    make_task,
)
from tests.factories.documents import make_document, make_scan
from tests.factories.eligibility import make_check
from tests.factories.households import make_guardian, make_household
from tests.factories.indicators import make_indicator
from tests.factories.own import make_sent_file
from tests.factories.plans import make_goal, make_plan, make_review, make_signature, make_step
from tests.factories.record import make_former_address, make_languages, make_letters_address
from tests.factories.referrals import make_referral
from tests.factories.registrations import make_registration
from tests.factories.resources import make_interpreter
from tests.factories.services import make_assistance, make_protected_note, make_support
from tests.factories.texts import make_page
from tests.merging import make_pair
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

NAME_ACTIONS = (
    "list_people", "search_people", "view_person", "view_indicator_people", "view_explanation", "keep_attendance", "view_assistance",
)  # fmt: skip
OWN = "use_own_space"
INSPECT, ASKED = "view_inspection", "answer_inspection"
OWN_PERSON_OF_PARTICIPANT = "own of the city's caseworker"
"""Whose space the participant of the cast opens."""
#: Which right opens which planted word; any of the actions is enough.
OPENED_BY: Mapping[str, tuple[str, ...]] = {
    "given_names": (*NAME_ACTIONS, OWN),
    "surname": (*NAME_ACTIONS, OWN),
    "original_name": (*NAME_ACTIONS, OWN),
    "preferred_name": (*NAME_ACTIONS, OWN),
    "alias": NAME_ACTIONS,
    "number": (*NAME_ACTIONS, "view_audit", INSPECT, ASKED, OWN),
    "pesel": ("view_person_contact", OWN),
    "phone": ("view_person_contact", OWN),
    "email": ("view_person_contact", OWN),
    "address": ("view_person_contact", OWN),
    "pesel_mismatch_reason": ("view_person",),
    "place": ("view_person", OWN),
    "labour_detail_text": ("view_person",),
    "eligibility_source": ("view_person", "view_explanation", INSPECT),
    "target_group_reason": ("view_person", "view_explanation"),
    "exit_situation": ("view_person", "view_finding"),
    "why": ("view_history", "view_support", "view_finding"),
    "provider": ("view_support", INSPECT),
    "note": ("view_support",),
    "appointment_place": ("view_calendar", OWN),
    "appointment_note": ("view_calendar",),
    "authority": ("view_support",),
    "place_reason": ("enrol_people",),
    "protected_note": ("view_protected_note",),
    "diagnosis_note": ("view_diagnosis",),
    "diagnosis_assessor": ("view_diagnosis", INSPECT),
    "diagnosis_evidence": ("view_diagnosis",),
    "health_evidence": ("view_health_area",),
    "document_note": ("view_document_scans",),
    "scan_name": ("view_document_scans",),
    "scan": ("view_document_scans",),
    "case_number": ("view_legalisation",),
    "document_reason": ("view_legalisation",),
    "finding_categories": ("view_finding",),
    "finding_reason": ("view_finding",),
    "assessor": ("view_finding", INSPECT),
    "guardian": ("view_finding",),
    "plan_statutory": ("view_plan",),
    "plan_goal": ("view_plan", OWN),
    "plan_step": ("view_plan", OWN),
    "plan_review": ("view_plan",),
    "plan_signer": ("view_plan",),
    "imported_row": ("decide_held_row",),
    "referral_request": ("view_referral",),
    "referral_body": ("view_referral",),
    "task": ("keep_tasks",),
    "contact_safety": ("view_person_contact",),
    "protection_reason": ("protect_person",),
    "emergency_reason": ("review_emergency_access",),
    "household_name": ("view_household",),
    "household_address": ("view_person_contact",),
    "guardian_name": ("view_household",),
    "guardian_phone": ("view_person_contact",),
    "court_words": ("view_household",),
    "sent_file": ("view_sent_files",),
    # The record of a person, whole.
    "patronymic": ("view_person", OWN),
    "former_address": ("view_person_contact",),
    "letters_address": ("view_person_contact",),
    "application_words": ("view_registrations",),
    "application_safety": ("view_registrations",),
    "application_question": ("view_registrations",),
    "eligibility_note": ("view_person",),
    # Rights of the people themselves
    "rights_words": ("view_rights_request",),
    "rights_copy": ("handle_rights_request",),
    "correction_words": ("view_rights_request", OWN),
    # Inspections
    "inspection_note": (INSPECT, ASKED),
}
BY_NUMBER_TOO = frozenset(
    {"number", "eligibility_source", "provider", "assessor", "diagnosis_assessor", "inspection_note"}
)
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

OWN_CODE = "OWN1"
BUILT_ID = uuid.UUID("018f0000-0000-7000-8000-0000000000be")
"""A report that was built from the frozen one, without numbers of people."""
SAMPLE_ID = uuid.UUID("018f0000-0000-7000-8000-0000000000bd")
"""A sample that an auditor drew of everybody."""
COURSE_ID, RUN_ID, GROUP_ID, MEETING_ID = (uuid.UUID(f"018f0000-0000-7000-8000-0000000000c{n}") for n in range(1, 5))
"""A course, its edition, a group on which everybody has a place, and a class of that group."""
VENUE_ID, DAY_OFF_ID = 990002, 990003
"""A place and days off of the project."""

TRAINING_ID = uuid.UUID("018f0000-0000-7000-8000-0000000000d8")
"""A training that somebody of the staff of a school finished, the person with a name found nowhere else."""

TEXT_ID = uuid.UUID("018f0000-0000-7000-8000-0000000000bc")
"""A page for everybody that is kept under administration."""
ACTIVITY_ID = uuid.UUID("018f0000-0000-7000-8000-0000000000ca")
STUCK_PAIR_ID = uuid.UUID("018f0000-0000-7000-8000-0000000000cf")
ENROLMENT_ID = uuid.UUID("018f0000-0000-7000-8000-0000000000cb")
DATE_ID = uuid.UUID("018f0000-0000-7000-8000-0000000000cc")
"""An event at which everybody on stage has a place, and the sign-up of a stranger for it."""

VOLUNTEERS_ID = uuid.UUID("018f0000-0000-7000-8000-0000000000d2")
"""A group of the foundation that somebody without an account teaches."""
RESOURCE_ID = uuid.UUID("018f0000-0000-7000-8000-0000000000d7")
"""An interpreter whom everybody of the stage meets."""
CLASS_ID, TAUGHT_ID = (uuid.UUID(f"018f0000-0000-7000-8000-0000000000{n}") for n in ("d0", "d1"))
"""A class of the instructor’s that is for nobody’s organisation, and its group: one of the city and the hidden go there."""
STAFF_ID = 990001
SMEFS_FILE_ID, SMEFS_LISTING_ID = (
    uuid.UUID("018f0000-0000-7000-8000-0000000005ef"), uuid.UUID("018f0000-0000-7000-8000-0000000005ee"),
)  # fmt: skip
"""A colleague of the foundation who is invited, and the key of their role: whoever may look after staff sees both."""

_serials = count(1)


@dataclass(frozen=True)
class Target:
    """One person of the stage, or nobody (``participation`` is ``None``: the key of no row)."""

    label: str
    organisation: str = ""
    caseworker: str = ""
    teacher: str = ""
    hidden: bool = False
    participation: Participation | None = None
    canaries: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.label


def may(member: str, action: str, target: Target | None = None, *, names: bool = False) -> bool:
    """Say by the matrix whether ``member`` may ``action`` (to ``target``); with ``names``, not as numbers only."""
    role, organisation = CAST[member]
    right = matrix().actions[action].rights.get(role)
    words, leads = str(right.reach) if right else "", organisation == LEADER
    if right is None or (names and right.pseudonymous) or (words == "leader_only" and not leads):
        return False
    if words == "self":
        return target is None or target.label == OWN_PERSON_OF_PARTICIPANT
    if target is None:
        return True
    if target.hidden or target.participation is None:
        return False
    if words in ("project", "leader_only") or (words == "project_if_leader" and leads):
        return True
    doer = {"mine": target.teacher, "own": target.caseworker}.get(words, member)
    return target.organisation == organisation and doer == member


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
        Target("of the city", "sopot", teacher="instructor"),
        Target("own of the foundation's caseworker", "fsb", "caseworker_foundation"),
        Target("of the foundation", "fsb"),
        Target("confidential", "sopot", "caseworker_city", hidden=True),
        Target("denied", "sopot", "caseworker_city", hidden=True),
    ]
    staged = [_enter(target, project, bodies[target.organisation], cast.get(target.caseworker)) for target in people]
    _make_appointments(staged, cast)
    _hold_a_class(project, staged, cast)
    for target in staged:
        if target.label == "denied" and target.participation:
            target.participation.person.denied_to.set(cast.values())
    _give_tasks(project, staged, cast)
    colleague = _invite_a_colleague(project, bodies["fsb"])
    _protect_and_ask_in_emergencies(staged, colleague)
    _freeze_a_report(project)
    build = {"sections": ["summary"], "beside": [], "threshold": 5, "has_annex": False, "notice": False}
    BuiltReport.objects.create(pk=BUILT_ID, edition_id=EDITION_ID, definition=build, definition_hash="0" * 64,
                               made_by=cast[JOB_OF], made_at=timezone.now())  # fmt: skip
    _inspect(staged, cast.get("auditor"))
    _import_lists(project, staged, cast)
    _ask_for_a_job(project, cast[JOB_OF])
    _send_to_smefs(project, cast[JOB_OF])
    _write_twice(project, bodies, staged)
    _keep_everybody_from_a_pair(project, bodies, cast)
    _ask_about_own_data(staged)
    _agree(staged, cast.get("caseworker_city"))
    make_page(project, "proba", pk=TEXT_ID)
    make_indicator(project, OWN_CODE)
    _hold_an_event(project, staged)
    _open_records(project, staged, cast)
    _give_a_space_of_their_own(staged, cast)
    _hold_a_course(project, staged, cast)
    return [*staged, Target("nonexistent")]


def _keep_everybody_from_a_pair(
    project: GrantProject, bodies: Mapping[str, Organisation], cast: Mapping[str, User]
) -> None:
    """Let two records wait of which everybody but the data protection officer is kept from one."""
    one, other = make_person(), make_person()
    for person in (one, other):
        make_care(person, bodies["sopot"], project)
        make_participation(person, project, start_on=None)
    one.denied_to.set(account for name, account in cast.items() if name != "dpo")
    other.denied_to.set(account for name, account in cast.items() if name != "dpo")
    make_pair(one, other, pk=STUCK_PAIR_ID)


def _write_twice(project: GrantProject, bodies: Mapping[str, Organisation], staged: list[Target]) -> None:
    """Let everybody have a namesake who may be the same person, and a record that was merged into theirs."""
    for target in staged:
        if target.participation:
            person, namesake, gone = target.participation.person, make_person(), make_person()
            make_care(namesake, bodies[target.organisation], project)
            make_pair(person, namesake)
            gone.merged_into = person
            gone.save()
            key = DataKey.fresh()
            key.save()
            PersonMerge.objects.create(kept=person, gone=gone, data_key=key, on=timezone.localdate(), at=timezone.now())


def _make_appointments(staged: list[Target], cast: Mapping[str, User]) -> None:
    """Let a caseworker of the organisation meet everybody today."""
    noon = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0)
    keepers = {"sopot": "caseworker_city", "fsb": "caseworker_foundation"}
    project = GrantProject.objects.get(code="sopot-5.15")
    body = Organisation.objects.get(code="fsb")
    interpreter = make_interpreter(project, id=RESOURCE_ID, capacity=100, organisation=body)
    venue = make_venue(project, "Ratusz")
    for target in staged:
        if target.participation and keepers[target.organisation] in cast:
            made = make_appointment(
                target.participation, in_charge=cast[keepers[target.organisation]], starts_at=noon,
                place=target.canaries["appointment_place"], note=target.canaries["appointment_note"], venue=venue,
            )  # fmt: skip
            book_resource(made, interpreter, 1, by=None)


def _hold_an_event(project: GrantProject, staged: list[Target]) -> None:
    """Give everybody a place at one event of nobody's organisation; a stranger signed up, too."""
    event = make_activity(project, pk=ACTIVITY_ID, capacity=None, meetings=0)
    make_meeting(event, pk=DATE_ID)
    for target in staged:
        if target.participation:
            make_place(event, target.participation)
    make_place(event, sign_up=make_sign_up(event), name="Stranger", birth_year="1990", pk=ENROLMENT_ID)


def _hold_a_class(project: GrantProject, staged: list[Target], cast: Mapping[str, User]) -> None:
    """Let the instructor teach one person of the city, and those who are hidden from everybody."""
    if "instructor" not in cast:
        return
    group = make_group(project, id=TAUGHT_ID, teacher=cast["instructor"], teacher_name="Danuta Wrzos")
    make_meeting(group, timezone.now() - datetime.timedelta(hours=1), id=CLASS_ID)
    foundation = Organisation.objects.get(code="fsb")
    taught = make_group(project, id=VOLUNTEERS_ID, organisation=foundation, teacher_name="Jan Wolny", is_volunteer=True)
    make_meeting(taught, timezone.now() - datetime.timedelta(hours=1))
    for target in staged:
        if target.participation and (target.teacher or target.hidden):
            make_place(group, target.participation)


def _invite_a_colleague(project: GrantProject, organisation: Organisation) -> User:
    colleague = User.objects.create(pk=STAFF_ID, email="colleague@example.test", name="Halina Sroka", password="!")
    make_membership(colleague, Role.CASEWORKER, organisation, project, pk=STAFF_ID)
    invitation = Invitation.objects.create(
        user=colleague, name=colleague.name, expires_at=timezone.now() + datetime.timedelta(days=7)
    )
    invitation.grant_projects.add(project)
    return colleague


def _protect_and_ask_in_emergencies(staged: list[Target], colleague: User) -> None:
    """Let somebody be without access to everybody, and the same one have asked for everybody in an emergency.

    The reason of an emergency access is read by the data protection officer although the confidential person is not:
    nothing is planted there.
    """
    for target in staged:
        participation = target.participation
        if participation is None:
            continue
        participation.person.denied_to.add(colleague)
        Protection.objects.create(
            person=participation.person, act=ProtectionAct.DENY, account=colleague,
            reason=target.canaries["protection_reason"],
        )  # fmt: skip
        key = DataKey.fresh()
        key.save()
        EmergencyAccess.objects.create(
            account=colleague, grant_project=participation.grant_project, participation=participation, data_key=key,
            category=GlassCategory.LIFE, state=GlassState.CLOSED, asked_at=timezone.now(),
            reason="" if target.label == "confidential" else target.canaries["emergency_reason"],
            review_due=timezone.localdate(),
        )  # fmt: skip


def _agree(staged: list[Target], by: User | None) -> None:
    """Let everybody have been told about their data and have agreed to photos."""
    for target in staged:
        if target.participation:
            person, project = target.participation.person, target.participation.grant_project
            way = Way(TextChannel.PAPER, datetime.date(2026, 3, 2), by=by)
            hand_notice(person, current_notices(project, "pl")[0], way)
            give(person, current_consents(project, "pl")[0], way)


def _freeze_a_report(project: GrantProject) -> None:
    draft = draft_edition(project, Period(datetime.date(2026, 1, 1), datetime.date(2026, 6, 30)), by=None)
    draft.edition.id = EDITION_ID
    draft.edition.save(force_insert=True)
    EvidenceRow.objects.bulk_create(EvidenceRow(edition=draft.edition, **vars(each)) for each in draft.evidence)


def _inspect(staged: list[Target], auditor: User | None) -> None:
    """Let an auditor have drawn everybody, also those who are out of sight by now, and ask about each."""
    if auditor is None:
        return
    key = DataKey.fresh()
    key.save()
    sample = InspectionSample.objects.create(
        pk=SAMPLE_ID, edition_id=EDITION_ID, indicator="EECO01", seed="1", size=9, frame_size=9, frame_sha256="0" * 64,
        data_key=key, drawn_by=auditor, drawn_at=timezone.now(),
    )  # fmt: skip
    for place, target in enumerate((each for each in staged if each.participation), start=1):
        number, note = target.participation.number, target.canaries["inspection_note"]  # type: ignore[union-attr]
        record = InspectedRecord.objects.create(sample=sample, place=place, number=number)
        RecordReview(
            record=record, result="question", note=note, made_by=auditor, made_at=timezone.now()
        ).save(force_insert=True)  # fmt: skip


def _send_to_smefs(project: GrantProject, by: User) -> None:
    """A file in which nobody stands yet, and a listing that came back with one line that nobody knows."""
    order = order_export(project, {"R26": "A class for adults."}, by=by)
    layout = keep_layout(shipped_layouts()[0])
    SmefsExport.objects.create(
        pk=SMEFS_FILE_ID, order=order, grant_project=project, layout=layout, words={}, people=0, size=0, sha256="0" * 64
    )
    counts, report = (
        {"lines": 1, "new": 0, "unchanged": 0, "not_taken": 1},
        [{"line": 2, "why": "unknown", "number": ""}],
    )
    ReturnedListing.objects.create(
        pk=SMEFS_LISTING_ID, grant_project=project, sent_by=by, sha256="0" * 64, counts=counts, report=report
    )


def _ask_for_a_job(project: GrantProject, by: User) -> None:
    params = {"edition": str(EDITION_ID)}
    Job.objects.create(
        pk=JOB_ID, kind=FILES, params=params, params_hash=hash_of(FILES, project, params), grant_project=project,
        requested_by=by, language="pl", requested_at=timezone.now(), state=State.FAILED, finished_at=timezone.now(),
    )  # fmt: skip


def _give_tasks(project: GrantProject, staged: list[Target], cast: Mapping[str, User]) -> None:
    """Give the city's caseworker a task about everybody, also about those who are out of sight by now."""
    for target in staged:
        make_task(project, cast["caseworker_city"], target.participation, text=target.canaries["task"])


def _ask_about_own_data(staged: list[Target]) -> None:
    """Let everybody have asked for a copy of their data, and the copy be released."""
    for target in staged:
        participation = target.participation
        if participation is None:
            continue
        asked = ask(
            participation, RightKind.ACCESS, channel=RightChannel.LETTER, words=target.canaries["rights_words"],
            identity=IdentityCheck.DOCUMENT, language="pl",
            corrections=[("place", "Sopot", target.canaries["correction_words"])],
        )  # fmt: skip
        item = {"title": "–", "facts": [["–", target.canaries["rights_copy"]]], "data": {}, "free": False,
                "action": "", "others": False}  # fmt: skip
        content = {"parts": [{"code": "identity", "label": "–", "items": [item]}]}
        RightsPackage.objects.create(
            request=asked, content=json.dumps(content), made_at=timezone.now(), released_at=timezone.now()
        )


def _open_records(project: GrantProject, staged: list[Target], cast: Mapping[str, User]) -> None:
    """Leave a trail of everybody, so that the log of reads has something to tell of them."""
    for target in staged:
        if target.participation:
            record(Action.VIEW, by=cast["caseworker_city"], subjects=[target.participation.person_id],
                   grant_project=project)  # fmt: skip


def _give_a_space_of_their_own(staged: list[Target], cast: Mapping[str, User]) -> None:
    """Let the participant of the cast be one of the people, and everybody have sent a photo."""
    for target in staged:
        if target.participation is None:
            continue
        make_sent_file(target.participation, target.canaries["sent_file"].encode())
        if target.label == OWN_PERSON_OF_PARTICIPANT and "participant" in cast:
            ParticipantAccount.objects.create(person=target.participation.person, user=cast["participant"])


def _hold_a_course(project: GrantProject, staged: list[Target], cast: Mapping[str, User]) -> None:
    """Let everybody have a place on one group, moved there with a reason, and a certificate of it."""
    kind = project.service_types.get(code="polish-course")
    days = {"starts_on": datetime.date(2026, 9, 1), "ends_on": datetime.date(2026, 12, 31)}
    course = Course.objects.create(pk=COURSE_ID, grant_project=project, service_type=kind, title="Polski A1")
    run = CourseEdition.objects.create(pk=RUN_ID, course=course, name="jesień", **days)
    group = make_activity(project, ActivityKind.COURSE, meetings=0, pk=GROUP_ID, edition=run, capacity=None)
    make_meeting(group, pk=MEETING_ID)
    make_venue(project, pk=VENUE_ID)
    Training.objects.create(
        fact_id=TRAINING_ID, grant_project=project, person=make_trained(project).person, title="Trauma",
        day=days["starts_on"], recorded_at=timezone.now(),
    )  # fmt: skip
    DayOff.objects.create(pk=DAY_OFF_ID, grant_project=project, name="Dzień wolny",
                          first_on=days["starts_on"], last_on=days["starts_on"])  # fmt: skip
    giver = cast.get("coordinator") or make_user()
    for target in staged:
        if target.participation:
            place = Enrolment.objects.create(
                activity=group, participation=target.participation, state=EnrolmentState.TAKEN, asked_at=timezone.now()
            )
            EnrolmentChange.objects.create(
                enrolment=place, at=timezone.now(), kind=EnrolmentStep.MOVED, why=target.canaries["place_reason"]
            )
            number = next(_serials)
            Certificate.objects.create(
                enrolment=place, number=f"WS/2026/{number:04}", code=f"TEST-{number:04}-CODE", given_by=giver,
                given_on=datetime.date(2026, 12, 31), hours=12, attended=8, held=10,
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
            "original_name", "preferred_name", "patronymic", "pesel", "phone", "email", "address", "pesel_mismatch_reason",
            "contact_safety")},
    )  # fmt: skip
    NameAlias.objects.create(person=person, name=words["alias"])
    make_former_address(person, words["former_address"])
    make_letters_address(person, words["letters_address"])
    make_languages(person, "uk:fluent pl:A1")
    make_care(person, organisation, project, caseworker)
    participation = make_participation(
        person, project, end_on=datetime.date(2026, 6, 29),
        **{name: words[name] for name in (
            "number", "place", "labour_detail_text", "eligibility_source", "target_group_reason", "exit_situation")},
    )  # fmt: skip
    support = make_support(participation, provider=words["provider"], note=words["note"], authority=words["authority"])
    make_protected_note(support, words["protected_note"])
    type(support).objects.filter(pk=support.pk).update(why=words["why"])
    seen = written({"work": words["diagnosis_evidence"], "health": words["health_evidence"]})
    for stage in ("entry", "exit"):
        make_diagnosis(
            participation, stage, assessor=words["diagnosis_assessor"], note=words["diagnosis_note"], evidence=seen
        )
    make_diagnosis(participation, assessor=words["diagnosis_assessor"], note=words["diagnosis_note"])
    case = make_legalisation(participation, case_number=words["case_number"])
    make_checklist_line(case, "temporary-income", state="not-needed", reason=words["document_reason"])
    make_exit_event(participation)
    document = make_document(participation, organisation, note=words["document_note"])
    make_scan(document, f"{words['scan_name']}.pdf", words["scan"].encode())
    make_finding(
        participation,
        categories=words["finding_categories"], reason=words["finding_reason"], assessor=words["assessor"],
        guardian=words["guardian"], guardian_how="spoken", guardian_on=datetime.date(2026, 6, 30),
    )  # fmt: skip
    _plan(participation, words)
    make_referral(
        participation, organisation, caseworker or make_user(),
        request=words["referral_request"], outside_name=words["referral_body"],
    )  # fmt: skip
    make_household(person, name=words["household_name"], address=words["household_address"])
    make_guardian(
        person, outside_name=words["guardian_name"], outside_phone=words["guardian_phone"],
        court_restriction=True, restriction_words=words["court_words"],
    )  # fmt: skip
    make_assistance(participation, assistant_name="Danuta Wrzos")
    _register(project, person, words)
    make_check(participation, note=words["eligibility_note"])
    return replace(target, participation=participation, canaries=words)


def _register(project: GrantProject, person: Person, words: Mapping[str, str]) -> None:
    """Let the person have come by an application that is still open."""
    said = {"needs_words": words["application_words"], "contact_safety": words["application_safety"]}
    registration = make_registration(project, said=said, question=words["application_question"])
    registration.people.update(person=person)


def _plan(participation: Participation, words: Mapping[str, str]) -> None:
    plan = make_plan(participation, statutory_programme="yes", statutory_where=words["plan_statutory"])
    make_step(make_goal(plan, text=words["plan_goal"]), what=words["plan_step"])
    make_review(plan, agreed=words["plan_review"])
    make_signature(plan, signer_name=words["plan_signer"])


def _word() -> str:
    return "".join(secrets.choice("bcdfghjklmnpqrstvwxz") for _ in range(11))
