"""Notices and consents: texts that never change once published, and who was told what and decided what (R80–R87, S63).

A *notice* is the information of one controller, a *kind of consent* one question. Both are worked on as a draft in five
languages; publishing writes one row for each language that nobody can change any more. Who was told and who decided
points to such a row, so a later text rewrites nothing.
"""

from django.db import models

from beneficiaries.enums import ConsentDecision, ControllerKind, TextChannel
from beneficiaries.models.households import Guardianship
from beneficiaries.models.people import Person
from beneficiaries.querysets import OfPersonQuerySet
from portal.accounts.models import User
from portal.crypto.ids import new_id
from portal.texts.models import EditedText, PublishedText


class Notice(EditedText):
    """The information that one controller owes to people (R80, R83)."""

    controller = models.CharField(max_length=12, choices=ControllerKind.choices)


class ConsentKind(EditedText):
    """One thing a person may agree to; never the ground of programme data (R81).

    ``code`` is what the portal asks by: ``beneficiaries.queries.consents.consent_in_force(person, "image")``.
    """


class NoticeText(PublishedText):
    """What a notice says in one language since it was published."""

    of = "notice"
    notice = models.ForeignKey(Notice, models.PROTECT, related_name="texts")

    class Meta(PublishedText.Meta):
        constraints = [models.UniqueConstraint(fields=["notice", "number", "language"], name="notice_text_once")]


class ConsentText(PublishedText):
    """What a person is asked in one language since it was published."""

    of = "kind"
    kind = models.ForeignKey(ConsentKind, models.PROTECT, related_name="texts")

    class Meta(PublishedText.Meta):
        constraints = [models.UniqueConstraint(fields=["kind", "number", "language"], name="consent_text_once")]


class TextEvent(models.Model):
    """Something that a person was told or said about a published text: when, by which way, through which guardian.

    ``on`` is the day it happened, ``at`` the moment it was written down; ``by`` is nobody when the person did it on
    the web.
    """

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    channel = models.CharField(max_length=8, choices=TextChannel.choices)
    guardian = models.ForeignKey(Guardianship, models.PROTECT, null=True, related_name="+")

    append_only = True
    objects = OfPersonQuerySet.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return str(self.pk)


class NoticeReceipt(TextEvent):
    """A person was given a notice: which version, in which language."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="notice_receipts")
    text = models.ForeignKey(NoticeText, models.PROTECT, related_name="receipts")

    class Meta(TextEvent.Meta):
        indexes = [models.Index(fields=["person", "at"], name="notice_receipts")]


class Consent(TextEvent):
    """A person decided: agreed, refused or withdrew, to that text. The last decision about a kind is in force."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="consents")
    text = models.ForeignKey(ConsentText, models.PROTECT, related_name="consents")
    decision = models.CharField(max_length=9, choices=ConsentDecision.choices)

    class Meta(TextEvent.Meta):
        indexes = [models.Index(fields=["person", "at"], name="consent_history")]
