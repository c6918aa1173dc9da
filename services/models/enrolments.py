"""Who has a place, who waits, who came, and what they take home (C9, R98)."""

from django.db import models

from beneficiaries.models import Participation
from portal.accounts.models import User
from portal.crypto.fields import BlindIndexField, SealedTextField
from portal.crypto.ids import new_id
from portal.crypto.models import DataKey
from portal.versions.models import Version
from services.enums import Absence, EnrolmentState, EnrolmentStep, Priority
from services.models.absences import AbsenceReason
from services.models.activities import Activity, Meeting
from services.querysets import EnrolmentQuerySet


class SignUp(models.Model):
    """Somebody who signed up without an account, with their children: one sign-up, a place for each.

    ``code`` opens the confirmation and cancels; it is found by its keyed hash. What was said is sealed under a key of
    its own, which is removed when the data end. ``opened_with`` is the keyed hash of the form, so that the same form
    sent twice signs up once. ``name`` is that of whoever signed up, who need not come themself. ``needs`` are codes of
    ``SignUpNeed`` in one line, words below. ``doubts`` name what looked odd: then the places are held, not given (S23).
    """

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    data_key = models.OneToOneField(DataKey, models.PROTECT, related_name="sign_up")
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="sign_ups")
    code = SealedTextField(index="code_index", context="sign-up code")
    code_index = BlindIndexField(unique=True, db_index=False)
    opened_with = models.BinaryField(max_length=32, null=True, blank=True, unique=True, editable=False)
    language = models.CharField(max_length=5)
    doubts = models.CharField(max_length=80, blank=True)
    name = SealedTextField()
    phone = SealedTextField()
    email = SealedTextField()
    needs = SealedTextField()
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.pk)


class Enrolment(models.Model):
    """One person's place in an activity, or their wait for one.

    Either ``participation`` is known, or ``sign_up`` holds who came from the public page, with ``name`` and
    ``birth_year`` sealed under its key; when staff find the person, ``participation`` is filled and attendance so far
    becomes support. Who waits is asked in the order of ``priority`` (the lower the sooner), then ``asked_at``, then
    ``id``; an offer lasts until ``offered_until`` and then passes on by itself.
    """

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version: models.UUIDField = models.UUIDField(default=new_id, editable=False)
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="enrolments")
    participation = models.ForeignKey(Participation, models.PROTECT, null=True, blank=True, related_name="enrolments")
    sign_up = models.ForeignKey(SignUp, models.CASCADE, null=True, blank=True, related_name="enrolments")
    name = SealedTextField(key_path="sign_up.data_key")
    birth_year = SealedTextField(key_path="sign_up.data_key")
    is_child = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=EnrolmentState.choices)
    priority = models.PositiveSmallIntegerField(choices=Priority.choices, default=Priority.USUAL)
    asked_at = models.DateTimeField()
    offered_until = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    level = models.CharField(max_length=2, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["activity", "state", "priority", "asked_at"], name="enrolment_queue")]
        constraints = [
            models.UniqueConstraint(fields=["activity", "participation"], name="enrolment_once"),
            models.CheckConstraint(
                condition=models.Q(participation__isnull=False) | models.Q(sign_up__isnull=False),
                name="enrolment_of_somebody",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class EnrolmentChange(models.Model):
    """What happened to a place: asked, given, offered, accepted, lapsed, cancelled, moved to another group."""

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="changes")
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=10, choices=EnrolmentStep.choices)
    why = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["enrolment", "at"], name="enrolment_history")]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"


class Attendance(Version):
    """Whether somebody with a place was at a meeting: append-only, like every fact that figures rest on.

    No row: no entry, which is not absence. ``support_fact`` is the delivery of support that being there made; hours are
    counted from that alone, so that record, indicators, certificate and statement agree. ``reason`` is one of the list
    of the project, ``absence`` whether it excuses; both blank where nobody said why. ``is_late`` marks an entry made
    from paper after the day (L25).
    """

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="attendance")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendance")
    is_present = models.BooleanField()
    absence = models.CharField(max_length=10, choices=Absence.choices, blank=True)
    reason = models.ForeignKey(AbsenceReason, models.PROTECT, null=True, blank=True, related_name="+")
    is_late = models.BooleanField(default=False)
    support_fact = models.UUIDField(null=True, blank=True)

    class Meta(Version.Meta):
        indexes = [
            models.Index(
                fields=["meeting"], condition=models.Q(superseded_at__isnull=True), name="attendance_of_meeting"
            ),
            models.Index(
                fields=["support_fact"], condition=models.Q(superseded_at__isnull=True), name="attendance_of_support"
            ),
        ]
        constraints = [
            *Version.Meta.constraints,
            models.UniqueConstraint(
                fields=["enrolment", "meeting"],
                condition=models.Q(superseded_at__isnull=True),
                name="attendance_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.meeting_id} {self.is_present}"


class Certificate(models.Model):
    """A confirmation that somebody completed a course: what was true on the day it was given never changes.

    ``code`` is printed on it; whoever holds the paper can check the code, and nothing else can be found with it.
    ``first_on`` and ``last_on`` are the days of the first and the last class of the group that was held by then; blank
    on those given before these were kept.
    """

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="certificates")
    number = models.CharField(max_length=30, unique=True)
    code = models.CharField(max_length=20, unique=True)
    given_on = models.DateField()
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    hours = models.DecimalField(max_digits=6, decimal_places=2)
    attended = models.PositiveSmallIntegerField()
    held = models.PositiveSmallIntegerField()
    first_on = models.DateField(null=True, blank=True)
    last_on = models.DateField(null=True, blank=True)
    level = models.CharField(max_length=2, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.number
