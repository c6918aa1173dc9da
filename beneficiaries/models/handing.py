"""Who took over whose people, for good or for a while."""

from django.db import models

from beneficiaries.models.people import Care
from portal.accounts.models import Organisation, User
from portal.crypto.ids import new_id
from portal.programmes.models import GrantProject


class HandOver(models.Model):
    """One act: people of one colleague got others in charge. It tells both sides, and leads back from a substitution.

    ``former`` is blank when nobody was in charge before. With ``until_on`` others stand in up to that day, inclusive:
    a reminder, nobody goes back by itself. ``given_back_at`` is when somebody let them go back.
    """

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    grant_project = models.ForeignKey(GrantProject, models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    former = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    until_on = models.DateField(null=True)
    handed_on = models.DateField()
    handed_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    given_back_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.pk)


class HandedCare(models.Model):
    """One person of a hand-over, and who took that person over."""

    hand_over = models.ForeignKey(HandOver, models.CASCADE, related_name="handed")
    care = models.ForeignKey(Care, models.CASCADE, related_name="+")
    taken_by = models.ForeignKey(User, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hand_over", "care"], name="handed_once")]

    def __str__(self) -> str:
        return f"{self.hand_over_id} {self.care_id}"
