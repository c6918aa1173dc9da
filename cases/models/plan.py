"""What a person and a colleague agreed on: the plan, its goals and steps, the talks about it, the signatures.

Every change is a version, so that what was agreed when stays readable. It is not the statutory „indywidualny program
integracji” (R96). Parts name their plan and goal by the fact, not by one version of it.
"""

from django.db import models

from beneficiaries.models import Participation
from cases.enums import PlanEnd, Signer, StatutoryProgramme, StepOwner, StepState
from portal.accounts.models import User
from portal.crypto.fields import SealedTextField
from portal.programmes.models import ServiceType
from portal.versions.models import Version

KEY = "participation.person.data_key"


def _current(name: str) -> models.Index:
    return models.Index(fields=["participation"], condition=models.Q(superseded_at__isnull=True), name=name)


class IntegrationPlan(Version):
    """The plan of a participation; at most one is open at a time, earlier ones stay.

    ``first_review_on`` holds until a review names the next day. ``statutory_where`` says which office runs the
    statutory programme and what it pays for, so that nothing is paid twice (R96).
    """

    participation = models.ForeignKey(Participation, models.PROTECT, related_name="plans")
    opened_on = models.DateField()
    first_review_on = models.DateField()
    statutory_programme = models.CharField(
        max_length=10, choices=StatutoryProgramme.choices, default=StatutoryProgramme.UNKNOWN
    )
    statutory_where = SealedTextField(key_path=KEY)
    closed_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=10, choices=PlanEnd.choices, blank=True)
    closing_note = SealedTextField(key_path=KEY)

    class Meta(Version.Meta):
        indexes = [_current("plan_current")]
        constraints = [
            *Version.Meta.constraints,
            models.UniqueConstraint(
                fields=["participation"],
                condition=models.Q(superseded_at__isnull=True, closed_on__isnull=True),
                name="plan_one_open",
            ),
        ]

    def __str__(self) -> str:
        return str(self.opened_on)


class PlanGoal(Version):
    """What the person wants to reach in one area of the diagnosis; ``area`` is its code.

    ``own_words`` says the same in the language of the person, who reads it in place of ``text``; blank: as ``text``.
    """

    participation = models.ForeignKey(Participation, models.PROTECT, related_name="plan_goals")
    plan_fact = models.UUIDField()
    area = models.CharField(max_length=40)
    text = SealedTextField(key_path=KEY)
    own_words = SealedTextField(key_path=KEY)

    keeping_ends = "case"

    class Meta(Version.Meta):
        indexes = [_current("plan_goal_current")]

    def __str__(self) -> str:
        return self.area


class PlanStep(Version):
    """One step towards a goal: what, with which help, who does it, until when, how far it is.

    The help is a kind of support of the project, or in ``other_help`` that of another organisation. The owner is a
    colleague, the person, or in ``owner_name`` another organisation. ``own_words`` says ``what`` in the language of the
    person, who reads it in its place.
    """

    participation = models.ForeignKey(Participation, models.PROTECT, related_name="plan_steps")
    plan_fact = models.UUIDField()
    goal_fact = models.UUIDField()
    what = SealedTextField(key_path=KEY)
    own_words = SealedTextField(key_path=KEY)
    service_type = models.ForeignKey(ServiceType, models.PROTECT, null=True, blank=True, related_name="+")
    other_help = SealedTextField(key_path=KEY)
    owner_kind = models.CharField(max_length=12, choices=StepOwner.choices)
    owner = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    owner_name = SealedTextField(key_path=KEY)
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=StepState.choices, default=StepState.PLANNED)
    drop_reason = SealedTextField(key_path=KEY)

    keeping_ends = "case"

    class Meta(Version.Meta):
        indexes = [_current("plan_step_current")]

    def __str__(self) -> str:
        return f"{self.state} {self.due_on}"


class PlanReview(Version):
    """A talk about the plan: when, with whom of the staff, what was agreed, and when the next one is (R93)."""

    participation = models.ForeignKey(Participation, models.PROTECT, related_name="plan_reviews")
    plan_fact = models.UUIDField()
    held_on = models.DateField()
    held_by = models.CharField(max_length=120)
    agreed = SealedTextField(key_path=KEY)
    next_review_on = models.DateField()

    keeping_ends = "case"

    class Meta(Version.Meta):
        indexes = [_current("plan_review_current")]

    def __str__(self) -> str:
        return str(self.held_on)


class PlanSignature(Version):
    """The plan was signed on paper: when, by whom, before which colleague, in which language it was printed."""

    participation = models.ForeignKey(Participation, models.PROTECT, related_name="plan_signatures")
    plan_fact = models.UUIDField()
    signed_on = models.DateField()
    signer = models.CharField(max_length=12, choices=Signer.choices)
    signer_name = SealedTextField(key_path=KEY)
    colleague = models.CharField(max_length=120)
    language = models.CharField(max_length=5)

    class Meta(Version.Meta):
        indexes = [_current("plan_signature_current")]

    def __str__(self) -> str:
        return str(self.signed_on)
