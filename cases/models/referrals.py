"""A person is referred to a colleague, another organisation or an outside body, and the answer comes back."""

import datetime

from django.db import models
from django.db.models import Q

from beneficiaries.models import Participation
from cases.enums import Basis, ConsentForm, ConsentOf, OutsideBody, Purpose, Recipient, ReferralState, Step
from cases.querysets.referrals import ReferralQuerySet
from cases.rules.referrals import OPEN, state_on
from portal.accounts.models import Organisation, User
from portal.crypto.fields import SealedTextField
from portal.crypto.ids import new_id

KEY = "participation.person.data_key"


class Referral(models.Model):
    """One request to help a person, and which parts of the record go with it (S29).

    ``fields`` are codes of ``portal.sharing``. ``recipient_mark`` is a keyed hash by which the same recipient is
    recognised without being named. ``looks_after``: the sender agrees that the receiving organisation looks after the
    person once it accepts; ``care_given``: accepting did that. ``state`` does not know the day: ask ``state_on``.
    ``state_since`` is the day of the last step.
    """

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    participation = models.ForeignKey(Participation, models.PROTECT, related_name="referrals")
    from_organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    from_account = models.ForeignKey(User, models.PROTECT, related_name="+")
    recipient = models.CharField(max_length=15, choices=Recipient.choices)
    to_organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    to_account = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    outside_kind = models.CharField(max_length=15, choices=OutsideBody.choices, blank=True)
    outside_name = SealedTextField(key_path=KEY)
    recipient_mark = models.CharField(max_length=64)
    purpose = models.CharField(max_length=15, choices=Purpose.choices)
    request = SealedTextField(key_path=KEY)
    fields = models.JSONField(default=list)
    basis = models.CharField(max_length=10, choices=Basis.choices, blank=True)
    consent_on = models.DateField(null=True, blank=True)
    consent_how = models.CharField(max_length=10, choices=ConsentForm.choices, blank=True)
    consent_of = models.CharField(max_length=10, choices=ConsentOf.choices, blank=True)
    guardian_name = SealedTextField(key_path=KEY)
    expires_on = models.DateField(null=True, blank=True)
    looks_after = models.BooleanField(default=False)
    care_given = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=ReferralState.choices, default=ReferralState.SENT)
    sent_on = models.DateField()
    state_since = models.DateField()

    objects = ReferralQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["participation", "recipient_mark", "purpose"],
                condition=Q(state__in=sorted(OPEN)),
                name="referral_open_once",
            ),
            models.CheckConstraint(
                condition=Q(recipient="organisation", to_organisation__isnull=False, expires_on__isnull=False)
                | Q(recipient="colleague", to_account__isnull=False)
                | (Q(recipient="outside") & ~Q(outside_kind="")),
                name="referral_has_recipient",
            ),
            models.CheckConstraint(condition=Q(recipient="colleague") | ~Q(basis=""), name="referral_has_basis"),
        ]
        indexes = [
            models.Index(fields=["participation", "sent_on"], name="referral_of_person"),
            models.Index(fields=["to_organisation", "state"], name="referral_received"),
        ]

    def __str__(self) -> str:
        return f"{self.recipient} {self.state} {self.sent_on}"

    @property
    def is_outside(self) -> bool:
        """Whether the recipient has no account here."""
        return self.recipient == Recipient.OUTSIDE

    def state_on(self, day: datetime.date) -> ReferralState:
        """Where it stands on a day."""
        return state_on(self.state, self.expires_on, day)


class ReferralStep(models.Model):
    """One step of a referral: who, when, and the words that go with it (a reason, what was done)."""

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=10, choices=Step.choices)
    on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    words = SealedTextField(key_path=f"referral.{KEY}")

    class Meta:
        indexes = [models.Index(fields=["referral", "at"], name="referral_steps")]

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"
