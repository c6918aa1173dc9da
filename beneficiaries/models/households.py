"""Families: who lives together, and who stands for a child (S25, S30, R86).

A household says nothing about custody, a guardianship nothing about where somebody lives. Neither belongs to a grant
project. No figure rests on them, so they are changed in place and the trail says by whom.
"""

from django.db import models
from django.db.models import F, Q

from beneficiaries.enums import FamilyRole, GuardianKind
from beneficiaries.models.people import Person
from beneficiaries.querysets import GuardianshipQuerySet, HouseholdQuerySet, MemberQuerySet
from portal.accounts.models import User
from portal.crypto.fields import SealedTextField
from portal.crypto.ids import new_id
from portal.crypto.models import DataKey


class Household(models.Model):
    """People who live together. ``name`` and ``address`` are what somebody wrote about them as a whole.

    Both can give away a member who is hidden from others, so they are sealed, and shown only to whoever sees every
    member or wrote them: ``name_by``, ``address_by``. ``version`` changes with each change of the two (L5).
    """

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version: models.UUIDField = models.UUIDField(default=new_id, editable=False)
    data_key = models.OneToOneField(DataKey, models.PROTECT, related_name="household")
    name = SealedTextField()
    name_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    address = SealedTextField()
    address_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    changed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    objects = HouseholdQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.pk)


class HouseholdMember(models.Model):
    """A person lives in a household from a day on; ``until`` is the last day, blank while the person lives there.

    In one household at a time; where somebody lived before stays.
    """

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    household = models.ForeignKey(Household, models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, models.PROTECT, related_name="household_places")
    role = models.CharField(max_length=5, choices=FamilyRole.choices)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = MemberQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(until__isnull=True), name="household_one_at_a_time"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="household_left_after_coming"
            ),
        ]
        indexes = [models.Index(fields=["household"], condition=Q(until__isnull=True), name="household_members")]

    def __str__(self) -> str:
        return str(self.pk)


class Guardianship(models.Model):
    """Somebody stands for a child: a person known here, or somebody outside by name and phone (S30, R86).

    What may reach the guardian is decided by ``beneficiaries.rules.families`` alone, never by one flag.
    ``valid_until`` is the last day. ``version`` changes with every change (L5).
    """

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version: models.UUIDField = models.UUIDField(default=new_id, editable=False)
    child = models.ForeignKey(Person, models.PROTECT, related_name="guardians")
    guardian = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="guardian_of")
    outside_name = SealedTextField(key_path="child.data_key")
    outside_phone = SealedTextField(key_path="child.data_key")
    kind = models.CharField(max_length=9, choices=GuardianKind.choices)
    contact_allowed = models.BooleanField(default=False)
    information_allowed = models.BooleanField(default=False)
    court_restriction = models.BooleanField(default=False)
    restriction_words = SealedTextField(key_path="child.data_key")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    changed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    objects = GuardianshipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["child", "guardian"], condition=Q(valid_until__isnull=True), name="guardian_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="guardian_ends_after_beginning",
            ),
            models.CheckConstraint(
                condition=Q(guardian__isnull=True) | ~Q(guardian=F("child")), name="guardian_of_another"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
