"""Records that may be one person written down twice: keys by which that is found, pairs for people to decide (R109)."""

from django.db import models
from django.db.models import F, Q

from beneficiaries.enums import DuplicateState
from beneficiaries.models.people import Person
from beneficiaries.querysets import DuplicatePairQuerySet
from portal.accounts.models import User
from portal.crypto.ids import new_id


class DuplicateKey(models.Model):
    """A keyed hash of something that spellings of one person have in common; two with the same key are compared.

    The number alone tells nothing: it is a hash with the index key of this installation (S59), and candidates pass
    the walls of who asks (S26). Odd numbers are those by which everybody is compared with everybody. Kept by
    ``beneficiaries/domain/duplicate_keys.py``; may be made anew at any time.
    """

    pk = models.CompositePrimaryKey("key", "person_id")
    key = models.BigIntegerField()
    person = models.ForeignKey(Person, models.CASCADE, related_name="duplicate_keys")

    def __str__(self) -> str:
        return str(self.key)


class DuplicateSketch(models.Model):
    """What comparing needs of a person: each spelling of the name as it sounds, and the birth date.

    It holds nothing that the readable columns of the person do not. ``is_new``: nobody has looked yet who this person
    may be; a task does soon after.
    """

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="duplicate_sketch")
    sketch = models.TextField()
    is_new = models.BooleanField(default=True)

    class Meta:
        indexes = [models.Index(fields=["person"], condition=Q(is_new=True), name="duplicate_sketch_new")]

    def __str__(self) -> str:
        return str(self.person_id)


class DuplicatePair(models.Model):
    """Two records that may be one person: a hint with a score of 0–100 and reasons; a person decides (S70).

    ``first`` has the smaller id, so a pair exists once. ``reasons`` are codes of ``DuplicateReason``, the most telling
    first. A pair decided as „different” is never asked again; one record merged into the other stays here as such.
    """

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    first = models.ForeignKey(Person, models.CASCADE, related_name="+")
    second = models.ForeignKey(Person, models.CASCADE, related_name="+")
    score = models.PositiveSmallIntegerField()
    reasons = models.JSONField(default=list)
    state = models.CharField(max_length=9, choices=DuplicateState.choices, default=DuplicateState.OPEN)
    found_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = DuplicatePairQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="duplicate_pair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="duplicate_pair_in_order"),
        ]
        indexes = [models.Index(fields=["state", "-score", "id"], name="duplicate_pair_in_line")]

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"
