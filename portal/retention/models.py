"""What each night removed, and what two people let it remove: counts and numbers, no names."""

import datetime

from django.db import models

from portal.accounts.models import User
from portal.crypto.ids import new_id
from portal.releasing import Standing, standing_of

RELEASE_LASTS = datetime.timedelta(days=30)
"""So long a release of removals waits for a second person, and so long it holds then."""


class RetentionRun(models.Model):
    """One run of the engine. ``counts`` maps the code of a keeping to how many things it removed.

    ``failed`` names the keepings that broke off (codes divided by spaces); the next run tries them again.
    """

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    counts = models.JSONField(default=dict)
    failed = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["-began_at"], name="retention_runs")]

    def __str__(self) -> str:
        return f"{self.began_at:%Y-%m-%d %H:%M}"


class EndOfKeeping(models.Model):
    """The case, or the whole record, of a person in a project was removed because its time was over.

    ``subject`` is the participation and ``person`` the person, by id: nothing else says any more who that was. The
    triggers of append-only tables let rows go whose end stands here, and no others; the row itself stays for ever, so
    that whoever holds SQL cannot make room without leaving it.
    """

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    subject = models.UUIDField(db_index=True)
    person = models.UUIDField(db_index=True)
    rule = models.CharField(max_length=20)
    at = models.DateTimeField()

    append_only = True

    def __str__(self) -> str:
        return f"{self.subject} {self.rule}"


class RetentionRelease(models.Model):
    """Somebody asked that the cases, or the whole records, of people end whose time was over then (S65).

    The people are ``ReleasedPerson``, fixed when it was asked: whatever becomes due later, whoever is due because a
    date was changed afterwards, needs another release. ``due_on`` is the day of asking, ``rule`` is ``CASE`` or
    ``RECORD``. What was decided are rows of their own: nothing here is ever changed.
    """

    append_only = True

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    rule = models.CharField(max_length=20)
    due_on = models.DateField()
    people = models.PositiveIntegerField()
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["rule", "-asked_at"], name="retention_releases")]

    def __str__(self) -> str:
        return f"{self.rule} {self.due_on}"

    def decision(self, *, confirmed: bool) -> "ReleaseDecision | None":
        """Return its confirmation, or its refusal, if there is one; prefetched decisions are not asked for again."""
        return next((each for each in self.decisions.all() if each.is_confirmed is confirmed), None)  # type: ignore[attr-defined]

    def standing(self, now: datetime.datetime) -> Standing:
        """Return how far it is. A refusal holds whatever else was decided: before a confirmation, with it, after it."""
        if self.decision(confirmed=False):
            return Standing.REFUSED
        made = self.decision(confirmed=True)
        if made is None:
            return standing_of(self.asked_at, now, RELEASE_LASTS)
        alone = bool(made.alone_reason)
        return standing_of(self.asked_at, now, RELEASE_LASTS, made.decided_at, released=True, alone=alone)


class ReleasedPerson(models.Model):
    """One person whom a release covers, by id alone."""

    append_only = True

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    release = models.ForeignKey(RetentionRelease, models.PROTECT, related_name="covered")
    person = models.UUIDField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "person"], name="released_person_once")]

    def __str__(self) -> str:
        return f"{self.release_id} {self.person}"


class ReleaseDecision(models.Model):
    """Somebody confirmed a release, or refused or stopped it; each at most once, and a refusal is stronger.

    ``alone_reason``: whoever asked confirmed it, because nobody else may; it then holds a day later. ``reason`` says
    why it was refused. Neither names anybody.
    """

    append_only = True

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    release = models.ForeignKey(RetentionRelease, models.PROTECT, related_name="decisions")
    is_confirmed = models.BooleanField()
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True)
    alone_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "is_confirmed"], name="release_decided_once")]

    def __str__(self) -> str:
        return f"{self.release_id} {self.is_confirmed}"
