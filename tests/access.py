"""How the access tests fill the parameters of addresses.

A page whose address has a new parameter name needs a line here, or the tests of access fail and say so:
``PERSON_KEYS`` for a parameter that leads to one person, ``OWNED_KEYS`` for what one account alone may see,
``PLAIN_KEYS`` for everything else.
"""

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Q
from django.urls import reverse

from beneficiaries.models import (
    DocumentFile,
    DuplicatePair,
    Guardianship,
    HouseholdMember,
    PersonDocument,
    PersonMerge,
    RegisteredPerson,
    RightsRequest,
    SentFile,
)
from cases.models import (
    ExitEvent,
    ExitFinding,
    LegalisationCase,
    NeedsDiagnosis,
    PlanGoal,
    PlanReview,
    PlanSignature,
    PlanStep,
    Referral,
    Task,
)
from portal.imports.models import ImportedRow
from portal.policy.routes import Route
from reporting.models import RecordReview
from services.models import Appointment, Assistance, Certificate, Enrolment, SupportDelivery
from tests.stage import (
    ACTIVITY_ID,
    BATCH_ID,
    BUILT_ID,
    CLASS_ID,
    COURSE_ID,
    DATE_ID,
    DAY_OFF_ID,
    EDITION_ID,
    ENROLMENT_ID,
    GROUP_ID,
    JOB_ID,
    JOB_OF,
    MEETING_ID,
    OWN_CODE,
    RESOURCE_ID,
    RUN_ID,
    SAMPLE_ID,
    SMEFS_FILE_ID,
    SMEFS_LISTING_ID,
    STAFF_ID,
    STUCK_PAIR_ID,
    TAUGHT_ID,
    TEXT_ID,
    TRAINING_ID,
    UPLOAD_ID,
    VENUE_ID,
    VOLUNTEERS_ID,
    Target,
)

ABSENT_ID = uuid.UUID("018f0000-0000-7000-8000-000000000000")


def _fact_of(model: Any, target: Target) -> uuid.UUID:
    """Return the fact of the kind that the stage gave the person."""
    given = model.objects.filter(participation=target.participation).first()
    return given.fact_id if given else ABSENT_ID


def _referral_of(target: Target) -> uuid.UUID:
    """Return the referral that the stage gave the person."""
    given = Referral.objects.filter(participation=target.participation).first()
    return given.pk if given else ABSENT_ID


def _task_of(target: Target) -> uuid.UUID:
    """Return the task about the person."""
    task = Task.objects.filter(participation=target.participation).first() if target.participation else None
    return task.pk if task else ABSENT_ID


def _appointment_of(target: Target) -> uuid.UUID:
    """Return the appointment that the stage made with the person."""
    made = Appointment.objects.filter(participation=target.participation).first() if target.participation else None
    return made.pk if made else ABSENT_ID


def _seat_of(target: Target) -> uuid.UUID:
    """Return the place on a course that the stage gave the person."""
    if target.participation is None:
        return ABSENT_ID
    given = Enrolment.objects.filter(activity=GROUP_ID, participation=target.participation).first()
    return given.pk if given else ABSENT_ID


def _assistance_of(target: Target) -> uuid.UUID:
    """Return the assistance that the stage gave the person."""
    given = Assistance.objects.filter(participation=target.participation).first() if target.participation else None
    return given.pk if given else ABSENT_ID


def _certificate_of(target: Target) -> uuid.UUID:
    """Return the certificate that the stage gave the person."""
    given = Certificate.objects.filter(enrolment=_seat_of(target)).first()
    return given.pk if given else ABSENT_ID


def _scan_of(target: Target) -> uuid.UUID:
    """Return the scan that the stage gave the document of the person."""
    given = DocumentFile.objects.filter(participation=target.participation).first()
    return given.pk if given else ABSENT_ID


def _place_of(target: Target) -> HouseholdMember | None:
    """Return where the person lives."""
    return HouseholdMember.objects.filter(person=target.participation.person).first() if target.participation else None


def _household_of(target: Target) -> uuid.UUID:
    """Return the household of the person."""
    place = _place_of(target)
    return place.household_id if place else ABSENT_ID


def _member_of(target: Target) -> uuid.UUID:
    """Return the place of the person in a household."""
    place = _place_of(target)
    return place.pk if place else ABSENT_ID


def _guardian_of(target: Target) -> uuid.UUID:
    """Return who stands for the person."""
    link = Guardianship.objects.filter(child=target.participation.person).first() if target.participation else None
    return link.pk if link else ABSENT_ID


def _sent_of(target: Target) -> uuid.UUID:
    """Return the photo that the person sent."""
    sent = SentFile.objects.filter(participation=target.participation).first() if target.participation else None
    return sent.pk if sent else ABSENT_ID


def _registration_of(target: Target) -> uuid.UUID:
    """Return the application that became the person."""
    person = target.participation.person if target.participation else None
    place = RegisteredPerson.objects.filter(person=person).first() if person else None
    return place.registration_id if place else ABSENT_ID


def _rights_request_of(target: Target) -> uuid.UUID:
    """Return what the person asked about their own data."""
    asked = RightsRequest.objects.filter(participation=target.participation).first() if target.participation else None
    return asked.pk if asked else ABSENT_ID


def _row_of(target: Target) -> uuid.UUID:
    """Return the row of a list that waits and speaks of the person."""
    subject = target.participation.pk if target.participation else ABSENT_ID
    row = ImportedRow.objects.filter(subject=subject).first()
    return row.pk if row else ABSENT_ID


def _pair_of(target: Target) -> uuid.UUID:
    """Return the pair of the person and a namesake that the stage made."""
    person = target.participation.person_id if target.participation else ABSENT_ID
    pair = DuplicatePair.objects.filter(Q(first=person) | Q(second=person)).first()
    return pair.pk if pair else ABSENT_ID


def _merge_of(target: Target) -> uuid.UUID:
    """Return the merge of another record into the person that the stage made."""
    merge = PersonMerge.objects.filter(kept=target.participation.person_id).first() if target.participation else None
    return merge.pk if merge else ABSENT_ID


def _question_of(target: Target) -> uuid.UUID:
    """Return the question of an auditor about the person."""
    number = target.participation.number if target.participation else ""
    review = RecordReview.objects.filter(record__number=number).first()
    return review.pk if review else ABSENT_ID


#: Parameters that name one person: how the address of a target is written.
PERSON_KEYS: Mapping[str, Callable[[Target], str]] = {
    "number": lambda target: target.participation.number if target.participation else "WS-999999",
    "person_id": lambda target: str(target.participation.person_id if target.participation else ABSENT_ID),
    "fact_id": lambda target: str(_fact_of(SupportDelivery, target)),
    "appointment_id": lambda target: str(_appointment_of(target)),
    "place_id": lambda target: str(_seat_of(target)),
    "certificate_id": lambda target: str(_certificate_of(target)),
    "diagnosis_id": lambda target: str(_fact_of(NeedsDiagnosis, target)),
    "finding_id": lambda target: str(_fact_of(ExitFinding, target)),
    "event_id": lambda target: str(_fact_of(ExitEvent, target)),
    "goal_id": lambda target: str(_fact_of(PlanGoal, target)),
    "step_id": lambda target: str(_fact_of(PlanStep, target)),
    "review_id": lambda target: str(_fact_of(PlanReview, target)),
    "signature_id": lambda target: str(_fact_of(PlanSignature, target)),
    "assistance_id": lambda target: str(_assistance_of(target)),
    "referral": lambda target: str(_referral_of(target)),
    "task_id": lambda target: str(_task_of(target)),
    "document_id": lambda target: str(_fact_of(PersonDocument, target)),
    "file_id": lambda target: str(_scan_of(target)),
    "legalisation_id": lambda target: str(_fact_of(LegalisationCase, target)),
    "household_id": lambda target: str(_household_of(target)),
    "member_id": lambda target: str(_member_of(target)),
    "guardianship_id": lambda target: str(_guardian_of(target)),
    "request_id": lambda target: str(_rights_request_of(target)),
    "row": lambda target: str(_row_of(target)),
    "pair_id": lambda target: str(_pair_of(target)),
    "merge_id": lambda target: str(_merge_of(target)),
    "sent_id": lambda target: str(_sent_of(target)),
    "question_id": lambda target: str(_question_of(target)),
    "registration_id": lambda target: str(_registration_of(target)),
    "participation_id": lambda target: str(target.participation.pk if target.participation else ABSENT_ID),
}
#: Other parameters: a value that exists, and one that does not.
PLAIN_KEYS: Mapping[str, tuple[str, str]] = {
    "code": ("EECO01", "NOPE99"),
    "indicator": ("EECO01", "NOPE99"),
    "project": ("sopot-5.15", "no-project"),
    "pk": ("1", "999999"),
    "key": ("x-y", "x-y"),
    "uidb36": ("1", "zz"),
    "kind": ("culture-integration", "no-kind"),
    "resource_kind": ("interpreter", "no-kind"),
    "check": ("incomplete", "no-check"),
    "batch": (str(BATCH_ID), str(ABSENT_ID)),
    "upload": (str(UPLOAD_ID), str(ABSENT_ID)),
    "own_code": (OWN_CODE, "NOPE99"),
    "edition": (str(EDITION_ID), str(ABSENT_ID)),
    "smefs_file": (str(SMEFS_FILE_ID), str(ABSENT_ID)),
    "smefs_listing": (str(SMEFS_LISTING_ID), str(ABSENT_ID)),
    "file_kind": ("pdf", "exe"),
    "built": (str(BUILT_ID), str(ABSENT_ID)),
    "sample": (str(SAMPLE_ID), str(ABSENT_ID)),
    "form": ("quick-log", "no-form"),
    "topic": ("osoby", "no-topic"),
    "account": (str(STAFF_ID), "999999"),
    "membership": (str(STAFF_ID), "999999"),
    "organisation": ("sopot", "nobody"),
    "position": ("0", "7"),
    "document": ("deklaracja-dostepnosci", "deklaracja-dostepnosci"),
    "dictionary": ("residence-title", "no-dictionary"),
    "entry": ("ukr", "no-entry"),
    "step": ("jezyk", "jezyk"),
    "course_id": (str(COURSE_ID), str(ABSENT_ID)),
    "edition_id": (str(RUN_ID), str(ABSENT_ID)),
    "group_id": (str(GROUP_ID), str(ABSENT_ID)),
    "meeting_id": (str(MEETING_ID), str(ABSENT_ID)),
    "counted_kind": ("przeszkoleni", "no-kind"),
    "counted_id": (str(TRAINING_ID), str(ABSENT_ID)),
    "venue": (str(VENUE_ID), "999999"),
    "reason": ("excused", "no-reason"),
    "day_off": (str(DAY_OFF_ID), "999999"),
    "activity_id": (str(ACTIVITY_ID), str(ABSENT_ID)),
    "date_id": (str(DATE_ID), str(ABSENT_ID)),
    "resource_id": (str(RESOURCE_ID), str(ABSENT_ID)),
    "class_id": (str(CLASS_ID), str(ABSENT_ID)),
    "taught_id": (str(TAUGHT_ID), str(ABSENT_ID)),
    "group_of_volunteer": (str(VOLUNTEERS_ID), str(ABSENT_ID)),
    "enrolment_id": (str(ENROLMENT_ID), str(ABSENT_ID)),
    "stuck_pair": (str(STUCK_PAIR_ID), str(ABSENT_ID)),
    "page": ("miejsce", str(ABSENT_ID)),
    "text_kind": ("strony", "no-kind"),
    "text_id": (str(TEXT_ID), str(ABSENT_ID)),
}
#: Parameters that lead to something of one account's own: a value that exists, and whose it is.
OWNED_KEYS: Mapping[str, tuple[str, str]] = {"job": (str(JOB_ID), JOB_OF)}


def paths(route: Route, target: Target) -> list[tuple[str, bool]]:
    """Return the addresses of ``route`` for ``target``, each with whether all it names exists.

    Raises ``LookupError`` when the route has a parameter that nobody has described here.
    """
    unknown = [name for name in route.parameters if name not in {**PERSON_KEYS, **OWNED_KEYS, **PLAIN_KEYS}]
    if unknown:
        raise LookupError(
            f"the route {route.name} has the parameter “{unknown[0]}”, which the access tests cannot fill: "
            "add it to PERSON_KEYS, OWNED_KEYS or PLAIN_KEYS in tests/access.py"
        )
    person = {name: PERSON_KEYS[name](target) for name in route.parameters if name in PERSON_KEYS}
    plain = [name for name in route.parameters if name in PLAIN_KEYS]
    exists = not person or target.participation is not None
    owned = {name: OWNED_KEYS[name][0] for name in route.parameters if name in OWNED_KEYS}
    good = {**person, **owned, **{name: PLAIN_KEYS[name][0] for name in plain}}
    found = [(reverse(route.name, kwargs=good), exists)]
    if plain and PLAIN_KEYS[plain[0]][0] != PLAIN_KEYS[plain[0]][1]:
        found.append((reverse(route.name, kwargs={**good, plain[0]: PLAIN_KEYS[plain[0]][1]}), False))
    return found


def owner_of(route: Route) -> str:
    """Return who of the cast owns what the address of the route names; "" when it names nobody's own."""
    return next((OWNED_KEYS[name][1] for name in route.parameters if name in OWNED_KEYS), "")


def is_about_a_person(route: Route) -> bool:
    """Tell whether the address of the route names one person."""
    return any(name in PERSON_KEYS for name in route.parameters)
