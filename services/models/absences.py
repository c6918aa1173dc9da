"""Why somebody can be away from a class: a list of each grant project, never about health."""

from django.db import models

from portal.programmes.models import GrantProject
from portal.ui.formatting import current_language


class AbsenceReason(models.Model):
    """One reason of the list. ``names``: language → name, Polish at least; ``is_excused``: the absence is excused.

    A reason never says anything about health: who is ill is excused and no more. Reasons are retired, not removed.
    """

    grant_project = models.ForeignKey(GrantProject, models.CASCADE, related_name="absence_reasons")
    code = models.SlugField(max_length=20)
    names = models.JSONField(default=dict)
    is_excused = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)
    is_retired = models.BooleanField(default=False)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["grant_project", "code"], name="absence_reason_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the language of the page, else the Polish one."""
        return self.names.get(current_language()) or self.names.get("pl") or self.code
