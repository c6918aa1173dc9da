"""What a project reaches beyond its participants: institutions, staff who were trained, products (C15–C17)."""

from django.db import models

from beneficiaries.enums import Sex
from portal.crypto.ids import new_id
from portal.programmes.models import GrantProject
from portal.versions.models import Version
from services.enums import InstitutionKind, ProductKind
from services.querysets import BeyondQuerySet, OfProjectQuerySet

LONGEST_NAME, LONGEST_TOWN, LONGEST_EVIDENCE = 200, 80, 300


class Institution(Version):
    """A school, clinic, employer or another institution that takes part in a grant project since ``day``.

    ``key`` is by what it is known: two in force with the same name and town would be one.
    """

    grant_project = models.ForeignKey(GrantProject, models.PROTECT, related_name="+")
    name = models.CharField(max_length=LONGEST_NAME)
    kind = models.CharField(max_length=20, choices=InstitutionKind.choices)
    town = models.CharField(max_length=LONGEST_TOWN)
    day = models.DateField()
    key = models.CharField(max_length=600, editable=False)

    objects = BeyondQuerySet.as_manager()  # type: ignore[misc]

    class Meta(Version.Meta):
        constraints = [
            *Version.Meta.constraints,
            models.UniqueConstraint(
                fields=["grant_project", "key"], condition=models.Q(superseded_at__isnull=True), name="institution_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.town}"


class TrainedPerson(models.Model):
    """Somebody of the staff of an institution who finished a training; never a participant by that (R37).

    Never changed: a mistake is taken back and written anew. Names are blanked when they are needed no more; number,
    sex and institution stay, so that figures can be made again. ``institution`` is the ``fact_id`` of an
    ``Institution``, null for one that does not take part.
    """

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    grant_project = models.ForeignKey(GrantProject, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    given_names = models.CharField(max_length=80, blank=True)
    surname = models.CharField(max_length=80, blank=True)
    sex = models.CharField(max_length=1, choices=Sex.choices)
    institution = models.UUIDField(null=True, blank=True)

    objects = OfProjectQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["grant_project", "number"], name="trained_number_once")]
        indexes = [models.Index(fields=["grant_project", "institution"], name="trained_of_institution")]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """What stands for the person where no name may."""
        return f"S-{self.number}"

    @property
    def name(self) -> str:
        """The name, blank when it is kept no more."""
        return f"{self.given_names} {self.surname}".strip()


class Training(Version):
    """A training that somebody of the staff of an institution finished on ``day``; ``hours`` null where nobody said."""

    grant_project = models.ForeignKey(GrantProject, models.PROTECT, related_name="+")
    person = models.ForeignKey(TrainedPerson, models.PROTECT, related_name="trainings")
    title = models.CharField(max_length=LONGEST_NAME)
    day = models.DateField()
    hours = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)

    objects = BeyondQuerySet.as_manager()  # type: ignore[misc]

    class Meta(Version.Meta):
        constraints = [
            *Version.Meta.constraints,
            models.UniqueConstraint(
                fields=["person", "title", "day"], condition=models.Q(superseded_at__isnull=True), name="training_once"
            ),
        ]
        indexes = [models.Index(fields=["grant_project", "day"], name="training_by_day")]

    def __str__(self) -> str:
        return f"{self.title} {self.day}"


class Product(Version):
    """What a project made, finished on ``day``: so many ``pieces``; ``evidence`` says where the proof is kept."""

    grant_project = models.ForeignKey(GrantProject, models.PROTECT, related_name="+")
    title = models.CharField(max_length=LONGEST_NAME)
    kind = models.CharField(max_length=20, choices=ProductKind.choices)
    pieces = models.PositiveIntegerField(default=1)
    day = models.DateField()
    evidence = models.CharField(max_length=LONGEST_EVIDENCE)

    objects = BeyondQuerySet.as_manager()  # type: ignore[misc]

    class Meta(Version.Meta):
        constraints = [
            *Version.Meta.constraints,
            models.CheckConstraint(condition=models.Q(pieces__gte=1), name="product_has_pieces"),
        ]

    def __str__(self) -> str:
        return self.title
