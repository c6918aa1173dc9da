"""The accessibility statement of the portal as data that the institution fills in (R89–R91)."""

import datetime

from django.db import models

from portal.programmes.enums import Conformance

REVIEW_MONTH, REVIEW_DAY = 3, 31


class AccessibilityDeclaration(models.Model):
    """What the institution declares about the accessibility of its portal; each version of the page is made from it.

    ``published_on`` and ``updated_on`` are days of the site, ``prepared_on`` and ``reviewed_on`` of the statement.
    A blank ``assessed_by`` means a self-assessment. ``barriers``, ``building``, ``communication`` and ``apps`` hold one
    point per line; ``apps`` is blank when there are none. Phone and e-mail that are blank are those of the project.
    """

    grant_project = models.OneToOneField("programmes.GrantProject", models.CASCADE, related_name="declaration")
    entity = models.CharField(max_length=200, blank=True)
    site_url = models.URLField(blank=True)
    published_on = models.DateField(null=True, blank=True)
    updated_on = models.DateField(null=True, blank=True)
    prepared_on = models.DateField(null=True, blank=True)
    reviewed_on = models.DateField(null=True, blank=True)
    conformance = models.CharField(max_length=7, choices=Conformance.choices, default=Conformance.PARTIAL)
    assessed_by = models.CharField(max_length=200, blank=True)
    barriers = models.TextField(blank=True)
    contact_unit = models.CharField(max_length=200, blank=True)
    contact_email = models.EmailField(blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)
    building = models.TextField(blank=True)
    building_url = models.URLField(blank=True)
    communication = models.TextField(blank=True)
    apps = models.TextField(blank=True)

    objects: models.Manager["AccessibilityDeclaration"] = models.Manager()

    def __str__(self) -> str:
        return self.entity

    @property
    def last_look(self) -> datetime.date | None:
        """The day on which somebody last vouched for the statement: of the review, else of writing it."""
        return self.reviewed_on or self.prepared_on

    @property
    def review_by(self) -> datetime.date | None:
        """The day by which it must be reviewed: 31 March of the year after the last look (R91)."""
        return datetime.date(self.last_look.year + 1, REVIEW_MONTH, REVIEW_DAY) if self.last_look else None

    def is_overdue(self, today: datetime.date) -> bool:
        """Tell whether the day of the yearly review has passed; a statement that nobody wrote is overdue."""
        return self.review_by is None or today > self.review_by
