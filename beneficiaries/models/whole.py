"""What makes the record of a person whole: other addresses, languages, and the day on which a child is of age."""

from django.db import models
from django.db.models import F, Q

from beneficiaries.enums import AddressKind, LanguageLevel
from beneficiaries.models.people import Person
from portal.accounts.models import User
from portal.crypto.fields import SealedTextField
from portal.crypto.ids import new_id


class PersonAddress(models.Model):
    """Where a person lived before, or where letters go: the home of today stands on the person itself (S25).

    ``valid_until`` is the last day, blank while letters go there; a former home always has one. ``valid_from`` is
    blank when nobody knows since when. ``is_safe`` is blank when nobody asked: such an address is printed only for
    people whose contact needs no care. Never passed on to others of the household.
    """

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="addresses")
    kind = models.CharField(max_length=7, choices=AddressKind.choices)
    address = SealedTextField(key_path="person.data_key")
    is_safe = models.BooleanField(null=True, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"], condition=Q(valid_until__isnull=True), name="address_in_force_once"
            ),
            models.CheckConstraint(
                condition=Q(kind=AddressKind.LETTERS) | Q(valid_until__isnull=False), name="address_home_is_former"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
                name="address_ends_after_beginning",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class PersonLanguage(models.Model):
    """A language that a person speaks, up to three, in the person's own order; ``level`` is blank until asked."""

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="languages")
    position = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=8)
    level = models.CharField(max_length=13, choices=LanguageLevel.choices, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["person", "position"], name="language_in_order"),
            models.UniqueConstraint(fields=["person", "language"], name="language_once"),
        ]

    def __str__(self) -> str:
        return f"{self.language} {self.level}"


class ComingOfAge(models.Model):
    """A child in a grant project is of age from ``day`` on: declarations are asked for anew (R47, R86).

    Made by the nightly job thirty days before, or later for whoever is written down later. It waits on „my day” until
    somebody says that it is done.
    """

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.OneToOneField(Person, models.CASCADE, related_name="coming_of_age")
    day = models.DateField()
    made_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["day"], condition=Q(done_at__isnull=True), name="of_age_open")]

    def __str__(self) -> str:
        return f"{self.pk} {self.day}"
