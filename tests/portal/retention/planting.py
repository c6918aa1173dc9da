"""One thing of every kind that is kept for a time, planted as of now."""

import datetime
import uuid
from dataclasses import dataclass
from decimal import Decimal

from django.contrib.sessions.models import Session
from django.utils import timezone

from beneficiaries.enums import RegistrationState, RightChannel, RightKind
from beneficiaries.models import EmergencyAccess, Person, PersonMerge, Registration, RightsPackage, RightsRequest
from portal.accounts.models import AttemptCount, User
from portal.audit.enums import Action
from portal.audit.models import AuditEvent
from portal.audit.sealer import seal_waiting
from portal.audit.trail import record as record_event
from portal.jobs.models import Job
from portal.messages.models import OutgoingMessage
from portal.own.models import SignInCode, Slip
from portal.programmes.models import GrantProject
from portal.submissions.models import Draft, Submission
from reporting.models import InspectedRecord, InspectionSample, RecordReview, ReportEdition
from reporting.smefs.models import SmefsOrder
from services.models import CalendarFeed, ConsultationHours, DaysAway, HoursNorm, WorkEntry
from tests.factories.accounts import make_user
from tests.factories.activities import make_activity, make_sign_up
from tests.factories.beneficiaries import make_care, make_participation, make_person
from tests.factories.beyond import make_trained
from tests.factories.registrations import make_registration
from tests.portal.imports.rows import make_batch, make_key, make_row, make_upload

DAY = datetime.timedelta(days=1)


@dataclass
class World:
    """What is planted into; ``closed`` is an account that was just closed."""

    project: GrantProject
    city: object
    now: datetime.datetime

    def closed(self) -> User:
        user = make_user("Zamknięta Osoba", email=f"{uuid.uuid4().hex}@sopot.example")
        User.objects.filter(pk=user.pk).update(is_active=False, date_joined=self.now)
        return user

    def participation(self, **values):
        person = make_person()
        make_care(person, self.city, self.project)
        return make_participation(person, self.project, **values)


def archived(world: World, days: int = 100) -> None:
    GrantProject.objects.update(retention_until=world.now.date() + days * DAY)


def ended_case(world: World):
    return world.participation(end_on=world.now.date() - DAY)


def record(world: World):
    archived(world)
    return world.participation()


def request(world: World) -> RightsRequest:
    return RightsRequest.objects.create(
        data_key=make_key(), participation=world.participation(), grant_project=world.project, number=uuid.uuid4().hex[:9],
        kind=RightKind.ACCESS, channel=RightChannel.LETTER, asked_on=world.now.date(), due_on=world.now.date(),
        received_at=world.now, ended_at=world.now, language="pl",
    )  # fmt: skip


def message(world: World, **values):
    times = {"asked_at": world.now, "next_try_at": world.now, "useless_at": world.now + DAY}
    return OutgoingMessage.objects.create(
        data_key=make_key(),
        kind="rights-news",
        recipient_kind="direct",
        address="x@sopot.example",
        **{**times, **values},
    )


def merge(world: World):
    one, other = make_person(), make_person()
    made = PersonMerge(
        kept=one, gone=other, data_key=make_key(), reason="same", log="[]", on=world.now.date(), at=world.now
    )
    made.save()
    Person.objects.filter(pk=other.pk).update(merged_into=one)
    return made


def access(world: World):
    return EmergencyAccess.objects.create(
        account=make_user(), grant_project=world.project, data_key=make_key(), category="life", reason="x",
        state="closed", asked_at=world.now,
    )  # fmt: skip


def decided(world: World) -> Registration:
    made = make_registration(world.project)
    Registration.objects.filter(pk=made.pk).update(state=RegistrationState.REFUSED, decided_at=world.now)
    return made


def draft_application(world: World) -> Registration:
    made = make_registration(world.project)
    Registration.objects.filter(pk=made.pk).update(state=RegistrationState.DRAFT, changed_at=world.now)
    return made


def network(world: World) -> Registration:
    made = make_registration(world.project)
    Registration.objects.filter(pk=made.pk).update(network=b"n" * 32, opened_with=b"o" * 32)
    return made


def batch(world: World):
    archived(world)
    return make_row(world.project, batch=make_batch(world.project)).batch


def staff_hours(world: World):
    nine, ten = datetime.time(9), datetime.time(10)
    return ConsultationHours.objects.create(
        account=world.closed(), grant_project=world.project, weekday=1, begins_at=nine, ends_at=ten,
        valid_from=world.now.date(),
    )  # fmt: skip


def edition(world: World) -> ReportEdition:
    return ReportEdition.objects.create(
        grant_project=world.project, starts_on=world.now.date(), ends_on=world.now.date(), purpose="claim", version=1,
        known_on=world.now, frozen_by=make_user(), content={}, checksum="0" * 64,
    )  # fmt: skip


def review(world: World) -> RecordReview:
    archived(world)
    sample = InspectionSample.objects.create(
        edition=edition(world), indicator="PLDCO01", stratum="", seed="1", size=1, frame_size=1, frame_sha256="0" * 64,
        data_key=make_key(), drawn_by=make_user(), drawn_at=world.now,
    )  # fmt: skip
    seen = InspectedRecord.objects.create(sample=sample, place=1, number="S-1", part="")
    made = RecordReview(record=seen, result="question", note="who is this", made_by=make_user(), made_at=world.now)
    made.save()
    return made


def order(world: World) -> SmefsOrder:
    archived(world)
    return SmefsOrder.objects.create(
        grant_project=world.project, data_key=make_key(), explanations="said", asked_by=make_user()
    )


def event(world: World) -> AuditEvent:
    made = record_event(Action.VIEW, by=None)
    seal_waiting(everything=True)
    return made


def session(world: World) -> Session:
    return Session.objects.create(session_key=uuid.uuid4().hex, session_data="", expire_date=world.now + DAY)


PLANTERS = {
    "events": event,
    "rows": lambda world: make_row(world.project, decided_at=world.now),
    "lists": lambda world: make_upload(world.project, make_user()),
    "batches": batch,
    "unsent-messages": message,
    "messages": lambda world: message(world, state="sent", ended_at=world.now),
    "drafts": lambda world: Draft.objects.create(account=make_user(), form="x", data_key=make_key(), content="{}"),
    "submissions": lambda world: Submission.objects.create(token=uuid.uuid4(), account=make_user()),
    "jobs": lambda world: Job.objects.create(
        kind="x",
        state="done",
        grant_project=world.project,
        requested_by=make_user(),
        requested_at=world.now,
        finished_at=world.now,
    ),
    "sessions": session,
    "codes": lambda world: SignInCode.objects.create(expires_at=world.now),
    "slips": lambda world: Slip.objects.create(user=make_user(), mark=uuid.uuid4().hex, expires_at=world.now),
    "attempts": lambda world: AttemptCount.objects.create(mark=uuid.uuid4().hex, began_at=world.now),
    "applications": draft_application,
    "refusals": decided,
    "networks": network,
    "sign-ups": lambda world: make_sign_up(make_activity(world.project)),
    "copies": lambda world: RightsPackage.objects.create(request=request(world), made_at=world.now, content="{}"),
    "merge-logs": merge,
    "accesses": access,
    "cases": ended_case,
    "records": record,
    "hours": staff_hours,
    "days-away": lambda world: DaysAway.objects.create(
        account=world.closed(), first_on=world.now.date(), last_on=world.now.date()
    ),
    "norms": lambda world: HoursNorm.objects.create(
        user=world.closed(), grant_project=world.project, monthly_hours=Decimal(48)
    ),
    "work": lambda world: WorkEntry.objects.create(
        user=world.closed(), grant_project=world.project, day=world.now.date(), hours=Decimal(1), what="x"
    ),
    "feeds": lambda world: CalendarFeed.objects.create(
        account=world.closed(), secret_mark=b"m" * 32, made_at=world.now
    ),
    "accounts": lambda world: world.closed(),
    "account-names": lambda world: archived(world) or world.closed(),
    "inspections": review,
    "trained-names": lambda world: archived(world) or make_trained(world.project),
    "smefs-orders": order,
}


def world_of(project: GrantProject, city: object) -> World:
    return World(project, city, timezone.now())
