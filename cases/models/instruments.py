"""What a needs diagnosis is made with, as data: versions of instruments, their areas, the sentences (R93–R94)."""

from django.db import models

from cases.rules.instruments import FIVE_AREAS, Key
from portal.crypto.ids import new_id
from portal.programmes.models import GrantProject

SENTENCES = tuple(f"level_{level}" for level in range(1, 6))
"""The fields of an area that hold what its levels say."""


class Instrument(models.Model):
    """One version of an instrument; versions that diagnoses refer to are never changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.SlugField(max_length=40)
    version = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    valid_from = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="instrument_version")]

    def __str__(self) -> str:
        return f"{self.code}/{self.version}"

    @property
    def key(self) -> Key:
        """Code and version."""
        return self.code, self.version


class InstrumentArea(models.Model):
    """One area: its names, what to ask, and a sentence for each level. A protected one has a lock (R84–R85)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    instrument = models.ForeignKey(Instrument, models.CASCADE, related_name="areas")
    code = models.SlugField(max_length=20)
    name = models.CharField(max_length=80)
    short_name = models.CharField(max_length=40)
    hint = models.CharField(max_length=300, blank=True)
    is_protected = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)
    level_1 = models.CharField(max_length=200)
    level_2 = models.CharField(max_length=200)
    level_3 = models.CharField(max_length=200)
    level_4 = models.CharField(max_length=200)
    level_5 = models.CharField(max_length=200)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["instrument", "code"], name="instrument_area_code")]

    def __str__(self) -> str:
        return self.code


class InstrumentInUse(models.Model):
    """Which instrument a grant project assesses with; the day decides which of its versions. Without: five areas."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    grant_project = models.OneToOneField(GrantProject, models.CASCADE, related_name="instrument_in_use")
    code = models.SlugField(max_length=40, default=FIVE_AREAS[0])

    def __str__(self) -> str:
        return self.code
