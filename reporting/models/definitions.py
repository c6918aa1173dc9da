"""Indicators that people of a grant project built themselves."""

from django.db import models

from portal.programmes.models import GrantProject
from portal.ui.formatting import current_language
from portal.versions.models import Version
from reporting.enums import When, Whom


class IndicatorDefinition(Version):
    """One version of an indicator that people of a grant project built themselves, from the words of the vocabulary.

    ``code`` is given once and stays with the indicator for good, also after it is retired (retracted); ``number``
    counts its versions. ``names``: language → name, Polish at least. ``filters``: filter → chosen values, as
    ``reporting/indicators/filters.py`` knows them. ``dimensions`` are filters by which the figure is broken down.
    """

    grant_project = models.ForeignKey(GrantProject, models.PROTECT, related_name="indicator_definitions")
    code = models.CharField(max_length=12)
    number = models.PositiveSmallIntegerField(default=1)
    names = models.JSONField(default=dict)
    whom = models.CharField(max_length=15, choices=Whom.choices, default=Whom.PARTICIPANTS)
    when = models.CharField(max_length=15, choices=When.choices, default=When.ENROLLED)
    filters = models.JSONField(default=dict, blank=True)
    dimensions = models.JSONField(default=list, blank=True)
    target = models.PositiveIntegerField(null=True, blank=True)
    is_lower_bound = models.BooleanField(default=False)

    class Meta(Version.Meta):
        ordering = ["code", "number"]
        constraints = [
            *Version.Meta.constraints,
            models.UniqueConstraint(fields=["grant_project", "code", "number"], name="indicator_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.number}"

    @property
    def name(self) -> str:
        """Return the name in the language of the page, else the Polish one."""
        return self.names.get(current_language()) or self.names.get("pl") or self.code
