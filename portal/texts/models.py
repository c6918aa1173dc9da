"""What a text is made of: a place in a project with a draft, and the versions that were published (S63)."""

import datetime

from django.db import models

from portal.accounts.models import User
from portal.audit.models import AppendOnlyQuerySet
from portal.crypto.ids import new_id
from portal.policy.access import access_of
from portal.programmes.models import GrantProject


class EditedTextQuerySet(models.QuerySet):
    """Texts, chainable."""

    def visible_to(self, user: User, action: str = "view_texts") -> "EditedTextQuerySet":
        """Only texts of the grant projects in which ``user`` may ``action``."""
        return self.filter(grant_project__in=access_of(user).projects(action, undated=True))


class EditedText(models.Model):
    """A text of a grant project and its draft in every language.

    ``name`` is what lists call it. ``ended_on`` is the last day on which it is handed out, asked or shown. The
    ``draft_…`` fields hold what is worked on; ``draft_of`` changes with each change of it (L5).
    """

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    grant_project = models.ForeignKey(GrantProject, models.CASCADE, related_name="+")
    code = models.CharField(max_length=80)
    name = models.CharField(max_length=160)
    position = models.PositiveSmallIntegerField(default=0)
    ended_on = models.DateField(null=True, blank=True)
    draft_title = models.CharField(max_length=200, blank=True)
    draft_body = models.TextField(blank=True)
    draft_of: models.UUIDField = models.UUIDField(default=new_id, editable=False)
    draft_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    draft_at = models.DateTimeField(null=True, blank=True)

    objects = EditedTextQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["position", "code"]
        constraints = [
            models.UniqueConstraint(fields=["grant_project", "code"], name="%(app_label)s_%(class)s_once"),
        ]

    def __str__(self) -> str:
        return self.name

    def is_used_on(self, day: datetime.date) -> bool:
        """Tell whether it is handed out, asked or shown on a day."""
        return self.ended_on is None or day <= self.ended_on


class PublishedText(models.Model):
    """One language of one published version. A subclass names in ``of`` the field that leads to its text.

    ``digest``: SHA-256, see ``portal.texts.digest``. ``asks_anew``: what people were told or decided under an earlier
    number does not cover this one.
    """

    of = ""
    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=5)
    title = models.CharField(max_length=200)
    body = models.TextField()
    digest = models.CharField(max_length=64)
    asks_anew = models.BooleanField(default=False)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    append_only = True
    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"
        ordering = ["-number", "language"]

    def __str__(self) -> str:
        return f"{self.title} {self.number} {self.language}"
